"""Faults: which problems are old, wherever their lines moved."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.check.faults import Values, apart
from generator.check.registry import check
from generator.read.folder import read
from support.places import DEMO

BASIC, COOPERATIVE = "townships/jia/bing/basic.yml", "townships/jia/yi/cooperative.yml"
SUBSTITUTES = (
    (BASIC, "name: 开展爱国卫生工作。", "name: 开展爱国 卫生工作。"),
    (COOPERATIVE, "[县民政局（牵头）, 县财政局]", "[县民正局（牵头）, 县财政局]"),
)
Edit = Callable[[Path, str, str, str], None]


def edit(folder: Path, file: str, old: str, new: str) -> None:
    """Replace a text that is there."""
    text = (folder / file).read_text("utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), "utf-8")


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    """A content with two faults, and a copy of it."""
    for name in ("before", "now"):
        shutil.copytree(DEMO, tmp_path / name)
        for substitute in SUBSTITUTES:
            edit(tmp_path / name, *substitute)
    return tmp_path / "before", tmp_path / "now"


def rules(folders: tuple[Path, Path]) -> tuple[list[str], list[str]]:
    """The rules of the new problems and of the old ones; that the source has other texts is not what is asked."""
    before, now = folders
    found = apart(check(read(now)), now, check(read(before)), before)
    new, old = ([one.rule for one in side if one.rule != "source-accounted-for"] for side in (found.new, found.old))
    return new, old


OLD = ["spaces-in-chinese", "departments-registered"]


def test_a_fault_is_old_wherever_its_line_moved(folders: tuple[Path, Path]) -> None:
    """Lines above it, another duty before it, another category around it: it is the same fault."""
    now = folders[1]
    assert rules(folders) == ([], OLD)
    edit(now, BASIC, "title:", "# 一行\n# 又一行\ntitle:")
    assert rules(folders) == ([], OLD)
    text = (now / COOPERATIVE).read_text("utf-8")
    (now / COOPERATIVE).write_text(
        text.replace("categories:\n", "categories:\n  - name: 党的建设\n    duties: []\n"), "utf-8"
    )
    assert rules(folders)[1] == OLD


def test_the_same_fault_at_another_value_is_new(folders: tuple[Path, Path]) -> None:
    """The same rule at a value that was changed, at another duty, or a second time."""
    now = folders[1]
    edit(now, BASIC, "name: 开展爱国 卫生工作。", "name: 开展爱国 卫生的工作。")
    assert rules(folders) == (["spaces-in-chinese"], ["departments-registered"])
    edit(now, BASIC, "name: 开展爱国 卫生的工作。", "name: 开展爱国 卫生工作。")
    text = (now / COOPERATIVE).read_text("utf-8")
    (now / COOPERATIVE).write_text(text.replace("县财政局]", "县民正局]", 1), "utf-8")
    assert rules(folders) == (["departments-registered"], OLD)


def test_of_files_that_cannot_be_read(folders: tuple[Path, Path]) -> None:
    """A syntax error is known by its line."""
    for folder in folders:
        edit(folder, BASIC, "title:", "title: [")
    new, old = rules(folders)
    assert (new, old) == ([], ["yaml-syntax", "departments-registered"])
    edit(folders[1], BASIC, "title: [", "\ntitle: [")
    assert rules(folders) == (new, old)


def test_fingerprints_stay_and_are_told_apart(folders: tuple[Path, Path]) -> None:
    """The same for the same fault, whatever its line; no two of a content alike."""
    before, now = folders
    edit(now, BASIC, "title:", "# 一行\ntitle:")
    problems, problems_before = check(read(now)), check(read(before))
    twice = [*problems, *problems]
    made = Values(now).fingerprints(twice)
    assert len(set(made)) == len(twice)
    assert made[: len(problems)] == Values(before).fingerprints(problems_before)
