// @ts-check
// A long letter: by which of its words it is looked up, for not all of them can be asked for.  Only fetched for one;
// what is in its file, generator/search/letters.py says.

/** @import { LetterFile, SearchMeta } from "./format.js" */
/** @import { Found, Piece } from "./score.js" */

/**
 * What reads digits, keys and words: given, not imported, so that it stays a part of what every search loads.
 * @typedef {object} Read
 * @property {(text: string) => number[]} digitsOf
 * @property {(key: string) => number} hash
 * @property {(term: string, meta: Pick<SearchMeta, "common">) => string} keyOf
 * @property {(pieces: readonly Piece[], meta: Pick<SearchMeta, "common" | "empty">) => string[]} keysOf
 * @property {(run: string) => { word: string, at: number }[]} pairsOf
 */

/** So many bits a digit of a Bloom filter has, and a word of it sets. */
const BITS = 6;
const TURNS = 3;
// So much of its weight counts of a term that stands within a longer word, or across a word that tells more, for there it
// is by chance; and of one that is an everyday word of two characters.  Learned from letters (benchmarks/letter_weights.py).
const WITHIN = 0.5;
const ACROSS = 0.5;
const SAID = 1.6;

/**
 * By which keys a letter is looked up: of what no list carries first, then those of the words that its file tells of,
 * the rarer first, then of letters and digits.
 * @param {readonly Piece[]} pieces
 * @param {Pick<SearchMeta, "common" | "empty">} meta
 * @param {LetterFile} file
 * @param {Read} read
 */
export function letterKeys(pieces, meta, file, read) {
  const words = pieces.reduce((all, { run }) => all.concat(read.pairsOf(run)), /** @type {{ word: string }[]} */ ([]));
  const [away, others] = file.filters.map((filter) => {
    const digits = read.digitsOf(filter);
    return new Set(words.filter(({ word }) => isAmong(digits, word, read)).map(({ word }) => read.keyOf(word, meta)));
  });
  const keys = read.keysOf(pieces, meta);
  return [
    ...keys.filter((key) => away.has(key)),
    ...keys.filter((key) => others.has(key) && !away.has(key)),
    ...keys.filter((key) => /[a-z0-9]/.test(key)),
  ];
}

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
