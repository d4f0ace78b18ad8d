"""A PDF with tables to the lines of a document (`importers/grid.py`).

Cells are found by geometry (`table.py`), their text by where its lines end
(`cell.py`).  A row that a page break parts is one line again.  Column heads
that each page prints anew stay as lines: the importer knows them for layout.
What is no text of the document, and what a person should know of how it was
read, is said in remarks.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile
from pathlib import Path

from generator.importers.draft import ImportProblem
from generator.importers.grid import CERTAIN, PARAGRAPH, RECOGNISED, Doubt, GridLine, Region, Remark
from generator.importers.pdf.cell import TURNED, Chunk, Spacing, VisualLine, chunk, text, visual_lines
from generator.importers.pdf.page import Glyph, Page, pages
from generator.importers.pdf.running import without_running_heads
from generator.importers.pdf.stray import without_strays
from generator.importers.pdf.table import RuledTable, sides, tables
from generator.importers.pdf.unruled import ruled
from generator.importers.scan.document import recognised

_NUMBER_HEADS = ("序号", "编号")
# How many rows at the top of a table may be column heads that the next pages print again.
_MOST_HEADS = 4
# How much of a text a remark quotes.
_QUOTED = 40
# Lines outside of tables that belong together stand no further apart (ems).
_TOGETHER = 2.2


@dataclass
class _Cell:
    """A cell over all of its pages; `raw` is its text without white space."""

    chunks: list[Chunk]
    raw: str


@dataclass
class _Row:
    """A row over all of its pages, or lines outside of tables: then it is one cell, and `columns` is 0."""

    place: str
    cells: list[_Cell | None]
    columns: int
    regions: tuple[Region, ...] = ()

    def raw(self) -> tuple[str, ...]:
        return tuple(cell.raw if cell else "" for cell in self.cells)

    def is_full_width(self) -> bool:
        return len(self.cells) < max(self.columns, 1)


@dataclass(frozen=True)
class _Outside:
    """Lines outside of tables, one below the other in one size."""

    chunk: Chunk


@dataclass
class _Open:
    """A table over its pages so far: its first rows, its last, and the last cell of each column."""

    columns: int
    page: int
    heads: list[tuple[str, ...]] = field(default_factory=list)
    last: _Row | None = None
    cells: dict[int, _Cell] = field(default_factory=dict)

    def take(self, rows: list[_Row]) -> list[_Row]:
        """A page's rows; gives those that are rows of their own."""
        repeated = 0
        if self.last:
            rows = [self._headless(rows[0]), *rows[1:]] if rows else []
            pairs = zip(rows, self.heads, strict=False)
            repeated = sum(1 for _ in takewhile(lambda pair: pair[0].raw() == pair[1], pairs))
        else:
            self.heads = [row.raw() for row in rows[:_MOST_HEADS]]
        own = rows[repeated:]
        if own and self.last and self._goes_on_with(self.last, own[0]):
            self._add(self.last, own.pop(0))
        for row in own:
            self.last = row
            if not row.is_full_width():
                self.cells |= {index: cell for index, cell in enumerate(row.cells) if cell}
        return rows[:repeated] + own

    def _headless(self, row: _Row) -> _Row:
        """The row; without the heads where these are printed again, and nothing parts them from what goes on."""
        heads = self.heads[0]
        if row.is_full_width() or len(row.cells) != len(heads):
            return row
        cells = [_without(cell, head) if cell else None for cell, head in zip(row.cells, heads, strict=True)]
        rests = [cell for cell in cells if cell]
        return replace(row, cells=cells) if len(rests) == len(heads) and any(cell.raw for cell in rests) else row

    def _goes_on_with(self, last: _Row, row: _Row) -> bool:
        """Whether a page's first row is the rest of the last page's row.

        It has no number of its own; or it ends a heading whose bracket was left open.
        """
        if last.is_full_width() is not row.is_full_width():
            return False
        if row.is_full_width():
            return last.raw()[0].count("（") > last.raw()[0].count("）")
        column = self._number_column()
        return column is not None and not row.raw()[column] and last.raw() != self.heads[0]

    def _number_column(self) -> int | None:
        """The column that is headed as such, or the first that has numbers."""
        heads = (number for row in self.heads for number, text in enumerate(row) if text in _NUMBER_HEADS)
        digits = (number for row in self.heads for number, text in enumerate(row) if text.isdecimal())
        return next(heads, min(digits, default=None))

    def _add(self, last: _Row, row: _Row) -> None:
        """Add a row's cells to those that they go on with; a cell that is printed again is there already."""
        last.regions += row.regions
        for index, cell in enumerate(row.cells):
            if cell and cell.raw:
                whole = last.cells[index] or self.cells.get(index)
                if whole is None:
                    last.cells[index] = cell
                elif whole.raw != cell.raw:
                    whole.chunks += cell.chunks
                    whole.raw += cell.raw


