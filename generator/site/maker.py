"""Maker: the HTML of the site's pages, one at a time, as MkDocs makes it of all at once.

    frame = read_frame(Path("mkdocs.yml"), assets, words, read)
    maker = PageMaker(frame, known)
    maker.page("data.md", "# 数据 …").html
    maker.others(names)                     404.html, sitemap.xml, manifest.json, the theme's own files

A `Frame` is what all pages have in common.  It can be sent to other processes; each makes itself a `PageMaker` of it,
which sets up Python-Markdown, the theme and the navigation once and holds no page that is made.  A page's HTML depends
on its name, its Markdown and `Frame.digest`, and on nothing else.
"""

import gzip
import io
import logging
import os
import posixpath
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit
from xml.sax.saxutils import escape

import mkdocs
import orjson
from mkdocs import utils
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, MkDocsException
from mkdocs.structure.files import File, Files, InclusionLevel, set_exclusions
from mkdocs.structure.nav import Navigation, get_navigation
from mkdocs.structure.pages import Page
from mkdocs.utils import meta
from mkdocs.utils.yaml import yaml_load

from generator import cache, files, paths
from generator.site.addresses import page_parts, relative
from generator.site.assets import STYLE, STYLES, Assets, Inline
from generator.site.converter import Converter, Fragment
from generator.site.plain import SiteError, Sources, warning
from generator.site.theme import Theme
from generator.words.places import PlaceWords

_CACHE = cache.kept_in("templates")
# The theme's scripts, which no page of ours asks for.
_THEME_SCRIPTS = "/assets/javascripts/"
# The theme's styles, where they are part of ours.
_THEME_STYLES = "/assets/stylesheets/"
# MkDocs dates what it makes; the output must not depend on the clock.
_EPOCH = "315532800"
_WORDS = PlaceWords()
# As many addresses as a sitemap may hold: https://www.sitemaps.org/protocol.html
_IN_A_SITEMAP = 50_000
_SITEMAP, _PART = "sitemap.xml", "sitemap-{}.xml"
_SITEMAPS = """\
<?xml version="1.0" encoding="UTF-8"?>
<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
{}
</sitemapindex>
"""
# Names of a folder's own page.
_INDEX = ("index", "README")
# What mkdocs.yml names and this module does not.
_MARKUP = "generator.site.markup"
# A docs folder that is there, for MkDocs wants one; ours may not be, or be elsewhere.
_SOME_FOLDER = Path(mkdocs.__file__).parent


@dataclass(frozen=True)
class Frame:
    """What all pages of a site have in common.

    config   mkdocs.yml
    folder   where the scripts and styles are (`Assets.folder`), `files` their names there
    sources  the files of the theme that they were made from, which the site does not hold
    inline   the scripts and styles that stand in a page
    words    what the theme calls the places
    titles   of the pages that the navigation has without a title, as they call themselves
    """

    config: Path
    folder: str = ""
    files: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    inline: tuple[tuple[str, Inline], ...] = ()
    words: PlaceWords = _WORDS
    titles: tuple[tuple[str, str], ...] = ()

    @cached_property
    def digest(self) -> str:
        """The name of all that a page's HTML depends on beside its own name and Markdown."""
        code = b"".join(cache.code(one) for one in (__name__, _MARKUP))
        with self.config.open("rb") as file:
            settings = yaml_load(file)
        own = [self.folder, self.files, self.sources, self.inline, self.words, self.titles]
        said = repr([settings, own]).encode()
        return files.digest([("code", code), ("settings", said), *_templates(self.config, settings)])


def _templates(config: Path, settings: Mapping[str, object]) -> Iterator[tuple[str, bytes]]:
    """The templates of ours, and the icons; scripts and styles are named by what is in them."""
    theme = settings.get("theme")
    folder = config.parent / str(theme.get("custom_dir") if isinstance(theme, dict) else "")
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and not name.startswith(f"{paths.assets()}/"):
            yield name, path.read_bytes()


