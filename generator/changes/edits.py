"""Edits: a township's lists, and a county's register, as they are after an edit.  From objects to objects.

What can be wrong about an edit is raised as EditRefused, whose message is for people; what the result breaks besides
is found by the check of it (`changes/preparing.py`).
"""

import re
from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import replace
from typing import TypeVar

from generator.history import DUTY_TYPES, kind_of_id
from generator.model import (
    Allowance,
    AnyCategory,
    AnyDuty,
    AnyList,
    CategoryName,
    CooperativeDuty,
    Department,
    ListKind,
    ReclaimedDuty,
    SuperiorBlock,
    Township,
)
from generator.words.departments import Register, cut_at_name, cut_at_words, printed_name

D = TypeVar("D", CooperativeDuty, ReclaimedDuty)
# Why the numbers of a list have a gap, where an edit leaves one.
_GAP = Allowance(rule="numbers-consecutive", reason="有事项终止，其余的序号没有重排")
_NUMBERS = _GAP.rule


class EditRefused(ValueError):
    """An edit that cannot be made; its message is for people.  `key` is that of a record that it is about, if any."""

    def __init__(self, message: str, key: str = "") -> None:
        super().__init__(message)
        self.key = key


# --- finding -------------------------------------------------------------------------------------------


def duty_of(township: Township, id: str) -> AnyDuty:
    """A duty of a township.  Raises EditRefused for one that is not there, with what became of it."""
    kind = kind_of_id(id)
    known = {duty.id: duty for duty_list in township.lists.values() for _, duty in duty_list.duties()}
    if id in known:
        return known[id]
    for record in reversed(township.changes):
        for change in record.duties:
            if change.id == id and change.before and change.before.name and change.change in ("removed", "moved"):
                when = f"{record.effective or record.approved} " if record.effective or record.approved else ""
                by = f"由{record.document}" if record.document else f"因{record.reason}" if record.reason else ""
                went = "、".join((*change.to, *filter(None, [change.department])))
                what = f"{when}{by}{change.change.title}了{f'，去了 {went}' if went else ''}"
                now = "、".join(dict.fromkeys(_goes_on(township, id, known)))
                again = f"，{'、'.join(change.to)} 后来也没有了" if change.to else ""
                hint = f"；请改 {now}" if now else f"{again}；不用再改"
                raise EditRefused(f"{township.id} 的 {id}（{change.before.name}）{what}{hint}")
    if kind and kind in township.lists and id in township.lists[kind].retired:
        raise EditRefused(f"{township.id} 的 {id} 已经停用，见 {kind.file_name} 的 retired")
    meant = re.sub(r"^([a-z])-?0*([0-9]+)$", lambda found: f"{found[1]}-{found[2]:0>3}", id.strip().lower())
    # Who writes the name has read the page, and not its address.
    called = [one for one in known.values() if one.name == id.strip()]
    likely = meant if meant in known else called[0].id if len(called) == 1 else ""
    hint = f"；是否指“{likely}”？" if likely else "；编号写在每一项的网址里，例如 c-013"
    raise EditRefused(f"{township.id} 没有事项 {id}{hint}")


def _goes_on(township: Township, id: str, known: Collection[str], seen: Set[str] = frozenset()) -> Iterator[str]:
    """The duties that are there now in which one that is gone goes on, through all that came after it."""
    records = reversed(township.changes)
    last = next((change for record in records for change in record.duties if change.id == id and change.to), None)
    for to in last.to if last else ():
        if to in known:
            yield to
        elif to not in seen:
            yield from _goes_on(township, to, known, seen | {id, to})


def list_of(township: Township, id: str) -> ListKind:
    """The list of a duty that is there."""
    duty_of(township, id)
    return next(kind for kind, one in township.lists.items() if any(duty.id == id for _, duty in one.duties()))


def category_of(township: Township, id: str) -> str:
    """The name of the category of a duty that is there."""
    found = township.lists[list_of(township, id)]
    return next(category.name for category, duty in found.duties() if duty.id == id)


def next_id(township: Township, kind: ListKind) -> str:
    """An id that was never used in a list."""
    used = [duty.id for _, duty in township.lists[kind].duties()]
    used += township.lists[kind].retired
    used += [id for record in township.changes for change in record.duties for id in (change.id, *change.to)]
    ordinals = [int(id[2:]) for id in used if id.startswith(f"{kind.prefix}-") and id[2:].isdigit()]
    return f"{kind.prefix}-{max(ordinals, default=0) + 1:03}"


# --- duties --------------------------------------------------------------------------------------------


