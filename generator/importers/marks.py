"""What numbers the items of a cell.

    1.  （1）  1）  ①        structure wherever a paragraph begins with it
    一是  第一，  A.         structure where paragraphs are counted by it, 1, 2 …; else words of the text
    Ⅰ.                       structure wherever a paragraph begins with it
    •  -                     the same, without a number
    （一）  一、             the heading of a section, or, where there is nothing else in the cell, of an item

A *mark* is one of these before a text.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum


class MarkKind(StrEnum):
    """How a mark is written; the items of one list have one kind."""

    POINT = "1."
    BRACKETS = "（1）"
    HALF_BRACKET = "1）"
    CIRCLE = "①"
    BULLET = "•"
    HAN_BRACKETS = "（一）"
    HAN = "一、"
    IS = "一是"
    NTH = "第一，"
    LETTER = "A."
    ROMAN = "Ⅰ."


# What may be the heading of a section, too.
HEADINGS = frozenset({MarkKind.HAN_BRACKETS, MarkKind.HAN})
# What may as well be the words that a sentence begins with.
WORDS = frozenset({MarkKind.IS, MarkKind.NTH, MarkKind.LETTER})

_HAN = "[一二三四五六七八九十]{1,3}"
# A figure within signs of one character, the same with signs around it, and whether the sign itself is the figure.
_PATTERNS = (
    # "1." "12．" "3、", but not "2.5".
    (MarkKind.POINT, r"(\d{1,2})[.．、](?!\d)|([\u2488-\u249b])"),
    (MarkKind.BRACKETS, r"[（(]\s*(\d{1,2})\s*[)）][.．、]?|([\u2474-\u2487])"),
    (MarkKind.HALF_BRACKET, r"(\d{1,2})\s*[)）]"),
    (MarkKind.CIRCLE, r"([\u2460-\u2473\u24f5-\u24fe\u2776-\u2793])"),
    (MarkKind.BULLET, r"[•·●○◆◇■□▪▫※★☆►▶➢✓√]|[-–—](?![-–—])(?=[ \t\u3000]*(?:[\u4e00-\u9fff]|$))"),
    (MarkKind.HAN_BRACKETS, rf"[（(]\s*({_HAN})\s*[)）]|([\u3220-\u3229])"),
    (MarkKind.HAN, rf"({_HAN})[、.．]"),
    (MarkKind.IS, rf"({_HAN})是[，,：:]?"),
    (MarkKind.NTH, rf"第({_HAN})[，,、：:]"),
    (MarkKind.LETTER, r"([A-Za-zＡ-Ｚａ-ｚ])[.．、)）](?![A-Za-z.])"),
    (MarkKind.ROMAN, r"([\u2160-\u216b])[.．、)）]"),
)
# What the source audit takes for layout between two texts.
MARK = "|".join(f"(?:{pattern})" for _, pattern in _PATTERNS)
_ANY = re.compile("|".join(rf"(?P<{kind.name}>{pattern})\s*" for kind, pattern in _PATTERNS))


@dataclass(frozen=True)
class Mark:
    """A mark: its number, from 1 (0 for a bullet), and where the text goes on after it."""

    kind: MarkKind
    number: int
    end: int


def mark_at(text: str, place: int = 0) -> Mark | None:
    """The mark that stands at a place of a text, or None."""
    found = _ANY.match(text, place)
    if found is None:
        return None
    kind = next(kind for kind in MarkKind if found[kind.name] is not None)
    figure = next((group for group in found.groups()[_first_group(kind) :] if group is not None), "")
    return Mark(kind, _number(kind, figure), found.end())


def _first_group(kind: MarkKind) -> int:
    """The place, among the groups, of the first one inside a kind's own."""
    return _ANY.groupindex[kind.name]


def _number(kind: MarkKind, figure: str) -> int:
    if kind is MarkKind.BULLET:
        return 0
    if kind is MarkKind.LETTER:
        return ord(unicodedata.normalize("NFKC", figure).upper()) - ord("A") + 1
    if len(figure) == 1:
        return int(unicodedata.numeric(figure))
    if figure.isdecimal():
        return int(figure)
    tens, _, ones = figure.partition("十")
    return (int(unicodedata.numeric(tens)) if tens else 1) * 10 + (int(unicodedata.numeric(ones)) if ones else 0)


def is_count(numbers: Iterable[int]) -> bool:
    """Whether numbers count something: 1, 2 …, perhaps from 1 again, and at least to 2."""
    before = 0
    counted = False
    for number in numbers:
        if number not in (1, before + 1):
            return False
        counted = counted or number > 1
        before = number
    return counted


def counted_kinds(lines: Iterable[str]) -> Iterator[MarkKind]:
    """Of the kinds that may be words, those by which the lines are counted; A. alone counts, as no word begins so."""
    marks = [mark for line in lines if (mark := mark_at(line))]
    for kind in WORDS:
        numbers = [mark.number for mark in marks if mark.kind is kind]
        if is_count(numbers) or (kind is MarkKind.LETTER and numbers == [1]):
            yield kind
