"""An Excel workbook to grid lines, sheet after sheet."""

from collections.abc import Iterator
from pathlib import Path
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.utils.exceptions import InvalidFileException

from generator.importers.draft import ImportProblem
from generator.importers.grid import PARAGRAPH, GridLine


def lines(path: Path) -> Iterator[GridLine]:
    """A line for each row that holds anything.

    Raises ImportProblem for a damaged file, and for a cell that holds no text
    of its own (a formula, a date that Excel made of what was typed).
    """
    try:
        book = load_workbook(path)
    except (BadZipFile, InvalidFileException, KeyError, ValueError, TypeError, SyntaxError, OSError) as error:
        raise ImportProblem(f"Excel 文件损坏，打不开（{error}）；请用 Excel 或 WPS 打开后另存一次") from None
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            cells = tuple(_text(cell) for cell in row)
            if any(cells):
                yield GridLine(f"工作表“{sheet.title}”第 {row[0].row} 行", cells)


def _text(cell: Cell | MergedCell) -> str:
    """What a cell shows."""
    place = f"工作表“{cell.parent.title}”的 {cell.coordinate} 格"
    match cell.value:
        case None:
            return ""
        case str() if cell.data_type not in ("f", "e"):
            return PARAGRAPH.join(cell.value.splitlines())
        case bool():
            raise ImportProblem(f"{place}是逻辑值，不是文字；请改成文字")
        case int():
            return str(cell.value)
        case float() if cell.value.is_integer():
            return str(int(cell.value))
        case _ if cell.data_type == "f":
            raise ImportProblem(f"{place}是公式；请改成文字（复制后选“粘贴为值”）")
        case value:
            raise ImportProblem(
                f"{place}不是文字（{value}）；Excel 可能把它当成了日期或小数，请把这一格设为“文本”后重新填写"
            )
