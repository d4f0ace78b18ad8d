"""The form for a duty, as a clerk uses it: fields, checks while typing, the redline, the request, the draft."""

import io
import json
import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from docx import Document
from playwright.sync_api import Page, Route, expect

from generator.__main__ import main
from generator.check.registry import check, has_errors
from generator.history import digest
from generator.model import ChangeKind, Column, ListKind, Note, Track
from generator.read.folder import read
from support.browser import WATCH, NewPage
from support.decade import make_decade
from support.hostile import POISON
from support.places import DEMO

FORM = "contribute/edit/"
DUTY = f"{FORM}?id=jia/yi/c-001"
HOSTILE = POISON.replace("\n", " ")


@pytest.fixture
def address(demo_site: Path, served: Callable[[Path], str]) -> str:
    """The address of the served demo site."""
    return served(demo_site)


def show(page: Page, url: str) -> None:
    """Open the form and wait until it is there."""
    page.goto(url)
    page.locator("[data-edit-done]").wait_for(state="attached")


def request_of(page: Page) -> str:
    """The request that the page shows, once it says that it may be handed over."""
    expect(page.locator("[data-edit-ready]")).to_have_text("可以交出去了。")
    return page.locator("#edit-text").input_value()


def lines_of(page: Page) -> list[str]:
    """What programs read of the request, without its frame, its site and its checksum."""
    inside = request_of(page).split("=====修改单开始=====\n")[1].split("\n=====修改单结束=====")[0]
    return [one for one in inside.split("\n") if not one.startswith(("版本：", "网站：", "校验："))]


def correct(page: Page, reason: str = "原文排错") -> None:
    """Fill in why: a correction."""
    page.get_by_label("途径").select_option("更正")
    page.get_by_label("理由").fill(reason)
    page.get_by_label("生效的日期").fill("2026-06-01")


def base(id: str, township: str = "jia/yi") -> str:
    """The digest that a request for a duty of the demo content starts from."""
    (found,) = (one for one in read(DEMO).content.townships if one.id == township)
    return next(digest(duty) for own in found.lists.values() for _, duty in own.duties() if duty.id == id)


# --- from a duty to a request ----------------------------------------------------------------------


def test_a_text_is_changed_and_saved_as_a_file(wide: Page, address: str) -> None:
    """From the duty's page: the texts are there, one a line; what changes is shown in words; the file says it all."""
    wide.goto(f"{address}townships/jia/yi/c-001/")
    wide.get_by_role("link", name="修改这一项").click()
    expect(wide.get_by_role("heading", name="开展高龄津贴发放工作", exact=True)).to_be_visible()
    expect(wide.get_by_label("乡镇配合职责")).to_have_value("受理申请；\n初步审核并公示。")
    expect(wide.locator("[data-edit-request]")).to_be_hidden()
    wide.get_by_label("乡镇配合职责").fill("受理申请；\n\n  初步审核并公示七天。 ")
    shown = wide.locator(".qd-edit-redline")
    expect(shown).to_have_text("受理申请；初步审核并公示［加上：七天］。")
    expect(shown.locator("ins")).to_have_text("［加上：七天］")
    expect(wide.locator("[data-edit-ready]")).to_contain_text("还有 2 处要改或要填")
    expect(wide.get_by_role("button", name="保存成文件")).to_be_disabled()
    correct(wide)
    request_of(wide)
    with wide.expect_download() as download:
        wide.get_by_role("button", name="保存成文件").click()
    assert download.value.suggested_filename == "修改单 甲县乙镇.txt"
    saved = download.value.path().read_text("utf-8")
    assert saved == request_of(wide)
    assert "1. 甲县乙镇 c-001 开展高龄津贴发放工作：修改\n" in saved
    assert lines_of(wide) == [
        "途径：更正",
        "理由：原文排错",
        "生效：2026-06-01",
        "乡镇：jia/yi",
        "地方：某省/某市/甲县/乙镇",
        "事项：c-001",
        "动作：修改",
        f"依据：{base('c-001')}",
        "栏：乡镇配合职责",
        "原来：",
        "文：受理申请；",
        "文：初步审核并公示。",
        "改为：",
        "文：受理申请；",
        "文：初步审核并公示七天。",
    ]


def test_departments_are_checked_and_mended(wide: Page, address: str) -> None:
    """An unknown name is answered as `check` does, with what may be meant a click away; the register's can be added."""
    show(wide, address + DUTY)
    box = wide.locator("#edit-departments")
    box.fill("县民政居（牵头）\n县财政局")
    problem = wide.locator("#edit-departments-problems li")
    expect(problem).to_contain_text("第 1 条：部门“县民政居”没有在县里的部门登记表登记；是否指“县民政局”？")
    expect(box).to_have_attribute("aria-invalid", "true")
    wide.get_by_role("button", name="改成“县民政局（牵头）”").click()
    expect(box).to_have_value("县民政局（牵头）\n县财政局")
    expect(problem).to_have_count(0)
    expect(box).to_be_focused()
    wide.locator("#edit-departments-add").select_option("县教育局")
    expect(box).to_have_value("县民政局（牵头）\n县财政局\n县教育局")
    correct(wide)
    assert lines_of(wide)[-4:] == ["改为：", "文：县民政局（牵头）", "文：县财政局", "文：县教育局"]


def test_what_is_wrong_is_said_while_typing(wide: Page, address: str) -> None:
    """Enumerators, unseen characters, half-width signs, a number that is taken: beside the field, and it counts."""
    show(wide, address + DUTY)
    wide.get_by_label("乡镇配合职责").fill("1.受理申请；\n组织\u200b开展")
    correct(wide)
    problems = wide.locator("#edit-township-problems li")
    expect(problems).to_have_text(
        [
            "要改：第 1 条：“1.受理申请；”以编号“1.”开头；编号由列表自动产生，请删去 文件就是这样写的",
            "要改：第 2 条：“组织<U+200B>开展”里有 U+200B 零宽空格（看不见）；请删去（多半是复制粘贴带进来的）",
        ]
    )
    expect(wide.locator("[data-edit-ready]")).to_contain_text("还有 2 处要改或要填")
    wide.get_by_label("序号", exact=True).fill("2")
    expect(wide.locator("#edit-number-problems")).to_contain_text("第 2 项已经是“未成年人防溺水工作”")
    wide.get_by_label("序号", exact=True).fill("二")
    expect(wide.locator("#edit-number-problems")).to_contain_text("应是从 1 起的数字")
    wide.get_by_label("序号", exact=True).fill("1")
    wide.get_by_label("乡镇配合职责").fill("受理申请,公示。")
    expect(problems).to_have_text(["请看：第 1 条：中文里有半角标点“,”：“受理申请,公示。”；请改成全角"])
    assert "文：受理申请,公示。" in lines_of(wide)


