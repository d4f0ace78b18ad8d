"""Tiny contents in which one part of the search decides, and the results that must come, in their order.

`write` makes the index of all of them as the site has it, for `tests/scripts/ranking.mjs`, which asks and compares.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.model import (
    LIST_TYPES,
    CategoryName,
    Content,
    County,
    CountyFile,
    Department,
    ListKind,
    NameStatus,
    Synonym,
    Topic,
    TopicGroup,
    Township,
    TownshipFile,
    Vocabulary,
)
from support.search import index_files

# In the order of their ids.
CATEGORIES = ("民生服务", "文化旅游", "党的建设")


@dataclass(frozen=True)
class Item:
    """A duty: its name, and what else of it is looked for.  `town` is the number of its township.

    Several departments or topics are written with blanks between them.
    """

    name: str
    text: str = ""
    department: str = ""
    category: str = CATEGORIES[0]
    topic: str = ""
    kind: ListKind = ListKind.COOPERATIVE
    town: int = 1


# Other duties have as much of everything, of words that nobody looks for: what two duties share is not common.
_OTHERS = tuple(
    Item(name, "乌云，晴天。", name, CATEGORIES[-1], "㿽㿽")
    for name in (f"{chr(0x3400 + at)}{chr(0x3500 + at)}" for at in range(20))
)
_OTHERS_MEAN = Synonym(say=("㿼㿼",), means=tuple(item.name for item in _OTHERS))


@dataclass(frozen=True)
class Case:
    """A query among some duties, and the names of all results in their order.

    Without the part of the search that the case is about, others would come, or in another order.  What the vocabulary
    knows: everyday words with what they mean, topics with what is asked about them, fillers.
    """

    part: str
    query: str
    items: Sequence[Item]
    found: Sequence[str]
    synonyms: Sequence[tuple[str, str]] = ()
    topics: Sequence[tuple[str, str]] = ()
    fillers: Sequence[str] = ()
    # The words that the query was taken for; why the first result was found, where that is asked.
    taken: Sequence[str] = ()
    why: str | None = None
    exact: bool = False


def write(file: Path, cases: Sequence[Case]) -> None:
    """Write the index of some cases, each a county of its own, and what is asked of it."""
    files = {name: json.loads(text) for name, text in index_files(content_of(cases)).items()}
    questions = [
        {
            "part": case.part,
            "query": case.query,
            # A county of several townships has an index of its own.
            "family": _county(number) if len(_towns(case)) > 1 else f"{_county(number)}/town-1",
            "exact": case.exact,
            "expected": {"found": case.found, "taken": case.taken, "why": case.why},
        }
        for number, case in enumerate(cases)
    ]
    file.write_text(json.dumps({"files": files, "questions": questions}, ensure_ascii=False), "utf-8")


def content_of(cases: Sequence[Case]) -> Content:
    """Some cases, each a county of its own."""
    counties = [(_county(number), case) for number, case in enumerate(cases)]
    return Content(
        counties=tuple(
            County(id, CountyFile(name=id, province=None, prefecture=None, departments=_departments(case)))
            for id, case in counties
        ),
        townships=tuple(_township(id, number, case) for id, case in counties for number in _towns(case)),
        categories=tuple(CategoryName(id=f"c{number}", name=name) for number, name in enumerate(CATEGORIES)),
        topic_groups=(TopicGroup(name="主题", topics=tuple(_topics(cases))),),
        vocabulary=Vocabulary(
            (_OTHERS_MEAN, *_synonyms(cases)),
            tuple(filler for case in cases for filler in case.fillers),
        ),
    )


def _county(number: int) -> str:
    return f"case-{number}"


def _towns(case: Case) -> list[int]:
    return sorted({item.town for item in case.items})


def _departments(case: Case) -> tuple[Department, ...]:
    names = dict.fromkeys(name for item in (*case.items, *_OTHERS) for name in item.department.split())
    return tuple(Department(id=f"d{number}", name=name) for number, name in enumerate(names))


def _synonyms(cases: Iterable[Case]) -> Iterable[Synonym]:
    for case in cases:
        for say, means in case.synonyms:
            yield Synonym(say=tuple(say.split()), means=tuple(means.split()))


def _topics(cases: Iterable[Case]) -> Iterable[Topic]:
    """Topics of words that no duty has: a duty says itself which topic is its own."""
    named = [*(topic for case in cases for topic in case.topics), ("㿽㿽", "㿽㿾")]
    for name, asks in named:
        yield Topic(id=_topic(name), name=name, about="㿾㿾", asks=tuple(asks.split()), match=("㿿㿿",))


def _topic(name: str) -> str:
    return name.encode().hex()


def _township(county: str, town: int, case: Case) -> Township:
    own = [*(item for item in case.items if item.town == town), *_OTHERS]
    lists = {}
    for kind, list_type in LIST_TYPES.items():
        placed = list(enumerate((one for one in own if one.kind is kind), 1))
        categories = [
            {"name": name, "duties": tuple(_duty(kind, at, one) for at, one in placed if one.category == name)}
            for name in CATEGORIES
        ]
        lists[kind] = list_type(title=kind.official_title, categories=tuple(categories))
    head = TownshipFile(name=f"{town}镇", name_status=NameStatus.STATED, name_evidence="原文写明")
    return Township(f"{county}/town-{town}", county, head, lists)


def _duty(kind: ListKind, number: int, item: Item) -> dict[str, object]:
    texts = (item.text,) if item.text else ()
    departments = tuple(item.department.split())
    more: dict[ListKind, dict[str, object]] = {
        ListKind.BASIC: {},
        ListKind.COOPERATIVE: {"departments": departments, "township": texts},
        ListKind.RECLAIMED: {"departments": departments, "method": texts},
    }
    topics = {"add": tuple(map(_topic, item.topic.split()))} if item.topic else {}
    return {"id": f"{kind.prefix}-{number:03}", "number": number, "name": item.name, "topics": topics, **more[kind]}
