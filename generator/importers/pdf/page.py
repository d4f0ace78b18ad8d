"""What a page of a PDF shows: its glyphs as placed, and the rulings in its picture; read and drawn with PDFium.

Lengths are in points (1/72 inch), x to the right, y downwards, from the upper left corner of the page as it is shown: a
page that is stored turned is turned back here.  Only glyphs that the file itself sets are taken, none that PDFium adds
between words and lines.  Rulings are found in the picture of the page without its text (`raster.py`), so it does not
matter how a program draws them.
"""

import ctypes
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pypdfium2
from pypdfium2 import raw

from generator.importers.draft import ImportProblem
from generator.importers.grid import Region
from generator.importers.pdf.limits import MOST_PAGES, MOST_SIDE, refuse_large_streams
from generator.importers.pdf.raster import Grey, Lines, Ruling, area_edges, rulings
from generator.words.characters import ordinary

# Pixels to a point in the picture of a page; the most pixels of a side.
_FINE, _MOST = 2.0, 4000
# How far a character's grey must be from what it stands on to be seen.
_FAINTEST = 12
# How much of a page a picture without text covers where the page is scanned.
_MOSTLY = 0.3
# Punctuation that no line may begin with: it may hang over a line's end.
CLOSING = "，。、；：？！”’）〕］｝》〉】」』〗…—·～％℃,.;:?!)]}%"
# PDFium's code for a hyphen at the end of a line.
_LINE_HYPHEN = "\x02"


class Glyph(NamedTuple):
    """A character: its box, its origin on the baseline, its size, the quarter turns clockwise that it is set at, and
    its grey, from 0 (black) to 255; `is_aslant`: set at another angle.  `confidence`: how sure it is, up to 1, where it
    was recognised in a picture.
    """

    text: str
    left: float
    top: float
    right: float
    bottom: float
    x: float
    y: float
    size: float
    turn: int
    grey: int = 0
    is_aslant: bool = False
    confidence: float = 1.0

    @property
    def middle(self) -> tuple[float, float]:
        """The middle of its box, without the leading that a font may have."""
        across = (self.left + self.right) / 2
        return across, self.y - 0.35 * self.size if self.turn == 0 else (self.top + self.bottom) / 2


@dataclass(frozen=True)
class Page:
    """A page, from 1; glyphs in the file's order, apart from those that nobody sees (`unseen`).

    `is_picture`: pictures cover a good part of it.  `has_layer`: most of its text is not drawn, which is how programs
    lay what they recognised under the picture of a page; then this is taken.  `part` says which file it is of, or which
    page of a sheet that holds several.  `turns`: by how many quarters clockwise a scanned page was turned to be read.
    `is_apart`: it is of another file than the others, or may be.
    """

    number: int
    glyphs: tuple[Glyph, ...]
    rulings: tuple[Ruling, ...]
    is_picture: bool = False
    unseen: tuple[Glyph, ...] = ()
    has_layer: bool = False
    part: str = ""
    height: float = 0.0
    width: float = 0.0
    turns: int = 0
    is_apart: bool = False

    @property
    def place(self) -> str:
        """For a person."""
        return f"第 {self.number} 页{self.part}"

    def region(self, left: float, top: float, right: float, bottom: float) -> Region | None:
        """What a box takes of the page, if that is shown as it is read."""
        if self.turns or self.is_apart:
            return None
        return Region(self.number, top / self.height, bottom / self.height, left / self.width, right / self.width)


def pages(path: Path) -> Iterator[Page]:
    """Read a PDF's pages.

    Raises ImportProblem for a file that is no PDF, is cut short, has a password, or has text whose font does not tell
    the characters.
    """
    data = path.read_bytes()
    # Both marks may have other bytes around them, within a kilobyte (PDF 1.7, annex H.3).
    if b"%PDF-" not in data[:1024]:
        raise ImportProblem(f"{path.name} 不是 PDF 文件；请检查是否选错了文件，或只是改了文件名的后缀")
    if b"%%EOF" not in data[-1024:]:
        raise ImportProblem(f"{path.name} 不完整：缺少结尾，可能没有下载完；请重新取得这个文件")
    refuse_large_streams(data)
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if error.err_code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY):
            raise ImportProblem(f"{path.name} 有密码，读不了；请先去掉密码，另存之后再导入") from error
        raise ImportProblem(f"{path.name} 已损坏，打不开；请重新取得这个文件，或用阅读器打开后另存") from error
    try:
        if len(document) > MOST_PAGES:
            raise ImportProblem(f"{path.name} 有 {len(document)} 页，太多（最多 {MOST_PAGES} 页），不像是一份清单")
        for index in range(len(document)):
            yield _page(document, index)
    finally:
        document.close()


