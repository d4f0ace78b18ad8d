"""Weights as small files: the terms of a scope, and what the vocabulary's entries and topics lead to in it.

    t-3.json   {"terms": ["低保 …", "AB…", …], …}    what stands in duties (`TermRow`), as columns (`columns.py`)
    u-1.json   {"工作": [7, 20, …], …}              the documents of a term that weigh less than its heaviest
    e-0.json   {"entries": ["AB…", …], "topics": …}  documents of an entry, of a topic (`LeadRow`), as columns

What the vocabulary's terms lead to is the same everywhere, and stands in files of its own; only over all townships,
where every search needs them too, they stand beside the duties' own terms:

    w-7.json   {"words": ["孤寡 五保/…", "AB…", …], …}   (`WordRow`)

A term stands under its rarest character (`wording.Rarity`), so that a query of many characters needs the fewest files;
which file that is, `cuts.py` says.  What a term weighs a browser works out: by how rare it is in the scope, times the
parts that stand here.

`sounds` cuts the words that a slip or pinyin may mean, of all townships together:

    s-3.json   {"sounds": {"di bao": "低保47,…", "db": "…", …},  word, how likely it is
                "within": {"di bao": "低保金额,…", …},  what may be meant within a sentence (`phrases.py`)
                "ordinary": {"di bao": "地堡,…", …}}  what is no slip
"""

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

import numpy as np

from generator.files import to_json
from generator.search.columns import DIGITS, GRADE, of_leads
from generator.search.cuts import hash_of
from generator.search.documents import ASKED, BOOSTS, CALLED, EVERYDAY, EVERYDAY_B, RECLAIMED, Document
from generator.search.format import LeadFile, PostingRow, SoundRow, TopicRow, WordRow
from generator.search.speech import Spoken
from generator.search.text import WORTHS
from generator.search.weights import K1, B, Floats, Ints, Norms, Postings, rarities
from generator.search.wording import Wording

# Weights that the browser multiplies are written as whole numbers, so many to 1.
TENFOLD = 10
# Lighter ones are left out: common words that a long text mentions once (lunr's scores go from 0 to some 100).
_LIGHTEST = 4
_RARE = 8
# Words that a slip or pinyin may mean; longer ones are found by their parts.
WORD_LENGTHS = range(2, 5)
# A word of the same sound that is in so many times fewer other words is hardly meant.
_FAR_LESS = 8
# From such a likelihood on it is a word that people ask by (slips.js reads it so); so much likelier
# it is made, and others so much less.  All are below `columns.TWO`, which is one digit.
LIKELY = 32
_MOST = 47
_MORE, _LESS = 7, 12
# What an entry leads to by the way, so much lighter than its heaviest document, is left out where it has to be short.
LIGHT = 0.55
# An entry or a topic leads to so many documents in a letter over several townships.
OF_LETTERS = 12
# A term that no more entries and topics lead from is looked up by these.
_FEW_LEADS = 2
# By its initials alone one of so many words may be meant, by two syllables one of so many.
_BY_INITIALS, _BY_SYLLABLES = 6, 6
# A word of a Bloom filter sets so many bits; a digit has so many.
_BLOOM_TURNS, _DIGIT_BITS = 3, 6
_STEP, _WEIGHT = PostingRow._fields.index("step"), PostingRow._fields.index("weight")
_POSTING, _TOPIC = len(PostingRow._fields), len(TopicRow._fields)


@dataclass(frozen=True)
class Tiers:
    """How many documents of a term stand in its first file, how many in all, and how many of an entry or a topic."""

    first: int
    more: int
    leads: int


