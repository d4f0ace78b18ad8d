// @ts-check
// Keeps some townships on this device, as one: only when all is there and every file is right does it take the place of
// what was kept before; else that stays.
import "./kept.js";
import { at, named } from "../shared.js";
import { KEPT } from "./format.js";

/** @import { KeptList } from "./format.js" */
/** @typedef {{ files: number, allFiles: number, size: number, allSize: number }} Progress */
/** @typedef {{ isStopped: () => boolean, progress: (now: Progress) => void }} Options */
/** @typedef {Awaited<ReturnType<typeof plan>>} Plan */

/** So many files are fetched at once; where one does not come it is tried again after so many milliseconds. */
const AT_ONCE = 6;
const WAITS = [0, 1000, 2000];
/** A file's digest is so many bytes of its SHA-256. */
const DIGEST = 8;

const site = window.qingdan.site;
export const kept = self.qingdanKept(site);

/** The site has no such township. */
export class Gone extends Error {}
/** What came is not what the site says: an update, an upload broken off, or something in its place. */
export class Changed extends Error {}
/** The reader has cancelled. */
export class Stopped extends Error {}
/** Another window is keeping. */
export class Busy extends Error {}
/** There is no room. */
export class Full extends Error {
  /**
   * @param {number} need
   * @param {number | null} left
   */
  constructor(need, left) {
    super(`need ${need}, left ${left}`);
    this.need = need;
    this.left = left;
  }
}

/** What is kept, if it can be used. */
async function soundState() {
  const state = await kept.read();
  return state && !state.isBroken ? state : null;
}

/**
 * What the site says now.
 * @param {string} address
 */
async function latest(address) {
  const answer = await fetch(at(address), { cache: "no-cache" });
  if (!answer.ok && answer.status !== 404) throw new TypeError(String(answer.status));
  const content = answer.ok && (await answer.json().catch(() => null));
  if (!content) throw new Changed(address);
  return content;
}

/**
 * What the site has now of some townships.  A file has the lists of several, in the order of their ids.
 * @param {readonly string[]} ids
 * @returns {Promise<KeptList[]>}
 */
async function listsOf(ids) {
  /** @type {string[]} */
  const firsts = await latest("offline/lists.json");
  if (!Array.isArray(firsts)) throw new Changed("offline/lists.json");
  /** @type {Map<number, Promise<Record<string, KeptList>>>} */
  const files = new Map();
  const listOf = async (/** @type {string} */ id) => {
    const number = firsts.filter((one) => one <= id).length - 1;
    if (number < 0) throw new Gone(id);
    const file = files.get(number) || latest(`offline/lists-${number}.json`);
    files.set(number, file);
    const lists = await file;
    // Of two builds, or something else.
    if (Object.keys(lists)[0] !== firsts[number]) throw new Changed(id);
    if (!lists[id]) throw new Gone(id);
    if (!lists[id].files) throw new Changed(id);
    return lists[id];
  };
  return Promise.all(ids.map(listOf));
}

/**
 * Some townships together: their files, which of them must be fetched since what is kept will not do, and how much.
 * @param {readonly string[]} ids
 */
export async function plan(ids) {
  const lists = (await listsOf(ids)).map((one, i) => ({ ...one, id: ids[i] }));
  const state = await soundState();
  const old = state ? state.files : {};
  /** @type {KeptState["files"]} */
  const files = {};
  /** @type {KeptTownship[]} */
  const townships = [];
  for (const { id, label, version, search, files: values } of lists) {
    const own = values.map((one) => named(KEPT, one));
    for (const { address, digest, length } of own) {
      if (files[address] && files[address][0] !== digest) throw new Changed(address);
      files[address] = [digest, length];
    }
    townships.push({ id, label, version, search, files: own.map((one) => one.address) });
  }
  if (lists.some((one) => one.index !== lists[0].index)) throw new Changed("index");
  const wanted = Object.keys(files).filter((one) => !old[one] || old[one][0] !== files[one][0]);
  const sizeOf = (/** @type {string[]} */ addresses) => addresses.reduce((sum, one) => sum + files[one][1], 0);
  const { index } = lists[0];
  return { state, townships, index, files, wanted, need: sizeOf(wanted), size: sizeOf(Object.keys(files)) };
}

/** How many bytes can still be kept; null where it is not known. */
export async function left() {
  if (!navigator.storage || !navigator.storage.estimate) return null;
  const { quota = 0, usage = 0 } = await navigator.storage.estimate();
  return Math.max(0, quota - usage);
}

/**
 * Only one window keeps and deletes at a time.  iOS before 15.4 has no locks: there, of two windows at most one fails.
 * @param {() => Promise<void>} work
 */
async function alone(work) {
  if (!navigator.locks) return work();
  return navigator.locks.request(`qingdan ${site}`, { ifAvailable: true }, (lock) => {
    if (!lock) throw new Busy();
    return work();
  });
}

