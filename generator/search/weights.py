"""Weights of terms in documents, as lunr gives them: BM25 in each field, times the field's boost.

Source: lunr 2.3.9, `lunr.Builder` (`createFieldVectors`) and `lunr.idf`; its
Python port `lunr` is the reference that a test compares with.
"""

import math
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import count

import numpy as np
from numpy.typing import NDArray

# BM25's constants, as lunr has them.
K1, B = 1.2, 0.75

# Rows of numbers.
Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

# Rows are put together even where there are none.
_NONE = np.empty(0, np.int64)


@dataclass(frozen=True, eq=False)
class Field:
    """The different terms of a document's field, by number, with how often they occur (a fraction: only implied)."""

    terms: Ints
    counts: Floats

    @classmethod
    def of_most(cls, fields: Sequence["Field"]) -> "Field":
        """Several as one: a term occurs as often as in the one that has it most."""
        terms = np.concatenate([_NONE, *(field.terms for field in fields)])
        counts = np.concatenate([_NONE, *(field.counts for field in fields)])
        most_first = np.argsort(-counts, kind="stable")
        terms, places = np.unique(terms[most_first], return_index=True)
        return cls(terms, counts[most_first][places])


class Terms:
    """Numbers for terms, from 0 as they are first met, so that millions of them can be worked on as arrays."""

    def __init__(self) -> None:
        self._numbers: defaultdict[str, int] = defaultdict(count().__next__)

    def __reduce__(self) -> tuple[Callable[[list[str]], "Terms"], tuple[list[str]]]:
        return _terms, (self.words(),)

    def numbers(self, terms: Collection[str]) -> Ints:
        """The numbers of terms, new ones where they have none."""
        return np.fromiter(map(self._numbers.__getitem__, terms), np.int64, len(terms))

    def words(self) -> list[str]:
        """All terms, in the order of their numbers."""
        return list(self._numbers)

    def field(self, counts: Mapping[str, float]) -> Field:
        """A field of terms with how often they occur."""
        return Field(self.numbers(counts), np.fromiter(counts.values(), np.float64, len(counts)))


def _terms(words: list[str]) -> Terms:
    """Numbers for terms that have been met in this order."""
    found = Terms()
    found.numbers(words)
    return found


@dataclass(frozen=True, eq=False)
class Norms:
    """BM25 in one field of some documents: the most that a term weighs, and its part that grows with the length."""

    most: Floats
    grown: Floats

    @classmethod
    def of(cls, lengths: Floats, boosts: Floats, boost: float, b: float = B) -> "Norms":
        """Of a field's lengths, the documents' boosts, the field's, and how much its lengths count."""
        average = lengths.mean() if len(lengths) else 1.0
        return cls(boosts * boost * (K1 + 1), K1 * (1 - b + b * lengths / (average or 1.0)))

    def weights(self, documents: Ints, counts: Floats) -> Floats:
        """What terms weigh that documents have so often, but for how rare they are."""
        return self.most[documents] * counts / (self.grown[documents] + counts)


@dataclass(frozen=True, eq=False)
class Entries:
    """Entries of an index: a term (by number) stands so often in a field (by number) of a document."""

    terms: Ints
    fields: Ints
    documents: Ints
    counts: Floats

    @classmethod
    def of(cls, fields: Sequence[Sequence[Field]]) -> "Entries":
        """Of each document's fields."""
        flat = [field for own in fields for field in own]
        sizes = np.array([len(field.terms) for field in flat], np.int64)
        width = len(fields[0]) if fields else 1
        row = np.repeat(np.arange(len(flat)), sizes)
        return cls(
            np.concatenate([_NONE, *(field.terms for field in flat)]),
            row % width,
            row // width,
            np.concatenate([_NONE, *(field.counts for field in flat)]),
        )

    def most(self) -> "Entries":
        """Each term once in a field of a document, as often as where it is most often."""
        order = np.lexsort((-self.counts, self.documents, self.fields, self.terms))
        terms, fields, documents = self.terms[order], self.fields[order], self.documents[order]
        is_first = np.ones(len(order), bool)
        is_first[1:] = (np.diff(terms) != 0) | (np.diff(fields) != 0) | (np.diff(documents) != 0)
        return Entries(terms[is_first], fields[is_first], documents[is_first], self.counts[order][is_first])

    def lengths(self, size: int, width: int) -> Floats:
        """How many terms each of so many documents has in each of so many fields, one row a document."""
        found = np.bincount(self.documents * width + self.fields, self.counts, size * width)
        return found.astype(np.float64, copy=False).reshape(size, width)

    def postings(self, norms: Sequence[Norms]) -> "Postings":
        """The documents of each term, and what it weighs in them by all fields together, but for how rare it is."""
        weights = np.empty(len(self.terms))
        for number, norm in enumerate(norms):
            own = self.fields == number
            weights[own] = norm.weights(self.documents[own], self.counts[own])
        # By term, each document once.
        order = np.lexsort((self.documents, self.terms))
        terms, documents = self.terms[order], self.documents[order]
        is_first = np.ones(len(order), bool)
        is_first[1:] = (np.diff(terms) != 0) | (np.diff(documents) != 0)
        firsts = np.flatnonzero(is_first)
        used, fields = np.unique(self.terms, return_counts=True)
        return Postings(
            used,
            fields,
            np.searchsorted(terms[firsts], used),
            documents[firsts],
            np.add.reduceat(weights[order], firsts) if len(firsts) else weights,
        )


@dataclass(frozen=True, eq=False)
class Postings:
    """The documents of each term, by number and rising, with their weights; in how many fields each term is.

    Those of the term at place i stand from `starts[i]` up to the next one's.
    """

    terms: Ints
    fields: Ints
    starts: Ints
    documents: Ints
    weights: Floats

    @property
    def counts(self) -> Ints:
        """How many documents each term has."""
        return np.diff(self.starts, append=len(self.documents))

    def heaviest(self, most: int) -> Floats:
        """The sum of each term's heaviest weights, of so many at most."""
        place = np.repeat(np.arange(len(self.terms)), self.counts)
        order = np.lexsort((-self.weights, place))
        is_among = np.arange(len(place)) - self.starts[place] < most
        found = np.bincount(place[is_among], self.weights[order][is_among], len(self.terms))
        return found.astype(np.float64, copy=False)


def rarities(frequencies: Ints, documents: int) -> Floats:
    """lunr's idf of terms, which counts a document once for each field that has the term."""
    different, which = np.unique(frequencies, return_inverse=True)
    return np.array([idf(frequency, documents) for frequency in different.tolist()], np.float64)[which]


@cache
def idf(frequency: float, documents: int) -> float:
    """lunr's inverse document frequency."""
    return math.log(1 + abs((documents - frequency + 0.5) / (frequency + 0.5)))
