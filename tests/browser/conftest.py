"""A real browser and its pages; of a test that fails, what was shown is kept; with `--record` all that led there."""

import re
from collections.abc import Generator, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Error, Page, sync_playwright

from support.browser import SIZES, NewPage, chromium
from support.places import PROJECT

FAILED = PROJECT / "build/failed"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Headless Chromium, Debian's where the machine has it."""
    with sync_playwright() as playwright:
        one = playwright.chromium.launch(
            executable_path=chromium(),
            args=["--no-sandbox", "--disable-background-networking", "--disable-component-update"],
        )
        yield one
        one.close()


@pytest.fixture
def new_page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[NewPage]:
    """Opens pages, each in a context of its own, in which nothing is animated; closes them all."""
    contexts = []

    def open_page(size: str | tuple[int, int] = "wide", **options: Any) -> Page:
        width, height = SIZES[size] if isinstance(size, str) else size
        usual = {"viewport": {"width": width, "height": height}, "locale": "zh-CN", "reduced_motion": "reduce"}
        context = browser.new_context(**{**usual, **options})
        if request.config.getoption("--record"):
            context.tracing.start(snapshots=True)
        contexts.append(context)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def wide(new_page: NewPage) -> Page:
    """A wide screen."""
    return new_page("wide")


@pytest.fixture
def phone(new_page: NewPage) -> Page:
    """A phone."""
    return new_page("phone")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, Any, Any]:
    """Of a test that failed: a picture of every page that is open, and a trace where one is made; it says where."""
    report = yield
    browser = getattr(item, "funcargs", {}).get("browser")
    if report.when == "call" and report.failed and isinstance(browser, Browser):
        report.sections.append(("browser", "\n".join(kept(browser, item.name))))
    return report


def kept(browser: Browser, name: str) -> Iterator[str]:
    """Keeps what the browser shows and what it did, and says where, a line a file."""
    stem = re.sub(r"[^\w.-]+", "-", name).strip("-")
    FAILED.mkdir(parents=True, exist_ok=True)
    for number, context in enumerate(browser.contexts):
        for place, page in enumerate(context.pages):
            file = FAILED / f"{stem}-{number}-{place}.png"
            with suppress(Error):  # a page that no longer answers
                page.screenshot(path=file)
                yield f"{page.url}: {shown(file)}"
        trace = FAILED / f"{stem}-{number}.zip"
        with suppress(Error):  # a context without a trace
            context.tracing.stop(path=trace)
            yield f".venv/bin/python -m playwright show-trace {shown(trace)}"


def shown(path: Path) -> str:
    """A path as one types it in the project's folder."""
    return path.relative_to(PROJECT).as_posix()
