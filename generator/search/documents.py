"""Duties as documents of the search: their terms by field, and what of the vocabulary leads to them.

A matter is a document over several townships: duties of the same list with
the same name, found as one and shown as one result with the others under it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice

from generator.link.catalogue import LinkedCounty, LinkedDuty
from generator.model import ListKind
from generator.search.text import ACCIDENT, RUNS, is_short, normalise
from generator.search.weights import Field, Terms
from generator.search.wording import Meaning, Texts, Wording, likely_entries

# Fields whose terms stand in the index: how much each weighs, for a name says what a duty is, a text only mentions.
BOOSTS = {"name": 8.0, "departments": 3.0, "category": 2.0, "text": 1.0}
# Fields that only topics and entries of the vocabulary lead to.
ASKED, CALLED, EVERYDAY = 5.0, 5.0, 8.0
# BM25's b of everyday words: how many of them lead to a duty counts less than how long a text is, so that an entry with
# more phrases does not make each of them weigh much less.
EVERYDAY_B = 0.5
# What the town no longer does comes after what it does, where both fit as well.
RECLAIMED = 0.85


@dataclass(frozen=True)
class Document:
    """A document: its terms by field, the entries of everyday words that lead to it, and how surely, and its topics.

    `everyday` is how many everyday terms lead to it, each as often as it is sure.
    """

    fields: Mapping[str, Field]
    entries: Mapping[int, float]
    topics: tuple[int, ...]
    everyday: float
    is_reclaimed: bool = False

    @property
    def boost(self) -> float:
        """lunr's boost of a document: a factor for all of its weights."""
        return RECLAIMED if self.is_reclaimed else 1.0


class DocumentMaker:
    """Makes documents of a county's duties.  `terms` has the terms' numbers."""

    def __init__(self, county: LinkedCounty, wording: Wording) -> None:
        self.wording = wording
        self.terms = Terms()
        self._names = {
            department.ref.id: " ".join(filter(None, (department.ref.name, department.full_name, *department.names)))
            for department in county.departments
        }
        # Many duties have the same departments and category.
        self._counts = cache(lambda text: wording.lexicon.counts(normalise(text)))

    def document(self, duty: LinkedDuty) -> tuple[Document, list[Meaning]]:
        """A duty's terms by field, and the official words in it that everyday words mean."""
        lexicon, everyday = self.wording.lexicon, self.wording.everyday
        names = " ".join(self._names[department.id] for department in duty.departments)
        texts = Texts(normalise(duty.name), normalise(names), normalise("\n".join(sentences(duty))))
        name, text, departments = lexicon.counts(texts.name), lexicon.counts(texts.text), self._counts(names)
        meanings = everyday.meanings(texts, name.keys() | departments.keys() | text.keys())
        # Single characters of a name too: somebody may look for 犬.
        name.update(char for run, _ in RUNS.findall(texts.name) for char in dict.fromkeys(run))
        # Long words of a text are found by the pairs in them, other pairs weigh too little to be kept.
        words = {term: count for term, count in text.items() if lexicon.worth(term) == 1 and is_short(term, 2)}
        fields = {
            "name": self._field(name),
            "departments": self._field(departments),
            "category": self._field(self._counts(duty.category.printed)),
            "text": self._field(words),
        }
        entries = likely_entries(meanings)
        topics = tuple(self.wording.places[assignment.topic.id] for assignment in duty.topics)
        is_reclaimed = duty.kind is ListKind.RECLAIMED
        return Document(fields, entries, topics, everyday.length(entries), is_reclaimed), meanings

    def _field(self, counts: Mapping[str, float]) -> Field:
        """A field, without pairs across two words: whoever types both types the words too."""
        worth = self.wording.worth
        return self.terms.field({term: count for term, count in counts.items() if worth(term) != ACCIDENT})

    def member(self, duty: LinkedDuty) -> "Member":
        """A duty as the only one of its matter."""
        return Member(duty, *self.document(duty))


def neighbourhood(duty: LinkedDuty, wording: Wording) -> tuple[int, str]:
    """By what to sort duties so that alike ones are neighbours, and a query's results stand in few files.

    The vocabulary has alike topics in a group.
    """
    return (wording.places[duty.topics[0].topic.id] if duty.topics else -1, duty.category.id)


def sentences(duty: LinkedDuty) -> tuple[str, ...]:
    """What a duty's text says, below its name, sentence by sentence."""
    return tuple(islice(duty.texts, 1, None))


@dataclass(frozen=True)
class Member:
    """A duty, as a document, and what of it everyday words mean."""

    duty: LinkedDuty
    document: Document
    meanings: Sequence[Meaning] = ()
    # Where its sentences stand: the folder of its township's files, and the place in them.
    folder: str = ""
    place: int = 0


@dataclass(frozen=True)
class Matter:
    """Duties of one list with the same name, in the order of the townships, as one document."""

    members: tuple[Member, ...]
    document: Document


def matters(members: Iterable[Member], wording: Wording) -> list[Matter]:
    """Duties as matters, alike ones as neighbours."""
    gathered: dict[tuple[str, ListKind], list[Member]] = {}
    for member in members:
        gathered.setdefault((normalise(member.duty.name), member.duty.kind), []).append(member)
    found = [
        Matter(tuple(gathered[key]), joined([one.document for one in gathered[key]], wording))
        for key in sorted(gathered)
    ]
    return sorted(found, key=lambda matter: neighbourhood(matter.members[0].duty, wording))


def joined(documents: Sequence[Document], wording: Wording) -> Document:
    """Several documents as one, which has a term as often as the one that has it most."""
    first, *others = documents
    if not others:
        return first
    fields = {name: Field.of_most([one.fields[name] for one in documents]) for name in BOOSTS}
    entries = surest(document.entries for document in documents)
    is_said = all(document.entries == entries for document in documents)
    everyday = first.everyday if is_said else wording.everyday.length(entries)
    topics = tuple(dict.fromkeys(topic for document in documents for topic in document.topics))
    return Document(fields, entries, topics, everyday, first.is_reclaimed)


def surest(several: Iterable[Mapping[int, float]]) -> dict[int, float]:
    """Entries of several documents, each as sure as where it is surest."""
    found: dict[int, float] = {}
    for entries in several:
        for number, sure in entries.items():
            found[number] = max(sure, found.get(number, 0.0))
    return dict(sorted(found.items()))
