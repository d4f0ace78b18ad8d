"""Write: the one place that changes files, but for the cache, which keeps its own."""

import ctypes
import filecmp
import hashlib
import os
import platform
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event
from typing import Self

from filelock import FileLock, Timeout

from generator.files import File, FileContent
from generator.progress import Tell, clock, time_of_day
from generator.project import CACHE, PROJECT
from generator.read.folder import PAGES
from generator.signals import undisturbed
from generator.site import plain
from generator.site.refuse import OutputRefused, prepared_in

# Of so many outputs the folder that had their place before stays, and in seconds, how long any of them stays.
_SPARES, _SECONDS = 4, 3600
# In seconds, how often it is looked whether another build is done.
_POLL = 0.1
_DIGITS = 16


@contextmanager
def reserved(output: Path, seconds: float = 0, tell: Tell | None = None) -> Iterator[Path]:
    """The folder to prepare an output in, as long as no other build may replace it.  Raises OutputRefused.

    Where another build is at it, that is told, and it is waited for so many seconds.  What a build has left that was
    killed is put away first; of a swap that was broken off the old site comes back.  The folder goes in the end, but
    for the project's own `build/`, which is to be looked at.
    """
    place, own = _absolute(output), PROJECT / "build"
    work = prepared_in(place)
    is_own = work == own
    # What is put into the project's `build/` is in the way of its own site.
    places = sorted({place, PROJECT / "site"} if is_own or place.is_relative_to(own) else {place})
    locks = [FileLock(_beside(one, "lock"), timeout=0) for one in places]
    try:
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            for lock in locks:
                _take(lock, output, seconds, tell)
        except OSError as error:
            raise OutputRefused("；".join(plain.exception(error))) from error
        _restore(place)
        if not is_own:
            clear(work)
            if os.path.lexists(work):
                raise OutputRefused(f"{work} 是以前留下的，删不掉；请检查权限，删去它再试")
        yield work
    finally:
        # It may be interrupted only before its first word, or after its last.
        try:
            _leave(locks, None if is_own else work)
        except KeyboardInterrupt:
            _leave(locks, None if is_own else work)
            raise


def _take(lock: FileLock, output: Path, seconds: float, tell: Tell | None) -> None:
    """Nobody else may replace a folder until this is left.  The system ends a lock with the process that has it."""
    if _is_taken(lock):
        return
    if seconds and tell:
        tell(f"另一个程序正在生成 {output}{_said(_who(lock))}；等它做完，最多等 {clock(seconds)}，不等请按 Ctrl+C")
    for _ in range(round(seconds / _POLL)):
        # Nobody sets it; no step knows a clock.
        Event().wait(_POLL)
        if _is_taken(lock):
            return
    waited = f"，等了 {clock(seconds)}" if seconds else ""
    raise OutputRefused(f"另一个程序正在生成 {output}{_said(_who(lock))}{waited}；请等它做完再试")


def _is_taken(lock: FileLock) -> bool:
    """Take a lock, if nobody has it; it is written beside it who has."""
    with undisturbed():
        try:
            lock.acquire()
        except Timeout:
            return False
        with suppress(OSError):
            _who(lock).write_text(f"{os.getpid()} {platform.node()}", "utf-8", newline="\n")
    return True


def _leave(locks: list[FileLock], work: Path | None) -> None:
    """Remove what an output was prepared in, and let others at it; of what others have by now nothing."""
    with undisturbed():
        if work and all(lock.is_locked for lock in locks):
            clear(work)
        for lock in locks:
            if lock.is_locked:
                # Who waits for it sees that it is not the file of this name any more.  Windows lets nobody remove it
                # before the release, and then it is gone by itself.
                for one in (_who(lock), Path(lock.lock_file)):
                    with suppress(OSError):
                        one.unlink()
                lock.release()


def _who(lock: FileLock) -> Path:
    """Where it is written who has a lock."""
    return Path(lock.lock_file).with_suffix(".who")


def _said(who: Path) -> str:
    """Who has a lock, as far as that is written."""
    try:
        process, _, machine = who.read_text("utf-8").partition(" ")
        began = time_of_day(who.stat().st_mtime)
    except (OSError, ValueError):
        return ""
    elsewhere = f"{machine} 上的" if machine != platform.node() else ""
    return f"（{elsewhere}进程 {process}，{began} 开始）"


