"""Scans and photographs: set upright, without stamps, cut into the lines of cells; what is in doubt is marked."""

import io
import math
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
import typst
from PIL import Image

from generator import cache
from generator.changes.doubts import Known, doubtful, with_doubts
from generator.importers.draft import Draft, ImportProblem
from generator.importers.grid import CERTAIN, Doubt, GridLine, Region, Remark
from generator.importers.pdf import document as pdf
from generator.importers.pdf.page import Glyph, Page
from generator.importers.pdf.raster import Grey, Lines, Ruling, rulings
from generator.importers.pdf.table import tables
from generator.importers.pictures import pictures
from generator.importers.received import Received, receive
from generator.importers.registry import IMPORTERS
from generator.importers.scan import document as scan_document
from generator.importers.scan import page as scan_page
from generator.importers.scan import reading
from generator.importers.scan.picture import beside, corners_of, on_white, skew_of, unstamped, warped
from generator.importers.scan.reading import Character, compared, normal
from generator.importers.scan.stamps import Disc, lifted, stamps
from generator.importers.scan.strips import Box, Ink, Strip, strips
from generator.importers.scan.widths import settled
from generator.model import LIST_TYPES, BasicDuty, Category, Content, ListKind, Source, Township
from generator.progress import Progress, used

FONTS = typst.Fonts()
PREAMBLE = """
#set page(width: 260pt, height: 180pt, margin: 20pt)
#set text(font: "Noto Serif CJK SC", size: 10.5pt, lang: "zh", fallback: false)
#set table(stroke: 0.5pt, inset: 5pt, align: left + horizon)
"""
# A list of two rows; the cell of the second goes on in a second line.
LIST = """
#align(center)[云河镇基本履职事项清单]
#table(columns: (36pt, 1fr), [序号], [事项名称], table.cell(colspan: 2)[一、党的建设（2项）],
  [1], [宣传法律法规。], [12], [落实防汛抗旱责任制，组织巡查堤防、\\ 水库，及时上报险情。])
"""


def scan(folder: Path, source: str, turned: str = "2deg", over: str = "") -> Path:
    """A PDF that is the picture of a page, skewed; `over` is drawn over it."""
    picture = typst.compile((PREAMBLE + source).encode(), format="png", ppi=150, font_paths=FONTS)
    assert isinstance(picture, bytes)
    placed = f"""
#set page(width: 260pt, height: 180pt, margin: 0pt)
#rotate({turned}, image(bytes(({", ".join(map(str, picture))})), width: 100%)){over}
"""
    path = folder / "scan.pdf"
    path.write_bytes(typst.compile(placed.encode(), format="pdf", font_paths=FONTS))
    return path


# --- the picture -----------------------------------------------------------------------------------


@pytest.mark.parametrize("degrees", [-3.0, -0.4, 0.0, 1.7, 3.0])
def test_skew(degrees: float) -> None:
    """Lines that fall to the right by so much are turned clockwise by so much."""
    grey = np.full((500, 700), 255, np.uint8)
    across = np.arange(700)
    for start in range(60, 440, 25):
        heights = (start + across * math.tan(math.radians(degrees))).astype(int).clip(0, 496)
        for below in range(3):
            grey[heights + below, across] = 0
    assert skew_of(grey) == pytest.approx(degrees, abs=0.1)


def test_an_empty_page_is_not_skewed() -> None:
    assert skew_of(np.full((50, 50), 255, np.uint8)) == 0.0


PAPER, BLACK = (250, 250, 250), (20, 20, 20)


@pytest.mark.parametrize(
    ("stamp", "stamped"),
    [
        ((230, 40, 40), (30, 8, 8)),  # ink on ink
        ((223, 90, 88), (170, 31, 30)),  # a picture laid over the text, so that little of it is seen
        ((60, 60, 220), (8, 8, 30)),  # blue
    ],
)
def test_coloured_ink_vanishes(stamp: tuple[int, int, int], stamped: tuple[int, int, int]) -> None:
    """What is under it stays: here a black line on paper, that runs on under a stamp."""
    colours = np.full((80, 80, 3), PAPER, np.uint8)
    colours[40] = BLACK
    colours[:, 60:] = stamp
    colours[40, 60:] = stamped
    grey = unstamped(colours)
    assert min(grey[:40].min(), grey[41:].min()) > 220
    assert grey[40].max() <= 30


