"""A report on topics, for the people who keep the vocabulary: why each duty has its topics, and what has none."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from generator.model import AnyDuty, Content, duty_places
from generator.words.places import words_for
from generator.words.topics import Assignment, How, Matched, Matcher, normalised

# A phrase is proposed if duties without a topic of this many townships have it, and most duties that have it are such.
TOWNSHIPS = 2
MOSTLY = 1 / 2
LENGTHS = range(3, 9)


class Which(StrEnum):
    """What of the report is wanted."""

    ALL = "all"
    WITHOUT = "without"
    NEAR = "near"
    PROPOSE = "propose"


@dataclass(frozen=True)
class _Row:
    township: str
    duty: AnyDuty
    matched: Matched

    @property
    def has_topic(self) -> bool:
        return bool(self.matched.assignments)

    @property
    def line(self) -> str:
        return f"{self.township} {self.duty.id} {self.duty.name}"


def report(content: Content, which: Which, township_id: str | None = None) -> Iterator[str]:
    """The lines of a report on all townships, or on one; a count comes last."""
    matcher = Matcher(content.topics)
    rows = [
        _Row(township.id, duty, matcher.match(duty))
        for township in content.townships
        if township_id in (None, township.id)
        for _, _, _, duty in duty_places(township)
    ]
    match which:
        case Which.WITHOUT:
            yield from (row.line for row in rows if not row.has_topic)
        case Which.PROPOSE:
            yield from _proposals(rows, min(TOWNSHIPS, len({row.township for row in rows})), words_for(content).place)
        case Which.NEAR:
            for row in rows:
                if row.matched.near_misses:
                    yield row.line
                for near in row.matched.near_misses:
                    place = f"{near.column.title}里有{_quoted(near.words)}"
                    yield f"    差一点：{near.topic.name}（{near.topic.id}），{place}"
        case Which.ALL:
            for row in rows:
                yield row.line
                yield from (f"    {_reason(assignment)}" for assignment in row.matched.assignments)
                yield from (f"    人工去掉：{id}" for id in row.matched.denied)
                if not row.has_topic:
                    yield "    没有主题"
    yield _summary(rows)


def _summary(rows: list[_Row]) -> str:
    with_topic = sum(row.has_topic for row in rows)
    used = len({assignment.topic.id for row in rows for assignment in row.matched.assignments})
    share = 100 * with_topic / len(rows) if rows else 0
    without = len(rows) - with_topic
    return f"共 {len(rows)} 项：{with_topic} 项归入 {used} 个主题（{share:.1f} %），{without} 项没有主题。"


def _reason(assignment: Assignment) -> str:
    topic = f"{assignment.topic.name}（{assignment.topic.id}）"
    match assignment.how:
        case How.NAME:
            return f"{topic}：名称里有{_quoted(assignment.words)}"
        case How.TEXT:
            return f"{topic}：正文单列了这件事，有{_quoted(assignment.words)}"
        case How.ADDED:
            return f"{topic}：人工加入"


def _quoted(words: tuple[str, ...]) -> str:
    return "、".join(f"“{word}”" for word in words)


def _proposals(rows: list[_Row], at_least: int, place: str) -> Iterator[str]:
    """Phrases of names that mostly duties without a topic have, those of the most townships first."""
    without: dict[str, list[_Row]] = defaultdict(list)
    frequency: Counter[str] = Counter()
    for row in rows:
        phrases = _phrases(row.duty.name)
        frequency.update(phrases)
        if not row.has_topic:
            for phrase in sorted(phrases):
                without[phrase].append(row)
    wanted = {
        phrase: own
        for phrase, own in without.items()
        if len({row.township for row in own}) >= at_least and len(own) > MOSTLY * frequency[phrase]
    }
    # Of phrases inside one another that the same duties have, the longest says it all.
    longest: dict[tuple[str, ...], str] = {}
    for phrase, own in wanted.items():
        key = tuple(row.line for row in own)
        longest[key] = max(longest.get(key, ""), phrase, key=len)
    chosen = sorted(
        longest.values(),
        key=lambda phrase: (-len({row.township for row in wanted[phrase]}), -len(wanted[phrase]), phrase),
    )
    for phrase in chosen:
        own = wanted[phrase]
        yield f"“{phrase}”：{len({row.township for row in own})} 个{place}，{len(own)} 项没有主题的事项里有"
        yield from (f"    {row.line}" for row in own)


def _phrases(name: str) -> set[str]:
    runs = re.findall(r"[\u4e00-\u9fff]+", normalised(name))
    return {run[i : i + n] for run in runs for n in LENGTHS for i in range(len(run) - n + 1)}
