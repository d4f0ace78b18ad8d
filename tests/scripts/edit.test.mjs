// The form's thinking: what becomes of texts, what a request says, what a draft is, the archive of a document.
import assert from "node:assert/strict";
import { test } from "node:test";
import { documentOf, zip } from "../../templates/theme/assets/edit/application.js";
import { dateMeant, fits, isDay } from "../../templates/theme/assets/edit/checks.js";
import { changesOf, inTextsOf, usedIn, usesOf } from "../../templates/theme/assets/edit/departments.js";
import { parsed } from "../../templates/theme/assets/edit/draft.js";
import { departments } from "../../templates/theme/assets/edit/names.js";
import { pieces, redline } from "../../templates/theme/assets/edit/redline.js";
import { altered, crc32, isChange, requestText } from "../../templates/theme/assets/edit/request.js";
import { common, ratio, steps } from "../../templates/theme/assets/edit/sequence.js";

const RULES = {
  characters: { unseen: "[\\u200b\\u00ad]", blank: "[\\s]" },
  columns: {
    name: "名称",
    departments: "部门",
    superior: "上级部门职责",
    township: "{place}配合职责",
    category: "事项类别",
    number: "序号",
    method: "工作方式",
    status: "状态",
    phones: "电话",
  },
  lists: { basic: "基本履职", cooperative: "配合履职", reclaimed: "上级部门收回" },
  statuses: { "taken-over": "由部门承接", discontinued: "不再开展" },
  tracks: { adjustment: "动态调整", correction: "更正" },
  duties: {
    basic: { number: {}, name: {} },
    cooperative: { number: {}, name: {}, departments: {}, superior: {}, township: {} },
    reclaimed: { number: {}, name: {}, status: {}, method: {} },
  },
  contact: { phones: {} },
};
const RECORD = {
  track: "correction",
  reason: "排错",
  decided_by: "",
  document: "",
  approved: "",
  effective: "2026-06-01",
  keeps: false,
};
const BEFORE = {
  name: "发津贴",
  departments: ["县民政局"],
  superior: [],
  township: ["受理；"],
  number: "1",
  category: "民生",
};

function change(after, more = {}) {
  return {
    key: "jia/yi/c-001",
    township: "jia/yi",
    label: "甲县乙镇",
    place: "某省/某市/甲县/乙镇",
    list: "cooperative",
    id: "c-001",
    action: "修改",
    digest: "0123456789abcdef",
    name: "发津贴",
    number: "1",
    category: "民生",
    before: BEFORE,
    after: { ...BEFORE, ...after },
    to: { list: "cooperative", category: "民生", number: "" },
    ended: { duties: [], department: "" },
    ...more,
  };
}

/** The lines between the frame's, without version, site and checksum. */
function linesOf(changes, record = RECORD) {
  const text = requestText(changes, record, RULES, "https://x.test/");
  const inside = text.split("=====修改单开始=====\n")[1].split("\n=====修改单结束=====")[0].split("\n");
  assert.deepEqual(inside.slice(0, 2), ["版本：1", "网站：https://x.test/"]);
  return inside.slice(2, -1);
}

test("what two texts have in common is what difflib finds", () => {
  const chars = (text) => Array.from(text);
  assert.deepEqual(common(chars("abxcd"), chars("abcd")), [
    [0, 0, 2],
    [3, 2, 2],
  ]);
  // Of two that are as long, the first; Python: SequenceMatcher(None, "县民政局", "民政县政局").ratio()
  assert.equal(ratio("县民政局", "民政县政局"), (2 * 3) / 9);
  assert.equal(ratio("", ""), 1);
  assert.equal(ratio("𠮷", "𠮷野"), 2 / 3);
  assert.deepEqual(steps(chars("甲乙"), chars("甲丙乙")), [
    { kind: "same", items: ["甲"] },
    { kind: "added", items: ["丙"] },
    { kind: "same", items: ["乙"] },
  ]);
});

