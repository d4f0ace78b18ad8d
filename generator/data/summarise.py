"""Summarise: each township's standing in every matter, short enough for a phone, for the reader's own comparison.

The data API's file of a township is too large to fetch two of; these hold what the comparison shows:

    compare/data/index.json                                            `SummaryIndex`, the one that changes in its place
    compare/data/<digest>/townships/<county>/<township>.json           `SummaryFile`

A township's file is made of the township alone, and named by what is in it: an edit elsewhere leaves it where it is.
The index says which file each township has, so that those of two builds are never taken together.

The client is `templates/theme/assets/compare/rows.js`; a test holds it against `link/compare.py`.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypedDict

from generator import paths
from generator.files import FileContent, Put, digest, to_json
from generator.link.catalogue import (
    Catalogue,
    DutyHead,
    LinkedCounty,
    LinkedDuty,
    LinkedTopicGroup,
    LinkedTownship,
    TownshipHead,
    WideCategory,
)
from generator.link.compare import (
    Pattern,
    Standing,
    Verdict,
    Way,
    in_general,
    kinds_of,
    most_about,
    spoken_names,
    standing,
)
from generator.model import ListKind
from generator.rows import NamedRow

# Standings as the client knows them: a standing is the numbers of its ways.
WAYS = {way.name: str(number) for number, way in enumerate(Way)}


class TownRow(NamedTuple):
    """A township: `name` is what sentences call it, `digest` names the folder of its file."""

    id: str
    label: str
    name: str
    province: str
    county: str
    digest: str


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
    """index.json: the version of all that it leads to, and of which build the scripts are that can read it."""

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


@dataclass(frozen=True)
class CountySummary:
    """What the index must know of a county: its townships' heads with the digests of their files, and its standings.

    `standings` says in general what stands in the files, {"03": "自己办，有的不再开展"}.
    """

    towns: tuple[tuple[TownshipHead, str], ...]
    standings: Mapping[str, str]


def summarise_county(county: LinkedCounty, put: Put) -> CountySummary:
    """Make the files of a county's townships, and say what the index must know of them."""
    kinds = {one.ref.id: one.kind.name for one in county.departments if one.kind}
    patterns: dict[str, str] = {}
    towns = []
    for township in county.townships:
        speaking = _speaking(township)
        patterns |= {_short(one.pattern): in_general(one.pattern) for one in speaking.values()}
        name, text = paths.compare_township(township.head.id), to_json(_township(township, speaking, kinds))
        version = digest([(name, text)])
        put(f"{paths.compare_folder(version)}/{name}", text)
        towns.append((township.head, version))
    return CountySummary(tuple(towns), patterns)


def summary_index(
    counties: Sequence[CountySummary],
    groups: Iterable[LinkedTopicGroup],
    categories: Iterable[WideCategory],
    place: str,
    assets: str,
) -> tuple[str, bytes]:
    """The index, for scripts of a version: its path and text.  `place` is what townships are called."""
    towns = [town for county in counties for town in county.towns]
    names = spoken_names(head for head, _ in towns)
    patterns = {pattern: text for county in counties for pattern, text in county.standings.items()}
    index = Comparable(
        place=place,
        townships=[
            TownRow(head.id, head.label, names[head.id], head.province or "", head.county or "", version)
            for head, version in towns
        ],
        groups=[
            GroupRow(group.name, tuple(NamedRow(topic.id, topic.name) for topic in group.topics)) for group in groups
        ],
        categories=[NamedRow(category.id, category.name) for category in categories],
        lists={kind.value: kind.title for kind in ListKind},
        standings=dict(sorted(patterns.items())),
        verdicts={one.name: one.value for one in Verdict} | {Verdict.DIFFERENT.name: Verdict.DIFFERENT.format(place)},
    )
    # The townships' digests are in it, so that it is another version where one of them is.
    version = digest([(paths.COMPARE_INDEX, to_json(index))])
    return paths.COMPARE_INDEX, to_json(SummaryIndex(version=version, assets=assets, **index))


def summarise(catalogue: Catalogue, assets: str) -> Iterator[tuple[str, bytes]]:
    """All files of the comparison, for scripts of a version: their paths and texts."""
    files: dict[str, bytes] = {}

    def put(path: str, content: FileContent) -> None:
        assert isinstance(content, bytes)
        files[path] = content

    counties = [summarise_county(county, put) for county in catalogue.counties]
    yield from files.items()
    yield summary_index(counties, catalogue.topic_groups, catalogue.categories, catalogue.words.place, assets)


def _speaking(township: LinkedTownship) -> dict[str, Standing]:
    """The matters that a township has duties of, in the order of their ids: of no vocabulary that may change."""
    duties: dict[str, list[LinkedDuty]] = {}
    for duty in township.duties:
        for assignment in duty.topics:
            duties.setdefault(assignment.topic.id, []).append(duty)
    return {topic: standing(township.head, "", own) for topic, own in sorted(duties.items())}


def _touching(township: LinkedTownship, speaking: Collection[str]) -> dict[str, list[DutyHead]]:
    """The matters that a township has no duty of, but mentions."""
    found: dict[str, dict[str, DutyHead]] = {}
    for duty in township.duties:
        for near in duty.near_topics:
            if near.topic.id not in speaking:
                found.setdefault(near.topic.id, {})[duty.id] = duty
    return {topic: list(most_about(topic, own.values())) for topic, own in sorted(found.items())}


def _township(township: LinkedTownship, speaking: Mapping[str, Standing], kinds: Mapping[str, str]) -> SummaryFile:
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
        touching={topic: [places[duty.id] for duty in own] for topic, own in _touching(township, speaking).items()},
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
