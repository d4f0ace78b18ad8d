// @ts-check
// Made from generator/data/summarise.py and generator/link/compare.py by
// `pytest tests/project/test_formats.py --renew`; not to be changed by hand.

export const NAMES = 3;

export const WAYS = { TOWN: "0", ASSIST: "1", TAKEN_OVER: "2", CANCELLED: "3", DISCONTINUED: "4", INCOMPLETE: "5" };

/**
 * A topic, a category or a department; a department's id is that within its county.
 * @typedef {object} NamedRow
 * @property {string} id
 * @property {string} name
 */

/** @type {Fields<NamedRow>} */
export const NAMED = {
  id: 0,
  name: 0,
};

/**
 * A township: `name` is what sentences call it, `digest` names the folder of its file.
 * @typedef {object} TownRow
 * @property {string} id
 * @property {string} label
 * @property {string} name
 * @property {string} province
 * @property {string} county
 * @property {string} digest
 */

/** @type {Fields<TownRow>} */
export const TOWN = {
  id: 0,
  label: 0,
  name: 0,
  province: 0,
  county: 0,
  digest: 0,
};

/**
 * The topics of a group.
 * @typedef {object} GroupRow
 * @property {string} name
 * @property {NamedRow[]} topics
 */

/** @type {Fields<GroupRow>} */
export const GROUP = {
  name: 0,
  topics: [NAMED],
};

/**
 * index.json: the version of all that it leads to, and of which build the scripts are that can read it.
 * @typedef {object} SummaryIndex
 * @property {string} place
 * @property {Values<TownRow>[]} townships
 * @property {Values<GroupRow>[]} groups
 * @property {Values<NamedRow>[]} categories
 * @property {Record<string, string>} lists
 * @property {Record<string, string>} standings
 * @property {Record<string, string>} verdicts
 * @property {string} version
 * @property {string} assets
 */

/**
 * A department of a duty: as it is printed, its id in the county or "", whether it leads.
 * @typedef {object} MentionRow
 * @property {string} name
 * @property {string} id
 * @property {number} lead
 */

/** @type {Fields<MentionRow>} */
export const MENTION = {
  name: 0,
  id: 0,
  lead: 0,
};

/**
 * A duty: its category also as printed, its answer also in a word.
 * @typedef {object} DutyRow
 * @property {string} id
 * @property {number} number
 * @property {string} list
 * @property {string} category
 * @property {string} printed
 * @property {string} name
 * @property {string} answer
 * @property {string} word
 * @property {MentionRow[]} departments
 */

/** @type {Fields<DutyRow>} */
export const DUTY = {
  id: 0,
  number: 0,
  list: 0,
  category: 0,
  printed: 0,
  name: 0,
  answer: 0,
  word: 0,
  departments: [MENTION],
};

/**
 * A township in a matter: its standing, in words, the kinds of departments, the places of its duties.
 * @typedef {object} StandingRow
 * @property {string} pattern
 * @property {string} clause
 * @property {string[]} kinds
 * @property {number[]} duties
 */

/** @type {Fields<StandingRow>} */
export const STANDING = {
  pattern: 0,
  clause: 0,
  kinds: 0,
  duties: 0,
};

/**
 * A township's duties, and by topic its standing; `touching` of topics that it has no duty of, but mentions.
 * @typedef {object} SummaryFile
 * @property {Values<DutyRow>[]} duties
 * @property {Record<string, Values<StandingRow>>} standings
 * @property {Record<string, number[]>} touching
 */
