"""Overview: the catalogue in numbers, and the numbers as geometry for the drawings beside them.

A `Chart` is both: its rows are the table, their bars the drawing, so that the two cannot differ.  Units are those of
the drawing's own coordinate system, whole numbers, WIDTH of them from side to side.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from generator import paths
from generator.link.catalogue import DutyHead, LinkedCounty, LinkedDepartment, LinkedTownship, Part
from generator.model import ListKind
from generator.words.places import PlaceWords

WIDTH = 300
# A row is its label, the numbers at its right, and the bar below them.
STEP = 40
# The highest chart: what does not fit is in the table only.  Two screens of a phone.
MOST_ROWS = 30
_LABEL_LENGTH = 13


@dataclass(frozen=True)
class Series:
    """One of the (at most three) things that are counted; `fill` is first, second or third: solid, striped, hollow."""

    id: str
    title: str
    fill: str


@dataclass(frozen=True)
class Segment:
    """A part of a bar: `x` and `width` in units of the drawing."""

    series: Series
    count: int
    x: int
    width: int


@dataclass(frozen=True)
class ChartRow:
    """A row of a chart's table, and its bar; `target` is the page (and #anchor) that it leads to, if any."""

    label: str
    target: str | None
    counts: tuple[int, ...]
    segments: tuple[Segment, ...]

    @property
    def total(self) -> int:
        """How many it is in all."""
        return sum(self.counts)

    @property
    def short(self) -> str:
        """The label as far as the drawing has room."""
        return self.label if len(self.label) <= _LABEL_LENGTH else f"{self.label[: _LABEL_LENGTH - 1]}…"


@dataclass(frozen=True)
class Chart:
    """A table and its drawing: `what` names the rows, `drawn` is how many of them the drawing shows."""

    id: str
    caption: str
    what: str
    series: tuple[Series, ...]
    rows: tuple[ChartRow, ...]

    @property
    def drawn(self) -> tuple[ChartRow, ...]:
        """The rows that the drawing shows."""
        return self.rows[:MOST_ROWS]

    @property
    def width(self) -> int:
        """The width of the drawing."""
        return WIDTH

    @property
    def step(self) -> int:
        """From one row to the next."""
        return STEP

    @property
    def height(self) -> int:
        """The height of the drawing."""
        return STEP * len(self.drawn)


_FILLS = ("first", "second", "third")
LISTS = tuple(Series(kind.value, kind.title, fill) for kind, fill in zip(ListKind, _FILLS, strict=True))
# What is drawn of a department, under names that a legend has room for.
_DRAWN_PARTS = {Part.LEADS: "牵头", Part.TAKES_PART: "参与", Part.TAKEN_BACK: "收回"}
PARTS = tuple(Series(part.value, title, fill) for (part, title), fill in zip(_DRAWN_PARTS.items(), _FILLS, strict=True))

Counted = tuple[str, str | None, Sequence[int]]


def chart(
    id: str, caption: str, what: str, series: tuple[Series, ...], counted: Iterable[Counted], *, shares: bool = True
) -> Chart:
    """A chart of labelled counts: of shares, every bar as wide as the drawing, or of amounts, the largest so wide."""
    counted = list(counted)
    largest = max((sum(counts) for _, _, counts in counted), default=0)
    rows = []
    for label, target, counts in counted:
        whole = sum(counts) if shares else largest
        edges = [round(WIDTH * sum(counts[:index]) / whole) if whole else 0 for index in range(len(counts) + 1)]
        segments = tuple(
            Segment(kind, count, left, right - left)
            for kind, count, left, right in zip(series, counts, edges, edges[1:], strict=False)
            if count
        )
        rows.append(ChartRow(label, target, tuple(counts), segments))
    return Chart(id, caption, what, series, tuple(rows))


def list_counts(duties: Iterable[DutyHead]) -> tuple[int, ...]:
    """How many duties stand in each list."""
    kinds = [duty.kind for duty in duties]
    return tuple(kinds.count(kind) for kind in ListKind)


def lists_chart(id: str, caption: str, what: str, counted: Iterable[Counted]) -> Chart:
    """The three lists in each row, the sum of all rows first."""
    counted = list(counted)
    if len(counted) > 1:
        everything = tuple(map(sum, zip(*(counts for _, _, counts in counted), strict=True)))
        counted.insert(0, ("全部", None, everything))
    return chart(id, caption, what, LISTS, counted)


def category_chart(id: str, of: str, duties: Iterable[DutyHead], target: Callable[[str], str]) -> Chart:
    """The three lists in each category, the largest first; `target` makes a page of a category's id."""
    own: dict[tuple[str, str], list[DutyHead]] = {}
    for duty in duties:
        own.setdefault((duty.category.id, duty.category.name), []).append(duty)
    counted = [(name, target(category), list_counts(several)) for (category, name), several in own.items()]
    counted.sort(key=lambda entry: -sum(entry[2]))
    return lists_chart(id, f"{of}的各类事项，三张清单各占多少", "类别", counted)


def place_chart(
    id: str,
    of: str,
    groups: Iterable[tuple[LinkedCounty[DutyHead], Sequence[DutyHead]]],
    township_target: Callable[[str], str],
    county_target: Callable[[str], str],
    words: PlaceWords,
) -> Chart:
    """The three lists in each township, or in each county where the townships are more than the drawing shows."""
    groups = [(county, duties) for county, duties in groups if duties]
    own: dict[str, list[DutyHead]] = {}
    for _, duties in groups:
        for duty in duties:
            own.setdefault(duty.township.id, []).append(duty)
    if len(own) < MOST_ROWS:
        counted = [(duties[0].township.label, township_target(id), list_counts(duties)) for id, duties in own.items()]
        return lists_chart(id, f"{of}在各{words.place}，三张清单各占多少", words.formal, counted)
    counted = [(county.name, county_target(county.id), list_counts(duties)) for county, duties in groups]
    return lists_chart(id, f"{of}在各{words.county}，三张清单各占多少", words.formal_county, counted)


def page_of(county: LinkedCounty[DutyHead]) -> str:
    """A county's page of drawings; that of the township which is alone in it."""
    return paths.township_overview(county.alone.head.id) if county.alone else paths.county_overview(county.id)


def township_chart(id: str, county: LinkedCounty, words: PlaceWords) -> Chart:
    """The three lists in each of a county's townships."""
    counted = [
        (township.head.short, paths.township_overview(township.head.id), list_counts(township.duties))
        for township in county.townships
    ]
    return lists_chart(id, f"{county.name}的各{words.place}，三张清单各占多少", words.formal, counted)


def sum_chart(id: str, township: LinkedTownship) -> Chart:
    """A township's three lists in one bar."""
    caption = f"{township.head.spoken}的三张清单各占多少"
    return lists_chart(id, caption, "", [("全部事项", None, list_counts(township.duties))])


def department_chart(
    id: str, of: str, departments: Iterable[LinkedDepartment], township_id: str | None = None
) -> Chart:
    """What each department does, the busiest first; for one township where that is asked for."""
    counted = []
    for department in departments:
        parts = [view.part for view in department.work if township_id is None or view.duty.township.id == township_id]
        counts = tuple(parts.count(part) for part in _DRAWN_PARTS)
        if any(counts):
            counted.append((department.ref.name, paths.department(department.ref.id), counts))
    counted.sort(key=lambda entry: -sum(entry[2]))
    return chart(id, f"{of}的各部门，牵头、参与和收回多少项", "部门", PARTS, counted, shares=False)
