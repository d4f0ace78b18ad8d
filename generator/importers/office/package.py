"""An office file as a package of parts (a ZIP archive), opened within limits and in the dialect that libraries read."""

import io
import posixpath
import re
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from generator.importers.draft import ImportProblem

# What all parts may be unpacked, and what of them is read as text, in bytes: the first keeps memory, the second time;
# a list of three hundred duties takes a tenth of the second.
_MOST, _MOST_TEXT = 60_000_000, 12_000_000
# A document with a picture in each row has a tenth.
_MOST_PARTS = 5000
_RESAVE = "请用 WPS 或 Office 打开，另存为"
DAMAGED = f"文件损坏，打不开；请重新取得，或{_RESAVE.removeprefix('请')} .xlsx（表格）或 .docx（文字）再导入"
# What zipfile raises for damaged archives, those with a password, and methods of compression that it does not know.
_BAD_ZIP = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError, NotImplementedError)
_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/")
# Word documents with macros, and templates.
_WORD = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_LIKE_WORD = re.compile(
    rb"application/vnd\.(?:ms-word|openxmlformats-officedocument\.wordprocessingml)\.[\w.]+main\+xml"
)


def names(path: Path) -> list[str]:
    """The names of the parts.  Raises ImportProblem for a damaged archive."""
    try:
        with zipfile.ZipFile(path) as archive:
            return [_name(info) for info in archive.infolist() if not info.is_dir()]
    except _BAD_ZIP:
        raise ImportProblem(DAMAGED) from None


def text(path: Path, name: str) -> str:
    """A short part's text, empty where it is none."""
    with zipfile.ZipFile(path) as archive, archive.open(name) as part:
        return part.read(200).decode("utf-8", "replace").strip()


def _name(info: zipfile.ZipInfo) -> str:
    return info.filename.replace("\\", "/").lstrip("/")


@dataclass(frozen=True)
class Package:
    """The parts by name, but for pictures, which are empty."""

    parts: dict[str, bytes]

    def stream(self) -> io.BytesIO:
        """The package as a file, not packed again."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            for name, data in self.parts.items():
                archive.writestr(name, data)
        out.seek(0)
        return out

    def tree(self, name: str) -> etree._Element:
        """A part's XML.  Raises XMLSyntaxError, KeyError."""
        return etree.fromstring(self.parts[name], etree.XMLParser(resolve_entities=False))

    def related(self, name: str) -> dict[str, tuple[str, str]]:
        """The parts that a part leads to: for each id the last word of the relation's type, and the name."""
        folder, own = posixpath.split(name)
        relations = f"{folder}/_rels/{own}.rels".lstrip("/")
        if relations not in self.parts:
            return {}
        return {
            one.get("Id", ""): (
                one.get("Type", "").rpartition("/")[2],
                posixpath.normpath(posixpath.join("/", folder, one.get("Target", ""))).lstrip("/"),
            )
            for one in self.tree(relations)
        }


def opened(path: Path) -> Package:
    """The package of a file.  Raises ImportProblem where it is damaged, or too large."""
    try:
        with zipfile.ZipFile(path) as archive:
            wanted = {_name(info): info for info in archive.infolist() if not info.is_dir()}
            if len(wanted) > _MOST_PARTS:
                raise ImportProblem(
                    f"文件里有 {len(wanted)} 个部件，太多，不像是一份清单；{_RESAVE} .xlsx 或 .docx，再导入"
                )
            size = sum(info.file_size for name, info in wanted.items() if not _is_picture(name))
            refuse_large(size, _MOST)
            parts = {name: b"" if _is_picture(name) else _read(archive, info) for name, info in wanted.items()}
    except _BAD_ZIP:
        raise ImportProblem(DAMAGED) from None
    return Package({name: _dialect(name, data) for name, data in parts.items()})


def _read(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """A part of the size that it says: without it, all that is packed would be unpacked before the size is checked."""
    with archive.open(info) as part:
        return part.read(info.file_size)


def refuse_large(size: int, most: int = _MOST_TEXT) -> None:
    """Raise ImportProblem for parts of so many bytes, by default of those that are read as text."""
    if size > most:
        raise ImportProblem(
            f"文件解开以后有 {size // 1_000_000} MB，太大（最多 {most // 1_000_000} MB），不像是一份清单；"
            "请打开文件，把清单复制到新建的文件里，另存后再导入"
        )


def _is_picture(name: str) -> bool:
    return "/media/" in f"/{name}"


def _dialect(name: str, data: bytes) -> bytes:
    """A part of a strict document, or of one with macros, in the words of an ordinary one."""
    if name == "[Content_Types].xml":
        return _LIKE_WORD.sub(_WORD, data)
    if name.endswith((".xml", ".rels")):
        return _STRICT.sub(rb"http://schemas.openxmlformats.org/\1/2006/", data)
    return data
