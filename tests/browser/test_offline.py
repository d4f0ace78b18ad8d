"""Without a network: a township kept on the reader's device, with the network really cut, in a real browser."""

import contextlib
import functools
import http.server
import json
import re
import shutil
import socket
import struct
import threading
import time
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from generator import paths
from support.browser import chromium
from support.places import DEMO
from support.search import index_of
from support.sites import Once, build

TOWNSHIP = "jia/bing"
OTHER = "jia/yi"
KEEP = "存到这台手机"
# What the update changes: the name of a duty.
DUTY = f"townships/{TOWNSHIP}/b-003/"
RENAMED = ("开展爱国卫生工作", "开展爱国卫生运动")


class Server:
    """Serves a folder on a port of its own; the network to it can be cut and restored, its answers replaced."""

    def __init__(self, root: Path) -> None:
        self.root = root
        # Of an address the status, type and body that it gives instead of its file.
        self.instead: dict[str, tuple[int, str, bytes]] = {}
        self.asked: list[str] = []
        # While it is set, nobody is answered who asks for one of these addresses.
        self.is_stuck = threading.Event()
        self.stuck = ".*"
        # After so many more answers the network is gone.
        self.last: int | None = None
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.server: http.server.ThreadingHTTPServer | None = None
        self.restore()

    def restore(self) -> None:
        """The network is there again, and nothing is replaced."""
        self.instead.clear()
        self.last = None
        self.is_stuck.clear()
        if self.server is None:
            self.server = http.server.ThreadingHTTPServer(
                ("127.0.0.1", self.port), functools.partial(_Handler, self, directory=str(self.root))
            )
            threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    def cut(self) -> None:
        """Nobody listens any more."""
        if self.server is not None:
            self.server.shutdown()
            self.server.server_close()
            self.server = None


class _Handler(http.server.SimpleHTTPRequestHandler):
    def __init__(self, own: Server, *args: object, **options: object) -> None:
        self.own = own
        super().__init__(*args, **options)

    def do_GET(self) -> None:  # the base class names it so
        address = self.path.split("?")[0]
        self.own.asked.append(address)
        while self.own.is_stuck.is_set() and re.fullmatch(self.own.stuck, address):
            time.sleep(0.05)
        if self.own.last is not None:
            self.own.last -= 1
            if self.own.last < 0:
                self.close_connection = True
                self.connection.shutdown(socket.SHUT_RDWR)
                return
        for part, (status, kind, body) in self.own.instead.items():
            if re.fullmatch(part, address):
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Location", "/login")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
                return
        super().do_GET()

    def log_message(self, *_: object) -> None:
        pass

    def handle(self) -> None:
        with contextlib.suppress(OSError):
            super().handle()


@pytest.fixture(scope="session")
def sites(demo_site: Path, once: Once) -> tuple[Path, Path]:
    """The demo content, and the same after an update: a duty has another name."""

    def fill(folder: Path) -> None:
        shutil.copytree(DEMO, folder / "content")
        file = folder / "content/townships" / TOWNSHIP / "basic.yml"
        file.write_text(file.read_text("utf-8").replace(*RENAMED), "utf-8")
        build(folder / "content", folder / "site")

    return demo_site, once("demo-renamed", fill) / "site"


@pytest.fixture
def server(sites: tuple[Path, Path], tmp_path: Path) -> Iterator[Server]:
    """The old site under two sub-paths of one host: /one/ and /two/."""
    for name in ("one", "two"):
        (tmp_path / name).symlink_to(sites[0])
    own = Server(tmp_path)
    yield own
    own.cut()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser that has never been here."""
    own = browser.new_context()
    own.set_default_timeout(15_000)
    yield own
    own.close()


def update(server: Server, site: Path, name: str = "one") -> None:
    """The site is replaced by another in one step."""
    new = server.root / "new"
    new.symlink_to(site)
    new.replace(server.root / name)


def address(server: Server, page: str = "", name: str = "one") -> str:
    """The address of a page of a served site."""
    return f"http://127.0.0.1:{server.port}/{name}/{page}"


def store(page: Page, server: Server, name: str = "one", township: str = TOWNSHIP) -> None:
    """Keep a township, as a reader does, from its own page."""
    page.goto(address(server, f"townships/{township}/", name))
    page.get_by_role("link", name=KEEP).click()
    page.get_by_role("button", name=KEEP).click()
    is_said(page, "存好了")


def caches(page: Page) -> list[str]:
    """The names of what the browser keeps for this host."""
    return sorted(page.evaluate("caches.keys()"))


def registrations(page: Page) -> list[str]:
    """The scopes of this host's service workers."""
    return page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.map((one) => one.scope))")


