"""Related duties, and a topic side by side: the rules of linking, and what the comparison says."""

import pickle
import shutil
import tracemalloc
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest

from generator.counties import Elsewhere
from generator.link.catalogue import AnswerKind, Catalogue, DepartmentRef, LinkedDuty, LinkedTopic, Mention, outline
from generator.link.compare import TOLD, compare, spoken_names
from generator.link.linker import duties_of, link, related_by_county, related_elsewhere
from generator.link.related import (
    ELSEWHERE,
    OTHER_LISTS,
    PER_TOWNSHIP,
    SERIES,
    ComparedDuty,
    Near,
    Relation,
    elsewhere_of,
    relate,
)
from generator.model import Content, ListKind, Topic
from generator.read.folder import read
from generator.words.topics import Assignment, How
from support.places import DEMO

BLOOD = Topic(id="blood", name="无偿献血", about="。", asks=(), match=("献血",))
SAFETY = Topic(id="safety", name="安全生产", about="。", asks=(), match=("安全生产",))
FELLING = Topic(id="felling", name="林木采伐", about="。", asks=(), match=("采伐",), near=("forest",))
FOREST = Topic(id="forest", name="森林资源", about="。", asks=(), match=("森林",))

KINDS = {"b": ListKind.BASIC, "c": ListKind.COOPERATIVE, "r": ListKind.RECLAIMED}


def subject(place: str, name: str, *topics: Topic, how: How = How.NAME) -> ComparedDuty:
    """A duty: `yi/c-001` is the duty c-001 of the township jia/yi."""
    township, duty_id = place.split("/")
    assignments = tuple(Assignment(topic, how, topic.match) for topic in topics)
    return ComparedDuty(f"jia/{township}", "jia", duty_id, KINDS[duty_id[0]], name, assignments)


def links(*subjects: ComparedDuty, of: ComparedDuty) -> list[tuple[str, Near, str]]:
    related = relate(subjects)[of.key]
    return [("/".join((one.target[0][4:], one.target[1])), one.near, one.reason) for one in related]


def test_own_lists_come_before_other_townships() -> None:
    """The same matter in the township's other lists, then in its own list, then elsewhere; each says why."""
    duty = subject("yi/c-001", "开展无偿献血工作", BLOOD)
    others = (
        subject("bing/c-009", "无偿献血招募", BLOOD),
        subject("yi/c-007", "献血车停放", BLOOD),
        subject("yi/r-003", "对无偿献血任务数的考核", BLOOD),
        subject("yi/r-004", "避雷装置排查"),
    )
    assert links(*others, duty, of=duty) == [
        ("yi/r-003", Near.OTHER_LIST, "主题同是无偿献血"),
        ("yi/c-007", Near.SAME_LIST, "主题同是无偿献血"),
        ("bing/c-009", Near.ELSEWHERE, "主题同是无偿献血"),
    ]


def test_links_inside_a_township_go_both_ways() -> None:
    """Where one of two duties leads to the other, the other leads back."""
    duties = [subject("yi/c-001", "无偿献血", BLOOD), subject("yi/r-001", "献血任务考核", BLOOD)]
    related = relate(duties)
    assert [[one.target for one in related[duty.key]] for duty in duties] == [[duties[1].key], [duties[0].key]]


def test_series_of_fines_does_not_flood() -> None:
    """Of names of one list that differ in a clause only a few are shown, and other links keep their place."""
    duty = subject("yi/c-001", "安全生产监管", SAFETY)
    fines = [subject(f"yi/r-{i:03}", f"对生产经营单位违反安全生产第{i}项规定的处罚", SAFETY) for i in range(1, 30)]
    check = subject("yi/r-090", "重大隐患监督检查", SAFETY)
    shown = [place for place, _, _ in links(duty, *fines, check, of=duty)]
    assert sum(place != "yi/r-090" for place in shown) == SERIES
    assert "yi/r-090" in shown


