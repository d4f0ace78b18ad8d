// @ts-check
// Which characters of a text may be slips: those that are in no word.  Whether they are is found out by slips.js,
// which is only fetched for them.

/** @import { Hit } from "./engine.js" */
/** @import { SearchMeta } from "./format.js" */
/** @import { Piece } from "./score.js" */
/** @import { Span } from "./slips.js" */

/** @typedef {{ known: Span[], doubtful: boolean[] }} Doubt the words of a text that are known, and the rest of it */

/** Terms that are words, by what they tell (`WORTHS` in generator/search/text.py): of matter, and empty ones. */
const WORDS = [0, 2];
/** Common characters that are words by themselves in any sentence, and hardly ever a slip. */
const BY_THEMSELVES = "人没能让叫个找给往帮快太都全";

/** So few common characters stand without a word. */
const SAID = 2;
/** What ends a sentence is no slip in any. */
const PARTICLES = "的了吗呢吧啦嘛";

/**
 * @param {Piece} piece
 * @param {readonly Hit[]} hits
 * @param {(pair: string) => boolean} isLooked whether it is known if two characters are a word
 * @param {Pick<SearchMeta, "common" | "empty">} meta
 * @param {boolean} isBrief whether it is about all that is asked
 * @returns {Doubt | null} where nothing is in doubt
 */
export function doubtOf({ run, from, to }, hits, isLooked, { common, empty }, isBrief) {
  const isWord = (/** @type {Hit} */ { term, own, word }) =>
    term.length > 1 && [own, word].some((row) => row && WORDS.includes(row.worth));
  const known = hits
    .filter((one) => one.from >= from && one.to <= to && isWord(one))
    .map((one) => ({ at: one.from - from, end: one.to - from }));
  const isJudged = (/** @type {number} */ i) => {
    const pairs = [run.slice(Math.max(0, i - 1), i + 1), run.slice(i, i + 2)].filter((pair) => pair.length > 1);
    return pairs.length > 0 && pairs.every(isLooked);
  };
  const isLoose = [...run].map((_, i) => !known.some(({ at, end }) => at <= i && i < end) && isJudged(i));
  // What tells nothing is a word by itself, and so is a common character: beside another that is in no word it is in
  // doubt; what tells nothing only in a brief text, where there are requests for it.
  const isAlone = (/** @type {string} */ one) => empty.includes(one) || BY_THEMSELVES.includes(one);
  const isTelling = (/** @type {number} */ i) => isLoose[i] && !isAlone(run[i]);
  const doubtful = [...run].map((one, i) => {
    const isBeside = isTelling(i - 1) || isTelling(i + 1);
    if (isAlone(one)) return isBrief && isLoose[i] && isBeside && !PARTICLES.includes(one);
    // Beside other words two common characters without any are how people speak: 钱领.
    return isLoose[i] && (!common.includes(one) || (isBeside && (isBrief || run.length > SAID)));
  });
  return doubtful.includes(true) ? { known, doubtful } : null;
}
