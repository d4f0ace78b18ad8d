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
from dataclasses import replace

from generator.importers.cells import (
    all_bodies,
    cell_names,
    join_name,
    leading,
    names_before_words,
    plain,
    receivers_told,
)
from generator.importers.draft import Draft, Layout, Row, RowKind
from generator.importers.duties import Cells
from generator.importers.grid import PARAGRAPH, GridLine
from generator.importers.labels import METHOD, ROLE, label_at
from generator.importers.marks import MARK
from generator.importers.text.head_words import project_words
from generator.importers.text.printed import Printed
from generator.importers.text.table import OpenDuty, TableReading
from generator.importers.text.table_rows import printed_lines
from generator.model import Extra, HeadMeaning, ListKind, Overrides
from generator.words.characters import UNSEEN, called
from generator.words.departments import LEAD_MARK

FORMAT = "table-text"


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

    def rows(self, text: str, layout: Layout | None = None) -> Iterator[Row]:
        """Every line as a Row; a duty's cells are in the order of its list's columns."""
        return _merged(map(_row, printed_lines(text, layout or Layout(project_words()))))

    def read(self, text: str, overrides: Overrides, layout: Layout | None = None) -> Draft:
        """The document's lists.  Raises ImportProblem where no list can be made."""
        reading = _Reading(overrides)
        for line, raw in enumerate(text.split("\n"), 1):
            if found := UNSEEN.search(raw.removesuffix("\r").replace(PARAGRAPH, "")):
                reading.maker.report(line, f"有 {called(found[0])}，已略去")
        return reading.read(self.rows(text, layout))


def _row(line: Printed) -> Row:
    """A line as a Row: the cells of a duty as its list's own form would print them."""
    if line.row.kind is not RowKind.DUTY:
        return line.row
    own = [str(line.number or ""), line.text(HeadMeaning.NAME)]
    match line.row.of_list:
        case ListKind.COOPERATIVE:
            own += [_departments(line), _superior(line), line.text(HeadMeaning.TOWNSHIP)]
        case ListKind.RECLAIMED:
            own += [_method(line)]
    category = line.category if line.number else None
    extras = tuple((head.text, text) for head, text in line.texts(HeadMeaning.EXTRA) if plain(text))
    return replace(
        line.row, cells=tuple(own), category=category, category_cell=category[0] if category else "", extras=extras
    )


def _departments(line: Printed) -> str:
    """The cell of departments: those of 牵头部门 and 配合部门 in one."""
    cells = [(head, text) for head, text in line.texts(HeadMeaning.DEPARTMENTS) if plain(text)]
    if len(line.texts(HeadMeaning.DEPARTMENTS)) < 2:
        return "".join(text for _, text in cells)
    return "、".join(
        f"{name}（牵头）" if "牵头" in head.text and not LEAD_MARK.search(name) else name
        for head, text in cells
        for name in cell_names(text)
    )


def _superior(line: Printed) -> str:
    """The cell of 上级部门职责: several, each below the departments that it stands beside; 履职保障 at its end."""
    duties = line.texts(HeadMeaning.SUPERIOR)
    owners = line.texts(HeadMeaning.DEPARTMENTS)
    if len(duties) > 1:
        parts = [
            f"{'、'.join(cell_names(owner))}：{PARAGRAPH}{text}"
            for (_, owner), (_, text) in zip(owners, duties, strict=True)
            if plain(text)
        ]
    else:
        parts = [text for _, text in duties]
    support = line.text(HeadMeaning.SUPPORT)
    parts += [line.text(HeadMeaning.OWNED), f"履职保障：{PARAGRAPH}{support}" if plain(support) else ""]
    return PARAGRAPH.join(filter(None, parts))


def _method(line: Printed) -> str:
    """The reclaimed list's cell, with the labels of the official form where it is printed in two."""
    method, receivers = line.text(HeadMeaning.METHOD), line.text(HeadMeaning.DEPARTMENTS)
    if not receivers:
        return method
    label = "" if ROLE.match(receivers) else "承接部门："
    label_of_method = "" if not method or METHOD.match(method) else "工作方式："
    return f"{label}{receivers}{PARAGRAPH}{label_of_method}{method}"


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
                if not re.match(rf"{re.escape(label)}[：:]", plain(superior)):
                    superior = f"{label}：{PARAGRAPH}{superior}"
                yield replace(row, cells=(number, name, departments, superior, township))
            else:
                yield row


class _Reading(TableReading):
    """One pass over the rows of a document."""

    def goes_on(self, duty: OpenDuty, row: Row) -> bool:
        """A number printed twice beside two whole duties, or two sentences, is a misprint."""
        name, before = plain(row.cells[1]), plain("".join(duty.chunks(1)))
        is_whole = any(row.cells[2:3]) or before.endswith(("。", "；"))
        return super().goes_on(duty, row) and not (name and name not in before and is_whole)

    def cells(self, kind: ListKind, duty: OpenDuty) -> Cells:
        """The cells of a duty, all its rows being collected."""
        name = join_name([chunk.replace(PARAGRAPH, "\n") for chunk in duty.chunks(1)])
        cells = Cells(duty.number, name, duty.lines, extras=_extras(duty))
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


def _extras(duty: OpenDuty) -> tuple[Extra, ...]:
    """What stands below heads that are none of the list's own: a text for each paragraph, over all the duty's rows."""
    texts: dict[str, list[str]] = {}
    for head, cell in (extra for row in duty.rows for extra in row.extras):
        texts.setdefault(head, []).extend(text for text in cell.split(PARAGRAPH) if text)
    return tuple(Extra(head=head, texts=tuple(found)) for head, found in texts.items())


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
    # What numbers the labels numbers no item.
    text = re.sub(rf"(?m)^\s*(?:{MARK})\s*(?={ROLE.pattern}|{METHOD.pattern})", "", text)
    while role := ROLE.match(text):
        following = METHOD.search(text, role.end()) or re.compile(r"\n|$").search(text, role.end())
        ends = [found.start() for found in (following, ROLE.search(text, role.end())) if found]
        more, words = names_before_words(text[role.end() : min(ends)])
        names += more
        text = f"{words}{text[min(ends) :]}".lstrip()
    if not names and (label := label_at(text, all_bodies, whole_line=True)) and label.end < len(text):
        names, text = label.names, text[label.end :]
    return names, METHOD.sub("", text, count=1) if METHOD.match(text) else text
