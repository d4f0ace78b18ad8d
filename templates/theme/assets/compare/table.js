// @ts-check
// The tables of the comparison: a row a matter, a column a township.
import { at, element, listed } from "../shared.js";

/** @import { Content } from "../shared/element.js" */
/** @import { Catalogue, Cell, Duty, Row, Town } from "./rows.js" */
/** @typedef {{ isOneMatter: boolean, catalogue: Catalogue }} View */

/** A cell lists so many duties, the others are folded; with several matters their names have so many characters. */
const SHOWN = 2;
const NAME = 40;

/**
 * @param {"col" | "row"} scope
 * @param {Content | Content[]} content
 * @param {Partial<HTMLTableCellElement>} properties
 */
const head = (scope, content, properties = {}) => element("th", content, { scope, ...properties });

/**
 * @param {string} caption
 * @param {readonly Row[]} rows
 * @param {readonly Town[]} towns
 * @param {View} view
 */
export function tableOf(caption, rows, towns, view) {
  const heads = towns.map((town) => head("col", element("a", town.name, { href: at(`townships/${town.id}/`) })));
  const body = rows.map((row) => {
    const link = element("a", row.name, { href: at(`topics/${row.id}/`) });
    const first = head("row", view.isOneMatter ? link : [link, element("p", row.sentence)], { abbr: row.name });
    const className = row.differs ? "qd-compare--differs" : "";
    return element("tr", [first, ...row.cells.map((one) => cellOf(one, view))], { className });
  });
  const parts = [
    element("caption", caption, { className: "qd-unseen" }),
    element("thead", element("tr", [head("col", "事"), ...heads])),
    element("tbody", body),
  ];
  const table = element("table", parts, { className: "qd-compare" });
  table.dataset.count = String(towns.length);
  return table;
}

/**
 * @param {Cell} cell
 * @param {View} view
 */
function cellOf({ town, standing, touching }, view) {
  const parts = standing
    ? [element("p", standing.clause, { className: "qd-compare__clause" }), ...dutiesOf(standing.duties, view)]
    : [element("p", "没有单列", { className: "qd-compare__silent" }), ...mentioned(touching, view)];
  const cell = element("td", parts);
  cell.dataset.label = town.name;
  return cell;
}

/**
 * @param {readonly Duty[]} duties
 * @param {View} view
 */
function dutiesOf(duties, view) {
  const few = view.isOneMatter ? duties.length : SHOWN;
  const more = duties.slice(few);
  const first = dutyList(duties.slice(0, few), view);
  return more.length ? [first, folded(`还有 ${more.length} 项`, dutyList(more, view))] : [first];
}

/**
 * @param {string} summary
 * @param {Content} content
 */
const folded = (summary, content) =>
  element("details", [element("summary", summary), content], { className: "qd-block" });

/**
 * @param {readonly Duty[]} duties
 * @param {View} view
 */
const dutyList = (duties, view) =>
  element(
    "ul",
    duties.map((one) => element("li", dutyOf(one, view))),
  );

/**
 * @param {Duty} duty
 * @param {View} view
 */
function dutyOf(duty, view) {
  const word = element("span", duty.word, { className: `qd-tag qd-tag--${duty.answer}` });
  const list = view.catalogue.names.list.get(duty.list);
  /** @type {Content[]} */
  const where = [word, ` ${list}第 ${duty.number} 项 · ${duty.printed}`];
  if (duty.departments.length) where.push(" · 部门：", ...departmentsOf(duty));
  return [linkTo(duty, view), element("p", where)];
}

/**
 * @param {Duty} duty
 * @param {View} view
 */
function linkTo({ name, url }, view) {
  const isWhole = view.isOneMatter || name.length <= NAME;
  return element("a", isWhole ? name : `${name.slice(0, NAME - 1)}…`, { href: at(url) });
}

/** @param {Duty} duty */
function departmentsOf({ departments }) {
  /** @type {Content[]} */
  const parts = [];
  for (const one of departments) {
    if (parts.length) parts.push("、");
    parts.push(one.url ? element("a", one.title, { href: at(one.url) }) : one.title);
    if (one.lead) parts.push("（牵头）");
  }
  return parts;
}

/**
 * @param {readonly Duty[]} touching
 * @param {View} view
 */
function mentioned(touching, view) {
  if (!touching.length) return [];
  return [element("p", ["别的事项里提到：", ...listed(touching.map((one) => linkTo(one, view)))])];
}

/**
 * The duties of no matter.
 * @param {readonly { town: Town, duties: Duty[] }[]} loose
 * @param {View} view
 */
export function unmatched(loose, view) {
  return [
    element("h3", "没有归入主题、没有对照的事项"),
    element("p", `这些事项程序没有对照，别的${view.catalogue.place}可能也有。`),
    ...loose.map(({ town, duties }) => folded(`${town.name}（${duties.length} 项）`, dutyList(duties, view))),
  ];
}
