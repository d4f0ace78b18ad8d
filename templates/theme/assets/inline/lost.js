// @ts-check
// “没有这一页” is shown at any depth, but its addresses can be written only from the root that was known when the site was
// made.  Where the site is below a path that was not told, this finds the real root, mends the styles and links, and
// then gets the scripts.  It stands in the page itself (to get it the root would have to be known); the
// Content-Security-Policy allows it by its hash.
(function () {
  "use strict";

  const own = /** @type {HTMLScriptElement} */ (document.currentScript);
  // The root as it was known: /, or the path of site_url.  What deploy/ has puts the sub-path into pages for "/ after
  // an equals sign, so that must not stand in here.
  const base = own.getAttribute("data-base") || "/";
  const attributes = ["href", "action", "src"];
  const linked = (/** @type {ParentNode} */ place) =>
    place.querySelectorAll(attributes.map((name) => `[${name}^="${base}"]`).join(","));

  /** What may be the root, likely ones first: the one told; what is before a section's name (townships); the deepest. */
  function places() {
    const parts = location.pathname.split("/").slice(1, -1);
    const above = (/** @type {number} */ count) =>
      `/${parts
        .slice(0, count)
        .map((one) => `${one}/`)
        .join("")}`;
    const sections = Array.from(
      linked(document),
      (one) => one instanceof HTMLAnchorElement && one.pathname.slice(base.length).split("/")[0],
    );
    const at = parts.findIndex((one) => one && sections.indexOf(one) >= 0);
    const depths = parts.map((_, i) => above(parts.length - i));
    const found = [...(base.length > 1 ? [base] : []), ...(at < 0 ? [] : [above(at)]), ...depths, "/"];
    return found.filter((one, i) => found.indexOf(one) === i);
  }

  /**
   * The first that is this site's root: it has the search's pointer.  Some gateways answer 200 for what is missing,
   * with a page.
   * @param {string[]} rest
   * @returns {Promise<string>}
   */
  function find(rest) {
    if (!rest.length) return Promise.resolve(base);
    return fetch(`${rest[0]}search/index/meta.json`)
      .then((answer) => answer.json())
      .then((meta) => (meta.version ? rest[0] : find(rest.slice(1))))
      .catch(() => find(rest.slice(1)));
  }

  const moved = (/** @type {string} */ address, /** @type {string} */ root) => root + address.slice(base.length);

  find(places()).then((root) => {
    for (const one of root === base ? [] : linked(document)) {
      for (const name of attributes) {
        const address = one.getAttribute(name);
        if (address && address.startsWith(base)) one.setAttribute(name, moved(address, root));
      }
    }
    const waiting = /** @type {HTMLTemplateElement} */ (document.querySelector("[data-qd-scripts]"));
    for (const one of waiting.content.querySelectorAll("script")) {
      const script = document.createElement("script");
      script.src = moved(one.getAttribute("src") || "", root);
      script.type = one.type;
      script.async = false;
      document.body.append(script);
    }
  });
})();
