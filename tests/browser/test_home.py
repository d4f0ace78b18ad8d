"""The home page, the reader's own township, the page for a wrong address, and what a duty's page shows first."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from lxml import html
from playwright.sync_api import Browser, Page, Route, expect

from generator import flow, paths
from generator.link.catalogue import Catalogue
from generator.link.linker import link
from generator.model import Content
from generator.pages import render
from generator.pages.render import Renderer
from generator.read.folder import read
from support.places import DEMO

TOWNSHIP = "townships/tuquan/tuquan/"


@pytest.fixture(scope="module")
def content() -> Content:
    return read(DEMO).content


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 360, "height": 780}, locale="zh-CN", reduced_motion="reduce")
    yield context.new_page()
    context.close()


def home_of(catalogue: Catalogue) -> str:
    """The Markdown of the home page."""
    return next(text for page, text in Renderer(flow.TEMPLATES, None).render(catalogue) if page == paths.HOME)


def matters_of(home: str) -> list[str]:
    """The questions under which the home page lists topics."""
    return re.findall(r"<li><a href=\"topics/[^>]+>([^<]+)</a>", home)


# --- what the home page lists ----------------------------------------------------------------------


def test_common_matters_are_those_of_the_vocabulary(content: Content) -> None:
    """The topics that the vocabulary names, in its order, as far as they have duties, in the words of people."""
    catalogue = link(replace(content, common_topics=("old-age-allowance", "patriotic-health", "party-members")))
    home = home_of(catalogue)
    assert matters_of(home) == ["80岁老人补贴", "灭老鼠蟑螂", "怎么入党"]
    assert "高龄津贴 <span>2 个乡镇</span>" in home
    # What to try is another question of theirs.
    assert re.findall(r'<a href="search/\?q=[^"]+">([^<]+)</a>', home) == ["高龄补贴多少钱", "党费交多少"]


def test_without_a_vocabulary_the_widest_topics_are_common(content: Content) -> None:
    """Where no topic is named as common, those of the most townships come first."""
    catalogue = link(content)
    wide = {topic.entry.asks[0]: len({duty.township.id for duty in topic.duties}) for topic in catalogue.topics}
    shown = matters_of(home_of(catalogue))
    assert [wide[ask] for ask in shown] == sorted(wide.values(), reverse=True)


def test_home_stays_short(content: Content, monkeypatch: pytest.MonkeyPatch) -> None:
    """Few townships are listed, more are folded by province, very many are left to the pages of their counties."""
    catalogue = link(content)
    township = '<a href="townships/jia/yi/">甲县乙镇</a>'
    few = home_of(catalogue)
    assert (township in few, "<details" in few, "data-qd-choose" in few) == (True, False, True)
    monkeypatch.setattr(render, "HOME_FOLDED", 1)
    more = home_of(catalogue)
    assert township in more
    assert "<summary>某省 <span" in more
    monkeypatch.setattr(render, "HOME_COUNTIES", 1)
    many = home_of(catalogue)
    assert (township in many, "data-qd-choose" in many) == (False, False)
    assert '<li data-qd-county="jia"><a href="townships/jia/">甲县</a> <span class="qd-count">2 个乡镇' in many


def test_a_single_township_needs_no_choice(content: Content) -> None:
    """A site of one township shows its three lists at once."""
    home = home_of(link(replace(content, townships=content.townships[1:])))
    assert "data-qd-choose" not in home
    lists = re.findall(r'<li><a href="([^"]+)">', home)[:3]
    assert lists == [f"townships/jia/yi/{kind}/" for kind in ("basic", "cooperative", "reclaimed")]


# --- colours and signs -----------------------------------------------------------------------------

ANSWERS = ("town", "assist", "taken-over", "discontinued", "incomplete")
STYLE = flow.TEMPLATES / "theme/assets/style/qingdan.css"


def luminance(colour: str) -> float:
    """The relative luminance of #rgb or #rrggbb, as WCAG 2.2 defines it."""
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", [":root", '[data-md-color-scheme="slate"]'], ids=["light", "dark"])
def test_colours_of_text_hold(scheme: str) -> None:
    """Every colour of text on every ground that it stands on: a contrast of at least 7 : 1 (WCAG 2.2 AAA)."""
    css = STYLE.read_text("utf-8")
    block = css[css.index(f"{scheme} {{") :]
    colours = dict(re.findall(r"--qd-([a-z-]+): (#[0-9a-f]{3,6});", block[: block.index("}")]))
    grounds = ("paper", "sunk", "brand-tint")
    pairs = [
        *((text, ground) for text in ("ink", "quiet", "brand") for ground in grounds),
        *((text, f"{one}-tint") for one in ANSWERS for text in ("ink", "brand", one)),
        *((one, "paper") for one in ANSWERS),
        ("on-brand", "brand"),
    ]
    weak = {}
    for text, ground in pairs:
        dark, bright = sorted(luminance(colours[one]) for one in (text, ground))
        if (ratio := (bright + 0.05) / (dark + 0.05)) < 7:
            weak[text, ground] = round(ratio, 2)
    assert weak == {}


