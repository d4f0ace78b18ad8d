"""Columns of a table whose cells run into each other: which line belongs to which cell of which row.

A text taken out of a PDF keeps a table's reading order and nothing else: row by
row, cell by cell, line by line.  Where one cell ends and the next begins has to
be inferred from several weak signs, so every sign is a cost and the cheapest
division of all lines of a list is taken (the Viterbi algorithm).  The signs:

- a column's width: no line is wider, and a line that is followed by another of
  its paragraph is nearly as wide.  Widths are measured on the document itself,
  in full-width characters, by dividing it several times;
- enumerators that go on (2. after 1.) or start again (a new cell);
- names of bodies, labels, ends of sentences;
- numbers of rows, which continue the count.

Costs have one made-up unit: 1 is a trifle, 5 is odd, 10 and more ought not to
happen.  They were set by hand on the documents of 吉首, 鸡东 and 开干齐乡.
`PrintedRow.doubt` says how much dearer the best division would be that differs
in a line of the row.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from itertools import pairwise
from typing import NamedTuple

from generator.importers.cells import SUPPORT_LABEL, body_names, is_body
from generator.importers.text.borders import BorderDoubt, PlacedWords, border_doubts
from generator.importers.text.cheapest import Edge, Paths
from generator.model import Column, GivenBorder


@dataclass(frozen=True)
class Line:
    """A printed line between two headings of a list: its number in the file and its words, parted at white space."""

    line: int
    words: tuple[str, ...]

    @property
    def number(self) -> int | None:
        """The number that the line begins with, if it can be a row's."""
        return int(self.words[0]) if re.fullmatch(r"[1-9]\d{0,2}", self.words[0]) else None


@dataclass(frozen=True)
class Piece:
    """What a line holds of one cell."""

    line: int
    column: Column
    text: str
    starts_paragraph: bool = False


@dataclass(frozen=True)
class PrintedRow:
    """A row of the table: its number, the line that the number stands on (0 if it is not printed), its pieces."""

    number: int
    number_line: int
    pieces: tuple[Piece, ...]
    doubts: tuple[BorderDoubt, ...] = ()

    @property
    def lines(self) -> tuple[int, int]:
        """The first and the last line, from 1."""
        numbers = {self.number_line, *(piece.line for piece in self.pieces)} - {0}
        return min(numbers), max(numbers)

    def of(self, column: Column) -> tuple[Piece, ...]:
        """The pieces of one cell."""
        return tuple(piece for piece in self.pieces if piece.column is column)

    def before(self, column: Column) -> str:
        """What stands right before a cell in the row."""
        first = next((index for index, piece in enumerate(self.pieces) if piece.column is column), 0)
        return self.pieces[first - 1].text if first else ""


# Columns whose texts are paragraphs with enumerators.
_TEXTS = (Column.SUPERIOR, Column.TOWNSHIP, Column.METHOD)
ENUMERATOR = re.compile(r"(\d{1,2})[.．、](?!\d)")
_INNER_ENUMERATOR = re.compile(r"(?<=[。；;：:])\s*(\d{1,2})[.．、](?!\d)")
SECTION = re.compile(r"[一二三四五六七八九十]{1,2}、|（[一二三四五六七八九十]{1,2}）")
METHOD_LABEL = re.compile(r"(?:工作方式|履职方式及工作措施|承接方式)\s*[：:]")
RECEIVER_LABEL = re.compile(r"承[接办](?:部门|单位)\s*[：:]")
_LABEL = re.compile(r"([^：:。；;，]{2,30})[：:]")
_BODY_START = re.compile(r"[县市区旗州省盟团各镇乡]|[\u4e00-\u9fff]{1,3}[市州县盟](?!场|级|域)")
_LEVEL_START = re.compile(r"[县市区旗州省盟]")
# Endings that only bodies have: a name of a duty may end with 会 or 处, but not with these.
_SURE_BODY = re.compile(r".{2,}(?:局|大队|支队|委员会|办公室|公司)$")
# What a body's name ends with, in brackets: 市人民政府办公室（市数字化发展局）.
_IN_BRACKETS = re.compile(r"（[^（）。；]*(?:局|办|委|中心|部)[^（）。；]*）$")
# A label that goes on in the next line.
_OPENS_WITH_BODIES = re.compile(r"[县市区旗州省盟][^，。；：]{1,15}?、[县市区旗州省盟]")
_LABEL_START = re.compile(r"[县市区旗州省盟团各镇乡]|其他|其它|相关|有关")
_SEPARATORS = tuple("、，,；;")
_ENDS = tuple("。；;！？!?：:")
_CLOSING = tuple("，。、；：！？）》”’,;:)")
# In full-width characters: how much a line may be short of its column's width, or over it, before it costs.
_SHORT, _OVER = 1.6, 0.75
_NO_WIDTH = 99.0
# Before anything is measured: narrow columns hold lines of this width at most.
_FIRST_WIDTHS = {Column.NAME: 9.0, Column.DEPARTMENTS: 9.0}
# States this much dearer than the best are given up.
_BEAM = 15.0
# Other readings that are dearer by less than this are told.
_TOLD = 8.0


