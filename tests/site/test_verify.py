"""Verification: each way in which a page, a style, a picture or a script can ask another host is found; links too.

Next to each bad case stands a good one that differs from it by a hair.
"""

import pickle
import weakref
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

from generator import workers
from generator.site.assets import allowed
from generator.site.verify import Seen, condensed, joined, look, places, verify


@pytest.fixture(scope="module")
def pool() -> Iterator[ProcessPoolExecutor]:
    """Of so few pages it is not asked."""
    with workers.pool() as pool:
        yield pool


def found(folder: Path, files: dict[str, str], pool: ProcessPoolExecutor, base: str = "/") -> list[str]:
    """What is wrong with a site of these files, beside a page and a picture."""
    for name, text in {"q/index.html": "<p id=here>", "x.png": "", **files}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return verify(folder, base, pool)


# --- other hosts -------------------------------------------------------------------------------------

# What a page asks for by itself, with an address in the place of @.
ASKS = [
    # links of every kind, but for those that only say what there is
    *(f'<link rel="{rel}" href="@">' for rel in (
        "stylesheet", "alternate stylesheet", "icon", "shortcut icon", "apple-touch-icon", "mask-icon", "manifest",
        "preload", "modulepreload", "preconnect", "dns-prefetch", "prefetch", "prerender", "PRECONNECT",
        "next prefetch", "search", "pingback", "what-comes-tomorrow",
    )),
    '<link href="@">',
    '<link rel="preload" as="image" imagesrcset="../x.png 1x, @ 2x">',
    # pictures, sounds, films
    '<img src="@">', '<img srcset="../x.png 1x, @ 2x">', '<img srcset="@">', '<img srcset="@ 1x,../x.png 2x">',
    '<picture><source srcset="@"></picture>', '<input type="image" src="@">', '<video poster="@"></video>',
    '<video src="@"></video>', '<audio><source src="@"></audio>', '<video><track src="@"></video>',
    '<table background="@"></table>',
    # pages and programs in the page
    '<script src="@"></script>', '<iframe src="@"></iframe>', '<embed src="@">', '<object data="@"></object>',
    '<object codebase="@"></object>', "<iframe srcdoc=\"<p><img src='@'>\"></iframe>",
    "<iframe srcdoc=\"<iframe srcdoc='<script src=@></script>'></iframe>\"></iframe>",
    # drawings
    '<svg><image href="@"/></svg>', '<svg><image xlink:href="@"/></svg>', '<svg><use xlink:href="@#a"/></svg>',
    '<svg><filter><feImage href="@"/></filter></svg>',
    # what is sent
    '<form action="@"></form>', '<form><button formaction="@">x</button></form>', '<a href="../q/" ping="@">x</a>',
    '<a href="../q/" ping="../q/ @">x</a>', '<img src="../x.png" attributionsrc="@">',
    # where one is led without having asked
    '<meta http-equiv="refresh" content="0; url=@">', '<meta http-equiv="Refresh" content="5;URL=\'@\'">',
    '<meta http-equiv="refresh" content="0;@">',
    # where there are no scripts
    '<noscript><img src="@"></noscript>', '<template><img src="@"></template>',
]  # fmt: skip


@pytest.mark.parametrize("html", ASKS)
def test_page_that_asks_another_host(html: str, tmp_path: Path, pool: ProcessPoolExecutor) -> None:
    """Each way is found; the same with an address of the site's own is none."""
    for address in ("https://else.test/x", "//else.test/x"):
        told = found(tmp_path, {"p/index.html": html.replace("@", address)}, pool)
        fragment = "#a" if "@#a" in html else ""
        assert told == [f"p/index.html：页面向别的主机请求 {address}{fragment}"]
    assert found(tmp_path, {"p/index.html": html.replace("@", "../x.png")}, pool) == []