def test_a_stamp_over_nothing_vanishes() -> None:
    colours = np.full((80, 80, 3), PAPER, np.uint8)
    colours[40:, 60:] = (230, 40, 40)
    colours[::2, 60:, 0] -= 15
    assert unstamped(colours).min() >= 210


def test_yellowed_paper_is_paper() -> None:
    colours = np.full((80, 80, 3), (240, 220, 160), np.uint8)
    colours[40] = BLACK
    assert [unstamped(colours)[at, 0] for at in (39, 40)] == [255, 31]


def test_paper_is_made_white() -> None:
    """Whatever light falls on it; ink keeps its share of the light."""
    paper = np.tile(np.linspace(240, 120, 960), (480, 1))
    paper[::12] *= 0.25
    white = on_white(paper.astype(np.uint8), np.zeros_like(paper, np.bool_))
    assert white[1::12].min() >= 245
    assert (abs(white[::12, 48:-48].astype(int) - 64) < 4).all()


def test_what_paper_lies_on_is_white() -> None:
    """But not a dark area within it."""
    grey = np.full((960, 960), 60, np.uint8)
    grey[192:768, 192:768] = 230
    grey[384:480, 384:480] = 60
    white = on_white(grey, beside(grey, 0.0))
    assert white[:192].min() == white[:, 768:].min() == 255
    assert white[384:480, 384:480].min() < 100


def grid(height: int, width: int, seen: Callable[[float, float], tuple[float, float]]) -> Grey:
    """A page with rulings, four each way, as they are seen."""
    from PIL import Image, ImageDraw

    page = Image.new("L", (width, height), 255)
    for part in (0.1, 0.4, 0.6, 0.9):
        for start, end in (((0.1, part), (0.9, part)), ((part, 0.1), (part, 0.9))):
            ends = [(x * width, y * height) for x, y in (seen(*start), seen(*end))]
            ImageDraw.Draw(page).line(ends, fill=0, width=2)
    return np.asarray(page)


def test_a_page_seen_at_an_angle_is_warped() -> None:
    """Its far side is narrower; when it is flat, its rulings are level and upright, each as long as the others."""
    seen = grid(1100, 800, lambda x, y: (x + 0.06 * (0.5 - x) * (1 - y), y))
    assert len(rulings(seen, Lines(6, 400, 8, 40))) < 8
    corners = corners_of(seen)
    assert corners is not None
    found = rulings(warped(seen, corners), Lines(6, 400, 8, 40))
    assert [sum(one.is_vertical is kind for one in found) for kind in (True, False)] == [4, 4]
    lengths = [one.end - one.start for one in found if not one.is_vertical]
    assert max(lengths) - min(lengths) < 8


def test_a_page_held_straight_stays() -> None:
    assert corners_of(grid(1100, 800, lambda x, y: (x, y))) is None
    assert corners_of(np.full((300, 200), 255, np.uint8)) is None


