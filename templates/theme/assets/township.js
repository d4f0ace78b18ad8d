// 我的乡镇：选、显示、忘掉。记在这台设备上（assets/start.js），不发给任何人。
import { myTownship, myTownshipName, rememberTownship } from "./search/box.js";

const root = window.qingdan.site; // assets/start.js
const buttons = [...document.querySelectorAll("[data-qd-choose]")];
const counties = [...document.querySelectorAll("[data-qd-county]")];
const links = [...document.querySelectorAll("[data-qd-mine]")];
const scope = document.querySelector("[data-qd-scope]");
const said = document.querySelector("[data-qd-mine-said]");

// 同一个主机上可能还有别的清单网站，记住的也可能已经撤并：首页列了乡镇而没有它，就不当作选了。
function isKnown(id) {
  const listed = [...buttons.map((one) => one.dataset.qdChoose), ...counties.map((one) => `${one.dataset.qdCounty}/`)];
  return !links.length || listed.some((one) => id === one || (one.endsWith("/") && id.startsWith(one)));
}

function show() {
  const id = myTownship();
  const isMine = Boolean(id) && isKnown(id);
  const own = buttons.find((one) => one.dataset.qdChoose === id);
  const name = myTownshipName() || (own && own.dataset.qdName) || "我的乡镇";
  window.qingdan.mark("data-qd-has-township", isMine);
  for (const one of buttons) one.setAttribute("aria-pressed", one.dataset.qdChoose === id);
  for (const one of isMine ? links : []) {
    one.href = new URL(`townships/${id}/${one.dataset.qdMine}`, root);
    if (!one.dataset.qdMine) one.textContent = name;
  }
  if (!scope) return;
  scope.disabled = !isMine;
  Object.assign(scope.options[0], { value: isMine ? id : "", textContent: name });
  scope.selectedIndex = 0;
}

function choose(id, name) {
  rememberTownship(id, name);
  show();
  offerAgain();
  if (said) said.textContent = id ? `记住了：${name}` : "忘掉了";
}

for (const button of buttons) {
  button.addEventListener("click", () => {
    const { qdChoose, qdName } = button.dataset;
    choose(qdChoose === myTownship() ? "" : qdChoose, qdName);
    if (!button.getClientRects().length && links.length) links[0].focus();
  });
}
for (const button of document.querySelectorAll("[data-qd-forget]")) {
  button.addEventListener("click", () => {
    choose("", "");
    const mine = document.getElementById("mine");
    if (mine) mine.focus();
  });
}
// “存到这台手机”：存过的说存了。浏览器不准用的（无痕窗口）会抛，那就不给。
const html = document.documentElement;
async function offer() {
  const places = document.querySelectorAll("[data-qd-keep]");
  if (!html.classList.contains("qd-can-keep") || !places.length) return;
  const isUsed = (await caches.keys()).some((name) => name.startsWith("qingdan "));
  if (isUsed) await import("./offline/kept.js");
  const state = isUsed && (await self.qingdanKept(root).read());
  for (const place of places) {
    const id = place.dataset.qdKeep || myTownship();
    const isKept = state && state.townships && state.townships.some((one) => one.id === id);
    place.textContent = isKept ? "已存到这台手机" : "存到这台手机";
  }
}
const offerAgain = () => offer().catch(() => html.classList.remove("qd-can-keep"));

addEventListener("storage", show);
addEventListener("pageshow", show);
show();
offerAgain();
