"""Weights of terms in documents, as lunr gives them: BM25 in each field, times the field's boost.

Source: lunr 2.3.9, `lunr.Builder` (`createFieldVectors`) and `lunr.idf`; its
Python port `lunr` is the reference that a test compares with.
"""

import math
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain, count

import numpy as np

# BM25's constants, as lunr has them.
K1, B = 1.2, 0.75


@dataclass(frozen=True)
class Document:
    """A document's terms by field, with how often they occur (a fraction where they are only implied).

    `boost` is lunr's boost of a document: a factor for all of its weights.
    """

    fields: Mapping[str, Mapping[str, float]]
    boost: float = 1.0


@dataclass(frozen=True)
class Postings:
    """The documents of each term, by number and rising, with their weights; terms in order, with their worths.

    Those of the term at place i stand from `starts[i]` up to `starts[i + 1]`; there are `size` documents.
    """

    size: int
    terms: list[str]
    worths: np.ndarray
    starts: np.ndarray
    documents: np.ndarray
    weights: np.ndarray

    @property
    def counts(self) -> np.ndarray:
        """How many documents each term has."""
        return np.diff(self.starts)

    def heaviest(self, most: int) -> np.ndarray:
        """The sum of each term's heaviest weights, of so many at most."""
        term = np.repeat(np.arange(len(self.terms)), self.counts)
        heavy = self.weights[np.lexsort((-self.weights, term))]
        is_among = np.arange(len(term)) - self.starts[term] < most
        return np.bincount(term[is_among], heavy[is_among], len(self.terms))

    def __iter__(self) -> Iterator[tuple[str, list[int], list[float]]]:
        """Each term with its documents and their weights."""
        documents, weights = self.documents.tolist(), self.weights.tolist()
        ends = self.starts.tolist()
        for term, start, end in zip(self.terms, ends, ends[1:], strict=False):
            yield term, documents[start:end], weights[start:end]


def postings(
    documents: Sequence[Document], boosts: Mapping[str, float], worth: Callable[[str], float] = lambda _: 1.0
) -> Postings:
    """The terms of documents with their weights.

    `worth` is a factor for a term wherever it stands, as lunr's boost of a query's term is.
    """
    # Every term of every field of every document is an entry; a row is one of a document's fields.
    numbers: defaultdict[str, int] = defaultdict(count().__next__)
    fields = [one.fields.get(name, {}) for one in documents for name in boosts]
    sizes = np.array([len(own) for own in fields], np.int64)
    term = np.fromiter(map(numbers.__getitem__, chain.from_iterable(fields)), np.int64, sizes.sum())
    often = np.fromiter(chain.from_iterable(own.values() for own in fields), np.float64, len(term))
    row = np.repeat(np.arange(len(fields)), sizes)

    # In the order of the terms, each document once.
    terms = sorted(numbers)
    place = np.empty(len(terms), np.int64)
    place[np.fromiter(map(numbers.__getitem__, terms), np.int64, len(terms))] = np.arange(len(terms))
    key = place[term] * len(documents) + row // len(boosts)
    ordered = np.argsort(key, kind="stable")
    key = key[ordered]
    firsts = np.flatnonzero(np.diff(key, prepend=-1))

    most, norm = _fields(documents, fields, boosts)
    worths = np.fromiter(map(worth, numbers), np.float64, len(numbers))
    rarities = _rarities(np.bincount(term, minlength=len(numbers)), len(documents)) * worths
    weight = most[row] * rarities[term] * often / (norm[row] + often)
    term, document = np.divmod(key[firsts], max(1, len(documents)))
    return Postings(
        len(documents),
        terms,
        worths[np.argsort(place)],
        np.searchsorted(term, np.arange(len(terms) + 1)),
        document,
        np.add.reduceat(weight[ordered], firsts) if len(firsts) else weight,
    )


def _fields(
    documents: Sequence[Document], fields: Sequence[Mapping[str, float]], boosts: Mapping[str, float]
) -> tuple[np.ndarray, np.ndarray]:
    """For each field of each document: BM25's factor, and its part that grows with the field's length."""
    lengths = np.array([sum(own.values()) for own in fields]).reshape(len(documents), len(boosts))
    averages = lengths.mean(axis=0) if len(documents) else np.ones(len(boosts))
    norm = K1 * (1 - B + B * lengths / np.where(averages, averages, 1))
    most = np.outer([one.boost for one in documents], list(boosts.values())) * (K1 + 1)
    return most.ravel(), norm.ravel()


def _rarities(frequencies: np.ndarray, documents: int) -> np.ndarray:
    """lunr's idf of terms, which counts a document once for each field that has the term."""
    different, which = np.unique(frequencies, return_inverse=True)
    return np.array([idf(frequency, documents) for frequency in different.tolist()])[which]


@cache
def idf(frequency: int, documents: int) -> float:
    """lunr's inverse document frequency."""
    return math.log(1 + abs((documents - frequency + 0.5) / (frequency + 0.5)))
