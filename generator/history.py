"""History: a township's lists as they were before each official change, and what a record of a change keeps of them.

A record (`ChangeRecord`, in changes.yml) holds what it changed as it was before.  So the lists of today lead back
through the records, the newest first, to the lists that were first collected, and nothing but the content is asked.
"""

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count, pairwise

from generator.model import (
    AnyCategory,
    AnyDuty,
    AnyList,
    BasicDuty,
    CategoryBefore,
    ChangeKind,
    ChangeRecord,
    CooperativeDuty,
    Department,
    DutyBefore,
    DutyChange,
    ListBefore,
    ListKind,
    ListsBefore,
    ReclaimedDuty,
    Township,
    Track,
)

DUTY_TYPES: dict[ListKind, type[AnyDuty]] = {
    ListKind.BASIC: BasicDuty,
    ListKind.COOPERATIVE: CooperativeDuty,
    ListKind.RECLAIMED: ReclaimedDuty,
}
# What of a duty is official, besides its number and its category: in these fields a change is one of the text.
TEXTS = ("name", "departments", "status", "superior", "township", "method", "extras")

_CONSONANTS = "bcdfghjkmnpqrstvwxz"
_ID_LENGTH = 8

# By these ways the lists come nearer to the source document, and by the others away from it.
_OF_THE_SOURCE = {Track.COLLECTED, Track.CORRECTION}


class DoesNotFit(Exception):
    """A record that does not fit the lists that it led to; its message is for people.

    `duty` is the index of the change of a duty that is wrong, None where the outline is.
    """

    def __init__(self, message: str, duty: int | None = None) -> None:
        super().__init__(message)
        self.message, self.duty = message, duty


@dataclass(frozen=True)
class Changed:
    """What differs between two states of a township's lists: the fields of a record that a program writes."""

    duties: tuple[DutyChange, ...]
    before: ListsBefore

    def __bool__(self) -> bool:
        return bool(self.duties) or self.before != ListsBefore()


def kind_of_id(id: str) -> ListKind | None:
    """The list that an id belongs to, by its letter."""
    return next((kind for kind in ListKind if id.startswith(f"{kind.prefix}-")), None)


def record_ids(changes: Sequence[ChangeRecord]) -> tuple[str, ...]:
    """What each record is known by for ever; one that has no id of its own, by its place."""
    return tuple(record.id or str(place) for place, record in enumerate(changes))


def identified(changes: Sequence[ChangeRecord]) -> tuple[ChangeRecord, ...]:
    """The records, each with its id: what it is known by does not hang on its place any more."""
    ids = zip(changes, record_ids(changes), strict=True)
    return tuple(
        one if one.id or one.track is Track.COLLECTED else one.model_copy(update={"id": id}) for one, id in ids
    )


def new_record_id(record: ChangeRecord, taken: Collection[str]) -> str:
    """An id for a record, made of what it says, so that two offices do not give the same one to two changes.

    It has consonants only: it is no word, no number and no date, and stays right when a date is corrected.
    """
    said = record.model_dump(
        mode="json", include={"track", "reason", "decided_by", "document", "approved", "effective"}
    )
    said["duties"] = [[one.id, one.change.value] for one in record.duties]
    for attempt in count():
        digest = hashlib.sha256(f"{attempt}{json.dumps(said, ensure_ascii=False, sort_keys=True)}".encode()).digest()
        id = "".join(_CONSONANTS[byte % len(_CONSONANTS)] for byte in digest[:_ID_LENGTH])
        if id not in taken:
            return id
    raise AssertionError("never ends")


# --- back ------------------------------------------------------------------------------------------------


def versions(township: Township) -> Iterator[tuple[ChangeRecord | None, Township]]:
    """The township's states, the newest first, each with the record that led to it; None for the first of all.

    Raises DoesNotFit for a record that does not fit.
    """
    for index in reversed(range(len(township.changes))):
        yield township.changes[index], township
        township = undone(township)
    yield None, township


