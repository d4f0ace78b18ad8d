// What is said where the lists do not answer: which matters a query names, what matched.
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  desksOf,
  matchText,
  mattersElsewhere,
  numbersElsewhere,
} from "../../templates/theme/assets/search/elsewhere.js";
import { namedElsewhere } from "../../templates/theme/assets/search/evidence.js";

const word = (term, from, elsewhere = null, says = null) => ({ term, from, to: from + term.length, says, elsewhere });

for (const [found, numbers, why] of [
  [[word("公积金", 0, 3), word("提取", 3)], [3], "a word for it"],
  [[word("提取", 0), word("金", 2)], [], "no word for any"],
  [[word("积金", 1, 5), word("公积金", 0, 3)], [3], "but part of a longer word"],
  [[word("驾驶证", 3, 5), word("拖拉机驾驶证", 0)], [], "but the end of a longer word of the lists"],
  [[word("保险理赔", 2, 5), word("农业保险", 0)], [], "but a long word of the lists before it has its beginning"],
  [[word("保险理赔", 2, 5), word("险理", 3)], [5], "of which another has a part"],
  [[word("快递", 0, 5), word("快递丢", 0)], [5], "with which a longer word begins"],
  [[word("快递", 0, 5), word("快递进村", 0, null, 7)], [], "but one that people say for what the lists have"],
  [[word("护照", 3, 1), word("公积金", 0, 3), word("高铁票", 6, 2)], [3, 2], "the longest two"],
  [[word("护照", 0, 1), word("签注", 3, 1)], [1], "each once"],
]) {
  test(`which matters a query names: ${why}`, () => assert.deepEqual(numbersElsewhere(namedElsewhere(found)), numbers));
}

test("what matched is told, and what did not", () => {
  const texts = [
    [[], []],
    [["提取"], ["公积金", "贷款"]],
    [["提取"], []],
    [[], ["公积金"]],
    // Others than the first results have it.
    [["医保"], ["低保", "龘靐"]],
  ].map(([matched, missing]) => matchText({ matched, missing, found: [{ term: "低保", postings: [{}] }] }, 3));
  assert.deepEqual(texts, [
    "有 3 项；不一定是这件事。",
    "提到“提取”的有 3 项；没有找到“公积金”、“贷款”。",
    "提到“提取”的有 3 项；不一定是这件事。",
    "有 3 项；没有找到“公积金”。",
    "提到“医保”的有 3 项；前几项里没有“低保”，没有找到“龘靐”。",
  ]);
});

test("matters and departments come from the files that have them", async () => {
  const asked = [];
  const files = {
    "v/o-1": [0, 1, 2].map((one) => [`事${one}`, "窗口", "police", "到窗口办。", [["12367", "热线"]]]),
    "t/f-0": {
      desks: [
        {
          kinds: { police: [1, 2, 3].map((one) => [`departments/a/${one}/`, `局${one}`]) },
          contact: [[["12转3", "12,3"]], "工作日", "2026-01-02"],
        },
      ],
    },
  };
  const load = async (name) => (asked.push(name), files[name]);
  const outcome = {
    elsewhere: [word("护照", 0, 6)],
    meta: { elsewhere: 4, vocabulary: "v" },
    family: { version: "t" },
    load,
  };
  const [matter] = await mattersElsewhere(outcome);
  assert.deepEqual(matter, {
    name: "事2",
    ask: "窗口",
    kind: "police",
    do: "到窗口办。",
    calls: [{ number: "12367", name: "热线" }],
  });
  const { departments, contact } = await desksOf(outcome);
  assert.deepEqual(
    departments("police"),
    [1, 2].map((one) => ({ url: `departments/a/${one}/`, name: `局${one}` })),
  );
  assert.deepEqual(departments("tax"), []);
  assert.deepEqual(contact, { phones: [{ text: "12转3", dialled: "12,3" }], hours: "工作日", as_of: "2026-01-02" });
  assert.deepEqual(asked, ["v/o-1", "t/f-0"]);
});
