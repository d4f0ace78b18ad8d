"""Link: `Content`, where names are only names, to `Catalogue`, where they lead somewhere.

Departments are resolved in their county's register, categories in the
vocabulary, duties get their topics and related duties, and departments,
categories and topics know their duties.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from generator.link.answer import answer, reachable
from generator.link.catalogue import (
    AnswerKind,
    Block,
    Catalogue,
    CategoryRef,
    Citation,
    CitingDuty,
    DepartmentDuty,
    DepartmentRef,
    DutyHead,
    KindRef,
    LinkedCategory,
    LinkedCounty,
    LinkedDepartment,
    LinkedDuty,
    LinkedList,
    LinkedTopic,
    LinkedTopicGroup,
    LinkedTownship,
    Mention,
    Naming,
    Part,
    Reachable,
    Related,
    RelatedDuty,
    TownshipHead,
    Upkeep,
    WideCategory,
    WideKind,
    WideReference,
)
from generator.link.past import with_past
from generator.link.related import ComparedDuty, Relation, Relations, elsewhere_of, relate_elsewhere, relate_within
from generator.model import (
    AnyDuty,
    Column,
    Content,
    County,
    Department,
    DepartmentVocabulary,
    ListKind,
    NameStatus,
    SuperiorBlock,
    Topic,
    Township,
)
from generator.words.departments import Register, heir_of, kind_of, printed_name, signs
from generator.words.places import kind_of_township
from generator.words.references import Found, Recogniser, Reference, ReferenceKind
from generator.words.subjects import is_heading
from generator.words.topics import matcher_of

D = TypeVar("D", bound=DutyHead)
# How much of what a township does is told across counties, and of a text around what it names.
BEGINNING = 200
BEFORE, AFTER = 24, 36


def link(content: Content) -> Catalogue:
    """Resolve every name.  The content must have passed `check`."""
    townships: dict[str, list[Township]] = {}
    for township in content.townships:
        townships.setdefault(township.county_id, []).append(township)
    counties = [link_county(county, townships.get(county.id, []), content) for county in content.counties]
    related = joined(map(related_within, counties), related_elsewhere(duties_of(counties)))
    return across(counties, related, content)


def link_county(county: County, townships: Sequence[Township], content: Content) -> LinkedCounty:
    """Resolve every name of a county.  Of the content it needs the vocabulary, and no other county."""
    return _link_county(_Linker(county, content), townships, content.departments)


def across(counties: Sequence[LinkedCounty[D]], related: Related, content: Content) -> Catalogue[D]:
    """What is told across counties, of their duties' heads and the vocabulary; `related` are their related duties."""
    duties = duties_of(counties)
    categories = tuple(
        WideCategory(category.id, category.name, own)
        for category in content.categories
        if (own := tuple(duty for duty in duties if duty.category.id == category.id))
    )
    groups = _topic_groups(content, duties)
    topics = {topic.id: topic for group in groups for topic in group.topics}
    return Catalogue(
        tuple(counties),
        categories,
        _references(duties),
        _kinds(counties, content.departments),
        groups,
        related,
        content.vocabulary,
        tuple(topics[id] for id in content.common_topics if id in topics),
    )


def _references(duties: Iterable[DutyHead]) -> tuple[WideReference, ...]:
    """Everything that duties name, by kind; what most duties name comes first."""
    citing: dict[tuple[ReferenceKind, str], list[CitingDuty]] = {}
    for duty in duties:
        for citation in duty.citations:
            citing.setdefault((citation.reference.kind, citation.reference.id), []).append(CitingDuty(duty, citation))
    kinds = list(ReferenceKind)
    wide = [WideReference(several[0].citation.reference, tuple(several)) for several in citing.values()]
    return tuple(sorted(wide, key=lambda each: (kinds.index(each.ref.kind), -len(each.citing), each.ref.name)))


def _topic_groups(content: Content, duties: Iterable[DutyHead]) -> tuple[LinkedTopicGroup, ...]:
    about: dict[str, list[DutyHead]] = {}
    touching: dict[str, dict[tuple[str, str], DutyHead]] = {}
    for duty in duties:
        for assignment in duty.topics:
            about.setdefault(assignment.topic.id, []).append(duty)
        for near in duty.near_topics:
            touching.setdefault(near.topic.id, {})[duty.township.id, duty.id] = duty

    def linked(topic: Topic, group: str) -> LinkedTopic:
        own = about[topic.id]
        speaking = {duty.township.id for duty in own}
        others = (duty for duty in touching.get(topic.id, {}).values() if duty.township.id not in speaking)
        return LinkedTopic(topic, group, tuple(own), tuple(others))

    groups = (
        LinkedTopicGroup(group.name, tuple(linked(topic, group.name) for topic in group.topics if topic.id in about))
        for group in content.topic_groups
    )
    return tuple(group for group in groups if group.topics)


def related_within(county: LinkedCounty[DutyHead]) -> Related:
    """The related duties of each duty in its own township."""
    return _related(relate_within, duties_of([county]))


