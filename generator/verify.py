"""Verify: every link and anchor of the finished HTML, that no page asks another host for anything, and that none
holds what its own Content-Security-Policy forbids."""

import posixpath
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lxml import etree

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


@dataclass(frozen=True)
class _Link:
    page: str
    target: str
    is_loaded: bool


def verify(site: Path, base: str = "/") -> list[str]:
    """What is wrong with a site, one sentence each; empty if nothing is.

    `base` is the path that the site will be served under, as far as its settings say: 404.html, the one page that is
    shown at any depth, counts its links from there.
    """
    files = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    anchors: dict[str, set[str]] = {}
    # Pages of one folder have most links in common (the theme's): each is looked at once.
    links: dict[tuple[str, str, bool], _Link] = {}
    inline: list[str] = []
    for page in sorted(file for file in files if file.endswith(".html")):
        tree = etree.parse(str(site / page), etree.HTMLParser(encoding="utf-8"))
        anchors[page] = set(_ANCHORS(tree))
        inline += [
            f"{page}：第 {one.sourceline} 行的 <{one.tag}> 有行内的脚本或样式，内容安全策略不准，浏览器不会执行"
            for one in _INLINE(tree)
        ]
        folder = posixpath.dirname(page)
        for find, is_loaded in ((_FOLLOWED, False), (_LOADED, True)):
            for target in set(find(tree)):
                place = page if target.startswith("#") or page == _ANY_DEPTH else folder
                if (place, target, is_loaded) not in links:
                    links[place, target, is_loaded] = _Link(page, target, is_loaded)
    return sorted({*inline, *(problem for link in links.values() if (problem := _problem(link, files, anchors, base)))})


def _problem(link: _Link, files: set[str], anchors: dict[str, set[str]], base: str) -> str | None:
    parts = urlsplit(link.target)
    if parts.scheme in ("mailto", "tel", "data"):
        return None
    if parts.scheme or parts.netloc:
        return f"{link.page}：页面向别的主机请求 {link.target}" if link.is_loaded else None
    if link.page == _ANY_DEPTH and f"{parts.path}/".startswith(base):
        target = _resolved("", unquote(parts.path)[len(base) :])
    elif parts.path.startswith("/"):
        return f"{link.page}：链接 {link.target} 以 / 开头，放在子路径下会失效"
    else:
        target = _resolved(posixpath.dirname(link.page), unquote(parts.path)) if parts.path else link.page
    if target not in files:
        target = posixpath.join(target, "index.html")
    if target not in files:
        return f"{link.page}：链接 {link.target} 指向不存在的页面"
    fragment = unquote(parts.fragment)
    if fragment and target in anchors and fragment not in anchors[target] and not fragment.startswith("__"):
        return f"{link.page}：链接 {link.target} 指向不存在的位置 #{fragment}"
    return None


@cache
def _resolved(folder: str, path: str) -> str:
    target = posixpath.normpath(posixpath.join(folder, path))
    return "" if target == "." else target
