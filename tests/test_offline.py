"""Without a network: a township kept on the reader's device, with the network really cut, in a real browser."""

import contextlib
import functools
import http.server
import re
import shutil
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from generator import flow

DEMO = Path(__file__).parent / "demo"
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


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The demo content, and the same after an update: a duty has another name."""
    folder = tmp_path_factory.mktemp("offline")
    changed = folder / "content"
    shutil.copytree(DEMO, changed)
    file = changed / "townships" / TOWNSHIP / "basic.yml"
    file.write_text(file.read_text("utf-8").replace(*RENAMED), "utf-8")
    for content, name in ((DEMO, "old"), (changed, "new")):
        flow.build_site(content, folder / name, lambda _: None)
    return folder / "old", folder / "new"


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
    expect(page.locator("[data-offline-said]")).to_contain_text("存好了")


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


def test_a_kept_township_works_without_network(context: BrowserContext, server: Server) -> None:
    """Home, lists, duties, search by everyday word, pinyin and slip, comparison: all there, and as of when."""
    page = context.new_page()
    store(page, server)
    server.cut()
    page.goto(address(server))
    expect(page.locator("h1")).to_contain_text("这件事，谁来办？")
    expect(page.locator(".qd-kept")).to_contain_text(re.compile(r"这是 \d+年\d+月\d+日 \d+:\d\d 存到这台手机的"))
    page.goto(address(server, f"townships/{TOWNSHIP}/basic/"))
    page.get_by_role("link", name=RENAMED[0]).click()
    expect(page.locator("h1")).to_contain_text(RENAMED[0])
    expect(page.locator(".qd-kept")).to_be_visible()
    for query in ("爱国卫生", "aiguoweisheng", "爱国为生"):
        page.goto(address(server, f"search/?q={query}&in={TOWNSHIP}"))
        assert results(page)[0].startswith(RENAMED[0]), query
