"""Speech: how words are read, and what the search knows of characters; kept from one build to the next.

To load pypinyin's dictionaries takes a third of a second, to read all words of a vocabulary another half.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import orjson

from generator import cache
from generator.search.characters import gb2312

# So many times the words that a content has may be kept.
_OTHERS = 4
CACHE = cache.kept_in("speech")


# A word's syllables, by what it is looked up, and whether a browser reads it so, character by character.
Spoken = tuple[str, Sequence[str], bool]


class Characters(NamedTuple):
    """The readings of common characters (`pinyin.readings`), those of GB 2312, and those that tell nothing.

    And how each common character sounds, those alike as one; and ordinary words, with spaces between.
    """

    readings: str
    gb2312: str
    empty: str
    alike: dict[str, str]
    ordinary: str


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


def prepare() -> None:
    """Load the dictionaries that new words need."""
    from generator.search import pinyin  # noqa: F401  (loaded with it)


def characters() -> Characters:
    """What is known of characters."""
    return Characters(*orjson.loads(CACHE.made(*_slot("characters"), _characters)))


def _characters() -> bytes:
    # Here and not above: what is kept needs none of it.
    from generator.search import pinyin
    from generator.search.text import empty_characters, ordinary_words

    table = pinyin.readings(), gb2312(), empty_characters(), pinyin.alike_alone(), ordinary_words()
    return orjson.dumps(table)


def _spoken(word: str) -> Spoken | None:
    from generator.search import pinyin

    if found := pinyin.spoken(word):
        sound, lookups = found
        return sound, sorted(lookups), pinyin.reading(word) == sound
    return None


def _slot(name: str) -> tuple[str, bytes]:
    question = cache.key(name.encode(), cache.code(__name__))
    return question.hex(), question
