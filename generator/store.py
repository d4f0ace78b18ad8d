"""Store: the files of sites, each kept once under the SHA-256 of what it holds, and lent to a site by a hard link.

    build/cache/files/3f/9c01ab77e2…        the bytes, nothing else

What is kept is never written again in its place: several sites may hold the same file.  A file that was changed in one
of them is noticed by its digest, and made anew.
"""

import hashlib
import os
import shutil
import time
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from generator import cache
from generator.files import FileContent
from generator.project import CACHE

# What is younger may belong to a build that goes on.
_SECONDS = 3600
# Tells by its time when room was made last.
_TIDIED = ".tidied"
_NUMBERS = count()


@dataclass(frozen=True)
class Store:
    """A folder of files by the digests of what they hold.

    `limit` is how many bytes may be kept beside what the last build used: a few sites of a county.
    """

    folder: Path = CACHE / "files"
    limit: int = 2 << 30

    def keep(self, content: FileContent) -> str:
        """Keep what a file holds; its digest.  Raises OSError."""
        pieces: Iterable[bytes] = content  # type: ignore[assignment]  # but for the two kinds that follow
        if isinstance(content, str | bytes):
            data = content.encode() if isinstance(content, str) else content
            if self.is_sound(digest := _digest(data)):
                return digest
            pieces = [data]
        self.folder.mkdir(parents=True, exist_ok=True)
        # A name of its own: another process may be keeping the same.
        temporary = self.folder / f".{os.getpid()}-{next(_NUMBERS)}"
        found = hashlib.sha256()
        try:
            with temporary.open("wb") as out:
                for piece in pieces:
                    found.update(piece)
                    out.write(piece)
            digest = found.hexdigest()
            path = self.path(digest)
            path.parent.mkdir(exist_ok=True)
            if path.is_dir():
                # Nobody of us made it.
                shutil.rmtree(path)
            temporary.replace(path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
        return digest

    def path(self, digest: str) -> Path:
        """Where a file is kept."""
        return self.folder / digest[:2] / digest[2:]

    def is_sound(self, digest: str) -> bool:
        """Whether a file is there and holds what its digest says."""
        try:
            return _digest(self.path(digest).read_bytes()) == digest
        except OSError:
            return False

    def are_sound(self, digests: Iterable[str]) -> bool:
        """Whether all these files are, which somebody has kept; one that is not is noted (`cache.ignore`)."""
        for digest in digests:
            if not self.is_sound(digest):
                cache.ignore(self.folder / digest)
                return False
        return True

    def lend(self, files: Mapping[str, str], folder: Path) -> None:
        """Have a folder hold these files, by their names, and nothing else; what it has of them already stays.

        Raises OSError.
        """
        if folder.is_symlink() or not folder.is_dir():
            folder.unlink(missing_ok=True)
            folder.mkdir(parents=True)
        self._fill(str(folder), files, "", sorted(files))

    def _fill(self, folder: str, files: Mapping[str, str], beginning: str, names: Sequence[str]) -> None:
        """The same of what stands in one folder: files whose names all begin with its own, in their order."""
        start = len(beginning)
        # What it is to hold by its name: the digest of a file, or the files of a folder.
        tree: dict[str, str | list[str]] = {}
        for name in names:
            part, slash, _ = name[start:].partition("/")
            if slash:
                below = tree.setdefault(part, [])
                assert isinstance(below, list), name
                below.append(name)
            else:
                assert part not in tree, name
                tree[part] = files[name]
        there: set[str] = set()
        with os.scandir(folder) as entries:
            for entry in entries:
                own = tree.get(entry.name)
                if self._is_the_same(entry, own):
                    there.add(entry.name)
                elif entry.is_dir(follow_symlinks=False):
                    shutil.rmtree(entry.path)
                else:
                    Path(entry.path).unlink()
        for name, one in tree.items():
            path = f"{folder}/{name}"
            if isinstance(one, str):
                if name not in there:
                    link(self.path(one), Path(path))
                continue
            if name not in there:
                Path(path).mkdir()
            self._fill(path, files, f"{beginning}{name}/", one)

    def _is_the_same(self, entry: "os.DirEntry[str]", own: str | Sequence[str] | None) -> bool:
        """Whether an entry of a folder is what it should be: a folder, or another name of what is kept."""
        if not isinstance(own, str):
            return own is not None and entry.is_dir(follow_symlinks=False)
        found = entry.stat(follow_symlinks=False)
        try:
            kept = self.path(own).stat()
        except OSError:
            return False
        return (found.st_ino, found.st_dev) == (kept.st_ino, kept.st_dev)

    def tidy_now_and_then(self, used: Collection[str]) -> None:
        """Make room where that was not done within the hour: what is younger would stay anyhow."""
        mark = self.folder / _TIDIED
        with suppress(OSError):
            if mark.stat().st_mtime > time.time() - _SECONDS:
                return
        self.tidy(used)
        with suppress(OSError):
            mark.touch()

    def tidy(self, used: Collection[str]) -> None:
        """Make room: of what is not used any more the oldest goes first, as far as it takes more than it may."""
        unused: list[tuple[int, int, Path]] = []
        now = time.time()
        # Of a process that was killed while it wrote.
        for path in self.folder.glob(".*"):
            with suppress(OSError):
                if path.stat().st_mtime < now - _SECONDS:
                    path.unlink()
        for path in self.folder.glob("*/*"):
            with suppress(OSError):
                own = path.stat()
                if path.parent.name + path.name not in used and own.st_mtime < now - _SECONDS:
                    unused.append((own.st_mtime_ns, own.st_size, path))
        size = sum(one[1] for one in unused)
        for _, own_size, path in sorted(unused):
            if size <= self.limit:
                return
            path.unlink(missing_ok=True)
            size -= own_size


def link(source: Path, target: Path) -> None:
    """Let a file have a second name; where the system cannot, a copy of it."""
    try:
        os.link(source, target)
    except (FileNotFoundError, FileExistsError):
        # What stands there may be a second name of something that is kept: nothing is written into it.
        raise
    except OSError:
        # Another file system, one without links, or a file that has as many names as it can.
        shutil.copyfile(source, target)


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
