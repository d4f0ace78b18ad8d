// @ts-check
// What a term weighs in documents: by how rare it is in the scope that is searched, times what stands in the files of
// terms and of leads.  The generator weighs the same (generator/search/weights.py, after lunr); golden.json holds both
// to the same answers.
import { namedAll } from "../shared.js";
import { POSTING, TOPIC } from "./format.js";

/** @import { LeadRow, ScopeRow, SearchMeta, TermRow, WordRow } from "./format.js" */
/** @import { Posting } from "./score.js" */

/** The files have parts of weights as whole numbers, so many to 1; importances are so too. */
export const TENFOLD = 10;
/** Lighter documents are left out, but for words that few documents have. */
const LIGHTEST = 4;
const RARE = 8;

/**
 * How rare it is that so many have something.
 * @param {number} count
 * @param {number} size how many there are
 */
export const idf = (count, size) => Math.log(1 + Math.abs((size - count + 0.5) / (count + 0.5)));

/**
 * Adds the steps of rows up to numbers.
 * @template {{ step: number }} R
 * @param {readonly R[]} rows
 * @param {(number: number, row: R) => void} take
 */
function each(rows, take) {
  let number = 0;
  for (const row of rows) take((number += row.step), row);
}

/**
 * How many documents have any of what so many of them have: those that are there, or about so many.
 * @param {readonly LeadRow[]} leads
 * @param {number} known
 * @param {number} width of a lead's rows
 * @param {number} size
 */
function together(leads, known, width, size) {
  if (leads.every((one) => one.total * width <= one.numbers.length)) return known;
  return size * (1 - leads.reduce((none, { total }) => none * (1 - Math.min(1, total / size)), 1));
}

/**
 * @param {TermRow | undefined} own of the term in duties
 * @param {WordRow | undefined} word of the term in the vocabulary
 * @param {{ entries: LeadRow[], topics: Map<number, LeadRow> }} leads of the word's entries and topics, those that there are
 * @param {ScopeRow} scope
 * @param {SearchMeta} meta
 */
export function weigh(own, word, leads, { size }, meta) {
  /** @type {Map<number, number>} */
  const sums = new Map();
  const add = (/** @type {number} */ number, /** @type {number} */ weight) =>
    sums.set(number, (sums.get(number) || 0) + weight);
  let fields = 0;
  if (own) {
    fields += Math.abs(own.fields);
    each(namedAll(POSTING, own.numbers), (number, { weight }) => add(number, weight / TENFOLD));
  }
  if (word) fields += addEntries(leads.entries, size, add) + addTopics(word, leads.topics, size, meta, add);
  const kind = (own || /** @type {WordRow} */ (word)).worth;
  const worth = meta.worths[kind];
  const rarity = idf(fields, size) * worth;
  // A rare word is worth keeping however lightly it weighs: somebody who types it means it.
  const lightest = sums.size <= RARE && !kind ? 1 : LIGHTEST;
  /** @type {Posting[]} */
  const postings = [];
  for (const [number, sum] of sums) {
    const weight = Math.round(sum * rarity);
    if (weight >= lightest) postings.push({ number, weight });
  }
  const isCut = Boolean(own && own.fields < 0);
  const count = isCut ? Math.max(fields, postings.length) : postings.length;
  return { kind, postings, importance: Math.round(idf(count, size) * worth * TENFOLD), rarity, isCut };
}

/**
 * What several entries say is as sure as the surest of them.
 * @param {readonly LeadRow[]} entries
 * @param {number} size
 * @param {(number: number, weight: number) => void} add
 */
function addEntries(entries, size, add) {
  /** @type {Map<number, number>} */
  const most = new Map();
  for (const { numbers } of entries) {
    each(namedAll(POSTING, numbers), (number, { weight }) => most.set(number, Math.max(weight, most.get(number) || 0)));
  }
  for (const [number, weight] of most) add(number, weight / TENFOLD);
  return together(entries, most.size, Object.keys(POSTING).length, size);
}

/**
 * The questions about a document's topics are one field, their names another.
 * @param {WordRow} word
 * @param {ReadonlyMap<number, LeadRow>} leads
 * @param {number} size
 * @param {SearchMeta} meta
 * @param {(number: number, weight: number) => void} add
 */
function addTopics(word, leads, size, meta, add) {
  let fields = 0;
  for (const field of /** @type {const} */ (["asked", "called"])) {
    /** @type {Map<number, { count: number, norm: number, factor: number }>} */
    const documents = new Map();
    const used = [];
    for (const row of word.topics) {
      const lead = leads.get(row.topic);
      const often = row[field];
      if (!lead || !often) continue;
      used.push(lead);
      each(namedAll(TOPIC, lead.numbers), (number, norms) => {
        const one = documents.get(number) || { count: 0, norm: 0, factor: 1 };
        one.count += often;
        one.norm = Math.abs(norms[field]) / TENFOLD;
        one.factor = norms.asked < 0 ? meta.reclaimed : 1;
        documents.set(number, one);
      });
    }
    for (const [number, { count, norm, factor }] of documents)
      add(number, (factor * meta[field] * count) / (norm + count));
    fields += together(used, documents.size, Object.keys(TOPIC).length, size);
  }
  return fields;
}
