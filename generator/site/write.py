"""Write: the one place that touches the output folders."""

import filecmp
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

from generator import paths
from generator.files import Content, File
from generator.read.folder import PAGES, PROJECT


class OutputRefused(Exception):
    """The output folder holds something that is not a site of ours."""


def work_folder(output: Path) -> Path:
    """Where a build for this output is prepared: `build/` for `site/`, `x.build/` for any other `x/`."""
    return output.with_name("build" if output.name == "site" else f"{output.name}.build")


def tidy(work: Path) -> None:
    """Remove the work folder of a finished build; the project's own `build/` stays, to be looked at."""
    if work.name != "build":
        shutil.rmtree(work, ignore_errors=True)


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


def write_tree(files: Iterable[File], folder: Path) -> int:
    """Write files, given by path and content, and remove what else the folder holds; how many there are.

    Files that already say the same are left alone.
    """
    written: set[Path] = set()
    for name, content in files:
        path = folder / name
        if not _says(path, content):
            temporary = _temporary(path)
            _write(temporary, content)
            if path.is_file() and filecmp.cmp(temporary, path, shallow=False):
                temporary.unlink()
            else:
                temporary.replace(path)
        written.add(path)
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_dir():
            if not any(path.iterdir()):
                path.rmdir()
        elif path not in written:
            path.unlink()
    return len(written)


def add(files: Iterable[tuple[str, bytes]], folder: Path) -> int:
    """Write files into a folder beside what it holds; how many there are."""
    names = []
    for name, content in files:
        _write(folder / name, content)
        names.append(name)
    return len(names)


def join(part: Path, whole: Path) -> None:
    """Copy a folder's files into another that holds none of them."""
    shutil.copytree(part, whole, dirs_exist_ok=True)


def write_files(files: Iterable[File], folder: Path) -> int:
    """Write files all or none: each to a temporary name first, then all renamed; how many there are."""
    pending: list[tuple[Path, Path]] = []
    try:
        for name, content in files:
            path = folder / name
            pending.append((_temporary(path), path))
            _write(_temporary(path), content)
    except BaseException:
        for temporary, _ in pending:
            temporary.unlink(missing_ok=True)
        raise
    for temporary, path in pending:
        temporary.replace(path)
    return len(pending)


def _temporary(path: Path) -> Path:
    return path.with_name(f".{path.name}.new")


def _says(path: Path, content: Content) -> bool:
    """Whether a file says so already, as far as that can be told before it is written."""
    if not isinstance(content, str | bytes) or not path.is_file():
        return False
    return path.read_bytes() == (content.encode() if isinstance(content, str) else content)


def _write(path: Path, content: Content) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(content, str | bytes):
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return
    with path.open("wb") as out:
        out.writelines(content)


def swap(new: Path, output: Path) -> None:
    """Put a finished site in the place of the old one; if that fails the old one is put back."""
    old = output.with_name(f".{output.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    output.parent.mkdir(parents=True, exist_ok=True)
    if output.exists():
        output.replace(old)
    try:
        new.replace(output)
    except OSError:
        if old.exists():
            old.replace(output)
        raise
    shutil.rmtree(old, ignore_errors=True)