def related_elsewhere(duties: Iterable[DutyHead]) -> Related:
    """The related duties of each duty in other townships; the duties are all that there are."""
    return _related(relate_elsewhere, duties)


def related_by_county(counties: Sequence[LinkedCounty[DutyHead]]) -> Iterator[Related]:
    """The related duties of each duty in other townships, county by county; the counties are all that there are."""
    by_key = {(duty.township.id, duty.id): duty for duty in duties_of(counties)}
    relations_of = elsewhere_of(map(_compared, by_key.values()))
    known: dict[Relation, RelatedDuty] = {}
    for county in counties:
        own = (relations_of(township.head.id) for township in county.townships)
        yield {key: one for relations in own for key, one in _resolved(relations, by_key, known).items()}


def _related(relate: Callable[[Iterable[ComparedDuty]], Relations], duties: Iterable[DutyHead]) -> Related:
    by_key = {(duty.township.id, duty.id): duty for duty in duties}
    return _resolved(relate(map(_compared, by_key.values())), by_key, {})


def _compared(duty: DutyHead) -> ComparedDuty:
    return ComparedDuty(duty.township.id, duty.township.county_id, duty.id, duty.kind, duty.name, duty.topics)


def _resolved(
    relations: Relations, by_key: Mapping[tuple[str, str], DutyHead], known: dict[Relation, RelatedDuty]
) -> Related:
    """Relations as the duties that they lead to; many lead to one for the same reason, and that is `known` once."""

    def resolved(relation: Relation) -> RelatedDuty:
        if (found := known.get(relation)) is None:
            found = RelatedDuty(by_key[relation.target], relation.near, relation.reason)
            known[relation] = found
        return found

    return {key: tuple(map(resolved, own)) for key, own in relations.items()}


def joined(within: Iterable[Related], elsewhere: Related) -> Related:
    """All related duties of each duty, those of its own township first."""
    return {key: (*own, *elsewhere[key]) for one in within for key, own in one.items()}


def duties_of(counties: Iterable[LinkedCounty[D]]) -> list[D]:
    """The duties of counties, in their order."""
    return [duty for county in counties for township in county.townships for duty in township.duties]


def _kinds(counties: Iterable[LinkedCounty[DutyHead]], vocabulary: DepartmentVocabulary) -> tuple[WideKind, ...]:
    """The kinds that there are departments of, in the order of the vocabulary."""
    own: dict[str, list[LinkedDepartment[DutyHead]]] = {}
    for county in counties:
        for department in county.departments:
            if department.kind:
                own.setdefault(department.kind.id, []).append(department)
    return tuple(
        WideKind(KindRef(kind.id, kind.name), tuple(own[kind.id])) for kind in vocabulary.kinds if kind.id in own
    )


