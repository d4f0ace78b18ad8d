// @ts-check
// What was meant by letters or by characters that are in no term: pinyin in full or by initials, a slip of the same
// sound or alike, a character wrong or missing.  All from words of the index with how they sound.

/** @typedef {{ word: string, sound: string, weight: number }} Sound a word, its syllables, how likely it is meant */
/** @typedef {{ of: Map<string, string>, all: Set<string> }} Readings a character's syllable; all syllables */

// What a word counts that was put in the place of another: of the same sound, alike, a character wrong or missing.
const SAME_SOUND = 0.9;
const LIKE_SOUND = 0.7;
const ONE_OFF = 0.6;
/** So long a word must be to be known with a character wrong or missing; a shorter one is like others by chance. */
const LONG = 4;
/** The second and third of what pinyin may mean count so much less. */
const LESS_LIKELY = 0.2;
/** So many ways to cut a row of letters into syllables are tried. */
const WAYS = 4;
const LONGEST_SYLLABLE = 6;
/** The words of the index are not longer. */
const MOST_INITIALS = 4;
/** So many words may have been meant by one piece. */
const MEANT = 3;
// What an option counts by its sound alone: the same, or alike.
const EXACT = 1;
const ALIKE = 0.5;
const BY_INITIALS = 0.8;
/** What a longer word is worth more, in the weights of words. */
const PER_CHARACTER = 4;

/**
 * Sounds that dialects mix up, as one: flat and curled tongue, -n and -ng, n and l.
 * @param {string} sound
 */
export const blurred = (sound) =>
  sound
    .replace(/\b([zcs])h/g, "$1")
    .replace(/\bn/g, "l")
    .replace(/ng\b/g, "n");

/** @param {readonly string[]} syllables */
const initials = (syllables) => syllables.map((one) => one[0]).join("");

/**
 * The readings from the index's table: "a2 ai11 …", syllables with how many characters are read so, one after another.
 * @param {string} table
 * @param {string} characters the common ones, in its order
 * @returns {Readings}
 */
export function readingsOf(table, characters) {
  const of = new Map();
  const all = new Set();
  let at = 0;
  for (const entry of table.split(" ")) {
    const [, syllable, count] = /** @type {RegExpMatchArray} */ (entry.match(/([a-z]+)(\d+)/));
    all.add(syllable);
    for (const end = at + Number(count); at < end; at += 1) of.set(characters[at], syllable);
  }
  return { of, all };
}

/**
 * The words of a sound, as their file has them (低保31,爱滋病 ai zi bing25), with their syllables: those of their
 * characters, where none stand behind them.
 * @param {string} text
 * @param {Readings} readings
 * @returns {Sound[]}
 */
export function spoken(text, readings) {
  return (text ? text.split(",") : []).map((one) => {
    const [, word, own, weight] = /** @type {RegExpMatchArray} */ (one.match(/^([^ \d]+) ?(.*?)(\d+)$/));
    const sound = own || [...word].map((character) => readings.of.get(character)).join(" ");
    return { word, sound, weight: Number(weight) };
  });
}

/**
 * The ways to cut letters into syllables, those with a longer first one before.
 * @param {string} text
 * @param {Readings} readings
 * @returns {string[][]}
 */
export function syllables(text, readings) {
  if (!text) return [[]];
  /** @type {string[][]} */
  const found = [];
  for (let length = Math.min(LONGEST_SYLLABLE, text.length); length > 0 && found.length < WAYS; length -= 1) {
    if (!readings.all.has(text.slice(0, length))) continue;
    for (const rest of syllables(text.slice(length), readings)) found.push([text.slice(0, length), ...rest]);
  }
  return found.slice(0, WAYS);
}

/**
 * How a row of letters may be cut, and by which keys words are looked up for it.
 * @param {string} run
 * @param {Readings} readings
 */
export function pinyinKeys(run, readings) {
  const splits = syllables(run, readings);
  const isShort = run.length > 1 && run.length <= MOST_INITIALS;
  const keys = isShort ? [run] : [];
  for (const split of splits) keys.push(...split.slice(1).map((one, i) => blurred(`${split[i]} ${one}`)));
  return { splits, isShort, keys };
}

/**
 * What a row of letters may mean, the likely before.
 * @param {string} run
 * @param {{ splits: string[][], isShort: boolean }} cut
 * @param {readonly Sound[]} words
 */
export function fromPinyin(run, { splits, isShort }, words) {
  /** @type {{ text: string, score: number }[]} */
  const options = [];
  for (const split of splits) {
    const best = joinedWords(split, words);
    if (best.text) options.push(best);
    const whole = split.join(" ");
    for (const one of words) {
      if (one.sound === whole) options.push({ text: one.word, score: one.weight * one.word.length });
    }
  }
  for (const one of isShort ? words : []) {
    if (initials(one.sound.split(" ")) !== run) continue;
    options.push({ text: one.word, score: one.weight * one.word.length * BY_INITIALS });
  }
  const kept = likeliest(options, (one) => one.text);
  // What is far less like it than the first is looked for but lightly.
  return kept.map(({ text, score }, i) => ({
    text,
    sure: Math.min(1 - LESS_LIKELY * i, (score / kept[0].score) ** 2),
  }));
}

/**
 * Words put together where one does not cover all: gaolingjintie is 高龄 and 津贴.  Syllables that make no word are
 * passed over, as gai in gaicesuo.
 * @param {readonly string[]} split
 * @param {readonly Sound[]} words
 */
