"""Office files that were written before, kept on disk: writing one takes a second, and its lists seldom change.

A file is kept in `build/` under its own name, so one of each; before its bytes
stands the hash of all that it depends on: the form, the code, the libraries,
the font.  It can be deleted at any time.  What cannot be read or written is as
if it had never been kept.
"""

import hashlib
from collections.abc import Callable
from functools import cache
from importlib.metadata import version
from pathlib import Path

from generator.printed.docx import docx
from generator.printed.form import Form
from generator.printed.pdf import faces, pdf, song
from generator.printed.xlsx import xlsx

FOLDER = Path(__file__).resolve().parents[2] / "build" / "printed"

WRITERS: dict[str, Callable[[Form], bytes]] = {"xlsx": xlsx, "docx": docx, "pdf": pdf}

_LIBRARIES = ("openpyxl", "python-docx", "typst")


def is_kept(name: str, form: Form, folder: Path | None = None) -> bool:
    """Whether `kept` need not write the file.  Raises CannotPrint where the format cannot be written here at all."""
    digest = _digest(name, form)
    try:
        with ((folder or FOLDER) / name).open("rb") as file:
            return file.read(len(digest)) == digest
    except OSError:
        return False


def kept(name: str, form: Form, folder: Path | None = None) -> bytes:
    """A form in the format that the file's name ends in: from the folder, or written and kept there.

    Raises CannotPrint.
    """
    path = (folder or FOLDER) / name
    digest = _digest(name, form)
    try:
        found = path.read_bytes()
    except OSError:
        found = b""
    if found.startswith(digest):
        return found[len(digest) :]
    written = WRITERS[_format(name)](form)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_name(f".{name}.new")
        temporary.write_bytes(digest + written)
        temporary.replace(path)
    except OSError:
        pass
    return written


def _format(name: str) -> str:
    return name.rpartition(".")[2]


def _digest(name: str, form: Form) -> bytes:
    file_format = _format(name)
    asked = f"{file_format} {form!r} {_code()} {_font() if file_format == 'pdf' else ''}"
    return hashlib.sha256(asked.encode()).digest()


@cache
def _code() -> str:
    own = sorted(Path(__file__).parent.glob("*.*"))
    hashes = (hashlib.sha256(path.read_bytes()).hexdigest() for path in own if path.is_file())
    return " ".join([*hashes, *(version(one) for one in _LIBRARIES)])


def _font() -> str:
    """Which font a PDF would be set in; a face that is replaced has another size or time."""
    files = sorted({Path(one.path) for one in faces(song().family)})
    return " ".join(f"{path} {path.stat().st_size} {path.stat().st_mtime_ns}" for path in files)
