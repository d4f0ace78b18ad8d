"""Newness: which changes are new, counted from the newest date in the data and never from the clock."""

from collections.abc import Iterable, Mapping

from generator.days import earlier
from generator.link.catalogue import DutyHead, LinkedCounty

# So many days a change is new.
DAYS = 90


def new_since(counties: Iterable[LinkedCounty[DutyHead]]) -> Mapping[str, str]:
    """For each county the day from which on its changes are new: that of the oldest new one, empty where none is.

    So a county need not be made again because another has a newer change, unless one of its own is new no more.
    """
    days = {
        county.id: [record.seen for township in county.townships for record in township.records if record.seen]
        for county in counties
    }
    newest = max((day for own in days.values() for day in own), default="")
    first = earlier(newest, DAYS) if newest else ""
    return {id: min((day for day in own if day >= first), default="") for id, own in days.items()}
