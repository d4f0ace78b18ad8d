"""Texts as they are written: characters that should not be there, wrapped lines, what a # cuts off, joined items.

What YAML makes of a text does not show these any more, so the written form is looked at, of every text in every file.
"""

import re
from collections.abc import Iterable, Iterator

from generator.model import Problem, Where
from generator.read.slips import COMMAS, bullet, cut_off
from generator.read.yaml_text import Scalar, YamlDocument
from generator.words.characters import HAN, ODD, ODD_SPACES, Kind, called, odd, shown
from generator.words.patterns import TextPattern

BLANK = TextPattern(
    "spaces-in-chinese",
    Problem.WARNING,
    re.compile(f"([{HAN}]) +(?=[{HAN}])"),
    "中文里有空格：“{shown}”；",
)
SPACE_REMEDY, SPACE_IN_NAME_REMEDY = "请删去", "若是两项，请用英文逗号加空格分开，否则请删去"
# As much of an item as is quoted.
QUOTED = 40
_ENDS_HAN, _BEGINS_HAN = re.compile(f"[{HAN}]$"), re.compile(f"[{HAN}]")
# What is written in letters and digits alone is an id or a word of the program's, not a text.
_ID = re.compile(r"[a-z0-9][a-z0-9_.-]*")
# Keys whose items are names and numbers, without commas of their own; words to look for in texts may hold some.
_NAMES = {"departments", "aliases", "lines", "retired", "near", "add", "deny", "common", "say", "means", "spellings"}
# Of these, the names of departments, which are the same in a list of one a line.
_REGISTERED = {"departments", "aliases"}
# An ASCII semicolon separates where it touches Han.
SEPARATOR = TextPattern(
    "items-apart",
    Problem.ERROR,
    re.compile(f"[{COMMAS}]|([{HAN}]);|;(?= *[{HAN}])"),
    "“{quoted}”里是 {called}，{within}只当作一项；{right}",
)
IN_LINES = "请分成 {count} 条，每条一行"
# In these a comma may belong to one name: 县委宣传部（县新闻出版局、县电影局）.
ASIDE = re.compile(r"（[^（）]*）|\([^()]*\)|《[^《》]*》|“[^“”]*”")


def problems(file: str, text: str, document: YamlDocument, printed: str) -> Iterator[Problem]:
    """Everything about how the texts of one file are written; `printed` is the official text, where there is one."""
    lines = text.split("\n")
    # Most files have nothing of the kind; only an escape is no part of the file as it is written.
    may_be_odd = "\\" in text or next(odd("".join(set(text))), None) is not None
    may_be_cut = " #" in text
    for scalar in document.scalars:
        where = Where(file, scalar.keys)
        written = _written(lines, scalar)
        if may_be_odd:
            yield from _odd_characters(where, scalar, written)
        if scalar.begin[0] != scalar.end[0]:
            yield from _wrapped(where, scalar, lines)
        elif " " in scalar.text:
            yield from _spaced(where, scalar, written, printed)
        if may_be_cut:
            yield from _cut_off(where, scalar, lines)
        yield from _joined(where, scalar, written)


def page_problems(file: str, text: str) -> Iterator[Problem]:
    """The characters of a hand-written page that should not be there: the first of each kind in a line."""
    for number, line in enumerate(text.split("\n"), 1):
        for kind, char, at in odd(line):
            yield _odd_character(Where(file), kind, char, shown(line, at), (number, at + 1))


def _odd_characters(where: Where, scalar: Scalar, written: str) -> Iterator[Problem]:
    for kind, char, at in odd(scalar.text):
        yield _odd_character(where, kind, char, shown(scalar.text, at), _place(scalar, written, char))


def _odd_character(where: Where, kind: Kind, char: str, excerpt: str, place: tuple[int, int]) -> Problem:
    severity = Problem.WARNING if kind is ODD_SPACES else Problem.ERROR
    return Problem(kind.rule, ODD.format(excerpt, called(char), kind.remedy), where, severity, place)


