"""Round stamps that have no colour: where they lie on a page in grey, and the page without their thick strokes."""

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from generator.importers.pdf.raster import Grey

# How many pixels of the page one of the coarse picture is wide, and the radii of stamps in it: 35 to 60 millimetres
# across.
_COARSE, _RADII = 5, range(27, 49)
# In the coarse picture a ring is darker than what is this far inside and outside of it, by so much; at most so many
# places are looked at closer.
_BESIDE, _DARKER, _CANDIDATES = 3, 30, 4
# Of a ring nearly all is darker than paper: of circles through text, about half.  So many pixels it is from round.
_INK, _WHOLE, _ROUND, _ANGLES = 190, 0.8, 6, 720
# Strokes of letters are thinner than this, in pixels; what is not is the stamp's.
_STROKE = 11
_WHITE = 255


class Disc(NamedTuple):
    """What a stamp covers, in pixels."""

    x: float
    y: float
    radius: float

    def covers(self, x: float, y: float) -> bool:
        """Whether a place is under the stamp."""
        return math.dist((x, y), (self.x, self.y)) <= self.radius


def stamps(grey: Grey) -> list[Disc]:
    """The stamps of a page on white paper."""
    return [disc for disc in _candidates(grey) if _is_whole(disc, grey)]


def lifted(grey: Grey, discs: Sequence[Disc]) -> Grey:
    """The picture without what is thicker than letters under these: ring and star; letters on these stay."""
    whole = np.array(grey)
    for disc in discs:
        rows, columns = (
            slice(max(0, math.floor(middle - disc.radius)), math.ceil(middle + disc.radius))
            for middle in (disc.y, disc.x)
        )
        under = whole[rows, columns].astype(np.float32)
        whole[rows, columns] = np.clip(under * (_WHITE / np.maximum(_closed(under), 1)), 0, _WHITE)
    return whole


def _closed(picture: NDArray[np.float32]) -> NDArray[np.float32]:
    """The picture, all that is dark and thin filled (a morphological closing)."""
    padded = np.pad(picture, _STROKE - 1, "edge")
    windows = (_STROKE, _STROKE)
    widened = sliding_window_view(padded, windows).max(axis=(2, 3))
    closed: NDArray[np.float32] = sliding_window_view(widened, windows).min(axis=(2, 3))
    return closed


def _candidates(grey: Grey) -> Iterator[Disc]:
    """Where rings are likely, the likeliest first."""
    height, width = (side // _COARSE for side in grey.shape)
    squares = grey[: height * _COARSE, : width * _COARSE].reshape(height, _COARSE, width, _COARSE)
    dark = (_WHITE - squares.mean(axis=(1, 3))).astype(np.float32)
    # The picture goes on at its other edge: no ring may reach so far.
    size = tuple(-(-(side + 2 * _RADII[-1]) // 64) * 64 for side in dark.shape)
    picture = np.fft.rfft2(dark, size)
    rings = {
        radius: np.fft.irfft2(picture * np.fft.rfft2(_ring(radius, size)), size)[:height, :width]
        for radius in range(_RADII[0] - _BESIDE, _RADII[-1] + _BESIDE + 1)
    }
    darker = np.array([rings[r] - np.maximum(rings[r - _BESIDE], rings[r + _BESIDE]) for r in _RADII])
    for _ in range(_CANDIDATES):
        index, y, x = (int(at) for at in np.unravel_index(darker.argmax(), darker.shape))
        if darker[index, y, x] < _DARKER:
            return
        radius = _RADII[index]
        yield Disc((x + 0.5) * _COARSE, (y + 0.5) * _COARSE, (radius + _BESIDE) * _COARSE)
        near = radius // 2
        darker[:, max(0, y - near) : y + near, max(0, x - near) : x + near] = 0


def _ring(radius: int, size: tuple[int, ...]) -> NDArray[np.float32]:
    """What takes the mean of a circle around each place of a picture."""
    turns = np.linspace(0, 2 * np.pi, 8 * radius, endpoint=False)
    ring = np.zeros(size, np.float32)
    ring[np.rint(radius * np.sin(turns)).astype(int), np.rint(radius * np.cos(turns)).astype(int)] = 1
    return ring / np.float32(ring.sum())


def _is_whole(disc: Disc, grey: Grey) -> bool:
    turns = np.linspace(0, 2 * np.pi, _ANGLES, endpoint=False)
    radii = disc.radius - _BESIDE * _COARSE + np.arange(-_ROUND, _ROUND + 1)[:, None]
    ys, xs = (np.rint(at).astype(int) for at in (disc.y + radii * np.sin(turns), disc.x + radii * np.cos(turns)))
    ys, xs = ys.clip(0, grey.shape[0] - 1), xs.clip(0, grey.shape[1] - 1)
    return bool((grey[ys, xs] < _INK).mean(axis=1).max() > _WHOLE)
