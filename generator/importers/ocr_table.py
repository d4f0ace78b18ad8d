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
from dataclasses import dataclass, field, replace

from generator.importers.cells import fold, join_name, plain, split_departments
from generator.importers.draft import Draft, ImportProblem, Row, RowKind
from generator.importers.duties import Cells, DutyMaker
from generator.model import LIST_TYPES, AnyDuty, Category, ListKind, Note, Overrides
from generator.yaml_text import CONTROL

FORMAT = "ocr-table"

_COLUMNS = {ListKind.BASIC: 2, ListKind.COOPERATIVE: 5, ListKind.RECLAIMED: 3}
_CATEGORY = re.compile(r"[一二三四五六七八九十]{1,3}、\s*([^（(]+?)\s*(?:[（(]\s*(\d{1,4})\s*项\s*[）)])?")
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


def category_of(text: str) -> tuple[str, int | None] | None:
    """The name of a category heading and the count that it states, or None."""
    found = _CATEGORY.fullmatch(text.strip())
    return (found[1], int(found[2]) if found[2] else None) if found else None


@dataclass
class _OpenDuty:
    """A duty whose rows are being collected: for each column its chunks, a page each."""

    number: int
    rows: list[Row] = field(default_factory=list)

    def chunks(self, column: int) -> list[str]:
        return [row.cells[column] for row in self.rows]

    @property
    def lines(self) -> tuple[int, int]:
        return self.rows[0].line, self.rows[-1].line


@dataclass
class _OpenCategory:
    name: str
    declared: int | None
    duties: list[AnyDuty] = field(default_factory=list)


class OcrTable:
    """The importer of this format."""

    format = FORMAT
    reprints = True

    def detects(self, text: str) -> bool:
        """Tab-separated column heads and a numbered row below them."""
        heads = re.search(r"^序号\t事项名称", text, re.MULTILINE)
        return bool(heads and re.search(r"^\d+\t", text, re.MULTILINE))

    def rows(self, text: str) -> Iterator[Row]:
        """Every line as a Row; cells are padded to the list's columns."""
        kind: ListKind | None = None
        for line, raw in enumerate(text.removeprefix("\ufeff").split("\n"), 1):
            # What nobody sees was not printed; `read` reports it.
            raw = CONTROL.sub("", raw)
            cells = raw.split("\t")
            if len(cells) > 1:
                cells[0] = _half_width(cells[0])
            stripped = raw.strip()
            if not stripped:
                yield Row(line, RowKind.BLANK, raw, kind)
            elif _CONTENTS.fullmatch(stripped):
                yield Row(line, RowKind.CONTENTS, stripped, kind)
            elif len(cells) == 1 and (found := _HEADING.fullmatch(stripped)):
                kind = next(one for one in ListKind if one.title == found[1])
                yield Row(line, RowKind.LIST_HEADING, stripped, kind)
            elif _MARK.fullmatch(stripped):
                yield Row(line, RowKind.MARK, stripped, kind)
            elif kind is None:
                yield Row(line, RowKind.TITLE, stripped)
            elif cells[0].strip() == "序号":
                yield Row(line, RowKind.COLUMN_HEADS, stripped, kind)
            elif category_of(stripped) and not any(cell.strip() for cell in cells[1:]):
                yield Row(line, RowKind.CATEGORY, stripped, kind, category=category_of(stripped))
            elif 1 < len(cells) <= _COLUMNS[kind] and (not cells[0] or _NUMBER.fullmatch(cells[0])):
                padded = (*cells, *[""] * (_COLUMNS[kind] - len(cells)))
                yield Row(line, RowKind.DUTY, raw, kind, padded)
            else:
                yield Row(line, RowKind.UNKNOWN, stripped, kind)

    def read(self, text: str, overrides: Overrides) -> Draft:
        """The document's lists.  Raises ImportProblem where a line cannot be placed."""
        reading = _Reading(overrides)
        for line, raw in enumerate(text.removeprefix("\ufeff").split("\n"), 1):
            if found := CONTROL.search(raw.removesuffix("\r")):
                reading.maker.report(line, f"有看不见的控制字符 U+{ord(found[0]):04X}，已略去")
        return reading.read(self.rows(text))


