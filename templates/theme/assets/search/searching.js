// @ts-check
// The search page at work: what its address says, as results.
import {
  button,
  countyWord,
  element,
  fill,
  instead,
  linkInPlace,
  myTownship,
  need,
  placeWord,
  reloads,
  rememberTownship,
  servePage,
  trouble,
} from "../shared.js";
import { choose, fieldOf, plainOf, selectOf, setField, showChosen, showPlain } from "./choices.js";
import { entryOf } from "./entry.js";
import { FILTERS, isFiltered } from "./filters.js";
import { growing } from "./growing.js";
import { READ, corrected, rankNow, replaced, rows, using, worthShowing } from "./results.js";
import { FIELDS, addressOf, askedBy, isForeign, stateOf } from "./state.js";

/** @import { Shown } from "./afterwards.js" */
/** @import { Change, Engine, Outcome } from "./engine.js" */
/** @import { Entry } from "./entry.js" */
/** @import { State } from "./state.js" */

const PAGE = 10;
/** From so many files of results the first ones are, as far as there are requests. */
const FIRST = 2;
const MOST = 3;

/** A query of more characters is not said again as a whole. */
const LETTER = 20;
/** Of a letter so many corrections are told. */
const TOLD = 3;
/** After so long without a sign of the reader (milliseconds) what is on the screen gets its passages. */
const LOOKED = 3000;
/** What scores less than this part of the best that the filters hide says little of what was asked. */
const POOR = 0.5;
/** On a wide screen there is room for the filters. */
const WIDE = "(min-width: 60em)";

