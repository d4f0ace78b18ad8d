"""OCR'd tables: a line a row, cells separated by tabs, bits of HTML inside the cells.

    一、党的建设（26项）⇥
    1⇥落实“第一议题”制度…
    序号⇥事项名称⇥对应上级部门⇥上级部门职责⇥镇配合职责
    4⇥天然气管理工作⇥县经济信息委 县住建局⇥<p>县经济信息委：</p> <p>1.负责…</p>⇥<p>1.加强…</p>
    ⇥⇥⇥<p>设占压地下燃气管线…</p>⇥

A row goes on over page breaks in one of two ways: with number and name left
empty, or with number, name and departments printed again.
"""

import difflib
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from itertools import takewhile

from generator.importers.cells import fold, join_name, names_before_words, plain, split_departments
from generator.importers.draft import Draft, Layout, Row, RowKind
from generator.importers.duties import Cells
from generator.importers.text.table import OpenDuty, TableReading, category_of, no_category
from generator.model import ListKind, Note, Overrides
from generator.words.characters import UNSEEN, called

FORMAT = "ocr-table"

_NUMBER = re.compile(r"[1-9][0-9]{0,3}")
_HEADING = re.compile(r"(?:.*?)(基本履职|配合履职|上级部门收回)事项清单")
_CONTENTS = re.compile(r"目\s*录|\d+[.．、]\s*.*事项清单\s+\d+")
_MARK = re.compile(r"附件\s*\d*|第\s*\d+\s*页.*|[-—\s\t|]*-[-—\s\t|]*")
_RECEIVER = re.compile(r"承[接办]部门\s*[：:]\s*")
_METHOD = re.compile(r"(?:工作方式|履职方式及工作措施|承接方式)\s*[：:]\s*")
# Two printings of one name on following pages are this alike at least (突泉镇, lines 168 and 171: 0.93).
_SAME_NAME = 0.8


def _half_width(number: str) -> str:
    """A number cell for comparing: full-width digits in half width, without white space."""
    return unicodedata.normalize("NFKC", number).strip()


class OcrTable:
    """The importer of this format."""

    format = FORMAT
    reprints = True

    def detects(self, text: str) -> bool:
        """Tab-separated column heads and a numbered row below them."""
        heads = re.search(r"^序号\t事项名称", text, re.MULTILINE)
        return bool(heads and re.search(r"^\d+\t", text, re.MULTILINE))

    def rows(self, text: str, layout: Layout | None = None) -> Iterator[Row]:  # noqa: ARG002  (its columns have their places)
        """Every line as a Row; cells are padded to the list's columns."""
        return _named(list(self._rows(text)))

    def _rows(self, text: str) -> Iterator[Row]:
        kind: ListKind | None = None
        headed: set[ListKind] = set()
        for line, given in enumerate(text.removeprefix("\ufeff").split("\n"), 1):
            # What nobody sees was not printed; `read` reports it.
            raw = UNSEEN.sub("", given)
            cells = raw.split("\t")
            if len(cells) > 1:
                cells[0] = _half_width(cells[0])
            stripped = raw.strip()
            if not stripped:
                yield Row(line, RowKind.BLANK, raw, kind)
            elif _CONTENTS.fullmatch(stripped):
                yield Row(line, RowKind.CONTENTS, stripped, kind)
            elif len(cells) == 1 and (found := _HEADING.fullmatch(stripped)):
                kind = next(kind for kind in ListKind if kind.title == found[1])
                yield Row(line, RowKind.LIST_HEADING, stripped, kind)
            elif _MARK.fullmatch(stripped):
                yield Row(line, RowKind.MARK, stripped, kind)
            elif kind is None:
                yield Row(line, RowKind.TITLE, stripped)
            elif cells[0].strip() == "序号":
                yield Row(line, RowKind.COLUMN_HEADS, stripped, kind)
            elif category_of(stripped) and not any(cell.strip() for cell in cells[1:]):
                headed.add(kind)
                yield Row(line, RowKind.CATEGORY, stripped, kind, category=category_of(stripped))
            elif 1 < len(cells) <= len(kind.columns) and (not cells[0] or _NUMBER.fullmatch(cells[0])):
                if cells[0] and kind not in headed:
                    headed.add(kind)
                    yield no_category(line, kind)
                padded = (*cells, *[""] * (len(kind.columns) - len(cells)))
                yield Row(line, RowKind.DUTY, raw, kind, padded)
            else:
                yield Row(line, RowKind.UNKNOWN, stripped, kind)

    def read(
        self,
        text: str,
        overrides: Overrides,
        layout: Layout | None = None,  # noqa: ARG002  (its columns have their places)
    ) -> Draft:
        """The document's lists.  Raises ImportProblem where a line cannot be placed."""
        reading = _Reading(overrides)
        for line, raw in enumerate(text.removeprefix("\ufeff").split("\n"), 1):
            if found := UNSEEN.search(raw.removesuffix("\r")):
                reading.maker.report(line, f"有 {called(found[0])}，已略去")
        return reading.read(self.rows(text))


