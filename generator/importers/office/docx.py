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


@dataclass(frozen=True)
class _List:
    """A list of the numbering part: its kind, the levels of that, the numbers at which its own begin anew."""

    kind: str
    levels: dict[int, BaseOxmlElement]
    anew: dict[int, int]

    def start(self, level: int) -> int:
        return _number(self.levels[level].find(qn("w:start")), 1)


@dataclass
class _Numbering:
    """Automatic numbers: counted per kind of list and level, as the document's numbering part says.

    Lists of one kind go on with one count; one of them begins anew where it says at which number.
    """

    document: WordDocument
    counts: dict[tuple[str, int], int] = field(default_factory=dict)
    begun: set[tuple[str, int]] = field(default_factory=set)

    def of(self, paragraph: BaseOxmlElement) -> str:
        """The number before a paragraph (1. or 一、 or （一）), empty where it has none."""
        properties = self._properties(paragraph)
        if properties is None:
            return ""
        number, level = properties
        found = self._list(number)
        if found is None or level not in found.levels:
            return ""
        before = self.counts.get((found.kind, level), found.start(level) - 1)
        if level in found.anew and (number, level) not in self.begun:
            before = found.anew[level] - 1
        self.begun.add((number, level))
        self.counts[found.kind, level] = before + 1
        for deeper in [key for key in self.counts if key[0] == found.kind and key[1] > level]:
            del self.counts[deeper]
        text = _value(found.levels[level].find(qn("w:lvlText")))
        for one, other in found.levels.items():
            count = self.counts.get((found.kind, one), found.start(one))
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

    def _list(self, number: str) -> _List | None:
        try:
            part = self.document.part.part_related_by(RELATIONSHIP_TYPE.NUMBERING)
        except KeyError:
            return None
        if not isinstance(part, XmlPart):
            return None
        one = next((each for each in part.element.num_lst if each.get(qn("w:numId")) == number), None)
        if one is None:
            return None
        anew = {
            int(each.get(qn("w:ilvl"))): _number(start, 1)
            for each in one.iter(qn("w:lvlOverride"))
            if (start := each.find(qn("w:startOverride"))) is not None
        }
        kind = _value(one.find(qn("w:abstractNumId")))
        for each in part.element.iter(qn("w:abstractNum")):
            if each.get(qn("w:abstractNumId")) == kind:
                levels = {int(level.get(qn("w:ilvl"))): level for level in each.iter(qn("w:lvl"))}
                return _List(kind, levels, anew)
        return None


# The first of the characters that some of Word's forms count with, and how many there are.
_SERIES = {
    "decimalEnclosedCircle": ("①", 20),
    "decimalEnclosedCircleChinese": ("①", 20),
    "upperLetter": ("A", 26),
    "lowerLetter": ("a", 26),
}


def _printed(count: int, form: str) -> str:
    """A number in one of Word's forms; those that official documents use."""
    if form in ("chineseCounting", "chineseCountingThousand", "taiwaneseCountingThousand", "japaneseCounting"):
        return chinese_number(count)
    first, length = _SERIES.get(form, ("", 0))
    if 1 <= count <= length:
        return chr(ord(first) + count - 1)
    return "" if form in ("bullet", "none") else str(count)


def _value(element: BaseOxmlElement | None) -> str:
    return element.get(qn("w:val"), "") if element is not None else ""


def _number(element: BaseOxmlElement | None, default: int) -> int:
    text = _value(element)
    return int(text) if text.isdigit() else default
