"""Carrying: what was changed between two states of a township's lists, made on a third: as they were earlier, or later.

    base → other, and mine  →  mine with what `other` has otherwise than `base`

Duties are the same by their ids.  What both have changed, and otherwise, cannot be carried: NotCarried.
"""

import difflib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from generator.history import TEXTS
from generator.model import AnyCategory, AnyDuty, AnyList, Column, ListKind, Township

# A heading of a list among its duties, in their order: its name, and which of this name it is.
_Head = tuple[str, int]
_Key = str | _Head
_TITLES = {**{column.value: column.title for column in Column}, "status": "状态", "source": "出处", "notes": "说明"}


class NotCarried(Exception):
    """What two changes have done to the same, otherwise; its message says to what, and is for people.

    `duty` is the id of the duty, empty where it is none.
    """

    def __init__(self, what: str, duty: str = "") -> None:
        super().__init__(what)
        self.duty = duty


# Fields of duties, by their ids.
Fields = dict[str, set[str]]


def carried(base: Township, mine: Township, other: Township, kept: Fields | None = None) -> Township:
    """The township `mine` with what differs between `base` and `other`.  Raises NotCarried.

    Where `kept` is given, a text that both have changed, and wholly, is as `mine` has it, and noted there.
    """
    lists = {kind: _list(kind, base.lists[kind], now, other.lists[kind], kept) for kind, now in mine.lists.items()}
    return replace(mine, lists=lists)


def _list(kind: ListKind, base: AnyList, mine: AnyList, other: AnyList, kept: Fields | None) -> AnyList:
    if base == other:
        return mine
    if base == mine:
        return other
    sides = [_Side.of(one) for one in (base, mine, other)]
    name = kind.official_title
    duties = _duties(sides[0].duties, sides[1].duties, sides[2].duties, kept)
    called = _renamed(sides[0], sides[2]), _renamed(sides[0], sides[1])
    was, own, their = sides[0], sides[1].with_names(called[0]), sides[2].with_names(called[1])
    was = was.with_names({**called[0], **called[1]})
    order = _order(was.order, own.order, their.order)
    numbers = _numbers([key for key in order if isinstance(key, str)], was.numbers, own.numbers, their.numbers)
    if _has_equal(numbers) and not (_has_equal(own.numbers) or _has_equal(their.numbers)):
        raise NotCarried(f"{name}的序号")
    categories = list[AnyCategory]()
    for key in order:
        if isinstance(key, str):
            last = categories[-1]
            duty = duties[key].model_copy(update={"number": numbers[key]})
            categories[-1] = last.model_copy(update={"duties": (*last.duties, duty)})
        else:
            categories.append(_category(f"{name}的类别“{key[0]}”", *(one.heads.get(key) for one in (was, own, their))))
    return mine.model_copy(
        update={
            "title": _value(f"{name}的标题", base.title, mine.title, other.title),
            "retired": _set(base.retired, mine.retired, other.retired),
            "categories": tuple(categories),
        }
    )


@dataclass(frozen=True)
class _Side:
    """A list laid out: its headings and the ids of its duties in their order."""

    order: Sequence[_Key]
    heads: Mapping[_Key, AnyCategory]
    duties: Mapping[str, AnyDuty]

    @classmethod
    def of(cls, duty_list: AnyList) -> "_Side":
        order, heads = list[_Key](), dict[_Key, AnyCategory]()
        for category in duty_list.categories:
            key = category.name, sum(1 for one in heads.values() if one.name == category.name)
            heads[key] = category
            order += [key, *(duty.id for duty in category.duties)]
        return cls(order, heads, {duty.id: duty for _, duty in duty_list.duties()})

    @property
    def numbers(self) -> Mapping[str, int]:
        return {key: self.duties[key].number for key in self.order if isinstance(key, str)}

    def with_names(self, called: Mapping[_Head, _Head]) -> "_Side":
        """The list with other names of headings, where it has them."""

        def of(key: _Key) -> _Key:
            return key if isinstance(key, str) else called.get(key, key)

        order = [of(key) for key in self.order]
        if len(set(order)) < len(order):
            raise NotCarried("类别的名称")
        return replace(self, order=order, heads={of(key): one for key, one in self.heads.items()})


