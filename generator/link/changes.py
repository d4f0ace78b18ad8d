"""Changes: the official changes of several townships, the newest first."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from generator import paths
from generator.link.catalogue import DutyHead, LinkedTownship, TownshipHead
from generator.link.records import LinkedRecord
from generator.model import Track


@dataclass(frozen=True)
class PlacedRecord:
    """An official change, and whose lists it is of."""

    head: TownshipHead
    record: LinkedRecord
    is_new: bool

    @property
    def anchor(self) -> str:
        """Where it stands on a page about several townships."""
        return f"{paths.township_anchor(self.head.id)}-{self.record.id}"


def is_new(record: LinkedRecord, since: str) -> bool:
    """Whether a change is one of those that are new since a day; there is none where that is empty."""
    return bool(since) and record.seen >= since


def records_of(
    townships: Iterable[LinkedTownship[DutyHead]], since: Mapping[str, str] = {}, department: str = ""
) -> list[PlacedRecord]:
    """The official changes of townships, the newest first; of one department, as far as it is its own."""
    found = []
    for township in townships:
        for record in reversed(township.records):
            own = record.about(department=department) if department else record
            if own and own.track is not Track.COLLECTED:
                found.append(PlacedRecord(township.head, own, is_new(own, since.get(township.head.county_id, ""))))
    return sorted(found, key=lambda one: one.record.day, reverse=True)


def records_by_topic(
    townships: Iterable[LinkedTownship[DutyHead]], since: Mapping[str, str] = {}
) -> Mapping[str, Sequence[PlacedRecord]]:
    """What `records_of` gives of each topic that has any, all of them looked through once."""
    found: dict[str, list[PlacedRecord]] = {}
    for placed in records_of(townships, since):
        for topic in dict.fromkeys(topic for change in placed.record.told for topic in change.topics):
            if own := placed.record.about(topic=topic):
                found.setdefault(topic, []).append(replace(placed, record=own))
    return found
