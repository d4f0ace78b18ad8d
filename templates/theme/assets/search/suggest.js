// 查找框下面的建议：主题、部门、事项。用输入法时，等字上了屏才查。
import { rankEarly, root, rows, using } from "./results.js";

const WAIT = 80;
const DUTIES = 5;
const OTHERS = 2;

// 结果里说得最多的几个。
function commonest(groups, most) {
  const counts = new Map();
  for (const one of [].concat(...groups)) {
    const own = counts.get(one.id) || { ...one, count: 0 };
    own.count += 1;
    counts.set(one.id, own);
  }
  return [...counts.values()]
    .filter((one) => one.count > 1 || groups.length < 3)
    .sort((a, b) => b.count - a.count)
    .slice(0, most);
}

async function find(index, query, family) {
  const found = await rankEarly(index, query, family);
  const shown = await rows(family, found.ranked.slice(0, DUTIES * 2), found, 3);
  return [
    ...commonest(
      shown.map((one) => one.topics),
      OTHERS,
    ).map((one) => ({ kind: "主题", text: one.title, url: `topics/${one.id}/` })),
    ...commonest(
      shown.map((one) => one.departments),
      OTHERS,
    )
      .filter((one) => [...query].some((char) => one.title.includes(char)))
      .map((one) => ({ kind: "部门", text: one.title, url: `departments/${one.id}/` })),
    ...shown.slice(0, DUTIES).map((one) => ({ kind: one.word, text: one.name, url: one.members[0].url })),
  ];
}

// isTyped：取来这段脚本之前打了字；马上就找。
export function suggest(form, isTyped) {
  const input = form.elements.q;
  const list = document.createElement("ul");
  const id = `qd-suggestions-${input.id || "header"}`;
  Object.assign(list, { id, className: "qd-suggestions", hidden: true });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "建议");
  const news = document.createElement("span");
  news.className = "qd-unseen";
  news.setAttribute("role", "status");
  form.append(list, news);
  // 仍是一个查找框（searchbox），只是带着一列建议；有几条，由 news 告诉读屏的人。
  input.setAttribute("aria-controls", id);
  input.setAttribute("aria-autocomplete", "list");
  let chosen = -1;
  let timer = 0;
  let asked = "";

  function open(isOpen) {
    list.hidden = !isOpen;
    // 紧接在框的下面：框的下面还可以有别的。
    list.style.top = `${input.offsetTop + input.offsetHeight}px`;
    news.textContent = isOpen ? `有 ${list.children.length} 条建议，按上下键选` : "";
    if (!isOpen) choose(-1);
  }

  function choose(number) {
    chosen = number;
    [...list.children].forEach((item, i) => item.setAttribute("aria-selected", String(i === number)));
    if (number >= 0) {
      input.setAttribute("aria-activedescendant", list.children[number].id);
      list.children[number].scrollIntoView({ block: "nearest" });
    } else input.removeAttribute("aria-activedescendant");
  }

  function show(suggestions) {
    list.textContent = "";
    list.append(
      ...suggestions.map(({ kind, text, url }, i) => {
        const item = document.createElement("li");
        item.id = `${id}-${i}`;
        item.setAttribute("role", "option");
        item.setAttribute("aria-selected", "false");
        const link = document.createElement("a");
        link.href = new URL(url, root);
        link.tabIndex = -1;
        const label = document.createElement("span");
        label.className = "qd-suggestions__kind";
        label.textContent = kind;
        link.append(label, ` ${text}`);
        item.append(link);
        return item;
      }),
    );
    open(suggestions.length > 0);
  }

  async function ask(query) {
    asked = query;
    if (!query) return open(false);
    try {
      const suggestions = await using((index) =>
        find(index, query, (form.elements.in && form.elements.in.value) || "all"),
      );
      if (asked === query && document.activeElement === input) show(suggestions);
    } catch (error) {
      // 没有建议也能查。
      open(false);
    }
  }

  // 一个字一个字打的、删的，停一停再查；输入法上了屏的、贴进来的，是整个的词，马上查。
  function later(wait) {
    clearTimeout(timer);
    timer = setTimeout(ask, wait, input.value.trim());
  }

  input.addEventListener("input", ({ isComposing, data, inputType }) => {
    if (!isComposing) later((data && data.length > 1) || inputType === "insertFromPaste" ? 0 : WAIT);
  });
  input.addEventListener("compositionend", () => later(0));
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || list.hidden) return;
    const count = list.children.length;
    if (event.key === "ArrowDown") choose((chosen + 1) % count);
    else if (event.key === "ArrowUp") choose((chosen < 1 ? count : chosen) - 1);
    else if (event.key === "Escape") open(false);
    else if (event.key === "Enter" && chosen >= 0) list.children[chosen].firstChild.click();
    else return;
    event.preventDefault();
  });
  form.addEventListener("focusout", (event) => {
    if (!form.contains(event.relatedTarget)) open(false);
  });
  form.addEventListener("submit", () => {
    asked = "";
    clearTimeout(timer);
    open(false);
  });
  // 按下时不让输入框失去焦点，点得到建议。
  list.addEventListener("mousedown", (event) => event.preventDefault());
  if (isTyped) later(0);
}
