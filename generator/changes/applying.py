"""Applying: what change requests ask for, as edits of the content as it is now.

requests, the content folder  →  Applied: edits one after another, or the conflicts that are in the way
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import reduce
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from generator.changes import acts
from generator.changes.edits import (
    EditRefused,
    amended,
    category_of,
    duty_of,
    each_once,
    equal_numbers,
    known_categories,
    list_of,
    numbered,
    recategorised,
    with_name,
)
from generator.changes.particulars import particulars
from generator.changes.preparing import Edit
from generator.changes.request import (
    CONTACT,
    ENTRY,
    OF_DEPARTMENTS,
    TITLES,
    FieldChange,
    Request,
    RequestedChange,
    RequestKind,
    shown,
)
from generator.check.typed import AS_PRINTED
from generator.history import DUTY_TYPES, digest, entry_digest
from generator.model import (
    Allowance,
    AnyDuty,
    ChangeRecord,
    Contact,
    Content,
    County,
    CountyFile,
    Department,
    Model,
    Problem,
    Township,
    TownshipFile,
    Track,
    duty_places,
)
from generator.read.folder import Read, county_ids, read_county, read_frame
from generator.redline import lines_of
from generator.words.characters import did_you_mean
from generator.words.departments import Register, cut_at_name, heir_of, printed_name

# What may have a contact.
M = TypeVar("M", TownshipFile, Department)
# What stands for the township itself in a request about a contact.
_OWN = "本乡镇"
# The fields that departments stand in.
_OF_NAMES = ("departments", "superior")
# What is not official leaves no record.
_UNRECORDED = ChangeRecord(track=Track.CORRECTION)


@dataclass(frozen=True)
class Conflict:
    """A field that both sides have changed: what the request started from, what it wants, and what there is now."""

    township: str
    duty: str
    name: str
    field: str
    base: tuple[str, ...]
    wanted: tuple[str, ...]
    now: tuple[str, ...]
    where: str = ""

    def told(self) -> list[str]:
        """The conflict for a person: a heading, and both texts in full."""
        place = f"{self.where}：" if self.where else ""
        lines = [f"{place}{self.township} {self.duty}（{self.name}）的“{self.field}”，两边改得不同："]
        for title, texts in (("提的人看到的", self.base), ("提的人要改成", self.wanted), ("现在是", self.now)):
            lines.append(f"  {title}：")
            lines += [f"    {text}" for text in texts or ("（没有）",)]
        return lines


@dataclass
class Applied:
    """What came of requests: edits, each on what the one before it left; conflicts; and what a person should know."""

    content: Content
    edits: list[Edit] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def registers(self, changes: Sequence[RequestedChange]) -> Content:
        """The content with the names, too, that departments are to have: cells may have the old one or the new."""
        wanted: dict[str, dict[str, str]] = {}
        for change in changes:
            if change.kind is RequestKind.RENAME:
                county = change.township.split("/")[0]
                wanted.setdefault(county, {})[change.id] = str(change.fields["name"].new)

        def of(county: County) -> County:
            names = wanted.get(county.id, {})
            departments = tuple(
                one.model_copy(update={"aliases": (*one.aliases, names[one.id])}) if one.id in names else one
                for one in county.file.departments
            )
            return replace(county, file=county.file.model_copy(update={"departments": departments}))

        return replace(self.content, counties=tuple(map(of, self.content.counties)))


class RequestRefused(EditRefused):
    """A request that cannot be applied to this content; `line` is of the text, `where` of the workbook it came in."""

    def __init__(self, message: str, part: RequestedChange | Request, key: str = "") -> None:
        super().__init__(message, key)
        self.line, self.where = part.line, part.where
        if isinstance(part, Request):
            self.line, self.where = part.lines.get(key, part.line), part.cells.get(key, part.where)


def content_for(folder: Path, requests: Sequence[Request]) -> list[str]:
    """The counties that requests are about, of those that there are."""
    known = set(county_ids(folder))
    named = dict.fromkeys(change.township.split("/")[0] for request in requests for change in request.changes)
    return [id for id in named if id in known]


def read_for(folder: Path, requests: Sequence[Request]) -> tuple[Content, list[Read]]:
    """The content that requests are about, and its counties as they were read."""
    frame = read_frame(folder)[0].content
    found = [read_county(folder, id, frame) for id in content_for(folder, requests)]
    counties = tuple(county for one in found for county in one.content.counties)
    townships = tuple(township for one in found for township in one.content.townships)
    return replace(frame, counties=counties, townships=townships), found


def places_of(folder: Path, reads: Sequence[Read], requests: Sequence[Request]) -> Iterator[str]:
    """Which cell of a workbook is about which line of which file."""
    cells = {(change.township, change.id): change.where for request in requests for change in request.changes}
    for read in reads:
        for township in read.content.townships:
            for where, _, _, duty in duty_places(township):
                if cell := cells.get((township.id, duty.id)):
                    line, _ = read.position(Problem("", "", where))
                    yield f"{cell}（{duty.id}）：{(folder / where.file).as_posix()}:{line}"


def applied(content: Content, requests: Sequence[Request], today: str) -> Applied:
    """Apply requests in their order.  Raises RequestRefused for what has no place in this content."""
    result = Applied(content)
    for request in requests:
        is_official = any(change.is_official for change in request.changes)
        try:
            record = particulars(request.particulars, today) if is_official else None
        except EditRefused as error:
            raise RequestRefused(str(error), request, error.key) from None
        try:
            result.edits.append(_edit(result, request, record))
        except RequestRefused as refused:
            raise _with_rest(refused, requests) from None
    return result


def _with_rest(refused: RequestRefused, requests: Sequence[Request]) -> RequestRefused:
    """What cannot be applied, and how much that could be stays undone with it."""
    rest = sum(len(request.changes) for request in requests) - 1
    told = f"；这一次的另外 {rest} 项也都没有做，请去掉这一项，或改好它，再交一次" if rest else ""
    again = RequestRefused(f"{refused}{told}", requests[0], refused.key)
    again.line, again.where = refused.line, refused.where
    return again


def _edit(result: Applied, request: Request, record: ChangeRecord | None) -> Edit:
    """One request as an edit of the content, which goes on with it."""
    townships: dict[str, Township] = {}
    counties: dict[str, CountyFile] = {}
    numbers: dict[str, dict[str, int]] = {}
    went: dict[tuple[str, str], tuple[str, ...]] = {}
    taken: dict[tuple[str, str], str] = {}
    seen: dict[tuple[str, str, str], int] = {}
    again = list[Callable[[Township], Township]]()
    registers = result.registers(request.changes)
    for change in _in_order(request.changes):
        about, place = _about(change)
        key = (about, place, change.id)
        if change.kind is not RequestKind.ADD and key in seen:
            raise RequestRefused(
                f"{change.township} 的 {change.id} 写了两次（第 {seen[key]} 行也是）；请把两处的改动并成一处，重做一份",
                change,
            )
        seen[key] = change.line
        try:
            if change.kind is RequestKind.CONTACT:
                _contact(result, change, townships, counties)
                continue
            if change.kind in OF_DEPARTMENTS:
                done = _department_edit(result, change, _with(result.content, townships, counties), record)
                townships.update(done.townships)
                counties.update(done.counties)
                again += [done.again] if done.again else []
                continue
            township = townships.get(change.township) or _township(result.content, change)
            _refuse_other_place(result.content, township, change)
            edit = _duty_edit(result, registers, township, change, record or _UNRECORDED, request.keep_numbers)
            if "number" in change.fields and change.kind is RequestKind.AMEND:
                number = _normal("number", change.fields["number"].new)
                numbers.setdefault(township.id, {})[change.id] = number if isinstance(number, int) else 0
        except ValidationError as error:
            first = error.errors()[0]
            what = TITLES.get(str(first["loc"][0]) if first["loc"] else "", "这一项")
            raise RequestRefused(f"{change.township} 的 {change.id}：“{what}”是空的，或写法不对", change) from None
        except RequestRefused:
            raise
        except EditRefused as error:
            raise RequestRefused(str(error), change) from None
        townships.update(edit.townships)
        went.update(edit.went)
        taken.update(edit.taken_over)
    # Numbers given by hand mean those after it all.
    for id, own in numbers.items():
        townships[id] = numbered(townships[id], own, keep_numbers=request.keep_numbers)
    for township in townships.values():
        _refuse_equal(township, request)
    result.content = _with(result.content, townships, counties)
    are_all_of_departments = all(one.kind in OF_DEPARTMENTS for one in request.changes)
    whole = _one_after_another(again) if are_all_of_departments and again else None
    return Edit(townships, counties, record, went, taken, again=whole)


def _one_after_another(edits: Sequence[Callable[[Township], Township]]) -> Callable[[Township], Township]:
    return lambda township: reduce(lambda one, edit: edit(one), edits, township)


def _refuse_equal(township: Township, request: Request) -> None:
    """Two equal numbers are told where the request writes one, with the cells of both where it came in a workbook."""
    if found := equal_numbers(township, request.cells):
        message, ids = found
        own = [change for change in request.changes if change.township == township.id]
        written = [change for change in own if change.id in ids] or [change for change in own if change.number]
        raise RequestRefused(message, written[-1] if written else request)


def _with(content: Content, townships: Mapping[str, Township], counties: Mapping[str, CountyFile]) -> Content:
    """The content with some townships and counties in the place of those that it has."""
    return replace(
        content,
        townships=tuple(townships.get(one.id, one) for one in content.townships),
        counties=tuple(replace(one, file=counties[one.id]) if one.id in counties else one for one in content.counties),
    )


def _about(change: RequestedChange) -> tuple[str, str]:
    """What kind of thing a change is about, and of which place: a department is its county's."""
    if change.kind in OF_DEPARTMENTS:
        return "部门", change.township.split("/")[0]
    return ("联系" if change.kind is RequestKind.CONTACT else "事项"), change.township


