"""Who does a duty, what a citizen does next, and what heads the column that says how it is done now."""

from dataclasses import replace

import pytest

from generator.link.answer import NextStep, Step, answer, departments_beside, next_step, reachable
from generator.link.catalogue import (
    Answer,
    AnswerKind,
    CategoryRef,
    DepartmentRef,
    LinkedDuty,
    Mention,
    Reachable,
    TownshipHead,
    responsible,
)
from generator.model import (
    AnyDuty,
    BasicDuty,
    Contact,
    CooperativeDuty,
    ListKind,
    NameStatus,
    ReclaimedDuty,
    ReclaimedStatus,
)
from generator.words.places import place_kind

HEAD = TownshipHead(
    id="jia/yi",
    county_id="jia",
    name="乙镇",
    name_status=NameStatus.STATED,
    name_evidence="标题",
    label="甲县乙镇",
    short="乙镇",
    spoken="乙镇",
    kind=place_kind("乙镇"),
    province=None,
    prefecture=None,
    county="甲县",
    source=None,
)
LEADS, HELPS, POLICE = (
    Mention("县民政局", True, None), Mention("县财政局", False, None), Mention("县公安局", False, None),
)  # fmt: skip
BASIC = BasicDuty(id="b-001", number=1, name="护路。")
COOPERATIVE = CooperativeDuty(id="c-001", number=1, name="救助。", township=("初审。",))


def linked(kind: ListKind, duty: AnyDuty, *mentions: Mention) -> LinkedDuty:
    """A duty of 乙镇, which names departments."""
    category = CategoryRef("minsheng", "民生服务", "民生服务")
    return LinkedDuty(
        township=HEAD,
        kind=kind,
        category=category,
        id=duty.id,
        number=duty.number,
        name=duty.name,
        mentions=mentions,
        answer=answer(HEAD, duty, mentions),
        topics=(),
        near_topics=(),
        does="",
        citations=(),
        entry=duty,
        blocks=(),
    )


def basic() -> LinkedDuty:
    """The township's own."""
    return linked(ListKind.BASIC, BASIC)


def cooperative(*mentions: Mention) -> LinkedDuty:
    """One that the township assists in."""
    return linked(ListKind.COOPERATIVE, COOPERATIVE, *mentions)


def reclaimed(method: str, *mentions: Mention, status: ReclaimedStatus = ReclaimedStatus.TAKEN_OVER) -> LinkedDuty:
    """One that was taken back."""
    duty = ReclaimedDuty(id="r-001", number=1, name="考核。", method=(method,), status=status)
    return linked(ListKind.RECLAIMED, duty, *mentions)


def test_responsible() -> None:
    """Who leads is responsible; where nobody is said to lead, all are."""
    assert responsible((HELPS, LEADS)) == (LEADS,)
    assert responsible((HELPS, HELPS)) == (HELPS, HELPS)
    assert responsible(()) == ()


BACK = ReclaimedDuty(id="r-001", number=1, name="报销。", method=("由县局办。",))
ASSESSED = BACK.model_copy(update={"name": "对报销的考核"})
INCOMPLETE = Answer(AnswerKind.INCOMPLETE, "信息不全", "原文没有写全由谁负责，请向乡镇询问。")


def cancelled(department: str) -> Answer:
    sentence = f"这项工作已取消，乙镇不再办理；清单写明的承接部门是{department}。"
    return Answer(AnswerKind.TAKEN_OVER, "已取消", sentence, is_cancelled=True)


def taken_over(department: str) -> Answer:
    return Answer(AnswerKind.TAKEN_OVER, "上级部门收回", f"已由{department}收回，乙镇不再办理。")


def assisting(who: str) -> Answer:
    return Answer(AnswerKind.ASSIST, "镇里配合", f"由{who}，乙镇配合。")