@lru_cache(maxsize=100_000)
def width(text: str) -> float:
    """A text's width in full-width characters."""
    return sum(1.0 if unicodedata.east_asian_width(char) in "WFA" else 0.5 for char in text)


@lru_cache(maxsize=100_000)
def starts_paragraph(text: str) -> bool:
    """Whether a line must begin a paragraph: an enumerator, a section, a label."""
    return bool(
        ENUMERATOR.match(text)
        or SECTION.match(text)
        or METHOD_LABEL.match(text)
        or RECEIVER_LABEL.match(text)
        or SUPPORT_LABEL.match(text)
        or _is_label(text)
    )


def _begins_word(pattern: re.Pattern[str], text: str) -> bool:
    return any(pattern.match(word) for word in text.split(" "))


def _is_label(text: str) -> bool:
    found = _LABEL.match(text)
    return bool(found and _LABEL_START.match(text) and all(is_body(name) for name in found[1].split("、")))


class _State(NamedTuple):
    """Where a division stands after a line; states that are equal have the same future."""

    number: int = 0
    numbered: bool = True
    column: Column | None = None
    enumerator: int = 0
    section: bool = False
    last: str = ""
    # Of narrow columns, all lines so far; of others only whether the cell has more than `last`.
    cell: tuple[str, ...] = ()
    superior_is_numbered: bool = False
    done: frozenset[Column] = frozenset()


# The columns that a line's words were placed in, with what went into each.
_Taken = tuple[tuple[Column, str], ...]


class _Reading(NamedTuple):
    """What a line's words are taken for."""

    taken: _Taken
    starts_row: bool


_Step = Edge[_State]


