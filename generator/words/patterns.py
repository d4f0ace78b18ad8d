"""Patterns: what no text should have, said once for the checks and for the form in the browser.

A `TextPattern` says what is wrong and what to do; `for_browsers` gives any pattern in JavaScript's words.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from generator.words.characters import shown

# As much of a text as is quoted around what was found, and of its beginning.
AROUND, BEGINNING = 6, 12
# What `\d` and `\s` mean to Python, as JavaScript says it with the flag u: there they know fewer digits, other spaces.
_CLASSES = {r"\d": r"\p{Nd}", r"\s": r"\s\x1c-\x1f\x85"}
# A class of characters, an escape, or what old browsers do not have.
_PARTS = re.compile(r"(\[(?:[^\]\\]|\\.)*\])|(\\.)|(\(\?(?:<[=!]|P|[a-zA-Z]))|([*+?}]\+)", re.DOTALL)


@dataclass(frozen=True)
class TextPattern:
    """What no text should have.

    Whatever the pattern's first group finds only stands before it.  The message may quote what was {found}, the text
    {around} it or {shown} with unseen characters spelled out, and how the text {begins}.
    """

    rule: str
    severity: str
    pattern: re.Pattern[str]
    message: str

    def find(self, text: str) -> Iterator[tuple[int, int]]:
        """Where it stands in a text: from, to."""
        for found in self.pattern.finditer(text):
            yield (found.start() if found[1] is None else found.end(1)), found.end()

    def say(self, text: str, start: int, end: int) -> str:
        """What is wrong."""
        return self.message.format(
            found=text[start:end].strip(),
            around=text[max(0, start - AROUND) : end + AROUND],
            shown=shown(text, start),
            begins=f"{text[:BEGINNING]}{'…' if len(text) > BEGINNING else ''}",
        )


def for_browsers(pattern: str) -> str:
    """A pattern as JavaScript reads it with the flag u.  Raises ValueError for what old browsers do not have."""

    def said(found: re.Match[str]) -> str:
        inside, escape, *others = found.groups()
        if any(others):
            raise ValueError(f"“{found[0]}” in {pattern}")
        if inside:
            return re.sub(r"\\[ds]", lambda one: _CLASSES[one[0]], inside)
        known = _CLASSES.get(escape)
        return escape if known is None else f"[{known}]"

    return _PARTS.sub(said, pattern)
