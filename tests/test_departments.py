"""Names of departments: taking them apart, finding whom they mean, telling kinds, and the parts in a duty."""

from pathlib import Path

import pytest

from generator.departments import Register, kind_by_words, printed_name, signs
from generator.link import Catalogue, LinkedDepartment, Part, link
from generator.model import (
    CategoryName,
    Content,
    CooperativeDuty,
    CooperativeList,
    County,
    CountyFile,
    Department,
    ListKind,
    ReclaimedDuty,
    ReclaimedList,
    ReclaimedStatus,
    SuperiorBlock,
    Township,
    TownshipFile,
)
from generator.read import read

CONTENT = Path(__file__).parent.parent / "content"
VOCABULARY = read(CONTENT).content.departments


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
)  # fmt: skip
def test_named_in(text: str, ids: list[str]) -> None:
    """A running text names a department only by a name with its level; the longest name counts."""
    assert [one.id for one in REGISTER.named_in(text)] == ids


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("县审计局负责审计。", ["shenji"]),
        ("县人力社保局、审计局共同办理。", ["renshe", "shenji"]),
        ("县市监局会同县审计局检查。", ["shenji"]),
        # whose it is, is not said
        ("负责审计，报县审计局。", []),
        ("各部门按职责办理。", []),
    ],
)
def test_concerned(text: str, ids: list[str]) -> None:
    """A text that opens with a department is a duty of those owners that it names; any other one of all."""
    owners = [one for one in REGISTER.departments if one.id in ("renshe", "weijian", "shenji")]
    assert [one.id for one in REGISTER.concerned(text, owners)] == ids


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
        ("县某某局", None),
    ],
)
def test_kind_by_words(name: str, kind: str | None) -> None:
    """A new department's kind comes from the words of its name."""
    found = kind_by_words(name, VOCABULARY)
    assert (found.id if found else None) == kind


def test_kinds_in_the_registers_are_those_of_the_words() -> None:
    """What the five registers say is what the words would say, but where a person decided otherwise."""
    differing = {
        (one.name, one.kind)
        for county in read(CONTENT).content.counties
        for one in county.file.departments
        if one.kind != getattr(kind_by_words(one.name, VOCABULARY), "id", None)
    }
    assert differing == {("县森林草原防灭火指挥部", "emergency")}


# --- parts -----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def departments() -> dict[str, LinkedDepartment]:
    """The departments of a county with one township, by the last part of their ids."""
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
            duties=("县财政局拨款。", "县公安局侦查，县财政局保障。", "报县审计局。"),
            support=("培训。",),
        ),
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
    return {one.ref.id.split("/")[1]: one for one in link(content).counties[0].departments}


def test_parts(departments: dict[str, LinkedDepartment]) -> None:
    """Who is marked 牵头 or stands alone leads; the others of a cell or a block take part; the rest is named."""
    actual = {id: [(one.duty.id, one.part) for one in linked.work] for id, linked in departments.items()}
    leads, takes_part = Part.LEADS, Part.TAKES_PART
    assert actual == {
        "minzheng": [
            *(("c-001", leads), ("c-002", leads), ("c-003", takes_part)),
            *(("r-001", Part.TAKEN_BACK), ("r-002", Part.DISCONTINUED)),
        ],
        "caizheng": [("c-001", takes_part), ("c-003", takes_part)],
        # only in a block
        "gongan": [("c-001", takes_part)],
        # a second sign that is registered by itself stands for the same part
        "zhujian": [("c-004", leads)],
        "chengguan": [("c-004", leads)],
        "shenji": [("c-001", Part.NAMED)],
    }


def test_texts_of_its_own_part(departments: dict[str, LinkedDepartment]) -> None:
    """A department sees its own blocks and its own method; one that is only named sees the texts that name it."""
    assert [block.duties for block in departments["minzheng"].work[0].blocks] == [("审核。",)]
    # of a block that is shared, without what is expressly the duty of others
    assert [(block.duties, block.support) for block in departments["gongan"].work[0].blocks] == [
        (("县公安局侦查，县财政局保障。", "报县审计局。"), ("培训。",))
    ]
    assert len(departments["caizheng"].work[0].blocks[0].duties) == 3
    assert departments["minzheng"].work[3].texts == ("由县局办。",)
    assert departments["shenji"].work[0].texts == ("报县审计局。", "配合县审计局。")
    assert departments["shenji"].duties == ()


def test_other_names_are_those_that_are_printed(departments: dict[str, LinkedDepartment]) -> None:
    """A department's other names are the ways in which the lists really print it."""
    assert [departments[id].names for id in ("minzheng", "gongan", "zhujian")] == [
        (), ("公安局",), ("县住建局（县城管局）",),
    ]  # fmt: skip


# --- the five counties -----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return link(read(CONTENT).content)


def test_every_cell_is_a_registered_department_or_open_ended(catalogue: Catalogue) -> None:
    """Of all cells and blocks of the five documents, so many are departments, and so many leave open who is meant."""
    mentions = [
        mention
        for township in catalogue.townships
        for duty in township.duties
        for mention in (*duty.mentions, *(one for block in duty.blocks for one in block.mentions))
    ]
    open_ended = [one.name for one in mentions if one.department is None]
    assert (len(mentions), len(open_ended)) == (2411, 25)
    assert set(open_ended) == {
        "各派出单位", "其他有关部门", "各相关部门", "行业主管部门", "相关行业主管部门", "其他相关单位", "县级其他部门",
        "其他行业主管部门",
    }  # fmt: skip


def test_no_department_is_registered_for_nothing(catalogue: Catalogue) -> None:
    """Every registered department has to do with some duty, and its kind is known."""
    idle = [one.ref.id for county in catalogue.counties for one in county.departments if not one.work or not one.kind]
    assert idle == []
