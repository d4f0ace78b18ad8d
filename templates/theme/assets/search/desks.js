// @ts-check
// Made from generator/search/format.py by
// `pytest tests/project/test_formats.py --renew`; not to be changed by hand.

/**
 * A number that can be called anywhere, and its name.
 * @typedef {object} HotlineRow
 * @property {string} number
 * @property {string} name
 */

/** @type {Fields<HotlineRow>} */
export const HOTLINE = {
  number: 0,
  name: 0,
};

/**
 * A matter that no list carries: its name, whom to ask, of which kind the county's department is, what to do.
 * @typedef {object} ElsewhereRow
 * @property {string} name
 * @property {string} ask
 * @property {string} kind
 * @property {string} do
 * @property {HotlineRow[]} calls
 */

/** @type {Fields<ElsewhereRow>} */
export const ELSEWHERE = {
  name: 0,
  ask: 0,
  kind: 0,
  do: 0,
  calls: [HOTLINE],
};

/**
 * A department that may be asked: its address in the site, and its name.
 * @typedef {object} DeskRow
 * @property {string} url
 * @property {string} name
 */

/** @type {Fields<DeskRow>} */
export const DESK = {
  url: 0,
  name: 0,
};

/**
 * A number as it is written, and as it is dialled.
 * @typedef {object} PhoneRow
 * @property {string} text
 * @property {string} dialled
 */

/** @type {Fields<PhoneRow>} */
export const PHONE = {
  text: 0,
  dialled: 0,
};

/**
 * How a township is reached, and when that was confirmed.
 * @typedef {object} ContactRow
 * @property {PhoneRow[]} phones
 * @property {string} hours
 * @property {string} as_of
 */

/** @type {Fields<ContactRow>} */
export const CONTACT = {
  phones: [PHONE],
  hours: 0,
  as_of: 0,
};

/**
 * Whom to ask in a scope: departments by their kinds; of a township itself, where it says so.
 * @typedef {object} DeskFile
 * @property {Record<string, Values<DeskRow>[]>} kinds
 * @property {Values<ContactRow>} contact
 */
