// 每一页都有的一小段：查找框第一次用到时才取建议的脚本；记住的“我的乡镇”带进查找。
const { recall, remember } = window.qingdan; // assets/start.js

export const myTownship = () => recall("township") || "";
export const myTownshipName = () => recall("township-name") || "";

export function rememberTownship(id, name = "") {
  remember("township", id);
  remember("township-name", name);
}

for (const form of document.querySelectorAll("form[data-qd-search]")) {
  const input = form.elements.q;
  const mine = myTownship();
  if (mine && !form.elements.in) {
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name: "in", value: mine });
    form.append(field);
  }
  // 取来脚本之前是不是打了字；输入法里还没有上屏的不算。
  let isTyped = false;
  const type = (event) => {
    isTyped = event.type !== "compositionstart" && !event.isComposing;
  };
  for (const name of ["input", "compositionstart", "compositionend"]) input.addEventListener(name, type);
  const start = () => {
    input.removeEventListener("focus", start);
    input.removeEventListener("input", start);
    import("./suggest.js").then(
      ({ suggest }) => suggest(form, isTyped),
      () => {},
    );
  };
  input.addEventListener("focus", start);
  input.addEventListener("input", start);
  if (document.activeElement === input) start();
}
