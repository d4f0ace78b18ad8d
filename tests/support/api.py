"""The data API of a catalogue, without a site."""

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
