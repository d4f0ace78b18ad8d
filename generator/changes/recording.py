"""Recording: the record of an official change, made of the lists before and after it, and its place in changes.yml.

two states of a township, and what nobody can tell from them → ChangeRecord → the text of changes.yml
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from generator.changes.carrying import NotCarried, carried
from generator.changes.edits import EditRefused
from generator.history import DoesNotFit, changed, identified, new_record_id, official, record_ids, undone, versions
from generator.model import ChangeRecord, Content, DutyChange, Township, Track
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


def inserted(
    old: Township,
    new: Township,
    particulars: ChangeRecord,
    went: Mapping[str, Collection[str]] = {},
    again: Callable[[Township], Township] | None = None,
) -> tuple[tuple[ChangeRecord, ...], ChangeRecord]:
    """The records of a township with that of what differs between two states of it, and that one.

    It comes where its day puts it, and what the later ones keep of the lists before them is written anew: as if it had
    been there.  `again` does the change to whatever lists; without it, a later one may have changed the same: then
    EditRefused is raised.
    """
    changes = identified(old.changes)
    place = place_of(changes, particulars)
    later = list[ChangeRecord]()
    state, mine = old, new
    for index in reversed(range(place, len(changes))):
        one = changes[index]
        if one.new_source:
            raise EditRefused(
                f"{old.id}：{_named(one)} 收到了新的一版清单，它写的就是那时的全部；"
                "更早的文件不再补记，可以写进那条记录的 reason"
            )
        try:
            before = undone(state)
            mine_before = again(before) if again else carried(state, mine, before)
        except DoesNotFit as error:
            raise EditRefused(f"{old.id}：{_named(one)} 的记录和清单对不上：{error.message}") from None
        except NotCarried as error:
            if error.duty and error.duty not in {
                duty.id for part in before.lists.values() for _, duty in part.duties()
            }:
                raise EditRefused(
                    f"{old.id}：{particulars.effective} 还没有 {error.duty}，它是{_named(one)} 新增的；请查生效的日期"
                ) from None
            raise EditRefused(
                f"{old.id}：{_named(one)} 的记录也动了 {error}，今天的清单照它，不用改；"
                f"{particulars.effective} 起曾经怎样写，请写进那条记录的 reason；别的改动去掉这一处再做一次"
            ) from None
        later.append(proposal(mine_before, mine, one))
        state, mine = before, mine_before
    record = proposal(replace(state, changes=changes), mine, particulars, went)
    return (*changes[:place], record, *reversed(later)), record


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
        try:
            state = _before(township, len(written)) if are_last else township
            was = was if are_last else _with_records(was, township)
        except (DoesNotFit, NotCarried):
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
    """The lists of an earlier revision with what those records did that came in between since.

    Raises DoesNotFit and NotCarried.
    """
    steps = [_steps(township) for township in (new, old)]
    lists, *_ = [before for before, _ in steps[1].values()] or [old]
    for id, (before, after) in steps[0].items():
        own = steps[1].get(id, (before, after))
        lists = carried(own[0], lists, own[1])
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
