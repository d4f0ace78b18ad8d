"""Import: an official document to the files of a township.

county.yml with the departments found, township.yml, the three lists, source.txt,
and the category vocabulary where it grows.  Texts only; nothing is written here.
"""

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from generator.changes.diff import Change, diff
from generator.changes.doubts import Known, doubtful, with_doubts
from generator.changes.renewal import renewed, with_reasons
from generator.check.registry import RULES
from generator.importers.draft import Draft, Guess, ImportProblem, Layout
from generator.importers.grid import Doubt
from generator.importers.received import Received, receive
from generator.importers.registry import IMPORTERS, layout_of
from generator.importers.text.head_words import given_columns
from generator.importers.text.table_text import FORMAT as TABLE_TEXT
from generator.model import (
    DEVICES,
    LIST_TYPES,
    MAX_ID,
    Allowance,
    AnyCategory,
    AnyDuty,
    CategoryFile,
    CategoryName,
    ColumnVocabulary,
    Content,
    CountyFile,
    Department,
    DepartmentVocabulary,
    Duty,
    GivenColumn,
    ListKind,
    NameStatus,
    Overrides,
    SourceDocument,
    Township,
    TownshipFile,
)
from generator.read import yaml_text
from generator.read.folder import (
    CATEGORY_FILE,
    COLUMN_FILE,
    COUNTY_FILE,
    DEPARTMENT_FILE,
    OVERRIDES_FILE,
    SOURCE_FILE,
    TOWNSHIP_FILE,
    TOWNSHIPS,
    county_ids,
    default_vocabulary,
    read,
    read_one,
    township_ids,
)
from generator.read.rewriting import NotRewritten, lost_comments, rewritten
from generator.read.yaml_text import YamlError
from generator.words.departments import Register, kind_by_words, kind_of, printed_name, signs
from generator.words.places import place_kind

M = TypeVar("M", bound=BaseModel)
# What holds allowances.
H = TypeVar("H", TownshipFile, AnyCategory, Duty)

# Where the schemas stand as seen from a county's and from a township's folder.
_COUNTY_SCHEMA = "../../schema/{}.json"
_TOWNSHIP_SCHEMA = "../../../schema/{}.json"


@dataclass(frozen=True)
class Place:
    """Where a township lies; None is a part that nobody stated."""

    province: str | None
    prefecture: str | None
    county: str | None
    township: str | None


@dataclass(frozen=True)
class Imported:
    """The files of an import, by their path in the content folder, and all that was guessed on the way.

    `changes` is None for a new township; else how its lists differ from those that are there.  `comments` are those
    of the YAML files there that would be lost: path, line and text of each.  `doubts` are the characters that were
    recognised in a picture and have to be looked at, by their line.
    """

    received: Received
    township: Township
    files: dict[str, str]
    guesses: tuple[Guess, ...]
    counts: dict[ListKind, int]
    changes: tuple[Change, ...] | None
    comments: tuple[tuple[str, int, str], ...]
    doubts: Mapping[int, tuple[Doubt, ...]]


@dataclass(frozen=True)
class Options:
    """What whoever imports a document says of it: its other files, the sheets to take, which column is which."""

    more: tuple[Path, ...] = ()
    sheets: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()


def import_document(
    document: Path, township_id: str, place: Place, folder: Path, options: Options = Options()
) -> Imported:
    """Read an official document and make a township of it, or a renewal of the one that is there.

    Raises ImportProblem for what cannot be imported: a document of another
    kind, a county under another name, a township whose own files are broken.
    """
    existing = _existing_township(folder, township_id)
    if existing is None:
        _refuse_namesake(township_id, place, folder)
    received = _kept(existing, document, options) or receive(document, *options.more, sheets=options.sheets)
    try:
        return _import(received, existing, township_id, place, folder, options.columns)
    except ImportProblem as problem:
        raise ImportProblem(problem.message, problem.line, received.place(problem.line)) from None


def _refuse_namesake(township_id: str, place: Place, folder: Path) -> None:
    """Raise ImportProblem where the township is there under another id: a slip in it would make a second one."""
    county_id = township_id.split("/")[0]
    for own in difflib.get_close_matches(county_id, county_ids(folder), 3, 0.6) if place.township else ():
        county, _ = read_one(folder, f"{TOWNSHIPS}/{own}/{COUNTY_FILE}", CountyFile)
        if county is None or (county.name, county.province) != (place.county, place.province):
            continue
        for other in (id for id in township_ids(folder) if id.startswith(f"{own}/")):
            file, _ = read_one(folder, f"{TOWNSHIPS}/{other}/{TOWNSHIP_FILE}", TownshipFile)
            if file and file.name == place.township:
                raise ImportProblem(f"{place.county}已经有“{file.name}”了，是 {other}；请把 --to 写成 {other}")


