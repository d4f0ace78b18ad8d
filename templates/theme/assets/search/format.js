// @ts-check
// Made from generator/search/format.py by
// `pytest tests/project/test_formats.py --renew`; not to be changed by hand.

/**
 * What must be known of a scope (a township, a county, all townships) before a search in it. The folder of its files,
 * which is named by what is in them; how many documents there are; the first places of the files of terms and of
 * further postings (`cuts.py`), each from the one before; how many files of leads; how many documents a file of
 * results has.
 * @typedef {object} ScopeRow
 * @property {string} version
 * @property {number} size
 * @property {string} terms
 * @property {string} further
 * @property {number} leads
 * @property {number} rows
 */

/** @type {Fields<ScopeRow>} */
export const SCOPE = {
  version: 0,
  size: 0,
  terms: 0,
  further: 0,
  leads: 0,
  rows: 0,
};

/**
 * Characters: which of the 3,755 common ones of GB 2312, six in a digit of `columns.py`, and others.
 * @typedef {object} KeysRow
 * @property {string} common
 * @property {string} others
 */

/** @type {Fields<KeysRow>} */
export const KEYS = {
  common: 0,
  others: 0,
};

/**
 * The postings of entries, each once: how many documents each has, these, and in what grade they weigh. The first
 * document is told from that of the postings before, a grade from the last one of its document, or else from the one
 * before. Which postings each entry of the vocabulary has: 0 none, 1 the next, 2 those that were used last, 3 those
 * used before them.
 * @typedef {object} OnceColumns
 * @property {string} counts
 * @property {string} documents
 * @property {string} weights
 * @property {string} which
 */

/** @type {Fields<OnceColumns>} */
export const ONCECOLUMNS = {
  counts: 0,
  documents: 0,
  weights: 0,
  which: 0,
};

/**
 * The topics of a few townships: their numbers, each from the one before, how many documents each has, and these. Of
 * all documents the other two numbers of their `TopicRow`, in grades, as `LeadColumns` has them.
 * @typedef {object} TopicColumns
 * @property {string} numbers
 * @property {string} counts
 * @property {string} documents
 * @property {string} asked
 * @property {string} called
 */

/** @type {Fields<TopicColumns>} */
export const TOPICCOLUMNS = {
  numbers: 0,
  counts: 0,
  documents: 0,
  asked: 0,
  called: 0,
};

/**
 * The pointer of a township or a county. Of which build the scripts must be that read it; the townships whose numbers
 * its facets have; the characters by which its duties' own terms are kept; where it has no files of leads, what the
 * vocabulary's entries and its topics lead to.
 * @typedef {object} ScopePointer
 * @property {string} version
 * @property {string} assets
 * @property {Values<ScopeRow>} scope
 * @property {string[]} townships
 * @property {Values<KeysRow>} keys
 * @property {Values<OnceColumns>} entries
 * @property {Values<TopicColumns>} topics
 */

/**
 * What must be known before a search. All townships as a scope; the folder of what is made of the vocabulary alone,
 * the first places of its files of words; how many entries and topics the vocabulary has; how many documents a file of
 * texts has, and a file of facets; how many matters a file of those has that no list carries; the commonest
 * characters, in their order; with which letters and digits terms begin; how many files of sounds there are; which
 * townships the page must list; the lists by their kinds; words that do not count; characters that tell nothing;
 * traditional characters; what terms tell, by kind; what a term of a topic's questions or name weighs at most; how
 * much less a duty weighs that was taken back.
 * @typedef {object} SearchMeta
 * @property {Values<ScopeRow>} all
 * @property {string} vocabulary
 * @property {string} words
 * @property {number} entries
 * @property {number} topics
 * @property {number} texts
 * @property {number} facets
 * @property {number} elsewhere
 * @property {string} common
 * @property {string} letters
 * @property {number} sounds
 * @property {string} places
 * @property {Record<string, string>} lists
 * @property {string[]} fillers
 * @property {string} empty
 * @property {Record<string, string>} characters
 * @property {number[]} worths
 * @property {number} asked
 * @property {number} called
 * @property {number} reclaimed
 */

/**
 * meta.json: the version of the index as a whole, and of which build the scripts are that read it.
 * @typedef {object} SearchPointer
 * @property {Values<ScopeRow>} all
 * @property {string} vocabulary
 * @property {string} words
 * @property {number} entries
 * @property {number} topics
 * @property {number} texts
 * @property {number} facets
 * @property {number} elsewhere
 * @property {string} common
 * @property {string} letters
 * @property {number} sounds
 * @property {string} places
 * @property {Record<string, string>} lists
 * @property {string[]} fillers
 * @property {string} empty
 * @property {Record<string, string>} characters
 * @property {number[]} worths
 * @property {number} asked
 * @property {number} called
 * @property {number} reclaimed
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
 * A document of a term or of an entry: how many further than the one before, and what it weighs in it, tenfold.
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
 * A document of a topic: how many further than the one before, and the parts that grow with its fields' lengths. Those
 * of the questions about its topics, negative where the duty was taken back, and of their names; tenfold.
 * @typedef {object} TopicRow
 * @property {number} step
 * @property {number} asked
 * @property {number} called
 */

/** @type {Fields<TopicRow>} */
export const TOPIC = {
  step: 0,
  asked: 0,
  called: 0,
};

/**
 * A term that duties have: what it tells by its kind, in how many fields it is, its postings. In so many fields is
 * negative where it has further postings.
 * @typedef {object} TermRow
 * @property {number} worth
 * @property {number} fields
 * @property {number[]} numbers
 */

