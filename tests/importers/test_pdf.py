"""PDF: the printed form typeset, and ruled tables read back cell by cell."""

import sys
from pathlib import Path

import pypdfium2
import pytest
import typst

from generator.importers.draft import ImportProblem
from generator.importers.grid import PARAGRAPH
from generator.importers.pdf.document import lines
from generator.model import Content, ListKind
from generator.printed import pdf as printed_pdf
from generator.printed.form import CannotPrint, Form, Group, Table, form
from generator.printed.pdf import to_pdf
from support.typeset import FONTS, cells, grid_lines, typeset


def duties(rows: list[list[str]]) -> Form:
    """A printed form of one list, its cells of one paragraph each."""
    made = tuple(tuple((cell,) for cell in row) for row in rows)
    heads = ("序号", "事项名称", "承接部门及工作方式")
    return Form("", (Table(ListKind.RECLAIMED, "收回事项清单", heads, (8, 32, 60), (Group("一、其他", made),)),))


# --- the printed form ------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("township", ["kuitun/kaiganqi", "tuquan/tuquan"])
def test_what_is_typeset_is_read_back(tmp_path: Path, township: str, real_content: Content) -> None:
    """Titles, headings and every cell of every row, paragraph by paragraph, rows over pages in one."""
    laid_out = form(next(one for one in real_content.townships if one.id == township))
    path = tmp_path / "form.pdf"
    path.write_bytes(to_pdf(laid_out))

    expected = [(laid_out.title,)] if laid_out.title else []
    for table in laid_out.tables:
        expected.append((table.title,))
        for group in table.groups:
            expected.append((group.heading,))
            expected += [tuple(PARAGRAPH.join(cell) for cell in row) for row in group.rows]
    heads = [table.heads for table in laid_out.tables]
    found = cells(path)
    assert [one for one in found if one not in heads] == expected
    assert list(dict.fromkeys(one for one in found if one in heads)) == heads


def test_pages_are_numbered_and_heads_are_printed_on_each(tmp_path: Path) -> None:
    """Every page has its column heads at the top, and its number at the foot, which is no line; rows say where they
    begin.
    """
    path = tmp_path / "form.pdf"
    path.write_bytes(to_pdf(duties([[str(number), "事项", "做好工作。" * 40] for number in range(1, 21)])))
    document = pypdfium2.PdfDocument(path)
    count = len(document)
    assert count > 1
    for number, page in enumerate(document, 1):
        assert f"第 {number} 页，共 {count} 页" in page.get_textpage().get_text_bounded()
    document.close()
    found = grid_lines(path)
    assert [one.place for one in found if one.cells[0] == "序号"] == [
        f"第 {number} 页第 1 行" for number in range(1, count + 1)
    ]
    assert [one.place for one in found if one.cells[0] in ("1", "2")] == ["第 1 页第 3 行", "第 1 页第 4 行"]


def test_the_same_form_gives_the_same_bytes() -> None:
    """No clock and no chance in a PDF."""
    assert to_pdf(duties([["1", "名称", "内容"]])) == to_pdf(duties([["1", "名称", "内容"]]))


def test_text_is_never_markup(tmp_path: Path) -> None:
    """What typst would read as code, markup or a shorthand is printed as it stands."""
    hostile = ["#panic()", '*a* _b_ $x$ `c` "d" -- ... // e', "\\u{41} @f <g> ~ = h [i] #[j] #read(/etc/passwd)"]
    path = tmp_path / "form.pdf"
    path.write_bytes(to_pdf(duties([hostile])))
    assert tuple(hostile) in cells(path)


def test_a_character_that_the_font_lacks_is_named() -> None:
    """Better no PDF than one with a box where a character should be."""
    with pytest.raises(CannotPrint, match=r"没有 U\+E000.*办理\\ue000证"):
        to_pdf(duties([["1", "办理\ue000证", "内容"]]))


def test_without_a_song_type_there_is_no_pdf(monkeypatch: pytest.MonkeyPatch) -> None:
    """The message says what to install."""
    monkeypatch.setattr(printed_pdf, "FONTS", ("No Such Type",))
    with pytest.raises(CannotPrint, match=r"没有可用的宋体.*fonts-noto-cjk"):
        to_pdf(duties([["1", "名称", "内容"]]))


