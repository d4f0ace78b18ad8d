"""Files across counties: put together from those of the counties; too large ones in parts, and where these are."""

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from html import unescape
from typing import Any, BinaryIO

import pytest
from openpyxl import load_workbook

from generator import flow, paths
from generator.data import county as county_module
from generator.data import flat, publish
from generator.data.county import CountyPublisher
from generator.data.downloads import Download, Downloads, Extent, FileFormat, Scope
from generator.data.publish import Publisher
from generator.data.wide import FileLimits, WideMaker
from generator.files import FileContent
from generator.link.catalogue import Catalogue
from generator.pages.render import Renderer
from generator.printed.form import Form
from generator.read.folder import Read
from generator.words.provinces import province_id
from support.api import not_as_described

Made = tuple[dict[str, bytes], Downloads]


@pytest.fixture(autouse=True)
def office_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """Office files of townships are stood for by their names."""

    def named(name: str, _: Form) -> bytes:
        return name.encode()

    monkeypatch.setattr(county_module, "require_font", lambda: None)
    monkeypatch.setattr(county_module, "kept", named)
    monkeypatch.setattr(publish, "is_kept", lambda *_: True)


def made(catalogue: Catalogue, content: Read, limits: FileLimits) -> Made:
    """The files of a site by their paths, and what is told of them."""
    files: dict[str, bytes] = {}

    def put(path: str, content: FileContent) -> None:
        assert path not in files, "put twice"
        files[path] = content.encode() if isinstance(content, str) else b"".join(content)

    return files, Publisher(catalogue, content.content.townships, put, "", limits).site()


def parts(files: Mapping[str, bytes]) -> dict[str, Any]:
    """What parts.json says, by addresses."""
    return {one["url"]: one for one in json.loads(files[paths.API_PARTS])["files"]}


def rows_of(file: bytes) -> list[list[str]]:
    """The rows of a table, without its heads."""
    return list(csv.reader(io.StringIO(file.decode("utf-8-sig"), newline="")))[1:]


WIDE = ("csv", "xlsx", "jsonl", "json", "pdf.zip", "docx.zip")


def test_small_files_are_one(crooked_catalogue: Catalogue, crooked: Read) -> None:
    """Within the limits there are no parts, and the index says how large each is that it would be too large by."""
    files, downloads = made(crooked_catalogue, crooked, FileLimits())
    assert (downloads.divided, downloads.near) == ([], [])
    told = parts(files)
    assert set(told) == {*(f"data/all.{one}" for one in WIDE), paths.API_TOPICS, paths.API_DEPARTMENTS}
    assert set(told) <= set(files)
    assert {(one["in_one"], len(one["parts"])) for one in told.values()} == {(True, 0)}
    assert [told[f"data/all.{one}"]["size_limit"] for one in WIDE] == [
        100_000_000 if one == "xlsx" else 5_000_000 for one in WIDE
    ]
    count = len(rows_of(files["data/all.csv"]))
    assert {told[f"data/all.{one}"]["entries"] for one in WIDE} == {count}
    assert [told[f"data/all.{one}"]["entries_limit"] for one in ("xlsx", "csv")] == [1_048_575, None]
    assert told["data/all.csv"]["size"] == sum(len(files[f"data/counties/{one}.csv"]) for one in ("gui", "ren"))


