"""A cell's glyphs to its text: visual lines, joined into paragraphs.

Words used here:

- a *chunk* is what one page holds of a cell;
- a *visual line* is a line as it is set; text that is turned, or set one
  character below the other, is read along its own direction: a position along
  the line grows in reading direction (u), one across it from line to line (v);
- a *piece* is what no line end may part: a Han character with the punctuation
  that may not begin a line, a word, a number;
- *room* is what is left of a cell's width behind a visual line.

A paragraph ends with a visual line behind which the next one's first piece
still had room.  Where paragraphs stand apart, or are indented, this decides
instead; what these distances are is learnt from the lines that room shows to
be a paragraph's last (`Spacing`).
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from generator.importers.grid import PARAGRAPH
from generator.importers.pdf.page import CLOSING, Glyph, Page
from generator.importers.pdf.table import CellBox

# All lengths below are in ems of the line's type.

# Baselines nearer than this are of one line (a raised character).
_SAME_LINE = 0.5
# A gap between two Latin letters that is a space, though none is set.
_WORD_GAP = 0.22
# Rounding of positions.
_SLACK = 0.01
# A line with this much more room than the next piece needs surely ends a paragraph; one with less than this is full.
_SURELY = 0.5
# One that ends in mid-sentence needs more: programs leave room for a piece that they set wider than it is seen.
_ROOMY = 2.0
# The least difference of distances, and of indents, that tells paragraphs apart.
_LEAST_GAP, _LEAST_INDENT = 0.12, 0.8
# How many lines of either kind it takes to learn from.
_ENOUGH = 3

_OPENING = "“‘（〔［｛《〈【「『〖([{"
_QUOTES = tuple("“”‘’")
_WORD = r"[A-Za-z0-9]+(?:[-.,:/&@_'+][A-Za-z0-9]+)*[-/]?"
_PIECE = re.compile(rf"[{re.escape(_OPENING)}]*(?:{_WORD}|.)[{re.escape(CLOSING)}]*", re.DOTALL)
_LATIN = re.compile(r"[A-Za-z0-9]")
_NUMBER = re.compile(r"(\d{1,2})[.．、](?!\d)")
# What the printed lists name the parts of a cell.
_HEADWORD = re.compile(r"(?:承接部门|承接方式|工作方式|工作措施|履职方式|履职保障)[\u4e00-\u9fff]{0,6}：")
# Begins a paragraph where the text before it has ended: a section, a department.
_LABEL = re.compile(r"[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）|[\u4e00-\u9fff、（）]{2,40}：")
_NAMES = re.compile(r"[\u4e00-\u9fff、（）]{2,80}：")
_ENDED = re.compile(r"[。；：！？;:][”’）》)]*\s*$")


@dataclass(frozen=True)
class VisualLine:
    """A visual line: `glyphs` from its first to its last that is no white space, `text` with all.

    `inked` are those that are no white space.
    """

    text: str
    start: float
    end: float
    across: float
    size: float
    glyphs: tuple[tuple[str, float, float], ...]
    inked: tuple[Glyph, ...]

    def first_piece(self) -> tuple[float, float]:
        """The least and the most that the first piece may need of a line, in ems.

        The last of its punctuation may be set half.  Some typesetters let no line end before or after a quotation mark,
        whichever side of it is open.
        """
        text = "".join(char for char, _, _ in self.glyphs)
        ends = [piece.end() for piece in _PIECE.finditer(text)]
        whole = next(
            (end for end in ends if text[end - 1] not in _QUOTES and text[end : end + 1] not in _QUOTES), ends[-1]
        )
        last = self.glyphs[ends[0] - 1]
        is_half = last[0] in CLOSING and not last[0].isascii()
        least = (last[2] - self.start) / self.size - (0.5 if is_half else 0.0)
        return least, (self.glyphs[whole - 1][2] - self.start) / self.size


@dataclass(frozen=True)
class Chunk:
    """What a page holds of a cell, and from where to where the cell reaches along its lines."""

    page: Page
    lines: tuple[VisualLine, ...]
    start: float
    end: float


def chunk(cell: CellBox, page: Page) -> Chunk:
    """The visual lines of a cell's glyphs."""
    axes = _axes(cell.glyphs)
    corners = axes.along(Glyph("", cell.left, cell.top, cell.right, cell.bottom, 0, 0, 0, 0))
    return Chunk(page, tuple(visual_lines(cell.glyphs, axes)), *corners)


@dataclass(frozen=True)
class Axes:
    """How a glyph stands along and across the lines."""

    along: Callable[[Glyph], tuple[float, float]]
    across: Callable[[Glyph], float]


