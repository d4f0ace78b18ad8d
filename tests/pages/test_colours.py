"""Colours: every text can be read on every ground that it stands on."""

import re

import pytest

from generator import flow

ANSWERS = ("town", "assist", "taken-over", "discontinued", "incomplete")
STYLE = flow.TEMPLATES / "theme/assets/style/qingdan.css"


def luminance(colour: str) -> float:
    """The relative luminance of #rgb or #rrggbb, as WCAG 2.2 defines it."""
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", [":root", '[data-md-color-scheme="slate"]'], ids=["light", "dark"])
def test_colours_of_text_hold(scheme: str) -> None:
    """Every colour of text on every ground that it stands on: a contrast of at least 7 : 1 (WCAG 2.2 AAA)."""
    css = STYLE.read_text("utf-8")
    block = css[css.index(f"{scheme} {{") :]
    colours = dict(re.findall(r"--qd-([a-z-]+): (#[0-9a-f]{3,6});", block[: block.index("}")]))
    grounds = ("paper", "sunk", "brand-tint")
    pairs = [
        *((text, ground) for text in ("ink", "quiet", "brand") for ground in grounds),
        *((text, f"{one}-tint") for one in ANSWERS for text in ("ink", "brand", one)),
        *((one, "paper") for one in ANSWERS),
        ("on-brand", "brand"),
    ]
    weak = {}
    for text, ground in pairs:
        dark, bright = sorted(luminance(colours[one]) for one in (text, ground))
        if (ratio := (bright + 0.05) / (dark + 0.05)) < 7:
            weak[text, ground] = round(ratio, 2)
    assert weak == {}
