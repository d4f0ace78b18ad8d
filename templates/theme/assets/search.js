// 查找页的脚本。索引的形式写在 generator/index.py 开头；terms 与那里的同名函数一致。
(function () {
  "use strict";

  const SHOWN = 30;
  // 得分不到第一名的这个比例的，只是碰巧有几个相同的字。
  const TAIL = 0.05;
  const list = document.querySelector("[data-search-results]");
  const status = document.querySelector("[data-search-status]");
  const form = document.querySelector("[data-search-form]");
  if (!list) return;

  const root = new URL("../", document.currentScript ? document.currentScript.src : location.href);
  const RUNS = /([\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+)|([a-z0-9]+)/g;

  function normalise(text) {
    return text.normalize("NFKC").toLowerCase();
  }

  function terms(text) {
    const found = [];
    for (const [, han, word] of normalise(text).matchAll(RUNS)) {
      if (word || han.length === 1) found.push(word || han);
      else for (let i = 0; i + 1 < han.length; i += 1) found.push(han.slice(i, i + 2));
    }
    return found;
  }

  function shardOf(term, shards) {
    let value = 0x811c9dc5;
    for (let i = 0; i < term.length; i += 1) value = Math.imul(value ^ term.charCodeAt(i), 0x01000193) >>> 0;
    return value % shards;
  }

  const fetched = new Map();
  function load(name) {
    if (!fetched.has(name)) {
      const answer = fetch(new URL(`search/index/${name}.json`, root)).then((response) => {
        if (!response.ok) throw new Error(`${name}: ${response.status}`);
        return response.json();
      });
      answer.catch(() => fetched.delete(name));
      fetched.set(name, answer);
    }
    return fetched.get(name);
  }

  // 得分：各词的权重之和，乘以命中词所占的比例的平方，使命中更多词的在前。
  async function rank(query, meta, scope) {
    const wanted = [...new Set(terms(query))];
    const scores = new Map();
    await Promise.all(
      wanted.map(async (term) => {
        const postings = (await load(`t-${shardOf(term, meta.shards)}`))[term] || [];
        for (let i = 0, duty = 0; i < postings.length; i += 2) {
          duty += postings[i];
          if (scope && (duty < scope[2] || duty >= scope[3])) continue;
          const score = scores.get(duty) || { weight: 0, hits: 0 };
          score.weight += postings[i + 1];
          score.hits += 1;
          scores.set(duty, score);
        }
      }),
    );
    return [...scores]
      .map(([duty, { weight, hits }]) => ({ duty, score: weight * (hits / wanted.length) ** 2 }))
      .sort((a, b) => b.score - a.score || a.duty - b.duty);
  }

  async function rowsOf(ranked, meta) {
    return Promise.all(
      ranked.map(async (one) => {
        const chunk = await load(`r-${Math.floor(one.duty / meta.rows)}`);
        const [url, id, number, name, answer, word, sentence, category, kind] = chunk[one.duty % meta.rows];
        const township = meta.townships.find((own) => one.duty >= own[2] && one.duty < own[3]);
        return { ...one, url, id, number, name, answer, word, sentence, category, kind, where: township[1] + meta.lists[kind] };
      }),
    );
  }

  async function search(state) {
    const meta = await load("meta");
    const scope = state.in ? meta.townships.find((own) => own[0] === state.in) : null;
    if (state.in && !scope) return [];
    const ranked = await rank(state.q, meta, scope);
    // 清单的筛选要看结果的行，所以多取一些；名称里有原话的排到前面。
    const rows = await rowsOf(ranked.slice(0, state.list ? 300 : SHOWN * 2), meta);
    const words = normalise(state.q).replace(/\s+/g, "");
    for (const row of rows) if (normalise(row.name).includes(words)) row.score *= 2;
    const best = Math.max(...rows.map((row) => row.score));
    return rows
      .filter((row) => row.score >= best * TAIL && (!state.list || row.kind === state.list))
      .sort((a, b) => b.score - a.score || a.duty - b.duty)
      .slice(0, SHOWN);
  }

  // 名称里与查询相同的字加上标记；一律作为文字放进页面。
  function marked(name, query) {
    const holder = document.createDocumentFragment();
    const hits = new Array(name.length).fill(false);
    for (const term of new Set(terms(query))) {
      for (let at = normalise(name).indexOf(term); at >= 0; at = normalise(name).indexOf(term, at + 1)) {
        hits.fill(true, at, at + term.length);
      }
    }
    for (let i = 0; i < name.length; ) {
      let end = i + 1;
      while (end < name.length && hits[end] === hits[i]) end += 1;
      const part = document.createElement(hits[i] ? "mark" : "span");
      part.textContent = name.slice(i, end);
      holder.append(part);
      i = end;
    }
    return holder;
  }

  function item(row, query) {
    const entry = document.createElement("li");
    const link = document.createElement("a");
    link.href = new URL(row.url, root);
    link.append(marked(row.name, query));
    const where = document.createElement("p");
    where.textContent = `${row.where}第 ${row.number} 项 · ${row.category}`;
    const answer = document.createElement("p");
    const tag = document.createElement("span");
    tag.className = `qd-tag qd-tag--${row.answer}`;
    tag.textContent = row.word;
    answer.append(tag, ` ${row.sentence}`);
    entry.append(link, answer, where);
    return entry;
  }

  async function show() {
    const state = Object.fromEntries(new URLSearchParams(location.search));
    for (const name of ["q", "in", "list"]) form.elements[name].value = state[name] || "";
    list.replaceChildren();
    list.removeAttribute("data-search-done");
    status.textContent = "";
    const query = (state.q || "").trim();
    if (query) {
      document.title = `${query} - ${document.title.split(" - ").slice(-2).join(" - ")}`;
      status.textContent = "正在查找…";
      try {
        const rows = await search({ ...state, q: query });
        list.append(...rows.map((row) => item(row, query)));
        status.textContent = rows.length
          ? `找到 ${rows.length === SHOWN ? "的前 " : ""}${rows.length} 项`
          : `没有找到“${query}”。换个说法、少写几个字试试，或从下面的栏目找起。`;
      } catch (error) {
        const retry = document.createElement("button");
        retry.type = "button";
        retry.textContent = "再试一次";
        retry.addEventListener("click", show);
        status.replaceChildren("索引没有取到，可能是网络断了。 ", retry);
      }
    }
    list.setAttribute("data-search-done", "");
  }

  form.addEventListener("change", (event) => {
    if (event.target.tagName === "SELECT" && form.elements.q.value.trim()) form.requestSubmit();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const state = new URLSearchParams();
    for (const name of ["q", "in", "list"]) if (form.elements[name].value) state.set(name, form.elements[name].value);
    history.pushState(null, "", `?${state}`);
    show();
  });
  addEventListener("popstate", show);
  show();
})();
