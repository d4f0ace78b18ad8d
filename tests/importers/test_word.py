"""Word documents as Word and WPS write them: what is read of numbers, merged cells, changes and breaks."""

from collections.abc import Iterable
from pathlib import Path

import pytest
from docx import Document
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from generator.importers.grid import PARAGRAPH, GridLine
from generator.importers.office.docx import lines

NS = nsdecls("w")
# Levels of a list: the form of its numbers, what is printed around them, the first number.
Level = tuple[str, str, int]
# A paragraph's properties: level and list.
ITEM = '<w:pPr><w:numPr><w:ilvl w:val="{}"/><w:numId w:val="{}"/></w:numPr></w:pPr>'


def numbering(document: WordDocument, kinds: list[tuple[Level, ...]], lists: Iterable[tuple[int, str]] = ()) -> None:
    """The document's numbering part: kinds of lists from 0, and the lists from 1, each with its kind and what is its
    own; without any, one of each kind.
    """
    part = document.part.numbering_part.element
    for old in list(part):
        part.remove(old)
    for index, levels in enumerate(kinds):
        body = "".join(
            f'<w:lvl w:ilvl="{level}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>'
            f'<w:lvlText w:val="{text}"/></w:lvl>'
            for level, (form, text, start) in enumerate(levels)
        )
        part.append(parse_xml(f'<w:abstractNum {NS} w:abstractNumId="{index}">{body}</w:abstractNum>'))
    for number, (kind, own) in enumerate(lists or [(index, "") for index in range(len(kinds))], 1):
        part.append(parse_xml(f'<w:num {NS} w:numId="{number}"><w:abstractNumId w:val="{kind}"/>{own}</w:num>'))


def numbered(document: WordDocument, rows: Iterable[tuple[int, int, str]]) -> None:
    """Paragraphs of lists: the list's number, the level, the text."""
    for number, level, text in rows:
        body(document, f"<w:p>{ITEM.format(level, number)}<w:r><w:t>{text}</w:t></w:r></w:p>")


def body(document: WordDocument, *parts: str) -> None:
    """Paragraphs and tables as XML, before the section's properties."""
    for part in parts:
        document.element.body.insert(-1, parse_xml(part.replace(">", f" {NS}>", 1)))


def read(document: WordDocument, path: Path) -> list[tuple[str, tuple[str, ...]]]:
    document.save(path / "清单.docx")
    return [(line.place, line.cells) for line in lines(path / "清单.docx") if isinstance(line, GridLine)]


def texts(document: WordDocument, path: Path) -> list[str]:
    """The paragraphs alone."""
    return [cells[0] for _, cells in read(document, path)]


# --- automatic numbers -----------------------------------------------------------------------------

OUTLINE: tuple[Level, ...] = (
    ("chineseCountingThousand", "%1、", 1),
    ("chineseCounting", "（%2）", 1),
    ("decimal", "%3.", 1),
    ("decimal", "%1-%4", 1),
)


def test_numbers_of_levels(tmp_path: Path) -> None:
    """A level begins anew below each number of a higher one, and a higher level goes on where it was."""
    document = Document()
    numbering(document, [OUTLINE])
    numbered(document, [(1, level, "甲") for level in (0, 1, 2, 2, 3, 3, 1, 2, 3, 0, 1, 2)])
    printed = "一、 （一） 1. 2. 一-1 一-2 （二） 1. 一-1 二、 （一） 1."
    assert texts(document, tmp_path) == [f"{number}甲" for number in printed.split()]


def test_lists_of_other_kinds_count_apart(tmp_path: Path) -> None:
    """Each kind has its own count, which paragraphs between do not end."""
    document = Document()
    kind = (("decimal", "%1.", 1), ("decimal", "（%2）", 1))
    numbering(document, [kind, kind])
    numbered(document, [(1, 0, "甲"), (2, 0, "乙"), (1, 1, "丙"), (2, 1, "丁")])
    document.add_paragraph("中间一段")
    numbered(document, [(1, 0, "戊"), (2, 1, "己"), (1, 1, "庚"), (2, 0, "辛")])
    assert texts(document, tmp_path) == [
        *("1.甲", "1.乙", "（1）丙", "（1）丁", "中间一段", "2.戊", "（2）己", "（1）庚", "2.辛")
    ]


def test_lists_of_one_kind(tmp_path: Path) -> None:
    """They go on with one count; one that was told to begin anew does so where it begins, and only there."""
    document = Document()
    kind = (("decimal", "%1.", 1), ("decimal", "（%2）", 1))
    anew = '<w:lvlOverride w:ilvl="{}"><w:startOverride w:val="{}"/></w:lvlOverride>'
    numbering(document, [kind], [(0, ""), (0, ""), (0, anew.format(0, 1)), (0, anew.format(1, 7))])
    rows = [(1, 0), (2, 0), (3, 0), (3, 0), (3, 1), (4, 1), (4, 1), (4, 0), (4, 1)]
    numbered(document, [(number, level, "甲") for number, level in rows])
    assert texts(document, tmp_path) == [
        f"{number}甲" for number in ("1.", "2.", "1.", "2.", "（1）", "（7）", "（8）", "3.", "（1）")
    ]


