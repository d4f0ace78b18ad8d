"""The recogniser of laws, documents, forms, platforms and phone numbers, and the links that pages make of them."""

import re
from html import unescape

import pytest

from generator import flow, paths
from generator.link.linker import link
from generator.model import Content, CountyFile, ReferenceFile
from generator.pages import render
from generator.pages.markdown import linked
from generator.pages.render import Renderer
from generator.read.folder import read
from generator.words.references import Recogniser, ReferenceKind, kind_of_title
from support.places import DEMO

VOCABULARY = ReferenceFile.model_validate(
    {
        "laws": (
            {"id": "chengbaofa", "name": "农村土地承包法"},
            {"id": "renyong", "name": "党政领导干部选拔任用工作条例", "aliases": ("干部任用条例",)},
            {"id": "gongshui", "name": "城市供水条例"},
        ),
        "platforms": (
            {"id": "jinbao", "name": "金保工程信息系统", "aliases": ("金保工程",)},
            {"id": "yibiaotong", "name": "“一表通”", "aliases": ("“一表通”系统",)},
        ),
        "hotlines": (
            {"number": "110", "name": "报警电话"},
            {"number": "120", "name": "医疗急救电话"},
            {"number": "12345", "name": "政务服务便民热线"},
        ),
    }
)
COUNTY = CountyFile(name="甲县", province="内蒙古自治区", prefecture="兴安盟")
RECOGNISER = Recogniser(VOCABULARY, COUNTY)


