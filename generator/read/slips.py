"""Slips of the pen in YAML: what somebody typed who edits a list, and what YAML takes for something else.

A parser says where it could not go on, in its own words; what was mistyped stands often a line before.  So the text
itself is looked at: full-width signs for YAML's own, blanks that are none, dashes and bullets, quotes and brackets
that do not pair.  What is found does not depend on the parser.
"""

import re
from collections.abc import Callable
from typing import NamedTuple

from generator.read.keys import CHINESE, KEYS, english_key
from generator.words.characters import HAN, ODD_SPACE, called


class Slip(NamedTuple):
    """Line and column, from 1, and what to say, in Chinese."""

    line: int
    column: int
    message: str


COLONS = "：﹕∶︰꞉"
COMMAS = "，、；｜﹐､"
# Dashes and bullets that are set for “- ”, and Han that is drawn like one.
BULLETS = "－—–−‐‑‒―﹣﹘─•·●○◆◇■□▪▫‧・∙⋅※★☆►▶➢✓√＊＋"
OPENING = {"[": "【［〔「『〖﹝", "{": "｛﹛", "(": ""}
CLOSING = {"]": "】］〕」』〗﹞", "}": "｝﹜"}
ENUMERATOR = re.compile(
    r"(?:\d{1,2}[.．、)）]|[（(]\s*\d{1,2}\s*[)）]|[\u2460-\u249b\u24ea-\u24ff\u2776-\u2793])\s*(?!\d)"
)
# What may number a heading inside a text, too: 一、 and （一）.
_HEADING = re.compile(r"[（(]\s*[一二三四五六七八九十]{1,3}\s*[)）]|[一二三四五六七八九十]{1,3}、|[\u3220-\u3229]")
# fmt: off
NOTHING = frozenset({
    "无", "没有", "暂无", "空", "空白", "不涉及", "不详", "不明", "未知", "无内容", "未注明",
    "/", "／", "-", "—", "——", "－", "N/A", "n/a", "NA", "none", "None", "NONE", "nil",
})
# fmt: on

DASH = "每条一行，以“- ”（英文减号加一个空格）开头"
_COLON = "键和值之间要写“: ”（英文冒号加空格）"
_COMMA = "括号里的各项请用英文逗号加空格分开"
_QUOTE_WHOLE = "整段请用英文引号 '…' 括起来"

_DASHES = r"(?:-[ ]+)*"
_ENGLISH = r"[A-Za-zＡ-Ｚａ-ｚ_]{2,}"
# Blanks once taken are not tried again with one less, which would take a second for a deep enough file.
_TAB_BEFORE_VALUE = re.compile(r"([ ]*+(?:-[ ]*+)?(?:[A-Za-z_]+:)?)[ ]*+\t")
_BEFORE_VALUE = re.compile(rf"^[ ]*{_DASHES}(?:[^\s:#\"'\[{{]+:[ ]+)?")


def before_parsing(text: str) -> Slip | None:
    """Blanks that YAML does not take for blanks: no parser's answer to them is of use, and they answer differently."""
    if "\t" not in text and not ODD_SPACE.search(text):
        return None
    for number, line in enumerate(text.split("\n"), 1):
        indent = len(line) - len(line.lstrip(" "))
        lead = re.match(rf"(?:{ODD_SPACE.pattern}|[ \t])*", line)
        if lead and (found := ODD_SPACE.search(lead[0])):
            what = "这一行看起来是空的，其实" if not line[lead.end() :] else "缩进里"
            remedy = "请删去" if not line[lead.end() :] else "请删去，缩进只用普通空格"
            return Slip(number, found.start() + 1, f"{what}有 {called(found[0])}；{remedy}")
        if (found := _TAB_BEFORE_VALUE.match(line)) and line.strip():
            where = "“-”后面" if found[1].endswith("-") else "冒号后面" if found[1].endswith(":") else "缩进"
            return Slip(number, found.end(1) + 1, f"{where}用了制表符（Tab）；请改用空格")
        if line.startswith("-", indent) and (found := ODD_SPACE.match(line, indent + 1)):
            return Slip(number, indent + 2, f"“-”后面是 {called(found[0])}，不是普通空格；请改成一个普通空格")
    return None


def first(text: str, last: int) -> Slip | None:
    """The first slip of a text that does not parse, down to the line where the parser gave up."""
    lines = text.split("\n")
    block_indent = -1
    for number, line in enumerate(lines[: last + 1], 1):
        indent = len(line) - len(line.lstrip(" "))
        if block_indent >= 0 and (indent > block_indent or not line.strip()):
            continue
        block_indent = indent if re.search(r"(?:^|\s)[|>][-+0-9]*\s*(?:#.*)?$", line) else -1
        if number == last and "\t" in line and not line.strip():
            return Slip(number, line.index("\t") + 1, "这一行看起来是空的，其实有制表符（Tab）；请删去")
        if number > last or not line.strip() or line.lstrip().startswith("#"):
            continue
        for look in _LOOKS:
            if found := look(line):
                return Slip(number, found[0] + 1, found[1])
    return None


