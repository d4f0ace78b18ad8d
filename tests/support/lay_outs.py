"""Lists as any office may lay them out: `LAY_OUTS` is a strategy of hypothesis, `printed` the tables that one makes.

What a table says is the same whatever the lay-out; who reads it must find that, or say where it is not certain.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby

from hypothesis import strategies as st

from generator.importers.text.head_words import project_words, words
from generator.model import (
    LIST_TYPES,
    AnyDuty,
    AnyList,
    Category,
    Content,
    HeadMeaning,
    ListKind,
    NameStatus,
    Township,
    TownshipFile,
)
from generator.printed.form import Table, form

M = HeadMeaning
# In a row: covered by the merged cell to the left, or above.
LEFT, UP = "←", "↑"
# A break within a paragraph, as narrow columns have them; the paragraphs of a cell are parted by line feeds.
SOFT = "\v"
# No numbers are printed, and no column is for them.
NO_COLUMN = "-"
Rows = list[list[str]]


@dataclass(frozen=True)
class Sheet:
    """A table, or several below each other."""

    name: str
    rows: Rows


@dataclass(frozen=True)
class LayOut:
    """How an office prints the three lists; formats take a number, a name, or a count of duties."""

    # Sheets, tables below each other, or one table with a column that says which list.
    together: str = "below"
    title: str = "甲县乙镇{title}"
    # Which column stands before which.
    order: tuple[HeadMeaning, ...] = tuple(HeadMeaning)
    heads: tuple[tuple[HeadMeaning, str], ...] = ()
    # Heads in two lines, these above those of who does what.
    above: str = ""
    number: str = "{number}"
    # A row above its duties; or, without a format, a column: merged, or printed again in each row.
    category: str = "{ordinal}、{name}（{count}项）"
    is_merged: bool = True
    # Columns that the form does not have.
    extras: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    # Characters on a line of a cell, 0 for no breaks; duties on a page, 0 for no pages; whether the last goes on.
    width: int = 0
    page: int = 0
    goes_on: bool = False
    again: str = ""


@cache
def _heads() -> dict[HeadMeaning, list[str]]:
    """The vocabulary's heads of one line that mean what they should, with something in the place of “…”."""
    filled = {
        meaning: [word.replace("…", fill) for word in project_words().words(meaning) for fill in ("", "相关")]
        for meaning in HeadMeaning
    }
    return {
        meaning: [
            head
            for head in dict.fromkeys(own)
            if "/" not in head and words(project_words()).meaning(head) is meaning and not ListKind.named_in(head)
        ]
        for meaning, own in filled.items()
    }


def lay_outs() -> st.SearchStrategy[LayOut]:
    """Any lay-out."""
    one_of = st.sampled_from
    return st.builds(
        LayOut,
        together=one_of(["below", "sheets", "one"]),
        title=one_of(
            ["甲县乙镇{title}", "{title}", "附件1：{title}（共{count}项）", "表2 甲县乙镇{title}（2025年版）", ""]
        ),
        order=st.permutations(list(HeadMeaning)).map(tuple),
        heads=st.fixed_dictionaries({meaning: one_of(own) for meaning, own in _heads().items()}).map(
            lambda heads: tuple(heads.items())
        ),
        above=one_of(["", "职责分工", "职责边界划分"]),
        number=one_of(
            ["{number}", "{number}.", "{number:02}", "（{number}）", "{wide}", "第{number}项", "", NO_COLUMN]
        ),
        category=one_of(
            [
                *("{ordinal}、{name}（{count}项）", "（{ordinal}）{name}", "{name}（{count}项）", "【{name}】"),
                *("{name}", "", "{ordinal}、{name}：", "第{ordinal}类：{name}"),
            ]
        ),
        is_merged=st.booleans(),
        extras=st.lists(one_of(["备注", "法律依据", "难易"]), max_size=2, unique=True).map(tuple),
        before=st.lists(one_of(["填报单位：乙镇人民政府", "附件1", "单位：项"]), max_size=2, unique=True).map(tuple),
        after=st.lists(
            one_of(["合计", "注：本清单由县委编办解释。", "乙镇人民政府", "2025年6月30日", "（共3页）"]),
            max_size=2,
            unique=True,
        ).map(tuple),
        width=one_of([0, 0, 8, 15]),
        page=one_of([0, 0, 1, 2]),
        goes_on=st.booleans(),
        again=one_of(["", "续表", "（续）", "— 2 —"]),
    )


