"""Everywhere: the search over all townships, put together from the counties' parts (`counties.CountyPart`).

Matters of several counties become one; terms are weighted over all of them, as within a township.  Terms are put
together part by part, each by itself, and of each only the heaviest documents are kept: no step holds them all.
"""

import math
import pickle
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from functools import cached_property, lru_cache, partial
from itertools import accumulate, chain
from pathlib import Path
from typing import NamedTuple

import numpy as np
import orjson

from generator import cache, paths
from generator.files import digest, to_json
from generator.model import ListKind
from generator.rows import NamedRow
from generator.search import columns, cuts, phrases, scopes, shards, speech
from generator.search.counties import CountyPart, Key, Told
from generator.search.cuts import PARTS, Sought, part_of
from generator.search.documents import ASKED, BOOSTS, CALLED, RECLAIMED
from generator.search.format import (
    AnswerRow,
    CharactersRow,
    ContactRow,
    DeskFile,
    DeskRow,
    MeaningRow,
    MemberRow,
    ResultRow,
    ScopeRow,
    SearchMeta,
    SearchPointer,
    SoundFile,
    WordRow,
)
from generator.search.led import Leading
from generator.search.letters import letter_file
from generator.search.scopes import CutFiles, Facets
from generator.search.shards import Leads, Lengths, Weighed
from generator.search.text import WORTHS, is_han, ordinary_words, simplified
from generator.search.weights import K1, Entries, Floats, Ints, Norms, idf
from generator.search.wording import Rarity, Wording

# The files of sounds: so many, whatever the number of townships.
SOUNDS = 192
# At least so many files of leads: a query needs but two of them.
_LEADS = 48
# The heaviest documents of a word say how likely somebody means it.
_HEAVIEST = 8
_TEXT = list(BOOSTS).index("text")
_CACHE = cache.kept_in("vocabulary")
_PAIR = 2
# An everyday word of two characters that is in so many others is one that people ask by.
_OFTEN = 2
# After so many matters the memory of what was read of the counties' parts is given back; for each the system reads some
# 64 KB around it.
_AT_ONCE = 1000


class _Forms(NamedTuple):
    """What is counted of the vocabulary's words alone, the same until it changes.

    Those that may be parts of others, and in how many of them each part is (`shards.parts`); the words that people ask
    by (`_sought_words`); how often the vocabulary says a phrase.
    """

    words: frozenset[str]
    within: Mapping[str, int]
    asked: frozenset[str]
    phrases: Mapping[str, int]


class _Told(NamedTuple):
    """What a county tells of a matter."""

    row: ResultRow
    meanings: list[tuple[str, tuple[int, ...], float]]
    facets: Facets


