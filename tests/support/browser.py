"""What tests in a browser share: how a page is opened, and what is noted of what the policy forbids."""

import shutil
from collections.abc import Callable
from typing import Any, Protocol

from playwright.sync_api import Page, Route


class NewPage(Protocol):
    """Opens a page of a size with nothing remembered; options are those of Playwright's `new_context`."""

    def __call__(self, size: str | tuple[int, int] = "wide", **options: Any) -> Page: ...


# So many times it is looked whether something was asked, which comes to half a minute and more.
_PATIENCE = 1500


class Held:
    """The answers to what a page asks of some addresses, held back until they are let go."""

    def __init__(self, page: Page, addresses: str) -> None:
        self.page = page
        self.routes: list[Route] = []
        self.is_holding = True
        page.route(addresses, self._hold)

    def _hold(self, route: Route) -> None:
        if self.is_holding:
            self.routes.append(route)
        else:
            route.continue_()

    def let_pass(self) -> None:
        """Once something was asked: what is asked from now on is answered at once."""
        for _ in range(_PATIENCE):
            if self.routes:
                break
            self.page.wait_for_timeout(20)
        assert self.routes, "nothing was asked"
        self.is_holding = False

    def let_go(self, answer: Callable[[Route], None] = Route.continue_) -> None:
        """All of them come, or what else becomes of them; gives the page time to take it in."""
        self.let_pass()
        for one in self.routes:
            answer(one)
        self.page.wait_for_timeout(400)


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
