"""Tables without borders between their columns: the rulings that they would have, by where their text stands.

- A *segment* is what stands on one baseline without a wide gap.
- The heads (序号 and what stands beside it) say how many columns there are; between the middles of two heads that are
  neighbours lies the border of their columns: where few segments stand, and many begin behind it.
- Lines that are drawn across all columns, with at most one number between two of them, part the rows.
- Else a number in the first column is a row.  Between two numbers the border lies in a gap that no line of any column
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
from statistics import median

import numpy as np
from numpy.typing import NDArray

from generator.importers.grid import Remark
from generator.importers.pdf.page import CLOSING, Glyph, Page
from generator.importers.pdf.raster import Ruling
from generator.importers.pdf.table import joined

# Lengths in ems.  Baselines nearer than this are one; a gap this wide ends a segment, and where a border lies, this;
# heads of two lines stand within this of the one between them; a title is that much larger than what is below it.
_SAME_LINE, _WIDE, _SLIT, _HEAD, _LARGER = 0.15, 0.5, 0.12, 0.8, 1.15
# The two characters of a number's head that is set in two lines are at most this far from each other.
_SET_TWICE = 2.0
# What stands this near to the table's middle is in the middle; what begins this far inside its column is set so.
_CENTRED, _INDENTED = 0.3, 1.0
# Of a line's height, what stands above and below its baseline.
_ABOVE, _BELOW = 0.8, 0.1
# How far a cell's text may be out of line with its row's number; how much worse another border has to be.
_ALIGNED, _CLEAR = 0.6, 0.3
# How far behind a column's longest line its border lies, where there is room (points).
_INSET = 1.0
# How many parts of a point are told apart where columns are looked for.
_FINE = 4

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
    stretches = [_stretches(pages[region.page], region, edges[region.key]) for region in regions]
    drawn = {
        key
        for key in keys
        if _part_rows([own for region, own in zip(regions, stretches, strict=True) if region.key == key], edges[key])
    }
    blocks = [list(_blocks(region, edges[region.key])) for region in regions]
    ways = ([[_divided(block, way) for block in of_region] for of_region in blocks] for way in (_at_top, _in_middle))
    best = min(ways, key=lambda divided: sum(cost for of_region in divided for cost, _, _ in of_region))
    rulings: dict[int, list[Ruling]] = defaultdict(list)
    remarks: list[Remark] = []
    for region, between, of_region, divided in zip(regions, stretches, blocks, best, strict=True):
        place = pages[region.page].place
        if region is next(one for one in regions if one.key == region.key):
            heads = "、".join(region.key)
            remarks.append(Remark(place, f"表格没有框线，栏（{heads}）和行是照文字的位置分的；请逐条对照原文核对"))
        if region.key in drawn:
            rulings[region.page] += _rulings(list(_drawn(between, edges[region.key])), edges[region.key])
            continue
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
    # What is drawn on a page with a table is in these, where it parts anything.
    made = {number: replace(pages[number], rulings=tuple(own)) for number, own in rulings.items()}
    return [made.get(number, page) for number, page in enumerate(pages)], remarks


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
            if len(heads := _heads(line, lines)) > 1:
                beyond = [one for one in region.lines if not any(segment in heads for segment in one)]
                while beyond and _is_title(beyond[-1], line[0]):
                    beyond.pop()
                region.lines = beyond
                if region.key and region.lines:
                    yield region
                region = _Region(number, tuple(text for _, _, text in _merged(heads)), heads, [])
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
    """What is at the height of the number's head that a line begins with, over several lines; empty if it does not."""
    first = last = line[0]
    if first.text == "序":
        # A narrow column: one character below the other.
        below = (one[0] for one in lines if one[0].text == "号" and abs(one[0].left - first.left) < first.size)
        last = next((one for one in below if 0 < one.y - first.y < _SET_TWICE * first.size), first)
    if last is first and not _NUMBER_HEAD.fullmatch(first.text):
        return []
    near = _HEAD * first.size
    return [segment for one in lines for segment in one if first.y - near < segment.y < last.y + near]


def _is_title(line: _Line, head: _Segment) -> bool:
    return len(line) == 1 and (line[0].size > _LARGER * head.size or bool(_TITLE.fullmatch(line[0].text)))


# --- columns ---------------------------------------------------------------------------------------


