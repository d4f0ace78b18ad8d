"""Letters: the file that a long letter is read by.

A letter has more words than can be asked for, each in a file of its own.  So what it says most likely stands in one
(`LetterFile`): all single characters, and the pairs that letters have oftenest, with what they lead to.  Of the others
a browser is told by a Bloom filter that they are words of the vocabulary, so that it asks for the files of these, and
not of pairs that only stand beside each other, nor of words that everybody says (`weak`).

All of it is made of the vocabulary alone.
"""

from collections import Counter
from collections.abc import Iterable, Mapping

from generator.search import shards
from generator.search.columns import of_words
from generator.search.format import LetterFile, WordRow
from generator.search.text import ACCIDENT, frequencies, is_han
from generator.search.wording import Wording

# So many pairs stand in the file; and the characters that lead to so many entries and topics at most, for those that
# lead to more say nothing.
PAIRS, MOST = 400, 60
# So many bits of a Bloom filter each pair has that stands elsewhere, and each that begins what no list carries.
_OTHER_BITS, _AWAY_BITS = 6, 8
_PAIR = 2
# As if the dictionary had counted a word so often more, and so many phrases more had it.
_COUNTED, _SAID = 3, 0.3


def letter_file(wording: Wording) -> LetterFile:
    """The file, of a vocabulary."""
    words = {term: row for term, row in wording.words.items() if _is_told(term, row) and term not in wording.weak}
    often = _often({word: row for word, row in words.items() if len(word) == _PAIR}, wording.everyday.entries)
    pairs = sorted(often, key=lambda word: (-often[word], word))
    lone = (word for word, row in words.items() if len(word) == 1 and _leads(row) <= MOST)
    away = {term[:_PAIR] for term, row in wording.words.items() if row.elsewhere >= 0 and not row.elsewhere % 2}
    return LetterFile(
        filters=[_filter(away.difference(words), _AWAY_BITS), _filter(pairs[PAIRS:], _OTHER_BITS)],
        words=of_words({word: words[word] for word in (*pairs[:PAIRS], *lone)}),
    )


def _is_told(term: str, row: WordRow) -> bool:
    """Whether a term leads to anything, and is no pair across two words."""
    return len(term) <= _PAIR and is_han(term) and row.worth != ACCIDENT and _leads(row) > 0


def _leads(row: WordRow) -> int:
    return len(row.entries) + len(row.topics)


def _often(pairs: Mapping[str, WordRow], phrases: Iterable[str]) -> dict[str, float]:
    """About how often letters have each pair: by how often any text does, by how many everyday phrases, and by how much
    it leads to.  The powers are from letters (docs/decisions/0081-letters-by-known-words.md).
    """
    counted = frequencies()
    said = Counter(part for phrase in phrases for part in {phrase[at : at + _PAIR] for at in range(len(phrase) - 1)})
    return {
        word: (counted.get(word, 0) + _COUNTED) ** 0.25 * (said[word] + _SAID) ** 0.5 * _leads(row) ** 0.6
        for word, row in pairs.items()
    }


def _filter(words: Iterable[str], each: int) -> str:
    several = sorted(words)
    return shards.bloom(several, len(several) * each)