def _kept(existing: Township | None, document: Path, options: Options) -> Received | None:
    """The text that is kept as source.txt, read by who read it before; None for any other document."""
    source = existing.file.source if existing else None
    if source is None or source.format not in IMPORTERS or options.more or options.sheets:
        return None
    try:
        text = document.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError):
        return None
    return Received(document, text, IMPORTERS[source.format]) if source.is_of(text) else None


def _import(
    received: Received,
    existing: Township | None,
    township_id: str,
    place: Place,
    folder: Path,
    given: tuple[str, ...],
) -> Imported:
    home = f"townships/{township_id}"
    county_path = f"townships/{township_id.split('/')[0]}/{COUNTY_FILE}"
    importer = received.importer
    _, words = _vocabulary(folder, COLUMN_FILE, ColumnVocabulary)
    columns = tuple(column for option in given for column in given_columns(option, words))
    if columns and importer.format != TABLE_TEXT:
        raise ImportProblem("--columns 只用于 Excel、Word、PDF、CSV 和网页的表格；这是文本，栏目由程序分")
    source = existing.file.source if existing else None
    layout = Layout(words, columns)
    if source and source.is_of(received.text):
        columns = columns or source.columns
        layout = replace(layout_of(source, words), columns=columns)
    draft = importer.read(received.text, _overrides(received.path), layout)
    doubts = doubtful(received, Known.of(read(folder).content)) if received.doubts else {}
    draft = with_doubts(draft, received, doubts)
    township, name_guesses = township_of(draft, received.text, importer.format, place, township_id, columns)
    if existing:
        township = renewed(existing, township)
        name_guesses = name_guesses if existing.file.name != township.file.name else []
    township, broken_rules = acknowledged(township, words)
    changes = None
    if existing:
        township = with_reasons(existing, township)
        changes = tuple(diff(Content(townships=(existing,)), Content(townships=(township,))))
    _, departments = _vocabulary(folder, DEPARTMENT_FILE, DepartmentVocabulary)
    county, county_guesses = county_file(draft, place, departments, _existing(folder, county_path, CountyFile))
    vocabulary = _vocabulary(folder, CATEGORY_FILE, CategoryFile)
    own_vocabulary = vocabulary[0] if default_vocabulary(folder, CATEGORY_FILE) == folder else None
    categories, category_guesses = category_file(draft, vocabulary[1].categories, own_vocabulary)
    files = {f"{home}/{name}": content for name, content in township_files(township).items()}
    files = {name: _written_over(folder / name, content) for name, content in files.items()}
    files |= {path: content for path, content in ((county_path, county), (CATEGORY_FILE, categories)) if content}
    overrides = received.path.parent / OVERRIDES_FILE
    if overrides.is_file():
        files[f"{home}/{OVERRIDES_FILE}"] = overrides.read_text("utf-8")
    ids = dict(_renamed(draft, township))
    guesses = tuple(
        replace(guess, duty_id=ids.get(guess.duty_id or ""))
        for guess in (*name_guesses, *category_guesses, *county_guesses, *draft.guesses)
    )
    guesses = (*received.remarks, *guesses, *broken_rules)
    counts = {kind: sum(1 for _ in duty_list.duties()) for kind, duty_list in draft.lists.items()}
    guesses = tuple(sorted(guesses, key=lambda guess: guess.line))
    return Imported(received, township, files, guesses, counts, changes, tuple(_comments(folder, files)), doubts)


def _renamed(draft: Draft, township: Township) -> Iterator[tuple[str, str]]:
    """The ids of the draft's duties, each with the one that the duty has in the end."""
    for kind, duty_list in draft.lists.items():
        for (_, drafted), (_, duty) in zip(duty_list.duties(), township.lists[kind].duties(), strict=True):
            yield drafted.id, duty.id


def _written_over(file: Path, new: str) -> str:
    """A YAML text written over the one that is there: what stays keeps its form, and people's comments."""
    if not file.is_file() or file.suffix != ".yml":
        return new
    data = yaml_text.parse(new).data
    try:
        return rewritten(yaml_text.decode(file.read_bytes()), data) if isinstance(data, dict) else new
    except (NotRewritten, YamlError):
        return new