def _in_order(changes: Sequence[RequestedChange]) -> list[RequestedChange]:
    """Amendments first, for the others change numbers.

    Departments get their names at the end, for what is asked about duties calls them as they were called.
    """
    order = (
        *(RequestKind.CONTACT, RequestKind.AMEND, RequestKind.END, RequestKind.MOVE, RequestKind.ADD),
        *OF_DEPARTMENTS,
    )
    return sorted(changes, key=lambda change: (order.index(change.kind), change.number or 0))


def _township(content: Content, change: RequestedChange) -> Township:
    found = {one.id: one for one in content.townships}
    if change.township not in found:
        raise RequestRefused(
            f"这里没有乡镇“{shown(change.township)}”（{shown(change.place)}）{did_you_mean(change.township, found)}；"
            "大概是别的网站的修改单，请转给管那个网站的人",
            change,
        )
    return found[change.township]


def _refuse_other_place(content: Content, township: Township, change: RequestedChange) -> None:
    """A request names the place, too: where that is another one, it is meant for another site."""
    county = acts.county_in(content, township.county_id).file
    own = "/".join(part or "-" for part in (county.province, county.prefecture, county.name, township.file.name))
    if change.place != own:
        raise RequestRefused(
            f"修改单写的 {township.id} 是“{shown(change.place)}”，这里的是“{own}”；"
            "大概是别的网站的修改单，请转给管那个网站的人",
            change,
        )


