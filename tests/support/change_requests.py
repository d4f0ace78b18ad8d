"""Change requests about the demo content, as the site's form would write them."""

from collections.abc import Mapping

from generator.changes.request import (
    FieldChange,
    Request,
    RequestedChange,
    RequestKind,
    Value,
    checksum,
    written,
)
from generator.history import digest, entry_digest
from generator.model import AnyDuty, Department, ListKind, Township
from generator.read.folder import read_township
from support.places import DEMO

PLACE = "某省/某市/甲县/乙镇"
PARTICULARS = {"track": "动态调整", "document": "甲编发〔2026〕3号", "effective": "2026-06-01"}
YI = read_township(DEMO, "jia/yi").content.townships[0]


def duty(id: str, township: Township = YI) -> AnyDuty:
    """A duty of the demo content."""
    return next(one for duties in township.lists.values() for _, one in duties.duties() if one.id == id)


def value(one: AnyDuty, key: str) -> Value:
    """A field of a duty as a request has it."""
    found = one.model_dump(mode="json")[key]
    if isinstance(found, list):
        return tuple({name: tuple(texts) for name, texts in block.items()} if isinstance(block, dict) else block
                     for block in found)  # fmt: skip
    return str(found)


def amendment(id: str, fields: Mapping[str, Value], base: Mapping[str, Value] | None = None) -> RequestedChange:
    """A request for other texts of a duty."""
    own = duty(id)
    was = base or {key: value(own, key) for key in fields}
    changes = {key: FieldChange(new, was[key]) for key, new in fields.items()}
    return RequestedChange("jia/yi", PLACE, RequestKind.AMEND, id, digest(own), fields=changes)


def ending(id: str, **more: object) -> RequestedChange:
    """A request for the end of a duty."""
    return RequestedChange("jia/yi", PLACE, RequestKind.END, id, digest(duty(id)), **more)  # type: ignore[arg-type]  # as the class has them


def moving(id: str, **fields: Value) -> RequestedChange:
    """A request that a duty goes to the list of what was reclaimed, with these fields."""
    changes = {key: FieldChange(new) for key, new in fields.items()}
    kind, category = ListKind.RECLAIMED, "民生服务"
    return RequestedChange("jia/yi", PLACE, RequestKind.MOVE, id, digest(duty(id)), kind, category, fields=changes)


def text_of(*changes: RequestedChange, says: tuple[str, ...] = (), **particulars: str) -> str:
    """The text of a request for some changes."""
    said = particulars or PARTICULARS
    return written(Request(changes, said, "https://qingdan.example.gov.cn/"), says)


def sealed(text: str) -> str:
    """A text whose block was edited by somebody who knows how to make the checksum right."""
    head, _, rest = text.partition("=====修改单开始=====\n")
    body, _, foot = rest.partition("校验：")
    lines: list[tuple[str, str]] = []
    for line in body.splitlines():
        key, _, said = line.partition("：")
        if key == "续":
            lines[-1] = (lines[-1][0], lines[-1][1] + said)
        else:
            lines.append((key, said))
    return f"{head}=====修改单开始=====\n{body}校验：{checksum(lines)}{foot[8:]}"


def department(id: str) -> Department:
    """A department of the register of the demo content."""
    (county,) = read_township(DEMO, "jia/yi").content.counties
    return next(one for one in county.file.departments if one.id == id)


def renaming(id: str, name: str, **more: object) -> RequestedChange:
    """A request for another name of a department; `full_name` and `aliases` where they are said."""
    own = department(id)
    fields: dict[str, FieldChange] = {"name": FieldChange(name, own.name)}
    if "full_name" in more:
        fields["full_name"] = FieldChange(str(more["full_name"]), own.full_name)
    if "aliases" in more:
        fields["aliases"] = FieldChange(more["aliases"], own.aliases)  # type: ignore[arg-type]  # as a request has them
    in_texts = bool(more.get("in_texts"))
    return RequestedChange("jia/yi", PLACE, RequestKind.RENAME, id, entry_digest(own), fields=fields, in_texts=in_texts)


def merging(id: str, into: str) -> RequestedChange:
    """A request that a department becomes a part of another one."""
    return RequestedChange("jia/yi", PLACE, RequestKind.MERGE, id, entry_digest(department(id)), into=into)
