r"""Word's EQ fields, which hold enclosed characters and what stands over others: their code to the text that they show.

eq \o\ac(○,3)                     ③
EQ \* jc2 \o\ad(\s\up 9(yáo),垚)  垚, with yáo over it
eq \o(\s\up 6(县民),\s\do 2(政局)) 县民政局, drawn as one character
"""

import re
import unicodedata

# Digits, letters and characters to those with a circle around.
_CIRCLED = {
    unicodedata.normalize("NFKC", char): char
    for first, last in (("①", "⑳"), ("Ⓐ", "⓪"), ("㉑", "㉟"), ("㊀", "㊿"))
    for char in map(chr, range(ord(first), ord(last) + 1))
}
_CIRCLES = "○〇◯"
_CALL = re.compile(r"((?:\\[a-zA-Z]+\s*\d*\s*)+)\(([^()\\]*)\)")
_SWITCH = re.compile(r'\\\*\s*(?:"[^"]*"|\S+)')
# What is raised or lowered, in the arguments of the call around.
_RAISED = re.compile("[\x01\x02]")


def is_eq(code: str) -> bool:
    """Whether a field's code is one of these."""
    return code.split(None, 1)[:1] in (["EQ"], ["eq"], ["Eq"])


def shown(code: str) -> str:
    """The characters that a field shows."""
    text = _SWITCH.sub("", code.strip()[2:])
    while (simpler := _CALL.sub(_called, text, count=1)) != text:
        text = simpler
    return _RAISED.sub("", text).strip()


def over(code: str) -> str:
    """What stands over the characters (their reading), empty where nothing does."""
    found = re.search(r"\\ad\s*\(\s*\\s\s*\\up\s*\d*\s*\(([^()]*)\)\s*,", code)
    return found[1] if found else ""


def _called(found: re.Match[str]) -> str:
    options = re.findall(r"\\([a-zA-Z]+)", found[1].lower())
    arguments = [one.strip() for one in re.split("[,;]", found[2])]
    if "up" in options or "do" in options:
        return f"\x01{found[2]}\x02"
    if "ac" in options and len(arguments) == 2 and arguments[0] in _CIRCLES:
        inner = _RAISED.sub("", arguments[1])
        return _CIRCLED.get(inner, f"（{inner}）")
    if "ac" in options and len(arguments) == 2:
        return arguments[1]
    if "ad" in options and (base := [one for one in arguments if "\x01" not in one]):
        return "".join(base)
    return ("/" if "f" in options else "").join(arguments)
