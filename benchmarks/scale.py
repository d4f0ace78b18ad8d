"""How time, memory, files and bytes grow with the townships, beside other programs on the same pages.  Linux only.

    .venv/bin/python benchmarks/scale.py --townships 5,50 [--per-county 30] [--beside material,hugo,disk] [--one-core]
        [--serve] [--results FILE] [--keep FOLDER]

Each step is a process of the command line, of a copy of this checkout with an empty cache, on content that
`corpora.py` makes.  The steps: `check` of everything with nothing kept; a build with nothing kept; again with nothing
changed; again after a duty's name was edited, and then a text; `check` of everything
after another edit, and of that township alone.  `--serve`: seconds from an edit to the page that shows it.

`--results` keeps what was measured in a file and adds to it, so that one size may be measured after the other, and
prints all that it holds.
"""

import argparse
import hashlib
import json
import math
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path

import elsewhere
from corpora import write_corpus
from spent import Failed, Spent, spent

from generator.project import PROJECT

_PROGRAM = ("generator", "templates", "content/pages", "content/vocabulary", "mkdocs.yml")
# A file of a site by the folder that it stands in; pages stand in all of them.
_KINDS = {"search": "search", "compare": "compare", "offline": "offline", "data": "downloads", "api": "api"}
_KIND_NAMES = ("pages", "search", "compare", "offline", "downloads", "api", "others")
_INDEX = ("search", "compare", "offline")
STEPS = ("check", "build", "again", "name", "text", "recheck")
_PORT = 8123
_ALLOWED = "        allow:\n          - rule: source-accounted-for\n            reason: 量数时改动的\n"
_PART = re.compile(r"^ +(.+)：([\d.]+) 秒（处理器 ([\d.]+) 秒）$", re.MULTILINE)


@dataclass
class Measured:
    """What was measured of a corpus: the steps by their names, and the site of the first build by kinds of files."""

    townships: int
    per_county: int
    steps: dict[str, Spent] = field(default_factory=dict)
    files: dict[str, int] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)
    # What `--verbose` says of the parts of a step: seconds, and of the processors.
    parts: dict[str, dict[str, tuple[float, float]]] = field(default_factory=dict)
    # Files of each kind that a step changed, put there or took away.
    changed: dict[str, dict[str, int]] = field(default_factory=dict)


# --- the steps -------------------------------------------------------------------------------------


