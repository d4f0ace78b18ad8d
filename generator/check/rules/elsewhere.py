"""Elsewhere: matters that no list carries, what people call them, and whom to ask."""

import re
from collections.abc import Iterator, Mapping

from generator.check.places import problem
from generator.check.rule import wide_rule
from generator.check.rules.topics import topic_places
from generator.check.survey import Survey
from generator.model import Content, ElsewhereMatter, Problem, Where
from generator.read.folder import DEPARTMENT_FILE, ELSEWHERE_FILE, REFERENCE_FILE
from generator.words.characters import did_you_mean

# Terms of the search have no more characters; a single one is in everything.
_TERM = re.compile("[\u4e00-\u9fff]{2,6}|[a-z0-9]{2,6}")


@wide_rule()
def elsewhere_unambiguous(content: Content, _: Survey) -> Iterator[Problem]:
    """清单以外的事，一个说法只写一处，是两到六个字的词，里面没有套话，也不是便民词、主题词表里的说法。
    正：say: [公积金, 提取公积金]
    误：say: [钱, 公积金怎么提取出来, 低保]
    改：清单里有这件事的，从 elsewhere.yml 删去；没有的，从 synonyms/、topics.yml 删去；两边都要的，写 despite
    """
    known = _known(content)
    fillers = sorted(content.vocabulary.fillers, key=len, reverse=True)
    # Most have none.
    has_filler = re.compile("|".join(map(re.escape, fillers)) or "(?!)").search
    seen: dict[str, str] = {}
    for where, matter in _matters(content):
        for place, say in _words(where, matter):
            if say in seen:
                yield problem(place, f"“{say}”已经写在“{seen[say]}”里；一个说法只写一处")
            seen.setdefault(say, matter.name)
            if filler := next((one for one in fillers if one in say), "") if has_filler(say) else "":
                yield problem(place, f"“{say}”里有套话“{filler}”，查找时去掉它，就对不上了；请换个写法")
            elif not _TERM.fullmatch(say):
                yield problem(place, f"“{say}”应是两到六个汉字或小写字母的词，不混着写；别的查找不认得")
            elif say in known and say not in matter.excepted:
                yield problem(place, f"“{say}”也是清单里的事的说法；请留下一处", known[say])


@wide_rule()
def elsewhere_askable(content: Content, duties: Survey) -> Iterator[Problem]:
    """清单以外的事要问的部门类型在部门词表里，号码在引用词表里，并且写明了来源。
    正：kind: public-security；call: ['12367']，引用词表里有它和它的来源
    误：kind: public-safety；call: ['12399']
    """
    kinds = {kind.id for kind in content.departments.kinds}
    hotlines = {hotline.number: (number, hotline) for number, hotline in enumerate(content.references.hotlines)}
    for where, matter in _matters(content):
        # Where the kinds themselves cannot be read, that is the problem.
        if matter.kind and kinds and matter.kind not in kinds:
            hint = did_you_mean(matter.kind, kinds) or f"；编号见 {DEPARTMENT_FILE}"
            yield problem(where / "kind", f"“{matter.kind}”不在部门词表{hint}")
        for index, number in enumerate(matter.call):
            place, hotline = hotlines.get(number, (0, None))
            # Where the vocabulary cannot be read, what is wrong with it is told.
            if not hotline and not hotlines and not duties.is_whole:
                continue
            if not hotline:
                message = f"号码 {number} 不在引用词表；请在 {REFERENCE_FILE} 的 hotlines 里登记，写明来源"
                yield problem(where / "call" / index, message)
            elif not hotline.source:
                message = f"号码 {number} 在引用词表里没有写来源；请写上 source，或删去这个号码"
                yield problem(where / "call" / index, message, Where(REFERENCE_FILE) / "hotlines" / place)


@wide_rule(Problem.WARNING)
def elsewhere_not_in_lists(content: Content, duties: Survey) -> Iterator[Problem]:
    """清单以外的事，说法不在任何事项的名称里：清单里有的，不是清单以外的。
    正：say: [护照]，没有一个事项的名称里有“护照”
    误：say: [养老保险]，有事项叫“城乡居民养老保险参保登记”
    改：从 elsewhere.yml 删去这个说法，或换成更具体的；不是一回事的，写 despite
    """
    for where, matter in _matters(content):
        for place, say in _words(where, matter):
            if not (duty := duties.named.get(say)) or say in matter.excepted:
                continue
            line = f":{duty.at[0]}" if duty.at else ""
            message = f"“{say}”在事项“{duty.name}”的名称里，清单里有这件事；请删去这个说法，或写得更具体"
            yield problem(place, f"{message}；另见 {duty.where.file}{line}")


@wide_rule()
def elsewhere_exceptions_needed(content: Content, duties: Survey) -> Iterator[Problem]:
    """清单以外的事，写了 despite 的说法，确实在 say 或 brief 里，也确实在清单、便民词或主题里。
    正：despite: [{say: 公积金, why: 清单里写的是给本单位职工办的}]，有事项的名称里写着“公积金”
    误：despite: [{say: 护照, why: …}]，清单里没有“护照”
    """
    known = _known(content)
    for where, matter in _matters(content):
        for index, exception in enumerate(matter.despite):
            place = where / "despite" / index / "say"
            if exception.say not in matter.words:
                yield problem(place, f"“{exception.say}”不在这一条的 say、brief 里；请改对，或删去")
            elif duties.duties and duties.is_whole and exception.say not in duties.named and exception.say not in known:
                yield problem(place, f"清单、便民词、主题里都没有“{exception.say}”，这条 despite 不再需要；请删去")


def _matters(content: Content) -> Iterator[tuple[Where, ElsewhereMatter]]:
    """Every matter with its place.  Borrowed ones are not this content's to mend."""
    vocabulary = content.vocabulary
    for number, matter in enumerate(vocabulary.elsewhere if vocabulary.has_own_elsewhere else ()):
        yield Where(ELSEWHERE_FILE) / "elsewhere" / number, matter


def _words(where: Where, matter: ElsewhereMatter) -> Iterator[tuple[Where, str]]:
    """All words of a matter with their places."""
    for key, words in (("say", matter.say), ("brief", matter.brief)):
        for index, word in enumerate(words):
            yield where / key / index, word


def _known(content: Content) -> Mapping[str, Where]:
    """Those of its words that lead to duties too, and where."""
    wanted = {say for matter in content.vocabulary.elsewhere for say in matter.words}
    found: dict[str, Where] = {}
    for number, synonym in enumerate(content.vocabulary.synonyms):
        for key in ("say", "means"):
            for index, word in enumerate(getattr(synonym, key)):
                if word in wanted:
                    file, own = content.vocabulary.synonym_place(number)
                    found[word] = Where(file) / "synonyms" / own / key / index
    for where, topic in topic_places(content):
        for key, words in (("name", [topic.name]), ("asks", topic.asks), ("match", topic.match)):
            for index, word in enumerate(words):
                if word in wanted:
                    found[word] = where / key if key == "name" else where / key / index
    return found
