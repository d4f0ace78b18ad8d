"""Text taken out of a PDF: a table's cells run into each other, lines and blank lines mean nothing.

    一、党的建设（9项）

    2 开展党内帮扶、表

    彰工作
    市委组织部

    1.制定全市表彰工作方案或将上级推优要求下发给

    各基层党组织；
    1.按要求在本辖区开展摸底排查，按要求上报建议
     序号 事项名称 对应上级部门 上级部门职责 镇配合职责

Rows do not go on over pages.  `segment.py` divides the lines into rows and
cells; here the lines are told apart from the layout, and the cells are read.
A category stands above its rows as a heading with its count, or in a column of
its own (事项类别); then a category is a run of equal cells.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import groupby

from pydantic import TypeAdapter

from generator import cache
from generator.files import to_json
from generator.importers.cells import is_body
from generator.importers.draft import SEVERAL_FILES, Draft, ImportProblem, Layout, Row, RowKind
from generator.importers.duties import Cells, DutyMaker
from generator.importers.text import titles
from generator.importers.text.borders import BorderDoubt
from generator.importers.text.name_cuts import KnownNames
from generator.importers.text.segment import (
    ENUMERATOR,
    METHOD_LABEL,
    RECEIVER_LABEL,
    SECTION,
    Divider,
    Line,
    Piece,
    PrintedRow,
)
from generator.importers.text.segment import width as width_of
from generator.importers.text.table import category_of, no_category
from generator.model import LIST_TYPES, AnyCategory, AnyDuty, Category, Column, GivenBorder, ListKind, Note, Overrides

FORMAT = "pdf-text"

_DIVISIONS = cache.kept_in("divisions")

_HEADING = re.compile(r"\S*?(基本履职|配合履职|上级部门收回)事项清单")
_HEADS = re.compile(r"序号(?:\s+事项类别)?\s+事项名称.*")
_MARK = re.compile(
    r"第\s*\d+\s*页(?:\s*[，,]\s*共\s*\d+\s*页)?|附件\s*\d*|[-—]\s*\d+\s*[-—]|续表\s*\d*|[（(]续表?[）)]"
)
# A row has at most so many lines; the longest of the five documents has 57.
_MOST_OF_A_ROW = 500
# A heading states its count, or a row follows it; else “一、…” is a section of a cell.
_LONGEST_CATEGORY = 16
_WITH_ROW = re.compile(r"(\S+?[项条][）)])\s+(\d{1,3}\s.*)")
# Where a program makes one line of two, since the second has but a character or two, it puts a blank.
_IN_WORD = re.compile(r"(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff]{1,2}(?![\u4e00-\u9fff]))")
_CATEGORY = re.compile(r"[一二三四五六七八九十]{1,3}、\s*([^（(]+?)\s*[（(]\s*(\d+)\s*项\s*[）)]")

# A border is a question where the other reading is dearer by less (the unit is made up, see `segment.py`); in a row
# without enumerators, where words and widths alone tell where the township's cell begins, by less than the second.
_DOUBTFUL, _DOUBTFUL_UNCOUNTED = 5.0, 8.0
# How a page's first line begins, unless many lines do.
_PAGE_START = re.compile(r" \S")
# A line that ends a sentence and leaves this much room, in full-width characters, ends its paragraph.
_ROOM = 3


@dataclass
class _List:
    """A list: its lines of text between category headings, the rows that they were divided into, column widths."""

    kind: ListKind
    heading: Row
    has_category_column: bool = False
    runs: list[list[Line]] = field(default_factory=lambda: [[]])
    categories: list[tuple[int, str, int | None]] = field(default_factory=list)
    rows: list[PrintedRow] = field(default_factory=list)
    # What stands for the category of the duties above the first.
    uncategorised: Row | None = None
    # Lines of text that belong to no row.
    loose: list[Line] = field(default_factory=list)
    widths: dict[Column, float] = field(default_factory=dict)

    def columns(self) -> tuple[Column, ...]:
        """The columns after the number, in the order of print."""
        own = self.kind.columns[1:]
        return (Column.CATEGORY, *own) if self.has_category_column else own


@dataclass(frozen=True)
class _Divided:
    """A document with its tables divided: the rows of layout, and the lists in order of print."""

    layout: tuple[Row, ...]
    lists: tuple[_List, ...]
    # The first lines of pages, and what is printed at their heads and feet.
    page_breaks: frozenset[int] = frozenset()


class PdfText:
    """The importer of this format."""

    format = FORMAT
    reprints = False

    def detects(self, text: str) -> bool:
        """Column heads parted by spaces, and numbers at line starts."""
        heads = re.search(r"^ ?序号(?: 事项类别)? 事项名称 对应上级部门", text, re.MULTILINE)
        return bool(heads and re.search(r"^ ?\d+(?: |$)", text, re.MULTILINE))

    def rows(self, text: str, layout: Layout | None = None) -> Iterator[Row]:
        """Every line as a Row; a duty's line has its words in the cells of the columns that they were divided into."""
        divided = _divide(text, layout.borders if layout else ())
        rows = [*divided.layout]
        for duty_list in divided.lists:
            columns = duty_list.kind.columns[1:]
            texts = {line.line: line for run in duty_list.runs for line in run}
            for printed in duty_list.rows:
                pieces = {line: list(group) for line, group in groupby(printed.pieces, lambda piece: piece.line)}
                for line in sorted({printed.number_line, *pieces} & texts.keys()):
                    number = str(printed.number) if line == (printed.number_line or printed.lines[0]) else ""
                    cells = dict.fromkeys((Column.CATEGORY, *columns), "")
                    for piece in pieces.get(line, ()):
                        cells[piece.column] += piece.text
                    category = cells.pop(Column.CATEGORY)
                    words = " ".join(texts[line].words)
                    row = Row(line, RowKind.DUTY, words, duty_list.kind, (number, *cells.values()))
                    rows.append(replace(row, category_cell=category))
            rows += (Row(line.line, RowKind.UNKNOWN, " ".join(line.words), duty_list.kind) for line in duty_list.loose)
        return iter(sorted(rows, key=lambda row: row.line))

    def read(self, text: str, overrides: Overrides, layout: Layout | None = None) -> Draft:
        """The document's lists.  Raises ImportProblem where a list is missing or no row can be found in it."""
        return _Reading(_divide(text, layout.borders if layout else ()), overrides).read()


