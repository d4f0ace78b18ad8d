"""Cuts: which files the keys of terms are in, so that a query takes few bytes.

A key is a character, and has a place: that in GB 2312, which browsers know too; others share some places at the end.  A
file holds the keys from one place to the next file's; it is named by its first place.

Where to cut: a query takes a file as often as it asks for any of its keys, and each time all of it.  So the fewest
bytes are taken where keys that are often asked for, by the phrases of the vocabulary, are in small files.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from itertools import pairwise
from typing import TypeVar

import numpy as np

from generator.search import columns
from generator.search.characters import common_characters
from generator.search.format import WordRow

V = TypeVar("V")

# So many places have the other keys.
_OTHERS = 256
# Terms over all townships are cut into so many parts, each of which can be put together by itself.
PARTS = 16
# A key that no entry has is asked for so often as one has that so many entries have.
_SELDOM = 0.3
# What a file takes beside its terms.
_FILE_BYTES = 150


@cache
def hash_of(key: str) -> int:
    """FNV-1a over a key's UTF-16 code units."""
    value = 0x811C9DC5
    for unit in key:
        value = ((value ^ ord(unit)) * 0x01000193) & 0xFFFFFFFF
    return value


@cache
def _places() -> dict[str, int]:
    return {char: place for place, char in enumerate(common_characters())}


def place_of(key: str) -> int:
    """The place of a key."""
    known = _places()
    return known[key] if key in known else len(known) + hash_of(key) % _OTHERS


def part_of(key: str) -> int:
    """The part of the terms that a key's are put together with."""
    return place_of(key) * PARTS // (len(_places()) + _OTHERS)


class Sought:
    """How often keys are asked for: by how many of the vocabulary's entries they have, of all times that a key is.

    And how far the common characters lean to what no list carries, by their places (`wording.leans`).
    """

    def __init__(self, often: Mapping[int, float], leans: Mapping[int, float] | None = None) -> None:
        self._often = dict(often)
        self._total = sum(often.values()) or 1
        self._leans = dict(leans or {})

    @classmethod
    def of(cls, words: Mapping[str, WordRow], key: Callable[[str], str], leans: Mapping[str, float]) -> "Sought":
        """By the terms of the vocabulary, which stand under keys, and by how far characters lean."""
        entries: dict[int, set[int]] = defaultdict(set)
        for term, row in words.items():
            if len(term) > 1:
                entries[place_of(key(term))].update(row.entries)
        often = {place: len(own) for place, own in sorted(entries.items())}
        return cls(often, {place: leans[char] for char, place in _places().items() if char in leans})

    def leans(self, begins: Sequence[int], last: int) -> dict[int, list[float]]:
        """How far the characters of each file lean, from its first place on; `last` is the last one of all."""
        return {
            begin: [self._leans.get(place, 0.0) for place in range(begin, end)]
            for begin, end in pairwise((*begins, last + 1))
        }

    def cut(self, sizes: Mapping[str, float], each: float) -> list[int]:
        """Where to cut keys of such sizes in bytes: a file more is worth so many bytes of a key that is asked for.

        The first places of the files.
        """
        by_place: dict[int, float] = defaultdict(float)
        for key, size in sizes.items():
            by_place[place_of(key)] += size
        places = sorted(by_place)
        taken = np.cumsum([0.0, *(by_place[one] for one in places)])
        often = np.cumsum([0.0, *((self._often.get(one, 0) + _SELDOM) / self._total for one in places)])
        least = np.zeros(len(places) + 1)
        start = np.zeros(len(places) + 1, np.int64)
        for end in range(1, len(places) + 1):
            own = (often[end] - often[:end]) * (taken[end] - taken[:end] + _FILE_BYTES) + least[:end]
            start[end] = np.argmin(own)
            least[end] = own[start[end]] + each
        begins = []
        end = len(places)
        while end:
            end = int(start[end])
            begins.append(places[end])
        return begins[::-1]


def cut_by_size(sizes: Mapping[str, float], most: float) -> list[int]:
    """The first places of files of about such a size."""
    begins: list[int] = []
    left = 0.0
    by_place: dict[int, float] = defaultdict(float)
    for key, size in sizes.items():
        by_place[place_of(key)] += size
    for place, size in sorted(by_place.items()):
        if not begins or size > left:
            begins.append(place)
            left = most
        left -= size
    return begins


def text_of(begins: Sequence[int]) -> str:
    """The first places of files as a column, each from the one before."""
    return columns.text_of(number - before for before, number in pairwise((0, *begins)))


def into_files(begins: Sequence[int], keyed: Iterable[tuple[str, str, V]]) -> dict[int, dict[str, V]]:
    """What stands under keys by names, in its files by their first places."""
    files: dict[int, dict[str, V]] = {begin: {} for begin in begins}
    for key, name, value in keyed:
        files[begins[bisect_right(begins, place_of(key)) - 1]][name] = value
    return files
