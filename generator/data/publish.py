"""Publish: the catalogue as files to download, each with its size and checksum.

What is about several townships is made a township at a time and given in
pieces, so that it takes no more memory with more townships.
"""

import hashlib
import io
import zipfile
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import PurePosixPath

from generator import paths, workers
from generator.data import flat
from generator.data.downloads import OFFERED, Download, Downloads, Extent, FileFormat, Missing, Scope
from generator.data.export import everything, export, export_downloads, lines
from generator.data.openapi import export_openapi
from generator.files import Put
from generator.link.catalogue import Catalogue, LinkedTownship
from generator.model import ListKind, Township
from generator.printed.csv import csv_rows, to_csv
from generator.printed.form import CannotPrint, Form, form
from generator.printed.kept import is_kept, kept
from generator.printed.package import NO_TIME
from generator.printed.pdf import song
from generator.printed.xlsx import xlsx_rows

_ZIPPED = {FileFormat.PDF_ZIP: FileFormat.PDF, FileFormat.DOCX_ZIP: FileFormat.DOCX}
# Formats that take long enough to write to be kept.
_KEPT = (FileFormat.PDF, FileFormat.DOCX, FileFormat.XLSX)
# Starting a process takes about as long as writing this many files.
WORTH_A_PROCESS = 8
# How many forms are handed to the processes at a time.
_BATCH = 64


class Publisher:
    """Makes the files to download and puts them in their places; what it gives back says which they are.

    Whoever has that, has the files: their sizes and checksums are those of what was put there.
    """

    def __init__(self, catalogue: Catalogue, townships: Sequence[Township], put: Put, licence: str = "") -> None:
        self._catalogue, self._put, self._licence = catalogue, put, licence
        self._contents = {township.id: township for township in townships}
        self._made: list[Download] = []
        self._missing: list[Missing] = []

    def site(self) -> Downloads:
        """Everything: the data API, all files to download, and their checksums."""
        self.api()
        downloads = self.files(tuple(FileFormat))
        self._put(*export_downloads(downloads))
        self._put(paths.CHECKSUMS, _checksums(downloads.files))
        return downloads

    def exported(self, name: str, township: str | None = None) -> Downloads:
        """What `qingdan export` writes: `all`, `json` for the data API, or the files that end in the format's name."""
        if name == "all":
            return self.site()
        if name == FileFormat.JSON:
            self.api()
        return self.files([file_format for file_format in FileFormat if file_format.split(".")[0] == name], township)

    def api(self) -> Downloads:
        """The data API; the file of a township is also one to download."""
        extents = {
            paths.api_township(township.head.id): Extent(Scope.TOWNSHIP, township.head.id)
            for township in self._catalogue.townships
        }
        for path, text in export(self._catalogue):
            if path in extents:
                self._offer(path, extents[path], FileFormat.JSON, text.encode())
            else:
                self._put(path, text)
        self._put(*export_openapi(self._catalogue, self._licence))
        return self._downloads()

    def files(self, formats: Collection[FileFormat], township: str | None = None) -> Downloads:
        """The files of some formats, but for those of the data API: of all townships, or of one.

        What cannot be made is left out, and noted as missing.
        """
        formats = set(formats)
        chosen = [linked for linked in self._catalogue.townships if township in (None, linked.head.id)]
        if formats & {FileFormat.PDF, FileFormat.PDF_ZIP}:
            try:
                song()
            except CannotPrint as problem:
                self._missing.append(Missing("PDF", str(problem)))
                formats -= {FileFormat.PDF, FileFormat.PDF_ZIP}
        _write_ahead(self._forms(chosen, formats))
        for linked in chosen:
            self._township(linked, formats)
        if township is None:
            for county in self._catalogue.counties:
                extent = Extent(Scope.COUNTY, county.id)
                for file_format in _offered(Scope.COUNTY, formats):
                    self._wide(extent, file_format, county.townships)
            for file_format in _offered(Scope.ALL, formats):
                self._wide(Extent(Scope.ALL), file_format, chosen)
        return self._downloads()

    def _downloads(self) -> Downloads:
        """What was made up to now."""
        return Downloads(tuple(self._made), tuple(self._missing), self._licence)

    def _forms(
        self, townships: Iterable[LinkedTownship], formats: Collection[FileFormat]
    ) -> Iterator[tuple[str, Form]]:
        """The names and forms of all files that are kept."""
        for township in townships:
            whole = form(self._contents[township.head.id])
            for extent, part in _extents(township, whole):
                for file_format in _offered(extent.scope, formats):
                    if file_format in _KEPT:
                        yield _name(file_path(extent, file_format)), part

    def _township(self, township: LinkedTownship, formats: Collection[FileFormat]) -> None:
        whole = form(self._contents[township.head.id])
        for extent, part in _extents(township, whole):
            for file_format in _offered(extent.scope, formats):
                path = file_path(extent, file_format)
                match file_format:
                    case FileFormat.JSON:
                        continue
                    case FileFormat.JSONL:
                        made: bytes | Iterable[bytes] = (line.encode() for line in lines(self._catalogue, [township]))
                    case FileFormat.CSV:
                        made = to_csv(part)
                    case _:
                        try:
                            made = kept(_name(path), part)
                        except CannotPrint as problem:
                            what = f"{township.head.label}{extent.kind.title if extent.kind else ''}"
                            self._missing.append(Missing(f"{what}的 {file_format.title}", str(problem)))
                            continue
                self._offer(path, extent, file_format, made)

    def _wide(self, extent: Extent, file_format: FileFormat, townships: Sequence[LinkedTownship]) -> None:
        """A file about several townships."""
        path = file_path(extent, file_format)
        heads = [column.head for column in flat.COLUMNS]
        match file_format:
            case FileFormat.JSON:
                made: bytes | Iterable[bytes] = (piece.encode() for piece in everything(self._catalogue))
            case FileFormat.JSONL:
                made = (line.encode() for line in lines(self._catalogue, townships))
            case FileFormat.CSV:
                made = csv_rows(heads, flat.rows(townships))
            case FileFormat.XLSX:
                try:
                    made = xlsx_rows("事项", heads, [column.width for column in flat.COLUMNS], flat.rows(townships))
                except CannotPrint as problem:
                    self._missing.append(Missing(_name(path), str(problem)))
                    return
            case _:
                made = _zipped(self._printed(townships, _ZIPPED[file_format]))
        self._offer(path, extent, file_format, made)

    def _printed(self, townships: Iterable[LinkedTownship], file_format: FileFormat) -> Iterator[tuple[str, bytes]]:
        """The townships' files of a format, but for those that could not be made."""
        for township in townships:
            path = file_path(Extent(Scope.TOWNSHIP, township.head.id), file_format)
            try:
                yield _name(path), kept(_name(path), form(self._contents[township.head.id]))
            except CannotPrint:
                continue

    def _offer(self, path: str, extent: Extent, file_format: FileFormat, content: bytes | Iterable[bytes]) -> None:
        """Put a file to download in its place, and note its size and checksum."""
        digest, size = hashlib.sha256(), 0

        def pieces() -> Iterator[bytes]:
            nonlocal size
            for piece in [content] if isinstance(content, bytes) else content:
                digest.update(piece)
                size += len(piece)
                yield piece

        self._put(path, pieces())
        self._made.append(Download(path, extent, file_format, size, digest.hexdigest()))


