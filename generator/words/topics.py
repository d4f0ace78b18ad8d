"""Topics (主题): which matters a duty is about, and why.

A duty belongs to a topic if one of the topic's words stands in its name.  A
name can be general (就业失业服务), so a cooperative duty also belongs where the
matter is a task of its own in both columns of the text, what the department
does and what the township does: a quarter of a column's entries have one of the
words, one of them near its beginning.  Less than that is a near miss.  A name
that only cites a law (《…法》第…条规定情形的处罚) says nothing itself; there the
one column 工作方式 is enough.
Corrections on the duty come last.

Words and texts are compared in one form (`normalised`): width, spaces and
quotation marks do not matter.  In a word, `…` stands for up to twenty
characters of one sentence.  What stands in `unlike` is taken out of a text
before a topic's words are looked for, so that 集体聚餐食品安全 is no 食品安全.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from generator.model import AnyDuty, Column, PassageKind, Topic, TopicGroup

# How much may stand between the parts of a word with …: a clause of a long name, not another matter.
GAP = 20

# When a matter is a task of its own in a column, and no mention by the way; found by reading all the cases in
# which words stood in both columns of a duty of four townships.
SHARE = 1 / 4
HEAD = 12

_QUOTES_AND_SPACES = re.compile(r"[\s“”\"'‘’「」《》〈〉]")
# What a duty says that it does not cover.
_EXCLUSIONS = re.compile(r"\((?:不包括|不包含|不含|除)[^()]*\)")
_CITES = re.compile("》第[一二三四五六七八九十百零〇0-9]+条")
_MASK = "〓"


class How(StrEnum):
    """怎样归入: by the name, by the text, or by a correction."""

    NAME = "name"
    TEXT = "text"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Assignment:
    """A topic of a duty, by which of the topic's words, and where they were found."""

    topic: Topic
    how: How
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A topic whose words stand in a column of a duty's text, without being a task in both."""

    topic: Topic
    column: Column
    words: tuple[str, ...]


@dataclass(frozen=True)
class Matched:
    """All that was found for a duty; `denied` are the ids of topics that a correction took out."""

    assignments: tuple[Assignment, ...]
    near_misses: tuple[NearMiss, ...]
    denied: tuple[str, ...]


def parts(word: str) -> list[str]:
    """The parts of a word between its gaps."""
    return [normalised(part) for part in re.split("…+", word)]


def normalised(text: str) -> str:
    """A text in the form in which words are looked for: half-width, without spaces, quotation marks, exclusions."""
    text = _QUOTES_AND_SPACES.sub("", unicodedata.normalize("NFKC", text))
    return _EXCLUSIONS.sub("", text)


class _Word:
    """A word of the vocabulary: found in a normalised text by `in`, or by a pattern where it has a gap."""

    def __init__(self, printed: str) -> None:
        self.printed = printed
        own = parts(printed)
        self.start = own[0][:2]
        self._text = own[0]
        gap = rf"[^。;]{{0,{GAP}}}?"
        self._pattern = re.compile(gap.join(map(re.escape, own))) if len(own) > 1 else None

    def find(self, text: str) -> int:
        """The offset of the first occurrence, or -1."""
        if self._pattern is None:
            return text.find(self._text)
        found = self._pattern.search(text)
        return found.start() if found else -1

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Where the word occurs: begin and end of each occurrence."""
        pattern = self._pattern or re.compile(re.escape(self._text))
        return (found.span() for found in pattern.finditer(text))


class _TopicWords:
    def __init__(self, topic: Topic) -> None:
        self.topic = topic
        self.strong = [_Word(word) for word in topic.match]
        self.weak = [_Word(word) for word in topic.weak]
        self.unlike = [_Word(word) for word in topic.unlike]

    def found(self, text: str, words: Iterable[_Word]) -> list[tuple[int, str]]:
        """Offset and printed form of each word that occurs in a text."""
        hits = [(offset, word.printed) for word in words if (offset := word.find(text)) >= 0]
        if hits and self.unlike:
            text = self._without_unlike(text)
            hits = [(offset, word.printed) for word in words if (offset := word.find(text)) >= 0]
        return hits

    def _without_unlike(self, text: str) -> str:
        """The text with all that is `unlike` masked, of the same length."""
        chars = list(text)
        for begin, end in (span for word in self.unlike for span in word.spans(text)):
            chars[begin:end] = _MASK * (end - begin)
        return "".join(chars)


@dataclass(frozen=True)
class _Mentions:
    """A topic's words in a column of `size` entries: for each entry that has some, their offsets and printed forms."""

    column: Column
    size: int
    hits: list[list[tuple[int, str]]]

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(word for own in self.hits for _, word in own))

    @property
    def is_task(self) -> bool:
        first = min(offset for own in self.hits for offset, _ in own)
        return len(self.hits) >= SHARE * self.size and first <= HEAD


