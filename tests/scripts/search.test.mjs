// The search page's thinking: excerpts, filters, addresses, scores, spelling, and the engine on small indexes.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { engine } from "../../templates/theme/assets/search/engine.js";
import { excerpt, markedParts, marksOf, whyOf } from "../../templates/theme/assets/search/excerpt.js";
import { byNumber, count, fits, isCounted, isFiltered } from "../../templates/theme/assets/search/filters.js";
import { facetRequests, facets, rows, sentences, worthShowing } from "../../templates/theme/assets/search/rows.js";
import { cutTerms, joined, knownOf, piecesOf, score, starts } from "../../templates/theme/assets/search/score.js";
import {
  fromPinyin,
  fromSyllable,
  pinyinKeys,
  readingsOf,
  slipKeys,
  slips,
  syllableKeys,
  syllables,
} from "../../templates/theme/assets/search/spelling.js";
import { addressOf, isForeign, parametersOf, stateOf } from "../../templates/theme/assets/search/state.js";
import { hash, isTraditional, plain, replaced, runs } from "../../templates/theme/assets/search/text.js";

const golden = JSON.parse(readFileSync(new URL("golden.json", import.meta.url), "utf-8"));
const readings = readingsOf(golden.readings.table);

// --- excerpts --------------------------------------------------------------------------------------------------------

const marked = (text, words) =>
  markedParts(text, words)
    .map((one) => (one.isMarked ? `[${one.text}]` : one.text))
    .join("");

test("words are marked, overlapping ones as one, and nothing else", () => {
  assert.equal(marked("办理低保救助", ["低保", "保救"]), "办理[低保救]助");
  assert.equal(marked("ＤＮＡ…信息", ["dna"]), "[ＤＮＡ]…信息");
  assert.equal(marked("甲…信息", ["信息"]), "甲…[信息]");
  assert.equal(marked("没有", ["低保"]), "没有");
  assert.equal(marked("", ["低保"]), "");
  assert.equal(marked("<b>低保</b>", ["低保"]), "<b>[低保]</b>");
});

const terms = (...all) => all.map((term) => ({ term }));

test("single characters are marked only where there is nothing longer", () => {
  assert.deepEqual(marksOf({ terms: terms("低", "低保", "低"), reasons: [{ say: "孤寡", means: ["特困"] }] }), [
    "低保",
    "特困",
  ]);
  assert.deepEqual(marksOf({ terms: terms("低", "保"), reasons: [] }), ["低", "保"]);
});

test("why a result was found is said where its name does not show it", () => {
  const result = { terms: terms("低保"), reasons: [], name: "低保申请", topics: [{ id: "a", title: "救助" }] };
  assert.equal(whyOf(result), "");
  assert.equal(whyOf({ ...result, name: "救助申请" }), "主题：救助");
  assert.equal(whyOf({ ...result, name: "救助申请", topics: [] }), "");
  assert.equal(whyOf({ ...result, terms: terms("低") }), "主题：救助");
  const reasons = [{ say: "孤寡", means: ["特困", "低保"] }];
  assert.equal(whyOf({ ...result, reasons }), "便民词：孤寡 → 特困、低保");
});

test("the excerpt is the sentence that says most, cut to its words", () => {
  assert.equal(excerpt(["一句", "低保申请", "低保"], ["低保", "申请"]), "低保申请");
  assert.equal(excerpt(["一句", "两句"], ["低保"]), "一句");
  assert.equal(excerpt([], ["低保"]), "");
  const long = `${"甲".repeat(100)}低保${"乙".repeat(100)}`;
  const cut = excerpt([long], ["低保"]);
  assert.equal(cut.length, 92);
  assert.ok(cut.startsWith("…甲") && cut.endsWith("乙…") && cut.indexOf("低保") === 21);
  assert.ok(excerpt([long], []).startsWith("甲"));
  assert.equal(excerpt([long], ["没有", "低保"]), cut);
  const whole = "甲".repeat(90);
  assert.deepEqual([excerpt([whole], ["甲"]), excerpt([`${whole}乙`], ["甲"])], [whole, `${whole}…`]);
  const last = excerpt([`${"甲".repeat(100)}低保`], ["低保"]);
  assert.ok(last.length === 91 && last.endsWith("低保"));
});

