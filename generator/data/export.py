"""Export: the catalogue as data for programs (the data API, version 1).

The types below are the contract: fields may be added, never removed or
renamed.  Their JSON Schema is published beside the data (`api/v1/schema.json`).
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, RootModel
from pydantic.json_schema import models_json_schema

from generator import paths
from generator.data.downloads import Download, Downloads, FileFormat, Scope
from generator.link.linker import (
    Catalogue,
    LinkedDepartment,
    LinkedDuty,
    LinkedList,
    LinkedTopic,
    LinkedTownship,
    Mention,
    Part,
)
from generator.model import CooperativeDuty, ListKind, ReclaimedDuty


class ApiModel(BaseModel):
    """Base of the published types."""

    model_config = ConfigDict(extra="forbid")


class ApiTownship(ApiModel):
    """A township's header. URLs are relative to the site's root."""

    id: str
    name: str | None
    name_status: Literal["stated", "inferred", "unknown"]
    name_evidence: str
    label: str
    province: str | None
    prefecture: str | None
    county: str | None
    url: str
    data: str
    counts: dict[Literal["basic", "cooperative", "reclaimed"], int]


class ApiIndex(ApiModel):
    """index.json."""

    version: Literal[1]
    townships: list[ApiTownship]


class ApiSource(ApiModel):
    """The first and the last line of a duty in source.txt, from 1."""

    lines: tuple[int, int]


class ApiNote(ApiModel):
    """A likely mistake of the document: what is printed, what was probably meant, and why."""

    printed: str | None
    meant: str | None
    why: str


class ApiRelated(ApiModel):
    """A duty about the same matter."""

    township: str
    id: str
    reason: str


class ApiReference(ApiModel):
    """A law, document, form, platform or phone number that a duty names; of a law also the articles, as printed."""

    kind: Literal["laws", "hotlines", "platforms", "forms", "documents"]
    id: str
    name: str
    articles: list[str]
    url: str


class ApiDepartment(ApiModel):
    """A department as printed in the cell; `id` is the registered department, null where none is meant."""

    id: str | None
    name: str
    lead: bool


class ApiBlock(ApiModel):
    """What these departments do, and the support that they give."""

    departments: list[str]
    duties: list[str]
    support: list[str]


class ApiDuty(ApiModel):
    """What every duty has."""

    id: str
    number: int
    category: str
    name: str
    url: str
    topics: list[str]
    related: list[ApiRelated]
    source: ApiSource | None
    notes: list[ApiNote]
    references: list[ApiReference]


class ApiCooperativeDuty(ApiDuty):
    """A duty in which the township assists departments."""

    departments: list[ApiDepartment]
    superior: list[ApiBlock]
    township: list[str]


class ApiReclaimedDuty(ApiDuty):
    """A duty that a department has taken back."""

    departments: list[ApiDepartment]
    method: list[str]
    status: Literal["taken-over", "discontinued"]


class ApiCategory(ApiModel):
    """A category of a list: the count that the document states, and the count that there is."""

    name: str
    declared: int | None
    count: int


class ApiList(ApiModel):
    """One of the three lists."""

    kind: Literal["basic", "cooperative", "reclaimed"]
    title: str
    categories: list[ApiCategory]
    items: list[ApiCooperativeDuty | ApiReclaimedDuty | ApiDuty]


class ApiTownshipData(ApiTownship):
    """townships/<county>/<township>.json."""

    lists: list[ApiList]


class ApiAll(ApiModel):
    """data/all.json: what all files of townships hold."""

    version: Literal[1]
    townships: list[ApiTownshipData]


class ApiPlace(ApiModel):
    """Whose list a line is of."""

    id: str
    name: str | None
    label: str
    province: str | None
    prefecture: str | None
    county: str | None


class ApiListName(ApiModel):
    """Which list a line is of."""

    kind: Literal["basic", "cooperative", "reclaimed"]
    title: str


class ApiLine(ApiModel):
    """A line of a JSON Lines file: a duty, with all that it takes to understand it alone."""

    place: ApiPlace
    list: ApiListName
    duty: ApiCooperativeDuty | ApiReclaimedDuty | ApiDuty


class ApiTopicItem(ApiModel):
    """A duty of a topic."""

    township: str
    id: str
    url: str


class ApiTopic(ApiModel):
    """An entry of topics.json."""

    id: str
    name: str
    group: str
    about: str
    asks: list[str]
    url: str
    items: list[ApiTopicItem]


class ApiDepartmentItem(ApiModel):
    """A duty that a department has to do with, and its part in it."""

    township: str
    id: str
    part: Literal["leads", "takes-part", "taken-back", "discontinued", "named"]


class ApiKind(ApiModel):
    """A kind of department, the same in all counties."""

    id: str
    name: str


class ApiDepartmentEntry(ApiModel):
    """An entry of departments.json.

    `items` are the duties that print the department in a cell or above a block; `named_in` those whose texts name it.
    """

    id: str
    county: str | None
    name: str
    full_name: str | None
    aliases: list[str]
    kind: ApiKind | None
    url: str
    counts: dict[Literal["leads", "takes-part", "taken-back", "discontinued", "named"], int]
    items: list[ApiDepartmentItem]
    named_in: list[ApiDepartmentItem]


class ApiDownload(ApiModel):
    """A file to download: what it is about, its size in bytes, and the SHA-256 of its bytes in hexadecimal."""

    url: str
    format: FileFormat
    media_type: str
    scope: Scope
    county: str | None
    township: str | None
    list: Literal["basic", "cooperative", "reclaimed"] | None
    size: int
    sha256: str


class ApiDownloads(ApiModel):
    """downloads.json: every file that can be downloaded, and on what terms it may be used."""

    version: Literal[1]
    licence: str
    files: list[ApiDownload]


# The types that stand at the top of a file, or of a line.
PUBLISHED = (ApiIndex, ApiTownshipData, ApiTopic, ApiDepartmentEntry, ApiAll, ApiLine, ApiDownloads)


def export(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    """The files of the data API: their paths and texts."""
    yield paths.API_INDEX, _json(index_data(catalogue))
    for township in catalogue.townships:
        yield paths.api_township(township.head.id), _json(township_data(catalogue, township))
    yield paths.API_TOPICS, _json(RootModel[list[ApiTopic]](topic_data(catalogue)))
    yield paths.API_DEPARTMENTS, _json(RootModel[list[ApiDepartmentEntry]](department_data(catalogue)))
    yield paths.API_SCHEMA, json.dumps(schema(), ensure_ascii=False, indent=1) + "\n"


def index_data(catalogue: Catalogue) -> ApiIndex:
    """What index.json holds."""
    return ApiIndex(version=1, townships=[ApiTownship(**_header(one)) for one in catalogue.townships])


def township_data(catalogue: Catalogue, township: LinkedTownship) -> ApiTownshipData:
    """What a township's file holds."""
    return ApiTownshipData(**_header(township), lists=[_list(catalogue, one) for one in township.lists])


