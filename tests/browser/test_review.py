"""The review of an import in a browser: opened from disk, read by keyboard, what was looked at is kept."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from generator.changes import importing
from generator.changes.importing import Place, import_document
from generator.importers.grid import Doubt, Region
from generator.importers.received import Received, receive
from generator.printed.csv import to_csv
from generator.printed.pdf import to_pdf
from generator.review.page import review
from support.browser import NewPage
from support.printed import FORM


def written(folder: Path, document: Path) -> str:
    """The address of the page of a document's import."""
    place = Place("某省", "某市", "甲县", "乙乡")
    for name, data in review(import_document(document, "jia/yi", place, folder / "content")):
        (folder / name).write_bytes(data)
    return (folder / "index.html").as_uri()


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The page of the printed form's import, as a table."""
    folder = tmp_path_factory.mktemp("review")
    (folder / "清单.csv").write_bytes(to_csv(FORM))
    return written(folder, folder / "清单.csv")


@pytest.fixture(scope="module")
def scanned(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """That of the form as a PDF, as if it were recognised, two characters of c-001 and one of r-001 in doubt."""
    folder = tmp_path_factory.mktemp("scanned")
    (folder / "清单.pdf").write_bytes(to_pdf(FORM))
    recognised = with_doubts(receive(folder / "清单.pdf"), "防范溺水", "培训", "门诊费用报销")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(importing, "receive", lambda *_, **__: recognised)
        yield written(folder, folder / "清单.pdf")


def with_doubts(received: Received, *texts: str) -> Received:
    """What was received, the first character of each text in doubt: on the page it stands halfway down its row."""
    doubts: dict[int, tuple[Doubt, ...]] = {}
    for number, text in enumerate(texts, 2):
        line, row = next(one for one in enumerate(received.text.split("\n"), 1) if text in one[1])
        cell, whole = next(one for one in enumerate(row.split("\t")) if text in one[1])
        _, (region, *_) = received.on_pages(line)
        middle = (region.top + region.bottom) / 2
        doubt = Doubt(
            cell, whole.index(text), 0.5, Region(region.page, middle, middle + 0.01, number / 10, number / 10 + 0.02)
        )
        doubts[line] = (*doubts.get(line, ()), doubt)
    return replace(received, doubts=doubts)


def shown(page: Page) -> str | None:
    """The one section that is seen."""
    (one,) = [one for one in page.locator("article").all() if one.is_visible()]
    return one.get_attribute("id")


def test_a_clerk_goes_through_it_by_keyboard(opened: str, wide: Page) -> None:
    """Next, previous, seen and on, back and not seen; it is there again when the page is opened again."""
    wide.goto(opened)
    progress = wide.locator("#progress")
    assert shown(wide) == "document"
    expect(progress).to_contain_text("已核对 0 / 6，没核对的里面要看 ")
    wide.keyboard.press("ArrowDown")
    assert shown(wide) == "b-001"
    wide.keyboard.press("ArrowUp")
    assert shown(wide) == "document"
    wide.keyboard.press("Enter")
    wide.keyboard.press("Enter")
    assert shown(wide) == "b-002"
    expect(progress).to_contain_text("已核对 1 / 6")
    assert wide.locator("nav li:visible").all_inner_texts()[0].startswith("b-002")
    wide.goto("about:blank")
    wide.goto(opened)
    assert shown(wide) == "b-002"
    expect(progress).to_contain_text("已核对 1 / 6")
    wide.keyboard.press("n")
    assert shown(wide) == "b-003"
    wide.get_by_label("全部").check()
    wide.locator("nav a", has_text="b-001").click()
    expect(wide.locator("#b-001")).to_be_visible()
    assert shown(wide) == "b-001"
    expect(wide.locator("#b-001 .seen input")).to_be_checked()
    wide.keyboard.press("u")
    expect(progress).to_contain_text("已核对 0 / 6")


def test_all_has_been_looked_at(opened: str, wide: Page) -> None:
    """One key a duty; the end says so, and that nothing is left to be asked."""
    wide.goto(opened)
    for _ in range(7):
        wide.keyboard.press("Enter")
    expect(wide.locator("#progress")).to_have_text("全部核对过了，6 项")
    expect(wide.get_by_text("没有了，全部核对过了。")).to_be_visible()


def test_from_mark_to_mark(scanned: str, wide: Page) -> None:
    """Through the texts of a duty, and on to the next one that has any; each is shown on the page, too."""
    wide.goto(scanned)
    doubts = wide.locator("mark.doubt:focus")
    passed = []
    for _ in range(40):
        wide.keyboard.press("d")
        if doubts.count():
            passed.append((shown(wide), doubts.inner_text()[0]))
            spot = wide.locator(".spot.at")
            expect(spot).to_have_count(1)
            expect(spot).to_be_in_viewport()
        if len(passed) == 3:
            break
    assert passed == [("c-001", "防"), ("c-001", "培"), ("r-001", "门")]
    for _ in range(40):
        wide.keyboard.press("Shift+D")
        if doubts.count():
            break
    assert (shown(wide), doubts.inner_text()[0]) == ("c-001", "培")
    wide.locator("#c-001 .spot").first.click()
    assert doubts.inner_text()[0] == "防"


def test_pictures_are_legible(scanned: str, wide: Page) -> None:
    """As wide as it takes: beside what was imported where that is enough, else above it; or as a clerk chooses."""
    wide.goto(f"{scanned}#c-001")
    sides, cut = wide.locator("#c-001 .sides"), wide.locator("#c-001 .cut")
    points = int(cut.get_attribute("data-points") or 0)
    expect(sides).to_have_class("sides above")
    assert cut.bounding_box()["width"] > 1.15 * points  # type: ignore[index]  # it is seen
    wide.set_viewport_size({"width": 2200, "height": 900})
    expect(sides).to_have_class("sides")
    assert cut.bounding_box()["width"] > 1.15 * points  # type: ignore[index]
    wide.keyboard.press("z")
    expect(sides).to_have_class("sides above")
    wide.reload()
    expect(sides).to_have_class("sides above")


@pytest.mark.parametrize("size", ["wide", "phone"])
def test_everybody_can_use_it(scanned: str, new_page: NewPage, size: str) -> None:
    """Nothing that axe finds, and nothing wider than the screen, whatever is shown."""
    page = new_page(size)
    page.goto(f"{scanned}#c-001")
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    for id in ("c-001", "r-001", "document"):
        page.goto(f"{scanned}#{id}")
        page.wait_for_function("(id) => !document.getElementById(id).hidden", arg=id)
        found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
        assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
