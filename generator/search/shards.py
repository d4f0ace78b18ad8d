"""Weights as small files: the terms of a family of documents, cut into shards that a query fetches as it needs them.

    t-17.json   {"低保": [50, 4, 312, 9, 87, …], …}   term: [importance, step to the next document, weight, …]
                an everyday word has the number of its entry of the vocabulary as the last
    u-1.json    {"工作": [7, 20, …], …}               the documents of a term that weigh less than its heaviest

A term's shard is a hash of its first character: so one file has the character
itself, the pairs and the words that begin with it.  A crowded character, with
which very many terms begin, has several, by its second character; the
character itself stands in each of them.  A negative importance says that there
are more documents in the `u` files.

`sounds` cuts the words that a slip or pinyin may mean, of all townships together:

    3.json      {"di bao": ["低保", "di bao", 31, …], "db": […], …}  word, syllables, how likely it is
"""

import math
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, repeat

import numpy as np

from generator.files import to_json
from generator.search import pinyin
from generator.search.format import CutsRow, PostingRow, SoundRow, TermRow
from generator.search.text import is_han
from generator.search.weights import Postings, idf

# Weights are written as whole numbers; importances too, this many to 1.
_IMPORTANCE = 10
# Lighter ones are left out: common words that a long text mentions once (lunr's scores go from 0 to some 100).
_LIGHTEST = 4
_RARE = 8
# With a crowded character more terms than this begin.
_CROWD = 24
# Words that a slip or pinyin may mean; longer ones are found by their parts.
_WORD_LENGTHS = range(2, 5)
# A word of the same sound that is in so many times fewer other words is hardly meant.
_FAR_LESS = 8
_CHARACTER_BYTES = 3
# A term's numbers: how many stand before its postings, how many a posting has, and in what order.
_BEFORE, _POSTING = TermRow._fields.index("numbers"), len(PostingRow._fields)
_STEP, _WEIGHT = PostingRow._fields.index("step"), PostingRow._fields.index("weight")
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

    @property
    def row(self) -> CutsRow:
        """What the browser must know of it."""
        return CutsRow(self.terms, self.further)


@cache
def _hash(key: str) -> int:
    """FNV-1a over a key's UTF-16 code units."""
    value = 0x811C9DC5
    for unit in key:
        value = ((value ^ ord(unit)) * 0x01000193) & 0xFFFFFFFF
    return value


def shard_of(key: str, shards: int) -> int:
    """The shard of a key."""
    return _hash(key) % shards


class Keys:
    """The keys whose shards hold a term: its first character, with a number where that is crowded.

    A character is crowded with which many of the different `terms` begin; `crowded` has the number of its shards, a
    power of two.  `hashes` has those of a term's keys, by its first two characters.
    """

    def __init__(self, terms: Iterable[str]) -> None:
        count = Counter(term[0] for term in terms if len(term) > 1 and is_han(term))
        self.crowded = {char: power_of_two(number, _CROWD) for char, number in sorted(count.items()) if number > _CROWD}
        # The same beginnings, again for every term of every family.
        self.hashes = cache(lambda start: [_hash(key) for key in self.of(start)])

    def of(self, term: str) -> list[str]:
        """A term's keys."""
        first = term[0]
        parts = self.crowded.get(first, 1)
        if parts == 1:
            return [first]
        if len(term) > 1:
            return [f"{first}{shard_of(term[1], parts)}"]
        return [first, *(f"{first}{part}" for part in range(parts))]


def files(postings: Postings, cuts: Cuts, keys: Keys, entries: Mapping[str, int]) -> Iterator[tuple[str, bytes]]:
    """The files of a family, by name.  `entries` has the vocabulary's entries of everyday words."""
    first: list[dict[str, list[int]]] = [{} for _ in range(cuts.terms)]
    further: list[dict[str, list[int]]] = [{} for _ in range(cuts.further)]
    for term, found in _rounded(postings, entries):
        documents = (len(found) - _BEFORE) // _POSTING
        if cuts.first is not None and documents > cuts.first:
            importance, *numbers = found
            pairs, entry = numbers[: documents * _POSTING], numbers[documents * _POSTING :]
            heaviest, rest = _tiers(pairs, cuts)
            # A lone character of so many documents tells nothing more.
            if len(term) > 1:
                importance = -importance
                further[shard_of(term[:1], cuts.further)][term] = rest
            kept = [importance, *heaviest, *entry]
        else:
            kept = found
        for value in keys.hashes(term[:2]):
            first[value % cuts.terms][term] = kept
    yield from ((f"t-{number}", to_json(shard)) for number, shard in enumerate(first))
    yield from ((f"u-{number}", to_json(shard)) for number, shard in enumerate(further))


