// @ts-check
// The page “存到手机”: keep, update, delete; what is kept, how large, since when.  store.js does it, this shows it.
import { at, button, element, fill, listed, myTownship, need, placeWord } from "../shared.js";
import { Busy, Changed, Full, Gone, Stopped, kept, left, plan, remove, store, tidy } from "./store.js";

/** @import { Progress } from "./store.js" */

const part = (/** @type {string} */ name) => need(HTMLElement, `[data-offline-${name}]`);
const [missing, list, offer, work, said] = ["missing", "list", "offer", "work", "said"].map(part);
const asked = new URLSearchParams(location.search);
const TOWNSHIP = /^[a-z0-9-]+\/[a-z0-9-]+$/;

/** @param {number} bytes */
function spoken(bytes) {
  const [size, unit] = bytes < 1e9 ? [bytes / 1e6, "MB"] : [bytes / 1e9, "GB"];
  return `${size.toFixed(size < 10 ? 1 : 0)} ${unit}`;
}

/** @param {string} stored */
function dateOf(stored) {
  const date = new Date(stored);
  const minutes = String(date.getMinutes()).padStart(2, "0");
  return `${date.getFullYear()}年${date.getMonth() + 1}月${date.getDate()}日 ${date.getHours()}:${minutes}`;
}

/** Why nothing can be kept here; empty where it can. */
function obstacle() {
  if (!isSecureContext) return "这里存不了：网站要用 https 打开，浏览器才准存。";
  if ("serviceWorker" in navigator && "caches" in window) return "";
  return "这里存不了：这个浏览器不能存网站，或者开着无痕（隐私）窗口。可以换手机自带的浏览器打开。";
}

/**
 * @param {unknown} error
 * @param {boolean} isKept something was kept before
 */
function trouble(error, isKept) {
  const safe = isKept ? "以前存的还在，照样能用。" : "什么也没有留下。";
  if (error instanceof Stopped) return `没有再存。${safe}`;
  if (error instanceof Full) {
    const room = error.left === null ? "没有这么多" : `只肯再给 ${spoken(error.left)}`;
    return `放不下：要 ${spoken(error.need)}，这台设备${room}。删去一些照片、应用，再来存。${safe}`;
  }
  if (error instanceof Changed) {
    return `没有存成：取到的和网站说的不一样，可能网站正在更新，或没有传完整；过几分钟再试。${safe}`;
  }
  if (error instanceof Gone) return `没有存成：网站上没有这个${placeWord()}。${safe}`;
  if (error instanceof Busy) return "另一个窗口正在存，等它存完。";
  if (error instanceof TypeError) return `没有存成：网络断了。连上以后再试。${safe}`;
  return `没有存成：浏览器不准（${error instanceof Error ? error.name : error}）。${safe}`;
}

/** @param {KeptTownship} township */
const linkTo = ({ id, label }) => element("a", label, { href: at(`townships/${id}/`) });

/**
 * A page that is not kept, without a network: sw.js leads here.
 * @param {readonly KeptTownship[]} townships
 */
function showMissing(townships) {
  const address = asked.get("missing");
  if (!address || !address.startsWith(window.qingdan.site)) return;
  const again = element("a", "再试一次", { href: address });
  missing.hidden = false;
  fill(
    missing,
    element("p", [element("strong", "没有网络，这一页没有存。"), again]),
    element("p", ["存了的：", ...listed(townships.map(linkTo)), "。"]),
  );
  document.title = `没有网络 - ${document.title}`;
}

/** @param {KeptState} state */
function showKept({ townships, stored, files }) {
  const size = Object.values(files).reduce((sum, [, bytes]) => sum + bytes, 0);
  const items = townships.map((one) => {
    const away = button("删掉", () => act(() => remove(one.id), `删掉了${one.label}。`));
    away.setAttribute("aria-label", `删掉${one.label}`);
    const search = element("a", "在它里面查找", { href: at(`search/?in=${one.id}`) });
    return element("li", [element("p", linkTo(one)), element("p", [search, " ", away])]);
  });
  fill(
    list,
    element("h2", "存了的", { id: "kept" }),
    element("p", `${dateOf(stored)} 存的，占 ${spoken(size)}。没有网络时，看到的是这一天的内容。`),
    element("ul", items, { className: "qd-offline-kept" }),
  );
}

/**
 * What can be kept: the township that the address names, or the reader's own.
 * @param {readonly KeptTownship[]} townships
 */
function candidate(townships) {
  const id = asked.get("in") || myTownship();
  return TOWNSHIP.test(id) && !townships.some((one) => one.id === id) ? id : "";
}

/**
 * @param {readonly KeptTownship[]} townships
 * @param {() => boolean} isNow whether nothing was shown anew meanwhile
 */
