"""The search as its readers use it: what they type is understood, its page, suggestions and budgets."""

import gzip
import json
import re
from collections.abc import Callable
from contextlib import nullcontext
from itertools import accumulate, combinations
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, Route, expect

from generator import paths
from support.browser import Held, NewPage
from support.search import index_of, numbers_of, term_rows, word_rows

# Budgets: bytes as sent (gzip), requests.
FIRST_SEARCH, ANY_SEARCH, REQUESTS, EVERY_PAGE = 48 * 1024, 128 * 1024, 14, 8 * 1024

TERMS = "**/search/index/*/t-*.json"


@pytest.fixture
def page(phone: Page) -> Page:
    """A phone."""
    return phone


def search(page: Page, address: str, query: str, more: str = "") -> list[str]:
    """The names of the results of a query."""
    page.goto(f"{address}search/?q={query}{more}")
    page.locator("[data-search-done]").wait_for(state="attached")
    return page.locator("[data-search-results] > li > a:first-child").all_inner_texts()


def unfold(page: Page) -> None:
    """Opens the filters, which are a line on a phone."""
    page.locator("[data-search-filters] > summary").click()


# --- how people type ---------------------------------------------------------------------------------


def test_what_was_meant_is_said(page: Page, address: str) -> None:
    """The page says what it looked for, with a way to the words as typed (how people type: `search/test_found.py`)."""
    search(page, address, "zjd 审批")
    notice = page.locator("[data-search-notice]")
    expect(notice.get_by_role("link", name="宅基地 审批", exact=True)).to_be_visible()
    notice.get_by_role("link", name=re.compile("^只查")).click()
    expect(page).to_have_url(re.compile("exact=1"))
    expect(notice).to_be_empty()


@pytest.mark.parametrize(
    ("asked", "query"),
    [
        ("q=%B5%CD%B1%A3", "低保"),
        ("q=%B5%CD%B1%A3+%C9%EA%C7%EB&in=tuquan/tuquan", "低保 申请"),
        ("q=100%", "100%"),
    ],
)
def test_links_of_old_portals_are_understood(page: Page, address: str, asked: str, query: str) -> None:
    """A query coded in GB 18030 is read as such, and the address becomes one in UTF-8."""
    page.goto(f"{address}search/?{asked}")
    expect(page.locator("[data-search-done]")).to_be_attached()
    expect(page.locator("#q")).to_have_value(query)
    assert parse_qs(urlsplit(page.url).query)["q"] == [query]
    assert ("in" in parse_qs(urlsplit(page.url).query)) == ("in=" in asked)


def test_everyday_words_are_explained(page: Page, address: str) -> None:
    """A result that only the synonyms found says which official words were meant, and marks them."""
    search(page, address, "孤寡老人", "&in=jishou/hexi")
    first = page.locator("[data-search-results] > li").first
    expect(first).to_contain_text("便民词：")
    expect(first).to_contain_text(re.compile("孤寡.* → .*特困"))
    expect(first.locator("mark").filter(has_text="特困").first).to_be_visible()


