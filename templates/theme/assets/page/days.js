// @ts-check
// Days as the lists' pages name them (2026-06-01), which text compares as time does.

/**
 * The day that somebody typed, empty where it is none: a browser without a calendar takes any text.
 * @param {string} text
 */
export function dayOf(text) {
  const found = /^\s*(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?\s*$/.exec(text);
  if (!found) return "";
  const [year, month, day] = found.slice(1).map(Number);
  const date = new Date(Date.UTC(year, month - 1, day));
  const isReal = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return isReal ? date.toISOString().slice(0, 10) : "";
}

/**
 * Which of several beginnings a day lies after, the last of them; an empty one is before every day.
 * @param {string[]} beginnings
 * @param {string} day
 */
export function lastBefore(beginnings, day) {
  const before = beginnings.filter((one) => one <= day).sort();
  return before.length ? beginnings.indexOf(before[before.length - 1]) : -1;
}
