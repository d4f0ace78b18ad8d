"""Rulings to tables: cells with the glyphs that stand in them.

All rulings that touch each other make a table.  Their positions divide it into
a fine grid; fields of the grid with no ruling between them are one cell, be it
merged over columns or over rows.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from math import inf

from generator.importers.pdf.page import CLOSING, Glyph, Page
from generator.importers.pdf.raster import Ruling

# Rulings this near to each other are one: double lines, borders that each cell draws for itself (points).
_NEAR = 3.0
# Rulings on one line that leave less than this between them are one: dashes, borders drawn cell by cell.
_GAP = 6.0


@dataclass
class CellBox:
    """A cell's box, and the glyphs in it in the file's order."""

    left: float
    top: float
    right: float
    bottom: float
    glyphs: list[Glyph] = field(default_factory=list)

    def text(self) -> str:
        """The glyphs without white space, for comparing."""
        return "".join(glyph.text for glyph in self.glyphs if not glyph.text.isspace())


# A row's cells, one for each column: None where a cell that begins above or to the left covers it.  A row that is
# one cell from edge to edge has just that.
Cells = tuple[CellBox | None, ...]


@dataclass
class RuledTable:
    """Rows with the same columns; `columns` is how many."""

    left: float
    top: float
    right: float
    bottom: float
    columns: int
    rows: list[Cells]


def sides(page: Page) -> list[Page]:
    """The pages that a sheet holds side by side, from left to right: it is cut between tables that stand so."""
    columns: list[list[_Grid]] = []
    for grid in sorted(_grids(page), key=lambda grid: grid.xs[0]):
        if columns and grid.xs[0] < max(other.xs[-1] for other in columns[-1]):
            columns[-1].append(grid)
        else:
            columns.append([grid])
    pairs = list(pairwise(columns))
    if not any(one.is_beside(other) for left, right in pairs for one in left for other in right):
        return [page]
    cuts = [(max(one.xs[-1] for one in left) + min(one.xs[0] for one in right)) / 2 for left, right in pairs]
    if any(abs((glyph.left + glyph.right) / 2 - cut) < glyph.size for glyph in page.glyphs for cut in cuts):
        return [page]
    edges = pairwise([-inf, *cuts, inf])
    return [_side(page, number, start, end) for number, (start, end) in enumerate(edges, 1)]


def _side(page: Page, number: int, start: float, end: float) -> Page:
    def is_ours(ruling: Ruling) -> bool:
        return start < (ruling.at if ruling.is_vertical else (ruling.start + ruling.end) / 2) < end

    return replace(
        page,
        glyphs=tuple(glyph for glyph in page.glyphs if start < (glyph.left + glyph.right) / 2 < end),
        rulings=tuple(filter(is_ours, page.rulings)),
        part=f"{page.part}左起第 {number} 面",
    )


def tables(page: Page) -> tuple[list[RuledTable], list[Glyph]]:
    """The page's tables from top to bottom, and the glyphs outside of them."""
    grids = _grids(page)
    outside: list[Glyph] = []
    cell: CellBox | None = None
    before: Glyph | None = None
    for glyph in page.glyphs:
        if not (before and _hangs_over(before, glyph)):
            x, y = (glyph.left + glyph.right) / 2, (glyph.top + glyph.bottom) / 2
            cell = next((found for grid in grids if (found := grid.at(x, y))), None)
        (cell.glyphs if cell else outside).append(glyph)
        before = glyph
    made = (table for grid in grids for table in grid.tables())
    return sorted(made, key=lambda table: (table.top, table.left)), outside


def _grids(page: Page) -> list["_Grid"]:
    grids = [grid for lines in _touching(joined(page.rulings)) if (grid := _Grid(lines)).is_table()]
    # What is ruled inside a cell stays that cell's text; a frame around the page is no table.
    return [grid for grid in grids if not any(other is not grid and other.holds(grid) for other in grids)]