async function showOffer(townships, isNow) {
  const ids = townships.map((one) => one.id);
  const id = candidate(townships);
  fill(offer);
  if (!id && !ids.length) {
    const choose = element("a", `选${placeWord()}`, { href: at("townships/") });
    fill(
      offer,
      element("p", `还没有存。先选一个${placeWord()}：打开它的页面，按“存到这台手机”。`),
      element("p", choose),
    );
    return;
  }
  const parts = await offered(townships, ids, id).catch((error) => {
    const isOnline = !(error instanceof TypeError);
    const text = isOnline ? trouble(error, ids.length > 0) : "现在没有网络：看不到有没有新的，也不能存。";
    return [element("p", text)];
  });
  if (isNow()) fill(offer, ...parts);
}

/**
 * @param {readonly KeptTownship[]} townships
 * @param {readonly string[]} ids of those that are kept
 * @param {string} id of the one that can be kept besides; empty: none
 */
async function offered(townships, ids, id) {
  const [wish, room] = await Promise.all([plan(id ? [...ids, id] : ids), left()]);
  const isNew = townships.some(({ id: own, version }) =>
    wish.townships.some((other) => other.id === own && other.version !== version),
  );
  if (id) {
    const { label } = wish.townships[wish.townships.length - 1];
    const space = room === null ? "" : `这台设备还能存 ${spoken(room)}。`;
    const size = `要存 ${spoken(wish.need)}，${wish.wanted.length} 个文件；网站压缩传的话，流量约是四分之一。`;
    const keep = () => begin([...ids, id], `存好了：${label}。没有网络也能打开。`);
    return [
      element("h2", label, { id: "offer" }),
      element("p", `${size}${space}${isNew ? "以前存的也一起更新。" : ""}`),
      element("p", button("存到这台手机", keep)),
    ];
  }
  if (!isNew) return [element("p", "已经是最新的。")];
  const update = button("更新", () => begin(ids, "更新好了。"));
  return [element("p", `网站上有新的，约 ${spoken(wish.need)}。`), element("p", update)];
}

/**
 * Keep, showing how far it is, with a way to cancel.
 * @param {readonly string[]} ids
 * @param {string} done
 */
function begin(ids, done) {
  let isStopped = false;
  const bar = element("progress", [], { max: 1, value: 0 });
  bar.setAttribute("aria-label", "存了多少");
  const text = element("p", "正在准备…");
  let quarter = 0;
  const progress = (/** @type {Progress} */ now) => {
    bar.value = now.size / now.allSize;
    text.textContent = `${now.files} / ${now.allFiles} 个文件，${spoken(now.size)} / ${spoken(now.allSize)}`;
    // Those who listen are told every quarter.
    if (bar.value * 4 >= quarter + 1 && bar.value < 1) {
      quarter = Math.floor(bar.value * 4);
      said.textContent = `存了 ${quarter * 25}%`;
    }
  };
  const away = button("取消", () => (isStopped = true));
  fill(work, element("p", "正在存，请留在这一页。"), bar, text, element("p", away));
  away.focus();
  return act(() => store(ids, { isStopped: () => isStopped, progress }), done);
}

let isBusy = false;

/**
 * @param {() => Promise<void>} action
 * @param {string} done what is said when it is
 */
async function act(action, done) {
  if (isBusy) return;
  isBusy = true;
  document.body.classList.add("qd-offline-busy");
  said.textContent = "";
  let outcome = done;
  try {
    await action();
  } catch (error) {
    console.error(error);
    const state = await kept.read().catch(() => null);
    outcome = trouble(error, Boolean(state && !state.isBroken));
  }
  isBusy = false;
  document.body.classList.remove("qd-offline-busy");
  // Said before the network is asked what else could be kept.
  said.textContent = outcome;
  said.focus();
  fill(work);
  await show();
}

let turn = 0;

async function show() {
  const own = (turn += 1);
  const state = await kept.read();
  if (own !== turn) return;
  const townships = state && !state.isBroken ? state.townships : [];
  fill(list);
  if (state && state.isBroken) {
    const text = "以前存的现在用不了（存法改了，或浏览器清掉了一部分），已经删去；请再存一次。";
    fill(list, element("p", text));
    await tidy().catch(console.error);
  } else if (state) showKept(state);
  showMissing(townships);
  await showOffer(townships, () => own === turn);
}

async function start() {
  const reason = obstacle();
  if (reason) return fill(offer, element("p", reason));
  try {
    // Browsers that forbid it throw here.
    await caches.keys();
  } catch (error) {
    const text = "这里存不了：浏览器不准网站存东西（无痕窗口，或者设置里关了）。";
    return fill(offer, element("p", text));
  }
  await show();
  await tidy().catch(console.error);
}

start().catch(console.error);
window.qingdan.works();
