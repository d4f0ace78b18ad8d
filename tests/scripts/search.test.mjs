// The search page's thinking: excerpts, filters, addresses, scores, spelling, and the engine on small indexes.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { engine } from "../../templates/theme/assets/search/engine.js";
import { judged } from "../../templates/theme/assets/search/evidence.js";
import { markedParts, marksOf, whyOf } from "../../templates/theme/assets/search/excerpt.js";
import { byNumber, count, fits, isCounted } from "../../templates/theme/assets/search/counts.js";
import { facetRequests, facets, sentences, topicsOf } from "../../templates/theme/assets/search/facets.js";
import { isFiltered } from "../../templates/theme/assets/search/filters.js";
import { rows, worthShowing } from "../../templates/theme/assets/search/rows.js";
import { excerpt } from "../../templates/theme/assets/search/sentence.js";
import { countsOf, letterKeys } from "../../templates/theme/assets/search/letter.js";
import {
  cutTerms,
  joined,
  keysOf,
  knownOf,
  loneKeys,
  pairsOf,
  piecesOf,
  score,
} from "../../templates/theme/assets/search/score.js";
import {
  fromPinyin,
  fromSyllable,
  pinyinKeys,
  syllableKeys,
  syllables,
} from "../../templates/theme/assets/search/spelling.js";
import { doubtOf } from "../../templates/theme/assets/search/doubt.js";
import { learnLooks, slipKeys, slips } from "../../templates/theme/assets/search/slips.js";
import { digitsOf, numbersOf, spelt, summed, termOf } from "../../templates/theme/assets/search/columns.js";
import { SHAPES } from "../../templates/theme/assets/search/shapes.js";
import { heardBy, readingsOf, spoken } from "../../templates/theme/assets/search/sounds.js";
import { Outdated } from "../../templates/theme/assets/shared.js";
import { addressOf, askedBy, isForeign, parametersOf, stateOf } from "../../templates/theme/assets/search/state.js";
import {
  commonCharacters,
  hash,
  isTraditional,
  keyOf,
  placeOf,
  plain,
  replaced,
  runs,
} from "../../templates/theme/assets/search/text.js";
import { idf, weigh } from "../../templates/theme/assets/search/weigh.js";

const golden = JSON.parse(readFileSync(new URL("golden.json", import.meta.url), "utf-8"));
const readings = readingsOf(golden.readings.table, commonCharacters());
learnLooks(termOf);
const READ = { digitsOf, hash, keyOf, keysOf, pairsOf };

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

const hits = (...all) => all.map((term) => ({ term }));

test("single characters are marked only where there is nothing longer", () => {
  assert.deepEqual(marksOf({ terms: hits("低", "低保", "低"), reasons: [{ say: "孤寡", means: ["特困"] }] }), [
    "低保",
    "特困",
  ]);
  assert.deepEqual(marksOf({ terms: hits("低", "保"), reasons: [] }), ["低", "保"]);
});

