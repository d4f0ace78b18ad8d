"""Lists as offices lay them out: whatever the titles, heads, numbers and categories look like, the same duties.

`PLAIN` is a township's three lists in the official form; each case prints them in another way.
"""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from generator.__main__ import main
from generator.changes.importing import Options, Place, import_document, township_of
from generator.check.audit import audit
from generator.importers.draft import Draft, ImportProblem
from generator.importers.grid import PARAGRAPH, GridLine
from generator.importers.received import receive
from generator.importers.text.head_words import project_words, words
from generator.importers.text.table import bare_category, category_of
from generator.importers.text.table_text import FORMAT, TableText, grid_text
from generator.importers.text.titles import list_of, other_list
from generator.model import Extra, HeadMeaning, ListKind, Overrides
from generator.read import yaml_text
from generator.read.folder import read as read_content

Rows = list[list[str]]
B, C, R = ListKind
PLACE = Place("某省", "某市", "甲县", "乙镇")
PLAIN: dict[ListKind, Rows] = {
    B: [
        ["甲县乙镇基本履职事项清单"],
        ["序号", "事项名称"],
        ["一、党的建设（2项）"],
        ["1", "加强党委自身建设。"],
        ["2", "加强党员队伍建设。"],
        ["二、平安法治（1项）"],
        ["3", "开展行政执法。"],
    ],
    C: [
        ["甲县乙镇配合履职事项清单"],
        ["序号", "事项名称", "对应上级部门", "上级部门职责", "乡镇配合职责"],
        ["一、民生服务（2项）"],
        ["1", "高龄津贴", "县民政局", "1.审核；\n2.发放。", "初审。"],
        ["2", "防溺水", "县教育局、县公安局", "县教育局：\n宣传。\n县公安局：\n救援。", "巡查。"],
    ],
    R: [
        ["甲县乙镇上级部门收回事项清单"],
        ["序号", "事项名称", "承接部门及工作方式"],
        ["一、民生服务（1项）"],
        ["1", "报销", "承接部门：县医保局\n工作方式：\n窗口办理。"],
    ],
}


def text_of(rows: Rows) -> str:
    return grid_text(GridLine("", tuple(cell.replace("\n", PARAGRAPH) for cell in row)) for row in rows)


def read(rows: Rows) -> Draft:
    """The draft of a document, of which the audit asks about those lines alone that the report asks about."""
    text = text_of(rows)
    draft = TableText().read(text, Overrides())
    township, _ = township_of(draft, text, FORMAT, PLACE, "jia/yi")
    asked = [guess.line for guess in draft.guesses if "set_aside" in guess.message]
    assert [difference.line for difference in audit(township)] == asked
    return draft


def whole(**lists: Rows) -> Rows:
    """The three lists, some of them printed in another way."""
    return [row for kind in ListKind for row in lists.get(kind.value, PLAIN[kind])]


def duties(draft: Draft, counts: bool = True) -> list[object]:
    """All that the lists say, without titles and lines; without the counts of the categories where they are not."""
    return [
        (one.name, one.declared if counts else None, [duty.model_dump(exclude={"source"}) for duty in one.duties])
        for kind in ListKind
        for one in draft.lists[kind].categories
    ]


def remarks(draft: Draft) -> list[tuple[int, str]]:
    return [(guess.line, guess.message) for guess in draft.guesses]


# --- titles ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("基本履职事项清单", B),
        ("附件1：甲县乙镇基本履职事项清单（共118项）", B),
        ("表 2  乙街道配合履职清单（2025年版）", C),
        ("2025年甲县乙镇配合履职事项清单（试行）", C),
        ("二、配合履职事项（88项）", C),
        ("甲县乙镇上级部门收回履职事项清单", R),
        ("部门回收事项清单", R),
        ("配合履职", C),
        ("甲县乙镇履行职责事项清单", None),
        ("基本履职、配合履职和上级部门收回事项清单", None),
        ("做好废旧农膜回收", None),
        ("一、党的建设（26项）", None),
        ("收回事项由县医保局承接。", None),
        ("镇街赋权事项收回事项清单", None),
    ],
)
def test_titles(title: str, kind: ListKind | None) -> None:
    """A list's name, whatever stands before and after it; no other list, and no words of a table."""
    assert list_of(title) is kind


@pytest.mark.parametrize(
    "title",
    [
        "某街道权力清单和责任清单",
        "镇街赋权事项收回事项清单（2025年）",
        "乡镇属地管理事项责任清单",
        "乡镇职责任务清单（试行）",
    ],
)
def test_list_of_another_kind(title: str, tmp_path: Path) -> None:
    """It is told what it is; beside a township's lists, its table is left out, and that is said."""
    rows = [[title], ["序号", "事项名称", "实施依据"], ["1", "某证的核发", "《某条例》"]]
    with pytest.raises(ImportProblem, match="^这是“" + re.escape(title)):
        read(rows)
    draft = read([*whole(), *rows])
    assert duties(draft) == duties(read(whole()))
    assert [line for line, message in remarks(draft) if "另一种清单" in message] == [17]
    assert other_list(title) == title
    page = tmp_path / "公开.txt"
    page.write_text(f"关于公布清单的通知\n\n{title}\n序号 权力类型\n", "utf-8")
    with pytest.raises(ImportProblem, match="^这是“" + re.escape(title)):
        receive(page)