def test_a_page_with_one_ruling_each_way_stays() -> None:
    """They are askew, but what is between them is not seen."""
    seen = np.full((1100, 800), 255, np.uint8)
    for place in range(800):
        seen[500 + place // 60 : 504 + place // 60, place] = 0
        seen[place + 100, 400 + place // 60 : 404 + place // 60] = 0
    assert corners_of(seen) is None


# --- stamps without colour -------------------------------------------------------------------------


def test_a_grey_stamp_is_found_and_lifted() -> None:
    """A ring over thin strokes: these stay, and it goes; a ring half of which is missing is none."""
    from PIL import Image, ImageDraw

    page = Image.new("L", (900, 700), 255)
    pen = ImageDraw.Draw(page)
    for y in range(50, 650, 30):
        pen.line((60, y, 840, y), fill=20, width=3)
    plain = np.asarray(page.copy())
    pen.ellipse((300, 200, 620, 520), outline=110, width=12)
    for y in range(50, 650, 30):
        pen.line((60, y, 840, y), fill=20, width=3)
    (disc,) = stamps(np.asarray(page))
    assert (disc.x, disc.y, disc.radius) == (
        pytest.approx(460, abs=6),
        pytest.approx(360, abs=6),
        pytest.approx(165, abs=12),
    )
    assert disc.covers(460, 220)
    assert not disc.covers(460, 560)
    assert np.abs(lifted(np.asarray(page), [disc]).astype(int) - plain).mean() < 2
    pen.rectangle((300, 200, 460, 520), fill=255)
    assert stamps(np.asarray(page)) == []


# --- lines -----------------------------------------------------------------------------------------


def inked(*blocks: tuple[int, int, int, int], grey: int = 20) -> Grey:
    """White paper with rectangles: left, top, right, bottom."""
    paper = np.full((200, 400), 255, np.uint8)
    for left, top, right, bottom in blocks:
        paper[top:bottom, left:right] = grey
    return paper


LINE, NEXT = (20, 20, 180, 45), (20, 60, 180, 85)


@pytest.mark.parametrize(
    ("blocks", "lines"),
    [
        ((LINE, NEXT), [LINE, NEXT]),
        # What is above it in the line (the dot of i), and below (a comma's tail).
        (((60, 14, 66, 17), LINE, NEXT), [(20, 14, 180, 45), NEXT]),
        # Of a digit only its top and its foot are dark.
        ((LINE, (20, 60, 34, 65), (20, 80, 34, 85)), [LINE, (20, 60, 34, 85)]),
        # Lines that touch each other at a letter.
        (
            (LINE, (20, 60, 180, 85), (20, 88, 180, 113), (60, 85, 66, 88), (20, 130, 180, 155)),
            [LINE, (20, 60, 180, 85), (20, 85, 180, 113), (20, 130, 180, 155)],
        ),
        # A speck is none.
        ((LINE, (100, 120, 102, 121)), [LINE]),
    ],
)
def test_lines_of_a_cell(blocks: list[tuple[int, int, int, int]], lines: list[tuple[int, int, int, int]]) -> None:
    found = strips(Ink.of(inked(*blocks)), [Box(0, 0, 400, 200)])
    assert [line.box for line in found[0]] == [Box(*line) for line in lines]


def test_lines_belong_to_the_cell_that_they_are_in() -> None:
    found = strips(Ink.of(inked(LINE, (220, 30, 380, 55))), [Box(0, 0, 200, 200), Box(200, 0, 400, 200)])
    assert [[line.box for line in area] for area in found] == [[Box(*LINE)], [Box(220, 30, 380, 55)]]


def test_a_grey_stamp_is_no_line() -> None:
    """What is lighter than the text of the page, though darker than paper."""
    grey = inked(LINE)
    grey[100:125, 20:180] = 130
    assert [line.box for line in strips(Ink.of(grey), [Box(0, 0, 400, 200)])[0]] == [Box(*LINE)]


def test_cells_of_a_skewed_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each line of each cell is read once, and what is read stands in that cell: here a character a line."""

    def read(_: Grey, lines: list[Box]) -> list[list[Character]]:
        return [[Character(text, box.left + 10.0, 1.0)] for text, box in zip("甲乙丙丁戊己庚辛壬", lines, strict=True)]

    monkeypatch.setattr(reading, "read", read)
    monkeypatch.setattr(reading, "glance", lambda *_: characters("字" * 20))
    found = scan_page.recognised(
        pypdfium2.PdfDocument(scan(tmp_path, LIST))[0], Page(1, (), (), width=260.0, height=180.0)
    )
    ((table,), outside) = tables(found)
    assert [[cell.text() for cell in row if cell] for row in table.rows] == [
        ["甲", "乙"],
        ["丙"],
        ["丁", "戊"],
        ["己", "庚辛"],
    ]
    assert [glyph.text for glyph in outside] == ["壬"]


def test_a_lost_point_is_in_doubt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the line has ink behind what is read, or between (`_` is not read), and behind a number that has none."""
    lines = ["序号", "事项名称", "一、党的建设", "1", "1宣传法律法规。", "12", "落实", "水库_及时上报险情", "清单"]

    def read(_: Grey, boxes: list[Box]) -> list[list[Character]]:
        return [
            [
                Character(char, box.left + 15.0 + 29.0 * place / (2 if text.isdecimal() else 1), 1.0)
                for place, char in enumerate(text)
                if char != "_"
            ]
            for text, box in zip(lines, boxes, strict=True)
        ]

    monkeypatch.setattr(reading, "read", read)
    monkeypatch.setattr(reading, "glance", lambda *_: characters("字" * 20))
    found = scan_page.recognised(
        pypdfium2.PdfDocument(scan(tmp_path, LIST))[0], Page(1, (), (), width=260.0, height=180.0)
    )
    unsure = [(glyph.text, glyph.confidence) for glyph in found.glyphs if glyph.confidence < CERTAIN]
    assert unsure == [("设", 0.5), ("1", 0.95), ("实", 0.5), ("库", 0.5), ("及", 0.5), ("情", 0.5), ("单", 0.5)]


def test_what_is_under_a_stamp_is_in_doubt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "read", lambda _, boxes: [[Character("字", box.left + 15.0, 1.0)] for box in boxes])
    monkeypatch.setattr(reading, "glance", lambda *_: characters("字" * 20))
    monkeypatch.setattr(scan_page, "stamps", lambda _: [Disc(120.0, 60.0, 300.0)])
    found = scan_page.recognised(
        pypdfium2.PdfDocument(scan(tmp_path, LIST))[0], Page(1, (), (), width=260.0, height=180.0)
    )
    under = {math.dist((glyph.x, glyph.y), (43, 22)) < 95 for glyph in found.glyphs if glyph.confidence == 0.6}
    assert under == {True}


@pytest.mark.parametrize("turns", [0, 1, 2, 3])
def test_a_page_is_turned_as_it_is_read_best(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, turns: int) -> None:
    """Not all turns are tried where the first will do."""
    tried: list[int] = []

    def glance(*_: object) -> list[Character]:
        return characters("字" * 20, 0.97 if tried[-1] == turns else 0.4)

    made = scan_page.Upright.of

    def of(page: pypdfium2.PdfPage, turned: int) -> object:
        tried.append(turned)
        return made(page, turned)

    monkeypatch.setattr(scan_page.Upright, "of", of)
    monkeypatch.setattr(reading, "glance", glance)
    monkeypatch.setattr(reading, "read", lambda _, boxes: [[Character("字", box.left + 15.0, 1.0)] for box in boxes])
    found = scan_page.recognised(
        pypdfium2.PdfDocument(scan(tmp_path, LIST))[0], Page(1, (), (), width=260.0, height=180.0)
    )
    assert (found.turns, found.height) == (turns, pytest.approx(260 if turns % 2 else 180, abs=1))
    assert tried == ([0] if turns == 0 else [0, 1, 2, 3])


def test_a_page_that_cannot_be_read_says_which_and_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = "#table(columns: (1fr, 1fr), " + "[序号], [名称], " * 6 + ")"
    monkeypatch.setattr(reading, "glance", lambda *_: characters("字" * 20, 0.4))
    monkeypatch.setattr(reading, "read", lambda _, boxes: [[Character("字", box.left + 15.0, 0.4)] for box in boxes])
    page = Page(3, (), (), part="（三.jpg）")
    with pytest.raises(
        ImportProblem, match=r"^第 3 页（三\.jpg）认不清：12 行字里有 12 行没有把握；请把这一页放正再扫"
    ):
        scan_page.recognised(pypdfium2.PdfDocument(scan(tmp_path, source))[0], page)


# --- readings --------------------------------------------------------------------------------------


def characters(text: str, confidence: float = 1.0) -> list[Character]:
    """A line that is read."""
    return [Character(char, float(place), confidence) for place, char in enumerate(text)]


def shown(line: list[Character]) -> str:
    """A line's text, what is in doubt in brackets."""
    return "".join(one.text if one.confidence > 0.5 else f"[{one.text}]" for one in line)


@pytest.mark.parametrize(
    ("read", "text"),
    [
        ("村(社区)干部,指导:", "村（社区）干部，指导："),
        ("汛期 24 小时", "汛期24小时"),
        ("每年1,000元,12:30前", "每年1,000元，12:30前"),
        ("Wi Fi(5)", "Wi Fi(5)"),
    ],
)
def test_width_and_spaces(read: str, text: str) -> None:
    assert "".join(one.text for one in normal(characters(read))) == text


@pytest.mark.parametrize(
    ("first", "second", "text"),
    [
        (characters("建立全县", 0.9), characters("建立全县", 0.9), "建立全县"),
        (characters("建立全具", 0.6), characters("建立全县", 0.9), "建立全[县]"),
        (characters("建立全县", 0.9), characters("建立全具", 0.6), "建立全[县]"),
        # What only one of them has: whichever is taken, its neighbour is in doubt.
        (characters("1开展", 0.9), characters("1.开展", 0.9), "[1][.]开展"),
    ],
)
def test_where_two_readings_differ(first: list[Character], second: list[Character], text: str) -> None:
    assert shown(compared(first, second)) == text


PAPER_BESIDE = {"full": 20, "half": 3, "between": 11}


@pytest.mark.parametrize(
    ("wide", "beside", "text", "is_sure"),
    [
        (0.9, "full", "，", True),
        (0.1, "half", ",", True),
        # Set wider or closer than usual, nobody can tell.
        (0.5, "between", "，", False),
        (0.9, "half", ",", False),
    ],
)
def test_the_width_of_punctuation(wide: float, beside: str, text: str, *, is_sure: bool) -> None:
    """What the recognition sees, and the paper beside it; em 30, the comma's ink 6 pixels wide."""
    apart = PAPER_BESIDE[beside]
    grey = inked((20, 20, 50, 45), (52, 38, 58, 45), (58 + apart, 20, 88 + apart, 45))
    line = Strip(Box(20, 20, 88 + apart, 45), 32.0)
    read = [Character("县", 35.0, 1.0), Character("，", 55.0, 1.0, wide), Character("乡", 73.0 + apart, 1.0)]
    ((_, comma, _),) = settled(grey, [(line, read)], [30.0])
    assert (comma.text, comma.confidence > 0.95) == (text, is_sure)


def test_punctuation_that_tells_nothing_is_as_on_the_rest_of_the_page() -> None:
    """At the end of a line, where paper is beside all."""
    half = [Character("县", 35.0, 1.0), Character("，", 55.0, 1.0, 0.02)]
    lines = [(Strip(Box(20, 20, 61, 45), 32.0), half) for _ in range(30)]
    lines += [(Strip(Box(20, 20, 61, 45), 32.0), [half[0], half[1]._replace(wide=0.4)])]
    found = settled(inked(LINE), lines, [30.0] * len(lines))
    assert [line[-1].text for line in found] == [","] * 31


# --- doubts ----------------------------------------------------------------------------------------


def glyphs(text: str, left: float, top: float, sure: dict[str, float]) -> tuple[Glyph, ...]:
    """A line of text in 10 points."""
    return tuple(
        Glyph(char, x, top, x + 10, top + 12, x, top + 10, 10.0, 0, confidence=sure.get(char, 1.0))
        for char, x in zip(text, range(int(left), 1000, 10), strict=False)
    )


def test_doubts_say_where_in_a_cell_and_on_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also in the second line of a cell, and in what stands outside of tables."""
    level = [Ruling(False, at, 10, 150) for at in (40, 60, 100)]
    upright = [Ruling(True, at, 40, 100) for at in (10, 50, 150)]
    unsure = {"具": 0.6, "贡": 0.8}
    text = (
        *glyphs("清单", 20, 10, {"单": 0.7}),
        *(*glyphs("序号", 15, 44, {}), *glyphs("事项名称", 55, 44, {})),
        *(*glyphs("1", 15, 70, {}), *glyphs("负责落实全具防汛", 55, 64, unsure), *glyphs("责任贡", 55, 80, unsure)),
    )
    page = Page(1, text, (*level, *upright), height=200.0, width=160.0)
    monkeypatch.setattr(pdf, "pages", lambda _: [page])
    title, _, row = (line for line in pdf.lines(Path("made.pdf")) if isinstance(line, GridLine))
    assert (title.cells, title.doubts) == (("清单",), (Doubt(0, 1, 0.7),))
    assert row.cells == ("1", "负责落实全具防汛责任贡")
    assert row.doubts == (Doubt(1, 5, 0.6), Doubt(1, 10, 0.8))
    assert [one.region for one in (*title.doubts, *row.doubts)] == [
        Region(1, top / 200, (top + 12) / 200, left / 160, (left + 10) / 160)
        for left, top in ((30, 10), (105, 64), (75, 80))
    ]


def duty(name: str, line: int) -> BasicDuty:
    """A duty that stands on a line of the text."""
    return BasicDuty(id="b-001", number=1, name=name, source=Source(lines=(line, line)))


def lists(*duties: BasicDuty) -> dict[ListKind, object]:
    """The basic list with these duties."""
    category = Category[BasicDuty](name="一", declared=None, duties=duties)
    return {ListKind.BASIC: LIST_TYPES[ListKind.BASIC](title="清单", categories=(category,))}


@pytest.mark.parametrize(
    ("sure", "marked"),
    [
        (0.6, "组织【防】汛抗旱工作"),
        (0.8, None),  # 组织防, 织防汛 and 防汛抗 are known
        (0.98, None),
    ],
)
def test_known_words_lower_a_doubt(sure: float, marked: str | None) -> None:
    known = Township("x/y", "x", None, lists(duty("组织防汛抗旱", 1)))  # type: ignore[arg-type]  # no file is read
    assert notes("组织防汛抗旱工作", Doubt(1, 2, sure), Known.of(Content(townships=(known,)))) == marked


@pytest.mark.parametrize(("sure", "marked"), [(0.98, "组织【访】汛抗旱工作"), (0.99, None)])
def test_new_words_raise_a_doubt(sure: float, marked: str | None) -> None:
    assert notes("组织访汛抗旱工作", Doubt(1, 2, sure), Known(frozenset())) == marked


def notes(name: str, doubt: Doubt, known: Known) -> str | None:
    """What the note on a duty shows; the text itself stays as it was read."""
    received = Received(Path("a.pdf"), f"清单\n1\t{name}\n", IMPORTERS["table-text"], doubts={2: (doubt,)})
    found = doubtful(received, known)
    draft = with_doubts(Draft("清单", lists(duty(name, 2))), received, found)  # type: ignore[arg-type]  # one is enough
    ((_, noted),) = draft.lists[ListKind.BASIC].duties()
    assert noted.name == name
    assert [(guess.line, guess.duty_id, guess.message) for guess in draft.guesses] == [
        (2, "b-001", note.why) for note in noted.notes
    ]
    return noted.notes[0].why.partition("：")[2] if noted.notes else None


def test_doubts_of_no_duty_are_reported() -> None:
    received = Received(Path("a.pdf"), "清单\n", IMPORTERS["table-text"], doubts={1: (Doubt(0, 1, 0.4),)})
    draft = with_doubts(Draft("清单", {}), received, doubtful(received, Known(frozenset())))
    assert [(guess.line, guess.message) for guess in draft.guesses] == [
        (1, "文字识别拿不准【】里的 1 处，请对照原件：清【单】")
    ]


# --- for a person ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("is_scanned", "skew"), [(True, 0.0), (False, 2.0)])
@pytest.mark.parametrize("suffix", ["pdf", "png"])
def test_scanned_pages_are_shown_upright(tmp_path: Path, suffix: str, is_scanned: bool, skew: float) -> None:
    """As they are read, so that what is known of a place on the page is at that place; of a picture, too."""
    path = scan(tmp_path, LIST)
    if suffix == "png":
        with pypdfium2.PdfDocument(path) as document:
            path = tmp_path / "scan.png"
            document[0].render(scale=150 / 72).to_pil().save(path, dpi=(150, 150))
    ((number, shown),) = pictures(path, {1: is_scanned}, 100)
    with Image.open(io.BytesIO(shown.webp)) as image:
        assert (number, image.size) == (1, (shown.width, shown.height)) == (1, pytest.approx((361, 250), abs=1))
        assert skew_of(np.asarray(image.convert("L"))) == pytest.approx(skew, abs=0.3)


# --- without the recognition, and with it ----------------------------------------------------------


def test_without_the_recognition(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What to do, and where the first picture is."""
    monkeypatch.setitem(sys.modules, "rapidocr", None)
    picture = tmp_path / "scan.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n")
    for path, place in ((scan(tmp_path, LIST), "第 1 页"), (picture, "这份文件")):
        with pytest.raises(ImportProblem, match=f"{place}是扫描的图片，没有文字.*make ocr"):
            receive(path)


