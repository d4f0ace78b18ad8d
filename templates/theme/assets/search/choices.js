// @ts-check
// The form's choices, which may have numbers (afterwards.js).
import { all, fill, need } from "../shared.js";
import { FILTERS } from "./filters.js";

/**
 * @param {HTMLFormElement} form
 * @param {string} name
 */
export const selectOf = (form, name) => /** @type {HTMLSelectElement} */ (form.elements.namedItem(name));

/**
 * A choice without its number.
 * @param {HTMLOptionElement} option
 */
export function plainOf(option) {
  if (!option.dataset.label) option.dataset.label = option.textContent || "";
  return option.dataset.label;
}

/**
 * What is set, in the line to which the filters are folded.
 * @param {HTMLFormElement} form
 */
export function showChosen(form) {
  // A link may name a place that there is not.
  const chosen = ["in", ...FILTERS].map((name) => selectOf(form, name).selectedOptions[0]).filter(Boolean);
  const set = chosen.filter((one) => one.value).map((one) => one.dataset.label || one.textContent || "");
  const none = chosen.slice(0, 2).map((one) => plainOf(one));
  fill(need(HTMLElement, "[data-search-chosen]", form), (set.length ? set : none).join("、"));
}

/**
 * Without numbers.
 * @param {HTMLFormElement} form
 */
export function showPlain(form) {
  for (const option of all(HTMLOptionElement, "option[data-label]", form)) {
    option.textContent = plainOf(option);
    option.hidden = false;
  }
}

/**
 * A value that a link has, even where the choices do not have it (departments are known only after a search).
 * @param {HTMLSelectElement} select
 * @param {string} value
 */
export function choose(select, value) {
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
