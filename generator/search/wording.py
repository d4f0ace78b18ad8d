"""Wording: what the search knows of the vocabulary, the same for every county.

The words by which texts are cut into terms, the everyday words with what they
mean, the questions about topics; and where terms are kept: under the rarest of
their characters, for it is in the fewest terms.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter

import numpy as np

from generator import cache
from generator.files import to_json
from generator.model import Content, Synonym, Topic
from generator.rows import NamedRow
from generator.search.cuts import Sought
from generator.search.format import AskRow, ElsewhereRow, HotlineRow, WordRow
from generator.search.text import REMEMBERED, WORD_LENGTHS, WORTHS, Lexicon, is_han, is_short, normalise
from generator.search.weights import Field, Terms

# How sure an official word makes us that a duty is what its everyday words mean, by where it stands.
_IN_NAME, _IN_DEPARTMENT = 1.0, 0.5
# In the text: once, and at most, where it stands there again and again.
_IN_TEXT, _MOST_IN_TEXT = 0.15, 0.3
# Longer everyday words, and longer words of questions about topics, are found by the shorter ones in them.
_LONGEST_SAID, _LONGEST_ASKED = 3, 2
# A term that is a phrase counts like one that is in so many; an entry that has a term in a far smaller part of as many
# phrases as another has it only by the way: 看着 of 看着施工.
_WHOLE, _LEAST_PART = 3, 0.1
# So many characters are told to be common; of the others each is rarer than these.
_COMMON = 500


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

    def __init__(self, synonyms: Sequence[Synonym], lexicon: Lexicon, terms: Terms, elsewhere: Set[str]) -> None:
        """`elsewhere` are the words for what no list carries."""
        phrases = [normalise("\n".join(synonym.say)) for synonym in synonyms]
        told = [_told(own.split("\n"), lexicon) for own in phrases]
        most: dict[str, int] = {}
        for own_told in told:
            most |= {term: often for term, often in own_told.items() if often > most.get(term, 0)}
        self.says = [
            terms.numbers([term for term, often in sorted(own.items()) if often >= _LEAST_PART * most[term]])
            for own in told
        ]
        # The entry of each everyday word, by its number; a single character is everybody's.
        self.entries = {
            phrase: number for number, own in enumerate(phrases) for phrase in own.split("\n") if len(phrase) > 1
        }
        # Long ones with a word in them for what no list carries are terms as well: 快递进村.  How many terms lead to a
        # duty they do not change.
        self.longer = [
            (phrase, number)
            for number, own in enumerate(phrases)
            for phrase in dict.fromkeys(own.split("\n"))
            if _LONGEST_SAID < len(phrase) < WORD_LENGTHS.stop and not elsewhere.isdisjoint(_parts(phrase))
        ]
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

    def length(self, entries: Mapping[int, float]) -> float:
        """How many everyday terms lead to a duty, each as often as its entries make it likely."""
        # What several entries say is as sure as the surest of them.
        fields = [Field(self.says[number], np.full(len(self.says[number]), sure)) for number, sure in entries.items()]
        return float(Field.of_most(fields).counts.sum())


def _told(phrases: Iterable[str], lexicon: Lexicon) -> Counter[str]:
    """In how many phrases of an entry its terms are; one that is a phrase by itself counts as several."""
    told: Counter[str] = Counter()
    for phrase in phrases:
        found = {*said(phrase, lexicon)}
        told.update(found)
        if phrase in found:
            told[phrase] += _WHOLE - 1
    return told


def _parts(phrase: str) -> Iterator[str]:
    """What stands in a phrase, of two characters or more."""
    return (phrase[at:end] for at in range(len(phrase)) for end in range(at + 2, len(phrase) + 1))


def likely_entries(meanings: Iterable[Meaning]) -> dict[int, float]:
    """How likely a duty is what each entry says: that not all of its official words are there by chance."""
    doubt: dict[int, float] = {}
    for meaning in meanings:
        for number in meaning.entries:
            doubt[number] = doubt.get(number, 1.0) * (1 - meaning.likely)
    return {number: 1 - left for number, left in sorted(doubt.items())}


def said(phrase: str, lexicon: Lexicon) -> list[str]:
    """The terms of an everyday phrase but for pairs across two words: of so many phrases they would be found anywhere.

    Without those that are long, as far as there are others.
    """
    terms = [term for term in lexicon.terms(phrase, is_question=True) if len(term) != 2 or lexicon.worth(term) == 1]
    return [term for term in terms if is_short(term, _LONGEST_SAID)] or terms


def _likelihood(word: str, texts: Texts) -> float:
    if word in texts.name:
        return _IN_NAME
    by_department = _IN_DEPARTMENT if word in texts.departments else 0.0
    return max(by_department, min(_MOST_IN_TEXT, _IN_TEXT * texts.text.count(word)))


class Rarity:
    """Which of a term's characters is the rarest: `common` are the commonest, in their order.

    Of two that are not among them the first in Unicode counts as rarer.
    """

    def __init__(self, common: str) -> None:
        self.common = common
        self._order = {char: (-place, char) for place, char in enumerate(common)}
        self.key = lru_cache(REMEMBERED)(self._key)

    def __reduce__(self) -> tuple[type["Rarity"], tuple[str]]:
        return Rarity, (self.common,)

    @classmethod
    def of(cls, terms: Iterable[str]) -> "Rarity":
        """As often as characters are in some terms."""
        often = Counter(char for term in terms if is_han(term) for char in set(term))
        return cls("".join(sorted(often, key=lambda char: (-often[char], char))[:_COMMON]))

    def _key(self, term: str) -> str:
        """Under which character a term is kept; a Latin word or a number under its first."""
        if not is_han(term):
            return term[0]
        order, others = self._order, -len(self.common)
        return min([order.get(char) or (others, char) for char in term])[1]


class Wording:
    """What the search knows of a vocabulary.  It takes its time to be made, and can be pickled."""

    def __init__(self, content: Content) -> None:
        vocabulary = content.vocabulary
        topics: list[Topic] = [topic for group in content.topic_groups for topic in group.topics]
        words = [word for synonym in vocabulary.synonyms for word in (*synonym.say, *synonym.means)]
        words += [word for one in vocabulary.elsewhere for word in one.words]
        self.lexicon = lexicon = Lexicon(words, vocabulary.fillers)
        self.fillers = sorted({normalise(one) for one in vocabulary.fillers}, key=lambda one: (-len(one), one))
        self._terms = Terms()
        self.weak = frozenset(map(normalise, vocabulary.weak))
        self.entries = len(vocabulary.synonyms)
        self.topics = len(topics)
        self.topic_names = [NamedRow(topic.id, topic.name) for topic in topics]
        self.places = {topic.id: place for place, topic in enumerate(topics)}
        self._asks = [_asked(topic, lexicon) for topic in topics]
        self._names = [_short(lexicon.counts(normalise(topic.name))) for topic in topics]
        # The words of each matter that no list carries, by twice its number: those of brief queries are one more.
        self._elsewhere = {
            normalise(say): 2 * number + is_brief
            for number, one in enumerate(vocabulary.elsewhere)
            for is_brief, words in enumerate((one.say, one.brief))
            for say in words
        }
        self.everyday = Everyday(vocabulary.synonyms, lexicon, self._terms, self._elsewhere.keys())
        self.elsewhere = _elsewhere_rows(content)
        self.asked_kinds = {row.kind for row in self.elsewhere}
        self.words = self._words()
        self.rarity = Rarity.of(self.words)
        leaning = leans(self._elsewhere, self.everyday.entries)
        self.sought = Sought.of(self.words, self.rarity.key, leaning)
        # The digest of its words, and of what its terms lead to.
        made = (self.words, self.elsewhere, sorted(lexicon.own), sorted(self.weak), leaning, self.topic_names)
        self.key = cache.key(*map(to_json, made))

    def asked(self, topics: Iterable[int]) -> int:
        """How many terms the questions about topics have."""
        return sum(self._asks[topic].total() for topic in topics)

    def called(self, topics: Iterable[int]) -> int:
        """How many terms the names of topics have."""
        return sum(self._names[topic].total() for topic in topics)

    def worth(self, term: str) -> int:
        """How much a term tells, by its kind."""
        return WORTHS.index(self.lexicon.worth(term))

    def _words(self) -> dict[str, WordRow]:
        """All terms of the vocabulary, in their order, with what they lead to."""
        entries: dict[str, list[int]] = defaultdict(list)
        said = self._terms.words()
        for number, own in enumerate(self.everyday.says):
            for term in own.tolist():
                entries[said[term]].append(number)
        for phrase, number in self.everyday.longer:
            if number not in entries[phrase]:
                entries[phrase].append(number)
        topics: dict[str, list[AskRow]] = defaultdict(list)
        for place, (asks, name) in enumerate(zip(self._asks, self._names, strict=True)):
            for term in asks.keys() | name.keys():
                topics[term].append(AskRow(place, asks[term], name[term]))
        whole, elsewhere = self.everyday.entries, self._elsewhere
        # What a term of another matter is part of by the way says nothing of it: 护照 of 护照式的党员手册.
        for term in elsewhere.keys() - whole.keys():
            if not elsewhere[term] % 2:
                entries[term], topics[term] = [], []
        return {
            term: WordRow(
                self.worth(term),
                whole.get(term, -1),
                tuple(entries[term]),
                tuple(topics[term]),
                elsewhere.get(term, -1),
            )
            for term in sorted(entries.keys() | topics.keys() | elsewhere.keys())
        }


def leans(elsewhere: Collection[str], everyday: Collection[str]) -> dict[str, float]:
    """How far each character leans to what no list carries: in how many times more of the words for that it is.

    As logarithms, above 0 where it is in more of them than of the everyday words, by their parts of all.
    """
    away, own = (Counter(char for word in words for char in set(word)) for words in (elsewhere, everyday))
    part = len(elsewhere) / max(1, len(everyday))
    return {char: math.log((1 + away[char]) / (1 + own[char] * part)) for char in sorted(away | own)}


def _elsewhere_rows(content: Content) -> list[ElsewhereRow]:
    """The matters that no list carries; a number that is not registered is not told."""
    names = {one.number: one.name for one in content.references.hotlines}
    return [
        ElsewhereRow(
            one.name,
            one.ask,
            one.kind or "",
            one.do,
            tuple(HotlineRow(number, names[number]) for number in one.call if number in names),
        )
        for one in content.vocabulary.elsewhere
    ]


def _asked(topic: Topic, lexicon: Lexicon) -> Counter[str]:
    """The terms of the questions about a topic, and the single characters of their pairs.

    Everyday words share characters where they share no pair: 娃 and 娃娃, 埋 and 埋人.
    """
    found = _short(lexicon.counts(normalise(" ".join(topic.asks)), is_question=True))
    return found | Counter({char: 1 for term in found if len(term) == 2 and is_han(term) for char in term})


def _short(counts: Counter[str]) -> Counter[str]:
    return Counter({term: count for term, count in counts.items() if is_short(term, _LONGEST_ASKED)})
