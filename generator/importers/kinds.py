"""The kinds of files that offices send, told by what is in them and not by their names, and who reads each."""

import re
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

from generator.importers.draft import INSTEAD, ImportProblem
from generator.importers.grid import GridLine, Reader, Remark
from generator.importers.office import converted, csv, docx, html, package, plain, xlsx
from generator.importers.office.converted import ADVICE
from generator.importers.office.text import decoded
from generator.importers.pdf import document as pdf
from generator.importers.scan import image

# The first bytes of a ZIP archive (what Office has written since 2007), and of what it wrote before, or encrypts.
_ZIP, _OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_IMAGES = (b"\x89PNG", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"GIF8", b"BM")
_ARCHIVES = ((b"Rar!\x1a\x07", "RAR"), (b"7z\xbc\xaf\x27\x1c", "7z"), (b"\x1f\x8b", "GZ"))
_JSON = re.compile(rb"(?:\xef\xbb\xbf)?\s*[{\[]\s*[{\"]")
_SLIDES = "这是演示文稿，不是清单；请把清单放进 Word 文档（.docx）或 Excel 工作簿（.xlsx），再导入"
_UNPACK = "请先解压，再导入里面的文件；三张清单分在几个文件里的，几个文件名一起写在 import 后面"
# Old files of Office, by the name of the stream that holds the document.
_STREAMS = (("WordDocument", "docx"), ("Workbook", "xlsx"), ("Book", "xlsx"))
# Documents as one XML file, by what their beginning says.
_XML = (
    ("urn:schemas-microsoft-com:office:spreadsheet", "XML 表格", "xlsx"),
    ("http://schemas.microsoft.com/office/word/2003/wordml", "XML 文档", "docx"),
    ("http://schemas.microsoft.com/office/2006/xmlPackage", "XML 文档", "docx"),
)
_OPEN_DOCUMENT = {
    "application/vnd.oasis.opendocument.text": ("ODT 文档", "docx"),
    "application/vnd.oasis.opendocument.spreadsheet": ("ODS 表格", "xlsx"),
}
# In bytes: a list of three hundred duties is a twentieth of it, as a web page that Word saved a half.
_MOST_TEXT = 6_000_000
# Of a text; a list has a tenth.
_MOST_LINES, _LONGEST_LINE = 50_000, 100_000
_CSV_HEADS = re.compile(r'^"?序号"?,', re.MULTILINE)
_MARKDOWN_TABLE = re.compile(
    r"^[ \t]*(?:\|[ \t]*)?:?-{2,}:?[ \t]*(?:\|[ \t]*:?-{2,}:?[ \t]*)+(?:\|[ \t]*)?$", re.MULTILINE
)
# What the parser would need minutes for.
_TANGLE = re.compile(r"\[{40}|(?:>[ \t]?){40}|^[ \t]{160,}\S", re.MULTILINE)


def reader_of(raw: bytes, path: Path) -> Reader | None:
    """Who reads a file as lines of cells; None for what is a text already.

    Raises ImportProblem for kinds that nobody here reads.
    """
    if raw.startswith(b"%PDF-"):
        return pdf.lines
    if raw.startswith(_ZIP):
        return _package_reader(path)
    if raw.startswith(_OLD_OFFICE):
        return _old_reader(raw, path)
    if raw.startswith(b"{\\rtf"):
        return converted.reader("RTF 文档", "docx")
    for start, name in _ARCHIVES:
        if raw.startswith(start):
            raise ImportProblem(f"这是压缩包（{name}）；{_UNPACK}")
    if raw.startswith(_IMAGES):
        return image.lines
    if _JSON.match(raw):
        raise ImportProblem(f"这是给程序用的数据（JSON），不是一份清单；{INSTEAD}")
    if not raw.strip(b"\0 \t\r\n"):
        raise ImportProblem("文件是空的")
    if html.is_mht(raw):
        return html.lines
    if len(raw) > _MOST_TEXT:
        size, most = len(raw) // 1_000_000, _MOST_TEXT // 1_000_000
        raise ImportProblem(
            f"文件有 {size} MB 文字，太大（最多 {most} MB），不像是一份清单；请只留下清单，另存后再导入"
        )
    return _text_reader(decoded(raw), path.suffix.lower())