@pytest.mark.parametrize("address", [" https://else.test/", "HTTPS://else.test/", "wss://else.test/", "//else.test"])
def test_address_however_it_is_written(address: str, tmp_path: Path, pool: ProcessPoolExecutor) -> None:
    """Browsers take these for another host, too."""
    told = found(tmp_path, {"p/index.html": f'<img src="{address}">'}, pool)
    assert told == [f"p/index.html：页面向别的主机请求 {address}"]


@pytest.mark.parametrize(
    "html",
    [
        *(f'<link rel="{rel}" href="https://else.test/">' for rel in (
            "canonical", "alternate", "next", "prev", "author", "help", "license", "Next Help",
        )),
        '<a href="https://else.test/">x</a>', '<map><area href="https://else.test/"></map>',
        '<svg><a xlink:href="https://else.test/"><text>x</text></a></svg>', '<a href="mailto:a@else.test">x</a>',
        '<form action="mailto:a@else.test"></form>', '<img src="data:image/png;base64,//else.test">',
        '<meta property="og:image" content="https://else.test/x.png">', '<q cite="https://else.test/">x</q>',
        '<p data="https://else.test/">https://else.test/ url(https://else.test/)</p>',
        '<script type="application/ld+json">{"url": "https://else.test/"}</script>',
        '<meta http-equiv="refresh" content="5">', '<meta name="refresh" content="0;url=https://else.test/">',
    ],
)  # fmt: skip
def test_page_that_asks_nobody(html: str, tmp_path: Path, pool: ProcessPoolExecutor) -> None:
    """What a reader may follow, and what only looks like a request."""
    assert found(tmp_path, {"p/index.html": html}, pool) == []


STYLES = [
    ("@import '//else.test/x.css';", "//else.test/x.css"),
    ('@import "https://else.test/x.css" screen;', "https://else.test/x.css"),
    ("@import url(https://else.test/x.css);", "https://else.test/x.css"),
    ("p{background:url( '//else.test/x' )}", "//else.test/x"),
    ('p{background:image-set("https://else.test/x" 1x)}', "https://else.test/x"),
    ("@font-face{src:URL(HTTPS://else.test/x)}", "HTTPS://else.test/x"),
    ("p{a:url(data:image/png;base64,AA//BB)}q{b:url(//else.test/x)}", "//else.test/x"),
    ("p{background:url(../x.png)}", ""),
    ("/* https://else.test/ */ p{color:red}", ""),
    ("p{a:url(data:image/png;base64,AA//BB)}", ""),
    ("p{a:url('data:image/svg+xml;utf8,<svg xmlns=\"http://www.w3.org/2000/svg\">')}", ""),
    ("p{a:url(\"data:image/svg+xml;utf8,<svg xmlns='http://www.w3.org/2000/svg'>\")}", ""),
]
SCRIPTS = [
    ('fetch("https://else.test/x")', "https://else.test/x"),
    ("fetch('//else.test/x')", "//else.test/x"),
    ("import(`HTTP://else.test/${x}`)", "HTTP://else.test/${x}"),
    ('new WebSocket("wss://else.test")', "wss://else.test"),
    ('import"//else.test/x.js"', "//else.test/x.js"),
    ('importScripts("ftp://else.test")', "ftp://else.test"),
    ('x("http://www.w3.org/2000/svg")//else.test', ""),
    ('x("a//else.test", "/", "//")', ""),
    ("fetch('../x')", ""),
]


@pytest.mark.parametrize(("text", "host"), STYLES)
def test_style_that_asks_another_host(text: str, host: str, tmp_path: Path, pool: ProcessPoolExecutor) -> None:
    """In a file of its own, also of the theme."""
    told = found(tmp_path, {"assets/a/x.css": text}, pool)
    assert told == ([f"assets/a/x.css：文件向别的主机请求 {host}"] if host else [])


@pytest.mark.parametrize(("text", "host"), SCRIPTS)
def test_script_that_asks_another_host(text: str, host: str, tmp_path: Path, pool: ProcessPoolExecutor) -> None:
    """An address as a text, wherever it goes; a module as a classic script, and the worker at the root."""
    for name in ("sw.js", "assets/a.mjs"):
        told = found(tmp_path / name, {name: text}, pool)
        assert told == ([f"{name}：文件向别的主机请求 {host}"] if host else [])


