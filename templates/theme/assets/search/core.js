// 查找的核心：由查询得出排好次序的事项。索引的形式写在 generator/index.py 和 generator/search/ 里。
// 词的切法与 generator/search/text.py 一致；各词在各事项里的权重在生成时算好，这里只合起来。

// 一次查询最多取多少个文件；其中留给结果的至少这么多个。
const REQUESTS = 14;
const FOR_ROWS = 3;
const FOR_TERMS = 10;
// 拼音认出的词，也要取它们的文件。
const FOR_WORDS = 3;
const LONGEST_WORD = 6;
const RUNS = /([\u3400-\u4dbf\u4e00-\u9fff]+)|([a-z0-9]+)/g;
const HAN = /[\u3400-\u4dbf\u4e00-\u9fff]/;
const LATIN = /^[a-z]+$/;
// 改字之后的词算几分：同音、音近、错一个或少一个字。
const SAME_SOUND = 0.9;
const LIKE_SOUND = 0.7;
const ONE_OFF = 0.6;
// 错一个或少一个字还认得出的词，至少这么长：再短的，错一个字就碰巧像别的词。
const LONG = 4;
// 一个词在一项里至少算它的分量的这么多：少见的词，只在正文里说到一次也算数。
const LEAST = 0.4;
// 拼音的第二、第三种可能依次少算这么多。
const LESS_LIKELY = 0.2;

// 写法归一：全角成半角，大写成小写；拼音去掉声调，ü 写成 v。
export function plain(text) {
  const marked = text
    .normalize("NFKC")
    .toLowerCase()
    .normalize("NFD")
    .replace(/u\u0308/g, "v");
  return marked.replace(/[\u0300-\u036f]/g, "").normalize("NFC");
}

function decoded(encoded) {
  const parts = encoded.replace(/\+/g, " ").match(/%[0-9a-f]{2}|[^]/gi) || [];
  const bytes = parts.map((one) =>
    one.length === 3 ? [parseInt(one.slice(1), 16)] : [...new TextEncoder().encode(one)],
  );
  const all = new Uint8Array([].concat(...bytes));
  const text = new TextDecoder("gb18030").decode(all);
  try {
    const own = new TextDecoder("utf-8", { fatal: true }).decode(all);
    // 有些 GB 18030 的汉字碰巧也是 UTF-8，读出来是西里尔、阿拉伯一类的字母；没有人用它们查。
    // 拼音的字母和声调不算（“女”读成 Ů，不是拼音）。
    const odd = own.match(/[^\0-\x7f]/g) || [];
    const isLetter = (one) =>
      one <= "\u07ff" && !/^[a-z]?[\u0300-\u0302\u0304\u0308\u030c]*$/i.test(one.normalize("NFD"));
    return odd.length && odd.every(isLetter) && HAN.test(text) ? text : own;
  } catch (error) {
    return text;
  }
}

// 地址里的参数。老门户的链接用 GB 18030 编码：不是 UTF-8 的，当作它。
export function parametersOf(address) {
  const pairs = address.replace(/^\?/, "").split("&").filter(Boolean);
  return pairs.map((pair) => {
    const at = pair.indexOf("=");
    return at < 0 ? [decoded(pair), ""] : [decoded(pair.slice(0, at)), decoded(pair.slice(at + 1))];
  });
}

export function hash(key) {
  let value = 0x811c9dc5;
  for (let i = 0; i < key.length; i += 1) value = Math.imul(value ^ key.charCodeAt(i), 0x01000193) >>> 0;
  return value;
}

// 去掉“请问”“怎么办”一类的话（长的先去），余下的切成一段一段的汉字、字母、数字。
export function runs(text, fillers) {
  let kept = "";
  for (let i = 0; i < text.length;) {
    const filler = fillers.find((one) => text.startsWith(one, i));
    kept += filler ? " " : text[i];
    i += filler ? filler.length : 1;
  }
  return kept.match(RUNS) || [];
}

// 从这里起的词在哪个文件：看第一个字；起头的词太多的字，再看第二个。
export function keyOf(run, at, meta) {
  const first = run[at];
  const [parts] = Object.entries(meta.crowded).find(([, characters]) => characters.includes(first)) || [1];
  return parts > 1 && at + 1 < run.length ? first + (hash(run[at + 1]) % parts) : first;
}

