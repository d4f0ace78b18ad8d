"""A page's picture made fit for reading: upright and square, in grey on white paper, without coloured stamps.

Lengths are in pixels unless they are said to be in points.
"""

import math
from contextlib import closing

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
# What paper lies on is darker than this part of the paper; it is looked for in squares of this size.
_TABLE, _SMALL = 0.4, 12
_WHITE = 255
# Every so many pixels are looked at for the colour of the paper.  A pixel whose colours differ by more than this is of
# coloured ink.  Of all these (in hundredths) the darkest and most others are text and paper under it: they are parted
# where even the darkest is pale, and they differ by more than this, and than the ink itself is uneven.
_SPARSE, _COLOURED, _UNDER, _PALE, _SPREAD, _UNEVEN = 8, 60, (0.3, 25, 75), 100, 40, 6


# By how many degrees the rulings at a page's edges are askew where it is warped; what part of what it shows is an edge.
# Ink (what is darker than a part of the paper) that goes on for so many pixels of the coarse picture may be a ruling's,
# and is, where such is in a line so thick, in a part of the picture's width.
_ASKEW, _EDGE = 0.3, 0.08
_FAINT, _RULING, _THICK, _WIDE, _CORNERS = 0.75, 40, 4, 0.3, 4
# How much of the width and of the height lies at least between the outer rulings by which a page is set straight.
_APART = 0.2


def upright(page: pypdfium2.PdfPage, turns: int) -> Grey:
    """The page as it is read: turned clockwise by some quarters, its rows level, and its columns upright."""
    skew = skew_of_page(page, turns)
    corners = corners_of(_on_white(page, COARSE, skew, turns))
    grey = _on_white(page, SCALE, skew, turns)
    return warped(grey, corners) if corners else grey


def _on_white(page: pypdfium2.PdfPage, scale: float, skew: float, turns: int) -> Grey:
    grey = unstamped(drawn(page, scale, -skew))
    return np.ascontiguousarray(np.rot90(on_white(grey, beside(grey, skew)), -turns))


def skew_of_page(page: pypdfium2.PdfPage, turns: int = 0) -> float:
    """By how many degrees clockwise what the page shows is turned, apart from quarters."""
    return skew_of(_on_white(page, COARSE, 0.0, turns))


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


def on_white(grey: Grey, beside: NDArray[np.bool_]) -> Grey:
    """The picture as if its paper were white all over, and so what is beside it."""
    height, width = grey.shape
    squares = _squares(grey, _SQUARE)
    paper = np.maximum(np.percentile(squares, 75, axis=2), 1.0).astype(np.float32)
    across = _interpolated(paper, width)
    whole = _interpolated(across.T, height).T
    white = np.clip(grey * (_WHITE / whole), 0, _WHITE).astype(np.uint8)
    white[beside] = _WHITE
    return white


def beside(grey: Grey, skew: float) -> NDArray[np.bool_]:
    """What is beside the paper of a picture that was set upright: what is dark from its edges on, and a little more."""
    height, width = grey.shape
    ys, xs = np.ogrid[:height, :width]
    x, y = xs + 0.5 - width / 2, ys + 0.5 - height / 2
    cos, sin = math.cos(math.radians(skew)), math.sin(math.radians(skew))
    is_outside = (abs(cos * x - sin * y) > width / 2) | (abs(sin * x + cos * y) > height / 2)
    light = _squares(np.where(is_outside, 0, grey), _SMALL).mean(axis=2)
    is_dark = np.pad(light < _TABLE * np.percentile(light, 90), 1, constant_values=True)
    found = np.zeros_like(is_dark)
    found[[0, -1]] = found[:, [0, -1]] = True
    before = 0
    while before != (before := int(found.sum())):
        found = _grown(found) & is_dark
    # What is half dark is at its edge.  The frame that it was looked for from is none of it.
    inner = _grown(found[1:-1, 1:-1])
    return np.kron(inner, np.ones((_SMALL, _SMALL), np.bool_))[:height, :width]


def _squares(grey: Grey, size: int) -> Grey:
    """A picture's squares in rows and columns, the pixels of each one after the other."""
    height, width = grey.shape
    rows, columns = math.ceil(height / size), math.ceil(width / size)
    padded = np.pad(grey, ((0, rows * size - height), (0, columns * size - width)), "edge")
    return padded.reshape(rows, size, columns, size).swapaxes(1, 2).reshape(rows, columns, -1)


