"""A scanned page to what it shows (`pdf/page.py`): its rulings, and its characters in the cells between them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

import numpy as np
import pypdfium2

from generator.importers.pdf.page import Glyph, Page
from generator.importers.pdf.raster import Grey, Lines, Ruling, rulings
from generator.importers.pdf.table import tables
from generator.importers.scan import reading
from generator.importers.scan.picture import SCALE, upright
from generator.importers.scan.reading import WIDE, Character
from generator.importers.scan.strips import Box, Ink, Strip, strips

# Rulings are at most 2 points thick, and as long as a row of one line is high.  A row of characters may look like one;
# but it does not end at others, and if it is long, it has gaps: of a ruling nearly all is darker than paper.
_LINES = Lines(thickest=round(2 * SCALE), shortest=round(14 * SCALE), gap=round(3 * SCALE), contrast=40)
_LONG, _AT, _DRAWN, _PAPER = round(120 * SCALE), round(3 * SCALE), 0.95, 190
# What is wiped out on both sides of a ruling's middle, in pixels.
_WIPED = 4
_WHITE = 255
# A line outside of tables that is read with less confidence than this is dirt, or the edge of the paper.
_LEGIBLE = 0.7
# Lines whose heights differ less than this are of one size.
_SAME_SIZE = 0.15
# Of a character's em, what stands to the left of its middle; what is narrower than an em.
_OPENING, _CLOSING = "“‘（〔［｛《〈【「『〖", "，。、；：？！”’）〕］｝》〉】」』〗"
# Ink this far behind a line's last character (in ems) is of another, which makes that one no surer than this; a number
# without a point before a Han character, no surer than the other.
_MORE, _LOST, _UNPOINTED = 0.2, 0.5, 0.95
_POINTLESS = re.compile(r"\d{1,2}(?=[\u3400-\u9fff])")
# Punctuation in half width, by that in full width; the middle of the character beside it is nearer than this many ems.
_NARROW, _NARROW_APART = {wide: narrow for narrow, wide in WIDE.items()}, 0.95
# The baseline is this far below the middle of the ink, in ems.
_BASELINE = 0.38


def recognised(page: pypdfium2.PdfPage, number: int) -> Page:
    """The page with what is recognised on it."""
    grey = upright(page).grey
    found = _ruled(rulings(grey, _LINES), grey)
    blank = Page(number, (), tuple(ruling.scaled(1 / SCALE) for ruling in found), is_picture=True)
    inner, outer = _areas(blank, grey)
    grey = _without(grey, found)
    areas = inner + outer
    lines = [(line, index < len(inner)) for index, area in enumerate(strips(Ink.of(grey), areas)) for line in area]
    read = reading.read(grey, [line.box for line, _ in lines])
    kept = [
        (line, characters)
        for (line, is_inner), characters in zip(lines, read, strict=True)
        if characters and (is_inner or _is_legible(characters))
    ]
    sizes = _sizes(kept)
    whole = [_wary(line, characters, size) for (line, characters), size in zip(kept, sizes, strict=True)]
    narrowed = _narrowed(whole, sizes)
    glyphs = [
        glyph
        for (line, _), characters, size in zip(kept, narrowed, sizes, strict=True)
        for glyph in _glyphs(line, characters, size)
    ]
    return replace(blank, glyphs=tuple(glyphs))


def _ruled(found: Sequence[Ruling], grey: Grey) -> list[Ruling]:
    """Of what looks like rulings, those that are: long lines without a gap, and what ends at these on both sides."""
    ruled = [one for one in found if one.end - one.start > _LONG and _is_drawn(one, grey)]
    # What ends at a short one, too.
    for _ in range(2):
        ruled += [
            one for one in found if one not in ruled and all(_is_at(one, end, ruled) for end in (one.start, one.end))
        ]
    return ruled


def _is_drawn(ruling: Ruling, grey: Grey) -> bool:
    picture = grey if ruling.is_vertical else grey.T
    at = int(ruling.at)
    band = picture[int(ruling.start) : int(ruling.end), max(0, at - 1) : at + 2]
    return bool((band.min(axis=1) < _PAPER).mean() > _DRAWN)


def _is_at(ruling: Ruling, end: float, others: Sequence[Ruling]) -> bool:
    return any(
        other.is_vertical is not ruling.is_vertical
        and abs(other.at - end) < _AT
        and other.start - _AT < ruling.at < other.end + _AT
        for other in others
    )


def _areas(page: Page, grey: Grey) -> tuple[list[Box], list[Box]]:
    """The cells of the page's tables; and what is above, between and below these."""
    found, _ = tables(page)
    inner = [
        Box(*(round(side * SCALE) for side in (cell.left, cell.top, cell.right, cell.bottom)))
        for table in found
        for row in table.rows
        for cell in row
        if cell
    ]
    height, width = grey.shape
    outer, top = [], 0
    for table in found:
        outer.append(Box(0, top, width, max(top, round(table.top * SCALE))))
        top = max(top, round(table.bottom * SCALE))
    return inner, [*outer, Box(0, top, width, height)]


