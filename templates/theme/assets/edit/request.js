// @ts-check
// The change request: a text that a person can read and `qingdan apply` can apply (docs/requests.md).

import { titleOf } from "./checks.js";

/**
 * @import { Block, Note, Rules, Values } from "./checks.js"
 * @typedef {"修改" | "新增" | "终止" | "移动" | "联系" | "改名" | "并入"} Action
 * @typedef {{ label: string, duties: number, cells: number, texts: number }} Use how often a township names a department
 * @typedef {{ track: string, reason: string, decided_by: string, document: string, approved: string,
 *   effective: string, keeps: boolean }} Grounds
 * @typedef {{ key: string, township: string, label: string, place: string, list: string, id: string,
 *   action: Action, digest: string, name: string, number: string, category: string,
 *   before: Values | null, after: Values, to: { list: string, category: string, number: string },
 *   ended: { duties: string[], department: string }, faults?: number, latest?: string,
 *   into?: string, intoName?: string, inTexts?: boolean, uses?: Use[], printed?: string[] }} Change
 * @typedef {{ title: string, before: string[], after: string[] }} Altered a column as lines of text
 */

const LONGEST_LINE = 36;
const CONTROL = /[\u0000-\u001f\u007f-\u009f]/g;
/** @type {[keyof Grounds, string][]} */
const RECORD = [
  ["track", "途径"],
  ["reason", "理由"],
  ["decided_by", "机关"],
  ["document", "文件"],
  ["approved", "批准"],
  ["effective", "生效"],
];

/**
 * Gives a function that writes a text so that no mail program changes it: a blank has a sign of its own.
 * @param {Rules} rules
 */
function writer(rules) {
  const { unseen, blank } = rules.characters;
  const changed = new RegExp(`[&<>\\\\␣]|(?! )(?:${unseen}|${blank})`, "gu");
  const code = (/** @type {string} */ char) => {
    let codes = "";
    for (let at = 0; at < char.length; at++) codes += `\\u${char.charCodeAt(at).toString(16).padStart(4, "0")}`;
    return codes;
  };
  return (/** @type {string} */ text) => text.replace(CONTROL, "").replace(changed, code).replace(/ /g, "␣");
}

