"""Related duties (相关事项): duties about the same matter, each with the reason for the link.

First the township's own: the other lists, then the same list; then those of
other townships.  What links is a shared topic, a neighbouring topic (`near` in
the vocabulary, inside a township only), or a name that is much alike.  Alike is
the cosine of the names' character pairs, each pair weighted by how rare it is
among the names of the county (inverse document frequency, Salton and Buckley
1988).

For each duty a bounded number of others is looked at, so that the work grows
with the number of duties: within the township those that share a topic or a
rare pair, elsewhere those of the next few townships with the topic.
"""

import math
from array import array
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cache, lru_cache
from itertools import islice

from generator.model import ListKind
from generator.words.topics import Assignment, How, normalised

# How many links a duty shows: of the township's other lists, of its own list, of other townships.
# Of the last only some: the page of its topic, which a duty leads to, shows them all side by side.
OTHER_LISTS, SAME_LIST, ELSEWHERE = 10, 4, 6
# How many other townships are looked at for a topic, and how many of a township's duties are shown.
TOWNSHIPS, PER_TOWNSHIP = 5, 2
# Names of one list that end alike and differ in a clause are a series (对…的处罚): this many of it are shown.
SERIES = 3
SERIES_ALIKE = 0.3
# Where one of two duties has no topic, their names must be this much alike; where both have, but none in common,
# alike names are of different matters (水污染防治监管, 噪声污染防治监管).  Found by reading pairs of four townships.
ALIKE = 0.5
# A topic with more duties than this in one of the two townships is broad: there a link takes more than the topic,
# and so it does where the topic is a small part of what both duties are about.
BROAD = 6
SMALL_PART = 1 / 2
BROAD_ALIKE = 0.12
# A duty that lists so much that what it shares is no more than this part of it must be at least a little alike.
OMNIBUS_PART, OMNIBUS_ALIKE = 1 / 4, 0.05
# Two fines about one matter are for different acts unless their names are this much alike.
FINE, FINES_ALIKE = "处罚", 0.2
# A pair of characters in more names of a township than this leads to nothing in particular.
RARE = 6
# Of so many names the weighted pairs are there at once: those of some twenty townships.  A duty is compared with those
# of the next few, so that almost none is weighed twice.
WEIGHED = 1 << 13

Key = tuple[str, str]


class Near(IntEnum):
    """Where a related duty stands, from near to far."""

    OTHER_LIST = 0
    SAME_LIST = 1
    ELSEWHERE = 2


@dataclass(frozen=True, slots=True)
class ComparedDuty:
    """A duty as it is compared: its township and county, its list, its name, its topics."""

    township: str
    county: str
    id: str
    kind: ListKind
    name: str
    topics: tuple[Assignment, ...]

    @property
    def key(self) -> Key:
        """The duty among all of them."""
        return self.township, self.id


@dataclass(frozen=True, slots=True)
class Relation:
    """A link to a related duty: where that stands, and why it is related."""

    target: Key
    near: Near
    reason: str


@dataclass(slots=True, eq=False)
class _Entry:
    duty: ComparedDuty
    # Where it stands in its township.
    position: int
    # Its name, as it is told from others.
    name: str
    named: frozenset[str]
    topics: frozenset[str]
    weigh: Callable[["_Entry"], Mapping[str, float]]
    # Of how many names of the county, and in how many of these each pair of its own is.
    among: int = 0
    often: Sequence[int] = ()

    @property
    def pairs(self) -> Mapping[str, float]:
        """Its name's character pairs, weighted by their rarity in the county, to a length of 1."""
        return self.weigh(self)


@dataclass(frozen=True, slots=True)
class _Candidate:
    entry: _Entry
    score: float
    reason: str


Relations = dict[Key, tuple[Relation, ...]]


def relate(duties: Iterable[ComparedDuty]) -> Relations:
    """For each duty, by township and id, its related duties: the best first, the township's own before others."""
    duties = list(duties)
    within, elsewhere = relate_within(duties), relate_elsewhere(duties)
    return {key: (*within[key], *elsewhere[key]) for key in within}


def relate_within(duties: Iterable[ComparedDuty]) -> Relations:
    """The related duties of the same township: of the other lists before those of its own.  Counties do not matter."""
    return _Relater(duties).within()