class _Counties:
    """The counties' parts, with numbers for all matters: alike ones as neighbours, as within a county."""

    def __init__(self, files: Sequence[Path | bytes], wording: Wording) -> None:
        self.files, self.wording = files, wording
        self.parts = [CountyPart(file) for file in files]
        heads = [part.head for part in self.parts]
        self.townships = [own for head in heads for own in head["townships"]]
        self.pointers = [own for head in heads for own in head["pointers"]]
        self.kinds = {id: name for head in heads for id, name in head["kinds"]}
        starts = np.cumsum([0, *(len(head["townships"]) for head in heads)]).tolist()
        self.first_townships: list[int] = starts[:-1]
        self.numbers = _numbered([part.keys for part in self.parts])
        self.size = 1 + max((int(own.max()) for own in self.numbers if len(own)), default=-1)

    @cached_property
    def lengths(self) -> Lengths:
        """How long the fields of all matters are, but for the terms'."""
        is_reclaimed = np.zeros(self.size, np.int64)
        everyday = np.zeros(self.size)
        for part, numbers in zip(self.parts, self.numbers, strict=True):
            is_reclaimed[numbers] = part.ints("reclaimed")
            everyday[numbers] = part.floats("everyday")
        self._join_everyday(everyday)
        topics = self.leads.topics
        documents = self.leads.topic_documents
        asked, called = (
            np.array([length([topic]) for topic in range(self.wording.topics)], np.float64)
            for length in (self.wording.asked, self.wording.called)
        )
        return Lengths(
            np.zeros((self.size, len(BOOSTS))),
            everyday,
            np.bincount(documents, asked[topics], self.size).astype(np.float64),
            np.bincount(documents, called[topics], self.size).astype(np.float64),
            is_reclaimed,
        )

    def _join_everyday(self, everyday: Floats) -> None:
        """Matters of several counties, which may have other entries in each."""
        often = np.bincount(np.concatenate(self.numbers), minlength=self.size)
        several = np.flatnonzero(often[self.leads.entry_documents] > 1)
        found: dict[int, dict[int, float]] = defaultdict(dict)
        for place in several.tolist():
            document, entry = int(self.leads.entry_documents[place]), int(self.leads.entries[place])
            found[document][entry] = float(self.leads.sure[place])
        known: dict[tuple[tuple[int, float], ...], float] = {}
        for document, entries in found.items():
            key = tuple(sorted(entries.items()))
            if key not in known:
                known[key] = self.wording.everyday.length(dict(key))
            everyday[document] = known[key]

    @property
    def phrases(self) -> list[Sequence[str]]:
        """The phrases of each name that matters have."""
        found: dict[str, Sequence[str]] = {}
        for part in self.parts:
            found.update(zip((name for name, *_ in part.keys), part.phrases, strict=True))
        return list(found.values())

    @cached_property
    def leads(self) -> Leads:
        """What leads to matters, each lead once a matter, as sure as where it is surest."""
        pairs = list(zip(self.parts, self.numbers, strict=True))

        def joined(name: str) -> Ints:
            return np.concatenate([part.ints(name) for part in self.parts])

        def numbered(name: str) -> Ints:
            return np.concatenate([numbers[part.ints(name)] for part, numbers in pairs])

        entries, documents = joined("entries"), numbered("entry_documents")
        sure = np.concatenate([part.floats("sure") for part in self.parts])
        order = np.lexsort((-sure, documents, entries))
        entries, documents, sure = entries[order], documents[order], sure[order]
        once = _firsts(entries, documents)
        topics, own = joined("topics"), numbered("topic_documents")
        order = np.lexsort((own, topics))
        topics, own = topics[order], own[order]
        single = _firsts(topics, own)
        return Leads(entries[once], documents[once], sure[once], topics[single], own[single])

    def matters(self) -> Iterator[list[tuple[int, _Told]]]:
        """What each matter is told of by the counties that have it, each with its county's first township's number."""
        where = np.concatenate([np.full(len(numbers), county) for county, numbers in enumerate(self.numbers)])
        numbers = np.concatenate(self.numbers)
        place = np.concatenate([np.arange(len(numbers)) for numbers in self.numbers])
        order = np.argsort(numbers, kind="stable")
        ends = np.searchsorted(numbers[order], np.arange(self.size), side="right").tolist()
        counties, places = where[order].tolist(), place[order].tolist()
        rows = [(part.blob("rows"), part.ints("row_ends").tolist()) for part in self.parts]
        start = 0
        for number, end in enumerate(ends):
            if number % _AT_ONCE == 0:
                for part in self.parts:
                    part.give_back()
            own = []
            for county, at in zip(counties[start:end], places[start:end], strict=True):
                blob, row_ends = rows[county]
                told = blob[row_ends[at - 1] if at else 0 : row_ends[at]]
                own.append((self.first_townships[county], _told(orjson.loads(told))))
            start = end
            yield own


def _firsts(*columns: Ints) -> Ints:
    """Which of some sorted rows are other than the one before."""
    return np.flatnonzero(np.any([np.diff(column, prepend=-1) != 0 for column in columns], axis=0))


def _numbered(keys: Sequence[Sequence[Key]]) -> list[Ints]:
    """The numbers of each county's matters among all."""
    first: dict[tuple[str, int], tuple[int, str]] = {}
    for own in keys:
        for name, kind, place, category in own:
            first.setdefault((name, kind), (place, category))
    kinds = {number: kind.value for number, kind in enumerate(ListKind)}
    order = sorted(first, key=lambda key: (first[key], key[0], kinds[key[1]]))
    numbers = {key: number for number, key in enumerate(order)}
    return [np.array([numbers[name, kind] for name, kind, _, _ in own], np.int64) for own in keys]


