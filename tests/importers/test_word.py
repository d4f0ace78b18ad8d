"""Word documents as Word and WPS write them: what is read of numbers, merged cells, changes and breaks."""

import io
import zipfile
from collections.abc import Iterable
from pathlib import Path

import pytest
from docx import Document
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from generator.importers.draft import ImportProblem
from generator.importers.grid import PARAGRAPH, GridLine, Remark
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


# --- what is not seen, or is no text of the document -------------------------------------------------

STRUCK, HIDDEN, WHITE = "<w:strike/>", "<w:vanish/>", '<w:color w:val="FFFFFF"/>'


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def field(code: str, result: str = "") -> str:
    """A field, as Word writes one, its code in two pieces."""
    begin, separate, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end"))
    pieces = "".join(
        f'<w:r><w:instrText xml:space="preserve">{piece}</w:instrText></w:r>' for piece in (code[:9], code[9:])
    )
    return begin + pieces + (separate + run(result) if result else "") + end


BOX = (
    '<w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice>'
    "<w:drawing><w:txbxContent><w:p><w:r><w:t>征求意见稿</w:t></w:r></w:p></w:txbxContent></w:drawing></mc:Choice>"
    "<mc:Fallback><w:pict><w:txbxContent><w:p><w:r><w:t>征求意见稿</w:t></w:r></w:p></w:txbxContent></w:pict>"
    "</mc:Fallback></mc:AlternateContent></w:r>"
)
RUBY = (
    "<w:r><w:ruby><w:rubyPr/><w:rt><w:r><w:t>yáo</w:t></w:r></w:rt>"
    "<w:rubyBase><w:r><w:t>垚</w:t></w:r></w:rubyBase></w:ruby></w:r>"
)
PICTURE = (
    '<w:r><w:drawing><pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"/></w:drawing></w:r>'
)
FORMULA = (
    '<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"><m:r><m:t>CO</m:t></m:r></m:oMath>'
)
SHADED = '<w:shd w:val="clear" w:fill="1F497D"/>'
DELETED = '<w:del w:id="1" w:author="甲"><w:r><w:delText>删</w:delText></w:r></w:del>'
PLACEHOLDER = (
    "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r><w:t>单击输入</w:t></w:r></w:sdtContent></w:sdt>"
)


def symbol(font: str, code: str) -> str:
    return f'<w:r><w:sym w:font="{font}" w:char="{code}"/></w:r>'


@pytest.mark.parametrize(
    ("runs", "text", "said"),
    [
        (run("制定", STRUCK) + run("印发"), "印发", "划了删除线的字，没有收：“制定”"),
        (run("制定", "<w:dstrike/>") + run("印发"), "印发", "划了删除线的字，没有收：“制定”"),
        (run("制定", '<w:strike w:val="0"/>'), "制定", ""),
        (run("旧", HIDDEN) + run("新"), "新", "隐藏的字，没有收：“旧”"),
        (run("旧", WHITE) + run("新"), "新", "颜色与底色一样、看不见的字，没有收：“旧”"),
        (run("白字", WHITE + SHADED), "白字", ""),
        (run("白字", WHITE + '<w:highlight w:val="blue"/>'), "白字", ""),
        (f"<w:pPr>{SHADED}</w:pPr>" + run("白字", WHITE), "白字", ""),
        (f"<w:pPr>{SHADED}</w:pPr>" + run("蓝字", '<w:color w:val="1F497D"/>'), "", "颜色与底色一样"),
        (run("发现") + BOX + run("火点"), "发现火点", "文本框里的字，没有收：“征求意见稿”"),
        (run("指导") + RUBY + run("村"), "指导垚村", "注在字上面的拼音，没有收：“yáo”"),
        (run("见") + PICTURE, "见", "图片或公式（里面若有字，请看原件），没有收"),
        (run("一") + DELETED, "一", "修订里删去的字，没有收：“删”"),
        ('<w:ins w:id="1" w:author="甲"><w:r><w:t>增</w:t></w:r></w:ins>', "增", "修订里加上的字，照收：“增”"),
        (PLACEHOLDER + run("一"), "一", "没有填写的控件里的提示，没有收：“单击输入”"),
        (symbol("Wingdings", "F0D8") + run("一"), "一", "符号，没有收：“Wingdings 字体的 U+F0D8”"),
        (symbol("Wingdings", "F082") + run("一"), "②一", ""),
        (symbol("宋体", "2460"), "①", ""),
        (FORMULA, "CO", ""),
        (run("按第") + field(r" eq \o\ac(○,3)") + run("款"), "按第③款", ""),
        (field(r"EQ \* jc2 \o\ad(\s\up 9(yáo),垚)"), "垚", "注在字上面的拼音，没有收：“yáo”"),
        (field(r"eq \o(\s\up 6(县民),\s\do 2(政局))"), "县民政局", ""),
        (field(r"eq \o\ac(○,\s\up 2(党))"), "（党）", ""),
        (field(r"eq \o\ac(□,3)"), "3", ""),
        (field(r"EQ \f(1,2)"), "1/2", ""),
        (field(" PAGE ", "7"), "7", ""),
        (field(" HYPERLINK a "), "", ""),
        (r'<w:fldSimple w:instr="eq \o\ac(○,21)"/>', "㉑", ""),
    ],
)
def test_what_is_seen(runs: str, text: str, said: str, tmp_path: Path) -> None:
    """The text as it is on paper; what is left out is said."""
    document = Document()
    body(document, f"<w:p>{runs}</w:p>")
    document.save(tmp_path / "清单.docx")
    found = list(lines(tmp_path / "清单.docx"))
    remarks = [one for one in found if isinstance(one, Remark)]
    assert [one.cells[0] for one in found if isinstance(one, GridLine)] == [text]
    assert len(remarks) == bool(said)
    assert all(one.place == "第 1 段" and one.message.startswith(said) for one in remarks)


