"""Index: the search, as small files that a browser fetches as a query needs them.

An inverted index of characters, character pairs and words, weighted as lunr
weights (`search/weights.py`), cut into shards (`search/shards.py`):

    search/index/meta.json       {"version": "9b1f…", "fillers": ["请问", …], …}: what the client must know first
    search/index/<version>/…     all the rest, in a folder that is named by what is in it and never changes
        pinyin.json              readings of characters (`search/pinyin.py`)
        characters.json          ["徵後…", "征后…"]: traditional characters with their simplified ones
        sounds/3.json            {"di bao": ["低保", "di bao", 31, …], …}: words by how they sound
        all/…                    over all townships; a document is a matter, a result shown once
        <county>/…               over the townships of a county that has several
        <county>/<township>/…    within one township; a document is a duty
            t-17.json, u-1.json  terms
            r-3.json             what results show, a document a row
            f-0.json             what filters count, a document a row
            x-5.json             the sentences of the duties, for passages (only of townships)

meta.json, which the search page also carries, is the one file that changes in its place.  It says besides of which
build the scripts must be that read this (`assets`), and which townships the page must list (`places`).

What stands where in them, `search/format.py` says.  The client is `templates/theme/assets/search/engine.js`;
golden.json holds the two to the same answers.
"""

import gc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from operator import attrgetter
from typing import TypeVar

import numpy as np
import orjson

from generator import paths
from generator.files import digest, to_json
from generator.link.catalogue import Catalogue, LinkedDuty
from generator.model import ListKind
from generator.rows import NamedRow
from generator.search import documents as docs
from generator.search import pinyin, shards
from generator.search.documents import Matter, Meaning, Member
from generator.search.format import (
    AnswerRow,
    CharactersRow,
    FacetFile,
    FacetRow,
    MeaningRow,
    MemberRow,
    RangeRow,
    ResultRow,
    SearchMeta,
)
from generator.search.shards import Cuts, Keys
from generator.search.text import empty_characters, normalise, simplified
from generator.search.weights import Postings, postings
from generator.words.departments import level_of

T = TypeVar("T")

# Where the search page carries meta.json, and how JSON in HTML writes <.
_CARRIER, _LESS_THAN = '<script type="application/json" data-search-meta>', "\\u003c"
# A shard of this size, before compression, is one short request on a slow line.
_SHARD_BYTES = 4_000
_SOUNDS_BYTES = 2_000
# What a term's document takes, and a term itself.
_NUMBER_BYTES, _TERM_BYTES = 5, 12
# Over several townships a term keeps its heaviest documents, so that no shard grows with the townships.
_FIRST, _MORE = 128, 640
# A township is small and bounded: always the same number of files, so that the client need not ask.
_TOWNSHIP = Cuts(terms=512)
# So is a county, of many townships.
_COUNTY = Cuts(terms=1024, further=64, first=_FIRST, more=_MORE)
# Documents in a file of rows, of facets, of passages.
_ROWS, _FACETS, _PASSAGES = 16, 512, 8
# Townships that a result names; the duty's page has them all.
_MEMBERS = 8
# Official words of a result that everyday words mean, to give as reasons.
_MEANINGS = 4
# Topics and departments of a result, for suggestions.
_NEAR = 3


def index(catalogue: Catalogue) -> Iterator[tuple[str, bytes]]:
    """The files of the search, meta.json as the last: their paths in the version's folder, and their texts."""
    # Nothing here refers to itself in a circle; looking for circles would take a quarter of the time.
    collects = gc.isenabled()
    gc.disable()
    try:
        yield from _index(catalogue)
    finally:
        if collects:
            gc.enable()


def _index(catalogue: Catalogue) -> Iterator[tuple[str, bytes]]:
    maker = docs.DocumentMaker(catalogue)
    keys = Keys(maker.everyday_terms)
    collector = docs.MatterCollector()
    numbers = _numbers(catalogue)
    for county in catalogue.counties:
        in_county = docs.MatterCollector()
        for township in county.townships:
            duties = sorted(township.duties, key=maker.neighbourhood)
            own = []
            for place, duty in enumerate(duties):
                document, meanings = maker.document(duty)
                own.append(Matter((Member(duty, place, meanings),), document))
            yield from _township(township.head.id, own, maker, keys)
            for matter in own:
                in_county.add(matter.members[0], matter.document)
                collector.add(matter.members[0], matter.document)
        # The only township of a county is searched by itself.
        if len(county.townships) > 1:
            matters = in_county.matters(maker)
            yield from _family(county.id, matters, _weights(matters, maker), _COUNTY, maker, keys, numbers)
    yield from over_all_townships(catalogue, collector.matters(maker), maker, keys)


