// Where the form finds a county's departments: from standard input { names, townships }, the townships as the form reads
// them; of each department that is there, by its id.
import { readFileSync } from "node:fs";
import { usedIn } from "../../templates/theme/assets/edit/departments.js";
import { departments } from "../../templates/theme/assets/edit/names.js";

const { names, townships } = JSON.parse(readFileSync(0, "utf-8"));
const [{ departments: registered, register }] = townships;
const there = registered.filter((one) => !one.ended && !one.merged_into);
const found = there.map((one) => [one.id, usedIn(townships, one, departments(names, register))]);
console.log(JSON.stringify(Object.fromEntries(found)));
