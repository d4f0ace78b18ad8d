"""Letter: what is told of a change, and that nothing of the content is taken for syntax in any format."""

import io
import json
import re
from dataclasses import replace

import pytest
from docx import Document
from lxml import html as lxml_html

from generator.changes.diff import diff
from generator.letter.form import to_docx
from generator.letter.letter import DutyPart, Letter, PagePart, letter
from generator.letter.render import address, to_html, to_json, to_markdown, to_text
from generator.model import (
    AnyList,
    BasicDuty,
    BasicList,
    Category,
    CategoryName,
    ChangeKind,
    ChangeRecord,
    Content,
    CooperativeDuty,
    CooperativeList,
    County,
    CountyFile,
    Department,
    DutyChange,
    ListKind,
    NameStatus,
    ReclaimedDuty,
    ReclaimedList,
    ReclaimedStatus,
    SuperiorBlock,
    Topic,
    TopicGroup,
    Township,
    TownshipFile,
    Track,
)
from generator.redline import Fate
from support.hostile import KINDS

COUNTY = CountyFile(
    name="甲县",
    province=None,
    prefecture=None,
    departments=(Department(id="minzheng", name="县民政局"), Department(id="caizheng", name="县财政局")),
)
TOPIC = Topic(id="low", name="低保", about="低保", asks=(), match=("低保",))
LOW = CooperativeDuty(
    id="c-001",
    number=1,
    name="低保审核",
    departments=("县民政局",),
    superior=(SuperiorBlock(departments=("县民政局",), duties=("审核。",)),),
    township=("初审。",),
)
RECORD = ChangeRecord(
    track=Track.ADJUSTMENT,
    reason="机构改革",
    decided_by="县委编办",
    document="甲编〔2026〕3号",
    approved="2026-05-20",
    effective="2026-06-01",
)


def content(
    *duties: BasicDuty | CooperativeDuty | ReclaimedDuty,
    name: str | None = "乙镇",
    county: CountyFile = COUNTY,
    changes: tuple[ChangeRecord, ...] = (),
    category: str = "民生服务",
) -> Content:
    """A township with these duties, in one category of each list."""
    lists: dict[ListKind, AnyList] = {}
    for kind, made, list_made in (
        (ListKind.BASIC, BasicDuty, BasicList),
        (ListKind.COOPERATIVE, CooperativeDuty, CooperativeList),
        (ListKind.RECLAIMED, ReclaimedDuty, ReclaimedList),
    ):
        own = tuple(duty for duty in duties if isinstance(duty, made))
        lists[kind] = list_made(title="清单", categories=(Category[made](name=category, duties=own),))
    file = TownshipFile(name=name, name_status=NameStatus.STATED, name_evidence="第 1 行")
    return Content(
        counties=(County("jia", county),),
        townships=(Township("jia/yi", "jia", file, lists, changes=changes),),
        categories=(CategoryName(id="livelihood", name="民生服务"),),
        topic_groups=(TopicGroup(name="民生", topics=(TOPIC,)),),
    )


def duties(told: Letter) -> list[DutyPart]:
    """The duties of a letter."""
    return [duty for township in told.townships for part in township.lists for duty in part.duties]


def sides(duty: DutyPart) -> list[tuple[str, str, str]]:
    """What a duty's fields were and are; what differs in brackets."""

    def plain(line: tuple[tuple[Fate, str], ...]) -> str:
        return "".join(text if fate is Fate.SAME else f"[{text}]" for fate, text in line)

    return [(field.title, plain(line.before), plain(line.after)) for field in duty.fields for line in field.lines]


