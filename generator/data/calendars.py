"""Calendars: the days on which official changes came into effect, as iCalendar (RFC 5545).

changes/calendar.ics, townships/<county>/changes/calendar.ics
"""

from collections.abc import Iterator

from icalendar import Calendar, Event, vDatetime

from generator import paths
from generator.data.feeds import Feed, FeedSite, decided, entry_title, record_id
from generator.days import date_of, moment_of
from generator.link.catalogue import Catalogue, DutyHead, LinkedCounty
from generator.link.changes import records_of

_MAKER = "-//qingdan//qingdan//ZH"


def county_calendar(county: LinkedCounty, site: FeedSite) -> tuple[str, bytes]:
    """The calendar of a county: its path and its bytes."""
    return _calendar(Feed(paths.county_changes(county.id), county.name, records_of(county.townships)), site)


def wide_calendar(catalogue: Catalogue[DutyHead], site: FeedSite) -> tuple[str, bytes]:
    """The calendar of everything."""
    title = f"全部{catalogue.words.place}"
    return _calendar(Feed(paths.CHANGES, title, records_of(catalogue.townships)), site)


def _calendar(feed: Feed, site: FeedSite) -> tuple[str, bytes]:
    calendar = Calendar()
    calendar.add("prodid", _MAKER)
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", f"清单的变更：{feed.title}")
    for event in _events(feed, site):
        calendar.add_component(event)
    return paths.feed(feed.page, "ics"), calendar.to_ical()


def _events(feed: Feed, site: FeedSite) -> Iterator[Event]:
    for placed in feed.records:
        day = placed.record.day
        event = Event()
        event.add("uid", record_id(site, placed.head.id, placed.record))
        # When it was written must be said; it was not before this day.
        event.add("dtstamp", vDatetime(moment_of(day)))
        event.add("dtstart", date_of(day))
        event.add("summary", f"{entry_title(placed)}生效")
        event.add("description", decided(placed.record))
        event.add("transp", "TRANSPARENT")
        if site.address:
            page = paths.url(paths.township_changes(placed.head.id))
            event.add("url", f"{site.address}{page}#{placed.record.anchor}")
        yield event