def test_what_the_document_has_so_may_stay(wide: Page, address: str, tmp_path: Path) -> None:
    """Nobody is stuck with a document that breaks a rule: said so, it is handed over, and the duty has an allowance."""
    show(wide, f"{address}{FORM}?new=jia/yi&list=cooperative")
    wide.get_by_label("名称", exact=True).fill("巡查堤防")
    wide.locator("#edit-departments").fill("县财政局")
    wide.get_by_label("乡镇配合职责").fill("巡查；\n巡查；")
    wide.get_by_label("类别").select_option("民生服务")
    wide.get_by_label("途径").select_option("动态调整")
    wide.get_by_label("文件", exact=True).fill("甲编发〔2026〕3号")
    wide.get_by_label("生效的日期").fill("2026-06-01")
    expect(wide.locator("[data-edit-ready]")).to_contain_text("还有 2 处要改或要填")
    missing = wide.locator("[data-edit-problems=superior] li")
    expect(missing).to_contain_text("要改：缺少上级部门职责")
    missing.get_by_role("button", name="文件就是这样写的").click()
    expect(missing).to_contain_text("照文件留着：缺少上级部门职责")
    # What to do about it is no advice any more.
    expect(missing).not_to_contain_text("请补上")
    doubled = wide.locator("#edit-township-problems li")
    doubled.get_by_role("button", name="文件就是这样写的").click()
    lines = lines_of(wide)
    assert lines[lines.index("类别：民生服务") + 1 :][:2] == [
        "照原文：cooperative-complete",
        "照原文：texts-not-doubled",
    ]
    # Taken back, and said again.
    doubled.get_by_role("button", name="不是，要改").click()
    expect(wide.locator("[data-edit-ready]")).to_contain_text("还有 1 处要改或要填")
    doubled.get_by_role("button", name="文件就是这样写的").click()
    request_of(wide)
    with wide.expect_download() as download:
        wide.get_by_role("button", name="保存成文件").click()
    download.value.save_as(tmp_path / "request.txt")
    content = shutil.copytree(DEMO, tmp_path / "content")
    assert main(["apply", "--yes", "--content", str(content), str(tmp_path / "request.txt")]) == 0
    assert not has_errors(check(read(content)))
    (yi,) = (one for one in read(content).content.townships if one.id == "jia/yi")
    duty = next(duty for _, duty in yi.lists[ListKind.COOPERATIVE].duties() if duty.name == "巡查堤防")
    assert [(one.rule, one.reason) for one in duty.allow] == [
        ("cooperative-complete", "原文如此（甲编发〔2026〕3号）"),
        ("texts-not-doubled", "原文如此（甲编发〔2026〕3号）"),
    ]  # fmt: skip
    # What is mended needs no word any more.
    wide.get_by_label("乡镇配合职责").fill("巡查；")
    expect(wide.locator("#edit-text")).not_to_have_value(re.compile("texts-not-doubled"))
    assert "照原文：cooperative-complete" in lines_of(wide)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("2026-02-30", "没有 2026-02-30 这一天"),
        ("2026年5月2日", "是否指 2026-05-02？"),
        ("五月", "日期要写成 年-月-日，例如 2026-05-20"),
        ("20260502", "是否指 2026-05-02？"),
        ("2206-05-02", "2206-05-02 的年份不对；请对照文件"),
        ("2099-01-01", "2099-01-01 还没有到"),
    ],
)
def test_dates_are_dates(wide: Page, address: str, typed: str, said: str) -> None:
    """A day that is none, written in another way, or to come."""
    show(wide, address + DUTY)
    wide.get_by_label("名称", exact=True).fill("开展高龄津贴发放")
    correct(wide)
    wide.get_by_label("批准的日期").fill(typed)
    expect(wide.locator("#edit-approved-problems")).to_contain_text(said)
    expect(wide.get_by_role("button", name="复制全文")).to_be_disabled()
    wide.get_by_label("批准的日期").fill("2026-06-20")
    expect(wide.locator("#edit-effective-problems")).to_have_text("要改：早于批准的日期 2026-06-20；请查原文件")
    wide.get_by_label("批准的日期").fill("2026-05-20")
    assert "批准：2026-05-20" in lines_of(wide)
    # A document may be effective later; it is said, and does not stand in the way.
    wide.get_by_label("生效的日期").fill("2099-06-01")
    expect(wide.locator("#edit-effective-problems")).to_have_text(
        "请看：2099-06-01 还没有到；年份、月份没有写错，就不用改"
    )
    assert "生效：2099-06-01" in lines_of(wide)


def test_two_duties_change_places(wide: Page, address: str, tmp_path: Path) -> None:
    """The number of another one is taken until that one has another, too; no number is left out; it is applied."""
    show(wide, address + DUTY)
    number = wide.get_by_label("序号", exact=True)
    number.fill("3")
    expect(wide.locator("#edit-number-problems li")).to_have_text(
        ["要改：这张清单到第 2 项，写 3 就断开了；文件就是跳号的，在“依据”里勾“别的事项序号不动”"]
    )
    wide.get_by_label("别的事项序号不动").check()
    expect(wide.locator("#edit-number-problems li")).to_have_count(0)
    wide.get_by_label("别的事项序号不动").uncheck()
    expect(wide.locator("#edit-number-problems li")).to_have_count(1)
    number.fill("2")
    expect(wide.locator("#edit-number-problems li")).to_have_text(
        ["要改：第 2 项已经是“未成年人防溺水工作”（c-002）；请换一个，或把那一项也改了"]
    )
    wide.get_by_label("途径").select_option("动态调整")
    wide.get_by_label("文件", exact=True).fill("甲编发〔2026〕3号")
    wide.get_by_label("生效的日期").fill("2026-06-01")
    expect(wide.locator("[data-edit-ready]")).to_contain_text("还有 1 处要改")
    show(wide, f"{address}{FORM}?id=jia/yi/c-002")
    number.fill("1")
    text = request_of(wide)
    content = shutil.copytree(DEMO, tmp_path / "content")
    (tmp_path / "修改单.txt").write_text(text, "utf-8")
    assert main(["apply", str(tmp_path / "修改单.txt"), "--content", str(content), "--yes"]) == 0
    (yi,) = (one for one in read(content).content.townships if one.id == "jia/yi")
    assert [(one.id, one.number) for _, one in yi.lists[ListKind.COOPERATIVE].duties()] == [("c-002", 1), ("c-001", 2)]


def test_blocks_come_and_go(wide: Page, address: str) -> None:
    """A part of a superior department is taken away, another added."""
    show(wide, address + DUTY)
    wide.get_by_role("button", name="去掉第 2 段").click()
    expect(
        wide.locator("fieldset", has_text="上级部门职责，第 2 段").locator("#edit-superior-1-support")
    ).to_have_value("开展业务培训。")
    wide.get_by_role("button", name="加一段").click()
    expect(wide.locator("#edit-superior-2-departments")).to_be_focused()
    wide.keyboard.type("县医保局")
    wide.locator("#edit-superior-2-duties").fill("核对名册。")
    correct(wide)
    after = lines_of(wide)
    assert after[after.index("改为：") :] == [
        "改为：",
        "段：",
        "部门：县民政局",
        "职责：审核对象是否符合条件；",
        "职责：按月报送发放名册。",
        "段：",
        "部门：县民政局",
        "部门：县财政局",
        "保障：开展业务培训。",
        "段：",
        "部门：县医保局",
        "职责：核对名册。",
    ]


def test_an_ending_says_where_the_matter_went(wide: Page, address: str) -> None:
    """To another duty, which must be there, or to a department."""
    show(wide, address + DUTY)
    wide.get_by_label("终止这一项").check()
    wide.get_by_label("这件事到了本乡镇的哪一项").fill("b-999 c-001")
    expect(wide.locator("#edit-ended-duties-problems li")).to_have_text(
        ["要改：没有编号是“b-999”的事项", "要改：c-001 就是这一项"]
    )
    wide.get_by_label("这件事到了本乡镇的哪一项").fill("http://example.org/a/townships/bing/ding/b-001/")
    expect(wide.locator("#edit-ended-duties-problems li")).to_have_count(1)
    for written in ("Ｂ－００１", f"{address}townships/jia/yi/b-001/#duty", "b-001"):
        wide.get_by_label("这件事到了本乡镇的哪一项").fill(written)
        expect(wide.locator(".qd-edit-change")).to_contain_text("这件事到了 b-001（加强党员队伍建设，做好党费收缴。）")
        expect(wide.locator("#edit-ended-duties-problems li")).to_have_count(0)
    wide.get_by_label("到了哪个部门：从登记表里选").select_option("县民政局")
    wide.get_by_label("途径").select_option("动态调整")
    wide.get_by_label("文件", exact=True).fill("甲编发〔2026〕3号")
    wide.get_by_label("生效的日期").fill("2026-06-01")
    assert lines_of(wide) == [
        "途径：动态调整",
        "文件：甲编发〔2026〕3号",
        "生效：2026-06-01",
        "乡镇：jia/yi",
        "地方：某省/某市/甲县/乙镇",
        "事项：c-001",
        "动作：终止",
        f"依据：{base('c-001')}",
        "去处事项：b-001",
        "去处部门：县民政局",
    ]


