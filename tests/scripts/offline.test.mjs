// What is kept on the device: all of it or what was there before, and nothing of others.  What node has not of a browser
// stands here in small; in a real one: tests/browser/test_offline.py.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { beforeEach, test } from "node:test";

const SITE = "https://portal.test/one/";
const OTHER = "qingdan /two/ 1";
const OTHERS = ["https://portal.test/", "https://portal.test/two/"];
const quick = (work) => queueMicrotask(work);

let boxes, lists, served, asked, room, registrations, isLocked;

/** A browser's Cache Storage. */
const storage = {
  keys: async () => [...boxes.keys()],
  has: async (name) => boxes.has(name),
  delete: async (name) => boxes.delete(name),
  match: async (address, { cacheName }) => {
    const one = boxes.has(cacheName) && boxes.get(cacheName).get(address);
    return one ? new Response(one.body, { headers: { "Content-Type": one.type } }) : undefined;
  },
  open: async (name) => {
    if (!boxes.has(name)) boxes.set(name, new Map());
    const box = boxes.get(name);
    return {
      put: async (address, response) => {
        box.set(address, { body: await response.text(), type: response.headers.get("Content-Type") });
      },
      keys: async () => [...box.keys()],
      delete: async (address) => box.delete(address),
    };
  },
};

const registrationOf = (scope) => ({
  scope,
  active: {},
  update: async () => asked.push("sw.js"),
  unregister: async () => forget(scope),
});
const scopes = () => registrations.map((one) => one.scope);
const forget = (scope) => (registrations = registrations.filter((one) => one.scope !== scope));

globalThis.self = globalThis;
globalThis.window = { qingdan: { site: SITE } };
globalThis.caches = storage;
Object.defineProperty(globalThis, "navigator", {
  value: {
    get storage() {
      return room ? { estimate: async () => room } : undefined;
    },
    serviceWorker: {
      register: async (_, { scope }) => {
        if (!registrations.some((one) => one.scope === scope)) registrations.push(registrationOf(scope));
        return registrations.find((one) => one.scope === scope);
      },
      getRegistrations: async () => registrations,
    },
    locks: {
      request: async (_, { ifAvailable }, work) => {
        assert.ok(ifAvailable, "the reader does not wait for another window");
        return work(isLocked ? null : {});
      },
    },
  },
});
globalThis.fetch = async (address, { cache }) => {
  const name = address.slice(SITE.length);
  asked.push(cache === "no-cache" ? name : `${name} ${cache}`);
  const body = served[name];
  if (typeof body === "function") return body();
  if (body === undefined) return new Response("", { status: 404 });
  return new Response(body, { headers: { "Content-Type": name.endsWith(".css") ? "text/css" : "text/html" } });
};

const { Busy, Changed, Full, Gone, Stopped, kept, plan, remove, store, tidy } =
  await import("../../templates/theme/assets/offline/store.js");

const { Missing, Outdated, instead } = await import("../../templates/theme/assets/shared/fresh.js");

const row = (address, body) => [address, createHash("sha256").update(body).digest("hex").slice(0, 16), body.length];

/** The site has a township with these files, of which others may be of other townships too. */
function serve(id, files, index = "i1") {
  Object.assign(served, files);
  const rows = Object.entries(files).map(([address, body]) => row(address, body));
  lists[id] = {
    version: `${id} ${Object.values(files)}`,
    index,
    label: `${id}镇`,
    search: [`offline/${id}-search.json`, "offline/sounds.json"],
    files: rows,
  };
  list();
}

/** Several townships are in one file, those from jia/ji on in another. */
function list() {
  const firsts = ["jia/bing", "jia/ji"];
  served["offline/lists.json"] = JSON.stringify(firsts);
  const ids = Object.keys(lists).sort();
  const of = (isOf) => JSON.stringify(Object.fromEntries(ids.filter(isOf).map((id) => [id, lists[id]])));
  served["offline/lists-0.json"] = of((id) => id < firsts[1]);
  served["offline/lists-1.json"] = of((id) => id >= firsts[1]);
}

/** What is kept: the townships by id, and all files. */
async function keeping() {
  const state = await kept.read();
  if (!state || state.isBroken) return state;
  const files = [...boxes.get(state.cache)].map(([address, { body }]) => [address.slice(SITE.length), body]);
  return { townships: state.townships.map((one) => one.id), files: Object.fromEntries(files) };
}

const keep = (ids, more = {}) => store(ids, { isStopped: () => false, progress: () => {}, ...more });

const YI = { "townships/jia/yi/": "乙", "shared.css": "样式" };
const BING = { "townships/jia/bing/": "丙", "shared.css": "样式" };
const BOTH = { townships: ["jia/yi", "jia/bing"], files: { ...YI, ...BING } };