# --- tables of other makers ------------------------------------------------------------------------


def test_merged_cells(tmp_path: Path) -> None:
    """The text stands in the first row and column, once; a row of one cell over the full width is one cell."""
    path = typeset(
        tmp_path,
        """#set page(height: 300pt)
        #table(columns: (40pt, 30pt, 1fr),
          [类别], [序号], [事项名称],
          table.cell(rowspan: 2)[应急管理及消防], [1], [开展演练], [2], [排查隐患],
          table.cell(colspan: 3)[二、其他],
          table.cell(rowspan: 2)[民生], [3], table.cell(rowspan: 2)[共同的名称], [4],
          table.cell(colspan: 2)[合计], [四项], [其他], table.cell(colspan: 2)[不再开展])""",
    )
    assert cells(path) == [
        ("类别", "序号", "事项名称"),
        ("应急管理及消防", "1", "开展演练"),
        ("", "2", "排查隐患"),
        ("二、其他",),
        ("民生", "3", "共同的名称"),
        ("", "4", ""),
        ("合计", "", "四项"),
        ("其他", "不再开展", ""),
    ]


@pytest.mark.parametrize(
    "upright",
    [
        "rotate(90deg, reflow: true, data)",
        "rotate(-90deg, reflow: true, data)",
        *(f"rotate({turn}deg, reflow: true, block(width: 30pt, data))" for turn in (90, -90, 180)),
        "stack(..data.clusters(), spacing: 3pt)",
        "grid(columns: 2, gutter: 3pt, stack(..data.slice(12).clusters(), spacing: 3pt), "
        "stack(..data.slice(0, 12).clusters(), spacing: 3pt))",
    ],
)
def test_vertical_text(tmp_path: Path, upright: str) -> None:
    """Turned either way, one character below the other, or in columns from right to left: an ordinary string."""
    source = f"#table(columns: (40pt, 30pt, 1fr), [类别], [序号], [名称], {upright}, [1], [开展演练])"
    assert cells(typeset(tmp_path, "#set page(height: 300pt)\n" + source, "平安法治建设工作")) == [
        ("类别", "序号", "名称"),
        ("平安法治建设工作", "1", "开展演练"),
    ]


@pytest.mark.parametrize("repeat", ["true", "false"])
def test_row_over_three_pages(tmp_path: Path, repeat: str) -> None:
    """One row again, with and without heads on each page: its cells go on where they stopped, be it in mid-sentence;
    the next row is its own.
    """
    text = "".join(f"负责第{number}项的日常监督管理，" for number in range(60))
    items = [f"{number}.督促整改。" for number in range(1, 31)]
    path = typeset(
        tmp_path,
        f"""#let heads = table.header(repeat: {repeat}, [序号], [名称], [上级], [乡镇])
        #set page(footer: context align(center)[第 #counter(page).display() 页，共 9 页])
        #table(columns: (30pt, 50pt, 1fr, 70pt), heads,
          [7], [开展], data.at(0), data.at(1).map(par).join(), [8], [排查], [县局], [配合])""",
        [text, items],
    )
    heads = ("序号", "名称", "上级", "乡镇")
    assert len(pypdfium2.PdfDocument(path)) > 2
    assert [one for one in cells(path) if one != heads] == [
        ("7", "开展", text, PARAGRAPH.join(items)),
        ("8", "排查", "县局", "配合"),
    ]


def test_merged_category_over_a_page_break(tmp_path: Path) -> None:
    """A category that goes on is no part of the row that goes on, and rows after the break keep their own number."""
    rows = ", ".join(f"[{number}], [{'开展工作' * 8}]" for number in range(1, 9))
    path = typeset(
        tmp_path,
        f"""#table(columns: (40pt, 30pt, 1fr), table.header([类别], [序号], [名称]),
          table.cell(rowspan: 8)[民生], {rows})""",
    )
    assert len(pypdfium2.PdfDocument(path)) > 1
    assert [one for one in cells(path) if one[0] != "类别"] == [
        ("民生" if number == 1 else "", str(number), "开展工作" * 8) for number in range(1, 9)
    ]


