"""Damaged files and hostile ones, of every kind: a message in Chinese within limits, nothing half-written.

Each is imported in a process of its own (`support/alone.py`), which a minute ends.  What is still read after the
damage, is imported.  How long each takes: `benchmarks/damaged.py`.
"""

import io
import json
import os
import re
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
import typst
from PIL import Image

from generator.printed.csv import to_csv
from generator.printed.docx import to_docx
from generator.printed.form import Form
from generator.printed.xlsx import to_xlsx
from support.alone import Alone
from support.places import PROJECT, TESTS
from support.printed import FORM
from support.typeset import FONTS

# What shows pictures may have to be recognised.
_PICTURES = (".png", ".jpg", ".scan.pdf", "-image.pdf")
# What is not imported while it is whole: it has to be recognised, or unpacked.
_NOT_READ = ("png", "jpg", "scan.pdf", "zip")
_MEGABYTES, _MEGABYTES_OF_PICTURES = 500, 1500
# Words that are no library's: kinds of files, programs, this program's own options and files.
_KNOWN = re.compile(
    r"(?i)qingdan|import|township|source|overrides|columns|sheet|set_aside|vocabulary|yml|yaml|word|excel|office|wps|"
    r"libreoffice|markdown|xlsx|docx|xlsb|pdf|csv|html|unicode|ansi|utf|gb|ofd|rar|png|jpeg|jpg|tiff|make|ocr|pip|"
    r"install|apt|debian|writer|calc|nogui|ctrl|shift|enter|basic|cooperative|reclaimed|county|txt|content|townships|"
    r"jia|yi|categories|xfd|dpi|venv|bin|python|rtf|xml"
)


# --- whole files -----------------------------------------------------------------------------------


@cache
def whole(kind: str) -> bytes:
    """A file of a kind, that is imported."""
    return _WHOLE[kind]()


def _page(form: Form) -> str:
    rows = []
    for table in form.tables:
        rows += [[table.title], list(table.heads)]
        for group in table.groups:
            rows += [[group.heading], *(["<br>".join(cell) for cell in row] for row in group.rows)]
    cells = ("".join(f"<td>{cell}</td>" for cell in row) for row in rows)
    return f"<html><meta charset=utf-8><table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table></html>"


def _markdown(form: Form) -> str:
    out = []
    for table in form.tables:
        out += ["", table.title, "", f"| {' | '.join(table.heads)} |", f"|{'---|' * len(table.heads)}"]
        for group in table.groups:
            out += [f"| {group.heading} |", *(f"| {' | '.join(map('<br>'.join, row))} |" for row in group.rows)]
    return "\n".join(out)


def _tabs(form: Form) -> str:
    out = []
    for table in form.tables:
        out += [table.title, "\t".join(table.heads)]
        for group in table.groups:
            out += [group.heading, *("\t".join(map("\u2028".join, row)) for row in group.rows)]
    return "\n".join(out)


_TYPST = """
#set page(width: 400pt, height: 300pt, margin: 15pt)
#set text(font: "Noto Serif CJK SC", size: 9pt, lang: "zh", fallback: false)
#let data = json(bytes(sys.inputs.data))
#for one in data [
  #align(center, one.title)
  #table(columns: one.heads.len(), stroke: 0.5pt, ..one.heads, ..one.rows.flatten())
]
"""


def _typeset(file_format: str) -> bytes:
    data = [
        {
            "title": table.title,
            "heads": table.heads,
            "rows": [["\n".join(cell) for cell in row] for group in table.groups for row in group.rows],
        }
        for table in FORM.tables
    ]
    made = typst.compile(
        _TYPST.encode(), format=file_format, font_paths=FONTS, ppi=100, sys_inputs={"data": json.dumps(data)}
    )
    return bytes(made[0] if isinstance(made, list) else made)


def _photograph() -> bytes:
    out = io.BytesIO()
    Image.open(io.BytesIO(_typeset("png"))).convert("RGB").save(out, "JPEG")
    return out.getvalue()


def _scan() -> bytes:
    out = io.BytesIO()
    Image.open(io.BytesIO(_typeset("png"))).convert("RGB").save(out, "PDF", resolution=100)
    return out.getvalue()


