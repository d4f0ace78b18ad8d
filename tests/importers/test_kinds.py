"""Files of every kind: the same list whatever it was saved as, or one piece of advice; damaged ones too."""

import io
import os
import quopri
import random
import re
import shutil
import subprocess
import time
import zipfile
from collections.abc import Iterable
from pathlib import Path

import pytest
from openpyxl import Workbook

from generator.importers.draft import ImportProblem
from generator.importers.grid import PARAGRAPH, GridLine, Remark
from generator.importers.office import converted, html
from generator.importers.received import receive
from generator.model import ListKind, Overrides
from generator.printed.docx import to_docx
from generator.printed.form import form
from generator.printed.xlsx import to_xlsx
from generator.read.folder import read
from support.places import DEMO

ROWS = [
    ["基本履职事项清单"],
    ["序号", "事项名称"],
    ["一、党的建设（1项）"],
    ["1", "开展党建工作。"],
    ["配合履职事项清单"],
    ["序号", "事项名称", "对应上级部门", "上级部门职责", "镇配合职责"],
    ["一、民生服务（1项）"],
    [
        "1",
        "高龄津贴",
        "县民政局、县财政局",
        "县民政局：\n1.审核；\n2.发放。\n县财政局：\n1.拨付。",
        "1.初审；\n2.公示。",
    ],
    ["上级部门收回事项清单"],
    ["序号", "事项名称", "承接部门及工作方式"],
    ["一、民生服务（1项）"],
    ["1", "报销", "承接部门：县医保局\n工作方式：1.受理；\n2.支付。"],
]
WIDTH = 5


def lists(file: Path) -> dict[ListKind, object]:
    """All that is printed, without where it stands."""
    received = receive(file)
    found = received.importer.read(received.text, Overrides()).lists
    return {
        kind: one.model_dump(exclude={"categories": {"__all__": {"duties": {"__all__": {"source"}}}}})
        for kind, one in found.items()
    }


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> dict[ListKind, object]:
    """What a workbook of the rows is."""
    book = Workbook()
    for row in ROWS:
        book.active.append(row)
    file = tmp_path_factory.mktemp("plain") / "清单.xlsx"
    book.save(file)
    return lists(file)


# --- texts -----------------------------------------------------------------------------------------


def tabs(encoding: str) -> bytes:
    """What Excel saves as text: rows of one width, cells of several lines in quotes."""
    quoted = ([f'"{cell}"' if "\n" in cell else cell for cell in row] + [""] * (WIDTH - len(row)) for row in ROWS)
    return "".join("\t".join(row) + "\r\n" for row in quoted).encode(encoding)


def ragged(separator: str) -> bytes:
    """Rows as wide as they are, cells of several lines in quotes, a blank line above each title."""
    quoted = ([f'"{cell}"' if "\n" in cell else cell for cell in row] for row in ROWS)
    return "".join("\r\n" * (len(row) == 1) + separator.join(row) + "\r\n" for row in quoted).encode()


def page(charset: str = "utf-8", head: str = "", table: str = "<table>") -> str:
    """What Excel saves as a page: rows of one cell over the whole width."""
    rows = "".join(
        f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>"
        if len(row) > 1
        else f"<tr><td colspan={WIDTH}><b>{row[0]}</b></td></tr>"
        for row in ([cell.replace("\n", "<br>\n ") for cell in row] for row in ROWS)
    )
    return f'<html><head><meta charset="{charset}">{head}</head><body>{table}{rows}</table></body></html>'


def mht() -> bytes:
    body = quopri.encodestring(page("gb2312").encode("gb18030"))
    return (
        b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="x"\r\n\r\n--x\r\n'
        b'Content-Type: text/html; charset="gb2312"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n'
        + body
        + b"\r\n--x\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw==\r\n--x--\r\n"
    )


def markdown() -> str:
    """Tables under headings, in which a category is a row of one cell."""
    out = []
    for row in ROWS:
        cells = [cell.replace("\n", "<br>") for cell in row]
        if row[0].endswith("事项清单"):
            out.append(f"\n# {row[0]}\n")
        else:
            out.append(f"| {' | '.join(cells)} |" + (f"\n{'|---' * len(row)}|" if row[0] == "序号" else ""))
    return "\n".join(out)


