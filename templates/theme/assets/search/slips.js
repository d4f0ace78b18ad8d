// @ts-check
// What was meant by characters that are in no word: a slip that sounds like the right one, or looks like it.  From words
// of the index; a sentence is read as words one after another, and where a word with a slip in it makes it read better,
// that was meant (docs/decisions/0052-slips.md).
import { SHAPES } from "./shapes.js";
import { blurred } from "./sounds.js";

/** @import { SearchMeta } from "./format.js" */
/** @import { Readings, Sound } from "./sounds.js" */
/** @typedef {{ at: number, end: number }} Span of characters */
/** @typedef {Span & { word: string, sure: number }} Slip what was meant, and how sure it is */
/** @typedef {{ keys: Set<string>, words: Sound[], within: string[], ordinary: string[] }} Heard what is said as some keys sound */

// What a word counts that was put in the place of another: of the same sound, of one like it, of characters alike.
const SAME_SOUND = 0.9;
const LIKE_SOUND = 0.7;
const LIKE_LOOK = 0.7;
/** Two characters may be wrong in a word so long; a shorter one is like others by chance. */
const LONG = 4;
// What it costs to read a text so: a word, a character by itself, a common one, one that tells nothing, what may be a
// name; and for a word with a slip in it, more for each wrong character by how it is like the right one, and
// for a short word, which is like others by chance.
const WORD = 1;
const LONE = 2;
const LONE_COMMON = 1.3;
const LONE_EMPTY = 1.1;
const NAME = 2.2;
const SLIP = 0.3;
const SAME = 0.4;
const LIKE = 0.8;
const LOOK = 0.6;
const PAIR = 0.6;
/** From such a weight on a word of two characters is likely meant for two common ones. */
const VERY_LIKELY = 41;
const LIKELIEST = 45;
/** From such a weight on a word of two characters that nobody asks by may be meant: 外姓 by 外星 is not. */
const UNASKED = 24;
/** From such a weight on it is a word that people ask by (`LIKELY` in generator/search/shards.py): that is seldom chance. */
const ASKED = 32;
const PAIR_ASKED = 0.2;
/** What follows them is a measure: 五亩地. */
const NUMERALS = "一二两三四五六七八九十百千万几半每";
/** Keys of what looks like a character are asked for after those of what sounds like others that are so much likelier. */
const LOOKS_LATER = 2;
/** Surnames that are seldom anything else. */
const SURNAMES =
  "王李张刘陈杨赵吴徐孙胡郭罗郑梁谢宋唐许韩冯邓曹彭曾肖董袁潘蒋蔡余杜叶魏吕沈姚卢姜崔钟谭陆汪廖贾韦邹熊孟秦邱薛闫段侯龙陶黎贺郝龚邵";

/**
 * The groups of characters that look alike in which each is.
 * @type {Map<string, string>}
 */
const looks = new Map();

/**
 * Get ready what looks alike; what reads digits is given, not imported: it stays a part of what every search loads.
 * @param {(name: string) => string} termOf
 */
export function learnLooks(termOf) {
  if (looks.size) return;
  for (const group of SHAPES.split(" ").map(termOf))
    for (const one of group) looks.set(one, (looks.get(one) || "") + group);
}

/** @param {string} one */
const looksOf = (one) => [...new Set(looks.get(one) || "")].filter((other) => other !== one);

/**
 * By which keys words are looked up for characters that are in doubt, what is likelier to be a slip before: of a pair the
 * characters in doubt, and those that are not common; as they sound before as what looks like them sounds.
 * @param {string} run
 * @param {readonly boolean[]} doubtful
 * @param {Readings} readings
 * @param {string} common
 */
export function slipKeys(run, doubtful, readings, common) {
  /** @type {{ key: string, order: number }[]} */
  const keys = [];
  const add = (/** @type {string} */ one, /** @type {string} */ other, /** @type {number} */ order) => {
    const [first, second] = [readings.of.get(one), readings.of.get(other)];
    if (first && second) keys.push({ key: blurred(`${first} ${second}`), order });
  };
  const oddness = [...run].map((one, i) => (doubtful[i] ? (common.includes(one) ? 1 : 3) : 0));
  for (let i = 0; i + 1 < run.length; i += 1) {
    const [first, second] = [run[i], run[i + 1]];
    const order = -oddness[i] - oddness[i + 1];
    if (!order) continue;
    add(first, second, order);
    if (doubtful[i]) for (const one of looksOf(first)) add(one, second, order + LOOKS_LATER);
    if (doubtful[i + 1]) for (const one of looksOf(second)) add(first, one, order + LOOKS_LATER);
  }
  return [...new Set(keys.sort((a, b) => a.order - b.order).map((one) => one.key))];
}

/**
 * The cheapest way to read a text as words one after another, and what it is made of.
 * @template {Span} T
 * @param {number} length
 * @param {readonly (T & { cost: number })[]} spans
 */
function cheapest(length, spans) {
  /** @type {{ cost: number, by: (T & { cost: number }) | null }[]} */
  const best = [{ cost: 0, by: null }];
  const ending = [...spans].sort((a, b) => a.end - b.end || a.at - b.at);
  for (const one of ending) {
    const cost = best[one.at].cost + one.cost;
    if (!best[one.end] || cost < best[one.end].cost) best[one.end] = { cost, by: one };
  }
  const path = [];
  for (let { by } = best[length]; by; { by } = best[by.at]) path.unshift(by);
  return path;
}

