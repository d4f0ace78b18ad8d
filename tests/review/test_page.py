"""The review of an import: every duty beside what the document shows, every guess counted, every line to be mended."""

import re
from dataclasses import dataclass, replace
from pathlib import Path

import lxml.html
import pytest
from lxml.html import HtmlElement

from generator.changes import importing
from generator.changes.importing import Imported, Options, Place, import_document
from generator.importers import kinds
from generator.importers.grid import Doubt, GridLine, Reader
from generator.importers.kinds import reader_of
from generator.importers.received import receive
from generator.model import AnyDuty
from generator.printed.csv import to_csv
from generator.printed.pdf import to_pdf
from generator.review.page import review
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
    """What is seen of some elements."""
    for said in element.xpath(".//span[@class='said']"):
        said.drop_tree()
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
    assert texts(section, ".//p[@class='where']/span[1]") == ["配合履职第 1 项，平安法治，编号 c-001"]
    assert texts(section, ".//section[@class='document']//p[@class='place']") == ["第 13 行"]
    assert texts(section, ".//div[@class='cells']/div") == [
        "1",
        "防范溺水",
        "县教育局（牵头）、县公安局",
        "县教育局： 1.宣传； 2.巡查。 县公安局： 救援。 履职保障： 培训。",
        "1.排查； 2.上报。",
    ]
    assert texts(section, ".//div[@class='columns']//h3") == [
        "名称",
        "部门",
        "上级部门职责：县教育局",
        "上级部门职责：县公安局",
        "履职保障：县教育局、县公安局",
        "乡镇配合职责",
    ]
    written = sheet.files["townships/jia/yi/cooperative.yml"].split("\n")
    found = {
        # Of names on one line it stands behind the last.
        text: int(texts(one, "(.|following-sibling::li)/span[@class='line']")[0].removesuffix(" 行"))
        for one in section.xpath(".//div[@class='columns']//li")
        for text in texts(one, "span[1]")
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
        assert link.get("data-count") == str(count)


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
    """The picture of each page that a duty stands on, cut to its rows."""
    one = imported(tmp_path / "清单.pdf", to_pdf(FORM))
    page, files = page_of(one)
    for id in ("b-001", "b-003", "c-001", "r-002"):
        (cut,) = article(page, id).xpath(".//div[@class='cut']")
        (line,) = next(duty.source.lines[:1] for duty in duties(one) if duty.id == id and duty.source)
        _, (region,) = one.received.on_pages(line)
        shown = Box.of(cut.xpath("./img/@style")[0])
        frame = Box.of(cut.xpath("./div[@class='frame']/@style")[0])
        # Where the frame stands on the page, from where it and the page stand in the cut.
        assert (frame.top - shown.top) / shown.height == pytest.approx(region.top, abs=0.001)
        assert frame.height / shown.height == pytest.approx(region.bottom - region.top, abs=0.001)
        assert (frame.left - shown.left) / shown.width == pytest.approx(region.left, abs=0.001)
        assert frame.width / shown.width == pytest.approx(region.right - region.left, abs=0.001)
        assert 0 < frame.top < frame.top + frame.height <= 100
        assert files[cut.xpath("./img/@src")[0]][8:12] == b"WEBP"
    assert {name for name in files if name.endswith(".webp")} == set(page.xpath("//img/@src"))


def test_pages_of_several_files(tmp_path: Path) -> None:
    """A list a file: each has its own pages."""
    for number, table in enumerate(FORM.tables):
        (tmp_path / f"{number}.pdf").write_bytes(to_pdf(replace(FORM, tables=(table,))))
    first, *more = sorted(tmp_path.glob("*.pdf"))
    one = import_document(first, "jia/yi", PLACE, tmp_path / "content", Options(more=tuple(more)))
    page, files = page_of(one)
    shown = {id: article(page, id).xpath(".//img/@src") for id in ("b-001", "c-001", "r-001")}
    assert shown == {"b-001": ["page-1-002.webp"], "c-001": ["page-2-002.webp"], "r-001": ["page-3-002.webp"]}
    assert files.keys() > {"page-1-002.webp", "page-2-002.webp", "page-3-002.webp"}


def test_what_is_doubtful_is_marked_in_the_texts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each place once, with how sure it is, and counted; what is in none of the texts is shown beside them."""
    document = tmp_path / "清单.csv"
    document.write_bytes(to_csv(FORM))
    received = receive(document)
    line = next(number for number, one in enumerate(received.text.split("\n"), 1) if "防范溺水" in one)
    cells = received.text.split("\n")[line - 1].split("\t")

    def doubt(cell: int, of: str, sure: float, char: int = 0) -> Doubt:
        return Doubt(cell, cells[cell].index(of) + char, sure)

    doubts = (
        *(doubt(1, "溺水", 0.5), doubt(1, "溺水", 0.62, 1)),  # one place
        doubt(2, "县公安局", 0.4, 1),
        doubt(3, "2.", 0.3),  # an enumerator
        *(doubt(3, "巡查", 0.6), doubt(3, "巡查", 0.6, 2)),  # two
        doubt(3, "县公安局：", 0.2, 3),  # a label
        doubt(4, "上报", 0.1),
    )
    monkeypatch.setattr(importing, "receive", lambda *_, **__: replace(received, doubts={line: doubts}))
    page, _ = page_of(import_document(document, "jia/yi", PLACE, tmp_path / "content"))
    section = article(page, "c-001")
    marks = section.xpath(".//mark[@class='doubt'][@id]")
    assert [(one.text, one.get("title")) for one in marks] == [
        ("2", "识别的把握 30%"),
        ("局", "识别的把握 20%"),
        ("溺水", "识别的把握 50%"),
        ("公", "识别的把握 40%"),
        ("巡", "识别的把握 60%"),
        ("。", "识别的把握 60%"),
        ("上", "识别的把握 10%"),
    ]
    assert [one.xpath("string(span)") for one in marks[:1]] == ["（识别的把握 30%）"]
    assert texts(section, ".//*[@class='elsewhere']") == [".宣传； 2.巡查。", "。 县公安局： 救援。"]
    first, *_ = texts(section, ".//details[@class='remedies']/p")
    assert first.startswith(f"字认错了：改 townships/jia/yi/source.txt 第 {line} 行；")
    assert not any("说明不对" in one for one in texts(section, ".//details//p"))
    assert not any("文字识别" in one for one in texts(section, ".//li"))
    (others,) = texts(section, ".//div[@class='questions']/p")
    assert others.startswith("文字识别拿不准 7 处")
    questions = section.xpath(".//div[@class='questions']//li")
    assert page.xpath("//nav//a[@href='#c-001']/@data-count") == [str(7 + len(questions))]


def test_what_a_question_quotes_is_marked(sheet: Imported) -> None:
    """In the text that it is about."""
    section = article(page_of(sheet)[0], "c-001")
    questions = texts(section, ".//div[@class='questions']//li")
    number = next(number for number, said in enumerate(questions, 1) if "新登记的部门“县公安局”" in said)
    (mark,) = [one for one in section.xpath(".//mark[@class='guess']") if one.get("title") == f"要看的第 {number} 处"]
    assert (mark.text, mark.getparent().getparent().getparent().tag) == ("县公安局", "ul")


def test_characters_taken_for_others_are_marked(tmp_path: Path) -> None:
    """With what the file has."""
    page, _ = page_of(imported(tmp_path / "清单.csv", to_csv(FORM).replace("水".encode(), "⽔".encode())))
    (mark,) = article(page, "c-001").xpath(".//mark[@class='replaced']")
    assert (mark.text, mark.get("title")) == ("水", "U+2F54 康熙部首“⽔”，应是“水”；收作“水”")


def test_characters_of_several_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is doubtful, and what was taken for something else, is marked in the file that it stands in."""
    for number, table in enumerate(FORM.tables):
        written = to_csv(replace(FORM, tables=(table,)))
        (tmp_path / f"{number}.csv").write_bytes(written.replace("水".encode(), "⽔".encode()))
    first, *more = sorted(tmp_path.glob("*.csv"))

    def doubting(raw: bytes, path: Path) -> Reader | None:
        """A reader that is not sure of the first character of a name."""
        read = reader_of(raw, path)
        assert read
        return lambda path: [
            replace(one, doubts=(Doubt(1, 0, 0.5),)) if isinstance(one, GridLine) and "防范溺⽔" in one.cells else one
            for one in read(path)
        ]

    monkeypatch.setattr(kinds, "reader_of", doubting)
    one = import_document(first, "jia/yi", PLACE, tmp_path / "content", Options(more=tuple(more)))
    page, _ = page_of(one)
    marks = article(page, "c-001").xpath(".//mark[@id][@class!='guess']")
    assert [(mark.get("class"), mark.text) for mark in marks] == [("doubt", "防"), ("replaced", "水")]


@dataclass(frozen=True)
class Box:
    """Where something is placed, in per cent."""

    left: float
    top: float
    width: float
    height: float

    @classmethod
    def of(cls, style: str) -> "Box":
        """From a style."""
        return cls(*(float(one) for one in re.findall(r"(-?[\d.]+)%", style)))


def duties(one: Imported) -> list[AnyDuty]:
    """All duties of an import."""
    return [duty for duty_list in one.township.lists.values() for _, duty in duty_list.duties()]
