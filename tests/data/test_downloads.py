"""What can be downloaded: every file as it is described, at the address that it had, from the page that it is of."""

import csv
import hashlib
import io
import json
import re
import zipfile
from contextlib import closing
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from jsonschema import Draft202012Validator
from lxml import etree
from openapi_spec_validator import OpenAPIV31SpecValidator
from openpyxl import load_workbook

from generator import flow, paths, workers
from generator.__main__ import main
from generator.cache import Cache
from generator.data import publish
from generator.data.downloads import Download, Downloads, Extent, FileFormat, Scope
from generator.data.flat import COLUMNS, rows
from generator.data.publish import Publisher
from generator.files import FileContent
from generator.link.catalogue import Catalogue
from generator.model import ListKind
from generator.pages import render
from generator.printed import kept
from generator.printed import pdf as printed_pdf
from generator.printed.csv import csv_rows, defused, undefused
from generator.printed.form import CannotPrint, Form, Group, Table, form
from generator.printed.table import refuse_rows, xlsx_rows
from generator.progress import Progress
from generator.read.folder import Read, read
from generator.site.plain import SiteError
from generator.site.settings import read_settings
from support.api import not_as_described
from support.here import here
from support.places import DEMO, PROJECT, TESTS

ADDRESSES = TESTS / "addresses" / "downloads.txt"
# Those of them that have given way to another file: the address, a blank, and the other's.
MOVED = TESTS / "addresses" / "moved.txt"


def published(catalogue: Catalogue, content: Read, licence: str = "") -> tuple[dict[str, bytes], Downloads]:
    """All files by their paths, and what is said of them."""
    files: dict[str, bytes] = {}

    def put(path: str, content: FileContent) -> None:
        match content:
            case str():
                files[path] = content.encode()
            case bytes():
                files[path] = content
            case _:
                files[path] = b"".join(content)

    return files, Publisher(catalogue, content.content.townships, put, licence).site()


def data(site: Path, path: str) -> Any:
    return json.loads((site / path).read_text("utf-8"))


# --- the files of the site -------------------------------------------------------------------------


def test_every_file_is_as_it_is_described(site: Path) -> None:
    """Size and SHA-256 are those of the bytes; every file of data/ is described, in downloads.json and SHA256SUMS."""
    described = data(site, "api/v1/downloads.json")["files"]
    for one in described:
        content = (site / one["url"]).read_bytes()
        assert (one["size"], one["sha256"]) == (len(content), hashlib.sha256(content).hexdigest()), one["url"]
    there = {path.relative_to(site).as_posix() for path in (site / "data").rglob("*") if path.is_file()}
    there -= {"data/index.html", "data/SHA256SUMS"}
    assert there == {one["url"] for one in described if one["url"].startswith("data/")}
    sums = dict(reversed(line.split("  ")) for line in (site / "data/SHA256SUMS").read_text().splitlines())
    assert {f"data/{name}": digest for name, digest in sums.items()} == {
        one["url"]: one["sha256"] for one in described if one["url"].startswith("data/")
    }


def test_addresses_stay(site: Path, request: pytest.FixtureRequest) -> None:
    """An address that was published is still there, or a file that has what it had.

    `--renew` adds the new ones, and never takes one away.
    """
    now = {one["url"] for one in data(site, "api/v1/downloads.json")["files"]}
    published = set(ADDRESSES.read_text("utf-8").split()) if ADDRESSES.exists() else set()
    if request.config.getoption("--renew"):
        ADDRESSES.parent.mkdir(exist_ok=True)
        published |= now
        ADDRESSES.write_text("".join(f"{one}\n" for one in sorted(published)), "utf-8")
    moved = dict(line.split() for line in MOVED.read_text("utf-8").splitlines())
    gone = {old for old in moved if not (site / old / "index.html" if old.endswith("/") else site / old).exists()}
    assert gone == moved.keys()
    assert [
        new for new in moved.values() if not (site / new / "index.html" if new.endswith("/") else site / new).exists()
    ] == []
    assert published - now - gone == set(), "发布过的地址没有了"
    assert now - published == set(), "有新的地址：运行 pytest --renew 记下来"


