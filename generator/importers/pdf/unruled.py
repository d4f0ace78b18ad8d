"""Tables without any border: the rulings that they would have, by where their text stands.

- A *segment* is what stands on one baseline without a wide gap.
- The heads (序号 and what stands beside it) say how many columns there are; between the middles of two heads that are
  neighbours lies the border of their columns, where the fewest segments stand.
- A number in the first column is a row.  Between two numbers the border lies in a gap that no line of any column
  fills, so that what stands beside each number is aligned with it: begins at its height, or has its middle there,
  whichever fits the document better.
- A line alone at its height that is no column's (it reaches over several, stands under 序号, or in the middle of the
  table) is a row over the full width; a list's title is outside.

So nothing is certain: all of it is reported, and each border that could lie elsewhere by itself.
"""

import re
from bisect import bisect
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from generator.importers.grid import Remark
from generator.importers.pdf.page import CLOSING, Glyph, Page
from generator.importers.pdf.raster import Ruling

# Lengths in ems.  Baselines nearer than this are one; a gap this wide ends a segment, and where a border lies, this;
# heads of two lines stand within this of the one between them; a title is that much larger than what is below it.
_SAME_LINE, _WIDE, _SLIT, _HEAD, _LARGER = 0.15, 0.5, 0.12, 0.8, 1.15
# What stands this near to the table's middle is in the middle; what begins this far inside its column is set so.
_CENTRED, _INDENTED = 0.3, 1.0
# Of a line's height, what stands above and below its baseline.
_ABOVE, _BELOW = 0.8, 0.1
# How far a cell's text may be out of line with its row's number; how much worse another border has to be.
_ALIGNED, _CLEAR = 0.6, 0.3
# How far behind a column's longest line its border lies, where there is room (points).
_INSET = 1.0

_NUMBER_HEAD = re.compile(r"序号|编号")
_NUMBER = re.compile(r"[（(]?\d{1,4}[)）.．、]?")
_CATEGORY = re.compile(r"[一二三四五六七八九十]{1,3}、")
_TITLE = re.compile(r".*清单(?:（.*）)?")


@dataclass(frozen=True)
class _Segment:
    """Glyphs on a baseline, without a wide gap."""

    glyphs: tuple[Glyph, ...]

    @cached_property
    def text(self) -> str:
        return "".join(glyph.text for glyph in self.glyphs)

    @property
    def left(self) -> float:
        return self.glyphs[0].left

    @property
    def right(self) -> float:
        return self.glyphs[-1].right

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2

    @property
    def y(self) -> float:
        return self.glyphs[0].y

    @property
    def size(self) -> float:
        return self.glyphs[0].size

    @property
    def top(self) -> float:
        return self.y - _ABOVE * self.size

    @property
    def bottom(self) -> float:
        return self.y + _BELOW * self.size


# What stands on one baseline, from left to right.
_Line = list[_Segment]


@dataclass
class _Region:
    """A table's part on a page: its heads, where the page has them, and the lines below them."""

    page: int
    key: tuple[str, ...]
    heads: list[_Segment]
    lines: list[_Line]


@dataclass(frozen=True)
class _Block:
    """Rows of a region that follow each other: the segments of each column from top to bottom.

    `is_whole`: one line over the full width.  `may_go_on`: it may begin with the rest of the page before's last row.
    """

    columns: tuple[tuple[_Segment, ...], ...]
    is_whole: bool
    may_go_on: bool

    @property
    def top(self) -> float:
        return min(segment.top for column in self.columns for segment in column)

    @property
    def bottom(self) -> float:
        return max(segment.bottom for column in self.columns for segment in column)


# How far a column's segments are out of line with the number's, in points.
_Way = Callable[[Sequence[_Segment], _Segment], float]


def _at_top(segments: Sequence[_Segment], number: _Segment) -> float:
    return abs(segments[0].y - number.y)


def _in_middle(segments: Sequence[_Segment], number: _Segment) -> float:
    return abs((segments[0].y + segments[-1].y) / 2 - number.y)


