"""Registers: departments with their kinds, categories, references; each name stands for one thing."""

import re
from collections.abc import Iterator

from generator.check.places import county_file, list_file, problem
from generator.check.rule import rule, wide_rule
from generator.check.survey import Survey
from generator.importers.marks import mark_at
from generator.importers.text.head_words import bare
from generator.model import (
    CategoryName,
    Content,
    Department,
    DepartmentKind,
    HeadMeaning,
    Keys,
    Problem,
    ReferenceName,
    Where,
    duty_places,
)
from generator.read.folder import CATEGORY_FILE, COLUMN_FILE, COUNTY_FILE, DEPARTMENT_FILE, REFERENCE_FILE
from generator.words.characters import did_you_mean
from generator.words.departments import Register, kind_of, printed_name


@rule()
def departments_registered(content: Content) -> Iterator[Problem]:
    """清单里的部门要在 county.yml 登记，用登记的名称或别名。
    正：县公安局（已登记）
    误：县公按局
    """
    registers = {county.id: Register(county.file, content.departments) for county in content.counties}
    for township in content.townships:
        register = registers.get(township.county_id)
        if register is None:
            continue
        for where, _, _, duty in duty_places(township):
            for keys, text in duty.named_departments():
                core = printed_name(text).core
                if core and not register.find(core):
                    hint = did_you_mean(core, register.names()) or NO_HINT
                    file = f"townships/{township.county_id}/{COUNTY_FILE}"
                    yield problem(where.under(keys), NOT_REGISTERED.format(name=core, file=file, hint=hint))


NOT_REGISTERED = "部门“{name}”没有在 {file} 登记{hint}"
NO_HINT = "；请登记，或写成已有部门的别名"


@rule()
def department_names_plain(content: Content) -> Iterator[Problem]:
    """部门的名称里没有冒号、斜线和编号：标签和编号不写，一个部门一项。
    正：[县林业局, 县住建局]
    误：[牵头单位：县林业局]、[县林业局/县住建局]、[1.县林业局]
    """
    for township in content.townships:
        for where, _, _, duty in duty_places(township):
            for keys, text in duty.named_departments():
                if sign := _sign_in(text):
                    yield problem(where.under(keys), NAME_NOT_PLAIN.format(name=text, sign=sign))
    for county in content.counties:
        for index, department in enumerate(county.file.departments):
            own: list[tuple[Keys, str]] = [(("name",), department.name), (("full_name",), department.full_name or "")]
            own += [(("aliases", number), alias) for number, alias in enumerate(department.aliases)]
            where = county_file(county) / "departments" / index
            for keys, text in own:
                if sign := _sign_in(text):
                    yield problem(where.under(keys), NAME_NOT_PLAIN.format(name=text, sign=sign))


NAME_NOT_PLAIN = "部门名称“{name}”里有“{sign}”；请只写名称，一个部门一项，标签和编号不写"
NOT_IN_NAMES = "[：:/／|｜]"


def _sign_in(name: str) -> str:
    """What no department's name has in it: a sign of a label or between names, or a mark; empty for nothing."""
    if found := re.search(NOT_IN_NAMES, name):
        return found[0]
    mark = mark_at(name)
    return name[: mark.end].strip() if mark else ""


@rule()
def register_unambiguous(content: Content) -> Iterator[Problem]:
    """部门登记表里的编号、名称和别名各只用一次，同一名称的几种写法属于一个部门。
    正：县公安局只登记一次
    误：两个部门都有别名“公安局”；县卫健委、县卫生健康委员会登记成两个部门
    """
    for county in content.counties:
        where, departments = county_file(county) / "departments", county.file.departments
        yield from ambiguities(where, departments)
        register = Register(county.file, content.departments)
        names = [
            name for department in departments for name in (department.name, department.full_name, *department.aliases)
        ]
        for index, department in enumerate(departments):
            for key, name in (("name", department.name), ("full_name", department.full_name)):
                first = register.same_name(name) if name and names.count(name) == 1 else None
                if first and first is not department:
                    message = f"“{name}”和“{first.name}”是同一名称的两种写法；请合并成一个部门"
                    yield problem(where / index / key, message)


@rule()
def department_kinds_known(content: Content) -> Iterator[Problem]:
    """部门的类型要在部门词表里。
    正：kind: health
    误：kind: helth
    """
    kinds = {kind.id for kind in content.departments.kinds}
    # Where the vocabulary itself cannot be read, that is the problem.
    for county in content.counties if kinds else ():
        for index, department in enumerate(county.file.departments):
            where = county_file(county) / "departments" / index
            if department.kind and department.kind not in kinds:
                yield problem(
                    where / "kind",
                    f"类型“{department.kind}”不在 {DEPARTMENT_FILE} 里{did_you_mean(department.kind, kinds)}",
                )


@rule(Problem.WARNING)
def department_kinds_found(content: Content) -> Iterator[Problem]:
    """从名称看不出是哪一类的部门，要写明类型，才能和别的县比。
    正：县公安局；县某某局写了 kind: industry
    误：县某某局，没有写 kind
    """
    for county in content.counties if content.departments.kinds else ():
        for index, department in enumerate(county.file.departments):
            if not department.kind and not kind_of(department, content.departments):
                where = county_file(county) / "departments" / index / "name"
                yield problem(where, f"看不出“{department.name}”是哪一类部门；请写 kind，编号见 {DEPARTMENT_FILE}")


