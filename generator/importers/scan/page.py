"""A scanned page to what it shows (`pdf/page.py`): its rulings, and its characters in the cells between them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

import numpy as np
import pypdfium2

from generator.importers.draft import ImportProblem
from generator.importers.pdf.page import Glyph, Page
from generator.importers.pdf.raster import Grey, Lines, Ruling, rulings
from generator.importers.pdf.table import tables
from generator.importers.scan import reading
from generator.importers.scan.picture import SCALE, upright
from generator.importers.scan.reading import Character
from generator.importers.scan.stamps import Disc, lifted, stamps
from generator.importers.scan.strips import Box, Ink, Strip, strips
from generator.importers.scan.widths import CLOSING, OPENING, settled

# Rulings are at most 2 points thick, and as long as a row of one line is high.  A row of characters may look like one;
# but it does not end at others, and if it is long, it has gaps: of a ruling nearly all is darker than paper.
_LINES = Lines(thickest=round(2 * SCALE), shortest=round(14 * SCALE), gap=round(3 * SCALE), contrast=40)
_LONG, _AT, _DRAWN, _PAPER = round(120 * SCALE), round(3 * SCALE), 0.95, 190
# What is wiped out on both sides of a ruling's middle, in pixels.
_WIPED = 4
_WHITE, _INK = 255, 150
# A line outside of tables that is read with less confidence than this is dirt, or the edge of the paper.
_LEGIBLE = 0.7
# A page may be turned where the recognition is less sure than this of so many of its longest lines, or where these have
# fewer characters: of what lies on its side, each is a line.
_SURE, _SAMPLED, _ENOUGH = 0.95, 6, 12
# A page cannot be read where half of its lines, and more than so many, are not legible.
_FEW = 10
# Lines whose heights differ less than this are of one size.
_SAME_SIZE = 0.15
# Ink this far behind a line's last character (in ems) is of another, which makes that one no surer than this; and so is
# ink this clear of two characters that have room for it between them.  A number without a point before a Han character
# is no surer than the last.
_MORE, _LOST, _CLEAR, _BETWEEN, _UNPOINTED = 0.2, 0.5, 0.1, 0.3, 0.95
# What is under a stamp is no surer than this.
_STAMPED = 0.6
_POINTLESS = re.compile(r"\d{1,2}(?=[\u3400-\u9fff])")
# The baseline is this far below the middle of the ink, in ems.
_BASELINE = 0.38


@dataclass(frozen=True)
class Upright:
    """A page turned clockwise by some quarters: its picture without rulings, its lines, and which are in tables."""

    turns: int
    grey: Grey
    discs: list[Disc]
    rulings: list[Ruling]
    lines: list[tuple[Strip, bool]]

    @classmethod
    def of(cls, page: pypdfium2.PdfPage, turns: int) -> "Upright":
        """The page so turned."""
        grey = upright(page, turns)
        discs = stamps(grey)
        grey = lifted(grey, discs)
        ruled = _ruled(rulings(grey, _LINES), grey)
        inner, outer = _areas([ruling.scaled(1 / SCALE) for ruling in ruled], grey)
        grey = _without(grey, ruled)
        areas = strips(Ink.of(grey), inner + outer)
        lines = [(line, index < len(inner)) for index, area in enumerate(areas) for line in area]
        return cls(turns, grey, discs, ruled, lines)

    def sample(self) -> list[Character]:
        """What the longest lines say."""
        boxes = sorted((line.box for line, _ in self.lines), key=lambda box: box.left - box.right)
        return reading.glance(self.grey, boxes[:_SAMPLED])


def recognised(shown: pypdfium2.PdfPage, page: Page) -> Page:
    """The page with what is recognised on it.  Raises ImportProblem for one that cannot be read."""
    seen = _seen(shown)
    read = reading.read(seen.grey, [line.box for line, _ in seen.lines])
    found = [(line, characters, is_inner) for (line, is_inner), characters in zip(seen.lines, read, strict=True)]
    kept = [
        (line, characters)
        for line, characters, is_inner in found
        if characters and (is_inner or reading.sureness(characters) > _LEGIBLE)
    ]
    illegible = sum(1 for _, characters, _ in found if reading.sureness(characters) < _LEGIBLE)
    if illegible > max(_FEW, len(found) / 2):
        raise ImportProblem(
            f"{page.place}认不清：{len(found)} 行字里有 {illegible} 行没有把握；请把这一页放正再扫（150 dpi 以上；"
            "照片要正对着拍，光线均匀），换掉文件里的这一页，再导入；这一页不是清单的，从文件里删去"
        )
    sizes = _sizes(kept)
    glyphs = [
        glyph
        for (line, _), characters, size in zip(kept, settled(seen.grey, kept, sizes), sizes, strict=True)
        for glyph in _glyphs(line, _covered(line, _wary(seen.grey, line, characters, size), seen.discs), size)
    ]
    drawn = tuple(ruling.scaled(1 / SCALE) for ruling in seen.rulings)
    width, height = (page.height, page.width) if seen.turns % 2 else (page.width, page.height)
    return replace(page, glyphs=tuple(glyphs), rulings=drawn, width=width, height=height, turns=seen.turns)


def _seen(page: pypdfium2.PdfPage) -> Upright:
    """The page as it is held for reading: as it is, or else turned so that its longest lines say most, and surest."""
    best = Upright.of(page, 0)
    sample = best.sample()
    if not best.lines or (len(sample) > _ENOUGH and reading.sureness(sample) > _SURE):
        return best
    most = _said(sample)
    for turns in (1, 2, 3):
        other = Upright.of(page, turns)
        if (said := _said(other.sample())) > most:
            best, most = other, said
    return best


def _said(sample: Sequence[Character]) -> float:
    return sum(one.confidence for one in sample)


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


def _areas(drawn: Sequence[Ruling], grey: Grey) -> tuple[list[Box], list[Box]]:
    """The cells of the tables that a page's rulings make; and what is above, between and below these."""
    found, _ = tables(Page(0, (), tuple(drawn)))
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


