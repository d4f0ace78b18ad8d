"""Summarise: each township's standing in every matter, short enough for a phone, for the reader's own comparison.

The data API's file of a township is too large to fetch two of; these hold what the comparison shows:

    compare/data/index.json     the one file that changes in its place
        version      of the folder that has the rest
        assets       of the scripts that can read it
        townships    [id, label, name in sentences, province, county]
        groups       [name, [[topic, name], …]]: topics by group
        categories   [id, name]
        lists        {"basic": "基本履职", …}
        standings    {"03": "自己办，有的不再开展"}: each standing that there is, in general
        verdicts     {"SAME": "都是{}。", …}: whether townships differ, in the words of the topics' pages
    compare/data/<version>/townships/<county>/<township>.json
        duties       [id, number, list, category, category as printed, name, answer, its word, departments];
                     a department is [name as printed, id in the county or "", whether it leads]
        standings    {topic: [standing, in words, kinds of departments, numbers of its duties]}
        touching     {topic: numbers of the duties that touch on it}, of topics that it has no duty of

The client is `templates/theme/assets/compare/core.js`; a test holds it against `compare.py`.
"""

from collections.abc import Iterator
from typing import Any

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

_WAYS = list(Way)


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
    index = {
        "townships": [[head.id, head.label, names[head.id], head.province or "", head.county or ""] for head in heads],
        "groups": [[group.name, [[one.id, one.name] for one in group.topics]] for group in catalogue.topic_groups],
        "categories": [[category.id, category.name] for category in catalogue.categories],
        "lists": {kind.value: kind.title for kind in ListKind},
        "standings": patterns,
        "verdicts": {one.name: one.value for one in Verdict},
    }
    kinds = kind_names(catalogue)
    files = []
    for township in catalogue.townships:
        id = township.head.id
        files.append((paths.compare_township(id), to_json(_township(township, speaking[id], silent[id], kinds))))
    # A township's file is read by the words of the index: both make the version.
    version = digest([*files, (paths.COMPARE_INDEX, to_json(index))])
    yield from ((f"{paths.compare_folder(version)}/{name}", text) for name, text in files)
    yield paths.COMPARE_INDEX, to_json({"version": version, "assets": assets, **index})


def _township(
    township: LinkedTownship, speaking: dict[str, Standing], silent: dict[str, Silent], kinds: dict[str, str]
) -> dict[str, Any]:
    places = {duty.id: place for place, duty in enumerate(township.duties)}
    return {
        "duties": [_duty(duty) for duty in township.duties],
        "standings": {
            topic: [
                _short(one.pattern),
                one.clause,
                kinds_of(one.duties, kinds),
                [places[duty.id] for duty in one.duties],
            ]
            for topic, one in speaking.items()
        },
        "touching": {topic: [places[duty.id] for duty in one.touching] for topic, one in silent.items()},
    }


def _duty(duty: LinkedDuty) -> list[Any]:
    departments = [
        [one.name, one.department.id.partition("/")[2] if one.department else "", int(one.lead)]
        for one in duty.mentions
    ]
    return [
        duty.id,
        duty.number,
        duty.kind.value,
        duty.category.id,
        duty.category.printed,
        duty.name,
        duty.answer.kind.value,
        duty.answer.word,
        departments,
    ]


def _short(pattern: Pattern) -> str:
    """A standing as the numbers of its ways."""
    return "".join(str(_WAYS.index(way)) for way in pattern)
