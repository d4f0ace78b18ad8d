"""The built site of the real content, in a real browser, as its readers use it."""

import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Page, expect

from support.browser import WATCH, NewPage
from support.page_kinds import ALL
from support.places import PROJECT
from support.sites import as_sent


@pytest.fixture(params=["wide", "phone"])
def page(new_page: NewPage, request: pytest.FixtureRequest) -> Page:
    """A page, wide and on a phone, with all that moves."""
    return new_page(request.param, reduced_motion="no-preference")


# By how much anything shown was moved.
MOVED = """
window.moved = 0;
new PerformanceObserver((list) => {
  for (const one of list.getEntries()) if (!one.hadRecentInput) moved += one.value;
}).observe({ type: 'layout-shift', buffered: true });
"""
SWITCHED = "document.querySelectorAll('.md-header [data-qd-switch]').forEach((one) => one.click())"
ASKED = "() => [location.href, ...performance.getEntriesByType('resource').map((one) => one.name)]"
# What the first view of a page may weigh, as sent.
FIRST_VIEW = 150_000
# What moves less is not seen as a jump (web.dev/cls).
UNSEEN = 0.1
SCREENSHOTS = PROJECT / "build/screenshots"
# A long list goes on as it begins.
TALLEST = 2400


def weight(site: Path, address: str, asked: list[str]) -> int:
    """What a page's resources weigh together, each once."""
    files = {site / unquote(urlsplit(one).path.removeprefix(urlsplit(address).path)) for one in asked}
    return sum(as_sent(file / "index.html" if file.is_dir() else file) for file in files)


def keep_screenshot(page: Page, kind: str) -> None:
    """Keep how a page looks, for those who look at the run of the tests."""
    width = page.viewport_size["width"]
    name = re.sub(r"[/?=]+", "-", kind).strip("-") or "index"
    height = min(page.evaluate("document.documentElement.scrollHeight"), TALLEST)
    page.screenshot(
        path=SCREENSHOTS / f"{width}/{name}.jpg", type="jpeg", quality=80,
        full_page=True, clip={"x": 0, "y": 0, "width": width, "height": height},
    )  # fmt: skip


def test_every_kind_of_page_is_sound(page: Page, address: str, site: Path, request: pytest.FixtureRequest) -> None:
    """On every kind of page, under a sub-path.

    No overflow, no error, no missing resource, no request to another host, no cookie, nothing that its own policy
    forbids, also when it is used; light, and nothing jumps while it is loaded.
    """
    wrong: list[str] = []
    page.on("console", lambda message: wrong.append(f"{page.url}: {message.text}") if message.type == "error" else None)
    page.on("pageerror", lambda error: wrong.append(f"{page.url}: {error}"))
    page.on("response", lambda got: wrong.append(f"{got.url}: {got.status}") if got.status >= 400 else None)
    page.on("request", lambda asked: wrong.append(asked.url) if not asked.url.startswith((address, "data:")) else None)
    page.add_init_script(WATCH)
    page.add_init_script(MOVED)
    for kind in ALL:
        # What a search asks for goes on after the page is there.
        page.goto(address + kind, wait_until="networkidle" if "?" in kind else "load")
        if (overflow := page.evaluate("document.documentElement.scrollWidth - innerWidth")) > 0:
            wrong.append(f"{kind}: {overflow} px too wide")
        if (found := weight(site, address, page.evaluate(ASKED))) > FIRST_VIEW:
            wrong.append(f"{kind}: {found} bytes")
        if (moved := page.evaluate("moved")) > UNSEEN:
            wrong.append(f"{kind}: moved by {moved}")
        assert page.locator("h1").count() == 1, kind
        assert page.evaluate("document.documentElement.lang") == "zh"
        if request.config.getoption("--screenshots"):
            keep_screenshot(page, kind)
        # On and off: what a click does, without waiting each time until a pointer could reach the button.
        for _ in range(2):
            page.evaluate(SWITCHED)
        for box in page.get_by_role("searchbox").all():
            box.fill("低保")
        wrong += [f"{kind}: {one}" for one in page.evaluate("violations")]
    assert wrong == []
    assert page.context.cookies() == []


def test_long_list_scrolls_smoothly(new_page: NewPage, address: str) -> None:
    """Nothing is laid out anew while the list of 159 duties is scrolled on a phone.

    The main thread computes so little that a processor 4 times slower has time to spare; its own time is counted, so
    that it does not matter what else the machine does.
    """
    page = new_page("phone")
    page.goto(f"{address}townships/jidong/unknown/cooperative/")
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})

    def spent() -> dict[str, float]:
        return {one["name"]: one["value"] for one in session.send("Performance.getMetrics")["metrics"]}

    before = spent()
    frames = page.evaluate(
        """() => new Promise((done) => {
          const start = performance.now();
          let frames = 0;
          requestAnimationFrame(function frame(now) {
            frames += 1;
            scrollTo(0, (now - start) * 3);
            if (now - start < 1500) requestAnimationFrame(frame);
            else done(frames);
          });
        })"""
    )
    after = spent()
    assert page.evaluate("scrollY") > 3000
    assert after["LayoutCount"] - before["LayoutCount"] <= 2
    assert 4 * 1000 * (after["TaskDuration"] - before["TaskDuration"]) / frames < 1000 / 60


