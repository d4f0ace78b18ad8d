"""Duties without an id get one that was never used; nothing else of their file changes."""

import re

import pytest

from generator.model import ListKind
from generator.read.numbering import with_ids, with_record_ids

HEAD = "title: 清单\n"
CASES = {
    # old text, changes.yml, new text, the ids that are new
    "the next one": (
        "categories:\n  - name: 甲\n    duties:\n      - id: b-007\n        number: 1\n"
        "      - number: 2\n        name: 乙\n",
        "",
        "categories:\n  - name: 甲\n    duties:\n      - id: b-007\n        number: 1\n"
        "      - id: b-008\n        number: 2\n        name: 乙\n",
        ["b-008"],
    ),
    "several, in two categories": (
        "categories:\n  - duties:\n      - number: 1\n      - number: 2\n  - duties:\n"
        "      - id: b-001\n      - number: 4\n",
        "",
        "categories:\n  - duties:\n      - id: b-002\n        number: 1\n      - id: b-003\n        number: 2\n"
        "  - duties:\n      - id: b-001\n      - id: b-004\n        number: 4\n",
        ["b-002", "b-003", "b-004"],
    ),
    "not one that was retired": (
        "retired: [b-012]\ncategories:\n  - duties:\n      - number: 1\n",
        "",
        "retired: [b-012]\ncategories:\n  - duties:\n      - id: b-013\n        number: 1\n",
        ["b-013"],
    ),
    "not one that is only recorded": (
        "categories:\n  - duties:\n      - number: 1\n",
        "changes:\n  - duties: [{id: b-020, change: removed}, {id: c-099, change: removed}]\n",
        "categories:\n  - duties:\n      - id: b-021\n        number: 1\n",
        ["b-021"],
    ),
    "the first of all": (
        "categories:\n  - duties:\n      - number: 1\n",
        "",
        "categories:\n  - duties:\n      - id: b-001\n        number: 1\n",
        ["b-001"],
    ),
    "where it is empty": (
        "categories:\n  - duties:\n      - id:\n        number: 1\n      - id: null  # 待定\n"
        "      - number: 3\n        id: ''\n",
        "",
        "categories:\n  - duties:\n      - id: b-001\n        number: 1\n      - id: b-002  # 待定\n"
        "      - number: 3\n        id: b-003\n",
        ["b-001", "b-002", "b-003"],
    ),
    "comments stay": (
        "categories:\n  - duties:\n      # 甲\n      - number: 1  # 乙\n        # 丙\n"
        "        name: 丁\n      - # 戊\n        number: 2\n",
        "",
        "categories:\n  - duties:\n      # 甲\n      - id: b-001\n        number: 1  # 乙\n"
        "        # 丙\n        name: 丁\n"
        "      - # 戊\n        id: b-002\n        number: 2\n",
        ["b-001", "b-002"],
    ),
    "in braces": (
        "categories: [{duties: [{number: 1}, {id: b-003}, {id: , number: 2}]}]\n",
        "",
        "categories: [{duties: [{id: b-004, number: 1}, {id: b-003}, {id: b-005, number: 2}]}]\n",
        ["b-004", "b-005"],
    ),
    # nothing to do, or nothing that can be done
    "all have one": ("categories:\n  - duties:\n      - id: x\n", "", "categories:\n  - duties:\n      - id: x\n", []),
    "no list": ("categories: 无\n", "", "categories: 无\n", []),
    "no duties": (
        "categories:\n  - 甲\n  - duties: 无\n  - duties: [乙]\n",
        "",
        "categories:\n  - 甲\n  - duties: 无\n  - duties: [乙]\n",
        [],
    ),
    "no YAML": ("categories: [\n", "", "categories: [\n", []),
}


@pytest.mark.parametrize("name", CASES)
def test_ids(name: str) -> None:
    """The ids go on where the highest ended that was ever used in this township; once given, there is nothing to do."""
    text, recorded, expected, given = CASES[name]
    assert with_ids(HEAD + text, ListKind.BASIC, recorded) == (HEAD + expected, given)
    assert with_ids(HEAD + expected, ListKind.BASIC, recorded) == (HEAD + expected, [])


def test_ids_of_another_list() -> None:
    """Each list counts its own."""
    text = "categories:\n  - duties:\n      - id: b-009\n      - number: 1\n"
    assert with_ids(text, ListKind.RECLAIMED)[1] == ["r-001"]


def test_records_go_on_under_their_places() -> None:
    """Where none has an id, each was published under its place; what is written among others gets its own."""
    text = (
        "changes:\n  - track: collected\n  # 一\n  - track: correction # 错字\n    effective: 2026-01-01\n"
        "  - {track: adjustment, effective: 2026-02-01}\n"
    )
    new, given = with_record_ids(text)
    assert given == ["1", "2"]
    assert new == text.replace("错字\n", '错字\n    id: "1"\n').replace("{track", '{id: "2", track')
    assert with_record_ids(new) == (new, [])
    more = new + "  - track: access\n    effective: 2026-03-01\n"
    (id,) = with_record_ids(more)[1]
    assert re.fullmatch(r"[b-df-hj-np-tv-z]{8}", id)
    assert with_record_ids(more)[0] == more.replace("track: access\n", f"track: access\n    id: {id}\n")


@pytest.mark.parametrize("text", ["changes: [", "changes: 1\n", "- a\n", "changes:\n  - track: nothing\n"])
def test_records_that_cannot_be_understood_stay(text: str) -> None:
    """What is wrong with them the check tells of."""
    assert with_record_ids(text) == (text, [])