def topic_data(catalogue: Catalogue) -> list[ApiTopic]:
    """What topics.json holds."""
    return [_topic(topic) for topic in catalogue.topics]


def department_data(catalogue: Catalogue) -> list[ApiDepartmentEntry]:
    """What departments.json holds."""
    return [_department_entry(department) for county in catalogue.counties for department in county.departments]


def downloads_data(downloads: Downloads) -> ApiDownloads:
    """What downloads.json holds."""
    return ApiDownloads(version=1, licence=downloads.licence, files=[_download(one) for one in downloads.files])


def export_downloads(downloads: Downloads) -> tuple[str, str]:
    """The list of the files to download: its path and text."""
    return paths.API_DOWNLOADS, _json(downloads_data(downloads))


def everything(catalogue: Catalogue) -> Iterator[str]:
    """data/all.json in pieces: what ApiAll describes, a township at a time."""
    yield '{"version":1,"townships":['
    for index, township in enumerate(catalogue.townships):
        yield ("," if index else "") + township_data(catalogue, township).model_dump_json()
    yield "]}\n"


def line_data(catalogue: Catalogue, townships: Iterable[LinkedTownship]) -> Iterator[ApiLine]:
    """What the lines of a JSON Lines file hold, in the order of the lists."""
    for township in townships:
        header = _header(township)
        place = ApiPlace(**{name: header[name] for name in ApiPlace.model_fields})
        for duty_list in township.lists:
            name = ApiListName(kind=duty_list.kind.value, title=duty_list.printed_title)
            for duty in duty_list.duties:
                yield ApiLine(place=place, list=name, duty=_duty(catalogue, duty))


def lines(catalogue: Catalogue, townships: Iterable[LinkedTownship]) -> Iterator[str]:
    """The lines of a JSON Lines file."""
    for one in line_data(catalogue, townships):
        yield one.model_dump_json() + "\n"


def schema() -> dict[str, Any]:
    """The JSON Schema of all published types, under `$defs`."""
    _, definitions = models_json_schema([(one, "serialization") for one in PUBLISHED], title="清单数据接口，第 1 版")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **definitions}


