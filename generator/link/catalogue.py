"""Catalogue: the types of what is linked, where names are what they stand for.

Departments, categories, topics and references know their duties, and a duty knows them.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from generator.link.related import Near
from generator.model import AnyDuty, CountyFile, ListKind, NameStatus, SourceDocument, Topic, Vocabulary
from generator.words.departments import placed_name, printed_name
from generator.words.places import PlaceKind, PlaceWords, county_level
from generator.words.references import Found, Reference, ReferenceKind
from generator.words.subjects import is_heading
from generator.words.topics import Assignment, NearMiss


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
        return tuple(department for department in (self.department, self.second) if department)


def responsible(mentions: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """Who is responsible of those whom a duty names: who leads, or all of them where nobody is said to lead."""
    return tuple(mention for mention in mentions if mention.lead) or mentions


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
        is_open = any(mention.department is None or printed_name(mention.name).open_ended for mention in self.mentions)
        return len(owners) > 1 or (bool(owners) and is_open)

    def of(self, department: DepartmentRef) -> "BlockPart":
        """What of the block is one department's."""

        def own(texts: Iterable[str]) -> tuple[str, ...]:
            return tuple(text for text in texts if department in self.concerned.get(text, (department,)))

        under = [Section(heading, mine) for heading, several in sections(self.duties) if (mine := own(several))]
        duties = [text for text in self.duties if not is_heading(text)]
        joint = tuple(text for text in (*duties, *self.support) if not self.concerned.get(text, (department,)))
        return BlockPart(self.mentions, tuple(under), joint, own(self.support), len(duties))


def sections(texts: Iterable[str]) -> Iterator[tuple[str, list[str]]]:
    """Texts under their headings, the first of them perhaps under none; a heading is no text of its own."""
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

    @property
    def method_heading(self) -> str:
        """What heads the column that says how a duty is done which was taken back."""
        if self.is_cancelled:
            return "怎样取消"
        return "为什么不再开展" if self.kind is AnswerKind.DISCONTINUED else "现在怎么办"


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
    stands alone (突泉县突泉镇), `office` is whom people go to (朝阳街道办事处).
    """

    id: str
    county_id: str
    name: str | None
    name_status: NameStatus
    name_evidence: str
    label: str
    short: str
    spoken: str
    kind: PlaceKind
    province: str | None
    prefecture: str | None
    county: str | None
    source: SourceDocument | None

    @property
    def office(self) -> str:
        """The body of the place."""
        return self.kind.office_of(self.spoken)


@dataclass(frozen=True)
class LinkedDuty:
    """A duty with everything that its page says; `entry` is what its list says of it."""

    township: TownshipHead
    kind: ListKind
    category: CategoryRef
    entry: AnyDuty
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
        """The duty's own id."""
        return self.entry.id

    @property
    def number(self) -> int:
        """Its number in the list."""
        return self.entry.number

    @property
    def name(self) -> str:
        """Its name, as printed."""
        return self.entry.name

    @property
    def texts(self) -> Iterator[str]:
        """Everything that the duty says, its name first, but for the departments of its cells and labels."""
        return self.entry.texts()

    @property
    def responsible(self) -> tuple[Mention, ...]:
        """Who leads, or all whom it names where nobody is said to lead."""
        return responsible(self.mentions)

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
        """The duties of all its categories."""
        return tuple(duty for category in self.categories for duty in category.duties)


@dataclass(frozen=True)
class LinkedTownship:
    """A township with its lists, in their official order."""

    head: TownshipHead
    lists: tuple[LinkedList, ...]

    @property
    def duties(self) -> tuple[LinkedDuty, ...]:
        """The duties of all its lists."""
        return tuple(duty for duty_list in self.lists for duty in duty_list.duties)


