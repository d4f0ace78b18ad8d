// What the form's checks say of duties: from standard input { rules, register, duties: [[values, list, before]] }.
import { readFileSync } from "node:fs";
import { checks } from "../../templates/theme/assets/edit/checks.js";

const { rules, register, duties } = JSON.parse(readFileSync(0, "utf-8"));
const { ofDuty } = checks(rules, register, "county.yml");
console.log(JSON.stringify(duties.map((one) => ofDuty(...one))));
