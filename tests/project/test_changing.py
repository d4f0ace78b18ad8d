"""Content that changes while it is read: what is kept under its key is its own, never another content's."""

import shutil
from pathlib import Path

import pytest

from generator import checking
from generator.checking import ContentChanged, county_key, read_own, source, while_it_stays
from generator.read.folder import Read
from support.places import DEMO

FILE = "townships/jia/bing/basic.yml"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return shutil.copytree(DEMO, tmp_path / "content")


def test_county_that_changes_while_it_is_read(content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where it is changed back: what was read is not known; where nothing changes, it is read."""
    found, _, _ = source(content)
    own = county_key(found, "jia")
    assert [one.id for one in read_own(found, "jia", own).content.townships] == ["jia/bing", "jia/yi"]
    file, read = content / FILE, checking.read_county
    text = file.read_bytes()

    def changing(*arguments: object) -> Read:
        file.write_bytes(text + b"# x\n")
        try:
            return read(*arguments)
        finally:
            file.write_bytes(text)

    monkeypatch.setattr(checking, "read_county", changing)
    with pytest.raises(ContentChanged):
        read_own(found, "jia", own)
    monkeypatch.undo()
    file.write_bytes(text + b"# x\n")
    with pytest.raises(ContentChanged):
        read_own(found, "jia", own)


def test_it_is_read_again() -> None:
    """Until it stays as it is for so long; for ever it is not tried."""
    tries: list[int] = []

    def read(stays_after: int) -> str:
        tries.append(1)
        if len(tries) < stays_after:
            raise ContentChanged
        return "读到了"

    assert while_it_stays(lambda: read(4)) == "读到了"
    assert len(tries) == 4
    with pytest.raises(ContentChanged):
        while_it_stays(lambda: read(10_000))
    assert len(tries) < 100