def _renamed(old: _Side, new: _Side) -> Mapping[_Head, _Head]:
    """The headings that are called otherwise: those over the same duties, or in the same place."""
    gone = [key for key in old.heads if key not in new.heads]
    come = [key for key in new.heads if key not in old.heads]
    found: dict[_Head, _Head] = {}
    for key in gone:
        ids = {duty.id for duty in old.heads[key].duties}
        for heir in come:
            theirs = {duty.id for duty in new.heads[heir].duties}
            is_there = [*old.heads].index(key) == [*new.heads].index(heir) and len(old.heads) == len(new.heads)
            if heir not in found.values() and (2 * len(ids & theirs) > len(ids) or (is_there and not ids - theirs)):
                assert not isinstance(key, str)
                assert not isinstance(heir, str)
                found[key] = heir
                break
    return found


def _duties(
    base: Mapping[str, AnyDuty], mine: Mapping[str, AnyDuty], other: Mapping[str, AnyDuty], kept: Fields | None
) -> Mapping[str, AnyDuty]:
    """Every duty that there is to be, by its id."""
    found: dict[str, AnyDuty] = {}
    for id in {**mine, **other}:
        was, own, their = base.get(id), mine.get(id), other.get(id)
        if was is None:
            if own and their and own != their:
                raise NotCarried(id, id)
            found[id] = mine[id] if own else other[id]
        elif own and their:
            found[id] = _duty(id, was, own, their, kept)
        elif (left := own or their) and _texts(left) != _texts(was):
            raise NotCarried(f"{id} 的文字", id)
    if missing := [id for id in base if id not in mine and id not in other]:
        raise NotCarried(missing[0], missing[0])
    return found


def _texts(duty: AnyDuty) -> dict[str, object]:
    return duty.model_dump(include=set(TEXTS))


def _duty(id: str, base: AnyDuty, mine: AnyDuty, other: AnyDuty, kept: Fields | None) -> AnyDuty:
    update: dict[str, object] = {}
    for key in type(mine).model_fields:
        if key not in ("id", "number"):
            title = f"{id} 的{_TITLES.get(key, key)}"
            values = [getattr(one, key) for one in (base, mine, other)]
            try:
                update[key] = _value(title, *values)
            except NotCarried:
                if kept is None or key not in TEXTS or not _is_over(*values):
                    raise
                kept.setdefault(id, set()).add(key)
    return mine.model_copy(update=update)


def _category(name: str, base: AnyCategory | None, mine: AnyCategory | None, other: AnyCategory | None) -> AnyCategory:
    """A heading without its duties: its stated count goes up and down by what both have done to it."""
    one = mine or other
    assert one, "it stands in one of them"
    if base is None or mine is None or other is None:
        return one.model_copy(update={"duties": ()})
    counts = (base.declared, mine.declared, other.declared)
    declared = (
        max(mine.declared + other.declared - base.declared, 0)
        if base.declared is not None and mine.declared is not None and other.declared is not None
        else _value(f"{name}的项数", *counts)
    )
    called = _value(name, base.name, mine.name, other.name)
    allow = _value(f"{name}的 allow", base.allow, mine.allow, other.allow)
    return mine.model_copy(update={"name": called, "declared": declared, "allow": allow, "duties": ()})


def _value(title: str, base: object, mine: object, other: object) -> object:
    """One value of three."""
    if other in (base, mine):
        return mine
    if mine == base:
        return other
    if isinstance(base, tuple) and isinstance(mine, tuple) and isinstance(other, tuple):
        lines = _lines(base, mine, other)
        if lines is not None:
            return lines
    raise NotCarried(title)


def _lines(base: tuple[object, ...], mine: tuple[object, ...], other: tuple[object, ...]) -> tuple[object, ...] | None:
    """The lines of a text that was changed in two ways; None where both have changed the same."""
    edits = sorted([*_edits(base, mine), *_edits(base, other)], key=lambda one: one[:2])
    lines, at, last = list[object](), 0, -1
    for begin, end, new in edits:
        # Of what both have put in one place, nobody knows which comes first.
        if begin < at or begin == last:
            return None
        lines += [*base[at:begin], *new]
        at, last = end, begin
    return (*lines, *base[at:])


def _edits(old: Sequence[object], new: Sequence[object]) -> list[tuple[int, int, Sequence[object]]]:
    """Which lines become others: from, to, and what they become."""
    was, now = ([repr(one) for one in side] for side in (old, new))
    found = list[tuple[int, int, Sequence[object]]]()
    for tag, begin, end, start, stop in difflib.SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        if tag == "replace" and end - begin == stop - start:
            # As many lines as before: each is one that was changed.
            found += [(begin + n, begin + n + 1, new[start + n : start + n + 1]) for n in range(end - begin)]
        elif tag != "equal":
            found.append((begin, end, new[start:stop]))
    return found


