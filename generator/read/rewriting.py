"""Rewriting: a YAML text that is to say something else, changed only where it says something else.

    the text, the plain data that it is to hold  →  the new text

What stays keeps its very bytes, comments included; what is new has the canonical form.  Entries of a list are the same
where their `id` is, else their `name`, else their text; an entry that goes to another list of the file takes its lines
along.  A comment stands for what is below it on the same indentation, and goes with it.
"""

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.read import yaml_text
from generator.read.yaml_text import Keys, Plain, YamlError


class NotRewritten(Exception):
    """A text whose form is so odd that it cannot be changed in parts; its message is for people."""


def rewritten(text: str, data: Mapping[str, object]) -> str:
    """The text with the least changes that make it say `data`.  Raises NotRewritten, and YamlError for no YAML."""
    wanted = plain(data)
    # The canonical form takes most of the time, and is needed for what is laid out oddly only.
    for form in (str, yaml_text.canonical):
        new = _Rewriting(form(text)).of(wanted)
        try:
            if yaml_text.parse(new).data == wanted:
                return new
        except YamlError:
            continue
    raise NotRewritten("写法不规整，程序不敢改，会弄坏别处；请先运行 qingdan fmt，{ }、引号、注释改成平常的写法")


def lost_comments(old: str, new: str) -> list[tuple[int, str]]:
    """The comments of the old text, with their lines, that the new one does not have."""
    left = [comment for _, comment in yaml_text.comments(new)]
    lost = []
    for line, comment in yaml_text.comments(old):
        if comment in left:
            left.remove(comment)
        else:
            lost.append((line, comment))
    return lost


def plain(value: object) -> Plain:
    """Plain data as it is parsed: lists are tuples."""
    match value:
        case dict():
            return {str(key): plain(one) for key, one in value.items()}
        case list() | tuple():
            return tuple(map(plain, value))
        case str() | int() | bool() | None:
            return value
    raise TypeError(f"not plain: {value!r}")


@dataclass(frozen=True)
class _Node:
    """A child of a collection: its key or index, where its comments begin, its own line, and where it ends."""

    key: str | int
    lead: int
    line: int
    end: int


