"""Compare: a topic side by side in every township, and in words where the townships differ.

A township's lists give it a standing in a matter: it does it itself, assists a
department, the department has taken a part back, a part is cancelled or nobody
does it any more, or a part each.  What was taken back or ended is always a part
(one fine, one assessment), and is named.  Townships with the same standing form
a group, so that a few sentences speak of many townships.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, StrEnum

from generator.link.catalogue import Catalogue, DepartmentRef, DutyHead, LinkedTopic, TownshipHead
from generator.words.places import PlaceWords

# How many names a sentence gives before it goes on with 等 N 个.
NAMES = 3
# A group of townships up to this size is told one by one, with its departments.
TOLD = 6
# How many duties are shown in whose text a township touches on a matter that it has no duty of.
TOUCHING = 3

# A duty's name up to this length is quoted in a sentence.
SHORT_NAME = 30
# What names of which there are many end in.
_MANY = ("处罚", "考核")


class Way(Enum):
    """How a township has to do with a duty; the value says it in general."""

    TOWN = "自己办"
    ASSIST = "配合上级部门"
    TAKEN_OVER = "已由上级部门收回"
    CANCELLED = "已取消"
    DISCONTINUED = "不再开展"
    INCOMPLETE = "原文没有写全由谁办"

    @classmethod
    def of(cls, duty: DutyHead) -> "Way":
        """The way that a duty's answer says."""
        return cls.CANCELLED if duty.answer.is_cancelled else cls[duty.answer.kind.name]


Pattern = tuple[Way, ...]


class Verdict(StrEnum):
    """Whether townships that have duties of a matter differ; the value says it.

    {} is what they have in common; where they differ, what such places are called.  The reader's own comparison says it
    with the same words (`data/summarise.py`).
    """

    DIFFERENT = "各{}不一样。"
    SAME = "都是{}。"
    SAME_KINDS = "都是配合{}部门。"
    MORE_KINDS = "都是配合{}部门，有的还配合其他部门。"
    OTHER_KINDS = "都是配合上级部门，但部门不同。"
    SIMILAR = "大体相同：{}。"


@dataclass(frozen=True)
class Standing:
    """A township in a matter: its name in sentences, its duties, and what they come to, in words."""

    head: TownshipHead
    name: str
    duties: tuple[DutyHead, ...]
    pattern: Pattern
    clause: str


@dataclass(frozen=True)
class StandingGroup:
    """Townships with the same standing."""

    title: str
    standings: tuple[Standing, ...]


@dataclass(frozen=True)
class Silent:
    """A township without a duty of its own in a matter, and its duties whose text touches on it."""

    head: TownshipHead
    touching: tuple[DutyHead, ...]


@dataclass(frozen=True)
class Comparison:
    """A topic over all townships, in words and in groups.

    `coverage` says who has duties of it, `verdict` whether they differ, `told` who does what, a clause for each.  The
    largest group comes first; `silent` are the townships without.
    """

    coverage: str
    verdict: str
    told: tuple[str, ...]
    groups: tuple[StandingGroup, ...]
    silent: tuple[Silent, ...]

    @property
    def summary(self) -> str:
        """What it comes to, in one or two sentences."""
        return self.coverage + self.verdict


def compare(topic: LinkedTopic, townships: Sequence[TownshipHead], kinds: Mapping[str, str]) -> Comparison:
    """Put a topic's duties side by side.

    `townships` are all that there are, in the catalogue's order; `kinds` has the names of departments' kinds by the
    departments' ids.
    """
    names = spoken_names(townships)
    speaking, silent = standings(topic, townships, names)
    by_pattern: dict[Pattern, list[Standing]] = {}
    for standing in speaking:
        by_pattern.setdefault(standing.pattern, []).append(standing)
    largest_first = sorted(by_pattern.items(), key=lambda item: -len(item[1]))
    groups = tuple(StandingGroup(in_general(pattern), tuple(members)) for pattern, members in largest_first)
    place = PlaceWords.of(head.kind for head in townships).place
    coverage = _coverage(place, len(townships), [names[township.head.id] for township in silent])
    verdict, told = _differences(place, groups, kinds)
    return Comparison(coverage, verdict, told, groups, silent)


def standings(
    topic: LinkedTopic, townships: Sequence[TownshipHead], names: Mapping[str, str]
) -> tuple[list[Standing], tuple[Silent, ...]]:
    """Each township in a matter: those that have duties of it, under their names, and those that have none."""
    own, touching = _by_township(topic.duties), _by_township(topic.touching)
    speaking = [standing(head, names[head.id], own[head.id]) for head in townships if head.id in own]
    silent = (Silent(head, most_about(topic.id, touching.get(head.id, []))) for head in townships if head.id not in own)
    return speaking, tuple(silent)


def spoken_names(townships: Iterable[TownshipHead]) -> dict[str, str]:
    """A name for each township that no other has: its own, or with its county."""
    heads = list(townships)
    count = Counter(head.name for head in heads)
    return {head.id: head.name if head.name and count[head.name] == 1 else head.label for head in heads}


def kind_names(catalogue: Catalogue[DutyHead]) -> dict[str, str]:
    """The names of departments' kinds by the departments' ids."""
    return {
        department.ref.id: department.kind.name
        for county in catalogue.counties
        for department in county.departments
        if department.kind
    }


def _by_township(duties: Iterable[DutyHead]) -> dict[str, list[DutyHead]]:
    found: dict[str, list[DutyHead]] = {}
    for duty in duties:
        found.setdefault(duty.township.id, []).append(duty)
    return found