def _page(document: pypdfium2.PdfDocument, index: int) -> Page:
    number = index + 1
    try:
        page = document[index]
    except pypdfium2.PdfiumError as error:
        raise ImportProblem(f"第 {number} 页已损坏，读不出来；请重新取得这个文件") from error
    try:
        width, height = page.get_size()
        if max(width, height) > MOST_SIDE:
            raise ImportProblem(f"第 {number} 页有一两米大，不像是一份清单；请用阅读器打开，按 A4 打印为 PDF，再导入")
        placed = list(_glyphs(page, number))
        covered = 0.0
        for item, area in _objects(page):
            match raw.FPDFPageObj_GetType(item):
                case raw.FPDF_PAGEOBJ_TEXT:
                    raw.FPDFPageObj_SetIsActive(item, False)
                case raw.FPDF_PAGEOBJ_IMAGE:
                    covered += area
        fine = min(_FINE, _MOST / max(width, height))
        bare = _picture(page, fine)
    finally:
        page.close()
    is_picture = covered > _MOSTLY * width * height
    lines = _lines(fine, is_picture=is_picture)
    found = rulings(bare, lines)
    if not is_picture:
        found += list(area_edges(bare, lines, found))
    seen = {glyph for glyph, is_drawn in placed if is_drawn and _stands_out(glyph, bare, fine)}
    undrawn = [glyph for glyph, is_drawn in placed if not is_drawn]
    layer = set(undrawn) - _covered(undrawn, seen) if len(undrawn) > len(seen) else set()
    return Page(
        number,
        tuple(glyph for glyph, _ in placed if glyph in seen or glyph in layer),
        tuple(ruling.scaled(1 / fine) for ruling in found),
        is_picture,
        tuple(glyph for glyph, _ in placed if glyph not in seen and glyph not in layer),
        bool(layer),
        height=height,
        width=width,
    )


def _lines(fine: float, *, is_picture: bool) -> Lines:
    """What rulings are like: at most 3 points thick (what is thicker is an area), no ticks and dots, dashes up to 6
    points apart.  The faintest counts, since nothing but lines and areas is in the picture; but on a scanned page there
    is text in it, and specks.
    """
    thickest, shortest, gap = (max(1, round(points * fine)) for points in ((3, 36, 4) if is_picture else (3, 6, 6)))
    return Lines(thickest, shortest, gap, contrast=40 if is_picture else 8)


def _picture(page: pypdfium2.PdfPage, fine: float) -> Grey:
    """What the page shows of its objects, in grey."""
    bitmap = page.render(scale=fine, grayscale=True, may_draw_forms=False, draw_annots=False)
    try:
        return np.array(bitmap.to_numpy()).reshape(bitmap.height, bitmap.width)
    finally:
        bitmap.close()


def _stands_out(glyph: Glyph, bare: Grey, fine: float) -> bool:
    """Whether a glyph is on the page, and of another grey than what it stands on.  White space never shows."""
    (x, y), (height, width) = glyph.middle, bare.shape
    row, column = int(y * fine), int(x * fine)
    if not (0 <= row < height and 0 <= column < width):
        return False
    return glyph.text.isspace() or abs(int(bare[row, column]) - glyph.grey) >= _FAINTEST


def _covered(glyphs: Sequence[Glyph], seen: Collection[Glyph]) -> set[Glyph]:
    """The glyphs in whose place others are seen."""
    if not seen:
        return set()
    middles = np.array([glyph.middle for glyph in seen if not glyph.text.isspace()]).reshape(-1, 2)
    return {glyph for glyph in glyphs if (np.abs(middles - glyph.middle).max(axis=1) < glyph.size / 2).any()}


@dataclass(frozen=True)
class _Shown:
    """From the page's own coordinates (y upwards) to those shown, for a page whose box is shown turned clockwise."""

    turns: int
    left: float
    bottom: float
    right: float
    top: float

    @classmethod
    def of(cls, page: pypdfium2.PdfPage) -> "_Shown":
        box = raw.FS_RECTF()
        raw.FPDF_GetPageBoundingBox(page, box)
        return cls(raw.FPDFPage_GetRotation(page), box.left, box.bottom, box.right, box.top)

    def __call__(self, x: float, y: float) -> tuple[float, float]:
        match self.turns:
            case 1:
                return y - self.bottom, x - self.left
            case 2:
                return self.right - x, y - self.bottom
            case 3:
                return self.top - y, self.right - x
            case _:
                return x - self.left, self.top - y


# --- glyphs ----------------------------------------------------------------------------------------