def test_pages_offer_their_own_files(site: Path) -> None:
    """A township and the data page link to exactly their files, with size and SHA-256 in the text."""
    described = data(site, "api/v1/downloads.json")["files"]
    assert {one["list"] for one in described} == {None}
    offered = {
        "townships/tuquan/tuquan/": [one for one in described if one["township"] == "tuquan/tuquan"],
        "data/": described,
    }
    assert [len(files) for files in offered.values()] == [5, 6 + 5 * 5]
    for page, files in offered.items():
        tree = etree.parse(str(site / page / "index.html"), etree.HTMLParser(encoding="utf-8"))
        links = tree.xpath("//div[contains(@class, 'qd-downloads')]//li/a/@href")
        assert sorted(re.sub(r"^(\.\./)*", "", link) for link in links) == sorted(
            one["url"].removeprefix(page) for one in files
        )
        text = "".join(tree.xpath("//div[contains(@class, 'qd-downloads')]//text()"))
        for one in files:
            assert one["sha256"] in text
            assert f"{one['url'].rpartition('/')[2]}：{one['size']:,} 字节" in text


@pytest.mark.parametrize("kind", list(ListKind))
def test_a_list_offers_its_townships_files(site: Path, kind: ListKind) -> None:
    """The PDF at the very page on which the list begins; the Excel file has a sheet of it, the CSV its rows."""
    page = site / f"townships/tuquan/tuquan/{kind}"
    tree = etree.parse(str(page / "index.html"), etree.HTMLParser(encoding="utf-8"))
    links = tree.xpath("//div[contains(@class, 'qd-downloads')]//li/a/@href")
    files = [(page / link.partition("#")[0]).resolve() for link in links]
    assert files == [(site / f"data/tuquan-tuquan.{one}").resolve() for one in ("pdf", "docx", "xlsx", "csv")]
    pdf, _, book, table = files
    assert [link.partition("#")[2] for link in links] == [f"nameddest={kind}", "", "", ""]
    title = tree.xpath("//h1")[0].text
    with pikepdf.open(pdf) as document, document.open_outline() as outline:
        first = pikepdf.NameTree(document.Root.Names.Dests)[kind][0]
        assert [one.title for one in outline.root if one.destination[0].objgen == first.objgen] == [title]
        place = [one.objgen for one in document.pages].index(first.objgen)
    shown = pypdfium2.PdfDocument(pdf)
    # What Chromium does with the end of the address.
    named = pypdfium2.raw.FPDF_GetNamedDestByName(shown, kind.encode())
    assert pypdfium2.raw.FPDFDest_GetDestPageIndex(shown, named) == place
    printed = shown[place].get_textpage().get_text_range()
    assert "".join(printed.split()).startswith(title)
    with closing(load_workbook(book, read_only=True)) as sheets:
        assert title in [row[0] for row in sheets[kind.title].iter_rows(max_row=2, values_only=True)]
    printed = list(csv.reader(io.StringIO(table.read_bytes().decode("utf-8-sig"), newline="")))
    assert [title] in printed


