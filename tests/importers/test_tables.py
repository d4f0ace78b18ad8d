"""Tables of offices: which column is what, which category and duty a row belongs to, what goes on in the next row."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook

from generator.importers.draft import Draft, ImportProblem
from generator.importers.grid import PARAGRAPH, GridLine
from generator.importers.office import csv, xlsx
from generator.importers.received import receive
from generator.importers.registry import importer_for
from generator.importers.text.ocr_table import OcrTable
from generator.importers.text.table_text import TableText, grid_text
from generator.model import (
    CooperativeDuty,
    DepartmentsOverride,
    ListKind,
    Note,
    NoteOverride,
    Overrides,
    ReclaimedDuty,
)

Rows = list[list[str]]
HEADS = {
    ListKind.BASIC: ["序号", "事项名称"],
    ListKind.COOPERATIVE: ["序号", "事项名称", "对应上级部门", "上级部门职责", "乡镇配合职责"],
    ListKind.RECLAIMED: ["序号", "事项名称", "承接部门及工作方式"],
}
ROWS: dict[ListKind, Rows] = {
    ListKind.BASIC: [["一、党的建设（1项）"], ["1", "开展党建工作。"]],
    ListKind.COOPERATIVE: [["一、民生服务"], ["1", "高龄津贴", "县民政局", "审核。", "初审。"]],
    ListKind.RECLAIMED: [["一、民生服务"], ["1", "评比", "不再开展。"]],
}


def grid(before: Rows | None = None, heads: dict[ListKind, list[str]] | None = None, **rows: Rows) -> str:
    """A document's text: the three lists, some with other heads or rows; a line feed in a cell parts paragraphs."""
    whole = [*(before or [])]
    for kind in ListKind:
        whole += [[kind.official_title], (heads or {}).get(kind, HEADS[kind]), *rows.get(kind.value, ROWS[kind])]
    return grid_text(GridLine("", tuple(cell.replace("\n", PARAGRAPH) for cell in row)) for row in whole)


def read(text: str, overrides: Overrides | None = None) -> Draft:
    return TableText().read(text, overrides or Overrides())


def refused(text: str) -> tuple[int | None, str]:
    with pytest.raises(ImportProblem) as problem:
        read(text)
    return problem.value.line, problem.value.message


def numbers(draft: Draft, kind: ListKind) -> list[tuple[str, int | None, list[tuple[str, int]]]]:
    """The categories of a list, their counts, and the id and number of their duties."""
    return [
        (one.name, one.declared, [(duty.id, duty.number) for duty in one.duties])
        for one in draft.lists[kind].categories
    ]


def cooperative(*rows: list[str], heads: list[str] | None = None) -> CooperativeDuty:
    """The only duty of a cooperative list."""
    given = {ListKind.COOPERATIVE: heads} if heads else {}
    draft = read(grid(heads=given, cooperative=[["一、民生服务"], *rows]))
    ((_, duty),) = draft.lists[ListKind.COOPERATIVE].duties()
    assert isinstance(duty, CooperativeDuty)
    return duty


def reclaimed(*rows: list[str], heads: list[str] | None = None) -> ReclaimedDuty:
    given = {ListKind.RECLAIMED: heads} if heads else {}
    draft = read(grid(heads=given, reclaimed=[["一、民生服务"], *rows]))
    ((_, duty),) = draft.lists[ListKind.RECLAIMED].duties()
    assert isinstance(duty, ReclaimedDuty)
    return duty


# --- lists, categories, duties ---------------------------------------------------------------------


def test_titles() -> None:
    """The document's title, be it over two lines; the lists' own; without a title, that of the first list."""
    draft = read(
        grid([["甲县乙镇"], ["履行职责事项清单"], ["附件1"], ["目录"], ["基本履职事项清单……3"], ["— 2 —"], ["3"]])
    )
    assert draft.title == "甲县乙镇履行职责事项清单"
    assert [one.title for one in draft.lists.values()] == [
        *("基本履职事项清单", "配合履职事项清单", "上级部门收回事项清单")
    ]
    assert read(grid()).title == "基本履职事项清单"


def test_line_ends() -> None:
    """An editor may have changed them."""
    assert read(grid().replace("\n", "\r\n")) == read(grid())


