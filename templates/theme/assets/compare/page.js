// @ts-check
// The comparison: what its address says, as tables of the townships side by side.
import {
  all,
  button,
  editions,
  element,
  fill,
  instead,
  linkInPlace,
  myTownship,
  need,
  read,
  reloads,
  trouble,
} from "../shared.js";
import { picker } from "./picker.js";
import { catalogueOf, chosen, rowsOf, townOf } from "./rows.js";
import { LEAST, MOST, addressOf, lacks, stateOf, usable } from "./state.js";
import { tableOf, unmatched } from "./table.js";

/** @import { Content } from "../shared/element.js" */
/** @import { SummaryFile, SummaryIndex, TownRow } from "./format.js" */
/** @import { Item } from "./picker.js" */
/** @import { Catalogue, Row, Town } from "./rows.js" */
/** @import { Kind, State } from "./state.js" */

/** With too few chosen, so many are offered to go with them. */
const OFFERED = 5;
/** @type {Partial<Record<Kind | "", string>>} */
const ALSO = {
  list: "同一件事在别的清单里的事项，也列在一起。",
  category: "同一件事在别的类别里的事项，也列在一起。",
};

const part = (/** @type {string} */ name) => need(HTMLElement, `[data-compare-${name}]`);
const form = need(HTMLFormElement, "[data-compare-form]");
const change = need(HTMLDetailsElement, "[data-compare-change]");
const what = need(HTMLSelectElement, "#compare-what", form);
const [problems, heading, status, results, silent] = ["problems", "heading", "status", "results", "silent"].map(part);
const title = document.title;
/** @type {{ town: ReturnType<typeof picker>, topic: ReturnType<typeof picker> } | null} */
let pickers = null;
/** @type {State} */
let state = stateOf(location.search);
let turn = 0;
change.open = state.in.length < LEAST;

/** @typedef {{ catalogue: Catalogue, load: (town: TownRow) => Promise<SummaryFile> }} Edition */

const using = editions("compare/data/index.json", (/** @type {SummaryIndex} */ index) => {
  /** @type {Map<string, Promise<SummaryFile>>} */
  const kept = new Map();
  const load = (/** @type {TownRow} */ { id, digest }) => {
    const had = kept.get(id);
    if (had) return had;
    const file = read(`compare/data/${digest}/townships/${id}.json`);
    kept.set(id, file);
    file.catch(() => kept.delete(id));
    return file;
  };
  return { catalogue: catalogueOf(index), load };
});

// --- the state -------------------------------------------------------------------------------------------------------

/** @param {State} next */
function go(next) {
  history.pushState(null, "", addressOf(next));
  return show();
}

/** @param {string} id */
const add = (id) => go({ ...state, in: [...state.in, id] });

/** @param {Catalogue} catalogue */
const scopeOf = (catalogue) => (state.kind ? catalogue.names[state.kind].get(state.id) || "" : "三张清单的全部事项");

/** @param {Catalogue} catalogue */
function chosenTowns(catalogue) {
  return state.in.map((id) => catalogue.towns.get(id)).filter((one) => one !== undefined);
}

// --- choosing --------------------------------------------------------------------------------------------------------

/**
 * @template T
 * @param {Iterable<T>} all
 * @param {(one: T) => string} nameOf
 * @param {(one: T) => Item} itemOf
 */
function grouped(all, nameOf, itemOf) {
  /** @type {Map<string, Item[]>} */
  const found = new Map();
  for (const one of all) found.set(nameOf(one), [...(found.get(nameOf(one)) || []), itemOf(one)]);
  return [...found].map(([name, items]) => ({ name, items }));
}

/** @param {Catalogue} catalogue */
function prepare(catalogue) {
  const towns = () =>
    grouped(
      catalogue.towns.values(),
      (one) => one.province || "省份未注明",
      ({ id, label, province }) => ({
        id,
        text: label,
        hint: province,
        words: `${label}${province}${id}`.toLowerCase(),
      }),
    );
  const topics = () =>
    grouped(
      catalogue.topics,
      (one) => one.group,
      ({ id, name }) => ({ id, text: name, words: name.toLowerCase() }),
    );
  const place = (/** @type {string} */ name) => need(HTMLElement, `[data-compare-pick=${name}]`, form);
  return {
    town: picker(place("town"), towns, "个", add),
    topic: picker(place("topic"), topics, "件", (id) => go({ ...state, kind: "topic", id, only: "" })),
  };
}

