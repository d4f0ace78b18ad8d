"""Counties: the search within a county and its townships, and what the search over all townships needs of it.

The latter is a file, the county's part (`CountyPart`): blobs by name, of arrays and JSON, in which `everywhere.py`
finds what it needs without reading the rest.

    head     {"townships": [["jia/yi", "甲县乙镇"], …], "pointers": […], "kinds": [["education", "教育"], …]}
    keys     [["养老服务", 1, 12, "civil"], …]     by which matters of several counties are one; their neighbourhood
    phrases  [["养老服务"], …]                     those of each matter's name (`phrases.py`)
    rows     {"row": […], "meanings": […], "facets": […]} of each matter, one after another, which end at `row_ends`
    entries, entry_documents, sure, topics, topic_documents, everyday, reclaimed
    terms-7, kinds-7, numbers-7, documents-7, fields-7, counts-7: the entries of the index, terms cut by `PARTS`
"""

import mmap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TypedDict

import numpy as np
import orjson

from generator import paths
from generator.files import to_json
from generator.link.catalogue import LinkedCounty
from generator.model import ListKind
from generator.search import scopes
from generator.search.cuts import PARTS, part_of
from generator.search.documents import BOOSTS, DocumentMaker, Matter, matters, neighbourhood
from generator.search.format import ContactRow, DeskFile, DeskRow, PhoneRow, ResultRow
from generator.search.phrases import phrases_of
from generator.search.shards import Leads
from generator.search.text import normalise
from generator.search.weights import Entries, Floats, Ints
from generator.search.wording import Wording
from generator.words.contacts import dialled

_LENGTH = 8


class CountySearch:
    """The search within a county and its townships."""

    def __init__(self, county: LinkedCounty, wording: Wording, assets: str) -> None:
        self._county, self._wording, self._assets = county, wording, assets
        self._maker = DocumentMaker(county, wording)
        self._townships = {
            township.head.id: [
                self._maker.member(duty)
                for duty in sorted(township.duties, key=lambda duty: neighbourhood(duty, wording))
            ]
            for township in county.townships
        }

    @cached_property
    def files(self) -> list[tuple[str, bytes]]:
        """The files of the county and its townships; the only township of a county is searched by itself."""
        found: list[tuple[str, bytes]] = []
        for id, members in self._townships.items():
            own = [Matter((member,), member.document) for member in members]
            found += self._scope(id, own, ())
            # Over several townships their sentences stand in the township's own files.
            folder = orjson.loads(found[-1][1])["version"]
            self._townships[id] = [replace(one, folder=folder, place=place) for place, one in enumerate(members)]
        if len(self._townships) > 1:
            found += self._scope(self._county.id, self._matters, tuple(self._townships))
        return found

    def _scope(self, id: str, own: Sequence[Matter], townships: tuple[str, ...]) -> Iterator[tuple[str, bytes]]:
        desks = self._desks(None if townships else id)
        return scopes.scope_files(id, own, self._maker.terms, self._wording, townships, desks, self._assets)

    def _desks(self, township_id: str | None) -> DeskFile:
        """Whom to ask in the county, or in one of its townships."""
        kinds: dict[str, list[DeskRow]] = {}
        for department in self._county.departments:
            if department.kind and department.kind.id in self._wording.asked_kinds:
                row = DeskRow(paths.url(paths.department(department.ref.id)), department.ref.name)
                kinds.setdefault(department.kind.id, []).append(row)
        contacts = (one.contact for one in self._county.townships if one.head.id == township_id)
        contact = next(contacts, None)
        if not contact:
            return DeskFile(kinds=kinds, contact=ContactRow())
        phones = tuple(PhoneRow(phone, dialled(phone)) for phone in contact.phones)
        return DeskFile(kinds=kinds, contact=ContactRow(phones, contact.hours or "", contact.as_of))

    @cached_property
    def _matters(self) -> list[Matter]:
        return matters((member for own in self._townships.values() for member in own), self._wording)

    def part(self) -> bytes:
        """What the search over all townships needs of the county."""
        return packed(self._blobs())

    def _blobs(self) -> Iterator[tuple[str, bytes]]:
        townships = tuple(self._townships)
        heads = [[township.head.id, township.head.label] for township in self._county.townships]
        pointers = [[name, orjson.loads(text)["version"]] for name, text in self.files if "/scopes/" in name]
        named = {one.kind.id: one.kind.name for one in self._county.departments if one.kind}
        yield "head", to_json({"townships": heads, "pointers": pointers, "kinds": list(named.items())})
        keys = [_key(matter, self._wording) for matter in self._matters]
        yield "keys", to_json(keys)
        yield "phrases", to_json([*phrases_of((name for name, *_ in keys), self._wording.lexicon)])
        rows = [to_json(_told(matter, townships)) for matter in self._matters]
        yield "rows", b"".join(rows)
        yield "row_ends", _bytes(np.cumsum([len(row) for row in rows], dtype=np.int64))
        documents = [matter.document for matter in self._matters]
        leads = Leads.of(documents)
        for name in ("entries", "entry_documents", "sure", "topics", "topic_documents"):
            yield name, _bytes(getattr(leads, name))
        yield "everyday", _bytes(np.array([document.everyday for document in documents], np.float64))
        yield "reclaimed", _bytes(np.array([document.is_reclaimed for document in documents], np.int64))
        words = self._maker.terms.words()
        parts = np.array([part_of(self._wording.rarity.key(term)) for term in words], np.int64)
        entries = Entries.of([[document.fields[name] for name in BOOSTS] for document in documents])
        for part in range(PARTS):
            own = np.flatnonzero(parts[entries.terms] == part) if len(entries.terms) else entries.terms
            used, numbers = np.unique(entries.terms[own], return_inverse=True)
            yield f"terms-{part}", to_json([words[number] for number in used.tolist()])
            kinds = [self._wording.worth(words[number]) for number in used.tolist()]
            yield f"kinds-{part}", _small(np.array(kinds, np.int64), "i1")
            yield f"numbers-{part}", _small(numbers, "i4")
            yield f"documents-{part}", _small(entries.documents[own], "i4")
            yield f"fields-{part}", _small(entries.fields[own], "i1")
            yield f"counts-{part}", _small(entries.counts[own], "i4")


