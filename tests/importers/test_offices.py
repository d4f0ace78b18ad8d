"""The file formats of offices, in a circle: what is exported is imported again equal, whatever the format."""

import datetime
import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from openpyxl import Workbook, load_workbook

from generator.changes.importing import Place, import_document
from generator.check.registry import check
from generator.importers.draft import ImportProblem
from generator.importers.grid import PARAGRAPH, GridLine
from generator.importers.received import receive
from generator.importers.text.table_text import TableText, grid_text
from generator.model import Content, CooperativeDuty, ListKind, Overrides, ReclaimedDuty, Township
from generator.printed import kept
from generator.printed.csv import to_csv
from generator.printed.docx import to_docx
from generator.printed.form import CannotPrint, Form, Group, Table, form
from generator.printed.xlsx import to_xlsx
from generator.read.folder import read
from support.places import DEMO

TOWNSHIPS = ("jidong/unknown", "jishou/hexi", "kuitun/kaiganqi", "tuquan/tuquan", "yunyang/longjiao")
WRITERS = {"csv": to_csv, **kept.WRITERS}
PLACE = Place("甲省", None, "甲县", "乙镇")


@pytest.fixture(scope="module")
def townships(real_content: Content) -> dict[str, Township]:
    return {township.id: township for township in real_content.townships}


def official(township: Township) -> dict[ListKind, object]:
    """All that a document says of a township, and the ids that a first import gives."""
    ours = {"categories": {"__all__": {"allow": True, "duties": {"__all__": {"notes", "allow", "topics", "source"}}}}}
    return {kind: one.model_dump(exclude={**ours, "allow": True}) for kind, one in township.lists.items()}


# Each township in one format; in all formats it takes half a minute and tells little more.
@pytest.mark.parametrize(
    ("name", "file_format"),
    [
        pytest.param(name, file_format, marks=pytest.mark.slow if at % 4 == own % 4 else pytest.mark.heavy)
        for at, name in enumerate(TOWNSHIPS)
        for own, file_format in enumerate(WRITERS)
    ],
)
def test_circle(name: str, file_format: str, townships: dict[str, Township], tmp_path: Path) -> None:
    """Export, import into an empty folder: the lists are equal in texts, structure and order, and pass every check."""
    township = townships[name]
    document = tmp_path / f"清单.{file_format}"
    document.write_bytes(WRITERS[file_format](form(township)))
    content = tmp_path / "content"
    imported = import_document(document, name, Place("甲省", None, "甲县", township.file.name), content)
    for path, text in imported.files.items():
        (content / path).parent.mkdir(parents=True, exist_ok=True)
        (content / path).write_text(text, "utf-8")
    found = read(content)
    (back,) = found.content.townships
    assert official(back) == official(township)
    assert back.file.source.title == township.file.source.title
    assert [problem for problem in check(found) if problem.severity == "error"] == []


