"""Topics: what the matcher finds and why, its corrections, and the report of `qingdan topics`."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from generator.__main__ import main
from generator.model import (
    BasicDuty,
    BasicList,
    Content,
    CooperativeDuty,
    ListKind,
    ReclaimedDuty,
    SuperiorBlock,
    Topic,
    TopicCorrection,
    TopicGroup,
    Township,
    TownshipFile,
)
from generator.read.folder import read
from generator.words.topic_report import Which, report
from generator.words.topics import How, Matcher, normalised
from support.places import DEMO

TOPICS = (
    Topic(id="food", name="食品安全", about="。", asks=(), match=("食品安全",), unlike=("聚餐食品安全",)),
    Topic(id="dinners", name="集体聚餐", about="。", asks=(), match=("集体聚餐",)),
    Topic(id="manure", name="畜禽粪污", about="。", asks=(), match=("畜禽…污染", "畜禽粪污")),
    Topic(id="vaccination", name="预防接种", about="。", asks=(), match=("预防接种",), weak=("疫苗",)),
    Topic(id="publications", name="扫黄打非", about="。", asks=(), match=("扫黄打非",)),
    Topic(id="mines", name="矿山", about="。", asks=(), match=("矿山",)),
)


def found(name: str, **more: object) -> list[str]:
    """The topics of a duty with this name, in order."""
    return [
        one.topic.id for one in Matcher(TOPICS).match(BasicDuty(id="b-001", number=1, name=name, **more)).assignments
    ]


def cooperative(name: str, superior: tuple[str, ...], township: tuple[str, ...]) -> CooperativeDuty:
    block = SuperiorBlock(departments=("县卫健局",), duties=superior)
    return CooperativeDuty(
        id="c-001", number=1, name=name, departments=("县卫健局",), superior=(block,), township=township
    )


@pytest.mark.parametrize(
    ("name", "topics"),
    [
        # a word in the name
        ("开展食品安全工作", ["food"]),
        ("征兵工作", []),
        # a name that lists several matters belongs to each, in the name's order
        ("做好集体聚餐管理、食品安全宣传", ["dinners", "food"]),
        # what is `unlike` does not count, wherever else the word stands
        ("农村集体聚餐食品安全工作", ["dinners"]),
        ("农村集体聚餐食品安全和校园食品安全工作", ["dinners", "food"]),
        # width, quotation marks and spaces do not matter
        ("开展“扫黄打非”工作", ["publications"]),
        ("开展扫“黄”打“非” 工作", ["publications"]),
        # … is up to twenty characters of one sentence
        ("畜禽养殖造成的水污染防治", ["manure"]),
        ("畜禽养殖管理；大气污染防治", []),
        (f"畜禽{'养' * 20}污染", ["manure"]),
        (f"畜禽{'养' * 21}污染", []),
        # what a duty says that it does not cover
        ("对企业开展日常检查（不包括矿山、冶炼企业）", []),
        # a weak word does not count in a name
        ("疫苗管理", []),
    ],
)
def test_name_decides(name: str, topics: list[str]) -> None:
    """A duty belongs to the topics of which a word stands in its name."""
    assert found(name) == topics


@pytest.mark.parametrize(
    ("superior", "township", "topics"),
    [
        # a task of its own in both columns, by a word or a weak word
        (("组织预防接种；",), ("宣传疫苗知识；",), ["vaccination"]),
        (("组织预防接种；", "甲；", "乙；", "丙；"), ("疫苗宣传；", "甲；"), ["vaccination"]),
        # one column only
        (("组织预防接种；",), ("做好宣传；",), []),
        (("做好宣传；",), ("组织预防接种；",), []),
        (("一二三四五六七八九十甲乙预防接种；",), ("疫苗宣传；",), ["vaccination"]),
        (("一二三四五六七八九十甲乙丙预防接种；",), ("疫苗宣传；",), []),
        # by the way: one of five entries, or late in its entry
        (("组织预防接种；", "甲；", "乙；", "丙；", "丁；"), ("疫苗宣传；",), []),
        (("对公众开展传染病防控知识的健康教育和预防接种宣传；",), ("疫苗宣传；",), []),
    ],
)
def test_text_decides_where_both_columns_have_the_task(
    superior: tuple[str, ...], township: tuple[str, ...], topics: list[str]
) -> None:
    """A cooperative duty with a general name belongs where both columns have the matter as a task of its own."""
    matched = Matcher(TOPICS).match(cooperative("公共卫生工作", superior, township))
    assert [one.topic.id for one in matched.assignments] == topics
    assert bool(matched.near_misses) is not bool(topics)


def test_method_counts_where_the_name_only_cites_a_law() -> None:
    """工作方式 says what a fine is about whose name is a law's clause, and is not looked at for other names."""

    def topics(name: str) -> list[str]:
        duty = ReclaimedDuty(id="r-001", number=1, name=name, departments=("县局",), method=("查处食品安全违法行为；",))
        return [one.topic.id for one in Matcher(TOPICS).match(duty).assignments]

    assert topics("对《某法》第一百一十五条规定情形的处罚") == ["food"]
    assert topics("对某行为的处罚") == []


