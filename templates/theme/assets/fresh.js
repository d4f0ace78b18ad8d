// 网站会更新，一次查找、一次比较的文件却要出自同一版，不能一半新一半旧。
// 一版的文件在以它的内容命名的文件夹里，从不改动；哪一版是现在的，由一个地址不变的文件（指针）说：
// { version: 文件夹的名字, assets: 读得懂它的脚本是哪一版, … }。文件取不到，就重新看指针，换了版本的从头再来，只一次。

const { site, version } = window.qingdan; // assets/start.js
const REMEMBERED = "qingdan.reloaded";

// 没有这个文件，或取到的不是它：正在更新，没有传完整，或网关拿别的顶替。
export class Missing extends Error {}

// 这一页和数据不是一起生成的，读不了：一个旧一个新。
export class Outdated extends Error {
  constructor(pointer) {
    super(`page ${version}, data ${pointer.assets}`);
    this.pointer = pointer;
  }
}

// 有的网关对没有的文件也答 200，给一段自己的 JSON（{"code":404,…}）。网站的指针写着版本，别的文件最外一层没有这样单个的数和字。
function isOurs(content) {
  if (!content || typeof content !== "object") return typeof content === "string";
  return (
    Array.isArray(content) ||
    "version" in content ||
    Object.values(content).every((one) => one && typeof one === "object")
  );
}

export async function read(address, cache = "default") {
  const answer = await fetch(new URL(address, site), { cache });
  if (!answer.ok) throw new Missing(`${address}: ${answer.status}`);
  const content = await answer.json().catch((error) => {
    throw new Missing(`${address}: ${error.message}`);
  });
  if (!isOurs(content)) throw new Missing(`${address}: ${JSON.stringify(content).slice(0, 80)}`);
  return content;
}

// open(指针) 做出一版，读不了的抛 Outdated；carried：页面里带着的指针。
// 给出的函数做一件事 work(一版)：里面的文件都取自这一版。
export function editions(address, open, carried = null) {
  let now = null;

  function take(pointer) {
    if (!pointer.version) throw new Missing(address);
    if (pointer.assets !== version) throw new Outdated(pointer);
    return { pointer, edition: open(pointer) };
  }

  function current() {
    if (!now) {
      const own = (now = carried ? Promise.resolve(take(carried)) : read(address).then(take));
      own.catch(() => now === own && (now = null));
    }
    return now;
  }

  // 有没有换了版本。reload：不用缓存里的，也更新缓存。
  async function renew(used) {
    const { pointer } = (await now) || {};
    if (used !== pointer) return true;
    const latest = await read(address, "reload");
    if (used && latest.version === used.version) return false;
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

// 页面和数据对不上：把页面刷新一次。已经为它刷新过的版本、记不住的，不刷新，免得没完没了；
// 记的是各版，不只是上一版：几台服务器有新有旧、轮流来答，也刷新得完。
export function reloads(error) {
  if (!(error instanceof Outdated)) return false;
  try {
    const done = (sessionStorage.getItem(REMEMBERED) || "").split(" ");
    if (done.includes(error.pointer.version)) return false;
    sessionStorage.setItem(REMEMBERED, [...done, error.pointer.version].join(" "));
  } catch (error) {
    return false;
  }
  location.reload();
  return true;
}

// 网络断了（不是网站的事）：存在这台设备里的乡镇还行，在 place 里给出来；addressOf(乡镇) 是在它里面做同一件事的地址。
export async function instead(error, place, said, addressOf) {
  if (error instanceof Missing || error instanceof Outdated) return;
  const { offer } = await import("./offline/instead.js").catch(() => ({}));
  if (offer) await offer(place, said, addressOf);
}

// 出了什么事，该怎么办。
export function trouble(error) {
  if (error instanceof Outdated) return "网站更新了，这一页和它对不上；请刷新这一页，还不行就过几分钟再刷新。";
  if (error instanceof Missing) return "取到的不完整，可能网站正在更新，或没有传完整；过几分钟再试。";
  return "可能是网络断了。";
}