def most_about(topic_id: str, duties: Iterable[DutyHead]) -> tuple[DutyHead, ...]:
    """The duties that touch on a topic in more columns before those that do in one, a few of them."""

    def columns(duty: DutyHead) -> int:
        return sum(near.topic.id == topic_id for near in duty.near_topics)

    return tuple(sorted(duties, key=columns, reverse=True)[:TOUCHING])


def standing(head: TownshipHead, name: str, duties: Sequence[DutyHead]) -> Standing:
    """A township's duties of a matter, and what they come to."""
    parts = {way: own for way in Way if (own := [duty for duty in duties if Way.of(duty) is way])}
    return Standing(head, name, tuple(duties), tuple(parts), _clause(parts))


def _clause(parts: dict[Way, list[DutyHead]]) -> str:
    """What a township's duties come to: 自己办，也配合县民政局，“门诊费用报销”已由县医保局收回."""
    clauses = []
    for way, duties in parts.items():
        match way:
            case Way.TOWN:
                clauses.append(way.value)
            case Way.ASSIST:
                clauses.append(f"{'也' if clauses else ''}配合{_departments(duties)}")
            case Way.TAKEN_OVER:
                clauses.append(f"{_which(duties)}已由{_departments(duties)}收回")
            case _:
                clauses.append(f"{_which(duties)}{way.value}")
    return "，".join(clauses)


def _which(duties: list[DutyHead]) -> str:
    """What part of a matter a few duties are: a short name, or how many they are."""
    names = [duty.name.rstrip("。；") for duty in duties]
    if len(names) == 1 and len(names[0]) <= SHORT_NAME:
        return f"“{names[0]}”"
    what = next((word for word in _MANY if all(name.endswith(word) for name in names)), "")
    return f"有 {len(names)} 项{what}"


def _departments(duties: Iterable[DutyHead]) -> str:
    """Who is responsible for duties, each under the first of its printed names."""
    names: dict[DepartmentRef | str, str] = {}
    for mention in (mention for duty in duties for mention in duty.responsible):
        names.setdefault(mention.department or mention.name, mention.name)
    return _listed(list(names.values()), "个部门")


def _listed(names: Sequence[str], unit: str) -> str:
    shown = "、".join(names[:NAMES])
    return shown if len(names) <= NAMES else f"{shown}等 {len(names)} {unit}"


def in_general(pattern: Pattern) -> str:
    """A standing without names: 自己办，也配合上级部门，有的已由上级部门收回."""
    words: list[str] = []
    for way in pattern:
        match way:
            case Way.TOWN:
                mark = ""
            case Way.ASSIST:
                mark = "也" if words else ""
            case _:
                mark = "有的" if words else "有事项"
        words.append(mark + way.value)
    return "，".join(words)


def _coverage(place: str, count: int, silent: Sequence[str]) -> str:
    if not silent:
        return f"收录的 {count} 个{place}都写到了这件事。" if count > 1 else f"收录的{place}写到了这件事。"
    those = _listed(silent, f"个{place}")
    return f"收录的 {count} 个{place}里，{count - len(silent)} 个单列了这件事；{those}没有单列。"


def _differences(
    place: str, groups: tuple[StandingGroup, ...], kinds: Mapping[str, str]
) -> tuple[str, tuple[str, ...]]:
    """Whether townships, which are called so, differ, and what each does."""
    told = tuple(part for group in groups for part in _told(place, group))
    standings = [standing for group in groups for standing in group.standings]
    if len(standings) == 1:
        return "", told
    if len(groups) > 1:
        return Verdict.DIFFERENT.format(place), told
    clause = standings[0].clause if len({standing.clause for standing in standings}) == 1 else ""
    match standings[0].pattern:
        case (Way.TOWN,):
            return Verdict.SAME.format(clause), ()
        case (Way.ASSIST,) if clause:
            return Verdict.SAME.format(clause), ()
        case (Way.ASSIST,):
            return _whom(standings, kinds), told
        case _:
            return Verdict.SIMILAR.format(groups[0].title), told


def _whom(standings: Sequence[Standing], kinds: Mapping[str, str]) -> str:
    """Whom townships assist that assist only: counties name their departments differently, their kinds are the same."""
    several = [kinds_of(standing.duties, kinds) for standing in standings]
    common = [kind for kind in several[0] if all(kind in own for own in several)]
    if not common:
        return Verdict.OTHER_KINDS
    is_same = all(len(own) == len(common) for own in several)
    return (Verdict.SAME_KINDS if is_same else Verdict.MORE_KINDS).format(_listed(common, "类"))


def kinds_of(duties: Iterable[DutyHead], kinds: Mapping[str, str]) -> list[str]:
    """The kinds of those who are responsible for duties."""
    refs = (ref for duty in duties for mention in duty.responsible for ref in mention.departments)
    return list(dict.fromkeys(kinds.get(ref.id, ref.name) for ref in refs))


def _told(place: str, group: StandingGroup) -> list[str]:
    """A group in words: township by township where it is small, in general where it is large."""
    if len(group.standings) > TOLD:
        names = [standing.name for standing in group.standings]
        return [f"{_listed(names, f'个{place}')}：{group.title}。"]
    by_clause: dict[str, list[str]] = {}
    for standing in group.standings:
        by_clause.setdefault(standing.clause, []).append(standing.name)
    return [f"{'、'.join(names)}：{clause}。" for clause, names in by_clause.items()]
