// @ts-check
// What must be settled before anything is shown: large letters, dark colours, whether a township is chosen, whether
// scripts run, whether the browser can read aloud, share, keep.  Remembered on this device (localStorage), sent to
// nobody.
(function () {
  "use strict";

  const root = document.documentElement;

  /**
   * @param {string} name
   * @param {boolean} isOn
   */
  function mark(name, isOn) {
    if (isOn) root.setAttribute(name, "");
    else root.removeAttribute(name);
  }

  root.classList.replace("no-js", "js");
  root.classList.toggle("qd-can-speak", "speechSynthesis" in window);
  // Where something is looked for, room is kept for the results.
  mark("data-qd-query", /[?&#]q=/.test(location.search + location.hash));
  root.classList.toggle("qd-can-share", "share" in navigator);
  // “存到这台手机”: browsers allow it on https only, and not in private windows.
  root.classList.toggle("qd-can-keep", isSecureContext && "serviceWorker" in navigator && "caches" in window);

  // In some private windows nothing can be remembered; then it holds for this page.
  /** @type {Map<string, string>} */
  const kept = new Map();

  /** @param {string} name */
  function recall(name) {
    try {
      return localStorage.getItem(`qingdan.${name}`);
    } catch (error) {
      return kept.get(name) || null;
    }
  }

  /**
   * @param {string} name
   * @param {string} value
   */
  function remember(name, value) {
    kept.set(name, value);
    try {
      if (value) localStorage.setItem(`qingdan.${name}`, value);
      else localStorage.removeItem(`qingdan.${name}`);
    } catch (error) {}
  }

  // Pages that need their script (search, comparison) say what else to do, until it runs; where it does not run after
  // the page was read, or for too long, they are made to say so again.
  const PATIENCE = 15000;
  const advice = () => document.querySelector(".qd-without-script");
  function works() {
    root.classList.remove("qd-failed");
    const said = advice();
    if (said) said.remove();
  }
  function tell() {
    if (!advice()) return;
    root.classList.add("qd-failed");
    mark("data-qd-query", false);
  }
  addEventListener("load", () => setTimeout(tell));
  setTimeout(tell, PATIENCE);

  // The site's root, and of which build the scripts are, from this file's own address (assets/version/start.js).
  const own = /** @type {HTMLScriptElement} */ (document.currentScript);
  const address = own.src;
  const [, site, version] = /^(.*\/)assets\/(?:(\w+)\/)?start\.js/.exec(address) || [address, ""];
  window.qingdan = { mark, recall, remember, site, version, works };

  const darkSystem = matchMedia("(prefers-color-scheme: dark)");
  /** @type {Record<string, () => boolean>} */
  const isOn = {
    large: () => recall("large") === "1",
    dark: () => (recall("dark") || (darkSystem.matches ? "1" : "0")) === "1",
  };
  const nameOf = (/** @type {Element} */ button) => button.getAttribute("data-qd-switch") || "";

  function apply() {
    mark("data-qd-large", isOn.large());
    if (document.body) document.body.dataset.mdColorScheme = isOn.dark() ? "slate" : "default";
    for (const button of document.querySelectorAll("[data-qd-switch]")) {
      button.setAttribute("aria-pressed", String(isOn[nameOf(button)]()));
    }
  }

  mark("data-qd-has-township", Boolean(recall("township")));
  apply();
  // Colours stand on the body: settled as soon as there is one, not when all is read, or it would be light and then
  // dark.
  new MutationObserver((_, observer) => {
    if (!document.body) return;
    observer.disconnect();
    apply();
  }).observe(root, { childList: true });
  document.addEventListener("DOMContentLoaded", apply);
  darkSystem.addListener(apply); // iOS 13 has no addEventListener here
  // Changed in another tab, or the page comes back from the cache: it follows.
  addEventListener("storage", apply);
  addEventListener("pageshow", apply);

  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element && event.target.closest("[data-qd-switch]");
    if (!button) return;
    const name = nameOf(button);
    remember(name, isOn[name]() ? "0" : "1");
    apply();
    button.scrollIntoView({ block: "nearest" });
  });

  // The menu opens without a script; with one it closes on a click or a focus elsewhere, and on Esc.
  /** @returns {HTMLDetailsElement | null} */
  const openMenu = () => document.querySelector("details.qd-menu-box[open]");
  for (const name of ["click", "focusin"]) {
    document.addEventListener(name, (event) => {
      const menu = openMenu();
      const isInside = event.target instanceof Element && event.target.closest(".qd-menu-box, .qd-menu");
      if (menu && !isInside) menu.open = false;
    });
  }
  document.addEventListener("keydown", (event) => {
    const menu = openMenu();
    if (event.key !== "Escape" || !menu) return;
    menu.open = false;
    const summary = menu.querySelector("summary");
    if (summary) summary.focus();
  });
})();