def undone(township: Township) -> Township:
    """The township as it was before the last of its records.  Raises DoesNotFit."""
    *earlier, record = township.changes
    changes: dict[ListKind, list[tuple[int, DutyChange]]] = {kind: [] for kind in ListKind}
    for index, change in enumerate(record.duties):
        kind = kind_of_id(change.id)
        if kind is None:
            raise DoesNotFit(f"编号“{change.id}”的写法不对；应如 c-013", index)
        changes[kind].append((index, change))
    led_to = {id for change in record.duties for id in change.to}
    lists = {
        kind: _list_before(kind, duty_list, record.before.of(kind), changes[kind], led_to)
        for kind, duty_list in township.lists.items()
    }
    return replace(township, lists=lists, changes=tuple(earlier))


def _list_before(
    kind: ListKind,
    now: AnyList,
    before: ListBefore | None,
    changes: list[tuple[int, DutyChange]],
    led_to: Collection[str],
) -> AnyList:
    """One list before the changes of its duties; `led_to` are ids in which others go on, new ones perhaps."""
    duties = {duty.id: duty for _, duty in now.duties()}
    gone = set()
    seen: set[str] = set()
    for index, change in changes:
        if change.id in seen:
            raise DoesNotFit(f"这一条变更里 {change.id} 写了两次，只能写一次", index)
        seen.add(change.id)
        is_there = change.id in duties
        match change.change:
            case ChangeKind.ADDED:
                if not is_there:
                    raise DoesNotFit(f"写着新增 {change.id}，可清单里没有这一项", index)
                del duties[change.id]
            case ChangeKind.REMOVED | ChangeKind.MOVED:
                if is_there:
                    raise DoesNotFit(f"写着{change.change.title} {change.id}，可清单里还有这一项", index)
                if change.before is None or change.before.name is None:
                    raise DoesNotFit(f"{change.id} 没有写原来的文字（before）", index)
                gone.add(change.id)
                fields = {key: value for key, value in change.before if value is not None}
                unknown = set(fields) - set(DUTY_TYPES[kind].model_fields)
                if unknown:
                    raise DoesNotFit(f"{kind.official_title}的事项没有“{'、'.join(sorted(unknown))}”", index)
                duties[change.id] = DUTY_TYPES[kind](id=change.id, number=1, **fields)
            case _:
                if not is_there:
                    raise DoesNotFit(f"写着{change.change.title} {change.id}，可清单里没有这一项", index)
                duties[change.id] = _duty_before(duties[change.id], change.before)
    update: dict[str, object] = {"retired": tuple(id for id in now.retired if id not in gone)}
    if before and before.title is not None:
        update["title"] = before.title
    if before and before.categories is not None:
        was = {id for category in before.categories for id in category.duties}
        duties = {id: duty for id, duty in duties.items() if id in was or id not in led_to}
        update["categories"] = tuple(_categories_before(kind, now, before.categories, duties))
    elif gone:
        raise DoesNotFit(f"没有写{kind.official_title}原来的次序（before）", changes[0][0])
    else:
        update["categories"] = tuple(
            category.model_copy(
                update={"duties": tuple(duties[duty.id] for duty in category.duties if duty.id in duties)}
            )
            for category in now.categories
        )
    return now.model_copy(update=update)


def _duty_before(now: AnyDuty, before: DutyBefore | None) -> AnyDuty:
    fields = {key: value for key, value in before or () if value is not None and key in type(now).model_fields}
    return now.model_copy(update=fields)


