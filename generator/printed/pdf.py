"""The printed form as a PDF: A4, ruled tables with page numbers, typeset by typst after `form.typ`."""

import io
import json
from array import array
from collections.abc import Iterator
from dataclasses import asdict
from functools import cache
from pathlib import Path

import typst

from generator import cache as kept_things
from generator.printed.form import CannotPrint, Form

CACHE = kept_things.kept_in("fonts")
# Song types that offices have, the first that is installed is taken: Debian's and Adobe's, Windows', Apple's.
FONTS = ("Noto Serif CJK SC", "Noto Serif SC", "Source Han Serif SC", "SimSun", "Songti SC")

_LAYOUT = Path(__file__).with_name("form.typ")
# typst keeps what it worked out for so many documents more, of ours 45 MB each; it forgets it after as many of nothing.
_KEPT = 10
# A font in Compact Font Format, of the characters that the document has.
_COMPACT = "/CIDFontType0C"
# What form.typ prints of its own.
_FOOTER = "第 0123456789 页，共"


def to_pdf(form: Form) -> bytes:
    """Typeset a form.  The same form and font give the same bytes.

    Raises CannotPrint where no Song type is installed, or the one that is lacks a character.
    """
    font = song()
    _refuse_missing(form, font)
    made = typst.compile(
        _LAYOUT.read_bytes(),
        format="pdf",
        font_paths=_installed(),
        sys_inputs={"form": json.dumps(asdict(form), ensure_ascii=False), "font": font.family},
    )
    for _ in range(_KEPT):
        typst.compile(b"", format="pdf", font_paths=_installed())
    return _packed(made)


def _packed(pdf: bytes) -> bytes:
    """The same document, smaller by half.

    typst writes the tags of tables, for those who hear them, each as an object of its own in plain text; here many are
    one compressed stream, which readers know since 2003 (PDF 1.5).  The fonts have no hints.
    """
    # Here and below, and not above: they take their time to load, and which font there is is told without them.
    import pikepdf

    from generator.printed.hints import without_hints

    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for one in document.objects:
            if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == _COMPACT:
                one.write(without_hints(one.read_bytes()))
        document.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
    return out.getvalue()


def song() -> typst.FontInfo:
    """The upright regular face of the first family of FONTS that is there.  Raises CannotPrint where there is none."""
    for family in FONTS:
        ours = [face for face in faces(family) if face.style == "normal"]
        if ours:
            return min(ours, key=lambda face: abs(face.weight - 400))
    raise CannotPrint(
        f"这台机器没有可用的宋体，无法排版 PDF；请安装其中一种：{'、'.join(FONTS)}"
        "（Debian、Ubuntu 用 apt-get install fonts-noto-cjk）"
    )


def faces(family: str) -> list[typst.FontInfo]:
    """The installed faces of a family."""
    return [font for font in _installed().fonts() if font.family == family]


@cache
def _installed() -> typst.Fonts:
    """The machine's fonts; looking for them takes as long as typesetting twenty pages."""
    return typst.Fonts(include_embedded_fonts=False)


@cache
def _characters(path: str, index: int) -> frozenset[int]:
    """The characters that a face has glyphs for; to read the table of a large font takes longer than to typeset."""
    own = Path(path).stat()
    question = kept_things.key(f"{path} {index} {own.st_mtime_ns} {own.st_size}".encode(), kept_things.code(__name__))

    def read() -> bytes:
        from fontTools.ttLib import TTFont

        with TTFont(path, fontNumber=index, lazy=True) as face:
            return array("I", sorted(face.getBestCmap())).tobytes()

    return frozenset(array("I", CACHE.made(question.hex(), question, read)))


def _refuse_missing(form: Form, font: typst.FontInfo) -> None:
    """A character without a glyph would be printed as a box."""
    known = _characters(font.path, font.index)
    for text in _texts(form):
        missing = [char for char in text if ord(char) not in known]
        if missing:
            shown = "、".join(
                f"{char}（U+{ord(char):04X}）" if char.isprintable() else f"U+{ord(char):04X}" for char in missing
            )
            raise CannotPrint(f"字体 {font.family} 里没有 {shown}，无法排版 PDF；所在的文字：{text!r}")


def _texts(form: Form) -> Iterator[str]:
    yield _FOOTER
    yield form.title
    for table in form.tables:
        yield table.title
        yield from table.heads
        for group in table.groups:
            yield group.heading
            for row in group.rows:
                for cell in row:
                    yield from cell
