"""What the readers of office files give: the lines of a document, a row of a table or a paragraph each, and remarks.

One module a file format; each says where a line stands, so that a message can
lead there.  The lines become the text that is kept as source.txt (`text/table_text.py`).
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

# Parts the paragraphs of a cell (U+2028, the line separator): a line feed parts the lines of source.txt.
PARAGRAPH = "\u2028"
# The most columns that a row has.
MOST_COLUMNS = 200
# As many columns as Excel has: what stands far to the right may be stray.
MOST_CELLS = 16_384
# What is recognised less surely than this is a Doubt, be it ever so likely to be right.
CERTAIN = 0.99
# How the remark on a scanned document begins.
RECOGNISED = "从这一页起有扫描的图片，文字是识别出来的"


@dataclass(frozen=True)
class Region:
    """A part of a page as it is shown: the page, from 1; where it begins and ends, as shares of its height and width,
    from the upper left corner.  A scanned page is meant as it is read: upright.
    """

    page: int
    top: float
    bottom: float
    left: float
    right: float


@dataclass(frozen=True)
class Doubt:
    """A character that was recognised in a picture, and may be wrong: the cell of its line, from 0, the place in the
    cell's text, from 0, and how sure the recognition is, up to 1; `region` is where it stands, if that is known.
    """

    cell: int
    at: int
    confidence: float
    region: Region | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Replaced:
    """A character that another was taken for (a radical, say): its cell and its place there, and what the file has."""

    cell: int
    at: int
    char: str


@dataclass(frozen=True)
class GridLine:
    """A row of a table, or a paragraph outside of tables (one cell).

    `place` is for a person: 第 3 页第 2 行, 工作表“配合履职”第 12 行.  A cell that is covered by a merged one is
    empty; its text stands in the first cell of the merged ones.  Paragraphs of a cell are parted by PARAGRAPH.
    `regions` are where it stands on the pages of a PDF or a picture, `sheet` is the name of its sheet in a workbook, as
    in `place`.
    """

    place: str
    cells: tuple[str, ...]
    regions: tuple[Region, ...] = ()
    sheet: str = field(default="", compare=False)
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True)
class Remark:
    """What a reader left out, or took for something else than the file says: `message` in Chinese, `place` as above.

    A remark stands among the lines, before the one that follows what it is about.
    """

    place: str
    message: str


# Reads a file of one format.
Reader = Callable[[Path], Iterable[GridLine | Remark]]


def is_number_alone(cells: Sequence[str]) -> bool:
    """Whether all that a row has is a number: what is left of one whose texts do not show."""
    return bool(re.fullmatch(r"\D?\d+\D?", "".join(cells).strip()))