def test_heading_over_two_lines() -> None:
    """A list's heading may be parted in its cell, and is one name."""
    text = grid().replace("配合履职事项清单\n", f"甲镇配合履职{PARAGRAPH}事项清单\n")
    assert read(text).lists[ListKind.COOPERATIVE].title == "甲镇配合履职事项清单"


def test_lists_in_another_order() -> None:
    """Each row belongs to the list whose heading stands above it."""
    parts = re.split(r"(?m)^(?=.*事项清单$)", grid())
    draft = read("".join(reversed(parts)))
    assert {kind: one.model_dump(exclude=SOURCES) for kind, one in draft.lists.items()} == {
        kind: one.model_dump(exclude=SOURCES) for kind, one in read(grid()).lists.items()
    }


SOURCES = {"categories": {"__all__": {"duties": {"__all__": {"source"}}}}}


def test_every_duty_is_in_its_category() -> None:
    """By the heading above it; ids count over the whole list whatever the numbers are; counts are those stated."""
    draft = read(
        grid(
            basic=[
                *(["一、党的建设（26项）"], ["1", "甲"], ["2", "乙"]),
                *(["二、经济发展( 100 项 )"], ["3", "丙"]),
                *(["十一、民生服务"], ["1", "丁"], ["7", "戊"]),
            ]
        )
    )
    assert numbers(draft, ListKind.BASIC) == [
        ("党的建设", 26, [("b-001", 1), ("b-002", 2)]),
        ("经济发展", 100, [("b-003", 3)]),
        ("民生服务", None, [("b-004", 1), ("b-005", 7)]),
    ]
    assert [duty.source.lines for _, duty in draft.lists[ListKind.BASIC].duties()] == [
        *((4, 4), (5, 5), (7, 7), (9, 9), (10, 10))
    ]


def test_last_duty_before_a_heading() -> None:
    """A category's and a list's heading end a duty, so that an equal number after it is another."""
    draft = read(
        grid(
            basic=[["一、党的建设"], ["1", "甲"], ["二、民生服务"], ["1", "乙"]],
            cooperative=[["一、民生服务"], ["1", "丙", "县民政局", "审核。", "初审。"]],
        )
    )
    assert numbers(draft, ListKind.BASIC) == [("党的建设", None, [("b-001", 1)]), ("民生服务", None, [("b-002", 1)])]
    assert numbers(draft, ListKind.COOPERATIVE) == [("民生服务", None, [("c-001", 1)])]


def test_category_column() -> None:
    """Filled once for its rows, or in each; a name that comes back is another run; each list begins anew."""
    heads = {kind: [HEADS[kind][0], "事项类别", *HEADS[kind][1:]] for kind in (ListKind.BASIC, ListKind.COOPERATIVE)}
    heads[ListKind.RECLAIMED] = ["序号", "类别", "事项", "工作方式"]
    draft = read(
        grid(
            heads=heads,
            basic=[["1", "党的\n建设", "甲"], ["2", "", "乙"], ["3", "民生服务", "丙"], ["4", "党的建设", "丁"]],
            cooperative=[["1", "民生服务", "戊", "县民政局", "审核。", "初审。"], ["", "", "", "", "发放。", ""]],
            reclaimed=[["1", "民生服务", "己", "不再开展。"], ["2", "民生服务", "庚", "不再开展。"]],
        )
    )
    assert numbers(draft, ListKind.BASIC) == [
        ("党的建设", None, [("b-001", 1), ("b-002", 2)]),
        ("民生服务", None, [("b-003", 3)]),
        ("党的建设", None, [("b-004", 4)]),
    ]
    assert numbers(draft, ListKind.COOPERATIVE) == [("民生服务", None, [("c-001", 1)])]
    assert numbers(draft, ListKind.RECLAIMED) == [("民生服务", None, [("r-001", 1), ("r-002", 2)])]


def test_category_column_of_another_list() -> None:
    """A list whose first row names no category does not take that of the list before."""
    heads = {kind: [HEADS[kind][0], "事项类别", *HEADS[kind][1:]] for kind in (ListKind.BASIC, ListKind.COOPERATIVE)}
    text = grid(
        heads=heads,
        basic=[["1", "党的建设", "甲"]],
        cooperative=[["1", "", "乙", "县民政局", "审核。", "初审。"]],
    )
    assert numbers(read(text), ListKind.COOPERATIVE) == [("未分类", None, [("c-001", 1)])]


