// What an index takes texts for, without a browser: node slips.mjs <its folder> < [[text, family], …]; of each the text
// that the search page offers instead, or null, and which files it took.
import { corrected } from "../templates/theme/assets/search/text.js";
import { askAll } from "./asked.mjs";

await askAll(process.argv[2], ({ changes }, query) => ({ offered: changes.length ? corrected(query, changes) : null }));
