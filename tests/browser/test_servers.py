"""Real web servers with the configurations of `deploy/`: what each file is sent as, what browsers keep of it, the page
for wrong addresses, and updates, seen through a real browser's cache."""

import contextlib
import csv
import functools
import gzip
import http.client
import http.server
import io
import json
import re
import shutil
import socket
import subprocess
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.message import Message
from pathlib import Path

import pytest
from lxml import etree
from playwright.sync_api import Browser, BrowserContext, Page, expect

from generator import flow, paths
from generator.progress import SILENT
from support.places import PROJECT, TESTS
from support.updates import MATTERS, Row, rows, write_content

pytestmark = pytest.mark.heavy

DEPLOY = PROJECT / "deploy"
SERVERS = ["nginx", "apache"]
MOVED = dict(line.split() for line in (TESTS / "addresses/moved.txt").read_text("utf-8").splitlines())
IMMUTABLE, DOWNLOAD, ASK = "public, max-age=31536000, immutable", "public, max-age=3600", "no-cache"

NGINX = """
daemon off; pid {work}/nginx.pid; error_log {work}/error.log; user root;
events {{ }}
http {{
    access_log off;
    client_body_temp_path {work}/1; proxy_temp_path {work}/2; fastcgi_temp_path {work}/3;
    uwsgi_temp_path {work}/4; scgi_temp_path {work}/5;
    include /etc/nginx/mime.types;
    include {conf};
}}
"""
# What Debian's apache2.conf has, and the modules that deploy/apache.conf says to enable.
APACHE = """
ServerRoot {work}
ServerName 127.0.0.1
Listen 127.0.0.1:{port}
PidFile {work}/apache.pid
ErrorLog {work}/error.log
DefaultRuntimeDir {work}
User www-data
Group www-data
{modules}
TypesConfig /etc/mime.types
DocumentRoot {work}
<Directory />
    Require all denied
</Directory>
Include {conf}
"""
MODULES = "mpm_event authz_core alias dir mime deflate filter headers rewrite setenvif substitute".split()  # noqa: SIM905


@dataclass(frozen=True)
class Server:
    """A running server of a folder, below /qingdan/."""

    folder: Path
    address: str

    def put(self, site: Path) -> None:
        """Put a site in the place of the one that is served, in one step."""
        new = self.folder.with_name("new")
        shutil.copytree(site, new)
        if self.folder.exists():
            shutil.rmtree(self.folder.with_name("old"), ignore_errors=True)
            self.folder.rename(self.folder.with_name("old"))
        new.rename(self.folder)

    def get(self, path: str, **headers: str) -> tuple[int, Message, bytes]:
        request = urllib.request.Request(self.address + path, headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=20) as got:
                return got.status, got.headers, got.read()
        except urllib.error.HTTPError as error:
            return error.code, error.headers, error.read()


@contextlib.contextmanager
def running(kind: str) -> Iterator[Server]:
    """A server with the configuration of deploy/, as it is but for the port and the folder."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    # Not in pytest's own folder, which nobody but its user may read: a server started by root serves as another user.
    with tempfile.TemporaryDirectory(prefix="qingdan-") as folder:
        yield from _running(kind, port, Path(folder))


def _running(kind: str, port: int, work: Path) -> Iterator[Server]:
    work.chmod(0o755)
    site, conf, main = work / "srv/site", work / "qingdan.conf", work / "main.conf"
    site.parent.mkdir()
    (work / "mime.types").symlink_to("/etc/nginx/mime.types")  # beside nginx.conf, as Debian has it
    text = (DEPLOY / f"{kind}.conf").read_text("utf-8").replace("/srv/qingdan/site", str(site))
    conf.write_text(text.replace("listen 80;", f"listen 127.0.0.1:{port};"), "utf-8")
    modules = "\n".join(f"LoadModule {one}_module /usr/lib/apache2/modules/mod_{one}.so" for one in MODULES)
    template = NGINX if kind == "nginx" else APACHE
    main.write_text(template.format(work=work, conf=conf, port=port, modules=modules), "utf-8")
    command = {
        "nginx": ["/usr/sbin/nginx", "-c", str(main), "-e", f"{work}/start.log"],
        "apache": ["/usr/sbin/apache2", "-f", str(main), "-D", "FOREGROUND"],
    }[kind]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    try:
        for _ in range(100):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            assert process.poll() is None, process.stderr and process.stderr.read()
            time.sleep(0.1)
        yield Server(site, f"http://127.0.0.1:{port}/qingdan/")
    finally:
        process.terminate()
        process.wait(20)
        if process.stderr:
            process.stderr.close()


@pytest.fixture(scope="session")
def builds(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Whole builds: of all duties; without the first of them; the same of a township that has another name."""
    folder = tmp_path_factory.mktemp("builds")
    found = {}
    for name, matters in (("old", MATTERS), ("new", MATTERS[1:])):
        found[name] = folder / name
        flow.build_site(write_content(folder / f"{name}-content", matters), found[name], SILENT)
    return found


