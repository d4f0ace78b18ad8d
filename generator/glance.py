"""Glance: pages that somebody looks at, made again at once when their county was changed.

What the preview shows first; the whole site is made again behind it, with all that is checked.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from threading import Lock

from generator.check.registry import has_errors
from generator.checking import ContentFolder, SeenCounty, content_of, county_key, shared_key
from generator.counties import CountyFiles, duty_pages
from generator.link.catalogue import Catalogue, DutyHead, LinkedCounty, outline
from generator.link.linker import across, duties_of, joined, link_county, related_elsewhere, related_within
from generator.link.newness import new_since
from generator.read.folder import read_county
from generator.site.maker import PageMaker
from generator.site.pages import Site

# Of an address without its slashes.
_FILE = "index.html"


@dataclass(frozen=True)
class Before:
    """What a site was made of, when all was made last; `across` are the names of the pages across counties."""

    source: ContentFolder
    site: Site
    seen: Iterable[SeenCounty]
    catalogue: Catalogue[DutyHead]
    made: Iterable[CountyFiles]
    across: Iterable[str]


class Glance:
    """Makes pages again; all but one county is as it was when all was made last."""

    def __init__(self, before: Before) -> None:
        self.source, self.site, self.catalogue = before.source, before.site, before.catalogue
        self._keys = {one.id: one.key for one in before.seen}
        self.since = new_since(before.catalogue.counties)
        self.downloads = {one.id: one.downloads.downloads(before.site.settings.licence) for one in before.made}
        # Each page's county, if it is one's, and name.
        self.pages = {page.file: (one.id, name) for one in before.made for name, page in one.pages.items()}
        self.pages |= {before.site.maker.file(name): ("", name) for name in before.across}
        # Of its own: pages are asked for by several threads.
        self.maker = PageMaker(before.site.frame)

    def look(self) -> "Look | None":
        """What is there now; None where not just one county was changed, or it cannot be told so soon."""
        if shared_key(self.source.content) != self.source.shared:
            return None
        changed = [id for id, key in self._keys.items() if county_key(self.source, id) != key]
        if len(changed) != 1:
            return None
        content = content_of(self.source)
        read = read_county(self.source.content, changed[0], content)
        if has_errors(read.problems) or not read.content.counties:
            return None
        try:
            county = link_county(read.content.counties[0], read.content.townships, read.content)
        except KeyError:  # a name that nobody knows: the check will say which
            return None
        return Look(self, county)


class Look:
    """A county as it is now, and its pages; one at a time, whoever asks."""

    def __init__(self, glance: Glance, county: LinkedCounty) -> None:
        self._glance, self._county = glance, county
        short = outline(county)
        self._counties = [short if one.id == short.id else one for one in glance.catalogue.counties]
        self._elsewhere = related_elsewhere(duties_of(self._counties))
        self._related = joined([related_within(county)], self._elsewhere)
        self._lock = Lock()
        self._made: dict[str, bytes | None] = {}

    def page(self, address: str) -> bytes | None:
        """A page by its address; None where it is no page of the county or across counties."""
        file = f"{address.strip('/')}/{_FILE}".lstrip("/")
        county_id, name = self._glance.pages.get(file, ("", ""))
        if not name or county_id not in ("", self._county.id):
            return None
        with self._lock:
            if file not in self._made:
                texts = self._own(name) if county_id else self._across()
                text = next((text for own, text in texts if own == name), None)
                self._made[file] = None if text is None else self._glance.maker.page(name, text).html
            return self._made[file]

    @property
    def shown(self) -> Mapping[str, bytes]:
        """The files that somebody has asked for, and what they hold."""
        return {file: html for file, html in self._made.items() if html is not None}

    def _own(self, name: str) -> Iterator[tuple[str, str]]:
        renderer, since = self._glance.site.renderer, self._glance.since[self._county.id]
        downloads = self._glance.downloads[self._county.id]
        return chain(
            duty_pages(renderer, self._county, self._related, [name], since),
            renderer.render_county(self._county, self._related, downloads, since),
        )

    def _across(self) -> Iterator[tuple[str, str]]:
        renderer = self._glance.site.renderer
        catalogue = across(self._counties, self._elsewhere, content_of(self._glance.source))
        return chain(renderer.render_frames(catalogue), renderer.render_about(catalogue))
