"""`make mutants` tells a test that notices from one that does not, on a project of two functions."""

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from mutants import choose, results
from mutants.faults import Module, fields

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
TESTS = """\
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
"""
SETTINGS = """\
[tool.pytest.ini_options]
markers = ["heavy", "browser", "site", "slow"]

[tool.mypy]
files = ["generator"]
"""
EQUIVALENT = """\
- module: generator/shop/price.py
  where: label
  before: name = name.lower()
  after: name = name
  why: 名称里没有大写字母。
- module: generator/shop/price.py
  where: label
  before: return name.title()
  after: return name
  why: 已经不这样写了。
"""


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


def kept(project: Path) -> dict[str, int]:
    """How many faults came to what, as it is kept."""
    rows = (project / "build/mutants/results.jsonl").read_text("utf-8").splitlines()
    return dict(Counter(row["outcome"] for row in map(json.loads, rows)))


@pytest.mark.slow
def test_weak_test_is_told_from_a_strong_one(project: Path) -> None:
    """What only the weak test reaches is not noticed, what the other looks at is; run on, nothing is tried again."""
    run = mutants(project, "--package", "shop")
    assert (run.returncode, kept(project)) == (1, {"noticed": 4, "unnoticed": 1}), run.stderr
    assert "label（少一次调用）" in run.stdout
    assert "-return name.strip()\n+return name\n" in run.stdout
    assert " price（" not in run.stdout
    assert "| shop | 5 | 4 | 0 | 1 | 0 | 80% |" in run.stdout

    file = project / "build/mutants/results.jsonl"
    lines = file.read_text("utf-8").splitlines(keepends=True)
    file.write_text("".join(lines[:-2]) + lines[-2][:20], "utf-8")
    again = mutants(project, "--package", "shop")
    assert (again.stdout, again.stderr.count("fast ")) == (run.stdout, 2)


@pytest.mark.slow
def test_changed_lines_through_all_stages(project: Path) -> None:
    """Only what a change touched is tried; a later stage notices; what changes nothing is known, or out of date."""
    git(project, "switch", "--quiet", "--create", "branch")
    strip, lower = "    return name.strip()\n", "    name = name.lower()\n"
    (project / "generator/shop/price.py").write_text(PROGRAM.replace(strip, lower + strip), "utf-8")
    (project / "tests/mutants").mkdir()
    (project / "tests/mutants/equivalent.yml").write_text(EQUIVALENT, "utf-8")
    run = mutants(project, "--since", "main", "--stages", "4")
    assert run.stdout.splitlines() == [
        "| 包 | 错 | fast | site | browser | heavy | 等价 | 没有发现 | 没有试 | 发现的 |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |",
        "| shop | 2 | 0 | 0 | 0 | 1 | 1 | 0 | 0 | 100% |",
        "| 全部 | 2 | 0 | 0 | 0 | 1 | 1 | 0 | 0 | 100% |",
        *[""] * 3,
        "tests/mutants/equivalent.yml：没有这一行，或者没有写为什么：generator/shop/price.py label return name.title()",
    ]
    assert run.returncode == 1


MISUSES = [
    (["--package", "shops"], "没有 generator/shops；PACKAGE 写 generator/ 里的一个文件夹或文件"),
    (["--package", "shop/prices.py"], "没有 generator/shop/prices.py；"),
    (["--since", "trunk"], "没有“trunk”这个分支"),
    (["--package", "shop", "--sample", "-3"], "用法不对：SAMPLE 应是整数，不小于 0，不能是 -3。"),
    (["--package", "shop", "--seed", "x"], "用法不对：SEED 应是整数，不小于 0，不能是 x。"),
    (["--package", "shop", "--stages", "5"], "用法不对：STAGES 应是整数，1 到 4，不能是 5。"),
    (["--package", "shop", "--jobs", "0"], "用法不对：JOBS 应是整数，不小于 1，不能是 0。"),
]


@pytest.mark.slow
def test_misuse_is_told(project: Path) -> None:
    """In the words of the command line, without a traceback; what is not there is not a package without faults."""
    for arguments, said in MISUSES:
        run = mutants(project, *arguments)
        assert (run.returncode, run.stdout) == (2, ""), run.stderr
        assert run.stderr.startswith(said)


@pytest.mark.slow
def test_nothing_goes_on_after_an_interrupt(project: Path, tmp_path: Path) -> None:
    """Neither a traceback, nor the tests that were running, nor the copies that they ran in."""
    pid, there = project / "pid", tmp_path / "temporary"
    there.mkdir()
    (project / "tests/test_long.py").write_text(
        f"import os, pathlib, time\n\n\ndef test():\n    pathlib.Path({str(pid)!r}).write_text(str(os.getpid()))\n"
        "    time.sleep(300)\n",
        "utf-8",
    )
    command = [sys.executable, "-m", "mutants", "--root", str(project), "--package", "shop"]
    environment = os.environ | {"PYTHONPATH": str(PROJECT / "tests"), "TMPDIR": str(there)}
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, encoding="utf-8") as run:
        try:
            while not (pid.exists() and pid.read_text()):
                assert run.poll() is None
                time.sleep(0.1)
            run.send_signal(signal.SIGINT)
            _, said = run.communicate(timeout=60)
        finally:
            run.kill()
    assert (run.returncode, said.splitlines()[1:2]) == (1, ["停下了；再运行一次，接着做。"])
    assert "Traceback" not in said
    assert list(there.iterdir()) == []
    with pytest.raises(ProcessLookupError):
        os.kill(int(pid.read_text()), 0)