/** @param {Uint8Array} bytes */
export function crc32(bytes) {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

/** @param {string} line */
function folded(line) {
  const chars = Array.from(line);
  const lines = [chars.splice(0, LONGEST_LINE).join("")];
  while (chars.length) lines.push(`续：${chars.splice(0, LONGEST_LINE - 2).join("")}`);
  return lines;
}

/**
 * The lines of a column's value; empty for none.
 * @param {string} key
 * @param {Values | null} values
 * @param {Rules} rules
 * @returns {[string, string][]}
 */
function linesOf(key, values, rules) {
  /** @type {[string, string][]} */
  const lines = [];
  const value = values && /** @type {any} */ (values)[key];
  if (!value) return lines;
  if (key === "superior") {
    for (const block of /** @type {Block[]} */ (value)) {
      lines.push(["段", ""]);
      for (const name of block.departments) lines.push(["部门", name]);
      for (const text of block.duties) lines.push(["职责", text]);
      for (const text of block.support) lines.push(["保障", text]);
    }
  } else if (key === "notes") {
    for (const note of /** @type {Note[]} */ (value)) {
      lines.push(["段", ""]);
      if (note.printed) lines.push(["印作", note.printed]);
      if (note.meant) lines.push(["应为", note.meant]);
      lines.push(["理由", note.why]);
    }
  } else if (key === "extras") {
    for (const extra of value) {
      lines.push(["表头", extra.head]);
      for (const text of extra.texts) lines.push(["文", text]);
    }
  } else if (key === "status") lines.push(["文", rules.statuses[value]]);
  else for (const text of Array.isArray(value) ? value : [value]) lines.push(["文", text]);
  return lines;
}

/**
 * The columns that a change is about, in the order of the sheets.
 * @param {Change} change
 * @param {Rules} rules
 */
export function columnsOf(change, rules) {
  if (change.action === "联系") return Object.keys(rules.contact);
  if (change.action === "改名") return ["name", "full_name", "aliases"];
  if (change.action === "并入") return [];
  const list = change.action === "修改" ? change.list : change.to.list;
  const keys = Object.keys(rules.duties[list]).filter((key) => key !== "number");
  return change.action === "修改" ? [...keys, "category", "number", "notes"] : keys;
}

/**
 * Whether two values of a column are the same.
 * @param {string} key
 * @param {Change} change
 * @param {Rules} rules
 */
function isSame(key, change, rules) {
  return JSON.stringify(linesOf(key, change.before, rules)) === JSON.stringify(linesOf(key, change.after, rules));
}

/**
 * The columns that become others, as lines that a person reads.
 * @param {Change} change
 * @param {Rules} rules
 * @returns {Altered[]}
 */
export function altered(change, rules) {
  /** @param {[string, string][]} lines */
  const plain = (lines) =>
    lines.filter(([, value]) => value).map(([key, value]) => (key === "文" ? value : `${key}：${value}`));
  return columnsOf(change, rules)
    .filter((key) => !isSame(key, change, rules))
    .map((key) => ({
      title: titleOf(rules, key),
      before: plain(linesOf(key, change.before, rules)),
      after: plain(linesOf(key, change.after, rules)),
    }));
}

/**
 * Whether a change changes anything.
 * @param {Change} change
 * @param {Rules} rules
 */
export function isChange(change, rules) {
  if (change.action === "并入") return Boolean(change.into);
  return !["修改", "联系", "改名"].includes(change.action) || altered(change, rules).length > 0;
}

/**
 * @param {Change} change
 * @param {Rules} rules
 * @returns {[string, string][]}
 */
function linesOfChange(change, rules) {
  const { action, to, ended } = change;
  const isContact = action === "联系";
  const isDepartment = isOfDepartment(change);
  /** @type {[string, string][]} */
  const lines = [
    isContact || isDepartment ? ["部门编号", change.id || "本乡镇"] : ["事项", action === "新增" ? "新" : change.id],
    ["动作", action],
  ];
  if (action !== "新增" && !isContact) lines.push(["依据", change.digest]);
  if (action === "并入") lines.push(["并入部门", change.into || ""]);
  if (isDepartment && change.inTexts) lines.push(["正文", "是"]);
  if (action === "新增" || action === "移动") {
    lines.push(["清单", rules.lists[to.list]], ["类别", to.category]);
    if (to.number) lines.push(["序号", to.number]);
  }
  for (const rule of change.printed || []) lines.push(["照原文", rule]);
  if (action === "终止") {
    for (const id of ended.duties) lines.push(["去处事项", id]);
    if (ended.department) lines.push(["去处部门", ended.department]);
    return lines;
  }
  for (const key of columnsOf(change, rules)) {
    const [before, after] = [linesOf(key, change.before, rules), linesOf(key, change.after, rules)];
    const isWhole = action === "新增" || action === "移动";
    if (isWhole ? !before.length && !after.length : isSame(key, change, rules)) continue;
    lines.push(["栏", titleOf(rules, key)]);
    if (action !== "新增") lines.push(["原来", ""], ...before);
    lines.push(["改为", ""], ...after);
  }
  return lines;
}

/** @param {Change} change */
export const isOfDepartment = ({ action }) => action === "改名" || action === "并入";

/**
 * Where lists call a department otherwise, a line each township.
 * @param {Change} change
 */
export function usesTold({ uses = [], inTexts }) {
  return uses.map(({ label, duties, cells, texts }) => {
    const printed = inTexts ? `，正文 ${texts} 处` : "";
    return `${label}：${duties} 项的部门栏、分段 ${cells} 处${printed}`;
  });
}

/**
 * What a change is, in a line.
 * @param {Change} change
 */
export function headline(change) {
  if (change.action === "联系") return `${change.name}：联系方式`;
  if (change.action === "改名") return `部门 ${change.name}：改名为${change.after.name}`;
  if (change.action === "并入") return `部门 ${change.name}：并入${change.intoName || ""}`;
  const what = change.action === "新增" ? change.after.name : change.name;
  return `${change.label} ${change.id ? `${change.id} ` : ""}${what}：${change.action}`;
}

/**
 * Whether a change is an official one, of which it is on record how it was decided: contacts and notes are our own.
 * @param {Change} change
 * @param {Rules} rules
 */
function isOfficial(change, rules) {
  if (change.action !== "修改") return change.action !== "联系";
  return columnsOf(change, rules).some((key) => key !== "notes" && !isSame(key, change, rules));
}

/**
 * @param {readonly Change[]} changes
 * @param {Rules} rules
 */
export const areOfficial = (changes, rules) => changes.some((one) => isOfficial(one, rules));

/**
 * The text of a request.
 * @param {readonly Change[]} changes
 * @param {Grounds} record
 * @param {Rules} rules
 * @param {string} site
 */
export function requestText(changes, record, rules, site) {
  /** @type {[string, string][]} */
  const lines = [
    ["版本", "1"],
    ["网站", site],
  ];
  for (const [key, name] of areOfficial(changes, rules) ? RECORD : []) {
    const value = key === "track" ? rules.tracks[record.track] : String(record[key]).trim();
    if (value) lines.push([name, value]);
  }
  if (record.keeps && areOfficial(changes, rules)) lines.push(["重排", "否"]);
  let township = "";
  // Those of a township together.
  const order = [...new Set(changes.map((one) => one.township))];
  const sorted = [...changes].sort((a, b) => order.indexOf(a.township) - order.indexOf(b.township));
  for (const change of sorted) {
    if (change.township !== township) lines.push(["乡镇", change.township], ["地方", change.place]);
    township = change.township;
    lines.push(...linesOfChange(change, rules));
  }
  const written = writer(rules);
  const logical = lines.map(([key, value]) => `${key}：${written(value)}`);
  const sum = crc32(new TextEncoder().encode(logical.map((line) => `${line}\n`).join("")));
  logical.push(`校验：${sum.toString(16).padStart(8, "0")}`);
  // What stands before the block is not read by programs, so nothing in it may look like one.
  const plain = (/** @type {string} */ text) => text.replace(CONTROL, "").replace(/={2,}/g, "=");
  const folds = logical.reduce((all, line) => [...all, ...folded(line)], /** @type {string[]} */ ([]));
  return [
    "清单修改单",
    "这是请求修改履行职责事项清单的文字，请交给管网站的人。",
    `网站：${site}`,
    `共 ${changes.length} 项：`,
    ...sorted.map((change, place) => plain(`${place + 1}. ${headline(change)}`)),
    "收到的人：把全文存成文件，运行 qingdan apply 文件。",
    "下面是给程序读的，请不要改动；要改，请回到网站上重做一份。",
    "",
    "=====修改单开始=====",
    ...folds,
    "=====修改单结束=====",
    "",
  ].join("\n");
}
