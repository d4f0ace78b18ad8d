"""YAML text to plain data and back: the only module that knows YAML.

Reading is safe and bounded: one pass over the parser's events (LibYAML's where
present), no tags, no anchors, no duplicate keys, no unbounded size or depth.
Every value's line and column are kept beside the data.

Writing has one canonical form, made by ruamel.yaml because it keeps comments.
"""

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

import yaml
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import YAMLError
from ruamel.yaml.resolver import VersionedResolver
from ruamel.yaml.scalarstring import PlainScalarString, ScalarString, SingleQuotedScalarString

from generator.read import slips
from generator.words.characters import CONTROL, CONTROLS, called

# The longest list of the five seed documents is 150 KB of YAML, the everyday words are 1.4 MB; far more is a mistake.
MAX_BYTES = 4 * 1024 * 1024
# list → categories → category → duties → duty → superior → block → duties → text: the deepest valid file has 9.
MAX_DEPTH = 20

Keys = tuple[str | int, ...]
Marks = dict[Keys, tuple[int, int]]

# Where the machine went down while a file was saved, the disk has zeros.
_UNWRITTEN = "\0" * 16

Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# As many digits as a number of a list can have; more is a mistake, or an attempt to keep us busy.
_WHOLE_NUMBER = re.compile(r"[-+]?[0-9]{1,9}")
# Some editors indent what is pasted into them, or what they join.
_CONFLICT = re.compile(r"^ *(<{7}|\|{7}|={7}|>{7})( |$)", re.MULTILINE)


class YamlError(Exception):
    """A file that cannot be read as YAML: `rule`, a Chinese message, and line and column from 1.

    `detail` is what the parser said, in its own words: nothing for a clerk.
    """

    def __init__(self, rule: str, message: str, line: int = 1, column: int = 1, detail: str = "") -> None:
        super().__init__(message)
        self.rule, self.message, self.line, self.column, self.detail = rule, message, line, column, detail


class Scalar(NamedTuple):
    """A value as it is written: the keys that lead to it, its text, where it begins and ends (line, column, from 1).

    `style` is the quote or the sign that it is written with, empty for none; `in_brackets` tells an item of `[…]`.
    """

    keys: Keys
    text: str
    begin: tuple[int, int]
    end: tuple[int, int]
    style: str
    in_brackets: bool


# What a file says, without its form.
Plain: TypeAlias = "str | int | bool | dict[str, Plain] | tuple[Plain, ...] | None"


@dataclass(frozen=True)
class YamlDocument:
    """Plain data, where each value stands, and how it is written.

    `marks` maps the keys leading to a value to its line and column, from 1; `key_marks` does so for the key itself.
    """

    data: Plain
    marks: Marks
    key_marks: Marks
    scalars: tuple[Scalar, ...] = field(default=(), compare=False, repr=False)


def decode(raw: bytes) -> str:
    """The text of a YAML file.

    Raises YamlError for what cannot be text: too large, empty, binary, not
    UTF-8, control characters, conflict markers.  A byte order mark and CRLF are
    let through here; a rule warns about them.
    """
    if len(raw) > MAX_BYTES:
        raise YamlError("file-readable", f"文件太大（上限 {MAX_BYTES} 字节）；请检查是否放错了文件")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        column = error.start - (raw.rfind(b"\n", 0, error.start) + 1) + 1
        if error.reason == "unexpected end of data":
            message = "文件不完整：最后一个字只有一半；请从版本库恢复，或重新复制一次"
            raise YamlError("file-readable", message, line, column) from None
        what = "像是二进制文件" if b"\0" in raw[:4096] else f"第 {column} 个字节是 0x{raw[error.start]:02X}"
        raise YamlError("file-readable", f"文件不是 UTF-8 编码（{what}）；请用 UTF-8 编码另存", line, column) from None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise YamlError("file-readable", "文件是空的；请补全内容，或从版本库恢复")
    if found := _CONFLICT.search(text):
        raise YamlError(
            "conflict-markers",
            f"合并冲突的标记“{found[1]}”还在文件里；请保留正确的一方，删去 <<<<<<<、=======、>>>>>>> 这几行；"
            "清单、变更记录冲突的，退回去再做一次",
            *line_column(text, found.start(1)),
        )
    if found := CONTROL.search(text):
        at = line_column(text, found.start())
        if _UNWRITTEN in text:
            raise YamlError("file-readable", "文件坏了一段，多半是保存时断了电；请从版本库恢复", *at)
        raise _control_character(found[0], *at)
    return text


