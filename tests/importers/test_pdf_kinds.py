"""PDFs as other programs make them: rules drawn in any way or not at all, and what is on a page beside its text."""

import re
from pathlib import Path

import pypdfium2
import pytest
import typst
from pypdfium2 import raw

from generator.importers.grid import PARAGRAPH
from support.typeset import FONTS, cells, remarks, typeset

# --- rules -----------------------------------------------------------------------------------------

# How a rule may be drawn: typst's function of its size.
BARS = {
    "filled": "rect(width: w, height: h, fill: black)",
    "grey": "rect(width: w, height: h, fill: luma(220))",
    "clipped out of an area": "box(width: w, height: h, clip: true, rect(width: 300pt, height: 300pt, fill: black))",
    "a picture": 'image(dot, width: w, height: h, fit: "stretch")',
    "shaded": "rect(width: w, height: h, fill: gradient.linear(black, gray))",
    "patterned": "rect(width: w, height: h, fill: tiling(size: (2pt, 2pt), square(size: 2pt, fill: black)))",
    "a polygon": "polygon(fill: black, (0pt, 0pt), (w, 0pt), (w, h), (w / 2, h), (0pt, h))",
}


@pytest.mark.parametrize("bar", BARS)
def test_rules_however_drawn(tmp_path: Path, bar: str) -> None:
    """What looks like a rule is one."""
    dot = typst.compile(b"#set page(width: 1pt, height: 1pt, fill: black)", format="png", font_paths=FONTS)
    words = [("序号", 5, 5), ("名称", 45, 5), ("1", 5, 25), ("一丨三", 45, 25), ("2", 5, 45), ("乙", 45, 45)]
    source = [f"#let dot = bytes(({', '.join(map(str, dot))}))", f"#let bar(w, h) = {BARS[bar]}"]
    source += [f"#place(dx: {x}pt, dy: 0pt, bar(0.6pt, 60pt))" for x in (0, 40, 200)]
    source += [f"#place(dx: 0pt, dy: {y}pt, bar(200pt, 0.6pt))" for y in (0, 20, 40, 60)]
    source += [f"#place(dx: {x}pt, dy: {y}pt)[{word}]" for word, x, y in words]
    assert cells(typeset(tmp_path, "\n".join(source))) == [("序号", "名称"), ("1", "一丨三"), ("2", "乙")]


def test_white_rules_between_coloured_cells(tmp_path: Path) -> None:
    """Light rules on dark cells part them, and light text on these is text."""
    body = "[序号], [名称], [1], [甲], [2], [乙]"
    path = typeset(
        tmp_path,
        f"#set text(fill: white)\n#table(columns: (30pt, 1fr), fill: navy, stroke: 1pt + white, {body})",
    )
    assert cells(path) == [("序号", "名称"), ("1", "甲"), ("2", "乙")]


def test_heads_without_a_rule_below(tmp_path: Path) -> None:
    """Heads that a page prints again are no part of the row that goes on right below them."""
    stroke = "stroke: (x, y) => (left: 1pt, right: 1pt, top: if y != 1 { 1pt }, bottom: if y > 0 { 1pt })"
    path = typeset(
        tmp_path,
        f"""#table(columns: (30pt, 1fr), [序号], [名称], [1], [负责办])
        #pagebreak()
        #table(columns: (30pt, 1fr), {stroke}, [序号], [名称], [], [理。], [2], [乙])""",
    )
    assert [(number, name.replace(PARAGRAPH, "")) for number, name in cells(path)] == [
        *(("序号", "名称"), ("1", "负责办理。"), ("2", "乙")),
    ]


# --- no rules at all -------------------------------------------------------------------------------