def test_style_that_strikes_out(tmp_path: Path) -> None:
    """By a style of paragraphs or of characters, or one that these are based on; a run can take it back."""
    document = Document()
    document.styles.add_style("作废", 1).font.strike = True
    document.styles.add_style("也作废", 1).base_style = document.styles["作废"]
    document.styles.add_style("字作废", 2).font.strike = True
    document.add_paragraph("甲", "也作废").add_run("乙").font.strike = False
    document.add_paragraph("丙").add_run("丁", "字作废")
    assert texts(document, tmp_path) == ["乙", "丙"]


def test_cell_with_a_ground(tmp_path: Path) -> None:
    """White heads on a coloured cell, or in a table whose style has colours, are seen; on paper they are not."""
    document = Document()
    document.styles.add_style("彩色", 3).element.append(
        parse_xml(f'<w:tblStylePr {NS} w:type="firstRow"><w:tcPr>{SHADED}</w:tcPr></w:tblStylePr>')
    )
    white = f"<w:p>{run('白', WHITE)}</w:p>"
    rows = row(f"<w:tc><w:tcPr>{SHADED}</w:tcPr>{white}</w:tc>", f"<w:tc><w:tcPr/>{white}</w:tc>")
    styled = table(rows).replace("<w:tblPr/>", '<w:tblPr><w:tblStyle w:val="彩色"/></w:tblPr>')
    body(document, table(rows), styled)
    assert [cells for _, cells in read(document, tmp_path)] == [("白", ""), ("白", "白")]


def test_comments(tmp_path: Path) -> None:
    """Comments are no text, and are said with who made them."""
    document = Document()
    paragraph = document.add_paragraph("开展党建工作。")
    document.add_comment(paragraph.runs, "此处请改", "张三")
    document.save(tmp_path / "清单.docx")
    assert list(lines(tmp_path / "清单.docx")) == [
        Remark("第 1 段", "批注，没有收：“张三：此处请改”"),
        GridLine("第 1 段", ("开展党建工作。",)),
    ]


def test_rows_that_do_not_show(tmp_path: Path) -> None:
    """Deleted by a tracked change, hidden, or struck out but for the number."""
    document = Document()
    body(
        document,
        table(
            row(cell("1"), cell("甲")),
            row(cell("2"), cell("乙"), properties='<w:trPr><w:del w:id="1" w:author="甲"/></w:trPr>'),
            row(cell("3"), cell("丙"), properties="<w:trPr><w:hidden/></w:trPr>"),
            row(cell("4"), f"<w:tc><w:tcPr/><w:p>{run('丁', STRUCK)}</w:p></w:tc>"),
            row(cell("5"), cell("")),
        ),
    )
    document.save(tmp_path / "清单.docx")
    found = list(lines(tmp_path / "清单.docx"))
    assert [one.cells for one in found if isinstance(one, GridLine)] == [("1", "甲"), ("5", "")]
    assert [f"{one.place} {one.message}" for one in found if isinstance(one, Remark)] == [
        "第 1 个表格第 2 行 修订里删去的行，没有收：“2乙”",
        "第 1 个表格第 3 行 隐藏的行，没有收：“3丙”",
        "第 1 个表格第 4 行 划了删除线的字，没有收：“丁”",
        "第 1 个表格第 4 行 这一行别的字都没有收，序号，没有收：“4”",
    ]


