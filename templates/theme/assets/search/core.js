// 查找的核心：由查询得出排好次序的事项。索引的形式写在 generator/index.py 开头。
// 词的切法与 generator/search/text.py 一致；各词在各事项里的权重在生成时算好，这里只合起来。

// 一次查询最多取多少个词的文件、读音的文件：一共不超过 14 个，其余留给总的文件和结果的行。
const SHARDS = 7;
const SOUND_SHARDS = 3;
const LONGEST_WORD = 6;
const RUNS = /([\u3400-\u4dbf\u4e00-\u9fff]+)|([a-z0-9]+)/g;
const LATIN = /^[a-z]+$/;
// 改字之后的词算几分：同音、音近、错一个字、少一个字。
const SAME_SOUND = 0.9;
const LIKE_SOUND = 0.7;
const ONE_OFF = 0.6;

export function shardOf(term, shards) {
  let value = 0x811c9dc5;
  for (let i = 0; i < Math.min(2, term.length); i += 1) value = Math.imul(value ^ term.charCodeAt(i), 0x01000193) >>> 0;
  return value % shards;
}

// 去掉“请问”“怎么办”一类的话（长的先去），余下的切成一段一段的汉字、字母、数字。
export function runs(text, fillers) {
  let kept = "";
  for (let i = 0; i < text.length; ) {
    const filler = fillers.find((one) => text.startsWith(one, i));
    kept += filler ? " " : text[i];
    i += filler ? filler.length : 1;
  }
  return [...kept.matchAll(RUNS)].map(([run]) => run);
}

// 一段里的各对字；只有一个字，或是字母、数字，就是它自己。at 是在段里的位置。
function pairsOf(run) {
  if (run.length < 2 || /[a-z0-9]/.test(run)) return [{ term: run, at: 0 }];
  return Array.from({ length: run.length - 1 }, (_, at) => ({ term: run.slice(at, at + 2), at }));
}

// GB 2312 的汉字，按它的次序；浏览器认得它，所以不用下载。
function gb2312(first, last) {
  const bytes = [];
  for (let one = first; one <= last; one += 1) for (let two = 0xa1; two < 0xff; two += 1) bytes.push(one, two);
  return new TextDecoder("gb2312").decode(new Uint8Array(bytes));
}

let simple;
const isSimple = (character) => (simple ||= new Set(gb2312(0xb0, 0xf7))).has(character);

// 音近的当作一样：平翘舌、前后鼻音、n 和 l。
const blurred = (sound) => sound.replace(/\b([zcs])h/g, "$1").replace(/\bn/g, "l").replace(/ng\b/g, "n");

