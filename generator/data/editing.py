"""Editing: what the form must know of a township, and of a county's departments, a file each (theme/assets/edit/).

The texts and the notes are as the YAML has them, with the digest that a change request starts from (docs/requests.md).
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache

import orjson

from generator import paths
from generator.history import TEXTS, digest, entry_digest
from generator.link.catalogue import LinkedCounty, TownshipHead
from generator.model import AnyDuty, Column, Content, Department, ListKind, Township, Track
from generator.words.departments import Register, cut_at_name, cut_at_words


def editing_files(
    county: LinkedCounty, townships: Iterable[Township], vocabulary: Content
) -> Iterator[tuple[str, bytes]]:
    """The files of a county's townships: their paths and texts."""
    names = Register(county.file, vocabulary.departments)
    register = {
        "departments": [one.model_dump(mode="json", exclude_defaults=True) for one in county.file.departments],
        "register": names.as_data(),
        "categories": [one.name for one in vocabulary.categories],
    }
    heads = {one.head.id: one.head for one in county.townships}
    own = [one for one in townships if one.id in heads]
    for township in own:
        data = {**_township(heads[township.id], county, township), **register}
        yield paths.edit_data(township.id), orjson.dumps(data)
    there = [one for one in county.file.departments if not (one.ended or one.merged_into)]
    used = [(heads[one.id].label, _latest(one), _used(one, there, names)) for one in own]
    told = {
        department.id: {
            "digest": entry_digest(department),
            "townships": [
                {"label": label, "latest": latest, "duties": found[department.id]}
                for label, latest, found in used
                if department.id in found
            ],
        }
        for department in there
    }
    yield paths.department_edit_data(county.id), orjson.dumps({"version": "1", "departments": told})


def _township(head: TownshipHead, county: LinkedCounty, township: Township) -> dict[str, object]:
    parts = (county.file.province, county.file.prefecture, county.file.name, township.file.name)
    return {
        "version": "1",
        "id": township.id,
        "label": head.label,
        "kind": head.kind.common,
        # As in a request: what is not known is a dash.
        "place": "/".join(part or "-" for part in parts),
        # The next change takes effect no earlier than the last one that is on record, which is no correction.
        "latest": _latest(township),
        "contact": township.file.contact.model_dump(mode="json") if township.file.contact else None,
        "lists": {kind.value: _list(township, kind) for kind in ListKind if kind in township.lists},
    }


def _latest(township: Township) -> str:
    """The day of its last official change; empty where there is none."""
    return max((one.effective or "" for one in township.changes if one.track is not Track.CORRECTION), default="")


def _used(
    township: Township, departments: Iterable[Department], names: Register
) -> Mapping[str, list[dict[str, object]]]:
    """The duties of a township that have a department's name in cells or texts, cut at it, by the department's id."""
    words = {one.id: [one.name, *filter(None, [one.full_name])] for one in departments}
    cut = cache(lambda text: cut_at_name(text, names))
    found: dict[str, list[dict[str, object]]] = {}
    for kind, own in township.lists.items():
        for _, duty in own.duties():
            cells: dict[str, list[tuple[str, ...]]] = {}
            texts = [(Column.NAME.value, duty.name)]
            for passage in duty.passages():
                column = passage.column.value
                if not passage.is_names:
                    texts += ((column, text) for text in passage.texts)
                    continue
                for department, parts in filter(None, map(cut, passage.texts)):
                    cells.setdefault(department.id, []).append((column, *parts))
            whole = "\n".join(text for _, text in texts)
            for id, called in words.items():
                held = texts if any(word in whole for word in called) else []
                split = [(column, cut_at_words(text, called)) for column, text in held]
                said = [one for one in split if len(one[1]) > 1]
                if id in cells or said:
                    told = {"list": kind.value, "id": duty.id, "name": duty.name, "cells": cells.get(id, [])}
                    found.setdefault(id, []).append({**told, "texts": said})
    return found


def _list(township: Township, kind: ListKind) -> dict[str, object]:
    own = township.lists[kind]
    return {
        "title": own.title,
        "retired": own.retired,
        "categories": [
            {"name": category.name, "duties": list(map(_duty, category.duties))} for category in own.categories
        ],
    }


def _duty(duty: AnyDuty) -> dict[str, object]:
    fields = {key for key in TEXTS if key in type(duty).model_fields}
    return {
        "id": duty.id,
        "number": duty.number,
        "digest": digest(duty),
        **duty.model_dump(mode="json", include=fields),
        # Few have one.
        **(duty.model_dump(mode="json", include={"notes"}) if duty.notes else {}),
    }