@pytest.mark.parametrize(
    ("list_kind", "heads"),
    [
        (ListKind.BASIC, ["序 号", "履职事项"]),
        (ListKind.COOPERATIVE, ["序号", "履职事项名称", "上级部门", "部门职责", "街道履职职责"]),
        (ListKind.COOPERATIVE, ["序号", "事项", "责任单位", "对应上级部门职责", "镇职责"]),
        (ListKind.COOPERATIVE, ["序号", "事项\n名称", "对应上级\n部门", "上级部门\n职责", "乡镇\n配合职责"]),
        (ListKind.RECLAIMED, ["序号", "事项名称", "承接部门及承接方式"]),
        (ListKind.RECLAIMED, ["序号", "事项名称", "承接部门、履职方式"]),
        (ListKind.RECLAIMED, ["序号", "事项名称", "工作措施"]),
    ],
)
def test_heads_of_columns(list_kind: ListKind, heads: list[str]) -> None:
    """The words that offices use for a column, with white space between them."""
    draft = read(grid(heads={list_kind: heads}))
    assert draft.lists[list_kind].model_dump() == read(grid()).lists[list_kind].model_dump()


def test_columns_in_another_order() -> None:
    """What a cell holds is what its head says."""
    duty = cooperative(
        ["初审。", "县民政局", "1", "审核。", "高龄津贴"],
        heads=["乡镇配合职责", "对应上级部门", "序号", "上级部门职责", "事项名称"],
    )
    assert duty.model_dump(exclude={"source"}) == cooperative(ROWS[ListKind.COOPERATIVE][1]).model_dump(
        exclude={"source"}
    )
    assert (duty.name, duty.departments, duty.township) == ("高龄津贴", ("县民政局",), ("初审。",))
    assert duty.superior[0].duties == ("审核。",)


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (["1001a", "乙"], "的“序号”栏里应是从 1 起的整数，印的是“1001a”"),
        (["0", "乙"], "的“序号”栏里应是从 1 起的整数，印的是“0”"),
    ],
)
def test_row_that_has_no_place_is_set_aside(row: list[str], why: str) -> None:
    """One odd row stops no document, and is not dropped in silence: the line, and what is wrong with it."""
    draft = read(grid(basic=[["一、党的建设"], ["1", "甲"], row, ["2", "丙"]]))
    assert numbers(draft, ListKind.BASIC) == [("党的建设", None, [("b-001", 1), ("b-002", 2)])]
    assert [guess.message.split("，没有收进")[0] for guess in draft.guesses if guess.line == 5] == [f"这一行{why}"]


def test_line_that_is_nothing_is_set_aside() -> None:
    """One odd line stops no document: it is left out, and reported with its beginning and what to do."""
    odd = "说明文字" * 11
    draft = read(grid(basic=[["一、党的建设"], [odd], ["1", "甲"]]))
    assert numbers(draft, ListKind.BASIC) == [("党的建设", None, [("b-001", 1)])]
    (said,) = (guess for guess in draft.guesses if guess.line == 4)
    assert said.message == (
        f"这一行不是标题、类别，也不是基本履职清单的表格行，没有收进清单：“{'说明文字' * 10}”；"
        "请看原件：是事项的文字就补进清单；不是，就在 township.yml 的 source 里写 set_aside（第 4 行）"
    )


def test_row_with_empty_cells_behind_the_table() -> None:
    """A sheet is as wide as its widest table: what is empty there is no cell, a number has up to four figures."""
    text = grid(basic=[["一、党的建设", "", "", ""], ["1000", "甲", "", ""], ["1001", "乙", " ", "", ""]])
    assert numbers(read(text), ListKind.BASIC) == [("党的建设", None, [("b-001", 1000), ("b-002", 1001)])]


def test_list_twice() -> None:
    """One document is one township's."""
    assert refused(grid() + "基本履职事项清单\n") == (
        13,
        "“基本履职事项清单”出现了两次；一份文件只能有一个乡镇的三张清单，请分成两份，各导入一次",
    )


