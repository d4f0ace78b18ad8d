// The comparison's thinking: its addresses, and the rows that summaries come to.
import assert from "node:assert/strict";
import { test } from "node:test";
import { catalogueOf, chosen, rowsOf, townOf } from "../../templates/theme/assets/compare/rows.js";
import { addressOf, stateOf, usable } from "../../templates/theme/assets/compare/state.js";

const INDEX = {
  version: "v",
  assets: "a",
  place: "街道",
  townships: [1, 2, 3, 4, 5, 6].map((one) => [`jia/t${one}`, `甲县${one}镇`, `${one}镇`, "丙省", "甲县", `d${one}`]),
  groups: [
    ["民生", [["aid", "低保"]]],
    ["农业", [["wells", "打井"]]],
  ],
  categories: [["livelihood", "民生服务"]],
  lists: { basic: "基本履职", shared: "配合履职" },
  standings: { 0: "自己办", 1: "配合上级部门", 3: "已取消" },
  verdicts: {
    DIFFERENT: "不一样。",
    SAME: "都是{}。",
    SAME_KINDS: "都是配合{}部门。",
    MORE_KINDS: "都是配合{}部门，有的还配合其他部门。",
    OTHER_KINDS: "部门不同。",
    SIMILAR: "大体相同：{}。",
  },
};
const catalogue = catalogueOf(INDEX);

const duty = (id, list = "basic") => [
  id,
  1,
  list,
  "livelihood",
  "民生服务",
  `事项${id}`,
  "town",
  "乡镇办",
  [["县民政局", "mzj", 1]],
];

function town(number, standings, { duties = [duty("b-001")], touching = {} } = {}) {
  return townOf(catalogue.towns.get(`jia/t${number}`), { duties, standings, touching });
}

const own = (clause = "自己办") => ({ aid: ["0", clause, [], [0]] });
const cancelled = { aid: ["3", "已取消", [], [0]] };
const assists = (...kinds) => ({ aid: ["1", `配合${kinds}`, kinds, [0]] });
const verdict = (...towns) => rowsOf({ kind: "topic", id: "aid" }, towns, catalogue).rows[0];

test("an address and a state say each other", () => {
  const state = { in: ["jia/t1", "jia/t2"], kind: "topic", id: "aid", only: "lacks:jia/t2" };
  assert.equal(addressOf(state), "?in=jia/t1&in=jia/t2&topic=aid&lacks=jia/t2");
  assert.deepEqual(stateOf(addressOf(state)), state);
  assert.equal(addressOf({ in: ["jia/t1"], kind: "", id: "", only: "differences" }), "?in=jia/t1&only=differences");
  assert.deepEqual(stateOf("?in=a&in=a&in=&only=differences"), { in: ["a"], kind: "", id: "", only: "differences" });
  assert.deepEqual(stateOf("?only=else&list=basic"), { in: [], kind: "list", id: "basic", only: "" });
});

test("what cannot be used is left out, and said", () => {
  const towns = [1, 2, 3, 4, 5, 6].map((one) => `jia/t${one}`);
  const { state, problems } = usable({ in: ["x", ...towns], kind: "topic", id: "no", only: "lacks:jia/t6" }, catalogue);
  assert.deepEqual(state, { in: towns.slice(0, 5), kind: "", id: "", only: "" });
  assert.deepEqual(problems, [
    "没有编号是“x”的街道，可能是网址抄错了，也可能已经改名。",
    "最多比 5 个街道，没有列出甲县6镇。",
    "没有编号是“no”的主题，下面比的是全部事项。",
  ]);
  const said = (kind) => usable({ in: [], kind, id: "no", only: "" }, catalogue).problems;
  assert.deepEqual(said("category"), ["没有编号是“no”的类别，下面比的是全部事项。"]);
  assert.deepEqual(said("list"), ["没有编号是“no”的清单，下面比的是全部事项。"]);
  for (const [kind, id] of [
    ["topic", "aid"],
    ["category", "livelihood"],
    ["list", "basic"],
  ]) {
    const fine = { in: towns.slice(0, 2), kind, id, only: "differences" };
    assert.deepEqual(usable(fine, catalogue), { state: fine, problems: [] });
  }
});

test("matters are as the topics' page has them, each with its group", () => {
  assert.deepEqual(catalogue.topics, [
    { id: "aid", name: "低保", group: "民生" },
    { id: "wells", name: "打井", group: "农业" },
  ]);
});