TEXTS: dict[str, bytes] = {
    "Unicode 文本.txt": b"\xff\xfe" + tabs("utf-16-le"),
    "大端.txt": b"\xfe\xff" + tabs("utf-16-be"),
    "文本文件.txt": tabs("gb18030"),
    "制表符.txt": tabs("utf-8"),
    "带标记.txt": tabs("utf-8-sig"),
    "长短不一.txt": ragged("\t"),
    "分号.csv": ragged(";"),
    "其实是制表符.csv": ragged("\t"),
    "其实是网页.xls": page("gb2312").encode("gb18030"),
    "网页.html": page().encode(),
    "没有写编码.html": page().replace('<meta charset="utf-8">', "").encode("gb18030"),
    "写错编码.html": page("gb2312").encode(),
    "XHTML.html": f"<?xml version='1.0' encoding='utf-8'?>\n<!DOCTYPE html>{page()}".encode(),
    "只有表格.html": page()[page().index("<table") : page().index("</body")].encode(),
    "版面也是表格.html": page()
    .replace("<table>", "<table><tr><td><table>")
    .replace("</table>", "</table></td></tr></table>")
    .encode(),
    "其实是MHT.doc": mht(),
    "表格.md": markdown().encode(),
    "表格.txt": markdown().encode("gb18030"),
}


@pytest.mark.parametrize("name", TEXTS)
def test_texts(name: str, plain: dict[ListKind, object], tmp_path: Path) -> None:
    """What is in a file counts, not its name or what it says of its encoding."""
    (tmp_path / name).write_bytes(TEXTS[name])
    assert lists(tmp_path / name) == plain


def test_text_without_quotes_closed(tmp_path: Path) -> None:
    """The line, and advice."""
    (tmp_path / "清单.csv").write_text('序号,事项名称\n1,"甲', "utf-8")
    with pytest.raises(
        ImportProblem, match=r"^第 2 行不是正确的 CSV（引号没有成对？）；请用 WPS 或 Excel 打开，另存为"
    ):
        receive(tmp_path / "清单.csv")


# --- pages -----------------------------------------------------------------------------------------


def rows_of(body: str, head: str = "") -> tuple[list[tuple[str, ...]], list[str]]:
    found = list(html.page_lines(f"<html><head>{head}</head><body>{body}</body></html>"))
    return (
        [one.cells for one in found if isinstance(one, GridLine)],
        [f"{one.place}：{one.message}" for one in found if isinstance(one, Remark)],
    )


@pytest.mark.parametrize(
    ("body", "rows"),
    [
        ("<p>甲</p>乙<br>丙<div>丁<span>戊</span></div>", [("甲",), ("乙",), ("丙",), ("丁戊",)]),
        ("<table><tr><td>一\n 二&nbsp; 三</table>", [("一 二 三",)]),
        ("<table><tr><td><p>一</p><p>二<br></p></td><td></table>", [(f"一{PARAGRAPH}二", "")]),
        ("<table><tr><td><ol start=3><li>一</li><li>二</li></ol></table>", [(f"3.一{PARAGRAPH}4.二",)]),
        (
            "<table><tr><td rowspan=2>一<td colspan=2>二<td>三<tr><td>四<td>五<td>六</table>",
            [("一", "二", "", "三"), ("", "四", "五", "六")],
        ),
        ("<table><thead><tr><th>一</thead><tbody><tr><td>二</table>", [("一",), ("二",)]),
        ("<script>x</script><nav>首页</nav><style>y</style><p>甲</p><!-- 乙 -->", [("甲",)]),
        ("<ruby>垚<rp>(</rp><rt>yáo</rt><rp>)</rp></ruby>", [("垚",)]),
    ],
)
def test_pages(body: str, rows: list[tuple[str, ...]]) -> None:
    """Lines and cells as a browser shows them."""
    assert rows_of(body) == (rows, [])


CLASSES = "<style>.旧 {text-decoration: line-through} td.白, .也白 {color:white}</style>"


