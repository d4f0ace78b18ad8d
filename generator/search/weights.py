"""Weights of terms in documents, as lunr gives them: BM25 in each field, times the field's boost.

Source: lunr 2.3.9, `lunr.Builder` (`createFieldVectors`) and `lunr.idf`; its
Python port `lunr` is the reference that a test compares with.
"""

import math
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
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


@dataclass(frozen=True, eq=False)
class Document:
    """A document's fields.  `boost` is lunr's boost of a document: a factor for all of its weights."""

    fields: Mapping[str, Field]
    boost: float = 1.0


class Terms:
    """Numbers for terms, from 0 as they are first met, so that millions of them can be worked on as arrays."""

    def __init__(self) -> None:
        self._numbers: defaultdict[str, int] = defaultdict(count().__next__)

    def numbers(self, terms: Collection[str]) -> Ints:
        """The numbers of terms, new ones where they have none."""
        return np.fromiter(map(self._numbers.__getitem__, terms), np.int64, len(terms))

    def words(self, numbers: Ints) -> list[str]:
        """The terms of numbers."""
        words = list(self._numbers)
        return [words[number] for number in numbers.tolist()]

    def different(self, numbers: Iterable[Ints]) -> set[str]:
        """The terms of several rows of numbers, each once."""
        return set(self.words(np.unique(np.concatenate([_NONE, *numbers]))))

    def field(self, counts: Mapping[str, float]) -> Field:
        """A field of terms with how often they occur."""
        return Field(self.numbers(counts), np.fromiter(counts.values(), np.float64, len(counts)))


@dataclass(frozen=True)
class Postings:
    """The documents of each term, by number and rising, with their weights; the terms, with their worths.

    Those of the term at place i stand from `starts[i]` up to `starts[i + 1]`; there are `size` documents.
    """

    size: int
    terms: list[str]
    worths: Floats
    starts: Ints
    documents: Ints
    weights: Floats

    @property
    def counts(self) -> Ints:
        """How many documents each term has."""
        return np.diff(self.starts)

    def heaviest(self, most: int) -> Floats:
        """The sum of each term's heaviest weights, of so many at most."""
        term = np.repeat(np.arange(len(self.terms)), self.counts)
        heavy = self.weights[np.lexsort((-self.weights, term))]
        is_among = np.arange(len(term)) - self.starts[term] < most
        return _sums(term[is_among], heavy[is_among], len(self.terms))

    def __iter__(self) -> Iterator[tuple[str, list[int], list[float]]]:
        """Each term with its documents and their weights."""
        documents, weights = self.documents.tolist(), self.weights.tolist()
        ends = self.starts.tolist()
        for term, start, end in zip(self.terms, ends, ends[1:], strict=False):
            yield term, documents[start:end], weights[start:end]


def postings(
    documents: Sequence[Document],
    terms: Terms,
    boosts: Mapping[str, float],
    worth: Callable[[str], float] = lambda _: 1.0,
) -> Postings:
    """The terms of documents with their weights.

    `worth` is a factor for a term wherever it stands, as lunr's boost of a query's term is.
    """
    # Every term of every field of every document is an entry; a row is one of a document's fields.
    fields = [document.fields[name] for document in documents for name in boosts]
    number = np.concatenate([_NONE, *(own.terms for own in fields)])
    often = np.concatenate([_NONE, *(own.counts for own in fields)])
    row = np.repeat(np.arange(len(fields)), np.array([len(own.terms) for own in fields], np.int64))

    # Of these documents' terms only, in the order of their numbers.
    frequencies = np.bincount(number)
    used = np.flatnonzero(frequencies)
    place = np.cumsum(frequencies > 0) - 1
    term = place[number]
    # By term, each document once.
    key = term * len(documents) + row // len(boosts)
    ordered = np.argsort(key, kind="stable")
    key = key[ordered]
    firsts = np.flatnonzero(np.diff(key, prepend=-1))

    words = terms.words(used)
    worths = np.fromiter(map(worth, words), np.float64, len(words))
    rarities = _rarities(frequencies[used], len(documents)) * worths
    most, norm = _lengths(_sums(row, often, len(fields)), documents, boosts)
    weight = most[row] * rarities[term] * often / (norm[row] + often)
    term, document = np.divmod(key[firsts], max(1, len(documents)))
    return Postings(
        len(documents),
        words,
        worths,
        np.searchsorted(term, np.arange(len(words) + 1)),
        document,
        np.add.reduceat(weight[ordered], firsts) if len(firsts) else weight,
    )


def _sums(places: Ints, amounts: Floats, size: int) -> Floats:
    """The sum of the amounts at each place."""
    return np.bincount(places, amounts, size).astype(np.float64, copy=False)


def _lengths(lengths: Floats, documents: Sequence[Document], boosts: Mapping[str, float]) -> tuple[Floats, Floats]:
    """For each field of each document, by its length: BM25's factor, and its part that grows with the length."""
    lengths = lengths.reshape(len(documents), len(boosts))
    averages = lengths.mean(axis=0) if len(documents) else np.ones(len(boosts))
    norm = K1 * (1 - B + B * lengths / np.where(averages, averages, 1))
    most = np.outer([document.boost for document in documents], list(boosts.values())) * (K1 + 1)
    return most.ravel(), norm.ravel()


def _rarities(frequencies: Ints, documents: int) -> Floats:
    """lunr's idf of terms, which counts a document once for each field that has the term."""
    different, which = np.unique(frequencies, return_inverse=True)
    return np.array([idf(frequency, documents) for frequency in different.tolist()])[which]


@cache
def idf(frequency: int, documents: int) -> float:
    """lunr's inverse document frequency."""
    return math.log(1 + abs((documents - frequency + 0.5) / (frequency + 0.5)))
