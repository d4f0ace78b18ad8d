"""Characters: which GB 2312 has, and in which order; no dictionary is needed for that."""

from functools import cache

# The first bytes of the common characters of GB 2312, and the last character's second byte.
_FIRST, _LAST = 0xB0, 0xD7
_END = b"\xd7\xf9"


@cache
def common_characters() -> tuple[str, ...]:
    """The common characters of GB 2312, in its order: that of their readings."""
    codes = (bytes((first, second)) for first in range(_FIRST, _LAST + 1) for second in range(0xA1, 0xFF))
    return tuple(code.decode("gb2312") for code in codes if code <= _END)


def gb2312() -> str:
    """All Han characters of GB 2312: simplified ones, but for a dozen."""
    codes = (bytes((first, second)) for first in range(_FIRST, 0xF8) for second in range(0xA1, 0xFF))
    return "".join(code.decode("gb2312", "ignore") for code in codes)