def found(text: str) -> list[str]:
    """What is found in a text, one line each: kind, label, articles."""
    return [
        " ".join(filter(None, (one.reference.kind.value, one.reference.label, one.articles)))
        for one in RECOGNISER.find(text)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # laws, with their articles
        ("对《物业管理条例》第六十三条规定情形的处罚", ["laws 《物业管理条例》 第六十三条"]),
        ("违反《燃气条例》第四十九条第一项、第二项、第四项的", ["laws 《燃气条例》 第四十九条第一项、第二项、第四项"]),
        ("根据《治安管理处罚法》第52条之一第2款和第53条", ["laws 《治安管理处罚法》 第52条之一第2款和第53条"]),
        ("宣传《中华人民共和国动物防疫法》", ["laws 《动物防疫法》"]),
        ("遵守《食品安全法》《价格法》等", ["laws 《食品安全法》", "laws 《价格法》"]),
        ("依照《森林法（2019年修订）》", ["laws 《森林法》"]),
        ("依照《巡查办法(试行)》第三条", ["laws 《巡查办法（试行）》 第三条"]),
        ("依据《 土地 管理法 》", ["laws 《土地管理法》"]),
        # a region that is named by its level only
        ("依照《自治区草原条例》", ["laws 《内蒙古自治区草原条例》"]),
        # titles within titles: both
        ("依照《甲县实施〈安全生产责任制规定〉细则》",
         ["laws 《甲县实施〈安全生产责任制规定〉细则》", "laws 《安全生产责任制规定》"]),
        ("印发《关于修改《乙条例》的通知》", ["documents 《关于修改《乙条例》的通知》", "laws 《乙条例》"]),
        # what was given a short name
        ("根据《国有土地征收条例》（以下简称《条例》），按《条例》第五条办理",
         ["laws 《国有土地征收条例》", "laws 《国有土地征收条例》", "laws 《国有土地征收条例》 第五条"]),
        ("根据《甲条例》和《国有土地征收条例》（以下简称《条例》），按《条例》办理",
         ["laws 《甲条例》", "laws 《国有土地征收条例》", "laws 《国有土地征收条例》", "laws 《国有土地征收条例》"]),
        # the longest title that is believed
        (f"依照《{'字' * 77}法》", [f"laws 《{'字' * 77}法》"]),
        # without 《》: by the vocabulary, or with an article
        ("违反干部任用条例和纪律", ["laws 《党政领导干部选拔任用工作条例》"]),
        ("做好农村土地承包法等法律法规宣传", ["laws 《农村土地承包法》"]),
        ("违反道路交通安全法第九十条的", ["laws 《道路交通安全法》 第九十条"]),
        ("扑救自治区森林草原防火条例第四十条规定的火灾", ["laws 《内蒙古自治区森林草原防火条例》 第四十条"]),
        ("依照“城市绿化条例”第二十条", ["laws 《城市绿化条例》 第二十条"]),
        ("依照自治区贯彻中华人民共和国森林保护法第三条", ["laws 《森林保护法》 第三条"]),
        # forms and other documents
        ("填写《申请审批表》，发放《合格证》、《行政处罚告知书》",
         ["forms 《申请审批表》", "forms 《合格证》", "forms 《行政处罚告知书》"]),
        ("落实《全民健身计划》和《消防站建设标准》", ["documents 《全民健身计划》", "documents 《消防站建设标准》"]),
        # phone numbers
        ("拨打110、120急救电话。", ["hotlines 110 报警电话", "hotlines 120 医疗急救电话"]),
        ("做好“12345”政务服务热线工作", ["hotlines 12345 政务服务便民热线"]),
        ("办理12345工单", ["hotlines 12345 政务服务便民热线"]),
        ("拨打12399电话", ["hotlines 12399"]),
        ("热线电话（0467-5576077）", ["hotlines 0467-5576077"]),
        ("咨询电话：（0467）5576077", ["hotlines 0467-5576077"]),
        ("咨询电话(0467) 5576077", ["hotlines 0467-5576077"]),
        ("报0467—5576077、0467－5576078备案", ["hotlines 0467-5576077", "hotlines 0467-5576078"]),
        ("联系400—123—4567", ["hotlines 400-123-4567"]),
        ("联系电话：5576077、13812345678", ["hotlines 5576077", "hotlines 13812345678"]),
        ("举报电话400-123-4567", ["hotlines 400-123-4567"]),
        # platforms
        ("登录“国家医保服务平台”APP、“内蒙医保”APP", ["platforms 国家医保服务平台", "platforms 内蒙医保"]),
        ("微信公众号“我的医保”激活", ["platforms 我的医保"]),
        ("负责“智慧消防”系统建设", ["platforms 智慧消防系统"]),
        ("登录“智慧消防平台”系统", ["platforms 智慧消防平台"]),
        ("推广“一码通”“随手记”软件", ["platforms 一码通", "platforms 随手记软件"]),
        ("答复“12345”“民呼我为”等平台转办的事项", ["hotlines 12345 政务服务便民热线", "platforms 民呼我为"]),
        ("在国家企业信用信息公示系统公示", ["platforms 国家企业信用信息公示系统"]),
        ("通过全国残疾人信息管理系统提取数据", ["platforms 全国残疾人信息管理系统"]),
        ("登录内蒙古自治区医疗保障信息平台查询", ["platforms 内蒙古自治区医疗保障信息平台"]),
        ("以自治区医疗保障信息平台为准", ["platforms 内蒙古自治区医疗保障信息平台"]),
        ("以兴安盟政务服务平台、甲县智慧养老平台为准", ["platforms 兴安盟政务服务平台", "platforms 甲县智慧养老平台"]),
        ("录入“自治区就业服务平台”", ["platforms 内蒙古自治区就业服务平台"]),
        ("将就业信息录入残疾人服务平台", ["platforms 残疾人服务平台"]),
        ("在计划生育家庭信息系统中审批", ["platforms 计划生育家庭信息系统"]),
        ("初审，录入金保工程。", ["platforms 金保工程信息系统"]),
        ("接收“一表通”系统数据", ["platforms “一表通”"]),
    ],
)  # fmt: skip
def test_is_recognised(text: str, expected: list[str]) -> None:
    """What a reader would call a law, form, document, phone number or platform is found under its name."""
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        # no title, or half of one
        "依据法律法规和管理办法", "《未完的标题", "多出的》", "《》", "《一句话。又一句话》", "《条例》第五条",
        "按照《通知》要求", f"《{'字' * 78}法》",
        # words that end like laws
        "枫桥工作法", "用好法治思维和方法", "依法打击暴力抗法", "中央八项规定及其实施细则精神",
        "违反价格法第三条", "违反上述管理规定第二条", "违反本村管理规定第二条",
        "按照本办法第五条", "违反该条例第三条", "根据有关规定第二条", "甲市城市供水条例", "农村土地承包法律政策",
        # amounts, years, distances, ids, services
        "补助12345元", "受理12345件热线诉求", "120个平台", "110千伏线路", "2024年", "1.12345", "第12345号",
        "119消防宣传日", "拨打12345—7电话", "拨打12345－7电话", "拨打12345-7电话",
        "拨打7—12345电话", "拨打7－12345电话", "登记13812345678备案",
        "“311”就业服务", "8510农场电话", "身份证号152201199001011234", "文号〔2021〕12345号", "50-200米",
        "电话数量12345部", "20240101举报热线", "举报奖励5000000元", "每年1－3月", "A12345平台",
        # systems and platforms that are nobody's name
        "录入系统", "将有关信息录入系统", "搭建“传帮带”平台", "推进平台建设", "各类平台", "教育系统爱路护路",
        "在全县教育系统内开展", "全国政法系统先进集体", "“两山”系统工程", "国家级平台经济", "完善相关信息平台",
        "“枫桥经验”", "以全国各有关监管平台为准", "以全国统一的平台为准", "录入残疾人服务系统",
        "指导即时配送平台企业", "在事故多发水域安装视频监控和警报系统", "在各部门信息系统中", "政府网站",
    ],
)  # fmt: skip
def test_is_not_recognised(text: str) -> None:
    """What is doubtful, or no reference at all, is left alone."""
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("宣传《中华人民共和国动物防疫法》。", ["《中华人民共和国动物防疫法》"]),
        ("依照《甲县实施〈责任制规定〉细则》", ["《甲县实施〈责任制规定〉细则》", "〈责任制规定〉"]),
        ("根据内蒙古自治区草原条例第三条办理", ["内蒙古自治区草原条例"]),
        ("依照“城市绿化条例”第二十条", ["城市绿化条例"]),
        ("接收“一表通”系统、“一表通”数据", ["“一表通”系统", "“一表通”"]),
        ("推广“一码通”“随手记”软件", ["“一码通”", "“随手记”软件"]),
        ("微信公众号“我的医保”激活", ["“我的医保”"]),
        ("热线电话（0467-5576077）", ["0467-5576077"]),
        ("拨打110、120急救电话。", ["110", "120"]),
    ],
)
def test_where_it_stands(text: str, printed: list[str]) -> None:
    """The place of a reference is that of the words that name it, outer titles before inner ones."""
    assert [text[one.start : one.end] for one in RECOGNISER.find(text)] == printed


