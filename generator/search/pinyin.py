"""Pinyin for the search: of words, and a small table by which a browser reads characters.

GB 2312 orders its 3,755 common characters by their reading, and browsers know
GB 2312; so the table is only the readings in that order, each with the number
of characters that have it (`a2 ai13 an9 …`).
"""

import re
from functools import cache
from itertools import groupby, islice

from pypinyin import Style, lazy_pinyin, pinyin
from pypinyin.constants import PHRASES_DICT
from pypinyin.contrib.tone_convert import to_normal
from pypinyin.seg.mmseg import seg

from generator.search.characters import common_characters

_plain = cache(to_normal)


@cache
def _syllables(part: str) -> list[tuple[str, str]]:
    """The syllables of a phrase or a character, each with the one that stands for all that sound like it."""
    if phrase := PHRASES_DICT.get(part):
        own = [_plain(readings[0]) for readings in phrase]
    else:
        own = lazy_pinyin(part, style=Style.NORMAL, errors="ignore")
    return [(one, _alike(one)) for one in own]


def _read(word: str) -> list[tuple[str, str]]:
    """A word's syllables, fewer than its characters where one has no reading.

    As pypinyin reads it, phrase by phrase; but a phrase or character that many words have is read once.
    """
    # Two characters are a phrase, or each by itself.
    parts = [word] if word in PHRASES_DICT else word if len(word) == 2 else seg.cut(word)
    return [syllable for part in parts for syllable in _syllables(part)]


def spoken(word: str) -> tuple[str, set[str]] | None:
    """A word's syllables without tones (ü is v), and by what it is looked up.

    By the first letters of its syllables (db), and by its first two and by its last two syllables (di bao), those that
    sound alike as one.  None where a character has no reading.
    """
    read = _read(word)
    if len(read) != len(word):
        return None
    syllables, alike = zip(*read, strict=True)
    return " ".join(syllables), {
        "".join(syllable[0] for syllable in syllables),
        " ".join(alike[:2]),
        " ".join(alike[-2:]),
    }


@cache
def _alike(syllable: str) -> str:
    """Flat and curled tongue, front and back nasals, n and l are mixed up in many dialects."""
    return re.sub("ng$", "n", re.sub("^n", "l", re.sub("^([zcs])h", r"\1", syllable)))


def alike_alone() -> dict[str, str]:
    """How each common character sounds by itself, those that sound alike as one."""
    return {char: _alike(syllable) for char, syllable in _read_alone().items()}


@cache
def readings() -> str:
    """The readings of the common characters in order, `<syllable><how many>` each."""
    chosen: list[str] = []
    for character in common_characters():
        known = pinyin(character, style=Style.NORMAL, heteronym=True)[0]
        # Of several readings the one by which GB 2312 orders the character.
        chosen.append(chosen[-1] if chosen and chosen[-1] in known else known[0])
    return " ".join(f"{syllable}{len(list(own))}" for syllable, own in groupby(chosen))


def table() -> str:
    """The readings as a browser has them, packed smaller by half: syllables by their initials, then the numbers.

    `,a,ai,an;b,a,ai,an|$/+…`: a number is one character, so many after `"`.
    """
    found = [(re.match("[zcs]h|[^aeo]?", entry)[0], entry) for entry in readings().split()]  # type: ignore[index]
    groups = []
    for initial, own in groupby(found, lambda one: one[0]):
        groups.append(",".join([initial, *(entry.rstrip("0123456789")[len(initial) :] for _, entry in own)]))
    numbers = (chr(ord('"') + int(number)) for number in re.findall(r"\d+", readings()))
    return f"{';'.join(groups)}|{''.join(numbers)}"


@cache
def _read_alone() -> dict[str, str]:
    """How each common character is read by itself, as the table has it."""
    found: dict[str, str] = {}
    characters = iter(common_characters())
    for entry in readings().split():
        match = re.fullmatch(r"([a-z]+)(\d+)", entry)
        assert match, entry
        found |= dict.fromkeys(islice(characters, int(match[2])), match[1])
    return found


def reading(word: str) -> str:
    """A word's syllables as a browser reads it, character by character; empty where one is not in the table."""
    alone = _read_alone()
    return " ".join(alone[char] for char in word) if alone.keys() >= set(word) else ""
