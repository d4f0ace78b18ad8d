// @ts-check
// What a result shows of its texts: which words are marked, why it was found.

/** @import { Result } from "./rows.js" */

/** A reason names so many words. */
const NAMED = 3;

/**
 * The parts of a text, those that are among the words set apart.
 * @param {string} text
 * @param {readonly string[]} words
 */
export function markedParts(text, words) {
  // Character for character, so that places agree; “…” would become three points and stays as it is.
  const plain = text.replace(/[^]/g, (one) => {
    const own = one.normalize("NFKC");
    return own.length === 1 ? own.toLowerCase() : one;
  });
  const hits = new Array(text.length).fill(false);
  for (const word of words) {
    for (let at = plain.indexOf(word); at >= 0; at = plain.indexOf(word, at + 1)) hits.fill(true, at, at + word.length);
  }
  const parts = [];
  for (let start = 0; start < text.length;) {
    let end = start + 1;
    while (end < text.length && hits[end] === hits[start]) end += 1;
    parts.push({ text: text.slice(start, end), isMarked: Boolean(hits[start]) });
    start = end;
  }
  return parts;
}

/**
 * Which words are marked: long ones; single characters only where there is nothing longer.
 * @param {Pick<Result, "terms" | "reasons">} result
 */
export function marksOf({ terms, reasons }) {
  const all = [...new Set(terms.map((one) => one.term))];
  const long = all.filter((one) => one.length > 1);
  return (long.length ? long : all).concat(...reasons.map((one) => one.means));
}

/**
 * Why it was found, where its name does not show it: by which everyday word, or by its topic.
 * @param {Pick<Result, "terms" | "reasons" | "name" | "topics">} result
 */
export function whyOf({ terms, reasons, name, topics }) {
  if (reasons.length) return `便民词：${reasons.map((one) => `${one.say} → ${one.means.join("、")}`).join("；")}`;
  if (terms.some(({ term }) => term.length > 1 && name.includes(term))) return "";
  const own = longest(marksOf({ terms, reasons })).slice(0, NAMED);
  const said = own.length ? `说到“${own.join("”“")}”` : "";
  return [said, topics.length ? `主题：${topics.map((one) => one.title).join("、")}` : ""].filter(Boolean).join("；");
}

/**
 * Words without those that are in another.
 * @param {readonly string[]} words
 */
const longest = (words) => words.filter((one) => !words.some((other) => other !== one && other.includes(one)));
