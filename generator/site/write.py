"""Write: the one place that changes files, but for the cache, which keeps its own."""

import filecmp
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Self

from generator import paths
from generator.files import File, FileContent
from generator.project import PROJECT
from generator.read.folder import PAGES


class OutputRefused(Exception):
    """The output folder holds something that is not a site of ours."""


def work_folder(output: Path) -> Path:
    """Where a build for this output is prepared: `build/` for `site/`, `x.build/` for any other `x/`."""
    return output.with_name("build" if output.name == "site" else f"{output.name}.build")


def tidy(work: Path) -> None:
    """Remove the work folder of a finished build; the project's own `build/` stays, to be looked at."""
    if work.name != "build":
        clear(work)


def refuse_foreign(output: Path) -> None:
    """Raise OutputRefused where replacing `output` would destroy something that we did not make."""
    if output.is_symlink() or output.is_file():
        raise OutputRefused(f"{output} 不是文件夹")
    if output.is_dir() and any(output.iterdir()) and not (output / paths.API_INDEX).is_file():
        raise OutputRefused(f"{output} 不是空文件夹，里面也不是本程序生成的网站；请换一个文件夹，以免误删")


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

    Files that already say the same are left alone.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._put: set[Path] = set()

    @property
    def count(self) -> int:
        """How many files there are."""
        return len(self._put)

    def put(self, name: str, content: FileContent) -> None:
        """Write a file."""
        path = self._folder / name
        if not _says(path, content):
            temporary = _temporary(path)
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

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is not None:
            return
        for path in sorted(self._folder.rglob("*"), reverse=True):
            if path.is_dir():
                if not any(path.iterdir()):
                    path.rmdir()
            elif path not in self._put:
                path.unlink()


class Together:
    """Files that are put into a folder all or none: under temporary names, until the `with` ends well."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._pending: list[tuple[Path, Path]] = []

    @property
    def count(self) -> int:
        """How many files there are."""
        return len(self._pending)

    def put(self, name: str, content: FileContent) -> None:
        """Write a file."""
        path = self._folder / name
        self._pending.append((_temporary(path), path))
        _write(_temporary(path), content)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        for temporary, path in self._pending:
            if kind is None:
                temporary.replace(path)
            else:
                temporary.unlink(missing_ok=True)


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


def join(part: Path, whole: Path, without: str) -> None:
    """Copy a folder's files, but for one of its own, into another that holds none of them."""
    ignored = {str(part): [without]}
    shutil.copytree(part, whole, ignore=lambda folder, _: ignored.get(str(folder), []), dirs_exist_ok=True)


def clear(folder: Path) -> None:
    """Remove a folder with all that it holds, if it is there."""
    shutil.rmtree(folder, ignore_errors=True)


def _temporary(path: Path) -> Path:
    return path.with_name(f".{path.name}.new")


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


def swap(new: Path, output: Path) -> None:
    """Put a finished site in the place of the old one; if that fails the old one is put back."""
    old = output.with_name(f".{output.name}.old")
    clear(old)
    output.parent.mkdir(parents=True, exist_ok=True)
    if output.exists():
        output.replace(old)
    try:
        new.replace(output)
    except OSError:
        if old.exists():
            old.replace(output)
        raise
    clear(old)
