"""Diff: what is told of two versions, duty by duty, in sentences that are true."""

import pytest

from generator.changes.diff import Change, diff, redlined
from generator.model import (
    AnyDuty,
    AnyList,
    BasicDuty,
    BasicList,
    Category,
    Content,
    CooperativeDuty,
    CooperativeList,
    ListKind,
    NameStatus,
    Note,
    ReclaimedDuty,
    ReclaimedList,
    ReclaimedStatus,
    Source,
    SuperiorBlock,
    TopicCorrection,
    Township,
    TownshipFile,
)

FILE = TownshipFile(name="乙镇", name_status=NameStatus.STATED, name_evidence="第 1 行")
LISTS: dict[type[AnyDuty], tuple[ListKind, type[AnyList]]] = {
    BasicDuty: (ListKind.BASIC, BasicList),
    CooperativeDuty: (ListKind.COOPERATIVE, CooperativeList),
    ReclaimedDuty: (ListKind.RECLAIMED, ReclaimedList),
}


def township(
    *duties: AnyDuty, id: str = "jia/yi", title: str = "清单", category: str = "甲", declared: int | None = None
) -> Township:
    """A township with one list."""
    kind, made = LISTS[type(duties[0])]
    heading = Category[type(duties[0])](name=category, declared=declared, duties=duties)
    return Township(id, "jia", FILE, {kind: made(title=title, categories=(heading,))})


def changes(old: Township, new: Township) -> list[tuple[str, ...]]:
    """What is told, without the township."""
    found = list(diff(Content(townships=(old,)), Content(townships=(new,))))
    assert {one.township for one in found} <= {new.id}
    return [(one.sentence, *one.lines) for one in found]


def basics(numbers: dict[int, int]) -> Township:
    """Duties by the number in their id, with the number that they have in the list."""
    return township(*(BasicDuty(id=f"b-{id:03}", number=number, name=f"事{id}") for id, number in numbers.items()))


RENUMBERED = {
    "one": ({1: 1}, {1: 2}, ["基本履职 b-001 由第 1 项改为第 2 项"]),
    "a run": ({1: 1, 2: 2, 3: 3}, {1: 4, 2: 5, 3: 6}, ["基本履职 b-001 至 b-003 由第 1–3 项改为第 4–6 项（3 项）"]),
    "runs of different shifts": (
        {1: 1, 2: 2, 3: 3, 4: 4},
        {1: 2, 2: 3, 3: 6, 4: 7},
        [
            "基本履职 b-001 至 b-002 由第 1–2 项改为第 2–3 项（2 项）",
            "基本履职 b-003 至 b-004 由第 3–4 项改为第 6–7 项（2 项）",
        ],
    ),
    "the same shift, but not in a row": (
        {1: 1, 2: 2, 3: 3},
        {1: 2, 2: 2, 3: 4},
        ["基本履职 b-001 由第 1 项改为第 2 项", "基本履职 b-003 由第 3 项改为第 4 项"],
    ),
    "up": ({1: 2, 2: 3}, {1: 1, 2: 2}, ["基本履职 b-001 至 b-002 由第 2–3 项改为第 1–2 项（2 项）"]),
    "exchanged": (
        {1: 1, 2: 2},
        {2: 1, 1: 2},
        ["基本履职 b-002 由第 2 项改为第 1 项", "基本履职 b-001 由第 1 项改为第 2 项"],
    ),
}


@pytest.mark.parametrize("name", RENUMBERED)
def test_renumbered(name: str) -> None:
    """Duties that moved together are told together, and only these."""
    old, new, told = RENUMBERED[name]
    assert changes(basics(old), basics(new)) == [(one,) for one in told]


WHOLE = CooperativeDuty(
    id="c-001", number=1, name="养老。", departments=("县民政局（牵头）", "县财政局"),
    superior=(SuperiorBlock(departments=("县民政局",), duties=("审核。",), support=("培训。",)),),
    township=("受理。",), notes=(Note(printed="受理", meant="办理", why="待核"),), source=Source(lines=(1, 2)),
)  # fmt: skip
# What is changed of a duty, and what is told.
FIELDS = {
    "name": ({"name": "养老服务。"}, [("配合履职 c-001 改了名称", "~ 养老{+服务+}。")]),
    "department": (
        {"departments": ("县民政局", "县财政局（牵头）")},
        [("配合履职 c-001 改了部门", "~ 县民政局[-（牵头）-]", "~ 县财政局{+（牵头）+}")],
    ),
    "order of departments": (
        {"departments": ("县财政局", "县民政局（牵头）")},
        [("配合履职 c-001 改了部门", "+ 县财政局", "- 县财政局")],
    ),
    "owners of a block": (
        {"superior": (SuperiorBlock(departments=("县民政局", "县医保局"), duties=("审核。",), support=("培训。",)),)},
        [("配合履职 c-001 改了上级部门职责", "~ 【县民政局{+、县医保局+}】")],
    ),
    "support becomes a duty": (
        {"superior": (SuperiorBlock(departments=("县民政局",), duties=("审核。", "培训。")),)},
        [("配合履职 c-001 改了上级部门职责",)],
    ),
    "what the township does": ({"township": ()}, [("配合履职 c-001 改了乡镇配合职责", "- 受理。")]),
    "another text, not alike": (
        {"township": ("巡查。",)},
        [("配合履职 c-001 改了乡镇配合职责", "- 受理。", "+ 巡查。")],
    ),
    "note": (
        {"notes": (Note(printed="受理", meant="办理", why="已核"),)},
        [("配合履职 c-001 改了说明", "~ [-待-]{+已+}核")],
    ),
    # what is no change of the text
    "source": ({"source": Source(lines=(7, 8))}, []),
    "topics": ({"topics": TopicCorrection(add=("a",))}, []),
}