beforeEach(() => {
  boxes = new Map([[OTHER, new Map([["https://portal.test/two/", { body: "别的网站", type: "text/html" }]])]]);
  [served, asked, registrations, isLocked] = [{}, [], OTHERS.map(registrationOf), false];
  room = { quota: 1000, usage: 0 };
  let now = 1;
  Date.now = () => (now += 1);
  globalThis.setTimeout = quick;
  lists = {};
  serve("jia/ji", { "townships/jia/ji/": "己" });
  serve("jia/yi", YI);
  serve("jia/bing", BING);
});

test("two townships are kept whole, the files of both once", async () => {
  const told = [];
  await keep(["jia/yi", "jia/bing"], { progress: (now) => told.push(now) });
  assert.deepEqual(await keeping(), BOTH);
  assert.deepEqual(asked.slice(0, 3), ["offline/lists.json", "offline/lists-1.json", "offline/lists-0.json"]);
  assert.deepEqual(asked.slice(3).sort(), ["shared.css", "sw.js", "townships/jia/bing/", "townships/jia/yi/"]);
  assert.deepEqual(told[2], { files: 3, allFiles: 3, size: 4, allSize: 4 });
  const { cache, index, townships } = await kept.read();
  assert.equal(index, "i1");
  assert.deepEqual(townships[0], {
    id: "jia/yi",
    label: "jia/yi镇",
    version: "jia/yi 乙,样式",
    search: ["offline/jia/yi-search.json", "offline/sounds.json"],
    files: ["townships/jia/yi/", "shared.css"],
  });
  const style = await caches.match(`${SITE}shared.css`, { cacheName: cache });
  assert.equal(style.headers.get("Content-Type"), "text/css");
});

test("an update fetches what is new, keeps what is not, and leaves out what there is no more", async () => {
  await keep(["jia/yi", "jia/bing"]);
  asked = [];
  serve("jia/yi", { "townships/jia/yi/": "乙乙", "townships/jia/yi/b-002/": "新", "shared.css": "样式" });
  const { wanted, need, size } = await plan(["jia/yi"]);
  assert.deepEqual([wanted, need, size], [["townships/jia/yi/", "townships/jia/yi/b-002/"], 3, 5]);
  asked = [];
  await keep(["jia/yi"]);
  assert.deepEqual(asked.slice(2).sort(), ["sw.js", "townships/jia/yi/", "townships/jia/yi/b-002/"]);
  assert.deepEqual(await keeping(), {
    townships: ["jia/yi"],
    files: { "townships/jia/yi/": "乙乙", "townships/jia/yi/b-002/": "新", "shared.css": "样式" },
  });
  assert.deepEqual([...boxes.keys()].length, 3, "another site's, the record, the new one");
});

const failing = {
  "a file that is not as told": [() => (served["townships/jia/yi/"] = "别的"), Changed],
  "a file that is not there": [() => delete served["townships/jia/yi/"], Changed],
  "a network that goes": [() => (served["townships/jia/yi/"] = () => Promise.reject(new TypeError("gone"))), TypeError],
  "a township that is no more": [() => (delete lists["jia/yi"], list()), Gone],
  "a file of lists that is not there": [() => delete served["offline/lists-1.json"], Changed],
  "lists of two builds": [() => (served["offline/lists.json"] = '["jia/bing","jia/xin"]'), Changed],
  "a list that is no list": [() => (served["offline/lists-1.json"] = "<html>"), Changed],
  "a list of something else": [() => (served["offline/lists-1.json"] = '{"code":404}'), Changed],
  "no table of lists": [() => (served["offline/lists.json"] = '{"code":404}'), Changed],
  "a server that fails": [() => (served["offline/lists-1.json"] = () => new Response("", { status: 503 })), TypeError],
  "townships of two builds": [() => serve("jia/yi", { ...YI, "shared.css": "新式" }), Changed],
  "indexes of two builds": [() => serve("jia/yi", YI, "i2"), Changed],
  "too little room": [() => (room = { quota: 1003, usage: 1000 }), Full],
  "a full disk": [
    () =>
      (served["townships/jia/yi/"] = () => Promise.reject(Object.assign(new Error(), { name: "QuotaExceededError" }))),
    Full,
  ],
  "another window that is keeping": [() => (isLocked = true), Busy],
};

for (const [why, [spoil, kind]] of Object.entries(failing)) {
  test(`nothing new leaves what was there: ${why}`, async () => {
    await keep(["jia/bing"]);
    const before = [...boxes.keys()];
    spoil();
    await assert.rejects(keep(["jia/yi", "jia/bing"]), kind);
    assert.deepEqual(await keeping(), { townships: ["jia/bing"], files: BING });
    assert.deepEqual([...boxes.keys()], before);
    assert.deepEqual(scopes(), [...OTHERS, SITE]);
  });
}