def _offered(scope: Scope, formats: Collection[FileFormat]) -> list[FileFormat]:
    return [file_format for file_format in OFFERED[scope] if file_format in formats]


def _extents(township: LinkedTownship, whole: Form) -> Iterator[tuple[Extent, Form]]:
    """A township and each of its lists, with what is printed of it."""
    yield Extent(Scope.TOWNSHIP, township.head.id), whole
    for table in whole.tables:
        yield Extent(Scope.LIST, township.head.id, table.kind), Form("", (table,))


def file_path(extent: Extent, file_format: FileFormat) -> str:
    """Where a file about something stands."""
    match extent:
        case Extent(Scope.ALL):
            return paths.all_data(file_format)
        case Extent(Scope.COUNTY, county):
            return paths.county_data(county, file_format)
        case Extent(Scope.LIST, township, ListKind() as kind):
            return paths.printed_list(township, kind, file_format)
        case Extent(_, township):
            return paths.printed(township, file_format)


def _name(path: str) -> str:
    return PurePosixPath(path).name


def _checksums(made: Iterable[Download]) -> str:
    """Lines as `sha256sum` writes them, for the files beside this one."""
    folder = PurePosixPath(paths.CHECKSUMS).parent
    beside = [(PurePosixPath(download.path), download.sha256) for download in made]
    own = sorted((path.relative_to(folder), digest) for path, digest in beside if path.is_relative_to(folder))
    return "".join(f"{digest}  {path}\n" for path, digest in own)


def _write_ahead(forms: Iterable[tuple[str, Form]]) -> None:
    """Write the files that are not kept yet, with all processors where there are many; what fails is left for later."""
    wanted = (task for task in forms if not is_kept(*task))
    batch = list(islice(wanted, WORTH_A_PROCESS))
    if len(batch) < WORTH_A_PROCESS or workers.PROCESSORS == 1:
        return
    with workers.pool() as pool:
        while batch:
            list(pool.map(_keep, batch))
            batch = list(islice(wanted, _BATCH))


def _keep(task: tuple[str, Form]) -> None:
    """Write a file, to be kept."""
    try:
        kept(*task)
    except CannotPrint:
        return


class _Pieces(io.RawIOBase):
    """Holds what was written until it is taken."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]  # zipfile writes nothing but bytes
        self._parts.append(bytes(data))
        return len(data)

    def taken(self) -> bytes:
        """What was written since the last time."""
        whole, self._parts = b"".join(self._parts), []
        return whole


def _zipped(files: Iterable[tuple[str, bytes]]) -> Iterator[bytes]:
    """An archive of files that are compressed themselves, a file at a time."""
    pieces = _Pieces()
    with zipfile.ZipFile(pieces, "w", zipfile.ZIP_STORED) as archive:
        for name, data in files:
            archive.writestr(zipfile.ZipInfo(name, NO_TIME), data)
            yield pieces.taken()
    yield pieces.taken()
