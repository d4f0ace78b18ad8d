// 比较页：地址里的状态 → 各乡镇并排的表。来自地址和数据的文字，一律作为文字放进页面。
import { LEAST, MOST, addressOf, catalogueOf, chosen, rowsOf, stateOf, townOf, usable } from "./core.js";
import { element, fill } from "./element.js";
import { picker } from "./picker.js";
import { editions, instead, read, reloads, trouble } from "../fresh.js";
import { myTownship } from "../search/box.js";

// 一格里先列这么多项，其余的折起来；不止一件事时，名称只写这么长。
const SHOWN = 2;
const NAME = 40;
// 选得不够时，给出这么多个可以一起比的。
const OFFERED = 5;
const root = window.qingdan.site; // assets/start.js
const part = (name) => document.querySelector(`[data-compare-${name}]`);
const form = part("form");
const change = part("change");
const what = form.querySelector("#compare-what");
const [problems, heading, status, results, silent] = ["problems", "heading", "status", "results", "silent"].map(part);
const title = document.title;
change.open = stateOf(location.search).in.length < LEAST;
let catalogue = null;
let pickers = null;
let state = null;
let turn = 0;

// 一版数据：目录；和各乡镇的摘要，取过的留着。
const using = editions("compare/data/index.json", (index) => {
  const kept = new Map();
  const load = (id) => {
    if (!kept.has(id)) {
      kept.set(id, read(`compare/data/${index.version}/townships/${id}.json`));
      kept.get(id).catch(() => kept.delete(id));
    }
    return kept.get(id);
  };
  return { catalogue: catalogueOf(index), load };
});

// --- 状态 ---

function go(next) {
  history.pushState(null, "", addressOf(next));
  return show();
}

function linkTo(next, text, current) {
  const link = element("a", text, { href: addressOf(next) });
  if (current) link.setAttribute("aria-current", "true");
  link.addEventListener("click", async (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    await go(next);
    const own = results.querySelector("nav [aria-current]");
    if (own) own.focus();
  });
  return link;
}

function button(text, action) {
  const one = element("button", text, { type: "button" });
  one.addEventListener("click", action);
  return one;
}

const add = (id) => go({ ...state, in: [...state.in, id] });
const ALSO = { list: "同一件事在别的清单里的事项，也列在一起。", category: "同一件事在别的类别里的事项，也列在一起。" };
const name = (kind, id) => catalogue.names[kind].get(id);
const scope = () => (state.kind ? name(state.kind, state.id) : "三张清单的全部事项");

// --- 选 ---

function prepare() {
  const group = (items, of, itemOf) => {
    const found = new Map();
    for (const one of items) found.set(of(one), [...(found.get(of(one)) || []), itemOf(one)]);
    return [...found].map(([name, items]) => ({ name, items }));
  };
  const towns = () =>
    group(
      [...catalogue.towns.values()],
      (one) => one.province || "省份未注明",
      (one) => ({
        id: one.id,
        text: one.label,
        hint: one.province,
        words: `${one.label}${one.province}${one.id}`.toLowerCase(),
      }),
    );
  const topics = () =>
    group(
      catalogue.topics,
      (one) => one.group,
      (one) => ({ id: one.id, text: one.name, words: one.name.toLowerCase() }),
    );
  what.addEventListener("change", () => {
    const [kind, id = ""] = what.value.split(":");
    go({ ...state, kind, id, only: "" });
  });
  pickers = {
    town: picker(form.querySelector("[data-compare-pick=town]"), towns, "个", add),
    topic: picker(form.querySelector("[data-compare-pick=topic]"), topics, "件", (id) =>
      go({ ...state, kind: "topic", id, only: "" }),
    ),
  };
}

function showForm() {
  const towns = state.in.map((id) => catalogue.towns.get(id));
  fill(
    part("chosen"),
    ...towns.map((town) => {
      const remove = button("去掉", async () => {
        await go({ ...state, in: state.in.filter((id) => id !== town.id) });
        form.querySelector("#compare-town").focus();
      });
      remove.setAttribute("aria-label", `去掉${town.label}`);
      return element("li", [`${town.label} `, remove]);
    }),
  );
  const before = what.querySelector("[data-compare-one]");
  if (before) before.remove();
  if (state.kind === "topic") {
    const one = new Option(`一件事：${scope()}`, `topic:${state.id}`);
    one.dataset.compareOne = "";
    what.append(one);
  }
  what.value = state.kind ? `${state.kind}:${state.id}` : "";
  pickers.town(state.in, state.in.length >= MOST);
  pickers.topic(state.kind === "topic" ? [state.id] : [], false);
  change.querySelector("summary").textContent = towns.length < LEAST ? "选乡镇，选比什么" : "换乡镇，换比什么";
}

