"""Scopes: the files of a search within a township or a county, named by what is in them, and its pointer.

A scope depends on its own county and on the vocabulary, on nothing else.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from itertools import accumulate, chain, islice, pairwise
from operator import attrgetter
from typing import NamedTuple, TypeVar

import numpy as np

from generator import paths
from generator.files import digest, to_json
from generator.link.catalogue import LinkedDuty
from generator.model import ListKind
from generator.rows import NamedRow
from generator.search import columns, cuts, shards
from generator.search.characters import common_characters
from generator.search.cuts import Sought
from generator.search.documents import BOOSTS, Matter, sentences
from generator.search.format import (
    AnswerRow,
    AskRow,
    DeskFile,
    FacetFile,
    FacetRow,
    KeysRow,
    MeaningRow,
    MemberRow,
    OnceColumns,
    RangeRow,
    ResultRow,
    ScopePointer,
    ScopeRow,
    TermFile,
    TopicColumns,
    WordRow,
)
from generator.search.shards import LeadRows, Leads, Lengths, Row, Tiers, Weighed
from generator.search.weights import Entries, Terms
from generator.search.wording import Meaning, Rarity, Wording
from generator.words.departments import level_of

T = TypeVar("T")

# Documents in a file of texts, of facets.
TEXTS, FACETS = 512, 512
# Of results: in a township, over several, and where those have so many that alike ones stand in a file.
_ROWS, _WIDE_ROWS, _MANY_ROWS, _MANY = 26, 24, 40, 4_000
# Matters that no list carries, in a file of them.
ELSEWHERE = 24
# Townships that a result names; the duty's page has them all.
MEMBERS = 8
# Official words of a result that everyday words mean, to give as reasons.
MEANINGS = 3
# Topics and departments of a result, for suggestions.
_NEAR = 3
# Over several townships a term keeps its heaviest documents, so that no file grows with the townships.
WIDE = Tiers(first=128, more=640, leads=256)
# A file of further postings, or of leads, takes so many bytes before compression: a short request on a slow line.
_FURTHER_BYTES, _LEAD_BYTES = 9_000, 16_000
# What a number takes, and a term beside its numbers.
_NUMBER_BYTES, _WORD_BYTES = 1.5, 8
# What a file of terms more is worth (`cuts.py`): over all townships, in a township or county, of the vocabulary.
EVERYWHERE_EACH, _EACH, WORDS_EACH = 10.2, 210.0, 6.9
# So many bits a digit has.
_BITS = 6
# A county of more townships has what its entries and topics lead to in files, not in its pointer.
_FEW = 3


def scope_files(
    id: str,
    matters: Sequence[Matter],
    terms: Terms,
    wording: Wording,
    townships: Sequence[str],
    desks: DeskFile,
    assets: str,
) -> Iterator[tuple[str, bytes]]:
    """The files of a township (then it has no `townships`) or a county, its pointer as the last."""
    documents = [matter.document for matter in matters]
    entries = Entries.of([[document.fields[name] for name in BOOSTS] for document in documents])
    lengths = Lengths.of(documents, entries.lengths(len(documents), len(BOOSTS)), wording)
    words = terms.words()
    kinds = np.fromiter(map(wording.worth, words), np.int64, len(words))
    weighed = Weighed(words, kinds, entries.postings(lengths.norms))
    is_wide = len(townships) > _FEW
    leads = Leads.of(documents).rows(lengths, WIDE.leads if is_wide else None)
    rows = sorted(shards.term_rows(weighed, len(documents), WIDE if is_wide else None))
    first = term_files(rows, {}, wording.rarity, wording.sought, _EACH)
    further = further_files({term: rest for term, _, rest in rows if rest}, wording.rarity)
    leads_in = lead_count(leads) if is_wide else 0
    rows_in = wide_rows(len(documents)) if townships else _ROWS
    scope = ScopeRow("", len(documents), cuts.text_of(first.begins), cuts.text_of(further.begins), leads_in, rows_in)
    files = [
        *first.files,
        *further.files,
        *(wide_leads(leads, wording, leads_in) if is_wide else ()),
        *row_files(map(row if townships else _own_row, matters), rows_in),
        *(() if townships else text_files(matters)),
        *facet_files((facets(matter, townships) for matter in matters), desks),
    ]
    version = digest([(id, b""), *files])
    yield from ((paths.search_file(version, name), text) for name, text in files)
    keys = {wording.rarity.key(term) for term, _, _ in rows}
    pointer = ScopePointer(
        version=version,
        assets=assets,
        scope=scope._replace(version=version),
        townships=list(townships),
        keys=_keys(keys),
        entries=OnceColumns("", "", "", "") if is_wide else _once(leads.entries, wording),
        topics=_topics({}, 0) if is_wide else _topics(leads.topics, len(documents)),
    )
    yield paths.search_pointer(id), to_json(pointer)


def _keys(keys: Set[str]) -> KeysRow:
    common = common_characters()
    sixes = [common[at : at + _BITS] for at in range(0, len(common), _BITS)]
    bits = (sum((char in keys) << place for place, char in enumerate(six)) for six in sixes)
    return KeysRow("".join(columns.DIGITS[one] for one in bits), "".join(sorted(keys - set(common))))


def _once(entries: Mapping[int, list[int]], wording: Wording) -> OnceColumns:
    """What entries lead to, but for what they lead to by the way."""
    heavy = {number: tuple(shards.heavy(postings)) for number, (_, *postings) in entries.items()}
    return columns.of_once(heavy.get(number, ()) for number in range(wording.entries))


def _topics(topics: Mapping[int, list[int]], size: int) -> TopicColumns:
    """What topics lead to, and of each document what it weighs in its topics."""
    numbers = sorted(topics)
    asked, called = [0] * size, [0] * size
    for _, *row in topics.values():
        for document, own, name in zip(accumulate(row[::3]), row[1::3], row[2::3], strict=True):
            asked[document], called[document] = columns.signed_grade(own), columns.grade_of(name)
    return TopicColumns(
        columns.text_of(number - before for before, number in pairwise((0, *numbers))),
        columns.text_of(topics[number][0] for number in numbers),
        columns.text_of(chain.from_iterable(topics[number][1::3] for number in numbers)),
        columns.text_of(asked),
        columns.text_of(called),
    )


def wide_leads(leads: LeadRows, wording: Wording, count: int) -> Iterator[tuple[str, bytes]]:
    """What entries and topics lead to over several townships: in so many files, and the heaviest in one for letters."""
    yield from shards.lead_files(leads, wording, count)
    yield "l", to_json(shards.letter_leads(leads))


def lead_count(leads: LeadRows) -> int:
    """In how many files leads are."""
    return max(1, math.ceil(leads.size * _NUMBER_BYTES / _LEAD_BYTES))


class CutFiles(NamedTuple):
    """Files, and their first places."""

    begins: list[int]
    files: list[tuple[str, bytes]]


def term_files(
    rows: Sequence[Row], words: Mapping[str, WordRow], rarity: Rarity, sought: Sought, each: float, kind: str = "t"
) -> CutFiles:
    """The files of terms, those of duties and those of the vocabulary; a file more is worth so much (`Sought.cut`)."""
    sizes: dict[str, float] = defaultdict(float)
    for term, numbers, _ in rows:
        sizes[rarity.key(term)] += _WORD_BYTES + len(numbers) * _NUMBER_BYTES
    for term, word in words.items():
        leads = len(word.entries) + len(word.topics) * len(AskRow._fields)
        sizes[rarity.key(term)] += _WORD_BYTES + leads * _NUMBER_BYTES
    begins = sought.cut(sizes, each)
    own = cuts.into_files(begins, ((rarity.key(term), term, numbers) for term, numbers, _ in rows))
    said = cuts.into_files(begins, ((rarity.key(term), term, word) for term, word in words.items()))
    # Of characters the files of the vocabulary tell.
    leans = sought.leans(begins, max(map(cuts.place_of, sizes))) if words else dict.fromkeys(begins, ())
    made = {
        begin: TermFile(terms=columns.of_terms(own[begin]), words=columns.of_words(said[begin], leans[begin]))
        for begin in begins
    }
    return CutFiles(begins, [(f"{kind}-{begin}", to_json(file)) for begin, file in made.items()])


def further_files(further: Mapping[str, list[int]], rarity: Rarity) -> CutFiles:
    """The files of further postings."""
    sizes: dict[str, float] = defaultdict(float)
    for term, numbers in further.items():
        sizes[rarity.key(term)] += _WORD_BYTES + len(numbers) * _NUMBER_BYTES
    begins = cuts.cut_by_size(sizes, _FURTHER_BYTES)
    files = cuts.into_files(begins, ((rarity.key(term), term, numbers) for term, numbers in further.items()))
    return CutFiles(begins, [(f"u-{begin}", to_json(file)) for begin, file in files.items()])


def wide_rows(size: int) -> int:
    """How many results a file has over several townships, which have so many matters."""
    return _MANY_ROWS if size > _MANY else _WIDE_ROWS


def row_files(rows: Iterable[ResultRow], size: int) -> Iterator[tuple[str, bytes]]:
    """What results show, so many in a file."""
    for number, chunk in enumerate(chunks(rows, size)):
        yield f"r-{number}", to_json(columns.spelt(chunk))


def text_files(matters: Iterable[Matter]) -> Iterator[tuple[str, bytes]]:
    """The sentences of a township's duties, which results show when they are looked at."""
    for number, chunk in enumerate(chunks((sentences(matter.members[0].duty) for matter in matters), TEXTS)):
        yield f"x-{number}", to_json(columns.spelt(chunk))