def over(base: object, later: object, earlier: object) -> object:
    """A text that was changed twice: as the later change has it, and as the earlier has those lines that it left."""
    if not (isinstance(base, tuple) and isinstance(later, tuple) and isinstance(earlier, tuple)):
        return later
    own = _edits(base, later)
    edits = [one for one in _edits(base, earlier) if all(one[1] <= begin or end <= one[0] for begin, end, _ in own)]
    lines, at = list[object](), 0
    for begin, end, new in sorted([*own, *edits], key=lambda one: one[:2]):
        lines += [*base[at:begin], *new]
        at = end
    return (*lines, *base[at:])


def _is_over(base: object, mine: object, other: object) -> bool:
    """Whether `mine` has changed all that `other` has, and nothing of that is left in it."""
    if not (isinstance(base, tuple) and isinstance(mine, tuple) and isinstance(other, tuple)):
        return True
    own = _edits(base, mine)
    return all(any(begin <= b and end >= e for begin, end, _ in own) for b, e, _ in _edits(base, other))


def _set(base: Sequence[str], mine: Sequence[str], other: Sequence[str]) -> tuple[str, ...]:
    gone = [one for one in base if one not in other]
    return tuple(dict.fromkeys([*(one for one in mine if one not in gone), *(one for one in other if one not in base)]))


def _order(base: Sequence[_Key], mine: Sequence[_Key], other: Sequence[_Key]) -> list[_Key]:
    """The order of `mine` with what `other` has taken out of that of `base`, put into it, and put elsewhere."""
    blocks = difflib.SequenceMatcher(None, base, other, autojunk=False).get_matching_blocks()
    kept = {key for block in blocks for key in base[block.a : block.a + block.size]}
    loose = {key for key in base if key not in kept}
    theirs, before, own = set(other), set(base), set(mine)
    result = list[_Key]()
    for index, key in enumerate(mine):
        is_kept_head = not isinstance(key, str) and key not in theirs and _has_more(mine, index, before)
        if key not in loose or is_kept_head:
            result.append(key)
    for index, key in enumerate(other):
        if key in result or (key in before and key not in own):
            continue
        after = next((one for one in other[index + 1 :] if one in result), None)
        previous = next((one for one in reversed(other[:index]) if one in result), None)
        result.insert(_place(result, key, previous, after), key)
    if result and isinstance(result[0], str):
        raise NotCarried("类别的次序")
    return result


def _has_more(order: Sequence[_Key], at: int, known: Collection[_Key]) -> bool:
    """Whether under a heading there is a duty that is not known."""
    for key in order[at + 1 :]:
        if not isinstance(key, str):
            return False
        if key not in known:
            return True
    return False


def _place(result: Sequence[_Key], key: _Key, previous: _Key | None, after: _Key | None) -> int:
    """Where something is put in: before what it stood before, or as the last of its heading."""
    if not isinstance(key, str):
        return result.index(after) if after is not None else len(result)
    if previous is None:
        return 0
    begin = result.index(previous)
    if not isinstance(previous, str):
        return begin + 1
    end = next((at for at in range(begin + 1, len(result)) if not isinstance(result[at], str)), len(result))
    if isinstance(after, str) and begin < result.index(after) < end:
        return result.index(after)
    return end


def _numbers(
    order: Sequence[str], base: Mapping[str, int], mine: Mapping[str, int], other: Mapping[str, int]
) -> Mapping[str, int]:
    """The numbers of the duties: from 1 on where they are so on all sides, else as each side has changed them."""
    if all([*side.values()] == [*range(1, len(side) + 1)] for side in (base, mine, other)):
        return {id: number for number, id in enumerate(order, 1)}
    for one, two in ((other, mine), (mine, other)):
        if all(one[id] == base[id] for id in one if id in base):
            return {id: two[id] if id in two else one[id] for id in order}
    gaps = [_gaps(side) for side in (base, mine, other)]
    found, last = dict[str, int](), 0
    for id in order:
        was, own, their = (side.get(id) for side in gaps)
        gap = own if their is None else their if own is None else own + their - (was or 0)
        last += gap if gap is not None else 1
        found[id] = last
    if min(found.values(), default=1) < 1:
        raise NotCarried("序号")
    return found


def _has_equal(numbers: Mapping[str, int]) -> bool:
    return len(set(numbers.values())) < len(numbers)


def _gaps(numbers: Mapping[str, int]) -> Mapping[str, int]:
    """How much each number is more than the one before it."""
    ordered = [0, *numbers.values()]
    return {id: number - before for (id, number), before in zip(numbers.items(), ordered, strict=False)}
