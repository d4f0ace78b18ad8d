"""Page numbers and running heads: what stands at the edge of pages and belongs to none of their texts.

A line at the edge of a page, with nothing beyond it, is a page number by its form, and a running head or foot where
most of what stands at its height on any page is printed there again, numbers aside.  The first of a list's titles that
each page prints is the title.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from generator.importers.grid import Remark
from generator.importers.pdf.cell import TURNED, rows
from generator.importers.pdf.page import Glyph, Page

_COUNT = r"(?:\d{1,4}|[一二三四五六七八九十百]+)"
_EDGE = r"[-—–―－~～·•.\[\]()（）〔〕\s]*"
# “— 1 —”, “第 1 页 共 9 页”, “1/9”, “Page 1 of 9”, “xii”.
_PAGE_NUMBER = re.compile(
    rf"{_EDGE}(?:(?:第\s*{_COUNT}\s*页|\d{{1,4}}\s*页?|(?:page|p\.?)\s*\d+)"
    rf"[，,、/|\s]*(?:共\s*{_COUNT}\s*页|(?:of|/)?\s*\d+\s*页?)?|[ivxl]+){_EDGE}",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d+|[一二三四五六七八九十]+")
# What a table's heads, and a category's, begin with: they are its own, however often they are printed.
_HEADS = re.compile(r"序号|编号|[一二三四五六七八九十]{1,3}、")
# What a list's title has in it.
_TITLE = "清单"
# Running heads stand at the same height of every page; this near (points).
_SAME_HEIGHT = 3.0
# How much of what stands at their height is printed there again.
_MOSTLY = 0.6
# Where no ruling parts them from it, they stand this far from the text (ems).
_APART = 1.5


@dataclass(frozen=True)
class _Line:
    """A line of a page, counted from 0; how many quarters it is turned, and how far across its height is."""

    page: int
    glyphs: tuple[Glyph, ...]
    turn: int
    height: float

    @property
    def text(self) -> str:
        return "".join(glyph.text for glyph in self.glyphs).strip()

    @property
    def pattern(self) -> str:
        """Its text, whatever its numbers are."""
        return _DIGITS.sub("#", "".join(self.text.split()))


def without_running_heads(
    pages: Sequence[Page], outside: Sequence[Sequence[Glyph]], *, is_ruled: bool
) -> tuple[list[Page], list[Remark]]:
    """The pages without what runs through them, and a remark for each head; `outside` holds what is in no table."""
    lines = [_lines(number, turn, glyphs) for number, glyphs in enumerate(outside) for turn in range(4)]
    again = _Again(line for of_page in lines for line in of_page)
    found = dict.fromkeys(line for of_page in lines for line in _at_edges(of_page, again, is_ruled=is_ruled))
    titles: set[str] = set()
    where: dict[str, list[_Line]] = defaultdict(list)
    gone: dict[int, set[Glyph]] = defaultdict(set)
    for line in found:
        if not _PAGE_NUMBER.fullmatch(line.text):
            if _TITLE in line.text and line.text not in titles:
                titles.add(line.text)
                continue
            where[line.pattern].append(line)
        gone[line.page].update(line.glyphs)
    return [
        replace(page, glyphs=tuple(glyph for glyph in page.glyphs if glyph not in gone[number]))
        for number, page in enumerate(pages)
    ], [
        Remark(pages[same[0].page].place, f"“{same[0].text}”是页眉或页脚，没有导入；共 {len(same)} 页有")
        for same in where.values()
    ]


def _lines(page: int, turn: int, glyphs: Sequence[Glyph]) -> list[_Line]:
    axes = TURNED[turn]
    ours = (glyph for glyph in glyphs if glyph.turn == turn)
    return [
        _Line(page, tuple(sorted(row, key=axes.along)), turn, axes.across(row[0]))
        for row in rows(ours, axes)
        if not all(glyph.text.isspace() for glyph in row)
    ]


class _Again:
    """Whether a line is printed again at its height on other pages, and most of what stands at this height is."""

    def __init__(self, lines: Iterable[_Line]) -> None:
        self.lines: dict[int, list[_Line]] = defaultdict(list)
        for line in lines:
            self.lines[line.turn].append(line)

    def __call__(self, line: _Line) -> bool:
        there = [other for other in self.lines[line.turn] if abs(other.height - line.height) < _SAME_HEIGHT]
        pages = Counter(pattern for pattern, _ in {(other.pattern, other.page) for other in there})
        repeated = sum(pages[other.pattern] > 1 for other in there)
        return pages[line.pattern] > 1 and repeated > _MOSTLY * len(there)


def _at_edges(lines: Sequence[_Line], again: _Again, *, is_ruled: bool) -> Iterator[_Line]:
    """The lines from either edge as far as they are running heads."""
    for ordered in (list(lines), list(reversed(lines))):
        edge: list[_Line] = []
        for line, inner in zip_longest(ordered, ordered[1:]):
            # Where no ruling says what is a row, a mere number may be one's.
            is_number = _PAGE_NUMBER.fullmatch(line.text) and (is_ruled or not line.text.isdecimal())
            if _HEADS.match(line.text) or not (is_number or again(line)):
                break
            edge.append(line)
            if is_ruled or inner is None or abs(inner.height - line.height) > _APART * line.glyphs[0].size:
                yield from edge
                edge = []
