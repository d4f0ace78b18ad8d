"""Rows of a table, as an importer told them apart, to a draft of the three lists: what tables of all formats share.

A row goes on in the next one where number and name are left empty, or are printed again.
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass, field

from generator.importers.draft import SEVERAL_FILES, Draft, ImportProblem, Row, RowKind
from generator.importers.duties import Cells, DutyMaker
from generator.importers.text.titles import not_ours, other_list
from generator.model import LIST_TYPES, AnyDuty, Category, ListKind, Overrides

# As offices print it: with 一、 or （一） before it or without, with a count after it or without, in brackets.
# What 1. stands before is one only where a count follows.
_TENS = "[一二三四五六七八九十]{1,3}"
_ORDINAL = rf"(?:{_TENS}[、．.]|[\u2160-\u216b][、．.]|[（(]{_TENS}[）)]、?|第{_TENS}类[、：:]?|(?:事项)?类别[：:])\s*"
# Blanks are matched in one way only: of hundreds, the ways to share them out would be millions.
_COUNT = (
    r"\s*(?:[，,]\s*)?(?:[（(\[【]\s*)?(?:(?:[共合总]计?|计)\s*)?(?P<count>\d{1,4})"
    r"\s*(?:[项个条](?:\s*[）)\]】])?|[）)\]】])"
)
_NAME = r"[^\s（(【\[\]】：:。；;，,]+?(?:\s+[^\s（(【\[\]】：:。；;，,]+?)*?"
# What duties stand under that no category heads.
NO_CATEGORY = "未分类"
_CATEGORY = re.compile(
    rf"(?:(?P<ordinal>{_ORDINAL})|\d{{1,2}}[.．、]\s*(?=\S)(?=.*\d\s*[项个条）)\]】]))?"
    rf"(?P<bracket>[【\[]\s*)?(?P<name>{_NAME})(?:\s*[】\]])?(?:{_COUNT})?(?:\s*[：:])?"
)


def category_of(text: str) -> tuple[str, int | None] | None:
    """The name of a category heading and the count that it states; None where nothing marks the line as one."""
    found = _CATEGORY.fullmatch(text.strip())
    return _category(found) if found and (found["ordinal"] or found["count"] or found["bracket"]) else None


def bare_category(text: str) -> tuple[str, int | None] | None:
    """The same of a cell of categories, or of a line that may be one by its place, without any mark of its own."""
    found = _CATEGORY.fullmatch(text.strip())
    return _category(found) if found else None


def _category(found: re.Match[str]) -> tuple[str, int | None]:
    return found["name"].strip(), int(found["count"]) if found["count"] else None


def no_category(line: int, kind: ListKind | None) -> Row:
    """The heading that the duties from a line on should have and have not, with what is to be said of it."""
    remark = f"上面没有事项类别，放在“{NO_CATEGORY}”里"
    return Row(line, RowKind.CATEGORY, NO_CATEGORY, kind, category=(NO_CATEGORY, None), remark=remark)


@dataclass
class OpenDuty:
    """A duty whose rows are being collected: for each column its chunks, a page each."""

    number: int
    rows: list[Row] = field(default_factory=list)

    def chunks(self, column: int) -> list[str]:
        """What the rows hold in a column."""
        return [row.cells[column] for row in self.rows]

    def goes_on_in(self, row: Row) -> bool:
        """Whether a row that prints the number again is of this duty, and none of another category or list."""
        first = self.rows[0]
        same_place = (first.list_kind, first.category_cell) == (row.list_kind, row.category_cell or first.category_cell)
        return int(row.cells[0]) == self.number and same_place

    @property
    def lines(self) -> tuple[int, int]:
        """The first and the last line of the text."""
        return self.rows[0].line, self.rows[-1].line


@dataclass
class OpenCategory:
    """A category whose duties are being collected."""

    name: str
    declared: int | None
    duties: list[AnyDuty] = field(default_factory=list)


def _listed_twice(first: str, row: Row) -> ImportProblem:
    both = f"“{row.text}”出现了两次" if first == row.text else f"“{first}”和“{row.text}”是同一种清单"
    return ImportProblem(f"{both}；一份文件只能有一个乡镇的三张清单，请分成两份，各导入一次", row.line)


def _because(row: Row | None) -> str:
    return f"；有一行{row.remark}：“{row.text[:40]}”" if row else ""


class TableReading(ABC):
    """One pass over the rows of a document; how a format's cells are read is its own matter."""

    def __init__(self, overrides: Overrides) -> None:
        self.maker = DutyMaker(overrides)
        self.title = ""
        self.headings: dict[ListKind, str] = {}
        self.heading_lines: dict[ListKind, int] = {}
        self.categories: dict[ListKind, list[OpenCategory]] = {}
        self.open: OpenDuty | None = None
        # Why a list may be missing: the first line that is none of what is known and says why; another list's title.
        self.first_unknown: Row | None = None
        self.other: Row | None = None

    @abstractmethod
    def cells(self, kind: ListKind, duty: OpenDuty) -> Cells:
        """The cells of a duty, all its rows being collected."""

    def goes_on(self, duty: OpenDuty, row: Row) -> bool:
        """Whether a row that prints a number belongs to the duty above, whose number it prints again."""
        return duty.goes_on_in(row)

    def read(self, rows: Iterable[Row]) -> Draft:
        """The rows as a draft.  Raises ImportProblem where a row cannot be placed."""
        for row in rows:
            match row.kind:
                case RowKind.TITLE:
                    self.title += row.text
                case RowKind.LIST_HEADING:
                    self._close()
                    if (first := self.headings.get(row.of_list)) is not None:
                        raise _listed_twice(first, row)
                    self._remark(row)
                    self.headings[row.of_list], self.heading_lines[row.of_list] = row.text, row.line
                    self.categories[row.of_list] = []
                case RowKind.CATEGORY if row.category:
                    self._close()
                    self.categories[row.of_list].append(OpenCategory(*row.category))
                    self._remark(row)
                case RowKind.DUTY:
                    self._take(row)
                case RowKind.UNKNOWN:
                    listed = f"{row.list_kind.title}清单" if row.list_kind else "三张清单"
                    self.first_unknown = self.first_unknown or (row if row.remark else None)
                    self.set_aside(row, row.remark or f"不是标题、类别，也不是{listed}的表格行")
                case RowKind.ASIDE if other_list(row.text):
                    self.other = self.other or row
                    self._remark(row)
                case _:
                    self._remark(row)
        self._close()
        self.maker.finish()
        if missing := [kind.official_title for kind in ListKind if kind not in self.categories]:
            raise self._missing(missing)
        for kind in ListKind:
            if not any(category.duties for category in self.categories[kind]):
                raise self._empty(kind)
        lists = {
            kind: LIST_TYPES[kind](
                title=self.headings[kind],
                categories=tuple(
                    Category(name=category.name, declared=category.declared, duties=tuple(category.duties))
                    for category in self.categories[kind]
                ),
            )
            for kind in ListKind
        }
        return Draft(self.title or self.headings[ListKind.BASIC], lists, tuple(self.maker.guesses))

    def _missing(self, names: list[str]) -> ImportProblem:
        """What to say of a document without one of the lists: the likeliest cause, and what to do."""
        if self.other and not self.headings:
            return ImportProblem(not_ours(self.other.text), self.other.line)
        row = self.first_unknown
        return ImportProblem(f"没有找到{'、'.join(names)}{_because(row)}；{SEVERAL_FILES}", row.line if row else None)

    def _empty(self, kind: ListKind) -> ImportProblem:
        """What to say of a list of which no row is a duty's."""
        row = self.first_unknown if self.first_unknown and self.first_unknown.list_kind is kind else None
        advice = "请看它的表格是不是一项一行、有没有“序号”一栏；是文字、不是表格的，请用原来的 Word、Excel 文件"
        found = f"{kind.official_title}里没有认出一个事项{_because(row)}；{advice}"
        return ImportProblem(found, row.line if row else self.heading_lines[kind])

    def _remark(self, row: Row) -> None:
        """Report what had to be assumed about a row."""
        if row.remark:
            self.maker.report(row.line, row.remark)

    def set_aside(self, row: Row, why: str) -> None:
        """Leave a row out, and say so: the audit does until a person has decided about it."""
        self.maker.leave_out(row.line, row.text, why)

    def _take(self, row: Row) -> None:
        """Start a duty with this row, or add the row to the open one as its next page."""
        number = row.cells[0].strip()
        if number and (self.open is None or not self.goes_on(self.open, row)):
            self._close()
            categories = self.categories[row.of_list]
            if row.category_cell and (not categories or categories[-1].name != row.category_cell):
                categories.append(OpenCategory(*(row.category or (row.category_cell, None))))
            self.open = OpenDuty(int(number))
        elif self.open is None:
            self.set_aside(row, "之前没有带序号的行")
            return
        self.open.rows.append(row)
        self._remark(row)

    def _close(self) -> None:
        """Finish the open duty."""
        if self.open is None:
            return
        kind = self.open.rows[0].of_list
        ordinal = sum(len(category.duties) for category in self.categories[kind]) + 1
        duty = self.maker.duty(kind, ordinal, self.cells(kind, self.open))
        self.categories[kind][-1].duties.append(duty)
        self.open = None