def test_empty_rows(tmp_path: Path) -> None:
    """They are left out, and not counted where a row is said to stand."""
    path = typeset(tmp_path, "#table(columns: (30pt, 1fr), [序号], [名称], [], [], [1], [甲], [], [ ], [2], [乙])")
    assert [(line.place, line.cells) for line in grid_lines(path)] == [
        ("第 1 页第 1 行", ("序号", "名称")),
        ("第 1 页第 2 行", ("1", "甲")),
        ("第 1 页第 3 行", ("2", "乙")),
    ]


def test_two_tables_on_a_page(tmp_path: Path) -> None:
    """From top to bottom, each with its own columns, and what stands between them."""
    path = typeset(
        tmp_path,
        """#pad(left: 40pt, table(columns: (30pt, 1fr), [序号], [名称], [1], [甲]))
        #align(center)[配合履职事项清单]
        #table(columns: (30pt, 1fr, 1fr), [序号], [名称], [部门], [1], [乙], [县局])""",
    )
    assert cells(path) == [
        ("序号", "名称"),
        ("1", "甲"),
        ("配合履职事项清单",),
        ("序号", "名称", "部门"),
        ("1", "乙", "县局"),
    ]


def test_tables_that_touch(tmp_path: Path) -> None:
    """A table of other columns right below another is another table."""
    path = typeset(
        tmp_path,
        """#set block(spacing: 0pt)
        #table(columns: (30pt, 1fr), [序号], [名称], [1], [甲])
        #table(columns: (50pt, 1fr, 1fr), [序号], [名称], [部门], [1], [乙], [县局])""",
    )
    assert cells(path) == [("序号", "名称"), ("1", "甲"), ("序号", "名称", "部门"), ("1", "乙", "县局")]


def test_wrapped_words_and_numbers(tmp_path: Path) -> None:
    """Words at a line's end keep the space between them; one too long for its cell is there as a whole."""
    texts = [
        "使用 Geographic Information System Version 20 平台 and hello world again and again for all of us",
        "WPS平台与GIS",
        "Geographic Information平台",
        "拨打12345热线或0433-8912345电话，2025年12月31日前完成COVID-19疫情well-known防控100%覆盖12350举报",
    ]
    path = typeset(
        tmp_path,
        "#set par(justify: false)\n"
        "#table(columns: (30pt, 70pt), [序号], [名称], ..data.enumerate().map(((i, one)) => ([#i], one)).flatten())",
        texts,
    )
    assert [one[1] for one in cells(path)] == ["名称", *texts]


@pytest.mark.parametrize(
    "paragraphs",
    [
        ["1.做好辖区工作十分。", "2.做好辖区工作十分。", "（一）做好安全工作。", "县市场监督管理局：", "做好监管。"],
        # what has no number does not end the count
        ["1.做好辖区工作十分。", "（一）做好安全工作。", "2.做好辖区工作十分。", "3.做好监管。"],
        # words that lists name their parts with begin one, though the line before is no sentence
        ["承接部门：县委统战部", "工作方式：受理。"],
        # just room for what comes next
        ["做好辖区安全事。", "乡、村做好宣传。"],
        # a break in mid-sentence that leaves some room begins none
        ["做好辖区安全工作 \\ 和宣传教育。"],
    ],
)
def test_paragraphs_that_end_with_a_full_line(tmp_path: Path, paragraphs: list[str]) -> None:
    """Ten characters fill a line: then what begins the next line tells, and where that tells nothing, it goes on."""
    texts = " ".join(f"#par[{one}]" for one in paragraphs)
    path = typeset(tmp_path, f"#table(columns: (30pt, 104pt), [序号], [名称], [\\1], [{texts}])")
    assert cells(path)[1] == ("1", PARAGRAPH.join(one.replace(" \\ ", "") for one in paragraphs))


def test_line_with_nearly_room_for_the_next_character(tmp_path: Path) -> None:
    """Behind a sentence's end, 0.97 of a character is no room for the next one: the paragraph goes on."""
    path = typeset(
        tmp_path,
        """#set par(justify: false)
        #table(columns: (30pt, 107.7pt), [序号], [名称], [1], [做好#h(9.7pt)辖区安全工作和],
          [2], [做好辖区安全工作；对严格管控类地块])""",
    )
    assert [one[1] for one in cells(path)[1:]] == ["做好辖区安全工作和", "做好辖区安全工作；对严格管控类地块"]


