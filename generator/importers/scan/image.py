"""A picture of pages (a photograph, a scan as PNG, JPEG or TIFF) to the lines of a document, by way of a PDF."""

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import pypdfium2

from generator.importers.draft import ImportProblem
from generator.importers.grid import GridLine, Remark
from generator.importers.pdf import document as pdf
from generator.importers.scan import reading

if TYPE_CHECKING:
    from PIL.Image import Image

# The longer side of A4 in points: what a picture shows that does not say how large it is.
_A4 = 842
# Pixels to an inch as scanners write them; cameras write others, which mean nothing.
_SCANNED = range(100, 1201)
_QUALITY = 95


def lines(path: Path) -> Iterator[GridLine | Remark]:
    """The rows of the tables in a picture.  Raises ImportProblem for one that cannot be read."""
    reading.require("这份文件")
    with as_pdf(path) as made:
        yield from pdf.lines(made)


@contextmanager
def as_pdf(path: Path) -> Iterator[Path]:
    """A PDF as it is; of a picture one that has its frames for pages.  Raises ImportProblem for one that is damaged."""
    with path.open("rb") as file:
        if file.read(5) == b"%PDF-":
            yield path
            return
    from PIL import Image, ImageOps, ImageSequence

    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / path.name
        try:
            with Image.open(path) as file:
                frames = (ImageOps.exif_transpose(frame) for frame in ImageSequence.Iterator(file))
                write(frames, made)
        except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
            raise ImportProblem("图片损坏，打不开，或者太大；请重新取得，或用看图软件打开后另存为 PNG 图片") from None
        yield made


def write(pictures: Iterable["Image"], to: Path) -> None:
    """A PDF with a picture a page."""
    with pypdfium2.PdfDocument.new() as document:
        for picture in pictures:
            dpi = round(float(picture.info.get("dpi", (0,))[0]))
            scale = 72 / dpi if dpi in _SCANNED else _A4 / max(picture.size)
            width, height = (side * scale for side in picture.size)
            packed = BytesIO()
            picture.convert("RGB").save(packed, "JPEG", quality=_QUALITY)
            item = pypdfium2.PdfImage.new(document)
            item.load_jpeg(packed, inline=True)
            item.set_matrix(pypdfium2.PdfMatrix().scale(width, height))
            page = document.new_page(width, height)
            page.insert_obj(item)
            page.gen_content()
            page.close()
        document.save(to)
