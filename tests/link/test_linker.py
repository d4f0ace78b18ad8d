"""Linking a small content of several counties: what every name leads to, and in which order."""

import pytest

from generator.link.catalogue import (
    Block,
    BlockPart,
    Catalogue,
    CategoryRef,
    DepartmentRef,
    LinkedDuty,
    Mention,
    Part,
    Section,
)
from generator.link.compare import kind_names
from generator.link.linker import link
from generator.model import (
    AnyDuty,
    BasicDuty,
    BasicList,
    CategoryName,
    Content,
    CooperativeDuty,
    CooperativeList,
    County,
    CountyFile,
    Department,
    DepartmentKind,
    DepartmentVocabulary,
    ListKind,
    ReclaimedDuty,
    ReclaimedList,
    ReferenceFile,
    SuperiorBlock,
    Topic,
    TopicGroup,
    Township,
    TownshipFile,
)
from generator.words.references import ReferenceKind

TYPES = {ListKind.BASIC: BasicList, ListKind.COOPERATIVE: CooperativeList, ListKind.RECLAIMED: ReclaimedList}


def topic(id: str, *words: str) -> Topic:
    return Topic(id=id, name=words[0], about="。", asks=(), match=words)


def township(id: str, name: str | None, status: str, titles: dict[ListKind, str], *duties: AnyDuty) -> Township:
    """A township whose lists, each under its title, have one category with the duties of their kind."""
    prefixes = {kind.prefix: kind for kind in ListKind}
    lists = {
        kind: TYPES[kind](title=title, categories=({"name": "民生", "declared": 9, "duties": own},))
        for kind, title in titles.items()
        if (own := tuple(duty for duty in duties if prefixes[duty.id[0]] is kind))
    }
    file = TownshipFile(name=name, name_status=status, name_evidence="标题")
    return Township(id, id.split("/")[0], file, lists)


def basic(number: int, name: str) -> BasicDuty:
    return BasicDuty(id=f"b-{number:03}", number=number, name=name)


def assist(number: int, name: str, *departments: str, **more: object) -> CooperativeDuty:
    return CooperativeDuty(id=f"c-{number:03}", number=number, name=name, departments=departments, **more)


TITLES = {kind: kind.official_title for kind in ListKind}


@pytest.fixture(scope="module")
def linked() -> Catalogue:
    """Two counties, the id of one beginning with that of the other, and one that has no township yet."""
    departments = (
        Department(id="minzheng", name="县民政局", full_name="县民政管理局", aliases=("县民政办",)),
        Department(id="zhujian", name="县住建局"),
        Department(id="chengguan", name="县城管局"),
        Department(id="shenji", name="县审计局"),
        Department(id="fangzhi", name="县防止返贫办"),
        Department(id="qixiang", name="县气象局"),
    )
    counties = (
        County("jia", CountyFile(name="甲县", province="某省", prefecture="某州", departments=departments)),
        County("jia-bei", CountyFile(name=None, province=None, prefecture=None, departments=departments[:1])),
        County("yi", CountyFile(name="乙市", province="某市", prefecture=None)),
    )
    blocks = (
        SuperiorBlock(departments=("县民政局",), duties=("审核，报县审计局。",)),
        SuperiorBlock(
            departments=("县民政管理局", "县审计局"), duties=("县审计局审计。",), support=("县民政办培训。",)
        ),
    )
    paid = SuperiorBlock(departments=("县住建局",), duties=("发放高龄津贴；",))
    townships = (
        township(
            *("jia/a", "甲街道", "stated", TITLES | {ListKind.BASIC: "甲街道的清单"}),
            basic(1, "高龄津贴，依照《乙条例》第一条"),
            basic(2, "《乙条例》第二条"),
            basic(3, "《甲条例》，拨打12345电话"),
            basic(4, "《丙法》《中华人民共和国丙法》第九条"),
            basic(5, "拨打55760770电话、55760771电话"),
            assist(
                1,
                "救助",
                "民政局（牵头）",
                "县住建局（县城管局）",
                "其他相关单位（牵头）",
                superior=blocks,
                township=("报。",),
            ),
            assist(2, "慰问", "县民政局", superior=(paid,)),
        ),
        township(
            *("jia/b", "甲镇", "inferred", TITLES | {ListKind.COOPERATIVE: "甲镇配合履职和基本履职清单"}),
            assist(
                1,
                "帮扶",
                "县民政局等",
                superior=(SuperiorBlock(departments=("县民政局等",), duties=("发放高龄津贴；",)),),
            ),
            assist(2, "慰问", "县民政局（县民政办）", superior=(paid,), township=("报县气象局。",)),
            ReclaimedDuty(id="r-001", number=1, name="采伐", departments=("县民政局",), method=("由县局办。",)),
        ),
        township("jia-bei/a", None, "unknown", TITLES, basic(1, "采伐"), assist(1, "采伐", "民政局")),
    )
    return link(
        Content(
            counties,
            townships,
            (CategoryName(id="zhengwu", name="政务"), CategoryName(id="minsheng", name="民生服务", aliases=("民生",))),
            ReferenceFile.model_validate({"hotlines": ({"number": "12345", "name": "热线"},)}),
            DepartmentVocabulary(
                kinds=(
                    DepartmentKind(id="audit", name="审计", words=("审计",)),
                    DepartmentKind(id="weather", name="气象", words=("气象",)),
                    DepartmentKind(id="none", name="海事", words=("海事",)),
                    DepartmentKind(id="civil", name="民政", words=("民政",)),
                    DepartmentKind(id="relief", name="防返贫", words=("返贫",)),
                )
            ),
            (
                TopicGroup(name="空的", topics=(topic("empty", "没有的词"),)),
                TopicGroup(
                    name="民生",
                    topics=(topic("felling", "采伐"), topic("empty-too", "也没有"), topic("old", "高龄津贴")),
                ),
            ),
            common_topics=("old", "empty", "felling"),
        )
    )