def test_room_of_centred_lines(tmp_path: Path) -> None:
    """It is what is left on both sides: two thirds of a character on each, so the next one had room."""
    path = typeset(
        tmp_path,
        """#set par(justify: false)
        #table(columns: (74pt, 1fr), align: (center, left), [名称], [序号], [做好安全事; \\ 组织宣传和教], [1])""",
    )
    assert cells(path)[1] == (PARAGRAPH.join(["做好安全事;", "组织宣传和教"]), "1")


def test_number_at_the_beginning_of_a_line(tmp_path: Path) -> None:
    """One that does not go on with the count is a word of the sentence."""
    text = "1.按照上级最近下发第5.号文件办理。"
    path = typeset(tmp_path, "#table(columns: (30pt, 104pt), [序号], [名称], [1], data)", text)
    assert cells(path)[1] == ("1", text)


def test_line_that_ends_early_before_quotation_marks(tmp_path: Path) -> None:
    """Word processors keep what is on both sides of a quotation mark together, and leave a line shorter for it."""
    path = typeset(
        tmp_path,
        """#set par(justify: false)
        #table(columns: (30pt, 98pt), [序号], [名称], [1], [小麦“一喷三 \\ 防”（通过混配）工作])""",
    )
    assert cells(path)[1] == ("1", "小麦“一喷三防”（通过混配）工作")


@pytest.mark.parametrize(
    "set_par", ["justify: false", "spacing: 1em", "first-line-indent: (amount: 2em, all: true)", "hanging-indent: 2em"]
)
def test_paragraphs_however_they_are_set(tmp_path: Path, set_par: str) -> None:
    """With ragged lines; standing apart; with their first lines indented, which full lines at their end need."""
    paragraphs = [f"{'做好工作' * (number % 7 + 1)}{'安' * (number % 3)}" for number in range(30)]
    if set_par.startswith("justify"):
        # A ragged line that is full tells nothing.
        paragraphs = [f"{one}。" for one in paragraphs if (len(one) + 1) % 10 in range(1, 8)]
    rows = [paragraphs[start : start + 3] for start in range(0, len(paragraphs), 3)]
    path = typeset(
        tmp_path,
        f"""#set page(height: 800pt)
        #set par({set_par})
        #table(columns: (30pt, 112pt), [序号], [名称],
          ..data.enumerate().map(((i, one)) => ([#i], one.map(par).join())).flatten())""",
        rows,
    )
    assert [one[1] for one in cells(path)[1:]] == [PARAGRAPH.join(row) for row in rows]


def test_word_that_is_too_long_for_its_cell(tmp_path: Path) -> None:
    """It runs over the next cell, and is its own cell's."""
    path = typeset(tmp_path, "#table(columns: (30pt, 40pt, 1fr), [序号], [名称], [职责], [1], [INTERNATIONAL], [甲])")
    assert cells(path)[1] == ("1", "INTERNATIONAL", "甲")


def test_raised_character(tmp_path: Path) -> None:
    """A note's mark stands a little higher, and in the place where it is printed."""
    path = typeset(
        tmp_path, "#table(columns: (30pt, 1fr), [序号], [名称], [1], [面积#text(baseline: -3pt, size: 7pt)[①]以上])"
    )
    assert cells(path)[1] == ("1", "面积①以上")


def test_bold_made_by_setting_twice(tmp_path: Path) -> None:
    """Characters that are set twice with a small shift are there once."""
    twice = "[#place(dx: 0.2pt)[做好普法工作]做好普法工作]"
    path = typeset(tmp_path, f"#table(columns: (30pt, 1fr), [序号], [名称], [1], {twice})")
    assert cells(path)[1] == ("1", "做好普法工作")


def test_radicals_are_ordinary_characters(tmp_path: Path) -> None:
    """Radicals that a font's tables give for ordinary characters are these; nothing else is changed."""
    path = typeset(tmp_path, "#table(columns: (30pt, 1fr), [序号], [名称], [1], data)", "⻓⼾⻔⼈⺠，①㎡Ａ：")
    assert cells(path)[1] == ("1", "长户门人民，①㎡Ａ：")


