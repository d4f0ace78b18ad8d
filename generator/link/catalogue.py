"""Catalogue: the types of what is linked, where names are what they stand for.

Departments, categories, topics and references know their duties, and a duty knows them.

A county is linked by itself, with all its texts (`LinkedDuty`).  What is told across counties needs no more of a duty
than its `DutyHead`; a county of these (`LinkedCounty[DutyHead]`, by `outline`) is small, and however many counties
there are, nothing has the texts of more than one.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache, cached_property
from typing import Generic

from typing_extensions import TypeVar

from generator import paths
from generator.link.records import ChangedDuty, DutyEvent, LinkedRecord, events_of
from generator.link.related import Near
from generator.model import AnyDuty, Contact, CountyFile, ListKind, NameStatus, SourceDocument, Topic, Vocabulary
from generator.words.departments import placed_name, printed_name
from generator.words.places import PlaceKind, PlaceWords, county_level
from generator.words.references import Found, Reference
from generator.words.subjects import is_heading
from generator.words.topics import Assignment, How, NearMiss


class AnswerKind(StrEnum):
    """谁来办: the five answers to "who does it"."""

    TOWN = "town"
    ASSIST = "assist"
    TAKEN_OVER = "taken-over"
    DISCONTINUED = "discontinued"
    INCOMPLETE = "incomplete"


@dataclass(frozen=True, slots=True)
class DepartmentRef:
    """A registered department as others point to it; `id` is `<county>/<department>`."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class Section:
    """Duties of a block under their heading (一、民宿服务管理), which may be empty."""

    heading: str
    duties: tuple[str, ...]


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class Naming:
    """A department that stands in no cell of a duty but is named in its texts (上报县审计局), and those texts."""

    department: DepartmentRef
    texts: tuple[str, ...]


@dataclass(frozen=True)
class Reachable:
    """Somebody to ask about a duty, and how: the office of the township, or a department."""

    name: str
    contact: Contact

    @property
    def text(self) -> str:
        """In a sentence without its stop."""
        return f"{self.name}：{self.contact.text}"


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class Citation:
    """A reference as one duty names it: the ways it is written, the articles, and the first place, cut from its text.

    What stands there is `words`, between `before` and `after`.
    """

    reference: Reference
    printed: tuple[str, ...]
    articles: tuple[str, ...]
    before: str
    words: str
    after: str


@dataclass(frozen=True, slots=True)
class DutyHead:
    """What other counties' pages say of a duty.

    `does` is the beginning of what the township does; `citations` are what its texts name, once each, by kind and then
    in the order of the texts; `near_topics` are topics that its text touches on, without being about them.
    """

    township: TownshipHead
    kind: ListKind
    category: CategoryRef
    id: str
    number: int
    name: str
    mentions: tuple[Mention, ...]
    answer: Answer
    topics: tuple[Assignment, ...]
    near_topics: tuple[NearMiss, ...]
    does: str
    citations: tuple[Citation, ...]

    @property
    def responsible(self) -> tuple[Mention, ...]:
        """Who leads, or all whom it names where nobody is said to lead."""
        return responsible(self.mentions)


@dataclass(frozen=True, slots=True)
class LinkedDuty(DutyHead):
    """A duty with everything that its page says; `entry` is what its list says of it."""

    entry: AnyDuty
    blocks: tuple[Block, ...]
    # What each of its texts names; texts that name nothing are left out.
    found: Mapping[str, tuple[Found, ...]] = field(default_factory=dict, compare=False)
    named: tuple[Naming, ...] = ()
    # Whom to ask, as far as it is known how.
    reachable: tuple[Reachable, ...] = ()

    @property
    def texts(self) -> Iterator[str]:
        """Everything that the duty says, its name first, but for the departments of its cells and labels."""
        return self.entry.texts()

    @property
    def departments(self) -> Iterator[DepartmentRef]:
        """Every registered department that has to do with the duty, once each."""
        everyone = (*self.mentions, *(mention for block in self.blocks for mention in block.mentions))
        yield from dict.fromkeys(department for mention in everyone for department in mention.departments)

    @property
    def head(self) -> DutyHead:
        """The duty without its texts."""
        return DutyHead(
            self.township,
            self.kind,
            self.category,
            self.id,
            self.number,
            self.name,
            self.mentions,
            self.answer,
            tuple(_briefly(one.topic, one.how) for one in self.topics),
            self.near_topics,
            self.does,
            self.citations,
        )


@cache
def _briefly(topic: Topic, how: How) -> Assignment:
    """An assignment to a topic without the words that led to it; very many duties have the same."""
    return Assignment(topic, how)


D_co = TypeVar("D_co", bound=DutyHead, default=LinkedDuty, covariant=True)


@dataclass(frozen=True)
class LinkedCategory(Generic[D_co]):
    """A category of one list: what it is called there, and its duties."""

    ref: CategoryRef
    declared: int | None
    duties: tuple[D_co, ...]


