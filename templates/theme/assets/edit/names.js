// @ts-check
// Names of departments: as printed, and which registered one they mean, as generator/words/departments.py finds it, by
// its patterns and the county's register.

/**
 * @typedef {{ lead: string, others: string, open: string, signs: string, ends: Record<string, string>, sign: string,
 *   mark: string, notPlain: string, notRegistered: string, noHint: string }} NameData
 * @typedef {{ names: Record<string, number>, spelled: Record<string, number>, before: string[], place: string | null,
 *   level: string, spellings: Record<string, string> }} RegisterData
 */

/** @param {string} text */
export const literally = (text) => text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");

/**
 * @param {NameData} data
 * @param {RegisterData} register
 */
export function departments(data, register) {
  const lead = new RegExp(data.lead, "gu");
  const others = new RegExp(data.others, "gu");
  const open = new RegExp(data.open, "u");
  const signs = new RegExp(`^(?:${data.signs})$`, "u");
  const sign = new RegExp(data.sign, "u");
  const mark = new RegExp(`^${data.mark}`, "u");
  const place = register.place ? new RegExp(register.place, "gu") : null;
  const words = Object.keys(register.spellings);
  const spelled = words.length ? new RegExp(words.map(literally).join("|"), "gu") : null;
  const ends = Object.keys(data.ends);

  /**
   * What is left of a printed name without 牵头 and an open end.
   * @param {string} text
   */
  function core(text) {
    const name = text.replace(lead, "").replace(others, "");
    return open.test(name) ? "" : name;
  }

  /** @param {string} name */
  function canonical(name) {
    let own = place ? name.replace(place, register.level) : name;
    own = own.replace(/\(/g, "（").replace(/\)/g, "）");
    const long = ends.find((end) => own.endsWith(end));
    if (long) own = own.slice(0, -long.length) + data.ends[long];
    return spelled ? own.replace(spelled, (word) => register.spellings[word]) : own;
  }

  /**
   * @param {Record<string, number>} table
   * @param {string} name
   */
  const has = (table, name) => Object.prototype.hasOwnProperty.call(table, name);

  /**
   * The place in the register of the department that a name means; -1 where it means none.
   * @param {string} name
   */
  function find(name) {
    const found = signs.exec(name);
    for (const one of [name, found ? found[1] : name]) {
      for (const form of [one, ...register.before.map((before) => before + one)]) {
        if (has(register.names, form)) return register.names[form];
        if (has(register.spelled, canonical(form))) return register.spelled[canonical(form)];
      }
    }
    return -1;
  }

  /**
   * Which department a cell's text names, by its place in the register, and the text before, in and after the name.
   * @param {string} text
   * @returns {{ place: number, cut: [string, string, string] } | null}
   */
  function cut(text) {
    const own = core(text);
    const place = own ? find(own) : -1;
    if (place < 0) return null;
    const found = signs.exec(own);
    const name = found ? found[1] : own;
    const [before, ...rest] = text.split(name);
    return { place, cut: [before, name, rest.join(name)] };
  }

  const isKnown = (/** @type {string} */ name) => find(name) >= 0;

  /**
   * What no department's name has in it.
   * @param {string} name
   */
  function signIn(name) {
    const found = sign.exec(name);
    if (found) return found[0];
    const marked = mark.exec(name);
    return marked ? marked[0].trim() : "";
  }

  return { core, cut, find, isKnown, signIn, names: Object.keys(register.names) };
}
