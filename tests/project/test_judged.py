"""The judged queries of the benchmarks: what they say is right is there, and which half a real one is in."""

import zlib
from pathlib import Path
from typing import Any

import pytest
import yaml

from support.places import CONTENT

GOLD = CONTENT.parent / "benchmarks/gold"
FILES = sorted([*GOLD.glob("queries-*.yml"), *GOLD.glob("real-*.yml")])
LENGTHS = {"short": (2, 20), "letter": (30, 300), "none": (2, 300)}


def queries(file: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = yaml.load(file.read_text("utf-8"), yaml.CSafeLoader)["queries"]
    return found


@pytest.fixture(scope="module")
def duties() -> set[str]:
    """All duties, as queries name them."""
    found = set()
    for path in (CONTENT / "townships").glob("*/*/*.yml"):
        lists = yaml.load(path.read_text("utf-8"), yaml.CSafeLoader)
        for category in lists.get("categories", ()):
            found |= {f"{path.parent.parent.name}/{path.parent.name} {one['id']}" for one in category["duties"]}
    assert len(found) > 1000
    return found


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_right_duties_are_there(file: Path, duties: set[str]) -> None:
    """Each in the township that is asked about, and each id once."""
    own = queries(file)
    assert len({one["id"] for one in own}) == len(own)
    for one in own:
        assert duties.issuperset(one["right"]), one["q"]
        assert all(duty.startswith(f"{one['in'] or ''}") for duty in one["right"]), one["q"]
        assert bool(one["right"]) == (one["kind"] != "none"), one["q"]


def test_half_of_the_real_ones_is_locked() -> None:
    """Which half a query is in follows from its words, and so does its kind."""
    for half in ("open", "locked"):
        for one in queries(GOLD / f"real-{half}.yml"):
            assert zlib.crc32(one["q"].encode()) % 2 == (half == "locked"), one["q"]
            least, most = LENGTHS[one["kind"]]
            assert least <= len(one["q"]) <= most, one["q"]
    words = [one["q"] for half in ("open", "locked") for one in queries(GOLD / f"real-{half}.yml")]
    assert len(set(words)) == len(words) > 400
