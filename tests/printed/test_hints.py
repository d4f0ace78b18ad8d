"""Fonts in PDFs without hints: every outline is drawn as before, whatever stems and masks its program has."""

import io
import zlib
from collections.abc import Sequence

import pikepdf
import pytest
import typst
from fontTools.cffLib import CFFFontSet, TopDict
from fontTools.fontBuilder import FontBuilder
from fontTools.misc.psCharStrings import T2CharString
from fontTools.pens.recordingPen import RecordingPen
from fontTools.ttLib import TTFont

from generator.printed.hints import without_hints
from generator.printed.pdf import song

BOX = [0, 0, "rmoveto", 300, "hlineto", 1000, "vlineto", -300, "hlineto", "endchar"]
LONG = [5, 6, "rmoveto", 1, 2, 3, 4, 5, 6, "rrcurveto", "endchar"]
NINE = [30, 2] * 9

# The program of an outline, and what is left of it.
PROGRAMS: list[tuple[Sequence[int | str | bytes], Sequence[int | str | bytes]]] = [
    (BOX, BOX),
    ([20, 1, 2, "hstem", *BOX], [20, *BOX]),
    ([1, 2, "hstem", 3, 4, "vstem", *BOX], BOX),
    ([1, 2, 3, 4, "hstemhm", 5, 6, "hintmask", b"\xe0", *BOX], BOX),
    ([-1000, 1, 2, "hstemhm", "hintmask", b"\x80", *BOX], [-1000, *BOX]),
    ([2000, 5, 6, "hintmask", b"\x80", *BOX], [2000, *BOX]),
    ([*NINE, "hstemhm", "hintmask", b"\x0e\x80", *BOX], BOX),
    ([1, 2, "hstemhm", 3, 4, "vstemhm", "cntrmask", b"\x0a", "hintmask", b"\x13", *BOX], BOX),
    ([1, 2, "hstemhm", *LONG[:3], "hintmask", b"\x1c", *LONG[3:]], LONG),
    ([7, *BOX], [7, *BOX]),
]


def font(programs: Sequence[Sequence[int | str | bytes]]) -> bytes:
    """A font in Compact Font Format of these outlines."""
    names = [".notdef", *(f"one{number}" for number in range(1, len(programs)))]
    builder = FontBuilder(1000, isTTF=False)
    builder.setupGlyphOrder(names)
    made = {name: T2CharString(program=list(program)) for name, program in zip(names, programs, strict=True)}
    builder.setupCFF("Some", {}, made, {"nominalWidthX": 500})
    out = io.BytesIO()
    # Nobody draws what some of them call.
    builder.font["CFF "].cff.compile(out, TTFont(recalcBBoxes=False))
    return out.getvalue()


def read(data: bytes) -> TopDict:
    fonts = CFFFontSet()
    fonts.decompile(io.BytesIO(data), TTFont())
    return fonts[0]


def programs(data: bytes) -> list[list[int | str | bytes]]:
    """The programs of a font's outlines."""
    outlines = read(data).CharStrings
    found = [outlines[name] for name in outlines.keys()]  # noqa: SIM118, it is no mapping
    for one in found:
        one.decompile()
    return [one.program for one in found]


def test_only_hints_are_left_out() -> None:
    """Before the first outline with its width, in the midst of it, with masks that look like numbers or operators."""
    before = font([program for program, _ in PROGRAMS])
    after = without_hints(before)
    assert programs(after) == [list(program) for _, program in PROGRAMS]
    assert len(after) == len(before)
    assert without_hints(after) == after


@pytest.mark.parametrize("call", ["callsubr", "callgsubr"])
def test_font_with_parts_elsewhere_stays(call: str) -> None:
    """What is called may have stems, and a mask cannot be told from what follows it."""
    before = font([BOX, [1, 2, "hstem", -107, call, "endchar"]])
    assert without_hints(before) == before


def test_outlines_of_a_document_are_the_same() -> None:
    """Those of the machine's own Song type, with their widths; the font takes a tenth less, and more."""
    text = "镇履行职责事项清单，第 1 项：负责“两个维护”ABC"
    made = typst.compile(
        f'#set text(font: "{song().family}")\n{text} #strong[{text}]'.encode(), format="pdf", ignore_system_fonts=False
    )
    with pikepdf.open(io.BytesIO(made)) as document:
        streams = [one for one in document.objects if isinstance(one, pikepdf.Stream)]
        fonts = [one.read_bytes() for one in streams if one.get("/Subtype") == "/CIDFontType0C"]
    assert len(fonts) == 2
    for before in fonts:
        after = without_hints(before)
        assert drawn(after) == drawn(before)
        assert len(zlib.compress(after)) < len(zlib.compress(before)) * 0.9


def drawn(data: bytes) -> list[tuple[object, object]]:
    """What a font's outlines draw, and their widths."""
    top, found = read(data), []
    for name in top.CharStrings.keys():  # noqa: SIM118, it is no mapping
        one, pen = top.CharStrings[name], RecordingPen()
        one.draw(pen)
        found.append((pen.value, one.width))
    return found