/** @param {Catalogue} catalogue */
function showForm(catalogue) {
  pickers = pickers || prepare(catalogue);
  const towns = chosenTowns(catalogue);
  const items = towns.map((town) => {
    const remove = button("去掉", () => {
      go({ ...state, in: state.in.filter((id) => id !== town.id) });
      need(HTMLInputElement, "#compare-town", form).focus();
    });
    remove.setAttribute("aria-label", `去掉${town.label}`);
    return element("li", [`${town.label} `, remove]);
  });
  fill(part("chosen"), ...items);
  const before = what.querySelector("[data-compare-one]");
  if (before) before.remove();
  if (state.kind === "topic") {
    const one = new Option(`一件事：${scopeOf(catalogue)}`, `topic:${state.id}`);
    one.dataset.compareOne = "";
    what.append(one);
  }
  what.value = state.kind ? `${state.kind}:${state.id}` : "";
  pickers.town(state.in, state.in.length >= MOST);
  pickers.topic(state.kind === "topic" ? [state.id] : [], false);
  const { place } = catalogue;
  const summary = need(HTMLElement, "summary", change);
  summary.textContent = towns.length < LEAST ? `选${place}，选比什么` : `换${place}，换比什么`;
}

/**
 * Too few are chosen: how many more, and those that are near.
 * @param {Catalogue} catalogue
 */
function showMissing(catalogue) {
  const mine = catalogue.towns.get(myTownship());
  const [first] = chosenTowns(catalogue);
  const others = [...catalogue.towns.values()].filter((one) => !state.in.includes(one.id) && one !== mine);
  const near = (/** @type {typeof others[0]} */ one) =>
    first ? Number(one.county === first.county) + Number(one.province === first.province) : 0;
  const offered = others.sort((a, b) => near(b) - near(a)).slice(0, OFFERED);
  if (mine && !state.in.includes(mine.id)) offered.unshift(mine);
  status.textContent = first
    ? `已选${first.label}，再选一个就能比。`
    : `选两个到 ${MOST} 个${catalogue.place}，比${scopeOf(catalogue)}。`;
  /** @type {Content[]} */
  const buttons = [];
  for (const one of offered) {
    buttons.push(
      button(one === mine ? `我的${catalogue.place}：${one.label}` : one.label, () => add(one.id)),
      " ",
    );
  }
  fill(results, element("p", "例如加上："), element("p", buttons, { className: "qd-compare-offer" }));
}

// --- results ---------------------------------------------------------------------------------------------------------

/**
 * @param {Town[]} towns
 * @param {Catalogue} catalogue
 */
function showRows(towns, catalogue) {
  const { rows, loose } = rowsOf(state, towns, catalogue);
  const shown = chosen(rows, state.only);
  const differing = chosen(rows, "differences").length;
  const view = { isOneMatter: state.kind === "topic", catalogue };
  /** @type {Content[]} */
  const parts = [];
  if (rows.length > 1) parts.push(filters(rows, towns, differing));
  const also = ALSO[state.kind];
  if (rows.length && also) parts.push(element("p", also, { className: "qd-note" }));
  // A table for each group, in the order of the topics' page.
  for (const group of new Set(shown.map((row) => row.group))) {
    const own = shown.filter((row) => row.group === group);
    if (!view.isOneMatter) parts.push(element("h3", group));
    parts.push(tableOf(group, own, towns, view));
  }
  if (loose.length && !state.only) parts.push(...unmatched(loose, view));
  fill(results, ...parts);
  silent.hidden = !shown.some((row) => row.lacking.length);
  status.textContent = said(rows, shown.length, differing, catalogue);
}

/**
 * @param {readonly Row[]} rows
 * @param {number} shown
 * @param {number} differing
 * @param {Catalogue} catalogue
 */
