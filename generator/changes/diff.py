"""Diff: what changed between two contents, duty by duty.

Duties are matched by township and id, so a renumbered list shows as renumbered
and not as rewritten.  In the redline a line that was changed stands once, with
what went and what came marked in it: 开展爱国卫生[-工作-]{+运动+}。
"""

import difflib
from collections.abc import Iterator
from dataclasses import dataclass

from generator.model import AnyCategory, AnyDuty, Column, Content, ListKind, Township
from generator.words.places import kind_of_township

# Fields in which a change is one of the official text, or of what pages say of it.
_FIELDS = {
    **{column.value: column.title for column in Column if column not in (Column.NUMBER, Column.CATEGORY)},
    "status": "状态",
    "notes": "说明",
    "category": "类别",
}


# Two lines this alike are one line that was changed.
_ALIKE = 0.5


@dataclass(frozen=True)
class Change:
    """A difference: of which township, and in a sentence.

    `lines` is the redline: `- ` before a line that went, `+ ` before one that came, `~ ` before one that was changed.
    """

    township: str
    sentence: str
    lines: tuple[str, ...] = ()


def diff(old: Content, new: Content) -> Iterator[Change]:
    """Every difference in townships and duties, in the order of the new content."""
    before = {township.id: township for township in old.townships}
    after = {township.id: township for township in new.townships}
    for township_id, township in before.items():
        if township_id not in after:
            yield Change(township_id, f"删去了这个{kind_of_township(township).common}")
    for township_id, township in after.items():
        if township_id not in before:
            count = sum(1 for duty_list in township.lists.values() for _ in duty_list.duties())
            yield Change(township_id, f"新增了这个{kind_of_township(township).common}，{count} 项")
        else:
            yield from _diff_township(before[township_id], township)


def _diff_township(old: Township, new: Township) -> Iterator[Change]:
    place = kind_of_township(new)
    for kind in ListKind:
        yield from _diff_headings(old, new, kind)
        before, after = _duties(old, kind), _duties(new, kind)
        for duty_id, (_, duty) in before.items():
            if duty_id not in after:
                yield Change(new.id, f"{kind.title}删去 {duty_id}：{duty.name}")
        shifts = [(id, before[id][1].number, after[id][1].number) for id in after if id in before]
        for run in _runs([shift for shift in shifts if shift[1] != shift[2]]):
            yield Change(new.id, _renumbered(kind, run))
        for duty_id, (category, duty) in after.items():
            if duty_id not in before:
                yield Change(new.id, f"{kind.title}新增 {duty_id}：{duty.name}")
                continue
            old_fields, fields = _fields(*before[duty_id]), _fields(category, duty)
            for key, title in _FIELDS.items():
                was, now = old_fields.get(key), fields.get(key)
                if was != now:
                    yield Change(
                        new.id, f"{kind.title} {duty_id} 改了{place.instead(title)}", tuple(_redline(was, now))
                    )


def _diff_headings(old: Township, new: Township, kind: ListKind) -> Iterator[Change]:
    """What changed above the duties: the list's title, and the counts that its categories state."""
    before, after = old.lists.get(kind), new.lists.get(kind)
    if before is None or after is None:
        return
    if before.title != after.title:
        yield Change(new.id, f"{kind.title}改了标题", tuple(_redline(before.title, after.title)))
    was, now = ([_heading(category) for category in duty_list.categories] for duty_list in (before, after))
    if was != now:
        yield Change(new.id, f"{kind.title}改了类别", tuple(_redline(was, now)))


def _heading(category: AnyCategory) -> str:
    return category.name if category.declared is None else f"{category.name}（{category.declared}项）"


def _runs(shifts: list[tuple[str, int, int]]) -> Iterator[list[tuple[str, int, int]]]:
    """Duties that follow each other and moved by the same number of places."""
    run: list[tuple[str, int, int]] = []
    for shift in shifts:
        if run and (shift[1] - 1, shift[2] - 1) != run[-1][1:]:
            yield run
            run = []
        run.append(shift)
    if run:
        yield run


def _renumbered(kind: ListKind, run: list[tuple[str, int, int]]) -> str:
    (first, was, now), (last, was_last, now_last) = run[0], run[-1]
    if len(run) == 1:
        return f"{kind.title} {first} 由第 {was} 项改为第 {now} 项"
    return f"{kind.title} {first} 至 {last} 由第 {was}–{was_last} 项改为第 {now}–{now_last} 项（{len(run)} 项）"


def _duties(township: Township, kind: ListKind) -> dict[str, tuple[AnyCategory, AnyDuty]]:
    duty_list = township.lists.get(kind)
    return {duty.id: (category, duty) for category, duty in (duty_list.duties() if duty_list else ())}


def _fields(category: AnyCategory, duty: AnyDuty) -> dict[str, object]:
    return {**duty.model_dump(mode="json"), "category": category.name}


def _redline(old: object, new: object) -> Iterator[str]:
    before, after = list(_lines(old)), list(_lines(new))
    for tag, start, end, new_start, new_end in difflib.SequenceMatcher(None, before, after, False).get_opcodes():
        if tag == "equal":
            continue
        gone, come = before[start:end], after[new_start:new_end]
        if len(gone) == len(come) and all(map(_are_alike, gone, come)):
            yield from (f"~ {_marked(was, now)}" for was, now in zip(gone, come, strict=True))
        else:
            yield from (f"- {line}" for line in gone)
            yield from (f"+ {line}" for line in come)


def _are_alike(old: str, new: str) -> bool:
    return difflib.SequenceMatcher(None, old, new, False).ratio() >= _ALIKE


def _marked(old: str, new: str) -> str:
    """A line with what went as [-…-] and what came as {+…+}."""
    marked = ""
    for tag, start, end, new_start, new_end in difflib.SequenceMatcher(None, old, new, False).get_opcodes():
        if tag == "equal":
            marked += old[start:end]
            continue
        marked += f"[-{old[start:end]}-]" if end > start else ""
        marked += f"{{+{new[new_start:new_end]}+}}" if new_end > new_start else ""
    return marked


def _lines(value: object) -> Iterator[str]:
    """A field's texts, one a line."""
    match value:
        case None:
            return
        case list():
            for item in value:
                yield from _lines(item)
        case dict():
            for key, item in value.items():
                if key == "departments" and item:
                    yield f"【{'、'.join(item)}】"
                else:
                    yield from _lines(item)
        case _:
            yield str(value)
