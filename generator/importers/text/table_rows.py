"""The lines of a table text, told apart: titles, heads, categories, duties, what is set aside, what is unknown.

    lines → (title | list's title | heads | category | duty | layout | aside | unknown)

One pass tells what a line is from what stands above it; then come the things that can be told from the whole alone:
which line is the document's title, what is printed on every page, which duties have lost their number.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from generator.importers.cells import join_name, plain
from generator.importers.draft import ImportProblem, Layout, Row, RowKind
from generator.importers.grid import PARAGRAPH
from generator.importers.text import asides, heads, titles
from generator.importers.text.heads import Head, Heads
from generator.importers.text.table import bare_category, category_of
from generator.model import HeadMeaning, ListKind
from generator.words.characters import UNSEEN

# A duty's number as it may be printed: 1 01 1. （1） 第1项, and full-width or circled.
_NUMBER = re.compile(r"(?:第\s*)?[(\[【]?0*([1-9]\d{0,3})[)\]】]?\s*(?:[.、:]|项|号)?")
_ORDINAL = re.compile(r"[(（]?[一二三四五六七八九十]{1,3}[)）]?[、.．]?")
_SENTENCE = re.compile(r"[。；;，,！？]")
# A line that nothing marks as a category is one of at most this many characters.
_LONGEST_CATEGORY = 16
# What duties stand under that no category heads.
NO_CATEGORY = "未分类"


@dataclass(frozen=True)
class Printed:
    """A line with what it is; of a duty its number, 0 where none is printed, and its cells, each with its head."""

    row: Row
    number: int = 0
    cells: tuple[tuple[Head, str], ...] = ()
    category: tuple[str, int | None] | None = None

    def texts(self, meaning: HeadMeaning) -> list[tuple[Head, str]]:
        """The cells that hold this, empty ones too."""
        return [(head, text) for head, text in self.cells if head.means is meaning]

    def text(self, meaning: HeadMeaning) -> str:
        """The first cell that holds this."""
        return next((text for _, text in self.texts(meaning)), "")

    def saying(self, remark: str) -> "Printed":
        """The same with a remark for the report."""
        return replace(self, row=replace(self.row, remark="；".join(filter(None, (self.row.remark, remark)))))

    def as_kind(self, kind: RowKind, remark: str = "") -> "Printed":
        """The same line, taken for something else."""
        return replace(self, row=replace(self.row, kind=kind, remark=remark))


def printed_lines(text: str, layout: Layout) -> list[Printed]:
    """The lines of a text.  Raises ImportProblem where the columns of a list's table cannot be told."""
    found = list(_Telling(layout).lines(list(_lines(text))))
    for settle in (_without_contents, _with_title, _with_categories, _without_running_heads, _numbered, _named):
        found = list(settle(found))
    return found


def _lines(text: str) -> Iterator[tuple[str, ...]]:
    for raw in text.removeprefix("\ufeff").split("\n"):
        # What nobody sees was not printed; `read` reports it.
        yield tuple(
            PARAGRAPH.join(UNSEEN.sub("", paragraph).strip() for paragraph in cell.split(PARAGRAPH))
            for cell in raw.split("\t")
        )


def number_of(cell: str) -> int:
    """The number in a cell, 0 where it holds none."""
    found = _NUMBER.fullmatch(unicodedata.normalize("NFKC", plain(cell)))
    return int(found[1]) if found else 0


