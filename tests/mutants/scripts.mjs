// Puts faults into the browser's pure code, one by one (Stryker), and says which of them no test notices:
// node scripts.mjs [--sample 150] [--seed 17].  stryker.config.json says which files, and by which tests.
import { globSync, readFileSync } from "node:fs";
import { relative } from "node:path";
import { Instrumenter } from "../../node_modules/@stryker-mutator/instrumenter/dist/src/index.js";
import { Stryker } from "@stryker-mutator/core";
import { parseArgs } from "node:util";

const { values } = parseArgs({ options: { sample: { type: "string" }, seed: { type: "string", default: "17" } } });
for (const [name, value] of Object.entries(values)) {
  if (!/^[0-9]{1,9}$/.test(value)) {
    console.error(`${name.toUpperCase()} 应是整数，不能是 ${value}`);
    process.exit(2);
  }
}
const EQUIVALENT = new URL("equivalent-scripts.json", import.meta.url);
const config = JSON.parse(readFileSync("stryker.config.json", "utf-8"));

const keyOf = ({ fileName, location: { start, end }, replacement }) =>
  [relative(".", fileName), start.line, start.column, end.line, end.column, replacement].join(":");

/** The instrumenter counts lines and columns from 0, the results from 1. */
function from1(mutant) {
  const moved = ({ line, column }) => ({ line: line + 1, column: column + 1 });
  return { ...mutant, location: { start: moved(mutant.location.start), end: moved(mutant.location.end) } };
}

/** All faults that there are. */
async function all() {
  const files = config.mutate
    .flatMap((pattern) => globSync(pattern))
    .map((name) => ({ name, mutate: true, content: readFileSync(name, "utf-8") }));
  const quiet = { debug: () => {}, info: () => {}, isDebugEnabled: () => false };
  const options = { plugins: null, excludedMutations: [], ignorers: [] };
  return (await new Instrumenter(quiet).instrument(files, options)).mutants.map(from1);
}

/** Numbers from 0 to 1, for one seed always the same (mulberry32). */
function random(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32;
  };
}

function sampled(mutants, count) {
  const next = random(Number(values.seed));
  const placed = mutants.map((one) => [next(), one]).sort(([a], [b]) => a - b);
  return placed.slice(0, count).map(([, one]) => one);
}

const chosen = Number(values.sample) ? sampled(await all(), Number(values.sample)) : null;
const ranges = chosen?.map(({ fileName, location: { start, end } }) => {
  const place = ({ line, column }) => `${line}:${column - 1}`;
  return `${relative(".", fileName)}:${place(start)}-${place(end)}`;
});
const run = await new Stryker(ranges ? { mutate: ranges } : {}).runMutationTest();
const wanted = chosen && new Set(chosen.map(keyOf));
const results = wanted ? run.filter((one) => wanted.has(keyOf(one))) : run;

const equivalent = JSON.parse(readFileSync(EQUIVALENT, "utf-8"));
const lines = new Map();
const lineOf = ({ fileName, location: { start } }) => {
  if (!lines.has(fileName)) lines.set(fileName, readFileSync(fileName, "utf-8").split("\n"));
  return lines.get(fileName)[start.line - 1].trim();
};
const isEquivalent = (one) =>
  equivalent.some(
    ({ file, line, to }) => one.fileName.endsWith(file) && lineOf(one) === line && one.replacement === to,
  );
const isNoticed = ({ status }) => ["Killed", "Timeout"].includes(status);

const files = new Map();
for (const one of results) {
  const name = relative(".", one.fileName);
  const own = files.get(name) || { noticed: 0, same: 0, survived: [] };
  if (isNoticed(one)) own.noticed += 1;
  else if (isEquivalent(one)) own.same += 1;
  else own.survived.push(one);
  files.set(name, own);
}
let [noticed, total] = [0, 0];
for (const [name, own] of [...files].sort()) {
  noticed += own.noticed;
  total += own.noticed + own.survived.length;
  console.log(`${name}：发现 ${own.noticed}，没有发现 ${own.survived.length}，改了也一样 ${own.same}`);
  for (const one of own.survived) {
    console.log(`  ${one.location.start.line} 行 ${lineOf(one)}\n    → ${one.replacement.slice(0, 100)}`);
  }
}
const share = total ? `，${((100 * noticed) / total).toFixed(1)}%` : "";
console.log(`共 ${total} 处，发现 ${noticed} 处${share}`);
