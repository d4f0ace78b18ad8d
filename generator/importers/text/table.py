"""Rows of a table, as an importer told them apart, to a draft of the three lists: what tables of all formats share.

A row goes on in the next one where number and name are left empty, or are printed again.
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass, field

from generator.importers.draft import Draft, ImportProblem, Row, RowKind
from generator.importers.duties import Cells, DutyMaker
from generator.model import LIST_TYPES, AnyDuty, Category, ListKind, Overrides

CATEGORY = re.compile(r"[一二三四五六七八九十]{1,3}、\s*([^（(]+?)\s*(?:[（(]\s*(\d{1,4})\s*项\s*[）)])?")


def category_of(text: str) -> tuple[str, int | None] | None:
    """The name of a category heading and the count that it states, or None."""
    found = CATEGORY.fullmatch(text.strip())
    return (found[1], int(found[2]) if found[2] else None) if found else None


@dataclass
class OpenDuty:
    """A duty whose rows are being collected: for each column its chunks, a page each."""

    number: int
    rows: list[Row] = field(default_factory=list)

    def chunks(self, column: int) -> list[str]:
        """What the rows hold in a column."""
        return [row.cells[column] for row in self.rows]

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


class TableReading(ABC):
    """One pass over the rows of a document; how a format's cells are read is its own matter."""

    def __init__(self, overrides: Overrides) -> None:
        self.maker = DutyMaker(overrides)
        self.title = ""
        self.headings: dict[ListKind, str] = {}
        self.categories: dict[ListKind, list[OpenCategory]] = {}
        self.open: OpenDuty | None = None

    @abstractmethod
    def cells(self, kind: ListKind, duty: OpenDuty) -> Cells:
        """The cells of a duty, all its rows being collected."""

    def read(self, rows: Iterable[Row]) -> Draft:
        """The rows as a draft.  Raises ImportProblem where a row cannot be placed."""
        for row in rows:
            match row.kind:
                case RowKind.TITLE:
                    self.title += row.text
                case RowKind.LIST_HEADING:
                    self._close()
                    if row.of_list in self.headings:
                        raise ImportProblem(f"“{row.text}”出现了两次；一份文件只能有一个乡镇的三张清单", row.line)
                    self.headings[row.of_list] = row.text
                    self.categories[row.of_list] = []
                case RowKind.CATEGORY if row.category:
                    self._close()
                    self.categories[row.of_list].append(OpenCategory(*row.category))
                case RowKind.DUTY:
                    self._take(row)
                case RowKind.UNKNOWN:
                    self.set_aside(row, f"不是标题、类别，也不是{row.of_list.title}清单的表格行")
        self._close()
        self.maker.finish()
        missing = [kind.official_title for kind in ListKind if not self.categories.get(kind)]
        if missing:
            raise ImportProblem(f"没有找到{'、'.join(missing)}；三张清单要在同一个文件里")
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

    def set_aside(self, row: Row, why: str) -> None:
        """Leave a row out, and say so: the audit does until a person has decided about it."""
        decide = f"是事项的文字就补进清单；不是，就在 township.yml 的 source 里写 set_aside（第 {row.line} 行）"
        self.maker.report(row.line, f"这一行{why}，没有收进清单：“{row.text[:40]}”；请看原件：{decide}")

    def _take(self, row: Row) -> None:
        """Start a duty with this row, or add the row to the open one as its next page."""
        number = row.cells[0].strip()
        if number and (self.open is None or int(number) != self.open.number):
            self._close()
            categories = self.categories[row.of_list]
            if row.category_cell and (not categories or categories[-1].name != row.category_cell):
                categories.append(OpenCategory(row.category_cell, None))
            if not categories:
                raise ImportProblem("表格行之前没有类别标题（如“一、党的建设”）", row.line)
            self.open = OpenDuty(int(number))
        elif self.open is None:
            raise ImportProblem("续行之前没有带序号的行", row.line)
        self.open.rows.append(row)

    def _close(self) -> None:
        """Finish the open duty."""
        if self.open is None:
            return
        kind = self.open.rows[0].of_list
        ordinal = sum(len(category.duties) for category in self.categories[kind]) + 1
        duty = self.maker.duty(kind, ordinal, self.cells(kind, self.open))
        self.categories[kind][-1].duties.append(duty)
        self.open = None
