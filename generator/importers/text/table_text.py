"""The text of an office file's tables (Word, Excel, CSV, ruled PDF): nothing run together, nothing cut.

    序号⇥事项名称⇥对应上级部门⇥上级部门职责⇥镇配合职责
    一、党的建设（26项）
    4⇥天然气管理工作⇥县经济信息委、县住建局⇥县经济信息委：¶1.负责…¶2.制定…⇥1.加强…

A line a row, cells separated by tabs, the paragraphs of a cell by PARAGRAPH (¶ above).  `grid_text` writes it from what
the readers of the file formats give, so that it can be kept as source.txt and audited.  The column heads say what a
column holds.  A category is a row of its own, or a column (事项类别), empty where it is that of the row above.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from generator.importers.cells import cell_names, is_body, join_name, leading, plain, receivers_told
from generator.importers.draft import Draft, ImportProblem, Row, RowKind
from generator.importers.duties import Cells
from generator.importers.grid import PARAGRAPH, GridLine
from generator.importers.labels import METHOD, ROLE, label_at
from generator.importers.text.table import OpenDuty, TableReading, category_of
from generator.model import Column, ListKind, Overrides
from generator.words.characters import UNSEEN, called
from generator.words.departments import LEAD_MARK

FORMAT = "table-text"


# A head's words, white space aside, to what the column holds; the first that fits.
_HEADS = (
    (re.compile(r"序号"), Column.NUMBER),
    (re.compile(r"(?:事项)?类别"), Column.CATEGORY),
    (re.compile(r"(?:履职)?事项(?:名称)?"), Column.NAME),
    (re.compile(r".*(?:工作方式|承接方式|工作措施|履职方式).*"), Column.METHOD),
    (re.compile(r".*配合职责|(?:乡镇|镇|乡|街道).*职责"), Column.TOWNSHIP),
    (re.compile(r".*部门.*职责"), Column.SUPERIOR),
    (re.compile(r".*(?:部门|单位).*"), Column.DEPARTMENTS),
)
# Columns that some tables have beside those of their list.
_OPTIONAL = {
    ListKind.BASIC: {Column.CATEGORY},
    ListKind.COOPERATIVE: {Column.CATEGORY},
    ListKind.RECLAIMED: {Column.CATEGORY, Column.DEPARTMENTS},
}

_HEADING = re.compile(r".*(基本履职|配合履职|上级部门收回)事项清单")
_CONTENTS = re.compile(r"目\s*录|.*事项清单[\s.…·]*\d+")
_MARK = re.compile(r"附件\s*\d*|第\s*\d+\s*页(?:\s*[，,]?\s*共\s*\d+\s*页)?|[-—－]\s*\d+\s*[-—－]|\d{1,3}")
_NUMBER = re.compile(r"[1-9]\d{0,3}")


def grid_text(lines: Iterable[GridLine]) -> str:
    """The text of a grid: what would break a line or a cell is a space there.

    Empty cells at a row's end are left out, but a row keeps one tab, which tells it from a line of text.
    """
    return "".join(f"{_row_text(line.cells)}\n" for line in lines)


def _row_text(cells: tuple[str, ...]) -> str:
    first, *rest = (re.sub(r"[\t\n\r\v\f\x85\u2029]+", " ", cell).strip(" ") for cell in cells)
    return "\t".join([first, "\t".join(rest).rstrip("\t")]) if rest else first


class TableText:
    """The importer of this format."""

    format = FORMAT
    reprints = False

    def detects(self, text: str) -> bool:
        """Column heads separated by tabs, and cells of several paragraphs."""
        return PARAGRAPH in text and bool(re.search(r"^序号\t", text, re.MULTILINE))

    def rows(self, text: str) -> Iterator[Row]:
        """Every line as a Row; a duty's cells are in the order of its list's columns."""
        return _merged(_Heads().rows(text))

    def read(self, text: str, overrides: Overrides) -> Draft:
        """The document's lists.  Raises ImportProblem where a line cannot be placed."""
        reading = _Reading(overrides)
        for line, raw in enumerate(text.split("\n"), 1):
            if found := UNSEEN.search(raw.removesuffix("\r").replace(PARAGRAPH, "")):
                reading.maker.report(line, f"有 {called(found[0])}，已略去")
        return reading.read(self.rows(text))


