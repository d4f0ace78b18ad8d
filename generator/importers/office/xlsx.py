"""An Excel workbook to grid lines, sheet after sheet: what a person sees and prints of it.

What is hidden (sheets, rows, columns, text struck out or in the colour of its ground), and what is not printed, is
left out with a remark; so are comments, text boxes and pictures.  See docs/decisions/0007-office-files.md.
"""

import datetime
import re
import warnings
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from pathlib import Path
from zipfile import BadZipFile

from lxml import etree
from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.styles import Color
from openpyxl.styles.colors import COLOR_INDEX
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import from_excel
from openpyxl.utils.escape import unescape
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.worksheet import Worksheet

from generator.importers.draft import ImportProblem
from generator.importers.grid import PARAGRAPH, GridLine, Remark, is_number_alone
from generator.importers.office import breaks, number_format
from generator.importers.office.breaks import SOFT_BREAK
from generator.importers.office.colours import WHITE, alike, rgb
from generator.importers.office.package import DAMAGED, Package, opened, refuse_large

_BROKEN = (
    *(BadZipFile, InvalidFileException, KeyError, ValueError, TypeError, SyntaxError, OSError, IndexError),
    *(AttributeError, OverflowError, RecursionError),
)
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
_TEXT = "{http://schemas.openxmlformats.org/drawingml/2006/main}t"
# A cell of nothing but a style; whole columns may have been given borders.
_EMPTY = re.compile(rb'<c r="[A-Z]+\d+"(?: s="\d+")?(?: ?/>|></c>)')
# A merged cell, and how many cells all of them may cover.
_MERGED = re.compile(rb"""<(?:\w+:)?mergeCell\b[^>]*?\bref\s*=\s*["']([^"']*)["']""")
_MOST_MERGED = 300_000
# A range of a print area ('表 1'!$A$1:$E$20,…).
_PRINTED = re.compile(r"!(\$?[A-Z]{1,3}\$?\d+(?::\$?[A-Z]{1,3}\$?\d+)?)(?=,|$)")
# What a text may not hold and Excel writes as _x0007_; carriage returns and line feeds are line breaks.
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f]")
# As much of what was left out as a remark quotes, and how many such cells it names.
_QUOTED, _NAMED = 20, 3
_MOST_PROBLEMS = 5
_HIDDEN_BY_FORMAT = "数字格式使它不显示的内容"


class Uncalculated(ImportProblem):
    """A workbook in which formulas have no results, and nothing else is wrong."""


def lines(path: Path) -> Iterator[GridLine | Remark]:
    """A line for each row that shows anything, and remarks.

    Raises ImportProblem for a damaged file, and for cells whose text cannot be known (errors, formulas without a
    result).
    """
    package = opened(path)
    strings = [name for name in package.parts if name.startswith(("xl/worksheets/", "xl/sharedStrings"))]
    # openpyxl takes x005F_ out without reading what follows; in small letters it leaves it to `unescape`.
    parts = package.parts | {
        name: _EMPTY.sub(b"", package.parts[name].replace(b"_x005F_", b"_x005f_")) for name in strings
    }
    refuse_large(sum(len(parts[name]) for name in strings))
    for name in strings:
        _refuse_merged(parts[name])
    try:
        found = _read(Package(parts))
    except _BROKEN:
        # Mostly styles that point nowhere; texts do not need them.
        bare = parts | {name: re.sub(rb'\ss="\d+"', b"", parts[name]) for name in strings}
        bare.pop("xl/styles.xml", None)
        broken = "样式表损坏，字照收；哪些字是白色的、划了删除线的，看不出来，请对照原件"
        try:
            found = [Remark("整个工作簿", broken), *_read(Package(bare))]
        except _BROKEN:
            raise ImportProblem(DAMAGED) from None
    yield from found


def _refuse_merged(data: bytes) -> None:
    """openpyxl makes each cell of a merged one; of a whole sheet they are billions."""
    cells = 0
    for found in _MERGED.finditer(data):
        with suppress(ValueError):
            area = CellRange(found[1].decode("ascii", "replace"))
            cells += (area.max_row - area.min_row + 1) * (area.max_col - area.min_col + 1)
        if cells > _MOST_MERGED:
            raise ImportProblem(
                f"合并的格太大（{found[1].decode('ascii', 'replace')[:20]}）；请用 Excel 打开，选中整张工作表，"
                "取消合并，另存后再导入"
            )


