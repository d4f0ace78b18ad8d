// @ts-check
// Made from generator/search/format.py by
// `pytest tests/project/test_formats.py --renew`; not to be changed by hand.

/** @import { DeskFile } from "./desks.js" */

/**
 * Townships by their numbers, from one to another.
 * @typedef {object} RangeRow
 * @property {number} first
 * @property {number} last
 */

/** @type {Fields<RangeRow>} */
export const RANGE = {
  first: 0,
  last: 0,
};

/**
 * What filters ask of a document, as numbers: of its set of townships, list, set of categories, departments.
 * @typedef {object} FacetRow
 * @property {number} townships
 * @property {number} list
 * @property {number} categories
 * @property {number[]} departments
 */

/** @type {Fields<FacetRow>} */
export const FACET = {
  townships: 0,
  list: 0,
  categories: 0,
  departments: 1,
};

/**
 * What the numbers mean; a set of townships is its `RangeRow` one after another. Besides, in the first file of a
 * scope, whom to ask in it: it is wanted as seldom, and files are uploaded one by one.
 * @typedef {object} FacetFile
 * @property {DeskFile[]} desks
 * @property {number[][]} townships
 * @property {string[]} departments
 * @property {string[][]} categories
 * @property {Values<FacetRow>[]} rows
 */