@lru_cache(maxsize=8)
def _divide(text: str, borders: tuple[GivenBorder, ...]) -> _Divided:
    """Tell layout from text, and divide the text of each list."""
    layout: list[Row] = []
    lists: list[_List] = []
    every = text.removeprefix("\ufeff").split("\n")
    following = list(_following(every))
    for number, raw in enumerate(every, 1):
        line = raw.strip()
        kind = lists[-1].kind if lists else None
        below = following[number - 1]
        if not line:
            layout.append(Row(number, RowKind.BLANK, raw, kind))
        elif named := _list_named(line, below):
            row = Row(number, RowKind.LIST_HEADING, line, named)
            lists.append(_List(named, row))
            layout.append(row)
        elif _HEADS.fullmatch(line):
            layout.append(Row(number, RowKind.COLUMN_HEADS, line, kind))
            if lists and "事项类别" in line:
                lists[-1].has_category_column = True
        elif _MARK.fullmatch(line):
            layout.append(Row(number, RowKind.MARK, line, kind))
        elif not lists:
            layout.append(Row(number, RowKind.TITLE, line))
        else:
            heading, rest = _heading_and_row(line)
            if category := _category(heading, rest or below):
                lists[-1].categories.append((number, *category))
                lists[-1].runs.append([])
                layout.append(Row(number, RowKind.CATEGORY, heading, kind, category=category))
            else:
                rest = line
            if rest:
                lists[-1].runs[-1].append(Line(number, tuple(rest.split())))
    for border in borders:
        _refuse_unknown(border, lists)
    known = _known_categories(lists)
    for duty_list in lists:
        _refuse_endless(duty_list)
        _divide_list(duty_list, known, borders)
        if duty_list.rows and not duty_list.has_category_column:
            first = duty_list.rows[0].lines[0]
            if not duty_list.categories or first < duty_list.categories[0][0]:
                duty_list.uncategorised = no_category(first, duty_list.kind)
                duty_list.categories.insert(0, (first, duty_list.uncategorised.text, None))
                layout.append(duty_list.uncategorised)
    return _Divided(tuple(layout), tuple(lists), frozenset(_page_breaks(text, layout)))


def _following(lines: list[str]) -> Iterator[str]:
    """For each line the next one that is not blank."""
    below = ""
    backwards = []
    for line in reversed(lines):
        backwards.append(below)
        below = line.strip() or below
    yield from reversed(backwards)


def _list_named(line: str, below: str) -> ListKind | None:
    """The list whose title a line is: in its official words, or in others where the column heads follow."""
    if found := _HEADING.fullmatch(line):
        return next(kind for kind in ListKind if kind.title == found[1])
    return titles.list_of(line) if _HEADS.fullmatch(below) else None


