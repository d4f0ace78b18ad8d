"""Office files are ZIP archives with the time of writing in them; here that time is taken out.

And archives that are too large to be held at once, which come in pieces.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator

# The earliest time that a ZIP archive can hold.
NO_TIME = (1980, 1, 1, 0, 0, 0)
# The best there is: a document's markup is many times its text.
_LEVEL = 9
_CORE = "docProps/core.xml"
_TIMES = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


def settled(package: bytes) -> bytes:
    """The package as the same content gives it on every day and every machine."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            data = old.read(info)
            if info.filename == _CORE:
                data = _TIMES.sub(rb"\g<1>1980-01-01T00:00:00Z", data)
            entry = zipfile.ZipInfo(info.filename, NO_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, data, compresslevel=_LEVEL)
    return out.getvalue()


class Pieces(io.RawIOBase):
    """Holds what was written until it is taken."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def writable(self) -> bool:
        """As who writes asks first."""
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]  # who writes here writes nothing but bytes
        """Keep some bytes until they are taken."""
        self._parts.append(bytes(data))
        return len(data)

    def taken(self) -> bytes:
        """What was written since the last time."""
        whole, self._parts = b"".join(self._parts), []
        return whole


def zipped(files: Iterable[tuple[str, Iterable[bytes]]], is_compressed: bool = False) -> Iterator[bytes]:
    """An archive of files, which may be compressed themselves, in pieces as the files are."""
    out = Pieces()
    with zipfile.ZipFile(out, "w") as archive:
        for name, pieces in files:
            entry = zipfile.ZipInfo(name, NO_TIME)
            entry.compress_type = zipfile.ZIP_STORED if is_compressed else zipfile.ZIP_DEFLATED
            with archive.open(entry, "w") as file:
                for piece in pieces:
                    file.write(piece)
                    yield out.taken()
    yield out.taken()
