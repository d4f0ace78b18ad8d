"""Contents of other places than 乡 and 镇: the demo content under other names."""

import hashlib
import shutil
from collections.abc import Mapping
from pathlib import Path

from support.places import DEMO

# Two streets of a district; of the second only the titles say that it is one.
STREETS = {"乙镇": "乙街道", "丙乡": "丙街道", "镇配合职责": "街道配合职责", "乡镇": "街道", "县": "区"}
# A town and a street.
MIXED = {"丙乡": "丙街道", "乡镇": "街道"}


def renamed(content: Path, names: Mapping[str, str]) -> Path:
    """The demo content with other names; a document's text stays that of its lists."""
    shutil.copytree(DEMO, content)
    for path in (*content.rglob("*.yml"), *content.rglob("*.txt")):
        text = path.read_text("utf-8")
        for name, other in names.items():
            text = text.replace(name, other)
        path.write_text(text, "utf-8")
    for source in content.rglob("source.txt"):
        own = source.with_name("township.yml")
        old = hashlib.sha256((DEMO / source.relative_to(content)).read_bytes()).hexdigest()
        new = hashlib.sha256(source.read_bytes()).hexdigest()
        own.write_text(own.read_text("utf-8").replace(old, new), "utf-8")
    return content
