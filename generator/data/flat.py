"""Flat: every duty as one row of plain texts, for spreadsheets that filter, sort and count.

The columns are a contract as the data API is: new ones are added at the end,
none is removed or renamed.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from generator import paths
from generator.link.catalogue import LinkedDuty, LinkedTownship
from generator.model import CooperativeDuty, ReclaimedDuty
from generator.printed.form import items, superior


@dataclass(frozen=True)
class Column:
    """A column: its head, and its width in Han characters."""

    head: str
    width: int


COLUMNS = (
    Column("乡镇编号", 12),
    Column("省", 8),
    Column("市州盟", 8),
    Column("县市区旗", 8),
    Column("乡镇", 8),
    Column("清单", 8),
    Column("序号", 4),
    Column("编号", 6),
    Column("事项类别", 10),
    Column("事项名称", 26),
    Column("谁来办", 10),
    Column("部门", 14),
    Column("上级部门职责", 30),
    Column("乡镇配合职责", 30),
    Column("承接部门的工作方式", 30),
    Column("主题", 10),
    Column("说明", 14),
    Column("网址", 14),
)


def rows(townships: Iterable[LinkedTownship]) -> Iterator[tuple[str | int, ...]]:
    """The rows, each with a value for every one of COLUMNS; paragraphs are lines, addresses as in the data API."""
    for township in townships:
        for duty in township.duties:
            yield _row(duty)


def _row(linked: LinkedDuty) -> tuple[str | int, ...]:
    head, duty = linked.township, linked.duty
    above = superior(duty) if isinstance(duty, CooperativeDuty) else ()
    here = items(duty.township) if isinstance(duty, CooperativeDuty) else ()
    method = items(duty.method) if isinstance(duty, ReclaimedDuty) else ()
    return (
        head.id,
        head.province or "",
        head.prefecture or "",
        head.county or "",
        head.name or "",
        linked.kind.title,
        duty.number,
        duty.id,
        linked.category.printed,
        duty.name,
        linked.answer.word,
        "、".join(f"{one.name}（牵头）" if one.lead else one.name for one in linked.mentions),
        "\n".join(above),
        "\n".join(here),
        "\n".join(method),
        "、".join(one.topic.name for one in linked.topics),
        "\n".join(_note(note.printed, note.meant, note.why) for note in duty.notes),
        paths.url(paths.duty(head.id, duty.id)),
    )


def _note(printed: str | None, meant: str | None, why: str) -> str:
    said = f"原文印作“{printed}”" if printed else ""
    said += f"，疑应为“{meant}”" if printed and meant else ""
    return f"{said}：{why}" if said else why