test("why a result was found is said where its name does not show it", () => {
  const result = { terms: hits("低保"), reasons: [], name: "低保申请", topics: [{ id: "a", title: "救助" }] };
  assert.equal(whyOf(result), "");
  assert.equal(whyOf({ ...result, name: "救助申请" }), "说到“低保”；主题：救助");
  assert.equal(whyOf({ ...result, name: "救助申请", topics: [] }), "说到“低保”");
  assert.equal(whyOf({ ...result, terms: hits("低") }), "说到“低”；主题：救助");
  // The longest words, a few of them.
  const many = hits("低保", "低保户", "五保", "孤儿", "特困");
  assert.equal(whyOf({ ...result, name: "救助申请", terms: many }), "说到“低保户”“五保”“孤儿”；主题：救助");
  assert.equal(whyOf({ ...result, terms: [], topics: [] }), "");
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

test("a long query stands behind the #, where no server is sent it, and is read there", () => {
  const long = { ...state(), q: "低保".repeat(200), in: "tuquan/tuquan" };
  const { search, hash } = new URL(addressOf(long), "https://example.cn/search/");
  assert.equal(search, "?in=tuquan%2Ftuquan");
  assert.deepEqual(stateOf(askedBy({ search, hash })), long);
  assert.equal(askedBy({ search: "?q=a", hash: "#search" }), "?q=a");
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
  assert.deepEqual(keysOf("zjds"), ["zjds"]);
  assert.deepEqual([keysOf("zjdsy"), keysOf("q")], [[], []]);
  assert.deepEqual(keysOf("shuizhunce"), ["sui zun", "zun ce"]);
  assert.deepEqual(syllableKeys("jia", "产", "费", readings), ["can jia", "jia fei"]);
  assert.deepEqual(syllableKeys("jia", "", "费", readings), ["jia fei"]);
  assert.deepEqual(syllableKeys("jx", "产", "费", readings), []);
  // Of a slip what is in doubt on both sides before, and what sounds like it before what looks like it (访, 仿, 纺).
  const keys = slipKeys("危防改造", [true, true, false, false], readings, "危");
  assert.deepEqual(keys, ["wei fan", "fan gai", "e fan"]);
  assert.deepEqual(slipKeys("囹圄危防", [true, true, true, true], readings, "").slice(0, 1), ["wei fan"]);
  assert.deepEqual(slipKeys("执熙", [false, true], readings, ""), ["zi xi", "zi zao"]);
});

test("characters of one sound are not listed as alike too", () => {
  const soundsOf = (group) => new Set([...group].map((one) => readings.of.get(one)));
  assert.deepEqual(
    SHAPES.split(" ")
      .map(termOf)
      .filter((group) => soundsOf(group).size === 1),
    [],
  );
});

test("a word is read character by character, but where its syllables stand behind it", () => {
  const rows = [sound("低保", "", 31), sound("银行", "yin hang", 9)];
  assert.deepEqual(spoken(rows, readings), [
    { word: "低保", sound: "di bao", weight: 31 },
    { word: "银行", sound: "yin hang", weight: 9 },
  ]);
});

const sound = (word, own, weight) => ({ word, sound: own, weight });

test("a file of sounds has words, phrases and ordinary words by a key", () => {
  const file = soundFile({ "di bao": "低保31,地保8", yh: "银行 yin hang9,野花50" }, { yh: "土地流转,村务公开" });
  const by = (key) => heardBy(file, key, { termOf, numbersOf });
  assert.deepEqual(by("yh"), {
    rows: [sound("银行", "yin hang", 9), sound("野花", "", 50)],
    within: ["土地流转", "村务公开"],
    ordinary: [],
  });
  assert.deepEqual(by("di bao").rows, [sound("低保", "", 31), sound("地保", "", 8)]);
  assert.deepEqual(by("bao"), { rows: [], within: [], ordinary: [] });
});

test("pinyin is the likely word, with what else it may be", () => {
  const words = [sound("低保", "di bao", 40), sound("地保", "di bao", 10), sound("对比", "dui bi", 30)];
  const meant = (run) => fromPinyin(run, pinyinKeys(run, readings), words);
  assert.deepEqual(
    meant("dibao").map((one) => one.text),
    ["低保"],
    "not 地保, which is far less likely",
  );
  assert.equal(meant("dibao")[0].sure, 1);
  assert.equal(meant("db")[0].text, "低保");
  assert.deepEqual(meant("zzz"), []);
});

test("initials are less likely than pinyin in full", () => {
  const words = [sound("阿南哥鹅", "a nan ge e", 11), sound("安格", "an ge", 20)];
  assert.deepEqual(
    fromPinyin("ange", pinyinKeys("ange", readings), words).map((one) => one.text),
    ["安格"],
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

// The words of a text that are known, by where they stand.
const known = (text, ...words) =>
  words.map((word) => ({ at: text.indexOf(word), end: text.indexOf(word) + word.length }));

/** What is put right in a text: of words and phrases that sound like it, all of whose keys were looked up. */
function right(
  text,
  {
    isBrief = text.length <= 4,
    words = [],
    within = [],
    ordinary = [],
    sure = [],
    keys = slipKeys(text, all(text), readings, ""),
  },
) {
  const heard = { keys: new Set(keys), words, within, ordinary };
  return slips(
    text,
    known(text, ...sure),
    heard,
    readings,
    { common: "水土地人大上下公电", empty: "的了在给不就" },
    isBrief,
  );
}
const all = (text) => [...text].map(() => true);
const read = (text, options) => right(text, options).map(({ at, end, word }) => `${text.slice(at, end)}→${word}`);

const HOUSE = [sound("危房", "wei fang", 40), sound("危房改造", "wei fang gai zao", 38)];

test("a slip is put right by the word that makes the text read best", () => {
  assert.deepEqual(read("危防改造", { words: HOUSE }), ["危防改造→危房改造"]);
  assert.deepEqual(read("危防改造", { words: HOUSE, sure: ["改造"] }), ["危防改造→危房改造"]);
  assert.deepEqual(read("危防的", { words: HOUSE }), ["危防→危房"]);
  assert.deepEqual(read("我家的危防漏雨", { words: HOUSE, sure: ["我家", "漏雨"] }), ["危防→危房"]);
  // Two, in the order of the text: alike in sound, and the same.
  const two = [sound("征兵", "zheng bing", 36), sound("低保", "di bao", 38)];
  assert.deepEqual(
    right("真兵低宝", { words: two }).map(({ at, word, sure }) => [at, word, sure]),
    [
      [0, "征兵", 0.7],
      [2, "低保", 0.9],
    ],
  );
});

for (const [text, options, why] of [
  ["低保给取消了", { words: [sound("低包", "di bao", 40)], sure: ["低保", "取消"] }, "a known word stays"],
  ["包给取消", { words: [sound("宝给", "bao gei", 40)], ordinary: ["包给"] }, "so does an ordinary one"],
  ["危防", { words: [sound("威防", "wei fang", 20), sound("危防", "wei fang", 1)] }, "one that another township has"],
  ["威防", { words: HOUSE }, "two of two wrong"],
  ["危改造", { words: HOUSE }, "one missing"],
  ["危窗改造", { words: HOUSE }, "what neither sounds nor looks like it"],
  ["农村自健房", { words: [sound("村子", "cun zi", 40)], sure: ["农村"] }, "what would break a known word"],
  ["陈志强", { words: [sound("自强", "zi qiang", 24)] }, "a name"],
  ["五苗的", { words: [sound("亩的", "mu de", 38), sound("五庙", "wu miao", 38)] }, "a measure"],
  ["上人", { words: [sound("伤人", "shang ren", 31)] }, "a common character"],
  ["危防", { words: HOUSE, keys: [] }, "what was not looked up whether it is a word"],
  ["给防", { words: [sound("给房", "gei fang", 10)] }, "a word of two that is hardly meant, of one that tells nothing"],
]) {
  test(`no slip: ${why}`, () => {
    assert.deepEqual(read(text, options), []);
  });
}

test("a slip of the look is known by its look", () => {
  assert.deepEqual(read("执熙", { words: [sound("执照", "zhi zhao", 36)] }), ["执熙→执照"]);
  assert.deepEqual(read("返贪", { words: [sound("返贫", "fan pin", 36)] }), ["返贪→返贫"]);
});

test("a common character is put right in a phrase, and where what was meant is by far likelier", () => {
  assert.deepEqual(read("土地留转", { within: ["土地流转"] }), ["土地留转→土地流转"]);
  const wages = (/** @type {number} */ weight) => ({ words: [sound("工资", "gong zi", weight)] });
  // Alone, what people ask by; in a sentence, what they ask by most.
  assert.deepEqual(read("公资", wages(32)), ["公资→工资"]);
  assert.deepEqual(read("公资", wages(31)), []);
  assert.deepEqual(read("拖欠的公资", { ...wages(41), sure: ["拖欠"] }), ["公资→工资"]);
  assert.deepEqual(read("拖欠的公资", { ...wages(40), sure: ["拖欠"] }), []);
  // What tells nothing only by itself.
  const relief = { words: [sound("救助", "jiu zhu", 60)] };
  assert.deepEqual([read("就助", relief), read("就助水", relief)], [["就助→救助"], []]);
  // Of two common characters what is but like them was hardly meant.
  assert.deepEqual(read("上人", { words: [sound("桑人", "sang ren", 60)] }), []);
  assert.deepEqual(read("上人", { words: [sound("商人", "shang ren", 60)] }), ["上人→商人"]);
  // Two of four, of the same sound.
  assert.deepEqual(read("土弟留转", { within: ["土地流转"] }), ["土弟留转→土地流转"]);
});

test("in doubt is what is in no word; in a brief text also what tells nothing, but not what ends a sentence", () => {
  const hit = (term, from, worth) => ({ term, from, to: from + term.length, sure: 1, own: { worth }, word: undefined });
  const meta = { common: "修给", empty: "的了" };
  const doubts = (run, hits, isLooked = () => true, isBrief = run.length <= 4) => {
    const doubt = doubtOf({ run, from: 2, to: 2 + run.length, sure: 1 }, hits, isLooked, meta, isBrief);
    return doubt && doubt.doubtful.map((one) => (one ? "?" : "-")).join("");
  };
  assert.equal(doubts("低保的危防", [hit("低保", 2, 0)]), "---??");
  // A pair across two words is none.
  assert.equal(doubts("低保的危防", [hit("低保", 2, 0), hit("危防", 5, 1)]), "---??");
  assert.equal(doubts("低保的危防", [hit("低保", 2, 0), hit("危防", 5, 0)]), null);
  assert.equal(doubts("低保修修了", [hit("低保", 2, 0)]), "--??-");
  // 给 is a word in a sentence, but not in what is so brief.
  assert.equal(doubts("低保给修了", [hit("低保", 2, 0)]), null);
  assert.deepEqual([doubts("修修", []), doubts("修修了", []), doubts("修防", [])], ["??", "??-", "??"]);
  const yes = () => true;
  assert.deepEqual(
    [doubts("修给", []), doubts("修给", [], yes, false), doubts("修修", [], yes, false)],
    ["-?", null, null],
  );
  assert.equal(doubts("低保修了", [hit("低保", 2, 0)]), null);
  // Of what was not looked up nothing is known.
  assert.equal(
    doubts("低保的危防", [hit("低保", 2, 0)], (pair) => pair !== "危防"),
    null,
  );
});

// --- scores ----------------------------------------------------------------------------------------------------------

const found = (term, from, importance, postings, more = {}) => ({
  term,
  importance,
  postings: postings.map(([number, weight]) => ({ number, weight })),
  says: null,
  elsewhere: null,
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
        [3, 90],
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
        [5, 1],
        [4, 1],
      ]),
    ],
    2,
  );
  assert.deepEqual(
    ranked.map(({ number, score }) => [number, score]),
    [
      [4, 12.5],
      [5, 12.5],
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

test("one exact word does not hide all else", () => {
  const [tree, fell, common] = [found("退耕还林", 0, 60, []), found("树被挖", 5, 40, []), found("处罚", 8, 14, [])];
  const one = (number, score, ...terms) => ({ number, score, terms });
  const numbers = (ranked) => worthShowing(ranked).map((one) => one.number);
  assert.deepEqual(numbers([one(1, 400, tree), one(2, 30, fell), one(3, 20, common), one(4, 10, tree)]), [1, 2, 4]);
  // So many are shown, also where others that are not stand between them.
  const rest = [3, 4, 5, 6, 7].map((number) => one(number, 20, number % 2 ? common : found("被挖", 6, 15, [])));
  assert.deepEqual(
    numbers([one(1, 400, tree), one(2, 30, fell), ...rest, one(8, 9, fell), one(9, 8, fell), one(10, 7, fell)]),
    [1, 2, 4, 6, 8],
  );
});

test("many alike ones do not hide in the first places what else a query may mean", () => {
  const [rent, grave, both] = [found("承包地", 2, 60, []), found("坟", 0, 40, []), found("坟埋", 0, 40, [])];
  const one = (number, score, ...terms) => ({ number, score, terms });
  const numbers = (ranked) => worthShowing(ranked).map((one) => one.number);
  // So far from each other that they are about different things.
  const many = [1000, 2000, 3000, 4000, 5000, 6000].map((number) => one(number, 100, rent));
  // By its terms: of those as good one that says something else, and of those that say this again one only.
  assert.deepEqual(
    numbers([...many, one(7000, 60, grave), one(8000, 50, grave)]),
    [1000, 2000, 7000, 3000, 4000, 5000, 6000, 8000],
  );
  // What shares a half of its terms is half as much the same.
  assert.deepEqual(numbers([...many.slice(0, 3), one(7000, 73, both, rent)]), [1000, 2000, 3000, 7000]);
  assert.deepEqual(numbers([...many.slice(0, 3), one(7000, 74, both, rent)]), [1000, 2000, 7000, 3000]);
  // By what they are about: neighbours are alike.
  const near = [one(1000, 100, rent), one(1001, 99, grave)];
  assert.deepEqual(numbers([...near, one(7000, 78, both)]), [1000, 7000, 1001]);
  assert.deepEqual(numbers([...near, one(7000, 76, both)]), [1000, 1001, 7000]);
  // The first stays, and where each says something else, so do all.
  assert.deepEqual(numbers([one(1000, 100, rent), one(2000, 99, grave), one(3000, 98, both)]), [1000, 2000, 3000]);
});

const COMMON = { common: "人子不地没", empty: "" };

test("a term is kept by its rarest character, letters and digits by the first", () => {
  assert.equal(keyOf("老人", COMMON), "老");
  assert.equal(keyOf("没人", COMMON), "没");
  // Neither is common: the first in Unicode.
  assert.equal(keyOf("低保", COMMON), "低");
  assert.deepEqual([keyOf("人", COMMON), keyOf("12345", COMMON)], ["人", "1"]);
});

test("the rarest characters of the pairs are looked up first, empty ones last", () => {
  const { pieces, size } = piecesOf([["不没人低保", "abc"], ["子"]]);
  assert.equal(size, 9);
  assert.deepEqual(keysOf(pieces, COMMON), ["a", "低", "没", "子"]);
  assert.deepEqual(keysOf(pieces, { ...COMMON, empty: "低" }), ["a", "没", "子", "低"]);
});

test("what is in no term of several is looked up by itself", () => {
  const { pieces } = piecesOf([["不没人低保", "abc"]]);
  const terms = [found("低保", 3, 10, []), found("没", 1, 10, [])];
  assert.deepEqual(loneKeys(pieces, terms, COMMON), ["没", "不", "人"]);
  assert.deepEqual(loneKeys(pieces, [], { ...COMMON, empty: "低没" }), ["保", "不", "人", "低", "没"]);
});

test("terms of what was surely meant are looked up before those of what else it may be", () => {
  const piece = (run, sure) => ({ run, from: 0, to: 2, sure, whole: true });
  assert.deepEqual(keysOf([piece("地保", 0.8), piece("低保", 1)], COMMON), ["低", "保"]);
  assert.deepEqual(keysOf([piece("低保", 0.8), piece("低保", 1), piece("地保", 0.8)], COMMON), ["低", "保"]);
});

const COMMON_EMPTY = { ...COMMON, empty: "人要不没" };

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/** The file of letters, with Bloom filters that have every word (`_`) or none (`A`), or a word by name. */
const letterFile = (words = {}, { away = "A", others = "A" } = {}) => ({
  filters: [away, others],
  words: terms({}, words).words,
});

test("a letter is looked up by what no list carries, then by words that stand elsewhere, then by letters", () => {
  const { pieces } = piecesOf([["abc", "不没人低保", "征兵"]]);
  const keys = (file) => letterKeys(pieces, COMMON, file, READ);
  const all = keysOf(pieces, COMMON);
  assert.deepEqual(keys(letterFile()), ["a"]);
  assert.deepEqual(keys(letterFile({}, { others: "_" })), [...all.filter((key) => key !== "a"), "a"]);
  const [word] = golden.bloom.words;
  const one = piecesOf([["天地", word, "玄黄"]]).pieces;
  const own = letterKeys(one, COMMON, letterFile({}, { others: "_", away: golden.bloom.bits }), READ);
  assert.equal(own[0], keyOf(word, COMMON));
  assert.equal(new Set(own).size, own.length);
  assert.deepEqual(letterKeys(one, COMMON, letterFile({}, { others: golden.bloom.bits }), READ), [keyOf(word, COMMON)]);
});

test("in a letter what stands within a longer word or across a heavier one counts less, an everyday word more", () => {
  const every = { says: 3 };
  const counted = (...all) => [...countsOf(all.map((one) => found(...one))).values()];
  const [barn, land, base] = [
    ["宅基地", 0, 50, []],
    ["基地", 1, 60, []],
    ["宅基", 0, 40, [], { kind: 1 }],
  ];
  assert.deepEqual(counted(barn, land, base), [1, 0.5, 0.25]);
  // A pair by chance is no word: what stands across it or in it counts all of its weight.
  assert.deepEqual(counted(["停水", 0, 50, []], ["水表", 1, 40, []]), [1, 0.5]);
  assert.deepEqual(counted(["停水", 0, 50, [], { kind: 1 }], ["水表", 1, 40, []]), [1, 1]);
  assert.deepEqual(counted(["停水", 0, 50, []], ["水表", 2, 40, []], ["停水", 6, 50, []]), [1, 1, 1]);
  assert.deepEqual(
    counted(["停水", 0, 50, [], every], ["水停了", 4, 50, [], every], ["水", 9, 5, [], every]),
    [1.6, 1, 1],
  );
  assert.deepEqual(counted(["停水费", 0, 50, []], ["停水", 0, 40, [], every], ["水费单", 1, 60, []]), [0.5, 0.4, 1]);
});

test("a term that counts less counts less in each document", () => {
  const [town, road] = [found("低保", 0, 50, [[1, 60]]), found("修路", 2, 50, [[2, 70]])];
  const order = (counts) => score([town, road], 4, counts).map(({ number, score }) => [number, score]);
  assert.deepEqual(order(), [
    [2, 35],
    [1, 30],
  ]);
  assert.deepEqual(
    order(
      new Map([
        [town, 1],
        [road, 0.5],
      ]),
    ),
    [
      [1, 30],
      [2, 17.5],
    ],
  );
});

// --- evidence --------------------------------------------------------------------------------------------------------

/** What a query of clauses is judged to be, from its terms: [term, from, importance, documents, more]. */
function judge(clauses, terms, leaning = 0) {
  const { pieces, ...asked } = piecesOf(clauses);
  const all = terms.map(([term, from, importance, numbers, more]) => ({
    ...found(
      term,
      from,
      importance,
      numbers.map((number) => [number, 100]),
    ),
    ...more,
  }));
  const keys = new Map([...clauses.flat().join("")].map((key) => [key, leaning]));
  const { elsewhere: _, ...judgement } = judged(
    all,
    score(all, asked.size),
    { pieces, ...asked, documents: 1000, keys },
    COMMON_EMPTY,
  );
  return { ...judgement, near: judgement.near.map((one) => one.number) };
}

/** What a term weighs in document 3. */
const weighing = (weight) => ({ postings: [{ number: 3, weight }] });

test("a query is answered that is explained, and not one of which only a common word is", () => {
  const clear = judge(
    [["低保申请"]],
    [
      ["低保", 0, 60, [1, 2]],
      ["申请", 2, 30, [1]],
    ],
  );
  assert.deepEqual(clear, { state: "clear", matched: ["低保", "申请"], missing: [], near: [1, 2] });
  const near = judge([["公积金提取"]], [["提取", 3, 8, [3], weighing(12)]]);
  assert.deepEqual(near, { state: "none", matched: ["提取"], missing: ["公积金"], near: [3] });
  assert.deepEqual(judge([["㿾㿾"]], []).state, "none");
});

test("where half is explained it is told what is not, the rarest first", () => {
  const { state, matched, missing } = judge(
    [["低保没暖气费用"]],
    [
      ["低保", 0, 60, [1]],
      ["费用", 5, 20, [2]],
      ["费用", 5, 10, [3]],
    ],
  );
  assert.deepEqual([state, matched, missing], ["maybe", ["低保", "费用"], ["暖气"]]);
});

test("a word whose matter is nowhere in a township is said to be missing, and what is left explains less", () => {
  const lost = (terms) => judge([["叶酸发放"]], [["发放", 2, 30, [1]], ...terms]);
  const { state, missing } = lost([["叶酸", 0, 60, []]]);
  assert.deepEqual([state, missing], ["maybe", ["叶酸"]]);
  assert.deepEqual(lost([["叶酸", 0, 60, [1]]]).missing, []);
});

test("a word that is found is not said to be missing, though another way to find it was in vain", () => {
  const { matched, missing } = judge(
    [["低保没暖气费用"]],
    [
      ["低保", 0, 60, [1, 2, 3, 4, 5]],
      ["费用", 5, 20, [1, 2, 3, 4, 5]],
      ["费用", 5, 1, [6]],
    ],
  );
  assert.deepEqual([matched, missing], [["低保", "费用"], ["暖气"]]);
});

test("of words as a whole it is told what was found and what not, not of what stands across them", () => {
  const { matched, missing } = judge(
    [["占消防通道堵车路口"]],
    [
      ["消防", 1, 30, [1]],
      // By chance, and a word that is there by chance.
      ["防通", 2, 25, [1], { kind: 1 }],
      ["防通", 2, 25, [1]],
      ["通道", 3, 40, [1]],
      ["消防通道", 1, 20, [1]],
      ["道堵", 4, 30, [9], { kind: 1 }],
      ["堵车", 5, 40, [9]],
      ["车路", 6, 20, [9]],
      ["路口", 7, 30, [9]],
      ...[2, 3, 4, 5].map((number) => ["消防", 1, 30, [number]]),
    ],
  );
  assert.deepEqual([matched, missing], [["消防通道", "堵车", "路口"], []]);
});

test("a common word is an answer where it is all that was asked for", () => {
  assert.deepEqual(judge([["低保"]], [["低保", 0, 20, [1, 2]]]), {
    state: "clear",
    matched: ["低保"],
    missing: [],
    near: [1, 2],
  });
  const both = [
    ["低保", 0, 20, [1]],
    ["申请", 2, 12, [2]],
  ];
  assert.deepEqual(judge([["低保申请"]], both).state, "maybe");
  const away = ["低保", 0, 20, [1], { elsewhere: 7 }];
  assert.deepEqual(judge([["低保"]], [away]).state, "none");
});

test("single characters of a longer piece, and empty ones, tell nothing", () => {
  assert.deepEqual(judge([["狗要不"]], [["狗", 0, 60, [1]]]).state, "none");
  assert.deepEqual(judge([["狗"]], [["狗", 0, 68, [1]]]).state, "clear");
  assert.deepEqual(judge([["低保人人人"]], [["低保", 0, 68, [1]]]).state, "clear");
});

test("of a long letter the clause that is explained best says how sure it is", () => {
  const clauses = [["我家旁边有座破庙"], ["低保", "申请"], ["说来话长"]];
  const terms = [
    ["低保", 8, 60, [1]],
    ["申请", 10, 30, [1]],
  ];
  assert.deepEqual(judge(clauses, terms).state, "clear");
  assert.deepEqual(judge([clauses.flat()], terms).state, "maybe");
});

test("a word for what such lists never have is stronger than what explains the rest by the way", () => {
  const away = ["公积金", 0, 68, [4], { elsewhere: 7 }];
  assert.deepEqual(judge([["公积金提取"]], [away, ["提取", 3, 40, [3]]]), {
    state: "none",
    matched: ["提取"],
    missing: [],
    near: [3],
  });
  assert.equal(
    judge(
      [["公积金提取"]],
      [
        ["公积金", 0, 68, [4]],
        ["提取", 3, 40, [3]],
      ],
    ).state,
    "clear",
  );
  const beside = [away, ["高龄津贴申领", 3, 68, [3], weighing(300)]];
  assert.deepEqual(
    [judge([["公积金高龄津贴申领"]], beside).state, judge([["公积金"], ["高龄津贴申领"]], beside).state],
    ["maybe", "clear"],
  );
  const more = [away, ["高龄津贴", 3, 68, [3], weighing(300)], ["申领手续", 7, 68, [3], weighing(300)]];
  assert.equal(judge([["公积金"], ["高龄津贴申领手续"]], more).state, "clear");
});

test("characters that lean to what no list carries ask for more", () => {
  const state = (leaning, ...more) => judge([["低保申请"]], [["低保", 0, 60, [1]], ...more], leaning).state;
  assert.deepEqual([state(0), state(2), state(-2)], ["maybe", "none", "maybe"]);
  assert.equal(state(9, ["申请", 2, 60, [1]]), "maybe", "all of it is explained: not denied, but it scores too little");
  assert.equal(state(0, ["申请", 2, 60, [1]]), "clear", "and enough where nothing leans");
  assert.equal(state(9, ["申请", 2, 60, [2]]), "none", "all of it, but not by the same");
  const away = ["申请", 2, 60, [], { elsewhere: 7 }];
  assert.deepEqual([state(0, away), state(-1, away)], ["none", "maybe"], "a word for that outweighs how they lean");
});

test("a query of several clauses needs less: one of them is often by the way", () => {
  const terms = [
    ["低保", 0, 60, [1]],
    ["补贴", 2, 20, [2]],
  ];
  const rest = "人".repeat(16);
  const state = (clauses) => judge(clauses, terms, 0.3).state;
  assert.deepEqual([state([[`低保补贴${rest}`]]), state([["低保补贴"], [rest]])], ["none", "maybe"]);
});

test("a longer query needs more, as far as it is no letter", () => {
  const terms = [
    ["低保", 0, 60, [1]],
    ["补贴", 2, 20, [2]],
  ];
  const state = (length) => judge([[`低保补贴${"人".repeat(length - 4)}`]], terms, 0.3).state;
  assert.deepEqual([4, 24, 25].map(state), ["maybe", "none", "maybe"]);
});

test("a letter that says of several things one such word is not about that", () => {
  const away = ["眼镜", 0, 68, [], { elsewhere: 7 }];
  const terms = [away, ["征兵", 2, 50, [3]], ["报名", 4, 50, [3]]];
  const rest = "人".repeat(19);
  // Each explains less than the word, both of them more.
  assert.equal(judge([["眼镜征兵"], [`人人${rest}`]], terms.slice(0, 2)).state, "none");
  assert.equal(judge([["眼镜"], ["征兵"], ["报名"], [rest]], terms).state, "maybe");
  assert.equal(judge([["眼镜"], ["征兵"], ["报名"], [rest]], []).state, "none");
});

test("a word of brief queries is none of a letter", () => {
  const away = ["年检", 3, 68, [], { elsewhere: 7, isBrief: true }];
  const state = (clauses) => judge(clauses, [away, ["轿车", 1, 40, [3]]]).state;
  assert.equal(state([["小轿车年检"]]), "none");
  assert.equal(state([["小轿车年检"], ["说来话长"]]), "none", "brief, though of two clauses");
  const long = `小轿车年检${"人".repeat(19)}`;
  assert.deepEqual([state([[long]]), state([[`${long}人`]])], ["none", "maybe"]);
});

test("a word for what such lists never have is not meant by a longer one that it ends", () => {
  const away = ["高铁", 1, 68, [], { elsewhere: 7 }];
  const rail = [away, ["修高铁", 0, 50, [3]], ["房子", 3, 20, [3]]];
  assert.deepEqual(judge([["修高铁房子"]], rail), {
    state: "clear",
    matched: ["修高铁", "房子"],
    missing: [],
    near: [3],
  });
  // But with what follows it, it is.
  const ticket = [
    ["高铁", 0, 68, [], { elsewhere: 7 }],
    ["高铁票", 0, 50, [3]],
  ];
  assert.equal(judge([["高铁票"]], ticket).state, "none");
});

// --- weights ---------------------------------------------------------------------------------------------------------

const SCOPE = { version: "", size: 100, terms: 1, further: 1, leads: 1, rows: 16 };
const WEIGHTS = { worths: [1, 0.5], asked: 11, called: 9, reclaimed: 0.8 };
const NONE = { entries: [], topics: new Map() };
const term = (fields, numbers, worth = 0) => ({ worth, fields, numbers });
const word = (entries, topics = [], worth = 0) => ({ worth, says: -1, entries, topics });
const lead = (total, ...numbers) => ({ total, numbers });
const weightsOf = ({ postings }) => postings.map(({ number, weight }) => [number, weight]);

test("a term weighs what its rarity makes of what stands in the files", () => {
  const own = weigh(term(3, [4, 100, 5, 50]), undefined, NONE, SCOPE, WEIGHTS);
  const rarity = idf(3, 100);
  assert.ok(Math.abs(rarity - Math.log(1 + 97.5 / 3.5)) < 1e-9);
  assert.deepEqual(weightsOf(own), [
    [4, Math.round(10 * rarity)],
    [9, Math.round(5 * rarity)],
  ]);
  assert.deepEqual([own.importance, own.rarity, own.isCut], [Math.round(10 * idf(2, 100)), rarity, false]);
  const half = weigh(term(3, [4, 100], 1), undefined, NONE, SCOPE, WEIGHTS);
  assert.deepEqual(weightsOf(half), [[4, Math.round(5 * rarity)]]);
});

test("light documents are left out, but not of a rare word", () => {
  const light = (count) => Array.from({ length: count }, () => [1, 10]).flat();
  assert.equal(weigh(term(9, light(9)), undefined, NONE, SCOPE, WEIGHTS).postings.length, 0);
  assert.equal(weigh(term(8, light(8)), undefined, NONE, SCOPE, WEIGHTS).postings.length, 8);
  assert.equal(weigh(term(8, light(8), 1), undefined, NONE, SCOPE, WEIGHTS).postings.length, 0);
});

test("of a term with further documents the importance is that of so many as there are", () => {
  const own = weigh(term(-40, [4, 100]), undefined, NONE, SCOPE, WEIGHTS);
  assert.deepEqual([own.importance, own.isCut], [Math.round(10 * idf(40, 100)), true]);
});

test("what several entries say weighs as in the surest of them", () => {
  const entries = [lead(2, 4, 60, 1, 30), lead(1, 4, 90)];
  const own = weigh(undefined, word([1, 2]), { ...NONE, entries }, SCOPE, WEIGHTS);
  assert.deepEqual(weightsOf(own), [
    [4, Math.round(9 * idf(2, 100))],
    [5, Math.round(3 * idf(2, 100))],
  ]);
  // Of which not all documents are there: about so many.
  const cut = [lead(20, 4, 60), lead(50, 4, 60)];
  const rarity = idf(60, 100);
  assert.ok(Math.abs(weigh(undefined, word([1, 2]), { ...NONE, entries: cut }, SCOPE, WEIGHTS).rarity - rarity) < 1e-9);
});

test("topics weigh by how often they are asked about and named so, less where the duty was taken back", () => {
  const topics = new Map([
    [7, lead(2, 4, 20, 10, 2, -20, 10)],
    [8, lead(1, 4, 20, 10)],
  ]);
  const asked = [
    { topic: 7, asked: 2, called: 0 },
    { topic: 8, asked: 1, called: 1 },
    { topic: 9, asked: 5, called: 5 },
  ];
  const own = weigh(undefined, word([], asked), { entries: [], topics }, SCOPE, WEIGHTS);
  // Two documents by what is asked, one by how it is called.
  const rarity = idf(3, 100);
  assert.deepEqual(weightsOf(own), [
    [4, Math.round(((11 * 3) / (2 + 3) + 9 / (1 + 1)) * rarity)],
    [6, Math.round(((0.8 * 11 * 2) / (2 + 2)) * rarity)],
  ]);
});

test("a term of duties and of the vocabulary is one", () => {
  const own = weigh(term(1, [4, 20]), word([1]), { ...NONE, entries: [lead(1, 4, 30)] }, SCOPE, WEIGHTS);
  assert.deepEqual(weightsOf(own), [[4, Math.round(5 * idf(2, 100))]]);
});

test("unknown letters are one word across spaces", () => {
  const { pieces } = piecesOf([["gou", "yao", "ren", "办"]]);
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
    joined(piecesOf([["wifi", "gou", "yao", "app"]]).pieces, known).map((one) => one.run),
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
  assert.deepEqual(cutTerms([found("老", 0, 40, [], { isCut: true }), found("打井", 2, 50, [])]), []);
});

// --- the engine ------------------------------------------------------------------------------------------------------

const META = {
  ...WEIGHTS,
  assets: "a",
  all: ["v", 1000, "A", "A", 1, 16],
  vocabulary: "w",
  words: "A",
  entries: 10,
  topics: 10,
  texts: 4,
  facets: 512,
  sounds: 1,
  common: "",
  letters: "d",
  fillers: [],
  empty: "",
  characters: {},
  lists: { basic: "基本履职", shared: "配合履职" },
};
// Each key has a file.
const EACH = `A${"B".repeat(4010)}`;
const MANY = { ...META, sounds: 4096, all: ["v", 1000, EACH, EACH, 16, 16] };
const POINTER = {
  version: "t",
  assets: "a",
  scope: ["t", 1000, "A", "", 0, 8],
  townships: [],
  keys: ["", "厕改证病"],
  entries: ["", "", "", ""],
  topics: ["", "", "", "", ""],
};

/** Numbers below 816 as a column. */
const text = (numbers) =>
  numbers
    .map((one) => (one < 48 ? DIGITS[one] : DIGITS[48 + Math.floor((one - 48) / 64)] + DIGITS[(one - 48) % 64]))
    .join("");
const signed = (number) => (number < 0 ? -2 * number - 1 : 2 * number);
const grade = (weight) => Math.round(Math.log(weight) / Math.log(1.15));
/** First places of files as a column: numbers of up to 3 digits. */
const begins = (...numbers) =>
  numbers
    .map((one, i) => one - (i ? numbers[i - 1] : 0))
    .map((one) =>
      one < 816 ? text([one]) : `${DIGITS[60]}${DIGITS[Math.floor((one - 816) / 64)]}${DIGITS[(one - 816) % 64]}`,
    )
    .join("");
/** A weight as it is read. */
const graded = (weight) => Math.round(1.15 ** grade(weight));
/** A file of leads with one entry and no topic: its number, its document, its weight. */
const leads = (entry, document, weight) => ({
  entries: [text([entry]), text([0]), text([1]), text([document]), [text([grade(weight)])]],
  topics: NO_LEADS,
});
const NO_LEADS = ["", "", "", "", ["", ""]];

/** A term as digits. */
function named(term) {
  const digits = (number, count) => {
    const low = DIGITS[number % 64];
    return count === 1 ? low : digits(Math.floor(number / 64), count - 1) + low;
  };
  const common = commonCharacters();
  const places = [...term].map((one) => common.indexOf(one));
  return places.map((place, i) => (place < 0 ? `_${digits(term.charCodeAt(i), 3)}` : digits(place, 2))).join("");
}

/** A file of sounds, from texts: 低保31,银行 yin hang9. */
function soundFile(sounds, within = {}) {
  const columns = (groups) => [
    Object.keys(groups).join("/"),
    Object.values(groups)
      .map((own) => own.map(named).join(" "))
      .join("/"),
  ];
  const phrases = (groups) =>
    columns(Object.fromEntries(Object.entries(groups).map(([key, own]) => [key, own.split(",")])));
  const rows = Object.values(sounds).map((own) => own.split(",").map((one) => one.match(/^([^ \d]+) ?(.*?)(\d+)$/)));
  const words = Object.fromEntries(Object.keys(sounds).map((key, i) => [key, rows[i].map(([, word]) => word)]));
  const all = rows.flat();
  return {
    sounds: [...columns(words), all.map((one) => one[2]).join(","), text(all.map((one) => Number(one[3])))],
    within: phrases(within),
    ordinary: phrases({}),
  };
}

/** A file of terms, from their rows; each one has one document, or its documents in the order of their numbers. */
function terms(own, words = {}) {
  const file = { terms: [[], [], [], [], [], []], words: [[], [], [], [], [], [], [], [], [], [], []] };
  let before = 0;
  for (const [term, [worth, fields, ...numbers]] of Object.entries(own)) {
    const [documents, weights] = [0, 1].map((part) => numbers.filter((_, at) => at % 2 === part));
    const [first, ...others] = documents;
    const more = signed(fields - documents.length);
    const values = [
      [named(term)],
      [worth],
      [more],
      [documents.length],
      [first - before, ...others],
      weights.map(grade),
    ];
    values.forEach((some, i) => file.terms[i].push(...some));
    before = first;
  }
  before = 0;
  let ask = 0;
  for (const [term, [worth, says, entries, topics, elsewhere = -1]] of Object.entries(words)) {
    const steps = entries.map((entry, at) => entry - (at ? entries[at - 1] : before));
    const values = [
      [named(term)],
      [worth],
      [says < 0 ? 0 : says + 2],
      [entries.length],
      steps.map(signed),
      [topics.length],
      topics.map(([topic]) => {
        const step = topic - ask;
        ask = topic;
        return signed(step);
      }),
      topics.map(([, asked]) => asked),
      topics.map(([, , called]) => called),
      [elsewhere + 1],
    ];
    values.forEach((some, i) => file.words[i].push(...some));
    if (entries.length) [before] = entries;
  }
  const columns = (between, [names, ...others]) => [names.join(between), ...others.map(text)];
  return { terms: columns(" ", file.terms), words: columns("/", file.words) };
}

const row = (...numbers) => [0, 1, ...numbers];

function indexOf(files, meta = META) {
  const asked = [];
  const own = { meta, ...files };
  const absent = (name) =>
    /[tw]-\d+$/.test(name)
      ? terms({})
      : /e-\d+$/.test(name)
        ? { entries: ["", "", "", "", [""]], topics: NO_LEADS }
        : soundFile({});
  const { rank, renewed } = engine(async (name) => (asked.push(name), own[name] || absent(name)));
  return { rank, renewed, asked, own };
}

test("characters lean as the first file says that they are in", async () => {
  const lean = async (scope, leans, name = "v/t-0") => {
    const file = terms({ 低保: row(1, 90) });
    file.words[10] = leans;
    const { rank } = indexOf({
      "scopes/jia/yi": { ...POINTER, keys: ["", "低"] },
      "t/t-0": terms({ 低保: row(1, 90) }),
      [name]: file,
    });
    return (await rank("低保提取", scope, { exact: true })).state;
  };
  const places = [...commonCharacters()];
  const leans = (digit) =>
    places
      .slice(0, places.indexOf("低") + 1)
      .map(() => digit)
      .join("");
  assert.equal(await lean("all", leans("J")), "maybe");
  assert.equal(await lean("all", leans("S")), "none");
  assert.equal(await lean("all", ""), "maybe");
  assert.equal(await lean("jia/yi", leans("S"), "w/w-0"), "none");
  assert.equal(await lean("jia/yi", leans("S"), "t/t-0"), "maybe");
  const place = places.indexOf("低");
  const late = terms({ 低保: row(1, 90) });
  late.words[10] = "S";
  const { rank } = indexOf({ [`v/t-${place}`]: late }, { ...META, all: ["v", 1000, begins(place), "A", 1, 16] });
  assert.equal((await rank("低保提取", "all", { exact: true })).state, "none");
});

test("lighter documents are asked for where two things are meant", async () => {
  const files = {
    "v/t-0": terms({ 养老: [0, -40, 1, 90], 打井: row(2, 60) }),
    "v/u-0": { 养老: [2, 50] },
  };
  const { found: all, ranked } = await indexOf(files).rank("养老 打井", "all", { exact: true });
  assert.equal(ranked[0].number, 2);
  assert.equal(all[all.length - 1].postings[0].weight, Math.round(5 * idf(40, 1000)));
});

const LETTER = "，甲，乙，丙，丁，戊，己，庚，辛，壬，癸，子，丑，寅，卯，辰";

test("of a letter an everyday word counts more than of a short query", async () => {
  const files = {
    "w/l": letterFile({}, { others: "_" }),
    "v/l": leads(0, 1, 70),
    "v/t-0": terms({ 物业: row(2, 80) }, { 停水: [0, 0, [0], []] }),
    "v/e-0": leads(0, 1, 70),
  };
  const order = async (query) =>
    (await indexOf(files).rank(query, "all", { exact: true })).near.map((one) => one.number);
  assert.deepEqual(await order("停水物业"), [2, 1]);
  assert.deepEqual(await order(`停水物业${LETTER}`), [1, 2]);
});

test("a letter is read by the file of letters, and takes no file of a word that this has, nor of one that is none", async () => {
  const files = {
    "w/l": letterFile({ 停水: [0, 0, [0], []] }),
    "v/l": leads(0, 1, 70),
    "v/t-0": terms({ 物业: row(2, 80) }),
  };
  const { rank, asked } = indexOf(files);
  assert.deepEqual(
    (await rank(`停水物业${LETTER}`, "all", { exact: true })).ranked.map((one) => one.number),
    [1],
  );
  assert.deepEqual(asked, ["meta", "w/l", "v/l"]);
  const more = indexOf({ ...files, "w/l": letterFile({ 停水: [0, 0, [0], []] }, { others: "_" }) });
  const { near } = await more.rank(`停水物业${LETTER}`, "all", { exact: true });
  assert.deepEqual(
    near.map((one) => one.number),
    [1, 2],
  );
});

test("much pinyin is no letter", async () => {
  const { rank, asked } = indexOf({});
  await rank("wo jia de di bei zhan le mei ren guan fu qi tian xin", "all", { exact: true });
  assert.equal(asked.includes("w/l"), false);
});

test("a letter in a township takes what its pointer says of entries, and leaves requests for results", async () => {
  const begins = [...commonCharacters()].slice(0, 200);
  const t = Object.fromEntries(begins.map((_, place) => [`w/w-${place}`, terms({})]));
  const meta = { ...META, words: text([0, ...begins.slice(1).map(() => 1)]) };
  const pointer = { ...POINTER, keys: ["", ""] };
  const files = { ...t, "w/l": letterFile({}, { others: "_" }), "scopes/jia/yi": pointer };
  const { rank, asked } = indexOf(files, meta);
  const { load } = await rank(begins.slice(0, 40).join(""), "jia/yi", { exact: true });
  assert.equal(asked.includes("v/l"), false);
  assert.equal(load.left, 2);
});

// Two words of one sound, one of them of another township only.
const SMALL = {
  "v/s-0": soundFile(
    {
      "ce suo": "厕所40",
      "gai ce": "改厕20",
      "zen bin": "征兵60,征病90",
      "bin zen": "病症10",
    },
    { "ce suo": "厕所病" },
  ),
  "scopes/county/town": POINTER,
  "t/t-0": terms({ 厕所: row(1, 90), 改厕: row(2, 90), 证病: row(3, 90), 病症: row(4, 90) }),
};

for (const [query, words, numbers, why] of [
  ["cesuogai", ["厕所"], [1], "a syllable that is no word by itself is passed over"],
  ["gaicesuo", ["厕所", "改厕"], [1, 2], "words may share syllables"],
  ["ce所", ["厕"], [1], "one syllable among characters"],
  ["cesuobing", ["厕所病"], [1], "a phrase is spelled as a whole"],
  ["%e4 ce所", [], [], "bytes of an address are no pinyin, nor what stands beside them"],
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

test("in a township only characters by which it has terms are looked up, and what the vocabulary means beside", async () => {
  const { rank, asked } = indexOf({ "scopes/jia/yi": { ...POINTER, keys: ["", "犬"] } });
  await rank("猫", "jia/yi", { exact: true });
  assert.deepEqual(asked, ["meta", "scopes/jia/yi", "w/w-0"]);
  await rank("犬", "jia/yi", { exact: true });
  assert.deepEqual(asked.slice(3), ["t/t-0"]);
});

test("a township's pointer says what entries and topics lead to", async () => {
  const pointer = {
    ...POINTER,
    entries: [text([1, 2]), text([2, 2, 1]), text([40, 0, 0]), text([1, 0, 1, 2, 3])],
    topics: [text([3]), text([1]), text([7]), text([0, 0, 0, 0, 0, 0, 0, 26]), text([0, 0, 0, 0, 0, 0, 0, 10])],
  };
  const words = {
    孤寡: [0, 0, [0], []],
    五保: [0, -1, [2, 1], []],
    低保: [0, -1, [3], []],
    特困: [0, -1, [4], []],
    救助: [0, -1, [], [[3, 1, 0]]],
  };
  const { rank } = indexOf({ "scopes/jia/yi": pointer, "w/w-0": terms({}, words) });
  const numbers = async (query) =>
    (await rank(query, "jia/yi", { exact: true })).ranked.map((one) => one.number).sort();
  assert.deepEqual(await numbers("孤寡"), [1]);
  assert.deepEqual(await numbers("五保"), [2, 3]);
  assert.deepEqual(await numbers("低保"), [2, 3]);
  assert.deepEqual(await numbers("特困"), [1]);
  assert.deepEqual(await numbers("救助"), [7]);
});

test("scripts and a pointer of two builds do not go together", async () => {
  globalThis.window = { qingdan: { version: "a" } };
  const pointer = { ...POINTER, assets: "b" };
  const { rank } = indexOf({ "scopes/jia/yi": pointer });
  const error = await rank("犬", "jia/yi").catch((one) => one);
  delete globalThis.window;
  assert.equal(error.constructor, Outdated);
  assert.equal(error.pointer, pointer);
});

test("what was searched within is asked anew, and only that", async () => {
  const { rank, renewed, asked, own } = indexOf({ "scopes/jia/yi": POINTER });
  assert.equal(await renewed(), false);
  await rank("犬", "jia/yi", { exact: true });
  assert.equal(await renewed(), false);
  own["scopes/jia/yi"] = { ...POINTER, version: "t2", scope: ["t2", 1000, "A", "", 0, 8], keys: ["", "犬"] };
  assert.equal(await renewed(), true);
  await rank("犬", "jia/yi", { exact: true });
  assert.deepEqual(asked.slice(-2), ["scopes/jia/yi", "t2/t-0"]);
});

test("everyday words carry the entry by which they are explained", async () => {
  const words = { 孤寡: [0, 7, [7], []], 低保: [0, -1, [7], []] };
  const files = { "v/t-0": terms({}, words), "v/e-0": leads(7, 1, 90) };
  const { found: all } = await indexOf(files).rank("孤寡低保", "all", { exact: true });
  assert.deepEqual(Object.fromEntries(all.map((one) => [one.term, one.says])), { 孤寡: 7, 低保: null });
  assert.ok(all.every((one) => one.postings.length === 1));
});

test("a word for what no list carries is known, though no document has it", async () => {
  const files = { "v/t-0": terms({ 提取: row(1, 90) }, { 公积金: [0, -1, [], [], 120], 护照: [0, -1, [], [], 15] }) };
  const { found: all, changes, state, ranked, near, elsewhere } = await indexOf(files).rank("公积金提取", "all");
  assert.deepEqual(Object.fromEntries(all.map((one) => [one.term, one.elsewhere])), { 公积金: 60, 提取: null });
  assert.deepEqual([changes, state, ranked, near.map((one) => one.number)], [[], "none", [], [1]]);
  assert.deepEqual(
    elsewhere.map((one) => one.term),
    ["公积金"],
  );
  // Of an odd number it is in a brief query only.
  const brief = await indexOf(files).rank("护照", "all");
  const [{ elsewhere: matter, isBrief }] = brief.found;
  assert.deepEqual([matter, isBrief, brief.state, all.map((one) => one.isBrief)], [7, true, "none", [false, false]]);
});

test("entries and topics are looked up by their numbers", async () => {
  const words = { 孤寡: [0, -1, [9], [[4, 1, 0]]] };
  const { rank, asked } = indexOf({ "v/t-0": terms({}, words) }, { ...META, all: ["v", 1000, "A", "A", 5, 16] });
  await rank("孤寡", "all", { exact: true });
  assert.deepEqual(asked.slice(2), ["v/e-4", "v/e-2"]);
});

test("traditional characters are looked up where the browser does not know them", async () => {
  const { rank, asked } = indexOf({ "v/characters": ["醫", "医"], "v/t-0": terms({ 医保: row(1, 90) }) });
  assert.equal((await rank("醫保", "all")).ranked[0].number, 1);
  assert.ok(asked.includes("v/characters"));
});

test("however long the pinyin, requests are left for results", async () => {
  const { rank, asked } = indexOf({}, MANY);
  const { load } = await rank("shehuibaoxianzengjianyuanzenmebanli", "all");
  assert.ok(asked.filter((one) => one.startsWith("v/s-")).length > 2);
  assert.ok(asked.length <= 14 - 2 && load.left >= 2, `${asked}`);
});

for (const [query, found, why] of [
  ["枇杷柿子苹果西瓜南瓜冬瓜骆驼风筝灯笼口罩", {}, "of unknown words"],
  ["枇杷柿子苹果西瓜南瓜冬瓜骆驼", { 枇杷: [0, -50, 1, 90], 苹果: [0, -50, 1, 90] }, "of common words"],
]) {
  test(`however long the letter, requests are left for results: ${why}`, async () => {
    const files = {};
    for (const [own, entry] of Object.entries(found))
      files[`v/t-${placeOf(keyOf(own, META))}`] = terms({ [own]: entry });
    const { load } = await indexOf(files, MANY).rank(query, "all");
    assert.ok(load.left >= 2, `${load.left}`);
  });
}

test("lighter documents are asked for while requests are left", async () => {
  const files = {};
  for (const own of ["枇杷", "苹果"]) files[`v/t-${placeOf(keyOf(own, META))}`] = terms({ [own]: [0, -50, 1, 90] });
  const asks = async (fewer) => {
    const { rank, asked } = indexOf(files, MANY);
    const { load } = await rank("犬", "all", { exact: true });
    load.left -= fewer;
    await rank("枇杷苹果西瓜冬瓜骆驼风筝灯笼口罩", "all", { exact: true, load });
    return asked.filter((one) => one.startsWith("v/u-")).length;
  };
  assert.deepEqual([await asks(0), await asks(1)], [1, 0]);
});

for (const [query, asks] of [
  ["柿子苹果", 4],
  ["柿子苹果西瓜", 3],
  ["柿子苹果西瓜冬瓜骆驼风筝灯笼口罩", 1],
]) {
  test(`slips are looked up as far as there are requests: ${query}`, async () => {
    const { rank, asked } = indexOf({}, MANY);
    await rank(query, "all");
    assert.equal(asked.filter((one) => one.startsWith("v/s-")).length, asks);
  });
}

test("letters with which no term begins are not looked up", async () => {
  const { rank, asked } = indexOf({});
  await rank("maolv", "all", { exact: true });
  assert.deepEqual(asked, ["meta"]);
});

test("pinyin in a long letter is understood all the same", async () => {
  const { rank } = indexOf({ "v/s-0": soundFile({ "mao lv": "毛驴30" }) }, { ...MANY, sounds: 1 });
  const { changes } = await rank("枇杷柿子苹果西瓜南瓜冬瓜骆驼风筝灯笼口罩maolv", "all");
  assert.deepEqual(changes, [{ typed: "maolv", words: ["毛驴"] }]);
});

test("the first query and the next have as many requests", async () => {
  const { rank } = indexOf({}, MANY);
  const left = async (query) => (await rank(query, "all", { exact: true })).load.left;
  assert.deepEqual([await left("犬"), await left("猫")], [12, 12]);
});

test("a lone character that is in no term costs nothing more", async () => {
  const { rank, asked } = indexOf({});
  assert.deepEqual((await rank("犬", "all")).changes, []);
  assert.deepEqual(asked, ["meta", "v/t-0"]);
});

test("a key is in the last file that begins before it, or the first: of all, a county, a township", async () => {
  const place = placeOf("犬");
  // Others begin right behind it; the only one of the township as well.
  const pointers = {
    "scopes/jia": {
      ...POINTER,
      keys: ["", "犬"],
      scope: ["c", 1000, begins(3, place, place + 1), "", 1, 24],
      townships: ["jia/yi"],
    },
    "scopes/jia/yi": { ...POINTER, keys: ["", "犬"], scope: ["t", 1000, begins(place + 1), "", 0, 8] },
  };
  const all = ["v", 1000, begins(2, place - 1, place + 1), "", 1, 40];
  const { rank, asked } = indexOf(pointers, { ...META, all, words: begins(1, 7) });
  const families = [];
  for (const name of ["all", "jia", "jia/yi"]) families.push((await rank("犬", name, { exact: true })).family);
  assert.deepEqual(asked.slice(1), [
    `v/t-${place - 1}`,
    "scopes/jia",
    "w/w-7",
    `c/t-${place}`,
    "scopes/jia/yi",
    `t/t-${place + 1}`,
  ]);
  assert.deepEqual(
    families.map((one) => [one.rows, one.townships]),
    [
      [40, []],
      [24, ["jia/yi"]],
      [8, []],
    ],
  );
});

test("files are kept for the next query, but not one that failed", async () => {
  let isBroken = true;
  const asked = [];
  const { rank } = engine(async (name) => {
    asked.push(name);
    if (isBroken && name.startsWith("v/")) throw new Error("gone");
    return name === "meta" ? META : terms({ 低保: row(1, 90) });
  });
  await assert.rejects(rank("低保", "all"), /gone/);
  isBroken = false;
  assert.equal((await rank("低保", "all")).ranked.length, 1);
  await rank("低保", "all");
  assert.deepEqual(asked, ["meta", "v/t-0", "v/t-0"]);
});

// --- what results show -----------------------------------------------------------------------------------------------

function asking(files, left = 10) {
  const load = async (name) => {
    load.left -= 1;
    return files[name];
  };
  load.left = left;
  return { meta: META, family: { ...SCOPE, version: "v" }, load };
}

const ROW = [
  "特困救助",
  "basic",
  "民生",
  ["town", "乡镇办", "由乡镇办。"],
  [["aid", "救助"]],
  [["mzj", "民政局"]],
  2,
  [["jia/yi", "b-001", 0]],
  [
    ["特困", "AD"],
    ["孤寡老人", "A"],
    ["低保", "I"],
  ],
  "",
  0,
];

test("a result's row has its names, links and reasons", async () => {
  const terms = [
    { term: "孤寡老人", says: 0 },
    { term: "孤寡", says: 0 },
    { term: "特困", says: 0 },
    { term: "低", says: null },
  ];
  const [result] = await rows([{ number: 16, score: 1, terms }], asking({ "v/r-1": [ROW] }));
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
    folder: "v",
    place: 16,
    members: [{ township: "jia/yi", id: "b-001", number: 1, url: "townships/jia/yi/b-001/" }],
  });
});

test("results stop where their requests do, but not before the least, nor go on after the most", async () => {
  const ranked = [0, 16, 32, 48].map((number) => ({ number, score: 1, terms: [] }));
  const files = Object.fromEntries([0, 1, 2, 3].map((number) => [`v/r-${number}`, [ROW]]));
  assert.equal((await rows(ranked, asking(files, 2), 1, 3)).length, 2);
  assert.equal((await rows(ranked, asking(files, 9), 1, 3)).length, 3);
  assert.equal((await rows(ranked, asking(files, 0), 3)).length, 3);
  // Those of a file that is there already cost nothing.
  const near = [15, 14, 1, 16].map((number) => ({ number, score: 1, terms: [] }));
  const own = { "v/r-0": Array.from({ length: 16 }, () => ROW) };
  assert.deepEqual(
    (await rows(near, asking(own, 1))).map((one) => one.number),
    [15, 14, 1],
  );
});

test("a result's sentences stand in its own township's files", async () => {
  const far = [...ROW.slice(0, 9), "t", 5];
  const asked = asking({ "v/r-0": [ROW, far], "v/x-0": [["零。"]], "t/x-1": [[], ["五。", "又五。"]] });
  const found = await rows(
    [0, 1].map((number) => ({ number, score: 1, terms: [] })),
    asked,
  );
  assert.deepEqual(await Promise.all(found.map((one) => sentences(one, asked, spelt))), [["零。"], ["五。", "又五。"]]);
});

test("a result has the number that its id has, or its own", async () => {
  const members = [
    ["jia/yi", "b-012", 0],
    ["jia/bing", "b-012-1", 13],
  ];
  const row = [...ROW.slice(0, 7), members, ...ROW.slice(8)];
  const [one] = await rows([{ number: 0, score: 1, terms: [] }], asking({ "v/r-0": [row] }));
  assert.deepEqual(
    one.members.map(({ number }) => number),
    [12, 13],
  );
});

test("topics of results stand in their rows, but within a township", async () => {
  const asked = asking({
    "v/r-0": [ROW, ROW, ROW],
    "voc/n": [
      ["old-age", "养老"],
      ["relief", "低保"],
      ["road", "路"],
    ],
  });
  const found = await rows(
    [2, 0].map((number) => ({ number, score: 1, terms: [] })),
    asked,
  );
  const own = found.map((one) => one.topics);
  assert.deepEqual(await topicsOf(found, asked), own);
  // Of 0, 1 and 2, and of 2 alone; that of a road leads nowhere.
  const leads = {
    topics: (number) => [{ numbers: [0, 9, 9, 1, 9, 9, 1, 9, 9] }, { numbers: [2, 9, 9] }][number] || null,
  };
  const within = (/** @type {string[]} */ townships) => ({
    ...asked,
    meta: { ...asked.meta, vocabulary: "voc" },
    family: { ...asked.family, townships, few: { keys: new Set(), leads } },
  });
  assert.deepEqual(await topicsOf(found, within(["a/b"])), own);
  const [old, relief] = [
    { id: "old-age", title: "养老" },
    { id: "relief", title: "低保" },
  ];
  assert.deepEqual(await topicsOf(found, within([])), [[old, relief], [old]]);
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
  const [one] = await facets([{ number: 0, score: 1, terms: [] }], asking({ "v/f-0": file }));
  assert.deepEqual(one, {
    number: 0,
    score: 1,
    terms: [],
    townships: [range(0, 1), range(4, 4)],
    list: "shared",
    categories: ["农业", "民生"],
    departments: ["民政局"],
  });
  const [other] = await facets([{ number: 512, score: 1, terms: [] }], asking({ "v/f-1": file }));
  assert.deepEqual([other.number, other.list], [512, "shared"]);
});
