"""The browser's scripts without a browser: their own tests in node, and the order in which they import one another."""

import re
from pathlib import Path

import pytest

from generator.project import TEMPLATES
from support.scripts import SCRIPTS, node

ASSETS = TEMPLATES / "theme/assets"
# A folder's scripts import those of folders before it, and their own; what stands at the top is of no folder.
ORDER = ("shared", "offline", "compare", "search", "edit", "page")
IMPORT = re.compile(r'^(?:import|export) (?:\{[^}]*\} from )?"([^"]+)";$', re.MULTILINE)


@pytest.mark.parametrize("file", sorted(SCRIPTS.glob("*.test.mjs")), ids=lambda path: path.name)
def test_node(file: Path) -> None:
    """The tests of a file pass; what node says of others is shown."""
    answer = node("--test", "--test-reporter", "spec", file)
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert re.search(r"^ℹ pass [1-9]", answer.stdout, re.MULTILINE), answer.stdout


def test_scripts_import_one_way() -> None:
    """Of what is shared by shared.js only, along the order of the folders; the service worker's scripts not at all."""
    wrong = []
    for path in sorted(ASSETS.rglob("*.js")):
        folder = path.parent.name if path.parent != ASSETS else ""
        for other in ((path.parent / one).resolve() for one in IMPORT.findall(path.read_text("utf-8"))):
            name = other.relative_to(ASSETS.resolve()).as_posix()
            is_own = other.parent == path.parent
            if folder == "":
                is_right = path.name == "shared.js" and name.startswith("shared/")
            elif name == "shared.js":
                is_right = folder != "shared"
            else:
                place = other.parent.name
                is_right = is_own or (place != "shared" and ORDER.index(place) < ORDER.index(folder))
            if not is_right:
                wrong.append(f"{path.relative_to(ASSETS).as_posix()} → {name}")
    assert wrong == []
    assert {one.name for one in ASSETS.iterdir() if one.is_dir()} == {*ORDER, "style", "inline", "icons"}
