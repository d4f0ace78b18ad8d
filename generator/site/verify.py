"""Verify: every link and anchor of the finished HTML and every icon of its manifest, that no page asks another host
for anything, in whatever way HTML, styles, pictures and scripts can, and that none holds what its own
Content-Security-Policy forbids.

    look(file, content, base)       what is to be seen of one file, small enough to be kept with it
    condensed(several, own)         the same of many, without what leads to one of these
    joined(several, files, places)  what is wrong with all of them together
"""

import io
import posixpath
import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import TypeVar
from urllib.parse import unquote, urlsplit

import orjson
from lxml import etree

from generator import paths, workers
from generator.site.assets import allowed

_Alike = TypeVar("_Alike")

# The one page that a server shows under any address.
_ANY_DEPTH = "404.html"
# Attributes with what a page asks for by itself, or sends its reader's words to: an address; several by blanks; several
# by commas, each with a size; a style; a page in the page.  And those that lead on, or are where others lead to.
_ONE, _SEVERAL, _SIZED, _STYLE, _PAGE, _LINK, _PLACE = range(7)
_ATTRIBUTES = {
    **dict.fromkeys(("src", "poster", "background", "manifest", "action", "formaction", "codebase"), _ONE),
    **dict.fromkeys(("ping", "attributionsrc"), _SEVERAL),
    **dict.fromkeys(("srcset", "imagesrcset"), _SIZED),
    **dict.fromkeys(("href", "xlink:href"), _LINK),
    "style": _STYLE,
    "srcdoc": _PAGE,
    "id": _PLACE,
}
# Elements of which more is to be known than what their attributes are called.
_TAGS = {"a", "object", "base", "meta", "style", "script"}
_SET = re.compile(r"[\s,]*(\S*[^\s,])(?:\s[^,]*)?")
# Kinds of `link` for which a browser fetches nothing.
_FOLLOWED_RELS = {"canonical", "alternate", "next", "prev", "author", "help", "license"}
_REFRESH = re.compile(r"[\d.\s]*[;,]?\s*(?:url\s*=\s*)?['\"]?([^'\"]*)", re.IGNORECASE)
# What a policy may let in: words in quotes, and what a page holds itself.
_OWN_SOURCE = re.compile(r"'[^']*'|data:|blob:")

# Addresses with a host: in styles, where pictures that are written out hold names that look like them, …
_NO_ADDRESS = re.compile(r"""/\*.*?\*/|url\(\s*(?:"data:[^"]*"|'data:[^']*'|data:[^)]*)\s*\)""", re.DOTALL)
_STYLE_HOST = re.compile(r"""(?:[a-z][a-z0-9+.-]*:)?//[^\s"'()]+""", re.IGNORECASE)
# … and in scripts, as the beginning of a text.
_SCRIPT_HOST = re.compile(r"""(?<=["'`])(?:(?:https?|wss?|ftp):)?//(?!www\.w3\.org/)[\w.-][^"'`]*""", re.IGNORECASE)

# Addresses of these kinds are no requests to a host.
_NO_HOST = ("mailto", "tel", "data")
# A link as our own pages have most: nothing but a path, and a place.
_PLAIN = re.compile(r"(?!/)([\w./-]*)(?:#([\w-]*))?", re.ASCII)

# Files in which there is something to be seen, beside the manifest.
_LOOKED_AT = {".html", ".css", ".js", ".mjs", ".svg"}
# What many pages have alike is one object, and so is kept once where they are kept together.
_ALIKE = 1 << 14
# Files that one task looks at: as many as take longer to read than a process takes to start.
_BATCH = 250

# A file or folder of the site, and a place in it, or nothing.
Target = tuple[str, str]


@dataclass(frozen=True)
class Seen:
    """What was seen of some files of a site.

    links     where they lead, with the first page that does and the link as it has it
    places    of each page, where links can lead to
    icons     what the manifest names
    problems  what is wrong with them by themselves
    """

    links: Mapping[Target, tuple[str, str]] = field(default_factory=dict)
    places: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    icons: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()


def verify(site: Path, base: str, pool: Executor) -> list[str]:
    """What is wrong with a site, one sentence each; empty if nothing is.

    `base` is the path that the site will be served under, as far as its settings say: 404.html, the one page that is
    shown at any depth, counts its links from there.
    """
    files = sorted(path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file())
    looked_at = [file for file in files if is_looked_at(file)]
    batches = [looked_at[start : start + _BATCH] for start in range(0, len(looked_at), _BATCH)]
    seen = workers.each(partial(_seen, site, base), batches, pool)
    return joined(seen, frozenset(files), lambda page: places((site / page).read_bytes()))


def is_looked_at(file: str) -> bool:
    """Whether there can be anything to be seen in a file."""
    return file == paths.MANIFEST or posixpath.splitext(file)[1] in _LOOKED_AT