# --- rows that go on -------------------------------------------------------------------------------


def test_row_goes_on() -> None:
    """Without a number, or with the same one: names, departments and every cell go on where they stopped."""
    for number in ("", "1"):
        duty = cooperative(
            ["1", "高龄津贴", "县民政局", "1.审核；\n2.按月", "1.受理；"],
            [number, "发放", "", "发放。", ""],
            [number, "", "", "3.公示。", "2.初审。"],
        )
        assert (duty.name, duty.departments, duty.source.lines) == ("高龄津贴发放", ("县民政局",), (8, 10))
        assert [(one.departments, one.duties) for one in duty.superior] == [
            (("县民政局",), ("审核；", "按月发放。", "公示。"))
        ]
        assert duty.township == ("受理；", "初审。")


def test_departments_of_rows_that_go_on() -> None:
    """Departments beside texts of their own are their label; where only one row has any, its texts are all theirs."""
    duty = cooperative(
        ["1", "高龄津贴", "县民政局、县残联", "审核。", "初审。"],
        ["", "", "县财政局", "拨付。", ""],
        ["", "", "", "追回多发的资金。", ""],
        ["", "", "县审计局", "", "公示。"],
    )
    assert duty.departments == ("县民政局", "县残联", "县财政局", "县审计局")
    assert [(one.departments, one.duties) for one in duty.superior] == [
        (("县民政局", "县残联"), ("审核。",)),
        (("县财政局",), ("拨付。", "追回多发的资金。")),
    ]
    assert duty.township == ("初审。", "公示。")
    alone = cooperative(["1", "高龄津贴", "县民政局、县财政局", "审核。", "初审。"], ["", "", "", "拨付。", ""])
    assert [(one.departments, one.duties) for one in alone.superior] == [
        (("县民政局", "县财政局"), ("审核。", "拨付。"))
    ]


def test_rows_of_two_duties_are_not_one() -> None:
    """The departments of one duty are no label in the next one's cell."""
    draft = read(
        grid(
            cooperative=[
                ["一、民生服务"],
                ["1", "甲", "县民政局（牵头）", "县残联：登记。", "初审。"],
                ["2", "乙", "县财政局", "拨付。", "核对。"],
            ]
        )
    )
    assert [
        (duty.departments, [(one.departments, one.duties) for one in duty.superior], duty.township)
        for _, duty in draft.lists[ListKind.COOPERATIVE].duties()
        if isinstance(duty, CooperativeDuty)
    ] == [
        (("县民政局（牵头）",), [(("县残联",), ("登记。",))], ("初审。",)),
        (("县财政局",), [(("县财政局",), ("拨付。",))], ("核对。",)),
    ]


def test_lead_mark_of_rows_that_go_on() -> None:
    """The mark 牵头 belongs to the departments' cell; who does something is called by the name."""
    duty = cooperative(["1", "甲", "县民政局（牵头）", "审核。", "初审。"], ["", "", "县财政局", "拨付。", ""])
    assert duty.departments == ("县民政局（牵头）", "县财政局")
    assert [one.departments for one in duty.superior] == [("县民政局",), ("县财政局",)]


def test_category_of_each_row() -> None:
    """The audit sees a duty's category on its first row, also where it is printed above."""
    heads = {ListKind.BASIC: ["序号", "事项类别", "事项名称"]}
    text = grid(heads=heads, basic=[["1", "党的建设", "甲"], ["", "", "乙"], ["2", "", "丙"]])
    rows = [row for row in TableText().rows(text) if row.list_kind is ListKind.BASIC and row.cells]
    assert [(row.cells, row.category_cell) for row in rows] == [
        (("1", "甲"), "党的建设"),
        (("", "乙"), ""),
        (("2", "丙"), "党的建设"),
    ]


def test_list_without_heads() -> None:
    """It does not take those of the list before."""
    assert refused(grid().replace("\t".join(HEADS[ListKind.COOPERATIVE]) + "\n", "")) == (
        7,
        "配合履职事项清单的表格没有表头；"
        "表头应是：序号、事项名称、对应上级部门、上级部门职责、乡镇配合职责（可以有一栏事项类别）；可以指定各是哪一栏："
        "--columns 配合履职:序号=A,事项名称=B,对应上级部门=C,上级部门职责=D,乡镇配合职责=E",
    )