def test_answers_hold_without_colours(phone: Page, address: str) -> None:
    """Each of the five answers has a sign and a word of its own, also where the browser replaces all colours."""
    phone.emulate_media(forced_colors="active")
    phone.goto(address)
    tags = phone.locator(".qd-reading .qd-tag")
    signs = tags.evaluate_all("all => all.map(one => getComputedStyle(one, '::before').content.split(' /')[0])")
    assert signs == ['"●"', '"◐"', '"▲"', '"×"', '"?"']
    assert tags.all_inner_texts() == ["乡镇直接办", "乡镇配合", "上级部门收回", "不再开展", "信息不全"]


# --- the reader's own township ---------------------------------------------------------------------

# The sum of what moved without the reader doing anything, as browsers measure it.
SHIFT = """window.shift = 0;
new PerformanceObserver((list) => list.getEntries().forEach((one) => (window.shift += one.value)))
  .observe({ type: "layout-shift", buffered: true });"""


def test_my_township_on_the_home_page(phone: Page, address: str) -> None:
    """Chosen once, home opens with its lists and searches in it, without anything moving; forgotten, it asks again."""
    phone.add_init_script(SHIFT)
    phone.goto(address)
    mine = phone.locator(".qd-mine")
    lists = mine.locator(".qd-lists a")
    expect(lists.first).not_to_be_visible()
    choose = mine.get_by_role("button", name="设为我的乡镇：突泉县突泉镇")
    choose.focus()
    phone.keyboard.press("Enter")
    expect(mine.get_by_role("link", name="突泉县突泉镇")).to_be_focused()
    phone.goto(address)
    expect(choose).not_to_be_visible()
    assert [one.evaluate("one => one.href") for one in lists.all()] == [
        f"{address}{TOWNSHIP}{kind}/" for kind in ("basic", "cooperative", "reclaimed")
    ]
    assert phone.evaluate("window.shift") < 0.01
    expect(phone.get_by_label("在哪里查").locator("option")).to_have_text(["突泉县突泉镇", "全部乡镇"])
    search = phone.locator(".qd-hero").get_by_role("searchbox")
    search.fill("低保")
    search.press("Enter")
    phone.wait_for_url("**/search/?in=tuquan%2Ftuquan&q=*")
    phone.goto(address + TOWNSHIP)
    expect(phone.get_by_role("button", name="设为我的乡镇")).to_have_attribute("aria-pressed", "true")
    phone.goto(address)
    mine.get_by_role("button", name="忘掉，另选一个").click()
    expect(choose).to_be_visible()
    assert phone.evaluate("Object.keys(localStorage)") == []
    expect(phone.get_by_label("在哪里查")).not_to_be_visible()


def test_a_township_of_another_site_is_not_mine(phone: Page, address: str) -> None:
    """What another site of the same host remembers, or what is gone, is no choice here."""
    phone.add_init_script("localStorage.setItem('qingdan.township', 'elsewhere/gone')")
    phone.goto(address)
    expect(phone.get_by_role("button", name="设为我的乡镇：突泉县突泉镇")).to_be_visible()
    expect(phone.locator(".qd-mine__chosen")).not_to_be_visible()