/** @type {Fields<TermRow>} */
export const TERM = {
  worth: 0,
  fields: 0,
  numbers: 1,
};

/**
 * An entry of the everyday words, or a topic: how many documents it leads to, and the heaviest of them. An entry's are
 * `PostingRow`, a topic's `TopicRow`, one after another.
 * @typedef {object} LeadRow
 * @property {number} total
 * @property {number[]} numbers
 */

/** @type {Fields<LeadRow>} */
export const LEAD = {
  total: 0,
  numbers: 1,
};

/**
 * A topic that a term leads to: how often it is in the questions about it, and in its name.
 * @typedef {object} AskRow
 * @property {number} topic
 * @property {number} asked
 * @property {number} called
 */

/** @type {Fields<AskRow>} */
export const ASK = {
  topic: 0,
  asked: 0,
  called: 0,
};

/**
 * A term of the vocabulary: what it tells by its kind, the entry that it is, and what it leads to. An everyday word as
 * a whole is an entry; -1 where it is none. The matter that no list carries which it is called by; -1 where there is
 * none.
 * @typedef {object} WordRow
 * @property {number} worth
 * @property {number} says
 * @property {number[]} entries
 * @property {AskRow[]} topics
 * @property {number} elsewhere
 */

/** @type {Fields<WordRow>} */
export const WORD = {
  worth: 0,
  says: 0,
  entries: 0,
  topics: [ASK],
  elsewhere: 0,
};

/**
 * Terms of duties as columns (`columns.py`), in digits, in the order of their first documents, with spaces between.
 * What they tell by their kinds; how many more fields than documents each is in (of either sign); how many documents
 * each has; these, the first of each from that of the one before; in what grade it weighs in them.
 * @typedef {object} TermColumns
 * @property {string} names
 * @property {string} worths
 * @property {string} more
 * @property {string} counts
 * @property {string} documents
 * @property {string} weights
 */

/** @type {Fields<TermColumns>} */
export const TERMCOLUMNS = {
  names: 0,
  worths: 0,
  more: 0,
  counts: 0,
  documents: 0,
  weights: 0,
};

/**
 * Terms of the vocabulary as columns, in digits, those between strokes, and spaces, which lead to the same. What they
 * tell by their kinds; the entry that they are: 0 none, 1 the first that they lead to, 2 the entry 0; how many entries
 * each has; these, each from the one before, the first from that of the one before (of either sign); how many topics
 * each has; these, each from the one before (of either sign), and the other columns of their `AskRow`; the matter
 * elsewhere: 0 none, 1 the first, 2 the first by a word of brief queries, 3 the second. And how far the common
 * characters of the file, from its first place on, lean to what no list carries: 9 not at all, each step is a half.
 * @typedef {object} WordColumns
 * @property {string} names
 * @property {string} worths
 * @property {string} says
 * @property {string} counts
 * @property {string} entries
 * @property {string} asks
 * @property {string} topics
 * @property {string} asked
 * @property {string} called
 * @property {string} elsewhere
 * @property {string} leans
 */

/** @type {Fields<WordColumns>} */
export const WORDCOLUMNS = {
  names: 0,
  worths: 0,
  says: 0,
  counts: 0,
  entries: 0,
  asks: 0,
  topics: 0,
  asked: 0,
  called: 0,
  elsewhere: 0,
  leans: 0,
};

/**
 * Entries, or topics, as columns: their numbers, each from the one before. How many more documents than stand here
 * each leads to (of either sign); how many stand here; these, as `LeadRow` has them; and each of the other columns of
 * their rows, in grades, those of questions twice that, and 1 more where they are negative.
 * @typedef {object} LeadColumns
 * @property {string} numbers
 * @property {string} more
 * @property {string} counts
 * @property {string} documents
 * @property {string[]} weights
 */

/** @type {Fields<LeadColumns>} */
export const LEADCOLUMNS = {
  numbers: 0,
  more: 0,
  counts: 0,
  documents: 0,
  weights: 0,
};

/**
 * A file of terms: those of duties, and those of the vocabulary.
 * @typedef {object} TermFile
 * @property {Values<TermColumns>} terms
 * @property {Values<WordColumns>} words
 */

/**
 * A file of leads: of entries, and of topics.
 * @typedef {object} LeadFile
 * @property {Values<LeadColumns>} entries
 * @property {Values<LeadColumns>} topics
 */

/**
 * What a long letter is read by: two Bloom filters (`shards.bloom`), and the words that letters have oftenest. The
 * filters are of how that begins which no list carries, and of the other pairs that are words of the vocabulary.
 * @typedef {object} LetterFile
 * @property {string[]} filters
 * @property {Values<WordColumns>} words
 */

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
 * A duty of a result; its number is 0 where its id has it (c-040).
 * @typedef {object} MemberRow
 * @property {string} township
 * @property {string} id
 * @property {number} number
 */

/** @type {Fields<MemberRow>} */
export const MEMBER = {
  township: 0,
  id: 0,
  number: 0,
};

/**
 * An official word of a result, and the entries of everyday words that mean it, each from the one before.
 * @typedef {object} MeaningRow
 * @property {string} word
 * @property {string} entries
 */

/** @type {Fields<MeaningRow>} */
export const MEANING = {
  word: 0,
  entries: 0,
};

/**
 * What a result shows: in all so many duties, of which the first are named. The sentences of the first stand in a file
 * of texts: over several townships, in that folder and at that place. Topics, which only suggestions want, are left
 * out within a township: its pointer says what each topic leads to.
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
 * @property {string} folder
 * @property {number} place
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
  folder: 0,
  place: 0,
};
