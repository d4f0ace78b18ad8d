"""Cache: what was made before, kept on disk, so that it need not be made again.

    build/cache/printed/jia-yi.pdf      what it was made of, as a digest; its own digest; its bytes

A thing has one slot, and the slot holds it together with the digest of all that it depends on: what is asked, the
code, the libraries.  Asked anything else, the slot is filled anew.  It may be deleted at any time and be used by
several processes at once; what cannot be read or written is as if it had never been kept.  What has not been asked
for the longest goes when all of it takes more room than it may.
"""

import hashlib
import os
import platform
import re
import shutil
import sysconfig
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from generator.project import CACHE

PACKAGE = Path(__file__).resolve().parent
_DIGEST = hashlib.sha256().digest_size
# The folder of what was noted as damaged or gone, beside those of the kinds.
_IGNORED = "ignored"
# All folders of the cache: whatever else is in the place that somebody has given it is not ours.
KINDS = frozenset(
    {
        *("counties", "divisions", "files", "fonts", "led", "pages", "printed", "read", "scans", "sites", "speech"),
        *("templates", "vocabulary", _IGNORED),
    }
)
# `from a import b, c as d`, over several lines in brackets, and `import a, b`.
_IMPORT = re.compile(
    r"^[ \t]*(?:from[ \t]+(?P<module>[\w.]+)[ \t]+import[ \t]+(?P<names>\([^)]*\)|[^\n]+)"
    r"|import[ \t]+(?P<modules>[^\n]+))",
    re.MULTILINE,
)
_NAME = re.compile(r"[\w.]+")


@dataclass(frozen=True)
class Cache:
    """A folder of things that were made, none of them known to it but by the names of their slots."""

    folder: Path
    # In bytes: the office files of a thousand townships are less than half of it.
    limit: int = 4 << 30

    def has(self, slot: str, question: bytes) -> bool:
        """Whether the slot holds what was made of this question."""
        try:
            with (self.folder / slot).open("rb") as file:
                return file.read(_DIGEST) == _digest(question)
        except OSError:
            return False

    def made(self, slot: str, question: bytes, make: Callable[[], bytes]) -> bytes:
        """What is made of a question, which must name all that it depends on: from the slot, or made and kept there."""
        found = self.get(slot, question)
        if found is None:
            found = make()
            self.put(slot, question, found)
        return found

    def get(self, slot: str, question: bytes) -> bytes | None:
        """What the slot holds, if it was made of this question."""
        path = self.folder / slot
        with suppress(OSError):
            asked, own, found = _parts(path.read_bytes())
            if own != _digest(found):
                ignore(path)
            elif asked == _digest(question):
                os.utime(path)
                return found
        return None

    def put(self, slot: str, question: bytes, found: bytes) -> None:
        """Keep in the slot what was made of a question, if that can be."""
        path = self.folder / slot
        with suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            _tidy(self.folder, self.limit)
            # A name of its own: another process may be making the same.
            number, temporary = tempfile.mkstemp(dir=self.folder)
            try:
                with os.fdopen(number, "wb") as file:
                    file.writelines((_digest(question), _digest(found), found))
                Path(temporary).replace(path)
            except BaseException:
                Path(temporary).unlink(missing_ok=True)
                raise


def ignore(path: Path) -> None:
    """Note that what is kept at a place of a kind's folder is damaged or gone, so that somebody can tell of it.

    Whichever process it was that saw it: it is noted beside the folders of the kinds.
    """
    name = hashlib.sha256(os.fsencode(path)).hexdigest()
    with suppress(OSError):
        folder = path.parent.parent / _IGNORED
        folder.mkdir(exist_ok=True)
        (folder / name).touch()


def ignored(folder: Path = CACHE) -> int:
    """How many things have been noted as damaged or gone; they are forgotten then."""
    count = 0
    with suppress(OSError):
        for path in (folder / _IGNORED).iterdir():
            path.unlink()
            count += 1
    return count


def kept_in(name: str) -> Cache:
    """The program's own cache of a kind of things."""
    assert name in KINDS, name
    return Cache(CACHE / name)


