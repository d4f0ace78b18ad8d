"""Tests in a process of their own, forked from one that has the libraries already.

Starting Python, pytest and the libraries takes longer than most tests that reach a line; forking takes none of it.
What is of the project is never imported before the fork: each process reads it, with its fault, anew.
"""

import importlib
import io
import json
import multiprocessing
import os
import resource
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from pathlib import Path
from types import ModuleType
from typing import Protocol

import pytest

FORK = multiprocessing.get_context("fork")
# A test that never ends has noticed too. Other work on the machine makes tests slow, but not their own time.
SLOWER, STARTING = 5, 60
# Nor may one that gathers without end take what others need.
MEMORY = 4 << 30
# Plugins that are imported before the fork lose what pytest does to their own assertions; it need not say so.
ARGUMENTS = ["-n0", "-q", "--no-header", "--no-summary", "-p", "no:cacheprovider", "--hypothesis-seed=0"]
ARGUMENTS += ["-W", "ignore::pytest.PytestAssertRewriteWarning"]


class Plugin(Protocol):
    """What pytest calls, and what it found."""

    def found(self) -> object:
        """For the process that asked; JSON."""


@dataclass
class Outcome:
    """How a run of tests ended."""

    status: int | None  # pytest's, none where it was stopped
    found: object
    output: str
    seconds: float

    @property
    def noticed(self) -> bool:
        """A test failed, none could run, or it did not end."""
        return self.status not in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED)


@dataclass(eq=False)
class Failures:
    """Says which tests failed."""

    failed: list[str] = field(default_factory=list)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.failed.append(report.nodeid)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.failed.append(report.nodeid)

    def found(self) -> object:
        return self.failed


@dataclass(kw_only=True, eq=False)
class Chosen(Failures):
    """Runs these tests and no others, in this order, and says which failed."""

    order: dict[str, int]

    def pytest_collection_modifyitems(self, config: pytest.Config, items: list[pytest.Item]) -> None:
        config.hook.pytest_deselected(items=[item for item in items if item.nodeid not in self.order])
        items[:] = sorted(
            (item for item in items if item.nodeid in self.order), key=lambda item: self.order[item.nodeid]
        )


class Run:
    """pytest over the project in `folder`: at most `limit` seconds of its own time, ten times as long in all."""

    def __init__(
        self,
        folder: Path,
        arguments: Sequence[str],
        plugin: Callable[[], Plugin],
        limit: float,
        before: Sequence[str] = (),
    ) -> None:
        self.answers, there = FORK.Pipe(duplex=False)
        self._process = FORK.Process(target=_tests, args=(folder, arguments, plugin, limit, before, there))
        self._start = time.monotonic()
        self.end = self._start + limit * 10
        self._process.start()
        there.close()

    def stop(self) -> None:
        """Ends it, with whatever the tests have started."""
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid or 0, signal.SIGKILL)
        self._process.kill()
        self._process.join()

    def outcome(self) -> Outcome:
        """What came of it; waits for that."""
        answer = None
        try:
            with suppress(EOFError):
                if self.answers.poll(max(0, self.end - time.monotonic())):
                    answer = json.loads(self.answers.recv())
        except BaseException:
            self.stop()
            raise
        if answer:
            self._process.join(5)
        self.stop()
        seconds = time.monotonic() - self._start
        if answer is None:
            return Outcome(None, [], "", seconds)
        if "crashed" in answer:
            raise RuntimeError(answer["crashed"])
        return Outcome(answer["status"], answer["found"], answer["output"], seconds)

    @staticmethod
    def ended(runs: "Sequence[Run]") -> "list[Run]":
        """Those that have an answer or no more time; waits until there is one."""
        left = min(run.end for run in runs) - time.monotonic()
        ready = wait([run.answers for run in runs], max(0, left))
        return [run for run in runs if run.answers in ready or run.end <= time.monotonic()]


def _tests(
    folder: Path,
    arguments: Sequence[str],
    plugin: Callable[[], Plugin],
    limit: float,
    before: Sequence[str],
    to: "Connection[str, str]",
) -> None:
    os.setsid()
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_CPU, (int(limit) + 1, int(limit) + 5))
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    os.chdir(folder)
    # Commands that tests start find the copy's program, not the one that is installed.
    os.environ["PYTHONPATH"] = os.pathsep.join([str(folder), os.environ.get("PYTHONPATH", "")])
    os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
    sys.dont_write_bytecode = True
    sys.path.insert(0, str(folder))
    # Processes that the program starts would begin with importing this command.
    sys.modules["__main__"] = ModuleType("__main__")
    said = io.StringIO()
    silent = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(silent, descriptor)
    sys.stdout = sys.stderr = said
    try:
        if before and (failed := subprocess.run(before, capture_output=True, check=False)).returncode:
            to.send(json.dumps({"status": failed.returncode, "found": [before[0]], "output": str(failed.stdout)}))
            os._exit(0)
        asked = plugin()
        status = int(pytest.main([*ARGUMENTS, f"--basetemp={folder}-tests", *arguments], plugins=[asked]))
        to.send(json.dumps({"status": status, "found": asked.found(), "output": said.getvalue()[-4000:]}))
    except BaseException:  # noqa: BLE001 (the process that asked says it)
        to.send(json.dumps({"crashed": traceback.format_exc()}))
    to.close()
    os._exit(0)


def libraries(modules: Iterable[str]) -> None:
    """Imports what a run of tests imported, so that the next need not; what pytest itself loads, it loads."""
    for name in modules:
        with suppress(Exception):
            importlib.import_module(name)


def imported(folder: Path) -> list[str]:
    """Modules of libraries that a process has by now, but not of the project in `folder`, nor of pytest's plugins."""
    own = str(folder)
    names = []
    for name, module in list(sys.modules.items()):
        file = getattr(module, "__file__", None)
        top = name.split(".")[0]
        if (
            file
            and not file.startswith(own)
            and top not in ("generator", "support", "mutants", "conftest", "tests", "__main__")
        ):
            names.append(name)
    return names
