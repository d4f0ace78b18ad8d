// @ts-check
// The engine: from a query to documents in their order, fetching the files of the index as it needs them.  What is in
// them is told in generator/search/index.py; requests are counted, so that results and their texts can still be had.
import { named, namedAll } from "../shared.js";
import { CHARACTERS, CUTS, POSTING, SOUND, TERM } from "./format.js";
import { cutTerms, joined, knownOf, piecesOf, score, starts } from "./score.js";
import {
  LESS_LIKELY,
  fromPinyin,
  fromSyllable,
  pinyinKeys,
  readingsOf,
  slipKeys,
  slips,
  syllableKeys,
} from "./spelling.js";
import { HAN, LATIN, LONGEST_WORD, hash, isTraditional, keyOf, plain, runs, simpleCharacters } from "./text.js";

/** @import { CutsRow, SearchMeta } from "./format.js" */
/** @import { Found, Piece, Ranked } from "./score.js" */
/** @import { Readings } from "./spelling.js" */

/** @typedef {((name: string) => Promise<any>) & { left: number }} Load gives a file; counts the requests left */
/** @typedef {{ typed: string, words: string[] }} Change what was typed, and for which words it was taken */
/** @typedef {{ meta: SearchMeta, load: Load, found: Found[], changes: Change[], ranked: Ranked[] }} Outcome */
/** @typedef {{ name: string, cuts: CutsRow }} Family a part of the index: "all", a county or a township */
/** @typedef {ReturnType<typeof engine>} Engine */

/** A query asks for so many files at most; so many of them at least are for the results. */
const REQUESTS = 14;
const FOR_ROWS = 3;
const FOR_TERMS = 10;
/** Words known by their pinyin need files of their own. */
const FOR_WORDS = 3;

/**
 * An engine keeps the files that it has fetched for the queries to come.
 * @param {(name: string) => Promise<any>} fetchFile
 * @param {Record<string, Promise<any>>} given files that need not be fetched
 */
