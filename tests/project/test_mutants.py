"""`make mutants` tells a test that notices from one that does not, on a project of two functions."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from support.places import PROJECT

PROGRAM = '''\
"""Prices."""

ENOUGH = 3


def price(count: int, each: int) -> int:
    """Some get a discount."""
    if count > ENOUGH:
        return count * each - 1
    return count * each


def label(name: str) -> str:
    """As it is printed."""
    return name.strip()
'''
# The one looks at each case and its border; the other is content with anything.
TESTS = '''\
import pytest

from generator.shop.price import label, price


@pytest.mark.parametrize(("count", "paid"), [(3, 15), (4, 19)])
def test_price(count, paid):
    assert price(count, 5) == paid


def test_label():
    assert label(" x ")


@pytest.mark.heavy
def test_label_is_neat():
    assert label(" x ") == "x"
'''
SETTINGS = '[tool.pytest.ini_options]\nmarkers = ["heavy", "browser", "site", "slow"]\n'


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A repository with the program and its tests."""
    files = {
        "generator/__init__.py": "",
        "generator/shop/__init__.py": "",
        "generator/shop/price.py": PROGRAM,
        "tests/test_price.py": TESTS,
        "pyproject.toml": SETTINGS,
        ".gitignore": "build/\n__pycache__/\n",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    git(tmp_path, "init", "--quiet", "--initial-branch", "main")
    git(tmp_path, "add", "--all")
    git(tmp_path, "commit", "--quiet", "--message", "…")
    return tmp_path


def git(project: Path, *arguments: str) -> None:
    who = ["-c", "user.name=t", "-c", "user.email=t@t.test"]
    subprocess.run(["git", *who, *arguments], cwd=project, check=True, capture_output=True)


def mutants(project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Runs the command in a process of its own, since it forks."""
    return subprocess.run(
        [sys.executable, "-m", "mutants", "--root", str(project), *arguments],
        env=os.environ | {"PYTHONPATH": str(PROJECT / "tests")},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def kept(project: Path) -> dict[str, str]:
    """What came of each fault, as it is kept."""
    rows = (project / "build/mutants/results.jsonl").read_text("utf-8").splitlines()
    return {row["fault"]: row["outcome"] for row in map(json.loads, rows)}


def test_weak_test_is_told_from_a_strong_one(project: Path) -> None:
    """What only the weak test reaches is not noticed; what the other looks at is. Run on, nothing is tried again."""
    run = mutants(project, "--package", "shop")
    assert run.returncode == 1, run.stderr
    assert "-return name.strip()\n+" in run.stdout
    assert "price（" not in run.stdout
    outcomes = kept(project)
    assert list(outcomes.values()).count("unnoticed") == 1
    assert set(outcomes.values()) == {"noticed", "unnoticed"}
    assert len(outcomes) == 5

    file = project / "build/mutants/results.jsonl"
    lines = file.read_text("utf-8").splitlines(keepends=True)
    file.write_text("".join(lines[:-2]) + lines[-2][:20], "utf-8")
    again = mutants(project, "--package", "shop")
    assert again.stdout == run.stdout
    assert again.stderr.count(" fast ") == 2
