// @ts-check
// The form for a department: another name, or that it becomes a part of another one; and what of the lists changes.
import { all, button, element, fill } from "../shared.js";
import { titleOf } from "./checks.js";
import { choice, field, lines, redlined } from "./fields.js";
import { literally } from "./names.js";
import { redline } from "./redline.js";

/**
 * @import { Problem, Rules } from "./checks.js"
 * @import { DutyData, TownshipData } from "./fields.js"
 * @import { departments } from "./names.js"
 * @import { Change, Use } from "./request.js"
 * @typedef {{ list: string, id: string, name: string, cells: [string, string, string, string][],
 *   texts: [string, string[]][] }} UsedDuty the cells that name it, and the texts with its name at the odd places
 * @typedef {{ townships: { label: string, latest: string, duties: UsedDuty[] }[] }} DepartmentData
 */

/** What stands in no department's name (`_refuse_name` of generator/changes/acts.py). */
const APART = /[、，,；;：:\n]/;
/** Of more duties than these, those of a township are out of sight until they are asked for. */
const FEW = 12;

/**
 * What a duty says below its name, as `passages` of generator/model.py has it: the column, whether it names departments
 * there, the texts.
 * @param {DutyData} duty
 * @returns {[string, boolean, string[]][]}
 */
function passagesOf({ departments = [], superior = [], township = [], method, extras = [] }) {
  /** @type {[string, boolean, string[]][]} */
  const found = [[method ? "method" : "departments", true, departments]];
  for (const block of superior) {
    found.push(["superior", true, block.departments], ["superior", false, [...block.duties, ...block.support]]);
  }
  found.push(["township", false, township], ["method", false, method || []]);
  for (const { texts } of extras) found.push(["extras", false, texts]);
  return found;
}

/**
 * Where duties of townships name a department, the townships where one does.
 * @param {TownshipData[]} townships
 * @param {{ id: string, name: string, full_name?: string }} department
 * @param {ReturnType<typeof departments>} names
 * @returns {DepartmentData}
 */
export function usedIn(townships, department, names) {
  const called = [department.name, department.full_name || ""].filter(Boolean).sort((a, b) => b.length - a.length);
  const cut = new RegExp(`(${called.map(literally).join("|")})`, "u");
  const used = townships.map(({ label, latest, lists, departments: registered }) => {
    /** @type {UsedDuty[]} */
    const duties = [];
    for (const [list, { categories }] of Object.entries(lists)) {
      for (const duty of categories.reduce((all, one) => [...all, ...one.duties], /** @type {DutyData[]} */ ([]))) {
        /** @type {UsedDuty["cells"]} */
        const cells = [];
        /** @type {[string, string[]][]} */
        const texts = [["name", duty.name.split(cut)]];
        for (const [column, isNames, own] of passagesOf(duty)) {
          for (const text of own) {
            const found = isNames ? names.cut(text) : null;
            if (found && registered[found.place].id === department.id) cells.push([column, ...found.cut]);
            if (!isNames) texts.push([column, text.split(cut)]);
          }
        }
        const said = texts.filter(([, parts]) => parts.length > 1);
        if (cells.length || said.length) duties.push({ list, id: duty.id, name: duty.name, cells, texts: said });
      }
    }
    return { label, latest, duties };
  });
  return { townships: used.filter(({ duties }) => duties.length) };
}

/**
 * How often a department is named, in each township.
 * @param {DepartmentData} data
 * @param {boolean} inTexts whether texts count, too
 * @returns {Use[]}
 */
export function usesOf(data, inTexts) {
  return data.townships
    .map(({ label, duties }) => {
      const own = duties.filter(({ cells, texts }) => cells.length || (inTexts && texts.length));
      const cells = own.reduce((sum, one) => sum + one.cells.length, 0);
      const texts = inTexts ? own.reduce((sum, one) => sum + namesIn(one.texts), 0) : 0;
      return { label, duties: own.length, cells, texts };
    })
    .filter(({ duties }) => duties > 0);
}

/** @param {UsedDuty["texts"]} texts */
const namesIn = (texts) => texts.reduce((sum, [, parts]) => sum + (parts.length - 1) / 2, 0);

