"""Names of departments: taking them apart, finding whom they mean, telling kinds, and the parts in a duty."""

import json
import re

import pytest
import yaml

from generator import flow
from generator.link.catalogue import BlockPart, Catalogue, LinkedDepartment, Part, Section
from generator.link.linker import link
from generator.model import (
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
    ReclaimedStatus,
    SuperiorBlock,
    Township,
    TownshipFile,
)
from generator.pages.render import Renderer
from generator.words.departments import Register, kind_by_words, kind_of, placed_name, printed_name, signs
from generator.words.subjects import is_heading, short_name_pattern
from support.places import CONTENT

VOCABULARY = DepartmentVocabulary.model_validate_json(
    json.dumps(yaml.safe_load((CONTENT / "vocabulary/department-kinds.yml").read_text("utf-8")))
)


def county(*departments: Department, name: str | None = "甲县") -> CountyFile:
    return CountyFile(name=name, province="某省", prefecture="某州", departments=departments)


def department(id: str, name: str, **more: object) -> Department:
    return Department(id=id, name=name, **more)


@pytest.mark.parametrize(
    ("text", "core", "lead", "open_ended"),
    [
        ("县民政局", "县民政局", False, False),
        ("县民政局（牵头）", "县民政局", True, False),
        ("县民政局(牵头单位)", "县民政局", True, False),
        # an open end after a name
        ("县水务局等相关部门", "县水务局", False, True),
        ("县公安局等部门", "县公安局", False, True),
        ("云阳海事处等相关部门单位", "云阳海事处", False, True),
        ("县消防救援局等", "县消防救援局", False, True),
        ("县公安局及相关单位", "县公安局", False, True),
        ("市监局等其他负有安全生产监督管理职责的部门", "市监局", False, True),
        # nothing but an open end
        ("其他相关单位", "", False, True),
        ("各有关部门", "", False, True),
        ("行业主管部门", "", False, True),
        ("县级其他部门", "", False, True),
        ("县直部门", "", False, True),
        ("区直、市直有关部门", "", False, True),
        ("盟直、旗直各部门和单位", "", False, True),
        ("地直有关单位", "", False, True),
        ("各派出单位", "", False, True),
        ("职能部门", "", False, True),
        ("各成员单位", "", False, True),
        ("负有安全生产监督管理职责的部门", "", False, True),
        # names that only look so
        ("县机关事务服务中心", "县机关事务服务中心", False, False),
        ("县等级医院", "县等级医院", False, False),
    ],
)
def test_printed_name(text: str, core: str, lead: bool, open_ended: bool) -> None:
    """A printed name is taken apart into the mark 牵头, an open end, and the name itself."""
    found = printed_name(text)
    assert (found.core, found.lead, found.open_ended) == (core, lead, open_ended)


def test_signs() -> None:
    """A bracket after a name is a second sign, in either width."""
    assert [signs(name) for name in ("县委宣传部（县文联）", "县政府办(县金融中心)", "县文联")] == [
        ("县委宣传部", "县文联"), ("县政府办", "县金融中心"), ("县文联", None),
    ]  # fmt: skip


REGISTER = Register(
    county(
        department("renshe", "县人社局", full_name="县人力资源和社会保障局"),
        department("weijian", "县卫健委"),
        department("zhujian", "县住房城乡建委", aliases=("县城乡建委",)),
        department("chengguan", "县城管局"),
        department("tongzhan", "县委统战部"),
        department("bianban", "县委编办"),
        department("tuan", "团县委"),
        department("shijian", "县市监局"),
        department("huanjing", "某州生态环境局甲县分局"),
        department("gongan", "县公安局"),
        department("jiaojing", "县公安局交警大队"),
        department("shenji", "县审计局"),
        department("zhoulincao", "州林草局"),
    ),
    VOCABULARY,
)


