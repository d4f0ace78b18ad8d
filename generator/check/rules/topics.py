"""Topics: the vocabulary, and what duties say of it."""

from collections.abc import Iterator

from generator.check.places import problem
from generator.check.rule import rule, wide_rule
from generator.check.survey import Survey
from generator.model import Content, Problem, Topic, TopicCorrection, Where, duty_places
from generator.read.folder import TOPIC_FILE
from generator.words.characters import did_you_mean
from generator.words.topics import matcher_of, parts


@wide_rule()
def topics_unambiguous(content: Content, _: Survey) -> Iterator[Problem]:
    """主题词表里的编号和名称各只用一次，首页的主题也不写两遍。
    正：无偿献血只有一个主题
    误：两个主题都叫“无偿献血”
    """
    for index, id in enumerate(content.common_topics):
        if id in content.common_topics[:index]:
            yield problem(Where(TOPIC_FILE) / "common" / index, f"主题“{id}”写了两遍；请删去一个")
    seen: dict[tuple[str, str], str] = {}
    for where, topic in topic_places(content):
        for entry, key in ((("编号", topic.id), "id"), (("名称", topic.name), "name")):
            if entry in seen:
                yield problem(where / key, f"{entry[0]}“{entry[1]}”已用于“{seen[entry]}”；请换一个，或合并两个主题")
            seen.setdefault(entry, topic.name)


@wide_rule()
def topic_words_findable(content: Content, _: Survey) -> Iterator[Problem]:
    """主题的词每段至少两个字，同一个词不写两遍。
    正：match: [无偿献血, 畜禽…污染]
    误：match: [血, 畜…污染]
    """
    for where, topic in topic_places(content):
        for key in ("match", "weak", "unlike"):
            words = getattr(topic, key)
            for index, word in enumerate(words):
                if short := next((part for part in parts(word) if len(part) < 2), None):
                    yield problem(where / key / index, f"“{word}”里的“{short}”不到两个字，会误认；请写长一些")
                elif word in words[:index]:
                    yield problem(where / key / index, f"“{word}”写了两遍；请删去一个")


@rule()
def topics_known(content: Content) -> Iterator[Problem]:
    """写到的主题编号要在主题词表里。
    正：topics: {deny: [blood-donation]}
    误：topics: {deny: [blood-donatoin]}
    """
    known = {topic.id for topic in content.topics}
    # Where the vocabulary itself cannot be read, that is the problem.
    for where, named in _named_topics(content) if known else ():
        if named not in known:
            hint = did_you_mean(named, known) or f"；编号见 {TOPIC_FILE}"
            yield problem(where, f"主题“{named}”不在主题词表{hint}")


@rule()
def topic_corrections_needed(content: Content) -> Iterator[Problem]:
    """主题的改正要确实还需要：add 的是程序没有认出的，deny 的是程序误认的。
    正：程序误认的主题写进 deny
    误：程序本来就认出的主题写进 add
    """
    for township in content.townships:
        for where, _, _, duty in duty_places(township):
            # Without a vocabulary, what is wrong with it is told; what the program would take a duty for, nobody knows.
            if duty.topics == TopicCorrection() or not content.topic_groups:
                continue
            matcher = matcher_of(content.topic_groups)
            found = {
                assignment.topic.id
                for assignment in matcher.match(duty.model_copy(update={"topics": TopicCorrection()})).assignments
            }
            for key, needless in (("add", set(duty.topics.add) & found), ("deny", set(duty.topics.deny) - found)):
                for index, id in enumerate(getattr(duty.topics, key)):
                    if id in needless:
                        said = "程序已经认出" if key == "add" else "程序没有认成"
                        yield problem(where / "topics" / key / index, f"{said}主题“{id}”，这条改正不再需要；请删去")


@wide_rule(Problem.WARNING)
def topics_used(content: Content, duties: Survey) -> Iterator[Problem]:
    """主题词表里的每个主题至少有一个事项。
    正：无偿献血有事项
    误：加了一个主题，没有一个事项用到
    """
    # Where the vocabulary is the project's, or not all could be read, an unused topic says nothing.
    if not content.has_own_topics or not duties.duties or not duties.is_whole:
        return
    for where, topic in topic_places(content):
        if topic.id not in duties.topics:
            yield problem(where / "id", f"主题“{topic.name}”没有一个事项；请检查它的词，或删去")


def topic_places(content: Content) -> Iterator[tuple[Where, Topic]]:
    """Every topic of the vocabulary with its place."""
    for g, group in enumerate(content.topic_groups):
        for t, topic in enumerate(group.topics):
            yield Where(TOPIC_FILE) / "groups" / g / "topics" / t, topic


def _named_topics(content: Content) -> Iterator[tuple[Where, str]]:
    """Every place that names a topic by its id: `common` and `near` in the vocabulary, corrections on duties."""
    yield from ((Where(TOPIC_FILE) / "common" / index, id) for index, id in enumerate(content.common_topics))
    for where, topic in topic_places(content):
        yield from ((where / "near" / index, id) for index, id in enumerate(topic.near))
    for township in content.townships:
        for where, _, _, duty in duty_places(township):
            for key in ("add", "deny"):
                yield from ((where / "topics" / key / index, id) for index, id in enumerate(getattr(duty.topics, key)))
