// @ts-check
// What is wrong with a duty while somebody types it: the rules of `qingdan check` that need no more than the duty, by
// their own patterns, tables and words (generator/check/typed.py).  A test holds the answers against the check's.
import { characters, filled } from "./characters.js";
import { departments } from "./names.js";

/**
 * @import { CharacterData } from "./characters.js"
 * @import { NameData, RegisterData } from "./names.js"
 */

/**
 * @typedef {{ rule: string, severity: string, pattern: string, message: string }} PatternData
 * @typedef {{ type?: string, minLength?: number, maxLength?: number, minimum?: number, minItems?: number,
 *   pattern?: string, enum?: unknown[], anyOf?: Schema[], items?: Schema, properties?: Record<string, Schema>,
 *   required?: string[] }} Schema
 * @typedef {{ characters: CharacterData, quoted: Record<string, number>, patterns: PatternData[], doubled: string,
 *   blank: Record<"texts" | "names", PatternData>,
 *   apart: PatternData & { aside: string, right: string }, names: NameData, needs: Record<string, string[]>,
 *   ended: { word: string, status: string }, ids: Record<string, string>, columns: Record<string, string>,
 *   printed: string[], lists: Record<string, string>, statuses: Record<string, string>, tracks: Record<string, string>,
 *   duties: Record<string, Record<string, Schema>>, record: Record<string, Schema>,
 *   contact: Record<string, Schema>, hints: Record<string, string> }} Rules
 * @typedef {{ departments: string[], duties: string[], support: string[] }} Block
 * @typedef {{ printed: string | null, meant: string | null, why: string }} Note
 * @typedef {{ name: string, number?: string, category?: string, departments?: string[], status?: string,
 *   notes?: Note[], superior?: Block[], township?: string[], method?: string[], extras?: { head: string, texts: string[] }[],
 *   full_name?: string, aliases?: string[], phones?: string[], address?: string, hours?: string, web?: string, as_of?: string }} Values
 * @typedef {{ rule: string, severity: string, at: (string | number)[], message: string, meant?: string,
 *   isPrinted?: boolean }} Problem isPrinted where a document may have it so: whether it has
 */

const ERROR = "error";

/**
 * What a column is called: of a place of some kind, or of any.
 * @param {Rules} rules
 * @param {string} key
 */
export const titleOf = (rules, key, place = "乡镇") => filled(rules.columns[key], { place });

/**
 * Whether a value is what a schema says.
 * @param {unknown} value
 * @param {Schema} schema
 * @returns {boolean}
 */
export function fits(value, schema) {
  if (schema.anyOf) return schema.anyOf.some((one) => fits(value, one));
  if (schema.enum) return schema.enum.includes(value);
  switch (schema.type) {
    case "null":
      return value === null;
    case "integer":
      return typeof value === "number" && Number.isInteger(value) && !(value < (schema.minimum || -Infinity));
    case "string": {
      if (typeof value !== "string") return false;
      const { length } = Array.from(value);
      if (length < (schema.minLength || 0) || length > (schema.maxLength || Infinity)) return false;
      return !schema.pattern || new RegExp(schema.pattern, "u").test(value);
    }
    case "array": {
      const { items } = schema;
      if (!Array.isArray(value) || value.length < (schema.minItems || 0)) return false;
      return !items || value.every((one) => fits(one, items));
    }
    case "object": {
      if (!value || typeof value !== "object") return false;
      const own = /** @type {Record<string, unknown>} */ (value);
      const { properties = {}, required = [] } = schema;
      const areKnown = Object.keys(own).every((key) => key in properties && fits(own[key], properties[key]));
      return areKnown && required.every((key) => key in own);
    }
    default:
      return true;
  }
}

/**
 * The date that a text writes in some other way (2026年5月2日, 2026.5.2, 20260502); empty for none.
 * @param {string} text
 */
export function dateMeant(text) {
  const plain = text.normalize("NFKC").trim();
  const found = /^(\d{4})\D+(\d{1,2})\D+(\d{1,2})\D*$/.exec(plain) || /^(\d{4})(\d{2})(\d{2})$/.exec(plain);
  if (!found) return "";
  const day = [found[1], found[2].padStart(2, "0"), found[3].padStart(2, "0")].join("-");
  return isDay(day) ? day : "";
}

