"""Renewal: which duty of a newer document is which of the old one, what it keeps, which ids are never used again."""

from dataclasses import replace

import pytest

from generator.changes.renewal import renewed, with_reasons
from generator.model import (
    Allowance,
    BasicDuty,
    BasicList,
    Category,
    CooperativeDuty,
    CooperativeList,
    ListKind,
    NameStatus,
    Note,
    Source,
    SourceDocument,
    TopicCorrection,
    Township,
    TownshipFile,
)

BASIC, COOPERATIVE = ListKind.BASIC, ListKind.COOPERATIVE
# A duty in short: its category, name, and what the township does.
Short = tuple[str, str, str]


def cooperative(duties: list[Short], ids: list[str] | None = None, retired: tuple[str, ...] = ()) -> Township:
    """A township of one list, with the ids that it has, or those that an import gives."""
    categories: dict[str, list[CooperativeDuty]] = {}
    for number, (category, name, text) in enumerate(duties, 1):
        id = ids[number - 1] if ids else f"c-{number:03}"
        duty = CooperativeDuty(id=id, number=number, name=name, township=(text,) if text else ())
        categories.setdefault(category, []).append(duty)
    made = tuple(Category[CooperativeDuty](name=name, duties=tuple(own)) for name, own in categories.items())
    lists = {COOPERATIVE: CooperativeList(title="配合", retired=retired, categories=made)}
    return Township("jia/yi", "jia", FILE, lists)


FILE = TownshipFile(name="乙镇", name_status=NameStatus.STATED, name_evidence="第 1 行")


def ids(township: Township) -> dict[str, str]:
    """The duties by their ids, in the order of the list."""
    return {duty.id: duty.name for _, duty in township.lists[COOPERATIVE].duties()}


LONG, LONGER = "受理高龄津贴的申请，初步审核并公示。", "受理高龄津贴的申请，初步审核并张榜公示。"
# Of the last the second has more than the first.
ENDS = ("一二三四五六七八", "一二三四五六七八九十", "一二三四五六七八九十甲乙丙丁戊己")
OTHER = "开展农村道路的日常巡查，发现隐患及时上报。"

# What was there as c-001, c-002 …; what comes; and the ids that this has, where c-101 is the first new one.
SAME = {
    "renumbered": ([("甲", "一事", ""), ("甲", "两件", "")], [("甲", "两件", ""), ("甲", "一事", "")], [2, 1]),
    "in another width": ([("甲", "一事，两事。", "")], [("甲", "一事, 两事.", "")], [1]),
    "one gone": ([("甲", "一事", ""), ("甲", "两件", ""), ("甲", "三样", "")], [("甲", "三样", "")], [3]),
    # three of four characters are the same: 0.75; of the others fewer
    "name a little changed": ([("甲", "养老服务", "")], [("甲", "养老服役", "")], [1]),
    "name much changed": ([("甲", "养老服务", "")], [("甲", "养老机构", "")], [101]),
    "name changed by a third": ([("甲", "养老服", "")], [("甲", "养老院", "")], [101]),
    "name quite changed, text the same": ([("甲", "养老", LONG)], [("甲", "高龄津贴", LONG)], [1]),
    "name and text quite changed": ([("甲", "养老", LONG)], [("甲", "高龄津贴", OTHER)], [101]),
    "same name, quite another text": ([("甲", "养老", LONG)], [("乙", "养老", OTHER)], [1]),
    # several that could be
    "two for one, the second is liker": (
        [("甲", "养老", LONG)],
        [("甲", "养老", OTHER), ("甲", "养老", LONGER)],
        [101, 1],
    ),
    "one of two, the second was liker": ([("甲", "养老", OTHER), ("甲", "养老", LONG)], [("甲", "养老", LONGER)], [2]),
    "two for two, crossed": (
        [("甲", "养老", OTHER), ("甲", "养老", LONG)],
        [("甲", "养老", LONGER), ("甲", "养老", OTHER)],
        [2, 1],
    ),
    "two for one, neither is much like it": (
        [("甲", "养老", "一二三四五六七八九十")],
        [("甲", "养老", "戊己庚辛壬癸子丑寅卯"), ("甲", "养老", "一二三四五六甲乙丙丁")],
        [101, 1],
    ),
    "the liker text beats a name that is less like": (
        [("甲", "道路巡查丙", OTHER), ("甲", "道路检查戊丁", LONG * 3)],
        [("甲", "道路巡查丙丁", LONG * 3)],
        [2],
    ),
    "alike in all but the category": ([("甲", "养老", ""), ("乙", "养老", "")], [("乙", "养老", "")], [2]),
    "alike in everything": ([("甲", "养老", ""), ("甲", "养老", "")], [("甲", "养老", ""), ("甲", "养老", "")], [1, 2]),
    "liker name comes second": (
        [("甲", "开展农村道路巡查工作", "")],
        [("甲", "开展农村饮水巡查工作", ""), ("甲", "开展农村道路巡查", "")],
        [101, 1],
    ),
    "of equally like names the text decides": (
        [("甲", "道路巡查甲", OTHER), ("甲", "道路巡查乙", LONG)],
        [("甲", "道路巡查丙", LONGER)],
        [2],
    ),
    "of equally like names the liker text, though less like": (
        [("甲", "开展农村道路桥梁隐患排查治理甲", ENDS[0]), ("甲", "开展农村道路桥梁隐患排查治理乙", ENDS[1])],
        [("甲", "开展农村道路桥梁隐患排查治理丙", ENDS[2])],
        [2],
    ),
    "the same name before any likeness": (
        [("甲", "道路巡查", OTHER), ("甲", "道路检查", LONG)],
        [("甲", "道路检查", OTHER), ("甲", "道路巡查", LONG)],
        [2, 1],
    ),
    "new and old cross in number": ([("甲", "一事", "")], [("甲", "新的", ""), ("甲", "一事", "")], [101, 1]),
}  # fmt: skip


