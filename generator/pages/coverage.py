"""Coverage: how complete, how certain and how fresh what is collected of each township is."""

from collections.abc import Iterable
from dataclasses import dataclass

from generator.days import next_year
from generator.link.catalogue import AnswerKind, DutyHead, LinkedTownship, TownshipHead
from generator.model import ListKind, NameStatus

_NAMES = {NameStatus.STATED: "原文写明", NameStatus.INFERRED: "推断的", NameStatus.UNKNOWN: "没有写明"}


@dataclass(frozen=True)
class CoverageRow:
    """A township: which lists are missing, how its name is known, how many duties are not written whole or doubtful.

    `contacts` says who can be reached; `changed`, `review` and `newest` are days, empty where there is none.
    """

    head: TownshipHead
    missing: tuple[ListKind, ...]
    incomplete: int
    noted: int
    has_contact: bool
    reachable: int
    departments: int
    changed: str
    review: str
    newest: str

    @property
    def lists(self) -> str:
        """Whether all lists are there."""
        return "齐全" if not self.missing else f"缺{'、'.join(kind.title for kind in self.missing)}"

    @property
    def name(self) -> str:
        """How its name is known."""
        return _NAMES[self.head.name_status]


@dataclass(frozen=True)
class Coverage:
    """Several townships."""

    rows: tuple[CoverageRow, ...]

    @property
    def complete(self) -> int:
        """How many have all lists."""
        return sum(not row.missing for row in self.rows)

    @property
    def stated(self) -> int:
        """Of how many the document states the name."""
        return sum(row.head.name_status is NameStatus.STATED for row in self.rows)

    @property
    def incomplete(self) -> int:
        """How many duties are not written whole."""
        return sum(row.incomplete for row in self.rows)

    @property
    def noted(self) -> int:
        """How many duties have a note."""
        return sum(row.noted for row in self.rows)

    @property
    def contacts(self) -> int:
        """How many can be reached."""
        return sum(row.has_contact for row in self.rows)

    @property
    def newest(self) -> str:
        """The newest date that any of them states: by it, and not by today, a contact is old."""
        return max((row.newest for row in self.rows), default="")

    def is_overdue(self, review: str) -> bool:
        """Whether a contact should have been confirmed again by the newest date, as `check` has it."""
        return bool(review) and review < self.newest

    @property
    def overdue(self) -> int:
        """How many have a contact that nobody has confirmed for a year."""
        return sum(self.is_overdue(row.review) for row in self.rows)

    @property
    def changed(self) -> str:
        """The newest change."""
        return max((row.changed for row in self.rows), default="")

    @property
    def review(self) -> str:
        """The next day on which a contact is to be confirmed again."""
        return min((row.review for row in self.rows if row.review), default="")


def coverage(townships: Iterable[LinkedTownship[DutyHead]]) -> Coverage:
    """What is known of some townships."""
    return Coverage(tuple(map(_row, townships)))


def _row(township: LinkedTownship[DutyHead]) -> CoverageRow:
    upkeep = township.upkeep
    there = {one.kind for one in township.lists}
    return CoverageRow(
        township.head,
        tuple(kind for kind in ListKind if kind not in there),
        sum(duty.answer.kind is AnswerKind.INCOMPLETE for duty in township.duties),
        upkeep.noted,
        upkeep.has_contact,
        upkeep.reachable,
        upkeep.departments,
        max((record.day for record in township.records), default=""),
        next_year(upkeep.confirmed) if upkeep.confirmed else "",
        upkeep.newest,
    )
