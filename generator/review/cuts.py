"""What a document shows of a duty: its rows, cut from the pictures of the pages that they stand on."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.importers.grid import Region
from generator.importers.pictures import PagePicture, pictures
from generator.importers.received import Received
from generator.review.marks import Spot

# How finely pages are drawn (dots an inch): small type can be read where a page is as wide as a screen.
_DPI = 140
# What is shown around rows, as a share of the page: some two lines above and below, and a table's own border.
_AROUND, _BESIDE = 0.03, 0.01


@dataclass(frozen=True)
class Placed:
    """A part of a cut, in per cent of its width and height; `mark` is the id of the mark that it belongs to, if any."""

    left: float
    top: float
    width: float
    height: float
    mark: str = ""


@dataclass(frozen=True)
class Cut:
    """Rows cut from a page: its picture, as placed in the cut, a frame around the rows, and the spots.

    The cut is `height` per cent as high as it is wide.  `points` is how wide it is on paper, which tells how wide it
    has to be on a screen to be legible.
    """

    file: str
    place: str
    points: int
    height: float
    picture: Placed
    frame: Placed
    spots: tuple[Placed, ...]


# A page of one of the document's files.
_Page = tuple[Path, int]


class Pages:
    """The pages that a document's lines stand on, drawn."""

    def __init__(self, received: Received, lines: Sequence[int]) -> None:
        self._received = received
        scanned: dict[Path, dict[int, bool]] = {}
        self._regions: dict[_Page, list[Region]] = {}
        for line in lines:
            path, regions = received.on_pages(line)
            for region in regions:
                pages = scanned.setdefault(path, {})
                pages[region.page] = pages.get(region.page, False) or line in received.doubts
                self._regions.setdefault((path, region.page), []).append(region)
        self._drawn: dict[_Page, tuple[str, PagePicture]] = {}
        for number, (path, pages) in enumerate(scanned.items(), 1):
            for page, picture in pictures(path, pages, _DPI):
                self._drawn[path, page] = f"page-{number}-{page:03}.webp", picture

    def files(self) -> Iterator[tuple[str, bytes]]:
        """The pictures, by their files' names."""
        return ((name, picture.webp) for name, picture in self._drawn.values())

    def cuts(self, lines: Sequence[int], spots: Sequence[Spot]) -> Iterator[Cut]:
        """What the pages show of some lines, a cut a page."""
        shown: dict[_Page, list[Region]] = {}
        for line in lines:
            path, regions = self._received.on_pages(line)
            for region in regions:
                shown.setdefault((path, region.page), []).append(region)
        return (self._cut(page, own, spots) for page, own in shown.items())

    def _cut(self, page: _Page, regions: Sequence[Region], spots: Sequence[Spot]) -> Cut:
        name, picture = self._drawn[page]
        rows = _around(regions)
        # As wide as the table: rows whose first cells are merged begin further to the right.
        table = _around([one for one in self._regions[page] if one.left < rows.right and rows.left < one.right])
        cut = Region(
            page[1],
            max(0.0, rows.top - _AROUND),
            min(1.0, rows.bottom + _AROUND),
            max(0.0, table.left - _BESIDE),
            min(1.0, table.right + _BESIDE),
        )
        high, wide = (cut.bottom - cut.top) * picture.height, (cut.right - cut.left) * picture.width
        return Cut(
            name,
            f"{page[0].name} 第 {page[1]} 页" if self._received.files else f"第 {page[1]} 页",
            round(wide * 72 / _DPI),
            round(100 * high / wide, 2),
            _placed(Region(page[1], 0, 1, 0, 1), cut),
            _placed(rows, cut),
            tuple(
                _placed(spot.region, cut, spot.mark)
                for spot in spots
                if spot.region.page == page[1] and cut.top < spot.region.top < cut.bottom
            ),
        )


def _around(regions: Sequence[Region]) -> Region:
    return Region(
        regions[0].page,
        min(region.top for region in regions),
        max(region.bottom for region in regions),
        min(region.left for region in regions),
        max(region.right for region in regions),
    )


def _placed(region: Region, cut: Region, mark: str = "") -> Placed:
    width, height = cut.right - cut.left, cut.bottom - cut.top
    return Placed(
        round(100 * (region.left - cut.left) / width, 2),
        round(100 * (region.top - cut.top) / height, 2),
        round(100 * (region.right - region.left) / width, 2),
        round(100 * (region.bottom - region.top) / height, 2),
        mark,
    )
