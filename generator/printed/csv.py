"""A plain table as CSV: UTF-8 with a byte order mark, so that spreadsheets open it as such."""

import codecs
import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

# A spreadsheet takes a cell that begins so for a formula, some also where the sign is a wide one; with the mark before
# it, for text.  After https://owasp.org/www-community/attacks/CSV_Injection.
FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")
TEXT_MARK = "'"


def csv_rows(heads: Sequence[str], rows: Iterable[Sequence[str | int]]) -> Iterator[bytes]:
    """A plain table, a row at a time."""
    yield codecs.BOM_UTF8
    for row in chain([heads], rows):
        out = io.StringIO()
        csv.writer(out).writerow([defused(str(cell)) for cell in row])
        yield out.getvalue().encode()


def defused(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula; one that begins with the mark itself gets another one."""
    return TEXT_MARK + cell if cell.startswith((*FORMULA, TEXT_MARK)) else cell


def undefused(cell: str) -> str:
    """The text of such a cell."""
    return cell.removeprefix(TEXT_MARK)