def test_title_of_the_document() -> None:
    """The line above the lists that is a title, be it over two; of a cover and of instructions the rest is reported."""
    front = [["甲县乙镇"], ["履行职责事项清单"], ["2025年6月"], ["填表说明"], ["1.序号不得重复。"]]
    draft = read([*front, *whole()])
    assert (draft.title, duties(draft)) == ("甲县乙镇履行职责事项清单", duties(read(whole())))
    assert [line for line, message in remarks(draft) if "没有收进清单" in message] == [3, 4, 5]
    assert read([["2025年6月"], *whole()]).title == "甲县乙镇基本履职事项清单"


def test_count_is_no_part_of_a_title() -> None:
    """As with categories, how many there are is not what it is called; which year's it is, is."""
    draft = read(whole(basic=[["甲县乙镇基本履职事项清单（2025年版）（共3项）"], *PLAIN[B][1:]]))
    assert draft.lists[B].title == "甲县乙镇基本履职事项清单（2025年版）"


@pytest.mark.parametrize("place", ["一、", "二. ", "（三）", "(一) "])
def test_place_in_the_document_is_no_part_of_a_title(place: str) -> None:
    """It is where the list stands, as a duty's number is; what only looks like it stays."""
    draft = read(whole(basic=[[f"{place}基本履职事项清单"], *PLAIN[B][1:]]))
    assert draft.lists[B].title == "基本履职事项清单"
    assert read(whole(basic=[["一甲镇基本履职事项清单"], *PLAIN[B][1:]])).lists[B].title == "一甲镇基本履职事项清单"


def test_contents_without_pages() -> None:
    """The titles that a cover lists are not the lists'."""
    cover = [["甲县乙镇履行职责事项清单"], *([PLAIN[kind][0][0]] for kind in ListKind)]
    assert duties(read([*cover, *whole()])) == duties(read(whole()))


def test_list_without_a_title() -> None:
    """Its columns tell which it is, and that is said; what they do not tell is set aside."""
    draft = read([row for kind in ListKind for row in PLAIN[kind][1:]])
    assert (duties(draft), [one.title for one in draft.lists.values()]) == (
        duties(read(whole())),
        [kind.official_title for kind in ListKind],
    )
    assert [(line, message.split("；")[0]) for line, message in remarks(draft)] == [
        (line, f"这张表没有标题，照栏目定为{kind.official_title}") for line, kind in ((1, B), (7, C), (11, R))
    ]
    told = read([["序号", "事项名称", "责任部门"], ["1", "值班", "党政办"], *whole()])
    assert [line for line, message in remarks(told) if "看不出是哪一张清单" in message] == [1, 2]


# --- heads -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("head", "meaning"),
    [
        ("编 号", HeadMeaning.NUMBER),
        ("领域", HeadMeaning.CATEGORY),
        ("事项大类", HeadMeaning.CATEGORY),
        ("上级部门/名称", HeadMeaning.DEPARTMENTS),
        ("履职事项名称", HeadMeaning.NAME),
        ("主体责任单位", HeadMeaning.DEPARTMENTS),
        ("牵头部门", HeadMeaning.DEPARTMENTS),
        ("承接部门（单位）", HeadMeaning.DEPARTMENTS),
        ("县级部门职责", HeadMeaning.SUPERIOR),
        ("上级部门职责(含提供的履职保障)", HeadMeaning.SUPERIOR),
        ("主体责任", HeadMeaning.SUPERIOR),
        ("职责边界划分/县级部门", HeadMeaning.SUPERIOR),
        ("对应上级部门/牵头部门", HeadMeaning.DEPARTMENTS),
        ("街道（社区）配合职责", HeadMeaning.TOWNSHIP),
        ("镇街配合职责", HeadMeaning.TOWNSHIP),
        ("配合责任", HeadMeaning.TOWNSHIP),
        ("街道履职", HeadMeaning.TOWNSHIP),
        ("职责分工/乡镇（街道）", HeadMeaning.TOWNSHIP),
        ("对应上级部门及其职责", HeadMeaning.OWNED),
        ("承办部门及工作方式", HeadMeaning.METHOD),
        ("收回后工作方式", HeadMeaning.METHOD),
        ("法律依据", HeadMeaning.EXTRA),
        ("部门配合职责", None),
        ("姓名", None),
    ],
)
def test_meaning_of_a_head(head: str, meaning: HeadMeaning | None) -> None:
    """By the project's vocabulary: the longest pattern; what two fit alike, or none, is not known."""
    upper, _, lower = head.rpartition("/")
    assert words(project_words()).under(upper, lower) is meaning


