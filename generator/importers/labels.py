"""Labels in any dress: what tells that departments' names, and no text, stand here.

    县林业局：    县林业局职责：    县林业局负责：    县林业局（牵头）：
    【县林业局】    （县林业局）：
    一、县林业局    （一）县林业局：    1.县林业局：
    牵头单位：县林业局
    县林业局                              alone on its line

This module knows the dress; whether the words in it are names is asked of `cells.Departments`.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from generator.importers.marks import MARK, Mark, MarkKind, mark_at

# What may number labels: not the words of a sentence.
_ORDINALS = frozenset(
    {
        MarkKind.POINT, MarkKind.BRACKETS, MarkKind.HALF_BRACKET, MarkKind.CIRCLE,
        MarkKind.HAN_BRACKETS, MarkKind.HAN, MarkKind.NTH, MarkKind.BULLET,
    }
)  # fmt: skip
_BODIES = "(?:单位|部门|机构|科室|主体)"
_ROLE_WORDS = (
    "(?:主要|第一)?(?:牵头|责任|主责|主管|主办|监管|配合|协办|协同|协助|参与|参加|实施|承接|承办|收回|接收"
    "|对应上级|对应|上级)"
)


def _label_of_cell(words: str) -> re.Pattern[str]:
    """牵头单位：  【牵头单位】  the label of a cell, with what it says after it."""
    return re.compile(rf"(?:(?:{words})\s*[：:]|[【［\[](?:{words})[】］\]]\s*[：:]?)\s*")


# The names after it are those of a role.
ROLE = _label_of_cell(rf"{_ROLE_WORDS}{_BODIES}|牵头|配合|主办|协办")
_ROLES = re.compile(f"({ROLE.pattern})")
_ROLE_BEFORE = re.compile(rf"{_ROLE_WORDS}{_BODIES}\s*[：:]?\s*")
# A role with the names in brackets after it (牵头单位（县林业局）：).
_ROLE_BOX = re.compile(rf"{_ROLE_WORDS}{_BODIES}\s*[（(]\s*([^（）()\n]{{2,80}}?)\s*[）)]\s*[：:]\s*")
# 工作方式：  what else is printed in the cell of a reclaimed duty.
METHOD = _label_of_cell(
    "(?:(?:收回|承接|承办)后?的?)?(?:工作方式|履职方式及工作措施|履职方式|工作措施|承接方式|收回方式|办理方式|方式)"
)
# What a name has of its role behind it; （牵头） is a mark of the lists themselves.
ROLE_BEHIND = "[（(](?:配合|责任|主责|主管|监管|协助|协办|参与|参加)(?:单位|部门)?[）)]"
# Of the roles, those that say who leads.
LEADING = re.compile(r"(?:主要|第一)?(?:牵头|主责|主办)")
# 县林业局职责：  what may stand between a label's names and its colon; some of it may do without one.
_NOUNS = (
    r"(?:的)?(?:主要|具体|相关|有关|重点|工作|部门|监管|配合|协同|牵头)*"
    r"(?:职责分工|职责任务|职责|职能|分工)(?:[是为]|如下|包括)?"
)
_VERBS = (
    r"(?:主要|具体|牵头|共同|统筹|重点|分别)*(?:负责|承担)(?:以下|下列|如下)?(?:的)?(?:工作|事项|职责|内容|任务)?"
    r"|牵头|配合|主办|协办|主责|要|应"
)
_DUTIES = rf"{_NOUNS}|{_VERBS}"
_DUTIES_AFTER = re.compile(rf"\s*(?:{_DUTIES})$")
_NOUNS_AFTER = re.compile(rf"\s*(?:{_NOUNS})$")
_BOXES = {
    "【": "】",
    "［": "］",
    "[": "]",
    "〔": "〕",
    "〖": "〗",
    "（": "）",
    "(": ")",
    "“": "”",
    "「": "」",
    "《": "》",
    "〈": "〉",
    "＜": "＞",
    "<": ">",
}
_OPENS, _CLOSES = (re.escape("".join(signs)) for signs in (_BOXES, _BOXES.values()))
_BOX = re.compile(rf"([{_OPENS}])\s*([^\n]{{2,160}}?)\s*([{_CLOSES}])")
_COLON = re.compile(r"([^：:。；;]{2,160}?)\s*[：:]\s*")
# On a line of its own, or with the first item after a blank, or after a dash.
_LINE = re.compile(
    r"([^：:。；;\n—-]{2,80}?)"
    r"(?:[ \t\u3000]*(?:(?=\n|$)\s*|(?:—+|--+|[→｜|])\s*)|[ \t\u3000]+(?=1[.．、]|[（(]1[)）]|①))"
)
# Where the names after a role end: with the line, a sentence, what is counted, the next role.
_NAMES_OF_ROLE = re.compile(rf"([^：:。；;\n]{{2,80}}?)\s*(?:[。；;，,]\s*|(?=\n|$)\s*|(?={ROLE.pattern})|(?={MARK}))")

# What stands before the names of a label, white space left out.
_BEFORE = re.compile(
    rf"(?:{MARK})?由?(?P<box>[{_OPENS}]?)(?:{ROLE.pattern}|{_ROLE_WORDS}{_BODIES}(?P<role_box>[（(]?))?$"
)

Names = tuple[str, ...]
# The names that words are, or None where they are something else.
Reads = Callable[[str], Names | None]


@dataclass(frozen=True)
class Label:
    """A label: its names, where the text goes on after it, and its mark.

    `is_bare` where nothing but its line tells it; where it has no colon it `stacks`: several share what follows.
    """

    names: Names
    end: int
    ordinal: Mark | None = None
    is_bare: bool = False
    stacks: bool = False


def label_at(text: str, names: Reads, *, whole_line: bool) -> Label | None:
    """The label at the start of a text, without a mark; `whole_line` where a line begins there."""
    if role := ROLE.match(text):
        found = _NAMES_OF_ROLE.match(text, role.end())
        return Label(read, found.end(), stacks=True) if found and (read := names(found[1])) else None
    if (found := _ROLE_BOX.match(text)) and (read := names(found[1])):
        return Label(read, found.end())
    box = _BOX.match(text)
    if box and box[3] == _BOXES[box[1]] and (read := _inside(box[2], names)):
        after = re.compile(rf"\s*(?:{_DUTIES})?\s*[：:]\s*").match(text, box.end())
        if after:
            return Label(read, after.end())
        line_ends = re.match(r"[ \t\u3000]*(?:\n\s*|$)", text[box.end() :])
        if box[1] not in "（(“《〈＜<":
            return Label(read, box.end() + (line_ends.end() if line_ends else 0), stacks=True)
        if whole_line and line_ends:
            return Label(read, box.end() + line_ends.end(), is_bare=True, stacks=True)
    if (found := _COLON.match(text)) and (read := _inside(found[1], names)):
        return Label(read, found.end())
    if whole_line and (found := _LINE.match(text)) and (read := names(_NOUNS_AFTER.sub("", found[1]))):
        return Label(read, found.end(), is_bare=True, stacks=True)
    return None


def marked_label_at(text: str, names: Reads, *, whole_line: bool) -> Label | None:
    """The label at the start of a text after a mark (一、县林业局), or None."""
    mark = mark_at(text)
    if mark is None or mark.kind not in _ORDINALS:
        return None
    label = label_at(text[mark.end :], names, whole_line=whole_line)
    return replace(label, end=mark.end + label.end, ordinal=mark) if label else None


def _inside(words: str, names: Reads) -> Names | None:
    """The names of a label's words, without what they say of duties (县林业局职责) and of roles."""
    bare = _DUTIES_AFTER.sub("", _ROLE_BEFORE.sub("", words))
    return names(words) or names(bare) or (names(bare[1:]) if bare[:1] == "由" else None)


def roles(cell: str) -> Iterator[tuple[str, str]]:
    """The parts of a cell of names, each after the role that it is printed under: empty for none.

    牵头单位：县林业局 配合单位：县教育局 has two; of 县林业局牵头、县教育局配合 that is the splitter's to see.
    """
    before, *parts = _ROLES.split(cell)
    if before.strip():
        yield "", before
    yield from zip(parts[::2], parts[1::2], strict=True)


def before_names(text: str) -> tuple[str, str]:
    """A text that stands before names, white space left out: without the names' dress, and the box that opens there."""
    found = _BEFORE.search(text)
    return (text[: found.start()], found["box"] or found["role_box"] or "") if found else (text, "")


def after_names(text: str, box: str) -> str:
    """A text that stands after names, white space left out, without their dress; the box that opened before them."""
    closed = re.escape(_BOXES[box]) if box else "(?!)"
    dress = (
        rf"(?:{ROLE_BEHIND})?(?:{closed})?(?:{_DUTIES})?(?:{closed})?(?:[：:]|—+|--+|[→｜|])"
        rf"|(?:{_NOUNS})?{closed}|(?:{_NOUNS})(?={MARK}|$)"
    )
    found = re.match(dress, text)
    return text[found.end() :] if found else text
