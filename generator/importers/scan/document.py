"""A document's scanned pages, one after the other; each is kept when it has been read, so that work can go on."""

import hashlib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import orjson
import pypdfium2

from generator import cache
from generator.importers.pdf.page import Glyph, Page
from generator.importers.pdf.raster import Ruling
from generator.importers.scan import reading
from generator.importers.scan.page import recognised as recognised_page
from generator.importers.scan.picture import COARSE, drawn
from generator.progress import current


def recognised(path: Path, pages: Iterable[Page], scanned: Collection[Page]) -> Iterator[Page]:
    """The pages of a PDF, with what is recognised on those that are scanned.

    Tells how far it is.  Raises ImportProblem where no recognition is installed.
    """
    reading.require(next(iter(scanned)).place)
    kept, code = cache.kept_in("scans"), cache.code(__name__)
    with (
        pypdfium2.PdfDocument(path) as document,
        current().step(f"文字识别，共 {len(scanned)} 页", len(scanned)) as step,
    ):
        for page in pages:
            if page not in scanned:
                yield page
                continue
            shown = document[page.number - 1]
            picture = hashlib.sha256(drawn(shown, COARSE).tobytes())
            made = partial(_packed, shown, page)
            yield _unpacked(kept.made(picture.hexdigest(), picture.digest() + code, made), page)
            step.advance()


def _packed(shown: pypdfium2.PdfPage, page: Page) -> bytes:
    page = recognised_page(shown, page)
    return orjson.dumps([[*map(tuple, page.glyphs)], [*map(tuple, page.rulings)], page.width, page.height, page.turns])


def _unpacked(packed: bytes, page: Page) -> Page:
    glyphs, rulings, width, height, turns = orjson.loads(packed)
    return replace(
        page,
        glyphs=tuple(Glyph(*one) for one in glyphs),
        rulings=tuple(Ruling(*one) for one in rulings),
        width=width,
        height=height,
        turns=turns,
    )
