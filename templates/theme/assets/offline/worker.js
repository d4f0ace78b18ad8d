// @ts-check
// Answers with what is kept on this device when there is no network (sw.js).  It is there only since a reader has asked
// to keep a township, and goes with the last of them.  It keeps nothing itself, it only reads: store.js keeps.  With a
// network the network is right; files that are named by what is in them never change, so what is kept comes first.
(function () {
  "use strict";

  const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));

  /** For what is kept, the network is not waited for longer than this; and less if it was gone just now.  In ms. */
  const PATIENCE = 4000;
  const LITTLE_PATIENCE = 1000;
  const RECENT = 30000;
  /** What never changes: scripts, styles, pictures, files of the search and the comparison. */
  const FIXED = /^(assets|(search\/index|compare\/data)\/[0-9a-f]{12})\//;
  const INDEX = /^search\/index\/([0-9a-f]{12}\/.+)\.json$/;
  /** All pages of the site have this, those of gateways and of networks to log in to do not. */
  const OURS = /<script src="([^"]*)start\.js"><\/script>/;

  const site = worker.registration.scope;
  const kept = self.qingdanKept(site);
  let lost = 0;

  worker.addEventListener("install", () => worker.skipWaiting());
  worker.addEventListener("activate", (event) => event.waitUntil(worker.clients.claim()));
  worker.addEventListener("fetch", (event) => {
    const { request } = event;
    const [url] = request.url.split(/[?#]/);
    if (request.method !== "GET" || !url.startsWith(site)) return;
    const isPage = request.mode === "navigate";
    // Something is being kept, or looked whether it is new: that means the network.
    if (!isPage && ["no-cache", "no-store", "reload"].includes(request.cache)) return;
    const answer = isPage ? page : file;
    const address = decodeURI(url.slice(site.length));
    const respond = (/** @type {KeptState | BrokenState | null} */ state) =>
      state && !state.isBroken ? answer(request, address, state) : fetch(request);
    event.respondWith(kept.read().then(respond));
  });

  const isLost = () => navigator.onLine === false || Date.now() - lost < RECENT;

  /**
   * The network's answer; throws where it is too slow, gone, or not ours.
   * @param {Promise<Response>} asked
   * @param {(answer: Response) => boolean | Promise<boolean>} isOurs
   */
  async function fromNetwork(asked, isOurs) {
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let timer;
    /** @type {Promise<never>} */
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

  /**
   * @param {Request} request
   * @param {string} address
   * @param {KeptState} state
   */
  async function page(request, address, state) {
    const name = address.replace(/(^|\/)index\.html$/, "$1");
    const copy = await find(name, state);
    if (copy) {
      try {
        // The site itself must have been asked: what the browser has cached may be of any day.
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

  /**
   * Not 5xx, nor networks to log in to, nor gateways that give something else; where a page is really gone, “没有这一页”
   * is ours too.
   * @param {Response} answer
   */
  async function isOurPage(answer) {
    return [200, 404, 410].includes(answer.status) && OURS.test(await answer.clone().text());
  }

  /**
   * @param {Request} request
   * @param {string} address
   * @param {KeptState} state
   */
  async function file(request, address, state) {
    if (FIXED.test(address) || isLost()) {
      const copy = await find(address, state);
      if (copy) return copy;
    }
    try {
      const isPlausible = (/** @type {Response} */ { status, headers }) =>
        status < 500 && !(address.endsWith(".json") && /html/.test(headers.get("Content-Type") || ""));
      return await fromNetwork(fetch(request), isPlausible);
    } catch (error) {
      return (await find(address, state)) || fetch(request);
    }
  }

  /**
   * @param {string} address
   * @param {KeptState} state
   * @returns {Promise<Response | undefined>}
   */
  async function find(address, state) {
    const found = await caches.match(new URL(address, site).href, { cacheName: state.cache });
    if (found) return found;
    const [, name] = INDEX.exec(address) || [];
    return name ? fromPacks(name, state) : undefined;
  }

  // What the vocabulary means is one file, the table of sounds is one: of many small ones, found by their names.
  /** @type {Map<string, Promise<any>>} */
  const opened = new Map();

  /**
   * @param {string} address
   * @param {KeptState} state
   */
  function open(address, state) {
    const key = `${state.cache} ${address}`;
    const had = opened.get(key);
    if (had) return had;
    const pack = find(address, state).then((answer) => /** @type {Response} */ (answer).json());
    opened.set(key, pack);
    pack.catch(() => opened.delete(key));
    return pack;
  }

  /**
   * @param {string} name
   * @param {KeptState} state
   */
  async function fromPacks(name, state) {
    for (const key of opened.keys()) if (!key.startsWith(`${state.cache} `)) opened.delete(key);
    for (const { search } of state.townships) {
      for (const address of search) {
        const found = (await open(address, state))[name];
        if (found) return new Response(JSON.stringify(found), { headers: { "Content-Type": "application/json" } });
      }
    }
    return undefined;
  }

  /**
   * The page says from when it is; “存到手机” says so itself.
   * @param {string} html
   * @param {KeptState} state
   * @param {string} name
   */
  function marked(html, { stored }, name) {
    const date = new Date(stored);
    const minutes = String(date.getMinutes()).padStart(2, "0");
    const when = `${date.getFullYear()}年${date.getMonth() + 1}月${date.getDate()}日 ${date.getHours()}:${minutes}`;
    const why = navigator.onLine === false ? "没有网络" : "没有连上网站";
    const link = `<a href="${site}offline/">存了哪些</a>`;
    const said = `<p class="qd-kept" role="status">${why}。这是 ${when} 存到这台手机的。${link}</p>`;
    const [, assets] = OURS.exec(html) || [];
    const text = html
      .replace("<html ", `<html data-qd-kept="${stored}" `)
      .replace("</head>", `<link rel="stylesheet" href="${assets}style/offline.css"></head>`)
      .replace("<main ", `${name === "offline/" ? "" : said}<main `);
    return new Response(text, { headers: { "Content-Type": "text/html; charset=utf-8" } });
  }
})();
