"""Hints: what a font's outlines say to coarse screens of how to be drawn; a PDF's fonts are a sixth smaller without.

The outlines of a font in Compact Font Format are programs (Adobe's Technical Note 5177, The Type 2 Charstring Format):

    width? y dy … hstemhm  x dx … hintmask ⟨mask⟩  x y rmoveto …  hintmask ⟨mask⟩ …  endchar

Stems and masks are left out, all else stays as it is, so that the same outlines are drawn.
"""

import io
from functools import lru_cache
from itertools import accumulate, pairwise

from fontTools.cffLib import CFFFontSet
from fontTools.ttLib import TTFont

_STEMS = (1, 3, 18, 23)  # hstem, vstem, hstemhm, vstemhm
_MASKS = (19, 20)  # hintmask, cntrmask: a bit for every stem follows
_CALLS = (10, 29)  # callsubr, callgsubr: part of the program is elsewhere
_ESCAPE = 12
# As many outlines as the documents of a township have, and more: they mostly have the same.
_REMEMBERED = 1 << 12


def without_hints(font: bytes) -> bytes:
    """A font in Compact Font Format, as a PDF holds it, without hints; the same one if it is made in another way.

    What follows the outlines stays in its place, so that nothing else changes; between them are zeros, which take no
    room once they are compressed.
    """
    fonts = CFFFontSet()
    fonts.decompile(io.BytesIO(font), TTFont())
    start = fonts[0].rawDict["CharStrings"]
    count, size = int.from_bytes(font[start : start + 2]), font[start + 2]
    table = start + 3
    # They count from the byte before the first outline.
    first = table + (count + 1) * size - 1
    ends = [int.from_bytes(font[place : place + size]) for place in range(table, first + 1, size)]
    try:
        programs = [_without(font[first + begin : first + end]) for begin, end in pairwise(ends)]
    except _Elsewhere:
        return font
    offsets = b"".join(one.to_bytes(size) for one in accumulate(map(len, programs), initial=1))
    made = font[:table] + offsets + b"".join(programs)
    return made.ljust(first + ends[-1], b"\0") + font[first + ends[-1] :]


class _Elsewhere(Exception):
    """A program that goes on in another, which may have stems of its own."""


@lru_cache(_REMEMBERED)
def _without(program: bytes) -> bytes:
    kept = bytearray()
    # Where the numbers begin that the next operator takes, how many they are, and how many stems there are so far.
    start = count = stems = place = 0
    while place < len(program):
        first = program[place]
        if length := _number(first):
            place, count = place + length, count + 1
            continue
        place += 2 if first == _ESCAPE else 1
        if first in _CALLS:
            raise _Elsewhere
        if first in _STEMS or first in _MASKS:
            # The odd one is the width, before the first stems.
            kept += program[start : start + _number(program[start]) * (count % 2)]
            # Before a mask the numbers of vertical stems need no operator of their own.
            stems += count // 2
            place += (stems + 7) // 8 if first in _MASKS else 0
        else:
            kept += program[start:place]
        start, count = place, 0
    return bytes(kept)


def _number(first: int) -> int:
    """How many bytes a number has that begins with this one; none if it is an operator."""
    if first in (28, 255):
        return 3 if first == 28 else 5
    if first < 32:
        return 0
    return 1 if first < 247 else 2
