// @ts-check
// The fields of a duty, as the sheets name them: texts one a line, departments one a line or chosen from the register.
import { titleOf } from "./checks.js";
import { all, button, element, fill } from "../shared.js";

/**
 * @import { Note, Problem, Rules, Values } from "./checks.js"
 * @import { RegisterData } from "./names.js"
 * @import { Piece } from "./redline.js"
 * @typedef {{ id: string, number: number, digest: string } & Omit<Values, "number">} DutyData
 * @typedef {{ title: string, retired: string[], categories: { name: string, duties: DutyData[] }[] }} ListData
 * @typedef {Pick<Values, "phones" | "address" | "hours" | "web" | "as_of">} ContactData
 * @typedef {{ id: string, label: string, kind: string, place: string, latest: string, lists: Record<string, ListData>,
 *   townships: string[], departments: { id: string, digest: string, name: string, full_name?: string, aliases?: string[], contact?: ContactData, ended?: string,
 *   merged_into?: string }[], contact: ContactData | null, categories: string[],
 *   register: RegisterData }} TownshipData
 */

const FEWEST_ROWS = 2;
const MOST_ROWS = 14;
/** Characters that a line of a phone's screen takes. */
const IN_A_ROW = 20;

/** @type {[keyof Note, string, string][]} */
const NOTE = [
  ["printed", "原文印作", "没有就空着"],
  ["meant", "疑应为", "拿不准就空着"],
  ["why", "为什么", "末尾不加句号"],
];

/** @param {string} text */
export const lines = (text) =>
  text
    .split(/\r\n|[\n\r\u2028\u2029]/)
    .map((one) => one.trim())
    .filter(Boolean);

/** @param {HTMLTextAreaElement} area */
function fit(area) {
  const rows = area.value.split("\n").reduce((sum, one) => sum + Math.max(1, Math.ceil(one.length / IN_A_ROW)), 0);
  area.rows = Math.min(MOST_ROWS, Math.max(FEWEST_ROWS, rows));
}

/**
 * The name of the field that a problem is in: superior-0-duties.
 * @param {Problem} problem
 */
export function fieldOf({ at }) {
  const own = typeof at[at.length - 1] === "number" && at.length > 1 ? at.slice(0, -1) : at;
  return own.join("-");
}

/**
 * A field with its label, its hint, and room for what is wrong with it.
 * @param {string} name
 * @param {string} title
 * @param {HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement} control
 * @param {string} hint
 * @param {(string | Node)[]} more
 */
export function field(name, title, control, hint = "", more = []) {
  control.id = `edit-${name}`;
  const problems = element("ul", [], { id: `edit-${name}-problems`, className: "qd-edit-problems" });
  problems.setAttribute("aria-live", "polite");
  problems.dataset.editProblems = name;
  const label = element("label", title, { htmlFor: control.id });
  const described = [problems.id];
  const parts = [label];
  if (hint) {
    const note = element("p", hint, { id: `edit-${name}-hint`, className: "qd-note" });
    described.unshift(note.id);
    parts.push(/** @type {any} */ (note));
  }
  control.setAttribute("aria-describedby", described.join(" "));
  return element("div", [...parts, control, ...more, problems], { className: "qd-edit-field" });
}

/**
 * @param {[string, string][]} options value and text
 * @param {string} value
 */
export function choice(options, value) {
  const select = element("select");
  for (const [own, text] of options) select.append(new Option(text, own));
  select.value = value;
  return select;
}

/** @param {string} text */
function area(text) {
  const one = element("textarea", [], { value: text });
  one.setAttribute("autocomplete", "off");
  one.spellcheck = false;
  fit(one);
  one.addEventListener("input", () => fit(one));
  return one;
}

