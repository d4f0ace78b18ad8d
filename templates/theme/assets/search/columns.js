// @ts-check
// Rows of terms, entries and topics from the columns of their files, as generator/search/columns.py has them;
// golden.json holds both to the same.
import { named } from "../shared.js";
import { LEADCOLUMNS, ONCECOLUMNS, TERMCOLUMNS, TOPICCOLUMNS, WORDCOLUMNS } from "./format.js";
import { COMMON, commonCharacters } from "./text.js";

/** @import { LeadFile, LeadRow, ScopePointer, TermFile } from "./format.js" */

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const BASE = DIGITS.length;
/** Each grade is so many times as heavy as the one below. */
const GRADE = 1.15;
/** Of first digits: from which on a number is of two, of three, of six. */
const TWO = 48;
const THREE = 60;
const SIX = 63;

/** What an everyday word is: no entry, the first of those that it leads to, or another. */
const NONE = 0;
const FIRST = 1;
const OTHERS = 2;

/** How far a character leans that leans to nothing, and how many steps are 1. */
const UPRIGHT = 9;
const STEPS = 2;

/** With this digit a character begins that is neither a common one nor one of these; with this mark a text in digits. */
const OTHER = 63;
const PLAIN = "，、。：；（）“”《》 0123456789abcdefghijklmnopqrstuvwxyz";
const MARK = "=";

/** @type {string[] | undefined} */
let known;

/**
 * The digits of a text as numbers.
 * @param {string} text
 */
export const digitsOf = (text) => [...text].map((one) => DIGITS.indexOf(one));

/**
 * The numbers of a column.
 * @param {string} text
 */
export function numbersOf(text) {
  const digits = digitsOf(text);
  /** @type {number[]} */
  const numbers = [];
  let at = 0;
  const rest = (/** @type {number} */ start, /** @type {number} */ count) => {
    let number = start;
    for (let i = 0; i < count; i += 1) number = number * BASE + digits[(at += 1)];
    return number;
  };
  for (; at < digits.length; at += 1) {
    const first = digits[at];
    if (first < TWO) numbers.push(first);
    else if (first < THREE) numbers.push(TWO + rest(first - TWO, 1));
    else if (first < SIX) numbers.push(TWO + (THREE - TWO) * BASE + rest(first - THREE, 2));
    else numbers.push(rest(0, 5));
  }
  return numbers;
}

/**
 * A term from its digits.
 * @param {string} text
 */
export function termOf(text) {
  known = known || [...[...commonCharacters()].slice(0, COMMON), ...PLAIN];
  const digits = digitsOf(text);
  let term = "";
  for (let at = 0; at < digits.length; at += 2) {
    if (digits[at] === OTHER) {
      term += String.fromCharCode((digits[at + 1] * BASE + digits[at + 2]) * BASE + digits[at + 3]);
      at += 2;
    } else term += known[digits[at] * BASE + digits[at + 1]];
  }
  return term;
}

/**
 * A value with its texts, of which some stand in digits.
 * @param {any} value
 * @returns {any}
 */
export function spelt(value) {
  if (Array.isArray(value)) return value.map(spelt);
  return typeof value === "string" && value[0] === MARK ? termOf(value.slice(1)) : value;
}

/** @param {number} number */
const signed = (number) => (number % 2 ? -(number + 1) / 2 : number / 2);

/** @param {number} grade */
const weightOf = (grade) => Math.round(GRADE ** grade);

/** @param {number} grade */
const signedWeight = (grade) => (grade % 2 ? -weightOf((grade - 1) / 2) : weightOf(grade / 2));

/**
 * Each number added to those before.
 * @param {readonly number[]} steps
 */
export function summed(steps) {
  let number = 0;
  return steps.map((step) => (number += step));
}

/**
 * The rows of duties' terms (`TermRow`).
 * @param {TermFile["terms"]} columns
 */
export function termsOf(columns) {
  const { names, ...texts } = named(TERMCOLUMNS, columns);
  const [worths, more, counts, documents] = [texts.worths, texts.more, texts.counts, texts.documents].map(numbersOf);
  const weights = numbersOf(texts.weights).map(weightOf);
  /** @type {Map<string, number[]>} */
  const rows = new Map();
  let at = 0;
  let first = 0;
  (names ? names.split(" ") : []).forEach((term, i) => {
    const numbers = [worths[i], signed(more[i]) + counts[i]];
    first += documents[at];
    for (let k = 0; k < counts[i]; k += 1, at += 1) numbers.push(k ? documents[at] : first, weights[at]);
    rows.set(termOf(term), numbers);
  });
  return rows;
}

/**
 * The rows of the vocabulary's terms (`WordRow`).
 * @param {TermFile["words"]} columns
 */
