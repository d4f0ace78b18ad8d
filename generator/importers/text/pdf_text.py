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
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import astuple, dataclass, field, replace
from functools import lru_cache
from itertools import groupby

from generator import cache
from generator.files import to_json
from generator.importers.cells import body_names, is_body
from generator.importers.draft import SEVERAL_FILES, Draft, ImportProblem, Layout, Row, RowKind
from generator.importers.duties import Cells, DutyMaker
from generator.importers.text.segment import (
    DOUBTFUL,
    METHOD_LABEL,
    RECEIVER_LABEL,
    SECTION,
    Divider,
    Line,
    Piece,
    PrintedRow,
)
from generator.importers.text.segment import width as width_of
from generator.model import LIST_TYPES, AnyCategory, AnyDuty, Category, Column, ListKind, Note, Overrides

FORMAT = "pdf-text"

_DIVISIONS = cache.kept_in("divisions")

_HEADING = re.compile(r"\S*?(基本履职|配合履职|上级部门收回)事项清单")
_HEADS = re.compile(r"序号(?:\s+事项类别)?\s+事项名称.*")
_MARK = re.compile(r"第\s*\d+\s*页(?:\s*[，,]\s*共\s*\d+\s*页)?|附件\s*\d*|[-—]\s*\d+\s*[-—]")
# A heading states its count; “一、…” without one is a section of a cell.
_CATEGORY = re.compile(r"[一二三四五六七八九十]{1,3}、\s*([^（(]+?)\s*[（(]\s*(\d+)\s*项\s*[）)]")

# A line that ends a sentence and leaves this much room, in full-width characters, ends its paragraph.
_ROOM = 3


@dataclass
class _List:
    """A list: its lines of text between category headings, the rows that they were divided into, column widths."""

    kind: ListKind
    heading: Row
    has_category_column: bool = False
    runs: list[list[Line]] = field(default_factory=lambda: [[]])
    categories: list[tuple[int, str, int]] = field(default_factory=list)
    rows: list[PrintedRow] = field(default_factory=list)
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


class PdfText:
    """The importer of this format."""

    format = FORMAT
    reprints = False

    def detects(self, text: str) -> bool:
        """Column heads parted by spaces, and numbers at line starts."""
        heads = re.search(r"^ ?序号(?: 事项类别)? 事项名称 对应上级部门", text, re.MULTILINE)
        return bool(heads and re.search(r"^ ?\d+(?: |$)", text, re.MULTILINE))

    def rows(self, text: str, layout: Layout | None = None) -> Iterator[Row]:  # noqa: ARG002  (its columns have their places)
        """Every line as a Row; a duty's line has its words in the cells of the columns that they were divided into."""
        divided = _divide(text)
        rows = [*divided.layout]
        for duty_list in divided.lists:
            columns = duty_list.kind.columns[1:]
            texts = {line.line: line for run in duty_list.runs for line in run}
            placed: set[int] = set()
            for printed in duty_list.rows:
                pieces = {line: list(group) for line, group in groupby(printed.pieces, lambda piece: piece.line)}
                for line in sorted({printed.number_line, *pieces} & texts.keys()):
                    number = str(printed.number) if line == printed.number_line else ""
                    cells = dict.fromkeys((Column.CATEGORY, *columns), "")
                    for piece in pieces.get(line, ()):
                        cells[piece.column] += piece.text
                    category = cells.pop(Column.CATEGORY)
                    words = " ".join(texts[line].words)
                    row = Row(line, RowKind.DUTY, words, duty_list.kind, (number, *cells.values()))
                    rows.append(replace(row, category_cell=category))
                    placed.add(line)
            rows += [
                Row(line, RowKind.UNKNOWN, " ".join(one.words), duty_list.kind)
                for line, one in texts.items()
                if line not in placed
            ]
        return iter(sorted(rows, key=lambda row: row.line))

    def read(
        self,
        text: str,
        overrides: Overrides,
        layout: Layout | None = None,  # noqa: ARG002  (its columns have their places)
    ) -> Draft:
        """The document's lists.  Raises ImportProblem where a list is missing or no row can be found in it."""
        return _Reading(_divide(text), overrides).read()


@lru_cache(maxsize=8)
def _divide(text: str) -> _Divided:
    """Tell layout from text, and divide the text of each list."""
    layout: list[Row] = []
    lists: list[_List] = []
    for number, raw in enumerate(text.removeprefix("\ufeff").split("\n"), 1):
        line = raw.strip()
        kind = lists[-1].kind if lists else None
        if not line:
            layout.append(Row(number, RowKind.BLANK, raw, kind))
        elif found := _HEADING.fullmatch(line):
            kind = next(kind for kind in ListKind if kind.title == found[1])
            row = Row(number, RowKind.LIST_HEADING, line, kind)
            lists.append(_List(kind, row))
            layout.append(row)
        elif _HEADS.fullmatch(line):
            layout.append(Row(number, RowKind.COLUMN_HEADS, line, kind))
            if lists and "事项类别" in line:
                lists[-1].has_category_column = True
        elif _MARK.fullmatch(line):
            layout.append(Row(number, RowKind.MARK, line, kind))
        elif not lists:
            layout.append(Row(number, RowKind.TITLE, line))
        elif found := _CATEGORY.fullmatch(line):
            name, declared = found[1], int(found[2])
            lists[-1].categories.append((number, name, declared))
            lists[-1].runs.append([])
            layout.append(Row(number, RowKind.CATEGORY, line, kind, category=(name, declared)))
        else:
            lists[-1].runs[-1].append(Line(number, tuple(line.split())))
    known = _known_categories(lists)
    for duty_list in lists:
        duty_list.rows, duty_list.widths = _division(duty_list, known)
    return _Divided(tuple(layout), tuple(lists))