def test_row_of_one_filled_cell() -> None:
    """A cell that goes on alone is a row; so is a number alone; a text in the first cell is none."""
    duty = cooperative(["1", "高龄津贴", "县民政局", "审核", "初审。"], ["", "", "", "材料。"])
    assert duty.superior[0].duties == ("审核材料。",)
    draft = read(grid(basic=[["一、党的建设"], ["1", "甲"], ["1", ""], ["二、民生服务", ""], ["2", "乙"]]))
    assert numbers(draft, ListKind.BASIC) == [("党的建设", None, [("b-001", 1)]), ("民生服务", None, [("b-002", 2)])]


def test_labels_of_the_townships_cell_are_its_words() -> None:
    """What the township does is its own, whoever it does it for; nothing of it is dropped."""
    duty = cooperative(["1", "高龄津贴", "县民政局", "审核。", "县民政局：移交线索。\n履职保障：登记。"])
    assert duty.township == ("县民政局：移交线索。", "履职保障：登记。")
    assert [(one.departments, one.duties, one.support) for one in duty.superior] == [(("县民政局",), ("审核。",), ())]


def test_label_without_its_level() -> None:
    """It names the cell's department, so there is nothing to note."""
    duty = cooperative(["1", "高龄津贴", "县民政局（牵头）、县财政局", "民政局：审核。\n县财政局：拨付。", "初审。"])
    assert [one.departments for one in duty.superior] == [("民政局",), ("县财政局",)]
    assert duty.notes == ()


# --- departments and reclaimed duties --------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("县公安局、县民政局，县财政局；县教育局", "县公安局 县民政局 县财政局 县教育局"),
        ("县公安局,县民政局;县财政局", "县公安局 县民政局 县财政局"),
        ("县公安局\n县民政局", "县公安局 县民政局"),
        ("县公安局 县民政局", "县公安局 县民政局"),
        # a name that the cell's width cut
        ("县住房城乡\n建设局、县公安局", "县住房城乡建设局 县公安局"),
        ("县发改局（县粮食局、县能源局）、县公安局", "县发改局（县粮食局、县能源局） 县公安局"),
        ("县委宣传部(县文联，县社科联)、县公安局", "县委宣传部(县文联，县社科联) 县公安局"),
        ("县公安局、县公安局", "县公安局"),
        ("县公安局（牵头）、", "县公安局（牵头）"),
    ],
)
def test_names_of_a_cell(cell: str, names: str) -> None:
    """Parted by marks, or by lines where each is a whole name; not inside brackets."""
    assert cooperative(["1", "甲", cell, "办。", "办。"]).departments == tuple(names.split())


METHOD_APART = ["序号", "事项名称", "承接部门", "工作方式"]


@pytest.mark.parametrize(
    ("cells", "departments", "status", "method"),
    [
        (["承接部门：县医保局\n工作方式：1.受理；\n2.支付。"], ("县医保局",), "taken-over", ("受理；", "支付。")),
        (["承接单位：县医保局、县民政局 承接方式：受理。"], ("县医保局", "县民政局"), "taken-over", ("受理。",)),
        (["承办部门: 县医保局\n履职方式及工作措施:受理。"], ("县医保局",), "taken-over", ("受理。",)),
        (["承接部门：县医保局\n1.受理；\n2.支付。"], ("县医保局",), "taken-over", ("受理；", "支付。")),
        (["承接部门：县医保局"], ("县医保局",), "taken-over", ()),
        (["县医保局、县民政局\n受理。"], ("县医保局", "县民政局"), "taken-over", ("受理。",)),
        (["由县医保局受理"], (), "taken-over", ("由县医保局受理",)),
        (["取消考核\n不再开展。"], (), "discontinued", ("取消考核", "不再开展。")),
        (["1.受理；\n2.不再开展年检。"], (), "discontinued", ("受理；", "不再开展年检。")),
        # the words 工作方式： inside the text stay
        (["承接部门：县医保局\n工作方式：按原工作方式：办。"], ("县医保局",), "taken-over", ("按原工作方式：办。",)),
        # in columns of their own, with or without the labels
        (["县医保局", "受理。"], ("县医保局",), "taken-over", ("受理。",)),
        (["县医保局", ""], ("县医保局",), "taken-over", ()),
        (["", "不再开展。"], (), "discontinued", ("不再开展。",)),
        (["承接部门：县医保局", "工作方式：受理。"], ("县医保局",), "taken-over", ("受理。",)),
        (["县医保局\n县民政局", "1.受理；\n2.支付。"], ("县医保局", "县民政局"), "taken-over", ("受理；", "支付。")),
    ],
)  # fmt: skip
def test_reclaimed(cells: list[str], departments: tuple[str, ...], status: str, method: tuple[str, ...]) -> None:
    """Who has taken it back and how it is done, or that nobody does it any more; nothing is both."""
    duty = reclaimed(["1", "甲", *cells], heads=METHOD_APART if len(cells) > 1 else None)
    assert (duty.departments, duty.status, duty.method) == (departments, status, method)