def _control_character(char: str, line: int, column: int) -> YamlError:
    message = f"含有 {called(char)}；{CONTROLS.remedy}"
    return YamlError(CONTROLS.rule, message, line, column)


def line_column(text: str, offset: int) -> tuple[int, int]:
    """Line and column, from 1, of an offset in a text."""
    return text.count("\n", 0, offset) + 1, offset - (text.rfind("\n", 0, offset) + 1) + 1


# What LibYAML and PyYAML's own parser say, and what it means to somebody who edits a list.
_INDENT = "缩进与上下行不一致；同一层的各行，左边的空格要一样多"
_SYNTAX_HINTS = (
    ("could not find expected ':'", "缺少冒号；键和值之间要写“: ”（英文冒号加空格）"),
    ("mapping values are not allowed", f"英文冒号多了，或{_INDENT}"),
    ("did not find expected key", _INDENT),
    ("expected <block end>", _INDENT),
    ("expected '-' indicator", _INDENT),
    ("block sequence entries are not allowed", _INDENT),
    ("expected ',' or ']'", "方括号 [ ] 没有配对，或缺少英文逗号"),
    ("expected ',' or '}'", "花括号 { } 没有配对，或缺少英文逗号"),
    ("node content", "这里缺少内容，或多了一个括号、逗号"),
    ("unexpected ':'", "方括号里的这一项带着英文冒号；请改成中文的“：”，或给这一项加英文引号"),
    ("unexpected end of stream", "文件没有写完：引号没有配对"),
    ("unexpected document separator", "文件没有写完：引号没有配对"),
    ("cannot start any token", "这个符号不能放在值的开头；整段请用英文引号 '…' 括起来"),
    ("unknown escape character", "双引号里的反斜杠 \\ 要写成 \\\\，或改用单引号"),
    ("hexdecimal number", "双引号里的反斜杠 \\ 要写成 \\\\，或改用单引号"),
    ("character escape code", "双引号里的反斜杠 \\ 要写成 \\\\，或改用单引号"),
    ("hexadecimal", "双引号里的反斜杠 \\ 要写成 \\\\，或改用单引号"),
    ("document start>", "文件里混进了第二份文档（--- 或 ...）；请只保留一份"),
    ("scanning an alias", "“*”不能放在值的开头；若是文字，整段请用英文引号 '…' 括起来"),
    ("scanning an anchor", "“&”不能放在值的开头；若是文字，整段请用英文引号 '…' 括起来"),
    ("block scalar", "“|”“>”不能放在文字的开头；整段请用英文引号 '…' 括起来"),
    ("directive", "行首的 % 是 YAML 的指令；若是文字，整段请用英文引号 '…' 括起来"),
    ("YAML document", "行首的 % 是 YAML 的指令；若是文字，整段请用英文引号 '…' 括起来"),
)


# LibYAML from 0.2.6 on (PyYAML 6.0.4) refuses what is nested a thousand deep while it looks ahead, before it tells of
# the first level; other versions, and PyYAML's own parser, know no limit.
_REFUSED_DEPTH = "exceeded maximum nesting depth"

# In these the mistake is where the thing began (an open quote), not where the parser gave up.
_BEGINS_AT_CONTEXT = re.compile("scanning a (quoted scalar|simple key)|parsing a flow")