# --- duties ----------------------------------------------------------------------------------------------


def _duty_edit(
    result: Applied,
    content: Content,
    township: Township,
    change: RequestedChange,
    record: ChangeRecord,
    keep_numbers: bool,
) -> Edit:
    """What is asked for about a duty; `content` has the registers that names are looked up in."""
    if change.kind is RequestKind.ADD:
        assert change.list, "reading has seen to it"
        fields = _with_names_now(result, township, "新的一项", {key: one.new for key, one in change.fields.items()})
        _refuse_unknown(change, fields)
        _refuse_names(content, township, fields)
        if "name" not in fields:
            raise RequestRefused("新增的一项没有写“名称”；请填上，重做一份", change)
        _category(content, township, change)
        edit, id = acts.new_duty(
            township,
            change.list,
            change.category or "",
            {key: value for key, value in fields.items() if value not in (None, ())},
            record,
            at=change.number,
            keep_numbers=keep_numbers,
        )
        return _as_printed(edit, township.id, id, change, record)
    duty = duty_of(township, change.id)
    is_same = change.digest == digest(duty)
    if change.kind is RequestKind.AMEND:
        edit = Edit({township.id: _amended(result, content, township, duty, change, is_same)}, {}, record)
        return _as_printed(edit, township.id, duty.id, change, record)
    if not is_same and not _was_renamed(content, township, duty, change.digest):
        result.conflicts.append(replace(_whole_conflict(township, duty, change), where=change.where))
        return Edit()
    if change.kind is RequestKind.END:
        went: dict[str, object] = {"departments": (change.department,)} if change.department else {}
        _refuse_names(content, township, went)
        now = _with_names_now(result, township, change.id, went)
        department = next(_names_in(now.get("departments")), "")
        return acts.retire(township, change.id, record, to=change.to, department=department, keep_numbers=keep_numbers)
    assert change.list, "reading has seen to it"
    fields = {key: one.new for key, one in change.fields.items() if one.new is not None}
    fields = _with_names_now(result, township, change.id, fields)
    _refuse_unknown(change, fields)
    _refuse_names(content, township, fields)
    _category(content, township, change)
    edit, id = acts.move_duty(
        township,
        change.id,
        change.list,
        change.category or "",
        record,
        fields,
        at=change.number,
        keep_numbers=keep_numbers,
    )
    return _as_printed(edit, township.id, id, change, record)