def plain_lay_outs() -> st.SearchStrategy[LayOut]:
    """Those with the official heads and columns, each number and category marked."""
    marked = st.sampled_from(["{ordinal}、{name}（{count}项）", "（{ordinal}）{name}（{count}项）"])
    titles = st.sampled_from(["甲县乙镇{title}", "{title}"])
    return st.builds(
        LayOut,
        title=titles,
        category=marked,
        page=st.sampled_from([0, 2, 5]),
        goes_on=st.booleans(),
        again=st.sampled_from(["", "续表", "（续）", "— 2 —"]),
    )


# --- what is printed -----------------------------------------------------------------------------------


def townships(content: Content) -> st.SearchStrategy[Township]:
    """A township of a few duties of each list, which are those of a real one, numbered from 1."""
    return st.sampled_from(content.townships).flatmap(
        lambda whole: st.tuples(*(_some(kind, whole.lists[kind]) for kind in ListKind)).map(
            lambda lists: Township("jia/yi", "jia", _FILE, dict(zip(ListKind, lists, strict=True)))
        )
    )


_FILE = TownshipFile(name="乙镇", name_status=NameStatus.STATED, name_evidence="标题")


def _some(kind: ListKind, whole: AnyList) -> st.SearchStrategy[AnyList]:
    duties = [(category.name, duty) for category, duty in whole.duties()]
    chosen = st.lists(st.integers(0, len(duties) - 1), min_size=2, max_size=4, unique=True)
    return chosen.map(lambda places: _list_of(kind, [duties[place] for place in sorted(places)]))


def _list_of(kind: ListKind, duties: Sequence[tuple[str, AnyDuty]]) -> AnyList:
    numbered = [
        (name, duty.model_copy(update={"number": number, "id": f"{kind.prefix}-{number:03}", "extras": ()}))
        for number, (name, duty) in enumerate(duties, 1)
    ]
    categories = tuple(
        Category(name=name, declared=None, duties=tuple(duty for _, duty in group))
        for name, group in groupby(numbered, key=lambda one: one[0])
    )
    return LIST_TYPES[kind](title=kind.official_title, categories=categories)


# --- how it is printed ---------------------------------------------------------------------------------


def printed(township: Township, lay_out: LayOut) -> list[Sheet]:
    """The sheets of a township's lists."""
    tables = [_Table(table, lay_out) for table in form(township).tables]
    if lay_out.together == "sheets":
        return [Sheet(table.form.kind.title, [*table.lines()]) for table in tables]
    if lay_out.together == "below":
        return [Sheet("清单", [line for table in tables for line in table.lines()])]
    columns = [M.NUMBER, M.LIST, M.CATEGORY, M.NAME, M.DEPARTMENTS, M.SUPERIOR, M.TOWNSHIP, M.METHOD]
    whole = replace(lay_out, category="", before=(), after=(), page=0, above="")
    one = [_Table(table.form, whole, tuple(columns)) for table in tables]
    title = ["甲县乙镇履行职责事项清单"]
    return [Sheet("清单", [title, *one[0].heads(), *(row for table in one for row in table.body())])]