def test_long_questions_are_explained_too(page: Page, address: str) -> None:
    """All files that a question may ask for go to its many words; the reasons and the first passage need no more."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/search/index/" in request.url else None)
    search(page, address, "隔壁那个孤寡老人前几天在家里摔断了腿没有钱住院想要申请补贴", "&in=tuquan/tuquan")
    expect(page.locator(".qd-results__why").filter(has_text=re.compile("便民词：孤寡.* → ")).first).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert len(asked) <= REQUESTS
    # The search page carries what every search must know.
    assert not any("/meta.json" in one for one in asked)


def test_topics_explain_what_no_word_does(page: Page, address: str) -> None:
    """A result with no word of the query in its name says by what it was found: everyday words, or its topic."""
    search(page, address, "老人摔了没人管")
    results = page.locator("[data-search-results] > li")
    expect(results).not_to_have_count(0)
    shown = page.locator("a mark, .qd-results__why")
    expect(results.filter(has_not=shown)).to_have_count(0)


def test_query_is_text(page: Page, address: str) -> None:
    """A hostile query is shown as it is written, wherever it is shown."""
    search(page, address, "<img src=x onerror=document.title='x'>&exact=1")
    expect(page.locator("main img[src=x]")).to_have_count(0)
    expect(page.locator("[data-search-status]")).to_contain_text("<img src=x onerror=document.title='x'>")


# --- the page ----------------------------------------------------------------------------------------


def test_result_says_who_does_it(page: Page, address: str) -> None:
    """A result: who does it, township, list and number, and the passage with its words marked."""
    search(page, address, "打井", "&in=tuquan/tuquan")
    first = page.locator("[data-search-results] > li").first
    expect(first.locator(".qd-tag")).to_be_visible()
    expect(first).to_contain_text(re.compile("突泉县突泉镇(基本履职|配合履职|上级部门收回)第 \\d+ 项"))
    expect(page.locator("[data-search-results] mark").filter(has_text="打井").first).to_be_visible()
    # Passages come when the reader does something.
    passage = page.locator(".qd-results__passage").first
    page.locator("#q").focus()
    expect(passage).to_contain_text(re.compile("[一-龥]{4}"))


def test_passages_on_the_screen_come_by_themselves(page: Page, address: str) -> None:
    """Not at once, for the first answer is light; but nobody looks at a hole for long.  What is below may wait."""
    page.clock.install(time=0)
    page.clock.pause_at(1)
    search(page, address, "危房改造", "&in=tuquan/tuquan")
    page.clock.run_for(1000)
    passages = page.locator(".qd-results__passage")
    expect(passages.first).to_be_empty()
    page.clock.run_for(5000)
    expect(passages.first).to_contain_text(re.compile("[一-龥]{4}"))
    expect(passages.last).to_be_empty()
    # On paper there is no hole.
    page.emulate_media(media="print")
    expect(passages.last).to_be_hidden()


def test_paper_says_what_was_looked_for(page: Page, address: str) -> None:
    """The query and the filters, and no ways to elsewhere."""
    search(page, address, "低保", "&list=cooperative")
    page.emulate_media(media="print")
    expect(page.locator("#q")).to_be_visible()
    expect(page.locator("[data-search-filters] summary")).to_be_visible()
    expect(page.locator("[data-search-filters] summary")).to_have_text("筛选：配合履职")
    expect(page.locator("[data-search-filters] select").first).to_be_hidden()
    expect(page.get_by_role("button")).to_have_count(0)
    expect(page.get_by_text("从主题找起")).to_be_hidden()


@pytest.mark.parametrize("is_typed", [True, False], ids=["typed", "address"])
@pytest.mark.parametrize("query", ["你好请问", "？？？", "😡", "的"])
def test_what_names_no_matter_is_not_denied(page: Page, address: str, query: str, is_typed: bool) -> None:
    """The lists are not said to lack it, and nobody is to be asked about it: it is said what to write."""
    if is_typed:
        page.goto(f"{address}search/")
        page.locator("#q").fill(query)
        page.keyboard.press("Enter")
        page.locator("[data-search-state]").wait_for(state="attached")
    else:
        assert search(page, address, query) == []
    assert state_of(page) == "none"
    status = page.locator("[data-search-status]")
    expect(status.get_by_role("heading")).to_have_text("请写要办的事")
    expect(status).to_contain_text(f"“{query}”里没有说什么事。")
    expect(page.locator("[data-search-nothing]")).to_be_hidden()
    expect(page.locator(".qd-start a").first).to_be_visible()


def test_nothing_typed_is_told_so(page: Page, address: str) -> None:
    """The browser says that the box is to be filled in, and the results stay."""
    names = search(page, address, "低保")
    page.locator("#q").fill("")
    page.locator("#q").press("Enter")
    assert page.locator("#q").evaluate("one => one.validity.valueMissing && document.activeElement === one")
    expect(page.locator("[data-search-results] > li > a:first-child")).to_have_text(names)


def test_a_long_query_is_said_again_in_short(page: Page, address: str) -> None:
    """Its beginning, once where it was looked for and once to be said on the phone."""
    query = "龘靐齉" * 24
    search(page, address, query)
    short = f"“{query[:40]}…”"
    expect(page.locator("[data-search-status]")).to_contain_text(f"查的是{short}。")
    expect(page.locator("[data-search-say]")).to_have_text(short[1:-1])


def test_a_very_long_query_is_not_sent_and_stays(page: Page, address: str) -> None:
    """No server is sent it; of it the beginning is looked up; reloading and going back find it again."""
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url))
    page.goto(address)
    box = page.locator("main [name=q]").first
    box.focus()
    expect(page.locator("main [role=listbox]")).to_be_attached()
    query = "dibao " * 400
    box.fill(query)
    box.press("Enter")
    page.locator("[data-search-done]").wait_for(state="attached")
    expect(page).to_have_url(re.compile("/search/\\?#q=dibao"))
    assert max(map(len, asked)) < 500
    notice = page.locator("[data-search-notice]")
    expect(notice).to_contain_text("只查了开头 1000 个字。")
    assert len(notice.inner_text()) < 200
    # What is copied is the whole address.
    page.get_by_role("button", name="复制链接").click()
    expect(page.locator("[data-qd-said]")).to_contain_text(page.url.replace("/?#", "/#"))
    results = page.locator("[data-search-results] > li > a:first-child")
    names = results.all_inner_texts()
    page.reload()
    expect(results).to_have_text(names)
    results.first.click()
    page.wait_for_url("**/townships/**")
    page.go_back()
    expect(results).to_have_text(names)
    expect(page.locator("#q")).to_have_value(query.strip())


def test_a_choice_that_there_is_not_is_told_and_left_out(page: Page, address: str) -> None:
    """Of a link that is wrong or old: it is not the filter's fault that nothing is found."""
    names = search(page, address, "低保", "&list=xxx&category=没有")
    assert names
    notice = page.locator("[data-search-notice]")
    expect(notice).to_have_text("没有“xxx”，没有照它筛选。没有“没有”，没有照它筛选。")
    expect(page.locator("[data-search-filters] summary")).to_have_text("筛选：全部乡镇、全部清单")