def test_region_is_that_of_the_province() -> None:
    """自治区 alone is the county's own where it lies in one, and stays as it is printed elsewhere."""
    elsewhere = Recogniser(VOCABULARY, CountyFile(name="甲县", province="湖南省", prefecture=None))
    (one,) = elsewhere.find("依照《自治区草原条例》")
    assert one.reference.name == "自治区草原条例"


def test_texts_that_name_nothing_are_left_out() -> None:
    """Of several texts those with references are kept, each under its own words."""
    several = RECOGNISER.find_all(["加强宣传。", "拨打110电话。"])
    assert {text: [one.reference.id for one in found] for text, found in several.items()} == {"拨打110电话。": ["110"]}


def test_one_name_one_id() -> None:
    """All ways of writing a law have one id, other laws and kinds another; it does not depend on other texts."""

    def ids(text: str) -> set[str]:
        return {one.reference.id for one in RECOGNISER.find(text)}

    assert ids("《中华人民共和国价格法》") == ids("《价格法》") == ids("《 价格法 》") == {"866391f624"}
    assert len(ids("《价格法》《价格法实施条例》《价格表》")) == 3
    assert ids("干部任用条例") == ids("《党政领导干部选拔任用工作条例》") == {"renyong"}


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        *((title, ReferenceKind.LAW) for title in ("宪法", "民法典", "信访条例", "管理办法（试行）", "调查制度")),
        *((title, ReferenceKind.FORM) for title in ("登记表", "承诺书", "光荣证", "服务卡", "套合图", "检疫证明")),
        *((title, ReferenceKind.DOCUMENT) for title in ("健身计划", "工作方法", "权责清单", "手册", "白皮书", "年鉴")),
    ],
)
def test_kinds_by_ending(title: str, kind: ReferenceKind) -> None:
    """The ending of a title tells laws, forms and other documents apart."""
    assert kind_of_title(title) is kind


# --- pages -----------------------------------------------------------------------------------------


def content_with(text: str) -> Content:
    """The demo content, its first basic duty and all methods being this text."""
    content = read(DEMO).content
    townships = []
    for township in content.townships:
        lists = {}
        for kind, duty_list in township.lists.items():
            data = duty_list.model_dump()
            for category in data["categories"]:
                for duty in category["duties"]:
                    duty["name"] = text if duty["id"] == "b-001" else duty["name"]
                    if "method" in duty:
                        duty["method"] = (text,)
            lists[kind] = type(duty_list).model_validate(data)
        townships.append(type(township)(township.id, township.county_id, township.file, lists))
    return Content(content.counties, tuple(townships), content.categories, VOCABULARY)


