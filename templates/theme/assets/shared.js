// @ts-check
// What the pages share, one file for all of them.
export { at, linkInPlace } from "./shared/address.js";
export { servePage } from "./shared/every.js";
export { all, button, element, fill, listed, need } from "./shared/element.js";
export { Missing, Outdated, editions, instead, read, reloads, trouble } from "./shared/fresh.js";
export { myTownship, myTownshipName, rememberTownship } from "./shared/memory.js";
export { named, namedAll } from "./shared/rows.js";
export { countyWord, placeWord } from "./shared/words.js";
