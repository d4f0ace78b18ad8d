"""The printed form as CSV: UTF-8 with a byte order mark, so that spreadsheets open it as such."""

import codecs
import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from generator.printed.form import Form

# A spreadsheet takes a cell that begins so for a formula, some also where the sign is a wide one; with the mark before
# it, for text.  After https://owasp.org/www-community/attacks/CSV_Injection.
FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")
TEXT_MARK = "'"


def to_csv(form: Form) -> bytes:
    """Headings and categories stand in the first cell of a row; the paragraphs of a cell on lines of their own."""
    out = io.StringIO()
    writer = csv.writer(out)
    if form.title:
        writer.writerow([defused(form.title)])
    for table in form.tables:
        writer.writerow([defused(table.title)])
        writer.writerow(table.heads)
        for group in table.groups:
            writer.writerow([defused(group.heading)])
            writer.writerows([defused("\n".join(cell)) for cell in row] for row in group.rows)
    return out.getvalue().encode("utf-8-sig")


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
