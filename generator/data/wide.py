"""Wide: the data files across counties, put together from those of the counties, a piece at a time.

    data/all.csv                                   everything, as long as it is small
    data/all.csv.zip                               the same, where it is larger
    data/provinces/150000.csv, data/counties/…     what stands in its place beyond `FileLimits`
    api/v1/parts.json                              of each whole, which files have which of its rows

No step holds the texts of more than a township.
"""

import csv
import io
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import BinaryIO

from pydantic import TypeAdapter

from generator import paths
from generator.data.api import ApiDepartmentEntry, ApiIndex, ApiTopicItem, ApiTownshipData
from generator.data.county import (
    ALL_FORMATS,
    HEADS,
    SHEET,
    WIDTHS,
    CountyDownloads,
    file_name,
    file_path,
    offered,
    printable,
    put_download,
)
from generator.data.downloads import Download, Downloads, Extent, FileFormat, Missing, Scope, Whole, WholePart
from generator.data.export import export_downloads, export_parts, export_schema, line_data, to_text, topic_data
from generator.data.openapi import A_TOPIC, DEPARTMENTS_OF_A_COUNTY, Examples, Present, export_openapi
from generator.files import Put
from generator.link.catalogue import LinkedTopic
from generator.printed.csv import csv_rows, undefused
from generator.printed.package import zipped
from generator.printed.table import MAX_ROWS, xlsx_rows
from generator.words.places import PlaceWords
from generator.words.provinces import province_id

# Opens a file of a county, by the county's id and the file's path.
Opened = Callable[[str, str], BinaryIO]

_ZIPPED = {FileFormat.PDF_ZIP: FileFormat.PDF, FileFormat.DOCX_ZIP: FileFormat.DOCX}
# What a file over several counties is put together from, where it is not the counties' files of the same format.
_OF_TOWNSHIPS = {FileFormat.JSON: FileFormat.JSON, **_ZIPPED}
# What tables and lines are packed as where they are large.
_PACKED = {FileFormat.CSV: FileFormat.CSV_ZIP, FileFormat.JSONL: FileFormat.JSONL_ZIP}
# Of wide files, what is read beside files of their own format.
SOURCES = {FileFormat.XLSX: FileFormat.CSV, **_ZIPPED}
_BLOCK = 1 << 20
# How a list of JSON begins and ends.
_OPEN, _CLOSE = b"[", b"]\n"


@dataclass(frozen=True)
class FileLimits:
    """How much one file may hold: in bytes of what it is put together from, and in rows for Excel, without the heads.

    Many a host takes no file of more than 100 MB (GitHub is one), and few programs open one.
    Beyond `plain`, tables and lines are packed, and what only holds the townships' files once more is not made: it
    would be a sixth of the site.
    """

    size: int = 100_000_000
    plain: int = 5_000_000
    rows: int = MAX_ROWS - 1


LIMITS = FileLimits()


def wide_files(
    counties: Sequence[CountyDownloads],
    topics: Sequence[LinkedTopic],
    words: PlaceWords,
    opened: Opened,
    put: Put,
    licence: str = "",
    limits: FileLimits = LIMITS,
    *,
    is_site: bool = False,
) -> Downloads:
    """All data files across counties, put in their places; what there is then to download, the counties' files too.

    Of a site openapi.json also names what others put there for programs.
    """
    maker = WideMaker(counties, opened, put, limits)
    maker.api(topics)
    downloads = maker.files(ALL_FORMATS, licence)
    put(*export_downloads(downloads))
    put(*export_parts(downloads))
    put(paths.CHECKSUMS, _checksums(downloads.files))
    own = (paths.API_DOWNLOADS, paths.API_PARTS, paths.CHECKSUMS)
    maker.describe(topics, words, downloads, own, is_site=is_site)
    return downloads


