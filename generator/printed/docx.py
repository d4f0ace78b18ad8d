"""The printed form as a Word document: a ruled table a list, column heads on every page."""

import io

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.table import CT_Row, CT_Tc
from docx.section import Section
from docx.shared import Emu, Mm, Pt
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph
from lxml import etree

from generator.printed.form import Form, Table
from generator.printed.package import settled

_A4 = (Mm(297), Mm(210))
_MARGIN = Mm(18)
_TEXT_WIDTH = _A4[0] - 2 * _MARGIN
# What the document has of the library's empty one: the styles that are used or stand for those that are not named.
_STYLES = ("Table Grid", "footer", "Footer Char")
# A second set of styles for Word 2010, an empty form, lists that nothing is in, the picture of an empty page.
_LEFT_OUT = (
    "http://schemas.microsoft.com/office/2007/relationships/stylesWithEffects",
    RELATIONSHIP_TYPE.CUSTOM_XML,
    RELATIONSHIP_TYPE.NUMBERING,
    RELATIONSHIP_TYPE.THUMBNAIL,
)


def to_docx(form: Form) -> bytes:
    """The document, A4 in landscape, pages numbered."""
    document = _empty()
    font = document.styles["Normal"].font
    font.name, font.size = "宋体", Pt(10.5)
    document.styles["Normal"].element.rPr.rFonts.set(qn("w:eastAsia"), "宋体")
    document.styles["Normal"].paragraph_format.space_after = Pt(0)
    section = document.sections[0]
    section.orientation, (section.page_width, section.page_height) = WD_ORIENT.LANDSCAPE, _A4
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = _MARGIN
    _number_pages(section)
    if form.title:
        _title(document.add_paragraph(), form.title, 18)
    for index, table in enumerate(form.tables):
        heading = document.add_paragraph()
        _title(heading, table.title, 16)
        # Word lists it beside the text.
        etree.SubElement(heading._p.get_or_add_pPr(), qn("w:outlineLvl")).set(qn("w:val"), "0")
        heading.paragraph_format.page_break_before = index > 0
        heading.paragraph_format.keep_with_next = True
        rows = 1 + sum(1 + len(group.rows) for group in table.groups)
        made = document.add_table(rows, len(table.heads), "Table Grid")
        made.autofit = False
        for column, width in zip(made._tbl.tblGrid.gridCol_lst, table.widths, strict=True):
            column.w = Emu(int(_TEXT_WIDTH * width / 100))
        _fill(made, table)
    out = io.BytesIO()
    document.save(out)
    return settled(out.getvalue())


def _empty() -> WordDocument:
    """The library's empty document without what is in vain: half of the bytes of a list."""
    document = Document()
    for relations in (document.part.rels, document.part.package.rels):
        for name in [name for name, one in relations.items() if one.reltype in _LEFT_OUT]:
            del relations[name]
    styles = document.styles.element
    for one in styles.findall(qn("w:style")):
        if one.get(qn("w:default")) is None and one.find(qn("w:name")).get(qn("w:val")) not in _STYLES:
            styles.remove(one)
    return document


def _fill(made: WordTable, table: Table) -> None:
    """Fill a table's rows; on the elements, since python-docx counts the whole table again for every cell."""
    rows = made._tbl.tr_lst
    left = iter(rows)
    heads = next(left)
    _repeat(heads)
    for cell, head in zip(heads.tc_lst, table.heads, strict=True):
        _write(made, cell, (head,), bold=True, centred=True)
    for group in table.groups:
        row = next(left)
        row.tc_lst[0].merge(row.tc_lst[-1])
        _write(made, row.tc_lst[0], (group.heading,), bold=True)
        for cells in group.rows:
            for index, (cell, paragraphs) in enumerate(zip(next(left).tc_lst, cells, strict=True)):
                _write(made, cell, paragraphs, centred=index == 0)
    for row in rows:
        widths = table.widths if len(row.tc_lst) > 1 else (sum(table.widths),)
        for cell, width in zip(row.tc_lst, widths, strict=True):
            cell.width = Emu(int(_TEXT_WIDTH * width / 100))


def _write(
    made: WordTable, cell: CT_Tc, paragraphs: tuple[str, ...], bold: bool = False, centred: bool = False
) -> None:
    """The paragraphs of a cell; a cell always has one, which may be empty."""
    for index, text in enumerate(paragraphs):
        paragraph = Paragraph(cell.p_lst[0] if index == 0 else cell.add_p(), made)
        run = paragraph.add_run(text)
        if bold:
            run.bold = True
        if centred:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _title(paragraph: Paragraph, text: str, size: int) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run(text)
    run.bold, run.font.size = True, Pt(size)


def _repeat(row: CT_Row) -> None:
    """Print a row again at the head of every page."""
    etree.SubElement(row.get_or_add_trPr(), qn("w:tblHeader"))


def _number_pages(section: Section) -> None:
    paragraph = section.footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for text, field in (("第 ", "PAGE"), (" 页，共 ", "NUMPAGES"), (" 页", None)):
        paragraph.add_run(text)
        if field:
            element = OxmlElement("w:fldSimple")
            element.set(qn("w:instr"), field)
            paragraph._p.append(element)
