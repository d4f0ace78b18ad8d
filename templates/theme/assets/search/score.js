// @ts-check
// From the terms that were found to documents in their order.  The weight of each term in each document was worked out
// when the site was made (generator/search/weights.py); here they are only put together.
import { HAN, LATIN, isRarer, keyOf } from "./text.js";

/** @import { SearchMeta } from "./format.js" */
/** @typedef {{ number: number, weight: number }} Posting what a term weighs in a document */

/**
 * A part of the query: its text, and which of the query's characters it stands for.
 * @typedef {object} Piece
 * @property {string} run
 * @property {number} from
 * @property {number} to
 * @property {number} sure how sure it is that this was meant, up to 1
 * @property {boolean} [whole] it was put in the place of all of them, not character for character
 */

/**
 * A term of the query that the index has.
 * @typedef {object} Found
 * @property {string} term
 * @property {number} [kind] what it tells (`WORTHS` in generator/search/text.py): 0 is a word of matter
 * @property {number} importance
 * @property {Posting[]} postings
 * @property {number | null} says of an everyday word: which entry of the vocabulary it is
 * @property {number | null} elsewhere the matter that no list carries which it is called by
 * @property {boolean} [isBrief] it says so in a brief query only
 * @property {boolean} isCut more documents have it than the postings
 * @property {number} rarity what its further postings are multiplied by
 * @property {number} sure
 * @property {number} from
 * @property {number} to
 */

/** @typedef {{ number: number, score: number, terms: Found[] }} Ranked a document, with the terms that it has */

/** A term counts in a document at least so much of its importance: a rare one does even where it is said only once. */
const LEAST = 0.25;

/**
 * Pieces from the runs of a query's clauses, and from where to where each of these is.
 * @param {readonly (readonly string[])[]} runs
 */
export function piecesOf(runs) {
  let size = 0;
  /** @type {Piece[]} */
  const pieces = [];
  const clauses = runs.map((clause) => {
    const from = size;
    for (const run of clause) pieces.push({ run, from: size, to: (size += run.length), sure: 1 });
    return [from, size];
  });
  return { pieces, clauses, size };
}

/**
 * By which keys terms are looked up (`keyOf`), those first that tell most: there is not a request for each.  A character
 * by which no term of several is kept is none of them.
 * @param {readonly Piece[]} pieces
 * @param {Pick<SearchMeta, "common" | "empty">} meta
 */
export function keysOf(pieces, meta) {
  /** @type {[string, number][]} */
  const keys = [];
  for (const { run, sure } of pieces) {
    if (run.length === 1 || !HAN.test(run)) keys.push([run[0], sure]);
    else for (const { word } of pairsOf(run)) keys.push([keyOf(word, meta), sure]);
  }
  return ordered(keys, meta);
}

/** @param {string} run */
export const pairsOf = (run) =>
  HAN.test(run) ? [...run.slice(1)].map((char, at) => ({ word: run[at] + char, at })) : [];

/**
 * The characters that are in no term of several, and may be looked up for what they are by themselves.
 * @param {readonly Piece[]} pieces
 * @param {readonly Pick<Found, "term" | "from" | "to">[]} found
 * @param {Pick<SearchMeta, "common" | "empty">} meta
 */
export function loneKeys(pieces, found, meta) {
  /** @type {[string, number][]} */
  const keys = [];
  for (const piece of pieces) {
    if (!HAN.test(piece.run)) continue;
    const known = knownOf(piece, found);
    [...piece.run].forEach((char, at) => known[at] || keys.push([char, piece.sure]));
  }
  return ordered(keys, meta);
}

/**
 * Each key once: what is surer, what is no empty word, what is rarer first.
 * @param {readonly [string, number][]} keys
 * @param {Pick<SearchMeta, "common" | "empty">} meta
 */
function ordered(keys, meta) {
  /** @type {Map<string, number>} */
  const orders = new Map();
  for (const [key, sure] of keys) {
    const order = (meta.empty.includes(key) ? 2 : 0) + (sure < 1 ? 1 : 0);
    const known = orders.get(key);
    orders.set(key, known === undefined ? order : Math.min(known, order));
  }
  const all = [...orders].sort(([a, first], [b, second]) => first - second || (isRarer(a, b, meta) ? -1 : 1));
  return all.map(([key]) => key);
}

/**
 * Letters that are in no term, as one where only spaces stand between them: gou yao ren is one word.
 * @param {readonly Piece[]} pieces
 * @param {readonly Found[]} found
 */
export function joined(pieces, found) {
  /** @type {(Piece & { typed: string, isUnknown: boolean })[]} */
  const kept = [];
  for (const piece of pieces) {
    const isUnknown = LATIN.test(piece.run) && !found.some((one) => one.from < piece.to && one.to > piece.from);
    const before = kept[kept.length - 1];
    if (isUnknown && before && before.isUnknown) {
      Object.assign(before, { run: before.run + piece.run, typed: `${before.typed} ${piece.run}`, to: piece.to });
    } else kept.push({ ...piece, typed: piece.run, isUnknown });
  }
  return kept;
}

/**
 * Which characters of a piece are in a term that was found; a lone character tells nothing of a longer piece.
 * @param {Piece} piece
 * @param {readonly Pick<Found, "term" | "from" | "to">[]} found
 */
export function knownOf(piece, found) {
  const known = new Array(piece.run.length).fill(false);
  for (const one of found) {
    if (one.term.length === 1 && piece.run.length > 1) continue;
    for (let i = Math.max(one.from, piece.from); i < Math.min(one.to, piece.to); i += 1) known[i - piece.from] = true;
  }
  return known;
}

/**
 * The terms of whose documents the lighter ones should be asked for: where a query says several things, a document
 * with all of them may be light in one of them.
 * @param {readonly Found[]} found
 */
export function cutTerms(found) {
  const isApart = (/** @type {Found} */ one) => found.some((other) => other.to <= one.from || other.from >= one.to);
  // A lone character of so many documents tells nothing more.
  return found
    .filter((one) => one.isCut && one.term.length > 1 && isApart(one))
    .sort((a, b) => b.importance - a.importance);
}

/**
 * A document's score: the sum of its weights, times how much of the query it has, so that those with all of it are
 * before the others.  How much: by the square roots of the importances.  Rare words matter more, but what is said by
 * the way is often rare too.
 * @param {readonly Found[]} found
 * @param {number} size of the query
 * @param {ReadonlyMap<Found, number>} [counts] how much of its weight each counts, if not all
 * @returns {Ranked[]}
 */
export function score(found, size, counts) {
  const covered = (/** @type {readonly Found[]} */ terms) => {
    const most = new Array(size).fill(0);
    for (const one of terms) for (let i = one.from; i < one.to; i += 1) most[i] = Math.max(most[i], one.importance);
    return most.reduce((sum, importance) => sum + Math.sqrt(importance), 0);
  };
  /** @type {Map<number, { number: number, sum: number, terms: Found[] }>} */
  const documents = new Map();
  for (const one of found) {
    const part = (counts && counts.get(one)) || 1;
    for (const { number, weight } of one.postings) {
      const own = documents.get(number) || { number, sum: 0, terms: [] };
      own.sum += Math.max(weight * one.sure, one.importance * LEAST) * part;
      own.terms.push(one);
      documents.set(number, own);
    }
  }
  const whole = covered(found) || 1;
  const ranked = [...documents.values()].map(({ sum, ...own }) => ({
    ...own,
    score: sum * (covered(own.terms) / whole),
  }));
  return ranked.sort((a, b) => b.score - a.score || a.number - b.number);
}
