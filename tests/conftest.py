"""What all tests share: `--renew`, the built site, a server under a sub-path, a real browser."""

import functools
import http.server
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from filelock import FileLock
from playwright.sync_api import Browser, sync_playwright

from generator import flow

CONTENT = Path(__file__).parent.parent / "content"


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--renew` writes snapshots and golden files anew; look at the diff before committing it."""
    parser.addoption("--renew", action="store_true", help="write snapshots and golden files anew")


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The real content, built once a run: by the process that asks first, while the others wait."""
    own = tmp_path_factory.getbasetemp()
    output = (own if worker_id == "master" else own.parent) / "site"
    with FileLock(output.with_suffix(".lock")):
        if not output.is_dir():
            flow.build_site(CONTENT, output, lambda _: None)
    return output


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[Path], str]]:
    """Serves a site's folder under a sub-path; gives its address, ending in a slash."""
    root = tmp_path_factory.mktemp("www")
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(root)))
    threading.Thread(target=server.serve_forever, daemon=True).start()

    def serve(folder: Path) -> str:
        name = f"portal-{len(list(root.iterdir()))}"
        (root / name).symlink_to(folder)
        return f"http://127.0.0.1:{server.server_port}/{name}/"

    yield serve
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def address(site: Path, served: Callable[[Path], str]) -> str:
    """The address of the served site of the real content."""
    return served(site)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Headless Chromium, Debian's where the machine has it."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        one = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-background-networking", "--disable-component-update"]
        )
        yield one
        one.close()
