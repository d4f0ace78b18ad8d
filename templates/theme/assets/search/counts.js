// @ts-check
// What fits the filters, and how many each choice would leave.

/** @import { Facets } from "./facets.js" */
/** @import { Filter } from "./filters.js" */
/** @import { State } from "./state.js" */
/** @typedef {Record<Filter | "in", Map<string, number>>} Counts by filter and choice */

/**
 * What a document has of a filter.
 * @type {Record<Filter, (one: Facets) => readonly string[]>}
 */
const VALUES = {
  list: (one) => [one.list],
  category: (one) => one.categories,
  department: (one) => one.departments,
};

const FILTERS = /** @type {Filter[]} */ (Object.keys(VALUES));

/**
 * @param {Facets} one
 * @param {State} state
 * @param {string} [but] a filter that is left out
 */
export const fits = (one, state, but) =>
  FILTERS.every((name) => name === but || !state[name] || VALUES[name](one).includes(state[name]));

/**
 * How many there are of each choice of each filter, while the others stay as they are.
 * @param {readonly Facets[]} all
 * @param {State} state
 * @param {readonly string[]} townships by their numbers
 */
export function count(all, state, townships) {
  const within = (/** @type {Facets} */ one) => townships.filter((_, number) => isIn(one, number));
  const counts = /** @type {Counts} */ ({ in: counted(all, state, "in", within) });
  for (const name of FILTERS) counts[name] = counted(all, state, name, VALUES[name]);
  return counts;
}

/**
 * @param {readonly Facets[]} all
 * @param {State} state
 * @param {string} name
 * @param {(one: Facets) => readonly string[]} valuesOf
 */
function counted(all, state, name, valuesOf) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const one of all) {
    if (!fits(one, state, name)) continue;
    for (const value of valuesOf(one)) counts.set(value, (counts.get(value) || 0) + 1);
  }
  return counts;
}

/**
 * @param {Facets} one
 * @param {number} number
 */
const isIn = (one, number) => one.townships.some(({ first, last }) => first <= number && number <= last);

/**
 * Whether it is known how many a township has: not of those outside the county or township that was searched.
 * @param {string} township
 * @param {string} scope
 */
export const isCounted = (township, scope) =>
  township.includes("/") && !scope.includes("/") && (!scope || township.startsWith(`${scope}/`));

/**
 * Departments with their numbers, those with most before.
 * @param {Map<string, number>} counts
 */
export const byNumber = (counts) => [...counts].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0], "zh"));