def cooperative(heads: Rows, *rows: list[str]) -> Rows:
    return [PLAIN[C][0], *heads, PLAIN[C][2], *rows]


ONE, TWO = PLAIN[C][3:]
SAME_HEADS = {
    "two lines": cooperative(
        [
            ["序号", "事项名称", "对应上级部门", "职责边界划分", "", "备注"],
            ["", "", "", "县级部门", "乡镇（街道）", ""],
        ],
        ONE,
        TWO,
    ),
    "two lines again on the next page": cooperative(
        [["序号", "事项名称", "对应上级部门", "职责分工", ""], ["", "", "", "上级部门职责", "镇配合职责"]],
        ONE,
        ["序号", "事项名称", "对应上级部门", "职责分工", ""],
        ["", "", "", "上级部门职责", "镇配合职责"],
        TWO,
    ),
    "a blank first column": [["", *row] for row in PLAIN[C]],
    "another order": cooperative([PLAIN[C][1][::-1]], ONE[::-1], TWO[::-1]),
    "no column of numbers": cooperative([PLAIN[C][1][1:]], ONE[1:], TWO[1:]),
    "departments and duties in one column": cooperative(
        [["序号", "事项名称", "对应上级部门及其职责", "乡镇配合职责"]],
        ["1", "高龄津贴", "县民政局：\n1.审核；\n2.发放。", "初审。"],
        [*TWO[:2], *TWO[3:]],
    ),
    "two lines over departments": cooperative(
        [["序号", "事项名称", "对应上级部门", "职责划分", ""], ["", "", "部门名称", "上级", "乡镇"]], ONE, TWO
    ),
    "two lines over columns that stand apart": cooperative(
        [
            ["序号", "事项名称", "职责分工", "对应上级部门", "职责分工"],
            ["", "", "县级部门职责", "", "镇配合职责"],
        ],
        [*ONE[:2], ONE[3], ONE[2], ONE[4]],
        [*TWO[:2], TWO[3], TWO[2], TWO[4]],
    ),
    "two lines again below the last row": cooperative(
        [["序号", "事项名称", "对应上级部门", "职责分工", ""], ["", "", "", "上级部门职责", "镇配合职责"]],
        ONE,
        TWO,
        ["序号", "事项名称", "对应上级部门", "职责分工", ""],
        ["", "", "", "上级部门职责", "镇配合职责"],
    ),
    "numbers of the columns": cooperative([PLAIN[C][1], ["1", "2", "3", "4", "5"]], ONE, TWO),
    "duties beside each department": cooperative(
        [["序号", "事项名称", "主管部门", "主管部门职责", "协同部门", "协同部门职责", "乡镇配合职责"]],
        ["1", "高龄津贴", "县民政局", "1.审核；\n2.发放。", "", "", "初审。"],
        ["2", "防溺水", "县教育局", "宣传。", "县公安局", "救援。", "巡查。"],
    ),
}


@pytest.mark.parametrize("name", SAME_HEADS)
def test_columns_in_other_lay_outs(name: str) -> None:
    """What a cell holds is what is printed above it, in one line or in two."""
    assert duties(read(whole(cooperative=SAME_HEADS[name]))) == duties(read(whole()))


def test_who_leads_by_the_head() -> None:
    """牵头部门 and 配合部门 are the departments of a duty, and the first leads."""
    heads = [["序号", "事项名称", "牵头部门", "配合部门", "上级部门职责", "乡镇配合职责"]]
    draft = read(
        whole(cooperative=cooperative(heads, ["1", "防溺水", "县教育局", "县公安局\n县水利局", "宣传。", "巡查。"]))
    )
    (_, duty) = next(draft.lists[C].duties())
    assert duty.department_names() == ("县教育局（牵头）", "县公安局", "县水利局")


def test_support_in_a_column_of_its_own() -> None:
    """履职保障 belongs to the superior's cell."""
    heads = [["序号", "事项名称", "对应上级部门", "上级部门职责", "履职保障", "乡镇配合职责"]]
    draft = read(whole(cooperative=cooperative(heads, [*ONE[:4], "培训。", ONE[4]])))
    (_, duty) = next(draft.lists[C].duties())
    assert [(one.duties, one.support) for one in duty.blocks()] == [(("审核；", "发放。"), ("培训。",))]