def _told(told: Told) -> _Told:
    name, kind, category, answer, topics, departments, total, members, _, folder, place = told["row"]
    townships, number, categories, names = told["facets"]
    return _Told(
        ResultRow(
            name,
            kind,
            category,
            AnswerRow(*answer),
            tuple(NamedRow(*one) for one in topics),
            tuple(NamedRow(*one) for one in departments),
            total,
            tuple(MemberRow(*one) for one in members),
            (),
            folder,
            place,
        ),
        [(word, tuple(entries), likely) for word, entries, likely in told["meanings"]],
        Facets(tuple(townships), number, tuple(categories), tuple(names)),
    )


def everywhere(
    files: Sequence[Path | bytes], wording: Wording, assets: str, executor: Executor | None = None
) -> Iterator[tuple[str, bytes]]:
    """The files of the search over all townships, and those that every search needs; meta.json as the last.

    `files` are the counties' parts, in the order of the counties.  With an executor the terms are put together there.
    """
    counties = _Counties(files, wording)
    run = executor.map if executor else map
    lengths = counties.lengths
    for own in run(partial(_lengths, files, counties.numbers, counties.size), range(PARTS)):
        lengths.direct[:] += own
    leads = counties.leads.rows(lengths, scopes.WIDE.leads)
    words = _by_part(wording)
    leading = Leading(leads, wording.key, counties.size)
    counted = (files, counties.numbers, lengths.norms)
    work = partial(_put_together, *counted, wording.rarity, wording.sought, leading)
    making = run(work, range(PARTS), words)
    # While others are at it; of each no more is kept than what it is filtered by.
    facets: list[Facets] = []
    rows_in = scopes.wide_rows(counties.size)
    rows = list(scopes.row_files(_rows(counties, facets), rows_in))
    made = list(making)
    heard = [one.heard for one in made]
    likely = _likelihoods(heard, leading, wording)
    sounds = run(_sounds, [likely], [_forms(wording)], [counties.phrases])
    used = set("".join(chain.from_iterable(own.words for own in heard))).union(*wording.words)
    letters = {term[0] for term in chain(wording.words, *(own.latin for own in heard)) if not is_han(term)}
    known = frozenset(speech.characters().gb2312)
    traditional = {old: new for old, new in simplified().items() if new in used}
    # A browser tells by itself that a character is not in GB 2312, and then asks for the table; these are.
    early = {old: new for old, new in traditional.items() if old in known}
    late = {old: new for old, new in traditional.items() if old not in known}
    further = scopes.further_files({term: rest for one in made for term, rest in one.further.items()}, wording.rarity)
    begins = chain.from_iterable(one.terms.begins for one in made)
    leads_in = max(_LEADS, scopes.lead_count(leads))
    scope = ScopeRow("", counties.size, cuts.text_of([*begins]), cuts.text_of(further.begins), leads_in, rows_in)
    whole = [
        *chain.from_iterable(one.terms.files for one in made),
        *further.files,
        *scopes.wide_leads(leads, wording, leads_in),
        *rows,
        *scopes.facet_files(facets, _desks(counties)),
        *chain.from_iterable(sounds),
        ("characters", to_json(CharactersRow("".join(late), "".join(late.values())))),
    ]
    version = digest(whole)
    yield from ((paths.search_file(version, name), text) for name, text in whole)
    yield from _common(counties, scope._replace(version=version), early, letters, assets)


def _desks(counties: _Counties) -> DeskFile:
    """Whom to ask: over all counties a department is but a kind."""
    asked = counties.wording.asked_kinds
    kinds = {
        id: [DeskRow(paths.url(paths.department_kind(id)), name)]
        for id, name in sorted(counties.kinds.items())
        if id in asked
    }
    return DeskFile(kinds=kinds, contact=ContactRow())


def _sounds(likelihoods: Mapping[str, int], forms: _Forms, names: Collection[Sequence[str]]) -> list[tuple[str, bytes]]:
    often = phrases.phrases(names, forms.phrases)
    heard = speech.spoken(likelihoods)
    within = Counter(forms.within)
    within.update(shards.parts(word for word in likelihoods.keys() - forms.words if heard[word]))
    # A browser reads a phrase character by character; one that is read otherwise stands among the others by that.
    longer = [
        word for word, said in heard.items() if word in likelihoods and len(word) > _PAIR and said and not said[2]
    ]
    longer += [phrase for phrase in often if phrase not in likelihoods]
    others = phrases.alike((word for word in likelihoods if len(word) == _PAIR), speech.characters().ordinary)
    cut = zip(
        shards.sounds(likelihoods, heard, within, SOUNDS, forms.asked),
        shards.by_key(speech.by_sounds(longer), SOUNDS),
        shards.by_key(others, SOUNDS),
        strict=True,
    )
    files = (
        SoundFile(sounds=columns.of_sounds(own), within=columns.of_phrases(long), ordinary=columns.of_phrases(ordinary))
        for own, long, ordinary in cut
    )
    return [(f"s-{number}", to_json(file)) for number, file in enumerate(files)]


