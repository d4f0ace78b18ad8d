"""A picture of pages (a photograph, a scan as PNG, JPEG or TIFF) to the lines of a document, by way of a PDF."""

import tempfile
from collections.abc import Iterable, Iterator, Sequence
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


def lines(*paths: Path) -> Iterator[GridLine | Remark]:
    """The rows of the tables in pictures, which are pages in this order.

    Raises ImportProblem for one that cannot be read.
    """
    reading.require("这份文件")
    names: list[str] = []
    with _made(paths, names) as made:
        if len(paths) > 1:
            order = "、".join(names)
            yield Remark(
                "", f"{len(names)} 幅图片照写出的次序算一份文件的各页：{order}；次序不对的，照次序写文件名，重新导入"
            )
        yield from pdf.lines(made, names if len(paths) > 1 else ())


@contextmanager
def as_pdf(path: Path) -> Iterator[Path]:
    """A PDF as it is; of a picture one that has its frames for pages.  Raises ImportProblem for one that is damaged."""
    with path.open("rb") as file:
        if file.read(5) == b"%PDF-":
            yield path
            return
    with _made((path,), []) as made:
        yield made


@contextmanager
def _made(paths: Sequence[Path], names: list[str]) -> Iterator[Path]:
    """A PDF that has pictures for pages; `names` takes the file's name of each."""
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / paths[0].name
        write(_frames(paths, names), made)
        yield made


def _frames(paths: Iterable[Path], names: list[str]) -> Iterator["Image"]:
    from PIL import Image, ImageOps, ImageSequence

    for path in paths:
        try:
            with Image.open(path) as file:
                for frame in ImageSequence.Iterator(file):
                    names.append(path.name)
                    yield ImageOps.exif_transpose(frame)
        except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
            raise ImportProblem(
                "图片损坏，打不开，或者太大；请重新取得，或用看图软件打开后另存为 PNG 图片", place=str(path)
            ) from None


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
