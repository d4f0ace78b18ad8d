"""The tests in the order of their cost: what nothing notices in one stage goes on to the next.

1 fast      `make test-fast`, of it the tests that reach the line
2 site      the rest of `make test` that needs no browser, and mypy
3 browser   the rest of `make test`
4 heavy     `make test-all`
"""

import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
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


FAST = Stage("fast", "not heavy and not browser and not site and not slow", 1800)
STAGES = (
    FAST,
    Stage("site", "not heavy and not browser and (site or slow)", 3600),
    Stage("browser", "not heavy and browser", 3600),
    Stage("heavy", "heavy", 7200),
)
# `make test` begins with `make lint`.
TYPES = "site"


class Bench:
    """A copy of the project, with at most one fault in it, and what its tests make of that."""

    def __init__(self, copy: Path, known: reach.Reach) -> None:
        self.copy, self._known = copy, known

    def control(self) -> None:
        """Without a fault the same way of running must find nothing, or what it finds with one means nothing."""
        files: dict[str, list[str]] = defaultdict(list)
        for test in self._known.seconds.keys() - set(self._known.failing):
            files[test.split("::")[0]].append(test)
        quickest = min(files.values(), key=lambda tests: (self._seconds(tests), tests))
        outcome = self._chosen(quickest).outcome()
        if outcome.status:
            raise RuntimeError(f"没有做错的时候测试也没有通过：\n{outcome.output}")

    def start(self, fault: Fault, stage: Stage, first: str) -> "Trial":
        """Puts the fault in and runs a stage's tests; `first` noticed it once and is tried before the others."""
        reaching: list[str] = []
        if stage == FAST:
            reaching = self._known.tests(fault.module, fault.line, fault.line + fault.before.count("\n"))
            if not reaching:
                return Trial(self, fault, stage, None, "")
        file = self.copy / fault.module
        source = file.read_text("utf-8")
        file.write_text(fault.put_in(source), "utf-8", newline="")
        mypy = [sys.executable, "-m", "mypy"] if stage.name == TYPES else []
        run = (
            self._chosen(reaching, first)
            if reaching
            else running.Run(self.copy, ["-x", "-m", stage.marks], running.Failures, stage.limit, mypy)
        )
        return Trial(self, fault, stage, run, source)

    def _chosen(self, tests: list[str], first: str = "") -> running.Run:
        """A file at a time, since its tests share fixtures; the quickest first."""
        files: dict[str, list[str]] = defaultdict(list)
        for test in tests:
            files[test.split("::")[0]].append(test)
        names = sorted(files, key=lambda name: (first not in files[name], self._seconds(files[name]), name))
        order: list[str] = []
        for name in names:
            order += sorted(files[name], key=lambda test: (test != first, self._seconds([test]), test))
        limit = self._seconds(tests) * running.SLOWER + running.STARTING
        number = {test: at for at, test in enumerate(order)}
        return running.Run(self.copy, ["-x", *names], lambda: running.Chosen(order=number), limit)

    def _seconds(self, tests: Iterable[str]) -> float:
        return sum(self._known.seconds.get(test, 0) for test in tests)


@dataclass(eq=False)
class Trial:
    """A fault in a copy, while the tests of a stage run; nothing runs where none of them reaches it."""

    bench: Bench
    fault: Fault
    stage: Stage
    run: running.Run | None
    source: str

    def result(self) -> Result:
        """What came of it; takes the fault out again."""
        if not self.run:
            return Result(self.fault.id, "unreached", "", 0, self.stage.name)
        try:
            outcome = self.run.outcome()
        finally:
            self.stop()
        by = outcome.found[0] if isinstance(outcome.found, list) and outcome.found else ""
        what = "endless" if outcome.status is None else "noticed" if outcome.noticed else "unnoticed"
        return Result(self.fault.id, what, by, outcome.seconds, self.stage.name)

    def stop(self) -> None:
        """Whatever runs; the copy is as it was."""
        if self.run:
            self.run.stop()
            (self.bench.copy / self.fault.module).write_text(self.source, "utf-8", newline="")


def ended(trials: Sequence[Trial]) -> list[Trial]:
    """Those that have a result; waits until there is one."""
    if nothing := [trial for trial in trials if not trial.run]:
        return nothing
    runs = running.Run.ended([trial.run for trial in trials if trial.run])
    return [trial for trial in trials if trial.run in runs]