test("a service worker that the browser does not take: nothing is kept", async () => {
  const refused = { ...registrationOf(SITE), installing: { state: "redundant", addEventListener: () => {} } };
  registrations.push(refused);
  await assert.rejects(keep(["jia/yi"]), Changed);
  assert.deepEqual([[...boxes.keys()], scopes()], [[OTHER], OTHERS]);
});

test("what a keeping left that was closed before it was whole goes, what is kept stays", async () => {
  boxes.set("qingdan /one/ 0", new Map());
  await tidy();
  assert.deepEqual([...boxes.keys()], [OTHER]);
  await keep(["jia/yi"]);
  boxes.set("qingdan /one/ 0", new Map());
  await tidy();
  assert.deepEqual(await keeping(), { townships: ["jia/yi"], files: YI });
  assert.equal(boxes.size, 3);
});

test("a reader who stops has nothing kept", async () => {
  await assert.rejects(keep(["jia/yi"], { isStopped: () => true }), Stopped);
  assert.deepEqual([...boxes.keys()], [OTHER]);
  assert.deepEqual(scopes(), OTHERS);
});

test("what the browser clears while it is being kept is not said to be kept", async () => {
  const clear = () => {
    for (const name of boxes.keys()) if (name.startsWith("qingdan /one/")) boxes.get(name).delete(`${SITE}shared.css`);
  };
  await assert.rejects(keep(["jia/yi"], { progress: ({ files, allFiles }) => files === allFiles && clear() }));
  assert.equal(await keeping(), null);
});

test("room is asked for all, as the old is there until the new is; where it is not known it is tried", async () => {
  room = { quota: 1004, usage: 1000 };
  await keep(["jia/yi", "jia/bing"]);
  room = { quota: 10, usage: 9 };
  const { need, left } = await keep(["jia/yi"]).catch((one) => one);
  assert.deepEqual([need, left], [3, 1]);
  assert.deepEqual(await keeping(), BOTH);
  room = null;
  await keep(["jia/yi"]);
  assert.deepEqual(await keeping(), { townships: ["jia/yi"], files: YI });
});

test("a file that did not come is asked for again past all caches", async () => {
  let tries = 0;
  served["townships/jia/yi/"] = () => new Response((tries += 1) > 1 ? "乙" : "半");
  await keep(["jia/yi"]);
  assert.deepEqual((await keeping()).files, YI);
  assert.deepEqual(
    asked.filter((one) => one.startsWith("townships/")),
    ["townships/jia/yi/", "townships/jia/yi/ reload"],
  );
});

test("of a township that is removed goes what no other needs; with the last goes all, of this site", async () => {
  await keep(["jia/yi", "jia/bing"]);
  await remove("jia/yi");
  assert.deepEqual(await keeping(), { townships: ["jia/bing"], files: BING });
  assert.deepEqual(Object.keys((await kept.read()).files).sort(), Object.keys(BING).sort());
  await remove("jia/bing");
  assert.deepEqual([...boxes.keys()], [OTHER]);
  assert.deepEqual(scopes(), OTHERS);
});

test("without a network what is kept is offered; not where the site is there, nor what cannot be used", async () => {
  const said = [];
  const place = { append: (...parts) => said.push(...parts.map((one) => one.href || one)) };
  const offer = (error) => instead(error, place, "存着：", (id) => `townships/${id}/`);
  globalThis.document = { createElement: () => ({ append: () => {} }) };
  await offer(new TypeError("gone"));
  assert.deepEqual(said, []);
  await keep(["jia/yi"]);
  for (const error of [new Missing("x"), new Outdated({ version: "1", assets: "old" })]) await offer(error);
  assert.deepEqual(said, []);
  await offer(new TypeError("gone"));
  assert.deepEqual(said, ["存着：", `${SITE}townships/jia/yi/`, " "]);
  boxes.delete((await kept.read()).cache);
  await offer(new TypeError("gone"));
  assert.equal(said.length, 3);
});

for (const [why, spoil] of [
  ["the browser has cleared it", ({ cache }) => boxes.delete(cache)],
  ["another form", (state) => kept.write({ ...state, form: 2 })],
]) {
  test(`what cannot be used is not taken over, but fetched anew: ${why}`, async () => {
    await keep(["jia/yi"]);
    await spoil(await kept.read());
    assert.deepEqual(await keeping(), { isBroken: true });
    assert.equal((await plan(["jia/yi"])).wanted.length, 2);
    await keep(["jia/yi"]);
    assert.deepEqual(await keeping(), { townships: ["jia/yi"], files: YI });
  });
}