@pytest.mark.parametrize("query", ["低保&show=40", "宅基地&show=23", "低保"])
def test_back_leads_to_where_it_was(page: Page, address: str, query: str) -> None:
    """The results come late, and then it is scrolled to where the reader left."""
    search(page, address, query)
    page.route("**/search/index/**", lambda route: (page.wait_for_timeout(50), route.continue_()))
    results = page.locator("[data-search-results] > li > a:first-child")
    left = results.last
    left.scroll_into_view_if_needed()
    page.wait_for_load_state("networkidle")
    place = page.evaluate("scrollY")
    assert place > 0
    left.evaluate("one => one.click()")
    page.wait_for_url("**/townships/**")
    page.go_back()
    page.locator("[data-search-done]").wait_for(state="attached")
    page.wait_for_function("place => Math.abs(scrollY - place) < 3", arg=place)
    page.wait_for_load_state("networkidle")
    assert abs(page.evaluate("scrollY") - place) < 3


# Of layout shifts that nobody caused: how far, added up.
SHIFTS = """
window.shifted = 0;
new PerformanceObserver((list) => {
  for (const one of list.getEntries()) if (!one.hadRecentInput) window.shifted += one.value;
}).observe({ type: "layout-shift", buffered: true });
"""


@pytest.mark.parametrize("query", ["低保", "路灯坏了", "宅基地审批", "危防改造", "打井"])
def test_the_first_result_is_on_the_first_screen_and_stays(page: Page, address: str, query: str) -> None:
    """On a small phone, and nothing moves when its passage comes."""
    page.set_viewport_size({"width": 360, "height": 640})
    page.add_init_script(SHIFTS)
    search(page, address, query)
    results = page.locator("[data-search-results] > li")
    boxes = [one.bounding_box() for one in results.all()]
    assert boxes[0]
    assert boxes[0]["y"] < 560
    assert page.evaluate("shifted") < 0.05
    with page.expect_response(re.compile("/x-")) if page.locator(".qd-results__passage").count() else nullcontext():
        page.dispatch_event("body", "pointermove")
    page.wait_for_load_state("networkidle")
    assert [one.bounding_box() for one in results.all()] == boxes
    assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_filters_are_a_line_that_says_what_is_set(page: Page, address: str) -> None:
    """Folded on a phone, and open on a wide screen."""
    search(page, address, "垃圾", "&in=yunyang/longjiao&list=cooperative")
    folded = page.locator("[data-search-filters]")
    expect(folded.locator("summary")).to_have_text("筛选：云阳县龙角镇、配合履职")
    expect(folded.locator("select").first).not_to_be_visible()
    unfold(page)
    for select in folded.locator("select").all():
        box = select.bounding_box()
        assert box
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 360
    page.set_viewport_size({"width": 1280, "height": 900})
    search(page, address, "垃圾")
    expect(folded.locator("summary")).to_have_text("筛选：全部乡镇、全部清单")
    expect(folded.locator("select").first).to_be_visible()


def test_the_box_grows_with_a_letter_and_enter_searches(page: Page, address: str) -> None:
    """Nothing of it is cut off; a new line only with Shift."""
    page.goto(f"{address}search/")
    box = page.locator("#q")
    box.focus()
    low = box.bounding_box()
    page.keyboard.insert_text("我家五亩地流转给合作社，说好每年六百一亩，已经两年没给钱了，老板也联系不上")
    high = box.bounding_box()
    assert low
    assert high
    assert high["height"] > 2 * low["height"]
    assert box.evaluate("one => one.scrollHeight <= one.clientHeight")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("q="))
    expect(page.locator("[data-search-results] > li").first).to_be_visible()


def test_large_letters_fit_the_box(page: Page, address: str) -> None:
    """It grows with its letters, and the results of a letter still begin on the first screen."""
    page.set_viewport_size({"width": 360, "height": 740})
    search(page, address, "我家五亩地流转给合作社说好每年六百一亩已经两年没给钱了老板也联系不上怎么办呢")
    box = page.locator("#q")
    box.fill("路灯坏了")
    page.get_by_role("button", name="大字").click()
    assert box.evaluate("one => one.scrollHeight <= one.clientHeight")
    search(page, address, "我家五亩地流转给合作社说好每年六百一亩已经两年没给钱了老板也联系不上怎么办呢")
    first = page.locator("[data-search-results] > li").first.bounding_box()
    assert first
    assert first["y"] < 700


def test_letters_twice_as_large_on_a_phone(page: Page, address: str) -> None:
    """Nothing of the header lies over another thing of it, and nothing sticks out."""
    page.set_viewport_size({"width": 180, "height": 370})
    for path in ("search/?q=低保", "about/"):
        page.goto(address + path)
        parts = page.locator(".qd-brand, .qd-switch, .md-header input")
        boxes = [box for one in parts.all() if (box := one.bounding_box())]
        for one, other in combinations(boxes, 2):
            across = min(one["x"] + one["width"], other["x"] + other["width"]) - max(one["x"], other["x"])
            down = min(one["y"] + one["height"], other["y"] + other["height"]) - max(one["y"], other["y"])
            assert across <= 0 or down <= 0, path
        assert page.evaluate("document.documentElement.scrollWidth") == 180, path