STAMP = "#place(top + left, dx: 60pt, dy: 60pt, circle(radius: 45pt, stroke: 4pt + rgb(214, 40, 38, 200)))"


@pytest.mark.heavy
@pytest.mark.parametrize("turned", ["-2deg", "1.3deg"])
def test_a_stamped_scan_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, turned: str) -> None:
    monkeypatch.setattr(cache, "kept_in", lambda name: cache.Cache(tmp_path / name))
    found = list(pdf.lines(scan(tmp_path, LIST, turned, STAMP)))
    assert [line.cells for line in found if isinstance(line, GridLine)] == [
        ("云河镇基本履职事项清单",),
        ("序号", "事项名称"),
        ("一、党的建设（2项）",),
        ("1", "宣传法律法规。"),
        ("12", "落实防汛抗旱责任制，组织巡查堤防、水库，及时上报险情。"),
    ]
    (remark,) = (one for one in found if isinstance(one, Remark))
    assert (remark.place, remark.message) == (
        "第 1 页",
        "从这一页起有扫描的图片，文字是识别出来的，共 1 页；请逐条对照原件核对",
    )


@pytest.mark.heavy
def test_a_photograph_is_read(tmp_path: Path) -> None:
    """Whatever the camera says of its size and of how it was held."""
    picture = typst.compile((PREAMBLE + LIST).encode(), format="png", ppi=200, font_paths=FONTS)
    from PIL import Image

    path = tmp_path / "photo.jpg"
    with Image.open(io.BytesIO(picture)) as image:
        held = image.convert("RGB").rotate(90, expand=True)
        exif = Image.Exif()
        exif[274] = 6  # to be shown turned by a quarter, clockwise
        held.save(path, exif=exif, dpi=(72, 72))
    received = receive(path)
    assert received.text.split("\n")[3] == "1\t宣传法律法规。"
    assert received.place(4) == f"{path}：第 1 页第 3 行"


