"""Duties as documents of the search: their terms by field, and the everyday words that lead to them.

A matter is a document over several townships: duties of the same list with
the same name, found as one and shown as one result with the others under it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache
from itertools import islice
from operator import attrgetter

import numpy as np

from generator.link.catalogue import Catalogue, LinkedDuty
from generator.model import ListKind, Synonym
from generator.search.text import RUNS, Lexicon, is_han, normalise
from generator.search.weights import Document, Field, Terms

# How much a field weighs: a name says what a duty is, a text only mentions things.
BOOSTS = {"name": 8.0, "topics": 5.0, "asks": 5.0, "everyday": 8.0, "departments": 3.0, "category": 2.0, "text": 1.0}
# What the town no longer does comes after what it does, where both fit as well.
_RECLAIMED = 0.85
# How sure an official word makes us that a duty is what its everyday words mean, by where it stands.
_IN_NAME, _IN_DEPARTMENT = 1.0, 0.5
# In the text: once, and at most, where it stands there again and again.
_IN_TEXT, _MOST_IN_TEXT = 0.15, 0.3


@dataclass(frozen=True)
class Texts:
    """A duty's normalised texts, as everyday words are looked for in them."""

    name: str
    departments: str
    text: str


@dataclass(frozen=True)
class Meaning:
    """An official word of a duty, the entries of the vocabulary that mean it, and how sure it makes us of them."""

    word: str
    entries: tuple[int, ...]
    likely: float

    @property
    def order(self) -> tuple[float, str]:
        """By what to sort them: the likeliest first."""
        return -self.likely, self.word


class Everyday:
    """The everyday words: their terms, and the official words by which they are found in duties."""

    def __init__(self, synonyms: Sequence[Synonym], lexicon: Lexicon, terms: Terms) -> None:
        phrases = [normalise("\n".join(synonym.say)) for synonym in synonyms]
        self.says = [terms.numbers(_said(own, lexicon)) for own in phrases]
        # The entry of each everyday word, by its number; a single character is everybody's.
        self.entries = {
            phrase: number for number, own in enumerate(phrases) for phrase in own.split("\n") if len(phrase) > 1
        }
        # Each official word, as it is and normalised, with its entries, under its first term of two characters or more.
        self._official: dict[str, list[tuple[str, str, tuple[int, ...]]]] = defaultdict(list)
        meant: dict[str, list[int]] = defaultdict(list)
        for number, synonym in enumerate(synonyms):
            for word in synonym.means:
                meant[word].append(number)
        for word, numbers in meant.items():
            plain = normalise(word)
            if first := next((term for term in lexicon.terms(plain) if len(term) > 1), None):
                self._official[first].append((word, plain, tuple(numbers)))

    def meanings(self, texts: Texts, terms: Set[str]) -> list[Meaning]:
        """The official words of a duty, whose terms are given, that everyday words mean; the likeliest first."""
        found = [
            Meaning(word, numbers, likely)
            for term in self._official.keys() & terms
            for word, plain, numbers in self._official[term]
            if (likely := _likelihood(plain, texts))
        ]
        return sorted(found, key=attrgetter("order"))

    def field(self, meanings: Iterable[Meaning]) -> Field:
        """The everyday terms that lead to a duty, each as often as its official words make it likely."""
        doubt: dict[int, float] = {}
        for meaning in meanings:
            for number in meaning.entries:
                doubt[number] = doubt.get(number, 1.0) * (1 - meaning.likely)
        # What several entries say is as sure as the surest of them.
        says = [self.says[number] for number in doubt]
        return Field.of_most(
            [Field(own, np.full(len(own), 1 - left)) for own, left in zip(says, doubt.values(), strict=True)]
        )


def _said(phrases: str, lexicon: Lexicon) -> list[str]:
    """The terms of everyday words but for pairs across two words: of so many phrases they would be found anywhere."""
    terms = dict.fromkeys(lexicon.terms(phrases, is_question=True))
    return [term for term in terms if len(term) != 2 or lexicon.worth(term) == 1]


def _likelihood(word: str, texts: Texts) -> float:
    if word in texts.name:
        return _IN_NAME
    by_department = _IN_DEPARTMENT if word in texts.departments else 0.0
    return max(by_department, min(_MOST_IN_TEXT, _IN_TEXT * texts.text.count(word)))


