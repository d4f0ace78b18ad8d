// @ts-check
// On paper everything is unfolded; on the screen of a duty with many departments one button unfolds their parts.
import { all } from "./element.js";

const folded = () => all(HTMLDetailsElement, ".md-content details:not([open])");

export function printWhole() {
  /** @type {HTMLDetailsElement[]} */
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
  for (const button of all(HTMLElement, "[data-qd-print]")) button.addEventListener("click", () => print());
}

export function unfoldAtOnce() {
  for (const button of all(HTMLElement, "[data-qd-unfold]")) {
    const own = folded();
    button.addEventListener("click", () => {
      const isOpen = button.getAttribute("aria-pressed") !== "true";
      for (const one of own) one.open = isOpen;
      button.setAttribute("aria-pressed", String(isOpen));
    });
  }
}