class WideMaker:
    """Puts together the files across counties."""

    def __init__(
        self, counties: Sequence[CountyDownloads], opened: Opened, put: Put, limits: FileLimits = LIMITS
    ) -> None:
        self._counties, self._opened, self._put, self._limits = counties, opened, put, limits
        self._made: list[Download] = []
        self._wholes: list[Whole] = []

    def api(self, topics: Sequence[LinkedTopic]) -> None:
        """What the data API has across counties."""
        heads = [head for county in self._counties for head in county.heads]
        self._put(paths.API_INDEX, to_text(ApiIndex(version=1, townships=heads)))
        self._topics(topics)
        self._departments()
        self._put(*export_schema())

    def describe(
        self,
        topics: Sequence[LinkedTopic],
        words: PlaceWords,
        downloads: Downloads,
        besides: Collection[str],
        *,
        is_site: bool = False,
    ) -> None:
        """The description of the API, of the files to download, and of some besides, when all are there."""
        divided = {one.path for one in downloads.divided}
        there = {*besides, *(one.path for one in downloads.files)}
        for whole, part in ((paths.API_TOPICS, A_TOPIC), (paths.API_DEPARTMENTS, DEPARTMENTS_OF_A_COUNTY)):
            there.add(part if whole in divided else whole)
        several = (head.id.partition("/")[0] for county in self._counties for head in county.heads[1:])
        present = Present(there, downloads.files, is_site, next(several, ""))
        self._put(*export_openapi(self._examples(topics), words, downloads.licence, present))

    def files(self, formats: Collection[FileFormat], licence: str = "") -> Downloads:
        """The files to download of some formats, and the counties' with them."""
        missing = [one for county in self._counties for one in county.missing]
        for file_format in offered(Scope.ALL, printable(formats, missing)):
            if self._cannot(file_format):
                missing.append(Missing(file_name(paths.all_data(file_format)), "有的县的做不出来，见上面"))
            else:
                self._wholes.append(self._whole(file_format))
        own = (one for county in self._counties for one in county.files)
        return Downloads((*own, *self._made), tuple(dict.fromkeys(missing)), licence, tuple(self._wholes))

    # --- files to download -------------------------------------------------------------------------

    def _cannot(self, file_format: FileFormat) -> bool:
        """Whether Excel would cut something off: the county says of what."""
        return file_format is FileFormat.XLSX and not all(one.is_in_sheet for one in self._counties)

    def _whole(self, file_format: FileFormat) -> Whole:
        """Everything in a format: one file, or several."""
        pieces, first = [], 1
        for extent, counties in self._cover(file_format):
            provinces = {county.province for county in counties}
            province = provinces.pop() if len(provinces) == 1 else None
            for download in self._files_of(extent, file_format, counties):
                heads = [
                    head
                    for county in counties
                    for head in county.heads
                    if download.extent.scope is not Scope.TOWNSHIP or head.id == download.extent.place
                ]
                rows = sum(sum(head.counts.values()) for head in heads)
                names = tuple(county.name for county in counties)
                pieces.append(WholePart(download, province, names, len(heads), first, rows))
                first += rows
        is_one = [piece.file.path for piece in pieces] == [paths.all_data(file_format)]
        return Whole(
            paths.all_data(file_format),
            file_format,
            is_one,
            first - 1,
            self._size(file_format, self._counties),
            self._plain if file_format in _PACKED else self._limit(file_format),
            self._limits.rows if file_format is FileFormat.XLSX else None,
            () if is_one else tuple(pieces),
        )

    def _cover(self, file_format: FileFormat) -> Iterator[tuple[Extent, Sequence[CountyDownloads]]]:
        """The largest parts that are not too large: everything, a province, a county."""
        if self._fits(file_format, self._counties):
            yield Extent(Scope.ALL), self._counties
            return
        if file_format in _OF_TOWNSHIPS:
            yield from ((Extent(Scope.COUNTY, county.id), [county]) for county in self._counties)
            return
        provinces: dict[str | None, list[CountyDownloads]] = {}
        for county in self._counties:
            provinces.setdefault(county.province, []).append(county)
        for province, several in provinces.items():
            if len(several) > 1 and self._fits(file_format, several):
                yield Extent(Scope.PROVINCE, province_id(province)), several
            else:
                yield from ((Extent(Scope.COUNTY, county.id), [county]) for county in several)

    def _fits(self, file_format: FileFormat, counties: Iterable[CountyDownloads]) -> bool:
        counties = list(counties)
        is_sheet = file_format is FileFormat.XLSX
        return self._size(file_format, counties) <= self._limit(file_format) and not (
            is_sheet and sum(county.rows for county in counties) > self._limits.rows
        )

    def _limit(self, file_format: FileFormat) -> int:
        """What it may be put together from."""
        return self._plain if file_format in _OF_TOWNSHIPS else self._limits.size

    @property
    def _plain(self) -> int:
        """What a file may be put together from that is made, and as it is, though it has nothing of its own."""
        return min(self._limits.size, self._limits.plain)

    def _is_plain(self, file_format: FileFormat, counties: Iterable[CountyDownloads]) -> bool:
        """Whether a file about some counties is made, and as it is."""
        return self._size(file_format, counties) <= self._plain

    def _size(self, file_format: FileFormat, counties: Iterable[CountyDownloads]) -> int:
        """How large that is together which a file is put together from."""
        return sum(one.size for county in counties for one in self._parts(county, file_format))

    def _parts(self, county: CountyDownloads, file_format: FileFormat) -> Iterator[Download]:
        if of_townships := _OF_TOWNSHIPS.get(file_format):
            found = (county.file(Extent(Scope.TOWNSHIP, head.id), of_townships) for head in county.heads)
            yield from (one for one in found if one)
        elif own := county.own(file_format):
            yield own

    def _files_of(
        self, extent: Extent, file_format: FileFormat, counties: Sequence[CountyDownloads]
    ) -> Iterator[Download]:
        """The file about some counties; of one county, what it has itself."""
        if extent.scope is Scope.COUNTY:
            for county in counties:
                for one in self._parts(county, file_format):
                    if one in county.aside:
                        self._publish(county, one)
                        self._made.append(one)
                    yield one
            return
        content, made_as = self._content(file_format, counties), file_format
        if file_format in _PACKED and not self._is_plain(file_format, counties):
            content, made_as = zipped([(file_name(file_path(extent, file_format)), content)]), _PACKED[file_format]
        made = put_download(self._put, file_path(extent, made_as), extent, made_as, content)
        self._made.append(made)
        yield made

    def _content(self, file_format: FileFormat, counties: Sequence[CountyDownloads]) -> Iterator[bytes]:
        match file_format:
            case FileFormat.JSON:
                return self._json(counties)
            case FileFormat.JSONL:
                return self._joined(FileFormat.JSONL, counties)
            case FileFormat.CSV:
                return self._csv(counties)
            case FileFormat.XLSX:
                return xlsx_rows(SHEET, HEADS, WIDTHS, self._rows(counties))
            case _:
                return zipped(self._printed(file_format, counties), is_compressed=True)

    def _json(self, counties: Sequence[CountyDownloads]) -> Iterator[bytes]:
        """What ApiAll describes, a township at a time."""
        yield b'{"version":1,"townships":['
        is_first = True
        for county in counties:
            for one in self._parts(county, FileFormat.JSON):
                # Without the lines by which a township's own file can be read.
                yield (b"" if is_first else b",") + self._read(county, one.path).replace(b"\n", b"")
                is_first = False
        yield b"]}\n"

    def _joined(self, file_format: FileFormat, counties: Sequence[CountyDownloads], skip: int = 0) -> Iterator[bytes]:
        """The counties' files one after another, each without its beginning."""
        for county in counties:
            for one in self._parts(county, file_format):
                with self._opened(county.id, one.path) as file:
                    file.seek(skip)
                    yield from iter(lambda file=file: file.read(_BLOCK), b"")  # type: ignore[misc]

    def _csv(self, counties: Sequence[CountyDownloads]) -> Iterator[bytes]:
        heads = b"".join(csv_rows(HEADS, ()))
        yield heads
        yield from self._joined(FileFormat.CSV, counties, len(heads))

    def _rows(self, counties: Sequence[CountyDownloads]) -> Iterator[list[str | int]]:
        """The rows of the counties' tables, with numbers as numbers."""
        numeric = HEADS.index("序号")
        for county in counties:
            for one in self._parts(county, FileFormat.CSV):
                with self._opened(county.id, one.path) as file, io.TextIOWrapper(file, "utf-8-sig", newline="") as text:
                    reader = csv.reader(text)
                    next(reader)
                    for cells in reader:
                        row: list[str | int] = list(map(undefused, cells))
                        row[numeric] = int(cells[numeric])
                        yield row

    def _printed(
        self, file_format: FileFormat, counties: Sequence[CountyDownloads]
    ) -> Iterator[tuple[str, Iterable[bytes]]]:
        """The townships' files of a format, but for those that could not be made."""
        for county in counties:
            for one in self._parts(county, file_format):
                yield one.name, [self._read(county, one.path)]

    def _publish(self, county: CountyDownloads, one: Download) -> None:
        """Make a file of the site of what lies aside."""
        self._put(one.path, [self._read(county, one.path)])

    def _read(self, county: CountyDownloads, path: str) -> bytes:
        with self._opened(county.id, path) as file:
            return file.read()

    # --- the data API ------------------------------------------------------------------------------

    def _topics(self, topics: Sequence[LinkedTopic]) -> None:
        """All topics with their duties; in place of too large a file, one for each topic."""
        size = sum(_item_size(duty.township.id, duty.id) for topic in topics for duty in topic.duties)
        texts = ((one, to_text(one).encode()) for one in topic_data(topics))
        if size <= self._limits.size:
            self._put(paths.API_TOPICS, _list(text.rstrip() for _, text in texts))
            self._tell_of(paths.API_TOPICS, sum(len(topic.duties) for topic in topics), size)
            return
        pieces, first = [], 1
        for topic, text in texts:
            file = put_download(self._put, paths.api_topic(topic.id), Extent(Scope.ALL), FileFormat.JSON, [text])
            townships = len({item.township for item in topic.items})
            pieces.append(WholePart(file, None, (), townships, first, len(topic.items)))
            first += len(topic.items)
        self._tell_of(paths.API_TOPICS, first - 1, size, pieces)

    def _departments(self) -> None:
        """All departments; in place of too large a file, one for each county."""
        of_counties = [(county, county.departments) for county in self._counties if county.departments]
        size = sum(file.size for _, file in of_counties)
        pieces, first = [], 1
        for county, file in of_counties:
            pieces.append(WholePart(file, county.province, (county.name,), len(county.heads), first, county.registered))
            first += county.registered
        if size <= self._limits.size:
            self._put(paths.API_DEPARTMENTS, _list(self._entries()))
            pieces = []
        else:
            for county, file in of_counties:
                self._publish(county, file)
        self._tell_of(paths.API_DEPARTMENTS, first - 1, size, pieces)

    def _tell_of(self, path: str, rows: int, size: int, pieces: Sequence[WholePart] = ()) -> None:
        whole = Whole(path, FileFormat.JSON, not pieces, rows, size, self._limits.size, None, tuple(pieces))
        self._wholes.append(whole)

    def _entries(self) -> Iterator[bytes]:
        """What the counties' files of departments list, as they have it."""
        for county in self._counties:
            if county.departments and county.registered:
                yield self._read(county, county.departments.path).removeprefix(_OPEN).removesuffix(_CLOSE)

    def _examples(self, topics: Sequence[LinkedTopic]) -> Examples:
        """The beginnings of files."""
        first = next(((county, head) for county in self._counties for head in county.heads), None)
        if first is None:
            return Examples()
        county, head = first
        township = ApiTownshipData.model_validate_json(self._read(county, head.data))
        entries = next(self._entries(), b"")
        departments = TypeAdapter(list[ApiDepartmentEntry]).validate_json(_OPEN + entries + _CLOSE)
        return Examples(
            head,
            township,
            next(line_data(township), None),
            next(topic_data(topics[:1]), None),
            departments[0] if departments else None,
        )


def _item_size(township_id: str, duty_id: str) -> int:
    """How long a duty of a topic is in topics.json."""
    return len(to_text(ApiTopicItem(township=township_id, id=duty_id, url=paths.url(paths.duty(township_id, duty_id)))))


def _list(entries: Iterable[bytes]) -> Iterator[bytes]:
    """A list of JSON, each entry in a new line."""
    is_empty = True
    for entry in entries:
        yield (_OPEN if is_empty else b",\n") + entry
        is_empty = False
    yield b"[]\n" if is_empty else _CLOSE


def _checksums(made: Iterable[Download]) -> str:
    """Lines as `sha256sum` writes them, for the files beside this one."""
    folder = PurePosixPath(paths.CHECKSUMS).parent
    beside = [(PurePosixPath(download.path), download.sha256) for download in made]
    own = sorted((path.relative_to(folder), digest) for path, digest in beside if path.is_relative_to(folder))
    return "".join(f"{digest}  {path}\n" for path, digest in own)
