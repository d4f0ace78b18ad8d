"""Release: what files a site has, so that a copy can be held against it.

    # 清单网站的文件：核对用 qingdan verify，或在这个文件夹里运行 sha256sum -c release.sha256
    # commit 8f559b4d…
    2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae  404.html
    …

The commit is what whoever builds says that it is: nothing here looks for one.
"""

import gzip
import hashlib
import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from generator import paths

_HEAD = f"# 清单网站的文件：核对用 qingdan verify，或在这个文件夹里运行 sha256sum -c {paths.RELEASE}"
_COMMIT = "# commit "
_LINE = re.compile(r"([0-9a-f]{64}) [ *](\S.*)")
COMMIT = re.compile(r"[0-9a-f]{7,64}")
# How a server finds what was packed beforehand (`deploy/README.md`).
_PACKED = ".gz"
# What tells of the files is none of them.
_ABOUT = (paths.RELEASE, paths.SIGNATURE, f"{paths.RELEASE}.minisig")


@dataclass(frozen=True)
class Release:
    """The files of a site with their SHA-256, and the commit that it was built from; empty where nobody said."""

    files: Mapping[str, str] = field(default_factory=dict)
    commit: str = ""

    @property
    def text(self) -> str:
        """As a file."""
        commit = [f"{_COMMIT}{self.commit}"] if self.commit else []
        lines = (f"{digest}  {name}" for name, digest in sorted(self.files.items()))
        return "\n".join([_HEAD, *commit, *lines, ""])


class NoRelease(Exception):
    """A file is no list of a site's files; the message says where and why."""


@dataclass(frozen=True)
class CopyDiffers:
    """In what a copy is not what it should be: the names of files that hold something else, are missing, were added.

    `unread` are those that the system does not let be read.
    """

    changed: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return any((self.changed, self.missing, self.added, self.unread))


def read_release(data: bytes) -> Release:
    """The release that a file tells of.  Raises NoRelease."""
    files: dict[str, str] = {}
    commit = ""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NoRelease("不是 UTF-8 的文字") from None
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith(_COMMIT):
            commit = line.removeprefix(_COMMIT).strip()
        if line.startswith("#") or not line.strip():
            continue
        found = _LINE.fullmatch(line)
        if not found:
            raise NoRelease(f"第 {number} 行不是“SHA-256、两个空格、文件名”")
        digest, name = found.groups()
        if name.startswith("/") or ".." in name.split("/") or "\\" in name or ":" in name:
            raise NoRelease(f"第 {number} 行的文件名“{name}”指到文件夹外面")
        if files.setdefault(name, digest) != digest:
            raise NoRelease(f"第 {number} 行的“{name}”前面已有，两处的校验值不同")
    if not files:
        raise NoRelease("没有列出一个文件")
    return Release(files, commit)


def differences(folder: Path, release: Release) -> CopyDiffers:
    """In what a folder is not the site of a release; a file that is packed for a server to send counts as itself."""
    there = set(_names(folder))
    wanted = {name: release.files.get(name) or release.files.get(name.removesuffix(_PACKED)) for name in there}
    changed, unread = [], []
    for name, digest in sorted(wanted.items()):
        try:
            if digest and _digest(folder / name, is_packed=name not in release.files) != digest:
                changed.append(name)
        except (OSError, EOFError, zlib.error):
            unread.append(name)
    missing, added = sorted(release.files.keys() - there), sorted(name for name in there if not wanted[name])
    return CopyDiffers(tuple(changed), tuple(missing), tuple(added), tuple(unread))


def _names(folder: Path) -> Iterator[str]:
    """Every file in a folder, and what is neither a file nor a folder."""
    for path in folder.rglob("*"):
        name = path.relative_to(folder).as_posix()
        if name not in _ABOUT and (path.is_symlink() or not path.is_dir()):
            yield name


def _digest(path: Path, *, is_packed: bool) -> str:
    with gzip.open(path, "rb") if is_packed else path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