// 选得不够：说还差几个，给出近的。
function showMissing() {
  const mine = catalogue.towns.get(myTownship());
  const [first] = state.in.map((id) => catalogue.towns.get(id));
  const near = (one) => (first ? (one.county === first.county) + (one.province === first.province) : 0);
  const others = [...catalogue.towns.values()].filter((one) => !state.in.includes(one.id) && one !== mine);
  const offered = others
    .map((one) => [near(one), one])
    .sort(([a], [b]) => b - a)
    .slice(0, OFFERED)
    .map(([, one]) => one);
  if (mine && !state.in.includes(mine.id)) offered.unshift(mine);
  const buttons = offered.map((one) => button(one === mine ? `我的乡镇：${one.label}` : one.label, () => add(one.id)));
  status.textContent = first ? `已选${first.label}，再选一个就能比。` : `选两个到 ${MOST} 个乡镇，比${scope()}。`;
  fill(
    results,
    element("p", "例如加上："),
    element("p", [].concat(...buttons.map((one) => [one, " "])), { className: "qd-compare-offer" }),
  );
}

// --- 结果 ---

function showRows(towns) {
  const { rows, loose } = rowsOf(state, towns, catalogue);
  const shown = chosen(rows, state.only);
  const differing = chosen(rows, "differences").length;
  const parts = [];
  if (rows.length > 1) parts.push(filters(rows, towns, differing));
  if (rows.length && ALSO[state.kind]) parts.push(element("p", ALSO[state.kind], { className: "qd-note" }));
  // 一组一张表，组和事的次序照主题页。
  for (const group of new Set(shown.map((row) => row.group))) {
    if (state.kind !== "topic") parts.push(element("h3", group));
    parts.push(
      table(
        group,
        shown.filter((row) => row.group === group),
        towns,
      ),
    );
  }
  if (loose.length && !state.only) parts.push(...unmatched(loose));
  fill(results, ...parts);
  silent.hidden = !shown.some((row) => row.lacking.length);
  status.textContent = said(rows, shown, differing);
}

function said(rows, shown, differing) {
  if (!rows.length)
    return state.kind === "topic" ? "这几个乡镇都没有单列这件事。" : `这几个乡镇的清单里没有“${scope()}”的事项。`;
  if (state.kind === "topic") return rows[0].sentence || "只有一个乡镇单列了这件事。";
  const all = `共 ${rows.length} 件事：${differing} 件不同，${rows.length - differing} 件相同或大体相同。`;
  return state.only ? `${all}现在列出 ${shown.length} 件。` : all;
}

function filters(rows, towns, differing) {
  const lacks = (town) => `lacks:${town.id}`;
  const options = [
    ["", `全部 ${rows.length}`],
    ["differences", `只看不同的 ${differing}`],
    ...towns.map((town) => [lacks(town), `只看${town.name}没有单列的 ${chosen(rows, lacks(town)).length}`]),
  ];
  const links = options.map(([only, text]) => element("li", linkTo({ ...state, only }, text, only === state.only)));
  const place = element("nav", element("ul", links), { className: "qd-compare-only" });
  place.setAttribute("aria-label", "只看哪些");
  return place;
}

function head(scope, content, properties = {}) {
  const one = element("th", content, properties);
  one.setAttribute("scope", scope);
  return one;
}

function table(group, rows, towns) {
  const heads = towns.map((town) =>
    head("col", element("a", town.name, { href: new URL(`townships/${town.id}/`, root) })),
  );
  const body = rows.map((row) => {
    const link = element("a", row.name, { href: new URL(`topics/${row.id}/`, root) });
    const first = head("row", state.kind === "topic" ? link : [link, element("p", row.sentence)]);
    first.abbr = row.name;
    return element("tr", [first, ...row.cells.map(cell)], { className: row.differs ? "qd-compare--differs" : "" });
  });
  const one = element(
    "table",
    [
      element("caption", group, { className: "qd-unseen" }),
      element("thead", element("tr", [head("col", "事"), ...heads])),
      element("tbody", body),
    ],
    { className: "qd-compare" },
  );
  one.dataset.count = towns.length;
  return one;
}

