// The names of the first results on a built site: node found.mjs <its search/index> <how many> < [[query, family], …]
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { engine } from "../../templates/theme/assets/search/engine.js";
import { rows } from "../../templates/theme/assets/search/rows.js";

const [folder, count] = process.argv.slice(2);
const read = (...path) => JSON.parse(readFileSync(join(folder, ...path), "utf-8"));
const meta = read("meta.json");
const search = engine(async (name) => read(meta.version, `${name}.json`), { meta });

const found = [];
for (const [query, family] of JSON.parse(readFileSync(0, "utf-8"))) {
  const outcome = await search.rank(query, family, { exact: false });
  const results = await rows(family, outcome.ranked.slice(0, Number(count)), outcome, Infinity);
  found.push(results.map((one) => one.name));
}
console.log(JSON.stringify(found));
