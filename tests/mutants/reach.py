"""Which tests reach which lines, and how long each takes: all of them run once, under coverage.

What a fixture runs that several tests share counts for each test that uses it;
what runs when a module is imported, for each test that reaches anything of the
module, or stands in a file that imports it: a constant is read without a line of the module.
"""

import ast
import os
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import coverage
import pytest

from mutants import running

FIXTURE = "fixture:"
RUNNING = "MUTANTS_RUNNING"
SETTINGS = f"""\
[run]
source = {{generator}}
data_file = {{data}}
parallel = true
context = ${{{{{RUNNING}-}}}}
patch = _exit
disable_warnings = no-data-collected, module-not-imported, module-not-measured, couldnt-parse
"""
IMPORT = ""


@dataclass
class Reach:
    """To each module and line the tests; seconds of each test; failing as it is; the libraries that they import.

    `readers` are the files of tests that import a module.
    """

    lines: dict[str, dict[int, list[str]]]
    seconds: dict[str, float]
    failing: list[str]
    libraries: list[str]
    readers: dict[str, list[str]]

    def tests(self, module: str, first: int, last: int) -> list[str]:
        """The tests that reach these lines, the quickest first."""
        lines = self.lines.get(module, {})
        found = {test for line in range(first, last + 1) for test in lines.get(line, ())}
        if IMPORT in found:
            found |= {test for tests in lines.values() for test in tests}
            readers = self.readers.get(module, ())
            found |= {test for test in self.seconds if test.split("::")[0] in readers}
        return sorted(found - {IMPORT} - set(self.failing), key=lambda test: (self.seconds.get(test, 0), test))


class Recorder:
    """Tells coverage which test runs."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        # Processes that tests start are measured, too: coverage starts in each Python that has this variable.
        self.kept = folder.with_name(f"{folder.name}-coverage")
        self.kept.mkdir()
        settings = self.kept / "settings"
        settings.write_text(SETTINGS.format(generator=folder / "generator", data=self.kept / "data"), "utf-8")
        os.environ["COVERAGE_PROCESS_START"] = str(settings)
        self.coverage = coverage.Coverage(data_file=str(self.kept / "data"), config_file=str(settings))
        self.coverage.start()
        self.seconds: dict[str, float] = defaultdict(float)
        self.failing: set[str] = set()
        self.users: dict[str, list[str]] = defaultdict(list)

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        for item in session.items:
            for fixture in getattr(item, "fixturenames", ()):
                self.users[fixture].append(item.nodeid)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        self._is(item.nodeid)
        return (yield)

    def _is(self, what: str) -> None:
        """What runs from now on."""
        self.coverage.switch_context(what)
        os.environ[RUNNING] = what

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: pytest.FixtureDef[object]) -> Iterator[None]:
        shared = fixturedef.scope != "function"
        if shared:
            self._is(FIXTURE + fixturedef.argname)
        try:
            return (yield)
        finally:
            if shared:
                self._is(self._running())

    def _running(self) -> str:
        """pytest keeps which test it runs where every process sees it: `tests/a.py::test (call)`."""
        return os.environ.get("PYTEST_CURRENT_TEST", "").rpartition(" ")[0]

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when == "call":
            self.seconds[report.nodeid] += report.duration
        if report.failed:
            self.failing.add(report.nodeid)

    def found(self) -> object:
        self.coverage.stop()
        self.coverage.save()
        del os.environ["COVERAGE_PROCESS_START"]
        self.coverage.combine()
        data = self.coverage.get_data()
        lines = {}
        for file in data.measured_files():
            name = Path(file).relative_to(self.folder).as_posix()
            lines[name] = {
                line: sorted({test for context in contexts for test in self._tests(context)})
                for line, contexts in data.contexts_by_lineno(file).items()
            }
        return {
            "lines": lines,
            "seconds": self.seconds,
            "failing": sorted(self.failing),
            "libraries": running.imported(self.folder),
        }

    def _tests(self, context: str) -> list[str]:
        return self.users[context.removeprefix(FIXTURE)] if context.startswith(FIXTURE) else [context]


def learn(folder: Path, arguments: list[str], limit: float) -> Reach:
    """Runs the tests over the copy in `folder`, which has no fault."""
    outcome = running.Run(folder, arguments, lambda: Recorder(folder), limit).outcome()
    if not isinstance(outcome.found, dict):
        raise RuntimeError(f"没有做错的时候测试也运行不了：\n{outcome.output}")
    lines = {name: {int(line): tests for line, tests in of.items()} for name, of in outcome.found["lines"].items()}
    found = outcome.found
    return Reach(lines, found["seconds"], found["failing"], found["libraries"], _readers(folder))


def _readers(folder: Path) -> dict[str, list[str]]:
    """Of each module of the program the files of tests that import it."""
    found: dict[str, list[str]] = defaultdict(list)
    for file in sorted((folder / "tests").rglob("test_*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module:
                for name in {node.module, *(f"{node.module}.{one.name}" for one in node.names)}:
                    found[f"{name.replace('.', '/')}.py"].append(file.relative_to(folder).as_posix())
    return dict(found)