LIST = """
#set page(width: 400pt, height: 230pt, footer: context align(center, "- " + counter(page).display() + " -"))
#align(center, text(size: 14pt)[甲镇配合履职事项清单])
#table(columns: (30pt, 80pt, 1fr, 90pt), align: ALIGN, stroke: STROKE,
  table.header([序号], [事项名称], [上级部门职责], [配合职责]),
  table.cell(colspan: 4, align: center)[一、党的建设（2项）],
  [1], [开展党员队伍建设工作], [1.审核材料，逐级上报； #parbreak() 2.开展备案，做好有关材料的归档和管理工作。],
  [收集材料。],
  [2], [普法], [开展宣传。], [1.张贴公告。 #parbreak() 2.发放材料。 #parbreak() 3.上报。],
  table.cell(colspan: 4, align: center)[二、其他],
  [3], [地名管理], [审核地名的命名和更名，设置地名标志，建立地名的档案，受理群众对地名的投诉举报并且及时答复。],
  [巡查。])
"""


@pytest.mark.parametrize("align", ["left + top", "(x, _) => (if x < 2 { center } else { left }) + horizon"])
def test_table_without_rules(tmp_path: Path, align: str) -> None:
    """Columns by the heads, rows by the numbers, whether cells begin at their row's top or stand in its middle; as
    with rules, and it is said.
    """
    with_rules = cells(typeset(tmp_path, LIST.replace("ALIGN", align).replace("STROKE", "0.5pt")))
    plain = typeset(tmp_path, LIST.replace("ALIGN", align).replace("STROKE", "none"))
    assert cells(plain) == with_rules
    assert len(with_rules) == 7
    assert remarks(plain) == [
        (
            "第 1 页",
            "表格没有框线，栏（序号、事项名称、上级部门职责、配合职责）和行是照文字的位置分的；请逐条对照原文核对",
        )
    ]


def test_rows_with_level_rules_alone(tmp_path: Path) -> None:
    """They part the rows, wherever the texts stand in these; also in a frame."""
    rows = """[序号], [名称], [职责], [1], [普法], [宣传。#linebreak()检查。#linebreak()上报。],
        [2], [开展地名的命名和更名#linebreak()工作#linebreak()审查], [审核。])"""
    for frame in ("none", "0.5pt"):
        path = typeset(
            tmp_path,
            f"""#rect(inset: 0pt, stroke: {frame})[#table(columns: (30pt, 150pt, 1fr), stroke: (x: none, y: 0.5pt),
            align: (x, _) => if x == 0 {{ bottom }} else {{ top }}, {rows}]""",
        )
        assert [tuple(cell.replace(PARAGRAPH, "") for cell in row) for row in cells(path)] == [
            ("序号", "名称", "职责"),
            ("1", "普法", "宣传。检查。上报。"),
            ("2", "开展地名的命名和更名工作审查", "审核。"),
        ]


def test_filled_heads_whose_rules_do_not_show(tmp_path: Path) -> None:
    """A rule between the paper's grey and the fill's is no line of the picture: the area's edge is the row's."""
    fill = 'fill: (_, y) => if y == 0 { rgb("#1f4e79") }, stroke: 1pt + luma(187)'
    heads = "text(fill: white)[序号], text(fill: white)[名称]"
    path = typeset(tmp_path, f"#table(columns: (30pt, 1fr), {fill}, {heads}, [1], [普法], [2], [巡查])")
    assert cells(path) == [("序号", "名称"), ("1", "普法"), ("2", "巡查")]


def test_rows_without_rules_that_could_be_others(tmp_path: Path) -> None:
    """A border that could lie elsewhere is named with its page."""
    path = typeset(
        tmp_path,
        """#table(columns: (30pt, 60pt, 1fr), stroke: none, align: (x, _) => if x < 2 { top } else { bottom },
          [序号], [名称], [职责],
          [1], [开展党员队伍建设的有关工作], [开展。], [2], [普法], [宣传。],
          [3], [开展地名的命名和更名工作], [审核。])""",
    )
    assert ("第 1 页", "表格没有框线，序号 1 的各栏没有对齐，它的上下界不能确定；请对照原文核对") in remarks(path)


