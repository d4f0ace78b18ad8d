"""CSV and Excel's text with tabs to grid lines: the layout that `qingdan export --format csv` writes.

Spreadsheets of other countries' settings part the cells of a CSV file by ; or tabs.
"""

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

from generator.importers.draft import ImportProblem
from generator.importers.grid import MOST_CELLS, PARAGRAPH, GridLine, Remark
from generator.importers.office.breaks import JOINED, SOFT_BREAK, paragraphs
from generator.importers.office.text import decoded
from generator.printed.csv import FORMULA, TEXT_MARK


def lines(path: Path) -> Iterator[GridLine | Remark]:
    """A line for each row of a CSV file.  Raises ImportProblem."""
    text = decoded(path.read_bytes())
    heads = re.search(r'^"?(?:序号|编号)"?([,;\t])', text, re.MULTILINE)
    return _lines(text, heads[1] if heads else ",")


def tab_lines(path: Path) -> Iterator[GridLine | Remark]:
    """A line for each row of a text that Excel wrote (“Unicode 文本”, “文本文件”).  Raises ImportProblem."""
    return _lines(decoded(path.read_bytes()), "\t")


def is_tab_text(text: str) -> bool:
    """Whether Excel wrote the text: cells over several lines are quoted, or all rows have as many cells, titles too."""
    if "\t" not in text or PARAGRAPH in text:
        return False
    try:
        rows = [row for row in csv.reader(io.StringIO(text, newline=""), "excel-tab", strict=True) if row]
    except csv.Error:
        return False
    if any("\n" in cell for row in rows for cell in row):
        return True
    return len({len(row) for row in rows}) == 1 and any(row[0] and not any(row[1:]) for row in rows)


def _lines(text: str, delimiter: str) -> Iterator[GridLine | Remark]:
    rows = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=delimiter, strict=True)
    try:
        for number, row in enumerate(rows, 1):
            joined: list[str] = []
            # A blank line has no cells at all.
            cells = tuple(_plain(cell, joined) for cell in row[: MOST_CELLS + 1] or ("",))
            if joined:
                yield Remark(f"第 {number} 行", f"{JOINED}：{'、'.join(f'“{place}”' for place in joined[:3])}")
            yield GridLine(f"第 {number} 行", cells)
    except csv.Error:
        what = "CSV" if delimiter == "," else "Excel 文本"
        advice = "请用 WPS 或 Excel 打开，另存为“Excel 工作簿（.xlsx）”，再导入"
        raise ImportProblem(f"第 {rows.line_num} 行不是正确的 {what}（引号没有成对？）；{advice}") from None


def _plain(cell: str, joined: list[str]) -> str:
    if cell.startswith(TEXT_MARK) and cell[1:].startswith((*FORMULA, TEXT_MARK)):
        cell = cell[1:]
    return PARAGRAPH.join(paragraphs([SOFT_BREAK.join(cell.splitlines())], joined))
