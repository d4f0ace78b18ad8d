"""JSON Schemas of the YAML files, from the types that read them (`model.py`).

Each YAML file names its schema in its first line, so that editors complete and
check while typing.
"""

import json
import re

from pydantic import BaseModel

from generator.model import (
    DAY,
    HOURS,
    PHONE,
    WEB,
    BasicList,
    CategoryFile,
    ChangeFile,
    ColumnVocabulary,
    CooperativeList,
    CountyFile,
    DepartmentVocabulary,
    ElsewhereFile,
    FillerFile,
    Overrides,
    ReclaimedList,
    ReferenceFile,
    SynonymFile,
    TopicFile,
    TownshipFile,
)

# A class's docstring begins with the noun.
_HAN_ONLY = re.compile("[\u4e00-\u9fff]+")
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
    "elsewhere": (ElsewhereFile, "清单以外的事词表"),
    "columns": (ColumnVocabulary, "表头词表"),
    "overrides": (Overrides, "导入时规则定不了的地方"),
}


def schemas() -> dict[str, str]:
    """Every schema as JSON text, by file name."""
    return {f"{name}.json": _schema(model, title) for name, (model, title) in _FILES.items()}


def _schema(model: type[BaseModel], title: str) -> str:
    schema = model.model_json_schema()
    _for_editors(schema)
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "title": title}
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


# What an editor says of a value of another type; it takes these keywords from VS Code, others pass them over.
_TYPES = {
    "string": "应是文字；数字、true、false 等请加英文引号",
    "integer": "应是数字，不加引号",
    "array": "应是列表：每条一行，以“- ”开头，或写在方括号里",
}
_PATTERNS = {
    PHONE: "号码的写法不对：固定电话带区号 0482-5123456，手机，400-123-4567，或五位的热线 '12345'",
    HOURS: "时间的写法不对：例如 工作日 9:00–12:00、14:00–17:30",
    WEB: "要以 https:// 或 http:// 开头，没有空格和汉字的标点",
    DAY: "应是年-月-日，例如 2026-11-03",
}


def _keys(keys: list[str], required: list[str]) -> str:
    """What is said of a mapping that lacks a key, that has another one, or that is none."""
    rest = [key for key in keys if key not in required]
    must = f"；必填 {'、'.join(required)}" if required else ""
    may = f"；{'还' if required else ''}可以写 {'、'.join(rest)}" if rest else ""
    return f"这里是“键: 值”{must}{may}"


def _for_editors(node: object) -> None:
    """Keep of what is written for programmers the Chinese noun alone, and say in Chinese what a value should be."""
    if isinstance(node, list):
        for item in node:
            _for_editors(item)
    elif isinstance(node, dict):
        noun = str(node.get("description", "")).partition(":")[0]
        if "properties" in node or "enum" in node:
            node.pop("description", None)
        if isinstance(node.get("title"), str):
            node.pop("title")
        if isinstance(node.get("properties"), dict) and _HAN_ONLY.fullmatch(noun):
            node["title"] = noun
        match node:
            case {"enum": [*allowed]}:
                node["errorMessage"] = f"只能是 {'、'.join(map(str, allowed))}"
            case {"properties": dict(keys)}:
                node["errorMessage"] = _keys(list(keys), node.get("required", []))
            case {"type": str(kind)} if kind in _TYPES:
                node["errorMessage"] = _TYPES[kind]
        if isinstance(pattern := node.get("pattern"), str):
            node["patternErrorMessage"] = _PATTERNS.get(pattern, "写法不对；请对照 content/README.md")
        for key, item in node.items():
            # A property may have any name.
            for one in item.values() if key in ("properties", "$defs") and isinstance(item, dict) else [item]:
                _for_editors(one)
