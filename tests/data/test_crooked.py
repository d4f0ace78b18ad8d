"""The data of a content in which no two values are the same (tests/crooked), as it was read and accepted.

Read the diff of a snapshot against the YAML, not against the program.
"""

import csv
import hashlib
import io
import json

import pytest

from generator import paths
from generator.data import flat
from generator.data.downloads import Downloads, FileFormat
from generator.data.export import export_downloads
from generator.data.publish import Publisher
from generator.data.summarise import summarise
from generator.files import FileContent
from generator.link.catalogue import Catalogue
from generator.read.folder import Read
from support.snapshots import Snapshots

# Their bytes say nothing to a reader; what is in them is tested beside `printed`.
_OFFICE = {FileFormat.PDF, FileFormat.DOCX, FileFormat.XLSX, FileFormat.PDF_ZIP, FileFormat.DOCX_ZIP}


@pytest.fixture(scope="module")
def files(crooked_catalogue: Catalogue, crooked: Read) -> tuple[dict[str, str], Downloads]:
    """The data API and all files but those of offices, as texts by their paths; and what is told of them."""
    made: dict[str, str] = {}

    def put(path: str, content: FileContent) -> None:
        match content:
            case str():
                made[path] = content
            case bytes():
                made[path] = content.decode()
            case _:
                made[path] = b"".join(content).decode()

    publisher = Publisher(crooked_catalogue, crooked.content.townships, put, "可以自由使用。")
    return made, publisher.files([one for one in FileFormat if one not in _OFFICE])


@pytest.mark.parametrize(
    "path",
    [
        paths.API_INDEX,
        paths.api_township("gui/hai"),
        paths.api_township("gui/xu"),
        paths.api_township("ren/chou"),
        paths.api_township("ren/zi"),
        paths.API_TOPICS,
        paths.API_DEPARTMENTS,
    ],
)
def test_api(files: tuple[dict[str, str], Downloads], snapshots: Snapshots, path: str) -> None:
    """Every value of the API is the one that the YAML has, of its own duty, department and topic."""
    snapshots.hold(path, files[0][path])


def test_openapi(files: tuple[dict[str, str], Downloads], snapshots: Snapshots) -> None:
    """The description says of each path what lies there, with an example; of the types, the names."""
    description = json.loads(files[0][paths.API_OPENAPI])
    description["components"]["schemas"] = list(description["components"]["schemas"])
    snapshots.hold(paths.API_OPENAPI, json.dumps(description, ensure_ascii=False, indent=1) + "\n")


def test_rows(crooked_catalogue: Catalogue, snapshots: Snapshots) -> None:
    """Every duty is one row, each value under its own head; cells without a value are left out here."""
    rows = [
        "\n".join(f"{column.head}：{value}" for column, value in zip(flat.COLUMNS, row, strict=True) if value)
        for row in flat.rows(crooked_catalogue.townships)
    ]
    snapshots.hold("rows.txt", "\n\n".join(rows) + "\n")


def test_what_is_offered(files: tuple[dict[str, str], Downloads], snapshots: Snapshots) -> None:
    """Every file is told of as what it is, of the place that it is of, with its own size and checksum."""
    made, downloads = files
    path, text = export_downloads(downloads)
    told = json.loads(text)
    assert (path, told["version"], told["licence"]) == (paths.API_DOWNLOADS, 1, "可以自由使用。")
    lines = []
    for one, download in zip(told["files"], downloads.files, strict=True):
        content = made[one["url"]].encode()
        assert (one.pop("size"), one.pop("sha256")) == (len(content), hashlib.sha256(content).hexdigest())
        lines.append(" ".join((*(value or "—" for value in one.values()), download.hint("街道"))))
    snapshots.hold("downloads.txt", "\n".join(lines) + "\n")


def test_wide_files_are_the_small_ones_together(files: tuple[dict[str, str], Downloads]) -> None:
    """All, the counties and the townships hold the same: as JSON, a duty a line, and a duty a row."""
    made, _ = files
    ids = [one["id"] for one in json.loads(made[paths.API_INDEX])["townships"]]
    townships = [json.loads(made[paths.api_township(id)]) for id in ids]
    assert json.loads(made["data/all.json"]) == {"version": 1, "townships": townships}
    lines = made["data/all.jsonl"].splitlines()
    assert made["data/all.jsonl"] == made["data/counties/gui.jsonl"] + made["data/counties/ren.jsonl"]
    place = ("id", "name", "label", "province", "prefecture", "county")
    assert list(map(json.loads, lines)) == [
        {
            "place": {key: one[key] for key in place},
            "list": {"kind": own["kind"], "title": own["title"]},
            "duty": duty,
        }
        for one in townships
        for own in one["lists"]
        for duty in own["items"]
    ]
    head, *rows = csv.reader(io.StringIO(made["data/all.csv"].removeprefix("\ufeff"), newline=""))
    assert head == [column.head for column in flat.COLUMNS]
    assert [(row[0], row[7]) for row in rows] == [
        (one["id"], duty["id"]) for one in townships for own in one["lists"] for duty in own["items"]
    ]
    for county in ("gui", "ren"):
        text = made[f"data/counties/{county}.csv"].removeprefix("\ufeff")
        assert list(csv.reader(io.StringIO(text, newline=""))) == [
            head, *(row for row in rows if row[0].startswith(f"{county}/")),
        ]  # fmt: skip


def test_comparison(crooked_catalogue: Catalogue, snapshots: Snapshots) -> None:
    """What the reader's own comparison takes: a row a duty, a standing a topic, by the words of the index."""
    found = {name: json.loads(text) for name, text in summarise(crooked_catalogue, "assets/v1")}
    index = found.pop(paths.COMPARE_INDEX)
    index.pop("version")
    digests = {town[0]: town.pop() for town in index["townships"]}
    lines = [f"{key}：{json.dumps(value, ensure_ascii=False)}" for key, value in index.items()]
    for id, digest in digests.items():
        data = found.pop(f"{paths.compare_folder(digest)}/{paths.compare_township(id)}")
        lines.append(f"\n{paths.compare_township(id)}")
        lines += [json.dumps(duty, ensure_ascii=False) for duty in data["duties"]]
        for part in ("standings", "touching"):
            lines += [f"{part} {topic}：{json.dumps(one, ensure_ascii=False)}" for topic, one in data[part].items()]
    assert not found
    snapshots.hold("comparison.txt", "\n".join(lines) + "\n")