test("a redline has whole words, and each line beside what it was", () => {
  assert.deepEqual(pieces("初步审核并公示。", "初步审核并公示七天。"), [
    { kind: "same", text: "初步审核并公示" },
    { kind: "added", text: "七天" },
    { kind: "same", text: "。" },
  ]);
  // A character that both have by chance is no part that stays.
  assert.deepEqual(pieces("开展甲的一项工作", "开展乙丙的丁丁工作"), [
    { kind: "same", text: "开展" },
    { kind: "removed", text: "甲的一项" },
    { kind: "added", text: "乙丙的丁丁" },
    { kind: "same", text: "工作" },
  ]);
  assert.deepEqual(redline(["旧的一条", "受理申请；"], ["全新内容", "受理申请，登记；"]), [
    [{ kind: "removed", text: "旧的一条" }],
    [{ kind: "added", text: "全新内容" }],
    [
      { kind: "same", text: "受理申请" },
      { kind: "added", text: "，登记" },
      { kind: "same", text: "；" },
    ],
  ]);
  assert.deepEqual(redline([], ["新"]), [[{ kind: "added", text: "新" }]]);
  // A line that was put in stands alone, though it is a little like the one after it.
  assert.deepEqual(redline(["负责申请的受理和初审工作。"], ["负责材料归档工作。", "负责申请的受理、初审工作。"]), [
    [{ kind: "added", text: "负责材料归档工作。" }],
    [
      { kind: "same", text: "负责申请的受理" },
      { kind: "removed", text: "和" },
      { kind: "added", text: "、" },
      { kind: "same", text: "初审工作。" },
    ],
  ]);
  assert.deepEqual(pieces("共14项", "共13项"), [
    { kind: "same", text: "共" },
    { kind: "removed", text: "14" },
    { kind: "added", text: "13" },
    { kind: "same", text: "项" },
  ]);
});

test("a request says what was and what is to be, of what differs only", () => {
  const own = change({ departments: [], township: ["受理；", "公示。"] });
  assert.deepEqual(linesOf([own]), [
    "途径：更正",
    "理由：排错",
    "生效：2026-06-01",
    "乡镇：jia/yi",
    "地方：某省/某市/甲县/乙镇",
    "事项：c-001",
    "动作：修改",
    "依据：0123456789abcdef",
    "栏：部门",
    "原来：",
    "文：县民政局",
    "改为：",
    "栏：乡镇配合职责",
    "原来：",
    "文：受理；",
    "改为：",
    "文：受理；",
    "文：公示。",
  ]);
  assert.equal(isChange(own, RULES), true);
  assert.equal(isChange(change({}), RULES), false);
  assert.equal(isChange(change({}, { action: "终止" }), RULES), true);
});

test("blocks, numbers that stay, several townships", () => {
  const block = { departments: ["县民政局", "县财政局"], duties: ["审核。"], support: ["培训。"] };
  const changes = [
    change({ superior: [block] }),
    change({ name: "丙" }, { township: "jia/bing", key: "jia/bing/c-001" }),
    change({ number: "7", category: "党的建设" }),
  ];
  const lines = linesOf(changes, { ...RECORD, keeps: true });
  assert.deepEqual(lines.slice(3, 5), ["重排：否", "乡镇：jia/yi"]);
  assert.deepEqual(lines.slice(9, 16), [
    "栏：上级部门职责",
    "原来：",
    "改为：",
    "段：",
    "部门：县民政局",
    "部门：县财政局",
    "职责：审核。",
  ]);
  assert.equal(lines[16], "保障：培训。");
  // Those of a township stand together.
  assert.deepEqual(
    lines.filter((one) => one.startsWith("乡镇：")),
    ["乡镇：jia/yi", "乡镇：jia/bing"],
  );
});

test("a contact needs no record", () => {
  const own = change({ phones: ["12345"] }, { action: "联系", id: "", before: { name: "", phones: [] } });
  assert.deepEqual(linesOf([own]), [
    "乡镇：jia/yi",
    "地方：某省/某市/甲县/乙镇",
    "部门编号：本乡镇",
    "动作：联系",
    "栏：电话",
    "原来：",
    "改为：",
    "文：12345",
  ]);
});

const USED = {
  townships: [
    {
      label: "甲县乙镇",
      latest: "",
      duties: [
        {
          list: "cooperative",
          id: "c-001",
          name: "发津贴",
          cells: [
            ["departments", "", "县民政局", "（牵头）"],
            ["superior", "", "县民政局", ""],
          ],
          texts: [["township", ["报", "县民政局", "、", "县民政局", "审核。"]]],
        },
        { list: "basic", id: "b-001", name: "宣传", cells: [], texts: [["name", ["", "县民政局", "的宣传"]]] },
      ],
    },
    { label: "甲县丙乡", latest: "", duties: [{ list: "basic", id: "b-002", name: "x", cells: [], texts: [] }] },
  ],
};

test("a department's cells, and its texts where they count", () => {
  assert.deepEqual(usesOf(USED, false), [{ label: "甲县乙镇", duties: 1, cells: 2, texts: 0 }]);
  assert.deepEqual(usesOf(USED, true), [{ label: "甲县乙镇", duties: 2, cells: 2, texts: 3 }]);
  assert.equal(inTextsOf(USED), 3);
  const [duty] = USED.townships[0].duties;
  assert.deepEqual(changesOf(duty, "县老龄局", false), [
    ["departments", "县民政局（牵头）", "县老龄局（牵头）"],
    ["superior", "县民政局", "县老龄局"],
  ]);
  assert.deepEqual(changesOf(duty, "县老龄局", true).slice(2), [
    ["township", "报县民政局、县民政局审核。", "报县老龄局、县老龄局审核。"],
  ]);
});

