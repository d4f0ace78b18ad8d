"""Overview: the catalogue in numbers, and the numbers as geometry for the drawings beside them.

A `Chart` is both: its rows are the table, their bars the drawing, so that the two cannot differ.  Units are those of
the drawing's own coordinate system, whole numbers, WIDTH of them from side to side.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from generator.link import Catalogue, LinkedCounty, LinkedDepartment, LinkedDuty, LinkedTownship
from generator.model import ListKind

WIDTH = 340
# A row is its label, the numbers at its right, and the bar below them.
ROW = 40
# The highest chart: what does not fit is in the table only.  Two screens of a phone.
MOST_ROWS = 30
_LABEL_LENGTH = 14


class Part(StrEnum):
    """部门的角色: what a department does with a duty, in the order of the drawing."""

    LEADS = "leads"
    TAKES_PART = "takes-part"
    TAKEN_BACK = "taken-back"

    @property
    def title(self) -> str:
        """What it is called in the table's head and the drawing's legend."""
        return {"leads": "牵头或单独负责", "takes-part": "共同负责或参与", "taken-back": "收回"}[self.value]


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
class Row:
    """A row of a chart's table, and its bar; `target` is the page that it leads to, None where there is none."""

    label: str
    target: str | None
    counts: tuple[int, ...]
    segments: tuple[Segment, ...]

    @property
    def total(self) -> int:
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
    rows: tuple[Row, ...]

    @property
    def drawn(self) -> tuple[Row, ...]:
        return self.rows[:MOST_ROWS]

    @property
    def height(self) -> int:
        return ROW * len(self.drawn)

    @property
    def total(self) -> tuple[int, ...]:
        """The sum of each series."""
        return tuple(sum(row.counts[index] for row in self.rows) for index in range(len(self.series)))


_FILLS = ("first", "second", "third")
LISTS = tuple(Series(kind.value, kind.title, fill) for kind, fill in zip(ListKind, _FILLS, strict=True))
PARTS = tuple(Series(part.value, part.title, fill) for part, fill in zip(Part, _FILLS, strict=True))

Counted = tuple[str, str | None, Sequence[int]]


def chart(id: str, caption: str, what: str, series: tuple[Series, ...], counted: Iterable[Counted],
          *, shares: bool = True) -> Chart:  # fmt: skip
    """A chart of labelled counts: of shares, every bar as wide as the drawing, or of amounts, the largest so wide."""
    counted = list(counted)
    largest = max((sum(counts) for _, _, counts in counted), default=0)
    rows = []
    for label, target, counts in counted:
        whole = sum(counts) if shares else largest
        edges = [round(WIDTH * sum(counts[:index]) / whole) if whole else 0 for index in range(len(counts) + 1)]
        segments = tuple(
            Segment(one, count, left, right - left)
            for one, count, left, right in zip(series, counts, edges, edges[1:], strict=False)
            if count
        )
        rows.append(Row(label, target, tuple(counts), segments))
    return Chart(id, caption, what, series, tuple(rows))


def list_counts(duties: Iterable[LinkedDuty]) -> tuple[int, ...]:
    """How many duties stand in each list."""
    kinds = [duty.kind for duty in duties]
    return tuple(kinds.count(kind) for kind in ListKind)


def category_chart(id: str, of: str, duties: Sequence[LinkedDuty], target: Callable[[str], str]) -> Chart:
    """The three lists in each category, in the order in which categories first occur; `target` makes a page of an id."""
    own: dict[tuple[str, str], list[LinkedDuty]] = {}
    for duty in duties:
        own.setdefault((duty.category.id, duty.category.name), []).append(duty)
    counted = [(name, target(category), list_counts(several)) for (category, name), several in own.items()]
    return chart(id, f"{of}：各类事项里三张清单的比例", "类别", LISTS, sorted(counted, key=lambda one: -sum(one[2])))


def township_chart(id: str, caption: str, townships: Iterable[LinkedTownship], target: Callable[[str], str],
                   duties: Callable[[LinkedTownship], Iterable[LinkedDuty]]) -> Chart:  # fmt: skip
    """The three lists in each township, of those duties that are asked for."""
    counted = [(one.head.label, target(one.head.id), list_counts(duties(one))) for one in townships]
    return chart(id, caption, "乡镇（街道）", LISTS, counted)


def county_chart(id: str, caption: str, counties: Iterable[LinkedCounty], target: Callable[[str], str],
                 duties: Callable[[LinkedTownship], Iterable[LinkedDuty]]) -> Chart:  # fmt: skip
    """The three lists in each county."""
    counted = [
        (f"{county.name}（{len(county.townships)} 个乡镇）", target(county.id),
         list_counts(duty for township in county.townships for duty in duties(township)))
        for county in counties
    ]  # fmt: skip
    return chart(id, caption, "县（市、区、旗）", LISTS, counted)


def department_chart(id: str, of: str, departments: Iterable[LinkedDepartment], target: Callable[[str], str],
                     township_id: str | None = None) -> Chart:  # fmt: skip
    """What each department does, the busiest first; for one township where that is asked for."""
    counted = []
    for department in departments:
        parts = [
            part_of(department, duty)
            for duty in department.duties
            if township_id is None or duty.township.id == township_id
        ]
        if parts:
            counts = tuple(parts.count(part) for part in Part)
            counted.append((department.ref.name, target(department.ref.id), counts))
    counted.sort(key=lambda one: -sum(one[2]))
    return chart(id, f"{of}：各部门牵头、参与和收回的事项数", "部门", PARTS, counted, shares=False)


def part_of(department: LinkedDepartment, duty: LinkedDuty) -> Part:
    """What a department does with a duty that names it; the only department of a duty leads it without the mark."""
    if duty.kind is ListKind.RECLAIMED:
        return Part.TAKEN_BACK
    own = [mention for mention in duty.mentions if mention.department == department.ref]
    alone = len([mention for mention in duty.mentions if mention.department]) == 1
    return Part.LEADS if own and (alone or any(mention.lead for mention in own)) else Part.TAKES_PART


def has_one_township_each(catalogue: Catalogue) -> bool:
    """Whether counties and townships are the same rows, so that one chart says all."""
    return all(len(county.townships) <= 1 for county in catalogue.counties)
