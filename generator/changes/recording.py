"""Recording: the record of an official change, made of the lists before and after it, and its place in changes.yml.

two states of a township, and what nobody can tell from them → ChangeRecord → the text of changes.yml
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import pairwise

from generator.changes.carrying import Fields, NotCarried, carried, over
from generator.changes.edits import EditRefused, amended
from generator.history import DoesNotFit, changed, identified, new_record_id, official, record_ids, undone, versions
from generator.model import AnyList, ChangeRecord, Content, DutyChange, ListKind, Township, Track
from generator.read import yaml_text
from generator.read.folder import CHANGES_FILE
from generator.read.rewriting import rewritten

CHANGES_SCHEMA = "../../../schema/changes.json"
# What begins a township's records where it has none: the lists were collected, nobody knows when.
_FIRST = {"track": Track.COLLECTED.value}
_INDENT = "  "


def proposal(
    old: Township, new: Township, particulars: ChangeRecord, went: Mapping[str, Collection[str]] = {}
) -> ChangeRecord:
    """The record of what differs between two states of a township; without duties and `before`, nothing does.

    `particulars` say how it was decided; of its duties only where their matters went is taken.  `went` are duties that
    are gone, and the ids in which they go on; where it says nothing, a namesake in another list is the same one, moved.
    """
    told = {one.id: one for one in particulars.duties}
    went = {**{id: one.to for id, one in told.items() if one.to}, **went}
    found = changed(old, new, went)
    duties = tuple(_with_department(change, told.get(change.id)) for change in found.duties)
    sources = [one.file.source.sha256 if one.file.source else None for one in (old, new)]
    is_new = particulars.new_source or (sources[1] is not None and sources[0] != sources[1])
    record = particulars.model_copy(update={"new_source": is_new, "duties": duties, "before": found.before})
    if record.id:
        return record
    taken = {*record_ids(old.changes), *record_ids(new.changes)}
    return record.model_copy(update={"id": new_record_id(record, taken)})


def with_record(text: str | None, record: ChangeRecord) -> str:
    """The text of changes.yml with one more record at its end, comments kept; of none, begun with the collecting."""
    if text is None:
        return yaml_text.dump({"changes": [_FIRST, _plain(record)]}, CHANGES_SCHEMA)
    return yaml_text.append(text, "changes", [_plain(record)])


def place_of(changes: Sequence[ChangeRecord], record: ChangeRecord) -> int:
    """How many of the records come before a new one: those that were in effect by its day.

    A correction counts from the day on which it was found, so that it comes last, and others do not ask for its day.
    """
    if record.track is Track.CORRECTION or not record.effective:
        return len(changes)
    later = (
        place
        for place, one in enumerate(changes)
        if one.track is not Track.CORRECTION and (one.effective or "") > record.effective
    )
    return next(later, len(changes))


@dataclass(frozen=True)
class Inserted:
    """A record among those of a township, and its lists, which have what was decided later where both changed it.

    `later` are the records that come after it; `kept` the texts that one of them has changed again, by their duties.
    """

    changes: tuple[ChangeRecord, ...]
    record: ChangeRecord
    lists: Mapping[ListKind, AnyList]
    later: int = 0
    kept: Mapping[str, Collection[str]] = field(default_factory=dict)


def inserted(
    old: Township,
    new: Township,
    particulars: ChangeRecord,
    went: Mapping[str, Collection[str]] = {},
    again: Callable[[Township], Township] | None = None,
) -> Inserted:
    """The records of a township with that of what differs between two states of it.

    It comes where its day puts it, and what the later ones keep of the lists before them is written anew: as if it had
    been there.  A text that a later one has changed again stays as that one has it.  `again` does the change to
    whatever lists; without it, it may be one that a later one does not allow: then EditRefused is raised.
    """
    changes = identified(old.changes)
    place = place_of(changes, particulars)
    states, kept = [(old, new)], Fields()
    for one in reversed(changes[place:]):
        if one.new_source:
            raise EditRefused(
                f"{old.id}：{_named(one)} 收到了新的一版清单，它写的就是那时的全部；"
                "更早的文件不再补记，可以写进那条记录的 reason"
            )
        before, mine = _step_back(one, *states[-1], particulars, again, own := Fields())
        # From this record on they are as it has made them.
        states = [(state, _as_decided_last(state, then, before, mine, own)) for state, then in states]
        states.append((before, mine))
        for id, keys in own.items():
            kept.setdefault(id, set()).update(keys)
    after = [then for _, then in states]
    later = [proposal(after[index + 1], after[index], one) for index, one in enumerate(reversed(changes[place:]))]
    # On which day it was recorded is told of what comes late; else it is that on which people look for it.
    particulars = particulars if later else particulars.model_copy(update={"recorded": None})
    record = proposal(replace(states[-1][0], changes=changes), after[-1], particulars, went)
    return Inserted((*changes[:place], record, *reversed(later)), record, after[0].lists, len(later), kept)


def _step_back(
    record: ChangeRecord,
    state: Township,
    mine: Township,
    particulars: ChangeRecord,
    again: Callable[[Township], Township] | None,
    kept: Fields,
) -> tuple[Township, Township]:
    """The lists before a record, as they were and with an earlier change in them."""
    try:
        before = undone(state)
    except DoesNotFit as error:
        raise EditRefused(f"{state.id}：{_named(record)} 的记录和清单对不上：{error.message}") from None
    try:
        return before, again(before) if again else carried(state, mine, before, kept)
    except NotCarried as error:
        day = particulars.effective
        if error.duty and error.duty not in {duty.id for part in before.lists.values() for _, duty in part.duties()}:
            message = f"{day} 还没有 {error.duty}，它是{_named(record)} 新增的；请查生效的日期"
        else:
            message = (
                f"{_named(record)} 的记录也动了 {error}，两份文件合不起来；请对照文件："
                f"今天的清单照后来的写，{day} 起曾经怎样，写进那条记录的 reason；别的改动去掉这一处再做一次"
            )
        raise EditRefused(f"{state.id}：{message}") from None


def _as_decided_last(
    state: Township, then: Township, before: Township, earlier: Township, fields: Mapping[str, Collection[str]]
) -> Township:
    """Lists with an earlier change in them, but for what a later record has made of some texts since."""
    now, was, own = (
        {duty.id: duty for part in one.lists.values() for _, duty in part.duties()} for one in (state, before, earlier)
    )
    for id, keys in fields.items():
        then = amended(then, id, {key: over(*(getattr(one[id], key) for one in (was, now, own))) for key in keys})
    return then


def _named(record: ChangeRecord) -> str:
    """Which record is meant."""
    return f" {record.effective or ''} {record.document or record.track.title}"


def with_records(text: str | None, old: Sequence[ChangeRecord], new: Sequence[ChangeRecord]) -> str:
    """The text of changes.yml with other records, comments kept.  Raises YamlError, NotRewritten."""
    if text is None or [*new[: len(old)]] == [*old]:
        for record in new[len(old) :]:
            text = with_record(text, record)
        return text or first_file()
    data = yaml_text.parse(text).data
    has = data.get("changes") if isinstance(data, dict) else None
    known = dict(zip(record_ids(old), zip(old, has, strict=True), strict=True)) if isinstance(has, tuple) else {}
    entries = list[dict[str, object]]()
    for record, id in zip(new, record_ids(new), strict=True):
        was, written = known.get(id, (None, None))
        is_same = was is not None and was.model_copy(update={"id": record.id}) == record
        if is_same and isinstance(written, dict):
            entries.append({"track": written["track"], **({"id": id} if record.id else {}), **written})
        else:
            entries.append(_plain(record))
    return rewritten(text, {"changes": entries})


def pasted(record: ChangeRecord) -> str:
    """A record as it stands in changes.yml, its indentation with it: to be pasted at the end of the file."""
    text = with_record(None, record)
    return text[text.index(f"\n{_INDENT}- ", text.index("\n" + _INDENT) + 1) + 1 :]


def first_file() -> str:
    """The text of changes.yml of a township that was only collected."""
    return yaml_text.dump({"changes": [_FIRST]}, CHANGES_SCHEMA)


def _plain(record: ChangeRecord) -> dict[str, object]:
    """A record as plain data, with what is said and nothing else; what a duty had none of before is said."""
    return record.model_dump(mode="json", exclude_defaults=True)


def _with_department(change: DutyChange, told: DutyChange | None) -> DutyChange:
    return change.model_copy(update={"department": told.department}) if told and told.department else change


@dataclass(frozen=True)
class Unrecorded:
    """What differs officially from an earlier revision without a record that says so.

    `record` is the one to add, or to put in the place of the one that was written (`is_instead`); `text` is it as it is
    pasted into `file`, below the content folder, which may not be there yet (`is_new`); so many records follow it.
    """

    file: str
    ids: tuple[str, ...]
    record: ChangeRecord
    text: str
    is_new: bool
    is_instead: bool
    followed_by: int


def unrecorded(old: Content, new: Content) -> Iterator[Unrecorded]:
    """Every township whose lists are others than they were and than its records lead back to."""
    before = {township.id: township for township in old.townships}
    for township in new.townships:
        was = before.get(township.id)
        if was is None or was.lists.keys() != township.lists.keys() or township.has_unread_changes:
            continue
        written = [one for one in added_records(was, township) if one.track is not Track.COLLECTED]
        are_last = [*township.changes[len(township.changes) - len(written) :]] == written
        are_last = are_last and not any(one.track is not Track.COLLECTED for one in added_records(township, was))
        try:
            state = _before(township, len(written)) if are_last else township
            was = was if are_last else _with_records(was, township)
        except DoesNotFit:
            # What is wrong with the records is said by the check.
            continue
        if official(state) == official(was):
            continue
        is_instead = are_last and len(written) == 1
        after = township if is_instead else state
        record = proposal(was, after, written[0] if is_instead else _BLANK)
        file = f"townships/{township.id}/{CHANGES_FILE}"
        ids = tuple(change.id for change in record.duties)
        is_new = not township.changes
        text = _with_blanks(pasted(record))
        yield Unrecorded(
            file,
            ids,
            record,
            first_file() + text if is_new else text,
            is_new,
            is_instead,
            0 if is_instead or not are_last else len(written),
        )


def added_records(old: Township, new: Township) -> tuple[ChangeRecord, ...]:
    """The records that one state of a township has and an earlier one has not."""
    known = record_ids(old.changes)
    return tuple(one for id, one in zip(record_ids(new.changes), new.changes, strict=True) if id not in known)


def _with_records(old: Township, new: Township) -> Township:
    """The lists of an earlier revision as the records of another lead to them.

    With what those did that came in between since, and without what those did that are gone.  Raises DoesNotFit.
    """
    steps = [_steps(township) for township in (new, old)]
    lists, *_ = [before for before, _ in steps[1].values()] or [old]
    for id, (before, after) in steps[0].items():
        own = steps[1].get(id, (before, after))
        try:
            lists = carried(own[0], lists, own[1])
        except NotCarried:
            # What was decided later is so, as far as it is of the same.
            with suppress(NotCarried):
                lists = carried(own[0], own[1], lists, Fields())
    return lists


def _steps(township: Township) -> Mapping[str, tuple[Township, Township]]:
    """The lists before and after each record, by its id."""
    states = [state for _, state in versions(township)][::-1]
    return dict(zip(record_ids(township.changes), pairwise(states), strict=True))


_BLANK = ChangeRecord(track=Track.ADJUSTMENT)
_TRACKS = "access 职责准入，adjustment 动态调整，correction 更正"
_PARTICULARS = ("reason", "decided_by", "document", "approved", "effective")


def _before(township: Township, records: int) -> Township:
    for _ in range(records):
        township = undone(township)
    return township


def _with_blanks(text: str) -> str:
    """A record with the keys of what is still to be said."""
    first, rest = text.split("\n", 1)
    known = {line.strip().split(":")[0] for line in rest.splitlines() if line.startswith("    ") and line[4] != " "}
    blanks = "".join(f"    {key}:\n" for key in _PARTICULARS if key not in known)
    return f"{first} # {_TRACKS}\n{blanks}{rest}"