def _without(grey: Grey, found: Sequence[Ruling]) -> Grey:
    """The picture with its rulings wiped out."""
    wiped = np.array(grey)
    for ruling in found:
        across = slice(max(0, round(ruling.at) - _WIPED), round(ruling.at) + _WIPED)
        along = slice(max(0, round(ruling.start) - _WIPED), round(ruling.end) + _WIPED)
        wiped[(along, across) if ruling.is_vertical else (across, along)] = _WHITE
    return wiped


def _is_legible(characters: Sequence[Character]) -> bool:
    return sum(one.confidence for one in characters) / len(characters) > _LEGIBLE


def _sizes(lines: Sequence[tuple[Strip, list[Character]]]) -> list[float]:
    """The em of each line: how far its Han characters stand apart, in all lines that are about as high."""
    pitches = [_pitch(characters) for _, characters in lines]
    sizes = []
    for line, _ in lines:
        alike = [
            pitch
            for (other, _), pitch in zip(lines, pitches, strict=True)
            if pitch and abs(other.box.height - line.box.height) < _SAME_SIZE * line.box.height
        ]
        sizes.append(median(alike) if alike else float(line.box.height))
    return sizes


def _pitch(characters: Sequence[Character]) -> float | None:
    apart = [after.x - before.x for before, after in pairwise(characters) if _is_han(before) and _is_han(after)]
    return median(apart) if len(apart) > 1 else None


def _is_han(character: Character) -> bool:
    return "\u3400" <= character.text <= "\u9fff"


def _wary(line: Strip, characters: Sequence[Character], size: float) -> list[Character]:
    """A line, in doubt where a point seems to be lost: at its end, if there is more ink, and behind its number."""
    *rest, last = characters
    if line.box.right - last.x > (0.5 + _MORE) * size:
        last = last._replace(confidence=min(last.confidence, _LOST))
    number = _POINTLESS.match("".join(one.text for one in characters))
    wary = [*rest, last]
    for index in range(number.end() if number else 0):
        wary[index] = wary[index]._replace(confidence=min(wary[index].confidence, _UNPOINTED))
    return wary


def _narrowed(lines: Sequence[Sequence[Character]], sizes: Sequence[float]) -> Sequence[Sequence[Character]]:
    """The lines, their punctuation in half width where most of it stands near to what it parts."""
    apart = [
        (after.x - before.x) / size
        for characters, size in zip(lines, sizes, strict=True)
        for before, after in pairwise(characters)
        if (before.text in _NARROW and before.text in _CLOSING and _is_han(after))
        or (after.text in _NARROW and after.text in _OPENING and _is_han(before))
    ]
    if not apart or median(apart) > _NARROW_APART:
        return lines
    return [[one._replace(text=_NARROW.get(one.text, one.text)) for one in characters] for characters in lines]


def _glyphs(line: Strip, characters: Sequence[Character], size: float) -> Iterator[Glyph]:
    """The characters of a line as glyphs, in points; the first and the last stand where the line's ink does."""
    box, y = line.box, (line.middle + _BASELINE * size) / SCALE
    reaches = [_reach(one.text) for one in characters]
    lefts = [one.x - before * size for one, (before, _) in zip(characters, reaches, strict=True)]
    rights = [one.x + after * size for one, (_, after) in zip(characters, reaches, strict=True)]
    lefts[0] = float(box.left)
    if characters[-1].text not in _CLOSING:
        rights[-1] = float(box.right)
    for index, (one, other) in enumerate(pairwise(characters)):
        # Where a word has a space, the recognition says so.
        if one.text.isascii() and other.text.isascii():
            rights[index] = lefts[index + 1] = (one.x + other.x) / 2
    for one, left, right in zip(characters, lefts, rights, strict=True):
        yield Glyph(
            one.text,
            left / SCALE,
            box.top / SCALE,
            max(left + 1, right) / SCALE,
            box.bottom / SCALE,
            left / SCALE,
            y,
            size / SCALE,
            0,
            confidence=one.confidence,
        )


def _reach(text: str) -> tuple[float, float]:
    """How far a character reaches to the left and to the right of the middle of its ink, in ems."""
    if text in _OPENING:
        return 0.75, 0.25
    if text in _CLOSING:
        return 0.25, 0.75
    return (0.25, 0.25) if text.isascii() else (0.5, 0.5)
