"""An official document as received, of whatever file format: its text, and the importer that reads it.

A text file is taken as it is.  Of an office file the text is what its reader
gives (`table_text.grid_text`), so that it can be kept, shown and audited.
"""

import re
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from generator.importers.draft import Guess, Importer, ImportProblem
from generator.importers.grid import GridLine, Remark
from generator.importers.office import csv, docx, xlsx
from generator.importers.pdf import document as pdf
from generator.importers.registry import IMPORTERS, importer_for
from generator.importers.text.table_text import FORMAT as TABLE_TEXT
from generator.importers.text.table_text import grid_text

Reader = Callable[[Path], Iterable[GridLine | Remark]]

# The first bytes of a ZIP archive (what Office has written since 2007), and of what it wrote before, or encrypts.
_ZIP, _OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_IMAGES = (b"\x89PNG", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*")
_CSV_HEADS = re.compile(r'^"?序号"?,', re.MULTILINE)


@dataclass(frozen=True)
class Received:
    """A document's text, who reads it, and where in the file each line stands (empty for a text file: the line).

    `remarks` are the reader's own, each at the line that follows.
    """

    path: Path
    text: str
    importer: Importer
    places: tuple[str, ...] = ()
    remarks: tuple[Guess, ...] = ()

    def place(self, line: int | None) -> str:
        """Where a line of the text, or else the document, is found by a person."""
        if self.places:
            return f"{self.path}：{self.places[line - 1]}" if line else str(self.path)
        return f"{self.path}:{line or 1}:1"

    def place_of(self, guess: Guess) -> str:
        """Where what was guessed is found by a person."""
        return f"{self.path}：{guess.place}" if guess.place else self.place(guess.line)


def receive(path: Path) -> Received:
    """Read a document.  Raises ImportProblem where it is none that can be imported."""
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise ImportProblem("读不了文件：没有这个文件；请看看路径和文件名") from None
    except IsADirectoryError:
        raise ImportProblem("读不了文件：这是一个文件夹") from None
    except OSError as error:
        raise ImportProblem(f"读不了文件：{error.strerror}") from None
    try:
        if reader := _office_reader(raw, path):
            return _received(path, reader)
    except ImportProblem as problem:
        raise ImportProblem(problem.message, place=str(path)) from None
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        raise ImportProblem("文件不是 UTF-8 编码的文本；请先另存为 UTF-8 文本") from None
    if importer := importer_for(text):
        return Received(path, text, importer)
    if _CSV_HEADS.search(text):
        return _received(path, csv.lines)
    raise ImportProblem(
        "认不出这份文件的形式；可以导入的有：PDF（有表格线和文字层）、Word（.docx）、Excel（.xlsx）、CSV，"
        "以及文字识别得到的表格文本（一行一个表格行、栏目以制表符分隔）和 PDF 里取出的文字"
    )


def _received(path: Path, reader: Reader) -> Received:
    lines: list[GridLine] = []
    remarks: list[Guess] = []
    for one in reader(path):
        if isinstance(one, Remark):
            remarks.append(Guess(len(lines) + 1, one.message, place=one.place))
        else:
            lines.append(one)
    if not lines:
        raise ImportProblem("文件是空的")
    places = tuple(line.place for line in lines)
    return Received(path, grid_text(lines), IMPORTERS[TABLE_TEXT], places, tuple(remarks))


def _office_reader(raw: bytes, path: Path) -> Reader | None:
    """Who reads a file of this kind; None for a text.  Raises ImportProblem for kinds that nobody here reads."""
    suffix = path.suffix.lower()
    if raw.startswith(b"%PDF-"):
        return pdf.lines
    if raw.startswith(_ZIP):
        return _package_reader(path)
    if raw.startswith(_OLD_OFFICE):
        if "EncryptedPackage".encode("utf-16-le") in raw:
            raise ImportProblem("文件有密码；请用 Office 或 WPS 打开，去掉密码后另存，再导入")
        raise ImportProblem("这是旧格式的 Word 或 Excel 文件；请用 Office 或 WPS 另存为 .docx 或 .xlsx，再导入")
    if raw.startswith(_IMAGES):
        raise ImportProblem("这是图片，没有文字；请先做文字识别（OCR），再导入识别出的文本")
    if suffix in (".pdf", ".docx", ".xlsx"):
        raise ImportProblem(f"文件损坏，或者不是真的 {suffix[1:]} 文件；请重新取得，或用原来的软件打开后另存")
    return csv.lines if suffix == ".csv" else None


def _package_reader(path: Path) -> Reader:
    try:
        with zipfile.ZipFile(path) as package:
            folders = {name.split("/")[0] for name in package.namelist()}
    except zipfile.BadZipFile:
        raise ImportProblem("文件损坏，打不开；请重新取得，或用原来的软件打开后另存") from None
    if "word" in folders:
        return docx.lines
    if "xl" in folders:
        return xlsx.lines
    raise ImportProblem("这不是 Word（.docx）或 Excel（.xlsx）文件；请另存为其中之一，压缩包请先解压")
