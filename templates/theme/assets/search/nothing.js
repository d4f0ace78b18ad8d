// @ts-check
// What is said and offered where the lists do not answer, or hardly: what it is and whom to ask, other townships, topics
// that are near.
import { at, element, fill, listed, need, placeWord } from "../shared.js";
import { NO_DESKS, desksOf, elsewhereTexts, orElse, phoneLink, quoted } from "./elsewhere.js";
import { plain, rows, runs, worthShowing } from "./page.js";

/** @import { Desks } from "./elsewhere.js" */
/** @import { Engine, Outcome } from "./engine.js" */
/** @import { Near } from "./rows.js" */
/** @import { Ranked } from "./score.js" */
/** @import { State } from "./state.js" */
/** @typedef {(state: Partial<State>, text: string) => HTMLAnchorElement} LinkTo */

/**
 * @typedef {object} Asked what was asked, and how the page names places and leads to other searches
 * @property {State} state
 * @property {boolean} isFiltered
 * @property {Outcome} outcome
 * @property {Engine} index
 * @property {LinkTo} linkTo
 * @property {(id: string) => string} labelOf
 * @property {(id: string) => string} kindOf
 */

/** Near topics and departments are those of so many of the likeliest documents; so many are named. */
const LIKELIEST = 5;
const TOPICS = 6;
const DEPARTMENTS = 2;
/** Of other townships so many duties are named. */
const OTHERS = 3;
/** So much of a query is said again. */
const QUOTED = 40;
/** A word is named that is at least so important, beside the most important one. */
const TELLING = 0.5;
/** A search that leaves more requests than these has looked for everything. */
const ENOUGH = 3;
/** @param {Asked} asked */
const whereOf = ({ state, labelOf }) => (state.in ? `${labelOf(state.in) || state.in}的` : "收录的");

/**
 * Whether it is the filters that leave nothing.
 * @param {Asked} asked
 */
const isHidden = ({ isFiltered, outcome }) => isFiltered && outcome.state !== "none" && outcome.ranked.length > 0;

/** @type {typeof import("./afterwards.js").topicsOf} */
const topicsOf = async (likely, wider) => (await import("./afterwards.js")).topicsOf(likely, wider);

/**
 * Whether it says nothing that could be looked for: marks, a greeting, “的”.
 * @param {Asked} asked
 */
const isEmpty = ({ state, outcome: { meta } }) =>
  runs(plain(state.q), meta.fillers).every((run) => [...run].every((one) => meta.empty.includes(one)));

/** The beginning of a letter. */
const short = (/** @type {string} */ text) => (text.length > QUOTED ? `${text.slice(0, QUOTED)}…` : text);

/**
 * That no list says it, as a heading.
 * @param {Asked} asked
 */
export function nothingText(asked) {
  if (isEmpty(asked)) return "请写要办的事";
  return isHidden(asked) ? "照现在的筛选，一项也没有" : `${whereOf(asked)}清单里没有写到这件事`;
}

/**
 * What was looked for.
 * @param {Asked} asked
 */
export const queryText = (asked) =>
  isEmpty(asked) ? `“${short(asked.state.q)}”里没有说什么事。` : `查的是“${short(asked.state.q)}”。`;

/**
 * The way out of filters that leave nothing.
 * @param {Asked} asked
 */
export function wayOut(asked) {
  const { state, isFiltered, outcome, linkTo } = asked;
  if (!isFiltered || isEmpty(asked)) return [];
  const { q, exact } = state;
  const text = outcome.state === "none" ? "去掉筛选" : `去掉筛选，有 ${worthShowing(outcome.ranked).length} 项`;
  return [element("p", linkTo({ q, exact, in: state.in }, text))];
}

/**
 * The matters that no list carries, each as a sentence.
 * @param {Asked} asked
 */
export const elsewhereOf = async (asked) => (isHidden(asked) ? [] : elsewhereTexts(asked.outcome));

/**
 * What is offered where no list says it, below the list; where nothing was asked, nothing.
 * @param {HTMLElement} place
 * @param {Asked} asked
 * @param {readonly Element[]} texts of `elsewhereOf`
 */
export function showNothing(place, asked, texts) {
  if (isEmpty(asked)) {
    // With the examples below.
    need(HTMLElement, "[data-search-results]").setAttribute("data-search-hint", "");
    return null;
  }
  const { state } = asked;
  const part = (/** @type {string} */ name) => need(HTMLElement, `[data-search-${name}]`, place);
  for (const name of ["others", "topics", "town"]) fill(part(name));
  part("say").textContent = short(state.q);
  fill(part("elsewhere"), ...texts);
  fill(part("tried"), isHidden(asked) ? "" : triedText(asked));
  // An item of a list.
  const town = part("town").parentElement;
  if (town) town.hidden = !state.in.includes("/");
  place.hidden = false;
  return { hasElsewhere: texts.length > 0, part };
}

/**
 * Which of its words the lists have: those that tell most; of a letter none, which has some of them by chance.
 * @param {Asked} asked
 */
