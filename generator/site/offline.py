"""Offline: what a reader's device must keep of the finished site to have a township without a network.

    offline/lists-7.json                        of some townships, what to keep, by their ids (`KeptList`)
    offline/lists.json                          the first id of each of those files, ["anhua/jiangnan", …]
    offline/<digest>.json                       many files of the search in one: {"<folder>/w-7": {…}, …}

Of the search, a township's own files are few; but all share those of the vocabulary and the table of sounds, which are
hundreds.  These come as one file each, out of which the service worker answers as if they were there.

The client is `templates/theme/assets/offline/`.
"""

import hashlib
from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from itertools import islice, takewhile
from pathlib import PurePosixPath
from typing import NamedTuple, Protocol, TypedDict

import orjson

from generator import paths
from generator.data.summarise import TownRow
from generator.files import digest, to_json
from generator.link.catalogue import TownshipHead
from generator.search.format import ScopePointer, ScopeRow, SearchPointer

# Files are uploaded one by one: a file has the lists of as many townships as are so many bytes together.
_TOGETHER = 320_000
# Pages beside the township's own: where it begins, what to do there, and how to read it all.
_PAGES = (paths.HOME, paths.SEARCH, paths.COMPARE, paths.OFFLINE, "about.md")
# As much of a file's SHA-256 as tells it from what a broken upload or a gateway gives in its place.
_DIGITS = 16


class KeptRow(NamedTuple):
    """A file to keep; a page by its address, the home page by ""."""

    address: str
    digest: str
    length: int


class KeptList(TypedDict):
    """What to keep of a township; a file has those of several, by their ids.

    `version` is another one where a single byte of it all is; `index` is the version of the search's index that the
    search page asks; `search` has those of the files that hold many, the vocabulary's and the sounds.
    """

    version: str
    index: str
    label: str
    search: tuple[str, str]
    files: list[KeptRow]


class Held(Protocol):
    """The files of a finished site, by their names."""

    @property
    def names(self) -> Collection[str]:
        """All of them."""

    def read(self, name: str) -> bytes:
        """What a file holds."""

    def told(self, name: str) -> tuple[str, int]:
        """The SHA-256 of a file, at least its first sixteen digits, and how long the file is."""


class _Site:
    """What is asked of a site."""

    def __init__(self, held: Held) -> None:
        self.held = held
        # Those of a folder stand together.
        self._names = sorted(held.names)

    def below(self, folder: str) -> list[str]:
        """The files in a folder and its folders, in the order of these."""
        beginning = f"{folder.strip('/')}/"
        rest = islice(self._names, bisect_left(self._names, beginning), None)
        return sorted(takewhile(lambda name: name.startswith(beginning), rest), key=lambda name: name.split("/"))

    def kept(self, name: str, address: str | None = None) -> KeptRow:
        """A file as a list has it, by its name, or the address of a page."""
        digest, length = self.held.told(name)
        return KeptRow(name if address is None else address, digest[:_DIGITS], length)

    def page(self, page: str) -> KeptRow:
        """A page, by its name in the docs folder."""
        return self.kept(_file(page), paths.url(page))


def keep(heads: Sequence[TownshipHead], held: Held) -> Iterator[tuple[str, bytes]]:
    """The files for keeping each township of a finished site: their names in it, and their texts."""
    site = _Site(held)
    meta: SearchPointer = orjson.loads(held.read(paths.SEARCH_META))
    packs = []
    for folder, kinds in ((meta["vocabulary"], ""), (ScopeRow(*meta["all"]).version, "cs")):
        pack = to_json(_pack(site, paths.search_folder(folder), kinds))
        packs.append((paths.kept_pack(_digest(pack)), pack))
    yield from packs
    common = [*(KeptRow(name, _digest(pack), len(pack)) for name, pack in packs), *_common(site)]
    compare = _compared(held.read(paths.COMPARE_INDEX))
    lists: dict[str, KeptList] = {}
    firsts: list[str] = []
    size = 0
    for head in sorted(heads, key=lambda one: one.id):
        summary = f"{paths.compare_folder(compare[head.id])}/{paths.compare_township(head.id)}"
        own = map(site.kept, (*_search(site, head.id), summary))
        files = [*common, *own, *map(site.page, _pages(site, head.id))]
        lists[head.id] = KeptList(
            version=digest((one.address, one.digest.encode()) for one in files),
            index=meta["version"],
            label=head.label,
            search=(common[0].address, common[1].address),
            files=files,
        )
        size += len(to_json(lists[head.id]))
        if size >= _TOGETHER:
            yield paths.kept_lists(len(firsts)), to_json(lists)
            firsts.append(next(iter(lists)))
            lists, size = {}, 0
    if lists:
        yield paths.kept_lists(len(firsts)), to_json(lists)
        firsts.append(next(iter(lists)))
    yield paths.KEPT_LISTS, to_json(firsts)


def _pack(site: _Site, folder: str, kinds: str) -> dict[str, object]:
    """Files of a folder of the search as one, in the order of their names; only some kinds, by their first letters."""
    found = {PurePosixPath(name): name for name in site.below(folder)}
    own = {path.stem: name for path, name in found.items() if not kinds or path.name[0] in kinds}
    return {f"{PurePosixPath(folder).name}/{stem}": orjson.loads(site.held.read(name)) for stem, name in own.items()}


def _compared(index: bytes) -> dict[str, str]:
    """The digests by which the townships' files of the comparison are found."""
    towns = (TownRow(*values) for values in orjson.loads(index)["townships"])
    return {town.id: town.digest for town in towns}


def _common(site: _Site) -> Iterator[KeptRow]:
    """What every township needs: scripts and styles, icons, the pages that lead to it."""
    yield from (site.page(page) for page in _PAGES if _file(page) in site.held.names)
    yield from map(site.kept, (paths.SEARCH_META, paths.COMPARE_INDEX, paths.MANIFEST))
    yield from map(site.kept, site.below(paths.assets()))


def _pages(site: _Site, township_id: str) -> Iterator[str]:
    """Every page below the township's own but for the lists as they were, and its lists in pictures."""
    yield paths.township_overview(township_id)
    for name in site.below(paths.url(paths.township(township_id))):
        if name.endswith(".html") and not paths.is_unlisted(f"{PurePosixPath(name).parent}.md"):
            yield f"{name.removesuffix('.html')}.md"


def _file(page: str) -> str:
    """The file of a page in the site."""
    return f"{paths.url(page)}index.html"


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:_DIGITS]


def _search(site: _Site, township_id: str) -> list[str]:
    """The files of the search within a township, and their pointer."""
    pointer = paths.search_pointer(township_id)
    found: ScopePointer = orjson.loads(site.held.read(pointer))
    return [pointer, *site.below(paths.search_folder(found["version"]))]