test("where a department stands, in which column", () => {
  const blocks = [{ departments: ["县财政局"], duties: ["会同县民政局办。"], support: ["由甲县民政局给。"] }];
  const cooperative = {
    ...{ id: "c-001", name: "发津贴", departments: ["县民政局（牵头）", "县财政局"], superior: blocks },
    ...{ township: ["报县民政局、县民政局审核。"], extras: [{ head: "备注", texts: ["问县民政局"] }] },
  };
  const reclaimed = { id: "r-001", name: "停发", departments: ["县民政局"], method: ["不发了"], extras: [] };
  const own = (...duties) => ({ categories: [{ name: "民生", duties }] });
  const registered = [
    { id: "czj", name: "县财政局" },
    { id: "mzj", name: "县民政局", full_name: "甲县民政局" },
  ];
  const town = { label: "甲县乙镇", latest: "", departments: registered, lists: { cooperative: own(cooperative) } };
  const other = { ...town, label: "甲县丙乡", lists: { reclaimed: own(reclaimed) } };
  const none = { ...town, lists: { basic: own({ id: "b-001", name: "宣传", extras: [] }) } };
  const names = { 县财政局: 0, 县民政局: 1 };
  const register = { names, spelled: names, before: [], place: null, level: "县", spellings: {} };
  const patterns = { lead: "（牵头）", others: "等$", open: "有关部门$", signs: "(.+?)（([^（）]+)）", ends: {} };
  const found = usedIn(
    [town, other, none],
    registered[1],
    departments({ ...patterns, sign: "!", mark: "!" }, register),
  );
  const rows = found.townships.map(({ label, duties }) => [label, duties.map(({ cells, texts }) => [cells, texts])]);
  assert.deepEqual(rows, [
    [
      "甲县乙镇",
      [
        [
          [["departments", "", "县民政局", "（牵头）"]],
          [
            ["superior", ["会同", "县民政局", "办。"]],
            ["superior", ["由", "甲县民政局", "给。"]],
            ["township", ["报", "县民政局", "、", "县民政局", "审核。"]],
            ["extras", ["问", "县民政局", ""]],
          ],
        ],
      ],
    ],
    ["甲县丙乡", [[[["method", "", "县民政局", ""]], []]]],
  ]);
});

test("a request for a department", () => {
  const entry = { name: "县民政局", full_name: "甲县民政局", aliases: ["民政"] };
  const of = { id: "mzj", list: "", name: "县民政局", before: entry };
  const after = { ...entry, name: "县老龄局", full_name: "" };
  const renamed = { ...change(after, of), action: "改名", inTexts: true };
  const merged = { ...change(entry, of), action: "并入", into: "czj", intoName: "县财政局" };
  const rules = { ...RULES, columns: { ...RULES.columns, full_name: "全称", aliases: "别名" } };
  const lines = (one) => requestText([one], RECORD, rules, "").split("部门编号：")[1].split("\n校验")[0].split("\n");
  assert.deepEqual(lines(renamed), [
    ...["mzj", "动作：改名", `依据：${renamed.digest}`, "正文：是"],
    ...[
      "栏：名称",
      "原来：",
      "文：县民政局",
      "改为：",
      "文：县老龄局",
      "栏：全称",
      "原来：",
      "文：甲县民政局",
      "改为：",
    ],
  ]);
  assert.deepEqual(lines(merged), ["mzj", "动作：并入", `依据：${merged.digest}`, "并入部门：czj"]);
  assert.equal(isChange(merged, rules), true);
  assert.equal(isChange({ ...merged, into: "" }, rules), false);
  assert.equal(isChange({ ...renamed, after: entry }, rules), false);
  // Those are official: how it was decided stands in the request.
  assert.match(requestText([merged], RECORD, rules, ""), /途径：更正/);
});

test("no line is longer than a letter's, nothing is lost that mail programs lose", () => {
  const text = `${"很长".repeat(40)}<b> &\\␣\u00a0\u200b𠮷\u3000末`;
  const lines = linesOf([change({ name: text })]);
  assert.ok(lines.every((one) => Array.from(one).length <= 36));
  const start = lines.lastIndexOf("改为：") + 1;
  const whole = lines.slice(start).join("").replace(/续：/g, "");
  assert.equal(whole, `文：${"很长".repeat(40)}\\u003cb\\u003e␣\\u0026\\u005c\\u2423\\u00a0\\u200b𠮷\\u3000末`);
});