def _category(line: str, below: str) -> tuple[str, int | None] | None:
    """The category that a line heads, and the count that it states; without one, a row's number must follow."""
    if found := _CATEGORY.fullmatch(line):
        return found[1], int(found[2])
    is_short = len(line) <= _LONGEST_CATEGORY and not re.search("[。；，：]", line)
    heads_row = re.match(r"\d{1,3}(?:\s|$)", below)
    return category_of(line) if SECTION.match(line) and is_short and heads_row else None


def _heading_and_row(line: str) -> tuple[str, str]:
    """A category's heading with a count, and what programs put on the same line of the row below it."""
    found = _WITH_ROW.fullmatch(line)
    return (found[1], found[2]) if found else (line, "")


def _page_breaks(text: str, layout: list[Row]) -> Iterator[int]:
    yield from (row.line for row in layout if row.kind in (RowKind.MARK, RowKind.COLUMN_HEADS))
    lines = text.split("\n")
    indented = [number for number, line in enumerate(lines, 1) if _PAGE_START.match(line)]
    if len(indented) * 8 < len(lines):
        yield from indented


def _divide_list(duty_list: _List, known: set[str], borders: tuple[GivenBorder, ...]) -> None:
    """Divide a list's lines into rows; those before its first category, and rows without a name, are none."""
    before, *runs = duty_list.runs
    if runs and not any(line.number == 1 for line in before):
        duty_list.loose, duty_list.runs = before, runs
    rows, duty_list.widths = _division(duty_list, known, borders)
    duty_list.rows = [row for row in rows if row.of(Column.NAME)]
    placed = {line for row in duty_list.rows for line in (row.number_line, *(piece.line for piece in row.pieces))}
    duty_list.loose += [line for run in duty_list.runs for line in run if line.line not in placed]


def _refuse_endless(duty_list: _List) -> None:
    """Raise ImportProblem where so many lines have no number before them that they are no row."""
    for run in duty_list.runs:
        start = 0
        for index, line in enumerate(run):
            start = index if line.number is not None else start
            if index - start >= _MOST_OF_A_ROW:
                said = f"从这一行起 {_MOST_OF_A_ROW} 行没有序号，不像是清单里的一项"
                raise ImportProblem(f"{said}；请只留下清单，每一项以序号开头，再导入", run[start].line)


def _refuse_unknown(border: GivenBorder, lists: list[_List]) -> None:
    """Raise ImportProblem where a border is given for words that no line of a table has, or a column that it lacks."""
    said = f"township.yml 的 source.borders 里写着第 {border.line} 行的“{border.text}”是{border.column.title}"
    for duty_list in lists:
        for line in (line for run in duty_list.runs for line in run if line.line == border.line):
            if border.column not in duty_list.columns():
                columns = "、".join(duty_list.columns())
                raise ImportProblem(f"{said}，这张清单没有这一栏；column 只能是 {columns}", line.line)
            if _squeezed(border.text) not in _squeezed("".join(line.words)):
                words = " ".join(line.words)[:40]
                raise ImportProblem(f"{said}，这一行却是“{words}”；请照 source.txt 改正这一条，或删去", line.line)
            return
    raise ImportProblem(f"{said}，这一行却不是表格里的文字；请照 source.txt 改正这一条，或删去", border.line)


_DIVISION = TypeAdapter(tuple[list[PrintedRow], dict[Column, float]])


def _division(
    duty_list: _List, known: set[str], borders: tuple[GivenBorder, ...]
) -> tuple[list[PrintedRow], dict[Column, float]]:
    """The rows of a list and the widths of its columns; kept, since the audit asks on every check."""
    columns = duty_list.columns()
    lines = {line.line for run in duty_list.runs for line in run}
    own = [border for border in borders if border.line in lines]

    def divide() -> bytes:
        divider = Divider(columns, duty_list.runs, known, own)
        return _DIVISION.dump_json((divider.divide(), divider.widths))

    runs = [[(line.line, line.words) for line in run] for run in duty_list.runs]
    question = to_json([columns, runs, sorted(known), [border.model_dump(mode="json") for border in own]])
    slot = hashlib.sha256(question).hexdigest()
    rows, widths = _DIVISION.validate_json(_DIVISIONS.made(slot, question + cache.code(__name__), divide))
    if own and not (rows and all(row.number_line for row in rows)):
        said = "、".join(f"第 {border.line} 行" for border in own)
        raise ImportProblem(f"照 township.yml 的 source.borders（{said}）分不成行；请核对这几条，或删去", own[0].line)
    return rows, widths


