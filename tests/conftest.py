"""What all tests share: options, marks that follow from what a test uses, what was left out, the two contents.

Built sites are in `support/sites.py`, a real browser in `browser/conftest.py`.
"""

import signal
from collections import Counter
from collections.abc import Sequence
from typing import Any

import pytest

from generator.link.catalogue import Catalogue
from generator.link.linker import link
from generator.model import Content
from generator.read.folder import Read, read
from support.places import CONTENT, CROOKED, DEMO

pytest_plugins = ("support.sparing", "support.sites", "support.many", "support.hostile", "support.snapshots")

# A test that uses the fixture has the mark: whatever builds a site for a test, is `once`, or gives it to `served`.
MARKS = {"browser": "browser", "once": "site", "served": "site", "real_read": "slow"}


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--renew` writes snapshots and golden files anew; look at the diff before committing it."""
    parser.addoption("--renew", action="store_true", help="write snapshots and golden files anew")
    parser.addoption("--site", metavar="DIR", help="take the real content's site from DIR instead of building it")
    parser.addoption("--screenshots", action="store_true", help="keep how each kind of page looks")
    parser.addoption("--record", action="store_true", help="keep Playwright's trace of a browser test that fails")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks each test by what it uses, before `-m` chooses among them."""
    for item in items:
        for fixture, mark in MARKS.items():
            if fixture in getattr(item, "fixturenames", ()):
                item.add_marker(mark)


_LEFT_OUT = pytest.StashKey[Counter[str]]()


def pytest_configure(config: pytest.Config) -> None:
    """Keeps count of the heavy tests that are left out.

    What a shell starts in the background ignores Ctrl+C, and what `nohup` starts that its terminal was closed; so would
    all that a test starts and interrupts.
    """
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    if hasattr(signal, "SIGHUP") and signal.getsignal(signal.SIGHUP) is signal.SIG_IGN:
        signal.signal(signal.SIGHUP, signal.SIG_DFL)
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
def demo() -> Read:
    """The demo content, as it was read."""
    return read(DEMO)


@pytest.fixture(scope="session")
def catalogue(demo: Read) -> Catalogue:
    """The demo content, linked."""
    return link(demo.content)


@pytest.fixture(scope="session")
def crooked() -> Read:
    """The content in which nothing is the same twice, as it was read."""
    return read(CROOKED)


@pytest.fixture(scope="session")
def crooked_catalogue(crooked: Read) -> Catalogue:
    """The content in which nothing is the same twice, linked."""
    return link(crooked.content)


@pytest.fixture(scope="session")
def real_read() -> Read:
    """The content of the five documents, as it was read, which takes seconds."""
    return read(CONTENT)


@pytest.fixture(scope="session")
def real_content(real_read: Read) -> Content:
    """The content of the five documents."""
    return real_read.content


@pytest.fixture(scope="session")
def real(real_content: Content) -> Catalogue:
    """The content of the five documents, linked."""
    return link(real_content)
