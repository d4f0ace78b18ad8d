// 查，再由排好的次序取到结果的内容：行、筛选用的数、正文。都数着请求，见 core.js 的 counted。
import { engine } from "./core.js";
import { editions, Outdated, read } from "../fresh.js";

// 得分不到第一名的这个比例的，只是碰巧有几个相同的字；最多算这么多项。
const TAIL = 0.14;
const MOST = 200;

export const root = window.qingdan.site; // assets/start.js

// 查找页里带着每次查询都要的文件，少取一次。
const carrier = document.querySelector("[data-search-meta]");
const carried = JSON.parse((carrier && carrier.textContent.trim()) || "null");

// 一版索引一个引擎：打字时的建议取过的文件，按了回车不再取。
export const using = editions("search/index/meta.json", open, carried);

function open(meta) {
  // 页面列着乡镇，索引里是它们的序号：两边要一样。
  if (carried && meta.places !== carried.places) throw new Outdated(meta);
  const file = async (name) => (name === "meta" ? meta : read(`search/index/${meta.version}/${name}.json`));
  return engine(file, meta === carried ? { meta: Promise.resolve(meta) } : {});
}

// 打字时先查着的那一次。
let early = {};

// 还在打字，先查着，为了建议。
export function rankEarly(index, query, family) {
  const found = index.rank(query, family);
  early = { index, query, family, found };
  return found;
}

// 按了回车：正是打字时查着的，就接着用它，请求也接着数；没有取到的重新查。
export async function rankNow(index, query, family, exact) {
  const isSame = early.index === index && early.query === query && early.family === family && !exact;
  const { found } = isSame ? early : {};
  early = {};
  return (found && (await found.catch(() => null))) || index.rank(query, family, { exact });
}

export function worthShowing(ranked) {
  const least = ranked.length ? ranked[0].score * TAIL : 0;
  return ranked.filter((one) => one.score >= least).slice(0, MOST);
}

// 由便民词找到的：哪个便民词，指的是这一项里的哪些用语；有“孤寡老人”的，不再说“孤寡”。
function reasons(terms, name, meanings) {
  const found = new Map();
  for (const { term, says } of terms) {
    if (says === null || name.includes(term)) continue;
    const means = meanings
      .filter(([word, ...entries]) => word !== term && entries.includes(says))
      .map(([word]) => word);
    if (means.length) found.set(term, { say: term, means });
  }
  return [...found.values()].filter(
    ({ say }) => ![...found.keys()].some((other) => other !== say && other.includes(say)),
  );
}

// 结果的行。只取到请求还剩 spare 个为止（至少 least 个文件），余下的等要看时再取。
export async function rows(family, ranked, { meta, load }, least = 1, spare = 0) {
  const chunks = new Set();
  const kept = [];
  for (const one of ranked) {
    const number = Math.floor(one.number / meta.rows);
    if (!chunks.has(number) && chunks.size >= Math.max(least, load.left - spare)) break;
    chunks.add(number);
    kept.push(one);
  }
  return Promise.all(
    kept.map(async (one) => {
      const chunk = await load(`${family}/r-${Math.floor(one.number / meta.rows)}`);
      const [name, list, category, [answer, word, sentence], topics, departments, count, members, meanings] =
        chunk[one.number % meta.rows];
      return {
        ...one,
        name,
        list,
        category,
        answer,
        word,
        sentence,
        count,
        reasons: reasons(one.terms, name, meanings),
        topics: topics.map(([id, title]) => ({ id, title })),
        departments: departments.map(([id, title]) => ({ id: `${members[0][0].split("/")[0]}/${id}`, title })),
        members: members.map(([township, id, number, place]) => ({
          township,
          id,
          number,
          place,
          url: `townships/${township}/${id}/`,
        })),
      };
    }),
  );
}

export function facetRequests(ranked, meta) {
  return new Set(ranked.map((one) => Math.floor(one.number / meta.facets))).size;
}

// 每项的清单、类别、部门和（全部乡镇的索引里）所在乡镇的序号范围。
export async function facets(family, ranked, { meta, load }) {
  const lists = Object.keys(meta.lists);
  return Promise.all(
    ranked.map(async (one) => {
      const chunk = await load(`${family}/f-${Math.floor(one.number / meta.facets)}`);
      const [set, list, category, ...departments] = chunk.rows[one.number % meta.facets];
      return {
        ...one,
        townships: chunk.townships[set],
        list: lists[list],
        category: chunk.categories[category],
        departments: departments.map((number) => chunk.departments[number]),
      };
    }),
  );
}

export function isIn(ranges, number) {
  for (let i = 0; i < ranges.length; i += 2) if (number >= ranges[i] && number <= ranges[i + 1]) return true;
  return false;
}

export async function sentences(member, { meta, load }) {
  const chunk = await load(`${member.township}/x-${Math.floor(member.place / meta.passages)}`);
  return chunk[member.place % meta.passages];
}
