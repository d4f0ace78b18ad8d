"""Lists set as tables and printed as the text of a PDF comes out: row by row, cell by cell, line by line.

The columns' widths and the habits (separators, labels, where the number stands, what has no enumerators or full stop)
are drawn for each document: a text that nobody has seen, of which it is known what stands in it.
"""

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.model import AnyDuty, CooperativeDuty, ListKind, ReclaimedDuty, Township

_SECTION = re.compile(r"[一二三四五六七八九十]{1,2}、|（[一二三四五六七八九十]{1,2}）")
_CLOSING = "，。、；：！？）》”’,;:)"
_OPENING = "（《“"
_ORDINALS = "一二三四五六七八九十"
_SEPARATORS = ("、", "\n", "，", "、", "、\n", "、", "")
_METHODS = (("承接部门：", "工作方式："), ("承接部门：", "履职方式及工作措施："), ("", "承接方式："))
_HEADS = {
    ListKind.BASIC: "",
    ListKind.COOPERATIVE: " 对应上级部门 上级部门职责 乡镇配合职责",
    ListKind.RECLAIMED: " 承接部门及工作方式",
}


@dataclass(frozen=True)
class Habit:
    """How a document is set; widths are in full-width characters, `unstopped` is the share of cells without a stop."""

    widths: dict[str, int]
    has_category_column: bool
    number_alone: bool
    separator: str
    label_alone: bool
    method_labels: tuple[str, str]
    hangs: bool
    numbered: bool
    unstopped: float

    @classmethod
    def of(cls, seed: int) -> "Habit":
        """The habit of a number."""
        chance = random.Random(seed)
        superior = chance.randint(16, 26)
        return cls(
            widths={
                "category": chance.randint(4, 6),
                "name": chance.randint(5, 9),
                "departments": chance.randint(5, 9),
                "superior": superior,
                "township": superior if chance.random() < 0.3 else chance.randint(15, 26),
                "alone": chance.randint(40, 60),
                "reclaimed": chance.randint(18, 26),
                "method": chance.randint(24, 40),
            },
            has_category_column=chance.random() < 0.3,
            number_alone=chance.random() < 0.3,
            separator=_SEPARATORS[seed % len(_SEPARATORS)],
            label_alone=chance.random() < 0.3,
            method_labels=chance.choice(_METHODS),
            hangs=chance.random() < 0.5,
            numbered=seed % 4 != 3,
            unstopped=0.15 if seed % 5 == 4 else 0.0,
        )


def flowing(township: Township, habit: Habit) -> tuple[str, dict[str, tuple[str, ...]]]:
    """The text, and for each duty, by the id of a first import, the texts of its cells without white space."""
    lines: list[str] = []
    expected = {}
    for kind, duty_list in township.lists.items():
        column = " 事项类别" if habit.has_category_column else ""
        lines += [f" {kind.official_title}", f" 序号{column} 事项名称{_HEADS[kind]}"]
        number = 0
        for ordinal, category in enumerate(duty_list.categories):
            if not habit.has_category_column:
                lines.append(f"{_ORDINALS[ordinal % 10]}、{category.name}（{len(category.duties)}项）")
            for duty in category.duties:
                number += 1
                cells = _cells(duty, habit)
                expected[f"{kind.prefix}-{number:03}"] = tuple(re.sub(r"\s", "", text) for _, text in cells)
                if habit.has_category_column:
                    cells = [("category", category.name), *cells]
                own = [line.strip() for name, text in cells for line in _wrapped(text, habit.widths[name], habit.hangs)]
                lines += [str(number), *own] if habit.number_alone else [f"{number} {own[0]}", *own[1:]]
    return "\n".join(lines) + "\n", expected


def _cells(duty: AnyDuty, habit: Habit) -> list[tuple[str, str]]:
    """The cells of a duty after its number, each with its column."""
    match duty:
        case CooperativeDuty():
            parts = []
            for block in duty.superior:
                own = _items(block.duties, habit)
                if len(duty.superior) > 1:
                    breaks = "\n" if habit.label_alone or len(block.duties) > 1 else ""
                    own = f"{'、'.join(block.departments)}：{breaks}{own}"
                parts += [own, *(["履职保障：", _items(block.support, habit)] if block.support else [])]
            return [
                ("name", duty.name),
                ("departments", habit.separator.join(duty.departments)),
                ("superior", "\n".join(parts)),
                ("township", _items(duty.township, habit)),
            ]
        case ReclaimedDuty():
            receiver, method = habit.method_labels
            text = _items(duty.method, habit)
            if duty.departments:
                text = f"{receiver}{'、'.join(duty.departments)}\n{method}{text}"
            return [("reclaimed", duty.name), ("method", text)]
        case _:
            return [("alone", duty.name)]


def _items(items: Sequence[str], habit: Habit) -> str:
    text: list[str] = []
    number = 0
    counted = habit.numbered and sum(not _SECTION.match(item) for item in items) > 1
    for item in items:
        number = 0 if _SECTION.match(item) else number + 1
        text.append(f"{number}.{item}" if counted and number else item)
    whole = "\n".join(text)
    # The same cell is the same every time.
    return whole.rstrip("。；;") if random.Random(whole).random() < habit.unstopped else whole


def _wrapped(text: str, width: int, hangs: bool) -> Iterator[str]:
    """A cell's lines: a word of letters or figures is carried over whole, and no line begins with what closes."""
    for paragraph in filter(None, text.split("\n")):
        line = ""
        for word in re.findall(r"[A-Za-z0-9.%]+|.", paragraph):
            if not line or _width(line + word) <= width or (hangs and word in _CLOSING):
                line += word
                continue
            carried = word
            while len(line) > 1 and (carried[0] in _CLOSING or line[-1] in _OPENING):
                line, carried = line[:-1], line[-1] + carried
            yield line
            line = carried
        yield line


def _width(text: str) -> float:
    return sum(0.5 if ord(char) < 0x2000 else 1.0 for char in text)