def test_too_large_files_are_in_parts(crooked_catalogue: Catalogue, crooked: Read) -> None:
    """Nothing is made that is too large; the parts together have every row once, and the index says which where."""
    whole, _ = made(crooked_catalogue, crooked, FileLimits())
    files, downloads = made(crooked_catalogue, crooked, FileLimits(size=1))
    assert not set(files) & {f"data/all.{one}" for one in WIDE}
    told = parts(files)
    for one in told.values():
        assert (one["in_one"], one["size_limit"]) == (False, 1)
        first = 1
        for part in one["parts"]:
            file = files[part["url"]]
            assert (part["size"], part["sha256"]) == (len(file), hashlib.sha256(file).hexdigest())
            assert (part["first"], part["entries"] > 0) == (first, True)
            first += part["entries"]
        assert first - 1 == one["entries"]
    for suffix in ("csv", "xlsx", "jsonl"):
        several = told[f"data/all.{suffix}"]["parts"]
        assert [(one["url"], one["counties"]) for one in several] == [
            ("data/counties/gui." + suffix, ["癸区"]), ("data/counties/ren." + suffix, ["壬旗"]),
        ]  # fmt: skip
    assert [row for one in told["data/all.csv"]["parts"] for row in rows_of(files[one["url"]])] == rows_of(
        whole["data/all.csv"]
    )
    # What a county has no file of, and is too large for it too, its townships have.
    assert [one["url"] for one in told["data/all.json"]["parts"]] == [
        f"api/v1/townships/{one}.json" for one in ("gui/hai", "gui/xu", "ren/chou", "ren/zi")
    ]
    assert [one["url"] for one in told["data/all.pdf.zip"]["parts"]] == [
        f"data/{one}.pdf" for one in ("gui-hai", "gui-xu", "ren-chou", "ren-zi")
    ]
    assert [one["url"] for one in told[paths.API_DEPARTMENTS]["parts"]] == [
        paths.api_departments(one) for one in ("gui", "ren")
    ]
    entries = [one for id in ("gui", "ren") for one in json.loads(files[paths.api_departments(id)])]
    assert entries == json.loads(whole[paths.API_DEPARTMENTS])
    topics = [json.loads(files[one["url"]]) for one in told[paths.API_TOPICS]["parts"]]
    assert topics == json.loads(whole[paths.API_TOPICS])
    assert len(downloads.divided) == len(told)


def test_a_province_is_one_file(crooked_catalogue: Catalogue, crooked: Read) -> None:
    """Where everything is too large and a province is not, it is one file; of a county alone in one its own serves."""
    files: dict[str, bytes] = {}

    def put(path: str, content: FileContent) -> None:
        files[path] = content.encode() if isinstance(content, str) else b"".join(content)

    made = [
        CountyPublisher(county, crooked.content.townships, crooked_catalogue.related, put, put).files()
        for county in crooked_catalogue.counties
    ]
    gui, ren = (replace(one, province="海南省") for one in made)
    # A third one, of another province, with what the first has.
    extent = Extent(Scope.COUNTY, "wu")
    own = [replace(one, path=one.path.replace("gui", "wu"), extent=extent) for one in gui.files if is_of_county(one)]
    wu = replace(made[0], id="wu", name="戊县", province=None, files=(*(one for one in gui.files), *own))
    limit = sum(len(files[f"data/counties/{one}.csv"]) for one in ("gui", "ren"))

    def opened(_: str, path: str) -> BinaryIO:
        return io.BytesIO(files[path.replace("wu", "gui")])

    maker = WideMaker([gui, wu, ren], opened, put, FileLimits(size=limit))
    downloads = maker.files([FileFormat.CSV])
    (whole,) = downloads.wholes
    assert [(one.file.path, one.province, one.counties, one.first) for one in whole.pieces] == [
        ("data/provinces/460000.csv", "海南省", ("癸区", "壬旗"), 1),
        ("data/counties/wu.csv", None, ("戊县",), 21),
    ]
    rows = [row for one in ("gui", "ren") for row in rows_of(files[f"data/counties/{one}.csv"])]
    assert rows_of(files["data/provinces/460000.csv"]) == rows
    assert [(name, [one.path for one in several]) for name, several in downloads.provinces] == [
        ("海南省", ["data/provinces/460000.csv"])
    ]
    assert "data/all.csv" not in files
    maker.describe((), crooked_catalogue.words, downloads, ())
    assert not_as_described(["data/provinces/460000.csv"], files[paths.API_OPENAPI])[0] == []


def is_of_county(one: Download) -> bool:
    return one.extent.scope is Scope.COUNTY


