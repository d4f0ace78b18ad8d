"""The docs folder of a content without MkDocs: every generated page, and the links in them that lead nowhere."""

import posixpath
import re
from collections.abc import Iterator
from functools import cache
from html import unescape
from urllib.parse import unquote, urlsplit

from generator import flow, paths
from generator.data.calendars import county_calendar, wide_calendar
from generator.data.downloads import FileFormat
from generator.data.export import export_downloads
from generator.data.feeds import FeedSite, county_feeds, wide_feeds
from generator.data.publish import Publisher
from generator.data.summarise import summarise
from generator.files import FileContent
from generator.link.catalogue import Catalogue
from generator.pages.render import Renderer
from generator.read.folder import Read
from generator.site import write
from generator.words.places import PlaceWords

# Office files take a second each and no page depends on what is in them.
_QUICK = frozenset({FileFormat.CSV, FileFormat.JSON, FileFormat.JSONL})
_ADDRESS = "https://example.gov.cn/qingdan/"
# A page's text has no punctuation of ASCII but for that of the templates, so patterns find all links and anchors.
_MARKDOWN = re.compile(r"\]\(([^)\s]+)\)")
_HTML = re.compile(r'(?:href|src|action)="([^"]+)"')
_ANCHOR = re.compile(r'\{ ?#([a-z0-9-]+)|\bid="([^"]+)"')
# Data for programs in a page, with texts as they are.
_DATA = re.compile(r'<script type="application/ld.json">.*?</script>')
# The theme's own folder, copied by MkDocs.
_ASSETS = {path.relative_to(flow.TEMPLATES / "theme").as_posix() for path in (flow.TEMPLATES / "theme").rglob("*.*")}


@cache
def renderer(words: PlaceWords) -> Renderer:
    """One for all that call their places so: its templates are compiled once."""
    return Renderer(flow.TEMPLATES, None, None, _ADDRESS, words=words)


def docs(found: Read, catalogue: Catalogue) -> Iterator[tuple[str, FileContent]]:
    """What `flow.write_docs` writes, in the same order, but for office files."""
    for name, data in write.hand_written(found.folder):
        yield renderer(catalogue.words).hand_written(name, data.decode()) if name.endswith(".md") else (name, data)
    files: dict[str, FileContent] = {}

    def put(name: str, content: FileContent) -> None:
        files[name] = content if isinstance(content, str | bytes) else b"".join(content)

    downloads = Publisher(catalogue, found.content.townships, put).files(_QUICK)
    yield from files.items()
    yield export_downloads(downloads)
    yield from ((paths.CHECKSUMS, ""), (paths.RELEASE, ""))
    site = FeedSite(_ADDRESS, paths.assets())
    yield from (*wide_feeds(catalogue, site), wide_calendar(catalogue, site))
    for county in catalogue.counties:
        yield from (*county_feeds(county, site), county_calendar(county, site))
    yield from renderer(catalogue.words).render(catalogue, downloads)
    yield from summarise(catalogue, "")


def dead_links(files: dict[str, FileContent]) -> list[str]:
    """The links and anchors of pages that lead to no page, file or place, one sentence each; pages made twice too."""
    pages = {name: _DATA.sub("", str(text)) for name, text in files.items() if name.endswith(".md")}
    anchors = {name: {a or b for a, b in _ANCHOR.findall(text)} for name, text in pages.items()}
    by_folder = {posixpath.normpath(paths.url(name) or "."): name for name in pages}
    assert len(by_folder) == len(pages), "two pages of one address"
    problems = []
    for name, text in pages.items():
        links = [(posixpath.dirname(name), link) for link in _MARKDOWN.findall(text)]
        links += [(posixpath.normpath(paths.url(name) or "."), link) for link in _HTML.findall(text)]
        for folder, link in set(links):
            parts = urlsplit(unescape(link))
            if parts.scheme or parts.netloc:
                continue
            target = posixpath.normpath(posixpath.join(folder, unquote(parts.path))) if parts.path else name
            target = by_folder.get(target, target)
            if target not in files and target not in _ASSETS:
                problems.append(f"{name}: {link} leads nowhere")
            elif parts.fragment and target in anchors and parts.fragment not in anchors[target]:
                problems.append(f"{name}: {link} leads to no place of {target}")
    return sorted(problems)
