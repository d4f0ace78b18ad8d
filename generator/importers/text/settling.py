"""What only the whole of a document tells of its lines: the title, categories without marks, lost numbers, page heads.

Each step takes the lines and gives them back, some of them as something else.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from generator.importers.cells import plain
from generator.importers.draft import RowKind
from generator.importers.text import asides, titles
from generator.importers.text.printed import Printed
from generator.importers.text.table import bare_category, no_category
from generator.model import HeadMeaning, ListKind

# What ends or parts a sentence, and stands in no category's name.
SENTENCE = re.compile(r"[。；;，,！？]")
# A line that nothing marks as a category is one of at most this many characters.
_LONGEST_CATEGORY = 16
# What is asked about a row that names something, and has no number that anything tells.
_GOES_ON = "没有印序号，“事项名称”栏里却有字，接在上一项后面；请看原件：若是另外一项，请补上序号再导入"
_BETWEEN = {RowKind.BLANK, RowKind.MARK, RowKind.CONTENTS, RowKind.COLUMN_HEADS}
_OF_A_TABLE = {RowKind.COLUMN_HEADS, RowKind.CATEGORY, RowKind.DUTY, RowKind.UNKNOWN}


def settled(lines: list[Printed]) -> list[Printed]:
    """The lines of a whole document."""
    for settle in (
        *(_without_contents, _with_title, _with_han_numbers, _with_categories),
        *(_without_running_heads, _numbered, _named),
    ):
        lines = list(settle(lines))
    return lines


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
            yield line.left_out(asides.aside(line.row.text) or "清单之前的文字")


def _with_han_numbers(lines: list[Printed]) -> Iterator[Printed]:
    """一 in the column of numbers heads a category, but in a list whose duties have no numbers else is a duty's."""
    duties = {
        line.row.list_kind for line in lines if line.row.kind is RowKind.DUTY and (line.number or _is_named(line))
    }
    for line in lines:
        if line.row.kind is RowKind.CATEGORY and line.cells and line.row.list_kind not in duties:
            yield replace(line.as_kind(RowKind.UNKNOWN), row=replace(line.row, kind=RowKind.UNKNOWN, category=None))
        else:
            yield line


def _with_categories(lines: list[Printed]) -> Iterator[Printed]:
    """Where no category of a list is marked as one, a short line alone above a duty is, and so is one that is the name
    of a category elsewhere; one printed again is not.
    """
    marked = {line.row.list_kind for line in lines if line.row.kind is RowKind.CATEGORY or line.category}
    names = {found[0] for line in lines if (found := line.row.category or line.category)}
    last: dict[ListKind | None, str] = {}
    for index, line in enumerate(lines):
        kind, text = line.row.list_kind, line.row.text
        is_above = _is_alone_above_a_duty(line, lines[index + 1 :])
        found = line.row.category if line.row.kind is RowKind.CATEGORY or is_above else None
        if line.row.kind is RowKind.UNKNOWN and is_above and not line.cells:
            bare = bare_category(text)
            found = bare if kind not in marked or (bare and bare[0] in names) else None
        if found is None:
            yield line
        elif last.get(kind) == text:
            yield line.as_kind(RowKind.MARK)
        else:
            last[kind] = text
            is_asked = line.row.kind is RowKind.UNKNOWN and line.row.remark
            doubt = f"“{text}”{line.row.remark}；看作类别，请对照原件" if is_asked else ""
            yield replace(line, row=replace(line.row, kind=RowKind.CATEGORY, category=found, remark=doubt))


def _is_alone_above_a_duty(line: Printed, rest: list[Printed]) -> bool:
    below = next((one.row for one in rest if one.row.kind not in _BETWEEN), None)
    is_above = below is not None and below.kind is RowKind.DUTY and below.list_kind is line.row.list_kind
    return is_above and len(line.row.text) <= _LONGEST_CATEGORY and not SENTENCE.search(line.row.text)


