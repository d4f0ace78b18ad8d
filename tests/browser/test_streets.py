"""A site of streets in the browser: what scripts say, too, is said of streets, and nothing on any page of 乡镇."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from support.browser import NewPage

WRONG = re.compile("[^“，。<>]{0,12}(?:乡镇|镇里|乡里)[^”，。<>]{0,8}")
# Words that may be left out of a question, whatever the site is of.
FILLERS = re.compile(r'"fillers":\[[^]]*\]')


def test_pages_say_nothing_of_townships(street_site: Path) -> None:
    """What MkDocs and the theme put around the text neither: navigation, footer, 404, manifest."""
    files = [*street_site.rglob("*.html"), street_site / "manifest.json"]
    said = {str(file): WRONG.findall(FILLERS.sub("", file.read_text("utf-8"))) for file in files}
    assert {name: found for name, found in said.items() if found} == {}


@pytest.mark.parametrize("size", ["phone", "wide"])
def test_scripts_speak_of_streets(
    street_site: Path, served: Callable[[Path], str], new_page: NewPage, size: str
) -> None:
    """The reader's own place, the search, the comparison, keeping and the lost page, on both sizes of screen."""
    page, address = new_page(size), served(street_site)

    def show(path: str, *texts: str) -> None:
        page.goto(address + path)
        for text in texts:
            expect(page.locator("main")).to_contain_text(text)
        assert WRONG.findall(page.inner_text("body")) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]  # type: ignore[index]

    show(
        "search/?q=飞机&in=jia/yi",
        "甲区乙街道的清单里没有写到这件事",
        "别的街道的清单里也没有。",
        "直接问街道：甲区乙街道",
    )
    show("search/?q=飞机&in=jia/x", "没有“jia/x”这个区或街道。")
    show("search/?q=津贴", "另有 1 个街道也有这一项")
    show("search/?q=津贴&in=jia/yi", "记住甲区乙街道是我的街道")
    show("compare/", "选街道，选比什么", "选两个到 5 个街道，比三张清单的全部事项。")
    show("compare/?in=jia/yi&in=jia/bing", "换街道，换比什么")
    show("compare/?in=jia/yi&in=jia/x", "没有编号是“jia/x”的街道")
    show("offline/", "先选一个街道：打开它的页面")
    choose(page, address)
    show("search/?q=津贴", "我的街道：甲区乙街道")
    show("compare/", "我的街道：甲区乙街道")
    show("404.html", "我的街道：甲区乙街道", "从街道找起")


def test_a_place_is_called_what_it_is(street_site: Path, served: Callable[[Path], str], new_page: NewPage) -> None:
    """On a site of several kinds its option says which kind it is of."""
    page, address = new_page(), served(street_site)

    def as_zone(route: Route) -> None:
        response = route.fetch()
        body, count = re.subn("<option (?=value=.jia/yi)", '<option data-qd-kind="开发区" ', response.text())
        assert count == 1
        route.fulfill(response=response, body=body)

    page.route("**/search/?**", as_zone)
    page.goto(f"{address}search/?q=飞机&in=jia/yi")
    for text in ("甲区乙街道的清单里没有写到这件事", "直接问开发区：", "别的街道的清单里也没有"):
        expect(page.locator("main")).to_contain_text(text)
    page.get_by_role("button", name="记住甲区乙街道是我的开发区").click()
    expect(page.locator("main")).to_contain_text("我的开发区：甲区乙街道")


def choose(page: Page, address: str) -> None:
    """Choose a street on its page."""
    page.goto(f"{address}townships/jia/yi/")
    page.get_by_role("button", name="设为我的街道：甲区乙街道").click()
