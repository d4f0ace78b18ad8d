"""The printed form: titles above the lists, heads, headings, and what stands in each cell."""

from dataclasses import replace
from itertools import product

import pytest

from generator.importers.cells import Departments, Side
from generator.model import (
    AnyList,
    BasicDuty,
    BasicList,
    Category,
    Column,
    CooperativeDuty,
    CooperativeList,
    Extra,
    ListKind,
    SourceDocument,
    SuperiorBlock,
    Township,
)
from generator.printed.form import Group, chinese_number, form, items, paragraphs
from support.printed import FORM, TOWNSHIP


def township(**file: object) -> Township:
    """The town with something else in its township.yml."""
    return replace(TOWNSHIP, file=TOWNSHIP.file.model_copy(update=file))


@pytest.mark.parametrize(
    ("title", "whole"),
    [
        ("重庆市云阳县龙角镇履行职责事项清单", True),
        ("甲镇基本履职、配合履职和上级部门收回事项清单", True),
        ("基本履职事项清单", False),
        ("甲县乙镇基本履职事项清单（2025年版）", False),
        ("甲镇基本履职和配合履职事项清单", False),
    ],
)
def test_title_of_the_whole_document(title: str, whole: bool) -> None:
    """A file that has no title but its first list's has none of its own: office files print none above the lists."""
    source = SourceDocument(title=title, format="table-text", sha256="0" * 64)
    renamed = township(source=source)
    assert form(renamed).title == (title if whole else "")


def test_whole_form() -> None:
    """The lists in their order, each with its own heads and widths; every duty once, under its category, by its number;
    no count where the document states none.
    """
    assert form(TOWNSHIP) == FORM


def test_columns_that_only_some_tables_have() -> None:
    """They stand behind the list's own, in the order in which they come up; the others make room for them."""
    duties = (
        BasicDuty(id="b-001", number=1, name="护路。", extras=(Extra(head="备注", texts=("每年。", "县里印发。")),)),
        BasicDuty(id="b-002", number=2, name="征兵。"),
        BasicDuty(
            id="b-003",
            number=3,
            name="护林。",
            extras=(Extra(head="依据", texts=("《森林法》",)), Extra(head="备注", texts=("春季。",))),
        ),
    )
    basic = BasicList(title="基本履职事项清单", categories=(Category(name="平安", declared=None, duties=duties),))
    table, *_ = form(replace(TOWNSHIP, lists={ListKind.BASIC: basic})).tables
    assert table.heads == ("序号", "事项名称", "备注", "依据")
    assert table.widths == (8, 68, 12, 12)
    assert table.groups[0].rows == (
        (("1",), ("护路。",), ("每年。", "县里印发。"), ()),
        (("2",), ("征兵。",), (), ()),
        (("3",), ("护林。",), ("春季。",), ("《森林法》",)),
    )


@pytest.mark.parametrize(
    ("name", "head"),
    [
        ("乙镇", "镇配合职责"),
        ("乙乡", "乡配合职责"),
        ("乙街道", "街道配合职责"),
        ("乙民族乡", "乡配合职责"),
        ("镇乡场", "乡镇配合职责"),
        (None, "乡镇配合职责"),
    ],
)
def test_head_of_the_townships_column(name: str | None, head: str) -> None:
    """The column is headed as the township calls itself."""
    _, cooperative, _ = form(township(name=name)).tables
    assert cooperative.heads == ("序号", "事项名称", "对应上级部门", "上级部门职责", head)


def test_township_without_a_source_or_a_list() -> None:
    """What is not there is left out; the other lists stay in their order."""
    found = township(source=None)
    lists = {kind: found.lists[kind] for kind in (ListKind.RECLAIMED, ListKind.BASIC)}
    made = form(replace(found, lists=lists))
    assert (made.title, [table.kind for table in made.tables]) == ("", [ListKind.BASIC, ListKind.RECLAIMED])


@pytest.mark.parametrize(
    ("number", "printed"),
    [
        (1, "一"),
        (9, "九"),
        (10, "十"),
        (11, "十一"),
        (19, "十九"),
        (20, "二十"),
        (21, "二十一"),
        (90, "九十"),
        (99, "九十九"),
    ],
)
def test_numbers_of_headings(number: int, printed: str) -> None:
    """As official headings print them: 十, not 一十."""
    assert chinese_number(number) == printed


def test_empty_cells_and_headings() -> None:
    """A list without departments, an ended duty, a category that is stated to hold nothing."""
    duty = CooperativeDuty(id="c-001", number=1, name="名称")
    lists: dict[ListKind, AnyList] = {
        ListKind.COOPERATIVE: CooperativeList(
            title="清单", categories=(Category(name="甲", declared=0, duties=(duty,)),)
        )
    }
    (table,) = form(replace(TOWNSHIP, lists=lists)).tables
    assert table.groups == (Group("一、甲（0项）", ((("1",), ("名称",), (), (), ()),)),)


@pytest.mark.parametrize(
    ("texts", "printed"),
    [
        ((), ()),
        (("甲。",), ("甲。",)),
        (("甲；", "乙。"), ("1.甲；", "2.乙。")),
        (("甲。",) * 11, tuple(f"{number}.甲。" for number in range(1, 12))),
        # sections are not counted, and below each the count begins anew
        (
            ("（一）甲：", "一；", "二。", "（十二）乙：", "三。"),
            ("（一）甲：", "1.一；", "2.二。", "（十二）乙：", "1.三。"),
        ),
        (("总。", "一、甲", "一。", "十二、乙", "二。"), ("1.总。", "一、甲", "1.一。", "十二、乙", "1.二。")),
        (("一是甲；", "（见附件）乙。"), ("1.一是甲；", "2.（见附件）乙。")),
    ],
)
def test_enumerators(texts: tuple[str, ...], printed: tuple[str, ...]) -> None:
    """A number before each item, none before a lone one or a section's heading."""
    assert tuple(items(texts)) == printed