export function engine(fetchFile, given = {}) {
  const files = new Map(Object.entries(given));
  /** @type {Readings | undefined} */
  let readings;

  /** For one query: gives files, and counts how many more it may fetch. */
  function counted() {
    const load = /** @type {Load} */ (
      (name) => {
        const kept = files.get(name);
        if (kept) return kept;
        load.left -= 1;
        const file = fetchFile(name);
        files.set(name, file);
        file.catch(() => files.delete(name));
        return file;
      }
    );
    load.left = REQUESTS - (files.has("meta") && !given.meta ? 1 : 0);
    return load;
  }

  /**
   * @param {string} text
   * @param {SearchMeta} meta
   * @param {Load} load
   */
  async function normalise(text, meta, load) {
    const characters = [...plain(text)];
    let table = meta.characters;
    if (characters.some((one) => !table[one] && isTraditional(one))) {
      const { traditional, simplified } = named(CHARACTERS, await load("characters"));
      const plainer = [...simplified];
      table = { ...table };
      [...traditional].forEach((one, i) => (table[one] = plainer[i]));
    }
    return characters.map((one) => table[one] || one).join("");
  }

  /** @param {Load} load */
  async function readingsFrom(load) {
    const table = await load("pinyin");
    return (readings = readings || readingsOf(table));
  }

  /**
   * Looks up the terms of some pieces, with no more than so many new files.
   * @param {Family} family
   * @param {readonly Piece[]} pieces
   * @param {SearchMeta} meta
   * @param {Load} load
   * @param {number} budget
   */
  async function lookUp(family, pieces, meta, load, budget) {
    const shard = (/** @type {Piece} */ { run }, /** @type {number} */ at) =>
      `${family.name}/t-${hash(keyOf(run, at, meta)) % family.cuts.terms}`;
    const wanted = new Set();
    const kept = starts(pieces, meta).filter(({ piece, at }) => {
      const name = shard(piece, at);
      if (files.has(name)) return true;
      if (!wanted.has(name) && wanted.size >= budget) return false;
      wanted.add(name);
      return true;
    });
    /** @type {Found[]} */
    const found = [];
    await Promise.all(
      kept.map(async ({ piece, at }) => {
        const terms = await load(shard(piece, at));
        const isHan = HAN.test(piece.run[at]);
        const longest = isHan ? Math.min(piece.run.length, at + LONGEST_WORD) : piece.run.length;
        for (let end = isHan ? at + 1 : longest; end <= longest; end += 1) {
          const term = piece.run.slice(at, end);
          if (!terms[term]) continue;
          const places = piece.whole ? piece : { from: piece.from + at, to: piece.from + end };
          found.push(foundTerm(term, terms[term], piece.sure, places));
        }
      }),
    );
    return found;
  }

  /**
   * The lighter documents of terms that have too many.
   * @param {Family} family
   * @param {readonly Found[]} found
   * @param {Load} load
   */
  async function further(family, found, load) {
    const more = [];
    for (const one of cutTerms(found)) {
      const name = `${family.name}/u-${hash(one.term[0]) % family.cuts.further}`;
      if (!files.has(name) && load.left <= FOR_ROWS + 1) continue;
      more.push(load(name).then((shard) => ({ ...one, postings: namedAll(POSTING, shard[one.term] || []) })));
    }
    return Promise.all(more);
  }

  /**
   * Words by their sound: all initials, or two syllables at either end.  The table is of all townships together, so
   * that a word which only others have is known.  Leaves at least `spare` requests.
   * @param {readonly string[]} keys
   * @param {SearchMeta} meta
   * @param {Load} load
   * @param {number} spare
   */
  async function wordsLike(keys, meta, load, spare) {
    const found = await Promise.all(
      [...new Set(keys)].map(async (key) => {
        const name = `sounds/${hash(key) % meta.sounds}`;
        if (!files.has(name) && load.left <= spare) return [];
        return namedAll(SOUND, (await load(name))[key] || []);
      }),
    );
    return found.reduce((all, some) => all.concat(some), []);
  }

  /**
   * What letters were meant for, beside the characters to their left and right.
   * @param {string} run
   * @param {string} left
   * @param {string} right
   * @param {SearchMeta} meta
   * @param {Load} load
   */
  async function meant(run, left, right, meta, load) {
    const own = await readingsFrom(load);
    const cut = pinyinKeys(run, own);
    const words = fromPinyin(run, cut, await wordsLike(cut.keys, meta, load, FOR_ROWS + FOR_WORDS));
    if (words.length) return words.map(({ text, sure }) => ({ character: text, word: text, sure }));
    const keys = syllableKeys(run, left, right, own);
    const characters = fromSyllable(run, left, right, await wordsLike(keys, meta, load, FOR_ROWS + 1));
    return characters.map(({ character, word }, i) => ({ character, word, sure: 1 - LESS_LIKELY * i }));
  }

  /**
   * @param {string} run
   * @param {readonly boolean[]} known
   * @param {SearchMeta} meta
   * @param {Load} load
   */
  async function corrections(run, known, meta, load) {
    if (load.left <= FOR_ROWS + 1) return [];
    const own = await readingsFrom(load);
    const keys = slipKeys(run, known, own);
    const numbers = new Set(keys.map((key) => hash(key) % meta.sounds));
    if (!keys.length || numbers.size >= load.left - FOR_ROWS) return [];
    return slips(run, known, await wordsLike(keys, meta, load, FOR_ROWS), own);
  }

  /**
   * Search in a family.
   * @param {string} query
   * @param {string} name of the family
   * @param {{ exact?: boolean, load?: Load }} options exact: nothing is corrected; load: of the search before, to go on
   *   with the requests that it left
   * @returns {Promise<Outcome>}
   */
  async function rank(query, name, { exact = false, load = counted() } = {}) {
    /** @type {SearchMeta} */
    const meta = await load("meta");
    const cuts = name === "all" ? meta.all : name.includes("/") ? meta.township : meta.county;
    const family = { name, cuts: named(CUTS, cuts) };
    const { pieces, size } = piecesOf(runs(await normalise(query, meta, load), meta.fillers));
    // Pinyin needs the readings and files of words as well; the readings are fetched while terms are looked up.
    const isLatin = pieces.some((one) => LATIN.test(one.run));
    if (isLatin && !exact) readingsFrom(load).catch(() => {});
    const some = Math.min(isLatin ? FOR_TERMS / 2 : FOR_TERMS, load.left - FOR_ROWS);
    const found = await lookUp(family, pieces, meta, load, some);
    /** @type {Piece[]} */
    const instead = [];
    /** @type {Change[]} */
    const changes = [];
    const all = joined(pieces, found);
    const beside = (/** @type {number} */ at) => (all[at] && HAN.test(all[at].run) ? all[at].run : "");
    for (const [i, piece] of exact ? [] : all.entries()) {
      const known = knownOf(piece, found);
      if (known.every(Boolean)) continue;
      if (LATIN.test(piece.run)) {
        const likely = await meant(piece.run, beside(i - 1), beside(i + 1), meta, load);
        if (likely.length) changes.push({ typed: piece.typed, words: likely.map((one) => one.character) });
        instead.push(...likely.map(({ word, sure }) => ({ ...piece, run: word, sure, whole: true })));
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

  /** An empty search: fetches what every search needs and runs the program once, so that the first waits less. */
  const prepare = () => {
    simpleCharacters();
    return rank("，", "all");
  };

  return { rank, prepare };
}

/**
 * @param {string} term
 * @param {readonly number[]} entry
 * @param {number} sure
 * @param {{ from: number, to: number }} places
 * @returns {Found}
 */
function foundTerm(term, entry, sure, { from, to }) {
  const { importance, numbers } = named(TERM, entry);
  // One number more than the postings: the entry of an everyday word.
  const says = numbers.length % Object.keys(POSTING).length ? numbers[numbers.length - 1] : null;
  return {
    term,
    importance: Math.abs(importance) * sure,
    postings: namedAll(POSTING, says === null ? numbers : numbers.slice(0, -1)),
    says,
    isCut: importance < 0,
    sure,
    from,
    to,
  };
}
