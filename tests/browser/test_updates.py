"""Updates: whatever mixture of two builds a reader's browser meets, results are of one build, or it is said in words.

Here the mixtures are made by hand, each request answered from the one build or the other; `test_servers.py` has the
same with a real web server and a real cache.
"""

import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from support.sites import Once, build
from support.updates import MATTERS, Row, put_assets, put_data, rows, write_content

HOST = "http://portal.test/county/"
WITHOUT_FIRST = MATTERS[1:]
BUILDS = ("old", "new", "other", "moved")
# A site, by which build answers: the old one, the new one, the new one with new scripts too; or what answers instead.
MISSING, PORTAL = "missing", "portal"


@pytest.fixture(scope="session")
def builds(once: Once) -> dict[str, Path]:
    """The same pages with four data: of all duties; without the first; that for other scripts; that of other places."""

    def fill(folder: Path) -> None:
        old, new, other, moved = (folder / name for name in BUILDS)
        build(write_content(folder / "a", MATTERS), old)
        shutil.copytree(old, new)
        put_data(new, write_content(folder / "b", WITHOUT_FIRST))
        shutil.copytree(new, other)
        put_assets(other, "0123456789ab")
        shutil.copytree(old, moved)
        put_data(moved, write_content(folder / "c", WITHOUT_FIRST, county="丁县"))

    folder = once("updates", fill)
    return {name: folder / name for name in BUILDS}