def parse(text: str) -> YamlDocument:
    """Parse a YAML text; raises YamlError at the first thing that is not allowed."""
    if slip := slips.before_parsing(text):
        raise YamlError("yaml-syntax", slip.message, slip.line, slip.column)
    try:
        return _build(yaml.parse(text, Loader=Loader))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        if error.problem == _REFUSED_DEPTH and mark:
            # What precedes it is deeper than we allow, and is refused where that begins, whichever parser reads it.
            return parse(text[: mark.index])
        raise _syntax_error(text, error) from None


def _syntax_error(text: str, error: yaml.MarkedYAMLError) -> YamlError:
    """What was mistyped, where it can be seen in the text; else what the parser means, on the line where it stands."""
    mark = error.problem_mark or error.context_mark
    if error.context_mark and _BEGINS_AT_CONTEXT.search(error.context or ""):
        mark = error.context_mark
    said = f"{error.context or ''} {error.problem or ''}".strip()
    lines = f"{text}\n".split("\n")
    at = min(mark.line, len(lines) - 1) if mark else 0
    if slip := slips.first(text, at + 1):
        return YamlError("yaml-syntax", slip.message, slip.line, slip.column, said)
    hint = next((hint for part, hint in _SYNTAX_HINTS if part in said), "这一行不合 YAML 的写法；请对照上下行")
    # The parsers differ in which of a line's characters they blame.
    column = len(lines[at]) - len(lines[at].lstrip()) + 1
    if "simple key" in said:
        hint = slips.stray(lines[at])
    elif hint.endswith(_INDENT) and (above := next((line for line in lines[:at][::-1] if line.strip()), "")):
        is_item = lines[at].lstrip().startswith("-")
        hint += f"（这一行 {column - 1} 个，上一行 {slips.indent(above, is_item)} 个）"
    return YamlError("yaml-syntax", hint, at + 1, column, said)


def _build(events: Iterator[yaml.Event]) -> YamlDocument:
    """Events to data, without recursion, so that depth is bounded by MAX_DEPTH and not by the stack."""
    marks: Marks = {}
    key_marks: Marks = {}
    scalars: list[Scalar] = []
    brackets: set[Keys] = set()
    root: list[Plain] = []
    # Each open collection: (keys of its children so far, the collection, the pending key of a mapping).
    stack: list[tuple[Keys, dict[str, Plain] | list[Plain], list[str]]] = [((), root, [])]

    def place() -> Keys:
        keys, parent, pending = stack[-1]
        if isinstance(parent, dict):
            return (*keys, pending[0])
        return keys if parent is root else (*keys, len(parent))

    def put(value: Plain) -> None:
        _, parent, pending = stack[-1]
        if isinstance(parent, dict):
            parent[pending.pop()] = value
        else:
            parent.append(value)

    for event in events:
        assert event.start_mark, "the parser marks every event"
        assert event.end_mark
        line, column = event.start_mark.line + 1, event.start_mark.column + 1
        if isinstance(event, yaml.NodeEvent):
            _refuse_unsafe(event, line, column)
        if isinstance(event, yaml.ScalarEvent):
            if found := CONTROL.search(event.value):
                raise _control_character(found[0], line, column)
            keys, parent, pending = stack[-1]
            if isinstance(parent, dict) and not pending:
                if event.value == "<<":
                    raise YamlError("yaml-safe", "不支持合并键“<<”；请把内容写全", line, column)
                if event.value in parent:
                    raise YamlError("duplicate-keys", f"键“{event.value}”重复了；请合并或删去一个", line, column)
                pending.append(event.value)
                key_marks[(*keys, event.value)] = (line, column)
            else:
                keys = place()
                marks[keys] = (line, column)
                end = (event.end_mark.line + 1, event.end_mark.column + 1)
                style = event.style if event.style in ("'", '"', "|", ">") else ""
                scalars.append(Scalar(keys, event.value, (line, column), end, style, keys[:-1] in brackets))
                put(_scalar(event))
        elif isinstance(event, yaml.DocumentStartEvent) and root:
            raise YamlError("yaml-syntax", "文件里混进了第二份文档（---）；请只保留一份", line, column)
        elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            if len(stack) > MAX_DEPTH:
                raise YamlError("yaml-safe", f"嵌套超过 {MAX_DEPTH} 层；请检查缩进", line, column)
            _, parent, pending = stack[-1]
            if isinstance(parent, dict) and not pending:
                raise YamlError("yaml-syntax", "键必须是文字；请检查缩进和括号", line, column)
            keys = place()
            if isinstance(event, yaml.SequenceStartEvent) and event.flow_style:
                brackets.add(keys)
            # A collection is where its key is: its first item says nothing about it.
            marks[keys] = key_marks.get(keys, (line, column))
            stack.append((keys, {} if isinstance(event, yaml.MappingStartEvent) else [], []))
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            _, done, _ = stack.pop()
            put(tuple(done) if isinstance(done, list) else done)
    return YamlDocument(root[0] if root else None, marks, key_marks, tuple(scalars))


