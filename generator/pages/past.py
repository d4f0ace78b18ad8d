"""Past: the pages about what was changed, and about what is no more."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Protocol

from generator import paths
from generator.days import earlier
from generator.link.catalogue import Catalogue, DutyHead, LinkedCounty, LinkedTownship, PastVersion
from generator.link.changes import PlacedRecord, is_new, records_by_topic, records_of
from generator.link.records import LinkedRecord, led_to

# A page over several townships that has more records leaves the older ones to the townships' own.
ON_ONE_PAGE = 200


class MakesPages(Protocol):
    """Makes pages of templates."""

    def page(self, page: str, template: str, **values: object) -> tuple[str, str]:
        """One page: its path, and its Markdown."""
        ...


def newest(township: LinkedTownship, since: str) -> Mapping[str, LinkedRecord]:
    """The new changes of duties: the last of each, by the duty's id; one in which another goes on is new, too."""
    own = (record for record in township.records if is_new(record, since))
    return {
        duty.id: record
        for record in own
        for change in record.told
        for duty in (change.to if change.is_gone else (change.duty,))
    }


def by_day(records: Iterable[PlacedRecord]) -> list[tuple[str, list[PlacedRecord]]]:
    """Records that are in order, by the day on which they came into effect."""
    return [(day, list(own)) for day, own in groupby(records, key=lambda one: one.record.day)]


def county_pages(pages: MakesPages, county: LinkedCounty, since: str) -> Iterator[tuple[str, str]]:
    """What was changed in a county, in each department's duties, in each township; what is no more."""
    sinces = {county.id: since}
    if not county.alone:
        own = records_of(county.townships, sinces)
        yield _changes(pages, county.changes_page, "county", own, county=county)
    for department in county.departments:
        if about := records_of(county.townships, sinces, department=department.ref.id):
            page = paths.department_changes(department.ref.id)
            yield _changes(pages, page, "department", about, county=county, department=department)
    for township in county.townships:
        yield from _township(pages, county, township, sinces)


def across_pages(
    pages: MakesPages, catalogue: Catalogue[DutyHead], since: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """What was changed in all counties, and in each topic's duties."""
    yield _changes(pages, paths.CHANGES, "all", records_of(catalogue.townships, since))
    by_topic = records_by_topic(catalogue.townships, since)
    for topic in catalogue.topics:
        if own := by_topic.get(topic.id):
            yield _changes(pages, paths.topic_changes(topic.id), "topic", own, topic=topic)


def topics_changed(catalogue: Catalogue[DutyHead]) -> frozenset[str]:
    """The topics that have a page of changes."""
    return frozenset(
        topic
        for township in catalogue.townships
        for record in township.records
        for change in record.told
        for topic in change.topics
    )


def departments_changed(county: LinkedCounty[DutyHead]) -> frozenset[str]:
    """The departments that have a page of changes."""
    return frozenset(
        department
        for township in county.townships
        for record in township.records
        for change in record.told
        for department in change.departments
    )


def _changes(
    pages: MakesPages, page: str, scope: str, records: Sequence[PlacedRecord], **values: object
) -> tuple[str, str]:
    # The templates of all scopes ask for the same names.
    shown = len(records) if scope == "township" else ON_ONE_PAGE
    known = dict.fromkeys(("county", "department", "topic", "township", "spans")) | values
    return pages.page(
        page,
        "changes",
        scope=scope,
        days=by_day(records[:shown]),
        count=len(records),
        left_out=max(0, len(records) - shown),
        **known,
    )


def _township(
    pages: MakesPages, county: LinkedCounty, township: LinkedTownship, since: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    head = township.head
    values = {"county": county, "township": township}
    own, all_spans = records_of([township], since), spans(township)
    yield _changes(pages, paths.township_changes(head.id), "township", own, spans=all_spans, **values)
    for span in all_spans:
        yield pages.page(paths.as_of(head.id, span.version.day), "as_of", span=span, version=span.version, **values)
    events = township.events
    for duty in township.retired:
        yield pages.page(
            paths.duty(head.id, duty.id),
            "retired",
            retired=duty,
            events=events.get(duty.id, ()),
            now=led_to(duty.id, events),
            **values,
        )


@dataclass(frozen=True)
class Span:
    """A version of a township's lists, and `until` which day it was in force: the first on which there was another.

    That is empty for today's lists.
    """

    version: PastVersion
    until: str
    previous: PastVersion | None
    next: PastVersion | None

    @property
    def last(self) -> str:
        """The last day on which it was in force."""
        return earlier(self.until, 1)


def spans(township: LinkedTownship) -> list[Span]:
    """The versions of a township's lists, the oldest first."""
    own = township.versions
    found = []
    for index, version in enumerate(own):
        after = own[index + 1] if index + 1 < len(own) else None
        found.append(Span(version, (after.day or "") if after else "", own[index - 1] if index else None, after))
    return found