@dataclass
class _Telling:
    """Tells lines apart by what stands above them; what the columns hold is what the last heads said."""

    layout: Layout
    kind: ListKind | None = None
    # The heads of the table as they were read, and as the list takes them.
    read: Heads | None = None
    heads: Heads | None = None
    category: tuple[str, int | None] | None = None
    # The title of a list of another kind, whose lines are passed over.
    other: str = ""
    # Why a table is not read.
    lost: str = ""
    in_instructions: bool = False
    seen: set[ListKind] = field(default_factory=set)

    def lines(self, lines: list[tuple[str, ...]]) -> Iterator[Printed]:
        place = 0
        while place < len(lines):
            cells = lines[place]
            filled = [index for index, cell in enumerate(cells) if plain(cell)]
            if len(filled) < 2 and not (filled and self._is_row(cells, filled[0])):
                yield self._line(place + 1, cells[filled[0]] if filled else "")
                place += 1
            elif heads.are_heads(cells, self.layout) and not any(map(number_of, cells)):
                end = place + 1
                while end < len(lines) and heads.goes_below(lines[end - 1], lines[end], self.layout):
                    end += 1
                yield from self._heads(place + 1, lines[place:end], lines[end] if end < len(lines) else ())
                place = end
            else:
                yield from self._row(place + 1, cells)
                place += 1

    def _is_row(self, cells: tuple[str, ...], place: int) -> bool:
        """Whether a row of which one cell is filled is a duty's, and no text over the whole width."""
        if self.heads is None or len(cells) == 1:
            return False
        head = next((head for head in self.heads.heads if head.place == place), None)
        if head is None or titles.list_of(cells[place]):
            return False
        if head.means is HeadMeaning.NUMBER:
            return bool(number_of(cells[place]))
        is_first = place == self.heads.heads[0].place
        return not is_first and not (head.means is HeadMeaning.NAME and category_of(cells[place]))

    def _line(self, line: int, cell: str) -> Printed:
        """A line of text, or a row of which one cell is filled."""
        text = join_name([cell.replace(PARAGRAPH, "\n")])
        printed = Printed(Row(line, RowKind.UNKNOWN, text, self.kind))
        if not text:
            return printed.as_kind(RowKind.BLANK)
        if asides.is_contents(text):
            return printed.as_kind(RowKind.CONTENTS)
        if kind := titles.list_of(text):
            return self._title(printed, kind)
        if found := titles.other_list(text):
            self.other, self.read, self.heads = found, None, None
            return printed.as_kind(RowKind.ASIDE, f"“{found[:40]}”是另一种清单，它的表格没有收进来")
        if asides.is_page_mark(text):
            return printed.as_kind(RowKind.MARK)
        if self.other:
            return printed.as_kind(RowKind.ASIDE)
        if self.kind is None:
            return printed.as_kind(RowKind.TITLE)
        self.in_instructions = self.in_instructions or asides.opens_instructions(text)
        if what := asides.aside(text):
            return _left_out(printed, what)
        if self.in_instructions:
            return _left_out(printed, "填表说明")
        if category := category_of(text):
            return replace(printed, row=replace(printed.row, kind=RowKind.CATEGORY, category=category))
        if self.heads is None and not self.lost:
            return _left_out(printed, "标题和表头之间的文字")
        return printed

    def _title(self, printed: Printed, kind: ListKind) -> Printed:
        if kind is self.kind and self.heads is not None and not self.other:
            # Printed again on the next page.
            return printed.as_kind(RowKind.MARK)
        self._begin(kind)
        title = titles.without_count(printed.row.text)
        return replace(printed, row=replace(printed.row, kind=RowKind.LIST_HEADING, text=title, list_kind=kind))

    def _begin(self, kind: ListKind) -> None:
        self.kind, self.read, self.heads, self.category = kind, None, None, None
        self.other, self.lost, self.in_instructions = "", "", False
        self.seen.add(kind)

    def _heads(self, line: int, lines: list[tuple[str, ...]], below: tuple[str, ...]) -> Iterator[Printed]:
        """The one or more rows of a table's heads; `below` is the row that follows."""
        self.in_instructions = False
        rows = [
            Printed(Row(line + index, RowKind.COLUMN_HEADS, " ".join(map(plain, cells)), self.kind))
            for index, cells in enumerate(lines)
        ]
        found = heads.read_heads(lines, self.layout, self.kind)
        if self.other:
            yield from (row.as_kind(RowKind.ASIDE) for row in rows)
        elif self.read and found.shown == self.read.shown:
            # Printed again on the next page.
            yield from rows
        elif listed := found.telling_lists(below):
            self.read, self.heads, self.lost = listed, listed, ""
            yield from rows
        else:
            yield from self._own_heads(line, lines, found, rows)

    def _own_heads(
        self, line: int, lines: list[tuple[str, ...]], found: Heads, rows: list[Printed]
    ) -> Iterator[Printed]:
        """The heads of one list's table, whose title stands above it or is not printed."""
        kind, told = self.kind, found.kind()
        is_next = self.heads is not None and told not in (self.kind, None)
        if kind is None or is_next:
            if told is None or told in self.seen:
                self.lost = "" if self.heads else "上面没有清单的标题，栏目也看不出是哪一张清单"
                yield from (row.as_kind(RowKind.UNKNOWN, self.lost or "是另一种表头") for row in rows)
                return
            yield self._untitled(line, told, "这张表没有标题，照栏目")
            kind, found = told, heads.read_heads(lines, self.layout, told)
        try:
            own = found.of_list(kind)
        except ImportProblem as problem:
            if self.heads is None:
                raise ImportProblem(problem.message, line) from None
            yield from (row.as_kind(RowKind.UNKNOWN, "是另一种表头") for row in rows)
            return
        self.read, self.heads, self.lost = found, own, ""
        for row in rows:
            remark = own.remark(kind) if row is rows[0] else ""
            yield replace(row, row=replace(row.row, list_kind=kind, remark=remark))

    def _untitled(self, line: int, kind: ListKind, how: str) -> Printed:
        """The title that a list should have and has not."""
        self._begin(kind)
        remark = f"{how}定为{kind.official_title}；不对的，请在表格上面加上标题，再导入"
        return Printed(Row(line, RowKind.LIST_HEADING, kind.official_title, kind, remark=remark))

    def _row(self, line: int, cells: tuple[str, ...]) -> Iterator[Printed]:
        text = " ".join(plain(cell) for cell in cells).strip()
        if self.other:
            yield Printed(Row(line, RowKind.ASIDE, text, self.kind))
            return
        if self.kind is not None and self.heads is None and not self.lost:
            try:
                self.heads = heads.without_heads(self.layout, self.kind)
            except ImportProblem as problem:
                raise ImportProblem(problem.message, line) from None
        if self.heads is None:
            yield Printed(Row(line, RowKind.UNKNOWN, text, self.kind, remark=self.lost or "上面没有清单的标题和表头"))
            return
        if self.read and (listed := self.read.of(HeadMeaning.LIST)):
            yield from self._listed(line, plain("".join(cells[listed[0].place :][:1])), self.read)
        if self.kind is None:
            yield Printed(Row(line, RowKind.UNKNOWN, text, remark="看不出属于哪一张清单"))
            return
        yield self._duty(line, cells, text, self.kind, self.heads)

    def _listed(self, line: int, cell: str, table: Heads) -> Iterator[Printed]:
        """The list that a row of a table of all three belongs to; the first row of each begins it."""
        named = ListKind.named_in(cell)
        if len(named) == 1:
            kind = named.pop()
            if kind not in self.seen:
                yield self._untitled(line, kind, "三张清单在一张表里，照写明清单的一栏")
            self.kind, self.read, self.heads = kind, table, table.as_list(kind)

    def _duty(self, line: int, cells: tuple[str, ...], text: str, kind: ListKind, own: Heads) -> Printed:
        known = {head.place: head for head in own.heads}
        held = tuple(
            (known.get(place, Head(place, f"第 {place + 1} 栏", HeadMeaning.EXTRA)), cell)
            for place, cell in enumerate(cells)
            if place in known or plain(cell)
        )
        stray = [head.text for head, cell in held if head.place not in known]
        remark = f"{'、'.join(stray)}上面没有表头，那一格照原文作为附栏留着" if stray else ""
        duty = Printed(Row(line, RowKind.DUTY, text, kind, remark=remark), cells=held)
        number = plain(duty.text(HeadMeaning.NUMBER))
        if number and not number_of(number):
            return self._not_numbered(duty, number)
        if cell := join_name([duty.text(HeadMeaning.CATEGORY).replace(PARAGRAPH, "\n")]):
            self.category = bare_category(cell) or (cell, None)
        return replace(duty, number=number_of(number), category=self.category)

    def _not_numbered(self, duty: Printed, number: str) -> Printed:
        """A row in whose column of numbers stands something else."""
        others = [plain(cell) for head, cell in duty.cells if head.means is not HeadMeaning.NUMBER and plain(cell)]
        if asides.is_total(number):
            return duty.as_kind(RowKind.ASIDE, f"这一行是合计，不是事项，没有收进清单：“{duty.row.text[:40]}”")
        name = plain(duty.text(HeadMeaning.NAME))
        if _ORDINAL.fullmatch(number) and others == [name] and not _SENTENCE.search(name):
            ordinal = number if number.endswith(("、", "）", ")")) else f"{number.rstrip('.．')}、"
            if category := category_of(f"{ordinal}{name}"):
                return replace(duty, row=replace(duty.row, kind=RowKind.CATEGORY, category=category), cells=())
        return duty.as_kind(RowKind.UNKNOWN, f"的“序号”栏里应是从 1 起的整数，印的是“{number[:20]}”")


