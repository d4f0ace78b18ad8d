"""A row's cells, as an importer told them apart, to a duty: the part that all formats share.

`DutyMaker` reads the cells with `cells.py`, applies the overrides, and keeps
what had to be guessed: for the report, and as notes on the duty.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypedDict

from generator.importers.cells import Departments, Side, is_body
from generator.importers.draft import Guess, ImportProblem
from generator.model import (
    AnyDuty,
    BasicDuty,
    CooperativeDuty,
    Extra,
    ListKind,
    Note,
    Overrides,
    ReclaimedDuty,
    ReclaimedStatus,
    Source,
)
from generator.words.departments import signs


@dataclass(frozen=True)
class Cells:
    """What a row of a table holds.  Texts are chunks, a page each.

    `notes` are the importer's own, `guesses` are for the report alone.
    """

    number: int
    name: str
    lines: tuple[int, int]
    departments: tuple[str, ...] = ()
    slipped_labels: tuple[str, ...] = ()
    superior: Sequence[str] = ()
    township: Sequence[str] = ()
    method: Sequence[str] = ()
    notes: tuple[Note, ...] = ()
    guesses: tuple[str, ...] = ()
    extras: tuple[Extra, ...] = ()


class _Common(TypedDict):
    """What the duties of all lists are made with."""

    id: str
    number: int
    name: str
    source: Source
    extras: tuple[Extra, ...]


class DutyMaker:
    """Makes the duties of one document."""

    def __init__(self, overrides: Overrides) -> None:
        self.guesses: list[Guess] = []
        self._departments = {override.duty: override.departments for override in overrides.departments}
        self._notes = overrides.notes
        self._made: set[str] = set()
        # Of the duty that is being made.
        self._id, self._line = "", 1
        self._own_notes: list[Note] = []

    def duty(self, kind: ListKind, ordinal: int, cells: Cells) -> AnyDuty:
        """The duty that stands at a place of a list, from 1, with the notes that its cells gave rise to."""
        self._id, self._line, self._own_notes = f"{kind.prefix}-{ordinal:03}", cells.lines[0], []
        self._made.add(self._id)
        for note in cells.notes:
            self._guess(note)
        for guess in cells.guesses:
            self.report(self._line, guess, self._id)
        source = Source(lines=cells.lines)
        common = _Common(id=self._id, number=cells.number, name=cells.name, source=source, extras=cells.extras)
        duty: AnyDuty
        match kind:
            case ListKind.BASIC:
                duty = BasicDuty(**common)
            case ListKind.COOPERATIVE:
                duty = self._cooperative(common, cells)
            case ListKind.RECLAIMED:
                duty = self._reclaimed(common, cells)
        self._own_notes += (
            Note(printed=note.printed, meant=note.meant, why=note.why) for note in self._notes if note.duty == self._id
        )
        return duty.model_copy(update={"notes": tuple(self._own_notes)})

    def report(self, line: int, message: str, duty_id: str | None = None) -> None:
        """Record something for the report alone."""
        self.guesses.append(Guess(line, message, duty_id))

    def leave_out(self, line: int, text: str, why: str) -> None:
        """Record a line that is no duty's, for a person to decide about."""
        decide = f"是事项的文字就补进清单；不是，就在 township.yml 的 source 里写 set_aside（第 {line} 行）"
        self.report(line, f"这一行{why}，没有收进清单：“{text[:40]}”；请看原件：{decide}")

    def finish(self) -> None:
        """Raise ImportProblem if an override is for a duty that the document does not have."""
        for duty_id in (*self._departments, *(note.duty for note in self._notes)):
            if duty_id not in self._made:
                raise ImportProblem(f"overrides.yml 里的事项 {duty_id} 在文件中不存在")

    def _cooperative(self, common: _Common, cells: Cells) -> CooperativeDuty:
        names = self._names(cells)
        superior = Side(Departments(names), slipped_labels=list(cells.slipped_labels)).read(cells.superior)
        township = Side(Departments(names), labelled=False).read(cells.township)
        self._side_guesses(superior, township)
        if superior.misprinted_support:
            why = "其余各项在此处印作“履职保障”，内容也是保障措施"
            self._guess(Note(printed=superior.misprinted_support, meant="履职保障", why=why))
        blocks = superior.superior()
        labels = tuple(dict.fromkeys(name for block in blocks for name in block.departments))
        if not names and labels:
            self.report(self._line, f"部门栏是空的，照上级部门职责栏里的标签写作“{'、'.join(labels)}”", self._id)
            names = labels
        known = Departments(names)
        for name in labels:
            if not known.names_one(name):
                self._guess(Note(printed=name, why="上级部门职责栏里有它的职责，部门栏里没有这个名称"))
        return CooperativeDuty(**common, departments=names, superior=blocks, township=township.items())

    def _reclaimed(self, common: _Common, cells: Cells) -> ReclaimedDuty:
        names = self._names(cells)
        side = Side(Departments(names), labelled=False).read(cells.method)
        self._side_guesses(side)
        ended = any("不再开展" in item for item in side.items())
        status = ReclaimedStatus.DISCONTINUED if ended else ReclaimedStatus.TAKEN_OVER
        return ReclaimedDuty(**common, departments=names, status=status, method=side.items())

    def _names(self, cells: Cells) -> tuple[str, ...]:
        names = self._departments.get(self._id, cells.departments)
        for name in names:
            if not is_body(name):
                self._guess(Note(printed=name, why="部门栏里的这一段不像部门名称，照原文保留"))
            elif any(is_body(name[: found.start()]) for found in re.finditer("以及|[和及与]", signs(name)[0])):
                self._guess(Note(printed=name, why="像是几个部门写在一起，照原文保留"))
        return names

    def _guess(self, note: Note) -> None:
        """Record a guess twice: in the report for the importer's user, and on the duty for its readers."""
        printed = f"印作“{note.printed}”，" if note.printed else ""
        meant = f"疑应为“{note.meant}”，" if note.meant else ""
        self.report(self._line, f"{printed}{meant}{note.why}", self._id)
        self._own_notes.append(note)

    def _side_guesses(self, *sides: Side) -> None:
        """Record what reading the sides had to guess; lost numbering is one note however often it happened."""
        for side in sides:
            for guess in side.guesses:
                self._guess(Note(why=guess))
            for said in (*side.lost_numbering, *side.doubts):
                self.report(self._line, said, self._id)
        if any(side.lost_numbering for side in sides):
            self._own_notes.append(Note(why="收到的文本里部分条目没有编号，按句末分条，条数可能与原件不同"))