@pytest.mark.parametrize(
    ("form", "first", "printed"),
    [
        ("decimal", 9, "9 10 11"),
        ("chineseCounting", 9, "九 十 十一"),
        ("chineseCountingThousand", 9, "九 十 十一"),
        ("taiwaneseCountingThousand", 19, "十九 二十 二十一"),
        ("japaneseCounting", 9, "九 十 十一"),
        ("decimalEnclosedCircle", 1, "① ② ③"),
        ("decimalEnclosedCircleChinese", 19, "⑲ ⑳ 21"),
        ("upperLetter", 1, "A B C"),
        ("lowerLetter", 25, "y z 27"),
    ],
)
def test_forms_of_numbers(form: str, first: int, printed: str, tmp_path: Path) -> None:
    """Numbers as Word prints them, from the list's first on; what a form has no character for, in figures."""
    document = Document()
    numbering(document, [((form, "（%1）", first),)])
    numbered(document, [(1, 0, "甲")] * 3)
    assert texts(document, tmp_path) == [f"（{number}）甲" for number in printed.split()]


@pytest.mark.parametrize("form", ["none", "bullet"])
def test_levels_without_numbers(form: str, tmp_path: Path) -> None:
    """What is printed before the text is there; a number is not."""
    document = Document()
    numbering(document, [((form, "%1・", 1),)])
    numbered(document, [(1, 0, "甲"), (1, 0, "乙")])
    assert texts(document, tmp_path) == ["・甲", "・乙"]


def test_numbers_of_styles(tmp_path: Path) -> None:
    """A paragraph is numbered by its style, unless its own properties say otherwise, or that it has none."""
    document = Document()
    numbering(document, [(("decimal", "%1.", 1), ("decimal", "%1-%2.", 4)), (("chineseCounting", "%1、", 1),)])
    for name, properties in (
        ("条目", '<w:ilvl w:val="1"/><w:numId w:val="1"/>'),
        ("大条", '<w:numId w:val="1"/>'),
        ("正文", ""),
    ):
        style = document.styles.add_style(name, 1)
        if properties:
            style.element.get_or_add_pPr().append(parse_xml(f"<w:numPr {NS}>{properties}</w:numPr>"))
    for name, text in (("大条", "甲"), ("条目", "乙"), ("正文", "丙"), ("条目", "丁")):
        document.add_paragraph(text, name)
    for number, text in ((2, "戊"), (0, "己")):
        properties = f'<w:pPr><w:pStyle w:val="条目"/><w:numPr><w:numId w:val="{number}"/></w:numPr></w:pPr>'
        body(document, f"<w:p>{properties}<w:r><w:t>{text}</w:t></w:r></w:p>")
    assert texts(document, tmp_path) == ["1.甲", "1-4.乙", "丙", "1-5.丁", "一、戊", "己"]


def test_level_whose_higher_one_has_no_number_yet(tmp_path: Path) -> None:
    """Word counts the first of the higher level."""
    document = Document()
    numbering(document, [(("decimal", "%1.", 3), ("decimal", "%1.%2", 1))])
    numbered(document, [(1, 1, "甲"), (1, 5, "没有这一级"), (9, 0, "没有这个清单")])
    assert texts(document, tmp_path) == ["3.1甲", "没有这一级", "没有这个清单"]


# --- tables ----------------------------------------------------------------------------------------


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"


def row(*cells: str, properties: str = "") -> str:
    return f"<w:tr>{properties}{''.join(cells)}</w:tr>"