def _left_out(printed: Printed, what: str) -> Printed:
    text = printed.row.text[:40]
    return printed.as_kind(RowKind.ASIDE, f"这一行是{what}，不是事项，没有收进清单：“{text}”")


# --- what the whole tells ----------------------------------------------------------------------------

_BETWEEN = {RowKind.BLANK, RowKind.MARK, RowKind.CONTENTS, RowKind.COLUMN_HEADS}
_OF_A_TABLE = {RowKind.COLUMN_HEADS, RowKind.CATEGORY, RowKind.DUTY, RowKind.UNKNOWN}


def _without_contents(lines: list[Printed]) -> Iterator[Printed]:
    """A list's title with nothing below it, which comes again with its table, is of the contents, or of a cover."""
    headings = [index for index, line in enumerate(lines) if line.row.kind is RowKind.LIST_HEADING]
    for index, line in enumerate(lines):
        end = next((other for other in headings if other > index), len(lines))
        is_empty = index in headings and not any(one.row.kind in _OF_A_TABLE for one in lines[index:end])
        again = any(lines[other].row.list_kind is line.row.list_kind for other in headings if other > index)
        yield line.as_kind(RowKind.CONTENTS) if is_empty and again else line


def _with_title(lines: list[Printed]) -> Iterator[Printed]:
    """Before the first list stands the document's title; the rest of a cover or of a page of instructions is none."""
    front = [line for line in lines if line.row.kind is RowKind.TITLE]
    chosen = titles.whole_title([line.row.text for line in front])
    title = [front[index] for index in chosen]
    for line in lines:
        if line.row.kind is not RowKind.TITLE or any(line is one for one in title):
            yield line
        else:
            yield _left_out(line, asides.aside(line.row.text) or "清单之前的文字")