def _categories_before(
    kind: ListKind, now: AnyList, before: tuple[CategoryBefore, ...], duties: Mapping[str, AnyDuty]
) -> Iterator[AnyCategory]:
    named = {category.name: category for category in now.categories}
    missing = [id for category in before for id in category.duties if id not in duties]
    if missing:
        raise DoesNotFit(f"{kind.official_title}原来的次序里有 {missing[0]}，现在的清单和记录里都没有")
    listed = {id for category in before for id in category.duties}
    if more := [id for id in duties if id not in listed]:
        raise DoesNotFit(f"{more[0]} 不在{kind.official_title}原来的次序里，也没有写是新增的")
    for category in before:
        like = named.get(category.name, now.categories[0])
        yield like.model_copy(
            update={
                "name": category.name,
                "declared": category.declared,
                "allow": like.allow if category.name in named else (),
                "duties": tuple(
                    duties[id].model_copy(update={"number": number}) for id, number in category.duties.items()
                ),
            }
        )


def _newest_source(township: Township) -> int:
    """How many records there are up to the one that came with today's source."""
    return max((place for place, record in enumerate(township.changes, 1) if record.new_source), default=0)


def is_changed_since(township: Township) -> bool:
    """Whether the lists were changed officially since its source was received."""
    return any(record.track not in _OF_THE_SOURCE for record in township.changes[_newest_source(township) :])


def as_received(township: Township) -> Township:
    """The lists as the source document has them: official changes undone, and corrections kept.

    A correction of what a change had written before is one of the change, and goes with it.  With a new document all
    begins anew.  Raises DoesNotFit.
    """
    known = _newest_source(township)
    if not is_changed_since(township):
        return township
    states = [*versions(township)][::-1][known:]
    received = states[0][1]
    is_changed = False
    for (_, before), (record, after) in pairwise(states):
        assert record, "only the first state has none"
        if record.track not in _OF_THE_SOURCE:
            is_changed = True
        else:
            received = _corrected(received, before, after) if is_changed else after
    return replace(received, changes=township.changes)


def _corrected(received: Township, before: Township, after: Township) -> Township:
    """The received lists with what a later correction changed of them."""
    was, now = _duties(before), _duties(after)
    lists = {}
    for kind, duty_list in received.lists.items():
        there = {duty.id for _, duty in duty_list.duties()}
        categories = []
        for category in duty_list.categories:
            duties = [
                _duty_corrected(duty, was.get(duty.id), now.get(duty.id))
                for duty in category.duties
                if duty.id not in was or duty.id in now
            ]
            missing = [
                duty
                for one, duty in after.lists[kind].duties()
                if one.name == category.name and duty.id not in was and duty.id not in there
            ]
            if missing:
                duties = sorted((*duties, *missing), key=lambda duty: duty.number)
            categories.append(category.model_copy(update={"duties": tuple(duties)}))
        lists[kind] = duty_list.model_copy(update={"categories": tuple(categories)})
    return replace(received, lists=lists)


def _duty_corrected(duty: AnyDuty, was: AnyDuty | None, now: AnyDuty | None) -> AnyDuty:
    if was is None or now is None:
        return duty
    fields = [key for key in (*TEXTS, "number") if key in type(duty).model_fields]
    update = {
        key: getattr(now, key)
        for key in fields
        if getattr(was, key) != getattr(now, key) and getattr(duty, key) == getattr(was, key)
    }
    return duty.model_copy(update=update)


# --- what a record keeps ---------------------------------------------------------------------------------


def changed(old: Township, new: Township, went: Mapping[str, Collection[str]] = {}) -> Changed:
    """What differs officially between two states of a township, as a record of the change keeps it.

    `went` are duties that are gone and the ids in which they go on; where it says nothing, a duty of the same name
    that is new in another list is the same one, moved.
    """
    before, after = _duties(old), _duties(new)
    gone = [id for id in before if id not in after]
    come = [id for id in after if id not in before]
    led = {
        id: tuple(went[id]) if id in went else _namesakes(id, before, {one: after[one] for one in come}) for id in gone
    }
    explained = {id for to in led.values() for id in to}
    changes = []
    for id in gone:
        is_moved = len(led[id]) == 1 and kind_of_id(led[id][0]) != kind_of_id(id)
        kind = ChangeKind.MOVED if is_moved else ChangeKind.REMOVED
        changes.append(DutyChange(id=id, change=kind, to=led[id], before=_whole(before[id])))
    for id, duty in after.items():
        if id not in before:
            if id not in explained:
                changes.append(DutyChange(id=id, change=ChangeKind.ADDED))
        elif texts := _texts_before(before[id], duty):
            changes.append(DutyChange(id=id, change=ChangeKind.AMENDED, before=texts))
        elif before[id].number != duty.number:
            changes.append(DutyChange(id=id, change=ChangeKind.RENUMBERED))
    lists = {
        kind.value: _outline_before(old.lists[kind], new.lists[kind])
        for kind in ListKind
        if kind in old.lists and kind in new.lists
    }
    return Changed(tuple(changes), ListsBefore(**lists))


