"""Export: the catalogue as data for programs (the data API, version 1).

The types of `api.py` are the contract; their JSON Schema is published beside the data (`api/v1/schema.json`).
"""

import json
from collections.abc import Iterable, Iterator

from pydantic import BaseModel, RootModel
from pydantic.json_schema import models_json_schema

from generator import paths
from generator.data.api import (
    ApiAll,
    ApiBlock,
    ApiCategory,
    ApiCooperativeDuty,
    ApiDepartment,
    ApiDepartmentEntry,
    ApiDepartmentItem,
    ApiDownload,
    ApiDownloads,
    ApiDuty,
    ApiExtra,
    ApiIndex,
    ApiKind,
    ApiLine,
    ApiList,
    ApiListName,
    ApiNote,
    ApiPlace,
    ApiReclaimedDuty,
    ApiReference,
    ApiRelated,
    ApiSource,
    ApiTopic,
    ApiTopicItem,
    ApiTownship,
    ApiTownshipData,
)
from generator.data.downloads import Download, Downloads
from generator.link.catalogue import (
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
    return ApiIndex(version=1, townships=[_township(township) for township in catalogue.townships])


def township_data(catalogue: Catalogue, township: LinkedTownship) -> ApiTownshipData:
    """What a township's file holds."""
    lists = [_list(catalogue, duty_list) for duty_list in township.lists]
    return ApiTownshipData(**dict(_township(township)), lists=lists)


def topic_data(catalogue: Catalogue) -> list[ApiTopic]:
    """What topics.json holds."""
    return [_topic(topic) for topic in catalogue.topics]


def department_data(catalogue: Catalogue) -> list[ApiDepartmentEntry]:
    """What departments.json holds."""
    return [_department_entry(department) for county in catalogue.counties for department in county.departments]


def downloads_data(downloads: Downloads) -> ApiDownloads:
    """What downloads.json holds."""
    return ApiDownloads(
        version=1, licence=downloads.licence, files=[_download(download) for download in downloads.files]
    )


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
        head = township.head
        place = ApiPlace(
            id=head.id,
            name=head.name,
            label=head.label,
            province=head.province,
            prefecture=head.prefecture,
            county=head.county,
        )
        for duty_list in township.lists:
            name = ApiListName(kind=duty_list.kind.value, title=duty_list.printed_title)
            for duty in duty_list.duties:
                yield ApiLine(place=place, list=name, duty=_duty(catalogue, duty))


def lines(catalogue: Catalogue, townships: Iterable[LinkedTownship]) -> Iterator[str]:
    """The lines of a JSON Lines file."""
    for line in line_data(catalogue, townships):
        yield line.model_dump_json() + "\n"


def schema() -> dict[str, object]:
    """The JSON Schema of all published types, under `$defs`."""
    _, definitions = models_json_schema(
        [(model, "serialization") for model in PUBLISHED], title="清单数据接口，第 1 版"
    )
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **definitions}


def _township(township: LinkedTownship) -> ApiTownship:
    head = township.head
    return ApiTownship(
        id=head.id,
        name=head.name,
        name_status=head.name_status.value,
        name_evidence=head.name_evidence,
        label=head.label,
        province=head.province,
        prefecture=head.prefecture,
        county=head.county,
        url=paths.url(paths.township(head.id)),
        data=paths.api_township(head.id),
        counts={kind.value: _count(township, kind) for kind in ListKind},
    )


def _count(township: LinkedTownship, kind: ListKind) -> int:
    return sum(len(duty_list.duties) for duty_list in township.lists if duty_list.kind is kind)


def _topic(topic: LinkedTopic) -> ApiTopic:
    return ApiTopic(
        id=topic.id,
        name=topic.name,
        group=topic.group,
        about=topic.entry.about,
        asks=list(topic.entry.asks),
        url=paths.url(paths.topic(topic.id)),
        items=[
            ApiTopicItem(township=duty.township.id, id=duty.id, url=paths.url(paths.duty(duty.township.id, duty.id)))
            for duty in topic.duties
        ],
    )


def _download(download: Download) -> ApiDownload:
    extent = download.extent
    return ApiDownload(
        url=download.path,
        format=download.file_format,
        media_type=download.file_format.media_type,
        scope=extent.scope,
        county=extent.place.split("/")[0] or None,
        township=extent.place if "/" in extent.place else None,
        list=extent.kind.value if extent.kind else None,
        size=download.size,
        sha256=download.sha256,
    )


def _list(catalogue: Catalogue, duty_list: LinkedList) -> ApiList:
    return ApiList(
        kind=duty_list.kind.value,
        title=duty_list.printed_title,
        categories=[
            ApiCategory(name=category.ref.printed, declared=category.declared, count=len(category.duties))
            for category in duty_list.categories
        ],
        items=[_duty(catalogue, duty) for duty in duty_list.duties],
    )


def _duty(catalogue: Catalogue, linked: LinkedDuty) -> ApiDuty:
    duty = linked.entry
    related = catalogue.related[linked.township.id, linked.id]
    common = ApiDuty(
        id=duty.id,
        number=duty.number,
        category=linked.category.printed,
        name=duty.name,
        url=paths.url(paths.duty(linked.township.id, duty.id)),
        topics=[assignment.topic.id for assignment in linked.topics],
        related=[
            ApiRelated(township=relation.duty.township.id, id=relation.duty.id, reason=relation.reason)
            for relation in related
        ],
        source=ApiSource(lines=duty.source.lines) if duty.source else None,
        notes=[ApiNote(printed=note.printed, meant=note.meant, why=note.why) for note in duty.notes],
        references=[
            ApiReference(
                kind=citation.reference.kind.value,
                id=citation.reference.id,
                name=citation.reference.name,
                articles=list(citation.articles),
                url=paths.url(paths.reference(citation.reference.kind, citation.reference.id)),
            )
            for citation in linked.citations
        ],
        extras=[ApiExtra(head=extra.head, texts=list(extra.texts)) for extra in duty.extras],
    )
    match duty:
        case CooperativeDuty():
            return ApiCooperativeDuty(
                **dict(common),
                departments=[_department(mention) for mention in linked.mentions],
                superior=[
                    ApiBlock(
                        departments=list(block.departments), duties=list(block.duties), support=list(block.support)
                    )
                    for block in duty.superior
                ],
                township=list(duty.township),
            )
        case ReclaimedDuty():
            return ApiReclaimedDuty(
                **dict(common),
                departments=[_department(mention) for mention in linked.mentions],
                method=list(duty.method),
                status=duty.status.value,
            )
        case _:
            return common


def _department(mention: Mention) -> ApiDepartment:
    return ApiDepartment(id=mention.department.id if mention.department else None, name=mention.name, lead=mention.lead)


def _department_entry(department: LinkedDepartment) -> ApiDepartmentEntry:
    items = [
        ApiDepartmentItem(township=view.duty.township.id, id=view.duty.id, part=view.part.value)
        for view in department.work
    ]
    return ApiDepartmentEntry(
        id=department.ref.id,
        county=department.county,
        name=department.ref.name,
        full_name=department.full_name,
        aliases=list(department.names),
        kind=ApiKind(id=department.kind.id, name=department.kind.name) if department.kind else None,
        url=paths.url(paths.department(department.ref.id)),
        counts={part.value: sum(item.part == part.value for item in items) for part in Part},
        items=[item for item in items if item.part != Part.NAMED.value],
        named_in=[item for item in items if item.part == Part.NAMED.value],
    )


def _json(data: BaseModel) -> str:
    return data.model_dump_json(indent=1) + "\n"
