"""What tests in a browser share: how a page is opened, and what is noted of what the policy forbids."""

import shutil
from typing import Any, Protocol

from playwright.sync_api import Page


class NewPage(Protocol):
    """Opens a page of a size with nothing remembered; options are those of Playwright's `new_context`."""

    def __call__(self, size: str | tuple[int, int] = "wide", **options: Any) -> Page: ...


SIZES = {"wide": (1280, 900), "phone": (360, 780)}

# An init script: what the policy of the page forbids.
WATCH = """
window.violations = [];
addEventListener('securitypolicyviolation', (one) => violations.push(`${one.violatedDirective} ${one.blockedURI}`));
"""


def chromium() -> str | None:
    """Where Chromium is: the shell, which has no window and takes half the time, or else a whole one."""
    names = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
    return next(filter(None, map(shutil.which, names)), None)
