"""Where a built site has its index."""

import json
from pathlib import Path

from generator import paths


def index_of(site: Path, family: str) -> Path:
    """The folder of a family of a built site's index."""
    version = json.loads((site / paths.SEARCH_META).read_bytes())["version"]
    return site / paths.search_folder(version) / family
