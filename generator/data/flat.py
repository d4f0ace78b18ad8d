"""Flat: every duty as one row of plain texts, for spreadsheets that filter, sort and count.

The columns are a contract as the data API is: new ones are added at the end,
none is removed or renamed.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from generator import paths
from generator.link.catalogue import LinkedDuty, LinkedTownship
from generator.model import Column
from generator.printed.form import paragraphs


@dataclass(frozen=True)
class FlatColumn:
    """A column: its head, and its width in Han characters."""

    head: str
    width: int


COLUMNS = (
    FlatColumn("乡镇编号", 12),
    FlatColumn("省", 8),
    FlatColumn("市州盟", 8),
    FlatColumn("县市区旗", 8),
    FlatColumn("乡镇", 8),
    FlatColumn("清单", 8),
    FlatColumn("序号", 4),
    FlatColumn("编号", 6),
    FlatColumn("事项类别", 10),
    FlatColumn("事项名称", 26),
    FlatColumn("谁来办", 10),
    FlatColumn("部门", 14),
    FlatColumn("上级部门职责", 30),
    FlatColumn("乡镇配合职责", 30),
    FlatColumn("承接部门的工作方式", 30),
    FlatColumn("主题", 10),
    FlatColumn("说明", 14),
    FlatColumn("网址", 14),
    FlatColumn("附栏", 14),
    FlatColumn("联系方式", 14),
)


def rows(townships: Iterable[LinkedTownship]) -> Iterator[tuple[str | int, ...]]:
    """The rows, each with a value for every one of COLUMNS; paragraphs are lines, addresses as in the data API."""
    for township in townships:
        for duty in township.duties:
            yield _row(duty)


def _row(linked: LinkedDuty) -> tuple[str | int, ...]:
    head, duty = linked.township, linked.entry
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
        "、".join(f"{mention.name}（牵头）" if mention.lead else mention.name for mention in linked.mentions),
        *("\n".join(paragraphs(duty, column)) for column in (Column.SUPERIOR, Column.TOWNSHIP, Column.METHOD)),
        "、".join(assignment.topic.name for assignment in linked.topics),
        "\n".join(note_text(note.printed, note.meant, note.why) for note in duty.notes),
        paths.url(paths.duty(head.id, duty.id)),
        "\n".join(f"{extra.head}：{text}" for extra in duty.extras for text in extra.texts),
        "\n".join(one.text for one in linked.reachable),
    )


def note_text(printed: str | None, meant: str | None, why: str) -> str:
    """A note on a duty as a sentence."""
    said = f"原文印作“{printed}”" if printed else ""
    said += f"，疑应为“{meant}”" if printed and meant else ""
    return f"{said}：{why}" if said else why