def test_links_are_bounded() -> None:
    """However many duties share a topic, a page shows a bounded number of each kind of link."""
    names = [
        "宣传",
        "检查",
        "培训",
        "登记",
        "上报",
        "统计",
        "维修",
        "审批",
        "巡查",
        "考核",
        "演练",
        "救援",
        "调解",
        "评估",
    ]
    duties = [
        subject(f"{township}/{kind}-{i:03}", f"{name}{township}献血", BLOOD)
        for township, kind, (i, name) in product(("yi", "bing", "ding"), "bcr", enumerate(names))
    ]
    related = relate(duties)[duties[0].key]
    count = {near: [one for one in related if one.near is near] for near in Near}
    assert len(count[Near.OTHER_LIST]) <= OTHER_LISTS
    assert len(count[Near.ELSEWHERE]) <= ELSEWHERE
    per_township = [one.target[0] for one in count[Near.ELSEWHERE]]
    assert max((per_township.count(one) for one in per_township), default=0) <= PER_TOWNSHIP


def test_neighbouring_topics_link_inside_a_township_only() -> None:
    """`near` leads from one list to another, and not to other townships."""
    duty = subject("yi/c-001", "林木采伐审批", FELLING)
    others = (subject("yi/r-001", "滥伐森林的处罚", FOREST), subject("bing/r-001", "滥伐森林的处罚", FOREST))
    assert links(duty, *others, of=duty) == [("yi/r-001", Near.OTHER_LIST, "主题相近：林木采伐、森林资源")]


def test_duty_that_lists_everything_does_not_link_to_each_part() -> None:
    """One of four topics links townships only where the names are a little alike."""
    duty = subject("yi/b-001", "推进各项公益事务；开展献血动员", BLOOD, SAFETY, FELLING, FOREST)
    others = (subject("bing/c-001", "采供血站选址", BLOOD), subject("bing/c-002", "献血动员", BLOOD))
    assert [place for place, _, _ in links(duty, *others, of=duty)] == ["bing/c-002"]


def test_mention_in_a_text_does_not_link_townships() -> None:
    """A topic that only a duty's text speaks of links inside the township, not elsewhere."""
    duty = subject("yi/c-001", "公共卫生工作", BLOOD, how=How.TEXT)
    others = (subject("yi/r-001", "献血考核", BLOOD), subject("bing/r-001", "献血考核", BLOOD))
    assert [place for place, _, _ in links(duty, *others, of=duty)] == ["yi/r-001"]


def test_names_link_without_a_topic() -> None:
    """Much alike names link inside a township, and equal names link townships."""
    duty = subject("yi/c-001", "山坪塘整治管护工作")
    others = (
        subject("yi/r-001", "山坪塘整治管护"),
        subject("yi/r-002", "避雷装置排查工作"),
        subject("bing/c-004", "山坪塘整治管护工作"),
    )
    assert links(duty, *others, of=duty) == [
        ("yi/r-001", Near.OTHER_LIST, "名称相近：都有“山坪塘整治管护”"),
        ("bing/c-004", Near.ELSEWHERE, "名称相同"),
    ]


def test_duties_without_anything_in_common_have_no_links() -> None:
    """Nothing is linked for the sake of linking."""
    duties = [
        subject("yi/c-001", "征兵工作"),
        subject("yi/r-001", "避雷装置排查"),
        subject("bing/c-001", "气象灾害防御"),
    ]
    assert relate(duties) == {duty.key: () for duty in duties}


def test_order_of_townships_does_not_matter_to_own_links() -> None:
    """What is related inside a township does not depend on which townships come before or after."""
    own = [subject("yi/c-001", "无偿献血", BLOOD), subject("yi/r-001", "献血任务考核", BLOOD)]
    other = subject("bing/c-001", "无偿献血招募", BLOOD)

    def of_own(related: dict[tuple[str, str], tuple[Relation, ...]]) -> list[Relation]:
        return [one for one in related[own[0].key] if one.near is not Near.ELSEWHERE]

    assert of_own(relate([*own, other])) == of_own(relate([other, *own]))


def chain(*topics: Topic, name: str = "无偿献血", count: int = 7) -> list[ComparedDuty]:
    """A duty of this name in each of some townships, t0 to t6."""
    return [subject(f"t{number}/c-001", name, *topics) for number in range(count)]


