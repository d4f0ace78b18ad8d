// 页面显示之前要定的：大字、深色、选了乡镇没有、有没有脚本、能不能朗读、转发、存下。记在这台设备上（localStorage），不发给任何人。
(function () {
  "use strict";

  const root = document.documentElement;
  function mark(name, isOn) {
    if (isOn) root.setAttribute(name, "");
    else root.removeAttribute(name);
  }
  root.classList.replace("no-js", "js");
  root.classList.toggle("qd-can-speak", "speechSynthesis" in window);
  // 要查找的，先给结果留出地方。
  mark("data-qd-query", new URLSearchParams(location.search).has("q"));
  root.classList.toggle("qd-can-share", "share" in navigator);
  // “存到这台手机”：只有 https 的网站、不在无痕窗口里，浏览器才准。
  root.classList.toggle("qd-can-keep", isSecureContext && "serviceWorker" in navigator && "caches" in window);

  // 隐私模式下不能读写，那就只管这一页。
  const kept = new Map();
  function recall(name) {
    try {
      return localStorage.getItem(`qingdan.${name}`);
    } catch (error) {
      return kept.get(name) || null;
    }
  }
  function remember(name, value) {
    kept.set(name, value);
    try {
      if (value) localStorage.setItem(`qingdan.${name}`, value);
      else localStorage.removeItem(`qingdan.${name}`);
    } catch (error) {}
  }
  // 要脚本的页面（查找、比较）：脚本真的运行了才收起“没有它”的话；页面读完还没有运行，或等得太久，就把话显示出来。
  const PATIENCE = 15000;
  const advice = () => document.querySelector(".qd-without-script");
  function works() {
    root.classList.remove("qd-failed");
    advice().remove();
  }
  function tell() {
    if (!advice()) return;
    root.classList.add("qd-failed");
    mark("data-qd-query", false);
  }
  addEventListener("load", () => setTimeout(tell));
  setTimeout(tell, PATIENCE);
  // 网站的根，和这些脚本是哪一版：看这个文件自己的地址（assets/版本/start.js）。
  const [, site, version] = document.currentScript.src.match(/^(.*\/)assets\/(?:(\w+)\/)?start\.js/);
  // 别的脚本也用的。
  window.qingdan = { mark, recall, remember, site, version, works };

  const darkSystem = matchMedia("(prefers-color-scheme: dark)");
  const isOn = {
    large: () => recall("large") === "1",
    dark: () => (recall("dark") || (darkSystem.matches ? "1" : "0")) === "1",
  };

  function apply() {
    mark("data-qd-large", isOn.large());
    if (document.body) document.body.dataset.mdColorScheme = isOn.dark() ? "slate" : "default";
    for (const button of document.querySelectorAll("[data-qd-switch]")) {
      button.setAttribute("aria-pressed", isOn[button.dataset.qdSwitch]());
    }
  }

  mark("data-qd-has-township", Boolean(recall("township")));
  apply();
  // 颜色写在 body 上：body 一出现就定，不等到页面读完，免得先亮后暗。
  new MutationObserver((_, observer) => {
    if (!document.body) return;
    observer.disconnect();
    apply();
  }).observe(root, { childList: true });
  document.addEventListener("DOMContentLoaded", apply);
  darkSystem.addListener(apply); // iOS 13 还没有 addEventListener
  // 别的标签页里改了，这里跟着改；从缓存里回到这一页也一样。
  addEventListener("storage", apply);
  addEventListener("pageshow", apply);

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-qd-switch]");
    if (!button) return;
    const name = button.dataset.qdSwitch;
    remember(name, isOn[name]() ? "0" : "1");
    apply();
    button.scrollIntoView({ block: "nearest" });
  });

  // 栏目没有脚本也打得开；有脚本，点别处、焦点到了别处、按 Esc 就收起。
  const openMenu = () => document.querySelector(".qd-menu-box[open]");
  for (const name of ["click", "focusin"]) {
    document.addEventListener(name, (event) => {
      const menu = openMenu();
      if (menu && !menu.contains(event.target)) menu.open = false;
    });
  }
  document.addEventListener("keydown", (event) => {
    const menu = openMenu();
    if (event.key !== "Escape" || !menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
})();
