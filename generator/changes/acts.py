"""Acts: what the commands do to the lists, by name: retire, move, split, merge, rename a department …

the content, what is to be done, how it was decided  →  Edit (`changes/preparing.py`)
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from generator.changes.edits import (
    EditRefused,
    added,
    duty_of,
    ended,
    merged,
    moved,
    next_id,
    renamed,
    split,
    with_name,
)
from generator.changes.importing import free_id
from generator.changes.preparing import Edit, file_data
from generator.changes.recording import first_file
from generator.history import DUTY_TYPES
from generator.model import (
    ChangeRecord,
    Content,
    County,
    Department,
    ListKind,
    NameStatus,
    Township,
    TownshipFile,
    folder_name_fault,
)
from generator.read import yaml_text
from generator.read.folder import CHANGES_FILE, TOWNSHIP_FILE, TOWNSHIPS, limited_bytes
from generator.read.rewriting import rewritten
from generator.words.characters import did_you_mean, or_known
from generator.words.departments import Register, heir_of, kind_by_words, printed_name


def township_in(content: Content, id: str) -> Township:
    """A township of the content.  Raises EditRefused for one that is not there."""
    found = {one.id: one for one in content.townships}
    if id not in found:
        raise EditRefused(f"没有乡镇 {id}{or_known(id, found, 10)}")
    return found[id]


def county_in(content: Content, id: str) -> County:
    """A county of the content.  Raises EditRefused for one that is not there."""
    found = {one.id: one for one in content.counties}
    if id not in found:
        raise EditRefused(f"没有县 {id}{or_known(id, found)}")
    return found[id]


def department_in(content: Content, county: County, name: str) -> Department:
    """A registered department, by its name or its id.  Raises EditRefused for one that is not there."""
    register = Register(county.file, content.departments)
    by_id = {one.id: one for one in county.file.departments}
    found = by_id.get(name) or register.find(printed_name(name).core or name)
    if found is None:
        known = [*register.names()]
        raise EditRefused(f"{county.id} 的 county.yml 没有登记“{name}”{did_you_mean(name, known)}")
    return found


def refuse_unregistered(content: Content, county_id: str, names: Iterable[str]) -> None:
    """Raise EditRefused where names in a cell are nobody's: with what was probably meant."""
    county = county_in(content, county_id)
    register = Register(county.file, content.departments)
    for name in names:
        core = printed_name(name).core
        if core and register.find(core) is None:
            parts = [part for part in re.split("[、，,；;]", core) if part]
            if len(parts) > 1 and all(register.find(part) for part in parts):
                raise EditRefused(f"“{name}”是几个部门；一行写一个：{' / '.join(parts)}")
            hint = did_you_mean(core, register.names()) or "；"
            raise EditRefused(
                f"部门“{name}”没有登记{hint}没有这个部门的，先运行 qingdan new department {core} --county {county_id}"
            )


# --- duties --------------------------------------------------------------------------------------------


def retire(
    township: Township,
    id: str,
    record: ChangeRecord,
    *,
    to: Sequence[str] = (),
    department: str = "",
    keep_numbers: bool = False,
) -> Edit:
    """A duty ends; its matter went to other duties of the township, or to a department."""
    for other in to:
        duty_of(township, other)
        if other == id:
            raise EditRefused(f"{id} 的去处不能是它自己")
    new = ended(township, id, keep_numbers=keep_numbers)
    went = {(township.id, id): tuple(to)}
    taken = {(township.id, id): department} if department else {}
    return Edit({township.id: new}, {}, record, went, taken)


def move_duty(
    township: Township,
    id: str,
    kind: ListKind,
    category: str,
    record: ChangeRecord,
    fields: Mapping[str, object] = {},
    *,
    at: int | None = None,
    keep_numbers: bool = False,
) -> tuple[Edit, str]:
    """A duty goes to another list, under a new id that the old one leads to."""
    new, new_id = moved(township, id, kind, category, fields, at=at, keep_numbers=keep_numbers)
    return Edit({township.id: new}, {}, record, {(township.id, id): (new_id,)}), new_id