def test_missing_page_helps(wide: Page, address: str) -> None:
    """The page for a wrong address says so and leads on."""
    wide.goto(f"{address}404.html")
    expect(wide.locator("h1")).to_have_text("没有这一页")
    assert wide.locator("article p a:visible").all_inner_texts() == [
        "回到首页", "从乡镇找起", "从主题找起", "从部门找起", "从类别找起",
    ]  # fmt: skip


def test_from_home_to_a_duty_and_its_department(page: Page, address: str) -> None:
    """Home → township → list → duty → department, by its links."""
    page.goto(address)
    page.locator("article").get_by_role("link", name="突泉县突泉镇").click()
    expect(page.locator("h1")).to_contain_text("突泉县突泉镇")
    page.locator("article h2").get_by_role("link", name="配合履职").click()
    expect(page.locator("h1")).to_contain_text("内蒙古自治区兴安盟突泉县突泉镇配合履职事项清单")
    page.get_by_role("link", name="开展高龄津贴人员认定、补贴发放工作").click()
    expect(page).to_have_url(f"{address}townships/tuquan/tuquan/c-022/")
    answer = page.get_by_role("region", name="谁来办")
    expect(answer).to_contain_text("由县民政局负责，突泉镇配合。")
    # The answer is on the first screen, also of a phone.
    assert answer.bounding_box()["y"] < 500
    answer.get_by_role("link", name="县民政局").click()
    expect(page.locator("h1")).to_contain_text("县民政局")
    expect(page.locator("article")).to_contain_text("做好殡葬管理工作")
    page.locator(".qd-breadcrumb").get_by_role("link", name="首页").click()
    expect(page).to_have_url(re.compile(re.escape(address) + r"(index\.html)?$"))


def follow_by_keyboard(page: Page, address: str, target: str, limit: int = 250) -> None:
    """Press Tab until the focus is on a link of the page's text to the target, and Enter."""
    for _ in range(limit):
        page.keyboard.press("Tab")
        if (
            page.evaluate("document.activeElement.closest('article') && document.activeElement.href")
            == address + target
        ):
            assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
            page.keyboard.press("Enter")
            page.wait_for_url(address + target)
            return
    raise AssertionError(f"Tab never reaches {target}")


def test_by_keyboard_alone(page: Page, address: str) -> None:
    """The same way with Tab and Enter only; what has the focus shows it."""
    page.goto(address)
    for target in (
        "townships/tuquan/tuquan/",
        "townships/tuquan/tuquan/cooperative/",
        "townships/tuquan/tuquan/c-006/",
        "departments/tuquan/xiancaizhengju/",
    ):
        follow_by_keyboard(page, address, target)


def test_long_departments_fold(wide: Page, address: str) -> None:
    """Of a duty of twenty departments only the first is unfolded; one opens with a click, all by a button or print."""
    wide.goto(f"{address}townships/tuquan/tuquan/c-054/")
    blocks = wide.locator("details.qd-block")
    assert blocks.count() == 21
    text = wide.get_by_text("及时查处森林草原火灾案件，加强灾区治安管理工作。")
    expect(text).not_to_be_visible()
    blocks.filter(has=wide.locator("summary", has_text=re.compile(r"^县公安局 \d+ 条$"))).locator("summary").click()
    expect(text).to_be_visible()
    wide.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert wide.locator("main details:not([open])").count() == 0
    wide.evaluate("dispatchEvent(new Event('afterprint'))")
    assert wide.locator("main details[open]").count() == 2
    unfold = wide.get_by_role("button", name="全部展开")
    unfold.click()
    expect(unfold).to_have_attribute("aria-pressed", "true")
    assert wide.locator("main details:not([open])").count() == 0


def test_print_shows_the_whole_duty_and_no_furniture(wide: Page, address: str) -> None:
    """On paper there is the duty with all departments' parts, without header, navigation and buttons."""
    wide.goto(f"{address}townships/tuquan/tuquan/c-054/")
    wide.emulate_media(media="print")
    wide.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(wide.get_by_text("及时查处森林草原火灾案件，加强灾区治安管理工作。")).to_be_visible()
    for furniture in (".md-header", ".qd-breadcrumb", ".qd-actions", ".qd-neighbours"):
        expect(wide.locator(furniture).first).not_to_be_visible()