def lines(path: Path, names: Sequence[str] = ()) -> Iterator[GridLine | Remark]:
    """The rows of a PDF's tables, and the lines outside of them, in the order of the pages; and what was left out.

    `names` are what each page is known as to a person, beside its number.

    Raises ImportProblem for a file that cannot be read (`page.pages`), or that has no table.
    """
    read = list(pages(path))
    if names:
        read = [replace(page, part=f"（{name}）", is_apart=True) for page, name in zip(read, names, strict=True)]
    if scanned := [page for page in read if _is_scanned(page)]:
        yield Remark(scanned[0].place, f"{RECOGNISED}，共 {len(scanned)} 页；请逐条对照原件核对")
        read = list(recognised(path, read, scanned))
    yield from (remark for page in read for remark in _hidden(page))
    read, strays = without_strays(read)
    yield from strays
    read = [side for page in read for side in sides(page)]
    found = [tables(page) for page in read]
    is_ruled = any(table.columns > 1 for ruled_there, _ in found for table in ruled_there)
    read, heads = without_running_heads(read, [outside for _, outside in found], is_ruled=is_ruled)
    yield from heads
    if not is_ruled:
        read, guesses = ruled(read)
        yield from guesses
    rows = list(_rows(read))
    if not any(row.columns > 1 for row in rows):
        picture = next((page.number for page in read if page.is_picture), None)
        if picture:
            raise ImportProblem(f"第 {picture} 页是图片，上面又另有文字；请把文件转成图片（一页一幅的 TIFF），再导入")
        raise ImportProblem(
            f"{path.name} 里没有认得出的表格：没有框线，也没有“序号”打头的表头；请用 Word 或 Excel 文件导入"
        )
    spacings = _spacings(rows)
    for row in rows:
        texts = tuple(
            text(cell.chunks, _key(row, number), spacings[row.columns]) if cell else ""
            for number, cell in enumerate(row.cells)
        )
        doubts = tuple(_doubts(row, texts))
        if row.columns:
            yield GridLine(row.place, texts, row.regions, doubts=doubts)
        else:
            yield from _apart(GridLine(row.place, texts, row.regions, doubts=doubts))


def _apart(line: GridLine) -> Iterator[GridLine]:
    """The paragraphs of a line's only cell, a line each."""
    start = 0
    for paragraph in line.cells[0].split(PARAGRAPH):
        end = start + len(paragraph)
        own = (replace(doubt, at=doubt.at - start) for doubt in line.doubts if start <= doubt.at < end)
        yield GridLine(line.place, (paragraph,), doubts=tuple(own))
        start = end + len(PARAGRAPH)


def _is_scanned(page: Page) -> bool:
    """Whether a page is a picture whose text is nowhere but in it."""
    found, _ = tables(page)
    in_tables = any(cell and cell.glyphs for table in found for row in table.rows for cell in row)
    return page.is_picture and not in_tables and (bool(found) or not page.glyphs)


def _doubts(row: _Row, texts: Sequence[str]) -> Iterator[Doubt]:
    """The characters of a row that were recognised without certainty."""
    for number, (cell, whole) in enumerate(zip(row.cells, texts, strict=True)):
        if cell:
            places = (at for at, char in enumerate(whole) if not char.isspace())
            glyphs = ((chunk.page, one) for chunk in cell.chunks for line in chunk.lines for one in line.inked)
            yield from (
                Doubt(number, at, one.confidence, page.region(one.left, one.top, one.right, one.bottom))
                for at, (page, one) in zip(places, glyphs, strict=True)
                if one.confidence < CERTAIN
            )


def _hidden(page: Page) -> Iterator[Remark]:
    """What is to be said of text that is not drawn."""
    if page.has_layer:
        yield Remark(page.place, "这一页大半的文字只在看不见的文字层里（图片的文字识别之类），照它导入；请对照原文核对")
    if text := "".join(glyph.text for glyph in page.unseen if not glyph.text.isspace()):
        shown = text if len(text) <= _QUOTED else f"{text[:_QUOTED]}…"
        yield Remark(page.place, f"“{shown}”看不见（透明、与底色相同，或在纸外），没有导入，共 {len(text)} 字")


