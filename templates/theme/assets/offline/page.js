// “存到手机”页：存、更新、删掉，存了哪些、多大、什么时候。做的在 store.js，这里只管显示。
import { Busy, Changed, Full, Gone, kept, left, plan, remove, site, Stopped, store, tidy } from "./store.js";
import { myTownship } from "../search/box.js";
import { element, fill } from "../compare/element.js";

const part = (name) => document.querySelector(`[data-offline-${name}]`);
const [missing, list, offer, work, said] = ["missing", "list", "offer", "work", "said"].map(part);
const asked = new URLSearchParams(location.search);
const TOWNSHIP = /^[a-z0-9-]+\/[a-z0-9-]+$/;

// 存了多少、还能存多少：大的用 GB。
function spoken(bytes) {
  const [size, unit] = bytes < 1e9 ? [bytes / 1e6, "MB"] : [bytes / 1e9, "GB"];
  return `${size.toFixed(size < 10 ? 1 : 0)} ${unit}`;
}

function button(text, action) {
  const one = element("button", text, { type: "button" });
  one.addEventListener("click", action);
  return one;
}

function dateOf(stored) {
  const date = new Date(stored);
  const minutes = String(date.getMinutes()).padStart(2, "0");
  return `${date.getFullYear()}年${date.getMonth() + 1}月${date.getDate()}日 ${date.getHours()}:${minutes}`;
}

// 为什么在这里存不了；存得了，是空的。
function obstacle() {
  if (!isSecureContext) return "这里存不了：网站要用 https 打开，浏览器才准存。";
  if (!("serviceWorker" in navigator && "caches" in window))
    return "这里存不了：这个浏览器不能存网站，或者开着无痕（隐私）窗口。可以换手机自带的浏览器打开。";
  return "";
}

function trouble(error, isKept) {
  const safe = isKept ? "以前存的还在，照样能用。" : "什么也没有留下。";
  if (error instanceof Stopped) return `没有再存。${safe}`;
  if (error instanceof Full)
    return `放不下：要 ${spoken(error.need)}，这台设备${error.left === null ? "没有这么多" : `只肯再给 ${spoken(error.left)}`}。删去一些照片、应用，再来存。${safe}`;
  if (error instanceof Changed)
    return `没有存成：取到的和网站说的不一样，可能网站正在更新，或没有传完整；过几分钟再试。${safe}`;
  if (error instanceof Gone) return `没有存成：网站上没有这个乡镇。${safe}`;
  if (error instanceof Busy) return "另一个窗口正在存，等它存完。";
  if (error instanceof TypeError) return `没有存成：网络断了。连上以后再试。${safe}`;
  return `没有存成：浏览器不准（${error.name}）。${safe}`;
}

// 没有网络、没有存的一页，由 sw.js 转到这里。
function showMissing(townships) {
  const address = asked.get("missing");
  if (!address || !address.startsWith(site)) return;
  const links = townships.map((one, i) => element("span", [i ? "、" : "", linkTo(one)]));
  const again = element("a", "再试一次", { href: address });
  missing.hidden = false;
  fill(
    missing,
    element("p", [element("strong", "没有网络，这一页没有存。"), again]),
    element("p", ["存了的：", ...links, "。"]),
  );
  document.title = `没有网络 - ${document.title}`;
}

const linkTo = ({ id, label }) => element("a", label, { href: new URL(`townships/${id}/`, site) });

function showKept({ townships, stored, files }) {
  const all = Object.values(files).reduce((sum, [, bytes]) => sum + bytes, 0);
  const items = townships.map((one) => {
    const away = button("删掉", () => act(() => remove(one.id), `删掉了${one.label}。`));
    away.setAttribute("aria-label", `删掉${one.label}`);
    const search = element("a", "在它里面查找", { href: new URL(`search/?in=${one.id}`, site) });
    return element("li", [element("p", linkTo(one)), element("p", [search, " ", away])]);
  });
  fill(
    list,
    element("h2", "存了的", { id: "kept" }),
    element("p", `${dateOf(stored)} 存的，占 ${spoken(all)}。没有网络时，看到的是这一天的内容。`),
    element("ul", items, { className: "qd-offline-kept" }),
  );
}

