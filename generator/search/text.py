"""Text as the search sees it: normalised, cut into runs, and into terms.

A term is a pair of neighbouring Han characters (Chinese has no spaces, and
pairs need no dictionary), a dictionary word of three to six characters, a
Latin word or a number.  The client (`templates/theme/assets/search/text.js`)
does the same; golden.json holds the two to the same answers.
"""

import itertools
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from importlib.metadata import distribution
from pathlib import Path

import opencc
from marisa_trie import BytesTrie, Trie

from generator.search.characters import common_characters

_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_HAN_RANGES = ((0x3400, 0x4DC0), (0x4E00, 0xA000))
RUNS = re.compile(f"([{_HAN}]+)|([a-z0-9]+)")
# The shortest and longest dictionary words that are terms; two characters are a pair anyway.
WORD_LENGTHS = range(3, 7)
# Parts of speech of jieba's dictionary that carry no matter: pronouns, prepositions, conjunctions, particles,
# adverbs, modal words.
_EMPTY_KINDS = frozenset("rpucdy")
# Numerals and measures tell nothing as words either; verbs and places (去, 上) do unless they stand everywhere.
_COUNTING_KINDS = frozenset("mq")
_MOVING_KINDS = frozenset("vf")
# Of so many terms it is known at a time what they tell: those of some counties, and there are always others.
REMEMBERED = 1 << 15
_COMMON = 60_000
# A word that is counted so often in the dictionary is one that anybody knows.
_ORDINARY = 100
# A character of more nouns than this (地: 土地, 耕地) tells something, whatever else it is.
_NOUNS = 40


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
    plain = unicodedata.normalize("NFKC", text).lower()
    # Translating takes its time, and most texts need none.
    return plain if simplified().keys().isdisjoint(plain) else plain.translate(_translation())


def _dictionary() -> tuple[dict[str, str], dict[str, str]]:
    """jieba's dictionary: the words' parts of speech, and their frequencies.  A file: nothing of jieba runs.

    It is not kept, for it is large, and what is made of it is small and made once.
    """
    file = Path(str(distribution("jieba").locate_file("jieba/dict.txt")))
    # Three on a line, and no spaces in them.
    parts = file.read_text("utf-8").split()
    words, counts, kinds = parts[::3], parts[1::3], parts[2::3]
    return dict(zip(words, kinds, strict=True)), dict(zip(words, counts, strict=True))


def empty_characters() -> str:
    """The characters that stand in any question and tell nothing by themselves: 的, 不, 谁, 就, 有, 去."""
    kinds, counts = _dictionary()
    words = (word for word, kind in kinds.items() if kind[0] == "n" and len(word) == 2)
    nouns = Counter(itertools.chain.from_iterable(map(set, words)))
    return "".join(
        char
        for char in common_characters()
        if (kind := kinds.get(char, "")[:1])
        and nouns[char] <= _NOUNS
        and (kind in _EMPTY_KINDS or (kind in _MOVING_KINDS and int(counts[char]) >= _COMMON))
    )


def frequencies() -> dict[str, int]:
    """How often the dictionary has counted its words of two characters in texts of all kinds."""
    _, counts = _dictionary()
    return {word: int(count) for word, count in counts.items() if len(word) == 2}


def ordinary_words() -> list[str]:
    """The words of two characters that are common in any text."""
    return [word for word, count in frequencies().items() if count >= _ORDINARY]


def is_han(text: str) -> bool:
    """Whether a term is of Han characters."""
    return "\u3400" <= text[0] <= "\u9fff"


def is_short(term: str, most: int) -> bool:
    """Whether a term has no more Han characters than that, or is of letters and digits."""
    return len(term) <= most or not is_han(term)


# How much a term tells that is no word of matter: a pair across two words, an empty word, a lone character.
_ACCIDENT, _EMPTY_WORD, _CHARACTER, _EMPTY_CHARACTER = 0.45, 0.3, 0.8, 0.15
# What each kind of term tells, as the files number them.
WORTHS = (1.0, _ACCIDENT, _EMPTY_WORD, _CHARACTER, _EMPTY_CHARACTER)
ACCIDENT = WORTHS.index(_ACCIDENT)


class Lexicon:
    """What tells terms from accidents: a dictionary, the vocabulary's own words, and the fillers of questions.

    It can be pickled.  Its 380,000 words are kept as tries: as Python's strings they would take 60 MB of each process.
    """

    def __init__(self, words: Iterable[str], fillers: Iterable[str]) -> None:
        own = frozenset(word for word, _ in RUNS.findall(normalise("\n".join(words))) if word)
        kinds, _ = _dictionary()
        # The vocabulary's own words and phrases.
        self.own = own
        # Of short words of the dictionary it is asked what they tell, of long ones whether they are words.
        short = ((word, kind[:1].encode()) for word, kind in kinds.items() if len(word) < WORD_LENGTHS.start)
        self._kinds = BytesTrie(short)
        self._words = Trie(word for word in own | kinds.keys() if len(word) in WORD_LENGTHS)
        longest_first = sorted({normalise(filler) for filler in fillers}, key=lambda one: (-len(one), one))
        self._fillers = re.compile("|".join(map(re.escape, longest_first)) or r"(?!)")
        self.worth = lru_cache(REMEMBERED)(self._worth)

    def __getstate__(self) -> dict[str, object]:
        return {name: value for name, value in vars(self).items() if name != "worth"}

    def __setstate__(self, state: Mapping[str, object]) -> None:
        vars(self).update(state)
        self.worth = lru_cache(REMEMBERED)(self._worth)

    def terms(self, text: str, is_question: bool = False) -> list[str]:
        """The terms of a normalised text, again for each time they occur; a question's fillers are left out."""
        found: list[str] = []
        for han, latin in RUNS.findall(self._fillers.sub(" ", text) if is_question else text):
            if latin or len(han) == 1:
                found.append(latin or han)
                continue
            found += map("".join, itertools.pairwise(han))
            for start in range(len(han) - WORD_LENGTHS.start + 1):
                found += self._words.prefixes(han[start : start + WORD_LENGTHS.stop - 1])
        return found

    def knows(self, word: str) -> bool:
        """Whether the dictionary has a word."""
        return word in self._kinds

    def is_long(self, word: str) -> bool:
        """Whether it is a word of three to six characters, of the dictionary or of the vocabulary."""
        return word in self._words

    def counts(self, text: str, is_question: bool = False) -> Counter[str]:
        """The terms of a normalised text with how often they occur."""
        return Counter(self.terms(text, is_question))

    def _worth(self, term: str) -> float:
        """How much a term tells, from 0 to 1: a pair across two words, or a lone character, is mostly an accident."""
        if len(term) > 2 or term in self.own or not is_han(term):
            return 1.0
        kind = self._kinds[term][0].decode() if term in self._kinds else ""
        is_empty = not kind or kind in _EMPTY_KINDS or kind in _COUNTING_KINDS
        if len(term) == 1:
            return _EMPTY_CHARACTER if is_empty else _CHARACTER
        return (_EMPTY_WORD if kind else _ACCIDENT) if is_empty else 1.0
