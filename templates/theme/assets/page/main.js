// @ts-check
// On every page but the search's.  Without it the page is whole; it only has no filter and no buttons.
import { servePage } from "../shared.js";
import { filterTables } from "./filter.js";
import { followContents, reachFrames } from "./frames.js";
import { linkHeadings } from "./headings.js";

filterTables();
linkHeadings();
followContents();
reachFrames();
servePage();