def test_head_over_two_columns() -> None:
    """What stands below the second has the head too, be it with a department before it; and it is said."""
    heads = [*PLAIN[C][1][:4], "", PLAIN[C][1][4]]
    one, two = PLAIN[C][3], PLAIN[C][4]
    draft = read(
        whole(
            cooperative=[
                PLAIN[C][0],
                heads,
                PLAIN[C][2],
                [*one[:3], "县民政局", one[3], one[4]],
                [*two[:3], "县教育局", "宣传。", two[4]],
                ["", "", "", "县公安局", "救援。", ""],
            ]
        )
    )
    assert duties(draft)[2] == duties(read(whole()))[2]
    assert {message for _, message in remarks(draft)} == {"第 5 栏上面没有表头，那一格接在“上级部门职责”后面"}


def test_table_of_contents() -> None:
    """A table that names the lists, with their pages, is none of them."""
    contents = [
        ["序号", "清单名称", "页码"],
        *([str(place), row[0], "1"] for place, (row, *_) in enumerate(PLAIN.values(), 1)),
    ]
    assert duties(read([*contents, *whole()])) == duties(read(whole()))


def test_other_columns_are_kept() -> None:
    """备注, and what no vocabulary knows, with head and paragraphs; empty cells are nothing; the unknown is said."""
    remarked = ("", "备注", "", "新增\n与丙镇共管", "", "", "")
    rows = [[*row, more] for row, more in zip(PLAIN[B], remarked, strict=True)]
    rows[1].append("难易")
    rows[6].append("难")
    draft = read(whole(basic=rows))
    found = {duty.number: duty.extras for _, duty in draft.lists[B].duties()}
    assert found == {
        1: (Extra(head="备注", texts=("新增", "与丙镇共管")),),
        2: (),
        3: (Extra(head="难易", texts=("难",)),),
    }
    said = "表头不认识，照原文作为附栏留着：D 栏“难易”；若是清单里的栏，请指定：--columns 基本履职:栏名=D"
    assert [(line, message.split("，或")[0]) for line, message in remarks(draft)] == [(2, said)]


def test_receiver_without_a_method() -> None:
    """承接部门 alone says who does it."""
    draft = read(
        whole(
            reclaimed=[
                PLAIN[R][0],
                ["序号", "事项名称", "承接部门", "收回理由"],
                PLAIN[R][2],
                ["1", "报销", "县医保局", "专业性强"],
            ]
        )
    )
    (_, duty) = next(draft.lists[R].duties())
    assert (duty.department_names(), duty.extras) == (("县医保局",), (Extra(head="收回理由", texts=("专业性强",)),))


RECLAIMED = {
    "heads in two lines": [
        ["序号", "事项名称", "承接部门及工作方式", ""],
        ["", "", "承接部门", "工作方式"],
        ["一、民生服务（1项）"],
        ["1", "报销", "县医保局", "窗口办理。"],
    ],
    "what the department does": [
        ["序号", "事项名称", "承接部门", "承接部门职责"],
        ["一、民生服务（1项）"],
        ["1", "报销", "县医保局", "窗口办理。"],
    ],
    "department and what it does": [
        ["序号", "事项名称", "承接部门及职责"],
        ["一、民生服务（1项）"],
        ["1", "报销", "承接部门：县医保局\n工作方式：\n窗口办理。"],
    ],
}


@pytest.mark.parametrize("name", RECLAIMED)
def test_columns_of_a_reclaimed_list(name: str) -> None:
    """Who has taken a duty back, and how it is done now, in one column or in two."""
    draft = read(whole(reclaimed=[PLAIN[R][0], *RECLAIMED[name]]))
    assert (duties(draft), remarks(draft)) == (duties(read(whole())), [])


@pytest.mark.parametrize("head", ["清单类别", "事项类型"])
def test_one_table_of_all_lists(head: str) -> None:
    """A column says which list a row belongs to, by its head or by what stands below it."""
    rows = [
        ["序号", head, "事项类别", "事项名称", "对应上级部门", "上级部门职责", "乡镇配合职责", "承接部门及工作方式"],
        ["1", "基本履职", "党的建设", "加强党委自身建设。"],
        ["2", "", "", "加强党员队伍建设。"],
        ["3", "", "平安法治", "开展行政执法。"],
        ["1", "配合履职", "民生服务", *ONE[1:]],
        ["2", "配合履职", "", *TWO[1:]],
        ["1", "收回", "民生服务", "报销", "", "", "", PLAIN[R][3][2]],
    ]
    if head == "事项类型":
        rows = [[*row[:2], *row[3:]] for row in rows]
    draft = read([["甲县乙镇履行职责事项清单"], *rows])
    found = duties(draft, counts=False)
    if head == "清单类别":
        assert found == duties(read(whole()), counts=False)
    assert [duty["name"] for _, _, own in found for duty in own] == [
        *("加强党委自身建设。", "加强党员队伍建设。", "开展行政执法。", "高龄津贴", "防溺水", "报销")
    ]


# --- rows --------------------------------------------------------------------------------------------


def changed(change: Callable[[list[str]], list[str]]) -> Rows:
    return whole(basic=[change(row) for row in PLAIN[B]])


