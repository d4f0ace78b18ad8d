"""A Word document to grid lines: its paragraphs, and the rows of its tables, in order.

python-docx opens the file; the texts are taken from the elements, since it
leaves out what stands in tracked insertions, content controls and automatic
numbering.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from zipfile import BadZipFile

from docx import Document
from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.exceptions import PackageNotFoundError
from docx.opc.part import XmlPart
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from lxml.etree import XMLSyntaxError

from generator.importers.draft import ImportProblem
from generator.importers.grid import PARAGRAPH, GridLine
from generator.printed.form import chinese_number

_BREAKS = {qn("w:br"): PARAGRAPH, qn("w:cr"): PARAGRAPH, qn("w:tab"): " ", qn("w:noBreakHyphen"): "-"}
# What is not part of the text as it stands: deleted, moved away, or given a second time for older programs.
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SKIPPED = {qn("w:del"), qn("w:moveFrom"), _FALLBACK, qn("w:pPr"), qn("w:rPr"), qn("w:instrText")}


def lines(path: Path) -> Iterator[GridLine]:
    """A line for each paragraph and for each row.  Raises ImportProblem for a damaged file."""
    try:
        document = Document(str(path))
        body = document.element.body
    except (BadZipFile, PackageNotFoundError, XMLSyntaxError, KeyError, ValueError, AttributeError, OSError) as error:
        raise ImportProblem(f"Word 文件损坏，打不开（{error}）；请用 Word 或 WPS 打开后另存一次") from None
    reader = _Reader(_Numbering(document))
    tables = 0
    for number, block in enumerate(_blocks(body), 1):
        if block.tag == qn("w:p"):
            yield GridLine(f"第 {number} 段", (reader.paragraph(block),))
        else:
            tables += 1
            yield from reader.table(block, f"第 {tables} 个表格")


def _blocks(parent: BaseOxmlElement) -> Iterator[BaseOxmlElement]:
    """The paragraphs and tables of a body or a cell, those in content controls too."""
    for child in parent:
        if child.tag in (qn("w:p"), qn("w:tbl")):
            yield child
        elif child.tag not in _SKIPPED and child.tag != qn("w:tcPr"):
            yield from _blocks(child)


@dataclass
class _Reader:
    """Reads paragraphs in the order of the document, since automatic numbers depend on it."""

    numbering: "_Numbering"

    def table(self, table: BaseOxmlElement, place: str) -> Iterator[GridLine]:
        """The rows; a cell that is covered by a merged one is empty."""
        rows = (row for row in table.iter(qn("w:tr")) if next(row.iterancestors(qn("w:tbl"))) is table)
        for number, row in enumerate(rows, 1):
            cells: list[str] = []
            if (properties := row.find(qn("w:trPr"))) is not None:
                cells += [""] * _number(properties.find(qn("w:gridBefore")), 0)
            for cell in (cell for cell in row.iter(qn("w:tc")) if next(cell.iterancestors(qn("w:tr"))) is row):
                properties = cell.find(qn("w:tcPr"))
                span = merge = None
                if properties is not None:
                    span, merge = properties.find(qn("w:gridSpan")), properties.find(qn("w:vMerge"))
                covered = merge is not None and merge.get(qn("w:val")) != "restart"
                text = self._cell(cell)
                cells += [text if not covered else "", *[""] * (_number(span, 1) - 1)]
            yield GridLine(f"{place}第 {number} 行", tuple(cells))

    def _cell(self, cell: BaseOxmlElement) -> str:
        paragraphs: list[str] = []
        for block in _blocks(cell):
            if block.tag == qn("w:p"):
                paragraphs.append(self.paragraph(block))
            else:
                # A table within a cell: its cells, one after another.
                paragraphs += (text for line in self.table(block, "") for text in line.cells)
        return PARAGRAPH.join(text for text in paragraphs if text)

    def paragraph(self, paragraph: BaseOxmlElement) -> str:
        """A paragraph's text, with the number that Word prints before it."""
        return self.numbering.of(paragraph) + "".join(_texts(paragraph)).strip()


def _texts(element: BaseOxmlElement) -> Iterator[str]:
    for child in element:
        if child.tag == qn("w:t"):
            yield child.text or ""
        elif child.tag in _BREAKS:
            yield _BREAKS[child.tag]
        elif child.tag not in _SKIPPED and isinstance(child.tag, str):
            yield from _texts(child)


@dataclass
class _Numbering:
    """Automatic numbers: counted per list and level, as the document's numbering part says."""

    document: WordDocument
    counts: dict[tuple[str, int], int] = field(default_factory=dict)

    def of(self, paragraph: BaseOxmlElement) -> str:
        """The number before a paragraph (1. or 一、 or （一）), empty where it has none."""
        properties = self._properties(paragraph)
        if properties is None:
            return ""
        number, level = properties
        definition = self._levels(number).get(level)
        if definition is None:
            return ""
        self.counts[number, level] = self.counts.get((number, level), self._start(definition) - 1) + 1
        for deeper in [key for key in self.counts if key[0] == number and key[1] > level]:
            del self.counts[deeper]
        text = _value(definition.find(qn("w:lvlText")))
        for one, other in self._levels(number).items():
            count = self.counts.get((number, one), self._start(other))
            text = text.replace(f"%{one + 1}", _printed(count, _value(other.find(qn("w:numFmt")))))
        return text

    def _properties(self, paragraph: BaseOxmlElement) -> tuple[str, int] | None:
        """The list and the level that a paragraph, or else its style, belongs to."""
        own = paragraph.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
        if own is None:
            style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
            styles = self.document.styles.element
            found = next(
                (each for each in styles.iter(qn("w:style")) if each.get(qn("w:styleId")) == _value(style)), None
            )
            own = found.find(f"{qn('w:pPr')}/{qn('w:numPr')}") if found is not None else None
        if own is None or (number := _value(own.find(qn("w:numId")))) in ("", "0"):
            return None
        return number, _number(own.find(qn("w:ilvl")), 0)

    def _levels(self, number: str) -> dict[int, BaseOxmlElement]:
        """The levels of a list."""
        try:
            numbering = self.document.part.part_related_by(RELATIONSHIP_TYPE.NUMBERING)
        except KeyError:
            return {}
        if not isinstance(numbering, XmlPart):
            return {}
        part = numbering.element
        abstract = next(
            (
                _value(numbering.find(qn("w:abstractNumId")))
                for numbering in part.num_lst
                if numbering.get(qn("w:numId")) == number
            ),
            None,
        )
        for numbering in part.iter(qn("w:abstractNum")):
            if numbering.get(qn("w:abstractNumId")) == abstract:
                return {int(level.get(qn("w:ilvl"))): level for level in numbering.iter(qn("w:lvl"))}
        return {}

    @staticmethod
    def _start(definition: BaseOxmlElement) -> int:
        return _number(definition.find(qn("w:start")), 1)


def _printed(count: int, form: str) -> str:
    """A number in one of Word's forms; those that official documents use."""
    if form in ("chineseCounting", "chineseCountingThousand", "taiwaneseCountingThousand", "japaneseCounting"):
        return chinese_number(count)
    return "" if form in ("bullet", "none") else str(count)


def _value(element: BaseOxmlElement | None) -> str:
    return element.get(qn("w:val"), "") if element is not None else ""


def _number(element: BaseOxmlElement | None, default: int) -> int:
    text = _value(element)
    return int(text) if text.isdigit() else default