def _read(package: Package) -> list[GridLine | Remark]:
    for name in package.parts:
        if name.startswith("xl/worksheets/sheet"):
            # Nested without end it would take openpyxl minutes; this parser refuses it.
            package.tree(name)
    book = _load(package)
    if len(book.sheetnames) < len([*package.tree("xl/workbook.xml").iter("{*}sheet")]):
        # openpyxl passes over a sheet of which the part is missing.
        raise ImportProblem(DAMAGED)
    found: list[GridLine | Remark] = []
    problems: list[str] = []
    for sheet in book.worksheets:
        if sheet.sheet_state == "visible":
            found += _Sheet(book, sheet, package, problems).lines()
        elif any(cell.value is not None for cell in _cells(sheet)):
            advice = "要收就在任意工作表的标签上点右键，取消隐藏，再导入"
            found.append(Remark(f"工作表“{sheet.title}”", f"工作表是隐藏的，没有收；{advice}"))
    if problems:
        more = f"……共 {len(problems)} 处" if len(problems) > _MOST_PROBLEMS else ""
        kind = Uncalculated if all("公式" in one for one in problems) else ImportProblem
        raise kind("；".join(problems[:_MOST_PROBLEMS]) + more)
    return found


def _load(package: Package) -> Workbook:
    with warnings.catch_warnings():
        # openpyxl says in English what it does not keep.
        warnings.simplefilter("ignore")
        return load_workbook(package.stream(), data_only=True, rich_text=True)


def _cells(sheet: Worksheet) -> list[Cell]:
    """The cells that the file has, in order.  openpyxl's own ways make those between, a million for a stray one."""
    return [cell for _, cell in sorted(sheet._cells.items()) if isinstance(cell, Cell)]


# Cells and their texts, by what is to be said of them.
_Cells = dict[str, list[tuple[str, str]]]