def pages_with(text: str) -> dict[str, str]:
    return dict(Renderer(flow.TEMPLATES, None).render(link(content_with(text))))


HOSTILE = (
    '《<img src=x onerror="alert(1)">法》第一条，拨打12345<b>热线](javascript:alert(1))',
    "“[点我](javascript:alert(1))<i>”系统",
    "《a](b)条例》{: onclick=alert(1) }《二〈三{#x}规定〉细则》",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_links_leave_no_other_syntax(text: str) -> None:
    """With the links that are ours taken away, a hostile text has no syntax left and reads as printed."""
    duty = next(one for one in link(content_with(text)).townships[-1].duties if one.id == "b-001")
    assert duty.found
    made = str(linked(text, duty, lambda page: page))
    bare = re.sub(r"\[([^\[\]()]*)\]\((?:tel:[0-9-]+|references/[a-z]+/[a-z0-9-]+\.md)\)", r"\1", made)
    assert bare.count("[") == 0
    assert unescape(bare) == text
    assert not set("<>\"'`*_[](){}|\\!~=:/") & set(bare)


def test_duty_names_what_it_cites() -> None:
    """A duty's page links each reference where it stands, numbers as calls, and lists them with their articles."""
    pages = pages_with("违反《价格法》第三条的，拨打12345电话，在“价格通”系统登记《登记表》。")
    page = pages["townships/jia/yi/r-001.md"]
    assert "[《价格法》](../../../references/laws/866391f624.md)第三条" in page
    assert "[12345](tel:12345)电话" in page
    listed = page.split("{#references}")[1].split("## ")[0]
    assert [line.split("：")[0] for line in listed.splitlines() if line.startswith("- ")] == [
        "- 法律、法规和制度", "- 热线和电话", "- 平台、系统和数据库", "- 表格、证照和文书",
    ]  # fmt: skip
    assert "[《价格法》](../../../references/laws/866391f624.md)第三条" in listed
    # A name is text and heading at once; in a table it is one link to its duty.
    assert "[12345](tel:12345)" in pages["townships/jia/yi/b-001.md"].split("{#duty}")[0]
    assert "tel:" not in pages["townships/jia/yi/basic.md"]


def test_reference_lists_where_it_occurs() -> None:
    """A law's page lists every duty that names it, by township, with articles and the words around it."""
    pages = pages_with("根据《中华人民共和国价格法》第三条办理")
    page = pages[paths.reference(ReferenceKind.LAW, "866391f624")]
    assert re.findall(r"^## \[(.*?)\]", page, re.MULTILINE) == ["甲县乡镇（名称未注明）", "甲县乙镇"]
    duties = re.findall(r"\]\(\.\./\.\./townships/jia/(\w+/[bcr]-\d+)\.md\)", page)
    assert duties == ["bing/b-001", "bing/r-001", "bing/r-002", "yi/b-001", "yi/r-001", "yi/r-002"]
    assert page.count("第三条 | 根据<mark>《中华人民共和国价格法》</mark>第三条办理") == 6
    assert "清单里写作：《中华人民共和国价格法》。" in page
    assert "[《价格法》](866391f624.md)" in pages[paths.reference_kind("laws")]
    assert "[《价格法》](laws/866391f624.md)" in pages[paths.REFERENCES]


def test_long_pages_are_split_by_county(monkeypatch: pytest.MonkeyPatch) -> None:
    """What occurs too often for a page has a page for each county; the address of the first stays."""
    monkeypatch.setattr(render, "ON_ONE_PAGE", 2)
    pages = pages_with("根据《价格法》办理")
    for whole, part, count in (
        ("references/laws/866391f624", "references/laws/866391f624/jia", 6),
        ("categories/livelihood", "categories/livelihood/jia", 10),
    ):
        assert f"]({part.rsplit('/', 2)[1]}/jia.md)：{count} 项" in pages[f"{whole}.md"]
        assert "townships/jia/yi/r-001.md" not in pages[f"{whole}.md"]
        assert pages[f"{part}.md"].count("/r-001.md)") == 2
