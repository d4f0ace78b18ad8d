// @ts-check
// What follows the results once the reader does something, or has set filters: a search's first answer does without it.
import { fill } from "../shared.js";
import { byNumber, count, fits, isCounted } from "./counts.js";
import { facetRequests, facets, sentences } from "./facets.js";
import { addressOf, rows, spelt, worthShowing } from "./page.js";
import { excerpt } from "./sentence.js";

export { topicsOf } from "./facets.js";

/** @import { Outcome } from "./engine.js" */
/** @import { Ranked } from "./score.js" */
/** @import { Entry } from "./entry.js" */
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

/**
 * @typedef {object} Shown results, and what belongs to them
 * @property {HTMLFormElement} form
 * @property {State} state
 * @property {Outcome} outcome
 * @property {readonly Facets[] | null} all of what was found, where they are known
 * @property {readonly Ranked[]} ranked what fits the filters
 * @property {Entry[]} entries those that are shown
 * @property {(results: Result[]) => Entry[]} append shows more
 * @property {readonly string[]} townships by their numbers
 * @property {number} left how many requests may be made for numbers that nobody looks at
 * @property {Choices} choices
 * @property {() => boolean} isNow whether it is still asked
 * @property {boolean} isTold whether the numbers are shown
 * @property {() => unknown} again searches anew
 */

/** So many more at a time. */
const PAGE = 10;

// The page lists their choices; departments are known only from what was found.
const LISTED = /** @type {const} */ (["in", "list", "category"]);

/**
 * What of the ranked documents fits the filters; and of all of them what the filters ask.
 * @param {State} state
 * @param {readonly Ranked[]} ranked
 * @param {Outcome} outcome
 */
export async function filtered(state, ranked, outcome) {
  const all = await facets(ranked, outcome);
  return { ranked: all.filter((one) => fits(one, state)), all };
}

/**
 * Each of the form's choices says, once, how many results it would leave.
 * @param {Shown} shown
 */
export async function showCounts(shown) {
  const { form, state, outcome, all, townships, choices, isNow } = shown;
  if (shown.isTold || !isNow()) return;
  shown.isTold = true;
  const each = all || (await facets(worthShowing(outcome.ranked), outcome));
  if (!isNow()) return;
  const { selectOf, plainOf, choose } = choices;
  const counts = count(each, state, townships);
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
 * The same where it takes no more requests than are left.
 * @param {Shown} shown
 */
async function showNearCounts(shown) {
  const { outcome, left } = shown;
  if (facetRequests(worthShowing(outcome.ranked), outcome.meta) <= left) await showCounts(shown);
}

/**
 * More results; the first of them is gone to.
 * @param {Shown} shown
 * @param {HTMLElement} more the button
 */
export async function showMore({ ranked, entries, outcome, state, append, isNow, again }, more) {
  const from = entries.length;
  const results = await rows(ranked.slice(from, from + PAGE), outcome, PAGE).catch(() => null);
  // Meanwhile something else is looked for, or it was pressed twice.
  if (!isNow() || entries.length > from) return;
  // Not there: the site may have changed; search anew.
  if (!results) return again();
  const added = append(results);
  if (added.length) added[0].link.focus();
  history.replaceState(history.state, "", addressOf({ ...state, show: String(entries.length) }));
  if (entries.length >= ranked.length) more.remove();
  await Promise.all(passagesOf(added).map((one) => one()));
}

/**
 * The passages, and the filters' numbers where they take few requests.
 * @param {Shown} shown
 */
export async function showRest(shown) {
  if (!shown.isNow()) return;
  // Before anything is waited for: if one of those does not come, the others still do.
  await Promise.all([() => showNearCounts(shown), ...passagesOf(shown.entries)].map((one) => one()));
}

/**
 * The passages of what is on the screen.
 * @param {Shown} shown
 */
export async function showSeen({ entries, isNow }) {
  if (!isNow()) return;
  const seen = entries.filter(({ entry }) => entry.getBoundingClientRect().top < innerHeight);
  await Promise.all(passagesOf(seen).map((one) => one()));
}

/**
 * What fetches the passages that were not yet asked for.
 * @param {readonly Entry[]} entries
 */
function passagesOf(entries) {
  /** @type {(() => Promise<void>)[]} */
  const all = [];
  for (const one of entries) all.push(...one.passages.splice(0));
  return all;
}

/**
 * The passage of a result.
 * @param {Result} result
 * @param {readonly string[]} marks
 * @param {Asking} asking
 */
export const passageOf = async (result, marks, asking) => excerpt(await sentences(result, asking, spelt), marks);
