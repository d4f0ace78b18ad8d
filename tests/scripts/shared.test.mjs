// What the pages share: files of one version, and what is remembered, also where the browser refuses to.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { beforeEach, test } from "node:test";
import vm from "node:vm";
import { at } from "../../templates/theme/assets/shared/address.js";
import { Missing, Outdated, editions, read, reloads, trouble } from "../../templates/theme/assets/shared/fresh.js";
import { myTownship, myTownshipName, rememberTownship } from "../../templates/theme/assets/shared/memory.js";

const SITE = "https://portal.test/one/";
const START = new URL("../../templates/theme/assets/start.js", import.meta.url);

/** Storage that works, or refuses as in some private windows. */
function storage(isRefused = false) {
  const kept = new Map();
  const of =
    (work) =>
    (...given) => {
      if (isRefused) throw new Error("refused");
      return work(...given);
    };
  return {
    getItem: of((name) => (kept.has(name) ? kept.get(name) : null)),
    setItem: of((name, value) => kept.set(name, value)),
    removeItem: of((name) => kept.delete(name)),
  };
}

let answers;
let asked;

beforeEach(() => {
  asked = [];
  globalThis.window = { qingdan: { site: SITE, version: "new" } };
  globalThis.sessionStorage = storage();
  globalThis.location = { reload: () => asked.push("reload") };
  globalThis.fetch = async (address, { cache }) => {
    const name = address.slice(SITE.length);
    asked.push(cache === "default" ? name : `${name} ${cache}`);
    const answer = answers[name];
    if (answer instanceof Error) throw answer;
    const [status, body] = Array.isArray(answer) ? answer : [answer === undefined ? 404 : 200, answer];
    return { ok: status === 200, status, json: async () => JSON.parse(body) };
  };
});

const pointer = (version, assets = "new") => JSON.stringify({ version, assets });

test("addresses are of the site", () => assert.equal(at("topics/aid/"), `${SITE}topics/aid/`));

test("a file that is not ours counts as missing", async () => {
  answers = {
    good: '{"a":[1]}',
    text: '"a1 b2"',
    gateway: '{"code":404,"message":"no"}',
    html: "<html>",
    number: "3",
    gone: [404, "[1]"],
  };
  assert.deepEqual(await read("good"), { a: [1] });
  assert.equal(await read("text"), "a1 b2");
  for (const name of ["gateway", "html", "number", "gone", "nothing"]) await assert.rejects(read(name), Missing, name);
});

/** Editions whose work is to read a file of their version. */
const working = () =>
  editions(
    "meta",
    ({ version }) =>
      () =>
        read(`${version}/file`),
  );

test("the files of a work are of one version", async () => {
  answers = { meta: pointer("1"), "1/file": '["one"]' };
  const using = working();
  assert.deepEqual(await using((edition) => edition()), ["one"]);
  assert.deepEqual(await using((edition) => edition()), ["one"]);
  assert.deepEqual(asked, ["meta", "1/file", "1/file"]);
});

test("where the site has changed the work begins anew, once", async () => {
  answers = { meta: pointer("1") };
  const using = working();
  const first = using(async (edition) => {
    if (answers.meta === pointer("1")) answers = { meta: pointer("2"), "2/file": '["two"]' };
    return edition();
  });
  assert.deepEqual(await first, ["two"]);
  assert.deepEqual(asked, ["meta", "1/file", "meta reload", "2/file"]);
});

test("where nothing has changed a missing file is missing", async () => {
  answers = { meta: pointer("1") };
  await assert.rejects(
    working()((edition) => edition()),
    Missing,
  );
  assert.deepEqual(asked, ["meta", "1/file", "meta reload"]);
});

test("works that run at the same time go over to the new version together", async () => {
  answers = { meta: pointer("1"), "2/file": '["two"]' };
  const using = working();
  const work = async (edition) => {
    await null;
    answers.meta = pointer("2");
    return edition();
  };
  assert.deepEqual(await Promise.all([using(work), using(work)]), [["two"], ["two"]]);
  asked = [];
  assert.deepEqual(await using((edition) => edition()), ["two"]);
  assert.deepEqual(asked, ["2/file"]);
});

test("a work that began with the old version goes on with what another has found, without asking", async () => {
  answers = { meta: pointer("1"), "2/file": '["two"]' };
  const using = working();
  let other;
  const late = using(async (edition) => {
    if (!other) {
      answers.meta = pointer("2");
      other = using((one) => one());
      await other;
    }
    return edition();
  });
  assert.deepEqual(await late, ["two"]);
  assert.equal(asked.filter((one) => one === "meta reload").length, 1);
});

