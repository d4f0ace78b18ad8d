"""Colours of text and ground, RRGGBB, as far as it matters: whether one can be told from the other."""

WHITE = "FFFFFF"
# Two colours that differ less than this in red, green and blue look the same in print.
_TELLS = 24


def rgb(colour: str, tint: float = 0) -> str:
    """A colour made lighter (tint above 0) or darker, as Office does."""
    if not tint:
        return colour
    towards = 255 if tint > 0 else 0
    return "".join(f"{round(part + (towards - part) * abs(tint)):02X}" for part in _parts(colour))


def alike(one: str, other: str) -> bool:
    """Whether nobody can tell the two apart.  What is no colour (auto) is like none."""
    try:
        return all(abs(first - second) < _TELLS for first, second in zip(_parts(one), _parts(other), strict=True))
    except ValueError:
        return False


def _parts(colour: str) -> list[int]:
    return [int(colour[at : at + 2], 16) for at in (0, 2, 4)]