def relate_elsewhere(duties: Iterable[ComparedDuty]) -> Relations:
    """The related duties of other townships, of all that there are."""
    relater = _Relater(duties)
    return {key: own for township in relater.townships for key, own in relater.elsewhere(township).items()}


def elsewhere_of(duties: Iterable[ComparedDuty]) -> Callable[[str], Relations]:
    """The same of one township at a time: those of all take more room than all that they are found by."""
    return _Relater(duties).elsewhere


class _Relater:
    def __init__(self, duties: Iterable[ComparedDuty]) -> None:
        self.townships: dict[str, list[_Entry]] = defaultdict(list)
        self.names: dict[str, str] = {}
        self.near: dict[str, set[str]] = defaultdict(set)
        weigh = lru_cache(WEIGHED)(_weights)
        # Very many duties have the same topics.
        alike: dict[frozenset[str], frozenset[str]] = {}
        for duty in duties:
            topics = frozenset(assignment.topic.id for assignment in duty.topics)
            named = frozenset(assignment.topic.id for assignment in duty.topics if assignment.how is not How.TEXT)
            topics, named = alike.setdefault(topics, topics), alike.setdefault(named, named)
            own = self.townships[duty.township]
            own.append(_Entry(duty, len(own), normalised(duty.name), named, topics, weigh))
            for assignment in duty.topics:
                self.names[assignment.topic.id] = assignment.topic.name
                for other in assignment.topic.near:
                    self.near[assignment.topic.id].add(other)
                    self.near[other].add(assignment.topic.id)
        self.order = {township: index for index, township in enumerate(self.townships)}
        self._count()
        self.by_topic = {township: _by_topic(entries) for township, entries in self.townships.items()}
        self.with_topic: dict[str, list[str]] = defaultdict(list)
        for township, by_topic in self.by_topic.items():
            for topic in by_topic:
                self.with_topic[topic].append(township)
        # Only a duty without topics is looked for by its name.
        without = {entry.name for entries in self.townships.values() for entry in entries if not entry.topics}
        self.same_name: dict[str, list[_Entry]] = defaultdict(list)
        for entries in self.townships.values():
            for entry in entries:
                if entry.name in without:
                    self.same_name[entry.name].append(entry)

    def _count(self) -> None:
        """Count in how many names of the county each pair of a name is."""
        counties: dict[str, list[_Entry]] = defaultdict(list)
        for entries in self.townships.values():
            for entry in entries:
                counties[entry.duty.county].append(entry)
        for entries in counties.values():
            cut = [_pairs(entry.name) for entry in entries]
            frequency = Counter(pair for pairs in cut for pair in pairs)
            for entry, pairs in zip(entries, cut, strict=True):
                entry.among, entry.often = len(entries), array("I", map(frequency.__getitem__, pairs))

    def within(self) -> Relations:
        related = {}
        for township, entries in self.townships.items():
            rare = _rare_pairs(entries)
            for entry in entries:
                own = list(self._in_township(entry, self.by_topic[township], rare))
                others = [candidate for candidate in own if candidate.entry.duty.kind is not entry.duty.kind]
                same = [candidate for candidate in own if candidate.entry.duty.kind is entry.duty.kind]
                related[entry.duty.key] = (
                    *_relations(Near.OTHER_LIST, _best(others, OTHER_LISTS)),
                    *_relations(Near.SAME_LIST, _best(same, SAME_LIST)),
                )
        return related

    def elsewhere(self, township: str) -> Relations:
        return {
            entry.duty.key: tuple(_relations(Near.ELSEWHERE, self._spread(self._elsewhere(entry))))
            for entry in self.townships.get(township, ())
        }

    def _in_township(
        self, entry: _Entry, by_topic: dict[str, list[_Entry]], rare: dict[str, list[_Entry]]
    ) -> Iterator[_Candidate]:
        close = {other for topic in entry.named for other in self.near[topic]}
        found = [other for topic in entry.topics | close for other in by_topic.get(topic, ())]
        found += [other for pair in entry.pairs for other in rare.get(pair, ())]
        for other in {near.duty.id: near for near in found}.values():
            if other is entry:
                continue
            alike = _alike(entry, other)
            if _are_different_fines(entry, other, alike):
                continue
            is_other_list = other.duty.kind is not entry.duty.kind
            if shared := self._shared(entry, other, None if is_other_list else alike):
                yield _Candidate(other, 1 + len(shared) + alike, self._same_topics(shared, entry, other))
            elif (is_other_list or alike >= BROAD_ALIKE) and (bridges := self._bridges(entry, other, by_topic)):
                yield _Candidate(other, 0.5 + alike, f"主题相近：{bridges[0]}、{bridges[1]}")
            elif alike >= ALIKE and not (entry.topics and other.topics):
                yield _Candidate(other, alike, _alike_reason(entry, other))

    def _shared(self, entry: _Entry, other: _Entry, alike: float | None) -> list[str]:
        """The topics that link two duties, the narrowest first.

        Between two lists of a township any shared topic does (`alike` is None).  Elsewhere both names must speak of
        it, and be somewhat alike where the topic is broad or a small part of both, and a little alike where it is a
        very small part of either.
        """
        if alike is None:
            shared = entry.topics & other.topics
        else:
            shared = entry.named & other.named
            most = max(len(entry.topics), len(other.topics))
            if len(shared) <= OMNIBUS_PART * most and alike < OMNIBUS_ALIKE:
                return []
            is_small = len(shared) < SMALL_PART * min(len(entry.topics), len(other.topics))
            shared = frozenset(
                topic
                for topic in shared
                if alike >= BROAD_ALIKE or not (is_small or self._is_broad(topic, entry, other))
            )
        return sorted(shared, key=lambda topic: (len(self._of(other)[topic]), topic))

    def _is_broad(self, topic: str, *entries: _Entry) -> bool:
        return max(len(self._of(entry)[topic]) for entry in entries) > BROAD

    def _of(self, entry: _Entry) -> dict[str, list[_Entry]]:
        """The duties of an entry's township by topic."""
        return self.by_topic[entry.duty.township]

    def _bridges(self, entry: _Entry, other: _Entry, by_topic: dict[str, list[_Entry]]) -> tuple[str, str] | None:
        """Two neighbouring topics, narrow here, that the names of two duties are about."""
        for topic in sorted(entry.named):
            for close in sorted(self.near[topic] & other.named):
                if max(len(by_topic[topic]), len(by_topic[close])) <= BROAD:
                    return self.names[topic], self.names[close]
        return None

    def _same_topics(self, shared: Sequence[str], entry: _Entry, other: _Entry) -> str:
        return _topical("、".join(self.names[topic] for topic in shared[:2]), entry.name == other.name)

    def _elsewhere(self, entry: _Entry) -> list[_Candidate]:
        found: dict[Key, _Candidate] = {}
        for topic in sorted(entry.topics):
            for township in self._next(topic, entry.duty.township):
                for other in self.by_topic[township][topic]:
                    # Most are told apart by this, which takes less time than to compare their names.
                    if entry.named.isdisjoint(other.named) or other.duty.key in found:
                        continue
                    alike = _alike(entry, other)
                    if _are_different_fines(entry, other, alike):
                        continue
                    if shared := self._shared(entry, other, alike):
                        reason = self._same_topics(shared, entry, other)
                        found[other.duty.key] = _Candidate(other, len(shared) + 2 * alike, reason)
        if not entry.topics:
            same = self.same_name[entry.name]
            others = (other for other in same if other.duty.township != entry.duty.township)
            for other in islice(others, TOWNSHIPS):
                found[other.duty.key] = _Candidate(other, 1, "名称相同")
        return list(found.values())

    def _next(self, topic: str, township: str) -> list[str]:
        """The townships with a topic that come after one in the catalogue's order, from the first again at the end."""
        having = self.with_topic[topic]
        start = bisect_right(having, self.order[township], key=self.order.__getitem__)
        around = having[start : start + TOWNSHIPS] + having[: max(0, start + TOWNSHIPS - len(having))]
        return [other for other in dict.fromkeys(around) if other != township]

    def _spread(self, candidates: list[_Candidate]) -> list[_Candidate]:
        """The best of each township, townships in the catalogue's order."""
        per_township: dict[str, list[_Candidate]] = defaultdict(list)
        for candidate in candidates:
            per_township[candidate.entry.duty.township].append(candidate)
        best = {township: _best(own, PER_TOWNSHIP) for township, own in per_township.items()}
        chosen: list[_Candidate] = []
        for rank in range(PER_TOWNSHIP):
            for own in best.values():
                if rank < len(own) and len(chosen) < ELSEWHERE and own[rank].score >= own[0].score / 2:
                    chosen.append(own[rank])
        return sorted(chosen, key=lambda candidate: self.order[candidate.entry.duty.township])