def test_whole_files_hold_every_duty(site: Path) -> None:
    """All townships as JSON, JSON Lines, CSV and Excel: the same duties in the same order as the data API."""
    townships = [data(site, one["data"]) for one in data(site, "api/v1/index.json")["townships"]]
    duties = [(one["id"], item) for one in townships for own in one["lists"] for item in own["items"]]
    assert data(site, "data/all.json") == {"version": 1, "townships": townships}
    lines = [json.loads(line) for line in (site / "data/all.jsonl").read_text("utf-8").splitlines()]
    assert [(line["place"]["id"], line["duty"]) for line in lines] == duties
    raw = (site / "data/all.csv").read_bytes()
    assert raw.startswith("\ufeff".encode())
    head, *table = csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline=""))
    assert [(row[0], row[7], row[9]) for row in table] == [(id, item["id"], item["name"]) for id, item in duties]
    with closing(load_workbook(site / "data/all.xlsx", read_only=True)) as book:
        (sheet,) = book.worksheets
        cells = [[str(cell or "") for cell in row] for row in sheet.iter_rows(values_only=True)]
    assert cells == [head, *table]


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_what_is_published_is_read_back(site: Path, tmp_path: Path, file_format: str) -> None:
    """A township's own file, imported, is that township: no difference is listed."""
    document = site / f"data/tuquan-tuquan.{file_format}"
    place = "内蒙古自治区/兴安盟/突泉县/突泉镇"
    arguments = ["--to", "tuquan/tuquan", "--place", place, "--content", str(tmp_path)]
    assert main(["import", str(document), *arguments]) == 0
    known, back = (
        next(one for one in read(folder).content.townships if one.id == "tuquan/tuquan")
        for folder in (PROJECT / "content", tmp_path)
    )
    for kind in ListKind:
        own, found = ([list(duty.texts()) for _, duty in one.lists[kind].duties()] for one in (known, back))
        assert len(own) > 40
        assert found == own


@pytest.mark.parametrize("file_format", ["pdf", "docx"])
def test_archives_hold_the_townships_files(site: Path, file_format: str) -> None:
    """An archive of all townships holds the very files that are offered one by one."""
    names = sorted(
        f"{one['id'].replace('/', '-')}.{file_format}" for one in data(site, "api/v1/index.json")["townships"]
    )
    with zipfile.ZipFile(site / f"data/all.{file_format}.zip") as archive:
        assert archive.testzip() is None
        assert sorted(archive.namelist()) == names
        for name in names:
            assert archive.read(name) == (site / "data" / name).read_bytes()


# --- the description for programs ------------------------------------------------------------------


def begins(part: Any, whole: Any) -> bool:
    """Whether an example is a beginning of data: lists may go on, everything else is equal."""
    match part, whole:
        case list(), list():
            return len(part) <= len(whole) and all(map(begins, part, whole))
        case dict(), dict():
            return part.keys() == whole.keys() and all(begins(part[key], whole[key]) for key in part)
    return part == whole


def test_openapi_describes_what_is_there(site: Path) -> None:
    """It is valid OpenAPI 3.1; every path leads to a file, which fits its schema and goes on where the example ends."""
    description = data(site, paths.API_OPENAPI)
    OpenAPIV31SpecValidator(description).validate()
    assert description["info"]["license"]["name"] == read_settings(flow.CONFIG).licence != ""
    assert (site / paths.API_OPENAPI).parent.joinpath(description["servers"][0]["url"]).resolve() == site.resolve()
    examples = 0
    for path, item in description["paths"].items():
        operation = item["get"]
        file = path.removeprefix("/")
        if any("example" not in parameter for parameter in operation.get("parameters", [])):
            # No list of these has been changed since it was collected, so there is none as of a day.
            assert "{day}" in path
            continue
        for parameter in operation.get("parameters", []):
            file = file.replace("{" + parameter["name"] + "}", parameter["example"])
        content = (site / file).read_bytes().decode("utf-8-sig")
        for media_type, media in operation["responses"]["200"]["content"].items():
            if media_type == "application/json":
                found = json.loads(content)
                Draft202012Validator({**media["schema"], "components": description["components"]}).validate(found)
                if "example" in media:
                    examples += 1
                    assert begins(media["example"], found), path
            elif "example" in media:
                examples += 1
                assert content.startswith(media["example"])
    assert examples == 6
    folders = ("api", "data", "changes", "townships")
    there = {path.relative_to(site).as_posix() for one in folders for path in (site / one).rglob("*") if path.is_file()}
    files = {one for one in there if not one.endswith((".html", ".ics"))} | {paths.RELEASE}
    as_of = "/api/v1/townships/{county}/{township}/as-of/{day}.json"
    assert not_as_described(files, (site / paths.API_OPENAPI).read_bytes()) == ([], [as_of])


