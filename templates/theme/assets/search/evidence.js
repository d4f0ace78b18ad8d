// @ts-check
// How much of what tells in a query the lists explain: whether they answer it, and what of it is in none of them.
import { HAN, keyOf } from "./text.js";
import { TENFOLD, idf } from "./weigh.js";

/** @import { SearchMeta } from "./format.js" */
/** @import { Found, Piece, Ranked } from "./score.js" */

/** @typedef {"clear" | "maybe" | "none"} State whether the lists answer a query, only something near it, or not at all */

/**
 * @typedef {object} Judged
 * @property {State} state
 * @property {string[]} matched words of the query that the best results have
 * @property {string[]} missing what tells something and is in none of them, the rarest first
 * @property {Found[]} elsewhere the words by which it names matters that no list carries
 * @property {Ranked[]} near the best of what explains anything, also where it is no answer
 */

/**
 * A query, as it was looked up.
 * @typedef {object} Asked
 * @property {readonly Piece[]} pieces
 * @property {readonly (readonly number[])[]} clauses from where to where each is
 * @property {number} size
 * @property {number} documents how many are searched
 * @property {ReadonlyMap<string, number>} keys by which terms were looked up, each with how far it leans to what no list
 *   carries (`cuts.py`): of others nothing is known
 */

// Evidence is told in characters of a word that one document has.
/** What a character tells that is in no term: it is as rare, but often only a way to say what others say. */
const UNKNOWN = 0.75;
/** By less evidence than this it is not sure. */
const SURE = 1.45;
/** But where so great a part is explained, what is said of many matters is an answer too. */
const MOST = 0.75;
/** And what scores less than such a part of what is needed is not sure either, though one of the lists' words explains it. */
const WEAK = 0.35;
/** Where a word says that the matter is elsewhere, a sure answer has so much more evidence than it. */
const MORE = 2;
// The best answer to a brief query scores at least so much, in what the rarest word tells, times the square root of how
// long the query is; the more, the further its characters lean to what no list carries, as if so many others leaned to
// nothing; and by such a power of what words for that explain, in what the lists do.  Learned from judged queries
// (docs/decisions/0083-leaning-characters.md).
const NEEDED = 8;
/** Of a query of several clauses so much less: one of them is often by the way. */
const SEVERAL = 0.6;
const LEANING = 2.5;
const UPRIGHT = 2;
const AWAY = 0.9;
/** So much either explains at least. */
const LEAST = 0.2;
/** A query of so many characters at most is brief: what it names is hardly said by the way. */
const BRIEF = 24;
/** A word of so many characters is hardly one by chance. */
const LONG_WORD = 4;
/** So many of the best documents are looked at. */
const BEST = 5;

/**
 * @param {readonly Found[]} found
 * @param {readonly Ranked[]} ranked
 * @param {Asked} asked
 * @param {Pick<SearchMeta, "common" | "empty">} meta
 * @returns {Judged}
 */
export function judged(found, ranked, asked, meta) {
  const best = ranked.slice(0, BEST);
  const telling = found.filter((one) => isTelling(one, asked.pieces));
  const unknown = unknownOf(telling, asked, meta);
  const weights = covered(telling, asked);
  for (const { from, to } of unknown) weights.fill(UNKNOWN, from, to);
  // Of a letter most of what it says is by the way: what explains more decides.
  const isLetter = asked.size > BRIEF;
  const away = namedElsewhere(telling).filter((one) => !isLetter || !one.isBrief);
  const explained = best.map(({ terms }) => {
    const own = terms.filter((one) => isTelling(one, asked.pieces) && !away.some((other) => isWithin(one, other)));
    return evidenceOf(covered(own, asked), weights, asked.clauses);
  });
  const leaning = (LEANING * summed([...asked.keys.values()])) / (asked.keys.size + UPRIGHT);
  const several = asked.clauses.length > 1 ? SEVERAL : 1;
  const needed = NEEDED * several * Math.sqrt(asked.size) * Math.exp(leaning);
  const scored = (best.length && best[0].score) / idf(1, asked.documents);
  const isOff = (/** @type {Found} */ one) => away.some((other) => isWithin(one, other));
  const had = new Set(best.reduce((all, { terms }) => all.concat(terms), /** @type {Found[]} */ ([])));
  const words = wholeOf(telling.filter((one) => !isOff(one)));
  const lost = [
    ...unknown.map((one) => ({ ...one, importance: Infinity })),
    ...words.filter((one) => !had.has(one)).map((one) => ({ ...one, text: one.term })),
  ].sort((a, b) => (a.importance === b.importance ? b.text.length - a.text.length : b.importance - a.importance));
  const matched = longest(words.filter((one) => had.has(one)).map((one) => one.term));
  return {
    state: stateOf(explained, summed(covered(away, asked)), isLetter ? 1 : scored / needed),
    elsewhere: away,
    matched,
    // A word may be found as it is and not as another was taken for it.
    missing: longest(lost.map((one) => one.text)).filter((one) => !matched.some((other) => other.includes(one))),
    near: best.filter((_, i) => explained[i].most > 0),
  };
}

