// 查找页：地址里的状态 → 结果。来自查询和索引的文字，一律作为文字放进页面。
import { parametersOf, plain } from "./core.js";
import { facetRequests, facets, isIn, rankNow, root, rows, sentences, using, worthShowing } from "./results.js";
import { instead, reloads, trouble } from "../fresh.js";
import { myTownship, rememberTownship } from "./box.js";

const PAGE = 10;
const FIELDS = ["q", "in", "list", "category", "department"];
const EXCERPT = 90;
// 没有找到时，从最像的这么多项里看相近的主题，最多这么多个。
const NEAR = 5;
const TOPICS = 6;
// 至少要取这么多个文件的结果；此外留几个请求给头几项的正文。
const FIRST = 3;
const SPARE = 3;
// 正文先补这么几项，其余的等人动手看。
const PASSAGES = 3;

const list = document.querySelector("[data-search-results]");
const status = document.querySelector("[data-search-status]");
const notice = document.querySelector("[data-search-notice]");
const after = document.querySelector("[data-search-after]");
const nothing = document.querySelector("[data-search-nothing]");
const mine = document.querySelector("[data-search-mine]");
const form = document.querySelector("[data-search-form]");
const title = document.title;
const townships = [...form.elements.in.options].filter((one) => one.value.includes("/")).map((one) => one.value);
const labels = new Map([...form.elements.in.options].map((one) => [one.value, one.textContent]));
let turn = 0;

// 换掉里面的全部内容（replaceChildren 太新）。
function fill(one, ...content) {
  one.textContent = "";
  one.append(...content);
}

function element(name, content, properties = {}) {
  const one = document.createElement(name);
  Object.assign(one, properties);
  one.append(...[].concat(content));
  return one;
}

function stateOf(address) {
  const state = {};
  for (const name of FIELDS) state[name] = "";
  for (const [name, value] of parametersOf(address)) state[name] = value;
  state.q = state.q.trim();
  return state;
}

function addressOf(state) {
  const kept = new URLSearchParams();
  for (const [name, value] of Object.entries(state)) if (value) kept.set(name, value);
  return `?${kept}`;
}

function linkTo(state, text) {
  const link = element("a", text, { href: addressOf(state) });
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    go(state);
  });
  return link;
}

function go(state) {
  history.pushState(null, "", addressOf(state));
  show();
}

// 文字里与 words 相同的地方加上标记。
function marked(text, words) {
  // 一个字对一个字地归一，位置才对得上；“…”会变成三个点，就留着原样。
  const plain = text.replace(/[^]/g, (one) =>
    one.normalize("NFKC").length === 1 ? one.normalize("NFKC").toLowerCase() : one,
  );
  const hits = new Array(text.length).fill(false);
  for (const word of words) {
    for (let at = plain.indexOf(word); at >= 0; at = plain.indexOf(word, at + 1)) hits.fill(true, at, at + word.length);
  }
  const parts = [];
  for (let i = 0; i < text.length;) {
    let end = i + 1;
    while (end < text.length && hits[end] === hits[i]) end += 1;
    parts.push(hits[i] ? element("mark", text.slice(i, end)) : text.slice(i, end));
    i = end;
  }
  return parts;
}

// 标记哪些词：长的在前，单个的字只在没有更长的词时才标。
function marksOf(row) {
  const terms = [...new Set(row.terms.map((one) => one.term))];
  const long = terms.filter((one) => one.length > 1);
  return (long.length ? long : terms).concat(...row.reasons.map((one) => one.means));
}

// 名称里看不出为什么找到它的，说明便民词指的是什么，或者它属于什么主题。
function whyOf(row) {
  if (row.reasons.length)
    return `便民词：${row.reasons.map((one) => `${one.say} → ${one.means.join("、")}`).join("；")}`;
  const isSeen = row.terms.some(({ term }) => term.length > 1 && row.name.includes(term));
  return isSeen || !row.topics.length ? "" : `主题：${row.topics.map((one) => one.title).join("、")}`;
}

