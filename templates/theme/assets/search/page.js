// @ts-check
// The search page's script, and with it what the other scripts of the search ask for: one file packs smaller than two.
import { openPage } from "./searching.js";

export { plain, runs } from "./text.js";
export { addressOf } from "./state.js";
export { rankEarly, rows, spelt, using, worthShowing } from "./results.js";

// Suggestions want the search on the other pages too.
if (document.querySelector("[data-search-form]")) openPage();
