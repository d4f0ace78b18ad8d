"""Typed: the rules that a browser can go by while somebody types, as data (`templates/theme/assets/edit/checks.js`).

Patterns, tables and words are those of the rules themselves, and what a field may hold is what the types of the YAML
say; so nothing of it is written a second time.
"""

from collections.abc import Iterable
from functools import cache
from typing import cast

from pydantic import BaseModel

from generator.check.rules.duties import COOPERATIVE_NEEDS, ENDED
from generator.check.rules.numbers import ID_FORM
from generator.check.rules.registers import NAME_NOT_PLAIN, NO_HINT, NOT_IN_NAMES, NOT_REGISTERED
from generator.check.rules.texts import DOUBLED, ENUMERATED, HALF_WIDTH, QUOTED
from generator.history import TEXTS
from generator.importers.marks import MARK
from generator.model import LIST_TYPES, ChangeRecord, Column, Contact, ListKind, Problem, ReclaimedStatus, Track
from generator.read import texts
from generator.words import characters
from generator.words.departments import name_patterns
from generator.words.patterns import AROUND, BEGINNING, TextPattern, for_browsers
from generator.words.places import TOWNSHIP

# The rules whose answer is the same in the browser.
TYPED = (
    *(kind.rule for kind in (characters.CONTROLS, *characters.KINDS)),
    texts.BLANK.rule,
    texts.SEPARATOR.rule,
    HALF_WIDTH.rule,
    ENUMERATED.rule,
    "texts-not-doubled",
    "departments-registered",
    "department-names-plain",
    "cooperative-complete",
    "reclaimed-complete",
    "shape",
)
# Of these a document itself may break: whoever types it in says so, and the duty has an allowance.
AS_PRINTED = (
    *(kind.rule for kind in characters.KINDS if kind.rule != characters.ODD_SPACES.rule),
    ENUMERATED.rule,
    "texts-not-doubled",
    "cooperative-complete",
    "reclaimed-complete",
)


# What requests call what is no column of a sheet, or is called otherwise there (docs/requests.md).
_CONTACT = {"phones": "电话", "address": "地址", "hours": "时间", "web": "网页", "as_of": "日期"}


_ENTRY = {"full_name": "全称", "aliases": "别名"}
_OTHER_COLUMNS = {"category": "类别", "status": "状态", "notes": "说明", **_ENTRY, **_CONTACT}


@cache
def typed_rules() -> dict[str, object]:
    """The rules of every site: none of the content is in them."""
    return {
        "characters": _characters(),
        "quoted": {"around": AROUND, "begins": BEGINNING, "doubled": QUOTED, "item": texts.QUOTED},
        "patterns": list(map(_pattern, (ENUMERATED, HALF_WIDTH))),
        "blank": {
            "texts": _pattern(texts.BLANK, texts.SPACE_REMEDY),
            "names": _pattern(texts.BLANK, texts.SPACE_IN_NAME_REMEDY),
        },
        "doubled": DOUBLED,
        "apart": {
            **_pattern(texts.SEPARATOR),
            "aside": for_browsers(texts.ASIDE.pattern),
            "right": texts.IN_LINES,
        },
        "names": {
            **name_patterns(),
            "sign": NOT_IN_NAMES,
            "mark": for_browsers(rf"(?:{MARK})\s*"),
            "notPlain": NAME_NOT_PLAIN,
            "notRegistered": NOT_REGISTERED,
            "noHint": NO_HINT,
        },
        "needs": {
            ListKind.COOPERATIVE.value: [column.value for column in COOPERATIVE_NEEDS],
            ListKind.RECLAIMED.value: ["departments", "method"],
        },
        "ended": {"word": ENDED, "status": ReclaimedStatus.DISCONTINUED.value},
        "columns": {
            **{one.value: one.title.replace(TOWNSHIP.common, "{place}") for one in Column},
            **_OTHER_COLUMNS,
        },
        "printed": AS_PRINTED,
        "lists": {kind.value: kind.title for kind in ListKind},
        "statuses": {ReclaimedStatus.TAKEN_OVER.value: "由部门承接", ReclaimedStatus.DISCONTINUED.value: "不再开展"},
        "tracks": {track.value: track.title for track in Track if track is not Track.COLLECTED},
        "ids": {kind.value: ID_FORM.format(kind.prefix) for kind in ListKind},
        "duties": {
            kind.value: _fields(LIST_TYPES[kind], ("number", *TEXTS), f"{kind.value.title()}Duty") for kind in ListKind
        },
        "contact": _fields(Contact, _CONTACT),
        "hints": {key: _hint(Contact, key) for key in _CONTACT},
        "record": _fields(ChangeRecord, ("track", "reason", "decided_by", "document", "approved", "effective")),
    }


def _pattern(one: TextPattern, more: str = "") -> dict[str, object]:
    return {
        "rule": one.rule,
        "severity": one.severity,
        "pattern": for_browsers(one.pattern.pattern),
        "message": one.message + more,
    }


def _characters() -> dict[str, object]:
    data = characters.as_data()
    for kind in cast(list[dict[str, object]], data["kinds"]):
        kind["pattern"] = for_browsers(str(kind["pattern"]))
        is_space = kind["rule"] == characters.ODD_SPACES.rule
        kind["severity"] = Problem.WARNING if is_space else Problem.ERROR
    unseen, private = str(data["unseen"]), str(data.pop("private"))
    return {**data, "unseen": for_browsers(unseen), "blank": for_browsers(rf"\s|{private}")}


def _fields(model: type[BaseModel], names: Iterable[str], inner: str = "") -> dict[str, object]:
    """The JSON Schemas of fields of a type, or of one that it holds; what they refer to stands in its place."""
    schema = model.model_json_schema()
    definitions = schema.get("$defs", {})

    def whole(node: object) -> object:
        if isinstance(node, list):
            return [whole(one) for one in node]
        if not isinstance(node, dict):
            return node
        if "$ref" in node:
            return whole(definitions[node["$ref"].rsplit("/", 1)[1]])
        said = {"title", "description", "default"}
        return {key: whole(value) for key, value in node.items() if key not in said or key == "properties"}

    own = (definitions[inner] if inner else schema)["properties"]
    return {key: whole(own[key]) for key in names if key in own}


def _hint(model: type[BaseModel], key: str) -> str:
    """What a field holds, without how YAML writes it."""
    return (model.model_fields[key].description or "").partition("；")[0]
