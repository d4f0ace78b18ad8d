// An index in a folder, asked without a browser: the queries of the standard input, [[text, family], …], one by one.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { engine } from "../templates/theme/assets/search/engine.js";

// What `told` makes of each query's outcome and of the names of the files that it took, as JSON on the standard output.
// `isWhole`: no query has to do with some of the files.
export async function askAll(folder, told, isWhole = false) {
  const files = new Map();
  const read = (name) => {
    if (!files.has(name)) files.set(name, JSON.parse(readFileSync(join(folder, `${name}.json`), "utf-8")));
    return files.get(name);
  };
  const given = { meta: read("meta") };
  for (const path of isWhole ? readdirSync(folder, { recursive: true }) : []) {
    const name = path.endsWith(".json") && path.slice(0, -".json".length);
    if (name && name !== "meta") given[name] = Promise.resolve(read(name));
  }
  const answers = [];
  for (const [query, family] of JSON.parse(readFileSync(0, "utf-8"))) {
    const asked = [];
    const index = engine(async (name) => (asked.push(name), read(name)), given);
    const answer = await told(await index.rank(query, family), query);
    answers.push({ asked, ...answer });
  }
  console.log(JSON.stringify(answers));
}