// --- filters ---------------------------------------------------------------------------------------------------------

const state = (more = {}) => ({ q: "低保", in: "", list: "", category: "", department: "", ...more });
const range = (first, last) => ({ first, last });
const ALL = [
  { list: "basic", categories: ["民生"], departments: ["民政局"], townships: [range(0, 1)] },
  { list: "basic", categories: ["农业"], departments: [], townships: [range(2, 2)] },
  { list: "shared", categories: ["民生"], departments: ["民政局", "医保局"], townships: [range(0, 0), range(2, 2)] },
];

test("each filter counts as if the others stayed", () => {
  const counts = count(ALL, state({ list: "basic" }), ["jia/yi", "jia/bing", "ding/wu"]);
  const plainly = Object.fromEntries(Object.entries(counts).map(([name, own]) => [name, Object.fromEntries(own)]));
  assert.deepEqual(plainly, {
    list: { basic: 2, shared: 1 },
    category: { 民生: 1, 农业: 1 },
    department: { 民政局: 1 },
    in: { "jia/yi": 1, "jia/bing": 1, "ding/wu": 1 },
  });
  assert.deepEqual(byNumber(count(ALL, state(), []).department), [
    ["民政局", 2],
    ["医保局", 1],
  ]);
  const offices = { 财政局: 1, 医保局: 3, 民政局: 3 };
  assert.deepEqual(byNumber(new Map(Object.entries(offices))), [
    ["民政局", 3],
    ["医保局", 3],
    ["财政局", 1],
  ]);
});

test("what fits fits every filter", () => {
  const numbers = (more) => ALL.map((one, i) => (fits(one, state(more)) ? i : -1)).filter((one) => one >= 0);
  assert.deepEqual(numbers({}), [0, 1, 2]);
  assert.deepEqual(numbers({ category: "民生", department: "医保局" }), [2]);
  assert.deepEqual(numbers({ category: "农业", list: "shared" }), []);
  assert.ok(isFiltered(state({ department: "医保局" })));
  assert.ok(!isFiltered(state({ in: "jia" })));
});

test("what is not searched is not counted", () => {
  assert.ok(isCounted("jia/yi", ""));
  assert.ok(isCounted("jia/yi", "jia"));
  assert.ok(!isCounted("jia", ""));
  assert.ok(!isCounted("jiang/yi", "jia"));
  assert.ok(!isCounted("jia/yi", "jia/yi"));
});

// --- addresses -------------------------------------------------------------------------------------------------------

test("an address and a state say each other", () => {
  const full = state({ in: "jia/yi", department: "民政局", exact: "1" });
  assert.deepEqual(stateOf(addressOf(full)), full);
  assert.equal(addressOf(state()), "?q=%E4%BD%8E%E4%BF%9D");
  assert.deepEqual(stateOf(""), state({ q: "" }));
  assert.equal(stateOf("?q=+%E4%BD%8E%E4%BF%9D+").q, "低保");
});

test("old portals' links are read, and those of today stay what they are", () => {
  const first = (address) => parametersOf(address)[0][1];
  assert.equal(first("?q=%B5%CD%B1%A3"), "低保");
  assert.equal(first("?q=%D2%BB"), "一");
  assert.equal(first("?q=%C5%AE"), "女");
  assert.equal(first("?q=d%C4%AB+b%C7%8Eo"), "dī bǎo");
  assert.equal(first("?q=100%"), "100%");
  assert.equal(first("?q=%D0%B4%E4%BD%8E%E4%BF%9D"), "д低保");
  assert.deepEqual(parametersOf("q=a?b"), [["q", "a?b"]]);
  assert.deepEqual(parametersOf("?q&in=a=b"), [
    ["q", ""],
    ["in", "a=b"],
  ]);
  assert.ok(isForeign("?q=%B5%CD%B1%A3"));
  assert.ok(!isForeign("?q=%E4%BD%8E%E4%BF%9D&in=jia"));
});