def split_duty(
    township: Township, id: str, names: Sequence[str], record: ChangeRecord, *, keep_numbers: bool = False
) -> tuple[Edit, tuple[str, ...]]:
    """Several duties take the place of one, which leads to all of them."""
    new, ids = split(township, id, names, keep_numbers=keep_numbers)
    return Edit({township.id: new}, {}, record, {(township.id, id): ids}), ids


def merge_duties(
    township: Township, ids: Sequence[str], name: str, record: ChangeRecord, *, keep_numbers: bool = False
) -> tuple[Edit, str]:
    """One duty takes the place of several, which lead to it."""
    new, new_id = merged(township, ids, name, keep_numbers=keep_numbers)
    return Edit({township.id: new}, {}, record, {(township.id, id): (new_id,) for id in ids}), new_id


def new_duty(
    township: Township,
    kind: ListKind,
    category: str,
    fields: Mapping[str, object],
    record: ChangeRecord,
    *,
    at: int | None = None,
    keep_numbers: bool = False,
) -> tuple[Edit, str]:
    """A duty that was not there, and its id."""
    if kind not in township.lists:
        raise EditRefused(f"{township.id} 没有{kind.official_title}")
    id = next_id(township, kind)
    duty = DUTY_TYPES[kind].model_validate({**fields, "id": id, "number": 1})
    new = added(township, duty, category, at=at, keep_numbers=keep_numbers)
    return Edit({township.id: new}, {}, record), id


# --- departments ---------------------------------------------------------------------------------------


def rename_department(
    content: Content,
    county: County,
    old: str,
    name: str,
    record: ChangeRecord,
    *,
    full_name: str | None = None,
    aliases: Sequence[str] | None = None,
    in_texts: bool = False,
) -> Edit:
    """A department has another name: in the register, in cells and labels, and in texts where the document says so.

    `aliases` are all that it is to have besides its former names; those that it has, where they are not given.
    """
    register = Register(county.file, content.departments)
    department = department_in(content, county, old)
    refuse_gone(department, county)
    for one in (name, *filter(None, (full_name, *(aliases or ())))):
        _refuse_name(one)
        if (other := register.find(one)) and other.id != department.id:
            raise EditRefused(
                f"“{one}”已经登记了（{other.id} {other.name}）；两个是一个部门的，请合并：qingdan merge-departments"
            )
    if department.name == name:
        raise EditRefused(f"{department.id} 已经叫“{name}”")
    former = [department.name, *filter(None, [department.full_name])]
    new = renamed(department, name, full_name, aliases)
    departments = tuple(new if one.id == department.id else one for one in county.file.departments)
    return _renaming(content, county, departments, [department.id], name, former if in_texts else [], record)


def merge_departments(
    content: Content,
    county: County,
    old: Sequence[str],
    into: str,
    record: ChangeRecord,
    *,
    in_texts: bool = False,
) -> Edit:
    """Several departments are one, which is one of them, another one, or new under the first one's id."""
    register = Register(county.file, content.departments)
    going = {one.id: one for one in (department_in(content, county, name) for name in old)}
    _refuse_name(into)
    goal = register.find(into)
    if goal is None:
        first = next(iter(going.values()))
        goal = renamed(first, into)
    if len({*going, goal.id}) < 2:
        raise EditRefused("合并要写至少两个部门")
    for one in (goal, *going.values()):
        refuse_gone(one, county)
    name = goal.name
    # Those that are gone stay in the register, under their names: their pages lead on.
    ended = {"ended": record.effective, "merged_into": goal.id}
    departments = [
        goal if one.id == goal.id else one.model_copy(update=ended) if one.id in going else one
        for one in county.file.departments
    ]
    gone = [id for id in going if id != goal.id or going[id].name != name]
    former = [word for id in gone for word in (going[id].name, going[id].full_name) if word]
    return _renaming(content, county, departments, gone, name, former if in_texts else [], record)


def _renaming(
    content: Content,
    county: County,
    departments: Sequence[Department],
    ids: Sequence[str],
    name: str,
    words: Sequence[str],
    record: ChangeRecord,
) -> Edit:
    register = Register(county.file, content.departments)

    def again(township: Township) -> Township:
        return with_name(township, register, ids, name, words)

    townships = {}
    for township in content.townships:
        if township.county_id == county.id and (new := again(township)) != township:
            townships[township.id] = new
    file = county.file.model_copy(update={"departments": tuple(departments)})
    return Edit(townships, {county.id: file}, record, again=again)


