"""Whether punctuation is in full or in half width, which looks nearly alike.

Three things speak for one or the other: what the recognition sees, how much paper is beside it, and what most of the
page is set in.  Each is a likelihood; what remains in between is no surer than they are together.
"""

import math
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from generator.importers.pdf.raster import Grey
from generator.importers.scan.reading import WIDE, Character
from generator.importers.scan.strips import Strip

# What stands to the left of its middle, and to the right.
OPENING, CLOSING = "“‘（〔［｛《〈【「『〖", "，。、；：？！”’）〕］｝》〉】」』〗"
# Brackets look alike in both widths.
_LIKE = "（）"
_NARROW = {wide: narrow for narrow, wide in WIDE.items()}
# Where paper beside it begins and ends, from its middle, in ems, and what is ink there.
_NEAR, _FAR, _INK = 0.5, 1.1, 150
# Measured on scans of five lists: what the recognition sees counts half; beside what is in full width are more than
# `_PAPER` ems of paper, and each em more speaks for it with `_WEIGHT` (as a logarithm), but none beyond `_MOST`.
_SEEN, _PAPER, _WEIGHT, _MOST = 0.5, 0.36, 12.0, 0.8
# What the recognition sees is never surer.
_SUREST = 0.98
# Before any of a page is seen, so many are in full width, and as many count as this.
_USUAL, _COUNT = 0.9, 2.0
_ROUNDS = 10


def settled(
    grey: Grey, lines: Sequence[tuple[Strip, Sequence[Character]]], sizes: Sequence[float]
) -> list[list[Character]]:
    """The lines of a page, each punctuation mark in its width, and no surer than that is."""
    places = [
        (number, index)
        for number, (_, characters) in enumerate(lines)
        for index, one in enumerate(characters)
        if one.text in _NARROW
    ]
    spoken = np.array([_spoken(grey, *lines[number], index, sizes[number]) for number, index in places])
    settled = [list(characters) for _, characters in lines]
    for (number, index), wide in zip(places, _likelihoods(spoken), strict=True):
        one = settled[number][index]
        text = one.text if wide > 0.5 else _NARROW[one.text]
        settled[number][index] = one._replace(text=text, confidence=min(one.confidence, max(wide, 1 - wide)))
    return settled


def _likelihoods(spoken: NDArray[np.float64]) -> Iterator[float]:
    """How likely each is in full width, the page's share of it being the mean of these."""
    share = _USUAL
    likely = np.zeros(len(spoken))
    for _ in range(_ROUNDS):
        likely = 1 / (1 + np.exp(-(spoken + _logit(share))))
        share = float(likely.sum() + _USUAL * _COUNT) / (len(spoken) + _COUNT)
    return map(float, likely)


def _spoken(grey: Grey, line: Strip, characters: Sequence[Character], index: int, size: float) -> float:
    """What speaks for full width, as a logarithm: below 0 it speaks against it."""
    one = characters[index]
    spoken = 0.0 if one.text in _LIKE else _SEEN * _logit(min(max(one.wide, 1 - _SUREST), _SUREST))
    is_opening = one.text in OPENING
    beside = characters[index - 1 if is_opening else index + 1 : index if is_opening else index + 2]
    # Beside other punctuation there may be paper of its own, and it may be set closer.
    if index - is_opening >= 0 and beside and beside[0].text.isalnum():
        start, end = (
            (one.x - _FAR * size, one.x + _NEAR * size) if is_opening else (one.x - _NEAR * size, one.x + _FAR * size)
        )
        columns = grey[line.box.top : line.box.bottom, max(0, int(start)) : int(end)]
        paper = _longest(columns.min(axis=0) >= _INK) / size
        spoken += _WEIGHT * (min(paper, _MOST) - _PAPER)
    return spoken


def _longest(is_in: NDArray[np.bool_]) -> int:
    edges = np.flatnonzero(np.diff(np.concatenate(([False], is_in, [False]))))
    return int((edges[1::2] - edges[::2]).max(initial=0))


def _logit(share: float) -> float:
    return math.log(share / (1 - share))