def test_lines_between_the_rows_only(tmp_path: Path) -> None:
    """They part the rows, which the text would not."""
    path = typeset(
        tmp_path,
        """#table(columns: (30pt, 60pt, 1fr), stroke: (x: none, top: none, bottom: 0.5pt),
          align: (x, _) => if x < 2 { top } else { bottom },
          [序号], [名称], [职责], table.cell(colspan: 3)[一、党的建设（3项）],
          [1], [开展党员队伍建设的有关工作], [开展。], [2], [普法], [宣传。],
          [3], [开展地名的命名和更名工作], [审核。])""",
    )
    assert [tuple(one.replace(PARAGRAPH, "") for one in row) for row in cells(path)] == [
        ("序号", "名称", "职责"),
        ("一、党的建设（3项）",),
        ("1", "开展党员队伍建设的有关工作", "开展。"),
        ("2", "普法", "宣传。"),
        ("3", "开展地名的命名和更名工作", "审核。"),
    ]
    assert [message for _, message in remarks(path)] == [
        "表格没有框线，栏（序号、名称、职责）和行是照文字的位置分的；请逐条对照原文核对"
    ]


def test_lines_at_the_ends_and_below_the_heads_only(tmp_path: Path) -> None:
    """They part no rows, though the second page has but one number: what stands above it goes on from the first."""
    stroke = "stroke: (_, y) => if y < 2 { (x: none, top: 0.5pt, bottom: none) }"
    path = typeset(
        tmp_path,
        f"""#table(columns: (30pt, 1fr), {stroke}, [序号], [名称], [1], [开展演练工作。], [2], [普法宣传。],
          [3], [组织排查隐患，])
        #pagebreak()
        #table(columns: (30pt, 1fr), {stroke}, [序号], [名称], [], [建立台账。], [4], [巡查。])""",
    )
    assert cells(path) == [
        *(("序号", "名称"), ("1", "开展演练工作。"), ("2", "普法宣传。")),
        *(("3", "组织排查隐患，建立台账。"), ("序号", "名称"), ("4", "巡查。")),
    ]


def test_one_number_on_each_page_without_rules(tmp_path: Path) -> None:
    """What stands above the second one goes on from the first page."""
    columns = "columns: (30pt, 1fr), stroke: none"
    path = typeset(
        tmp_path,
        f"""#table({columns}, [序号], [名称], [1], [组织排查隐患，])
        #pagebreak()
        #table({columns}, [], [建立台账。], [2], [巡查。])""",
    )
    assert cells(path) == [("序号", "名称"), ("1", "组织排查隐患，建立台账。"), ("2", "巡查。")]


def test_narrow_columns_without_rules(tmp_path: Path) -> None:
    """A number's head in two lines, next to no room between the columns, and short lines before the second head."""
    path = typeset(
        tmp_path,
        """#table(columns: (11.5pt, 1fr, 90pt), stroke: none, inset: (x: 0.75pt, y: 4pt),
          align: (x, _) => (if x < 1 { right } else { left }) + horizon,
          table.header([序号], align(center)[事项名称], align(center)[承接部门]),
          [1], [普法], [县司法局], [2], [地名], [县民政局], [3], [巡查], [县林业局])""",
    )
    assert cells(path) == [
        ("序号", "事项名称", "承接部门"),
        *(("1", "普法", "县司法局"), ("2", "地名", "县民政局"), ("3", "巡查", "县林业局")),
    ]


def test_number_at_the_foot_of_a_page_without_rules(tmp_path: Path) -> None:
    """It is its row's, whose text is on the next page, and no page number."""
    columns = "columns: (30pt, 1fr), stroke: none"
    path = typeset(
        tmp_path,
        f"""#table({columns}, [序号], [名称], [1], [开展演练工作])
        #v(20pt)
        #table({columns}, [2], [])
        #pagebreak()
        #table({columns}, [], [排查隐患工作], [3], [普法宣传工作])""",
    )
    assert cells(path) == [("序号", "名称"), ("1", "开展演练工作"), ("2", "排查隐患工作"), ("3", "普法宣传工作")]