def _link_county(linker: "_Linker", townships: Iterable[Township], vocabulary: DepartmentVocabulary) -> LinkedCounty:
    county = linker.county
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
    heirs = {one.id: heir_of(one, county.file.departments) for one in county.file.departments}
    for department in county.file.departments:
        ref = DepartmentRef(f"{county.id}/{department.id}", department.name)
        kind = kind_of(department, vocabulary)
        merged = [one for one in county.file.departments if one.id != department.id and heirs[one.id] == department]
        # Whoever looks for what it was called finds who does it now.
        former = (name for one in merged for name in (one.name, one.full_name, *one.aliases) if name)
        names = dict.fromkeys((*department.aliases, *printed.get(ref.id, ()), *former))
        heir = heirs[department.id]
        departments.append(
            LinkedDepartment(
                ref,
                county.id,
                county.file.name,
                tuple(place for place in (county.file.prefecture, county.file.province) if place),
                department.full_name,
                tuple(name for name in names if name not in (department.name, department.full_name)),
                KindRef(kind.id, kind.name) if kind else None,
                tuple(work.get(ref.id, ())),
                department.contact,
                department.ended,
                DepartmentRef(f"{county.id}/{heir.id}", heir.name) if heir and heir is not department else None,
                tuple(DepartmentRef(f"{county.id}/{one.id}", one.name) for one in merged),
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
    return DepartmentDuty(duty, part, blocks, duty.entry.duties_in(Column.METHOD))


class _Linker:
    """Links the townships of one county."""

    def __init__(self, county: County, content: Content) -> None:
        self.county, self.matcher = county, matcher_of(content.topic_groups)
        self.categories = {name: one for one in content.categories for name in (one.name, *one.aliases)}
        self.recogniser = Recogniser(content.references, county.file)
        self.register = Register(county.file, content.departments)
        self._registered = {self._ref(department): department for department in county.file.departments}
        self._contacts = {ref: one.contact for ref, one in self._registered.items() if one.contact}

    def township(self, township: Township) -> LinkedTownship:
        head = self._head(township)
        # A list as it was has most of its duties as they are: each is linked once.
        known: dict[tuple[CategoryRef, AnyDuty], LinkedDuty] = {}

        def lists(state: Township) -> tuple[LinkedList, ...]:
            return tuple(self._list(head, kind, state, known) for kind in ListKind if kind in state.lists)

        linked = LinkedTownship(head, lists(township), township.file.contact)
        linked = replace(linked, upkeep=self._upkeep(linked, township))
        return with_past(linked, township, lists, self._find)

    def _find(self, name: str) -> str | None:
        """The id of the department that has a name."""
        found = self._mention(name).department
        return found.id if found else None

    def _upkeep(self, linked: LinkedTownship, township: Township) -> Upkeep:
        own = linked.contact
        named = {ref for duty in linked.duties for mention in duty.mentions for ref in mention.departments}
        known = [self._contacts[ref] for ref in named if ref in self._contacts]
        alone = [own] if own else []
        return Upkeep(
            noted=sum(bool(duty.entry.notes) for duty in linked.duties),
            departments=len(named),
            reachable=len(known),
            has_contact=own is not None,
            confirmed=min((one.as_of for one in (*known, *alone)), default=""),
            newest=max((*township.dates(), *(one.as_of for one in (*self._contacts.values(), *alone))), default=""),
        )

    def _head(self, township: Township) -> TownshipHead:
        file, county = township.file, self.county.file
        kind = kind_of_township(township)
        short = file.name or f"{kind.common}（名称未注明）"
        return TownshipHead(
            id=township.id,
            county_id=self.county.id,
            name=file.name,
            name_status=file.name_status,
            name_evidence=file.name_evidence,
            label=f"{county.name or ''}{short}",
            short=short,
            spoken=file.name or f"本{kind.common}",
            kind=kind,
            province=county.province,
            prefecture=county.prefecture,
            county=county.name,
            source=file.source,
        )

    def _list(
        self,
        head: TownshipHead,
        kind: ListKind,
        township: Township,
        known: dict[tuple[CategoryRef, AnyDuty], LinkedDuty],
    ) -> LinkedList:
        duty_list = township.lists[kind]
        categories = []
        for category in duty_list.categories:
            entry = self.categories[category.name]
            ref = CategoryRef(entry.id, entry.name, category.name)
            for duty in category.duties:
                if (ref, duty) not in known:
                    one = self._duty(head, kind, ref, duty)
                    known[ref, duty] = replace(one, reachable=self._reachable(one, township))
            duties = tuple(known[ref, duty] for duty in category.duties)
            categories.append(LinkedCategory(ref, category.declared, duties))
        names_itself = ListKind.named_in(duty_list.title) == {kind}
        # A name that the document does not state is not put into a title.
        name = head.label if head.name_status is NameStatus.STATED else ""
        title = duty_list.title if names_itself else f"{name}{kind.official_title}"
        return LinkedList(kind, title, duty_list.title, tuple(categories))

    def _duty(self, head: TownshipHead, kind: ListKind, category: CategoryRef, duty: AnyDuty) -> LinkedDuty:
        mentions = self._mentions(duty.department_names())
        matched = self.matcher.match(duty)
        found = self.recogniser.find_all(duty.texts())
        linked = LinkedDuty(
            township=head,
            kind=kind,
            category=category,
            id=duty.id,
            number=duty.number,
            name=duty.name,
            mentions=mentions,
            answer=answer(head, duty, mentions),
            topics=matched.assignments,
            near_topics=matched.near_misses,
            does=beginning(duty.duties_in(Column.TOWNSHIP)),
            citations=tuple(_citations(found)),
            entry=duty,
            blocks=tuple(map(self._block, duty.blocks())),
            found=found,
        )
        return replace(linked, named=self._namings(linked))

    def _reachable(self, duty: LinkedDuty, township: Township) -> tuple[Reachable, ...]:
        return reachable(duty, township.file.contact, self._contacts)

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
        one, other = (self._ref(each) if each else None for each in (found, second))
        return Mention(name.name, name.lead, one, other if other != one else None)

    def _ref(self, department: Department) -> DepartmentRef:
        return DepartmentRef(f"{self.county.id}/{department.id}", department.name)


def _citations(found: Mapping[str, tuple[Found, ...]]) -> Iterator[Citation]:
    """What texts name, once each, by kind and then in the order of the texts."""
    places: dict[Reference, list[tuple[str, Found]]] = {}
    for text, several in found.items():
        for one in several:
            places.setdefault(one.reference, []).append((text, one))
    for kind in ReferenceKind:
        for reference, own in places.items():
            if reference.kind is kind:
                (text, first), *_ = own
                yield Citation(
                    reference,
                    tuple(dict.fromkeys(text[one.start : one.end] for text, one in own)),
                    tuple(dict.fromkeys(one.articles for _, one in own if one.articles)),
                    *around(text, first.start, first.end),
                )


def beginning(texts: Iterable[str]) -> str:
    """As much of some texts as is told across counties."""
    return " ".join(texts)[:BEGINNING]


def around(text: str, start: int, end: int) -> tuple[str, str, str]:
    """A place in a text with the words before and after it, and … where more of them are left out."""
    first, last = max(0, start - BEFORE), min(len(text), end + AFTER)
    return (
        ("…" if first else "") + text[first:start],
        text[start:end],
        text[end:last] + ("…" if last < len(text) else ""),
    )