def _comments(folder: Path, files: Mapping[str, str]) -> Iterator[tuple[str, int, str]]:
    """The comments in the YAML files that are to be replaced which the new ones do not have, with their lines."""
    for file, new in files.items():
        if file.endswith(".yml") and (folder / file).is_file():
            for line, text in lost_comments(yaml_text.decode((folder / file).read_bytes()), new):
                yield file, line, text


def _overrides(document: Path) -> Overrides:
    """The overrides beside a document; none where there is no such file."""
    found = _existing(document.parent, OVERRIDES_FILE, Overrides)
    return found[1] if found else Overrides()


def _existing(folder: Path, file: str, model: type[M]) -> tuple[str, M] | None:
    """A YAML file that is already there, as text and as a type.  Raises ImportProblem where it is broken."""
    if not (folder / file).is_file():
        return None
    value, result = read_one(folder, file, model)
    if value is None:
        line, column = result.position(result.problems[0])
        raise ImportProblem(f"{folder / file}:{line}:{column} 有错误，请先改正：{result.problems[0].message}")
    return (folder / file).read_text("utf-8"), value


def _vocabulary(folder: Path, file: str, model: type[M]) -> tuple[str, M]:
    """A file of the vocabulary, the content's own or the project's.  Raises ImportProblem where it is broken."""
    found = _existing(default_vocabulary(folder, file), file, model)
    if found is None:
        raise ImportProblem(f"没有词表 {file}")
    return found


def _existing_township(folder: Path, township_id: str) -> Township | None:
    """The township that is there, with its lists; None where there is none.

    Raises ImportProblem where something of it is missing, or an id is that of two duties.
    """
    home = f"townships/{township_id}"
    names = (TOWNSHIP_FILE, *(kind.file_name for kind in ListKind))
    missing = [f"{home}/{name}" for name in names if not (folder / home / name).is_file()]
    file = _existing(folder, f"{home}/{TOWNSHIP_FILE}", TownshipFile)
    found = {kind: _existing(folder, f"{home}/{kind.file_name}", LIST_TYPES[kind]) for kind in ListKind}
    lists = {kind: pair[1] for kind, pair in found.items() if pair}
    if file is None and not lists:
        return None
    if file is None or missing:
        # Their ids would be given to other duties.
        raise ImportProblem(f"{folder / missing[0]}:1:1 缺少这个文件；请先从版本库恢复")
    township = Township(township_id, township_id.split("/")[0], file[1], lists)
    for rule in _IDENTIFYING:
        for problem in RULES[rule].problems(Content(townships=(township,))):
            raise ImportProblem(f"{folder / problem.where.file} 有错误，请先改正：{problem.message}")
    return township


# Rules without which it is not known which duty is which.
_IDENTIFYING = ("ids-unique", "ids-well-formed", "ids-not-reused")

# Rules that a document itself may break; an import acknowledges that, in the open, instead of mending it.
_ACKNOWLEDGED = (
    "numbers-consecutive",
    "counts-equal-declared",
    "cooperative-complete",
    "reclaimed-complete",
    "categories-once",
    "texts-not-doubled",
    "enumerators-not-in-text",
    "source-accounted-for",
)


def acknowledged(township: Township, words: ColumnVocabulary | None = None) -> tuple[Township, list[Guess]]:
    """The township with an allowance wherever its document breaks a rule, and a guess for each."""
    content = Content(townships=(township,), columns=words)
    problems = [
        problem
        for rule in _ACKNOWLEDGED
        for problem in RULES[rule].problems(content)
        # A line of the source that belongs to nothing is for a person to decide about.
        if not problem.where.file.endswith(f"/{SOURCE_FILE}")
    ]
    guesses: list[Guess] = []
    for problem in problems:
        allowance = Allowance(rule=problem.rule, reason=f"导入时原文如此：{problem.message.split('；请')[0]}")
        kind = next((kind for kind in ListKind if problem.where.file.endswith(f"/{kind.file_name}")), None)
        township, line, duty_id = _with_allowance(township, kind, problem.where.keys, allowance)
        guesses.append(Guess(line, f"{problem.message} [{problem.rule}]", duty_id))
    return township, guesses


