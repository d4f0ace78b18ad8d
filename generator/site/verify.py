"""Verify: every link and anchor of the finished HTML and every icon of its manifest, that no page asks another host
for anything, in whatever way HTML, styles, pictures and scripts can, and that none holds what its own
Content-Security-Policy forbids."""

import io
import posixpath
import re
from collections.abc import Collection, Iterator, Sequence
from concurrent.futures import Executor
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
# What a page asks for by itself, or sends its reader's words to, as opposed to what a reader may follow.
_LOADED = etree.XPath(
    "//@src | //@poster | //@background | //@manifest | //@action | //@formaction | //object/@data | //*/@codebase"
    " | //*[not(self::a or self::area or self::link)]/@*[name() = 'href' or name() = 'xlink:href']",
    smart_strings=False,
)
# Several addresses in one attribute: by blanks, or by commas, each with its size.
_LOADED_LISTS = etree.XPath("//@ping | //@attributionsrc", smart_strings=False)
_LOADED_SETS = etree.XPath("//@srcset | //@imagesrcset", smart_strings=False)
_SET = re.compile(r"[\s,]*(\S*[^\s,])(?:\s[^,]*)?")
_LINKS = etree.XPath("//link[@href]")
# Kinds of `link` for which a browser fetches nothing.
_FOLLOWED_RELS = {"canonical", "alternate", "next", "prev", "author", "help", "license"}
_FOLLOWED = etree.XPath("//a/@href | //area/@href | //a/@*[name() = 'xlink:href']", smart_strings=False)
_REFRESHES = etree.XPath("//meta[@http-equiv]")
_REFRESH = re.compile(r"[\d.\s]*[;,]?\s*(?:url\s*=\s*)?['\"]?([^'\"]*)", re.IGNORECASE)
_FRAMES = etree.XPath("//@srcdoc", smart_strings=False)
_STYLES = etree.XPath("//style/text() | //@style", smart_strings=False)
_SCRIPTS = etree.XPath("//script[not(contains(@type, 'json'))]/text()", smart_strings=False)
_BASES = etree.XPath("//base[@href]")
_ANCHORS = etree.XPath("//@id | //a/@name", smart_strings=False)
# Scripts and styles in the page itself.  A script with a type of data is none.
_INLINE = etree.XPath(
    "//style | //script[not(@src)][not(contains(@type, 'json'))] | //*[@style or @*[starts-with(name(), 'on')]]"
)


_POLICY = etree.XPath("//meta[@http-equiv='Content-Security-Policy']/@content", smart_strings=False)
# What a policy may let in: words in quotes, and what a page holds itself.
_OWN_SOURCE = re.compile(r"'[^']*'|data:|blob:")

# Addresses with a host: in styles, where pictures that are written out hold names that look like them, …
_NO_ADDRESS = re.compile(r"""/\*.*?\*/|url\(\s*(?:"data:[^"]*"|'data:[^']*'|data:[^)]*)\s*\)""", re.DOTALL)
_STYLE_HOST = re.compile(r"""(?:[a-z][a-z0-9+.-]*:)?//[^\s"'()]+""", re.IGNORECASE)
# … and in scripts, as the beginning of a text.
_SCRIPT_HOST = re.compile(r"""(?<=["'`])(?:(?:https?|wss?|ftp):)?//(?!www\.w3\.org/)[\w.-][^"'`]*""", re.IGNORECASE)

# Addresses of these kinds are no requests to a host.
_NO_HOST = ("mailto", "tel", "data")

# Pages that one task looks at: as many as take longer to read than a process takes to start.
_BATCH = 250


@dataclass(frozen=True)
class _Pages:
    """What some pages hold: the places in each, where their links lead, and what is wrong with them by themselves."""

    anchors: dict[str, set[str]]
    # A file or folder of the site and a place in it, with a page that leads there and the link as that has it.
    links: dict[tuple[str, str], tuple[str, str]]
    problems: list[str]


def verify(site: Path, base: str, pool: Executor) -> list[str]:
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
    for file in files:
        problems.update(f"{file}：文件向别的主机请求 {link}" for link in _hosts(site, file))
    return sorted(problems | set(_icons(site, files)))


def places(page: bytes) -> set[str]:
    """The places of a page that links can lead to."""
    return set(_ANCHORS(_parsed(page)))