@pytest.mark.parametrize(
    ("name", "id"),
    [
        # registered, in full, an alias
        ("县人社局", "renshe"),
        ("县人力资源和社会保障局", "renshe"),
        ("县城乡建委", "zhujian"),
        # long and short
        ("县人力社保局", "renshe"),
        ("县卫生健康委员会", "weijian"),
        ("县卫生健康委", "weijian"),
        ("县住房和城乡建设委员会", "zhujian"),
        ("县住房和城乡建委", "zhujian"),
        ("县市场监督管理局", "shijian"),
        ("县委机构编制委员会办公室", "bianban"),
        ("共青团甲县委员会", "tuan"),
        # without the level, and without 县委
        ("公安局", "gongan"),
        ("人力资源社会保障局", "renshe"),
        ("市监局", "shijian"),
        ("统战部", "tongzhan"),
        ("编办", "bianban"),
        # with the county's own name and those above it
        ("甲县公安局", "gongan"),
        ("某省某州甲县卫健委", "weijian"),
        # a second sign in brackets
        ("县委统战部（县民族宗教委）", "tongzhan"),
        ("县住房城乡建委(县城管局)", "zhujian"),
        # somebody else
        ("乙县公安局", None),
        ("州公安局", None),
        ("县卫健局", None),
        ("县公按局", None),
        ("宣传部", None),
    ],
)
def test_find(name: str, id: str | None) -> None:
    """A name finds its department by every way of writing it that is sure, and by no other."""
    found = REGISTER.find(name)
    assert (found.id if found else None) == id


def test_find_where_the_county_is_not_known() -> None:
    """Without a county's name any level may have been left out."""
    register = Register(county(department("minzheng", "旗民政局"), name=None), VOCABULARY)
    assert [register.find(name) is not None for name in ("民政局", "旗民政局", "县民政局")] == [True, True, False]


def found_in(register: Register, *names: str) -> list[str | None]:
    """The ids of what names mean in a register."""
    return [one.id if (one := register.find(name)) else None for name in names]


def test_find_prefers_what_is_printed() -> None:
    """A name that is registered as it stands is meant, before the same without its bracket or with a level."""
    register = Register(
        county(
            department("xuanchuan", "县委宣传部"), department("wenlian", "县委宣传部（县文联）"),
            department("xian", "县供电所"), department("suo", "供电所"),
            department("minzong", "县民宗局(县侨办)"), department("zhan", "县融媒体站", full_name="县新闻传播总站"),
            department("first", "县甲局", aliases=("县丙局",)), department("second", "县乙局", aliases=("县丙局",)),
        ),
        VOCABULARY,
    )  # fmt: skip
    assert found_in(register, "县委宣传部（县文联）", "县委宣传部（县记协）", "供电所") == [
        "wenlian",
        "xuanchuan",
        "suo",
    ]
    # brackets of either width, the full name, and of two that claim a name the first
    assert found_in(register, "县民宗局（县侨办）", "县新闻传播总站", "县丙局") == ["minzong", "zhan", "first"]


def test_find_in_the_county_only() -> None:
    """A name without its level is not that of a higher one; a place without a known level is not a county."""
    assert found_in(Register(county(department("shi", "市公安局")), VOCABULARY), "公安局", "市公安局") == [None, "shi"]
    new = Register(county(department("gongan", "县公安局"), name="甲新城"), VOCABULARY)
    assert found_in(new, "甲新城公安局", "县公安局") == [None, "gongan"]


def test_same_name() -> None:
    """One name in another spelling is found; a name without its level is another."""
    found = [REGISTER.same_name(name) for name in ("县卫生健康委员会", "县卫健委", "卫健委")]
    assert [one.id if one else None for one in found] == ["weijian", "weijian", None]


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("初审后报县审计局、县人力资源社会保障局备案。", ["shenji", "renshe"]),
        ("上报某州林业和草原局审核。", ["zhoulincao"]),
        ("由县公安局交警大队处理，县公安局监督。", ["jiaojing", "gongan"]),
        # without its level a name may be another county's or no name at all
        ("公安局、统战部等部门配合。", []),
        ("协调各县公安局做好全县审计局面的研判。", []),
        # words that only begin like a name
        ("按照县委编办理的事项；县卫健委托第三方；县委统战部门。", []),
    ],
)
def test_named_in(text: str, ids: list[str]) -> None:
    """A running text names a department only by a name with its level; the longest name counts."""
    assert [one.id for one in REGISTER.named_in(text)] == ids


def test_named_in_by_a_long_name_only() -> None:
    """A name that does not begin with its level is found in a text where it is long: 边防办公室, but not 边防办."""
    register = Register(county(department("bianfang", "边防办"), department("guanwei", "湖管委")), VOCABULARY)
    texts = ("报边防办公室备案。", "报湖管委员会备案。", "报边防办、湖管委备案。")
    assert [[one.id for one in register.named_in(text)] for text in texts] == [["bianfang"], ["guanwei"], []]