@pytest.mark.parametrize(
    ("row", "cells", "said"),
    [
        ("<tr><td>一<td><s>二</s>三", ("一", "三"), "划了删除线的字，没有收：“二”"),
        ("<tr><td>一<td class=旧>二", ("一", ""), "划了删除线的字，没有收：“二”"),
        ("<tr><td>一<td class=白>二", ("一", ""), "颜色与底色一样、看不见的字，没有收：“二”"),
        ("<tr><td>一<td><font color=#fff>二</font>", ("一", ""), "颜色与底色一样、看不见的字，没有收：“二”"),
        ("<tr bgcolor=#1F497D><td class=白>一<td style='color:#FFFFFF'>二", ("一", "二"), ""),
        ("<tr><td>一<td><span style='mso-hide:all'>二</span>", ("一", ""), "隐藏的内容，没有收：“二”"),
        ("<tr style='display:none'><td>一<td>二", None, "隐藏的内容，没有收：“一”、“二”"),
        ("<tr><td>1<td><del>二</del>", None, "划了删除线的字，没有收：“二”"),
        ("<col><col style='display:none'><tr><td>一<td>二", ("一", ""), "隐藏的列，没有收：“二”"),
    ],
)
def test_unseen_of_a_page(row: str, cells: tuple[str, ...] | None, said: str) -> None:
    """By its own style, its class or its tag; what stands on a ground of another colour is seen."""
    rows, remarks = rows_of(f"<table>{row}</table>", CLASSES)
    assert rows == ([cells] if cells else [])
    assert [one.partition("：")[2] for one in remarks][:1] == ([said] if said else [])


# --- characters ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "text", "said"),
    [
        ("⼯作", "工作", "U+2F2F 康熙部首“⼯”，应是“工”；收作“工”，全文 2 处"),
        ("⺠政", "民政", "U+2EA0 部首补充“⺠”，应是“民”；收作“民”，全文 2 处"),
        ("行\ufa0a", "行見", "U+FA0A 兼容汉字“\ufa0a”，应是“見”；收作“見”，全文 2 处"),
        ("㍼〇年Ａ①", "㍼〇年Ａ①", ""),
        ("制\ue5e5定", "制\ue5e5定", "“1 制<U+E5E5>定 制<U+E5E5>定”里有 U+E5E5 私用区字符"),
        ("制\ufffd定", "制\ufffd定", "“1 制<U+FFFD>定 制<U+FFFD>定”里有 U+FFFD 替换符"),
    ],
)
def test_characters(given: str, text: str, said: str, tmp_path: Path) -> None:
    """What looks like an ordinary character becomes one; of what is lost the place and the code are said."""
    rows = f"<tr><td>序号<td>事项名称<td>备注<tr><td>1<td>{given}<td>{given}"
    (tmp_path / "清单.html").write_text(f"<p>基本履职事项清单</p><table>{rows}</table>", "utf-8")
    found = receive(tmp_path / "清单.html")
    assert found.text.endswith(f"\n1\t{text}\t{text}\n")
    assert [one.message[: len(said)] for one in found.remarks] == ([said] if said else [])
    assert all((one.line, one.place) == (3, "第 1 个表格第 2 行") for one in found.remarks)


# --- damaged files ---------------------------------------------------------------------------------

WRITERS = {"docx": to_docx, "xlsx": to_xlsx}


