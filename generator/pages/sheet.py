"""Sheet: a duty on one sheet of paper (明白卡), in the largest type that it fits in.

The height is reckoned from the number of characters, in em, with the measures that the style sheet's printed part
gives to each kind of line; tests print real duties and count the pages.
"""

from dataclasses import dataclass
from math import ceil

from generator.link.catalogue import LinkedDuty
from generator.model import Column, ListKind

# Sizes of type in points, the best first; below the last, 小五 less half a point, nobody reads with ease.
SIZES = (11.0, 10.0, 9.0, 8.5)
# What is longer than a sheet is printed on several, in this size.
_ON_SEVERAL = 10.0

# A4 less its margins (@page in the style sheet), in points.
_WIDTH, _HEIGHT = 182 / 25.4 * 72, 269 / 25.4 * 72
# A part of the height left free: fonts differ, and words that may not be parted at the end of a line.
_SPARE = 0.06

# Heights and widths in em of the sheet's type, as in the style sheet.
_LINE = 1.5
_HEADING = 2.6
_NAME_SCALE, _NAME_LINE = 1.3, 1.4
_ANSWER = 4.4
_SUMMARY = 0.5
_ITEM = 0.15
_INDENT = 2.0
_FEET = 7.0
# The code's place beside the title, in points; it does not shrink with the type.
_CODE = 30 / 25.4 * 72


@dataclass(frozen=True)
class Sheet:
    """How a duty is printed: the size of its type in points, and whether one sheet holds it."""

    points: float
    is_one: bool

    @property
    def name(self) -> str:
        """The size as the style sheet's classes name it: `11`, `8-5`; `long` for several sheets."""
        return f"{self.points:g}".replace(".", "-") if self.is_one else "long"


def sheet(duty: LinkedDuty) -> Sheet:
    """The best size in which a duty fits on a sheet."""
    for points in SIZES:
        if _height(duty, points) * points <= _HEIGHT * (1 - _SPARE):
            return Sheet(points, True)
    return Sheet(_ON_SEVERAL, False)


def _height(duty: LinkedDuty, points: float) -> float:
    """How high a duty is, in em of type of so many points."""
    width, code = _WIDTH / points, _CODE / points

    def lines(text: str, room: float = width) -> float:
        return ceil(len(text) / room) * _LINE

    def items(texts: tuple[str, ...]) -> float:
        return sum(lines(text, width - _INDENT) + _ITEM for text in texts)

    name = ceil(len(duty.name) * _NAME_SCALE / (width - code)) * _NAME_SCALE * _NAME_LINE
    height = max(name + 1.6, code) + _FEET
    departments = "、".join(mention.name for mention in duty.mentions)
    named = "、".join(naming.department.name for naming in duty.named)
    beside = width - code - 2 * _INDENT
    height += _ANSWER + lines(f"部门：{departments}", beside) + lines(f"文中还提到：{named}", beside)
    height += sum(lines(one.text, beside) for one in duty.reachable)
    if duty.blocks:
        height += _HEADING
    for block in duty.blocks:
        height += _SUMMARY + lines("、".join(mention.name for mention in block.mentions) + "：履职保障")
        height += items(block.duties) + items(block.support)
        if block.duties and block.support:
            height += _LINE + 2 * _ITEM
    if duty.kind is ListKind.COOPERATIVE:
        height += _HEADING + items(duty.entry.duties_in(Column.TOWNSHIP) or ("原文没有写。",))
    if duty.kind is ListKind.RECLAIMED:
        height += _HEADING + items(duty.entry.duties_in(Column.METHOD))
    for extra in duty.entry.extras:
        height += _HEADING + items(extra.texts)
    if duty.entry.notes:
        height += _HEADING + _LINE
        for note in duty.entry.notes:
            height += items((f"原文印作“{note.printed or ''}”，疑应为“{note.meant or ''}”。{note.why}。",))
    return height