@dataclass(frozen=True)
class LinkedList(Generic[D_co]):
    """One of a township's lists.

    `title` is what it is cited by and names this list and no other; `printed_title` is what the document heads it with.
    """

    kind: ListKind
    title: str
    printed_title: str
    categories: tuple[LinkedCategory[D_co], ...]

    @property
    def duties(self) -> tuple[D_co, ...]:
        """The duties of all its categories."""
        return tuple(duty for category in self.categories for duty in category.duties)


@dataclass(frozen=True)
class RetiredDuty:
    """An id that was published and stands in no list any more: its page stays, for what leads to it.

    `last` is the duty as it was before the record by which it is gone; None where nothing was recorded of that.
    """

    id: str
    kind: ListKind
    last: LinkedDuty | None = None
    record: LinkedRecord | None = None
    change: ChangedDuty | None = None


@dataclass(frozen=True)
class PastVersion:
    """A township's lists from a day on; `day` is None for the lists as they were collected, nobody knows when.

    `records` are those that led to it.
    """

    day: str | None
    lists: tuple[LinkedList, ...]
    records: tuple[LinkedRecord, ...]


@dataclass(frozen=True)
class Upkeep:
    """收录的情况: how well a township is looked after, in numbers that are told across counties.

    `noted` duties have a note; of the `departments` that its duties are given to so many are `reachable`, and itself it
    `has_contact` or not; `confirmed` is the oldest day of all these contacts.  `newest` is the newest date that the
    township and its county state.
    """

    noted: int = 0
    departments: int = 0
    reachable: int = 0
    has_contact: bool = False
    confirmed: str = ""
    newest: str = ""


_UPKEEP = Upkeep()


@dataclass(frozen=True)
class LinkedTownship(Generic[D_co]):
    """A township with its lists, in their official order; how it can be reached is told on pages of its county only.

    `records` are its official changes, the oldest first; only with all its texts it has the ids that are `retired`, and
    the `versions` that its lists had, the oldest first, where they were changed.
    """

    head: TownshipHead
    lists: tuple[LinkedList[D_co], ...]
    contact: Contact | None = None
    records: tuple[LinkedRecord, ...] = ()
    retired: tuple[RetiredDuty, ...] = ()
    versions: tuple[PastVersion, ...] = ()
    upkeep: Upkeep = _UPKEEP

    @cached_property
    def events(self) -> Mapping[str, tuple[DutyEvent, ...]]:
        """What happened to each duty, by its id, the newest first."""
        return events_of(self.records)

    @property
    def duties(self) -> tuple[D_co, ...]:
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


@dataclass(frozen=True, slots=True)
class DepartmentDuty(Generic[D_co]):
    """A duty as one department sees it: its part, the blocks of its own, and other texts that concern it.

    The texts are how a duty is done that it has taken back, or where a duty of others names it.
    """

    duty: D_co
    part: Part
    blocks: tuple[BlockPart, ...]
    texts: tuple[str, ...]


@dataclass(frozen=True)
class KindRef:
    """A kind of department, under the vocabulary's id and name."""

    id: str
    name: str


@dataclass(frozen=True)
class LinkedDepartment(Generic[D_co]):
    """A department and every duty that has to do with it, in the order of the townships and lists.

    `above` are the places above the county, the nearest first; `names` are the other names that are registered or
    printed somewhere; `contact`, as of a township.  One that was merged into another, or was abolished, keeps its page,
    which leads on to the `successor`; `merged` are those that this one is the successor of.
    """

    ref: DepartmentRef
    county_id: str
    county: str | None
    above: tuple[str, ...]
    full_name: str | None
    names: tuple[str, ...]
    kind: KindRef | None
    work: tuple[DepartmentDuty[D_co], ...]
    contact: Contact | None = None
    ended: str | None = None
    successor: DepartmentRef | None = None
    merged: tuple[DepartmentRef, ...] = ()

    @property
    def is_gone(self) -> bool:
        """Whether there is none any more, and no list says otherwise."""
        return bool(self.ended or self.successor) and not self.duties

    @property
    def placed_name(self) -> str:
        """Its name with its place's (吉首市医保局)."""
        return placed_name(self.ref.name, self.county, self.above)

    @property
    def duties(self) -> tuple[D_co, ...]:
        """The duties that name it in a cell or as the owner of a block."""
        return tuple(view.duty for view in self.work if view.part is not Part.NAMED)


@dataclass(frozen=True)
class LinkedCounty(Generic[D_co]):
    """A county with its departments and townships."""

    id: str
    file: CountyFile
    departments: tuple[LinkedDepartment[D_co], ...]
    townships: tuple[LinkedTownship[D_co], ...]

    @property
    def name(self) -> str:
        """The name as pages print it."""
        return self.file.name or "县名未注明"

    @property
    def level(self) -> str:
        """What kind of county it is (区)."""
        return county_level(self.file.name)

    @property
    def alone(self) -> LinkedTownship[D_co] | None:
        """Its only township, which has itself whatever would be the county's; None where it has several."""
        return self.townships[0] if len(self.townships) == 1 else None

    @property
    def changes_page(self) -> str:
        """The page of its official changes."""
        return paths.township_changes(self.alone.head.id) if self.alone else paths.county_changes(self.id)