def test_looks_at_the_next_few_townships() -> None:
    """Of many townships with a topic a duty leads to the five after its own, from the first again after the last."""
    duties = chain(BLOOD)
    following = {place: [one for one, _, _ in links(*duties, of=duties[place])] for place in (0, 2, 6)}
    assert following == {
        0: ["t1/c-001", "t2/c-001", "t3/c-001", "t4/c-001", "t5/c-001"],
        2: ["t0/c-001", "t3/c-001", "t4/c-001", "t5/c-001", "t6/c-001"],
        6: ["t0/c-001", "t1/c-001", "t2/c-001", "t3/c-001", "t4/c-001"],
    }


def test_looks_at_a_few_townships_with_the_same_name() -> None:
    """Without a topic five other townships that have the name are enough, and never the duty's own."""
    duties = chain(name="开展避雷装置排查")
    twin = subject("t6/c-002", "开展避雷装置排查")
    assert links(*duties, twin, of=duties[0]) == [(f"t{i}/c-001", Near.ELSEWHERE, "名称相同") for i in range(1, 6)]
    assert links(*duties, twin, of=duties[6]) == [
        ("t6/c-002", Near.SAME_LIST, "名称相同"),
        *((f"t{i}/c-001", Near.ELSEWHERE, "名称相同") for i in range(5)),
    ]


def test_one_of_each_township_comes_before_a_second() -> None:
    """Where two topics lead to ten townships with two duties each, one of each is shown, of six in all."""
    duty = subject("yi/c-001", "献血和安全生产", BLOOD, SAFETY)
    others = [
        subject(f"{topic.id}{township}/c-{number:03}", f"{topic.name}{number}", topic)
        for topic, township, number in product((BLOOD, SAFETY), range(5), (1, 2))
    ]
    shown = [place.split("/")[0] for place, _, _ in links(duty, *others, of=duty)]
    assert shown == ["blood0", "blood1", "blood2", "blood3", "blood4", "safety0"]


def test_who_has_more_elsewhere_leads_to_a_topic(real: Catalogue) -> None:
    """At most six duties of other townships; where there may be more, the topic's page shows them."""
    topics = {(one.township.id, one.id): one.topics for one in duties_of(real.counties)}
    elsewhere = {duty: sum(one.near is Near.ELSEWHERE for one in related) for duty, related in real.related.items()}
    assert max(elsewhere.values()) == 6
    assert all(topics[duty] for duty, count in elsewhere.items() if count == 6)


def test_second_of_a_township_is_nearly_as_good() -> None:
    """Beside the one with both topics and the same name the other, with half of it, is not shown; by itself it is."""
    duty = subject("yi/c-001", "献血车停放安全生产", BLOOD, SAFETY)
    same = subject("bing/c-001", "献血车停放安全生产", BLOOD, SAFETY)
    half = subject("bing/c-002", "献血车停放点的选定", BLOOD)
    assert [place for place, _, _ in links(duty, same, half, of=duty)] == ["bing/c-001"]
    assert [place for place, _, _ in links(duty, half, of=duty)] == ["bing/c-002"]


def test_neighbours_lead_both_ways() -> None:
    """`near` on one of two topics links the duties of both to each other, each reason from its own side."""
    felling, forest = subject("yi/c-001", "林木采伐审批", FELLING), subject("yi/r-001", "滥伐森林的处罚", FOREST)
    assert links(felling, forest, of=felling) == [("yi/r-001", Near.OTHER_LIST, "主题相近：林木采伐、森林资源")]
    assert links(felling, forest, of=forest) == [("yi/c-001", Near.OTHER_LIST, "主题相近：森林资源、林木采伐")]


def test_the_same_topic_comes_before_a_neighbour() -> None:
    """However alike the names, a duty of a neighbouring topic stands after one of the same."""
    duty = subject("yi/c-001", "林木采伐审批", FELLING)
    others = (subject("yi/r-001", "林木采伐审批监管", FOREST), subject("yi/r-002", "采伐证", FELLING))
    assert [place for place, _, _ in links(duty, *others, of=duty)] == ["yi/r-002", "yi/r-001"]


