"""Past: a township's history as data, and its data as of each date on which its lists were changed."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from generator import paths
from generator.data.api import (
    ApiChange,
    ApiDepartment,
    ApiHistory,
    ApiPointer,
    ApiRecord,
    ApiRedline,
    ApiTownshipData,
    ApiVersion,
)
from generator.data.export import to_text, township_data
from generator.link.catalogue import LinkedTownship, PastVersion, RelatedDuty
from generator.link.records import ChangedDuty, DutyPointer, LinkedRecord, Redlined


def past_files(township: LinkedTownship) -> Iterator[tuple[str, str]]:
    """The files about a township's past: their paths and texts."""
    yield paths.api_history(township.head.id), to_text(history_data(township))
    for version in township.versions:
        yield paths.api_as_of(township.head.id, version.day), to_text(version_data(township, version))


def history_data(township: LinkedTownship) -> ApiHistory:
    """What history.json holds."""
    head = township.head
    return ApiHistory(
        version=1,
        township=head.id,
        records=[_record(head.id, record) for record in township.records],
        versions=[
            ApiVersion(
                from_day=version.day,
                url=paths.url(paths.as_of(head.id, version.day)),
                data=paths.api_as_of(head.id, version.day),
            )
            for version in township.versions
        ],
    )


def version_data(township: LinkedTownship, version: PastVersion) -> ApiTownshipData:
    """A township's data as of a date: as its own file has it, without what is about other townships."""
    then = replace(township, lists=version.lists)
    # Nothing is said of what a duty was related to.
    unrelated: Mapping[tuple[str, str], Sequence[RelatedDuty]] = defaultdict(tuple)
    data = township_data(then, unrelated)
    return data.model_copy(
        update={
            "url": paths.url(paths.as_of(township.head.id, version.day)),
            "data": paths.api_as_of(township.head.id, version.day),
        }
    )


def _record(township_id: str, record: LinkedRecord) -> ApiRecord:
    return ApiRecord(
        id=f"{township_id}/{record.id}",
        track=record.track.value,
        reason=record.reason,
        decided_by=record.decided_by,
        document=record.document,
        approved=record.approved,
        effective=record.effective,
        recorded=record.recorded,
        url=f"{paths.url(paths.township_changes(township_id))}#{record.anchor}",
        headings=[_redline(one) for one in record.headings],
        changes=[_change(township_id, one) for one in record.changes],
    )


def _change(township_id: str, change: ChangedDuty) -> ApiChange:
    department = change.department
    return ApiChange(
        duty=_pointer(township_id, change.duty),
        change=change.change.value,
        was=change.was or None,
        to=[_pointer(township_id, one) for one in change.to],
        department=ApiDepartment(id=change.department_id, name=department, lead=False) if department else None,
        redline=[_redline(one) for one in change.redline],
    )


def _pointer(township_id: str, duty: DutyPointer) -> ApiPointer:
    return ApiPointer(
        id=duty.id,
        list=duty.kind.value,
        number=duty.number,
        name=duty.name,
        url=paths.url(paths.duty(township_id, duty.id)),
    )


def _redline(one: Redlined) -> ApiRedline:
    return ApiRedline(field=one.title, lines=[[(piece.fate.value, piece.text) for piece in line] for line in one.lines])
