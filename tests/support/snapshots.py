"""Snapshots: what a program makes, as it was read by a person and accepted."""

import pytest

from support.places import TESTS


class Snapshots:
    """The accepted texts of a folder of tests/snapshots."""

    def __init__(self, folder: str, *, renew: bool) -> None:
        self._folder, self._renew = TESTS / "snapshots" / folder, renew

    def hold(self, name: str, actual: str) -> None:
        """Compare a text with what was accepted; with `--renew` it is what is accepted from now on."""
        file = self._folder / name.replace("/", "_")
        if self._renew:
            file.parent.mkdir(exist_ok=True)
            file.write_text(actual, "utf-8")
        assert actual == file.read_text("utf-8"), "若改动是有意的，运行 pytest --renew 再看 git diff"


@pytest.fixture
def snapshots(request: pytest.FixtureRequest) -> Snapshots:
    """The accepted texts of the crooked content."""
    return Snapshots("crooked", renew=request.config.getoption("--renew"))