@pytest.mark.slow
def test_lines_fit_their_schema(catalogue: Catalogue, demo: Read) -> None:
    """Every line of a JSON Lines file is an ApiLine of the published schema, and downloads.json an ApiDownloads."""
    files, _ = published(catalogue, demo, "甲")
    schema = json.loads(files[paths.API_SCHEMA])
    lines = files["data/all.jsonl"].splitlines()
    assert len(lines) == sum(len(one.duties) for one in catalogue.townships)
    validator = Draft202012Validator({**schema, "$ref": "#/$defs/ApiLine"})
    for line in lines:
        validator.validate(json.loads(line))
    described = json.loads(files[paths.API_DOWNLOADS])
    Draft202012Validator({**schema, "$ref": "#/$defs/ApiDownloads"}).validate(described)
    assert described["licence"] == "甲"


# --- flat tables -----------------------------------------------------------------------------------


def test_columns_stay(catalogue: Catalogue) -> None:
    """Columns are added at the end, and none is removed or renamed; a row has a value for each."""
    assert [one.head for one in COLUMNS][:18] == [
        "乡镇编号", "省", "市州盟", "县市区旗", "乡镇", "清单", "序号", "编号", "事项类别", "事项名称",
        "谁来办", "部门", "上级部门职责", "乡镇配合职责", "承接部门的工作方式", "主题", "说明", "网址",
    ]  # fmt: skip
    found = {(row[0], row[7]): row for row in rows(catalogue.townships)}
    assert {len(row) for row in found.values()} == {len(COLUMNS)}
    row = dict(zip((one.head for one in COLUMNS), found["jia/yi", "c-001"], strict=True))
    assert row["部门"] == "县民政局（牵头）、县财政局"
    assert row["上级部门职责"] == (
        "县民政局：\n1.审核对象是否符合条件；\n2.按月报送发放名册。\n县财政局：\n及时足额拨付资金。\n"
        "履职保障：\n开展业务培训。"
    )
    assert row["乡镇配合职责"] == "1.受理申请；\n2.初步审核并公示。"
    assert row["网址"] == "townships/jia/yi/c-001/"


HOSTILE = ("=1+1", "+1", "-1", "@SUM(1)", "＝1+1", "＋1", "－1", "＠A1", "\t=1", "\r=1", "\n=1", "'=1", "'", 'a"b,c\nd')


@pytest.mark.parametrize("text", [*HOSTILE, "甲", "", "''", "'=1"])
def test_mark_before_a_formula_can_be_taken_off_again(text: str) -> None:
    """What is put together from tables has the texts that were put into them."""
    assert undefused(defused(text)) == text


def test_no_cell_is_a_formula(tmp_path: Path) -> None:
    """In CSV such a text has a mark before it, in Excel it is text; all of it is there."""
    table = [(one, number) for number, one in enumerate(HOSTILE)]
    raw = b"".join(csv_rows(("甲", "乙"), table)).decode("utf-8-sig")
    cells = [row[0] for row in csv.reader(io.StringIO(raw, newline=""))][1:]
    assert cells == [*(f"'{one}" for one in HOSTILE[:-1]), HOSTILE[-1]]
    file = tmp_path / "a.xlsx"
    file.write_bytes(b"".join(xlsx_rows("事项", ("甲", "乙"), (4, 4), table)))
    column = [row[0] for row in load_workbook(file).active.iter_rows(min_row=2)]
    assert {cell.data_type for cell in column} == {"s"}
    assert [cell.value.replace("\r", "\n") for cell in column] == [one.replace("\r", "\n") for one in HOSTILE]


def test_table_that_a_workbook_cannot_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    """Too long a text, or too many rows, is refused: Excel would cut it off in silence."""
    long, several = [("一",), ("长" * 40_000,)], [("一",), ("二",)]
    for refuse in (refuse_rows, lambda title, rows: list(xlsx_rows(title, ("甲",), (4,), rows))):
        with pytest.raises(CannotPrint, match="事项 3 行：一格有 40000 字"):
            refuse("事项", long)
        refuse("事项", several)
    monkeypatch.setattr("generator.printed.table.MAX_ROWS", 2)
    for refuse in (refuse_rows, lambda title, rows: list(xlsx_rows(title, ("甲",), (4,), rows))):
        with pytest.raises(CannotPrint, match="只容得下 2 行"):
            refuse("事项", several)


