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

from generator.model import LIST_TYPES, AnyCategory, AnyDuty, AnyList, Column, ListKind, Township
from generator.words.departments import LEAD_MARK
from generator.words.places import PlaceKind, kind_of_township

Paragraphs = tuple[str, ...]

# A section's heading inside a cell carries its own mark, and the items below it are counted anew.
_SECTION = re.compile(r"[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）")
# How wide the columns of each list are, in per cent of the page.
_WIDTHS = {
    ListKind.BASIC: (8, 92),
    ListKind.COOPERATIVE: (5, 13, 12, 38, 32),
    ListKind.RECLAIMED: (6, 34, 60),
}
# How wide a column is that the list has beside its own.
_EXTRA_WIDTH = 12
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
        _table(kind, township.lists[kind], kind_of_township(township)) for kind in LIST_TYPES if kind in township.lists
    )
    return Form(title, tables)


def _table(kind: ListKind, duty_list: AnyList, place: PlaceKind) -> Table:
    extras = tuple(dict.fromkeys(extra.head for _, duty in duty_list.duties() for extra in duty.extras))
    groups = tuple(
        Group(_heading(index, category), tuple(_cells(kind, duty, extras) for duty in category.duties))
        for index, category in enumerate(duty_list.categories, 1)
    )
    heads = (*(column.head.replace("乡镇", place.name) for column in kind.columns), *extras)
    return Table(kind, duty_list.title, heads, _widths(kind, len(extras)), groups)


def _widths(kind: ListKind, extras: int) -> tuple[int, ...]:
    """The list's own columns make room for the others, at most half of the page."""
    width = min(_EXTRA_WIDTH, 50 // extras) if extras else 0
    number, *own = _WIDTHS[kind]
    room = 100 - number - extras * width
    shared = [one * room // sum(own) for one in own]
    shared[-1] += room - sum(shared)
    return (number, *shared, *[width] * extras)


def _heading(index: int, category: AnyCategory) -> str:
    count = "" if category.declared is None else f"（{category.declared}项）"
    return f"{chinese_number(index)}、{category.name}{count}"


def chinese_number(number: int) -> str:
    """A number from 1 to 99 as official headings print it (十二)."""
    tens, ones = divmod(number, 10)
    head = ("" if tens == 1 else _DIGITS[tens]) + "十" if tens else ""
    return head + (_DIGITS[ones] if ones else "")


def _cells(kind: ListKind, duty: AnyDuty, extras: tuple[str, ...]) -> tuple[Paragraphs, ...]:
    own = (_cell(duty, column) for column in kind.columns)
    return (*own, *(tuple(duty.extra_texts(head)) for head in extras))


def _cell(duty: AnyDuty, column: Column) -> Paragraphs:
    names = "、".join(duty.department_names())
    match column:
        case Column.NUMBER:
            return (str(duty.number),)
        case Column.NAME:
            return (duty.name,)
        case Column.DEPARTMENTS:
            return (names,) if names else ()
        case Column.METHOD if names:
            return (f"承接部门：{names}", "工作方式：", *paragraphs(duty, column))
        case _:
            return paragraphs(duty, column)


def paragraphs(duty: AnyDuty, column: Column) -> Paragraphs:
    """What a column says is to be done, and by whom where it says that."""
    return tuple(_superior(duty) if column is Column.SUPERIOR else items(duty.duties_in(column)))


def _superior(duty: AnyDuty) -> Iterator[str]:
    """What the superior departments do, the blocks one after another.

    What all departments of the cell do needs no label before the first block,
    nor does the support that all of them give after several others, nor a text
    that names its departments itself.  Support that closes a cell is taken for
    that of all: what is one department's has its label again.
    """
    everyone = tuple(LEAD_MARK.sub("", name) for name in duty.department_names())
    blocks = duty.blocks()
    for index, block in enumerate(blocks):
        names = "、".join(block.departments)
        closes = index == len(blocks) - 1 and index > 0
        closes_for_all = closes and index > 1 and not block.duties and not blocks[index - 1].support
        is_everyones = block.departments == everyone and (index == 0 or closes_for_all)
        if names and not is_everyones and not (block.duties and block.duties[0].startswith(f"{names}等")):
            yield f"{names}："
        yield from items(block.duties)
        if block.support:
            if closes and block.duties and block.departments != everyone:
                yield f"{names}："
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
