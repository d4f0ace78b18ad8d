"""The drawings: their geometry, and that they and the tables beside them say the same."""

from pathlib import Path

import pytest
from lxml import etree

from generator.link.linker import link
from generator.pages.overview import LISTS, MOST_ROWS, WIDTH, chart, department_chart, place_chart, township_chart
from generator.read.folder import read
from generator.words.places import PlaceWords
from support.places import DEMO

CATALOGUE = link(read(DEMO).content)
PAGES = ("overview/", "overview/tuquan/tuquan/", "categories/", "categories/livelihood/")


def test_shares_fill_the_bar() -> None:
    """Bars of shares are all as wide as the drawing, their segments side by side and as wide as their shares."""
    made = chart("x", "", "", LISTS, [("甲", None, (1, 1, 2)), ("乙", None, (0, 3, 0)), ("丙", None, (0, 0, 0))])
    assert [[(one.series.id, one.count, one.x, one.width) for one in row.segments] for row in made.rows] == [
        [("basic", 1, 0, 75), ("cooperative", 1, 75, 75), ("reclaimed", 2, 150, 150)],
        [("cooperative", 3, 0, WIDTH)],
        [],
    ]


def test_amounts_are_drawn_to_scale() -> None:
    """Bars of amounts are as long as their sums, the largest as wide as the drawing."""
    made = chart("x", "", "", LISTS, [("甲", None, (2, 2, 2)), ("乙", None, (1, 0, 1))], shares=False)
    assert [sum(one.width for one in row.segments) for row in made.rows] == [WIDTH, WIDTH // 3]


@pytest.mark.parametrize("counts", [(1, 1, 1), (1, 999, 1), (7, 11, 13), (333, 333, 334)])
def test_segments_neither_overlap_nor_leave_a_gap(counts: tuple[int, ...]) -> None:
    """Whatever is rounded, each segment begins where the one before it ends."""
    (row,) = chart("x", "", "", LISTS, [("甲", None, counts)]).rows
    edges = [0, *(one.x + one.width for one in row.segments)]
    assert edges[:-1] == [one.x for one in row.segments]
    assert edges[-1] == WIDTH
    assert all(abs(one.width - WIDTH * one.count / sum(counts)) <= 1 for one in row.segments)


def test_counts_are_those_of_the_catalogue() -> None:
    """Townships with the sum of all first; departments by what they do, the only one of a duty leading it."""
    (county,) = CATALOGUE.counties
    counted = [(row.label, row.counts) for row in township_chart("x", county, PlaceWords()).rows]
    each = [(one.head.short, tuple(len(duty_list.duties) for duty_list in one.lists)) for one in county.townships]
    assert counted == [("全部", tuple(map(sum, zip(*(counts for _, counts in each), strict=True)))), *each]
    assert [(row.label, row.counts) for row in department_chart("x", "", county.departments, "jia/yi").rows] == [
        ("县民政局", (1, 0, 0)),
        ("县财政局", (0, 1, 0)),
        ("县教育局", (1, 0, 0)),
        ("县医保局", (0, 0, 1)),
    ]


def test_many_townships_are_drawn_by_county(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the townships are more than a drawing shows, counties stand for them; a drawing has a highest size."""
    (county,) = CATALOGUE.counties
    duties = [duty for township in county.townships for duty in township.duties]

    def rows() -> list[tuple[str, str | None]]:
        made = place_chart("x", "", [(county, duties)], "t/{}.md".format, "c/{}.md".format, PlaceWords())
        return [(row.label, row.target) for row in made.rows]

    assert rows()[1:] == [("甲县乡镇（名称未注明）", "t/jia/bing.md"), ("甲县乙镇", "t/jia/yi.md")]
    monkeypatch.setattr("generator.pages.overview.MOST_ROWS", 2)
    assert rows() == [("甲县", "c/jia.md")]
    long = chart("x", "", "", LISTS, [(str(n), None, (1, 1, 1)) for n in range(MOST_ROWS * 2)])
    assert (len(long.rows), len(long.drawn)) == (MOST_ROWS * 2, 2)


@pytest.mark.parametrize("page", PAGES)
def test_drawing_and_table_say_the_same(site: Path, page: str) -> None:
    """On the finished pages every row's numbers, their signs, and the widths drawn are those of the table beside."""
    tree = etree.parse(str(site / page / "index.html"), etree.HTMLParser(encoding="utf-8"))
    charts = tree.xpath("//*[@class='qd-chart']")
    assert charts
    for one in charts:
        table = [["".join(cell.itertext()).strip() for cell in row.xpath("th|td")] for row in one.xpath(".//tbody/tr")]
        (svg,) = one.xpath(".//svg[@role='img']")
        texts = ["".join(text.itertext()) for text in svg.xpath("text")]
        shown = []
        for label, counts in zip(texts[::2], texts[1::2], strict=True):
            by_sign = dict(pair.split(" ") for pair in counts.split("　"))
            assert list(by_sign) == [sign for sign in "●◐▲" if sign in by_sign]
            shown.append([label, *(by_sign.get(sign, "0") for sign in "●◐▲")])
        assert [[row[0].removesuffix("…"), *row[1:]] for row in shown] == [
            [row[0][: len(drawn[0].removesuffix("…"))], *row[1:4]] for row, drawn in zip(table, shown, strict=False)
        ]
        assert all(int(row[4]) == sum(map(int, row[1:4])) for row in table)
        drawn = {}
        for rect in svg.xpath("rect"):
            drawn.setdefault(rect.get("y"), []).append(int(rect.get("width")))
        whole = max(int(row[4]) for row in table) if "牵头" in one.xpath("string(.//thead)") else None
        for widths, row in zip(drawn.values(), table, strict=False):
            counts = [int(cell) for cell in row[1:4] if cell != "0"]
            assert [abs(width - WIDTH * count / (whole or sum(counts))) <= 1 for width, count in
                    zip(widths, counts, strict=True)] == [True] * len(counts)  # fmt: skip


def test_drawings_are_named_and_carry_no_styles(site: Path) -> None:
    """A screen reader hears the caption; ids are unique on their page; a strict content policy finds no style."""
    for page in (*PAGES, "townships/tuquan/tuquan/"):
        tree = etree.parse(str(site / page / "index.html"), etree.HTMLParser(encoding="utf-8"))
        ids = tree.xpath("//article//@id")
        assert len(ids) == len(set(ids))
        for svg in tree.xpath("//article//svg[@role='img']"):
            (caption,) = tree.xpath(f"//*[@id='{svg.get('aria-labelledby')}']")
            assert "各占多少" in caption.text or "多少项" in caption.text
            (used,) = set(svg.xpath(".//@fill")) or {None}
            assert used is None or used.removeprefix("url(#").removesuffix(")") in svg.xpath(".//pattern/@id")
        assert not tree.xpath("//article//figure//@style")
