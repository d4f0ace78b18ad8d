"""The documentation is complete: every rule, every command and every key of the YAML files stands in it."""

import html
import json
import re
import subprocess
from typing import Any

import pytest

from generator import flow, paths
from generator.__main__ import main
from generator.check.registry import RULES
from generator.pages.render import Renderer
from generator.read.schema import schemas
from support.places import PROJECT


def test_rules_are_on_the_page_about_them() -> None:
    """A problem's id, looked up on the site, leads to its sentence, a good and a bad example."""
    _, markdown = Renderer(flow.TEMPLATES, None).page(paths.RULES, "rules", rules=RULES.values())
    page = html.unescape(markdown)
    told = [(rule, text) for rule, one in RULES.items() for text in (one.id, one.sentence, one.good, one.bad)]
    assert [(rule, text) for rule, text in told if text not in page] == []


def test_rules_are_explained_in_chinese() -> None:
    """One sentence with its stop, and two examples that differ."""
    for rule, one in RULES.items():
        assert re.search("[\u4e00-\u9fff]", one.sentence), rule
        assert one.sentence.endswith("。"), rule
        assert one.good != one.bad, rule


def test_commands_are_documented(capsys: pytest.CaptureFixture[str]) -> None:
    """Every command that `--help` lists is shown in README.md or CONTRIBUTING.md."""
    with pytest.raises(SystemExit):
        main(["--help"])
    commands = re.findall(r"^    ([a-z-]+)(?: |$)", capsys.readouterr().out, re.MULTILINE)
    text = "".join((PROJECT / name).read_text("utf-8") for name in ("README.md", "CONTRIBUTING.md"))
    assert commands
    assert [command for command in commands if not re.search(rf"qingdan {command}\b", text)] == []


def test_targets_are_documented() -> None:
    """Every target of the Makefile is listed by `make help` and explained in docs/developing.md."""
    targets = re.findall(r"^\.PHONY: (.+)$", (PROJECT / "Makefile").read_text("utf-8"), re.MULTILINE)[0].split()
    told = subprocess.run(["make", "--no-print-directory", "help"], cwd=PROJECT, capture_output=True, check=True)
    listed = told.stdout.decode()
    explained = (PROJECT / "docs/developing.md").read_text("utf-8")
    assert "test-all" in targets
    assert [line.split("\t")[0] for line in listed.splitlines()] == targets
    assert [target for target in targets if f"| `make {target}` | " not in explained] == []


def keys(schema: Any) -> set[str]:
    """Every key that a JSON Schema names, at any depth."""
    match schema:
        case dict():
            own = set(schema["properties"]) if isinstance(schema.get("properties"), dict) else set()
            return own.union(*(keys(value) for value in schema.values()))
        case list():
            return set().union(*(keys(value) for value in schema))
    return set()


def test_keys_are_documented() -> None:
    """Every key of every kind of YAML file is explained in content/README.md, where it stands `as code`."""
    documented = set(re.findall(r"`([^`\n]+)`", (PROJECT / "content/README.md").read_text("utf-8")))
    told = {(name, key) for name, schema in schemas().items() for key in keys(json.loads(schema))}
    assert len(told) > 50
    assert {(name, key) for name, key in told if key not in documented} == set()


DOCUMENTS = ("ARCHITECTURE.md", "docs/developing.md", "benchmarks/README.md")


@pytest.mark.parametrize("document", DOCUMENTS)
def test_paths_in_documents_exist(document: str) -> None:
    """Every path that a document for programmers writes `as code` is there, from the project's folder."""
    text = (PROJECT / document).read_text("utf-8")
    folders = {path.name for path in PROJECT.iterdir() if path.is_dir() and path.name not in ("build", "site")}
    paths = {one for one in re.findall(r"`([\w./-]+)`", text) if one.partition("/")[0] in folders and "/" in one}
    assert paths
    assert {one for one in paths if not (PROJECT / one).exists()} == set()


SOURCES = [PROJECT / "mkdocs.yml", *sorted(PROJECT.glob("generator/**/*.py"))]


def test_modules_that_code_speaks_of_exist() -> None:
    """A module that a docstring or a comment names is there: from the project, from generator/, or beside it."""
    missing = []
    for file in SOURCES:
        named = set(re.findall(r"[\w/-]+\.py\b", file.read_text("utf-8")))
        places = (PROJECT, PROJECT / "generator", file.parent, file.parent.parent)
        missing += [(file, one) for one in named if not any((place / one).exists() for place in places)]
    assert missing == []


def test_modules_named_for_a_package_are_in_it() -> None:
    """The table of ARCHITECTURE.md has every package, and the modules to begin with are its own."""
    rows = re.findall(r"^\| `(\w+)` \| .* \| (.*) \|$", (PROJECT / "ARCHITECTURE.md").read_text("utf-8"), re.MULTILINE)
    packages = {path.parent.name for path in (PROJECT / "generator").glob("*/__init__.py")}
    assert {package for package, _ in rows} == packages
    begin = {f"{package}/{name}" for package, modules in rows for name in re.findall("`([^`]+)`", modules)}
    assert {one for one in begin if not (PROJECT / "generator" / one).exists()} == set()
