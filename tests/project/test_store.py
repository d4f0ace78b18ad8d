"""The store: files kept once by what they hold, lent by hard links, never written again in their place."""

from pathlib import Path

import pytest

from generator.store import Store, link


def test_kept_once_and_lent(tmp_path: Path) -> None:
    """The same bytes have one digest and one file, which a site gets as a second name of it; pieces too."""
    store = Store(tmp_path / "files")
    digest = store.keep("清单")
    assert store.keep(["清单".encode()[:2], "清单".encode()[2:]]) == digest
    store.lend({"a/b.txt": digest, "c.txt": digest}, tmp_path / "site")
    assert (tmp_path / "site/a/b.txt").read_text("utf-8") == "清单"
    assert (tmp_path / "site/c.txt").stat().st_ino == store.path(digest).stat().st_ino


def test_changed_in_a_site_is_made_anew(tmp_path: Path) -> None:
    """What somebody wrote into a site's file is not what is kept: it is noticed, and other sites keep theirs."""
    store = Store(tmp_path / "files")
    digest = store.keep("清单")
    store.lend({"a.txt": digest}, tmp_path / "site")
    (tmp_path / "site/a.txt").write_text("改了", "utf-8")
    assert not store.is_sound(digest)
    assert store.keep("清单") == digest
    assert store.is_sound(digest)
    assert (tmp_path / "site/a.txt").read_text("utf-8") == "改了"


def test_link_never_writes_into_what_stands_there(tmp_path: Path) -> None:
    """It may be a second name of something else that is kept."""
    store = Store(tmp_path / "files")
    one, other = store.keep("甲"), store.keep("乙")
    store.lend({"a.txt": one}, tmp_path / "site")
    with pytest.raises(FileExistsError):
        link(store.path(other), tmp_path / "site/a.txt")
    assert store.is_sound(one)