def test_home_without_javascript(browser: Browser, address: str) -> None:
    """Without a script the townships are links, and no button is there that does nothing."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    expect(page.locator(".qd-mine").get_by_role("link", name="突泉县突泉镇")).to_be_visible()
    assert page.locator("article button:visible").all_inner_texts() == ["查找"]
    context.close()


def test_search_page_without_a_question(phone: Page, address: str) -> None:
    """It offers questions to try and what people ask for most; with a question their place is for the results."""
    phone.goto(f"{address}search/")
    start = phone.locator(".qd-start")
    expect(start.get_by_role("link", name="低保怎么申请")).to_be_visible()
    start.get_by_role("link", name="新农合").click()
    phone.wait_for_url("**/search/?q=*")
    phone.locator("[data-search-results] > li").first.wait_for()
    expect(start).not_to_be_visible()


def test_no_page_is_an_end(site: Path) -> None:
    """Below every kind of page stand all sections of the site."""
    for page in ("", "search", TOWNSHIP, f"{TOWNSHIP}c-006", "data", "about", "contribute/rules"):
        footer = html.fromstring((site / page / "index.html").read_text("utf-8")).xpath("//footer//nav//a")
        assert {"首页", "乡镇", "主题", "部门", "查找", "怎样改正"} <= {link.text for link in footer}, page


# --- the page for a wrong address ------------------------------------------------------------------


@pytest.mark.parametrize("folder", ["/", "/repository/", "/a/deep/place/"])
def test_wrong_address_leads_to_what_was_meant(site: Path, phone: Page, folder: str) -> None:
    """A duty that does not exist leads to its township, also in capitals; common matters are offered.

    Also where the site, which does not know its address, is put below the server's root, as on GitHub Pages.
    """
    origin = f"http://portal.test{folder}".rstrip("/")
    errors: list[str] = []
    phone.on("pageerror", lambda error: errors.append(str(error)))
    phone.on("console", lambda one: errors.append(one.text) if "Content Security Policy" in one.text else None)

    def serve(route: Route) -> None:
        path = urlsplit(route.request.url).path
        path = path.removeprefix(folder) if path.startswith(folder) else "elsewhere"
        file = site / path / "index.html" if path.endswith("/") or not path else site / path
        if file.is_file():
            route.fulfill(path=file)
        else:
            route.fulfill(path=site / "404.html", status=404, content_type="text/html")

    phone.route("http://portal.test/**", serve)
    for wrong in ("townships/tuquan/tuquan/c-999/", "townships/Tuquan/tuquan/C-1.html"):
        phone.goto(f"{origin}/{wrong}")
        guess = phone.locator("[data-qd-nearest]").get_by_role("link")
        expect(guess).to_have_text("突泉县突泉镇")
        assert guess.evaluate("one => one.href") == f"{origin}/{TOWNSHIP}"
    phone.goto(f"{origin}/no/such/thing/")
    expect(phone.locator("[data-qd-common] a").first).to_have_text("低保怎么申请")
    assert phone.locator("[data-qd-common] a").first.evaluate("one => one.href").startswith(f"{origin}/topics/")
    expect(phone.locator("[data-qd-nearest]")).to_be_empty()
    # With its styles, its links and its switches, each once.
    assert phone.evaluate("[...document.styleSheets].filter((one) => one.href && one.cssRules.length).length") == 4
    links = phone.locator("[href], [action]").evaluate_all("all => all.map((one) => one.href || one.action)")
    assert [link for link in links if not link.startswith(f"{origin}/")] == []
    phone.get_by_role("button", name="大字").click()
    expect(phone.get_by_role("button", name="大字")).to_have_attribute("aria-pressed", "true")
    assert errors == []
    assert Axe().run(phone, options={"resultTypes": ["violations"]}).response["violations"] == []


# --- a duty's page ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("page", "step"),
    [
        ("townships/jia/yi/b-001.md", "找[乙镇](index.md)。"),
        ("townships/jia/yi/c-001.md", "先找[县民政局](../../../departments/jia/xianminzhengju.md)（牵头）；"),
        ("townships/jia/yi/r-001.md", "找[县医保局](../../../departments/jia/xianyibaoju.md)，[现在怎么办](#method)"),
        ("townships/jia/yi/r-002.md", "[原因](#method)写在下面；"),
    ],
)
def test_every_duty_has_a_next_step(content: Content, page: str, step: str) -> None:
    """Whom to ask, by who does it: the township, the department that leads, the one that has taken it back."""
    text = next(text for name, text in Renderer(flow.TEMPLATES, None).render(link(content)) if name == page)
    assert f"**下一步**：{step}" in text


def test_of_many_departments_the_leading_one_is_unfolded(content: Content, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of more parts than fit, those of the department that leads are open, and a button opens the rest."""
    monkeypatch.setattr(render, "UNFOLDED_BLOCKS", 2)
    pages = dict(Renderer(flow.TEMPLATES, None).render(link(content)))
    blocks = re.findall(
        r'<details class="qd-block" (open )?markdown>\n<summary>([^<]+)<', pages["townships/jia/yi/c-001.md"]
    )
    assert blocks == [("open ", "县民政局"), ("", "县财政局"), ("open ", "县民政局、县财政局：履职保障")]
    assert "data-qd-unfold" in pages["townships/jia/yi/c-001.md"]