class _Rewriting:
    """One text, taken apart by lines (from 0)."""

    def __init__(self, text: str) -> None:
        self.document = yaml_text.parse(text)
        self.lines = text.rstrip("\n").split("\n")
        self.ids = dict(self._with_ids((), self.document.data))

    def of(self, wanted: Plain) -> str:
        if not isinstance(self.document.data, dict) or not isinstance(wanted, dict):
            return ""
        nodes = self._children((), 0, len(self.lines))
        head = self.lines[: nodes[0].lead] if nodes else self.lines
        return "\n".join([*head, *self._mapping((), wanted, nodes, 0)]) + "\n"

    # --- what there is ---------------------------------------------------------------------------------

    def _with_ids(self, keys: Keys, value: Plain) -> Iterator[tuple[str, Keys]]:
        """The entries that have an id, and are the only ones that have it."""
        found: dict[str, list[Keys]] = {}
        stack: list[tuple[Keys, Plain]] = [(keys, value)]
        while stack:
            at, one = stack.pop()
            if isinstance(one, dict):
                if isinstance(id := one.get("id"), str) and isinstance(at[-1] if at else "", int):
                    found.setdefault(id, []).append(at)
                stack += [((*at, key), item) for key, item in one.items()]
            elif isinstance(one, tuple):
                stack += [((*at, index), item) for index, item in enumerate(one)]
        return ((id, places[0]) for id, places in found.items() if len(places) == 1)

    def _at(self, keys: Keys) -> Plain:
        value = self.document.data
        for key in keys:
            value = value[key]  # type: ignore[index]  # the keys are the document's own
        return value

    def _place(self, keys: Keys) -> tuple[int, int]:
        """Line and column, from 0, of a child: of its key, or of its value in a list."""
        line, column = self.document.key_marks.get(keys) or self.document.marks[keys]
        return line - 1, column - 1

    def _children(self, keys: Keys, begin: int, end: int) -> list[_Node]:
        """The children of a collection whose lines are given, in the order of the file."""
        value = self._at(keys)
        own: list[str | int] = []
        if isinstance(value, dict | tuple):
            own += value if isinstance(value, dict) else range(len(value))
        if not own:
            return []
        places = [self._place((*keys, key)) for key in own]
        leads = []
        for index, (line, column) in enumerate(places):
            indent = column - 2 * isinstance(own[index], int)
            lowest = places[index - 1][0] + 1 if index else begin
            lead = line
            while lead > lowest and self._is_lead(self.lines[lead - 1], indent, is_first=index == 0 and bool(keys)):
                lead -= 1
            leads.append(lead)
        return [
            _Node(key, lead, line, until)
            for key, lead, (line, _), until in zip(own, leads, places, [*leads[1:], end], strict=True)
        ]

    @staticmethod
    def _is_lead(line: str, indent: int, *, is_first: bool) -> bool:
        bare = line.lstrip()
        return not bare or (bare.startswith("#") and (is_first or len(line) - len(bare) == indent))

    def _is_block(self, keys: Keys, nodes: Sequence[_Node]) -> bool:
        """Whether the children of a collection stand each on lines of its own."""
        for index, node in enumerate(nodes):
            line, column = self._place((*keys, node.key))
            before = self.lines[line][:column]
            is_in_entry = index == 0 and bool(keys) and isinstance(keys[-1], int)
            allowed = {"- "} if isinstance(node.key, int) else {"", "- "} if is_in_entry else {""}
            if before.lstrip() not in allowed:
                return False
        return bool(nodes)

    # --- what is to be ---------------------------------------------------------------------------------

    def _mapping(self, keys: Keys, wanted: dict[str, Plain], nodes: Sequence[_Node], indent: int) -> list[str]:
        """The lines of a block mapping."""
        old = {str(node.key): node for node in nodes}
        order = [key for key in old if key in wanted]
        before = ""
        for key in wanted:
            if key not in old:
                order.insert(order.index(before) + 1 if before else 0, key)
            before = key
        lines = []
        for key in order:
            lines += (
                self._item(keys, old[key], wanted[key], indent) if key in old else _dumped({key: wanted[key]}, indent)
            )
        return lines

    def _item(self, keys: Keys, node: _Node, wanted: Plain, indent: int) -> list[str]:
        """The lines of a key with its value, comments above it included."""
        own = (*keys, node.key)
        old = self._at(own)
        if old == wanted and type(old) is type(wanted):
            return self.lines[node.lead : node.end]
        if type(old) is type(wanted) and isinstance(wanted, dict | tuple) and wanted:
            children = self._children(own, node.line + 1, node.end)
            if self._is_block(own, children) and children[0].line > node.line:
                head = self.lines[node.lead : node.line + 1]
                head[-1] = head[-1].replace("- ", "  ", 1) if head[-1].lstrip().startswith("- ") else head[-1]
                if isinstance(wanted, dict):
                    return [*head, *self._mapping(own, wanted, children, self._place((*own, children[0].key))[1])]
                return [*head, *self._sequence(own, wanted, children)]
        new = _dumped({str(node.key): wanted}, indent)
        if comment := self._beside(own, node):
            new[0 if isinstance(wanted, dict | tuple) and len(new) > 1 else -1] += f"  {comment}"
        below = [line for line in self.lines[node.line + 1 : node.end] if line.lstrip().startswith("#")]
        return [*self.lines[node.lead : node.line], *new, *below]

    def _beside(self, keys: Keys, node: _Node) -> str:
        """The comment behind a value, on its own line."""
        ends = [
            one.end for one in self.document.scalars if one.keys[: len(keys)] == keys and one.end[0] == node.line + 1
        ]
        column = max((end[1] for end in ends), default=1) - 1
        rest = self.lines[node.line][column:]
        at = rest.find(" #") if column else rest.find(": #") + 1
        return rest[at:].strip() if at > -1 and " #" in rest else ""

    def _sequence(self, keys: Keys, wanted: tuple[Plain, ...], nodes: Sequence[_Node]) -> list[str]:
        """The lines of a block list."""
        indent = self._place((*keys, nodes[0].key))[1] - 2
        old = self._at(keys)
        assert isinstance(old, tuple)
        lines = []
        for new, index in zip(wanted, _matched(old, wanted), strict=True):
            if index is not None:
                lines += self._entry((*keys, index), nodes[index], new, indent)
            elif (place := self._elsewhere(new, keys)) is not None:
                lines += self._entry(place, self._node(place), new, indent)
            else:
                lines += _dumped({"": [new]}, indent - 2)[1:]
        return lines

    def _elsewhere(self, wanted: Plain, keys: Keys) -> Keys | None:
        """Where an entry with this id stands in another list of the file."""
        id = wanted.get("id") if isinstance(wanted, dict) else None
        place = self.ids.get(id) if isinstance(id, str) else None
        return place if place and place[:-1] != keys and len(place) == len(keys) + 1 else None

    def _node(self, keys: Keys) -> _Node:
        """A child that is reached from anywhere: its lines are found from the root down."""
        begin, end = 0, len(self.lines)
        node = _Node("", 0, 0, end)
        for depth, key in enumerate(keys):
            nodes = self._children(keys[:depth], begin, end)
            node = next(one for one in nodes if one.key == key)
            begin, end = node.line + isinstance(key, str), node.end
        return node

    def _entry(self, keys: Keys, node: _Node, wanted: Plain, indent: int) -> list[str]:
        """The lines of an entry of a list, comments above it included."""
        old, own = self._at(keys), self._place(keys)[1] - 2
        if old == wanted and type(old) is type(wanted):
            lines = self.lines[node.lead : node.end]
        else:
            lines = self.lines[node.lead : node.line]
            children = self._children(keys, node.line, node.end) if isinstance(old, dict) else []
            if isinstance(wanted, dict) and wanted and self._is_block(keys, children):
                inner = self._mapping(keys, wanted, children, own + 2)
                lines += [f"{' ' * own}- {inner[0].lstrip().removeprefix('- ')}", *inner[1:]]
            else:
                new = _dumped({"": [wanted]}, own - 2)[1:]
                if comment := self._beside(keys, node):
                    new[0] += f"  {comment}"
                lines += [*new, *(one for one in self.lines[node.line + 1 : node.end] if one.lstrip().startswith("#"))]
        return lines if own == indent else [_moved(line, indent - own) for line in lines]