@dataclass
class _Heads:
    """Tells a document's lines apart; what the columns hold is what the last heads said."""

    kind: ListKind | None = None
    columns: tuple[Column, ...] | None = None
    category: str = ""

    def rows(self, text: str) -> Iterator[Row]:
        lines = text.removeprefix("\ufeff").split("\n")
        for number, raw in enumerate(lines, 1):
            # What nobody sees was not printed; `read` reports it.
            cells = tuple(
                PARAGRAPH.join(UNSEEN.sub("", paragraph).strip() for paragraph in cell.split(PARAGRAPH))
                for cell in raw.split("\t")
            )
            filled = sum(map(bool, cells))
            if not filled or (filled == 1 and not (len(cells) > 1 and self._is_row(cells))):
                yield self._line(number, "".join(cells))
            elif any(plain(cell) == Column.NUMBER.head for cell in cells):
                self._read_heads(cells, number)
                yield Row(number, RowKind.COLUMN_HEADS, " ".join(map(plain, cells)), self.kind)
            else:
                yield self._row(number, cells)

    def _is_row(self, cells: tuple[str, ...]) -> bool:
        """Whether a row with one cell filled is a duty's, and no text over the whole width."""
        return not cells[0] or bool(_NUMBER.fullmatch(cells[0]))

    def _line(self, number: int, cell: str) -> Row:
        """A line of text, or a row of which only the first cell is filled."""
        text = join_name([cell.replace(PARAGRAPH, "\n")])
        if not plain(text):
            return Row(number, RowKind.BLANK, "", self.kind)
        if _CONTENTS.fullmatch(text):
            return Row(number, RowKind.CONTENTS, text, self.kind)
        if found := _HEADING.fullmatch(plain(text)):
            self.kind = next(kind for kind in ListKind if kind.title == found[1])
            self.columns, self.category = None, ""
            return Row(number, RowKind.LIST_HEADING, text, self.kind)
        if _MARK.fullmatch(text):
            return Row(number, RowKind.MARK, text, self.kind)
        if self.kind is None:
            return Row(number, RowKind.TITLE, text)
        if category := category_of(text):
            return Row(number, RowKind.CATEGORY, text, self.kind, category=category)
        return Row(number, RowKind.UNKNOWN, text, self.kind)

    def _read_heads(self, cells: tuple[str, ...], line: int) -> None:
        """What each column holds.  Raises ImportProblem where the table is no list of this kind."""
        if self.kind is None:
            names = "、".join(kind.official_title for kind in ListKind)
            raise ImportProblem(f"表格之前没有清单的标题（{names}）", line)
        found: list[Column] = []
        # A sheet is as wide as its widest table.
        heads = "\t".join(map(plain, cells)).rstrip("\t").split("\t")
        for position, head in enumerate(heads, 1):
            column = next((column for pattern, column in _HEADS if pattern.fullmatch(head)), None)
            if column is None:
                raise ImportProblem(f"第 {position} 栏的表头“{head}”不认识；{_expected(self.kind)}", line)
            if column in found:
                raise ImportProblem(f"第 {position} 栏“{head}”与前面的一栏意思相同；{_expected(self.kind)}", line)
            found.append(column)
        if missing := [column.head for column in self.kind.columns if column not in found]:
            expected = _expected(self.kind)
            raise ImportProblem(f"{self.kind.official_title}的表格缺少“{'”“'.join(missing)}”；{expected}", line)
        if extra := [column.head for column in found if column not in {*self.kind.columns} | _OPTIONAL[self.kind]]:
            raise ImportProblem(f"{self.kind.official_title}的表格里有别的清单的栏“{'”“'.join(extra)}”", line)
        self.columns = tuple(found)

    def _row(self, line: int, cells: tuple[str, ...]) -> Row:
        text = " ".join(plain(cell) for cell in cells)
        if self.kind is None:
            raise ImportProblem(f"清单标题之前有表格：“{text[:40]}”；这不是履行职责事项清单", line)
        if self.columns is None:
            raise ImportProblem(f"{self.kind.official_title}的表格没有表头；{_expected(self.kind)}", line)
        if len(cells) > len(self.columns) and any(cells[len(self.columns) :]):
            raise ImportProblem(f"这一行有 {len(cells)} 格，表头只有 {len(self.columns)} 栏：“{text[:40]}”", line)
        held = dict(zip(self.columns, cells, strict=False))
        number = plain(held.get(Column.NUMBER, ""))
        if number and not _NUMBER.fullmatch(number):
            raise ImportProblem(f"“序号”栏里应是从 1 起的整数，这里是“{number[:20]}”", line)
        own = [number, *(held.get(column, "") for column in self.kind.columns[1:])]
        if self.kind is ListKind.RECLAIMED and held.get(Column.DEPARTMENTS):
            receivers = held[Column.DEPARTMENTS]
            label = "" if ROLE.match(receivers) else "承接部门："
            method = "" if not own[2] or METHOD.match(own[2]) else "工作方式："
            own[2] = f"{label}{receivers}{PARAGRAPH}{method}{own[2]}"
        self.category = join_name([held.get(Column.CATEGORY, "").replace(PARAGRAPH, "\n")]) or self.category
        return Row(line, RowKind.DUTY, text, self.kind, tuple(own), category_cell=self.category if number else "")


