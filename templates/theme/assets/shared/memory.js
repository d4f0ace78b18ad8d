// @ts-check
// The reader's own township: remembered on this device (start.js), sent to nobody.

export const myTownship = () => window.qingdan.recall("township") || "";
export const myTownshipName = () => window.qingdan.recall("township-name") || "";

/**
 * Remember another one; an empty id forgets it.
 * @param {string} id
 */
export function rememberTownship(id, name = "") {
  window.qingdan.remember("township", id);
  window.qingdan.remember("township-name", name);
}
