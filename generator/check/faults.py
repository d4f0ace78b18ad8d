"""Which problems of a content are old: the same rule said the same of the same value before a change.

A value is the same wherever its line moved: it is known by the duty or category that it is of, by its keys, by itself.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from generator.model import Problem
from generator.read import yaml_text
from generator.read.yaml_text import Plain, YamlError

# Lines that a message names move with what is above them.
_LINES = re.compile(r"(\.(?:yml|txt|md)):\d+(?::\d+)?|第 \d+ 行")
Identity = tuple[str, ...]


@dataclass(frozen=True)
class Apart:
    """The problems of a content: those that came with a change, and those that were there before it."""

    new: tuple[Problem, ...]
    old: tuple[Problem, ...]


def apart(now: Sequence[Problem], folder: Path, before: Sequence[Problem], folder_before: Path) -> Apart:
    """Tell the problems of a content from those that it had in another folder; of equal ones as many are old."""
    values, values_before = Values(folder), Values(folder_before)
    known = Counter(values_before.identity(problem) for problem in before)
    new, old = list[Problem](), list[Problem]()
    for problem in now:
        identity = values.identity(problem)
        (old if known[identity] > 0 else new).append(problem)
        known[identity] -= 1
    return Apart(tuple(new), tuple(old))


@dataclass
class Values:
    """The values of a content folder at which there are problems; a file is read once."""

    folder: Path
    _files: dict[str, tuple[Plain, list[str]]] = field(default_factory=dict)

    def identity(self, problem: Problem) -> Identity:
        """What tells a problem from others, wherever its line is."""
        message = _LINES.sub(r"\1", problem.message)
        return (problem.rule, problem.where.file, message, *self._value(problem))

    def fingerprints(self, problems: Sequence[Problem]) -> list[str]:
        """A name for each problem that stays when lines move: equal ones are counted."""
        seen = Counter[Identity]()
        made = []
        for problem in problems:
            identity = self.identity(problem)
            seen[identity] += 1
            made.append(
                hashlib.sha256("\0".join((*identity, str(seen[identity]))).encode(errors="replace")).hexdigest()
            )
        return made

    def _value(self, problem: Problem) -> Identity:
        data, lines = self._read(problem.where.file)
        if data is None or not problem.where.keys:
            # What is no YAML has nothing but its lines; a problem without keys is one of the file, or of its syntax.
            line, _ = problem.at or (1, 1)
            return (lines[line - 1].strip(),) if problem.at and 0 < line <= len(lines) else ()
        labels: list[str] = []
        for key in problem.where.keys:
            match data, key:
                case dict(), str():
                    labels.append(key)
                    data = data.get(key)
                case tuple(), int() if key < len(data):
                    data = data[key]
                    if isinstance(data, dict) and (name := data.get("id") or data.get("name")):
                        # A duty is the same one in another category.
                        labels = [str(name)]
                case _:
                    return tuple(labels)
        return (*labels, repr(data) if not isinstance(data, dict) else "")

    def _read(self, file: str) -> tuple[Plain, list[str]]:
        if file not in self._files:
            try:
                raw = (self.folder / file).read_bytes()
            except OSError:
                raw = b""
            data: Plain = None
            if file.endswith(".yml"):
                try:
                    data = yaml_text.parse(yaml_text.decode(raw)).data
                except YamlError:
                    data = None
            self._files[file] = data, raw.decode(errors="replace").splitlines()
        return self._files[file]
