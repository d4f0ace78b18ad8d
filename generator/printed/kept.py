"""Office files that were written before: writing one takes a second, and its lists seldom change."""

import hashlib
from collections.abc import Callable
from functools import cache as cache_of
from pathlib import Path

from generator import cache
from generator.printed.form import CannotPrint, Form

CACHE = cache.kept_in("printed")
FONTS = cache.kept_in("fonts")


def _xlsx(form: Form) -> bytes:
    from generator.printed.xlsx import to_xlsx

    return to_xlsx(form)


def _docx(form: Form) -> bytes:
    from generator.printed.docx import to_docx

    return to_docx(form)


def _pdf(form: Form) -> bytes:
    from generator.printed.pdf import to_pdf

    return to_pdf(form)


# Each loads what it writes with only when it writes: that takes its time, and most files were written before.
WRITERS: dict[str, Callable[[Form], bytes]] = {"xlsx": _xlsx, "docx": _docx, "pdf": _pdf}


def is_kept(name: str, form: Form) -> bool:
    """Whether `kept` need not write the file.  Raises CannotPrint where the format cannot be written here at all."""
    question = _question(name, form)
    return CACHE.has(_slot(question), question)


def kept(name: str, form: Form) -> bytes:
    """A form in the format that the file's name ends in: written before, or now.  Raises CannotPrint."""
    question = _question(name, form)
    return CACHE.made(_slot(question), question, lambda: WRITERS[_format(name)](form))


def application() -> str:
    """The template of the application (`application.py`): made before, or now."""

    def make() -> bytes:
        from generator.printed.application import application

        return application().encode()

    question = cache.key(b"application", cache.code("generator.printed.application"))
    return CACHE.made(_slot(question), question, make).decode()


def _slot(question: bytes) -> str:
    """One for each question: two content folders may have files of one name."""
    return cache.key(question).hex()


def _format(name: str) -> str:
    return name.rpartition(".")[2]


def _question(name: str, form: Form) -> bytes:
    """All that the file's bytes depend on."""
    file_format = _format(name)
    return f"{file_format} {form!r} {_font() if file_format == 'pdf' else ''}".encode() + cache.code(__name__)


def require_font() -> None:
    """Raise CannotPrint where no PDF can be set here."""
    _font()


def font() -> str:
    """Which font PDFs are set in here; empty where there is none."""
    try:
        return _font()
    except CannotPrint:
        return ""


def _font() -> str:
    """The digest of the font's files: of the same one wherever it lies."""
    from generator.printed.pdf import faces, song

    files = sorted({Path(one.path) for one in faces(song().family) if one.path})
    return "".join(sorted(file_digest(path, _state(path)) for path in files))


def _state(file: Path) -> tuple[int, ...]:
    """What tells whether a font's file is the same as before: nobody changes some bytes of an installed one."""
    own = file.stat()
    return own.st_mtime_ns, own.st_ctime_ns, own.st_size, own.st_ino


@cache_of
def file_digest(file: Path, state: tuple[int, ...]) -> str:
    """The digest of a large file, as it is in a state; worked out once for all builds."""
    question = cache.key(f"{file} {state}".encode(), cache.code(__name__))
    return FONTS.made(question.hex(), question, lambda: hashlib.sha256(file.read_bytes()).hexdigest().encode()).decode()