// 说得最多的那一句；都没有说到的，第一句。
function excerpt(texts, words) {
  let best = { hits: 0, text: texts[0] || "" };
  for (const text of texts) {
    const hits = words.filter((word) => text.includes(word)).reduce((sum, word) => sum + word.length, 0);
    if (hits > best.hits) best = { hits, text };
  }
  if (best.text.length <= EXCERPT) return best.text;
  const at = words.map((word) => best.text.indexOf(word)).filter((one) => one >= 0);
  const start = at.length ? Math.max(0, Math.min(Math.min(...at) - 20, best.text.length - EXCERPT)) : 0;
  return `${start ? "…" : ""}${best.text.slice(start, start + EXCERPT)}${start + EXCERPT < best.text.length ? "…" : ""}`;
}

function item(row, found, meta) {
  const [first, ...others] = row.members;
  const marks = marksOf(row);
  const link = element("a", marked(row.name, marks), { href: new URL(first.url, root) });
  const answer = element("p", [
    element("span", row.word, { className: `qd-tag qd-tag--${row.answer}` }),
    ` ${row.sentence}`,
  ]);
  const where = `${labels.get(first.township) || ""}${meta.lists[row.list]}第 ${first.number} 项 · ${row.category}`;
  // 正文里说到的那一句随后才到：先留出地方，到了不推动别的。基本履职的只有名称，没有正文。
  const said = row.list === "basic" ? [] : [element("p", [], { className: "qd-results__passage" })];
  const text = whyOf(row);
  const why = text ? [element("p", text, { className: "qd-results__why" })] : [];
  const entry = element("li", [link, answer, ...why, ...said, element("p", where, { className: "qd-results__where" })]);
  if (row.count > 1) {
    const links = others.map((one) =>
      element("li", element("a", labels.get(one.township) || one.township, { href: new URL(one.url, root) })),
    );
    const rest = row.count - row.members.length;
    if (rest > 0) links.push(element("li", `还有 ${rest} 个，见事项页`));
    entry.append(
      element("details", [element("summary", `另有 ${row.count - 1} 个乡镇也有这一项`), element("ul", links)]),
    );
  }
  return { entry, passages: said.map((place) => () => passage(place, first, marks, found)) };
}

// 正文里说到的那一句，放进为它留出的地方。
async function passage(said, member, marks, found) {
  const text = excerpt(await sentences(member, found), marks);
  fill(said, ...marked(text, marks));
}

async function narrowed(state, family, found) {
  const ranked = worthShowing(found.ranked);
  if (!(state.list || state.category || state.department)) return { ranked, all: null };
  const all = await facets(family, ranked, found);
  const fits = (one) =>
    (!state.list || one.list === state.list) &&
    (!state.category || one.category === state.category) &&
    (!state.department || one.departments.includes(state.department));
  return { ranked: all.filter(fits), all };
}

// 各个筛选的每个选项有多少项：其余的筛选照旧时的数。
function count(all, state) {
  const tests = {
    list: (one) => !state.list || one.list === state.list,
    category: (one) => !state.category || one.category === state.category,
    department: (one) => !state.department || one.departments.includes(state.department),
  };
  const values = {
    list: (one) => [one.list],
    category: (one) => [one.category],
    department: (one) => one.departments,
    in: (one) => townships.filter((_, number) => isIn(one.townships, number)),
  };
  const counts = {};
  for (const name of Object.keys(values)) {
    counts[name] = new Map();
    for (const one of all) {
      if (Object.keys(tests).some((other) => other !== name && !tests[other](one))) continue;
      for (const value of values[name](one)) counts[name].set(value, (counts[name].get(value) || 0) + 1);
    }
  }
  return counts;
}

// 在一个县、一个乡镇里查时，别处有多少项是不知道的。
function isCounted(township, scope) {
  return township.includes("/") && !scope.includes("/") && (!scope || township.startsWith(`${scope}/`));
}

function showCounts(counts, state) {
  for (const name of ["list", "category", "in"]) {
    for (const option of form.elements[name].options) {
      if (!option.value || (name === "in" && !isCounted(option.value, state.in))) continue;
      option.textContent = `${labelOf(option)}（${counts[name].get(option.value) || 0}）`;
      if (name === "category") option.hidden = option.value !== state.category && !counts[name].has(option.value);
    }
  }
  const select = form.elements.department;
  const names = [...counts.department].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0], "zh"));
  fill(
    select,
    new Option("全部部门", ""),
    ...names.map(([name, number]) => new Option(`${name}（${number}）`, name)),
    ...(state.department && !counts.department.has(state.department)
      ? [new Option(state.department, state.department)]
      : []),
  );
  select.value = state.department;
}