# --- beside the text -------------------------------------------------------------------------------

TABLE = "#table(columns: (30pt, 1fr), [序号], [名称], [1], [开展党员队伍建设和管理工作], [2], [普法宣传])"
ROWS = [("序号", "名称"), ("1", "开展党员队伍建设和管理工作"), ("2", "普法宣传")]
# What stands over the table.
STRAYS = {
    "large and grey": "#place(dx: 40pt, dy: 14pt, text(size: 30pt, fill: luma(200))[征求意见稿])",
    "large and light red": "#place(dx: 40pt, dy: 14pt, text(size: 30pt, fill: rgb(255, 190, 190))[征求意见稿])",
    "large and black": "#place(dx: 40pt, dy: 14pt, text(size: 30pt)[征求意见稿])",
    "transparent": "#place(dx: 40pt, dy: 14pt, text(size: 30pt, fill: rgb(0, 0, 0, 40))[征求意见稿])",
    "aslant": "#place(dx: 40pt, dy: 14pt, rotate(-30deg, text(size: 20pt, fill: gray)[征求意见稿]))",
    "of the text's size": "#place(dx: 62pt, dy: 22pt, text(fill: red)[征求意见稿])",
    "also where nothing is": "#place(dx: 40pt, dy: 14pt, text(size: 30pt, fill: luma(200))[征求意见稿]) "
    "#place(dx: 40pt, dy: 100pt, text(size: 30pt, fill: luma(200))[征求意见稿])",
    "grey, several on a line": "#place(dx: 62pt, dy: 22pt, stack(dir: ltr, spacing: 40pt, "
    "..2 * (text(fill: luma(200))[征求意见稿],)))",
    "faint in an empty place": "#place(dx: 120pt, dy: 28pt, text(size: 17pt, fill: luma(200))[征求意见稿])",
}


@pytest.mark.parametrize("stray", STRAYS)
def test_watermarks_and_stamps(tmp_path: Path, stray: str) -> None:
    """What stands over the text is none of it, at any size, colour and angle; it is said, and on how many pages."""
    path = typeset(tmp_path, f"{STRAYS[stray]}\n{TABLE}\n#pagebreak()\n{STRAYS[stray]}\n{TABLE}")
    assert cells(path) == [*ROWS, *ROWS]
    assert remarks(path) == [("第 1 页", "“征求意见稿”盖在正文上（水印、印章之类），没有导入；共 2 页有")]


def test_text_in_other_colours_and_sizes(tmp_path: Path) -> None:
    """Red words, grey ones, small and large ones that cover nothing are text."""
    path = typeset(
        tmp_path,
        """#text(size: 20pt, fill: red)[甲镇文件]
        #table(columns: (30pt, 1fr), [序号], [名称],
          [1], [开展#text(fill: red)[党员队伍]建设#text(size: 6pt, baseline: -4pt)[注]],
          [2], text(fill: gray)[普法])""",
    )
    assert cells(path) == [("甲镇文件",), ("序号", "名称"), ("1", "开展党员队伍建设注"), ("2", "普法")]
    assert remarks(path) == []


@pytest.mark.parametrize(
    "unseen",
    [
        "text(fill: white)[秘密]",
        "text(fill: rgb(0, 0, 0, 0))[秘密]",
        "place(dx: 400pt)[秘密]",
        "box(fill: black, text(fill: black)[秘密])",
    ],
)
def test_text_that_nobody_sees(tmp_path: Path, unseen: str) -> None:
    """In the colour of the paper or of what it stands on, transparent, beside the page: it is left out and said."""
    path = typeset(tmp_path, f"#table(columns: (30pt, 1fr), [序号], [名称], [1], [普法#{unseen}])")
    assert cells(path) == [("序号", "名称"), ("1", "普法")]
    assert remarks(path) == [("第 1 页", "“秘密”看不见（透明、与底色相同，或在纸外），没有导入，共 2 字")]


