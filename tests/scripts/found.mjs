// What a built site's search finds: node found.mjs <its search/index> <how many names> < [[query, family], …]
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { engine } from "../../templates/theme/assets/search/engine.js";
import { rows } from "../../templates/theme/assets/search/rows.js";

const [folder, count] = process.argv.slice(2);
const read = (...path) => JSON.parse(readFileSync(join(folder, ...path), "utf-8"));
const meta = read("meta.json");
const search = engine(async (name) => read(`${name}.json`), { meta });

const found = [];
for (const [query, family] of JSON.parse(readFileSync(0, "utf-8"))) {
  const outcome = await search.rank(query, family, { exact: false });
  const results = await rows(outcome.ranked.slice(0, Number(count)), outcome, Infinity);
  found.push({
    names: results.map((one) => one.name),
    // What the query was taken for; the terms of the first result.
    taken: outcome.changes.map((one) => one.words).flat(),
    terms: outcome.ranked.slice(0, 1).flatMap((one) => one.terms.map(({ term }) => term)),
  });
}
console.log(JSON.stringify(found));
