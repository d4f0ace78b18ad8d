// @ts-check
// The draft: what was filled in, kept on this device until it is cleared; sent to nobody.

/**
 * @import { Change, Grounds } from "./request.js"
 * @typedef {{ version: 1, saved: string, record: Grounds, changes: Change[] }} Draft
 */

const NAME = "edit";

/** @returns {Draft} */
export const empty = () => ({
  version: 1,
  saved: "",
  record: { track: "", reason: "", decided_by: "", document: "", approved: "", effective: "", keeps: false },
  changes: [],
});

/**
 * @param {unknown} one
 * @returns {one is { [name: string]: unknown }}
 */
const isObject = (one) => Boolean(one) && typeof one === "object" && !Array.isArray(one);

/** @param {unknown} one */
const isText = (one) => typeof one === "string";

/** @param {unknown} one */
function isValues(one) {
  const areTexts = (/** @type {unknown} */ several) => Array.isArray(several) && several.every(isText);
  if (!isObject(one) || !isText(one.name)) return false;
  const { departments = [], superior = [], township = [], method = [], phones = [], extras = [], notes = [] } = one;
  const { aliases = [] } = one;
  const isBlock = (/** @type {unknown} */ block) =>
    isObject(block) && areTexts(block.departments) && areTexts(block.duties) && areTexts(block.support);
  const isExtra = (/** @type {unknown} */ extra) => isObject(extra) && isText(extra.head) && areTexts(extra.texts);
  const isPart = (/** @type {unknown} */ part) => part === null || isText(part);
  const isNote = (/** @type {unknown} */ note) =>
    isObject(note) && isPart(note.printed) && isPart(note.meant) && isText(note.why);
  if (!Array.isArray(notes) || !notes.every(isNote)) return false;
  if (!Array.isArray(superior) || !superior.every(isBlock) || !Array.isArray(extras) || !extras.every(isExtra)) {
    return false;
  }
  return [departments, township, method, phones, aliases].every(areTexts);
}

/** @param {unknown} one */
const isUse = (one) =>
  isObject(one) && isText(one.label) && [one.duties, one.cells, one.texts].every((many) => typeof many === "number");

/** @param {unknown} one */
function isChange(one) {
  if (!isObject(one) || !isObject(one.to) || !isObject(one.ended) || !Array.isArray(one.ended.duties)) return false;
  const texts = ["key", "township", "label", "place", "list", "id", "action", "digest", "name", "number", "category"];
  if (one.printed !== undefined && !(Array.isArray(one.printed) && one.printed.every(isText))) return false;
  if (one.uses !== undefined && !(Array.isArray(one.uses) && one.uses.every(isUse))) return false;
  return (
    texts.every((name) => isText(one[name])) && isValues(one.after) && (one.before === null || isValues(one.before))
  );
}

/**
 * What a kept text holds; null where it is no draft of ours.
 * @param {string} text
 * @returns {Draft | null}
 */
export function parsed(text) {
  /** @type {unknown} */
  let found;
  try {
    found = JSON.parse(text);
  } catch (error) {
    return null;
  }
  if (!isObject(found) || found.version !== 1 || !isText(found.saved) || !isObject(found.record)) return null;
  const { record } = found;
  const own = empty().record;
  const isRecord = Object.keys(own).every((name) => typeof record[name] === typeof own[/** @type {"track"} */ (name)]);
  if (!isRecord || !Array.isArray(found.changes) || !found.changes.every(isChange)) return null;
  return /** @type {any} */ (found);
}

/** The draft that is kept, and whether there is one that cannot be read. */
export function load() {
  const text = window.qingdan.recall(NAME);
  const draft = text ? parsed(text) : null;
  return { draft: draft || empty(), isBroken: Boolean(text) && !draft };
}

/**
 * Keep a draft; says whether the device did.
 * @param {Draft} draft
 */
export function save(draft) {
  const text = JSON.stringify(draft);
  window.qingdan.remember(NAME, text);
  return window.qingdan.recall(NAME) === text;
}

export const clear = () => window.qingdan.remember(NAME, "");