def outline(county: LinkedCounty) -> LinkedCounty[DutyHead]:
    """What is told of a county across counties."""
    heads = {(duty.township.id, duty.id): duty.head for township in county.townships for duty in township.duties}

    def head(duty: LinkedDuty) -> DutyHead:
        return heads[duty.township.id, duty.id]

    def short_list(duty_list: LinkedList) -> LinkedList[DutyHead]:
        categories = (
            LinkedCategory(category.ref, category.declared, tuple(map(head, category.duties)))
            for category in duty_list.categories
        )
        return LinkedList(duty_list.kind, duty_list.title, duty_list.printed_title, tuple(categories))

    def short_township(township: LinkedTownship) -> LinkedTownship[DutyHead]:
        records = (record.brief for record in township.records)
        lists = tuple(map(short_list, township.lists))
        return LinkedTownship(township.head, lists, records=tuple(records), upkeep=township.upkeep)

    def short_department(department: LinkedDepartment) -> LinkedDepartment[DutyHead]:
        work = (DepartmentDuty(head(view.duty), view.part, (), ()) for view in department.work)
        return LinkedDepartment(
            department.ref,
            department.county_id,
            department.county,
            department.above,
            department.full_name,
            department.names,
            department.kind,
            tuple(work),
            ended=department.ended,
            successor=department.successor,
            merged=department.merged,
        )

    return LinkedCounty(
        county.id,
        county.file.model_copy(update={"departments": ()}),
        tuple(map(short_department, county.departments)),
        tuple(map(short_township, county.townships)),
    )


@dataclass(frozen=True)
class WideCategory:
    """A category over all townships."""

    id: str
    name: str
    duties: tuple[DutyHead, ...]


@dataclass(frozen=True)
class CitingDuty:
    """A duty that names something, and how."""

    duty: DutyHead
    citation: Citation


@dataclass(frozen=True)
class WideReference:
    """A law, document, form, platform or phone number over all townships."""

    ref: Reference
    citing: tuple[CitingDuty, ...]

    @property
    def printed(self) -> tuple[str, ...]:
        """Every way in which it is written."""
        return tuple(dict.fromkeys(text for one in self.citing for text in one.citation.printed))


@dataclass(frozen=True)
class WideKind:
    """A kind of department over all counties, with everything registered of it: a page that it has once, it keeps."""

    ref: KindRef
    departments: tuple[LinkedDepartment[DutyHead], ...]

    @property
    def busy(self) -> tuple[LinkedDepartment[DutyHead], ...]:
        """Those that a published list speaks of."""
        return tuple(department for department in self.departments if department.work)

    @property
    def idle(self) -> tuple[LinkedDepartment[DutyHead], ...]:
        """Those that none does."""
        return tuple(department for department in self.departments if not department.work)


@dataclass(frozen=True)
class LinkedTopic:
    """A topic (`entry` is what the vocabulary says of it) and its duties, in the order of the townships and lists.

    `touching` are duties about something else whose text has the topic's words, in townships without duties of it.
    """

    entry: Topic
    group: str
    duties: tuple[DutyHead, ...]
    touching: tuple[DutyHead, ...] = ()

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


@dataclass(frozen=True, slots=True)
class RelatedDuty:
    """A duty about the same matter: where it stands from here, and why it is related."""

    duty: DutyHead
    near: Near
    reason: str


# Duties' related duties, by their townships' ids and their own.
Related = Mapping[tuple[str, str], tuple[RelatedDuty, ...]]


@dataclass(frozen=True)
class Catalogue(Generic[D_co]):
    """Everything, linked: what renders and exports work on.

    `common_topics` are those that people ask for most, in the order of the
    vocabulary, as far as they have duties.
    """

    counties: tuple[LinkedCounty[D_co], ...]
    categories: tuple[WideCategory, ...]
    references: tuple[WideReference, ...]
    kinds: tuple[WideKind, ...]
    topic_groups: tuple[LinkedTopicGroup, ...]
    related: Related
    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    common_topics: tuple[LinkedTopic, ...] = ()

    @property
    def topics(self) -> tuple[LinkedTopic, ...]:
        """The topics of all groups."""
        return tuple(topic for group in self.topic_groups for topic in group.topics)

    @property
    def townships(self) -> tuple[LinkedTownship[D_co], ...]:
        """The townships of all counties."""
        return tuple(township for county in self.counties for township in county.townships)

    @property
    def words(self) -> PlaceWords:
        """What all its places are called."""
        kinds = (township.head.kind for township in self.townships)
        return PlaceWords.of(kinds, (county.file.name for county in self.counties))