def _with_categories(lines: list[Printed]) -> Iterator[Printed]:
    """Where no category of a list is marked as one, a short line alone above a duty is; one printed again is not."""
    marked = {line.row.list_kind for line in lines if line.row.kind is RowKind.CATEGORY or line.category}
    last: dict[ListKind | None, str] = {}
    for index, line in enumerate(lines):
        kind, text = line.row.list_kind, line.row.text
        found = line.row.category
        if line.row.kind is RowKind.UNKNOWN and kind not in marked and _is_alone_above_a_duty(line, lines[index + 1 :]):
            found = bare_category(text)
        if found is None or line.cells:
            yield line
        elif last.get(kind) == text:
            yield line.as_kind(RowKind.MARK)
        else:
            last[kind] = text
            yield replace(line, row=replace(line.row, kind=RowKind.CATEGORY, category=found))


def _is_alone_above_a_duty(line: Printed, rest: list[Printed]) -> bool:
    below = next((one.row for one in rest if one.row.kind not in _BETWEEN), None)
    is_above = below is not None and below.kind is RowKind.DUTY and below.list_kind is line.row.list_kind
    return is_above and len(line.row.text) <= _LONGEST_CATEGORY and not _SENTENCE.search(line.row.text)


def _without_running_heads(lines: list[Printed]) -> Iterator[Printed]:
    """A line that is nothing and is printed several times stands at the head or the foot of pages."""
    loose = {RowKind.UNKNOWN, RowKind.TITLE, RowKind.ASIDE}
    times = Counter(line.row.text for line in lines if line.row.kind in loose and not line.cells)
    for line in lines:
        count = times[line.row.text]
        if line.row.kind is RowKind.UNKNOWN and not line.cells and count > 1 and not line.row.remark:
            yield _left_out(line, f"印了 {count} 次的页眉或页脚")
        else:
            yield line


