"""Writing: a folder made anew keeps what already says the same, loses what is of no build, and nothing half-way."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.files import FileContent
from generator.site import write
from generator.site.write import add, hand_written, write_files, write_tree


def pieces() -> Iterator[bytes]:
    """A file too large to be held at once."""
    yield from ("一".encode(), "二".encode())


def files(folder: Path) -> dict[str, str]:
    """What a folder holds."""
    return {
        path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in folder.rglob("*") if path.is_file()
    }


@pytest.mark.parametrize("again", ["一二", "一二".encode(), pieces()], ids=["text", "bytes", "pieces"])
def test_what_says_the_same_is_left_alone(tmp_path: Path, again: FileContent) -> None:
    """The same file stands there afterwards, not one like it; whoever copies by time copies nothing."""
    write_tree([("a/b.txt", "一二")], tmp_path)
    before = (tmp_path / "a/b.txt").stat()
    assert write_tree([("a/b.txt", again)], tmp_path) == 1
    after = (tmp_path / "a/b.txt").stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert files(tmp_path) == {"a/b.txt": "一二"}


def test_what_is_of_no_build_goes(tmp_path: Path) -> None:
    """Files that are not put again, and folders that are empty then."""
    write_tree([("a/b.txt", "一"), ("c/d/e.txt", "二"), ("f.txt", "三")], tmp_path)
    assert write_tree([("a/b.txt", "四")], tmp_path) == 1
    assert files(tmp_path) == {"a/b.txt": "四"}
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_what_breaks_off_removes_nothing(tmp_path: Path) -> None:
    """Of a build that failed, the old files are still there."""
    write_tree([("a.txt", "一"), ("b.txt", "二")], tmp_path)

    def broken() -> Iterator[tuple[str, str]]:
        yield "a.txt", "三"
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_tree(broken(), tmp_path)
    assert files(tmp_path) == {"a.txt": "三", "b.txt": "二"}


def test_files_are_written_together(tmp_path: Path) -> None:
    """All of them, or none, and then nothing is left of them."""
    (tmp_path / "a.txt").write_text("旧", "utf-8")

    def broken() -> Iterator[tuple[str, str]]:
        yield "a.txt", "新"
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_files(broken(), tmp_path)
    assert files(tmp_path) == {"a.txt": "旧"}
    assert write_files([("a.txt", "新"), ("b/c.txt", "二")], tmp_path) == 2
    assert files(tmp_path) == {"a.txt": "新", "b/c.txt": "二"}


def test_pages_of_the_content_come_before_the_projects(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each page once, the content's own where it has one, byte for byte, in the order of their names."""
    monkeypatch.setattr(write, "PROJECT", tmp_path / "project")
    write_tree([("about.md", "项目"), ("z/help.md", "项目")], tmp_path / "project/content/pages")
    assert list(hand_written(tmp_path / "content")) == [("about.md", "项目".encode()), ("z/help.md", "项目".encode())]
    write_tree([("about.md", "自己\r\n"), ("b.png", b"\xff")], tmp_path / "content/pages")
    assert list(hand_written(tmp_path / "content")) == [
        ("about.md", "自己\r\n".encode()),
        ("b.png", b"\xff"),
        ("z/help.md", "项目".encode()),
    ]


def test_added_files_stand_beside_what_is_there(tmp_path: Path) -> None:
    """In folders that are made for them; how many they are."""
    write_tree([("index.html", "四")], tmp_path / "whole")
    assert add([("search/c.json", "五"), ("d/e.json", pieces())], tmp_path / "whole") == 2
    assert files(tmp_path / "whole") == {
        "index.html": "四",
        "search/c.json": "五",
        "d/e.json": "一二",
    }