@pytest.mark.parametrize(("turned", "shown"), [(-90, 90), (180, 180), (90, 270)])
def test_page_that_is_stored_turned(tmp_path: Path, turned: int, shown: int) -> None:
    """A landscape page may be stored as a portrait one, or upside down, and shown turned."""
    path = typeset(
        tmp_path,
        f"#rotate({turned}deg, reflow: true, table(columns: (30pt, 60pt), [序号], [名称], [1], [开展演练和排查]))",
    )
    document = pypdfium2.PdfDocument(path.read_bytes())
    document[0].set_rotation(shown)
    document.save(path)
    document.close()
    assert cells(path) == [("序号", "名称"), ("1", "开展演练和排查")]


def test_rules_of_other_kinds(tmp_path: Path) -> None:
    """Dashed rules, rules drawn as thin areas, outer rules left out, a frame around the page: the same cells."""
    body = "columns: (30pt, 1fr), [序号], [名称], [1], [甲], [2], [乙]"
    thin = "#let bar(..size) = rect(..size, fill: black, stroke: none)\n"
    bars = [f"#place(dx: {x}pt, dy: 0pt, bar(width: 0.6pt, height: 60pt))" for x in (0, 40, 200)]
    bars += [f"#place(dx: 0pt, dy: {y}pt, bar(width: 200pt, height: 0.6pt))" for y in (0, 20, 40, 60)]
    words = [("序号", 5, 5), ("名称", 45, 5), ("1", 5, 25), ("甲", 45, 25), ("2", 5, 45), ("乙", 45, 45)]
    bars += [f"#place(dx: {x}pt, dy: {y}pt)[{word}]" for word, x, y in words]
    places = [(x, y) for y in (0, 20, 40, 60) for x in range(0, 200, 8)]
    dashes = [f"#place(dx: {x}pt, dy: {y}pt, bar(width: 5pt, height: 0.6pt))" for x, y in places]
    twice = [f"#place(dx: {x}pt, dy: 20pt, bar(width: {width}pt, height: 0.6pt))" for x, width in ((0, 50), (120, 80))]
    for source in (
        thin + "\n".join([*dashes, *bars[:3], *bars[7:]]),
        thin + "\n".join([*twice, *bars]),
        f'#table(stroke: (dash: "dashed", thickness: 0.5pt), {body})',
        f"#table(stroke: (x, y) => (left: if x > 0 {{ 1pt }}, top: 1pt, bottom: 1pt), {body})",
        f"#table(stroke: 0.5pt + rgb(255, 0, 0), {body})",
        f"#set page(background: rect(width: 95%, height: 95%))\n#table({body})",
        thin + "\n".join(bars),
    ):
        assert cells(typeset(tmp_path, source)) == [("序号", "名称"), ("1", "甲"), ("2", "乙")]


def test_cells_that_are_closed_outlines(tmp_path: Path) -> None:
    """A frame's last side is drawn by closing it, and parts two cells as the others do."""
    frame = "polygon(stroke: 0.5pt, (30pt, 0pt), (0pt, 0pt), (0pt, 20pt), (30pt, 20pt))"
    words = [("序号", 5, 5), ("名称", 35, 5), ("1", 5, 25), ("甲", 35, 25)]
    source = [f"#place(dx: 0pt, dy: {y}pt, {frame})" for y in (0, 20)]
    source += [f"#place(dx: 30pt, dy: {y}pt, line(length: 90pt, stroke: 0.5pt))" for y in (0, 20, 40)]
    source += [f"#place(dx: {x}pt, dy: {y}pt)[{word}]" for word, x, y in words]
    assert cells(typeset(tmp_path, "\n".join(source))) == [("序号", "名称"), ("1", "甲")]