export function wordsOf(columns) {
  const { names, ...texts } = named(WORDCOLUMNS, columns);
  const [worths, says, counts, asks] = [texts.worths, texts.says, texts.counts, texts.asks].map(numbersOf);
  const [asked, called, elsewhere] = [texts.asked, texts.called, texts.elsewhere].map(numbersOf);
  const topics = summed(numbersOf(texts.topics).map(signed));
  const entries = numbersOf(texts.entries).map(signed);
  /** @type {Map<string, [number, number, number[], number[][], number]>} */
  const rows = new Map();
  let at = 0;
  let ask = 0;
  let first = 0;
  (names ? names.split("/") : []).forEach((terms, i) => {
    /** @type {number[]} */
    const own = [];
    for (let k = 0; k < counts[i]; k += 1, at += 1) own.push(entries[at] + (k ? own[k - 1] : first));
    if (own.length) first = own[0];
    /** @type {number[][]} */
    const led = [];
    for (let k = 0; k < asks[i]; k += 1, ask += 1) led.push([topics[ask], asked[ask], called[ask]]);
    const said = says[i] === NONE ? -1 : says[i] === FIRST ? own[0] : says[i] - OTHERS;
    for (const term of terms.split(" ")) rows.set(termOf(term), [worths[i], said, own, led, elsewhere[i] - 1]);
  });
  return rows;
}

/**
 * How far characters lean to what no list carries, from the first place of their file on.
 * @param {TermFile["words"]} columns
 */
export const leansOf = (columns) => digitsOf(named(WORDCOLUMNS, columns).leans).map((one) => (one - UPRIGHT) / STEPS);

/**
 * What entries or topics lead to, by their numbers.
 * @param {LeadFile["entries"]} columns
 */
export function leadsOf(columns) {
  const { weights, ...texts } = named(LEADCOLUMNS, columns);
  const [more, counts, documents] = [texts.more, texts.counts, texts.documents].map(numbersOf);
  // Of topics the first of their two columns may be negative.
  const others = weights.map((one, i) => numbersOf(one).map(weights.length > 1 && !i ? signedWeight : weightOf));
  /** @type {Map<number, LeadRow>} */
  const rows = new Map();
  let at = 0;
  summed(numbersOf(texts.numbers)).forEach((number, i) => {
    /** @type {number[]} */
    const numbers = [];
    for (let k = 0; k < counts[i]; k += 1, at += 1) numbers.push(documents[at], ...others.map((one) => one[at]));
    rows.set(number, { total: counts[i] + signed(more[i]), numbers });
  });
  return rows;
}

/**
 * What the vocabulary's entries lead to in a township, by their numbers.
 * @param {ScopePointer["entries"]} columns
 */
export function entriesOf(columns) {
  const { weights, ...texts } = named(ONCECOLUMNS, columns);
  const [counts, documents, which] = [texts.counts, texts.documents, texts.which].map(numbersOf);
  const steps = numbersOf(weights).map(signed);
  /** @type {number[]} */
  const grades = [];
  let [at, first, grade] = [0, 0, 0];
  const once = counts.map((total) => {
    first += signed(documents[at]);
    let document = 0;
    /** @type {number[]} */
    const numbers = [];
    for (let k = 0; k < total; k += 1, at += 1) {
      const step = k ? documents[at] : first;
      document += step;
      if (document in grades) grade = grades[document];
      grades[document] = grade += steps[at];
      numbers.push(step, weightOf(grade));
    }
    return { total, numbers };
  });
  /** @type {Map<number, LeadRow>} */
  const rows = new Map();
  /** @type {LeadRow[]} */
  const recent = [];
  which.forEach((back, number) => {
    if (!back) return;
    const own = back > 1 ? recent.splice(back - 2, 1)[0] : once[recent.length];
    recent.unshift(own);
    rows.set(number, own);
  });
  return rows;
}

/**
 * What topics lead to in a township, by their numbers.
 * @param {ScopePointer["topics"]} columns
 */
export function topicsOf(columns) {
  const texts = named(TOPICCOLUMNS, columns);
  const [counts, documents] = [texts.counts, texts.documents].map(numbersOf);
  const asked = numbersOf(texts.asked).map(signedWeight);
  const called = numbersOf(texts.called).map(weightOf);
  /** @type {Map<number, LeadRow>} */
  const rows = new Map();
  let at = 0;
  summed(numbersOf(texts.numbers)).forEach((number, i) => {
    /** @type {number[]} */
    const numbers = [];
    let document = 0;
    for (let k = 0; k < counts[i]; k += 1, at += 1) {
      document += documents[at];
      numbers.push(documents[at], asked[document], called[document]);
    }
    rows.set(number, { total: counts[i], numbers });
  });
  return rows;
}
