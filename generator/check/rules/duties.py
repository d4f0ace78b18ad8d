"""Duties and townships: what they must say."""

import re
from collections.abc import Iterator

from generator.check.places import passages_of, problem, township_file
from generator.check.rule import rule
from generator.importers.cells import Departments
from generator.importers.labels import ROLE, Label, label_at, marked_label_at
from generator.model import (
    AnyDuty,
    Column,
    Content,
    CooperativeDuty,
    NameStatus,
    Problem,
    ReclaimedDuty,
    ReclaimedStatus,
    duty_places,
)
from generator.words.departments import printed_name
from generator.words.places import kind_of_township


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
                    kind_of_township(township).instead(f"{column.value}（{title}）")
                    for column, title in COOPERATIVE_NEEDS.items()
                    if not (duty.duties_in(column) if column is not Column.DEPARTMENTS else duty.departments)
                ]
                if missing:
                    yield problem(where, f"缺少{'、'.join(missing)}；请补上，若原文没有，用 allow 写明原因")


# What a cooperative duty must say something in.
COOPERATIVE_NEEDS = {
    Column.DEPARTMENTS: "对应部门",
    Column.SUPERIOR: Column.SUPERIOR.title,
    Column.TOWNSHIP: Column.TOWNSHIP.title,
}


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
                if duty.status is ReclaimedStatus.TAKEN_OVER and any(ENDED in text for text in duty.method):
                    yield problem(where, "原文写明不再开展，status 却不是 discontinued；请改成 status: discontinued")
                if not duty.method:
                    yield problem(where, "缺少工作方式 method；请补上，若原文没有，用 allow 写明原因")


# What a reclaimed duty says in its texts that nobody does any more.
ENDED = "不再开展"


@rule()
def duties_not_names(content: Content) -> Iterator[Problem]:
    """一条职责不能只是部门的名称：那是标签，它下面的各条是这个部门的一段。
    正：departments: [县林业局]，duties: [组织普查。]
    误：duties: [县林业局, 组织普查。]、duties: [【县林业局】, 组织普查。]
    """
    for township in content.townships:
        for where, _, _, duty in duty_places(township):
            names = Departments(duty.department_names())
            for passage in passages_of(duty):
                for keys, text in () if passage.is_names else passage.placed():
                    label = _label_of(names, text)
                    is_own = names.own(text.rstrip("。；;，,"))
                    if (label and label.end == len(text)) or is_own or ROLE.fullmatch(text):
                        advice = "请写明做什么，或删去"
                        if passage.column is Column.SUPERIOR:
                            advice = "请另起一段，写在它的 departments 里，再删去这一条"
                        yield problem(where.under(keys), f"“{text}”只是部门的名称，不是职责；{advice}")


@rule()
def labels_not_in_shared_blocks(content: Content) -> Iterator[Problem]:
    """几个部门共有的一段里，没有一条以部门名称和冒号开头：那是一个部门的，要另成一段。
    正：departments: [县林业局]，duties: [组织普查。]
    误：departments: [县林业局, 县住建局]，duties: [县林业局：组织普查。, 加强宣传。]
    """
    for township in content.townships:
        for where, _, _, duty in duty_places(township):
            for index, block in enumerate(duty.blocks()):
                if len(block.departments) < 2:
                    continue
                names = Departments(duty.department_names())
                for key, texts in (("duties", block.duties), ("support", block.support)):
                    labels = [_label_of(names, text) or _name_of(duty, text) for text in texts]
                    others = [text for text, label in zip(texts, labels, strict=True) if not label]
                    # Where all others say in their words whose they are, this one does so too.
                    if others and all(_opens_with_name(duty, text) for text in others):
                        continue
                    for place, label in enumerate(labels):
                        if label and label.end < len(texts[place]):
                            named = "、".join(label.names)
                            message = (
                                f"这一段是 {len(block.departments)} 个部门共有的，这一条却以“{named}”作标签；"
                                "请另成一段，写在它的 departments 里"
                            )
                            yield problem(where / "superior" / index / key / place, message)


def _label_of(names: Departments, text: str) -> Label | None:
    """The label that a text begins with, after a mark or not."""
    return label_at(text, names.label, whole_line=True) or marked_label_at(text, names.label, whole_line=True)


def _name_of(duty: AnyDuty, text: str) -> Label | None:
    """The department that heads a text in a dress that no label is known in (__县林业局__：, 县林业局的任务有：)."""
    for name in (core for name in duty.department_names() if (core := printed_name(name).core)):
        # Looked for first: a pattern for each name takes its time.
        if name in text and (
            found := re.match(
                rf"[^\u4e00-\u9fff]*{re.escape(name)}(?=\d|[→>|｜:：;；\]】》」_*#~-]|.{{0,8}}[：:]$)", text
            )
        ):
            return Label((name,), found.end())
    return None


def _opens_with_name(duty: AnyDuty, text: str) -> bool:
    return text.startswith(tuple(core for name in duty.department_names() if (core := printed_name(name).core)))


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
