"""The pages that only many townships have, on a phone."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from support.many import Many


@pytest.fixture(scope="module")
def addresses(many: Many, served: Callable[[Path], str]) -> dict[int, str]:
    return {41: served(many(41, 3)), 101: served(many(101, 1))}


@pytest.mark.parametrize(
    ("count", "page"),
    [
        *((41, page) for page in ("", "data/", "data/counties/county-2/", "townships/", "overview/", "search/?q=高龄")),
        *((101, page) for page in (
            "", "townships/", "townships/county-0/", "search/?q=高龄",
            "compare/?in=county-0/town-0&in=county-0/town-100",
            "categories/livelihood/", "categories/livelihood/county-0/", "topics/old-age-allowance/",
            "departments/county-0/", "departments/county-0/minzheng/", "departments/county-0/minzheng/town-100/",
            "department-kinds/civil-affairs/", "overview/county-0/", "data/counties/county-0/",
        )),
    ],
)  # fmt: skip
def test_page_works_on_a_phone(phone: Page, addresses: dict[int, str], count: int, page: str) -> None:
    """No error, nothing wider than a phone, a search and a comparison that answer."""
    errors: list[str] = []
    phone.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    phone.on("pageerror", lambda error: errors.append(str(error)))
    phone.goto(addresses[count] + page)
    if page.startswith("search"):
        expect(phone.locator("[data-search-done] > li").first).to_contain_text("高龄津贴")
        assert phone.locator("#in option").count() > count
    if page.startswith("compare"):
        phone.locator("[data-compare-done]").wait_for(state="attached")
    assert phone.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert errors == []