def _best(candidates: list[_Candidate], limit: int) -> list[_Candidate]:
    """The highest scores, in the order of the list where equal, with few of a series of near-identical names."""
    chosen: list[_Candidate] = []
    # Rounded: what is alike in the same pairs is equal, whatever the order in which they were added up.
    for candidate in sorted(candidates, key=lambda each: (-round(each.score, 9), each.entry.position)):
        if sum(_is_series(other.entry, candidate.entry) for other in chosen) < SERIES:
            chosen.append(candidate)
        if len(chosen) == limit:
            break
    return chosen


def _are_different_fines(entry: _Entry, other: _Entry, alike: float) -> bool:
    return alike < FINES_ALIKE and FINE in entry.duty.name and FINE in other.duty.name


def _is_series(entry: _Entry, other: _Entry) -> bool:
    """Whether two names differ in a clause only."""
    first, second = entry.duty, other.duty
    ends_alike = first.name.rstrip("。；")[-2:] == second.name.rstrip("。；")[-2:]
    return first.kind is second.kind and ends_alike and _alike(entry, other) >= SERIES_ALIKE


def _relations(near: Near, candidates: Iterable[_Candidate]) -> Iterator[Relation]:
    return (Relation(candidate.entry.duty.key, near, candidate.reason) for candidate in candidates)