// --- text and spelling -----------------------------------------------------------------------------------------------

test("text is plain without tones, width and capitals", () => {
  assert.equal(plain("ＤīＢǍＯ"), "dibao");
  assert.equal(plain("lǜ Lü"), "lv lv");
  assert.ok(isTraditional("醫") && !isTraditional("医") && !isTraditional("a"));
});

test("what was typed is replaced where it stands", () => {
  assert.equal(replaced("我的Dibao呢", "dibao", "低保"), "我的低保呢");
  assert.equal(replaced("dī bǎo", "di bao", "低保"), "低保");
  assert.equal(replaced("别的", "dibao", "低保"), "别的");
});

test("letters are cut into syllables in every way that there is", () => {
  assert.deepEqual(syllables("xian", readings), [["xian"], ["xi", "an"]]);
  assert.deepEqual(syllables("", readings), [[]]);
  assert.deepEqual(syllables("q", readings), []);
});

test("where nothing can be looked for there is nothing", () => assert.deepEqual(runs("，？ ", []), []));

test("words are looked up by two syllables, and by initials where there are few", () => {
  const keysOf = (run) => pinyinKeys(run, readings).keys;
  assert.deepEqual(keysOf("zjd"), ["zjd"]);
  assert.deepEqual(keysOf("zjdsyq"), ["zjdsyq"]);
  assert.deepEqual([keysOf("zjdsyqx"), keysOf("q")], [[], []]);
  assert.deepEqual(keysOf("shuizhunce"), ["sui zun", "zun ce"]);
  assert.deepEqual(syllableKeys("jia", "产", "费", readings), ["can jia", "jia fei"]);
  assert.deepEqual(syllableKeys("jia", "", "费", readings), ["jia fei"]);
  assert.deepEqual(syllableKeys("jx", "产", "费", readings), []);
  assert.deepEqual(slipKeys("危防改造", [false, false, true, true], readings), ["wei fan", "fan gai"]);
  assert.deepEqual(slipKeys("囹圄危防", [false, false, false, false], readings), ["wei fan"]);
});

const sound = (word, own, weight) => ({ word, sound: own, weight });

test("pinyin is the likely word, with what else it may be", () => {
  const words = [sound("低保", "di bao", 40), sound("地保", "di bao", 10), sound("对比", "dui bi", 30)];
  const meant = (run) => fromPinyin(run, pinyinKeys(run, readings), words);
  assert.deepEqual(
    meant("dibao").map((one) => one.text),
    ["低保", "地保"],
  );
  assert.equal(meant("dibao")[0].sure, 1);
  assert.ok(meant("dibao")[1].sure < 0.1);
  assert.equal(meant("db")[0].text, "低保");
  assert.deepEqual(meant("zzz"), []);
});

test("initials are less likely than pinyin in full", () => {
  const words = [sound("阿南哥鹅", "a nan ge e", 11), sound("安格", "an ge", 20)];
  assert.deepEqual(
    fromPinyin("ange", pinyinKeys("ange", readings), words).map((one) => one.text),
    ["安格", "阿南哥鹅"],
  );
});

test("words are put together where one does not cover all", () => {
  const words = [sound("高龄", "gao ling", 20), sound("津贴", "jin tie", 30)];
  const run = "gaolingjintie";
  assert.equal(fromPinyin(run, pinyinKeys(run, readings), words)[0].text, "高龄津贴");
});

