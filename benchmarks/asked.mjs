// An index in a folder, asked without a browser: the queries of the standard input, [[text, family], …], one by one.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { engine } from "../templates/theme/assets/search/engine.js";

// What `told` makes of each query's outcome and of the names of the files that it took, as JSON on the standard output.
export async function askAll(folder, told) {
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
    const answer = await told(await index.rank(query, family), query);
    answers.push({ asked, ...answer });
  }
  console.log(JSON.stringify(answers));
}