def _as_printed(edit: Edit, township_id: str, id: str, change: RequestedChange, record: ChangeRecord) -> Edit:
    """The edit with an allowance for each rule that the document itself breaks."""
    if not change.as_printed:
        return edit
    if unfit := [rule for rule in change.as_printed if rule not in AS_PRINTED]:
        hint = did_you_mean(unfit[0], AS_PRINTED)
        raise RequestRefused(f"“照原文”里不能写规则“{shown(unfit[0])}”{hint}；要写 allow 的，由管网站的人写", change)
    township = edit.townships[township_id]
    duty = duty_of(township, id)
    known = {one.rule for one in duty.allow}
    by = record.document or record.reason
    reason = f"原文如此（{by}）" if by else "原文如此"
    own = tuple(Allowance(rule=rule, reason=reason) for rule in dict.fromkeys(change.as_printed) if rule not in known)
    return replace(
        edit, townships={**edit.townships, township_id: amended(township, id, {"allow": (*duty.allow, *own)})}
    )


def _was_renamed(content: Content, township: Township, duty: AnyDuty, before: str) -> bool:
    """Whether a duty had this digest when one of its departments still had another name; nothing else is new since."""
    county = acts.county_in(content, township.county_id).file
    register = Register(county, content.departments)
    names = [name for key in _OF_NAMES if key in type(duty).model_fields for name in _names_in(_value(duty, key))]
    named = {found[0].id: found[0] for name in names if (found := cut_at_name(name, register))}
    earlier = (
        duty_of(with_name(township, register, [one.id], alias), duty.id)
        for one in named.values()
        for alias in one.aliases
    )
    return any(digest(one) == before for one in earlier)


def _refuse_unknown(change: RequestedChange, fields: Mapping[str, object]) -> None:
    assert change.list, "reading has seen to it"
    own = DUTY_TYPES[change.list].model_fields
    if unknown := [key for key in fields if key not in own or key == "number"]:
        raise RequestRefused(f"{change.list.official_title}的事项没有“{TITLES[unknown[0]]}”；请删去这一栏", change)


