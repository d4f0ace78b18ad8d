// @ts-check
// What the site calls its places: the page says it (main.html), this is where scripts ask.

const said = () => document.documentElement.dataset;

/** 乡镇, 街道 or 乡镇（街道）. */
export const placeWord = () => said().qdPlaces || "乡镇";
/** 县 or 区. */
export const countyWord = () => said().qdCounties || "县";