def read_frame(
    config: Path, assets: Assets, words: PlaceWords, pages: Sequence[Path], read: Callable[[str], str | None]
) -> Frame:
    """What all pages have in common.  Raises SiteError where the settings are wrong.

    `pages` are the folders that the hand-written pages come from; `read` gives the Markdown of a page, of which the
    title is wanted where the navigation says none.
    """
    inline, names = tuple(assets.inline.items()), tuple(assets.files)
    frame = Frame(config, assets.folder, names, tuple(assets.sources), inline, words)
    with told(config, pages):
        maker = PageMaker(frame)
        found = ((name, read(name)) for name in maker.untitled())
        titles = tuple((name, maker.title(name, text)) for name, text in found if text is not None)
    return replace(frame, titles=titles)


class Made(NamedTuple):
    """A finished page, what MkDocs has against it, and the places of pages that it leads to."""

    html: bytes
    warnings: Sequence[str] = ()
    fragments: Sequence[Fragment] = ()


class PageMaker:
    """Makes the pages of a frame.

    `known` says whether there is a page or file of a name; links to others are warned of.  Without it every link to a
    file is taken for good: what is wrong with it is found in the finished HTML.
    """

    def __init__(self, frame: Frame, known: Container[str] | None = None) -> None:
        self._frame = frame
        self._config = _read_config(frame)
        self._environment = self._config.theme.get_env()
        self._is_strict = known is not None
        self._converter = Converter(self._config, _ANY_FILE if known is None else known)
        with _fixed_date(), collected() as self.warnings:
            self._navigation = self._navigate(_ANY_FILE if known is None else known)
            self._date = utils.get_build_datetime()
        self._own = {page.file.src_uri: page for page in self._navigation.pages}
        for name, title in frame.titles:
            if name in self._own:
                self._own[name].title = title
        self._theme = Theme(self._environment, self._own)

    @property
    def is_strict(self) -> bool:
        """Whether the settings want pages without a warning only."""
        return bool(self._config.strict)

    def page(self, name: str, markdown: str) -> Made:
        """Make a page from its name in the docs folder and its Markdown."""
        with _fixed_date(), collected() as warnings:
            page, fragments = self._read(name, markdown)
            page.active = True
            html = self._theme.draw(page.meta.get("template", "main.html"), self._context(page))
            page.active = False
            page.content = page.markdown = None
        known = warnings if self._is_strict else ()
        return Made(html.encode("utf-8", "xmlcharrefreplace"), known, fragments)

    def file(self, name: str) -> str:
        """The file of the site that has a page."""
        return self._file(name).dest_uri

    def is_included(self, name: str) -> bool:
        """Whether a file of the docs folder belongs to the site."""
        return _is_included(self._with_inclusion(name))

    def omitted(self, names: Iterable[str]) -> list[str]:
        """What MkDocs has against pages that should be in the navigation and are not."""
        omitted = [one for one in names if one not in self._own and self._wants_place(one)]
        said = 'The following pages exist in the docs directory, but are not included in the "nav" configuration:'
        lines = "\n".join([said, *(f"  - {name}" for name in omitted)])
        return [lines] if omitted and self._config.validation.nav.omitted_files >= logging.WARNING else []

    def _wants_place(self, name: str) -> bool:
        return self._with_inclusion(name).inclusion is InclusionLevel.INCLUDED

    def lost(self, pages: Mapping[str, Made], places: Callable[[str], Container[str]]) -> list[str]:
        """What MkDocs has against the pages that lead to places which other pages have not."""
        if self._config.validation.links.anchors < logging.WARNING:
            return []
        return [
            f"Doc file '{name}' contains a link '{one.link}', but "
            + (
                "there is no such anchor on this page."
                if one.page == name
                else f"the doc '{one.page}' does not contain an anchor '#{one.place}'."
            )
            for name, page in pages.items()
            for one in page.fragments
            if is_page(one.page) and one.place not in places(one.page)
        ]

    def _with_inclusion(self, name: str) -> File:
        file = File(name, None, "", True)
        set_exclusions([file], self._config)
        return file

    def _read(self, name: str, markdown: str) -> tuple[Page, Sequence[Fragment]]:
        page = self._own.get(name) or Page(None, self._file(name), self._config)
        page.markdown, page.meta = meta.get_data(markdown)
        found = self._converter.convert(page.file, page.markdown)
        page.content, page.toc = found.content, found.toc
        page._title_from_render = found.title  # noqa: SLF001, MkDocs has no other way to say it
        return page, found.fragments

    def untitled(self) -> list[str]:
        """The pages that the navigation has without a title."""
        return [name for name, page in self._own.items() if page.title is None]

    def title(self, name: str, markdown: str) -> str:
        """What a page of the navigation calls itself."""
        page, _ = self._read(name, markdown)
        return page.title or ""

    def others(self, names: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        """The files of the site that are no pages: the theme's own, and the sitemap of the pages of these names."""
        for name, path in self._theme_files.items():
            yield name, path.read_bytes()
        for name in sorted(self._config.theme.static_templates):
            if name == _SITEMAP:
                yield from self._sitemap(names)
            else:
                base = urlsplit(self._config.site_url or "/").path if utils.is_error_template(name) else "."
                yield name, self._theme.draw(name, self._context(None, base)).encode()

    def theme_names(self) -> frozenset[str]:
        """The files of the theme that are copied as they are."""
        return frozenset(self._theme_files)

    @cached_property
    def _theme_files(self) -> dict[str, Path]:
        folders = [Path(one) for one in self._config.theme.dirs]
        # Ours, then those of libraries, of which the frame's digest tells: they have ten thousand, most of them icons.
        own = sorted(path.relative_to(folders[0]).as_posix() for path in folders[0].rglob("*"))
        question = cache.key(b"theme", self._frame.digest.encode(), *(name.encode() for name in own))
        names = orjson.loads(_CACHE.made(question.hex(), question, self._find_theme_files))
        return {name: next(path for one in folders if (path := one / name).is_file()) for name in names}

    def _find_theme_files(self) -> bytes:
        found = Files(())
        found.add_files_from_theme(self._environment, self._config)
        set_exclusions(found, self._config)
        return orjson.dumps([file.src_uri for file in found if _is_included(file)])

    def _sitemap(self, names: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        """The addresses of all pages; of more than one file may hold, in several, and one that names these."""
        site = self._config.site_url or ""
        listed = sorted(names, key=_order) if site else []
        pages = [_Listed(urljoin(site, self._file(name).url.removeprefix("./"))) for name in listed]
        batches = [pages[start : start + _IN_A_SITEMAP] for start in range(0, len(pages), _IN_A_SITEMAP)] or [[]]
        files = [[_ListedFile(page) for page in batch] for batch in batches]
        made = [self._theme.draw(_SITEMAP, self._context(None, ".", batch)) for batch in files]
        if len(made) == 1:
            yield from _with_compressed(_SITEMAP, made[0])
            return
        for number, text in enumerate(made, 1):
            yield from _with_compressed(_PART.format(number), text)
        parts = "\n".join(
            f"  <sitemap><loc>{escape(urljoin(site, _PART.format(number)))}</loc></sitemap>"
            for number in range(1, len(made) + 1)
        )
        yield from _with_compressed(_SITEMAP, _SITEMAPS.format(parts))

    def _context(self, page: Page | None, base: str = "", pages: Sequence["_ListedFile"] = ()) -> dict[str, object]:
        """What MkDocs gives to a template; to a page's own without all the other pages."""
        config = self._config
        if page:
            base = relative(".", page_parts(page.url))
        return {
            "nav": self._navigation,
            "pages": pages,
            "base_url": base,
            "extra_css": [utils.normalize_url(one, None, base) for one in config.extra_css],
            "extra_javascript": [utils.normalize_url(str(one), None, base) for one in config.extra_javascript],
            "mkdocs_version": mkdocs.__version__,
            "build_date_utc": self._date,
            "config": config,
            "page": page,
        }

    def _navigate(self, known: Container[str]) -> Navigation:
        """The navigation, of those of its pages that there are."""
        named = [name for name in _named(self._config.nav or []) if name in known]
        self._config.nav = self._config.nav or []
        return get_navigation(Files(map(self._file, named)), self._config)

    def _file(self, name: str) -> File:
        config, inclusion = self._config, InclusionLevel.NOT_IN_NAV
        return File(name, None, config.site_dir, config.use_directory_urls, inclusion=inclusion)


class _AnyFile:
    """Every name that is a file's: with an ending, but for one that has none."""

    def __contains__(self, name: object) -> bool:
        return bool(posixpath.splitext(str(name))[1]) or name == paths.CHECKSUMS


_ANY_FILE = _AnyFile()


class _Listed(NamedTuple):
    """A page as far as the sitemap asks."""

    canonical_url: str
    is_link: bool = False


class _ListedFile(NamedTuple):
    """Its file."""

    page: _Listed


def _is_included(file: File) -> bool:
    return bool(file.inclusion.is_included())  # type: ignore[no-untyped-call]  # it says no types


def is_page(name: str) -> bool:
    """Whether a file of the docs folder becomes a page."""
    return utils.is_markdown_file(name)


def _read_config(frame: Frame) -> MkDocsConfig:
    """The settings, with the scripts and styles where they are."""
    # Where the theme has the assets, as mkdocs.yml names them: MkDocs would copy them from there once more.
    plain = {f"{paths.assets()}/{name}": f"{frame.folder}/{name}" for name in frame.files}
    theme = (_THEME_SCRIPTS, _THEME_STYLES) if STYLE in frame.files else (_THEME_SCRIPTS,)
    excluded = "\n".join((*theme, *(f"/{paths.assets()}/{name}" for name in frame.sources)))
    site = _SOME_FOLDER.parent / "site"
    config = load_config(str(frame.config), docs_dir=str(_SOME_FOLDER), site_dir=str(site), exclude_docs=excluded)
    for name, others in (("plugins", []), ("hooks", {}), ("extra_templates", [])):
        if config[name]:
            raise SiteError("mkdocs.yml 写错了", [f"本站不用 {name}；请写 {name}: {others}，或删去"])
    config.extra["assets"], config.extra["inline"] = frame.folder, dict(frame.inline)
    config.extra["words"] = frame.words
    if STYLE in frame.files:
        joined = {f"{paths.assets()}/{name}" for name in STYLES}
        config.extra["style"] = f"{frame.folder}/{STYLE}"
        config.extra_css = [one for one in config.extra_css if one not in joined]
    config.extra_css = [plain.get(one, one) for one in config.extra_css]
    for place, one in enumerate(config.extra_javascript):
        if isinstance(one, str):
            config.extra_javascript[place] = plain.get(one, one)
        else:
            one.path = plain.get(one.path, one.path)
    return config


def _named(navigation: object) -> Iterator[str]:
    """The pages that the settings name, in their order."""
    match navigation:
        case str():
            yield navigation
        case list() | dict():
            for one in navigation.values() if isinstance(navigation, dict) else navigation:
                yield from _named(one)


def _order(name: str) -> list[tuple[bool, bool, str]]:
    """MkDocs' order of pages: those of a folder before those of its folders, its own before the others."""
    *folders, file = name.split("/")
    return [*((True, True, one) for one in folders), (False, posixpath.splitext(file)[0] not in _INDEX, file)]


def _with_compressed(name: str, text: str) -> Iterator[tuple[str, bytes]]:
    """A file, and what web servers give for it to those that can unpack it."""
    yield name, text.encode()
    packed = io.BytesIO()
    with gzip.GzipFile(f"{name}.gz", "wb", fileobj=packed, mtime=int(_EPOCH)) as file:
        file.write(text.encode())
    yield f"{name}.gz", packed.getvalue()


@contextmanager
def told(config: Path, pages: Sequence[Path]) -> Iterator[list[str]]:
    """What MkDocs warns of meanwhile; where it gives up, raises SiteError of that."""
    with collected() as warnings:
        try:
            yield warnings
        except (Abort, MkDocsException) as error:
            raise refused(warnings or [str(error)], config, pages) from error


def refused(warnings: Sequence[str], config: Path, pages: Sequence[Path]) -> SiteError:
    """What MkDocs said, for people."""
    sources = Sources(config, pages)
    return SiteError("网页没有做成", [one for message in warnings for one in warning(message, sources)], warnings)


class _Collector(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


@contextmanager
def collected() -> Iterator[list[str]]:
    """What MkDocs warns of meanwhile, instead of it being printed."""
    logger, collector = logging.getLogger("mkdocs"), _Collector()
    propagates = logger.propagate
    logger.addHandler(collector)
    logger.propagate = False
    try:
        yield collector.messages
    finally:
        logger.removeHandler(collector)
        logger.propagate = propagates


@contextmanager
def _fixed_date() -> Iterator[None]:
    before = os.environ.get("SOURCE_DATE_EPOCH")
    os.environ["SOURCE_DATE_EPOCH"] = _EPOCH
    try:
        yield
    finally:
        if before is None:
            del os.environ["SOURCE_DATE_EPOCH"]
        else:
            os.environ["SOURCE_DATE_EPOCH"] = before
