"""Rows: the values of the files that the browser's scripts read, without names, to be short.

Which value stands where, a NamedTuple says, here and beside the steps that write the files (`search/format.py`,
`data/summarise.py`, `site/offline.py`).  What the scripts know of it is made from these classes
(`templates/theme/assets/*/format.js`, by `pytest tests/project/test_formats.py --renew`).
"""

from functools import cache
from typing import Annotated, NamedTuple, TypeVar, get_args, get_origin, get_type_hints

T = TypeVar("T")

_REST = "rest"
# All the values that are left, as a row's last field.
Rest = Annotated[tuple[T, ...], _REST]


class NamedRow(NamedTuple):
    """A topic, a category or a department; a department's id is that within its county."""

    id: str
    name: str


def is_rest(kind: object) -> bool:
    """Whether a field has all the values that are left."""
    return get_origin(kind) is Annotated and _REST in get_args(kind)


@cache
def fields(row: type[tuple[object, ...]]) -> dict[str, object]:
    """The fields of a kind of row, with their types."""
    return get_type_hints(row, include_extras=True)


def values(row: object) -> list[object]:
    """The values of a row in their order; what is no row raises TypeError, as orjson wants it."""
    if not isinstance(row, tuple):
        raise TypeError(f"no row: {row!r}")
    *first, last = fields(type(row)).values()
    return [*row[: len(first)], *row[len(first)]] if is_rest(last) else list(row)
