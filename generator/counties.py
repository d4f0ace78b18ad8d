"""Counties: what a process makes of one county, from its folder to its files, and what is kept of it.

    see     its YAML and the vocabulary → what is wrong with it; the county linked, and its outline for the others
    make    the county linked, and what is told of it elsewhere → its pages, data, downloads, search

All of it is kept under the digest of what it was made of (`cache.py`; files in `store.py`) and so is made once,
whichever process and whichever build asks.
"""

import pickle
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path
from typing import cast

import orjson
from pydantic import BaseModel

from generator import cache as kept_things
from generator.cache import key
from generator.check.registry import check_townships, has_errors
from generator.check.survey import Survey, survey
from generator.data.county import CountyDownloads, CountyPublisher
from generator.data.summarise import CountySummary, summarise_county
from generator.files import FileContent
from generator.link import kept
from generator.link.catalogue import DutyHead, LinkedCounty, Related, outline
from generator.link.linker import joined, link_county, related_within
from generator.model import Content, Problem, Topic, Township
from generator.printed.kept import font
from generator.project import PROJECT
from generator.read.folder import PAGES, TOWNSHIPS, VOCABULARY, Read, limited_bytes, read_county, read_frame
from generator.search.counties import CountySearch
from generator.search.everywhere import everywhere
from generator.search.wording import Wording
from generator.site.pages import PageFile, Site, latest, make_pages, remember, seen_of, without_seen
from generator.site.verify import Seen
from generator.store import Store
from generator.words.places import PlaceKind, kind_of_township

_CACHE = kept_things.kept_in("counties")


@dataclass(frozen=True)
class ContentFolder:
    """A content folder, and the key of what its counties share: the vocabulary and the hand-written pages."""

    content: Path
    shared: bytes


@dataclass(frozen=True)
class SeenCounty:
    """A county that was read and checked; where it has no errors, it was linked, too.

    `name` is its own, `kinds` those of its townships.
    """

    id: str
    key: bytes
    problems: tuple[Problem, ...]
    survey: Survey
    name: str | None = None
    kinds: tuple[PlaceKind, ...] = ()

    @property
    def has_errors(self) -> bool:
        """Whether it cannot be published."""
        return has_errors(self.problems)


@dataclass(frozen=True)
class CountyFiles:
    """The files of a county by their names, with their digests; of its pages also by those of their Markdown.

    `downloads` and `summary` are what is told of them across counties, `seen` is what verification has not settled yet.
    """

    id: str
    files: Mapping[str, str]
    pages: Mapping[str, PageFile]
    downloads: CountyDownloads
    summary: CountySummary
    seen: Seen

    @property
    def digests(self) -> Iterator[str]:
        """Everything that the store must have."""
        yield from self.files.values()
        for page in self.pages.values():
            yield from (page.markdown, page.html)


@dataclass(frozen=True)
class FoundCounty:
    """The files of the search within a county by their names, with their digests, and that of its part of the whole."""

    files: Mapping[str, str]
    part: str


def source(folder: Path) -> tuple[ContentFolder, Read, list[str]]:
    """A content folder for the tasks, all of it that is no county, and the ids of its counties."""
    found = ContentFolder(folder.resolve(), key(b"shared", kept_things.program(), *_shared_files(folder)))
    read, ids = _shared(found)
    # Told by the name that the folder was given.
    return found, replace(read, folder=folder), ids


def see(source: ContentFolder, county_id: str) -> SeenCounty:
    """Read, check and link a county."""
    folder = source.content / TOWNSHIPS / county_id
    own = key(b"county", county_id.encode(), source.shared, *_inputs(folder))
    return cast(
        SeenCounty, pickle.loads(_made(key(own, b"seen"), lambda: pickle.dumps(_see(source, county_id, own).seen)))
    )


def outline_of(source: ContentFolder, seen: SeenCounty) -> LinkedCounty[DutyHead]:
    """What is told of a county across counties."""
    data = _made(key(seen.key, b"outline"), lambda: _see(source, seen.id, seen.key).outline)
    return cast(LinkedCounty[DutyHead], kept.unpacked(data, _topics(source)))


def make(source: ContentFolder, site: Site, seen: SeenCounty, elsewhere: Related) -> CountyFiles:
    """The files of a county; `elsewhere` are its duties' related duties in other townships.  Raises SiteError."""
    store = Store()
    own = key(b"files", site.key, font().encode(), seen.key, _plainly(list(elsewhere.items())))
    if (known := _CACHE.get(own.hex(), own)) is not None:
        made: CountyFiles = pickle.loads(known)
        if store.are_sound(set(made.digests)):
            return made
    county, townships, within = _linked(source, seen)
    related = joined([within], elsewhere)
    others: dict[str, str] = {}

    def put(name: str, content: FileContent) -> None:
        others[name] = store.keep(content)

    downloads = CountyPublisher(county, townships, related, put).files()
    summary = summarise_county(county, put)
    rendered = site.renderer.render_county(county, related, downloads.downloads(site.settings.licence))
    what = f"{source.content} {county.id}"
    pages = make_pages(site, rendered, latest(what))
    remember(what, pages)
    seen_pages = seen_of(pages, others.keys() | {page.file for page in pages.values()})
    made = CountyFiles(county.id, others, without_seen(pages), downloads, summary, seen_pages)
    _CACHE.put(own.hex(), own, pickle.dumps(made))
    return made


