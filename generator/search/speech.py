"""Speech: how words are read, and what the search knows of characters; kept from one build to the next.

To load pypinyin's dictionaries takes a third of a second, to read all words of a vocabulary another half.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import NamedTuple

import orjson

from generator.cache import code, kept_in, key
from generator.search.characters import gb2312

# So many times the words that a content has may be kept.
_OTHERS = 4
CACHE = kept_in("speech")


# A word's syllables, by what it is looked up, and whether a browser reads it so, character by character.
Spoken = tuple[str, Sequence[str], bool]


class Characters(NamedTuple):
    """The readings of common characters (`pinyin.readings`), those of GB 2312, and those that tell nothing.

    And how each common character sounds, those alike as one; and ordinary words by their sounds (`by_sounds`).
    """

    readings: str
    gb2312: str
    empty: str
    alike: dict[str, str]
    ordinary: dict[str, list[str]]


def spoken(words: Iterable[str]) -> Mapping[str, Spoken | None]:
    """How words are read, at least these; None where a character has no reading."""
    slot = _slot("words")
    data = CACHE.get(*slot)
    known: dict[str, Spoken | None] = orjson.loads(data) if data else {}
    wanted = {*words}
    if new := sorted(wanted - known.keys()):
        if len(known) > _OTHERS * len(wanted):
            # Those of other contents need not be kept for ever.
            known = {word: own for word, own in known.items() if word in wanted}
        known |= zip(new, map(_spoken, new), strict=True)
        CACHE.put(*slot, orjson.dumps(known))
    return known


def by_sounds(words: Iterable[str]) -> dict[str, list[str]]:
    """Words by the sounds of their first two and of their last two characters, those that are alike as one."""
    return _by_sounds(words, characters().alike)


def _by_sounds(words: Iterable[str], alike: Mapping[str, str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for word in words:
        for pair in dict.fromkeys((word[:2], word[-2:])):
            first, second = alike.get(pair[0]), alike.get(pair[1])
            if first and second:
                found.setdefault(f"{first} {second}", []).append(word)
    return found


@cache
def characters() -> Characters:
    """What is known of characters."""
    return Characters(*orjson.loads(CACHE.made(*_slot("characters"), _characters)))


def _characters() -> bytes:
    # Here and not above: what is kept needs none of it.
    from generator.search import pinyin
    from generator.search.text import empty_characters, ordinary_words

    alike = pinyin.alike_alone()
    ordinary = _by_sounds(ordinary_words(), alike)
    return orjson.dumps([pinyin.readings(), gb2312(), empty_characters(), alike, ordinary])


def _spoken(word: str) -> Spoken | None:
    from generator.search import pinyin

    if found := pinyin.spoken(word):
        sound, lookups = found
        return sound, sorted(lookups), pinyin.reading(word) == sound
    return None


def _slot(name: str) -> tuple[str, bytes]:
    question = key(name.encode(), code(__name__))
    return question.hex(), question
