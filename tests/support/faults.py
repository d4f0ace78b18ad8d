"""Builds that are disturbed from outside, through the command line alone: nothing here knows how a build works inside.

A project of its own, so that its cache, its `build/` and its site may be broken; two contents that differ in a name.
"""

import hashlib
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from support.places import DEMO, PROJECT

# Longer than any build of the demo content takes, on a machine that does much else.
HANGS = 300
# What no person should have to read.
ENGLISH = re.compile(r"Traceback|Error\b|error|[Nn]o such|[Pp]ermission|denied|memory|invalid|refused|closed|File \"")


def digest(site: Path) -> str:
    """What a folder holds, names and bytes; empty where there is none."""
    found = hashlib.sha256()
    paths = [path for path in sorted(site.rglob("*")) if path.is_file() or path.is_symlink()]
    for path in paths:
        found.update(f"{path.relative_to(site)}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    return found.hexdigest() if paths else ""


@dataclass
class Project:
    """A copy of the program with two contents, `content/0` and `content/1`, and one output."""

    folder: Path
    output: Path
    # The digests of the sites of both contents, built where nothing was kept.
    whole: list[str] = field(default_factory=list)

    def content(self, which: int) -> Path:
        """One of the two contents."""
        return self.folder / f"contents/{which}"

    def start(self, which: int, *more: str | Path, before: tuple[str, ...] = (), **environment: str) -> "Build":
        """Begin to build one of the contents."""
        mark = uuid.uuid4().hex
        said = (self.folder / "said").open("w+b")
        process = subprocess.Popen(
            [*before, sys.executable, "-m", "generator", "build", "--content", self.content(which),
             "--output", self.output, *more],
            cwd=self.folder, stdout=subprocess.DEVNULL, stderr=said, start_new_session=True,
            env={**os.environ, "PYTHONPATH": str(self.folder), "QINGDAN_FAULTS": mark, **environment},
        )  # fmt: skip
        said.close()
        return Build(process, mark, self.folder / "said")

    def build(self, which: int, *more: str | Path, before: tuple[str, ...] = (), **environment: str) -> tuple[int, str]:
        """Build one of the contents to its end: the exit code, and what it said."""
        return self.start(which, *more, before=before, **environment).end()

    def standing(self) -> int | None:
        """Which content's site stands there, whole; None for none.  Fails where it is neither."""
        found = digest(self.output)
        return self.whole.index(found) if found else None

    def left(self) -> list[str]:
        """What stands beside the output."""
        return sorted(one.name for one in self.output.parent.iterdir() if one != self.output)


@dataclass
class Build:
    """A build that goes on."""

    process: "subprocess.Popen[bytes]"
    mark: str
    said: Path

    def end(self) -> tuple[int, str]:
        """Wait for its end, which must come; the exit code, and what it said."""
        code = self.process.wait(HANGS)
        return code, self.said.read_text("utf-8", "replace")

    def alive(self) -> list[int]:
        """The processes of it that there are, whoever their parent is by now."""
        mark, found = f"QINGDAN_FAULTS={self.mark}".encode(), []
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                is_own = mark in (folder / "environ").read_bytes().split(b"\0")
                is_dead = (folder / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()[0] in "ZX"
            except OSError:
                continue
            if is_own and not is_dead:
                found.append(int(folder.name))
        return sorted(found)

    def workers(self) -> list[int]:
        """The processes that help it; not Python's own, which looks after what they share and complains of its end."""
        return [one for one in self.alive() if one != self.process.pid and b"resource_tracker" not in _command(one)]

    def kill(self, process: int, sent: signal.Signals) -> None:
        """Send a signal to one of its processes, which may have ended by itself."""
        with suppress(ProcessLookupError):
            os.kill(process, sent)

    def is_gone(self) -> bool:
        """Whether all its processes end within a while, once the first of them has ended."""
        until = time.monotonic() + 30
        while self.alive():
            if time.monotonic() > until:
                return False
            time.sleep(0.02)
        return True


def _command(process: int) -> bytes:
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return b""


def project(folder: Path, output: Path | None = None) -> Project:
    """A copy of the program, in a folder that it makes; both contents are built once each, with nothing kept."""
    for name in ("generator", "templates", "content"):
        shutil.copytree(PROJECT / name, folder / name, ignore=shutil.ignore_patterns("townships", "__pycache__"))
    shutil.copy(PROJECT / "mkdocs.yml", folder)
    (folder / "out").mkdir()
    made = Project(folder, output or folder / "out/site")
    for which in (0, 1):
        shutil.copytree(DEMO, made.content(which))
    changed(made.content(1))
    clean = Project(folder, folder / "clean/site")
    for which in (0, 1):
        clean.build(which)
        made.whole.append(digest(clean.output))
        shutil.rmtree(clean.output)
        shutil.rmtree(folder / "build", ignore_errors=True)
    shutil.rmtree(clean.output.parent)
    assert all(made.whole)
    assert made.whole[0] != made.whole[1]
    return made


def changed(content: Path) -> None:
    """Give one duty another name, and the county's page another word."""
    file = content / "townships/jia/bing/basic.yml"
    text = file.read_text("utf-8")
    name = re.search(r"name: (.+)", text[text.index("duties:") :])
    assert name
    file.write_text(text.replace(f"name: {name[1]}", f"name: {name[1]}（改）", 1), "utf-8")


def moments(count: int, whole: float, seed: int) -> Iterator[float]:
    """When to strike, in seconds: half at any time, half near the end, where the new site takes its place."""
    drawn = random.Random(seed)  # the same in every run
    for number in range(count):
        yield drawn.uniform(0.0, 1.02) * whole if number % 2 else drawn.uniform(0.8, 1.05) * whole