def _wary(grey: Grey, line: Strip, characters: Sequence[Character], size: float) -> list[Character]:
    """A line, in doubt where something seems to be lost: where there is more ink, and a point behind its number."""
    most = dict.fromkeys(range(len(characters)), 1.0)
    number = _POINTLESS.match("".join(one.text for one in characters))
    most |= dict.fromkeys(range(number.end() if number else 0), _UNPOINTED)
    if line.box.right - characters[-1].x > (0.5 + _MORE) * size:
        most[len(characters) - 1] = _LOST
    is_ink = (grey[line.box.top : line.box.bottom] < _INK).sum(axis=0) > 1
    for index, (one, other) in enumerate(pairwise(characters)):
        start, end = one.x + (_reach(one.text)[1] + _CLEAR) * size, other.x - (_reach(other.text)[0] + _CLEAR) * size
        if end - start > _BETWEEN * size and is_ink[int(start) : int(end)].any():
            most[index] = most[index + 1] = _LOST
    return [one._replace(confidence=min(one.confidence, most[index])) for index, one in enumerate(characters)]


def _covered(line: Strip, characters: Sequence[Character], discs: Sequence[Disc]) -> list[Character]:
    """A line, in doubt where it is under a stamp."""
    return [
        one._replace(confidence=min(one.confidence, _STAMPED))
        if any(disc.covers(one.x, line.middle) for disc in discs)
        else one
        for one in characters
    ]


def _glyphs(line: Strip, characters: Sequence[Character], size: float) -> Iterator[Glyph]:
    """The characters of a line as glyphs, in points; the first and the last stand where the line's ink does."""
    box, y = line.box, (line.middle + _BASELINE * size) / SCALE
    reaches = [_reach(one.text) for one in characters]
    lefts = [one.x - before * size for one, (before, _) in zip(characters, reaches, strict=True)]
    rights = [one.x + after * size for one, (_, after) in zip(characters, reaches, strict=True)]
    lefts[0] = float(box.left)
    if characters[-1].text not in CLOSING:
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
    if text in OPENING:
        return 0.75, 0.25
    if text in CLOSING:
        return 0.25, 0.75
    return (0.25, 0.25) if text.isascii() else (0.5, 0.5)
