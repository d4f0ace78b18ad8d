"""Small PDFs, typeset in the test, and what is read of them."""

import json
from pathlib import Path

import typst

from generator.importers.grid import GridLine, Remark
from generator.importers.pdf.document import lines

# Looking for the machine's fonts is most of the work of a small document.
FONTS = typst.Fonts()

# What the hand-made documents below have in common.  Paragraphs do not stand apart: so only the lines' ends tell them.
PREAMBLE = """
#set page(width: 240pt, height: 160pt, margin: 15pt)
#set text(font: "Noto Serif CJK SC", size: 10pt, lang: "zh", region: "cn", fallback: false, hyphenate: false)
#set par(justify: true, leading: 0.5em, spacing: 0.5em)
#set table(stroke: 0.5pt, inset: 4pt, align: left + top)
#let data = json(bytes(sys.inputs.data))
"""


def typeset(folder: Path, source: str, data: object = None) -> Path:
    """A PDF of typst's source; `data` is what it finds under that name."""
    path = folder / "made.pdf"
    path.write_bytes(
        typst.compile(
            (PREAMBLE + source).encode(), format="pdf", font_paths=FONTS, sys_inputs={"data": json.dumps(data)}
        )
    )
    return path


def grid_lines(path: Path) -> list[GridLine]:
    """The lines of a PDF."""
    return [line for line in lines(path) if isinstance(line, GridLine)]


def cells(path: Path) -> list[tuple[str, ...]]:
    """The lines of a PDF without their places."""
    return [line.cells for line in grid_lines(path)]


def remarks(path: Path) -> list[tuple[str, str]]:
    """What is said of a PDF."""
    return [(remark.place, remark.message) for remark in lines(path) if isinstance(remark, Remark)]