def test_a_move_has_the_fields_of_the_other_list(wide: Page, address: str) -> None:
    """What the other list has is kept; its category is asked for."""
    show(wide, address + DUTY)
    wide.get_by_label("移到别的清单").check()
    wide.get_by_label("移到哪张清单").select_option("上级部门收回")
    expect(wide.get_by_label("乡镇配合职责")).to_have_count(0)
    expect(wide.locator("#edit-category-problems")).to_contain_text("请选一个类别")
    wide.get_by_label("类别").select_option("民生服务")
    wide.get_by_label("工作方式").fill("由县民政局直接发放。")
    correct(wide)
    assert lines_of(wide)[3:] == [
        "乡镇：jia/yi",
        "地方：某省/某市/甲县/乙镇",
        "事项：c-001",
        "动作：移动",
        f"依据：{base('c-001')}",
        "清单：上级部门收回",
        "类别：民生服务",
        "栏：名称",
        "原来：",
        "文：开展高龄津贴发放工作",
        "改为：",
        "文：开展高龄津贴发放工作",
        "栏：部门",
        "原来：",
        "文：县民政局（牵头）",
        "文：县财政局",
        "改为：",
        "文：县民政局（牵头）",
        "文：县财政局",
        "栏：状态",
        "原来：",
        "改为：",
        "文：由部门承接",
        "栏：工作方式",
        "原来：",
        "改为：",
        "文：由县民政局直接发放。",
    ]


def test_a_new_duty(wide: Page, address: str) -> None:
    """From its list; it stays the same one when the page is loaded again."""
    wide.goto(f"{address}townships/jia/yi/basic/")
    wide.get_by_role("link", name="新增一项").click()
    expect(wide.get_by_role("heading", name="甲县乙镇：新增一项")).to_be_visible()
    wide.get_by_label("名称", exact=True).fill("开展全民健身活动。")
    wide.get_by_label("类别").select_option("民生服务")
    correct(wide)
    new = [
        "乡镇：jia/yi",
        "地方：某省/某市/甲县/乙镇",
        "事项：新",
        "动作：新增",
        "清单：基本履职",
        "类别：民生服务",
        "栏：名称",
        "改为：",
        "文：开展全民健身活动。",
    ]
    assert lines_of(wide)[3:] == new
    wide.reload()
    expect(wide.get_by_label("名称", exact=True)).to_have_value("开展全民健身活动。")
    assert lines_of(wide)[3:] == new
    wide.goto(f"{address}{FORM}?new=jia/yi&list=basic")
    expect(wide.get_by_label("名称", exact=True)).to_have_value("")


def test_a_contact(wide: Page, address: str, tmp_path: Path) -> None:
    """A township's and a department's: by the forms of numbers and hours; no record is asked for; it is applied."""
    wide.goto(f"{address}townships/jia/yi/")
    wide.get_by_role("link", name="修改联系方式").click()
    expect(wide.get_by_role("heading", name="甲县乙镇：联系方式", exact=True)).to_be_visible()
    wide.get_by_label("电话", exact=True).fill("0743-1234567")
    wide.get_by_label("时间", exact=True).fill("周一到周五")
    expect(wide.locator("#edit-phones-problems")).to_contain_text("“0743-1234567”的写法不对：电话，可以写几个")
    expect(wide.locator("#edit-hours-problems")).to_contain_text("例如 工作日 9:00–12:00、14:00–17:30")
    expect(wide.locator("#edit-as_of-problems")).to_have_text("要改：请写核实的日期")
    wide.get_by_label("电话", exact=True).fill("０７４３－８２３４５６７\n12345")
    wide.get_by_label("时间", exact=True).fill("工作日9：00-12：00，14:00至17:30")
    wide.get_by_label("日期", exact=True).fill("2026年6月1日")
    # Each is what was meant but for its form, which is a click away.
    for meant in ("0743-8234567", "工作日 9:00–12:00、14:00–17:30", "2026-06-01"):
        wide.get_by_role("button", name=f"改成“{meant}”", exact=True).click()
    expect(wide.get_by_label("电话", exact=True)).to_have_value("0743-8234567\n12345")
    expect(wide.locator("[data-edit-problems] li")).to_have_count(0)
    expect(wide.get_by_label("途径")).to_be_hidden()
    expected = [
        "乡镇：jia/yi",
        "地方：某省/某市/甲县/乙镇",
        "部门编号：本乡镇",
        "动作：联系",
        "栏：电话",
        "原来：",
        "改为：",
        "文：0743-8234567",
        "文：12345",
        "栏：时间",
        "原来：",
        "改为：",
        "文：工作日␣9:00–12:00、14:00–17:30",
        "栏：日期",
        "原来：",
        "改为：",
        "文：2026-06-01",
    ]
    assert lines_of(wide) == expected
    wide.goto(f"{address}departments/jia/xianminzhengju/")
    wide.get_by_role("link", name="修改联系方式").click()
    expect(wide.get_by_role("heading", name="县民政局：联系方式", exact=True)).to_be_visible()
    wide.get_by_label("地址", exact=True).fill("人民路 1 号")
    wide.get_by_role("button", name="写今天").first.click()
    expect(wide.locator(".qd-edit-change")).to_have_count(2)
    assert "部门编号：xianminzhengju" in lines_of(wide)
    with wide.expect_download() as download:
        wide.get_by_role("button", name="保存成文件").click()
    download.value.save_as(tmp_path / "request.txt")
    content = shutil.copytree(DEMO, tmp_path / "content")
    assert main(["apply", "--yes", "--content", str(content), str(tmp_path / "request.txt")]) == 0
    found = read(content).content
    (yi,) = (one for one in found.townships if one.id == "jia/yi")
    assert yi.file.contact
    assert yi.file.contact.phones == ("0743-8234567", "12345")
    assert yi.file.contact.as_of == "2026-06-01"
    bureau = found.counties[0].file.departments[0]
    assert bureau.contact
    assert bureau.contact.address == "人民路 1 号"
    assert not has_errors(check(read(content)))


