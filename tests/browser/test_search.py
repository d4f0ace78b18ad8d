"""The search as its readers use it: what they type is understood, its page, suggestions and budgets."""

import gzip
import json
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, Route, expect

from support.browser import NewPage
from support.search import index_of

# The budgets: bytes as sent (gzip), requests.
FIRST_SEARCH, ANY_SEARCH, REQUESTS, EVERY_PAGE = 48 * 1024, 128 * 1024, 14, 8 * 1024


@pytest.fixture
def page(phone: Page) -> Page:
    """A phone."""
    return phone


def search(page: Page, address: str, query: str, more: str = "") -> list[str]:
    """The names of the results of a query."""
    page.goto(f"{address}search/?q={query}{more}")
    page.locator("[data-search-done]").wait_for(state="attached")
    return page.locator("[data-search-results] > li > a:first-child").all_inner_texts()


# --- how people type ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "name", "meant"),
    [
        # pinyin: in full, by initials, with Chinese, in parts
        ("yibao", "医保", "医保"),
        ("zjd 审批", "宅基地", "宅基地 审批"),
        ("gaoling jintie", "高龄津贴", "高龄津贴"),
        # the right sound, the wrong character; one wrong; one missing
        ("危防改造", "危房改造", "危房改造"),
        ("公意岗", "公益", "公益岗"),
    ],
)
def test_slips_and_pinyin_are_understood(page: Page, address: str, query: str, name: str, meant: str) -> None:
    """What was meant is among the first three; the page says what it looked for, with a way to the words as typed."""
    results = search(page, address, query)
    assert any(name in one for one in results[:3]), results[:3]
    notice = page.locator("[data-search-notice]")
    expect(notice.get_by_role("link", name=meant, exact=True)).to_be_visible()
    notice.get_by_role("link", name=re.compile("^只查")).click()
    expect(page.locator("[data-search-notice]")).to_be_empty()
    assert "exact=1" in page.url


@pytest.mark.parametrize("scope", ["", "yunyang/longjiao", "tuquan/tuquan"])
@pytest.mark.parametrize(
    ("query", "word", "rarer"),
    [("dibao", "低保", "地保"), ("tudi", "土地", "徒弟"), ("yibao", "医保", "易爆")],
)
def test_pinyin_is_what_people_look_for(
    page: Page, address: str, query: str, word: str, rarer: str, scope: str
) -> None:
    """Of words that sound the same the one with most forms is meant, everywhere and in a township."""
    page.goto(f"{address}about/")
    changes, first = page.evaluate(_RANKED, [query, scope or "all"])
    assert changes[0] == word
    assert any(term in word for term in first), first
    assert rarer not in first


# What the rank of a query is: the words that it was taken for, and the terms that the first result has.
_RANKED = """async ([query, family]) => {
  const base = document.querySelector("script[src*='start.js']").src;
  const { using } = await import(new URL("search/results.js", base));
  return using(async (index) => {
    const { changes, ranked } = await index.rank(query, family);
    return [[].concat(...changes.map((one) => one.words)), ranked[0].terms.map((one) => one.term)];
  });
}"""


@pytest.mark.parametrize(
    ("query", "word"),
    [
        # tones, composed and combining
        ("dī bǎo", "低保"),
        ("di\u0304ba\u030co", "低保"),
        ("lǜhuà", "绿化"),
        # ü
        ("lühua", "绿化"),
        ("lüsè", "绿色"),
        ("FUNÜ", "妇女"),
        # full width
        ("ｄｉｂａｏ", "低保"),
    ],
)
def test_pinyin_with_its_marks_is_understood(page: Page, address: str, query: str, word: str) -> None:
    """Tones are left out, ü is v; the page offers the word that it took it for."""
    results = search(page, address, query)
    assert results
    expect(page.locator("[data-search-notice]").get_by_role("link", name=word, exact=True)).to_be_visible()