@pytest.mark.parametrize(
    ("name", "other", "topics", "reason"),
    [
        ("救灾物资", "救灾物资", (), "名称相同"),
        ("救灾物资", "救灾物资", (BLOOD,), "名称相同"),
        ("救灾物资储备", "救灾物资", (BLOOD,), "名称相近：都有“救灾物资”"),
        # of two parts of one length always the same
        ("救灾物资甲采购清单", "采购清单乙救灾物资", (), "名称相近：都有“采购清单”"),
        # a long part is cut
        ("城区三个老旧小区管网改造甲", "城区三个老旧小区管网改造乙", (), "名称相近：都有“城区三个老旧小区管网改造”"),
    ],
)
def test_alike_names_say_in_what(name: str, other: str, topics: tuple[Topic, ...], reason: str) -> None:
    """Where one of two duties has no topic, the longest part that their names share is the reason."""
    duty = subject("yi/c-001", name)
    assert links(duty, subject("yi/r-001", other, *topics), of=duty) == [("yi/r-001", Near.OTHER_LIST, reason)]


def test_names_of_two_topics_are_of_two_matters() -> None:
    """However alike, names whose topics differ are not linked."""
    duty = subject("yi/c-001", "救灾物资储备", BLOOD)
    assert links(duty, subject("yi/r-001", "救灾物资储备", SAFETY), of=duty) == []


@pytest.mark.parametrize(("county", "is_alike"), [("jia", True), ("ding", False)])
def test_rare_is_what_few_names_of_the_county_have(county: str, is_alike: bool) -> None:
    """Where other townships of the county speak of 发放 and 采购, what two names share otherwise weighs more."""
    duty, other = subject("yi/c-001", "救灾物资发放"), subject("yi/r-001", "救灾物资采购")
    elsewhere = [
        replace(subject(f"bing/c-{number:03}", f"{name}发放采购"), township=f"{county}/bing", county=county)
        for number, name in enumerate("甲乙丙丁戊己")
    ]
    expected = [("yi/r-001", Near.OTHER_LIST, "名称相近：都有“救灾物资”")]
    assert links(duty, other, *elsewhere, of=duty) == (expected if is_alike else [])


@pytest.mark.parametrize(("count", "is_linked"), [(6, True), (7, False)])
def test_what_many_names_have_leads_nowhere(count: int, is_linked: bool) -> None:
    """Six names of a township may share a part and still be found by it, more may not."""
    duties = [
        subject(f"yi/c-{number:03}", f"城区三个老旧小区管网改造{'甲乙丙丁戊己庚'[number]}") for number in range(count)
    ]
    assert bool(links(*duties, of=duties[0])) is is_linked


def test_series_are_of_one_list_whatever_their_full_stops() -> None:
    """A few of each list's near-identical names are shown; a full stop at the end makes no other series."""
    duty = subject("yi/b-001", "安全生产监管", SAFETY)
    fines = [
        subject(f"yi/{kind}-{number:03}", f"违反安全生产第{number}项规定的处罚{'。' * (number % 2)}", SAFETY)
        for kind, number in product("cr", range(1, 6))
    ]
    shown = [place for place, _, _ in links(duty, *fines, of=duty)]
    assert {kind: sum(place.startswith(f"yi/{kind}") for place in shown) for kind in "cr"} == {"c": SERIES, "r": SERIES}


def test_the_order_of_the_list_decides_between_equals() -> None:
    """Names of the same parts are as near as each other, whatever the order in which their likeness is added up."""
    duty = subject("yi/b-001", "献血宣传、采血车停放、血液储备库、应急供血等", BLOOD)
    others = (
        subject("yi/c-001", "献血宣传、应急供血、采血车停放、血液储备库", BLOOD),
        subject("yi/c-002", "献血宣传、采血车停放、血液储备库、应急供血", BLOOD),
        subject("yi/r-001", "应急供血演练", BLOOD),
    )
    assert [place for place, _, _ in links(duty, *others, of=duty)] == ["yi/c-001", "yi/c-002", "yi/r-001"]


# --- side by side ----------------------------------------------------------------------------------

KINDS_OF_DEPARTMENTS = {"jia/minzheng": "民政", "yi/minzheng": "民政", "jia/weijian": "卫生健康"}


