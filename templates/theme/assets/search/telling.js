// @ts-check
// Made from generator/search/format.py by
// `pytest tests/project/test_formats.py --renew`; not to be changed by hand.

/**
 * By what words of one and two characters a long letter is looked up, by their hashes: steps from one to the next.
 * `away` is a Bloom filter of how that begins which no list carries; `weights` are in grades, a digit each; `counts`
 * says how many of the `themes` are each word's, which are steps from one to the next.
 * @typedef {object} TellingRow
 * @property {string} away
 * @property {string} words
 * @property {string} weights
 * @property {string} counts
 * @property {string} themes
 */

/** @type {Fields<TellingRow>} */
export const TELLING = {
  away: 0,
  words: 0,
  weights: 0,
  counts: 0,
  themes: 0,
};
