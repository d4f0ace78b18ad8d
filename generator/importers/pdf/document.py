"""A PDF with ruled tables to the lines of a document (`importers/grid.py`).

Cells are found by geometry (`table.py`), their text by where its lines end
(`cell.py`).  A row that a page break parts is one line again.  Column heads
that each page prints anew, page numbers and running heads stay as lines: the
importer knows them for layout.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from pathlib import Path

from generator.importers.draft import ImportProblem
from generator.importers.grid import PARAGRAPH, GridLine, Remark
from generator.importers.pdf.cell import TURNED, Chunk, Spacing, VisualLine, chunk, text, visual_lines
from generator.importers.pdf.page import Glyph, Page, pages
from generator.importers.pdf.stray import without_strays
from generator.importers.pdf.table import RuledTable, sides, tables
from generator.importers.pdf.unruled import ruled

_COUNT = r"(?:\d{1,4}|[一二三四五六七八九十百]+)"
# “— 1 —”, “第 1 页 共 9 页”, “1/9”, “Page 1 of 9”, “xii”.
_PAGE_NUMBER = re.compile(
    rf"[-—–―－~～·•.\[\]()（）〔〕\s]*(?:(?:第\s*{_COUNT}\s*页|\d{{1,4}}\s*页?|(?:page|p\.?)\s*\d+)"
    rf"[，,、/|\s]*(?:共\s*{_COUNT}\s*页|(?:of|/)?\s*\d+\s*页?)?|[ivxl]+)[-—–―－~～·•.\[\]()（）〔〕\s]*",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d+|[一二三四五六七八九十]+")
_NUMBER_HEADS = ("序号", "编号")
# How many rows at the top of a table may be column heads that the next pages print again.
_MOST_HEADS = 4
# What a list's title has in it.
_TITLE = "清单"
# How much of a text a remark quotes.
_QUOTED = 40
# Running heads stand at the same height of every page; this near (points).
_SAME_HEIGHT = 3.0
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

    def raw(self) -> tuple[str, ...]:
        return tuple(cell.raw if cell else "" for cell in self.cells)

    def is_full_width(self) -> bool:
        return len(self.cells) < max(self.columns, 1)


@dataclass(frozen=True)
class _Outside:
    """Lines outside of tables, one below the other in one size; `running`: a page number or a running head, as text."""

    chunk: Chunk
    running: str


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
        return (
            _Row(row.place, cells, row.columns) if len(rests) == len(heads) and any(cell.raw for cell in rests) else row
        )

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
        for index, cell in enumerate(row.cells):
            if cell and cell.raw:
                whole = last.cells[index] or self.cells.get(index)
                if whole is None:
                    last.cells[index] = cell
                elif whole.raw != cell.raw:
                    whole.chunks += cell.chunks
                    whole.raw += cell.raw


def lines(path: Path) -> Iterator[GridLine | Remark]:
    """The rows of a PDF's tables, and the lines outside of them, in the order of the pages; and what was left out.

    Raises ImportProblem for a file that cannot be read (`page.pages`), or that has no ruled table.
    """
    read = list(pages(path))
    yield from (remark for page in read for remark in _hidden(page))
    read, strays = without_strays(read)
    yield from strays
    read = [side for page in read for side in sides(page)]
    if not any(table.columns > 1 for page in read for table in tables(page)[0]):
        read, remarks = ruled(read)
        yield from remarks
    layout = list(_layout(read))
    yield from _running_heads(read, layout)
    rows = list(_rows(read, layout))
    if not any(row.columns > 1 for row in rows):
        scanned = next((page.number for page in read if page.is_picture), None)
        if scanned:
            raise ImportProblem(f"第 {scanned} 页的表格是图片；请先做文字识别（OCR），核对之后再导入识别出的文本")
        raise ImportProblem(f"{path.name} 里没有带框线的表格；清单应是表格，没有框线的请用 Word 或 Excel 文件导入")
    spacings = _spacings(rows)
    for row in rows:
        texts = tuple(
            text(cell.chunks, _key(row, number), spacings[row.columns]) if cell else ""
            for number, cell in enumerate(row.cells)
        )
        if row.columns:
            yield GridLine(row.place, texts)
        else:
            yield from (GridLine(row.place, (paragraph,)) for paragraph in texts[0].split(PARAGRAPH))


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


def _running_heads(read: Sequence[Page], layout: Sequence[Sequence[RuledTable | _Outside]]) -> Iterator[Remark]:
    """What is to be said of running heads: all but page numbers, once each."""
    where: dict[str, list[tuple[Page, str]]] = defaultdict(list)
    for page, blocks in zip(read, layout, strict=True):
        for block in blocks:
            if isinstance(block, _Outside) and block.running and not _PAGE_NUMBER.fullmatch(block.running):
                where[_pattern(block.running)].append((page, block.running))
    for found in where.values():
        page, text = found[0]
        yield Remark(page.place, f"“{text}”是页眉或页脚，没有导入；共 {len(found)} 页有")


def _rows(read: Sequence[Page], layout: Sequence[Sequence[RuledTable | _Outside]]) -> Iterator[_Row]:
    """The rows of all pages; those that a page break parts made one."""
    table: _Open | None = None
    for number, (page, blocks) in enumerate(zip(read, layout, strict=True)):
        count = 0
        for block in blocks:
            if isinstance(block, _Outside):
                if not block.running:
                    yield _Row(page.place, [_cell(block.chunk)], 0)
                    table = None
                continue
            if table is None or (table.columns, table.page) != (block.columns, number - 1):
                table = _Open(block.columns, number)
            table.page = number
            rows = list(_ruled(block, page.place, count))
            count += len(rows)
            yield from table.take(rows)


def _ruled(table: RuledTable, place: str, count: int) -> Iterator[_Row]:
    """A table's rows that are not empty; `count` of them stand on the page before."""
    for cells in table.rows:
        row = _Row("", [_cell(chunk(cell)) if cell else None for cell in cells], table.columns)
        if any(row.raw()):
            count += 1
            row.place = f"{place}第 {count} 行"
            yield row