def test_layer_of_text_that_is_not_drawn(tmp_path: Path) -> None:
    """Where most of a page's text is in such a layer, as under a scanned page, this is the text, and it is said."""
    path = typeset(tmp_path, TABLE)
    document = pypdfium2.PdfDocument(path.read_bytes())
    page = document[0]
    for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT]):
        raw.FPDFTextObj_SetTextRenderMode(item.raw, raw.FPDF_TEXTRENDERMODE_INVISIBLE)
    page.gen_content()
    document.save(path)
    document.close()
    assert cells(path) == ROWS
    assert remarks(path) == [
        ("第 1 页", "这一页大半的文字只在看不见的文字层里（图片的文字识别之类），照它导入；请对照原文核对")
    ]


# How a page's number n may be printed.
PAGE_NUMBERS = """
#n; - #n -; — #n —; 第 #n 页; 第 #n 页 共 3 页; 第#{n}页/共3页; #n/3; #n / 3; Page #n of 3; · #n ·; [#n]; （#n）
#numbering("i", n); #numbering("I", n); 第#numbering("一", n)页
"""


@pytest.mark.parametrize("number", re.split(r";\s|\n", PAGE_NUMBERS.strip()))
def test_page_numbers(tmp_path: Path, number: str) -> None:
    """Of any form: no line of the document, and not worth a word."""
    footer = f"context {{ let n = counter(page).get().first(); align(center)[{number}] }}"
    path = typeset(tmp_path, f"#set page(footer: {footer})\n{TABLE}\n#pagebreak()\n{TABLE}\n#pagebreak()\n{TABLE}")
    assert cells(path) == [*ROWS, *ROWS, *ROWS]
    assert remarks(path) == []


def test_running_heads(tmp_path: Path) -> None:
    """What every page prints at its edge is said once; a list's title among it is a title once; headings that happen
    to stand at one height are headings.
    """
    pages = ["一、党的建设", "二、经济发展", "三、党的建设"]
    page = "#align(center, text(size: 12pt)[甲镇基本履职事项清单])\n\n{0}\n" + TABLE
    path = typeset(
        tmp_path,
        "#set page(height: 200pt, margin: (top: 30pt), header: [甲县文件 #h(1fr) 2025年])\n"
        + "#pagebreak()\n".join(page.format(heading) for heading in pages),
    )
    assert [line for line in cells(path) if len(line) == 1] == [
        ("甲镇基本履职事项清单",),
        *((heading,) for heading in pages),
    ]
    assert remarks(path) == [
        ("第 1 页", "“甲县文件2025年”是页眉或页脚，没有导入；共 3 页有"),
        ("第 2 页", "“甲镇基本履职事项清单”是页眉或页脚，没有导入；共 2 页有"),
    ]


def test_two_pages_on_a_sheet(tmp_path: Path) -> None:
    """The left one, then the right one, each with its title; what goes on does so from one to the next."""
    sides = [
        ("甲镇基本清单", "[序号], [名称], [1], [甲], [2], [负责办]"),
        ("甲镇续表", "[序号], [名称], [], [理。], [3], [丙]"),
    ]
    blocks = [
        f"place(dx: {x}pt, block(width: 180pt)[#align(center)[{title}] #table(columns: (30pt, 1fr), {body})])"
        for x, (title, body) in zip((0, 220), sides, strict=True)
    ]
    path = typeset(tmp_path, "#set page(width: 440pt)\n" + "\n".join(f"#{block}" for block in blocks))
    assert cells(path) == [
        *(("甲镇基本清单",), ("序号", "名称"), ("1", "甲"), ("2", "负责办")),
        *(("甲镇续表",), ("序号", "名称"), ("", "理。"), ("3", "丙")),
    ]