/**
 * How often texts name a department, which stay as they are printed unless the document says otherwise.
 * @param {DepartmentData} data
 */
export const inTextsOf = (data) =>
  data.townships.reduce((sum, { duties }) => duties.reduce((own, { texts }) => own + namesIn(texts), sum), 0);

/**
 * What becomes of a duty's cells and texts: the column, before and after.
 * @param {UsedDuty} duty
 * @param {string} name
 * @param {boolean} inTexts
 * @returns {[string, string, string][]}
 */
export function changesOf({ cells, texts }, name, inTexts) {
  /** @type {[string, string, string][]} */
  const found = cells.map(([column, before, own, after]) => [column, before + own + after, before + name + after]);
  for (const [column, parts] of inTexts ? texts : []) {
    found.push([column, parts.join(""), parts.map((part, place) => (place % 2 ? name : part)).join("")]);
  }
  return found;
}

/**
 * Whether something is asked for besides another name.
 * @param {Change} change
 */
const isOther = ({ before, after, inTexts }) =>
  Boolean(inTexts) || (before && JSON.stringify(before) !== JSON.stringify({ ...after, name: before.name }));

/**
 * What is wrong with another name, apart from what is wrong with any name.
 * @param {Change} change
 * @param {TownshipData} data
 * @param {ReturnType<typeof departments>} names
 * @returns {Problem[]}
 */
export function nameProblems(change, data, names) {
  const { action, before, after } = change;
  const fault = (/** @type {string} */ name, /** @type {string} */ message) => ({
    rule: "form",
    severity: "error",
    at: [name],
    message,
  });
  if (action === "并入") return change.into ? [] : [fault("into", "请选并到哪个部门")];
  /** @type {Problem[]} */
  const found = [];
  if (!after.name) found.push(fault("name", "请写新的名称"));
  else if (before && after.name === before.name && isOther(change)) {
    found.push(fault("name", "还是原来的名称；请写新的"));
  }
  const own = { name: [after.name], full_name: [after.full_name || ""], aliases: after.aliases || [] };
  for (const [key, texts] of Object.entries(own)) {
    for (const text of texts.filter(Boolean)) {
      const other = data.departments[names.find(text)];
      if (APART.test(text)) found.push(fault(key, `“${text}”里有标点；写一个名称`));
      else if (other && other.id !== change.id) {
        found.push(fault(key, `“${text}”已经是${other.name}的名称；两个是一个部门的，请选“并入别的部门”`));
      }
    }
  }
  const isFull = before && before.full_name && before.full_name === after.full_name;
  if (isFull && after.name !== before.name) {
    found.push({ ...fault("full_name", "全称还是原来的；请看文件，也改，或删去"), severity: "warning" });
  }
  return found;
}

/**
 * The fields of what is asked for about a department, and below them what changes
 * @param {Element} place
 * @param {Change} change
 * @param {TownshipData} data
 * @param {DepartmentData} used
 * @param {Rules} rules
 */