def duty_of(catalogue: Catalogue, duty_id: str, township: int = 0) -> LinkedDuty:
    return next(one for one in catalogue.townships[township].duties if one.id == duty_id)


def told(catalogue: Catalogue, *duties: LinkedDuty) -> tuple[str, tuple[str, ...]]:
    heads = [township.head for township in catalogue.townships]
    result = compare(LinkedTopic(BLOOD, "民生", duties), heads, KINDS_OF_DEPARTMENTS)
    return result.summary, result.told


def test_comparison_says_where_townships_differ(catalogue: Catalogue) -> None:
    """One township assists, in the other the department has taken it back: both are said, with the departments."""
    unnamed = "甲县乡镇（名称未注明）"
    assert told(catalogue, duty_of(catalogue, "c-001", 0), duty_of(catalogue, "r-001", 1)) == (
        "收录的 2 个乡镇都写到了这件事。各乡镇不一样。",
        (f"{unnamed}：配合县民政局。", "乙镇：“门诊费用报销”已由县医保局收回。"),
    )


def test_comparison_says_that_townships_agree(catalogue: Catalogue) -> None:
    """The same in every township is said once."""
    assert told(catalogue, duty_of(catalogue, "b-003", 0), duty_of(catalogue, "b-003", 1)) == (
        "收录的 2 个乡镇都写到了这件事。都是自己办。",
        (),
    )


def test_comparison_says_who_is_silent_and_names_parts(catalogue: Catalogue) -> None:
    """Who does not mention the matter is said; a part that was taken back or ended is named."""
    duties = [duty_of(catalogue, one, 1) for one in ("b-003", "c-001", "r-001", "r-002")]
    assert told(catalogue, *duties) == (
        "收录的 2 个乡镇里，1 个单列了这件事；甲县乡镇（名称未注明）没有单列。",
        ("乙镇：自己办，也配合县民政局，“门诊费用报销”已由县医保局收回，“出具婚姻状况证明”不再开展。",),
    )


def test_comparison_says_what_is_cancelled(catalogue: Catalogue) -> None:
    """A duty that a department took over only to cancel it is told as cancelled; several fines are counted as such."""
    duty = duty_of(catalogue, "r-001", 1)
    cancelled = replace(duty, answer=replace(duty.answer, is_cancelled=True))
    fine = replace(duty, name="对甲行为的处罚")
    assert told(catalogue, cancelled, fine, fine)[1] == ("乙镇：有 2 项处罚已由县医保局收回，“门诊费用报销”已取消。",)


def assisting(catalogue: Catalogue, township: int, *departments: str) -> LinkedDuty:
    """The cooperative duty of a township, with departments by their ids."""
    mentions = tuple(Mention(one, False, DepartmentRef(one, one)) for one in departments)
    return replace(duty_of(catalogue, "c-001", township), mentions=mentions)


@pytest.mark.parametrize(
    ("departments", "verdict"),
    [
        (("yi/minzheng",), "都是配合民政部门。"),
        (("yi/minzheng", "jia/weijian"), "都是配合民政部门，有的还配合其他部门。"),
        (("jia/weijian",), "都是配合上级部门，但部门不同。"),
    ],
)
def test_comparison_is_by_kind_of_department(catalogue: Catalogue, departments: tuple[str, ...], verdict: str) -> None:
    """Departments of two counties with different names are the same where they are of one kind."""
    duties = assisting(catalogue, 0, "jia/minzheng"), assisting(catalogue, 1, *departments)
    assert told(catalogue, *duties)[0] == f"收录的 2 个乡镇都写到了这件事。{verdict}"