def table(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"


def test_merged_cells(tmp_path: Path) -> None:
    """A merged cell's text stands in its first field; the others are empty, so that later cells keep their column."""
    document = Document()
    restart, goes_on, also = '<w:vMerge w:val="restart"/>', "<w:vMerge/>", '<w:vMerge w:val="continue"/>'
    body(
        document,
        table(
            row(cell("甲", '<w:gridSpan w:val="3"/>'), cell("乙")),
            row(cell("丙", restart), cell("丁", '<w:gridSpan w:val="2"/>'), cell("戊", restart)),
            row(cell("藏", goes_on), cell("己"), cell("庚"), cell("藏", also)),
            row(cell("辛", restart), cell("壬"), cell("癸"), cell("子")),
            row(cell("丑"), properties='<w:trPr><w:gridBefore w:val="2"/></w:trPr>'),
            row(cell("寅"), properties="<w:trPr><w:cantSplit/></w:trPr>"),
        ),
        "<w:p><w:r><w:t>卯</w:t></w:r></w:p>",
        table(row(cell("辰"))),
    )
    assert read(document, tmp_path) == [
        ("第 1 个表格第 1 行", ("甲", "", "", "乙")),
        ("第 1 个表格第 2 行", ("丙", "丁", "", "戊")),
        ("第 1 个表格第 3 行", ("", "己", "庚", "")),
        ("第 1 个表格第 4 行", ("辛", "壬", "癸", "子")),
        ("第 1 个表格第 5 行", ("", "", "丑")),
        ("第 1 个表格第 6 行", ("寅",)),
        ("第 2 段", ("卯",)),
        ("第 2 个表格第 1 行", ("辰",)),
    ]


def test_table_inside_a_cell(tmp_path: Path) -> None:
    """Its cells are paragraphs of the outer one, once, and its rows are none of the outer table's."""
    document = Document()
    inner = table(row(cell("甲"), cell("乙")), row(cell("丙"), cell("")))
    before, after = "<w:p><w:r><w:t>前</w:t></w:r></w:p>", "<w:p><w:r><w:t>后</w:t></w:r></w:p>"
    body(document, table(row(cell("一"), f"<w:tc><w:tcPr/>{before}{inner}<w:p/>{after}</w:tc>"), row(cell("二"))))
    assert [cells for _, cells in read(document, tmp_path)] == [
        ("一", PARAGRAPH.join("前甲乙丙后")),
        ("二",),
    ]


def test_numbers_inside_cells(tmp_path: Path) -> None:
    """Counted in the order of the document, from one cell to the next."""
    document = Document()
    numbering(document, [(("decimal", "%1.", 1),)])
    item = (
        '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>{}</w:t></w:r></w:p>'
    )
    cells = [f"<w:tc><w:tcPr/>{item.format(first)}{item.format(second)}</w:tc>" for first, second in ("甲乙", "丙丁")]
    body(document, table(row(*cells)))
    assert [cells for _, cells in read(document, tmp_path)] == [(f"1.甲{PARAGRAPH}2.乙", f"3.丙{PARAGRAPH}4.丁")]


def test_rows_and_cells_in_content_controls(tmp_path: Path) -> None:
    """A form's controls are around text, cells, rows and whole tables, and hide none of them."""
    document = Document()

    def control(content: str) -> str:
        return f"<w:sdt><w:sdtPr/><w:sdtContent>{content}</w:sdtContent></w:sdt>"

    body(
        document,
        control("<w:p><w:r><w:t>甲</w:t></w:r></w:p>"),
        control(
            table(control(row(cell("乙"), control(cell("丙")))), row(f"<w:tc><w:tcPr/>{control('<w:p/>')}</w:tc>"))
        ),
    )
    assert read(document, tmp_path) == [
        ("第 1 段", ("甲",)),
        ("第 1 个表格第 1 行", ("乙", "丙")),
        ("第 1 个表格第 2 行", ("",)),
    ]


# --- text ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("runs", "text"),
    [
        ("<w:r><w:t>一</w:t><w:br/><w:t>二</w:t><w:cr/><w:t>三</w:t></w:r>", PARAGRAPH.join("一二三")),
        ("<w:r><w:t>一</w:t><w:tab/><w:t>二</w:t></w:r>", "一 二"),
        ("<w:r><w:t>0433</w:t><w:noBreakHyphen/><w:t>891</w:t></w:r>", "0433-891"),
        ('<w:r><w:t xml:space="preserve"> 一 </w:t></w:r><w:r><w:t>二 </w:t></w:r>', "一 二"),
        ('<w:ins w:id="1" w:author="甲"><w:r><w:t>增</w:t></w:r></w:ins>', "增"),
        ('<w:del w:id="1" w:author="甲"><w:r><w:t>删</w:t></w:r></w:del><w:r><w:t>留</w:t></w:r>', "留"),
        (
            '<w:moveFrom w:id="1" w:author="甲"><w:r><w:t>移</w:t></w:r></w:moveFrom>'
            '<w:moveTo w:id="2" w:author="甲"><w:r><w:t>移</w:t></w:r></w:moveTo>',
            "移",
        ),
        ('<w:hyperlink w:anchor="a"><w:r><w:t>链接</w:t></w:r></w:hyperlink>', "链接"),
        ("<w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:t>一</w:t></w:r>", "一"),
        # tab stops of the paragraph's properties are no tabs of the text
        ('<w:pPr><w:tabs><w:tab w:val="left" w:pos="420"/></w:tabs></w:pPr><w:r><w:t>一</w:t></w:r>', "一"),
        # a text box is there twice, for new programs and for old ones
        (
            '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
            "<mc:Choice><w:r><w:t>一</w:t></w:r></mc:Choice><mc:Fallback><w:r><w:t>一</w:t></w:r></mc:Fallback>"
            "</mc:AlternateContent>",
            "一",
        ),
    ],
)
def test_text_as_it_stands(runs: str, text: str, tmp_path: Path) -> None:
    """What Word shows: with insertions, without deletions, breaks as paragraphs."""
    document = Document()
    body(document, f"<w:p>{runs}</w:p>")
    assert texts(document, tmp_path) == [text]
