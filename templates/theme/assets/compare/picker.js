// @ts-check
// Choose one of many: type to find it, or unfold a group.  Groups are listed only when they are unfolded, so that a
// thousand townships are not slow.
import { element, fill, need } from "../shared.js";

const SHOWN = 12;

/** @typedef {{ id: string, text: string, hint?: string, words: string }} Item `words` is what it is found by */
/** @typedef {{ name: string, items: Item[] }} Group */

/**
 * @param {Element} place
 * @param {() => Group[]} groups those that there are now
 * @param {string} unit
 * @param {(id: string) => unknown} choose
 */
export function picker(place, groups, unit, choose) {
  const input = need(HTMLInputElement, "input", place);
  const status = need(HTMLElement, "[role=status]", place);
  const found = need(HTMLUListElement, "ul", place);
  const whole = need(HTMLDetailsElement, "details", place);
  const items = () => groups().reduce((all, group) => all.concat(group.items), /** @type {Item[]} */ ([]));
  let taken = new Set();

  /** @param {Item} item */
  function choice(item) {
    const content = item.hint ? [item.text, " ", element("small", item.hint)] : item.text;
    const one = element("button", content, { type: "button", disabled: taken.has(item.id) });
    one.addEventListener("click", () => take(item));
    return element("li", one);
  }

  /** @param {Item} item */
  function take(item) {
    input.value = "";
    search();
    choose(item.id);
    input.focus();
  }

  function matching() {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    return words.length ? items().filter((item) => words.every((word) => item.words.includes(word))) : [];
  }

  function search() {
    const matches = matching();
    fill(found, ...matches.slice(0, SHOWN).map(choice));
    status.textContent = input.value.trim() ? said(matches.length) : "";
  }

  /** @param {number} count */
  function said(count) {
    if (!count) return "没有找到，换个写法试试";
    return `找到 ${count} ${unit}${count > SHOWN ? `，先列 ${SHOWN} 个，多写几个字更准` : ""}`;
  }

  function list() {
    if (!whole.open) return;
    const open = new Set(
      [...whole.querySelectorAll("details")].filter((one) => one.open).map((one) => one.dataset.name),
    );
    const folded = groups().map((group) => {
      const own = element("ul", [], { className: "qd-compare-found" });
      const summary = element("summary", `${group.name}（${group.items.length} ${unit}）`);
      const one = element("details", [summary, own], { className: "qd-block" });
      one.dataset.name = group.name;
      one.addEventListener("toggle", () => fill(own, ...(one.open ? group.items.map(choice) : [])));
      one.open = open.has(group.name);
      return one;
    });
    fill(need(HTMLDivElement, "div", whole), ...folded);
  }

  input.addEventListener("input", (event) => {
    if (!(event instanceof InputEvent && event.isComposing)) search();
  });
  input.addEventListener("compositionend", search);
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    const first = matching().find((item) => !taken.has(item.id));
    if (first) take(first);
  });
  whole.addEventListener("toggle", (event) => event.target === whole && list());

  /**
   * Those that are chosen cannot be chosen again; where it is full, none can.
   * @param {readonly string[]} ids
   * @param {boolean} isFull
   */
  return (ids, isFull) => {
    taken = new Set(isFull ? items().map((item) => item.id) : ids);
    search();
    list();
  };
}
