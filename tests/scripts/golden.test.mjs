// The same answers as the index gives: golden.json, which the generator writes (tests/support/golden.py).
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import * as compare from "../../templates/theme/assets/compare/format.js";
import * as offline from "../../templates/theme/assets/offline/format.js";
import {
  digitsOf,
  entriesOf,
  leadsOf,
  leansOf,
  numbersOf,
  spelt,
  summed,
  termsOf,
  wordsOf,
} from "../../templates/theme/assets/search/columns.js";
import * as desks from "../../templates/theme/assets/search/desks.js";
import { isAmong } from "../../templates/theme/assets/search/letter.js";
import * as search from "../../templates/theme/assets/search/format.js";
import * as ranges from "../../templates/theme/assets/search/ranges.js";
import { blurred, readingsOf, spoken } from "../../templates/theme/assets/search/sounds.js";
import { pinyinKeys } from "../../templates/theme/assets/search/spelling.js";
import {
  LONGEST_WORD,
  commonCharacters,
  hash,
  keyOf,
  placeOf,
  plain,
  runs,
} from "../../templates/theme/assets/search/text.js";
import { weigh } from "../../templates/theme/assets/search/weigh.js";
import { named, namedAll } from "../../templates/theme/assets/shared/rows.js";

const golden = JSON.parse(readFileSync(new URL("golden.json", import.meta.url), "utf-8"));
const formats = { ...search, ...ranges, ...desks, ...compare, ...offline };
const readings = readingsOf(golden.readings.table, commonCharacters());

test("questions are cut into the same runs", () => {
  for (const [question, expected] of Object.entries(golden.runs.answers)) {
    assert.deepEqual(runs(plain(question), golden.runs.fillers), expected);
  }
});

test("words are as long", () => assert.equal(LONGEST_WORD, golden.longestWord));

test("keys have the same hashes and places", () => {
  for (const [key, value] of Object.entries(golden.hashes)) assert.equal(hash(key), value);
  for (const [key, place] of Object.entries(golden.places)) assert.equal(placeOf(key), place);
});

test("words of a Bloom filter are known, and few others", () => {
  const bits = digitsOf(golden.bloom.bits);
  for (const word of golden.bloom.words) assert.ok(isAmong(bits, word, { hash }), word);
  assert.ok([..."天地玄黄宇宙洪荒日月盈昃"].filter((one) => isAmong(bits, one, { hash })).length <= 3);
});

test("characters are read alike", () => {
  assert.equal(readings.of.size, 3755);
  for (const [character, sound] of Object.entries(golden.readings.answers)) {
    assert.equal(readings.of.get(character), sound);
  }
});

test("words are looked up by the same sounds", () => {
  for (const { sound, lookups } of Object.values(golden.sounds)) {
    const { keys } = pinyinKeys(sound.replace(/ /g, ""), readings);
    const syllables = sound.split(" ");
    const own = [syllables.slice(0, 2), syllables.slice(-2)].map((one) => blurred(one.join(" ")));
    const initials = syllables.map((one) => one[0]).join("");
    assert.deepEqual([...new Set([initials, ...own])].sort(), lookups);
    for (const one of own) assert.ok(keys.includes(one), `${sound}: ${one}`);
  }
});

test("texts are read from their digits", () => {
  for (const [text, digits] of golden.spelt) assert.deepEqual(spelt(digits), text);
});

test("terms are read from the columns of their file", () => {
  const { file, leads, terms, words, leans, entries, topics, once, led } = golden.columns;
  assert.deepEqual(Object.fromEntries(termsOf(file.terms)), terms);
  assert.deepEqual(Object.fromEntries(wordsOf(file.words)), words);
  assert.deepEqual(leansOf(file.words), leans);
  assert.deepEqual(Object.fromEntries(leadsOf(leads.entries)), entries);
  assert.deepEqual(Object.fromEntries(leadsOf(leads.topics)), topics);
  assert.deepEqual(Object.fromEntries(entriesOf(once)), led);
});

test("rows are read as they are written", () => {
  for (const [kind, { values, fields }] of Object.entries(golden.rows)) {
    assert.deepEqual(named(formats[kind.replace(/Row$/, "").toUpperCase()], values), fields, kind);
  }
});

test("words are read character by character where the table says no more", () => {
  for (const [word, sound] of Object.entries(golden.alone)) {
    if (sound) assert.equal(spoken([{ word, sound: "", weight: 1 }], readings)[0].sound, sound);
  }
});

test("a term weighs the same", () => {
  const { size, own, word, entries, topics, answers, ...more } = golden.weights;
  const lead = (row) => named(search.LEAD, row);
  const leads = {
    entries: entries.map(lead),
    topics: new Map(Object.entries(topics).map(([number, row]) => [Number(number), lead(row)])),
  };
  const meta = { worths: [1], ...more };
  const found = weigh(named(search.TERM, own), named(search.WORD, word), leads, { size }, meta);
  assert.deepEqual(
    found.postings.map(({ number, weight }) => [number, weight]).sort((a, b) => a[0] - b[0]),
    answers,
  );
});

test("rows of single values follow one another", () => {
  const postings = [
    { step: 3, weight: 31 },
    { step: 1, weight: 2 },
  ];
  assert.deepEqual(namedAll(search.POSTING, [3, 31, 1, 2]), postings);
  assert.deepEqual(namedAll(search.POSTING, []), []);
});