def spare(output: Path, work: Path) -> Path:
    """The folder to make a site in which will take an output's place.

    It is the one that had that place before, with all its files: most of them stay.  The cache has it, or the work
    folder, where nothing can be moved from the cache to there in one step.
    """
    place = _absolute(output)
    spares = CACHE / "sites"
    try:
        spares.mkdir(parents=True, exist_ok=True)
        if spares.stat().st_dev != place.parent.stat().st_dev or place.is_relative_to(CACHE):
            return work / "site"
        own = spares / hashlib.sha256(os.fsencode(place)).hexdigest()[:_DIGITS]
        own.mkdir(exist_ok=True)
        os.utime(own)
        others = sorted(spares.iterdir(), key=lambda one: one.stat().st_mtime, reverse=True)
        for other in others[_SPARES:]:
            # Another build may be at one that is younger.
            if other.stat().st_mtime < own.stat().st_mtime - _SECONDS:
                clear(other)
    except OSError:
        return work / "site"
    return own


def standing(output: Path) -> int | None:
    """Which folder stands in an output's place: its number, which no other has; None for none, or an empty one."""
    with suppress(OSError):
        return output.stat().st_ino if any(output.iterdir()) else None
    return None


def page_folders(content: Path) -> tuple[Path, Path]:
    """Where the hand-written pages are: the content folder's own, and the project's for what it has not."""
    return content / PAGES, PROJECT / "content" / PAGES


def hand_written(content: Path) -> Iterator[tuple[str, bytes]]:
    """The hand-written pages."""
    found = {
        path.relative_to(folder).as_posix(): path
        for folder in reversed(page_folders(content))
        for path in folder.rglob("*")
        if path.is_file()
    }
    for name, path in sorted(found.items()):
        yield name, path.read_bytes()


class Tree:
    """A folder whose files are all put there anew; at the end of the `with`, what else it holds is removed.

    Files that already say the same are left alone.  Links are never followed, what stands in the way is removed.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._put: set[Path] = set()
        self._ways: set[Path] = set()

    @property
    def count(self) -> int:
        """How many files there are."""
        return len(self._put)

    def put(self, name: str, content: FileContent) -> None:
        """Write a file."""
        path = self._folder / name
        self._make_way(path)
        if not _says(path, content):
            temporary = _beside(path, "new")
            _write(temporary, content)
            if path.is_file() and filecmp.cmp(temporary, path, shallow=False):
                temporary.unlink()
            else:
                temporary.replace(path)
        self._put.add(path)

    def put_all(self, files: Iterable[File]) -> None:
        """Write some files."""
        for name, content in files:
            self.put(name, content)

    def _make_way(self, path: Path) -> None:
        """Let a file have its place: no folder there, no link, and above it nothing but folders."""
        if path.is_symlink():
            path.unlink()
        elif path.is_dir():
            clear(path)
        for folder in path.parents:
            if folder in self._ways or folder == self._folder:
                break
            if folder.is_symlink() or folder.is_file():
                folder.unlink()
            self._ways.add(folder)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is not None:
            return
        for path in sorted(self._folder.rglob("*"), reverse=True):
            if path.is_dir() and not path.is_symlink():
                if not any(path.iterdir()):
                    path.rmdir()
            elif path not in self._put:
                path.unlink()


class Together:
    """Files that are put into a folder all or none: under temporary names, until the `with` ends well.

    If one of them cannot take its place then, those that have are put back.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        # What is put, under the path that it is to have.
        self._pending: dict[Path, Path] = {}
        self._made: list[Path] = []

    @property
    def count(self) -> int:
        """How many files there are."""
        return len(self._pending)

    def put(self, name: str, content: FileContent) -> None:
        """Write a file; one that is a link, where that leads."""
        path = (self._folder / name).resolve()
        self._made += [one for one in (path.parent, *path.parent.parents) if not one.exists()]
        self._pending[path] = temporary = _beside(path, "new")
        _write(temporary, content)
        if path.is_file():
            shutil.copymode(path, temporary)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            if kind is None:
                self._replace()
        finally:
            for path, temporary in self._pending.items():
                temporary.unlink(missing_ok=True)
                _beside(path, "old").unlink(missing_ok=True)
            # Folders that were made for nothing; the others are not empty.
            for folder in sorted(set(self._made), reverse=True):
                with suppress(OSError):
                    folder.rmdir()

    def _replace(self) -> None:
        for path in self._pending:
            old = _beside(path, "old")
            old.unlink(missing_ok=True)
            if path.is_file():
                shutil.copy2(path, old)
        try:
            for path, temporary in self._pending.items():
                temporary.replace(path)
        except BaseException:
            self._put_back()
            raise

    def _put_back(self) -> None:
        for path, temporary in self._pending.items():
            old = _beside(path, "old")
            if old.exists():
                old.replace(path)
            elif not temporary.exists():
                path.unlink(missing_ok=True)