# A line of `def f(x: Shop, names: list[str]) -> str:`, and what it may become.
FAULTS = {
    "if x.name and names: pass": """
        if False: pass
        if True: pass
        if not (x.name and names): pass
        if x.name: pass
        if names: pass
        if x.name or names: pass
        if x.label and names: pass
    """,
    "return sorted(names)[0]": """
        return list(names)[0]
        return names[0]
        return sorted(names)[1]
        return sorted(names)[-1]
        return ""
    """,
    "names.append(x.name)": """
        pass
        names.append(x.label)
    """,
    "for name in names[1:]: continue": """
        for name in names[:]: continue
        for name in names[0:]: continue
        for name in names[2:]: continue
        for name in names[1:]: break
    """,
    "y = x.sell(x.count, 2, lead=True) in (None, x.kind is Kind.A)": """
        y = x.sell(x.count, 1, lead=True) in (None, x.kind is Kind.A)
        y = x.sell(x.count, 3, lead=True) in (None, x.kind is Kind.A)
        y = x.sell(x.count, 2, lead=False) in (None, x.kind is Kind.A)
        y = x.sell(x.count, 2, ) in (None, x.kind is Kind.A)
        y = x.sell(x.count, 2, lead=True) not in (None, x.kind is Kind.A)
        y = x.sell(x.count, 2, lead=True) in (None,)
        y = x.sell(x.count, 2, lead=True) in (x.kind is Kind.A,)
        y = x.sell(x.count, 2, lead=True) in (x.kind is Kind.A, None)
        y = x.sell(x.count, 2, lead=True) in (None, x.kind is not Kind.A)
        y = x.sell(x.count, 2, lead=True) in (None, x.kind is Kind.B)
    """,
    # The words of a message stay as they are; that nothing is said may be noticed.
    'raise KeyError("没有", x.name)': """
        pass
        raise KeyError("没有", x.label)
    """,
}
LEFT_ALONE = [
    '"""A docstring."""',
    "y: int | None",
    "import a, b",
    "assert names",
    'if TYPE_CHECKING: print("没有" + 1)',
]
MODULE = """\
class Kind(Enum):
    A = "a"
    B = "b"

class Shop:
    name: str
    label: str
    count: int

def f(x: Shop, names: list[str]) -> str:
"""


def faults(line: str) -> list[str]:
    source = f"{MODULE}    {line}\n"
    module = Module("generator/a.py", source, fields({"a": MODULE + "    pass\n"}))
    found = [module.fault(place) for place in module.places if place.where == "f"]
    return [fault.after for fault in found if fault]


@pytest.mark.parametrize(("line", "expected"), FAULTS.items())
def test_faults_that_people_make(line: str, expected: str) -> None:
    """Each line may be wrong in these ways and no other."""
    assert sorted(faults(line)) == sorted(row.strip() for row in expected.strip().splitlines())


@pytest.mark.parametrize("line", LEFT_ALONE)
def test_left_alone(line: str) -> None:
    """What no test should notice is not changed."""
    assert faults(line) == []


def test_same_seed_same_faults() -> None:
    """The same for a seed, one fault a line, from each package by its lines; what one edits elsewhere leaves it."""
    lines = "".join(f"    names.append(x.name + {number})\n" for number in range(30))
    found = [Module(f"generator/{name}/b.py", MODULE + lines * size, {}) for name, size in (("a", 2), ("b", 1))]
    one, same, other = (choose.sample(found, 9, seed) for seed in (17, 17, 18))
    assert one == same != other
    edited = [Module(module.path, f"x = 1\n{module.source}", {}) for module in found]
    assert [fault.id for fault in choose.sample(edited, 9, 17)] == [fault.id for fault in one]
    assert len({(fault.module, fault.line) for fault in one}) == 9
    assert Counter(fault.package for fault in one) == {"a": 6, "b": 3}
    assert choose.shares({"a": 70, "b": 20, "c": 11}, 10) == {"a": 7, "b": 2, "c": 1}


def test_what_changes_nothing_is_as_the_program_has_it() -> None:
    """Each entry of the project's own list names a line that is there, and says why."""
    known = results.equivalents(PROJECT / "tests/mutants/equivalent.yml")
    assert known
    assert results.stale(known, PROJECT) == []


def test_what_changes_nothing_is_as_the_scripts_have_it() -> None:
    """The same of the list for the browser's scripts."""
    known = json.loads((PROJECT / "tests/mutants/equivalent-scripts.json").read_text("utf-8"))
    for one in known:
        lines = [line.strip() for line in (PROJECT / one["file"]).read_text("utf-8").splitlines()]
        assert (one["line"] in lines, bool(one["why"])) == (True, True), one
