"""Glance: the page that somebody looks at, made again at once when its county was changed.

What the preview shows first; the whole site is made again behind it, with all that is checked.
"""

from collections.abc import Iterable, Mapping
from itertools import chain

from generator.check.registry import has_errors
from generator.checking import ContentFolder, SeenCounty, content_of, county_key, shared_key
from generator.counties import CountyFiles, duty_pages
from generator.link.catalogue import Related
from generator.link.linker import duties_of, joined, link_county, related_within
from generator.read.folder import read_county
from generator.site.pages import Site


class Glance:
    """Makes pages of counties again; what is told of them elsewhere stays as it was when all was made last."""

    def __init__(
        self,
        source: ContentFolder,
        site: Site,
        seen: Iterable[SeenCounty],
        related: Related,
        made: Iterable[CountyFiles],
        since: Mapping[str, str],
    ) -> None:
        self._source, self._site, self._related, self._since = source, site, related, since
        self._keys = {one.id: one.key for one in seen}
        self._downloads = {}
        self._pages: dict[str, tuple[str, str]] = {}
        for one in made:
            self._downloads[one.id] = one.downloads.downloads(site.settings.licence)
            self._pages |= {page.file: (one.id, name) for name, page in one.pages.items()}

    def page(self, file: str) -> bytes | None:
        """A page of the site as it is now; None where something else was changed, or it cannot be told so soon."""
        county_id, name = self._pages.get(file, ("", ""))
        if not county_id or shared_key(self._source.content) != self._source.shared:
            return None
        if [id for id, key in self._keys.items() if county_key(self._source, id) != key] != [county_id]:
            return None
        read = read_county(self._source.content, county_id, content_of(self._source))
        if has_errors(read.problems) or not read.content.counties:
            return None
        try:
            county = link_county(read.content.counties[0], read.content.townships, read.content)
        except KeyError:  # a name that nobody knows: the check will say which
            return None
        elsewhere: Mapping[tuple[str, str], tuple[()]] = {
            (duty.township.id, duty.id): () for duty in duties_of([county])
        }
        related = joined([related_within(county)], {**elsewhere, **self._related})
        renderer, since = self._site.renderer, self._since[county_id]
        duty = duty_pages(renderer, county, related, [name], since)
        rest = renderer.render_county(county, related, self._downloads[county_id], since)
        for own, text in chain(duty, rest):
            if own == name:
                return self._site.maker.page(name, text).html
        return None