class _Reading(TableReading):
    """One pass over the rows of a document."""

    def goes_on(self, duty: OpenDuty, row: Row) -> bool:
        """A number printed again beside quite another name is a misprint."""
        again, name = fold(join_name([row.cells[1]])), fold(join_name(duty.chunks(1)))
        is_same = not again or again in name or difflib.SequenceMatcher(None, name, again).ratio() >= _SAME_NAME
        return super().goes_on(duty, row) and is_same

    def cells(self, kind: ListKind, duty: OpenDuty) -> Cells:
        """The cells of a duty, all its rows being collected."""
        name, notes = _name(duty)
        cells = Cells(duty.number, name, duty.lines, notes=notes)
        match kind:
            case ListKind.COOPERATIVE:
                departments, slipped = split_departments(duty.chunks(2))
                superior, township = duty.chunks(3), duty.chunks(4)
                return replace(
                    cells, departments=departments, slipped_labels=slipped, superior=superior, township=township
                )
            case ListKind.RECLAIMED:
                names, method, guesses = _receivers_and_method(duty)
                return replace(cells, departments=names, method=method, guesses=guesses)
            case _:
                return cells


def _named(rows: list[Row]) -> Iterator[Row]:
    """Rows with a number that no name stands beside, in its rows or in those that go on with them, make no duty."""
    named: set[tuple[ListKind | None, str]] = set()
    for index, row in enumerate(rows):
        if row.kind is RowKind.DUTY and (number := row.cells[0].strip()):
            goes_on = takewhile(lambda one: not _begins(one), rows[index + 1 :])
            own = [row, *(one for one in goes_on if one.kind is RowKind.DUTY)]
            if any(one.cells[1].strip() for one in own):
                named.add((row.list_kind, number))
            if (row.list_kind, number) not in named:
                yield replace(row, kind=RowKind.UNKNOWN, cells=(), remark="有序号而没有事项名称")
                continue
        yield row


def _begins(row: Row) -> bool:
    """Whether a row ends the duty above it."""
    is_another = row.kind is RowKind.DUTY and bool(row.cells[0].strip())
    return is_another or row.kind in (RowKind.CATEGORY, RowKind.LIST_HEADING)


def _name(duty: OpenDuty) -> tuple[str, tuple[Note, ...]]:
    """The name; where following pages print it again a little differently, the first printing, with a note."""
    first, *later = duty.rows
    names = [first.cells[1]]
    notes: list[Note] = []
    for row in later:
        again, name = join_name([row.cells[1]]), join_name(names)
        if not again or fold(again) == fold(name):
            continue
        if not row.cells[0].strip():
            names.append(row.cells[1])
        else:
            why = f"续页（第 {row.line} 行）重印的名称与首页不同，取首页的名称"
            notes.append(Note(printed=again, meant=name, why=why))
    return join_name(names), tuple(notes)


def _receivers_and_method(duty: OpenDuty) -> tuple[tuple[str, ...], list[str], tuple[str, ...]]:
    """The reclaimed list's cell: the receiving departments, if it names any, the chunks of the rest, and guesses."""
    chunks = duty.chunks(2)
    receiver = _RECEIVER.search(chunks[0])
    if not receiver or plain(chunks[0][: receiver.start()]):
        return (), chunks, ()
    method = _METHOD.search(chunks[0])
    if not method:
        cell, tag, more = chunks[0][receiver.end() :].partition("<")
        names, words = names_before_words(cell)
        guess = "承接部门之后没有“工作方式：”，名称后面的字作工作方式"
        return names, [words + tag + more, *chunks[1:]], (guess,)
    names, _ = split_departments([chunks[0][receiver.end() : method.start()]])
    return names, [chunks[0][method.end() :], *chunks[1:]], ()
