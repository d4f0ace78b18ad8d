"""Weights of terms in documents, as lunr gives them: BM25 in each field, times the field's boost.

Source: lunr 2.3.9, `lunr.Builder` (`createFieldVectors`) and `lunr.idf`; its
Python port `lunr` is the reference that a test compares with.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

# BM25's constants, as lunr has them.
K1, B = 1.2, 0.75


@dataclass(frozen=True)
class Document:
    """A document's terms by field, with how often they occur (a fraction where they are only implied).

    `boost` is lunr's boost of a document: a factor for all of its weights.
    """

    fields: Mapping[str, Mapping[str, float]]
    boost: float = 1.0


def postings(
    documents: Sequence[Document], boosts: Mapping[str, float], worth: Callable[[str], float] = lambda _: 1.0
) -> dict[str, dict[int, float]]:
    """For each term the documents that have it, by number, with their weights; terms in order.

    `worth` is a factor for a term wherever it stands, as lunr's boost of a query's term is.
    """
    rarity = _rarities(documents, boosts, worth)
    lengths = {name: [sum(one.fields.get(name, {}).values()) for one in documents] for name in boosts}
    averages = {name: sum(own) / len(documents) for name, own in lengths.items()} if documents else {}
    found: dict[str, dict[int, float]] = defaultdict(dict)
    for number, one in enumerate(documents):
        for name, boost in boosts.items():
            if not (counts := one.fields.get(name)):
                continue
            norm = K1 * (1 - B + B * lengths[name][number] / averages[name])
            most = boost * one.boost * (K1 + 1)
            for term, count in counts.items():
                own = found[term]
                own[number] = own.get(number, 0.0) + most * rarity[term] * count / (norm + count)
    return {term: found[term] for term in sorted(found)}


def _rarities(
    documents: Sequence[Document], boosts: Mapping[str, float], worth: Callable[[str], float]
) -> dict[str, float]:
    """lunr's idf of each term (which counts a document once for each field that has the term), times its worth."""
    frequency: Counter[str] = Counter()
    for one in documents:
        for name in boosts:
            frequency.update(one.fields.get(name, {}).keys())
    return {term: idf(count, len(documents)) * worth(term) for term, count in frequency.items()}


@cache
def idf(frequency: int, documents: int) -> float:
    """lunr's inverse document frequency."""
    return math.log(1 + abs((documents - frequency + 0.5) / (frequency + 0.5)))
