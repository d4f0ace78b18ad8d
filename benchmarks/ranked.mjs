// Asks an index, without a browser: node ranked.mjs <its folder> < [[query, family], …]; of each the first duties,
// which files it took, as the search page asks for them, and whether it is answered: "clear", "maybe" or "none".
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { engine } from "../templates/theme/assets/search/engine.js";
import { rows, worthShowing } from "../templates/theme/assets/search/rows.js";

const SEEN = 10;
const [folder] = process.argv.slice(2);
const files = new Map();
const read = (name) => {
  if (!files.has(name)) files.set(name, JSON.parse(readFileSync(join(folder, `${name}.json`), "utf-8")));
  return files.get(name);
};
const meta = read("meta");
const answers = [];
for (const [query, family] of JSON.parse(readFileSync(0, "utf-8"))) {
  const asked = [];
  const index = engine(async (name) => (asked.push(name), read(name)), { meta });
  const outcome = await index.rank(query, family);
  const ranked = worthShowing(outcome.ranked);
  // As in page.js: from two files of rows at least, three at most.
  const results = await rows(ranked.slice(0, SEEN), outcome, 2, 3);
  const found = results.map(({ members: [one] }) => `${one.township} ${one.id}`);
  answers.push({ asked, found, state: outcome.state });
}
console.log(JSON.stringify(answers));