test("a duty has its address, and its departments theirs", () => {
  const [one] = town(1, own(), {
    duties: [
      [
        "b-001",
        1,
        "basic",
        "c",
        "民生",
        "名",
        "town",
        "办",
        [
          ["县局", "ju", 1],
          ["某处", "", 0],
        ],
      ],
    ],
  }).duties;
  assert.equal(one.url, "townships/jia/t1/b-001/");
  assert.deepEqual(one.departments, [
    { title: "县局", lead: true, url: "departments/jia/ju/" },
    { title: "某处", lead: false, url: "" },
  ]);
});

for (const [towns, sentence, differs, why] of [
  [[town(1, own()), town(2, own())], "都是自己办。", false, "the same"],
  [[town(1, own()), town(2, own("只办一半"))], "大体相同：自己办。", false, "the same way, in other words"],
  [
    [town(1, cancelled), town(2, cancelled)],
    "大体相同：已取消。",
    false,
    "cancelled, and what takes its place not said",
  ],
  [[town(1, assists("民政")), town(2, assists("民政"))], "都是配合民政。", false, "assisting, in the same words"],
  [[town(1, own()), town(2, assists("民政"))], "不一样。", true, "other ways"],
  [
    [town(1, assists("民政", "医保")), town(2, assists("医保", "民政"))],
    "都是配合民政、医保部门。",
    false,
    "the same kinds",
  ],
  [
    [town(1, assists("民政", "医保")), town(2, assists("民政"))],
    "都是配合民政部门，有的还配合其他部门。",
    false,
    "more kinds",
  ],
  [[town(1, assists("民政")), town(2, assists("医保"))], "部门不同。", true, "other kinds"],
  [[town(1, own()), town(2, {})], "2镇没有单列。", true, "one has none"],
]) {
  test(`townships differ or not: ${why}`, () => {
    const row = verdict(...towns);
    assert.deepEqual([row.sentence, row.differs], [sentence, differs]);
  });
}

test("so many names, and how many there are", () => {
  const row = verdict(town(1, own()), ...[2, 3, 4, 5].map((one) => town(one, {})));
  assert.equal(row.sentence, "2镇、3镇、4镇等 4 个街道没有单列。");
  assert.equal(verdict(town(1, own()), ...[2, 3, 4].map((one) => town(one, {}))).sentence, "2镇、3镇、4镇没有单列。");
});

test("a matter of the list has the duties of other lists too; a duty of none stands alone", () => {
  const duties = [duty("b-001"), duty("s-001", "shared"), duty("b-002")];
  const first = town(1, { aid: ["0", "自己办", [], [0, 1]] }, { duties });
  const second = town(2, {}, { duties: [], touching: {} });
  const { rows, loose } = rowsOf({ kind: "list", id: "basic" }, [first, second], catalogue);
  assert.deepEqual(
    rows.map((row) => row.id),
    ["aid"],
  );
  assert.deepEqual(
    rows[0].cells[0].standing.duties.map((one) => one.id),
    ["b-001", "s-001"],
  );
  assert.deepEqual(
    loose.map((one) => one.duties.map((own) => own.id)),
    [["b-002"]],
  );
  assert.deepEqual(rowsOf({ kind: "topic", id: "aid" }, [first, second], catalogue).loose, []);
  assert.deepEqual(rowsOf({ kind: "list", id: "none" }, [first, second], catalogue).rows, []);
});

test("the matter that was asked for is a row also where nobody lists it; others are not", () => {
  const towns = [town(1, {}), town(2, {})];
  const { rows } = rowsOf({ kind: "topic", id: "wells" }, towns, catalogue);
  assert.deepEqual(
    rows.map((row) => [row.id, row.sentence, row.differs]),
    [["wells", "1镇、2镇没有单列。", true]],
  );
  assert.deepEqual(rowsOf({ kind: "", id: "" }, towns, catalogue).rows, []);
});

test("where nothing is listed, what mentions it is", () => {
  const second = town(2, {}, { touching: { aid: [0] } });
  const row = verdict(town(1, own()), second);
  assert.deepEqual(row.cells[1].touching, second.duties);
  assert.deepEqual([row.lacking, row.sentence], [[second], "2镇没有单列。"]);
});

test("rows are chosen by whether they differ, and by who lacks them", () => {
  const first = town(1, { ...own(), wells: ["0", "自己办", [], [0]] });
  const { rows } = rowsOf({ kind: "", id: "" }, [first, town(2, own())], catalogue);
  const ids = (only) => chosen(rows, only).map((row) => row.id);
  assert.deepEqual(
    [ids(""), ids("differences"), ids("lacks:jia/t2"), ids("lacks:jia/t1")],
    [["aid", "wells"], ["wells"], ["wells"], []],
  );
});