@pytest.mark.heavy
def test_photographs_are_pages_in_the_order_given(tmp_path: Path) -> None:
    """A row that goes on over the page is one; held at an angle, upside down and by a quarter; each has its name."""
    from PIL import Image

    rest = "#table(columns: (36pt, 1fr), [], [水库，及时上报险情。], [2], [宣传法律法规，开展普法教育。])"
    paths = [tmp_path / name for name in ("乙.jpg", "甲.jpg")]
    for path, source, turn in zip(paths, (LIST.replace("水库，及时上报险情。", ""), rest), (180, 90), strict=True):
        picture = typst.compile((PREAMBLE + source).encode(), format="png", ppi=220, font_paths=FONTS)
        with Image.open(io.BytesIO(picture)) as image:
            width, height = image.size
            corners = (0, 0, -0.02 * width, height, width * 1.02, height, width, 0)
            image.convert("RGB").transform(
                image.size, Image.Transform.QUAD, corners, Image.Resampling.BICUBIC, fillcolor="white"
            ).rotate(turn, expand=True).save(path)
    received = receive(*paths)
    assert received.text.split("\n")[4:6] == [
        "12\t落实防汛抗旱责任制，组织巡查堤防、水库，及时上报险情。",
        "2\t宣传法律法规，开展普法教育。",
    ]
    assert received.place(6) == f"{paths[0]}：第 2 页（甲.jpg）第 2 行"
    assert "2 幅图片照写出的次序算一份文件的各页：乙.jpg、甲.jpg" in received.remarks[0].message


