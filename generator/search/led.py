"""Led: where the vocabulary's terms lead to, which is worked out anew only where entries or topics lead elsewhere.

Most edits change no more than the words of a duty; then all of this is as it was.
"""

import pickle
from collections.abc import Callable, Mapping

import numpy as np
import orjson

from generator import cache
from generator.files import to_json
from generator.search.format import WordRow
from generator.search.shards import LeadRows, Led, leads_to_many, led

CACHE = cache.kept_in("led")


class Leading:
    """Leads to so many documents, and what is worked out of them and of a vocabulary's terms."""

    def __init__(self, leads: LeadRows, words: bytes, size: int) -> None:
        """`words` is the digest of the vocabulary's terms."""
        self.leads, self.size = leads, size
        rows = orjson.dumps([leads.entries, leads.topics], option=orjson.OPT_NON_STR_KEYS)
        self._key = cache.key(cache.code(__name__), words, rows, str(size).encode())

    def documents(self, part: int, words: Mapping[str, WordRow]) -> Mapping[str, Led]:
        """Where each term leads to that has its documents with it; they are a part of the terms."""
        data = self._kept(f"documents {part}", lambda: _packed(self._documents(words)))
        return _unpacked(data)

    def _documents(self, words: Mapping[str, WordRow]) -> dict[str, Led]:
        return {term: led(row, self.leads, self.size) for term, row in words.items() if leads_to_many(row)}

    def told(self, name: str, make: Callable[[], Mapping[str, list[float]]]) -> Mapping[str, list[float]]:
        """Numbers of terms, by a name for what they say."""
        found: dict[str, list[float]] = orjson.loads(self._kept(name, lambda: to_json(make())))
        return found

    def _kept(self, name: str, make: Callable[[], bytes]) -> bytes:
        """What is made of them and the vocabulary, by a name for what it is."""
        question = cache.key(self._key, name.encode())
        return CACHE.made(question.hex(), question, make)


def _packed(several: Mapping[str, Led]) -> bytes:
    """As few arrays: to read back tens of thousands takes longer than to work them out."""
    own = several.values()
    lengths = np.array([len(one.documents) for one in own], np.int64)
    documents = np.concatenate([np.empty(0, np.int64), *(one.documents for one in own)])
    weights = np.concatenate([np.empty(0), *(one.weights for one in own)])
    return pickle.dumps((list(several), lengths, documents, weights, [one.fields for one in own]))


def _unpacked(data: bytes) -> dict[str, Led]:
    terms, lengths, documents, weights, fields = pickle.loads(data)
    ends = np.cumsum(lengths).tolist()
    starts = [0, *ends][:-1]
    return {
        term: Led(documents[start:end], weights[start:end], own)
        for term, start, end, own in zip(terms, starts, ends, fields, strict=True)
    }
