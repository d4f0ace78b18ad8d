"""The official printed form of a township's lists: title, column heads, category rows, duties.

    基本履职事项清单
    序号  事项名称
    一、党的建设（26项）
    1     落实“第一议题”制度…

A cell is a tuple of paragraphs, as a clerk would type them: a label (县公安局：) before what its departments do, and
each item with its enumerator.  The texts themselves are as in the YAML.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.model import LIST_TYPES, AnyDuty, AnyList, Category, CooperativeDuty, ListKind, ReclaimedDuty, Township
from generator.words.departments import LEAD_MARK

Paragraphs = tuple[str, ...]

# A section's heading inside a cell carries its own mark, and the items below it are counted anew.
_SECTION = re.compile(r"[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）")
_DIGITS = "零一二三四五六七八九"


@dataclass(frozen=True)
class Group:
    """A category: its heading as printed over the whole width, and a row of cells for each duty."""

    heading: str
    rows: tuple[tuple[Paragraphs, ...], ...]


@dataclass(frozen=True)
class Table:
    """A list: `widths` are of the columns, in per cent of the page."""

    kind: ListKind
    title: str
    heads: tuple[str, ...]
    widths: tuple[int, ...]
    groups: tuple[Group, ...]


@dataclass(frozen=True)
class Form:
    """A township's three lists; `title` is the document's own, empty where it has none but those of its lists."""

    title: str
    tables: tuple[Table, ...]


class CannotPrint(ValueError):
    """A form that a file format cannot hold, or that cannot be typeset here: a Chinese message, with the place."""


def form(township: Township) -> Form:
    """Lay out a township's lists."""
    title = township.file.source.whole_title if township.file.source else ""
    tables = tuple(
        _table(kind, township.lists[kind], _word(township.file.name)) for kind in LIST_TYPES if kind in township.lists
    )
    return Form(title, tables)


def _word(name: str | None) -> str:
    return next((word for word in ("街道", "乡", "镇") if name and name.endswith(word)), "乡镇")


def _table(kind: ListKind, duty_list: AnyList, word: str) -> Table:
    groups = tuple(
        Group(_heading(index, category), tuple(_cells(duty) for duty in category.duties))
        for index, category in enumerate(duty_list.categories, 1)
    )
    match kind:
        case ListKind.BASIC:
            heads, widths = ("序号", "事项名称"), (8, 92)
        case ListKind.COOPERATIVE:
            heads = ("序号", "事项名称", "对应上级部门", "上级部门职责", f"{word}配合职责")
            widths = (5, 13, 12, 38, 32)
        case ListKind.RECLAIMED:
            heads, widths = ("序号", "事项名称", "承接部门及工作方式"), (6, 34, 60)
    return Table(kind, duty_list.title, heads, widths, groups)


def _heading(index: int, category: Category) -> str:
    count = "" if category.declared is None else f"（{category.declared}项）"
    return f"{chinese_number(index)}、{category.name}{count}"


def chinese_number(number: int) -> str:
    """A number from 1 to 99 as official headings print it (十二)."""
    tens, ones = divmod(number, 10)
    head = ("" if tens == 1 else _DIGITS[tens]) + "十" if tens else ""
    return head + (_DIGITS[ones] if ones else "")


def _cells(duty: AnyDuty) -> tuple[Paragraphs, ...]:
    common = ((str(duty.number),), (duty.name,))
    match duty:
        case CooperativeDuty():
            return (*common, _names(duty.departments), tuple(superior(duty)), tuple(items(duty.township)))
        case ReclaimedDuty(departments=names, method=method) if names:
            return (*common, (f"承接部门：{'、'.join(names)}", "工作方式：", *items(method)))
        case ReclaimedDuty():
            return (*common, tuple(items(duty.method)))
        case _:
            return common


def _names(names: Sequence[str]) -> Paragraphs:
    return ("、".join(names),) if names else ()


def superior(duty: CooperativeDuty) -> Iterator[str]:
    """What the superior departments do, the blocks one after another.

    What all departments of the cell do needs no label before the first block,
    nor does the support that all of them give after the last, nor a text that
    names its departments itself.
    """
    everyone = tuple(LEAD_MARK.sub("", name) for name in duty.departments)
    for index, block in enumerate(duty.superior):
        names = "、".join(block.departments)
        is_everyones = block.departments == everyone and not (index and block.duties)
        if names and not is_everyones and not (block.duties and block.duties[0].startswith(f"{names}等")):
            yield f"{names}："
        yield from items(block.duties)
        if block.support:
            yield "履职保障："
            yield from items(block.support)


def items(items: Sequence[str]) -> Iterator[str]:
    """Items with their enumerators, but for a lone one, and for headings of sections."""
    if len(items) == 1:
        yield items[0]
        return
    number = 0
    for item in items:
        if _SECTION.match(item):
            number = 0
            yield item
        else:
            number += 1
            yield f"{number}.{item}"
