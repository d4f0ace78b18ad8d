"""Recording: the record of an official change, made of the lists before and after it, and its place in changes.yml.

two states of a township, and what nobody can tell from them → ChangeRecord → the text of changes.yml
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from generator.history import DoesNotFit, changed, official, undone
from generator.model import ChangeRecord, Content, DutyChange, Township, Track
from generator.read import yaml_text
from generator.read.folder import CHANGES_FILE

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
    return particulars.model_copy(update={"new_source": is_new, "duties": duties, "before": found.before})


def with_record(text: str | None, record: ChangeRecord) -> str:
    """The text of changes.yml with one more record at its end, comments kept; of none, begun with the collecting."""
    if text is None:
        return yaml_text.dump({"changes": [_FIRST, _plain(record)]}, CHANGES_SCHEMA)
    return yaml_text.append(text, "changes", [_plain(record)])


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
        if was is None or was.lists.keys() != township.lists.keys():
            continue
        written = township.changes[max(len(was.changes), 1) :]
        try:
            state = _before(township, len(written))
        except DoesNotFit:
            # What is wrong with the records is said by the check.
            continue
        if official(state) == official(was):
            continue
        is_instead = len(written) == 1
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
            0 if is_instead else len(written),
        )


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
