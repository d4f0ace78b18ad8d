// @ts-check
// The form's choices: each says how many results it would leave.
import { all, fill, need } from "../shared.js";
import { FILTERS, byNumber, isCounted } from "./filters.js";

/** @import { Counts } from "./filters.js" */
/** @import { State } from "./state.js" */

// The page lists their choices; departments are known only from what was found.
const LISTED = /** @type {const} */ (["in", ...FILTERS]).filter((name) => name !== "department");

/**
 * @param {HTMLFormElement} form
 * @param {string} name
 */
const selectOf = (form, name) => /** @type {HTMLSelectElement} */ (form.elements.namedItem(name));

/**
 * A choice without its number.
 * @param {HTMLOptionElement} option
 */
function labelOf(option) {
  if (!option.dataset.label) option.dataset.label = option.textContent || "";
  return option.dataset.label;
}

/**
 * @param {HTMLFormElement} form
 * @param {Counts} counts
 * @param {State} state
 */
export function showCounts(form, counts, state) {
  for (const name of LISTED) {
    for (const option of selectOf(form, name).options) {
      if (!option.value || (name === "in" && !isCounted(option.value, state.in))) continue;
      option.textContent = `${labelOf(option)}（${counts[name].get(option.value) || 0}）`;
      if (name === "category") option.hidden = option.value !== state.category && !counts[name].has(option.value);
    }
  }
  const select = selectOf(form, "department");
  const options = byNumber(counts.department).map(([name, number]) => new Option(`${name}（${number}）`, name));
  fill(select, new Option("全部部门", ""), ...options);
  choose(select, state.department);
}

/**
 * What is set, in the line to which the filters are folded.
 * @param {HTMLFormElement} form
 */
export function showChosen(form) {
  // A link may name a place that there is not.
  const chosen = ["in", ...FILTERS].map((name) => selectOf(form, name).selectedOptions[0]).filter(Boolean);
  const set = chosen.filter((one) => one.value).map((one) => one.dataset.label || one.textContent || "");
  const none = chosen.slice(0, 2).map((one) => labelOf(one));
  fill(need(HTMLElement, "[data-search-chosen]", form), (set.length ? set : none).join("、"));
}

/**
 * Without numbers.
 * @param {HTMLFormElement} form
 */
export function showPlain(form) {
  for (const option of all(HTMLOptionElement, "option[data-label]", form)) {
    option.textContent = labelOf(option);
    option.hidden = false;
  }
}

/**
 * A value that a link has, even where the choices do not have it (departments are known only after a search).
 * @param {HTMLSelectElement} select
 * @param {string} value
 */
function choose(select, value) {
  if (value && ![...select.options].some((one) => one.value === value)) select.add(new Option(value, value));
  select.value = value;
}

/**
 * @param {HTMLFormElement} form
 * @param {string} name
 * @param {string} value
 */
export function setField(form, name, value) {
  const field = form.elements.namedItem(name);
  if (name === "department") choose(selectOf(form, name), value);
  else if (isField(field)) field.value = value;
}

/**
 * @param {RadioNodeList | Element | null} field
 * @returns {field is HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement}
 */
const isField = (field) =>
  field instanceof HTMLInputElement || field instanceof HTMLSelectElement || field instanceof HTMLTextAreaElement;

/**
 * @param {HTMLFormElement} form
 * @param {string} name
 */
export function fieldOf(form, name) {
  const field = form.elements.namedItem(name);
  return isField(field) ? field.value.trim() : "";
}
