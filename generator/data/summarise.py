"""Summarise: each township's standing in every matter, short enough for a phone, for the reader's own comparison.

The data API's file of a township is too large to fetch two of; these hold what the comparison shows:

    compare/data/index.json                                            `SummaryIndex`, the one that changes in its place
    compare/data/<version>/townships/<county>/<township>.json          `SummaryFile`

The client is `templates/theme/assets/compare/rows.js`; a test holds it against `link/compare.py`.
"""

from collections.abc import Iterator
from typing import NamedTuple, TypedDict

from generator import paths
from generator.files import digest, to_json
from generator.link.catalogue import Catalogue, LinkedDuty, LinkedTownship
from generator.link.compare import (
    Pattern,
    Silent,
    Standing,
    Verdict,
    Way,
    in_general,
    kind_names,
    kinds_of,
    spoken_names,
    standings,
)
from generator.model import ListKind
from generator.rows import NamedRow

# Standings as the client knows them: a standing is the numbers of its ways.
WAYS = {way.name: str(number) for number, way in enumerate(Way)}


class TownRow(NamedTuple):
    """A township: `name` is what sentences call it."""

    id: str
    label: str
    name: str
    province: str
    county: str


class GroupRow(NamedTuple):
    """The topics of a group."""

    name: str
    topics: tuple[NamedRow, ...]


class Comparable(TypedDict):
    """What can be compared, and in which words.

    `place` is what townships are called; `standings` says each standing in general, {"03": "自己办，有的不再开展"};
    `verdicts` whether townships differ, in the words of the topics' pages, {"SAME": "都是{}。", …}.
    """

    place: str
    townships: list[TownRow]
    groups: list[GroupRow]
    categories: list[NamedRow]
    lists: dict[str, str]
    standings: dict[str, str]
    verdicts: dict[str, str]


class SummaryIndex(Comparable):
    """index.json: the folder that has the rest, and of which build the scripts are that can read it."""

    version: str
    assets: str


class MentionRow(NamedTuple):
    """A department of a duty: as it is printed, its id in the county or "", whether it leads."""

    name: str
    id: str
    lead: int


class DutyRow(NamedTuple):
    """A duty: its category also as printed, its answer also in a word."""

    id: str
    number: int
    list: str
    category: str
    printed: str
    name: str
    answer: str
    word: str
    departments: tuple[MentionRow, ...]


class StandingRow(NamedTuple):
    """A township in a matter: its standing, in words, the kinds of departments, the places of its duties."""

    pattern: str
    clause: str
    kinds: tuple[str, ...]
    duties: tuple[int, ...]


class SummaryFile(TypedDict):
    """A township's duties, and by topic its standing; `touching` of topics that it has no duty of, but mentions."""

    duties: list[DutyRow]
    standings: dict[str, StandingRow]
    touching: dict[str, list[int]]


def summarise(catalogue: Catalogue, assets: str) -> Iterator[tuple[str, bytes]]:
    """The files of the comparison, for scripts of a version: their paths and texts."""
    heads = [township.head for township in catalogue.townships]
    names = spoken_names(heads)
    patterns: dict[str, str] = {}
    speaking: dict[str, dict[str, Standing]] = {head.id: {} for head in heads}
    silent: dict[str, dict[str, Silent]] = {head.id: {} for head in heads}
    for topic in catalogue.topics:
        own, others = standings(topic, heads, names)
        for standing in own:
            speaking[standing.head.id][topic.id] = standing
            patterns[_short(standing.pattern)] = in_general(standing.pattern)
        for one in others:
            if one.touching:
                silent[one.head.id][topic.id] = one
    place = catalogue.words.place
    index = Comparable(
        place=place,
        townships=[
            TownRow(head.id, head.label, names[head.id], head.province or "", head.county or "") for head in heads
        ],
        groups=[
            GroupRow(group.name, tuple(NamedRow(topic.id, topic.name) for topic in group.topics))
            for group in catalogue.topic_groups
        ],
        categories=[NamedRow(category.id, category.name) for category in catalogue.categories],
        lists={kind.value: kind.title for kind in ListKind},
        standings=patterns,
        verdicts={one.name: one.value for one in Verdict} | {Verdict.DIFFERENT.name: Verdict.DIFFERENT.format(place)},
    )
    kinds = kind_names(catalogue)
    files = []
    for township in catalogue.townships:
        id = township.head.id
        files.append((paths.compare_township(id), to_json(_township(township, speaking[id], silent[id], kinds))))
    # A township's file is read by the words of the index: both make the version.
    version = digest([*files, (paths.COMPARE_INDEX, to_json(index))])
    yield from ((f"{paths.compare_folder(version)}/{name}", text) for name, text in files)
    yield paths.COMPARE_INDEX, to_json(SummaryIndex(version=version, assets=assets, **index))


def _township(
    township: LinkedTownship, speaking: dict[str, Standing], silent: dict[str, Silent], kinds: dict[str, str]
) -> SummaryFile:
    places = {duty.id: place for place, duty in enumerate(township.duties)}
    return SummaryFile(
        duties=[_duty(duty) for duty in township.duties],
        standings={
            topic: StandingRow(
                pattern=_short(one.pattern),
                clause=one.clause,
                kinds=tuple(kinds_of(one.duties, kinds)),
                duties=tuple(places[duty.id] for duty in one.duties),
            )
            for topic, one in speaking.items()
        },
        touching={topic: [places[duty.id] for duty in one.touching] for topic, one in silent.items()},
    )


def _duty(duty: LinkedDuty) -> DutyRow:
    departments = (
        MentionRow(one.name, one.department.id.partition("/")[2] if one.department else "", int(one.lead))
        for one in duty.mentions
    )
    return DutyRow(
        id=duty.id,
        number=duty.number,
        list=duty.kind.value,
        category=duty.category.id,
        printed=duty.category.printed,
        name=duty.name,
        answer=duty.answer.kind.value,
        word=duty.answer.word,
        departments=tuple(departments),
    )


def _short(pattern: Pattern) -> str:
    """A standing as the numbers of its ways."""
    return "".join(WAYS[way.name] for way in pattern)
