"""Redline: what went and what came, a line at a time.

A line that was changed stands once, with what went and what came marked in it; runs of numbers that moved by the same
number of places stand together.
"""

import difflib
import re
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple

# Two lines this alike are one line that was changed.
_ALIKE = 0.5
_TOKEN = re.compile(r"[0-9]+|.", re.DOTALL)


class Fate(StrEnum):
    """What became of a piece of text."""

    SAME = "same"
    GONE = "gone"
    COME = "come"


class RedPiece(NamedTuple):
    """A piece of a line, and what became of it."""

    fate: Fate
    text: str


RedLine = tuple[RedPiece, ...]


class Shift(NamedTuple):
    """A duty whose number was another."""

    id: str
    was: int
    now: int


def redline(old: object, new: object) -> Iterator[RedLine]:
    """The lines that differ between two values of a field, as plain data."""
    before, after = list(lines_of(old)), list(lines_of(new))
    for tag, start, end, new_start, new_end in difflib.SequenceMatcher(None, before, after, False).get_opcodes():
        if tag == "equal":
            continue
        gone, come = before[start:end], after[new_start:new_end]
        done = new_done = 0
        for at, new_at in (*_pairs(gone, come), (len(gone), len(come))):
            yield from ((RedPiece(Fate.GONE, line),) for line in gone[done:at])
            yield from ((RedPiece(Fate.COME, line),) for line in come[new_done:new_at])
            if at < len(gone):
                yield tuple(_marked(gone[at], come[new_at]))
            done, new_done = at + 1, new_at + 1


def lines_of(value: object) -> Iterator[str]:
    """A field's texts, one a line."""
    match value:
        case None:
            return
        case list() | tuple():
            for item in value:
                yield from lines_of(item)
        case dict():
            for key, item in value.items():
                if key == "departments" and item:
                    yield f"【{'、'.join(item)}】"
                else:
                    yield from lines_of(item)
        case _:
            yield str(value)


def runs(shifts: Iterable[Shift]) -> Iterator[Sequence[Shift]]:
    """Duties that follow each other and moved by the same number of places."""
    run: list[Shift] = []
    for shift in shifts:
        if run and (shift.was - 1, shift.now - 1) != run[-1][1:]:
            yield run
            run = []
        run.append(shift)
    if run:
        yield run


def _pairs(gone: Sequence[str], come: Sequence[str]) -> list[tuple[int, int]]:
    """Which lines are one line that was changed, in their order: those that are the most alike, all in all."""
    weights = [[_weight(was, now) for now in come] for was in gone]
    best = [[0.0] * (len(come) + 1) for _ in range(len(gone) + 1)]
    for at in reversed(range(len(gone))):
        for new_at in reversed(range(len(come))):
            paired = weights[at][new_at] + best[at + 1][new_at + 1]
            best[at][new_at] = max(best[at + 1][new_at], best[at][new_at + 1], paired if weights[at][new_at] else 0)
    found = []
    at = new_at = 0
    while best[at][new_at]:
        if best[at][new_at] == best[at + 1][new_at]:
            at += 1
        elif best[at][new_at] == best[at][new_at + 1]:
            new_at += 1
        else:
            found.append((at, new_at))
            at, new_at = at + 1, new_at + 1
    return found


def _weight(old: str, new: str) -> float:
    """How much it is worth to show two lines as one that was changed; nothing where they are not alike."""
    matcher = difflib.SequenceMatcher(None, old, new, False)
    if matcher.real_quick_ratio() < _ALIKE or matcher.quick_ratio() < _ALIKE or (ratio := matcher.ratio()) < _ALIKE:
        return 0
    # Squared: two that are half alike are not worth one that is almost the same.
    return ratio**2


def _marked(old: str, new: str) -> Iterator[RedPiece]:
    """A line, cut where it was changed; a number is changed as a whole."""
    was, now = _TOKEN.findall(old), _TOKEN.findall(new)
    for tag, start, end, new_start, new_end in difflib.SequenceMatcher(None, was, now, False).get_opcodes():
        if tag == "equal":
            yield RedPiece(Fate.SAME, "".join(was[start:end]))
            continue
        if end > start:
            yield RedPiece(Fate.GONE, "".join(was[start:end]))
        if new_end > new_start:
            yield RedPiece(Fate.COME, "".join(now[new_start:new_end]))
