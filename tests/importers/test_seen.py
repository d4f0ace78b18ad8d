"""What a reader of a workbook sees is read; what nobody sees, or nobody prints, is left out, and said."""

import datetime
import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Color, Font, PatternFill
from openpyxl.worksheet.filters import FilterColumn, Filters
from openpyxl.worksheet.table import Table, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

from generator.importers.draft import ImportProblem
from generator.importers.grid import PARAGRAPH, GridLine, Remark
from generator.importers.office.number_format import shown
from generator.importers.office.xlsx import lines

WHITE, BLUE = "FFFFFFFF", "FF1F497D"


def read(book: Workbook, path: Path) -> tuple[list[tuple[str, ...]], list[str]]:
    """The rows, and what is said, each after its place."""
    book.save(path / "a.xlsx")
    return told(path / "a.xlsx")


def told(file: Path) -> tuple[list[tuple[str, ...]], list[str]]:
    found = list(lines(file))
    said = [f"{one.place}：{one.message}" for one in found if isinstance(one, Remark)]
    return [one.cells for one in found if isinstance(one, GridLine)], said


def rewritten(file: Path, change: Callable[[str, str], str]) -> None:
    """Change the parts of a package, each by its name and text."""
    with zipfile.ZipFile(file) as package:
        parts = {name: package.read(name).decode() for name in package.namelist()}
    with zipfile.ZipFile(file, "w") as package:
        for name, text in parts.items():
            package.writestr(name, change(name, text))


# --- what is hidden --------------------------------------------------------------------------------


def filtered(sheet: Worksheet) -> None:
    sheet.auto_filter.ref = "A1:C3"
    sheet.auto_filter.filterColumn = [FilterColumn(colId=0, filters=Filters(filter=["3"]))]
    sheet.row_dimensions[2].hidden = True


def dressed(cell: str, **style: object) -> Callable[[Worksheet], None]:
    def dress(sheet: Worksheet) -> None:
        for name, value in style.items():
            setattr(sheet[cell], name, value)

    return dress


def with_table(sheet: Worksheet) -> None:
    sheet["B2"].font = Font(color=WHITE)
    sheet.add_table(Table(displayName="t", ref="A1:C3", tableStyleInfo=TableStyleInfo("TableStyleMedium2")))


ROWS = [("一", "二", "三"), ("四", "五", "六"), ("七", "八", "九")]
ONE, TWO, THREE = ROWS
WITHOUT_FIVE = [ONE, ("四", "", "六"), THREE]
UNSEEN = {
    "a row": (
        lambda sheet: setattr(sheet.row_dimensions[2], "hidden", True),
        [ONE, THREE],
        "有隐藏的行，没有收；要收就选中上下两行，点右键，取消隐藏，另存后再导入：A2“四”、B2“五”、C2“六”",
    ),
    "a filtered row": (filtered, [ONE, THREE], "有的行被筛选遮住，没有收；要收就清除筛选"),
    "a column": (
        lambda sheet: setattr(sheet.column_dimensions["B"], "hidden", True),
        [("一", "", "三"), ("四", "", "六"), ("七", "", "九")],
        "B 列是隐藏的，没有收；要收就选中左右两列，点右键，取消隐藏：B1“二”、B2“五”、B3“八”",
    ),
    "what is not printed": (
        lambda sheet: setattr(sheet, "print_area", "A1:B3"),
        [("一", "二"), ("四", "五"), ("七", "八")],
        "有的格在打印区域以外，没有收；要收就取消打印区域（“页面布局”里），另存后再导入：C1“三”、C2“六”、C3“九”",
    ),
    "white": (dressed("B2", font=Font(color=WHITE)), WITHOUT_FIVE, "颜色与底色一样、看不见的字，没有收：B2“五”"),
    "white of the theme": (dressed("B2", font=Font(color=Color(theme=0))), WITHOUT_FIVE, "颜色与底色一样"),
    "white of the palette": (dressed("B2", font=Font(color=Color(indexed=9))), WITHOUT_FIVE, "颜色与底色一样"),
    "nearly white": (dressed("B2", font=Font(color=Color(theme=0, tint=-0.05))), WITHOUT_FIVE, "颜色与底色一样"),
    "blue on blue": (
        dressed("B2", font=Font(color=Color(theme=3)), fill=PatternFill("solid", start_color=BLUE)),
        WITHOUT_FIVE,
        "颜色与底色一样",
    ),
    "struck out": (dressed("B2", font=Font(strike=True)), WITHOUT_FIVE, "划了删除线的字，没有收：B2“五”"),
    "format that shows nothing": (
        dressed("B2", number_format=";;;"),
        WITHOUT_FIVE,
        "数字格式使它不显示的内容，没有收：B2“五”",
    ),
    "a comment": (
        dressed("B2", comment=Comment("请改", "甲")),
        ROWS,
        "批注，没有收：B2“请改”",
    ),
    # And what is seen.
    "white on blue": (
        dressed("B2", font=Font(color=WHITE), fill=PatternFill("solid", start_color=BLUE)),
        ROWS,
        "",
    ),
    "white in a table with colours": (with_table, ROWS, ""),
    "red": (dressed("B2", font=Font(color="FFFF0000")), ROWS, ""),
    "an empty hidden column": (lambda sheet: setattr(sheet.column_dimensions["D"], "hidden", True), ROWS, ""),
}


