// “没有这一页”：由网址猜想找的是哪里（上一层还在的那一页）；再给出我的乡镇、大家常问的事（从首页取来）。
import { myTownship, myTownshipName } from "./search/box.js";

const root = new URL(window.qingdan.site); // assets/start.js

function linkTo(href, textContent) {
  return Object.assign(document.createElement("a"), { href, textContent });
}

async function article(address) {
  const answer = await fetch(address);
  if (!answer.ok) return null;
  const found = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("article");
  // 有的服务器对没有的网址也答 200，给的还是这一页。
  return found && found.querySelector("[data-qd-nearest]") ? null : found;
}

// 网址的上一层、再上一层……：近的在前，不算首页。大写的字母当作小写。
function above() {
  const parts = location.pathname.slice(root.pathname.length).toLowerCase().split("/").filter(Boolean);
  return parts.map((_, i) => new URL(`${parts.slice(0, parts.length - i).join("/")}/`, root));
}

async function nearest() {
  if (!location.pathname.startsWith(root.pathname)) return;
  for (const address of above()) {
    const found = await article(address);
    const heading = found && found.querySelector("h1");
    const title = heading && heading.firstChild && heading.firstChild.textContent.trim();
    if (!title) continue;
    document.querySelector("[data-qd-nearest]").append("您想找的也许在这一页里：", linkTo(address, title));
    return;
  }
}

async function common() {
  const home = await article(root);
  const list = home && home.querySelector(".qd-matters");
  if (!list) return;
  for (const link of list.querySelectorAll("a")) link.href = new URL(link.getAttribute("href"), root);
  const heading = Object.assign(document.createElement("h2"), { textContent: "大家常问的" });
  document.querySelector("[data-qd-common]").append(heading, list);
}

if (myTownship()) {
  const link = linkTo(new URL(`townships/${myTownship()}/`, root), myTownshipName() || myTownship());
  document.querySelector("[data-qd-own]").append("我的乡镇：", link);
}
nearest().catch(console.error);
common().catch(console.error);