def condensed(several: Iterable[Seen], own: Container[str]) -> Seen:
    """The same of several files without what is known to be well: links that lead to one of some files, `own`."""
    links: dict[Target, tuple[str, str]] = {}
    known: dict[str, frozenset[str]] = {}
    icons: set[str] = set()
    problems: set[str] = set()
    for seen in several:
        for target, link in seen.links.items():
            if link < links.setdefault(target, link):
                links[target] = link
        known.update((page, frozenset(own_places)) for page, own_places in seen.places.items())
        icons.update(seen.icons)
        problems.update(seen.problems)
    rest = {
        (target, place): link
        for (target, place), link in links.items()
        if (found := _found(target, own)) is None or (_may_lack(found, place) and place not in known.get(found, ()))
    }
    return Seen(rest, {}, tuple(sorted(icons)), tuple(sorted(problems)))


def joined(several: Iterable[Seen], files: Container[str], places: Callable[[str], Container[str]]) -> list[str]:
    """What is wrong with a site of some files, one sentence each.

    `places` are those of a page; it is asked for a few only, those that others lead into.  What was seen is looked at
    one after the other, and none of it is kept but what is wrong.
    """
    problems: set[str] = set()
    # What leads nowhere, with the first page that does.
    wrong: dict[Target, tuple[str, str]] = {}
    known = cache(places)
    for seen in several:
        problems.update(seen.problems)
        problems.update(f"{paths.MANIFEST}：图标 {icon} 不存在" for icon in seen.icons if icon not in files)
        for (target, place), link in seen.links.items():
            found = _found(target, files)
            if (found is None or (_may_lack(found, place) and place not in known(found))) and (
                link < wrong.setdefault((target, place), link)
            ):
                wrong[target, place] = link
    for (target, place), (page, address) in wrong.items():
        what = "页面" if _found(target, files) is None else f"位置 #{place}"
        problems.add(f"{page}：链接 {address} 指向不存在的{what}")
    return sorted(problems)


def places(page: bytes) -> frozenset[str]:
    """The places of a page that links can lead to."""
    return frozenset(_held(page).places)


def look(file: str, content: bytes, base: str) -> Seen:
    """Look at a file of the site; `base` as for `verify`."""
    match posixpath.splitext(file)[1]:
        case ".html":
            return _look(file, content, base)
        case ".css":
            hosts = _of_style(content.decode())
        case ".js" | ".mjs":
            hosts = _SCRIPT_HOST.findall(content.decode())
        case ".svg":
            hosts = list(filter(_is_elsewhere, _held(content).loaded))
        case _ if file == paths.MANIFEST:
            manifest = orjson.loads(content)
            hosts = list(filter(_is_elsewhere, _texts(manifest)))
            return Seen(icons=tuple(icon["src"] for icon in manifest["icons"]), problems=_asked_of(file, hosts))
        case _:
            hosts = []
    return Seen(problems=_asked_of(file, hosts))


def _asked_of(file: str, hosts: Iterable[str]) -> tuple[str, ...]:
    return tuple(f"{file}：文件向别的主机请求 {link}" for link in hosts)


def _seen(site: Path, base: str, files: Sequence[str]) -> Seen:
    return condensed((look(file, (site / file).read_bytes(), base) for file in files), frozenset(files))


def _found(target: str, files: Container[str]) -> str | None:
    """The file that a link leads to."""
    return next((one for one in (target, posixpath.join(target, "index.html")) if one in files), None)


def _may_lack(file: str, place: str) -> bool:
    """Whether it is to be seen that there is a place in a file."""
    return bool(place) and file.endswith(".html") and not place.startswith("__")


# --- a page ----------------------------------------------------------------------------------------


def _look(page: str, html: bytes, base: str) -> Seen:
    held = _held(html)
    problems = [
        f"{page}：第 {line} 行的 <{tag}> 有行内的脚本或样式，内容安全策略不准，浏览器不会执行"
        for line, tag, text in held.inline
        # The page that is shown at any depth cannot ask for what finds the others: its policy lists what it holds.
        if page != _ANY_DEPTH or not text or allowed(text) not in "".join(held.policies)
    ]
    if held.has_base:
        problems.append(f"{page}：有 <base>，页面上的每个链接都会改变")
    for policy in held.policies:
        problems.extend(f"{page}：内容安全策略准许 {one}，不是本站的" for one in _let_in(policy))
    links: dict[Target, tuple[str, str]] = {}

    def lead(path: str, place: str) -> None:
        links.setdefault(_same((path, place)), (page, _same(link)))

    folder, name = posixpath.split(page)
    own = (page, folder) if name == "index.html" else (page,)
    for link in sorted(held.loaded | held.followed):
        if plain := _PLAIN.fullmatch(link):
            path, place = plain[1], plain[2] or ""
        else:
            parts = urlsplit(link)
            if parts.scheme in _NO_HOST:
                continue
            if parts.scheme or parts.netloc:
                if link in held.loaded:
                    problems.append(f"{page}：页面向别的主机请求 {link}")
                continue
            path, place = unquote(parts.path), unquote(parts.fragment)
            if page == _ANY_DEPTH and f"{parts.path}/".startswith(base):
                lead(_resolved("", path[len(base) :]), place)
                continue
            if parts.path.startswith("/"):
                problems.append(f"{page}：链接 {link} 以 / 开头，放在子路径下会失效")
                continue
        target = _resolved(folder, path) if path else page
        if target not in own:
            lead(target, place)
        elif _may_lack(page, place) and place not in held.places:
            problems.append(f"{page}：链接 {link} 指向不存在的位置 #{place}")
    return Seen(links, {page: tuple(sorted(held.places))}, (), tuple(problems))