def changed(tmp_path: Path, file: str, *changes: tuple[str, str]) -> Catalogue:
    """The demo's catalogue after changes in one of its files."""
    shutil.copytree(DEMO, tmp_path, dirs_exist_ok=True)
    text = (tmp_path / file).read_text("utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    (tmp_path / file).write_text(text, "utf-8")
    return link(read(tmp_path).content)


def test_silent_townships_are_shown_with_what_touches_on_the_matter(tmp_path: Path) -> None:
    """A township without a duty of its own lists the duties whose text has the topic's words, others list none."""
    catalogue = changed(
        tmp_path, "townships/jia/bing/cooperative.yml", ("name: 开展高龄津贴发放工作", "name: 为老服务"),
        ("审核对象是否符合条件", "发放高龄津贴"),
    )  # fmt: skip
    topic = next(one for one in catalogue.topics if one.id == "old-age-allowance")
    heads = [township.head for township in catalogue.townships]
    result = compare(topic, heads, {})
    silent = [(one.head.id, [duty.id for duty in one.touching]) for one in result.silent]
    assert silent == [("jia/bing", ["c-001"])]
    # Of many the first three, and before them one that has the words in more columns.
    (touching,) = result.silent[0].touching
    twice = touching.near_topics * 2
    many = [
        replace(touching, id=id, near_topics=near)
        for id, near in (("c-002", touching.near_topics), ("c-003", touching.near_topics),
                         ("c-004", touching.near_topics), ("c-009", twice))
    ]  # fmt: skip
    shown = compare(replace(topic, touching=tuple(many)), heads, {}).silent[0].touching
    assert [duty.id for duty in shown] == ["c-009", "c-002", "c-003"]


@pytest.mark.parametrize(
    ("name", "method", "is_cancelled"),
    [
        ("门诊费用报销", "取消此项工作。", True),
        ("门诊费用报销", "负责取消门诊费用报销。", True),
        ("对报销的考核", "由县医保局统一收集信息，不再对乡镇完成情况进行考核。", True),
        ("门诊费用报销", "负责报销，不再对乡镇完成情况进行考核。", False),
        ("门诊费用报销", "木材运输证已取消，由县医保局查处。", False),
    ],
)
def test_taken_over_to_be_cancelled(tmp_path: Path, name: str, method: str, is_cancelled: bool) -> None:
    """Where all that the department does is to cancel a duty, the answer says so, whatever the list is called."""
    catalogue = changed(
        tmp_path, "townships/jia/yi/reclaimed.yml", ("name: 门诊费用报销", f"name: {name}"),
        ("在定点医院直接结算；", method), ("          - 在医保窗口办理。\n", ""),
    )  # fmt: skip
    answer = duty_of(catalogue, "r-001", 1).answer
    assert answer.kind is AnswerKind.TAKEN_OVER
    assert (answer.is_cancelled, "已取消" in answer.sentence) == (is_cancelled, is_cancelled)


def test_comparison_speaks_of_many_townships_in_general(catalogue: Catalogue) -> None:
    """A group of many townships is one clause with a count, whatever their number."""
    duty = duty_of(catalogue, "b-003", 1)
    heads = [replace(duty.township, id=f"jia/{i}", name=f"第{i}镇", label=f"甲县第{i}镇") for i in range(300)]
    other = replace(duty_of(catalogue, "r-001", 1), township=heads[-1])
    duties = (*(replace(duty, township=head) for head in heads[:-1]), other)
    result = compare(LinkedTopic(BLOOD, "民生", duties), heads, {})
    assert len(heads) > TOLD
    assert result.told == ("第0镇、第1镇、第2镇等 299 个乡镇：自己办。", "第299镇：“门诊费用报销”已由县医保局收回。")


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (6, "第0镇、第1镇、第2镇、第3镇、第4镇、第5镇：自己办。"),
        (7, "第0镇、第1镇、第2镇等 7 个乡镇：自己办。"),
    ],
)
def test_comparison_names_the_townships_of_a_small_group(catalogue: Catalogue, count: int, expected: str) -> None:
    """Six townships are told by name, more in general."""
    duty, other = duty_of(catalogue, "b-003", 1), duty_of(catalogue, "r-001", 1)
    heads = [replace(duty.township, id=f"jia/{i}", name=f"第{i}镇") for i in range(count)]
    last = replace(duty.township, id="jia/last", name="末镇")
    duties = (*(replace(duty, township=head) for head in heads), replace(other, township=last))
    assert compare(LinkedTopic(BLOOD, "民生", duties), [*heads, last], {}).told[0] == expected


