"""Below the packages: names that follow from what is in files, rows without names, work in other processes."""

import json
import operator
import signal
from pathlib import Path
from typing import NamedTuple

import pytest

from generator import project, workers
from generator.files import Digest, digest, to_json
from generator.rows import NamedRow, Rest, fields, is_rest, values
from support.places import PROJECT

# --- digests ---------------------------------------------------------------------------------------

FILES = [("a.js", b"12"), ("b.js", b"3")]
OTHERS = {
    "another name": [("a.js", b"12"), ("c.js", b"3")],
    "another text": [("a.js", b"12"), ("b.js", b"4")],
    "another order": [("b.js", b"3"), ("a.js", b"12")],
    "one less": [("a.js", b"12")],
    "one more, empty": [("a.js", b"12"), ("b.js", b"3"), ("", b"")],
    "the same bytes, cut elsewhere": [("a.js", b"1"), ("2b.js", b"3")],
    "the texts exchanged": [("a.js", b"3"), ("b.js", b"12")],
}


@pytest.mark.parametrize("name", OTHERS)
def test_other_files_have_another_name(name: str) -> None:
    """So that nothing which a browser has kept of one build stands among the files of another."""
    assert digest(OTHERS[name]) != digest(FILES)


def test_the_same_files_have_the_same_name() -> None:
    """Twelve figures, in every run; the files pass through unchanged, and the name is that of those that have."""
    assert digest(FILES) == digest(iter(FILES)) == "968a47549155"
    running = Digest()
    assert list(running.over(FILES)) == FILES
    assert running.name == digest(FILES)
    list(running.over([("c", b"")]))
    assert running.name == digest([*FILES, ("c", b"")])


# --- rows ------------------------------------------------------------------------------------------


class Row(NamedTuple):
    """A row with a row in it, and all the rest."""

    first: int
    second: NamedRow
    rest: Rest[str]


def test_rows_are_written_without_names() -> None:
    """Short, in the order of the fields, and Chinese as it is; what is left stands beside the others."""
    row = Row(1, NamedRow("a", "甲"), ("x", "y"))
    assert values(row) == [1, NamedRow("a", "甲"), "x", "y"]
    assert values(Row(1, NamedRow("a", "甲"), ())) == [1, NamedRow("a", "甲")]
    assert to_json({"rows": [row]}) == '{"rows":[[1,["a","甲"],"x","y"]]}'.encode()
    assert json.loads(to_json(NamedRow("a", "b"))) == ["a", "b"]


def test_fields_of_a_row() -> None:
    """By name, with their types, and which has all that is left."""
    assert list(fields(Row)) == ["first", "second", "rest"]
    assert [is_rest(kind) for kind in fields(Row).values()] == [False, False, True]
    with pytest.raises(TypeError, match="no row"):
        values({1})


# --- other processes -------------------------------------------------------------------------------


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="by this one process is told from another")
def test_work_of_several_is_given_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    """By other processes, whom an interruption does not reach; a single task, or on one processor, by this one."""
    monkeypatch.setattr(workers, "PROCESSORS", 2)
    with workers.pool() as pool:
        assert pool.submit(signal.getsignal, signal.SIGINT).result() == signal.SIG_IGN
        assert list(workers.each(operator.neg, (one for one in (3, 1, 2)), pool)) == [-3, -1, -2]
        # Each has its own parent: this process is that of the others.
        assert set(workers.each(Path.resolve, [SELF, SELF], pool)) != {SELF.resolve()}
        assert list(workers.each(Path.resolve, [SELF], pool)) == [SELF.resolve()]
        assert list(workers.each(Path.resolve, [], pool)) == []
        monkeypatch.setattr(workers, "PROCESSORS", 1)
        assert list(workers.each(Path.resolve, [SELF, SELF], pool)) == [SELF.resolve()] * 2


# What tells a process from another, where there is such a thing.
SELF = Path("/proc/self")


def test_where_the_program_finds_its_own() -> None:
    """Whatever folder it is run in."""
    assert project.PROJECT == PROJECT
    assert (PROJECT / "mkdocs.yml", PROJECT / "templates", PROJECT / "build/cache") == (
        project.CONFIG, project.TEMPLATES, project.CACHE,
    )  # fmt: skip
    assert project.CONFIG.is_file()
    assert (project.TEMPLATES / "theme/main.html").is_file()