test("a pointer that was not the site's is asked for once more, past the caches", async () => {
  answers = { meta: "<html>", "1/file": '["one"]' };
  globalThis.fetch = ((ask) => async (address, options) => {
    const answer = await ask(address, options);
    answers.meta = pointer("1");
    return answer;
  })(globalThis.fetch);
  assert.deepEqual(await working()((edition) => edition()), ["one"]);
  assert.deepEqual(asked, ["meta", "meta reload", "1/file"]);
});

test("a pointer to no version is none", async () => {
  answers = { meta: pointer("") };
  await assert.rejects(
    working()(() => "done"),
    Missing,
  );
});

test("where the network goes nothing is asked again", async () => {
  answers = { meta: pointer("1"), "1/file": new TypeError("offline") };
  await assert.rejects(
    working()((edition) => edition()),
    TypeError,
  );
  assert.deepEqual(asked, ["meta", "1/file"]);
});

test("a pointer that failed is asked for again", async () => {
  answers = { meta: new TypeError("offline") };
  const using = working();
  await assert.rejects(
    using((edition) => edition()),
    TypeError,
  );
  answers = { meta: pointer("1"), "1/file": '["one"]' };
  assert.deepEqual(await using((edition) => edition()), ["one"]);
});

test("a pointer that the page carries is not asked for", async () => {
  answers = { "1/file": '["one"]' };
  const using = editions(
    "meta",
    ({ version }) =>
      () =>
        read(`${version}/file`),
    { version: "1", assets: "new" },
  );
  assert.deepEqual(await using((edition) => edition()), ["one"]);
  assert.deepEqual(asked, ["1/file"]);
});

test("data of another build reload the page, but once for each version", async () => {
  answers = { meta: pointer("3f9c2a71d0e4", "old") };
  const error = await working()((edition) => edition()).catch((one) => one);
  assert.ok(error instanceof Outdated);
  assert.equal(error.message, "page new, data old");
  assert.deepEqual([reloads(error), reloads(error)], [true, false]);
  assert.ok(reloads(new Outdated({ version: "3f9c2a71d0e5", assets: "old" })));
  assert.ok(!reloads(error));
  assert.ok(!reloads(new Missing("x")));
  globalThis.sessionStorage = storage(true);
  assert.ok(!reloads(new Outdated({ version: "3f9c2a71d0e6", assets: "old" })));
  assert.equal(asked.filter((one) => one === "reload").length, 2);
});

test("trouble is told apart", () => {
  const said = [new Outdated({ version: "1", assets: "old" }), new Missing("x"), new TypeError("x")].map(trouble);
  assert.equal(new Set(said).size, 3);
});

/** start.js as a page has it: what it puts into window. */
function started(isRefused) {
  const nothing = () => undefined;
  const element = { classList: { replace: nothing, toggle: nothing }, setAttribute: nothing, removeAttribute: nothing };
  const page = {
    URLSearchParams,
    MutationObserver: class {
      observe() {}
    },
    addEventListener: nothing,
    document: {
      documentElement: element,
      currentScript: { src: `${SITE}assets/0123456789ab/start.js` },
      addEventListener: nothing,
      querySelector: () => null,
      querySelectorAll: () => [],
    },
    isSecureContext: true,
    localStorage: storage(isRefused),
    location: { search: "" },
    matchMedia: () => ({ matches: false, addListener: nothing }),
    navigator: {},
    setTimeout: nothing,
  };
  page.window = page;
  vm.runInNewContext(readFileSync(START, "utf-8"), page);
  return page.qingdan;
}

test("the site and the version come from the script's own address", () => {
  const { site, version } = started(false);
  assert.deepEqual([site, version], [SITE, "0123456789ab"]);
});

for (const isRefused of [false, true]) {
  test(`a township is remembered ${isRefused ? "for this page where storage is refused" : "on the device"}`, () => {
    globalThis.window = { qingdan: started(isRefused) };
    assert.deepEqual([myTownship(), myTownshipName()], ["", ""]);
    rememberTownship("jia/yi", "乙镇");
    assert.deepEqual([myTownship(), myTownshipName()], ["jia/yi", "乙镇"]);
    rememberTownship("");
    assert.deepEqual([myTownship(), myTownshipName()], ["", ""]);
  });
}
