"""Weights as small files: the terms of a family of documents, cut into shards that a query fetches as it needs them.

    t-17.json   {"低保": [50, 4, 312, 9, 87, …], …}   term: [importance, step to the next document, weight, …]
    u-1.json    {"工作": [7, 20, …], …}               the documents of a term that weigh less than its heaviest

A term's shard is a hash of its first character: so one file has the character
itself, the pairs and the words that begin with it.  A crowded character, with
which very many terms begin, has several, by its second character; the
character itself stands in each of them.  A negative importance says that there
are more documents in the `u` files.

`sounds` cuts the words that a slip or pinyin may mean, of all townships together:

    3.json      {"db": ["低保", "di bao", 31, …], …}  word, syllables, how likely it is
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from heapq import nlargest

import orjson

from generator.search import pinyin
from generator.search.text import Lexicon, is_han
from generator.search.weights import idf

Postings = Mapping[str, Mapping[int, float]]

# Weights are written as whole numbers; importances too, this many to 1.
_IMPORTANCE = 10
# Lighter ones are left out: common words that a long text mentions once (lunr's scores go from 0 to some 100).
_LIGHTEST = 4
_RARE = 8
# With a crowded character more terms than this begin.
_CROWD = 24
# Words that a slip or pinyin may mean; longer ones are found by their parts.
_WORD_LENGTHS = range(2, 5)
_CHARACTER_BYTES = 3
# The heaviest documents of a word say how likely somebody means it.
_HEAVIEST = 8


@dataclass(frozen=True)
class Cuts:
    """How a family is cut: the number of its files of each kind, and how many documents of a term stand where.

    `first` and `more` are None where a family is small by itself and every document stands in the first tier.
    """

    terms: int
    further: int = 0
    first: int | None = None
    more: int | None = None


def shard_of(key: str, shards: int) -> int:
    """The shard of a key: FNV-1a over its UTF-16 code units."""
    value = 0x811C9DC5
    for unit in key:
        value = ((value ^ ord(unit)) * 0x01000193) & 0xFFFFFFFF
    return value % shards


def crowds(terms: Iterable[str]) -> dict[str, int]:
    """The crowded first characters of different terms, each with the number of its shards, a power of two."""
    count = Counter(term[0] for term in terms if len(term) > 1 and is_han(term))
    return {char: power_of_two(number, _CROWD) for char, number in sorted(count.items()) if number > _CROWD}


def keys(term: str, crowded: Mapping[str, int]) -> list[str]:
    """The keys whose shards hold a term: its first character, with a number where that is crowded."""
    first = term[0]
    parts = crowded.get(first, 1)
    if parts == 1:
        return [first]
    if len(term) > 1:
        return [f"{first}{shard_of(term[1], parts)}"]
    return [first, *(f"{first}{part}" for part in range(parts))]


def files(
    postings: Postings, documents: int, lexicon: Lexicon, cuts: Cuts, crowded: Mapping[str, int]
) -> Iterator[tuple[str, str]]:
    """The files of a family, by name."""
    first: list[dict[str, list[int]]] = [{} for _ in range(cuts.terms)]
    further: list[dict[str, list[int]]] = [{} for _ in range(cuts.further)]
    # The same few thousand first characters, again for every term.
    places = cache(lambda key: shard_of(key, cuts.terms))
    for term, weights in postings.items():
        worth = lexicon.worth(term)
        # A rare word is worth keeping however lightly it weighs: somebody who types it means it.
        lightest = 1 if len(weights) <= _RARE and worth == 1 else _LIGHTEST
        entries = [(number, rounded) for number, weight in weights.items() if (rounded := round(weight)) >= lightest]
        if not entries:
            continue
        importance = round(idf(len(entries), documents) * worth * _IMPORTANCE)
        if cuts.first is not None and len(entries) > cuts.first:
            heaviest = sorted(entries, key=lambda entry: (-entry[1], entry[0]))
            entries = sorted(heaviest[: cuts.first])
            # A lone character of so many documents tells nothing more.
            if len(term) > 1:
                importance = -importance
                rest = sorted(heaviest[cuts.first : cuts.more])
                further[shard_of(term[:1], cuts.further)][term] = _steps(rest)
        found = [importance, *_steps(entries)]
        for key in keys(term, crowded):
            first[places(key)][term] = found
    yield from ((f"t-{number}", to_json(shard)) for number, shard in enumerate(first))
    yield from ((f"u-{number}", to_json(shard)) for number, shard in enumerate(further))


def sounds(postings: Postings, telling: Iterable[str], lexicon: Lexicon, each: int) -> list[dict[str, list[str | int]]]:
    """Shards of about so many bytes of the words that a slip or pinyin may mean, those of `telling`.

    By the first letters of a word's first two and of its last two syllables.
    """
    found: dict[str, list[str | int]] = defaultdict(list)
    size = 0
    for term in sorted(telling):
        if len(term) not in _WORD_LENGTHS or not lexicon.is_word(term) or lexicon.worth(term) < 1:
            continue
        if spoken := pinyin.spoken(term):
            sound, letters = spoken
            weights = postings[term].values()
            heaviest = weights if len(weights) <= _HEAVIEST else nlargest(_HEAVIEST, weights)
            likely = round(4 * math.log2(1 + sum(heaviest)))
            for key in letters:
                found[key] += (term, sound, likely)
                size += _CHARACTER_BYTES * len(term) + len(sound)
    cut: list[dict[str, list[str | int]]] = [{} for _ in range(power_of_two(size, each))]
    for key, entries in sorted(found.items()):
        cut[shard_of(key, len(cut))][key] = entries
    return cut


def _steps(entries: Iterable[tuple[int, int]]) -> list[int]:
    steps: list[int] = []
    before = 0
    for number, weight in entries:
        steps += (number - before, weight)
        before = number
    return steps


def power_of_two(size: float, each: float) -> int:
    """How many files of about a size hold it all: a power of two, so that most terms stay when content is added."""
    return 2 ** max(0, math.ceil(math.log2(max(1.0, size / each))))


def to_json(data: object) -> str:
    """Data as JSON without spaces."""
    return orjson.dumps(data).decode()
