"""What the form knows of departments is what a request changes."""

import json
from collections import Counter
from pathlib import Path

import orjson
import pytest

from generator import paths
from generator.changes import acts
from generator.data.editing import editing_files
from generator.link.linker import link
from generator.model import ChangeRecord, Content, Township, Track
from generator.read.folder import read
from generator.words.departments import name_patterns
from support.places import CROOKED, DEMO
from support.scripts import SCRIPTS, node

RECORD = ChangeRecord(track=Track.ADJUSTMENT, document="甲编发〔2026〕3号", effective="2026-06-01")
NAME = "县从来没有过的局"


def named(townships: tuple[Township, ...]) -> Counter[str]:
    """How often the new name stands in each duty."""
    found: Counter[str] = Counter()
    for township in townships:
        for own in township.lists.values():
            for _, duty in own.duties():
                texts = [duty.name, *(text for passage in duty.passages() for text in passage.texts)]
                if count := sum(text.count(NAME) for text in texts):
                    found[f"{own.title} {duty.id} {township.id}"] += count
    return found


def told(data: dict[str, list[dict[str, list[dict[str, list[list[object]]]]]]], in_texts: bool) -> list[int]:
    """How often the form says that it will."""
    counts = []
    for township in data["townships"]:
        for duty in township["duties"]:
            texts = sum(len(parts) // 2 for _, parts in duty["texts"]) if in_texts else 0  # type: ignore[arg-type]
            if count := len(duty["cells"]) + texts:
                counts.append(count)
    return counts


@pytest.mark.parametrize("folder", [DEMO, CROOKED], ids=["demo", "crooked"])
@pytest.mark.parametrize("in_texts", [False, True])
def test_what_is_told_is_what_changes(folder: Path, in_texts: bool) -> None:
    """Each department of each county, renamed: the same duties, as often in each."""
    content: Content = read(folder).content
    several = 0
    for linked in link(content).counties:
        (county,) = (one for one in content.counties if one.id == linked.id)
        townships = [one for one in content.townships if one.county_id == county.id]
        files = {name: orjson.loads(text) for name, text in editing_files(linked, townships, content)}
        asked = {"names": name_patterns(), "townships": [files[paths.edit_data(one.id)] for one in townships]}
        uses = json.loads(node(SCRIPTS / "used.mjs", text=json.dumps(asked)).stdout)
        for department in county.file.departments:
            if department.ended or department.merged_into:
                assert department.id not in uses
                continue
            edit = acts.rename_department(content, county, department.id, NAME, RECORD, in_texts=in_texts)
            changed = named(tuple(edit.townships[one.id] for one in townships if one.id in edit.townships))
            assert sorted(told(uses[department.id], in_texts)) == sorted(changed.values()), department.id
            several += len(changed)
    assert several