def new_department(
    content: Content, county: County, name: str, *, full_name: str = "", aliases: Sequence[str] = (), id: str = ""
) -> Edit:
    """A department that was not registered."""
    register = Register(county.file, content.departments)
    _refuse_name(name)
    for one in (name, full_name, *aliases):
        if one and (other := register.find(one)):
            raise EditRefused(f"“{one}”已经登记了：{other.id} {other.name}")
    taken = {one.id for one in county.file.departments}
    if id in taken:
        raise EditRefused(f"编号 {id} 已经用了；不写 --id，由程序定")
    kind = kind_by_words(name, content.departments)
    department = Department(
        id=id or free_id(name, taken),
        name=name,
        full_name=full_name or None,
        aliases=tuple(aliases),
        kind=kind.id if kind else None,
    )
    file = county.file.model_copy(update={"departments": (*county.file.departments, department)})
    return Edit({}, {county.id: file})


# --- townships -----------------------------------------------------------------------------------------


def new_township(folder: Path, content: Content, id: str, name: str, like: str) -> dict[str, str]:
    """The files of a township that has another one's lists to begin with: its name, and no source yet."""
    model = township_in(content, like)
    refuse_township(folder, id)
    county_id = id.split("/")[0]
    if county_id != model.county_id:
        raise EditRefused(f"{like} 在 {model.county_id}，不能照它做 {county_id} 的乡镇：部门登记在各县；请写同一个县的")
    files = {CHANGES_FILE: first_file()}
    evidence = f"照 {like} 新建，名称由建的人写明；收到正式文件后请导入"
    file = TownshipFile(name=name, name_status=NameStatus.STATED, name_evidence=evidence)
    said = file.model_dump(mode="json", exclude_defaults=True)
    files[TOWNSHIP_FILE] = yaml_text.dump(said, "../../../schema/township.json")
    for kind, duty_list in model.lists.items():
        text = yaml_text.decode(limited_bytes(folder / TOWNSHIPS / like / kind.file_name))
        title = duty_list.title.replace(model.file.name, name) if model.file.name else duty_list.title
        categories = tuple(
            category.model_copy(
                update={
                    "duties": tuple(duty.model_copy(update={"source": None, "notes": ()}) for duty in category.duties)
                }
            )
            for category in duty_list.categories
        )
        new = duty_list.model_copy(update={"title": title, "retired": (), "categories": categories})
        files[kind.file_name] = rewritten(text, file_data(text, duty_list, new))
    return {f"{TOWNSHIPS}/{id}/{name}": text for name, text in files.items()}


def refuse_township(folder: Path, id: str) -> None:
    """Raise EditRefused for what no new township can be called in addresses."""
    county_id, _, own = id.partition("/")
    if not county_id or not own:
        raise EditRefused(f"“{id}”要写成 县/乡镇，例如 {county_id or 'jia'}/ding")
    for part in (county_id, own):
        if fault := folder_name_fault(part):
            raise EditRefused(f"“{id}”要写成 县/乡镇；“{part}”{fault}")
    if (folder / TOWNSHIPS / id).exists():
        raise EditRefused(f"{id} 已经有了；请换一个")


def refuse_gone(department: Department, county: County) -> None:
    """Raise EditRefused for a department that is a part of another one by now, or is no more."""
    heir = heir_of(department, county.file.departments)
    if department.merged_into and heir:
        raise EditRefused(f"“{department.name}”已经并入“{heir.name}”了；请写“{heir.name}”")
    if department.ended:
        raise EditRefused(f"“{department.name}”已经在 {department.ended} 撤销了；请查文件")


def _refuse_name(name: str) -> None:
    if not name.strip():
        raise EditRefused("部门的名称不能是空的")
    if name != name.strip() or any(char in name for char in "、，,；;：:\n"):
        raise EditRefused(f"部门的名称“{name}”不对：写一个名称，前后没有空格，中间没有顿号、逗号、冒号")