def test_reclaimed_that_goes_on() -> None:
    """Departments of following rows are added, their texts too."""
    duty = reclaimed(["1", "甲", "县医保局", "受理。"], ["", "", "县民政局", "救助。"], heads=METHOD_APART)
    assert (duty.departments, duty.method) == (("县医保局", "县民政局"), ("受理。", "救助。"))


# --- notes, guesses, overrides ---------------------------------------------------------------------


def test_notes_and_guesses() -> None:
    """What was guessed is reported with the duty's line and id, and stands on that duty and no other."""
    draft = read(
        grid(
            cooperative=[
                ["一、民生服务"],
                ["5", "甲", "县民政局", "审核。", "初审。"],
                ["6", "乙", "县民政局、李某", "县公安局：查处。", "1.甲；\n4.乙。"],
                ["", "", "", "宣传。", ""],
            ]
        )
    )
    notes = (
        Note(printed="李某", why="部门栏里的这一段不像部门名称，照原文保留"),
        Note(why="条目编号不连续：1 之后是 4"),
        Note(printed="县公安局", why="上级部门职责栏里有它的职责，部门栏里没有这个名称"),
    )
    assert [duty.notes for _, duty in draft.lists[ListKind.COOPERATIVE].duties()] == [(), notes]
    assert [(one.line, one.duty_id, one.message) for one in draft.guesses] == [
        (9, "c-002", "印作“李某”，部门栏里的这一段不像部门名称，照原文保留"),
        (9, "c-002", "条目编号不连续：1 之后是 4"),
        (9, "c-002", "印作“县公安局”，上级部门职责栏里有它的职责，部门栏里没有这个名称"),
    ]


def test_overrides() -> None:
    """They are for the duty that they name; one for a duty that is not there is refused, whichever kind it is."""
    departments = (DepartmentsOverride(duty="c-001", departments=("县残联",), why="原件"),)
    notes = (NoteOverride(duty="r-001", printed="评比", meant="评选", why="漏字"),)
    draft = read(grid(), Overrides(departments=departments, notes=notes))
    ((_, helped),), ((_, ended),) = (draft.lists[kind].duties() for kind in (ListKind.COOPERATIVE, ListKind.RECLAIMED))
    assert isinstance(helped, CooperativeDuty)
    assert (helped.departments, helped.superior[0].departments) == (("县残联",), ("县残联",))
    assert (helped.notes, ended.notes) == ((), (Note(printed="评比", meant="评选", why="漏字"),))
    for wrong in (
        Overrides(departments=(DepartmentsOverride(duty="c-002", departments=("县残联",), why="原件"),)),
        Overrides(notes=(NoteOverride(duty="c-002", why="漏字"),)),
    ):
        with pytest.raises(ImportProblem, match=r"^overrides.yml 里的事项 c-002 在文件中不存在$"):
            read(grid(), wrong)


def test_characters_that_nobody_sees() -> None:
    """Left out of every text, and reported with their line."""
    draft = read(grid(basic=[["一、党的建设"], ["1", "开展\u200b党建"], ["2", "甲\r"]]))
    assert [duty.name for _, duty in draft.lists[ListKind.BASIC].duties()] == ["开展党建", "甲"]
    assert [(one.line, one.message) for one in draft.guesses] == [(4, "有 U+200B 零宽空格（看不见），已略去")]