function cell({ town, standing, touching }) {
  const parts = standing
    ? [element("p", standing.clause, { className: "qd-compare__clause" }), ...duties(standing.duties)]
    : [element("p", "没有单列", { className: "qd-compare__silent" }), ...mentioned(touching)];
  const one = element("td", parts);
  one.dataset.label = town.name;
  return one;
}

function duties(all) {
  const list = (own) =>
    element(
      "ul",
      own.map((one) => element("li", duty(one))),
    );
  const few = state.kind === "topic" ? all.length : SHOWN;
  const more = all.slice(few);
  const rest = more.length
    ? [element("details", [element("summary", `还有 ${more.length} 项`), list(more)], { className: "qd-block" })]
    : [];
  return [list(all.slice(0, few)), ...rest];
}

function duty(one) {
  const word = element("span", one.word, { className: `qd-tag qd-tag--${one.answer}` });
  const where = [word, ` ${name("list", one.list)}第 ${one.number} 项 · ${one.printed}`];
  if (one.departments.length) where.push(" · 部门：", ...departments(one.departments));
  return [linkToDuty(one), element("p", where)];
}

function linkToDuty(one) {
  const isWhole = state.kind === "topic" || one.name.length <= NAME;
  return element("a", isWhole ? one.name : `${one.name.slice(0, NAME - 1)}…`, { href: new URL(one.url, root) });
}

function departments(all) {
  const parts = all.map((one, i) => [
    i ? "、" : "",
    one.url ? element("a", one.title, { href: new URL(one.url, root) }) : one.title,
    one.lead ? "（牵头）" : "",
  ]);
  return [].concat(...parts);
}

function mentioned(touching) {
  if (!touching.length) return [];
  const links = [].concat(...touching.map((one, i) => [i ? "、" : "", linkToDuty(one)]));
  return [element("p", ["别的事项里提到：", ...links])];
}

function unmatched(loose) {
  const lists = loose.map(({ town, duties: own }) =>
    element(
      "details",
      [
        element("summary", `${town.name}（${own.length} 项）`),
        element(
          "ul",
          own.map((one) => element("li", duty(one))),
        ),
      ],
      { className: "qd-block" },
    ),
  );
  return [
    element("h3", "没有归入主题、没有对照的事项"),
    element("p", "这些事项程序没有对照，别的乡镇可能也有。"),
    ...lists,
  ];
}

// --- 显示 ---

async function show() {
  const own = (turn += 1);
  results.removeAttribute("data-compare-done");
  results.setAttribute("aria-busy", "true");
  status.textContent = "正在取数据…";
  try {
    await using((data) => own === turn && showWith(data, own));
  } catch (error) {
    if (own !== turn) return;
    console.error(error);
    if (reloads(error)) return;
    fill(results);
    fill(status, `数据没有取到：${trouble(error)} `, button("再试一次", show));
    await instead(error, status, " 存在这台手机里的，不用网络也能看：", (id) => `townships/${id}/`);
  }
  if (own !== turn) return;
  results.setAttribute("data-compare-done", "");
  results.removeAttribute("aria-busy");
}

async function showWith(data, own) {
  catalogue = data.catalogue;
  if (!pickers) prepare();
  const found = usable(stateOf(location.search), catalogue);
  state = found.state;
  fill(problems, ...found.problems.map((text) => element("p", text)));
  silent.hidden = true;
  showForm();
  const heads = state.in.map((id) => catalogue.towns.get(id));
  const names = `${heads.map((one) => one.name).join("、")}：${scope()}`;
  document.title = heads.length ? `${names} - ${title}` : title;
  heading.textContent = names;
  heading.hidden = heads.length < LEAST;
  if (heads.length < LEAST) {
    showMissing();
  } else {
    const towns = await Promise.all(heads.map(async (one) => townOf(one, await data.load(one.id))));
    if (own === turn) showRows(towns);
  }
}

// 从事项页退回来时，回到点开的那个链接。
const links = () => [...results.querySelectorAll("a")];
history.scrollRestoration = "manual";
results.addEventListener("click", (event) => {
  const link = event.target.closest("a");
  if (link && link.closest(".qd-compare")) history.replaceState({ link: links().indexOf(link) }, "");
});
form.addEventListener("submit", (event) => event.preventDefault());
addEventListener("popstate", show);
window.qingdan.works();
show().then(() => {
  const link = history.state && links()[history.state.link];
  if (!link) return;
  link.focus({ preventScroll: true });
  link.scrollIntoView({ block: "center" });
});
