// @ts-check
// What is compared: the summaries of some townships, as rows of one matter each.  The summaries are those of
// generator/data/summarise.py, the words and rules those of generator/link/compare.py (the topics' pages); tests hold
// both to the same.
import { named } from "../shared.js";
import { DUTY, GROUP, NAMED, NAMES, STANDING, TOWN, WAYS } from "./format.js";
import { lackedBy } from "./state.js";

/** @import { DutyRow, StandingRow, SummaryFile, SummaryIndex, TownRow } from "./format.js" */
/** @import { Kind, State } from "./state.js" */

/** @typedef {{ id: string, name: string, group: string }} Topic */
/** @typedef {Omit<SummaryIndex, "townships" | "groups" | "categories"> & CatalogueParts} Catalogue */

/**
 * @typedef {object} CatalogueParts
 * @property {Map<string, TownRow>} towns
 * @property {Record<Kind, Map<string, string>>} names
 * @property {Topic[]} topics
 */

/** @typedef {{ title: string, lead: boolean, url: string }} Department */
/** @typedef {Omit<DutyRow, "departments"> & { url: string, departments: Department[] }} Duty */
/** @typedef {Omit<StandingRow, "duties"> & { duties: Duty[] }} Standing */
/** @typedef {TownRow & { duties: Duty[], standings: Map<string, Standing>, touching: Map<string, Duty[]> }} Town */
/** @typedef {{ town: Town, standing: Standing | null, touching: Duty[] }} Cell */

/**
 * A matter, and how each township does it.
 * @typedef {object} RowParts
 * @property {Cell[]} cells
 * @property {Town[]} lacking the townships that have no duty of it
 * @property {string} verdict
 * @property {string} sentence
 * @property {boolean} differs
 */
/** @typedef {Topic & RowParts} Row */

const DIFFERING = ["DIFFERENT", "OTHER_KINDS"];

/**
 * What can be compared, to be found by its id.
 * @param {SummaryIndex} index
 * @returns {Catalogue}
 */
export function catalogueOf({ townships, groups, categories, ...index }) {
  /** @type {Topic[]} */
  const topics = [];
  for (const { name: group, topics: own } of groups.map((one) => named(GROUP, one))) {
    topics.push(...own.map((one) => ({ ...one, group })));
  }
  return {
    ...index,
    topics,
    towns: new Map(townships.map((one) => named(TOWN, one)).map((one) => [one.id, one])),
    names: {
      topic: new Map(topics.map((one) => [one.id, one.name])),
      category: new Map(categories.map((one) => named(NAMED, one)).map((one) => [one.id, one.name])),
      list: new Map(Object.entries(index.lists)),
    },
  };
}

/**
 * A township with what its summary says.
 * @param {TownRow} head
 * @param {SummaryFile} data
 * @returns {Town}
 */
export function townOf(head, data) {
  const [county] = head.id.split("/");
  const duties = data.duties.map((values) => {
    const duty = named(DUTY, values);
    const departments = duty.departments.map(({ name, id, lead }) => ({
      title: name,
      lead: Boolean(lead),
      url: id && `departments/${county}/${id}/`,
    }));
    return { ...duty, departments, url: `townships/${head.id}/${duty.id}/` };
  });
  const at = (/** @type {readonly number[]} */ places) => places.map((place) => duties[place]);
  /** @type {Map<string, Standing>} */
  const standings = new Map();
  for (const [topic, values] of Object.entries(data.standings)) {
    const standing = named(STANDING, values);
    standings.set(topic, { ...standing, duties: at(standing.duties) });
  }
  /** @type {Map<string, Duty[]>} */
  const touching = new Map();
  for (const [topic, places] of Object.entries(data.touching)) touching.set(topic, at(places));
  return { ...head, duties, standings, touching };
}

/**
 * A row for each matter of which a township has a duty that is compared; it has all their duties of the matter, those
 * of other lists too.  And the duties of no matter, which cannot be set beside others.
 * @param {Pick<State, "kind" | "id">} what
 * @param {readonly Town[]} towns
 * @param {Catalogue} catalogue
 */
export function rowsOf({ kind, id }, towns, catalogue) {
  const fits = (/** @type {Duty} */ duty) => !kind || kind === "topic" || duty[kind] === id;
  /** @type {Row[]} */
  const rows = [];
  for (const topic of catalogue.topics) {
    if (kind === "topic" && topic.id !== id) continue;
    const cells = towns.map((town) => ({
      town,
      standing: town.standings.get(topic.id) || null,
      touching: town.touching.get(topic.id) || [],
    }));
    if (kind !== "topic" && !cells.some((cell) => cell.standing && cell.standing.duties.some(fits))) continue;
    rows.push(rowOf(topic, cells, catalogue));
  }
  const topical = new Set();
  for (const town of towns) for (const one of town.standings.values()) for (const duty of one.duties) topical.add(duty);
  const isLoose = (/** @type {Duty} */ duty) => kind !== "topic" && fits(duty) && !topical.has(duty);
  const loose = towns.map((town) => ({ town, duties: town.duties.filter(isLoose) }));
  return { rows, loose: loose.filter((one) => one.duties.length) };
}

/**
 * @param {Topic} topic
 * @param {Cell[]} cells
 * @param {Catalogue} catalogue
 * @returns {Row}
 */
function rowOf(topic, cells, catalogue) {
  const lacking = cells.filter((cell) => !cell.standing).map((cell) => cell.town);
  /** @type {Standing[]} */
  const standings = [];
  for (const { standing } of cells) if (standing) standings.push(standing);
  const { name, sentence } = verdictOf(standings, catalogue);
  const silent = few(
    lacking.map((one) => one.name),
    `个${catalogue.place}`,
  );
  return {
    ...topic,
    cells,
    lacking,
    verdict: sentence,
    sentence: (lacking.length ? `${silent}没有单列。` : "") + sentence,
    differs: lacking.length > 0 || DIFFERING.includes(name),
  };
}

/**
 * @param {readonly Row[]} rows
 * @param {string} only
 */
export function chosen(rows, only) {
  if (only === "differences") return rows.filter((row) => row.differs);
  const township = lackedBy(only);
  return township ? rows.filter((row) => row.lacking.some((town) => town.id === township)) : rows;
}

/**
 * Whether the townships that have duties of a matter differ, as compare.py's `_differences`.
 * @param {readonly Standing[]} all
 * @param {Pick<Catalogue, "verdicts" | "standings">} words
 */
function verdictOf(all, { verdicts, standings: general }) {
  const say = (/** @type {string} */ name, what = "") => ({ name, sentence: verdicts[name].replace("{}", () => what) });
  if (all.length < 2) return { name: "", sentence: "" };
  const [{ pattern, clause, kinds }] = all;
  if (all.some((one) => one.pattern !== pattern)) return say("DIFFERENT");
  const isSame = all.every((one) => one.clause === clause);
  if (isSame && (pattern === WAYS.TOWN || pattern === WAYS.ASSIST)) return say("SAME", clause);
  if (pattern !== WAYS.ASSIST) return say("SIMILAR", general[pattern]);
  const common = kinds.filter((kind) => all.every((one) => one.kinds.includes(kind)));
  if (!common.length) return say("OTHER_KINDS");
  const isAll = all.every((one) => one.kinds.length === common.length);
  return say(isAll ? "SAME_KINDS" : "MORE_KINDS", few(common, "类"));
}

/**
 * @param {readonly string[]} names
 * @param {string} unit
 */
function few(names, unit) {
  const shown = names.slice(0, NAMES).join("、");
  return names.length <= NAMES ? shown : `${shown}等 ${names.length} ${unit}`;
}
