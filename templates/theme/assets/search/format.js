// @ts-check
// Made from generator/search/format.py by
// `pytest tests/project/test_formats.py --renew`; not to be changed by hand.

/**
 * How many files of terms a family has, and of further terms.
 * @typedef {object} CutsRow
 * @property {number} terms
 * @property {number} further
 */

/** @type {Fields<CutsRow>} */
export const CUTS = {
  terms: 0,
  further: 0,
};

/**
 * What must be known before a search. The cuts of each kind of family; how many documents a file of results, facets,
 * passages has; by the number of their files, the characters with which very many terms begin; how many files of
 * sounds there are; which townships the page must list; the lists by their kinds; words that do not count; characters
 * that tell nothing; traditional characters.
 * @typedef {object} SearchMeta
 * @property {Values<CutsRow>} all
 * @property {Values<CutsRow>} county
 * @property {Values<CutsRow>} township
 * @property {number} rows
 * @property {number} facets
 * @property {number} passages
 * @property {Record<string, string>} crowded
 * @property {number} sounds
 * @property {string} places
 * @property {Record<string, string>} lists
 * @property {string[]} fillers
 * @property {string} empty
 * @property {Record<string, string>} characters
 */

/**
 * meta.json: of which version the other files are, and of which build the scripts that read them.
 * @typedef {object} SearchPointer
 * @property {Values<CutsRow>} all
 * @property {Values<CutsRow>} county
 * @property {Values<CutsRow>} township
 * @property {number} rows
 * @property {number} facets
 * @property {number} passages
 * @property {Record<string, string>} crowded
 * @property {number} sounds
 * @property {string} places
 * @property {Record<string, string>} lists
 * @property {string[]} fillers
 * @property {string} empty
 * @property {Record<string, string>} characters
 * @property {string} version
 * @property {string} assets
 */

/**
 * Traditional characters, and in the same order their simplified ones.
 * @typedef {object} CharactersRow
 * @property {string} traditional
 * @property {string} simplified
 */

/** @type {Fields<CharactersRow>} */
export const CHARACTERS = {
  traditional: 0,
  simplified: 0,
};

/**
 * A document of a term: how many further than the one before, and what the term weighs in it.
 * @typedef {object} PostingRow
 * @property {number} step
 * @property {number} weight
 */

/** @type {Fields<PostingRow>} */
export const POSTING = {
  step: 0,
  weight: 0,
};

/**
 * A term: its importance, negative where it has further documents; its postings, and its entry if it has one. An entry
 * is the number of an everyday word in the vocabulary.
 * @typedef {object} TermRow
 * @property {number} importance
 * @property {number[]} numbers
 */

/** @type {Fields<TermRow>} */
export const TERM = {
  importance: 0,
  numbers: 1,
};

/**
 * A word, its syllables, and how likely it is meant.
 * @typedef {object} SoundRow
 * @property {string} word
 * @property {string} sound
 * @property {number} weight
 */

/** @type {Fields<SoundRow>} */
export const SOUND = {
  word: 0,
  sound: 0,
  weight: 0,
};

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
 * Who does a duty: the kind of the answer, in a word, in a sentence.
 * @typedef {object} AnswerRow
 * @property {string} kind
 * @property {string} word
 * @property {string} sentence
 */

/** @type {Fields<AnswerRow>} */
export const ANSWER = {
  kind: 0,
  word: 0,
  sentence: 0,
};

/**
 * A duty of a result, and its place in the township's index.
 * @typedef {object} MemberRow
 * @property {string} township
 * @property {string} id
 * @property {number} number
 * @property {number} place
 */

/** @type {Fields<MemberRow>} */
export const MEMBER = {
  township: 0,
  id: 0,
  number: 0,
  place: 0,
};

/**
 * An official word of a result, and the entries of everyday words that mean it.
 * @typedef {object} MeaningRow
 * @property {string} word
 * @property {number[]} entries
 */

/** @type {Fields<MeaningRow>} */
export const MEANING = {
  word: 0,
  entries: 1,
};

/**
 * What a result shows: in all so many duties, of which the first are named.
 * @typedef {object} ResultRow
 * @property {string} name
 * @property {string} list
 * @property {string} category
 * @property {AnswerRow} answer
 * @property {NamedRow[]} topics
 * @property {NamedRow[]} departments
 * @property {number} total
 * @property {MemberRow[]} members
 * @property {MeaningRow[]} meanings
 */

/** @type {Fields<ResultRow>} */
export const RESULT = {
  name: 0,
  list: 0,
  category: 0,
  answer: ANSWER,
  topics: [NAMED],
  departments: [NAMED],
  total: 0,
  members: [MEMBER],
  meanings: [MEANING],
};

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
 * What the numbers mean; a set of townships is its `RangeRow` one after another.
 * @typedef {object} FacetFile
 * @property {number[][]} townships
 * @property {string[]} departments
 * @property {string[][]} categories
 * @property {Values<FacetRow>[]} rows
 */