@pytest.mark.parametrize("name", UNSEEN)
def test_unseen(name: str, tmp_path: Path) -> None:
    """Left out by a stated rule, with the cells and what to do; what is seen stays."""
    hide, rows, said = UNSEEN[name]
    book = Workbook()
    for row in ROWS:
        book.active.append(row)
    hide(book.active)
    found, remarks = read(book, tmp_path)
    assert found == rows
    assert len(remarks) == bool(said)
    assert said in "".join(remarks)


@pytest.mark.parametrize(
    ("plain", "hiding", "rows", "said"),
    [
        ('<row r="2"', '<row ht="0" customHeight="1" r="2"', [ONE, THREE], "有隐藏的行"),
        (
            "<sheetData>",
            '<cols><col min="2" max="3" width="0" customWidth="1"/></cols><sheetData>',
            [("一",), ("四",), ("七",)],
            "B 列是隐藏的",
        ),
    ],
)
def test_of_no_size(plain: str, hiding: str, rows: list[tuple[str, ...]], said: str, tmp_path: Path) -> None:
    """A row drawn to no height, columns drawn to no width, are hidden as well."""
    book = Workbook()
    for row in ROWS:
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    rewritten(tmp_path / "a.xlsx", lambda _, text: text.replace(plain, hiding))
    found, remarks = told(tmp_path / "a.xlsx")
    assert (found, said in remarks[0]) == (rows, True)


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_hidden_sheet(state: str, tmp_path: Path) -> None:
    """Not read, and said; one that holds nothing is not worth a word."""
    book = Workbook()
    book.active["A1"] = "一"
    book.create_sheet("旧稿")["A1"] = "二"
    book.create_sheet("空")
    for name in ("旧稿", "空"):
        book[name].sheet_state = state
    rows, said = read(book, tmp_path)
    assert rows == [("一",)]
    assert said == ["工作表“旧稿”：工作表是隐藏的，没有收；要收就在任意工作表的标签上点右键，取消隐藏，再导入"]


def test_part_of_a_cell(tmp_path: Path) -> None:
    """Runs that are struck out or white go; the rest of the cell stays."""
    book = Workbook()
    runs = [TextBlock(InlineFont(strike=True), "制定"), "印发", TextBlock(InlineFont(color=WHITE), "旧"), "方案。"]
    book.active["A1"] = CellRichText(runs)
    assert read(book, tmp_path) == (
        [("印发方案。",)],
        [
            "工作表“Sheet”第 1 行：划了删除线的字，没有收：A1“制定”",
            "工作表“Sheet”第 1 行：颜色与底色一样、看不见的字，没有收：A1“旧”",
        ],
    )


def test_row_of_which_a_number_is_left(tmp_path: Path) -> None:
    """A duty that was struck out but for its number is no duty; a number alone that nobody touched stays."""
    book = Workbook()
    for row in ((1, "甲"), (2, "乙"), (3, None)):
        book.active.append(row)
    book.active["B2"].font = Font(strike=True)
    rows, said = read(book, tmp_path)
    assert rows == [("1", "甲"), ("3", "")]
    assert said[-1] == "工作表“Sheet”第 2 行：这一行别的字都没有收，序号，没有收：2 行“2”"


def test_merged_cell_of_a_hidden_column(tmp_path: Path) -> None:
    """Its text shows in the columns that are left."""
    book = Workbook()
    book.active["A1"], book.active["B2"] = "标题", "甲"
    book.active.merge_cells("A1:C1")
    book.active.column_dimensions["A"].hidden = True
    assert read(book, tmp_path) == ([("", "标题"), ("", "甲")], [])


def test_a_cell_far_away(tmp_path: Path) -> None:
    """The last cell that Excel has, with a style or with text, neither makes the rows wide nor takes time."""
    book = Workbook()
    book.active["A1"], book.active["B1"], book.active["XFD1048576"] = "一", "二", "三"
    book.active["XFC1048576"].font = Font(bold=True)
    rows, _ = read(book, tmp_path)
    assert rows[0] == ("一", "二")
    assert (len(rows), len(rows[1]), rows[1][-1]) == (2, 16384, "三")