# The axes of upright glyphs, and of those turned by one, two and three quarters.
TURNED = (
    Axes(lambda glyph: (glyph.left, glyph.right), lambda glyph: glyph.y),
    Axes(lambda glyph: (glyph.top, glyph.bottom), lambda glyph: -glyph.x),
    Axes(lambda glyph: (-glyph.right, -glyph.left), lambda glyph: -glyph.y),
    Axes(lambda glyph: (-glyph.bottom, -glyph.top), lambda glyph: glyph.x),
)
# Upright characters one below the other; further columns to the left.
_STACKED = Axes(lambda glyph: (glyph.top, glyph.bottom), lambda glyph: -(glyph.left + glyph.right) / 2)


def _axes(glyphs: Sequence[Glyph]) -> Axes:
    """The axes of most of the glyphs."""
    set_ = [glyph for glyph in glyphs if not glyph.text.isspace()]
    if not set_:
        return TURNED[0]
    turns = [glyph.turn for glyph in set_]
    turn = max(range(4), key=turns.count)
    if turn == 0 and sum(_is_below(glyph, other) for glyph, other in pairwise(set_)) > len(set_) / 2 - 0.5 > 0:
        return _STACKED
    return TURNED[turn]


def _is_below(glyph: Glyph, other: Glyph) -> bool:
    middle = (glyph.left + glyph.right) / 2
    return other.left < middle < other.right and 0.6 * glyph.size < other.y - glyph.y < 3 * glyph.size


def visual_lines(glyphs: Iterable[Glyph], axes: Axes = TURNED[0]) -> Iterator[VisualLine]:
    """Glyphs as lines, from the first to the last."""
    for row in rows(glyphs, axes):
        yield from _line(row, axes)


def rows(glyphs: Iterable[Glyph], axes: Axes) -> Iterator[list[Glyph]]:
    """The glyphs of each line, the lines from the first to the last."""
    row: list[Glyph] = []
    for glyph in sorted(glyphs, key=axes.across):
        if row and axes.across(glyph) - axes.across(row[-1]) > _SAME_LINE * max(glyph.size, row[-1].size):
            yield row
            row = []
        row.append(glyph)
    if row:
        yield row


def _line(glyphs: Sequence[Glyph], axes: Axes) -> Iterator[VisualLine]:
    ordered = sorted(glyphs, key=lambda glyph: _ink(glyph, axes))
    parts = [(glyph.text, *axes.along(glyph)) for glyph in ordered]
    inked = [index for index, (text, _, _) in enumerate(parts) if not text.isspace()]
    if not inked:
        return
    size = max(glyph.size for glyph in ordered)
    text = parts[0][0]
    for (before, _, end), (after, start, _) in pairwise(parts):
        is_gap = start - end > _WORD_GAP * size and _LATIN.match(before) and _LATIN.match(after)
        text += f" {after}" if is_gap else after
    inner = tuple(parts[inked[0] : inked[-1] + 1])
    across = median(axes.across(glyph) for glyph in ordered)
    yield VisualLine(text, inner[0][1], inner[-1][2], across, size, inner, tuple(ordered[index] for index in inked))


def _ink(glyph: Glyph, axes: Axes) -> float:
    """Where along the line a glyph is seen: the left half of an opening bracket is empty, and may lie over others."""
    start, end = axes.along(glyph)
    return end - glyph.size / 4 if glyph.text in _OPENING else (start + end) / 2


# --- spacing ---------------------------------------------------------------------------------------


@dataclass
class _Threshold:
    """A distance that parts what begins a paragraph from what goes on, where there is one."""

    least: float
    starts: list[float] = field(default_factory=list)
    others: list[float] = field(default_factory=list)

    def learnt(self) -> Callable[[float], bool] | None:
        """Whether a distance begins a paragraph; None where distances do not tell.

        Nearly all lines that surely begin one must stand on one side, and most of those that follow a full line on
        the other: among these are the few that follow a paragraph which ends with a full line.
        """
        if min(len(self.starts), len(self.others)) < _ENOUGH:
            return None
        start, other = median(self.starts), median(self.others)
        if abs(start - other) < self.least:
            return None
        middle, is_more = (start + other) / 2, start > other

        def begins(distance: float) -> bool:
            return (distance > middle) is is_more

        sure = sum(map(begins, self.starts)) / len(self.starts)
        wrong = sum(map(begins, self.others)) / len(self.others)
        return begins if sure > 0.9 and wrong < 0.3 else None


