"""Indexes: of a content, and where a built site has those of its scopes."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import accumulate, chain
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


def term_rows(columns: Sequence[Sequence[Any]]) -> Iterator[tuple[str, list[Any]]]:
    """The rows of duties' terms from their columns."""
    *heads, documents, weights = columns
    at = before = 0
    for term, worth, more, count in zip(*heads, strict=True):
        before += documents[at]
        pairs = zip([before, *documents[at + 1 : at + count]], weights[at : at + count], strict=True)
        yield term, [worth, more + count, *chain.from_iterable(pairs)]
        at += count


def word_rows(columns: Sequence[Sequence[Any]]) -> Iterator[tuple[str, list[Any]]]:
    """The rows of the vocabulary's terms from their columns."""
    names, worths, says, counts, entries, asks, topics = columns
    at = ask = before = 0
    for terms, worth, said, count, asked in zip(names, worths, says, counts, asks, strict=True):
        own = list(accumulate(entries[at : at + count], initial=before))[1:]
        before = own[0] if own else before
        entry = -1 if said == 0 else own[0] if said == 1 else said - 2
        rows = [list(topics[place : place + 3]) for place in range(ask, ask + 3 * asked, 3)]
        yield from ((term, [worth, entry, own, rows]) for term in terms.split(" "))
        at, ask = at + count, ask + 3 * asked