function said(rows, shown, differing, catalogue) {
  const isOneMatter = state.kind === "topic";
  const these = `这几个${catalogue.place}`;
  if (!rows.length)
    return isOneMatter ? `${these}都没有单列这件事。` : `${these}的清单里没有“${scopeOf(catalogue)}”的事项。`;
  if (isOneMatter) return rows[0].sentence || `只有一个${catalogue.place}单列了这件事。`;
  const whole = `共 ${rows.length} 件事：${differing} 件不同，${rows.length - differing} 件相同或大体相同。`;
  return state.only ? `${whole}现在列出 ${shown} 件。` : whole;
}

/**
 * The choices of which rows are shown, with how many they leave.
 * @param {readonly Row[]} rows
 * @param {readonly Town[]} towns
 * @param {number} differing
 */
function filters(rows, towns, differing) {
  const options = [
    { only: "", text: `全部 ${rows.length}` },
    { only: "differences", text: `只看不同的 ${differing}` },
    ...towns.map(({ id, name }) => ({
      only: lacks(id),
      text: `只看${name}没有单列的 ${chosen(rows, lacks(id)).length}`,
    })),
  ];
  const links = options.map(({ only, text }) => element("li", choiceOf(only, text)));
  const place = element("nav", element("ul", links), { className: "qd-compare-only" });
  place.setAttribute("aria-label", "只看哪些");
  return place;
}

/**
 * @param {string} only
 * @param {string} text
 */
function choiceOf(only, text) {
  const next = { ...state, only };
  const link = linkInPlace(addressOf(next), text, async () => {
    await go(next);
    const own = results.querySelector("nav [aria-current]");
    if (own instanceof HTMLElement) own.focus();
  });
  if (only === state.only) link.setAttribute("aria-current", "true");
  return link;
}

// --- showing ---------------------------------------------------------------------------------------------------------

async function show() {
  const own = (turn += 1);
  results.removeAttribute("data-compare-done");
  results.setAttribute("aria-busy", "true");
  status.textContent = "正在取数据…";
  try {
    await using((edition) => (own === turn ? showWith(edition, own) : undefined));
  } catch (error) {
    if (own !== turn) return;
    console.error(error);
    if (reloads(error)) return;
    fill(results);
    const kept = element("span");
    fill(status, `数据没有取到：${trouble(error)} `, button("再试一次", show), kept);
    await instead(error, kept, " 存在这台手机里的，不用网络也能看：", (id) => `townships/${id}/`);
  }
  if (own !== turn) return;
  results.setAttribute("data-compare-done", "");
  results.removeAttribute("aria-busy");
}

/**
 * @param {Edition} edition
 * @param {number} own
 */
async function showWith({ catalogue, load }, own) {
  const found = usable(stateOf(location.search), catalogue);
  state = found.state;
  fill(problems, ...found.problems.map((text) => element("p", text)));
  silent.hidden = true;
  showForm(catalogue);
  const heads = chosenTowns(catalogue);
  const names = `${heads.map((one) => one.name).join("、")}：${scopeOf(catalogue)}`;
  document.title = heads.length ? `${names} - ${title}` : title;
  heading.textContent = names;
  heading.hidden = heads.length < LEAST;
  if (heads.length < LEAST) {
    showMissing(catalogue);
    return;
  }
  const towns = await Promise.all(heads.map(async (one) => townOf(one, await load(one))));
  if (own === turn) showRows(towns, catalogue);
}

// Coming back from a duty: to the link that was followed.
const links = () => all(HTMLAnchorElement, "a", results);
history.scrollRestoration = "manual";
results.addEventListener("click", (event) => {
  const link = event.target instanceof Element && event.target.closest("a");
  if (link && link.closest(".qd-compare")) history.replaceState({ link: links().indexOf(link) }, "");
});
what.addEventListener("change", () => {
  const [kind, id = ""] = what.value.split(":");
  go({ ...state, kind: /** @type {Kind | ""} */ (kind), id, only: "" });
});
form.addEventListener("submit", (event) => event.preventDefault());
addEventListener("popstate", show);
window.qingdan.works();
show().then(() => {
  const link = history.state && links()[history.state.link];
  // Unless the reader has begun with something else.
  if (!link || document.activeElement !== document.body) return;
  link.focus({ preventScroll: true });
  link.scrollIntoView({ block: "center" });
});
