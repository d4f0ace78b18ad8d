// @ts-check
// Made from generator/site/offline.py by
// `pytest tests/project/test_formats.py --renew`; not to be changed by hand.

/**
 * A file to keep; a page by its address, the home page by "".
 * @typedef {object} KeptRow
 * @property {string} address
 * @property {string} digest
 * @property {number} length
 */

/** @type {Fields<KeptRow>} */
export const KEPT = {
  address: 0,
  digest: 0,
  length: 0,
};

/**
 * What to keep of a township; a file has those of several, by their ids. `version` is another one where a single byte
 * of it all is; `index` is the version of the search's index that the search page asks; `search` has those of the
 * files that hold many, the vocabulary's and the sounds.
 * @typedef {object} KeptList
 * @property {string} version
 * @property {string} index
 * @property {string} label
 * @property {[string, string]} search
 * @property {Values<KeptRow>[]} files
 */