SHARED = ("renshe", "weijian", "tongzhan", "shijian", "gongan", "shenji")


def concerned(*texts: str) -> list[str]:
    """Of some texts that six departments share, the ids of those whose each one is, or 全部."""
    owners = [one for one in REGISTER.departments if one.id in SHARED]
    ids = (tuple(one.id for one in own) for own in REGISTER.concerned(texts, owners))
    return ["全部" if own == SHARED else " ".join(own) for own in ids]


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        # opens with a department
        ("县审计局负责审计。", "shenji"),
        ("县人力社保局、审计局共同办理。", "renshe shenji"),
        ("县市监局会同县审计局检查。", "shijian shenji"),
        ("县卫生健康委员会分别指导。", "weijian"),
        ("公安局查处，县委统战部协调。", "tongzhan gongan"),
        ("统战部协调。", "tongzhan"),
        # of a higher level, or a longer word
        ("县审计局报州公安局，县公安局长知悉。", "gongan shenji"),
        ("县审计局报州公安局备案。", "shenji"),
        ("县审计局统计统战部门人员。", "tongzhan shenji"),
        # with a department that shares nothing here
        ("县城管局等部门按照职责做好工作。", ""),
        ("县城管局会同县公安局检查。", "gongan"),
        # by short names
        ("县公安、审计、市场监管等其他负有监管职责的部门依照规定检查。", "shijian gongan shenji"),
        ("县公安机关对吸毒人员责令戒毒。", "gongan"),
        ("县审计局组织公安、卫生健康等部门会商。", "weijian gongan shenji"),
        ("县审计局开展公安题材宣传，等候部署。", "shenji"),
        # after a circumstance
        ("发生事故后，县公安局协调各单位救援。", "gongan"),
        ("发生事故后，县公安局第一时间救援。", "gongan"),
        ("接到报告时，县公安局第一时间救援。", "gongan"),
        ("汛期来临前，县公安局第一时间巡查。", "gongan"),
        # somebody else's
        ("医疗机构负责救治。", ""),
        ("承保机构（保险公司）邀请专家向县公安局说明。", ""),
        ("司法所为见义勇为人员提供法律咨询。", ""),
        ("基础电信企业推进通信设施建设。", ""),
        ("县人民政府负责划定，组织公安等部门配合。", ""),
        ("学校、有关机构应当将知识纳入教学。", ""),
        ("其他成员单位结合实际开展工作。", ""),
        ("各部门按职责办理。", ""),
        # whose it is, is not said
        ("负责审计，报县审计局。", "全部"),
        ("督促有关部门做好检查。", "全部"),
        ("对企业开展检查。", "全部"),
        ("企业管理人员培训。", "全部"),
        ("检查单位落实情况。", "全部"),
        ("公共场所对外开放监督。", "全部"),
    ],
)
def test_concerned(text: str, ids: str) -> None:
    """A text is a duty of those whom it opens with and names, of nobody if it opens with others, or else of all."""
    assert concerned(text) == [ids]


def test_concerned_where_the_subject_is_left_out() -> None:
    """Who does it with 会同 others is who is not among those; unless another text says who does it."""
    with_others = "会同县人社局、卫健委、统战部、市监局、公安局检查，由县审计局公告。"
    assert concerned("负责检查。", with_others) == ["shenji", "全部"]
    assert concerned("负责检查。", with_others, "县人社局监督。") == ["全部", "全部", "renshe"]
    assert concerned("负责检查。", with_others.replace("会同", "联合")) == ["shenji", "全部"]
    # the one who is left may be named too, and another of whom a text speaks
    assert concerned("受理后报县公安局。", with_others) == ["gongan shenji", "全部"]


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("公安局", "公安部门", "公安"),
        ("公安局", "公安机关", "公安"),
        ("公安局", "公安、教育等部门", "公安"),
        ("公安局", "公安和教育有关部门", "公安"),
        ("交警大队", "交警部门", "交警"),
        ("公安局", "公安工作", None),
        # one character says too little
        ("编办", "编部门", None),
    ],
)
def test_short_name(name: str, text: str, expected: str | None) -> None:
    """A department is found by its short name where that is one of several 部门 or 机关."""
    found = re.search(short_name_pattern(name), text)
    assert (found[0] if found else None) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("一、家养动物（宠物）的管理", True),
        ("（二）政务新媒体：", True),
        ("一、负责备案登记；", False),
        ("家养动物的管理", False),
        ("一次性补助的发放", False),
    ],
)
def test_is_heading(text: str, expected: bool) -> None:
    """A heading is numbered and no sentence."""
    assert is_heading(text) is expected


