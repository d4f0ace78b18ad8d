// 把几个乡镇存到这台设备里，作为一份：全部存齐、每个文件都对，才换上；不然以前的一份不动。
import "./kept.js";

// 一次取这么多个文件；一个取不到，隔这么久再取（毫秒）。
const AT_ONCE = 6;
const WAITS = [0, 1000, 2000];

export const site = window.qingdan.site; // assets/start.js
export const kept = self.qingdanKept(site);

// 网站上没有这个乡镇。
export class Gone extends Error {}
// 取到的和网站说的不一样：正在更新，没有传完整，或者被顶替。
export class Changed extends Error {}
// 读者按了取消。
export class Stopped extends Error {}
// 别的窗口正在存。
export class Busy extends Error {}
// 放不下。
export class Full extends Error {
  constructor(need, left) {
    super(`need ${need}, left ${left}`);
    Object.assign(this, { need, left });
  }
}

const url = (address) => new URL(address, site).href;

// 网站上现在是什么：{ version, index, label, search, files }。
async function listOf(id) {
  const answer = await fetch(url(`offline/${id}.json`), { cache: "no-cache" });
  if (answer.status === 404) throw new Gone(id);
  if (!answer.ok) throw new TypeError(String(answer.status));
  const list = await answer.json().catch(() => null);
  if (!list || !list.files) throw new Changed(id);
  return list;
}

// 这几个乡镇合起来的一份：文件，其中哪些要取（以前存的不能用），要取多少。
export async function plan(ids) {
  const lists = await Promise.all(ids.map((id) => listOf(id)));
  const state = await kept.read();
  const old = state && state.cache ? state.files : {};
  const files = {};
  for (const list of lists) {
    for (const [address, digest, size] of list.files) {
      if (files[address] && files[address][0] !== digest) throw new Changed(address);
      files[address] = [digest, size];
    }
  }
  if (lists.some((one) => one.index !== lists[0].index)) throw new Changed("index");
  const wanted = Object.keys(files).filter((one) => !old[one] || old[one][0] !== files[one][0]);
  const sizeOf = (addresses) => addresses.reduce((sum, one) => sum + files[one][1], 0);
  const townships = lists.map((list, i) => ({
    id: ids[i],
    label: list.label,
    version: list.version,
    search: list.search,
    files: list.files.map(([address]) => address),
  }));
  return {
    state,
    townships,
    index: lists[0].index,
    files,
    wanted,
    need: sizeOf(wanted),
    size: sizeOf(Object.keys(files)),
  };
}

// 还能存多少字节；不知道，是 null。
export async function left() {
  if (!navigator.storage || !navigator.storage.estimate) return null;
  const { quota, usage } = await navigator.storage.estimate();
  return Math.max(0, quota - usage);
}

// 一次只有一个窗口在存、在删。iOS 15.4 以前没有锁：两个窗口一起存，至多有一个不成。
function alone(work) {
  if (!navigator.locks) return work();
  return navigator.locks.request(`qingdan ${site}`, { ifAvailable: true }, (lock) => {
    if (!lock) throw new Busy();
    return work();
  });
}

// 上一次没有存完就关了的，删去它留下的。
export async function tidy() {
  const state = await kept.read();
  await alone(() => kept.only(state && state.cache ? [state.cache] : []));
}

export const store = (ids, options) => alone(() => storeAlone(ids, options));
export const remove = (id) => alone(() => removeAlone(id));

async function storeAlone(ids, { isStopped, progress }) {
  const wish = await plan(ids);
  const room = await left();
  // 换上之前，新旧两份都在。
  if (room !== null && room < wish.size) throw new Full(wish.size, room);
  if (navigator.storage && navigator.storage.persist) navigator.storage.persist().catch(() => {});
  await kept.only(wish.state && wish.state.cache ? [wish.state.cache] : []);
  const name = kept.fresh();
  try {
    await register();
    await fill(name, wish, isStopped, progress);
    const cache = (await caches.has(name)) && (await caches.open(name));
    if (!cache || (await cache.keys()).length !== Object.keys(wish.files).length) throw new Error("interrupted");
    const { townships, index, files } = wish;
    await kept.write({ cache: name, stored: new Date().toISOString(), townships, index, files });
  } catch (error) {
    await caches.delete(name);
    if (!(await kept.read())) await withdraw();
    if (error.name === "QuotaExceededError") throw new Full(wish.size, await left());
    throw error;
  }
  await kept.only([name]);
}

