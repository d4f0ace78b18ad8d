"""Telling: by what words a long letter is looked up.

A letter has more words than can be asked for, so those are that are of what most of it is about.  Of each pair of
characters that is a word it is told what it weighs at most, and in which themes about as much; and so of nouns of one
character (坟, 狗) that are of few themes.  A theme is a few neighbouring topics, for the vocabulary has alike ones
beside each other.

Words stand by their hashes, which takes half of what they would themselves: of pairs that are no words one in two
hundred is taken for one.
"""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from generator import cache
from generator.search import shards
from generator.search.columns import DIGITS, text_of
from generator.search.cuts import hash_of
from generator.search.format import TellingRow
from generator.search.shards import Leads
from generator.search.weights import Floats, Ints, Postings

# So many pairs are told, those first that weigh much in many documents.
_WORDS = 11000
# Topics of a theme.
_TOPICS = 3
# A word is of the themes in which it weighs at least such a part of what it weighs at most.
_AS_MUCH = 0.5
# Of a character such a part of its weight counts; one of more themes than this tells nothing.
_CHARACTER, _FEW = 0.64, 4
# Weights stand in grades, each so many times as heavy as the one below.
GRADE = 1.5
# Matters that no list carries are told by a Bloom filter, with so many bits of each.
_BITS_EACH = 8
# Of so many documents of terms the weights in all themes are held at once.
_AT_ONCE = 1 << 16
# Hashes of words are below this.
PLACES = 1 << 21


class Likely(NamedTuple):
    """How rare a word is, and in about how many fields it stands."""

    rarity: float
    fields: float


@dataclass(frozen=True, eq=False)
class Themes:
    """Which of the themes each document has, one row a document."""

    has: NDArray[np.bool_]

    @classmethod
    def of(cls, leads: Leads, size: int, topics: int) -> "Themes":
        """Of so many documents, by what leads to them of so many topics."""
        has = np.zeros((size, theme_of(topics) + 1), bool)
        has[leads.topic_documents, leads.topics // _TOPICS] = True
        return cls(has)

    def most(self, documents: Ints, weights: Floats) -> Floats:
        """What is in some documents the heaviest weight of each theme."""
        found: Floats = (weights[:, None] * self.has[documents]).max(axis=0, initial=0.0)
        return found

    def told(self, postings: Postings) -> Iterator[Floats]:
        """What each term weighs at most in each theme."""
        starts = postings.starts
        while len(starts):
            # So many terms that no more than a part of all these weights is held at once.
            count = max(1, int(np.searchsorted(starts, starts[0] + _AT_ONCE)))
            end = starts[count] if count < len(starts) else len(postings.documents)
            own = slice(starts[0], end)
            weights = postings.weights[own][:, None] * self.has[postings.documents[own]]
            yield from np.maximum.reduceat(weights, starts[:count] - starts[0])
            starts = starts[count:]

    @property
    def key(self) -> bytes:
        """The digest of all of it."""
        return cache.key(str(self.has.shape).encode(), np.packbits(self.has).tobytes())


def theme_of(topic: int) -> int:
    """The theme of a topic, by their numbers."""
    return topic // _TOPICS


def telling(likely: Mapping[str, Likely], weights: Mapping[str, Floats], away: Iterable[str]) -> TellingRow:
    """Words by which a long letter is looked up, from what they weigh in each theme but for how rare they are.

    `away` is how that begins which no list carries; what the lists say too is told among the others.
    """
    rows = np.array(list(weights.values())).reshape(len(weights), -1)
    heaviest = rows.max(axis=1, initial=0)
    is_in = rows >= _AS_MUCH * heaviest[:, None]
    most = {
        word: heavy * likely[word].rarity * (_CHARACTER if len(word) == 1 else 1)
        for word, heavy in zip(weights, heaviest.tolist(), strict=True)
    }
    places_of = {word: place for place, word in enumerate(weights)}
    in_themes = is_in.sum(axis=1).tolist()
    foremost = sorted(most, key=lambda word: (-most[word] * math.sqrt(likely[word].fields), word))
    own = [word for word in foremost if most[word] > 0]
    told = [word for word in own if len(word) > 1][:_WORDS]
    told += (word for word in own if len(word) == 1 and in_themes[places_of[word]] <= _FEW)
    # Of two with the same hash the lighter one is left out.
    by_hash = {hash_of(word) % PLACES: word for word in sorted(told, key=lambda word: (most[word], word))}
    hashes = sorted(by_hash)
    words = [by_hash[one] for one in hashes]
    of_word, theme = np.nonzero(is_in[[places_of[word] for word in words]])
    steps = np.where(np.diff(of_word, prepend=-1) != 0, theme, np.diff(theme, prepend=0))
    unknown = sorted(set(away).difference(likely))
    return TellingRow(
        away=shards.bloom(unknown, len(unknown) * _BITS_EACH),
        words=text_of(np.diff(hashes, prepend=0).tolist()),
        weights="".join(DIGITS[round(math.log(max(1, most[word]), GRADE))] for word in words),
        counts=text_of(in_themes[places_of[word]] for word in words),
        themes=text_of(steps.tolist()),
    )
