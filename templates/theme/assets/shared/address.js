// @ts-check
// Addresses: of the site's pages, and of a page that shows another state of itself.
import { element } from "./element.js";

/** @import { Content } from "./element.js" */

/**
 * The whole address of a path of the site.
 * @param {string} path
 */
export const at = (path) => new URL(path, window.qingdan.site).href;

/**
 * A link to another state of the page: opened in its place by `go`, or elsewhere if the reader wants it so.
 * @param {string} href
 * @param {Content | Content[]} content
 * @param {() => unknown} go
 */
export function linkInPlace(href, content, go) {
  const link = element("a", content, { href });
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    go();
  });
  return link;
}
