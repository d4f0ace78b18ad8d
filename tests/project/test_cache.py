"""What was made before: given again for the same question only, never damaged, never without end, and never in the way.

What a result depends on in code is found through the imports, so that nobody can forget it.
"""

import multiprocessing
import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

from generator import cache
from generator.cache import Cache
from support.places import PROJECT


class Maker:
    """Makes what it is told to, and counts how often."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self, kept: Cache, slot: str, question: str, answer: str = "答") -> str:
        def make() -> bytes:
            self.times += 1
            return answer.encode()

        return kept.made(slot, question.encode(), make).decode()


@pytest.fixture
def kept(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "cache")


@pytest.fixture
def ask() -> Maker:
    return Maker()


def test_made_once_for_a_question(kept: Cache, ask: Maker) -> None:
    """The same question is not made again; another one takes the slot, and the first is made again after it."""
    for question, answer, times in (("甲", "一", 1), ("甲", "？", 1), ("乙", "二", 2), ("甲", "三", 3)):
        assert not (times > ask.times and kept.has("槽", question.encode()))
        assert ask(kept, "槽", question, answer) == ("一" if answer == "？" else answer)
        assert (ask.times, kept.has("槽", question.encode())) == (times, True)
    assert [path.name for path in kept.folder.iterdir()] == ["槽"]
    assert ask(kept, "别的槽", "甲", "四") == "四"


@pytest.mark.parametrize("there", [b"", b"short", bytes(200)])
def test_damaged_is_none(kept: Cache, ask: Maker, there: bytes) -> None:
    """Whatever stands in the slot's place is made anew."""
    kept.folder.mkdir()
    (kept.folder / "槽").write_bytes(there)
    assert not kept.has("槽", "甲".encode())
    assert [ask(kept, "槽", "甲"), ask(kept, "槽", "甲"), ask.times] == ["答", "答", 1]
    # It is noted, once, and told once; that it is another question's is nothing to tell.
    assert ask(kept, "槽", "乙", "乙") == "乙"
    assert [cache.ignored(kept.folder.parent), cache.ignored(kept.folder.parent)] == [1, 0]


def test_cut_short_or_changed_is_none(kept: Cache, ask: Maker) -> None:
    """The right question is not enough: the bytes must be those that were kept."""
    ask(kept, "槽", "甲", "答得很长")
    whole = (kept.folder / "槽").read_bytes()
    for damaged in (whole[:-3], whole[:-1] + b"?", whole + b"?"):
        (kept.folder / "槽").write_bytes(damaged)
        assert ask(kept, "槽", "甲", "重做的") == "重做的"


def test_place_that_cannot_be_used_does_no_harm(tmp_path: Path, ask: Maker) -> None:
    """A folder that cannot be, or a slot that is a folder: made each time, and nothing is left lying about."""
    (tmp_path / "file").write_text("")
    assert ask(Cache(tmp_path / "file"), "槽", "甲") == "答"
    (tmp_path / "cache" / "槽" / "里面").mkdir(parents=True)
    assert ask(Cache(tmp_path / "cache"), "槽", "甲") == "答"
    assert not Cache(tmp_path / "cache").has("槽", "甲".encode())
    assert [path.name for path in (tmp_path / "cache").iterdir()] == ["槽"]


