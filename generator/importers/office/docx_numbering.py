"""Word's automatic numbers: what is printed before a paragraph (1. or 一、 or （一）), counted as Word counts."""

from dataclasses import dataclass, field
from functools import cache, cached_property

from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.part import XmlPart
from docx.oxml import ns
from docx.oxml.xmlchemy import BaseOxmlElement

from generator.printed.form import chinese_number
from generator.words.characters import PRIVATE_USE

# An element's name in full, of a name with its usual prefix (w:p).
qn = cache(ns.qn)

_PROPERTIES, _NUMBERED, _STYLE = qn("w:pPr"), qn("w:numPr"), qn("w:pStyle")


@dataclass(frozen=True)
class _List:
    """A list of the numbering part: its kind, the levels of that, the numbers at which its own begin anew."""

    kind: str
    levels: dict[int, BaseOxmlElement]
    anew: dict[int, int]

    def start(self, level: int) -> int:
        return number_of(self.levels[level].find(qn("w:start")), 1)


@dataclass
class Numbering:
    """Automatic numbers: counted per kind of list and level, as the document's numbering part says.

    Lists of one kind go on with one count; one of them begins anew where it says at which number.
    """

    document: WordDocument
    counts: dict[tuple[str, int], int] = field(default_factory=dict)
    begun: set[tuple[str, int]] = field(default_factory=set)
    _lists: dict[str, _List | None] = field(default_factory=dict)

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
        text = value(found.levels[level].find(qn("w:lvlText")))
        if PRIVATE_USE.search(text):
            # A bullet of a symbol font.
            return ""
        for one, other in found.levels.items():
            count = self.counts.get((found.kind, one), found.start(one))
            text = text.replace(f"%{one + 1}", _printed(count, value(other.find(qn("w:numFmt")))))
        return text

    def _properties(self, paragraph: BaseOxmlElement) -> tuple[str, int] | None:
        """The list and the level that a paragraph, or else its style, belongs to."""
        properties = paragraph.find(_PROPERTIES)
        if properties is None:
            return None
        own = properties.find(_NUMBERED)
        if own is None:
            own = self._of_styles.get(value(properties.find(_STYLE)))
        if own is None or (number := value(own.find(qn("w:numId")))) in ("", "0"):
            return None
        return number, number_of(own.find(qn("w:ilvl")), 0)

    @cached_property
    def _of_styles(self) -> dict[str, BaseOxmlElement]:
        """What the styles that number their paragraphs say, by the style's id."""
        found = {
            style.get(qn("w:styleId"), ""): style.find(f"{_PROPERTIES}/{_NUMBERED}")
            for style in self.document.styles.element.iter(qn("w:style"))
        }
        return {name: own for name, own in found.items() if own is not None}

    def _list(self, number: str) -> _List | None:
        if number not in self._lists:
            self._lists[number] = self._read_list(number)
        return self._lists[number]

    def _read_list(self, number: str) -> _List | None:
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
            int(each.get(qn("w:ilvl"))): number_of(start, 1)
            for each in one.iter(qn("w:lvlOverride"))
            if (start := each.find(qn("w:startOverride"))) is not None
        }
        kind = value(one.find(qn("w:abstractNumId")))
        for each in part.element.iter(qn("w:abstractNum")):
            if each.get(qn("w:abstractNumId")) == kind:
                levels = {int(level.get(qn("w:ilvl"))): level for level in each.iter(qn("w:lvl"))}
                return _List(kind, levels, anew)
        return None


# The first of the characters that some of Word's forms count with, and how many there are.
_SERIES = {
    "decimalEnclosedCircle": ("①", 20),
    "decimalEnclosedCircleChinese": ("①", 20),
    "decimalEnclosedParen": ("⑴", 20),
    "decimalEnclosedFullstop": ("⒈", 20),
    "ideographEnclosedCircle": ("㊀", 10),
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
    if form in ("bullet", "none"):
        return ""
    return f"{count:02}" if form == "decimalZero" else str(count)


def value(element: BaseOxmlElement | None) -> str:
    """What an element's w:val says; empty where there is none."""
    return element.get(qn("w:val"), "") if element is not None else ""


def number_of(element: BaseOxmlElement | None, default: int) -> int:
    """The number that an element's w:val says."""
    text = value(element)
    return int(text) if text.isdigit() else default
