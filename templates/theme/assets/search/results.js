// @ts-check
// Searches: one engine for each version of the index, one search for what is typed and then entered.
import { Outdated, editions, read } from "../shared.js";
import { engine } from "./engine.js";

export { spelt } from "./columns.js";
export { rows, worthShowing } from "./rows.js";
export { corrected, replaced } from "./text.js";

/** @import { Engine, Outcome } from "./engine.js" */
/** @import { SearchPointer } from "./format.js" */

/** So much of a query is looked up: the time that it takes grows faster than it. */
export const READ = 1000;

// The search page carries what every search must know: one request less.
const carrier = document.querySelector("[data-search-meta]");
/** @type {SearchPointer | null} */
const carried = JSON.parse((carrier && (carrier.textContent || "").trim()) || "null");

/** Work with the engine of one version of the index: what was fetched while typing is not fetched again after Enter. */
export const using = editions("search/index/meta.json", open, carried, (index) => index.renewed());

/**
 * @param {SearchPointer} meta
 * @returns {Engine}
 */
function open(meta) {
  // The page lists the townships, the index has their numbers: they must be the same.
  if (carried && meta.places !== carried.places) throw new Outdated(meta);
  // When the index has changed, what the browser keeps of pointers may be of before.
  const usual = carried && meta !== carried ? "reload" : "default";
  /**
   * @param {string} name
   * @param {RequestCache} cache
   */
  const file = async (name, cache = name.startsWith("scopes/") ? usual : "default") =>
    name === "meta" ? meta : read(`search/index/${name}.json`, cache);
  const { rank, ...own } = engine(file, meta === carried ? { meta: Promise.resolve(meta) } : {});
  return { ...own, rank: (query, name, options) => rank(query.slice(0, READ), name, options) };
}

/** @type {{ index: Engine, query: string, family: string, found: Promise<Outcome> } | null} */
let early = null;

/**
 * Search already while it is typed, for the suggestions.
 * @param {Engine} index
 * @param {string} query
 * @param {string} family
 */
export function rankEarly(index, query, family) {
  const found = index.rank(query, family);
  early = { index, query, family, found };
  return found;
}

/**
 * Search after Enter: the same as was searched while typing is gone on with, and its requests; but if it failed, anew.
 * @param {Engine} index
 * @param {string} query
 * @param {string} family
 * @param {boolean} exact
 */
export async function rankNow(index, query, family, exact) {
  const last = early;
  early = null;
  if (last && last.index === index && last.query === query && last.family === family && !exact) {
    const found = await last.found.catch(() => null);
    if (found) return found;
  }
  return index.rank(query, family, { exact });
}