def write_tree(files: Iterable[File], folder: Path) -> int:
    """Write all the files of a folder, as a `Tree`; how many there are."""
    with Tree(folder) as tree:
        tree.put_all(files)
    return tree.count


def write_files(files: Iterable[File], folder: Path) -> int:
    """Write files all or none, `Together`; how many there are."""
    with Together(folder) as together:
        for name, content in files:
            together.put(name, content)
    return together.count


def add(files: Iterable[File], folder: Path) -> int:
    """Write files into a folder beside what it holds; how many there are."""
    names = []
    for name, content in files:
        _write(folder / name, content)
        names.append(name)
    return len(names)


def clear(folder: Path) -> None:
    """Remove a folder with all that it holds, if it is there; of a link only itself."""
    if folder.is_symlink():
        folder.unlink()
    shutil.rmtree(folder, ignore_errors=True)


def _absolute(path: Path) -> Path:
    """A path from the root, so that it has a name and neighbours: `.` has none."""
    return path.resolve()


def _beside(path: Path, kind: str) -> Path:
    """The place of what belongs to a file or folder for a while."""
    return path.with_name(f".{path.name}.{kind}")


def _says(path: Path, content: FileContent) -> bool:
    """Whether a file says so already, as far as that can be told before it is written."""
    if not isinstance(content, str | bytes) or not path.is_file():
        return False
    return path.read_bytes() == (content.encode() if isinstance(content, str) else content)


def _write(path: Path, content: FileContent) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(content, str | bytes):
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return
    with path.open("wb") as out:
        out.writelines(content)


def swap(new: Path, output: Path, *, has_spare: bool = False) -> None:
    """Put a finished folder in the place of the old one, in one step where the system can.

    With `has_spare` the old one then stands where the new one was, else it goes.  Where it takes two, the old one is
    put back if the second fails or is interrupted, and goes anyhow.
    """
    output = _absolute(output)
    settle(new)
    if output.exists() and exchange(new, output):
        if not has_spare:
            clear(new)
        return
    old = _beside(output, "old")
    clear(old)
    try:
        if output.exists():
            output.replace(old)
        new.replace(output)
    except BaseException:
        _restore(output)
        raise
    clear(old)


def settle(folder: Path) -> None:
    """Have what was written brought to the disk, as far as the system can: else, were the power cut soon after the
    swap, the new site would be there with empty files.  Raises OSError where the disk fails.
    """
    try:
        syncfs = ctypes.CDLL(None, use_errno=True).syncfs
    except (OSError, AttributeError, TypeError):
        return
    number = os.open(folder, os.O_RDONLY)
    try:
        if syncfs(number) != 0:
            raise OSError(ctypes.get_errno(), "not brought to the disk", str(folder))
    finally:
        os.close(number)


def _restore(output: Path) -> None:
    """Put back the old one, where a swap of two steps was broken off between them."""
    old = _beside(output, "old")
    if old.is_dir() and not (output.is_dir() and any(output.iterdir())):
        old.replace(output)


# Of Linux: <linux/fs.h>, <fcntl.h>.
_RENAME_EXCHANGE = 2
_AT_FDCWD = -100


def exchange(one: Path, other: Path) -> bool:
    """Give each of two folders the other's name, in one step; whether the system could."""
    try:
        renameat2 = ctypes.CDLL(None).renameat2
    except (OSError, AttributeError, TypeError):
        return False
    code: int = renameat2(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE)
    return code == 0
