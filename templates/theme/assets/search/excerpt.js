// @ts-check
// What a result shows of its texts: which words are marked, the sentence that says most of them, why it was found.

/** @import { Result } from "./rows.js" */

const LENGTH = 90;
/** So many characters stand before the first word in a sentence that is cut. */
const BEFORE = 20;
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

/**
 * The text that says most of the words, cut to them; the first where none says any.
 * @param {readonly string[]} texts
 * @param {readonly string[]} words
 */
export function excerpt(texts, words) {
  let best = { hits: 0, text: texts[0] || "" };
  for (const text of texts) {
    const hits = words.filter((word) => text.includes(word)).reduce((sum, word) => sum + word.length, 0);
    if (hits > best.hits) best = { hits, text };
  }
  const { text } = best;
  const at = words.map((word) => text.indexOf(word)).filter((one) => one >= 0);
  const start = at.length ? Math.max(0, Math.min(Math.min(...at) - BEFORE, text.length - LENGTH)) : 0;
  const end = start + LENGTH;
  return `${start ? "…" : ""}${text.slice(start, end)}${end < text.length ? "…" : ""}`;
}