test("a syllable among characters is one that makes a word with them", () => {
  const words = [sound("招工", "zhao gong", 40), sound("赵公", "zhao gong", 90), sound("找工", "zao gong", 30)];
  const found = fromSyllable("zhao", "", "工作", words);
  assert.deepEqual(
    found.map((one) => one.character),
    ["招", "找"],
  );
  // As it was typed before what is only alike, though that is likelier.
  const both = [sound("找工", "zao gong", 40), sound("招工", "zhao gong", 30)];
  assert.deepEqual(
    fromSyllable("zhao", "", "工作", both).map((one) => one.character),
    ["招", "找"],
  );
});

test("slips are known by their sound, but not what is known already", () => {
  const words = [sound("危房", "wei fang", 40), sound("危房改造", "wei fang gai zao", 38)];
  const unknown = [false, false, false, false];
  assert.deepEqual(
    slips("危防改造", unknown, words, readings).map(({ at, end, word }) => [at, end, word]),
    [[0, 4, "危房改造"]],
  );
  assert.deepEqual(slips("危防改造", [true, true, true, true], words, readings), []);
  // Known by a half, as 改造 is everywhere; but not by more.
  assert.equal(slips("危防改造", [false, false, true, true], words, readings)[0].word, "危房改造");
  assert.deepEqual(slips("危防改造", [false, true, true, true], words.slice(1), readings), []);
  // Two slips, alike in sound and the same, in the order of the text.
  const two = [sound("征兵", "zheng bing", 20), sound("低保", "di bao", 60)];
  assert.deepEqual(
    slips("真兵地保", unknown, two, readings).map(({ at, word, sure }) => [at, word, sure]),
    [
      [0, "征兵", 0.7],
      [2, "低保", 0.9],
    ],
  );
  // One missing, but only of a long word.
  assert.equal(slips("危改造", [false, false, false], words, readings)[0].word, "危房改造");
  assert.deepEqual(slips("危", [false], words, readings), []);
  // Two of two characters wrong: of one sound by chance.
  assert.deepEqual(slips("威防", [false, false], [sound("危房", "wei fang", 40)], readings), []);
  // Two of four are none.
  assert.deepEqual(
    slips("威防改造", unknown, words.slice(1), readings).map(({ word, sure }) => [word, sure]),
    [["危房改造", 0.9]],
  );
});

for (const [typed, words, why] of [
  ["上天查人", ["上门查人"], "one of four"],
  ["上查人", ["上门查人"], "one missing of four"],
  ["上门天天", [], "two of four"],
  ["上人", [], "two missing of four"],
  ["查人天", [], "one of three"],
  ["查房", [], "one missing of three"],
]) {
  test(`characters wrong or missing: ${why}`, () => {
    const known = [...typed].map(() => false);
    const own = [sound("上门查人", "shang men cha ren", 40), sound("查人房", "cha ren fang", 40)];
    assert.deepEqual(
      slips(typed, known, own, readings).map((one) => one.word),
      words,
    );
  });
}

// --- scores ----------------------------------------------------------------------------------------------------------

const found = (term, from, importance, postings, more = {}) => ({
  term,
  importance,
  postings: postings.map(([step, weight]) => ({ step, weight })),
  says: null,
  isCut: false,
  sure: 1,
  from,
  to: from + term.length,
  ...more,
});

test("documents with all of the query come first, and each counts its weights", () => {
  const ranked = score(
    [
      found("低保", 0, 50, [
        [1, 60],
        [2, 90],
      ]),
      found("申请", 2, 50, [[1, 60]]),
    ],
    4,
  );
  assert.deepEqual(
    ranked.map(({ number, score }) => [number, score]),
    [
      [1, 120],
      [3, 45],
    ],
  );
  assert.deepEqual(
    ranked[0].terms.map((one) => one.term),
    ["低保", "申请"],
  );
});

test("a light document counts at least a part of the term's importance; ties go by number", () => {
  const ranked = score(
    [
      found("低保", 0, 50, [
        [4, 1],
        [1, 1],
      ]),
    ],
    2,
  );
  assert.deepEqual(
    ranked.map(({ number, score }) => [number, score]),
    [
      [4, 20],
      [5, 20],
    ],
  );
});

