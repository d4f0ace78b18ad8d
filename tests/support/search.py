"""Indexes: of a content, and where a built site has those of its scopes."""

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from generator import paths
from generator.link.catalogue import LinkedCounty
from generator.link.linker import link
from generator.model import Content
from generator.search.index import index

# Of which build the scripts are that read it.
ASSETS = "a1"


def vocabulary_of(content: Content) -> Content:
    """What the search needs of a content beside its counties."""
    return replace(content, townships=())


def index_files(content: Content) -> dict[str, bytes]:
    """The files of a content's index, by their paths in the site."""
    return counties_files(link(content).counties, content)


def counties_files(counties: tuple[LinkedCounty, ...], content: Content) -> dict[str, bytes]:
    """The files of some counties' index."""
    return dict(index(counties, vocabulary_of(content), ASSETS))


def scope_of(files: Mapping[str, bytes], scope: str) -> dict[str, Any]:
    """What stands in a scope's files, by their names in its folder: `all`, `vocabulary`, a county or a township."""
    meta = json.loads(files[paths.SEARCH_META])
    if scope in ("all", "vocabulary"):
        version = meta["all"][0] if scope == "all" else meta["vocabulary"]
    else:
        version = json.loads(files[paths.search_pointer(scope)])["version"]
    folder = f"{paths.search_folder(version)}/"
    return {
        name.removeprefix(folder)[: -len(".json")]: json.loads(text)
        for name, text in files.items()
        if name.startswith(folder)
    }


def index_of(site: Path, scope: str) -> Path:
    """The folder of a scope of a built site's index."""
    if scope == "all":
        return site / paths.search_folder(json.loads((site / paths.SEARCH_META).read_bytes())["all"][0])
    return site / paths.search_folder(json.loads((site / paths.search_pointer(scope)).read_bytes())["version"])
