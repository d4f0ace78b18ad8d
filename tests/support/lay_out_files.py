"""Files of tables that are laid out (`lay_outs.py`), one writer a format; `WRITERS` are all of them by their suffix."""

import csv
import html
import io
import json
from collections.abc import Callable, Iterator, Sequence
from itertools import zip_longest
from pathlib import Path

import typst
from docx import Document
from openpyxl import Workbook

from support.lay_outs import LEFT, SOFT, UP, Rows, Sheet
from support.typeset import FONTS

_PAGE = """
#set page(paper: "a4", flipped: true, margin: 15mm)
#set text(font: "Noto Serif CJK SC", size: 10pt, lang: "zh", fallback: false, cjk-latin-spacing: none)
#let data = json(bytes(sys.inputs.data))
#let cell(one) = table.cell(x: one.x, y: one.y, colspan: one.across, rowspan: one.down,
  one.text.split("\\n").join(linebreak()))
#for rows in data { table(columns: rows.widths.map(width => width * 1fr), stroke: STROKE, ..rows.cells.map(cell)) }
"""


def cells(rows: Rows) -> Iterator[tuple[int, int, int, int, str]]:
    """The cells that are not covered: the row, the column, how many it is over each way, and the text."""
    for y, row in enumerate(rows):
        for x, text in enumerate(row):
            if text in (LEFT, UP):
                continue
            across = _run(row[x + 1 :], LEFT)
            down = _run([other[x] if x < len(other) else "" for other in rows[y + 1 :]], UP)
            yield y, x, 1 + down, 1 + across, text


def _run(texts: Sequence[str], mark: str) -> int:
    return next((place for place, text in enumerate(texts) if text != mark), len(texts))


def bare(sheets: list[Sheet], line_feed: str = "\n") -> list[list[str]]:
    """The rows of all sheets without merged cells; their breaks are line feeds."""
    return [
        ["" if text in (LEFT, UP) else text.replace(SOFT, "\n").replace("\n", line_feed) for text in row]
        for sheet in sheets
        for row in sheet.rows
    ]


def write_xlsx(sheets: list[Sheet], path: Path) -> None:
    book = Workbook()
    book.remove(book.active)
    for sheet in sheets:
        page = book.create_sheet(sheet.name)
        for y, x, down, across, text in cells(sheet.rows):
            page.cell(y + 1, x + 1, text.replace(SOFT, "\n"))
            if down * across > 1:
                page.merge_cells(start_row=y + 1, start_column=x + 1, end_row=y + down, end_column=x + across)
    book.save(path)


def write_docx(sheets: list[Sheet], path: Path) -> None:
    document = Document()
    for sheet in sheets:
        table = document.add_table(len(sheet.rows), max(map(len, sheet.rows)))
        for y, x, down, across, text in cells(sheet.rows):
            cell = table.cell(y, x).merge(table.cell(y + down - 1, x + across - 1))
            # python-docx writes a line feed as a soft break.
            first, *more = (paragraph.replace(SOFT, "\n") for paragraph in text.split("\n"))
            cell.text = first
            for paragraph in more:
                cell.add_paragraph(paragraph)
    document.save(str(path))


def write_csv(sheets: list[Sheet], path: Path) -> None:
    out = io.StringIO()
    csv.writer(out).writerows(bare(sheets))
    path.write_text(out.getvalue(), "utf-8-sig", newline="")


def write_tabs(sheets: list[Sheet], path: Path) -> None:
    """As Excel's “Unicode 文本”: all rows are as wide."""
    rows = bare(sheets)
    width = max(map(len, rows))
    out = io.StringIO()
    csv.writer(out, "excel-tab").writerows([*row, *[""] * (width - len(row))] for row in rows)
    path.write_text(out.getvalue(), "utf-16", newline="")


def write_html(sheets: list[Sheet], path: Path) -> None:
    out = ["<html><meta charset=utf-8><body>"]
    for sheet in sheets:
        out.append("<table>")
        last = -1
        for y, _, down, across, text in cells(sheet.rows):
            out += ["<tr>"] * (y - last)
            last = y
            words = html.escape(text).replace("\n", "<br>").replace(SOFT, "<br>")
            out.append(f"<td rowspan={down} colspan={across}>{words}</td>")
        out.append("</table>")
    path.write_text("\n".join(out), "utf-8")


def write_markdown(sheets: list[Sheet], path: Path) -> None:
    """A table has as many columns as its heads; what stands over the whole width above it is a line of its own."""
    out: list[str] = []
    for sheet in sheets:
        width = 0
        for row, whole in zip(bare([sheet], "<br>"), sheet.rows, strict=True):
            is_wide = whole[1:] == [LEFT] * (len(whole) - 1)
            if len(row) != width and is_wide:
                out += ["", row[0], ""]
                width = 0
                continue
            starts = len(row) != width
            out += [""] * starts + [f"| {' | '.join(row)} |"] + [f"|{'---|' * len(row)}"] * starts
            width = len(row)
        out.append("")
    path.write_text("\n".join(out), "utf-8")


def write_pdf(sheets: list[Sheet], path: Path, stroke: str = "0.5pt") -> None:
    data = [
        {
            "widths": [min(40, 4 + max(map(len, column))) for column in zip_longest(*sheet.rows, fillvalue="")],
            "cells": [
                {"y": y, "x": x, "down": down, "across": across, "text": text.replace(SOFT, "")}
                for y, x, down, across, text in cells(sheet.rows)
            ],
        }
        for sheet in sheets
    ]
    source = _PAGE.replace("STROKE", stroke)
    path.write_bytes(
        typst.compile(source.encode(), format="pdf", font_paths=FONTS, sys_inputs={"data": json.dumps(data)})
    )


def write_unruled(sheets: list[Sheet], path: Path) -> None:
    write_pdf(sheets, path, "none")


WRITERS: dict[str, tuple[str, Callable[[list[Sheet], Path], None]]] = {
    "xlsx": ("xlsx", write_xlsx),
    "docx": ("docx", write_docx),
    "csv": ("csv", write_csv),
    "tabs": ("txt", write_tabs),
    "html": ("html", write_html),
    "markdown": ("md", write_markdown),
    "pdf": ("pdf", write_pdf),
    "unruled pdf": ("pdf", write_unruled),
}
