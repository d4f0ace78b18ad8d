"""Preparing: the files of an edit that touches many, their check and their redline, before anything is written.

the content folder, the townships and counties as they are to be, how it was decided  →  Prepared
"""

import shutil
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from generator.changes.diff import FIELDS, Change, diff, redlined
from generator.changes.edits import EditRefused, refuse_equal_numbers
from generator.changes.recording import Inserted, added_records, inserted, proposal, unrecorded, with_records
from generator.check.registry import check_townships
from generator.model import (
    AmendmentText,
    ChangeKind,
    ChangeRecord,
    Contact,
    Content,
    County,
    CountyFile,
    DutyChange,
    ListsBefore,
    Model,
    Problem,
    SourceDocument,
    Township,
    Track,
)
from generator.read import yaml_text
from generator.read.folder import (
    AMENDMENTS,
    CHANGES_FILE,
    COUNTY_FILE,
    TOWNSHIP_FILE,
    TOWNSHIPS,
    VOCABULARY,
    Read,
    limited_bytes,
    read_county,
    read_frame,
    read_township,
)
from generator.read.rewriting import NotRewritten, lost_comments, rewritten
from generator.read.yaml_text import YamlError

# The order of keys in the files, where a new one is put in.
_KEYS = (
    *("id", "number", "title", "name", "full_name", "aliases", "kind", "retired", "declared", "departments", "status"),
    *(
        "superior",
        "township",
        "method",
        "extras",
        "topics",
        "notes",
        "allow",
        "source",
        "contact",
        "ended",
        "merged_into",
    ),
    *("categories", "duties", "support"),
)


