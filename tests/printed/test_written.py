"""The files that the form is written to: every cell and paragraph, where it stands, and what a program makes of it."""

import csv
import io
import re
import subprocess
import sys
import zipfile
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import pikepdf
import pypdfium2
import pytest
from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from generator.cache import Cache
from generator.importers.received import receive
from generator.model import ListKind, Overrides
from generator.printed import kept, pdf
from generator.printed.csv import to_csv
from generator.printed.docx import to_docx
from generator.printed.form import CannotPrint, Form, Group, Table
from generator.printed.hints import without_hints
from generator.printed.package import settled
from generator.printed.pdf import song, to_pdf
from generator.printed.table import xlsx_rows
from generator.printed.xlsx import to_xlsx
from support.printed import FORM, TOWNSHIP

UNTITLED = Form("", FORM.tables[:1])


def one_row(*cells: tuple[str, ...], widths: tuple[int, ...] = (20, 80)) -> Form:
    """A form of one list with one duty."""
    heads = tuple(f"第{number}栏" for number in range(1, len(cells) + 1))
    return Form("", (Table(ListKind.BASIC, "清单", heads, widths, (Group("一、甲", (cells,)),)),))


# --- all of them -----------------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "docx", "pdf"])
def test_printed_file_is_read_back(suffix: str, tmp_path: Path) -> None:
    """Each list's title, categories with the counts that they state, and each duty with all that it says."""
    file = tmp_path / f"清单.{suffix}"
    file.write_bytes({"csv": to_csv, **kept.WRITERS}[suffix](FORM))
    received = receive(file)
    draft = received.importer.read(received.text, Overrides())
    # Ids are given anew, by place.
    ours = {"categories": {"__all__": {"duties": {"__all__": {"source", "id", "notes"}}}}}
    assert draft.title == "甲县乙乡履行职责事项清单"
    assert [one.model_dump(exclude=ours) for one in draft.lists.values()] == [
        TOWNSHIP.lists[kind].model_dump(exclude=ours) for kind in ListKind
    ]
    assert [duty.id for one in draft.lists.values() for _, duty in one.duties()] == [
        *("b-001", "b-002", "b-003", "c-001", "r-001", "r-002")
    ]


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "docx", "pdf"])
def test_category_without_duties_is_printed(suffix: str, tmp_path: Path) -> None:
    """Its heading stands, first, between others or last: a document may print one and nothing below it."""
    groups = (Group("一、甲", ()), Group("二、乙", ((("1",), ("护路。",)),)), Group("三、丙", ()))
    form = Form("", (Table(ListKind.BASIC, "甲镇基本履职事项清单", ("序号", "事项名称"), (20, 80), groups),))
    file = tmp_path / f"清单.{suffix}"
    file.write_bytes({"csv": to_csv, **kept.WRITERS}[suffix](form))
    text = receive(file).text
    assert [text.index(word) for word in ("一、甲", "二、乙", "护路", "三、丙")] == sorted(
        text.index(word) for word in ("一、甲", "二、乙", "护路", "三、丙")
    )


def test_which_writer_writes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The last part of the file's name decides."""
    monkeypatch.setattr(kept, "CACHE", Cache(tmp_path))
    for name, part in (("a.pdf.docx", "word/document.xml"), ("a.docx.xlsx", "xl/workbook.xml")):
        with zipfile.ZipFile(io.BytesIO(kept.kept(name, UNTITLED))) as package:
            assert part in package.namelist()
    assert kept.kept("a.xlsx.pdf", UNTITLED).startswith(b"%PDF-")