def prepare_everywhere(wording: Wording) -> None:
    """Load what `everywhere` will need of a vocabulary."""
    _by_part(wording)
    _forms(wording)


@lru_cache(1)
def _forms(wording: Wording) -> _Forms:
    def make() -> bytes:
        words = {word for word in wording.words.keys() | wording.lexicon.own if _is_word(word, wording.worth(word))}
        said = Counter(chain.from_iterable(phrases.phrases_of(wording.lexicon.own, wording.lexicon)))
        within = shards.parts(words)
        return to_json([sorted(words), within, sorted(_sought_words(wording, words, within)), said])

    question = cache.key(cache.code(__name__), b"forms", wording.key)
    words, within, asked, said = orjson.loads(_CACHE.made(question.hex(), question, make))
    return _Forms(frozenset(words), within, frozenset(asked), said)


def _sought_words(wording: Wording, words: Iterable[str], within: Mapping[str, int]) -> Iterator[str]:
    """The words that people ask by, of all that the vocabulary has.

    Everyday words, of those of two characters only what others have in them (低保, not 寿司); and ordinary words that
    are in the name of a topic (高龄).
    """
    ordinary = frozenset(ordinary_words())
    for word in words:
        row = wording.words.get(word)
        is_everyday = word in wording.lexicon.own and (len(word) > _PAIR or within.get(word, 0) >= _OFTEN)
        if is_everyday or (word in ordinary and row and any(topic.called for topic in row.topics)):
            yield word


@lru_cache(1)
def _by_part(wording: Wording) -> list[dict[str, WordRow]]:
    """The vocabulary's terms, by the part that their files are put together with."""
    found: list[dict[str, WordRow]] = [{} for _ in range(PARTS)]
    for term, row in wording.words.items():
        found[part_of(wording.rarity.key(term))][term] = row
    return found


def _entries(files: Sequence[Path | bytes], numbers: Sequence[Ints], part: int) -> tuple[list[str], Ints, Entries]:
    """The terms of a part, what kinds they are, and where they stand, over all counties."""
    places: dict[str, int] = {}
    kinds: list[Ints] = []
    columns: list[list[Ints]] = [[], [], [], []]
    for file, own in zip(files, numbers, strict=True):
        county = CountyPart(file)
        terms = county.strings(f"terms-{part}")
        known = len(places)
        place = np.array([places.setdefault(term, len(places)) for term in terms], np.int64)
        kinds.append(county.ints(f"kinds-{part}", "<i1")[place >= known])
        values = (
            place[county.ints(f"numbers-{part}", "<i4")],
            county.ints(f"fields-{part}", "<i1"),
            own[county.ints(f"documents-{part}", "<i4")],
            county.ints(f"counts-{part}", "<i4"),
        )
        for column, value in zip(columns, values, strict=True):
            column.append(value)
    none = np.empty(0, np.int64)
    found, fields, documents, counts = (np.concatenate([none, *column]) for column in columns)
    entries = Entries(found, fields, documents, counts.astype(np.float64))
    return list(places), np.concatenate([none, *kinds]), entries.most()


def _lengths(files: Sequence[Path | bytes], numbers: Sequence[Ints], size: int, part: int) -> Floats:
    """How long the fields of all matters are by a part of the terms."""
    _, _, entries = _entries(files, numbers, part)
    return entries.lengths(size, len(BOOSTS))


class _Heard(NamedTuple):
    """Words of a part that somebody may say: in how many fields each is, the sum of its heaviest weights.

    `latin` are all terms of letters and digits.
    """

    words: list[str]
    fields: list[int]
    heaviest: list[float]
    latin: list[str]


