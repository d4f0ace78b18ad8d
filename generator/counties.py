"""Counties: what a process makes of one county, from its folder to its files, and what is kept of it.

    see     its YAML and the vocabulary → what is wrong with it; the county linked, and its outline for the others
    make    the county linked, and what is told of it elsewhere → its pages, data, downloads, search

All of it is kept under the digest of what it was made of (`cache.py`; files in `store.py`) and so is made once,
whichever process and whichever build asks.
"""

import pickle
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import cast

import orjson
from pydantic import BaseModel

from generator.cache import key, program
from generator.check.registry import has_errors
from generator.checking import (
    CACHE,
    ContentFolder,
    SeenCounty,
    content_of,
    county_key,
    made,
    read_own,
    seen_of,
    shared_by,
    while_it_stays,
)
from generator.data.county import CountyDownloads, CountyPublisher
from generator.data.summarise import CountySummary, summarise_county
from generator.files import FileContent
from generator.link import kept
from generator.link.catalogue import DutyHead, LinkedCounty, Related, outline
from generator.link.linker import joined, link_county, related_within
from generator.model import Topic, Township
from generator.search.counties import CountySearch
from generator.search.everywhere import everywhere
from generator.search.wording import Wording
from generator.site.pages import PageFile, Site, latest, make_pages, remember, unsettled, without_seen
from generator.site.verify import Seen
from generator.store import Store


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

    @property
    def digests(self) -> Iterator[str]:
        """Everything that the store must have."""
        yield from (*self.files.values(), self.part)


def see(source: ContentFolder, county_id: str) -> SeenCounty:
    """Read, check and link a county."""

    def seen() -> bytes:
        own = county_key(source, county_id)
        return made(key(own, b"seen"), lambda: pickle.dumps(_see(source, county_id, own).seen))

    return cast(SeenCounty, pickle.loads(while_it_stays(seen)))


def outline_of(source: ContentFolder, seen: SeenCounty) -> LinkedCounty[DutyHead]:
    """What is told of a county across counties."""
    data = made(key(seen.key, b"outline"), lambda: _see(source, seen.id, seen.key).outline)
    return cast(LinkedCounty[DutyHead], kept.unpacked(data, _topics(source)))


def make(source: ContentFolder, site: Site, seen: SeenCounty, elsewhere: Related) -> CountyFiles:
    """The files of a county; `elsewhere` are its duties' related duties in other townships.  Raises SiteError."""
    store = Store()
    own = _files_key(site, seen, elsewhere)
    if (known := CACHE.get(own.hex(), own)) is not None:
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
    unsettled_yet = unsettled(pages, others.keys() | {page.file for page in pages.values()})
    made = CountyFiles(county.id, others, without_seen(pages), downloads, summary, unsettled_yet)
    CACHE.put(own.hex(), own, pickle.dumps(made))
    return made


def find(source: ContentFolder, seen: SeenCounty, assets: str) -> FoundCounty:
    """The search within a county, for scripts of a version."""
    store, own = Store(), _search_key(seen, assets)
    if (known := CACHE.get(own.hex(), own)) is not None:
        made: FoundCounty = pickle.loads(known)
        if store.are_sound(made.digests):
            return made
    search = CountySearch(_linked(source, seen)[0], _wording(source), assets)
    made = FoundCounty({name: store.keep(text) for name, text in search.files}, store.keep(search.part()))
    CACHE.put(own.hex(), own, pickle.dumps(made))
    return made


def slots(site: Site, seen: SeenCounty, elsewhere: Related, assets: str) -> list[str]:
    """Where it is kept what was made of a county, as far as a build needs it which makes nothing of it itself."""
    keys = (key(seen.key, b"seen"), key(seen.key, b"outline"), _files_key(site, seen, elsewhere))
    return [one.hex() for one in (*keys, _search_key(seen, assets))]


def _files_key(site: Site, seen: SeenCounty, elsewhere: Related) -> bytes:
    return key(b"files", site.key, seen.key, _plainly(list(elsewhere.items())))


def _search_key(seen: SeenCounty, assets: str) -> bytes:
    return key(b"search", program(), seen.key, assets.encode())


def find_everywhere(
    source: ContentFolder, found: Sequence[FoundCounty], assets: str, executor: Executor
) -> Mapping[str, str]:
    """The files of the search over all townships, and those that every search needs, put together by an executor."""
    store = Store()
    own = key(b"everywhere", source.shared, assets.encode(), *(one.part.encode() for one in found))
    if (known := CACHE.get(own.hex(), own)) is not None:
        made: dict[str, str] = pickle.loads(known)
        if store.are_sound(made.values()):
            return made
    parts = [store.path(one.part) for one in found]
    made = {name: store.keep(text) for name, text in everywhere(parts, _wording(source), assets, executor)}
    CACHE.put(own.hex(), own, pickle.dumps(made))
    return made


@lru_cache(1)
def _wording(source: ContentFolder) -> Wording:
    """What the search knows of the vocabulary, read back once in a process."""
    data = made(key(source.shared, b"wording"), lambda: pickle.dumps(Wording(content_of(source))))
    return cast(Wording, pickle.loads(data))


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
    data = made(key(seen.key, b"linked"), lambda: _see(source, seen.id, seen.key).linked)
    return cast(tuple[LinkedCounty, tuple[Township, ...], Related], kept.unpacked(data, _topics(source)))


@dataclass(frozen=True)
class _Linked:
    """A county as it was seen, linked with all its texts, and its outline, the last two as they are kept."""

    seen: SeenCounty
    linked: bytes = b""
    outline: bytes = b""


def _see(source: ContentFolder, county_id: str, own: bytes) -> _Linked:
    read = read_own(source, county_id, own)
    seen = seen_of(county_id, own, read)
    # Where the vocabulary cannot be read, nothing will be built, and names of it are not known.
    if seen.has_errors or has_errors(shared_by(source).problems):
        return _Linked(seen)
    (county,), townships = read.content.counties, read.content.townships
    linked = link_county(county, townships, read.content)
    found = _Linked(seen, kept.packed((linked, townships, related_within(linked))), kept.packed(outline(linked)))
    CACHE.put(key(own, b"linked").hex(), key(own, b"linked"), found.linked)
    CACHE.put(key(own, b"outline").hex(), key(own, b"outline"), found.outline)
    return found


@lru_cache(1)
def _topics(source: ContentFolder) -> Mapping[str, Topic]:
    return {topic.id: topic for topic in content_of(source).topics}


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