def test_what_is_no_part_of_a_table(tmp_path: Path) -> None:
    """A watermark set aslant is no text, a rule that nobody sees, a tick, a bar no border; a rare character is one."""
    path = typeset(
        tmp_path,
        """#place(dx: 60pt, dy: 10pt, rotate(30deg)[内部资料])
        #table(columns: (30pt, 1fr), [序号], [名称], [1], [𠮷林村上下])
        #place(dx: 100pt, dy: -40pt, line(length: 40pt, angle: 90deg, stroke: 1pt + white))
        #place(dx: 110pt, dy: -40pt, line(length: 40pt, angle: 90deg, stroke: 1pt + rgb(0, 0, 0, 0)))
        #place(dx: 60pt, dy: -30pt, rect(width: 30pt, height: 1pt, fill: white))
        #place(dx: 120pt, dy: -12pt, line(length: 1.5pt, angle: 90deg))
        #place(dx: 60pt, dy: -40pt, rect(width: 3.5pt, height: 40pt, fill: gray))""",
    )
    assert cells(path) == [("序号", "名称"), ("1", "𠮷林村上下")]


def test_table_inside_a_cell(tmp_path: Path) -> None:
    """Its texts are those of the cell that it stands in."""
    path = typeset(
        tmp_path,
        """#table(columns: (30pt, 1fr, 40pt), [序号], [名称], [部门],
          [1], [见下表#table(columns: 2, [甲], [乙])], [县局])""",
    )
    found = cells(path)
    assert [found[0], (found[1][0], *found[1][2:])] == [("序号", "名称", "部门"), ("1", "县局")]
    assert found[1][1].replace(PARAGRAPH, "") == "见下表甲乙"


# Two pages with a table each: what stands on them, the rows that are read.
WIDE = "table.cell(colspan: 3)"
PARTS = "#table(columns: (30pt, 60pt, 1fr), {0}) {2} #table(columns: (30pt, 60pt, 1fr), {1})"
HEADS = "[序号], [名称], [职责], "
GOES_ON: dict[str, tuple[str, str, str, list[tuple[str, ...]]]] = {
    "with heads again": (HEADS + "[1], [甲], [负责办]", HEADS + "[], [], [理。], [2], [乙], [办。]", "#pagebreak()", [
        ("1", "甲", "负责办理。"), ("2", "乙", "办。")]),
    "without": (HEADS + "[1], [甲], [负责办]", "[], [], [理。]", "#pagebreak()", [("1", "甲", "负责办理。")]),
    "with a cell printed again": (HEADS + "[1], [甲], [负责办]", "[], [甲], [理。]", "#pagebreak()", [
        ("1", "甲", "负责办理。")]),
    "with a cell that had nothing": (HEADS + "[1], [], [负责办]", "[], [甲], [理。]", "#pagebreak()", [
        ("1", "甲", "负责办理。")]),
    "another number": (HEADS + "[1], [甲], [负责办]", "[2], [], [理。]", "#pagebreak()", [
        ("1", "甲", "负责办"), ("2", "", "理。")]),
    "the same number is a row, too": (HEADS + "[1], [甲], [负责办]", "[1], [甲], [理。]", "#pagebreak()", [
        ("1", "甲", "负责办"), ("1", "甲", "理。")]),
    "headed otherwise": ("[编号], [名称], [职责], [1], [甲], [负责办]", "[], [], [理。]", "#pagebreak()", [
        ("编号", "名称", "职责"), ("1", "甲", "负责办理。")]),
    "with another column of figures": (
        "[电话], [编号], [职责], [110], [1], [甲。]", "[], [2], [乙。]", "#pagebreak()", [
        ("电话", "编号", "职责"), ("110", "1", "甲。"), ("", "2", "乙。")]),
    "with a merged cell": (
        "[类别], [序号], [职责], table.cell(rowspan: 2)[民生服], [1], [甲。], [2], [乙]",
        "[务], [], [丙。], [平安], [3], [丁。]", "#pagebreak()", [
        ("类别", "序号", "职责"), ("民生服务", "1", "甲。"), ("", "2", "乙丙。"), ("平安", "3", "丁。")]),
    "with the number in a merged cell": (
        "[类别], [序号], [职责], [民生], [1], [负责办]",
        "table.cell(colspan: 2)[], [理。], [平安], [2], [乙。]", "#pagebreak()", [
        ("类别", "序号", "职责"), ("民生", "1", "负责办理。"), ("平安", "2", "乙。")]),
    "with heads and nothing else": (HEADS + "[1], [甲], [办。]", HEADS, "#pagebreak()", [("1", "甲", "办。")]),
    "without any heads": ("[1], [子], [办。], [2], [甲], [负责办]", "[], [], [理。]", "#pagebreak()", [
        ("1", "子", "办。"), ("2", "甲", "负责办理。")]),
    "after heads alone": (HEADS, "[], [甲], [办理。]", "#pagebreak()", [("", "甲", "办理。")]),
    "after an empty page": (HEADS + "[1], [甲], [负责办]", "[], [], [理。]", "#pagebreak() #pagebreak()", [
        ("1", "甲", "负责办"), ("", "", "理。")]),
    "after a line of text": (HEADS + "[1], [甲], [负责办]", "[], [], [理。]", "#pagebreak() 配合清单", [
        ("1", "甲", "负责办"), ("配合清单",), ("", "", "理。")]),
    "a heading goes on": (HEADS + WIDE + "[一、党的建设（2]", WIDE + "[6项）], [1], [甲], [办。]",
        "#pagebreak()", [("一、党的建设（26项）",), ("1", "甲", "办。")]),
    "a heading after a heading": (HEADS + WIDE + "[一、甲（0项）]", WIDE + "[二、乙（1项）]",
        "#pagebreak()", [("一、甲（0项）",), ("二、乙（1项）",)]),
    "a heading after a row": (HEADS + "[1], [甲], [办（依法）。]", WIDE + "[二、乙], [], [丙], [丁]",
        "#pagebreak()", [("1", "甲", "办（依法）。"), ("二、乙",), ("", "丙", "丁")]),
    "a row after a heading": (HEADS + "[1], [甲], [办。], " + WIDE + "[二、乙]", "[], [丙], [丁]",
        "#pagebreak()", [("1", "甲", "办。"), ("二、乙",), ("", "丙", "丁")]),
}  # fmt: skip


