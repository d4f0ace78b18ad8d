"""Redline: what went and what came, a line at a time.

A line that was changed stands once, with what went and what came marked in it; runs of numbers that moved by the same
number of places stand together.
"""

import difflib
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple

# Two lines this alike are one line that was changed.
_ALIKE = 0.5


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
        if len(gone) == len(come) and all(map(_are_alike, gone, come)):
            yield from (tuple(_marked(was, now)) for was, now in zip(gone, come, strict=True))
        else:
            yield from ((RedPiece(Fate.GONE, line),) for line in gone)
            yield from ((RedPiece(Fate.COME, line),) for line in come)


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


def _are_alike(old: str, new: str) -> bool:
    return difflib.SequenceMatcher(None, old, new, False).ratio() >= _ALIKE


def _marked(old: str, new: str) -> Iterator[RedPiece]:
    """A line, cut where it was changed."""
    for tag, start, end, new_start, new_end in difflib.SequenceMatcher(None, old, new, False).get_opcodes():
        if tag == "equal":
            yield RedPiece(Fate.SAME, old[start:end])
            continue
        if end > start:
            yield RedPiece(Fate.GONE, old[start:end])
        if new_end > new_start:
            yield RedPiece(Fate.COME, new[new_start:new_end])
