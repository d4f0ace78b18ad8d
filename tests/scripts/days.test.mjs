import assert from "node:assert/strict";
import { test } from "node:test";

import { dayOf, lastBefore } from "../../templates/theme/assets/page/days.js";

test("日期怎样写都认得，没有的日子不认", () => {
  const days = {
    "2026-06-01": "2026-06-01",
    " 2026/6/1 ": "2026-06-01",
    "2026.6.1": "2026-06-01",
    "2026年6月1日": "2026-06-01",
    "2024-02-29": "2024-02-29",
    "2026-02-29": "",
    "2026-13-01": "",
    "2026-00-10": "",
    昨天: "",
    "": "",
  };
  for (const [typed, day] of Object.entries(days)) assert.equal(dayOf(typed), day, typed);
});

test("一天落在哪一段里：最后一个不晚于它的开头；再早也在收录的那一段", () => {
  const beginnings = ["2026-06-01", "2020-01-01", ""];
  assert.equal(lastBefore(beginnings, "2026-06-01"), 0);
  assert.equal(lastBefore(beginnings, "2026-05-31"), 1);
  assert.equal(lastBefore(beginnings, "9999-12-31"), 0);
  assert.equal(lastBefore(beginnings, "1949-10-01"), 2);
  assert.equal(lastBefore([], "2026-06-01"), -1);
});
