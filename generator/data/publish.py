"""Publish: the data files of all counties, one county after another; what `qingdan export` writes.

The counties of a site are made each in a process of its own (`county.py`), and then what is across them (`wide.py`).
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

from generator import paths, workers
from generator.data.county import ALL_FORMATS, KEPT, CountyDownloads, CountyPublisher, kept_forms, printable
from generator.data.downloads import Downloads, FileFormat, Missing
from generator.data.export import export_parts
from generator.data.wide import LIMITS, SOURCES, FileLimits, WideMaker, wide_files
from generator.files import FileContent, Put
from generator.link.catalogue import Catalogue
from generator.model import Township
from generator.printed.form import CannotPrint, Form
from generator.printed.kept import is_kept, kept

# Starting a process takes about as long as writing this many files.
WORTH_A_PROCESS = 8
# How many forms are handed to the processes at a time.
_BATCH = 64


class Publisher:
    """Makes the files to download and puts them in their places; what it gives back says which they are."""

    def __init__(
        self,
        catalogue: Catalogue,
        townships: Sequence[Township],
        put: Put,
        licence: str = "",
        limits: FileLimits = LIMITS,
    ) -> None:
        self._catalogue, self._put, self._licence, self._limits = catalogue, put, licence, limits
        self._contents = {township.id: township for township in townships}

    def site(self) -> Downloads:
        """Everything: the data API, all files to download, and their checksums."""
        with _kept_for_a_while(self._put, ALL_FORMATS) as kept_files:
            counties = self._counties(ALL_FORMATS, kept_files.put, kept_files.keep)
            topics, words = self._catalogue.topics, self._catalogue.words
            opened, put = kept_files.opened, self._put
            return wide_files(counties, topics, words, opened, put, self._licence, self._limits)

    def exported(self, name: str, township: str | None = None) -> Downloads:
        """What `qingdan export` writes: `all`, `json` for the data API, or the files that end in the format's name."""
        if name == "all":
            return self.site()
        return self.files([one for one in FileFormat if one.split(".")[0] == name], township)

    def files(self, formats: Collection[FileFormat], township: str | None = None) -> Downloads:
        """The files of some formats, with JSON the data API: of all townships, or of one.

        What cannot be made is left out, and noted as missing.
        """
        if township is not None:
            return _together(self._counties(formats, self._put, self._put, township), self._licence)
        with _kept_for_a_while(self._put, formats) as kept_files:
            sources = {SOURCES[one] for one in formats if one in SOURCES}
            counties = self._counties({*formats, *sources}, kept_files.put, kept_files.keep)
            maker = WideMaker(counties, kept_files.opened, self._put, self._limits)
            if FileFormat.JSON in formats:
                maker.api(self._catalogue.topics)
            downloads = maker.files(formats, self._licence)
            wanted = tuple(one for one in downloads.files if one.file_format in formats)
            downloads = replace(downloads, files=wanted)
            if FileFormat.JSON in formats:
                self._put(*export_parts(downloads))
                maker.describe(self._catalogue.topics, self._catalogue.words, downloads, (paths.API_PARTS,))
        return downloads

    def _counties(
        self, formats: Collection[FileFormat], put: Put, aside: Put, township: str | None = None
    ) -> list[CountyDownloads]:
        if kept_formats := printable(formats, []) & set(KEPT):
            chosen = (one for id, one in self._contents.items() if township in (None, id))
            _write_ahead(kept_forms(chosen, kept_formats))
        related = self._catalogue.related
        return [
            CountyPublisher(county, self._contents.values(), related, put, aside).files(formats, township)
            for county in self._catalogue.counties
            if township is None or township.startswith(f"{county.id}/")
        ]


def _together(counties: Iterable[CountyDownloads], licence: str) -> Downloads:
    counties = list(counties)
    missing: dict[Missing, None] = dict.fromkeys(one for county in counties for one in county.missing)
    return Downloads(tuple(one for county in counties for one in county.files), tuple(missing), licence)


class _Kept:
    """Files that are put in their places, and beside these in a folder, to be read again."""

    def __init__(self, put: Put, folder: Path, formats: Collection[FileFormat]) -> None:
        self._put, self._folder, self._formats = put, folder, formats

    def put(self, path: str, content: FileContent) -> None:
        """Put a file in both places; one that nobody asked for, which others are put together from, only there."""
        if path.rpartition(".")[2] in self._formats:
            self._put(path, self._written(path, content))
        else:
            self.keep(path, content)

    def keep(self, path: str, content: FileContent) -> None:
        """Put a file only there."""
        for _ in self._written(path, content):
            pass

    def _written(self, path: str, content: FileContent) -> Iterator[bytes]:
        file = self._folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("wb") as out:
            for piece in [content] if isinstance(content, str | bytes) else content:
                data = piece.encode() if isinstance(piece, str) else piece
                out.write(data)
                yield data

    def opened(self, _: str, path: str) -> BinaryIO:
        """A file that was put."""
        return (self._folder / path).open("rb")


@contextmanager
def _kept_for_a_while(put: Put, formats: Collection[FileFormat]) -> Iterator[_Kept]:
    with TemporaryDirectory(prefix="qingdan-") as folder:
        yield _Kept(put, Path(folder), formats)


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
