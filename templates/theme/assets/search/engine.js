// @ts-check
// The engine: from a query to documents in their order, fetching the files of the index as it needs them.  What is in
// them is told in generator/search/index.py; requests are counted, so that results and their texts can still be had.
import { Outdated, named, namedAll } from "../shared.js";
import {
  digitsOf,
  entriesOf,
  leadsOf,
  leansOf,
  numbersOf,
  summed,
  termOf,
  termsOf,
  topicsOf,
  wordsOf,
} from "./columns.js";
import { doubtOf } from "./doubt.js";
import { judged } from "./evidence.js";
import { CHARACTERS, KEYS, POSTING, SCOPE, TERM, WORD } from "./format.js";
import { cutTerms, joined, keysOf, knownOf, loneKeys, pairsOf, piecesOf, score } from "./score.js";
import {
  HAN,
  LATIN,
  LONGEST_WORD,
  clausesOf,
  commonCharacters,
  hash,
  isTraditional,
  keyOf,
  placeOf,
  plain,
  simpleCharacters,
} from "./text.js";
import { weigh } from "./weigh.js";

/** @import { Judged } from "./evidence.js" */
/** @import { LeadFile, LeadRow, LetterFile, ScopePointer, ScopeRow, SearchMeta, SearchPointer, TermFile, TermRow, WordRow } from "./format.js" */
/** @import { Found, Piece, Ranked } from "./score.js" */
/** @import { Heard } from "./slips.js" */

/** @typedef {((name: string) => Promise<any>) & { left: number }} Load gives a file; counts the requests left */
/** @typedef {{ typed: string, words: string[] }} Change what was typed, and for which words it was taken */
/** @typedef {(number: number) => LeadRow | null} LeadOf what an entry or a topic leads to, if that is known */
/** @typedef {ScopeRow & { townships: string[], few: Few | null }} Family all, a county or a township */
/** @typedef {{ keys: Set<string>, leads: Leads | null }} Few of a family with files of its own terms alone */
/** @typedef {{ entries: LeadOf, topics: LeadOf }} Leads */
/** @typedef {{ meta: SearchMeta, family: Family, load: Load, found: Found[], changes: Change[], ranked: Ranked[] } & Judged} Outcome */
/** @typedef {{ term: string, sure: number, from: number, to: number }} Place */
/** @typedef {Place & { own: TermRow | undefined, word: WordRow | undefined }} Hit a term as the files have it */
/** @typedef {ReturnType<typeof engine>} Engine */

/** What scripts that are fetched later read files and words with; imported, it would be a file of its own. */
const READ = { termOf, digitsOf, numbersOf, hash, keyOf, keysOf, pairsOf };
/** A query asks for so many files at most; so many of them at least are for the results. */
const REQUESTS = 14;
const FOR_ROWS = 2;
const FOR_TERMS = 8;
const FOR_LEADS = 1;
/** A query of more keys than this, but for pinyin, is a letter: read by a file of its own, and by as many others as can be. */
const LETTER = 14;
/** Slips need so many files of what sounds like them at most; and leave one for the terms that were meant. */
const FOR_SOUNDS = 4;
const FOR_REST = FOR_ROWS + FOR_LEADS + 1;
/** A query of so many characters is brief: what tells nothing in a sentence may be a slip in it. */
const BRIEF = 5;
const ENCODED = /%[0-9a-f]{2}/i;
/** So many bits a digit has in which the pointer of a family says by which characters its terms are kept. */
const BITS = 6;

/**
 * An engine keeps the files that it has fetched for the queries to come.
 * @param {(name: string, cache?: RequestCache) => Promise<any>} fetchFile
 * @param {Record<string, Promise<any>>} given files that need not be fetched
 */
