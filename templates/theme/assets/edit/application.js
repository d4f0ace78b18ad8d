// @ts-check
// 调整申请表: a Word document, of the template that the site has (generator/printed/application.py).
import { read } from "../shared.js";
import { altered, crc32, headline, usesTold } from "./request.js";

/**
 * @import { Rules } from "./checks.js"
 * @import { Change, Grounds } from "./request.js"
 * @typedef {{ version: string, name: string, parts: Record<string, string>, before: string, row: string,
 *   paragraph: string, after: string }} Template
 */

const WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/** @param {string} text */
const escaped = (text) =>
  text
    .replace(/[\u0000-\u001f\u007f-\u009f\ufffe\uffff]/g, "")
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;");

/**
 * The document's own part, filled in.
 * @param {Template} template
 * @param {readonly Change[]} changes
 * @param {Grounds} record
 * @param {Rules} rules
 */
export function documentOf(template, changes, record, rules) {
  /**
   * @param {string} text
   * @param {{ [name: string]: string | string[] }} values
   */
  const put = (text, values) =>
    text.replace(/\{\{(\w+)\}\}/g, (_, name) => {
      const value = values[name];
      if (!Array.isArray(value)) return escaped(value || "");
      return (value.length ? value : [""])
        .map((one) => template.paragraph.replace("{{text}}", () => escaped(one)))
        .join("");
    });
  const rows = changes.map((change, place) => {
    const own = altered(change, rules);
    const side = (/** @type {"before" | "after"} */ name) =>
      own.reduce(
        (lines, one) => (one[name].length ? [...lines, `${one.title}：`, ...one[name]] : lines),
        /** @type {string[]} */ ([]),
      );
    const { ended, to } = change;
    const where = [
      ...ended.duties.map((id) => `这件事到了 ${id}`),
      ...(ended.department ? [`这件事到了${ended.department}`] : []),
      ...usesTold(change),
      ...(change.action === "新增" || change.action === "移动" ? [`${rules.lists[to.list]}，${to.category}`] : []),
    ];
    return put(template.row, {
      place: String(place + 1),
      what: [headline(change)],
      now: side("before"),
      then: [...where, ...side("after")],
    });
  });
  const values = {
    township: [...new Set(changes.map((one) => one.label))].join("、"),
    track: rules.tracks[record.track] || "",
    reason: record.reason,
    decided: record.decided_by,
    document: record.document,
    approved: record.approved,
    effective: record.effective,
  };
  return put(template.before, values) + rows.join("") + put(template.after, values);
}

/**
 * Files as a ZIP archive, stored as they are.
 * @param {readonly [string, string][]} files
 */
export function zip(files) {
  const encoder = new TextEncoder();
  /** @type {Uint8Array[]} */
  const chunks = [];
  /** @type {Uint8Array[]} */
  const directory = [];
  let offset = 0;
  for (const [name, text] of files) {
    const [path, bytes] = [encoder.encode(name), encoder.encode(text)];
    // Version 2.0, names in UTF-8, stored, at midnight of 1980-01-01.
    const common = numbers([20, 2], [0x800, 2], [0, 2], [0, 2], [0x21, 2], [crc32(bytes), 4]);
    const sizes = numbers([bytes.length, 4], [bytes.length, 4], [path.length, 2], [0, 2]);
    const head = joined([numbers([0x04034b50, 4]), common, sizes, path, bytes]);
    const inner = numbers([0, 2], [0, 2], [0, 2], [0, 4], [offset, 4]);
    directory.push(joined([numbers([0x02014b50, 4], [20, 2]), common, sizes, inner, path]));
    chunks.push(head);
    offset += head.length;
  }
  const index = joined(directory);
  const end = numbers(
    [0x06054b50, 4],
    [0, 4],
    [files.length, 2],
    [files.length, 2],
    [index.length, 4],
    [offset, 4],
    [0, 2],
  );
  return joined([...chunks, index, end]);
}

/** @param {...[number, number]} values each with its size in bytes, the lowest byte first */
function numbers(...values) {
  /** @type {number[]} */
  const bytes = [];
  for (const [value, size] of values) for (let at = 0; at < size; at++) bytes.push((value >>> (8 * at)) & 255);
  return new Uint8Array(bytes);
}

/** @param {readonly Uint8Array[]} chunks */
function joined(chunks) {
  const whole = new Uint8Array(chunks.reduce((sum, one) => sum + one.length, 0));
  let at = 0;
  for (const one of chunks) {
    whole.set(one, at);
    at += one.length;
  }
  return whole;
}

/**
 * The filled-in form, to be saved.
 * @param {readonly Change[]} changes
 * @param {Grounds} record
 * @param {Rules} rules
 */
export async function applicationOf(changes, record, rules) {
  /** @type {Template} */
  const template = await read("contribute/edit/application.json");
  const files = Object.keys(template.parts).map(
    (name) => /** @type {[string, string]} */ ([name, template.parts[name]]),
  );
  files.push([template.name, documentOf(template, changes, record, rules)]);
  return new Blob([zip(files)], { type: WORD });
}
