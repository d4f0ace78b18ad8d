"""The pages that only many townships have, on a phone."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from support.many import Many

# How many counties so many townships lie in.
COUNTIES = {41: 3, 101: 1}


@pytest.fixture(scope="module")
def address_of(many: Many, served: Callable[[Path], str]) -> Callable[[int], str]:
    """The address of the site of so many townships."""
    return cache(lambda count: served(many(count, COUNTIES[count])))


# What 41 townships have that 101 have not is looked at on a phone with all that is heavy.
@pytest.mark.parametrize(
    ("count", "page"),
    [
        *(pytest.param(41, page, marks=pytest.mark.heavy) for page in (
            "", "data/", "data/counties/county-2/", "townships/", "overview/", "search/?q=高龄",
        )),
        *((101, page) for page in (
            "", "townships/", "townships/county-0/", "search/?q=高龄",
            "compare/?in=county-0/town-0&in=county-0/town-100",
            "categories/livelihood/", "categories/livelihood/county-0/", "topics/old-age-allowance/",
            "departments/county-0/", "departments/county-0/minzheng/", "departments/county-0/minzheng/town-100/",
            "department-kinds/civil-affairs/", "overview/county-0/", "data/counties/county-0/",
        )),
    ],
)  # fmt: skip
def test_page_works_on_a_phone(phone: Page, address_of: Callable[[int], str], count: int, page: str) -> None:
    """No error, nothing wider than a phone, a search and a comparison that answer."""
    errors: list[str] = []
    phone.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    phone.on("pageerror", lambda error: errors.append(str(error)))
    phone.goto(address_of(count) + page)
    if page.startswith("search"):
        expect(phone.locator("[data-search-done] > li").first).to_contain_text("高龄津贴")
        assert phone.locator("#in option").count() > count
    if page.startswith("compare"):
        phone.locator("[data-compare-done]").wait_for(state="attached")
    assert phone.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert errors == []
