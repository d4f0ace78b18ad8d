// @ts-check
// What every page does, the search's too, which has no tables and contents (main.js).
import { bindSearchBoxes } from "./box.js";
import { printWhole, unfoldAtOnce } from "./paper.js";
import { completeAddresses, copyAndShare } from "./share.js";

export function servePage() {
  printWhole();
  copyAndShare();
  unfoldAtOnce();
  completeAddresses();
  bindSearchBoxes();
}
