"""Offline: what a reader's device must keep of the finished site to have a township without a network.

    offline/<county>/<township>.json            what to keep, and the version of all of it together
                                                (`KeptList`)
    offline/<county>/<township>/<digest>.json   the search within the township: {"jia/bing/t-17": {…}, …}
    offline/<digest>.json                       the table of sounds, shared by all, each word once:
                                                {"words": ["低保", "di bao", 31, …], "files": [{"di bao": [0, …]}, …]}

The search's own files are hundreds a township, and its table of sounds is of thousands; nobody could fetch them all.
So they come as one file each, out of which the service worker answers as if they were there.

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
from generator.search.format import SoundRow

# Pages beside the township's own: where it begins, what to do there, and how to read it all.
_PAGES = (paths.HOME, paths.SEARCH, paths.COMPARE, paths.OFFLINE, "about.md")
# Files of the search that every township needs beside its own.
_COMMON = ("pinyin", "characters")
# As much of a file's SHA-256 as tells it from what a broken upload or a gateway gives in its place.
_DIGITS = 16
# Townships that one process does at a time: as many as take longer than a process takes to start.
_BATCH = 16
# So many values the table of sounds has of a word.
_WORD = len(SoundRow._fields)


class KeptRow(NamedTuple):
    """A file to keep; a page by its address, the home page by ""."""

    address: str
    digest: str
    length: int


class KeptList(TypedDict):
    """What to keep of a township.

    `version` is another one where a single byte of it all is; `index` is the version of the search's index that the
    search page asks; `search` has those of the files that hold many, the township's own and the sounds.
    """

    version: str
    index: str
    label: str
    search: tuple[str, str]
    files: list[KeptRow]


def keep(heads: Sequence[TownshipHead], site: Path, pool: Executor) -> Iterator[tuple[str, bytes]]:
    """The files for keeping each township of a finished site: their paths in it, and their texts."""
    index, compare = _version(site / paths.SEARCH_META), _compared(site / paths.COMPARE_INDEX)
    sounds = to_json(_sounds(site / paths.search_folder(index) / "sounds"))
    name = paths.kept_sounds(_digest(sounds))
    yield name, sounds
    common = [_kept(name, sounds), *_common(site)]
    batches = [heads[start : start + _BATCH] for start in range(0, len(heads), _BATCH)]
    for done in workers.each(partial(_keep, site, index, compare, common), batches, pool):
        yield from done


def _version(pointer: Path) -> str:
    found: dict[str, str] = orjson.loads(pointer.read_bytes())
    return found["version"]


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
        search = to_json(_search(site / paths.search_folder(index), head.id))
        name = paths.kept_search(head.id, _digest(search))
        summary = f"{paths.compare_folder(compare[head.id])}/{paths.compare_township(head.id)}"
        pages = ((paths.url(page), (site / _file(page)).read_bytes()) for page in _pages(site, head.id))
        own = [(name, search), (summary, (site / summary).read_bytes()), *pages]
        files = [*common, *(_kept(*file) for file in own)]
        whole = KeptList(
            version=digest((one.address, one.digest.encode()) for one in files),
            index=index,
            label=head.label,
            search=(name, common[0].address),
            files=files,
        )
        found += [(name, search), (paths.kept_files(head.id), to_json(whole))]
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


def _search(index: Path, township_id: str) -> dict[str, object]:
    """The search's files that a search within a township asks for, by their names."""
    own = {f"{township_id}/{path.stem}": path for path in sorted((index / township_id).glob("*.json"))}
    own |= {name: index / paths.search_file(name) for name in _COMMON}
    return {name: orjson.loads(path.read_bytes()) for name, path in own.items()}


def _sounds(folder: Path) -> dict[str, object]:
    """The table of sounds with each word once."""
    words: dict[tuple[object, ...], int] = {}
    files = []
    for number in range(len(list(folder.iterdir()))):
        file = orjson.loads((folder / f"{number}.json").read_bytes())
        files.append(
            {
                key: [
                    words.setdefault(tuple(flat[start : start + _WORD]), len(words) * _WORD)
                    for start in range(0, len(flat), _WORD)
                ]
                for key, flat in file.items()
            }
        )
    return {"words": [part for word in words for part in word], "files": files}