def numbered(form: str) -> Callable[[list[str]], list[str]]:
    return lambda row: [form.format(row[0]), *row[1:]] if row[0].isdigit() else row


def named(change: Callable[[str], str]) -> Callable[[list[str]], list[str]]:
    return lambda row: [change(row[0])] if "、" in row[0] else row


SAME_ROWS = {
    "1.": changed(numbered("{}.")),
    "01": changed(numbered("0{}")),
    "（1）": changed(numbered("（{}）")),
    "第1项": changed(numbered("第 {} 项")),
    "１": changed(
        lambda row: [row[0].translate(str.maketrans("123", "１２３")), *row[1:]] if row[0].isdigit() else row
    ),
    "1. with a count": changed(named(lambda text: f"1. {text[2:6]} {text[7:9]}")),
    "count after a comma": changed(named(lambda text: f"{text[:6]}，共{text[7:9]}")),
    "一．": changed(named(lambda text: f"{text[0]}．{text[2:]}")),
    "Ⅰ、": changed(named(lambda text: f"{'Ⅰ' if text[0] == '一' else 'Ⅱ'}、{text[2:]}")),
    "the word for it": changed(named(lambda text: f"事项类别：{text[2:]}")),
    "count in all": changed(named(lambda text: text.replace("（", "（合计"))),
    "count of nothing": changed(named(lambda text: f"{text[:6]}({text[7]})")),
    "（一）": changed(named(lambda text: f"（{text[0]}）{text[2:]}")),
    "no ordinal": changed(named(lambda text: text[2:])),
    "count without brackets": changed(named(lambda text: text.replace("（", " ").replace("）", ""))),
    "brackets and colon": changed(named(lambda text: f"【{text[2:6]}】{text[6:]}：")),
    "ordinal and name in two cells": changed(lambda row: row[0].split("、") if "、" in row[0] else row),
    "repeated on the next page": whole(basic=[*PLAIN[B][:4], PLAIN[B][0], PLAIN[B][1], PLAIN[B][2], *PLAIN[B][4:]]),
}


@pytest.mark.parametrize("name", SAME_ROWS)
def test_numbers_and_categories(name: str) -> None:
    """However they are printed, and printed again, they mean the same, and nothing has to be said."""
    draft = read(SAME_ROWS[name])
    assert (duties(draft), remarks(draft)) == (duties(read(whole())), [])


def test_category_that_elsewhere_is_marked() -> None:
    """A category's name alone above a duty is no head of pages, though two lists print it so."""
    bare = [["民生服务"] if row[0] == "一、民生服务（2项）" else row for row in PLAIN[C]]
    rows = whole(
        basic=[*PLAIN[B], ["民生服务"], ["4", "服务群众。"], ["三、民生服务（1项）"], ["5", "服务老人。"]],
        cooperative=[*bare, ["二、平安法治（1项）"], ["3", *PLAIN[C][3][1:]]],
    )
    found = [(name, len(own)) for name, _, own in duties(read(rows))]
    assert found[2:5] == [("民生服务", 1), ("民生服务", 1), ("民生服务", 2)]


def test_categories_without_any_mark() -> None:
    """A short line alone above a duty is one where no other is marked; a signature at the end is none."""
    rows = [*changed(named(lambda text: text[2:6]))[: len(PLAIN[B])], ["乙镇综合办"]]
    draft = read(whole(basic=rows))
    assert duties(draft, counts=False) == duties(read(whole()), counts=False)
    assert [line for line, _ in remarks(draft)] == [8]


def test_category_that_could_be_a_head() -> None:
    """Below heads of two lines: though it is a word for a column, it stands where a head is already."""
    rows = cooperative(
        [["序号", "事项名称", "对应上级部门", "职责分工", ""], ["", "", "", "上级部门职责", "镇配合职责"]], ONE, TWO
    )
    rows[3] = ["民生服务领域"]
    found = read(whole(cooperative=rows)).lists[C].categories
    assert [(one.name, len(one.duties)) for one in found] == [("民生服务领域", 2)]


def test_name_alone_in_the_first_column() -> None:
    """Where names stand first, it may be a category, or the end of the name above; a person is asked."""
    rows = [PLAIN[B][0], ["事项名称", "序号"], ["加强党委", "1"], ["自身建设", ""], ["做好征兵。", "2"]]
    draft = read(whole(basic=rows))
    assert [one.name for one in draft.lists[B].categories] == ["未分类", "自身建设"]
    doubt = "“自身建设”单独在“事项名称”一栏里，看不出是类别，还是上一项的名称；看作类别，请对照原件"
    assert (4, doubt) in remarks(draft)


def test_hundreds_of_blanks() -> None:
    """A line that they are in is told in no time."""
    assert bare_category("甲" + " " * 3000 + "乙（") is None
    assert category_of("1." + " " * 3000 + "乙") is None
    assert category_of("一、党的" + " " * 3000 + "建设 （ 共 3 项 ） ：") == ("党的" + " " * 3000 + "建设", 3)