def row(matter: Matter) -> ResultRow:
    """What a result shows."""
    first = matter.members[0]
    duty = first.duty
    return ResultRow(
        name=duty.name,
        list=duty.kind.value,
        category=duty.category.printed,
        answer=AnswerRow(duty.answer.kind.value, duty.answer.word, duty.answer.sentence),
        topics=tuple(NamedRow(linked.topic.id, linked.topic.name) for linked in duty.topics[:_NEAR]),
        # A department's county is that of the first duty.
        departments=tuple(
            NamedRow(department.id.partition("/")[2], department.name) for department in islice(duty.departments, _NEAR)
        ),
        total=len(matter.members),
        members=tuple(
            MemberRow(member.duty.township.id, member.duty.id, _own_number(member.duty))
            for member in matter.members[:MEMBERS]
        ),
        meanings=tuple(meaning_row(meaning.word, meaning.entries) for meaning in meanings(matter)[:MEANINGS]),
        folder=first.folder,
        place=first.place,
    )


def _own_number(duty: LinkedDuty) -> int:
    """A duty's number, 0 where its id says it: most do, and every result would say it twice."""
    return 0 if duty.id.partition("-")[2] == f"{duty.number:03}" else duty.number


def _own_row(matter: Matter) -> ResultRow:
    """What a result shows within a township."""
    return row(matter)._replace(topics=())