def _moved(line: str, by: int) -> str:
    return line if not line else " " * by + line if by > 0 else line[-by:]


def _dumped(data: Mapping[str, object], indent: int) -> list[str]:
    """The lines of a new key with its value, in canonical form."""
    return [" " * indent + line if indent >= 0 else line[-indent:] for line in yaml_text.dumped(data).splitlines()]


def _matched(old: tuple[Plain, ...], new: tuple[Plain, ...]) -> list[int | None]:
    """For each new entry the old one that it is, or that it takes the place of; none twice."""
    names = [_name(one) for one in old]
    found: list[int | None] = [None] * len(new)
    free = set(range(len(old)))
    places: dict[str, list[int]] = {}
    for at in reversed(range(len(old))):
        places.setdefault(names[at], []).append(at)
    for index, one in enumerate(new):
        if same := places.get(_name(one)):
            found[index] = same.pop()
            free.discard(found[index])
    if None not in found:
        return found
    # What stands between the same two is the same, changed: unless it says by its id that it is not.
    if any(isinstance(one, dict) and "id" in one for one in (*old, *new)):
        return found
    matcher = difflib.SequenceMatcher(None, names, [_name(one) for one in new], autojunk=False)
    for tag, begin, end, new_begin, new_end in matcher.get_opcodes():
        if tag == "replace":
            for at, index in zip(range(begin, end), range(new_begin, new_end), strict=False):
                if found[index] is None and at in free and type(old[at]) is type(new[index]):
                    found[index] = at
                    free.discard(at)
    return found


def _name(entry: Plain) -> str:
    """What an entry is known by."""
    if isinstance(entry, dict):
        for key in ("id", "name"):
            if isinstance(entry.get(key), str):
                return f"{key} {entry[key]}"
    return repr(entry)
