"""Pinyin for the search: of words, and a small table by which a browser reads characters.

GB 2312 orders its 3,755 common characters by their reading, and browsers know
GB 2312; so the table is only the readings in that order, each with the number
of characters that have it (`a2 ai13 an9 …`), some 2 KB.
"""

from functools import cache
from itertools import groupby

from pypinyin import Style, lazy_pinyin, pinyin

# The first bytes of the common characters of GB 2312, and the last character's second byte.
_FIRST, _LAST = 0xB0, 0xD7
_END = b"\xd7\xf9"


@cache
def _readings(char: str) -> list[str]:
    return next(iter(pinyin(char, style=Style.NORMAL, heteronym=True, errors="ignore")), [])


@cache
def spoken(word: str) -> tuple[str, tuple[str, ...]] | None:
    """A word's syllables without tones (ü is v), and the first letters of its first two and of its last two.

    None where a character has no reading.
    """
    readings = [_readings(char) for char in word]
    if not all(readings):
        return None
    # Only where a character has several is there anything to choose, which takes its time.
    chosen = all(len(one) == 1 for one in readings)
    syllables = [one for (one,) in readings] if chosen else lazy_pinyin(word, style=Style.NORMAL)
    letters = "".join(one[0] for one in syllables)
    return " ".join(syllables), tuple(sorted({letters[:2], letters[-2:]}))


@cache
def common_characters() -> tuple[str, ...]:
    """The common characters of GB 2312, in its order."""
    codes = (bytes((first, second)) for first in range(_FIRST, _LAST + 1) for second in range(0xA1, 0xFF))
    return tuple(code.decode("gb2312") for code in codes if code <= _END)


def gb2312() -> str:
    """All Han characters of GB 2312: simplified ones, but for a dozen."""
    codes = (bytes((first, second)) for first in range(_FIRST, 0xF8) for second in range(0xA1, 0xFF))
    return "".join(code.decode("gb2312", "ignore") for code in codes)


@cache
def readings() -> str:
    """The readings of the common characters in order, `<syllable><how many>` each."""
    chosen: list[str] = []
    for character in common_characters():
        known = _readings(character)
        # Of several readings the one by which GB 2312 orders the character.
        chosen.append(chosen[-1] if chosen and chosen[-1] in known else known[0])
    return " ".join(f"{syllable}{len(list(own))}" for syllable, own in groupby(chosen))