def _hangs_over(before: Glyph, glyph: Glyph) -> bool:
    """Whether a glyph belongs to the one before wherever it stands: white space at a line's end may hang over the
    cell's edge, and so may punctuation there, and the end of a word or number that is too long for its cell.
    """
    if abs(before.y - glyph.y) > 0.1 * glyph.size or before.turn != glyph.turn:
        return False
    gap = abs(before.right - glyph.left)
    is_word = before.text.isascii() and before.text.isalnum() and glyph.text.isascii() and glyph.text.isalnum()
    is_bound = is_word or glyph.text in CLOSING
    return (glyph.text.isspace() and gap < glyph.size) or (is_bound and gap < 0.1 * glyph.size)


def joined(rulings: Iterable[Ruling]) -> list[Ruling]:
    """Rulings on one line made one."""
    joined: list[Ruling] = []
    for is_vertical in (True, False):
        ours = [ruling for ruling in rulings if ruling.is_vertical is is_vertical]
        lines: dict[float, list[Ruling]] = defaultdict(list)
        near = _Clusters(ruling.at for ruling in ours)
        for ruling in ours:
            lines[near.of(ruling.at)].append(ruling)
        for at, parts in lines.items():
            parts.sort(key=lambda ruling: ruling.start)
            start, end = parts[0].start, parts[0].end
            for part in parts[1:]:
                if part.start > end + _GAP:
                    joined.append(Ruling(is_vertical, at, start, end))
                    start, end = part.start, part.end
                end = max(end, part.end)
            joined.append(Ruling(is_vertical, at, start, end))
    return joined


class _Clusters:
    """Positions, those near each other taken for one."""

    def __init__(self, positions: Iterable[float]) -> None:
        self.starts: list[float] = []
        self.means: list[float] = []
        group: list[float] = []
        for position in sorted(positions):
            if group and position - group[0] > _NEAR:
                self._close(group)
                group = []
            group.append(position)
        if group:
            self._close(group)

    def _close(self, group: list[float]) -> None:
        self.starts.append(group[0])
        self.means.append(sum(group) / len(group))

    def of(self, position: float) -> float:
        return self.means[bisect_right(self.starts, position) - 1]


def _touching(rulings: Sequence[Ruling]) -> list[list[Ruling]]:
    groups: list[list[Ruling]] = []
    for ruling in rulings:
        touched = [group for group in groups if any(_touch(ruling, other) for other in group)]
        groups = [group for group in groups if all(group is not other for other in touched)]
        groups.append([ruling, *(other for group in touched for other in group)])
    return groups


def _touch(ruling: Ruling, other: Ruling) -> bool:
    return (
        ruling.is_vertical is not other.is_vertical
        and other.start - _NEAR <= ruling.at <= other.end + _NEAR
        and ruling.start - _NEAR <= other.at <= ruling.end + _NEAR
    )