@pytest.mark.heavy
def test_a_damaged_picture(tmp_path: Path) -> None:
    path = tmp_path / "scan.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n")
    with pytest.raises(ImportProblem, match="图片损坏，打不开"):
        receive(path)


@pytest.mark.heavy
def test_interrupted_work_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that has been read is not read again; what goes on is told."""
    monkeypatch.setattr(cache, "kept_in", lambda name: cache.Cache(tmp_path / name))
    path = tmp_path / "two.pdf"
    two = pypdfium2.PdfDocument(scan(tmp_path, LIST))
    two.import_pages(pypdfium2.PdfDocument(scan(tmp_path, LIST, "-1deg")))
    two.save(path)
    asked: list[int] = []

    def read(_: pypdfium2.PdfPage, page: Page) -> Page:
        asked.append(page.number)
        if asked == [1, 2]:
            raise KeyboardInterrupt
        return Page(page.number, glyphs("清单", 20, 10, {"单": 0.7}), (Ruling(True, 10, 40, 100),), is_picture=True)

    monkeypatch.setattr(scan_document, "recognised_page", read)
    pages = [Page(1, (), ()), Page(2, (), ())]
    with pytest.raises(KeyboardInterrupt):
        list(scan_document.recognised(path, pages, pages))
    said: list[str] = []
    with used(Progress(said.append)):
        found = list(scan_document.recognised(path, pages, pages))
    assert asked == [1, 2, 2]
    assert [page.glyphs for page in found] == [glyphs("清单", 20, 10, {"单": 0.7})] * 2
    assert said == ["文字识别，共 2 页"]