@pytest.mark.parametrize(
    ("asked", "query"),
    [
        ("q=%B5%CD%B1%A3", "低保"),
        ("q=%B5%CD%B1%A3+%C9%EA%C7%EB&in=tuquan/tuquan", "低保 申请"),
        # also UTF-8, but for nobody's words
        ("q=%D2%BB", "一"),
        ("q=%C5%AE", "女"),
        # UTF-8 stays what it is
        ("q=%E4%BD%8E%E4%BF%9D", "低保"),
        ("q=d%C4%AB+b%C7%8Eo", "dī bǎo"),
        ("q=%C7%9A", "ǚ"),
        ("q=100%25", "100%"),
        ("q=100%", "100%"),
    ],
)
def test_links_of_old_portals_are_understood(page: Page, address: str, asked: str, query: str) -> None:
    """A query coded in GB 18030 is read as such, and the address becomes one in UTF-8."""
    page.goto(f"{address}search/?{asked}")
    page.locator("[data-search-done]").wait_for(state="attached")
    assert page.locator("#q").input_value() == query
    assert parse_qs(urlsplit(page.url).query)["q"] == [query]
    assert ("in" in parse_qs(urlsplit(page.url).query)) == ("in=" in asked)


@pytest.mark.parametrize("query", ["征兵", "徵兵", "征 兵", " 征兵。", "“征兵”，", "征兵？"])
def test_writing_does_not_matter(page: Page, address: str, query: str) -> None:
    """Traditional characters, spaces and the punctuation of voice input change nothing, and need no correction."""
    assert any("征兵" in one for one in search(page, address, query)[:3])
    expect(page.locator("[data-search-notice]")).to_be_empty()


def test_everyday_words_are_explained(page: Page, address: str) -> None:
    """A result that only the synonyms found says which official words were meant, and marks them."""
    search(page, address, "孤寡老人", "&in=jishou/hexi")
    first = page.locator("[data-search-results] > li").first
    expect(first).to_contain_text("便民词：")
    expect(first).to_contain_text(re.compile("孤寡.* → .*特困"))
    assert "特困" in "".join(first.locator("mark").all_inner_texts())


def test_long_questions_are_explained_too(page: Page, address: str) -> None:
    """All files that a question may ask for go to its many words; the reasons and the first passage need no more."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/search/index/" in request.url else None)
    search(page, address, "隔壁那个孤寡老人前几天在家里摔断了腿没有钱住院想要申请补贴", "&in=tuquan/tuquan")
    expect(page.locator(".qd-results__why").filter(has_text=re.compile("便民词：孤寡.* → ")).first).to_be_visible()
    expect(page.locator(".qd-results__passage").first).not_to_be_empty()
    page.wait_for_load_state("networkidle")
    assert len(asked) <= REQUESTS
    # The search page carries what every search must know.
    assert not any("/meta.json" in one for one in asked)


def test_topics_explain_what_no_word_does(page: Page, address: str) -> None:
    """A result with no word of the query in its name says by what it was found: everyday words, or its topic."""
    search(page, address, "老人摔了没人管")
    results = page.locator("[data-search-results] > li").all()
    assert results
    for one in results:
        assert one.locator("a mark").count() or one.locator(".qd-results__why").count()


def test_query_is_text(page: Page, address: str) -> None:
    """A hostile query is shown as it is written, wherever it is shown."""
    search(page, address, "<img src=x onerror=document.title='x'>&exact=1")
    assert page.locator("main img[src=x]").count() == 0
    expect(page.locator("[data-search-status]")).to_contain_text("<img src=x onerror=document.title='x'>")


# --- the page ----------------------------------------------------------------------------------------


def test_result_says_who_does_it(page: Page, address: str) -> None:
    """A result: who does it, township, list and number, and the passage with its words marked."""
    search(page, address, "打井", "&in=tuquan/tuquan")
    first = page.locator("[data-search-results] > li").first
    expect(first.locator(".qd-tag")).to_be_visible()
    expect(first).to_contain_text(re.compile("突泉县突泉镇(基本履职|配合履职|上级部门收回)第 \\d+ 项"))
    expect(page.locator("[data-search-results] mark").filter(has_text="打井").first).to_be_visible()


def test_same_matter_stands_once(page: Page, address: str) -> None:
    """A matter that several townships have is one result, with the other townships' duties under it."""
    search(page, address, "对辖区内托育机构的监督管理")
    first = page.locator("[data-search-results] > li").first
    first.get_by_text("也有这一项").click()
    links = first.locator("details a")
    assert {link.get_attribute("href").split("townships/")[1].split("/")[0] for link in links.all()} >= {"tuquan"}


