"""The pages of a document as a person sees them: of a PDF, or of a picture; scanned ones are set upright, as they are
read.
"""

from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pypdfium2

from generator.importers.scan.image import as_pdf
from generator.importers.scan.picture import bitmap, skew_of_page

# Of the pictures, from 0 to 100: text stays sharp.  How much time is taken to make them small, from 0 to 6.
_QUALITY, _METHOD = 60, 2


@dataclass(frozen=True)
class PagePicture:
    """A page's picture as WebP, and its size in pixels."""

    webp: bytes
    width: int
    height: int


def pictures(path: Path, pages: Mapping[int, bool], dpi: int) -> Iterator[tuple[int, PagePicture]]:
    """Pages by their numbers from 1, each of them with whether it is scanned."""
    with as_pdf(path) as made, closing(pypdfium2.PdfDocument(made)) as document:
        for number, is_scanned in sorted(pages.items()):
            with closing(document[number - 1]) as page, closing(_drawn(page, dpi / 72, is_scanned)) as drawn:
                out = BytesIO()
                drawn.to_pil().save(out, "WEBP", quality=_QUALITY, method=_METHOD)
                yield number, PagePicture(out.getvalue(), drawn.width, drawn.height)


def _drawn(page: pypdfium2.PdfPage, scale: float, is_scanned: bool) -> pypdfium2.PdfBitmap:
    return bitmap(page, scale, -skew_of_page(page)) if is_scanned else page.render(scale=scale)
