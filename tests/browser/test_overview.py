"""The drawings as they are seen: their width, their stripes, their texts."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_drawings_are_seen(site: Path, served: Callable[[Path], str], browser: Browser, scheme: str) -> None:
    """At 320 px, in light and dark, the bars fill the page's width, stripes are painted, and texts can be read."""
    page = browser.new_page(viewport={"width": 320, "height": 640}, color_scheme=scheme)
    page.goto(f"{served(site)}overview/")
    box = page.locator("svg[role=img]").first.bounding_box()
    assert box["x"] >= 0
    assert 260 <= box["width"] <= 320
    sizes = page.eval_on_selector_all("svg[role=img] text", "all => all.map(one => one.getBoundingClientRect().height)")
    assert min(sizes) > 11
    colours = page.evaluate(
        """() => ["--first", "--second"].map(name => {
             const style = getComputedStyle(document.querySelector(`svg[role=img] .qd-bar${name}`));
             return name === "--second" ? style.fill.startsWith("url(") : style.fill;
           }).concat(getComputedStyle(document.querySelector("svg[role=img] text")).fill)"""
    )
    assert colours[1] is True
    assert colours[0] == ("rgb(24, 90, 29)" if scheme == "light" else "rgb(165, 214, 167)")
    page.close()