def _category(content: Content, township: Township, change: RequestedChange) -> None:
    assert change.list, "reading has seen to it"
    known = known_categories(township, change.list, content.categories)
    if change.category not in known:
        hint = did_you_mean(change.category or "", known)
        raise RequestRefused(f"没有类别“{shown(change.category or '')}”{hint}", change)


def _refuse_names(content: Content, township: Township, fields: Mapping[str, object]) -> None:
    names = [name for key in _OF_NAMES for name in _names_in(fields.get(key))]
    acts.refuse_unregistered(content, township.county_id, names)


def _amended(
    result: Applied, content: Content, township: Township, duty: AnyDuty, change: RequestedChange, is_same: bool
) -> Township:
    """The township with the fields of a request, merged one by one with what there is now."""
    kind = list_of(township, duty.id)
    updates: dict[str, object] = {}
    category = None
    for key, one in change.fields.items():
        if key not in (*type(duty).model_fields, "category"):
            raise RequestRefused(f"{kind.official_title}的事项没有“{TITLES[key]}”；请删去这一栏", change)
        now = category_of(township, duty.id) if key == "category" else _value(duty, key)
        base, new = _normal(key, one.base), _normal(key, one.new)
        if key in _OF_NAMES and now not in (base, new):
            named = [_named_now(content, township.county_id, value, now) for value in (base, new)]
            if now in named:
                base, new = named
                result.notes.append(f"{township.id} {duty.id} 的部门在提了以后改了名，“{TITLES[key]}”照现在的名称写。")
        if now == new:
            result.notes.append(f"{township.id} {duty.id} 的“{TITLES[key]}”已经是这样。")
        elif now != base:
            result.conflicts.append(replace(_conflict(township, duty, key, one, now), where=change.where))
        elif new is None:
            raise RequestRefused(f"{duty.id} 的“{TITLES[key]}”不能是空的；不再做的一项，请选终止", change)
        elif key == "number":
            # It is what the duty has in the end, whatever is added and ended above it.
            continue
        elif key == "category":
            category = str(new)
        else:
            updates[key] = new
    _refuse_names(content, township, updates)
    updates = _with_names_now(result, township, duty.id, updates)
    if updates and not is_same:
        names = "、".join(TITLES[key] for key in updates)
        result.notes.append(f"{township.id} {duty.id} 在提了以后有人改过别的栏；两边不冲突，“{names}”照改。")
    new_township = amended(township, duty.id, updates)
    if category is not None:
        known = known_categories(township, kind, content.categories)
        if category not in known:
            raise RequestRefused(f"没有类别“{shown(category)}”{did_you_mean(category, known)}", change)
        new_township = recategorised(new_township, duty.id, category)
    return new_township


def _named_now(content: Content, county_id: str, value: object, now: object) -> object:
    """A field's value whose departments are called as the field calls them now, by names that they have got since."""
    county = acts.county_in(content, county_id).file
    register = Register(county, content.departments)
    there = {found[1][1] for name in _names_in(now) if (found := cut_at_name(name, register))}

    def called(name: str) -> str:
        found = cut_at_name(name, register)
        heir = found and heir_of(found[0], county.departments)
        if not found or not heir or found[1][1] in there or heir.name not in there:
            return name
        return f"{found[1][0]}{heir.name}{found[1][2]}"

    def of(one: object) -> object:
        return {**one, "departments": each_once(map(called, one["departments"]))} if isinstance(one, dict) else one

    if not isinstance(value, tuple):
        return value
    return tuple(map(of, value)) if any(isinstance(one, dict) for one in value) else each_once(map(called, value))