@dataclass(frozen=True)
class _Table:
    """One list as a table."""

    form: Table
    lay_out: LayOut
    given: tuple[HeadMeaning, ...] = ()

    def lines(self) -> Iterator[list[str]]:
        """Title, heads and rows, with what stands above and below them."""
        count = sum(len(group.rows) for group in self.form.groups)
        if title := self.lay_out.title.format(title=self.form.title, count=count):
            yield self._wide(title)
        yield from map(self._wide, self.lay_out.before)
        yield from self.heads()
        yield from self.body()
        yield from map(self._wide, self.lay_out.after)

    @property
    def columns(self) -> list[HeadMeaning]:
        """What the columns hold, but for those that the form does not have."""
        if self.given:
            return sorted(self.given, key=self.lay_out.order.index)
        own = [HeadMeaning(column.value) for column in self.form.kind.columns]
        category = [] if self.lay_out.category else [M.CATEGORY]
        is_alone = len(own) == 2 and not category
        number = [] if self.lay_out.number == NO_COLUMN and not is_alone else [M.NUMBER]
        return sorted([*number, *category, *(one for one in own if one is not M.NUMBER)], key=self.lay_out.order.index)

    def _wide(self, text: str) -> list[str]:
        return [text, *[LEFT] * (len(self.columns) + len(self.lay_out.extras) - 1)]

    def heads(self) -> Rows:
        """In one line, or in two where the upper one is over those of who does what."""
        words = {column.value: column.head for column in self.form.kind.columns} | dict(self.lay_out.heads)
        lower = [*(words[column] for column in self.columns), *self.lay_out.extras]
        is_below = [column in (M.SUPERIOR, M.TOWNSHIP) for column in self.columns] + [False] * len(self.lay_out.extras)
        if not self.lay_out.above or not any(is_below):
            return [lower]
        upper = [self.lay_out.above if below else head for below, head in zip(is_below, lower, strict=True)]
        for place in range(1, len(upper)):
            if is_below[place] and is_below[place - 1]:
                upper[place] = LEFT
        return [upper, [head if below else UP for below, head in zip(is_below, lower, strict=True)]]

    def body(self) -> Iterator[list[str]]:
        """The rows of duties, and those of categories."""
        done = 0
        for group in self.form.groups:
            ordinal, _, name = group.heading.partition("、")
            if heading := self.lay_out.category.format(ordinal=ordinal, name=name, count=len(group.rows)):
                yield self._wide(heading)
            shown = False
            for row in group.rows:
                done += 1
                whole = self._row(row, name, goes_on=shown and self.lay_out.is_merged)
                shown = not self.lay_out.page or done % self.lay_out.page > 0
                if shown:
                    yield whole
                else:
                    yield from self._over_the_page(whole)

    def _over_the_page(self, row: list[str]) -> Iterator[list[str]]:
        """A row at the end of a page, whose longest cell goes on below the next page's heads, or does not."""
        place, text = max(enumerate(row), key=lambda cell: len(cell[1]))
        cut = len(text) // 2 if self.lay_out.goes_on else len(text)
        yield [*row[:place], text[:cut], *row[place + 1 :]]
        yield from map(self._wide, filter(None, [self.lay_out.again]))
        yield from self.heads()
        if self.lay_out.goes_on:
            yield [*[""] * place, text[cut:], *[""] * (len(row) - place - 1)]

    def _row(self, row: tuple[tuple[str, ...], ...], category: str, goes_on: bool) -> list[str]:
        """A duty's cells; where its category `goes_on`, that is a merged cell."""
        texts = dict(zip(self.form.kind.columns, row, strict=False))
        cells = {HeadMeaning(column.value): self._broken(cell) for column, cell in texts.items()}
        number = int(row[0][0])
        wide = str(number).translate(str.maketrans("0123456789", "０１２３４５６７８９"))
        cells[M.NUMBER] = self.lay_out.number.format(number=number, wide=wide).replace(NO_COLUMN, "")
        cells[M.CATEGORY] = UP if goes_on else category
        cells[M.LIST] = self.form.kind.title
        return [cells.get(column, "") for column in self.columns] + [
            f"{extra}{number}" for extra in self.lay_out.extras
        ]

    def _broken(self, cell: tuple[str, ...]) -> str:
        width = self.lay_out.width
        return "\n".join(
            SOFT.join(text[at : at + width] for at in range(0, len(text), width)) if width else text for text in cell
        )