def _header(township: LinkedTownship) -> dict[str, Any]:
    head = township.head
    return {
        "id": head.id,
        "name": head.name,
        "name_status": head.name_status.value,
        "name_evidence": head.name_evidence,
        "label": head.label,
        "province": head.province,
        "prefecture": head.prefecture,
        "county": head.county,
        "url": paths.url(paths.township(head.id)),
        "data": paths.api_township(head.id),
        "counts": {kind.value: _count(township, kind) for kind in ListKind},
    }


def _count(township: LinkedTownship, kind: ListKind) -> int:
    return sum(len(one.duties) for one in township.lists if one.kind is kind)


def _topic(topic: LinkedTopic) -> ApiTopic:
    return ApiTopic(
        id=topic.topic.id,
        name=topic.topic.name,
        group=topic.group,
        about=topic.topic.about,
        asks=list(topic.topic.asks),
        url=paths.url(paths.topic(topic.topic.id)),
        items=[
            ApiTopicItem(township=duty.township.id, id=duty.id, url=paths.url(paths.duty(duty.township.id, duty.id)))
            for duty in topic.duties
        ],
    )


def _download(one: Download) -> ApiDownload:
    subject = one.subject
    return ApiDownload(
        url=one.path,
        format=one.file_format,
        media_type=one.file_format.media_type,
        scope=subject.scope,
        county=subject.place.split("/")[0] or None,
        township=subject.place if "/" in subject.place else None,
        list=subject.kind.value if subject.kind else None,
        size=one.size,
        sha256=one.sha256,
    )


def _list(catalogue: Catalogue, duty_list: LinkedList) -> ApiList:
    return ApiList(
        kind=duty_list.kind.value,
        title=duty_list.printed_title,
        categories=[
            ApiCategory(name=one.ref.printed, declared=one.declared, count=len(one.duties))
            for one in duty_list.categories
        ],
        items=[_duty(catalogue, duty) for duty in duty_list.duties],
    )


def _duty(catalogue: Catalogue, linked: LinkedDuty) -> ApiDuty:
    duty = linked.duty
    related = catalogue.related[linked.township.id, linked.id]
    common = {
        "id": duty.id,
        "number": duty.number,
        "category": linked.category.printed,
        "name": duty.name,
        "url": paths.url(paths.duty(linked.township.id, duty.id)),
        "topics": [one.topic.id for one in linked.topics],
        "related": [ApiRelated(township=one.duty.township.id, id=one.duty.id, reason=one.reason) for one in related],
        "source": ApiSource(lines=duty.source.lines) if duty.source else None,
        "notes": [ApiNote(printed=note.printed, meant=note.meant, why=note.why) for note in duty.notes],
        "references": [
            ApiReference(
                kind=one.reference.kind.value,
                id=one.reference.id,
                name=one.reference.name,
                articles=list(one.articles),
                url=paths.url(paths.reference(one.reference.kind, one.reference.id)),
            )
            for one in linked.citations
        ],
    }
    match duty:
        case CooperativeDuty():
            return ApiCooperativeDuty(
                **common,
                departments=[_department(mention) for mention in linked.mentions],
                superior=[
                    ApiBlock(departments=block.departments, duties=block.duties, support=block.support)
                    for block in duty.superior
                ],
                township=duty.township,
            )
        case ReclaimedDuty():
            return ApiReclaimedDuty(
                **common,
                departments=[_department(mention) for mention in linked.mentions],
                method=duty.method,
                status=duty.status.value,
            )
        case _:
            return ApiDuty(**common)


def _department(mention: Mention) -> ApiDepartment:
    return ApiDepartment(id=mention.department.id if mention.department else None, name=mention.name, lead=mention.lead)


def _department_entry(department: LinkedDepartment) -> ApiDepartmentEntry:
    items = [
        ApiDepartmentItem(township=one.duty.township.id, id=one.duty.id, part=one.part.value) for one in department.work
    ]
    return ApiDepartmentEntry(
        id=department.ref.id,
        county=department.county,
        name=department.ref.name,
        full_name=department.full_name,
        aliases=list(department.names),
        kind=ApiKind(id=department.kind.id, name=department.kind.name) if department.kind else None,
        url=paths.url(paths.department(department.ref.id)),
        counts={part.value: sum(one.part == part.value for one in items) for part in Part},
        items=[one for one in items if one.part != Part.NAMED],
        named_in=[one for one in items if one.part == Part.NAMED],
    )


def _json(data: BaseModel) -> str:
    return data.model_dump_json(indent=1) + "\n"