class DocumentMaker:
    """Makes documents of duties.  `lexicon` knows the words of the vocabulary, `terms` the terms' numbers."""

    def __init__(self, catalogue: Catalogue) -> None:
        vocabulary = catalogue.vocabulary
        words = [word for synonym in vocabulary.synonyms for word in (*synonym.say, *synonym.means)]
        self.lexicon = lexicon = Lexicon(words, vocabulary.fillers)
        self.terms = Terms()
        self._everyday = Everyday(vocabulary.synonyms, lexicon, self.terms)
        self._names = {
            department.ref.id: " ".join(filter(None, (department.ref.name, department.full_name, *department.names)))
            for county in catalogue.counties
            for department in county.departments
        }
        self._asks = {
            topic.id: lexicon.counts(normalise(" ".join(topic.entry.asks)), is_question=True)
            for topic in catalogue.topics
        }
        self._places = {topic.id: place for place, topic in enumerate(catalogue.topics)}
        # Many duties have the same topics, departments, category.
        self._asks_of = cache(self._asked)
        self._counts = cache(lambda text: lexicon.counts(normalise(text)))

    @property
    def everyday_terms(self) -> set[str]:
        """The terms of all everyday words and questions."""
        return self.terms.different(self._everyday.says).union(*self._asks.values())

    @property
    def entries(self) -> Mapping[str, int]:
        """The everyday words, each with the number of its entry in the vocabulary."""
        return self._everyday.entries

    def document(self, duty: LinkedDuty) -> tuple[Document, list[Meaning]]:
        """A duty's terms by field, and the official words in it that everyday words mean."""
        names = " ".join(self._names[department.id] for department in duty.departments)
        texts = Texts(normalise(duty.name), normalise(names), normalise("\n".join(sentences(duty))))
        name, text, departments = self.lexicon.counts(texts.name), self.lexicon.counts(texts.text), self._counts(names)
        terms = name.keys() | departments.keys() | text.keys()
        # Single characters of a name too: somebody may look for 犬.
        name.update(char for run, _ in RUNS.findall(texts.name) for char in dict.fromkeys(run))
        meanings = self._everyday.meanings(texts, terms)
        # Other pairs of a long text weigh too little to be kept.
        words = {term: count for term, count in text.items() if self.lexicon.worth(term) == 1}
        field = self.terms.field
        fields = {
            "name": field(name),
            "topics": field(self._counts(" ".join(assignment.topic.name for assignment in duty.topics))),
            "asks": self._asks_of(tuple(assignment.topic.id for assignment in duty.topics)),
            "everyday": self._everyday.field(meanings),
            "departments": field(departments),
            "category": field(self._counts(duty.category.printed)),
            "text": field(words),
        }
        return Document(fields, _RECLAIMED if duty.kind is ListKind.RECLAIMED else 1.0), meanings

    def neighbourhood(self, duty: LinkedDuty) -> tuple[int, str]:
        """By what to sort duties so that alike ones are neighbours, and a query's results stand in few files.

        The vocabulary has alike topics in a group.
        """
        return (self._places[duty.topics[0].topic.id] if duty.topics else -1, duty.category.id)

    def sought(self, documents: Iterable[Document]) -> set[str]:
        """The terms by which somebody may look for one of the documents: those of their texts' mere words left out."""
        return self.terms.different(
            document.fields[name].terms for document in documents for name in BOOSTS if name != "text"
        )

    def _asked(self, topics: tuple[str, ...]) -> Field:
        """The terms of the questions about topics, and the single characters of their pairs.

        Everyday words share characters where they share no pair: 娃 and 娃娃, 埋 and 埋人.
        """
        found: Counter[str] = Counter()
        for topic in topics:
            found.update(self._asks[topic])
        characters = Counter({char: 1 for term in found if len(term) == 2 and is_han(term) for char in term})
        return self.terms.field(found | characters)


def sentences(duty: LinkedDuty) -> tuple[str, ...]:
    """What a duty's text says, below its name, sentence by sentence."""
    return tuple(islice(duty.texts, 1, None))


@dataclass(frozen=True)
class Member:
    """A duty, which of its township's duties in the index it is, from 0, and what of it everyday words mean."""

    duty: LinkedDuty
    place: int
    meanings: Sequence[Meaning] = ()


@dataclass(frozen=True)
class Matter:
    """Duties of one list with the same name, in the order of the townships, as one document."""

    members: tuple[Member, ...]
    document: Document


class MatterCollector:
    """Gathers duties into matters, township by township; no more documents are kept than there are matters."""

    def __init__(self) -> None:
        self._members: dict[tuple[str, ListKind], list[Member]] = defaultdict(list)
        self._documents: dict[tuple[str, ListKind], Document] = {}

    def add(self, member: Member, document: Document) -> None:
        """Put a duty to its matter, whose document has a term as often as the duty that has it most."""
        key = normalise(member.duty.name), member.duty.kind
        self._members[key].append(member)
        before = self._documents.setdefault(key, document)
        if before is not document:
            fields = {name: Field.of_most([field, document.fields[name]]) for name, field in before.fields.items()}
            self._documents[key] = Document(fields, before.boost)

    def matters(self, maker: DocumentMaker) -> list[Matter]:
        """All matters, alike ones as neighbours."""
        found = [Matter(tuple(self._members[key]), self._documents[key]) for key in sorted(self._members)]
        return sorted(found, key=lambda matter: maker.neighbourhood(matter.members[0].duty))
