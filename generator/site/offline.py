"""Offline: what a reader's device must keep of the finished site to have a township without a network.

    offline/<county>/<township>.json            what to keep, and the version of all of it together
                                                (`KeptList`)
    offline/<digest>.json                       many files of the search in one: {"<folder>/w-7": {…}, …}

Of the search, a township's own files are few; but all share those of the vocabulary and the table of sounds, which are
hundreds.  These come as one file each, out of which the service worker answers as if they were there.

The client is `templates/theme/assets/offline/`.
"""

import hashlib
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from functools import partial
from pathlib import Path
from typing import NamedTuple, TypedDict

import orjson

from generator import paths, workers
from generator.data.summarise import TownRow
from generator.files import digest, to_json
from generator.link.catalogue import TownshipHead
from generator.search.format import ScopePointer, ScopeRow, SearchPointer

# Pages beside the township's own: where it begins, what to do there, and how to read it all.
_PAGES = (paths.HOME, paths.SEARCH, paths.COMPARE, paths.OFFLINE, "about.md")
# As much of a file's SHA-256 as tells it from what a broken upload or a gateway gives in its place.
_DIGITS = 16
# Townships that one process does at a time: as many as take longer than a process takes to start.
_BATCH = 16


class KeptRow(NamedTuple):
    """A file to keep; a page by its address, the home page by ""."""

    address: str
    digest: str
    length: int


class KeptList(TypedDict):
    """What to keep of a township.

    `version` is another one where a single byte of it all is; `index` is the version of the search's index that the
    search page asks; `search` has those of the files that hold many, the vocabulary's and the sounds.
    """

    version: str
    index: str
    label: str
    search: tuple[str, str]
    files: list[KeptRow]


def keep(heads: Sequence[TownshipHead], site: Path, pool: Executor) -> Iterator[tuple[str, bytes]]:
    """The files for keeping each township of a finished site: their paths in it, and their texts."""
    meta: SearchPointer = orjson.loads((site / paths.SEARCH_META).read_bytes())
    packs = []
    for folder, pattern in ((meta["vocabulary"], "*.json"), (ScopeRow(*meta["all"]).version, "[cs]*.json")):
        pack = to_json(_pack(site / paths.search_folder(folder), pattern))
        packs.append((paths.kept_pack(_digest(pack)), pack))
    yield from packs
    common = [*(_kept(*pack) for pack in packs), *_common(site)]
    work = partial(_keep, site, meta["version"], _compared(site / paths.COMPARE_INDEX), common)
    batches = [heads[start : start + _BATCH] for start in range(0, len(heads), _BATCH)]
    for done in workers.each(work, batches, pool):
        yield from done


def _pack(folder: Path, pattern: str) -> dict[str, object]:
    """Files of a folder of the search as one, in the order of their names."""
    files = sorted(folder.glob(pattern))
    return {f"{folder.name}/{path.stem}": orjson.loads(path.read_bytes()) for path in files}


def _compared(index: Path) -> dict[str, str]:
    """The digests by which the townships' files of the comparison are found."""
    towns = (TownRow(*values) for values in orjson.loads(index.read_bytes())["townships"])
    return {town.id: town.digest for town in towns}


def _common(site: Path) -> Iterator[KeptRow]:
    """What every township needs: scripts and styles, icons, the pages that lead to it."""
    for page in _PAGES:
        if (file := site / _file(page)).is_file():
            yield _kept(paths.url(page), file.read_bytes())
    for name in (paths.SEARCH_META, paths.COMPARE_INDEX, paths.MANIFEST):
        yield _kept(name, (site / name).read_bytes())
    for path in sorted((site / paths.assets()).rglob("*")):
        if path.is_file():
            yield _kept(path.relative_to(site).as_posix(), path.read_bytes())


def _keep(
    site: Path, index: str, compare: dict[str, str], common: Sequence[KeptRow], heads: Sequence[TownshipHead]
) -> list[tuple[str, bytes]]:
    found = []
    for head in heads:
        summary = f"{paths.compare_folder(compare[head.id])}/{paths.compare_township(head.id)}"
        names = [*_search(site, head.id), summary]
        pages = ((paths.url(page), (site / _file(page)).read_bytes()) for page in _pages(site, head.id))
        own = [*((name, (site / name).read_bytes()) for name in names), *pages]
        files = [*common, *(_kept(*file) for file in own)]
        whole = KeptList(
            version=digest((one.address, one.digest.encode()) for one in files),
            index=index,
            label=head.label,
            search=(common[0].address, common[1].address),
            files=files,
        )
        found.append((paths.kept_files(head.id), to_json(whole)))
    return found


def _pages(site: Path, township_id: str) -> Iterator[str]:
    """Every page below the township's own, and its lists in pictures."""
    yield paths.township_overview(township_id)
    top = site / paths.url(paths.township(township_id))
    for path in sorted(top.rglob("*.html")):
        yield path.relative_to(site).with_suffix(".md").as_posix()


def _file(page: str) -> str:
    """The file of a page in the site."""
    return f"{paths.url(page)}index.html"


def _kept(address: str, content: bytes) -> KeptRow:
    return KeptRow(address, _digest(content), len(content))


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:_DIGITS]


def _search(site: Path, township_id: str) -> list[str]:
    """The files of the search within a township, and their pointer."""
    pointer = paths.search_pointer(township_id)
    found: ScopePointer = orjson.loads((site / pointer).read_bytes())
    folder = site / paths.search_folder(found["version"])
    return [pointer, *(path.relative_to(site).as_posix() for path in sorted(folder.glob("*.json")))]
