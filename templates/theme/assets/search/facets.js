// @ts-check
// What of results is wanted after them: what filters ask, their sentences.  Requests are counted, see `counted` in
// engine.js.
import { named, namedAll } from "../shared.js";
import { FACET, RANGE } from "./ranges.js";

/** @import { NamedRow, SearchMeta } from "./format.js" */
/** @import { FacetFile, RangeRow } from "./ranges.js" */
/** @import { Asking, Near, Result } from "./rows.js" */
/** @import { Ranked } from "./score.js" */

/** @typedef {Ranked & { townships: RangeRow[], list: string, categories: string[], departments: string[] }} Facets */

/**
 * @param {readonly Ranked[]} ranked
 * @param {SearchMeta} meta
 */
export function facetRequests(ranked, meta) {
  return new Set(ranked.map((one) => Math.floor(one.number / meta.facets))).size;
}

/**
 * What filters ask of each document; its townships only in the index of all of them.
 * @param {readonly Ranked[]} ranked
 * @param {Asking} asking
 * @returns {Promise<Facets[]>}
 */
export async function facets(ranked, { meta, family, load }) {
  const lists = Object.keys(meta.lists);
  return Promise.all(
    ranked.map(async (one) => {
      /** @type {FacetFile} */
      const chunk = await load(`${family.version}/f-${Math.floor(one.number / meta.facets)}`);
      const row = named(FACET, chunk.rows[one.number % meta.facets]);
      return {
        ...one,
        townships: namedAll(RANGE, chunk.townships[row.townships]),
        list: lists[row.list],
        categories: chunk.categories[row.categories],
        departments: row.departments.map((number) => chunk.departments[number]),
      };
    }),
  );
}

/** Of what a topic leads to (`TopicRow`) each document has so many numbers; how many further it is comes first. */
const NUMBERS = 3;

/**
 * The topics of results.  Those within a township do not have them themselves: its pointer says what each topic leads to,
 * and the vocabulary what it is called.
 * @param {readonly Result[]} results
 * @param {Asking} asking
 * @returns {Promise<Near[][]>}
 */
export async function topicsOf(results, { meta, family, load }) {
  const leads = family.few && !family.townships.length && family.few.leads;
  if (!leads) return results.map((one) => one.topics);
  /** @type {Values<NamedRow>[]} */
  const names = await load(`${meta.vocabulary}/n`);
  /** @type {Map<number, Near[]>} */
  const found = new Map(results.map((one) => [one.number, []]));
  names.forEach(([id, title], topic) => {
    const { numbers } = leads.topics(topic) || { numbers: [] };
    let document = 0;
    for (let at = 0; at < numbers.length; at += NUMBERS) {
      document += numbers[at];
      (found.get(document) || []).push({ id, title });
    }
  });
  return [...found.values()];
}

/**
 * The sentences of a result's first duty.
 * @param {Result} result
 * @param {Asking} asking
 * @param {(value: any) => any} spelt what reads texts in digits, which stays a part of what every search loads
 * @returns {Promise<string[]>}
 */
export async function sentences({ folder, place }, { meta, load }, spelt) {
  const chunk = await load(`${folder}/x-${Math.floor(place / meta.texts)}`);
  return spelt(chunk[place % meta.texts]);
}