def amended(township: Township, id: str, fields: Mapping[str, object]) -> Township:
    """The township with other texts of a duty, or another number, taken as it is."""
    duty = duty_of(township, id)
    kind = list_of(township, id)
    if unknown := [key for key in fields if key not in type(duty).model_fields]:
        raise EditRefused(f"{kind.official_title}的事项没有“{unknown[0]}”")
    new = type(duty).model_validate({**dict(duty), **fields})
    return _with_list(township, kind, lambda one: _map_duties(one, lambda old: new if old.id == id else old))


def ended(township: Township, id: str, *, keep_numbers: bool = False) -> Township:
    """The township without a duty; its id is retired, and a category goes with its last duty."""
    return _tidied(township, _ended(township, id, keep_numbers=keep_numbers))


def _ended(township: Township, id: str, *, keep_numbers: bool = False) -> Township:
    kind, duty = list_of(township, id), duty_of(township, id)

    def without(one: AnyList) -> AnyList:
        categories = [
            _counted(category, [other for other in category.duties if other.id != id]) for category in one.categories
        ]
        new = one.model_copy(update={"categories": tuple(categories), "retired": (*one.retired, id)})
        return _allowing_gaps(new) if keep_numbers else _shifted(new, -1, after=duty.number)

    return _with_list(township, kind, without)


def _tidied(old: Township, new: Township) -> Township:
    """The new township without the categories that have lost their last duty; one is left in any case."""
    lists = {}
    for kind, duty_list in new.lists.items():
        had = {category.name for category in old.lists[kind].categories if category.duties}
        left = tuple(one for one in duty_list.categories if one.duties or one.name not in had)
        lists[kind] = duty_list.model_copy(update={"categories": left or duty_list.categories[:1]})
    return replace(new, lists=lists)


def added(
    township: Township, duty: AnyDuty, category: str, *, at: int | None = None, keep_numbers: bool = False
) -> Township:
    """The township with a new duty: as number `at` of its list, or at the end of the category.

    A category that the list does not have comes at its end.
    """
    kind = kind_of_id(duty.id)
    if kind is None or kind not in township.lists:
        raise EditRefused(f"{township.id} 没有 {duty.id} 的那张清单")

    def with_it(one: AnyList) -> AnyList:
        categories = list(one.categories)
        if category not in [other.name for other in categories]:
            like = type(categories[0])
            categories.append(like.model_validate({"name": category, "duties": ()}))
        where = next(index for index, other in enumerate(categories) if other.name == category)
        before = [*categories[where].duties]
        number = at or _number_at_the_end(categories, where)
        place = sum(1 for other in before if other.number < number)
        _refuse_far(one, categories, where, number, at)
        if not keep_numbers:
            shifted = _shifted(one.model_copy(update={"categories": tuple(categories)}), 1, after=number - 1)
            categories = list(shifted.categories)
        row = [*categories[where].duties]
        row.insert(place, duty.model_copy(update={"number": number}))
        categories[where] = _counted(categories[where], row)
        new = one.model_copy(update={"categories": tuple(categories)})
        return _allowing_gaps(new)

    return _with_list(township, kind, with_it)


def _refuse_far(one: AnyList, categories: Sequence[AnyCategory], where: int, number: int, at: int | None) -> None:
    """A number must lie where the category is: numbers go on from category to category."""
    if at is None:
        return
    first = max((duty.number for other in categories[:where] for duty in other.duties), default=0) + 1
    last = _number_at_the_end(categories, where)
    if not first <= number <= last:
        name = categories[where].name
        raise EditRefused(
            f"“{one.title}”的类别“{name}”在第 {first} 到第 {last} 项之间，不能放在第 {number} 项；不写序号，就放在最后"
        )


def recategorised(township: Township, id: str, category: str, *, at: int | None = None) -> Township:
    """The township with a duty in another category of its list, its id kept."""
    kind, duty = list_of(township, id), duty_of(township, id)
    retired = township.lists[kind].retired
    new = added(_ended(township, id), duty, category, at=at)
    return _tidied(township, _with_list(new, kind, lambda one: one.model_copy(update={"retired": retired})))


def moved(
    township: Township,
    id: str,
    kind: ListKind,
    category: str,
    fields: Mapping[str, object] = {},
    *,
    at: int | None = None,
    keep_numbers: bool = False,
) -> tuple[Township, str]:
    """The township with a duty in another of its lists, under a new id there, and that id.

    Of its texts those are kept that the other list has, too.
    """
    duty = duty_of(township, id)
    if list_of(township, id) is kind:
        raise EditRefused(f"{id} 已经在{kind.official_title}里")
    if kind not in township.lists:
        raise EditRefused(f"{township.id} 没有{kind.official_title}")
    new_id = next_id(township, kind)
    own = DUTY_TYPES[kind]
    kept = {key: value for key, value in duty if key in own.model_fields and key not in ("allow", "source")}
    new = own.model_validate({**kept, **fields, "id": new_id, "number": 1})
    without = ended(township, id, keep_numbers=keep_numbers)
    return added(without, new, category, at=at, keep_numbers=keep_numbers), new_id