@pytest.mark.parametrize(
    ("duty", "mentions", "expected"),
    [
        (BASIC, (), Answer(AnswerKind.TOWN, "镇里直接办", "由乙镇直接办理。")),
        # who leads, or all of them; how many they are counts those alone
        (COOPERATIVE, (HELPS,), assisting("县财政局负责")),
        (COOPERATIVE, (LEADS,), assisting("县民政局牵头")),
        (COOPERATIVE, (HELPS, LEADS), assisting("县民政局牵头")),
        (COOPERATIVE, (HELPS, POLICE), assisting("县财政局等 2 个部门负责")),
        (COOPERATIVE, (HELPS, LEADS, POLICE, LEADS), assisting("县民政局等 2 个部门牵头")),
        # what is not written whole: nobody is said to do it, or the township nothing
        (COOPERATIVE, (), INCOMPLETE),
        (COOPERATIVE.model_copy(update={"township": ()}), (LEADS,), INCOMPLETE),
        (BACK, (), INCOMPLETE),
        (BACK.model_copy(update={"method": ("取消。",)}), (), INCOMPLETE),
        # taken back, to be done or to be ended
        (BACK, (HELPS,), taken_over("县财政局")),
        (BACK, (HELPS, POLICE), taken_over("县财政局等 2 个部门")),
        (BACK.model_copy(update={"method": ()}), (HELPS,), taken_over("县财政局")),
        (BACK.model_copy(update={"method": ("取消报销。",)}), (HELPS,), cancelled("县财政局")),
        (BACK.model_copy(update={"method": ("负责取消报销。",)}), (HELPS,), cancelled("县财政局")),
        (BACK.model_copy(update={"method": ("阶段性工作已完成。",)}), (HELPS,), cancelled("县财政局")),
        (BACK.model_copy(update={"method": ("取消报销。", "由县局办。")}), (HELPS,), taken_over("县财政局")),
        (BACK.model_copy(update={"method": ("报销证已取消。",)}), (HELPS,), taken_over("县财政局")),
        (BACK.model_copy(update={"method": ("不再进行考核。",)}), (HELPS,), taken_over("县财政局")),
        # an assessment ends where it is said that nobody is assessed any more
        (ASSESSED.model_copy(update={"method": ("不再进行考核。",)}), (HELPS,), cancelled("县财政局")),
        (ASSESSED.model_copy(update={"method": ("由县局统计，不再对乡镇考核。",)}), (HELPS,), cancelled("县财政局")),
        (ASSESSED.model_copy(update={"method": ("不再统计；由县局考核。",)}), (HELPS,), taken_over("县财政局")),
        # what nobody does any more, whomever it names
        (
            BACK.model_copy(update={"status": ReclaimedStatus.DISCONTINUED}),
            (HELPS,),
            Answer(AnswerKind.DISCONTINUED, "不再开展", "这项工作已不再开展。"),
        ),
    ],
)
def test_answer(duty: AnyDuty, mentions: tuple[Mention, ...], expected: Answer) -> None:
    """Who does it follows from the list, the departments, and the words of what was taken back."""
    assert answer(HEAD, duty, mentions) == expected


@pytest.mark.parametrize(
    ("name", "inside", "office"),
    [
        ("乙镇", "镇里", "乡镇"),
        ("乙乡", "乡里", "乡镇"),
        ("乙街道", "街道", "街道办事处"),
        ("乙苏木", "苏木", "苏木"),
        ("乙开发区", "开发区", "开发区管委会"),
        (None, "乡镇", "乡镇"),
    ],
)
def test_answer_says_what_kind_of_township_it_is(name: str | None, inside: str, office: str) -> None:
    """镇里, 乡里, 街道; 乡镇 where the kind is not known; and which body is to be asked."""
    head = replace(HEAD, name=name, spoken=name or "本乡镇", kind=place_kind(name))
    assert answer(head, BASIC, ()) == Answer(AnswerKind.TOWN, f"{inside}直接办", f"由{name or '本乡镇'}直接办理。")
    assert answer(head, BACK, ()).sentence == f"原文没有写全由谁负责，请向{office}询问。"


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


REF, OTHER = DepartmentRef("jia/minzheng", "县民政局"), DepartmentRef("jia/caizheng", "县财政局")
CIVIL, MONEY = replace(LEADS, department=REF), replace(HELPS, department=OTHER)
OFFICE, DEPARTMENT = (
    Contact(phones=(phone,), as_of="2026-11-03") for phone in ("0482-5123456", "12345")
)  # fmt: skip
TOWN = Reachable("乙镇", OFFICE)


@pytest.mark.parametrize(
    ("duty", "expected"),
    [
        (basic(), (TOWN,)),
        # the departments that are asked first, then the township, which assists
        (cooperative(CIVIL, MONEY), (Reachable("县民政局", DEPARTMENT), TOWN)),
        (cooperative(CIVIL, replace(CIVIL, name="民政局")), (Reachable("县民政局", DEPARTMENT), TOWN)),
        (cooperative(replace(MONEY, second=REF)), (Reachable("县民政局", DEPARTMENT), TOWN)),
        # of whom nobody has said how
        (cooperative(MONEY), (TOWN,)),
        (cooperative(LEADS), (TOWN,)),
        # nobody is told to ask all of many
        (cooperative(*[CIVIL] * 4), (TOWN,)),
        (cooperative(), (TOWN,)),
        # the township has no part in it
        (reclaimed("由县局办。", CIVIL), (Reachable("县民政局", DEPARTMENT),)),
        (reclaimed("由县局办。", MONEY), ()),
        (reclaimed("取消。", CIVIL), (TOWN,)),
    ],
)
def test_who_can_be_reached(duty: LinkedDuty, expected: tuple[Reachable, ...]) -> None:
    """Whom the next step names, and nobody else; nothing where nobody has given a contact."""
    assert reachable(duty, OFFICE, {REF: DEPARTMENT}) == expected
    assert reachable(duty, None, {}) == ()
    assert next_step(replace(duty, reachable=expected)).reachable == expected


def test_contact_in_a_sentence() -> None:
    """Each part under its name, the day last; what is not known is left out."""
    whole = Contact(
        phones=("0482-5123456转8", "12345"),
        address="中心街 1 号",
        hours="工作日 9:00–12:00",
        web="https://a.example.cn/",
        as_of="2026-11-03",
    )
    assert Reachable("乙镇", whole).text == (
        "乙镇：电话 0482-5123456转8、12345；办公时间 工作日 9:00–12:00；地址 中心街 1 号；"
        "网页 https://a.example.cn/；2026-11-03 核实"
    )
    assert (
        Contact(web="https://a.example.cn/", as_of="2026-11-03").text == "网页 https://a.example.cn/；2026-11-03 核实"
    )


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