def find(source: ContentFolder, seen: SeenCounty, assets: str) -> FoundCounty:
    """The search within a county, for scripts of a version."""
    store, own = Store(), key(b"search", kept_things.program(), seen.key, assets.encode())
    if (known := _CACHE.get(own.hex(), own)) is not None:
        made: FoundCounty = pickle.loads(known)
        if store.are_sound((*made.files.values(), made.part)):
            return made
    search = CountySearch(_linked(source, seen)[0], _wording(source), assets)
    made = FoundCounty({name: store.keep(text) for name, text in search.files}, store.keep(search.part()))
    _CACHE.put(own.hex(), own, pickle.dumps(made))
    return made


def find_everywhere(
    source: ContentFolder, found: Sequence[FoundCounty], assets: str, executor: Executor
) -> Mapping[str, str]:
    """The files of the search over all townships, and those that every search needs, put together by an executor."""
    store = Store()
    own = key(b"everywhere", source.shared, assets.encode(), *(one.part.encode() for one in found))
    if (known := _CACHE.get(own.hex(), own)) is not None:
        made: dict[str, str] = pickle.loads(known)
        if store.are_sound(made.values()):
            return made
    parts = [store.path(one.part) for one in found]
    made = {name: store.keep(text) for name, text in everywhere(parts, _wording(source), assets, executor)}
    _CACHE.put(own.hex(), own, pickle.dumps(made))
    return made


@lru_cache(1)
def _wording(source: ContentFolder) -> Wording:
    """What the search knows of the vocabulary, worked out once in a process."""
    return Wording(_content(source))


def elsewhere_of(elsewhere: Related, county: LinkedCounty[DutyHead]) -> Related:
    """What its pages show of duties related elsewhere, with no more of those than they show."""
    short = cache(lambda duty: replace(duty, near_topics=(), does="", citations=()))
    return {
        (duty.township.id, duty.id): tuple(
            replace(one, duty=short(one.duty)) for one in elsewhere[duty.township.id, duty.id]
        )
        for township in county.townships
        for duty in township.duties
    }


def _linked(source: ContentFolder, seen: SeenCounty) -> tuple[LinkedCounty, tuple[Township, ...], Related]:
    """A county with all its texts, its townships as they are printed, and what is related within them."""
    data = _made(key(seen.key, b"linked"), lambda: _see(source, seen.id, seen.key).linked)
    return cast(tuple[LinkedCounty, tuple[Township, ...], Related], kept.unpacked(data, _topics(source)))


@dataclass(frozen=True)
class _Linked:
    """A county as it was seen, linked with all its texts, and its outline, the last two as they are kept."""

    seen: SeenCounty
    linked: bytes = b""
    outline: bytes = b""


def _see(source: ContentFolder, county_id: str, own: bytes) -> _Linked:
    read = read_county(source.content, county_id, _content(source))
    problems = check_townships(read)
    name = read.content.counties[0].file.name if read.content.counties else None
    kinds = tuple(map(kind_of_township, read.content.townships))
    seen = SeenCounty(county_id, own, tuple(problems), survey(read.content), name, kinds)
    if seen.has_errors:
        return _Linked(seen)
    (county,), townships = read.content.counties, read.content.townships
    linked = link_county(county, townships, read.content)
    found = _Linked(seen, kept.packed((linked, townships, related_within(linked))), kept.packed(outline(linked)))
    _CACHE.put(key(own, b"linked").hex(), key(own, b"linked"), found.linked)
    _CACHE.put(key(own, b"outline").hex(), key(own, b"outline"), found.outline)
    return found


def _made(own: bytes, make: Callable[[], bytes]) -> bytes:
    return _CACHE.made(own.hex(), own, make)


@lru_cache(1)
def _topics(source: ContentFolder) -> Mapping[str, Topic]:
    return {topic.id: topic for topic in _content(source).topics}


@lru_cache(1)
def _content(source: ContentFolder) -> Content:
    """What all counties share, read once in a process."""
    return _shared(source)[0].content


def _shared(source: ContentFolder) -> tuple[Read, list[str]]:
    data = _made(source.shared, lambda: pickle.dumps(read_frame(source.content)))
    return cast(tuple[Read, list[str]], pickle.loads(data))


def _shared_files(folder: Path) -> Iterator[bytes]:
    """All that is read of a content folder besides its counties, and what it borrows of the project's."""
    for place in (folder, folder / TOWNSHIPS):
        yield from _names(place)
    for root in (folder, PROJECT / "content"):
        for name in (VOCABULARY, PAGES):
            yield from _inputs(root / name)


def _inputs(folder: Path) -> Iterator[bytes]:
    """The names and contents of all that is in a folder."""
    for path in sorted(folder.rglob("*")):
        yield path.relative_to(folder).as_posix().encode("utf-8", "surrogateescape")
        try:
            yield limited_bytes(path)
        except OSError as error:
            yield str(error.errno).encode()


def _names(folder: Path) -> Iterable[bytes]:
    """The names in a folder, and which of them are folders."""
    if not folder.is_dir():
        return
    for path in sorted(folder.iterdir()):
        yield path.name.encode("utf-8", "surrogateescape") + (b"/" if path.is_dir() else b"")


def _plainly(one: object) -> bytes:
    """Whatever was linked, all of it, as JSON: the same for what is equal."""
    return orjson.dumps(one, default=_plain)


def _plain(one: object) -> object:
    match one:
        case Topic():
            return one.id
        case BaseModel():
            return one.model_dump(mode="json")
        case _:
            raise TypeError(type(one))
