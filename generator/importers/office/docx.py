"""A Word document to grid lines: its paragraphs, and the rows of its tables, in order, as they are seen on paper.

What is not seen there, or is no text of the document, is left out with a remark (docx_text.py has the reasons).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile

from docx import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.xmlchemy import BaseOxmlElement
from lxml.etree import LxmlError

from generator.importers.draft import ImportProblem
from generator.importers.grid import MOST_COLUMNS, PARAGRAPH, GridLine, Remark, is_number_alone
from generator.importers.office import breaks
from generator.importers.office.colours import WHITE
from generator.importers.office.docx_numbering import Numbering, number_of, qn, value
from generator.importers.office.docx_text import WordTexts, bare_text, fill, words
from generator.importers.office.package import DAMAGED, opened, refuse_large

_BROKEN = (
    *(BadZipFile, PackageNotFoundError, LxmlError, KeyError, ValueError, AttributeError, TypeError, OSError),
    *(IndexError, RecursionError, OverflowError),
)
_TAKEN_AWAY = (qn("w:del"), qn("w:moveFrom"))
_END = f"{qn('w:pPr')}/{qn('w:rPr')}"
_NO_BLOCKS = {*_TAKEN_AWAY, qn("w:pPr"), qn("w:rPr"), qn("w:tcPr"), qn("w:sdtPr")}
_EMBEDDED = re.compile(rb"<w:(altChunk|subDoc)\b")


def lines(path: Path) -> Iterator[GridLine | Remark]:
    """A line for each paragraph and for each row, and remarks.  Raises ImportProblem for a damaged file."""
    package = opened(path)
    text = package.parts.get("word/document.xml", b"")
    refuse_large(len(text))
    if _EMBEDDED.search(text):
        advice = "请用 Word 打开，另存为 .docx（另存时会把它并进来），再导入"
        raise ImportProblem(f"文件里嵌着另一个文件，里面的字不在这个文件里；{advice}")
    try:
        document = Document(package.stream())
        reader = _Reader(Numbering(document), WordTexts(document))
        tables = 0
        before = ""
        for number, block in enumerate(_blocks(document.element.body), 1):
            if block.tag == qn("w:p"):
                place = f"第 {number} 段"
                before += reader.paragraph(block, WHITE)
                yield from reader.remarks(place)
                if not _is_joined(block):
                    yield GridLine(place, (before.replace(breaks.SOFT_BREAK, PARAGRAPH),))
                    before = ""
            else:
                tables += 1
                yield from reader.table(block, f"第 {tables} 个表格")
    except _BROKEN:
        raise ImportProblem(DAMAGED) from None


def _blocks(parent: BaseOxmlElement) -> Iterator[BaseOxmlElement]:
    """The paragraphs and tables of a body or a cell, those in content controls too."""
    for child in parent:
        if child.tag in (qn("w:p"), qn("w:tbl")):
            yield child
        elif child.tag not in _NO_BLOCKS:
            yield from _blocks(child)


def _is_joined(paragraph: BaseOxmlElement) -> bool:
    """Whether a tracked change takes away the end of a paragraph, so that the next one goes on with it."""
    mark = paragraph.find(_END)
    return mark is not None and any(mark.find(tag) is not None for tag in _TAKEN_AWAY)


@dataclass
class _Reader:
    """Reads paragraphs in the order of the document, since automatic numbers depend on it."""

    numbering: Numbering
    texts: WordTexts

    def remarks(self, place: str) -> Iterator[Remark]:
        """What is to be said of what was read since the last time."""
        for reason, left in self.texts.left.items():
            quoted = words(left)
            yield Remark(place, f"{reason}，没有收{'：' if quoted else ''}{quoted}")
        for reason, taken in self.texts.taken.items():
            yield Remark(place, f"{reason}：{words(taken)}")
        self.texts.left.clear()
        self.texts.taken.clear()

    def table(self, table: BaseOxmlElement, place: str) -> Iterator[GridLine | Remark]:
        """The rows, and remarks."""
        for number, cells in self._rows(table):
            is_gone = cells is not None and bool(self.texts.left) and is_number_alone(cells)
            if is_gone:
                self.texts.left["这一行别的字都没有收，序号"].append("".join(cells or ()))
            yield from self.remarks(f"{place}第 {number} 行")
            if cells is not None and not is_gone:
                yield GridLine(f"{place}第 {number} 行", cells)

    def _rows(self, table: BaseOxmlElement) -> Iterator[tuple[int, tuple[str, ...] | None]]:
        """The rows from 1, None for one that does not show; a cell that is covered by a merged one is empty."""
        style = value(table.find(f"{qn('w:tblPr')}/{qn('w:tblStyle')}"))
        ground = "" if self.texts.colours_tables(style) else WHITE
        rows = (row for row in table.iter(qn("w:tr")) if next(row.iterancestors(qn("w:tbl"))) is table)
        for number, row in enumerate(rows, 1):
            properties = row.find(qn("w:trPr"))
            if reason := _why_not(properties):
                self.texts.left[reason].append(bare_text(row))
                yield number, None
            else:
                before = number_of(properties.find(qn("w:gridBefore")), 0) if properties is not None else 0
                yield number, ("",) * _columns(before) + tuple(self._cells(row, ground))

    def _cells(self, row: BaseOxmlElement, ground: str) -> Iterator[str]:
        for cell in (cell for cell in row.iter(qn("w:tc")) if next(cell.iterancestors(qn("w:tr"))) is row):
            properties = cell.find(qn("w:tcPr"))
            span = merge = None
            if properties is not None:
                span, merge = properties.find(qn("w:gridSpan")), properties.find(qn("w:vMerge"))
            own = fill(properties)
            text = self._cell(cell, ground if own is None else own)
            if merge is not None and merge.get(qn("w:val")) != "restart":
                if text:
                    self.texts.left["被合并的格盖住的字"].append(text)
                text = ""
            yield text
            yield from [""] * (_columns(number_of(span, 1)) - 1)

    def _cell(self, cell: BaseOxmlElement, ground: str) -> str:
        paragraphs: list[str] = []
        before = ""
        for block in _blocks(cell):
            if block.tag == qn("w:p"):
                before += self.paragraph(block, ground)
                if not _is_joined(block):
                    paragraphs.append(before)
                    before = ""
            else:
                # A table within a cell: its cells, one after another.
                paragraphs += (text for _, cells in self._rows(block) for text in cells or ())
        joined: list[str] = []
        text = PARAGRAPH.join(breaks.paragraphs([*paragraphs, before], joined))
        if joined:
            self.texts.taken[breaks.JOINED] += joined
        return text

    def paragraph(self, paragraph: BaseOxmlElement, ground: str) -> str:
        """A paragraph's text, with the number that Word prints before it."""
        text = self.texts.of(paragraph, ground)
        if _is_joined(paragraph):
            return text
        number = self.numbering.of(paragraph)
        return "" if self.texts.is_unseen else f"{number}{text}"


def _columns(count: int) -> int:
    """So many columns.  Raises ImportProblem for more than a list has."""
    if count > MOST_COLUMNS:
        raise ImportProblem(f"表格有一行有 {MOST_COLUMNS} 栏以上，不像是一份清单")
    return count


def _why_not(properties: BaseOxmlElement | None) -> str:
    if properties is None:
        return ""
    if properties.find(qn("w:del")) is not None:
        return "修订里删去的行"
    return "隐藏的行" if properties.find(qn("w:hidden")) is not None else ""