export function departmentFields(place, change, data, used, rules) {
  const { action, after } = change;
  /** @type {Node[]} */
  const parts = [];
  const input = (/** @type {string} */ text, /** @type {(text: string) => void} */ take) => {
    const one = element("input", [], { value: text, autocomplete: "off" });
    one.addEventListener("input", () => take(one.value.trim()));
    return one;
  };
  if (action === "并入") {
    const others = data.departments.filter((one) => one.id !== change.id && !one.ended && !one.merged_into);
    const into = choice(
      [["", "请选择"], ...others.map((one) => /** @type {[string, string]} */ ([one.id, one.name]))],
      change.into || "",
    );
    into.addEventListener("change", () => {
      change.into = into.value;
      change.intoName = others.filter((one) => one.id === into.value).map((one) => one.name)[0] || "";
    });
    parts.push(field("into", "并到哪个部门", into, `${change.name}的网页留着，指到那个部门`));
  } else {
    const name = input(after.name, (text) => {
      after.name = text;
    });
    const full = input(after.full_name || "", (text) => {
      after.full_name = text;
    });
    const aliases = element("textarea", [], { value: (after.aliases || []).join("\n"), rows: 2, spellcheck: false });
    aliases.addEventListener("input", () => {
      after.aliases = lines(aliases.value);
    });
    parts.push(
      field("name", "新的名称", name, "照部门栏里的写法，例如“县民政局”"),
      field("full_name", titleOf(rules, "full_name"), full, "没有就空着"),
      field("aliases", titleOf(rules, "aliases"), aliases, "一行一个；原来的名称自动留作别名，不用写"),
    );
  }
  const count = inTextsOf(used);
  if (count) {
    const box = element("input", [], { type: "checkbox", id: "edit-in-texts", checked: Boolean(change.inTexts) });
    box.addEventListener("change", () => {
      change.inTexts = box.checked;
    });
    const hint = `事项正文里还有 ${count} 处印着“${change.name}”；文件没有写明正文也改的，照印的留着。`;
    parts.push(element("p", element("label", [box, " 文件写明了，正文里印着的旧名也改"])), element("p", hint));
  }
  const shown = element("div", [], { id: "edit-uses" });
  fill(place, ...parts, shown);
  let told = "";
  const show = () => {
    const to = (action === "并入" ? change.intoName : after.name) || change.name;
    const now = `${to} ${Boolean(change.inTexts)}`;
    // Left alone where it says so already: somebody may be about to open a part of it.
    if (now === told) return;
    told = now;
    change.uses = usesOf(used, Boolean(change.inTexts));
    const open = all(HTMLDetailsElement, "details", shown).map((one) => one.open);
    fill(shown, ...usesShown(change, used, to, rules));
    all(HTMLDetailsElement, "details", shown).forEach((one, place) => {
      if (place in open) one.open = open[place];
    });
  };
  show();
  // What is typed stands in the request a moment later; what it does, at once.
  for (const part of parts) {
    part.addEventListener("input", show);
    part.addEventListener("change", show);
  }
}

/**
 * @param {Change} change
 * @param {DepartmentData} used
 * @param {string} name
 * @param {Rules} rules
 */
function usesShown(change, used, name, rules) {
  const heading = element("h3", "清单里会改的", { id: "uses" });
  if (!(change.uses || []).length) return [heading, element("p", `清单里没有写到${change.name}的，只改登记。`)];
  const sum = (/** @type {"duties" | "cells" | "texts"} */ key) =>
    (change.uses || []).reduce((all, one) => all + one[key], 0);
  const texts = change.inTexts ? `，正文 ${sum("texts")} 处` : "";
  const total = `${(change.uses || []).length} 个乡镇（街道），${sum("duties")} 项：部门栏、分段 ${sum("cells")} 处${texts}。`;
  const isMuch = sum("duties") > FEW;
  const own = used.townships.map(({ label, duties }) => {
    const rows = duties
      .map((duty) => ({ duty, found: changesOf(duty, name, Boolean(change.inTexts)) }))
      .filter(({ found }) => found.length > 0);
    if (!rows.length) return null;
    const items = rows.map(({ duty, found }) => {
      const told = found.map(([column, before, after]) => {
        const [line] = redlined(redline([before], [after]));
        line.prepend(`${titleOf(rules, column)}：`);
        return line;
      });
      const heading = `${rules.lists[duty.list]} ${duty.id} ${duty.name}`;
      return element("li", [heading, element("div", told, { className: "qd-edit-redline" })]);
    });
    const summary = element("summary", `${label}：${rows.length} 项`);
    return element("details", [summary, element("ul", items)], { className: "qd-block", open: !isMuch });
  });
  return [heading, element("p", total), ...own.filter(Boolean).map((one) => /** @type {HTMLElement} */ (one))];
}

/**
 * Which department: chosen from the register.
 * @param {TownshipData} data
 * @param {(id: string) => void} chosen
 */
export function departmentChoice(data, chosen) {
  const there = data.departments.filter((one) => !one.ended && !one.merged_into);
  const select = choice(
    there.map((one) => /** @type {[string, string]} */ ([one.id, one.name])),
    there.length ? there[0].id : "",
  );
  return [field("which", "哪个部门", select), button("改这个部门", () => chosen(select.value))];
}