def is_picture(path: Path) -> bool:
    """Whether a file is a picture: several of these are the pages of one document."""
    try:
        with path.open("rb") as file:
            return file.read(8).startswith(_IMAGES)
    except OSError:
        return False


def _text_reader(text: str, suffix: str) -> Reader | None:
    if html.is_html(text):
        return html.lines
    for words, what, to in _XML:
        if text.lstrip("\ufeff \r\n").startswith("<") and words in text[:3000]:
            return converted.reader(what, to)
    if suffix in (".pdf", ".docx", ".xlsx"):
        raise ImportProblem(f"文件损坏，或者不是真的 {suffix[1:]} 文件；请重新取得，或用原来的软件打开后另存")
    if text.count("\n") > _MOST_LINES or max(map(len, text.split("\n"))) > _LONGEST_LINE:
        raise ImportProblem(
            f"文件有 {_MOST_LINES} 行以上，或一行有 {_LONGEST_LINE} 字以上，太长，不像是一份清单；"
            "请只留下清单，另存后再导入"
        )
    if _MARKDOWN_TABLE.search(text):
        return partial(_markdown_lines, text)
    if csv.is_tab_text(text):
        return csv.tab_lines
    if plain.has_bars(text):
        return plain.bar_lines
    if plain.goes_on_below(text):
        return plain.tab_lines
    return csv.lines if suffix == ".csv" or _CSV_HEADS.search(text) else None


def _markdown_lines(text: str, _: Path) -> Iterator[GridLine | Remark]:
    """The lines of a text in Markdown."""
    from markdown import markdown

    if _TANGLE.search(text):
        raise ImportProblem("Markdown 里的括号、引用或缩进套了几十层，不像是一份清单；请只留下表格，另存后再导入")
    return html.page_lines(markdown(text, extensions=["tables"]))


def _old_reader(raw: bytes, path: Path) -> Reader:
    if _has(raw, "EncryptedPackage"):
        raise ImportProblem("文件有密码；请用 Office 或 WPS 打开，去掉密码后另存，再导入")
    if _has(raw, "PowerPoint Document"):
        raise ImportProblem(_SLIDES)
    suffix = path.suffix.lower()
    for stream, to in _STREAMS:
        if _has(raw, stream):
            kind = "Word 文件" if to == "docx" else "Excel 文件"
            return converted.reader(f"旧格式的 {kind}（{suffix or '没有扩展名'}）", to)
    to = "xlsx" if suffix in (".xls", ".et", ".ett", ".xlt") else "docx"
    raise ImportProblem(f"这是旧格式的办公文件，里面没有找到文档，可能损坏；{ADVICE[to]}")


def _has(raw: bytes, stream: str) -> bool:
    return f"{stream}\0".encode("utf-16-le") in raw


def _package_reader(path: Path) -> Reader:
    names = package.names(path)
    folders = {name.split("/")[0] for name in names}
    if "word" in folders:
        return docx.lines
    if "xl" in folders:
        if "xl/workbook.bin" in names:
            return converted.reader("Excel 二进制工作簿（.xlsb）", "xlsx")
        return _workbook_lines
    if "ppt" in folders:
        raise ImportProblem(_SLIDES)
    if "OFD.xml" in names:
        raise ImportProblem(
            "这是 OFD 版式文件；请用 WPS 或 OFD 阅读器打开，另存（导出）为 PDF，再导入；"
            "有原来的 Word、Excel 文件的，用它更准"
        )
    if "mimetype" in names and (kind := _OPEN_DOCUMENT.get(package.text(path, "mimetype"))):
        return converted.reader(*kind)
    listed = "、".join(f"“{name}”" for name in names[:3]) + ("……" if len(names) > 3 else "")
    raise ImportProblem(f"这是压缩包，里面有 {len(names)} 个文件：{listed}；{_UNPACK}")


def _workbook_lines(path: Path) -> Iterable[GridLine | Remark]:
    """A workbook; LibreOffice calculates the formulas for which the program that wrote it gave no results."""
    try:
        return [*xlsx.lines(path)]
    except xlsx.Uncalculated:
        if converted.program() is None:
            raise
    return converted.reader("公式没有算出结果的工作簿", "xlsx")(path)
