"""Hostile text in every field of the YAML: on every kind of page it is shown as written and never runs."""

from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlencode

import pypdfium2
import pytest
from playwright.sync_api import Page, expect

from support.browser import WATCH
from support.hostile import KINDS, MEANT, POISON, not_whole, wrongly_shown

# One page of each kind.
PAGES = (
    "",
    "townships/",
    "townships/jia/",
    "townships/jia/yi/",
    "townships/jia/yi/basic/",
    "townships/jia/yi/cooperative/",
    "townships/jia/yi/c-001/",
    "townships/jia/yi/r-001/",
    "departments/",
    "departments/jia/",
    "departments/jia/xianminzhengju/",
    "department-kinds/civil-affairs/",
    "categories/",
    "categories/livelihood/",
    "topics/",
    "topics/old-age-allowance/",
    "overview/",
    "overview/jia/",
    "overview/jia/yi/",
    "references/",
    "references/laws/*/",
    "references/hotlines/12345/",
    "data/",
    "search/?q=高龄津贴",
    "compare/?in=jia/yi&in=jia/bing",
)

SEEN = """() => ({
  text: [...document.querySelectorAll('article > :not(script)')].map((one) => one.textContent).join('\\n'),
  named: [document.title, ...[...document.querySelectorAll('meta[content]')].map((one) => one.content)].join('\\n'),
  attributes: [...document.querySelectorAll('article *')].flatMap((one) => [...one.attributes]
    .filter(({ name }) => /^aria-label$|^data-qd-copy$|^title$/.test(name)).map(({ value }) => value)).join('\\n'),
  data: [...document.querySelectorAll('script[type="application/ld+json"]')].map((one) => JSON.parse(one.textContent)),
  bad: {
    ran: window.qdHacked ?? null,
    elements: [...document.querySelectorAll('.hacked, #hacked, article img')].map((one) => one.outerHTML),
    links: [...document.links].map((one) => one.href).filter((one) => /^javascript:|^https?:[/][/]hacked/.test(one)),
    calculated: document.documentElement.textContent.includes('1337'),
    tooWide: Math.max(0, document.documentElement.scrollWidth - innerWidth),
    forbidden: window.violations,
  },
})"""
NOTHING_BAD = {"ran": None, "elements": [], "links": [], "calculated": False, "tooWide": 0, "forbidden": []}


@pytest.fixture(scope="session")
def address(hostile: Path, served: Callable[[Path], str]) -> str:
    return served(hostile)


@pytest.fixture
def page(phone: Page) -> Iterator[Page]:
    """A phone that takes no error and no dialog."""
    phone.add_init_script(WATCH)
    errors: list[str] = []
    phone.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    phone.on("pageerror", lambda error: errors.append(str(error)))
    phone.on("dialog", lambda dialog: errors.append(dialog.message))
    yield phone
    phone.context.close()
    assert errors == []


@pytest.mark.parametrize("kind", PAGES)
def test_page_shows_it_and_nothing_runs(page: Page, hostile: Path, address: str, kind: str) -> None:
    """On every kind of page, in text, title, description and labels; no element, link, style or request comes of it."""
    if "*" in kind:
        (kind,) = (f"{one.relative_to(hostile).as_posix()}/" for one in hostile.glob(kind))
    page.goto(address + kind)
    if "search/?" in kind:
        page.locator("[data-search-done] > li").first.wait_for()
    if "compare/?" in kind:
        page.locator("[data-compare-done]").wait_for(state="attached")
    seen = page.evaluate(SEEN)
    assert seen["bad"] == NOTHING_BAD
    assert {name: wrongly_shown(seen[name]) for name in ("text", "named", "attributes")} == {
        "text": [], "named": [], "attributes": [],
    }  # fmt: skip
    assert POISON in " ".join(seen["text"].split())


def test_duty_is_shown_as_written(page: Page, address: str, names: list[str]) -> None:
    """Word for word: its heading, its texts and notes, its data for search engines, its citation, and on paper."""
    name = f"{POISON} 开展高龄津贴发放工作"
    page.goto(f"{address}townships/jia/yi/c-001/")
    expect(page.locator("h1")).to_contain_text(name)
    for text in ("审核对象是否符合条件；", "及时足额拨付资金。", "开展业务培训。", "初步审核并公示。"):
        expect(page.locator("article")).to_contain_text(f"{POISON} {text}")
    expect(page.locator("article")).to_contain_text(f"原文印作“{POISON}”，疑应为“{POISON}”。{POISON}")
    (service,) = page.evaluate(SEEN)["data"]
    assert [service["name"], service["serviceType"]] == [name, f"{POISON} 民生服务"]
    assert POISON in page.locator("[data-qd-copy]").get_attribute("data-qd-copy")
    assert names.count(name) == 1
    paper = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))
    printed = "".join(paper[number].get_textpage().get_text_bounded() for number in range(len(paper)))
    assert not_whole(printed, 5) == []
    paper.close()


def test_search_shows_it_as_written(page: Page, address: str) -> None:
    """In results, in the reason of an everyday word, in suggestions; words of the address too."""
    page.goto(f"{address}search/?q=敬老")
    why = page.locator(".qd-results__why", has_text="便民词").first
    expect(why).to_contain_text(f"便民词：敬老 → {MEANT}")
    assert page.evaluate(SEEN)["bad"] == NOTHING_BAD
    # On a phone the search page has its own box alone.
    page.goto(f"{address}about/")
    box = page.locator(".md-header").get_by_role("searchbox")
    box.press_sequentially("高龄津")
    suggestions = page.locator(".md-header .qd-suggestions li")
    expect(suggestions.filter(has_text="高龄津贴").first).to_be_visible()
    assert [wrong for text in suggestions.all_text_contents() for wrong in wrongly_shown(text)] == []
    assert page.evaluate(SEEN)["bad"] == NOTHING_BAD
    query = f"{KINDS['标签']}{KINDS['脚本']}{KINDS['事件']}"
    page.goto(f"{address}search/?{urlencode({'q': query, 'department': query})}")
    page.locator("[data-search-done]").wait_for(state="attached")
    expect(page.locator("[data-search-form] [name=q]")).to_have_value(query)
    assert page.evaluate(SEEN)["bad"] == NOTHING_BAD