def test_an_amended_duty() -> None:
    """Before and after side by side, by what it was decided, and which pages change: each once."""
    new = LOW.model_copy(update={"name": "低保复核", "departments": ("县民政局", "县财政局")})
    told = letter(content(LOW), content(new, changes=(ChangeRecord(track=Track.COLLECTED), RECORD)))
    (township,) = told.townships
    assert (township.label, township.records) == ("甲县乙镇", (RECORD,))
    (duty,) = duties(told)
    assert (duty.id, duty.change, duty.title, duty.whereto) == ("c-001", ChangeKind.AMENDED, "修改", "")
    assert sides(duty) == [("名称", "低保[审]核", "低保[复]核"), ("部门", "", "[县财政局]")]
    assert told.pages == (
        PagePart("事项", "甲县乙镇 c-001 低保复核", "townships/jia/yi/c-001.md"),
        PagePart("清单", "甲县乙镇配合履职事项清单", "townships/jia/yi/cooperative.md"),
        PagePart("乡镇（街道）", "甲县乙镇", "townships/jia/yi/index.md"),
        PagePart("变更", "甲县乙镇的变更", "townships/jia/yi/changes.md"),
        PagePart("部门", "甲县 县民政局", "departments/jia/minzheng.md"),
        PagePart("部门", "甲县 县财政局", "departments/jia/caizheng.md"),
        PagePart("主题", "低保", "topics/low.md"),
        PagePart("类别", "民生服务", "categories/livelihood.md"),
    )
    assert told.summary == "甲县乙镇：修改 1 项。网站上约 8 页跟着变。"


def test_a_duty_that_moved_is_counted_once() -> None:
    """In the old list it says where it went, in the new one what it was, with what differs."""
    moved = BasicDuty(id="b-001", number=1, name="低保审核")
    told = letter(content(LOW), content(moved))
    new, old = duties(told)
    assert (new.title, new.whereto, old.title, old.whereto) == (
        "由别的清单移来",
        "原是 c-001",
        "移到别的清单",
        "移到 b-001",
    )
    assert sides(new) == [
        ("部门", "[县民政局]", ""),
        ("上级部门职责", "[【县民政局】]", ""),
        ("上级部门职责", "[审核。]", ""),
        ("乡镇配合职责", "[初审。]", ""),
    ]
    assert (old.fields, told.townships[0].counts) == ((), "移到别的清单 1 项")


def test_duties_that_came_and_went() -> None:
    """All that they say stands on one side; of one that goes on in another the other is told."""
    change = DutyChange(id="r-001", change=ChangeKind.REMOVED, to=("r-003",))
    record = RECORD.model_copy(update={"duties": (change,)})
    gone = ReclaimedDuty(id="r-001", number=1, name="收费", departments=(), status=ReclaimedStatus.DISCONTINUED)
    come = ReclaimedDuty(id="r-002", number=1, name="罚款", departments=("县财政局",), method=("由局收取。",))
    third = ReclaimedDuty(id="r-003", number=2, name="收税", departments=("县财政局",), method=("由局收取。",))
    told = letter(content(gone), content(come, third, changes=(record,)))
    by_id = {duty.id: duty for duty in duties(told)}
    assert sides(by_id["r-001"]) == [("名称", "[收费]", ""), ("状态", "[不再开展]", "")]
    assert (by_id["r-001"].title, by_id["r-001"].whereto) == ("终止", "这件事到了 r-003")
    assert sides(by_id["r-002"])[0] == ("名称", "", "[罚款]")
    assert (by_id["r-002"].title, by_id["r-003"].whereto) == ("新增", "原是 r-001")
    assert told.townships[0].counts == "新增 2 项，终止 1 项"


def test_numbers_are_told_in_a_line_a_run() -> None:
    """Sixty duties with other numbers are a sentence, and not sixty parts."""
    was = [BasicDuty(id=f"b-{one:03}", number=one, name=f"事{one}") for one in range(1, 62)]
    now = [one.model_copy(update={"number": one.number - 1}) for one in was[1:]]
    told = letter(content(*was), content(*now))
    (part,) = told.townships[0].lists
    assert part.renumbered == ("基本履职 b-002 至 b-061 由第 2–61 项改为第 1–60 项（60 项）",)
    assert [duty.id for duty in part.duties] == ["b-001"]
    assert told.summary == "甲县乙镇：终止 1 项，序号变动 60 项。网站上约 64 页跟着变。"