@dataclass(frozen=True, eq=False)
class Lengths:
    """How long the fields of some documents are, and which of them were taken back."""

    direct: Floats
    everyday: Floats
    asked: Floats
    called: Floats
    is_reclaimed: Ints

    @classmethod
    def of(cls, documents: Sequence[Document], direct: Floats, wording: Wording) -> "Lengths":
        """Of documents; those of their own fields are known."""
        return cls(
            direct,
            np.array([one.everyday for one in documents], np.float64),
            np.array([wording.asked(one.topics) for one in documents], np.float64),
            np.array([wording.called(one.topics) for one in documents], np.float64),
            np.array([one.is_reclaimed for one in documents], np.int64),
        )

    @property
    def norms(self) -> list[Norms]:
        """Those of the fields whose terms stand in the index."""
        return [self._norms(self.direct[:, number], boost) for number, boost in enumerate(BOOSTS.values())]

    @property
    def others(self) -> tuple[Norms, Norms, Norms]:
        """Those of everyday words, of questions about topics and of their names."""
        everyday = self._norms(self.everyday, EVERYDAY, EVERYDAY_B)
        return everyday, self._norms(self.asked, ASKED), self._norms(self.called, CALLED)

    def _norms(self, lengths: Floats, boost: float, b: float = B) -> Norms:
        return Norms.of(lengths, np.where(self.is_reclaimed, RECLAIMED, 1.0), boost, b)


@dataclass(frozen=True, eq=False)
class Weighed:
    """Terms, what each tells by its kind, and the postings of those that have any."""

    terms: list[str]
    kinds: Ints
    postings: Postings


@dataclass(frozen=True)
class LeadRows:
    """The rows (`LeadRow`) of entries and of topics, by number."""

    entries: Mapping[int, list[int]]
    topics: Mapping[int, list[int]]

    @property
    def size(self) -> int:
        """How many numbers they have."""
        return sum(len(row) for rows in (self.entries, self.topics) for row in rows.values())


# A term with its row, and its further postings.
Row = tuple[str, list[int], list[int]]


def term_rows(own: Weighed, size: int, limits: Tiers | None) -> Iterator[Row]:
    """The terms of so many documents as the files have them."""
    postings = own.postings
    words = [own.terms[number] for number in postings.terms.tolist()]
    kinds = own.kinds[postings.terms]
    counts = postings.counts
    rarity = rarities(postings.fields, size) * np.array(WORTHS)[kinds]
    # A rare word is worth keeping however lightly it weighs: somebody who types it means it.
    lightest = np.where((counts <= _RARE) & (kinds == 0), 1, _LIGHTEST)
    is_kept = np.rint(postings.weights * np.repeat(rarity, counts)) >= np.repeat(lightest, counts)
    place = np.repeat(np.arange(len(words)), counts)[is_kept]
    ends = np.cumsum(np.bincount(place, minlength=len(words))).tolist()
    numbers = _pairs(place, postings.documents[is_kept], _graded(postings.weights[is_kept]))
    start = 0
    for term, kind, fields, end in zip(words, kinds.tolist(), postings.fields.tolist(), ends, strict=True):
        pairs, start = numbers[start * _POSTING : end * _POSTING], end
        if limits and len(pairs) > limits.first * _POSTING:
            heaviest, rest = _tiers(pairs, limits)
            # A lone character of so many documents tells nothing more.
            yield term, [kind, -fields, *heaviest], rest if len(term) > 1 else []
        elif pairs:
            yield term, [kind, fields, *pairs], []


def with_words(
    own: Weighed, words: Mapping[str, WordRow], led: Mapping[str, "Led"]
) -> tuple[Weighed, dict[str, WordRow]]:
    """Terms that several entries and topics lead from, with all their documents; and what is left of the vocabulary.

    Else a browser would have to ask for too many files of leads.
    """
    numbers = {term: number for number, term in enumerate(own.terms)}
    places = {number: place for place, number in enumerate(own.postings.terms.tolist())}
    terms, kinds = list(own.terms), own.kinds.tolist()
    left: dict[str, WordRow] = {}
    leading: dict[int, tuple[int | None, Led]] = {}
    for term, word in words.items():
        if not leads_to_many(word):
            left[term] = word
            continue
        if word.says >= 0 or word.elsewhere >= 0:
            left[term] = word._replace(entries=(), topics=())
        number = numbers.get(term, len(terms))
        if number == len(terms):
            terms.append(term)
            kinds.append(word.worth)
        leading[number] = places.get(number), led[term]
    return Weighed(terms, np.array(kinds, np.int64), _with_led(own.postings, leading)), left