def test_large_tables_are_packed(crooked_catalogue: Catalogue, crooked: Read) -> None:
    """What is plain is one archive with the very file in it; what repeats the townships' files is not made."""
    whole, _ = made(crooked_catalogue, crooked, FileLimits())
    files, downloads = made(crooked_catalogue, crooked, FileLimits(plain=1))
    for suffix in ("csv", "jsonl"):
        with zipfile.ZipFile(io.BytesIO(files[f"data/all.{suffix}.zip"])) as archive:
            assert {one.filename: archive.read(one) for one in archive.infolist()} == {
                f"all.{suffix}": whole[f"data/all.{suffix}"]
            }
            assert [one.compress_type for one in archive.infolist()] == [zipfile.ZIP_DEFLATED]
    assert sorted(one for one in files if one.startswith("data/all.")) == [
        "data/all.csv.zip", "data/all.jsonl.zip", "data/all.xlsx",
    ]  # fmt: skip
    told = {suffix: parts(files)[f"data/all.{suffix}"] for suffix in WIDE}
    assert [(told[one]["in_one"], told[one]["size_limit"]) for one in WIDE] == [
        (False, 1), (True, 100_000_000), (False, 1), (False, 1), (False, 1), (False, 1),
    ]  # fmt: skip
    # Its counties are of several provinces.
    assert {one["province"] for one in told["csv"]["parts"]} == {None}
    assert [[one["url"] for one in told[suffix]["parts"]] for suffix in ("csv", "docx.zip")] == [
        ["data/all.csv.zip"], [f"data/{one}.docx" for one in ("gui-hai", "gui-xu", "ren-chou", "ren-zi")],
    ]  # fmt: skip
    assert [one.path for one in downloads.divided] == ["data/all.json", "data/all.pdf.zip", "data/all.docx.zip"]
    addresses = json.loads(files[paths.API_OPENAPI])["paths"].keys()
    assert {"/data/all.json", "/data/all.jsonl"} - addresses == {"/data/all.json", "/data/all.jsonl"}
    page = unescape(dict(Renderer(flow.TEMPLATES, None).render(crooked_catalogue, downloads))[paths.DATA])
    assert "- [CSV（压缩）](data/all.csv.zip)" in page
    assert "- data/all.pdf.zip：共 20 项，分成 4 个文件" in page
    assert "- data/all.csv：" not in page


def test_a_township_alone_has_the_files_of_its_county(crooked_catalogue: Catalogue, crooked: Read) -> None:
    """The county has none beside them; what is across counties has its rows all the same, and the page says so."""
    gui, ren = crooked_catalogue.counties
    alone = replace(crooked_catalogue, counties=(replace(gui, townships=gui.townships[1:]), ren))
    files, downloads = made(alone, crooked, FileLimits())
    assert sorted(one for one in files if one.startswith("data/counties/")) == [
        f"data/counties/ren.{one}" for one in ("csv", "jsonl", "xlsx")
    ]
    assert rows_of(files["data/all.csv"]) == [list(map(str, row)) for row in flat.rows(alone.townships)]
    assert rows_of(files["data/all.csv"])[-len(rows_of(files["data/counties/ren.csv"])) :] == rows_of(
        files["data/counties/ren.csv"]
    )
    lines = files["data/all.jsonl"].splitlines(keepends=True)
    assert [json.loads(one)["place"]["id"] for one in lines[: -len(files["data/counties/ren.jsonl"].splitlines())]] == [
        "gui/xu" for _ in alone.counties[0].townships[0].duties
    ]
    assert files["data/all.jsonl"].endswith(files["data/counties/ren.jsonl"])
    # In parts, what was only put together from is a file of the site.
    divided, _ = made(alone, crooked, FileLimits(size=1))
    own = b"".join(divided[one["url"]] for one in parts(divided)["data/all.jsonl"]["parts"])
    assert own == files["data/all.jsonl"]
    rows = [row for one in parts(divided)["data/all.csv"]["parts"] for row in rows_of(divided[one["url"]])]
    assert rows == rows_of(files["data/all.csv"])
    told = {one["url"] for one in json.loads(divided[paths.API_DOWNLOADS])["files"]}
    for own_file in ("data/counties/gui.jsonl", "data/counties/gui.csv"):
        assert (own_file in divided, own_file in files, own_file in told) == (True, False, True)
    (sheet,) = load_workbook(io.BytesIO(files["data/all.xlsx"])).worksheets
    assert [[cell.value or "" for cell in row] for row in sheet.iter_rows(min_row=2)] == [
        list(row) for row in flat.rows(alone.townships)
    ]
    pages = {name: unescape(text) for name, text in Renderer(flow.TEMPLATES, None).render(alone, downloads)}
    assert ["，全部事项" in part for part in pages[paths.DATA].split("<div class=\"qd-cards\" markdown>")[1:]] == [
        False, True,
    ]  # fmt: skip
    assert "全县和全部" not in pages["townships/gui/xu/index.md"]
    assert "全旗和全部" in pages["townships/ren/zi/index.md"]