def test_a_department_is_renamed(wide: Page, address: str, tmp_path: Path) -> None:
    """From its page: what of which duties changes is shown first; into one request with another change; applied."""
    show(wide, address + DUTY)
    wide.get_by_label("乡镇配合职责").fill("受理申请；\n由县民政局公示。")
    expect(wide.locator(".qd-edit-change")).to_have_count(1)
    wide.goto(f"{address}departments/jia/xianminzhengju/")
    wide.get_by_role("link", name="部门改名、合并").click()
    expect(wide.get_by_role("heading", name="县民政局：部门改名、合并", exact=True)).to_be_visible()
    expect(wide.locator("#edit-name-problems li")).to_have_count(0)
    uses = wide.locator("#edit-uses")
    expect(uses).to_contain_text("2 个乡镇（街道），2 项：部门栏、分段 6 处。")
    wide.get_by_label("新的名称").fill("县财政局")
    expect(wide.locator("#edit-name-problems li")).to_have_text(
        "要改：“县财政局”已经是县财政局的名称；两个是一个部门的，请选“并入别的部门”"
    )
    wide.get_by_label("新的名称").fill("县民政和老龄局")
    # What is opened, or closed, stays so while somebody types.
    town = uses.locator("details", has_text="甲县乙镇")
    town.locator("summary").click()
    expect(town).not_to_have_attribute("open", "")
    wide.get_by_label("新的名称").press_sequentially("。")
    wide.get_by_label("新的名称").press("Backspace")
    expect(town).not_to_have_attribute("open", "")
    town.locator("summary").click()
    wide.get_by_label("别名").fill("县老龄局")
    expect(wide.locator("#edit-name-problems li")).to_have_count(0)
    rows = uses.locator("details", has_text="甲县乙镇").locator("li")
    expect(rows).to_have_count(1)
    expect(rows.locator(".qd-edit-redline p").first).to_have_text("部门：县民政［加上：和老龄］局（牵头）")
    expect(wide.locator(".qd-edit-change")).to_have_count(2)
    expect(wide.locator(".qd-edit-change").last).to_contain_text("甲县乙镇：1 项的部门栏、分段 3 处")
    wide.get_by_label("途径").select_option("动态调整")
    wide.get_by_label("文件", exact=True).fill("甲编发〔2026〕3号")
    wide.get_by_label("生效的日期").fill("2026-06-01")
    assert "2. 部门 县民政局：改名为县民政和老龄局\n" in request_of(wide)
    lines = lines_of(wide)
    assert lines[lines.index("部门编号：xianminzhengju") :] == [
        "部门编号：xianminzhengju",
        "动作：改名",
        "依据：9558101e61a8611e",
        "栏：名称",
        "原来：",
        "文：县民政局",
        "改为：",
        "文：县民政和老龄局",
        "栏：别名",
        "原来：",
        "改为：",
        "文：县老龄局",
    ]
    # It is in the draft, and goes on where it was left.
    show(wide, f"{address}{FORM}?rename=jia/yi&of=xianminzhengju")
    expect(wide.get_by_label("新的名称")).to_have_value("县民政和老龄局")
    with wide.expect_download() as download:
        wide.get_by_role("button", name="保存成文件").click()
    download.value.save_as(tmp_path / "request.txt")
    content = shutil.copytree(DEMO, tmp_path / "content")
    assert main(["apply", "--yes", "--content", str(content), str(tmp_path / "request.txt")]) == 0
    found = read(content)
    assert not has_errors(check(found))
    register = found.content.counties[0].file.departments
    assert (register[0].name, register[0].aliases) == ("县民政和老龄局", ("县民政局", "县老龄局"))
    cells = [text for town in found.content.townships for own in town.lists.values() for _, duty in own.duties()
             for _, text in duty.named_departments()]  # fmt: skip
    # As many as the form said.
    assert (sum("县民政和老龄局" in one for one in cells), "县民政局" in "".join(cells)) == (6, False)
    with wide.expect_download() as download:
        wide.get_by_role("button", name="下载调整申请表（Word）").click()
    document = Document(str(download.value.path()))
    texts = "\n".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)
    assert "部门 县民政局：改名为县民政和老龄局" in texts
    assert "甲县乙镇：1 项的部门栏、分段 3 处" in texts


def test_a_department_becomes_a_part_of_another(wide: Page, address: str, tmp_path: Path) -> None:
    """Chosen from the register, reached from a duty's form; it may be undone, and it is applied."""
    show(wide, address + DUTY)
    wide.get_by_role("link", name="部门改名、合并").click()
    wide.get_by_label("哪个部门").select_option("县民政局")
    wide.get_by_role("button", name="改这个部门").click()
    wide.get_by_label("并入别的部门").check()
    expect(wide.locator("#edit-into-problems li")).to_have_text("要改：请选并到哪个部门")
    expect(wide.locator("[data-edit-request]")).to_be_hidden()
    wide.get_by_label("并到哪个部门").select_option("县财政局")
    expect(wide.locator("#edit-into-problems li")).to_have_count(0)
    expect(wide.locator(".qd-edit-change h3")).to_have_text("部门 县民政局：并入县财政局")
    wide.get_by_role("button", name="去掉：部门 县民政局：并入县财政局").click()
    expect(wide.get_by_label("改名", exact=True)).to_be_checked()
    wide.get_by_role("button", name="撤销").click()
    wide.get_by_label("途径").select_option("动态调整")
    wide.get_by_label("文件", exact=True).fill("甲编发〔2026〕3号")
    wide.get_by_label("生效的日期").fill("2026-06-01")
    assert lines_of(wide)[-4:] == [
        "部门编号：xianminzhengju", "动作：并入", "依据：9558101e61a8611e", "并入部门：xiancaizhengju"
    ]  # fmt: skip
    with wide.expect_download() as download:
        wide.get_by_role("button", name="保存成文件").click()
    download.value.save_as(tmp_path / "request.txt")
    content = shutil.copytree(DEMO, tmp_path / "content")
    assert main(["apply", "--yes", "--content", str(content), str(tmp_path / "request.txt")]) == 0
    assert read(content).content.counties[0].file.departments[0].merged_into == "xiancaizhengju"


def test_texts_are_renamed_only_where_somebody_says_so(wide: Page, address: str) -> None:
    """How many there are is told; without the box ticked the request does not speak of them."""

    def with_text(route: Route) -> None:
        data = json.loads(route.fetch().text())
        own = data["lists"]["cooperative"]["categories"][0]["duties"][0]
        own["township"].append("报县民政局、县民政局审核。")
        route.fulfill(json=data)

    wide.route("**/edit/data/jia/yi.json", with_text)
    show(wide, f"{address}{FORM}?rename=jia/yi&of=xianminzhengju")
    wide.get_by_label("新的名称").fill("县老龄局")
    expect(wide.locator("[data-edit-fields]")).to_contain_text("事项正文里还有 2 处印着“县民政局”")
    correct(wide)
    assert "正文：是" not in lines_of(wide)
    wide.get_by_label("文件写明了，正文里印着的旧名也改").check()
    expect(wide.locator("#edit-uses")).to_contain_text("部门栏、分段 6 处，正文 2 处。")
    expect(wide.locator("#edit-uses")).to_contain_text(
        "报县［删去：民政］［加上：老龄］局、县［删去：民政］［加上：老龄］局审核。"
    )
    expect(wide.locator("#edit-text")).to_have_value(re.compile("动作：改名\n依据：9558101e61a8611e\n正文：是\n"))