@lru_cache(maxsize=2)
def matcher_of(groups: tuple[TopicGroup, ...]) -> "Matcher":
    """The matcher of a vocabulary's topics; all counties have the same."""
    return Matcher(topic for group in groups for topic in group.topics)


class Matcher:
    """Finds the topics of duties, with a vocabulary made ready once.

    The work for a duty grows with its text and with the words that begin as
    something in it does, not with the number of other duties.
    """

    def __init__(self, topics: Iterable[Topic]) -> None:
        self._topics = [_TopicWords(topic) for topic in topics]
        self._by_id = {topic_words.topic.id: topic_words.topic for topic_words in self._topics}
        self._starting: dict[str, list[tuple[int, _Word]]] = defaultdict(list)
        for index, topic_words in enumerate(self._topics):
            for word in (*topic_words.strong, *topic_words.weak):
                self._starting[word.start].append((index, word))

    def match(self, duty: AnyDuty) -> Matched:
        """The topics of a duty: by name in the order of the name, then by text, then those added by a correction."""
        denied = set(duty.topics.deny)
        found = [assignment for assignment in self._by_name(duty.name) if assignment.topic.id not in denied]
        known = {assignment.topic.id for assignment in found}
        near: list[NearMiss] = []
        for topic, columns in self._by_text(duty, known | denied):
            tasks = {mentions.column for mentions in columns if mentions.is_task}
            if {Column.SUPERIOR, Column.TOWNSHIP} <= tasks or (Column.METHOD in tasks and _CITES.search(duty.name)):
                words = dict.fromkeys(word for mentions in columns for word in mentions.words)
                found.append(Assignment(topic, How.TEXT, tuple(words)))
                known.add(topic.id)
            else:
                near += [NearMiss(topic, mentions.column, mentions.words) for mentions in columns]
        found += [
            Assignment(self._by_id[id], How.ADDED) for id in duty.topics.add if id in self._by_id and id not in known
        ]
        return Matched(tuple(found), tuple(near), duty.topics.deny)

    def _by_name(self, name: str) -> list[Assignment]:
        text = normalised(name)
        hits = [
            (topic_words, sorted(own))
            for topic_words in self._with_words_in(text)
            if (own := topic_words.found(text, topic_words.strong))
        ]
        hits.sort(key=lambda hit: hit[1][0][0])
        return [Assignment(topic_words.topic, How.NAME, tuple(word for _, word in own)) for topic_words, own in hits]

    def _by_text(self, duty: AnyDuty, but: set[str]) -> Iterator[tuple[Topic, list["_Mentions"]]]:
        """Topics, but for some, with words in the text, and how each column that has some mentions them."""
        columns: dict[Column, list[str]] = defaultdict(list)
        for passage in duty.passages():
            if passage.kind is PassageKind.DUTIES:
                columns[passage.column] += map(normalised, passage.texts)
        for topic_words in self._with_words_in("\n".join(text for texts in columns.values() for text in texts)):
            if topic_words.topic.id in but:
                continue
            words = [*topic_words.strong, *topic_words.weak]
            found = [
                _Mentions(column, len(texts), hits)
                for column, texts in columns.items()
                if (hits := [own for text in texts if (own := topic_words.found(text, words))])
            ]
            if found:
                yield topic_words.topic, found

    def _with_words_in(self, text: str) -> Iterator[_TopicWords]:
        """The topics of which a word stands in the text, in the vocabulary's order.

        Only words that begin with two characters of the text are looked for.
        """
        pairs = {text[i : i + 2] for i in range(len(text) - 1)}
        beginning = (entry for pair in pairs if pair in self._starting for entry in self._starting[pair])
        return (self._topics[index] for index in sorted({index for index, word in beginning if word.find(text) >= 0}))
