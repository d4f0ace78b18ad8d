"""Hostile text in every field of the YAML: every file that can be downloaded has it as written."""

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from docx import Document
from openpyxl import load_workbook

from support.hostile import not_whole


def csv_cells(file: Path) -> list[str]:
    cells = [cell for row in csv.reader(io.StringIO(file.read_text("utf-8-sig"), newline="")) for cell in row]
    assert not [cell for cell in cells if re.match(r"[=+\-@\t\r\n＝＋－＠]", cell)]
    return [cell.removeprefix("'") for cell in cells]


def xlsx_cells(file: Path) -> list[str]:
    cells = [cell for sheet in load_workbook(file) for row in sheet.iter_rows() for cell in row]
    assert "f" not in {cell.data_type for cell in cells}
    assert not [cell for cell in cells if cell.hyperlink]
    return [str(cell.value) for cell in cells]


def docx_cells(file: Path) -> list[str]:
    return [cell.text for table in Document(str(file)).tables for row in table.rows for cell in row.cells]


def json_texts(value: Any) -> list[str]:
    if isinstance(value, dict | list):
        return [text for one in (value.values() if isinstance(value, dict) else value) for text in json_texts(one)]
    return [str(value)]


@pytest.mark.parametrize(
    ("file", "texts"),
    [
        ("data/jia-yi.xlsx", xlsx_cells),
        ("data/all.xlsx", xlsx_cells),
        ("data/jia-yi.docx", docx_cells),
        ("data/jia-yi.csv", csv_cells),
        ("data/all.csv", csv_cells),
        ("data/all.jsonl", lambda file: json_texts([json.loads(one) for one in file.read_text().splitlines()])),
        ("data/all.json", lambda file: json_texts(json.loads(file.read_text("utf-8")))),
        ("api/v1/townships/jia/yi.json", lambda file: json_texts(json.loads(file.read_text("utf-8")))),
    ],
)
def test_file_holds_it_as_written(
    hostile: Path, names: list[str], file: str, texts: Callable[[Path], list[str]]
) -> None:
    """Every duty's name is a cell or a value, word for word; no cell is a formula or a link."""
    assert set(names) - set(texts(hostile / file)) == set()


def test_pdf_prints_it_as_written(hostile: Path, names: list[str]) -> None:
    """The PDF's text has every kind, in the names and more; within the sheet, also a word without an end."""
    pdf = pypdfium2.PdfDocument(hostile / "data/jia-yi.pdf")
    pages = [pdf[number].get_textpage() for number in range(len(pdf))]
    text = "".join(page.get_text_bounded() for page in pages)
    assert not_whole(text, len(names)) == []
    assert all(page.get_charbox(at)[2] < page.page.get_width() for page in pages for at in range(page.count_chars()))
    for page in pages:
        page.close()
    pdf.close()