def duty(linked: Catalogue, township_id: str, duty_id: str) -> LinkedDuty:
    """A duty by its ids."""
    return next(
        one for own in linked.townships if own.head.id == township_id for one in own.duties if one.id == duty_id
    )


def test_counties_have_their_own_townships(linked: Catalogue) -> None:
    """A county has those whose id says so, also where its own id begins another's; its name may be unknown."""
    assert [(one.id, one.name, [own.head.id for own in one.townships]) for one in linked.counties] == [
        ("jia", "甲县", ["jia/a", "jia/b"]),
        ("jia-bei", "县名未注明", ["jia-bei/a"]),
        ("yi", "乙市", []),
    ]


def test_heads(linked: Catalogue) -> None:
    """What a township is called in lists, in sentences and alone, what kind it is, and where it lies."""
    assert [
        (head.short, head.spoken, head.label, head.kind.name, head.province, head.prefecture, head.county)
        for head in (one.head for one in linked.townships)
    ] == [
        ("甲街道", "甲街道", "甲县甲街道", "街道", "某省", "某州", "甲县"),
        ("甲镇", "甲镇", "甲县甲镇", "镇", "某省", "某州", "甲县"),
        ("乡镇（名称未注明）", "本乡镇", "乡镇（名称未注明）", "乡镇", None, None, None),
    ]


def test_titles(linked: Catalogue) -> None:
    """A list is cited by its own title where that names it alone; else by a made one, with a name that is stated."""
    assert [(own.kind.value, own.title, own.printed_title) for one in linked.townships[:2] for own in one.lists] == [
        ("basic", "甲县甲街道基本履职事项清单", "甲街道的清单"),
        ("cooperative", "配合履职事项清单", "配合履职事项清单"),
        ("cooperative", "配合履职事项清单", "甲镇配合履职和基本履职清单"),
        ("reclaimed", "上级部门收回事项清单", "上级部门收回事项清单"),
    ]


def test_categories(linked: Catalogue) -> None:
    """A category is known by the vocabulary's id under whatever name a list prints; one without duties is left out."""
    ref = CategoryRef("minsheng", "民生服务", "民生")
    assert {one.category for own in linked.townships for one in own.duties} == {ref}
    assert [(one.id, len(one.duties)) for one in linked.categories] == [("minsheng", 12)]
    # the count that the document itself states stays, right or wrong
    assert {category.declared for own in linked.townships for one in own.lists for category in one.categories} == {9}