def _grown(found: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """What is found, and what is next to it."""
    grown = np.array(found)
    grown[1:] |= found[:-1]
    grown[:-1] |= found[1:]
    grown[:, 1:] |= found[:, :-1]
    grown[:, :-1] |= found[:, 1:]
    return grown


def _interpolated(values: NDArray[np.float32], size: int) -> NDArray[np.float32]:
    """Each row's values, which stand in the middles of squares, for each of `size` pixels."""
    middles = (np.arange(values.shape[1]) + 0.5) * _SQUARE
    return np.array([np.interp(np.arange(size) + 0.5, middles, row) for row in values], dtype=np.float32)


# Four places of the paper, and where a picture shows them, all as parts of its width and height.
Corners = tuple[NDArray[np.float64], NDArray[np.float64]]


def corners_of(grey: Grey) -> Corners | None:
    """Four places of a page that make a rectangle, and where they are seen; None for one that was held straight.

    Seen at an angle, rows fall the more the lower they are, and columns lean the more the further to the right.
    """
    rows, columns = _at_edges(grey), _at_edges(grey.T)
    if max((abs(slope) for _, slope in (*rows, *columns)), default=0.0) < math.tan(math.radians(_ASKEW)):
        return None
    height, width = grey.shape
    flat, seen = [], []
    for y, fall in rows:
        for x, lean in columns:
            # Where they cross: a row is level with itself, and a column above itself, in the middle of the picture.
            across = (x + lean * (y - height / 2 - fall * width / 2)) / (1 - lean * fall)
            flat.append((x, y))
            seen.append((across, y + fall * (across - width / 2)))
    if len(flat) != _CORNERS:
        return None
    size = np.array((width, height))
    corners = np.array(flat) / size, np.array(seen) / size
    # Of rulings that are near to each other, or one, too little is seen.
    return corners if min(float(np.ptp(places, axis=0).min()) for places in corners) > _APART else None


def _at_edges(grey: Grey) -> list[tuple[float, float]]:
    """The rulings at the top and at the bottom of a picture: their height in its middle, and how far they fall."""
    # A thin one may lie between two rows of pixels.
    is_ink = np.minimum(grey[1:], grey[:-1]) < _FAINT * _WHITE
    is_ink = np.pad(is_ink[1:] | is_ink[:-1], ((0, 0), (1, 0)))
    counts = is_ink.cumsum(axis=1)
    ys, xs = np.nonzero(counts[:, _RULING:] - counts[:, :-_RULING] == _RULING)
    found = (_outermost(side, ys, xs, grey.shape) for side in (1, -1))
    return [ruling for ruling in found if ruling]


def _outermost(
    side: int, ys: NDArray[np.intp], xs: NDArray[np.intp], shape: tuple[int, ...]
) -> tuple[float, float] | None:
    """The first ruling among the places where there may be some, from above or (-1) from below."""
    height, width = shape
    while len(ys):
        is_near = side * ys <= (side * ys).min() + _EDGE * height
        slope = math.tan(math.radians(_skew_of(ys[is_near], xs[is_near])))
        level = ys[is_near] - slope * (xs[is_near] - width / 2)
        rows, counts = np.unique(level.round(), return_counts=True)
        middle = float(rows[counts.argmax()])
        if (abs(level - middle) < _THICK).sum() > _WIDE * width:
            return middle, slope
        # Strokes of large letters are not in line.
        ys, xs = ys[~is_near], xs[~is_near]
    return None


def warped(grey: Grey, corners: Corners) -> Grey:
    """The picture, so that these corners are a rectangle's."""
    # It comes with the recognition.
    from PIL import Image

    height, width = grey.shape
    equations, values = [], []
    for (x, y), (seen_x, seen_y) in zip(*(places * (width, height) for places in corners), strict=True):
        equations.append((x, y, 1, 0, 0, 0, -seen_x * x, -seen_x * y))
        equations.append((0, 0, 0, x, y, 1, -seen_y * x, -seen_y * y))
        values += [seen_x, seen_y]
    warp = np.linalg.solve(np.array(equations), np.array(values))
    picture = Image.fromarray(grey).transform(
        (width, height), Image.Transform.PERSPECTIVE, warp.tolist(), Image.Resampling.BICUBIC, fillcolor=_WHITE
    )
    return np.asarray(picture)


def skew_of(grey: Grey) -> float:
    """By how many degrees clockwise a page is turned: at that angle its lines and rulings are the most distinct."""
    return _skew_of(*np.nonzero(grey < _INK * _WHITE))


def _skew_of(ys: NDArray[np.intp], xs: NDArray[np.intp]) -> float:
    if not len(ys):
        return 0.0

    def distinct(degrees: float) -> float:
        heights = ys - xs * math.tan(math.radians(degrees))
        counts = np.bincount((heights - heights.min()).astype(np.intp)).astype(np.float64)
        return float((counts**2).sum())

    best, reach = 0.0, _MOST_SKEWED
    for step in _STEPS:
        best = max(np.arange(best - reach, best + reach + step / 2, step), key=distinct)
        reach = step
    return float(best)