class _Made(NamedTuple):
    """What is made of a part of the terms: their files, their further postings, which of them somebody may say."""

    terms: CutFiles
    further: dict[str, list[int]]
    heard: _Heard


def _put_together(
    files: Sequence[Path | bytes],
    numbers: Sequence[Ints],
    norms: Sequence[Norms],
    rarity: Rarity,
    sought: Sought,
    leading: Leading,
    part: int,
    words: Mapping[str, WordRow],
) -> _Made:
    terms, kinds, entries = _entries(files, numbers, part)
    postings = entries.postings(norms)
    weighed, left = shards.with_words(Weighed(terms, kinds, postings), words, leading.documents(part, words))
    rows = sorted(shards.term_rows(weighed, leading.size, scopes.WIDE))
    made = scopes.term_files(rows, left, rarity, sought, scopes.EVERYWHERE_EACH)
    said = set(np.unique(entries.terms[entries.fields != _TEXT]).tolist())
    heard = _Heard([], [], [], [term for term in terms if not is_han(term)])
    columns = (postings.terms, postings.fields, postings.heaviest(_HEAVIEST))
    for number, fields, heavy in zip(*(column.tolist() for column in columns), strict=True):
        term = terms[number]
        if _is_word(term, int(kinds[number])) and (number in said or term in words):
            heard.words.append(term)
            heard.fields.append(fields)
            heard.heaviest.append(heavy)
    return _Made(made, {term: rest for term, _, rest in rows if rest}, heard)


def _is_word(term: str, kind: int) -> bool:
    """Of so many characters only words may be meant by a slip or by pinyin."""
    return kind == 0 and len(term) in shards.WORD_LENGTHS and is_han(term)


def _is_likely(term: str, row: WordRow, wording: Wording) -> bool:
    """Of the vocabulary's words those of more than two characters that dictionaries have; others nobody types so."""
    return _is_word(term, row.worth) and (len(term) == _PAIR or wording.lexicon.knows(term))


def _likelihoods(heard: Iterable[_Heard], leading: Leading, wording: Wording) -> dict[str, int]:
    """How likely each word is meant, by its heaviest documents: the words of duties and those that lead to any."""
    own = {
        word: (fields, heavy)
        for part in heard
        for word, fields, heavy in zip(part.words, part.fields, part.heaviest, strict=True)
    }
    led = leading.told(f"likelihoods {cache.code(__name__).hex()}", lambda: _led(leading, wording))
    found: dict[str, int] = {}
    for word in own.keys() | led.keys():
        fields, heaviest = own.get(word, (0, 0.0))
        frequency = float(fields)
        if word in led:
            entries, topics, *several = led[word]
            heaviest += entries
            heaviest += topics
            for more in several:
                frequency += more
        found[word] = round(4 * math.log2(1 + heaviest * idf(round(frequency), leading.size)))
    return found


def _led(leading: Leading, wording: Wording) -> dict[str, list[float]]:
    """Of words that lead to anything: the sums of its heaviest documents by entries, and by topics; and about how many
    documents those of entries have, those whose questions say it, and those whose names do.
    """
    entries, topics, size = leading.leads.entries, leading.leads.topics, leading.size
    said = {number: _strongest(row) for number, row in entries.items()}
    found: dict[str, list[float]] = {}
    for word, row in wording.words.items():
        if not _is_likely(word, row, wording):
            continue
        led = [number for number in row.entries if number in entries]
        asked = [one for one in row.topics if one.topic in topics]
        if not (led or asked):
            continue
        several: dict[int, float] = {}
        for number in led:
            for document, weight in said[number]:
                several[document] = max(weight, several.get(document, 0.0))
        by_topic = [_asked(topics[one.topic], one.asked, one.called) for one in asked]
        found[word] = [
            sum(sorted(several.values(), reverse=True)[:_HEAVIEST]),
            sum(map(sum, by_topic)),
            _together([entries[number][0] for number in led], size),
            _together([topics[one.topic][0] for one in asked if one.asked], size),
            _together([topics[one.topic][0] for one in asked if one.called], size),
        ]
    return found


def _strongest(row: Sequence[int]) -> list[tuple[int, float]]:
    """The heaviest documents of an entry."""
    documents = accumulate(row[1::2])
    return sorted(
        ((document, weight / shards.TENFOLD) for document, weight in zip(documents, row[2::2], strict=True)),
        key=lambda one: (-one[1], one[0]),
    )[:_HEAVIEST]