def test_no_categories_at_all() -> None:
    """The duties are kept in one of no name of the document's, and that is said."""
    draft = read(whole(basic=[row for row in PLAIN[B] if "、" not in row[0]]))
    assert [(one.name, len(one.duties)) for one in draft.lists[B].categories] == [("未分类", 3)]
    assert remarks(draft) == [(3, "上面没有事项类别，放在“未分类”里")]


def test_category_column_with_counts() -> None:
    """The count is no part of the name; two categories whose numbers begin anew are two."""
    rows = [PLAIN[B][0], ["序号", "领域", "事项名称"], ["1", "党的建设（1项）", "甲。"], ["1", "二、平安法治", "乙。"]]
    assert [(one.name, one.declared, len(one.duties)) for one in read(whole(basic=rows)).lists[B].categories] == [
        *(("党的建设", 1, 1), ("平安法治", None, 1))
    ]


def test_numbers_that_are_lost() -> None:
    """As many rows without a number as the numbers around them leave out are duties; so are all where none has one."""
    for lost in ({"2"}, {"1", "2", "3"}):
        draft = read(changed(lambda row, lost=lost: ["", *row[1:]] if row[0] in lost else row))
        assert duties(draft) == duties(read(whole()))
        assert [message for _, message in remarks(draft)] == [
            f"没有印序号，照前后定为第 {number} 项" for number in sorted(lost)
        ]


@pytest.mark.parametrize(
    "numbers", [("A01", "A02", "A03"), ("一", "二", "三"), ("No.1", "No.2", "No.3"), ("1", "二", "3")]
)
def test_numbers_of_another_kind(numbers: tuple[str, ...]) -> None:
    """What stands in the column of numbers and is none is told by the numbers around it, or by the order; and said."""
    draft = read(changed(lambda row: [numbers[int(row[0]) - 1], *row[1:]] if row[0].isdigit() else row))
    assert duties(draft) == duties(read(whole()))
    assert [message for _, message in remarks(draft)] == [
        f"序号印作“{number}”，照前后定为第 {place} 项"
        for place, number in enumerate(numbers, 1)
        if not number.isdigit()
    ]


def test_list_without_a_duty() -> None:
    """It is refused, and why: nobody is told that a list is empty because its rows could not be read."""
    rows = whole(basic=[PLAIN[B][0], ["事项名称"], *([row[-1]] for row in PLAIN[B][2:])])
    with pytest.raises(
        ImportProblem, match="基本履职事项清单里没有认出一个事项；请看它的表格是不是一项一行、有没有“序号”"
    ):
        read(rows)


def test_name_without_a_number_that_can_be_told() -> None:
    """It goes on in the duty above, and a person is asked whether it does: in the middle of a list, and at its end."""
    for above, name in ((4, "加强党委自身建设。又一句。"), (7, "开展行政执法。又一句。")):
        draft = read(whole(basic=[*PLAIN[B][:above], ["", "又一句。"], *PLAIN[B][above:]]))
        assert name in [duty.name for _, duty in draft.lists[B].duties()]
        (asked,) = (message for _, message in remarks(draft))
        assert asked.startswith("没有印序号，“事项名称”栏里却有字，接在上一项后面；请看原件")


def test_number_without_a_name() -> None:
    """With other texts it asks to be decided; alone it is an empty row of the form."""
    draft = read(whole(cooperative=[*PLAIN[C], ["3", "", "县水利局", "巡河。", "报告。"], ["4", "", "", "", ""]]))
    assert duties(draft) == duties(read(whole()))
    assert [message.split("，")[0] for _, message in remarks(draft)] == [
        *("这一行有序号而没有事项名称", "这一行是只有序号的空行")
    ]


def test_number_printed_twice() -> None:
    """Two whole sentences of one number are two duties."""
    rows = [*PLAIN[B][:5], ["2", "做好征兵工作。"]]
    assert [duty.name for _, duty in read(whole(basic=rows)).lists[B].duties()] == [
        *("加强党委自身建设。", "加强党员队伍建设。", "做好征兵工作。")
    ]


@pytest.mark.parametrize(
    "line",
    [
        *(
            "填报单位：乙镇人民政府　填报日期：2025年6月30日",
            "附件1-2",
            "注：本清单所称上级部门，指县级部门。",
            "合计",
            "续表",
        ),
        *(
            "（共3项）",
            "乙镇人民政府",
            "2025年6月30日",
            "二〇二五年六月",
            "单位（盖章）：",
            "（续）",
            "备注：另行通知。",
        ),
    ],
)
def test_what_is_no_duty_is_set_aside(line: str) -> None:
    """Above the heads and below the last row: it is reported, and the audit does not ask about it."""
    for rows in (whole(cooperative=[PLAIN[C][0], [line], *PLAIN[C][1:]]), whole(cooperative=[*PLAIN[C], [line]])):
        draft = read(rows)
        assert duties(draft) == duties(read(whole()))
        assert ["没有收进清单" in message for _, message in remarks(draft)] == [True]


