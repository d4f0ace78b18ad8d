"""Synonyms: everyday words for those of the lists."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from generator.check.places import problem
from generator.check.rule import wide_rule
from generator.check.survey import Survey
from generator.model import Content, Problem, Where

# A word in the names of more than this share of all duties tells nothing about any of them.
_SWALLOWS = 0.05

# In fewer duties than this, a share says nothing.
_FEW = 20


@wide_rule()
def synonyms_mean_something(content: Content, duties: Survey) -> Iterator[Problem]:
    """便民词表里 means 的每个词语，至少在一个事项的名称或正文里一字不差地出现。
    正：means: [基本医疗保险]
    误：means: [基本医疗保检]
    """
    for place, word in _synonym_words(content, "means") if duties.is_whole else ():
        if word not in duties.meant:
            yield problem(_where(content, place), f"“{word}”没有在任何事项里出现；请照清单的原文写，或删去")


@wide_rule()
def synonyms_unambiguous(content: Content, duties: Survey) -> Iterator[Problem]:
    """便民词表里的一个说法只写一处，不转圈（甲是乙，乙又是甲；隔几步转回来也算），也不是到处都有的字眼。
    正：say: [孤寡老人]
    误：say: [管理]
    """
    seen: dict[str, _Place] = {}
    leads = {say: synonym.means for synonym in content.vocabulary.synonyms for say in synonym.say}
    reached = cache(lambda number: _reached(content.vocabulary.synonyms[number].means, leads))
    fillers = set(content.vocabulary.fillers)
    for place, say in _synonym_words(content, "say"):
        number, *_ = place
        if say in seen:
            message = f"“{say}”已经有了；一个说法只写一处，请合并"
            yield problem(_where(content, place), message, _where(content, seen[say]))
        seen.setdefault(say, place)
        if say in reached(number):
            yield problem(_where(content, place), f"“{say}”转了圈：它指的词语又指回它；请留下一个方向")
        if len(say) < 2 or say in fillers or duties.said.get(say, 0) > max(_FEW, _SWALLOWS * duties.duties):
            yield problem(_where(content, place), f"“{say}”到处都有，会把别的事项也带出来；请写得更具体")


@wide_rule(Problem.WARNING)
def synonyms_unused(content: Content, duties: Survey) -> Iterator[Problem]:
    """便民词表的 unused 里是没有事项再用的词；有事项又用到了的，移回 synonyms，查找才用它。
    正：unused 里 means: [高龄津贴]，没有一个事项写着高龄津贴
    误：unused 里 means: [高龄津贴]，又有事项写着高龄津贴
    """
    for place, one in content.vocabulary.unused if content.vocabulary.is_own else ():
        for index, word in enumerate(one.means):
            if word in duties.meant:
                yield problem(place / "means" / index, f"又有事项写着“{word}”了；请把这一条移到上面的 synonyms 里")


def _reached(words: Iterable[str], leads: Mapping[str, Iterable[str]]) -> set[str]:
    """The words, and all that they lead to, in however many steps."""
    found: set[str] = set()
    waiting = list(words)
    while waiting:
        word = waiting.pop()
        if word not in found:
            found.add(word)
            waiting += leads.get(word, ())
    return found


# The number of a synonym, one of its keys, and the number of a word under that.
_Place = tuple[int, str, int]


def _synonym_words(content: Content, key: str) -> Iterator[tuple[_Place, str]]:
    """Every word of the synonyms under a key, with its place.  Borrowed ones are not this content's to mend."""
    for number, synonym in enumerate(content.vocabulary.synonyms if content.vocabulary.is_own else ()):
        for index, word in enumerate(getattr(synonym, key)):
            yield (number, key, index), word


def _where(content: Content, place: _Place) -> Where:
    """A place, which only a problem needs: there are tens of thousands."""
    number, key, index = place
    file, own = content.vocabulary.synonym_place(number)
    return Where(file) / "synonyms" / own / key / index
