"""One word, one thing: what a name means does not depend on the file that one happens to read."""

import ast
from collections import defaultdict

from support.places import PROJECT


def test_class_names_are_unique() -> None:
    """No two public classes of the program have the same name."""
    places: dict[str, list[str]] = defaultdict(list)
    for path in sorted((PROJECT / "generator").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                places[node.name].append(path.relative_to(PROJECT).as_posix())
    assert {name: found for name, found in places.items() if len(found) > 1} == {}
