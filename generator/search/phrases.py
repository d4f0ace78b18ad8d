"""Phrases and ordinary words: what a slip within a sentence may be meant for, and what is none.

A slip changes one character or two of a phrase that the lists or the vocabulary say several times: 土地留转 is meant
for 土地流转.  An ordinary word is none, whatever sounds like it: 取消, 麻将, 明白.  Both are looked up by the sounds of
their first two and of their last two characters, as a browser reads them.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from generator.search import speech
from generator.search.text import RUNS, Lexicon

_LENGTHS = range(3, 6)
_PAIR = 2
# A duty's name is official, it counts as so many everyday phrases.
_NAME = 2
# Said so often, a phrase is one.
_OFTEN = 2
# So many phrases at most, whatever the number of townships.
_MOST = 8000


def phrases_of(texts: Iterable[str], lexicon: Lexicon) -> Iterator[list[str]]:
    """The phrases of each normalised text."""
    is_phrase = _phrase(lexicon)
    return (sorted(_parts(text, is_phrase)) for text in texts)


def phrases(names: Iterable[Iterable[str]], own: Mapping[str, int]) -> dict[str, int]:
    """The phrases of duties' names and of the vocabulary, with how often they are said.

    Of each name they are told, of the vocabulary how often it says each.
    """
    said = Counter(own)
    for name in names:
        for part in name:
            said[part] += _NAME
    often = ((phrase, count) for phrase, count in said.items() if count >= _OFTEN)
    return dict(sorted(often, key=lambda one: (-one[1], one[0]))[:_MOST])


def _phrase(lexicon: Lexicon) -> Callable[[str], bool]:
    """Whether a text is a word of more than two characters, or two words of matter put together."""

    def is_matter(text: str) -> bool:
        return len(text) == _PAIR and lexicon.knows(text) and lexicon.worth(text) == 1

    def is_word(text: str) -> bool:
        return is_matter(text) or lexicon.is_long(text)

    def is_phrase(text: str) -> bool:
        if lexicon.is_long(text):
            return True
        cuts = range(_PAIR, len(text) - 1)
        return any(
            is_word(text[:cut]) and is_word(text[cut:]) and (is_matter(text[:cut]) or is_matter(text[cut:]))
            for cut in cuts
        )

    return is_phrase


def _parts(text: str, is_phrase: Callable[[str], bool]) -> set[str]:
    return {
        part
        for run, _ in RUNS.findall(text)
        for start in range(len(run) - _LENGTHS.start + 1)
        for end in range(start + _LENGTHS.start, min(start + _LENGTHS.stop, len(run) + 1))
        if is_phrase(part := run[start:end])
    }


def alike(words: Iterable[str], ordinary: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """The ordinary words, of those that sound so, that a word of two characters could be taken for: 明白 for 名白."""
    meant = speech.by_sounds(words)
    found = {}
    for key, own in ordinary.items():
        others = meant.get(key, ())
        kept = [one for one in own if one not in others and any(_is_near(one, other) for other in others)]
        if kept:
            found[key] = kept
    return found


def _is_near(word: str, other: str) -> bool:
    return word[0] == other[0] or word[1] == other[1]