def _without(cell: _Cell, head: str) -> _Cell | None:
    """A cell of one page without the lines that are the head's; None where it does not begin with these."""
    (chunk,) = cell.chunks
    for count in range(1, len(chunk.lines) + 1):
        if _cell(Chunk(chunk.lines[:count], chunk.start, chunk.end)).raw == head:
            return _cell(Chunk(chunk.lines[count:], chunk.start, chunk.end))
    return None


def _cell(chunk: Chunk) -> _Cell:
    return _Cell([chunk], "".join(word for line in chunk.lines for word in line.text.split()))


# --- the page --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Placed:
    """A line outside of tables, where on its page it stands, and what it is as a page number or a running head."""

    height: float
    line: VisualLine
    running: str


def _layout(read: Sequence[Page]) -> Iterator[list[RuledTable | _Outside]]:
    """Each page's tables, and the lines outside of them, from top to bottom."""
    found = [tables(page) for page in read]
    outside = [list(_lines_outside(glyphs)) for _, glyphs in found]
    heights: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for number, lines_there in enumerate(outside):
        for height, line in lines_there:
            heights[_pattern(line.text)].append((number, height))
    titles: set[str] = set()
    for number, ((ruled, _), lines_there) in enumerate(zip(found, outside, strict=True)):
        placed = []
        for height, line in lines_there:
            name = _pattern(line.text)
            repeats = any(page != number and abs(at - height) < _SAME_HEIGHT for page, at in heights[name])
            # A list's title may stand on each of its pages; then the first is the title.
            is_title = _TITLE in name and line.text not in titles
            titles.add(line.text)
            is_running = _PAGE_NUMBER.fullmatch(line.text) or (repeats and not is_title)
            placed.append(_Placed(height, line, line.text.strip() if is_running else ""))
        edges = [(table.left, table.right) for table in ruled] or [(part.line.start, part.line.end) for part in placed]
        start, end = min((left for left, _ in edges), default=0.0), max((right for _, right in edges), default=0.0)
        blocks: list[tuple[float, RuledTable | _Outside]] = [(table.top, table) for table in ruled]
        for group in _together(placed, ruled):
            lines_of = Chunk(tuple(part.line for part in group), start, end)
            blocks.append((group[0].height, _Outside(lines_of, group[0].running)))
        yield [block for _, block in sorted(blocks, key=lambda each: each[0])]


def _pattern(line: str) -> str:
    """A line's text, whatever its numbers are."""
    return _DIGITS.sub("#", line.strip())


def _lines_outside(glyphs: Sequence[Glyph]) -> list[tuple[float, VisualLine]]:
    """The visual lines of glyphs in each direction, with the height that they stand at."""
    placed = []
    for turn, axes in enumerate(TURNED):
        ours = [glyph for glyph in glyphs if glyph.turn == turn]
        top = min((glyph.top for glyph in ours), default=0.0)
        placed += [(line.across if turn == 0 else top, line) for line in visual_lines(ours, axes)]
    return sorted(placed, key=lambda each: each[0])


def _together(placed: Sequence[_Placed], ruled: Sequence[RuledTable]) -> Iterator[list[_Placed]]:
    group: list[_Placed] = []
    for part in placed:
        last = group[-1] if group else None
        if last and (
            last.running
            or part.running
            or abs(last.line.size - part.line.size) > 0.1 * part.line.size
            or part.height - last.height > _TOGETHER * part.line.size
            or any(last.height < table.top < part.height for table in ruled)
        ):
            yield group
            group = []
        group.append(part)
    if group:
        yield group