def official(township: Township) -> dict[str, object]:
    """What of a township's lists is official, as plain data: two states are the same where these are equal."""
    return {
        kind.value: {
            "title": duty_list.title,
            "categories": [
                {
                    "name": category.name,
                    "declared": category.declared,
                    "duties": [{"id": duty.id, "number": duty.number, **_texts(duty)} for duty in category.duties],
                }
                for category in duty_list.categories
            ],
        }
        for kind, duty_list in township.lists.items()
    }


def digest(duty: AnyDuty) -> str:
    """What tells whether the official texts of a duty are the same ones: 16 hexadecimal digits (docs/requests.md)."""
    return _digest(duty.model_dump(mode="json", include=set(TEXTS)))


def entry_digest(department: Department) -> str:
    """The same of what a register calls a department (docs/requests.md)."""
    return _digest(department.model_dump(mode="json", include={"name", "full_name", "aliases"}))


def _digest(texts: dict[str, object]) -> str:
    written = json.dumps(texts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()[:16]


def _duties(township: Township) -> dict[str, AnyDuty]:
    return {duty.id: duty for duty_list in township.lists.values() for _, duty in duty_list.duties()}


def _texts(duty: AnyDuty) -> dict[str, object]:
    return {key: getattr(duty, key) for key in TEXTS if key in type(duty).model_fields}


def _namesakes(id: str, before: Mapping[str, AnyDuty], come: Mapping[str, AnyDuty]) -> tuple[str, ...]:
    found = [
        other for other, duty in come.items() if duty.name == before[id].name and kind_of_id(other) != kind_of_id(id)
    ]
    return tuple(found) if len(found) == 1 else ()


def _whole(duty: AnyDuty) -> DutyBefore:
    """All that a duty said that is gone: its texts, what we noted about it, and where it stood in the source."""
    default = {key: field.get_default() for key, field in type(duty).model_fields.items()}
    texts = {key: value for key, value in _texts(duty).items() if value != default[key]}
    return DutyBefore.model_validate({**texts, "notes": duty.notes or None, "source": duty.source})


def _texts_before(old: AnyDuty, new: AnyDuty) -> DutyBefore | None:
    """The texts of a duty that were others before; None where none was."""
    texts = {key: value for key, value in _texts(old).items() if value != getattr(new, key)}
    if not texts:
        return None
    return DutyBefore.model_validate({**texts, "source": old.source if old.source != new.source else None})


def _outline_before(old: AnyList, new: AnyList) -> ListBefore | None:
    """The title and the outline of a list before a change, as far as they were others; None where they were not."""
    was, now = _outline(old), _outline(new)
    title = old.title if old.title != new.title else None
    # Mappings are equal in whatever order.
    is_same = was == now and [[*one.duties] for one in was] == [[*one.duties] for one in now]
    return None if title is None and is_same else ListBefore(title=title, categories=None if is_same else was)


def _outline(duty_list: AnyList) -> tuple[CategoryBefore, ...]:
    return tuple(
        CategoryBefore(
            name=category.name,
            declared=category.declared,
            duties={duty.id: duty.number for duty in category.duties},
        )
        for category in duty_list.categories
    )
