"""The files of a township's printed form, by file format."""

from collections.abc import Callable, Iterable, Iterator

from generator import paths
from generator.model import Township
from generator.printed.csv import csv
from generator.printed.docx import docx
from generator.printed.form import Form, form
from generator.printed.pdf import pdf
from generator.printed.xlsx import xlsx

WRITERS: dict[str, Callable[[Form], bytes]] = {"csv": csv, "xlsx": xlsx, "docx": docx, "pdf": pdf}


def files(townships: Iterable[Township], file_format: str) -> Iterator[tuple[str, bytes]]:
    """A file for each township: its path and bytes.  Raises CannotPrint where a text does not go into the format."""
    for township in townships:
        yield paths.printed(township.id, file_format), WRITERS[file_format](form(township))
