"""The nouns: a duty itself says which texts it has, in which column, under which keys."""

import pytest

from generator.model import (
    BasicDuty,
    Column,
    CooperativeDuty,
    Duty,
    ListKind,
    Passage,
    PassageKind,
    ReclaimedDuty,
    SuperiorBlock,
)

COOPERATIVE = CooperativeDuty(
    id="c-001",
    number=1,
    name="临时救助。",
    departments=("县民政局（牵头）", "县财政局"),
    superior=(
        SuperiorBlock(departments=("县民政局",), duties=("审核。", "发放。"), support=("培训。",)),
        SuperiorBlock(duties=("拨付。",)),
    ),
    township=("初审。",),
)
RECLAIMED = ReclaimedDuty(id="r-001", number=1, name="考核。", departments=("县财政局",), method=("不再考核。",))


def test_passages() -> None:
    """The texts of a duty stand in the order of print, each under the keys that lead to it."""
    assert list(BasicDuty(id="b-001", number=1, name="护路。").passages()) == []
    assert list(COOPERATIVE.passages()) == [
        Passage(Column.DEPARTMENTS, PassageKind.DEPARTMENTS, ("departments",), ("县民政局（牵头）", "县财政局")),
        Passage(Column.SUPERIOR, PassageKind.OWNERS, ("superior", 0, "departments"), ("县民政局",)),
        Passage(Column.SUPERIOR, PassageKind.DUTIES, ("superior", 0, "duties"), ("审核。", "发放。")),
        Passage(Column.SUPERIOR, PassageKind.SUPPORT, ("superior", 0, "support"), ("培训。",)),
        Passage(Column.SUPERIOR, PassageKind.OWNERS, ("superior", 1, "departments"), ()),
        Passage(Column.SUPERIOR, PassageKind.DUTIES, ("superior", 1, "duties"), ("拨付。",)),
        Passage(Column.SUPERIOR, PassageKind.SUPPORT, ("superior", 1, "support"), ()),
        Passage(Column.TOWNSHIP, PassageKind.DUTIES, ("township",), ("初审。",)),
    ]
    assert list(RECLAIMED.passages()) == [
        Passage(Column.METHOD, PassageKind.DEPARTMENTS, ("departments",), ("县财政局",)),
        Passage(Column.METHOD, PassageKind.DUTIES, ("method",), ("不再考核。",)),
    ]


def test_what_is_asked_of_a_duty() -> None:
    """Who it is given to, whom it names where, what is to be done, and all that it says."""
    assert COOPERATIVE.department_names() == ("县民政局（牵头）", "县财政局")
    assert list(COOPERATIVE.named_departments()) == [
        (("departments", 0), "县民政局（牵头）"),
        (("departments", 1), "县财政局"),
        (("superior", 0, "departments", 0), "县民政局"),
    ]
    assert COOPERATIVE.duties_in(Column.SUPERIOR) == ("审核。", "发放。", "拨付。")
    assert COOPERATIVE.duties_in(Column.METHOD) == ()
    assert list(COOPERATIVE.texts()) == ["临时救助。", "审核。", "发放。", "培训。", "拨付。", "初审。"]
    assert list(RECLAIMED.texts()) == ["考核。", "不再考核。"]


@pytest.mark.parametrize(
    ("kind", "duty"),
    [
        (ListKind.BASIC, BasicDuty(id="b-001", number=1, name="护路。")),
        (ListKind.COOPERATIVE, COOPERATIVE),
        (ListKind.RECLAIMED, RECLAIMED),
    ],
)
def test_no_column_is_forgotten(kind: ListKind, duty: Duty) -> None:
    """Each field with texts of the document is in the passages, which stand in columns of the duty's list."""
    plain = Duty.OURS | {"number", "name", "source", "status"}
    assert {str(passage.keys[0]) for passage in duty.passages()} == type(duty).model_fields.keys() - plain
    assert {passage.column for passage in duty.passages()} == {*kind.columns} - {Column.NUMBER, Column.NAME}