// GB 2312 的汉字，按它的次序；浏览器认得它，所以不用下载。
function gb2312(first, last) {
  const bytes = [];
  for (let one = first; one <= last; one += 1) for (let two = 0xa1; two < 0xff; two += 1) bytes.push(one, two);
  return new TextDecoder("gb2312").decode(new Uint8Array(bytes));
}

let common;
const simple = () => (common = common || new Set(gb2312(0xb0, 0xf7)));
const isTraditional = (character) => HAN.test(character) && !simple().has(character);

// 音近的当作一样：平翘舌、前后鼻音、n 和 l。
const blurred = (sound) =>
  sound
    .replace(/\b([zcs])h/g, "$1")
    .replace(/\bn/g, "l")
    .replace(/ng\b/g, "n");
const initials = (syllables) => syllables.map((one) => one[0]).join("");

// fetchFile(路径) 给出索引里一个文件的内容；known：不用取就有的。一个引擎记住取过的文件，供以后的查询用。
export function engine(fetchFile, known = {}) {
  const files = new Map(Object.entries(known));

  // 一次查询用的取文件：数着这次新取了几个。
  function counted() {
    const load = (name) => {
      if (!files.has(name)) {
        load.left -= 1;
        const file = fetchFile(name);
        files.set(name, file);
        file.catch(() => files.delete(name));
      }
      return files.get(name);
    };
    load.left = REQUESTS - (files.has("meta") && !known.meta ? 1 : 0);
    return load;
  }

  async function normalise(text, meta, load) {
    const characters = [...plain(text)];
    let table = meta.characters;
    if (characters.some((one) => !table[one] && isTraditional(one))) {
      const [old, now] = await load("characters");
      const plainer = [...now];
      table = { ...table };
      [...old].forEach((one, i) => (table[one] = plainer[i]));
    }
    return characters.map((one) => table[one] || one).join("");
  }

  let sounds;
  async function readings(load) {
    if (sounds) return;
    const characters = gb2312(0xb0, 0xd7);
    const of = new Map();
    const all = new Set();
    let at = 0;
    for (const entry of (await load("pinyin")).split(" ")) {
      const [, syllable, count] = entry.match(/([a-z]+)(\d+)/);
      all.add(syllable);
      for (const end = at + Number(count); at < end; at += 1) of.set(characters[at], syllable);
    }
    sounds = { of, all };
  }

  // 一串拼音的各种切法。
  function syllables(text) {
    if (!text) return [[]];
    const found = [];
    for (let length = Math.min(6, text.length); length > 0 && found.length < 4; length -= 1) {
      if (!sounds.all.has(text.slice(0, length))) continue;
      for (const rest of syllables(text.slice(length))) found.push([text.slice(0, length), ...rest]);
    }
    return found.slice(0, 4);
  }

  // 从哪些字起找词：文件数有限，先找不相重叠的、没有虚字的。
  function starts(pieces, meta) {
    const found = [];
    for (const piece of pieces) {
      const { run } = piece;
      const last = /[a-z0-9]/.test(run) ? 1 : run.length;
      for (let at = 0; at < last; at += 1) {
        const pair = run.slice(at, at + 2);
        const empty = [...pair].some((one) => meta.empty.includes(one));
        const order = pair.length < 2 && run.length > 1 ? 4 : (empty ? 2 : 0) + (at % 2);
        found.push({ piece, at, order: order + (piece.sure < 1 ? 0.5 : 0) });
      }
    }
    return found.sort((a, b) => a.order - b.order);
  }

  // 取各字的文件，记下查询里有的词：词、分量、在各事项里的权重、在查询里占哪几个位置。
  async function lookUp(family, pieces, meta, load, budget) {
    const shard = ({ run }, at) => `${family.name}/t-${hash(keyOf(run, at, meta)) % family.cuts[0]}`;
    const wanted = new Set();
    const kept = starts(pieces, meta).filter(({ piece, at }) => {
      const name = shard(piece, at);
      if (files.has(name)) return true;
      if (!wanted.has(name) && wanted.size >= budget) return false;
      wanted.add(name);
      return true;
    });
    const found = [];
    await Promise.all(
      kept.map(async ({ piece, at }) => {
        const terms = await load(shard(piece, at));
        const isHan = HAN.test(piece.run[at]);
        const longest = isHan ? Math.min(piece.run.length, at + LONGEST_WORD) : piece.run.length;
        for (let end = isHan ? at + 1 : longest; end <= longest; end += 1) {
          const entry = terms[piece.run.slice(at, end)];
          if (!entry) continue;
          const [importance, ...postings] = entry;
          // 词是便民词的，最后一个数是它在便民词表里的哪一条。
          const says = postings.length % 2 ? postings.pop() : null;
          found.push({
            term: piece.run.slice(at, end),
            importance: Math.abs(importance) * piece.sure,
            postings,
            says,
            isCut: importance < 0,
            sure: piece.sure,
            from: piece.whole ? piece.from : piece.from + at,
            to: piece.whole ? piece.to : piece.from + end,
          });
        }
      }),
    );
    return found;
  }

  // 说了几件事，而一个词有太多事项、只列了最重的：几件都有的可能排在后面，再取一层。
  async function further(family, found, load) {
    const apart = (one) => found.some((other) => other.to <= one.from || other.from >= one.to);
    const cut = found.filter((one) => one.isCut && apart(one)).sort((a, b) => b.importance - a.importance);
    const more = [];
    for (const one of cut) {
      const name = `${family.name}/u-${hash(one.term[0]) % family.cuts[1]}`;
      if (!files.has(name) && load.left <= FOR_ROWS + 1) continue;
      more.push(load(name).then((shard) => ({ ...one, postings: shard[one.term] || [] })));
    }
    return Promise.all(more);
  }

  // 按读音查词：keys 是全词的首字母，或开头、末尾两个字的读音。各乡镇共用一份读音表：这个乡镇没有的词，别处有，也认得。至少留下 spare 个请求。
  async function wordsLike(keys, meta, load, spare) {
    const found = [];
    await Promise.all(
      [...new Set(keys)].map(async (key) => {
        const name = `sounds/${hash(key) % meta.sounds}`;
        if (!files.has(name) && load.left <= spare) return;
        const flat = (await load(name))[key] || [];
        for (let i = 0; i < flat.length; i += 3) found.push({ word: flat[i], sound: flat[i + 1], weight: flat[i + 2] });
      }),
    );
    return found;
  }

  // 一串拼音（全拼或首字母）可能是什么词，好的在前。
  async function fromPinyin(run, meta, load) {
    await readings(load);
    const splits = syllables(run).filter((one) => one.length > 1);
    const isShort = run.length > 1 && run.length < 7;
    const keys = [].concat(...splits.map((split) => split.slice(1).map((one, i) => blurred(`${split[i]} ${one}`))));
    const words = await wordsLike([...(isShort ? [run] : []), ...keys], meta, load, FOR_ROWS + FOR_WORDS);
    const options = [];
    for (const split of splits) {
      const whole = split.join(" ");
      // 一个词盖不住的，接起来：gaolingjintie 是高龄、津贴；不成词的音节跳过：gaicesuo 里的 gai。
      const best = [{ score: 0, text: "" }];
      for (let end = 1; end <= split.length; end += 1) {
        best[end] = best[end - 1];
        for (const { word, sound, weight } of words) {
          const before = best[end - word.length];
          if (!before) continue;
          const part = split.slice(end - word.length, end).join(" ");
          const sure = part === sound ? 1 : blurred(part) === blurred(sound) ? 0.5 : 0;
          const score = before.score + sure * weight * word.length;
          if (sure && score > best[end].score) best[end] = { score, text: before.text + word };
        }
      }
      if (best[split.length].text) options.push(best[split.length]);
      for (const one of words)
        if (one.sound === whole) options.push({ text: one.word, score: one.weight * one.word.length });
    }
    for (const one of isShort ? words : []) {
      if (initials(one.sound.split(" ")) === run)
        options.push({ text: one.word, score: one.weight * one.word.length * 0.8 });
    }
    options.sort((a, b) => b.score - a.score);
    const kept = options.filter((one, i) => options.findIndex((other) => other.text === one.text) === i).slice(0, 3);
    // 远不如第一个像的，只轻轻地一并查。
    return kept.map(({ text, score }, i) => ({
      text,
      sure: Math.min(1 - LESS_LIKELY * i, (score / kept[0].score) ** 2),
    }));
  }

  // 汉字中间夹着的一个音节（zhao工作、产jia）：和左右的字合成词表里的词的那个字，连同那个词，好的在前。
  async function fromSyllable(run, left, right, meta, load) {
    await readings(load);
    const before = sounds.of.get(left[left.length - 1]);
    const after = sounds.of.get(right[0]);
    const keys = [before && `${before} ${run}`, after && `${run} ${after}`].filter(Boolean).map(blurred);
    const options = [];
    for (const { word, sound, weight } of sounds.all.has(run) ? await wordsLike(keys, meta, load, FOR_ROWS + 1) : []) {
      sound.split(" ").forEach((own, i) => {
        if (blurred(own) !== blurred(run) || !(left + word[i] + right).includes(word)) return;
        options.push({ character: word[i], word, score: weight * word.length * (own === run ? 1 : 0.5) });
      });
    }
    options.sort((a, b) => b.score - a.score);
    return options
      .filter((one, i) => options.findIndex((other) => other.character === one.character) === i)
      .slice(0, 3);
  }

  // 没有查到的字，按同音、音近、错一字、少一字猜是什么词；互相重叠的只留最像的。
  async function corrections(run, known, meta, load) {
    if (load.left <= FOR_ROWS + 1) return [];
    await readings(load);
    const own = [...run].map((one) => sounds.of.get(one));
    const keys = [];
    for (let i = 0; i + 1 < run.length; i += 1) {
      if (own[i] && own[i + 1] && !(known[i] && known[i + 1])) keys.push(blurred(`${own[i]} ${own[i + 1]}`));
    }
    const numbers = new Set(keys.map((key) => hash(key) % meta.sounds));
    if (!keys.length || numbers.size >= load.left - FOR_ROWS) return [];
    const options = [];
    const words = await wordsLike(keys, meta, load, FOR_ROWS);
    // 别的乡镇有这个词：没有打错，只是这里没有。
    for (const { word } of words) {
      for (let at = run.indexOf(word); at >= 0; at = run.indexOf(word, at + 1)) known.fill(true, at, at + word.length);
    }
    for (const { word, sound, weight } of words) {
      for (let at = 0; at < run.length; at += 1) {
        for (const length of word.length >= LONG ? [word.length, word.length - 1] : [word.length]) {
          const part = run.slice(at, at + length);
          // 多半已经查到了的，不改。
          if (part.length < length || part === word || known.slice(at, at + length).filter(Boolean).length > length / 2)
            continue;
          const sure = likeness(part, own.slice(at, at + length).join(" "), word, sound);
          if (sure) options.push({ at, end: at + length, word, sure, score: sure * (weight + 4 * word.length) });
        }
      }
    }
    options.sort((a, b) => b.score - a.score);
    const kept = [];
    for (const one of options) if (!kept.some((other) => one.at < other.end && other.at < one.end)) kept.push(one);
    return kept.sort((a, b) => a.at - b.at);
  }

  function likeness(typed, heard, word, sound) {
    if (typed.length < word.length) {
      return [...word].some((_, i) => word.slice(0, i) + word.slice(i + 1) === typed) ? ONE_OFF : 0;
    }
    const wrong = [...typed].filter((one, i) => one !== word[i]).length;
    // 两个字都不同的，多半只是碰巧同音。
    if (word.length === 2 && wrong === 2) return 0;
    if (heard === sound) return SAME_SOUND;
    if (blurred(heard) === blurred(sound)) return LIKE_SOUND;
    return word.length >= LONG && wrong === 1 ? ONE_OFF : 0;
  }

  // 得分：各词的权重之和，乘以命中的位置所占的比例，使说到的都有的在前。
  // 位置按词的分量的平方根算：少见的词要紧些，可是一句话里附带说到的往往也少见。
  function score(found, size) {
    const covered = (terms) => {
      const most = new Array(size).fill(0);
      for (const one of terms) for (let i = one.from; i < one.to; i += 1) most[i] = Math.max(most[i], one.importance);
      return most.reduce((sum, importance) => sum + Math.sqrt(importance), 0);
    };
    const documents = new Map();
    for (const one of found) {
      for (let i = 0, number = 0; i < one.postings.length; i += 2) {
        number += one.postings[i];
        const own = documents.get(number) || { number, sum: 0, terms: [] };
        own.sum += Math.max(one.postings[i + 1] * one.sure, one.importance * LEAST);
        own.terms.push(one);
        documents.set(number, own);
      }
    }
    const whole = covered(found) || 1;
    for (const own of documents.values()) own.score = own.sum * (covered(own.terms) / whole);
    return [...documents.values()].sort((a, b) => b.score - a.score || a.number - b.number);
  }

  // 没有查到的字母，隔着空格也连起来：gou yao ren 是一个词。
  function joined(pieces, found) {
    const kept = [];
    for (const piece of pieces) {
      const isUnknown = LATIN.test(piece.run) && !found.some((one) => one.from < piece.to && one.to > piece.from);
      const before = kept[kept.length - 1];
      if (isUnknown && before && before.isUnknown) {
        Object.assign(before, { run: before.run + piece.run, typed: `${before.typed} ${piece.run}`, to: piece.to });
      } else kept.push({ ...piece, typed: piece.run, isUnknown });
    }
    return kept;
  }

  // 在一份索引（"all"、"县" 或 "县/乡镇"）里查。exact：照原样查，不改字；load：接着前一次查，用它余下的请求。
  async function rank(query, name, { exact = false, load = counted() } = {}) {
    const meta = await load("meta");
    const family = { name, cuts: name === "all" ? meta.all : name.includes("/") ? meta.township : meta.county };
    let size = 0;
    const pieces = runs(await normalise(query, meta, load), meta.fillers).map((run) => {
      const piece = { run, from: size, to: size + run.length, sure: 1 };
      size += run.length;
      return piece;
    });
    // 拼音还要取读音和词的文件；读音先取着，不等词查完。
    const isLatin = pieces.some((one) => LATIN.test(one.run));
    if (isLatin && !exact) readings(load).catch(() => {});
    const some = Math.min(isLatin ? FOR_TERMS / 2 : FOR_TERMS, load.left - FOR_ROWS);
    const found = await lookUp(family, pieces, meta, load, some);
    const instead = [];
    const changes = [];
    const all = joined(pieces, found);
    const beside = (one) => (one && HAN.test(one.run) ? one.run : "");
    for (const [at, piece] of exact ? [] : all.entries()) {
      const known = new Array(piece.run.length).fill(false);
      for (const one of found) {
        if (one.term.length === 1 && piece.run.length > 1) continue;
        for (let i = Math.max(one.from, piece.from); i < Math.min(one.to, piece.to); i += 1)
          known[i - piece.from] = true;
      }
      if (known.every(Boolean)) continue;
      if (LATIN.test(piece.run)) {
        const words = await fromPinyin(piece.run, meta, load);
        const likely = words.map(({ text, sure }) => ({ character: text, word: text, sure }));
        if (!words.length)
          likely.push(...(await fromSyllable(piece.run, beside(all[at - 1]), beside(all[at + 1]), meta, load)));
        if (likely.length) changes.push({ typed: piece.typed, words: likely.map((one) => one.character) });
        likely.forEach(({ word, sure }, i) =>
          instead.push({ ...piece, run: word, sure: sure || 1 - LESS_LIKELY * i, whole: true }),
        );
      } else if (piece.run.length > 1 && HAN.test(piece.run)) {
        for (const { at, end, word, sure } of await corrections(piece.run, known, meta, load)) {
          changes.push({ typed: piece.run.slice(at, end), words: [word] });
          instead.push({ run: word, from: piece.from + at, to: piece.from + end, sure, whole: true });
        }
      }
    }
    if (instead.length) found.push(...(await lookUp(family, instead, meta, load, Math.max(1, load.left - FOR_ROWS))));
    found.push(...(await further(family, found, load)));
    return { meta, load, found, changes, ranked: score(found, size) };
  }

  // 先查一个空的：取来每次查询都要的文件，备好认繁体字的表，程序也跑过一遍，真查的时候少等。
  const prepare = () => {
    simple();
    return rank("，", "all");
  };

  return { rank, prepare };
}
