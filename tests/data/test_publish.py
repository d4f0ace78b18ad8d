"""What is published, and what is told where something cannot be made; office files are stood for by their names."""

import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook

from generator import paths
from generator.changes.workbook import to_workbook
from generator.data import county, flat, publish
from generator.data.downloads import Downloads, FileFormat, Missing
from generator.data.publish import Publisher
from generator.data.summarise import summarise
from generator.files import FileContent
from generator.importers.draft import ImportProblem
from generator.importers.received import receive
from generator.link.catalogue import Catalogue
from generator.printed.form import CannotPrint, Form
from generator.printed.package import NO_TIME
from generator.read.folder import Read
from support.api import not_as_described

OFFICE = (FileFormat.PDF, FileFormat.DOCX, FileFormat.XLSX, FileFormat.PDF_ZIP, FileFormat.DOCX_ZIP)
Made = tuple[dict[str, bytes], Publisher]


def named(name: str, form: Form) -> bytes:
    """An office file that says whose it is and which lists it holds."""
    return f"{name} {'、'.join(table.title for table in form.tables)}".encode()


@pytest.fixture
def made(crooked_catalogue: Catalogue, crooked: Read, monkeypatch: pytest.MonkeyPatch) -> Made:
    """Files by their paths, and what makes them."""
    files: dict[str, bytes] = {}

    def put(path: str, content: FileContent) -> None:
        files[path] = content.encode() if isinstance(content, str) else b"".join(content)

    monkeypatch.setattr(county, "require_font", lambda: None)
    monkeypatch.setattr(county, "kept", named)
    monkeypatch.setattr(publish, "is_kept", lambda *_: True)
    return files, Publisher(crooked_catalogue, crooked.content.townships, put)


def test_site_has_every_file(made: Made, crooked_catalogue: Catalogue) -> None:
    """Townships hold their lists, archives the townships' files; all are told of and checked."""
    files, publisher = made
    publisher.site()
    assert files["data/ren-zi.docx"].decode() == (
        "ren-zi.docx 基本履职事项清单、子镇履行职责事项清单、上级部门收回事项清单"
    )
    for suffix in ("pdf", "docx"):
        names = [f"{one}.{suffix}" for one in ("gui-hai", "gui-xu", "ren-chou", "ren-zi")]
        with zipfile.ZipFile(io.BytesIO(files[f"data/all.{suffix}.zip"])) as archive:
            assert [(one.filename, one.date_time) for one in archive.infolist()] == [(one, NO_TIME) for one in names]
            assert [archive.read(one) for one in names] == [files[f"data/{one}"] for one in names]
    (sheet,) = load_workbook(io.BytesIO(files["data/counties/gui.xlsx"])).worksheets
    rows = list(flat.rows(crooked_catalogue.counties[0].townships))
    assert [row[7].value for row in sheet.iter_rows(min_row=2)] == [row[7] for row in rows]
    told = {one["url"]: one["sha256"] for one in json.loads(files[paths.API_DOWNLOADS])["files"]}
    assert told == {one: hashlib.sha256(files[one]).hexdigest() for one in told}
    own = sorted(one for one in files if one.startswith("data/") and one != paths.CHECKSUMS)
    assert own == sorted(one for one in told if one.startswith("data/"))
    sums = "".join(f"{told[one]}  {one.removeprefix('data/')}\n" for one in own)
    assert files[paths.CHECKSUMS].decode() == sums


def test_parts_are_told_of_what_is_exported(made: Made) -> None:
    """What an export of JSON says of its files is what the site says of them; of the other formats it says nothing."""
    files, publisher = made
    publisher.site()
    whole = json.loads(files[paths.API_PARTS])["files"]
    publisher.exported("json")
    exported = [one for one in whole if one["format"] == "json"]
    assert json.loads(files[paths.API_PARTS])["files"] == exported
    assert len(exported) == 3 < len(whole)


def test_an_export_is_described_as_it_is(made: Made) -> None:
    """Its own openapi.json names its files and no others: no feeds, which a site has."""
    files, publisher = made
    publisher.exported("json")
    # None of these lists was ever changed.
    nowhere = ["/api/v1/townships/{county}/{township}/as-of/{day}.json"]
    assert not_as_described(files, files[paths.API_OPENAPI]) == ([], nowhere)


def test_what_is_no_list_cannot_be_imported(made: Made, demo: Read, tmp_path: Path) -> None:
    """Tables of a duty a row, data for programs, the workbook to edit in: what each is, and what to do instead."""
    files, publisher = made
    publisher.files((FileFormat.CSV, FileFormat.XLSX, FileFormat.JSON, FileFormat.JSONL))
    files["edit.xlsx"] = to_workbook(demo.content.townships[0], "某省/某市/甲县/乙镇", [], [])
    own = "下载它自己的 CSV、Excel 或 Word"
    wanted = {
        "data/all.csv": f"一行一个事项的表.*{own}",
        "data/all.xlsx": f"一行一个事项的表.*{own}",
        "data/counties/gui.csv": f"一行一个事项的表.*{own}",
        "data/counties/gui.xlsx": f"一行一个事项的表.*{own}",
        "data/all.json": f"给程序用的数据.*{own}",
        "data/all.jsonl": f"给程序用的数据.*{own}",
        paths.api_township("gui/hai"): f"给程序用的数据.*{own}",
        paths.API_TOPICS: f"给程序用的数据.*{own}",
        "edit.xlsx": "改清单用的表格.*qingdan apply",
    }
    for name, said in wanted.items():
        file = tmp_path / name.replace("/", "-")
        file.write_bytes(files[name])
        with pytest.raises(ImportProblem, match=f"^这是.*{said}"):
            receive(file)
    # What a township has itself can be.
    (tmp_path / "own.csv").write_bytes(files["data/ren-zi.csv"])
    assert receive(tmp_path / "own.csv").text