def test_axe_finds_nothing_in_the_form_for_a_department(new_page: NewPage, address: str) -> None:
    """On a phone, in large type, with a problem; nothing is wider than the screen."""
    page = new_page("phone")
    page.goto(address)
    page.evaluate("localStorage.setItem('qingdan.large', '1')")
    show(page, f"{address}{FORM}?rename=jia/yi&of=xianminzhengju")
    page.get_by_label("新的名称").fill("县财政局")
    expect(page.locator("#edit-name-problems li")).to_have_count(1)
    found = Axe().run(page, options={"rules": {"target-size": {"enabled": True}}, "resultTypes": ["violations"]})
    assert [(one["id"], node["html"]) for one in found.response["violations"] for node in one["nodes"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_a_note(wide: Page, address: str, tmp_path: Path) -> None:
    """What the document misprints is told beside its text, which stays; no record is asked for; it is applied."""
    show(wide, address + DUTY)
    wide.get_by_role("button", name="加一条说明").click()
    expect(wide.locator("[data-edit-request]")).to_be_hidden()
    wide.get_by_label("原文印作").fill("初步审合")
    wide.get_by_label("疑应为").fill("初步审核")
    expect(wide.locator("#edit-notes-0-printed-problems")).to_have_text(
        "请看：这一项的文字里没有“初步审合”；照网页上的写"
    )
    expect(wide.locator("#edit-notes-0-why-problems")).to_have_text("要改：请写为什么这样看")
    wide.get_by_label("原文印作").fill("初步审核\n")
    wide.get_by_label("疑应为").fill("审核")
    wide.get_by_label("为什么").fill("镇里只有一道审核")
    expect(wide.get_by_label("途径")).to_be_hidden()
    assert lines_of(wide) == [
        "乡镇：jia/yi",
        "地方：某省/某市/甲县/乙镇",
        "事项：c-001",
        "动作：修改",
        f"依据：{base('c-001')}",
        *("栏：说明", "原来：", "改为：", "段：", "印作：初步审核", "应为：审核", "理由：镇里只有一道审核"),
    ]
    expect(wide.locator(".qd-edit-redline")).to_have_text(
        "［加上：印作：初步审核］［加上：应为：审核］［加上：理由：镇里只有一道审核］"
    )
    wide.reload()
    expect(wide.get_by_label("为什么")).to_have_value("镇里只有一道审核")
    (tmp_path / "request.txt").write_text(request_of(wide), "utf-8")
    # A text that is changed, too, is official.
    wide.get_by_label("名称", exact=True).fill("开展高龄津贴的发放工作")
    expect(wide.get_by_label("途径")).to_be_visible()
    content = shutil.copytree(DEMO, tmp_path / "content")
    assert main(["apply", "--yes", "--content", str(content), str(tmp_path / "request.txt")]) == 0
    found = read(content)
    (yi,) = (one for one in found.content.townships if one.id == "jia/yi")
    notes = [duty.notes for _, duty in yi.lists[ListKind.COOPERATIVE].duties() if duty.id == "c-001"]
    assert notes == [(Note(printed="初步审核", meant="审核", why="镇里只有一道审核"),)]
    assert yi.changes == ()
    assert not has_errors(check(found))


# --- several duties, the draft ---------------------------------------------------------------------


def test_several_duties_in_one_request(wide: Page, address: str) -> None:
    """Of two townships, in one file; one is taken out, and put back."""
    show(wide, address + DUTY)
    wide.get_by_label("名称", exact=True).fill("开展高龄津贴的发放工作")
    correct(wide)
    request_of(wide)
    show(wide, f"{address}{FORM}?id=jia/bing/b-001")
    wide.get_by_label("名称", exact=True).fill("另一个乡镇的一项。")
    expect(wide.locator(".qd-edit-change")).to_have_count(2)
    assert [one for one in lines_of(wide) if one.startswith(("乡镇：", "事项："))] == [
        "乡镇：jia/yi",
        "事项：c-001",
        "乡镇：jia/bing",
        "事项：b-001",
    ]
    both = request_of(wide)
    wide.get_by_role("button", name="去掉：甲县乙镇 c-001").click()
    expect(wide.locator(".qd-edit-change")).to_have_count(1)
    expect(wide.get_by_role("button", name="撤销", exact=True)).to_be_focused()
    wide.keyboard.press("Enter")
    expect(wide.locator(".qd-edit-change")).to_have_count(2)
    assert request_of(wide) == both
    wide.get_by_role("link", name="接着改").click()
    expect(wide.get_by_label("名称", exact=True)).to_have_value("开展高龄津贴的发放工作")


def test_the_draft_stays_on_the_device_until_it_is_cleared(wide: Page, address: str) -> None:
    """Whoever comes back finds it, and when it was saved; what was put back as it was is no change."""
    show(wide, address + DUTY)
    wide.get_by_label("名称", exact=True).fill("改过的名称")
    expect(wide.locator("[data-edit-draft]")).to_contain_text("草稿存在这台设备上")
    show(wide, address + DUTY)
    expect(wide.get_by_label("名称", exact=True)).to_have_value("改过的名称")
    wide.get_by_role("button", name="清除草稿").click()
    expect(wide.get_by_label("名称", exact=True)).to_have_value("开展高龄津贴发放工作")
    expect(wide.locator("[data-edit-request]")).to_be_hidden()
    assert wide.evaluate("localStorage.getItem('qingdan.edit')") is None
    wide.get_by_role("button", name="撤销清除").click()
    expect(wide.get_by_label("名称", exact=True)).to_have_value("改过的名称")
    wide.get_by_label("名称", exact=True).fill("开展高龄津贴发放工作")
    expect(wide.locator("[data-edit-request]")).to_be_hidden()


def test_a_draft_of_an_older_text(wide: Page, address: str) -> None:
    """The site has changed since: it is said, the request keeps the digest that it began with, or begins again."""
    show(wide, address + DUTY)
    wide.get_by_label("名称", exact=True).fill("改过的名称")
    correct(wide)
    request_of(wide)
    kept = wide.evaluate("localStorage.getItem('qingdan.edit')").replace(base("c-001"), "0" * 16)
    wide.evaluate("kept => localStorage.setItem('qingdan.edit', kept)", kept)
    show(wide, address + DUTY)
    expect(wide.locator("[data-edit-stale]")).to_contain_text("您存了草稿以后，网站上的文字变了")
    assert "依据：0000000000000000" in lines_of(wide)
    wide.get_by_role("button", name="从现在的文字重新填").click()
    expect(wide.get_by_label("名称", exact=True)).to_have_value("开展高龄津贴发放工作")


def test_two_tabs_fill_one_request(wide: Page, address: str) -> None:
    """What one tab changes the other has, too; neither takes away what the other has."""
    show(wide, address + DUTY)
    other = wide.context.new_page()
    show(other, f"{address}{FORM}?id=jia/yi/b-001")
    wide.get_by_label("名称", exact=True).fill("改过的名称")
    expect(other.locator(".qd-edit-change")).to_have_count(1)
    other.get_by_label("名称", exact=True).fill("另一项改过的名称。")
    correct(other)
    expect(wide.locator(".qd-edit-change")).to_have_count(2)
    expect(wide.get_by_label("理由")).to_have_value("原文排错")
    assert request_of(wide) == request_of(other)
    expect(wide.get_by_label("名称", exact=True)).to_have_value("改过的名称")


def test_two_tabs_edit_the_same_duty(wide: Page, address: str) -> None:
    """Both show what was typed last, so that nothing that the one has typed is written over by the other."""
    show(wide, address + DUTY)
    other = wide.context.new_page()
    show(other, address + DUTY)
    wide.get_by_label("名称", exact=True).fill("改过的名称")
    expect(other.get_by_label("名称", exact=True)).to_have_value("改过的名称")
    expect(other.locator(".qd-edit-redline")).to_have_count(1)
    other.get_by_label("乡镇配合职责").fill("受理。")
    expect(wide.get_by_label("乡镇配合职责")).to_have_value("受理。")
    correct(wide)
    assert [one for one in lines_of(wide) if one.startswith("栏：")] == ["栏：名称", "栏：乡镇配合职责"]
    other.get_by_role("button", name="清除草稿").click()
    expect(wide.get_by_label("名称", exact=True)).to_have_value("开展高龄津贴发放工作")


def test_two_tabs_begin_a_new_duty_each(wide: Page, address: str) -> None:
    """They are two: the second does not take the place of the first."""
    url = f"{address}{FORM}?new=jia/yi&list=basic"
    show(wide, url)
    other = wide.context.new_page()
    show(other, url)
    wide.get_by_label("名称", exact=True).fill("第一项新的。")
    expect(other.locator(".qd-edit-change h3")).to_have_text(["甲县乙镇 第一项新的。：新增"])
    other.get_by_label("名称", exact=True).fill("第二项新的。")
    both = ["甲县乙镇 第一项新的。：新增", "甲县乙镇 第二项新的。：新增"]
    expect(wide.locator(".qd-edit-change h3")).to_have_text(both)
    expect(other.locator(".qd-edit-change h3")).to_have_text(both)


def test_back_to_a_page_that_the_browser_has_kept(wide: Page, address: str) -> None:
    """A page that is shown again as it was goes on with the draft as it is now, and takes nothing out of it."""
    show(wide, address + DUTY)
    wide.get_by_label("名称", exact=True).fill("改过的名称")
    expect(wide.locator("[data-edit-draft]")).to_contain_text("1 项")
    draft = json.loads(wide.evaluate("localStorage.getItem('qingdan.edit')"))
    draft["changes"].append({**draft["changes"][0], "key": "jia/yi/b-001", "id": "b-001", "name": "另一项"})
    # No event comes to a page that is kept out of sight.
    wide.evaluate("draft => localStorage.setItem('qingdan.edit', draft)", json.dumps(draft))
    wide.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
    expect(wide.locator(".qd-edit-change")).to_have_count(2)
    wide.get_by_label("名称", exact=True).fill("再改的名称")
    expect(wide.locator("[data-edit-draft]")).to_contain_text("2 项")
    kept = json.loads(wide.evaluate("localStorage.getItem('qingdan.edit')"))
    assert [one["key"] for one in kept["changes"]] == ["jia/yi/c-001", "jia/yi/b-001"]


def test_no_more_than_a_request_may_hold(wide: Page, address: str) -> None:
    """A text that is too long, and too many of them: said beside the field."""
    show(wide, address + DUTY)
    wide.get_by_label("乡镇配合职责").fill("长" * 5001)
    expect(wide.locator("#edit-township-problems")).to_contain_text("太长：一条最多 5000 个字")
    wide.get_by_label("乡镇配合职责").fill("\n".join(f"第{number}条。" for number in range(201)))
    expect(wide.locator("#edit-township-problems")).to_contain_text("有 201 条，一栏最多 200 条")


@pytest.mark.parametrize("kept", ["{", '{"version": 2}', '{"version": 1, "saved": "", "record": {}, "changes": [1]}'])
def test_a_draft_that_cannot_be_read(wide: Page, address: str, kept: str) -> None:
    """It is said, and can be cleared; the form works."""
    wide.goto(address)
    wide.evaluate("kept => localStorage.setItem('qingdan.edit', kept)", kept)
    show(wide, address + DUTY)
    expect(wide.locator("[data-edit-draft]")).to_contain_text("草稿读不出来")
    expect(wide.get_by_label("名称", exact=True)).to_have_value("开展高龄津贴发放工作")
    wide.get_by_role("button", name="清除草稿").click()
    expect(wide.locator("[data-edit-draft]")).to_contain_text("草稿已清除")


def test_where_nothing_can_be_kept(wide: Page, address: str) -> None:
    """A device that is full, or does not allow it: it is said at once."""
    wide.add_init_script("Storage.prototype.setItem = () => { throw new Error('full'); };")
    show(wide, address + DUTY)
    wide.get_by_label("名称", exact=True).fill("改过的名称")
    expect(wide.locator("[data-edit-draft]")).to_contain_text("草稿没有存下")
    correct(wide)
    assert "文：改过的名称" in lines_of(wide)


# --- handing over ----------------------------------------------------------------------------------


def test_the_application_form_is_a_word_document(wide: Page, address: str) -> None:
    """What there is, what is to be, why: as Word reads it, with signs of XML as they were typed."""
    show(wide, address + DUTY)
    wide.get_by_label("名称", exact=True).fill("<b>&amp; {{township}} $& 名称")
    wide.get_by_label("途径").select_option("动态调整")
    wide.get_by_label("文件", exact=True).fill("甲编发〔2026〕3号")
    wide.get_by_label("理由").fill("机构改革")
    wide.get_by_label("生效的日期").fill("2026-06-01")
    request_of(wide)
    with wide.expect_download() as download:
        wide.get_by_role("button", name="下载调整申请表").click()
    assert download.value.suggested_filename == "调整申请表 甲县乙镇.docx"
    data = download.value.path().read_bytes()
    assert zipfile.ZipFile(io.BytesIO(data)).testzip() is None
    heads, changes = Document(io.BytesIO(data)).tables
    assert [[cell.text for cell in row.cells] for row in heads.rows] == [
        ["乡镇（街道）", "甲县乙镇"],
        ["途径", "动态调整"],
        ["理由", "机构改革"],
        ["决定机关", ""],
        ["文件", "甲编发〔2026〕3号"],
        ["批准、生效日期", "批准：\u3000生效：2026-06-01"],
    ]
    assert [[cell.text for cell in row.cells] for row in changes.rows][1:] == [
        [
            "1",
            "甲县乙镇 c-001 开展高龄津贴发放工作：修改",
            "名称：\n开展高龄津贴发放工作",
            "名称：\n<b>&amp; {{township}} $& 名称",
        ]
    ]
    assert len(data) < 20_000


def test_it_is_sent_by_the_sites_route(wide: Page, known: tuple[Path, str]) -> None:
    """By mail: with the text, as long as that fits an address; else it says to attach the file."""
    show(wide, known[1] + DUTY)
    wide.get_by_label("名称", exact=True).fill("发放高龄津贴")
    correct(wide, "排错")
    text = request_of(wide)
    link = wide.get_by_role("link", name="用邮件发出")
    href = link.get_attribute("href") or ""
    assert href.startswith("mailto:bangong@example.gov.cn?subject=")
    assert len(href) <= 2000
    long = "修改单太长" in wide.locator("[data-edit-route]").inner_text()
    decoded = wide.evaluate("href => decodeURIComponent(href.split('body=')[1])", href)
    assert decoded == ("修改单见附件。" if long else text.replace("\n", "\r\n"))
    wide.get_by_label("理由").fill("很长的理由" * 50)
    expect(wide.locator("[data-edit-route]")).to_contain_text(
        "修改单太长，放不进链接：请先保存成文件，再在邮件里附上。"
    )
    assert len(link.get_attribute("href") or "") <= 2000


def test_a_short_request_fits_the_address_of_an_issue(wide: Page, address: str) -> None:
    """An ending, say: its text is in the issue already; of a longer one it says to copy the text and paste it."""
    show(wide, address + DUTY)
    wide.get_by_label("终止这一项").check()
    correct(wide, "职责取消，由县民政局直接发给本人，不再经过乡镇")
    text = request_of(wide)
    link = wide.get_by_role("link", name="交到内容仓库")
    href = link.get_attribute("href") or ""
    assert 2000 < len(href) <= 4500
    assert parse_qs(urlsplit(href).query)["request"] == [text.replace("\n", "\r\n")]
    assert wide.locator("[data-edit-route]").inner_text() == ""
    wide.get_by_label("理由").fill("很长的理由" * 150)
    expect(wide.locator("[data-edit-route]")).to_have_text(
        "修改单太长，放不进链接：请先点“复制全文”，再贴在内容仓库的页面里。"
    )
    query = parse_qs(urlsplit(link.get_attribute("href") or "").query)
    assert query["request"] == ["（请在这里贴上修改单的全文）"]


def test_it_can_be_copied(new_page: NewPage, address: str) -> None:
    """The whole text."""
    page = new_page("wide", permissions=["clipboard-read", "clipboard-write"])
    show(page, address + DUTY)
    page.get_by_label("名称", exact=True).fill("改过的名称")
    correct(page)
    text = request_of(page)
    page.get_by_role("button", name="复制全文").click()
    expect(page.locator("[data-edit-said]")).to_have_text("修改单的全文已复制。")
    assert page.evaluate("navigator.clipboard.readText()") == text


def test_nothing_is_sent_anywhere(wide: Page, address: str) -> None:
    """Filling in and handing over asks the site for its own files only."""
    asked: list[str] = []
    wide.on("request", lambda request: asked.append(f"{request.method} {request.url}"))
    wide.add_init_script(WATCH)
    show(wide, address + DUTY)
    asked_for = len(asked)
    wide.get_by_label("名称", exact=True).fill("改过的名称")
    correct(wide)
    request_of(wide)
    assert asked[asked_for:] == []
    assert all(one.startswith(f"GET {address}") for one in asked)
    assert wide.evaluate("violations") == []


# --- where there is nothing to edit ----------------------------------------------------------------


def test_without_a_duty_it_says_how_to_find_one(wide: Page, address: str) -> None:
    """The search of the site, whose duties lead back."""
    show(wide, address + FORM)
    wide.get_by_label("要改的事项").fill("高龄津贴")
    wide.keyboard.press("Enter")
    wide.wait_for_url("**/search/?q=*")
    wide.locator("[data-search-results] a").first.click()
    wide.get_by_role("link", name="修改这一项").click()
    wide.locator("[data-edit-done]").wait_for(state="attached")
    expect(wide.locator("[data-edit-duty]")).to_be_visible()


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("?id=jia/yi/c-999", "没有编号是“c-999”的事项"),
        ("?id=jia/ding/c-001", "没有取到“jia/ding”的清单"),
        ("?id=jia/yi", "不对，可能是抄漏了"),
        ("?id=../../x", "不对，可能是抄漏了"),
        ("?id=<b>甲</b>", "“<b>甲</b>”不对"),
        ("?new=jia/yi&list=constructor", "没有写明加到哪张清单"),
        ("?new=jia/yi", "没有写明加到哪张清单"),
        ("?contact=jia/yi&of=x", "没有编号是“x”的部门"),
        ("?contact=jia", "不对，可能是抄漏了"),
        ("?rename=jia/yi&of=x", "没有编号是“x”的部门"),
        ("?rename=jia", "不对，可能是抄漏了"),
        ("?id=jia/yi/b-002", "编号 b-002 已经停用"),
    ],
)
def test_what_is_not_there(wide: Page, address: str, query: str, said: str) -> None:
    """It says what is wrong and what to do; a retired duty leads to its page."""

    def retired(route: Route) -> None:
        data = json.loads(route.fetch().text())
        basic = data["lists"]["basic"]
        for category in basic["categories"]:
            category["duties"] = [one for one in category["duties"] if one["id"] != "b-002"]
        basic["retired"] = ["b-002"]
        route.fulfill(json=data)

    if "b-002" in query:
        wide.route("**/edit/data/jia/yi.json", retired)
    show(wide, address + FORM + query)
    expect(wide.locator("[data-edit-trouble]")).to_contain_text(said)
    expect(wide.get_by_label("要改的事项")).to_be_visible()
    expect(wide.locator("[data-edit-duty]")).to_be_hidden()
    if "b-002" in query:
        expect(wide.get_by_role("link", name="看它的页面")).to_have_attribute(
            "href", f"{address}townships/jia/yi/b-002/"
        )


