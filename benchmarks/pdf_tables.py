"""PDFs of several programs, with borders and without: what comes back of the five townships' duties.

    python3 -m venv VENV && VENV/bin/pip install -e . weasyprint reportlab pdfplumber img2table camelot-py
    VENV/bin/python benchmarks/pdf_tables.py [--made FOLDER] [--only MAKER …] [--townships ID …] [--wrong] [--cells]

Each township's printed form is laid out by typst (our own PDF), Chromium's print, WeasyPrint, ReportLab and LibreOffice
(from our own Word file; `apt-get install libreoffice-writer-nogui`), once with ruled tables and once without any
border; `--made` keeps the PDFs and takes those that are there.  A duty is exact where the import gives it as the
content has it; blanks at a line's end, which HTML swallows, are counted apart.  `--cells` holds the cells that we find
in the ruled ones against those that pdfplumber, camelot and img2table find: how many of the form's cells each has with
the very text, white space aside.
"""

import argparse
import html
import io
import json
import shutil
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

import typst
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from generator.changes.importing import Place, import_document
from generator.importers.draft import ImportProblem
from generator.importers.grid import GridLine
from generator.importers.pdf.document import lines
from generator.model import Township
from generator.printed.docx import to_docx
from generator.printed.form import Form, Paragraphs, Table, form
from generator.printed.pdf import song
from generator.project import PROJECT
from generator.read.folder import read

STYLE = """
@page { size: A4 landscape; margin: 18mm; @bottom-center { content: "第 " counter(page) " 页" } }
body { font: 10.5pt "Noto Serif CJK SC"; margin: 0 }
h1, h2 { text-align: center } h2 { break-before: page }
table { border-collapse: collapse; width: 100%; table-layout: fixed } p { margin: 0 }
td, th { border: BORDER; padding: 4pt 5pt; vertical-align: top; text-align: left }
"""


def pages(form: Form, border: str) -> str:
    """The form as HTML."""
    parts = [f"<!doctype html><html lang=zh><style>{STYLE.replace('BORDER', border)}</style>"]
    parts += [f"<h1>{html.escape(form.title)}</h1>"] if form.title else []
    for table in form.tables:
        widths = "".join(f'<col style="width: {width}%">' for width in table.widths)
        heads = "".join(f"<th>{html.escape(head)}</th>" for head in table.heads)
        parts.append(f"<h2>{html.escape(table.title)}</h2><table><colgroup>{widths}</colgroup>")
        parts.append(f"<thead><tr>{heads}</tr></thead>")
        for row in rows(table):
            cells = "".join("<td>" + "".join(f"<p>{html.escape(one)}</p>" for one in cell) + "</td>" for cell in row)
            whole = cells.replace("<td>", f'<td colspan="{len(table.heads)}">') if len(row) == 1 else cells
            parts.append(f"<tr>{whole}</tr>")
        parts.append("</table>")
    return "".join(parts)


def rows(table: Table) -> Iterator[tuple[Paragraphs, ...]]:
    """The rows below the heads; a category's heading is one cell."""
    for group in table.groups:
        yield ((group.heading,),)
        yield from group.rows


def by_typst(form: Form, is_ruled: bool) -> bytes:
    """Our own PDF."""
    layout = (PROJECT / "generator/printed/form.typ").read_text("utf-8")
    inputs = {"form": json.dumps(asdict(form), ensure_ascii=False), "font": song().family}
    source = layout if is_ruled else layout.replace("stroke: 0.5pt", "stroke: none")
    return typst.compile(source.encode(), format="pdf", sys_inputs=inputs)


def by_chromium(form: Form, is_ruled: bool) -> bytes:
    """What the browser prints."""
    program = next(filter(None, map(shutil.which, ("chromium-headless-shell", "chromium", "google-chrome"))))
    with tempfile.TemporaryDirectory() as folder:
        source, made = Path(folder) / "form.html", Path(folder) / "form.pdf"
        source.write_text(pages(form, border(is_ruled)), "utf-8", newline="\n")
        command = [program, "--headless", "--no-sandbox", "--disable-gpu", f"--print-to-pdf={made}", source.as_uri()]
        subprocess.run(command, check=True, capture_output=True)
        return made.read_bytes()


