"""Duties as documents of the search: their terms by field, and the everyday words that lead to them.

A matter is a document over several townships: duties of the same list with
the same name, found as one and shown as one result with the others under it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from generator.link import Catalogue, LinkedDuty
from generator.model import ListKind
from generator.search.text import RUNS, Lexicon, is_han, normalise
from generator.search.weights import Document

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


class Everyday:
    """The synonyms, ready to be found in duties: each official word under its first two characters."""

    def __init__(self, catalogue: Catalogue, lexicon: Lexicon) -> None:
        self._says = [Counter[str]() for _ in catalogue.vocabulary.synonyms]
        self._official: dict[str, list[tuple[str, int]]] = defaultdict(list)
        for number, synonym in enumerate(catalogue.vocabulary.synonyms):
            for phrase in synonym.say:
                self._says[number] |= lexicon.counts(phrase, is_question=True)
            for word in map(normalise, synonym.means):
                self._official[word[:2]].append((word, number))

    def terms(self, texts: Texts, pairs: Iterable[str]) -> Counter[str]:
        """The everyday terms that lead to a duty, each as often as its official words make it likely."""
        doubt: dict[int, float] = {}
        for pair in pairs:
            for word, number in self._official.get(pair, ()):
                if likely := _likelihood(word, texts):
                    doubt[number] = doubt.get(number, 1.0) * (1 - likely)
        found: Counter[str] = Counter()
        for number, left in doubt.items():
            for term in self._says[number]:
                found[term] = max(found[term], 1 - left)
        return found


def telling(documents: Iterable[Document]) -> set[str]:
    """The terms by which somebody may look for one of the documents: those of their texts' mere words left out."""
    return {term for one in documents for name in BOOSTS if name != "text" for term in one.fields[name]}


def _with_characters(counts: Counter[str]) -> Counter[str]:
    """Terms with the single characters of their pairs: everyday words share characters where they share no pair."""
    return counts | Counter({char: 1 for term in counts if len(term) == 2 and is_han(term) for char in term})


def _likelihood(word: str, texts: Texts) -> float:
    if word in texts.name:
        return _IN_NAME
    by_department = _IN_DEPARTMENT if word in texts.departments else 0.0
    return max(by_department, min(_MOST_IN_TEXT, _IN_TEXT * texts.text.count(word)))


def lexicon(catalogue: Catalogue) -> Lexicon:
    """The words of the vocabulary and of the departments' names."""
    vocabulary = catalogue.vocabulary
    words = [word for one in vocabulary.synonyms for word in (*one.say, *one.means)]
    return Lexicon(words, vocabulary.fillers)


def documents(catalogue: Catalogue, lexicon: Lexicon) -> list[Document]:
    """Every duty as a document, in the order of the townships."""
    everyday = Everyday(catalogue, lexicon)
    names = {
        one.ref.id: " ".join(filter(None, (one.ref.name, one.full_name, *one.names)))
        for county in catalogue.counties
        for one in county.departments
    }
    return [_document(duty, names, everyday, lexicon) for township in catalogue.townships for duty in township.duties]


def _document(duty: LinkedDuty, names: Mapping[str, str], everyday: Everyday, lexicon: Lexicon) -> Document:
    texts = Texts(
        normalise(duty.duty.name),
        normalise(" ".join(names[one.id] for one in duty.departments)),
        normalise("\n".join(sentences(duty))),
    )
    name, departments, text = map(lexicon.counts, (texts.name, texts.departments, texts.text))
    own = [one.topic for one in duty.topics]
    pairs = sorted(set(name) | set(departments) | set(text))
    # Single characters of a name too: somebody may look for 犬.
    name.update(char for run, _ in RUNS.findall(texts.name) for char in set(run))
    return Document(
        {
            "name": name,
            "topics": lexicon.counts(" ".join(one.name for one in own)),
            "asks": _with_characters(
                lexicon.counts(" ".join(ask for one in own for ask in one.asks), is_question=True)
            ),
            "everyday": everyday.terms(texts, pairs),
            "departments": departments,
            "category": lexicon.counts(duty.category.printed),
            "text": text,
        },
        _RECLAIMED if duty.kind is ListKind.RECLAIMED else 1.0,
    )


def sentences(duty: LinkedDuty) -> tuple[str, ...]:
    """What a duty's text says, below its name, sentence by sentence."""
    return tuple(islice(duty.texts, 1, None))


@dataclass(frozen=True)
class Matter:
    """Duties of one list with the same name, in the order of the townships; `numbers` are those of their documents."""

    duties: tuple[LinkedDuty, ...]
    numbers: tuple[int, ...]


def matters(duties: Sequence[LinkedDuty]) -> list[Matter]:
    """Duties gathered into matters.  Alike ones are neighbours, so that a query's results stand in few files."""
    groups: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, duty in enumerate(duties):
        groups[normalise(duty.duty.name), duty.kind.value].append(number)
    gathered = [Matter(tuple(duties[one] for one in own), tuple(own)) for _, own in sorted(groups.items())]
    return sorted(gathered, key=lambda matter: _neighbourhood(matter.duties[0]))


def _neighbourhood(duty: LinkedDuty) -> tuple[str, str]:
    return (duty.topics[0].topic.id if duty.topics else "", duty.category.id)


def merged(documents: Sequence[Document]) -> Document:
    """Several documents as one: a term as often as in the one that has it most."""
    if len(documents) == 1:
        return documents[0]
    fields: dict[str, dict[str, float]] = {}
    for document in documents:
        for name, counts in document.fields.items():
            own = fields.setdefault(name, {})
            for term, count in counts.items():
                own[term] = max(own.get(term, 0), count)
    return Document(fields, documents[0].boost)
