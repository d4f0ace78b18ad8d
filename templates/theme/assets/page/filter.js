// @ts-check
// The filter of a list's page: only rows with all the words stay, and headings that have rows left.
import { all, need } from "../shared.js";

export function filterTables() {
  for (const box of all(HTMLElement, ".qd-filter")) bind(box);
}

/** @param {HTMLElement} box */
function bind(box) {
  const input = need(HTMLInputElement, "[data-qd-filter]", box);
  const count = need(HTMLElement, "[data-qd-filter-count]", box);
  const tables = all(HTMLTableElement, ".md-typeset table").filter((table) => !table.closest(".qd-numbers"));
  /** @type {Map<HTMLTableRowElement, string>} */
  const texts = new Map();
  for (const table of tables) for (const row of rowsOf(table)) texts.set(row, row.textContent.toLowerCase());

  function apply() {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const [row, text] of texts) {
      row.hidden = !words.every((word) => text.includes(word));
      if (!row.hidden) shown += 1;
    }
    for (const table of tables) {
      const isEmpty = rowsOf(table).every((row) => row.hidden);
      table.hidden = isEmpty;
      const heading = headingOf(table);
      if (heading) heading.hidden = isEmpty;
    }
    count.textContent = words.length ? (shown ? `找到 ${shown} 行` : "没有找到，换个说法试试") : "";
  }

  input.addEventListener("input", (event) => {
    if (!(event instanceof InputEvent && event.isComposing)) apply();
  });
  input.addEventListener("compositionend", apply);
  apply();
}

/** @param {HTMLTableElement} table */
const rowsOf = (table) => [...table.tBodies[0].rows];

/**
 * The heading that is of this table alone.
 * @param {HTMLTableElement} table
 */
function headingOf(table) {
  let node = (table.closest(".md-typeset__scrollwrap") || table).previousElementSibling;
  for (; node; node = node.previousElementSibling) {
    if (node instanceof HTMLHeadingElement && /^H[2-4]$/.test(node.tagName)) return node;
    if (node.querySelector("table")) return null;
  }
  return null;
}
