"""Text copied from a page to grid lines: cells parted by | , or by tabs with the lines of a cell below each other.

序号 | 事项名称 | 对应上级部门 |            1⇥消费者权益保护⇥县市场监管局⇥1.开展宣传。
1 | 消费者权益保护 | 县市场监管局 |         2.受理投诉举报。⇥1.做好宣传。
                                            2.鼓励社会监督。
"""

from collections.abc import Iterator
from pathlib import Path

from generator.importers.draft import Layout
from generator.importers.grid import PARAGRAPH, GridLine
from generator.importers.office.text import decoded
from generator.importers.text import asides, titles
from generator.importers.text.head_words import project_words
from generator.importers.text.heads import are_heads
from generator.importers.text.table import category_of
from generator.importers.text.table_rows import number_of


def bar_lines(path: Path) -> Iterator[GridLine]:
    """A line for each line of a text whose cells are parted by |."""
    for number, line in enumerate(_text(path).split("\n"), 1):
        if line.strip():
            yield GridLine(f"第 {number} 行", _barred(line))


def tab_lines(path: Path) -> Iterator[GridLine]:
    """A line for each row of a text whose cells are parted by tabs, and may go on in the lines below."""
    yield from _rows(_text(path))


def has_bars(text: str) -> bool:
    """Whether column heads are parted by | in a text."""
    return any("|" in line and _are_heads(_barred(line)) for line in text.split("\n"))


def goes_on_below(text: str) -> bool:
    """Whether rows of a text go on in the lines below, so that each has all its cells only then."""
    lines = text.split("\n")
    if not any("\t" in line and _are_heads(line.split("\t")) for line in lines):
        return False
    width, widths = 0, list[tuple[int, int]]()
    rows = [row.cells for row in _rows(text)]
    for cells in rows:
        if _are_heads(cells):
            width = len(cells)
        elif number_of(cells[0]):
            widths.append((len(cells), width))
    is_joined = any(PARAGRAPH in cell for cells in rows for cell in cells)
    return PARAGRAPH not in text and is_joined and all(own == wanted for own, wanted in widths)


def _text(path: Path) -> str:
    return decoded(path.read_bytes()).removeprefix("\ufeff").replace("\r\n", "\n")


def _are_heads(cells: tuple[str, ...] | list[str]) -> bool:
    return are_heads(cells, Layout(project_words()))


def _barred(line: str) -> tuple[str, ...]:
    cells = [cell.strip() for cell in line.strip().removeprefix("|").split("|")]
    while len(cells) > 1 and not cells[-1]:
        cells.pop()
    return tuple(cells)


def _rows(text: str) -> Iterator[GridLine]:
    width, place, row = 0, 0, list[str]()
    for number, line in enumerate(text.split("\n"), 1):
        cells = [cell.strip() for cell in line.split("\t")]
        starts = len(cells) > 1 and bool(number_of(cells[0])) and len(row) in (0, width)
        if _are_heads(cells) or starts or (len(row) in (0, width) and len(cells) == 1 and _stands_alone(cells[0])):
            if row:
                yield GridLine(f"第 {place} 行", tuple(row))
            width = len(cells) if _are_heads(cells) else width
            place, row = number, cells
            if not starts:
                yield GridLine(f"第 {place} 行", tuple(row))
                row = []
        elif row:
            first, *more = cells
            row = [*row[:-1], PARAGRAPH.join(filter(None, (row[-1], first))), *more]
        elif any(cells):
            yield GridLine(f"第 {number} 行", tuple(cells))
    if row:
        yield GridLine(f"第 {place} 行", tuple(row))


def _stands_alone(line: str) -> bool:
    """Whether a line is known for what it is, and no more of the cell above."""
    is_known = titles.list_of(line) or titles.other_list(line) or category_of(line) or asides.aside(line)
    return bool(is_known) or asides.is_page_mark(line)
