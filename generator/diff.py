"""Diff: what changed between two contents, duty by duty.

Duties are matched by township and id, so a renumbered list shows as renumbered
and not as rewritten.
"""

import difflib
from collections.abc import Iterator
from dataclasses import dataclass

from generator.model import AnyDuty, Content, ListKind, Township

# Fields in which a change is no change of the official text.
_OURS = {"source", "allow"}
_FIELDS = {
    "number": "序号",
    "name": "名称",
    "departments": "部门",
    "superior": "上级部门职责",
    "township": "乡镇配合职责",
    "status": "状态",
    "method": "工作方式",
    "notes": "说明",
    "category": "类别",
}


@dataclass(frozen=True)
class Change:
    """A difference: of which township, and in a sentence; `lines` is the redline, `- ` and `+ ` before each line."""

    township: str
    sentence: str
    lines: tuple[str, ...] = ()


def diff(old: Content, new: Content) -> Iterator[Change]:
    """Every difference in townships and duties, in the order of the new content."""
    before = {township.id: township for township in old.townships}
    after = {township.id: township for township in new.townships}
    for township_id in before:
        if township_id not in after:
            yield Change(township_id, "删去了这个乡镇")
    for township_id, township in after.items():
        if township_id not in before:
            count = sum(1 for one in township.lists.values() for _ in one.duties())
            yield Change(township_id, f"新增了这个乡镇，{count} 项")
        else:
            yield from _diff_township(before[township_id], township)


def _diff_township(old: Township, new: Township) -> Iterator[Change]:
    for kind in ListKind:
        before, after = _duties(old, kind), _duties(new, kind)
        for duty_id, fields in before.items():
            if duty_id not in after:
                yield Change(new.id, f"{kind.title}删去 {duty_id}：{fields['name']}")
        for duty_id, fields in after.items():
            if duty_id not in before:
                yield Change(new.id, f"{kind.title}新增 {duty_id}：{fields['name']}")
                continue
            for key, title in _FIELDS.items():
                was, now = before[duty_id].get(key), fields.get(key)
                if was != now:
                    yield Change(new.id, f"{kind.title} {duty_id} 改了{title}", tuple(_redline(was, now)))


def _duties(township: Township, kind: ListKind) -> dict[str, dict[str, object]]:
    duty_list = township.lists.get(kind)
    pairs = duty_list.duties() if duty_list else ()
    return {duty.id: {**_fields(duty), "category": category.name} for category, duty in pairs}


def _fields(duty: AnyDuty) -> dict[str, object]:
    return duty.model_dump(mode="json", exclude=_OURS | {"id"})


def _redline(old: object, new: object) -> Iterator[str]:
    before, after = list(_lines(old)), list(_lines(new))
    for tag, start, end, new_start, new_end in difflib.SequenceMatcher(None, before, after, False).get_opcodes():
        if tag != "equal":
            yield from (f"- {line}" for line in before[start:end])
            yield from (f"+ {line}" for line in after[new_start:new_end])


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