def test_filters_count_and_stand_in_the_address(page: Page, address: str) -> None:
    """Each filter's options say how many results they leave, and what is chosen leaves as many."""
    search(page, address, "垃圾", "&in=yunyang/longjiao")
    choice = page.get_by_role("combobox", name="清单")
    option = choice.locator("option[value=cooperative]")
    expect(option).to_have_text(re.compile("（\\d+）"))
    count = int(re.search(r"（(\d+)）", option.inner_text())[1])
    choice.select_option("cooperative")
    expect(page.locator("[data-search-status]")).to_have_text(f"找到 {count} 项")
    assert "list=cooperative" in page.url
    department = page.get_by_role("combobox", name="部门")
    expect(department.locator("option").nth(1)).to_have_text(re.compile("（\\d+）"))
    value = department.locator("option").nth(1).get_attribute("value")
    department.select_option(value)
    page.wait_for_url("**department=**")
    reached = page.url
    names = page.locator("[data-search-results] > li > a:first-child").all_inner_texts()
    page.locator("[data-search-results] > li > a:first-child").first.click()
    page.wait_for_url("**/townships/**")
    page.go_back()
    page.locator("[data-search-done]").wait_for(state="attached")
    assert page.url == reached
    assert page.locator("[data-search-results] > li > a:first-child").all_inner_texts() == names


def test_a_county_is_searched_by_itself(page: Page, demo_site: Path, served: Callable[[Path], str]) -> None:
    """Within a county: only its own duties, from its own index, its townships counted; and on to one of them."""
    asked: list[str] = []
    page.on("request", lambda one: asked.extend(re.findall("/search/index/[^/]+/(.*)", one.url)))
    names = search(page, served(demo_site), "养老", "&in=jia")
    assert names
    assert any(one.startswith("jia/t-") for one in asked)
    assert not any(one.startswith("all/") for one in asked)
    place = page.get_by_role("combobox", name="乡镇")
    expect(place.locator("option[value='jia/yi']")).to_have_text(re.compile("（\\d+）"))
    assert place.locator("option[value='jia']").inner_text() == "甲县（全部）"
    links = page.locator("[data-search-results] > li > a:first-child")
    assert all("/townships/jia/" in link.evaluate("one => one.href") for link in links.all())
    place.select_option("jia/yi")
    page.wait_for_url("**in=jia%2Fyi**")
    page.locator("[data-search-done]").wait_for(state="attached")
    assert all("/townships/jia/yi/" in link.evaluate("one => one.href") for link in links.all())


def test_my_township_is_remembered_and_forgotten(page: Page, address: str) -> None:
    """A township is remembered on request only, goes along with the header's box, and can be forgotten."""
    search(page, address, "低保", "&in=jishou/hexi")
    assert page.evaluate("localStorage.getItem('qingdan.township')") is None
    page.get_by_role("button", name="记住吉首市河溪镇").click()
    page.goto(f"{address}about/")
    box = page.locator(".md-header").get_by_role("searchbox")
    box.fill("低保")
    box.press("Enter")
    page.wait_for_url("**in=jishou**")
    page.get_by_role("button", name="忘掉").click()
    assert page.evaluate("localStorage.getItem('qingdan.township')") is None
    assert page.context.cookies() == []


def test_more_results_on_request(page: Page, address: str) -> None:
    """Further results come with a button, the focus goes to the first of them, and the address keeps them."""
    before = search(page, address, "安全")
    page.get_by_role("button", name="更多结果").click()
    results = page.locator("[data-search-results] > li > a:first-child")
    expect(results.nth(len(before))).to_be_focused()
    count = results.count()
    page.reload()
    page.locator("[data-search-done]").wait_for(state="attached")
    assert results.count() == count


def test_nothing_found_says_what_to_do(page: Page, address: str) -> None:
    """What was tried, how to ask, the township itself, and a way out of the filters."""
    assert search(page, address, "龘靐齉", "&in=jishou/hexi&list=basic") == []
    nothing = page.locator("[data-search-nothing]")
    expect(nothing).to_be_visible()
    expect(nothing.get_by_role("link", name="吉首市河溪镇")).to_be_visible()
    nothing.get_by_role("link", name="去掉筛选").click()
    expect(page.get_by_role("combobox", name="乡镇")).to_have_value("")


def terms_of(site: Path, family: str) -> set[str]:
    return {term for path in index_of(site, family).glob("t-*.json") for term in json.loads(path.read_text())}