class Part(StrEnum):
    """部门的角色: what a department has to do with a duty."""

    LEADS = "leads"
    TAKES_PART = "takes-part"
    TAKEN_BACK = "taken-back"
    DISCONTINUED = "discontinued"
    NAMED = "named"

    @property
    def title(self) -> str:  # type: ignore[override]  # nobody calls the method that str has
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

    `above` are the places above the county, the nearest first; `names` are the other names that are registered or
    printed somewhere.
    """

    ref: DepartmentRef
    county_id: str
    county: str | None
    above: tuple[str, ...]
    full_name: str | None
    names: tuple[str, ...]
    kind: KindRef | None
    work: tuple[DepartmentDuty, ...]

    @property
    def placed_name(self) -> str:
        """Its name with its place's (吉首市医保局)."""
        return placed_name(self.ref.name, self.county, self.above)

    @property
    def duties(self) -> tuple[LinkedDuty, ...]:
        """The duties that name it in a cell or as the owner of a block."""
        return tuple(view.duty for view in self.work if view.part is not Part.NAMED)


@dataclass(frozen=True)
class LinkedCounty:
    """A county with its departments and townships."""

    id: str
    file: CountyFile
    departments: tuple[LinkedDepartment, ...]
    townships: tuple[LinkedTownship, ...]

    @property
    def name(self) -> str:
        """The name as pages print it."""
        return self.file.name or "县名未注明"

    @property
    def level(self) -> str:
        """What kind of county it is (区)."""
        return county_level(self.file.name)


@dataclass(frozen=True)
class WideCategory:
    """A category over all townships."""

    id: str
    name: str
    duties: tuple[LinkedDuty, ...]


@dataclass(frozen=True)
class WideReference:
    """A law, document, form, platform or phone number over all townships."""

    ref: Reference
    citations: tuple[Citation, ...]

    @property
    def printed(self) -> tuple[str, ...]:
        """Every way in which it is written."""
        return tuple(dict.fromkeys(text for citation in self.citations for text in citation.printed))


@dataclass(frozen=True)
class WideKind:
    """A kind of department over all counties, with everything registered of it: a page that it has once, it keeps."""

    ref: KindRef
    departments: tuple[LinkedDepartment, ...]

    @property
    def busy(self) -> tuple[LinkedDepartment, ...]:
        """Those that a published list speaks of."""
        return tuple(department for department in self.departments if department.work)

    @property
    def idle(self) -> tuple[LinkedDepartment, ...]:
        """Those that none does."""
        return tuple(department for department in self.departments if not department.work)


@dataclass(frozen=True)
class LinkedTopic:
    """A topic (`entry` is what the vocabulary says of it) and its duties, in the order of the townships and lists.

    `touching` are duties about something else whose text has the topic's words, in townships without duties of it.
    """

    entry: Topic
    group: str
    duties: tuple[LinkedDuty, ...]
    touching: tuple[LinkedDuty, ...] = ()

    @property
    def id(self) -> str:
        """The topic's own id."""
        return self.entry.id

    @property
    def name(self) -> str:
        """The topic's name."""
        return self.entry.name


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
        """The topics of all groups."""
        return tuple(topic for group in self.topic_groups for topic in group.topics)

    @property
    def townships(self) -> tuple[LinkedTownship, ...]:
        """The townships of all counties."""
        return tuple(township for county in self.counties for township in county.townships)

    @property
    def words(self) -> PlaceWords:
        """What all its places are called."""
        kinds = (township.head.kind for township in self.townships)
        return PlaceWords.of(kinds, (county.file.name for county in self.counties))


def _citations(duty: LinkedDuty) -> Iterator[Citation]:
    places: dict[Reference, list[tuple[str, Found]]] = {}
    for text, several in duty.found.items():
        for found in several:
            places.setdefault(found.reference, []).append((text, found))
    for kind in ReferenceKind:
        for reference, own in places.items():
            if reference.kind is kind:
                (text, first), *_ = own
                yield Citation(
                    reference,
                    duty,
                    tuple(dict.fromkeys(text[found.start : found.end] for text, found in own)),
                    tuple(dict.fromkeys(found.articles for _, found in own if found.articles)),
                    text,
                    first.start,
                    first.end,
                )