def _without_running_heads(lines: list[Printed]) -> Iterator[Printed]:
    """A line that is nothing and is printed several times stands at the head or the foot of pages; but what is alone
    above a duty, be it in each list, may be a category.
    """
    loose = {RowKind.UNKNOWN, RowKind.TITLE, RowKind.ASIDE}
    times = Counter(line.row.text for line in lines if line.row.kind in loose and not line.cells)
    for index, line in enumerate(lines):
        count = times[line.row.text]
        is_loose = line.row.kind is RowKind.UNKNOWN and not line.cells and not line.row.remark
        most = len(ListKind) if _is_alone_above_a_duty(line, lines[index + 1 :]) else 1
        if is_loose and count > most:
            yield line.left_out(f"印了 {count} 次的页眉或页脚")
        else:
            yield line


def _numbered(lines: list[Printed]) -> Iterator[Printed]:
    """Duties that no number is printed of, where the numbers around them tell it; and what no category heads."""
    by_list = {kind: [line for line in lines if line.row.list_kind is kind] for kind in ListKind}
    numbers: dict[int, int | None] = {
        id(line): number for own in by_list.values() for line, number in _lost_numbers(own)
    }
    headed: set[ListKind | None] = set()
    in_columns = {line.row.list_kind for line in lines if line.category}
    for printed in lines:
        kind, number = printed.row.list_kind, numbers.get(id(printed))
        line = printed
        if number:
            cell = plain(printed.text(HeadMeaning.NUMBER))
            what = f"序号印作“{cell}”" if cell else "没有印序号"
            remark = "" if cell else printed.row.remark
            line = replace(printed, number=number).as_kind(RowKind.DUTY, remark)
            line = line.saying(f"{what}，照前后定为第 {number} 项")
        elif number is not None and printed.row.kind is RowKind.DUTY:
            line = printed.saying(_GOES_ON)
        if line.row.kind is RowKind.CATEGORY:
            headed.add(kind)
        if line.row.kind is not RowKind.DUTY or not line.number or line.category or kind in headed:
            yield line
            continue
        heading = no_category(line.row.line, kind)
        if kind in in_columns:
            yield replace(line, category=heading.category).saying(heading.remark)
        else:
            headed.add(kind)
            yield Printed(heading)
            yield line


def _lost_numbers(lines: list[Printed]) -> Iterator[tuple[Printed, int]]:
    """The rows of a list that name a duty and have no number, or nothing that is one, and what it is: as many as the
    numbers around them leave out; 0 where these do not tell.  In a list without numbers each row with a name is one.
    """
    duties = [line for line in lines if line.row.kind in (RowKind.DUTY, RowKind.CATEGORY) or _is_misnumbered(line)]
    if not any(line.number for line in duties):
        yield from ((line, number) for number, line in enumerate(filter(_is_named, duties), 1))
        return
    before, lost = 0, list[Printed]()
    for line in duties:
        if line.number:
            is_told = line.number - before - 1 == len(lost)
            yield from ((one, before + place if is_told else 0) for place, one in enumerate(lost, 1))
            before, lost = line.number, []
        elif _is_named(line):
            lost.append(line)
    yield from ((one, 0) for one in lost)


def _is_named(line: Printed) -> bool:
    is_row = line.row.kind is RowKind.DUTY or _is_misnumbered(line)
    return is_row and bool(plain(line.text(HeadMeaning.NAME)))


def _is_misnumbered(line: Printed) -> bool:
    """Whether something else than a number stands in a row's column of numbers."""
    return line.row.kind is RowKind.UNKNOWN and bool(plain(line.text(HeadMeaning.NUMBER)))


def _named(lines: list[Printed]) -> Iterator[Printed]:
    """A number that no name stands beside, in its row or in those that go on with it, makes no duty."""
    for index, line in enumerate(lines):
        if line.row.kind is RowKind.DUTY and line.number and not any(map(_is_named, _rows_of(index, lines))):
            others = [head for head, text in line.cells if plain(text) and head.means is not HeadMeaning.NUMBER]
            unnamed = line.as_kind(RowKind.UNKNOWN, "有序号而没有事项名称")
            yield unnamed if others else line.left_out("只有序号的空行")
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