def test_nothing_found_offers_near_topics(page: Page, address: str, site: Path) -> None:
    """What a filter leaves nothing of, and what a township has not, leads to the topics of what was found without."""
    topics = page.locator("[data-search-topics]")
    assert search(page, address, "低保", "&in=tuquan/tuquan&list=basic&category=文化旅游") == []
    expect(topics.get_by_role("link", name="最低生活保障")).to_be_visible()
    # A word of a topic, of which this township has not even a character.
    own = terms_of(site, "tuquan/tuquan")
    names = [one["name"] for one in json.loads((site / "api/v1/topics.json").read_text("utf-8"))]
    pairs = (name[at : at + 2] for name in names for at in range(len(name) - 1))
    word = next(one for one in pairs if re.fullmatch("[一-龥]{2}", one) and not own & {one, *one})
    assert search(page, address, word, "&in=tuquan/tuquan&exact=1") == []
    topics.get_by_role("link").first.click()
    page.wait_for_url("**/topics/**")


@pytest.mark.parametrize("damage", ["missing", "cut", "empty"])
def test_damaged_index_is_said_and_retried(page: Page, address: str, damage: str) -> None:
    """A file that is missing, cut off or empty gives a clear message and a retry, never an empty page."""

    def harm(route: Route) -> None:
        match damage:
            case "missing":
                route.fulfill(status=404, body="")
            case "cut":
                route.fulfill(body='{"低保":[4,', content_type="application/json")
            case _:
                route.fulfill(body="", content_type="application/json")

    page.route("**/all/t-*.json", harm)
    search(page, address, "低保")
    expect(page.locator("[data-search-status]")).to_contain_text("索引没有取到")
    page.unroute("**/all/t-*.json")
    page.get_by_role("button", name="再试一次").click()
    expect(page.locator("[data-search-results] > li").first).to_be_visible()


def test_strict_content_security_policy(page: Page, address: str) -> None:
    """The search needs no inline script and no eval."""

    def guarded(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, headers={**answer.headers, "content-security-policy": "script-src 'self'"})

    page.route("**/search/?*", guarded)
    assert any("低保" in one for one in search(page, address, "低保"))


def test_without_javascript_there_is_another_way(new_page: NewPage, address: str) -> None:
    """Without JavaScript the search page says so and leads to the indexes."""
    page = new_page(java_script_enabled=False)
    page.goto(f"{address}search/")
    expect(page.locator("main")).to_contain_text("查找要用 JavaScript")
    for name in ("从主题找起", "从部门找起"):
        expect(page.get_by_role("link", name=name)).to_be_visible()


# --- suggestions -------------------------------------------------------------------------------------


def test_suggestions_by_keyboard(page: Page, address: str) -> None:
    """Typing suggests topics and duties; the arrow keys choose, Enter goes there, Escape closes."""
    page.goto(f"{address}about/")
    box = page.locator(".md-header").get_by_role("searchbox")
    box.press_sequentially("宅基地")
    options = page.get_by_role("option")
    expect(options.first).to_be_visible()
    assert any("主题" in one for one in options.all_inner_texts())
    box.press("Escape")
    expect(options.first).not_to_be_visible()
    box.press_sequentially("审批")
    expect(options.first).to_be_visible()
    box.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    href = options.first.locator("a").get_attribute("href")
    box.press("Enter")
    page.wait_for_url(href)


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("path", ["", "search/", "townships/yunyang/longjiao/", "about/"])
def test_suggestions_stand_below_their_box(page: Page, address: str, path: str, width: int) -> None:
    """Suggestions touch the box that is typed into, whatever else its form has, and stay on the screen."""
    page.set_viewport_size({"width": width, "height": 700})
    page.goto(address + path)
    form = page.locator(".md-header form" if path == "about/" else "main form[data-qd-search]").first
    box, listbox = form.get_by_role("searchbox"), form.get_by_role("listbox")
    box.focus()
    expect(form.locator("[role=listbox]")).to_be_attached()
    page.keyboard.insert_text("低保")
    expect(listbox).to_be_visible()
    above, below = box.bounding_box(), listbox.bounding_box()
    assert above
    assert below
    assert 0 <= below["y"] - above["y"] - above["height"] < 8
    assert below["x"] >= 0
    assert below["x"] + below["width"] <= width


