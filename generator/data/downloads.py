"""Downloads: the files that readers can take away, and what is known of them once they are made."""

from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from generator import paths
from generator.model import ListKind

_KILO, _MEGA = 1_000, 1_000_000
# From this part of a limit on it is told that it is near.
_NEAR = 0.8


class FileFormat(StrEnum):
    """What a file is; the value is how its name ends.  In the order in which readers are offered them."""

    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"
    CSV = "csv"
    JSON = "json"
    JSONL = "jsonl"
    CSV_ZIP = "csv.zip"
    JSONL_ZIP = "jsonl.zip"
    PDF_ZIP = "pdf.zip"
    DOCX_ZIP = "docx.zip"

    @property
    def title(self) -> str:  # type: ignore[override]  # nobody calls the method that str has
        """What readers call it."""
        return _FORMATS[self][0]

    @property
    def media_type(self) -> str:
        """Its media type, as IANA registers it; of JSON Lines, which has none registered, the one in use."""
        return _FORMATS[self][1]


_FORMATS = {
    FileFormat.PDF: ("PDF", "application/pdf"),
    FileFormat.DOCX: ("Word", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    FileFormat.XLSX: ("Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    FileFormat.CSV: ("CSV", "text/csv"),
    FileFormat.JSON: ("JSON", "application/json"),
    FileFormat.JSONL: ("JSON Lines", "application/jsonl"),
    FileFormat.CSV_ZIP: ("CSV（压缩）", "application/zip"),
    FileFormat.JSONL_ZIP: ("JSON Lines（压缩）", "application/zip"),
    FileFormat.PDF_ZIP: ("PDF（打包）", "application/zip"),
    FileFormat.DOCX_ZIP: ("Word（打包）", "application/zip"),
}


class Scope(StrEnum):
    """What a file is about: everything, a province, a county, a township."""

    ALL = "all"
    PROVINCE = "province"
    COUNTY = "county"
    TOWNSHIP = "township"


# What there is of each scope.  What is of ALL is packed, or has parts in its place, where it grows too large
# (`wide.py`); of COUNTY there is something only where it has several townships.
OFFERED: dict[Scope, tuple[FileFormat, ...]] = {
    Scope.ALL: (
        FileFormat.XLSX, FileFormat.CSV, FileFormat.JSON, FileFormat.JSONL, FileFormat.PDF_ZIP, FileFormat.DOCX_ZIP,
    ),
    Scope.COUNTY: (FileFormat.XLSX, FileFormat.CSV, FileFormat.JSONL),
    # Its lines are no file: the data API has the same.
    Scope.TOWNSHIP: (FileFormat.PDF, FileFormat.DOCX, FileFormat.XLSX, FileFormat.CSV, FileFormat.JSON),
}  # fmt: skip

_HINTS = {
    FileFormat.PDF: "照官方版式，适合打印",
    FileFormat.DOCX: "照官方版式，可以编辑",
    FileFormat.XLSX: "照官方版式，一张清单一张表",
    FileFormat.CSV: "照官方版式，各种表格软件都能打开",
    FileFormat.JSON: "给程序用",
}
# What its office files are for who looks at one of a township's lists.
_LIST_HINTS = {
    FileFormat.PDF: "打开就在这一张",
    FileFormat.DOCX: "一张接着一张",
    FileFormat.XLSX: "一张清单一张表",
    FileFormat.CSV: "一张接着一张",
}
# A file about several townships is no official list; {} is what they are called.
_WIDE_HINTS = {
    FileFormat.XLSX: "一行一个事项，可以筛选和排序",
    FileFormat.CSV: "一行一个事项，各种表格软件都能打开",
    FileFormat.JSON: "给程序用，与各{}的 JSON 相同",
    FileFormat.JSONL: "给程序用，一行一个事项",
    FileFormat.CSV_ZIP: "一行一个事项，解压以后各种表格软件都能打开",
    FileFormat.JSONL_ZIP: "给程序用，一行一个事项",
    FileFormat.PDF_ZIP: "照官方版式，一个{}一个文件",
    FileFormat.DOCX_ZIP: "照官方版式，一个{}一个文件",
}


@dataclass(frozen=True)
class Extent:
    """What a file is about; `place` is the province, or the id of the county or the township; empty: everything."""

    scope: Scope
    place: str = ""


@dataclass(frozen=True)
class Download:
    """A file that was made: its path, its size in bytes, and the SHA-256 of its bytes in hexadecimal."""

    path: str
    extent: Extent
    file_format: FileFormat
    size: int
    sha256: str

    @property
    def name(self) -> str:
        """The file's name, as it is saved."""
        return self.path.rpartition("/")[2]

    def hint(self, place: str) -> str:
        """What the file is good for; `place` is what townships are called."""
        wide = self.extent.scope in (Scope.ALL, Scope.PROVINCE, Scope.COUNTY)
        return (_WIDE_HINTS if wide else _HINTS)[self.file_format].format(place)

    @property
    def list_hint(self) -> str:
        """Where in a township's file one of its lists is; empty for what only programs read."""
        return _LIST_HINTS.get(self.file_format, "")

    def list_anchor(self, kind: ListKind) -> str:
        """What follows # in the file's address, so that it opens at one of its lists; empty where nothing does that."""
        return paths.list_in_pdf(kind) if self.file_format is FileFormat.PDF else ""

    @property
    def spoken_size(self) -> str:
        """The size as people read it, in thousands or millions of bytes: 61 KB, 1.2 MB."""
        return spoken_size(self.size)


def spoken_size(size: int) -> str:
    """A number of bytes as people read it."""
    if size < _KILO:
        return f"{size} 字节"
    return f"{round(size / _KILO)} KB" if size < _MEGA else f"{size / _MEGA:.1f} MB"


@dataclass(frozen=True)
class Missing:
    """A file, or all of a kind, that could not be made here: what it is, and why."""

    what: str
    why: str


@dataclass(frozen=True)
class WholePart:
    """A file as a part of a whole: the rows that it has of it, the first of them counted from 1, and whose they are.

    `province` and `counties` are names, for people.
    """

    file: Download
    province: str | None
    counties: tuple[str, ...]
    townships: int
    first: int
    rows: int


@dataclass(frozen=True)
class Whole:
    """What is about all townships: the one file that has it, or, where that would be too large, the pieces.

    `size` is that of what it is put together from, by which it is decided; `limit` what it may be.
    """

    path: str
    file_format: FileFormat
    is_one: bool
    rows: int
    size: int
    limit: int
    max_rows: int | None = None
    pieces: tuple[WholePart, ...] = ()

    @property
    def is_packed(self) -> bool:
        """Whether it is one file still, but an archive."""
        return [piece.file.extent.scope for piece in self.pieces] == [Scope.ALL]

    @property
    def is_near(self) -> bool:
        """Whether it will soon be too large for one file."""
        is_long = self.max_rows is not None and self.rows > _NEAR * self.max_rows
        return self.is_one and (is_long or self.size > _NEAR * self.limit)

    @property
    def spoken_size(self) -> str:
        """How large it is, as people read it."""
        return spoken_size(self.size)

    @property
    def spoken_limit(self) -> str:
        """How large it may be, as people read it."""
        return spoken_size(self.limit)


@dataclass(frozen=True)
class Downloads:
    """The files that were made, those that could not be, and on what terms they may be used.

    `wholes` tell of what is about all townships whether it is one file or several.
    """

    files: tuple[Download, ...] = ()
    missing: tuple[Missing, ...] = ()
    licence: str = ""
    wholes: tuple[Whole, ...] = ()

    @property
    def divided(self) -> list[Whole]:
        """What is in pieces, and not merely packed."""
        return [whole for whole in self.wholes if not whole.is_one and not whole.is_packed]

    @property
    def provinces(self) -> list[tuple[str, list[Download]]]:
        """The provinces that have files of their own, with these."""
        names = {
            piece.file.extent.place: piece.province or "省份未注明"
            for whole in self.divided
            for piece in whole.pieces
            if piece.file.extent.scope is Scope.PROVINCE
        }
        return [(name, self.of("province", place)) for place, name in names.items()]

    @property
    def near(self) -> list[Whole]:
        """What will be before long."""
        return [whole for whole in self.wholes if whole.is_near]

    def of(self, scope: str, place: str = "") -> list[Download]:
        """The files about something, in the order of FileFormat."""
        return self._by_extent[Extent(Scope(scope), place)]

    @cached_property
    def _by_extent(self) -> defaultdict[Extent, list[Download]]:
        found: defaultdict[Extent, list[Download]] = defaultdict(list)
        for download in self.files:
            found[download.extent].append(download)
        order = list(FileFormat)
        for own in found.values():
            own.sort(key=lambda download: order.index(download.file_format))
        return found
