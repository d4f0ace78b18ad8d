// @ts-check
// The filters of the search page; what fits, and how many each choice would leave: counts.js.

/** @import { State } from "./state.js" */
/** @typedef {(typeof FILTERS)[number]} Filter */

/** The filters, as the form and the address name them. */
export const FILTERS = /** @type {const} */ (["list", "category", "department"]);

/** @param {State} state */
export const isFiltered = (state) => FILTERS.some((name) => state[name]);
