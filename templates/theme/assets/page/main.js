// @ts-check
// On every page.  Without it the page is whole; it only has no filter and no buttons.
import { bindSearchBoxes } from "../search/box.js";
import { filterTables } from "./filter.js";
import { followContents, reachFrames } from "./frames.js";
import { printWhole, unfoldAtOnce } from "./paper.js";
import { completeAddresses, copyAndShare } from "./share.js";

filterTables();
printWhole();
copyAndShare();
unfoldAtOnce();
completeAddresses();
followContents();
reachFrames();
bindSearchBoxes();
