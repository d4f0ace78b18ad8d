"""One word, one thing: what a name means does not depend on the file that one happens to read."""

import ast
import re
from collections import defaultdict

from support.places import PROJECT


def public_classes() -> dict[str, list[str]]:
    """The public classes of the program, each with the files that define it."""
    places: dict[str, list[str]] = defaultdict(list)
    for path in sorted((PROJECT / "generator").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                places[node.name].append(path.relative_to(PROJECT).as_posix())
    return dict(places)


def test_class_names_are_unique() -> None:
    """No two public classes of the program have the same name."""
    assert {name: places for name, places in public_classes().items() if len(places) > 1} == {}


def test_glossary_names_what_there_is() -> None:
    """The classes of the glossary exist under these names."""
    named = set(re.findall(r"`([A-Z]\w+)`", (PROJECT / "docs/words.md").read_text("utf-8")))
    assert len(named) > 20
    assert named - public_classes().keys() == set()
