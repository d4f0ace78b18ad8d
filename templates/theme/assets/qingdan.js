// 清单的脚本：没有它页面也完整，只是少了筛选和打印按钮。
(function () {
  "use strict";

  // 表格在手机上变成卡片：每格记下列名。
  for (const table of document.querySelectorAll(".md-typeset table:not(.qd-matrix__table)")) {
    const heads = [...table.querySelectorAll("thead th")].map((head) => head.textContent.trim());
    if (heads.length < 3 || table.closest(".qd-numbers")) continue;
    table.dataset.qdStacked = "";
    for (const row of table.tBodies[0].rows) {
      [...row.cells].forEach((cell, index) => (cell.dataset.label = heads[index]));
    }
  }

  // 筛选：只留下含有全部所输文字的行；没有行的小节一起收起。
  for (const box of document.querySelectorAll(".qd-filter")) {
    const input = box.querySelector("[data-qd-filter]");
    const count = box.querySelector("[data-qd-filter-count]");
    const tables = [...document.querySelectorAll(".md-typeset table")].filter((table) => !table.closest(".qd-numbers"));
    const texts = new Map();
    for (const table of tables) {
      for (const row of table.tBodies[0].rows) texts.set(row, row.textContent.toLowerCase());
    }
    const apply = () => {
      const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
      let shown = 0;
      for (const [row, text] of texts) {
        row.hidden = !words.every((word) => text.includes(word));
        if (!row.hidden) shown += 1;
      }
      for (const table of tables) {
        const empty = [...table.tBodies[0].rows].every((row) => row.hidden);
        table.hidden = empty;
        const heading = headingOf(table);
        if (heading) heading.hidden = empty;
      }
      count.textContent = words.length ? (shown ? `找到 ${shown} 行` : "没有找到，换个说法试试") : "";
    };
    input.addEventListener("input", (event) => {
      if (!event.isComposing) apply();
    });
    input.addEventListener("compositionend", apply);
    box.hidden = false;
    apply();
  }

  function headingOf(table) {
    let node = table.closest(".md-typeset__scrollwrap") || table;
    while ((node = node.previousElementSibling)) {
      if (/^H[2-4]$/.test(node.tagName)) return node;
      if (node.querySelector && node.querySelector("table")) return null;
    }
    return null;
  }

  // 打印：先展开各部门的职责，打印后恢复。
  const folded = () => [...document.querySelectorAll("details:not([open])")];
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = folded();
    for (const one of opened) one.open = true;
  });
  addEventListener("afterprint", () => {
    for (const one of opened) one.open = false;
  });
  for (const button of document.querySelectorAll("[data-qd-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => print());
  }
})();