def results(page: Page) -> list[str]:
    """The names of what a search found."""
    page.wait_for_selector("[data-search-done]", state="attached")
    return page.locator(".qd-results > li > a").all_inner_texts()


def is_said(page: Page, text: str) -> None:
    """What the page says, once it has done what it was told."""
    box = page.locator("body:not(.qd-offline-busy) [data-offline-said]")
    expect(box).to_contain_text(text, timeout=60_000)


def heading(page: Page) -> str:
    """The page's heading."""
    return page.locator("h1").inner_text()


WHEN = re.compile(r"这是 \d+年\d+月\d+日 \d+:\d\d 存到这台手机的")


def test_kept_files_are_the_sites(sites: tuple[Path, Path]) -> None:
    """What is to be kept is there as told, every page of the township among it; many files in one are the same."""
    site = sites[0]
    told = json.loads((site / paths.kept_lists(0)).read_text("utf-8"))[TOWNSHIP]
    files = {address: (digest, size) for address, digest, size in told["files"]}
    for address, kept in files.items():
        content = (
            site / address / "index.html" if address.endswith("/") or not address else site / address
        ).read_bytes()
        assert (sha256(content).hexdigest()[:16], len(content)) == kept, address
    own = site / "townships" / TOWNSHIP
    pages = {f"{page.parent.relative_to(site).as_posix()}/" for page in own.rglob("index.html")}
    assert pages < set(files)
    assert f"townships/{TOWNSHIP}/b-003/" in pages
    index = index_of(site, TOWNSHIP)
    assert {path.relative_to(site).as_posix() for path in index.iterdir()} < set(files)
    assert paths.search_pointer(TOWNSHIP) in files
    for name in told["search"]:
        for file, content in json.loads((site / name).read_text("utf-8")).items():
            assert content == json.loads((site / paths.search_folder(f"{file}.json")).read_text("utf-8")), file


def test_nothing_is_stored_unless_asked(context: BrowserContext, server: Server) -> None:
    """Home, township, search and the page of the offer itself leave nothing on the device."""
    page = context.new_page()
    for one in ("", f"townships/{TOWNSHIP}/", f"search/?q=卫生&in={TOWNSHIP}", f"offline/?in={TOWNSHIP}"):
        page.goto(address(server, one))
        page.wait_for_load_state("networkidle")
    expect(page.get_by_role("button", name=KEEP)).to_be_visible()
    stored = page.evaluate("indexedDB.databases().then((all) => [all.length, localStorage.length])")
    assert (caches(page), registrations(page), stored) == ([], [], [0, 0])