def test_without_a_network_it_can_be_tried_again(wide: Page, address: str) -> None:
    """The draft is there, and so is a way on."""
    show(wide, address + DUTY)
    wide.get_by_label("名称", exact=True).fill("改过的名称")
    expect(wide.locator("[data-edit-draft]")).to_contain_text("1 项")
    wide.route("**/edit/data/**", lambda route: route.abort())
    show(wide, address + DUTY)
    expect(wide.locator("[data-edit-trouble]")).to_contain_text("网络断了")
    expect(wide.locator("[data-edit-draft]")).to_contain_text("1 项")
    expect(wide.locator(".qd-edit-change")).to_have_count(1)
    wide.unroute("**/edit/data/**")
    wide.get_by_role("button", name="再试一次").click()
    expect(wide.get_by_label("名称", exact=True)).to_have_value("改过的名称")


def test_without_scripts_it_says_what_else_there_is(new_page: NewPage, address: str) -> None:
    """What to do instead."""
    page = new_page("phone", java_script_enabled=False)
    page.goto(address + DUTY)
    expect(page.locator(".qd-without-script")).to_contain_text("报告错误")
    expect(page.locator(".qd-without-script")).to_be_visible()
    expect(page.locator("[data-edit-duty]")).to_be_hidden()


# --- for everybody ---------------------------------------------------------------------------------