@pytest.mark.parametrize(
    ("name", "county", "expected"),
    [
        ("市医保局", "甲乙市", "甲乙市医保局"),
        ("市市场监管局", "甲乙市", "甲乙市市场监管局"),
        ("县委组织部", "甲县", "甲县委组织部"),
        ("团县委", "甲县", "甲县团县委"),
        # these tell their place
        ("某州生态环境局甲乙市分局", "甲乙市", "某州生态环境局甲乙市分局"),
        ("甲乙海事处", "甲乙县", "甲乙海事处"),
        # one character may stand in any name
        ("县丰收办", "丰县", "丰县丰收办"),
        ("县民政局", None, "县民政局"),
        ("市场监管局", "甲乙市", "甲乙市市场监管局"),
        # departments of a district beside those of its city (区直、市直), of a banner beside those of its league
        ("区民政局", "甲乙区", "甲乙区民政局"),
        ("市生态环境局", "甲乙区", "丙丁市生态环境局"),
        ("市政法委", "甲乙区", "丙丁市政法委"),
        ("市政管理局", "甲乙区", "甲乙区市政管理局"),
        ("省气象局", "甲乙区", "戊己省气象局"),
        # where the place of that level is not known
        ("盟委组织部", "甲乙旗", "盟委组织部"),
    ],
)
def test_placed_name(name: str, county: str | None, expected: str) -> None:
    """A department with its place says the level once, and its place once."""
    assert placed_name(name, county, ("丙丁市", "戊己省")) == expected


def test_placed_name_of_a_league_and_a_region() -> None:
    """The level may be a word of several characters."""
    above = ("兴安盟", "内蒙古自治区")
    assert placed_name("盟委组织部", "突泉县", above) == "兴安盟委组织部"
    assert placed_name("自治区林草局", "突泉县", above) == "内蒙古自治区林草局"
    assert placed_name("旗民政局", "甲乙旗", above) == "甲乙旗民政局"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("县教体局", "education"),
        ("市科工信局", "industry"),
        ("县农科局", "agriculture"),
        # the first word says what it mainly is
        ("县农业综合行政执法大队", "agriculture"),
        ("县综合行政执法局", "city-management"),
        ("县文化市场综合执法大队", "culture-and-tourism"),
        # of words that begin together the longest
        ("县市场监督管理局", "market-regulation"),
        ("县委网信办", "cyberspace"),
        ("县委办公室", "party-committee-office"),
        ("县人民政府办公室", "government-office"),
        # what stands in brackets does not count
        ("县委统战部（县民族宗教委）", "united-front"),
        ("县发改局（县商粮局）", "development-and-reform"),
        ("县某某局（县财政局）", None),
        ("县某某局", None),
    ],
)
def test_kind_by_words(name: str, kind: str | None) -> None:
    """A new department's kind comes from the words of its name."""
    found = kind_by_words(name, VOCABULARY)
    assert (found.id if found else None) == kind


def test_kind_by_the_longest_of_words_that_begin_together() -> None:
    """Where one kind's word begins another's, the longer word counts, whatever the order of the kinds."""
    short = DepartmentKind(id="short", name="林业", words=("林业",))
    long = DepartmentKind(id="long", name="检察", words=("林业检察",))
    for kinds in ((short, long), (long, short)):
        vocabulary = DepartmentVocabulary(kinds=kinds)
        found = [kind_by_words(name, vocabulary) for name in ("县林业检察站", "县林业站")]
        assert found == [long, short]


def test_registered_kind_counts_before_the_name() -> None:
    """What a register says of a department's kind is believed; a kind that there is none of is no kind."""
    kinds = [
        kind_of(department("x", "县财政局", kind=kind), VOCABULARY) for kind in (None, "culture-and-tourism", "nothing")
    ]
    assert [kind.id if kind else None for kind in kinds] == ["finance", "culture-and-tourism", None]


