"""What a PDF's pages hold: glyphs and rulings, as placed; read with PDFium.

Lengths are in points (1/72 inch), x to the right, y downwards, in the page as
it is shown: a page that is stored turned is turned back here.  Only glyphs that
the file itself sets are taken, none that PDFium adds between words and lines.
"""

import ctypes
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pypdfium2
from pypdfium2 import raw

from generator.importers.draft import ImportProblem

# A filled path this thin is a line and not an area.
_THIN = 3.0
# Shorter ones are ticks and dots.
_SHORT = 2.0
# How much of a page a picture without text covers where the page is scanned.
_MOSTLY = 0.3
# PDFium's code for a hyphen at the end of a line.
_LINE_HYPHEN = "\x02"
# ToUnicode tables of some fonts give a radical where the ordinary character was typed.  The pairs of the block CJK
# Radicals Supplement are those of Unicode's EquivalentUnifiedIdeograph.txt; Kangxi Radicals have theirs in NFKC, but
# for U+2F3E, which Chinese fonts draw as 户.
_RADICALS = str.maketrans(
    "⺁⺂⺃⺄⺅⺆⺇⺈⺉⺊⺋⺌⺎⺏⺐⺑⺒⺓⺔⺕⺖⺗⺘⺙⺛⺜⺝⺞⺟⺠⺡⺢⺣⺤⺦⺧⺨⺩⺪⺫⺬⺭⺮⺯⺰⺱⺲⺳⺴⺵⺶⺷⺸⺹⺺⺻⺼⺽⺾⻁⻂⻃⻄⻅⻆⻇⻈⻉⻊⻋⻌⻏⻐⻑⻒⻓⻔⻕⻖⻗⻘⻙⻚⻛⻜⻝⻞⻟⻠⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳⼾",
    "厂乛乚乙亻冂𠘨刀刂卜㔾小兀尣尢𡯂巳幺彑彐忄心扌攵旡日月歺母民氵氺灬爫丬牛犭王𤴔目示礻𥫗糹纟罓罒㓁冗𦉫羊𦍌𦍋耂肀聿肉𦥑艹虎衤覀西见角𧢲讠贝𧾷车辶邑钅長镸长门𨸏阝雨青韦页风飞食𩙿飠饣𩠐马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟户",
)


class Glyph(NamedTuple):
    """A character: its box, its origin on the baseline, its size, and the quarter turns clockwise that it is set at."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    x: float
    y: float
    size: float
    turn: int


class Ruling(NamedTuple):
    """A straight line along an axis: where it stands on the other axis, and from where to where it runs."""

    is_vertical: bool
    at: float
    start: float
    end: float


@dataclass(frozen=True)
class Page:
    """A page, from 1; glyphs in the file's order.  `is_picture`: pictures cover a good part of it."""

    number: int
    glyphs: tuple[Glyph, ...]
    rulings: tuple[Ruling, ...]
    is_picture: bool


def pages(path: Path) -> Iterator[Page]:
    """Read a PDF's pages.

    Raises ImportProblem for a file that is no PDF, is cut short, has a password, is scanned without a text layer, or
    has text whose font does not tell the characters.
    """
    data = path.read_bytes()
    # Both marks may have other bytes around them, within a kilobyte (PDF 1.7, annex H.3).
    if b"%PDF-" not in data[:1024]:
        raise ImportProblem(f"{path.name} 不是 PDF 文件；请检查是否选错了文件，或只是改了文件名的后缀")
    if b"%%EOF" not in data[-1024:]:
        raise ImportProblem(f"{path.name} 不完整：缺少结尾，可能没有下载完；请重新取得这个文件")
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if error.err_code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY):
            raise ImportProblem(f"{path.name} 有密码，读不了；请先去掉密码，另存之后再导入") from error
        raise ImportProblem(f"{path.name} 已损坏，打不开；请重新取得这个文件，或用阅读器打开后另存") from error
    try:
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
        show = _Shown(raw.FPDFPage_GetRotation(page))
        glyphs = tuple(_glyphs(page, show, number))
        rulings: list[Ruling] = []
        covered = 0.0
        for item, matrix in _objects(page):
            match raw.FPDFPageObj_GetType(item):
                case raw.FPDF_PAGEOBJ_PATH:
                    rulings += _rulings(item, matrix, show)
                case raw.FPDF_PAGEOBJ_IMAGE:
                    # The unit square, as the matrix stretches it.
                    covered += abs(matrix.a * matrix.d - matrix.b * matrix.c)
        width, height = page.get_size()
    finally:
        page.close()
    is_picture = covered > _MOSTLY * width * height
    if is_picture and all(glyph.text.isspace() for glyph in glyphs):
        raise ImportProblem(f"第 {number} 页只有图片、没有文字层；请先做文字识别（OCR），核对之后再导入识别出的文本")
    return Page(number, glyphs, tuple(rulings), is_picture)


@dataclass(frozen=True)
class _Shown:
    """From the page's own coordinates (y upwards) to those shown, for a page that is shown turned clockwise."""

    turns: int

    def __call__(self, x: float, y: float) -> tuple[float, float]:
        match self.turns:
            case 1:
                return y, x
            case 2:
                return -x, y
            case 3:
                return -y, -x
            case _:
                return x, -y


