"""Text as the search sees it: normalised, cut into runs, and into terms.

A term is a pair of neighbouring Han characters (Chinese has no spaces, and
pairs need no dictionary), a dictionary word of three to six characters, a
Latin word or a number.  The client (`templates/theme/assets/search/core.js`)
does the same; a test holds the two together.
"""

import importlib.util
import itertools
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import opencc

_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_HAN_RANGES = ((0x3400, 0x4DC0), (0x4E00, 0xA000))
RUNS = re.compile(f"([{_HAN}]+)|([a-z0-9]+)")
# The shortest and longest dictionary words that are terms; two characters are a pair anyway.
WORD_LENGTHS = range(3, 7)
# Parts of speech of jieba's dictionary that carry no matter: pronouns, prepositions, conjunctions, particles,
# adverbs, numerals, measures, modal words.
_EMPTY_KINDS = frozenset("rpcudmqy")


@cache
def simplified() -> dict[str, str]:
    """Every traditional character with its simplified one, as OpenCC has them."""
    characters = [chr(code) for start, end in _HAN_RANGES for code in range(start, end)]
    # One a line, so that no phrase is converted.
    converted = opencc.OpenCC("t2s").convert("\n".join(characters)).split("\n")
    return {old: new for old, new in zip(characters, converted, strict=True) if old != new and len(new) == 1}


@cache
def _translation() -> dict[int, str]:
    return str.maketrans(simplified())


def normalise(text: str) -> str:
    """Full-width, upper-case and traditional forms as the plain ones."""
    return unicodedata.normalize("NFKC", text).lower().translate(_translation())


@cache
def _dictionary() -> dict[str, str]:
    """The words of jieba's dictionary with their parts of speech.  Read as a file: nothing of jieba runs."""
    folder = Path(importlib.util.find_spec("jieba").submodule_search_locations[0])
    lines = (folder / "dict.txt").read_text("utf-8").splitlines()
    return {word: kind for word, _, kind in map(str.split, lines) if len(word) <= WORD_LENGTHS.stop - 1}


class Lexicon:
    """What tells terms from accidents: a dictionary, the vocabulary's own words, and the fillers of questions."""

    def __init__(self, words: Iterable[str], fillers: Iterable[str]) -> None:
        self._own = {word for text in words for word, _ in RUNS.findall(normalise(text)) if word}
        longest_first = sorted({normalise(filler) for filler in fillers}, key=lambda one: (-len(one), one))
        self._fillers = re.compile("|".join(map(re.escape, longest_first)) or r"(?!)")

    def runs(self, text: str) -> Iterator[tuple[str, str]]:
        """The runs of a text, (Han, "") or ("", Latin word or number), without the fillers of questions."""
        yield from RUNS.findall(self._fillers.sub(" ", normalise(text)))

    def terms(self, text: str, is_question: bool = False) -> Iterator[str]:
        """The terms of a text, again for each time that they occur; a question's fillers are left out."""
        for han, latin in self.runs(text) if is_question else RUNS.findall(normalise(text)):
            if latin or len(han) == 1:
                yield latin or han
                continue
            yield from map("".join, itertools.pairwise(han))
            for start in range(len(han) - 2):
                for length in WORD_LENGTHS:
                    word = han[start : start + length]
                    if len(word) == length and self.is_word(word):
                        yield word

    def counts(self, text: str, is_question: bool = False) -> Counter[str]:
        """The terms of a text with how often they occur."""
        return Counter(self.terms(text, is_question))

    def is_word(self, text: str) -> bool:
        """Whether a text is a word of the dictionary or of the vocabulary."""
        return text in self._own or text in _dictionary()

    def worth(self, term: str) -> float:
        """How much a term tells, from 0 to 1: a pair across two words is mostly an accident."""
        if len(term) != 2 or term in self._own or not RUNS.fullmatch(term)[1]:
            return 1.0
        kind = _dictionary().get(term)
        if kind is None:
            return 0.45
        return 0.3 if kind[0] in _EMPTY_KINDS else 1.0
