// @ts-check
// What results show, from the rows of the index: their names and links.  Requests are counted, see `counted` in
// engine.js.
import { named } from "../shared.js";
import { numbersOf, spelt, summed } from "./columns.js";
import { RESULT } from "./format.js";

/** @import { Outcome } from "./engine.js" */
/** @import { MeaningRow, ResultRow } from "./format.js" */
/** @import { Found, Ranked } from "./score.js" */

/** @typedef {{ id: string, title: string }} Near a topic or a department */
/** @typedef {{ township: string, id: string, number: number, url: string }} Member */
/** @typedef {{ say: string, means: string[] }} Reason an everyday word, and what of the duty it means */

/**
 * @typedef {object} Result
 * @property {number} number
 * @property {Found[]} terms
 * @property {string} name
 * @property {string} list
 * @property {string} category
 * @property {string} answer
 * @property {string} word
 * @property {string} sentence
 * @property {number} count of the duties
 * @property {Member[]} members the first of them
 * @property {Reason[]} reasons
 * @property {Near[]} topics
 * @property {Near[]} departments
 * @property {string} folder where the sentences of the first duty are
 * @property {number} place
 */

/** @typedef {Pick<Outcome, "meta" | "load" | "family">} Asking */

// Whose score is less than this part of the first's has the same characters by chance; and so many are enough.
const TAIL = 0.14;
const MOST = 200;

/** So many are shown in any case that have a telling word of the query, and the first ones tell each something else. */
const FIRST = 5;
/** A word is telling of at least such a part of the importance of the first's most important one. */
const TELLING = 0.25;
// For each one before it a document counts less: by so much if that one has all its terms, and by as much if it stands
// beside it, for alike duties are neighbours, about so many of them.
const AGAIN = 0.25;
const NEIGHBOURS = 10;

/**
 * @param {readonly Ranked[]} ranked
 * @returns {Ranked[]}
 */
export function worthShowing(ranked) {
  if (!ranked.length) return [];
  const [{ score, terms }] = ranked;
  const least = Math.max(...terms.map((one) => one.importance)) * TELLING;
  const isTelling = (/** @type {Found} */ { term, importance }) => term.length > 1 && importance >= least;
  const likely = ranked.filter((one) => one.score >= score * TAIL);
  const telling = ranked.slice(likely.length).filter((one) => one.terms.some(isTelling));
  return [...varied(likely), ...telling.slice(0, Math.max(0, FIRST - likely.length))].slice(0, MOST);
}

/**
 * The first ones so that many townships' same duty does not hide what else a query may mean.
 * @param {readonly Ranked[]} ranked
 */
function varied(ranked) {
  const left = [...ranked];
  const first = left.splice(0, 1);
  while (first.length < FIRST && left.length) {
    let [best, most] = [0, 0];
    for (const [at, one] of left.entries()) {
      // None that follows counts for more than its score.
      if (one.score <= most) break;
      const own = first.reduce((rest, other) => rest * (1 - AGAIN * alike(one, other)), one.score);
      if (own > most) [best, most] = [at, own];
    }
    first.push(...left.splice(best, 1));
  }
  return first.concat(left);
}

/**
 * How much of one another tells again: by its terms, up to 1, and by what they are about, up to 1.
 * @param {Ranked} one
 * @param {Ranked} other
 */
function alike({ terms, number }, other) {
  const again = terms.filter((term) => other.terms.includes(term)).length / terms.length;
  return again + Math.exp(-Math.abs(number - other.number) / NEIGHBOURS);
}

/**
 * By which everyday words a result was found, and which of its own words they mean; with “孤寡老人” there, not “孤寡”.
 * @param {readonly Found[]} terms
 * @param {string} name
 * @param {readonly MeaningRow[]} meanings
 */
function reasonsOf(terms, name, meanings) {
  /** @type {Map<string, Reason>} */
  const found = new Map();
  for (const { term, says } of terms) {
    if (name.includes(term)) continue;
    const isMeant = (/** @type {MeaningRow} */ one) =>
      one.word !== term && summed(numbersOf(one.entries)).some((entry) => entry === says);
    const means = meanings.filter(isMeant).map((one) => one.word);
    if (means.length) found.set(term, { say: term, means });
  }
  const isWithin = (/** @type {string} */ say) => [...found.keys()].some((one) => one !== say && one.includes(say));
  return [...found.values()].filter(({ say }) => !isWithin(say));
}

/**
 * What results show.  Only as many as can be had with the requests that are left and from `most` files, but from `least`
 * files in any case; the rest when they are to be seen.
 * @param {readonly Ranked[]} ranked
 * @param {Asking} asking
 * @returns {Promise<Result[]>}
 */
export async function rows(ranked, { family, load }, least = 1, most = least) {
  const chunks = new Set();
  const kept = [];
  for (const one of ranked) {
    const number = Math.floor(one.number / family.rows);
    if (!chunks.has(number) && chunks.size >= Math.max(least, Math.min(most, load.left))) break;
    chunks.add(number);
    kept.push(one);
  }
  return Promise.all(
    kept.map(async (one) => {
      const chunk = await load(`${family.version}/r-${Math.floor(one.number / family.rows)}`);
      return resultOf(one, named(RESULT, spelt(chunk[one.number % family.rows])), family.version);
    }),
  );
}

/**
 * @param {Ranked} ranked
 * @param {ResultRow} row
 * @param {string} own the folder of what was searched
 * @returns {Result}
 */
function resultOf({ number, terms }, { name, list, category, answer, total, meanings, folder, place, ...row }, own) {
  const [county] = row.members[0].township.split("/");
  return {
    number,
    terms,
    name,
    list,
    category,
    count: total,
    answer: answer.kind,
    word: answer.word,
    sentence: answer.sentence,
    folder: folder || own,
    place: folder ? place : number,
    reasons: reasonsOf(terms, name, meanings),
    topics: row.topics.map(({ id, name: title }) => ({ id, title })),
    departments: row.departments.map(({ id, name: title }) => ({ id: `${county}/${id}`, title })),
    members: row.members.map((one) => ({
      ...one,
      number: one.number || Number(one.id.split("-")[1]),
      url: `townships/${one.township}/${one.id}/`,
    })),
  };
}