class Divider:
    """Divides the lines of one list; `runs` are its lines between category headings, which no row crosses."""

    def __init__(
        self,
        columns: Sequence[Column],
        runs: Sequence[Sequence[Line]],
        categories: Iterable[str] = (),
        given: Iterable[GivenBorder] = (),
    ) -> None:
        self.columns = tuple(columns)
        self.lines = [(line, index == 0) for run in runs for index, line in enumerate(run)]
        self.categories = frozenset(categories)
        self.given: dict[int, list[GivenBorder]] = {}
        for border in given:
            self.given.setdefault(border.line, []).append(border)
        self.widths = {column: _FIRST_WIDTHS.get(column, _NO_WIDTH) for column in columns}
        if len(columns) - (Column.CATEGORY in columns) < 4:
            self.widths = dict.fromkeys(columns, _NO_WIDTH)
        self.measured = False

    def divide(self, rounds: int = 4) -> list[PrintedRow]:
        """The rows, divided with widths that were measured on the division before; none where there is no division."""
        rows: list[PrintedRow] = []
        for _ in range(rounds):
            rows = self._divide_once()
            measured = self._measure(rows)
            if measured == self.widths and self.measured:
                break
            self.widths, self.measured = measured, True
        return rows

    def _measure(self, rows: list[PrintedRow]) -> dict[Column, float]:
        """Each column's width: nearly all lines that their paragraph goes on after are at most as wide."""
        found: dict[Column, list[float]] = {column: [] for column in self.columns}
        for row in rows:
            for column in self.columns:
                for piece, after in pairwise(row.of(column)):
                    if piece.line != after.line and not after.starts_paragraph and not piece.text.endswith(_ENDS):
                        found[column].append(width(piece.text))
        return {
            column: sorted(widths)[int(len(widths) * 0.8)] if len(widths) >= 3 else self.widths[column]
            for column, widths in found.items()
        }

    def _divide_once(self) -> list[PrintedRow]:
        # What a person says of a line may be far dearer than what was found without.
        for beam in (_BEAM, 4 * _BEAM) if self.given else (_BEAM,):
            paths = Paths(_State(), beam)
            if self.lines and all(paths.go_on(partial(self._steps, line, first)) for line, first in self.lines):
                return self._rows(paths)
        return []

    def _rows(self, paths: Paths[_State]) -> list[PrintedRow]:
        best = paths.cheapest(self._end_cost)
        lines = [line for line, _ in self.lines]
        doubts: list[BorderDoubt] = []
        for other in paths.others(best, _TOLD):
            stretch = slice(other.start, other.start + len(other.edges))
            divided, otherwise = (_words(steps, lines[stretch]) for steps in (best[stretch], other.edges))
            doubts += border_doubts(self.columns, divided, otherwise, other.dearer)
        return _gather(best, lines, doubts)

    # --- one line ----------------------------------------------------------------------------------

    def _steps(self, line: Line, first: bool, state: _State) -> Iterator[_Step]:
        given = self.given.get(line.line, ())
        return (step for step in self._free_steps(state, line, first) if all(_obeys(step, one) for one in given))

    def _free_steps(self, state: _State, line: Line, first: bool) -> Iterator[_Step]:
        number = line.number
        is_next = number is not None and number == state.number + 1 and state.numbered
        fills = number is not None and number == state.number and not state.numbered
        if first or (state.column is None and not state.number):
            # Only the start of a row can stand here.
            starts = self._start_row(state, number if is_next else None)
            if starts:
                yield from self._take(state, *starts, line, skip=int(is_next), starts_row=True)
            return
        if fills and state.column is Column.NAME:
            yield from self._take(state, state._replace(numbered=True), 0.0, line, skip=1, starts_row=False)
        if is_next:
            starts = self._start_row(state, number)
            yield from self._take(state, *starts, line, skip=1, starts_row=True)
        elif state.numbered and state.column is self.columns[-1] and line.number is None and self.measured:
            yield from self._take(state, *self._start_row(state, None), line, skip=0, starts_row=True)
        # A line that could begin the next row hardly ever is text, nor do those after it begin with numbers by chance.
        ahead = (number or 0) - state.number
        passed = 14.0 if is_next else 8.0 if 1 < ahead < 6 else 0.0
        yield from self._take(state, state, passed, line, skip=0, starts_row=False)

    def _start_row(self, state: _State, number: int | None) -> tuple[_State, float]:
        cost = self._end_cost(state) if state.column else 0.0
        fresh = _State(number=state.number + 1, numbered=number is not None)
        return fresh, cost + (0.0 if number is not None else 6.0)

    def _end_cost(self, state: _State) -> float:
        """What it costs that a row ends here."""
        if state.column is None:
            return 20.0
        cost = 0.0 if state.numbered else 30.0
        text_columns = [column for column in self.columns if column in _TEXTS]
        missing = [column for column in text_columns if column not in state.done and column is not state.column]
        cost += 14.0 * len(missing)
        if state.column is Column.NAME or (state.column in _TEXTS):
            cost += self._unfinished(state.column, state.last)
        else:
            cost += 8.0
        return cost

    def _unfinished(self, column: Column, last: str) -> float:
        """What it costs that a cell of text ends with its last line as it is."""
        if column is Column.NAME:
            return 5.0 if last.endswith(tuple("、，；（“")) else 0.0
        if last.endswith(tuple("。；;.！")):
            return 0.0
        if last.endswith(tuple("：:")):
            return 12.0
        if column is Column.METHOD:
            return 0.0 if self._room(column, last) > _SHORT else 1.0
        return 3.0 if self._room(column, last) > _SHORT else 12.0

    def _room(self, column: Column, last: str) -> float:
        """How much the last line of a cell leaves of the column's width."""
        return self.widths[column] - width(last)

    def _take(
        self, before: _State, state: _State, cost: float, line: Line, skip: int, starts_row: bool
    ) -> Iterator[_Step]:
        """Every way to take the line's words for pieces of cells, one after the other."""
        words = line.words[skip:]
        if not words:
            yield _Step(before, state, cost, _Reading((), starts_row))
            return
        for group in _groupings(words):
            ways: list[tuple[_State, float, _Taken]] = [(state, cost, ())]
            for index, text in enumerate(group):
                ways = [
                    (after, spent + more, (*taken, (column, text)))
                    for current, spent, taken in ways
                    for column, after, more in self._place(current, text, beside=index > 0)
                ]
            for after, spent, taken in ways:
                yield _Step(before, after, spent, _Reading(taken, starts_row))

    def _place(self, state: _State, text: str, beside: bool) -> Iterator[tuple[Column, _State, float]]:
        """The columns that a piece of text can be in after a state; `beside` if it stands on the same line."""
        if state.column is not None and not beside:
            cost = self._go_on_cost(state.column, state, text) + self._fits(state.column, text)
            yield state.column, self._grown(state, text), cost
        for column in self._following(state):
            fresh = state._replace(
                column=column,
                enumerator=0,
                section=False,
                cell=(),
                last="",
                superior_is_numbered=state.superior_is_numbered
                or (state.column is Column.SUPERIOR and state.enumerator > 0),
                done=state.done | ({state.column} if state.column else set()),
            )
            yield (
                column,
                self._grown(fresh, text),
                self._leave_cost(state) + self._enter_cost(fresh, text) + self._fits(column, text),
            )

    def _following(self, state: _State) -> Iterator[Column]:
        if state.column is None:
            yield self.columns[0]
            return
        position = self.columns.index(state.column)
        if state.column is Column.TOWNSHIP:
            if Column.SUPERIOR not in state.done:
                yield Column.SUPERIOR
        elif state.column is Column.SUPERIOR and Column.TOWNSHIP in state.done:
            return
        elif position + 1 < len(self.columns):
            yield self.columns[position + 1]
            if state.column is Column.DEPARTMENTS and self.measured:
                yield Column.TOWNSHIP

    def _grown(self, state: _State, text: str) -> _State:
        enumerator, section = state.enumerator, state.section
        if state.column in _TEXTS:
            if found := ENUMERATOR.match(text):
                enumerator = int(found[1])
            for inner in _INNER_ENUMERATOR.finditer(text):
                if int(inner[1]) in (1, enumerator + 1):
                    enumerator = int(inner[1])
            if SECTION.match(text):
                enumerator, section = 0, True
            return state._replace(enumerator=enumerator, section=section, last=text, cell=("",))
        return state._replace(last=text, cell=(*state.cell, text))

    # --- costs -------------------------------------------------------------------------------------

    def _fits(self, column: Column, text: str) -> float:
        """What a piece costs in a column by itself."""
        over = width(text) - self.widths[column] - _OVER
        cost = min(3.0 + 3.0 * over, 40.0) if over > 0 else 0.0
        if column is Column.DEPARTMENTS:
            cost += 6.0 * len(re.findall(r"[。；：“”《》]", text)) + (15.0 if _begins_word(ENUMERATOR, text) else 0.0)
            cost += 3.0 if re.search(r"工作|管理(?!局|处|所|委|大队|中心|和|部|$)|负责|指导", text) else 0.0
        if column is Column.NAME and Column.NAME is not self.columns[-1]:
            cost += 15.0 if _begins_word(ENUMERATOR, text) else 0.0
            cost += 5.0 if "。" in text else 0.0
            cost += 30.0 if _begins_word(RECEIVER_LABEL, text) or _begins_word(METHOD_LABEL, text) else 0.0
            body = text.rstrip("".join(_SEPARATORS))
            if _SURE_BODY.match(body) or (_LEVEL_START.match(body) and is_body(body)):
                cost += 6.0
        return cost

    def _go_on_cost(self, column: Column, state: _State, text: str) -> float:
        """What it costs that a column's cell goes on with this line."""
        if column is Column.CATEGORY:
            cell = "".join((*state.cell, text))
            return 0.0 if any(category.startswith(cell) for category in self.categories) else 8.0
        if column is Column.DEPARTMENTS:
            is_parted = state.last.endswith(_SEPARATORS)
            complete = is_parted or _complete("".join(state.cell))
            begins = _BODY_START.match(text) or text.startswith(_CLOSING) or (is_parted and _complete(text))
            fresh = complete and bool(begins)
            return (0.0 if fresh else self._short_cost(column, state.last, text)) + (
                0.0 if fresh or not complete else 1.0
            )
        if column in _TEXTS:
            if enumerator := ENUMERATOR.match(text):
                return self._enumerator_cost(state, int(enumerator[1])) + self._torn_cost(column, state.last)
            if RECEIVER_LABEL.match(text):
                # It opens its cell.
                return 10.0
            if column is Column.TOWNSHIP and SUPPORT_LABEL.match(text):
                return 14.0
            if starts_paragraph(text):
                if found := SECTION.match(text):
                    if state.section and "一" in found[0] and "十" not in found[0]:
                        return 10.0
                    return 1.0 if state.last.endswith(_ENDS) or self._room(column, state.last) > _SHORT else 4.0
                return self._torn_cost(column, state.last)
            short = self._short_cost(column, state.last, text)
            if state.last.endswith(_ENDS) and self.widths[column] != _NO_WIDTH:
                return short * 0.4 + (2.0 if short and state.enumerator else 0.0)
            if METHOD_LABEL.match(text) or (column is Column.METHOD and is_body(state.last)):
                return 0.0
            return short
        # A name's line hardly ever begins with a level; a department's first line does.
        return self._short_cost(column, state.last, text) + (1.0 if _LEVEL_START.match(text) else 0.0)

    def _torn_cost(self, column: Column, last: str) -> float:
        """What it costs that a paragraph ends with no more than the end of a name (局, 公室)."""
        return 4.0 if len(last) < 4 and not last.endswith(_CLOSING) and self._room(column, last) > _SHORT else 0.0

    def _enumerator_cost(self, state: _State, number: int) -> float:
        if number == state.enumerator + 1:
            return 0.0 if state.enumerator or state.last.endswith(_ENDS) or SECTION.match(state.last) else 2.0
        if number == 1:
            if state.last.endswith(tuple("：:")):
                return 0.0
            return 3.0 if state.column is Column.METHOD else 10.0
        return 5.0

    def _short_cost(self, column: Column, last: str, text: str) -> float:
        """What it costs that the last line is short though its paragraph goes on."""
        if self.widths[column] == _NO_WIDTH or not self.measured:
            return 0.0
        # A word of Latin letters or digits, and what must not begin a line, are carried over as a whole.
        carried = re.match(r"[A-Za-z0-9.%]+|[“《（(]?[^，。、；：！？）》”][，。、；：！？）》”]*", text)
        room = self._room(column, last) - (max(width(carried[0]) - 1, 0) if carried else 0)
        return min(2.0 + 1.5 * (room - _SHORT), 10.0) if room > _SHORT else 0.0

    def _leave_cost(self, state: _State) -> float:
        """What it costs to leave a cell for the next."""
        match state.column:
            case None:
                return 0.0
            case Column.CATEGORY:
                return 0.0 if "".join(state.cell) in self.categories else 8.0
            case Column.DEPARTMENTS:
                return self._departments_cost(state.cell)
            case left:
                return self._unfinished(left, state.last) + (6.0 if left is Column.TOWNSHIP else 0.0)

    def _departments_cost(self, cell: tuple[str, ...]) -> float:
        text = "".join(cell)
        if text.count("（") != text.count("）"):
            return 10.0
        names = body_names(cell, self.widths[Column.DEPARTMENTS])
        cost = 4.0 * sum(not is_body(name) for name in names)
        return cost + (0.0 if names and _BODY_START.match(names[0]) else 1.0)

    def _enter_cost(self, state: _State, text: str) -> float:
        """What it costs that a cell begins with this text."""
        cost = 8.0 if text.startswith(_CLOSING) else 0.0
        if state.column is Column.DEPARTMENTS:
            return cost + (0.0 if _BODY_START.match(text) else 3.0 if is_body(re.split("[、，]", text)[0]) else 5.0)
        if state.column is Column.METHOD:
            named = RECEIVER_LABEL.match(text) or METHOD_LABEL.match(text) or "不再开展" in text or "取消" in text
            return cost + (0.0 if named else 1.0 if _complete(text) else 5.0)
        if state.column not in _TEXTS:
            return cost
        if state.column is Column.TOWNSHIP and Column.SUPERIOR not in state.done:
            cost += 6.0
        if found := ENUMERATOR.match(text):
            return cost + (0.0 if found[1] == "1" else 12.0)
        if state.column is Column.SUPERIOR:
            if starts_paragraph(text):
                return cost
            return cost + (8.0 if _complete(text) or _IN_BRACKETS.match(text) else 1.5)
        if not SECTION.match(text):
            cost += 3.5 if state.superior_is_numbered else 2.0
        if _is_label(text):
            cost += 6.0
        if SUPPORT_LABEL.match(text):
            cost += 14.0
        if _OPENS_WITH_BODIES.match(text) and all(is_body(name) for name in text.split("、")[:1]):
            cost += 6.0
        if re.match(r"配合|协助|做好|开展|组织|宣传|摸排|排查|收集|及时|发现", text):
            cost -= 1.5
        if _BODY_START.match(text) and re.match(r"[^，。；]{1,8}[局委办部](负责|做好|牵头|指导)", text):
            cost += 3.0
        return cost