test("what is far below the first is not worth showing", () => {
  const ranked = [100, 50, 15, 13].map((score, number) => ({ number, score, terms: [] }));
  assert.deepEqual(
    worthShowing(ranked).map((one) => one.number),
    [0, 1, 2],
  );
  assert.equal(worthShowing(Array.from({ length: 300 }, () => ({ number: 1, score: 1, terms: [] }))).length, 200);
  assert.deepEqual(worthShowing([]), []);
});

test("terms are looked up from even places first, empty characters last", () => {
  const { pieces, size } = piecesOf(["我要低保", "abc"]);
  assert.equal(size, 7);
  const order = starts(pieces, { empty: "我" }).map(({ piece, at }) => piece.run.slice(at, at + 2));
  assert.deepEqual(order, ["低保", "ab", "要低", "我要", "保"]);
});

test("terms of what was surely meant are looked up before those of what else it may be", () => {
  const piece = (run, sure) => ({ run, from: 0, to: 2, sure, whole: true });
  const order = starts([piece("地保", 0.8), piece("低保", 1)], { empty: "" });
  assert.deepEqual(
    order.map(({ piece, at }) => piece.run.slice(at)),
    ["低保", "地保", "保", "保"],
  );
});

test("unknown letters are one word across spaces", () => {
  const { pieces } = piecesOf(["gou", "yao", "ren", "办"]);
  assert.deepEqual(
    joined(pieces, []).map((one) => [one.run, one.typed]),
    [
      ["gouyaoren", "gou yao ren"],
      ["办", "办"],
    ],
  );
  assert.equal(joined(pieces, [found("yao", 3, 10, [])]).length, 4);
  const known = [found("wifi", 0, 10, []), found("app", 10, 10, [])];
  assert.deepEqual(
    joined(piecesOf(["wifi", "gou", "yao", "app"]).pieces, known).map((one) => one.run),
    ["wifi", "gouyao", "app"],
  );
});

test("a lone character tells nothing of a longer piece", () => {
  const piece = { run: "危防改造", from: 2, to: 6, sure: 1 };
  assert.deepEqual(knownOf(piece, [found("危", 2, 10, []), found("改造", 4, 10, [])]), [false, false, true, true]);
  const others = [found("打井", 0, 10, []), found("危防", 2, 10, []), found("养老", 6, 10, [])];
  assert.deepEqual(knownOf(piece, others), [true, true, false, false]);
  assert.deepEqual(knownOf({ run: "危", from: 2, to: 3, sure: 1 }, [found("危", 2, 10, [])]), [true]);
});

test("further documents are those of cut terms beside another", () => {
  const cut = found("养老", 0, 40, [], { isCut: true });
  assert.deepEqual(cutTerms([cut]), []);
  assert.deepEqual(cutTerms([cut, found("打井", 2, 50, [])]), [cut]);
  const last = found("养老", 2, 40, [], { isCut: true });
  assert.deepEqual(cutTerms([found("打井", 0, 50, []), last]), [last]);
  assert.deepEqual(cutTerms([found("老打", 1, 50, []), cut]), []);
});

// --- the engine ------------------------------------------------------------------------------------------------------

const META = {
  all: [1, 1],
  county: [1, 0],
  township: [1, 0],
  rows: 16,
  facets: 512,
  passages: 8,
  sounds: 1,
  crowded: {},
  fillers: [],
  empty: "",
  characters: {},
  lists: { basic: "基本履职", shared: "配合履职" },
};

function indexOf(files, meta = META) {
  const asked = [];
  const own = { meta, pinyin: golden.readings.table, ...files };
  const { rank } = engine(async (name) => (asked.push(name), own[name] || {}));
  return { rank, asked };
}