def test_a_phone_shows_one_box(page: Page, address: str) -> None:
    """The search page's own; the header's is on other pages, and on wide screens."""
    for path, is_there in (("search/", False), ("about/", True)):
        page.goto(address + path)
        expect(page.locator(".md-header [name=q]")).to_be_visible(visible=is_there)


def test_same_matter_stands_once(page: Page, address: str) -> None:
    """A matter that several townships have is one result, with the other townships' duties under it."""
    search(page, address, "对辖区内托育机构的监督管理")
    first = page.locator("[data-search-results] > li").first
    first.get_by_text("也有这一项").click()
    expect(first.locator("details a[href*='townships/tuquan/']").first).to_be_visible()


def test_filters_count_when_they_are_opened(page: Page, address: str) -> None:
    """The numbers stand in closed lists: they are not fetched with the results."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    search(page, address, "垃圾", "&in=yunyang/longjiao")
    page.wait_for_load_state("networkidle")
    assert not any("/f-" in url for url in asked)
    page.locator("[data-search-filters]").evaluate("one => { one.open = true; }")
    expect(page.locator("[name=list] option[value=cooperative]")).to_have_text(re.compile("（\\d+）"))


def test_filters_count_and_stand_in_the_address(page: Page, address: str) -> None:
    """Each filter's options say how many results they leave, and what is chosen leaves as many."""
    search(page, address, "垃圾", "&in=yunyang/longjiao")
    unfold(page)
    choice = page.get_by_role("combobox", name="清单")
    option = choice.locator("option[value=cooperative]")
    expect(option).to_have_text(re.compile("（\\d+）"))
    count = int(re.search(r"（(\d+)）", option.inner_text())[1])
    choice.select_option("cooperative")
    expect(page.locator("[data-search-status]")).to_have_text(f"找到 {count} 项")
    expect(page).to_have_url(re.compile("list=cooperative"))
    department = page.get_by_role("combobox", name="部门")
    expect(department.locator("option").nth(1)).to_have_text(re.compile("（\\d+）"))
    value = department.locator("option").nth(1).get_attribute("value")
    department.select_option(value)
    expect(page).to_have_url(re.compile("department="))
    expect(page.locator("[data-search-done]")).to_be_attached()
    reached = page.url
    links = page.locator("[data-search-results] > li > a:first-child")
    names = links.all_inner_texts()
    links.first.click()
    page.wait_for_url("**/townships/**")
    page.go_back()
    expect(page).to_have_url(reached)
    expect(links).to_have_text(names)


def test_a_county_is_searched_by_itself(page: Page, demo_site: Path, served: Callable[[Path], str]) -> None:
    """Within a county: only its own duties, from its own index, its townships counted; and on to one of them."""
    asked: list[str] = []
    page.on("request", lambda one: asked.extend(re.findall("/(search/index/.*)", one.url)))
    names = search(page, served(demo_site), "津贴", "&in=jia")
    assert names
    county, every = (paths.search_folder(index_of(demo_site, one).name) for one in ("jia", "all"))
    assert any(one.startswith(f"{county}/r-") for one in asked)
    # How words sound is of all townships together.
    assert not any(re.match(f"{every}/[^s]", one) for one in asked)
    unfold(page)
    place = page.get_by_role("combobox", name="乡镇")
    expect(place.locator("option[value='jia/yi']")).to_have_text(re.compile("（\\d+）"))
    expect(place.locator("option[value='jia']")).to_have_text("甲县（全部）")
    links = page.locator("[data-search-results] > li > a:first-child")
    expect(links.and_(page.locator(":not([href*='/townships/jia/'])"))).to_have_count(0)
    place.select_option("jia/yi")
    expect(page).to_have_url(re.compile("in=jia%2Fyi"))
    expect(page.locator("[data-search-done]")).to_be_attached()
    expect(links).not_to_have_count(0)
    expect(links.and_(page.locator(":not([href*='/townships/jia/yi/'])"))).to_have_count(0)


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
    expect(page.get_by_role("button", name="忘掉")).to_have_count(0)
    assert page.evaluate("localStorage.getItem('qingdan.township')") is None
    assert page.context.cookies() == []


def test_more_results_on_request(page: Page, address: str) -> None:
    """Further results come with a button, the focus goes to the first of them, and the address keeps them."""
    before = search(page, address, "安全")
    page.get_by_role("button", name="更多结果").click()
    results = page.locator("[data-search-results] > li > a:first-child")
    expect(results.nth(len(before))).to_be_focused()
    expect(page).to_have_url(re.compile("show="))
    count = results.count()
    page.reload()
    expect(page.locator("[data-search-done]")).to_be_attached()
    expect(results).to_have_count(count)


def state_of(page: Page) -> str | None:
    """Whether the lists answer, as the list of results says it."""
    return page.locator("[data-search-results]").get_attribute("data-search-state")