def _refuse_unsafe(event: yaml.NodeEvent, line: int, column: int) -> None:
    """Raise YamlError for anchors, aliases and tags."""
    if event.anchor or isinstance(event, yaml.AliasEvent):
        raise YamlError("yaml-safe", "不支持锚点（&）和引用（*）；若是文字的一部分，请加英文引号", line, column)
    if isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent) and event.tag:
        raise YamlError("yaml-safe", f"不支持类型标签“{event.tag}”；若是文字的一部分，请加英文引号", line, column)


def _scalar(event: yaml.ScalarEvent) -> str | int | bool | None:
    """A scalar's value: a plain one may be null, a whole number or a boolean; everything else is text."""
    return _plain_value(event.value) if event.implicit[0] else event.value


def _plain_value(text: str) -> str | int | bool | None:
    """What an unquoted scalar means: YAML 1.2's core, less what the files have no use for.

    `yes` and `2024-01-01` are text, as the person who wrote them meant.
    """
    if text in ("", "~", "null", "Null", "NULL"):
        return None
    if text in ("true", "True", "TRUE", "false", "False", "FALSE"):
        return text.lower() == "true"
    return int(text) if _WHOLE_NUMBER.fullmatch(text) else text


# Keys whose lists are short and read best on one line.
_FLOW_KEYS = {
    "departments",
    "aliases",
    "lines",
    "retired",
    "asks",
    "match",
    "weak",
    "unlike",
    "near",
    "add",
    "deny",
    "to",
    "phones",
}


class _TextResolver(VersionedResolver):
    """Every scalar is text to ruamel: what a plain one means is decided by `_plain_value` alone."""

    @property
    def versioned_resolver(self) -> dict[str, list[object]]:
        return {}


def _ruamel() -> YAML:
    form = YAML()
    form.Resolver = _TextResolver
    form.preserve_quotes = True
    form.indent(mapping=2, sequence=4, offset=2)
    # Never fold: a text is one line, so that a diff shows one text.
    form.width = 2**20
    form.allow_unicode = True
    return form


# A comment, as far as a line by itself tells: enough to see whether one was lost or moved.
_COMMENT = re.compile(r"(?:^|\s)#.*$", re.MULTILINE)