def test_kinds_in_the_registers_are_those_of_the_words(real: Catalogue) -> None:
    """What the five registers say is what the words would say, but where a person decided otherwise."""
    differing = {
        (one.name, one.kind)
        for county in real.counties
        for one in county.file.departments
        if one.kind != getattr(kind_by_words(one.name, VOCABULARY), "id", None)
    }
    assert differing == {("县森林草原防灭火指挥部", "emergency")}


# --- parts -----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def one_township() -> Catalogue:
    """A county with one township."""
    home = County(
        "jia",
        county(
            department("minzheng", "县民政局"), department("caizheng", "县财政局"), department("gongan", "县公安局"),
            department("zhujian", "县住建局"), department("chengguan", "县城管局"), department("shenji", "县审计局"),
        ),
    )  # fmt: skip

    def duty(number: int, *departments: str, **more: object) -> CooperativeDuty:
        return CooperativeDuty(id=f"c-{number:03}", number=number, name="某事", departments=departments, **more)

    blocks = (
        SuperiorBlock(departments=("县民政局",), duties=("审核。",)),
        SuperiorBlock(
            departments=("县财政局", "公安局"),
            duties=(
                "一、拨款",
                "县财政局拨款。",
                "二、侦查",
                "县公安局侦查，县财政局保障。",
                "报县审计局。",
                "医疗机构负责救治。",
            ),
            support=("培训。",),
        ),
    )
    open_block = SuperiorBlock(
        departments=("县审计局", "各派出单位"), duties=("县财政局拨款。", "各派出单位落实责任。")
    )
    cooperative = CooperativeList(
        title="清单",
        categories=(
            {
                "name": "类",
                "duties": (
                    duty(1, "县民政局（牵头）", "县财政局", superior=blocks, township=("配合县审计局。",)),
                    duty(2, "县民政局", "其他相关单位"),
                    duty(3, "县民政局", "县财政局"),
                    duty(4, "县住建局（县城管局）"),
                    duty(5, "县审计局", superior=(open_block,)),
                ),
            },
        ),
    )

    def back(number: int, **more: object) -> ReclaimedDuty:
        return ReclaimedDuty(id=f"r-{number:03}", number=number, name="某事", departments=("县民政局",), **more)

    reclaimed = ReclaimedList(
        title="清单",
        categories=(
            {"name": "类", "duties": (back(1, method=("由县局办。",)), back(2, status=ReclaimedStatus.DISCONTINUED))},
        ),
    )
    township = Township(
        "jia/yi",
        "jia",
        TownshipFile(name="乙镇", name_status="stated", name_evidence="标题"),
        {ListKind.COOPERATIVE: cooperative, ListKind.RECLAIMED: reclaimed},
    )
    content = Content((home,), (township,), (CategoryName(id="lei", name="类"),), departments=VOCABULARY)
    return link(content)


@pytest.fixture(scope="module")
def departments(one_township: Catalogue) -> dict[str, LinkedDepartment]:
    """The departments of the county, by the last part of their ids."""
    return {one.ref.id.split("/")[1]: one for one in one_township.counties[0].departments}


def test_parts(departments: dict[str, LinkedDepartment]) -> None:
    """Who is marked 牵头 or stands alone leads; the others of a cell or a block take part; the rest is named."""
    actual = {id: [(one.duty.id, one.part) for one in linked.work] for id, linked in departments.items()}
    leads, takes_part = Part.LEADS, Part.TAKES_PART
    assert actual == {
        "minzheng": [
            *(("c-001", leads), ("c-002", leads), ("c-003", takes_part)),
            *(("r-001", Part.TAKEN_BACK), ("r-002", Part.DISCONTINUED)),
        ],
        "caizheng": [("c-001", takes_part), ("c-003", takes_part), ("c-005", Part.NAMED)],
        # only in a block
        "gongan": [("c-001", takes_part)],
        # a second sign that is registered by itself stands for the same part
        "zhujian": [("c-004", leads)],
        "chengguan": [("c-004", leads)],
        "shenji": [("c-001", Part.NAMED), ("c-005", leads)],
    }