/**
 * What was meant by a part of some characters, in the order of the text.  A text is read as words one after another, a
 * character by itself costs as much as two words; where a word with a slip in it makes it read better, that was meant.
 * A word that is known stays as it is.
 * @param {string} run
 * @param {readonly Span[]} known the words of it that are known
 * @param {Heard} heard
 * @param {Readings} readings
 * @param {Pick<SearchMeta, "common" | "empty">} meta
 * @param {boolean} [isBrief] whether it is about all that is asked
 */
export function slips(run, known, { keys, words, within, ordinary }, readings, { common, empty }, isBrief = false) {
  /** @type {(Span & { cost: number, isWord?: boolean, word?: string, sure?: number })[]} */
  const spans = known.map((one) => ({ ...one, isWord: true, cost: WORD }));
  for (const word of [...words.map((one) => one.word), ...within, ...ordinary]) {
    for (let at = run.indexOf(word); at >= 0; at = run.indexOf(word, at + 1))
      spans.push({ at, end: at + word.length, isWord: true, cost: WORD });
  }
  for (let at = 0; at < run.length; at += 1) {
    const cost = empty.includes(run[at]) ? LONE_EMPTY : common.includes(run[at]) ? LONE_COMMON : LONE;
    spans.push({ at, end: at + 1, cost });
    if (!SURNAMES.includes(run[at])) continue;
    for (const end of [at + 2, at + 3]) if (end <= run.length) spans.push({ at, end, cost: NAME });
  }
  const isKnown = new Array(run.length).fill(false);
  for (const { at, end, isWord } of cheapest(run.length, spans)) if (isWord) isKnown.fill(true, at, end);
  // What is short is like others by chance: it must not be a character that stands by itself, nor one of which it was
  // not looked up whether it is a word with its neighbours.
  const isAlone = (/** @type {number} */ at) => {
    const beside = [at - 1, at].filter((i) => run[i] && run[i + 1] && !(isKnown[i] || isKnown[i + 1]));
    const isHeard = (/** @type {number} */ i) => {
      const sounds = [run[i], run[i + 1]].map((other) => readings.of.get(other));
      return keys.has(blurred(sounds.join(" ")));
    };
    return !NUMERALS.includes(run[at - 1]) && beside.every(isHeard);
  };
  const isOdd = [...run].map((one, at) => !empty.includes(one) && isAlone(at));
  // A common character is hardly a slip for another, unless what it would make is by far likelier.
  const isLikely = (/** @type {number} */ at, /** @type {string} */ word, /** @type {number} */ weight) => {
    const [wrong, kept] = run[at] === word[0] ? [at + 1, at] : [at, at + 1];
    if (weight < ASKED) return isOdd[wrong] && !common.includes(run[wrong]) && weight >= UNASKED;
    // In a brief text it is what is asked for; by itself also where the wrong one tells nothing.
    if (isBrief) return isAlone(wrong) && (run.length === word.length || !empty.includes(run[wrong]));
    if (!isOdd[wrong]) return false;
    return !common.includes(run[wrong]) || weight >= (common.includes(run[kept]) ? LIKELIEST : VERY_LIKELY);
  };
  const add = (
    /** @type {string} */ word,
    /** @type {string[]} */ sound,
    /** @type {number} */ extra,
    /** @type {number} */ weight,
  ) => {
    for (let at = 0; at + word.length <= run.length; at += 1) {
      if (word.length === 2 && !isLikely(at, word, weight)) continue;
      const found = likeness(run, at, word, sound, isKnown, readings);
      // Two common characters may be how people speak (钱领): what is only like them was hardly meant.
      const isSaid = word.length === 2 && [...run.slice(at, at + 2)].every((one) => common.includes(one));
      if (found && !(isSaid && found.sure < SAME_SOUND))
        spans.push({ at, end: at + word.length, word, sure: found.sure, cost: WORD + found.cost + extra });
    }
  };
  for (const { word, sound, weight } of words)
    add(word, sound.split(" "), word.length > 2 ? 0 : weight < ASKED ? PAIR : PAIR_ASKED, weight);
  for (const phrase of within) add(phrase, [], 0, 0);
  /** @type {Slip[]} */
  const found = [];
  for (const { at, end, word, sure } of cheapest(run.length, spans))
    if (word && sure) found.push({ at, end, word, sure });
  return found;
}

/**
 * How like a word a part of a text is, where some of its characters are others than the word's: by their sound or their
 * look; and what that costs.
 * @param {string} run
 * @param {number} at
 * @param {string} word
 * @param {readonly string[]} sound
 * @param {readonly boolean[]} isKnown
 * @param {Readings} readings
 */
function likeness(run, at, word, sound, isKnown, readings) {
  let wrong = 0;
  let cost = SLIP;
  let sure = 1;
  for (let i = 0; i < word.length; i += 1) {
    const [typed, meant] = [run[at + i], word[i]];
    if (typed === meant) continue;
    wrong += 1;
    if (isKnown[at + i] || wrong > (word.length < LONG ? 1 : 2)) return null;
    const heard = readings.of.get(typed);
    const own = [sound[i], readings.of.get(meant)].filter(Boolean);
    if (heard && own.includes(heard)) {
      cost += SAME;
      sure = Math.min(sure, SAME_SOUND);
    } else if (heard && own.some((one) => blurred(String(one)) === blurred(heard))) {
      cost += LIKE;
      sure = Math.min(sure, LIKE_SOUND);
    } else if (looksOf(meant).includes(typed)) {
      cost += LOOK;
      sure = Math.min(sure, LIKE_LOOK);
    } else return null;
  }
  return wrong ? { cost, sure } : null;
}