/**
 * What a part of a contact is in the forms that there are for it: signs of full width, other dashes, a bracketed code.
 * @param {string} key
 * @param {string} text
 */
export function contactMeant(key, text) {
  const plain = text.normalize("NFKC").trim();
  if (key === "as_of") return dateMeant(text);
  if (key === "phones") {
    return plain
      .replace(/\s*[-\u2010-\u2015\u2212]+\s*/g, "-")
      .replace(/^\(?(0\d{2,3})\)? *-? *(?=\d{7,8}(?:\D|$))/, "$1-");
  }
  if (key !== "hours") return "";
  return plain
    .replace(/星期/g, "周")
    .replace(/(周[一二三四五六日])\s*(?:[-~\u2010-\u2015\u2212]+|到)\s*(?=周)/g, "$1至")
    .replace(/([一二三四五六日天末])\s*(?=\d)/g, "$1 ")
    .replace(/(\d:\d\d)\s*(?:[-~\u2010-\u2015\u2212]+|至|到)\s*(?=\d)/g, "$1–")
    .replace(/\s*[,、]\s*(?=\d)/g, "、")
    .replace(/\s*;\s*/g, "；");
}

/**
 * Whether there is a day that is written so: no 2026-02-30.
 * @param {string} text
 */
export function isDay(text) {
  const day = new Date(`${text}T00:00:00Z`);
  return !isNaN(day.getTime()) && day.toISOString().slice(0, 10) === text;
}

/**
 * The checks for a county's register; `file` is what the register is called in messages.
 * @param {Rules} rules
 * @param {RegisterData} register
 * @param {string} file
 */
