"""A content folder as it was at a git revision."""

import io
import subprocess
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory


class NoSuchRevision(Exception):
    """Neither a folder nor a revision of this repository."""


@contextmanager
def content_at(name: str, content: Path) -> Iterator[Path]:
    """The folder `name`, or the content folder as of the git revision `name`, for as long as the context lasts."""
    if Path(name).is_dir():
        yield Path(name)
        return
    made = subprocess.run(["git", "archive", "--format=tar", name, "."], cwd=content, capture_output=True, check=False)
    if made.returncode:
        raise NoSuchRevision(
            f"“{name}”既不是文件夹，也不是这个仓库的版本（git：{made.stderr.decode(errors='replace').strip()}）"
        )
    with TemporaryDirectory() as folder:
        with tarfile.open(fileobj=io.BytesIO(made.stdout)) as archive:
            archive.extractall(folder, filter="data")
        yield Path(folder)