DRAWING = """<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
 xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><xdr:twoCellAnchor>
<xdr:from><xdr:col>1</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>4</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from>
<xdr:sp><xdr:txBody><a:p><a:r><a:t>征求</a:t></a:r><a:r><a:t>意见稿</a:t></a:r></a:p></xdr:txBody></xdr:sp>
</xdr:twoCellAnchor><xdr:twoCellAnchor><xdr:pic/></xdr:twoCellAnchor></xdr:wsDr>"""
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def test_drawings(tmp_path: Path) -> None:
    """Text boxes and pictures are over the cells; what they say is said, with their place."""
    book = Workbook()
    book.active["A1"] = "一"
    book.save(tmp_path / "a.xlsx")
    with zipfile.ZipFile(tmp_path / "a.xlsx", "a") as package:
        package.writestr("xl/drawings/drawing1.xml", DRAWING)
        package.writestr(
            "xl/worksheets/_rels/sheet1.xml.rels",
            f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="rId1" Type="{OFFICE}/drawing" Target="../drawings/drawing1.xml"/></Relationships>',
        )
    assert told(tmp_path / "a.xlsx") == (
        [("一",)],
        [
            "工作表“Sheet”：第 5 行上面的文本框（图形）里的字没有收：“征求意见稿”",
            "工作表“Sheet”：有 1 张图片，图片里的字没有收",
        ],
    )


# --- what a cell shows -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (1, "General", "1"),
        (1.0, "General", "1"),
        (1.1, "General", "1.1"),
        (1, '0"."', "1."),
        (1, "00", "01"),
        (1, "0.0", "1"),
        (3, '"第"0"项"', "第3项"),
        (4, "（0）", "（4）"),
        (4, r"\(0\)", "(4)"),
        (12, '[DBNum1][$-804]General"、"', "十二、"),
        (1234, "#,##0", "1,234"),
        (0.5, "0%", "50%"),
        (1.5, "0.00", "1.50"),
        (1.5, "0.0#", "1.5"),
        (-3, "0;(0)", "(3)"),
        (-3, "0", "-3"),
        (0, '0;-0;"无"', "无"),
        (7, '_(* #,##0_);_(* \\(#,##0\\);_(* "-"_);_(@_)', "7"),
        (5, ";;;", ""),
        ("甲", ";;;", ""),
        ("甲", "General", "甲"),
        ("甲", '@"局"', "甲局"),
        ("甲", '0;-0;0;"县"@', "县甲"),
        (datetime.date(2025, 6, 3), 'yyyy"年"m"月"', "2025年6月"),
        (datetime.date(2025, 6, 3), "yyyy-mm-dd", "2025-06-03"),
        (datetime.date(2025, 6, 3), 'm"月"d"日"', "6月3日"),
        (datetime.date(2025, 6, 3), "aaaa", "星期二"),
    ],
)
def test_number_formats(value: float | str, code: str, text: str) -> None:
    """As Excel shows them; but a whole number has no decimals, since a list's number is no measurement."""
    assert shown(value, code) == text


def test_dates_as_they_are_shown(tmp_path: Path) -> None:
    """The Chinese formats have numbers and no code; a date is said, for Excel makes one of 1-2."""
    book = Workbook()
    book.active["A1"] = datetime.date(2025, 1, 2)
    book.active["B1"], book.active["B1"].number_format = 45810, "0.0000"
    book.save(tmp_path / "a.xlsx")
    # The second format that openpyxl gave a number becomes that of 6月2日.
    rewritten(tmp_path / "a.xlsx", lambda _, text: re.sub(r'(<xf[^>]*?)numFmtId="165"', r'\1numFmtId="58"', text))
    rows, said = told(tmp_path / "a.xlsx")
    assert rows == [("2025-01-02", "6月2日")]
    assert said == ["工作表“Sheet”第 1 行：日期，照显示的样子收：A1“2025-01-02”、B1“6月2日”"]


@pytest.mark.parametrize(
    ("written", "text", "said"),
    [
        ("一_x000D_\n二", f"一{PARAGRAPH}二", ""),
        ("一_x000D_二", f"一{PARAGRAPH}二", ""),
        ("一_x0007_二", "一二", "有看不见的控制字符（U+0007），已略去：A1“一二”"),
        ("一_x005F_x000D_二", "一_x000D_二", ""),
        ("一_xZZZZ_二", "一_xZZZZ_二", ""),
    ],
)
def test_escapes(written: str, text: str, said: str, tmp_path: Path) -> None:
    """Excel's escapes are the characters that they stand for: line ends part, other controls go, and that is said."""
    book = Workbook()
    book.active["A1"] = "MARK"
    book.save(tmp_path / "a.xlsx")
    rewritten(tmp_path / "a.xlsx", lambda _, part: part.replace("MARK", written))
    rows, remarks = told(tmp_path / "a.xlsx")
    assert rows == [(text,)]
    assert said in "".join(remarks)
    assert len(remarks) == bool(said)