function joinedWords(split, words) {
  const best = [{ score: 0, text: "" }];
  for (let end = 1; end <= split.length; end += 1) {
    best[end] = best[end - 1];
    for (const { word, sound, weight } of words) {
      const before = best[end - word.length];
      if (!before) continue;
      const sure = alike(split.slice(end - word.length, end).join(" "), sound);
      const score = before.score + sure * weight * word.length;
      if (sure && score > best[end].score) best[end] = { score, text: before.text + word };
    }
  }
  return best[split.length];
}

/**
 * @param {string} heard
 * @param {string} sound
 */
function alike(heard, sound) {
  if (heard === sound) return EXACT;
  return blurred(heard) === blurred(sound) ? ALIKE : 0;
}

/**
 * By which keys words are looked up for one syllable among characters (zhao工作, 产jia).
 * @param {string} run
 * @param {string} left
 * @param {string} right
 * @param {Readings} readings
 */
export function syllableKeys(run, left, right, readings) {
  if (!readings.all.has(run)) return [];
  const before = readings.of.get(left[left.length - 1]);
  const after = readings.of.get(right[0]);
  return [before && `${before} ${run}`, after && `${run} ${after}`].filter((one) => one !== undefined).map(blurred);
}

/**
 * The characters that make a word with those beside the syllable, each with the word, the likely before.
 * @param {string} run
 * @param {string} left
 * @param {string} right
 * @param {readonly Sound[]} words
 */
export function fromSyllable(run, left, right, words) {
  /** @type {{ character: string, word: string, score: number }[]} */
  const options = [];
  for (const { word, sound, weight } of words) {
    sound.split(" ").forEach((own, i) => {
      const sure = alike(run, own);
      if (!sure || !(left + word[i] + right).includes(word)) return;
      options.push({ character: word[i], word, score: weight * word.length * sure });
    });
  }
  return likeliest(options, (one) => one.character).map((one, i) => ({ ...one, sure: 1 - LESS_LIKELY * i }));
}

/**
 * The best options, each once.
 * @template {{ score: number }} T
 * @param {T[]} options
 * @param {(option: T) => string} nameOf
 */
function likeliest(options, nameOf) {
  options.sort((a, b) => b.score - a.score);
  const isFirst = (/** @type {T} */ one, /** @type {number} */ i) =>
    options.findIndex((other) => nameOf(other) === nameOf(one)) === i;
  return options.filter(isFirst).slice(0, MEANT);
}

/**
 * By which keys words are looked up for characters of which some are in no term.
 * @param {string} run
 * @param {readonly boolean[]} known
 * @param {Readings} readings
 */
export function slipKeys(run, known, readings) {
  const own = [...run].map((one) => readings.of.get(one));
  /** @type {string[]} */
  const keys = [];
  own.forEach((first, i) => {
    const second = own[i + 1];
    if (first && second && !(known[i] && known[i + 1])) keys.push(blurred(`${first} ${second}`));
  });
  return keys;
}

/**
 * What was meant by a part of some characters: of those that overlap only the likeliest, in the order of the text.
 * @param {string} run
 * @param {readonly boolean[]} known which characters are in a term that was found
 * @param {readonly Sound[]} words
 * @param {Readings} readings
 */
export function slips(run, known, words, readings) {
  const own = [...run].map((one) => readings.of.get(one));
  const isKnown = [...known];
  // Words that other townships have are no slips, there is only nothing of them here.
  for (const { word } of words) {
    for (let at = run.indexOf(word); at >= 0; at = run.indexOf(word, at + 1)) isKnown.fill(true, at, at + word.length);
  }
  /** @type {{ at: number, end: number, word: string, sure: number, score: number }[]} */
  const options = [];
  for (const { word, sound, weight } of words) {
    for (let at = 0; at < run.length; at += 1) {
      for (const length of word.length >= LONG ? [word.length, word.length - 1] : [word.length]) {
        const part = run.slice(at, at + length);
        if (part.length < length || part === word) continue;
        // What is mostly known is left as it is.
        if (isKnown.slice(at, at + length).filter(Boolean).length > length / 2) continue;
        const sure = likeness(part, own.slice(at, at + length).join(" "), word, sound);
        if (sure)
          options.push({ at, end: at + length, word, sure, score: sure * (weight + PER_CHARACTER * word.length) });
      }
    }
  }
  options.sort((a, b) => b.score - a.score);
  /** @type {typeof options} */
  const kept = [];
  for (const one of options) if (!kept.some((other) => one.at < other.end && other.at < one.end)) kept.push(one);
  return kept.sort((a, b) => a.at - b.at);
}

/**
 * @param {string} typed
 * @param {string} heard
 * @param {string} word
 * @param {string} sound
 */
function likeness(typed, heard, word, sound) {
  if (typed.length < word.length) {
    return [...word].some((_, i) => word.slice(0, i) + word.slice(i + 1) === typed) ? ONE_OFF : 0;
  }
  const wrong = [...typed].filter((one, i) => one !== word[i]).length;
  // Two of two characters different: of the same sound by chance.
  if (word.length === 2 && wrong === 2) return 0;
  if (heard === sound) return SAME_SOUND;
  if (blurred(heard) === blurred(sound)) return LIKE_SOUND;
  return word.length >= LONG && wrong === 1 ? ONE_OFF : 0;
}
