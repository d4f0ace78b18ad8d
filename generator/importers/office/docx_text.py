"""The text of a Word paragraph as it is seen on paper, and what is left out of it, each with its reason.

python-docx opens the file; the texts are taken from the elements, since it leaves out what stands in tracked
insertions, content controls and fields.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.xmlchemy import BaseOxmlElement

from generator.importers.grid import PARAGRAPH
from generator.importers.office import eq_field
from generator.importers.office.breaks import SOFT_BREAK
from generator.importers.office.colours import WHITE, alike
from generator.importers.office.docx_numbering import qn, value

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_VML = "{urn:schemas-microsoft-com:vml}"
_PICTURE = "{http://schemas.openxmlformats.org/drawingml/2006/picture}pic"
_MARKS = {qn("w:cr"): SOFT_BREAK, qn("w:tab"): " ", qn("w:ptab"): " ", qn("w:noBreakHyphen"): "-"}
# What holds no text of the document, or the same a second time for older programs.
_SKIPPED = {f"{_MC}Fallback", qn("w:pPr"), qn("w:rPr"), qn("w:sdtPr"), qn("w:rubyPr"), qn("w:tcPr")}
_DRAWN = {qn("w:drawing"), qn("w:pict"), qn("w:object")}
_NOTES = {
    qn("w:footnoteReference"): (RELATIONSHIP_TYPE.FOOTNOTES, qn("w:footnote"), "脚注"),
    qn("w:endnoteReference"): (RELATIONSHIP_TYPE.ENDNOTES, qn("w:endnote"), "尾注"),
}
# The circled digits of the font Wingdings, which have characters of their own; of its other signs nobody can tell.
_WINGDINGS = {0xF080 + at: "⓪①②③④⑤⑥⑦⑧⑨⑩"[at] for at in range(11)} | {0xF08B + at: "⓿❶❷❸❹❺❻❼❽❾❿"[at] for at in range(11)}
_NO = ("0", "false", "off")


@dataclass
class _Field:
    """A field that is open: its code, and whether what comes is still that."""

    code: str = ""
    in_code: bool = True
    result: str = ""


@dataclass(frozen=True)
class _Look:
    """What a style, or a run itself, says of its text; None where it says nothing."""

    struck: bool | None = None
    hidden: bool | None = None
    colour: str | None = None

    def over(self, other: "_Look") -> "_Look":
        """This look where it says something, else the other."""
        return _Look(
            other.struck if self.struck is None else self.struck,
            other.hidden if self.hidden is None else self.hidden,
            other.colour if self.colour is None else self.colour,
        )


@dataclass
class WordTexts:
    """Reads the paragraphs of a document; `left` and `taken` hold what is to be said of what was read since they were
    cleared: for each reason the texts.
    """

    document: WordDocument
    left: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    taken: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    # Whether the paragraph that was read last has text, but none that shows.
    is_unseen: bool = False
    _out: list[str] = field(default_factory=list)
    _fields: list[_Field] = field(default_factory=list)
    _looks: dict[str, _Look] = field(default_factory=dict)

    def of(self, paragraph: BaseOxmlElement, ground: str) -> str:
        """The text of a paragraph, its line breaks as SOFT_BREAK; `ground` is the colour behind it, if it is known."""
        self._out, self._fields, self.is_unseen = [], [], False
        properties = paragraph.find(qn("w:pPr"))
        style = value(properties.find(qn("w:pStyle"))) if properties is not None else ""
        look = self._style(style or self._usual_style).over(self._defaults)
        own = fill(properties)
        self._walk(paragraph, look, ground if own is None else own, "")
        text = "".join(self._out).strip(f" {SOFT_BREAK}")
        self.is_unseen = self.is_unseen and not text
        return text

    # --- the elements, in order ----------------------------------------------------------------------

    def _walk(self, element: BaseOxmlElement, look: _Look, ground: str, unseen: str) -> None:
        """Take what is below an element; `unseen` says why none of it shows, empty where it does."""
        for child in element:
            tag = child.tag
            if tag in _SKIPPED or not isinstance(tag, str):
                continue
            if tag == qn("w:r"):
                self._run(child, look, ground, unseen)
            elif tag in (qn("w:t"), _MATH_TEXT):
                self._take(child.text or "", unseen)
            elif tag in _MARKS:
                self._take(_MARKS[tag], unseen)
            elif tag == qn("w:br"):
                is_soft = child.get(qn("w:type"), "textWrapping") == "textWrapping"
                self._take(SOFT_BREAK if is_soft else PARAGRAPH, unseen)
            elif tag in (qn("w:fldChar"), qn("w:instrText"), qn("w:fldSimple")):
                self._field(child, look, ground, unseen)
            elif tag in (qn("w:del"), qn("w:moveFrom")):
                self._leave("修订里删去的字", bare_text(child))
            elif tag in (qn("w:ins"), qn("w:moveTo")):
                before = len(self._out)
                self._walk(child, look, ground, unseen)
                self.taken["修订里加上的字，照收"] += filter(None, ["".join(self._out[before:])])
            elif tag == qn("w:rt"):
                self._leave("注在字上面的拼音", bare_text(child))
            elif tag in _DRAWN:
                self._drawn(child)
            elif tag == qn("w:sym"):
                self._symbol(child, unseen)
            elif tag == qn("w:commentReference"):
                self._comment(child)
            elif tag in _NOTES:
                self._note(child, *_NOTES[tag])
            elif tag == qn("w:sdt") and child.find(f"{qn('w:sdtPr')}/{qn('w:showingPlcHdr')}") is not None:
                self._leave("没有填写的控件里的提示", bare_text(child))
            else:
                self._walk(child, look, ground, unseen)

    def _take(self, text: str, unseen: str) -> None:
        open_field = self._fields[-1] if self._fields else None
        if open_field and open_field.in_code:
            open_field.code += text
        elif unseen:
            self._leave(unseen, text)
            self.is_unseen = True
        else:
            self._out.append(text)
            if open_field:
                open_field.result += text

    def _leave(self, reason: str, text: str) -> None:
        if text.strip():
            self.left[reason].append(text.strip())

    def _run(self, run: BaseOxmlElement, look: _Look, ground: str, unseen: str) -> None:
        properties = run.find(qn("w:rPr"))
        if properties is not None:
            own = _look(properties)
            look = own.over(self._style(value(properties.find(qn("w:rStyle"))))).over(look)
            behind = fill(properties)
            ground = behind if behind is not None else ground
            if (marker := value(properties.find(qn("w:highlight")))) not in ("", "none"):
                ground = WHITE if marker == "white" else ""
        self._walk(run, look, ground, unseen or _why(look, ground))

    def _field(self, element: BaseOxmlElement, look: _Look, ground: str, unseen: str) -> None:
        if element.tag == qn("w:fldSimple"):
            before = len(self._out)
            self._walk(element, look, ground, unseen)
            if len(self._out) == before:
                self._coded(element.get(qn("w:instr"), ""), unseen)
            return
        if element.tag == qn("w:instrText"):
            if self._fields:
                self._fields[-1].code += element.text or ""
            return
        match element.get(qn("w:fldCharType")):
            case "begin":
                self._fields.append(_Field())
            case "separate" if self._fields:
                self._fields[-1].in_code = False
            case "end" if self._fields:
                ended = self._fields.pop()
                if not ended.result:
                    self._coded(ended.code, unseen)

    def _coded(self, code: str, unseen: str) -> None:
        """Take what a field without a result shows."""
        if eq_field.is_eq(code):
            self._leave("注在字上面的拼音", eq_field.over(code))
            self._take(eq_field.shown(code), unseen)

    # --- what is no text -----------------------------------------------------------------------------

    def _drawn(self, drawn: BaseOxmlElement) -> None:
        """A text box is no part of the sentence that it hangs on; of a picture nobody knows what it says."""
        boxes = [
            box
            for box in drawn.iter(qn("w:txbxContent"))
            if not any(above.tag == f"{_MC}Fallback" for above in box.iterancestors())
        ]
        for box in boxes:
            self._leave("文本框里的字", " ".join(bare_text(one) for one in box))
        for art in drawn.iter(f"{_VML}textpath"):
            self._leave("艺术字", art.get("string", ""))
        if not boxes and any(True for _ in drawn.iter(_PICTURE, f"{_VML}imagedata")):
            self.left["图片或公式（里面若有字，请看原件）"].append("")

    def _symbol(self, symbol: BaseOxmlElement, unseen: str) -> None:
        font, code = symbol.get(qn("w:font"), ""), int(symbol.get(qn("w:char"), "0"), 16)
        if font == "Wingdings" and code | 0xF000 in _WINGDINGS:
            self._take(_WINGDINGS[code | 0xF000], unseen)
        elif 0xE000 <= code <= 0xF8FF or font in ("Symbol", "Wingdings", "Wingdings 2", "Wingdings 3", "Webdings"):
            self._leave("符号", f"{font} 字体的 U+{code:04X}")
        else:
            self._take(chr(code), unseen)

    def _comment(self, reference: BaseOxmlElement) -> None:
        found = self.document.comments.get(int(reference.get(qn("w:id"), "-1")))
        if found is not None:
            self._leave("批注", f"{found.author}：{found.text}")

    def _note(self, reference: BaseOxmlElement, relation: str, tag: str, name: str) -> None:
        try:
            notes = parse_xml(self.document.part.part_related_by(relation).blob)
        except KeyError:
            return
        wanted = reference.get(qn("w:id"))
        for note in notes.iter(tag):
            if note.get(qn("w:id")) == wanted:
                self._leave(name, bare_text(note))

    # --- how it looks --------------------------------------------------------------------------------

    @cached_property
    def _styles(self) -> dict[str, BaseOxmlElement]:
        return {one.get(qn("w:styleId"), ""): one for one in self.document.styles.element.iter(qn("w:style"))}

    @cached_property
    def _usual_style(self) -> str:
        for name, style in self._styles.items():
            if style.get(qn("w:type")) == "paragraph" and style.get(qn("w:default")) in ("1", "true"):
                return name
        return ""

    @cached_property
    def _defaults(self) -> _Look:
        found = self.document.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
        return _look(found) if found is not None else _Look()

    def _style(self, name: str) -> _Look:
        """What a style says, with those that it is based on."""
        if name not in self._looks:
            self._looks[name] = _Look()
            style = self._styles.get(name)
            if style is not None:
                properties = style.find(qn("w:rPr"))
                own = _look(properties) if properties is not None else _Look()
                self._looks[name] = own.over(self._style(value(style.find(qn("w:basedOn")))))
        return self._looks[name]

    def colours_tables(self, name: str) -> bool:
        """Whether a style of tables has colours behind its cells."""
        style = self._styles.get(name)
        if style is None:
            return False
        based = value(style.find(qn("w:basedOn")))
        return any(fill(one.getparent()) for one in style.iter(qn("w:shd"))) or (
            based != name and self.colours_tables(based)
        )


def fill(properties: BaseOxmlElement | None) -> str | None:
    """The colour that a run's, paragraph's or cell's shading puts behind it: None without one, empty if unknown."""
    shading = properties.find(qn("w:shd")) if properties is not None else None
    if shading is None or shading.get(qn("w:val")) == "nil":
        return None
    if shading.get(qn("w:val"), "clear") != "clear":
        return ""
    colour = shading.get(qn("w:fill"), "auto")
    return colour.upper() if len(colour) == 6 else None