@contextmanager
def shown() -> Iterator[Path]:
    """The path of a file that is in the cache for a while: who has it in its own shares it.  Raises OSError."""
    # Where what a killed process leaves goes by itself (`store.py`).
    folder = CACHE / "files"
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=folder, prefix=".") as file:
        yield Path(file.name).relative_to(CACHE)


def emptied(folder: Path = CACHE) -> tuple[int, list[str]]:
    """Remove all that was kept; how many bytes that was, and what is there still: others' own, or what stays put."""
    size = 0
    for kind in sorted(KINDS):
        size += sum(path.stat().st_size for path in (folder / kind).rglob("*") if path.is_file())
        shutil.rmtree(folder / kind, ignore_errors=True)
    rest = sorted(path.name for path in folder.iterdir())
    if not rest and not folder.is_symlink():
        folder.rmdir()
    return size, rest


def key(*parts: bytes) -> bytes:
    """The digest of several parts; where one ends and the next begins is part of it."""
    found = hashlib.sha256()
    for part in parts:
        found.update(len(part).to_bytes(8, "big"))
        found.update(part)
    return found.digest()


@cache
def program() -> bytes:
    """The digest of all of our code, and of which libraries are installed."""
    ours = (path for path in sorted(PACKAGE.rglob("*")) if path.is_file() and path.suffix != ".pyc")
    told = (part for path in ours for part in (path.relative_to(PACKAGE).as_posix().encode(), path.read_bytes()))
    return key(platform.python_version().encode(), _libraries(), *told)


def _libraries() -> bytes:
    installed = {sysconfig.get_path(one) for one in ("purelib", "platlib")}
    return "\n".join(sorted({path.name for folder in installed for path in Path(folder).glob("*.dist-info")})).encode()


@cache
def code(module: str) -> bytes:
    """The digest of the code that a module's results depend on: its own, what it imports, and what stands beside.

    Of ours it is the text; of other libraries, which of what version are installed.
    """
    found = hashlib.sha256(platform.python_version().encode())
    for path in sorted(sources(module)):
        found.update(_digest(path.read_bytes()))
    found.update(_libraries())
    return found.digest()


def sources(module: str) -> set[Path]:
    """The files of one of our modules and of all that it imports of ours, anywhere in it and in them.

    A file that is no module belongs to every module of its folder.
    """
    found: set[Path] = set()
    waiting = [module]
    while waiting:
        path = _file(waiting.pop())
        if path and path not in found:
            found |= {path, *(one for one in path.parent.glob("*.*") if one.suffix != ".py" and one.is_file())}
            waiting += _imports(path)
    return found


def _imports(path: Path) -> Iterator[str]:
    """The names that a file imports; `from a import b` may be a module or what is in one.

    They are found in the text: to parse it would take as long as all that is kept saves.  A line of a text that only
    looks so adds a name too many, which is no harm.
    """
    for found in _IMPORT.finditer(path.read_text("utf-8")):
        if module := found["module"]:
            yield module
            yield from (f"{module}.{name}" for name in _NAME.findall(found["names"]))
        else:
            yield from _NAME.findall(found["modules"])


def _file(module: str) -> Path | None:
    """The file of one of our modules or packages."""
    top, *parts = module.split(".")
    if top != PACKAGE.name:
        return None
    path = PACKAGE.joinpath(*parts)
    return next((one for one in (path.with_suffix(".py"), path / "__init__.py") if one.is_file()), None)


def _digest(content: bytes) -> bytes:
    return hashlib.sha256(content).digest()


def _parts(kept: bytes) -> tuple[bytes, bytes, bytes]:
    return kept[:_DIGEST], kept[_DIGEST : 2 * _DIGEST], kept[2 * _DIGEST :]


@cache
def _tidy(folder: Path, limit: int) -> None:
    """Make room, once in a process: what was not asked for the longest is removed first."""
    with os.scandir(folder) as entries:
        files = sorted((one.stat().st_mtime_ns, one.stat().st_size, one.path) for one in entries if one.is_file())
    size = sum(one[1] for one in files)
    for _, own, path in files:
        if size <= limit:
            return
        Path(path).unlink(missing_ok=True)
        size -= own
