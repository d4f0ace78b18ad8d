"""Office files are ZIP archives with the time of writing in them; here that time is taken out."""

import io
import re
import zipfile

# The earliest time that a ZIP archive can hold.
NO_TIME = (1980, 1, 1, 0, 0, 0)
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
            new.writestr(entry, data)
    return out.getvalue()