def test_an_answer_is_called_clear(page: Page, address: str) -> None:
    """The state is there when the list is complete, and not before; without a query there is none."""
    assert search(page, address, "低保")
    assert state_of(page) == "clear"
    expect(page.locator("[data-search-status]")).to_have_text(re.compile("^找到 \\d+ 项$"))
    expect(page.locator("[data-search-nothing]")).to_be_hidden()
    page.goto(f"{address}search/")
    expect(page.locator("[data-search-done]")).to_be_attached()
    assert state_of(page) is None


def test_what_may_be_meant_is_told_as_such(page: Page, address: str) -> None:
    """Results that have but a part of it: what that is, what is in none, and whom to ask where no list carries it."""
    assert search(page, address, "农产品快递补贴")
    assert state_of(page) == "maybe"
    status = page.locator("[data-search-status]")
    expect(status.get_by_role("heading")).to_have_text("可能相关")
    expect(status).to_contain_text(re.compile("提到“农产品”、“补贴”的有 \\d+ 项；"))
    expect(status).to_contain_text("快递：先找寄件的快递企业")
    expect(page.locator("[data-search-nothing]")).to_be_hidden()


def test_what_may_be_meant_in_a_township_leads_to_all_of_them(page: Page, address: str) -> None:
    """Where something near it is found in one, another may have it; over all of them there is nowhere else."""
    assert search(page, address, "羊多了叫我减群", "&in=tuquan/tuquan")
    assert state_of(page) == "maybe"
    status = page.locator("[data-search-status]")
    status.get_by_role("link", name="不是这件事的，在全部乡镇里查").click()
    expect(page.locator("[data-search-done]")).to_be_attached()
    expect(page).to_have_url(re.compile(r"\?q=[^&]+$"))
    expect(status.get_by_role("link")).to_have_count(0)


def test_filters_that_hide_the_answer_leave_no_clear_one(page: Page, address: str) -> None:
    """What is left says far less of it: that is told, with the way out; where the answer is left nothing changes."""
    assert search(page, address, "拖欠工资")
    assert state_of(page) == "clear"
    assert search(page, address, "拖欠工资", "&list=basic")
    assert state_of(page) == "maybe"
    status = page.locator("[data-search-status]")
    expect(status).to_have_text(re.compile(r"可能相关照现在的筛选有 \d+ 项，最像的不在里面。去掉筛选，有 \d+ 项$"))
    status.get_by_role("link").click()
    expect(status).to_have_text(re.compile("^找到"))
    assert search(page, address, "拖欠工资", "&list=reclaimed")
    assert state_of(page) == "clear"


@pytest.mark.parametrize(
    ("query", "told", "link"),
    [
        ("公积金提取出来还房贷要什么材料", "住房公积金管理中心", "tel:12329"),
        ("家里暖气不热找谁反映", "供热企业", "departments/tuquan/"),
        ("护照过期了怎么办", "出入境管理窗口", "departments/tuquan/xiangonganju/"),
        ("停车费收得太贵了", "城市管理", "tel:12315"),
    ],
)
def test_what_people_ask_and_no_list_carries(page: Page, address: str, query: str, told: str, link: str) -> None:
    """The list is empty, and whom to ask stands below it, with the department of the reader's own county."""
    assert search(page, address, query, "&in=tuquan/tuquan") == []
    assert state_of(page) == "none"
    place = page.locator("[data-search-elsewhere]")
    expect(place).to_contain_text(told)
    expect(place.locator(f"a[href*='{link}']").first).to_be_visible()
    expect(page.locator("[data-search-topics]")).to_be_hidden()


def test_nothing_found_says_what_to_do(page: Page, address: str) -> None:
    """That no list says it, how to ask, the township itself, and a way out of the filters; the list stays empty."""
    assert search(page, address, "龘靐齉", "&in=jishou/hexi&list=basic") == []
    assert state_of(page) == "none"
    status = page.locator("[data-search-status]")
    expect(status.get_by_role("heading")).to_have_text("吉首市河溪镇的清单里没有写到这件事")
    nothing = page.locator("[data-search-nothing]")
    expect(nothing.get_by_role("link", name="12345")).to_have_attribute("href", "tel:12345")
    expect(nothing.locator("[data-search-say]")).to_have_text("龘靐齉")
    expect(nothing.get_by_role("link", name="吉首市河溪镇")).to_be_visible()
    expect(nothing.get_by_role("link", name="告诉我们")).to_be_visible()
    # Where it is not, one is not led.
    expect(page.locator("[data-search-others]")).to_have_text("别的乡镇的清单里也没有。")
    status.get_by_role("link", name="去掉筛选").click()
    expect(page).not_to_have_url(re.compile("list="))


def test_filters_that_leave_nothing_are_not_the_lists_fault(page: Page, address: str) -> None:
    """It is said that the filters leave nothing, with how many there are without them."""
    assert search(page, address, "低保", "&in=tuquan/tuquan&list=basic&category=教育培训监管") == []
    assert state_of(page) == "none"
    status = page.locator("[data-search-status]")
    expect(status.get_by_role("heading")).to_have_text("照现在的筛选，一项也没有")
    expect(page.locator("[data-search-nothing]")).not_to_contain_text("没有一项说的是这件事")
    way = status.get_by_role("link", name=re.compile("去掉筛选，有 \\d+ 项"))
    count = re.search("\\d+", way.inner_text())
    way.click()
    assert count
    expect(status).to_have_text(f"找到 {count[0]} 项")
    expect(page.locator("main [name=in]")).to_have_value("tuquan/tuquan")


