"""Counties: what a process makes of one county, from its folder to its files, and what is kept of it.

    see     its YAML and the vocabulary → what is wrong with it; the county linked, and its outline for the others
    make    the county linked, and what is told of it elsewhere → its pages, data, downloads, search

All of it is kept under the digest of what it was made of (`cache.py`; files in `store.py`) and so is made once,
whichever process and whichever build asks.
"""

import gc
import pickle
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Self, cast

import orjson
from pydantic import BaseModel

from generator import paths
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
from generator.data.calendars import county_calendar
from generator.data.county import CountyDownloads, CountyPublisher
from generator.data.editing import editing_files
from generator.data.feeds import FeedSite, county_feeds
from generator.data.summarise import CountySummary, summarise_county
from generator.files import FileContent
from generator.link import kept
from generator.link.catalogue import DutyHead, LinkedCounty, Related, RelatedDuty, outline
from generator.link.linker import duties_of, joined, link_county, related_within
from generator.model import Topic, Township
from generator.pages.render import Renderer
from generator.printed.kept import font
from generator.site.pages import PageFile, Site, latest, make_pages, remember, unsettled, without_seen
from generator.store import Store

if TYPE_CHECKING:
    from generator.search.wording import Wording

# Of each duty, by its township and id, the digest of something.
Digests = Mapping[tuple[str, str], bytes]


@dataclass(frozen=True)
class CountyFiles:
    """The files of a county by their names, with their digests; of its pages also by those of their Markdown.

    `aside` are those that others are put together from and the site does not have.  `downloads` and `summary` are what
    is told of them across counties, `seen` is what verification has not settled yet, packed: it takes a twentieth of
    the room.
    """

    id: str
    files: Mapping[str, str]
    aside: Mapping[str, str]
    pages: Mapping[str, PageFile]
    downloads: CountyDownloads
    summary: CountySummary
    seen: bytes

    @property
    def digests(self) -> Iterator[str]:
        """Everything that the store must have."""
        yield from self.files.values()
        yield from self.aside.values()
        for page in self.pages.values():
            yield from (page.markdown, page.html)


@dataclass(frozen=True)
class PublishedCounty:
    """The files of a county's data by their names, with their digests, and what is told of them across counties.

    `aside` as in `CountyFiles`.
    """

    files: Mapping[str, str]
    aside: Mapping[str, str]
    downloads: CountyDownloads
    summary: CountySummary


@dataclass(frozen=True)
class Outline:
    """What is told of a county across counties, and the digest of what is told of each duty, by township and id.

    `brief` are those of what other counties' pages show of a duty.
    """

    county: LinkedCounty[DutyHead]
    digests: Digests
    brief: Digests


@dataclass(frozen=True)
class Elsewhere:
    """Related duties in other townships, and for each duty the digest of what a page shows of those.

    `since` is the day from which on a change of the county is new (`link/newness.py`); the digests are of it, too.
    Another process is sent `told` packed, and no more of the duties than pages show.
    """

    told: Related | bytes
    digests: Digests
    since: str = ""

    @classmethod
    def of(cls, related: Related, brief: Digests, since: str) -> Self:
        """A county's; `brief` are the digests of all duties (`Outline.brief`)."""
        told = {
            duty: (brief[one.duty.township.id, one.duty.id] + f"{one.near} {one.reason}".encode() for one in several)
            for duty, several in related.items()
        }
        return cls(related, {duty: key(since.encode(), *parts) for duty, parts in told.items()}, since)

    def related(self, topics: Mapping[str, Topic]) -> Related:
        """The related duties; `topics` are those of the vocabulary, by id."""
        if isinstance(self.told, bytes):
            return cast(Related, kept.unpacked(zlib.decompress(self.told), topics))
        return self.told

    @property
    def packed(self) -> Self:
        """The same, packed."""
        if isinstance(self.told, bytes):
            return self
        # By their ids: to tell them apart by all that they hold takes longer than to make them.
        duties = {(one.duty.township.id, one.duty.id): one.duty for own in self.told.values() for one in own}
        short = {id: _brief(duty) for id, duty in duties.items()}
        told = {
            duty: tuple(RelatedDuty(short[one.duty.township.id, one.duty.id], one.near, one.reason) for one in several)
            for duty, several in self.told.items()
        }
        return replace(self, told=zlib.compress(kept.packed(told), 1))

    def __reduce__(self) -> tuple[type[Self], tuple[Related | bytes, Digests, str]]:
        return type(self), (self.packed.told, self.digests, self.since)