def bare_text(element: BaseOxmlElement) -> str:
    """All text below an element, however it looks."""
    return "".join(one.text or "" for one in element.iter(qn("w:t"), qn("w:delText")))


def _look(properties: BaseOxmlElement) -> _Look:
    struck = [_is_on(properties, name) for name in ("w:strike", "w:dstrike")]
    return _Look(
        struck=True if any(struck) else False if False in struck else None,
        hidden=_is_on(properties, "w:vanish"),
        colour=value(properties.find(qn("w:color"))).upper() or None,
    )


def _is_on(properties: BaseOxmlElement, name: str) -> bool | None:
    found = properties.find(qn(name))
    return None if found is None else found.get(qn("w:val"), "true") not in _NO


def _why(look: _Look, ground: str) -> str:
    if look.struck:
        return "划了删除线的字"
    if look.hidden:
        return "隐藏的字"
    if look.colour and ground and alike(look.colour, ground):
        return "颜色与底色一样、看不见的字"
    return ""


def words(texts: Iterator[str] | list[str]) -> str:
    """WordTexts that were left out, some of them, for a remark."""
    quoted = [f"“{one[:20]}{'…' if len(one) > 20 else ''}”" for one in texts if one]
    return "、".join(quoted[:3]) + (f"……共 {len(quoted)} 处" if len(quoted) > 3 else "")