@pytest.mark.parametrize("name", SAME)
def test_which_is_which(name: str) -> None:
    """A duty keeps its id; what is new gets one that was never used."""
    before, after, expected = SAME[name]
    old = cooperative(before, retired=("c-100",))
    found = renewed(old, cooperative(after))
    assert list(ids(found)) == [f"c-{number:03}" for number in expected]
    gone = [f"c-{number:03}" for number in range(1, len(before) + 1) if number not in expected]
    assert sorted(found.lists[COOPERATIVE].retired) == [*gone, "c-100"]


def test_two_renewals_in_a_row() -> None:
    """What was retired stays so and its number is never given again, not even to the same duty when it comes back."""
    first = cooperative([("甲", "一事", ""), ("甲", "两件", "")], ["c-001", "c-007"], retired=("c-009",))
    second = renewed(first, cooperative([("甲", "一事", ""), ("甲", "新近", "")]))
    assert ids(second) == {"c-001": "一事", "c-010": "新近"}
    assert set(second.lists[COOPERATIVE].retired) == {"c-007", "c-009"}
    third = renewed(second, cooperative([("甲", "两件", ""), ("甲", "一事", "")]))
    assert ids(third) == {"c-011": "两件", "c-001": "一事"}
    assert set(third.lists[COOPERATIVE].retired) == {"c-007", "c-009", "c-010"}
    fourth = renewed(third, cooperative([]))
    assert set(fourth.lists[COOPERATIVE].retired) == {"c-001", "c-007", "c-009", "c-010", "c-011"}


def test_list_that_had_nothing() -> None:
    """Its first duty has the first number."""
    assert list(ids(renewed(cooperative([]), cooperative([("甲", "一事", "")])))) == ["c-001"]


def test_lists_do_not_share_ids() -> None:
    """Each list counts for itself, also where a duty of the same name stands in the other."""

    def with_basic(township: Township, title: str, id: str, name: str) -> Township:
        category = Category[BasicDuty](name="甲", duties=(BasicDuty(id=id, number=1, name=name),))
        return replace(township, lists={BASIC: BasicList(title=title, categories=(category,)), **township.lists})

    old = with_basic(cooperative([("甲", "两件", "")]), "旧的", "b-050", "一事")
    found = renewed(old, with_basic(cooperative([("甲", "一事", "")]), "新的", "b-001", "两件"))
    assert [duty.id for _, duty in found.lists[BASIC].duties()] == ["b-051"]
    assert (found.lists[BASIC].title, found.lists[BASIC].retired) == ("新的", ("b-050",))
    assert ids(found) == {"c-002": "一事"}


def one(**fields: object) -> Township:
    """A township with one duty."""
    given = {"id": "c-001", "number": 1, "name": "养老", "township": ("受理申请。",), **fields}
    category = Category[CooperativeDuty](name="甲", duties=(CooperativeDuty.model_validate(given),))
    return Township("jia/yi", "jia", FILE, {COOPERATIVE: CooperativeList(title="配合", categories=(category,))})


