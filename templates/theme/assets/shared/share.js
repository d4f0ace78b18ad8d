// @ts-check
// The page's address: shown, copied, shared, put where it was not known when the site was made.
import { all, need } from "./element.js";

/** Without what sharing has added (?from=…); of the search and the comparison, what follows ? and #q= is what they show. */
function address() {
  const canonical = document.querySelector("link[rel=canonical]");
  const own = canonical instanceof HTMLLinkElement ? canonical.href : location.href.split(/[?#]/)[0];
  const asked = location.search + location.hash.replace(/^#(?!q=).*/, "");
  return own + (document.querySelector("[data-search-results], [data-compare-results]") ? asked : "");
}

/**
 * Copy; sites on http have no navigator.clipboard, so the old way is tried as well.
 * @param {string} text
 */
async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch (error) {
    const area = document.createElement("textarea");
    Object.assign(area, { value: text, readOnly: true, className: "qd-copying" });
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  }
}

export function copyAndShare() {
  for (const button of all(HTMLElement, "[data-qd-copy], [data-qd-copy-link]")) {
    button.addEventListener("click", async () => {
      const said = need(HTMLElement, "[data-qd-said]");
      const text = button.dataset.qdCopy || address();
      said.textContent = "";
      const done = await copied(text);
      button.focus();
      said.textContent = done ? `已复制：${text}` : `没有复制成功，请自己选中复制：${text}`;
    });
  }
  // The phone's own way to share; where there is none the button is not shown (access.css).
  for (const button of all(HTMLElement, "[data-qd-share]")) {
    button.addEventListener("click", () => navigator.share({ title: document.title, url: address() }).catch(() => {}));
  }
}

/** A site without site_url does not know its addresses when it is made. */
export function completeAddresses() {
  for (const link of all(HTMLAnchorElement, "[data-qd-unfinished]")) {
    const unfinished = encodeURIComponent(link.dataset.qdUnfinished || "");
    link.href = link.href.replace(unfinished, encodeURIComponent(address()));
  }
  for (const place of all(HTMLElement, "[data-qd-address]:empty")) place.textContent = `网址：${address()}`;
}