def test_departments_townships_and_headings() -> None:
    """A register's changes are sentences; whole townships and what stands above the duties are told, too."""
    departments = (
        Department(id="minzheng", name="县民政和社保局", aliases=("县民政局",), full_name="甲县民政和社保局"),
        Department(id="yibao", name="县医保局"),
    )
    told = letter(content(LOW), content(LOW, county=COUNTY.model_copy(update={"departments": departments})))
    assert [part.sentence for part in told.departments] == [
        "县民政局：改名为 县民政和社保局；全称由 （没有） 改为 甲县民政和社保局；增加别名 县民政局",
        "不再登记 县财政局（caizheng）",
        "新登记 县医保局（yibao）",
    ]
    assert told.summary == "部门登记有变 3 处。网站上约 3 页跟着变。"
    minzheng, caizheng = COUNTY.departments[:2]
    gone = (
        minzheng.model_copy(update={"ended": "2026-07-01", "merged_into": "caizheng"}),
        caizheng.model_copy(update={"ended": "2026-08-01"}),
    )
    told = letter(content(LOW), content(LOW, county=COUNTY.model_copy(update={"departments": gone})))
    assert [part.sentence for part in told.departments] == [
        "县民政局：2026-07-01 起并入 县财政局",
        "县财政局：2026-08-01 起撤销",
    ]
    told = letter(content(LOW), replace(content(LOW), townships=()))
    assert told.summary == "甲县乙镇：删去整份清单，1 项。网站上约 2 页跟着变。"
    told = letter(content(LOW), content(LOW, category="党的建设"))
    # A duty's category is another, too.
    assert told.townships[0].counts == "修改 1 项，标题或类别有变"
    told = letter(content(LOW), content(LOW, changes=(RECORD,)))
    assert told.townships[0].counts == "补了变更记录"


def test_of_the_same_it_says_so() -> None:
    """Each format says that nothing differs."""
    told = letter(content(LOW), content(LOW))
    said = "没有不同：清单、变更记录、部门登记都一样。"
    assert not told
    assert to_text(told, []) == f"{said}\n"
    assert f"**{said}**" in to_markdown(told, ("旧", "新"))
    assert said in to_html(told, ("旧", "新"))
    assert json.loads(to_json(told)) == {"summary": said, "townships": [], "departments": [], "pages": []}
    assert said in "".join(
        cell.text for row in Document(io.BytesIO(to_docx(told))).tables[1].rows for cell in row.cells
    )


@pytest.mark.parametrize(
    ("site", "expected"),
    [
        ("", ""),
        ("site", "site/townships/jia/yi/c-001/index.html"),
        ("https://a.example/qingdan/", "https://a.example/qingdan/townships/jia/yi/c-001/"),
    ],
)
def test_addresses(site: str, expected: str) -> None:
    """On a disk a page is a file, on the web a folder; where nobody said where the site is, there is no link."""
    assert address(site, "townships/jia/yi/c-001.md") == expected
    new = LOW.model_copy(update={"name": "低保初审"})
    html = to_html(letter(content(LOW), content(new)), ("旧", "新"), site)
    assert (f'<a href="{expected}">' in html) == bool(expected)


def told_of(text: str) -> tuple[Content, Content]:
    """Two contents, in every place of which that is told of stands the text."""
    record = RECORD.model_copy(update={"reason": text, "decided_by": text, "document": text, "approved": text})
    duty = CooperativeDuty(
        id="c-001",
        number=2,
        name=text,
        departments=(text,),
        superior=(SuperiorBlock(departments=(text,), duties=(text,), support=(text,)),),
        township=(text,),
    )
    county = CountyFile(name=text, province=None, prefecture=None, departments=(Department(id="minzheng", name=text),))
    return content(LOW), content(duty, name=text, county=county, changes=(record,), category=text)