/** The day that it is, as records have it. */
export function today() {
  const now = new Date();
  const two = (/** @type {number} */ number) => String(number).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

/**
 * Fill in a control as somebody who types would.
 * @param {HTMLInputElement | HTMLTextAreaElement} control
 * @param {string} text
 */
export function set(control, text) {
  control.value = text;
  control.dispatchEvent(new Event("input", { bubbles: true }));
  control.focus();
}

/** @param {HTMLInputElement} control */
export const todayFor = (control) => button("写今天", () => set(control, today()));

/**
 * The editor of what a list's duties say; `changed` is called after each change.
 * @param {Element} place
 * @param {TownshipData} data
 * @param {Rules} rules
 * @param {() => void} changed
 */
export function editor(place, data, rules, changed) {
  /** @type {(() => Partial<Values>)[]} */
  let readers = [];

  /** @param {string} key */
  const title = (key) => titleOf(rules, key, data.kind);

  /**
   * @param {string} name
   * @param {string} title
   * @param {string} text
   * @param {string} hint
   */
  function textField(name, title, text, hint) {
    const one = area(text);
    return { one, box: field(name, title, one, hint) };
  }

  /**
   * Departments: typed, or added from the register.
   * @param {string} name
   * @param {string} title
   * @param {string[]} own
   * @param {string} hint
   */
  function departmentsField(name, title, own, hint) {
    const one = area(own.join("\n"));
    const add = choice(
      [["", "从登记表里加一个……"], ...data.departments.filter((one) => !one.merged_into && !one.ended).map(pairOf)],
      "",
    );
    add.id = `edit-${name}-add`;
    add.setAttribute("aria-label", `${title}：从登记表里加一个`);
    add.addEventListener("change", () => {
      if (add.value) one.value = [...lines(one.value), add.value].join("\n");
      add.value = "";
      fit(one);
      changed();
    });
    return { one, box: field(name, title, one, hint, [add]) };
  }

  const pairOf = (/** @type {{ name: string }} */ one) => /** @type {[string, string]} */ ([one.name, one.name]);

  /**
   * The blocks of the superior departments, which can be added and taken away.
   * @param {NonNullable<Values["superior"]>} blocks
   */
  function blocksField(blocks) {
    const own = blocks.map((block) => ({ ...block }));
    const box = element("div");
    /** @type {(() => NonNullable<Values["superior"]>[0])[]} */
    let inner = [];
    const now = () => inner.map((one) => one());

    /** @param {typeof own} shown */
    function draw(shown) {
      inner = [];
      const sets = shown.map((block, number) => {
        const name = `superior-${number}`;
        const who = departmentsField(`${name}-departments`, "部门", block.departments, "一行一个");
        const what = textField(`${name}-duties`, "职责", block.duties.join("\n"), "一行一条，不写编号");
        const help = textField(`${name}-support`, "履职保障", block.support.join("\n"), "一行一条；没有就空着");
        inner.push(() => ({
          departments: lines(who.one.value),
          duties: lines(what.one.value),
          support: lines(help.one.value),
        }));
        const remove = button("去掉这一段", () => {
          draw(now().filter((_, place) => place !== number));
          changed();
          more.focus();
        });
        remove.setAttribute("aria-label", `去掉第 ${number + 1} 段`);
        return element("fieldset", [
          element("legend", `${title("superior")}，第 ${number + 1} 段`),
          who.box,
          what.box,
          help.box,
          remove,
        ]);
      });
      fill(box, ...sets);
    }

    const more = button("加一段", () => {
      draw([...now(), { departments: [], duties: [], support: [] }]);
      changed();
      const last = all(HTMLTextAreaElement, "textarea", box).slice(-3)[0];
      if (last) last.focus();
    });
    more.id = "edit-superior";
    const problems = element("ul", [], { className: "qd-edit-problems" });
    problems.dataset.editProblems = "superior";
    problems.setAttribute("aria-live", "polite");
    draw(own);
    readers.push(() => ({ superior: now() }));
    return element("div", [box, more, problems]);
  }

  /**
   * The notes, which can be added and taken away.
   * @param {Note[]} notes
   */
  function notesField(notes) {
    const box = element("div");
    /** @type {(() => Note)[]} */
    let inner = [];
    const now = () => inner.map((one) => one());

    /** @param {Note[]} shown */
    function draw(shown) {
      inner = [];
      const sets = shown.map((note, number) => {
        const own = NOTE.map(([key, name, hint]) => {
          const { one, box } = textField(`notes-${number}-${key}`, name, note[key] || "", hint);
          return { key, one, box };
        });
        const read = (/** @type {keyof Note} */ key) =>
          own
            .filter((one) => one.key === key)
            .map(({ one }) => lines(one.value).join(""))
            .join("");
        inner.push(() => ({ printed: read("printed") || null, meant: read("meant") || null, why: read("why") }));
        const remove = button("去掉这条说明", () => {
          draw(now().filter((_, place) => place !== number));
          changed();
          more.focus();
        });
        remove.setAttribute("aria-label", `去掉第 ${number + 1} 条说明`);
        return element("fieldset", [
          element("legend", `${title("notes")}，第 ${number + 1} 条`),
          ...own.map(({ box }) => box),
          remove,
        ]);
      });
      fill(box, ...sets);
    }

    const more = button("加一条说明", () => {
      draw([...now(), { printed: null, meant: null, why: "" }]);
      changed();
      const first = all(HTMLTextAreaElement, "textarea", box).slice(-NOTE.length)[0];
      if (first) first.focus();
    });
    more.id = "edit-notes";
    draw(notes);
    // Without any text there is none yet.
    readers.push(() => ({ notes: now().filter(({ printed, meant, why }) => printed || meant || why) }));
    const hint = element("p", "原文件自己印错的，不改文字，在这里写明；页面上显示在正文下面。", {
      className: "qd-note",
    });
    return element("div", [box, hint, more]);
  }

  /** @param {NonNullable<Values["extras"]>} extras */
  function extrasField(extras) {
    const own = extras.map((extra, number) => {
      const { one, box } = textField(`extras-${number}-texts`, extra.head, extra.texts.join("\n"), "一行一段");
      return { head: extra.head, one, box };
    });
    readers.push(() => ({
      extras: own.map(({ head, one }) => ({ head, texts: lines(one.value) })).filter(({ texts }) => texts.length > 0),
    }));
    return own.map(({ box }) => box);
  }

  /**
   * @param {string} key
   * @param {Values} values
   * @returns {Node[]}
   */
  function fieldsOf(key, values) {
    switch (key) {
      case "name": {
        const { one, box } = textField(key, title(key), values.name, "");
        readers.push(() => ({ name: lines(one.value).join("") }));
        return [box];
      }
      case "departments": {
        const hint = "一行一个；牵头的后面写（牵头）";
        const { one, box } = departmentsField(key, title(key), values.departments || [], hint);
        readers.push(() => ({ departments: lines(one.value) }));
        return [box];
      }
      case "superior":
        return [blocksField(values.superior || [])];
      case "township":
      case "method": {
        const { one, box } = textField(key, title(key), (values[key] || []).join("\n"), "一行一条，不写编号");
        readers.push(() => ({ [key]: lines(one.value) }));
        return [box];
      }
      case "phones": {
        const { one, box } = textField(
          key,
          title(key),
          (values.phones || []).join("\n"),
          `一行一个。${rules.hints[key]}`,
        );
        readers.push(() => ({ phones: lines(one.value) }));
        return [box];
      }
      case "address":
      case "hours":
      case "web":
      case "as_of": {
        const one = element("input", [], { value: values[key] || "", autocomplete: "off" });
        readers.push(() => ({ [key]: one.value.trim() }));
        return [field(key, title(key), one, rules.hints[key], key === "as_of" ? [todayFor(one)] : [])];
      }
      case "status": {
        const options = /** @type {[string, string][]} */ (Object.entries(rules.statuses));
        const one = choice(options, values.status || options[0][0]);
        readers.push(() => ({ status: one.value }));
        return [field(key, title(key), one)];
      }
      case "notes":
        return [notesField(values.notes || [])];
      case "extras":
        return extrasField(values.extras || []);
      default:
        return [];
    }
  }

  return {
    /**
     * Show fields, filled in.
     * @param {string[]} keys
     * @param {Values} values
     * @param {Node[]} more fields of where it stands
     */
    fill(keys, values, more) {
      readers = [];
      const own = keys.reduce((nodes, key) => [...nodes, ...fieldsOf(key, values)], /** @type {Node[]} */ ([]));
      fill(place, ...own, ...more);
    },
    /** What the fields say now. */
    values: () => /** @type {Values} */ (Object.assign({}, ...readers.map((one) => one()))),
  };
}

/**
 * Show what is wrong beside each field.
 * @param {ParentNode} place
 * @param {readonly Problem[]} problems
 * @param {(problem: Problem) => void} mend put what was meant in the place of what is written
 * @param {((problem: Problem) => void) | null} leave say that the document has it so, or that it has not; null where not
 */
export function showProblems(place, problems, mend, leave = null) {
  for (const list of all(HTMLUListElement, "[data-edit-problems]", place)) {
    const own = problems.filter((one) => fieldOf(one) === list.dataset.editProblems);
    const control = document.getElementById(`edit-${list.dataset.editProblems}`);
    if (control) {
      if (own.some((one) => one.severity === "error")) control.setAttribute("aria-invalid", "true");
      else control.removeAttribute("aria-invalid");
    }
    const texts = own.map(said).join("\n");
    // Said again only where it is something else.
    if (list.dataset.editTold === texts) continue;
    list.dataset.editTold = texts;
    fill(list, ...own.map((one) => itemOf(one, mend, leave)));
  }
}

/** @param {Problem} problem */
function said({ at, message, severity, isPrinted }) {
  const last = at[at.length - 1];
  const where = typeof last === "number" && at.length > 1 ? `第 ${last + 1} 条：` : "";
  const what = isPrinted ? "照文件留着" : severity === "error" ? "要改" : "请看";
  return `${what}：${where}${message}`;
}

/**
 * @param {Problem} problem
 * @param {(problem: Problem) => void} mend
 * @param {((problem: Problem) => void) | null} leave
 */
function itemOf(problem, mend, leave) {
  const { meant, isPrinted } = problem;
  const item = element("li", said(problem), { className: `qd-edit-${problem.severity}` });
  if (meant)
    item.append(
      " ",
      button(`改成“${meant}”`, () => mend(problem)),
    );
  if (leave && isPrinted !== undefined) {
    item.append(
      " ",
      button(isPrinted ? "不是，要改" : "文件就是这样写的", () => leave(problem)),
    );
  }
  return item;
}

/**
 * Lines with what is removed and added marked, for the eye and for the ear.
 * @param {readonly (readonly Piece[])[]} own
 */
export function redlined(own) {
  return own.map((pieces) =>
    element(
      "p",
      pieces.map(({ kind, text }) => {
        if (kind === "same") return text;
        const sign = kind === "removed" ? "［删去：" : "［加上：";
        const before = element("span", sign, { className: "qd-edit-sign" });
        const after = element("span", "］", { className: "qd-edit-sign" });
        return element(kind === "removed" ? "del" : "ins", [before, text, after]);
      }),
    ),
  );
}