@dataclass(frozen=True)
class FoundCounty:
    """The files of the search within a county by their names, with their digests, and that of its part of the whole."""

    files: Mapping[str, str]
    part: str

    @property
    def digests(self) -> Iterator[str]:
        """Everything that the store must have."""
        yield from (*self.files.values(), self.part)


def load() -> None:
    """Load the libraries that each process will need where much is made anew, once before the others are begun."""
    from generator.search import counties, everywhere  # noqa: F401  (numpy is loaded with them)


def prepare(source: ContentFolder) -> None:
    """Have a process load what it will need for the county that somebody has changed, while others read that."""
    _wording(source)
    _topics(source)


def prepare_search(source: ContentFolder) -> None:
    """The same of a process that puts the search over all townships together by itself."""
    # Here and below, and not above: numpy takes its time to load, and often but one of the processes needs it.
    from generator.search.everywhere import prepare_everywhere

    prepare(source)
    prepare_everywhere(_wording(source))
    # It stays: nobody need look through it again for what nobody can reach any more.
    gc.freeze()


def seen_before(source: ContentFolder, county_id: str) -> SeenCounty | None:
    """What `see` would give, if that is kept."""
    question = key(county_key(source, county_id), b"seen")
    data = CACHE.get(question.hex(), question)
    return cast(SeenCounty, pickle.loads(data)) if data else None


def see(source: ContentFolder, county_id: str) -> SeenCounty:
    """Read, check and link a county."""

    def seen() -> bytes:
        own = county_key(source, county_id)
        return made(key(own, b"seen"), lambda: pickle.dumps(_see(source, county_id, own).seen))

    return cast(SeenCounty, pickle.loads(while_it_stays(seen)))


def outline_of(source: ContentFolder, seen: SeenCounty) -> Outline:
    """What is told of a county across counties."""
    data = made(key(seen.key, b"outline"), lambda: _see(source, seen.id, seen.key).outline)
    return cast(Outline, kept.unpacked(data, _topics(source)))


def make(source: ContentFolder, site: Site, seen: SeenCounty, elsewhere: Elsewhere) -> CountyFiles:
    """The files of a county; `elsewhere` are its duties' related duties in other townships.  Raises SiteError."""
    own = _files_key(site, seen, elsewhere.digests)
    if known := _kept_files(own):
        return known
    related = elsewhere.related(_topics(source))
    linked = _Read(source, seen, related)
    published = _publish(linked, seen, related)
    files = {**published.files, **_feeds(linked, site, seen)}
    pages = _pages(linked, site, seen, elsewhere, published.downloads)
    unsettled_yet = unsettled(pages, files.keys() | {page.file for page in pages.values()})
    made = CountyFiles(
        seen.id, files, published.aside, without_seen(pages), published.downloads, published.summary, unsettled_yet
    )
    CACHE.put(own.hex(), own, pickle.dumps(made))
    return made


def made_before(
    site: Site, several: Iterable[tuple[SeenCounty, Digests]], assets: str | None
) -> Mapping[str, tuple[CountyFiles | None, FoundCounty | None]]:
    """What `make` and `find` would give of some counties, as far as it is kept, by their ids.

    The latter for scripts of a version, if that is asked for.
    """
    return {
        seen.id: (
            _kept_files(_files_key(site, seen, digests)),
            None if assets is None else _kept_search(_search_key(seen, assets)),
        )
        for seen, digests in several
    }


def _kept_files(own: bytes) -> CountyFiles | None:
    if (known := CACHE.get(own.hex(), own)) is not None:
        made: CountyFiles = pickle.loads(known)
        if Store().are_sound(set(made.digests)):
            return made
    return None


def _kept_search(own: bytes) -> FoundCounty | None:
    if (known := CACHE.get(own.hex(), own)) is not None:
        made: FoundCounty = pickle.loads(known)
        if Store().are_sound(made.digests):
            return made
    return None