FORMULAS = {
    "its result": ('<c r="A1"><f>ROW()+2</f><v>3</v></c>', [("3",)]),
    "its text": ('<c r="A1" t="str"><f>A2</f><v>甲</v></c>', [("甲",)]),
    "an empty result": ('<c r="A1" t="str"><f>""</f><v></v></c>', []),
}


@pytest.mark.parametrize("name", FORMULAS)
def test_formulas(name: str, tmp_path: Path) -> None:
    """A formula is what Excel last calculated."""
    cell, rows = FORMULAS[name]
    book = Workbook()
    book.active["A1"] = 1
    book.save(tmp_path / "a.xlsx")
    rewritten(tmp_path / "a.xlsx", lambda _, part: re.sub(r'<c r="A1".*?</c>', cell, part))
    assert told(tmp_path / "a.xlsx") == (rows, [])


def test_cells_that_nobody_can_read(tmp_path: Path) -> None:
    """All are named, five at most."""
    book = Workbook()
    for row in range(1, 8):
        book.active[f"A{row}"] = "#N/A"
    with pytest.raises(ImportProblem) as problem:
        read(book, tmp_path)
    said = problem.value.message
    assert said.count("显示的是 #N/A") == 5
    assert said.endswith("……共 7 处")


def test_cells_that_nobody_sees_are_not_asked_for(tmp_path: Path) -> None:
    """An error in a hidden column stops nothing."""
    book = Workbook()
    book.active["A1"], book.active["B1"] = "一", "#N/A"
    book.active.column_dimensions["B"].hidden = True
    assert read(book, tmp_path)[0] == [("一",)]


# --- workbooks that are not quite right ------------------------------------------------------------


def test_broken_styles(tmp_path: Path) -> None:
    """Styles that point nowhere: the texts are read, and what cannot be seen any more is said."""
    book = Workbook()
    book.active["A1"], book.active["A1"].font = "一", Font(bold=True)
    book.save(tmp_path / "a.xlsx")
    rewritten(tmp_path / "a.xlsx", lambda _, text: text.replace('fontId="1"', 'fontId="99"'))
    rows, said = told(tmp_path / "a.xlsx")
    assert rows == [("一",)]
    assert said == ["整个工作簿：样式表损坏，字照收；哪些字是白色的、划了删除线的，看不出来，请对照原件"]


def test_cell_style_that_is_not_there(tmp_path: Path) -> None:
    book = Workbook()
    book.active["A1"] = "一"
    book.save(tmp_path / "a.xlsx")
    rewritten(tmp_path / "a.xlsx", lambda _, text: text.replace('r="A1"', 'r="A1" s="77"'))
    assert told(tmp_path / "a.xlsx")[0] == [("一",)]


def strict(_: str, text: str) -> str:
    """A part as Excel's “Strict Open XML” has it."""
    text = text.replace(
        "http://schemas.openxmlformats.org/officeDocument/2006/", "http://purl.oclc.org/ooxml/officeDocument/"
    )
    return text.replace(
        "http://schemas.openxmlformats.org/spreadsheetml/2006/", "http://purl.oclc.org/ooxml/spreadsheetml/"
    )


def test_strict_workbook(tmp_path: Path) -> None:
    """The other dialect of the same format."""
    book = Workbook()
    book.active["A1"] = "一"
    book.save(tmp_path / "a.xlsx")
    rewritten(tmp_path / "a.xlsx", strict)
    assert b"purl.oclc.org" in zipfile.ZipFile(tmp_path / "a.xlsx").read("xl/workbook.xml")
    assert told(tmp_path / "a.xlsx") == ([("一",)], [])


def test_parts_with_backslashes(tmp_path: Path) -> None:
    """Some programs of Windows write the names of parts so."""
    out = io.BytesIO()
    book = Workbook()
    book.active["A1"] = "一"
    book.save(out)
    with zipfile.ZipFile(out) as package, zipfile.ZipFile(tmp_path / "a.xlsx", "w") as other:
        for name in package.namelist():
            info = zipfile.ZipInfo("x")
            info.filename = name.replace("/", "\\")
            other.writestr(info, package.read(name))
    assert told(tmp_path / "a.xlsx") == ([("一",)], [])
