"""The printed form as an Excel workbook: a sheet a list."""

import io
import math
import re

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, NamedStyle, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from generator.printed.form import Form, Paragraphs, Table
from generator.printed.package import settled
from generator.printed.table import escaped, refuse_long

# What a sheet of paper in landscape holds, in the widths of a digit, which Excel counts in.
_PAGE_WIDTH = 130
_LINE_POINTS = 16
# Excel's own limits: the height of a row in points, and the length of a cell's text.
_MAX_POINTS = 409

# What a part of a cell may begin with: an item, a section, a label.
_BEGINS = re.compile(r"\d{1,2}\.|[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）|.*：$")

_THIN = Side(style="thin")
_BORDER = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_CENTRE = Alignment(horizontal="center", vertical="center", wrap_text=True)
_LEFT = Alignment(vertical="center", wrap_text=True)

# The styles by the names that Excel shows.  Cells that are given a name are written a third faster than cells that are
# given a font, a border and an alignment each.
_TITLE, _LIST_TITLE, _HEAD, _HEADING = "清单标题", "清单名称", "清单表头", "清单类别"
_NUMBER, _TEXT = "清单序号", "清单正文"
_STYLES = {
    _TITLE: (Font(name="宋体", bold=True, size=18), _CENTRE),
    _LIST_TITLE: (Font(name="宋体", bold=True, size=16), _CENTRE),
    _HEAD: (Font(name="宋体", bold=True), _CENTRE),
    _HEADING: (Font(name="宋体", bold=True), _LEFT),
    _NUMBER: (Font(name="宋体"), _CENTRE),
    _TEXT: (Font(name="宋体"), _LEFT),
}


def to_xlsx(form: Form) -> bytes:
    """The workbook.  Raises CannotPrint where a text does not fit into a cell: Excel would cut it off."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, (font, alignment) in _STYLES.items():
        book.add_named_style(NamedStyle(name, font=font, border=_BORDER, alignment=alignment))
    for index, table in enumerate(form.tables):
        sheet = book.create_sheet(table.kind.title)
        _fill(sheet, table, form.title if index == 0 else "")
    out = io.BytesIO()
    book.save(out)
    return settled(out.getvalue())


def _fill(sheet: Worksheet, table: Table, title: str) -> None:
    count = len(table.heads)
    for column, width in enumerate(table.widths, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width * _PAGE_WIDTH / 100
    line = 0
    for text, style in ((title, _TITLE), (table.title, _LIST_TITLE)):
        if text:
            line += 1
            _wide(sheet, line, count, text, style)
            sheet.row_dimensions[line].height = 2 * _STYLES[style][0].size
    line += 1
    for column, head in enumerate(table.heads, 1):
        _write(sheet, line, column, head, _HEAD)
    heads = line
    for group in table.groups:
        line += 1
        _wide(sheet, line, count, group.heading, _HEADING)
        for row in group.rows:
            line = _write_row(sheet, line + 1, row, table.widths)
    sheet.freeze_panes = f"A{heads + 1}"
    sheet.print_title_rows = f"{heads}:{heads}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.oddFooter = HeaderFooterItem()
    sheet.oddFooter.center.text = "第 &P 页，共 &N 页"


def _write_row(sheet: Worksheet, first: int, row: tuple[Paragraphs, ...], widths: tuple[int, ...]) -> int:
    """Write a duty; the last line that it takes.

    Excel shows no row higher than _MAX_POINTS, so a longer cell goes on in the rows below, over which the others are
    merged.
    """
    parts = [_parts(paragraphs, width) for paragraphs, width in zip(row, widths, strict=True)]
    count = max(map(len, parts))
    for column, own in enumerate(parts, 1):
        for index in range(count):
            style = _NUMBER if column == 1 else _TEXT
            if index < len(own) and own[index]:
                _write(sheet, first + index, column, "\n".join(own[index]), style)
            else:
                sheet.cell(first + index, column).style = style
        if len(own) < count:
            start, end = first + len(own) - 1, first + count - 1
            sheet.merge_cells(start_row=start, start_column=column, end_row=end, end_column=column)
    for index in range(count):
        # What stands alone in this row; a part that is merged over several has room.
        alone = [
            _lines(own[index], width)
            for own, width in zip(parts, widths, strict=True)
            if index < len(own) - 1 or len(own) == count
        ]
        sheet.row_dimensions[first + index].height = min(_MAX_POINTS, _LINE_POINTS * max(alone) + 6)
    return first + count - 1


def _parts(paragraphs: Paragraphs, width: int) -> list[Paragraphs]:
    """A cell's paragraphs in parts that a row can show, cut before an item, a section or a label."""
    parts: list[Paragraphs] = [()]
    for paragraph in paragraphs:
        grown = (*parts[-1], paragraph)
        if _lines(grown, width) * _LINE_POINTS + 6 > _MAX_POINTS and parts[-1] and _BEGINS.match(paragraph):
            parts.append((paragraph,))
        else:
            parts[-1] = grown
    return parts


def _wide(sheet: Worksheet, line: int, count: int, text: str, style: str) -> None:
    """A text over the whole width."""
    _write(sheet, line, 1, text, style)
    for column in range(2, count + 1):
        sheet.cell(line, column).style = style
    sheet.merge_cells(start_row=line, start_column=1, end_row=line, end_column=count)


def _write(sheet: Worksheet, line: int, column: int, text: str, style: str) -> None:
    refuse_long(text, f"{sheet.title} {get_column_letter(column)}{line}")
    cell = sheet.cell(line, column, escaped(text))
    # Text that begins with = is text.
    cell.style, cell.data_type = style, "s"


def _lines(paragraphs: Paragraphs, width: int) -> int:
    """How many lines a cell takes; a Han character is two digits wide, and a little more with its spacing."""
    return sum(max(1, math.ceil(2.25 * len(paragraph) / (width * _PAGE_WIDTH / 100))) for paragraph in paragraphs) or 1
