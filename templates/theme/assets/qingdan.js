// 清单的脚本：没有它页面也完整，只是少了筛选和打印按钮。
(function () {
  "use strict";

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
  const folded = () => [...document.querySelectorAll(".md-content details:not([open])")];
  let opened = [];
  function unfold() {
    opened = folded();
    for (const one of opened) one.open = true;
  }
  function fold() {
    for (const one of opened) one.open = false;
  }
  if ("onbeforeprint" in window) {
    addEventListener("beforeprint", unfold);
    addEventListener("afterprint", fold);
  } else matchMedia("print").addListener(({ matches }) => (matches ? unfold() : fold())); // iOS 12
  for (const button of document.querySelectorAll("[data-qd-print]")) {
    button.addEventListener("click", () => print());
  }

  // 本页的网址：不带 ?from=… 这样转发时加上的东西；查找页、比较页的条件在 ? 后面，留着。
  const canonical = document.querySelector("link[rel=canonical]");
  const address = () =>
    (canonical ? canonical.href : location.href.split(/[?#]/)[0]) +
    (document.querySelector("[data-search-results], [data-compare-results]") ? location.search : "");

  // 复制：http 的网站没有 navigator.clipboard，退回老办法；都不行就把文字给出来。
  async function copied(text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch (error) {
      const area = document.createElement("textarea");
      area.value = text;
      area.readOnly = true;
      area.className = "qd-copying";
      document.body.append(area);
      area.select();
      const done = document.execCommand("copy");
      area.remove();
      return done;
    }
  }
  const said = document.querySelector("[data-qd-said]");
  for (const button of document.querySelectorAll("[data-qd-copy], [data-qd-copy-link]")) {
    button.addEventListener("click", async () => {
      const text = button.dataset.qdCopy || address();
      said.textContent = "";
      const done = await copied(text);
      button.focus();
      said.textContent = done ? `已复制：${text}` : `没有复制成功，请自己选中复制：${text}`;
    });
  }

  // 转发：手机自己的分享；没有的不显示这个按钮（access.css）。
  for (const button of document.querySelectorAll("[data-qd-share]")) {
    button.addEventListener("click", () => navigator.share({ title: document.title, url: address() }).catch(() => {}));
  }

  // 部门多的事项：一次展开、收起各部门的职责。
  for (const button of document.querySelectorAll("[data-qd-unfold]")) {
    const own = folded();
    button.addEventListener("click", () => {
      const isOpen = button.getAttribute("aria-pressed") !== "true";
      for (const one of own) one.open = isOpen;
      button.setAttribute("aria-pressed", isOpen);
    });
  }

  // 没有写 site_url 的网站：生成时不知道的网址，在这里补上。
  for (const link of document.querySelectorAll("[data-qd-unfinished]")) {
    link.href = link.href.replace(encodeURIComponent(link.dataset.qdUnfinished), encodeURIComponent(address()));
  }
  for (const place of document.querySelectorAll("[data-qd-address]:empty")) place.textContent = `网址：${address()}`;

  // 旁边的目录：标出读到哪一节，标出的那一条总看得见。
  const entries = [...document.querySelectorAll("[data-md-component=toc] a")].map((link) => ({
    link,
    heading: document.getElementById(decodeURIComponent(link.hash.slice(1))),
  }));
  function follow() {
    const [read] = entries
      .filter(({ heading }) => heading && heading.getBoundingClientRect().top < innerHeight * 0.3)
      .slice(-1);
    for (const { link } of entries) link.classList.toggle("md-nav__link--active", Boolean(read) && link === read.link);
    const frame = read && read.link.closest(".md-sidebar__scrollwrap");
    if (frame) frame.scrollTop = read.link.offsetTop - frame.clientHeight / 2;
  }
  // 手机上没有这个目录，最旧的 iOS 12 没有 IntersectionObserver：不标也看得懂。
  if ("IntersectionObserver" in window) {
    const observer = new IntersectionObserver(follow, { rootMargin: "0px 0px -70%" });
    for (const { heading } of entries) if (heading) observer.observe(heading);
  }

  // 主题把表格放进可以横着滚的框里；放不下的时候，框要能用键盘滚。
  function reach(frame) {
    frame.tabIndex = frame.scrollWidth > frame.clientWidth ? 0 : -1;
  }
  addEventListener("load", () => {
    const frames = [...document.querySelectorAll(".md-typeset__scrollwrap")];
    frames.forEach(reach);
    if ("ResizeObserver" in window) {
      const observer = new ResizeObserver((seen) => seen.forEach(({ target }) => reach(target)));
      for (const frame of frames) observer.observe(frame);
    } else addEventListener("resize", () => frames.forEach(reach)); // iOS 13.3 以前
  });
})();