test("lighter documents are asked for where two things are meant", async () => {
  const { rank } = indexOf({ "all/t-0": { 养老: [-40, 1, 9], 打井: [50, 2, 6] }, "all/u-0": { 养老: [2, 5] } });
  const { ranked } = await rank("养老 打井", "all", { exact: true });
  assert.equal(ranked[0].number, 2);
});

// Two words of one sound, one of them of another township only.
const SMALL = {
  "sounds/0": {
    "ce suo": ["厕所", "ce suo", 40],
    "gai ce": ["改厕", "gai ce", 20],
    "zen bin": ["征兵", "zheng bing", 30, "征病", "zheng bing", 50],
    "bin zen": ["病症", "bing zheng", 10],
  },
  "county/town/t-0": { 厕所: [50, 1, 9], 改厕: [50, 2, 9], 证病: [50, 3, 9], 病症: [50, 4, 9] },
};

for (const [query, words, numbers, why] of [
  ["cesuogai", ["厕所"], [1], "a syllable that is no word by itself is passed over"],
  ["gaicesuo", ["厕所", "改厕"], [1, 2], "words may share syllables"],
  ["ce所", ["厕"], [1], "one syllable among characters"],
  ["征bin", ["病", "兵"], [], "a syllable after a character"],
  ["正兵", ["征兵"], [], "a slip of the same sound"],
  ["征兵", [], [], "a word that only another township has is no slip"],
  ["我家孩子今年想去报名正兵", ["征兵"], [], "a slip in a long letter, where one file has all sounds"],
  ["囹圄", [], [], "characters whose reading is not known are no slip"],
]) {
  test(`${query}: ${why}`, async () => {
    const { changes, ranked } = await indexOf(SMALL).rank(query, "county/town");
    assert.deepEqual(changes.map((one) => one.words).flat(), words);
    assert.deepEqual(
      ranked.map((one) => one.number),
      numbers,
    );
  });
}

test("everyday words carry the entry by which they are explained", async () => {
  const { rank } = indexOf({ "all/t-0": { 孤寡: [30, 1, 9, 7], 低保: [30, 1, 9] } });
  const { found: terms } = await rank("孤寡低保", "all", { exact: true });
  assert.deepEqual(Object.fromEntries(terms.map((one) => [one.term, one.says])), { 孤寡: 7, 低保: null });
  assert.ok(terms.every((one) => one.postings.length === 1));
});

test("traditional characters are looked up where the browser does not know them", async () => {
  const { rank, asked } = indexOf({ characters: ["醫", "医"], "all/t-0": { 医保: [50, 1, 9] } });
  assert.equal((await rank("醫保", "all")).ranked[0].number, 1);
  assert.ok(asked.includes("characters"));
});

test("however long the pinyin, requests are left for results", async () => {
  const meta = { ...META, sounds: 4096, all: [4096, 64] };
  const { rank, asked } = indexOf({}, meta);
  const { load } = await rank("shehuibaoxianzengjianyuanzenmebanli", "all");
  assert.ok(asked.filter((one) => one.startsWith("sounds/")).length > 2);
  assert.ok(asked.length <= 14 - 3 && load.left >= 3, `${asked}`);
});

for (const [query, terms, why] of [
  ["枇杷柿子苹果西瓜南瓜冬瓜骆驼风筝灯笼口罩", {}, "of unknown words"],
  ["枇杷柿子苹果西瓜南瓜冬瓜骆驼", { 枇杷: [-50, 1, 9], 苹果: [-50, 1, 9], 冬瓜: [-50, 1, 9] }, "of common words"],
]) {
  test(`however long the letter, requests are left for results: ${why}`, async () => {
    const meta = { ...META, sounds: 4096, all: [4096, 64] };
    const files = Object.fromEntries(
      Object.entries(terms).map(([term, entry]) => [`all/t-${hash(term[0]) % 4096}`, { [term]: entry }]),
    );
    const { load, found: some } = await indexOf(files, meta).rank(query, "all");
    assert.equal(some.length, Object.keys(terms).length);
    assert.ok(load.left >= 3, `${load.left}`);
  });
}