def leads_to_many(word: WordRow) -> bool:
    """Whether a term has its documents with it, for too many entries and topics lead from it."""
    return len(word.entries) + len(word.topics) > _FEW_LEADS


class Led(NamedTuple):
    """Where a term leads to: documents, some several times, its weights in them, and in about how many fields each
    way of leading there makes it be.
    """

    documents: Ints
    weights: Floats
    fields: list[float]


def led(word: WordRow, leads: LeadRows, size: int) -> Led:
    """Where a term of the vocabulary leads to, of so many documents."""
    parts: list[tuple[Ints, Floats]] = []
    fields: list[float] = []
    if entries := [leads.entries[one] for one in word.entries if one in leads.entries]:
        parts.append(_most(entries))
        fields.append(_together(entries, _POSTING, len(parts[-1][0]), size))
    topics = [(one, leads.topics[one.topic]) for one in word.topics if one.topic in leads.topics]
    asked = [(one.asked, row) for one, row in topics if one.asked]
    called = [(one.called, row) for one, row in topics if one.called]
    for several, column, boost in ((asked, 2, ASKED), (called, 3, CALLED)):
        if several:
            parts.append(_topical(several, column, boost))
            fields.append(_together([row for _, row in several], _TOPIC, len(parts[-1][0]), size))
    documents = np.concatenate([np.empty(0, np.int64), *(one for one, _ in parts)])
    weights = np.concatenate([np.empty(0), *(one for _, one in parts)])
    return Led(documents, weights, fields)


def _most(rows: Sequence[Sequence[int]]) -> tuple[Ints, Floats]:
    """The documents of several entries, each as heavy as where it is heaviest."""
    documents = np.concatenate([np.cumsum(row[1::_POSTING]) for row in rows])
    weights = np.concatenate([np.array(row[2::_POSTING]) for row in rows]) / TENFOLD
    own, which = np.unique(documents, return_inverse=True)
    most = np.zeros(len(own))
    np.maximum.at(most, which, weights)
    return own, most


