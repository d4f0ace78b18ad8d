// @ts-check
// “没有这一页”: guesses from the address what was meant (the nearest page above it that there is), and offers the
// reader's own township and what people often ask, which it fetches from the home page.
import { at, element, myTownship, myTownshipName, need, placeWord } from "../shared.js";

const root = new URL(window.qingdan.site);

/**
 * @param {string} href
 * @param {string} text
 */
const linkTo = (href, text) => element("a", text, { href });

/**
 * What a page says, if there is one.
 * @param {string} address
 */
async function article(address) {
  const answer = await fetch(address);
  if (!answer.ok) return null;
  const found = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("article");
  // Some servers answer 200 for what is missing, with this very page.
  return found && found.querySelector("[data-qd-nearest]") ? null : found;
}

/** The addresses above this one, near ones first, without the home page; capitals are taken for small letters. */
function above() {
  const parts = location.pathname.slice(root.pathname.length).toLowerCase().split("/").filter(Boolean);
  return parts.map((_, i) => at(`${parts.slice(0, parts.length - i).join("/")}/`));
}

async function nearest() {
  if (!location.pathname.startsWith(root.pathname)) return;
  for (const address of above()) {
    const found = await article(address);
    const heading = found && found.querySelector("h1");
    const title = heading && heading.firstChild && (heading.firstChild.textContent || "").trim();
    if (!title) continue;
    need(HTMLElement, "[data-qd-nearest]").append("您想找的也许在这一页里：", linkTo(address, title));
    return;
  }
}

async function common() {
  const home = await article(root.href);
  const list = home && home.querySelector(".qd-matters");
  if (!list) return;
  for (const link of list.querySelectorAll("a")) link.href = at(link.getAttribute("href") || "");
  need(HTMLElement, "[data-qd-common]").append(element("h2", "大家常问的"), list);
}

if (myTownship()) {
  const link = linkTo(at(`townships/${myTownship()}/`), myTownshipName() || myTownship());
  need(HTMLElement, "[data-qd-own]").append(`我的${placeWord()}：`, link);
}
nearest().catch(console.error);
common().catch(console.error);
