"""A content folder as it was at a git revision."""

import io
import subprocess
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory


class NoSuchRevision(Exception):
    """Neither a folder nor a revision of this repository."""


def _git(arguments: list[str], folder: Path) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(["git", *arguments], cwd=folder, capture_output=True, check=False)


@contextmanager
def content_at(name: str, content: Path) -> Iterator[Path]:
    """The folder `name`, or the content folder as of the git revision `name`, for as long as the context lasts."""
    if Path(name).is_dir():
        yield Path(name)
        return
    # Resolved first, and as what it is: a name must never be taken for an option of git's.
    made = _git(["rev-parse", "--verify", "--end-of-options", f"{name}^{{commit}}"], content)
    if not made.returncode:
        made = _git(["archive", "--format=zip", made.stdout.decode().strip(), "."], content)
    if made.returncode:
        raise NoSuchRevision(f"“{name}”既不是文件夹，也不是这个仓库的版本；请检查名字，或用 git log 看有哪些版本")
    with TemporaryDirectory() as folder:
        with zipfile.ZipFile(io.BytesIO(made.stdout)) as archive:
            archive.extractall(folder)
        yield Path(folder)