export function openPage() {
  const part = (/** @type {string} */ name) => need(HTMLElement, `[data-search-${name}]`);
  const [list, status, notice, after] = ["results", "status", "notice", "after"].map(part);
  const [nothing, mine] = ["nothing", "mine"].map(part);
  const form = need(HTMLFormElement, "[data-search-form]");
  const places = [...need(HTMLSelectElement, "[name=in]", form).options];
  const townships = places.map((one) => one.value).filter((one) => one.includes("/"));
  const labels = new Map(places.map((one) => [one.value, one.textContent || ""]));
  const labelOf = (/** @type {string} */ township) => labels.get(township) || "";
  /** What a place is called: on a site of several kinds its own option says it. */
  const kinds = new Map(places.map((one) => [one.value, one.dataset.qdKind]));
  const kindOf = (/** @type {string} */ township) => kinds.get(township) || placeWord();
  const title = document.title;
  const fitBox = growing(need(HTMLTextAreaElement, "[name=q]", form), form);
  const filters = need(HTMLDetailsElement, "[data-search-filters]", form);
  let turn = 0;

  /** @param {Partial<State>} state */
  function go(state) {
    history.pushState(null, "", addressOf(state));
    show();
  }

  /**
   * @param {Partial<State>} state
   * @param {string} text
   */
  const linkTo = (state, text) => linkInPlace(addressOf(state), text, () => go(state));

  /**
   * What of the query was left out, and what its words were taken for.
   * @param {State} state
   * @param {readonly Change[]} changes
   * @param {string} leftOut
   */
  function showNotice(state, changes, leftOut) {
    fill(notice, leftOut);
    if (!changes.length) return;
    const best = corrected(state.q, changes);
    const isLetter = state.q.length > LETTER;
    // Of a letter only what differs.
    const short = (/** @type {string} */ text) => text.slice(0, LETTER);
    const differences = [...new Set(changes.map(({ typed, words }) => `${short(typed)} → ${short(words[0])}`))];
    const meant = isLetter ? differences.slice(0, TOLD).join("，") : best;
    notice.append("您是不是要找：", linkTo({ ...state, q: best }, meant));
    for (const other of changes.length === 1 ? changes[0].words.slice(1) : []) {
      const text = replaced(state.q, changes[0].typed, other);
      notice.append("、", linkTo({ ...state, q: text }, isLetter ? short(other) : text));
    }
    notice.append(
      "？下面是一并查找的结果。",
      linkTo({ ...state, exact: "1" }, isLetter ? "只查原来的字" : `只查“${state.q}”`),
    );
  }

  /** @param {State} state */
  function showMine(state) {
    const saved = myTownship();
    const remember = (/** @type {string} */ text, /** @type {string} */ id) =>
      button(text, () => {
        rememberTownship(id, labels.get(id));
        showMine(state);
        const next = mine.querySelector("button");
        if (next) next.focus();
      });
    fill(mine);
    if (saved)
      mine.append(`我的${kindOf(saved)}：${labelOf(saved) || saved}（只记在这台设备上） `, remember("忘掉", ""));
    else if (state.in.includes("/"))
      mine.append(remember(`记住${labelOf(state.in)}是我的${kindOf(state.in)}`, state.in));
  }

  async function show() {
    const own = (turn += 1);
    const state = stateOf(askedBy(location));
    // To be sent on, and gone back to, in UTF-8.
    if (isForeign(location.search)) history.replaceState(history.state, "", addressOf(state));
    showPlain(form);
    for (const name of FIELDS) setField(form, name, state[name]);
    let leftOut = state.q.length > READ ? `只查了开头 ${READ} 个字。` : "";
    // A link may have a choice that there is not (of places: below).
    for (const name of FILTERS) {
      if (fieldOf(form, name) === state[name]) continue;
      leftOut += `没有“${state[name]}”，没有照它筛选。`;
      state[name] = "";
      setField(form, name, "");
    }
    showChosen(form);
    fitBox();
    for (const one of [list, status, notice, after]) fill(one);
    for (const one of ["done", "state", "hint"]) list.removeAttribute(`data-search-${one}`);
    nothing.hidden = true;
    showMine(state);
    document.title = state.q ? `${state.q} - ${title}` : title;
    let answer = "";
    try {
      if (state.q)
        answer = (await using((index) => (own === turn ? search(state, own, index, leftOut) : undefined))) || "";
    } catch (error) {
      if (own !== turn) return;
      console.error(error);
      if (reloads(error)) return;
      const kept = element("span");
      fill(status, `索引没有取到：${trouble(error)} `, button("再试一次", show), kept);
      const within = (/** @type {string} */ id) => `search/${addressOf({ q: state.q, in: id })}`;
      await instead(error, kept, " 存在这台手机里的，可以在里面查：", within);
    }
    if (own !== turn) return;
    if (answer) list.setAttribute("data-search-state", answer);
    list.setAttribute("data-search-done", "");
    // Only now it is as long as it was when it was left.
    const { y } = history.state || {};
    if (y) scrollTo(0, y);
  }

  /**
   * What the reader is told of the results, above them, and listens to.
   * @param {string} heading where there is more to say than how many there are
   * @param {string} text
   * @param {readonly HTMLElement[]} further
   */
  function say(heading, text, further = []) {
    fill(status, ...(heading ? [element("h2", heading)] : []), ...(text ? [element("p", text)] : []), ...further);
  }

  /**
   * Whether the lists answer, as the list of results says it (`data-search-state`).
   * @param {State} state
   * @param {number} own
   * @param {Engine} index
   * @param {string} leftOut
   */
  async function search(state, own, index, leftOut) {
    status.textContent = "正在查找…";
    const family = state.in || "all";
    if (state.in && !labels.has(state.in)) {
      status.textContent = `没有“${state.in}”这个${countyWord()}或${placeWord()}。`;
      return "none";
    }
    const outcome = await rankNow(index, state.q, family, Boolean(state.exact));
    const { ranked, all } = await narrowed(state, outcome);
    const wanted = Math.max(PAGE, Number(state.show) || 0);
    const isFirst = wanted <= PAGE;
    const first = await rows(ranked.slice(0, wanted), outcome, ...(isFirst ? [FIRST, MOST] : [wanted]));
    // What fits the filters, but says far less of it than what they hide, is no clear answer.
    const hidden = all && ranked.length && ranked[0].score < all[0].score * POOR ? all.length : 0;
    const answer = !ranked.length ? "none" : hidden ? "maybe" : outcome.state;
    const asked = { state, isFiltered: isFiltered(state), outcome, index, linkTo, labelOf, kindOf };
    const maybe = answer === "maybe" ? await unclear() : null;
    const texts = maybe ? await maybe.elsewhereTexts(outcome) : [];
    const none = answer === "none" ? await unanswered() : null;
    const told = none ? await none.elsewhereOf(asked) : [];
    if (own !== turn) return;
    const offered = none && none.showNothing(nothing, asked, told);
    showNotice(state, outcome.changes, leftOut);
    /** @type {Entry[]} */
    const entries = [];
    const append = (/** @type {typeof first} */ results) => {
      const added = results.map((one) => entryOf(one, outcome, labelOf));
      list.append(...added.map(({ entry }) => entry));
      entries.push(...added);
      return added;
    };
    append(first);
    if (maybe) {
      const text = hidden ? maybe.poorText(ranked.length) : maybe.matchText(outcome, ranked.length);
      say("可能相关", text, [...texts, ...maybe.widerTexts(state, hidden, linkTo)]);
    } else if (none) say(none.nothingText(asked), none.queryText(asked), none.wayOut(asked));
    else say("", `找到 ${ranked.length} 项`);
    if (none && offered) none.showFurther(offered, asked, () => own === turn).catch(console.error);
    /** @type {Shown} */
    const shown = {
      form,
      state,
      outcome,
      all,
      ranked,
      entries,
      append,
      // A county has numbers of its own for its townships.
      townships: state.in ? outcome.family.townships : townships,
      left: Math.min(1, outcome.load.left),
      choices: { selectOf, plainOf, choose },
      isNow: () => own === turn,
      isTold: false,
      again: show,
    };
    if (entries.length < ranked.length) {
      const more = button("更多结果", () => afterwards().then((one) => one.showMore(shown, more), show));
      after.append(more);
    }
    // Let the results be painted first.
    setTimeout(finish);
    return answer;

    // The results are there.  Passages follow when the reader does something, or looks at the first of them for long;
    // so do the filters' numbers, which stand in closed lists; where those are more than one file, when the filters are
    // looked at.
    function finish() {
      if (own !== turn) return;
      const counted = async () => (await afterwards()).showCounts(shown);
      if (all) counted();
      form.addEventListener("focusin", counted, { once: true });
      filters.addEventListener("toggle", counted, { once: true });
      const rest = async () => (await afterwards()).showRest(shown);
      for (const name of ["scroll", "focusin", "pointermove"]) addEventListener(name, rest, { once: true });
      // What does not come leaves its place empty; nobody asked for it.
      const seen = () =>
        own === turn &&
        afterwards()
          .then((one) => one.showSeen(shown))
          .catch(console.error);
      setTimeout(seen, LOOKED);
    }
  }

  function submit() {
    /** @type {Partial<State>} */
    const state = {};
    for (const name of FIELDS) state[name] = fieldOf(form, name);
    go(state);
  }

  form.addEventListener("change", (event) => {
    if (event.target instanceof HTMLSelectElement && fieldOf(form, "q")) submit();
  });
  if (matchMedia(WIDE).matches) filters.open = true;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    submit();
  });
  // The browser would go back to where it was before there are results; where that was is kept whenever it is left.
  history.scrollRestoration = "manual";
  const keepPlace = () => history.replaceState({ y: scrollY }, "");
  for (const name of ["click", "pagehide"]) addEventListener(name, keepPlace, true);
  addEventListener("popstate", show);
  show();
  servePage();
  window.qingdan.works();
  if (!stateOf(askedBy(location)).q) using((index) => index.prepare()).catch(() => {});
}

/**
 * What of the ranked documents fits the filters; and of all of them what the filters ask, if it was needed for that.
 * @param {State} state
 * @param {Outcome} outcome
 */
async function narrowed(state, outcome) {
  const ranked = outcome.state === "none" ? [] : worthShowing(outcome.ranked);
  if (!isFiltered(state) || !ranked.length) return { ranked, all: null };
  return (await afterwards()).filtered(state, ranked, outcome);
}

/** Most queries do without, or until the reader does something. */
const afterwards = () => import("./afterwards.js");
const unclear = () => import("./elsewhere.js");
const unanswered = () => import("./nothing.js");
