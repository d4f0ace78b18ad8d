// @ts-check
// Characters that a text should not hold, and texts that look the same: as generator/words/characters.py has it, by its
// table.
import { common, ratio } from "./sequence.js";

/**
 * @typedef {{ rule: string, what: string, pattern: string, remedy: string, named: Record<string, string>,
 *   visible: boolean, severity: string }} KindData
 * @typedef {{ kinds: KindData[], odd: string, ordinary: Record<string, string>, unseen: string, blank: string,
 *   alike: Record<string, string>, signs: Record<string, string>, quotes: string }} CharacterData
 * @typedef {KindData & { has: RegExp, names: Map<string, string> }} Kind
 */

/** How alike names are that may be meant, as difflib has it. */
const CLOSE = 0.6;

/**
 * Put values into the places of a message: {name}, and {} in their order.
 * @param {string} message
 * @param {{ [name: string]: string | number }} values
 */
export function filled(message, values) {
  let place = 0;
  return message.replace(/\{(\w*)\}/g, (_, name) => String(values[name || place++]));
}

/** @param {CharacterData} data */
export function characters(data) {
  /** @type {Kind[]} */
  const kinds = data.kinds.map((kind) => {
    /** @type {Map<string, string>} */
    const names = new Map();
    for (const name of Object.keys(kind.named)) for (const char of kind.named[name]) names.set(char, name);
    return { ...kind, has: new RegExp(`^(?:${kind.pattern})$`, "u"), names };
  });
  const unseen = new RegExp(data.unseen, "gu");
  const blank = new RegExp(data.blank, "gu");
  /** @type {Map<string, Kind | undefined>} */
  const known = new Map();

  /** @param {string} char */
  function kindOf(char) {
    if (!known.has(char))
      known.set(
        char,
        kinds.find((kind) => kind.has.test(char)),
      );
    return known.get(char);
  }

  /** @param {string} text */
  function* odd(text) {
    const seen = new Set();
    const chars = Array.from(text);
    for (let at = 0; at < chars.length; at++) {
      const kind = kindOf(chars[at]);
      if (!kind || seen.has(kind)) continue;
      seen.add(kind);
      yield { kind, char: chars[at], at };
    }
  }

  /** @param {string} text */
  const ordinary = (text) =>
    Array.from(text, (char) => data.ordinary[char] || char)
      .join("")
      .normalize("NFKC");

  /** @param {string} char */
  function called(char) {
    const code = `U+${(char.codePointAt(0) || 0).toString(16).toUpperCase().padStart(4, "0")}`;
    const kind = kindOf(char);
    if (!kind) {
      const sign = data.signs[char];
      if (sign && (data.quotes + " ").includes(char)) return `${code} ${sign}`;
      const name = sign || (char >= "\uff01" && char <= "\uff5e" ? "全角" : "");
      return `${code}${name ? " " : ""}${name}“${char}”`;
    }
    const name = kind.names.get(char) || kind.what;
    if (!kind.visible) return `${code} ${name}`;
    const meant = ordinary(char);
    return `${code} ${name}“${char}”${meant === char ? "" : `，应是“${meant}”`}`;
  }

  /**
   * The piece of a text around a place, what nobody sees spelled out.
   * @param {string} text
   * @param {number} at
   * @param {number} around
   */
  function shown(text, at, around) {
    const piece = Array.from(text).slice(Math.max(0, at - around), at + around + 1);
    return piece
      .map((char) => {
        const kind = kindOf(char);
        return kind && !kind.visible ? `<${called(char).split(" ")[0]}>` : char;
      })
      .join("");
  }

  /** @param {string} text */
  function looks(text) {
    const bare = text.replace(unseen, "").replace(blank, "");
    return Array.from(ordinary(bare), (char) => data.alike[char] || char).join("");
  }

  /**
   * In what two texts differ that look the same.
   * @param {string} one
   * @param {string} other
   */
  function differ(one, other) {
    if (one === other || looks(one) !== looks(other)) return "";
    const [a, b] = [Array.from(one), Array.from(other)];
    let [place, otherPlace] = [0, 0];
    for (const [start, otherStart, length] of [...common(a, b), [a.length, b.length, 0]]) {
      if (start > place || otherStart > otherPlace) {
        const here = start > place ? `是 ${called(a[place])}` : "没有";
        const there = otherStart > otherPlace ? `是 ${called(b[otherPlace])}` : "没有";
        return `（看起来一样，第 ${place + 1} 个字不同：前者${here}，后者${there}）`;
      }
      [place, otherPlace] = [start + length, otherStart + length];
    }
    return "";
  }

  /**
   * The sign in a word that its plain form does not have.
   * @param {string} word
   * @param {string} plain
   */
  function unlike(word, plain) {
    const sign = Array.from(word).find((char) => !plain.includes(char) && (char > "~" || kindOf(char)));
    if (word === plain || !sign) return "";
    if (differ(word, plain)) return differ(word, plain);
    return data.quotes.includes(sign) ? `（多了 ${called(sign)}）` : `（“${sign}”是 ${called(sign)}）`;
  }

  /** @param {string} word */
  function unquoted(word) {
    const chars = Array.from(word);
    while (chars.length && data.quotes.includes(chars[0])) chars.shift();
    while (chars.length && data.quotes.includes(chars[chars.length - 1])) chars.pop();
    return chars.join("");
  }

  /**
   * The nearest known word, and how it is said; null for none.
   * @param {string} word
   * @param {string[]} names
   */
  function meant(word, names) {
    const same = (/** @type {string} */ name) =>
      looks(name) === looks(word) || looks(name.toLowerCase()) === looks(word.toLowerCase());
    const near = names.find(same) || nearest(word, names);
    if (!near) return null;
    const isQuoted = unquoted(word) === near && near !== word;
    return { name: near, said: `；是否指“${near}”？${isQuoted ? unlike(word, near) : differ(word, near)}` };
  }

  return { odd, called, shown, meant };
}

/**
 * The most alike of those that are alike enough; of equals the last by its characters, as difflib has it.
 * @param {string} word
 * @param {string[]} names
 */
function nearest(word, names) {
  let best = "";
  let most = CLOSE;
  for (const name of names) {
    const own = ratio(name, word);
    if (own > most || (own === most && (!best || isAfter(name, best)))) [best, most] = [name, own];
  }
  return best;
}

/**
 * Whether a text comes after another by its characters' codes.
 * @param {string} one
 * @param {string} other
 */
function isAfter(one, other) {
  const [a, b] = [Array.from(one), Array.from(other)];
  for (let at = 0; at < Math.min(a.length, b.length); at++) {
    if (a[at] !== b[at]) return Number(a[at].codePointAt(0)) > Number(b[at].codePointAt(0));
  }
  return a.length > b.length;
}