def test_a_kept_township_works_without_network(context: BrowserContext, server: Server) -> None:
    """Home, lists, duties, search by words, pinyin and slip: all there, and as of when; what is not, is said."""
    page = context.new_page()
    store(page, server)
    server.cut()
    page.goto(address(server))
    expect(page.locator("h1")).to_contain_text("这件事，谁来办？")
    expect(page.locator(".qd-kept")).to_contain_text(WHEN)
    page.goto(address(server, f"townships/{TOWNSHIP}/basic/"))
    page.get_by_role("link", name=RENAMED[0]).click()
    assert heading(page).startswith(RENAMED[0])
    expect(page.locator(".qd-kept")).to_contain_text(WHEN)
    for query in ("爱国卫生", "aiguoweisheng", "爱国为生"):
        page.goto(address(server, f"search/?q={query}&in={TOWNSHIP}"))
        assert results(page)[0].startswith(RENAMED[0]), query
    # All townships are not kept: the search offers the one that is, with the same query.
    page.goto(address(server, "search/?q=爱国卫生"))
    page.locator("[data-search-status]").get_by_role("link").click()
    assert results(page)[0].startswith(RENAMED[0])
    # Nor is another township, in a comparison.
    page.goto(address(server, f"compare/?in={TOWNSHIP}&in={OTHER}"))
    expect(page.locator("[data-compare-status]")).to_contain_text("存在这台手机里的，不用网络也能看")
    # A page that is not kept, and one whose address lacks its slash.
    page.goto(address(server, "departments/"))
    expect(page.get_by_role("alert")).to_contain_text("没有网络，这一页没有存。")
    assert page.get_by_role("link", name="再试一次").get_attribute("href") == address(server, "departments/")
    page.goto(address(server, DUTY.rstrip("/")))
    assert (page.url, heading(page)[:8]) == (address(server, DUTY), RENAMED[0])
    # With the network again, everything is as the site has it.
    server.restore()
    page.goto(address(server, "departments/"))
    assert (heading(page)[:2], page.locator(".qd-kept").count()) == ("部门", 0)


def test_update_replaces_all_or_nothing(context: BrowserContext, server: Server, sites: tuple[Path, Path]) -> None:
    """An update that breaks off leaves the old state working; one that succeeds replaces it, fetching what changed."""
    page = context.new_page()
    store(page, server)
    before = caches(page)
    update(server, sites[1])
    page.goto(address(server, "offline/"))
    expect(page.locator("[data-offline-offer]")).to_contain_text("网站上有新的")
    # Enough answers to ask for the list and to begin.
    server.last = 4
    page.get_by_role("button", name="更新").click()
    is_said(page, "网络断了")
    server.cut()
    page.goto(address(server, DUTY))
    assert (heading(page)[:8], caches(page)) == (RENAMED[0], before)
    page.goto(address(server, f"search/?q=爱国卫生&in={TOWNSHIP}"))
    assert results(page)[0].startswith(RENAMED[0])
    server.restore()
    page.goto(address(server, "offline/"))
    page.get_by_role("button", name="更新").wait_for()
    server.asked.clear()
    page.get_by_role("button", name="更新").click()
    is_said(page, "更新好了")
    # Not the scripts, nor the pages that are as they were.
    assert 0 < len([one for one in server.asked if "/assets/" not in one]) < 50
    assert not [one for one in server.asked if one.endswith("/c-001/")]
    server.cut()
    page.goto(address(server, DUTY))
    assert (heading(page)[:8], len(caches(page))) == (RENAMED[1], 2)
    page.goto(address(server, f"search/?q=卫生运动&in={TOWNSHIP}"))
    assert results(page)[0].startswith(RENAMED[1])


def test_what_is_not_as_told_is_refused(context: BrowserContext, server: Server) -> None:
    """A file with other content than the site says, as of a broken upload or a gateway: said, and nothing is left."""
    page = context.new_page()
    server.instead[f"/one/{DUTY}"] = (200, "text/html", b"<!doctype html><title>portal</title>")
    page.goto(address(server, f"offline/?in={TOWNSHIP}"))
    page.get_by_role("button", name=KEEP).click()
    is_said(page, "取到的和网站说的不一样")
    assert (caches(page), registrations(page)) == ([], [])


def test_failing_answers_do_not_replace_what_is_kept(context: BrowserContext, server: Server) -> None:
    """A server's failure and a network that wants a login first do not hide what is kept; a page that is gone is."""
    page = context.new_page()
    store(page, server)
    for answer in ((503, "text/html", b"busy"), (200, "text/html", b"<title>login</title>"), (302, "text/html", b"")):
        server.instead[f"/one/{DUTY}"] = answer
        page.goto(address(server, DUTY))
        assert heading(page)[:8] == RENAMED[0], answer
        expect(page.locator(".qd-kept")).to_contain_text(WHEN)
    server.instead[f"/one/{DUTY}"] = (404, "text/html", (server.root / "one" / "404.html").read_bytes())
    page.goto(address(server, DUTY))
    assert heading(page)[:5] == "没有这一页"