def _division(duty_list: _List, known: set[str]) -> tuple[list[PrintedRow], dict[Column, float]]:
    """The rows of a list and the widths of its columns; kept, since the audit asks on every check."""
    columns = duty_list.columns()

    def divide() -> bytes:
        divider = Divider(columns, duty_list.runs, known)
        rows = divider.divide()
        return to_json(
            {
                "rows": [
                    (row.number, row.number_line, [astuple(piece) for piece in row.pieces], row.doubt) for row in rows
                ],
                "widths": {str(column): width for column, width in divider.widths.items()},
            }
        )

    runs = [[(line.line, line.words) for line in run] for run in duty_list.runs]
    question = to_json([columns, runs, sorted(known)])
    slot = hashlib.sha256(question).hexdigest()
    found = json.loads(_DIVISIONS.made(slot, question + cache.code(__name__), divide))
    rows = [
        PrintedRow(
            number, line, tuple(Piece(at, Column(name), text, starts) for at, name, text, starts in pieces), doubt
        )
        for number, line, pieces, doubt in found["rows"]
    ]
    return rows, {Column(name): width for name, width in found["widths"].items()}


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

    def read(self) -> Draft:
        lists: dict[ListKind, _List] = {}
        for duty_list in self.divided.lists:
            if duty_list.kind in lists:
                message = f"“{duty_list.heading.text}”出现了两次；一份文件只能有一个乡镇的三张清单"
                raise ImportProblem(message, duty_list.heading.line)
            lists[duty_list.kind] = duty_list
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
        if not duty_list.categories:
            raise ImportProblem("表格行之前没有类别标题（如“一、党的建设（3项）”）", duty_list.heading.line)
        starts = [line for line, _, _ in duty_list.categories]
        if duties and duties[0][0].lines[0] < starts[0]:
            raise ImportProblem("表格行之前没有类别标题（如“一、党的建设（3项）”）", duties[0][0].lines[0])
        for (start, name, declared), end in zip(duty_list.categories, [*starts[1:], None], strict=True):
            own = tuple(
                duty for printed, duty in duties if start < printed.lines[0] and (not end or printed.lines[0] < end)
            )
            yield Category(name=name, declared=declared, duties=own)

    def _duty(self, duty_list: _List, ordinal: int, printed: PrintedRow) -> AnyDuty:
        if not printed.number_line or not printed.of(Column.NAME):
            what = "名称" if printed.number_line else "序号"
            message = f"{duty_list.heading.text}第 {printed.number} 项没有{what}；请检查这附近是否缺行"
            raise ImportProblem(message, printed.lines[0])
        duty = self.maker.duty(duty_list.kind, ordinal, _cells(duty_list, printed))
        if printed.doubt < DOUBTFUL:
            message = f"栏与栏的界限没有把握（次优的分法代价只多 {printed.doubt:.1f}），请对照原文"
            self.maker.report(printed.lines[0], message, duty.id)
        return duty


def _cells(duty_list: _List, printed: PrintedRow) -> Cells:
    """The cells of a row."""
    cells = Cells(printed.number, _joined(printed.of(Column.NAME)), printed.lines)
    widths = duty_list.widths
    match duty_list.kind:
        case ListKind.COOPERATIVE:
            return replace(
                cells,
                departments=_names(_lines(printed.of(Column.DEPARTMENTS)), widths[Column.DEPARTMENTS]),
                superior=[_paragraphs(printed.of(Column.SUPERIOR), widths[Column.SUPERIOR])],
                township=[_paragraphs(printed.of(Column.TOWNSHIP), widths[Column.TOWNSHIP])],
                notes=_swapped(printed),
            )
        case ListKind.RECLAIMED:
            receivers, method = _receivers_and_method(printed, widths[Column.METHOD])
            return replace(cells, departments=_names(receivers, widths[Column.METHOD]), method=[method])
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


def _names(lines: list[str], width: float) -> tuple[str, ...]:
    return tuple(dict.fromkeys(body_names(lines, width)))


def _lines(pieces: tuple[Piece, ...]) -> list[str]:
    return [piece.text for piece in pieces]


def _joined(pieces: tuple[Piece, ...]) -> str:
    """The text of a cell that is one paragraph."""
    return "".join(_lines(pieces))


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
    return text


def _ends_paragraph(line: str, width: float) -> bool:
    """Whether a paragraph ends with this line: a sentence or a section's heading, with room for what follows."""
    return (line.endswith("。") or bool(SECTION.match(line))) and width_of(line) < width - _ROOM