def test_notes_over_several_lines() -> None:
    """What follows 注 or 说明 belongs to it, up to the next table; a category above a duty does not."""
    notes = [["说明："], ["一、编制依据"], ["根据某文件制定。"]]
    rows = [*PLAIN[B][:5], ["注：1.甲"], ["2.乙"], *PLAIN[B][5:], ["4", ""], *notes]
    draft = read(whole(basic=rows))
    assert duties(draft) == duties(read(whole()))
    assert [line for line, message in remarks(draft) if "没有收进清单" in message] == [6, 7, 10, 11, 12, 13]


def test_totals_and_running_heads() -> None:
    """A row of totals, and a line that several pages print, are reported; one that is nothing asks to be decided."""
    head = ["甲县人民政府办公室文件印发"]
    rows = [*PLAIN[B], ["合计", "3项"], head, *PLAIN[C], head, *PLAIN[R], ["此处留白以下无正文内容"]]
    draft = read(rows)
    assert duties(draft) == duties(read(whole()))
    assert [(line, "set_aside" in message) for line, message in remarks(draft)] == [
        *((8, False), (9, False), (15, False), (20, True))
    ]


# --- sheets, files, columns that nobody knows ----------------------------------------------------------


def workbook(path: Path, sheets: dict[str, Rows]) -> Path:
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def imported(document: Path, folder: Path, options: Options | None = None) -> list[object]:
    """The duties of a document that was imported into a folder, whose check finds nothing."""
    found = import_document(document, "jia/yi", PLACE, folder, options or Options())
    for name, content in found.files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, "utf-8")
    (township,) = read_content(folder).content.townships
    assert list(audit(township)) == []
    return duties(Draft("", township.lists))


@pytest.mark.slow
def test_names_of_sheets_are_titles(tmp_path: Path) -> None:
    """Where no title stands in a sheet; one that a person names says so too."""
    names = {B: "基本履职", C: "2.乙镇配合", R: "部门收回"}
    book = workbook(tmp_path / "清单.xlsx", {names[kind]: PLAIN[kind][1:] for kind in ListKind})
    assert imported(book, tmp_path / "a") == duties(read(whole()))
    township = read_content(tmp_path / "a").content.townships[0]
    assert [township.lists[kind].title for kind in ListKind] == ["基本履职", "配合履职事项清单", "上级部门收回事项清单"]
    given = workbook(tmp_path / "另.xlsx", {"一": PLAIN[B][1:], "二": PLAIN[C][1:], "草稿": PLAIN[C], "三": PLAIN[R]})
    assert imported(given, tmp_path / "b", Options(sheets=("一=基本履职", "二=配合履职", "三"))) == duties(
        read(whole())
    )


@pytest.mark.slow
def test_lists_in_several_files(tmp_path: Path) -> None:
    """One after another, in any order; a message leads to the file and its sheet."""
    files = [workbook(tmp_path / f"{kind.value}.xlsx", {"表": PLAIN[kind]}) for kind in (C, R, B)]
    assert imported(files[0], tmp_path / "a", Options(more=tuple(files[1:]))) == duties(read(whole()))
    odd = workbook(tmp_path / "r.xlsx", {"表": [*PLAIN[R], ["此处留白以下无正文内容"]]})
    found = import_document(files[0], "jia/yi", PLACE, tmp_path / "b", Options(more=(odd, files[2])))
    places = [found.received.place_of(guess) for guess in found.guesses if "set_aside" in guess.message]
    assert places == [f"{odd}：工作表“表”第 5 行"]


def cli(*arguments: object, folder: Path) -> int:
    where = ("--to", "jia/yi", "--place", "某省/某市/甲县/乙镇", "--content", str(folder))
    return main(["import", *map(str, arguments), *where])


def other_head(head: str, place: int) -> Rows:
    return [PLAIN[C][0], [*PLAIN[C][1][:place], head, *PLAIN[C][1][place + 1 :]], *PLAIN[C][2:]]


TO_FOLLOW: dict[str, dict[str, Rows]] = {
    "a head that is not known": {"表": whole(cooperative=other_head("乡镇怎么做", 4))},
    "two heads that are not known": {
        "表": whole(cooperative=[PLAIN[C][0], ["序号", "事项名称", "找谁", "上头管啥", "乡镇配合职责"], *PLAIN[C][2:]])
    },
    "no heads": {"表": whole(cooperative=[PLAIN[C][0], *PLAIN[C][2:]])},
    "two townships": {
        **{f"乙{kind.value}": PLAIN[kind] for kind in ListKind},
        "丙": [["甲县丙镇基本履职事项清单"], *PLAIN[B][1:]],
    },
}


