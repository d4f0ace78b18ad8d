// Asks an index, without a browser: node ranked.mjs <its folder> < [[query, family], …]; of each the first duties,
// which files it took, as the search page asks for them, and whether it is answered: "clear", "maybe" or "none".
import { rows, worthShowing } from "../templates/theme/assets/search/rows.js";
import { askAll } from "./asked.mjs";

const SEEN = 10;
await askAll(process.argv[2], async (outcome) => {
  const ranked = worthShowing(outcome.ranked);
  // As in page.js: from two files of rows at least, three at most.
  const results = await rows(ranked.slice(0, SEEN), outcome, 2, 3);
  const found = results.map(({ members: [one] }) => `${one.township} ${one.id}`);
  return { found, state: outcome.state };
});
