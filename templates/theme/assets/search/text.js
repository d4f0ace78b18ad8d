// @ts-check
// Text as the index has it: written plainly, cut into runs, by its sound.  The generator does the same in
// generator/search/text.py, pinyin.py and shards.py; golden.json holds both to the same answers.

/** @import { SearchMeta } from "./format.js" */

const RUNS = /([\u3400-\u4dbf\u4e00-\u9fff]+)|([a-z0-9]+)/g;
const CLAUSES = /[,.!?;:\n。、…]/;
export const HAN = /[\u3400-\u4dbf\u4e00-\u9fff]/;
export const LATIN = /^[a-z]+$/;
/** The longest words of the index. */
export const LONGEST_WORD = 6;

/**
 * Full-width letters as half-width ones, capitals as small ones, pinyin without its tones and with v for ü.
 * @param {string} text
 */
export function plain(text) {
  const marked = text
    .normalize("NFKC")
    .toLowerCase()
    .normalize("NFD")
    .replace(/u\u0308/g, "v");
  return marked.replace(/[\u0300-\u036f]/g, "").normalize("NFC");
}

/**
 * FNV-1a over the UTF-16 code units.
 * @param {string} key
 */
export function hash(key) {
  let value = 0x811c9dc5;
  for (let i = 0; i < key.length; i += 1) value = Math.imul(value ^ key.charCodeAt(i), 0x01000193) >>> 0;
  return value;
}

/**
 * Without “请问”, “怎么办” and the like (longer ones first), the runs of Han characters, letters and digits.
 * @param {string} text
 * @param {readonly string[]} fillers
 * @returns {string[]}
 */
export function runs(text, fillers) {
  let kept = "";
  for (let i = 0; i < text.length;) {
    const filler = fillers.find((one) => text.startsWith(one, i));
    kept += filler ? " " : text[i];
    i += filler ? filler.length : 1;
  }
  return kept.match(RUNS) || [];
}

/**
 * The runs of a question's clauses, which are what stands between marks, those without any left out.
 * @param {string} text
 * @param {readonly string[]} fillers
 */
export const clausesOf = (text, fillers) =>
  text
    .split(CLAUSES)
    .map((one) => runs(one, fillers))
    .filter((one) => one.length);

/**
 * By what the file is found that has a term: its rarest character, or of letters and digits the first.
 * @param {string} term
 * @param {Pick<SearchMeta, "common">} meta
 */
export function keyOf(term, meta) {
  if (!HAN.test(term)) return term[0];
  return [...term].reduce((one, other) => (isRarer(other, one, meta) ? other : one));
}

/**
 * @param {string} one
 * @param {string} other
 * @param {Pick<SearchMeta, "common">} meta
 */
export function isRarer(one, other, { common }) {
  const [place, otherPlace] = [one, other].map((char) => common.indexOf(char));
  if (place < 0 && otherPlace < 0) return one < other;
  return place < 0 || (otherPlace >= 0 && place > otherPlace);
}

/**
 * The characters of GB 2312 from one row to another, in its order: the browser knows them, no table need be fetched.
 * @param {number} first
 * @param {number} last
 */
function gb2312(first, last) {
  const bytes = [];
  for (let one = first; one <= last; one += 1) for (let two = 0xa1; two < 0xff; two += 1) bytes.push(one, two);
  return new TextDecoder("gb2312").decode(new Uint8Array(bytes));
}

/** The 3755 common characters, in the order of their readings. */
export const commonCharacters = () => gb2312(0xb0, 0xd7);

/** Each of them has a place of its own, other keys share so many. */
export const COMMON = 3755;
const OTHERS = 256;

/** @type {Map<string, number> | undefined} */
let places;

/**
 * The place of a key, by which it is in one file or another.
 * @param {string} key
 */
export function placeOf(key) {
  places = places || new Map([...commonCharacters()].map((one, place) => [one, place]));
  const known = places.get(key);
  return known === undefined || known >= COMMON ? COMMON + (hash(key) % OTHERS) : known;
}

/** @type {Set<string> | undefined} */
let simple;

/** Get the table ready by which traditional characters are told. */
export const simpleCharacters = () => (simple = simple || new Set(gb2312(0xb0, 0xf7)));

/** @param {string} character */
export const isTraditional = (character) => HAN.test(character) && !simpleCharacters().has(character);

/**
 * A query with the word that was meant in the place of what was typed.
 * @param {string} query
 * @param {string} typed as the engine read it
 * @param {string} word
 */
export function replaced(query, typed, word) {
  // Pinyin with tones, or full-width, stands only in the plain text.
  const own = query.toLowerCase().includes(typed) ? query : plain(query);
  const at = own.toLowerCase().indexOf(typed);
  return at < 0 ? query : own.slice(0, at) + word + own.slice(at + typed.length);
}

/**
 * A query with what was most likely meant in the place of what was typed.
 * @param {string} query
 * @param {readonly { typed: string, words: string[] }[]} changes
 */
export const corrected = (query, changes) =>
  changes.reduce((text, { typed, words }) => replaced(text, typed, words[0]), query);