// Beside the terms of its own words a query asks for nothing that would leave fewer than four requests.
for (const [query, asks, left] of [
  ["枇杷苹果冬瓜骆", 2, 4],
  ["枇杷苹果冬瓜骆驼", 1, 4],
  ["枇杷苹果冬瓜骆驼风", 0, 4],
]) {
  test(`lighter documents are asked for while requests are left: ${asks}`, async () => {
    const cut = (term) => [`all/t-${hash(term[0]) % 4096}`, { [term]: [-50, 1, 9] }];
    const { rank, asked } = indexOf(Object.fromEntries(["枇杷", "苹果"].map(cut)), { ...META, all: [4096, 64] });
    const { load } = await rank(query, "all", { exact: true });
    assert.deepEqual([asked.filter((one) => one.startsWith("all/u-")).length, load.left], [asks, left]);
  });
}

for (const [query, asks, left] of [
  ["柿子苹果", 3, 5],
  ["柿子苹果西", 0, 7],
]) {
  test(`slips are looked up where there are requests for all of them: ${query}`, async () => {
    const { rank, asked } = indexOf({}, { ...META, sounds: 4096, all: [4096, 64] });
    const { load } = await rank(query, "all");
    assert.deepEqual([asked.filter((one) => one.startsWith("sounds/")).length, load.left], [asks, left]);
  });
}

test("readings are fetched while terms are looked up, and not where nothing is corrected", async () => {
  const files = { "all/t-0": { dibao: [50, 1, 9] } };
  const [meant, exact] = [indexOf(files), indexOf(files)];
  await meant.rank("dibao", "all");
  await exact.rank("dibao", "all", { exact: true });
  assert.deepEqual(
    [meant.asked, exact.asked],
    [
      ["meta", "pinyin", "all/t-0"],
      ["meta", "all/t-0"],
    ],
  );
});

test("pinyin in a long letter is understood all the same", async () => {
  const meta = { ...META, all: [4096, 64] };
  const { rank } = indexOf({ "sounds/0": { "mao lv": ["毛驴", "mao lv", 30] } }, meta);
  const { changes } = await rank("枇杷柿子苹果西瓜南瓜冬瓜骆驼风筝灯笼口罩maolv", "all");
  assert.deepEqual(changes, [{ typed: "maolv", words: ["毛驴"] }]);
});

test("the first query and the next have as many requests", async () => {
  const { rank } = indexOf({}, { ...META, all: [4096, 64] });
  const left = async (query) => (await rank(query, "all", { exact: true })).load.left;
  assert.deepEqual([await left("犬"), await left("猫")], [12, 12]);
});

test("a lone character that is in no term costs nothing more", async () => {
  const { rank, asked } = indexOf({});
  assert.deepEqual((await rank("犬", "all")).changes, []);
  assert.deepEqual(asked, ["meta", "all/t-0"]);
});

test("all townships, a county and a township are cut into so many files each", async () => {
  const { rank, asked } = indexOf({}, { ...META, all: [61, 1], county: [62, 1], township: [63, 1] });
  for (const family of ["all", "jia", "jia/yi"]) await rank("犬", family, { exact: true });
  const place = hash("犬");
  assert.deepEqual(asked.slice(1), [`all/t-${place % 61}`, `jia/t-${place % 62}`, `jia/yi/t-${place % 63}`]);
});

test("files are kept for the next query, but not one that failed", async () => {
  let isBroken = true;
  const asked = [];
  const { rank } = engine(async (name) => {
    asked.push(name);
    if (isBroken && name.startsWith("all/")) throw new Error("gone");
    return name === "meta" ? META : { 低保: [50, 1, 9] };
  });
  await assert.rejects(rank("低保", "all"), /gone/);
  isBroken = false;
  assert.equal((await rank("低保", "all")).ranked.length, 1);
  await rank("低保", "all");
  assert.deepEqual(asked, ["meta", "all/t-0", "all/t-0"]);
});