def _with_names_now(result: Applied, township: Township, id: str, fields: Mapping[str, object]) -> dict[str, object]:
    """Fields whose departments are called as the county's lists call them now, where no list uses the name they have.

    Another name that some list still prints stays as it is written.
    """
    new = dict(fields)
    own = [one for one in result.content.townships if one.county_id == township.county_id]
    departments = acts.county_in(result.content, township.county_id).file.departments
    registered = {one.name for one in departments if not one.merged_into}
    for key in _OF_NAMES:
        names = [*_names_in(fields.get(key))]
        # Nearly always they are those of the register, and nobody looks through all lists of the county.
        if any(printed_name(name).core not in registered for name in names):
            used = (name for one in own for _, _, _, duty in duty_places(one) for _, name in duty.named_departments())
            new[key] = _named_now(result.content, township.county_id, fields[key], tuple(used))
            now = {*_names_in(new[key])}
            gone = dict.fromkeys(name for name in names if name not in now)
            notes = [f"{township.id} {id} 的“{name}”后来改了名、并了，照现在的名称写。" for name in gone]
            result.notes += [note for note in notes if note not in result.notes]
    return new


def _names_in(value: object) -> Iterator[str]:
    """The names of departments in a cell, or at the heads of its blocks."""
    for one in value if isinstance(value, tuple) else ():
        if isinstance(one, dict):
            yield from map(str, one.get("departments", ()))
        else:
            yield str(one)


def _value(model: Model, key: str) -> object:
    """A field as a request has it: plain, with tuples."""
    return _normal(key, model.model_dump(mode="json", include={key})[key])


def _normal(key: str, value: object) -> object:
    match value:
        case list() | tuple():
            return tuple(_normal("", one) for one in value)
        case dict():
            return {name: _normal("", one) for name, one in value.items()}
        case str() if key == "number":
            if not value.isascii() or not value.isdigit() or not int(value):
                raise EditRefused(f"序号“{shown(value)}”不是从 1 起的整数")
            return int(value)
    return value


def _conflict(township: Township, duty: AnyDuty, key: str, one: FieldChange, now: object) -> Conflict:
    base, wanted, there = (tuple(lines_of(_listed(value))) for value in (one.base, one.new, now))
    return Conflict(township.id, duty.id, duty.name, TITLES[key], base, wanted, there)


def _listed(value: object) -> object:
    """A value as `lines_of` takes it."""
    match value:
        case tuple():
            return [_listed(one) for one in value]
        case dict():
            return {key: _listed(one) for key, one in value.items()}
    return value


def _whole_conflict(township: Township, duty: AnyDuty, change: RequestedChange) -> Conflict:
    """A duty that is to end, or to go, and says something else by now."""
    texts = [f"{TITLES[key]}：{line}" for key in TITLES if key in type(duty).model_fields and key != "number"
             for line in lines_of(_listed(_value(duty, key)))]  # fmt: skip
    base: tuple[str, ...] = (f"摘要 {change.digest} 的文字，修改单里没有写全",)
    return Conflict(township.id, duty.id, duty.name, "全部文字", base, (change.kind.value,), tuple(texts))


# --- departments -----------------------------------------------------------------------------------------


def _department_edit(result: Applied, change: RequestedChange, content: Content, record: ChangeRecord | None) -> Edit:
    """A department is renamed, or becomes a part of another one, in the content as the request has left it so far."""
    county, department = _department(content, change)
    acts.refuse_gone(department, county)
    record = record or _UNRECORDED
    if change.kind is RequestKind.MERGE:
        if change.digest != entry_digest(department):
            there = [f"{TITLES[key]}：{line}" for key in ENTRY for line in lines_of(_listed(_value(department, key)))]
            was, wanted = f"摘要 {change.digest} 的登记，修改单里没有写全", f"并入 {shown(change.into)}"
            result.conflicts.append(_entry_conflict(county, department, "登记", (was,), (wanted,), there))
            return Edit()
        _, into = _department(content, replace(change, id=change.into))
        return acts.merge_departments(content, county, [department.id], into.name, record, in_texts=change.in_texts)
    name = str(change.fields["name"].new)
    if name == department.name:
        result.notes.append(f"{county.id} 的部门 {department.id} 已经叫“{name}”，没有再改。")
        return Edit()
    entry: dict[str, object] = {key: _value(department, key) for key in ENTRY}
    for key, one in change.fields.items():
        now, base, new = (_normal(key, value) or None for value in (entry[key], one.base, one.new))
        if now not in (base, new):
            sides = [lines_of(_listed(value)) for value in (base, new, now)]
            result.conflicts.append(_entry_conflict(county, department, TITLES[key], *sides))
        entry[key] = new
    if result.conflicts:
        return Edit()
    full_name, aliases = entry["full_name"], entry["aliases"]
    return acts.rename_department(
        content,
        county,
        department.id,
        name,
        record,
        full_name=str(full_name) if full_name else None,
        aliases=tuple(map(str, aliases)) if isinstance(aliases, tuple) else (),
        in_texts=change.in_texts,
    )


