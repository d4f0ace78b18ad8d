"""The lines of a table text, told apart: titles, heads, categories, duties, what is set aside, what is unknown.

    lines → (title | list's title | heads | category | duty | layout | aside | unknown)

One pass tells what a line is from what stands above it; what can be told from the whole alone comes then
(`settling.py`).
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from generator.importers.cells import all_bodies, join_name, plain
from generator.importers.draft import ImportProblem, Layout, Row, RowKind
from generator.importers.grid import PARAGRAPH
from generator.importers.text import asides, heads, titles
from generator.importers.text.heads import ColumnHead, Heads
from generator.importers.text.printed import Printed
from generator.importers.text.settling import SENTENCE, settled
from generator.importers.text.table import bare_category, category_of
from generator.model import HeadMeaning, ListKind
from generator.words.characters import UNSEEN

# A row's cells, each with its head.
Held = tuple[tuple[ColumnHead, str], ...]
# What a head that is merged over two columns may stand over.
_WIDE = {HeadMeaning.SUPERIOR, HeadMeaning.TOWNSHIP, HeadMeaning.METHOD}
# A duty's number as it may be printed: 1 01 1. （1） 第1项, and full-width or circled.
_NUMBER = re.compile(r"(?:第\s*)?[(\[【]?0*([1-9]\d{0,3})[)\]】]?\s*(?:[.、:]|项|号)?")
_ORDINAL = re.compile(r"[(（]?[一二三四五六七八九十]{1,3}[)）]?[、.．]?")


def printed_lines(text: str, layout: Layout) -> list[Printed]:
    """The lines of a text.  Raises ImportProblem where the columns of a list's table cannot be told."""
    return settled(list(_Telling(layout).lines(list(_lines(text)))))


def _lines(text: str) -> Iterator[tuple[str, ...]]:
    for raw in text.removeprefix("\ufeff").split("\n"):
        # What nobody sees was not printed; `read` reports it.
        yield tuple(
            PARAGRAPH.join(UNSEEN.sub("", paragraph).strip() for paragraph in cell.split(PARAGRAPH))
            for cell in raw.split("\t")
        )


def _below_wide_heads(held: Held, known: Mapping[int, ColumnHead]) -> tuple[Held, str]:
    """The cells of a row, and what to say of those without a head: right of a list's own text it is that one's head,
    merged over both, be it with names before it; else they are kept as they are.
    """
    found, said = list[tuple[ColumnHead, str]](), list[str]()
    for head, cell in held:
        before, text = found[-1] if found else (head, "")
        is_wide = before.means in _WIDE and before.place == head.place - 1
        if head.place not in known and is_wide:
            found[-1] = (
                replace(before, place=head.place),
                f"{text}{'：' if all_bodies(text) else ''}{PARAGRAPH}{cell}",
            )
            said.append(f"{head.text}上面没有表头，那一格接在“{before.text}”后面")
        else:
            found.append((head, cell))
            said += [f"{head.text}上面没有表头，那一格照原文作为附栏留着"] if head.place not in known else []
    return tuple(found), "；".join(said)


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
    in_notes: bool = False
    seen: set[ListKind] = field(default_factory=set)

    def lines(self, lines: list[tuple[str, ...]]) -> Iterator[Printed]:
        place = 0
        while place < len(lines):
            cells = lines[place]
            filled = [index for index, cell in enumerate(cells) if plain(cell)]
            if len(filled) < 2 and not (filled and self._is_row(cells, filled[0])):
                yield self._line(place + 1, cells[filled[0]] if filled else "", len(cells) > 1)
                place += 1
            elif heads.are_heads(cells, self.layout) and not any(map(number_of, cells)):
                end = place + 1
                while end < len(lines) and heads.goes_below(lines[place:end], lines[end], self.layout):
                    end += 1
                if end < len(lines) and heads.counts_columns(lines[end]):
                    lines[end] = ("",) * len(lines[end])
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

    def _line(self, line: int, cell: str, is_first: bool) -> Printed:
        """A line of text, or a row of which one cell is filled, mostly the first."""
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
        if what := asides.aside(text):
            self.in_notes = self.in_notes or what == asides.NOTES
            return printed.left_out(what)
        category = category_of(text)
        if self.in_notes:
            # What stands above a duty is a category after all.
            noted = printed.left_out(asides.NOTES)
            return replace(noted, row=replace(noted.row, category=category))
        if category:
            return replace(printed, row=replace(printed.row, kind=RowKind.CATEGORY, category=category))
        if self.heads is None and not self.lost:
            return printed.left_out("标题和表头之间的文字")
        if is_first and self.heads and self.heads.heads[0].means is HeadMeaning.NAME:
            return printed.saying(f"单独在“{self.heads.heads[0].text}”一栏里，看不出是类别，还是上一项的名称")
        return printed

    def _title(self, printed: Printed, kind: ListKind) -> Printed:
        if kind is self.kind and self.heads is not None and not self.other:
            # Printed again on the next page.
            return printed.as_kind(RowKind.MARK)
        self._begin(kind)
        title = titles.alone(printed.row.text)
        return replace(printed, row=replace(printed.row, kind=RowKind.LIST_HEADING, text=title, list_kind=kind))

    def _begin(self, kind: ListKind) -> None:
        self.kind, self.read, self.heads, self.category = kind, None, None, None
        self.other, self.lost, self.in_notes = "", "", False
        self.seen.add(kind)

    def _heads(self, line: int, lines: list[tuple[str, ...]], below: tuple[str, ...]) -> Iterator[Printed]:
        """The one or more rows of a table's heads; `below` is the row that follows."""
        self.in_notes = False
        rows = [
            Printed(Row(line + index, RowKind.COLUMN_HEADS, " ".join(map(plain, cells)), self.kind))
            for index, cells in enumerate(lines)
        ]
        found = heads.read_heads(lines, self.layout, self.kind)
        if HeadMeaning.LIST in found.meanings and HeadMeaning.NAME not in found.meanings:
            # It names the lists, and no duty of theirs.
            self.other = self.other or "目录"
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
                self.lost = (
                    ""
                    if self.heads
                    else "上面没有清单的标题（请加上，例如“基本履职事项清单”），栏目也看不出是哪一张清单"
                )
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
        self.in_notes = False
        if self.other:
            yield Printed(Row(line, RowKind.ASIDE, text, self.kind))
            return
        if self.kind is not None and self.heads is None and not self.lost:
            try:
                self.heads = heads.without_heads(self.layout, self.kind, cells)
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
            (known.get(place, ColumnHead(place, f"第 {place + 1} 栏", HeadMeaning.EXTRA)), cell)
            for place, cell in enumerate(cells)
            if place in known or plain(cell)
        )
        held, remark = _below_wide_heads(held, known)
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
        if _ORDINAL.fullmatch(number) and others == [name] and not SENTENCE.search(name):
            ordinal = number if number.endswith(("、", "）", ")")) else f"{number.rstrip('.．')}、"
            if category := category_of(f"{ordinal}{name}"):
                return replace(duty, row=replace(duty.row, kind=RowKind.CATEGORY, category=category))
        return duty.as_kind(RowKind.UNKNOWN, f"的“序号”栏里应是从 1 起的整数，印的是“{number[:20]}”")
