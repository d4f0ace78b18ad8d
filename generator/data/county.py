"""County: all data files of one county, made of nothing but the county.

What is about several counties is put together from these files, which lie on a disk, and from what is told here of them
(`CountyDownloads`): a township's file of the data API, a county's rows and lines (`wide.py`).
"""

import hashlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import PurePosixPath

from pydantic import RootModel

from generator import paths
from generator.data import flat
from generator.data.api import ApiDepartmentEntry, ApiTownship
from generator.data.downloads import OFFERED, Download, Downloads, Extent, FileFormat, Missing, Scope
from generator.data.export import Related, department_data, line_data, to_text, township_data, township_head
from generator.data.past import past_files
from generator.files import Put
from generator.link.catalogue import LinkedCounty, LinkedTownship
from generator.model import Township
from generator.printed.csv import csv_rows, to_csv
from generator.printed.form import CannotPrint, Form, form
from generator.printed.kept import kept, require_font
from generator.printed.table import refuse_rows, xlsx_rows

ALL_FORMATS = tuple(FileFormat)
# Formats that take long enough to write to be kept.
KEPT = (FileFormat.PDF, FileFormat.DOCX, FileFormat.XLSX)
HEADS = [column.head for column in flat.COLUMNS]
WIDTHS = [column.width for column in flat.COLUMNS]
SHEET = "事项"


@dataclass(frozen=True)
class CountyDownloads:
    """What a county's files are: small enough to be had of all counties at once.

    `rows` is how many duties it has, `registered` how many departments; `heads` are its townships', in the order of its
    files.  `is_in_sheet`: its rows fit into a sheet of Excel.
    No files of the site, but what those across counties are put together from, are `departments`, its part of
    departments.json, and `aside`, the rows and lines of a township that is alone.
    """

    id: str
    name: str
    province: str | None
    rows: int
    heads: tuple[ApiTownship, ...]
    files: tuple[Download, ...] = ()
    missing: tuple[Missing, ...] = ()
    registered: int = 0
    departments: Download | None = None
    aside: tuple[Download, ...] = ()
    is_in_sheet: bool = True

    def downloads(self, licence: str = "") -> Downloads:
        """Its files, for its own pages."""
        return Downloads(self.files, self.missing, licence)

    def own(self, file_format: FileFormat) -> Download | None:
        """The file about all of it, which may be that of its only township, or lie aside."""
        own = Extent(Scope.TOWNSHIP, self.heads[0].id) if len(self.heads) == 1 else Extent(Scope.COUNTY, self.id)
        aside = (one for one in self.aside if one.file_format is file_format)
        return next(aside, None) or self.file(own, file_format)

    def file(self, extent: Extent, file_format: FileFormat) -> Download | None:
        """One of its files, if it was made."""
        return self._files.get((extent, file_format))

    @cached_property
    def _files(self) -> dict[tuple[Extent, FileFormat], Download]:
        return {(one.extent, one.file_format): one for one in self.files}


