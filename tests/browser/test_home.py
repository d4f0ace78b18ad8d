"""The home page, the reader's own township, and the page for a wrong address."""

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Route, expect

from support.browser import NewPage

TOWNSHIP = "townships/tuquan/tuquan/"


# --- colours and signs -----------------------------------------------------------------------------


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


def test_home_without_javascript(new_page: NewPage, address: str) -> None:
    """Without a script the townships are links, and no button is there that does nothing."""
    page = new_page(java_script_enabled=False)
    page.goto(address)
    expect(page.locator(".qd-mine").get_by_role("link", name="突泉县突泉镇")).to_be_visible()
    assert page.locator("article button:visible").all_inner_texts() == ["查找"]


def test_search_page_without_a_question(phone: Page, address: str) -> None:
    """It offers questions to try and what people ask for most; with a question their place is for the results."""
    phone.goto(f"{address}search/")
    start = phone.locator(".qd-start")
    expect(start.get_by_role("link", name="低保怎么申请")).to_be_visible()
    start.get_by_role("link", name="新农合").click()
    phone.wait_for_url("**/search/?q=*")
    phone.locator("[data-search-results] > li").first.wait_for()
    expect(start).not_to_be_visible()


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
    assert phone.evaluate("[...document.styleSheets].filter((one) => one.href && one.cssRules.length).length") == 1
    links = phone.locator("[href], [action]").evaluate_all("all => all.map((one) => one.href || one.action)")
    assert [link for link in links if not link.startswith(f"{origin}/")] == []
    phone.get_by_role("button", name="大字").click()
    expect(phone.get_by_role("button", name="大字")).to_have_attribute("aria-pressed", "true")
    assert errors == []
    assert Axe().run(phone, options={"resultTypes": ["violations"]}).response["violations"] == []