class Bench:
    """A corpus, a copy of the program, and the site that it makes of it."""

    def __init__(self, work: Path, townships: int, per_county: int) -> None:
        self.work = work
        self.content, self.site, self.project = work / "content", work / "site", work / "project"
        self.ids = write_corpus(self.content, townships, per_county)
        self.result = Measured(townships, per_county)
        for name in _PROGRAM:
            source = PROJECT / name
            ignored = shutil.ignore_patterns("__pycache__")
            if source.is_dir():
                shutil.copytree(source, self.project / name, ignore=ignored)
            else:
                shutil.copy(source, self.project / name)
        # Compiled before anything is timed.
        spent([sys.executable, "-m", "compileall", "-q", "generator"], self.project)

    @property
    def middle(self) -> str:
        """The township that is edited: neither the first nor the last, and a copy of the same one in each corpus."""
        return next((one for one in self.ids[len(self.ids) // 2 :] if one.startswith("kuitun")), self.ids[-1])

    def command(self, *arguments: str | Path) -> list[str | Path]:
        """A command line of the copy."""
        return [sys.executable, "-m", "generator", *arguments, "--content", self.content]

    def step(self, name: str, *arguments: str | Path, before: Sequence[str] = ()) -> Spent:
        """Run one command of the copy and keep what it took."""
        took = spent([*before, *self.command(*arguments)], self.project, {"PYTHONPATH": str(self.project)})
        self.result.steps[name] = took
        _say(f"{self.result.townships:5} townships  {_row(name, took)}")
        return took

    def forget(self) -> None:
        """Empty the cache."""
        shutil.rmtree(self.project / "build", ignore_errors=True)

    def build(self, name: str, *, before: Sequence[str] = ()) -> None:
        """Build the site, and count what changed of it."""
        old = _tree(self.site) if self.site.is_dir() else {}
        took = self.step(name, "build", "--verbose", "--output", self.site, before=before)
        self.result.parts[name] = {part: (float(wall), float(cpu)) for part, wall, cpu in _PART.findall(took.said)}
        new = _tree(self.site)
        if old:
            changed = (_kind(one) for one in old.keys() | new.keys() if old.get(one) != new.get(one))
            self.result.changed[name] = dict(Counter(changed))

    def measure(self, steps: Sequence[str]) -> None:
        """Steps of our own, by the names of `STEPS`."""
        town = self.content / "townships" / self.middle
        if "check" in steps:
            self.step("check, nothing kept", "check")
            self.forget()
        if "build" in steps:
            self.build("build, nothing kept")
            for path, name in _files(self.site):
                kind = _kind(name)
                self.result.files[kind] = self.result.files.get(kind, 0) + 1
                self.result.sizes[kind] = self.result.sizes.get(kind, 0) + path.stat().st_size
        if "again" in steps:
            self.build("build, nothing changed")
        if "name" in steps:
            edit_name(town)
            self.build("build, a name edited")
        if "text" in steps:
            edit_text(town)
            self.build("build, a text edited")
        if "recheck" in steps:
            edit_name(town)
            self.step("check, a name edited", "check")
            if "--township" in spent([sys.executable, "-m", "generator", "check", "--help"], self.project).said:
                edit_text(town)
                self.step("check of a township, a text edited", "check", "--township", self.middle)

    def one_core(self) -> None:
        """The first build once more, on one processor."""
        self.forget()
        shutil.rmtree(self.site)
        self.build("build, nothing kept, one core", before=("taskset", "-c", "0"))

    def beside(self, others: Sequence[str]) -> None:
        """What others take for the same pages."""
        if not others:
            return
        docs = self.work / "docs"
        self.step("render", "render", "--output", docs)
        tried: dict[str, dict[str, Callable[[], Spent]]] = {
            "material": {
                "Material with search": lambda: elsewhere.material(docs, self.work, PROJECT, with_search=True),
                "Material without search": lambda: elsewhere.material(docs, self.work, PROJECT, with_search=False),
            },
            "hugo": {"Hugo": lambda: elsewhere.hugo(docs, self.work, self.site)},
            "disk": {
                "hard links": lambda: elsewhere.disk(self.site, self.work, linked=True),
                "copies": lambda: elsewhere.disk(self.site, self.work, linked=False),
            },
        }
        for other in others:
            for name, run in tried[other].items():
                try:
                    took = run()
                except (Failed, FileNotFoundError) as error:
                    _say(f"{name}: {error}")
                    continue
                self.result.steps[name] = took
                _say(f"{self.result.townships:5} townships  {_row(name, took)}")

    def serve(self) -> None:
        """From an edit to the page that shows it, in the preview; the better of two."""
        address = f"http://127.0.0.1:{_PORT}/townships/{self.middle}/"
        with _running([*map(str, self.command("serve", "--port", str(_PORT)))], self.project):
            _until(address, "</html>", 600)
            time.sleep(2)  # it goes on watching only now
            times = []
            for _ in range(2):
                said, duty = edit_name(self.content / "townships" / self.middle)
                start = time.perf_counter()
                _until(f"{address}{duty}/", said, 600)
                times.append(time.perf_counter() - start)
                time.sleep(5)
        self.result.steps["serve, a name edited"] = Spent(min(times), math.nan, 0)
        _say(f"{self.result.townships:5} townships  serve, a name edited: {' '.join(f'{one:.2f}' for one in times)} s")


@contextmanager
def _running(command: Sequence[str], folder: Path) -> Iterator[None]:
    process = subprocess.Popen(
        command,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield
    finally:
        process.terminate()
        process.wait()


def _until(address: str, said: str, limit: float) -> None:
    """Wait until a page says something.  Raises Failed after so many seconds."""
    end = time.perf_counter() + limit
    while time.perf_counter() < end:
        with suppress(OSError), urllib.request.urlopen(address) as answer:
            if said in answer.read().decode():
                return
        time.sleep(0.02)
    raise Failed(f"{address} does not say {said} after {limit} s")


# --- edits -----------------------------------------------------------------------------------------


def edit_name(township: Path) -> tuple[str, str]:
    """Edit the name of a basic duty; the new name and the duty's id."""
    return _edit(township / "basic.yml", re.compile(r"^        name: (?P<text>\S{8,})$", re.MULTILINE))


def edit_text(township: Path) -> tuple[str, str]:
    """Edit what the township does for a cooperative duty; the new text and the duty's id."""
    return _edit(township / "cooperative.yml", re.compile(r"^        township:\n +- (?P<text>\S{8,})$", re.MULTILINE))


def _edit(path: Path, pattern: re.Pattern[str]) -> tuple[str, str]:
    """Put two characters in the middle of a text, and allow that the source has them not: that stays as it is.

    Were it another, so were every page of the township, which say its digest.
    """
    duties = re.split(r"^(?=      - id: )", path.read_bytes().decode(), flags=re.MULTILINE)
    for number, duty in enumerate(duties):
        found = pattern.search(duty)
        if number < len(duties) // 2 or not found or not set("\"'#{[").isdisjoint(found["text"]) or "allow:" in duty:
            continue
        half = (found.start("text") + found.end("text")) // 2
        rest, source, lines = duty[half:].partition("        source: ")
        duties[number] = f"{duty[:half]}认真{rest}{_ALLOWED}{source}{lines}"
        path.write_bytes("".join(duties).encode())
        new = pattern.search(duties[number])
        assert new
        return new["text"], duty.split()[2]
    raise Failed(f"{path}: no duty to edit")


# --- the site --------------------------------------------------------------------------------------


def _files(site: Path) -> Iterator[tuple[Path, str]]:
    for folder, _, names in os.walk(site):
        for name in names:
            path = Path(folder, name)
            yield path, path.relative_to(site).as_posix()


def _kind(name: str) -> str:
    return "pages" if name.endswith(".html") else _KINDS.get(name.split("/")[0], "others")


def _tree(site: Path) -> dict[str, bytes]:
    """The digest of each file of a site."""
    return {name: hashlib.sha256(path.read_bytes()).digest() for path, name in _files(site)}


# --- what is printed -------------------------------------------------------------------------------


def _row(name: str, took: Spent) -> str:
    return f"{name:36} {took.wall:8.1f} s {took.cpu:8.1f} s CPU {took.memory / 1e6:8.0f} MB"


def table(all_measured: Sequence[Measured]) -> Iterator[str]:
    """The figures as Markdown: a column a size, and the exponent from the first to the last."""
    sizes = [one.townships for one in all_measured]
    yield f"| 乡镇（一个县 {all_measured[0].per_county} 个） | {' | '.join(f'{size:,}' for size in sizes)} | 指数 |"
    yield f"| --- |{' --- |' * (len(sizes) + 1)}"
    names = list(dict.fromkeys(name for one in all_measured for name in one.steps))
    for name in names:
        took = [one.steps.get(name) for one in all_measured]
        cpu = [one.cpu if one and not math.isnan(one.cpu) else None for one in took]
        yield _line(
            f"{name}：秒 / 处理器",
            [_seconds(one.wall, one.cpu) if one else "" for one in took],
            _exponent(sizes, cpu),
        )
        for part in dict.fromkeys(part for one in all_measured for part in one.parts.get(name, {})):
            own = [one.parts.get(name, {}).get(part) for one in all_measured]
            yield _line(
                f"　{part}",
                [_seconds(*one) if one else "" for one in own],
                _exponent(sizes, [one[1] if one else None for one in own]),
            )
    cold, on_one = "build, nothing kept", "build, nothing kept, one core"
    faster = [
        f"{one.steps[on_one].wall / one.steps[cold].wall:.2f}" if {cold, on_one} <= one.steps.keys() else ""
        for one in all_measured
    ]
    yield _line(f"{os.cpu_count()} 核比一核快几倍", faster, "")
    for name in ("check, nothing kept", "build, nothing kept", "build, a name edited"):
        memory = [one.steps[name].memory if name in one.steps else None for one in all_measured]
        yield _line(f"{name}：MB", [f"{one / 1e6:,.0f}" if one else "" for one in memory], _exponent(sizes, memory))
    for other in ("Material with search", "Material without search", "Hugo", "hard links", "copies"):
        ratios = [
            f"{ours.cpu / theirs.cpu:.2f}" if ours and theirs and theirs.cpu else ""
            for one in all_measured
            for ours, theirs in [(one.steps.get("build, nothing kept"), one.steps.get(other))]
        ]
        if any(ratios):
            yield _line(f"生成用的处理器是 {other} 的几倍", ratios, "")
    for name in names:
        for kind in _KIND_NAMES:
            counts = [one.changed.get(name, {}).get(kind, 0) for one in all_measured]
            if any(counts):
                yield _line(f"{name}：变了几个文件，{kind}", [f"{count:,}" for count in counts], "")
    for kind in _KIND_NAMES:
        yield _line(f"{kind}：文件", [f"{one.files.get(kind, 0):,}" for one in all_measured], "")
    for kind in _KIND_NAMES:
        yield _line(f"{kind}：MB", [f"{one.sizes.get(kind, 0) / 1e6:,.1f}" for one in all_measured], "")
    for name, figures in (
        ("一个乡镇几个文件", [sum(one.files.values()) / one.townships for one in all_measured]),
        ("其中各种索引", [sum(one.files.get(kind, 0) for kind in _INDEX) / one.townships for one in all_measured]),
        ("一个乡镇几 MB", [sum(one.sizes.values()) / 1e6 / one.townships for one in all_measured]),
    ):
        totals = [figure * size for figure, size in zip(figures, sizes, strict=True)]
        yield _line(name, [f"{figure:,.1f}" for figure in figures], _exponent(sizes, totals))


def _seconds(wall: float, cpu: float) -> str:
    return f"{wall:,.1f}" if math.isnan(cpu) else f"{wall:,.1f} / {cpu:,.1f}"


def _line(name: str, figures: Sequence[str], exponent: str) -> str:
    return f"| {name} | {' | '.join(figures)} | {exponent} |"


def _exponent(sizes: Sequence[int], figures: Sequence[float | None]) -> str:
    """By which power of the townships a figure grows, from the first size that has one to the last."""
    known = [(size, figure) for size, figure in zip(sizes, figures, strict=True) if figure]
    if len(known) < 2:
        return ""
    (first, least), (last, most) = known[0], known[-1]
    return f"{math.log(most / least) / math.log(last / first):.2f}"


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _read(path: Path | None) -> list[Measured]:
    if not path or not path.is_file():
        return []
    return [
        Measured(**{**one, "steps": {name: Spent(**step) for name, step in one["steps"].items()}})
        for one in json.loads(path.read_text("utf-8"))
    ]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--townships", default="5,50", help="sizes, with commas between them, of five at least; none: only print"
    )
    parser.add_argument("--per-county", type=int, default=1)
    parser.add_argument("--steps", default=",".join(STEPS), help="fewer of them, with commas between them")
    parser.add_argument("--beside", default="", help="material, hugo, disk, with commas between them")
    parser.add_argument("--one-core", action="store_true")
    parser.add_argument("--serve", action="store_true")
    parser.add_argument("--results", type=Path)
    parser.add_argument("--keep", type=Path, help="work in this folder and leave all there; it must not exist")
    options = parser.parse_args()
    results = _read(options.results)
    if options.keep and options.keep.exists():
        parser.error(f"{options.keep} is there already")
    for size in map(int, filter(None, options.townships.split(","))):
        with tempfile.TemporaryDirectory() as temporary:
            bench = Bench((options.keep or Path(temporary)) / str(size), size, options.per_county)
            results = [one for one in results if (one.townships, one.per_county) != (size, options.per_county)]
            results.append(bench.result)
            bench.measure(options.steps.split(","))
            bench.beside([one for one in options.beside.split(",") if one])
            if options.serve:
                bench.serve()
            if options.one_core:
                bench.one_core()
        if options.results:
            options.results.write_text(json.dumps([{**asdict(one)} for one in results]), "utf-8", newline="\n")
    for per_county in sorted({one.per_county for one in results}):
        print(
            *table(sorted((one for one in results if one.per_county == per_county), key=lambda one: one.townships)),
            sep="\n",
        )


if __name__ == "__main__":
    main()
