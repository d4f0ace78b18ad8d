"""Compare: a topic side by side in every township, and in words where the townships differ.

A township's lists give it a standing in a matter: it does it itself, assists a
department, the department has taken it back, nobody does it any more, or a part
each.  Townships with the same standing form a group, so that a few sentences
speak of many townships.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from generator.link import AnswerKind, LinkedDuty, LinkedTopic, TownshipHead

# How many names a sentence gives before it goes on with 等 N 个.
NAMES = 3
# A group of townships up to this size is told one by one, with its departments.
TOLD = 6

# A duty's name up to this length is quoted in a sentence.
SHORT_NAME = 30

Pattern = tuple[AnswerKind, ...]

_IN_GENERAL = {
    AnswerKind.TOWN: "自己办",
    AnswerKind.ASSIST: "配合上级部门",
    AnswerKind.TAKEN_OVER: "已由上级部门收回",
    AnswerKind.DISCONTINUED: "不再开展",
    AnswerKind.INCOMPLETE: "原文没有写全由谁办",
}


@dataclass(frozen=True)
class Standing:
    """A township in a matter: its name in sentences, its duties, and what they come to, in words."""

    head: TownshipHead
    name: str
    duties: tuple[LinkedDuty, ...]
    pattern: Pattern
    clause: str


@dataclass(frozen=True)
class Group:
    """Townships with the same standing."""

    title: str
    standings: tuple[Standing, ...]


@dataclass(frozen=True)
class Comparison:
    """A topic over all townships, in words and in groups.

    `summary` says who mentions it and whether they differ, `told` who does what, a clause for each.  The largest
    group comes first; `silent` are the townships that do not mention it.
    """

    summary: str
    told: tuple[str, ...]
    groups: tuple[Group, ...]
    silent: tuple[TownshipHead, ...]


def compare(topic: LinkedTopic, townships: Sequence[TownshipHead]) -> Comparison:
    """Put a topic's duties side by side.  `townships` are all that there are, in the catalogue's order."""
    own: dict[str, list[LinkedDuty]] = {}
    for duty in topic.duties:
        own.setdefault(duty.township.id, []).append(duty)
    speaking = [head for head in townships if head.id in own]
    silent = tuple(head for head in townships if head.id not in own)
    names = spoken_names(townships)
    standings = [_standing(head, names[head.id], own[head.id]) for head in speaking]
    by_pattern: dict[Pattern, list[Standing]] = {}
    for standing in standings:
        by_pattern.setdefault(standing.pattern, []).append(standing)
    largest_first = sorted(by_pattern.items(), key=lambda item: -len(item[1]))
    groups = tuple(Group(_in_general(pattern), tuple(members)) for pattern, members in largest_first)
    coverage = _coverage(len(townships), [names[head.id] for head in silent])
    verdict, told = _differences(groups)
    return Comparison(coverage + verdict, told, groups, silent)


def spoken_names(townships: Iterable[TownshipHead]) -> dict[str, str]:
    """A name for each township that no other has: its own, or with its county."""
    heads = list(townships)
    count = Counter(head.name for head in heads)
    return {head.id: head.name if head.name and count[head.name] == 1 else head.label for head in heads}


def _standing(head: TownshipHead, name: str, duties: list[LinkedDuty]) -> Standing:
    parts = {kind: [duty for duty in duties if duty.answer.kind is kind] for kind in AnswerKind}
    pattern = tuple(kind for kind in AnswerKind if parts[kind])
    return Standing(head, name, tuple(duties), pattern, _clause({kind: parts[kind] for kind in pattern}))


def _clause(parts: dict[AnswerKind, list[LinkedDuty]]) -> str:
    """What a township's duties come to: 自己办，也配合县民政局，“门诊费用报销”已由县医保局收回."""
    clauses = []
    for kind, duties in parts.items():
        who, which = _departments(duties), _which(duties) if len(parts) > 1 else ""
        match kind:
            case AnswerKind.TOWN:
                clauses.append("自己办")
            case AnswerKind.ASSIST:
                clauses.append(f"{'也' if clauses else ''}配合{who}")
            case AnswerKind.TAKEN_OVER:
                clauses.append(f"{which}已由{who}收回")
            case AnswerKind.DISCONTINUED:
                clauses.append(f"{which}不再开展")
            case AnswerKind.INCOMPLETE:
                clauses.append(f"{which}原文没有写全由谁办")
    return "，".join(clauses)


def _which(duties: list[LinkedDuty]) -> str:
    """What part of a matter a few duties are: a short name, or how many they are."""
    name = duties[0].duty.name.rstrip("。；")
    return f"“{name}”" if len(duties) == 1 and len(name) <= SHORT_NAME else f"有 {len(duties)} 项"


def _departments(duties: Iterable[LinkedDuty]) -> str:
    """Who leads duties, or all that they name where nobody is said to lead."""
    found: list[str] = []
    for duty in duties:
        leads = [mention.name for mention in duty.mentions if mention.lead]
        found += leads or [mention.name for mention in duty.mentions]
    return _listed(list(dict.fromkeys(found)), "个部门")


def _listed(names: Sequence[str], unit: str) -> str:
    shown = "、".join(names[:NAMES])
    return shown if len(names) <= NAMES else f"{shown}等 {len(names)} {unit}"


def _in_general(pattern: Pattern) -> str:
    """A standing without names: 自己办，也配合上级部门，有的已由上级部门收回."""
    words = []
    for kind in pattern:
        mark = "" if not words else "也" if kind is AnswerKind.ASSIST else "有的"
        words.append(mark + _IN_GENERAL[kind])
    return "，".join(words)


def _coverage(count: int, silent: Sequence[str]) -> str:
    if not silent:
        return f"收录的 {count} 个乡镇都写到了这件事。" if count > 1 else "收录的乡镇写到了这件事。"
    return f"收录的 {count} 个乡镇里，{count - len(silent)} 个写到了这件事；{_listed(silent, '个乡镇')}的清单没有提到。"


def _differences(groups: tuple[Group, ...]) -> tuple[str, tuple[str, ...]]:
    """Whether townships differ, and what each does."""
    told = tuple(part for group in groups for part in _told(group))
    if sum(len(group.standings) for group in groups) == 1:
        return "", told
    if len({standing.clause for group in groups for standing in group.standings}) == 1:
        return f"办法相同：都是{groups[0].standings[0].clause}。", ()
    if len(groups) == 1:
        return f"分工相同，都是{groups[0].title}，部门或项数不同。", told
    return "各乡镇不一样。", told


def _told(group: Group) -> list[str]:
    """A group in words: township by township where it is small, in general where it is large."""
    if len(group.standings) > TOLD:
        names = [standing.name for standing in group.standings]
        return [f"{_listed(names, '个乡镇')}：{group.title}。"]
    by_clause: dict[str, list[str]] = {}
    for standing in group.standings:
        by_clause.setdefault(standing.clause, []).append(standing.name)
    return [f"{'、'.join(names)}：{clause}。" for clause, names in by_clause.items()]
