"""The data API of a catalogue, without a site; which files its description names."""

import json
import mimetypes
import re
from collections.abc import Iterable

from generator import paths
from generator.data.downloads import FileFormat
from generator.data.publish import Publisher
from generator.files import FileContent
from generator.link.catalogue import Catalogue


def api_of(catalogue: Catalogue) -> dict[str, str]:
    """Its files as texts, by their paths."""
    files: dict[str, str] = {}

    def put(path: str, content: FileContent) -> None:
        files[path] = content if isinstance(content, str) else b"".join(content).decode()

    Publisher(catalogue, (), put).files([FileFormat.JSON])
    return files


def not_as_described(files: Iterable[str], text: str | bytes) -> tuple[list[str], list[str]]:
    """Files that openapi.json does not name, or as something else; and paths that it names of which there is none."""
    files = sorted(files)
    named = json.loads(text)["paths"]
    patterns = {path: re.compile(re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(path[1:]))) for path in named}
    found: dict[str, list[str]] = {file: [path for path in named if patterns[path].fullmatch(file)] for file in files}
    wrong = [
        file
        for file, own in found.items()
        if not any(_type_of(file) in named[path]["get"]["responses"]["200"]["content"] for path in own)
    ]
    return wrong, [path for path in named if not any(path in own for own in found.values())]


def _type_of(file: str) -> str | None:
    if file in (paths.CHECKSUMS, paths.RELEASE):
        return "text/plain"
    feeds = {"feed.xml": "application/atom+xml", "feed.json": "application/feed+json"}
    return (
        feeds.get(file.rpartition("/")[2])
        or ("application/jsonl" if file.endswith(".jsonl") else None)
        or mimetypes.guess_type(file)[0]
    )
