// @ts-check
// Made from generator/search/format.py by
// `pytest tests/project/test_formats.py --renew`; not to be changed by hand.

/**
 * A word, its syllables where it is not read as its characters are, and how likely it is meant.
 * @typedef {object} SoundRow
 * @property {string} word
 * @property {string} sound
 * @property {number} weight
 */

/** @type {Fields<SoundRow>} */
export const SOUND = {
  word: 0,
  sound: 0,
  weight: 0,
};

/**
 * Words by how they sound, as columns: the sounds; the words of each, in digits; of each word the rest of it.
 * @typedef {object} SoundColumns
 * @property {string} keys
 * @property {string} words
 * @property {string} sounds
 * @property {string} weights
 */

/** @type {Fields<SoundColumns>} */
export const SOUNDCOLUMNS = {
  keys: 0,
  words: 0,
  sounds: 0,
  weights: 0,
};

/**
 * Words without how likely they are: the sounds; the words of each, in digits.
 * @typedef {object} PhraseColumns
 * @property {string} keys
 * @property {string} words
 */

/** @type {Fields<PhraseColumns>} */
export const PHRASECOLUMNS = {
  keys: 0,
  words: 0,
};

/**
 * Words by how they sound: by their initials, or by their first two or last two syllables. Those that may be meant,
 * with how likely (`SoundRow`); phrases that may be meant within a sentence, the commonest first; ordinary words, that
 * are no slip.
 * @typedef {object} SoundFile
 * @property {Values<SoundColumns>} sounds
 * @property {Values<PhraseColumns>} within
 * @property {Values<PhraseColumns>} ordinary
 */
