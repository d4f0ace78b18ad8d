// “存到这台手机”记在哪里：浏览器的 Cache Storage。页面和 sw.js 共用，所以不是模块，而是 self.qingdanKept。
//
//   qingdan /portal/ state     一条记录：现在用的是哪一份，存了哪些乡镇，什么时候存的
//   qingdan /portal/ <时间>     一份：全部文件。新的一份存齐了，记录才改到它，旧的才删
//
// 名字里有网站的路径：同一个主机上有几个网站，各管各的。
self.qingdanKept = (site) => {
  "use strict";

  // 记录和存法换了，就加一：别的版本存的，看不懂就不用。
  const FORM = 1;
  const prefix = `qingdan ${new URL(site).pathname} `;
  const STATE = `${prefix}state`;
  const record = new URL("offline/state", site).href;

  // 没有存过，是 null；存的看不懂，或已经被浏览器清掉，是 { isBroken: true }。不新建任何东西。
  async function read() {
    const answer = await caches.match(record, { cacheName: STATE });
    if (!answer) return null;
    const state = await answer.json().catch(() => null);
    const isSound = state && state.form === FORM && (await caches.has(state.cache));
    return isSound ? state : { isBroken: true };
  }

  async function write(state) {
    const cache = await caches.open(STATE);
    await cache.put(record, new Response(JSON.stringify(Object.assign({ form: FORM }, state))));
  }

  // 只留下这几份；一份也不留，就连记录也删去。
  async function only(names) {
    const spared = names.length ? [STATE, ...names] : [];
    const own = (await caches.keys()).filter((name) => name.startsWith(prefix) && !spared.includes(name));
    await Promise.all(own.map((name) => caches.delete(name)));
  }

  const fresh = () => prefix + Date.now();

  return { read, write, only, fresh };
};
