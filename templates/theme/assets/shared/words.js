// @ts-check
// What the site calls its places: the page says it (main.html), this is where scripts ask.

const said = () => document.documentElement.dataset;

/** What its places are called: 乡镇, or 街道, or the word for both. */
export const placeWord = () => said().qdPlaces || "乡镇";
/** What its counties are called: 县, or 区. */
export const countyWord = () => said().qdCounties || "县";