def test_a_pdf_is_kept_as_long_as_its_font(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Set in another type it is another file; a Word document has none of its own."""
    monkeypatch.setattr(kept, "CACHE", Cache(tmp_path))
    names = ("清单.docx", "清单.pdf")
    for name in names:
        kept.kept(name, UNTITLED)
    assert [kept.is_kept(name, UNTITLED) for name in names] == [True, True]
    monkeypatch.setattr(kept, "file_digest", lambda *_: "另一种")
    assert [kept.is_kept(name, UNTITLED) for name in names] == [True, False]


def test_package_without_times() -> None:
    """All files of the archive, compressed, with their contents, in their order; only the times are others."""
    core = "<a><dcterms:created x='1'>2026-01-02T03:04:05Z</dcterms:created><b>2026-01-02</b></a>"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("b.xml", "<dcterms:created>2026</dcterms:created>" * 9)
        package.writestr("docProps/core.xml", core)
        package.writestr("a.xml", "甲")
    with zipfile.ZipFile(io.BytesIO(settled(out.getvalue()))) as package:
        assert {name: package.read(name).decode() for name in package.namelist()} == {
            "b.xml": "<dcterms:created>2026</dcterms:created>" * 9,
            "docProps/core.xml": core.replace("2026-01-02T03:04:05Z", "1980-01-01T00:00:00Z"),
            "a.xml": "甲",
        }
        assert package.namelist() == ["b.xml", "docProps/core.xml", "a.xml"]
        assert {info.compress_type for info in package.infolist()} == {zipfile.ZIP_DEFLATED}


# --- CSV -------------------------------------------------------------------------------------------


def test_csv_to_the_byte() -> None:
    """A byte order mark, a row a line, the paragraphs of a cell on lines of their own in quotation marks."""
    assert to_csv(Form(FORM.title, FORM.tables[1:2])).decode("utf-8") == (
        "\ufeff甲县乙乡履行职责事项清单\r\n乙乡配合履职事项清单\r\n"
        "序号,事项名称,对应上级部门,上级部门职责,乡配合职责\r\n一、平安法治（1项）\r\n"
        '1,防范溺水,县教育局（牵头）、县公安局,"县教育局：\n1.宣传；\n2.巡查。\n县公安局：\n救援。\n履职保障：\n培训。",'
        '"1.排查；\n2.上报。"\r\n'
    )
    assert to_csv(UNTITLED).decode("utf-8").startswith("\ufeff乙乡基本履职事项清单\r\n序号,")


def test_no_text_of_a_csv_is_a_formula() -> None:
    """Titles and headings neither."""
    table = Table(ListKind.BASIC, "+清单", ("序号", "事项名称"), (8, 92), (Group("-一、甲", ((("1",), ("@甲",)),)),))
    rows = csv.reader(io.StringIO(to_csv(Form("=标题", (table,))).decode("utf-8-sig")))
    assert list(rows) == [["'=标题"], ["'+清单"], ["序号", "事项名称"], ["'-一、甲"], ["1", "'@甲"]]


# --- Word ------------------------------------------------------------------------------------------


def word(form: Form) -> WordDocument:
    return Document(io.BytesIO(to_docx(form)))


def test_word_texts() -> None:
    """Titles above, and every cell of every row, a paragraph each."""
    document = word(FORM)
    assert [one.text for one in document.paragraphs] == [FORM.title, *(table.title for table in FORM.tables)]
    found = [
        [tuple(paragraph.text for paragraph in cell.paragraphs) for cell in row.cells]
        for row in document.tables[1].rows
    ]
    (group,) = FORM.tables[1].groups
    assert found == [[(head,) for head in FORM.tables[1].heads], [(group.heading,)] * 5, list(group.rows[0])]
    assert [[cell.text for cell in row.cells] for row in document.tables[0].rows] == [
        *(["序号", "事项名称"], ["一、党的建设"] * 2, ["1", "落实党的建设责任"]),
        *(["二、经济发展（3项）"] * 2, ["2", "发展香醋产业"], ["4", "服务企业"]),
    ]
    empty = word(one_row(("1",), ()))
    assert [cell.text for cell in empty.tables[0].rows[2].cells] == ["1", ""]


def test_word_page() -> None:
    """A4 in landscape; every list but the first begins a page, and its title stays with its table."""
    document = word(FORM)
    (section,) = document.sections
    assert (section.orientation, round(section.page_width.mm), round(section.page_height.mm)) == (
        WD_ORIENT.LANDSCAPE,
        297,
        210,
    )
    margins = (section.left_margin, section.right_margin, section.top_margin, section.bottom_margin)
    assert {round(margin.mm) for margin in margins} == {18}
    title, *headings = document.paragraphs
    assert [one.paragraph_format.page_break_before for one in headings] == [False, True, True]
    assert [one.paragraph_format.keep_with_next for one in headings] == [True] * 3
    sizes = [one.runs[0].font.size for one in (title, *headings)]
    assert sizes == [Pt(18), Pt(16), Pt(16), Pt(16)]
    assert {one.alignment for one in (title, *headings)} == {WD_ALIGN_PARAGRAPH.CENTER}
    assert {one.runs[0].bold for one in (title, *headings)} == {True}
    assert [one.text for one in section.footer.paragraphs] == ["第  页，共  页"]
    style = document.styles["Normal"]
    assert (style.font.name, style.font.size, style.element.rPr.rFonts.get(qn("w:eastAsia"))) == (
        "宋体",
        Pt(10.5),
        "宋体",
    )


def test_word_holds_nothing_in_vain() -> None:
    """Of the library's empty document only the styles that are used, and what these stand on; no part beside them."""
    with zipfile.ZipFile(io.BytesIO(to_docx(FORM))) as package:
        assert {name for name in package.namelist() if not name.endswith(".rels")} == {
            "[Content_Types].xml",
            *(f"docProps/{name}.xml" for name in ("app", "core")),
            *(f"word/{name}.xml" for name in ("document", "footer1", "styles", "settings", "webSettings", "fontTable")),
            "word/theme/theme1.xml",
        }
        texts = [package.read(f"word/{name}.xml").decode() for name in ("document", "footer1", "styles")]
    defined = set(re.findall(r'<w:style [^>]*w:styleId="([^"]+)"', texts[-1]))
    asked = {name for text in texts for name in re.findall(r'<w:(?:\w+Style|basedOn|link|next) w:val="([^"]+)"', text)}
    unnamed = set(re.findall(r'<w:style [^>]*w:default="1" w:styleId="([^"]+)"', texts[-1]))
    assert asked == {"TableGrid", "Footer", "FooterChar", "Normal", "DefaultParagraphFont", "TableNormal"}
    assert defined == asked | unnamed


def test_word_tables() -> None:
    """Ruled; columns as wide as the form says; heads bold, centred and repeated; numbers centred, texts not."""
    document = word(FORM)
    repeated = document.element.body.xpath("w:tbl/w:tr[w:trPr/w:tblHeader]")
    assert repeated == document.element.body.xpath("w:tbl/w:tr[1]")
    for made, table in zip(document.tables, FORM.tables, strict=True):
        assert (made.style.name, made.autofit) == ("Table Grid", False)
        shares = [column.width / Mm(297 - 36) for column in made.columns]
        assert [round(100 * share) for share in shares] == list(table.widths)
        rows = made.rows
        duty = rows[2]
        assert [round(100 * cell.width / Mm(297 - 36)) for cell in duty.cells] == list(table.widths)
        assert round(100 * rows[1].cells[0].width / Mm(297 - 36)) == 100
        looks = [
            [(cell.paragraphs[0].runs[0].bold, cell.paragraphs[0].alignment) for cell in row.cells] for row in rows
        ]
        centre, count = WD_ALIGN_PARAGRAPH.CENTER, len(table.heads)
        assert looks[:3] == [
            [(True, centre)] * count,
            [(True, None)] * count,
            [(None, centre)] + [(None, None)] * (count - 1),
        ]


# --- Excel -----------------------------------------------------------------------------------------


def sheet(form: Form, index: int = 0) -> Worksheet:
    return load_workbook(io.BytesIO(to_xlsx(form))).worksheets[index]


def values(found: Worksheet) -> list[tuple[object, ...]]:
    return list(found.iter_rows(values_only=True))


def test_workbook_texts() -> None:
    """A sheet a list; the document's title above the first; every cell a text, its paragraphs a line each."""
    assert values(sheet(FORM)) == [
        *((FORM.title, None), ("乙乡基本履职事项清单", None), ("序号", "事项名称"), ("一、党的建设", None)),
        *(("1", "落实党的建设责任"), ("二、经济发展（3项）", None), ("2", "发展香醋产业"), ("4", "服务企业")),
    ]
    (group,) = FORM.tables[1].groups
    assert values(sheet(FORM, 1)) == [
        ("乙乡配合履职事项清单", None, None, None, None),
        FORM.tables[1].heads,
        ("一、平安法治（1项）", None, None, None, None),
        tuple("\n".join(cell) for cell in group.rows[0]),
    ]
    types = {cell.data_type for row in sheet(FORM).iter_rows() for cell in row if cell.value is not None}
    assert types == {"s"}


@pytest.mark.parametrize(("index", "heads", "wide"), [(0, 3, "A1:B1 A2:B2 A4:B4 A6:B6"), (1, 2, "A1:E1 A3:E3")])
def test_workbook_page(index: int, heads: int, wide: str) -> None:
    """Heads stay in view and are on every page; titles and categories over the width; A4, as wide as it is."""
    found = sheet(FORM, index)
    assert found.freeze_panes == f"A{heads + 1}"
    assert found.print_title_rows == f"${heads}:${heads}"
    assert {str(one) for one in found.merged_cells.ranges} == set(wide.split())
    setup = found.page_setup
    assert (setup.orientation, setup.paperSize, setup.fitToHeight, setup.fitToWidth) == ("landscape", 9, 0, None)
    assert found.sheet_properties.pageSetUpPr.fitToPage
    assert found.oddFooter.center.text == "第 &P 页，共 &N 页"
    letters = "ABCDE"[: len(FORM.tables[index].widths)]
    widths = [found.column_dimensions[letter].width for letter in letters]
    assert widths == pytest.approx([1.3 * width for width in FORM.tables[index].widths])


def test_workbook_looks() -> None:
    """Titles and heads bold and in the middle, headings bold, numbers in the middle; every cell ruled and wrapped."""
    found = sheet(FORM)
    looks = [
        (cell.font.name, bool(cell.font.bold), cell.font.size, cell.alignment.horizontal)
        for cell in (found["A1"], found["A2"], found["B3"], found["A4"], found["A5"], found["B5"])
    ]
    assert looks == [
        *(("宋体", True, 18, "center"), ("宋体", True, 16, "center"), ("宋体", True, None, "center")),
        *(("宋体", True, None, None), ("宋体", False, None, "center"), ("宋体", False, None, None)),
    ]
    filled = [cell for row in found.iter_rows() for cell in row if cell.value]
    ruled = {(cell.border.left.style, cell.border.top.style, cell.alignment.wrap_text) for cell in filled}
    assert ruled == {("thin", "thin", True)}
    assert [found.row_dimensions[line].height for line in (1, 2)] == [36, 32]


def test_height_of_a_workbooks_row() -> None:
    """As high as its highest cell: a line for each paragraph, and more for one that is wrapped."""
    # A column of half the page is 65 digits wide; 100 Han characters are 225.
    for cells, lines in (
        ((("一",), ("二", "三", "四")), 3),
        ((("一",), ("长" * 100,)), 4),
        ((("长" * 100, "二"), ()), 5),
        (((), ()), 1),
    ):
        found = sheet(one_row(*cells, widths=(50, 50)))
        assert found.row_dimensions[4].height == 16 * lines + 6


def test_cell_that_is_too_high_goes_on_below() -> None:
    """Excel shows no row of more than 409 points, 25 lines: what follows stands in the next row, cut before an item, a
    section or a label, the other cells merged over all of them.
    """
    tall = tuple(f"{number}.项" for number in range(1, 25))
    long = (("7",), (*tall, "说明", "县公安局：", "（一）甲", "一、乙", *tall, "25.末"), ("短",))
    rows = (long, (("8",), ("下一项",), ()))
    heads = ("序号", "职责", "部门")
    found = sheet(Form("", (Table(ListKind.BASIC, "清单", heads, (10, 60, 30), (Group("一、甲", rows),)),)))
    assert values(found)[3:] == [
        ("7", "\n".join((*tall, "说明")), "短"),
        (None, "\n".join(("县公安局：", "（一）甲", "一、乙", *tall[:22])), None),
        (None, "\n".join((*tall[22:], "25.末")), None),
        ("8", "下一项", None),
    ]
    assert {str(one) for one in found.merged_cells.ranges} == {"A1:C1", "A3:C3", "A4:A6", "C4:C6"}
    assert [found.row_dimensions[line].height for line in (4, 5, 6)] == [406, 406, 54]


def test_two_cells_that_go_on_below() -> None:
    """One takes more rows than the other, whose last part is merged over those that are left, and makes none higher."""
    lines, half = tuple(f"{number}.项" for number in range(1, 26)), "1." + "长" * 328
    form = one_row(("7",), (*lines, *lines[:20]), (*lines, half, half), widths=(10, 45, 45))
    found = sheet(form)
    assert values(found)[3:] == [
        ("7", "\n".join(lines), "\n".join(lines)),
        (None, "\n".join(lines[:20]), half),
        (None, None, half),
    ]
    assert {str(one) for one in found.merged_cells.ranges} == {"A1:C1", "A3:C3", "A4:A6", "B5:B6"}
    assert [found.row_dimensions[line].height for line in (4, 5, 6)] == [406, 214, 214]


def test_part_of_a_cell_that_cannot_be_cut() -> None:
    """Paragraphs that begin nothing stay together, and so does one alone, be they higher than a row can be."""
    assert values(sheet(one_row(("1",), ("1." + "长" * 2000,))))[3:] == [("1", "1." + "长" * 2000)]
    found = sheet(one_row(("1",), ("一段",) * 40))
    assert values(found)[3:] == [("1", "\n".join(("一段",) * 40))]
    assert found.row_dimensions[4].height == 409


def test_plain_table_as_a_workbook() -> None:
    """Heads stay in view, every column can be filtered, numbers are numbers."""
    rows = [("甲县", 12, "=1"), ("乙县", 3, "名")]
    data = b"".join(xlsx_rows("事项", ("县", "序号", "名称"), (4, 2, 20), rows))
    (found,) = load_workbook(io.BytesIO(data)).worksheets
    assert found.title == "事项"
    assert values(found) == [("县", "序号", "名称"), ("甲县", 12, "=1"), ("乙县", 3, "名")]
    assert [cell.data_type for cell in found[2]] == ["s", "n", "s"]
    assert (found.freeze_panes, found.auto_filter.ref) == ("A2", "A1:C3")
    assert [found.column_dimensions[letter].width for letter in "ABC"] == [10, 6, 42]
    ends = b"".join(xlsx_rows("事项", ("县", "名称"), (4, 4), [("甲县", ""), ("", "乙")]))
    with closing(load_workbook(io.BytesIO(ends), read_only=True)) as book:
        assert list(book.worksheets[0].iter_rows(values_only=True)) == [("县", "名称"), ("甲县", None), (None, "乙")]
    empty = load_workbook(io.BytesIO(b"".join(xlsx_rows("事项", ("县",), (4,), [])))).active
    assert (values(empty), empty.auto_filter.ref) == ([("县",)], "A1:A1")


def test_limits_of_a_workbook(monkeypatch: pytest.MonkeyPatch) -> None:
    """Excel's limits themselves are no fault; a character more is, wherever it stands."""
    with monkeypatch.context() as patch:
        patch.setattr("generator.printed.table.MAX_ROWS", 2)
        assert b"".join(xlsx_rows("事项", ("甲",), (4,), [("一",)]))
    assert sheet(one_row(("1",), ("长" * 32_767,)))["B4"].value == "长" * 32_767
    for form, where in (
        (one_row(("1",), ("长" * 32_768,)), "基本履职 B4：一格有 32768 字，Excel 只容得下 32767 字"),
        (Form("长" * 32_768, FORM.tables), "基本履职 A1：一格有 32768 字"),
    ):
        with pytest.raises(CannotPrint, match=where):
            to_xlsx(form)


# --- PDF -------------------------------------------------------------------------------------------


def pdf_pages(form: Form) -> list[tuple[tuple[int, int], str]]:
    """Each page's width and height in points, and its text without white space."""
    document = pypdfium2.PdfDocument(to_pdf(form))
    return [
        ((round(page.get_width()), round(page.get_height())), "".join(page.get_textpage().get_text_range().split()))
        for page in document
    ]


def test_pdf_is_packed_and_has_its_tags() -> None:
    """The same form gives the same bytes; what says to those who hear it what is a table stands in compressed ones.

    The fonts have no hints.
    """
    made = to_pdf(FORM)
    assert made == to_pdf(FORM)
    assert b"/StructElem" not in made
    with pikepdf.open(io.BytesIO(made)) as document:
        tags = {str(one.get("/S")) for one in document.objects if isinstance(one, pikepdf.Dictionary)}
        assert {"/Table", "/TH", "/TD"} <= tags
        assert bool(document.Root.MarkInfo.Marked)
        streams = [one for one in document.objects if isinstance(one, pikepdf.Stream)]
        fonts = [one.read_bytes() for one in streams if one.get("/Subtype") == "/CIDFontType0C"]
    assert [without_hints(one) for one in fonts] == fonts != []


# Prints by how many MB a process grows from the second document of 300 duties to the eighth.
_GROWING = """
import resource, sys
from pathlib import Path
from generator.model import ListKind
from generator.printed.form import Form, Group, Table
from generator.printed.pdf import to_pdf

held = []
for number in range(8):
    rows = tuple(((f"{row}",), (f"第{number}份第{row}项：" + "做好辖区内各项工作，" * 12,)) for row in range(300))
    to_pdf(Form("清单", (Table(ListKind.BASIC, "清单", ("序号", "事项"), (20, 80), (Group("一、甲", rows),)),)))
    held.append(int(Path("/proc/self/statm").read_text("ascii").split()[1]) * resource.getpagesize() >> 20)
print(held[-1] - held[1])
"""


@pytest.mark.skipif(sys.platform != "linux", reason="只有 Linux 的 /proc 说一个进程占多少内存")
def test_pdf_leaves_nothing_in_memory() -> None:
    """A county of a hundred townships has a hundred; each would stay with 45 MB."""
    grown = subprocess.run([sys.executable, "-c", _GROWING], check=True, capture_output=True, text=True).stdout
    assert int(grown) < 60


def test_pdf_pages() -> None:
    """The title alone on the first page; a list with many columns in landscape; each page with its number."""
    title, basic, cooperative, reclaimed = pdf_pages(FORM)
    assert title == ((595, 842), "甲县乙乡履行职责事项清单第1页，共4页")
    assert basic == (
        (595, 842),
        "乙乡基本履职事项清单序号事项名称一、党的建设1落实党的建设责任二、经济发展（3项）2发展香醋产业4服务企业第2页，共4页",
    )
    assert cooperative[0] == (842, 595)
    assert cooperative[1].startswith(
        "乙乡配合履职事项清单序号事项名称对应上级部门上级部门职责乡配合职责一、平安法治（1项）"
    )
    assert reclaimed[0] == (595, 842)
    assert [page[1][-7:] for page in (cooperative, reclaimed)] == ["第3页，共4页", "第4页，共4页"]
    assert len(pdf_pages(UNTITLED)) == 1


@pytest.mark.parametrize(
    ("form", "missing"),
    [
        (Form("甲\ue000", FORM.tables), "甲\\ue000"),
        (Form("", (Table(ListKind.BASIC, "单\ue000", ("一",), (100,), ()),)), "单\\ue000"),
        (Form("", (Table(ListKind.BASIC, "单", ("头\ue000",), (100,), ()),)), "头\\ue000"),
        (Form("", (Table(ListKind.BASIC, "单", ("头",), (100,), (Group("类\ue000", ()),)),)), "类\\ue000"),
        (one_row(("1",), ("甲", "乙\ue000")), "乙\\ue000"),
        (one_row(("1",), ("甲",), ("乙\ue000",), widths=(10, 40, 50)), "乙\\ue000"),
    ],
)
def test_character_that_the_font_lacks(form: Form, missing: str) -> None:
    """Found wherever it stands."""
    with pytest.raises(CannotPrint) as problem:
        to_pdf(form)
    assert str(problem.value).endswith(f"里没有 U+E000，无法排版 PDF；所在的文字：'{missing}'")


def test_face_that_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    """The upright one of ordinary weight, or nearest to it."""
    assert (song().style, song().weight) == ("normal", 400)
    others = [("italic", 400), ("normal", 700), ("normal", 300), ("normal", 200)]
    monkeypatch.setattr(pdf, "faces", lambda _: [SimpleNamespace(style=one, weight=weight) for one, weight in others])
    assert (song().style, song().weight) == ("normal", 300)
