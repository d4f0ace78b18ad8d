"""Link: `Content`, where names are only names, to `Catalogue`, where they lead somewhere.

Departments are resolved in their county's register, categories in the
vocabulary, duties get their topics and related duties, and departments,
categories and topics know their duties.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from generator.link.related import Near, Subject, relate
from generator.model import (
    AnyDuty,
    BasicDuty,
    CategoryName,
    Content,
    CooperativeDuty,
    County,
    CountyFile,
    Department,
    DepartmentVocabulary,
    ListKind,
    NameStatus,
    ReclaimedDuty,
    ReclaimedStatus,
    SourceDocument,
    SuperiorBlock,
    Topic,
    Township,
    Vocabulary,
)
from generator.words.departments import Register, kind_of, placed_name, printed_name, signs
from generator.words.references import Found, Recogniser, Reference, ReferenceKind
from generator.words.subjects import is_heading
from generator.words.topics import Assignment, Matcher, NearMiss

# How a department says that it took a duty back only to end it, and what it says where the duty was to assess others.
_CANCELLED = re.compile("^(?:负责)?取消|^阶段性工作已完成")
_NO_ASSESSMENT = re.compile("不再对?[^。；，]*考核")
_ASSESSMENT = "考核"


class AnswerKind(StrEnum):
    """谁来办: the five answers to "who does it"."""

    TOWN = "town"
    ASSIST = "assist"
    TAKEN_OVER = "taken-over"
    DISCONTINUED = "discontinued"
    INCOMPLETE = "incomplete"


@dataclass(frozen=True)
class DepartmentRef:
    """A registered department as others point to it; `id` is `<county>/<department>`."""

    id: str
    name: str


@dataclass(frozen=True)
class Mention:
    """A department as a duty prints it: `name` without the mark 牵头, and what it resolves to.

    `department` is None for words that name nobody in particular (其他相关单位).  `second` is the department whose
    sign stands in brackets, where that is registered by itself: 县住建局（县城管局）.
    """

    name: str
    lead: bool
    department: DepartmentRef | None
    second: DepartmentRef | None = None

    @property
    def departments(self) -> tuple[DepartmentRef, ...]:
        """Everybody whom it means."""
        return tuple(one for one in (self.department, self.second) if one)


@dataclass(frozen=True)
class Block:
    """A block of 上级部门职责 with its departments resolved.

    `concerned` says whose each text is of a block that several share (县教育局指导…, 医疗机构负责…: nobody's own).
    """

    mentions: tuple[Mention, ...]
    duties: tuple[str, ...]
    support: tuple[str, ...]
    concerned: Mapping[str, tuple[DepartmentRef, ...]] = field(default_factory=dict, compare=False)

    @property
    def departments(self) -> tuple[DepartmentRef, ...]:
        """Everybody whose block it is."""
        return tuple(department for mention in self.mentions for department in mention.departments)

    @property
    def is_shared(self) -> bool:
        """Whether others than one department may have a part in it."""
        owners = set(self.departments)
        is_open = any(one.department is None or printed_name(one.name).open_ended for one in self.mentions)
        return len(owners) > 1 or (bool(owners) and is_open)

    def of(self, department: DepartmentRef) -> "BlockPart":
        """What of the block is one department's."""

        def own(texts: Iterable[str]) -> tuple[str, ...]:
            return tuple(text for text in texts if department in self.concerned.get(text, (department,)))

        sections = [Section(heading, mine) for heading, several in _sections(self.duties) if (mine := own(several))]
        duties = [text for text in self.duties if not is_heading(text)]
        joint = tuple(text for text in (*duties, *self.support) if not self.concerned.get(text, (department,)))
        return BlockPart(self.mentions, tuple(sections), joint, own(self.support), len(duties))


def _sections(texts: Iterable[str]) -> Iterator[tuple[str, list[str]]]:
    """The duties of a block under their headings, the first of them perhaps under none."""
    heading, own = "", list[str]()
    for text in texts:
        if is_heading(text):
            yield heading, own
            heading, own = text, []
        else:
            own.append(text)
    yield heading, own


@dataclass(frozen=True)
class Section:
    """Duties of a block under their heading (一、民宿服务管理), which may be empty."""

    heading: str
    duties: tuple[str, ...]


@dataclass(frozen=True)
class BlockPart:
    """A block as one of its departments sees it: what concerns it, and what is joint or somebody else's.

    `total` is how many duties the whole block has.
    """

    mentions: tuple[Mention, ...]
    sections: tuple[Section, ...]
    joint: tuple[str, ...]
    support: tuple[str, ...]
    total: int

    @property
    def duties(self) -> tuple[str, ...]:
        """The duties that concern it, without headings."""
        return tuple(text for section in self.sections for text in section.duties)


@dataclass(frozen=True)
class Naming:
    """A department that stands in no cell of a duty but is named in its texts (上报县审计局), and those texts."""

    department: DepartmentRef
    texts: tuple[str, ...]


@dataclass(frozen=True)
class Answer:
    """Who does a duty, in a word and in a sentence (镇里配合; 由县民政局负责，镇里配合。).

    `is_cancelled` where the list has a department take a duty over whose text says that it is cancelled (取消考核).
    """

    kind: AnswerKind
    word: str
    sentence: str
    is_cancelled: bool = False


@dataclass(frozen=True)
class CategoryRef:
    """A category as a list prints it, and the vocabulary's id and name for it."""

    id: str
    name: str
    printed: str


@dataclass(frozen=True)
class TownshipHead:
    """What every page says of a township.

    `short` is its name in lists (突泉镇), `spoken` in sentences (本乡镇 where the name is not known), `label`
    stands alone (突泉县突泉镇), and `word` is what kind of township it is (镇).
    """

    id: str
    county_id: str
    name: str | None
    name_status: NameStatus
    name_evidence: str
    label: str
    short: str
    spoken: str
    word: str
    province: str | None
    prefecture: str | None
    county: str | None
    source: SourceDocument | None


@dataclass(frozen=True)
class LinkedDuty:
    """A duty with everything that its page says."""

    township: TownshipHead
    kind: ListKind
    category: CategoryRef
    duty: AnyDuty
    mentions: tuple[Mention, ...]
    blocks: tuple[Block, ...]
    answer: Answer
    topics: tuple[Assignment, ...]
    # Topics that its text touches on, without being about them.
    near_topics: tuple[NearMiss, ...] = ()
    # What each of its texts names; texts that name nothing are left out.
    found: Mapping[str, tuple[Found, ...]] = field(default_factory=dict, compare=False)
    named: tuple[Naming, ...] = ()

    @property
    def id(self) -> str:
        return self.duty.id

    @property
    def texts(self) -> Iterator[str]:
        """Everything that the duty says, its name first."""
        yield self.duty.name
        for block in self.blocks:
            yield from (*block.duties, *block.support)
        yield from getattr(self.duty, "township", ())
        yield from getattr(self.duty, "method", ())

    @property
    def citations(self) -> tuple["Citation", ...]:
        """What its texts name, once each, by kind and then in the order of the texts."""
        return tuple(_citations(self))

    @property
    def departments(self) -> Iterator[DepartmentRef]:
        """Every registered department that has to do with the duty, once each."""
        everyone = (*self.mentions, *(mention for block in self.blocks for mention in block.mentions))
        yield from dict.fromkeys(department for mention in everyone for department in mention.departments)


@dataclass(frozen=True)
class Citation:
    """A reference as one duty names it: the ways it is written, the articles, and the first text and place of it."""

    reference: Reference
    duty: LinkedDuty
    printed: tuple[str, ...]
    articles: tuple[str, ...]
    text: str
    start: int
    end: int


@dataclass(frozen=True)
class LinkedCategory:
    """A category of one list: what it is called there, and its duties."""

    ref: CategoryRef
    declared: int | None
    duties: tuple[LinkedDuty, ...]


@dataclass(frozen=True)
class LinkedList:
    """One of a township's lists.

    `title` is what it is cited by and names this list and no other; `printed_title` is what the document heads it with.
    """

    kind: ListKind
    title: str
    printed_title: str
    categories: tuple[LinkedCategory, ...]

    @property
    def duties(self) -> tuple[LinkedDuty, ...]:
        return tuple(duty for category in self.categories for duty in category.duties)


@dataclass(frozen=True)
class LinkedTownship:
    """A township with its lists, in their official order."""

    head: TownshipHead
    lists: tuple[LinkedList, ...]

    @property
    def duties(self) -> tuple[LinkedDuty, ...]:
        return tuple(duty for one in self.lists for duty in one.duties)


class Part(StrEnum):
    """部门的角色: what a department has to do with a duty."""

    LEADS = "leads"
    TAKES_PART = "takes-part"
    TAKEN_BACK = "taken-back"
    DISCONTINUED = "discontinued"
    NAMED = "named"

    @property
    def title(self) -> str:
        """What a person calls it."""
        return {
            "leads": "牵头或单独负责",
            "takes-part": "共同负责或参与",
            "taken-back": "已收回",
            "discontinued": "不再开展",
            "named": "文中提到",
        }[self.value]


@dataclass(frozen=True)
class DepartmentDuty:
    """A duty as one department sees it: its part, the blocks of its own, and other texts that concern it.

    The texts are how a duty is done that it has taken back, or where a duty of others names it.
    """

    duty: LinkedDuty
    part: Part
    blocks: tuple[BlockPart, ...]
    texts: tuple[str, ...]


@dataclass(frozen=True)
class KindRef:
    """A kind of department, under the vocabulary's id and name."""

    id: str
    name: str


@dataclass(frozen=True)
class LinkedDepartment:
    """A department and every duty that has to do with it, in the order of the townships and lists.

    `names` are the other names that are registered or printed somewhere.
    """

    ref: DepartmentRef
    county_id: str
    county: str | None
    full_name: str | None
    names: tuple[str, ...]
    kind: KindRef | None
    work: tuple[DepartmentDuty, ...]

    @property
    def placed_name(self) -> str:
        """Its name with its county's (吉首市医保局)."""
        return placed_name(self.ref.name, self.county)

    @property
    def duties(self) -> tuple[LinkedDuty, ...]:
        """The duties that name it in a cell or as the owner of a block."""
        return tuple(one.duty for one in self.work if one.part is not Part.NAMED)


@dataclass(frozen=True)
class LinkedCounty:
    """A county with its departments and townships."""

    id: str
    file: CountyFile
    departments: tuple[LinkedDepartment, ...]
    townships: tuple[LinkedTownship, ...]

    @property
    def name(self) -> str:
        return self.file.name or "县名未注明"


@dataclass(frozen=True)
class WideCategory:
    """A category over all townships."""

    id: str
    name: str
    duties: tuple[LinkedDuty, ...]


@dataclass(frozen=True)
class WideReference:
    """A law, document, form, platform or phone number over all townships."""

    reference: Reference
    citations: tuple[Citation, ...]

    @property
    def printed(self) -> tuple[str, ...]:
        """Every way in which it is written."""
        return tuple(dict.fromkeys(text for one in self.citations for text in one.printed))


@dataclass(frozen=True)
class WideKind:
    """A kind of department over all counties, with everything registered of it: a page that it has once, it keeps."""

    ref: KindRef
    departments: tuple[LinkedDepartment, ...]

    @property
    def busy(self) -> tuple[LinkedDepartment, ...]:
        """Those that a published list speaks of."""
        return tuple(one for one in self.departments if one.work)

    @property
    def idle(self) -> tuple[LinkedDepartment, ...]:
        """Those that none does."""
        return tuple(one for one in self.departments if not one.work)


@dataclass(frozen=True)
class LinkedTopic:
    """A topic and its duties, in the order of the townships and lists.

    `touching` are duties about something else whose text has the topic's words, in townships without duties of it.
    """

    topic: Topic
    group: str
    duties: tuple[LinkedDuty, ...]
    touching: tuple[LinkedDuty, ...] = ()


@dataclass(frozen=True)
class LinkedTopicGroup:
    """The topics of a group that have duties."""

    name: str
    topics: tuple[LinkedTopic, ...]


@dataclass(frozen=True)
class RelatedDuty:
    """A duty about the same matter: where it stands from here, and why it is related."""

    duty: LinkedDuty
    near: Near
    reason: str


@dataclass(frozen=True)
class Catalogue:
    """Everything, linked: what renders and exports work on.

    `related` is by township id and duty id; `common_topics` are those that people ask for most, in the order of the
    vocabulary, as far as they have duties.
    """

    counties: tuple[LinkedCounty, ...]
    categories: tuple[WideCategory, ...]
    references: tuple[WideReference, ...]
    kinds: tuple[WideKind, ...]
    topic_groups: tuple[LinkedTopicGroup, ...]
    related: dict[tuple[str, str], tuple[RelatedDuty, ...]]
    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    common_topics: tuple[LinkedTopic, ...] = ()

    @property
    def topics(self) -> tuple[LinkedTopic, ...]:
        return tuple(topic for group in self.topic_groups for topic in group.topics)

    @property
    def townships(self) -> tuple[LinkedTownship, ...]:
        return tuple(township for county in self.counties for township in county.townships)


def link(content: Content) -> Catalogue:
    """Resolve every name.  The content must have passed `check`."""
    by_name = {name: one for one in content.categories for name in (one.name, *one.aliases)}
    matcher = Matcher(content.topics)
    counties = tuple(
        _link_county(
            county, [one for one in content.townships if one.county_id == county.id], by_name, content, matcher
        )
        for county in content.counties
    )
    duties = [duty for county in counties for township in county.townships for duty in township.duties]
    categories = tuple(
        WideCategory(one.id, one.name, own)
        for one in content.categories
        if (own := tuple(duty for duty in duties if duty.category.id == one.id))
    )
    groups = _topic_groups(content, duties)
    topics = {one.topic.id: one for group in groups for one in group.topics}
    return Catalogue(
        counties,
        categories,
        _references(duties),
        _kinds(counties, content.departments),
        groups,
        _related(duties),
        content.vocabulary,
        tuple(topics[one] for one in content.common_topics if one in topics),
    )


def _references(duties: Iterable[LinkedDuty]) -> tuple[WideReference, ...]:
    """Everything that duties name, by kind; what most duties name comes first."""
    citations: dict[tuple[ReferenceKind, str], list[Citation]] = {}
    for duty in duties:
        for one in duty.citations:
            citations.setdefault((one.reference.kind, one.reference.id), []).append(one)
    kinds = list(ReferenceKind)
    wide = [WideReference(several[0].reference, tuple(several)) for several in citations.values()]
    return tuple(
        sorted(wide, key=lambda one: (kinds.index(one.reference.kind), -len(one.citations), one.reference.name))
    )


def _citations(duty: LinkedDuty) -> Iterator[Citation]:
    places: dict[Reference, list[tuple[str, Found]]] = {}
    for text, several in duty.found.items():
        for one in several:
            places.setdefault(one.reference, []).append((text, one))
    for kind in ReferenceKind:
        for reference, own in places.items():
            if reference.kind is kind:
                (text, first), *_ = own
                yield Citation(
                    reference,
                    duty,
                    tuple(dict.fromkeys(text[one.start : one.end] for text, one in own)),
                    tuple(dict.fromkeys(one.articles for _, one in own if one.articles)),
                    text,
                    first.start,
                    first.end,
                )


def _topic_groups(content: Content, duties: list[LinkedDuty]) -> tuple[LinkedTopicGroup, ...]:
    about: dict[str, list[LinkedDuty]] = {}
    touching: dict[str, dict[tuple[str, str], LinkedDuty]] = {}
    for duty in duties:
        for one in duty.topics:
            about.setdefault(one.topic.id, []).append(duty)
        for near in duty.near_topics:
            touching.setdefault(near.topic.id, {})[duty.township.id, duty.id] = duty

    def linked(topic: Topic, group: str) -> LinkedTopic:
        own = about[topic.id]
        speaking = {duty.township.id for duty in own}
        others = (duty for duty in touching.get(topic.id, {}).values() if duty.township.id not in speaking)
        return LinkedTopic(topic, group, tuple(own), tuple(others))

    groups = (
        LinkedTopicGroup(group.name, tuple(linked(one, group.name) for one in group.topics if one.id in about))
        for group in content.topic_groups
    )
    return tuple(group for group in groups if group.topics)


def _related(duties: list[LinkedDuty]) -> dict[tuple[str, str], tuple[RelatedDuty, ...]]:
    by_key = {(duty.township.id, duty.id): duty for duty in duties}
    relations = relate(
        Subject(duty.township.id, duty.township.county_id, duty.id, duty.kind, duty.duty.name, duty.topics)
        for duty in duties
    )
    return {
        key: tuple(RelatedDuty(by_key[one.target], one.near, one.reason) for one in own)
        for key, own in relations.items()
    }


def _kinds(counties: tuple[LinkedCounty, ...], vocabulary: DepartmentVocabulary) -> tuple[WideKind, ...]:
    """The kinds that there are departments of, in the order of the vocabulary."""
    own: dict[str, list[LinkedDepartment]] = {}
    for county in counties:
        for department in county.departments:
            if department.kind:
                own.setdefault(department.kind.id, []).append(department)
    return tuple(
        WideKind(KindRef(kind.id, kind.name), tuple(own[kind.id])) for kind in vocabulary.kinds if kind.id in own
    )


def _link_county(
    county: County,
    townships: Iterable[Township],
    categories: dict[str, CategoryName],
    content: Content,
    matcher: Matcher,
) -> LinkedCounty:
    linker = _Linker(county, categories, content, matcher)
    linked = tuple(linker.township(township) for township in townships)
    work: dict[str, list[DepartmentDuty]] = {}
    printed: dict[str, dict[str, None]] = {}
    for duty in (duty for township in linked for duty in township.duties):
        for ref in duty.departments:
            work.setdefault(ref.id, []).append(_department_duty(ref, duty))
        for naming in duty.named:
            seen = DepartmentDuty(duty, Part.NAMED, (), naming.texts)
            work.setdefault(naming.department.id, []).append(seen)
        for mention in (*duty.mentions, *(mention for block in duty.blocks for mention in block.mentions)):
            if mention.department:
                printed.setdefault(mention.department.id, {})[printed_name(mention.name).core] = None
    departments = []
    for one in county.file.departments:
        ref = DepartmentRef(f"{county.id}/{one.id}", one.name)
        kind = kind_of(one, content.departments)
        names = dict.fromkeys((*one.aliases, *printed.get(ref.id, ())))
        departments.append(
            LinkedDepartment(
                ref,
                county.id,
                county.file.name,
                one.full_name,
                tuple(name for name in names if name not in (one.name, one.full_name)),
                KindRef(kind.id, kind.name) if kind else None,
                tuple(work.get(ref.id, ())),
            )
        )
    return LinkedCounty(county.id, county.file, tuple(departments), linked)


def _department_duty(ref: DepartmentRef, duty: LinkedDuty) -> DepartmentDuty:
    """A duty as a department sees it that stands in its cell or owns a block."""
    match duty.answer.kind:
        case _ if duty.kind is ListKind.COOPERATIVE:
            own = [mention for mention in duty.mentions if ref in mention.departments]
            named = [mention for mention in duty.mentions if mention.department]
            leads = any(mention.lead for mention in own) or (bool(own) and len(named) == 1)
            part = Part.LEADS if leads else Part.TAKES_PART
        case AnswerKind.DISCONTINUED:
            part = Part.DISCONTINUED
        case _:
            part = Part.TAKEN_BACK
    blocks = tuple(block.of(ref) for block in duty.blocks if ref in block.departments)
    return DepartmentDuty(duty, part, blocks, getattr(duty.duty, "method", ()))


class _Linker:
    """Links the townships of one county."""

    def __init__(self, county: County, categories: dict[str, CategoryName], content: Content, matcher: Matcher) -> None:
        self.county, self.categories, self.matcher = county, categories, matcher
        self.recogniser = Recogniser(content.references, county.file)
        self.register = Register(county.file, content.departments)
        self._registered = {self._ref(one): one for one in county.file.departments}

    def township(self, township: Township) -> LinkedTownship:
        head = self._head(township)
        lists = tuple(self._list(head, kind, township) for kind in ListKind if kind in township.lists)
        return LinkedTownship(head, lists)

    def _head(self, township: Township) -> TownshipHead:
        file, county = township.file, self.county.file
        short = file.name or "乡镇（名称未注明）"
        return TownshipHead(
            id=township.id,
            county_id=self.county.id,
            name=file.name,
            name_status=file.name_status,
            name_evidence=file.name_evidence,
            label=f"{county.name or ''}{short}",
            short=short,
            spoken=file.name or "本乡镇",
            word=next((word for word in ("街道", "乡", "镇") if short.endswith(word) and file.name), "乡镇"),
            province=county.province,
            prefecture=county.prefecture,
            county=county.name,
            source=file.source,
        )

    def _list(self, head: TownshipHead, kind: ListKind, township: Township) -> LinkedList:
        duty_list = township.lists[kind]
        categories = []
        for category in duty_list.categories:
            entry = self.categories[category.name]
            ref = CategoryRef(entry.id, entry.name, category.name)
            duties = tuple(self._duty(head, kind, ref, duty) for duty in category.duties)
            categories.append(LinkedCategory(ref, category.declared, duties))
        names_itself = ListKind.named_in(duty_list.title) == {kind}
        # A name that the document does not state is not put into a title.
        name = head.label if head.name_status is NameStatus.STATED else ""
        title = duty_list.title if names_itself else f"{name}{kind.official_title}"
        return LinkedList(kind, title, duty_list.title, tuple(categories))

    def _duty(self, head: TownshipHead, kind: ListKind, category: CategoryRef, duty: AnyDuty) -> LinkedDuty:
        mentions: tuple[Mention, ...] = ()
        blocks: tuple[Block, ...] = ()
        if isinstance(duty, CooperativeDuty | ReclaimedDuty):
            mentions = self._mentions(duty.departments)
        if isinstance(duty, CooperativeDuty):
            blocks = tuple(map(self._block, duty.superior))
        matched = self.matcher.match(duty)
        answer = _answer(head, duty, mentions)
        linked = LinkedDuty(
            head, kind, category, duty, mentions, blocks, answer, matched.assignments, matched.near_misses
        )
        return replace(linked, found=self.recogniser.find_all(linked.texts), named=self._namings(linked))

    def _namings(self, linked: LinkedDuty) -> tuple[Naming, ...]:
        in_cells = set(linked.departments)
        texts: dict[DepartmentRef, list[str]] = {}
        for text in linked.texts:
            for found in self.register.named_in(text):
                if (ref := self._ref(found)) not in in_cells:
                    texts.setdefault(ref, []).append(text)
        return tuple(Naming(ref, tuple(own)) for ref, own in texts.items())

    def _block(self, block: SuperiorBlock) -> Block:
        linked = Block(self._mentions(block.departments), block.duties, block.support)
        if not linked.is_shared:
            return linked
        owners = [self._registered[ref] for ref in dict.fromkeys(linked.departments)]
        texts = (*(text for text in block.duties if not is_heading(text)), *block.support)
        whose = self.register.concerned(texts, owners)
        concerned = {text: tuple(map(self._ref, several)) for text, several in zip(texts, whose, strict=True)}
        return replace(linked, concerned=concerned)

    def _mentions(self, names: tuple[str, ...]) -> tuple[Mention, ...]:
        return tuple(self._mention(name) for name in names)

    def _mention(self, text: str) -> Mention:
        name = printed_name(text)
        if not name.core:
            return Mention(name.name, name.lead, None)
        found = self.register.find(name.core)
        sign = signs(name.core)[1]
        second = self.register.find(sign) if sign else None
        return Mention(name.name, name.lead, self._ref(found), self._ref(second) if second is not found else None)

    def _ref(self, department: Department | None) -> DepartmentRef | None:
        return DepartmentRef(f"{self.county.id}/{department.id}", department.name) if department else None


def _answer(head: TownshipHead, duty: AnyDuty, mentions: tuple[Mention, ...]) -> Answer:
    """Who does it, from the list that the duty stands in and the departments that it names."""
    town = {"乡镇": "乡镇", "街道": "街道"}.get(head.word, f"{head.word}里")
    leads = [mention.name for mention in mentions if mention.lead]
    names = leads or [mention.name for mention in mentions]
    who = names[0] if len(names) == 1 else f"{names[0]}等 {len(names)} 个部门" if names else ""
    verb = "牵头" if leads else "负责"
    match duty:
        case BasicDuty():
            return Answer(AnswerKind.TOWN, f"{town}直接办", f"由{head.spoken}直接办理。")
        case CooperativeDuty() if mentions and duty.township:
            return Answer(AnswerKind.ASSIST, f"{town}配合", f"由{who}{verb}，{head.spoken}配合。")
        case ReclaimedDuty(status=ReclaimedStatus.DISCONTINUED):
            return Answer(AnswerKind.DISCONTINUED, "不再开展", "这项工作已不再开展。")
        case ReclaimedDuty() if mentions and _is_cancelled(duty):
            sentence = f"这项工作已取消，{head.spoken}不再办理；清单写明的承接部门是{who}。"
            return Answer(AnswerKind.TAKEN_OVER, "已取消", sentence, is_cancelled=True)
        case ReclaimedDuty() if mentions:
            return Answer(AnswerKind.TAKEN_OVER, "上级部门收回", f"已由{who}收回，{head.spoken}不再办理。")
        case _:
            return Answer(AnswerKind.INCOMPLETE, "信息不全", "原文没有写全由谁负责，请向乡镇询问。")


def _is_cancelled(duty: ReclaimedDuty) -> bool:
    """Whether all that a duty's text says is that there is no such duty any more."""
    ends_assessment = _ASSESSMENT in duty.name
    return bool(duty.method) and all(
        _CANCELLED.search(text) or (ends_assessment and _NO_ASSESSMENT.search(text)) for text in duty.method
    )