def _with_allowance(
    township: Township, kind: ListKind | None, keys: tuple[str | int, ...], allowance: Allowance
) -> tuple[Township, int, str | None]:
    """The township with an allowance on the duty, the category, or else the township that the keys lead to."""
    if kind is None or len(keys) < 2:
        return replace(township, file=_allowing(township.file, allowance)), 1, None
    duty_list = township.lists[kind]
    category = duty_list.categories[int(keys[1])]
    duty = category.duties[int(keys[3])] if len(keys) > 3 else None
    if duty:
        duties = tuple(_allowing(other, allowance) if other is duty else other for other in category.duties)
        changed = category.model_copy(update={"duties": duties})
    else:
        changed = _allowing(category, allowance)
    categories = tuple(changed if other is category else other for other in duty_list.categories)
    lists = {**township.lists, kind: duty_list.model_copy(update={"categories": categories})}
    source = duty.source if duty else next((one.source for one in category.duties), None)
    return replace(township, lists=lists), source.lines[0] if source else 1, duty.id if duty else None


def _allowing(holder: H, allowance: Allowance) -> H:
    """A township, a category or a duty with an allowance, unless it has one for the rule already."""
    if any(one.rule == allowance.rule for one in holder.allow):
        return holder
    return holder.model_copy(update={"allow": (*holder.allow, allowance)})


def township_of(
    draft: Draft,
    text: str,
    source_format: str,
    place: Place,
    township_id: str,
    columns: tuple[GivenColumn, ...] = (),
) -> tuple[Township, list[Guess]]:
    """The draft as a township, and what had to be guessed about its name."""
    titles = (draft.title, *(one.title for one in draft.lists.values()))
    word = place_kind(place.township, titles).common
    name, status, evidence, guesses = place.township, NameStatus.UNKNOWN, f"原文没有写明{word}名称", []
    if name and (found := _line_with(text, name)):
        status, evidence = NameStatus.STATED, f"原文第 {found} 行写明“{name}”"
    elif name:
        status, evidence = NameStatus.INFERRED, f"导入时由导入者给出“{name}”，原文没有写明；请写明推断的依据"
        guesses.append(Guess(1, f"{word}名称“{name}”在原文中没有出现，记为推断；请在 township.yml 写明依据"))
    digest = SourceDocument.digest(text)
    source = SourceDocument(title=draft.title, format=source_format, sha256=digest, columns=columns)
    file = TownshipFile(name=name, name_status=status, name_evidence=evidence, source=source)
    return Township(township_id, township_id.split("/")[0], file, draft.lists, text, has_source=True), guesses


def township_files(township: Township) -> dict[str, str]:
    """The files of the township's own folder, by name."""
    file = township.file.model_dump(mode="json")
    file = {key: value for key, value in file.items() if key not in ("allow", "contact") or value}
    if township.file.contact:
        file["contact"] = township.file.contact.model_dump(mode="json", exclude_defaults=True)
    if source := township.file.source:
        data = source.model_dump(mode="json", exclude_none=True)
        file["source"] = {key: value for key, value in data.items() if value != []}
    files = {TOWNSHIP_FILE: yaml_text.dump(file, _TOWNSHIP_SCHEMA.format("township"))}
    if township.source_text is not None:
        files[SOURCE_FILE] = township.source_text
    for kind, duty_list in township.lists.items():
        data = {
            "title": duty_list.title,
            **({"retired": duty_list.retired} if duty_list.retired else {}),
            "categories": [
                {
                    "name": category.name,
                    "declared": category.declared,
                    **category.model_dump(include={"allow"}, exclude_defaults=True),
                    "duties": [_duty_data(duty) for duty in category.duties],
                }
                for category in duty_list.categories
            ],
        }
        files[kind.file_name] = yaml_text.dump(data, _TOWNSHIP_SCHEMA.format(kind.value))
    return files


# The order of a duty's keys in a file: what the document prints, then what we say about it.
_DUTY_KEYS = (
    "id", "number", "name", "departments", "status", "superior", "township", "method", "extras",
    "topics", "notes", "allow", "source",
)  # fmt: skip


def _duty_data(duty: AnyDuty) -> dict[str, object]:
    data = duty.model_dump(mode="json", exclude_defaults=True)
    return {key: data[key] for key in _DUTY_KEYS if key in data}


def _line_with(text: str, words: str) -> int | None:
    """The line, from 1, in which the words first stand, white space aside."""
    return next((i for i, line in enumerate(text.split("\n"), 1) if words in re.sub(r"\s", "", line)), None)


