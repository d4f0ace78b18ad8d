"""Kept: linked counties as bytes and back, for the cache.

The topics of the vocabulary are not among the bytes: each is named by its id, so that however many counties are read
back, there is one of each.
"""

import io
import pickle
from collections.abc import Mapping

from generator.model import Topic


class _Pickler(pickle.Pickler):
    def persistent_id(self, one: object) -> str | None:
        return one.id if isinstance(one, Topic) else None


class _Unpickler(pickle.Unpickler):
    def __init__(self, data: bytes, topics: Mapping[str, Topic]) -> None:
        super().__init__(io.BytesIO(data))
        self._topics = topics

    def persistent_load(self, id: str) -> Topic:
        return self._topics[id]


def packed(linked: object) -> bytes:
    """What was linked, as bytes."""
    out = io.BytesIO()
    _Pickler(out, pickle.HIGHEST_PROTOCOL).dump(linked)
    return out.getvalue()


def unpacked(data: bytes, topics: Mapping[str, Topic]) -> object:
    """What `packed` was given; `topics` are those of the same vocabulary, by id."""
    return _Unpickler(data, topics).load()