def test_what_no_list_carries_is_told(page: Page, demo_site: Path, served: Callable[[Path], str]) -> None:
    """What it is, whom to ask, the county's own department, a national number; over all counties the kind's page."""
    address = served(demo_site)
    assert search(page, address, "公积金") == []
    assert state_of(page) == "none"
    told = page.locator("[data-search-nothing] [data-search-elsewhere]")
    expect(told).to_contain_text("住房公积金：缴存、提取、贷款，到住房公积金管理中心的窗口办。问：住房公积金管理中心")
    expect(told).to_contain_text("12329（住房公积金热线）")
    expect(told.get_by_role("link", name="12329")).to_have_attribute("href", "tel:12329")
    for scope, link in (("", "department-kinds/education/"), ("&in=jia", "departments/jia/xianjiaoyuju/")):
        assert search(page, address, "学区", scope) == []
        expect(told.locator(f"a[href$='{link}']")).to_be_visible()


def test_suggestions_tell_what_no_list_carries(page: Page, demo_site: Path, served: Callable[[Path], str]) -> None:
    """In the header's box: whom to ask, and on to the search's page."""
    page.goto(f"{served(demo_site)}about/")
    box = page.locator(".md-header").get_by_role("searchbox")
    box.fill("公积金")
    option = page.get_by_role("option", name="住房公积金：问住房公积金管理中心")
    expect(option).to_be_visible()
    option.get_by_role("link").click()
    page.wait_for_url("**/search/?q=*")
    expect(page.locator("[data-search-elsewhere]")).to_contain_text("住房公积金")


def terms_of(site: Path, township: str) -> set[str]:
    """The terms of a township's duties, and those that lead to any of them."""
    own = {
        term
        for path in index_of(site, township).glob("t-*.json")
        for term, _ in term_rows(json.loads(path.read_text())["terms"])
    }
    pointer = json.loads((site / paths.search_pointer(township)).read_text())
    vocabulary = site / paths.search_folder(json.loads((site / paths.SEARCH_META).read_text())["vocabulary"])
    words = {
        term: word
        for path in vocabulary.glob("w-*.json")
        for term, word in word_rows(json.loads(path.read_text())["words"])
    }
    *_, which = pointer["entries"]
    said = {number for number, has in enumerate(numbers_of(which)) if has}
    asked = set(accumulate(numbers_of(pointer["topics"][0])))
    return own | {
        term
        for term, (_, _, entries, topics, _) in words.items()
        if said.intersection(entries) or asked.intersection(one for one, *_ in topics)
    }


def test_nothing_found_offers_near_topics(page: Page, address: str) -> None:
    """What a filter leaves nothing of leads to the topics of what was found without it."""
    assert search(page, address, "低保", "&in=tuquan/tuquan&list=basic&category=教育培训监管") == []
    expect(page.locator("[data-search-topics]").get_by_role("link", name="最低生活保障")).to_be_visible()


def test_what_other_townships_have_is_told(page: Page, address: str, site: Path) -> None:
    """Within a township that has nothing of it: duties of others, their topics, and the way to search all."""
    # A word of a topic, of which this township has not even a character.
    own = terms_of(site, "tuquan/tuquan")
    names = [one["name"] for one in json.loads((site / "api/v1/topics.json").read_text("utf-8"))]
    pairs = (name[at : at + 2] for name in names for at in range(len(name) - 1))
    word = next(one for one in pairs if re.fullmatch("[一-龥]{2}", one) and not own & {one, *one})
    assert search(page, address, word, "&in=tuquan/tuquan&exact=1") == []
    assert state_of(page) == "none"
    others = page.locator("[data-search-others]")
    expect(others).to_contain_text(re.compile("^别的乡镇的清单里有"))
    expect(others.locator("a[href*='/townships/']").first).not_to_have_attribute("href", re.compile("tuquan"))
    expect(page.locator("[data-search-topics]").get_by_role("link").first).to_be_visible()
    others.get_by_role("link", name="在全部乡镇里查").click()
    expect(page.locator("main [name=in]")).to_have_value("")
    expect(page.locator("[data-search-results] > li")).not_to_have_count(0)


def test_damaged_index_is_said_and_retried(page: Page, address: str) -> None:
    """A file that is missing, cut off or empty gives a clear message and a retry, never an empty page."""

    def harm(answer: dict[str, Any]) -> Callable[[Route], None]:
        return lambda route: route.fulfill(**answer)

    for answer in ({"status": 404, "body": ""}, {"body": '{"低保":[4,'}, {"body": ""}):
        page.route("**/search/index/*/t-*.json", harm(answer))
        search(page, address, "低保")
        expect(page.locator("[data-search-status]")).to_contain_text("索引没有取到")
        page.unroute("**/search/index/*/t-*.json")
        page.get_by_role("button", name="再试一次").click()
        expect(page.locator("[data-search-results] > li").first).to_be_visible()