def by_weasyprint(form: Form, is_ruled: bool) -> bytes:
    """The same HTML, by WeasyPrint."""
    from weasyprint import HTML

    return bytes(HTML(string=pages(form, border(is_ruled))).write_pdf())


def border(is_ruled: bool) -> str:
    """The border of a cell in CSS."""
    return "0.5pt solid black" if is_ruled else "none"


def by_reportlab(form: Form, is_ruled: bool) -> bytes:
    """ReportLab's flowables."""
    from reportlab.lib.pagesizes import A4, landscape
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.platypus import LongTable, PageBreak, SimpleDocTemplate
    from reportlab.platypus import Paragraph as Text

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    style = ParagraphStyle("cell", fontName="STSong-Light", fontSize=10.5, leading=15, wordWrap="CJK")
    title = ParagraphStyle("title", style, fontSize=16, leading=24, alignment=1)
    story: list[object] = [Text(html.escape(form.title), title)] if form.title else []
    for table in form.tables:
        content: list[list[object]] = [[Text(html.escape(head), style) for head in table.heads]]
        spans = []
        for row in rows(table):
            if len(row) == 1:
                spans.append(("SPAN", (0, len(content)), (-1, len(content))))
            cells = [[Text(html.escape(one), style) for one in cell] for cell in row]
            content.append(cells + [""] * (len(table.heads) - len(cells)))
        ruled = [("GRID", (0, 0), (-1, -1), 0.5, "black")] if is_ruled else []
        widths = [landscape(A4)[0] * 0.86 * width / 100 for width in table.widths]
        made = LongTable(content, widths, repeatRows=1, splitInRow=1)
        made.setStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), *spans, *ruled])
        story += [PageBreak()] if story else []
        story += [Text(html.escape(table.title), title), made]
    out = io.BytesIO()
    SimpleDocTemplate(out, pagesize=landscape(A4), margin=50).build(
        story, onLaterPages=lambda canvas, _: canvas.drawCentredString(420, 30, f"- {canvas.getPageNumber()} -")
    )
    return out.getvalue()


def by_libreoffice(form: Form, is_ruled: bool) -> bytes:
    """Our Word file, by LibreOffice."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "form.docx"
        source.write_bytes(to_docx(form))
        if not is_ruled:
            document = Document(str(source))
            for properties in document.element.iter(qn("w:tblPr")):
                borders = OxmlElement("w:tblBorders")
                for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
                    edge = OxmlElement(f"w:{side}")
                    edge.set(qn("w:val"), "nil")
                    borders.append(edge)
                properties.append(borders)
            document.save(str(source))
        command = ["soffice", f"-env:UserInstallation={Path(folder).as_uri()}/profile", "--headless"]
        subprocess.run(
            [*command, "--convert-to", "pdf", "--outdir", folder, str(source)], check=True, capture_output=True
        )
        return source.with_suffix(".pdf").read_bytes()


MAKERS: dict[str, Callable[[Form, bool], bytes]] = {
    "typst": by_typst,
    "Chromium": by_chromium,
    "WeasyPrint": by_weasyprint,
    "ReportLab": by_reportlab,
    "LibreOffice": by_libreoffice,
}


def exact(township: Township, path: Path) -> tuple[int, int, list[str], float]:
    """How many duties come back as they are, how many but for white space, which do not, and the import's time."""
    start = time.process_time()
    place = Place("甲省", None, "甲县", township.file.name)
    with tempfile.TemporaryDirectory() as folder:
        content = Path(folder)
        try:
            imported = import_document(path, township.id, place, content)
        except ImportProblem as problem:
            return 0, 0, [f"{problem.place}：{problem.message}"], time.process_time() - start
        took = time.process_time() - start
        for name, text in imported.files.items():
            (content / name).parent.mkdir(parents=True, exist_ok=True)
            (content / name).write_text(text, "utf-8", newline="\n")
        (back,) = read(content).content.townships
    wanted, found = duties(township), duties(back)
    right = sum(found.get(key) == duty for key, duty in wanted.items())
    wrong = [key for key, duty in wanted.items() if "".join(found.get(key, "").split()) != "".join(duty.split())]
    return right, len(wanted) - len(wrong), wrong, took