def _township(id: str, matters: Sequence[Matter], maker: docs.DocumentMaker, keys: Keys) -> Iterator[tuple[str, bytes]]:
    yield from _family(id, matters, _weights(matters, maker), _TOWNSHIP, maker, keys, {})
    for number, chunk in enumerate(_chunks(matters, _PASSAGES)):
        texts = [docs.sentences(matter.members[0].duty) for matter in chunk]
        yield paths.search_file(f"{id}/x-{number}"), to_json(texts)


def pointer(meta: bytes, version: str, assets: str) -> str:
    """meta.json as it is published: with the version of the index, and that of the scripts which can read it."""
    return to_json({"version": version, "assets": assets, **orjson.loads(meta)}).decode()


def with_meta(page: str, meta: str) -> str:
    """The search page with what every search must know in it, so that it need not be asked for."""
    return page.replace(_CARRIER, f"{_CARRIER}{meta.replace('<', _LESS_THAN)}", 1)


def over_all_townships(
    catalogue: Catalogue, matters: Sequence[Matter], maker: docs.DocumentMaker, keys: Keys
) -> Iterator[tuple[str, bytes]]:
    """The files over all townships, and those that every search needs."""
    weights = _weights(matters, maker)
    cuts = _cuts(weights)
    yield from _family("all", matters, weights, cuts, maker, keys, _numbers(catalogue))
    sought = maker.sought(matter.document for matter in matters)
    sounds = shards.sounds(weights, sought, _SOUNDS_BYTES)
    yield from ((paths.search_file(f"sounds/{number}"), to_json(shard)) for number, shard in enumerate(sounds))
    yield from _common(catalogue, weights.terms, cuts, len(sounds), keys)


def _common(
    catalogue: Catalogue, terms: Iterable[str], cuts: Cuts, sounds: int, keys: Keys
) -> Iterator[tuple[str, bytes]]:
    used = set("".join(terms))
    known = frozenset(pinyin.gb2312())
    traditional = {old: new for old, new in simplified().items() if new in used}
    # A browser tells by itself that a character is not in GB 2312, and then asks for the table; these are.
    early = {old: new for old, new in traditional.items() if old in known}
    late = {old: new for old, new in traditional.items() if old not in known}
    fillers = sorted({normalise(one) for one in catalogue.vocabulary.fillers}, key=lambda one: (-len(one), one))
    yield paths.search_file("pinyin"), to_json(pinyin.readings())
    yield paths.search_file("characters"), to_json(CharactersRow("".join(late), "".join(late.values())))
    meta = SearchMeta(
        all=cuts.row,
        county=_COUNTY.row,
        township=_TOWNSHIP.row,
        rows=_ROWS,
        facets=_FACETS,
        passages=_PASSAGES,
        crowded={
            str(parts): "".join(char for char, own in keys.crowded.items() if own == parts)
            for parts in sorted(set(keys.crowded.values()))
        },
        sounds=sounds,
        places=digest((one.head.id, one.head.label.encode()) for one in catalogue.townships),
        lists={kind.value: kind.title for kind in ListKind},
        fillers=fillers,
        empty=empty_characters(),
        characters=early,
    )
    yield paths.search_file("meta"), to_json(meta)


def _cuts(weights: Postings) -> Cuts:
    counts = weights.counts
    size = _TERM_BYTES * len(counts) + _NUMBER_BYTES * np.minimum(_FIRST, counts).sum()
    further = _NUMBER_BYTES * (np.minimum(_MORE, counts[counts > _FIRST]) - _FIRST).sum()
    return Cuts(
        shards.power_of_two(size, _SHARD_BYTES),
        shards.power_of_two(further, _SHARD_BYTES),
        _FIRST,
        _MORE,
    )


def _family(
    name: str,
    matters: Sequence[Matter],
    weights: Postings,
    cuts: Cuts,
    maker: docs.DocumentMaker,
    keys: Keys,
    townships: Mapping[str, int],
) -> Iterator[tuple[str, bytes]]:
    """The files of one scope: its terms, what results show, what filters count."""
    for file, text in shards.files(weights, cuts, keys, maker.entries):
        yield paths.search_file(f"{name}/{file}"), text
    yield from _rows(name, matters)
    yield from _facets(name, matters, townships)


