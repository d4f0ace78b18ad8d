"""The printed form as CSV: UTF-8 with a byte order mark, so that spreadsheets open it as such."""

import csv as csv_format
import io

from generator.printed.form import Form

# A spreadsheet takes a cell that begins so for a formula; with the mark before it, for text.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
TEXT_MARK = "'"


def csv(form: Form) -> bytes:
    """Headings and categories stand in the first cell of a row; the paragraphs of a cell on lines of their own."""
    out = io.StringIO()
    writer = csv_format.writer(out)
    if form.title:
        writer.writerow([defused(form.title)])
    for table in form.tables:
        writer.writerow([defused(table.title)])
        writer.writerow(table.heads)
        for group in table.groups:
            writer.writerow([defused(group.heading)])
            writer.writerows([defused("\n".join(cell)) for cell in row] for row in group.rows)
    return out.getvalue().encode("utf-8-sig")


def defused(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula; one that begins with the mark itself gets another one."""
    return TEXT_MARK + cell if cell.startswith((*FORMULA, TEXT_MARK)) else cell
