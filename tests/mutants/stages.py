"""The tests in the order of their cost: what nothing notices in one stage goes on to the next.

1 fast      `make test-fast`, of it the tests that reach the line
2 site      the rest of `make test` that needs no browser, and mypy
3 browser   the rest of `make test`
4 heavy     `make test-all`
"""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from mutants import reach, running
from mutants.faults import Fault
from mutants.results import Result


@dataclass(frozen=True)
class Stage:
    """A part of the tests, by marks; the seconds of its own that all of it may take."""

    name: str
    marks: str
    limit: float


STAGES = (
    Stage("fast", "not heavy and not browser and not site and not slow", 1800),
    Stage("site", "not heavy and not browser and (site or slow)", 3600),
    Stage("browser", "not heavy and browser", 3600),
    Stage("heavy", "heavy", 7200),
)


@contextmanager
def put_in(folder: Path, fault: Fault) -> Iterator[None]:
    """The copy has the fault while this lasts."""
    file = folder / fault.module
    source = file.read_text("utf-8")
    file.write_text(fault.put_in(source), "utf-8", newline="")
    try:
        yield
    finally:
        file.write_text(source, "utf-8", newline="")


def control(folder: Path, known: reach.Reach) -> None:
    """Without a fault the same way of running must find nothing, or what it finds with one means nothing."""
    passing = {test: seconds for test, seconds in known.seconds.items() if test not in known.failing}
    file = min(passing, key=lambda test: (passing[test], test)).split("::")[0]
    order = {test: seconds for test, seconds in passing.items() if test.startswith(f"{file}::")}
    outcome = running.run(folder, ["-x", file], lambda: running.Chosen(order=order), running.STARTING * 10)
    if outcome.status:
        raise RuntimeError(f"没有做错的时候测试也没有通过：\n{outcome.output}")


def noticed(folder: Path, fault: Fault, stage: Stage, known: reach.Reach, first: str = "") -> Result:
    """Runs a stage's tests with the fault in; `first` noticed it once and is tried before the others."""
    with put_in(folder, fault):
        result = _by_reach(folder, fault, known, first) if stage.name == "fast" else _by_all(folder, fault, stage)
    return replace(result, stage=stage.name)


def _by_reach(folder: Path, fault: Fault, known: reach.Reach, first: str) -> Result:
    span = fault.before.count("\n")
    tests = known.tests(fault.module, fault.line, fault.line + span)
    order = {test: (-1.0 if test == first else known.seconds.get(test, 0.0)) for test in tests}
    if not order:
        return Result(fault.id, "unreached", "", 0)
    files = sorted({test.split("::")[0] for test in order})
    limit = sum(known.seconds.get(test, 0) for test in order) * running.SLOWER + running.STARTING
    outcome = running.run(folder, ["-x", *files], lambda: running.Chosen(order=order), limit)
    return _result(fault, outcome)


def _by_all(folder: Path, fault: Fault, stage: Stage) -> Result:
    if stage.name == "site":
        types = subprocess.run(
            [sys.executable, "-m", "mypy", "--no-error-summary", "--cache-fine-grained"],
            cwd=folder,
            capture_output=True,
            check=False,
        )
        if types.returncode:
            return Result(fault.id, "noticed", "mypy", 0)
    outcome = running.run(folder, ["-x", "-m", stage.marks], running.Failures, stage.limit)
    return _result(fault, outcome)


def _result(fault: Fault, outcome: running.Outcome) -> Result:
    if outcome.status is None:
        return Result(fault.id, "endless", "", outcome.seconds)
    by = outcome.found[0] if isinstance(outcome.found, list) and outcome.found else ""
    return Result(fault.id, "noticed" if outcome.noticed else "unnoticed", by, outcome.seconds)
