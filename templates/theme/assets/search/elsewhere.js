// @ts-check
// Matters that no list carries: which of them a query names, and who of its scope may be asked.  What is in their files
// is told in generator/search/index.py.
import { at, element, listed, named, placeWord } from "../shared.js";
import { CONTACT, DESK, ELSEWHERE } from "./desks.js";

/** @import { FacetFile } from "./ranges.js" */
/** @import { ContactRow, DeskRow, ElsewhereRow } from "./desks.js" */
/** @import { Outcome } from "./engine.js" */
/** @import { LinkTo } from "./nothing.js" */
/** @import { Found } from "./score.js" */
/** @import { State } from "./state.js" */

/** @typedef {{ departments: (kind: string) => DeskRow[], contact: ContactRow }} Desks */

/** So many matters are told, and departments of each. */
const MOST = 2;
/** @type {Desks} */
export const NO_DESKS = { departments: () => [], contact: { phones: [], hours: "", as_of: "" } };

/**
 * Which matters some words name: the longest words first.
 * @param {readonly Pick<Found, "term" | "elsewhere">[]} words
 */
export function numbersElsewhere(words) {
  const longest = [...words].sort((a, b) => b.term.length - a.term.length);
  return [...new Set(longest.map((one) => Number(one.elsewhere)))].slice(0, MOST);
}

/**
 * The matters that a query names.
 * @param {Outcome} outcome
 * @returns {Promise<ElsewhereRow[]>}
 */
export async function mattersElsewhere({ elsewhere, meta, load }) {
  const each = meta.elsewhere;
  return Promise.all(
    numbersElsewhere(elsewhere).map(async (number) => {
      const file = await load(`${meta.vocabulary}/o-${Math.floor(number / each)}`);
      return named(ELSEWHERE, file[number % each]);
    }),
  );
}

/**
 * Who may be asked in what was searched.
 * @param {Outcome} outcome
 * @returns {Promise<Desks>}
 */
export async function desksOf({ family, load }) {
  /** @type {FacetFile} */
  const {
    desks: [{ kinds, contact }],
  } = await load(`${family.version}/f-0`);
  const departments = (/** @type {string} */ kind) => (kinds[kind] || []).slice(0, MOST).map((one) => named(DESK, one));
  return { departments, contact: named(CONTACT, contact) };
}

/**
 * What could not be had is not told; the rest is.
 * @template T
 * @param {Promise<T>} coming
 * @param {T} instead
 */
export const orElse = (coming, instead) =>
  coming.catch((error) => {
    console.error(error);
    return instead;
  });

/**
 * The matters that a query names and no list carries, each as a sentence: what to do, whom to ask.
 * @param {Outcome} outcome
 */
export async function elsewhereTexts(outcome) {
  const matters = await orElse(mattersElsewhere(outcome), []);
  const desks = matters.some((one) => one.kind) ? await orElse(desksOf(outcome), NO_DESKS) : NO_DESKS;
  return matters.map((one) => elsewhereText(one, desks, outcome.family.few ? "这里归" : "各县的见"));
}

/**
 * @param {ElsewhereRow} matter
 * @param {Desks} desks
 * @param {string} where what leads to the departments
 */
function elsewhereText({ name, ask, kind, do: what, calls }, { departments }, where) {
  const links = departments(kind).map((one) => element("a", one.name, { href: at(one.url) }));
  const numbers = calls.map((one) => element("span", [phoneLink(one.number, one.number), `（${one.name}）`]));
  const text = element("p", [element("strong", name), `：${what}问：${ask}`], { className: "qd-elsewhere" });
  if (links.length) text.append(`，${where}`, ...listed(links));
  if (numbers.length) text.append("；电话 ", ...listed(numbers));
  text.append("。");
  return text;
}

/**
 * @param {string} text
 * @param {string} dialled
 */
export const phoneLink = (text, dialled) => element("a", text, { href: `tel:${dialled}` });

/**
 * Words as a text names them: “甲”、“乙”.
 * @param {readonly string[]} words
 */
export const quoted = (words) => words.map((one) => `“${one}”`).join("、");

/**
 * Where else it may be: without the filters, which hide so many results that say more of it; in all places.
 * @param {State} state
 * @param {number} hidden
 * @param {LinkTo} linkTo
 */
export function widerTexts({ q, exact, in: place }, hidden, linkTo) {
  const links = [];
  if (hidden) links.push(linkTo({ q, exact, in: place }, `去掉筛选，有 ${hidden} 项`));
  else if (place) links.push(linkTo({ q, exact }, `不是这件事的，在全部${placeWord()}里查`));
  return links.map((one) => element("p", one));
}

/**
 * That so many results say less of it than what the filters hide.
 * @param {number} count
 */
export const poorText = (count) => `照现在的筛选有 ${count} 项，最像的不在里面。`;

/**
 * What of the query so many results have, what the first of them have not, and what is nowhere.
 * @param {Pick<Outcome, "matched" | "missing" | "found">} outcome
 * @param {number} count
 */
export function matchText({ matched, missing, found }, count) {
  const has = matched.length ? `提到${quoted(matched)}的有 ${count} 项` : `有 ${count} 项`;
  const isThere = (/** @type {string} */ word) => found.some((one) => one.term === word && one.postings.length);
  const [there, nowhere] = [missing.filter(isThere), missing.filter((one) => !isThere(one))];
  const not = [
    ...(there.length ? [`前几项里没有${quoted(there)}`] : []),
    ...(nowhere.length ? [`没有找到${quoted(nowhere)}`] : []),
  ];
  return `${has}；${not.join("，") || "不一定是这件事"}。`;
}
