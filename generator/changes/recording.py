"""Recording: the record of an official change, made of the lists before and after it, and its place in changes.yml.

two states of a township, and what nobody can tell from them → ChangeRecord → the text of changes.yml
"""

from collections.abc import Collection, Mapping

from generator.history import changed
from generator.model import ChangeRecord, DutyChange, Township, Track
from generator.read import yaml_text

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
    return particulars.model_copy(update={"duties": duties, "before": found.before})


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