@pytest.mark.parametrize("name", FIELDS)
def test_fields(name: str) -> None:
    """Each column is named, and a line that was changed stands once."""
    changed, told = FIELDS[name]
    assert changes(township(WHOLE), township(WHOLE.model_copy(update=changed))) == told


def test_reclaimed() -> None:
    """Whether anybody does it any more is told, and so is how."""
    old = ReclaimedDuty(id="r-001", number=1, name="考核", departments=("县财政局",), method=("抽查。",))
    new = old.model_copy(update={"departments": (), "status": ReclaimedStatus.DISCONTINUED, "method": ("不再考核。",)})
    assert changes(township(old), township(new)) == [
        ("上级部门收回 r-001 改了部门", "- 县财政局"),
        ("上级部门收回 r-001 改了工作方式", "- 抽查。", "+ 不再考核。"),
        ("上级部门收回 r-001 改了状态", "- taken-over", "+ discontinued"),
    ]


def test_headings() -> None:
    """The title, the categories, and the counts that these state; a duty that went into another category."""
    duty = BasicDuty(id="b-001", number=1, name="一事")
    old, new = township(duty, title="旧清单", declared=2), township(duty, title="新清单", declared=3)
    assert changes(old, new) == [
        ("基本履职改了标题", "~ [-旧-]{+新+}清单"),
        ("基本履职改了类别", "~ 甲（[-2-]{+3+}项）"),
    ]
    assert changes(township(duty, category="民生"), township(duty, category="党建")) == [
        ("基本履职改了类别", "- 民生", "+ 党建"),
        ("基本履职 b-001 改了类别", "- 民生", "+ 党建"),
    ]
    # A count of none is stated; none is not.
    assert changes(township(duty, declared=None), township(duty, declared=0)) == [
        ("基本履职改了类别", "- 甲", "+ 甲（0项）")
    ]


def test_duties_that_come_and_go() -> None:
    """What is gone, before what moved, before what is new; each in the order of its list."""
    got = changes(basics({1: 1, 2: 2, 3: 3}), basics({3: 1, 7: 2, 5: 3}))
    assert got == [
        ("基本履职删去 b-001：事1",),
        ("基本履职删去 b-002：事2",),
        ("基本履职 b-003 由第 3 项改为第 1 项",),
        ("基本履职新增 b-007：事7",),
        ("基本履职新增 b-005：事5",),
    ]


def test_townships_that_come_and_go() -> None:
    """Matched by their ids alone, however they are called."""
    one, other, third = (
        township(BasicDuty(id="b-001", number=1, name="一事"), id=f"jia/{name}") for name in ("a", "b", "c")
    )
    found = diff(Content(townships=(one, other)), Content(townships=(third, other)))
    assert list(found) == [Change("jia/a", "删去了这个乡镇"), Change("jia/c", "新增了这个乡镇，1 项")]


def test_list_that_is_new() -> None:
    """All its duties are new; its heading is no change."""
    duty = BasicDuty(id="b-001", number=1, name="一事")
    empty = Township("jia/yi", "jia", FILE, {})
    assert changes(empty, township(duty)) == [("基本履职新增 b-001：一事",)]
    assert changes(township(duty), empty) == [("基本履职删去 b-001：一事",)]


def test_lines_are_paired_one_by_one() -> None:
    """A line put in among lines that were changed stands alone; the others are beside what they were."""
    old = ["负责受理申请；", "负责初步审核材料；", "负责公示七天。"]
    new = ["负责受理申请并登记；", "宣传政策，负责解释；", "负责初步审核全部材料；", "负责公示十天。"]
    assert list(redlined(old, new)) == [
        "~ 负责受理申请{+并登记+}；",
        "+ 宣传政策，负责解释；",
        "~ 负责初步审核{+全部+}材料；",
        "~ 负责公示[-七-]{+十+}天。",
    ]
    # The nearest one, not the first that is somewhat like it.
    assert list(redlined(["组织开展防火宣传工作"], ["组织开展防汛工作", "组织开展防火宣传教育工作"])) == [
        "+ 组织开展防汛工作",
        "~ 组织开展防火宣传{+教育+}工作",
    ]
    assert list(redlined(["一", "二二二二"], ["三"])) == ["- 一", "- 二二二二", "+ 三"]


def test_a_number_is_changed_as_a_whole() -> None:
    """Not by its digits."""
    assert list(redlined("经济发展（14项）", "经济发展（13项）")) == ["~ 经济发展（[-14-]{+13+}项）"]