def split(
    township: Township, id: str, names: Sequence[str], *, keep_numbers: bool = False
) -> tuple[Township, tuple[str, ...]]:
    """The township with several duties in the place of one, each with its texts, and their ids."""
    if len(names) < 2:
        raise EditRefused("拆分要写至少两个新的名称（--into，一个写一次）")
    kind, duty, category = list_of(township, id), duty_of(township, id), category_of(township, id)
    new = _ended(township, id, keep_numbers=keep_numbers)
    ids = []
    for offset, name in enumerate(names):
        ids.append(next_id(new, kind))
        one = duty.model_copy(update={"id": ids[-1], "name": name, "source": None, "allow": (), "notes": ()})
        at = duty.number + offset
        # Where numbers are kept, only the first has one that is free.
        new = added(new, one, category, at=at, keep_numbers=keep_numbers and offset == 0)
    return _tidied(township, new), tuple(ids)


def merged(township: Township, ids: Sequence[str], name: str, *, keep_numbers: bool = False) -> tuple[Township, str]:
    """The township with one duty in the place of several of one list, all their texts in it, and its id."""
    if len(set(ids)) < 2:
        raise EditRefused("合并要写至少两个事项的编号")
    duties = sorted((duty_of(township, id) for id in dict.fromkeys(ids)), key=lambda one: one.number)
    kinds = {list_of(township, duty.id) for duty in duties}
    if len(kinds) > 1:
        raise EditRefused("这几项不在同一张清单里；先用 qingdan move 移到一起")
    kind, first = kinds.pop(), duties[0]
    category = category_of(township, first.id)
    texts: dict[str, object] = {}
    for key in ("departments", "superior", "township", "method", "extras"):
        if key in type(first).model_fields:
            texts[key] = tuple(dict.fromkeys(text for duty in duties for text in getattr(duty, key)))
    new_id = next_id(township, kind)
    new = township
    for duty in duties:
        new = _ended(new, duty.id, keep_numbers=keep_numbers)
    whole = first.model_copy(update={**texts, "id": new_id, "name": name, "source": None, "allow": (), "notes": ()})
    new = added(new, whole, category, at=first.number, keep_numbers=keep_numbers)
    return _tidied(township, new), new_id


def numbered(township: Township, numbers: Mapping[str, int], *, keep_numbers: bool = False) -> Township:
    """The township with the numbers of some duties as somebody has written them, whatever others became meanwhile."""

    def of(duty: AnyDuty) -> AnyDuty:
        return duty.model_copy(update={"number": numbers[duty.id]}) if duty.id in numbers else duty

    lists = {kind: _in_place(_map_duties(duty_list, of), numbers) for kind, duty_list in township.lists.items()}
    if keep_numbers:
        lists = {kind: _allowing_gaps(new) if new != township.lists[kind] else new for kind, new in lists.items()}
    return replace(township, lists=lists)


def _in_place(duty_list: AnyList, ids: Container[str]) -> AnyList:
    """A list, some duties in their categories by their numbers; the others stay in their order."""

    def of(category: AnyCategory) -> AnyCategory:
        duties = [one for one in category.duties if one.id not in ids]
        for duty in sorted((one for one in category.duties if one.id in ids), key=lambda one: one.number):
            place = next((index for index, one in enumerate(duties) if one.number > duty.number), len(duties))
            duties.insert(place, duty)
        return category.model_copy(update={"duties": tuple(duties)})

    return duty_list.model_copy(update={"categories": tuple(map(of, duty_list.categories))})


def equal_numbers(township: Township, cells: Mapping[str, str] = {}) -> tuple[str, tuple[str, str]] | None:
    """What is to be told where two duties of a list have one number, and their ids; None where there are none.

    `cells` are those of a workbook that the numbers stand in, by the ids of the duties.
    """
    for kind, duty_list in township.lists.items():
        seen: dict[int, AnyDuty] = {}
        for _, duty in duty_list.duties():
            if other := seen.get(duty.number):
                one, two = (f"{cells.get(each.id, '')} {each.id} {each.name}".strip() for each in (other, duty))
                what = f"{township.id} 的{kind.official_title}会有两个第 {duty.number} 项"
                return f"{what}：{one}，{two}；请给其中一项另一个序号", (other.id, duty.id)
            seen[duty.number] = duty
    return None


def refuse_equal_numbers(township: Township) -> None:
    """Raise EditRefused where two duties of a list have one number."""
    if found := equal_numbers(township):
        raise EditRefused(found[0])


# --- departments ---------------------------------------------------------------------------------------