def ruled(pages: Sequence[Page]) -> tuple[list[Page], list[Remark]]:
    """The pages with rulings around the cells of what tables they have, and what is to be said of these."""
    regions = list(_regions(pages))
    keys = dict.fromkeys(region.key for region in regions)
    edges = {key: _edges([region for region in regions if region.key == key]) for key in keys}
    blocks = [list(_blocks(region, edges[region.key])) for region in regions]
    ways = ([[_divided(block, way) for block in of_region] for of_region in blocks] for way in (_at_top, _in_middle))
    best = min(ways, key=lambda divided: sum(cost for of_region in divided for cost, _, _ in of_region))
    rulings: dict[int, list[Ruling]] = defaultdict(list)
    remarks = []
    for region, of_region, divided in zip(regions, blocks, best, strict=True):
        place = pages[region.page].place
        if region is next(one for one in regions if one.key == region.key):
            heads = "、".join(region.key)
            remarks.append(Remark(place, f"表格没有框线，栏（{heads}）和行是照文字的位置分的；请逐条对照原文核对"))
        borders: list[tuple[float, bool]] = []
        for block, (_, inner, doubts) in zip(of_region, divided, strict=True):
            remarks += [Remark(place, f"表格没有框线，{doubt}；请对照原文核对") for doubt in doubts]
            top = (borders[-1][0] + block.top) / 2 if borders else block.top - 1
            if borders:
                borders[-1] = (top, borders[-1][1])
            else:
                borders.append((top, False))
            borders += [(border, block.is_whole) for border in (*inner, block.bottom)]
        rulings[region.page] += _rulings(borders, edges[region.key])
    return [replace(page, rulings=(*page.rulings, *rulings[number])) for number, page in enumerate(pages)], remarks


def _rulings(borders: Sequence[tuple[float, bool]], edges: Sequence[float]) -> Iterator[Ruling]:
    """The rulings of rows: their borders, each with whether the row above it is one cell over the full width."""
    for height, _ in borders:
        yield Ruling(False, height, edges[0], edges[-1])
    for (top, _), (bottom, is_whole) in pairwise(borders):
        for edge in (edges[0], edges[-1]) if is_whole else edges:
            yield Ruling(True, edge, top, bottom)


# --- lines -----------------------------------------------------------------------------------------


def _regions(pages: Sequence[Page]) -> Iterator[_Region]:
    """The tables' parts, from page to page: a table goes on until other heads, or a title, stand on a page."""
    key: tuple[str, ...] = ()
    for number, page in enumerate(pages):
        lines = _lines(page)
        region = _Region(number, key, [], [])
        for line in lines:
            if _NUMBER_HEAD.fullmatch(line[0].text) and len(heads := _heads(line, lines)) > 1:
                beyond = [one for one in region.lines if not any(segment in heads for segment in one)]
                while beyond and _is_title(beyond[-1], line[0]):
                    beyond.pop()
                region.lines = beyond
                if region.key and region.lines:
                    yield region
                region = _Region(number, tuple(segment.text for segment in line), heads, [])
                key = region.key
            elif not any(segment in region.heads for segment in line):
                region.lines.append(line)
        if region.key and (region.heads or region.lines):
            yield region


def _lines(page: Page) -> list[_Line]:
    """The page's lines from top to bottom."""
    glyphs = sorted((glyph for glyph in page.glyphs if glyph.turn == 0 and not glyph.text.isspace()), key=_height)
    lines: list[_Line] = []
    start = 0
    for end in range(1, len(glyphs) + 1):
        if end == len(glyphs) or glyphs[end].y - glyphs[start].y > _SAME_LINE * glyphs[end].size:
            lines.append(list(_segments(sorted(glyphs[start:end], key=lambda glyph: glyph.left))))
            start = end
    return lines


def _height(glyph: Glyph) -> float:
    return glyph.y


def _segments(glyphs: Sequence[Glyph], wide: float = _WIDE) -> Iterator[_Segment]:
    start = 0
    for end in range(1, len(glyphs) + 1):
        if end == len(glyphs) or glyphs[end].left - glyphs[end - 1].right > wide * glyphs[end].size:
            yield _Segment(tuple(glyphs[start:end]))
            start = end


def _heads(line: _Line, lines: Sequence[_Line]) -> list[_Segment]:
    """What is at the height of the number's head, over several lines."""
    first = line[0]
    return [segment for one in lines for segment in one if abs(segment.y - first.y) < _HEAD * first.size]


