"""JSON Schemas of the YAML files, from the types that read them (`model.py`).

Each YAML file names its schema in its first line, so that editors complete and
check while typing.
"""

import json

from pydantic import BaseModel

from generator.model import (
    BasicList,
    CategoryFile,
    ChangeFile,
    ColumnVocabulary,
    CooperativeList,
    CountyFile,
    DepartmentVocabulary,
    FillerFile,
    Overrides,
    ReclaimedList,
    ReferenceFile,
    SynonymFile,
    TopicFile,
    TownshipFile,
)

_FILES: dict[str, tuple[type[BaseModel], str]] = {
    "basic": (BasicList, "基本履职事项清单"),
    "cooperative": (CooperativeList, "配合履职事项清单"),
    "reclaimed": (ReclaimedList, "上级部门收回事项清单"),
    "township": (TownshipFile, "乡镇"),
    "changes": (ChangeFile, "变更记录"),
    "county": (CountyFile, "县（市、区、旗）与部门登记表"),
    "categories": (CategoryFile, "事项类别词表"),
    "references": (ReferenceFile, "引用词表"),
    "department-kinds": (DepartmentVocabulary, "部门词表：类型和名称的写法"),
    "topics": (TopicFile, "主题词表"),
    "synonyms": (SynonymFile, "便民词词表"),
    "fillers": (FillerFile, "套话词表"),
    "columns": (ColumnVocabulary, "表头词表"),
    "overrides": (Overrides, "导入时规则定不了的地方"),
}


def schemas() -> dict[str, str]:
    """Every schema as JSON text, by file name."""
    return {f"{name}.json": _schema(model, title) for name, (model, title) in _FILES.items()}


def _schema(model: type[BaseModel], title: str) -> str:
    schema = model.model_json_schema()
    _without_class_notes(schema)
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "title": title}
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def _without_class_notes(node: object) -> None:
    """Drop what is written for programmers: class docstrings and generated titles."""
    if isinstance(node, list):
        for item in node:
            _without_class_notes(item)
    elif isinstance(node, dict):
        if "properties" in node or "enum" in node:
            node.pop("description", None)
        if isinstance(node.get("title"), str):
            node.pop("title")
        for item in node.values():
            _without_class_notes(item)
