// @ts-check
// The terms of a file from its columns, as generator/search/columns.py has them; golden.json holds both to the same.
import { named } from "../shared.js";
import { TERMCOLUMNS, WORDCOLUMNS } from "./format.js";

/** @import { TermFile } from "./format.js" */

/** What an everyday word is: no entry, the first of those that it leads to, or another. */
const NONE = 0;
const FIRST = 1;
const OTHERS = 2;

/**
 * The rows of duties' terms (`TermRow`).
 * @param {TermFile["terms"]} columns
 */
export function termsOf(columns) {
  const { names, worths, more, counts, documents, weights } = named(TERMCOLUMNS, columns);
  /** @type {Map<string, number[]>} */
  const rows = new Map();
  let at = 0;
  let first = 0;
  names.forEach((term, i) => {
    const numbers = [worths[i], more[i] + counts[i]];
    first += documents[at];
    for (let k = 0; k < counts[i]; k += 1, at += 1) numbers.push(k ? documents[at] : first, weights[at]);
    rows.set(term, numbers);
  });
  return rows;
}

/**
 * The rows of the vocabulary's terms (`WordRow`).
 * @param {TermFile["words"]} columns
 */
export function wordsOf(columns) {
  const { names, worths, says, counts, entries, asks, topics } = named(WORDCOLUMNS, columns);
  /** @type {Map<string, [number, number, number[], number[][]]>} */
  const rows = new Map();
  let at = 0;
  let ask = 0;
  let first = 0;
  names.forEach((terms, i) => {
    /** @type {number[]} */
    const own = [];
    for (let k = 0; k < counts[i]; k += 1, at += 1) own.push(entries[at] + (k ? own[k - 1] : first));
    if (own.length) first = own[0];
    /** @type {number[][]} */
    const asked = [];
    for (let k = 0; k < asks[i]; k += 1, ask += 3) asked.push(topics.slice(ask, ask + 3));
    const said = says[i] === NONE ? -1 : says[i] === FIRST ? own[0] : says[i] - OTHERS;
    for (const term of terms.split(" ")) rows.set(term, [worths[i], said, own, asked]);
  });
  return rows;
}
