"""Application: 调整申请表, a Word document that the form in the browser fills in, or `filled` here.

The browser puts the parts together as they are, so it needs no library: all of them are texts, and the document is cut
around the row of a change.  `{{name}}` is where a value goes; `{{now}}` and the like stand for paragraphs.
"""

import io
import json
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from generator.printed.package import zipped

TITLE = "乡镇（街道）履行职责事项清单调整申请表"
# What is said of the whole request, and of each change.
_HEADS = (
    ("乡镇（街道）", "{{township}}"),
    ("途径", "{{track}}"),
    ("理由", "{{reason}}"),
    ("决定机关", "{{decided}}"),
    ("文件", "{{document}}"),
    ("批准、生效日期", "批准：{{approved}}　生效：{{effective}}"),
)
_COLUMNS = (("序号", "{{place}}", 12), ("事项", "{{what}}", 38), ("现在的", "{{now}}", 62), ("改为", "{{then}}", 62))
_SIGNED = ("申请单位（盖章）：", "经办人、电话：", "日期：")
_MARGIN, _WIDTH, _HEAD = Mm(18), 174, 34
_DOCUMENT = "word/document.xml"
_STYLES = ("Normal", "DefaultParagraphFont", "TableNormal", "TableGrid")
# What the document does without.
_LEFT_OUT = re.compile(
    r"docProps/|customXml/|word/(?:theme|webSettings|fontTable|stylesWithEffects|numbering|settings)"
)
# As the script leaves them out.
_NOT_IN_XML = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_PAGE_BREAK = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'


def application() -> str:
    """The template as JSON, for the script that fills it in."""
    with zipfile.ZipFile(io.BytesIO(_document())) as package:
        parts = {
            name: package.read(name).decode()
            for name in package.namelist()
            if name != _DOCUMENT and not _LEFT_OUT.match(name)
        }
        document = package.read(_DOCUMENT).decode()
    for name in ("[Content_Types].xml", "_rels/.rels", "word/_rels/document.xml.rels"):
        parts[name] = _without(parts[name])
    (row,) = re.findall(r"<w:tr\b(?:(?!<w:tr\b).)*?\{\{place\}\}.*?</w:tr>", document, re.DOTALL)
    before, after = document.split(row)
    (paragraph,) = re.findall(r"<w:p\b(?:(?!<w:p\b).)*?\{\{what\}\}.*?</w:p>", row, re.DOTALL)
    for name in ("what", "now", "then"):
        row = row.replace(paragraph.replace("{{what}}", f"{{{{{name}}}}}"), f"{{{{{name}}}}}")
    made = {
        "version": "1",
        "name": _DOCUMENT,
        "parts": parts,
        "before": before,
        "row": row,
        "paragraph": paragraph.replace("{{what}}", "{{text}}"),
        "after": after,
    }
    return json.dumps(made, ensure_ascii=False)


def _without(text: str) -> str:
    """A list of parts, without those that are left out."""
    return re.sub(
        r'<(?:Override|Relationship)\b[^>]*(?:PartName|Target)="/?([^"]+)"[^>]*/>',
        lambda found: "" if any(map(_LEFT_OUT.match, (found[1].lstrip("./"), f"word/{found[1]}"))) else found[0],
        text,
    )


def _document() -> bytes:
    document = Document()
    styles = document.styles.element
    for style in list(styles):
        if style.tag == qn("w:latentStyles") or (
            style.tag == qn("w:style") and style.get(qn("w:styleId")) not in _STYLES
        ):
            styles.remove(style)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "宋体", Pt(10.5)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), "宋体")
    normal.paragraph_format.space_after = Pt(0)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = _MARGIN
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = title.add_run(TITLE)
    run.bold, run.font.size = True, Pt(16)
    heads = document.add_table(len(_HEADS), 2, "Table Grid")
    for row, texts in zip(heads.rows, _HEADS, strict=True):
        for cell, text, width in zip(row.cells, texts, (_HEAD, _WIDTH - _HEAD), strict=True):
            cell.text, cell.width = text, Mm(width)
    document.add_paragraph()
    changes = document.add_table(2, len(_COLUMNS), "Table Grid")
    for index, (head, value, width) in enumerate(_COLUMNS):
        for row, text in zip(changes.rows, (head, value), strict=True):
            row.cells[index].text, row.cells[index].width = text, Mm(width)
    for table, widths in ((heads, (_HEAD, _WIDTH - _HEAD)), (changes, tuple(width for _, _, width in _COLUMNS))):
        table.autofit = False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Mm(width)
    document.add_paragraph()
    for text in _SIGNED:
        document.add_paragraph(text)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@dataclass(frozen=True)
class ApplicationRow:
    """A change as the form has it: the duty, its texts as they are, and as they shall be."""

    what: str
    now: Sequence[str]
    then: Sequence[str]


@dataclass(frozen=True)
class Application:
    """What a form says; of what is not known the place stays empty."""

    township: str
    rows: Sequence[ApplicationRow]
    track: str = ""
    reason: str = ""
    decided: str = ""
    document: str = ""
    approved: str = ""
    effective: str = ""


def filled(applications: Iterable[Application]) -> bytes:
    """The forms, filled in as the script in the browser does it, each on a page of its own: a Word document."""
    template = json.loads(application())
    before, after, paragraph = template["before"], template["after"], template["paragraph"]
    opened = before.index("<w:body>") + len("<w:body>")
    closed = after.rindex("<w:sectPr")

    def put(text: str, values: Mapping[str, str | Sequence[str]]) -> str:
        def value(found: re.Match[str]) -> str:
            own = values.get(found[1], "")
            if isinstance(own, str):
                return _as_xml(own)
            return "".join(paragraph.replace("{{text}}", _as_xml(one)) for one in own or ("",))

        return re.sub(r"\{\{(\w+)\}\}", value, text)

    bodies = []
    for one in applications:
        heads = {key: getattr(one, key) for key in ("track", "reason", "decided", "document", "approved", "effective")}
        values = {"township": one.township, **heads}
        rows = [
            put(template["row"], {"place": str(place), "what": [row.what], "now": row.now, "then": row.then})
            for place, row in enumerate(one.rows, 1)
        ]
        bodies.append(put(before[opened:], values) + "".join(rows) + put(after[:closed], values))
    document = before[:opened] + _PAGE_BREAK.join(bodies) + after[closed:]
    parts = {**template["parts"], template["name"]: document}
    return b"".join(zipped((name, [text.encode()]) for name, text in parts.items()))


def _as_xml(text: str) -> str:
    return escape(_NOT_IN_XML.sub("", text))