@lru_cache(maxsize=100_000)
def _complete(text: str) -> bool:
    """Whether a text is wholly names of bodies."""
    parts = [part for part in re.split(r"[、，,；;]", text) if part]
    return bool(parts) and all(is_body(part) for part in parts) and text.count("（") == text.count("）")


def _groupings(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Every way to join neighbouring words; a line of very many words is one text."""
    if len(words) > 6:
        yield (" ".join(words),)
        return
    for cuts in range(1 << (len(words) - 1)):
        group = [words[0]]
        for index, word in enumerate(words[1:]):
            if cuts >> index & 1:
                group.append(word)
            else:
                group[-1] += " " + word
        yield tuple(group)


def _obeys(step: _Step, given: GivenBorder) -> bool:
    """Whether a step takes a line's words for what a person has said that they are."""
    if given.number not in (None, step.after.number):
        return False
    words = re.sub(r"\s", "", given.text)
    return any(column is given.column and words in re.sub(r"\s", "", text) for column, text in _taken(step))


def _taken(step: _Step) -> _Taken:
    assert isinstance(step.reading, _Reading)
    return step.reading.taken


def _words(steps: Iterable[_Step], lines: Iterable[Line]) -> Iterator[PlacedWords]:
    """Where each word of some lines stands, with the rest of its piece."""
    for step, line in zip(steps, lines, strict=True):
        left = sum(len(text.split(" ")) for _, text in _taken(step))
        for column, text in _taken(step):
            words = text.split(" ")
            for index in range(len(words)):
                yield PlacedWords(line.line, left - index, step.after.number, column, " ".join(words[index:]))
            left -= len(words)


def _gather(path: list[_Step], lines: list[Line], doubts: list[BorderDoubt]) -> list[PrintedRow]:
    rows: list[PrintedRow] = []
    for step, line in zip(path, lines, strict=True):
        assert isinstance(step.reading, _Reading)
        if step.reading.starts_row:
            rows.append(PrintedRow(step.after.number, 0, ()))
        row = rows[-1]
        pieces = (Piece(line.line, column, text, starts_paragraph(text)) for column, text in step.reading.taken)
        number_line = row.number_line or (line.line if step.after.numbered else 0)
        rows[-1] = replace(row, number_line=number_line, pieces=(*row.pieces, *pieces))
    return [
        replace(
            row,
            pieces=_strays_placed(row.pieces),
            doubts=tuple(doubt for doubt in doubts if doubt.number == row.number),
        )
        for row in rows
    ]


def _strays_placed(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """The pieces with a full stop that stands alone after a finished sentence given to the cell that lacks it."""
    if not pieces:
        return ()
    *others, last = pieces
    if re.fullmatch(r"[。；]", last.text) and others and others[-1].text.endswith("。"):
        for column in (Column.SUPERIOR, Column.TOWNSHIP):
            cell = [piece for piece in others if piece.column is column]
            if cell and column is not last.column and not cell[-1].text.endswith(_ENDS):
                return (*others, replace(last, column=column))
    return pieces