def canonical(text: str) -> str:
    """The canonical form of a YAML text, comments kept.  The text must parse (see `parse`).

    Where a comment stands so that the form would lose or move it, the text stays as it is.
    """
    text = text.lstrip("\n")
    try:
        formed = _formed(text)
        is_stable = True
        if any("yaml-language-server" not in comment for comment in _COMMENT.findall(text)):
            # Where a comment stood between a key and its list, the form of the form may be another one.
            again = _formed(formed) if formed != text else formed
            formed, is_stable = again, again == formed or _formed(again) == again
        is_safe = _COMMENT.findall(formed) == _COMMENT.findall(text) and parse(formed).data == parse(text).data
        is_safe = is_safe and is_stable
    except (YAMLError, YamlError):
        # ruamel refuses a few things that LibYAML reads (a tab inside a text).
        return text
    return formed if is_safe else text


def comments(text: str) -> Iterator[tuple[int, str]]:
    """Each comment of a YAML text, with its line from 1."""
    for token in _COMMENT.finditer(text):
        yield text.count("\n", 0, token.end()) + 1, token[0].strip()


def _formed(text: str) -> str:
    form = _ruamel()
    return _dumped(form, _normalised(form.load(text)))


def dump(data: Mapping[str, object], schema: str, comment: str = "") -> str:
    """Plain data as a YAML file in canonical form, its first line naming the schema for editors.

    `schema` is the schema's address relative to the file; `comment` goes below it.
    """
    head = f"# yaml-language-server: $schema={schema}\n"
    head += "".join(f"# {line}\n" for line in comment.splitlines())
    return head + _dumped(_ruamel(), _normalised(_commented(data)))


def dumped(data: Mapping[str, object]) -> str:
    """Plain data in canonical form, without a head."""
    return _dumped(_ruamel(), _normalised(_commented(data)))


def append(text: str, key: str, entries: Sequence[Mapping[str, object]]) -> str:
    """A YAML text with entries added to the list under a key, its comments kept, in canonical form."""
    form = _ruamel()
    data = form.load(text)
    data.setdefault(key, CommentedSeq()).extend(_commented(entry) for entry in entries)
    return _dumped(form, _normalised(data))


def _commented(value: object) -> object:
    """Plain data as ruamel's (CommentedMap, CommentedSeq, ScalarString), every scalar spelled out."""
    match value:
        case dict():
            return CommentedMap((key, _commented(item)) for key, item in value.items())
        case list() | tuple():
            return CommentedSeq(_commented(item) for item in value)
        case None:
            return PlainScalarString("null")
        case bool() | int():
            return PlainScalarString(str(value).lower())
        case _:
            return SingleQuotedScalarString(str(value))


def _normalised(value: object, key: str = "") -> object:
    """Set the layout of collections, in place, and drop needless quotes."""
    if isinstance(value, CommentedMap):
        for name, item in value.items():
            value[name] = _normalised(item, str(name))
        # A duty's place in its source; that its number changed; the numbers that duties had.
        is_short = (key == "source" and set(value) == {"lines"}) or set(value) == {"id", "change"} or key == "duties"
        if is_short and not value.ca.items:
            value.fa.set_flow_style()
        else:
            value.fa.set_block_style()
    elif isinstance(value, CommentedSeq):
        for index, item in enumerate(value):
            value[index] = _normalised(item)
        is_short = key in _FLOW_KEYS and not any(isinstance(item, dict) for item in value)
        if (is_short or not value) and not value.ca.items:
            value.fa.set_flow_style()
        else:
            value.fa.set_block_style()
    elif isinstance(value, ScalarString) and not isinstance(value, PlainScalarString):
        # A quoted text stays quoted where it would mean something else without; ruamel sees to syntax.
        # (A plain `str` would not do: ruamel gives it the quotes of the value that it replaces.)
        # Other programs take digits for a number, however many they are.
        needs_quotes = not isinstance(_plain_value(value), str) or value[0] in "?:" or value.isdigit()
        return SingleQuotedScalarString(value) if needs_quotes else PlainScalarString(value)
    elif isinstance(value, str) and _plain_value(value) is None:
        return PlainScalarString("null")
    return value


def _dumped(form: YAML, data: object) -> str:
    out = io.StringIO()
    form.dump(data, out)
    return out.getvalue()