def test_an_answer_that_comes_late_is_not_shown(page: Page, address: str) -> None:
    """What no list carries is looked up while something else is looked for: of the first nothing is shown."""
    page.goto(f"{address}search/")
    held = Held(page, "**/search/index/*/o-*.json")
    page.locator("#q").fill("公积金")
    page.keyboard.press("Enter")
    held.let_pass()
    page.locator("#q").fill("低保")
    page.keyboard.press("Enter")
    expect(page.locator("[data-search-results] > li").first).to_be_visible()
    held.let_go()
    expect(page.locator("[data-search-nothing]")).to_be_hidden()
    expect(page.locator("[data-search-status]")).to_contain_text(re.compile("^找到"))


def test_what_is_looked_for_no_more_is_not_looked_for_anew(page: Page, address: str) -> None:
    """A file is missing, and when the site proves to be another the search has been left: nothing is said of it."""
    meta = page.request.get(f"{address}search/index/meta.json").json()
    page.route(TERMS, lambda route: route.fulfill(status=404))
    held = Held(page, "**/search/index/meta.json")
    page.goto(f"{address}search/")
    page.evaluate("history.pushState(null, '', '?q=低保'); dispatchEvent(new PopStateEvent('popstate'))")
    held.let_pass()
    page.go_back()
    held.let_go(lambda route: route.fulfill(json={**meta, "version": "0" * 12}))
    expect(page.locator("[data-search-status]")).to_be_empty()


@pytest.mark.parametrize("is_other", [True, False], ids=["other", "twice"])
def test_more_results_are_of_the_same_search(page: Page, address: str, is_other: bool) -> None:
    """More that were asked for are not added to another search's, and but once where it is pressed twice."""
    search(page, address, "宅基地")
    held = Held(page, "**/search/index/*/r-*.json")
    more = page.get_by_role("button", name="更多结果")
    more.click()
    held.let_pass()
    if is_other:
        page.locator("#q").fill("路灯")
        page.keyboard.press("Enter")
        page.locator("[data-search-done]").wait_for(state="attached")
    else:
        more.click()
    names, where = page.locator("[data-search-results] > li > a:first-child"), page.url
    before = names.all_inner_texts()
    held.let_go()
    after = names.all_inner_texts()
    if is_other:
        assert (after, page.url) == (before, where)
    else:
        assert len(before) < len(after) == len({*names.evaluate_all("all => all.map((one) => one.href)")})


def test_what_is_kept_is_offered_below_its_own_failure(page: Page, address: str) -> None:
    """Where it was tried again meanwhile, nothing is added to what is said now."""

    def offer(route: Route) -> None:
        body = "export const offer = (place, said) => place.append(said)"
        route.fulfill(body=body, content_type="text/javascript")

    page.route(TERMS, lambda route: route.abort())
    held = Held(page, "**/offline/instead.js")
    page.goto(f"{address}search/?q=低保")
    status = page.locator("[data-search-status]")
    expect(status).to_contain_text("索引没有取到")
    page.unroute(TERMS)
    page.get_by_role("button", name="再试一次").click()
    expect(status).to_contain_text(re.compile("^找到"))
    held.let_go(offer)
    expect(status).to_have_text(re.compile("^找到 \\d+ 项$"))


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
    expect(options.filter(has_text="主题").first).to_be_visible()
    box.press("Escape")
    expect(options.first).not_to_be_visible()
    box.press_sequentially("审批")
    expect(options.first).to_be_visible()
    box.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    href = options.first.locator("a").get_attribute("href")
    box.press("Enter")
    page.wait_for_url(href)


def test_suggestions_within_a_township(page: Page, address: str) -> None:
    """Topics, of which its results say nothing themselves; each leads to its page."""
    page.goto(f"{address}search/?in=tuquan/tuquan")
    page.locator("#q").press_sequentially("高龄津贴")
    topic = page.get_by_role("option").filter(has_text="主题").first.locator("a")
    expect(topic).to_have_text("主题 高龄津贴")
    assert topic.get_attribute("href") == f"{address}topics/old-age-allowance/"


def escape(page: Page) -> None:
    page.keyboard.press("Escape")


def leave(page: Page) -> None:
    """To the form's button, and back."""
    page.locator("main form [type=submit]").first.focus()
    page.locator("#q").focus()


def enter(page: Page) -> None:
    page.keyboard.press("Enter")


def go_back(page: Page) -> None:
    page.go_back()


WAYS_OUT = [escape, leave, enter, go_back]


@pytest.mark.parametrize("is_open", [True, False], ids=["open", "not yet open"])
@pytest.mark.parametrize("way_out", WAYS_OUT)
def test_closed_suggestions_stay_closed(
    page: Page, address: str, way_out: Callable[[Page], None], is_open: bool
) -> None:
    """An answer on its way does not open them again; what is typed next does."""
    page.goto(f"{address}search/")
    page.evaluate("history.pushState(null, '', '?in=tuquan/tuquan')")
    page.locator("#q").focus()
    listbox = page.locator("main [role=listbox]")
    expect(listbox).to_be_attached()
    if is_open:
        page.keyboard.insert_text("低保")
        expect(listbox).to_be_visible()
    held = Held(page, TERMS)
    page.keyboard.insert_text("宅基地审批")
    held.let_pass()
    way_out(page)
    expect(listbox).to_be_hidden()
    held.let_go()
    expect(listbox).to_be_hidden()
    page.locator("#q").focus()
    page.keyboard.insert_text("路灯")
    expect(listbox).to_be_visible()