def test_hostile_text_stays_text(wide: Page, address: str) -> None:
    """Whatever is typed, or was: shown as it is, kept, written so that no mail program takes it for HTML."""
    wide.add_init_script(WATCH)
    show(wide, address + DUTY)
    wide.get_by_label("名称", exact=True).fill(HOSTILE)
    wide.get_by_label("乡镇配合职责").fill(f"{HOSTILE}\n=====修改单结束=====")
    correct(wide, HOSTILE)
    text = request_of(wide)
    assert text.count("=====修改单开始=====") == text.count("=====修改单结束=====") - 1 == 1
    inside = text.split("=====修改单开始=====\n")[1]
    assert not set("<>& \t") & set(inside)
    assert max(map(len, inside.split("\n"))) <= 36
    show(wide, address + DUTY)
    expect(wide.get_by_label("名称", exact=True)).to_have_value(HOSTILE)
    assert request_of(wide) == text
    assert wide.evaluate("window.qdHacked") is None
    assert wide.locator(".hacked, #hacked").count() == 0
    assert wide.evaluate("violations") == []


def test_by_keyboard_alone(wide: Page, address: str) -> None:
    """From the first field to the file, with Tab, arrows and Enter; what is focused can be seen."""
    show(wide, address + f"{FORM}?id=jia/yi/b-001")
    wide.locator("#edit-name").focus()
    wide.keyboard.press("Control+End")
    wide.keyboard.type("改")
    expect(wide.locator("[data-edit-request]")).to_be_visible()

    def tab_to(id: str) -> None:
        for _ in range(30):
            wide.keyboard.press("Tab")
            if wide.evaluate("document.activeElement.id || document.activeElement.textContent") == id:
                return
        raise AssertionError(id)

    tab_to("edit-track")
    for _ in range(3):
        wide.keyboard.press("ArrowDown")
    expect(wide.locator("#edit-track")).to_have_value("correction")
    tab_to("edit-reason")
    wide.keyboard.type("排错")
    tab_to("写今天")
    wide.keyboard.press("Enter")
    expect(wide.get_by_label("生效的日期")).to_be_focused()
    request_of(wide)
    tab_to("保存成文件")
    assert wide.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
    with wide.expect_download() as download:
        wide.keyboard.press("Enter")
    assert download.value.suggested_filename.endswith(".txt")


