"""Write: the one place that touches the output folders."""

import shutil
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from generator import paths
from generator.read import PROJECT


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


def hand_written(content: Path) -> Iterator[tuple[str, bytes]]:
    """The hand-written pages: the content folder's own, otherwise the project's."""
    folder = content / "pages"
    folder = folder if folder.is_dir() else PROJECT / "content" / "pages"
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield path.relative_to(folder).as_posix(), path.read_bytes()


def write_tree(files: Iterable[tuple[str, str | bytes]], folder: Path) -> int:
    """Write files, given by path and content, and remove what else the folder holds; how many there are.

    Files that already say the same are left alone.
    """
    written: set[Path] = set()
    for name, content in files:
        path = folder / name
        data = content.encode() if isinstance(content, str) else content
        if not path.is_file() or path.read_bytes() != data:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        written.add(path)
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_dir():
            if not any(path.iterdir()):
                path.rmdir()
        elif path not in written:
            path.unlink()
    return len(written)


def write_files(files: Mapping[str, str | bytes], folder: Path) -> None:
    """Write files all or none: each to a temporary name first, then all renamed."""
    pending: list[tuple[Path, Path]] = []
    try:
        for name, text in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            temporary = path.with_name(f".{path.name}.new")
            pending.append((temporary, path))
            temporary.write_bytes(text.encode() if isinstance(text, str) else text)
    except OSError:
        for temporary, _ in pending:
            temporary.unlink(missing_ok=True)
        raise
    for temporary, path in pending:
        temporary.replace(path)


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
