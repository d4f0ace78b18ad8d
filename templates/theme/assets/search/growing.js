// @ts-check
// A box for a line or a letter: it grows with what is written in it, and Enter searches.

/**
 * @param {HTMLTextAreaElement} box
 * @param {HTMLFormElement} form
 */
export function growing(box, form) {
  const fit = () => {
    box.style.height = "";
    // What is said in an empty box may be longer than a line.
    if (!box.value) return;
    // With its border, which the height of what is scrolled has not.
    box.style.height = `${box.scrollHeight + box.offsetHeight - box.clientHeight}px`;
  };
  box.addEventListener("input", fit);
  // Letters become large by a click.
  for (const name of ["resize", "click"]) addEventListener(name, fit);
  box.addEventListener("keydown", (event) => {
    // Not while an input method composes (Safari tells it by the code only), nor where a suggestion is chosen.
    const isPlain = event.key === "Enter" && !event.shiftKey && !event.isComposing && event.keyCode !== COMPOSING;
    if (!isPlain || box.hasAttribute("aria-activedescendant")) return;
    event.preventDefault();
    for (const button of form.querySelectorAll("button")) if (button.type === "submit") return button.click();
  });
  return fit;
}

const COMPOSING = 229;