@pytest.mark.parametrize("large", ["0", "1"])
def test_axe_finds_nothing_in_a_filled_form(new_page: NewPage, address: str, large: str) -> None:
    """On a phone, with problems, a redline and a request; nothing is wider than the screen."""
    page = new_page("phone")
    page.goto(address)
    page.evaluate("large => localStorage.setItem('qingdan.large', large)", large)
    show(page, address + DUTY)
    page.get_by_label("名称", exact=True).fill("很长的名称" * 30)
    page.get_by_label("乡镇配合职责").fill("x" * 300 + "\n1.受理")
    page.locator("#edit-departments").fill("县民政居")
    expect(page.locator("#edit-departments-problems li")).to_have_count(1)
    found = Axe().run(page, options={"rules": {"target-size": {"enabled": True}}, "resultTypes": ["violations"]})
    assert [(one["id"], node["html"]) for one in found.response["violations"] for node in one["nodes"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_the_scripts_are_on_this_page_only(demo_site: Path) -> None:
    """No other page fetches what the form needs."""
    naming = [
        path.relative_to(demo_site).as_posix()
        for path in demo_site.rglob("*.html")
        if "edit/page.js" in path.read_text("utf-8") or "style/edit.css" in path.read_text("utf-8")
    ]
    assert naming == ["contribute/edit/index.html"]


def test_every_list_has_its_fields(wide: Page, address: str) -> None:
    """As the sheets name them, and no field of another list."""
    shown = {}
    for kind, id in ((ListKind.BASIC, "b-001"), (ListKind.COOPERATIVE, "c-001"), (ListKind.RECLAIMED, "r-001")):
        show(wide, f"{address}{FORM}?id=jia/yi/{id}")
        labels = wide.locator("[data-edit-fields] > .qd-edit-field > label").all_inner_texts()
        shown[kind.value] = labels
    assert shown == {
        "basic": ["名称", "类别", "序号"],
        "cooperative": ["名称", "部门", "乡镇配合职责", "类别", "序号"],
        "reclaimed": ["名称", "部门", "状态", "工作方式", "类别", "序号"],
    }


# --- applied ---------------------------------------------------------------------------------------


def test_what_the_form_writes_is_applied(wide: Page, address: str, tmp_path: Path) -> None:
    """A change, an ending, a move, a new duty, in one file: `qingdan apply` writes what was typed, and it is sound."""
    bing = f"{address}{FORM}?id=jia/bing"
    show(wide, f"{bing}/c-001")
    wide.locator("#edit-departments").fill("县民政局（牵头）\n县医保局")
    wide.locator("#edit-superior-1-departments").fill("县医保局")
    wide.locator("#edit-superior-2-departments").fill("县民政局\n县医保局")
    wide.get_by_label("乡镇配合职责").fill("受理申请，<登记> & “核对”；\n初步审核并公示，公示期不少于七天，\\u0041 B。")
    show(wide, f"{bing}/b-001")
    wide.get_by_label("终止这一项").check()
    wide.get_by_label("到了哪个部门：从登记表里选").select_option("县民政局")
    show(wide, f"{bing}/c-002")
    wide.get_by_label("移到别的清单").check()
    wide.get_by_label("移到哪张清单").select_option("基本履职")
    wide.get_by_label("类别").select_option("民生服务")
    show(wide, f"{address}{FORM}?new=jia/bing&list=reclaimed")
    wide.get_by_label("名称", exact=True).fill("发放残疾人证")
    wide.get_by_label("类别").select_option("民生服务")
    wide.locator("#edit-departments").fill("县民政局")
    wide.get_by_label("工作方式").fill("直接受理；\n上门办理。")
    wide.get_by_label("途径").select_option("动态调整")
    wide.get_by_label("文件", exact=True).fill("甲编发〔2026〕3号")
    wide.get_by_label("生效的日期").fill("2026-06-01")
    request_of(wide)
    with wide.expect_download() as download:
        wide.get_by_role("button", name="保存成文件").click()
    file = tmp_path / "request.txt"
    download.value.save_as(file)
    content = shutil.copytree(DEMO, tmp_path / "content")
    assert main(["apply", "--yes", "--content", str(content), str(file)]) == 0
    found = read(content)
    assert not has_errors(check(found))
    (bing,) = (one for one in found.content.townships if one.id == "jia/bing")
    duties = {kind: {duty.id: duty for _, duty in own.duties()} for kind, own in bing.lists.items()}
    changed = duties[ListKind.COOPERATIVE]["c-001"]
    assert changed.department_names() == ("县民政局（牵头）", "县医保局")
    assert changed.duties_in(Column.TOWNSHIP) == (
        "受理申请，<登记> & “核对”；",
        "初步审核并公示，公示期不少于七天，\\u0041 B。",
    )
    assert [duty.name for duty in duties[ListKind.BASIC].values()] == [
        "开展新时代文明实践活动。",
        "开展爱国卫生工作。",
        "未成年人防溺水工作",
    ]
    new = duties[ListKind.RECLAIMED]["r-003"]
    assert (new.name, new.department_names(), new.duties_in(Column.METHOD)) == (
        "发放残疾人证",
        ("县民政局",),
        ("直接受理；", "上门办理。"),
    )
    record = bing.changes[-1]
    assert (record.track, record.document, record.effective) == (Track.ADJUSTMENT, "甲编发〔2026〕3号", "2026-06-01")
    assert {(one.change, one.department) for one in record.duties if one.id == "b-001"} == {
        (ChangeKind.REMOVED, "县民政局")
    }


def test_a_place_in_the_list_is_applied(wide: Page, address: str, tmp_path: Path) -> None:
    """A duty to another category of its list."""
    show(wide, f"{address}{FORM}?id=jia/bing/b-003")
    wide.get_by_label("类别", exact=True).select_option("党的建设")
    correct(wide, "归错了类")
    assert lines_of(wide)[-5:] == ["栏：类别", "原来：", "文：民生服务", "改为：", "文：党的建设"]
    (tmp_path / "request.txt").write_text(request_of(wide), "utf-8")
    content = shutil.copytree(DEMO, tmp_path / "content")
    assert main(["apply", "--yes", "--content", str(content), str(tmp_path / "request.txt")]) == 0
    (bing,) = (one for one in read(content).content.townships if one.id == "jia/bing")
    assert [(category.name, duty.id) for category, duty in bing.lists[ListKind.BASIC].duties()][-1] == (
        "党的建设",
        "b-003",
    )


def test_a_document_that_comes_late(
    wide: Page, decade_site: Path, served: Callable[[Path], str], tmp_path: Path
) -> None:
    """It is said that it is older than what was recorded, and is no fault; applied, it stands before that."""
    show(wide, f"{served(decade_site)}contribute/edit/?id=jia/bing/b-040")
    wide.get_by_label("名称", exact=True).fill("做好第40号网格的巡查、登记工作。")
    wide.get_by_label("途径").select_option("动态调整")
    wide.get_by_label("文件", exact=True).fill("甲编发〔2022〕12号")
    wide.get_by_label("生效的日期").fill("2022-12-01")
    expect(wide.locator("#edit-effective-problems")).to_have_text(
        "请看：早于最近一次变动生效的 2026-05-01；没有写错，就不用改：这份文件会记在它前面"
    )
    (tmp_path / "request.txt").write_text(request_of(wide), "utf-8")
    content = make_decade(tmp_path / "content").content
    assert main(["apply", "--yes", "--content", str(content), str(tmp_path / "request.txt")]) == 0
    (bing,) = (one for one in read(content).content.townships if one.id == "jia/bing")
    assert [one.effective for one in bing.changes][-4:] == ["2022-09-01", "2022-12-01", "2023-01-01", "2026-05-01"]
    assert [one.id for one in bing.changes if one.id and one.id.isdigit()] == [str(n) for n in range(1, 11)]