function triedText({ state, outcome: { found, matched } }) {
  if (!found.some((one) => one.postings.length || one.elsewhere !== null)) return "这些字，这里的清单里都没有。";
  if (state.q.length > QUOTED) return "";
  const most = Math.max(...found.map((one) => one.importance));
  const isTelling = (/** @type {string} */ word) =>
    found.some(({ term, importance }) => term === word && importance >= most * TELLING);
  const told = matched.filter(isTelling);
  return told.length ? `清单里提到${quoted(told)}，但是没有一项说的是这件事。` : "";
}

/**
 * What follows when it has come: other townships that have it, topics and departments that are near, the township
 * itself.
 * @param {NonNullable<ReturnType<typeof showNothing>>} shown
 * @param {Asked} asked
 * @param {() => boolean} isNow whether it is still asked
 */
export async function showFurther({ hasElsewhere, part }, asked, isNow) {
  const { state, outcome, index } = asked;
  const exact = Boolean(state.exact);
  const isElsewhere = Boolean(state.in) && !isHidden(asked);
  const wider = isElsewhere ? await index.rank(state.q, "all", { exact, load: outcome.load }) : outcome;
  const others = isElsewhere && wider.state !== "none" ? wider.ranked : [];
  const named = others.length ? await rows(others.slice(0, OTHERS), wider) : [];
  if (!isNow()) return;
  if (isElsewhere) fill(part("others"), ...othersText(named, wider, asked));
  // Whoever has been told whom to ask is not led elsewhere.
  const near = hasElsewhere ? [] : nearOf(wider, asked);
  const likely = near.length ? await rows(near.slice(0, LIKELIEST), wider) : [];
  const topics = wider.family.few ? await topicsOf(likely, wider) : likely.map((one) => one.topics);
  if (!isNow()) return;
  fill(part("topics"), ...topicsText(topics, likely, wider === outcome && Boolean(state.in)));
  if (!state.in.includes("/")) return;
  const desks = await orElse(desksOf(outcome), NO_DESKS);
  if (isNow()) fill(part("town"), ...townText(desks, asked));
}

/**
 * The documents that are near a query: of what was found before it was filtered, else those that are near it at all.
 * @param {Outcome} outcome
 * @param {Asked} asked
 * @returns {readonly Ranked[]}
 */
function nearOf({ state, near, ranked }, asked) {
  return state === "none" ? near : isHidden(asked) || asked.state.in ? ranked : [];
}

/**
 * That other townships have it, and where.
 * @param {Awaited<ReturnType<typeof rows>>} named
 * @param {Outcome} wider
 * @param {Asked} asked
 */
function othersText(named, { state: answer, ranked, load }, { state, linkTo, labelOf }) {
  const all = { q: state.q, exact: state.exact };
  // With few requests left not all of it was looked for.
  if (!named.length && load.left > ENOUGH) return [`别的${placeWord()}的清单里也没有。`];
  if (!named.length) return [linkTo(all, `在全部${placeWord()}里查`), "。"];
  const links = named.map(({ name, members: [first] }) =>
    element("span", [element("a", name, { href: at(first.url) }), `（${labelOf(first.township)}）`]),
  );
  return [
    `别的${placeWord()}的清单里${answer === "clear" ? "有" : "有相近的"}：`,
    ...listed(links),
    "。",
    linkTo(all, `在全部${placeWord()}里查${ranked.length > named.length ? "，不止这些" : ""}`),
    "。",
  ];
}

/**
 * @param {readonly Near[][]} near
 * @param {Awaited<ReturnType<typeof rows>>} likely
 * @param {boolean} hasDepartments of the county that was searched
 */
function topicsText(near, likely, hasDepartments) {
  /** @type {Map<string, string>} */
  const topics = new Map();
  /** @type {Map<string, string>} */
  const departments = new Map();
  for (const own of near) for (const { id, title } of own) topics.set(id, title);
  for (const one of likely) for (const { id, title } of one.departments) departments.set(id, title);
  const linked = (/** @type {Map<string, string>} */ named, /** @type {string} */ folder, /** @type {number} */ most) =>
    listed([...named].slice(0, most).map(([id, title]) => element("a", title, { href: at(`${folder}/${id}/`) })));
  const parts = [];
  if (topics.size) parts.push(`相近的主题，各${placeWord()}放在一起：`, ...linked(topics, "topics", TOPICS), "。");
  if (hasDepartments && departments.size)
    parts.push("多半归这些部门：", ...linked(departments, "departments", DEPARTMENTS), "。");
  return parts;
}

/**
 * The township to ask, and how it is reached.
 * @param {Desks} desks
 * @param {Asked} asked
 */
function townText({ contact: { phones, hours, as_of } }, { state, labelOf, kindOf }) {
  const link = element("a", labelOf(state.in) || state.in, { href: at(`townships/${state.in}/`) });
  const parts = [`直接问${kindOf(state.in)}：`, link];
  if (phones.length) parts.push("，电话 ", ...listed(phones.map((one) => phoneLink(one.text, one.dialled))));
  if (phones.length && hours) parts.push(`，办公时间 ${hours}`);
  return [...parts, phones.length ? `（${as_of} 核实）。` : "。"];
}
