// @ts-check
// The form for a duty: its address says which (?id=county/township/duty, or ?new=county/township&list=…).
import { Missing, at, button, element, fill, need, read, trouble } from "../shared.js";
import { applicationOf } from "./application.js";
import { checks, dateMeant, fits, isDay, titleOf } from "./checks.js";
import { departmentChoice, departmentFields, nameProblems, usedIn } from "./departments.js";
import { clear, load, save } from "./draft.js";
import { choice, editor, field, redlined, set, showProblems, today, todayFor } from "./fields.js";
import { departments } from "./names.js";
import { redline } from "./redline.js";
import { altered, areOfficial, headline, isChange, isOfDepartment, requestText, usesTold } from "./request.js";

/**
 * @import { Problem, Rules, Values } from "./checks.js"
 * @import { DepartmentData } from "./departments.js"
 * @import { DutyData, ListData, TownshipData } from "./fields.js"
 * @import { Action, Change, Grounds } from "./request.js"
 * @typedef {{ address: string, note: string, longest: number, file: string,
 *   most: { changes: number, text: number, texts: number } }} Routing
 */

/** While somebody types, this long (ms) after the last key. */
const PAUSE = 250;
/** How long (ms) the browser may take to begin with a file that it is given. */
const HANDED_OVER = 60000;

const part = (/** @type {string} */ name) => need(HTMLElement, `[data-edit-${name}]`);
const parsed = (/** @type {string} */ name) => JSON.parse(part(name).textContent || "{}");
const rules = /** @type {Rules} */ (parsed("rules"));
const routing = /** @type {Routing} */ (parsed("routing"));
const form = part("duty");
const query = new URLSearchParams(location.search);

let { draft, isBroken } = load();
/** @type {Change | null} */
let current = null;
/** @type {number | undefined} */
let waiting;
/** @type {number | undefined} */
let recording;
/** How much is wrong with the record. */
const faults = { record: 0 };

// --- the draft -------------------------------------------------------------------------------------------------------

