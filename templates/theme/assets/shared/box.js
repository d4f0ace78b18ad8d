// @ts-check
// Every page's search boxes, in a few lines: the suggestions are fetched when a box is first used, and a search is
// within the reader's own township.
import { all } from "./element.js";
import { myTownship } from "./memory.js";

export function bindSearchBoxes() {
  for (const form of all(HTMLFormElement, "form[data-qd-search]")) bind(form);
}

/** @param {HTMLFormElement} form */
function bind(form) {
  const input = /** @type {HTMLElement & { value: string }} */ (form.elements.namedItem("q"));
  const mine = myTownship();
  if (mine && !form.elements.namedItem("in")) {
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name: "in", value: mine });
    form.append(field);
  }
  // Whether something was typed before the script came; not what an input method has not yet put down, nor what the
  // reader has done with.
  let isTyped = false;
  for (const name of ["input", "compositionstart", "compositionend"]) {
    input.addEventListener(name, (event) => {
      isTyped = name !== "compositionstart" && !(event instanceof InputEvent && event.isComposing);
    });
  }
  const forget = () => {
    isTyped = false;
  };
  input.addEventListener("keydown", (event) => event.key === "Escape" && !event.isComposing && forget());
  input.addEventListener("blur", forget);
  form.addEventListener("submit", forget);
  const start = () => {
    input.removeEventListener("focus", start);
    input.removeEventListener("input", start);
    import("../search/suggest.js").then(
      ({ suggest }) => suggest(form, isTyped),
      () => {},
    );
  };
  input.addEventListener("focus", start);
  input.addEventListener("input", start);
  if (document.activeElement === input) start();
}
