"""What an importer takes and gives: Row, Guess, Draft, and the Protocol.

A Row is a line of the document with what it is: a duty's cells, a heading, or
layout.  The source audit (`generator/check/audit.py`) works on rows too, so that it
shares an importer's eyes but not its judgement.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from generator.model import AnyList, ColumnVocabulary, GivenBorder, GivenColumn, ListKind, Overrides

# What to do with files of the site's own that are no list.
INSTEAD = "请到网站上这个乡镇（街道）的页面，下载它自己的 CSV、Excel 或 Word（照官方版式），再导入"


class RowKind(StrEnum):
    """What a line of the document is; `ASIDE` is none of the lists' and known for what it is, `UNKNOWN` is not."""

    BLANK = "blank"
    TITLE = "title"
    CONTENTS = "contents"
    MARK = "mark"
    LIST_HEADING = "list-heading"
    COLUMN_HEADS = "column-heads"
    CATEGORY = "category"
    DUTY = "duty"
    ASIDE = "aside"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Row:
    """A line of the document, from 1: its kind and text; for a duty its cells as printed, for a category heading
    the name and the count that it states.  `category_cell` is what the line of a duty prints of its category, where
    the table has a column for it; `extras` are its cells below heads that are none of the list's own, with those heads.

    What had to be assumed about the line, or why it is set aside, is its `remark`, for the report.
    """

    line: int
    kind: RowKind
    text: str
    list_kind: ListKind | None = None
    cells: tuple[str, ...] = ()
    category: tuple[str, int | None] | None = None
    category_cell: str = ""
    extras: tuple[tuple[str, str], ...] = ()
    remark: str = ""

    @property
    def of_list(self) -> ListKind:
        """The list that the line belongs to; every line after the first list's heading has one."""
        if self.list_kind is None:
            raise ImportProblem(f"这一行之前没有清单的标题：“{self.text[:40]}”", self.line)
        return self.list_kind


@dataclass(frozen=True)
class Guess:
    """Something that the importer had to decide, for a person to look at.

    `line` is of the text, from 1; `place` is where in the file, for what no line of the text shows.
    """

    line: int
    message: str
    duty_id: str | None = None
    place: str = ""


@dataclass(frozen=True)
class Draft:
    """An imported document: its title, its lists, and what had to be guessed on the way."""

    title: str
    lists: dict[ListKind, AnyList]
    guesses: tuple[Guess, ...] = field(default=())


@dataclass(frozen=True)
class Layout:
    """What tells which column of a table is which: the words of heads, and what a person has said of some columns, and
    of some words of a table that has no borders.
    """

    vocabulary: ColumnVocabulary
    columns: tuple[GivenColumn, ...] = ()
    borders: tuple[GivenBorder, ...] = ()


class Importer(Protocol):
    """A source format.  Without a layout it reads by the project's own vocabulary."""

    format: str
    # Whether a following page may print again what a row's cells held.
    reprints: bool

    def detects(self, text: str) -> bool:
        """Whether the text has this format."""

    def rows(self, text: str, layout: Layout | None = None) -> Iterator[Row]:
        """Every line of the text as a Row."""

    def read(self, text: str, overrides: Overrides, layout: Layout | None = None) -> Draft:
        """The text as a draft.  Raises ImportProblem where it cannot be one."""


# What to do where a list is missing.
SEVERAL_FILES = "三张清单可以在一份文件里，也可以分在几份文件里：qingdan import 甲.xlsx 乙.xlsx 丙.xlsx --to …"


class ImportProblem(Exception):
    """A document that cannot be imported: a Chinese message, the line of its text, and where that is in the file."""

    def __init__(self, message: str, line: int | None = None, place: str | None = None) -> None:
        super().__init__(message)
        self.message, self.line, self.place = message, line, place