def test_style_and_script_in_a_page(tmp_path: Path, pool: ProcessPoolExecutor) -> None:
    """What the one page may hold that has them in it asks nobody either."""
    style, script = "p{background:url(//else.test/a)}", 'fetch("https://else.test/b")'
    policy = f"style-src {allowed(style)}; script-src {allowed(script)}"
    head = f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    page = f"{head}<style>{style}</style><script>{script}</script>"
    assert found(tmp_path, {"404.html": page}, pool) == [
        "404.html：页面向别的主机请求 //else.test/a",
        "404.html：页面向别的主机请求 https://else.test/b",
    ]


def test_picture_and_manifest(tmp_path: Path, pool: ProcessPoolExecutor) -> None:
    """A drawing may hold a picture, the manifest addresses anywhere in it; what is called http is no request."""
    svg = '<svg xmlns="http://www.w3.org/2000/svg"><image href="{}"/></svg>'
    manifest = (
        '{{"description": "见 https://else.test/", "icons": [{{"src": "x.png"}}], "shortcuts": [{{"url": "{}"}}]}}'
    )
    for address, is_bad in (("https://else.test/x", True), ("//else.test/x", True), ("x.png", False)):
        files = {"x.svg": svg.format(address), "manifest.json": manifest.format(address)}
        told = [f"{name}：文件向别的主机请求 {address}" for name in sorted(files)] if is_bad else []
        assert found(tmp_path, files, pool) == told


POLICIES = [
    ("default-src 'none'; img-src 'self' data: blob:; style-src 'sha256-abc='", []),
    ("default-src 'none'; connect-src 'self' https://else.test", ["https://else.test"]),
    ("default-src *", ["*"]),
    ("script-src 'self' https:", ["https:"]),
    ("img-src else.test", ["else.test"]),
    ("default-src 'none'; report-uri 'self'", ["report-uri"]),
    ("default-src 'none'; report-to 'x'", ["report-to"]),
]


@pytest.mark.parametrize(("policy", "let_in"), POLICIES)
def test_policy_that_lets_another_host_in(
    policy: str, let_in: list[str], tmp_path: Path, pool: ProcessPoolExecutor
) -> None:
    """Or reports to one."""
    page = f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    told = [f"p/index.html：内容安全策略准许 {one}，不是本站的" for one in let_in]
    assert found(tmp_path, {"p/index.html": page}, pool) == told


def test_base(tmp_path: Path, pool: ProcessPoolExecutor) -> None:
    """It would lead all links elsewhere, also within the site."""
    told = found(tmp_path, {"p/index.html": '<base href="../q/">'}, pool)
    assert told == ["p/index.html：有 <base>，页面上的每个链接都会改变"]


# --- links -------------------------------------------------------------------------------------------

LINKS = [
    ('<a href="../q/">', ""),
    ('<a href="../q/#here">', ""),
    ('<a href="../q/index.html#here">', ""),
    ('<a href="../q/?x=1#here">', ""),
    ('<a href="../x.png#page=2">', ""),
    ('<a href="#own"><i id="own">', ""),
    ('<a href="#own"><a name="own">', ""),
    ('<a href="#%E5%8F%8A"><i id="及">', ""),
    ('<a href="#__skip">', ""),
    ('<a href="?q=1">', ""),
    ('<a href="..">', "链接 .. 指向不存在的页面"),
    ('<a href="../q/#gone">', "链接 ../q/#gone 指向不存在的位置 #gone"),
    ('<a href="../gone/">', "链接 ../gone/ 指向不存在的页面"),
    ('<a href="../q/gone.html">', "链接 ../q/gone.html 指向不存在的页面"),
    ('<img src="../gone.png">', "链接 ../gone.png 指向不存在的页面"),
    ('<img srcset="../x.png 1x, ../gone.png 2x">', "链接 ../gone.png 指向不存在的页面"),
    ('<link rel="next" href="../gone/">', "链接 ../gone/ 指向不存在的页面"),
    ('<a href="/q/">', "链接 /q/ 以 / 开头，放在子路径下会失效"),
    ('<svg onload="x()"></svg>', "第 1 行的 <svg> 有行内的脚本或样式，内容安全策略不准，浏览器不会执行"),
]


