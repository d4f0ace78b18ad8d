"""OpenAPI: the data API and the downloads described for programs, with examples out of the data itself.

The types are those of export.py; https://spec.openapis.org/oas/v3.1.1.html.
"""

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from generator import paths
from generator.data.api import (
    ApiAll,
    ApiDepartmentEntry,
    ApiDownloads,
    ApiHistory,
    ApiIndex,
    ApiLine,
    ApiList,
    ApiParts,
    ApiTopic,
    ApiTownship,
    ApiTownshipData,
)
from generator.data.downloads import Download, FileFormat
from generator.data.export import PUBLISHED
from generator.words.places import PlaceWords

# An object of JSON.
Json = dict[str, object]

_REFERENCE = "#/components/schemas/{model}"
_COUNTY, _TOWNSHIP, _TOPIC, _DAY, _FILE = "county", "township", "topic", "day", "file"
# What is in the place of too large a file: its path, with the id in braces.
DEPARTMENTS_OF_A_COUNTY = paths.api_departments("{county}")
A_TOPIC = paths.api_topic("{topic}")
_PLACE = "{county}/{township}"
# Folders of files to download, and whose are there.
_FOLDERS = {"data": "全部{place}的，一个{place}的", "data/counties": "一个{county}的", "data/provinces": "一个省的"}
_SOME_TEXT: Json = {"schema": {"type": "string"}}
_FEEDS = {"xml": ("application/atom+xml", "Atom"), "json": ("application/feed+json", "JSON Feed")}


@dataclass(frozen=True)
class Examples:
    """The first of what the files hold."""

    head: ApiTownship | None = None
    township: ApiTownshipData | None = None
    line: ApiLine | None = None
    topic: ApiTopic | None = None
    department: ApiDepartmentEntry | None = None


@dataclass(frozen=True)
class Present:
    """What there is of that which may be lacking.

    Paths, files to download, and whether all is a site, with feeds; the first county of several townships, or "".
    """

    paths: Collection[str]
    files: Collection[Download]
    is_site: bool
    several: str = ""


def export_openapi(examples: Examples, words: PlaceWords, licence: str, present: Present) -> tuple[str, str]:
    """The description: its path and text."""
    text = json.dumps(openapi(examples, words, licence, present), ensure_ascii=False, indent=1)
    return paths.API_OPENAPI, text + "\n"


def openapi(examples: Examples, words: PlaceWords, licence: str, present: Present) -> Json:
    """The description as data.

    Examples are beginnings of what the files hold: in a list that they cut short, the first entry.
    """
    _, definitions = models_json_schema([(model, "serialization") for model in PUBLISHED], ref_template=_REFERENCE)
    info: Json = {
        "title": "清单数据接口",
        "version": "1",
        "description": f"{words.place}履行职责事项清单。"
        "全部是静态文件，用 GET 取；字段只增加，不删改；api/v1 的地址不变。",
    }
    if licence:
        info["license"] = {"name": licence}
    return {
        "openapi": "3.1.1",
        "info": info,
        # Relative to this file: the site may stand under any path.
        "servers": [{"url": "../" * paths.API_OPENAPI.count("/"), "description": "本网站"}],
        "paths": {f"/{path}": operation for path, operation in _paths(examples, words, present)},
        "components": {"schemas": definitions["$defs"], "responses": {"Missing": {"description": "没有这个文件"}}},
    }


