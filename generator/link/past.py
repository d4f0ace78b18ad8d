"""Past: what a township's records say of it: what was changed, what is gone, and its lists as of each date."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from generator.history import TEXTS, kind_of_id, record_ids, versions
from generator.link.catalogue import (
    LinkedDuty,
    LinkedList,
    LinkedTownship,
    PastVersion,
    RetiredDuty,
)
from generator.link.records import ChangedDuty, DutyPointer, LinkedRecord, Redlined
from generator.model import ChangeKind, ChangeRecord, Column, DutyChange, ListKind, ReclaimedStatus, Township, Track
from generator.redline import redline

_TITLES = {**{column.value: column.title for column in Column}, "status": "状态"}
_STATUS = {ReclaimedStatus.TAKEN_OVER: "由部门承接", ReclaimedStatus.DISCONTINUED: "不再开展"}
# Finds a registered department by a name; its id, or None.
FindDepartment = Callable[[str], str | None]
LinkLists = Callable[[Township], tuple[LinkedList, ...]]


@dataclass(frozen=True)
class _State:
    """The lists as they were at some time."""

    township: Township
    lists: tuple[LinkedList, ...]
    duties: Mapping[str, LinkedDuty]


def with_past(now: LinkedTownship, township: Township, link: LinkLists, find: FindDepartment) -> LinkedTownship:
    """A township with what its records say; `link` links its lists as they were."""
    if not any(one.track is not Track.COLLECTED for one in township.changes):
        ids = record_ids(township.changes)
        collected = tuple(_record(id, one, (), ()) for id, one in zip(ids, township.changes, strict=True))
        return replace(now, records=collected, retired=tuple(_retired(township, {})))
    states = [_state(state, now.lists if state is township else link(state)) for _, state in versions(township)]
    states.reverse()
    teller = _Teller(now, find, {id: duty for state in states for id, duty in state.duties.items()})
    records = list[LinkedRecord]()
    gone = dict[str, tuple[LinkedRecord, ChangedDuty, LinkedDuty]]()
    for id, record, (before, after) in zip(
        record_ids(township.changes), township.changes, pairwise(states), strict=True
    ):
        linked = teller.record(id, record, before, after)
        records.append(linked)
        for change in linked.changes:
            if change.is_gone:
                gone[change.duty.id] = (linked, change, before.duties[change.duty.id])
    return replace(
        now,
        records=tuple(records),
        retired=tuple(_retired(township, gone)),
        versions=tuple(_versions(states, records)),
    )


def _state(township: Township, lists: tuple[LinkedList, ...]) -> _State:
    return _State(township, lists, {duty.id: duty for one in lists for duty in one.duties})


def _versions(states: Sequence[_State], records: Sequence[LinkedRecord]) -> Iterator[PastVersion]:
    """The lists as they were first collected, and from each date on which they were changed; the oldest first."""
    by_day: dict[str, tuple[_State, list[LinkedRecord]]] = {}
    for day, record, state in zip(_days(records), records, states[1:], strict=True):
        own = [*by_day[day][1], record] if day in by_day else [record]
        by_day[day] = (state, own)
    for day, (state, own) in by_day.items():
        yield PastVersion(day or None, tuple(map(_plain_list, state.lists)), tuple(own))


def _days(records: Sequence[LinkedRecord]) -> list[str]:
    """From which day the lists are as each record left them: a correction, no later than the change that follows it."""
    days: list[str] = []
    for record in reversed(records):
        is_late = days and record.track is Track.CORRECTION
        days.append(min(record.day, days[-1]) if is_late else record.day)
    return days[::-1]


def _plain_list(duty_list: LinkedList) -> LinkedList:
    categories = (replace(category, duties=tuple(map(_plain, category.duties))) for category in duty_list.categories)
    return replace(duty_list, categories=tuple(categories))


def _plain(duty: LinkedDuty) -> LinkedDuty:
    """A duty as it was, without what leads to pages that there may not be any more."""
    return replace(duty, found={}, citations=(), named=(), near_topics=())


def _retired(
    township: Township, gone: Mapping[str, tuple[LinkedRecord, ChangedDuty, LinkedDuty]]
) -> Iterator[RetiredDuty]:
    """Every id that stands in no list any more."""
    today = {duty.id for duty_list in township.lists.values() for _, duty in duty_list.duties()}
    retired = {id for duty_list in township.lists.values() for id in duty_list.retired}
    for id in sorted((retired | gone.keys()) - today):
        if id in gone:
            record, change, last = gone[id]
            yield RetiredDuty(id, last.kind, _plain(last), record, change)
        elif kind := kind_of_id(id):
            yield RetiredDuty(id, kind)


class _Teller:
    """Tells a township's records, with the names that duties had; `ever` is each duty as it was last."""

    def __init__(self, now: LinkedTownship, find: FindDepartment, ever: Mapping[str, LinkedDuty]) -> None:
        self._find, self._place, self._ever = find, now.head.kind, ever
        self.today = {duty.id for duty in now.duties}

    def record(self, id: str, record: ChangeRecord, before: _State, after: _State) -> LinkedRecord:
        changes = tuple(self._change(one, before, after) for one in record.duties)
        return _record(id, record, changes, tuple(_headings(before, after)))

    def _change(self, change: DutyChange, before: _State, after: _State) -> ChangedDuty:
        was, now = before.duties.get(change.id), after.duties.get(change.id)
        duty = now or was
        assert duty, "records fit"
        known = [one for one in (was, now) if one]
        found = self._find(change.department) if change.department else None
        concerned = [ref.id for one in known for ref in one.departments]
        # What took it over may have been there only before or after.
        others = (after.duties.get(id) or self._ever.get(id) for id in change.to)
        to = tuple(self._pointer(other) for other in others if other)
        topics = (assignment.topic.id for one in known for assignment in one.topics)
        return ChangedDuty(
            self._pointer(duty),
            change.change,
            was.number if was else 0,
            to,
            change.department,
            found,
            tuple(dict.fromkeys(topics)),
            tuple(dict.fromkeys([*concerned, *([found] if found else [])])),
            tuple(self._redlines(was, now)) if was and now and change.change is ChangeKind.AMENDED else (),
        )

    def _pointer(self, duty: LinkedDuty) -> DutyPointer:
        return DutyPointer(duty.id, duty.kind, duty.number, duty.name, duty.id in self.today)

    def _redlines(self, old: LinkedDuty, new: LinkedDuty) -> Iterator[Redlined]:
        was, now = old.entry.model_dump(mode="json"), new.entry.model_dump(mode="json")
        for key in TEXTS:
            if was.get(key) != now.get(key):
                values = (_STATUS.get(one[key], one[key]) if key == "status" else one.get(key) for one in (was, now))
                yield Redlined(self._place.instead(_TITLES[key]), tuple(redline(*values)))


def _record(
    id: str, record: ChangeRecord, changes: tuple[ChangedDuty, ...], headings: tuple[Redlined, ...]
) -> LinkedRecord:
    return LinkedRecord(
        id,
        record.track,
        record.reason,
        record.decided_by,
        record.document,
        record.approved,
        record.effective,
        changes,
        headings,
        record.recorded,
    )


def _headings(before: _State, after: _State) -> Iterator[Redlined]:
    """What was changed above the duties of the lists."""
    for kind in ListKind:
        was, now = (state.township.lists.get(kind) for state in (before, after))
        if was is None or now is None:
            continue
        if was.title != now.title:
            yield Redlined(f"{kind.official_title}的标题", tuple(redline(was.title, now.title)))
        named = [
            [one.name if one.declared is None else f"{one.name}（{one.declared}项）" for one in each.categories]
            for each in (was, now)
        ]
        if named[0] != named[1]:
            yield Redlined(f"{kind.official_title}的类别", tuple(redline(*named)))
