// What an index takes texts for, without a browser: node slips.mjs <its folder> < [[text, family], …]; of each the text
// that the search page offers instead, or null, and which files it took.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { engine } from "../templates/theme/assets/search/engine.js";
import { corrected } from "../templates/theme/assets/search/text.js";

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
  const { changes } = await index.rank(query, family);
  answers.push({ asked, offered: changes.length ? corrected(query, changes) : null });
}
console.log(JSON.stringify(answers));