class _Read:
    """A county with all its texts, read back when somebody asks for it."""

    def __init__(self, source: ContentFolder, seen: SeenCounty, elsewhere: Related) -> None:
        self.source, self._seen, self._elsewhere = source, seen, elsewhere

    @cached_property
    def _all(self) -> tuple[LinkedCounty, tuple[Township, ...], Related]:
        county, townships, within = _linked(self.source, self._seen)
        return county, townships, joined([within], self._elsewhere)

    @property
    def county(self) -> LinkedCounty:
        """The county, linked."""
        return self._all[0]

    @property
    def townships(self) -> tuple[Township, ...]:
        """Its townships as they are printed."""
        return self._all[1]

    @property
    def related(self) -> Related:
        """Its duties' related duties."""
        return self._all[2]


def _publish(linked: _Read, seen: SeenCounty, elsewhere: Related) -> PublishedCounty:
    """The data of a county, of which that of duties elsewhere has no more than which they are, and why."""
    store = Store()
    told = {
        "/".join(duty): [(one.duty.township.id, one.duty.id, one.near, one.reason) for one in several]
        for duty, several in elsewhere.items()
    }
    own = key(b"data", seen.key, font().encode(), orjson.dumps(told))
    if (known := CACHE.get(own.hex(), own)) is not None:
        made: PublishedCounty = pickle.loads(known)
        if store.are_sound((*made.files.values(), *made.aside.values())):
            return made
    files: dict[str, str] = {}
    aside: dict[str, str] = {}

    def put(name: str, content: FileContent) -> None:
        files[name] = store.keep(content)

    def keep(name: str, content: FileContent) -> None:
        aside[name] = store.keep(content)

    downloads = CountyPublisher(linked.county, linked.townships, linked.related, put, keep).files()
    for name, text in editing_files(linked.county, linked.townships, content_of(linked.source)):
        put(name, text)
    made = PublishedCounty(files, aside, downloads, summarise_county(linked.county, put))
    CACHE.put(own.hex(), own, pickle.dumps(made))
    return made


def feed_site(site: Site) -> FeedSite:
    """What feeds know of a site."""
    return FeedSite(site.settings.address, site.renderer.assets)


def _feeds(linked: _Read, site: Site, seen: SeenCounty) -> Mapping[str, str]:
    """The feeds of a county and its calendar by their names, with their digests."""
    store, known = Store(), feed_site(site)
    own = key(b"feeds", seen.key, repr(known).encode())
    if (data := CACHE.get(own.hex(), own)) is not None:
        made: dict[str, str] = pickle.loads(data)
        if store.are_sound(made.values()):
            return made
    feeds = (*county_feeds(linked.county, known), county_calendar(linked.county, known))
    made = {name: store.keep(text) for name, text in feeds}
    CACHE.put(own.hex(), own, pickle.dumps(made))
    return made


def _pages(
    linked: _Read, site: Site, seen: SeenCounty, elsewhere: Elsewhere, downloads: CountyDownloads
) -> Mapping[str, PageFile]:
    """The pages of a county.

    Where it is as it was, only those of duties are made again of which the related duties elsewhere are others.
    """
    what = f"{linked.source.content} {seen.id}"
    whole = key(b"pages", site.key, seen.key, repr(downloads).encode(), elsewhere.since.encode())
    duties = {paths.duty(*duty): key(whole, own) for duty, own in elsewhere.digests.items()}
    earlier, store = latest(what), Store()
    same = {
        name: page
        for name, page in earlier.items()
        if page.made_of == duties.get(name, whole) and store.are_sound((page.markdown, page.html))
    }
    if same.keys() >= earlier.keys() - duties.keys() and any(page.made_of == whole for page in same.values()):
        others = duties.keys() - same.keys()
        rendered = (
            duty_pages(site.renderer, linked.county, linked.related, others, elsewhere.since) if others else iter(())
        )
    else:
        same = {}
        rendered = site.renderer.render_county(
            linked.county, linked.related, downloads.downloads(site.settings.licence), elsewhere.since
        )
    texts = dict(rendered)
    pages = make_pages(site, texts.items(), earlier, {name: duties.get(name, whole) for name in texts})
    # In one order, however they were made.
    pages = dict(sorted({**same, **pages}.items()))
    remember(what, pages)
    return pages


