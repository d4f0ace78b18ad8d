"""Pages: Markdown to the HTML of the site, page by page, each kept with what it was made of.

A page whose Markdown has not changed is not made again, as long as nothing has that all pages depend on.
"""

import pickle
import zlib
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Self, cast

from generator import cache
from generator.cache import key
from generator.pages.render import Renderer
from generator.printed.kept import font
from generator.project import TEMPLATES
from generator.site.maker import Frame, PageMaker
from generator.site.settings import Settings
from generator.site.verify import Seen, condensed, look
from generator.store import Store

_CACHE = cache.kept_in("pages")


@dataclass(frozen=True)
class Site:
    """What all files of a site depend on besides the content; it can be sent to other processes.

    `key` is the digest of all of it, and of the font of its PDFs, `frame_key` of what is not the pages' Markdown.
    """

    settings: Settings
    frame: Frame
    key: bytes
    frame_key: bytes

    @classmethod
    def of(cls, settings: Settings, frame: Frame) -> Self:
        """The site of these settings, whose pages have this in common."""
        templates = (
            part
            for path in sorted(TEMPLATES.rglob("*.j2"))
            for part in (path.relative_to(TEMPLATES).as_posix().encode(), path.read_bytes())
        )
        frame_key = frame.digest.encode()
        return cls(settings, frame, key(cache.program(), frame_key, font().encode(), *templates), frame_key)

    @property
    def renderer(self) -> Renderer:
        """One for all pages that a process renders."""
        return _renderer(self)

    @property
    def maker(self) -> PageMaker:
        """One for all pages that a process makes."""
        return _maker(self.frame)


@lru_cache(1)
def _renderer(site: Site) -> Renderer:
    settings, frame = site.settings, site.frame
    return Renderer(TEMPLATES, settings.repository, settings.report, settings.address, frame.folder, frame.words)


@lru_cache(1)
def _maker(frame: Frame) -> PageMaker:
    return PageMaker(frame)


@dataclass(frozen=True, slots=True)
class PageFile:
    """A page: the key of all that it was made of, its file in the site, the digests of its Markdown and its HTML.

    `made_of` is the key of all that its Markdown was made of, where somebody told it.  `seen` is what verification has
    seen of it, packed; who needs it no more has it without.
    """

    key: bytes
    file: str
    markdown: str
    html: str
    seen: bytes = b""
    made_of: bytes = b""


def make_pages(
    site: Site,
    rendered: Iterable[tuple[str, str]],
    earlier: Mapping[str, PageFile],
    made_of: Mapping[str, bytes],
) -> Mapping[str, PageFile]:
    """The pages of these names and texts, by name; those that were the same `earlier` are taken from there.

    `made_of` has by name what a text was made of, so that next time nobody need make it again to see that.
    """
    store = Store()
    pages: dict[str, PageFile] = {}
    for name, text in rendered:
        own = key(site.frame_key, name.encode(), text.encode())
        page = earlier.get(name)
        if page is None or page.key != own or not store.are_sound((page.markdown, page.html)):
            html, file = site.maker.page(name, text).html, site.maker.file(name)
            seen = _packed(look(file, html, site.settings.base_path))
            page = PageFile(own, file, store.keep(text), store.keep(html), seen)
        pages[name] = replace(page, made_of=made_of.get(name, b""))
    return pages


def unsettled(pages: Mapping[str, PageFile], files: Container[str]) -> bytes:
    """What verification has seen of pages and cannot settle with no more than some files, packed."""
    return _packed(condensed((unpacked(page.seen) for page in pages.values()), files))


def without_seen(pages: Mapping[str, PageFile]) -> Mapping[str, PageFile]:
    """The pages for those who neither verify them nor make them again."""
    return {name: PageFile(b"", page.file, page.markdown, page.html) for name, page in pages.items()}


def _packed(seen: Seen) -> bytes:
    return zlib.compress(pickle.dumps(seen), 1)


def unpacked(seen: bytes) -> Seen:
    """What verification has seen, of a `PageFile` or what is `unsettled`."""
    return cast(Seen, pickle.loads(zlib.decompress(seen)))


def latest(what: str) -> Mapping[str, PageFile]:
    """The pages that were last made of something, by name."""
    slot = key(b"latest", what.encode())
    known = _CACHE.get(slot.hex(), slot + cache.program())
    return pickle.loads(known) if known else {}


def remember(what: str, pages: Mapping[str, PageFile]) -> None:
    """Have them for the next time."""
    slot = key(b"latest", what.encode())
    _CACHE.put(slot.hex(), slot + cache.program(), pickle.dumps(pages))
