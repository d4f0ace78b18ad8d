"""The review of an import: every duty beside what the document shows, every guess counted, every line to be mended."""

import re
from pathlib import Path

import lxml.html
import pytest
from lxml.html import HtmlElement

from generator.changes.importing import Imported, Place, import_document
from generator.printed.csv import to_csv
from generator.printed.pdf import to_pdf
from generator.review import review
from support.printed import FORM

PLACE = Place("某省", "某市", "甲县", "乙乡")
ODD = "此处加盖公章"


def imported(file: Path, written: bytes) -> Imported:
    """The printed form in a file, imported into an empty folder."""
    file.write_bytes(written)
    return import_document(file, "jia/yi", PLACE, file.parent / "content")


def page_of(one: Imported) -> tuple[HtmlElement, dict[str, bytes]]:
    """The page, and the files beside it."""
    files = dict(review(one))
    return lxml.html.document_fromstring(files.pop("index.html").decode()), files


def article(page: HtmlElement, id: str) -> HtmlElement:
    (found,) = page.xpath(f"//article[@id='{id}']")
    return found


def texts(element: HtmlElement, path: str) -> list[str]:
    return [" ".join(one.text_content().split()) for one in element.xpath(path)]


@pytest.fixture(scope="module")
def sheet(tmp_path_factory: pytest.TempPathFactory) -> Imported:
    """The form as a table, with a line in it that is nothing."""
    table = to_csv(FORM).decode("utf-8-sig").replace("2,发展香醋产业", f"{ODD}\r\n2,发展香醋产业")
    return imported(tmp_path_factory.mktemp("sheet") / "清单.csv", table.encode())


def test_every_duty_has_its_section(sheet: Imported) -> None:
    """In the order of the lists, after the document's own; the list of them says the same."""
    page, files = page_of(sheet)
    ids = ["document", "b-001", "b-002", "b-003", "c-001", "r-001", "r-002"]
    assert [one.get("id") for one in page.xpath("//article")] == ids
    assert [one.get("href") for one in page.xpath("//nav//a")] == [f"#{id}" for id in ids]
    assert sorted(files) == ["review.css", "review.js"]
    assert page.xpath("//body/@data-key")[0].startswith("jia/yi ")


def test_what_was_imported_stands_beside_the_document(sheet: Imported) -> None:
    """The cells as they were given, and each field with its owner, its texts, and the line that holds it."""
    section = article(page_of(sheet)[0], "c-001")
    assert texts(section, ".//p[@class='where']") == ["配合履职第 1 项，平安法治，编号 c-001"]
    assert texts(section, ".//section[@class='document']//p[@class='place']") == ["第 13 行"]
    assert texts(section, ".//div[@class='cells']/div") == [
        "1",
        "防范溺水",
        "县教育局（牵头）、县公安局",
        "县教育局： 1.宣传； 2.巡查。 县公安局： 救援。 履职保障： 培训。",
        "1.排查； 2.上报。",
    ]
    assert texts(section, ".//section[@class='imported']/h3") == [
        "名称",
        "部门",
        "上级部门职责：县教育局",
        "上级部门职责：县公安局",
        "履职保障：县教育局、县公安局",
        "乡镇配合职责",
    ]
    written = sheet.files["townships/jia/yi/cooperative.yml"].split("\n")
    found = {
        text: int(line.removesuffix(" 行"))
        for text, line in zip(
            texts(section, ".//section[@class='imported']/ol/li/span[1]"),
            texts(section, ".//section[@class='imported']/ol/li/span[2]"),
            strict=True,
        )
    }
    assert list(found) == [
        "防范溺水",
        "县教育局（牵头）",
        "县公安局",
        "宣传；",
        "巡查。",
        "救援。",
        "培训。",
        "排查；",
        "上报。",
    ]
    assert all(text in written[line - 1] for text, line in found.items())


def test_every_guess_is_there_and_counted(sheet: Imported) -> None:
    """Those of a duty in its section, the others in the document's; the list counts them; nothing is left out."""
    page, _ = page_of(sheet)
    shown = list(texts(page, "//div[@class='questions']//li"))
    assert len(shown) == len(sheet.guesses) > 0
    for guess in sheet.guesses:
        section = article(page, guess.duty_id or "document")
        assert any(" ".join(guess.message.split()) in one for one in texts(section, ".//li"))
    for link in page.xpath("//nav//a"):
        count = len(article(page, link.get("href")[1:]).xpath(".//div[@class='questions']//li"))
        assert texts(link, ".//b") == ([str(count)] if count else [])
        assert (link.get("data-doubt") is not None) is bool(count)


def test_what_mends_it_can_be_pasted(sheet: Imported) -> None:
    """Where a duty stands in its file, how a cell is split, and the line of what belongs to no duty."""
    page, _ = page_of(sheet)
    (first, _), (paste,) = texts(article(page, "c-001"), ".//details//p"), texts(article(page, "c-001"), ".//pre")
    line = int(re.findall(r"第 (\d+) 行", first)[0])
    written = sheet.files["townships/jia/yi/cooperative.yml"].split("\n")
    assert written[line - 1].strip() == "- id: c-001"
    assert paste == "departments: - duty: c-001 departments: [县教育局（牵头）, 县公安局] why: 写明为什么这样分"
    (aside,) = article(page, "document").xpath(".//pre")
    at = next(number for number, one in enumerate(sheet.received.text.split("\n"), 1) if one.startswith(ODD))
    assert aside.text == f"  set_aside:\n    - {{lines: [{at}, {at}], why: 写明这一行是什么}}\n"


def test_a_pdf_is_shown_as_it_is(tmp_path: Path) -> None:
    """The picture of each page that a duty stands on, and from where to where on it."""
    page, files = page_of(imported(tmp_path / "清单.pdf", to_pdf(FORM)))
    shown = {
        id: article(page, id).xpath(".//div[@class='page']") for id in ("b-001", "b-002", "b-003", "c-001", "r-002")
    }
    assert {id: len(pages) for id, pages in shown.items()} == dict.fromkeys(shown, 1)
    at = {id: (float(one.get("data-top")), float(one.get("data-bottom"))) for id, (one,) in shown.items()}
    assert 0 < at["b-001"][0] < at["b-001"][1] <= at["b-002"][0] < at["b-002"][1] <= at["b-003"][0] < 100
    pictures = {id: one.xpath(".//img/@src") for id, (one,) in shown.items()}
    assert pictures["b-001"] == pictures["b-003"] != pictures["c-001"]
    named = {name for names in pictures.values() for name in names}
    assert named <= files.keys()
    assert all(data.startswith(b"\x89PNG") for name, data in files.items() if name.endswith(".png"))