def _key(row: _Row, number: int) -> int:
    """A column's name in Spacing; rows over the full width have their own."""
    return -1 if row.is_full_width() else number


def _spacings(rows: Sequence[_Row]) -> dict[int, Spacing]:
    """One for each number of columns."""
    chunks: dict[int, list[tuple[int, Chunk]]] = defaultdict(list)
    for row in rows:
        for number, cell in enumerate(row.cells):
            if cell:
                chunks[row.columns] += [(_key(row, number), chunk) for chunk in cell.chunks]
    return {columns: Spacing.learn(found) for columns, found in chunks.items()}


def _rows(read: Sequence[Page]) -> Iterator[_Row]:
    """The rows of all pages; those that a page break parts made one."""
    table: _Open | None = None
    for number, page in enumerate(read):
        count = 0
        for block in _layout(page):
            if isinstance(block, _Outside):
                yield _Row(page.place, [_cell(block.chunk)], 0)
                table = None
                continue
            if table is None or (table.columns, table.page) != (block.columns, number - 1):
                table = _Open(block.columns, number)
            table.page = number
            rows = list(_ruled(block, page, count))
            count += len(rows)
            yield from table.take(rows)


def _ruled(table: RuledTable, page: Page, count: int) -> Iterator[_Row]:
    """A table's rows that are not empty; `count` of them stand before it on the page."""
    for cells in table.rows:
        row = _Row("", [_cell(chunk(cell, page)) if cell else None for cell in cells], table.columns)
        if any(row.raw()):
            count += 1
            row.place = f"{page.place}第 {count} 行"
            own = [cell for cell in cells if cell]
            left, top = min(cell.left for cell in own), min(cell.top for cell in own)
            right, bottom = max(cell.right for cell in own), max(cell.bottom for cell in own)
            row.regions = tuple(filter(None, (page.region(left, top, right, bottom),)))
            yield row


def _without(cell: _Cell, head: str) -> _Cell | None:
    """A cell of one page without the lines that are the head's; None where it does not begin with these."""
    (chunk,) = cell.chunks
    for count in range(1, len(chunk.lines) + 1):
        if _cell(replace(chunk, lines=chunk.lines[:count])).raw == head:
            return _cell(replace(chunk, lines=chunk.lines[count:]))
    return None


def _cell(chunk: Chunk) -> _Cell:
    return _Cell([chunk], "".join(word for line in chunk.lines for word in line.text.split()))


# --- the page --------------------------------------------------------------------------------------


def _layout(page: Page) -> list[RuledTable | _Outside]:
    """The page's tables, and the lines outside of them, from top to bottom."""
    ruled_there, outside = tables(page)
    placed = _lines_outside(outside)
    edges = [(table.left, table.right) for table in ruled_there] or [(line.start, line.end) for _, line in placed]
    start, end = min((left for left, _ in edges), default=0.0), max((right for _, right in edges), default=0.0)
    blocks: list[tuple[float, RuledTable | _Outside]] = [(table.top, table) for table in ruled_there]
    blocks += [
        (group[0][0], _Outside(Chunk(page, tuple(line for _, line in group), start, end)))
        for group in _together(placed, ruled_there)
    ]
    return [block for _, block in sorted(blocks, key=lambda each: each[0])]


# A line outside of tables, and the height of the page that it stands at.
_Placed = tuple[float, VisualLine]


def _lines_outside(glyphs: Sequence[Glyph]) -> list[_Placed]:
    """The visual lines of glyphs in each direction, with the height that they stand at."""
    placed = []
    for turn, axes in enumerate(TURNED):
        ours = [glyph for glyph in glyphs if glyph.turn == turn]
        top = min((glyph.top for glyph in ours), default=0.0)
        placed += [(line.across if turn == 0 else top, line) for line in visual_lines(ours, axes)]
    return sorted(placed, key=lambda each: each[0])


def _together(placed: Sequence[_Placed], ruled_there: Sequence[RuledTable]) -> Iterator[list[_Placed]]:
    group: list[_Placed] = []
    for height, line in placed:
        if group:
            above, last = group[-1]
            if (
                abs(last.size - line.size) > 0.1 * line.size
                or height - above > _TOGETHER * line.size
                or any(above < table.top < height for table in ruled_there)
            ):
                yield group
                group = []
        group.append((height, line))
    if group:
        yield group
