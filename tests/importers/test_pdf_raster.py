"""Rulings of a picture."""

import numpy as np
import pytest

from generator.importers.pdf.raster import Grey, Lines, Ruling, rulings

LINES = Lines(thickest=3, shortest=10, gap=4, contrast=20)

# Rectangles to draw: upper and lower edge, left and right edge, grey; and the rulings there are.
Box = tuple[int, int, int, int, int]


def drawn(*boxes: Box) -> Grey:
    """A white picture, 60 pixels high and 80 wide, with rectangles."""
    grey = np.full((60, 80), 255, np.uint8)
    for top, bottom, left, right, ink in boxes:
        grey[top:bottom, left:right] = ink
    return grey


@pytest.mark.parametrize(
    ("boxes", "expected"),
    [
        ([(20, 21, 10, 70, 0)], [Ruling(False, 20.5, 10, 70)]),
        ([(10, 50, 30, 33, 200)], [Ruling(True, 31.5, 10, 50)]),
        # too thick, too short, too faint
        ([(20, 24, 10, 70, 0), (40, 41, 10, 19, 0), (50, 51, 10, 70, 240)], []),
        # lines that cross are whole
        ([(20, 22, 10, 70, 0), (10, 50, 30, 32, 0)], [Ruling(False, 21, 10, 70), Ruling(True, 31, 10, 50)]),
        # dashes with small gaps are one line, with wide ones none
        ([(20, 21, x, x + 3, 0) for x in range(10, 70, 6)], [Ruling(False, 20.5, 10, 67)]),
        ([(20, 21, x, x + 3, 0) for x in range(10, 70, 9)], []),
        # a line that is smeared over pixels stands where most of it is
        ([(20, 21, 10, 70, 155), (21, 22, 10, 70, 205)], [Ruling(False, (20.5 * 100 + 21.5 * 50) / 150, 10, 70)]),
        # one that runs aslant by a few pixels is one
        ([(20, 21, 10, 40, 0), (21, 22, 40, 70, 0)], [Ruling(False, 21, 10, 70)]),
        # lines near to each other are two, and what lies between them is none
        ([(20, 21, 10, 70, 0), (23, 24, 10, 70, 0)], [Ruling(False, 20.5, 10, 70), Ruling(False, 23.5, 10, 70)]),
        # a light line between dark areas; their edges are no lines
        ([(10, 29, 10, 70, 90), (31, 50, 10, 70, 90)], [Ruling(False, 30, 10, 70)]),
        # a line between areas of different greys
        ([(10, 30, 10, 70, 200), (30, 31, 10, 70, 0)], [Ruling(False, 30.5, 10, 70)]),
        ([], []),
    ],
)
def test_rulings(boxes: list[Box], expected: list[Ruling]) -> None:
    """Thin straight lines of either kind, where they are and how long; nothing else."""
    assert sorted(rulings(drawn(*boxes), LINES)) == expected