// --- what results show -----------------------------------------------------------------------------------------------

function asking(files, left = 10) {
  const load = async (name) => {
    load.left -= 1;
    return files[name];
  };
  load.left = left;
  return { meta: META, load };
}

const ROW = [
  "特困救助",
  "basic",
  "民生",
  ["town", "乡镇办", "由乡镇办。"],
  [["aid", "救助"]],
  [["mzj", "民政局"]],
  2,
  [["jia/yi", "b-001", 1, 0]],
  [
    ["特困", 3, 0],
    ["孤寡老人", 0],
    ["低保", 8],
  ],
];

test("a result's row has its names, links and reasons", async () => {
  const terms = [
    { term: "孤寡老人", says: 0 },
    { term: "孤寡", says: 0 },
    { term: "特困", says: 0 },
    { term: "低", says: null },
  ];
  const [result] = await rows("jia/yi", [{ number: 16, score: 1, terms }], asking({ "jia/yi/r-1": [ROW] }));
  assert.deepEqual(result, {
    number: 16,
    terms,
    name: "特困救助",
    list: "basic",
    category: "民生",
    count: 2,
    answer: "town",
    word: "乡镇办",
    sentence: "由乡镇办。",
    reasons: [{ say: "孤寡老人", means: ["特困"] }],
    topics: [{ id: "aid", title: "救助" }],
    departments: [{ id: "jia/mzj", title: "民政局" }],
    members: [{ township: "jia/yi", id: "b-001", number: 1, place: 0, url: "townships/jia/yi/b-001/" }],
  });
});

test("results stop where their requests do, but not before the least", async () => {
  const ranked = [0, 16, 32, 48].map((number) => ({ number, score: 1, terms: [] }));
  const files = Object.fromEntries([0, 1, 2, 3].map((number) => [`all/r-${number}`, [ROW]]));
  assert.equal((await rows("all", ranked, asking(files, 5), 1, 3)).length, 2);
  assert.equal((await rows("all", ranked, asking(files, 0), 3, 3)).length, 3);
  // Those of a file that is there already cost nothing.
  const near = [15, 14, 1, 16].map((number) => ({ number, score: 1, terms: [] }));
  const own = { "all/r-0": Array.from({ length: 16 }, () => ROW) };
  assert.deepEqual(
    (await rows("all", near, asking(own, 1))).map((one) => one.number),
    [15, 14, 1],
  );
});

test("a result's sentences are those of its own township, by its place there", async () => {
  const member = { township: "jia/yi", id: "b-002", number: 2, place: 9, url: "" };
  const files = { "jia/yi/x-1": [["八"], ["九。", "又九。"]], "jia/yi/x-0": [["零"], ["一"], ["二"]] };
  assert.deepEqual(await sentences(member, asking(files)), ["九。", "又九。"]);
});

test("filters cost a request for each of their files", () => {
  const ranked = [0, 511, 512, 1023].map((number) => ({ number, score: 1, terms: [] }));
  assert.equal(facetRequests(ranked, META), 2);
});

test("filters are asked by the numbers of their file", async () => {
  const file = {
    townships: [[], [0, 1, 4, 4]],
    departments: ["民政局"],
    categories: [["农业"], ["农业", "民生"]],
    rows: [[1, 1, 1, 0]],
  };
  const [one] = await facets("all", [{ number: 0, score: 1, terms: [] }], asking({ "all/f-0": file }));
  assert.deepEqual(one, {
    number: 0,
    score: 1,
    terms: [],
    townships: [range(0, 1), range(4, 4)],
    list: "shared",
    categories: ["农业", "民生"],
    departments: ["民政局"],
  });
  const [other] = await facets("jia", [{ number: 512, score: 1, terms: [] }], asking({ "jia/f-1": file }));
  assert.deepEqual([other.number, other.list], [512, "shared"]);
});