def test_removal_leaves_nothing_and_touches_no_other_site(context: BrowserContext, server: Server) -> None:
    """Two sites of one host each keep their own; what the last township of one leaves is nothing."""
    page = context.new_page()
    store(page, server, "one")
    store(page, server, "two")
    store(page, server, "two", OTHER)
    assert registrations(page) == [address(server), address(server, name="two")]
    page.goto(address(server, "offline/", "one"))
    # What a crash left is removed at the next visit; that of the other site is its own affair.
    page.evaluate("Promise.all(['/one/', '/two/'].map((path) => caches.open(`qingdan ${path} 1`)))")
    page.reload()
    page.wait_for_function("async () => !(await caches.keys()).includes('qingdan /one/ 1')")
    page.get_by_role("button", name="删掉").click()
    is_said(page, "删掉了")
    assert {one.split()[1] for one in caches(page)} == {"/two/"}
    assert registrations(page) == [address(server, name="two")]
    # Of two townships the one that stays works as before.
    page.goto(address(server, "offline/", "two"))
    page.get_by_role("button", name="删掉").nth(1).click()
    is_said(page, "删掉了")
    server.cut()
    page.goto(address(server, f"search/?q=爱国卫生&in={TOWNSHIP}", "two"))
    assert results(page)[0].startswith(RENAMED[0])
    gone, there = (address(server, f"townships/{one}/", "two") for one in (OTHER, TOWNSHIP))
    assert page.evaluate("(all) => Promise.all(all.map((one) => caches.match(one).then(Boolean)))", [gone, there]) == [
        False,
        True,
    ]


def test_what_comes_late_is_not_offered(context: BrowserContext, server: Server) -> None:
    """What was kept is deleted while the site is asked whether there is anything new: the answer is of no use."""
    page = context.new_page()
    store(page, server)
    server.stuck = "/one/offline/.*json"
    server.is_stuck.set()
    page.goto(address(server, "offline/"))
    page.get_by_role("button", name="删掉").click()
    is_said(page, "删掉了")
    offer = page.locator("[data-offline-offer]")
    expect(offer).to_contain_text("还没有存。")
    server.is_stuck.clear()
    page.wait_for_timeout(400)
    expect(offer).to_contain_text("还没有存。")


def test_state_of_another_form_is_discarded(context: BrowserContext, server: Server) -> None:
    """What a service worker of another build kept in a form unknown to this one: said, removed, and replaced."""
    page = context.new_page()
    old = b"addEventListener('fetch', (event) => event.respondWith(fetch(event.request)))"
    server.instead["/one/sw.js"] = (200, "text/javascript", old)
    page.goto(address(server, "about/"))
    page.evaluate(
        """async () => {
            await navigator.serviceWorker.register("../sw.js");
            await navigator.serviceWorker.ready;
            await caches.open("qingdan /one/ old");
            const state = await caches.open("qingdan /one/ state");
            await state.put("/one/offline/state", new Response('{"form": 0, "cache": "qingdan /one/ old"}'));
        }"""
    )
    server.restore()
    page.goto(address(server, f"offline/?in={TOWNSHIP}"))
    expect(page.locator("[data-offline-list]")).to_contain_text("以前存的现在用不了")
    page.get_by_role("button", name=KEEP).click()
    is_said(page, "存好了")
    assert len(caches(page)) == 2
    assert "qingdan /one/ old" not in caches(page)
    server.cut()
    page.goto(address(server, DUTY))
    expect(page.locator(".qd-kept")).to_contain_text(WHEN)


@pytest.mark.heavy
def test_cancelled_leaves_nothing(context: BrowserContext, server: Server) -> None:
    """A reader who stops has nothing kept."""
    page = context.new_page()
    page.goto(address(server, f"offline/?in={TOWNSHIP}"))
    page.get_by_role("button", name=KEEP).wait_for()
    server.is_stuck.set()
    page.get_by_role("button", name=KEEP).click()
    page.get_by_role("button", name="取消").click()
    server.is_stuck.clear()
    is_said(page, "没有再存")
    assert (caches(page), registrations(page)) == ([], [])


