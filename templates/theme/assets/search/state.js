// @ts-check
// What the search page shows, and its address: each says the other.
import { FILTERS } from "./filters.js";

/** @import { Filter } from "./filters.js" */

/**
 * @typedef {object} Query
 * @property {string} q
 * @property {string} in a county or a township; empty: all
 * @property {string} [exact] nothing is corrected
 * @property {string} [show] how many results
 */
/** @typedef {Query & Record<Filter, string>} State */

/** The fields of the form. */
export const FIELDS = /** @type {const} */ (["q", "in", ...FILTERS]);

/** A longer address many servers refuse; of two thousand characters any takes one. */
const LONGEST = 2000;

// Letters that pinyin has: an ASCII one, perhaps with marks.
const PINYIN = /^[a-z]?[\u0300-\u0302\u0304\u0308\u030c]*$/i;

/** @param {string} encoded */
function decoded(encoded) {
  const parts = encoded.replace(/\+/g, " ").match(/%[0-9a-f]{2}|[^]/gi) || [];
  /** @type {number[]} */
  const bytes = [];
  for (const one of parts) {
    if (one.length === 3) bytes.push(parseInt(one.slice(1), 16));
    else bytes.push(...new TextEncoder().encode(one));
  }
  const all = new Uint8Array(bytes);
  const text = new TextDecoder("gb18030").decode(all);
  try {
    const own = new TextDecoder("utf-8", { fatal: true }).decode(all);
    // Some Han characters in GB 18030 happen to be UTF-8 too, of letters such as Cyrillic or Arabic ones, which nobody
    // looks for; but not those of pinyin (“女” would read Ů, which is none).
    const odd = own.match(/[^\0-\x7f]/g) || [];
    const isLetter = (/** @type {string} */ one) => one <= "\u07ff" && !PINYIN.test(one.normalize("NFD"));
    return odd.length && odd.every(isLetter) ? text : own;
  } catch (error) {
    return text;
  }
}

/**
 * The parameters of an address.  Old portals write their links in GB 18030; what is no UTF-8 is taken for that.
 * @param {string} address
 * @returns {[string, string][]}
 */
export function parametersOf(address) {
  const pairs = address.replace(/^\?/, "").split("&").filter(Boolean);
  return pairs.map((pair) => {
    const at = pair.indexOf("=");
    return at < 0 ? [decoded(pair), ""] : [decoded(pair.slice(0, at)), decoded(pair.slice(at + 1))];
  });
}

/** Whether an address is not in UTF-8, and should be written anew before it is sent on.
 * @param {string} address
 */
export function isForeign(address) {
  const read = parametersOf(address);
  return [...new URLSearchParams(address)].some(([, value], i) => value !== read[i][1]);
}

/**
 * @param {string} address
 * @returns {State}
 */
export function stateOf(address) {
  const state = /** @type {State & Record<string, string>} */ ({});
  for (const name of FIELDS) state[name] = "";
  for (const [name, value] of parametersOf(address)) state[name] = value;
  state.q = state.q.trim();
  return state;
}

/**
 * What an address asks, the query perhaps behind the #.
 * @param {Pick<Location, "search" | "hash">} address
 */
export const askedBy = ({ search, hash }) => search + (/^#q=/.test(hash) ? `&${hash.slice(1)}` : "");

/**
 * The address of a state: a long query stands behind the #, which no server is sent.
 * @param {Partial<State>} state
 */
export function addressOf(state) {
  const kept = new URLSearchParams();
  for (const [name, value] of Object.entries(state)) if (value) kept.set(name, value);
  const whole = `?${kept}`;
  if (whole.length <= LONGEST) return whole;
  kept.delete("q");
  return `?${kept}#${new URLSearchParams({ q: state.q || "" })}`;
}
