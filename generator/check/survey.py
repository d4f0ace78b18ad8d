"""Survey: what the rules over the vocabulary and the hand-written pages must know of all duties.

It is taken county by county and added up, so that nobody needs the texts of more than one.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from generator import paths
from generator.check.places import confirmed, texts_of
from generator.model import Content, Where, duty_places
from generator.words.departments import kind_of
from generator.words.topics import matcher_of


@dataclass(frozen=True)
class ConfirmedContact:
    """A contact as far as its age asks: where its date stands, whose it is, on which day it was confirmed."""

    where: Where
    at: tuple[int, int] | None
    whose: str
    as_of: str


@dataclass(frozen=True)
class NamedDuty:
    """A duty in whose name a word stands: where that is, and the name."""

    where: Where
    at: tuple[int, int] | None
    name: str


@dataclass(frozen=True)
class Survey:
    """What duties say, as far as the vocabulary asks, and how old the contacts are.

    `duties` is how many there are; `said` in how many of their names each everyday word stands; `meant` are the
    official words that stand in any of their texts, unused ones too; `named` has, of each word for what no list
    carries, a duty in whose name it stands; `topics` have a duty; `pages` are made of their names, and asked for only
    where there are hand-written pages.  Of what is not `is_whole` a file could not be read: what none of them says, it
    may say.  `newest` is the newest date in the content: what is old is told by it, and not by the day on which
    somebody looks.
    """

    duties: int = 0
    said: Mapping[str, int] = field(default_factory=dict)
    meant: frozenset[str] = frozenset()
    named: Mapping[str, NamedDuty] = field(default_factory=dict)
    topics: frozenset[str] = frozenset()
    pages: frozenset[str] = frozenset()
    newest: str = ""
    contacts: tuple[ConfirmedContact, ...] = ()
    is_whole: bool = True


def survey(
    content: Content, place: Callable[[Where], tuple[int, int]] | None = None, *, is_whole: bool = True
) -> Survey:
    """The survey of the townships of a content; `place` knows the lines, where they are known."""
    vocabulary = content.vocabulary
    duties = [duty for township in content.townships for _, _, _, duty in duty_places(township)]
    said: Counter[str] = Counter()
    meant: set[str] = set()
    if vocabulary.is_own:
        said = _occurrences(vocabulary.said, (duty.name for duty in duties))
        text = "\n".join(text for township in content.townships for _, _, text in texts_of(township))
        # To look for a word that is nowhere takes longest, and most of these have a pair that is nowhere.
        pairs = set(map("".join, pairwise(text)))
        asked = vocabulary.meant | vocabulary.once_meant
        meant = {word for word in asked if pairs.issuperset(map("".join, pairwise(word))) and word in text}
    topics = set[str]()
    if content.has_own_topics:
        matcher = matcher_of(content.topic_groups)
        topics = {assignment.topic.id for duty in duties for assignment in matcher.match(duty).assignments}
    pages = _pages(content) if content.pages else set[str]()
    named = _named(content, place) if vocabulary.has_own_elsewhere else {}
    contacts = tuple(_contacts(content, place))
    dates = (day for township in content.townships for day in township.dates())
    newest = max((*dates, *(one.as_of for one in contacts)), default="")
    return Survey(
        len(duties), said, frozenset(meant), named, frozenset(topics), frozenset(pages), newest, contacts, is_whole
    )


def _named(content: Content, place: Callable[[Where], tuple[int, int]] | None) -> dict[str, NamedDuty]:
    found: dict[str, NamedDuty] = {}
    for township in content.townships:
        for where, _, _, duty in duty_places(township):
            for word in _occurrences(content.vocabulary.said_elsewhere, [duty.name]).keys() - found.keys():
                named = where / "name"
                found[word] = NamedDuty(named, place(named) if place else None, duty.name)
    return found


def _contacts(content: Content, place: Callable[[Where], tuple[int, int]] | None) -> Iterator[ConfirmedContact]:
    for where, whose, day in confirmed(content):
        yield ConfirmedContact(where, place(where) if place else None, whose, day)


def added(surveys: Iterable[Survey]) -> Survey:
    """Several surveys as one."""
    duties, said, newest, is_whole = 0, Counter[str](), "", True
    contacts: list[ConfirmedContact] = []
    meant, topics, pages = set[str](), set[str](), set[str]()
    named: dict[str, NamedDuty] = {}
    for one in surveys:
        duties += one.duties
        said.update(one.said)
        meant |= one.meant
        named = {**one.named, **named}
        topics |= one.topics
        pages |= one.pages
        newest = max(newest, one.newest)
        contacts += one.contacts
        is_whole = is_whole and one.is_whole
    return Survey(
        duties, said, frozenset(meant), named, frozenset(topics), frozenset(pages), newest, tuple(contacts), is_whole
    )


def _occurrences(words: Mapping[str, Collection[str]], texts: Iterable[str]) -> Counter[str]:
    """In how many of the texts each word occurs; the words come by their first two characters."""
    found: Counter[str] = Counter()
    for text in texts:
        begun = {*text, *map("".join, pairwise(text))}
        found.update(word for part in words.keys() & begun for word in words[part] if word in text)
    return found


def _pages(content: Content) -> set[str]:
    """The pages that the names of counties, departments, townships, duties and categories make."""
    made = set[str]()
    for county in content.counties:
        made |= {paths.county(county.id), paths.county_departments(county.id)}
        if [one.county_id for one in content.townships].count(county.id) != 1:
            made.add(paths.county_changes(county.id))
        made |= {paths.department(f"{county.id}/{department.id}") for department in county.file.departments}
        made |= {
            paths.department_kind(kind.id)
            for department in county.file.departments
            if (kind := kind_of(department, content.departments))
        }
    for township in content.townships:
        made |= {paths.township(township.id), paths.township_changes(township.id)}
        made |= {paths.duty_list(township.id, kind) for kind in township.lists}
        made |= {paths.duty(township.id, duty.id) for _, _, _, duty in duty_places(township)}
        made |= {paths.duty(township.id, id) for duty_list in township.lists.values() for id in duty_list.retired}
    named = {
        category.name
        for township in content.townships
        for duty_list in township.lists.values()
        for category in duty_list.categories
        if category.duties
    }
    made |= {
        paths.category(category.id) for category in content.categories if named & {category.name, *category.aliases}
    }
    return made