def _paths(examples: Examples, words: PlaceWords, present: Present) -> Iterator[tuple[str, Json]]:
    """Each path, in braces what differs, and what is there."""
    first = examples.township
    parts = dict(zip((_COUNTY, _TOWNSHIP), first.id.split("/"), strict=True)) if first else {}
    place, county = words.place, words.county
    index = ApiIndex(version=1, townships=[examples.head] if examples.head else [])
    township = _shortened(first) if first else None
    topics = [one.model_copy(update={"items": one.items[:1]}) for one in (examples.topic,) if one]
    departments = [
        one.model_copy(update={"items": one.items[:1], "named_in": one.named_in[:1]})
        for one in (examples.department,)
        if one
    ]
    everything = ApiAll(version=1, townships=[township] if township else [])
    of_county = _parameter(_COUNTY, f"{county}的编号", parts.get(_COUNTY))
    of_township = (of_county, _parameter(_TOWNSHIP, f"{place}的编号，{county}的编号后面的一半", parts.get(_TOWNSHIP)))
    yield paths.API_INDEX, _get(f"全部{place}", _json(ApiIndex, index))
    yield paths.api_township(_PLACE), _get(f"一个{place}的三张清单", _json(ApiTownshipData, township), *of_township)
    what = f"一个{place}的清单有过哪些正式变更，每一段时间的数据在哪里"
    yield paths.api_history(_PLACE), _get(what, _json(ApiHistory, None), *of_township)
    what = f"一个{place}的三张清单从某一天起是怎样的；哪些天，见 history.json"
    day = _parameter(_DAY, "年-月-日，或 collected（收录时）", None)
    yield paths.api_as_of(_PLACE, f"{{{_DAY}}}"), _get(what, _json(ApiTownshipData, None), *of_township, day)
    may_lack = {
        paths.API_TOPICS: _get("主题，和归入每个主题的事项", _json(ApiTopic, topics)),
        A_TOPIC: _get(
            "一个主题，和归入它的事项",
            _json(ApiTopic, topics[0] if topics else None),
            _parameter(_TOPIC, "主题的编号", topics[0].id if topics else None),
        ),
        paths.API_DEPARTMENTS: _get("部门，和与每个部门有关的事项", _json(ApiDepartmentEntry, departments)),
        DEPARTMENTS_OF_A_COUNTY: _get(f"一个{county}的部门", _json(ApiDepartmentEntry, departments), of_county),
        paths.API_DOWNLOADS: _get("可以下载的全部文件，各有大小和 SHA-256", _json(ApiDownloads, None)),
        paths.API_PARTS: _get(
            "全部合成一个的文件各有多大；太大而分开的，哪些文件合起来是全部，各有哪些行", _json(ApiParts, None)
        ),
        paths.all_data(FileFormat.JSON): _get(f"全部{place}的清单，一个文件", _json(ApiAll, everything)),
        paths.all_data(FileFormat.JSONL): _get("全部事项，一行一个", _lines(examples.line)),
        paths.CHECKSUMS: _get("data 里每个文件的 SHA-256，sha256sum --check 读得懂", _text("text/plain")),
    }
    yield from ((path, one) for path, one in may_lack.items() if path in present.paths)
    yield paths.API_SCHEMA, _get("各文件的 JSON Schema", _json(None, None))
    yield paths.API_OPENAPI, _get("这份说明", _json(None, None))
    for folder, whose in _FOLDERS.items():
        own = [one for one in present.files if one.path.rpartition("/")[0] == folder and one.path not in may_lack]
        if own:
            # One that can be read as a text.
            example = min(own, key=lambda one: one.file_format is not FileFormat.CSV)
            formats = {one.file_format for one in own}
            content: Json = {one.media_type: _SOME_TEXT for one in FileFormat if one in formats}
            summary = f"可以下载的文件：{whose.format(place=place, county=county)}"
            yield f"{folder}/{{{_FILE}}}", _get(summary, content, _parameter(_FILE, "文件名", example.name))
    if present.is_site:
        yield from _site_paths(words, present.several, of_township)


def _site_paths(words: PlaceWords, several: str, of_township: Sequence[Json]) -> Iterator[tuple[str, Json]]:
    """What a site has and an export has not: what can be subscribed to, and the checksums of all its files."""
    place, county = words.place, words.county
    of_county = _parameter(_COUNTY, f"{county}的编号，有几个{place}的", several)
    for ending, (media_type, name) in _FEEDS.items():
        for page, whose, which in (
            (paths.CHANGES, f"全部{place}", ()),
            *([(paths.county_changes("{county}"), f"一个{county}", (of_county,))] if several else []),
            (paths.township_changes(_PLACE), f"一个{place}", of_township),
        ):
            yield paths.feed(page, ending), _get(f"{whose}的变更的订阅（{name}）", _text(media_type), *which)
    yield paths.RELEASE, _get("整个网站每个文件的 SHA-256，sha256sum --check 读得懂", _text("text/plain"))


def _get(summary: str, content: Json, *parameters: Json) -> Json:
    responses: Json = {"200": {"description": summary, "content": content}}
    operation: Json = {"summary": summary, "responses": responses}
    if parameters:
        operation["parameters"] = list(parameters)
        responses["404"] = {"$ref": "#/components/responses/Missing"}
    return {"get": operation}


def _parameter(name: str, description: str, example: str | None) -> Json:
    parameter: Json = {
        "name": name,
        "in": "path",
        "required": True,
        "description": description,
        "schema": {"type": "string"},
    }
    return parameter if example is None else {**parameter, "example": example}


def _json(model: type[BaseModel] | None, example: BaseModel | Sequence[BaseModel] | None) -> Json:
    """A JSON file: of the model, or with a list for an example of a list of it; of none, any object."""
    schema: Json = {"$ref": _REFERENCE.format(model=model.__name__)} if model else {"type": "object"}
    if isinstance(example, Sequence):
        schema = {"type": "array", "items": schema}
    media: Json = {"schema": schema}
    if isinstance(example, Sequence):
        media["example"] = [entry.model_dump(mode="json") for entry in example]
    elif example is not None:
        media["example"] = example.model_dump(mode="json")
    return {FileFormat.JSON.media_type: media}


def _text(media_type: str) -> Json:
    return {media_type: _SOME_TEXT}


def _lines(example: ApiLine | None) -> Json:
    """A JSON Lines file; OpenAPI 3.1 has no way to say of what its lines are but words."""
    schema: Json = {"type": "string", "description": "每行是一个 ApiLine，见 components.schemas"}
    media: Json = {"schema": schema}
    if example is not None:
        media["example"] = example.model_dump_json() + "\n"
    return {FileFormat.JSONL.media_type: media}


def _shortened(township: ApiTownshipData) -> ApiTownshipData:
    """A township with the first category and the first duty of each list."""

    def head(duty_list: ApiList) -> ApiList:
        return duty_list.model_copy(update={"categories": duty_list.categories[:1], "items": duty_list.items[:1]})

    return township.model_copy(update={"lists": [head(duty_list) for duty_list in township.lists]})
