"""Numbering: ids for duties that were written into a list without one, and for records."""

import re
from collections.abc import Iterator

from pydantic import ValidationError

from generator.history import new_record_id
from generator.model import ChangeFile, ListKind, Track
from generator.read import yaml_text
from generator.read.yaml_text import Keys, Plain, YamlDocument, YamlError

_EMPTY = re.compile(r"\bid:[ ]*(?:null|~|''|\"\")?(?=[ ]*(?:$|[,}#]))")


def with_ids(text: str, kind: ListKind, recorded: str = "") -> tuple[str, list[str]]:
    """A list's text in which every duty has an id, and the ids that are new: the next ones that were never used.

    `recorded` is the text of the township's changes.yml, where ids stand that are in no list any more.  Nothing else of
    the text changes; what cannot be understood stays as it is.
    """
    try:
        document = yaml_text.parse(text)
    except YamlError:
        return text, []
    duties = list(_duties(document.data))
    known = [str(duty.get("id")) for _, duty in duties] + [str(one) for one in _items(document.data, "retired")]
    numbers = [int(found[1]) for one in (*known, recorded) for found in re.finditer(rf"\b{kind.prefix}-(\d+)\b", one)]
    without = [keys for keys, duty in duties if duty.get("id") in (None, "")]
    given = [f"{kind.prefix}-{max(numbers, default=0) + index:03}" for index in range(1, len(without) + 1)]
    lines = text.split("\n")
    # From the end, so that the lines above keep their numbers.
    for keys, id in zip(reversed(without), reversed(given), strict=True):
        _write(lines, document, keys, id)
    new = "\n".join(lines)
    try:
        found = {keys: duty.get("id") for keys, duty in _duties(yaml_text.parse(new).data)}
    except YamlError:
        return text, []
    is_done = found == {keys: duty.get("id") for keys, duty in duties} | dict(zip(without, given, strict=True))
    return (new, given) if is_done else (text, [])


def with_record_ids(text: str) -> tuple[str, list[str]]:
    """A text of changes.yml in which every record has an id but that of the collecting, and the ids that are new.

    Where no record has one, each was known by its place, and goes on to be; what is new among others gets one of its
    own.  Nothing else of the text changes; what cannot be understood stays as it is.
    """
    try:
        document = yaml_text.parse(text)
        file = ChangeFile.model_validate(document.data)
    except (YamlError, ValidationError):
        return text, []
    taken = {one.id for one in file.changes if one.id}
    lines, given = text.split("\n"), list[str]()
    for place, record in reversed([*enumerate(file.changes)]):
        if record.id or record.track is Track.COLLECTED or ("changes", place, "track") not in document.key_marks:
            continue
        id = new_record_id(record, {*taken, *given}) if taken else str(place)
        line, column = document.key_marks["changes", place, "track"]
        written = f'"{id}"' if id.isdigit() else id
        before, after = lines[line - 1][: column - 1], lines[line - 1][column - 1 :]
        if "{" in before:
            lines[line - 1] = f"{before}id: {written}, {after}"
        else:
            lines[line:line] = [f"{' ' * (column - 1)}id: {written}"]
        given.insert(0, id)
    new = "\n".join(lines)
    try:
        found = [one.id for one in ChangeFile.model_validate(yaml_text.parse(new).data).changes if one.id]
    except (YamlError, ValidationError):
        return text, []
    return (new, given) if set(found) == {*taken, *given} else (text, [])


def _write(lines: list[str], document: YamlDocument, keys: Keys, id: str) -> None:
    """Write the id of a duty before all that it has, or where it is to stand and is empty."""
    if place := document.key_marks.get((*keys, "id")):
        line, column = place
        before, after = lines[line - 1][: column - 1], lines[line - 1][column - 1 :]
        lines[line - 1] = before + _EMPTY.sub(f"id: {id}", after, count=1)
        return
    line, column = document.marks[keys]
    before, after = lines[line - 1][: column - 1], lines[line - 1][column - 1 :]
    if after.startswith("{"):
        lines[line - 1] = f"{before}{{id: {id}, {after[1:].lstrip()}"
    else:
        lines[line - 1 : line] = [f"{before}id: {id}", " " * (column - 1) + after]


def _duties(data: Plain) -> Iterator[tuple[Keys, dict[str, Plain]]]:
    for c, category in enumerate(_items(data, "categories")):
        for d, duty in enumerate(_items(category, "duties")):
            if isinstance(duty, dict):
                yield ("categories", c, "duties", d), duty


def _items(data: Plain, key: str) -> tuple[Plain, ...]:
    """A list of a mapping; empty for what is none."""
    found = data.get(key) if isinstance(data, dict) else None
    return found if isinstance(found, tuple) else ()
