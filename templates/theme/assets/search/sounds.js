// @ts-check
// How characters and words sound.
import { READINGS } from "./readings.js";

/** @typedef {{ word: string, sound: string, weight: number }} Sound a word, its syllables, how likely it is meant */
/** @typedef {{ of: Map<string, string>, all: Set<string> }} Readings a character's syllable; all syllables */

/**
 * Sounds that dialects mix up, as one: flat and curled tongue, -n and -ng, n and l.
 * @param {string} sound
 */
export const blurred = (sound) =>
  sound
    .replace(/\b([zcs])h/g, "$1")
    .replace(/\bn/g, "l")
    .replace(/ng\b/g, "n");

/**
 * Readings from a table: "a2 ai11 …", syllables with how many characters are read so, one after another.
 * @param {string} table
 * @param {string} characters the common ones, in its order
 * @returns {Readings}
 */
export function readingsOf(table, characters) {
  const of = new Map();
  const all = new Set();
  let at = 0;
  for (const entry of table.split(" ")) {
    const [, syllable, count] = /** @type {RegExpMatchArray} */ (entry.match(/([a-z]+)(\d+)/));
    all.add(syllable);
    for (const end = at + Number(count); at < end; at += 1) of.set(characters[at], syllable);
  }
  return { of, all };
}

/** @type {Readings | undefined} */
let table;

/**
 * The readings of common characters.
 * @param {() => string} commonCharacters in the order of the table; given, not imported: then they stay a part of what every
 *   search loads
 */
export const readings = (commonCharacters) => (table = table || readingsOf(READINGS, commonCharacters()));

/**
 * The words of a sound, as their file has them (低保31,爱滋病 ai zi bing25), with their syllables: those of their
 * characters, where none stand behind them.
 * @param {string} text
 * @param {Readings} readings
 * @returns {Sound[]}
 */
export function spoken(text, readings) {
  return (text ? text.split(",") : []).map((one) => {
    const [, word, own, weight] = /** @type {RegExpMatchArray} */ (one.match(/^([^ \d]+) ?(.*?)(\d+)$/));
    const sound = own || [...word].map((character) => readings.of.get(character)).join(" ");
    return { word, sound, weight: Number(weight) };
  });
}

/**
 * Words as their file has them, without how likely they are.
 * @param {string | undefined} text
 */
export const phrasesOf = (text) => (text ? text.split(",") : []);