@dataclass
class Spacing:
    """How the text of a kind of table stands in its cells: learnt from all of its chunks before any is read.

    `column` in the methods names a column, so that each has its own edges.
    """

    lefts: dict[int, float] = field(default_factory=dict)
    rights: dict[int, float] = field(default_factory=dict)
    gap: Callable[[float], bool] | None = None
    indent: Callable[[float], bool] | None = None

    @classmethod
    def learn(cls, chunks: Sequence[tuple[int, Chunk]]) -> "Spacing":
        """From chunks with the numbers of their columns."""
        spacing = cls()
        for column, chunk in chunks:
            for line in chunk.lines:
                # Brackets at the edge may be set half, and reach out of the cell's text.
                if line.glyphs[0][0] not in _OPENING:
                    _lower(spacing.lefts, column, line.start - chunk.start)
                if line.glyphs[-1][0] not in CLOSING:
                    _lower(spacing.rights, column, chunk.end - line.end)
        gaps, indents = _Threshold(_LEAST_GAP), _Threshold(_LEAST_INDENT)
        for column, chunk in chunks:
            for before, after in pairwise(chunk.lines):
                room, (_, needed) = spacing.room(column, chunk, before), after.first_piece()
                gap = (after.across - before.across) / after.size
                indent = spacing.indented(column, chunk, after)
                if room > needed + _SURELY:
                    gaps.starts.append(gap)
                    indents.starts.append(indent)
                elif room < _SURELY:
                    gaps.others.append(gap)
                    indents.others.append(indent)
        spacing.gap, spacing.indent = gaps.learnt(), indents.learnt()
        return spacing

    def _inset(self) -> float:
        return max(0.0, min([*self.lefts.values(), *self.rights.values()], default=0.0))

    def _left(self, column: int) -> float:
        return self.lefts.get(column, self._inset())

    def _right(self, column: int, size: float) -> float:
        """The column's own, where its lines reach near the edge; else that of the table."""
        own, inset = self.rights.get(column, self._inset()), self._inset()
        return own if own - inset < size else inset

    def indented(self, column: int, chunk: Chunk, line: VisualLine) -> float:
        """How far the line begins behind the column's edge, in ems."""
        return (line.start - chunk.start - self._left(column)) / line.size

    def room(self, column: int, chunk: Chunk, line: VisualLine) -> float:
        """How much room is left behind the line, on both sides of it where the chunk is centred, in ems."""
        right = chunk.end - self._right(column, line.size)
        inset = self._inset()
        margins = [(each.start - chunk.start - inset, chunk.end - inset - each.end) for each in chunk.lines]
        is_centred = all(abs(a - b) < 0.3 * line.size for a, b in margins) and max(margins)[0] > 0.5 * line.size
        left = max(0.0, line.start - chunk.start - inset) if is_centred else 0.0
        return (left + right - line.end) / line.size


def _lower(values: dict[int, float], key: int, value: float) -> None:
    values[key] = min(value, values.get(key, value))


# --- paragraphs ------------------------------------------------------------------------------------


def text(chunks: Sequence[Chunk], column: int, spacing: Spacing) -> str:
    """The text of a cell's chunks, its paragraphs parted by PARAGRAPH."""
    paragraphs: list[str] = []
    before: tuple[Chunk, VisualLine] | None = None
    number = 0
    names = [found for chunk in chunks for line in chunk.lines if (found := _NAMES.match(line.text))]
    stand_alone = all(name.end() == len(name.string.rstrip()) for name in names)
    for chunk in chunks:
        for line in chunk.lines:
            enumerator = _NUMBER.match(line.text.lstrip())
            if (
                before is None
                or _begins(before, (chunk, line), column, spacing, number)
                # Where other departments stand on lines of their own, so does the one that fills its line.
                or (stand_alone and _NAMES.fullmatch(paragraphs[-1].strip()))
            ):
                paragraphs.append(line.text)
                number = int(enumerator[1]) if enumerator else number
            else:
                paragraphs[-1] += _joint(paragraphs[-1], line.text) + line.text
            before = chunk, line
    return PARAGRAPH.join(paragraph.strip() for paragraph in paragraphs)


def _begins(
    before: tuple[Chunk, VisualLine], after: tuple[Chunk, VisualLine], column: int, spacing: Spacing, number: int
) -> bool:
    """Whether a paragraph begins with the line after; `number` is the last paragraph's enumerator."""
    (chunk_before, last), (chunk_after, line) = before, after
    if spacing.gap and chunk_before is chunk_after:
        return spacing.gap((line.across - last.across) / line.size)
    if spacing.indent:
        return spacing.indent(spacing.indented(column, chunk_after, line))
    room, (least, whole) = spacing.room(column, chunk_before, last), line.first_piece()
    has_ended = bool(_ENDED.search(last.text))
    if room > whole + (_SURELY if has_ended else _ROOMY):
        return True
    enumerator = _NUMBER.match(line.text)
    if enumerator:
        return int(enumerator[1]) in (1, number + 1)
    return bool(_HEADWORD.match(line.text) or (has_ended and (room > least - _SLACK or _LABEL.match(line.text))))


def _joint(before: str, after: str) -> str:
    """A space between two words; their own is not seen at a line's end."""
    return " " if _LATIN.match(before[-1]) and _LATIN.match(after) else ""