# --- the text that is kept -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "text"),
    [
        (("一段",), "一段"),
        (("1", "甲", "", ""), "1\t甲"),
        (("", "甲", "", "乙"), "\t甲\t\t乙"),
        (("甲", ""), "甲\t"),
        (("", ""), "\t"),
        (("甲\t乙\n丙\x0b丁\u2029戊\x85己", " 庚 "), "甲 乙 丙 丁 戊 己\t庚"),
        ((f"甲{PARAGRAPH}乙", f"丙{PARAGRAPH}丁"), f"甲{PARAGRAPH}乙\t丙{PARAGRAPH}丁"),
    ],
)
def test_line_of_a_grid(cells: tuple[str, ...], text: str) -> None:
    """A line a row, a tab between cells; a row keeps one, which tells it from a line of text."""
    assert grid_text([GridLine("", cells)]) == f"{text}\n"


def test_which_importer_reads_a_text() -> None:
    """Kept text of an office file is not taken for a table that was recognised from a picture, nor the other way."""
    office = grid(cooperative=[["一、民生服务"], ["1", "甲", "县民政局", "1.甲；\n2.乙。", "初审。"]])
    assert type(importer_for(office)) is TableText
    assert type(importer_for("序号\t事项名称\n1\t甲\n")) is OcrTable
    assert importer_for("序号\t事项名称\n一\t甲\n") is None
    assert importer_for("会议纪要\n") is None


# --- Excel and CSV ---------------------------------------------------------------------------------


def test_workbook(tmp_path: Path) -> None:
    """Sheet after sheet, rows that hold something, each with its place; numbers as they are seen."""
    book = Workbook()
    first = book.active
    first.title = "甲"
    first["A2"], first["C2"] = 1, "一\n二\r\n三"
    first["B4"], first["C4"] = 12.0, 1234567
    first.merge_cells("A5:C5")
    first["A5"] = "五"
    book.create_sheet("空")
    book.create_sheet("乙")["A1"] = "六"
    book.save(tmp_path / "a.xlsx")
    assert list(xlsx.lines(tmp_path / "a.xlsx")) == [
        GridLine("工作表“甲”第 2 行", ("1", "", f"一{PARAGRAPH}二{PARAGRAPH}三")),
        GridLine("工作表“甲”第 4 行", ("", "12", "1234567")),
        GridLine("工作表“甲”第 5 行", ("五", "")),
        GridLine("工作表“乙”第 1 行", ("六",)),
    ]


def test_workbook_cell_with_an_error(tmp_path: Path) -> None:
    """What Excel shows for a formula that failed is no text."""
    book = Workbook()
    book.active["B2"] = "#REF!"
    book.save(tmp_path / "a.xlsx")
    with pytest.raises(ImportProblem, match=r"工作表“Sheet”的 B2 格显示的是 #REF!，不是文字；请在 Excel 里改成文字"):
        list(xlsx.lines(tmp_path / "a.xlsx"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_csv(encoding: str, tmp_path: Path) -> None:
    """Rows as they are numbered; paragraphs in quotation marks; the mark before a formula goes, another one stays."""
    text = "1,'=甲,'乙\r\n2,\"一\n二\r\n三\",''丙\r\n,,'+\r\n3,喆镕㙍,'\n"
    (tmp_path / "a.csv").write_bytes(text.encode(encoding))
    assert list(csv.lines(tmp_path / "a.csv")) == [
        GridLine("第 1 行", ("1", "=甲", "'乙")),
        GridLine("第 2 行", ("2", f"一{PARAGRAPH}二{PARAGRAPH}三", "'丙")),
        GridLine("第 3 行", ("", "", "+")),
        GridLine("第 4 行", ("3", "喆镕㙍", "'")),
    ]


# --- what kind of file it is -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        # With recognition on the machine, and without it.
        ("a.jpg", b"\xff\xd8\xff\xe0", "(这份文件是扫描的图片，没有文字|图片损坏，打不开)"),
        ("a.tif", b"II*\x00", "(这份文件是扫描的图片，没有文字|图片损坏，打不开)"),
        ("b.tif", b"MM\x00*", "(这份文件是扫描的图片，没有文字|图片损坏，打不开)"),
        ("清单.PDF", "清单".encode(), "文件损坏，或者不是真的 pdf 文件"),
        ("清单.XLSX", "清单".encode(), "文件损坏，或者不是真的 xlsx 文件"),
        ("清单.csv", b"", "文件是空的"),
        ("清单.txt", "会议纪要".encode(), "认不出这份文件的形式"),
        ("清单.txt", "会议纪要".encode("gb18030"), "认不出这份文件的形式"),
        ("清单.txt", b"\xff\xff\xff", "认不出文件的编码"),
    ],
)
def test_file_that_is_none_of_ours(name: str, data: bytes, said: str, tmp_path: Path) -> None:
    """What it is, whatever its name says."""
    (tmp_path / name).write_bytes(data)
    with pytest.raises(ImportProblem, match=f"^{said}"):
        receive(tmp_path / name)