def _is_title(line: _Line, head: _Segment) -> bool:
    return len(line) == 1 and (line[0].size > _LARGER * head.size or bool(_TITLE.fullmatch(line[0].text)))


# --- columns ---------------------------------------------------------------------------------------


def _edges(regions: Sequence[_Region]) -> list[float]:
    """Where the columns of a table begin, and where the last one ends."""
    all_ = [segment for region in regions for line in (region.heads, *region.lines) for segment in line]
    left, right = min(segment.left for segment in all_), max(map(_full, all_))
    cover = np.zeros(int(right - left) + 2, dtype=np.int64)
    for segment in all_:
        cover[int(segment.left - left) : int(_full(segment) - left) + 1] += 1
    heads = list(_merged(next(region.heads for region in regions if region.heads)))
    inner = []
    for (a, b), (c, d) in pairwise(heads):
        start, end = int((a + b) / 2 - left), int((c + d) / 2 - left)
        widest = max(_lowest(cover[start:end]), key=len)
        inner.append(left + start + min(widest.start + _INSET, (widest.start + widest.stop) / 2))
    return [left - _INSET, *inner, right + _INSET]


def _full(segment: _Segment) -> float:
    """Where a segment ends that fills its line: punctuation may hang over the end."""
    hangs = len(segment.glyphs) > 1 and segment.text[-1] in CLOSING
    return segment.glyphs[-2].right if hangs else segment.right


def _lowest(cover: NDArray[np.int64]) -> Iterator[range]:
    """Where the fewest segments stand, one range for each stretch."""
    places = np.flatnonzero(cover == cover.min())
    for stretch in np.split(places, np.flatnonzero(np.diff(places) > 1) + 1):
        yield range(int(stretch[0]), int(stretch[-1]) + 1)


def _merged(heads: Sequence[_Segment]) -> Iterator[tuple[float, float]]:
    """From where to where each head reaches, its lines together."""
    left, right = 0.0, 0.0
    for segment in sorted(heads, key=lambda segment: segment.left):
        if right and segment.left > right:
            yield left, right
            left, right = segment.left, segment.right
        else:
            left, right = left or segment.left, max(right, segment.right)
    yield left, right


# --- rows ------------------------------------------------------------------------------------------


def _blocks(region: _Region, edges: Sequence[float]) -> Iterator[_Block]:
    columns = len(edges) - 1
    if region.heads:
        yield _block(region.heads, edges, columns, may_go_on=False)
    lines = [[part for segment in line for part in _cut(segment, edges)] for line in region.lines]
    starts = [
        min((segment.left for line in lines for segment in line if start <= segment.left < end), default=start)
        for start, end in pairwise(edges)
    ]
    open_: list[_Segment] = []
    may_go_on = True
    for number, line in enumerate(lines):
        beside = [line[0].y - lines[number - 1][0].y] if number else []
        beside += [lines[number + 1][0].y - line[0].y] if number + 1 < len(lines) else []
        if (
            len(line) == 1
            and min(beside, default=line[0].size) > _HEAD * line[0].size
            and _is_whole(line[0], edges, starts)
        ):
            if open_:
                yield _block(open_, edges, columns, may_go_on)
            open_, may_go_on = [], False
            yield _Block((tuple(line),), True, False)
        else:
            open_ += line
    if open_:
        yield _block(open_, edges, columns, may_go_on)


def _cut(segment: _Segment, edges: Sequence[float]) -> Iterator[_Segment]:
    """A segment, cut at the borders that lie in a slit of it; a category's heading that begins at the left is whole."""
    if segment.left < edges[1] and _CATEGORY.match(segment.text):
        yield segment
        return
    parts: list[list[Glyph]] = [[segment.glyphs[0]]]
    for before, glyph in pairwise(segment.glyphs):
        is_slit = glyph.left - before.right > _SLIT * glyph.size
        if is_slit and any(before.left < edge < glyph.middle[0] for edge in edges):
            parts.append([])
        parts[-1].append(glyph)
    yield from (_Segment(tuple(part)) for part in parts)