@pytest.fixture(scope="module", params=SERVERS)
def server(request: pytest.FixtureRequest, builds: dict[str, Path]) -> Iterator[Server]:
    with running(request.param) as server:
        server.put(builds["old"])
        # What no page has today, but may.
        (server.folder / "x.webmanifest").write_text("{}")
        (server.folder / "x.yml").write_text("a: 1\n")
        yield server


# --- each kind of file -----------------------------------------------------------------------------

TYPES = {
    ".html": {"text/html; charset=utf-8"},
    ".css": {"text/css; charset=utf-8"},
    ".js": {"application/javascript; charset=utf-8", "text/javascript; charset=utf-8"},
    ".json": {"application/json; charset=utf-8"},
    ".jsonl": {"application/jsonl; charset=utf-8"},
    ".csv": {"text/csv; charset=utf-8"},
    ".xml": {"text/xml; charset=utf-8"},
    ".txt": {"text/plain; charset=utf-8"},
    ".ics": {"text/calendar; charset=utf-8"},
    ".sha256": {"text/plain; charset=utf-8"},
    ".yml": {"application/yaml; charset=utf-8"},
    "": {"text/plain; charset=utf-8"},
    ".svg": {"image/svg+xml"},
    ".png": {"image/png"},
    ".webmanifest": {"application/manifest+json"},
    ".xlsx": {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
    ".docx": {"application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
    ".pdf": {"application/pdf"},
    ".zip": {"application/zip"},
    ".gz": {"application/gzip", "application/gzip; charset=utf-8"},
    ".map": {"text/plain; charset=utf-8", "text/css; charset=utf-8"},
}


def samples(folder: Path) -> dict[str, str]:
    """A file of each kind that a site has, by its extension."""
    found: dict[str, str] = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            found.setdefault(path.suffix, path.relative_to(folder).as_posix())
    return found


def test_every_kind_of_file_has_its_type(server: Server) -> None:
    """As browsers must know it, for they may not guess; and its characters, where it is text."""
    actual = {}
    for suffix, path in samples(server.folder).items():
        status, headers, _ = server.get(path)
        assert (status, headers["X-Content-Type-Options"]) == (200, "nosniff")
        actual[suffix] = (
            headers["Content-Type"] if headers["Content-Type"] in TYPES[suffix] else (path, headers["Content-Type"])
        )
    assert {suffix: one for suffix, one in actual.items() if isinstance(one, tuple)} == {}
    assert {".html", ".js", ".json", ".jsonl", ".csv", ".xlsx", ".docx", ".svg", ".xml", ".yml", ""} <= set(actual)


def test_texts_arrive_as_they_were_written(server: Server) -> None:
    """Chinese in CSV and JSON lines is read by the characters that the server states."""
    for suffix in (".csv", ".jsonl"):
        path = samples(server.folder)[suffix]
        _, headers, body = server.get(path)
        text = body.decode(headers.get_content_charset())
        assert "甲县" in text
        assert next(csv.reader(io.StringIO(text))) if suffix == ".csv" else json.loads(text.split("\n")[0])


def kept(path: str) -> str:
    """How long a browser may keep a file without asking."""
    if re.match(r"(assets|search/index|compare/data)/[0-9a-f]{12}/", path):
        return IMMUTABLE
    return DOWNLOAD if re.fullmatch(r"data/.*\.(csv|docx|jsonl|pdf|xlsx|zip)", path) else ASK


def test_nothing_is_kept_longer_than_it_may_be(server: Server) -> None:
    """What is named by its content for ever, downloads for an hour, all else only with asking, the pointers too."""
    files = [path.relative_to(server.folder).as_posix() for path in sorted(server.folder.rglob("*")) if path.is_file()]
    some = {**{(Path(one).suffix, kept(one)): one for one in files}, "": "index.html"}
    asked = {
        *some.values(),
        "",
        "about/",
        "townships/jia/bing/",
        paths.SEARCH_META,
        paths.search_pointer("jia/bing"),
        paths.COMPARE_INDEX,
        paths.API_INDEX,
    }
    wrong = {}
    for path in sorted(asked):
        _, headers, _ = server.get(path)
        if headers.get_all("Cache-Control") != [kept(path)]:
            wrong[path] = headers.get_all("Cache-Control")
    assert wrong == {}
    assert {kept(path) for path in asked} == {IMMUTABLE, DOWNLOAD, ASK}


@pytest.mark.parametrize("coding", ["identity", "gzip"])
def test_unchanged_is_answered_shortly(server: Server, coding: str) -> None:
    """A page that is asked for again and has not changed is not sent again, packed or not; changed, it is."""
    _, headers, _ = server.get("about/", **{"Accept-Encoding": coding})
    again = {"Accept-Encoding": coding, "If-None-Match": headers["ETag"]}
    assert server.get("about/", **again)[0] == 304
    file = server.folder / "about/index.html"
    file.write_text(file.read_text("utf-8") + "<!-- -->", "utf-8")
    status, _, body = server.get("about/", **again)
    assert (status, b"<!-- -->" in (gzip.decompress(body) if coding == "gzip" else body)) == (200, True)


def test_texts_are_packed(server: Server) -> None:
    """Whatever is text goes packed to who can unpack it."""
    packed = {".html", ".css", ".js", ".json", ".jsonl", ".csv"}
    for suffix in samples(server.folder):
        largest = (
            max(server.folder.rglob(f"*{suffix}"), key=lambda one: one.stat().st_size) if suffix in packed else None
        )
        if largest:
            _, headers, body = server.get(largest.relative_to(server.folder).as_posix(), **{"Accept-Encoding": "gzip"})
            assert headers["Content-Encoding"] == "gzip", largest
            assert "Accept-Encoding" in headers["Vary"]
            assert gzip.decompress(body) == largest.read_bytes()


def test_security_headers(server: Server) -> None:
    """On every page, also that for wrong addresses."""
    for path in ("", "no/such/page"):
        _, headers, _ = server.get(path)
        assert headers["Content-Security-Policy"] == "frame-ancestors 'self'"
        assert headers["Referrer-Policy"] == "same-origin"


# --- wrong addresses -------------------------------------------------------------------------------

WRONG = ["nothing", "no/such/page/", "townships/jia/bing/b-999/", "api/", "data/x.pdf", "assets/0123456789ab/start.js"]


@pytest.mark.parametrize("coding", ["identity", "gzip"])
@pytest.mark.parametrize("path", WRONG)
def test_wrong_addresses_are_404(server: Server, path: str, coding: str) -> None:
    """With our page, with its styles' right addresses, and not kept."""
    status, headers, body = server.get(path, **{"Accept-Encoding": coding})
    body = gzip.decompress(body) if headers["Content-Encoding"] == "gzip" else body
    assert (status, headers["Content-Type"]) == (404, "text/html; charset=utf-8")
    assert headers.get_all("Cache-Control") == [ASK]
    tree = etree.fromstring(body.decode(), etree.HTMLParser())
    styles = tree.xpath("//link[@rel='stylesheet']/@href")
    assert len(styles) == 1
    # Whatever is linked, also without a script.
    assert [
        link for link in tree.xpath("//@href | //@action | //@src") if not link.startswith(("/qingdan/", "#"))
    ] == []
    for style in styles:
        assert style.startswith("/qingdan/assets/")
        assert server.get(style.removeprefix("/qingdan/"))[0] == 200


def test_moved_downloads_lead_to_others(server: Server) -> None:
    """Every address that has given way; what is there is given, as of a township that is called as a list was."""
    there = (
        *("data/jia-basic.csv", "data/counties/tuquan.csv", "data/all.csv", "overview/tuquan/index.html"),
        *("townships/tuquan/changes/index.html", "townships/tuquan/changes/feed.xml"),
    )
    for one in there:
        (server.folder / one).parent.mkdir(parents=True, exist_ok=True)
        (server.folder / one).write_text("甲", "utf-8")
    for one in there:
        assert server.get(one.removesuffix("index.html"))[2] == "甲".encode(), one
    assert server.get("data/jia-reclaimed.csv")[0] == 404
    for one in there[1:]:
        (server.folder / one).unlink()
    large = {"data/all.csv": "data/all.csv.zip", "data/all.jsonl": "data/all.jsonl.zip"}
    large["overview/tuquan"] = "overview/tuquan/tuquan/"
    (server.folder / "data/all.jsonl").unlink()
    gone = {**MOVED, **large}
    own = http.client.HTTPConnection(urllib.parse.urlsplit(server.address).netloc, timeout=20)
    found = {}
    with contextlib.closing(own) as connection:
        for old in gone:
            connection.request("GET", f"/qingdan/{old}", headers={"Host": "inner.example:8080"})
            answer = connection.getresponse()
            answer.read()
            where = answer.headers["Location"].removeprefix("http://inner.example:8080")
            found[old] = (answer.status, where.removeprefix("/qingdan/"))
            # For ever would be too long: a county may have a second township one day.
            assert answer.headers["Cache-Control"] in (DOWNLOAD, ASK)
    # Who subscribes to a county keeps to it: only where its changes are for now is told.
    is_county = re.compile(r"townships/[^/]+/changes/")
    assert found == {old: (302 if is_county.match(old) else 301, new) for old, new in gone.items()}


def test_paths_can_be_those_of_a_root() -> None:
    """As nginx.conf says: a slash in place of the folder, wherever that is written."""
    rules = [line for line in (DEPLOY / "nginx.conf").read_text("utf-8").splitlines() if " rewrite " in line]
    assert len(rules) > 5
    own = (rule.replace("$qingdan_only", "") for rule in rules)
    assert [rule for rule in own if "qingdan" in rule.replace("/qingdan/", "/")] == []


@pytest.mark.parametrize("name", ["nginx.conf", "apache.conf", "web.config"])
def test_a_county_is_one_line(name: str) -> None:
    """Of a county that gave way to its only township the township is named once; all else is by patterns."""
    lines = (DEPLOY / name).read_text("utf-8").splitlines()
    counties = {found[1] for old in MOVED if (found := re.fullmatch(r"overview/([\w-]+)/", old))}
    assert len(counties) == 5
    assert {one: sum(one in line for line in lines) for one in counties} == dict.fromkeys(counties, 1)


def test_a_folder_without_its_slash(server: Server) -> None:
    """Leads to the folder, on the port that was asked."""
    with urllib.request.urlopen(server.address + "about", timeout=20) as got:
        assert got.url == f"{server.address}about/"


@pytest.mark.parametrize(("path", "to"), [("/qingdan", "/qingdan/"), ("/qingdan/search?q=1", "/qingdan/search/?q=1")])
def test_the_slash_is_added_for_whatever_gateway(server: Server, path: str, to: str) -> None:
    """At the host and port that were asked for: a gateway in front may have others."""
    own = http.client.HTTPConnection(urllib.parse.urlsplit(server.address).netloc, timeout=20)
    with contextlib.closing(own) as connection:
        connection.request("GET", path, headers={"Host": "inner.example:8080"})
        answer = connection.getresponse()
        answer.read()
    # Apache writes the whole address, nginx the path.
    assert answer.status == 301
    assert answer.headers["Location"] in (to, f"http://inner.example:8080{to}")


def test_hidden_files_are_not_served(server: Server) -> None:
    """What somebody left there by mistake; but a certificate's proof is."""
    for name in (".git/config", ".env", "data/.htpasswd", ".well-known/acme-challenge/x"):
        (server.folder / name).parent.mkdir(parents=True, exist_ok=True)
        (server.folder / name).write_text("secret")
        status, _, body = server.get(name)
        (server.folder / name).unlink()
        is_known = name.startswith(".well-known")
        assert (status, body == b"secret") == ((200, True) if is_known else (404, False)), name
        assert is_known or "没有这一页".encode() in body


@pytest.mark.parametrize("kind", SERVERS)
def test_a_site_that_knows_its_address_is_left_as_it_is(kind: str, builds: dict[str, Path], tmp_path: Path) -> None:
    """Where site_url is set, the page for wrong addresses has the right ones already."""
    site = tmp_path / "site"
    shutil.copytree(builds["old"], site)
    page = site / "404.html"
    page.write_text(page.read_text("utf-8").replace('="/', '="/qingdan/'), "utf-8")
    with running(kind) as own:
        own.put(site)
        assert own.get("no/such/page")[2] == page.read_bytes()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A phone with a cache of its own."""
    one = browser.new_context(viewport={"width": 360, "height": 780}, locale="zh-CN")
    yield one
    one.close()


@pytest.mark.parametrize("path", ["no/such/page/", "townships/jia/bing/b-999/"])
def test_the_page_for_wrong_addresses_works(server: Server, context: BrowserContext, path: str) -> None:
    """Below the root, of a site that does not know where it is: styles, scripts and links are the site's."""
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    answer = page.goto(server.address + path, wait_until="load")
    assert answer
    assert answer.status == 404
    assert page.evaluate("[...document.styleSheets].filter((one) => one.href && one.cssRules.length).length") == 1
    if path.startswith("townships"):
        expect(page.locator("[data-qd-nearest] a")).to_have_text("甲县乡镇（名称未注明）")
    folder = PROJECT / "build/screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=folder / f"404-{path.split('/')[0]}-360.png")
    page.get_by_role("button", name="大字").click()
    expect(page.get_by_role("button", name="大字")).to_have_attribute("aria-pressed", "true")
    links = page.locator("[href], [action]").evaluate_all("all => all.map((one) => one.href || one.action)")
    assert [link for link in links if not link.startswith(server.address)] == []
    assert errors == []


# --- updates ---------------------------------------------------------------------------------------

QUERIES = ["秸秆禁烧", "电梯安全", "疫苗接种"]


@pytest.fixture(scope="module")
def right(builds: dict[str, Path], browser: Browser) -> Callable[[str, str], list[Row]]:
    """What a build by itself finds."""
    found: dict[tuple[str, str], list[Row]] = {}
    for build, site in builds.items():
        with running("nginx") as own:
            own.put(site)
            page = browser.new_page()
            for query in QUERIES:
                page.goto(f"{own.address}search/?q={query}")
                found[build, query] = rows(page)
                assert found[build, query][0].name == f"开展{query}工作。"
            page.close()
    assert all(found["old", query][0].where != found["new", query][0].where for query in QUERIES)
    return lambda build, query: found[build, query]


def again(page: Page, query: str) -> list[Row]:
    page.locator("#q").fill(query)
    page.locator("[data-search-results]").evaluate("one => one.removeAttribute('data-search-done')")
    page.locator("#q").press("Enter")
    return rows(page)


def told(page: Page) -> bool:
    return "更新" in page.locator("[data-search-status]").inner_text()


def test_an_update_while_a_page_is_open(
    server: Server, builds: dict[str, Path], context: BrowserContext, right: Callable[[str, str], list[Row]]
) -> None:
    """In the open page, in a page opened before and shown again, and in a new one: rows of one build."""
    server.put(builds["old"])
    page = context.new_page()
    page.goto(f"{server.address}search/?q={QUERIES[0]}")
    assert rows(page) == right("old", QUERIES[0])
    server.put(builds["new"])
    # What is in the cache may still be used, but then all of it.
    assert again(page, QUERIES[0]) in (right("old", QUERIES[0]), right("new", QUERIES[0]))
    assert again(page, QUERIES[1]) == right("new", QUERIES[1])
    page.go_back()
    assert rows(page) == right("new", QUERIES[0])
    other = context.new_page()
    other.goto(f"{server.address}search/?q={QUERIES[2]}")
    assert rows(other) == right("new", QUERIES[2])


def mixed(server: Server, base: Path, other: Path, *taken: str) -> None:
    """Serve a build in which some folders and files are another's, as after an upload that broke off."""
    server.put(base)
    for name in taken:
        for path in server.folder.glob(name):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        for path in other.glob(name):
            target = server.folder / path.relative_to(other)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copytree(path, target) if path.is_dir() else shutil.copy2(path, target)


INDEX, SCOPES = "search/index/????????????", "search/index/scopes"
# What is the other build's; and whose rows are right ("" is none: it must be told).
HALVES = {
    "new page, old index": ("new", [INDEX, SCOPES, paths.SEARCH_META], "old"),
    "old page, new index": ("old", [INDEX, SCOPES, paths.SEARCH_META], "new"),
    "new page and pointer, no files yet": ("new", [INDEX], ""),
    "old page and pointer, files gone": ("old", [INDEX], ""),
    "all but one kind of file": ("new", [f"{INDEX}/r-*"], ""),
}


@pytest.mark.parametrize("half", HALVES)
@pytest.mark.parametrize("visited", [False, True])
def test_half_of_an_upload(
    half: str,
    visited: bool,
    server: Server,
    builds: dict[str, Path],
    context: BrowserContext,
    right: Callable[[str, str], list[Row]],
) -> None:
    """With and without the old build in the browser's cache: right, or told; then the whole is right."""
    page = context.new_page()
    if visited:
        server.put(builds["old"])
        page.goto(f"{server.address}search/?q={QUERIES[0]}")
        assert rows(page) == right("old", QUERIES[0])
    base, taken, shown = HALVES[half]
    mixed(server, builds[base], builds["new" if base == "old" else "old"], *taken)
    for query in QUERIES:
        page.goto(f"{server.address}search/?q={query}")
        found = rows(page)
        # With the old build in the cache its rows may be all there.
        if shown:
            assert found in ((right(shown, query), right("old", query)) if visited else (right(shown, query),))
        else:
            assert (found == [] and told(page)) or (visited and found == right("old", query))
    server.put(builds["new"])
    page.goto(f"{server.address}search/?q={QUERIES[1]}")
    assert rows(page) == right("new", QUERIES[1])


class _Pages(http.server.SimpleHTTPRequestHandler):
    """As GitHub Pages answers: everything may be kept for ten minutes, also pages and pointers."""

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "max-age=600")
        super().end_headers()

    def log_message(self, *_: object) -> None:
        pass


def test_a_host_that_lets_everything_be_kept(
    builds: dict[str, Path], context: BrowserContext, right: Callable[[str, str], list[Row]], tmp_path: Path
) -> None:
    """Old pages and pointers from the browser's cache, new files from the host: right all the same."""
    site = tmp_path / "site"
    site.symlink_to(builds["old"])
    handler = functools.partial(_Pages, directory=str(site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as host:
        threading.Thread(target=host.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{host.server_port}/"
        page = context.new_page()
        page.goto(f"{address}search/?q={QUERIES[0]}")
        assert rows(page) == right("old", QUERIES[0])
        page.goto(f"{address}about/")
        box = page.locator(".md-header").get_by_role("searchbox")
        box.fill(QUERIES[0])
        expect(page.get_by_role("option").first).to_contain_text(QUERIES[0])
        site.unlink()
        site.symlink_to(builds["new"])
        page.goto(f"{address}search/?q={QUERIES[0]}")
        assert rows(page) in (right("old", QUERIES[0]), right("new", QUERIES[0]))
        assert again(page, QUERIES[1]) == right("new", QUERIES[1])
        page.goto(f"{address}about/")
        box.fill(QUERIES[2])
        expect(page.get_by_role("option").first).to_contain_text(QUERIES[2])
        host.shutdown()


def test_old_scripts_are_gone(server: Server, builds: dict[str, Path], context: BrowserContext) -> None:
    """An old page from somebody's cache whose scripts are no more: the ways without scripts are shown."""
    server.put(builds["old"])
    for path in server.folder.glob("assets/????????????"):
        shutil.rmtree(path / "search")
    page = context.new_page()
    page.goto(f"{server.address}search/?q={QUERIES[0]}")
    expect(page.locator(".qd-without-script")).to_contain_text("正在更新")
    expect(page.locator(".qd-without-script")).to_be_visible()


@pytest.mark.parametrize("step", [1, 2, 3])
def test_publishing_in_steps(
    step: int,
    server: Server,
    builds: dict[str, Path],
    context: BrowserContext,
    right: Callable[[str, str], list[Row]],
    tmp_path: Path,
) -> None:
    """deploy/publish, broken off after each of its steps, leaves a site that searches rightly, old pages too."""
    server.put(builds["old"])
    page = context.new_page()
    page.goto(f"{server.address}search/?q={QUERIES[0]}")
    assert rows(page) == right("old", QUERIES[0])
    script = (DEPLOY / "publish").read_text("utf-8")
    steps = re.split(r"(?m)^(?=# [一二三]、)", script)
    part = tmp_path / "publish"
    part.write_text("".join(steps[: step + 1]).replace('[ "${3:-}"', 'exit\n[ "${3:-}"'), "utf-8")
    subprocess.run(["sh", str(part), str(builds["new"]), str(server.folder)], check=True)
    assert again(page, QUERIES[1]) == right("old", QUERIES[1])
    other = context.new_page()
    other.goto(f"{server.address}search/?q={QUERIES[2]}")
    assert rows(other) == right("new" if step == 3 else "old", QUERIES[2])
    subprocess.run([str(DEPLOY / "publish"), f"{builds['new']}/", f"{server.folder}/", "--tidy"], check=True)
    assert again(page, QUERIES[0]) in (right("new", QUERIES[0]), right("old", QUERIES[0]))
    names = [sorted(path.relative_to(root) for path in root.rglob("*")) for root in (server.folder, builds["new"])]
    assert names[0] == names[1]


def test_the_configuration_for_iis_is_well_formed() -> None:
    """It cannot be run here; each extension of a site that IIS does not know stands in it once."""
    tree = etree.parse(str(DEPLOY / "web.config"))
    known = tree.xpath("//mimeMap/@fileExtension")
    assert len(known) == len(set(known))
    assert known == tree.xpath("//staticContent/remove/@fileExtension")
    assert {".jsonl", ".yml", ".webmanifest", "."} <= set(known)
    assert tree.xpath("//error[@statusCode='404']/@path") == ["404.html"]


def test_the_rules_for_iis_lead_where_the_others_do() -> None:
    """Read as IIS reads them, whoever uncomments them: the first that fits, where none of the files is there."""
    text = (DEPLOY / "web.config").read_text("utf-8")
    rules = etree.fromstring(re.search(r"<rewrite>.*</rewrite>", text, re.DOTALL)[0])  # type: ignore[index]
    only = {one.get("key"): one.get("value") for one in rules.iterfind(".//add[@key]")}

    def led(old: str) -> str | None:
        for rule in rules.iterfind(".//rule"):
            found = re.search(rule.find("match").get("url"), old)
            if not found:
                continue
            files = [one for one in rule.iterfind(".//add") if one.get("matchType") == "IsFile"]
            if any(one.get("negate") != "true" for one in files):
                continue
            values = {f"{{R:{number}}}": value for number, value in enumerate((found[0], *found.groups()))}
            if rule.find(".//add[@pattern]") is not None:
                if found[1] not in only:
                    continue
                values["{C:1}"] = only[found[1]]
            to: str = rule.find("action").get("url")
            for name, value in values.items():
                to = to.replace(name, value)
            return to
        return None

    assert {old: led(old) for old in MOVED} == MOVED
    assert led("data/counties/jia.csv") is None
