"""Column heads: what a column of a table holds, by the words that offices print above it (`vocabulary/columns.yml`).

    序号 | 事项名称 | 对应上级部门 | 职责边界划分              | 备注
         |          |              | 县级部门 | 乡镇（街道） |

A head may stand in two lines, the upper one over several columns.  What no word of the vocabulary fits is kept as it is
(附栏), if the columns that the list needs are all there; else the message says how to tell which column is which.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from generator.importers.cells import plain
from generator.importers.draft import ImportProblem, Layout
from generator.importers.text.head_words import words
from generator.importers.text.titles import list_of
from generator.model import Column, HeadMeaning, ListKind
from generator.words.characters import did_you_mean

# The columns of each list that its duties cannot do without.
_NEEDED = {
    ListKind.BASIC: {HeadMeaning.NAME},
    ListKind.COOPERATIVE: {HeadMeaning.NAME, HeadMeaning.DEPARTMENTS, HeadMeaning.SUPERIOR, HeadMeaning.TOWNSHIP},
    ListKind.RECLAIMED: {HeadMeaning.NAME, HeadMeaning.METHOD},
}
# What tables may have beside them.
_EVERYWHERE = {HeadMeaning.CATEGORY, HeadMeaning.LIST, HeadMeaning.EXTRA}
_OPTIONAL = {
    ListKind.BASIC: set[HeadMeaning](),
    ListKind.COOPERATIVE: {HeadMeaning.OWNED, HeadMeaning.SUPPORT},
    ListKind.RECLAIMED: {HeadMeaning.DEPARTMENTS},
}
# What only tables of one list have.
_TELLING = {
    ListKind.COOPERATIVE: {HeadMeaning.SUPERIOR, HeadMeaning.TOWNSHIP, HeadMeaning.OWNED},
    ListKind.RECLAIMED: {HeadMeaning.METHOD},
}
# What may stand several times: 牵头部门 and 配合部门, each with its duties.
_REPEATED = {HeadMeaning.DEPARTMENTS, HeadMeaning.SUPERIOR, HeadMeaning.EXTRA}
_RECEIVES = re.compile("承接|承办|收回|接收")
_LONGEST_HEAD = 30


@dataclass(frozen=True)
class ColumnHead:
    """A column: its place in the row, from 0, what is printed above it, and what it holds; `known` by its words."""

    place: int
    text: str
    means: HeadMeaning
    known: bool = True

    @property
    def letter(self) -> str:
        """The column as Excel names it."""
        return letter(self.place)


def letter(place: int) -> str:
    """A place from 0 as Excel names the column: A, B … AA."""
    first, last = divmod(place, 26)
    return (chr(ord("A") + first - 1) if first else "") + chr(ord("A") + last)


def _place(column: str) -> int:
    """The place, from 0, of a column that Excel names so."""
    return sum((ord(one) - ord("A") + 1) * int(26**power) for power, one in enumerate(reversed(column))) - 1


@dataclass(frozen=True)
class Heads:
    """The heads of a table, in the order of its columns."""

    heads: tuple[ColumnHead, ...]

    def of(self, meaning: HeadMeaning) -> list[ColumnHead]:
        """The columns that hold this."""
        return [head for head in self.heads if head.means is meaning]

    @property
    def meanings(self) -> set[HeadMeaning]:
        """All that its columns hold; 部门及职责 in one column are both."""
        found = {head.means for head in self.heads}
        return found | {HeadMeaning.DEPARTMENTS, HeadMeaning.SUPERIOR} if HeadMeaning.OWNED in found else found

    @property
    def unknown(self) -> list[ColumnHead]:
        """The columns whose heads no word of the vocabulary fits."""
        return [head for head in self.heads if not head.known]

    @property
    def shown(self) -> tuple[tuple[str, HeadMeaning], ...]:
        """The heads for comparing: those that a page prints again are the same."""
        return tuple((head.text, head.means) for head in self.heads)

    def telling_lists(self, below: Sequence[str]) -> "Heads | None":
        """The heads of one table of all three lists: one column says which, by its head or by the row below.

        None for the table of one list.
        """
        for head in (*self.of(HeadMeaning.LIST), *self.of(HeadMeaning.CATEGORY)):
            if head.place < len(below) and len(ListKind.named_in(below[head.place])) == 1:
                telling = replace(head, means=HeadMeaning.LIST)
                return Heads(tuple(telling if one is head else one for one in self.heads))
        return None

    def remark(self, kind: ListKind) -> str:
        """What to say of the columns that are kept as they are since no word of the vocabulary fits their heads."""
        if not self.unknown:
            return ""
        shown = "、".join(f"{head.letter} 栏“{head.text}”" for head in self.unknown)
        return (
            f"表头不认识，照原文作为附栏留着：{shown}；若是清单里的栏，请指定：--columns {kind.title}:栏名="
            f"{self.unknown[0].letter}，或把表头加进词表 vocabulary/columns.yml"
        )

    def kind(self) -> ListKind | None:
        """The only list that a table with these columns can be, None where that cannot be told."""
        for kind, telling in _TELLING.items():
            if telling & self.meanings:
                return kind
        departments = self.of(HeadMeaning.DEPARTMENTS)
        if any(_RECEIVES.search(head.text) for head in departments):
            return ListKind.RECLAIMED
        needed = HeadMeaning.NAME in self.meanings and not departments and not self.unknown
        return ListKind.BASIC if needed else None

    def of_list(self, kind: ListKind) -> "Heads":
        """The columns as this list takes them.

        Raises ImportProblem where a column that it needs is missing, or stands twice, or the table is another list's.
        """
        meanings = self.meanings
        owned = {HeadMeaning.OWNED, HeadMeaning.SUPERIOR} & meanings
        if kind is ListKind.RECLAIMED and owned and not {HeadMeaning.METHOD, HeadMeaning.TOWNSHIP} & meanings:
            # What the receiving department does is how the duty is done.
            found = self.with_meaning(HeadMeaning.OWNED, HeadMeaning.METHOD)
            return found.with_meaning(HeadMeaning.SUPERIOR, HeadMeaning.METHOD).of_list(kind)
        if kind is ListKind.RECLAIMED and any(_RECEIVES.search(one.text) for one in self.of(HeadMeaning.DEPARTMENTS)):
            # 承接部门 alone says who does it, if not how.
            meanings = meanings | {HeadMeaning.METHOD}
        missing = [column for column in kind.columns if column.value in _NEEDED[kind] - meanings]
        for other, needed in _NEEDED.items():
            if (missing or kind is ListKind.BASIC) and len(needed) > 1 and other is not kind and needed <= meanings:
                raise ImportProblem(self._of_another(kind, other))
        if missing:
            raise ImportProblem(self._without(kind, missing))
        # A column for the list's kind that names none is one of categories, if there is no other.
        instead = HeadMeaning.EXTRA if HeadMeaning.CATEGORY in meanings else HeadMeaning.CATEGORY
        found = self.as_list(kind).with_meaning(HeadMeaning.LIST, instead)
        for meaning in set(HeadMeaning) - _REPEATED:
            if len(twice := found.of(meaning)) > 1:
                raise ImportProblem(_twice(kind, twice))
        owners, duties = found.of(HeadMeaning.DEPARTMENTS), found.of(HeadMeaning.SUPERIOR)
        if len(duties) > 1 and len(duties) != len(owners):
            raise ImportProblem(_twice(kind, duties))
        return found

    def with_meaning(self, meaning: HeadMeaning, other: HeadMeaning) -> "Heads":
        """The same columns, those that hold one thing taken for another."""
        return Heads(tuple(replace(head, means=other) if head.means is meaning else head for head in self.heads))

    def as_list(self, kind: ListKind) -> "Heads":
        """The same columns, of which those that are another list's are kept as they are."""
        own = {HeadMeaning(column.value) for column in kind.columns} | _EVERYWHERE | _OPTIONAL[kind]
        return Heads(
            tuple(head if head.means in own else replace(head, means=HeadMeaning.EXTRA) for head in self.heads)
        )

    def _of_another(self, kind: ListKind, other: ListKind) -> str:
        printed = "”“".join(head.text for head in self.heads if head.means in _TELLING[other])
        table = f"{kind.official_title}的表格"
        return f"{table}里有别的清单的栏“{printed}”，这是{other.official_title}的表头；请看标题对不对"

    def _without(self, kind: ListKind, missing: list[Column]) -> str:
        names = "”“".join(column.head for column in missing)
        unknown = [f"{head.letter} 栏“{head.text}”不认识{self._guess(head, missing)}" for head in self.unknown]
        # Only as many as are missing can be them, one after another.
        letters = [head.letter for head in self.unknown]
        places = letters if len(letters) == len(missing) else ["字母"] * len(missing)
        given = ",".join(f"{column.head}={place}" for column, place in zip(missing, places, strict=True))
        return "；".join(
            (
                f"{kind.official_title}的表格缺少“{names}”",
                *unknown,
                _expected(kind),
                f"有这一栏的，请指定是哪一栏：--columns {kind.title}:{given} ，或把表头加进词表 vocabulary/columns.yml",
            )
        )

    @staticmethod
    def _guess(head: ColumnHead, missing: list[Column]) -> str:
        return did_you_mean(head.text, [column.head for column in missing]).replace("；", "，")


