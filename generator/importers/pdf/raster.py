"""Rulings of a grey image: straight thin lines along its axes, darker or lighter than what lies on both sides of them.

Lengths are in pixels, x to the right, y downwards; the image's upper left corner is 0, 0.  An area that is not thin is
no line, nor is its edge; but see `area_edges`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.uint8]


class Ruling(NamedTuple):
    """A straight line along an axis: where it stands on the other axis, and from where to where it runs."""

    is_vertical: bool
    at: float
    start: float
    end: float

    def scaled(self, factor: float) -> "Ruling":
        """The line where all lengths are so much longer."""
        return Ruling(self.is_vertical, self.at * factor, self.start * factor, self.end * factor)


@dataclass(frozen=True)
class Lines:
    """What is taken for a line: `thickest` and `shortest` say of what size, `gap` which of its dashes are one (it
    must be more than `thickest`, since lines that cross interrupt each other), `contrast` how far its grey differs.
    """

    thickest: int
    shortest: int
    gap: int
    contrast: int


def rulings(grey: Grey, lines: Lines) -> list[Ruling]:
    """The rulings of an image.  Those of a skewed one are found as long as each pixel of them has a neighbour."""
    return [
        Ruling(is_vertical, *found)
        for is_vertical, image in ((False, grey), (True, grey.T))
        for found in _level(image, lines)
    ]


def area_edges(grey: Grey, lines: Lines, found: Sequence[Ruling]) -> Iterator[Ruling]:
    """The level edges of areas that reach from the first upright ruling to the last one, and stand at no level ruling.

    A row that is filled need not be ruled, nor is a ruling seen whose grey is between those on its both sides.
    """
    upright = [one.at for one in found if one.is_vertical]
    level = [one.at for one in found if not one.is_vertical]
    if len(upright) < 2 or not level:
        return
    far = lines.thickest // 2
    apart = np.abs(grey[2 * far :].astype(np.int16) - grey[: -2 * far])
    apart[apart < lines.contrast] = 0
    rows = np.flatnonzero(apart.any(axis=1))
    edge: list[_Run] = []
    for run in _runs(apart[rows].astype(np.uint8), rows + far, lines):
        reaches = max(abs(run.start - min(upright)), abs(run.end - max(upright))) <= lines.gap
        if not reaches or any(abs(run.row - at) <= lines.gap for at in level):
            continue
        if edge and run.row > edge[-1].row + 1:
            yield Ruling(False, *_line(edge))
            edge = []
        edge.append(run)
    if edge:
        yield Ruling(False, *_line(edge))


def _level(image: Grey, lines: Lines) -> Iterator[tuple[float, float, float]]:
    """The level lines: their height, from where, to where."""
    rows = _lively(image, lines.thickest + 1)
    grey = np.ascontiguousarray(image[rows])
    closed = _filled(grey, lines.thickest)
    # A light line parts dark areas, not dark lines: these are filled before it is looked for.
    strength = np.maximum(closed - grey, _filled(~closed, lines.thickest) - ~closed)
    strength[strength < lines.contrast] = 0
    # Runs of rows that follow each other and overlap are one line.
    open_: list[list[_Run]] = []
    for run in _runs(strength, rows, lines):
        touched = [line for line in open_ if any(_follows(run, other) for other in line)]
        for line in touched:
            open_.remove(line)
        open_.append([run, *(other for line in touched for other in line)])
        # Lines that no further row can touch are whole.
        for line in [line for line in open_ if max(other.row for other in line) < run.row - 1]:
            open_.remove(line)
            yield _line(line)
    yield from map(_line, open_)


class _Run(NamedTuple):
    """Pixels of a row that are a line's; `weight` is their strength together."""

    row: int
    start: int
    end: int
    weight: int


def _follows(run: _Run, other: _Run) -> bool:
    return run.row - other.row <= 1 and run.start <= other.end and other.start <= run.end


def _line(runs: list[_Run]) -> tuple[float, float, float]:
    """Where the middle of its strength is: the picture of a line is smeared over pixels."""
    weight = sum(run.weight for run in runs)
    at = sum((run.row + 0.5) * run.weight for run in runs) / weight
    return at, min(run.start for run in runs), max(run.end for run in runs)


def _lively(image: Grey, near: int) -> NDArray[np.intp]:
    """The rows with a change near above or below them: where all rows are the same there is no line."""
    changes = np.r_[0, np.flatnonzero((image[1:] != image[:-1]).any(axis=1))]
    reach = np.arange(1 - near, near + 1)
    return np.unique(np.clip(np.add.outer(changes, reach), 0, len(image) - 1))


def _filled(grey: Grey, thickest: int) -> Grey:
    """The image, each dark line filled that is no thicker from above to below (a morphological closing)."""
    padded = np.pad(grey, ((thickest, thickest), (0, 0)), "edge")
    return _window(np.minimum, _window(np.maximum, padded, thickest + 1), thickest + 1)


def _window(extreme: np.ufunc, image: Grey, size: int) -> Grey:
    """The extreme of each pixel and those below it, `size` rows together."""
    length = 1
    while length < size:
        step = min(length, size - length)
        image = extreme(image[:-step], image[step:])
        length += step
    return image


def _runs(strength: Grey, rows: NDArray[np.intp], lines: Lines) -> list[_Run]:
    """The runs of pixels that are long enough, row by row; those with a small gap between them are one."""
    # A row ends with more nothing than a gap may have.
    flat = np.pad(strength, ((0, 0), (1, lines.gap + 1))).ravel()
    width = strength.shape[1] + lines.gap + 2
    edges = np.flatnonzero(np.diff(flat > 0)) + 1
    starts, ends = edges[::2], edges[1::2]
    if not len(starts):
        return []
    apart = starts[1:] - ends[:-1] > lines.gap
    starts, ends = starts[np.r_[True, apart]], ends[np.r_[apart, True]]
    long = ends - starts >= lines.shortest
    starts, ends = starts[long], ends[long]
    total = np.concatenate(([0], np.cumsum(flat, dtype=np.int64)))
    weights = total[ends] - total[starts]
    lefts = starts % width - 1
    found = zip(rows[starts // width], lefts, lefts + ends - starts, weights, strict=True)
    return [_Run(*map(int, run)) for run in found]