@dataclass
class Portal:
    """Answers each request by the first rule whose pattern is found in its path."""

    builds: dict[str, Path]
    rules: list[tuple[str, str]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def answer(self, route: Route) -> None:
        path = route.request.url.removeprefix(HOST).partition("?")[0]
        self.asked.append(path)
        answer = next(answer for pattern, answer in self.rules if re.search(pattern, path))
        file = self.builds.get(answer, Path("/nowhere")) / path
        file = file / "index.html" if path.endswith("/") else file
        if file.is_file():
            route.fulfill(path=file)
        elif answer == PORTAL or any(other == PORTAL for _, other in self.rules):
            route.fulfill(body="<!doctype html><title>县门户</title>", content_type="text/html")
        else:
            route.fulfill(status=404, body="")

    def indexed(self) -> list[str]:
        return [path for path in self.asked if path.startswith("search/index/")]


@pytest.fixture
def portal(builds: dict[str, Path]) -> Portal:
    return Portal(builds)


@pytest.fixture
def page(phone: Page, portal: Portal) -> Page:
    """A phone that asks the portal."""
    phone.route(f"{HOST}**", portal.answer)
    return phone


def search(page: Page, query: str) -> list[Row]:
    page.goto(f"{HOST}search/?q={query}")
    return rows(page)


def again(page: Page, query: str) -> list[Row]:
    """Another search in the open page."""
    page.locator("#q").fill(query)
    page.locator("[data-search-results]").evaluate("one => one.removeAttribute('data-search-done')")
    page.locator("#q").press("Enter")
    return rows(page)


@pytest.fixture
def right(builds: dict[str, Path], browser: Browser) -> Callable[[str, str], list[Row]]:
    """What a build by itself finds."""

    def find(build: str, query: str) -> list[Row]:
        page = browser.new_page()
        page.route(f"{HOST}**", Portal(builds, [("", build)]).answer)
        found = search(page, query)
        page.close()
        assert found
        return found

    return find


QUERIES = ["秸秆禁烧", "电梯安全", "疫苗接种"]


def test_the_two_builds_differ(right: Callable[[str, str], list[Row]]) -> None:
    """What these tests tell apart: every duty has another number, so the same words lead to another row."""
    for query in QUERIES:
        old, new = right("old", query), right("new", query)
        assert old[0].name == new[0].name == f"开展{query}工作。"
        assert old[0].where != new[0].where


def test_an_open_page_goes_on_with_the_new_build(
    portal: Portal, page: Page, right: Callable[[str, str], list[Row]]
) -> None:
    """The site is replaced while the page is open: the next search is of the new build alone, within its requests."""
    portal.rules = [("", "old")]
    assert search(page, QUERIES[0]) == right("old", QUERIES[0])
    portal.rules = [("", "new")]
    portal.asked.clear()
    assert again(page, QUERIES[1]) == right("new", QUERIES[1])
    missing = [path for path in portal.indexed() if not (portal.builds["new"] / path).is_file()]
    assert missing
    assert len(portal.indexed()) - len(missing) <= 14
    # What was found before is found anew.
    assert again(page, QUERIES[0]) == right("new", QUERIES[0])


# The page, the pointer (meta.json, index.json), the data; what is shown.
MIXTURES = {
    "the old page from a cache": ("old", "new", "new", "new"),
    "a new page before its index": ("new", "old", "old", "old"),
    "a new page and pointer before the rest": ("new", "new", "old", "told"),
    "an old pointer from a proxy": ("old", "old", "new", "told"),
    "the old page and new scripts": ("old", "other", "other", "told"),
    "a new page and scripts before the index": ("other", "old", "old", "told"),
    "the old page and townships of other names": ("old", "moved", "moved", "told"),
    "nothing but the page": ("old", MISSING, MISSING, "told"),
}


# What a gateway changes: a file that is missing is not answered with 404.
GATEWAYS = ["the old page from a cache", "an old pointer from a proxy", "nothing but the page"]


@pytest.mark.parametrize(
    ("mixture", "gateway"), [*((one, MISSING) for one in MIXTURES), *((one, PORTAL) for one in GATEWAYS)]
)
def test_a_mixture_gives_one_build_or_words(
    mixture: str, gateway: str, portal: Portal, page: Page, right: Callable[[str, str], list[Row]]
) -> None:
    """Also where a gateway answers 200 with its own page for what is missing."""
    html, pointer, data, shown = MIXTURES[mixture]
    portal.rules = [(r"search/index/(meta|scopes/.*)\.json", pointer), ("search/index/", data), ("", html)]
    if gateway == PORTAL:
        portal.rules.append(("nothing", PORTAL))
    found = search(page, QUERIES[0])
    if shown == "told":
        assert found == []
        expect(page.locator("[data-search-status]")).to_contain_text("更新")
        expect(page.get_by_role("button", name="再试一次")).to_be_visible()
    else:
        assert found == right(shown, QUERIES[0])
    # A page that fits nothing is loaded once more, not for ever.
    assert portal.asked.count("search/") == (2 if re.search("scripts|names", mixture) else 1)


GATEWAY = '{"code":404,"msg":"资源不存在","data":null}'


@pytest.mark.parametrize(
    ("address", "answered", "body"),
    [
        (f"search/?q={QUERIES[0]}", r"search/index/\w+/t-", GATEWAY),
        (f"search/?q={QUERIES[0]}", r"search/index/\w+/r-", GATEWAY),
        ("search/?q=jiegan", r"search/index/\w+/s-", GATEWAY),
        ("compare/?in=jia/yi&in=jia/bing", r"compare/data/\w+/townships", GATEWAY),
        ("compare/?in=jia/yi&in=jia/bing", r"compare/data/index\.json", GATEWAY),
        ("compare/?in=jia/yi&in=jia/bing", r"compare/data/index\.json", "{}"),
    ],
)
def test_a_gateway_that_answers_with_json_of_its_own(
    address: str, answered: str, body: str, portal: Portal, page: Page
) -> None:
    """With 200: it is what is missing, no index without the word; the page says so and is not loaded for ever."""
    portal.rules = [("", "old")]

    def answer(route: Route) -> None:
        if re.search(answered, route.request.url):
            route.fulfill(body=body, content_type="application/json")
        else:
            portal.answer(route)

    page.route(f"{HOST}**", answer)
    page.goto(HOST + address)
    page.locator("[data-search-done], [data-compare-done]").wait_for(state="attached")
    expect(page.locator("[data-search-status], [data-compare-status]")).to_contain_text("没有传完整")
    expect(page.get_by_role("button", name="再试一次")).to_be_visible()
    assert portal.asked.count(address.partition("?")[0]) == 1


def test_servers_that_answer_in_turn(portal: Portal, page: Page) -> None:
    """Two servers behind one address, one with the old build and one with the new: each page meets the other's data."""
    portal.rules = [("", "old")]

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix(HOST).partition("?")[0]
        if path == "search/":
            both = ("old", "other") if portal.asked.count(path) % 2 == 0 else ("other", "old")
            portal.rules = [("search/index/", both[1]), ("", both[0])]
        portal.answer(route)

    page.route(f"{HOST}**", answer)
    page.goto(f"{HOST}search/?q={QUERIES[0]}")
    expect(page.locator("[data-search-status]")).to_contain_text("网站更新了")
    page.wait_for_timeout(500)
    assert portal.asked.count("search/") == 3


def test_a_page_of_other_scripts_is_loaded_anew(
    portal: Portal, page: Page, right: Callable[[str, str], list[Row]]
) -> None:
    """An open page whose scripts are older than the index becomes the new one by itself, with the same query."""
    portal.rules = [("", "old")]
    search(page, QUERIES[0])
    portal.rules = [("", "other")]
    page.locator("#q").fill(QUERIES[1])
    with page.expect_navigation(wait_until="load", url="**/search/?q=*"):
        page.locator("#q").press("Enter")
        page.wait_for_event("load")
    assert rows(page) == right("new", QUERIES[1])


def test_retry_succeeds_when_all_has_come(portal: Portal, page: Page, right: Callable[[str, str], list[Row]]) -> None:
    """A site that was half uploaded answers as soon as it is whole."""
    portal.rules = [(r"search/index/\w+/[tr]-", MISSING), ("", "new")]
    assert search(page, QUERIES[0]) == []
    portal.rules = [("", "new")]
    page.get_by_role("button", name="再试一次").click()
    expect(page.locator("[data-search-results] > li").first).to_be_visible()
    assert rows(page) == right("new", QUERIES[0])


@pytest.mark.parametrize(("pointer", "data", "suggests"), [("new", "new", True), ("old", "new", False)])
def test_suggestions_are_of_one_build_or_none(
    pointer: str, data: str, suggests: bool, portal: Portal, page: Page
) -> None:
    """On another page: an old pointer to files that are gone gives no suggestions, no error, and a form that works."""
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    portal.rules = [(r"search/index/(meta|scopes/.*)\.json", pointer), ("search/index/", data), ("", "old")]
    page.goto(f"{HOST}about/")
    box = page.locator(".md-header").get_by_role("searchbox")
    box.focus()
    expect(page.locator(".md-header [role=listbox]")).to_be_attached()
    page.keyboard.insert_text(QUERIES[0])
    if suggests:
        expect(page.get_by_role("option").first).to_contain_text(QUERIES[0])
    else:
        page.wait_for_timeout(500)
        assert page.get_by_role("option").count() == 0
    assert errors == []
    box.press("Enter")
    page.wait_for_url("**/search/?q=*")


def test_suggestions_go_on_with_the_new_build(portal: Portal, page: Page) -> None:
    """The open page's suggestions are the new build's, once the old one's files are gone."""
    portal.rules = [("", "old")]
    page.goto(f"{HOST}about/")
    box = page.locator(".md-header").get_by_role("searchbox")
    box.fill(QUERIES[0])
    expect(page.get_by_role("option").first).to_contain_text(QUERIES[0])
    portal.rules = [("", "new")]
    box.fill(MATTERS[0])
    page.wait_for_timeout(500)
    assert not any(MATTERS[0] in one for one in page.get_by_role("option").all_inner_texts())
    box.fill(QUERIES[1])
    expect(page.get_by_role("option").first).to_contain_text(QUERIES[1])


COMPARED = f"{HOST}compare/?in=jia/yi&in=jia/bing"


@pytest.mark.parametrize(
    ("pointer", "data", "shown"),
    [("old", "old", "old"), ("new", "new", "new"), ("old then new", "new", "new"), ("old", "new", "told")],
)
def test_a_comparison_is_of_one_build_or_words(pointer: str, data: str, shown: str, portal: Portal, page: Page) -> None:
    """The first duty is there in the old build only; numbers are those of the build."""
    first, _, then = pointer.partition(" then ")
    portal.rules = [(r"compare/data/index\.json", first), ("compare/data/", data), ("", "old")]

    def answer(route: Route) -> None:
        portal.answer(route)
        if then and route.request.url.endswith("index.json"):
            portal.rules[0] = (portal.rules[0][0], then)

    page.route(f"{HOST}**", answer)
    page.goto(COMPARED)
    page.locator("[data-compare-done]").wait_for(state="attached")
    text = page.locator("article").text_content() or ""
    if shown == "told":
        assert "正在更新" in page.locator("[data-compare-status]").inner_text()
        assert MATTERS[1] not in text
    else:
        assert (MATTERS[0] in text) == (shown == "old")
        number = {"old": 2, "new": 1}[shown]
        assert re.search(rf"开展{MATTERS[1]}工作。[^。]{{0,30}}第 {number} 项", text)


def test_missing_scripts_leave_the_ways_without_them(portal: Portal, page: Page) -> None:
    """An old page whose scripts are gone: the advice for those without scripts is shown, not an empty place."""
    portal.rules = [("assets/.*/search/", MISSING), ("", "old")]
    page.goto(f"{HOST}search/?q={QUERIES[0]}")
    expect(page.locator(".qd-without-script")).to_be_visible()
    expect(page.locator(".qd-without-script")).to_contain_text("正在更新")
