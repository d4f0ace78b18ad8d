"""Columns: the terms of a file as columns of texts, which gzip packs smaller than rows of numbers by a third.

Alike values stand together: terms, kinds, numbers.  Terms of duties are in the order of their first documents; terms of
the vocabulary that lead to the same are one group.  Numbers are those between one and the one before.

A column of numbers is a text, a number of up to 47 one character of it: `A` is 0, `_` 63 (`DIGITS`); a larger one is
two, three or six, of which the first says how many.  Weights stand in grades (`GRADE`), each one character.

A common character of GB 2312 is two digits, its place there, and so are letters and marks; another one is four.  That
takes a sixth less than the characters themselves.  What results show is written so too (`spelt`).
The browser reads them in `templates/theme/assets/search/columns.js`; golden.json holds the two to the same answers.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import accumulate, pairwise

from generator.search.characters import common_characters
from generator.search.format import (
    AskRow,
    LeadColumns,
    OnceColumns,
    PhraseColumns,
    PostingRow,
    SoundColumns,
    SoundRow,
    TermColumns,
    WordColumns,
    WordRow,
)

DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
# Each grade is so many times as heavy as the one below: by less than what was taken back is lighter (`RECLAIMED`).
GRADE = 1.15
# First digits: smaller ones are a number by themselves, up to these a number of two, then one of three, of six.
_TWO, _THREE, _SIX = 48, 60, 63
_BASE = len(DIGITS)
_MORE_THAN_ONE = (_THREE - _TWO) * _BASE
_MORE_THAN_TWO = (_SIX - _THREE) * _BASE**2
# With this digit a character begins that is neither a common one nor one of these; with this mark a text in digits.
_OTHER, _PLAIN = 63, "，、。：；（）“”《》 0123456789abcdefghijklmnopqrstuvwxyz"
_MARK = "="
_HEAD, _POSTING = 2, len(PostingRow._fields)
# What an everyday word is: no entry, the first of those that it leads to, or another.
_NONE, _FIRST, _OTHERS = 0, 1, 2
# How far a character leans that leans to nothing, which is also the most; so many steps are 1.
_UPRIGHT, _STEPS = 9, 2


def name_of(term: str) -> str:
    """A term as digits."""
    return "".join(map(_character, term))


@cache
def _character(char: str) -> str:
    place = _places().get(char)
    if place is not None:
        return _low(place, 2)
    # As UTF-16 has it, for so a browser counts.
    units = char.encode("utf-16-be")
    return "".join(
        DIGITS[_OTHER] + _low(int.from_bytes(units[at : at + 2], "big"), 3) for at in range(0, len(units), 2)
    )


@cache
def _places() -> dict[str, int]:
    return {char: place for place, char in enumerate((*common_characters(), *_PLAIN))}


def spelt(value: object) -> object:
    """A value of JSON with its texts in digits, but for those that are of ASCII characters."""
    if isinstance(value, str):
        return value if value.isascii() and not value.startswith(_MARK) else _MARK + _in_digits(value)
    return [spelt(one) for one in value] if isinstance(value, list | tuple) else value


# Departments, topics, sentences are those of many results.
_in_digits = lru_cache(1 << 14)(name_of)


def text_of(numbers: Iterable[int]) -> str:
    """Numbers, none below 0, as a text."""
    return "".join(map(_digits, numbers))


@lru_cache(1 << 14)
def _digits(number: int) -> str:
    if number < _TWO:
        return DIGITS[number]
    for first, count, places in ((_TWO, _MORE_THAN_ONE, 1), (_THREE, _MORE_THAN_TWO, 2)):
        if (left := number - (_TWO if first == _TWO else _TWO + _MORE_THAN_ONE)) < count:
            high, low = divmod(left, _BASE**places)
            return DIGITS[first + high] + _low(low, places)
    return DIGITS[_SIX] + _low(number, 5)


def _low(number: int, places: int) -> str:
    return "".join(DIGITS[number // _BASE**place % _BASE] for place in reversed(range(places)))


@lru_cache(1 << 14)
def grade_of(weight: int) -> int:
    """The grade of a weight that is as heavy as one."""
    return round(math.log(max(1, weight), GRADE))


def signed_grade(weight: int) -> int:
    """The grade of a weight, or of one that is written as negative."""
    return 2 * grade_of(abs(weight)) + (weight < 0)


def signed(number: int) -> int:
    """Numbers of either sign as others that are not below 0."""
    return 2 * number if number >= 0 else -2 * number - 1


def of_terms(terms: Mapping[str, Sequence[int]]) -> TermColumns:
    """Terms with their rows (`TermRow`)."""
    names: list[str] = []
    worths: list[int] = []
    more: list[int] = []
    counts: list[int] = []
    steps: list[int] = []
    grades: list[int] = []
    before = 0
    for term, (worth, fields, *numbers) in sorted(terms.items(), key=lambda one: (one[1][_HEAD], one[0])):
        documents = numbers[::_POSTING]
        names.append(name_of(term))
        worths.append(worth)
        more.append(signed(fields - len(documents)))
        counts.append(len(documents))
        steps += [documents[0] - before, *documents[1:]]
        grades += map(grade_of, numbers[1::_POSTING])
        before = documents[0]
    return TermColumns(" ".join(names), *map(text_of, (worths, more, counts, steps, grades)))


def of_words(words: Mapping[str, WordRow], leans: Iterable[float] = ()) -> WordColumns:
    """Terms of the vocabulary with their rows, and how far the characters of their file lean (`cuts.Sought`)."""
    groups: dict[tuple[tuple[int, ...], tuple[AskRow, ...], int, int, int], list[str]] = defaultdict(list)
    for term, row in sorted(words.items()):
        groups[row.entries, row.topics, row.worth, _says(row), row.elsewhere].append(term)
    # Those without entries as the last.
    found = sorted(groups.items(), key=lambda one: (not one[0][0], one[0]))
    steps: list[int] = []
    last = 0
    for (entries, *_), _ in found:
        if entries:
            steps += [entries[0] - last, *(number - one for one, number in pairwise(entries))]
            last = entries[0]
    asks = [ask for (_, topics, *_), _ in found for ask in topics]
    return WordColumns(
        "/".join(" ".join(map(name_of, terms)) for _, terms in found),
        text_of(worth for (_, _, worth, *_), _ in found),
        text_of(says for (*_, says, _), _ in found),
        text_of(len(entries) for (entries, *_), _ in found),
        text_of(map(signed, steps)),
        text_of(len(topics) for (_, topics, *_), _ in found),
        text_of(signed(topic - before) for before, topic in pairwise((0, *(topic for topic, _, _ in asks)))),
        text_of(asked for _, asked, _ in asks),
        text_of(called for _, _, called in asks),
        text_of(elsewhere + 1 for (*_, elsewhere), _ in found),
        text_of(map(_lean, leans)).rstrip(_digits(_UPRIGHT)),
    )


def _lean(lean: float) -> int:
    return _UPRIGHT + max(-_UPRIGHT, min(_UPRIGHT, round(_STEPS * lean)))


def of_leads(leads: Mapping[int, Sequence[int]], width: int) -> LeadColumns:
    """Entries, or topics, with their rows (`LeadRow`), of which each is of so many numbers a document."""
    numbers = sorted(leads)
    rows = [(leads[number][0], leads[number][1:]) for number in numbers]
    steps = [number - before for before, number in pairwise((0, *numbers))]
    return LeadColumns(
        text_of(steps),
        text_of(signed(total - len(row) // width) for total, row in rows),
        text_of(len(row) // width for _, row in rows),
        text_of(_column(rows, 0, width)),
        [
            # Of topics the first of two may be negative.
            text_of(map(signed_grade if width > _POSTING and place == 1 else grade_of, _column(rows, place, width)))
            for place in range(1, width)
        ],
    )


def of_once(entries: Iterable[Sequence[int]]) -> OnceColumns:
    """The postings of entries, each once, and which of them each entry has: many mean the same."""
    counts: list[int] = []
    steps: list[int] = []
    grades: list[int] = []
    which: list[int] = []
    # The last used stands first.
    recent: list[Sequence[int]] = []
    before = grade = 0
    of_document: dict[int, int] = {}
    for postings in entries:
        if not postings:
            which.append(0)
            continue
        if postings in recent:
            place = recent.index(postings)
            which.append(place + 2)
            recent.insert(0, recent.pop(place))
            continue
        which.append(1)
        recent.insert(0, postings)
        own = postings[::_POSTING]
        counts.append(len(own))
        steps += [signed(own[0] - before), *own[1:]]
        before = own[0]
        for document, weight in zip(accumulate(own), postings[1::_POSTING], strict=True):
            last = of_document.get(document, grade)
            grade = of_document[document] = grade_of(weight)
            grades.append(signed(grade - last))
    return OnceColumns(*map(text_of, (counts, steps, grades, which)))


def of_sounds(sounds: Mapping[str, Sequence[SoundRow]]) -> SoundColumns:
    """Words by how they sound."""
    rows = [row for own in sounds.values() for row in own]
    return SoundColumns(
        *of_phrases({key: [row.word for row in own] for key, own in sounds.items()}),
        ",".join(row.sound for row in rows),
        text_of(row.weight for row in rows),
    )


def of_phrases(phrases: Mapping[str, Sequence[str]]) -> PhraseColumns:
    """Words by how they sound, without how likely they are."""
    return PhraseColumns("/".join(phrases), "/".join(" ".join(map(name_of, own)) for own in phrases.values()))


def _column(rows: Iterable[tuple[int, Sequence[int]]], place: int, width: int) -> Iterator[int]:
    return (one for _, row in rows for one in row[place::width])


def _says(row: WordRow) -> int:
    if row.says < 0:
        return _NONE
    return _FIRST if row.entries[:1] == (row.says,) else row.says + _OTHERS
