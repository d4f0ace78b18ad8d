"""The review of an import in a browser: opened from disk, read by keyboard, what was looked at is kept."""

import pytest
from playwright.sync_api import Page, expect

from generator.changes.importing import Place, import_document
from generator.printed.csv import to_csv
from generator.review import review
from support.printed import FORM


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The page of the printed form's import."""
    folder = tmp_path_factory.mktemp("review")
    (folder / "清单.csv").write_bytes(to_csv(FORM))
    place = Place("某省", "某市", "甲县", "乙乡")
    for name, data in review(import_document(folder / "清单.csv", "jia/yi", place, folder / "content")):
        (folder / name).write_bytes(data)
    return (folder / "index.html").as_uri()


def shown(page: Page) -> str | None:
    """The one section that is seen."""
    (one,) = [one for one in page.locator("article").all() if one.is_visible()]
    return one.get_attribute("id")


def test_a_clerk_goes_through_it_by_keyboard(opened: str, wide: Page) -> None:
    """Next, previous, seen and on, back and not seen; it is there again when the page is opened again."""
    wide.goto(opened)
    assert shown(wide) == "document"
    expect(wide.locator("#progress")).to_have_text("看过 0，还有 7")
    wide.keyboard.press("ArrowDown")
    assert shown(wide) == "b-001"
    wide.keyboard.press("ArrowUp")
    assert shown(wide) == "document"
    wide.keyboard.press("Enter")
    wide.keyboard.press("Enter")
    assert shown(wide) == "b-002"
    expect(wide.locator("#progress")).to_have_text("看过 2，还有 5")
    assert wide.locator("nav li:visible").all_inner_texts()[0].startswith("b-002")
    wide.goto("about:blank")
    wide.goto(opened)
    assert shown(wide) == "b-002"
    expect(wide.locator("#progress")).to_have_text("看过 2，还有 5")
    wide.keyboard.press("n")
    assert shown(wide) == "b-003"
    wide.get_by_label("全部").check()
    wide.locator("nav a", has_text="b-001").click()
    assert shown(wide) == "b-001"
    expect(wide.locator("#b-001 .seen input")).to_be_checked()
    wide.keyboard.press("u")
    expect(wide.locator("#progress")).to_have_text("看过 1，还有 6")


def test_all_has_been_looked_at(opened: str, wide: Page) -> None:
    """The end says so."""
    wide.goto(opened)
    for _ in range(7):
        wide.keyboard.press("Enter")
    expect(wide.locator("#progress")).to_have_text("全部看过了")
    expect(wide.get_by_text("没有了。")).to_be_visible()