def _rounded(postings: Postings, entries: Mapping[str, int]) -> Iterator[tuple[str, list[int]]]:
    """The terms as the files have them: importance, a step and a weight for each document, perhaps an entry."""
    counts = postings.counts
    # A rare word is worth keeping however lightly it weighs: somebody who types it means it.
    lightest = np.where((counts <= _RARE) & (postings.worths == 1), 1, _LIGHTEST)
    weights = np.rint(postings.weights).astype(np.int64)
    kept = weights >= np.repeat(lightest, counts)
    term = np.repeat(np.arange(len(counts)), counts)[kept]
    counts = np.bincount(term, minlength=len(counts))
    firsts = np.cumsum(counts) - counts
    document = postings.documents[kept]
    steps = np.diff(document, prepend=0)
    steps[firsts[counts > 0]] = document[firsts[counts > 0]]
    rarities = np.array([idf(count, postings.size) for count in range(counts.max(initial=0) + 1)])
    importances = np.rint(rarities[counts] * postings.worths * _IMPORTANCE)

    # All in one row, term after term; a term without documents takes no place.
    entry = np.fromiter(map(entries.get, postings.terms, repeat(-1)), np.int64, len(postings.terms))
    ends = np.cumsum(np.where(counts > 0, _BEFORE + _POSTING * counts + (entry >= 0), 0))
    starts = ends - np.diff(ends, prepend=0)
    row = np.empty(ends.max(initial=0), np.int64)
    is_said = (counts > 0) & (entry >= 0)
    row[ends[is_said] - 1] = entry[is_said]
    row[starts[counts > 0]] = importances[counts > 0]
    place = starts[term] + _BEFORE + _POSTING * (np.arange(len(term)) - firsts[term])
    row[place + _STEP], row[place + _WEIGHT] = steps, weights[kept]
    numbers = row.tolist()
    for word, start, end in zip(postings.terms, starts.tolist(), ends.tolist(), strict=True):
        if start < end:
            yield word, numbers[start:end]


def _tiers(pairs: Sequence[int], cuts: Cuts) -> tuple[list[int], list[int]]:
    """The heaviest documents of a term, and the next heavy ones, as steps and weights again."""
    documents = accumulate(pairs[_STEP::_POSTING])
    heaviest = sorted(zip(documents, pairs[_WEIGHT::_POSTING], strict=True), key=lambda entry: (-entry[1], entry[0]))
    return _steps(sorted(heaviest[: cuts.first])), _steps(sorted(heaviest[cuts.first : cuts.more]))


def sounds(postings: Postings, sought: Container[str], each: int) -> list[dict[str, list[str | int]]]:
    """Shards of about so many bytes of the words that a slip or pinyin may mean, those of `sought`.

    By the first letters of a word's syllables, by its first two and by its last two syllables.
    """
    likelihoods = np.rint(4 * np.log2(1 + postings.heaviest(_HEAVIEST))).astype(np.int64).tolist()
    words: dict[str, list[tuple[str, int]]] = defaultdict(list)
    lookups: dict[str, set[str]] = {}
    for term, worth, likely in zip(postings.terms, postings.worths.tolist(), likelihoods, strict=True):
        # Of so many characters only words are worth all that.
        if worth < 1 or len(term) not in _WORD_LENGTHS or term not in sought:
            continue
        if spoken := pinyin.spoken(term):
            sound, lookups[sound] = spoken
            words[sound].append((term, likely))
    within = _within(term for own in words.values() for term, _ in own)
    found: dict[str, list[str | int]] = defaultdict(list)
    size = 0
    for sound, own in words.items():
        size += len(own) * len(lookups[sound]) * (_CHARACTER_BYTES * len(own[0][0]) + len(sound))
        for term, likely in _by_use(own, within):
            for key in lookups[sound]:
                found[key] += SoundRow(term, sound, likely)
    cut: list[dict[str, list[str | int]]] = [{} for _ in range(power_of_two(size, each))]
    for key, entries in sorted(found.items()):
        cut[shard_of(key, len(cut))][key] = entries
    return cut


def _within(words: Iterable[str]) -> Counter[str]:
    """In how many longer words each word is: 低保 in 低保户, 吃低保, 申请低保 …, 地保 in none."""
    return Counter(
        part
        for word in set(words)
        for part in {word[i:j] for i in range(len(word)) for j in range(i + 2, len(word) + 1)}
        if part != word
    )


def _by_use(own: list[tuple[str, int]], within: Counter[str]) -> list[tuple[str, int]]:
    """Words of one sound, with their likelihoods dealt anew: the greatest to the one that is in most other words.

    What people look for has many forms (dibao is 低保, tudi 土地); a rare word weighs more in the few duties it is in.
    One that is in far fewer than the first is half as likely: the browser searches for it, but lightly.
    """
    used = sorted(own, key=lambda one: (-within[one[0]], -one[1]))
    likelihoods = sorted((likely for _, likely in own), reverse=True)
    most = within[used[0][0]]
    return [
        (term, likely // 2 if within[term] * _FAR_LESS < most else likely)
        for (term, _), likely in zip(used, likelihoods, strict=True)
    ]


def _steps(entries: Iterable[tuple[int, int]]) -> list[int]:
    steps: list[int] = []
    before = 0
    for number, weight in entries:
        steps += PostingRow(step=number - before, weight=weight)
        before = number
    return steps


def power_of_two(size: float, each: float) -> int:
    """How many files of about a size hold it all: a power of two, so that most terms stay when content is added."""
    return 1 << max(0, math.ceil(math.log2(max(1.0, size / each))))