/** Delete what a keeping has left that was closed before it was whole. */
export async function tidy() {
  const state = await soundState();
  await alone(() => kept.only(state ? [state.cache] : []));
}

/**
 * @param {readonly string[]} ids
 * @param {Options} options
 */
export const store = (ids, options) => alone(() => storeAlone(ids, options));

/** @param {string} id */
export const remove = (id) => alone(() => removeAlone(id));

/**
 * @param {readonly string[]} ids
 * @param {Options} options
 */
async function storeAlone(ids, options) {
  const wish = await plan(ids);
  const room = await left();
  // Until the new one takes its place the old one is there too.
  if (room !== null && room < wish.size) throw new Full(wish.size, room);
  if (navigator.storage && navigator.storage.persist) navigator.storage.persist().catch(() => {});
  await kept.only(wish.state ? [wish.state.cache] : []);
  const name = kept.fresh();
  try {
    await register();
    await fetchAll(name, wish, options);
    const cache = (await caches.has(name)) && (await caches.open(name));
    if (!cache || (await cache.keys()).length !== Object.keys(wish.files).length) throw new Error("interrupted");
    const { townships, index, files } = wish;
    await kept.write({ cache: name, stored: new Date().toISOString(), townships, index, files });
  } catch (error) {
    await caches.delete(name);
    if (!(await kept.read())) await withdraw();
    if (error instanceof Error && error.name === "QuotaExceededError") throw new Full(wish.size, await left());
    throw error;
  }
  await kept.only([name]);
}

async function register() {
  const registration = await navigator.serviceWorker.register(at("sw.js"), { scope: site, updateViaCache: "none" });
  if (registration.active) await registration.update();
  const coming = registration.installing || registration.waiting;
  if (!coming) return;
  await new Promise((/** @type {(done?: undefined) => void} */ resolve, reject) => {
    const see = () => {
      if (coming.state === "activated") resolve();
      if (coming.state === "redundant") reject(new Changed("sw.js"));
    };
    coming.addEventListener("statechange", see);
    see();
  });
}

/**
 * @param {string} name
 * @param {Plan} plan
 * @param {Options} options
 */
async function fetchAll(name, { state, files, wanted, size: allSize }, { isStopped, progress }) {
  const cache = await caches.open(name);
  const missing = new Set(wanted);
  const queue = Object.keys(files);
  const allFiles = queue.length;
  const done = { files: 0, size: 0 };
  /** @type {unknown} */
  let failed = null;
  const work = async () => {
    for (let address = queue.shift(); address !== undefined && !failed; address = queue.shift()) {
      if (isStopped()) throw new Stopped();
      const [digest, size] = files[address];
      const isKept = state && !missing.has(address);
      const copy = isKept && (await caches.match(at(address), { cacheName: state.cache }));
      await cache.put(at(address), copy || (await verified(address, digest)));
      done.files += 1;
      done.size += size;
      progress({ files: done.files, allFiles, size: done.size, allSize });
    }
  };
  // Where one fails the others stop as well; go on only when all have.
  const workers = Array.from({ length: AT_ONCE }, () =>
    work().catch((error) => {
      failed = failed || error;
    }),
  );
  await Promise.all(workers);
  if (failed) throw failed;
}

/**
 * A file that holds what the site says.
 * @param {string} address
 * @param {string} digest
 */
async function verified(address, digest) {
  for (const [tries, wait] of WAITS.entries()) {
    if (wait) await new Promise((resolve) => setTimeout(resolve, wait));
    const isLast = tries === WAITS.length - 1;
    try {
      const answer = await fetch(at(address), { cache: tries ? "reload" : "no-cache" });
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
  throw new Changed(address);
}

/** @param {ArrayBuffer} body */
async function digestOf(body) {
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", body));
  return [...bytes.slice(0, DIGEST)].map((one) => one.toString(16).padStart(2, "0")).join("");
}

/**
 * Delete a township; files that several need only with the last of them.
 * @param {string} id
 */
async function removeAlone(id) {
  const state = await soundState();
  if (!state) return withdraw();
  const townships = state.townships.filter((one) => one.id !== id);
  if (!townships.length) return withdraw();
  /** @type {KeptState["files"]} */
  const files = {};
  for (const one of townships) for (const address of one.files) files[address] = state.files[address];
  const unused = Object.keys(state.files).filter((address) => !files[address]);
  await kept.write({ ...state, townships, files });
  const cache = await caches.open(state.cache);
  await Promise.all(unused.map((one) => cache.delete(at(one))));
}

/** Leave nothing: no files, no record, no sw.js; those of other sites stay. */
async function withdraw() {
  await kept.only([]);
  const registrations = await navigator.serviceWorker.getRegistrations();
  await Promise.all(registrations.filter((one) => one.scope === site).map((one) => one.unregister()));
}
