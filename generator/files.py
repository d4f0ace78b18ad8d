"""Files: what the steps hand to the one that writes, and names for files that never change.

A digest is made of what the files are called and hold: the same files have the same name in every build; of other
files the name is another, so that nothing which a browser or a proxy has kept can stand among them.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator

import orjson

from generator.rows import values

# What a file holds; what is too large to be held at once comes in pieces.
FileContent = str | bytes | Iterable[bytes]
# A file by its name in the site, and what it holds.
File = tuple[str, FileContent]
# Puts a file in its place, all of it, before it returns.
Put = Callable[[str, FileContent], None]

# As much of the digest as a folder is named by: 48 bits, by chance the same once in some hundred million millions.
_LENGTH = 12


class Digest:
    """The digest of the files that have passed through it, in their order."""

    def __init__(self) -> None:
        self._sum = hashlib.sha256()

    def over(self, files: Iterable[tuple[str, bytes]]) -> Iterator[tuple[str, bytes]]:
        """The same files; how long each is says where it ends."""
        for name, content in files:
            self._sum.update(f"{name}\0{len(content)}\0".encode() + content)
            yield name, content

    @property
    def name(self) -> str:
        """The name for all of them."""
        return self._sum.hexdigest()[:_LENGTH]


def digest(files: Iterable[tuple[str, bytes]]) -> str:
    """The name for some files."""
    found = Digest()
    for _ in found.over(files):
        pass
    return found.name


def to_json(data: object) -> bytes:
    """Data as JSON without spaces; a row (`rows.py`) as the list of its values."""
    return orjson.dumps(data, default=values)
