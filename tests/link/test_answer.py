"""Who does a duty, what a citizen does next, and what heads the column that says how it is done now."""

import pytest

from generator.link.answer import NextStep, Step, answer, departments_beside, next_step
from generator.link.catalogue import CategoryRef, LinkedDuty, Mention, TownshipHead, responsible
from generator.model import (
    AnyDuty,
    BasicDuty,
    CooperativeDuty,
    ListKind,
    NameStatus,
    ReclaimedDuty,
    ReclaimedStatus,
)

HEAD = TownshipHead(
    id="jia/yi",
    county_id="jia",
    name="乙镇",
    name_status=NameStatus.STATED,
    name_evidence="标题",
    label="甲县乙镇",
    short="乙镇",
    spoken="乙镇",
    word="镇",
    province=None,
    prefecture=None,
    county="甲县",
    source=None,
)
LEADS, HELPS = Mention("县民政局", True, None), Mention("县财政局", False, None)


def linked(kind: ListKind, duty: AnyDuty, *mentions: Mention) -> LinkedDuty:
    """A duty of 乙镇, which names departments."""
    category = CategoryRef("minsheng", "民生服务", "民生服务")
    return LinkedDuty(HEAD, kind, category, duty, mentions, (), answer(HEAD, duty, mentions), ())


def basic() -> LinkedDuty:
    """The township's own."""
    return linked(ListKind.BASIC, BasicDuty(id="b-001", number=1, name="护路。"))


def cooperative(*mentions: Mention) -> LinkedDuty:
    """One that the township assists in."""
    duty = CooperativeDuty(id="c-001", number=1, name="救助。", township=("初审。",))
    return linked(ListKind.COOPERATIVE, duty, *mentions)


def reclaimed(method: str, *mentions: Mention, status: ReclaimedStatus = ReclaimedStatus.TAKEN_OVER) -> LinkedDuty:
    """One that was taken back."""
    duty = ReclaimedDuty(id="r-001", number=1, name="考核。", method=(method,), status=status)
    return linked(ListKind.RECLAIMED, duty, *mentions)


def test_responsible() -> None:
    """Who leads is responsible; where nobody is said to lead, all are."""
    assert responsible((HELPS, LEADS)) == (LEADS,)
    assert responsible((HELPS, HELPS)) == (HELPS, HELPS)
    assert responsible(()) == ()


@pytest.mark.parametrize(
    ("duty", "step", "asked"),
    [
        (basic(), Step.TOWN, ()),
        (cooperative(HELPS, LEADS), Step.DEPARTMENTS, (LEADS,)),
        (cooperative(*[HELPS] * 3), Step.DEPARTMENTS, (HELPS,) * 3),
        (cooperative(*[HELPS] * 4), Step.MANY_DEPARTMENTS, (HELPS,) * 4),
        (cooperative(), Step.UNCLEAR, ()),
        (reclaimed("由县局办。", HELPS), Step.TAKEN_OVER, (HELPS,)),
        (reclaimed("取消。", HELPS), Step.ENDED, (HELPS,)),
        (reclaimed("不再开展。", status=ReclaimedStatus.DISCONTINUED), Step.ENDED, ()),
    ],
)
def test_next_step(duty: LinkedDuty, step: Step, asked: tuple[Mention, ...]) -> None:
    """Those who are responsible are asked, but not all of many; what has ended is explained."""
    assert next_step(duty) == NextStep(step, asked, ())


@pytest.mark.parametrize(
    ("duty", "heading"),
    [
        (reclaimed("由县局办。", HELPS), "现在怎么办"),
        (reclaimed("取消。", HELPS), "怎样取消"),
        (reclaimed("不再开展。", status=ReclaimedStatus.DISCONTINUED), "为什么不再开展"),
    ],
)
def test_method_heading(duty: LinkedDuty, heading: str) -> None:
    """The heading says what the column tells: how it is done, or that and why it is not."""
    assert duty.answer.method_heading == heading


@pytest.mark.parametrize(
    ("duty", "listed"),
    [
        (cooperative(LEADS), ()),
        (cooperative(LEADS, HELPS), (LEADS, HELPS)),
        (reclaimed("由县局办。", HELPS), ()),
        (reclaimed("取消。", HELPS), (HELPS,)),
        (reclaimed("不再开展。", HELPS, status=ReclaimedStatus.DISCONTINUED), (HELPS,)),
    ],
)
def test_departments_beside_the_answer(duty: LinkedDuty, listed: tuple[Mention, ...]) -> None:
    """Departments are listed beside the answer unless its sentence has named the only one."""
    assert departments_beside(duty) == listed