@dataclass
class _Sheet:
    """Reads a sheet; `problems` takes what nobody can read, by cell."""

    book: Workbook
    sheet: Worksheet
    package: Package
    problems: list[str]
    # What a row left out, and what it took for something else: for each reason the cells and texts.
    left: _Cells = field(default_factory=lambda: defaultdict(list))
    taken: _Cells = field(default_factory=lambda: defaultdict(list))
    styles: dict[tuple[int, bool], "_Style"] = field(default_factory=dict)

    def lines(self) -> Iterator[GridLine | Remark]:
        place = f"工作表“{self.sheet.title}”"
        unseen: _Cells = defaultdict(list)
        rows: list[tuple[int, dict[int, str]]] = []
        remarks: dict[int, list[Remark]] = defaultdict(list)
        for number, cells in groupby(_cells(self.sheet), key=lambda cell: cell.row):
            row = self._row(cells, unseen)
            if self.left and is_number_alone([*row.values()]):
                self.left["这一行别的字都没有收，序号"] += ((f"{number} 行", text) for text in row.values())
                row = {}
            for reason, left in self.left.items():
                remarks[number].append(Remark(f"{place}第 {number} 行", f"{reason}，没有收：{_quoted(left)}"))
            for reason, taken in self.taken.items():
                remarks[number].append(Remark(f"{place}第 {number} 行", f"{reason}：{_quoted(taken)}"))
            self.left.clear()
            self.taken.clear()
            if row or remarks[number]:
                rows.append((number, row))
        yield from (Remark(place, f"{reason}：{_quoted(left)}") for reason, left in unseen.items())
        yield from (Remark(place, message) for message in self._drawn())
        wide = max((column for _, row in rows for column in row), default=1) > 1
        for number, row in rows:
            yield from remarks[number]
            if row:
                width = max(*row, 2) if wide else 1
                # Hidden ones are empty, so that each column keeps the letter that Excel shows.
                texts = tuple(row.get(column, "") for column in range(1, width + 1))
                yield GridLine(f"{place}第 {number} 行", texts, sheet=self.sheet.title)

    def _row(self, cells: Iterator[Cell], unseen: _Cells) -> dict[int, str]:
        """The texts of a row by column; `unseen` takes those of cells that do not show."""
        row: dict[int, str] = {}
        for cell in cells:
            if cell.comment:
                self.left["批注"].append((cell.coordinate, cell.comment.text))
            if cell.value is None and cell.coordinate not in self._uncalculated:
                continue
            shows = self._shows_at(cell)
            if isinstance(shows, str):
                if bare := _bare_text(cell.value):
                    unseen[shows].append((cell.coordinate, bare))
            elif text := self._text(cell):
                row[shows] = text
        return row

    # --- where ---------------------------------------------------------------------------------------

    def _shows_at(self, cell: Cell) -> int | str:
        """The column in which a cell shows, or else why it does not.  A merged cell shows in what is left of it."""
        area = self._merged.get((cell.row, cell.column))
        rows = range(area.min_row, area.max_row + 1) if area else (cell.row,)
        columns = range(area.min_col, area.max_col + 1) if area else (cell.column,)
        column = next((one for one in columns if self._column_shows(one)), None)
        if column is None:
            return f"{get_column_letter(cell.column)} 列是隐藏的，没有收；要收就选中左右两列，点右键，取消隐藏"
        if not any(self._row_shows(one) for one in rows):
            if self.sheet.auto_filter.filterColumn:
                return "有的行被筛选遮住，没有收；要收就清除筛选（“数据”里的“清除”），另存后再导入"
            return "有隐藏的行，没有收；要收就选中上下两行，点右键，取消隐藏，另存后再导入"
        if self._printed and not any(_has(area, row, one) for area in self._printed for row in rows for one in columns):
            return "有的格在打印区域以外，没有收；要收就取消打印区域（“页面布局”里），另存后再导入"
        return column

    @cached_property
    def _merged(self) -> dict[tuple[int, int], CellRange]:
        return {(one.min_row, one.min_col): one for one in self.sheet.merged_cells.ranges}

    @cached_property
    def _printed(self) -> list[CellRange]:
        return [CellRange(found[1].replace("$", "")) for found in _PRINTED.finditer(self.sheet.print_area or "")]

    @cached_property
    def _tables(self) -> list[CellRange]:
        return [CellRange(one.ref) for one in self.sheet.tables.values() if one.tableStyleInfo]

    @cached_property
    def _hidden_columns(self) -> list[tuple[int, int]]:
        return [
            (one.min, one.max or one.min)
            for one in self.sheet.column_dimensions.values()
            if one.min and (one.hidden or not one.width)
        ]

    def _column_shows(self, column: int) -> bool:
        return not any(first <= column <= last for first, last in self._hidden_columns)

    def _row_shows(self, row: int) -> bool:
        if row not in self.sheet.row_dimensions:
            return True
        dimension = self.sheet.row_dimensions[row]
        return not dimension.hidden and dimension.height != 0

    # --- what ----------------------------------------------------------------------------------------

    def _text(self, cell: Cell) -> str:
        """What a cell shows; the rest is kept in `left`."""
        place = f"工作表“{self.sheet.title}”的 {cell.coordinate} 格"
        style = self._style(cell)
        value = cell.value
        if value is None:
            advice = "请用 Excel 或 WPS 打开，按 Ctrl+S 保存一次，再导入"
            self.problems.append(f"{place}是公式，文件里没有算好的结果；{advice}")
            return ""
        if cell.data_type == "e" or isinstance(value, bool):
            shows = str(value).upper()
            self.problems.append(f"{place}显示的是 {shows}，不是文字；请在 Excel 里改成文字或删去，另存后再导入")
            return ""
        if isinstance(value, int | float) and style.is_date:
            value = from_excel(value, self.book.epoch)
        if isinstance(value, datetime.time | datetime.timedelta):
            self.problems.append(f"{place}是时间（{value}），不是文字；请把这一格设为“文本”，重新填写")
            return ""
        if isinstance(value, str | CellRichText):
            return self._words(cell, value, style)
        if not isinstance(value, int | float | datetime.date):
            self.problems.append(f"{place}的内容认不出（{value}）；请把这一格设为“文本”，重新填写")
            return ""
        text = number_format.shown(value, style.code)
        if isinstance(value, datetime.date):
            self.taken["日期，照显示的样子收"].append((cell.coordinate, text))
        return self._seen(cell, text or str(value), style.unseen or ("" if text else _HIDDEN_BY_FORMAT))

    def _words(self, cell: Cell, value: str | CellRichText, style: "_Style") -> str:
        """A text, of which parts may be formatted apart."""
        seen = []
        for part in value if isinstance(value, CellRichText) else [value]:
            if isinstance(part, TextBlock):
                why = _why(part.font.strike, self._colour(part.font.color), style.ground)
            else:
                why = style.unseen
            seen.append(self._seen(cell, str(part), why))
        text = unescape("".join(seen))
        if found := _CONTROL.findall(text):
            codes = "、".join(dict.fromkeys(f"U+{ord(one):04X}" for one in found))
            self.taken[f"有看不见的控制字符（{codes}），已略去"].append((cell.coordinate, _CONTROL.sub("", text)))
            text = _CONTROL.sub("", text)
        joined: list[str] = []
        text = PARAGRAPH.join(breaks.paragraphs([SOFT_BREAK.join(text.splitlines())], joined))
        if joined:
            self.taken[breaks.JOINED] += ((cell.coordinate, place) for place in joined)
        shown = number_format.shown(text, style.code) if text and style.code not in ("General", "@") else text
        return shown if shown or not text else self._seen(cell, text, _HIDDEN_BY_FORMAT)

    def _seen(self, cell: Cell, text: str, unseen: str) -> str:
        if unseen and text.strip():
            self.left[unseen].append((cell.coordinate, text))
            return ""
        return text

    def _style(self, cell: Cell) -> "_Style":
        in_table = any(_has(area, cell.row, cell.column) for area in self._tables)
        key = cell.style_id, in_table
        if key not in self.styles:
            # A table has colours of its own.
            fill = cell.fill
            ground = None if in_table else self._ground(fill.fill_type, fill.start_color)
            number = cell._style.numFmtId  # type: ignore[attr-defined]  # of no public name
            self.styles[key] = _Style(
                code=number_format.CHINESE.get(number, cell.number_format),
                is_date=number in number_format.CHINESE,
                ground=ground,
                unseen="" if not cell.has_style else _why(cell.font.strike, self._colour(cell.font.color), ground),
            )
        return self.styles[key]

    def _ground(self, fill: str | None, colour: Color) -> str | None:
        """The colour behind a cell's text; None where it is not known (patterns)."""
        if fill is None:
            return WHITE
        return (self._colour(colour) or WHITE) if fill == "solid" else None

    def _colour(self, colour: Color | None) -> str | None:
        """A colour as RRGGBB; None for the usual one."""
        if colour is None:
            return None
        if colour.type == "rgb":
            return rgb(str(colour.rgb)[-6:], colour.tint)
        if colour.type == "theme":
            theme = self._theme
            return rgb(theme[colour.theme], colour.tint) if colour.theme < len(theme) else None
        return str(COLOR_INDEX[colour.indexed])[-6:] if 0 <= colour.indexed < len(COLOR_INDEX) else None

    @cached_property
    def _theme(self) -> list[str]:
        """The theme's colours in the order of the cells' numbers, which is not that of the theme's part."""
        given = self.book.loaded_theme
        scheme = etree.fromstring(given).find(".//{*}clrScheme") if given else None
        if scheme is None:
            return [WHITE, "000000"]
        colours = [str(next(iter(one)).get("lastClr") or next(iter(one)).get("val", WHITE)) for one in scheme]
        return [colours[at] for at in (1, 0, 3, 2)] + colours[4:] if len(colours) > 4 else [WHITE, "000000"]

    # --- what openpyxl does not read -----------------------------------------------------------------

    @cached_property
    def _part(self) -> str:
        """The name of the sheet's part."""
        book = self.package.tree("xl/workbook.xml")
        ids = {
            sheet.get("name"): next((value for name, value in sheet.attrib.items() if name.endswith("}id")), "")
            for sheet in book.iter("{*}sheet")
        }
        return self.package.related("xl/workbook.xml").get(ids.get(self.sheet.title, ""), ("", ""))[1]

    @cached_property
    def _uncalculated(self) -> set[str]:
        """The cells whose formula has no result in the file: a library wrote it, not Excel."""
        data = self.package.parts.get(self._part, b"")
        if not re.search(rb"<(?:\w+:)?f[ >/]", data):
            return set()
        return {
            str(cell.get("r"))
            for cell in self.package.tree(self._part).iter("{*}c")
            if cell.find("{*}f") is not None and not cell.findtext("{*}v") and cell.get("t") != "str"
        }

    def _drawn(self) -> Iterator[str]:
        """What stands over the cells: text boxes and pictures."""
        for kind, name in self.package.related(self._part).values():
            if kind != "drawing" or name not in self.package.parts:
                continue
            drawing = self.package.tree(name)
            for shape in drawing.iter(f"{_DRAWING}sp"):
                if text := "".join(one.text or "" for one in shape.iter(_TEXT)).strip():
                    row = shape.xpath("string((ancestor::*/*[local-name()='from'])[last()]/*[local-name()='row'])")
                    where = f"第 {int(row) + 1} 行上面的" if str(row).isdigit() else ""
                    yield f"{where}文本框（图形）里的字没有收：“{_short(text)}”"
            if pictures := sum(1 for _ in drawing.iter(f"{_DRAWING}pic")):
                yield f"有 {pictures} 张图片，图片里的字没有收"


@dataclass(frozen=True)
class _Style:
    """What a cell's style does to its text: the number format, and why it cannot be seen, empty where it can."""

    code: str
    is_date: bool
    ground: str | None
    unseen: str


def _has(area: CellRange, row: int, column: int) -> bool:
    return area.min_row <= row <= area.max_row and area.min_col <= column <= area.max_col


def _why(strike: bool | None, colour: str | None, ground: str | None) -> str:
    if strike:
        return "划了删除线的字"
    return "颜色与底色一样、看不见的字" if colour and ground and alike(colour, ground) else ""


def _bare_text(value: object) -> str:
    return str(value).strip() if value is not None else "公式"


def _quoted(left: list[tuple[str, str]]) -> str:
    """The cells and texts that were left out, some of them."""
    named = "、".join(f"{cell}“{_short(text)}”" for cell, text in left[:_NAMED])
    return f"{named}……共 {len(left)} 格" if len(left) > _NAMED else named


def _short(text: str) -> str:
    text = " ".join(text.replace(PARAGRAPH, " ").split())
    return f"{text[:_QUOTED]}…" if len(text) > _QUOTED else text