def _glyphs(page: pypdfium2.PdfPage, number: int) -> Iterator[tuple[Glyph, bool]]:
    """The glyphs in the file's order, and whether they are drawn at all."""
    show = _Shown.of(page)
    text_page = raw.FPDFText_LoadPage(page)
    box, matrix = raw.FS_RECTF(), raw.FS_MATRIX()
    x, y = ctypes.c_double(), ctypes.c_double()
    text = ""
    inks: dict[int | None, tuple[int, bool]] = {}
    try:
        for index in range(raw.FPDFText_CountChars(text_page)):
            if raw.FPDFText_IsGenerated(text_page, index) == 1:
                continue
            # A character outside of the basic plane comes in two halves.
            half, text = text if "\ud800" <= text < "\udc00" else "", chr(raw.FPDFText_GetUnicode(text_page, index))
            if "\ud800" <= text < "\udc00":
                continue
            raw.FPDFText_GetMatrix(text_page, index, matrix)
            along, across = sorted((abs(matrix.a), abs(matrix.b)), reverse=True)
            raw.FPDFText_GetLooseCharBox(text_page, index, box)
            raw.FPDFText_GetCharOrigin(text_page, index, x, y)
            (x0, y0), (x1, y1) = show(box.left, box.bottom), show(box.right, box.top)
            item = raw.FPDFText_GetTextObject(text_page, index)
            address = ctypes.cast(item, ctypes.c_void_p).value
            if address not in inks:
                inks[address] = _ink(item)
            grey, is_drawn = inks[address]
            glyph = Glyph(
                _character(half + text, number),
                min(x0, x1),
                min(y0, y1),
                max(x0, x1),
                max(y0, y1),
                *show(x.value, y.value),
                size=raw.FPDFText_GetFontSize(text_page, index) * along,
                turn=(_turn(matrix) + show.turns) % 4,
                grey=grey,
                is_aslant=across > 0.1 * along,
            )
            yield glyph, is_drawn
    finally:
        raw.FPDFText_ClosePage(text_page)


# How a text is drawn that is not seen: not at all, or as a hole to see other things through.
_NOT_DRAWN = (raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP)


def _ink(item: raw.FPDF_PAGEOBJECT) -> tuple[int, bool]:
    """The grey of a text on white, and whether it is drawn."""
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    mode = raw.FPDFTextObj_GetTextRenderMode(item)
    colour_of = (
        raw.FPDFPageObj_GetStrokeColor if mode == raw.FPDF_TEXTRENDERMODE_STROKE else raw.FPDFPageObj_GetFillColor
    )
    if not colour_of(item, red, green, blue, alpha):
        return 0, mode not in _NOT_DRAWN
    grey = 0.299 * red.value + 0.587 * green.value + 0.114 * blue.value
    return round(255 - (255 - grey) * alpha.value / 255), mode not in _NOT_DRAWN


def _turn(matrix: raw.FS_MATRIX) -> int:
    if abs(matrix.a) >= abs(matrix.b):
        return 0 if matrix.a >= 0 else 2
    return 1 if matrix.b < 0 else 3


def _character(text: str, number: int) -> str:
    if text == _LINE_HYPHEN:
        return "-"
    if text in "\0\ufffd\ufffe\uffff":
        raise ImportProblem(
            f"第 {number} 页有的字没有字符编码，取不出文字；请用原来的 Word、Excel 文件导入，或重新转成 PDF"
        )
    if len(text) == 2:
        return text.encode("utf-16", "surrogatepass").decode("utf-16")
    # ToUnicode tables of some fonts give a radical where the ordinary character was typed.
    return ordinary(text) if "\u2e80" <= text <= "\u2fdf" else text


# --- objects ---------------------------------------------------------------------------------------


def _objects(page: pypdfium2.PdfPage) -> Iterator[tuple[raw.FPDF_PAGEOBJECT, float]]:
    """The page's drawn objects, those of nested forms too, each with the area that it makes of a unit square."""
    stack = [(raw.FPDFPage_GetObject(page, index), 1.0) for index in range(raw.FPDFPage_CountObjects(page))]
    values = raw.FS_MATRIX()
    while stack:
        item, outer = stack.pop()
        raw.FPDFPageObj_GetMatrix(item, values)
        area = outer * abs(values.a * values.d - values.b * values.c)
        if raw.FPDFPageObj_GetType(item) == raw.FPDF_PAGEOBJ_FORM:
            count = raw.FPDFFormObj_CountObjects(item)
            stack += [(raw.FPDFFormObj_GetObject(item, index), area) for index in range(count)]
        else:
            yield item, area