@pytest.mark.slow
@pytest.mark.parametrize("name", TO_FOLLOW)
def test_advice_that_is_followed_works(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The message gives the option; with it the document is imported, and the audit reads the text in the same way."""
    book, folder = workbook(tmp_path / "清单.xlsx", TO_FOLLOW[name]), tmp_path / "content"
    assert cli(book, folder=folder) == 1
    advice = re.findall(r"--(?:columns|sheet) [^ ，；\n]+", capsys.readouterr().err)
    assert advice
    assert cli(book, *(word for option in advice for word in option.split(" ")), folder=folder) == 0
    assert main(["check", "--content", str(folder)]) == 0
    (township,) = read_content(folder).content.townships
    assert duties(Draft("", township.lists)) == duties(read(whole()))
    # What is kept is read in the same way again.
    source = folder / "townships/jia/yi/source.txt"
    capsys.readouterr()
    assert cli(source, folder=folder) == 0
    assert "与这份文件一致" in capsys.readouterr().err


def test_letters_are_those_that_excel_shows(tmp_path: Path) -> None:
    """Hidden columns count, and empty ones."""
    rows = [["", *row[:2], "内部", *row[2:]] if row[1:] else row for row in other_head("找谁", 2)]
    path = workbook(tmp_path / "清单.xlsx", {"表": rows})
    book = load_workbook(path)
    book["表"].column_dimensions["D"].hidden = True
    book.save(path)
    text = receive(path).text
    with pytest.raises(ImportProblem, match=r"E 栏“找谁”不认识.*--columns 配合履职:对应上级部门=E ，"):
        TableText().read(text, Overrides())
    with pytest.raises(ImportProblem, match=r"序号=B,事项名称=C,对应上级部门=E,上级部门职责=F,乡镇配合职责=G$"):
        TableText().read(re.sub(".*找谁.*\n", "", text), Overrides())


@pytest.mark.slow
def test_columns_are_kept(tmp_path: Path) -> None:
    """In township.yml, as the list, the meaning and the column."""
    book = workbook(tmp_path / "清单.xlsx", TO_FOLLOW["a head that is not known"])
    imported(book, tmp_path / "a", Options(columns=("配合履职:乡镇配合职责=e",)))
    file = yaml_text.parse((tmp_path / "a/townships/jia/yi/township.yml").read_text("utf-8")).data
    assert list(file["source"]["columns"]) == [{"list": "cooperative", "means": "township", "column": "E"}]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (Options(columns=("事项名=A",)), "--columns 里的“事项名”不认识；是否指“事项名称”？"),
        (Options(columns=("赋权:序号=A",)), "--columns 里的“赋权”不是清单"),
        (Options(columns=("序号=第一栏",)), "--columns 里“序号”的栏“第一栏”不对；请照 Excel 写字母，例如 序号=A"),
        (Options(sheets=("表1",)), "没有工作表“表1”"),
        (Options(sheets=("表=权力",)), "--sheet 表= 后面写 基本履职、配合履职 或 收回"),
    ],
)
def test_option_that_means_nothing(options: Options, said: str, tmp_path: Path) -> None:
    """It is said what can be written."""
    book = workbook(tmp_path / "清单.xlsx", {"表": whole()})
    with pytest.raises(ImportProblem) as problem:
        import_document(book, "jia/yi", PLACE, tmp_path / "content", options)
    assert problem.value.message.startswith(said)


@pytest.mark.slow
def test_words_that_staff_add(tmp_path: Path) -> None:
    """The vocabulary of the content folder itself is the one that counts, for importing and for the audit."""
    folder = tmp_path / "content"
    vocabulary = project_words().model_dump(mode="json")
    vocabulary["township"] += ["乡镇怎么做"]
    (folder / "vocabulary").mkdir(parents=True)
    (folder / "vocabulary/columns.yml").write_text(yaml_text.dump(vocabulary, "../schema/columns.json"), "utf-8")
    book = workbook(tmp_path / "清单.xlsx", TO_FOLLOW["a head that is not known"])
    assert cli(book, folder=folder) == 0
    assert main(["check", "--content", str(folder)]) == 0


# --- text copied from a page ---------------------------------------------------------------------------


def as_bars(rows: Rows) -> str:
    return "\n".join(" | ".join(cell.replace("\n", " ") for cell in row) + " |" for row in rows)


def as_tabs(rows: Rows) -> str:
    return "\n".join("\t".join(row) for row in rows)


@pytest.mark.parametrize("write", [as_bars, as_tabs])
def test_text_of_a_page(write: Callable[[Rows], str], tmp_path: Path) -> None:
    """Cells between bars; cells between tabs whose lines stand below each other."""
    page = tmp_path / "网页.txt"
    page.write_text(write(whole()), "utf-8")
    received = receive(page)
    assert duties(received.importer.read(received.text, Overrides())) == duties(read(whole()))