def test_list_can_be_filtered(page: Page, address: str) -> None:
    """Words narrow a list; what is left and how many is said; nothing found says so; clearing brings all back."""
    page.goto(f"{address}townships/tuquan/tuquan/cooperative/")
    rows = page.locator("article tbody tr:visible")
    assert rows.count() == 77
    box = page.get_by_role("searchbox", name="在这张清单里查找")
    box.fill("县民政局 残疾人")
    expect(page.locator("[data-qd-filter-count]")).to_have_text("找到 1 行")
    expect(rows.first).to_contain_text("落实困难残疾人生活补贴")
    assert rows.count() == 1
    assert page.locator("article h2:visible:not(#downloads)").count() == 1
    box.fill("没有这样的事")
    expect(page.locator("[data-qd-filter-count]")).to_have_text("没有找到，换个说法试试")
    box.fill("")
    expect(rows).to_have_count(77)


def test_search_state_is_in_the_address(page: Page, address: str) -> None:
    """Words, township and list are in the address; filters narrow; the back button brings the former state back."""
    page.goto(f"{address}search/?q=养老服务")
    results = page.locator("ol[data-search-results][data-search-done] > li")
    expect(results.first).to_be_visible()
    everywhere = results.count()
    # A line on a phone.
    page.locator("[data-search-filters]").evaluate("one => one.open = true")
    page.get_by_role("combobox", name="乡镇").select_option("yunyang/longjiao")
    page.wait_for_url("**/search/?q=*&in=*")
    expect(results.first).to_contain_text("龙角镇")
    page.get_by_role("combobox", name="清单").select_option("basic")
    expect(results.first).to_contain_text("云阳县龙角镇基本履职第")
    assert 0 < results.count() < everywhere
    page.go_back()
    page.go_back()
    expect(results).to_have_count(everywhere)
    expect(page.get_by_role("combobox", name="乡镇")).to_have_value("")


def test_search_that_finds_nothing_or_breaks_says_so(wide: Page, address: str) -> None:
    """Nothing found: said, with where to go next.  A missing index: said, with a button that tries again."""
    wide.goto(f"{address}search/?q=<img onerror>龘靐")
    expect(wide.locator("[data-search-status]")).to_contain_text("收录的清单里没有写到这件事查的是“<img onerror>龘靐”")
    wide.route("**/search/index/**", lambda route: route.abort())
    wide.goto(f"{address}search/?q=低保")
    expect(wide.locator("[data-search-status]")).to_contain_text("索引没有取到")
    wide.unroute("**/search/index/**")
    wide.get_by_role("button", name="再试一次").click()
    expect(wide.locator("[data-search-results] > li").first).to_be_visible()


def test_numbers_of_departments_lead_to_what_they_count(page: Page, address: str) -> None:
    """From the matrix of kinds and townships a number leads to so many duties, with the text of their part."""
    page.goto(f"{address}departments/")
    matrix = page.get_by_role("region", name="各类部门和各乡镇的事项数")
    heads = matrix.get_by_role("columnheader").all_inner_texts()
    row = matrix.get_by_role("row").filter(has=page.get_by_role("rowheader", name="医疗保障", exact=True))
    link = row.get_by_role("cell").nth(heads.index("突泉县突泉镇") - 1).get_by_role("link")
    count = int(link.inner_text())
    link.click()
    expect(page).to_have_url(f"{address}departments/tuquan/xianyibaoju/#tuquan-tuquan")
    assert page.locator("ol.qd-parts > li").count() == count == 11
    first = page.locator("ol.qd-parts > li").first
    first.locator("summary").click()
    expect(first.locator("details")).to_contain_text("。")
    # The same kind elsewhere, and back to a department there.
    page.locator("article").get_by_role("link", name="医疗保障").click()
    expect(page.locator("h1")).to_have_text(re.compile("各县的医疗保障部门"))
    page.get_by_role("row").filter(has_text="吉首市河溪镇").get_by_role("link", name="3").click()
    expect(page).to_have_url(f"{address}departments/jishou/shiyibaoju/#taken-back-jishou-hexi")


def test_wide_matrix_scrolls_in_its_own_frame(new_page: NewPage, address: str) -> None:
    """On a narrow phone the matrix scrolls, not the page, and the row headers stay in sight."""
    page = new_page((320, 700))
    page.goto(f"{address}departments/")
    frame = page.get_by_role("region", name="各类部门和各乡镇的事项数")
    frame.evaluate("frame => frame.scrollTo(1000, 0)")
    assert frame.evaluate("frame => frame.scrollLeft") > 50
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    left = frame.get_by_role("rowheader").first.bounding_box()["x"]
    assert left >= frame.bounding_box()["x"] - 1


def test_without_javascript(new_page: NewPage, address: str) -> None:
    """Without JavaScript every text is there and no dead control is shown."""
    page = new_page(java_script_enabled=False)
    page.goto(f"{address}townships/tuquan/tuquan/cooperative/")
    assert page.locator("article tbody tr").count() == 77
    expect(page.locator(".qd-filter")).not_to_be_visible()
