// @ts-check
// The redline: what becomes of texts, word by word.
import { ratio, steps } from "./sequence.js";

/**
 * @import { Step } from "./sequence.js"
 * @typedef {{ kind: Step["kind"], text: string }} Piece
 */

/** What two texts have in common by chance is no longer than this. */
const CHANCE = 1;
/** Texts less alike than this are two texts, not one that was changed. */
const ALIKE = 0.3;

/**
 * How a text becomes another.
 * @param {string} before
 * @param {string} after
 * @returns {Piece[]}
 */
export function pieces(before, after) {
  /** @type {Piece[]} */
  const made = [];
  let removed = "";
  let added = "";
  const flush = () => {
    if (removed) made.push({ kind: "removed", text: removed });
    if (added) made.push({ kind: "added", text: added });
    removed = added = "";
  };
  const own = steps(Array.from(before), Array.from(after));
  own.forEach(({ kind, items }, place) => {
    const text = items.join("");
    const isInside = place > 0 && place < own.length - 1;
    if (kind === "removed") removed += text;
    else if (kind === "added") added += text;
    else if (isInside && items.length <= CHANCE) {
      removed += text;
      added += text;
    } else {
      flush();
      made.push({ kind, text });
    }
  });
  flush();
  return made;
}

/**
 * How lines become others: of each line what is the same, removed, added.
 * @param {string[]} before
 * @param {string[]} after
 * @returns {Piece[][]}
 */
export function redline(before, after) {
  /** @type {Piece[][]} */
  const lines = [];
  const own = steps(before, after);
  for (let place = 0; place < own.length; place++) {
    const { kind, items } = own[place];
    const next = own[place + 1];
    if (kind === "removed" && next && next.kind === "added") {
      lines.push(...paired(items, next.items));
      place++;
    } else lines.push(...items.map((text) => [{ kind, text }]));
  }
  return lines;
}

/**
 * Lines in the place of others, each with the first that it is likely to be made from.
 * @param {string[]} removed
 * @param {string[]} added
 * @returns {Piece[][]}
 */
function paired(removed, added) {
  let from = 0;
  const partners = added.map((text) => {
    const at = removed.findIndex((one, place) => place >= from && ratio(one, text) >= ALIKE);
    if (at >= 0) from = at + 1;
    return at;
  });
  /** @type {Piece[][]} */
  const lines = [];
  let done = 0;
  const gone = (/** @type {number} */ to) => {
    for (; done < to; done++) lines.push([{ kind: "removed", text: removed[done] }]);
  };
  added.forEach((text, place) => {
    const next = partners.slice(place).find((at) => at >= 0);
    gone(next === undefined ? removed.length : next);
    if (partners[place] < 0) lines.push([{ kind: "added", text }]);
    else lines.push(pieces(removed[done++], text));
  });
  gone(removed.length);
  return lines;
}
