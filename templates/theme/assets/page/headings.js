// @ts-check
import { all } from "../shared.js";

/** What other scripts write, sooner or later than this one. */
const WRITTEN = ["[data-compare-heading]", "[data-edit-heading]"];

/**
 * The link of each heading to itself.  It is for the mouse alone and neither read out nor a stop of the keyboard: the
 * page's contents have the same links, also without a script.
 */
export function linkHeadings() {
  for (const heading of all(HTMLHeadingElement, `article [id]:not(${WRITTEN.join("):not(")})`)) {
    const link = document.createElement("a");
    link.className = "headerlink";
    link.href = `#${heading.id}`;
    link.tabIndex = -1;
    link.setAttribute("aria-hidden", "true");
    link.textContent = "¶";
    heading.append(link);
  }
}