def _archive(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def _members(package: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


_WHOLE: dict[str, Callable[[], bytes]] = {
    "xlsx": lambda: to_xlsx(FORM),
    "docx": lambda: to_docx(FORM),
    "csv": lambda: to_csv(FORM),
    "html": lambda: _page(FORM).encode(),
    "md": lambda: _markdown(FORM).encode(),
    "txt": lambda: _tabs(FORM).encode(),
    "pdf": lambda: _typeset("pdf"),
    "png": lambda: _typeset("png"),
    "jpg": _photograph,
    "scan.pdf": _scan,
    "zip": lambda: _archive({"清单.csv": to_csv(FORM)}),
}


# --- damage to any ---------------------------------------------------------------------------------


def _flipped(raw: bytes, every: int, mask: int) -> bytes:
    return bytes(byte ^ mask if place % every == every // 2 else byte for place, byte in enumerate(raw))


ANY: dict[str, Callable[[bytes], bytes]] = {
    "nothing": lambda _: b"",
    "a byte": lambda raw: raw[:1],
    "five bytes": lambda raw: raw[:5],
    "a tenth": lambda raw: raw[: len(raw) // 10],
    "half": lambda raw: raw[: len(raw) // 2],
    "all but the end": lambda raw: raw[: len(raw) * 19 // 20],
    "all but a byte": lambda raw: raw[:-1],
    "without its beginning": lambda raw: raw[20:],
    "zeros": lambda raw: bytes(len(raw)),
    "zeros within": lambda raw: raw[: len(raw) // 3] + bytes(len(raw) // 3) + raw[len(raw) * 2 // 3 :],
    "twice": lambda raw: raw + raw,
    "in itself": lambda raw: raw[: len(raw) // 2] + raw + raw[len(raw) // 2 :],
    **{
        f"each {every}th byte with {mask}": lambda raw, every=every, mask=mask: _flipped(raw, every, mask)  # type: ignore[misc]
        for every in (7, 97, 997)
        for mask in (1, 0x80)
    },
    "every line end gone": lambda raw: raw.replace(b"\n", b""),
}


# --- damage to packages ----------------------------------------------------------------------------

_MEGABYTE = b" " * 1_000_000


@cache
def _packed(megabytes: int) -> tuple[bytes, int, int]:
    """So many megabytes of blanks, deflated, and their two checksums."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = packer.compress(_MEGABYTE) + packer.flush(zlib.Z_FULL_FLUSH)
    checksum, other = 0, 1
    for _ in range(megabytes):
        checksum, other = zlib.crc32(_MEGABYTE, checksum), zlib.adler32(_MEGABYTE, other)
    return block * megabytes + b"\x03\x00", checksum, other


def _bomb(members: dict[str, bytes], name: str, size: int) -> bytes:
    """A package of which a part is 800 MB of blanks, and says that it is of another size."""
    data, checksum, _ = _packed(800)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for other, content in members.items():
            if other != name:
                archive.writestr(other, content)
        # Stored, and then said to be deflated.
        archive.writestr(zipfile.ZipInfo(name), data)
        info = archive.getinfo(name)
        info.compress_type, info.file_size, info.CRC = zipfile.ZIP_DEFLATED, size, checksum
    return out.getvalue()


def packages() -> Iterator[tuple[str, bytes]]:
    """Office files with parts that are missing, empty, cut, or hostile."""
    main_parts = {"xlsx": "xl/worksheets/sheet1.xml", "docx": "word/document.xml"}
    for kind, main in main_parts.items():
        members = _members(whole(kind))
        for number, name in enumerate(members):
            yield f"{number}-gone.{kind}", _archive({key: data for key, data in members.items() if key != name})
            for how, data in (("empty", b""), ("cut", members[name][: len(members[name]) // 2]), ("text", b"<a/>")):
                yield f"{number}-{how}.{kind}", _archive(members | {name: data})
        declared = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">'
        laughs = declared + b"".join(
            b'<!ENTITY %c "%s">' % (97 + level, b"&%c;" % (96 + level) * 10) for level in range(1, 9)
        )
        deep = b"<a>" * 200_000 + b"</a>" * 200_000
        yield f"laughs.{kind}", _archive(members | {main: laughs + b"]><a>&i;</a>"})
        yield (
            f"file.{kind}",
            _archive(members | {main: b'<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]><a>&a;</a>'}),
        )
        yield f"deep.{kind}", _archive(members | {main: deep})
        yield f"bomb.{kind}", _bomb(members, main, 800_000_000)
        yield f"bomb-lies.{kind}", _bomb(members, main, 1000)
        yield f"many.{kind}", _archive(members | {f"{number}.xml": b"" for number in range(50_000)})
    members = _members(whole("xlsx"))
    sheet = members["xl/worksheets/sheet1.xml"]
    merged = b'<mergeCells><mergeCell ref="%s"/></mergeCells>'
    text = b'<c r="%s" t="inlineStr"><is><t>%s</t></is></c>'
    for name, rows, after in (
        ("far", b'<row r="1048576">' + text % (b"XFD1048576", b"x") + b"</row>", b""),
        ("outside", b'<row r="9999999"><c r="ZZZZ9999999"><v>1</v></c></row>', b""),
        ("merged", b"", merged % b"A1:XFD1048576"),
        ("merged-wrongly", b"", merged % b"B9:A1"),
        ("rows", b"".join(b'<row r="%d"/>' % row for row in range(100, 300_000)), b""),
        ("numbers", b'<row r="99"><c r="A99"><v>1e400</v></c><c r="B99"><v>NaN</v></c></row>', b""),
        ("long", b'<row r="99">' + text % (b"A99", b"x" * 5_000_000) + b"</row>", b""),
    ):
        changed = re.sub(b"<mergeCells.*</mergeCells>", b"", sheet) if after else sheet
        changed = changed.replace(b"</sheetData>", rows + b"</sheetData>" + after)
        yield f"{name}.xlsx", _archive(members | {"xl/worksheets/sheet1.xml": changed})
    changed = re.sub(b'<dimension ref="[^"]*"', b'<dimension ref="A1:XFD1048576"', sheet)
    yield "dimension.xlsx", _archive(members | {"xl/worksheets/sheet1.xml": changed})
    members = _members(whole("docx"))
    document = members["word/document.xml"]
    cell, end = b"<w:tbl><w:tr><w:tc>", b"<w:p/></w:tc></w:tr></w:tbl>"
    numbered = b"<w:p><w:pPr><w:numPr>%s</w:numPr></w:pPr></w:p>"
    symbol = b'<w:p><w:r><w:sym w:font="Symbol" w:char="%s"/></w:r></w:p>'
    for name, before, added in (
        ("span", b"<w:tcPr>", b'<w:gridSpan w:val="999999999"/>'),
        ("before", b"<w:trPr>", b'<w:gridBefore w:val="999999999"/>'),
        ("nested", b"<w:body>", cell * 3000 + end * 3000),
        ("tables", b"<w:body>", (cell + end) * 60_000),
        ("numbers", b"<w:body>", numbered % b'<w:ilvl w:val="99"/><w:numId w:val="-5"/>'),
        ("words", b"<w:body>", numbered % b'<w:ilvl w:val="x"/>'),
        ("symbol", b"<w:body>", symbol % b"XYZ"),
        ("codes", b"<w:body>", symbol.replace(b"Symbol", b"A") % b"FFFFFFFF"),
    ):
        yield f"{name}.docx", _archive(members | {"word/document.xml": document.replace(before, before + added)})


# --- damage to PDFs --------------------------------------------------------------------------------


def _pdf(*objects: bytes, trailer: bytes = b"") -> bytes:
    """A PDF of objects, numbered from 1; the first is the catalogue."""
    out, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects) + 1
    end = b"trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF" % (count, trailer, len(out))
    return out + b"xref\n0 %d\n0000000000 65535 f \n%s%s" % (count, table, end)


def _stream(data: bytes | int, more: bytes = b"") -> bytes:
    """A stream of data, or of so many megabytes of blanks."""
    if isinstance(data, int):
        raw, _, checksum = _packed(data)
        packed = b"\x78\x9c" + raw + checksum.to_bytes(4)
    else:
        packed = zlib.compress(data)
    return b"<</Filter/FlateDecode/Length %d%s>>stream\n%s\nendstream" % (len(packed), more, packed)


def _one_page(content: bytes, box: bytes = b"0 0 300 400", resources: bytes = b"", *more: bytes) -> bytes:
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[%s]/Contents 4 0 R/Resources<<%s>>>>" % (box, resources)
    return _pdf(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>", page, content, *more)


def pdfs() -> Iterator[tuple[str, bytes]]:
    """PDFs whose structure is broken, or hostile."""
    raw = whole("pdf")
    yield "no-xref.pdf", raw.replace(b"startxref", b"startxxxx")
    yield "xref-nowhere.pdf", re.sub(rb"startxref\s+\d+", b"startxref\n99999999", raw)
    yield "xref-zero.pdf", re.sub(rb"startxref\s+\d+", b"startxref\n0", raw)
    yield "no-objects.pdf", raw.replace(b" obj", b" xxx")
    yield "no-pages.pdf", raw.replace(b"/Pages", b"/Xages")
    yield "no-streams.pdf", raw.replace(b"endstream", b"endxxxxxx")
    locked = b"/ID[<00><00>]/Encrypt<</Filter/Standard/V 2/R 3/Length 128/P -1/O<%s>/U<%s>>>" % (b"11" * 32, b"22" * 32)
    for name, lock in (("locked", locked), ("locked-oddly", b"/Encrypt<</Filter/Odd/V 9>>")):
        yield f"{name}.pdf", _one_page(_stream(b"")).replace(b"/Root 1 0 R", b"/Root 1 0 R" + lock)
    yield "loop.pdf", _pdf(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R]/Count 1>>")
    yield "empty.pdf", _pdf(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 0>>")
    yield "count.pdf", _pdf(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 2000000000>>")
    kids = b"3 0 R " * 20_000
    yield (
        "pages.pdf",
        _pdf(
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[%s]/Count 20000>>" % kids,
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 400]>>",
        ),
    )
    yield "blank.pdf", _one_page(_stream(b""))
    yield "huge.pdf", _one_page(_stream(b""), b"0 0 2000000 2000000")
    yield (
        "huge-with-lines.pdf",
        _one_page(_stream(b"0 0 m 2000000 2000000 l S 10 10 50 50 re S"), b"0 0 2000000 2000000"),
    )
    yield "no-size.pdf", _one_page(_stream(b""), b"0 0 0 0")
    yield "backwards.pdf", _one_page(_stream(b"10 10 50 50 re S"), b"300 400 0 0")
    yield "not-numbers.pdf", _one_page(_stream(b""), b"a b c d")
    yield "bomb.pdf", _one_page(_stream(400))
    yield "paths.pdf", _one_page(_stream(b"1 1 m 9 9 l S " * 400_000))
    yield (
        "grid.pdf",
        _one_page(_stream(b"".join(b"%d 0 m %d 400 l S 0 %d m 300 %d l S " % (n, n, n, n) for n in range(300)) * 20)),
    )
    yield "saves.pdf", _one_page(_stream(b"q " * 500_000))
    yield "poster.pdf", _one_page(_stream(b"10 10 4000 4000 re S"), b"0 0 4990 4990")
    image = b"/Type/XObject/Subtype/Image/Width 60000/Height 60000/ColorSpace/DeviceGray/BitsPerComponent 8"
    yield (
        "huge-image.pdf",
        _one_page(_stream(b"300 0 0 400 0 0 cm /A Do"), b"0 0 300 400", b"/XObject<</A 5 0 R>>", _stream(b"x", image)),
    )
    full = image.replace(b"60000", b"20000")
    yield (
        "large-image.pdf",
        _one_page(
            _stream(b"300 0 0 400 0 0 cm /A Do"),
            b"0 0 300 400",
            b"/XObject<</A 5 0 R>>",
            _stream(400, full),
        ),
    )


# --- damage to texts and pictures ------------------------------------------------------------------


def texts() -> Iterator[tuple[str, bytes]]:
    """Texts that are long, deep, or wide."""
    heads = "基本履职事项清单\n序号\t事项名称\n"
    yield "long-line.csv", ("序号,事项名称\n1," + "长" * 1_900_000).encode()
    yield "quote.csv", ('序号,事项名称\n1,"' + "长" * 500_000).encode()
    yield "quotes.csv", ("序号,事项名称\n" + '"' * 3_000_001).encode()
    yield "rows.csv", ("序号,事项名称\n" + "1,甲\n" * 500_000).encode()
    yield "cells.csv", ("序号,事项名称\n" + "," * 4_000_000).encode()
    yield "utf-16-odd.csv", b"\xff\xfe" + "序号,事项名称".encode("utf-16-le") + b"\x00"
    yield "surrogates.csv", b"\xff\xfe" + b"\x00\xd8" * 1000
    yield "large.txt", b"a" * 10_000_000
    yield "lines.txt", (heads + "甲\n" * 300_000).encode()
    yield "brackets.txt", (heads + "1\t" + "（" * 300_000).encode()
    yield "ordinals.txt", (heads + "1\t" + "一、" * 300_000).encode()
    yield "digits.txt", (heads + "1" * 300_000 + "\t甲").encode()
    yield "tags.txt", (heads + "1\t" + "<p>" * 300_000).encode()
    yield "blanks.txt", (heads + "1\t甲" + " " * 500_000 + "乙").encode()
    names = "县教育局、" * 20_000
    yield (
        "names.txt",
        f"配合履职事项清单\n序号\t事项名称\t对应上级部门\t上级部门职责\t乡镇配合职责\n1\t甲\t{names}\t乙\t丙".encode(),
    )
    yield "words.txt", (heads + "1\t" + "县林业局负责" * 50_000).encode()
    yield (
        "pdf-text.txt",
        (
            "基本履职事项清单\n序号 事项名称\n"
            + "配合履职事项清单\n序号 事项名称 对应上级部门 上级部门职责 镇配合职责\n1 甲\n"
            + "县林业局负责检查。\n" * 20_000
        ).encode(),
    )
    table = "<table><tr><td>序号<td>事项名称"
    yield "deep.html", ("<html>" + "<div>" * 200_000 + "甲").encode()
    yield "deep-tables.html", ("<html>" + "<table><tr><td>" * 20_000 + "甲").encode()
    yield "wide.html", f"<html>{table}<tr><td colspan=1000000000>甲</table>".encode()
    yield "high.html", f"<html>{table}<tr><td rowspan=1000000000>甲<td>乙</table>".encode()
    yield "cells.html", ("<html><table><tr>" + "<td>甲" * 500_000).encode()
    yield "tables.html", ("<html>" + "<table><tr><td>甲</table>" * 100_000).encode()
    yield "attributes.html", ("<html><p " + "a=1 " * 1_000_000 + ">甲").encode()
    yield "comment.html", ("<html><!--" + "-" * 3_000_000).encode()
    yield "styles.html", ("<html><style>" + "p{color:red}" * 200_000 + "</style><p>甲").encode()
    yield (
        "mail.mht",
        b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n"
        + b"--x\nContent-Type: text/html\n\n<p>a\n" * 50_000,
    )
    yield "quotes.md", ("> " * 50_000 + "甲\n\n| 序号 | 事项名称 |\n|---|---|\n| 1 | 甲 |").encode()
    yield (
        "lists.md",
        ("\n".join("  " * level + "- 甲" for level in range(1500)) + "\n\n| 序号 | 名称 |\n|---|---|\n").encode(),
    )
    yield "stars.md", ("| 序号 | 名称 |\n|---|---|\n| 1 | " + "*" * 100_000 + " |").encode()
    yield "links.md", ("| 序号 | 名称 |\n|---|---|\n| 1 | " + "[" * 50_000 + " |").encode()
    yield "bars.md", ("| 序号 | 名称 |\n|---|---|\n" + "|" * 300_000).encode()
    yield "table.rtf", b"{\\rtf1" + b"{" * 2_000
    yield "old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook\0".encode("utf-16-le") + b"\xff" * 5000
    yield "old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(5000)
    yield (
        "sheet.xml",
        b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">' + b"<a>" * 100_000,
    )
    yield "archive.rar", b"Rar!\x1a\x07\x00" + bytes(100)
    yield "archive.7z", b"7z\xbc\xaf\x27\x1c" + bytes(100)
    yield "many.zip", _archive({f"{number}.csv": b"" for number in range(50_000)})
    yield "names.zip", _archive({"../" * 1000 + "a.csv": b""})


def pictures() -> Iterator[tuple[str, bytes]]:
    """Pictures that say that they are huge."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4) + name + data + zlib.crc32(name + data).to_bytes(4)

    for side in (60_000, 20_000, 2**31 - 1):
        header = side.to_bytes(4) * 2 + b"\x08\x00\x00\x00\x00"
        data = zlib.compress(bytes(1000))
        yield f"{side}.png", b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")
    yield "none.png", b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", bytes(13)) + chunk(b"IEND", b"")
    yield (
        "many.gif",
        b"GIF89a\xff\xff\xff\xff\x00\x00\x00" + b"\x2c\x00\x00\x00\x00\xff\xff\xff\xff\x00\x02\x00" * 20_000 + b";",
    )
    raw = bytearray(whole("jpg"))
    place = raw.index(b"\xff\xc0") + 5
    raw[place : place + 4] = b"\xff\xff\xff\xff"
    yield "huge.jpg", bytes(raw)
    yield "bits.bmp", b"BM" + bytes(16) + (2**31 - 1).to_bytes(4, "little") * 2 + bytes(60)
    yield "loop.tif", b"II*\x00\x08\x00\x00\x00\x00\x00\x08\x00\x00\x00"


# --- the series ------------------------------------------------------------------------------------


def everything() -> Iterator[tuple[str, bytes]]:
    """All of it."""
    for kind in _WHOLE:
        for name, damage in ANY.items():
            yield f"{name}.{kind}", damage(whole(kind))
    yield from packages()
    yield from pdfs()
    yield from texts()
    yield from pictures()


def imported(files: list[tuple[str, bytes]], folder: Path) -> list[Alone]:
    """What comes of each."""
    paths = []
    for number, (name, raw) in enumerate(files):
        path = folder / str(number) / name.replace("/", "-")
        path.parent.mkdir()
        path.write_bytes(raw)
        paths.append(str(path))
    ran = subprocess.run(
        [sys.executable, str(TESTS / "support/alone.py"), *paths],
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
        env=os.environ | {"PYTHONPATH": f"{PROJECT}{os.pathsep}{TESTS}"},
    )
    found: list[Alone] = [json.loads(line) for line in ran.stdout.splitlines()]
    assert len(found) == len(paths), ran.stderr
    return found


def faults(found: Alone) -> Iterator[str]:
    """What is wrong with the way in which a file was met."""
    said = found["said"].replace(found["file"], "").replace(Path(found["file"]).name, "")
    said = re.sub("“[^”]*”", "", re.sub(r"\S*/tmp/\S*", "", said))
    if found["code"] not in (0, 1):
        yield f"exit code {found['code']}"
    if "verbose" in said or "Traceback" in said:
        yield "an exception that nobody expected"
    # What is said of a file that was read tells what to write in its YAML.
    if found["code"] and (english := [word for word in re.findall("[A-Za-z]{3,}", said) if not _KNOWN.fullmatch(word)]):
        yield f"English: {english[:5]}"
    if not re.search("[\u4e00-\u9fff]{4}", said):
        yield "no message"
    if bool(found["written"]) is not (found["code"] == 0):
        yield f"exit code {found['code']}, and written: {found['written']}"
    is_picture = found["file"].endswith(_PICTURES)
    if found["megabytes"] > (_MEGABYTES_OF_PICTURES if is_picture else _MEGABYTES):
        yield f"{found['megabytes']} megabytes"


pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="要数每个进程用的内存")
TELLING = {
    *("xref-nowhere.pdf", "locked.pdf", "loop.pdf", "huge.pdf", "blanks.txt", "digits.txt", "deep.html", "wide.html"),
    *("quote.csv", "old.doc", "links.md", "60000.png", "huge.jpg"),
}


def telling() -> Iterator[tuple[str, bytes]]:
    """The tellingest of it."""
    for kind in _WHOLE:
        yield f"half.{kind}", ANY["half"](whole(kind))
        # Its characters are recognised, where that is installed: it is among everything.
        if kind != "jpg":
            yield f"zeros within.{kind}", ANY["zeros within"](whole(kind))
    yield from ((name, raw) for made in (pdfs, texts, pictures) for name, raw in made() if name in TELLING)
    members = _members(whole("xlsx"))
    yield "bomb.xlsx", _bomb(members, "xl/worksheets/sheet1.xml", 1000)


@pytest.mark.slow
def test_damaged(tmp_path: Path) -> None:
    """Whole files are imported; half of a file, a hole in it, wrong bytes, and hostile ones are met within limits."""
    files = [(f"whole.{kind}", whole(kind)) for kind in _WHOLE if kind not in _NOT_READ]
    found = imported([*files, *telling()], tmp_path)
    assert [(Path(one["file"]).name, fault) for one in found for fault in faults(one)] == []
    assert [one["code"] for one in found[: len(files)]] == [0] * len(files)


@pytest.mark.heavy
def test_everything_damaged(tmp_path: Path) -> None:
    """All the ways in which files are damaged, and all that is hostile."""
    found = imported([*everything()], tmp_path)
    assert [(Path(one["file"]).name, fault) for one in found for fault in faults(one)] == []