class _Grid:
    """Rulings that touch each other, as a grid of fields; `xs` and `ys` are the positions between them."""

    def __init__(self, rulings: Sequence[Ruling]) -> None:
        upright = [ruling for ruling in rulings if ruling.is_vertical]
        level = [ruling for ruling in rulings if not ruling.is_vertical]
        # Outer lines may be missing: the others tell how far the table reaches.
        self.xs = _Clusters([*(ruling.at for ruling in upright), *_ends(level)]).means
        self.ys = _Clusters([*(ruling.at for ruling in level), *_ends(upright)]).means
        self.cells: dict[tuple[int, int], CellBox] = {}
        self._merge(_barred(upright, self.xs, self.ys), _barred(level, self.ys, self.xs))

    def _merge(self, right_of: set[tuple[int, int]], below: set[tuple[int, int]]) -> None:
        """Fields with nothing between them become one cell, flooding from the first."""
        rows, columns = len(self.ys) - 1, len(self.xs) - 1
        for start in ((row, column) for row in range(rows) for column in range(columns)):
            if start in self.cells:
                continue
            fields, edge = {start}, [start]
            while edge:
                row, column = edge.pop()
                for (r, c), barred in (
                    ((row, column + 1), (column + 1, row) in right_of),
                    ((row, column - 1), (column, row) in right_of),
                    ((row + 1, column), (row + 1, column) in below),
                    ((row - 1, column), (row, column) in below),
                ):
                    if not barred and 0 <= r < rows and 0 <= c < columns and (r, c) not in fields:
                        fields.add((r, c))
                        edge.append((r, c))
            top, bottom = min(r for r, _ in fields), max(r for r, _ in fields)
            left, right = min(c for _, c in fields), max(c for _, c in fields)
            cell = CellBox(self.xs[left], self.ys[top], self.xs[right + 1], self.ys[bottom + 1])
            self.cells |= dict.fromkeys(fields, cell)

    def is_table(self) -> bool:
        """More than a box or a line."""
        return len({id(cell) for cell in self.cells.values()}) > 1

    def holds(self, other: "_Grid") -> bool:
        return (
            self.xs[0] <= other.xs[0]
            and other.xs[-1] <= self.xs[-1]
            and self.ys[0] <= other.ys[0]
            and other.ys[-1] <= self.ys[-1]
        )

    def is_beside(self, other: "_Grid") -> bool:
        """Whether they stand at the same height."""
        return self.ys[0] < other.ys[-1] and other.ys[0] < self.ys[-1]

    def at(self, x: float, y: float) -> CellBox | None:
        return self.cells.get((bisect_right(self.ys, y) - 1, bisect_right(self.xs, x) - 1))

    def tables(self) -> Iterator[RuledTable]:
        """The grid's rows; where their columns do not fit those above, another table begins right below it."""
        rows: list[int] = []
        edges: set[float] = set()
        for row in range(len(self.ys) - 1):
            own = {cell.left for cell in self._across(row)} - {self.xs[0]}
            if not (own <= edges or edges <= own):
                yield self._table(rows, edges)
                rows, edges = [], set()
            rows.append(row)
            edges |= own
        yield self._table(rows, edges)

    def _across(self, row: int) -> list[CellBox]:
        return [self.cells[row, column] for column in range(len(self.xs) - 1)]

    def _table(self, rows: Sequence[int], edges: Iterable[float]) -> RuledTable:
        starts = [self.xs[0], *sorted(edges)]
        columns = [self.xs.index(start) for start in starts]
        left, right, top, bottom = self.xs[0], self.xs[-1], self.ys[rows[0]], self.ys[rows[-1] + 1]
        lines: list[Cells] = []
        for row in rows:
            fields = [self.cells[row, column] for column in columns]
            if all(one is fields[0] for one in fields) and fields[0].top == self.ys[row]:
                lines.append((fields[0],))
            else:
                lines.append(
                    tuple(
                        one if (one.top, one.left) == (self.ys[row], start) else None
                        for one, start in zip(fields, starts, strict=True)
                    )
                )
        return RuledTable(left, top, right, bottom, len(columns), lines)


def _ends(rulings: Iterable[Ruling]) -> list[float]:
    spans = [position for ruling in rulings for position in (ruling.start, ruling.end)]
    return [min(spans), max(spans)] if spans else []


def _barred(rulings: Iterable[Ruling], ats: Sequence[float], across: Sequence[float]) -> set[tuple[int, int]]:
    """Which fields have a ruling before them: pairs of the position's and of the field's number.

    Fields next to each other are parted where a ruling runs along most of their common side.
    """
    found = set()
    for ruling in rulings:
        index = min(range(len(ats)), key=lambda i: abs(ats[i] - ruling.at))
        for number, (start, end) in enumerate(pairwise(across)):
            if min(ruling.end, end) - max(ruling.start, start) > (end - start) / 2:
                found.add((index, number))
    return found
