// @ts-check
// A long letter: by which of its words it is looked up, for not all of them can be asked for.  Only fetched for one;
// what is in the file of telling words, generator/search/telling.py says.
import { named } from "../shared.js";
import { TELLING } from "./telling.js";

/** @import { SearchMeta } from "./format.js" */
/** @import { Found, Piece } from "./score.js" */
/** @import { TellingRow } from "./telling.js" */

/**
 * What reads digits, keys and words: given, not imported, so that it stays a part of what every search loads.
 * @typedef {object} Read
 * @property {(text: string) => number[]} digitsOf
 * @property {(text: string) => number[]} numbersOf
 * @property {(steps: readonly number[]) => number[]} summed
 * @property {(key: string) => number} hash
 * @property {(term: string, meta: Pick<SearchMeta, "common">) => string} keyOf
 * @property {(run: string) => { word: string, at: number }[]} pairsOf
 */

/** @typedef {{ weight: number, themes: number[] }} Told what a word weighs, and in which themes */
/** @typedef {Map<number, Told>} Table by the words' hashes */

/** Each grade is so many times as heavy as the one below. */
const GRADE = 1.5;
/** Hashes of words are below this. */
export const PLACES = 2 ** 21;
/** So many bits a digit of a Bloom filter has, and a word of it sets. */
const BITS = 6;
const TURNS = 3;
/** So much weighs what says that the matter is elsewhere. */
const AWAY = 30;
/** What less of the letter is about counts by this power less. */
const POWER = 3;
// So much of its weight counts of a term that stands within a longer word, or across a word that tells more, for there it
// is by chance; and of one that is an everyday word of two characters.  Learned from letters (benchmarks/letter_weights.py).
const WITHIN = 0.5;
const ACROSS = 0.5;
const SAID = 1.6;

/** @type {WeakMap<Values<TellingRow>, Table>} */
const tables = new WeakMap();

/**
 * @param {Values<TellingRow>} row
 * @param {Pick<Read, "digitsOf" | "numbersOf" | "summed">} read
 * @returns {Table}
 */
export function toldOf(row, { digitsOf, numbersOf, summed }) {
  const known = tables.get(row);
  if (known) return known;
  const { words, weights, counts, themes } = named(TELLING, row);
  /** @type {Table} */
  const table = new Map();
  const [grades, sizes, steps] = [digitsOf(weights), numbersOf(counts), numbersOf(themes)];
  let at = 0;
  summed(numbersOf(words)).forEach((place, i) => {
    table.set(place, { weight: GRADE ** grades[i], themes: summed(steps.slice(at, (at += sizes[i]))) });
  });
  tables.set(row, table);
  return table;
}

/**
 * @param {string} word
 * @param {Pick<Read, "hash">} read
 */
const placeOf = (word, { hash }) => hash(word) % PLACES;

/**
 * Whether a Bloom filter, which the generator made (`shards.bloom`), has a word; of others it has a few.
 * @param {readonly number[]} digits
 * @param {string} word
 * @param {Pick<Read, "hash">} read
 */
export function isAmong(digits, word, { hash }) {
  const places = [...Array(TURNS).keys()].map((turn) => hash(`${turn}${word}`) % (digits.length * BITS));
  return places.every((place) => Math.floor(digits[Math.floor(place / BITS)] / 2 ** (place % BITS)) % 2);
}

/**
 * How much each word of a letter tells: more if it is of what most of the letter is about.
 * @param {readonly string[]} words each once
 * @param {Values<TellingRow>} row
 * @param {Pick<Read, "digitsOf" | "numbersOf" | "summed" | "hash">} read
 * @returns {Map<string, number>}
 */
export function tellingOf(words, row, read) {
  const table = toldOf(row, read);
  const away = read.digitsOf(named(TELLING, row).away);
  /** @type {Map<number, number>} */
  const sums = new Map();
  const rows = words.map((word) => table.get(placeOf(word, read)) || { weight: 0, themes: [] });
  for (const { weight, themes } of rows) for (const one of themes) sums.set(one, (sums.get(one) || 0) + weight);
  const most = Math.max(1, ...sums.values());
  return new Map(
    rows.map(({ weight, themes }, i) => {
      const part = Math.max(0, ...themes.map((one) => Number(sums.get(one)) / most));
      return [words[i], themes.length ? weight * part ** POWER : isAmong(away, words[i], read) ? AWAY : 0];
    }),
  );
}

/**
 * Each time the key whose words tell most, of characters that those before say nothing of: 宅基 and 基地 are one matter.
 * @param {readonly string[]} keys
 * @param {readonly Piece[]} pieces
 * @param {Pick<SearchMeta, "common">} meta
 * @param {Values<TellingRow>} row
 * @param {Read} read
 */
export function tellingFirst(keys, pieces, meta, row, read) {
  const { keyOf, pairsOf } = read;
  /** @type {Map<string, number[]>} */
  const words = new Map();
  for (const { run, from } of pieces)
    for (const { word, at } of pairsOf(run)) if (!words.has(word)) words.set(word, [from + at, from + at + 1]);
  addLone(words, pieces, toldOf(row, read), read);
  const told = tellingOf([...words.keys()], row, read);
  const said = new Set();
  const left = [...keys];
  /** @type {string[]} */
  const sorted = [];
  while (left.length) {
    /** @type {Map<string, number>} */
    const sums = new Map();
    for (const [word, places] of words) {
      const key = keyOf(word, meta);
      sums.set(key, (sums.get(key) || 0) + Number(told.get(word)) * places.filter((one) => !said.has(one)).length);
    }
    const most = left.reduce((one, other) => ((sums.get(other) || 0) > (sums.get(one) || 0) ? other : one));
    sorted.push(most);
    left.splice(left.indexOf(most), 1);
    for (const [word, places] of words) if (keyOf(word, meta) === most) places.forEach((one) => said.add(one));
  }
  return sorted;
}

/**
 * Adds the characters that are told by themselves (那条路: 路) where they are in no word that is told.
 * @param {Map<string, number[]>} words takes them, each with its place
 * @param {readonly Piece[]} pieces
 * @param {Table} table
 * @param {Pick<Read, "hash" | "pairsOf">} read
 */
function addLone(words, pieces, table, read) {
  const isTold = (/** @type {string} */ word) => table.has(placeOf(word, read));
  for (const { run, from } of pieces) {
    const known = new Set();
    for (const { word, at } of read.pairsOf(run)) if (isTold(word)) known.add(at).add(at + 1);
    [...run].forEach((character, at) => {
      if (!known.has(at) && !words.has(character) && isTold(character)) words.set(character, [from + at]);
    });
  }
}

/**
 * How much of its weight each term of a letter counts.
 * @param {readonly Found[]} found
 * @returns {Map<Found, number>}
 */
export function countsOf(found) {
  const words = found.filter((one) => !one.kind);
  const told = (/** @type {Found} */ { term, importance }) => term.length * importance;
  const isWithin = (/** @type {Found} */ one, /** @type {Found} */ other) =>
    other.from <= one.from && other.to >= one.to && other.to - other.from > one.to - one.from;
  const isAcross = (/** @type {Found} */ one, /** @type {Found} */ other) =>
    other.from < one.to && one.from < other.to && (one.from - other.from) * (one.to - other.to) > 0;
  return new Map(
    found.map((one) => [
      one,
      (words.some((other) => isWithin(one, other)) ? WITHIN : 1) *
        (words.some((other) => isAcross(one, other) && told(other) > told(one)) ? ACROSS : 1) *
        (one.says !== null && one.term.length === 2 ? SAID : 1),
    ]),
  );
}