def test_mentions(linked: Catalogue) -> None:
    """A cell's names without the mark 牵头, each with whom it means, second signs and open ends too."""
    minzheng = DepartmentRef("jia/minzheng", "县民政局")
    assert duty(linked, "jia/a", "c-001").mentions == (
        Mention("民政局", True, minzheng),
        Mention(
            "县住建局（县城管局）",
            False,
            DepartmentRef("jia/zhujian", "县住建局"),
            DepartmentRef("jia/chengguan", "县城管局"),
        ),
        Mention("其他相关单位", True, None),
    )
    assert duty(linked, "jia/b", "c-001").mentions == (Mention("县民政局等", False, minzheng),)
    assert duty(linked, "jia/b", "c-002").mentions == (Mention("县民政局（县民政办）", False, minzheng),)
    assert duty(linked, "jia-bei/a", "c-001").mentions == (
        Mention("民政局", False, DepartmentRef("jia-bei/minzheng", "县民政局")),
    )


def test_departments_know_their_duties(linked: Catalogue) -> None:
    """In the order of townships and lists, under the names that are printed, each with its part; those of none too."""
    assert {
        one.ref.id: (one.names, [(view.duty.township.id, view.duty.id, view.part) for view in one.work])
        for county in linked.counties
        for one in county.departments
    } == {
        "jia/minzheng": (
            ("县民政办", "民政局", "县民政局（县民政办）"),
            [
                *(("jia/a", "c-001", Part.LEADS), ("jia/a", "c-002", Part.LEADS)),
                *(("jia/b", "c-001", Part.LEADS), ("jia/b", "c-002", Part.LEADS), ("jia/b", "r-001", Part.TAKEN_BACK)),
            ],
        ),
        # who stands beside the one who leads, or in a block only, takes part
        "jia/zhujian": (
            ("县住建局（县城管局）",),
            [(*place, Part.TAKES_PART) for place in (("jia/a", "c-001"), ("jia/a", "c-002"), ("jia/b", "c-002"))],
        ),
        "jia/chengguan": ((), [("jia/a", "c-001", Part.TAKES_PART)]),
        "jia/shenji": ((), [("jia/a", "c-001", Part.TAKES_PART)]),
        "jia/qixiang": ((), [("jia/b", "c-002", Part.NAMED)]),
        "jia/fangzhi": ((), []),
        "jia-bei/minzheng": (("县民政办", "民政局"), [("jia-bei/a", "c-001", Part.LEADS)]),
    }
    # its duties are those that it has to do with, not those that speak of it by the way
    departments = {one.ref.id: one for county in linked.counties for one in county.departments}
    assert [len(departments[id].duties) for id in ("jia/minzheng", "jia/qixiang", "jia/fangzhi")] == [5, 0, 0]
    assert duty(linked, "jia/a", "c-001").named == ()


def test_whose_the_texts_of_a_shared_block_are(linked: Catalogue) -> None:
    """Duties and support alike; a block of one department alone has nothing to tell."""
    one, other = duty(linked, "jia/a", "c-001").blocks
    assert (one.concerned, {text: [ref.name for ref in own] for text, own in other.concerned.items()}) == (
        {},
        {"县审计局审计。": ["县审计局"], "县民政办培训。": ["县民政局"]},
    )
    (with_others,) = duty(linked, "jia/b", "c-001").blocks
    assert {text: [ref.name for ref in own] for text, own in with_others.concerned.items()} == {
        "发放高龄津贴；": ["县民政局"]
    }


def test_block_is_shared() -> None:
    """By several departments, or by one with others who are not named; a department that stands twice is one."""
    one, other = DepartmentRef("jia/a", "县甲局"), DepartmentRef("jia/b", "县乙局")
    cells = {
        "县甲局": (Mention("县甲局", False, one),),
        "县甲局两次": (Mention("县甲局", False, one), Mention("甲局", False, one)),
        "县甲局、县乙局": (Mention("县甲局", False, one), Mention("县乙局", False, other)),
        "县甲局（县乙局）": (Mention("县甲局（县乙局）", False, one, other),),
        "县甲局等": (Mention("县甲局等", False, one),),
        "县甲局、其他单位": (Mention("县甲局", False, one), Mention("其他相关单位", False, None)),
        "其他单位": (Mention("其他相关单位", False, None),),
    }
    assert [name for name, mentions in cells.items() if Block(mentions, (), ()).is_shared] == [
        "县甲局、县乙局", "县甲局（县乙局）", "县甲局等", "县甲局、其他单位",
    ]  # fmt: skip


