"""OpenAPI: the data API and the downloads described for programs, with examples out of the data itself.

The types are those of export.py; https://spec.openapis.org/oas/v3.1.1.html.
"""

import json
from collections.abc import Sequence

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from generator import paths
from generator.data.api import (
    ApiAll,
    ApiDepartmentEntry,
    ApiDownloads,
    ApiIndex,
    ApiLine,
    ApiList,
    ApiTopic,
    ApiTownshipData,
)
from generator.data.downloads import FileFormat
from generator.data.export import PUBLISHED, department_data, index_data, line_data, topic_data, township_data
from generator.link.catalogue import Catalogue

# An object of JSON.
Json = dict[str, object]

_REFERENCE = "#/components/schemas/{model}"
_COUNTY, _TOWNSHIP = "county", "township"


def export_openapi(catalogue: Catalogue, licence: str = "") -> tuple[str, str]:
    """The description: its path and text."""
    return paths.API_OPENAPI, json.dumps(openapi(catalogue, licence), ensure_ascii=False, indent=1) + "\n"


def openapi(catalogue: Catalogue, licence: str = "") -> Json:
    """The description as data.

    Examples are beginnings of what the files hold: in a list that they cut short, the first entry.
    """
    _, definitions = models_json_schema([(model, "serialization") for model in PUBLISHED], ref_template=_REFERENCE)
    info: Json = {
        "title": "清单数据接口",
        "version": "1",
        "description": f"{catalogue.words.place}履行职责事项清单。"
        "全部是静态文件，用 GET 取；字段只增加，不删改；发布过的地址不变。",
    }
    if licence:
        info["license"] = {"name": licence}
    return {
        "openapi": "3.1.1",
        "info": info,
        # Relative to this file: the site may stand under any path.
        "servers": [{"url": "../" * paths.API_OPENAPI.count("/"), "description": "本网站"}],
        "paths": _paths(catalogue),
        "components": {"schemas": definitions["$defs"], "responses": {"Missing": {"description": "没有这个文件"}}},
    }


def _paths(catalogue: Catalogue) -> Json:
    first = catalogue.townships[0] if catalogue.townships else None
    parts = dict(zip((_COUNTY, _TOWNSHIP), first.head.id.split("/"), strict=True)) if first else {}
    place, county = catalogue.words.place, catalogue.words.county
    index = index_data(catalogue)
    index = index.model_copy(update={"townships": index.townships[:1]})
    township = _shortened(township_data(catalogue, first)) if first else None
    line = next(line_data(catalogue, catalogue.townships), None)
    topics = [topic.model_copy(update={"items": topic.items[:1]}) for topic in topic_data(catalogue)[:1]]
    departments = [
        department.model_copy(update={"items": department.items[:1], "named_in": department.named_in[:1]})
        for department in department_data(catalogue)[:1]
    ]
    everything = ApiAll(version=1, townships=[township] if township else [])
    county_path = paths.county_data("{county}", FileFormat.JSONL)
    return {
        f"/{paths.API_INDEX}": _get(f"全部{place}", _json(ApiIndex, index)),
        f"/{paths.api_township('{county}/{township}')}": _get(
            f"一个{place}的三张清单",
            _json(ApiTownshipData, township),
            _parameter(_COUNTY, f"{county}的编号", parts.get(_COUNTY)),
            _parameter(_TOWNSHIP, f"{place}的编号，{county}的编号后面的一半", parts.get(_TOWNSHIP)),
        ),
        f"/{paths.API_TOPICS}": _get("主题，和归入每个主题的事项", _json(ApiTopic, topics)),
        f"/{paths.API_DEPARTMENTS}": _get("部门，和与每个部门有关的事项", _json(ApiDepartmentEntry, departments)),
        f"/{paths.API_DOWNLOADS}": _get("可以下载的全部文件，各有大小和 SHA-256", _json(ApiDownloads, None)),
        f"/{paths.API_SCHEMA}": _get(
            "各文件的 JSON Schema", {FileFormat.JSON.media_type: {"schema": {"type": "object"}}}
        ),
        f"/{paths.all_data(FileFormat.JSON)}": _get(f"全部{place}的清单，一个文件", _json(ApiAll, everything)),
        f"/{paths.all_data(FileFormat.JSONL)}": _get("全部事项，一行一个", _lines(line)),
        f"/{county_path}": _get(
            f"一个{county}的事项，一行一个", _lines(line), _parameter(_COUNTY, f"{county}的编号", parts.get(_COUNTY))
        ),
        "/data/{file}": _get(
            "downloads.json 列出的文件",
            {
                file_format.media_type: {"schema": {"type": "string"}}
                for file_format in FileFormat
                if file_format is not FileFormat.JSON
            },
            _parameter(
                "file",
                "文件名",
                paths.printed(first.head.id, FileFormat.CSV).removeprefix("data/") if first else None,
            ),
        ),
    }


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


def _json(model: type[BaseModel], example: BaseModel | Sequence[BaseModel] | None) -> Json:
    """A JSON file: of the model, or with a list for an example of a list of it."""
    schema: Json = {"$ref": _REFERENCE.format(model=model.__name__)}
    if isinstance(example, Sequence):
        schema = {"type": "array", "items": schema}
    media: Json = {"schema": schema}
    if isinstance(example, Sequence):
        media["example"] = [entry.model_dump(mode="json") for entry in example]
    elif example is not None:
        media["example"] = example.model_dump(mode="json")
    return {FileFormat.JSON.media_type: media}


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
