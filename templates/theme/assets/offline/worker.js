// 没有网络的时候，用存在这台设备里的回答（sw.js）。读者要存一个乡镇，才有它；最后一个删掉，它也就没有了。
// 它什么也不存，只读：存的是 store.js。有网络，就照网络的；以内容命名的文件从不改动，先用存的。
(function () {
  "use strict";

  // 存了的，网络这么久没有回答就不等了；刚才没有连上，就少等些。毫秒。
  const PATIENCE = 4000;
  const LITTLE_PATIENCE = 1000;
  const RECENT = 30000;
  // 从不改动的：脚本、样式、图，查找和比较的文件。
  const FIXED = /^(assets|(search\/index|compare\/data)\/\w+)\//;
  const INDEX = /^search\/index\/(\w+)\/(.+)\.json$/;
  // 本站的每一页都有，网关、登录页没有。
  const OURS = /<script src="([^"]*)start\.js"><\/script>/;

  const site = self.registration.scope;
  const kept = self.qingdanKept(site);
  let lost = 0;

  self.addEventListener("install", () => self.skipWaiting());
  self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
  self.addEventListener("fetch", (event) => {
    const { request } = event;
    const [url] = request.url.split(/[?#]/);
    if (request.method !== "GET" || !url.startsWith(site)) return;
    const isPage = request.mode === "navigate";
    // 正在存、看有没有新的：要的是网络上的。
    if (!isPage && ["no-cache", "no-store", "reload"].includes(request.cache)) return;
    const answer = isPage ? page : file;
    event.respondWith(
      kept
        .read()
        .then((state) =>
          state && !state.isBroken ? answer(request, decodeURI(url.slice(site.length)), state) : fetch(request),
        ),
    );
  });

  const isLost = () => navigator.onLine === false || Date.now() - lost < RECENT;

  // 网络上的回答；太慢、断了、不是我们的，就抛。
  async function fromNetwork(asked, isOurs) {
    let timer;
    const late = new Promise((_, reject) => {
      timer = setTimeout(() => reject(new Error("late")), isLost() ? LITTLE_PATIENCE : PATIENCE);
    });
    const own = asked.then(async (answer) => {
      if (!(await isOurs(answer))) throw new Error("not ours");
      return answer;
    });
    try {
      const answer = await Promise.race([own, late]);
      lost = 0;
      return answer;
    } catch (error) {
      lost = Date.now();
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  async function page(request, address, state) {
    const name = address.replace(/(^|\/)index\.html$/, "$1");
    const copy = await find(name, state);
    if (copy) {
      try {
        // 问过网站才算：浏览器自己缓存的，不知道是哪一天的。
        return await fromNetwork(fetch(request.url, { cache: "no-cache", redirect: "manual" }), isOurPage);
      } catch (error) {
        return marked(await copy.text(), state, name);
      }
    }
    try {
      return await fetch(request);
    } catch (error) {
      const isFolder = await find(`${name}/`, state);
      const other = new URL(isFolder ? `${name}/` : "offline/", site);
      other.search = isFolder ? new URL(request.url).search : `?missing=${encodeURIComponent(request.url)}`;
      return Response.redirect(other.href);
    }
  }

  // 5xx、要先登录的网络、拿别的顶替的网关，都不算；页面真的没有了，“没有这一页”也是我们的。
  async function isOurPage(answer) {
    return [200, 404, 410].includes(answer.status) && OURS.test(await answer.clone().text());
  }

  async function file(request, address, state) {
    if (FIXED.test(address) || isLost()) {
      const copy = await find(address, state);
      if (copy) return copy;
    }
    try {
      const isPlausible = ({ status, headers }) =>
        status < 500 && !(address.endsWith(".json") && /html/.test(headers.get("Content-Type")));
      return await fromNetwork(fetch(request), isPlausible);
    } catch (error) {
      return (await find(address, state)) || fetch(request);
    }
  }

  async function find(address, state) {
    const found = await caches.match(new URL(address, site).href, { cacheName: state.cache });
    if (found) return found;
    const [, version, name] = INDEX.exec(address) || [];
    return version === state.index && name ? fromPacks(name, state) : undefined;
  }

  // 一个乡镇的查找是一个文件，读音表是一个文件，里面是一个个小文件：由名字取出。
  const opened = new Map();
  function open(address, state) {
    const key = `${state.cache} ${address}`;
    if (!opened.has(key)) {
      opened.set(
        key,
        find(address, state).then((answer) => answer.json()),
      );
      opened.get(key).catch(() => opened.delete(key));
    }
    return opened.get(key);
  }

  async function fromPacks(name, state) {
    for (const key of opened.keys()) if (!key.startsWith(`${state.cache} `)) opened.delete(key);
    const [, number] = /^sounds\/(\d+)$/.exec(name) || [];
    for (const {
      search: [own, sounds],
    } of state.townships) {
      const pack = await open(number ? sounds : own, state);
      const found = number ? soundsOf(pack, number) : pack[name];
      if (found) return new Response(JSON.stringify(found), { headers: { "Content-Type": "application/json" } });
    }
    return undefined;
  }

  // 读音表里一个词只写一次，各处写它的位置。
  function soundsOf({ words, files }, number) {
    const found = {};
    for (const [key, places] of Object.entries(files[number] || {})) {
      found[key] = [].concat(...places.map((at) => words.slice(at, at + 3)));
    }
    return found;
  }

  // 页面上写明：这是什么时候存的。“存到手机”页自己会说。
  function marked(html, { stored }, name) {
    const date = new Date(stored);
    const minutes = String(date.getMinutes()).padStart(2, "0");
    const when = `${date.getFullYear()}年${date.getMonth() + 1}月${date.getDate()}日 ${date.getHours()}:${minutes}`;
    const why = navigator.onLine === false ? "没有网络" : "没有连上网站";
    const said = `<p class="qd-kept" role="status">${why}。这是 ${when} 存到这台手机的。<a href="${site}offline/">存了哪些</a></p>`;
    const [, assets] = OURS.exec(html);
    const text = html
      .replace("<html ", `<html data-qd-kept="${stored}" `)
      .replace("</head>", `<link rel="stylesheet" href="${assets}offline/offline.css"></head>`)
      .replace("<main ", `${name === "offline/" ? "" : said}<main `);
    return new Response(text, { headers: { "Content-Type": "text/html; charset=utf-8" } });
  }
})();