async function register() {
  const registration = await navigator.serviceWorker.register(url("sw.js"), { scope: site, updateViaCache: "none" });
  if (registration.active) await registration.update();
  const coming = registration.installing || registration.waiting;
  if (!coming) return;
  await new Promise((resolve, reject) => {
    const see = () => {
      if (coming.state === "activated") resolve();
      if (coming.state === "redundant") reject(new Changed("sw.js"));
    };
    coming.addEventListener("statechange", see);
    see();
  });
}

async function fill(name, { state, files, wanted }, isStopped, progress) {
  const cache = await caches.open(name);
  const missing = new Set(wanted);
  const queue = Object.keys(files);
  const sum = queue.reduce((size, one) => size + files[one][1], 0);
  const done = { files: 0, size: 0 };
  let failed = null;
  const work = async () => {
    while (queue.length && !failed) {
      if (isStopped()) throw new Stopped();
      const address = queue.shift();
      const [digest, size] = files[address];
      const copy = !missing.has(address) && (await caches.match(url(address), { cacheName: state.cache }));
      await cache.put(url(address), copy || (await verified(address, digest)));
      done.files += 1;
      done.size += size;
      progress({ files: done.files, allFiles: Object.keys(files).length, size: done.size, allSize: sum });
    }
  };
  // 一个不成，其余的也停下，都停了才往下。
  const all = Array.from({ length: AT_ONCE }, () => work().catch((error) => (failed = failed || error)));
  await Promise.all(all);
  if (failed) throw failed;
}

// 一个文件，内容和网站说的一样。
async function verified(address, digest) {
  for (const [tries, wait] of WAITS.entries()) {
    if (wait) await new Promise((resolve) => setTimeout(resolve, wait));
    const isLast = tries === WAITS.length - 1;
    try {
      const answer = await fetch(url(address), { cache: tries ? "reload" : "no-cache" });
      const body = answer.ok && (await answer.arrayBuffer());
      if (body && (await digestOf(body)) === digest) {
        const type = answer.headers.get("Content-Type") || "application/octet-stream";
        return new Response(body, { headers: { "Content-Type": type } });
      }
      if (isLast || (answer.ok && tries)) throw new Changed(address);
    } catch (error) {
      if (isLast || error instanceof Changed) throw error;
    }
  }
}

async function digestOf(body) {
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", body));
  return [...bytes.slice(0, 8)].map((one) => one.toString(16).padStart(2, "0")).join("");
}

// 删掉一个乡镇；几个乡镇都要的文件，最后一个删掉了才删。
async function removeAlone(id) {
  const state = await kept.read();
  if (!state || !state.cache) return withdraw();
  const townships = state.townships.filter((one) => one.id !== id);
  if (!townships.length) return withdraw();
  const used = new Set(townships.reduce((all, one) => all.concat(one.files), []));
  const unused = Object.keys(state.files).filter((one) => !used.has(one));
  const files = {};
  for (const address of used) files[address] = state.files[address];
  await kept.write(Object.assign({}, state, { townships, files }));
  const cache = await caches.open(state.cache);
  await Promise.all(unused.map((one) => cache.delete(url(one))));
}

// 什么也不留：文件、记录、sw.js。别的网站的不动。
async function withdraw() {
  await kept.only([]);
  const registrations = await navigator.serviceWorker.getRegistrations();
  await Promise.all(registrations.filter((one) => one.scope === site).map((one) => one.unregister()));
}