def test_struck_out_item_of_a_list(tmp_path: Path) -> None:
    """Its automatic number goes with it, and is counted, as Word does."""
    document = Document()
    numbering(document, [(("decimal", "%1.", 1),)])
    items = (run("甲"), run("乙", STRUCK), run("丙"), "")
    body(document, *(f"<w:p>{ITEM.format(0, 1)}{one}</w:p>" for one in items))
    assert texts(document, tmp_path) == ["1.甲", "", "3.丙", "4."]


def test_joined_paragraphs(tmp_path: Path) -> None:
    """A tracked change that takes the end of a paragraph away joins it with the next, in a cell and outside."""
    document = Document()
    gone = '<w:p><w:pPr><w:rPr><w:del w:id="1" w:author="甲"/></w:rPr></w:pPr>'
    two = (f"{gone}{run('开展党建')}</w:p>", f"<w:p>{run('工作。')}</w:p>")
    body(document, *two, table(row(f"<w:tc><w:tcPr/>{''.join(two)}</w:tc>")))
    assert texts(document, tmp_path) == ["开展党建工作。", "开展党建工作。"]


BREAK = "<w:r><w:br/></w:r>"


@pytest.mark.parametrize(
    ("parts", "text"),
    [
        (("2.发现火点", "及时制止并", "上报。"), "2.发现火点及时制止并上报。"),
        (("1.开展巡查。", "2.上报。"), "1.开展巡查。¶2.上报。"),
        (("1.开展巡查", "2.上报。"), "1.开展巡查¶2.上报。"),
        (("开展巡查", "（一）上报。"), "开展巡查¶（一）上报。"),
        (("县公安局：", "打击。"), "县公安局：¶打击。"),
        (("县公安局", "打击。"), "县公安局¶打击。"),
        (("县民政局", "县财政局"), "县民政局¶县财政局"),
        (("秸秆", "禁烧"), "秸秆¶禁烧"),
    ],
)
def test_breaks_within_a_sentence(parts: tuple[str, ...], text: str, tmp_path: Path) -> None:
    """What does not end goes on: not after a sentence's end, before an enumerator, after a name, nor among names."""
    document = Document()
    body(document, table(row(f"<w:tc><w:tcPr/><w:p>{BREAK.join(map(run, parts))}</w:p></w:tc>")))
    document.save(tmp_path / "清单.docx")
    *remarks, line = lines(tmp_path / "清单.docx")
    assert line.cells == (text.replace("¶", PARAGRAPH),)
    assert bool(remarks) == (text.count("¶") < len(parts) - 1)


@pytest.mark.parametrize("bullet", ["\uf0b7", "\uf06c"])
def test_bullets_of_symbol_fonts(bullet: str, tmp_path: Path) -> None:
    """A bullet is no text."""
    document = Document()
    numbering(document, [(("bullet", bullet, 1),)])
    numbered(document, [(1, 0, "甲")])
    assert texts(document, tmp_path) == ["甲"]


# --- files that are not quite right ------------------------------------------------------------------

MAIN = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
USUAL, STRICT = b"http://schemas.openxmlformats.org/", b"http://purl.oclc.org/ooxml/"


@pytest.mark.parametrize(
    "change",
    [
        {MAIN: b"application/vnd.ms-word.document.macroEnabled.main+xml"},
        {MAIN: MAIN.replace(b"document.main", b"template.main")},
        {USUAL + word + b"/2006/": STRICT + word + b"/" for word in (b"wordprocessingml", b"officeDocument")},
    ],
    ids=["with macros", "a template", "strict"],
)
def test_dialects(change: dict[bytes, bytes], tmp_path: Path) -> None:
    """Documents with macros, templates and “Strict Open XML” are documents."""
    document = Document()
    document.add_paragraph("甲")
    out = io.BytesIO()
    document.save(out)
    with zipfile.ZipFile(out) as package, zipfile.ZipFile(tmp_path / "清单.docx", "w") as other:
        for name in package.namelist():
            data = package.read(name)
            for plain, said in change.items():
                data = data.replace(plain, said)
            other.writestr(name, data)
    assert list(lines(tmp_path / "清单.docx")) == [GridLine("第 1 段", ("甲",))]


def test_document_within_a_document(tmp_path: Path) -> None:
    """Its text is not in this file: Word has to put it there."""
    document = Document()
    body(document, "<w:altChunk></w:altChunk>")
    document.save(tmp_path / "清单.docx")
    with pytest.raises(ImportProblem, match=r"^文件里嵌着另一个文件.*请用 Word 打开，另存为 \.docx"):
        list(lines(tmp_path / "清单.docx"))
