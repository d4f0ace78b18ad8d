"""Telling: by what words a long letter is looked up.

A letter has more words than can be asked for, so those are that are of what most of it is about.  Of each pair of
characters that is a word it is told what it weighs at most, and in which themes about as much.  A theme is a few
neighbouring topics, for the vocabulary has alike ones beside each other.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from generator.search import shards
from generator.search.columns import DIGITS, text_of
from generator.search.format import TellingRow
from generator.search.shards import Leads
from generator.search.weights import Floats, Ints, Postings

# So many words are told, those first that weigh much in many documents.
_WORDS = 11000
# Topics of a theme.
_TOPICS = 3
# A word is of the themes in which it weighs at least such a part of what it weighs at most.
_AS_MUCH = 0.5
# Weights stand in grades, each so many times as heavy as the one below.
GRADE = 1.5
# Matters that no list carries are told by a Bloom filter, with so many bits of each.
_BITS_EACH = 8


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

    def told(self, postings: Postings, places: Iterable[int]) -> list[Floats]:
        """What terms, by their places, weigh at most in each theme."""
        ends = postings.starts + postings.counts
        spans = ((postings.starts[place], ends[place]) for place in places)
        return [self.most(postings.documents[start:end], postings.weights[start:end]) for start, end in spans]


def theme_of(topic: int) -> int:
    """The theme of a topic, by their numbers."""
    return topic // _TOPICS


def telling(likely: Mapping[str, Likely], weights: Mapping[str, Floats], away: Iterable[str]) -> TellingRow:
    """Words by which a long letter is looked up, from what they weigh in each theme but for how rare they are.

    `away` is how that begins which no list carries; what the lists say too is told among the others.
    """
    most = {word: float(own.max(initial=0)) * likely[word].rarity for word, own in weights.items()}
    foremost = sorted(most, key=lambda word: (-most[word] * math.sqrt(likely[word].fields), word))
    words = sorted(word for word in foremost[:_WORDS] if most[word] > 0)
    themes = [np.flatnonzero(weights[word] >= _AS_MUCH * weights[word].max()) for word in words]
    unknown = sorted(set(away).difference(likely))
    return TellingRow(
        away=shards.bloom(unknown, len(unknown) * _BITS_EACH),
        words=" ".join(first + "".join(word[1] for word in own) for first, own in groupby(words, lambda word: word[0])),
        weights="".join(DIGITS[round(math.log(max(1, most[word]), GRADE))] for word in words),
        counts=text_of(map(len, themes)),
        themes=text_of(step for own in themes for step in np.diff(own, prepend=0).tolist()),
    )