class _Reading:
    """One pass over the rows of a document."""

    def __init__(self, overrides: Overrides) -> None:
        self.maker = DutyMaker(overrides)
        self.title = ""
        self.headings: dict[ListKind, str] = {}
        self.categories: dict[ListKind, list[_OpenCategory]] = {}
        self.open: _OpenDuty | None = None

    def read(self, rows: Iterator[Row]) -> Draft:
        for row in rows:
            match row.kind:
                case RowKind.TITLE:
                    self.title += row.text
                case RowKind.LIST_HEADING:
                    self._close()
                    if row.list_kind in self.headings:
                        raise ImportProblem(f"“{row.text}”出现了两次；一份文件只能有一个乡镇的三张清单", row.line)
                    self.headings[row.list_kind] = row.text
                    self.categories[row.list_kind] = []
                case RowKind.CATEGORY:
                    self._close()
                    self.categories[row.list_kind].append(_OpenCategory(*row.category))
                case RowKind.DUTY:
                    self._take(row)
                case RowKind.UNKNOWN:
                    raise ImportProblem(
                        f"这一行不是标题、类别，也不是{_COLUMNS[row.list_kind]}栏的表格行：“{row.text[:40]}”", row.line
                    )
        self._close()
        self.maker.finish()
        missing = [kind.official_title for kind in ListKind if not self.categories.get(kind)]
        if missing:
            raise ImportProblem(f"没有找到{'、'.join(missing)}；三张清单要在同一个文件里")
        lists = {
            kind: LIST_TYPES[kind](
                title=self.headings[kind],
                categories=tuple(
                    Category(name=one.name, declared=one.declared, duties=tuple(one.duties))
                    for one in self.categories[kind]
                ),
            )
            for kind in ListKind
        }
        return Draft(self.title or self.headings[ListKind.BASIC], lists, tuple(self.maker.guesses))

    def _take(self, row: Row) -> None:
        """Start a duty with this row, or add the row to the open one as its next page."""
        number = row.cells[0].strip()
        if number and (self.open is None or int(number) != self.open.number):
            self._close()
            if not self.categories[row.list_kind]:
                raise ImportProblem("表格行之前没有类别标题（如“一、党的建设”）", row.line)
            self.open = _OpenDuty(int(number))
        elif self.open is None:
            raise ImportProblem("续行之前没有带序号的行", row.line)
        self.open.rows.append(row)

    def _close(self) -> None:
        """Finish the open duty."""
        if self.open is None:
            return
        kind = self.open.rows[0].list_kind
        ordinal = sum(len(category.duties) for category in self.categories[kind]) + 1
        duty = self.maker.duty(kind, ordinal, self._cells(kind))
        self.categories[kind][-1].duties.append(duty)
        self.open = None

    def _cells(self, kind: ListKind) -> Cells:
        """The cells of the open duty."""
        name, notes = self._name()
        cells = Cells(self.open.number, name, self.open.lines, notes=notes)
        match kind:
            case ListKind.COOPERATIVE:
                names, slipped = split_departments(self.open.chunks(2))
                superior, township = self.open.chunks(3), self.open.chunks(4)
                return replace(cells, departments=names, slipped_labels=slipped, superior=superior, township=township)
            case ListKind.RECLAIMED:
                names, method = self._receivers_and_method()
                return replace(cells, departments=names, method=method)
            case _:
                return cells

    def _name(self) -> tuple[str, tuple[Note, ...]]:
        """The name; where following pages print it again a little differently, the first printing, with a note."""
        first, *later = self.open.rows
        names = [first.cells[1]]
        notes: list[Note] = []
        for row in later:
            again, name = join_name([row.cells[1]]), join_name(names)
            if not again or fold(again) == fold(name):
                continue
            if not row.cells[0].strip():
                names.append(row.cells[1])
            elif difflib.SequenceMatcher(None, fold(name), fold(again)).ratio() >= _SAME_NAME:
                why = f"续页（第 {row.line} 行）重印的名称与首页不同，取首页的名称"
                notes.append(Note(printed=again, meant=name, why=why))
            else:
                raise ImportProblem(f"序号 {self.open.number} 出现了两次，名称不同：“{name}”“{again}”", row.line)
        if not (name := join_name(names)):
            raise ImportProblem(f"序号 {self.open.number} 没有事项名称", first.line)
        return name, tuple(notes)

    def _receivers_and_method(self) -> tuple[tuple[str, ...], list[str]]:
        """The reclaimed list's cell: the receiving departments, if it names any, and the chunks of the rest."""
        chunks = self.open.chunks(2)
        receiver = _RECEIVER.search(chunks[0])
        if not receiver or plain(chunks[0][: receiver.start()]):
            return (), chunks
        method = _METHOD.search(chunks[0])
        if not method:
            raise ImportProblem("承接部门之后没有“工作方式：”", self.open.lines[0])
        names, _ = split_departments([chunks[0][receiver.end() : method.start()]])
        return names, [chunks[0][method.end() :], *chunks[1:]]