@pytest.mark.parametrize(("html", "problem"), LINKS)
def test_links(html: str, problem: str, tmp_path: Path, pool: ProcessPoolExecutor) -> None:
    """Each leads to a file or a folder of the site, and to a place that is there."""
    assert found(tmp_path, {"p/index.html": html}, pool) == ([f"p/index.html：{problem}"] if problem else [])


def test_links_of_the_page_that_is_shown_at_any_depth(tmp_path: Path, pool: ProcessPoolExecutor) -> None:
    """Its links begin with the site's own path, whatever else begins with a slash."""
    page = (
        '<a href="/qingdan/q/#here"><a href="/qingdan/gone/"><a href="/qingdan"><a href="/other/"><a href="/qingdanq/">'
    )
    assert found(tmp_path, {"index.html": "", "404.html": page}, pool, "/qingdan/") == [
        "404.html：链接 /other/ 以 / 开头，放在子路径下会失效",
        "404.html：链接 /qingdan/gone/ 指向不存在的页面",
        "404.html：链接 /qingdanq/ 以 / 开头，放在子路径下会失效",
    ]
    assert found(tmp_path, {"p/index.html": '<a href="/qingdan/q/">', "404.html": ""}, pool, "/qingdan/") == [
        "p/index.html：链接 /qingdan/q/ 以 / 开头，放在子路径下会失效"
    ]


@pytest.mark.parametrize("text", ["", " ", "<!-- -->", "文字"])
def test_page_of_hardly_anything(text: str, tmp_path: Path, pool: ProcessPoolExecutor) -> None:
    """It has no link, but can be led to."""
    pages = {"p/index.html": text, "r/index.html": f'<a href="../p/"></a><i title="{text}"></i>', "x.svg": text}
    assert found(tmp_path, pages, pool) == []


def test_the_first_page_with_a_dead_link_is_named(tmp_path: Path, pool: ProcessPoolExecutor) -> None:
    """Once for each place, of however many pages that lead there."""
    pages = {f"{name}/index.html": '<a href="../gone/">' for name in ("b", "a", "c")}
    assert found(tmp_path, pages, pool) == ["a/index.html：链接 ../gone/ 指向不存在的页面"]


@pytest.mark.slow
def test_pages_of_several_processes(tmp_path: Path, pool: ProcessPoolExecutor) -> None:
    """A link from the first to the last of many leads somewhere; what is wrong with any of them is told."""
    pages = {
        f"{number:03}/index.html": f'<a href="../{(number + 300) % 600:03}/#own"><i id="own">' for number in range(600)
    }
    assert found(tmp_path, pages, pool) == []
    pages["599/index.html"] = '<img src="//else.test"><a href="../000/#gone">'
    assert found(tmp_path, pages, pool) == [
        "299/index.html：链接 ../599/#own 指向不存在的位置 #own",
        "599/index.html：链接 ../000/#gone 指向不存在的位置 #gone",
        "599/index.html：页面向别的主机请求 //else.test",
    ]


# --- file by file --------------------------------------------------------------------------------------

