"""Index: the search, as small files that a browser fetches as a query needs them.

An inverted index of character pairs (Chinese has no spaces, and pairs need no
dictionary), weighted as lunr weights (BM25 over fields with boosts), cut into
shards by a hash of the term:

    search/index/meta.json    {"shards": 64, "rows": 32, "lists": {"basic": "基本履职", …},
                               "townships": [["tuquan/tuquan", "突泉县突泉镇", 0, 218], …]}
    search/index/t-17.json    {"低保": [4, 312, 9, 87, …], …}      term: [step to the next duty, weight, …]
    search/index/r-3.json     [["townships/…/c-013/", "c-013", 13, "名称", "assist", "镇里配合", "由…", "民生服务",
                                "cooperative"], …]

Duties are numbered in the order of the townships, so a township is a range.
The client (`templates/theme/assets/search.js`) makes terms of a query as
`terms` does here; a test holds the two together.
"""

import itertools
import json
import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from generator import paths
from generator.link import Catalogue, LinkedDuty
from generator.model import ListKind

# How much a field weighs: a name says what a duty is, a text only mentions things.
_BOOSTS = {"name": 8.0, "departments": 3.0, "category": 2.0, "text": 1.0}
# BM25's constants, as lunr has them.
_K1, _B = 1.2, 0.75
# Weights are written as whole numbers, this many to 1.
_PRECISION = 20
# A shard of this size, before compression, is one short request on a slow line.
_SHARD_BYTES = 12_000
# What a number of the index takes, with its comma, on average.
_NUMBER_BYTES = 3.5
_ROWS = 32

_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_RUNS = re.compile(r"([\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+)|([a-z0-9]+)")


def terms(text: str) -> list[str]:
    """The terms of a text: pairs of neighbouring Han characters (a lone one by itself), Latin words, numbers."""
    found: list[str] = []
    for han, word in _RUNS.findall(unicodedata.normalize("NFKC", text).lower()):
        if word or len(han) == 1:
            found.append(word or han)
        else:
            found += map("".join, itertools.pairwise(han))
    return found


def shard_of(term: str, shards: int) -> int:
    """The shard that holds a term: FNV-1a over its UTF-16 code units."""
    value = 0x811C9DC5
    for unit in term:
        value = ((value ^ ord(unit)) * 0x01000193) & 0xFFFFFFFF
    return value % shards


@dataclass(frozen=True)
class _Document:
    """A duty's terms by field, with their counts."""

    fields: dict[str, Counter[str]]


def index(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    """The files of the search: their paths and texts."""
    duties = [duty for township in catalogue.townships for duty in township.duties]
    postings = _postings([_document(duty) for duty in duties])
    encoded = {term: _delta(entries) for term, entries in sorted(postings.items())}
    size = sum(len(entries) * _NUMBER_BYTES + len(term) for term, entries in encoded.items())
    # A power of two, so that most terms keep their shard when the content grows.
    shards = 2 ** max(0, math.ceil(math.log2(max(1, size / _SHARD_BYTES))))
    by_shard: dict[int, dict[str, list[int]]] = {number: {} for number in range(shards)}
    for term, entries in encoded.items():
        by_shard[shard_of(term, shards)][term] = entries
    titles = {kind.value: kind.title for kind in ListKind}
    yield paths.SEARCH_META, _json({"shards": shards, "rows": _ROWS, "lists": titles, "townships": _ranges(catalogue)})
    for number, content in by_shard.items():
        yield paths.search_shard(number), _json(content)
    for start in range(0, len(duties), _ROWS):
        yield paths.search_rows(start // _ROWS), _json([_row(duty) for duty in duties[start : start + _ROWS]])


def _ranges(catalogue: Catalogue) -> list[list[str | int]]:
    """For each township its id, label, and the range of its duties' numbers."""
    ranges: list[list[str | int]] = []
    start = 0
    for township in catalogue.townships:
        end = start + len(township.duties)
        ranges.append([township.head.id, township.head.label, start, end])
        start = end
    return ranges


def _row(duty: LinkedDuty) -> list[str | int]:
    """What a result shows."""
    return [
        paths.url(paths.duty(duty.township.id, duty.id)),
        duty.id,
        duty.duty.number,
        duty.duty.name,
        duty.answer.kind.value,
        duty.answer.word,
        duty.answer.sentence,
        duty.category.printed,
        duty.kind.value,
    ]


def _document(duty: LinkedDuty) -> _Document:
    official = duty.duty
    texts = (
        *(text for block in duty.blocks for text in (*block.duties, *block.support)),
        *getattr(official, "township", ()),
        *getattr(official, "method", ()),
    )
    fields = {
        # Single characters of a name too: somebody may look for 犬.
        "name": Counter(terms(official.name)) + Counter(_HAN.findall(official.name)),
        "departments": Counter(term for one in duty.departments for term in terms(one.name)),
        "category": Counter(terms(duty.category.printed)),
        "text": Counter(itertools.chain.from_iterable(map(terms, texts))),
    }
    return _Document(fields)


def _postings(documents: list[_Document]) -> dict[str, list[tuple[int, int]]]:
    """For each term the duties that have it, by number, with their weights."""
    lengths = {name: [sum(one.fields[name].values()) for one in documents] for name in _BOOSTS}
    averages = {name: sum(own) / max(1, sum(map(bool, own))) for name, own in lengths.items()}
    frequency: Counter[str] = Counter()
    for one in documents:
        frequency.update(set().union(*one.fields.values()))
    postings: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for number, one in enumerate(documents):
        weights: dict[str, float] = defaultdict(float)
        for name, boost in _BOOSTS.items():
            norm = _K1 * (1 - _B + _B * lengths[name][number] / (averages[name] or 1))
            for term, count in one.fields[name].items():
                rarity = math.log(1 + (len(documents) - frequency[term] + 0.5) / (frequency[term] + 0.5))
                weights[term] += boost * rarity * (_K1 + 1) * count / (norm + count)
        for term, weight in weights.items():
            if rounded := round(weight * _PRECISION):
                postings[term].append((number, rounded))
    return postings


def _delta(entries: list[tuple[int, int]]) -> list[int]:
    flat: list[int] = []
    before = 0
    for number, weight in entries:
        flat += (number - before, weight)
        before = number
    return flat


def _json(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
