"""Diff: what changed between two contents, duty by duty.

Duties are matched by township and id, so a renumbered list shows as renumbered
and not as rewritten.  In the redline a line that was changed stands once, with
what went and what came marked in it: 开展爱国卫生[-工作-]{+运动+}。
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from generator.model import AnyCategory, AnyDuty, Column, Content, ListKind, Township
from generator.redline import Fate, RedPiece, Shift, redline, runs
from generator.words.places import kind_of_township

# Fields in which a change is one of the official text, or of what pages say of it.
FIELDS = {
    **{column.value: column.title for column in Column if column not in (Column.NUMBER, Column.CATEGORY)},
    "status": "状态",
    "notes": "说明",
    "category": "类别",
}
Placed = tuple[AnyCategory, AnyDuty]


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
        before, after = duties_by_id(old, kind), duties_by_id(new, kind)
        for duty_id, (_, duty) in before.items():
            if duty_id not in after:
                yield Change(new.id, f"{kind.title}删去 {duty_id}：{duty.name}")
        for sentence in renumberings(kind, shifts(before, after)):
            yield Change(new.id, sentence)
        for duty_id, (category, duty) in after.items():
            if duty_id not in before:
                yield Change(new.id, f"{kind.title}新增 {duty_id}：{duty.name}")
                continue
            old_fields, fields = fields_of(*before[duty_id]), fields_of(category, duty)
            for key, title in FIELDS.items():
                was, now = old_fields.get(key), fields.get(key)
                if was != now:
                    yield Change(
                        new.id, f"{kind.title} {duty_id} 改了{place.instead(title)}", tuple(redlined(was, now))
                    )


def _diff_headings(old: Township, new: Township, kind: ListKind) -> Iterator[Change]:
    for title, was, now in headings(old, new, kind):
        yield Change(new.id, f"{kind.title}改了{title}", tuple(redlined(was, now)))


def headings(old: Township, new: Township, kind: ListKind) -> Iterator[tuple[str, object, object]]:
    """What is another above the duties, and what it was and is: the list's title, its categories with their counts."""
    before, after = old.lists.get(kind), new.lists.get(kind)
    if before is None or after is None:
        return
    if before.title != after.title:
        yield "标题", before.title, after.title
    was, now = ([_heading(category) for category in duty_list.categories] for duty_list in (before, after))
    if was != now:
        yield "类别", was, now


def _heading(category: AnyCategory) -> str:
    return category.name if category.declared is None else f"{category.name}（{category.declared}项）"


def shifts(before: Mapping[str, Placed], after: Mapping[str, Placed]) -> list[Shift]:
    """The duties of a list that have another number than they had."""
    found = (Shift(id, before[id][1].number, after[id][1].number) for id in after if id in before)
    return [shift for shift in found if shift.was != shift.now]


def renumberings(kind: ListKind, shifts: Iterable[Shift]) -> Iterator[str]:
    """Which numbers are others now, in a sentence for each run."""
    for run in runs(shifts):
        (first, was, now), (last, was_last, now_last) = run[0], run[-1]
        if len(run) == 1:
            yield f"{kind.title} {first} 由第 {was} 项改为第 {now} 项"
        else:
            numbers = f"由第 {was}–{was_last} 项改为第 {now}–{now_last} 项"
            yield f"{kind.title} {first} 至 {last} {numbers}（{len(run)} 项）"


def duties_by_id(township: Township, kind: ListKind) -> dict[str, Placed]:
    """The duties of a list with their categories."""
    duty_list = township.lists.get(kind)
    return {duty.id: (category, duty) for category, duty in (duty_list.duties() if duty_list else ())}


def fields_of(category: AnyCategory, duty: AnyDuty) -> dict[str, object]:
    """All that a duty says, by the keys of `FIELDS`, as plain data."""
    return {**duty.model_dump(mode="json"), "category": category.name}


def redlined(old: object, new: object) -> Iterator[str]:
    """The redline of two values, a line of text each: with `- `, `+ ` or `~ ` before it."""
    for line in redline(old, new):
        first, *others = line
        if first.fate is not Fate.SAME and not others:
            yield f"{'-' if first.fate is Fate.GONE else '+'} {first.text}"
        else:
            yield f"~ {''.join(map(_marked, line))}"


def _marked(piece: RedPiece) -> str:
    """A piece of a line: what went as [-…-] and what came as {+…+}."""
    return {Fate.SAME: "{}", Fate.GONE: "[-{}-]", Fate.COME: "{{+{}+}}"}[piece.fate].format(piece.text)
