"""Renewal: a township's lists taken from a newer document, in which the duties that stay keep what is ours.

A duty is the same where its name is, however it was renumbered; of the rest,
those whose texts are most alike.  Where several could be, the likest are.  It
keeps its id, and what we have said about it (notes, allowances …).  What is new
gets ids that were never used; the ids of duties that are gone are retired.
"""

import difflib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Self, TypeVar

from generator.importers.cells import fold
from generator.model import Allowance, AnyCategory, AnyDuty, AnyList, Duty, Township, TownshipFile

# What holds allowances.
M = TypeVar("M", TownshipFile, AnyList, AnyCategory, Duty)

# Duties of different names are the same from this likeness of names, or of names and texts taken together.
_SAME = 0.75
# An id of ours, and its number.
_ID = re.compile(r"[a-z]-([0-9]+)")


def renewed(old: Township, new: Township) -> Township:
    """The new township with what is kept of the old one, which has the same lists."""
    file = new.file.model_copy(update={"contact": old.file.contact})
    if old.file.name == file.name:
        # How the name is known was written by hand.
        known = {"name_status": old.file.name_status, "name_evidence": old.file.name_evidence}
        file = file.model_copy(update=known)
    if old.file.source and file.source and old.file.source.sha256 == file.source.sha256:
        # So were the date of the document, what of it is in which cell and in no list; and it is the same document.
        kept = {field: getattr(old.file.source, field) for field in ("date", "borders", "set_aside")}
        file = file.model_copy(update={"source": file.source.model_copy(update=kept)})
    lists = {kind: _renewed_list(old.lists[kind], duty_list) for kind, duty_list in new.lists.items()}
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
    same = _pairs(*([_Printed.of(*one) for one in duty_list.duties()] for duty_list in (old, new)))
    taken = [*before, *old.retired]
    ordinal = max((int(found[1]) for id in taken if (found := _ID.fullmatch(id))), default=0)
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


@dataclass(frozen=True)
class _Printed:
    """What a document prints of a duty, for comparison."""

    id: str
    category: str
    name: str
    text: str

    @classmethod
    def of(cls, category: AnyCategory, duty: AnyDuty) -> Self:
        return cls(duty.id, fold(category.name), fold(duty.name), fold("".join(_texts(duty))))


# How alike two duties are, at best and in all; which they are.
_Pair = tuple[tuple[float, float], _Printed, _Printed]


def _pairs(old: Sequence[_Printed], new: Sequence[_Printed]) -> dict[str, str]:
    """The new duties' ids to the ids of the old duties that they are: of the same name first, then of one alike."""
    counts = [Counter(one.name for one in duties) for duties in (old, new)]

    def namesakes() -> Iterator[_Pair]:
        for other, one in product(old, new):
            if other.name == one.name:
                is_only = all(count[one.name] == 1 for count in counts)
                yield (1.0, 0.0 if is_only else _ratio(other.text, one.text, 0)), other, one

    def alike(same: Mapping[str, str]) -> Iterator[_Pair]:
        found = set(same.values())
        for other, one in product(old, new):
            if other.id not in found and one.id not in same:
                name, text = _ratio(other.name, one.name, _SAME), _ratio(other.text, one.text, _SAME)
                if max(name, text) >= _SAME:
                    yield (max(name, text), name + text), other, one

    same = _likest(namesakes(), {})
    return _likest(alike(same), same)


def _likest(pairs: Iterable[_Pair], same: Mapping[str, str]) -> dict[str, str]:
    """Pairs that have no duty in common, beside those that there are: the likest, then those of the same category.

    Of what is as like in everything, the first are the first.
    """
    chosen = dict(same)
    found = set(chosen.values())
    for _, other, one in sorted(pairs, key=lambda pair: (pair[0], pair[1].category == pair[2].category), reverse=True):
        if other.id not in found and one.id not in chosen:
            chosen[one.id] = other.id
            found.add(other.id)
    return chosen


def _ratio(old: str, new: str, least: float) -> float:
    """How alike two texts are, from 0 to 1; 0 also where it is less than what is asked for."""
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    if matcher.real_quick_ratio() < least or matcher.quick_ratio() < least:
        return 0.0
    return matcher.ratio()


def _texts(duty: AnyDuty) -> Iterator[str]:
    """All that the document prints of a duty, but for its number."""
    yield duty.name
    yield from (text for passage in duty.passages() for text in passage.texts)