def damaged(suffix: str) -> Iterable[bytes]:
    """A file cut off, with bytes changed, and with each of its parts cut, emptied or left out."""
    whole = WRITERS[suffix](form(read(DEMO).content.townships[0]))
    chance = random.Random(18)
    yield from (whole[: len(whole) * tenths // 10] for tenths in range(1, 10))
    for _ in range(10):
        data = bytearray(whole)
        for _ in range(20):
            data[chance.randrange(len(data))] = chance.randrange(256)
        yield bytes(data)
    with zipfile.ZipFile(io.BytesIO(whole)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    for name, data in parts.items():
        for change in ({name: data[: len(data) // 2]}, {name: b""}, {name: None}):
            yield packed(parts | change)


def packed(parts: dict[str, bytes | None]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            if data is not None:
                package.writestr(name, data)
    return out.getvalue()


def received(file: Path) -> tuple[str | None, str]:
    """A file's text, or what is said of it."""
    try:
        return receive(file).text, ""
    except ImportProblem as problem:
        return None, problem.message


@pytest.mark.slow
@pytest.mark.parametrize("suffix", WRITERS)
def test_damaged(suffix: str, tmp_path: Path) -> None:
    """A message, or the whole list: never a part of it in silence, nor an error of a library."""
    file = tmp_path / f"清单.{suffix}"
    file.write_bytes(WRITERS[suffix](form(read(DEMO).content.townships[0])))
    whole = receive(file).text
    read_all = 0
    for data in damaged(suffix):
        file.write_bytes(data)
        text, said = received(file)
        assert text in (None, whole)
        assert not re.search("[A-Za-z]{6}", said.replace("Office", ""))
        read_all += text is not None
    assert read_all


def deep() -> bytes:
    """A workbook whose rows stand within one another."""
    with zipfile.ZipFile(io.BytesIO(to_xlsx(form(read(DEMO).content.townships[0])))) as package:
        parts: dict[str, bytes | None] = {name: package.read(name) for name in package.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"] or b""
    rows = b"<row>" * 300_000 + b"</row>" * 300_000
    return packed(parts | {"xl/worksheets/sheet1.xml": sheet.replace(b"</sheetData>", rows + b"</sheetData>")})


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("bomb.xlsx", packed({"xl/worksheets/sheet1.xml": bytes(200_000_000)}), "文件解开以后有 200 MB，太大"),
        ("bomb.docx", packed({"word/document.xml": bytes(20_000_000)}), "文件解开以后有 20 MB，太大"),
        ("long.csv", "1,甲\n".encode() * 21_000, "文件有 20000 行以上，太长"),
        ("long.txt", "甲".encode() * 2_100_000, "文件有 6 MB 文字，太大"),
        ("wide.html", b"<table><tr>" + b"<td colspan=1000>x" * 9, "第 1 个表格第 1 行有 200 栏以上"),
        ("deep.html", b"<html>" + b"<div>" * 50_000 + b"x", "文件损坏，打不开"),
        ("deep.xlsx", deep(), "文件损坏，打不开"),
        ("zero.doc", bytes(1000), "文件是空的"),
    ],
)
def test_too_much(name: str, data: bytes, said: str, tmp_path: Path) -> None:
    """What would take for ever, or all memory, is refused at once."""
    (tmp_path / name).write_bytes(data)
    start = time.monotonic()
    with pytest.raises(ImportProblem, match=f"^{said}"):
        receive(tmp_path / name)
    assert time.monotonic() - start < 10


# --- what LibreOffice reads ------------------------------------------------------------------------

OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
WORD, EXCEL = ("WordDocument\0".encode("utf-16-le"), "Workbook\0".encode("utf-16-le"))
WORD_ADVICE = "请用 WPS 或 Word 打开，另存为“Word 文档（.docx）”，再导入"
EXCEL_ADVICE = "请用 WPS 或 Excel 打开，另存为“Excel 工作簿（.xlsx）”，再导入"
CELL = '<Cell><Data ss:Type="String">{}</Data></Cell>'
SPREADSHEET = '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'
CONVERTED = {
    "清单.doc": (OLD + WORD, f"这是旧格式的 Word 文件（.doc）；{WORD_ADVICE}"),
    "清单.wps": (OLD + WORD, f"这是旧格式的 Word 文件（.wps）；{WORD_ADVICE}"),
    "清单.xls": (OLD + EXCEL, f"这是旧格式的 Excel 文件（.xls）；{EXCEL_ADVICE}"),
    "清单.et": (OLD + EXCEL, f"这是旧格式的 Excel 文件（.et）；{EXCEL_ADVICE}"),
    "其实是RTF.doc": (rb"{\rtf1 x}", f"这是RTF 文档；{WORD_ADVICE}"),
    "其实是XML.xls": (SPREADSHEET.encode(), f"这是XML 表格；{EXCEL_ADVICE}"),
    "清单.odt": (packed({"mimetype": b"application/vnd.oasis.opendocument.text"}), f"这是ODT 文档；{WORD_ADVICE}"),
    "清单.ods": (
        packed({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}),
        f"这是ODS 表格；{EXCEL_ADVICE}",
    ),
    "清单.xlsb": (packed({"xl/workbook.bin": b""}), f"这是Excel 二进制工作簿（.xlsb）；{EXCEL_ADVICE}"),
}


@pytest.mark.parametrize("name", CONVERTED)
def test_without_libreoffice(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What it is, and what to save it as; that LibreOffice would do it."""
    monkeypatch.setenv("PATH", "")
    data, said = CONVERTED[name]
    (tmp_path / name).write_bytes(data)
    with pytest.raises(ImportProblem) as problem:
        receive(tmp_path / name)
    assert problem.value.message == f"{said}（装了 LibreOffice 的电脑可以直接导入）"


def pretend(folder: Path, does: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that is found as LibreOffice."""
    (folder / "soffice").write_text(f"#!/bin/sh\n{does}\n", "utf-8")
    (folder / "soffice").chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="the pretended program is a shell script")
def test_libreoffice_that_hangs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is ended with all that it started, and the message says so."""
    pretend(tmp_path, f"sleep 60 & echo $! > {tmp_path}/child; wait", monkeypatch)
    monkeypatch.setattr(converted, "SECONDS", 1)
    (tmp_path / "清单.doc").write_bytes(OLD + WORD)
    with pytest.raises(ImportProblem, match=r"LibreOffice 转换了 1 秒还没有完；请用 WPS 或 Word 打开，另存为"):
        receive(tmp_path / "清单.doc")
    child = Path("/proc") / (tmp_path / "child").read_text("utf-8").strip() / "stat"
    for _ in range(100):
        # A process that was killed needs its turn to end, and nobody may have taken note of its end yet.
        if not child.exists() or child.read_text("utf-8").split()[2] == "Z":
            return
        time.sleep(0.1)
    pytest.fail("what LibreOffice started still runs")


@pytest.mark.skipif(os.name == "nt", reason="the pretended program is a shell script")
def test_libreoffice_that_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a word, as it does."""
    pretend(tmp_path, "exit 0", monkeypatch)
    (tmp_path / "清单.xls").write_bytes(OLD + EXCEL)
    with pytest.raises(ImportProblem, match=r"LibreOffice 打不开它，可能损坏或有密码；请用 WPS 或 Excel 打开，另存为"):
        receive(tmp_path / "清单.xls")


def saved_as(file: Path, suffix: str) -> Path:
    """What a person does who opens a file and saves it as another kind."""
    program = shutil.which("soffice")
    assert program
    profile = (file.parent / "profile").as_uri()
    command = [
        program,
        f"-env:UserInstallation={profile}",
        "--headless",
        "--convert-to",
        suffix,
        "--outdir",
        "saved",
        file,
    ]
    subprocess.run(command, cwd=file.parent, check=True, capture_output=True, timeout=120)
    return file.parent / "saved" / f"{file.stem}.{suffix}"


@pytest.mark.heavy
@pytest.mark.parametrize(
    ("suffix", "name"),
    [
        *(("doc", "清单.doc"), ("doc", "清单.wps"), ("rtf", "清单.doc"), ("odt", "清单.odt")),
        *(("xls", "清单.xls"), ("xls", "清单.et"), ("ods", "清单.ods")),
    ],
)
def test_libreoffice(suffix: str, name: str, tmp_path: Path) -> None:
    """The same list, directly, and when a person does what the message says without it."""
    to = "docx" if suffix in ("doc", "rtf", "odt") else "xlsx"
    original = tmp_path / f"清单.{to}"
    original.write_bytes(WRITERS[to](form(read(DEMO).content.townships[0])))
    made = saved_as(original, suffix)
    file = tmp_path / "收到" / name
    file.parent.mkdir()
    shutil.copyfile(made, file)
    assert lists(file) == lists(original)
    assert receive(file).remarks[0].message.startswith("这是")
    assert lists(saved_as(file, to)) == lists(original)


@pytest.mark.heavy
def test_workbook_as_one_xml_file(plain: dict[ListKind, object], tmp_path: Path) -> None:
    """What Excel calls “XML 电子表格 2003”, here named .xls."""
    rows = "".join(
        f"<Row>{''.join(CELL.format(cell) for cell in row)}</Row>"
        for row in ([cell.replace("\n", "&#10;") for cell in row] for row in ROWS)
    )
    start = SPREADSHEET.replace("/>", ' xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">')
    book = f'{start}<Worksheet ss:Name="a"><Table>{rows}</Table></Worksheet></Workbook>'
    (tmp_path / "清单.xls").write_text(book, "utf-8")
    assert lists(tmp_path / "清单.xls") == plain


@pytest.mark.heavy
def test_formulas_are_calculated(plain: dict[ListKind, object], tmp_path: Path) -> None:
    """Those of a workbook that no office program has saved yet; and saving it, as the message says, does it too."""
    book = Workbook()
    for row in ROWS:
        book.active.append(row)
    for line in (4, 8, 12):
        book.active[f"A{line}"] = f"=ROW()-{line - 1}"
    book.save(tmp_path / "清单.xlsx")
    assert lists(tmp_path / "清单.xlsx") == plain
    assert lists(saved_as(tmp_path / "清单.xlsx", "xlsx")) == plain