@pytest.mark.parametrize("limits", [FileLimits(), FileLimits(plain=1), FileLimits(size=1), FileLimits(rows=19)])
def test_openapi_names_what_there_is(crooked_catalogue: Catalogue, crooked: Read, limits: FileLimits) -> None:
    """Every file, whether one is all or many are together, and nothing that there is not."""
    files, _ = made(crooked_catalogue, crooked, limits)
    # None of these lists was ever changed.
    nowhere = ["/api/v1/townships/{county}/{township}/as-of/{day}.json"]
    assert not_as_described(files, files[paths.API_OPENAPI]) == ([], nowhere)
    descriptions = json.loads(files[paths.API_OPENAPI])["paths"]
    shown = descriptions["/data/counties/{file}"]["get"]["parameters"][0]["example"]
    assert f"data/counties/{shown}" in files


def test_what_is_near_a_limit_is_told(crooked_catalogue: Catalogue, crooked: Read) -> None:
    """From four fifths of the size on that a file may have, and not before."""
    size = sum(
        len(made(crooked_catalogue, crooked, FileLimits())[0][f"data/counties/{one}.csv"]) for one in ("gui", "ren")
    )

    def near(limit: int) -> bool:
        downloads = made(crooked_catalogue, crooked, FileLimits(size=limit))[1]
        return "data/all.csv" in {one.path for one in downloads.near}

    assert [near(limit) for limit in (size, size * 5 // 4 - 1, size * 5 // 4 + 1)] == [True, True, False]


@pytest.mark.parametrize(("rows", "is_one"), [(20, True), (19, False)])
def test_excel_holds_so_many_rows(crooked_catalogue: Catalogue, crooked: Read, rows: int, is_one: bool) -> None:
    """With a row more than a sheet holds there are parts of Excel alone."""
    files, downloads = made(crooked_catalogue, crooked, FileLimits(rows=rows))
    assert len(rows_of(files["data/all.csv"])) == 20
    assert ("data/all.xlsx" in files) == is_one
    assert [one.path for one in downloads.divided] == ([] if is_one else ["data/all.xlsx"])
    assert [one.path for one in downloads.near] == (["data/all.xlsx"] if is_one else [])


def test_the_page_says_so_before_and_after(crooked_catalogue: Catalogue, crooked: Read) -> None:
    """The page of the data: nothing as long as all is small; what is near a limit; what is in parts, and where."""

    def page(limits: FileLimits) -> str:
        downloads = made(crooked_catalogue, crooked, limits)[1]
        return unescape(dict(Renderer(flow.TEMPLATES, None).render(crooked_catalogue, downloads))[paths.DATA])

    small, near, divided = page(FileLimits()), page(FileLimits(rows=20)), page(FileLimits(rows=19))
    for text in ("快要太大", "分成几个"):
        assert text not in small
    assert "- data/all.xlsx：合成它的文件共" in near
    assert "分成几个" not in near
    assert "- data/all.xlsx：共 20 项，分成 2 个文件" in divided
    assert "(data/all.xlsx)" not in divided
    assert "(data/all.csv)" in divided
    assert "(api/v1/parts.json)" in divided
    nothing = page(FileLimits(size=1))
    for gone in ("(data/all.", "(api/v1/topics.json)", "(api/v1/departments.json)"):
        assert gone not in nothing


def test_provinces_have_the_codes_of_the_standard() -> None:
    """GB/T 2260; a name that is none of them has one of its own, always the same."""
    assert [province_id(one) for one in ("内蒙古自治区", "重庆市", None, "庚自治区")] == [
        "150000", "500000", "unknown", "x" + hashlib.sha256("庚自治区".encode()).hexdigest()[:8],
    ]  # fmt: skip


def test_same_table_in_pieces_and_at_once(crooked_catalogue: Catalogue, crooked: Read) -> None:
    """What is read back from the counties' tables is what they were made of: numbers, marks, line ends."""
    files, _ = made(crooked_catalogue, crooked, FileLimits())
    (sheet,) = load_workbook(io.BytesIO(files["data/all.xlsx"])).worksheets
    rows = [[cell.value or "" for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert rows == [list(row) for row in flat.rows(crooked_catalogue.townships)]
    assert sheet.auto_filter.ref == f"A1:T{len(rows) + 1}"