/**
 * The words by which a query names matters that no list carries.  Not a word that is part of a longer one for a matter,
 * or for what the lists have (快递 in 快递进村), or that stands behind the beginning of any other: 驾驶证 in
 * 拖拉机驾驶证, 高铁 in 修高铁; but 快递 in 快递丢.  Nor one whose beginning a long word of the lists has: 保险理赔 in
 * 农业保险理赔.
 * @template {Pick<Found, "term" | "from" | "to" | "says" | "elsewhere">} F
 * @param {readonly F[]} found
 */
export function namedElsewhere(found) {
  const isPart = (/** @type {F} */ one) =>
    found.some(({ term, from, to, says, elsewhere }) => {
      if (term.length > one.term.length && from <= one.from && to >= one.to)
        return elsewhere !== null || says !== null || from < one.from;
      return elsewhere === null && term.length >= LONG_WORD && from < one.from && to > one.from + 1;
    });
  return found.filter((one) => one.elsewhere !== null && !isPart(one));
}

/**
 * @param {Pick<Found, "from" | "to">} one
 * @param {Pick<Found, "from" | "to">} other
 */
const isWithin = (one, other) => one.from < other.to && other.from < one.to;

/**
 * A lone character of a longer piece tells nothing.
 * @param {Found} one
 * @param {readonly Piece[]} pieces
 */
function isTelling(one, pieces) {
  return one.term.length > 1 || pieces.some(({ from, to }) => from === one.from && to === one.to);
}

/**
 * What each character of a query tells by the terms that it is in.
 * @param {readonly Found[]} terms
 * @param {Pick<Asked, "size" | "documents">} asked
 */
function covered(terms, { size, documents }) {
  const rarest = idf(1, documents) * TENFOLD;
  /** @type {number[]} */
  const most = new Array(size).fill(0);
  for (const one of terms) {
    const told = Math.sqrt(one.importance / rarest);
    for (let i = one.from; i < one.to; i += 1) most[i] = Math.max(most[i], told);
  }
  return most;
}

/**
 * The terms that are words, without those that stand across others: not 防通 in 消防通道.
 * @param {readonly Found[]} telling
 */
function wholeOf(telling) {
  const words = telling.filter((one) => !one.kind);
  const told = (/** @type {Found} */ { term, importance }) => term.length * importance;
  const isAcross = (/** @type {Found} */ one, /** @type {Found} */ other) =>
    isWithin(one, other) && (one.from - other.from) * (one.to - other.to) > 0;
  return words.filter((one) => !words.some((other) => isAcross(one, other) && told(one) < told(other)));
}

/** @param {readonly number[]} numbers */
const summed = (numbers) => numbers.reduce((sum, one) => sum + one, 0);

/**
 * What is explained, times its part of all that tells; and that part: in the clause in which they are most.  And the
 * former in all clauses: a letter that says of several things one word about elsewhere is not about that.
 * @param {readonly number[]} own
 * @param {readonly number[]} weights
 * @param {Asked["clauses"]} clauses
 */
function evidenceOf(own, weights, clauses) {
  const each = clauses.map(([from, to]) => {
    const sum = summed(own.slice(from, to));
    const share = sum && sum / summed(weights.slice(from, to));
    return { told: sum * share, share };
  });
  const told = each.map((one) => one.told);
  return { most: Math.max(0, ...told), share: Math.max(0, ...each.map((one) => one.share)), all: summed(told) };
}

/**
 * Characters beside each other that are in no term, though terms of them were looked for.
 * @param {readonly Found[]} telling
 * @param {Asked} asked
 * @param {Pick<SearchMeta, "common" | "empty">} meta
 */
function unknownOf(telling, { pieces, keys }, meta) {
  /** @type {{ text: string, from: number, to: number }[]} */
  const found = [];
  for (const { run, from } of pieces) {
    if (!HAN.test(run)) continue;
    const isKnown = (/** @type {number} */ at) =>
      meta.empty.includes(run[at]) || telling.some((one) => one.from <= from + at && from + at < one.to);
    for (let at = 0, end = 0; at < run.length; at = end + 1) {
      for (end = at; end < run.length && !isKnown(end);) end += 1;
      const text = run.slice(at, end);
      const isAsked = [...text.slice(1)].some((char, i) => keys.has(keyOf(text[i] + char, meta)));
      if (isAsked) found.push({ text, from: from + at, to: from + end });
    }
  }
  return found;
}

/**
 * @param {readonly { most: number, share: number, all: number }[]} explained of each of the best documents
 * @param {number} elsewhere what says that the matter is elsewhere
 * @param {number} scored what the best scores, of what it needs where both explain as much
 * @returns {State}
 */
function stateOf(explained, elsewhere, scored) {
  const [evidence, share, all] = /** @type {const} */ (["most", "share", "all"]).map((key) =>
    Math.max(0, ...explained.map((one) => one[key])),
  );
  // What is one of their words is never denied.
  const isWhole = share === 1 && !elsewhere;
  if (!evidence || (!isWhole && scored < ((elsewhere + LEAST) / (all + LEAST)) ** AWAY)) return "none";
  const isUnsure = scored < WEAK || (evidence < SURE && share < MOST);
  return all < elsewhere * MORE || isUnsure ? "maybe" : "clear";
}

/**
 * Texts without those that are in another.
 * @param {readonly string[]} texts
 */
const longest = (texts) =>
  [...new Set(texts)].filter((one, _, all) => !all.some((other) => other !== one && other.includes(one)));
