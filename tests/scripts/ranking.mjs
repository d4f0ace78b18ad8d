// Asks what tests/support/ranking.py has written, and says what differs: RANKING=<file> node --test ranking.mjs
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { engine } from "../../templates/theme/assets/search/engine.js";
import { whyOf } from "../../templates/theme/assets/search/excerpt.js";
import { rows, worthShowing } from "../../templates/theme/assets/search/rows.js";

const { files, questions } = JSON.parse(readFileSync(process.env.RANKING, "utf-8"));

/** A file of the index; one that is not there fails, as on a site. */
async function file(name) {
  const path = `search/index/${name}.json`;
  assert.ok(path in files, name);
  return files[path];
}

for (const { part, query, family, exact, expected } of questions) {
  test(`${part}: ${query}`, async () => {
    const outcome = await engine(file).rank(query, family, { exact });
    // In the order of their scores: how the first ones are varied, search.test.mjs says.
    const shown = worthShowing(outcome.ranked);
    const ranked = outcome.ranked.filter((one) => shown.includes(one));
    const results = await rows(ranked, outcome, Infinity);
    const said = {
      found: results.map((one) => one.name),
      taken: outcome.changes.map((one) => one.words).flat(),
      why: expected.why && whyOf(results[0]),
    };
    assert.deepEqual(said, expected);
  });
}
