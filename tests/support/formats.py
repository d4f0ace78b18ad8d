"""The rows of the data files, as the scripts know them: made from the classes by which the generator writes them."""

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from inspect import getdoc
from types import NoneType
from typing import Any, get_args, get_origin, get_type_hints, is_typeddict

from generator import rows
from generator.data import summarise
from generator.link import compare
from generator.search import format as search
from generator.search import looks, pinyin
from generator.site import offline

_SIMPLE = {str: "string", int: "number", float: "number", NoneType: "null"}
# As Prettier has it.
_WIDTH = 120
_HEAD = """// @ts-check
// Made from {source} by
// `pytest tests/project/test_formats.py --renew`; not to be changed by hand.
"""

# What is in each file of the theme's assets: from where it is made, constants, classes.
_Made = tuple[str, Mapping[str, object], Sequence[type]]
FORMATS: dict[str, _Made] = {
    "search/format.js": (
        "generator/search/format.py",
        {},
        (
            *(
                search.ScopeRow,
                search.KeysRow,
                search.OnceColumns,
                search.TopicColumns,
                search.ScopePointer,
                search.SearchMeta,
                search.SearchPointer,
                search.CharactersRow,
            ),
            *(search.PostingRow, search.TopicRow, search.TermRow, search.LeadRow),
            *(
                search.AskRow,
                search.WordRow,
                search.TermColumns,
                search.WordColumns,
                search.LeadColumns,
                search.TermFile,
                search.LeadFile,
                search.LetterFile,
            ),
            *(rows.NamedRow, search.AnswerRow, search.MemberRow, search.MeaningRow, search.ResultRow),
        ),
    ),
    "search/readings.js": ("generator/search/pinyin.py", {"READINGS": pinyin.table()}, ()),
    "search/shapes.js": ("generator/search/looks.py", {"SHAPES": looks.shapes()}, ()),
    # What few searches need stands apart.
    "search/desks.js": (
        "generator/search/format.py",
        {},
        (
            *(search.HotlineRow, search.ElsewhereRow),
            *(search.DeskRow, search.PhoneRow, search.ContactRow, search.DeskFile),
        ),
    ),
    "search/ranges.js": ("generator/search/format.py", {}, (search.RangeRow, search.FacetRow, search.FacetFile)),
    "search/heard.js": (
        "generator/search/format.py",
        {},
        (search.SoundRow, search.SoundColumns, search.PhraseColumns, search.SoundFile),
    ),
    "compare/format.js": (
        "generator/data/summarise.py and generator/link/compare.py",
        {"NAMES": compare.NAMES, "WAYS": summarise.WAYS},
        (
            *(rows.NamedRow, summarise.TownRow, summarise.GroupRow, summarise.SummaryIndex),
            *(summarise.MentionRow, summarise.DutyRow, summarise.StandingRow, summarise.SummaryFile),
        ),
    ),
    "offline/format.js": ("generator/site/offline.py", {}, (offline.KeptRow, offline.KeptList)),
}


def script(name: str) -> str:
    """The text of a format file."""
    source, constants, classes = FORMATS[name]
    parts = [_HEAD.format(source=source), *_imported(classes)]
    parts += [_exported(one, _value(value)) for one, value in constants.items()]
    parts += ["\n".join(_class(one)) + "\n" for one in classes]
    return "\n".join(parts)


def _imported(classes: Sequence[type]) -> Iterator[str]:
    """The types of files that are in one of some classes, and in another script."""
    within = [get_args(hint) for kind in classes for hint in get_type_hints(kind).values()]
    for one in (arg for args in within for arg in args if is_typeddict(arg)):
        (other,) = (name for name, (_, _, own) in FORMATS.items() if one in own)
        yield f'/** @import {{ {one.__name__} }} from "./{other.rpartition("/")[2]}" */\n'


def _class(kind: type) -> Iterator[str]:
    """A class as a typedef; of a row also its fields in their order."""
    hints = get_type_hints(kind, include_extras=True)
    yield "/**"
    for line in textwrap.wrap(" ".join((getdoc(kind) or "").split()), 116):
        yield f" * {line}"
    yield f" * @typedef {{object}} {kind.__name__}"
    for name, hint in hints.items():
        yield f" * @property {{{_type(hint, raw=is_typeddict(kind))}}} {name}"
    yield " */"
    if not is_typeddict(kind):
        yield ""
        yield f"/** @type {{Fields<{kind.__name__}>}} */"
        yield f"export const {_constant(kind)} = {{"
        yield from (f"  {name}: {_field(hint)}," for name, hint in hints.items())
        yield "};"


def _constant(row: type) -> str:
    return row.__name__.removesuffix("Row").upper()


def _is_row(hint: object) -> bool:
    return isinstance(hint, type) and issubclass(hint, tuple) and hasattr(hint, "_fields")


def _field(hint: Any) -> str:
    """How a field is read (`Fields` in types.d.ts)."""
    if rows.is_rest(hint):
        return "1"
    if _is_row(hint):
        return _constant(hint)
    several = get_args(hint)
    return f"[{_constant(several[0])}]" if several and _is_row(several[0]) else "0"


def _type(hint: Any, raw: bool) -> str:
    """A type as TypeScript has it; within files, where rows have no names yet, they are raw."""
    if rows.is_rest(hint):
        return _type(get_args(hint)[0], raw)
    if _is_row(hint):
        return f"Values<{hint.__name__}>" if raw else hint.__name__
    if hint in _SIMPLE:
        return _SIMPLE[hint]
    if is_typeddict(hint):
        return str(hint.__name__)
    origin, args = get_origin(hint), get_args(hint)
    if origin is dict:
        return f"Record<string, {_type(args[1], raw)}>"
    if origin is tuple and args[-1] is not Ellipsis:
        return f"[{', '.join(_type(one, raw) for one in args)}]"
    if origin in (list, tuple):
        return f"{_type(args[0], raw)}[]"
    raise TypeError(f"no type for {hint}")


def _exported(name: str, value: str) -> str:
    line = f"export const {name} = {value};"
    return f"{line}\n" if len(line) <= _WIDTH else f"export const {name} =\n  {value};\n"


def _value(value: object) -> str:
    if isinstance(value, Mapping):
        return f"{{ {', '.join(f'{name}: {_value(one)}' for name, one in value.items())} }}"
    return f'"{value}"' if isinstance(value, str) else str(value)