def test_a_failure_is_not_kept(kept: Cache) -> None:
    """What cannot be made is asked for again."""
    with pytest.raises(ZeroDivisionError):
        kept.made("槽", b"", lambda: bytes(1 // 0))
    assert kept.made("槽", b"", lambda: b"now") == b"now"


def _fill(folder: Path) -> set[str]:
    """Many things that are large and made by all at once in a few slots; what each asked must be what it got."""
    kept, wrong = Cache(folder), set()
    for number in range(60):
        slot, question = f"{number % 3}", str(number % 2).encode()
        if kept.made(slot, question, lambda question=question: question * 300_000) != question * 300_000:
            wrong.add(slot)
    return wrong


def test_several_processes(tmp_path: Path) -> None:
    """They fill the same slots at the same time: nobody gets half a thing, or another's."""
    with ProcessPoolExecutor(4, multiprocessing.get_context("spawn")) as pool:
        assert list(pool.map(_fill, [tmp_path] * 4)) == [set()] * 4
    assert sorted(path.name for path in tmp_path.iterdir()) == ["0", "1", "2"]


def test_what_was_not_asked_for_the_longest_goes(tmp_path: Path, ask: Maker) -> None:
    """A full folder loses what is oldest, by when it was last asked for; what is left is still good."""
    for number, slot in enumerate("甲乙丙丁"):
        ask(Cache(tmp_path), slot, slot)
        os.utime(tmp_path / slot, (number, number))
    ask(Cache(tmp_path), "甲", "甲")
    each = (tmp_path / "甲").stat().st_size
    ask(Cache(tmp_path, limit=2 * each), "戊", "戊")
    assert {path.name for path in tmp_path.iterdir()} == {"甲", "丁", "戊"}


# --- the code that something depends on ------------------------------------------------------------


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A program of a few modules: `a.first` imports b.second in a function, that imports c; `a.other` is alone."""
    for name, text in {
        "__init__.py": "",
        "a/__init__.py": "",
        "a/first.py": "import json\ndef f():\n    from prog.b import (\n        second as it,\n    )\n",
        "a/other.py": "import re\n",
        "a/layout.txt": "",
        "b/__init__.py": "",
        "b/second.py": "from prog.c import THIRD\nimport prog.a.first\n",
        "c.py": "THIRD = 3\n",
    }.items():
        path = tmp_path / "prog" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    monkeypatch.setattr(cache, "PACKAGE", tmp_path / "prog")
    cache.code.cache_clear()
    yield tmp_path / "prog"
    cache.code.cache_clear()


@pytest.mark.parametrize(
    ("changed", "matters"),
    [("a/first.py", True), ("b/second.py", True), ("c.py", True), ("a/layout.txt", True), ("a/other.py", False)],
)
def test_code_is_found_through_imports(program: Path, changed: str, matters: bool) -> None:
    """A change of the module itself, of what it imports however deep, and of files beside them is another code."""
    before = cache.code("prog.a.first")
    cache.code.cache_clear()
    assert cache.code("prog.a.first") == before
    cache.code.cache_clear()
    with (program / changed).open("a", encoding="utf-8") as file:
        file.write("# another\n")
    assert (cache.code("prog.a.first") != before) == matters


def test_code_is_that_of_the_libraries_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another version of a library that is installed, or of Python, is another code."""
    monkeypatch.setattr(cache.sysconfig, "get_path", lambda _: str(tmp_path))
    found = []
    for folder, python in (("one-1.0", "3.98.0"), ("one-1.1", "3.98.0"), ("one-1.1", "3.99.0"), ("one-1.1", "3.99.0")):
        for old in tmp_path.iterdir():
            old.rmdir()
        (tmp_path / f"{folder}.dist-info").mkdir()
        monkeypatch.setattr(cache.platform, "python_version", lambda python=python: python)
        cache.code.cache_clear()
        found.append(cache.code("generator.cache"))
    cache.code.cache_clear()
    assert (len(set(found)), found[-1]) == (3, found[-2])


@pytest.mark.parametrize(
    ("module", "needed"),
    [
        ("generator.importers.text.pdf_text", {"importers/text/segment.py", "importers/cells.py"}),
        ("generator.printed.kept", {"printed/xlsx.py", "printed/package.py", "printed/form.py", "printed/form.typ"}),
    ],
)
def test_what_the_kept_things_depend_on(module: str, needed: set[str]) -> None:
    """Of the program itself: what was once listed by hand, and its own file."""
    found = {path.relative_to(PROJECT / "generator").as_posix() for path in cache.sources(module)}
    assert {*needed, "/".join(module.split(".")[1:]) + ".py"} <= found
    assert not any(one.startswith(("site/", "pages/", "search/")) for one in found)