function labelOf(option) {
  if (!option.dataset.label) option.dataset.label = option.textContent;
  return option.dataset.label;
}

function plainLabels() {
  for (const option of form.querySelectorAll("option[data-label]")) {
    option.textContent = option.dataset.label;
    option.hidden = false;
  }
}

function showNotice(state, changes) {
  fill(notice);
  if (!changes.length) return;
  const corrected = (words) => changes.reduce((text, one, i) => replaced(text, one.typed, words[i]), state.q);
  const best = corrected(changes.map((one) => one.words[0]));
  notice.append("您是不是要找：", linkTo({ ...state, q: best }, best));
  for (const other of changes.length === 1 ? changes[0].words.slice(1) : []) {
    const text = corrected([other]);
    notice.append("、", linkTo({ ...state, q: text }, text));
  }
  notice.append("？下面是一并查找的结果。", linkTo({ ...state, exact: "1" }, `只查“${state.q}”`));
}

function replaced(text, typed, word) {
  // 带声调的、全角的拼音，在归一了的文字里才找得到。
  const own = text.toLowerCase().includes(typed) ? text : plain(text);
  const at = own.toLowerCase().indexOf(typed);
  return at < 0 ? text : own.slice(0, at) + word + own.slice(at + typed.length);
}

function showNothing(state, found, index) {
  nothing.hidden = false;
  const tried = [...new Set(found.found.map((one) => one.term))].filter((one) => one.length > 1);
  const where = nothing.querySelector("[data-search-tried]");
  fill(
    where,
    tried.length
      ? `查过：${tried.join("、")}。`
      : `这些字${state.in ? (state.in.includes("/") ? "这个乡镇的" : "这个县的") : ""}清单里都没有。`,
  );
  if (state.in || state.list || state.category || state.department) {
    where.append(" ", linkTo({ q: state.q }, "去掉筛选，在全部乡镇里查"));
  }
  showTopics(state, found, index).catch(console.error);
  const town = nothing.querySelector("[data-search-town]");
  fill(town);
  if (state.in.includes("/")) {
    town.append(
      "也可以直接问乡镇：",
      element("a", labels.get(state.in) || state.in, { href: new URL(`townships/${state.in}/`, root) }),
    );
  }
}

// 相近的主题：筛选之前找到的事项的；一个县、一个乡镇里一项也没有的，看全部乡镇的。
async function showTopics(state, found, index) {
  const place = nothing.querySelector("[data-search-topics]");
  const own = turn;
  fill(place);
  const isElsewhere = !found.ranked.length && state.in;
  const family = (!isElsewhere && state.in) || "all";
  const { ranked } = isElsewhere
    ? await index.rank(state.q, "all", { exact: Boolean(state.exact), load: found.load })
    : found;
  const near = await rows(family, ranked.slice(0, NEAR), found);
  const topics = [...new Map([].concat(...near.map((one) => one.topics)).map((one) => [one.id, one])).values()].slice(
    0,
    TOPICS,
  );
  if (own !== turn || !topics.length) return;
  const links = topics.map((one) => element("a", one.title, { href: new URL(`topics/${one.id}/`, root) }));
  place.append("相近的主题，各乡镇放在一起：", ...[].concat(...links.map((one, i) => (i ? ["、", one] : one))), "。");
}

function showMine(state) {
  const saved = myTownship();
  fill(mine);
  const button = (text, id) => {
    const one = element("button", text, { type: "button" });
    one.addEventListener("click", () => {
      rememberTownship(id, labels.get(id));
      showMine(state);
      const next = mine.querySelector("button");
      if (next) next.focus();
    });
    return one;
  };
  if (saved) mine.append(`我的乡镇：${labels.get(saved) || saved}（只记在这台设备上） `, button("忘掉", ""));
  else if (state.in.includes("/")) mine.append(button(`记住${labels.get(state.in) || ""}是我的乡镇`, state.in));
}

