"""CSV to grid lines: the layout that `qingdan export --format csv` writes."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from generator.importers.draft import ImportProblem
from generator.importers.grid import PARAGRAPH, GridLine
from generator.printed.csv import FORMULA, TEXT_MARK


def lines(path: Path) -> Iterator[GridLine]:
    """A line for each row; UTF-8, or GB 18030 as older spreadsheets write it.  Raises ImportProblem."""
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = raw.decode("gb18030")
        except UnicodeDecodeError:
            raise ImportProblem("文件不是 UTF-8 也不是 GB 18030 编码；请另存为“CSV UTF-8（逗号分隔）”") from None
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        for number, row in enumerate(rows, 1):
            yield GridLine(f"第 {number} 行", tuple(_plain(cell) for cell in row))
    except csv.Error as error:
        raise ImportProblem(f"第 {rows.line_num} 行不是正确的 CSV（引号没有成对？）：{error}") from None


def _plain(cell: str) -> str:
    if cell.startswith(TEXT_MARK) and cell[1:].startswith((*FORMULA, TEXT_MARK)):
        cell = cell[1:]
    return PARAGRAPH.join(cell.splitlines())
