"""Export: the catalogue as data for programs (the data API, version 1).

The types of `api.py` are the contract; their JSON Schema is published beside the data (`api/v1/schema.json`).
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from generator import paths
from generator.data.api import (
    ApiAll,
    ApiBlock,
    ApiCategory,
    ApiContact,
    ApiCooperativeDuty,
    ApiDepartment,
    ApiDepartmentEntry,
    ApiDepartmentItem,
    ApiDownload,
    ApiDownloads,
    ApiDuty,
    ApiExtra,
    ApiHistory,
    ApiIndex,
    ApiKind,
    ApiLine,
    ApiList,
    ApiListName,
    ApiNote,
    ApiPart,
    ApiParts,
    ApiPlace,
    ApiReclaimedDuty,
    ApiReference,
    ApiRelated,
    ApiSource,
    ApiTopic,
    ApiTopicItem,
    ApiTownship,
    ApiTownshipData,
    ApiWhole,
)
from generator.data.downloads import Download, Downloads, Scope, Whole, WholePart
from generator.link.catalogue import (
    LinkedCounty,
    LinkedDepartment,
    LinkedDuty,
    LinkedList,
    LinkedTopic,
    LinkedTownship,
    Mention,
    Part,
    RelatedDuty,
)
from generator.model import Contact, CooperativeDuty, ListKind, ReclaimedDuty

# The types that stand at the top of a file, or of a line.
PUBLISHED = (
    ApiIndex,
    ApiTownshipData,
    ApiHistory,
    ApiTopic,
    ApiDepartmentEntry,
    ApiAll,
    ApiLine,
    ApiDownloads,
    ApiParts,
)


# By the ids of the township and of the duty.
Related = Mapping[tuple[str, str], Sequence[RelatedDuty]]


def township_data(township: LinkedTownship, related: Related) -> ApiTownshipData:
    """What a township's file holds."""
    lists = [_list(related, duty_list) for duty_list in township.lists]
    return ApiTownshipData(**dict(township_head(township)), lists=lists, contact=_contact(township.contact))


def topic_data(topics: Iterable[LinkedTopic]) -> Iterator[ApiTopic]:
    """What topics.json holds."""
    return map(_topic, topics)


def department_data(county: LinkedCounty) -> list[ApiDepartmentEntry]:
    """What a county's file of departments holds; departments.json has those of all counties."""
    return [_department_entry(department) for department in county.departments]


def downloads_data(downloads: Downloads) -> ApiDownloads:
    """What downloads.json holds."""
    return ApiDownloads(
        version=1, licence=downloads.licence, files=[_download(download) for download in downloads.files]
    )


def export_downloads(downloads: Downloads) -> tuple[str, str]:
    """The list of the files to download: its path and text."""
    return paths.API_DOWNLOADS, to_text(downloads_data(downloads))


def parts_data(downloads: Downloads) -> ApiParts:
    """What parts.json holds."""
    return ApiParts(version=1, files=[_whole(whole) for whole in downloads.wholes])


def export_parts(downloads: Downloads) -> tuple[str, str]:
    """Which files have what: its path and text."""
    return paths.API_PARTS, to_text(parts_data(downloads))


def export_schema() -> tuple[str, str]:
    """The JSON Schema of all published types: its path and text."""
    return paths.API_SCHEMA, json.dumps(schema(), ensure_ascii=False, indent=1) + "\n"


def line_data(township: ApiTownshipData) -> Iterator[ApiLine]:
    """What the lines of a township's JSON Lines file hold, in the order of the lists."""
    place = ApiPlace(
        id=township.id,
        name=township.name,
        label=township.label,
        province=township.province,
        prefecture=township.prefecture,
        county=township.county,
    )
    for duty_list in township.lists:
        name = ApiListName(kind=duty_list.kind, title=duty_list.title)
        for duty in duty_list.items:
            yield ApiLine(place=place, list=name, duty=duty)


def schema() -> dict[str, object]:
    """The JSON Schema of all published types, under `$defs`."""
    _, definitions = models_json_schema(
        [(model, "serialization") for model in PUBLISHED], title="清单数据接口，第 1 版"
    )
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **definitions}


def township_head(township: LinkedTownship) -> ApiTownship:
    """What index.json says of a township."""
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
        province=extent.place if extent.scope is Scope.PROVINCE else None,
        county=(extent.place.split("/")[0] or None) if extent.scope is not Scope.PROVINCE else None,
        township=extent.place if "/" in extent.place else None,
        list=None,
        size=download.size,
        sha256=download.sha256,
    )


def _whole(whole: Whole) -> ApiWhole:
    return ApiWhole(
        url=whole.path,
        format=whole.file_format,
        in_one=whole.is_one,
        entries=whole.rows,
        entries_limit=whole.max_rows,
        size=whole.size,
        size_limit=whole.limit,
        parts=[_part(piece) for piece in whole.pieces],
    )


def _part(piece: WholePart) -> ApiPart:
    file = piece.file
    return ApiPart(
        url=file.path,
        scope=file.extent.scope,
        province=piece.province,
        counties=list(piece.counties),
        townships=piece.townships,
        first=piece.first,
        entries=piece.rows,
        size=file.size,
        sha256=file.sha256,
    )


def _list(related: Related, duty_list: LinkedList) -> ApiList:
    return ApiList(
        kind=duty_list.kind.value,
        title=duty_list.printed_title,
        categories=[
            ApiCategory(name=category.ref.printed, declared=category.declared, count=len(category.duties))
            for category in duty_list.categories
        ],
        items=[_duty(related, duty) for duty in duty_list.duties],
    )


def _duty(related: Related, linked: LinkedDuty) -> ApiDuty:
    duty = linked.entry
    common = ApiDuty(
        id=duty.id,
        number=duty.number,
        category=linked.category.printed,
        name=duty.name,
        url=paths.url(paths.duty(linked.township.id, duty.id)),
        topics=[assignment.topic.id for assignment in linked.topics],
        related=[
            ApiRelated(township=relation.duty.township.id, id=relation.duty.id, reason=relation.reason)
            for relation in related[linked.township.id, linked.id]
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
                repealed=citation.reference.repealed or None,
                replaced_by=list(citation.reference.replaced_by),
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
        contact=_contact(department.contact),
    )


def _contact(contact: Contact | None) -> ApiContact | None:
    if contact is None:
        return None
    return ApiContact(
        phones=list(contact.phones),
        address=contact.address,
        hours=contact.hours,
        web=contact.web,
        as_of=contact.as_of,
    )


def to_text(data: BaseModel) -> str:
    """A file of the data API; each object of a list begins a line, so that people can read it too."""
    # Within a text a quotation mark is never without a backslash: this is always between two objects.
    return data.model_dump_json().replace('},{"', '},\n{"') + "\n"