def _topical(rows: Sequence[tuple[int, Sequence[int]]], column: int, boost: float) -> tuple[Ints, Floats]:
    """The documents of several topics, and what a term weighs that is in each so often; by a column of norms."""
    documents = np.concatenate([np.cumsum(row[1::_TOPIC]) for _, row in rows])
    often = np.concatenate([np.full(len(row) // _TOPIC, often) for often, row in rows])
    signs, norms = (np.concatenate([np.array(row[one::_TOPIC]) for _, row in rows]) for one in (2, column))
    own, first, which = np.unique(documents, return_index=True, return_inverse=True)
    counts = np.bincount(which, often)
    factors = np.where(signs[first] < 0, RECLAIMED, 1.0) * boost * (K1 + 1)
    return own, factors * counts / (np.abs(norms[first]) / TENFOLD + counts)


def _together(rows: Sequence[Sequence[int]], width: int, known: int, size: int) -> float:
    """How many documents have any of some leads: those that are known, or about so many."""
    if all(total <= len(row) // width for total, *row in rows):
        return known
    return size * (1 - math.prod(1 - min(1.0, row[0] / size) for row in rows))


def _with_led(postings: Postings, leading: Mapping[int, tuple[int | None, Led]]) -> Postings:
    """Postings, of which some terms, by their numbers, have all documents that they lead to besides their own.

    Of each it is told where its own stand, if it has any.
    """
    numbers = np.fromiter(leading, np.int64, len(leading))
    own_fields, starts, counts = postings.fields.tolist(), postings.starts.tolist(), postings.counts.tolist()
    places: list[int] = []
    fields: list[int] = []
    documents: list[Ints] = []
    weights: list[Floats] = []
    for at, (place, led) in enumerate(leading.values()):
        in_fields = 0.0
        if place is not None:
            own = slice(starts[place], starts[place] + counts[place])
            places.append(at)
            documents.append(postings.documents[own])
            weights.append(postings.weights[own])
            in_fields += own_fields[place]
        places.append(at)
        documents.append(led.documents)
        weights.append(led.weights)
        for more in led.fields:
            in_fields += more
        fields.append(round(in_fields))
    term = np.repeat(np.array(places, np.int64), np.array([len(one) for one in documents], np.int64))
    document = np.concatenate([np.empty(0, np.int64), *documents])
    size = 1 + int(document.max(initial=0))
    # Each document of a term once, with the sum of its weights.
    once, which = np.unique(term * size + document, return_inverse=True)
    summed = np.bincount(which, np.concatenate([np.empty(0), *weights]), len(once)).astype(np.float64)
    is_kept = ~np.isin(postings.terms, numbers)
    kept = np.repeat(is_kept, postings.counts)
    sizes = np.concatenate([postings.counts[is_kept], np.bincount(once // size, minlength=len(numbers))])
    return Postings(
        np.concatenate([postings.terms[is_kept], numbers]),
        np.concatenate([postings.fields[is_kept], np.array(fields, np.int64)]),
        np.cumsum(sizes) - sizes,
        np.concatenate([postings.documents[kept], once % size]),
        np.concatenate([postings.weights[kept], summed]),
    )


def _graded(weights: Floats) -> Ints:
    """Tenfold weights as they are after they were written in grades (`columns.py`)."""
    grades = np.rint(np.log(np.maximum(1, weights * TENFOLD)) / math.log(GRADE))
    return np.rint(GRADE**grades).astype(np.int64)


def _pairs(places: Ints, documents: Ints, *columns: Ints) -> list[int]:
    """Rows of steps and other numbers, one after another; each place's begins anew."""
    steps = np.diff(documents, prepend=0)
    is_first = np.diff(places, prepend=-1) != 0
    steps[is_first] = documents[is_first]
    return np.column_stack([steps, *columns]).ravel().tolist()


def _tiers(pairs: Sequence[int], limits: Tiers) -> tuple[list[int], list[int]]:
    """The heaviest documents of a term, and the next heavy ones, as steps and weights again."""
    documents = accumulate(pairs[_STEP::_POSTING])
    heaviest = sorted(zip(documents, pairs[_WEIGHT::_POSTING], strict=True), key=lambda entry: (-entry[1], entry[0]))
    return _steps(sorted(heaviest[: limits.first])), _steps(sorted(heaviest[limits.first : limits.more]))


def _steps(entries: Iterable[tuple[int, int]]) -> list[int]:
    steps: list[int] = []
    before = 0
    for number, weight in entries:
        steps += PostingRow(step=number - before, weight=weight)
        before = number
    return steps


@dataclass(frozen=True, eq=False)
class Leads:
    """What leads to documents: entries, each with how sure it is, and topics, all by number."""

    entries: Ints
    entry_documents: Ints
    sure: Floats
    topics: Ints
    topic_documents: Ints

    @classmethod
    def of(cls, documents: Sequence[Document]) -> "Leads":
        """To some documents."""
        entries = [(entry, number, sure) for number, one in enumerate(documents) for entry, sure in one.entries.items()]
        topics = [(topic, number) for number, one in enumerate(documents) for topic in one.topics]
        return cls(
            np.array([entry for entry, _, _ in entries], np.int64),
            np.array([number for _, number, _ in entries], np.int64),
            np.array([sure for _, _, sure in entries], np.float64),
            np.array([topic for topic, _ in topics], np.int64),
            np.array([number for _, number in topics], np.int64),
        )

    def rows(self, lengths: Lengths, most: int | None) -> LeadRows:
        """As the files have them; only so many documents each."""
        everyday, asked, called = lengths.others
        weights = everyday.weights(self.entry_documents, self.sure)
        entries = _lead_rows(self.entries, self.entry_documents, weights, most, _graded(weights))
        own = self.topic_documents
        sign = np.where(lengths.is_reclaimed[own], -1, 1)
        topics = _lead_rows(
            self.topics,
            own,
            asked.most[own] / (asked.grown[own] + 1),
            most,
            sign * _graded(asked.grown[own]),
            _graded(called.grown[own]),
        )
        return LeadRows(entries, topics)


def _lead_rows(leads: Ints, documents: Ints, weights: Floats, most: int | None, *columns: Ints) -> dict[int, list[int]]:
    total = np.bincount(leads) if len(leads) else leads
    order = np.lexsort((documents, -weights, leads))
    if most is not None:
        begins = np.searchsorted(leads[order], leads[order])
        order = order[np.arange(len(order)) - begins < most]
    order = order[np.lexsort((documents[order], leads[order]))]
    leads = leads[order]
    numbers = _pairs(leads, documents[order], *(column[order] for column in columns))
    width = 1 + len(columns)
    used, starts = np.unique(leads, return_index=True)
    ends = np.append(starts[1:], len(leads))[: len(used)].tolist()
    return {
        lead: [int(total[lead]), *numbers[start * width : end * width]]
        for lead, start, end in zip(used.tolist(), starts.tolist(), ends, strict=True)
    }


def lead_files(leads: LeadRows, wording: Wording, count: int) -> Iterator[tuple[str, bytes]]:
    """The files of leads: neighbours in the vocabulary, which are alike, stand together."""
    files: list[tuple[dict[int, list[int]], dict[int, list[int]]]] = [({}, {}) for _ in range(count)]
    for lead, row in leads.entries.items():
        files[lead * count // wording.entries][0][lead] = row
    for lead, row in leads.topics.items():
        files[lead * count // wording.topics][1][lead] = row
    for number, (entries, topics) in enumerate(files):
        file = LeadFile(entries=of_leads(entries, _POSTING), topics=of_leads(topics, _TOPIC))
        yield f"e-{number}", to_json(file)


def letter_leads(leads: LeadRows) -> LeadFile:
    """Of all leads the heaviest documents: a letter has so many words that those which are light tell nothing more."""
    entries = {one: [total, *heavy(row, OF_LETTERS)] for one, (total, *row) in leads.entries.items()}
    topics = {one: [total, *_shortest(row, OF_LETTERS)] for one, (total, *row) in leads.topics.items()}
    return LeadFile(entries=of_leads(entries, _POSTING), topics=of_leads(topics, _TOPIC))


def heavy(numbers: Sequence[int], most: int | None = None) -> list[int]:
    """Of an entry's postings, one after another, those that are not far lighter than its heaviest; so many at most."""
    rows = list(zip(accumulate(numbers[::_POSTING]), numbers[1::_POSTING], strict=True))
    least = max((weight for _, weight in rows), default=0) * LIGHT
    heaviest = sorted((one for one in rows if one[1] >= least), key=lambda one: (-one[1], one[0]))
    return _in_steps(heaviest[:most])


def _shortest(numbers: Sequence[int], most: int) -> list[int]:
    """Of a topic's documents so many whose questions are shortest, for they weigh most."""
    rows = zip(accumulate(numbers[::_TOPIC]), numbers[1::_TOPIC], numbers[2::_TOPIC], strict=True)
    return _in_steps(sorted(rows, key=lambda one: (abs(one[1]), one[0]))[:most])


def _in_steps(rows: Iterable[tuple[int, ...]]) -> list[int]:
    """Rows that begin with a document's number, in its order, each number from the one before."""
    numbers: list[int] = []
    before = 0
    for document, *rest in sorted(rows):
        numbers += (document - before, *rest)
        before = document
    return numbers


def bloom(words: Iterable[str], size: int) -> str:
    """Words as a Bloom filter of so many bits, six in a digit of `columns.py`: it knows all of them, and few others."""
    digits = [0] * math.ceil(size / _DIGIT_BITS)
    for word in words:
        for turn in range(_BLOOM_TURNS):
            place = hash_of(f"{turn}{word}") % (len(digits) * _DIGIT_BITS)
            digits[place // _DIGIT_BITS] |= 1 << place % _DIGIT_BITS
    return "".join(DIGITS[digit] for digit in digits)


def by_key(words: Mapping[str, Sequence[str]], count: int) -> list[dict[str, Sequence[str]]]:
    """Shards of words by what they are looked up."""
    cut: list[dict[str, Sequence[str]]] = [{} for _ in range(count)]
    for key, own in sorted(words.items()):
        cut[hash_of(key) % count][key] = own
    return cut


def sounds(
    likelihoods: Mapping[str, int],
    heard: Mapping[str, Spoken | None],
    within: Mapping[str, int],
    count: int,
    asked: Collection[str] = (),
) -> list[dict[str, list[SoundRow]]]:
    """Shards of the words that a slip or pinyin may mean, each with its likelihood and how it is read.

    By the first letters of a word's syllables, by its first two and by its last two syllables.  `within` is in how many
    longer words each is (`parts`): 低保 in 低保户, 吃低保, 申请低保 …, 地保 in none.  Words that people ask by
    (`asked`) are likelier than all others.
    """
    words: dict[str, list[tuple[str, int]]] = defaultdict(list)
    lookups: dict[str, Sequence[str]] = {}
    plain: set[str] = set()
    for term, likely in sorted(likelihoods.items()):
        if said := heard[term]:
            sound, lookups[sound], is_plain = said
            words[sound].append((term, likely))
            if is_plain:
                plain.add(term)
    found: dict[str, list[SoundRow]] = defaultdict(list)
    for sound, own in words.items():
        for term, likely in _by_use(own, within, asked):
            row = SoundRow(term, "" if term in plain else sound, likely)
            for key in lookups[sound]:
                found[key].append(row)
    cut: list[dict[str, list[SoundRow]]] = [{} for _ in range(count)]
    for key, entries in sorted(found.items()):
        most = _BY_SYLLABLES if " " in key else _BY_INITIALS
        likeliest = sorted(entries, key=lambda one: -one.weight)[:most]
        kept = [one for one in entries if one in likeliest] if " " in key else likeliest
        cut[hash_of(key) % count][key] = kept
    return cut


def parts(words: Iterable[str]) -> Counter[str]:
    """In how many longer ones of some different words each part of them is."""
    return Counter(
        part
        for word in words
        for part in {word[i:j] for i in range(len(word)) for j in range(i + 2, len(word) + 1)}
        if part != word
    )


def _by_use(own: list[tuple[str, int]], within: Mapping[str, int], asked: Collection[str]) -> Iterator[tuple[str, int]]:
    """Words of one sound, with their likelihoods dealt anew: the greatest to the one that is in most other words.

    What people look for has many forms (dibao is 低保, tudi 土地); a rare word weighs more in the few duties it is in.
    One that is in far fewer than the first is half as likely: the browser searches for it, but lightly.
    """
    used = sorted(own, key=lambda one: (one[0] not in asked, -within.get(one[0], 0), -one[1]))
    likelihoods = sorted((likely for _, likely in own), reverse=True)
    most = within.get(used[0][0], 0)
    for (term, _), likely in zip(used, likelihoods, strict=True):
        dealt = likely // 2 if within.get(term, 0) * _FAR_LESS < most else likely
        yield term, min(max(LIKELY, dealt + _MORE), _MOST) if term in asked else min(max(1, dealt - _LESS), LIKELY - 1)