@pytest.mark.parametrize("file_format", WRITERS)
def test_same_bytes_every_time(file_format: str) -> None:
    """Nothing of the day or the machine is in a file."""
    township = read(DEMO).content.townships[0]
    assert WRITERS[file_format](form(township)) == WRITERS[file_format](form(township))
    if file_format in ("xlsx", "docx"):
        with zipfile.ZipFile(io.BytesIO(WRITERS[file_format](form(township)))) as package:
            assert {info.date_time for info in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
            assert set(re.findall(rb"\d{4}-\d\d-\d\dT[^<]*", package.read("docProps/core.xml"))) == {
                b"1980-01-01T00:00:00Z"
            }


# --- what is exported looks like an official list ---------------------------------------------------


def test_workbook_is_laid_out(townships: dict[str, Township], tmp_path: Path) -> None:
    """A sheet a list: title and categories over the whole width, heads on every printed page, pages numbered."""
    file = tmp_path / "清单.xlsx"
    file.write_bytes(to_xlsx(form(townships["tuquan/tuquan"])))
    book = load_workbook(file)
    assert book.sheetnames == ["基本履职", "配合履职", "上级部门收回"]
    sheet = book["配合履职"]
    assert [sheet.cell(1, 1).value, sheet.cell(2, 5).value, sheet.cell(3, 1).value] == [
        "内蒙古自治区兴安盟突泉县突泉镇配合履职事项清单",
        "镇配合职责",
        "一、党的建设",
    ]
    assert {"A1:E1", "A3:E3"} <= {str(one) for one in sheet.merged_cells.ranges}
    assert (sheet.print_title_rows, sheet.oddFooter.center.text) == ("$2:$2", "第 &P 页，共 &N 页")


def test_word_document_is_laid_out(townships: dict[str, Township], tmp_path: Path) -> None:
    """A ruled table a list: heads on every page, categories over the whole width, no space between paragraphs, pages
    numbered.
    """
    file = tmp_path / "清单.docx"
    file.write_bytes(to_docx(form(townships["tuquan/tuquan"])))
    document = Document(str(file))
    assert [len(table.columns) for table in document.tables] == [2, 5, 3]
    assert document.styles["Normal"].paragraph_format.space_after == 0
    head, category, *_ = document.tables[1]._tbl.tr_lst
    assert head.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
    assert len(category.tc_lst) == 1
    assert [one.get(qn("w:instr")) for one in document.sections[0].footer._element.iter(qn("w:fldSimple"))] == [
        "PAGE",
        "NUMPAGES",
    ]


FORMULA = "=HYPERLINK(1)"


def hostile_form() -> Form:
    """A form of texts that programs take for something else."""
    texts = (FORMULA, "+1", "-1", "@a", "'甲", "<b>&amp;</b>", '"引号"', "甲,乙", "_x0041_")
    rows = tuple(((str(number),), (text,)) for number, text in enumerate(texts, 1))
    return Form(
        "", (Table(ListKind.BASIC, "基本履职事项清单", ("序号", "事项名称"), (8, 92), (Group("一、甲", rows),)),)
    )


@pytest.mark.parametrize(("write", "suffix"), [(to_csv, "csv"), (to_xlsx, "xlsx"), (to_docx, "docx")])
def test_hostile_texts_stay_texts(write: Callable[[Form], bytes], suffix: str, tmp_path: Path) -> None:
    """No cell is a formula or markup, and each comes back as it was."""
    file = tmp_path / f"清单.{suffix}"
    file.write_bytes(write(hostile_form()))
    rows = [line.split("\t") for line in receive(file).text.split("\n") if re.match(r"\d\t", line)]
    assert [row[1] for row in rows] == [row[1][0] for row in hostile_form().tables[0].groups[0].rows]
    if suffix == "csv":
        assert not any(line.partition(",")[2].startswith(tuple("=+-@")) for line in file.read_text("utf-8").split("\n"))
    if suffix == "xlsx":
        assert {cell.data_type for row in load_workbook(file).active.iter_rows() for cell in row} <= {"s", "n"}


def test_text_that_a_workbook_cannot_hold() -> None:
    """Excel would cut it off in silence."""
    group = Group("一、甲", ((("1",), ("长" * 40_000,)),))
    long = Form("", (Table(ListKind.BASIC, "基本履职事项清单", ("序号", "事项名称"), (8, 92), (group,)),))
    with pytest.raises(CannotPrint, match="基本履职 B4：一格有 40000 字"):
        to_xlsx(long)


# --- files as offices make them ----------------------------------------------------------------------

BASIC = [["基本履职事项清单"], ["序号", "事项名称"], ["一、党的建设（1项）"], ["1", "开展党建工作。"]]
COOPERATIVE = [
    ["配合履职事项清单"],
    ["序号", "事项类别", "事项名称", "对应上级部门", "上级部门职责", "乡镇配合职责"],
    [
        "1",
        "民生服务",
        "高龄津贴",
        "县民政局（牵头）\n县财政局",
        "县民政局：\n1.审核；\n2.发放。\n县财政局：拨付。",
        "初审。",
    ],
    ["2", "", "防溺水", "县教育局、公安局", "1.宣传；2.巡查。", "1.宣传；\n2.巡查。"],
    ["3", "平安法治", "反诈", "县公安局", "打击。", "宣传。"],
]
RECLAIMED = [
    ["上级部门收回事项清单"],
    ["序号", "事项名称", "承接部门", "工作方式"],
    ["一、民生服务"],
    ["1", "报销", "县医保局", "1.受理；\n2.支付。"],
    ["2", "评比", "", "不再开展。"],
]
WHOLE = [*BASIC, *COOPERATIVE, *RECLAIMED]


def read_rows(rows: list[list[str]]) -> dict[ListKind, object]:
    """The lists of a grid."""
    lines = [
        GridLine(str(number), tuple(cell.replace("\n", PARAGRAPH) for cell in row)) for number, row in enumerate(rows)
    ]
    return TableText().read(grid_text(lines), Overrides()).lists


def write_rows(rows: list[list[str]], path: Path) -> Path:
    """A workbook of one sheet, with rows of one cell merged over the whole width."""
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def test_columns_are_known_by_their_heads() -> None:
    """A category column, filled once for its rows; receivers and method in columns of their own; names a line each."""
    lists = read_rows(WHOLE)
    cooperative = lists[ListKind.COOPERATIVE]
    assert [(one.name, [duty.number for duty in one.duties]) for one in cooperative.categories] == [
        ("民生服务", [1, 2]),
        ("平安法治", [3]),
    ]
    first, second, _ = (duty for _, duty in cooperative.duties())
    assert isinstance(first, CooperativeDuty)
    assert first.departments == ("县民政局（牵头）", "县财政局")
    assert [(block.departments, block.duties) for block in first.superior] == [
        (("县民政局",), ("审核；", "发放。")),
        (("县财政局",), ("拨付。",)),
    ]
    assert (second.departments, second.superior[0].duties) == (("县教育局", "公安局"), ("宣传；", "巡查。"))
    kept, ended = (duty for _, duty in lists[ListKind.RECLAIMED].duties())
    assert isinstance(kept, ReclaimedDuty)
    assert (kept.departments, kept.method) == (("县医保局",), ("受理；", "支付。"))
    assert (ended.departments, ended.status) == ((), "discontinued")


def test_number_merged_over_rows() -> None:
    """Rows below without a number belong to the duty; departments of their own are the label of what is beside them."""
    rows = [
        *BASIC,
        *COOPERATIVE[:2],
        ["1", "民生服务", "高龄津贴", "县民政局", "1.审核；\n2.发放。", "1.初审；"],
        ["", "", "", "县财政局", "拨付。", "2.公示。"],
        *RECLAIMED,
    ]
    (_, duty), *_ = read_rows(rows)[ListKind.COOPERATIVE].duties()
    assert duty.departments == ("县民政局", "县财政局")
    assert [(block.departments, block.duties) for block in duty.superior] == [
        (("县民政局",), ("审核；", "发放。")),
        (("县财政局",), ("拨付。",)),
    ]
    assert duty.township == ("初审；", "公示。")


def test_page_marks_and_repeated_heads_are_layout() -> None:
    """What a page prints of its own is no duty's text, and a heading over two lines is one."""
    rows = [
        ["目录"],
        ["基本履职事项清单……………1"],
        *BASIC[:3],
        ["— 1 —"],
        BASIC[1],
        *BASIC[3:],
        ["第 2 页，共 9 页"],
        *COOPERATIVE,
        *RECLAIMED,
    ]
    assert texts(read_rows(rows)) == texts(read_rows(WHOLE))


def texts(lists: dict[ListKind, object]) -> list[object]:
    """All that is printed, without where it stands."""
    return [
        one.model_dump(exclude={"categories": {"__all__": {"duties": {"__all__": {"source"}}}}})
        for one in lists.values()
    ]


def changed(rows: list[list[str]], line: int, cell: int, text: str) -> list[list[str]]:
    """The rows with one cell changed; the line is counted from the last one if negative."""
    rows = [list(row) for row in rows]
    rows[line][cell] = text
    return rows


EXPECTED = "表头应是：序号、事项名称、对应上级部门、上级部门职责、乡镇配合职责（可以有一栏事项类别）"
SEVERAL = "三张清单可以在一份文件里，也可以分在几份文件里：qingdan import 甲.xlsx 乙.xlsx 丙.xlsx --to …"
WORDS = " ，或把表头加进词表 vocabulary/columns.yml"
REFUSED = {
    "a column too few": (
        [*BASIC, COOPERATIVE[0], ["序号", "事项名称", "对应上级部门", "上级部门职责"], *RECLAIMED],
        f"工作表“Sheet”第 6 行: 配合履职事项清单的表格缺少“乡镇配合职责”；{EXPECTED}；"
        f"有这一栏的，请指定是哪一栏：--columns 配合履职:乡镇配合职责=字母{WORDS}",
    ),
    "a column too few, and one unknown": (
        changed(WHOLE, 5, 5, "乡镇怎么做"),
        "工作表“Sheet”第 6 行: 配合履职事项清单的表格缺少“乡镇配合职责”；F 栏“乡镇怎么做”不认识；"
        f"{EXPECTED}；有这一栏的，请指定是哪一栏：--columns 配合履职:乡镇配合职责=F{WORDS}",
    ),
    "a column twice": (
        changed(WHOLE, 5, 1, "事项"),
        f"工作表“Sheet”第 6 行: C 栏“事项名称”与 B 栏“事项”意思相同；{EXPECTED}；"
        "请指定其中一栏照原文留着：--columns 配合履职:附栏=B",
    ),
    "no column heads": (
        [*BASIC[:1], *BASIC[2:], *COOPERATIVE, *RECLAIMED],
        "工作表“Sheet”第 3 行: 基本履职事项清单的表格没有表头；表头应是：序号、事项名称（可以有一栏事项类别）；"
        "可以指定各是哪一栏：--columns 基本履职:序号=A,事项名称=B",
    ),
    "the heads of another list": (
        [BASIC[0], RECLAIMED[1], *WHOLE[2:]],
        "工作表“Sheet”第 2 行: 基本履职事项清单的表格里有别的清单的栏“工作方式”，这是上级部门收回事项清单的表头；"
        "请看标题对不对",
    ),
    "a document of another kind": (
        [["姓名", "电话"], ["张三", "1"]],
        "工作表“Sheet”第 1 行: 没有找到基本履职事项清单、配合履职事项清单、上级部门收回事项清单；"
        f"有一行上面没有清单的标题和表头：“姓名 电话”；{SEVERAL}",
    ),
    "a table of nothing": (
        [["会议纪要"], ["", ""]],
        f"没有找到基本履职事项清单、配合履职事项清单、上级部门收回事项清单；{SEVERAL}",
    ),
    "two lists only": ([*BASIC, *RECLAIMED], f"没有找到配合履职事项清单；{SEVERAL}"),
    "nothing": ([], "文件是空的"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_table_that_is_no_list(name: str, tmp_path: Path) -> None:
    """One message that leads to the sheet and the row; nothing is written."""
    rows, said = REFUSED[name]
    file = write_rows(rows, tmp_path / "清单.xlsx")
    with pytest.raises(ImportProblem) as problem:
        import_document(file, "jia/yi", PLACE, tmp_path / "content")
    separator = "：" if said.startswith("工作表") else ": "
    assert f"{problem.value.place}: {problem.value.message}" == f"{file}{separator}{said}"
    assert not (tmp_path / "content").exists()


# --- Word ------------------------------------------------------------------------------------------

NUMBERED = """
<w:p {ns}><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="{list}"/></w:numPr></w:pPr>
<w:r><w:t>{text}</w:t></w:r></w:p>
"""
CHANGED = """
<w:p {ns}><w:r><w:t>开展</w:t></w:r><w:ins w:id="1" w:author="甲"><w:r><w:t>常态化</w:t></w:r></w:ins>
<w:del w:id="2" w:author="甲"><w:r><w:delText>定期</w:delText></w:r></w:del>
<w:sdt><w:sdtContent><w:r><w:t>党建</w:t></w:r></w:sdtContent></w:sdt><w:r><w:br/><w:t>工作。</w:t></w:r></w:p>
"""


def word_file(path: Path) -> Path:
    """A document as clerks make it: merged cells, automatic numbers, tracked changes."""
    document = Document()
    for text, columns in (("基本履职事项清单", 2), ("配合履职事项清单", 6), ("上级部门收回事项清单", 4)):
        document.add_paragraph(text)
        rows = next(part[1:] for part in (BASIC, COOPERATIVE, RECLAIMED) if part[0] == [text])
        table = document.add_table(0, columns)
        for row in rows:
            cells = table.add_row().cells
            for cell, value in zip(cells, row, strict=False):
                cell.text = value
            if len(row) == 1:
                cells[0].merge(cells[-1])
    basic, cooperative, _ = document.tables
    name = basic.rows[2].cells[1]
    name._tc.replace(name.paragraphs[0]._p, parse_xml(CHANGED.format(ns=nsdecls("w"))))
    category = cooperative.rows[1].cells[1].merge(cooperative.rows[2].cells[1])
    category.text = "民生服务"
    cell = cooperative.rows[1].cells[4]
    for paragraph in cell.paragraphs[1:]:
        cell._tc.remove(paragraph._p)
    cell.paragraphs[0].text = "县民政局："
    for text in ("审核；", "发放。"):
        cell._tc.append(parse_xml(NUMBERED.format(ns=nsdecls("w"), list=_decimal_list(document), text=text)))
    cell.add_paragraph("县财政局：拨付。")
    document.save(path)
    return path


def _decimal_list(document: object) -> str:
    """The first list of the document's numbering part that counts 1. 2. 3."""
    part = document.part.numbering_part.element
    levels = {
        one.get(qn("w:abstractNumId")): one.find(f"{qn('w:lvl')}/{qn('w:lvlText')}").get(qn("w:val"))
        for one in part.iter(qn("w:abstractNum"))
    }
    return next(
        one.get(qn("w:numId"))
        for one in part.num_lst
        if levels[one.find(qn("w:abstractNumId")).get(qn("w:val"))] == "%1."
    )


def test_word_file_as_clerks_make_it(tmp_path: Path) -> None:
    """Merged cells are read once, automatic numbers are counted, changes are read as they stand."""
    received = receive(word_file(tmp_path / "清单.docx"))
    lists = received.importer.read(received.text, Overrides()).lists
    expected = texts(read_rows(WHOLE))
    expected[0]["categories"][0]["duties"][0]["name"] = "开展常态化党建工作。"
    assert texts(lists) == expected


# --- files that cannot be read ------------------------------------------------------------------------


def damaged(suffix: str) -> bytes:
    """The first half of a file."""
    whole = WRITERS[suffix](form(read(DEMO).content.townships[0]))
    return whole[: len(whole) // 2]


def zipped(name: str) -> bytes:
    """An archive of one file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr(name, "x")
    return out.getvalue()


OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
NOT_READ = {
    "damaged.docx": (damaged("docx"), "文件损坏，打不开；请重新取得，或用 WPS 或 Office 打开，另存为 .xlsx（表格）"),
    "damaged.xlsx": (damaged("xlsx"), "文件损坏，打不开；请重新取得，或用 WPS 或 Office 打开，另存为 .xlsx（表格）"),
    "hollow.docx": (zipped("word/x"), "文件损坏，打不开"),
    "hollow.xlsx": (zipped("xl/x"), "文件损坏，打不开"),
    "locked.xlsx": (
        OLD + "EncryptedPackage\0".encode("utf-16-le"),
        "文件有密码；请用 Office 或 WPS 打开，去掉密码后另存",
    ),
    "old.doc": (
        OLD,
        "这是旧格式的办公文件，里面没有找到文档，可能损坏；请用 WPS 或 Word 打开，另存为“Word 文档（.docx）”",
    ),
    "old.et": (
        OLD,
        "这是旧格式的办公文件，里面没有找到文档，可能损坏；请用 WPS 或 Excel 打开，另存为“Excel 工作簿（.xlsx）”",
    ),
    "slides.ppt": (OLD + "PowerPoint Document\0".encode("utf-16-le"), "这是演示文稿，不是清单"),
    "slides.pptx": (zipped("ppt/presentation.xml"), "这是演示文稿，不是清单"),
    "archive.zip": (
        zipped("清单.docx"),
        "这是压缩包，里面有 1 个文件：“清单.docx”；请先解压，再导入里面的文件；"
        "三张清单分在几个文件里的，几个文件名一起写在 import 后面",
    ),
    "archive.rar": (b"Rar!\x1a\x07\x01\x00", "这是压缩包（RAR）；请先解压"),
    "archive.7z": (b"7z\xbc\xaf\x27\x1c\x00\x04", "这是压缩包（7z）；请先解压"),
    "layout.ofd": (zipped("OFD.xml"), "这是 OFD 版式文件；请用 WPS 或 OFD 阅读器打开，另存（导出）为 PDF"),
    "frame.xls": (
        b"<html><frameset><frame src='a.files/sheet001.htm'></frameset></html>",
        "这是网页的外框，内容在旁边同名的文件夹里；请用 WPS 或 Excel 打开，另存为“Excel 工作簿（.xlsx）”",
    ),
    "empty.html": (b"<html><body> </body></html>", "网页里没有文字"),
    "text.docx": ("清单".encode(), "文件损坏，或者不是真的 docx 文件"),
    "quotes.csv": ('序号,事项名称\n1,"甲"乙\n'.encode(), "第 2 行不是正确的 CSV（引号没有成对？）"),
    "bytes.csv": (b"\xff\xfe\x00\xd8", "认不出文件的编码"),
}


@pytest.mark.parametrize("name", NOT_READ)
def test_file_that_cannot_be_read(name: str, tmp_path: Path) -> None:
    """What it is and what to do, whatever the file's name says."""
    data, said = NOT_READ[name]
    file = tmp_path / name
    file.write_bytes(data)
    with pytest.raises(ImportProblem) as problem:
        receive(file)
    assert problem.value.message.startswith(said)
    assert problem.value.place == str(file)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("=1+1", "工作表“Sheet”的 B4 格是公式，文件里没有算好的结果；请用 Excel 或 WPS 打开，按 Ctrl+S 保存一次"),
        (datetime.time(8, 30), "工作表“Sheet”的 B4 格是时间（08:30:00），不是文字；请把这一格设为“文本”"),
        (True, "工作表“Sheet”的 B4 格显示的是 TRUE，不是文字；请在 Excel 里改成文字或删去"),
    ],
)
def test_workbook_cell_that_is_no_text(
    value: object, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A formula without its result, and what Excel made of a text, is not guessed at."""
    monkeypatch.setenv("PATH", "")
    file = write_rows(changed(WHOLE, 3, 1, value), tmp_path / "清单.xlsx")
    with pytest.raises(ImportProblem) as problem:
        receive(file)
    assert problem.value.message.startswith(said)


def test_csv_of_an_older_spreadsheet(tmp_path: Path) -> None:
    """GB 18030, and a name without .csv."""
    file = tmp_path / "清单.csv"
    whole = to_csv(form(read(DEMO).content.townships[0]))
    file.write_bytes(whole.decode("utf-8-sig").encode("gb18030"))
    (tmp_path / "清单").write_bytes(whole)
    assert receive(file).text == receive(tmp_path / "清单").text
