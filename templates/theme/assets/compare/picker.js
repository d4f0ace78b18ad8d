// 从很多里面挑一个：打字找，或一组一组展开。展开时才列出，一千个乡镇也不慢。
import { element, fill } from "./element.js";

const SHOWN = 12;

// groups(): [{ name, items: [{ id, text, hint, words }] }]，现在有哪些；words 是可以打来找的字。
export function picker(place, groups, unit, choose) {
  const input = place.querySelector("input");
  const status = place.querySelector("[role=status]");
  const found = place.querySelector("ul");
  const all = place.querySelector("details");
  const items = () => [].concat(...groups().map((group) => group.items));
  let taken = new Set();

  function button(item) {
    const one = element("button", item.hint ? [item.text, " ", element("small", item.hint)] : item.text, {
      type: "button",
    });
    one.disabled = taken.has(item.id);
    one.addEventListener("click", () => take(item));
    return element("li", one);
  }

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
    fill(found, ...matches.slice(0, SHOWN).map(button));
    const more = matches.length > SHOWN ? `，先列 ${SHOWN} 个，多写几个字更准` : "";
    status.textContent = !input.value.trim()
      ? ""
      : matches.length
        ? `找到 ${matches.length} ${unit}${more}`
        : "没有找到，换个写法试试";
  }

  function list() {
    if (!all.open) return;
    const open = new Set([...all.querySelectorAll("details[open]")].map((one) => one.dataset.name));
    fill(
      all.querySelector("div"),
      ...groups().map((group) => {
        const own = element("ul", [], { className: "qd-compare-found" });
        const one = element("details", [element("summary", `${group.name}（${group.items.length} ${unit}）`), own], {
          className: "qd-block",
        });
        one.dataset.name = group.name;
        one.addEventListener("toggle", () => fill(own, ...(one.open ? group.items.map(button) : [])));
        one.open = open.has(group.name);
        return one;
      }),
    );
  }

  input.addEventListener("input", (event) => event.isComposing || search());
  input.addEventListener("compositionend", search);
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    const first = matching().find((item) => !taken.has(item.id));
    if (first) take(first);
  });
  all.addEventListener("toggle", (event) => event.target === all && list());

  // 已经选了的不能再选；full 时都不能。
  return (ids, full) => {
    taken = new Set(full ? items().map((item) => item.id) : ids);
    search();
    list();
  };
}