// load(路径) 给出索引里的一个文件。
export function engine(load) {
  async function normalise(text, meta) {
    const plain = text.normalize("NFKC").toLowerCase();
    let table = meta.characters;
    if (/[\u3400-\u4dbf\u4e00-\u9fff]/.test(plain) && [...plain].some((one) => /\p{Script=Han}/u.test(one) && !isSimple(one))) {
      const [old, plainer] = await load("characters");
      table = { ...table, ...Object.fromEntries([...old].map((one, i) => [one, [...plainer][i]])) };
    }
    return [...plain].map((one) => table[one] || one).join("");
  }

  let sounds;
  async function soundOf(character) {
    if (!sounds) {
      sounds = { of: new Map(), all: new Set() };
      const characters = gb2312(0xb0, 0xd7);
      let at = 0;
      for (const entry of (await load("pinyin")).split(" ")) {
        const [, syllable, count] = entry.match(/([a-z]+)(\d+)/);
        sounds.all.add(syllable);
        for (const end = at + Number(count); at < end; at += 1) sounds.of.set(characters[at], syllable);
      }
    }
    return sounds.of.get(character);
  }

  // 一串拼音的各种切法，音节少的在前。
  function syllables(text) {
    if (!text) return [[]];
    const found = [];
    for (let length = Math.min(6, text.length); length > 0 && found.length < 4; length -= 1) {
      if (!sounds.all.has(text.slice(0, length))) continue;
      for (const rest of syllables(text.slice(length))) found.push([text.slice(0, length), ...rest]);
    }
    return found.slice(0, 4);
  }

  // 取到各对字的文件，记下里面有的词：term、权重表、在查询里占哪几个位置。
  async function lookUp(family, head, pieces, budget = SHARDS) {
    const pairs = pieces.flatMap((piece) => pairsOf(piece.run).map((pair) => ({ ...pair, piece })));
    // 文件数有限时，先取不相重叠的对。
    const order = [...pairs].sort((a, b) => (a.at % 2) - (b.at % 2));
    const numbers = new Set();
    for (const { term } of order) if (numbers.size < budget) numbers.add(shardOf(term, head.shards));
    const shards = new Map();
    await Promise.all([...numbers].map(async (number) => shards.set(number, await load(`${family}/t-${number}`))));
    const found = [];
    for (const { term, at, piece } of pairs) {
      const shard = shards.get(shardOf(term, head.shards));
      if (!shard) continue;
      const longest = term.length === 2 ? Math.min(piece.run.length, at + LONGEST_WORD) : at + term.length;
      for (let end = at + term.length; end <= longest; end += 1) {
        const entry = shard[piece.run.slice(at, end)];
        if (!entry) continue;
        const [importance, ...postings] = entry;
        found.push({
          term: piece.run.slice(at, end), importance: Math.abs(importance) * piece.sure, postings, sure: piece.sure,
          from: piece.whole ? piece.from : piece.from + at, to: piece.whole ? piece.to : piece.from + end,
        });
      }
    }
    return found;
  }

  async function wordsLike(family, head, keys) {
    const found = [];
    await Promise.all(
      [...new Set(keys)].map(async (key) => {
        const flat = (await load(`${family}/p-${shardOf(key, head.words)}`))[key] || [];
        for (let i = 0; i < flat.length; i += 3) found.push({ word: flat[i], sound: flat[i + 1], weight: flat[i + 2] });
      }),
    );
    return found;
  }

  const key = (list) => list.map((one) => one[0]).join("");

  // 拼音（全拼或首字母）是什么词：最好的一个，和另外几个。
  async function fromPinyin(family, head, run) {
    await soundOf("一");
    const options = [];
    for (const split of syllables(run)) {
      const whole = split.join(" ");
      if (split.length < 2) continue;
      // 一个词盖不住的，接着切：gaolingjintie 是高龄、津贴。
      const words = await wordsLike(family, head, Array.from({ length: split.length - 1 }, (_, i) => key(split.slice(i, i + 2))));
      const best = [{ score: 0, words: [] }];
      for (let end = 1; end <= split.length; end += 1) {
        best[end] = null;
        for (const one of words) {
          const length = one.word.length;
          if (length > end || !best[end - length]) continue;
          const part = split.slice(end - length, end).join(" ");
          const sure = part === one.sound ? 1 : blurred(part) === blurred(one.sound) ? 0.5 : 0;
          const score = best[end - length].score + sure * one.weight * length;
          if (sure && (!best[end] || score > best[end].score)) best[end] = { score, words: [...best[end - length].words, one.word] };
        }
      }
      if (best[split.length]) options.push({ text: best[split.length].words.join(""), score: best[split.length].score });
      for (const one of words) if (one.sound === whole) options.push({ text: one.word, score: one.weight * one.word.length });
    }
    if (run.length > 1 && run.length < 7) {
      for (const one of await wordsLike(family, head, [run.slice(0, 2)])) {
        if (key(one.sound.split(" ")) === run) options.push({ text: one.word, score: one.weight * one.word.length * 0.8 });
      }
    }
    options.sort((a, b) => b.score - a.score);
    return [...new Set(options.map((one) => one.text))].slice(0, 3);
  }

  // 没有查到的字，按同音、音近、错一字、少一字猜是什么词。
  async function corrections(family, head, run, covered) {
    const own = await Promise.all([...run].map(soundOf));
    const keys = [];
    for (let i = 0; i + 1 < run.length; i += 1) {
      if (own[i] && own[i + 1] && !(covered[i] && covered[i + 1])) keys.push(own[i][0] + own[i + 1][0]);
    }
    const numbers = new Set(keys.map((one) => shardOf(one, head.words)));
    if (!keys.length || numbers.size > SOUND_SHARDS) return [];
    const options = [];
    for (const { word, sound, weight } of await wordsLike(family, head, keys)) {
      for (let at = 0; at < run.length; at += 1) {
        for (const length of word.length > 2 ? [word.length, word.length - 1] : [word.length]) {
          const part = run.slice(at, at + length);
          if (part.length < length || part === word) continue;
          if (covered.slice(at, at + length).every(Boolean)) continue;
          const heard = own.slice(at, at + length).join(" ");
          let sure = 0;
          if (length === word.length) {
            const wrong = [...part].filter((one, i) => one !== word[i]).length;
            if (heard === sound) sure = SAME_SOUND;
            else if (blurred(heard) === blurred(sound)) sure = LIKE_SOUND;
            else if (word.length > 2 && wrong === 1) sure = ONE_OFF;
            if (wrong === word.length && word.length === 2) sure *= 0.5;
          } else if ([...word].some((_, i) => word.slice(0, i) + word.slice(i + 1) === part)) sure = ONE_OFF;
          if (sure) options.push({ at, end: at + length, word, sure, score: sure * (weight + 4 * word.length) });
        }
      }
    }
    options.sort((a, b) => b.score - a.score);
    const kept = [];
    for (const one of options) if (!kept.some((other) => one.at < other.end && other.at < one.end)) kept.push(one);
    return kept.sort((a, b) => a.at - b.at);
  }

  // 得分：每个位置取盖着它的词里最重的，加起来；乘以命中的位置所占比例（按词的分量）的平方，使说到的都有的在前。
  function score(found, size) {
    const whole = new Array(size).fill(0);
    const documents = new Map();
    for (const one of found) {
      for (let i = one.from; i < one.to; i += 1) whole[i] = Math.max(whole[i], one.importance);
      for (let i = 0, number = 0; i < one.postings.length; i += 2) {
        number += one.postings[i];
        const own = documents.get(number) || { number, sum: 0, terms: [] };
        own.sum += one.postings[i + 1] * one.sure;
        own.terms.push(one);
        documents.set(number, own);
      }
    }
    const total = whole.reduce((a, b) => a + b, 0) || 1;
    for (const own of documents.values()) {
      const hit = new Array(size).fill(0);
      for (const one of own.terms) for (let i = one.from; i < one.to; i += 1) hit[i] = Math.max(hit[i], one.importance);
      own.score = own.sum * (hit.reduce((a, b) => a + b, 0) / total) ** 2;
    }
    return [...documents.values()].sort((a, b) => b.score - a.score || a.number - b.number);
  }

  async function rank(query, family, { exact = false } = {}) {
    const [meta, head] = await Promise.all([load("meta"), load(`${family}/head`)]);
    let size = 0;
    const pieces = runs(await normalise(query, meta), meta.fillers).map((run) => {
      const piece = { run, from: size, to: size + run.length, sure: 1 };
      size += run.length;
      return piece;
    });
    const found = await lookUp(family, head, pieces);
    const instead = [];
    const changes = [];
    for (const piece of exact ? [] : pieces) {
      const covered = new Array(piece.run.length).fill(false);
      for (const one of found) {
        for (let i = Math.max(one.from, piece.from); i < Math.min(one.to, piece.to); i += 1) covered[i - piece.from] = true;
      }
      if (covered.every(Boolean)) continue;
      if (LATIN.test(piece.run)) {
        const words = await fromPinyin(family, head, piece.run);
        if (words.length) {
          changes.push({ typed: piece.run, words });
          instead.push({ ...piece, run: words[0], whole: true });
        }
      } else if (piece.run.length > 1 && !/[a-z0-9]/.test(piece.run)) {
        for (const { at, end, word, sure } of await corrections(family, head, piece.run, covered)) {
          changes.push({ typed: piece.run.slice(at, end), words: [word] });
          instead.push({ run: word, from: piece.from + at, to: piece.from + end, sure, whole: true });
        }
      }
    }
    if (instead.length) found.push(...(await lookUp(family, head, instead)));
    return { meta, head, found, changes, ranked: score(found, size) };
  }

  return { rank };
}
