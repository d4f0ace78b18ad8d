"""Verify: every link and anchor of the finished HTML and every icon of its manifest, that no page asks another host
for anything, and that none holds what its own Content-Security-Policy forbids."""

import posixpath
from collections.abc import Collection, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.parse import unquote, urlsplit

import orjson
from lxml import etree

from generator import paths, workers
from generator.site.assets import allowed

# The one page that a server shows under any address.
_ANY_DEPTH = "404.html"
# What a page loads by itself, as opposed to what a reader may follow.
_FETCHED = " or ".join(
    f"contains(concat(' ', @rel, ' '), ' {rel} ')"
    for rel in ("stylesheet", "icon", "preload", "modulepreload", "manifest", "preconnect", "dns-prefetch")
)
_LOADED = etree.XPath(f"//*[not(self::a)]/@src | //link[{_FETCHED}]/@href", smart_strings=False)
_FOLLOWED = etree.XPath("//@href", smart_strings=False)
_ANCHORS = etree.XPath("//@id | //a/@name", smart_strings=False)
# Scripts and styles in the page itself.  A script with a type of data is none.
_INLINE = etree.XPath(
    "//style | //script[not(@src)][not(contains(@type, 'json'))] | //*[@style or @*[starts-with(name(), 'on')]]"
)


_POLICY = etree.XPath("//meta[@http-equiv='Content-Security-Policy']/@content", smart_strings=False)

# Pages that one task looks at: as many as take longer to read than a process takes to start.
_BATCH = 250


@dataclass(frozen=True)
class _Pages:
    """What some pages hold: the places in each, where their links lead, and what is wrong with them by themselves."""

    anchors: dict[str, set[str]]
    # A file or folder of the site and a place in it, with a page that leads there and the link as that has it.
    links: dict[tuple[str, str], tuple[str, str]]
    problems: list[str]


def verify(site: Path, base: str, pool: ProcessPoolExecutor) -> list[str]:
    """What is wrong with a site, one sentence each; empty if nothing is.

    `base` is the path that the site will be served under, as far as its settings say: 404.html, the one page that is
    shown at any depth, counts its links from there.
    """
    files = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    pages = sorted(file for file in files if file.endswith(".html"))
    batches = [pages[start : start + _BATCH] for start in range(0, len(pages), _BATCH)]
    seen = list(workers.each(partial(_look, site, base), batches, pool))
    anchors = {page: own for one in seen for page, own in one.anchors.items()}
    links = {place: link for one in reversed(seen) for place, link in one.links.items()}
    problems = {problem for one in seen for problem in one.problems}
    for (target, fragment), (page, link) in links.items():
        found = target if target in files else posixpath.join(target, "index.html")
        if found not in files:
            problems.add(f"{page}：链接 {link} 指向不存在的页面")
        elif fragment and found in anchors and fragment not in anchors[found] and not fragment.startswith("__"):
            problems.add(f"{page}：链接 {link} 指向不存在的位置 #{fragment}")
    return sorted(problems | set(_icons(site, files)))


def _icons(site: Path, files: Collection[str]) -> Iterator[str]:
    """What is wrong with the icons that the manifest names."""
    if paths.MANIFEST in files:
        for icon in orjson.loads((site / paths.MANIFEST).read_bytes())["icons"]:
            if icon["src"] not in files:
                yield f"{paths.MANIFEST}：图标 {icon['src']} 不存在"


def _look(site: Path, base: str, pages: Sequence[str]) -> _Pages:
    seen = _Pages({}, {}, [])
    for page in pages:
        tree = etree.parse(str(site / page), etree.HTMLParser(encoding="utf-8"))
        seen.anchors[page] = set(_ANCHORS(tree))
        seen.problems.extend(
            f"{page}：第 {one.sourceline} 行的 <{one.tag}> 有行内的脚本或样式，内容安全策略不准，浏览器不会执行"
            for one in _INLINE(tree)
            # The page that is shown at any depth cannot ask for what finds the others: its policy lists what it holds.
            if page != _ANY_DEPTH or not one.text or allowed(one.text) not in "".join(_POLICY(tree))
        )
        loaded = set(_LOADED(tree))
        for link in loaded | set(_FOLLOWED(tree)):
            parts = urlsplit(link)
            if parts.scheme in ("mailto", "tel", "data"):
                continue
            if parts.scheme or parts.netloc:
                if link in loaded:
                    seen.problems.append(f"{page}：页面向别的主机请求 {link}")
            elif page == _ANY_DEPTH and f"{parts.path}/".startswith(base):
                target = _resolved("", unquote(parts.path)[len(base) :])
                seen.links.setdefault((target, unquote(parts.fragment)), (page, link))
            elif parts.path.startswith("/"):
                seen.problems.append(f"{page}：链接 {link} 以 / 开头，放在子路径下会失效")
            else:
                target = _resolved(posixpath.dirname(page), unquote(parts.path)) if parts.path else page
                seen.links.setdefault((target, unquote(parts.fragment)), (page, link))
    return seen


def _resolved(folder: str, path: str) -> str:
    target = posixpath.normpath(posixpath.join(folder, path))
    return "" if target == "." else target
