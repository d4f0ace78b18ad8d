"""Spoiled content files, of every kind: `check` says in Chinese where, quickly; what it lets pass can be rendered.

Each in a process of its own (`support/spoiled.py`), which has limits.  What was found that way and mended is kept in
`spoiled/`: a file there is named for the content file that it takes the place of, and for what was wrong.

    spoiled/townships/jia/yi/basic.yml/deep-brackets
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.places import TESTS
from support.spoiled import WHOLE, cases, contents, ran, tried, wrong

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="each is tried in a copy of this process")
CORPUS = TESTS / "read/spoiled"
# One file of each kind.
KINDS = (
    *("townships/jia/county.yml", "townships/jia/yi/township.yml", "townships/jia/yi/overrides.yml"),
    *(f"townships/jia/yi/{name}" for name in ("basic.yml", "cooperative.yml", "reclaimed.yml", "source.txt")),
    *(f"vocabulary/{name}.yml" for name in ("categories", "columns", "department-kinds", "fillers", "references")),
    *("vocabulary/synonyms/elderly.yml", "vocabulary/topics.yml", "pages/about.md"),
)


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A content with every kind of file, which passes."""
    folder = contents(tmp_path_factory.mktemp("spoiled") / "content")
    assert ran(folder, "check")["code"] == 0
    return folder


def complaints(content: Path, file: str, text: bytes, is_rendered: bool) -> Iterator[str]:
    for found in tried(content, file, text, is_rendered):
        if why := wrong(found):
            yield f"{why}: {found | {'file': file, 'said': found['said'][-300:]}}"


@pytest.mark.slow
def test_spoiled_at_random(content: Path) -> None:
    """The same files in every run, spoiled in the same ways."""
    assert [
        one for _, file, text in cases(content, 1, range(60)) for one in complaints(content, file, text, False)
    ] == []


@pytest.mark.heavy
@pytest.mark.parametrize("part", range(8))
def test_spoiled_at_random_at_length(content: Path, part: int) -> None:
    """The same of many more; of what passes, each eighth is rendered."""
    several = cases(content, 2, range(250 * part, 250 * (part + 1)))
    assert [one for number, *case in several for one in complaints(content, *case, number % 8 == 0)] == []


@pytest.mark.heavy
@pytest.mark.parametrize("file", KINDS)
def test_something_else_altogether(content: Path, file: str) -> None:
    """What YAML can be made to say at the worst, in the place of each kind of file."""
    texts = (text.encode("utf-8", "surrogatepass") for text in WHOLE)
    assert [one for text in texts for one in complaints(content, file, text, True)] == []


@pytest.mark.slow
@pytest.mark.parametrize(
    "path", [path for path in sorted(CORPUS.rglob("*")) if path.is_file()], ids=lambda path: path.name
)
def test_what_was_found(content: Path, path: Path) -> None:
    """It stays mended."""
    file = path.parent.relative_to(CORPUS).as_posix()
    assert list(complaints(content, file, path.read_bytes(), True)) == []
