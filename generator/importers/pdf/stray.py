"""What stands over a page's text and is none of it: watermarks, stamps.

The text is what most of the glyphs are like, in size and grey.  A run of glyphs on a line is stray where it

- is set aslant, or
- stands over other glyphs, and is larger or of another grey than these, or
- stands in a table, is much larger than its text, and faint;

and wherever its words stand again, in its size and grey.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from generator.importers.grid import Remark
from generator.importers.pdf.page import Glyph, Page

# A run this much larger than the text may be stray for a single glyph that it covers; one of the text's size must
# cover a good part of itself, so that a word that hangs over its cell is not taken for one.
_LARGE, _PART = 1.5, 0.3
# Much larger than the text, and lighter than a person would print text.
_HUGE, _FAINT = 1.6, 0x60
# Glyphs stand over each other where their middles are nearer than this part of both their sizes.
_OVER = 0.7
# What stands this far from what is before it on a line is a run of its own (ems).
_FAR = 2.0
# Greys nearer than this are the same ink.
_SAME_INK = 24

Run = list[Glyph]
# What a stray run is known by wherever it stands.
_Key = tuple[str, int, int]


def without_strays(pages: Sequence[Page]) -> tuple[list[Page], list[Remark]]:
    """The pages without what is stray, and a remark for each text that was taken out."""
    runs = [list(_runs(page.glyphs)) for page in pages]
    found = {_key(run) for page, of_page in zip(pages, runs, strict=True) for run in _strays(page, of_page)}
    kept, where = [], defaultdict(list)
    for page, of_page in zip(pages, runs, strict=True):
        glyphs: list[Glyph] = []
        for run in of_page:
            if _key(run) in found or run[0].is_aslant:
                if text := _key(run)[0]:
                    where[text].append(page.number)
            else:
                glyphs += run
        kept.append(replace(page, glyphs=tuple(glyphs)))
    return kept, [
        Remark(f"第 {numbers[0]} 页", f"“{text}”盖在正文上（水印、印章之类），没有导入{_further(numbers)}")
        for text, numbers in where.items()
    ]


def _further(numbers: Sequence[int]) -> str:
    pages = len(set(numbers))
    return f"；共 {pages} 页有" if pages > 1 else ""


def _key(run: Run) -> _Key:
    return "".join(glyph.text for glyph in run if not glyph.text.isspace()), round(run[0].size), run[0].grey


def _runs(glyphs: Sequence[Glyph]) -> Iterator[Run]:
    """Glyphs that follow each other on a line in one size and grey."""
    run: Run = []
    for glyph in glyphs:
        if run and not _goes_on(run[-1], glyph):
            yield run
            run = []
        run.append(glyph)
    if run:
        yield run


def _goes_on(last: Glyph, glyph: Glyph) -> bool:
    if (last.turn, last.is_aslant, last.grey) != (glyph.turn, glyph.is_aslant, glyph.grey):
        return False
    level = glyph.turn % 2 == 0
    across = abs(last.y - glyph.y) if level else abs(last.x - glyph.x)
    if level and not glyph.is_aslant and abs(glyph.left - last.right) > _FAR * glyph.size:
        return False
    return abs(last.size - glyph.size) < 0.1 * glyph.size and (glyph.is_aslant or across < 0.3 * glyph.size)


def _strays(page: Page, runs: Sequence[Run]) -> Iterator[Run]:
    set_ = [glyph for glyph in page.glyphs if not glyph.text.isspace() and not glyph.is_aslant]
    if not set_:
        return
    size, grey = Counter((round(glyph.size), glyph.grey) for glyph in set_).most_common(1)[0][0]
    boxes = _boxes(set_)
    for run in runs:
        own = [glyph for glyph in run if not glyph.text.isspace()]
        if not own or run[0].is_aslant:
            continue
        is_large = own[0].size >= _LARGE * size
        if not is_large and abs(own[0].grey - grey) < _SAME_INK:
            continue
        is_faint = own[0].grey >= _FAINT and own[0].size >= _HUGE * size and _is_ruled(page, own)
        others = boxes[~_same(boxes, own[0])]
        covered = sum(map(bool, _over(others, _boxes(own))))
        if is_faint or covered >= (1 if is_large else max(1.0, _PART * len(own))):
            yield run


def _boxes(glyphs: Sequence[Glyph]) -> NDArray[np.float64]:
    """Each glyph's middle, its width and height without the leading, its size and grey."""
    return np.array([[*glyph.middle, *_extent(glyph), glyph.size, glyph.grey] for glyph in glyphs])


def _extent(glyph: Glyph) -> tuple[float, float]:
    width, height = glyph.right - glyph.left, glyph.bottom - glyph.top
    return (width, min(height, glyph.size)) if glyph.turn % 2 == 0 else (min(width, glyph.size), height)


def _same(boxes: NDArray[np.float64], glyph: Glyph) -> NDArray[np.bool_]:
    """Which are of the glyph's size and grey."""
    return (np.abs(boxes[:, 4] - glyph.size) < 0.1 * glyph.size) & (np.abs(boxes[:, 5] - glyph.grey) < _SAME_INK)


def _over(boxes: NDArray[np.float64], own: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Which of our own stand over any of the others."""
    apart = np.abs(own[:, None, :2] - boxes[None, :, :2])
    reach = _OVER * (own[:, None, 2:4] + boxes[None, :, 2:4]) / 2
    over: NDArray[np.bool_] = np.any(np.all(apart < reach, axis=2), axis=1)
    return over


def _is_ruled(page: Page, run: Run) -> bool:
    """Whether a run stands between rulings, above and below."""
    heights = [ruling.at for ruling in page.rulings if not ruling.is_vertical]
    return bool(heights) and min(heights) < run[0].middle[1] < max(heights)