export function engine(fetchFile, given = {}) {
  const files = new Map(Object.entries(given));
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
      const { traditional, simplified } = named(CHARACTERS, await load(`${named(SCOPE, meta.all).version}/characters`));
      const plainer = [...simplified];
      table = { ...table };
      [...traditional].forEach((one, i) => (table[one] = plainer[i]));
    }
    return characters.map((one) => table[one] || one).join("");
  }

  /**
   * What is searched.
   * @param {string} name
   * @param {SearchMeta} meta
   * @param {Load} load
   * @returns {Promise<Family>}
   */
  async function familyOf(name, meta, load) {
    if (name === "all") return { ...named(SCOPE, meta.all), townships: [], few: null };
    /** @type {ScopePointer} */
    const pointer = await load(`scopes/${name}`);
    const { assets } = /** @type {SearchPointer} */ (meta);
    if (pointer.assets !== assets) throw new Outdated(pointer);
    const { townships } = pointer;
    const few = { keys: keySetOf(pointer), leads: knownLeads(pointer) };
    return { ...named(SCOPE, pointer.scope), townships, few };
  }

  /**
   * Looks up the terms of some pieces, with no more than so many new files.
   * @param {Family} family
   * @param {readonly Piece[]} pieces
   * @param {SearchMeta} meta
   * @param {Load} load
   * @param {number} budget
   * @param {Map<string, number>} [asked] takes by which keys they were looked up, and how far each leans (`cuts.py`)
   */
  async function lookUp(family, pieces, meta, load, budget, asked = new Map()) {
    return weighed(family, await look(family, pieces, meta, load, budget, asked), meta, load);
  }

  /**
   * The terms of some pieces as the files have them.
   * @param {Family} family
   * @param {readonly Piece[]} pieces
   * @param {SearchMeta} meta
   * @param {Load} load
   * @param {number} budget
   * @param {Map<string, number>} asked
   */
  async function look(family, pieces, meta, load, budget, asked) {
    const least = load.left - budget;
    const keys = keysOf(pieces, meta);
    const hits = await hitsOf(family, pieces, keys, meta, load, least, asked);
    // Where every key is two files, only characters that are in no term found.
    const lone = loneKeys(pieces, family.few ? hits : [], meta).filter((key) => !keys.includes(key));
    hits.push(...(await hitsOf(family, pieces, lone, meta, load, least, asked)));
    return hits;
  }

  /**
   * The terms of a letter as the files have them.
   * @param {Family} family
   * @param {readonly Piece[]} pieces
   * @param {SearchMeta} meta
   * @param {Load} load
   * @param {Map<string, number>} asked
   */
  async function lookWhole(family, pieces, meta, load, asked) {
    /** @type {[typeof import("./letter.js"), LetterFile]} */
    const [{ letterKeys }, file] = await Promise.all([import("./letter.js"), load(`${meta.vocabulary}/l`)]);
    const keys = letterKeys(pieces, meta, file, READ);
    const least = FOR_ROWS + (hasLeads(family) ? 0 : FOR_LEADS);
    return hitsOf(family, pieces, keys, meta, load, least, asked, wordsOf(file.words));
  }

  /**
   * The terms that are kept by some keys, as long as more than so many requests are left.
   * @param {Family} family
   * @param {readonly Piece[]} pieces
   * @param {readonly string[]} keys
   * @param {SearchMeta} meta
   * @param {Load} load
   * @param {number} least
   * @param {Map<string, number>} asked
   * @param {ReadonlyMap<string, Values<WordRow>>} [known] words of the vocabulary that need not be looked up
   */
  async function hitsOf({ few, ...family }, pieces, keys, meta, load, least, asked, known) {
    /** @type {Map<string, Promise<ReturnType<typeof tableOf>[]>>} */
    const opened = new Map();
    const leaning = [];
    for (const key of keys) {
      if (!HAN.test(key) && !meta.letters.includes(key)) continue;
      const names = few ? filesOf(key, meta.words, `${meta.vocabulary}/w`) : [];
      if (!few || few.keys.has(key)) names.push(...filesOf(key, family.terms, `${family.version}/t`));
      if (load.left - names.filter((one) => !files.has(one)).length < least) continue;
      const begin = Number(names[0].split("-").pop());
      const tables = Promise.all(names.map((one) => load(one).then(tableOf)));
      opened.set(key, tables);
      asked.set(key, 0);
      leaning.push(tables.then(([{ leans }]) => asked.set(key, leans[placeOf(key) - begin] || 0)));
    }
    // All of them at once: one that fails while another is waited for would be an error that nobody heeds.
    await Promise.all(leaning);
    /** @type {Hit[]} */
    const hits = [];
    for (const { run, whole, ...piece } of pieces) {
      for (const [from, to] of partsOf(run)) {
        const term = run.slice(from, to);
        const shards = (await opened.get(keyOf(term, meta))) || [];
        const [own] = shards.map(({ terms }) => terms.get(term)).filter(Boolean);
        const [word = known && known.get(term)] = shards.map(({ words }) => words.get(term)).filter(Boolean);
        if (!own && !word) continue;
        const places = whole ? piece : { ...piece, from: piece.from + from, to: piece.from + to };
        hits.push({ ...places, term, own: own && named(TERM, own), word: word && named(WORD, word) });
      }
    }
    return hits;
  }

  /**
   * Terms with the documents that they, their entries and their topics lead to.
   * @param {Family} family
   * @param {readonly Hit[]} hits
   * @param {SearchMeta} meta
   * @param {Load} load
   * @param {boolean} [isLetter]
   */
  async function weighed(family, hits, meta, load, isLetter = false) {
    const known = family.few && family.few.leads;
    const { entries, topics } =
      known || (await (isLetter ? letterLeads(family, load) : leadsFrom(family, hits, meta, load)));
    /** @type {Found[]} */
    const found = [];
    for (const { own, word, ...hit } of hits) {
      /** @type {LeadRow[]} */
      const said = [];
      /** @type {Map<number, LeadRow>} */
      const asked = new Map();
      for (const entry of word ? word.entries : [])
        said.push(.../** @type {LeadRow[]} */ ([entries(entry)].filter(Boolean)));
      for (const { topic } of word ? word.topics : []) {
        const lead = topics(topic);
        if (lead) asked.set(topic, lead);
      }
      const { importance, ...rest } = weigh(own, word, { entries: said, topics: asked }, family, meta);
      const says = word && word.says >= 0 ? word.says : null;
      const elsewhere = word && word.elsewhere >= 0 ? word.elsewhere >> 1 : null;
      const isBrief = elsewhere !== null && Boolean(/** @type {WordRow} */ (word).elsewhere % 2);
      // In a township all that words lead to is known: one that leads nowhere tells that the matter is not there.
      const isLost = Boolean(known && word && !rest.kind && hit.term.length > 1);
      if (rest.postings.length || elsewhere !== null || isLost)
        found.push({ ...hit, ...rest, importance: importance * hit.sure, says, elsewhere, isBrief });
    }
    return found;
  }

  /**
   * The heaviest documents of all entries and topics.
   * @param {Family} family
   * @param {Load} load
   * @returns {Promise<Leads>}
   */
  async function letterLeads(family, load) {
    /** @type {LeadFile} */
    const file = await load(`${family.version}/l`);
    const [entries, topics] = [file.entries, file.topics].map(leadsOf);
    return { entries: (number) => entries.get(number) || null, topics: (number) => topics.get(number) || null };
  }

  /**
   * Fetches what the entries and topics of some terms lead to, as far as there are requests.
   * @param {Family} family
   * @param {readonly Hit[]} hits
   * @param {SearchMeta} meta
   * @param {Load} load
   * @returns {Promise<Leads>}
   */
  async function leadsFrom(family, hits, meta, load) {
    const fileOf = (/** @type {number} */ number, /** @type {number} */ count) =>
      `${family.version}/e-${Math.floor((number * family.leads) / count)}`;
    const wanted = new Set();
    // Long terms before short ones: they say more of what is meant.
    for (const { word } of [...hits].sort((a, b) => b.term.length - a.term.length)) {
      const { entries, topics } = word || { entries: [], topics: [] };
      const names = entries.map((one) => fileOf(one, meta.entries));
      names.push(...topics.map(({ topic }) => fileOf(topic, meta.topics)));
      for (const one of names) if (files.has(one) || wanted.size < load.left - FOR_ROWS) wanted.add(one);
    }
    /** @type {Map<string, LeadFile>} */
    const opened = new Map();
    await Promise.all([...wanted].map(async (name) => opened.set(name, await load(name))));
    /**
     * @param {"entries" | "topics"} kind
     * @returns {LeadOf}
     */
    const from = (kind) => {
      /** @type {Map<number, LeadRow>} */
      const rows = new Map();
      for (const file of opened.values()) for (const [number, lead] of leadsOf(file[kind])) rows.set(number, lead);
      return (number) => rows.get(number) || null;
    };
    return { entries: from("entries"), topics: from("topics") };
  }

  /**
   * The lighter documents of terms that have too many.
   * @param {Family} family
   * @param {readonly Found[]} found
   * @param {SearchMeta} meta
   * @param {Load} load
   */
  async function further(family, found, meta, load) {
    const more = [];
    for (const one of cutTerms(found)) {
      const [name] = filesOf(keyOf(one.term, meta), family.further, `${family.version}/u`);
      if (!files.has(name) && load.left <= FOR_ROWS + 1) continue;
      more.push(
        load(name).then((shard) => {
          let number = 0;
          const postings = namedAll(POSTING, shard[one.term] || []).map(({ step, weight }) => {
            number += step;
            return { number, weight: Math.round((weight / 10) * one.rarity) };
          });
          return { ...one, postings };
        }),
      );
    }
    return Promise.all(more);
  }

  /**
   * What is said as some keys sound: all initials, or two syllables at either end.  The table is of all townships
   * together, so that a word which only others have is known.  Leaves at least `spare` requests.
   * @param {readonly string[]} keys
   * @param {SearchMeta} meta
   * @param {Load} load
   * @param {number} spare
   * @param {number} [most] from so many files at most
   * @returns {Promise<Heard>}
   */
  async function heardFor(keys, meta, load, spare, most = Infinity) {
    const { heardBy, readings, spoken } = await sounding();
    const asked = new Set();
    /** @type {Heard} */
    const heard = { keys: new Set(), words: [], within: [], ordinary: [] };
    const found = await Promise.all(
      [...new Set(keys)].map(async (key) => {
        const name = `${named(SCOPE, meta.all).version}/s-${hash(key) % meta.sounds}`;
        if (!asked.has(name) && !files.has(name) && (asked.size >= most || load.left <= spare)) return null;
        asked.add(name);
        heard.keys.add(key);
        return heardBy(await load(name), key, READ);
      }),
    );
    for (const one of found) {
      if (!one) continue;
      heard.words.push(...spoken(one.rows, readings(commonCharacters)));
      heard.within.push(...one.within);
      heard.ordinary.push(...one.ordinary);
    }
    return heard;
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
    const [{ meantBy }, { readings }] = await Promise.all([spelling(), sounding()]);
    const wordsLike = (/** @type {readonly string[]} */ keys, /** @type {number} */ spare) =>
      heardFor(keys, meta, load, FOR_ROWS + spare);
    return meantBy(run, left, right, readings(commonCharacters), wordsLike);
  }

  /**
   * What was meant by parts of a text that hold no known word.
   * @param {Piece} piece
   * @param {readonly Hit[]} hits
   * @param {ReadonlyMap<string, number>} looked by which keys terms were looked up
   * @param {SearchMeta} meta
   * @param {Load} load
   * @param {boolean} isBrief
   */
  async function corrections(piece, hits, looked, meta, load, isBrief) {
    const isLooked = (/** @type {string} */ pair) => looked.has(keyOf(pair, meta));
    const doubt = HAN.test(piece.run) && doubtOf(piece, hits, isLooked, meta, isBrief);
    if (!doubt || load.left <= FOR_REST) return [];
    const [{ learnLooks, slipKeys, slips }, { readings }] = await Promise.all([slipping(), sounding()]);
    learnLooks(termOf);
    const own = readings(commonCharacters);
    const keys = slipKeys(piece.run, doubt.doubtful, own, meta.common);
    const heard = await heardFor(keys, meta, load, FOR_REST, FOR_SOUNDS);
    return slips(piece.run, doubt.known, heard, own, meta, isBrief);
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
    // Bytes of an address are no pinyin.
    if (ENCODED.test(query)) exact = true;
    /** @type {SearchMeta} */
    const meta = await load("meta");
    const family = await familyOf(name, meta, load);
    const { pieces, clauses, size } = piecesOf(clausesOf(await normalise(query, meta, load), meta.fillers));
    // Pinyin needs files of words as well; the program for it is fetched while terms are looked up.
    const isLatin = pieces.some((one) => LATIN.test(one.run));
    if (isLatin && !exact) Promise.all([spelling(), sounding()]).catch(() => {});
    // Where the pointer has what the vocabulary leads to, there is a request for one more.
    const said = keysOf(pieces, meta);
    const isLetter = said.length > LETTER && said.filter((key) => HAN.test(key)).length > said.length / 2;
    const more = hasLeads(family) ? FOR_LEADS : 0;
    const some = Math.min(isLatin ? FOR_TERMS / 2 : FOR_TERMS + more, load.left - FOR_ROWS - FOR_LEADS + more);
    /** @type {Map<string, number>} */
    const keys = new Map();
    const hits = isLetter
      ? await lookWhole(family, pieces, meta, load, keys)
      : await look(family, pieces, meta, load, some, keys);
    /** @type {Change[]} */
    const changes = [];
    /** @type {Piece[]} */
    let instead = [];
    for (const piece of exact ? [] : pieces) {
      for (const { at, end, word, sure } of await corrections(piece, hits, keys, meta, load, size <= BRIEF)) {
        changes.push({ typed: piece.run.slice(at, end), words: [word] });
        instead.push({ run: word, from: piece.from + at, to: piece.from + end, sure, whole: true });
      }
    }
    if (instead.length)
      hits.push(...(await look(family, instead, meta, load, Math.max(1, load.left - FOR_ROWS - FOR_LEADS), keys)));
    const found = await weighed(family, hits, meta, load, isLetter);
    instead = [];
    const parts = joined(pieces, found);
    const beside = (/** @type {number} */ at) => (parts[at] && HAN.test(parts[at].run) ? parts[at].run : "");
    for (const [i, piece] of exact ? [] : parts.entries()) {
      if (!LATIN.test(piece.run) || knownOf(piece, found).every(Boolean)) continue;
      const likely = await meant(piece.run, beside(i - 1), beside(i + 1), meta, load);
      if (likely.length) changes.push({ typed: piece.typed, words: likely.map((one) => one.character) });
      instead.push(...likely.map(({ word, sure }) => ({ ...piece, run: word, sure, whole: true })));
    }
    if (instead.length)
      found.push(...(await lookUp(family, instead, meta, load, Math.max(1, load.left - FOR_ROWS - FOR_LEADS))));
    found.push(...(await further(family, found, meta, load)));
    const counts = isLetter ? (await import("./letter.js")).countsOf(found) : undefined;
    const all = score(found, size, counts);
    const judgement = judged(found, all, { pieces, clauses, size, documents: family.size, keys }, meta);
    const ranked = judgement.state === "none" ? [] : all;
    return { meta, family, load, found, changes, ranked, ...judgement };
  }

  /** An empty search: fetches what every search needs and runs the program once, so that the first waits less. */
  const prepare = () => {
    simpleCharacters();
    return rank("，", "all");
  };

  /** Asks the network whether what was searched within has changed; then it is searched anew. */
  async function renewed() {
    const pointers = [...files].filter(([name]) => name.startsWith("scopes/"));
    const changed = pointers.map(async ([name, old]) => {
      const latest = await fetchFile(name, "reload");
      files.set(name, Promise.resolve(latest));
      return (await old).version !== latest.version;
    });
    return (await Promise.all(changed)).some(Boolean);
  }

  return { rank, prepare, renewed };
}