def _entry_conflict(
    county: County, department: Department, field: str, base: Iterable[str], wanted: Iterable[str], now: Iterable[str]
) -> Conflict:
    return Conflict(county.id, department.id, department.name, field, tuple(base), tuple(wanted), tuple(now))


def _department(content: Content, change: RequestedChange) -> tuple[County, Department]:
    """The department that a change is about, and its county."""
    if "/" in change.township:
        _refuse_other_place(content, _township(content, change), change)
    county = acts.county_in(content, change.township.split("/")[0])
    known = {one.id: one for one in county.file.departments}
    if change.id not in known:
        raise RequestRefused(f"county.yml 没有部门“{shown(change.id)}”{did_you_mean(change.id, known)}", change)
    return county, known[change.id]


# --- contacts --------------------------------------------------------------------------------------------


def _contact(
    result: Applied, change: RequestedChange, townships: dict[str, Township], counties: dict[str, CountyFile]
) -> None:
    """How a department, or the township itself, is reached."""
    county_id = change.township.split("/")[0]
    township = None
    if "/" in change.township:
        township = townships.get(change.township) or _township(result.content, change)
        _refuse_other_place(result.content, township, change)
    if change.id == _OWN:
        if township is None:
            raise RequestRefused("本乡镇的联系方式要写 县/乡镇", change)
        new = _with_contact(result, township.file, change, township.file.name or township.id)
        townships[township.id] = replace(township, file=new)
        return
    county, department = _department(_with(result.content, townships, counties), change)
    acts.refuse_gone(department, county)
    file = county.file
    own = _with_contact(result, department, change, department.name)
    departments = tuple(own if one.id == own.id else one for one in file.departments)
    counties[county_id] = file.model_copy(update={"departments": departments})


def _with_contact(result: Applied, model: M, change: RequestedChange, name: str) -> M:
    """A department or a township with another contact; without any way to reach it there is none."""
    now = {key: _value(model.contact, key) if model.contact else None for key in CONTACT}
    new = dict(now)
    for key, one in change.fields.items():
        if (now[key] or None) not in ((one.base or None), (one.new or None)):
            texts = (tuple(lines_of(_listed(value))) for value in (one.base, one.new, now[key]))
            base, wanted, there = texts
            result.conflicts.append(Conflict(change.township, change.id, name, TITLES[key], base, wanted, there))
        else:
            new[key] = one.new
    said = {key: value for key, value in new.items() if value}
    if set(said) == {"as_of"} or not said:
        return model.model_copy(update={"contact": None})
    if "as_of" not in said:
        raise RequestRefused(f"{name} 的联系方式没有写“日期”：哪一天核实的", change)
    try:
        contact = Contact.model_validate(said)
    except ValidationError as error:
        key = str(error.errors()[0]["loc"][0])
        wrong = shown("、".join(lines_of(_listed(said[key]))))
        message = f"{name} 的“{TITLES[key]}”写法不对：{wrong}；写法见 content/README.md"
        raise RequestRefused(message, change) from None
    return model.model_copy(update={"contact": contact})