def test_corrections_have_the_last_word() -> None:
    """What is added belongs, what is denied does not; an unknown id adds nothing."""
    assert found("食品安全工作", topics=TopicCorrection(add=("mines", "nothing"), deny=("food",))) == ["mines"]


def test_corrections_add_only_what_is_missing() -> None:
    """A topic that was found, by name or by text, is not added again, and says still how it was found."""
    by_name = BasicDuty(id="b-001", number=1, name="食品安全工作", topics=TopicCorrection(add=("food",)))
    by_text = cooperative("公共卫生工作", ("组织预防接种；",), ("宣传疫苗知识；",)).model_copy(
        update={"topics": TopicCorrection(add=("vaccination", "food"))}
    )
    assert [
        [(one.topic.id, one.how, one.words) for one in Matcher(TOPICS).match(duty).assignments]
        for duty in (by_name, by_text)
    ] == [
        [("food", How.NAME, ("食品安全",))],
        [("vaccination", How.TEXT, ("预防接种", "疫苗")), ("food", How.ADDED, ())],
    ]


def test_denied_is_not_even_near() -> None:
    """What a correction takes out is no near miss either, and the report can say that it was taken out."""
    duty = cooperative("食品安全工作", ("食品安全检查；",), ("做好宣传；",)).model_copy(
        update={"topics": TopicCorrection(deny=("food",))}
    )
    matched = Matcher(TOPICS).match(duty)
    assert (matched.assignments, matched.near_misses, matched.denied) == ((), (), ("food",))


def test_normalised() -> None:
    """One form for comparison: half-width, without spaces, quotation marks and exclusions."""
    assert normalised("“ＡＢ” 《法》（乡镇）（不包括矿山）") == "AB法(乡镇)"


# --- the report ------------------------------------------------------------------------------------


def lines(which: Which, township: str | None = None) -> list[str]:
    return list(report(read(DEMO).content, which, township))


def test_report_says_why() -> None:
    """Every duty with its topics and the words that decided, then a count."""
    assert lines(Which.ALL, "jia/bing")[-5:] == [
        "jia/bing r-001 门诊费用报销",
        "    医疗保险（medical-insurance）：名称里有“费用报销”",
        "jia/bing r-002 出具婚姻状况证明",
        "    开具证明（certificates）：名称里有“出具…证明”",
        "共 7 项：7 项归入 7 个主题（100.0 %），0 项没有主题。",
    ]


def without(content: Content, *ids: str) -> Content:
    """A content whose vocabulary lacks some topics."""
    groups = tuple(
        group.model_copy(update={"topics": tuple(one for one in group.topics if one.id not in ids)})
        for group in content.topic_groups
    )
    return replace(content, topic_groups=groups)


def test_report_lists_and_proposes_what_has_no_topic() -> None:
    """Duties without a topic, and the phrases that those of several townships share."""
    content = without(read(DEMO).content, "old-age-allowance")
    assert list(report(content, Which.WITHOUT)) == [
        "jia/bing c-001 开展高龄津贴发放工作",
        "jia/yi c-001 开展高龄津贴发放工作",
        "共 14 项：12 项归入 6 个主题（85.7 %），2 项没有主题。",
    ]
    proposed = list(report(content, Which.PROPOSE))
    assert re.fullmatch("“.*高龄津贴.*”：2 个乡镇，2 项没有主题的事项里有", proposed[0])
    assert proposed[1:3] == ["    jia/bing c-001 开展高龄津贴发放工作", "    jia/yi c-001 开展高龄津贴发放工作"]


def test_report_shows_near_misses() -> None:
    """Words in a column that do not suffice are shown with the column."""
    content = read(DEMO).content
    training = Topic(id="training", name="业务", about="。", asks=(), match=("发放名册",))
    group = content.topic_groups[0].model_copy(update={"topics": (training,)})
    shown = list(report(replace(content, topic_groups=(group,)), Which.NEAR, "jia/yi"))
    assert shown[:2] == [
        "jia/yi c-001 开展高龄津贴发放工作",
        "    差一点：业务（training），上级部门职责里有“发放名册”",
    ]