/** Most queries do without. */
const spelling = () => import("./spelling.js");
const slipping = () => import("./slips.js");
const sounding = () => import("./sounds.js");

/** @param {Family} family */
const hasLeads = ({ few }) => Boolean(few && few.leads);

/** @param {TermFile} file */
const tableOf = ({ terms, words }) => ({ terms: termsOf(terms), words: wordsOf(words), leans: leansOf(words) });

/**
 * The file that a key is in, if there are any: the last of those that begin before it, or the first.
 * @param {string} key
 * @param {string} begins
 * @param {string} kind
 */
function filesOf(key, begins, kind) {
  const place = placeOf(key);
  const all = summed(numbersOf(begins));
  return all
    .filter((begin, i) => !i || begin <= place)
    .map((begin) => `${kind}-${begin}`)
    .slice(-1);
}

/**
 * The parts of a run that may be terms: from where to where.
 * @param {string} run
 */
function partsOf(run) {
  if (!HAN.test(run)) return [[0, run.length]];
  const found = [];
  for (let from = 0; from < run.length; from += 1) {
    for (let to = from + 1; to <= Math.min(run.length, from + LONGEST_WORD); to += 1) found.push([from, to]);
  }
  return found;
}

/**
 * By which characters the terms of a family are kept.
 * @param {ScopePointer} pointer
 */
function keySetOf({ keys }) {
  const { common, others } = named(KEYS, keys);
  const digits = digitsOf(common);
  return new Set([...others, ...[...commonCharacters()].filter((_, place) => bitOf(digits, place))]);
}

/**
 * @param {readonly number[]} digits
 * @param {number} place
 */
const bitOf = (digits, place) => Math.floor(digits[Math.floor(place / BITS)] / 2 ** (place % BITS)) % 2;

/**
 * What leads to documents in a family with files of its own terms alone: its pointer has it all.
 * @param {ScopePointer} pointer
 * @returns {Leads | null}
 */
function knownLeads({ scope, entries, topics }) {
  if (named(SCOPE, scope).leads) return null;
  const [said, asked] = [entriesOf(entries), topicsOf(topics)];
  return { entries: (number) => said.get(number) || null, topics: (number) => asked.get(number) || null };
}