@pytest.mark.parametrize("line", ["quick", "slow"])
def test_half_typed_pinyin_is_not_searched(page: Page, address: str, line: str) -> None:
    """While an input method composes, nothing is asked, also where the script comes meanwhile; afterwards it is."""
    held: list[Route] = []
    if line == "slow":
        page.route("**/search/suggest.js", lambda route: held.append(route))  # noqa: PLW0108  (Playwright takes no method of C)
    page.goto(f"{address}about/")
    with page.expect_request("**/search/suggest.js"):
        page.locator(".md-header").get_by_role("searchbox").focus()
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url) if "/search/index/" in one.url else None)
    listbox = page.locator(".md-header [role=listbox]")
    if line == "quick":
        expect(listbox).to_be_attached()
    session = page.context.new_cdp_session(page)
    session.send("Input.imeSetComposition", {"text": "dibao", "selectionStart": 5, "selectionEnd": 5})
    for one in held:
        one.continue_()
    expect(listbox).to_be_attached()
    page.wait_for_timeout(400)
    assert asked == []
    session.send("Input.insertText", {"text": "低保"})
    expect(page.get_by_role("option").first).to_contain_text(re.compile("低保|救助|最低生活"))


@pytest.mark.parametrize("is_waiting", [True, False])
def test_suggestions_and_results_are_one_search(page: Page, address: str, is_waiting: bool) -> None:
    """What the suggestions have looked up is not looked up again after Enter, and all of it counts as one search."""
    page.goto(f"{address}search/?in=yunyang/longjiao")
    box = page.locator("#q")
    box.focus()
    expect(page.locator("main [role=listbox]")).to_be_attached()
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url) if "/search/index/" in one.url else None)
    page.keyboard.insert_text("我想开个小饭馆，要先找哪里办证")
    if is_waiting:
        expect(page.locator("main [role=option]").first).to_be_visible()
    before = len(asked)
    page.keyboard.press("Enter")
    expect(page.locator("[data-search-results] > li").first).to_be_visible()
    page.wait_for_timeout(500)
    assert len(asked) == len(set(asked)) <= REQUESTS
    assert not is_waiting or not any("/t-" in one for one in asked[before:])


def test_results_come_where_suggestions_failed(page: Page, address: str) -> None:
    """Files that did not come while typing are asked for again after Enter."""
    page.goto(f"{address}search/")
    box = page.locator("#q")
    box.focus()
    expect(page.locator("main [role=listbox]")).to_be_attached()
    page.route("**/all/t-*.json", lambda route: route.abort())
    with page.expect_event("requestfailed"):
        page.keyboard.insert_text("低保")
    page.unroute("**/all/t-*.json")
    page.keyboard.press("Enter")
    expect(page.locator("[data-search-results] > li").first).to_contain_text("低保")


def test_scripts_are_asked_for_at_once(page: Page, address: str) -> None:
    """On a slow line the search page's scripts do not wait for one another."""
    page.route("**/search/page.js", lambda route: route.abort())
    with page.expect_request("**/shared.js"), page.expect_request("**/search/results.js"):
        page.goto(f"{address}search/?q=低保")


# --- budgets -----------------------------------------------------------------------------------------


def test_other_pages_load_little(page: Page, address: str) -> None:
    """A page that is not the search page: at most 8 KB of scripts, and nothing of the search before its box is used."""
    loaded: dict[str, int] = {}
    page.on("response", lambda got: loaded.update({got.url: len(gzip.compress(got.body()))}))
    page.goto(f"{address}about/", wait_until="networkidle")
    scripts = {url: size for url, size in loaded.items() if url.endswith(".js")}
    assert [url.rpartition("/")[2] for url in scripts] == ["start.js", "shared.js", "main.js"]
    assert sum(scripts.values()) <= EVERY_PAGE, scripts
    assert not any("/search/" in one for one in loaded)


@pytest.mark.parametrize(
    "query", ["低保", "yibao", "危防改造", "孤寡老人", "水利局 打井", "我想开个小饭馆，要先找哪里办证", "徵兵"]
)
@pytest.mark.parametrize("scope", ["", "&in=yunyang/longjiao"])
def test_search_keeps_its_budgets(page: Page, address: str, query: str, scope: str) -> None:
    """A first search: bytes of all scripts and of the index as sent, and requests of the index."""
    sizes: dict[str, int] = {}
    page.on(
        "response",
        lambda got: (
            sizes.update({got.url: len(gzip.compress(got.body()))}) if re.search(r"\.js(on)?$", got.url) else None
        ),
    )
    page.goto(f"{address}search/?q={query}{scope}", wait_until="networkidle")
    requests = [url for url in sizes if "/search/index/" in url]
    assert len(requests) <= REQUESTS, requests
    assert sum(sizes.values()) <= FIRST_SEARCH, sizes
