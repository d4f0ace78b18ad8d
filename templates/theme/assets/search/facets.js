// @ts-check
// What of results is wanted after them: what filters ask, their sentences.  Requests are counted, see `counted` in
// engine.js.
import { named, namedAll } from "../shared.js";
import { FACET, NEAR, RANGE } from "./ranges.js";

/** @import { SearchMeta } from "./format.js" */
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

/**
 * The topics and departments of results, which those within a township do not have themselves.
 * @param {readonly Result[]} results
 * @param {Asking} asking
 * @returns {Promise<{ topics: Near[], departments: Near[] }[]>}
 */
export async function nearTo(results, { meta, family, load }) {
  if (!family.few || family.townships.length) return [...results];
  return Promise.all(
    results.map(async ({ number, members: [first] }) => {
      /** @type {FacetFile} */
      const chunk = await load(`${family.version}/f-${Math.floor(number / meta.facets)}`);
      const { topics, departments } = named(NEAR, chunk.near[number % meta.facets]);
      const [county] = first.township.split("/");
      return {
        topics: topics.map((id) => ({ id, title: chunk.topic_names[id] })),
        departments: departments.map((id) => ({ id: `${county}/${id}`, title: chunk.department_names[id] })),
      };
    }),
  );
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