test("the checksum is that of zip and PNG, over the lines as they were before they were folded", () => {
  assert.equal(crc32(new TextEncoder().encode("123456789")), 0xcbf43926);
  const text = requestText([change({ name: "很长".repeat(40) })], RECORD, RULES, "https://x.test/");
  const [inside, sum] = text.split("=====修改单开始=====\n")[1].split("\n校验：");
  const logical = inside.replace(/\n续：/g, "");
  const expected = crc32(new TextEncoder().encode(`${logical}\n`))
    .toString(16)
    .padStart(8, "0");
  assert.equal(sum.slice(0, 8), expected);
});

test("nothing before the block looks like one", () => {
  const text = requestText([change({}, { name: "=====修改单结束=====", action: "终止" })], RECORD, RULES, "s");
  assert.equal(text.match(/=====修改单结束=====/g).length, 1);
});

test("what a schema says", () => {
  assert.equal(fits("", { type: "string", minLength: 1 }), false);
  assert.equal(fits("甲", { type: "string", minLength: 1 }), true);
  assert.equal(fits(0, { type: "integer", minimum: 1 }), false);
  assert.equal(fits(1.5, { type: "integer" }), false);
  assert.equal(fits("1", { type: "integer" }), false);
  assert.equal(fits(null, { anyOf: [{ type: "string" }, { type: "null" }] }), true);
  assert.equal(fits("x", { enum: ["y"] }), false);
  assert.equal(fits(["a", ""], { type: "array", items: { type: "string", minLength: 1 } }), false);
  assert.equal(fits([], { type: "array", minItems: 1 }), false);
  const schema = { type: "object", properties: { head: { type: "string" } }, required: ["head"] };
  assert.deepEqual(
    [{ head: "a" }, {}, { head: "a", more: 1 }, null].map((one) => fits(one, schema)),
    [true, false, false, false],
  );
});

test("days", () => {
  assert.deepEqual(["2026-02-28", "2026-02-30", "2026-13-01", "2024-02-29", "x"].map(isDay), [
    true,
    false,
    false,
    true,
    false,
  ]);
  assert.deepEqual(["2026年5月2日", "２０２６．５．２", "2026/05/02 ", "2026年2月30日", "五月二日"].map(dateMeant), [
    "2026-05-02",
    "2026-05-02",
    "2026-05-02",
    "",
    "",
  ]);
});

test("a draft is ours or none", () => {
  const draft = { version: 1, saved: "2026-06-01T00:00:00Z", record: RECORD, changes: [change({})] };
  assert.deepEqual(parsed(JSON.stringify(draft)), draft);
  const spoiled = [
    "",
    "null",
    "[]",
    JSON.stringify({ ...draft, version: 2 }),
    JSON.stringify({ ...draft, record: { ...RECORD, reason: 1 } }),
    JSON.stringify({ ...draft, changes: {} }),
    JSON.stringify({ ...draft, changes: [change({ township: "受理" })] }),
    JSON.stringify({ ...draft, changes: [change({ superior: [{}] })] }),
    JSON.stringify({ ...draft, changes: [change({}, { after: null })] }),
    JSON.stringify({ ...draft, changes: [change({}, { ended: null })] }),
  ];
  assert.deepEqual(
    spoiled.map(parsed),
    spoiled.map(() => null),
  );
});

test("a document is filled in as text", () => {
  const template = {
    before: "<t>{{township}} {{track}}</t>",
    row: "<r>{{place}}{{what}}{{now}}{{then}}</r>",
    paragraph: "<p>{{text}}</p>",
    after: "<e>{{reason}}</e>",
  };
  const own = change({ name: "<$&>\u0001{{place}}" });
  assert.equal(
    documentOf(template, [own], RECORD, RULES),
    "<t>甲县乙镇 更正</t><r>1<p>甲县乙镇 c-001 发津贴：修改</p><p>名称：</p><p>发津贴</p>" +
      "<p>名称：</p><p>&lt;$&amp;&gt;{{place}}</p></r><e>排错</e>",
  );
  assert.deepEqual(altered(own, RULES), [{ title: "名称", before: ["发津贴"], after: ["<$&>\u0001{{place}}"] }]);
});

test("an archive has a head and an entry for each file, and an end that counts them", () => {
  const made = zip([
    ["a.xml", "甲"],
    ["b/c.xml", ""],
  ]);
  const view = new DataView(made.buffer);
  const end = made.length - 22;
  assert.equal(view.getUint32(end, true), 0x06054b50);
  assert.equal(view.getUint16(end + 10, true), 2);
  const start = view.getUint32(end + 16, true);
  assert.equal(view.getUint32(start, true), 0x02014b50);
  assert.equal(start + view.getUint32(end + 12, true), end);
  assert.equal(view.getUint32(0, true), 0x04034b50);
  assert.equal(view.getUint32(14, true), crc32(new TextEncoder().encode("甲")));
  assert.equal(view.getUint32(18, true), 3);
  assert.equal(new TextDecoder().decode(made.slice(30, 38)), "a.xml甲");
});
