// What the comparison says of sets of townships: node verdicts.mjs <the site's compare/data> < sets
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { catalogueOf, rowsOf, townOf } from "../../templates/theme/assets/compare/rows.js";

const read = (...path) => JSON.parse(readFileSync(join(process.argv[2], ...path), "utf-8"));
const catalogue = catalogueOf(read("index.json"));
const town = (id) => {
  const head = catalogue.towns.get(id);
  return townOf(head, read(head.digest, "townships", `${id}.json`));
};

const sets = JSON.parse(readFileSync(0, "utf-8"));
const said = sets.map((ids) => {
  const { rows } = rowsOf({ kind: "", id: "" }, ids.map(town), catalogue);
  return rows.map(({ id, verdict, lacking, cells }) => [
    id,
    verdict,
    lacking.map((one) => one.id),
    cells.map((cell) => cell.standing?.clause ?? null),
  ]);
});
console.log(JSON.stringify(said));
