"""Records: official changes as pages tell them, every duty that they name with what it was called then.

They lead to duties and departments by their ids alone, so that the outline of a county can hold them too.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from generator.days import spoken
from generator.model import ChangeKind, ListKind, Track
from generator.redline import RedLine, Shift, runs


@dataclass(frozen=True)
class DutyPointer:
    """A duty of a township as it stood after a change, or before one by which it is gone.

    `is_there` tells whether it stands in today's lists: else its page says where its matter went.
    """

    id: str
    kind: ListKind
    number: int
    name: str
    is_there: bool


@dataclass(frozen=True)
class Redlined:
    """What was changed in a field, under its title."""

    title: str
    lines: tuple[RedLine, ...]


@dataclass(frozen=True)
class ChangedDuty:
    """What a record says of a duty.

    `was` is its number before, 0 where it is new.  `to` are the duties in which it goes on, `department` has taken it
    over, as the record names it, and `department_id` where that is registered.  `topics` and `departments` are the ids
    of those that it had to do with, before or after.
    """

    duty: DutyPointer
    change: ChangeKind
    was: int
    to: tuple[DutyPointer, ...] = ()
    department: str | None = None
    department_id: str | None = None
    topics: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    redline: tuple[Redlined, ...] = ()

    @property
    def is_gone(self) -> bool:
        """Whether the duty stands in its list no more since."""
        return self.change in (ChangeKind.REMOVED, ChangeKind.MOVED)

    @property
    def is_moved_on(self) -> bool:
        """Whether its number is another, besides what else was changed."""
        return not self.is_gone and self.was not in (0, self.duty.number)


@dataclass(frozen=True)
class NumberRun:
    """Duties of a list that moved together by the same number of places: the first and the last of them."""

    kind: ListKind
    first: Shift
    last: Shift
    count: int


@dataclass(frozen=True)
class LinkedRecord:
    """An official change of a township's lists.  Its `id` is for ever, whatever comes before or after it.

    `headings` are what was changed above the duties: titles, categories.
    """

    id: str
    track: Track
    reason: str | None
    decided_by: str | None
    document: str | None
    approved: str | None
    effective: str | None
    changes: tuple[ChangedDuty, ...] = ()
    headings: tuple[Redlined, ...] = ()
    # When it was recorded, of one that came late.
    recorded: str | None = None

    @property
    def seen(self) -> str:
        """From which day on it can be read here; empty for what was collected."""
        return max(self.day, self.recorded or "")

    @property
    def anchor(self) -> str:
        """Where it stands on a page about one township."""
        return "collected" if self.track is Track.COLLECTED else f"record-{self.id}"

    @property
    def day(self) -> str:
        """When it came into effect; empty for what was collected, nobody knows when."""
        return self.effective or ""

    @property
    def spoken_day(self) -> str:
        """The day as people write it."""
        return spoken(self.day) if self.day else "日期不详"

    @property
    def told(self) -> tuple[ChangedDuty, ...]:
        """The changes that are told one by one: all but new numbers."""
        return tuple(one for one in self.changes if one.change is not ChangeKind.RENUMBERED)

    @property
    def renumbered(self) -> Iterator[NumberRun]:
        """The duties of which only the number is another, as far as they moved together."""
        for kind in ListKind:
            own = [one for one in self.changes if one.change is ChangeKind.RENUMBERED and one.duty.kind is kind]
            shifts = sorted((Shift(one.duty.id, one.was, one.duty.number) for one in own), key=lambda one: one.was)
            yield from (NumberRun(kind, run[0], run[-1], len(run)) for run in runs(shifts))

    def about(self, *, topic: str = "", department: str = "") -> "LinkedRecord | None":
        """The record as far as it has to do with a topic or a department; None where it has nothing but new numbers."""
        own = tuple(one for one in self.told if topic in one.topics or department in one.departments)
        return replace(self, changes=own, headings=()) if own else None

    @property
    def brief(self) -> "LinkedRecord":
        """The record without the texts: what was changed, not how."""
        return replace(
            self,
            changes=tuple(replace(one, redline=()) for one in self.changes),
            headings=tuple(replace(one, lines=()) for one in self.headings),
        )


@dataclass(frozen=True)
class DutyEvent:
    """A change as one duty's history has it; `is_origin` where another duty goes on in this one."""

    record: LinkedRecord
    change: ChangedDuty
    is_origin: bool


def events_of(records: tuple[LinkedRecord, ...]) -> Mapping[str, tuple[DutyEvent, ...]]:
    """What happened to each duty, by its id, the newest first."""
    found: dict[str, list[DutyEvent]] = {}
    for record in reversed(records):
        for change in record.changes:
            found.setdefault(change.duty.id, []).append(DutyEvent(record, change, False))
            for duty in change.to:
                found.setdefault(duty.id, []).append(DutyEvent(record, change, True))
    return {id: tuple(events) for id, events in found.items()}


def led_to(id: str, events: Mapping[str, tuple[DutyEvent, ...]]) -> tuple[DutyPointer, ...]:
    """The duties of today's lists in which one goes on that is gone, through whatever came between."""
    found, seen, ahead = dict[str, DutyPointer](), {id}, [id]
    while ahead:
        own = [event.change for event in events.get(ahead.pop(0), ()) if not event.is_origin and event.change.is_gone]
        for duty in (duty for change in own[:1] for duty in change.to):
            if duty.id not in seen:
                seen.add(duty.id)
                ahead.append(duty.id)
                if duty.is_there:
                    found[duty.id] = duty
    return tuple(found.values())