def _asked(row: Sequence[int], asked: int, called: int) -> list[float]:
    """What a term weighs in the documents of a topic where it weighs most, that is in so often asked and called."""
    weights = []
    for own, name in zip(row[2::3], row[3::3], strict=True):
        boost = RECLAIMED if own < 0 else 1.0
        parts = ((ASKED, asked, abs(own)), (CALLED, called, name))
        weights.append(
            boost
            * sum(most * (K1 + 1) * often / (norm / shards.TENFOLD + often) for most, often, norm in parts if often)
        )
    return sorted(weights, reverse=True)[:_HEAVIEST]


def _together(counts: Iterable[int], size: int) -> float:
    """About how many documents have any of what so many of them have."""
    return size * (1 - math.prod(1 - count / max(1, size) for count in counts))


def _rows(counties: _Counties, into: list[Facets]) -> Iterator[ResultRow]:
    """Each matter as one result, by what the counties tell of it; by what it is filtered goes into a list."""
    for several in counties.matters():
        (_, first), *others = several
        members = [member for _, told in several for member in told.row.members]
        meanings: dict[str, MeaningRow] = {}
        ordered = sorted((one for _, told in several for one in told.meanings), key=lambda one: (-one[2], one[0]))
        for word, entries, _ in ordered:
            meanings.setdefault(word, scopes.meaning_row(word, entries))
        row = first.row._replace(
            total=sum(told.row.total for _, told in several),
            members=tuple(members[: scopes.MEMBERS]),
            meanings=tuple(meanings.values())[: scopes.MEANINGS],
        )
        facets = first.facets._replace(
            townships=tuple(start + number for start, told in several for number in told.facets.townships)
        )
        if others:
            facets = facets._replace(
                categories=_all(told.facets.categories for _, told in several),
                departments=_all(told.facets.departments for _, told in several),
            )
        into.append(facets)
        yield row


def _all(several: Iterable[Iterable[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(chain.from_iterable(several)))


def _vocabulary(wording: Wording) -> CutFiles:
    """The files of the vocabulary: they are the same until that changes."""
    begins, files = scopes.term_files([], wording.words, wording.rarity, wording.sought, scopes.WORDS_EACH, "w")
    elsewhere = enumerate(scopes.chunks(wording.elsewhere, scopes.ELSEWHERE))
    others = [(f"o-{number}", to_json(rows)) for number, rows in elsewhere]
    topics = ("n", to_json(wording.topic_names))
    return CutFiles(begins, [*files, *others, topics, ("l", to_json(letter_file(wording)))])


def _common(
    counties: _Counties, scope: ScopeRow, characters: dict[str, str], letters: set[str], assets: str
) -> Iterator[tuple[str, bytes]]:
    """What every search needs: what is made of the vocabulary, and meta.json."""
    wording, table = counties.wording, speech.characters()
    question = cache.key(cache.code(__name__), wording.key)
    kept = _CACHE.made(question.hex(), question, lambda: pickle.dumps(_vocabulary(wording)))
    own: CutFiles = pickle.loads(kept)
    vocabulary = digest(own.files)
    yield from ((paths.search_file(vocabulary, name), text) for name, text in own.files)
    meta = SearchMeta(
        all=scope,
        vocabulary=vocabulary,
        words=cuts.text_of(own.begins),
        entries=wording.entries,
        topics=wording.topics,
        texts=scopes.TEXTS,
        facets=scopes.FACETS,
        elsewhere=scopes.ELSEWHERE,
        common=wording.rarity.common,
        letters="".join(sorted(letters)),
        sounds=SOUNDS,
        places=digest((id, label.encode()) for id, label in counties.townships),
        lists={kind.value: kind.title for kind in ListKind},
        fillers=wording.fillers,
        empty=table.empty,
        characters=characters,
        worths=list(WORTHS),
        asked=ASKED * (K1 + 1),
        called=CALLED * (K1 + 1),
        reclaimed=RECLAIMED,
    )
    # Another one where anything of the whole index is.
    version = digest([("meta", to_json(meta)), *((id, version.encode()) for id, version in counties.pointers)])
    yield paths.SEARCH_META, to_json(SearchPointer(version=version, assets=assets, **meta))