def _known_categories(lists: list[_List]) -> set[str]:
    """The names in the category columns.

    A name is what follows a number on its line.  In a narrow column it is
    wrapped: then the same words follow on the next line every time, or the
    whole stands in another list.
    """
    following: dict[str, Counter[str]] = {}
    for duty_list in lists:
        if duty_list.has_category_column:
            lines = [line for run in duty_list.runs for line in run]
            for line, after in zip(lines, [*lines[1:], None], strict=True):
                if line.number is not None and len(line.words) > 1:
                    rest = line.words[2] if len(line.words) > 2 else after.words[0] if after else ""
                    following.setdefault(line.words[1], Counter())[rest] += 1
    names: set[str] = set()
    longest = max((len(name) for name, counts in following.items() if sum(counts.values()) > 1), default=0)
    for name, counts in following.items():
        (rest, times), *others = counts.most_common()
        if any(other != name and other.startswith(name) for other in following):
            continue
        wrapped = not others and len(rest) < len(name) and (times > 1 or len(name) >= min(longest, 5))
        names.add(name + rest if wrapped else name)
    return names


class _Reading:
    """The divided rows of a document being read as duties."""

    def __init__(self, divided: _Divided, overrides: Overrides) -> None:
        self.divided = divided
        self.maker = DutyMaker(overrides)
        self.decided = {override.duty for override in overrides.departments}
        rows = [(duty_list, printed) for duty_list in divided.lists for printed in duty_list.rows]
        superior = (piece.text for _, printed in rows for piece in printed.of(Column.SUPERIOR))
        self.known = KnownNames.of((_name_lines(*row) for row in rows), superior)

    def read(self) -> Draft:
        lists: dict[ListKind, _List] = {}
        for duty_list in self.divided.lists:
            if duty_list.kind in lists:
                message = f"“{duty_list.heading.text}”出现了两次；一份文件只能有一个乡镇的三张清单"
                raise ImportProblem(message, duty_list.heading.line)
            lists[duty_list.kind] = duty_list
            for line in duty_list.loose:
                self.maker.leave_out(line.line, " ".join(line.words), "不是标题、类别，也分不到哪一项")
        missing = [kind.official_title for kind in ListKind if kind not in lists or not lists[kind].rows]
        if missing:
            raise ImportProblem(f"没有找到{'、'.join(missing)}；{SEVERAL_FILES}")
        made = {
            kind: LIST_TYPES[kind](title=lists[kind].heading.text, categories=tuple(self._categories(lists[kind])))
            for kind in ListKind
        }
        self.maker.finish()
        title = "".join(row.text for row in self.divided.layout if row.kind is RowKind.TITLE)
        return Draft(title or made[ListKind.BASIC].title, made, tuple(self.maker.guesses))

    def _categories(self, duty_list: _List) -> Iterator[AnyCategory]:
        duties = [(printed, self._duty(duty_list, index, printed)) for index, printed in enumerate(duty_list.rows, 1)]
        if duty_list.has_category_column:
            for name, group in groupby(duties, lambda pair: _joined(pair[0].of(Column.CATEGORY))):
                yield Category(name=name, declared=None, duties=tuple(duty for _, duty in group))
            return
        starts = [line for line, _, _ in duty_list.categories]
        if row := duty_list.uncategorised:
            self.maker.report(row.line, row.remark)
        for (start, name, declared), end in zip(duty_list.categories, [*starts[1:], None], strict=True):
            own = tuple(
                duty for printed, duty in duties if start <= printed.lines[0] and (not end or printed.lines[0] < end)
            )
            yield Category(name=name, declared=declared, duties=own)

    def _duty(self, duty_list: _List, ordinal: int, printed: PrintedRow) -> AnyDuty:
        names, cuts = self.known.names_in(*_name_lines(duty_list, printed))
        duty = self.maker.duty(duty_list.kind, ordinal, _cells(duty_list, printed, names))
        for cut in cuts if duty.id not in self.decided else ():
            self.maker.report(printed.lines[0], cut.message(duty.id, names), duty.id)
        if not printed.number_line:
            message = f"没有印序号，照前后定为第 {printed.number} 项；请看原件是不是单独一项"
            self.maker.report(printed.lines[0], message, duty.id)
        first, last = printed.lines
        if any(first < line <= last for line in self.divided.page_breaks):
            message = (
                "这一项印在两页上，程序照一页读，请对照原文；分错了的，先在收到的文本里把同一栏的文字移到一起，再导入"
            )
            self.maker.report(first, message, duty.id)
        for doubt in _asked(printed):
            self.maker.report(doubt.line, doubt.message(printed.before(doubt.column)), duty.id)
        return duty