@lru_cache(_ALIKE)
def _same(one: _Alike) -> _Alike:
    """What is equal to it."""
    return one


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


@dataclass
class _Held:
    """What stands in a page or picture: addresses that it asks for by itself, and that a reader may follow; places.

    Of the scripts and styles in the page itself the line, the tag, and the text.
    """

    loaded: set[str] = field(default_factory=set)
    followed: set[str] = field(default_factory=set)
    places: set[str] = field(default_factory=set)
    inline: list[tuple[int | None, str, str | None]] = field(default_factory=list)
    policies: list[str] = field(default_factory=list)
    has_base: bool = False


def _held(page: bytes) -> _Held:
    """All that stands in a page, as forgiving as browsers are."""
    held = _Held()
    for element in etree.parse(io.BytesIO(page), etree.HTMLParser(encoding="utf-8")).iter("*"):
        is_inline = _hold_element(held, element) if element.tag in _TAGS else False
        for name, value in element.items():
            kind = _ATTRIBUTES.get(name)
            if kind is None:
                is_inline |= name.startswith("on")
            elif kind == _PLACE:
                held.places.add(value)
            elif kind == _LINK:
                _hold_link(held, element, value, is_plain=name == "href")
            else:
                is_inline |= kind == _STYLE
                held.loaded.update(_asked(kind, value))
        if is_inline:
            held.inline.append((element.sourceline, str(element.tag), element.text))
    return held


def _hold_element(held: _Held, element: etree._Element) -> bool:
    """What is to be known of some kinds of element; whether it is a script or style of the page itself."""
    match element.tag:
        case "a":
            if (name := element.get("name")) is not None:
                held.places.add(name)
        case "object":
            if (data := element.get("data")) is not None:
                held.loaded.add(data)
        case "base":
            held.has_base |= "href" in element.attrib
        case "meta":
            means, content = element.get("http-equiv", ""), element.get("content")
            if means == "Content-Security-Policy" and content is not None:
                held.policies.append(content)
            if means.lower() == "refresh" and (to := _REFRESH.match(content or "")):
                held.loaded.add(to[1].strip())
        case "style":
            held.loaded.update(host for text in _texts_of(element) for host in _of_style(text))
            return True
        case "script" if "json" not in element.get("type", ""):
            held.loaded.update(host for text in _texts_of(element) for host in _SCRIPT_HOST.findall(text))
            return "src" not in element.attrib
    return False


def _hold_link(held: _Held, element: etree._Element, address: str, *, is_plain: bool) -> None:
    """An address that leads on: a reader follows it, or the page asks for it."""
    match element.tag:
        case "a":
            held.followed.add(address)
        case "area":
            if is_plain:
                held.followed.add(address)
        case "link":
            if is_plain:
                kinds = element.get("rel", "").lower()
                is_followed = bool(kinds) and {*kinds.split()} <= _FOLLOWED_RELS
                (held.followed if is_followed else held.loaded).add(address)
        case _:
            held.loaded.add(address)


def _texts_of(element: etree._Element) -> Iterator[str]:
    yield element.text or ""
    yield from (child.tail or "" for child in element)


def _asked(kind: int, value: str) -> Iterable[str]:
    """The addresses in an attribute that a page asks for."""
    match kind:
        case _ if kind == _SEVERAL:
            return value.split()
        case _ if kind == _SIZED:
            return _SET.findall(value)
        case _ if kind == _STYLE:
            return _of_style(value)
        case _ if kind == _PAGE:
            return _held(value.encode()).loaded
        case _:
            return [value]


def _of_style(text: str) -> list[str]:
    return _STYLE_HOST.findall(_NO_ADDRESS.sub("", text))


# --- other files -----------------------------------------------------------------------------------


def _texts(data: object) -> Iterator[str]:
    """Every text in JSON that is no sentence."""
    match data:
        case str() if not re.search(r"\s", data):
            yield data
        case list() | dict():
            for one in data.values() if isinstance(data, dict) else data:
                yield from _texts(one)


def _is_elsewhere(link: str) -> bool:
    parts = urlsplit(link)
    return bool(parts.netloc) or parts.scheme not in ("", *_NO_HOST)
