// @ts-check
// Suggestions below a search box: topics, departments, duties.  With an input method, only when the characters are
// down.
import { at, element, fill, need } from "../shared.js";
import { addressOf, rankEarly, rows, using } from "./page.js";

/** @import { Engine, Outcome } from "./engine.js" */
/** @import { Near } from "./rows.js" */
/** @typedef {{ kind: string, text: string, url: string }} Suggestion */

/** Typing character by character, so long to wait (milliseconds). */
const WAIT = 80;
const DUTIES = 5;
const OTHERS = 2;
/** So many files of results at most. */
const FILES = 2;

/**
 * What most results have.
 * @param {readonly Near[][]} groups
 */
function commonest(groups) {
  /** @type {Map<string, Near & { count: number }>} */
  const counts = new Map();
  for (const group of groups) {
    for (const one of group) {
      const own = counts.get(one.id) || { ...one, count: 0 };
      own.count += 1;
      counts.set(one.id, own);
    }
  }
  const common = [...counts.values()].filter((one) => one.count > 1 || groups.length < 3);
  return common.sort((a, b) => b.count - a.count).slice(0, OTHERS);
}

/** @type {typeof import("./afterwards.js").topicsOf} */
const topicsOf = async (shown, found) => (await import("./afterwards.js")).topicsOf(shown, found);

/**
 * What no list carries, and whom to ask; the search's page says more.
 * @param {Outcome} found
 * @param {string} query
 * @param {string} family
 */
async function elsewhereOf(found, query, family) {
  const { mattersElsewhere } = await import("./elsewhere.js");
  const url = `search/${addressOf({ q: query, in: family === "all" ? "" : family })}`;
  return (await mattersElsewhere(found)).map(({ name, ask }) => ({ kind: "清单以外", text: `${name}：问${ask}`, url }));
}

/**
 * @param {Engine} index
 * @param {string} query
 * @param {string} family
 * @returns {Promise<Suggestion[]>}
 */
async function find(index, query, family) {
  const found = await rankEarly(index, query, family);
  const elsewhere = found.state === "clear" ? [] : await elsewhereOf(found, query, family);
  // What no list says is not suggested: it would be something else.
  if (found.state === "none") return elsewhere;
  const shown = await rows(found.ranked.slice(0, DUTIES * 2), found, FILES);
  const topics = commonest(found.family.few ? await topicsOf(shown, found) : shown.map((one) => one.topics));
  const departments = commonest(shown.map((one) => one.departments));
  const named = departments.filter((one) => [...query].some((char) => one.title.includes(char)));
  return [
    ...elsewhere,
    ...topics.map((one) => ({ kind: "主题", text: one.title, url: `topics/${one.id}/` })),
    ...named.map((one) => ({ kind: "部门", text: one.title, url: `departments/${one.id}/` })),
    ...shown.slice(0, DUTIES).map((one) => ({ kind: one.word, text: one.name, url: one.members[0].url })),
  ];
}

/**
 * Give a box its suggestions.
 * @param {HTMLFormElement} form
 * @param {boolean} isTyped something was typed before this script came; look for it at once
 */
export function suggest(form, isTyped) {
  const input = /** @type {HTMLElement & { value: string }} */ (form.elements.namedItem("q"));
  const id = `qd-suggestions-${input.id || "header"}`;
  const list = element("ul", [], { id, className: "qd-suggestions", hidden: true });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "建议");
  const news = element("span", [], { className: "qd-unseen" });
  news.setAttribute("role", "status");
  form.append(list, news);
  // It stays a search box that has a list of suggestions; `news` tells how many to those who listen.
  input.setAttribute("aria-controls", id);
  input.setAttribute("aria-autocomplete", "list");
  let chosen = -1;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  let asked = "";

  function family() {
    const field = form.elements.namedItem("in");
    const isField = field instanceof HTMLInputElement || field instanceof HTMLSelectElement;
    return (isField && field.value) || "all";
  }

  // What is too long for a server's request; the search page answers by itself.
  form.addEventListener("submit", (event) => {
    const scope = family();
    const address = addressOf({ q: input.value, in: scope === "all" ? "" : scope });
    if (event.defaultPrevented || !address.includes("#")) return;
    event.preventDefault();
    location.href = at(`search/${address}`);
  });

  /** @param {boolean} isOpen */
  function open(isOpen) {
    list.hidden = !isOpen;
    // Right below the box: there may be other things below it.
    list.style.top = `${input.offsetTop + input.offsetHeight}px`;
    news.textContent = isOpen ? `有 ${list.children.length} 条建议，按上下键选` : "";
    if (!isOpen) choose(-1);
  }

  /** @param {number} number */
  function choose(number) {
    chosen = number;
    [...list.children].forEach((item, i) => item.setAttribute("aria-selected", String(i === number)));
    if (number >= 0) {
      input.setAttribute("aria-activedescendant", list.children[number].id);
      list.children[number].scrollIntoView({ block: "nearest" });
    } else input.removeAttribute("aria-activedescendant");
  }

  /** @param {readonly Suggestion[]} suggestions */
  function show(suggestions) {
    const items = suggestions.map(({ kind, text, url }, i) => {
      const label = element("span", kind, { className: "qd-suggestions__kind" });
      const link = element("a", [label, ` ${text}`], { href: at(url), tabIndex: -1 });
      const item = element("li", link, { id: `${id}-${i}` });
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", "false");
      return item;
    });
    fill(list, ...items);
    open(items.length > 0);
  }

  /** @param {string} query */
  async function ask(query) {
    asked = query;
    if (!query) return open(false);
    // It can be searched without suggestions.
    const suggestions = await using((index) => find(index, query, family())).catch(() => []);
    if (asked === query && document.activeElement === input) show(suggestions);
  }

  /** Close, also what has not come yet: a question that waits or is on its way would open it again. */
  function close() {
    clearTimeout(timer);
    asked = "";
    open(false);
  }

  /**
   * What is typed or deleted character by character is waited for; what an input method puts down, or is pasted, is a
   * whole word and looked for at once.
   * @param {number} wait
   */
  function later(wait) {
    clearTimeout(timer);
    timer = setTimeout(ask, wait, input.value.trim());
  }

  input.addEventListener("input", (event) => {
    const { isComposing, data, inputType } = /** @type {InputEvent} */ (event);
    if (!isComposing) later((data && data.length > 1) || inputType === "insertFromPaste" ? 0 : WAIT);
  });
  input.addEventListener("compositionend", () => later(0));
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const isOpen = !list.hidden;
    if (event.key === "Escape") close();
    if (!isOpen) return;
    const count = list.children.length;
    if (event.key === "ArrowDown") choose((chosen + 1) % count);
    else if (event.key === "ArrowUp") choose((chosen < 1 ? count : chosen) - 1);
    else if (event.key === "Enter" && chosen >= 0) need(HTMLElement, "a", list.children[chosen]).click();
    else if (event.key !== "Escape") return;
    event.preventDefault();
  });
  form.addEventListener("focusout", (event) => {
    const next = /** @type {Node | null} */ (event.relatedTarget);
    if (next !== input && !list.contains(next)) close();
  });
  form.addEventListener("submit", close);
  addEventListener("popstate", close);
  // The box keeps its focus while a suggestion is pressed, else the list would be gone.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  if (isTyped) later(0);
}
