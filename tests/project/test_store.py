"""The store: files kept once by what they hold, lent by hard links, never written again in their place."""

import os
from pathlib import Path

import pytest

from generator import cache
from generator.store import Store, link


def test_kept_once_and_lent(tmp_path: Path) -> None:
    """The same bytes have one digest and one file, which a site gets as a second name of it; pieces too."""
    store = Store(tmp_path / "files")
    digest = store.keep("清单")
    assert store.keep(["清单".encode()[:2], "清单".encode()[2:]]) == digest
    # A dot and a hyphen come before a slash.
    names = {"a/b.txt", "a/c/d.txt", "a/c-d.txt", "a/e.txt", "a-b.txt", "a.txt", "c.txt"}
    store.lend(dict.fromkeys(names, digest), tmp_path / "site")
    assert {one.relative_to(tmp_path / "site").as_posix() for one in (tmp_path / "site").rglob("*.txt")} == names
    assert (tmp_path / "site/a/b.txt").read_text("utf-8") == "清单"
    assert (tmp_path / "site/c.txt").stat().st_ino == store.path(digest).stat().st_ino


def test_changed_in_a_site_is_made_anew(tmp_path: Path) -> None:
    """What somebody wrote into a site's file is not what is kept: it is noticed, and other sites keep theirs."""
    store = Store(tmp_path / "files")
    digest = store.keep("清单")
    store.lend({"a.txt": digest}, tmp_path / "site")
    (tmp_path / "site/a.txt").write_text("改了", "utf-8")
    assert (store.are_sound([digest]), cache.ignored(tmp_path)) == (False, 1)
    assert not store.is_sound(digest)
    assert store.keep("清单") == digest
    assert store.is_sound(digest)
    assert (tmp_path / "site/a.txt").read_text("utf-8") == "改了"


def test_a_folder_holds_what_is_lent_and_nothing_else(tmp_path: Path) -> None:
    """Whatever stands there: what is right stays, all else goes, what is missing comes; nothing is written through a
    link, nor into a second name of what is kept.
    """
    store, site, other = Store(tmp_path / "files"), tmp_path / "site", tmp_path / "other"
    one, two = store.keep("甲"), store.keep("乙")
    other.mkdir()
    (other / "x.txt").write_text("别人的", "utf-8")
    store.lend({"a.txt": one, "b/c/d.txt": one, "b/e.txt": two, "f/g.txt": one, "h.txt": two, "i/j": one}, site)
    same = (site / "b/e.txt").stat().st_ino
    (site / "f/g.txt").unlink()
    (site / "f").rmdir()
    (site / "f").symlink_to(other)
    (site / "h.txt").unlink()
    (site / "h.txt").write_bytes(store.path(two).read_bytes())
    files = {"a.txt": two, "b/c": one, "b/e.txt": two, "f/x.txt": one, "h.txt": two, "i/j/k.txt": one}
    store.lend(files, site)
    found = {path.relative_to(site).as_posix(): path for path in site.rglob("*") if path.is_file()}
    assert {name: path.stat().st_ino for name, path in found.items()} == {
        name: store.path(digest).stat().st_ino for name, digest in files.items()
    }
    assert (site / "b/e.txt").stat().st_ino == same
    assert (store.is_sound(one), store.is_sound(two)) == (True, True)
    assert (other / "x.txt").read_text("utf-8") == "别人的"
    store.lend({}, site)
    assert list(site.iterdir()) == []


def test_room_is_made_now_and_then(tmp_path: Path) -> None:
    """To look for what is not used any more takes longer than an edit: once an hour is enough."""
    store = Store(tmp_path / "files", limit=0)

    def unused(text: str) -> str:
        digest = store.keep(text)
        os.utime(store.path(digest), (0, 0))
        return digest

    first = unused("甲")
    store.tidy_now_and_then([])
    assert not store.is_sound(first)
    second = unused("乙")
    store.tidy_now_and_then([])
    assert store.is_sound(second)
    os.utime(tmp_path / "files/.tidied", (0, 0))
    store.tidy_now_and_then([])
    assert not store.is_sound(second)


def test_link_never_writes_into_what_stands_there(tmp_path: Path) -> None:
    """It may be a second name of something else that is kept."""
    store = Store(tmp_path / "files")
    one, other = store.keep("甲"), store.keep("乙")
    store.lend({"a.txt": one}, tmp_path / "site")
    with pytest.raises(FileExistsError):
        link(store.path(other), tmp_path / "site/a.txt")
    assert store.is_sound(one)
