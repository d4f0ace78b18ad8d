"""Index: the search, as small files that a browser fetches as a query needs them.

An inverted index of character pairs and words, weighted as lunr weights, cut
into shards by a hash of a term's first two characters:

    search/index/meta.json              {"shards": …, "rows": 16, "fillers": "请问|怎么办|…", …}
    search/index/all/…                  over all townships; one document a matter
    search/index/<county>/<township>/…  within one township; one document a duty
        head.json                       what the filters count: lists, categories, departments of every document
        t-17.json                       {"低保": [3, 4, 312, 9, 87, …], …}   term: [documents that have it,
                                        step to the next document, weight, …]
        u-17.json                       the same for the documents of a term that weigh less than its first 128
        r-3.json                        what results show, a document a row
"""

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator import paths
from generator.link import Catalogue, LinkedDuty
from generator.search import documents as docs
from generator.search import pinyin
from generator.search.text import Lexicon, normalise, simplified
from generator.search.weights import Document, idf, postings

# Weights are written as whole numbers, this many to 1.
_PRECISION = 4
# A shard of this size, before compression, is one short request on a slow line.
_SHARD_BYTES = 7_000
_ROWS = 16
# Documents of a term in the first tier: only the heaviest, so that no shard grows with the townships.
_TIER = 128


def shard_of(term: str, shards: int) -> int:
    """The shard that holds a term: FNV-1a over its first two UTF-16 code units, so words stand beside their pair."""
    value = 0x811C9DC5
    for unit in term[:2]:
        value = ((value ^ ord(unit)) * 0x01000193) & 0xFFFFFFFF
    return value % shards


def index(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    """The files of the search: their paths and texts."""
    lexicon = docs.lexicon(catalogue)
    documents = docs.documents(catalogue, lexicon)
    duties = [duty for township in catalogue.townships for duty in township.duties]
    matters = docs.matters(duties)
    yield from _family("all", [m.duties for m in matters], [docs.merged([documents[n] for n in m.numbers]) for m in matters], lexicon)
    start = 0
    for township in catalogue.townships:
        own = township.duties
        yield from _family(township.head.id, [(duty,) for duty in own], documents[start : start + len(own)], lexicon)
        start += len(own)
    yield "search/index/pinyin.json", _json(pinyin.readings())
    used = set("".join(t for d in documents for f in d.fields.values() for t in f if len(t) <= 2))
    common = set(pinyin.gb2312())
    table = {old: new for old, new in simplified().items() if new in used}
    yield "search/index/characters.json", _json(["".join(o for o in table if o not in common), "".join(n for o, n in table.items() if o not in common)])
    yield "search/index/meta.json", _json({"fillers": sorted(map(normalise, catalogue.vocabulary.fillers), key=lambda one: (-len(one), one)), "rows": _ROWS, "characters": {o: n for o, n in table.items() if o in common}})


def _family(name: str, matters: Sequence[tuple[LinkedDuty, ...]], documents: Sequence[Document], lexicon: Lexicon) -> Iterator[tuple[str, str]]:
    found = postings(documents, docs.BOOSTS, lexicon.worth)
    encoded = {}
    low = {}
    for term, weights in found.items():
        entries = [(n, r) for n, w in weights.items() if (r := round(w * _PRECISION))]
        if not entries: continue
        if len(entries) > _TIER:
            order = sorted(entries, key=lambda e: (-e[1], e[0]))
            low[term] = _delta(sorted(order[_TIER:]))
            entries_t = sorted(order[:_TIER])
        else:
            entries_t = entries
        importance = round(idf(len(entries), len(documents)) * lexicon.worth(term) * 10)
        encoded[term] = [-importance if term in low else importance, *_delta(entries_t)]
    size = sum(len(_json(e)) + len(t.encode()) + 4 for t, e in encoded.items())
    shards = 2 ** max(0, math.ceil(math.log2(max(1, size / _SHARD_BYTES))))
    by = [dict() for _ in range(shards)]
    for t, e in encoded.items():
        by[shard_of(t, shards)][t] = e
    for n, c in enumerate(by):
        yield f"search/index/{name}/t-{n}.json", _json(c)
    byl = [dict() for _ in range(shards)]
    for t, e in low.items():
        byl[shard_of(t, shards)][t] = e
    for n, c in enumerate(byl):
        yield f"search/index/{name}/u-{n}.json", _json(c)
    words = {}
    telling = {term for document in documents for field in ("name", "everyday", "departments", "topics", "asks") for term in document.fields[field]}
    for term in sorted(telling):
        if 2 <= len(term) <= 8 and lexicon.worth(term) == 1 and lexicon.is_word(term):
            syllables = pinyin.reading(term)
            if len(syllables) != len(term): continue
            keys = {pinyin.initials(syllables)[:2], pinyin.initials(syllables)[-2:]}
            weight = round(4 * math.log2(1 + sum(sorted(found[term].values())[-8:])))
            for k in keys:
                words.setdefault(k, []).append([term, " ".join(syllables), weight])
    psize = sum(len(_json(v).encode()) for v in words.values())
    pshards = 2 ** max(0, math.ceil(math.log2(max(1, psize / 5_000))))
    byp = [dict() for _ in range(pshards)]
    for k, v in sorted(words.items()):
        byp[shard_of(k, pshards)][k] = [x for e in v for x in e]
    for n, c in enumerate(byp):
        yield f"search/index/{name}/p-{n}.json", _json(c)
    yield f"search/index/{name}/head.json", _json({"shards": shards, "words": pshards, "documents": len(documents)})
    for start in range(0, len(matters), _ROWS):
        yield f"search/index/{name}/r-{start // _ROWS}.json", _json([_row(m) for m in matters[start:start + _ROWS]])


def _row(matter: Sequence[LinkedDuty]) -> list:
    duty = matter[0]
    return [[[d.township.id, d.id] for d in matter], duty.duty.name, duty.answer.kind.value, duty.answer.word, duty.answer.sentence, duty.category.printed, duty.kind.value]


def _delta(entries: Sequence[tuple[int, int]]) -> list[int]:
    flat: list[int] = []
    before = 0
    for number, weight in entries:
        flat += (number - before, weight)
        before = number
    return flat


def _json(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