FILES = {
    "index.html": '<a href="a/"><a href="a/b/#x"><a href="b/#gone"><img src="gone.png"><a href="#own"><i id="own">',
    "a/index.html": '<a href="b/#x"><a href="b/#y"><a href="../b/"><a href="../b/#here"><a href="#gone">',
    "a/b/index.html": '<i id="x"><a href="../../b/#gone"><a href="../x.pdf#page=2"><img src="../../gone.png">',
    "b/index.html": '<i id="here"><a href="../a/b/#z">',
    "a/x.pdf": "",
    "style.css": "@import '//else.test/x.css';",
    "manifest.json": '{"icons": [{"src": "a/x.pdf"}, {"src": "no.png"}]}',
}
WRONG = [
    "a/b/index.html：链接 ../../b/#gone 指向不存在的位置 #gone",
    "a/b/index.html：链接 ../../gone.png 指向不存在的页面",
    "a/index.html：链接 #gone 指向不存在的位置 #gone",
    "a/index.html：链接 b/#y 指向不存在的位置 #y",
    "b/index.html：链接 ../a/b/#z 指向不存在的位置 #z",
    "manifest.json：图标 no.png 不存在",
    "style.css：文件向别的主机请求 //else.test/x.css",
]
GROUPS = [
    [["index.html", "style.css", "manifest.json", "b/index.html"], ["a/index.html", "a/b/index.html", "a/x.pdf"]],
    [["a/b/index.html"], ["b/index.html", "a/index.html"], ["index.html"], ["manifest.json", "style.css"]],
    [list(FILES)],
    [[name] for name in reversed(FILES)],
]


@pytest.mark.parametrize("groups", GROUPS)
def test_files_are_looked_at_one_by_one_and_in_groups(groups: list[list[str]]) -> None:
    """However they are grouped, in whatever order, kept in between, the same is told, by the first page it is true of.

    Of a group remains what leads out of it, and what is wrong.
    """
    kept = []
    for group in groups:
        seen = [pickle.dumps(look(name, FILES[name].encode(), "/")) for name in group]
        kept.append(pickle.dumps(condensed(map(pickle.loads, seen), group)))
    asked: list[str] = []

    def places_of(page: str) -> frozenset[str]:
        asked.append(page)
        return places(FILES[page].encode())

    assert joined(map(pickle.loads, kept), FILES.keys(), places_of) == WRONG
    assert sorted(asked) == sorted(set(asked)), "each page is looked at once more at most"
    assert "index.html" not in asked, "no other page leads into it"


def test_what_was_seen_is_not_kept() -> None:
    """Each is gone before the one after the next is read: of a province they take half a gigabyte."""
    told: list[weakref.ref[Seen]] = []

    def several() -> Iterator[Seen]:
        for page in ("c.html", "a.html", "b.html"):
            seen = Seen({("gone", ""): (page, "../gone"), ("index.html", ""): (page, "../index.html")})
            told.append(weakref.ref(seen))
            yield seen
            del seen
            assert [one() for one in told[:-1]] == [None] * (len(told) - 1)

    assert joined(several(), {"index.html"}, lambda _: ()) == ["a.html：链接 ../gone 指向不存在的页面"]


def test_group_keeps_no_more_than_what_leads_out_of_it() -> None:
    """Links within it that lead somewhere are done with, and the places that nothing outside asks for."""
    group = ["a/index.html", "a/b/index.html", "a/x.pdf"]
    seen = condensed((look(name, FILES[name].encode(), "/") for name in group), group)
    assert seen.places == {}
    assert dict(seen.links) == {
        ("a/b", "y"): ("a/index.html", "b/#y"),
        ("b", ""): ("a/index.html", "../b/"),
        ("b", "here"): ("a/index.html", "../b/#here"),
        ("b", "gone"): ("a/b/index.html", "../../b/#gone"),
        ("gone.png", ""): ("a/b/index.html", "../../gone.png"),
    }


def test_what_is_kept_of_pages_that_are_alike_is_small() -> None:
    """What many pages have in common is kept once where they are kept together."""
    common = "".join(f'<a href="../{number}/">' for number in range(200))
    seen = [look(f"{number}/index.html", common.encode(), "/") for number in range(100)]
    together, alone = len(pickle.dumps(seen)), sum(len(pickle.dumps(one)) for one in seen)
    assert together < alone * 0.7
