"""QR: an address as a code that a phone reads."""

import segno


def qr(address: str) -> str:
    """The code as an SVG element, without style attributes, with the quiet zone that readers need.

    Error correction M, a seventh of the code: enough for a crease in the paper, and coarse enough for old phones.
    """
    return segno.make(address, error="m", micro=False).svg_inline(
        border=4, omitsize=True, svgclass=None, lineclass=None
    )
