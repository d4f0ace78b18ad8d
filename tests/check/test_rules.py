"""Every rule against its golden file: tests/rules/<rule-id>.yml.

A golden file is a list of cases on a copy of tests/demo:

    - name: 第三项写成了 4                     what is wrong, or that all is well
      edits:
        - {file: …, old: …, new: …}            replace text that must occur
        - {file: …, write: …}                  write a whole file
        - {file: …, bytes: hexadecimal}        the same, for what is no text
        - {file: …, rename: …}                 give a file or folder another name
        - {file: …, delete: true}              delete a file or folder
      since: true                              compared with tests/demo as it is, not required
      expected: |                              what `qingdan check` prints, DEMO for the content folder
        DEMO/townships/jia/bing/basic.yml:20:17: … [numbers-consecutive]
"""

import re
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.__main__ import main
from generator.check.registry import RULES
from generator.read.folder import township_ids
from support.places import DEMO, TESTS

GOLDEN = TESTS / "rules"

FILES = sorted(GOLDEN.glob("*.yml"))
# LibYAML is ten times as fast as PyYAML's own parser.
GOLDEN_CASES = {path: yaml.load(path.read_text("utf-8"), yaml.CSafeLoader) for path in FILES}
CASES = {f"{path.stem}-{index}": (path, index, case) for path in FILES for index, case in enumerate(GOLDEN_CASES[path])}


def edit(folder: Path, file: str, **how: Any) -> None:
    """Apply one edit of a case to a content folder."""
    path = folder / file
    match how:
        case {"old": old, "new": new}:
            text = path.read_bytes().decode()
            assert old in text, f"{file} does not hold {old!r}"
            path.write_bytes(text.replace(old, new, 1).encode())
        case {"write": text}:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())
        case {"bytes": digits}:
            path.write_bytes(bytes.fromhex(digits))
        case {"rename": name}:
            path.rename(path.with_name(name))
        case {"delete": True} if path.is_dir():
            shutil.rmtree(path)
        case {"delete": True}:
            path.unlink()
        case _:
            raise AssertionError(f"unknown edit: {how}")


def since(case: dict[str, Any]) -> list[str]:
    """The options by which a case is compared with what was there before."""
    return ["--since", str(DEMO)] if case.get("since") else []


def renew(path: Path, index: int, lines: list[str]) -> None:
    """Put new lines under `expected` of one case, which is the case's last key; the rest of the file stays."""
    head, *cases = re.split(r"^(?=- name: )", path.read_text("utf-8"), flags=re.MULTILINE)
    kept = re.split(r"^  expected:", cases[index], flags=re.MULTILINE)[0]
    shown = " |\n" + "".join(f"    {line}\n" for line in lines) if lines else ' ""\n'
    cases[index] = f"{kept}  expected:{shown}"
    path.write_text(head + "".join(cases), "utf-8")


@pytest.mark.usefixtures("parsed_once")
@pytest.mark.parametrize("name", CASES)
def test_rule_reports_exactly_what_its_golden_file_says(
    name: str, tmp_path: Path, request: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str]
) -> None:
    """A rule reports its problem in the right file, line and column and in the same words, and nothing else does."""
    path, index, case = CASES[name]
    folder = tmp_path / "demo"
    shutil.copytree(DEMO, folder)
    for one in case["edits"]:
        edit(folder, **one)

    main(["check", "--content", str(folder), "--format", "text", *since(case)])
    *lines, _ = capsys.readouterr().out.splitlines()
    actual = [line.replace(str(folder), "DEMO", 1).replace(str(DEMO), "BEFORE") for line in lines]

    if request.config.getoption("--renew"):
        renew(path, index, actual)
        return
    assert actual == case["expected"].splitlines(), (
        f"{path.name}: {case['name']}\nIf the new lines are right: python -m pytest {Path(__file__).name} --renew"
    )


@pytest.mark.usefixtures("parsed_once")
@pytest.mark.parametrize("name", CASES)
def test_a_township_alone_has_the_same_problems(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`--township` reads less, and says of the township and of its county's file what the whole check says of them.

    All but what a rule says that has to look at every township.
    """
    folder = tmp_path / "demo"
    shutil.copytree(DEMO, folder)
    for one in CASES[name][2]["edits"]:
        edit(folder, **one)
    for township in township_ids(folder):
        code = main(["check", "--content", str(folder), "--township", township, *since(CASES[name][2])])
        *lines, _ = capsys.readouterr().out.splitlines()
        places = (f"DEMO/townships/{township}/", f"DEMO/townships/{township.split('/')[0]}/county.yml:")
        told = [line for line in CASES[name][2]["expected"].splitlines() if line.startswith(places)]
        rules = [(line, RULES[line.rpartition("[")[2].rstrip("]")]) for line in told]
        expected = [line for line, rule in rules if not rule.across and not rule.asks_county]
        assert [line.replace(str(folder), "DEMO", 1).replace(str(DEMO), "BEFORE") for line in lines] == expected
        assert code == int(any("警告：" not in line for line in expected))


def test_every_rule_has_a_golden_file_and_every_file_a_rule() -> None:
    """Rule and golden file share a name, so that neither exists without the other."""
    assert {path.stem for path in FILES} == set(RULES)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_golden_file_is_about_its_rule(path: Path) -> None:
    """A golden file shows its rule broken at least once; a case reports that rule or, where all is well, nothing."""
    expected = [case["expected"] for case in GOLDEN_CASES[path]]
    assert [text for text in expected if text and f"[{path.stem}]" not in text] == []
    assert any(expected)