def meaning_row(word: str, entries: Sequence[int]) -> MeaningRow:
    """An official word with the entries that mean it, in their order."""
    return MeaningRow(word, columns.text_of(number - before for before, number in pairwise((0, *entries))))


def meanings(matter: Matter) -> list[Meaning]:
    """The official words of any of its duties that everyday words mean, each once; the likeliest first."""
    likeliest: dict[str, Meaning] = {}
    for meaning in sorted(chain.from_iterable(member.meanings for member in matter.members), key=attrgetter("order")):
        likeliest.setdefault(meaning.word, meaning)
    return list(likeliest.values())


class Facets(NamedTuple):
    """What filters ask of a matter: what any of its duties has.

    Townships by number, departments without their level.
    """

    townships: tuple[int, ...]
    list: int
    categories: tuple[str, ...]
    departments: tuple[str, ...]


def facets(matter: Matter, townships: Sequence[str]) -> Facets:
    """What filters ask of a matter; `townships` are those that have numbers."""
    duties = [member.duty for member in matter.members]
    return Facets(
        tuple(townships.index(duty.township.id) for duty in duties) if townships else (),
        list(ListKind).index(duties[0].kind),
        tuple(dict.fromkeys(duty.category.name for duty in duties)),
        _departments_without_level(duties),
    )


def _departments_without_level(duties: Iterable[LinkedDuty]) -> tuple[str, ...]:
    """The departments of duties without their level: 县民政局 and 市民政局 are counted as 民政局."""
    names = dict.fromkeys(department.name for duty in duties for department in duty.departments)
    return tuple(dict.fromkeys(name.removeprefix(level_of(name)) for name in names))


def facet_files(all: Iterable[Facets], desks: DeskFile) -> Iterator[tuple[str, bytes]]:
    """Townships (as ranges of their numbers), departments and categories, and which of them each document has.

    And whom to ask in the scope, which is fetched where no list answers, also where there is no document.
    """
    several = chunks(all, FACETS)
    for number, chunk in enumerate(chain([next(several, ())], several)):
        sets: dict[tuple[int, ...], int] = {}
        departments: dict[str, int] = {}
        categories: dict[tuple[str, ...], int] = {}
        rows = [
            FacetRow(
                townships=sets.setdefault(ranges(one.townships), len(sets)),
                list=one.list,
                categories=categories.setdefault(one.categories, len(categories)),
                departments=tuple(departments.setdefault(name, len(departments)) for name in one.departments),
            )
            for one in chunk
        ]
        file = FacetFile(
            desks=[] if number else [desks],
            townships=list(sets),
            departments=list(departments),
            categories=list(categories),
            rows=rows,
        )
        yield f"f-{number}", to_json(file)


def ranges(numbers: Iterable[int]) -> tuple[int, ...]:
    """Numbers as the first and last of each run, one range after another."""
    found: list[RangeRow] = []
    for number in sorted(set(numbers)):
        if found and found[-1].last == number - 1:
            found[-1] = found[-1]._replace(last=number)
        else:
            found.append(RangeRow(number, number))
    return tuple(chain.from_iterable(found))


def chunks(values: Iterable[T], size: int) -> Iterator[tuple[T, ...]]:
    """So many values at a time."""
    rest = iter(values)
    while chunk := tuple(islice(rest, size)):
        yield chunk