# --- what was written before -----------------------------------------------------------------------


def small(text: str) -> Form:
    group = Group("一、甲", ((("1",), (text,)),))
    return Form("", (Table(ListKind.BASIC, "清单", ("序号", "事项名称"), (8, 92), (group,)),))


def test_kept_file_is_not_written_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same form gives the kept bytes; another form is written anew, and the first is still kept."""
    written: list[Form] = []

    def writer(one: Form) -> bytes:
        written.append(one)
        return one.tables[0].groups[0].rows[0][1][0].encode()

    monkeypatch.setitem(kept.WRITERS, "xlsx", writer)
    monkeypatch.setattr(kept, "CACHE", Cache(tmp_path))
    for text, times in (("甲", 1), ("甲", 1), ("乙", 2), ("甲", 2)):
        assert kept.kept("a.xlsx", small(text)) == text.encode()
        assert len(written) == times
        assert kept.is_kept("a.xlsx", small(text))
    assert not kept.is_kept("a.xlsx", small("丙"))
    assert len(list(tmp_path.iterdir())) == 2


@pytest.mark.slow
def test_processes_write_the_same_bytes(
    catalogue: Catalogue, demo: Read, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Written by several processes, by one, or kept from before: the same files."""
    results = []
    for name, worth in (("one", 1_000), ("several", 1), ("several", 1)):
        monkeypatch.setattr(kept, "CACHE", Cache(tmp_path / name))
        monkeypatch.setattr(publish, "WORTH_A_PROCESS", worth)
        results.append(published(catalogue, demo))
    assert results[0] == results[1] == results[2]
    assert len(results[0][0]) > 25


# --- where something cannot be made ----------------------------------------------------------------