@pytest.mark.parametrize("text", [*KINDS.values(), "\x1b[31m红\x07", "右\u202e左", "@甲 #12 !3 ~标 user@x.example"])
def test_hostile_text_stays_text(text: str) -> None:
    """Whatever a text holds, it is shown: no element, no link, no mention, no order to a terminal."""
    old, new = told_of(text)
    told = letter(old, new)
    html = to_html(told, (text, text), "site")
    tree = lxml_html.document_fromstring(html)
    tags = {str(element.tag) for element in tree.iter()}
    assert not {"script", "img", "svg", "input", "iframe", "object"} & tags
    assert not [one for element in tree.iter() for one in element.keys() if one.startswith("on")]  # noqa: SIM118
    assert {one.get("class") for one in tree.iter()} <= {
        None,
        "summary",
        "head",
        "kind",
        "before",
        "after",
        "side",
        "unseen",
    }
    assert all(one.get("href").startswith(("site/", "#t-")) for one in tree.iter("a"))
    markdown = to_markdown(told, (text, text))
    # Every sign of Markdown, HTML and mentions that is not of the letter itself is a character reference.
    rest = re.sub(
        r"(?m)^(?:#{1,4} |> |- |\| --- \| --- \|$|<details><summary>|</details>)|</summary>|</?(?:del|ins)>|<!-- -->"
        r"|&#\d+;| ?\| ?|\*\*",
        "",
        markdown,
    )
    assert not set(rest) & set("<>&`[]*|#@!\\~\x1b\x07\u202e")
    assert not [line for line in markdown.splitlines() if line.startswith("|") and line.count("|") != 3]
    shown = to_text(told, list(diff(old, new)))
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", shown)
    assert [part["duties"][0]["name"] for part in json.loads(to_json(told))["townships"][0]["lists"][1:2]] == [text]
    tables = Document(io.BytesIO(to_docx(told))).tables
    cells = [cell.text for table in tables for row in table.rows for cell in row.cells]
    assert any(re.sub(r"[\x00-\x1f]", "", text) in cell for cell in cells)


def test_a_long_letter_is_cut_by_whole_duties() -> None:
    """It is no longer than it may be, and says how much is left out."""
    was = [BasicDuty(id=f"b-{one:03}", number=one, name=f"事{one}") for one in range(1, 100)]
    now = [one.model_copy(update={"name": f"{one.name}项"}) for one in was]
    told = letter(content(*was), content(*now))
    whole = to_markdown(told, ("旧", "新"))
    assert whole.count("#### ") == 99
    assert to_markdown(told, ("旧", "新"), limit=len(whole)) == whole
    cut = to_markdown(told, ("旧", "新"), limit=len(whole) - 1)
    shown = cut.count("#### ")
    assert 90 < shown < 99
    assert f"另有 {99 - shown} 个事项没有列出" in cut
    for limit in (5, 100, 600, 2000):
        assert len(to_markdown(told, ("旧", "新"), limit=limit)) <= limit


def test_the_application_form() -> None:
    """调整申请表: by what it is decided, and a row for each duty, as it was and as it shall be."""
    new = LOW.model_copy(update={"name": "低保初审"})
    told = letter(content(LOW), content(new, changes=(RECORD,)))
    heads, changes = Document(io.BytesIO(to_docx(told))).tables
    assert [[cell.text for cell in row.cells] for row in heads.rows] == [
        ["乡镇（街道）", "甲县乙镇"],
        ["途径", "动态调整"],
        ["理由", "机构改革"],
        ["决定机关", "县委编办"],
        ["文件", "甲编〔2026〕3号"],
        ["批准、生效日期", "批准：2026-05-20　生效：2026-06-01"],
    ]
    assert [[cell.text for cell in row.cells] for row in changes.rows] == [
        ["序号", "事项", "现在的", "改为"],
        ["1", "修改：配合履职 c-001，第 1 项 低保初审", "名称：\n低保审核", "名称：\n低保初审"],
    ]
    assert to_docx(told) == to_docx(told)
