"""Converter: the Markdown of one docs page after another to HTML, as MkDocs makes it, with what it learns on the way.

MkDocs sets Python-Markdown up anew for every page, which takes as long as many a page itself; here it is set up once.
"""

import posixpath
import re
from collections.abc import Container, Sequence
from typing import NamedTuple

from markdown import Markdown
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import _ExtractTitleTreeprocessor, _RelativePathTreeprocessor
from mkdocs.structure.toc import TableOfContents, get_toc

from generator.site.addresses import page_parts, relative
from generator.site.quick import hasten

# A link to a page as our own pages have it, which needs nothing of what else a link may be.
_PLAIN = re.compile(r"(?!/)([\w./-]+\.md)(?:#([\w-]+))?", re.ASCII)


class Fragment(NamedTuple):
    """A place of a page that a link leads to, and the link as it is written."""

    page: str
    place: str
    link: str


class Converted(NamedTuple):
    """A page's text as HTML, its contents, the title that it begins with, and the places that it leads to."""

    content: str
    toc: TableOfContents
    title: str | None
    fragments: Sequence[Fragment]


class Converter:
    """Converts pages, of which `known` says whether there are any of a name; links to others are warned of."""

    def __init__(self, config: MkDocsConfig, known: Container[str]) -> None:
        extensions, configs = config.markdown_extensions, config.mdx_configs or {}
        self._markdown = hasten(Markdown(extensions=extensions, extension_configs=configs))
        self._links = _Links(_Known(known, config), config)
        self._title = _ExtractTitleTreeprocessor()
        # As MkDocs does for each page.
        self._markdown.treeprocessors.register(self._links, "relpath", 0)
        self._markdown.treeprocessors.register(self._title, "mkdocs_extract_title", 1)
        self._title.md = self._markdown

    def convert(self, file: File, text: str) -> Converted:
        """Convert a page's Markdown, without its front matter."""
        self._links.begin(file)
        self._title.title = None
        content = self._markdown.reset().convert(text)
        toc = get_toc(getattr(self._markdown, "toc_tokens", []))
        return Converted(content, toc, self._title.title, self._links.fragments())


class _Known(Files):
    """MkDocs' collection of all files, of which there are only those that are asked for."""

    def __init__(self, known: Container[str], config: MkDocsConfig) -> None:
        super().__init__(())
        self.known, self._config = known, config

    def get_file_from_path(self, path: str) -> File | None:
        """The file, as if it had been in the collection."""
        path = posixpath.normpath(path)
        if path not in self.known:
            return None
        site, is_folder = self._config.site_dir, self._config.use_directory_urls
        return File(path, None, site, is_folder, inclusion=InclusionLevel.INCLUDED)


class _Links(_RelativePathTreeprocessor):
    """MkDocs' own links, the plain ones by a shorter way."""

    def __init__(self, files: _Known, config: MkDocsConfig) -> None:
        super().__init__(File("index.md", None, "", True), files, config)
        self._known = files.known
        self._found: dict[tuple[str, str], str] = {}

    def begin(self, file: File) -> None:
        self.file, self.links_to_anchors, self._found = file, {}, {}
        self._folder = posixpath.dirname(file.src_uri)
        self._parts = page_parts(file.url)

    def fragments(self) -> list[Fragment]:
        """The places that the page's links lead to, each with the first such link."""
        for target, links in self.links_to_anchors.items():
            for place, link in links.items():
                self._found.setdefault((target.src_uri, place), link)
        return [Fragment(page, place, link) for (page, place), link in self._found.items()]

    def path_to_url(self, url: str) -> str:
        if (plain := _PLAIN.fullmatch(url)) and self.config.use_directory_urls:
            path, place = plain.groups()
            target = posixpath.normpath(posixpath.join(self._folder, path))
            if target in self._known and not target.startswith("../"):
                if place:
                    self._found.setdefault((target, place), url)
                address = relative(_address(target), self._parts)
                return f"{address}#{place}" if place else address
        return super().path_to_url(url)


def _address(page: str) -> str:
    """A page's address from the site's root."""
    folder, _, name = page.removesuffix(".md").rpartition("/")
    path = folder if name in ("index", "README") else page.removesuffix(".md")
    return f"{path or '.'}/"