def _numbered(lines: list[Printed]) -> Iterator[Printed]:
    """Duties that no number is printed of, where the numbers around them tell it; and what no category heads."""
    by_list = {kind: [line for line in lines if line.row.list_kind is kind] for kind in ListKind}
    numbers = {id(line): number for own in by_list.values() for line, number in _lost_numbers(own)}
    headed: set[ListKind | None] = set()
    in_columns = {line.row.list_kind for line in lines if line.category}
    for printed in lines:
        kind, number = printed.row.list_kind, numbers.get(id(printed))
        said = f"没有印序号，照前后定为第 {number} 项"
        line = replace(printed, number=number).saying(said) if number else printed
        if line.row.kind is RowKind.CATEGORY:
            headed.add(kind)
        if line.row.kind is not RowKind.DUTY or not line.number or line.category or kind in headed:
            yield line
            continue
        remark = f"上面没有事项类别，放在“{NO_CATEGORY}”里"
        if kind in in_columns:
            yield replace(line, category=(NO_CATEGORY, None)).saying(remark)
        else:
            headed.add(kind)
            row = Row(line.row.line, RowKind.CATEGORY, NO_CATEGORY, kind, category=(NO_CATEGORY, None))
            yield Printed(replace(row, remark=remark))
            yield line


def _lost_numbers(lines: list[Printed]) -> Iterator[tuple[Printed, int]]:
    """The duties of a list that lack their number, and what it is: as many as the numbers around them leave out.

    In a list without any numbers each row that names a duty is one.
    """
    duties = [line for line in lines if line.row.kind in (RowKind.DUTY, RowKind.CATEGORY)]
    if not any(line.number for line in duties):
        yield from ((line, number) for number, line in enumerate(filter(_is_named, duties), 1))
        return
    before, lost = 0, list[Printed]()
    for line in duties:
        if line.number:
            if lost and line.number - before - 1 == len(lost):
                yield from ((one, before + place) for place, one in enumerate(lost, 1))
            before, lost = line.number, []
        elif _is_named(line):
            lost.append(line)


def _is_named(line: Printed) -> bool:
    return line.row.kind is RowKind.DUTY and bool(plain(line.text(HeadMeaning.NAME)))


def _named(lines: list[Printed]) -> Iterator[Printed]:
    """A number that no name stands beside, in its row or in those that go on with it, makes no duty."""
    for index, line in enumerate(lines):
        if line.row.kind is RowKind.DUTY and line.number and not any(map(_is_named, _rows_of(index, lines))):
            yield line.as_kind(RowKind.UNKNOWN, "有序号而没有事项名称")
        else:
            yield line


def _rows_of(index: int, lines: list[Printed]) -> Iterator[Printed]:
    """The rows of a table that belong to the duty of one of them: with its number, or below it with none."""
    line = lines[index]
    yield from (one for one in lines[:index] if (one.number, one.row.list_kind) == (line.number, line.row.list_kind))
    for other in lines[index:]:
        if other.row.kind in (RowKind.CATEGORY, RowKind.LIST_HEADING) or other.number not in (0, line.number):
            return
        yield other