@pytest.mark.parametrize("name", GOES_ON)
@pytest.mark.parametrize(
    "layout", ["", 'header: [甲县清单], footer: context align(center, "- " + counter(page).display() + " -")']
)
def test_what_goes_on_after_a_page_break(tmp_path: Path, name: str, layout: str) -> None:
    """A row without a number is the rest of the one before, on the next page and nowhere else; nothing is doubled; what
    every page prints at its edge does not come between.
    """
    first, second, between, rows = GOES_ON[name]
    page = f"#set page(height: 200pt, {layout})\n" if layout else ""
    # Whether a paragraph begins where a short line ends is not the question here.
    read = cells(typeset(tmp_path, page + PARTS.format(first, second, between)))
    found = [tuple(cell.replace(PARAGRAPH, "") for cell in one) for one in read]
    if layout:
        # The header has a list's title, so its first is one.
        found = [one for one in found if one != ("甲县清单",)]
    assert [one for one in found if one != ("序号", "名称", "职责")] == rows


def test_cell_that_a_third_page_prints_again(tmp_path: Path) -> None:
    """What two pages hold of a cell is one text; a page that holds just that adds nothing."""
    pages = [f"{HEADS} [1], [甲], [负责]", "[], [], [办理。]", "[], [], [负责办理。]", "[], [], [公示。]"]
    path = typeset(tmp_path, "#pagebreak()".join(f"#table(columns: (30pt, 60pt, 1fr), {page})" for page in pages))
    assert [one[2].replace(PARAGRAPH, "") for one in cells(path)] == ["职责", "负责办理。公示。"]


def test_rows_of_the_same_words_on_two_pages(tmp_path: Path) -> None:
    """Heads that a page prints again stand at its top; what is equal further down is a row, after the one above it."""
    columns = "columns: (30pt, 60pt, 1fr)"
    path = typeset(
        tmp_path,
        f"#table({columns}, {HEADS} [1], [甲], [一。], [], [], [补充。]) #pagebreak() "
        f"#table({columns}, {HEADS} [2], [乙], [二。], [], [], [补充。])",
    )
    heads = ("序号", "名称", "职责")
    assert cells(path) == [
        *(heads, ("1", "甲", "一。"), ("", "", "补充。")),
        *(heads, ("2", "乙", "二。"), ("", "", "补充。")),
    ]