def _block(segments: Sequence[_Segment], edges: Sequence[float], columns: int, may_go_on: bool) -> _Block:
    held: list[list[_Segment]] = [[] for _ in range(columns)]
    for segment in sorted(segments, key=lambda segment: segment.y):
        held[min(max(bisect(edges, segment.middle) - 1, 0), columns - 1)].append(segment)
    return _Block(tuple(map(tuple, held)), False, may_go_on)


def _is_whole(segment: _Segment, edges: Sequence[float], starts: Sequence[float]) -> bool:
    """Whether a line that is alone at its height is no column's; `starts` is where each column's text begins."""
    size = segment.size
    column = max(0, bisect(edges, segment.left) - 1)
    if column == 0 and not _NUMBER.fullmatch(segment.text):
        return True
    is_indented = abs(segment.left - starts[column]) > _INDENTED * size
    # A line that begins where its column's do, and is too long for it, is the column's.
    if is_indented and any(segment.left + size / 2 < edge < segment.right - size / 2 for edge in edges[1:-1]):
        return True
    is_centred = abs(segment.middle - (edges[0] + edges[-1]) / 2) < _CENTRED * size
    # Each of these may be so by chance.
    return is_centred + is_indented + bool(_CATEGORY.match(segment.text)) > 1


def _divided(block: _Block, way: _Way) -> tuple[float, list[float], list[str]]:
    """How badly a block's rows are aligned at best, the borders between them, and which of these are in doubt."""
    numbers = [segment for segment in block.columns[0] if _NUMBER.fullmatch(segment.text)] if not block.is_whole else []
    if not numbers:
        return 0.0, [], []
    gaps = _gaps(block)
    choices = [[gap for gap in gaps if before.y < gap < after.y] for before, after in pairwise(numbers)]
    above = [gap for gap in gaps if gap < numbers[0].y] if block.may_go_on else []
    choices = [[block.top, *above], *choices, [block.bottom]]
    if not all(choices):
        return _misaligned(block, numbers[0], block.top, block.bottom, way), [], ["序号挨得太近，分不出行"]

    # The best way to each border, from the first.
    best: list[dict[float, tuple[float, float]]] = [{gap: (0.0, gap) for gap in choices[0]}]
    for number, (starts, ends) in zip(numbers, pairwise(choices), strict=True):
        best.append(
            {
                end: min((best[-1][start][0] + _misaligned(block, number, start, end, way), start) for start in starts)
                for end in ends
            }
        )
    path = [block.bottom]
    for ways in reversed(best[1:]):
        path.insert(0, ways[path[0]][1])
    doubts = list(_doubts(block, numbers, choices, path, way))
    return best[-1][block.bottom][0], [border for border in path[:-1] if border != block.top], doubts


def _doubts(
    block: _Block, numbers: Sequence[_Segment], choices: Sequence[Sequence[float]], path: Sequence[float], way: _Way
) -> Iterator[str]:
    """The borders that could lie elsewhere, and the rows that are not aligned."""
    costs = [_misaligned(block, number, *ends, way) for number, ends in zip(numbers, pairwise(path), strict=True)]
    for index, number in enumerate(numbers):
        if costs[index] > _ALIGNED:
            yield f"序号 {number.text} 的各栏没有对齐，它的上下界不能确定"
    for index, (before, after) in enumerate(pairwise(numbers), 1):
        for other in choices[index]:
            moved = _misaligned(block, before, path[index - 1], other, way) + _misaligned(
                block, after, other, path[index + 1], way
            )
            if other != path[index] and moved < costs[index - 1] + costs[index] + _CLEAR:
                yield f"序号 {before.text} 和 {after.text} 的分界不能确定"
                break


def _gaps(block: _Block) -> list[float]:
    """The heights that no line of the block stands at."""
    spans = sorted((segment.top, segment.bottom) for column in block.columns for segment in column)
    gaps, end = [], spans[0][1]
    for top, bottom in spans:
        if top > end:
            gaps.append((end + top) / 2)
        end = max(end, bottom)
    return gaps


def _misaligned(block: _Block, number: _Segment, top: float, bottom: float, way: _Way) -> float:
    """How far the columns between two borders are out of line with the number, in ems together."""
    cost = 0.0
    for column in block.columns[1:]:
        own = [segment for segment in column if top < segment.y < bottom]
        if own:
            cost += way(own, number) / number.size
    return cost