def test_no_room_is_said(context: BrowserContext, server: Server) -> None:
    """Where the device has no room: how much is needed, whether known before or met on the way."""
    page = context.new_page()
    page.goto(address(server, f"offline/?in={TOWNSHIP}"))
    page.get_by_role("button", name=KEEP).wait_for()
    origin = address(server).removesuffix("/one/")
    context.new_cdp_session(page).send("Storage.overrideQuotaForOrigin", {"origin": origin, "quotaSize": 100_000})
    page.get_by_role("button", name=KEEP).click()
    is_said(page, "放不下：要 0.")
    # The estimate is not told everywhere: then it is found out on the way.
    page.evaluate("StorageManager.prototype.estimate = undefined")
    page.get_by_role("button", name=KEEP).click()
    is_said(page, "放不下：要 0.")
    assert (caches(page), registrations(page)) == ([], [])


@pytest.mark.heavy
def test_network_that_does_not_answer(context: BrowserContext, server: Server) -> None:
    """A network that is there but does not answer: the kept copy, after some seconds."""
    page = context.new_page()
    store(page, server)
    server.is_stuck.set()
    page.goto(address(server, DUTY))
    expect(page.locator(".qd-kept")).to_contain_text("没有连上网站")
    server.is_stuck.clear()


@pytest.mark.heavy
def test_not_offered_where_it_cannot_work(browser: Browser, server: Server) -> None:
    """Over http:, where browsers allow no service worker, townships say nothing; the page itself says why."""
    own = browser.browser_type.launch(
        executable_path=chromium(),
        args=["--no-sandbox", "--host-resolver-rules=MAP portal.test 127.0.0.1"],
    )
    page = own.new_page()
    page.goto(f"http://portal.test:{server.port}/one/townships/{TOWNSHIP}/")
    page.wait_for_load_state("networkidle")
    expect(page.locator(".qd-keep")).to_be_hidden()
    page.goto(f"http://portal.test:{server.port}/one/offline/?in={TOWNSHIP}")
    expect(page.locator("[data-offline-offer]")).to_contain_text("https")
    assert page.get_by_role("button", name=KEEP).count() == 0
    own.close()


def test_home_screen(sites: tuple[Path, Path], context: BrowserContext, server: Server) -> None:
    """Every page names the manifest, which a browser can read without fault and whose icons are as large as told."""
    page = context.new_page()
    page.goto(address(server, DUTY))
    found = context.new_cdp_session(page).send("Page.getAppManifest")
    assert (found["url"], found["errors"]) == (address(server, "manifest.json"), [])
    told = json.loads(found["data"])
    assert (told["name"], told["start_url"], told["scope"]) == ("清单", ".", ".")
    for icon in told["icons"]:
        width, height = struct.unpack(">II", (sites[0] / icon["src"]).read_bytes()[16:24])
        assert icon["sizes"] == f"{width}x{height}"


@pytest.mark.heavy
def test_real_search_is_the_same_without_network(context: BrowserContext, site: Path, tmp_path: Path) -> None:
    """In a real township everyday words, whole questions, slips and pinyin find the same as with the network."""
    (tmp_path / "one").symlink_to(site)
    server = Server(tmp_path)
    page = context.new_page()
    town = "tuquan/tuquan"
    queries = ("孤寡老人", "路灯坏了谁修", "dibao", "gai cesuo", "地保", "徵地補償", "没有这样的事")

    def found() -> list[list[str]]:
        lists = []
        for query in queries:
            page.goto(address(server, f"search/?q={query}&in={town}"))
            lists.append(results(page))
        return lists

    online = found()
    assert all(online[:-1])
    store(page, server, township=town)
    server.cut()
    assert found() == online
    page.goto(address(server, f"townships/{town}/cooperative/"))
    page.locator("table a").first.click()
    expect(page.locator(".qd-kept")).to_contain_text(WHEN)
