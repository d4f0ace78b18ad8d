// @ts-check
// The site changes, but the files of one search, of one comparison must be of one version, never half of each.
// Those of a version are in a folder that is named by what is in it, and never change; which version is the present one
// a file says whose address stays (the pointer): { version: the folder's name, assets: of which build the scripts are
// that can read it, … }.  Where a file is missing the pointer is looked at again; with another version the work begins
// anew, but only once.

const REMEMBERED = "qingdan.reloaded";

/** @typedef {{ version: string, assets: string | undefined }} Pointer */

/** The file is not there, or something else is in its place: an update, an upload broken off, a gateway. */
export class Missing extends Error {}

/** The page cannot read the data: the two are not of one build. */
export class Outdated extends Error {
  /** @param {Pointer} pointer */
  constructor(pointer) {
    super(`page ${window.qingdan.version}, data ${pointer.assets}`);
    this.pointer = pointer;
  }
}

/**
 * Some gateways answer 200 for what is missing, with JSON of their own ({"code":404,…}).  The site's pointers have a
 * version, and no other file has such single numbers and strings at its top.
 * @param {unknown} content
 */
function isOurs(content) {
  if (!content || typeof content !== "object") return typeof content === "string";
  const isWhole = Array.isArray(content) || "version" in content;
  return isWhole || Object.values(content).every((one) => one && typeof one === "object");
}

/**
 * A file of the site.
 * @param {string} address
 * @param {RequestCache} cache
 * @returns {Promise<any>} what it holds; who asks knows its form
 */
export async function read(address, cache = "default") {
  const answer = await fetch(new URL(address, window.qingdan.site).href, { cache });
  if (!answer.ok) throw new Missing(`${address}: ${answer.status}`);
  const content = await answer.json().catch((error) => {
    throw new Missing(`${address}: ${error.message}`);
  });
  if (!isOurs(content)) throw new Missing(`${address}: ${JSON.stringify(content).slice(0, 80)}`);
  return content;
}

/**
 * Gives a function that does some work with one edition, all of whose files are of one version.
 * @template {Pointer} P
 * @template E
 * @param {string} address of the pointer
 * @param {(pointer: P) => E} open makes an edition; throws Outdated where it cannot
 * @param {P | null} carried the pointer that the page itself has
 * @param {(edition: E) => Promise<boolean>} renewed of the same version: whether anything else has changed in it
 * @returns {<R>(work: (edition: E) => R | Promise<R>) => Promise<R>}
 */
export function editions(address, open, carried = null, renewed = async () => false) {
  /** @type {Promise<{ pointer: P, edition: E }> | null} */
  let now = null;

  /** @param {P} pointer */
  function take(pointer) {
    if (!pointer.version) throw new Missing(address);
    if (pointer.assets !== window.qingdan.version) throw new Outdated(pointer);
    return { pointer, edition: open(pointer) };
  }

  function current() {
    if (now) return now;
    const own = carried ? Promise.resolve(carried).then(take) : read(address).then(take);
    now = own;
    own.catch(() => {
      if (now === own) now = null;
    });
    return own;
  }

  /**
   * Whether there is another version than the one that was used; asks the network, and renews what the browser keeps.
   * @param {P | undefined} used
   */
  async function renew(used) {
    const last = await now;
    if (used !== (last ? last.pointer : undefined)) return true;
    const latest = await read(address, "reload");
    if (used && last && latest.version === used.version) return renewed(last.edition);
    now = Promise.resolve(take(latest));
    return true;
  }

  return async (work) => {
    let used;
    try {
      const { pointer, edition } = await current();
      used = pointer;
      return await work(edition);
    } catch (error) {
      if (!(error instanceof Missing) || !(await renew(used))) throw error;
      return work((await current()).edition);
    }
  };
}

/**
 * Page and data do not belong together: load the page anew.  Not for a version for which that was done already, nor
 * where it cannot be remembered, lest it never end.  All versions are remembered, not only the last one: several
 * servers, some new and some old, may answer in turn.
 * @param {unknown} error
 */
export function reloads(error) {
  if (!(error instanceof Outdated)) return false;
  try {
    const done = (sessionStorage.getItem(REMEMBERED) || "").split(" ");
    if (done.includes(error.pointer.version)) return false;
    sessionStorage.setItem(REMEMBERED, [...done, error.pointer.version].join(" "));
  } catch (refused) {
    return false;
  }
  location.reload();
  return true;
}

/**
 * The network is gone (it is not the site's fault): townships that are kept on this device still serve; offer them.
 * @param {unknown} error
 * @param {Element} place
 * @param {string} said
 * @param {(township: string) => string} addressOf where the same can be done within a township
 */
export async function instead(error, place, said, addressOf) {
  if (error instanceof Missing || error instanceof Outdated) return;
  const offline = await import("../offline/instead.js").catch(() => null);
  if (offline) await offline.offer(place, said, addressOf);
}

/**
 * What has happened, and what to do.
 * @param {unknown} error
 */
export function trouble(error) {
  if (error instanceof Outdated) return "网站更新了，这一页和它对不上；请刷新这一页，还不行就过几分钟再刷新。";
  if (error instanceof Missing) return "取到的不完整，可能网站正在更新，或没有传完整；过几分钟再试。";
  return "可能是网络断了。";
}