def with_name(
    township: Township, register: Register, department_ids: Iterable[str], name: str, words: Sequence[str] = ()
) -> Township:
    """The township whose cells and labels call some departments by another name.

    `words` are their former names, which the texts of duties hold: empty where texts stay as they are printed.
    """
    ids = set(department_ids)

    def called(text: str) -> str:
        found = cut_at_name(text, register)
        if found is None or found[0].id not in ids:
            return text
        before, _, after = found[1]
        return f"{before}{name}{after}"

    def said(text: str) -> str:
        return "".join(name if place % 2 else part for place, part in enumerate(cut_at_words(text, words)))

    def of(duty: AnyDuty) -> AnyDuty:
        update: dict[str, object] = {"name": said(duty.name)}
        update["extras"] = tuple(
            extra.model_copy(update={"texts": tuple(map(said, extra.texts))}) for extra in duty.extras
        )
        if isinstance(duty, CooperativeDuty | ReclaimedDuty):
            update["departments"] = each_once(map(called, duty.departments))
        if isinstance(duty, CooperativeDuty):
            update["superior"] = tuple(_block(block, called, said) for block in duty.superior)
            update["township"] = tuple(map(said, duty.township))
        if isinstance(duty, ReclaimedDuty):
            update["method"] = tuple(map(said, duty.method))
        return duty.model_copy(update=update)

    lists = {kind: _map_duties(duty_list, of) for kind, duty_list in township.lists.items()}
    return replace(township, lists=lists)


def _block(block: SuperiorBlock, called: Callable[[str], str], said: Callable[[str], str]) -> SuperiorBlock:
    return block.model_copy(
        update={
            "departments": each_once(map(called, block.departments)),
            "duties": tuple(map(said, block.duties)),
            "support": tuple(map(said, block.support)),
        }
    )


def each_once(names: Iterable[str]) -> tuple[str, ...]:
    """Names, each department once: with the mark 牵头 if it has it anywhere."""
    found: dict[str, str] = {}
    for text in names:
        own = printed_name(text)
        key = own.core or text
        if key not in found or (own.lead and not printed_name(found[key]).lead):
            found[key] = text
    return tuple(found.values())


def renamed(
    department: Department, name: str, full_name: str | None = None, aliases: Sequence[str] | None = None
) -> Department:
    """A department under another name; the old ones are aliases, so that what is printed still leads to it."""
    others = department.aliases if aliases is None else aliases
    former = [department.name, *filter(None, [department.full_name]), *others]
    kept = tuple(dict.fromkeys(one for one in former if one not in (name, full_name)))
    return department.model_copy(update={"name": name, "full_name": full_name, "aliases": kept})


def known_categories(township: Township, kind: ListKind, vocabulary: Iterable[CategoryName]) -> list[str]:
    """The categories that a duty may be put in: the list's own first."""
    own = [category.name for category in township.lists[kind].categories] if kind in township.lists else []
    return list(dict.fromkeys([*own, *(one.name for one in vocabulary)]))


# --- lists ---------------------------------------------------------------------------------------------


def _with_list(township: Township, kind: ListKind, edit: Callable[[AnyList], AnyList]) -> Township:
    return replace(township, lists={**township.lists, kind: edit(township.lists[kind])})


def _map_duties(duty_list: AnyList, edit: Callable[[AnyDuty], AnyDuty]) -> AnyList:
    categories = tuple(
        category.model_copy(update={"duties": tuple(map(edit, category.duties))}) for category in duty_list.categories
    )
    return duty_list.model_copy(update={"categories": categories})


def _counted(category: AnyCategory, duties: Sequence[AnyDuty]) -> AnyCategory:
    """A category with other duties; the stated count goes up and down with them."""
    declared = category.declared
    if declared is not None:
        declared = max(declared + len(duties) - len(category.duties), 0)
    return category.model_copy(update={"duties": tuple(duties), "declared": declared})


def _shifted(duty_list: AnyList, by: int, after: int) -> AnyList:
    """A list in which the numbers after one are others."""
    return _map_duties(
        duty_list,
        lambda duty: duty.model_copy(update={"number": duty.number + by}) if duty.number > after else duty,
    )


def _allowing_gaps(duty_list: AnyList) -> AnyList:
    """A list whose gaps in the numbers are allowed where they are, and nowhere else."""
    expected = 1

    def of(duty: AnyDuty) -> AnyDuty:
        nonlocal expected
        is_gap, has = duty.number != expected, any(one.rule == _NUMBERS for one in duty.allow)
        expected = duty.number + 1
        if is_gap and not has:
            return duty.model_copy(update={"allow": (*duty.allow, _GAP)})
        if has and not is_gap:
            return duty.model_copy(update={"allow": tuple(one for one in duty.allow if one.rule != _NUMBERS)})
        return duty

    return _map_duties(duty_list, of)


def _number_at_the_end(categories: Sequence[AnyCategory], where: int) -> int:
    return max((duty.number for category in categories[: where + 1] for duty in category.duties), default=0) + 1
