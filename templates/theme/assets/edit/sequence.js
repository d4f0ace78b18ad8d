// @ts-check
// What two sequences have in common, as Python's difflib finds it: the longest piece first, then left and right of it.

/**
 * Pieces that both have: where they begin in the one and in the other, and how long they are.
 * @param {readonly string[]} one
 * @param {readonly string[]} other
 * @returns {[number, number, number][]}
 */
export function common(one, other) {
  /** @type {Map<string, number[]>} */
  const places = new Map();
  other.forEach((item, place) => {
    const own = places.get(item);
    if (own) own.push(place);
    else places.set(item, [place]);
  });
  /** @type {[number, number, number][]} */
  const found = [];
  /** @type {[number, number, number, number][]} */
  const waiting = [[0, one.length, 0, other.length]];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const [from, to, otherFrom, otherTo] = next;
    const [place, otherPlace, length] = longest(one, places, from, to, otherFrom, otherTo);
    if (!length) continue;
    found.push([place, otherPlace, length]);
    waiting.push([from, place, otherFrom, otherPlace], [place + length, to, otherPlace + length, otherTo]);
  }
  return found.sort((a, b) => a[0] - b[0]);
}

/**
 * @param {readonly string[]} one
 * @param {Map<string, number[]>} places
 * @param {number} from
 * @param {number} to
 * @param {number} otherFrom
 * @param {number} otherTo
 */
function longest(one, places, from, to, otherFrom, otherTo) {
  let best = [from, otherFrom, 0];
  /** @type {Map<number, number>} */
  let ending = new Map();
  for (let place = from; place < to; place++) {
    /** @type {Map<number, number>} */
    const now = new Map();
    for (const otherPlace of places.get(one[place]) || []) {
      if (otherPlace < otherFrom) continue;
      if (otherPlace >= otherTo) break;
      const length = (ending.get(otherPlace - 1) || 0) + 1;
      now.set(otherPlace, length);
      if (length > best[2]) best = [place - length + 1, otherPlace - length + 1, length];
    }
    ending = now;
  }
  return best;
}

/**
 * How alike two texts are, from 0 to 1.
 * @param {string} one
 * @param {string} other
 */
export function ratio(one, other) {
  const [a, b] = [Array.from(one), Array.from(other)];
  if (!a.length && !b.length) return 1;
  const same = common(a, b).reduce((sum, piece) => sum + piece[2], 0);
  return (2 * same) / (a.length + b.length);
}

/**
 * @typedef {{ kind: "same" | "removed" | "added", items: string[] }} Step
 */

/**
 * How the one becomes the other.
 * @param {readonly string[]} one
 * @param {readonly string[]} other
 * @returns {Step[]}
 */
export function steps(one, other) {
  /** @type {Step[]} */
  const made = [];
  const add = (/** @type {Step["kind"]} */ kind, /** @type {string[]} */ items) => {
    const last = made[made.length - 1];
    if (!items.length) return;
    if (last && last.kind === kind) last.items.push(...items);
    else made.push({ kind, items });
  };
  let [place, otherPlace] = [0, 0];
  for (const [start, otherStart, length] of [...common(one, other), [one.length, other.length, 0]]) {
    add("removed", one.slice(place, start));
    add("added", other.slice(otherPlace, otherStart));
    add("same", one.slice(start, start + length));
    [place, otherPlace] = [start + length, otherStart + length];
  }
  return made;
}
