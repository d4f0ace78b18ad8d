"""A page's picture made fit for reading: upright, in grey on white paper, without coloured stamps.

Lengths are in pixels unless they are said to be in points.
"""

import math
from contextlib import closing
from dataclasses import dataclass

import numpy as np
import pypdfium2
from numpy.typing import NDArray
from pypdfium2 import raw

from generator.importers.pdf.raster import Grey

Colours = NDArray[np.uint8]

# Pixels to a point: 200 to an inch.  The recognition sees lines 48 pixels high; more is of no use to it.
SCALE = 200 / 72
# For finding the skew, this is fine enough.
COARSE = 100 / 72
# How far a page may be skewed, and in what steps it is tried, in degrees.
_MOST_SKEWED, _STEPS = 4.0, (0.2, 0.04, 0.01)
# What is darker than this part of the paper around it is ink.
_INK = 0.6
# The paper's brightness is measured in squares of this size: larger than a letter, smaller than a shadow.
_SQUARE = 48
_WHITE = 255
# Every so many pixels are looked at for the colour of the paper.  A pixel whose colours differ by more than this is of
# coloured ink.  Of all these (in hundredths) the darkest and most others are text and paper under it: they are parted
# where even the darkest is pale, and they differ by more than this, and than the ink itself is uneven.
_SPARSE, _COLOURED, _UNDER, _PALE, _SPREAD, _UNEVEN = 8, 60, (0.3, 25, 75), 100, 40, 6


@dataclass(frozen=True)
class Picture:
    """A page set upright: its grey, the paper white; `skew` is by how many degrees clockwise it was turned."""

    grey: Grey
    skew: float


def upright(page: pypdfium2.PdfPage) -> Picture:
    """The page as it is read."""
    skew = skew_of_page(page)
    return Picture(on_white(unstamped(drawn(page, SCALE, -skew))), skew)


def skew_of_page(page: pypdfium2.PdfPage) -> float:
    """By how many degrees clockwise what the page shows is turned."""
    return skew_of(on_white(unstamped(drawn(page, COARSE))))


def drawn(page: pypdfium2.PdfPage, scale: float, turn: float = 0.0) -> Colours:
    """The colours of a page's `bitmap`."""
    with closing(bitmap(page, scale, turn)) as made:
        return np.array(made.to_numpy())


def bitmap(page: pypdfium2.PdfPage, scale: float, turn: float = 0.0) -> pypdfium2.PdfBitmap:
    """The page turned clockwise by some degrees around its middle, and drawn."""
    width, height = page.get_size()
    made = pypdfium2.PdfBitmap.new_native(
        math.ceil(width * scale), math.ceil(height * scale), raw.FPDFBitmap_BGR, rev_byteorder=True
    )
    cos, sin = scale * math.cos(math.radians(turn)), scale * math.sin(math.radians(turn))
    x, y = width / 2, height / 2
    matrix = raw.FS_MATRIX(cos, sin, -sin, cos, scale * x - cos * x + sin * y, scale * y - sin * x - cos * y)
    made.fill_rect((_WHITE, _WHITE, _WHITE, _WHITE), 0, 0, made.width, made.height)
    clip = raw.FS_RECTF(0, 0, made.width, made.height)
    raw.FPDF_RenderPageBitmapWithMatrix(made, page, matrix, clip, raw.FPDF_REVERSE_BYTE_ORDER)
    return made


def unstamped(colours: Colours) -> Grey:
    """The grey of a picture without coloured ink: what that covers is seen through it, however thick it lies."""
    paper = np.maximum(np.percentile(colours[::_SPARSE, ::_SPARSE], 90, axis=(0, 1)), 1.0)
    balanced = np.clip(colours * (_WHITE / paper).astype(np.float32), 0, _WHITE).astype(np.uint8)
    # The lightest of a pixel's colours: that of the ink itself.
    grey: Grey = balanced.max(axis=2)
    is_coloured = grey - balanced.min(axis=2) > _COLOURED
    if is_coloured.any():
        under = grey[is_coloured].astype(np.float32)
        dark, low, light = np.percentile(under, _UNDER)
        if dark > _PALE and light - dark > max(_SPREAD, _UNEVEN * (light - low)):
            grey[is_coloured] = np.clip((under - dark) * (_WHITE / (light - dark)), 0, _WHITE)
    return grey


def on_white(grey: Grey) -> Grey:
    """The picture as if its paper were white all over."""
    height, width = grey.shape
    rows, columns = math.ceil(height / _SQUARE), math.ceil(width / _SQUARE)
    padded = np.pad(grey, ((0, rows * _SQUARE - height), (0, columns * _SQUARE - width)), "edge")
    squares = padded.reshape(rows, _SQUARE, columns, _SQUARE).swapaxes(1, 2).reshape(rows, columns, -1)
    paper = np.maximum(np.percentile(squares, 75, axis=2), 1.0).astype(np.float32)
    across = _interpolated(paper, width)
    whole = _interpolated(across.T, height).T
    return np.clip(grey * (_WHITE / whole), 0, _WHITE).astype(np.uint8)


def _interpolated(values: NDArray[np.float32], size: int) -> NDArray[np.float32]:
    """Each row's values, which stand in the middles of squares, for each of `size` pixels."""
    middles = (np.arange(values.shape[1]) + 0.5) * _SQUARE
    return np.array([np.interp(np.arange(size) + 0.5, middles, row) for row in values], dtype=np.float32)


def skew_of(grey: Grey) -> float:
    """By how many degrees clockwise a page is turned: at that angle its lines and rulings are the most distinct."""
    ys, xs = np.nonzero(grey < _INK * _WHITE)
    if not len(ys):
        return 0.0

    def distinct(degrees: float) -> float:
        heights = ys - xs * math.tan(math.radians(degrees)) + grey.shape[1]
        counts = np.bincount(heights.astype(np.intp)).astype(np.float64)
        return float((counts**2).sum())

    best, reach = 0.0, _MOST_SKEWED
    for step in _STEPS:
        best = max(np.arange(best - reach, best + reach + step / 2, step), key=distinct)
        reach = step
    return float(best)
