"""Importers: an official document to a draft of the three lists.

One module a source format, behind the small Protocol `Importer`: detect, split
into rows, read.  `IMPORTERS` lists them; `importer_for` picks one.  `received.py`
opens files, of office formats by one module each (`office/docx.py`, `pdf/document.py` …).
"""

from collections.abc import Callable, Iterator, Mapping
from functools import cache

from generator.importers.draft import Importer, ImportProblem, Layout
from generator.model import ColumnVocabulary, SourceDocument

_PDF_TEXT = "pdf-text"


def _table_text() -> Importer:
    from generator.importers.text.table_text import TableText

    return TableText()


def _ocr_table() -> Importer:
    from generator.importers.text.ocr_table import OcrTable

    return OcrTable()


def _pdf_text() -> Importer:
    from generator.importers.text.pdf_text import PdfText

    return PdfText()


class _Importers(Mapping[str, Importer]):
    """The importers by their formats.

    Each is loaded when it is first asked for: the patterns of one take longer to make than a township to check.
    """

    _loads: Mapping[str, Callable[[], Importer]] = {
        "table-text": cache(_table_text),
        "ocr-table": cache(_ocr_table),
        _PDF_TEXT: cache(_pdf_text),
    }

    def __getitem__(self, name: str) -> Importer:
        return self._loads[name]()

    def __iter__(self) -> Iterator[str]:
        return iter(self._loads)

    def __len__(self) -> int:
        return len(self._loads)


IMPORTERS: Mapping[str, Importer] = _Importers()


def importer_for(text: str) -> Importer | None:
    """The first importer that recognises the text, or None."""
    return next((importer for importer in IMPORTERS.values() if importer.detects(text)), None)


def layout_of(source: SourceDocument, words: ColumnVocabulary) -> Layout:
    """What is known of a document's columns.  Raises ImportProblem where its cells have borders of their own."""
    if source.borders and source.format != _PDF_TEXT:
        message = f"township.yml 的 source.borders 只用于 {_PDF_TEXT}，这份来源是 {source.format}；请删去"
        raise ImportProblem(message)
    return Layout(words, source.columns, source.borders)