// 可以存的：地址里写的，或者我的乡镇。
function candidate(townships) {
  const id = asked.get("in") || myTownship();
  return TOWNSHIP.test(id) && !townships.some((one) => one.id === id) ? id : "";
}

async function showOffer(townships) {
  const ids = townships.map((one) => one.id);
  const id = candidate(townships);
  fill(offer);
  if (!id && !ids.length) {
    fill(
      offer,
      element("p", "还没有存。先选一个乡镇：打开它的页面，按“存到这台手机”。"),
      element("p", element("a", "选乡镇", { href: new URL("townships/", site) })),
    );
    return;
  }
  try {
    const [wish, room] = await Promise.all([plan(id ? [...ids, id] : ids), left()]);
    const space = room === null ? "" : `这台设备还能存 ${spoken(room)}。`;
    const isNew = townships.some((one) => wish.townships.find((other) => other.id === one.id).version !== one.version);
    if (id) {
      const { label } = wish.townships[wish.townships.length - 1];
      const also = isNew ? "以前存的也一起更新。" : "";
      fill(
        offer,
        element("h2", label, { id: "offer" }),
        element(
          "p",
          `要存 ${spoken(wish.need)}，${wish.wanted.length} 个文件；网站压缩传的话，流量约是四分之一。${space}${also}`,
        ),
        element(
          "p",
          button("存到这台手机", () => begin([...ids, id], `存好了：${label}。没有网络也能打开。`)),
        ),
      );
    } else if (isNew) {
      fill(
        offer,
        element("p", `网站上有新的，约 ${spoken(wish.need)}。`),
        element(
          "p",
          button("更新", () => begin(ids, "更新好了。")),
        ),
      );
    } else fill(offer, element("p", "已经是最新的。"));
  } catch (error) {
    const isOnline = !(error instanceof TypeError);
    fill(offer, element("p", isOnline ? trouble(error, ids.length) : "现在没有网络：看不到有没有新的，也不能存。"));
  }
}

// 存：进度、取消。
function begin(ids, done) {
  let isStopped = false;
  const bar = element("progress", [], { max: 1, value: 0 });
  bar.setAttribute("aria-label", "存了多少");
  const text = element("p", "正在准备…");
  let quarter = 0;
  const progress = (now) => {
    bar.value = now.size / now.allSize;
    text.textContent = `${now.files} / ${now.allFiles} 个文件，${spoken(now.size)} / ${spoken(now.allSize)}`;
    // 读屏的人：每四分之一说一次。
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
    outcome = trouble(error, state && state.cache);
  }
  isBusy = false;
  document.body.classList.remove("qd-offline-busy");
  fill(work);
  await show();
  said.textContent = outcome;
  said.focus();
}

async function show() {
  const state = await kept.read();
  const townships = (state && state.townships) || [];
  fill(list);
  if (state && state.isBroken) {
    fill(list, element("p", "以前存的现在用不了（存法改了，或浏览器清掉了一部分），已经删去；请再存一次。"));
    await tidy().catch(console.error);
  } else if (state) showKept(state);
  showMissing(townships);
  await showOffer(townships);
}

async function start() {
  const reason = obstacle();
  if (reason) return fill(offer, element("p", reason));
  try {
    // 浏览器不准用的，在这里抛。
    await caches.keys();
  } catch (error) {
    return fill(offer, element("p", "这里存不了：浏览器不准网站存东西（无痕窗口，或者设置里关了）。"));
  }
  await show();
  await tidy().catch(console.error);
}

start().catch(console.error);
window.qingdan.works();