def test_townships_of_one_name_are_told_apart(catalogue: Catalogue) -> None:
    """A name that two counties have is said with the county; one that there is once is said alone."""
    head = duty_of(catalogue, "b-003", 1).township
    heads = [
        replace(head, id="jia/cheng", name="城关镇", label="甲县城关镇"),
        replace(head, id="yi/cheng", name="城关镇", label="乙县城关镇"),
        replace(head, id="yi/ding", name="丁镇", label="乙县丁镇"),
    ]
    assert list(spoken_names(heads).values()) == ["甲县城关镇", "乙县城关镇", "丁镇"]


def test_comparison_by_name_where_a_department_has_no_kind(catalogue: Catalogue) -> None:
    """Departments without a kind are the same where they have the same name."""
    duties = [
        replace(
            duty_of(catalogue, "c-001", township), mentions=(Mention(printed, False, DepartmentRef(id, "县护林队")),)
        )
        for township, printed, id in ((0, "县护林队", "jia/hulindui"), (1, "护林队", "yi/hulin"))
    ]
    assert told(catalogue, *duties)[0] == "收录的 2 个乡镇都写到了这件事。都是配合县护林队部门。"


def test_comparison_quotes_a_name_without_its_stop(catalogue: Catalogue) -> None:
    """A part's name is quoted within a sentence; a long one is counted."""

    def named(name: str) -> LinkedDuty:
        duty = duty_of(catalogue, "r-001", 1)
        return replace(duty, name=name)

    assert told(catalogue, named("报销。"))[1] == ("乙镇：“报销”已由县医保局收回。",)
    assert told(catalogue, named("字" * 30 + "；"))[1] == (f"乙镇：“{'字' * 30}”已由县医保局收回。",)
    assert told(catalogue, named("字" * 31))[1] == ("乙镇：有 1 项已由县医保局收回。",)


def test_names_are_weighed_again_to_the_same(real_content: Content, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is no room for any name's pairs, they are worked out each time, and come to the same."""
    counties = [outline(county) for county in link(real_content).counties]
    before = related_elsewhere(duties_of(counties))
    monkeypatch.setattr("generator.link.related.WEIGHED", 0)
    assert related_elsewhere(duties_of(counties)) == before


def test_many_duties_take_little_room() -> None:
    """A duty by which others are found takes less than a kilobyte: a township has 340, a province 1,500 townships."""
    several = [
        subject(f"t{township}/b-{number}", f"{township}号地方第{number}项公共卫生和安全生产工作", BLOOD, SAFETY)
        for township in range(30)
        for number in range(100)
    ]
    tracemalloc.start()
    before, _ = tracemalloc.get_traced_memory()
    found = elsewhere_of(several)
    after, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (after - before) / len(several) < 800
    assert len(found("jia/t3")) == 100


def test_what_many_duties_lead_to_is_there_once(real_content: Content) -> None:
    """Of all that lead to one duty for one reason, also from other counties."""
    counties = [outline(county) for county in link(real_content).counties]
    told = [one for related in related_by_county(counties) for own in related.values() for one in own]
    different = {(one.duty.township.id, one.duty.id, one.reason) for one in told}
    assert len({id(one) for one in told}) == len(different) < len(told) / 2


def test_county_by_county_they_are_the_same(real_content: Content) -> None:
    """And so they are packed, for which another process has the topics; of the duties only what pages show."""
    counties = [outline(county) for county in link(real_content).counties]
    whole = related_elsewhere(duties_of(counties))
    by_county = list(related_by_county(counties))
    assert {key: own for related in by_county for key, own in related.items()} == whole
    assert any(whole.values())
    topics = {topic.id: topic for topic in real_content.topics}
    brief = {(duty.township.id, duty.id): b"" for duty in duties_of(counties)}
    for related in by_county:
        told = Elsewhere.of(related, brief, "2024-01-01")
        assert told.told is related
        sent = pickle.loads(pickle.dumps(told))
        assert sent == told.packed == told.packed.packed
        assert (sent.digests, sent.since) == (told.digests, told.since)
        assert told.related(topics) is related
        short = {
            key: tuple(replace(one, duty=replace(one.duty, near_topics=(), does="", citations=())) for one in own)
            for key, own in related.items()
        }
        assert sent.related(topics) == short
        assert all(
            one.topic is topics[one.topic.id] for own in short.values() for each in own for one in each.duty.topics
        )