def _expected(kind: ListKind) -> str:
    return f"{kind.official_title}的表头应是：{'、'.join(column.head for column in kind.columns)}（可以有一栏事项类别）"


def _merged(rows: Iterable[Row]) -> Iterator[Row]:
    """The rows, those of a duty whose number is merged over several rows seen together.

    Where each of them has departments of its own, they are the label of what stands beside them.
    """
    groups: list[list[Row]] = []
    for row in rows:
        if row.kind is RowKind.DUTY and not row.cells[0] and groups and groups[-1][0].kind is RowKind.DUTY:
            groups[-1].append(row)
        else:
            groups.append([row])
    for group in groups:
        parted = [row for row in group if row.list_kind is ListKind.COOPERATIVE and row.cells and row.cells[2]]
        for row in group:
            if len(parted) > 1 and row in parted and row.cells[3]:
                number, name, departments, superior, township = row.cells
                label = "、".join(LEAD_MARK.sub("", name) for name in cell_names(departments))
                yield replace(row, cells=(number, name, departments, f"{label}：{PARAGRAPH}{superior}", township))
            else:
                yield row


class _Reading(TableReading):
    """One pass over the rows of a document."""

    def cells(self, kind: ListKind, duty: OpenDuty) -> Cells:
        """The cells of a duty, all its rows being collected."""
        name = join_name([chunk.replace(PARAGRAPH, "\n") for chunk in duty.chunks(1)])
        if not name:
            raise ImportProblem(f"序号 {duty.number} 没有事项名称", duty.rows[0].line)
        cells = Cells(duty.number, name, duty.lines)
        match kind:
            case ListKind.COOPERATIVE:
                names = tuple(dict.fromkeys(name for chunk in _texts(duty, 2) for name in cell_names(chunk)))
                leads = tuple(name for chunk in _texts(duty, 2) for name in leading(chunk))
                said = tuple(
                    f"部门栏写明“{name}”牵头，是用标签写的；要在网页上显示牵头，请写成“{name}（牵头）”"
                    for name in leads
                )
                return replace(
                    cells, guesses=said, departments=names, superior=_texts(duty, 3), township=_texts(duty, 4)
                )
            case ListKind.RECLAIMED:
                receivers, method, guesses = _receivers_and_method(duty)
                return replace(cells, departments=receivers, method=method, guesses=guesses)
            case _:
                return cells


def _texts(duty: OpenDuty, column: int) -> list[str]:
    return [chunk.replace(PARAGRAPH, "\n") for chunk in duty.chunks(column)]


def _receivers_and_method(duty: OpenDuty) -> tuple[tuple[str, ...], list[str], tuple[str, ...]]:
    """The reclaimed list's cell: the receiving departments, if it names any, the rest, and what had to be guessed."""
    names: list[str] = []
    method: list[str] = []
    for chunk in _texts(duty, 2):
        receivers, text = _receivers(chunk)
        names += receivers
        method.append(text)
    if names or not (told := receivers_told("".join(method))):
        return tuple(dict.fromkeys(names)), method, ()
    return told, method, (f"承接部门“{'、'.join(told)}”取自工作方式里的话，请对照原文",)


def _receivers(text: str) -> tuple[tuple[str, ...], str]:
    """The departments at the head of a reclaimed duty's cell, labelled or alone on their line, and what follows."""
    names: tuple[str, ...] = ()
    while role := ROLE.match(text):
        following = METHOD.search(text, role.end()) or re.compile(r"\n|$").search(text, role.end())
        ends = [found.start() for found in (following, ROLE.search(text, role.end())) if found]
        more, words = _names_before_words(text[role.end() : min(ends)])
        names += more
        text = f"{words}{text[min(ends) :]}".lstrip()
    if not names and (label := label_at(text, _all_bodies, whole_line=True)) and label.end < len(text):
        names, text = label.names, text[label.end :]
    return names, METHOD.sub("", text, count=1) if METHOD.match(text) else text


def _names_before_words(text: str) -> tuple[tuple[str, ...], str]:
    """The names that a text is, or begins with (县气象局，负责检测。), and the words after them."""
    ends = [found.start() for found in re.finditer(r"[\s。；;，,、]", text.strip())]
    for end in [len(text), *reversed(ends)]:
        if names := _all_bodies(text[:end]):
            return names, text[end:].lstrip("。；;，,、 \n")
    return cell_names(text), ""


def _all_bodies(words: str) -> tuple[str, ...] | None:
    names = cell_names(words)
    return names if names and all(map(is_body, names)) else None