def test_texts_of_its_own_part(departments: dict[str, LinkedDepartment]) -> None:
    """A department sees its own blocks and its own method; one that is only named sees the texts that name it."""
    assert [block.duties for block in departments["minzheng"].work[0].blocks] == [("审核。",)]
    # of a block that is shared, without what is expressly the duty of others; a heading of nothing else goes too
    work = departments["gongan"].work[0]
    assert work.blocks == (
        BlockPart(
            work.duty.blocks[1].mentions,
            (Section("二、侦查", ("县公安局侦查，县财政局保障。", "报县审计局。")),),
            ("医疗机构负责救治。",),
            ("培训。",),
            total=4,
        ),
    )
    assert [len(section.duties) for section in departments["caizheng"].work[0].blocks[0].sections] == [1, 2]
    # a cell that leaves open who else it is is shared too; who has no duty of its own there is given none
    (part,) = departments["shenji"].work[1].blocks
    assert (part.duties, part.joint, part.total) == ((), ("县财政局拨款。", "各派出单位落实责任。"), 2)
    assert departments["minzheng"].work[3].texts == ("由县局办。",)
    assert departments["shenji"].work[0].texts == ("报县审计局。", "配合县审计局。")
    assert [duty.id for duty in departments["shenji"].duties] == ["c-005"]


def test_page_says_how_much_of_a_shared_block_is_its_own(one_township: Catalogue) -> None:
    """Without headings, and what is nobody's own apart; a block of its own has no such words."""
    pages = dict(Renderer(flow.TEMPLATES, None).render(one_township))
    assert "<summary>县财政局、公安局：与县公安局有关的 2 条（共 4 条），1 条履职保障</summary>" in (
        page := pages["departments/jia/gongan.md"]
    )
    assert "一、拨款" not in page
    assert "<p><strong>二、侦查</strong></p>" in page
    assert "<p><strong>共同或其他单位的职责</strong></p>\n<p>医疗机构负责救治。</p>" in page
    assert "：没有写明县审计局做什么（共 2 条）</summary>" in pages["departments/jia/shenji.md"]
    assert "<summary>县民政局：1 条职责</summary>" in pages["departments/jia/minzheng.md"]
    assert 'description: "甲县民政局牵头' in pages["departments/jia/minzheng.md"]


def test_other_names_are_those_that_are_printed(departments: dict[str, LinkedDepartment]) -> None:
    """A department's other names are the ways in which the lists really print it."""
    assert [departments[id].names for id in ("minzheng", "gongan", "zhujian")] == [
        (), ("公安局",), ("县住建局（县城管局）",),
    ]  # fmt: skip


# --- the five counties -----------------------------------------------------------------------------


def test_every_cell_is_a_registered_department_or_open_ended(real: Catalogue) -> None:
    """Of all cells and blocks of the five documents, so many are departments, and so many leave open who is meant."""
    mentions = [
        mention
        for township in real.townships
        for duty in township.duties
        for mention in (*duty.mentions, *(one for block in duty.blocks for one in block.mentions))
    ]
    open_ended = [one.name for one in mentions if one.department is None]
    assert (len(mentions), len(open_ended)) == (2411, 25)
    assert set(open_ended) == {
        "各派出单位", "其他有关部门", "各相关部门", "行业主管部门", "相关行业主管部门", "其他相关单位", "县级其他部门",
        "其他行业主管部门",
    }  # fmt: skip


def test_whose_the_texts_of_shared_blocks_are(real: Catalogue) -> None:
    """Of the five documents' shared blocks, these duties are nobody's own: they begin with somebody else."""
    shared = [
        (duty.id, text, block)
        for township in real.townships
        for duty in township.duties
        for block in duty.blocks
        for text in block.duties
        if text in block.concerned
    ]
    all_of_them = sum(set(block.concerned[text]) == set(block.departments) for _, text, block in shared)
    joint = [f"{id} {text[:6]}" for id, text, block in shared if not block.concerned[text]]
    assert (len(shared), all_of_them) == (341, 48)
    assert joint == [
        "c-011 各派出单位落", "c-144 县交通局、县", "c-026 学校、有关职", "c-021 承保机构（保", "c-021 承保机构（保",
        "c-021 承保机构（保", "c-026 医疗机构负责", "c-044 市人民政府推", "c-044 基础电信企业", "c-044 其他成员单位",
        "c-050 司法所为见义", "c-079 市人民政府负",
    ]  # fmt: skip


def test_no_department_is_registered_for_nothing(real: Catalogue) -> None:
    """Every registered department has to do with some duty, and its kind is known."""
    idle = [one.ref.id for county in real.counties for one in county.departments if not one.work or not one.kind]
    assert idle == []
