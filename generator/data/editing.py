"""Editing: what the form for a duty must know of a township, a file each (`templates/theme/assets/edit/`).

The texts and the notes are as the YAML has them, with the digest that a change request starts from (docs/requests.md).
"""

from collections.abc import Iterable, Iterator

import orjson

from generator import paths
from generator.history import TEXTS, digest
from generator.link.catalogue import LinkedCounty, TownshipHead
from generator.model import AnyDuty, Content, ListKind, Township, Track
from generator.words.departments import Register


def editing_files(
    county: LinkedCounty, townships: Iterable[Township], vocabulary: Content
) -> Iterator[tuple[str, bytes]]:
    """The files of a county's townships: their paths and texts."""
    register = {
        "departments": [one.model_dump(mode="json", exclude_defaults=True) for one in county.file.departments],
        "register": Register(county.file, vocabulary.departments).as_data(),
        "categories": [one.name for one in vocabulary.categories],
    }
    heads = {one.head.id: one.head for one in county.townships}
    for township in townships:
        if township.id in heads:
            data = {**_township(heads[township.id], county, township), **register}
            yield paths.edit_data(township.id), orjson.dumps(data)


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
        "latest": max(
            (one.effective or "" for one in township.changes if one.track is not Track.CORRECTION), default=""
        ),
        "contact": township.file.contact.model_dump(mode="json") if township.file.contact else None,
        "lists": {kind.value: _list(township, kind) for kind in ListKind if kind in township.lists},
    }


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