/** @param {string} iso */
function when(iso) {
  const day = new Date(iso);
  if (isNaN(day.getTime())) return "";
  const two = (/** @type {number} */ number) => String(number).padStart(2, "0");
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())} ${two(day.getHours())}:${two(day.getMinutes())}`;
}

const isFilled = () =>
  draft.changes.length > 0 || Object.values(draft.record).some((one) => typeof one === "string" && one);

function keep() {
  draft.saved = new Date().toISOString();
  showDraft(save(draft));
}

function showDraft(isKept = true) {
  const place = part("draft");
  if (isBroken) {
    fill(place, element("p", ["这台设备上的草稿读不出来，可能是别的版本存的。", " ", button("清除草稿", forget)]));
  } else if (!isKept) {
    fill(place, element("p", "草稿没有存下：这台设备不让存，或存满了。请不要关掉这一页，先把修改单保存成文件。"));
  } else if (isFilled()) {
    const text = `草稿存在这台设备上（${when(draft.saved)}，${draft.changes.length} 项），不发给任何人。`;
    fill(place, element("p", [text, " ", button("清除草稿", forget)]));
  } else fill(place);
}

function forget() {
  clearTimeout(waiting);
  clearTimeout(recording);
  waiting = recording = undefined;
  const before = draft;
  clear();
  isBroken = false;
  draft = load().draft;
  const back = button("撤销清除", () => {
    draft = before;
    keep();
    location.reload();
  });
  fill(part("draft"), element("p", ["草稿已清除。", " ", back]));
  if (current) start(unchanged(current), current.before);
  fillRecord();
  showRequest();
  back.focus();
}

// --- the duty --------------------------------------------------------------------------------------------------------

/** @type {TownshipData} */
let data;
/** @type {ReturnType<typeof checks>} */
let checker;
/** @type {ReturnType<typeof editor>} */
let fields;
/** @type {DepartmentData} */
let used;

/** @param {DutyData} duty */
function valuesOf({ id, number, digest, ...values }) {
  return /** @type {Values} */ ({ ...values });
}

/**
 * @param {ListData} list
 * @param {string} id
 */
function dutyOf(list, id) {
  for (const category of list.categories) {
    const duty = category.duties.find((one) => one.id === id);
    if (duty) return { duty, category: category.name };
  }
  return null;
}

const dutiesOf = (/** @type {string} */ list) =>
  data.lists[list].categories.reduce((all, one) => [...all, ...one.duties], /** @type {DutyData[]} */ ([]));

/** @param {string} id */
function changeOf(id) {
  for (const list of Object.keys(data.lists)) {
    const found = dutyOf(data.lists[list], id);
    if (!found) continue;
    const { duty, category } = found;
    const before = { ...valuesOf(duty), number: String(duty.number), category };
    return blank({ list, id, digest: duty.digest, name: duty.name, number: String(duty.number), category, before });
  }
  return null;
}

/**
 * @param {Partial<Change> & { list: string }} own
 * @returns {Change}
 */
function blank(own) {
  const id = own.id || "";
  return {
    key: `${data.id}/${id}`,
    township: data.id,
    label: data.label,
    place: data.place,
    latest: data.latest,
    id,
    action: id ? "修改" : "新增",
    digest: "",
    name: "",
    number: "",
    category: "",
    before: null,
    after: own.before ? { ...own.before } : { name: "" },
    to: { list: own.list, category: own.category || "", number: "" },
    ended: { duties: [], department: "" },
    ...own,
  };
}

/**
 * A change as it began.
 * @param {Change} change
 * @returns {Change}
 */
function unchanged(change) {
  const { before, list } = change;
  const first = isOfDepartment(change) ? "改名" : change.id ? "修改" : "新增";
  return {
    ...change,
    action: change.action === "联系" ? "联系" : first,
    into: "",
    intoName: "",
    inTexts: false,
    after: before ? { ...before } : { name: "" },
    to: { list, category: change.category, number: "" },
    ended: { duties: [], department: "" },
  };
}

/** A duty that is not in a list yet: one that was begun, or another. */
function addedTo(/** @type {string} */ list) {
  let at = Number(query.get("at")) || 1;
  const keyOf = (/** @type {number} */ number) => `${data.id}/新-${list}-${number}`;
  const has = (/** @type {string} */ key) => draft.changes.find((one) => one.key === key);
  while (!query.has("at") && has(keyOf(at))) at++;
  return has(keyOf(at)) || { ...blank({ list }), key: keyOf(at) };
}

/** @param {Change} change */
function hrefOf(change) {
  if (change.action === "联系") return `?contact=${change.township}${change.id ? `&of=${change.id}` : ""}`;
  if (isOfDepartment(change)) return `?rename=${change.township}&of=${change.id}`;
  const id = change.id
    ? `id=${change.township}/${change.id}`
    : `new=${change.township}&list=${change.to.list}&at=${change.key.slice(change.key.lastIndexOf("-") + 1)}`;
  return `?${id}`;
}

/** @type {Record<string, string>} */
const ACTIONS = { 修改: "改文字", 移动: "移到别的清单", 终止: "终止这一项" };
/** @type {Record<string, string>} */
const OF_DEPARTMENTS = { 改名: "改名", 并入: "并入别的部门" };

/**
 * Begin to edit a change, which starts from what the duty says now.
 * @param {Change} change
 * @param {Values | null} before
 */
function start(change, before) {
  current = { ...change, before };
  part("waiting").hidden = true;
  form.hidden = false;
  const { list, id, number } = change;
  const heading = need(HTMLElement, "[data-edit-heading]", form);
  const isContact = change.action === "联系";
  const isDepartment = isOfDepartment(change);
  heading.textContent = isContact
    ? `${change.name}：联系方式`
    : isDepartment
      ? `${change.name}：部门改名、合并`
      : id
        ? change.name
        : `${data.label}：新增一项`;
  document.title = `${heading.textContent} - ${document.title.split(" - ").slice(-2).join(" - ")}`;
  const where = isContact
    ? ""
    : isDepartment
      ? `县里登记的部门，编号 ${id}。`
      : id
        ? `${data.label} ${rules.lists[list]}第 ${number} 项，编号 ${id}。`
        : `${rules.lists[list]}。`;
  const isDuty = id && !isContact && !isDepartment;
  const links = isDuty ? [element("a", "看这一项的页面", { href: at(`townships/${data.id}/${id}/`) })] : [];
  if (isDuty && list !== "basic") links.push(element("a", "部门改名、合并", { href: `?rename=${data.id}` }));
  if (isDepartment) links.push(element("a", "看这个部门的页面", { href: pageOf(id) }));
  if (routing.file && isDuty) {
    const href = `${routing.file}${data.id}/${list}.yml`;
    links.push(element("a", "在内容仓库里改", { href, rel: "nofollow" }));
  }
  fill(part("where"), where, ...links.reduce((all, one) => [...all, " ", one], /** @type {(string | Node)[]} */ ([])));
  const actions = part("actions");
  actions.hidden = !id || isContact;
  const titles = isDepartment ? OF_DEPARTMENTS : ACTIONS;
  const names = /** @type {Action[]} */ (Object.keys(titles));
  const boxes = names.map((name) => {
    const radio = element("input", [], { type: "radio", name: "action", value: name, id: `edit-action-${name}` });
    radio.checked = name === change.action;
    radio.addEventListener("change", () => act(name));
    return element("label", [radio, ` ${titles[name]}`]);
  });
  fill(actions, element("legend", "怎样改"), ...boxes);
  fields = editor(part("fields"), data, rules, typed);
  draw();
}

/** @param {Action} action */
function act(action) {
  if (!current) return;
  take();
  const other = Object.keys(rules.lists).find((list) => current && list !== current.list && data.lists[list]);
  current.action = action;
  current.to = { list: action === "移动" && other ? other : current.list, category: "", number: "" };
  draw();
  typed();
}

/** The fields of what is being done. */
function draw() {
  if (!current) return;
  const { action, after, to } = current;
  if (action === "终止") drawEnding();
  else if (isOfDepartment(current)) {
    departmentFields(part("fields"), current, data, used, rules);
  } else if (action === "联系") fields.fill(Object.keys(rules.contact), after, []);
  else {
    const keys = Object.keys(rules.duties[action === "修改" ? current.list : to.list]);
    fields.fill(action === "修改" ? [...keys, "notes"] : keys, after, whereFields());
  }
  check();
  showRequest();
}

/** Where it stands: list, category, number. */
function whereFields() {
  if (!current) return [];
  const own = current;
  const { action, to, after } = own;
  const list = action === "修改" ? own.list : to.list;
  const names = data.lists[list].categories.map((one) => one.name);
  const others = action === "修改" ? [] : data.categories.filter((one) => !names.includes(one));
  const options = [...names, ...others.map((one) => one)].map(
    (one) => /** @type {[string, string]} */ ([one, others.includes(one) ? `${one}（这张清单还没有）` : one]),
  );
  const chosen = action === "修改" ? after.category || "" : to.category;
  const category = choice(chosen ? options : [["", "请选择"], ...options], chosen);
  category.addEventListener("change", () => {
    if (action === "修改") own.after.category = category.value;
    else to.category = category.value;
  });
  const number = element("input", [], { value: (action === "修改" ? after.number : to.number) || "" });
  number.setAttribute("inputmode", "numeric");
  number.autocomplete = "off";
  number.addEventListener("input", () => {
    if (action === "修改") own.after.number = number.value.trim();
    else to.number = number.value.trim();
  });
  const hint = action === "修改" ? "只改这一项的，别的不动" : "不写，就放在这一类的最后，后面的依次重排";
  const parts = [
    field("category", titleOf(rules, "category"), category),
    field("number", titleOf(rules, "number"), number, hint),
  ];
  if (action !== "移动") return parts;
  const lists = Object.keys(data.lists).filter((one) => one !== own.list);
  const target = choice(
    lists.map((one) => [one, rules.lists[one]]),
    to.list,
  );
  target.addEventListener("change", () => {
    take();
    to.list = target.value;
    to.category = "";
    draw();
  });
  return [field("list", "移到哪张清单", target), ...parts];
}

/** Where the matter of a duty goes that ends. */
function drawEnding() {
  if (!current) return;
  const { ended } = current;
  const duties = element("input", [], { value: ended.duties.join(" "), autocomplete: "off" });
  duties.addEventListener("input", () => {
    ended.duties = duties.value
      .split(/[\s,，、;；]+/)
      .filter(Boolean)
      .map(idMeant);
  });
  const department = element("input", [], { value: ended.department, autocomplete: "off" });
  department.addEventListener("input", () => {
    ended.department = department.value.trim();
  });
  const add = choice(
    [
      ["", "从登记表里选一个……"],
      ...data.departments
        .filter((one) => !one.merged_into && !one.ended)
        .map((one) => /** @type {[string, string]} */ ([one.name, one.name])),
    ],
    "",
  );
  add.setAttribute("aria-label", "到了哪个部门：从登记表里选");
  add.addEventListener("change", () => {
    department.value = ended.department = add.value;
    add.value = "";
  });
  fill(
    part("fields"),
    field(
      "ended-duties",
      "这件事到了本乡镇的哪一项".replace("乡镇", data.kind),
      duties,
      "写编号，例如 b-012，就是那一页网址的最后一段，贴网址也行；没有就空着",
    ),
    field("ended-department", "这件事到了哪个部门", department, "没有就空着", [add]),
  );
}

/**
 * The id that somebody means who writes it in full width or in capitals, or the address of the duty's page.
 * @param {string} text
 */
function idMeant(text) {
  const plain = text.normalize("NFKC").toLowerCase();
  const page = /\/townships\/([a-z0-9-]+\/[a-z0-9-]+)\/([a-z]-[0-9]+)(?:[/?#]|$)/.exec(plain);
  return page && page[1] === data.id ? page[2] : page ? text : plain;
}

/** Take over what the fields say. */
function take() {
  if (!current || current.action === "终止" || isOfDepartment(current)) return;
  const { category, number } = current.after;
  // What another list has no field for stays, in case it is moved back.
  current.after = { ...current.after, ...fields.values(), category, number };
}

function typed() {
  clearTimeout(waiting);
  waiting = window.setTimeout(settle, PAUSE);
}

function settle() {
  clearTimeout(waiting);
  waiting = undefined;
  if (!current) return;
  take();
  check();
  const { key } = current;
  const place = draft.changes.findIndex((one) => one.key === key);
  const isNew = current.action === "新增" && !current.after.name;
  if (isNew || !isChange(current, rules)) {
    if (place >= 0) draft.changes.splice(place, 1);
  } else if (place < 0) {
    draft.changes.push(current);
    if (current.action === "新增") history.replaceState(null, "", hrefOf(current));
  } else draft.changes[place] = current;
  checkOthers();
  keep();
  showRequest();
}

/** What is wrong with the duty, but for what was so before. */
function check() {
  if (!current) return;
  const own = current;
  showProblems(form, faultsOf(own), mend, ({ rule, isPrinted }) => {
    const others = (own.printed || []).filter((one) => one !== rule);
    own.printed = isPrinted ? others : [...others, rule];
    settle();
    const again = form.querySelector(".qd-edit-problems button");
    if (again instanceof HTMLElement) again.focus();
  });
}

/**
 * What is wrong with a change; how much of it stands in the way is kept with it.
 * @param {Change} change
 */
function faultsOf(change) {
  const isOpen = ["修改", "新增", "移动"].includes(change.action);
  const found = problemsOf(change);
  // What the document has no more needs no word.
  change.printed = (change.printed || []).filter((rule) => isOpen && found.some((one) => one.rule === rule));
  const problems = found.map((one) => (isOpen && mayBePrinted(one) ? asPrinted(one, change.printed || []) : one));
  change.faults = problems.filter(
    ({ severity, rule }) => severity === "error" && rule !== "departments-registered",
  ).length;
  return problems;
}

/** What is wrong with the others that are about the same township: what one of them is numbered, they must not be. */
function checkOthers() {
  for (const one of draft.changes) {
    if (one.list && one.township === data.id && !(current && one.key === current.key)) faultsOf(one);
  }
}

/** @param {Problem} problem */
const mayBePrinted = ({ rule, severity }) => severity === "error" && rules.printed.includes(rule);

/**
 * A problem that is none where the document has it so.
 * @param {Problem} problem
 * @param {readonly string[]} printed
 * @returns {Problem}
 */
function asPrinted(problem, printed) {
  const isPrinted = printed.includes(problem.rule);
  const { message } = problem;
  // What to do about it stands last; a button says what else there is.
  const remedy = message.lastIndexOf("；");
  const told = isPrinted && remedy > 0 ? message.slice(0, remedy) : message.replace("，若原文如此，用 allow 写明", "");
  return { ...problem, message: told, isPrinted, severity: isPrinted ? "warning" : "error" };
}

/**
 * @param {Change} change
 * @returns {Problem[]}
 */
function problemsOf(change) {
  const { action, before, after, to, ended } = change;
  if (isOfDepartment(change)) return departmentProblems(change);
  if (action === "联系") {
    const late = fault("as_of", `${after.as_of} 还没有到`);
    return [...checker.ofContact(after), ...(isDay(after.as_of || "") && (after.as_of || "") > today() ? [late] : [])];
  }
  const list = action === "修改" ? change.list : to.list;
  if (action === "终止") {
    const known = Object.keys(data.lists).reduce(
      (all, one) => [...all, ...dutiesOf(one).map(({ id }) => id)],
      /** @type {string[]} */ ([]),
    );
    return ended.duties
      .filter((id) => !known.includes(id) || id === change.id)
      .map((id) => fault("ended-duties", id === change.id ? `${id} 就是这一项` : `没有编号是“${id}”的事项`))
      .concat(endedProblems(ended.department));
  }
  const own = { ...after, number: action === "修改" ? after.number : to.number || "1" };
  const found = checker.ofDuty(own, list, before);
  const earlier = before ? checker.ofDuty(before, change.list, before) : [];
  const problems = found.filter(
    (one) => !earlier.some((other) => other.rule === one.rule && other.message === one.message),
  );
  problems.push(...tooLong(after), ...(action === "修改" ? ofNotes(after) : []));
  const number = action === "修改" ? after.number : to.number;
  if (action === "修改" && before && number !== before.number) problems.push(...ofNumber(change, number || ""));
  if (action !== "修改" && !to.category) problems.push(fault("category", "请选一个类别"));
  return problems;
}

/**
 * A number that was changed by hand: no other duty has it, or keeps it, and the numbers go on to the last.
 * @param {Change} change
 * @param {string} number
 */
function ofNumber({ id, list }, number) {
  const duties = dutiesOf(list);
  const numbered = (/** @type {DutyData} */ one) => {
    const own = draft.changes.find(
      ({ township, id, action }) => `${township}/${id}/${action}` === `${data.id}/${one.id}/修改`,
    );
    return own ? own.after.number : String(one.number);
  };
  const taken = duties.find((one) => one.id !== id && numbered(one) === number);
  if (taken) {
    const last = "请换一个，或把那一项也改了";
    return [fault("number", `第 ${number} 项已经是“${taken.name}”（${taken.id}）；${last}`)];
  }
  const last = Math.max(...duties.map((one) => one.number));
  if (draft.record.keeps || Number(number) <= last || !/^\d+$/.test(number)) return [];
  const asItIs = "文件就是跳号的，在“依据”里勾“别的事项序号不动”";
  return [fault("number", `这张清单到第 ${last} 项，写 ${number} 就断开了；${asItIs}`)];
}

/**
 * Notes say why, and what they quote is there.
 * @param {Values} values
 */
function ofNotes({ notes = [], ...values }) {
  const squeezed = (/** @type {unknown} */ one) => String(JSON.stringify(one)).replace(/\s/g, "");
  const texts = squeezed(values);
  return notes.reduce((found, { printed, why }, place) => {
    if (!why) found.push(fault(`notes-${place}-why`, "请写为什么这样看"));
    if (printed && !texts.includes(squeezed(printed).slice(1, -1))) {
      const message = `这一项的文字里没有“${printed}”；照网页上的写`;
      found.push({ ...fault(`notes-${place}-printed`, message), severity: "warning" });
    }
    return found;
  }, /** @type {Problem[]} */ ([]));
}

/**
 * What is more than a request may hold.
 * @param {Values} after
 */
function tooLong(after) {
  const { text: longest, texts: most } = routing.most;
  /** @type {Problem[]} */
  const found = [];
  for (const [key, value] of Object.entries(after)) {
    const texts = Array.isArray(value) ? value : [value || ""];
    if (texts.length > most) found.push(fault(key, `有 ${texts.length} 条，一栏最多 ${most} 条`));
    // Of a block, its texts together are more than one may be.
    const long = texts.map((one) => (typeof one === "string" ? one : JSON.stringify(one)).length);
    if (Math.max(0, ...long) > longest) found.push(fault(key, `太长：一条最多 ${longest} 个字`));
  }
  return found;
}

/** @param {Change} change */
function departmentProblems(change) {
  const found = nameProblems(change, data, departments(rules.names, data.register));
  const { name, full_name: full = "", aliases = [] } = change.after;
  const own = { name: [name], full_name: [full], aliases };
  for (const [key, texts] of Object.entries(change.action === "改名" ? own : {})) {
    const isKnown = found.some((one) => one.at[0] === key);
    const wrong = isKnown ? [] : texts.filter(Boolean).reduce((all, one) => [...all, ...ofName(one)], NONE);
    found.push(...wrong.map((one) => ({ ...one, at: [key], meant: undefined })));
  }
  return found;
}

/** @type {Problem[]} */
const NONE = [];

/**
 * What is wrong with a name of a department, but that it is not registered.
 * @param {string} name
 */
const ofName = (name) =>
  checker
    .ofDuty({ name: "名", departments: [name] }, "reclaimed", null)
    .filter((one) => one.at[0] === "departments" && one.rule !== "departments-registered");

/** @param {string} name */
function endedProblems(name) {
  if (!name) return [];
  const values = { name: "名", departments: [name] };
  return checker
    .ofDuty(values, "reclaimed", null)
    .filter((one) => one.at[0] === "departments")
    .map((one) => ({ ...one, at: ["ended-department"] }));
}

/**
 * @param {string} name
 * @param {string} message
 * @returns {Problem}
 */
const fault = (name, message) => ({ rule: "form", severity: "error", at: [name], message });

/** @param {Problem} problem */
function mend({ at: keys, meant }) {
  const name = keys.filter((key, place) => !(typeof key === "number" && place === keys.length - 1)).join("-");
  const control = document.getElementById(`edit-${name}`);
  if (!meant || !(control instanceof HTMLTextAreaElement || control instanceof HTMLInputElement)) return;
  if (control instanceof HTMLTextAreaElement) {
    const own = control.value.split("\n").filter((one) => one.trim());
    own[Number(keys[keys.length - 1])] = meant;
    set(control, own.join("\n"));
  } else set(control, meant);
}

// --- the request -----------------------------------------------------------------------------------------------------

/** @type {[keyof Omit<Grounds, "keeps" | "track">, string, string][]} */
const TEXTS = [
  ["reason", "理由", "为什么要改"],
  ["decided_by", "作出决定的机关", "没有就空着"],
  ["document", "文件", "名称或文号"],
  ["approved", "批准的日期", "年-月-日，例如 2026-05-20；没有就空着"],
  ["effective", "生效的日期", "年-月-日；改错字的，写今天"],
];

const TRACKS =
  "网站与原件不同的选“更正”；有文件的选“动态调整”，文件写明是职责准入的选“职责准入”；" +
  "原件自己印错的，不改文字，写“说明”，不用填这里";

function fillRecord() {
  const { record } = draft;
  const place = part("record");
  const track = choice(
    [["", "请选择"], .../** @type {[string, string][]} */ (Object.entries(rules.tracks))],
    record.track,
  );
  const controls = TEXTS.map(([name, title, hint]) => {
    const one = element("input", [], { value: record[name], autocomplete: "off" });
    one.addEventListener("input", () => {
      record[name] = one.value.trim();
    });
    const more = name === "effective" ? [todayFor(one)] : [];
    return field(name, title, one, hint, more);
  });
  const keeps = element("input", [], { type: "checkbox", id: "edit-keeps", checked: record.keeps });
  keeps.addEventListener("change", () => {
    record.keeps = keeps.checked;
  });
  track.addEventListener("change", () => {
    record.track = track.value;
  });
  const keepsLabel = element("label", [keeps, " 新增、终止、移动以后，别的事项序号不动"]);
  fill(
    place,
    element("h3", "依据", { id: "record" }),
    field("track", "途径", track, TRACKS),
    ...controls,
    element("p", keepsLabel),
  );
}

function checkRecord() {
  const { record } = draft;
  /** @type {Problem[]} */
  const problems = [];
  part("record").hidden = !areOfficial(draft.changes, rules);
  if (part("record").hidden) {
    faults.record = 0;
    return;
  }
  if (!record.track) problems.push(fault("track", "请选一个途径"));
  else if (record.track === "correction" && !record.reason) problems.push(fault("reason", "更正要写理由"));
  else if (record.track !== "correction" && !record.document) problems.push(fault("document", "请写文件的名称或文号"));
  for (const name of /** @type {("approved" | "effective")[]} */ (["approved", "effective"])) {
    const day = record[name];
    if (!day) continue;
    if (!fits(day, rules.record[name])) {
      const meant = dateMeant(day);
      const hint = meant ? `；是否指 ${meant}？` : "，例如 2026-05-20";
      const isYear = meant && !fits(meant, rules.record[name]);
      if (isYear) problems.push(fault(name, `${meant} 的年份不对；请对照文件`));
      else problems.push({ ...fault(name, `日期要写成 年-月-日${hint}`), meant: meant || undefined });
    } else if (!isDay(day)) problems.push(fault(name, `没有 ${day} 这一天；请对照文件`));
    else if (name === "approved" && day > today())
      problems.push(fault(name, `${day} 还没有到；批准的日期不能在今天以后`));
  }
  const { approved, effective } = record;
  const latest =
    draft.changes
      .map((one) => one.latest || "")
      .sort()
      .pop() || "";
  if (!effective) problems.push(fault("effective", "请写生效的日期"));
  else if (approved > effective) problems.push(fault("effective", `早于批准的日期 ${approved}；请查原文件`));
  faults.record = problems.length;
  if (effective && latest > effective && isDay(effective) && record.track !== "correction") {
    const message = `早于最近一次变动生效的 ${latest}；没有写错，就不用改：这份文件会记在它前面`;
    problems.push({ ...fault("effective", message), severity: "warning" });
  }
  if (effective > today() && fits(effective, rules.record.effective) && isDay(effective)) {
    const message = `${effective} 还没有到；年份、月份没有写错，就不用改`;
    problems.push({ ...fault("effective", message), severity: "warning" });
  }
  showProblems(part("record"), problems, mend);
}

/** @param {Change} change */
function itemOf(change) {
  const lines = altered(change, rules);
  const own = lines.map(({ title, before, after }) => [
    element("h4", title),
    element("div", redlined(redline(before, after)), { className: "qd-edit-redline" }),
  ]);
  const { to, ended, action } = change;
  /** @type {string[]} */
  const where = [];
  if (action === "新增" || action === "移动") {
    where.push(`${action === "新增" ? "加在" : "移到"}${rules.lists[to.list]}，${to.category || "类别还没有选"}`);
  }
  if (action === "终止") {
    where.push(...ended.duties.map((id) => `这件事到了 ${id}${nameOf(change, id)}`));
    if (ended.department) where.push(`这件事到了${ended.department}`);
  }
  where.push(...usesTold(change));
  if ((change.printed || []).length) where.push("有的地方照文件留着，检查不拦");
  if (change.faults) where.push(`还有 ${change.faults} 处要改`);
  const isOpen = current && current.key === change.key;
  const again = isOpen ? [] : [element("a", "接着改", { href: hrefOf(change) }), " "];
  const remove = button("去掉", () => removed(change));
  remove.setAttribute("aria-label", `去掉：${headline(change)}`);
  return element(
    "section",
    [
      element("h3", headline(change)),
      ...where.map((text) => element("p", text)),
      ...own.reduce((all, pair) => [...all, ...pair], /** @type {Node[]} */ ([])),
      element("p", [...again, remove]),
    ],
    { className: "qd-edit-change" },
  );
}

/**
 * What a duty is called, for one who wrote its id; empty of a township that is not open here.
 * @param {Change} change
 * @param {string} id
 */
function nameOf({ township }, id) {
  if (!data || data.id !== township) return "";
  const found = Object.values(data.lists).reduce(
    (one, list) => one || dutyOf(list, id),
    /** @type {ReturnType<typeof dutyOf>} */ (null),
  );
  return found ? `（${found.duty.name}）` : "";
}

/** @param {Change} change */
function removed(change) {
  const place = draft.changes.indexOf(change);
  const isOpen = current && current.key === change.key;
  draft.changes.splice(place, 1);
  keep();
  if (isOpen && current) {
    start(unchanged(current), current.before);
  }
  showRequest();
  const back = button("撤销", () => {
    draft.changes.splice(place, 0, change);
    keep();
    if (isOpen) start(change, change.before);
    showRequest();
    need(HTMLElement, "#request").focus();
  });
  fill(part("said"), `已去掉“${headline(change)}”。`, " ", back);
  part("request").hidden = false;
  back.focus();
}

function showRequest() {
  const { changes } = draft;
  part("request").hidden = !changes.length;
  fill(part("said"));
  fill(part("changes"), ...changes.map(itemOf));
  checkRecord();
  const wrong = changes.reduce((sum, one) => sum + (one.faults || 0), 0) + faults.record;
  const text = changes.length ? requestText(changes, draft.record, rules, window.qingdan.site) : "";
  need(HTMLTextAreaElement, "#edit-text").value = wrong ? "" : text;
  const { changes: most } = routing.most;
  const isMuch = changes.length > most;
  part("ready").textContent = isMuch
    ? `有 ${changes.length} 项，一份最多 ${most} 项：先交出一部分，清除以后再改别的。`
    : wrong
      ? `还有 ${wrong} 处要改或要填，写在各栏下面；改好了才能交出去。`
      : "可以交出去了。";
  const name = `修改单 ${changes.length ? changes[0].label : ""}`;
  const buttons = [
    button("保存成文件", () => handOver(new Blob([text], { type: "text/plain;charset=utf-8" }), `${name}.txt`)),
    button("复制全文", () => copy()),
    button("下载调整申请表（Word）", async () => {
      const blob = await applicationOf(changes, draft.record, rules).catch((error) => {
        part("said").textContent = `申请表没有取到：${trouble(error)}`;
        return null;
      });
      if (blob) handOver(blob, `调整申请表 ${changes[0].label}.docx`);
    }),
  ];
  for (const one of buttons) one.disabled = wrong > 0;
  fill(part("hand-over"), ...buttons, ...(wrong ? [] : routeLink(name, text)));
  if (wrong) fill(part("route"));
}

/**
 * @param {string} name
 * @param {string} text
 */
function routeLink(name, text) {
  if (!routing.address) {
    part("route").textContent = "本站没有写明交到哪里：请把保存的文件交给管网站的人。";
    return [];
  }
  const isMail = routing.address.startsWith("mailto:");
  const isIssue = routing.address.includes("/issues/new");
  const [first] = draft.changes;
  /** @type {Record<string, string>} */
  const values = {
    title: name,
    text,
    address: first ? at(`townships/${first.township}/`) : "",
    id: first ? first.id : "",
  };
  const filledIn = () =>
    routing.address.replace(/\{(\w+)\}/g, (_, key) => encodeURIComponent((values[key] || "").replace(/\n/g, "\r\n")));
  let href = filledIn();
  const isLong = href.length > routing.longest;
  if (isLong) {
    values.text = isMail ? "修改单见附件。" : "（请在这里贴上修改单的全文）";
    href = filledIn();
  }
  const where = isMail ? "邮件" : isIssue ? "内容仓库的页面" : "上报的表单";
  const how = isMail ? "请先保存成文件，再在邮件里附上" : `请先点“复制全文”，再贴在${where}里`;
  const long = isLong ? `修改单太长，放不进链接：${how}。` : "";
  part("route").textContent = [routing.note, long].filter(Boolean).join("。");
  return [element("a", isMail ? "用邮件发出" : isIssue ? "交到内容仓库" : "打开上报的表单", { href, rel: "nofollow" })];
}

/**
 * @param {Blob} blob
 * @param {string} name
 */
function handOver(blob, name) {
  const href = URL.createObjectURL(blob);
  const link = element("a", [], { href, download: name.replace(/[\\/:*?"<>|]/g, "") });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(href), HANDED_OVER);
  part("said").textContent =
    `已交给浏览器保存：${link.download}。打开了而没有保存的（旧的苹果手机），用“共享”存下或发出。`;
}

async function copy() {
  const area = need(HTMLTextAreaElement, "#edit-text");
  let done = false;
  try {
    await navigator.clipboard.writeText(area.value);
    done = true;
  } catch (error) {
    need(HTMLDetailsElement, "[data-edit-request] details").open = true;
    area.focus();
    area.select();
    done = document.execCommand("copy");
  }
  part("said").textContent = done ? "修改单的全文已复制。" : "没有复制成功：下面是全文，请自己选中复制。";
}

// --- opening ---------------------------------------------------------------------------------------------------------

/**
 * @param {string} said
 * @param {(string | Node)[]} more
 */
function say(said, ...more) {
  fill(part("trouble"), element("p", [said, " ", ...more]));
  part("waiting").hidden = true;
  part("start").hidden = false;
}

async function open() {
  const asked = query.get("id") || query.get("new") || query.get("contact") || query.get("rename");
  if (!asked) {
    part("waiting").hidden = true;
    part("start").hidden = false;
    return;
  }
  const found = /^([a-z0-9-]+\/[a-z0-9-]+)(?:\/([a-z0-9-]+))?$/.exec(asked);
  if (!found || Boolean(found[2]) !== query.has("id")) {
    say(`网址里的编号“${asked}”不对，可能是抄漏了。请从事项的页面点“修改这一项”。`);
    return;
  }
  const [, township, id] = found;
  fill(part("trouble"));
  try {
    data = await read(`contribute/edit/data/${township}.json`);
  } catch (error) {
    if (error instanceof Missing) {
      say(`没有取到“${township}”的清单：可能是网址抄错了，也可能网站正在更新。`, button("再试一次", open));
    } else say(`清单没有取到，${trouble(error)}填过的草稿还在这台设备上。`, button("再试一次", open));
    return;
  }
  part("start").hidden = true;
  checker = checks(rules, data.register, "县里的部门登记表");
  if (query.has("contact")) {
    openContact(query.get("of") || "");
    return;
  }
  if (query.has("rename")) {
    await openDepartment(query.get("of") || "");
    return;
  }
  if (!id) {
    const list = query.get("list") || "";
    if (!Object.keys(data.lists).includes(list)) say(`网址里没有写明加到哪张清单。请从清单的页面点“新增一项”。`);
    else start(addedTo(list), null);
    return;
  }
  const fresh = changeOf(id);
  if (!fresh) {
    const isRetired = Object.values(data.lists).some(({ retired }) => retired.includes(id));
    const page = element("a", isRetired ? "看它的页面" : `看${data.label}的清单`, {
      href: at(`townships/${township}/${isRetired ? `${id}/` : ""}`),
    });
    say(isRetired ? `编号 ${id} 已经停用，这一项不在清单里了。` : `${data.label}没有编号是“${id}”的事项。`, page);
    return;
  }
  begin(
    fresh,
    draft.changes.find((one) => one.key === fresh.key),
  );
}

/**
 * Begin with what the draft has, or anew.
 * @param {Change} fresh
 * @param {Change | undefined} kept
 */
function begin(fresh, kept) {
  start(kept || fresh, kept ? kept.before : fresh.before);
  if (kept && kept.digest !== fresh.digest) {
    const again = button("从现在的文字重新填", () => {
      fill(part("stale"));
      start(fresh, fresh.before);
      settle();
    });
    fill(part("stale"), "您存了草稿以后，网站上的文字变了；照旧交出去，和别人的改动由程序合并。", " ", again);
  }
}

/**
 * The page of a department of the county.
 * @param {string} id
 */
const pageOf = (id) => at(`departments/${data.id.split("/")[0]}/${id}/`);

/**
 * Another name of a department, or that it becomes a part of another one; which one is asked where it is not said.
 * @param {string} id
 */
async function openDepartment(id) {
  const department = data.departments.find((one) => one.id === id);
  if (!id) {
    part("waiting").hidden = true;
    form.hidden = false;
    need(HTMLElement, "[data-edit-heading]", form).textContent = "部门改名、合并";
    part("actions").hidden = true;
    const chosen = (/** @type {string} */ own) => location.assign(`?rename=${data.id}&of=${own}`);
    fill(part("fields"), ...departmentChoice(data, chosen));
    return;
  }
  if (!department) {
    say(`登记表里没有编号是“${id}”的部门。请从部门的页面点“部门改名、合并”。`);
    return;
  }
  const heir = data.departments.find((one) => one.id === department.merged_into);
  if (department.ended || department.merged_into) {
    const page = element("a", "看它的页面", { href: pageOf(id) });
    say(heir ? `${department.name}已经并入${heir.name}了。` : `${department.name}已经撤销了。`, page);
    return;
  }
  try {
    const others = data.townships.filter((one) => one !== data.id);
    const townships = [data, ...(await Promise.all(others.map((one) => read(`contribute/edit/data/${one}.json`))))];
    townships.sort((a, b) => data.townships.indexOf(a.id) - data.townships.indexOf(b.id));
    used = usedIn(townships, department, departments(rules.names, data.register));
  } catch (error) {
    say(`这个部门在清单里的地方没有取到，${trouble(error)}填过的草稿还在这台设备上。`, button("再试一次", open));
    return;
  }
  const { name, full_name = "", aliases = [] } = department;
  const key = `${data.id.split("/")[0]}/部门-${id}`;
  const made = {
    ...blank({ list: "", id, action: "改名", name, digest: department.digest, before: { name, full_name, aliases } }),
    key,
    latest:
      used.townships
        .map(({ latest }) => latest)
        .sort()
        .pop() || "",
  };
  const kept = draft.changes.find((one) => one.key === key);
  begin(made, kept);
}

/**
 * The contact of the township, or of a department of its county.
 * @param {string} id of the department
 */
function openContact(id) {
  const department = data.departments.find((one) => one.id === id);
  if (id && !department) {
    say(`登记表里没有编号是“${id}”的部门。请从部门的页面点“修改联系方式”。`);
    return;
  }
  const own = (department ? department.contact : data.contact) || {};
  const texts = { address: own.address || "", hours: own.hours || "", web: own.web || "", as_of: own.as_of || "" };
  const before = { name: "", phones: own.phones || [], ...texts };
  const made = blank({ list: "", id, action: "联系", name: department ? department.name : data.label, before });
  const key = `${data.id}/联系-${id}`;
  const kept = draft.changes.find((one) => one.key === key);
  start(kept || { ...made, key }, kept ? kept.before : before);
}

form.addEventListener("input", typed);
form.addEventListener("change", typed);
form.addEventListener("submit", (event) => event.preventDefault());
const recordForm = part("record");
recordForm.addEventListener("input", recorded);
recordForm.addEventListener("change", recorded);
recordForm.addEventListener("submit", (event) => event.preventDefault());
// Another tab, or another page of this one that the reader has come back from, has saved: all of it goes into one request.
addEventListener("storage", ({ key }) => {
  if (key === "qingdan.edit") adopt();
});
addEventListener("pageshow", ({ persisted }) => {
  if (persisted) adopt();
});

/** Go on with what is saved now: what is open here, too, where it was changed elsewhere. */
function adopt() {
  const own = current;
  const savedOf = () => draft.changes.find((one) => own && one.key === own.key);
  const before = savedOf();
  ({ draft, isBroken } = load());
  const now = savedOf();
  if (own && now && !before && own.action === "新增") {
    // Another one was begun under the same key.
    own.key = addedTo(own.list).key;
  } else if (own && now && waiting === undefined) {
    // As it was, where nothing of it is another: somebody may be about to type here.
    if (JSON.stringify(now) !== JSON.stringify(before)) start(now, now.before);
  } else if (own && now) draft.changes[draft.changes.indexOf(now)] = own;
  else if (own && before) start(unchanged(own), own.before);
  fillRecord();
  showDraft();
  showRequest();
}

// Nothing that was typed is lost when the page is left, or when a phone ends it out of sight.
function flush() {
  if (waiting) settle();
  if (recording) keep();
}
addEventListener("pagehide", flush);
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") flush();
});

function recorded() {
  clearTimeout(recording);
  recording = window.setTimeout(() => {
    recording = undefined;
    // Whether numbers go on is asked for there.
    if (current) {
      check();
      checkOthers();
    }
    keep();
    showRequest();
  }, PAUSE);
}

window.qingdan.works();
fillRecord();
showDraft();
showRequest();
open().then(() => part("about").setAttribute("data-edit-done", ""));