@dataclass(frozen=True)
class Edit:
    """What is to be: some townships and counties, where duties went that are gone, and how it was decided.

    `went` is by township and duty: the ids in which it goes on; `taken_over` the department that has it now.
    `amendment` is the text of the document by which it was decided.  `again` does the same to the lists of a township
    as they were at another time, where it can be done to whatever lists: what is decided late is done to them, too.
    Without a `record` nothing official may change.
    """

    townships: Mapping[str, Township] = field(default_factory=dict)
    counties: Mapping[str, CountyFile] = field(default_factory=dict)
    record: ChangeRecord | None = None
    went: Mapping[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    taken_over: Mapping[tuple[str, str], str] = field(default_factory=dict)
    amendment: str | None = None
    again: Callable[[Township], Township] | None = None


@dataclass(frozen=True)
class Prepared:
    """An edit that can be written: the new texts of files, what they were, and what a person looks at.

    `was` holds the bytes that each file had, None for a new one; `lost` the comments that go: file, line, comment.
    """

    files: Mapping[str, str]
    was: Mapping[str, bytes | None]
    changes: tuple[Change, ...]
    lost: tuple[tuple[str, int, str], ...]
    problems: tuple[Problem, ...]
    records: tuple[tuple[str, ChangeRecord], ...]
    # The townships whose lists are others, as they are and as they are to be.
    before: tuple[Township, ...] = ()
    after: tuple[Township, ...] = ()
    # How many records of a township come after its new one, which its day has put before them.
    followed: Mapping[str, int] = field(default_factory=dict)
    # The texts of duties of a township that one of those has changed again: today's lists keep them.
    kept: Mapping[str, Mapping[str, Collection[str]]] = field(default_factory=dict)

    @property
    def late(self) -> tuple[str, ...]:
        """What is told of records that come before others, in sentences."""
        told = []
        for id, record in self.records:
            if later := self.followed.get(id):
                told.append(
                    f"{id}：{record.effective} 早于已有的 {later} 条记录，这一条插在它们前面；"
                    "它们的编号、网址不变，各自写的“改以前”照着重算了。"
                )
            for duty, keys in self.kept.get(id, {}).items():
                titles = "、".join(title for key, title in FIELDS.items() if key in keys)
                told.append(
                    f"{id}：{duty} 的{titles}，后来的记录又改过：今天的清单仍照后来的，这次写的只在那以前的清单里。"
                )
        return tuple(told)


def prepared(folder: Path, old: Content, edits: Sequence[Edit]) -> Prepared:
    """The files of some edits, each made on what the one before it left.

    Raises EditRefused for what cannot be done; faults of the result are its `problems`.
    """
    files: dict[str, str] = {}
    was: dict[str, bytes | None] = {}
    records: list[tuple[str, ChangeRecord]] = []
    followed: dict[str, int] = {}
    kept: dict[str, Mapping[str, Collection[str]]] = {}
    known = {township.id: township.changes for township in old.townships}
    townships = {township.id: township for township in old.townships}
    counties = {county.id: county.file for county in old.counties}

    def text_of(file: str) -> str | None:
        """What a file says by now."""
        if file in files:
            return files[file]
        path = folder / file
        was[file] = raw = limited_bytes(path) if path.exists() else None
        return None if raw is None else yaml_text.decode(raw)

    def put(file: str, model: tuple[Model, Model]) -> None:
        try:
            text = text_of(file) or ""
            new = rewritten(text, file_data(text, *model))
        except (YamlError, NotRewritten) as error:
            raise EditRefused(f"{file}：{error}") from None
        if new != text:
            files[file] = new

    for edit in edits:
        for id, county in edit.counties.items():
            put(f"{TOWNSHIPS}/{id}/{COUNTY_FILE}", (counties[id], county))
            counties[id] = county
        for id, township in edit.townships.items():
            refuse_equal_numbers(township)
            place, before = f"{TOWNSHIPS}/{id}", townships[id]
            found = _inserted(replace(before, changes=known[id]), township, edit)
            if id in kept:
                raise EditRefused(
                    f"{id}：有一处后来的文件又改过，今天的清单不变；请一份一份地写进清单，写完一份再写下一份"
                )
            if found and found.kept:
                kept[id] = found.kept
                township = replace(township, lists=dict(found.lists))  # noqa: PLW2901  (today's lists keep it)
            for kind, duty_list in township.lists.items():
                if duty_list != before.lists[kind]:
                    put(f"{place}/{kind.file_name}", (before.lists[kind], duty_list))
            if township.file != before.file:
                put(f"{place}/{TOWNSHIP_FILE}", (before.file, township.file))
            townships[id] = township
            if found is None:
                continue
            if edit.record is None:
                raise EditRefused(f"{id} 的正式文字会变，要写明怎样决定的：途径、理由、文件")
            changes, record = found.changes, found.record
            if edit.amendment is not None:
                file, changes, record = _amended_by(edit.amendment, changes, record, before)
                was[f"{place}/{AMENDMENTS}/{file}"] = _bytes(folder / place / AMENDMENTS / file)
                files[f"{place}/{AMENDMENTS}/{file}"] = edit.amendment
            text = text_of(f"{place}/{CHANGES_FILE}")
            files[f"{place}/{CHANGES_FILE}"] = _records_text(place, text, known[id], changes)
            known[id] = changes
            records.append((id, record))
            if found.later:
                followed[id] = found.later
    new = tuple(townships[one.id] for one in old.townships)
    told = (
        *(change for one in old.counties for change in _register_changes(one, counties[one.id])),
        *(change for one in old.townships for change in _contact_changes(one, townships[one.id])),
        *diff(old, replace(old, townships=new)),
    )
    was = {file: was[file] for file in files}
    lost = tuple(
        (file, line, comment)
        for file, text in files.items()
        if (raw := was[file]) is not None and file.endswith(".yml")
        for line, comment in lost_comments(yaml_text.decode(raw), text)
    )
    problems = tuple(new_problems(folder, files, touched(files)))
    pairs = [(one, townships[one.id]) for one in old.townships if townships[one.id].lists != one.lists]
    before_all, after_all = (tuple(one[side] for one in pairs) for side in (0, 1))
    return Prepared(files, was, told, lost, problems, tuple(records), before_all, after_all, followed, kept)


def recorded(folder: Path, since: Path, old: Content, new: Content, township_id: str, edit: Edit) -> Prepared:
    """The record of what was changed by hand between two contents, and nothing else.  Raises EditRefused.

    `since` is the folder of the old one: the faults that it has not came with the change.
    """
    before, after = (next((one for one in content.townships if one.id == township_id), None) for content in (old, new))
    if before is None or after is None:
        raise EditRefused(f"{township_id} 在两个版本里不是都有；新收录的不用记录变更")
    if later := added_records(before, after):
        so_many = f"{township_id} 的 changes.yml 自那个版本以来已经有了 {len(later)} 条记录；"
        if not any(unrecorded(replace(old, townships=(before,)), replace(new, townships=(after,)))):
            raise EditRefused(f"{so_many}清单的改动都在里面，不用再记")
        raise EditRefused(f"{so_many}请用 --since 写明更近的版本：上一条记录以后的")
    found = _inserted(replace(before, changes=after.changes), after, edit)
    if found is None:
        return Prepared({}, {}, (), (), (), ())
    place, changes, record = f"{TOWNSHIPS}/{township_id}", found.changes, found.record
    file = f"{place}/{CHANGES_FILE}"
    path = folder / file
    raw = limited_bytes(path) if path.exists() else None
    files = dict[str, str]()
    if edit.amendment is not None:
        name, changes, record = _amended_by(edit.amendment, changes, record, after)
        files[f"{place}/{AMENDMENTS}/{name}"] = edit.amendment
    for kind, duty_list in found.lists.items() if found.kept else ():
        if duty_list != after.lists[kind]:
            text = yaml_text.decode(limited_bytes(folder / place / kind.file_name))
            files[f"{place}/{kind.file_name}"] = rewritten(text, file_data(text, after.lists[kind], duty_list))
    was = {name: _bytes(folder / name) for name in (*files, file)}
    files[file] = _records_text(place, yaml_text.decode(raw) if raw else None, after.changes, changes)
    alone = (replace(one, townships=(two,)) for one, two in ((old, before), (new, after)))
    problems = tuple(new_problems(folder, files, touched(files), since))
    return Prepared(
        files,
        was,
        tuple(diff(*alone)),
        (),
        problems,
        ((township_id, record),),
        followed={township_id: found.later} if found.later else {},
        kept={township_id: found.kept} if found.kept else {},
    )


def founded(folder: Path, files: Mapping[str, str], change: Change) -> Prepared:
    """A township that was not there."""
    problems = tuple(new_problems(folder, files, touched(files)))
    return Prepared(files, dict.fromkeys(files), (change,), (), problems, ())


def file_data(text: str, old: Model, new: Model) -> dict[str, object]:
    """The plain data of a file's text that is to hold `new` in the place of `old`."""
    return _data(yaml_text.parse(text).data, old, new)


def _register_changes(old: County, new: CountyFile) -> Iterator[Change]:
    """What changes in a register of departments, which is no list."""
    before = {one.id: one for one in old.file.departments}
    after = {one.id: one for one in new.departments}
    for id, one in before.items():
        if id not in after:
            yield Change(old.id, f"登记删去部门 {id}：{one.name}")
    for id, one in after.items():
        if id not in before:
            yield Change(old.id, f"登记部门 {id}：{one.name}（{one.kind or '看不出是哪一类'}）")
        elif one != before[id]:
            lines = [*_redlined(before[id].contact, one.contact)]
            for key in ("name", "full_name", "aliases"):
                lines += _redlined(getattr(before[id], key), getattr(one, key))
            if one.merged_into and one.merged_into != before[id].merged_into:
                heir = after[one.merged_into].name if one.merged_into in after else one.merged_into
                lines.append(f"+ {f'{one.ended} 起' if one.ended else ''}并入{heir}，网址留着，指到{heir}")
            yield Change(old.id, f"登记的部门 {id}（{before[id].name}）改了", tuple(lines))


def _contact_changes(old: Township, new: Township) -> Iterator[Change]:
    if old.file.contact != new.file.contact:
        yield Change(old.id, "改了联系方式", tuple(_redlined(old.file.contact, new.file.contact)))


def _redlined(old: Contact | str | tuple[str, ...] | None, new: Contact | str | tuple[str, ...] | None) -> list[str]:
    """The redline of what is no field of a duty."""
    before, after = (one.text.split("；") if isinstance(one, Contact) else one for one in (old, new))
    return list(redlined(before, after))


def _inserted(old: Township, new: Township, edit: Edit) -> Inserted | None:
    """The records with that of what is official and differs; None where nothing does."""
    went = {id: to for (township, id), to in edit.went.items() if township == old.id}
    particulars = edit.record or ChangeRecord(track=Track.CORRECTION)
    told = tuple(
        DutyChange(id=id, change=ChangeKind.REMOVED, department=department)
        for (township, id), department in edit.taken_over.items()
        if township == old.id
    )
    particulars = particulars.model_copy(update={"duties": told})
    record = proposal(old, new, particulars, went)
    if not record.duties and record.before == ListsBefore():
        return None
    return inserted(old, new, particulars, went, edit.again)


def _records_text(place: str, text: str | None, old: Sequence[ChangeRecord], new: Sequence[ChangeRecord]) -> str:
    """The text of changes.yml with other records."""
    try:
        return with_records(text, old, new)
    except (YamlError, NotRewritten) as error:
        raise EditRefused(f"{place}/{CHANGES_FILE}：{error}") from None


def _amended_by(
    text: str, changes: Sequence[ChangeRecord], record: ChangeRecord, old: Township
) -> tuple[str, tuple[ChangeRecord, ...], ChangeRecord]:
    """The file that the text of the document goes to, and the records with the one that names it."""
    day, digest = record.effective or "", SourceDocument.digest(text)
    names = (f"{day}{f'-{n}' if n > 1 else ''}.txt" for n in count(1))
    file = next(
        name
        for name in names
        if name not in old.amendments or SourceDocument.digest(old.amendments[name] or "") == digest
    )
    new = record.model_copy(update={"amendment": AmendmentText(file=file, sha256=digest)})
    return file, tuple(new if one is record else one for one in changes), new


def _bytes(path: Path) -> bytes | None:
    return limited_bytes(path) if path.is_file() else None


def changed_meanwhile(folder: Path, ready: Prepared) -> list[str]:
    """The files that are not what they were when the edit was prepared."""
    found = []
    for file, raw in ready.was.items():
        path = folder / file
        now = limited_bytes(path) if path.is_file() else None
        if now != raw:
            found.append(file)
    return found


# --- the data of a file ----------------------------------------------------------------------------------


def _data(plain: object, old: Model, new: Model) -> dict[str, object]:
    """The plain data of a file that is to hold `new` in the place of `old`: what stays is written as it was."""
    has = plain if isinstance(plain, dict) else {}
    fields = type(new).model_fields
    data: dict[str, object] = {}
    for key in sorted(fields, key=lambda one: _KEYS.index(one) if one in _KEYS else -1):
        was, now = getattr(old, key), getattr(new, key)
        if was == now:
            if key in has:
                data[key] = has[key]
        elif not fields[key].is_required() and now == fields[key].get_default() and now is not None:
            continue
        elif now is None:
            # What nobody stated is written as null, or not at all: as it was.
            if fields[key].is_required():
                data[key] = None
        elif isinstance(now, Model):
            data[key] = _data(has.get(key), was, now) if isinstance(was, Model) else _new(now)
        elif isinstance(now, tuple) and now and isinstance(now[0], Model):
            data[key] = _entries(has.get(key), was or (), now)
        else:
            data[key] = new.model_dump(mode="json", include={key})[key]
    return data


def _entries(plain: object, old: Sequence[Model], new: Sequence[Model]) -> list[object]:
    """The plain data of a list: an entry that stays, or whose id or name does, is written as it was."""
    has = dict(zip(map(_name, old), zip(plain, old, strict=True), strict=True)) if isinstance(plain, tuple) else {}
    data: list[object] = []
    for index, one in enumerate(new):
        found = has.get(_name(one))
        if found is None and index < len(old) and not hasattr(one, "id") and _name(old[index]) not in map(_name, new):
            found = has.get(_name(old[index]))
        data.append(_data(found[0], found[1], one) if found else _new(one))
    return data


def _new(model: Model) -> dict[str, object]:
    """The plain data of what is new: what is said, in the order of the files."""
    said = model.model_dump(mode="json", exclude_defaults=True)
    return {key: said[key] for key in sorted(said, key=lambda one: _KEYS.index(one) if one in _KEYS else -1)}


def _name(model: Model) -> str:
    for key in ("id", "name"):
        if hasattr(model, key):
            return f"{key} {getattr(model, key)}"
    return repr(model)


# --- the check of the result -----------------------------------------------------------------------------


def touched(files: Mapping[str, str]) -> dict[str, set[str]]:
    """The townships that files belong to, by their counties."""
    found: dict[str, set[str]] = {}
    for file in files:
        parts = file.split("/")
        if parts[0] == TOWNSHIPS and len(parts) > 2:
            found.setdefault(parts[1], set()).update(parts[2:3] if len(parts) > 3 else ())
    return found


def new_problems(
    folder: Path, files: Mapping[str, str], where: Mapping[str, Collection[str]], since: Path | None = None
) -> Iterator[Problem]:
    """The errors that the content has with other files and has not without them, with the lines of the new files.

    What it had before is asked of the folder `since`, where there is one.
    """
    with TemporaryDirectory() as place:
        trial = Path(place)
        if (folder / VOCABULARY).is_dir():
            shutil.copytree(folder / VOCABULARY, trial / VOCABULARY)
        for county, townships in where.items():
            own = trial / TOWNSHIPS / county
            own.mkdir(parents=True)
            if (folder / TOWNSHIPS / county / COUNTY_FILE).is_file():
                shutil.copy(folder / TOWNSHIPS / county / COUNTY_FILE, own / COUNTY_FILE)
            for township in townships:
                if (folder / TOWNSHIPS / county / township).is_dir():
                    shutil.copytree(folder / TOWNSHIPS / county / township, own / township)
        frame = read_frame(trial)[0].content
        without = (
            [read_township(since, f"{county}/{one}") for county, own in where.items() for one in own]
            if since
            else [read_county(trial, county, frame) for county in where]
        )
        before = Counter(_said(problem) for one in without for problem in _errors(one))
        for file, text in files.items():
            path = trial / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())
        for county in where:
            for problem in _errors(read_county(trial, county, frame)):
                if before[_said(problem)]:
                    before[_said(problem)] -= 1
                else:
                    yield problem


def _errors(read: Read) -> list[Problem]:
    return [problem for problem in check_townships(read, is_county=False) if problem.severity == Problem.ERROR]


def _said(problem: Problem) -> tuple[str, str, str]:
    return problem.rule, problem.where.file, problem.message