def test_files_of_one_township(made: Made) -> None:
    """Of one township there are its own files and no others; of the formats those that were asked for."""
    files, publisher = made
    publisher.files((FileFormat.CSV, FileFormat.DOCX), "ren/zi")
    assert sorted(files) == ["data/ren-zi.csv", "data/ren-zi.docx"]


def test_without_a_font_there_is_no_pdf(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither a PDF nor an archive of them is made, told of or promised; why, is told once."""
    files, publisher = made

    def none() -> None:
        raise CannotPrint("没有宋体")

    monkeypatch.setattr(county, "require_font", none)
    downloads = publisher.files(OFFICE)
    assert [one for one in files if "pdf" in one] == []
    assert downloads.missing == (Missing("PDF", "没有宋体"),)
    assert "data/all.docx.zip" in files


def refusing(refused: str, make: Callable[[str, Form], bytes]) -> Callable[[str, Form], bytes]:
    """What writes all files but one."""

    def write(name: str, form: Form) -> bytes:
        if name == refused:
            raise CannotPrint("一格太长")
        return make(name, form)

    return write


@pytest.mark.parametrize(
    ("refused", "what"),
    [
        ("ren-zi.xlsx", "壬旗子镇的 Excel"),
        ("gui-xu.docx", "癸区乡镇（名称未注明）的 Word"),
    ],
)
def test_what_cannot_be_printed_is_told_of(
    made: Made, monkeypatch: pytest.MonkeyPatch, refused: str, what: str
) -> None:
    """One file is left out, by name of place and format; all others are there."""
    files, publisher = made
    monkeypatch.setattr(county, "kept", refusing(refused, named))
    downloads = publisher.files(OFFICE)
    assert downloads.missing == (Missing(what, "一格太长"),)
    assert f"data/{refused}" not in {*files, *(one.path for one in downloads.files)}
    assert len([one for one in files if one.endswith((".pdf", ".docx", ".xlsx"))]) == 3 * 4 - 1 + 2 + 1


def test_tables_too_large_are_told_of(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no sheet holds the rows of a county, that is told, and there is no sheet of all."""

    def never(*_: object) -> None:
        raise CannotPrint("事项太多")

    monkeypatch.setattr(county, "refuse_rows", never)
    downloads: Downloads = made[1].files((FileFormat.XLSX, FileFormat.CSV))
    assert [(one.what, one.why) for one in downloads.missing] == [
        ("癸区一行一个事项的 Excel", "事项太多"), ("壬旗一行一个事项的 Excel", "事项太多"),
        ("all.xlsx", "有的县的做不出来，见上面"),
    ]  # fmt: skip
    assert {"data/all.csv", "data/counties/ren.csv", "data/ren-zi.xlsx"} <= set(made[0])
    assert "data/counties/ren.xlsx" not in made[0]


def test_example_of_a_list_is_its_beginning(crooked_catalogue: Catalogue, crooked: Read) -> None:
    """The description shows of each list one category and one duty, however many there are."""
    changed = replace(crooked_catalogue, counties=crooked_catalogue.counties[::-1])
    files: dict[str, bytes] = {}

    def put(path: str, content: FileContent) -> None:
        files[path] = content.encode() if isinstance(content, str) else b"".join(content)

    Publisher(changed, crooked.content.townships, put).files([FileFormat.JSON])
    item = json.loads(files[paths.API_OPENAPI])["paths"]["/api/v1/townships/{county}/{township}.json"]
    example = item["get"]["responses"]["200"]["content"]["application/json"]["example"]
    assert (example["id"], example["counts"]["basic"]) == ("ren/chou", 2)
    assert [(len(one["categories"]), len(one["items"])) for one in example["lists"]] == [(1, 1)] * 3


def versions(catalogue: Catalogue) -> str:
    """The version of the files of the comparison."""
    files = dict(summarise(catalogue, ""))
    return json.loads(files[paths.COMPARE_INDEX])["version"]


def test_comparison_of_another_build_is_another_version(crooked_catalogue: Catalogue) -> None:
    """What one build's index says never goes with another's townships: a change of either is another version."""
    first, *others = crooked_catalogue.categories
    words = replace(crooked_catalogue, categories=(replace(first, name="民生"), *others))
    fewer = crooked_catalogue.counties[1]
    duties = replace(
        fewer, townships=(replace(fewer.townships[0], lists=fewer.townships[0].lists[:2]), fewer.townships[1])
    )
    shorter = replace(crooked_catalogue, counties=(crooked_catalogue.counties[0], duties))
    found = [versions(one) for one in (crooked_catalogue, words, shorter, crooked_catalogue)]
    assert (len(set(found)), found[0]) == (3, found[3])
