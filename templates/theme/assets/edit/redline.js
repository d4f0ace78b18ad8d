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
 * What of a text is changed as a whole: a number, or a character.
 * @param {string} text
 * @returns {string[]}
 */
function tokens(text) {
  return text.match(/[0-9]+|[^]/gu) || [];
}

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
  const own = steps(tokens(before), tokens(after));
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
 * Lines in the place of others, each beside the one that it was made from.
 * @param {string[]} removed
 * @param {string[]} added
 * @returns {Piece[][]}
 */
function paired(removed, added) {
  /** @type {Piece[][]} */
  const lines = [];
  let [done, newDone] = [0, 0];
  for (const [at, newAt] of [...pairs(removed, added), [removed.length, added.length]]) {
    lines.push(...removed.slice(done, at).map((text) => [whole("removed", text)]));
    lines.push(...added.slice(newDone, newAt).map((text) => [whole("added", text)]));
    if (at < removed.length) lines.push(pieces(removed[at], added[newAt]));
    [done, newDone] = [at + 1, newAt + 1];
  }
  return lines;
}

/**
 * @param {Step["kind"]} kind
 * @param {string} text
 * @returns {Piece}
 */
function whole(kind, text) {
  return { kind, text };
}

/**
 * Which lines are one line that was changed, in their order: those that are the most alike, all in all.
 * @param {string[]} removed
 * @param {string[]} added
 * @returns {[number, number][]}
 */
function pairs(removed, added) {
  const weights = removed.map((was) => added.map((now) => weight(was, now)));
  const best = [...removed, ""].map(() => [...added, ""].map(() => 0));
  for (let at = removed.length - 1; at >= 0; at--) {
    for (let newAt = added.length - 1; newAt >= 0; newAt--) {
      const own = weights[at][newAt];
      best[at][newAt] = Math.max(best[at + 1][newAt], best[at][newAt + 1], own && own + best[at + 1][newAt + 1]);
    }
  }
  /** @type {[number, number][]} */
  const found = [];
  let [at, newAt] = [0, 0];
  while (best[at][newAt]) {
    if (best[at][newAt] === best[at + 1][newAt]) at++;
    else if (best[at][newAt] === best[at][newAt + 1]) newAt++;
    else found.push([at++, newAt++]);
  }
  return found;
}

/**
 * How much it is worth to show two lines as one that was changed; nothing where they are not alike.
 * @param {string} was
 * @param {string} now
 */
function weight(was, now) {
  const alike = ratio(was, now);
  return alike < ALIKE ? 0 : alike ** 2;
}
