// @ts-check
// The reader's own township: chosen, shown, forgotten.
import { all, at, myTownship, myTownshipName, placeWord, rememberTownship } from "../shared.js";

const buttons = all(HTMLElement, "[data-qd-choose]");
const counties = all(HTMLElement, "[data-qd-county]");
const links = all(HTMLAnchorElement, "[data-qd-mine]");
const scope = document.querySelector("[data-qd-scope]");
const said = document.querySelector("[data-qd-mine-said]");

/**
 * On one host there may be other sites of this kind, and townships are merged: where the home page lists townships and
 * has not this one, none is chosen.
 * @param {string} id
 */
function isKnown(id) {
  const listed = [
    ...buttons.map((one) => one.dataset.qdChoose || ""),
    ...counties.map((one) => `${one.dataset.qdCounty}/`),
  ];
  return !links.length || listed.some((one) => id === one || (one.endsWith("/") && id.startsWith(one)));
}

function show() {
  const id = myTownship();
  const isMine = Boolean(id) && isKnown(id);
  const own = buttons.find((one) => one.dataset.qdChoose === id);
  const name = myTownshipName() || (own && own.dataset.qdName) || `我的${placeWord()}`;
  window.qingdan.mark("data-qd-has-township", isMine);
  for (const one of buttons) one.setAttribute("aria-pressed", String(one.dataset.qdChoose === id));
  for (const one of isMine ? links : []) {
    one.href = at(`townships/${id}/${one.dataset.qdMine}`);
    if (!one.dataset.qdMine) one.textContent = name;
  }
  if (!(scope instanceof HTMLSelectElement)) return;
  scope.disabled = !isMine;
  Object.assign(scope.options[0], { value: isMine ? id : "", textContent: name });
  scope.selectedIndex = 0;
}

/**
 * @param {string} id
 * @param {string} name
 */
function choose(id, name) {
  rememberTownship(id, name);
  show();
  offerAgain();
  if (said) said.textContent = id ? `记住了：${name}` : "忘掉了";
}

for (const button of buttons) {
  button.addEventListener("click", () => {
    const { qdChoose = "", qdName = "" } = button.dataset;
    choose(qdChoose === myTownship() ? "" : qdChoose, qdName);
    if (!button.getClientRects().length && links.length) links[0].focus();
  });
}
for (const button of all(HTMLElement, "[data-qd-forget]")) {
  button.addEventListener("click", () => {
    choose("", "");
    const mine = document.getElementById("mine");
    if (mine) mine.focus();
  });
}

// “存到这台手机”: of what is kept it says so.  Browsers that forbid it (private windows) throw; then it is not offered.
const html = document.documentElement;
async function offer() {
  const places = all(HTMLElement, "[data-qd-keep]");
  if (!html.classList.contains("qd-can-keep") || !places.length) return;
  const isUsed = (await caches.keys()).some((name) => name.startsWith("qingdan "));
  if (isUsed) await import("../offline/kept.js");
  const state = isUsed ? await self.qingdanKept(window.qingdan.site).read() : null;
  const kept = state && !state.isBroken ? state.townships : [];
  for (const place of places) {
    const id = place.dataset.qdKeep || myTownship();
    place.textContent = kept.some((one) => one.id === id) ? "已存到这台手机" : "存到这台手机";
  }
}
const offerAgain = () => offer().catch(() => html.classList.remove("qd-can-keep"));

addEventListener("storage", show);
addEventListener("pageshow", show);
show();
offerAgain();