class CountyPublisher:
    """Makes the files of a county and puts them in their places; what it gives back says which they are.

    Whoever has that, has the files: their sizes and checksums are those of what was put there.
    """

    def __init__(
        self, county: LinkedCounty, townships: Iterable[Township], related: Related, put: Put, aside: Put
    ) -> None:
        """`related` needs to have the duties of the county, not more; `aside` takes what is no file of the site."""
        self._county, self._related, self._put, self._aside = county, related, put, aside
        self._contents = {township.id: township for township in townships}
        self._made: list[Download] = []
        self._missing: list[Missing] = []

    def files(self, formats: Collection[FileFormat] = ALL_FORMATS, township: str | None = None) -> CountyDownloads:
        """The files of some formats, with JSON also what is for programs alone: of the county, or of a township only.

        What cannot be made is left out, and noted as missing.
        """
        formats = printable(formats, self._missing)
        chosen = [one for one in self._county.townships if township in (None, one.head.id)]
        lines: list[bytes] = []
        for one in chosen:
            lines += self._township(one, formats)
        departments = None
        aside: list[Download] = []
        is_in_sheet = True
        if township is not None:
            if FileFormat.JSONL in formats:
                extent = Extent(Scope.TOWNSHIP, township)
                self._offer(file_path(extent, FileFormat.JSONL), extent, FileFormat.JSONL, lines)
        else:
            is_in_sheet = FileFormat.XLSX not in formats or self._is_in_sheet()
            if len(chosen) > 1:
                for file_format in offered(Scope.COUNTY, formats):
                    if is_in_sheet or file_format is not FileFormat.XLSX:
                        self._of_county(file_format, lines)
            else:
                if FileFormat.CSV in formats:
                    rows = csv_rows(HEADS, flat.rows(self._county.townships))
                    aside.append(
                        self._keep_aside(paths.county_data(self._county.id, FileFormat.CSV), FileFormat.CSV, rows)
                    )
                if FileFormat.JSONL in formats:
                    path = paths.county_data(self._county.id, FileFormat.JSONL)
                    aside.append(self._keep_aside(path, FileFormat.JSONL, lines))
            if FileFormat.JSON in formats:
                text = to_text(RootModel[list[ApiDepartmentEntry]](department_data(self._county)))
                departments = self._keep_aside(paths.api_departments(self._county.id), FileFormat.JSON, [text.encode()])
        return CountyDownloads(
            self._county.id,
            self._county.name,
            self._county.file.province,
            sum(len(one.duties) for one in chosen),
            tuple(map(township_head, chosen)),
            tuple(self._made),
            tuple(self._missing),
            len(self._county.departments),
            departments,
            tuple(aside),
            is_in_sheet,
        )

    def _is_in_sheet(self) -> bool:
        """Whether a sheet of Excel holds its rows; where not, that is noted."""
        try:
            refuse_rows(SHEET, list(flat.rows(self._county.townships)))
        except CannotPrint as problem:
            self._missing.append(Missing(f"{self._county.name}一行一个事项的 Excel", str(problem)))
            return False
        return True

    def _keep_aside(self, path: str, file_format: FileFormat, content: Iterable[bytes]) -> Download:
        return put_download(self._aside, path, Extent(Scope.COUNTY, self._county.id), file_format, content)

    def _township(self, township: LinkedTownship, formats: Collection[FileFormat]) -> list[bytes]:
        """A township's files, and its lines, if they are asked for."""
        lines: list[bytes] = []
        extent = Extent(Scope.TOWNSHIP, township.head.id)
        if {FileFormat.JSON, FileFormat.JSONL} & set(formats):
            data = township_data(township, self._related)
            if FileFormat.JSON in formats:
                self._offer(paths.api_township(township.head.id), extent, FileFormat.JSON, [to_text(data).encode()])
                for path, text in past_files(township):
                    self._put(path, text)
            if FileFormat.JSONL in formats:
                lines = [line.model_dump_json().encode() + b"\n" for line in line_data(data)]
        printed = cache(lambda: form(self._contents[township.head.id]))
        for file_format in offered(extent.scope, set(formats) - {FileFormat.JSON}):
            path = file_path(extent, file_format)
            match file_format:
                case FileFormat.CSV:
                    made = [to_csv(printed())]
                case _:
                    try:
                        made = [kept(file_name(path), printed())]
                    except CannotPrint as problem:
                        self._missing.append(Missing(f"{township.head.label}的 {file_format.title}", str(problem)))
                        continue
            self._offer(path, extent, file_format, made)
        return lines

    def _of_county(self, file_format: FileFormat, lines: Sequence[bytes]) -> None:
        """A file about all townships of the county, of which there are several."""
        extent = Extent(Scope.COUNTY, self._county.id)
        path = file_path(extent, file_format)
        rows = flat.rows(self._county.townships)
        match file_format:
            case FileFormat.JSONL:
                self._offer(path, extent, file_format, lines)
            case FileFormat.CSV:
                self._offer(path, extent, file_format, csv_rows(HEADS, rows))
            case _:
                self._offer(path, extent, file_format, xlsx_rows(SHEET, HEADS, WIDTHS, rows))

    def _offer(self, path: str, extent: Extent, file_format: FileFormat, content: Iterable[bytes]) -> None:
        self._made.append(put_download(self._put, path, extent, file_format, content))


def put_download(put: Put, path: str, extent: Extent, file_format: FileFormat, content: Iterable[bytes]) -> Download:
    """Put a file to download in its place, and say its size and checksum."""
    digest, size = hashlib.sha256(), 0

    def pieces() -> Iterator[bytes]:
        nonlocal size
        for piece in content:
            digest.update(piece)
            size += len(piece)
            yield piece

    put(path, pieces())
    return Download(path, extent, file_format, size, digest.hexdigest())


def printable(formats: Collection[FileFormat], missing: list[Missing]) -> set[FileFormat]:
    """The formats without those for which this machine has no font, which are noted as missing."""
    formats = set(formats)
    if formats & {FileFormat.PDF, FileFormat.PDF_ZIP}:
        try:
            require_font()
        except CannotPrint as problem:
            missing.append(Missing("PDF", str(problem)))
            formats -= {FileFormat.PDF, FileFormat.PDF_ZIP}
    return formats


def offered(scope: Scope, formats: Collection[FileFormat]) -> list[FileFormat]:
    """What there is of a scope in some formats."""
    return [file_format for file_format in OFFERED[scope] if file_format in formats]


def kept_forms(townships: Iterable[Township], formats: Collection[FileFormat]) -> Iterator[tuple[str, Form]]:
    """The names and forms of all files that are kept."""
    for township in townships:
        for file_format in offered(Scope.TOWNSHIP, formats):
            if file_format in KEPT:
                yield file_name(paths.printed(township.id, file_format)), form(township)


def file_path(extent: Extent, file_format: FileFormat) -> str:
    """Where a file about something stands."""
    match extent:
        case Extent(Scope.ALL):
            return paths.all_data(file_format)
        case Extent(Scope.PROVINCE, province):
            return paths.province_data(province, file_format)
        case Extent(Scope.COUNTY, county):
            return paths.county_data(county, file_format)
        case Extent(_, township):
            return paths.printed(township, file_format)


def file_name(path: str) -> str:
    """A file's own name."""
    return PurePosixPath(path).name
