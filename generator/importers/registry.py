"""Importers: an official document to a draft of the three lists.

One module a source format, behind the small Protocol `Importer`: detect, split
into rows, read.  `IMPORTERS` lists them; `importer_for` picks one.  `received.py`
opens files, of office formats by one module each (`office/docx.py`, `pdf/document.py` …).
"""

from generator.importers.draft import Importer, ImportProblem, Layout
from generator.importers.text import ocr_table, pdf_text, table_text
from generator.model import ColumnVocabulary, SourceDocument

IMPORTERS: dict[str, Importer] = {
    table_text.FORMAT: table_text.TableText(),
    ocr_table.FORMAT: ocr_table.OcrTable(),
    pdf_text.FORMAT: pdf_text.PdfText(),
}


def importer_for(text: str) -> Importer | None:
    """The first importer that recognises the text, or None."""
    return next((importer for importer in IMPORTERS.values() if importer.detects(text)), None)


def layout_of(source: SourceDocument, words: ColumnVocabulary) -> Layout:
    """What is known of a document's columns.  Raises ImportProblem where its cells have borders of their own."""
    if source.borders and source.format != pdf_text.FORMAT:
        message = f"township.yml 的 source.borders 只用于 {pdf_text.FORMAT}，这份来源是 {source.format}；请删去"
        raise ImportProblem(message)
    return Layout(words, source.columns, source.borders)