@pytest.mark.slow
def test_site_without_a_font_has_no_pdf_and_no_dead_link(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The build does not fail: it says what is missing and how to mend it, and the pages offer what there is."""
    monkeypatch.setattr(printed_pdf, "FONTS", ("No Such Type",))
    monkeypatch.setattr(workers, "pool", here)
    said: list[str] = []
    flow.build_site(DEMO, tmp_path / "site", Progress(said.append))
    (message,) = [one for one in said if "PDF" in one]
    assert re.match("没有生成 PDF：这台机器没有可用的宋体.*fonts-noto-cjk", message)
    assert not list((tmp_path / "site").rglob("*.pdf*"))
    assert {one["format"] for one in data(tmp_path / "site", "api/v1/downloads.json")["files"]} == {
        "docx", "xlsx", "csv", "json", "jsonl", "docx.zip",
    }  # fmt: skip
    page = (tmp_path / "site/data/index.html").read_text("utf-8")
    assert "有些文件这一次没有生成" in page
    assert ".pdf" not in page


@pytest.mark.slow
def test_what_is_told_is_of_what_was_put(catalogue: Catalogue, demo: Read) -> None:
    """Sizes and checksums are those of the files that are in their places; the large ones came in pieces."""
    files: dict[str, bytes] = {}
    pieces: dict[str, int] = {}

    def put(path: str, content: FileContent) -> None:
        several = [content] if isinstance(content, str | bytes) else list(content)
        pieces[path] = len(several)
        files[path] = b"".join(one.encode() if isinstance(one, str) else one for one in several)

    downloads = Publisher(catalogue, demo.content.townships, put).site()
    told = {one.path: (one.size, one.sha256) for one in downloads.files}
    assert told == {path: (len(files[path]), hashlib.sha256(files[path]).hexdigest()) for path in told}
    assert min(pieces[f"data/all.{one}"] for one in ("json", "csv", "xlsx", "pdf.zip")) > 1


def test_township_that_cannot_be_printed_is_left_out(
    catalogue: Catalogue, demo: Read, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its other files, and the others' PDFs, are there; the archive holds what there is."""
    broken = form(demo.content.townships[0])
    writer = kept.WRITERS["pdf"]

    def refusing(one: Form) -> bytes:
        if one == broken:
            raise CannotPrint("字体里没有某字")
        return writer(one)

    monkeypatch.setitem(kept.WRITERS, "pdf", refusing)
    monkeypatch.setattr(kept, "CACHE", Cache(tmp_path))
    monkeypatch.setattr(publish, "WORTH_A_PROCESS", 1_000)
    files, downloads = published(catalogue, demo)
    assert [(one.what, one.why) for one in downloads.missing] == [("甲县乡镇（名称未注明）的 PDF", "字体里没有某字")]
    assert "data/jia-bing.pdf" not in files
    assert {"data/jia-bing.docx", "data/jia-yi.pdf"} <= set(files)
    with zipfile.ZipFile(io.BytesIO(files["data/all.pdf.zip"])) as archive:
        assert archive.namelist() == ["jia-yi.pdf"]


# --- addresses, sizes, settings --------------------------------------------------------------------


def test_no_two_files_have_one_address() -> None:
    """A hyphen in a folder's name never makes two townships or counties share an address."""
    townships = ("a/b", "a/b-c", "a-b/c", "a/b-basic", "a/basic", "all/a", "a/all", "counties/a")
    found = [paths.printed(one, "csv") for one in townships]
    found += [paths.county_data(one.split("/")[0], "csv") for one in ("a/b", "a-b/c", "all/a", "counties/a")]
    found.append(paths.all_data("csv"))
    assert len(set(found)) == len(found)
    assert paths.printed("tuquan/tuquan", "csv") == "data/tuquan-tuquan.csv"


@pytest.mark.parametrize(
    ("size", "spoken"),
    [(999, "999 字节"), (1_000, "1 KB"), (61_499, "61 KB"), (1_000_000, "1.0 MB"), (12_345_678, "12.3 MB")],
)
def test_sizes_are_spoken(size: int, spoken: str) -> None:
    """Sizes are read in KB and MB."""
    assert Download("a", Extent(Scope.ALL), FileFormat.CSV, size, "").spoken_size == spoken


@pytest.mark.slow
def test_many_townships_have_a_page_for_each_county(
    catalogue: Catalogue, demo: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The data page stays small: it leads to a county's page, which offers the county's and its townships' files."""
    downloads = published(catalogue, demo, "甲")[1]

    def pages() -> dict[str, str]:
        return dict(render.Renderer(flow.TEMPLATES, None).render(catalogue, downloads))

    assert "jia-yi.docx" in pages()["data.md"]
    assert "data/counties/jia.md" not in pages()
    monkeypatch.setattr(render, "DOWNLOADS_ON_ONE_PAGE", 1)
    assert "jia-yi.docx" not in pages()["data.md"]
    assert "](data/counties/jia.md)" in pages()["data.md"]
    assert "](../jia-yi.docx)" in pages()["data/counties/jia.md"]
    assert "](jia.jsonl)" in pages()["data/counties/jia.md"]


def test_pages_without_downloads_offer_none(catalogue: Catalogue) -> None:
    """Where nothing was made, no page leads to a file."""
    assert Downloads().of("township", "jia/yi") == []
    pages = dict(render.Renderer(flow.TEMPLATES, None).render(catalogue))
    assert "下载" not in pages["townships/jia/yi/basic.md"]


@pytest.mark.parametrize(
    ("setting", "sentence"), [("", ""), ("  licence:\n", ""), ("  licence: 可以自由使用。\n", "可以自由使用。")]
)
def test_licence_is_one_setting(setting: str, sentence: str, tmp_path: Path) -> None:
    """The sentence is that of mkdocs.yml; without it there is none."""
    config = tmp_path / "mkdocs.yml"
    config.write_text(f"extra:\n  generator: false\n{setting}", "utf-8")
    assert read_settings(config).licence == sentence
    config.write_text("extra:\n  licence: [a]\n", "utf-8")
    with pytest.raises(SiteError, match=r"extra\.licence"):
        read_settings(config)