def test_file_that_is_not_there(tmp_path: Path) -> None:
    """A folder, and nothing at all."""
    with pytest.raises(ImportProblem, match=r"^读不了文件：没有这个文件"):
        receive(tmp_path / "a.csv")
    with pytest.raises(ImportProblem, match=r"^读不了文件：这是一个文件夹"):
        receive(tmp_path)


def test_where_a_line_is_found(tmp_path: Path) -> None:
    """Of an office file the row, of a text the line; without one, the file."""
    (tmp_path / "清单.csv").write_text('"序号",事项名称\r\n1,"一\n二"\r\n2,三\r\n', "utf-8")
    (tmp_path / "清单").write_bytes((tmp_path / "清单.csv").read_bytes())
    for name in ("清单.csv", "清单"):
        received = receive(tmp_path / name)
        assert received.text == f"序号\t事项名称\n1\t一{PARAGRAPH}二\n2\t三\n"
        assert [received.place(line) for line in (None, 1, 3)] == [
            *(f"{tmp_path / name}", f"{tmp_path / name}：第 1 行", f"{tmp_path / name}：第 3 行")
        ]
    (tmp_path / "清单.txt").write_text("序号\t事项名称\n1\t甲\n", "utf-8")
    received = receive(tmp_path / "清单.txt")
    assert type(received.importer) is OcrTable
    assert [received.place(line) for line in (None, 2)] == [
        f"{tmp_path / '清单.txt'}:1:1",
        f"{tmp_path / '清单.txt'}:2:1",
    ]


# --- line breaks within cells --------------------------------------------------------------------------

BROKEN = "县民政局\n发现火点，\n及时制止并\n上报。\n（1）造册；\n\n存档。"
WHOLE_AGAIN = "县民政局¶发现火点，及时制止并上报。¶（1）造册；¶存档。"


def as_csv(cell: str, folder: Path) -> Path:
    path = folder / "清单.csv"
    path.write_text(f'序号,事项名称\n1,"{cell}"\n', "utf-8")
    return path


def as_workbook(cell: str, folder: Path) -> Path:
    book = Workbook()
    book.active.append(["序号", "事项名称"])
    book.active.append(["1", cell])
    book.save(folder / "清单.xlsx")
    return folder / "清单.xlsx"


def as_page(cell: str, folder: Path) -> Path:
    path = folder / "清单.html"
    path.write_text(f"<table><tr><td>序号<td>事项名称<tr><td>1<td>{cell.replace(chr(10), '<br>')}</table>", "utf-8")
    return path


@pytest.mark.parametrize("write", [as_csv, as_workbook, as_page])
def test_breaks_within_a_sentence(write: Callable[[str, Path], Path], tmp_path: Path) -> None:
    """Lines that only the width of the column parts are joined, and that is said; names stay one below another."""
    received = receive(write(BROKEN, tmp_path))
    assert received.text.replace(PARAGRAPH, "¶") == f"序号\t事项名称\n1\t{WHOLE_AGAIN}\n"
    (said,) = received.remarks
    assert said.line == 2
    assert "句子中间换了行，接了起来：" in said.message
    assert all(f"“{place}”" in said.message for place in ("发现火点，及时制止并", "火点，及时制止并上报。"))
    names = receive(write("县民政局\n县卫健\n委", tmp_path))
    assert (names.text.replace(PARAGRAPH, "¶"), names.remarks) == ("序号\t事项名称\n1\t县民政局¶县卫健¶委\n", ())