def _weights(matters: Sequence[Matter], maker: docs.DocumentMaker) -> Postings:
    return postings([matter.document for matter in matters], maker.terms, docs.BOOSTS, maker.lexicon.worth)


def _numbers(catalogue: Catalogue) -> dict[str, int]:
    """The townships by number, as the search page lists them."""
    return {township.head.id: number for number, township in enumerate(catalogue.townships)}


def _rows(family: str, matters: Sequence[Matter]) -> Iterator[tuple[str, bytes]]:
    for number, chunk in enumerate(_chunks(matters, _ROWS)):
        yield paths.search_file(f"{family}/r-{number}"), to_json([_row(matter) for matter in chunk])


def _row(matter: Matter) -> ResultRow:
    """What a result shows."""
    duty = matter.members[0].duty
    return ResultRow(
        name=duty.name,
        list=duty.kind.value,
        category=duty.category.printed,
        answer=AnswerRow(duty.answer.kind.value, duty.answer.word, duty.answer.sentence),
        topics=tuple(NamedRow(linked.topic.id, linked.topic.name) for linked in duty.topics[:_NEAR]),
        # A department's county is that of the first duty.
        departments=tuple(
            NamedRow(department.id.partition("/")[2], department.name) for department in islice(duty.departments, _NEAR)
        ),
        total=len(matter.members),
        members=tuple(
            MemberRow(member.duty.township.id, member.duty.id, member.duty.number, member.place)
            for member in matter.members[:_MEMBERS]
        ),
        meanings=tuple(MeaningRow(meaning.word, meaning.entries) for meaning in _meanings(matter)[:_MEANINGS]),
    )


def _meanings(matter: Matter) -> list[Meaning]:
    """The official words of any of its duties that everyday words mean, each once; the likeliest first."""
    likeliest: dict[str, Meaning] = {}
    for meaning in sorted(chain.from_iterable(member.meanings for member in matter.members), key=attrgetter("order")):
        likeliest.setdefault(meaning.word, meaning)
    return list(likeliest.values())


def _facets(family: str, matters: Sequence[Matter], townships: Mapping[str, int]) -> Iterator[tuple[str, bytes]]:
    """Townships (as ranges of their numbers), departments and categories, and which of them each document has.

    A matter has what any of its duties has.
    """
    for number, chunk in enumerate(_chunks(matters, _FACETS)):
        sets: dict[tuple[int, ...], int] = {}
        departments: dict[str, int] = {}
        categories: dict[tuple[str, ...], int] = {}
        rows = []
        for matter in chunk:
            duties = [member.duty for member in matter.members]
            members = _ranges(townships[duty.township.id] for duty in duties) if townships else ()
            own = tuple(dict.fromkeys(duty.category.name for duty in duties))
            row = FacetRow(
                townships=sets.setdefault(members, len(sets)),
                list=list(ListKind).index(duties[0].kind),
                categories=categories.setdefault(own, len(categories)),
                departments=tuple(
                    departments.setdefault(name, len(departments)) for name in _departments_without_level(duties)
                ),
            )
            rows.append(row)
        file = FacetFile(townships=list(sets), departments=list(departments), categories=list(categories), rows=rows)
        yield paths.search_file(f"{family}/f-{number}"), to_json(file)


def _departments_without_level(duties: Iterable[LinkedDuty]) -> list[str]:
    """The departments of duties without their level: 县民政局 and 市民政局 are counted as 民政局."""
    names = dict.fromkeys(department.name for duty in duties for department in duty.departments)
    return list(dict.fromkeys(name.removeprefix(level_of(name)) for name in names))


def _ranges(numbers: Iterable[int]) -> tuple[int, ...]:
    """Rising numbers as the first and last of each run, one range after another."""
    ranges: list[RangeRow] = []
    for number in sorted(set(numbers)):
        if ranges and ranges[-1].last == number - 1:
            ranges[-1] = ranges[-1]._replace(last=number)
        else:
            ranges.append(RangeRow(number, number))
    return tuple(chain.from_iterable(ranges))


def _chunks(values: Iterable[T], size: int) -> Iterator[tuple[T, ...]]:
    rest = iter(values)
    while chunk := tuple(islice(rest, size)):
        yield chunk
