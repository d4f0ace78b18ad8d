// 比较的道理：地址 ↔ 状态，几个乡镇的摘要 → 一件事一行。不碰页面。
// 摘要的格式写在 generator/summarise.py，用语和规则照 generator/compare.py（主题页），有测试核对两边。

export const LEAST = 2;
export const MOST = 5;
const KINDS = ["topic", "category", "list"];
// 一句话里最多说出几个名字，与 compare.py 的 NAMES 一致。
const NAMES = 3;
const DIFFERING = ["DIFFERENT", "OTHER_KINDS"];
const TOWN = "0";
const ASSIST = "1";

// --- 地址和状态：{ in: 乡镇, kind 和 id: 比什么（kind 空着是全部）, only: 只看什么 } ---

export function stateOf(address) {
  const found = new URLSearchParams(address);
  const kind = KINDS.find((one) => found.get(one)) || "";
  const lacks = found.get("lacks");
  return {
    in: [...new Set(found.getAll("in"))].filter(Boolean),
    kind,
    id: kind ? found.get(kind) : "",
    only: lacks ? `lacks:${lacks}` : found.get("only") === "differences" ? "differences" : "",
  };
}

export function addressOf(state) {
  const parts = state.in.map((id) => ["in", id]);
  if (state.kind) parts.push([state.kind, state.id]);
  if (state.only === "differences") parts.push(["only", state.only]);
  if (state.only.startsWith("lacks:")) parts.push(["lacks", state.only.slice(6)]);
  // 编号里的斜线不用转写，网址好读。
  const written = parts.map(([name, value]) => name + "=" + encodeURIComponent(value).replace(/%2F/g, "/"));
  return "?" + written.join("&");
}

// 目录：按编号找得到的乡镇、主题、类别、清单。
export function catalogueOf(index) {
  const topics = [].concat(...index.groups.map(([group, own]) => own.map(([id, name]) => ({ id, name, group }))));
  const towns = index.townships.map(([id, label, name, province, county]) => ({ id, label, name, province, county }));
  return {
    ...index,
    towns: new Map(towns.map((one) => [one.id, one])),
    names: {
      topic: new Map(topics.map((one) => [one.id, one.name])),
      category: new Map(index.categories),
      list: new Map(Object.entries(index.lists)),
    },
    topics,
  };
}

// 地址里的状态留下能用的，其余的各说一句。
export function usable(state, catalogue) {
  const problems = [];
  const towns = [];
  for (const id of state.in) {
    if (!catalogue.towns.has(id)) problems.push(`没有编号是“${id}”的乡镇，可能是网址抄错了，也可能已经改名。`);
    else if (towns.length === MOST) problems.push(`最多比 ${MOST} 个乡镇，没有列出${catalogue.towns.get(id).label}。`);
    else towns.push(id);
  }
  let { kind, id, only } = state;
  if (kind && !catalogue.names[kind].has(id)) {
    const what = { topic: "主题", category: "类别", list: "清单" }[kind];
    problems.push(`没有编号是“${id}”的${what}，下面比的是全部事项。`);
    kind = id = "";
  }
  if (only.startsWith("lacks:") && !towns.includes(only.slice(6))) only = "";
  return { state: { in: towns, kind, id, only }, problems };
}

// --- 摘要 → 行 ---

export function townOf(head, data) {
  const duties = data.duties.map(([id, number, list, category, printed, name, answer, word, departments]) => ({
    id,
    number,
    list,
    category,
    printed,
    name,
    answer,
    word,
    url: `townships/${head.id}/${id}/`,
    departments: departments.map(([title, own, lead]) => ({
      title,
      lead: Boolean(lead),
      url: own && `departments/${head.id.split("/")[0]}/${own}/`,
    })),
  }));
  const at = (places) => places.map((place) => duties[place]);
  const standings = Object.entries(data.standings).map(([topic, [pattern, clause, kinds, places]]) => [
    topic,
    { pattern, clause, kinds, duties: at(places) },
  ]);
  return {
    ...head,
    duties,
    standings: new Map(standings),
    touching: new Map(Object.entries(data.touching).map(([topic, places]) => [topic, at(places)])),
  };
}

// 一件事一行：有一个乡镇的事项在所比的范围里，就列出各乡镇这件事的全部事项，别的清单里的也在内。
export function rowsOf({ kind, id }, towns, catalogue) {
  const fits = (duty) => !kind || kind === "topic" || duty[kind] === id;
  const rows = [];
  for (const topic of catalogue.topics) {
    if (kind === "topic" && topic.id !== id) continue;
    const cells = towns.map((town) => ({
      town,
      standing: town.standings.get(topic.id) || null,
      touching: town.touching.get(topic.id) || [],
    }));
    if (kind !== "topic" && !cells.some((cell) => cell.standing && cell.standing.duties.some(fits))) continue;
    const lacking = cells.filter((cell) => !cell.standing).map((cell) => cell.town);
    const { name, sentence } = verdictOf(cells.map((cell) => cell.standing).filter(Boolean), catalogue);
    rows.push({
      ...topic,
      cells,
      lacking,
      verdict: sentence,
      sentence:
        (lacking.length
          ? `${listed(
              lacking.map((one) => one.name),
              "个乡镇",
            )}没有单列。`
          : "") + sentence,
      differs: lacking.length > 0 || DIFFERING.includes(name),
    });
  }
  const topical = new Set(
    [].concat(...[].concat(...towns.map((town) => [...town.standings.values()])).map((one) => one.duties)),
  );
  const loose = towns
    .map((town) => ({
      town,
      duties: kind === "topic" ? [] : town.duties.filter((duty) => fits(duty) && !topical.has(duty)),
    }))
    .filter((one) => one.duties.length);
  return { rows, loose };
}

export function chosen(rows, only) {
  if (only === "differences") return rows.filter((row) => row.differs);
  if (only.startsWith("lacks:")) return rows.filter((row) => row.lacking.some((town) => town.id === only.slice(6)));
  return rows;
}

// 单列了这件事的乡镇一样不一样，与 compare.py 的 _differences 一致。
function verdictOf(standings, { verdicts, standings: general }) {
  const say = (name, what = "") => ({ name, sentence: verdicts[name].replace("{}", () => what) });
  if (standings.length < 2) return { name: "", sentence: "" };
  const [{ pattern, clause }] = standings;
  if (standings.some((one) => one.pattern !== pattern)) return say("DIFFERENT");
  const isSame = standings.every((one) => one.clause === clause);
  if (isSame && (pattern === TOWN || pattern === ASSIST)) return say("SAME", clause);
  if (pattern !== ASSIST) return say("SIMILAR", general[pattern]);
  const common = standings[0].kinds.filter((kind) => standings.every((one) => one.kinds.includes(kind)));
  if (!common.length) return say("OTHER_KINDS");
  return say(
    standings.every((one) => one.kinds.length === common.length) ? "SAME_KINDS" : "MORE_KINDS",
    listed(common, "类"),
  );
}

function listed(names, unit) {
  const shown = names.slice(0, NAMES).join("、");
  return names.length <= NAMES ? shown : `${shown}等 ${names.length} ${unit}`;
}