POLICE, CIVIL = "县公安局", "县民政局"
BOTH = (POLICE, CIVIL)


def block(departments: tuple[str, ...], duties: tuple[str, ...] = (), support: tuple[str, ...] = ()) -> SuperiorBlock:
    return SuperiorBlock(departments=departments, duties=duties, support=support)


@pytest.mark.parametrize(
    ("cell", "blocks", "printed"),
    [
        # all of them: no label
        (BOTH, (block(BOTH, ("甲；", "乙。"), ("丙。",)),), ("1.甲；", "2.乙。", "履职保障：", "丙。")),
        (("县公安局（牵头）", CIVIL), (block(BOTH, ("甲。",)),), ("甲。",)),
        # a part of them: a label each, the support where it belongs, its own count
        (
            BOTH,
            (block((POLICE,), ("甲；", "乙。"), ("丙；", "丁。")), block((CIVIL,), ("戊。",))),
            ("县公安局：", "1.甲；", "2.乙。", "履职保障：", "1.丙；", "2.丁。", "县民政局：", "戊。"),
        ),
        (BOTH, (block((POLICE,), ("甲。",)),), ("县公安局：", "甲。")),
        (BOTH, (block((CIVIL, POLICE), ("甲。",)),), ("县民政局、县公安局：", "甲。")),
        # everybody's duties after another block need a label, or they would be taken for that block's
        (
            BOTH,
            (block((POLICE,), ("甲。",)), block(BOTH, ("乙。",))),
            ("县公安局：", "甲。", "县公安局、县民政局：", "乙。"),
        ),
        # everybody's support after the last needs none
        (
            BOTH,
            (block((POLICE,), ("甲。",)), block((CIVIL,), ("乙。",)), block(BOTH, support=("丙。",))),
            ("县公安局：", "甲。", "县民政局：", "乙。", "履职保障：", "丙。"),
        ),
        (
            BOTH,
            (block((POLICE,), ("甲。",)), block(BOTH, ("乙。",), ("丙。",))),
            ("县公安局：", "甲。", "县公安局、县民政局：", "乙。", "履职保障：", "丙。"),
        ),
        # that of the last alone has its label again, that of one before has not
        (
            BOTH,
            (block((POLICE,), ("甲。",)), block((CIVIL,), ("乙。",), ("丙。",))),
            ("县公安局：", "甲。", "县民政局：", "乙。", "县民政局：", "履职保障：", "丙。"),
        ),
        (
            BOTH,
            (block((POLICE,), ("甲。",)), block((CIVIL,), ("乙。",), ("丙。",)), block((POLICE,), ("丁。",))),
            ("县公安局：", "甲。", "县民政局：", "乙。", "履职保障：", "丙。", "县公安局：", "丁。"),
        ),
        # no label before a text that begins with the names
        (
            BOTH,
            (block((POLICE,), ("甲。",)), block(BOTH, ("县公安局、县民政局等部门按职责监督。",))),
            ("县公安局：", "甲。", "县公安局、县民政局等部门按职责监督。"),
        ),
        (
            BOTH,
            (block((POLICE,), ("甲。",)), block(BOTH, ("县公安局、县民政局联合检查。",))),
            ("县公安局：", "甲。", "县公安局、县民政局：", "县公安局、县民政局联合检查。"),
        ),
        # a block of nobody has no label
        (BOTH, (block((), ("甲。",)),), ("甲。",)),
    ],
)
def test_superiors_cell(cell: tuple[str, ...], blocks: tuple[SuperiorBlock, ...], printed: tuple[str, ...]) -> None:
    """Who does what can be read from the cell: a label before each block that is not all departments'."""
    duty = CooperativeDuty(
        id="c-001", number=1, name="名称", departments=cell, superior=blocks, township=("子；", "丑。")
    )
    assert paragraphs(duty, Column.SUPERIOR) == printed
    assert paragraphs(duty, Column.TOWNSHIP) == ("1.子；", "2.丑。")


PARTS = [(owners, what) for owners in (BOTH, (POLICE,), (CIVIL,)) for what in ("duties", "support", "both")]


@pytest.mark.parametrize("count", [1, 2, 3])
def test_whose_each_text_is_can_be_read_from_the_cell(count: int) -> None:
    """However blocks follow each other: what is printed is read back as the same departments' duties and support."""
    for parts in product(PARTS, repeat=count):
        blocks = tuple(
            block(
                owners,
                (f"第{index}段甲；", f"第{index}段乙。") if what != "support" else (),
                (f"第{index}段丙。",) if what != "duties" else (),
            )
            for index, (owners, what) in enumerate(parts)
        )
        duty = CooperativeDuty(id="c-001", number=1, name="名称", departments=BOTH, superior=blocks)
        read = Side(Departments(BOTH)).read(["\n".join(paragraphs(duty, Column.SUPERIOR))]).superior()
        assert owned(read) == owned(blocks)


def owned(blocks: tuple[SuperiorBlock, ...]) -> list[tuple[str, str, tuple[str, ...]]]:
    """Each text, what it is, and whose."""
    return [
        (what, text, one.departments)
        for one in blocks
        for what, texts in (("duty", one.duties), ("support", one.support))
        for text in texts
    ]