def test_part_of_a_block() -> None:
    """A department's own duties under their headings, and its support; what is nobody's own is joint."""
    one, other = DepartmentRef("jia/a", "县甲局"), DepartmentRef("jia/b", "县乙局")
    block = Block(
        (Mention("县甲局", False, one), Mention("县乙局", False, other)),
        ("总的。", "一、甲的", "甲办。", "二、乙的", "乙办。", "医院办。"),
        ("甲培训。", "乙培训。", "医院培训。"),
        {
            "甲办。": (one,),
            "乙办。": (other,),
            "医院办。": (),
            "甲培训。": (one,),
            "乙培训。": (other,),
            "医院培训。": (),
        },
    )
    part = block.of(one)
    assert part == BlockPart(
        block.mentions,
        (Section("", ("总的。",)), Section("一、甲的", ("甲办。",))),
        ("医院办。", "医院培训。"),
        ("甲培训。",),
        total=4,
    )
    assert part.duties == ("总的。", "甲办。")
    # A block that nobody else shares is all its department's own.
    alone = Block(block.mentions[:1], block.duties, block.support)
    assert (alone.of(one).duties, alone.of(one).joint) == (("总的。", "甲办。", "乙办。", "医院办。"), ())


def test_kinds(linked: Catalogue) -> None:
    """In the vocabulary's order those that there are departments of, in the counties' order, the idle ones apart."""
    assert [
        (one.ref.id, [own.ref.id for own in one.busy], [own.ref.id for own in one.idle]) for one in linked.kinds
    ] == [
        ("audit", ["jia/shenji"], []),
        ("weather", ["jia/qixiang"], []),
        ("civil", ["jia/minzheng", "jia-bei/minzheng"], []),
        ("relief", [], ["jia/fangzhi"]),
    ]


def test_kind_names(linked: Catalogue) -> None:
    """The kinds' names by departments, those without a kind left out."""
    assert kind_names(linked) == {
        "jia/minzheng": "民政",
        "jia/shenji": "审计",
        "jia/fangzhi": "防返贫",
        "jia/qixiang": "气象",
        "jia-bei/minzheng": "民政",
    }


def test_topics(linked: Catalogue) -> None:
    """Groups and topics that have duties; what only touches on one counts in townships that have no duty of it."""
    assert [
        (group.name, [(one.id, [(own.township.id, own.id) for own in one.duties]) for one in group.topics])
        for group in linked.topic_groups
    ] == [
        (
            "民生",
            [
                ("felling", [("jia/b", "r-001"), ("jia-bei/a", "b-001"), ("jia-bei/a", "c-001")]),
                ("old", [("jia/a", "b-001")]),
            ],
        )
    ]
    assert [[(own.township.id, own.id) for own in one.touching] for one in linked.topics] == [
        [],
        [("jia/b", "c-001"), ("jia/b", "c-002")],
    ]
    assert [one.id for one in linked.common_topics] == ["old", "felling"]


def test_references(linked: Catalogue) -> None:
    """By kind, what most duties name first, then by name; a duty counts once, with all its articles."""
    assert [
        (one.ref.kind, one.ref.name, [(own.duty.id, own.citation.articles) for own in one.citing])
        for one in linked.references
    ] == [
        (ReferenceKind.LAW, "乙条例", [("b-001", ("第一条",)), ("b-002", ("第二条",))]),
        (ReferenceKind.LAW, "丙法", [("b-004", ("第九条",))]),
        (ReferenceKind.LAW, "甲条例", [("b-003", ())]),
        # numbers that nobody has named are different ones
        (ReferenceKind.HOTLINE, "", [("b-005", ())]),
        (ReferenceKind.HOTLINE, "", [("b-005", ())]),
        (ReferenceKind.HOTLINE, "热线", [("b-003", ())]),
    ]
    # every way in which it is written, and where it stands first
    (law,) = (one for one in linked.references if one.ref.name == "丙法")
    (citation,) = (one.citation for one in law.citing)
    assert law.printed == citation.printed == ("《丙法》", "《中华人民共和国丙法》")
    assert citation.words == "《丙法》"
    assert [one.reference.name for one in duty(linked, "jia/a", "b-003").citations] == ["甲条例", "热线"]


def test_related_lead_to_the_duties_themselves(linked: Catalogue) -> None:
    """A link holds the linked duty of the other township, not only its id."""
    related = linked.related["jia-bei/a", "b-001"]
    assert [(one.duty.township.id, one.duty.id, one.reason) for one in related] == [
        ("jia-bei/a", "c-001", "名称相同，主题同是采伐"),
        ("jia/b", "r-001", "名称相同，主题同是采伐"),
    ]
    assert related[1].duty is duty(linked, "jia/b", "r-001")
