"""Where a cell's lines of text lie in a page's picture: strips of it, found by their ink.

Lengths are in pixels, from the upper left corner of the page.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from generator.importers.pdf.raster import Grey

Mask = NDArray[np.bool_]

# Pixels darker than this are ink; the darkest part of these, and what is as dark as the third, is text and never a grey
# stamp over it; what is lighter than the last is paper.
_INK, _DARKEST, _DARK, _PAPER = 150, 30, 80, 190
# A stroke is this thick, and has this many pixels: what is less is a speck.
_THIN, _STROKE = 2, 8
# In heights of a line: what is lower than the first is part of its neighbour that is nearer than the second, or that is
# in one line of the third height with it; what is higher than the fourth is several lines that touch each other; what
# is not dark begins nearer to the dark than the fifth; with it, a line is at most as high as the sixth.
_LOW, _NEAR, _ONE, _HIGH, _APART, _GROWN = 0.55, 0.3, 1.15, 1.6, 1.0, 1.25
# Lines of text are this much wider than high, at least: so much that their height tells what type they are set in.
# What is lower than this, in pixels, is dirt, or what is left of a stamp.
_LONG, _LOWEST = 3, 8


class Box(NamedTuple):
    """From where to where; the last row and column are not in it."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def height(self) -> int:
        """How many rows."""
        return self.bottom - self.top


class Strip(NamedTuple):
    """A line of text, and at what height the middle of its ink is."""

    box: Box
    middle: float


@dataclass(frozen=True)
class Ink:
    """What is ink in a picture: `dark` is surely text, `any_` may be a stamp's."""

    dark: Mask
    any_: Mask

    @classmethod
    def of(cls, grey: Grey) -> "Ink":
        """The ink of a picture on white paper."""
        any_ = grey < _INK
        if not any_.any():
            return cls(any_, any_)
        return cls(grey <= max(_DARK, float(np.percentile(grey[any_], _DARKEST))), grey < _PAPER)


def strips(ink: Ink, areas: Sequence[Box]) -> list[list[Strip]]:
    """The lines of each area from top to bottom."""
    whole = [run for area in areas for run in _runs(ink.any_, area)]
    long = [run for run in whole if run.right - run.left > _LONG * run.height and run.height >= _LOWEST]
    if not whole:
        return [[] for _ in areas]
    usual = median(run.height for run in long or whole)
    runs = [list(_runs(ink.dark, area)) for area in areas]
    return [list(_strips(ink, area, of_area, usual)) for area, of_area in zip(areas, runs, strict=True)]


def _strips(ink: Ink, area: Box, runs: Iterable[Box], usual: float) -> Iterator[Strip]:
    """An area's lines; no line reaches further than half way to the next."""
    lines = list(_lines(ink.dark, runs, usual))
    ends = [area.top, *((one.bottom + other.top + 1) // 2 for one, other in pairwise(lines)), area.bottom]
    for line, (top, bottom) in zip(lines, pairwise(ends), strict=False):
        if strip := _whole(ink, line, Box(area.left, top, area.right, bottom), usual):
            yield strip


def _runs(dark: Mask, area: Box) -> Iterator[Box]:
    """Rows with ink that follow each other."""
    own = dark[area.top : area.bottom, area.left : area.right]
    for start, end in _spans(own.sum(axis=1) >= _THIN):
        columns = np.flatnonzero(own[start:end].any(axis=0))
        yield Box(area.left + int(columns[0]), area.top + start, area.left + int(columns[-1]) + 1, area.top + end)


def _spans(is_in: Mask) -> Iterator[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate(([False], is_in, [False]))))
    return zip(map(int, edges[::2]), map(int, edges[1::2]), strict=True)


def _lines(dark: Mask, runs: Iterable[Box], usual: float) -> Iterator[Box]:
    """Runs of about the usual height: low ones made part of a neighbour, high ones cut."""
    joined: list[Box] = []
    for run in runs:
        last = joined[-1] if joined else None
        if last and min(run.height, last.height) < _LOW * usual and _is_one(last, run, usual):
            joined[-1] = Box(min(last.left, run.left), last.top, max(last.right, run.right), run.bottom)
        else:
            joined.append(run)
    for run in joined:
        yield from _parted(dark, run, usual) if run.height > _HIGH * usual else (run,)


def _is_one(run: Box, other: Box, usual: float) -> bool:
    height, gap = other.bottom - run.top, other.top - run.bottom
    return height < _ONE * usual or (gap < _NEAR * usual and height < _HIGH * usual)


def _parted(dark: Mask, run: Box, usual: float) -> Iterator[Box]:
    """A run of lines that touch each other, or of one in larger type, cut where there is the least ink."""
    counts = dark[run.top : run.bottom, run.left : run.right].sum(axis=1)
    number = max(1, round(run.height / (1.3 * usual)))
    cuts = [0]
    for part in range(1, number):
        middle, reach = part * run.height // number, max(1, int(usual / 3))
        window = counts[middle - reach : middle + reach]
        if window.min() > counts.max() / 3:
            continue
        cuts.append(middle - reach + int(window.argmin()))
    for top, bottom in pairwise([*cuts, run.height]):
        yield from _runs(dark, Box(run.left, run.top + top, run.right, run.top + bottom))


def _whole(ink: Ink, line: Box, area: Box, usual: float) -> Strip | None:
    """A line with its lighter ink; None for a speck."""
    if ink.dark[line.top : line.bottom, line.left : line.right].sum() < _STROKE:
        return None
    top, bottom = line.top, line.bottom
    # Thin strokes are not dark, and of a digit there may be nothing else.
    rows = ink.any_[:, line.left : line.right].sum(axis=1) > 1
    while bottom - top < _GROWN * usual and top > area.top and rows[top - 1]:
        top -= 1
    while bottom - top < _GROWN * usual and bottom < area.bottom and rows[bottom]:
        bottom += 1
    reach = round(_APART * usual)
    left, right = max(area.left, line.left - reach), min(area.right, line.right + reach)
    columns = np.flatnonzero(ink.any_[top:bottom, left:right].sum(axis=0) > 1)
    weights = ink.dark[top:bottom, left:right].sum(axis=1)
    middle = float(np.average(np.arange(top, bottom) + 0.5, weights=weights))
    return Strip(Box(left + int(columns[0]), top, left + int(columns[-1]) + 1, bottom), middle)
