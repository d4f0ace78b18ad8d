"""Calendars: the days of effect, as programs for calendars read them."""

import re
from datetime import UTC, date, datetime
from pathlib import Path

from icalendar import Calendar

from generator import paths
from generator.data.calendars import county_calendar, wide_calendar
from generator.data.feeds import FeedSite
from generator.link.linker import link
from generator.read.folder import read
from support.decade import make_decade

SITE = FeedSite("https://portal.example.gov.cn/qd/", "assets/1")


def test_each_change_has_its_day(tmp_path: Path) -> None:
    """A whole day, with what it was and where it is told; the same bytes each time."""
    catalogue = link(read(make_decade(tmp_path).content).content)
    name, data = wide_calendar(catalogue, SITE)
    assert name == paths.feed(paths.CHANGES, "ics") == "changes/calendar.ics"
    events = Calendar.from_ical(data).walk("VEVENT")
    assert [event.decoded("dtstart") for event in events][:5] == [
        *(date(2026, 5, 1), date(2023, 1, 1), date(2022, 9, 1), date(2021, 6, 1), date(2021, 6, 1))
    ]
    # What is not said to be a day is a moment (RFC 5545, 3.8.2.4).
    assert re.findall(rb"\r\nDTSTART(.*)\r\n", data)[0] == b";VALUE=DATE:20260501"
    assert len(events) == 10
    first = events[0]
    assert str(first["summary"]) == "甲县乡镇（名称未注明）：动态调整（甲编发〔2026〕10号）生效"
    assert str(first["uid"]) == "tag:portal.example.gov.cn,2026:qd/townships/jia/bing/changes/10"
    assert str(first["url"]) == "https://portal.example.gov.cn/qd/townships/jia/bing/changes/#record-10"
    assert first.decoded("dtstamp") == datetime(2026, 4, 30, 16, tzinfo=UTC)
    assert wide_calendar(catalogue, SITE) == (name, data)
    own, of_county = county_calendar(catalogue.counties[0], SITE)
    assert own == "townships/jia/changes/calendar.ics"
    assert len(Calendar.from_ical(of_county).walk("VEVENT")) == 10
    # No line is longer than calendars must take.
    assert max(map(len, data.split(b"\r\n"))) <= 75


def test_nothing_changed(tmp_path: Path) -> None:
    """An empty calendar is one, too."""
    catalogue = link(read(make_decade(tmp_path, until=0).content).content)
    assert Calendar.from_ical(wide_calendar(catalogue, SITE)[1]).walk("VEVENT") == []
