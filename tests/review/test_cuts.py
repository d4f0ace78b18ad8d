"""What is cut from a document's pages: the rows, as wide as their table, and the spots on them."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from generator.importers.grid import Doubt, Region
from generator.importers.pictures import PagePicture
from generator.importers.received import Received
from generator.importers.registry import IMPORTERS
from generator.review import cuts
from generator.review.cuts import Pages
from generator.review.marks import Spot

# A sheet with two pages side by side, two rows on the left one; the second of them goes on on the next sheet.
REGIONS = (
    (Region(1, 0.2, 0.4, 0.1, 0.45),),
    (Region(1, 0.4, 0.6, 0.2, 0.45), Region(2, 0.1, 0.3, 0.1, 0.45)),
    (Region(1, 0.3, 0.5, 0.55, 0.9),),
)


@pytest.fixture
def pages(monkeypatch: pytest.MonkeyPatch) -> Pages:
    """The pages of a document of three lines, the second recognised."""

    def drawn(path: Path, pages: Mapping[int, bool], _: int) -> Iterator[tuple[int, PagePicture]]:
        assert (path, pages) == (Path("a.pdf"), {1: True, 2: True})
        return ((page, PagePicture(b"", 1400, 1000)) for page in pages)

    monkeypatch.setattr(cuts, "pictures", drawn)
    importer = IMPORTERS["table-text"]
    doubts = {2: (Doubt(0, 0, 0.5),)}
    return Pages(Received(Path("a.pdf"), "甲\n乙\n丙\n", importer, regions=REGIONS, doubts=doubts), [1, 2, 3])


@pytest.mark.parametrize(
    ("line", "left", "right"),
    [
        (1, 0.09, 0.46),
        (2, 0.09, 0.46),  # its first cell is merged with that of the row above
        (3, 0.54, 0.91),
    ],
)
def test_a_row_is_cut_as_wide_as_its_table(pages: Pages, line: int, left: float, right: float) -> None:
    cut, *_ = pages.cuts([line], [])
    assert cut.picture.left == pytest.approx(-100 * left / (right - left), abs=0.01)
    assert cut.picture.width == pytest.approx(100 / (right - left), abs=0.01)
    assert cut.points == round((right - left) * 1400 * 72 / 140)


def test_a_spot_is_in_the_cut_that_shows_it(pages: Pages) -> None:
    """Of the page and the rows that it is on."""
    spots = [
        Spot("a", Region(1, 0.45, 0.47, 0.3, 0.31)),
        Spot("b", Region(2, 0.25, 0.27, 0.3, 0.31)),
        Spot("elsewhere", Region(2, 0.9, 0.92, 0.3, 0.31)),
    ]
    assert [[spot.mark for spot in cut.spots] for cut in pages.cuts([2], spots)] == [["a"], ["b"]]
