"""Which faults: one for each line of a seeded sample, or every one of the lines that a change touched."""

import random
import re
import subprocess
from collections import defaultdict
from collections.abc import Iterable
from itertools import islice
from pathlib import Path

from mutants.faults import Fault, Module, Place, modules, package


class NoSuch(Exception):
    """What was asked for is not there."""


def in_package(root: Path, name: str) -> list[str]:
    """The modules of `link`, of `check/rules`, of one file, or of all the program ("")."""
    folder = root / "generator" / name
    if not folder.exists():
        raise NoSuch(f"没有 generator/{name}；PACKAGE 写 generator/ 里的一个文件夹或文件，例如 link、link/related.py")
    files = [folder] if folder.suffix == ".py" else sorted(folder.rglob("*.py"))
    return [file.relative_to(root).as_posix() for file in files]


def sample(found: Iterable[Module], size: int, seed: int) -> list[Fault]:
    """One fault a line, from lines of each package in proportion to how many it has that can be wrong.

    Each line draws for itself, by what it says: a change elsewhere leaves the sample as it was.
    The kind is drawn first, so that a line with many fields is not only ever wrong in these.
    """
    lines: dict[str, list[tuple[float, random.Random, Module, list[Place]]]] = defaultdict(list)
    for module in found:
        for number, places in module.by_line().items():
            draw = random.Random(f"{seed} {module.path} {module.line(number)}")
            lines[package(module.path)].append((draw.random(), draw, module, places))
    chosen: list[Fault] = []
    for name, count in shares({name: len(of) for name, of in lines.items()}, size).items():
        drawn_first = sorted(lines[name], key=lambda line: line[0])
        faults = (fault for _, draw, module, places in drawn_first if (fault := drawn(module, places, draw)))
        chosen += sorted(islice(faults, count), key=lambda fault: (fault.module, fault.line))
    return chosen


def shares(sizes: dict[str, int], size: int) -> dict[str, int]:
    """As many of each as its share; what rounding leaves goes to the largest remainders."""
    total = sum(sizes.values())
    size = min(size, total)
    exact = {name: size * count / total for name, count in sizes.items()}
    rounded = {name: int(share) for name, share in exact.items()}
    by_remainder = sorted(sizes, key=lambda name: (rounded[name] - exact[name], name))
    for name in by_remainder[: size - sum(rounded.values())]:
        rounded[name] += 1
    return rounded


def drawn(module: Module, places: list[Place], draw: random.Random) -> Fault | None:
    """One of the faults of a line; another where the first would change nothing."""
    by_kind: dict[str, list[Place]] = defaultdict(list)
    for place in places:
        by_kind[place.kind].append(place)
    while by_kind:
        kind = draw.choice(sorted(by_kind))
        place = by_kind[kind].pop(draw.randrange(len(by_kind[kind])))
        if not by_kind[kind]:
            del by_kind[kind]
        if fault := module.fault(place):
            return fault
    return None


def changed(root: Path, base: str) -> dict[str, set[int]]:
    """The lines of each module that differ from where the branch left `base`, what is not committed included."""
    try:
        fork = git(root, "merge-base", base, "HEAD").strip()
    except subprocess.CalledProcessError as error:
        raise NoSuch(f"没有“{base}”这个分支，或与现在的没有共同的来处；用 BASE=… 写明从哪里改起") from error
    lines: dict[str, set[int]] = defaultdict(set)
    name = ""
    for line in git(root, "diff", "--unified=0", "--no-color", "--no-ext-diff", fork, "--", "generator").splitlines():
        if line.startswith("+++ "):
            name = line.removeprefix("+++ b/")
        elif hunk := re.match(r"@@ -\S+ \+(\d+)(?:,(\d+))? @@", line):
            first, count = int(hunk[1]), int(hunk[2] or 1)
            lines[name] |= set(range(first, first + count))
    for new in git(root, "ls-files", "--others", "--exclude-standard", "--", "generator").splitlines():
        lines[new] = set(range(1, (root / new).read_text("utf-8").count("\n") + 2))
    return {name: numbers for name, numbers in lines.items() if name.endswith(".py") and (root / name).exists()}


def of_lines(root: Path, lines: dict[str, set[int]]) -> list[Fault]:
    """One fault of each kind that a line can have."""
    chosen: dict[str, Fault] = {}
    for module in modules(root, sorted(lines)):
        for number, places in sorted(module.by_line().items()):
            if number in lines[module.path]:
                kinds: dict[str, list[Place]] = defaultdict(list)
                for place in places:
                    kinds[place.kind].append(place)
                for kind, of in sorted(kinds.items()):
                    if fault := drawn(module, of, random.Random(f"{module.path} {kind}")):
                        chosen.setdefault(fault.id, fault)
    return list(chosen.values())


def git(root: Path, *arguments: str) -> str:
    """What git says, of the repository at `root`."""
    return subprocess.run(
        ["git", "-c", "core.quotePath=false", *arguments], cwd=root, check=True, capture_output=True, encoding="utf-8"
    ).stdout
