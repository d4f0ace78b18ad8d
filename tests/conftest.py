"""What all tests share: `--renew`, the built site, a server under a sub-path, a real browser."""

import functools
import http.server
import shutil
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from playwright.sync_api import Browser, sync_playwright

from generator import flow
from support.places import CONTENT


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--renew` writes snapshots and golden files anew; look at the diff before committing it."""
    parser.addoption("--renew", action="store_true", help="write snapshots and golden files anew")


_LEFT_OUT = pytest.StashKey[Counter[str]]()


def pytest_configure(config: pytest.Config) -> None:
    """Keeps count of the heavy tests that are left out."""
    config.stash[_LEFT_OUT] = Counter()


def pytest_deselected(items: Sequence[pytest.Item]) -> None:
    """Counts, by file; where tests run on several processes, each of them collects, and is asked at its end."""
    for item in items:
        if item.get_closest_marker("heavy"):
            item.config.stash[_LEFT_OUT][item.path.name] += 1


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A process that runs tests gives its count to the one that prints."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["left_out"] = dict(session.config.stash[_LEFT_OUT])


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """All processes have left out the same."""
    if not node.config.stash[_LEFT_OUT]:
        node.config.stash[_LEFT_OUT].update(getattr(node, "workeroutput", {}).get("left_out", {}))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """What was left out is said, so that nobody takes it for passed."""
    if left_out := config.stash[_LEFT_OUT]:
        files = "，".join(f"{name} {count} 个" for name, count in sorted(left_out.items()))
        terminalreporter.write_line(
            f"没有运行的：要用网页服务器、旧浏览器等的 {left_out.total()} 个测试（{files}）；用 make test-all 运行。"
        )


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