Found = tuple[int, str] | None


def _full_width_hash(line: str) -> Found:
    at = len(line) - len(line.lstrip())
    return (at, f"注释要用英文的 #，这里是 {called('＃')}；请改正") if line.startswith("＃", at) else None


def bullet(line: str) -> Found:
    """What stands where “- ” should, at the beginning of a line."""
    found = re.match(rf"[ ]*(?:([{BULLETS}])|([*+])(?=[ {HAN}])|(一)(?=[ ])|-(?=[^\s-]))", line)
    if not found:
        return None
    at = len(line) - len(line.lstrip(" "))
    if sign := found[1] or found[2] or found[3]:
        return at, f"这一行以 {called(sign)} 开头，不是英文减号；列表{DASH}"
    return at, f"“-”后面少了一个空格；列表{DASH}"


def _colon(line: str) -> Found:
    key = rf"({_ENGLISH}|{'|'.join(sorted(CHINESE, key=len, reverse=True))})"
    for found in (
        re.match(rf"[ ]*{_DASHES}{key}\s*([{COLONS}；;＝=])", line),
        re.search(rf"[{{,][ ]*{key}\s*([{COLONS}；;＝=])", line),
    ):
        # “- 部门：…” may be a text.
        if found and (found[1].isascii() or not line.lstrip().startswith("-")):
            english = "" if found[1].isascii() else f"，键用英文：{english_key(found[1])}: "
            said = f"“{found[1]}”后面是 {called(found[2])}，不是英文冒号；{_COLON}{english}"
            return found.start(2), said
    known = "|".join(sorted(KEYS, key=len, reverse=True))
    for pattern in (rf"[ ]*{_DASHES}({known}):(?=([^ ]))", rf"[^\"']*[{{,][ ]*({known}):(?=([^ ]))"):
        if found := re.match(pattern, line):
            blank = f"是 {called(found[2])}，不是普通空格" if ODD_SPACE.match(found[2]) else "少了一个空格"
            return found.end(1), f"“{found[1]}:”后面{blank}；{_COLON}"
    if found := re.match(rf"[ ]*{_DASHES}({known})[ ]*(?:$|[ ](?!.*:(?:\s|$)))", line):
        return found.start(1), f"“{found[1]}”后面缺少冒号；{_COLON}"
    return None


def _quotes(line: str) -> Found:
    at = _value(line)
    if line[at : at + 1] and line[at] in "[{":
        # Items of brackets, each with its own quotes.
        bare = re.sub(r"(?<=[\[,{ ])(?:\"[^\"]*\"|'[^']*')", lambda found: "_" * len(found[0]), line)
        opened = re.search(r"[\[,{ ](?=[\"'])", bare[at:])
        at = at + opened.end() if opened else len(line)
    quote = line[at : at + 1]
    if quote not in ("'", '"') or not quote:
        return None
    inside = r'(?:[^"\\]|\\.)*' if quote == '"' else "(?:[^']|'')*"
    closed = re.match(f"{quote}{inside}{quote}", line[at:])
    if not closed:
        wrong = list(re.finditer("[”“＂〞″]" if quote == '"' else "[’‘＇′]", line[at:]))
        if wrong:
            sign, place = wrong[-1][0], at + wrong[-1].start()
            return place, f"开头是英文引号 {quote}，这里却是 {called(sign)}；请把两头都写成英文引号 {quote}"
        return at, f"引号没有配对：这一行以英文引号 {quote} 开头，行末缺少另一个 {quote}；请补上"
    rest = line[at + closed.end() :]
    if re.match(r"\s*(?:$|[,\]}:]|\s#)", rest):
        return None
    other = "'" if quote == '"' else '"'
    return at + closed.end(), f"英文引号 {quote} 结束后还有文字；整段请用 {other} 括起来，或把里面的引号改成中文的“”"