class PartHead(TypedDict):
    """Townships by their ids and labels; the scopes' pointers, and their versions; kinds of departments, by ids."""

    townships: list[tuple[str, str]]
    pointers: list[tuple[str, str]]
    kinds: list[tuple[str, str]]


class Told(TypedDict):
    """What a county tells of a matter, as JSON: `ResultRow`, `Meaning`, `scopes.Facets`."""

    row: ResultRow
    meanings: list[tuple[str, tuple[int, ...], float]]
    facets: scopes.Facets


# The name and list of a matter, and its neighbourhood.
Key = tuple[str, int, int, str]


def _key(matter: Matter, wording: Wording) -> Key:
    duty = matter.members[0].duty
    return (normalise(duty.name), list(ListKind).index(duty.kind), *neighbourhood(duty, wording))


def _told(matter: Matter, townships: tuple[str, ...]) -> Told:
    """What of a matter is shown, with all that several counties' are put together by."""
    meanings = [(one.word, one.entries, one.likely) for one in scopes.meanings(matter)]
    return Told(row=scopes.row(matter), meanings=meanings, facets=scopes.facets(matter, townships))


def _bytes(array: Ints | Floats) -> bytes:
    """Numbers as every machine reads them."""
    return array.astype(array.dtype.newbyteorder("<")).tobytes()


def _small(array: Ints | Floats, kind: str) -> bytes:
    """Whole numbers, none of them large."""
    return array.astype(f"<{kind}").tobytes()


def packed(blobs: Iterable[tuple[str, bytes]]) -> bytes:
    """Blobs as one file: how long their table is, the table, the blobs."""
    table: dict[str, tuple[int, int]] = {}
    pieces: list[bytes] = []
    place = 0
    for name, blob in blobs:
        # Numbers begin where a machine likes to read them.
        padded = blob + bytes(-len(blob) % _LENGTH)
        table[name] = (place, len(blob))
        pieces.append(padded)
        place += len(padded)
    head = orjson.dumps(table)
    head += b" " * (-len(head) % _LENGTH)
    return b"".join([len(head).to_bytes(_LENGTH, "little"), head, *pieces])


class CountyPart:
    """A county's part, as it is read."""

    def __init__(self, source: Path | bytes) -> None:
        self._map: mmap.mmap | None = None
        if isinstance(source, bytes):
            self._bytes = memoryview(source)
        else:
            with source.open("rb") as opened:
                self._map = mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ)
            self._bytes = memoryview(self._map)
        length = int.from_bytes(self._bytes[:_LENGTH], "little")
        self._start = _LENGTH + length
        self._table: Mapping[str, tuple[int, int]] = orjson.loads(self._bytes[_LENGTH : self._start])

    def give_back(self) -> None:
        """Give the system the memory of what was read; if it is asked for again, it is read again."""
        if self._map and hasattr(mmap, "MADV_DONTNEED"):
            self._map.madvise(mmap.MADV_DONTNEED)

    def blob(self, name: str) -> memoryview:
        """A blob as it is."""
        place, length = self._table[name]
        return self._bytes[self._start + place : self._start + place + length]

    @cached_property
    def head(self) -> PartHead:
        """The county's townships, and its pointers with their versions."""
        found: PartHead = orjson.loads(self.blob("head"))
        return found

    @property
    def keys(self) -> list[Key]:
        """By which its matters are those of other counties, and stand beside alike ones."""
        found: list[Key] = orjson.loads(self.blob("keys"))
        return found

    @property
    def phrases(self) -> list[list[str]]:
        """The phrases of each matter's name."""
        found: list[list[str]] = orjson.loads(self.blob("phrases"))
        return found

    def strings(self, name: str) -> list[str]:
        """A blob of strings."""
        found: list[str] = orjson.loads(self.blob(name))
        return found

    def ints(self, name: str, kind: str = "<i8") -> Ints:
        """A blob of whole numbers."""
        return np.frombuffer(self.blob(name), kind).astype(np.int64)

    def floats(self, name: str) -> Floats:
        """A blob of numbers."""
        return np.frombuffer(self.blob(name), "<f8").astype(np.float64)