def duty_pages(
    renderer: Renderer, county: LinkedCounty, related: Related, names: Collection[str], since: str
) -> Iterator[tuple[str, str]]:
    """Those of a county's pages of duties that have these names."""
    for township in county.townships:
        for duty_list in township.lists:
            for place, duty in enumerate(duty_list.duties):
                if paths.duty(township.head.id, duty.id) in names:
                    yield renderer.render_duty(county, township, duty_list, place, related, since)


def find(source: ContentFolder, seen: SeenCounty, assets: str) -> FoundCounty:
    """The search within a county, for scripts of a version."""
    store, own = Store(), _search_key(seen, assets)
    if known := _kept_search(own):
        return known
    from generator.search.counties import CountySearch

    search = CountySearch(_linked(source, seen)[0], _wording(source), assets)
    made = FoundCounty({name: store.keep(text) for name, text in search.files}, store.keep(search.part()))
    CACHE.put(own.hex(), own, pickle.dumps(made))
    return made


@dataclass(frozen=True)
class FoundAll:
    """The searches within all counties, the files of that over all townships, and of which counties one was made."""

    counties: Sequence[FoundCounty]
    everywhere: Mapping[str, str]
    made: Collection[str]


def find_all(source: ContentFolder, several: Iterable[SeenCounty], assets: str) -> FoundAll:
    """All searches, in this process."""
    made: list[str] = []

    def found(seen: SeenCounty) -> FoundCounty:
        if known := _kept_search(_search_key(seen, assets)):
            return known
        made.append(seen.id)
        return find(source, seen, assets)

    counties = [found(one) for one in several]
    return FoundAll(counties, find_everywhere(source, counties, assets), made)


def slots(site: Site, seen: SeenCounty, elsewhere: Elsewhere, assets: str) -> list[str]:
    """Where it is kept what was made of a county, as far as a build needs it which makes nothing of it itself."""
    keys = (key(seen.key, b"seen"), key(seen.key, b"outline"), _files_key(site, seen, elsewhere.digests))
    return [one.hex() for one in (*keys, _search_key(seen, assets))]


def _files_key(site: Site, seen: SeenCounty, elsewhere: Digests) -> bytes:
    return key(b"files", site.key, seen.key, *elsewhere.values())


def _search_key(seen: SeenCounty, assets: str) -> bytes:
    return key(b"search", program(), seen.key, assets.encode())


def find_everywhere(
    source: ContentFolder, found: Sequence[FoundCounty], assets: str, executor: Executor | None = None
) -> Mapping[str, str]:
    """The files of the search over all townships, and those that every search needs, put together by an executor."""
    store = Store()
    own = key(b"everywhere", source.shared, assets.encode(), *(one.part.encode() for one in found))
    if (known := CACHE.get(own.hex(), own)) is not None:
        made: dict[str, str] = pickle.loads(known)
        if store.are_sound(made.values()):
            return made
    from generator.search.everywhere import everywhere

    parts = [store.path(one.part) for one in found]
    made = {name: store.keep(text) for name, text in everywhere(parts, _wording(source), assets, executor)}
    CACHE.put(own.hex(), own, pickle.dumps(made))
    return made


@lru_cache(1)
def _wording(source: ContentFolder) -> "Wording":
    """What the search knows of the vocabulary, read back once in a process."""
    from generator.search.wording import Wording

    data = made(key(source.shared, b"wording"), lambda: pickle.dumps(Wording(content_of(source))))
    return cast(Wording, pickle.loads(data))


def _brief(duty: DutyHead) -> DutyHead:
    return replace(duty, near_topics=(), does="", citations=())


def _outline(county: LinkedCounty) -> Outline:
    short = outline(county)
    duties = {(duty.township.id, duty.id): duty for duty in duties_of([short])}
    return Outline(
        short,
        {id: key(_plainly(duty)) for id, duty in duties.items()},
        {id: key(_plainly(_brief(duty))) for id, duty in duties.items()},
    )


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
    found = _Linked(seen, kept.packed((linked, townships, related_within(linked))), kept.packed(_outline(linked)))
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
