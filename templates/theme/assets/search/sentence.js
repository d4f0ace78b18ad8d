// @ts-check
// The sentence of a result that says most of the words.

const LENGTH = 90;
/** So many characters stand before the first word in a sentence that is cut. */
const BEFORE = 20;

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