def test_lines_outside_of_tables(tmp_path: Path) -> None:
    """One text over its lines; another where the size changes, a gap stands between, or a table."""
    path = typeset(
        tmp_path,
        """#set page(height: 300pt)
        #set align(center)
        #text(size: 14pt)[甲县乙镇履行职责事项清单汇编第一次修订稿]

        #text(size: 10pt)[基本履职事项清单本行印满了没有余地的二十一字]
        #v(30pt)
        #text(size: 10pt)[附件一]

        #table(columns: (30pt, 1fr), [序号], [名称], [1], [甲])
        #text(size: 10pt)[附件二]""",
    )
    assert cells(path) == [
        ("甲县乙镇履行职责事项清单汇编第一次修订稿",),
        ("基本履职事项清单本行印满了没有余地的二十一字",),
        ("附件一",),
        ("序号", "名称"),
        ("1", "甲"),
        ("附件二",),
    ]


# --- what cannot be read ---------------------------------------------------------------------------

# The password's check strings are of no password at all.
LOCKED = b"""%%PDF-1.4
1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj
2 0 obj <</Type /Pages /Kids [3 0 R] /Count 1>> endobj
3 0 obj <</Type /Page /Parent 2 0 R /MediaBox [0 0 100 100]>> endobj
4 0 obj <</Filter /Standard /V 1 /R 2 /P -4 /O <%b> /U <%b>>> endobj
trailer <</Root 1 0 R /Encrypt 4 0 R /ID [<00> <00>] /Size 5>>
%%%%EOF
""" % (b"11" * 32, b"22" * 32)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ("序号,事项名称\n1,甲\n".encode(), "清单.pdf 不是 PDF 文件"),
        (b"%PDF-1.7\n1 0 obj <<>> endobj\n%%EOF\n", "清单.pdf 已损坏"),
        (LOCKED, "清单.pdf 有密码.*去掉密码"),
    ],
)
def test_files_that_are_no_readable_pdf(tmp_path: Path, data: bytes, message: str) -> None:
    """Another kind of file, a damaged one, one with a password: a message for each."""
    path = tmp_path / "清单.pdf"
    path.write_bytes(data)
    with pytest.raises(ImportProblem, match=message):
        list(lines(path))


def test_bytes_before_the_file(tmp_path: Path) -> None:
    """Some programs set a few before a PDF's first mark; it can be read all the same."""
    path = typeset(tmp_path, "#table(columns: (30pt, 1fr), [序号], [名称], [1], [甲])")
    path.write_bytes(b"\n" * 9 + path.read_bytes())
    assert cells(path) == [("序号", "名称"), ("1", "甲")]


def test_file_that_is_cut_short(tmp_path: Path) -> None:
    """What a broken download left of a PDF is refused, though some of its pages could be read."""
    path = tmp_path / "清单.pdf"
    whole = to_pdf(duties([["1", "名称", "内容"]]))
    path.write_bytes(whole[: len(whole) * 9 // 10])
    with pytest.raises(ImportProblem, match=r"清单.pdf 不完整"):
        list(lines(path))


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("#table(columns: 2, [序号], [名称]) #pagebreak() #scan", "第 2 页是扫描的图片，没有文字.*make ocr"),
        ("#place(scan) #v(1fr) 扫描全能王", "第 1 页是扫描的图片，没有文字.*make ocr"),
        ("= 通知\n各乡镇：请认真落实。", "made.pdf 里没有认得出的表格"),
        ("#table(columns: 1, [通知], [内容])", "made.pdf 里没有认得出的表格"),
        ("#table(columns: 2, [序号], [名\ue000])", "第 1 页有的字没有字符编码"),
    ],
)
def test_pdfs_without_tables_or_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: str, message: str
) -> None:
    """Scanned pages, no table, characters that the file does not tell: a message with the page."""
    monkeypatch.setitem(sys.modules, "rapidocr", None)
    picture = typst.compile(b"#set page(width: 90pt, height: 60pt)\n#table[1][2]", format="png", font_paths=FONTS)
    scan = f"#let scan = image(bytes(({', '.join(map(str, picture))})), width: 100%, height: 90%)\n"
    with pytest.raises(ImportProblem, match=message):
        list(lines(typeset(tmp_path, scan + source)))