def test_closed_before_the_wait_is_over(page: Page, address: str) -> None:
    """What was typed just before is not looked for any more."""
    page.goto(f"{address}about/")
    box = page.locator(".md-header").get_by_role("searchbox")
    box.press_sequentially("宅基地")
    options = page.get_by_role("option")
    expect(options.first).to_be_visible()
    # Both within one task: nothing comes in between.
    box.evaluate("""(box) => {
      box.value += "审";
      box.dispatchEvent(new InputEvent("input", { data: "审" }));
      box.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape" }));
    }""")
    page.wait_for_timeout(400)
    expect(options.first).not_to_be_visible()


@pytest.mark.parametrize("way_out", WAYS_OUT[:-1])
def test_closed_before_the_script_is_there(page: Page, address: str, way_out: Callable[[Page], None]) -> None:
    """What was typed while the suggestions' script was on its way, and is done with, opens none."""
    held = Held(page, "**/search/suggest.js")
    page.goto(f"{address}search/")
    page.locator("#q").focus()
    page.keyboard.insert_text("低保")
    held.let_pass()
    way_out(page)
    held.let_go()
    listbox = page.locator("main [role=listbox]")
    expect(listbox).to_be_hidden()
    expect(listbox).to_be_attached()
    page.keyboard.insert_text("申请")
    expect(listbox).to_be_visible()


def test_a_failure_that_comes_late_closes_nothing(page: Page, address: str) -> None:
    """The files of what was typed first do not come: the suggestions for what was typed then stay."""
    page.goto(f"{address}search/")
    page.locator("#q").focus()
    listbox = page.locator("main [role=listbox]")
    expect(listbox).to_be_attached()
    held = Held(page, TERMS)
    page.keyboard.insert_text("路灯")
    held.let_pass()
    page.locator("#q").fill("宅基地审批")
    expect(listbox).to_be_visible()
    held.let_go(Route.abort)
    expect(listbox).to_be_visible()


@pytest.mark.parametrize("large", ["0", "1"])
@pytest.mark.parametrize("width", [320, 600, 1280])
def test_suggestions_stand_below_their_box(page: Page, address: str, width: int, large: str) -> None:
    """Suggestions touch the box that is typed into, whatever else its form has, and stay on the screen."""
    page.set_viewport_size({"width": width, "height": 700})
    page.add_init_script(f"localStorage.setItem('qingdan.large', '{large}')")
    for path in ("", "search/", "townships/yunyang/longjiao/", "about/"):
        page.goto(address + path)
        form = page.locator(".md-header form" if path == "about/" else "main form[data-qd-search]").first
        box, listbox = form.locator("[name=q]"), form.get_by_role("listbox")
        box.focus()
        expect(form.locator("[role=listbox]")).to_be_attached()
        page.keyboard.insert_text("低保")
        expect(listbox).to_be_visible()
        above, below = box.bounding_box(), listbox.bounding_box()
        assert above, path
        assert below, path
        assert 0 <= below["y"] - above["y"] - above["height"] < 8, path
        assert below["x"] >= 0, path
        assert below["x"] + below["width"] <= width, path


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
    page.route("**/search/index/*/t-*.json", lambda route: route.abort())
    with page.expect_event("requestfailed"):
        page.keyboard.insert_text("低保")
    page.unroute("**/search/index/*/t-*.json")
    page.keyboard.press("Enter")
    expect(page.locator("[data-search-results] > li").first).to_contain_text("低保")


def test_scripts_are_asked_for_at_once(page: Page, address: str) -> None:
    """On a slow line the search page's scripts do not wait for one another."""
    page.route("**/search/page.js", lambda route: route.abort())
    with page.expect_request("**/shared.js"):
        page.goto(f"{address}search/?q=低保")


# --- budgets -----------------------------------------------------------------------------------------


def test_other_pages_load_little(page: Page, address: str) -> None:
    """A page that is not the search page: at most 8 KB of scripts, and nothing of the search before its box is used."""
    loaded: dict[str, int] = {}
    page.on("response", lambda got: loaded.update({got.url: len(gzip.compress(got.body()))}))
    page.goto(f"{address}about/", wait_until="networkidle")
    scripts = {url: size for url, size in loaded.items() if url.endswith(".js")}
    # They are asked for together; which comes first is the network's affair.
    assert sorted(url.rpartition("/")[2] for url in scripts) == ["main.js", "shared.js", "start.js"]
    assert sum(scripts.values()) <= EVERY_PAGE, scripts
    assert not any("/search/" in one for one in loaded)


@pytest.mark.parametrize(
    ("query", "scope"),
    [
        ("低保", ""),
        ("yibao", "&in=yunyang/longjiao"),
        ("危防改造", ""),
        ("我想开个小饭馆，要先找哪里办证", "&in=yunyang/longjiao"),
        ("徵兵", ""),
    ],
)
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
