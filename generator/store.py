"""Store: the files of sites, each kept once under the digest of what it holds, and lent to a site by a hard link.

    build/cache/files/3f/9c01ab77e2…        the bytes, nothing else

What is kept is never written again in its place: several sites may hold the same file.  A file that was changed in one
of them is noticed by its digest, and made anew.
"""

import hashlib
import os
import shutil
import time
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from generator.files import FileContent
from generator.project import CACHE

# What is younger may belong to a build that goes on.
_SECONDS = 3600
_LENGTH = 40
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
            digest = found.hexdigest()[:_LENGTH]
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
        """Whether all these files are."""
        return all(map(self.is_sound, digests))

    def lend(self, files: Mapping[str, str], folder: Path) -> None:
        """Put files, by their names, into a folder that has none of them.  Raises OSError."""
        made: set[str] = set()
        for name, digest in files.items():
            place, _, _ = name.rpartition("/")
            if place not in made:
                (folder / place).mkdir(parents=True, exist_ok=True)
                made.add(place)
            link(self.path(digest), folder / name)

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
    return hashlib.sha256(data).hexdigest()[:_LENGTH]
