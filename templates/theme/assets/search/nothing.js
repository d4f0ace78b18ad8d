// @ts-check
// Nothing was found: what was looked for, topics that are near, the township to ask.
import { at, countyWord, element, fill, listed, need, placeWord } from "../shared.js";
import { isFiltered } from "./filters.js";
import { rows } from "./results.js";

/** @import { Engine, Outcome } from "./engine.js" */
/** @import { State } from "./state.js" */

/** Near topics are those of so many of the likeliest documents; so many are named. */
const LIKELIEST = 5;
const TOPICS = 6;

/**
 * @param {Outcome} outcome
 * @param {State} state
 * @param {(township: string) => string} kindOf
 */
function triedText({ found }, state, kindOf) {
  const tried = [...new Set(found.map((one) => one.term))].filter((one) => one.length > 1);
  if (tried.length) return `查过：${tried.join("、")}。`;
  const where = !state.in ? "" : state.in.includes("/") ? `这个${kindOf(state.in)}的` : `这个${countyWord()}的`;
  return `这些字${where}清单里都没有。`;
}

/**
 * @param {HTMLElement} place
 * @param {State} state
 * @param {Outcome} outcome
 * @param {HTMLAnchorElement} everywhere leads to the same search without filters
 * @param {(township: string) => string} labelOf
 * @param {(township: string) => string} kindOf
 */
export function showNothing(place, state, outcome, everywhere, labelOf, kindOf) {
  place.hidden = false;
  const tried = need(HTMLElement, "[data-search-tried]", place);
  fill(tried, triedText(outcome, state, kindOf));
  if (state.in || isFiltered(state)) tried.append(" ", everywhere);
  const town = need(HTMLElement, "[data-search-town]", place);
  fill(town);
  if (!state.in.includes("/")) return;
  const link = element("a", labelOf(state.in) || state.in, { href: at(`townships/${state.in}/`) });
  town.append(`也可以直接问${kindOf(state.in)}：`, link);
}

/**
 * Topics of what was found before it was filtered; where a county or a township has nothing at all, of all townships.
 * @param {State} state
 * @param {Outcome} outcome
 * @param {Engine} index
 */
export async function nearTopics(state, outcome, index) {
  const isElsewhere = Boolean(!outcome.ranked.length && state.in);
  const exact = Boolean(state.exact);
  const found = isElsewhere ? await index.rank(state.q, "all", { exact, load: outcome.load }) : outcome;
  const near = await rows(found.ranked.slice(0, LIKELIEST), found);
  /** @type {Map<string, string>} */
  const topics = new Map();
  for (const one of near) for (const { id, title } of one.topics) topics.set(id, title);
  return [...topics].slice(0, TOPICS);
}

/**
 * @param {HTMLElement} place
 * @param {readonly [string, string][]} topics
 */
export function showTopics(place, topics) {
  if (!topics.length) return;
  const links = topics.map(([id, title]) => element("a", title, { href: at(`topics/${id}/`) }));
  place.append(`相近的主题，各${placeWord()}放在一起：`, ...listed(links), "。");
}