def content_of(**townships: tuple[str, ...]) -> Content:
    """Townships with basic duties of these names, and the topics above."""
    return Content(
        townships=tuple(
            Township(
                f"jia/{id}",
                "jia",
                TownshipFile(name=None, name_status="unknown", name_evidence="。"),
                {ListKind.BASIC: BasicList(title="清单", categories=({"name": "类", "duties": duties},))},
            )
            for id, names in townships.items()
            for duties in (tuple(BasicDuty(id=f"b-{i:03}", number=i, name=name) for i, name in enumerate(names, 1)),)
        ),
        topic_groups=(TopicGroup(name="组", topics=TOPICS),),
    )


def test_proposals() -> None:
    """Of the phrases that duties without a topic of several townships share, the longest; those of most come first."""
    content = content_of(
        yi=("沟渠长效清淤管护甲", "水塘巡护", "打井", "食品安全巡查点"),
        bing=("沟渠长效清淤管护乙", "打井工作", "巡查点甲", "护林队"),
        ding=("打井培训", "食品安全监测点", "监测点甲", "护林队伍", "矿山巡查点"),
        wu=("打井", "监测点乙", "监测点丙", "监测点丁", "水塘巡护队", "巡查点乙", "护林队建设"),
    )
    # Three to eight characters: neither 打井 nor what comes after 管护; half of the duties with 巡查点 have a topic.
    assert [line for line in report(content, Which.PROPOSE) if not line.startswith(" ")] == [
        "“护林队”：3 个乡镇，3 项没有主题的事项里有",
        "“监测点”：2 个乡镇，4 项没有主题的事项里有",
        "“水塘巡护”：2 个乡镇，2 项没有主题的事项里有",
        "“沟渠长效清淤管护”：2 个乡镇，2 项没有主题的事项里有",
        "共 20 项：3 项归入 2 个主题（15.0 %），17 项没有主题。",
    ]
    # Of one township alone what its own duties have.
    assert list(report(content, Which.PROPOSE, "jia/wu"))[:4] == [
        "“监测点”：1 个乡镇，3 项没有主题的事项里有",
        "    jia/wu b-002 监测点乙",
        "    jia/wu b-003 监测点丙",
        "    jia/wu b-004 监测点丁",
    ]


def test_report_on_nothing_and_on_what_was_denied() -> None:
    """Without duties the count is of nothing; a topic that was taken out by hand is said."""
    assert list(report(Content(), Which.ALL)) == ["共 0 项：0 项归入 0 个主题（0.0 %），0 项没有主题。"]
    content = content_of(yi=("食品安全和矿山",))
    (township,) = content.townships
    duty = BasicDuty(id="b-001", number=1, name="食品安全和矿山", topics=TopicCorrection(deny=("food",)))
    denied = BasicList(title="清单", categories=({"name": "类", "duties": (duty,)},))
    changed = replace(content, townships=(replace(township, lists={ListKind.BASIC: denied}),))
    assert list(report(changed, Which.ALL)) == [
        "jia/yi b-001 食品安全和矿山",
        "    矿山（mines）：名称里有“矿山”",
        "    人工去掉：food",
        "共 1 项：1 项归入 1 个主题（100.0 %），0 项没有主题。",
    ]


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Iterator[Callable[..., tuple[int, str, str]]]:
    """Runs `qingdan topics`: exit code, output, and errors."""

    def run(*arguments: str) -> tuple[int, str, str]:
        try:
            code = main(["topics", "--content", str(DEMO), *arguments])
        except SystemExit as exit:
            code = int(exit.code or 0)
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run


def test_command(said: Callable[..., tuple[int, str, str]]) -> None:
    """The command prints the report; a township that is not there, and two wishes at once, are misuse."""
    assert said("--township", "jia/yi", "--without") == (
        0,
        "共 7 项：7 项归入 7 个主题（100.0 %），0 项没有主题。\n",
        "",
    )
    assert said("--township", "jia/ding") == (2, "", "没有乡镇“jia/ding”；现有：jia/bing、jia/yi\n")
    code, _, err = said("--near", "--without")
    assert (code, "不能与" in err) == (2, True)


# --- the real vocabulary ---------------------------------------------------------------------------


def test_most_duties_have_a_topic(real_content: Content) -> None:
    """At least four fifths of all duties belong to a topic."""
    last = list(report(real_content, Which.WITHOUT))[-1]
    assert float(re.search(r"（([0-9.]+) %）", last)[1]) >= 80


def test_topics_are_written_for_people(real_content: Content) -> None:
    """Every topic has a sentence and at least five everyday words or questions, none twice."""
    topics = real_content.topics
    assert len(topics) >= 150
    assert [one.id for one in topics if not one.about.endswith("。")] == []
    assert [one.id for one in topics if len(set(one.asks)) < 5 or len(set(one.asks)) != len(one.asks)] == []
