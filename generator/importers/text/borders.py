"""Borders between cells that could be elsewhere: both readings, and how a person says which is right."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from generator.model import Column

# How much of a cell is shown.
_SHOWN = 12


class PlacedWords(NamedTuple):
    """A word of a line, which is the `left`-th from the line's end, in the cell that it was placed in, with what comes
    after it in that cell.
    """

    line: int
    left: int
    number: int
    column: Column
    text: str

    @property
    def cell(self) -> tuple[int, Column]:
        """Its cell: that of a column in a row."""
        return self.number, self.column


@dataclass(frozen=True)
class CellStart:
    """Where a cell begins."""

    line: int
    text: str

    def __str__(self) -> str:
        return f"第 {self.line} 行“{_cut(self.text)}”"


@dataclass(frozen=True)
class BorderDoubt:
    """Another reading of a border in row `number`: the cell of `column` begins at `place`, or else at `other`.

    None of these is that there is no such cell, and all is of `before`, the cell that ends there; `begins_row` where
    the cell is the next row's first.  `dearer` is how little speaks against the other reading, which is the right one
    if the words `text` of a line are of `meant` (in row `meant_number`, where the rows differ too).
    """

    number: int
    column: Column
    before: Column
    begins_row: int | None
    place: CellStart | None
    other: CellStart | None
    line: int
    text: str
    meant: Column
    meant_number: int | None
    dearer: float

    def message(self, before: str = "") -> str:
        """The question for a person; `before` are the words before `place`."""
        cell = f"第 {self.begins_row} 项" if self.begins_row else self.column.title
        first, second = (
            f"{cell}从{start}起" if start else f"没有{cell}，都是{self.before.title}"
            for start in (self.place, self.other)
        )
        if before and self.place:
            cut = "…" if len(before) > _SHOWN else ""
            first = f"{self.before.title}到“{cut}{before[-_SHOWN:]}”为止，{first}"
        advice = f"若是后一种，在 township.yml 的 source 里写 borders: [{self.given()}]，再用 source.txt 导入一次"
        return f"{first}；也可能{second}。{advice}"

    def given(self) -> str:
        """The entry of township.yml that makes the other reading the right one."""
        number = f", number: {self.meant_number}" if self.meant_number else ""
        text = json.dumps(_cut(self.text), ensure_ascii=False)
        return f"{{line: {self.line}, column: {self.meant}{number}, text: {text}}}"


def border_doubts(
    columns: Sequence[Column], divided: Iterable[PlacedWords], other: Iterable[PlacedWords], dearer: float
) -> Iterator[BorderDoubt]:
    """The first border by which two readings of a stretch of lines differ, if they do."""
    readings = [{(word.line, word.left): word for word in words} for words in (divided, other)]
    places = [key for key in readings[0] if key in readings[1]]
    for index, place in enumerate(places):
        now, then = (words[place] for words in readings)
        if now.cell == then.cell:
            continue
        earlier, later = sorted((now, then), key=lambda word: (word.number, columns.index(word.column)))
        begins = [
            next(
                (CellStart(one.line, one.text) for key in places[index:] if (one := words[key]).cell == later.cell),
                None,
            )
            for words in readings
        ]
        differ = now.number != then.number
        yield BorderDoubt(
            number=now.number,
            column=later.column,
            before=earlier.column,
            begins_row=later.number if differ else None,
            place=begins[0],
            other=begins[1],
            line=then.line,
            text=then.text,
            meant=then.column,
            meant_number=then.number if differ else None,
            dearer=dearer,
        )
        return


def _cut(text: str) -> str:
    return text[:_SHOWN]
