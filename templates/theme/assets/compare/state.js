// @ts-check
// What the comparison shows, and its address: each says the other.

/** @import { Catalogue } from "./rows.js" */

/**
 * @typedef {object} State
 * @property {string[]} in the townships
 * @property {Kind | ""} kind of what is compared; empty: all duties
 * @property {string} id of what is compared
 * @property {string} only which rows: "" all, "differences", "lacks:" and a township that has none of its own
 */

/** @typedef {"topic" | "category" | "list"} Kind */

export const LEAST = 2;
export const MOST = 5;
const KINDS = /** @type {const} */ (["topic", "category", "list"]);
const LACKS = "lacks:";
const DIFFERENCES = "differences";

/** @param {string} township */
export const lacks = (township) => LACKS + township;

/**
 * The township of which only what it lacks is shown.
 * @param {string} only
 */
export const lackedBy = (only) => (only.startsWith(LACKS) ? only.slice(LACKS.length) : "");

/**
 * @param {string} address
 * @returns {State}
 */
export function stateOf(address) {
  const found = new URLSearchParams(address);
  const kind = KINDS.find((one) => found.get(one)) || "";
  const lacking = found.get("lacks");
  return {
    in: [...new Set(found.getAll("in"))].filter(Boolean),
    kind,
    id: (kind && found.get(kind)) || "",
    only: lacking ? lacks(lacking) : found.get("only") === DIFFERENCES ? DIFFERENCES : "",
  };
}

/** @param {State} state */
export function addressOf(state) {
  const parts = state.in.map((id) => ["in", id]);
  if (state.kind) parts.push([state.kind, state.id]);
  if (state.only === DIFFERENCES) parts.push(["only", state.only]);
  if (lackedBy(state.only)) parts.push(["lacks", lackedBy(state.only)]);
  // The slashes of ids need not be coded; so the address can be read.
  const written = parts.map(([name, value]) => name + "=" + encodeURIComponent(value).replace(/%2F/g, "/"));
  return "?" + written.join("&");
}

/**
 * What of a state can be used, and a sentence about each thing that cannot.
 * @param {State} state
 * @param {Catalogue} catalogue
 */
export function usable(state, catalogue) {
  const problems = [];
  const towns = [];
  for (const id of state.in) {
    const town = catalogue.towns.get(id);
    if (!town) problems.push(`没有编号是“${id}”的${catalogue.place}，可能是网址抄错了，也可能已经改名。`);
    else if (towns.length === MOST) problems.push(`最多比 ${MOST} 个${catalogue.place}，没有列出${town.label}。`);
    else towns.push(id);
  }
  let { kind, id, only } = state;
  if (kind && !catalogue.names[kind].has(id)) {
    const what = { topic: "主题", category: "类别", list: "清单" }[kind];
    problems.push(`没有编号是“${id}”的${what}，下面比的是全部事项。`);
    kind = id = "";
  }
  if (lackedBy(only) && !towns.includes(lackedBy(only))) only = "";
  return { state: { in: towns, kind, id, only }, problems };
}