def _twice(kind: ListKind, heads: list[ColumnHead]) -> str:
    first, second, *_ = heads
    return (
        f"{second.letter} 栏“{second.text}”与 {first.letter} 栏“{first.text}”意思相同；{_expected(kind)}；"
        f"请指定其中一栏照原文留着：--columns {kind.title}:附栏={first.letter}"
    )


def _expected(kind: ListKind) -> str:
    return f"表头应是：{'、'.join(column.head for column in kind.columns)}（可以有一栏事项类别）"


def without_heads(layout: Layout, kind: ListKind, first: Sequence[str]) -> Heads:
    """The columns of a table that has no heads, as a person has said them; `first` is its first row.

    Raises ImportProblem where nobody has.
    """
    if (found := read_heads([()], layout, kind)).heads:
        return found.of_list(kind)
    filled = [place for place, cell in enumerate(first) if plain(cell)]
    places = filled if len(filled) == len(kind.columns) else range(len(kind.columns))
    given = ",".join(f"{column.head}={letter(place)}" for place, column in zip(places, kind.columns, strict=True))
    raise ImportProblem(
        f"{kind.official_title}的表格没有表头；{_expected(kind)}；可以指定各是哪一栏：--columns {kind.title}:{given}"
    )


# --- rows of heads ---------------------------------------------------------------------------------


