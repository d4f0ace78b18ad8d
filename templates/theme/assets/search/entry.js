// @ts-check
// One result, as it stands in the list.
import { at, element, fill, placeWord } from "../shared.js";
import { markedParts, marksOf, whyOf } from "./excerpt.js";

/** @import { Asking, Result } from "./rows.js" */
/** @typedef {ReturnType<typeof entryOf>} Entry */

/**
 * The text with its marks.
 * @param {string} text
 * @param {readonly string[]} words
 */
const marked = (text, words) =>
  markedParts(text, words).map((one) => (one.isMarked ? element("mark", one.text) : one.text));

/**
 * A result, and what fetches its passage into a place which is kept for it.
 * @param {Result} result
 * @param {Asking} asking
 * @param {(township: string) => string} labelOf
 */
export function entryOf(result, asking, labelOf) {
  const [first] = result.members;
  const marks = marksOf(result);
  const link = element("a", marked(result.name, marks), { href: at(first.url) });
  const tag = element("span", result.word, { className: `qd-tag qd-tag--${result.answer}` });
  const where = `${labelOf(first.township)}${asking.meta.lists[result.list]}第 ${first.number} 项 · ${result.category}`;
  // Basic duties are but names and have no texts.
  const places = result.list === "basic" ? [] : [element("p", [], { className: "qd-results__passage" })];
  const why = whyOf(result);
  const entry = element("li", [
    link,
    element("p", [tag, ` ${result.sentence}`]),
    ...(why ? [element("p", why, { className: "qd-results__why" })] : []),
    ...places,
    element("p", where, { className: "qd-results__where" }),
  ]);
  if (result.count > 1) entry.append(othersOf(result, labelOf));
  return {
    entry,
    link,
    passages: places.map((place) => () => passage(place, result, marks, asking)),
  };
}

/**
 * The other townships that have the same.
 * @param {Result} result
 * @param {(township: string) => string} labelOf
 */
function othersOf({ members, count }, labelOf) {
  const links = members
    .slice(1)
    .map((one) => element("li", element("a", labelOf(one.township) || one.township, { href: at(one.url) })));
  const rest = count - members.length;
  if (rest > 0) links.push(element("li", `还有 ${rest} 个，见事项页`));
  return element("details", [element("summary", `另有 ${count - 1} 个${placeWord()}也有这一项`), element("ul", links)]);
}

/**
 * @param {Element} place
 * @param {Result} result
 * @param {readonly string[]} marks
 * @param {Asking} asking
 */
async function passage(place, result, marks, asking) {
  const { passageOf } = await import("./afterwards.js");
  fill(place, ...marked(await passageOf(result, marks, asking), marks));
}
