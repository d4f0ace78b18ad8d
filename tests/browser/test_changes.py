"""The pages about changes, in a browser: any day leads to its lists, what is new and what is gone can be read."""

from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from support.browser import NewPage

BING = "townships/jia/bing/"
PAGES = ("changes/", f"{BING}changes/", f"{BING}c-001/", f"{BING}c-002/", f"{BING}as-of/2021-06-01/")


@pytest.fixture(scope="module")
def decade(decade_site: Path, served: Callable[[Path], str]) -> str:
    """The address of the site with ten years of changes."""
    return served(decade_site)


@pytest.mark.parametrize(
    ("day", "leads_to"),
    [
        ("2021-06-01", "2021-06-01"),
        ("2022-08-31", "2021-06-01"),
        ("2049-10-01", "2026-05-01"),
        ("1949-10-01", "collected"),
    ],
)
def test_any_day_leads_to_its_lists(phone: Page, decade: str, day: str, leads_to: str) -> None:
    """Whatever day is typed, the page of the lists that were in force on it."""
    phone.goto(f"{decade}{BING}changes/")
    phone.get_by_label("要看哪一天的清单").fill(day)
    phone.get_by_role("button", name="看那一天的").click()
    expect(phone).to_have_url(f"{decade}{BING}as-of/{leads_to}/")


def test_without_scripts_the_days_are_links(new_page: NewPage, decade: str) -> None:
    """Each says from when until when; the form that would do nothing is not shown."""
    page = new_page(java_script_enabled=False)
    page.goto(f"{decade}{BING}changes/")
    expect(page.get_by_label("要看哪一天的清单")).to_be_hidden()
    page.get_by_role("link", name="2021年6月1日起，到 2022年8月31日").click()
    expect(page).to_have_url(f"{decade}{BING}as-of/2021-06-01/")


def test_an_old_code_leads_on(phone: Page, decade: str) -> None:
    """Who scans what hangs on a wall reads that it is no more, and is one step from what there is now."""
    phone.goto(f"{decade}{BING}c-001/")
    expect(phone.get_by_text("已不在清单里")).to_be_visible()
    phone.get_by_text("现在请看").get_by_role("link").click()
    expect(phone).to_have_url(f"{decade}{BING}r-003/")
    expect(phone.locator(".qd-answer .qd-new")).to_be_visible()


def test_what_was_changed_is_told_without_colour(phone: Page, decade: str) -> None:
    """On paper too: what went is struck, what came is underlined."""
    phone.goto(f"{decade}{BING}changes/")
    for media in ("screen", "print"):
        phone.emulate_media(media=media)  # type: ignore[arg-type]  # one of these
        for tag, line in (("del", "line-through"), ("ins", "underline")):
            shown = phone.locator(f".qd-redline {tag}").first
            expect(shown).to_be_visible()
            assert line in shown.evaluate("one => getComputedStyle(one).textDecorationLine")


def test_a_feed_can_be_read(phone: Page, decade: str) -> None:
    """Who opens it in a browser sees what it is, and gets to the page for people."""
    phone.goto(f"{decade}{BING}changes/feed.xml")
    link = phone.locator("a").first
    expect(link).to_be_visible()
    assert phone.locator("updated").first.evaluate("one => getComputedStyle(one).display") == "none"
    link.click()
    expect(phone).to_have_url(f"{decade}{BING}changes/")


@pytest.mark.parametrize("page", PAGES)
def test_pages_fit_and_axe_finds_nothing(new_page: NewPage, decade: str, page: str) -> None:
    """Wide and on a phone, also in large type."""
    for size in ("wide", "phone"):
        shown = new_page(size)
        shown.goto(decade + page)
        assert shown.evaluate("document.documentElement.scrollWidth <= innerWidth")
        found = Axe().run(shown).response["violations"]
        assert [(one["id"], node["html"]) for one in found for node in one["nodes"]] == []