def duties(township: Township) -> dict[str, str]:
    """What the document says of each duty, under what stands for it: its list, category, number."""
    left_out = {"notes", "allow", "topics", "source", "id"}
    return {
        f"{kind.value} {category.name} {duty.number}": json.dumps(duty.model_dump(exclude=left_out), ensure_ascii=False)
        for kind, one in township.lists.items()
        for category in one.categories
        for duty in category.duties
    }


# --- cells -----------------------------------------------------------------------------------------


def by_us(path: Path) -> Iterator[str]:
    """The cells of every line."""
    for line in lines(path):
        if isinstance(line, GridLine):
            yield from line.cells


def by_pdfplumber(path: Path) -> Iterator[str]:
    """Its tables by lines, as they come."""
    import pdfplumber

    with pdfplumber.open(path) as document:
        for page in document.pages:
            for table in page.extract_tables():
                yield from (cell or "" for row in table for cell in row)


def by_camelot(path: Path) -> Iterator[str]:
    """Its tables by lines."""
    import camelot

    for table in camelot.read_pdf(str(path), pages="all", flavor="lattice"):
        yield from (cell for row in table.data for cell in row)


def by_img2table(path: Path) -> Iterator[str]:
    """Its tables, by the picture."""
    from img2table.document import PDF

    for tables in PDF(str(path), pdf_text_extraction=True).extract_tables().values():
        for table in tables:
            yield from (cell.value or "" for row in table.content.values() for cell in row)


FINDERS = {"ours": by_us, "pdfplumber": by_pdfplumber, "camelot": by_camelot, "img2table": by_img2table}


def share(form: Form, found: Sequence[str]) -> float:
    """How many of the form's cells are among those found, of 1."""
    wanted = Counter("".join(cell) for table in form.tables for row in rows(table) for cell in row)
    plain = Counter("".join(cell.split()) for cell in found)
    same = Counter({"".join(text.split()): count for text, count in wanted.items()}) & plain
    return same.total() / wanted.total()


def main() -> None:
    """Make, read back, compare, print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--made", type=Path)
    parser.add_argument("--only", nargs="*", default=list(MAKERS))
    parser.add_argument("--townships", nargs="*")
    parser.add_argument("--cells", action="store_true")
    parser.add_argument("--wrong", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        made = asked.made or Path(folder)
        made.mkdir(parents=True, exist_ok=True)
        content = read(PROJECT / "content").content
        townships = [one for one in content.townships if not asked.townships or one.id in asked.townships]
        for name in asked.only:
            for is_ruled in (True, False):
                right, almost, whole, slowest = 0, 0, 0, 0.0
                for township in townships:
                    laid_out = form(township)
                    path = made / f"{name}-{'ruled' if is_ruled else 'bare'}-{township.id.replace('/', '-')}.pdf"
                    if not path.exists():
                        path.write_bytes(MAKERS[name](laid_out, is_ruled))
                    good, but_for_space, wrong, took = exact(township, path)
                    slowest = max(slowest, took)
                    right += good
                    almost += but_for_space
                    whole += len(duties(township))
                    if asked.wrong and wrong:
                        print("   ", township.id, len(wrong), *wrong[:4], flush=True)
                    if asked.cells and is_ruled:
                        shares = {finder: share(laid_out, list(find(path))) for finder, find in FINDERS.items()}
                        print(
                            "   ", township.id, *(f"{finder} {one:.1%}" for finder, one in shares.items()), flush=True
                        )
                borders = "with" if is_ruled else "without"
                exactly = f"{right} of {whole} exact, {almost} but for white space"
                print(f"{name}, {borders} borders: {exactly}, at most {slowest:.1f} s", flush=True)


if __name__ == "__main__":
    main()
