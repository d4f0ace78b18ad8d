// @ts-check
// How characters and words sound.
import { named } from "../shared.js";
import { PHRASECOLUMNS, SOUNDCOLUMNS } from "./heard.js";
import { READINGS } from "./readings.js";

/** @import { PhraseColumns, SoundFile, SoundRow } from "./heard.js" */
/** @typedef {{ termOf: (name: string) => string, numbersOf: (text: string) => number[] }} Read */
/** @typedef {{ word: string, sound: string, weight: number }} Sound a word, its syllables, how likely it is meant */
/** @typedef {{ of: Map<string, string>, all: Set<string> }} Readings a character's syllable; all syllables */

/** A number is so many after this character. */
const NONE = '"'.charCodeAt(0);

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
 * Readings from a table: ",a,ai;b,a,ai|$/+…", syllables by their initials, and how many characters are read so, one after
 * another.
 * @param {string} table
 * @param {string} characters the common ones, in its order
 * @returns {Readings}
 */
export function readingsOf(table, characters) {
  const of = new Map();
  const all = new Set();
  const [groups, numbers] = table.split("|");
  let at = 0;
  let read = 0;
  for (const group of groups.split(";")) {
    const [initial, ...finals] = group.split(",");
    for (const final of finals) {
      const syllable = initial + final;
      const end = at + numbers.charCodeAt(read) - NONE;
      for (; at < end; at += 1) of.set(characters[at], syllable);
      all.add(syllable);
      read += 1;
    }
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
 * The words of a sound, with their syllables: those of their characters, where their rows have none.
 * @param {readonly SoundRow[]} rows
 * @param {Readings} readings
 * @returns {Sound[]}
 */
export function spoken(rows, readings) {
  return rows.map(({ word, sound, weight }) => {
    return { word, sound: sound || soundOf(word, readings), weight };
  });
}

/**
 * The syllables of a word's characters.
 * @param {string} word
 * @param {Readings} readings
 */
export const soundOf = (word, readings) => [...word].map((character) => readings.of.get(character)).join(" ");

/**
 * What a file of sounds has by a key.
 * @param {SoundFile} file
 * @param {string} key
 * @param {Read} read what reads digits, which stays a part of what every search loads
 */
export function heardBy(file, key, { termOf, numbersOf }) {
  const partsOf = (/** @type {Values<PhraseColumns>} */ columns) => {
    const { keys, words } = named(PHRASECOLUMNS, columns);
    const groups = words.split("/").map((one) => one.split(" "));
    const place = keys.split("/").indexOf(key);
    // So many words stand before it.
    const before = groups.slice(0, Math.max(0, place)).reduce((sum, one) => sum + one.length, 0);
    return { before, own: place < 0 ? [] : groups[place].map(termOf) };
  };
  const { keys, words, sounds, weights } = named(SOUNDCOLUMNS, file.sounds);
  const { before, own } = partsOf([keys, words]);
  const [said, likely] = [sounds.split(","), numbersOf(weights)];
  const rows = own.map((word, i) => ({ word, sound: said[before + i], weight: likely[before + i] }));
  return { rows, within: partsOf(file.within).own, ordinary: partsOf(file.ordinary).own };
}