def _brackets(line: str) -> Found:
    at = _value(line)
    opened = line[at : at + 1]
    if opened and opened in OPENING["{"]:
        return at, f"这里是 {called(opened)}，不是英文括号；花括号 {{ }} 两头都要用英文的"
    if not opened or opened not in "[{":
        return None
    closer = "]" if opened == "[" else "}"
    name = "方括号 [ ]" if opened == "[" else "花括号 { }"
    cut = re.search(r"\s#", line)
    body = line[at : cut.start()] if cut else line[at:]
    depth, end = 0, -1
    for index, char in enumerate(re.sub(r"\"[^\"]*\"|'[^']*'", lambda found: "_" * len(found[0]), body)):
        depth += (char in "[{") - (char in "]}")
        if depth == 0:
            end = index
            break
    if end < 0:
        if wrong := re.search(f"[{CLOSING[']']}{CLOSING['}']}]", body):
            sign = wrong[0]
            right = "]" if sign in CLOSING["]"] else "}"
            return at + wrong.start(), f"这里是 {called(sign)}，不是英文括号；{name}两头都要用英文的，请改成 {right}"
        if cut:
            return cut.start() + 1, f"空格加 # 后面的文字都成了注释，{name}因此没有配对；有 # 的那一项请加英文引号"
        return at, f"{name} 没有配对，或缺少英文逗号；请在行末补上 {closer}"
    rest = body[end + 1 :].strip()
    if rest in (",", "，", "、"):
        return at + body.rindex(rest), f"行末多了一个 {called(rest)}；请删去"
    if rest and not re.match(r":(?:\s|$)", rest):
        if rest[0] in "]}":
            return at + body.index(rest[0], end + 1), f"多了一个 {rest[0]}；{name}要配对，请删去多余的"
        return at, f"以 {opened} 开头的文字会被当成列表；{_QUOTE_WHOLE}"
    if opened == "{" and (wide := re.search(rf"[{COMMAS}](?=\s*[a-z_]+:\s)", body[:end])):
        return at + wide.start(), f"花括号里是 {called(wide[0])}，不是英文逗号；{_COMMA}"
    for quoted in re.finditer(r"\"[^\"]*\"|'[^']*'", body[:end]):
        after = re.match(r"\s*([^\s,\]}:])", body[quoted.end() : end])
        if after and after[1] in "\"'":
            return at + quoted.end(), f"两项之间少了英文逗号；{_COMMA}"
        if after and after[1] in COMMAS + ";":
            return at + quoted.end() + after.start(1), f"引号后面是 {called(after[1])}，不是英文逗号；{_COMMA}"
    return None


def _reserved(line: str) -> Found:
    at = _value(line)
    sign = line[at : at + 1]
    if sign and sign in "@`%&*!|>" and not re.match(r"[|>][-+0-9]*\s*(?:#.*)?$", line[at:]):
        return at, f"“{sign}”不能放在值的开头；若是文字，{_QUOTE_WHOLE}"
    if line[at:].strip() == "-" and line[:at].rstrip().endswith(":"):
        return at, "“-”表示列表的一项，不能表示没有；没有的，列表写 []，别的写 null"
    if line.startswith("? ", at):
        return at, f"“? ”不能放在值的开头；若是文字，{_QUOTE_WHOLE}"
    if line.startswith("- ", at) and line[:at].rstrip().endswith(":"):
        return at, f"“- ”不能和键写在同一行；列表要另起一行，{DASH}"
    return None


def _second_colon(line: str) -> Found:
    at = _value(line)
    key = line[:at].rstrip()
    if not key.endswith(":") or line[at : at + 1] in ("", '"', "'", "[", "{"):
        return None
    if found := re.search(r":(?=\s|$)", re.sub(r"\s#.*", "", line[at:])):
        quoted = "；中文引号“”在 YAML 里不算引号" if line[at] in "“‘＂" else ""
        message = f"文字里有英文冒号加空格；请改成中文的“：”，原文就是英文冒号的，整段请用英文引号 '…' 括起来{quoted}"
        return at + found.start(), message
    return None


_LOOKS: tuple[Callable[[str], Found], ...] = (
    _full_width_hash,
    bullet,
    _colon,
    _quotes,
    _brackets,
    _reserved,
    _second_colon,
)


def _value(line: str) -> int:
    """Where the value of a line begins: after its dashes and its key."""
    found = _BEFORE_VALUE.match(line)
    return found.end() if found else 0


def cut_off(line: str, at: int, text: str) -> tuple[int, str] | None:
    """The comment after an unquoted text, where it looks like a part of the text: where it stands, and itself.

    As a comment counts what is written as one: two blanks before it, or the end of a sentence, and a blank after #.
    """
    found = re.match(r"([ ]+)(#.*?)\s*$", line[at:])
    if not found or found[2].strip("# ") == "":
        return None
    is_apart = len(found[1]) > 1 or text.endswith(("。", "；", "！", "？"))
    is_comment = found[2].startswith("# ") and is_apart
    return None if is_comment else (at + len(found[1]), found[2])


def indent(line: str, is_item: bool) -> int:
    """How many blanks stand before a line's dash or, for what is no list's item, before its text."""
    lead = re.match(r"[ ]*" if is_item else r"[ ]*(?:-[ ]+)*", line)
    return lead.end() if lead else 0


def enumerator(text: str) -> str:
    """The number that an item written by hand begins with; empty for none."""
    found = ENUMERATOR.match(text) or _HEADING.match(text)
    return found[0].strip() if found else ""


def stray(line: str) -> str:
    """What to say of a line that is no key and no list's item."""
    bare = line.strip()
    if found := enumerator(bare):
        return f"这一行以编号“{found}”开头；列表{DASH}，编号不写"
    return f"这一行既没有键，也不是列表的一项；若是上一行文字的下半截，请接到上一行的末尾，若是列表，{DASH}"
