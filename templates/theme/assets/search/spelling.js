// @ts-check
// What was meant by letters that are in no term: pinyin in full or by initials.  From words of the index with how they
// sound.

import { blurred, soundOf } from "./sounds.js";

/** @import { Heard } from "./slips.js" */
/** @import { Readings, Sound } from "./sounds.js" */

/** The second and third of what pinyin may mean count so much less. */
const LESS_LIKELY = 0.2;
const LEAST = 0.3;
/** How likely a phrase is meant whose every syllable is there: as a word that people ask by. */
const PHRASE = 32;
/** So many ways to cut a row of letters into syllables are tried. */
const WAYS = 4;
const LONGEST_SYLLABLE = 6;
/** The words of the index are not longer. */
const MOST_INITIALS = 4;
/** So many words may have been meant by one piece. */
const MEANT = 3;
/** Words known by their pinyin need files of their own, characters one. */
const FOR_WORDS = 4;
const FOR_CHARACTERS = 1;
// What an option counts by its sound alone: the same, or alike.
const EXACT = 1;
const ALIKE = 0.5;
const BY_INITIALS = 0.8;

/** @param {readonly string[]} syllables */
const initials = (syllables) => syllables.map((one) => one[0]).join("");

/**
 * The ways to cut letters into syllables, those with a longer first one before.
 * @param {string} text
 * @param {Readings} readings
 * @returns {string[][]}
 */
export function syllables(text, readings) {
  if (!text) return [[]];
  /** @type {string[][]} */
  const found = [];
  for (let length = Math.min(LONGEST_SYLLABLE, text.length); length > 0 && found.length < WAYS; length -= 1) {
    if (!readings.all.has(text.slice(0, length))) continue;
    for (const rest of syllables(text.slice(length), readings)) found.push([text.slice(0, length), ...rest]);
  }
  return found.slice(0, WAYS);
}

/**
 * How a row of letters may be cut, and by which keys words are looked up for it.
 * @param {string} run
 * @param {Readings} readings
 */
export function pinyinKeys(run, readings) {
  const splits = syllables(run, readings);
  const isShort = run.length > 1 && run.length <= MOST_INITIALS;
  const keys = isShort ? [run] : [];
  for (const split of splits) keys.push(...split.slice(1).map((one, i) => blurred(`${split[i]} ${one}`)));
  return { splits, isShort, keys };
}

/**
 * What a row of letters may mean, the likely before.
 * @param {string} run
 * @param {{ splits: string[][], isShort: boolean }} cut
 * @param {readonly Sound[]} words
 */
export function fromPinyin(run, { splits, isShort }, words) {
  /** @type {{ text: string, score: number, isWhole?: boolean }[]} */
  const options = [];
  for (const split of splits) {
    const whole = split.join(" ");
    for (const one of words) {
      if (one.sound === whole) options.push({ text: one.word, score: one.weight * one.word.length, isWhole: true });
    }
    const best = joinedWords(split, words);
    if (best.text) options.push(best);
  }
  for (const one of isShort ? words : []) {
    if (initials(one.sound.split(" ")) !== run) continue;
    options.push({ text: one.word, score: one.weight * one.word.length * BY_INITIALS });
  }
  const kept = likeliest(options, (one) => one.text);
  // What is less like it than the first is looked for but lightly; beside a word of just that sound no other,
  // unless it is about as likely.
  return kept
    .map(({ text, score }, i) => ({ text, sure: Math.min(1 - LESS_LIKELY * i, (score / kept[0].score) ** 2) }))
    .filter(({ sure }, i) => !kept[0].isWhole || (kept[i].isWhole && sure >= LEAST));
}

/**
 * Words put together where one does not cover all: gaolingjintie is 高龄 and 津贴.  Syllables that make no word are
 * passed over, as gai in gaicesuo.
 * @param {readonly string[]} split
 * @param {readonly Sound[]} words
 */
function joinedWords(split, words) {
  const best = [{ score: 0, text: "" }];
  for (let end = 1; end <= split.length; end += 1) {
    best[end] = best[end - 1];
    for (const { word, sound, weight } of words) {
      const before = best[end - word.length];
      if (!before) continue;
      const sure = alike(split.slice(end - word.length, end).join(" "), sound);
      const score = before.score + sure * weight * word.length;
      if (sure && score > best[end].score) best[end] = { score, text: before.text + word };
    }
  }
  return best[split.length];
}

/**
 * @param {string} heard
 * @param {string} sound
 */
function alike(heard, sound) {
  if (heard === sound) return EXACT;
  return blurred(heard) === blurred(sound) ? ALIKE : 0;
}

/**
 * By which keys words are looked up for one syllable among characters (zhao工作, 产jia).
 * @param {string} run
 * @param {string} left
 * @param {string} right
 * @param {Readings} readings
 */
export function syllableKeys(run, left, right, readings) {
  if (!readings.all.has(run)) return [];
  const before = readings.of.get(left[left.length - 1]);
  const after = readings.of.get(right[0]);
  return [before && `${before} ${run}`, after && `${run} ${after}`].filter((one) => one !== undefined).map(blurred);
}

/**
 * The characters that make a word with those beside the syllable, each with the word, the likely before.
 * @param {string} run
 * @param {string} left
 * @param {string} right
 * @param {readonly Sound[]} words
 */
export function fromSyllable(run, left, right, words) {
  /** @type {{ character: string, word: string, score: number }[]} */
  const options = [];
  for (const { word, sound, weight } of words) {
    sound.split(" ").forEach((own, i) => {
      const sure = alike(run, own);
      if (!sure || !(left + word[i] + right).includes(word)) return;
      options.push({ character: word[i], word, score: weight * word.length * sure });
    });
  }
  return likeliest(options, (one) => one.character).map((one, i) => ({ ...one, sure: 1 - LESS_LIKELY * i }));
}

/**
 * The best options, each once.
 * @template {{ score: number }} T
 * @param {T[]} options
 * @param {(option: T) => string} nameOf
 */
function likeliest(options, nameOf) {
  options.sort((a, b) => b.score - a.score);
  const isFirst = (/** @type {T} */ one, /** @type {number} */ i) =>
    options.findIndex((other) => nameOf(other) === nameOf(one)) === i;
  return options.filter(isFirst).slice(0, MEANT);
}

/**
 * What letters were meant for, beside the characters to their left and right.
 * @param {string} run
 * @param {string} left
 * @param {string} right
 * @param {Readings} readings
 * @param {(keys: readonly string[], spare: number) => Promise<Pick<Heard, "words" | "within">>} wordsLike leaves so many requests for terms
 */
export async function meantBy(run, left, right, readings, wordsLike) {
  const cut = pinyinKeys(run, readings);
  const heard = await wordsLike(cut.keys, FOR_WORDS);
  // A phrase is spelled as a whole: 五保户, not 五 and 保护.
  const phrases = heard.within.map((word) => ({ word, sound: soundOf(word, readings), weight: PHRASE }));
  const words = fromPinyin(run, cut, [
    ...heard.words,
    ...phrases.filter((one) => cut.splits.some((split) => split.join(" ").includes(one.sound))),
  ]);
  if (words.length) return words.map(({ text, sure }) => ({ character: text, word: text, sure }));
  const beside = await wordsLike(syllableKeys(run, left, right, readings), FOR_CHARACTERS);
  return fromSyllable(run, left, right, beside.words);
}
