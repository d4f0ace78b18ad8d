"""Editing: what the form must know of a township and its county's departments (theme/assets/edit/), a file a township.

The texts and the notes are as the YAML has them, with the digest that a change request starts from (docs/requests.md).
Where a department stands in them the browser finds by itself, in the files of all the county's townships.
"""

from collections.abc import Iterable, Iterator

import orjson

from generator import paths
from generator.history import TEXTS, digest, entry_digest
from generator.link.catalogue import LinkedCounty, TownshipHead
from generator.model import AnyDuty, Content, ListKind, Township, Track
from generator.words.departments import Register


def editing_files(
    county: LinkedCounty, townships: Iterable[Township], vocabulary: Content
) -> Iterator[tuple[str, bytes]]:
    """The files of a county's townships: their paths and texts."""
    heads = {one.head.id: one.head for one in county.townships}
    own = [one for one in townships if one.id in heads]
    shared = {
        "townships": [one.id for one in own],
        "departments": [
            {**one.model_dump(mode="json", exclude_defaults=True), "digest": entry_digest(one)}
            for one in county.file.departments
        ],
        "register": Register(county.file, vocabulary.departments).as_data(),
        "categories": [one.name for one in vocabulary.categories],
    }
    for township in own:
        data = {**_township(heads[township.id], county, township), **shared}
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
        "latest": _latest(township),
        "contact": township.file.contact.model_dump(mode="json") if township.file.contact else None,
        "lists": {kind.value: _list(township, kind) for kind in ListKind if kind in township.lists},
    }


def _latest(township: Township) -> str:
    """The day of its last official change; empty where there is none."""
    return max((one.effective or "" for one in township.changes if one.track is not Track.CORRECTION), default="")


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