async function show() {
  const own = (turn += 1);
  const state = stateOf(location.search);
  // 不是 UTF-8 的地址换成 UTF-8 的，转发、回退都用它。
  const read = parametersOf(location.search);
  if ([...new URLSearchParams(location.search)].some(([, value], i) => value !== read[i][1]))
    history.replaceState(history.state, "", addressOf(state));
  plainLabels();
  for (const name of FIELDS) {
    const field = form.elements[name];
    if (name === "department" && state[name] && ![...field.options].some((one) => one.value === state[name]))
      field.add(new Option(state[name], state[name]));
    field.value = state[name];
  }
  fill(list);
  list.removeAttribute("data-search-done");
  for (const one of [status, notice, after]) fill(one);
  nothing.hidden = true;
  showMine(state);
  document.title = state.q ? `${state.q} - ${title}` : title;
  try {
    if (state.q) await using((index) => search(state, own, index));
  } catch (error) {
    if (own !== turn) return;
    console.error(error);
    if (reloads(error)) return;
    const retry = element("button", "再试一次", { type: "button" });
    retry.addEventListener("click", show);
    fill(status, `索引没有取到：${trouble(error)} `, retry);
    await instead(
      error,
      status,
      " 存在这台手机里的，可以在里面查：",
      (id) => `search/${addressOf({ q: state.q, in: id })}`,
    );
  }
  if (own === turn) list.setAttribute("data-search-done", "");
}

async function search(state, own, index) {
  status.textContent = "正在查找…";
  const family = state.in || "all";
  if (state.in && !labels.has(state.in)) {
    status.textContent = `没有“${state.in}”这个县或乡镇。`;
    return;
  }
  const found = await rankNow(index, state.q, family, Boolean(state.exact));
  const { ranked, all } = await narrowed(state, family, found);
  const wanted = Math.max(PAGE, Number(state.show) || 0);
  const first = await rows(family, ranked.slice(0, wanted), found, wanted > PAGE ? wanted : FIRST, SPARE);
  if (own !== turn) return;
  showNotice(state, found.changes);
  const items = [];
  const append = (more) => {
    const own = more.map((row) => item(row, found, found.meta));
    list.append(...own.map((one) => one.entry));
    items.push(...own);
    return own;
  };
  append(first);
  status.textContent = ranked.length ? `找到 ${ranked.length} 项` : `没有找到“${state.q}”。`;
  if (!ranked.length) showNothing(state, found, index);
  if (items.length < ranked.length) after.append(moreButton());

  function moreButton() {
    const button = element("button", "更多结果", { type: "button" });
    button.addEventListener("click", async () => {
      const more = await rows(family, ranked.slice(items.length, items.length + PAGE), found, PAGE).catch(() => null);
      // 没有取到：网站可能更新了，整个重新查。
      if (!more) return own === turn && show();
      const added = append(more);
      if (added.length) added[0].entry.querySelector("a").focus();
      history.replaceState(null, "", addressOf({ ...state, show: String(items.length) }));
      if (items.length >= ranked.length) button.remove();
      await Promise.all([].concat(...added.map((one) => one.passages)).map((one) => one()));
    });
    return button;
  }

  // 先让结果画出来。
  setTimeout(() => finish().catch(console.error));

  // 结果已经在了；正文、筛选的数随后补上，先用余下的请求，再等人动手。
  async function finish() {
    if (own !== turn) return;
    const waiting = [].concat(...items.map((one) => one.passages));
    const some = [];
    while (some.length < PASSAGES && waiting.length && found.load.left > 0) some.push(waiting.shift()());
    const counted = async () => {
      const everything = all || (await facets(family, worthShowing(found.ranked), found));
      if (own === turn) showCounts(count(everything, state), state);
    };
    if (all || facetRequests(worthShowing(found.ranked), found.meta) <= found.load.left) some.push(counted());
    else form.addEventListener("focusin", counted, { once: true });
    // 先等着人动手：上面有一个没有取到，其余的照样补得上。
    const rest = () => own === turn && Promise.all(waiting.splice(0).map((one) => one()));
    for (const name of ["scroll", "focusin", "pointermove"]) addEventListener(name, rest, { once: true });
    await Promise.all(some);
  }
}

function submit() {
  const state = {};
  for (const name of FIELDS) state[name] = form.elements[name].value.trim();
  go(state);
}
form.addEventListener("change", (event) => {
  if (event.target.tagName === "SELECT" && form.elements.q.value.trim()) submit();
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  submit();
});
addEventListener("popstate", show);
show();
window.qingdan.works();
if (!stateOf(location.search).q) using((index) => index.prepare()).catch(() => {});
