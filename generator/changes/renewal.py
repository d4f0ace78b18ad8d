"""Renewal: a township's lists taken from a newer document, in which the duties that stay keep what is ours.

A duty is the same where its name is, however it was renumbered; of the rest,
those whose texts are most alike.  It keeps its id, and what we have said about
it (notes, allowances …).  What is new gets ids that were never used; the ids
of duties that are gone are retired.
"""

import difflib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TypeVar

from generator.importers.cells import fold
from generator.model import Allowance, AnyCategory, AnyDuty, AnyList, Duty, Township, TownshipFile

# What holds allowances.
M = TypeVar("M", TownshipFile, AnyList, AnyCategory, Duty)

# Duties of different names are the same from this likeness of names, or of names and texts taken together.
_SAME = 0.75


def renewed(old: Township, new: Township) -> Township:
    """The new township with what is kept of the old one."""
    file = new.file
    if old.file.name == file.name:
        # How the name is known was written by hand.
        known = {"name_status": old.file.name_status, "name_evidence": old.file.name_evidence}
        file = file.model_copy(update=known)
    if old.file.source and file.source and old.file.source.sha256 == file.source.sha256:
        # So was the date of the document, and it is the same document.
        file = file.model_copy(update={"source": file.source.model_copy(update={"date": old.file.source.date})})
    lists = {
        kind: _renewed_list(old.lists[kind], duty_list) if kind in old.lists else duty_list
        for kind, duty_list in new.lists.items()
    }
    return replace(new, file=file, lists=lists)


def with_reasons(old: Township, new: Township) -> Township:
    """The new township, whose allowances give the reasons that people wrote for the same ones of the old."""
    reasons = {
        (holder, allowance.rule): allowance for holder, allowances in _allowances(old) for allowance in allowances
    }

    def own(holder: str, model: M) -> M:
        return model.model_copy(
            update={"allow": tuple(reasons.get((holder, allowance.rule), allowance) for allowance in model.allow)}
        )

    lists = {}
    for kind, duty_list in new.lists.items():
        categories = tuple(
            own(f"{kind} {category.name}", category).model_copy(
                update={"duties": tuple(own(duty.id, duty) for duty in category.duties)}
            )
            for category in duty_list.categories
        )
        lists[kind] = own(kind, duty_list).model_copy(update={"categories": categories})
    return replace(new, file=own("", new.file), lists=lists)


def _allowances(township: Township) -> Iterator[tuple[str, tuple[Allowance, ...]]]:
    """What holds allowances, under a name of its own, and which."""
    yield "", township.file.allow
    for kind, duty_list in township.lists.items():
        yield kind, duty_list.allow
        for category in duty_list.categories:
            yield f"{kind} {category.name}", category.allow
            yield from ((duty.id, duty.allow) for duty in category.duties)


def _renewed_list(old: AnyList, new: AnyList) -> AnyList:
    before = {duty.id: duty for _, duty in old.duties()}
    same = _pairs(list(before.values()), [duty for _, duty in new.duties()])
    taken = [*before, *old.retired]
    ordinal = max((int(id.split("-")[1]) for id in taken if id[2:].isdigit()), default=0)
    kept: set[str] = set()

    def with_id(duty: AnyDuty) -> AnyDuty:
        nonlocal ordinal
        if duty.id in same:
            kept.add(same[duty.id])
            return _renewed_duty(before[same[duty.id]], duty)
        ordinal += 1
        return duty.model_copy(update={"id": f"{duty.id[0]}-{ordinal:03}"})

    categories = tuple(
        category.model_copy(update={"duties": tuple(with_id(duty) for duty in category.duties)})
        for category in new.categories
    )
    retired = tuple(id for id in taken if id not in kept)
    return new.model_copy(update={"categories": categories, "retired": retired})


def _renewed_duty(old: AnyDuty, new: AnyDuty) -> AnyDuty:
    """The old duty with the new one's texts; notes stay where what they are about is still printed."""
    official = {key: value for key, value in new if key not in Duty.OURS}
    printed = fold("".join(_texts(new)))
    unchanged = printed == fold("".join(_texts(old)))
    renoted = {note.printed for note in new.notes if note.printed}
    notes = [
        note
        for note in old.notes
        if note.printed not in renoted and (unchanged or (note.printed and fold(note.printed) in printed))
    ]
    notes += [note for note in new.notes if note not in notes]
    return old.model_copy(update={**official, "notes": tuple(notes), "allow": ()})


def _pairs(old: list[AnyDuty], new: list[AnyDuty]) -> dict[str, str]:
    """The new duties' ids to the ids of the old duties that they are."""
    by_name: dict[str, list[str]] = defaultdict(list)
    for duty in old:
        by_name[fold(duty.name)].append(duty.id)
    same = {duty.id: by_name[fold(duty.name)].pop(0) for duty in new if by_name[fold(duty.name)]}
    found = set(same.values())
    alike = sorted(
        _alike([duty for duty in old if duty.id not in found], [duty for duty in new if duty.id not in same]),
        key=lambda pair: -pair[0],
    )
    for _, old_id, new_id in alike:
        if old_id not in found and new_id not in same:
            same[new_id] = old_id
            found.add(old_id)
    return same


def _alike(old: Iterable[AnyDuty], new: Iterable[AnyDuty]) -> Iterator[tuple[float, str, str]]:
    """How alike each old duty is to each new one, where they may be the same."""
    before = [(duty, fold(duty.name), fold("".join(_texts(duty)))) for duty in old]
    for duty in new:
        name, text = fold(duty.name), fold("".join(_texts(duty)))
        for other, old_name, old_text in before:
            likeness = max(_ratio(old_name, name), _ratio(old_text, text))
            if likeness >= _SAME:
                yield likeness, other.id, duty.id


def _ratio(old: str, new: str) -> float:
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    if matcher.real_quick_ratio() < _SAME or matcher.quick_ratio() < _SAME:
        return 0.0
    return matcher.ratio()


def _texts(duty: AnyDuty) -> Iterator[str]:
    """All that the document prints of a duty, but for its number."""
    yield duty.name
    yield from (text for passage in duty.passages() for text in passage.texts)
