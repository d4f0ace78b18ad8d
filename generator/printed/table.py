"""A plain table as an Excel workbook, to filter and sort: in pieces, whatever the number of its rows.

The parts of the package are those that Excel asks for and no others; texts stand in their cells
(`t="inlineStr"`, ECMA-376 part 1, 18.3.1.4), for a table of shared ones would have to be held until the end.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from xml.sax.saxutils import escape, quoteattr

from generator.printed.form import CannotPrint
from generator.printed.package import zipped

# Excel's own limit, the heads included.
MAX_ROWS = 1_048_576
# So many rows are compressed at a time.
_BATCH = 256

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_TYPES = f"""{_HEAD}<Types xmlns="{_PACKAGE}/content-types">\
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>\
<Default Extension="xml" ContentType="application/xml"/>\
<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>\
<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/>\
<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/></Types>"""
_STYLES = f"""{_HEAD}<styleSheet xmlns="{_MAIN}"><fonts count="1"><font><sz val="11"/><name val="宋体"/></font></fonts>\
<fills count="2"><fill><patternFill patternType="none"/></fill>\
<fill><patternFill patternType="gray125"/></fill></fills>\
<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>\
<cellXfs count="1"><xf xfId="0"/></cellXfs>\
<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>"""
_MAX_TEXT = 32_767


def xlsx_rows(
    title: str, heads: Sequence[str], widths: Sequence[int], rows: Iterable[Sequence[str | int]]
) -> Iterator[bytes]:
    """A plain table; `widths` of its columns in Han characters.  Raises CannotPrint when it comes to what Excel cuts.

    Who must not begin what cannot be ended asks `refuse_rows` before.
    """
    count = 0

    def counted() -> Iterator[Sequence[str | int]]:
        nonlocal count
        for count, row in enumerate(chain([heads], rows), 1):
            if count > MAX_ROWS:
                raise CannotPrint(_too_many())
            yield row

    def files() -> Iterator[tuple[str, Iterable[bytes]]]:
        yield "[Content_Types].xml", [_TYPES.encode()]
        yield "_rels/.rels", [_relations(("officeDocument", "xl/workbook.xml"))]
        sheet = _relations(("worksheet", "worksheets/sheet1.xml"), ("styles", "styles.xml"))
        yield "xl/_rels/workbook.xml.rels", [sheet]
        yield "xl/styles.xml", [_STYLES.encode()]
        yield "xl/worksheets/sheet1.xml", _sheet(title, widths, counted())
        # After the rows: it says how many there are.
        yield "xl/workbook.xml", [_workbook(title, f"$A$1:${_letter(len(heads))}${count}")]

    return zipped(files())


def refuse_rows(title: str, rows: Sequence[Sequence[str | int]]) -> None:
    """Raise CannotPrint where Excel would cut off a text, or rows: it does so in silence."""
    if len(rows) >= MAX_ROWS:
        raise CannotPrint(_too_many())
    for number, row in enumerate(rows, 2):
        for cell in row:
            if isinstance(cell, str):
                refuse_long(cell, f"{title} {number} 行")


def _too_many() -> str:
    return f"事项太多，Excel 的一张表只容得下 {MAX_ROWS} 行"


def _sheet(title: str, widths: Sequence[int], rows: Iterable[Sequence[str | int]]) -> Iterator[bytes]:
    columns = [_letter(number) for number in range(1, len(widths) + 1)]
    wide = "".join(
        f'<col min="{number}" max="{number}" width="{2 * width + 2}" customWidth="1"/>'
        for number, width in enumerate(widths, 1)
    )
    pane = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/><selection pane="bottomLeft"/>'
    yield (
        f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">{pane}</sheetView></sheetViews>'
        f"<cols>{wide}</cols><sheetData>"
    ).encode()
    number, waiting = 0, list[str]()
    for number, row in enumerate(rows, 1):
        waiting.append(_row(title, number, columns, row))
        if len(waiting) == _BATCH:
            yield "".join(waiting).encode()
            waiting.clear()
    waiting.append(f'</sheetData><autoFilter ref="A1:{columns[-1]}{number}"/></worksheet>')
    yield "".join(waiting).encode()


def _row(title: str, number: int, columns: Sequence[str], row: Sequence[str | int]) -> str:
    cells = [
        _text(title, f"{column}{number}", number, value)
        if isinstance(value, str)
        else f'<c r="{column}{number}"><v>{value}</v></c>'
        for column, value in zip(columns, row, strict=True)
        if value != ""
    ]
    # An empty last cell too, so that whoever reads row by row finds all of them equally long.
    last = f'<c r="{columns[-1]}{number}"/>' if row[-1] == "" else ""
    return f'<row r="{number}">{"".join(cells)}{last}</row>'


def _text(title: str, place: str, number: int, text: str) -> str:
    refuse_long(text, f"{title} {number} 行")
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(escaped(text))}</t></is></c>'


def _letter(number: int) -> str:
    """The name of a column, from 1: A to Z, AA to ZZ."""
    tens, ones = divmod(number - 1, 26)
    return (chr(ord("A") + tens - 1) if tens else "") + chr(ord("A") + ones)


def _relations(*targets: tuple[str, str]) -> bytes:
    several = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{several}</Relationships>'.encode()


def _workbook(title: str, area: str) -> bytes:
    quoted = title.replace("'", "''")
    filtered = f"""<definedName name="_xlnm._FilterDatabase" localSheetId="0" hidden="1">'{escape(quoted)}'!{area}"""
    return (
        f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><bookViews><workbookView/></bookViews>'
        f'<sheets><sheet name={quoteattr(title)} sheetId="1" r:id="rId1"/></sheets>'
        f"<definedNames>{filtered}</definedName></definedNames></workbook>"
    ).encode()


def escaped(text: str) -> str:
    """A text in which Excel finds no escaped character (_x0041_) that nobody wrote."""
    return re.sub(r"_(?=x[0-9A-Fa-f]{4}_)", "_x005F_", text)


def refuse_long(text: str, where: str) -> None:
    """Raise CannotPrint where a text does not fit into a cell."""
    if len(text) > _MAX_TEXT:
        raise CannotPrint(f"{where}：一格有 {len(text)} 字，Excel 只容得下 {_MAX_TEXT} 字")