def county_file(
    draft: Draft, place: Place, vocabulary: DepartmentVocabulary, existing: tuple[str, CountyFile] | None
) -> tuple[str | None, list[Guess]]:
    """county.yml with every department that the draft names, and its kind; None where nothing has to change.

    An existing file keeps its text and comments; new departments go to its end.
    """
    stated = CountyFile(name=place.county, province=place.province, prefecture=place.prefecture)
    county = existing[1] if existing else stated
    if (county.name, county.province, county.prefecture) != (stated.name, stated.province, stated.prefecture):
        was = "/".join(part or "-" for part in (county.province, county.prefecture, county.name))
        raise ImportProblem(f"--place 与已有的 county.yml 不同，那里是 {was}；请改成一致")
    known = list(county.departments)
    added: list[Department] = []
    guesses: list[Guess] = []
    register = Register(county, vocabulary)
    for line, duty_id, core in _cores(draft, (place.county or "")[-1:]):
        if register.find(core):
            continue
        name, _ = signs(core)
        kind = kind_by_words(name, vocabulary)
        alike = [department.name for department in known if kind and kind_of(department, vocabulary) == kind]
        department = Department(
            id=free_id(name, {department.id for department in known}), name=name, kind=kind.id if kind else None
        )
        known.append(department)
        added.append(department)
        register = Register(county.model_copy(update={"departments": tuple(known)}), vocabulary)
        what = f"（{department.id}，{kind.name}类）" if kind else f"（{department.id}），看不出是哪一类，请写 kind"
        also = f"；同一类的已有{'、'.join(f'“{other}”' for other in alike)}" if alike else ""
        hint = f"新登记的部门“{name}”{what}{also}；若是已有部门的另一写法，请改成它的 aliases"
        guesses.append(Guess(line, hint, duty_id))
    if existing and not added:
        return None, []
    entries = [department.model_dump(exclude_none=True, include={"id", "name", "kind"}) for department in added]
    if existing:
        return yaml_text.append(existing[0], "departments", entries), guesses
    data = {
        "name": county.name,
        "province": county.province,
        "prefecture": county.prefecture,
        "departments": entries,
    }
    return yaml_text.dump(data, _COUNTY_SCHEMA.format("county")), guesses


def _cores(draft: Draft, level: str) -> Iterator[tuple[int, str, str]]:
    """Each department's name without its open end: first those of the cells, then those of the labels.

    Cells print names in full; labels may leave the level out, so they come second.  So may later names of a
    cell (市公安局、民政局, 市委组织部、统战部); one that is printed with the county's level elsewhere comes last.
    """
    found = [
        (duty.source.lines[0] if duty.source else 1, duty.id, printed_name(text).core, keys[0])
        for duty_list in draft.lists.values()
        for _, duty in duty_list.duties()
        for keys, text in duty.named_departments()
    ]
    cores = {core for _, _, core, _ in found}
    for is_short in (False, True):
        for is_cell in (True, False):
            yield from (
                (line, duty, core)
                for line, duty, core, key in found
                if core
                and (key == "departments") == is_cell
                and (level + core in cores or f"{level}委{core}" in cores) == is_short
            )


def free_id(name: str, taken: set[str]) -> str:
    """An id from the name's pinyin that is not taken."""
    from pypinyin import lazy_pinyin

    bare = re.sub(r"[（(].*", "", name)
    base = re.sub(r"[^a-z0-9]", "", "".join(lazy_pinyin(bare)).lower()) or "x"
    base = base[: MAX_ID - len("-999")]
    return next(one for n in range(1, 1_000) if (one := base if n == 1 else f"{base}-{n}") not in taken | DEVICES)


def category_file(draft: Draft, existing: tuple[CategoryName, ...], text: str | None) -> tuple[str | None, list[Guess]]:
    """vocabulary/categories.yml with the draft's categories added; None where all are known.

    `text` is the file as it stands, None where the content folder has none of its own.
    """
    known = {name for category in existing for name in (category.name, *category.aliases)}
    new = dict.fromkeys(
        category.name for kind in ListKind for category in draft.lists[kind].categories if category.name not in known
    )
    if not new:
        return None, []
    taken = {category.id for category in existing}
    entries = []
    for name in new:
        entries.append({"id": free_id(name, taken), "name": name})
        taken.add(entries[-1]["id"])
    guesses = [
        Guess(1, f"新的事项类别“{name}”已加入类别词表；若是已有类别的另一写法，请改成它的 aliases") for name in new
    ]
    if text is not None:
        return yaml_text.append(text, "categories", entries), guesses
    full = [category.model_dump(exclude_defaults=True) for category in existing]
    return yaml_text.dump({"categories": [*full, *entries]}, "../schema/categories.json"), guesses
