// What letters are ranked by: node terms.mjs <folder of an index> [--whole] < [[query, family], …]; of each the terms
// that were found, what each weighs in the best documents, and the duties that these are.
import { rows } from "../templates/theme/assets/search/rows.js";
import { askAll } from "./asked.mjs";

const BEST = 100;
await askAll(
  process.argv[2],
  async (outcome) => {
    const best = outcome.found.length ? outcome.ranked.slice(0, BEST) : [];
    const results = await rows(best, outcome, BEST);
    const places = new Map(best.map(({ number }, i) => [number, i]));
    const terms = outcome.found.map(({ term, kind, importance, says, from, to, sure, postings }) => {
      const kept = postings.filter(({ number }) => places.has(number));
      const weights = kept.map(({ number, weight }) => [places.get(number), weight * sure]);
      return { numbers: [from, to, term.length, importance, kind, Number(says !== null)], weights };
    });
    return { duties: results.map(({ members: [one] }) => `${one.township} ${one.id}`), terms };
  },
  process.argv.includes("--whole"),
);