def _wrapped(where: Where, scalar: Scalar, lines: list[str]) -> Iterator[Problem]:
    if scalar.style == "|":
        return
    first, last = scalar.begin[0], scalar.end[0]
    if scalar.style == ">":
        # Its text begins on the line after the sign, and its end is where the next value begins.
        first, last = first + 1, last - 1
    for number in range(first, last):
        above, below = lines[number - 1].rstrip(), lines[number]
        if not above.strip() or not below.strip():
            continue  # An empty line is no fold: it stays a line break, which is another rule's.
        own = above[scalar.begin[1] - 1 :] if number == scalar.begin[0] else above
        if below.lstrip().startswith("- "):
            at = len(below) - len(below.lstrip())
            message = "这一行缩进多了，被当成上一行的下半截；“- ”要和上一条的“- ”对齐"
            yield _warning("texts-wrapped", message, where, (number + 1, at + 1))
        elif slip := bullet(below):
            yield _warning("texts-wrapped", f"{slip[1]}；现在它接在了上一行的后面", where, (number + 1, slip[0] + 1))
        elif _ENDS_HAN.search(own) or _BEGINS_HAN.match(below.strip()):
            joined = f"{own.strip()[-6:]} {below.strip()[:6]}"
            message = f"文字在行末折了行，发布出来中间会多一个空格：“{joined}”；请把下一行接到这一行，写成一行"
            yield _warning("texts-wrapped", message, where, (number, len(above)))


def _spaced(where: Where, scalar: Scalar, written: str, printed: str) -> Iterator[Problem]:
    """Blanks between Han; those that the official text has stay."""
    for start, end in BLANK.find(scalar.text):
        if scalar.text[max(0, start - 4) : end + 4] not in printed:
            remedy = SPACE_IN_NAME_REMEDY if _key(scalar) in _NAMES else SPACE_REMEDY
            message = BLANK.say(scalar.text, start, end) + remedy
            yield _warning(BLANK.rule, message, where, _place(scalar, written, start))
            return


def _cut_off(where: Where, scalar: Scalar, lines: list[str]) -> Iterator[Problem]:
    if scalar.style or _ID.fullmatch(scalar.text):
        return
    line, column = scalar.end
    if found := cut_off(lines[line - 1], column - 1, scalar.text):
        message = (
            f"空格加 # 后面的“{found[1]}”成了注释，不会发布；若是文字，整段请用英文引号 '…' 括起来，"
            "若是注释，请另写一行，或在 # 前空两格、后空一格"
        )
        yield _warning("texts-cut-by-hash", message, where, (line, found[0] + 1))


def _joined(where: Where, scalar: Scalar, written: str) -> Iterator[Problem]:
    is_listed = not scalar.in_brackets and isinstance(scalar.keys[-1], int) and _key(scalar) in _REGISTERED
    if not is_listed and (not scalar.in_brackets or _key(scalar) not in _NAMES):
        return
    bare = ASIDE.sub(lambda found: "_" * len(found[0]), scalar.text)
    if places := list(SEPARATOR.find(bare)):
        parts = [part.strip() for part in _split(scalar.text, places) if part.strip()]
        count = len(parts)
        right = IN_LINES.format(count=count) if is_listed else f"请用英文逗号加空格分开：{', '.join(parts)}"
        start, end = places[0]
        message = SEPARATOR.message.format(
            quoted=scalar.text[:QUOTED],
            called=called(bare[start:end]),
            within="" if is_listed else "方括号里",
            right=right,
        )
        yield Problem(SEPARATOR.rule, message, where, at=_place(scalar, written, start))


def _warning(rule: str, message: str, where: Where, at: tuple[int, int]) -> Problem:
    return Problem(rule, message, where, Problem.WARNING, at)


def _split(text: str, places: Iterable[tuple[int, int]]) -> Iterator[str]:
    last = 0
    for start, end in places:
        yield text[last:start]
        last = end
    yield text[last:]


def _key(scalar: Scalar) -> str:
    return next((key for key in reversed(scalar.keys) if isinstance(key, str)), "")


def _written(lines: list[str], scalar: Scalar) -> str:
    """The scalar as it stands in the file, with its quotes."""
    (first, begin), (last, end) = scalar.begin, scalar.end
    if first == last:
        return lines[first - 1][begin - 1 : end - 1]
    return "\n".join([lines[first - 1][begin - 1 :], *lines[first : last - 1], lines[last - 1][: end - 1]])


def _place(scalar: Scalar, written: str, what: str | int) -> tuple[int, int]:
    """Line and column of a character of a scalar; of the scalar where the character is written as an escape."""
    if isinstance(what, str):
        at = written.find(what)
    else:
        at = what + (1 if scalar.style else 0) if scalar.text in written else -1
    if at < 0:
        return scalar.begin
    before = written[:at]
    line = scalar.begin[0] + before.count("\n")
    return line, at - before.rfind("\n") if "\n" in before else scalar.begin[1] + at