export function checks(rules, register, file) {
  const known = characters(rules.characters);
  const names = departments(rules.names, register);
  const { quoted } = rules;
  const compiled = (/** @type {PatternData} */ one) => ({ ...one, finds: new RegExp(one.pattern, "gu") });
  const patterns = rules.patterns.map(compiled);
  const blank = { texts: compiled(rules.blank.texts), names: compiled(rules.blank.names) };
  const ofTextsAll = [...patterns, blank.texts];
  // What heads a block must only be a name that is registered.
  const ofNamesAll = { cell: [...patterns, blank.names], block: [blank.names] };
  const apart = new RegExp(rules.apart.pattern, "gu");
  const aside = new RegExp(rules.apart.aside, "gu");

  /**
   * @param {string} text
   * @param {RegExp} pattern
   */
  function placesIn(text, pattern) {
    /** @type {{ start: number, end: number }[]} */
    const places = [];
    pattern.lastIndex = 0;
    for (let found = pattern.exec(text); found; found = pattern.exec(text)) {
      const start = found.index + (found[1] || "").length;
      places.push({ start, end: found.index + found[0].length });
      if (!found[0]) pattern.lastIndex++;
    }
    return places;
  }

  /**
   * @param {string} text
   * @param {Problem["at"]} at
   * @returns {Problem[]}
   */
  function oddIn(text, at) {
    return [...known.odd(text)].map(({ kind, char, at: place }) => ({
      rule: kind.rule,
      severity: kind.severity,
      at,
      message: filled(
        rules.characters.odd,
        /** @type {any} */ ([known.shown(text, place, quoted.around), known.called(char), kind.remedy]),
      ),
    }));
  }

  /**
   * What is wrong with a text; what stood there before is as the document prints it, but for what nobody prints.
   * @param {string} text
   * @param {Problem["at"]} at
   * @param {boolean} isPrinted
   * @returns {Problem[]}
   */
  function ofText(text, at, isPrinted, unwanted = ofTextsAll) {
    const found = oddIn(text, at);
    for (const { rule, severity, finds, message } of unwanted) {
      const [first] = isPrinted && severity !== ERROR ? [] : placesIn(text, finds);
      if (!first) continue;
      const { start, end } = first;
      const chars = Array.from(text);
      const [from, to] = [Array.from(text.slice(0, start)).length, Array.from(text.slice(0, end)).length];
      found.push({
        rule,
        severity,
        at,
        message: filled(message, {
          found: text.slice(start, end).trim(),
          around: chars.slice(Math.max(0, from - quoted.around), to + quoted.around).join(""),
          shown: known.shown(text, from, quoted.around),
          begins: chars.slice(0, quoted.begins).join("") + (chars.length > quoted.begins ? "…" : ""),
        }),
      });
    }
    return found;
  }

  /**
   * @param {string} name
   * @param {Problem["at"]} at
   * @param {"cell" | "block"} where
   * @param {Set<string>} printed
   * @returns {Problem[]}
   */
  function ofName(name, at, where, printed) {
    const bare = name.replace(aside, (found) => "_".repeat(found.length));
    const places = placesIn(bare, apart);
    if (places.length) {
      const cuts = [0, ...places.map(({ end }) => end)];
      const ends = [...places.map(({ start }) => start), name.length];
      const count = cuts.filter((cut, place) => name.slice(cut, ends[place]).trim()).length;
      const message = filled(rules.apart.message, {
        quoted: Array.from(name).slice(0, quoted.item).join(""),
        called: known.called(bare.slice(places[0].start, places[0].end)),
        within: "",
        right: filled(rules.apart.right, { count }),
      });
      return [{ rule: rules.apart.rule, severity: rules.apart.severity, at, message }];
    }
    const found = ofText(name, at, printed.has(name), ofNamesAll[where]);
    const sign = names.signIn(name);
    if (sign) {
      const message = filled(rules.names.notPlain, { name, sign });
      found.push({ rule: "department-names-plain", severity: ERROR, at, message });
    }
    const core = names.core(name);
    if (core && !names.isKnown(core)) {
      const meant = known.meant(core, names.names);
      const hint = meant ? meant.said : rules.names.noHint;
      // Beside the name of a file there is a space, beside words there is none.
      const said = rules.names.notRegistered.replace(" {file} ", file.includes(".") ? " {file} " : "{file}");
      const message = filled(said, { name: core, file, hint });
      const right = meant ? name.replace(core, meant.name) : undefined;
      found.push({ rule: "departments-registered", severity: ERROR, at, message, meant: right });
    }
    return found;
  }

  /**
   * @param {string[]} texts
   * @param {Problem["at"]} at
   * @param {Set<string>} printed
   * @returns {Problem[]}
   */
  function ofTexts(texts, at, printed) {
    const found = texts.map((text, place) => ofText(text, [...at, place], printed.has(text)));
    return [...[].concat(.../** @type {any} */ (found)), ...ofDoubled(texts, at)];
  }

  /**
   * @param {string[]} texts
   * @param {Problem["at"]} at
   */
  function ofDoubled(texts, at) {
    /** @type {Problem[]} */
    const found = [];
    for (const text of new Set(texts)) {
      const count = texts.filter((one) => one === text).length;
      if (count < 2) continue;
      const begins = Array.from(text).slice(0, quoted.doubled).join("");
      found.push({
        rule: "texts-not-doubled",
        severity: ERROR,
        at: [...at, texts.lastIndexOf(text)],
        message: filled(rules.doubled, { begins, count }),
      });
    }
    return found;
  }

  /**
   * @param {string[]} own
   * @param {Problem["at"]} at
   * @param {"cell" | "block"} where
   * @param {Set<string>} printed
   * @returns {Problem[]}
   */
  function ofNames(own, at, where, printed) {
    return [].concat(.../** @type {any} */ (own.map((name, place) => ofName(name, [...at, place], where, printed))));
  }

  /**
   * What is wrong with a duty of a list; `before` is what it says now, where there is something.
   * @param {Values} values
   * @param {string} list
   * @param {Values | null} before
   */
  function ofDuty(values, list, before) {
    const printed = new Set(before ? textsOf(before) : []);
    const { name, departments: own = [], superior = [], township = [], method = [], extras = [] } = values;
    /** @type {Problem[]} */
    const found = ofText(name, ["name"], printed.has(name));
    found.push(...ofNames(own, ["departments"], "cell", printed), ...ofDoubled(own, ["departments"]));
    superior.forEach((block, place) => {
      const at = ["superior", place];
      found.push(...ofNames(block.departments, [...at, "departments"], "block", printed));
      found.push(...ofTexts(block.duties, [...at, "duties"], printed));
      found.push(...ofTexts(block.support, [...at, "support"], printed));
    });
    found.push(...ofTexts(township, ["township"], printed), ...ofTexts(method, ["method"], printed));
    extras.forEach((extra, place) => found.push(...ofTexts(extra.texts, ["extras", place, "texts"], printed)));
    for (const key of Object.keys(rules.duties[list])) {
      const value = /** @type {Record<string, unknown>} */ (values)[key];
      if (value === undefined) continue;
      const given = key === "number" ? (/^\d+$/.test(String(value)) ? Number(value) : value) : value;
      if (!fits(given, rules.duties[list][key])) {
        const how = key === "number" ? "应是从 1 起的数字" : "不能是空的；请填上";
        found.push({ rule: "shape", severity: ERROR, at: [key], message: `${titleOf(rules, key)}${how}` });
      }
    }
    // That several names in one are not registered says nothing new.
    const misread = new Set(found.filter((one) => one.rule === rules.apart.rule).map((one) => one.at.join("/")));
    const all = [...found, ...ofNeeds(values, list)];
    return all.filter((one) => one.rule === rules.apart.rule || !misread.has(one.at.join("/")));
  }

  /**
   * @param {Values} values
   * @param {string} list
   * @returns {Problem[]}
   */
  function ofNeeds(values, list) {
    const { superior = [], method = [], status } = values;
    const isEnded = status === rules.ended.status;
    /** @type {Record<string, boolean>} */
    const says = {
      departments: Boolean((values.departments || []).length) || isEnded,
      superior: superior.some((block) => block.duties.length),
      township: Boolean((values.township || []).length),
      method: Boolean(method.length),
    };
    const rule = `${list}-complete`;
    /** @type {Problem[]} */
    const found = (rules.needs[list] || [])
      .filter((key) => !says[key])
      .map((key) => ({
        rule,
        severity: ERROR,
        at: [key],
        message: `缺少${titleOf(rules, key)}；请补上，文件里本来没有的，在理由里写明`,
      }));
    if (list === "reclaimed" && !isEnded && method.some((text) => text.includes(rules.ended.word))) {
      const message = `文字写明${rules.ended.word}，状态却不是“${rules.statuses[rules.ended.status]}”；请改状态`;
      found.push({ rule, severity: ERROR, at: ["status"], message });
    }
    return found;
  }

  /**
   * What is wrong with a contact, by the forms of its values; which those are, the hints say.
   * @param {Values} values
   * @returns {Problem[]}
   */
  function ofContact(values) {
    const own = /** @type {{ [key: string]: any }} */ (values);
    /** @type {Problem[]} */
    const found = [];
    for (const key of Object.keys(rules.contact)) {
      /** @type {string[]} */
      const texts = [].concat(own[key] || []);
      texts.forEach((text, place) => {
        const at = Array.isArray(own[key]) ? [key, place] : [key];
        const schema = rules.contact[key].items || rules.contact[key];
        const isRight = (/** @type {string} */ one) => fits(one, schema) && (key !== "as_of" || isDay(one));
        found.push(...oddIn(text, at));
        if (isRight(text)) return;
        const meant = contactMeant(key, text);
        const message = `${rules.columns[key]}“${text}”的写法不对：${rules.hints[key]}`;
        found.push({ rule: "shape", severity: ERROR, at, message, meant: isRight(meant) ? meant : undefined });
      });
    }
    const isSaid = Object.keys(rules.contact).some((key) => key !== "as_of" && String(own[key] || ""));
    if (isSaid !== Boolean(values.as_of)) {
      const message = isSaid ? "请写核实的日期" : "只有日期，没有联系方式；请填上，或把日期也删去";
      found.push({ rule: "shape", severity: ERROR, at: ["as_of"], message });
    }
    return found;
  }

  return { ofDuty, ofContact };
}

/**
 * All that a duty says.
 * @param {Values} values
 */
function textsOf({ name, departments: own = [], superior = [], township = [], method = [], extras = [] }) {
  const texts = [name, ...own, ...township, ...method];
  for (const block of superior) texts.push(...block.departments, ...block.duties, ...block.support);
  for (const extra of extras) texts.push(...extra.texts);
  return texts;
}
