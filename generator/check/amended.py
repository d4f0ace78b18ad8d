"""Amendments: what an official change has brought into the lists stands in the document by which it was made.

The text of such a document has no form that can be known: a notice, a table, a few sentences.  So each text is looked
for as it is, white space aside, and not where it stands.  What the change took away has to be named.
"""

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from generator.history import DoesNotFit, versions
from generator.model import AnyDuty, ChangeKind, Township

# So much of a text is quoted.
_QUOTED = 40


class Unaccounted(NamedTuple):
    """A text that a change brought and its document does not have; indexes of the record and of the duty's change."""

    record: int
    change: int
    duty: str
    text: str
    file: str


def unaccounted(township: Township) -> Iterator[Unaccounted]:
    """Every text that is not in the document by which it came."""
    if not any(record.amendment for record in township.changes):
        return
    try:
        states = [*versions(township)]
    except DoesNotFit:
        # A record that does not fit is another rule's to tell.
        return
    for index, ((record, after), (_, before)) in zip(
        range(len(township.changes) - 1, -1, -1), pairwise(states), strict=True
    ):
        amendment = record.amendment if record else None
        text = township.amendments.get(amendment.file) if amendment else None
        if record is None or amendment is None or text is None:
            continue
        printed = "".join(text.split())
        was, now = _duties(before), _duties(after)
        for place, change in enumerate(record.duties):
            wanted: list[tuple[str, str]] = []
            match change.change:
                case ChangeKind.ADDED:
                    wanted = [(change.id, one) for one in _texts(now[change.id])]
                case ChangeKind.AMENDED:
                    known = set(_texts(was[change.id]))
                    wanted = [(change.id, one) for one in _texts(now[change.id]) if one not in known]
                case ChangeKind.REMOVED | ChangeKind.MOVED:
                    known = set(_texts(was[change.id]))
                    wanted = [(change.id, was[change.id].name)]
                    new = [id for id in change.to if id in now and id not in was]
                    wanted += [(id, one) for id in new for one in _texts(now[id]) if one not in known]
            for id, one in wanted:
                if "".join(one.split()) not in printed:
                    short = one if len(one) <= _QUOTED else f"{one[:_QUOTED]}…"
                    yield Unaccounted(index, place, id, short, amendment.file)


def _duties(township: Township) -> dict[str, AnyDuty]:
    return {duty.id: duty for duty_list in township.lists.values() for _, duty in duty_list.duties()}


def _texts(duty: AnyDuty) -> Iterator[str]:
    """All that a duty says, names of departments too."""
    yield duty.name
    yield from (text for passage in duty.passages() for text in passage.texts)