# --- glyphs ----------------------------------------------------------------------------------------


def _glyphs(page: pypdfium2.PdfPage, show: _Shown, number: int) -> Iterator[Glyph]:
    """The glyphs in the file's order; text set aslant (a watermark) belongs to no line and is left out."""
    text_page = raw.FPDFText_LoadPage(page)
    box, matrix = raw.FS_RECTF(), raw.FS_MATRIX()
    x, y = ctypes.c_double(), ctypes.c_double()
    text = ""
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
            if across > 0.1 * along:
                continue
            raw.FPDFText_GetLooseCharBox(text_page, index, box)
            raw.FPDFText_GetCharOrigin(text_page, index, x, y)
            (x0, y0), (x1, y1) = show(box.left, box.bottom), show(box.right, box.top)
            yield Glyph(
                _character(half + text, number),
                min(x0, x1),
                min(y0, y1),
                max(x0, x1),
                max(y0, y1),
                *show(x.value, y.value),
                size=raw.FPDFText_GetFontSize(text_page, index) * along,
                turn=(_turn(matrix) + show.turns) % 4,
            )
    finally:
        raw.FPDFText_ClosePage(text_page)


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
    text = text.translate(_RADICALS)
    return unicodedata.normalize("NFKC", text) if "\u2f00" <= text <= "\u2fdf" else text


# --- rulings ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Matrix:
    a: float
    b: float
    c: float
    d: float
    e: float
    f: float

    def __call__(self, x: float, y: float) -> tuple[float, float]:
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def within(self, outer: "_Matrix") -> "_Matrix":
        """This matrix first, then the outer one."""
        a, b = self.a * outer.a + self.b * outer.c, self.a * outer.b + self.b * outer.d
        c, d = self.c * outer.a + self.d * outer.c, self.c * outer.b + self.d * outer.d
        return _Matrix(a, b, c, d, *outer(self.e, self.f))


def _objects(page: pypdfium2.PdfPage) -> Iterator[tuple[raw.FPDF_PAGEOBJECT, _Matrix]]:
    """The page's drawn objects, those of nested forms too, each with its matrix on the page."""
    identity = _Matrix(1, 0, 0, 1, 0, 0)
    stack = [
        (raw.FPDFPage_GetObject(page, index), identity) for index in reversed(range(raw.FPDFPage_CountObjects(page)))
    ]
    values = raw.FS_MATRIX()
    while stack:
        item, outer = stack.pop()
        raw.FPDFPageObj_GetMatrix(item, values)
        matrix = _Matrix(values.a, values.b, values.c, values.d, values.e, values.f).within(outer)
        if raw.FPDFPageObj_GetType(item) == raw.FPDF_PAGEOBJ_FORM:
            count = raw.FPDFFormObj_CountObjects(item)
            stack += [(raw.FPDFFormObj_GetObject(item, index), matrix) for index in reversed(range(count))]
        else:
            yield item, matrix


def _rulings(path: raw.FPDF_PAGEOBJECT, matrix: _Matrix, show: _Shown) -> Iterator[Ruling]:
    """The lines that a path draws: stroked along an axis, or filled and thin.  What is drawn white is no line."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(path, fill, stroke)
    is_stroked = stroke.value and _is_visible(raw.FPDFPageObj_GetStrokeColor, path)
    is_filled = fill.value and _is_visible(raw.FPDFPageObj_GetFillColor, path)
    if not (is_stroked or is_filled):
        return
    for points in _outlines(path):
        shown = [show(*matrix(*point)) for point in points]
        if is_stroked:
            for (x0, y0), (x1, y1) in pairwise(shown):
                yield from _ruling(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1), 1.0)
        else:
            xs, ys = [x for x, _ in shown], [y for _, y in shown]
            yield from _ruling(min(xs), min(ys), max(xs), max(ys), _THIN)


def _ruling(x0: float, y0: float, x1: float, y1: float, thin: float) -> Iterator[Ruling]:
    if x1 - x0 <= thin and y1 - y0 > _SHORT:
        yield Ruling(True, (x0 + x1) / 2, y0, y1)
    elif y1 - y0 <= thin and x1 - x0 > _SHORT:
        yield Ruling(False, (y0 + y1) / 2, x0, x1)


# PDFium's reading of a path's colour into four numbers: red, green, blue, alpha.
_ColourOf = Callable[[raw.FPDF_PAGEOBJECT, ctypes.c_uint, ctypes.c_uint, ctypes.c_uint, ctypes.c_uint], bool]


def _is_visible(colour_of: _ColourOf, path: raw.FPDF_PAGEOBJECT) -> bool:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    known = colour_of(path, red, green, blue, alpha)
    return not known or (alpha.value > 0 and min(red.value, green.value, blue.value) < 0xFF)


def _outlines(path: raw.FPDF_PAGEOBJECT) -> Iterator[list[tuple[float, float]]]:
    """The path's points, one list from where the pen is set down to where it is lifted.

    Where an outline is closed, PDFium gives its first point once more at its end.
    """
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[tuple[float, float]] = []
    for index in range(raw.FPDFPath_CountSegments(path)):
        segment = raw.FPDFPath_GetPathSegment(path, index)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        if raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_MOVETO:
            if points:
                yield points
            points = []
        points.append((x.value, y.value))
    if points:
        yield points