def _edges(regions: Sequence[_Region]) -> list[float]:
    """Where the columns of a table begin, and where the last one ends."""
    all_ = [segment for region in regions for line in (region.heads, *region.lines) for segment in line]
    left, right = min(segment.left for segment in all_), max(map(_full, all_))

    def cell(x: float) -> int:
        return int((x - left) * _FINE)

    cover = np.zeros(cell(right) + 2, dtype=np.int64)
    begun = np.zeros_like(cover)
    for segment in all_:
        # Columns may stand so near to each other that their segments are one.
        for part in _segments(segment.glyphs, _SLIT):
            cover[cell(part.left) : cell(_full(part)) + 1] += 1
            begun[cell(part.left)] += 1
    size = int(median(segment.size for segment in all_) * _FINE)
    heads = list(_merged(next(region.heads for region in regions if region.heads)))
    inner = []
    for (a, b, _), (c, d, _) in pairwise(heads):
        # Where few lines are crossed, and many begin behind it: beyond a column's short lines, none do.
        gap = max(
            _even(cover, cell((a + b) / 2), cell((c + d) / 2)),
            key=lambda gap: (int(begun[gap.stop : gap.stop + size].sum() - cover[gap.start]), len(gap)),
        )
        inner.append(left + min(gap.start / _FINE + _INSET, (gap.start + gap.stop) / 2 / _FINE))
    return [left - _INSET, *inner, right + _INSET]


def _full(segment: _Segment) -> float:
    """Where a segment ends that fills its line: punctuation may hang over the end."""
    hangs = len(segment.glyphs) > 1 and segment.text[-1] in CLOSING
    return segment.glyphs[-2].right if hangs else segment.right


def _even(cover: NDArray[np.int64], start: int, end: int) -> Iterator[range]:
    """The stretches between two places that as many segments cover everywhere."""
    steps = start + 1 + np.flatnonzero(np.diff(cover[start:end]))
    for one, other in pairwise([start, *map(int, steps), end]):
        yield range(one, other)


def _merged(heads: Sequence[_Segment]) -> Iterator[tuple[float, float, str]]:
    """From where to where each head reaches, its lines together, and its text."""
    columns: list[list[_Segment]] = []
    for segment in sorted(heads, key=lambda segment: segment.left):
        if columns and segment.left <= max(one.right for one in columns[-1]):
            columns[-1].append(segment)
        else:
            columns.append([segment])
    for column in columns:
        text = "".join(one.text for one in sorted(column, key=lambda one: one.y))
        yield column[0].left, max(one.right for one in column), text


# --- rows ------------------------------------------------------------------------------------------


# From where to where, from one line that is drawn across all columns to the next, and what stands there.
_Stretch = tuple[float, float, list[_Segment]]


def _stretches(page: Page, region: _Region, edges: Sequence[float]) -> list[_Stretch]:
    segments = sorted((one for line in (region.heads, *region.lines) for one in line), key=lambda one: one.y)
    across = sorted(
        one.at for one in joined(page.rulings) if not one.is_vertical and one.start < edges[1] and one.end > edges[-2]
    )
    top, bottom = segments[0].top, segments[-1].bottom
    borders = [top, *(at for at in across if top < at < bottom), bottom]
    return [(start, end, [one for one in segments if start < one.y < end]) for start, end in pairwise(borders)]


def _part_rows(pages: Sequence[Sequence[_Stretch]], edges: Sequence[float]) -> bool:
    """Whether the lines part a table's rows: on no page two numbers are together, and on one some are apart."""
    numbers = [
        [sum(one.left < edges[1] and bool(_NUMBER.fullmatch(one.text)) for one in row) for _, _, row in page]
        for page in pages
    ]
    return all(max(page) < 2 for page in numbers) and any(sum(page) > 1 for page in numbers)


def _drawn(stretches: Sequence[_Stretch], edges: Sequence[float]) -> Iterator[tuple[float, bool]]:
    """The borders of rows that lines part."""
    starts = _starts([one for _, _, row in stretches for one in row], edges)
    yield stretches[0][0], False
    for _, end, row in stretches:
        yield end, len(row) == 1 and _is_whole(row[0], edges, starts)


def _starts(segments: Sequence[_Segment], edges: Sequence[float]) -> list[float]:
    """Where each column's text begins."""
    return [
        min((segment.left for segment in segments if start <= segment.left < end), default=start)
        for start, end in pairwise(edges)
    ]


def _blocks(region: _Region, edges: Sequence[float]) -> Iterator[_Block]:
    columns = len(edges) - 1
    if region.heads:
        yield _block(region.heads, edges, columns, may_go_on=False)
    lines = [[part for segment in line for part in _cut(segment, edges)] for line in region.lines]
    starts = _starts([segment for line in lines for segment in line], edges)
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
