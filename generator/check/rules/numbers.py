"""Numbers, counts and ids."""

import re
from collections.abc import Iterator

from generator.check.places import list_file, places_of, problem
from generator.check.rule import rule
from generator.model import Content, Problem, duty_places

# After the letter of its list.
ID_FORM = "{}-[0-9]{{3,}}"


@rule()
def numbers_consecutive(content: Content) -> Iterator[Problem]:
    """一张清单的序号从 1 起连续，不缺不重。
    正：1、2、3
    误：1、2、4
    """
    for township in content.townships:
        for kind in township.lists:
            expected = 1
            for where, duty in places_of(township, kind):
                if duty.number != expected:
                    yield problem(
                        where / "number", f"序号是 {duty.number}，应是 {expected}；请检查是否漏项、重复或排错"
                    )
                expected = duty.number + 1
            if expected == 1:
                yield problem(list_file(township, kind), "清单里一个事项也没有；请补上，或重新导入")


@rule()
def counts_equal_declared(content: Content) -> Iterator[Problem]:
    """类别下的事项数等于原文写明的项数；原文自己不符的，用 allow 写明。
    正：declared: 2，下面两项
    误：declared: 3，下面两项
    """
    for township in content.townships:
        for kind, duty_list in township.lists.items():
            for c, category in enumerate(duty_list.categories):
                if category.declared is not None and category.declared != len(category.duties):
                    yield problem(
                        list_file(township, kind) / "categories" / c / "declared",
                        f"类别“{category.name}”原文写明 {category.declared} 项，现有 {len(category.duties)} 项；"
                        "请补全，若原文本身不符，用 allow 写明原因",
                    )


@rule()
def ids_unique(content: Content) -> Iterator[Problem]:
    """一张清单里的事项编号不重复。
    正：b-001、b-002
    误：b-001、b-001
    """
    for township in content.townships:
        for kind in township.lists:
            seen: dict[str, int] = {}
            for where, duty in places_of(township, kind):
                if duty.id in seen:
                    yield problem(where / "id", f"编号 {duty.id} 已用于第 {seen[duty.id]} 项；新事项要用新编号")
                seen.setdefault(duty.id, duty.number)


@rule()
def ids_well_formed(content: Content) -> Iterator[Problem]:
    """事项编号是清单的字母（b、c、r）、连字符和至少三位数字。
    正：c-013
    误：C13
    """
    for township in content.townships:
        for where, kind, _, duty in duty_places(township):
            if not re.fullmatch(ID_FORM.format(kind.prefix), duty.id):
                yield problem(
                    where / "id", f"编号“{duty.id}”的写法不对；{kind.official_title}应如 {kind.prefix}-{duty.number:03}"
                )
        for kind, duty_list in township.lists.items():
            for index, id in enumerate(duty_list.retired):
                if not re.fullmatch("[bcr]-[0-9]{3,}", id):
                    yield problem(
                        list_file(township, kind) / "retired" / index,
                        f"停用的编号“{id}”的写法不对；应如 {kind.prefix}-007",
                    )


@rule()
def ids_not_reused(content: Content) -> Iterator[Problem]:
    """已停用的编号（retired）不能再用，网址才不会指错事项。
    正：retired: [b-007]，没有事项用 b-007
    误：retired: [b-007]，又有事项用 b-007
    """
    for township in content.townships:
        for kind, duty_list in township.lists.items():
            for where, duty in places_of(township, kind):
                if duty.id in duty_list.retired:
                    yield problem(where / "id", f"编号 {duty.id} 已停用（见 retired），不能再用；请换一个新编号")