@cache
def _topical(names: str, is_same_name: bool) -> str:
    """Why two duties are related that share topics; very many are for the same reason."""
    return f"名称相同，主题同是{names}" if is_same_name else f"主题同是{names}"


def _by_topic(entries: Iterable[_Entry]) -> dict[str, list[_Entry]]:
    found: dict[str, list[_Entry]] = defaultdict(list)
    for entry in entries:
        for topic in sorted(entry.topics):
            found[topic].append(entry)
    return dict(found)


def _weights(entry: _Entry) -> Mapping[str, float]:
    weights = {
        pair: math.log(1 + entry.among / often) for pair, often in zip(_pairs(entry.name), entry.often, strict=True)
    }
    length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1
    return {pair: weight / length for pair, weight in weights.items()}


def _pairs(text: str) -> tuple[str, ...]:
    """The different pairs of a name as it is compared, in their order: sums over them are the same in every run."""
    return tuple(dict.fromkeys(pair for i in range(len(text) - 1) if (pair := text[i : i + 2]).isalnum()))


def _rare_pairs(entries: Iterable[_Entry]) -> dict[str, list[_Entry]]:
    """The duties of a township by the character pairs that few of its names have."""
    found: dict[str, list[_Entry]] = defaultdict(list)
    for entry in entries:
        for pair in entry.pairs:
            found[pair].append(entry)
    return {pair: own for pair, own in found.items() if 1 < len(own) <= RARE}


def _alike(entry: _Entry, other: _Entry) -> float:
    """The cosine of two names' weighted pairs, from 0 to 1."""
    large, small = entry.pairs, other.pairs
    if len(large) < len(small):
        small, large = large, small
    return sum(weight * large[pair] for pair, weight in small.items() if pair in large)


def _alike_reason(entry: _Entry, other: _Entry) -> str:
    """The longest run of characters that two names share, which is what they are alike in."""
    first, second = normalised(entry.duty.name), normalised(other.duty.name)
    if first == second:
        return "名称相同"
    runs = {first[i:j] for i in range(len(first)) for j in range(i + 2, min(len(first), i + 12) + 1)}
    common = max((run for run in runs if run in second), key=lambda run: (len(run), run))
    return f"名称相近：都有“{common}”"