def _hosts(site: Path, file: str) -> Iterator[str]:
    """The other hosts that a file asks which is no page."""
    match posixpath.splitext(file)[1]:
        case ".css":
            yield from _of_style((site / file).read_text("utf-8"))
        case ".js" | ".mjs":
            yield from _SCRIPT_HOST.findall((site / file).read_text("utf-8"))
        case ".svg":
            yield from filter(_is_elsewhere, _loaded(_parsed((site / file).read_bytes())))
        case _ if file == paths.MANIFEST:
            yield from filter(_is_elsewhere, _texts(orjson.loads((site / file).read_bytes())))


def _texts(data: object) -> Iterator[str]:
    """Every text in JSON that is no sentence."""
    match data:
        case str() if not re.search(r"\s", data):
            yield data
        case list() | dict():
            for one in data.values() if isinstance(data, dict) else data:
                yield from _texts(one)


def _of_style(text: str) -> list[str]:
    return _STYLE_HOST.findall(_NO_ADDRESS.sub("", text))


def _is_elsewhere(link: str) -> bool:
    parts = urlsplit(link)
    return bool(parts.netloc) or parts.scheme not in ("", *_NO_HOST)


def _parsed(text: bytes) -> etree._ElementTree:
    """A page, as forgiving as browsers are; of a text without elements an empty one."""
    tree = etree.parse(io.BytesIO(text), etree.HTMLParser(encoding="utf-8"))
    return tree if tree.getroot() is not None else etree.ElementTree(etree.Element("html"))


def _loaded(tree: etree._ElementTree) -> set[str]:
    """Every address that a page or picture asks for by itself."""
    found = set(_LOADED(tree))
    found.update(one for several in _LOADED_LISTS(tree) for one in several.split())
    found.update(one for several in _LOADED_SETS(tree) for one in _SET.findall(several))
    for link in _LINKS(tree):
        if not link.get("rel") or not {*link.get("rel").lower().split()} <= _FOLLOWED_RELS:
            found.add(link.get("href"))
    for meta in _REFRESHES(tree):
        if meta.get("http-equiv").lower() == "refresh" and (to := _REFRESH.match(meta.get("content", ""))):
            found.add(to[1].strip())
    for text in _STYLES(tree):
        found.update(_of_style(text))
    for text in _SCRIPTS(tree):
        found.update(_SCRIPT_HOST.findall(text))
    for text in _FRAMES(tree):
        found |= _loaded(_parsed(text.encode()))
    return found


def _icons(site: Path, files: Collection[str]) -> Iterator[str]:
    """What is wrong with the icons that the manifest names."""
    if paths.MANIFEST in files:
        for icon in orjson.loads((site / paths.MANIFEST).read_bytes())["icons"]:
            if icon["src"] not in files:
                yield f"{paths.MANIFEST}：图标 {icon['src']} 不存在"


def _look(site: Path, base: str, pages: Sequence[str]) -> _Pages:
    seen = _Pages({}, {}, [])
    for page in pages:
        tree = _parsed((site / page).read_bytes())
        seen.anchors[page] = set(_ANCHORS(tree))
        seen.problems.extend(
            f"{page}：第 {one.sourceline} 行的 <{one.tag}> 有行内的脚本或样式，内容安全策略不准，浏览器不会执行"
            for one in _INLINE(tree)
            # The page that is shown at any depth cannot ask for what finds the others: its policy lists what it holds.
            if page != _ANY_DEPTH or not one.text or allowed(one.text) not in "".join(_POLICY(tree))
        )
        if _BASES(tree):
            seen.problems.append(f"{page}：有 <base>，页面上的每个链接都会改变")
        for policy in _POLICY(tree):
            seen.problems.extend(f"{page}：内容安全策略准许 {one}，不是本站的" for one in _let_in(policy))
        loaded = _loaded(tree)
        for link in loaded | {*_FOLLOWED(tree), *(one.get("href") for one in _LINKS(tree))}:
            parts = urlsplit(link)
            if parts.scheme in _NO_HOST:
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


def _let_in(policy: str) -> Iterator[str]:
    """What a Content-Security-Policy lets in, or reports to, that is not of the site."""
    for directive in policy.split(";"):
        name, *sources = directive.split() or [""]
        if name.startswith("report"):
            yield name
        yield from (one for one in sources if not _OWN_SOURCE.fullmatch(one))


def _resolved(folder: str, path: str) -> str:
    target = posixpath.normpath(posixpath.join(folder, path))
    return "" if target == "." else target