def test_what_a_duty_keeps() -> None:
    """Its id and the corrections of its topics; the rest is what the new document prints, without allowances."""
    allow = (Allowance(rule="texts-not-doubled", reason="原文如此"),)
    old = one(
        id="c-005", topics=TopicCorrection(add=("a",)), allow=allow, departments=("县民政局",),
        source=Source(lines=(3, 4)),
    )  # fmt: skip
    new = one(number=7, departments=("县医保局",), township=("核对。",), source=Source(lines=(8, 9)))
    ((_, duty),) = renewed(old, new).lists[COOPERATIVE].duties()
    assert duty == CooperativeDuty(
        id="c-005", number=7, name="养老", departments=("县医保局",), township=("核对。",),
        topics=TopicCorrection(add=("a",)), source=Source(lines=(8, 9)),
    )  # fmt: skip


OLD_NOTE, NEW_NOTE = Note(printed="受里", meant="受理", why="人写的"), Note(printed="受里", why="导入时")
GENERAL = Note(why="待核")
# The old text and its notes, the new text and the notes of the import, and what is kept.
NOTES = {
    "the same text keeps all": ("受里申请。", (OLD_NOTE, GENERAL), "受里申请。", (), (OLD_NOTE, GENERAL)),
    "still printed": ("受里申请。", (OLD_NOTE,), "受里并核对申请。", (), (OLD_NOTE,)),
    "printed no more": ("受里申请。", (OLD_NOTE,), "受理申请。", (), ()),
    "about a text that is another": ("受里申请。", (GENERAL,), "受理申请。", (), ()),
    "noted anew": ("受里申请。", (OLD_NOTE,), "受里申请。", (NEW_NOTE,), (NEW_NOTE,)),
    "noted by the import only": ("受理申请。", (GENERAL,), "受理申请。", (NEW_NOTE,), (GENERAL, NEW_NOTE)),
    "the same note twice": ("受理申请。", (GENERAL,), "受理申请。", (GENERAL,), (GENERAL,)),
}


@pytest.mark.parametrize("name", NOTES)
def test_notes(name: str) -> None:
    """A note stays where what it is about is still printed, and is not doubled."""
    old_text, old_notes, text, notes, kept = NOTES[name]
    found = renewed(one(township=(old_text,), notes=old_notes), one(township=(text,), notes=notes))
    ((_, duty),) = found.lists[COOPERATIVE].duties()
    assert duty.notes == kept


def test_note_of_another_department() -> None:
    """Who it is given to belongs to what is printed."""
    old, new = one(departments=("县民政局",), notes=(GENERAL,)), one(departments=("县医保局",))
    ((_, duty),) = renewed(old, new).lists[COOPERATIVE].duties()
    assert duty.notes == ()


def source(digit: str, date: str | None = None) -> SourceDocument:
    return SourceDocument(title="清单", format="pdf-text", sha256=digit * 64, date=date)


def test_what_was_written_of_the_name_and_the_document() -> None:
    """How a name is known stays while the name does; the date of a document, while it is the same document."""
    known = {"name_status": NameStatus.INFERRED, "name_evidence": "问过县里"}
    old = FILE.model_copy(update={**known, "source": source("1", "2024-05")})
    for name, digit, is_known, date in (
        ("乙镇", "1", True, "2024-05"),
        ("丙镇", "1", False, "2024-05"),
        ("乙镇", "2", True, None),
    ):
        new = FILE.model_copy(update={"name": name, "source": source(digit)})
        file = renewed(replace(one(), file=old), replace(one(), file=new)).file
        assert file == new.model_copy(update={**(known if is_known else {}), "source": source(digit, date)})


def allowing(reason: str, *, rule: str = "r") -> tuple[Allowance, ...]:
    return (Allowance(rule=rule, reason=reason),)


def with_allowances(township: str, whole: str, category: str, duty: str, rule: str = "r") -> Township:
    """A township that allows a deviation at each level, each for its own reason."""
    made = CooperativeDuty(id="c-001", number=1, name="一事", allow=allowing(duty, rule=rule))
    heading = Category[CooperativeDuty](name="甲", allow=allowing(category, rule=rule), duties=(made,))
    one = CooperativeList(title="配合", allow=allowing(whole, rule=rule), categories=(heading,))
    basic = BasicList(title="基本", categories=(Category[BasicDuty](name="甲", allow=allowing("另一张", rule=rule)),))
    file = FILE.model_copy(update={"allow": allowing(township, rule=rule)})
    return Township("jia/yi", "jia", file, {COOPERATIVE: one, BASIC: basic})


def test_reasons_that_people_wrote() -> None:
    """The same allowance of the same thing keeps its reason, at every level; that of another rule does not."""
    old, imported = with_allowances("一", "二", "三", "四"), with_allowances("甲", "乙", "丙", "丁")
    assert with_reasons(old, imported) == old
    other = with_allowances("甲", "乙", "丙", "丁", rule="s")
    assert with_reasons(old, other) == other
