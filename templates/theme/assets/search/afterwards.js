// @ts-check
// What follows the results once the reader does something, or has set filters: a search's first answer does without it.
import { fill } from "../shared.js";
import { byNumber, count, isCounted } from "./counts.js";
import { sentences } from "./facets.js";
import { spelt } from "./page.js";
import { excerpt } from "./sentence.js";

export { fits } from "./counts.js";
export { facetRequests, facets, topicsOf } from "./facets.js";

/** @import { Facets } from "./facets.js" */
/** @import { Asking, Result } from "./rows.js" */
/** @import { State } from "./state.js" */

/**
 * What knows the form, and stays a part of the page's own script.
 * @typedef {object} Choices
 * @property {(form: HTMLFormElement, name: string) => HTMLSelectElement} selectOf
 * @property {(option: HTMLOptionElement) => string} plainOf
 * @property {(select: HTMLSelectElement, value: string) => void} choose
 */

// The page lists their choices; departments are known only from what was found.
const LISTED = /** @type {const} */ (["in", "list", "category"]);

/**
 * Each of the form's choices says how many results it would leave.
 * @param {HTMLFormElement} form
 * @param {readonly Facets[]} all
 * @param {State} state
 * @param {readonly string[]} townships by their numbers
 * @param {Choices} choices
 */
export function showCounts(form, all, state, townships, { selectOf, plainOf, choose }) {
  const counts = count(all, state, townships);
  for (const name of LISTED) {
    for (const option of selectOf(form, name).options) {
      if (!option.value || (name === "in" && !isCounted(option.value, state.in))) continue;
      option.textContent = `${plainOf(option)}（${counts[name].get(option.value) || 0}）`;
      if (name === "category") option.hidden = option.value !== state.category && !counts[name].has(option.value);
    }
  }
  const select = selectOf(form, "department");
  const options = byNumber(counts.department).map(([name, number]) => new Option(`${name}（${number}）`, name));
  fill(select, new Option("全部部门", ""), ...options);
  choose(select, state.department);
}

/**
 * The passage of a result.
 * @param {Result} result
 * @param {readonly string[]} marks
 * @param {Asking} asking
 */
export const passageOf = async (result, marks, asking) => excerpt(await sentences(result, asking, spelt), marks);