@wide_rule()
def vocabulary_unambiguous(content: Content, _: Survey) -> Iterator[Problem]:
    """一个词表里的编号、名称、别名和词各只用一次。
    正：民生服务只登记一次
    误：两个类别都有别名“文化旅游”；两类部门都有词“消防”；表头“责任部门”写在两栏下面
    """
    yield from _heads_twice(content)
    yield from ambiguities(Where(CATEGORY_FILE) / "categories", content.categories)
    yield from ambiguities(Where(REFERENCE_FILE) / "laws", content.references.laws)
    yield from ambiguities(Where(REFERENCE_FILE) / "platforms", content.references.platforms)
    numbers = [hotline.number for hotline in content.references.hotlines]
    for index, number in enumerate(numbers):
        if number in numbers[:index]:
            yield problem(Where(REFERENCE_FILE) / "hotlines" / index / "number", f"号码 {number} 写了两次；请删去一个")
    where = Where(DEPARTMENT_FILE)
    yield from ambiguities(where / "kinds", content.departments.kinds)
    words = [
        (("kinds", k, "words", w), word)
        for k, kind in enumerate(content.departments.kinds)
        for w, word in enumerate(kind.words)
    ]
    spelled = [
        (("spellings", g, w), word)
        for g, group in enumerate(content.departments.spellings)
        for w, word in enumerate(group)
    ]
    for entries in (words, spelled):
        seen: set[str] = set()
        for keys, word in entries:
            if word in seen:
                yield problem(where.under(keys), f"词“{word}”用了两次；请删去多余的")
            seen.add(word)


def _heads_twice(content: Content) -> Iterator[Problem]:
    """Column heads that are the same to the importer (`head_words.bare`), below one column or two."""
    first: dict[str, HeadMeaning] = {}
    vocabulary = content.columns
    if vocabulary is None:
        return
    for meaning in HeadMeaning:
        words = vocabulary.words(meaning)
        heads = [bare(word) for word in words]
        for index, (word, head) in enumerate(zip(words, heads, strict=True)):
            if (column := first.setdefault(head, meaning)) is not meaning:
                message = f"表头“{word}”已写在 {column.value} 下面，两栏分不开；请删去一个"
            elif head in heads[:index]:
                message = f"表头“{word}”写了两次；请删去多余的"
            else:
                continue
            yield problem(Where(COLUMN_FILE) / meaning.value / index, message)


@rule()
def categories_known(content: Content) -> Iterator[Problem]:
    """事项类别要在类别词表里，用通行名称或别名。
    正：民生服务
    误：民生服物
    """
    known = {name for category in content.categories for name in (category.name, *category.aliases)}
    ids = {category.id: f"；类别写名称，不写编号：{category.name}" for category in content.categories}
    # Where the vocabulary itself cannot be read, that is the problem.
    for township in content.townships if known else ():
        for kind, duty_list in township.lists.items():
            for c, category in enumerate(duty_list.categories):
                if category.name not in known:
                    hint = ids.get(category.name) or did_you_mean(category.name, known) or f"；请加入 {CATEGORY_FILE}"
                    where = list_file(township, kind) / "categories" / c / "name"
                    yield problem(where, f"类别“{category.name}”不在类别词表{hint}")


@rule()
def categories_once(content: Content) -> Iterator[Problem]:
    """一张清单里每个类别只出现一次，并且不是空的。
    正：每个类别一次，下面有事项
    误：“民生服务”出现两次
    """
    for township in content.townships:
        for kind, duty_list in township.lists.items():
            seen: set[str] = set()
            for c, category in enumerate(duty_list.categories):
                where = list_file(township, kind) / "categories" / c / "name"
                if category.name in seen:
                    yield problem(where, f"类别“{category.name}”出现了两次；请合并")
                seen.add(category.name)
                if not category.duties and not category.declared:
                    yield problem(where, f"类别“{category.name}”下面没有事项；请补上或删去")


def ambiguities(
    where: Where, entries: tuple[Department | CategoryName | ReferenceName | DepartmentKind, ...]
) -> Iterator[Problem]:
    """Ids, names and aliases of a register that are used twice."""
    seen: dict[tuple[str, str], str] = {}
    for index, registered in enumerate(entries):
        named: list[tuple[tuple[str, str], Keys]] = [
            (("编号", registered.id), ("id",)),
            (("名称", registered.name), ("name",)),
        ]
        if isinstance(registered, Department) and registered.full_name:
            named.append((("名称", registered.full_name), ("full_name",)))
        if not isinstance(registered, DepartmentKind):
            named += [(("名称", alias), ("aliases", a)) for a, alias in enumerate(registered.aliases)]
        for entry, keys in named:
            if entry in seen:
                message = f"{entry[0]}“{entry[1]}”已用于“{seen[entry]}”；请换一个，或删去多余的"
                yield problem((where / index).under(keys), message)
            seen.setdefault(entry, registered.name)