def are_heads(cells: Sequence[str], layout: Layout) -> bool:
    """Whether a row holds column heads: one of 序号, or of two things that a list's table has, the name among them."""
    filled = [cell for cell in cells if plain(cell)]
    if len(filled) < 2 or any(len(plain(cell)) > _LONGEST_HEAD for cell in filled):
        return False
    found = {meaning for cell in filled if (meaning := words(layout.vocabulary).meaning(cell))} - {HeadMeaning.EXTRA}
    return HeadMeaning.NUMBER in found or (HeadMeaning.NAME in found and len(found) > 1)


def counts_columns(cells: Sequence[str]) -> bool:
    """Whether a row below the heads numbers the columns: 1, 2, 3 …"""
    filled = [plain(cell) for cell in cells if plain(cell)]
    return len(filled) > 1 and filled == [str(number) for number in range(1, len(filled) + 1)]


def goes_below(above: Sequence[Sequence[str]], lower: Sequence[str], layout: Layout) -> bool:
    """Whether a row is one more line of the heads in the rows above it: it fills what they left empty, with heads.

    Or it has heads below some that say nothing by themselves (职责分工).
    """
    filled = [place for place, cell in enumerate(lower) if plain(cell)]
    if not filled or any(len(plain(lower[place])) > _LONGEST_HEAD for place in filled):
        return False
    if len(filled) == 1 and list_of(lower[filled[0]]):
        return False
    # Of each column the lowest head.
    upper = [next(filter(plain, reversed(column)), "") for column in zip_longest(*above, fillvalue="")]
    covers = _covering(upper, lower)
    fills_gap = any(place >= len(upper) or not plain(upper[place]) for place in filled)
    known = words(layout.vocabulary)
    below = [known.under(covers[place], lower[place]) for place in filled]
    if not fills_gap:
        return all(below) and not any(known.meaning(upper[place]) for place in filled)
    return not re.fullmatch(r"\d+", plain(lower[0])) and any(below)


def _covering(upper: Sequence[str], lower: Sequence[str]) -> list[str]:
    """For each column the upper head that stands over it: a merged cell's text stands in its first column."""
    covers: list[str] = []
    for place in range(max(len(upper), len(lower))):
        own = upper[place] if place < len(upper) else ""
        below = plain(lower[place]) if place < len(lower) else ""
        goes_on = not plain(own) and below and covers and place and plain(lower[place - 1])
        covers.append(covers[-1] if goes_on else own)
    return covers


def read_heads(lines: Sequence[Sequence[str]], layout: Layout, kind: ListKind | None) -> Heads:
    """The heads of a table from the one or more rows that hold them, and from what a person has said of the columns."""
    given = {one.column: one.means for one in layout.columns if one.list in (None, kind)}
    upper, *lower = lines
    texts = list(upper)
    meanings = [words(layout.vocabulary).meaning(cell) for cell in texts]
    for line in lower:
        covers = _covering(texts, line)
        pairs = [(cover, line[place] if place < len(line) else "") for place, cover in enumerate(covers)]
        meanings = [words(layout.vocabulary).under(*pair) for pair in pairs]
        texts = [f"{above}/{below}" if plain(above) and plain(below) else above or below for above, below in pairs]
    return Heads(tuple(_heads(texts, meanings, given)))


def _heads(
    texts: Sequence[str], meanings: Sequence[HeadMeaning | None], given: dict[str, HeadMeaning]
) -> Iterator[ColumnHead]:
    for place in range(max([len(texts), *(_place(column) + 1 for column in given)])):
        text = plain(texts[place]) if place < len(texts) else ""
        said = given.get(letter(place))
        found = said or (meanings[place] if place < len(meanings) else None)
        if text or said:
            yield ColumnHead(place, text or f"第 {place + 1} 栏", found or HeadMeaning.EXTRA, known=bool(found))