def _asked(printed: PrintedRow) -> Iterator[BorderDoubt]:
    """The borders of a row that a person is asked about."""
    is_counted = any(ENUMERATOR.match(piece.text) for piece in printed.pieces)
    for doubt in printed.doubts:
        is_of_texts = doubt.column is Column.TOWNSHIP and not is_counted
        if doubt.dearer < (_DOUBTFUL_UNCOUNTED if is_of_texts else _DOUBTFUL):
            yield doubt


def _name_lines(duty_list: _List, printed: PrintedRow) -> tuple[list[str], float]:
    """The lines of a row that hold its departments, and the width of their column."""
    if duty_list.kind is ListKind.RECLAIMED:
        return _receivers_and_method(printed, duty_list.widths[Column.METHOD])[0], duty_list.widths[Column.METHOD]
    lines = [piece.text for piece in printed.of(Column.DEPARTMENTS)]
    return lines, duty_list.widths.get(Column.DEPARTMENTS, 0)


def _cells(duty_list: _List, printed: PrintedRow, names: tuple[str, ...]) -> Cells:
    """The cells of a row, whose departments have these names."""
    cells = Cells(printed.number, _joined(printed.of(Column.NAME)), printed.lines, departments=names)
    widths = duty_list.widths
    match duty_list.kind:
        case ListKind.COOPERATIVE:
            return replace(
                cells,
                superior=[_paragraphs(printed.of(Column.SUPERIOR), widths[Column.SUPERIOR])],
                township=[_paragraphs(printed.of(Column.TOWNSHIP), widths[Column.TOWNSHIP])],
                notes=_swapped(printed),
            )
        case ListKind.RECLAIMED:
            return replace(cells, method=[_receivers_and_method(printed, widths[Column.METHOD])[1]])
        case _:
            return cells


def _swapped(printed: PrintedRow) -> tuple[Note, ...]:
    """A note where the township's cell is printed before the superior's."""
    superior, township = printed.of(Column.SUPERIOR), printed.of(Column.TOWNSHIP)
    if not superior or not township or superior[0].line <= township[0].line:
        return ()
    why = "原文里乡镇的职责印在上级部门的职责之前，与表头的次序相反；这里按栏宽归到各自的栏"
    return (Note(why=why),)


def _receivers_and_method(printed: PrintedRow, width: float) -> tuple[list[str], str]:
    """The reclaimed list's cell: the lines of its receiving departments, and the text of the rest."""
    pieces = list(printed.of(Column.METHOD))
    receivers: list[str] = []
    label = next((index for index, piece in enumerate(pieces) if METHOD_LABEL.match(piece.text)), None)
    if pieces and RECEIVER_LABEL.match(pieces[0].text):
        receivers = [RECEIVER_LABEL.sub("", piece.text, count=1) for piece in pieces[:label]]
        pieces = pieces[label:] if label is not None else []
    elif label:
        receivers = [piece.text for piece in pieces[:label]]
        pieces = pieces[label:]
    elif len(pieces) > 1 and all(is_body(name) for name in re.split("[、，]", pieces[0].text)):
        receivers = [pieces[0].text]
        pieces = pieces[1:]
    return receivers, METHOD_LABEL.sub("", _paragraphs(pieces, width), count=1)


def _squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def _joined(pieces: tuple[Piece, ...]) -> str:
    """The text of a cell that is one paragraph."""
    return _IN_WORD.sub("", "".join(piece.text for piece in pieces))


def _paragraphs(pieces: tuple[Piece, ...] | list[Piece], width: float) -> str:
    """The text of a cell, a line feed before each paragraph.

    A paragraph begins with an enumerator, a section or a label; or after a
    sentence whose line had room for what follows.
    """
    text = ""
    for index, piece in enumerate(pieces):
        before = pieces[index - 1] if index else None
        if before is not None and (piece.starts_paragraph or _ends_paragraph(before.text, width)):
            text += "\n"
        text += piece.text
    return _IN_WORD.sub("", text)


def _ends_paragraph(line: str, width: float) -> bool:
    """Whether a paragraph ends with this line: a sentence or a section's heading, with room for what follows."""
    return (line.endswith("。") or bool(SECTION.match(line))) and width_of(line) < width - _ROOM
