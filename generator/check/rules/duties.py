"""Duties and townships: what they must say."""

from collections.abc import Iterator

from generator.check.places import problem, township_file
from generator.check.rule import rule
from generator.model import Content, CooperativeDuty, NameStatus, Problem, ReclaimedDuty, ReclaimedStatus, duty_places


@rule()
def cooperative_complete(content: Content) -> Iterator[Problem]:
    """配合事项要有对应部门、上级部门职责和乡镇配合职责；原文没有的，用 allow 写明。
    正：departments、superior、township 都有
    误：没有 township，也没有 allow
    """
    for township in content.townships:
        for where, _, _, duty in duty_places(township):
            if isinstance(duty, CooperativeDuty):
                missing = [
                    name
                    for name, value in (
                        ("departments（对应部门）", duty.departments),
                        ("superior（上级部门职责）", any(block.duties for block in duty.superior)),
                        ("township（乡镇配合职责）", duty.township),
                    )
                    if not value
                ]
                if missing:
                    yield problem(where, f"缺少{'、'.join(missing)}；请补上，若原文没有，用 allow 写明原因")


@rule()
def reclaimed_complete(content: Content) -> Iterator[Problem]:
    """收回事项要有承接部门，或是不再开展（status: discontinued）。
    正：departments: [县民政局]
    误：既没有 departments，也不是 discontinued
    """
    for township in content.townships:
        for where, _, _, duty in duty_places(township):
            if isinstance(duty, ReclaimedDuty):
                if duty.status is ReclaimedStatus.TAKEN_OVER and not duty.departments:
                    yield problem(where, "缺少承接部门 departments；若已不再开展，请写 status: discontinued")
                if duty.status is ReclaimedStatus.TAKEN_OVER and any("不再开展" in text for text in duty.method):
                    yield problem(where, "原文写明不再开展，status 却不是 discontinued；请改成 status: discontinued")
                if not duty.method:
                    yield problem(where, "缺少工作方式 method；请补上，若原文没有，用 allow 写明原因")


@rule()
def name_status_consistent(content: Content) -> Iterator[Problem]:
    """乡镇名称与依据要一致：名称不明时 name 为 null、name_status 为 unknown。
    正：name: null，name_status: unknown
    误：name: null，name_status: stated
    """
    for township in content.townships:
        status = township.file.name_status
        if (township.file.name is None) != (status is NameStatus.UNKNOWN):
            yield problem(
                township_file(township) / "name_status",
                f"name 是 {township.file.name or 'null'}，name_status 却是 {status.value}；名称不明才写 unknown",
            )
