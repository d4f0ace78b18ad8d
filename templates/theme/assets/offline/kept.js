// @ts-check
// Where “存到这台手机” keeps things: the browser's Cache Storage.  Pages and sw.js have this in common, so it is no module
// but self.qingdanKept.
//
//   qingdan /portal/ state     one record: which keeping is in use, which townships it has, when it was made
//   qingdan /portal/ <time>    one keeping: all its files.  Only when a new one is whole does the record say so, and
//                              only then is the old one deleted
//
// The names have the site's path: several sites on one host each have their own.
self.qingdanKept = (site) => {
  "use strict";

  // Goes up where the record or the way of keeping changes: what another version kept is not used.
  const FORM = 1;
  const prefix = `qingdan ${new URL(site).pathname} `;
  const STATE = `${prefix}state`;
  const record = new URL("offline/state", site).href;

  /** Null where nothing was kept; broken where it cannot be read, or the browser has cleared it.  Makes nothing new. */
  async function read() {
    const answer = await caches.match(record, { cacheName: STATE });
    if (!answer) return null;
    const state = await answer.json().catch(() => null);
    const isSound = state && state.form === FORM && (await caches.has(state.cache));
    return isSound ? state : { isBroken: true };
  }

  /** @param {KeptState} state */
  async function write(state) {
    const cache = await caches.open(STATE);
    await cache.put(record, new Response(JSON.stringify(Object.assign({ form: FORM }, state))));
  }

  /**
   * Delete all keepings but these; with none left the record goes too.
   * @param {string[]} names
   */
  async function only(names) {
    const spared = names.length ? [STATE, ...names] : [];
    const own = (await caches.keys()).filter((name) => name.startsWith(prefix) && !spared.includes(name));
    await Promise.all(own.map((name) => caches.delete(name)));
  }

  const fresh = () => prefix + Date.now();

  return { read, write, only, fresh };
};
