"""Read: a content folder to `Content`, with every value's place kept beside.

    townships/<county>/county.yml
    townships/<county>/<township>/township.yml
    townships/<county>/<township>/{basic,cooperative,reclaimed}.yml
    townships/<county>/<township>/changes.yml, source.txt, overrides.yml, amendments/*.txt      (not required)
    vocabulary/{categories,topics,fillers,elsewhere,department-kinds,references,columns}.yml, synonyms/<matter>.yml
                                                                 (the project's own where a folder has none)

What cannot be read becomes a Problem and is left out; nothing is raised.
"""

import errno
import hashlib
import os
import pickle
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import islice
from pathlib import Path, PurePath
from typing import TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from generator import cache
from generator.model import (
    LIST_TYPES,
    CategoryFile,
    ChangeFile,
    ColumnVocabulary,
    Content,
    County,
    CountyFile,
    DepartmentVocabulary,
    ElsewhereFile,
    FillerFile,
    ListKind,
    Overrides,
    Problem,
    ReferenceFile,
    SynonymFile,
    TopicCorrection,
    TopicFile,
    Township,
    TownshipFile,
    Vocabulary,
    Where,
    duty_places,
    folder_name_fault,
)
from generator.project import PROJECT
from generator.read import shape, texts, yaml_text
from generator.read.yaml_text import Marks, YamlError
from generator.words.characters import did_you_mean
from generator.words.departments import kind_by_words

M = TypeVar("M", bound=BaseModel)

COUNTY_FILE = "county.yml"
TOWNSHIP_FILE = "township.yml"
SOURCE_FILE = "source.txt"
OVERRIDES_FILE = "overrides.yml"
CHANGES_FILE = "changes.yml"
# Below it are the texts of the documents by which the lists were changed.
AMENDMENTS = "amendments"
VOCABULARY = "vocabulary"
CATEGORY_FILE = "vocabulary/categories.yml"
REFERENCE_FILE = "vocabulary/references.yml"
DEPARTMENT_FILE = "vocabulary/department-kinds.yml"
TOPIC_FILE = "vocabulary/topics.yml"
# A folder, a file a matter.
SYNONYMS = "vocabulary/synonyms"
FILLER_FILE = "vocabulary/fillers.yml"
ELSEWHERE_FILE = "vocabulary/elsewhere.yml"
COLUMN_FILE = "vocabulary/columns.yml"
PAGES = "pages"
# Below it are the counties.
TOWNSHIPS = "townships"
# The project's own pages, which other pages and the navigation lead to.
PROJECT_PAGES = ("about.md", "accessibility.md", "contribute.md")
LIST_FILES = {kind.file_name: kind for kind in ListKind}
# The vocabulary takes seconds to read, and seldom changes; so large a file of it is kept as it was read.
_WORTH_KEEPING = 1 << 13
CACHE = replace(cache.kept_in("read"), limit=1 << 28)
_BY_WINDOWS = {"thumbs.db", "desktop.ini"}
_TOP = {"townships", "vocabulary", "pages", "schema", "README.md"}
_IN_TOWNSHIP = (TOWNSHIP_FILE, *LIST_FILES, SOURCE_FILE, OVERRIDES_FILE, CHANGES_FILE, AMENDMENTS)


@dataclass
class Read:
    """What was read: the content, where each of its values stands, and what could not be read."""

    folder: Path
    content: Content = field(default_factory=Content)
    marks: dict[str, Marks] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def position(self, problem: Problem) -> tuple[int, int]:
        """Line and column, from 1, of a problem."""
        return problem.at or self.place(problem.where)

    def place(self, where: Where) -> tuple[int, int]:
        """Line and column, from 1, of a value, or of the nearest thing around it."""
        marks = self.marks.get(where.file, {})
        keys = where.keys
        while keys and keys not in marks:
            keys = keys[:-1]
        return marks.get(keys, (1, 1))


def read(folder: Path) -> Read:
    """Read a content folder."""
    reading = _Reading(folder)
    found = [reading.county(id) for id in reading.county_ids()]
    counties = tuple(county for county, _ in found if county)
    townships = tuple(township for _, several in found for township in several)
    if not townships and not reading.result.problems:
        reading.result.problems.append(no_townships())
    reading.result.content = replace(reading.frame(), counties=counties, townships=townships)
    return reading.result


def read_frame(folder: Path) -> tuple[Read, list[str]]:
    """Read all that is no county, the vocabulary and the pages; and the ids of the counties that there are."""
    reading = _Reading(folder)
    ids = list(reading.county_ids())
    reading.result.content = reading.frame()
    return reading.result, ids


def read_county(folder: Path, county_id: str, frame: Content) -> Read:
    """Read one county: its content is that of `frame` with this county and its townships."""
    reading = _Reading(folder)
    county, townships = reading.county(county_id)
    counties = (county,) if county else ()
    reading.result.content = replace(frame, counties=counties, townships=tuple(townships))
    return reading.result


def read_township(folder: Path, township_id: str) -> Read:
    """Read one township and its county's file, and of the vocabulary only what rules ask about a township."""
    reading = _Reading(folder)
    reading.result.content = reading.alone(township_id)
    return reading.result


def county_ids(folder: Path) -> list[str]:
    """The counties that there are, whatever can be read of them."""
    return list(_Reading(folder).county_ids())


def township_ids(folder: Path) -> list[str]:
    """The townships that there are, whatever can be read of them."""
    reading = _Reading(folder)
    return [f"{county}/{id}" for county in reading.county_ids() for id in reading.township_ids(county)]


def no_townships() -> Problem:
    """What is wrong with a folder in which no county has a township, and nothing else is wrong."""
    message = "没有任何乡镇；应有 townships/<县>/<乡镇>/township.yml，可用 qingdan import 导入"
    return Problem("files-as-expected", message, Where(TOWNSHIPS))


def read_one(folder: Path, file: str, model: type[M]) -> tuple[M | None, Read]:
    """Read a single file of a content folder, with its problems."""
    reading = _Reading(folder)
    return reading.model(file, model), reading.result


def default_vocabulary(folder: Path, file: str) -> Path:
    """The folder that a file of the vocabulary is read from: the content's own, or the project's."""
    return folder if os.path.lexists(folder / file) else PROJECT / "content"


def synonym_files(folder: Path) -> list[str]:
    """The files of everyday words that a content folder has itself."""
    found = (folder / SYNONYMS).glob("*.yml")
    return sorted(f"{SYNONYMS}/{path.name}" for path in found if not is_left_behind(path))


def is_left_behind(path: Path) -> bool:
    """Whether a thing in a folder is no content: hidden, or a file that Windows, Office or an editor put beside it."""
    name = path.name
    return name.startswith(".") or (
        (name.lower() in _BY_WINDOWS or name.startswith("~$") or name.endswith("~")) and not path.is_dir()
    )


def limited_bytes(path: Path) -> bytes:
    """What a file holds, of one that is too large the beginning.  Raises OSError, also for what never ends (a pipe)."""
    if path.exists() and not path.is_file():
        raise OSError(errno.EISDIR if path.is_dir() else errno.ENODEV, "", str(path))
    with path.open("rb") as file:
        return file.read(yaml_text.MAX_BYTES + 1)


# So many things wrong with the shape of one file are told; whoever sees more has put another file there.
_MOST = 1000
_REFUSED = {
    errno.EISDIR: "这是文件夹，不是文件",
    errno.ENODEV: "这不是普通的文件",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.ELOOP: "符号链接绕成了圈",
    errno.ENOENT: "符号链接指的文件没有了",
    errno.ENOTDIR: "路径中间有一段是文件，不是文件夹",
    errno.EIO: "磁盘读写失败",
}


def _refused(error: OSError) -> str:
    """Why the system does not let a file be read."""
    return _REFUSED.get(error.errno or 0, f"系统不让读，错误号 {error.errno}")


def _tables(data: yaml_text.Plain, key: str) -> Iterator[dict[str, yaml_text.Plain]]:
    """The tables in a list of a table, whatever else stands there."""
    found = data.get(key) if isinstance(data, dict) else None
    yield from (one for one in (found if isinstance(found, tuple) else ()) if isinstance(one, dict))


def _said(table: dict[str, yaml_text.Plain], *keys: str) -> set[str]:
    """The texts in some lists of a table."""
    lists = (table.get(key) for key in keys)
    return {text for found in lists if isinstance(found, tuple) for text in found if isinstance(text, str)}


class _Reading:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.result = Read(folder)

    def county_ids(self) -> Iterator[str]:
        self._refuse_unknown("", _TOP, is_top=True)
        return self._folders(TOWNSHIPS)

    def county(self, county_id: str) -> tuple[County | None, list[Township]]:
        place = f"{TOWNSHIPS}/{county_id}"
        file = self.model(f"{place}/{COUNTY_FILE}", CountyFile)
        townships = [self._township(f"{county_id}/{id}", county_id) for id in self.township_ids(county_id)]
        return County(county_id, file) if file else None, [one for one in townships if one]

    def township_ids(self, county_id: str) -> Iterator[str]:
        return self._folders(f"{TOWNSHIPS}/{county_id}")

    def alone(self, township_id: str) -> Content:
        """The content of one township: topics only where it corrects some, for nothing else asks for them."""
        county_id = township_id.split("/")[0]
        file = self.model(f"{TOWNSHIPS}/{county_id}/{COUNTY_FILE}", CountyFile)
        township = self._township(township_id, county_id)
        corrects = township and any(duty.topics != TopicCorrection() for _, _, _, duty in duty_places(township))
        topics = self._vocabulary(TOPIC_FILE, TopicFile) if corrects else None
        categories = self._vocabulary(CATEGORY_FILE, CategoryFile)
        departments = self._vocabulary(DEPARTMENT_FILE, DepartmentVocabulary)
        return Content(
            counties=(County(county_id, file),) if file else (),
            townships=(township,) if township else (),
            categories=categories.categories if categories else (),
            departments=departments or DepartmentVocabulary.model_construct(kinds=()),
            topic_groups=topics.groups if topics else (),
            references=self._vocabulary(REFERENCE_FILE, ReferenceFile) or ReferenceFile(),
            columns=self._vocabulary(COLUMN_FILE, ColumnVocabulary),
        )

    def frame(self) -> Content:
        """The content without its counties."""
        categories = self._vocabulary(CATEGORY_FILE, CategoryFile)
        departments = self._vocabulary(DEPARTMENT_FILE, DepartmentVocabulary)
        references = self._vocabulary(REFERENCE_FILE, ReferenceFile)
        topics = self._vocabulary(TOPIC_FILE, TopicFile)
        return Content(
            categories=categories.categories if categories else (),
            references=references or ReferenceFile(),
            departments=departments or DepartmentVocabulary.model_construct(kinds=()),
            topic_groups=topics.groups if topics else (),
            has_own_topics=(self.folder / TOPIC_FILE).is_file(),
            vocabulary=self._how_people_ask(),
            common_topics=topics.common if topics else (),
            columns=self._vocabulary(COLUMN_FILE, ColumnVocabulary),
            pages=self._pages(),
        )

    def _pages(self) -> dict[str, str]:
        """The folder's own hand-written pages."""
        root, pages = self.folder / PAGES, dict[str, str]()
        if not root.is_dir():
            return pages
        for path in sorted(root.rglob("*.md")):
            name = path.relative_to(root).as_posix()
            try:
                raw = limited_bytes(path)
                if len(raw) > yaml_text.MAX_BYTES:
                    message = f"这一页太大（上限 {yaml_text.MAX_BYTES} 字节）；请检查是否放错了文件"
                    self._problem("file-readable", message, Where(f"{PAGES}/{name}"))
                    continue
                pages[name] = raw.decode("utf-8")
                self.result.problems += texts.page_problems(f"{PAGES}/{name}", pages[name].replace("\r\n", "\n"))
            except UnicodeDecodeError as error:
                message = f"文件不是 UTF-8 编码（第 {error.start + 1} 个字节不对）；请用 UTF-8 另存"
                self._problem("file-readable", message, Where(f"{PAGES}/{name}"))
            except OSError as error:
                message = f"读不了这一页（{_refused(error)}）；请检查它是不是文件、有没有权限"
                self._problem("file-readable", message, Where(f"{PAGES}/{name}"))
        return pages

    def _vocabulary(self, file: str, model: type[M]) -> M | None:
        return self.model(file, model, default_vocabulary(self.folder, file))

    def _how_people_ask(self) -> Vocabulary:
        self._refuse_in_synonyms()
        folder = default_vocabulary(self.folder, SYNONYMS)
        synonyms = {file: read for file in synonym_files(folder) if (read := self.model(file, SynonymFile, folder))}
        fillers = self._vocabulary(FILLER_FILE, FillerFile)
        elsewhere = self._vocabulary(ELSEWHERE_FILE, ElsewhereFile)
        return Vocabulary(
            tuple(one for own in synonyms.values() for one in own.synonyms),
            fillers.fillers if fillers else (),
            fillers.weak if fillers else (),
            is_own=folder == self.folder,
            synonym_files=tuple((file, len(own.synonyms)) for file, own in synonyms.items()),
            unused=tuple(
                (Where(file) / "unused" / index, one)
                for file, own in synonyms.items()
                for index, one in enumerate(own.unused)
            ),
            elsewhere=elsewhere.elsewhere if elsewhere else (),
            has_own_elsewhere=(self.folder / ELSEWHERE_FILE).is_file(),
        )

    def _refuse_in_synonyms(self) -> None:
        """What is no file of everyday words where they stand; they once were one file."""
        root = self.folder / SYNONYMS
        if root.with_suffix(".yml").exists():
            message = "便民词分成了文件夹 synonyms/，一件事一个文件；请把这个文件移到里面，第一行的 ../ 写成 ../../"
            self._problem("files-as-expected", message, Where(f"{SYNONYMS}.yml"))
        if root.exists() and not root.is_dir():
            self._problem("files-as-expected", "synonyms 应是文件夹，里面一件事一个 .yml", Where(SYNONYMS))
            return
        for path in sorted(root.iterdir()) if root.is_dir() else ():
            if not is_left_behind(path) and path.suffix != ".yml":
                message = f"便民词的文件夹里只能有 .yml 文件；请把“{path.name}”移走，或改名"
                self._problem("files-as-expected", message, Where(f"{SYNONYMS}/{path.name}"))

    def _township(self, township_id: str, county_id: str) -> Township | None:
        place = f"townships/{township_id}"
        self._refuse_unknown(place, set(_IN_TOWNSHIP))
        file = self.model(f"{place}/{TOWNSHIP_FILE}", TownshipFile)
        overrides = f"{place}/{OVERRIDES_FILE}"
        decided = self.model(overrides, Overrides) if os.path.lexists(self.folder / overrides) else None
        lists = {
            kind: duty_list
            for name, kind in LIST_FILES.items()
            if (duty_list := self.model(f"{place}/{name}", LIST_TYPES[kind]))
        }
        source, changes = f"{place}/{SOURCE_FILE}", f"{place}/{CHANGES_FILE}"
        text = self._source(source)
        has_source = (self.folder / source).exists()
        has_changes = os.path.lexists(self.folder / changes)
        recorded = self.model(changes, ChangeFile) if has_changes else None
        if file is None:
            return None
        amendments = dict(self._amendments(f"{place}/{AMENDMENTS}"))
        records = recorded.changes if recorded else ()
        return Township(
            township_id,
            county_id,
            file,
            lists,
            text,
            has_source,
            records,
            amendments,
            decided or Overrides(),
            has_unread_changes=has_changes and recorded is None,
        )

    def _amendments(self, place: str) -> Iterator[tuple[str, str | None]]:
        """The texts of the documents by which a township's lists were changed."""
        root = self.folder / place
        if root.exists() and not root.is_dir():
            self._problem("files-as-expected", f"{AMENDMENTS} 应是文件夹，里面一份修改文件一个 .txt", Where(place))
            return
        for path in sorted(root.iterdir()) if root.is_dir() else ():
            if not is_left_behind(path):
                yield path.name, self._source(f"{place}/{path.name}")

    def _source(self, file: str) -> str | None:
        path = self.folder / file
        if not path.exists():
            return None
        try:
            raw = limited_bytes(path)
            if len(raw) <= yaml_text.MAX_BYTES:
                return raw.decode("utf-8")
            message = f"来源文本太大（上限 {yaml_text.MAX_BYTES} 字节）；请检查是否放错了文件"
        except UnicodeDecodeError as error:
            byte = error.object[error.start]
            message = f"文件不是 UTF-8 编码（第 {error.start + 1} 个字节是 0x{byte:02X}）；请从版本库恢复"
        except OSError as error:
            message = f"读不了来源文本（{_refused(error)}）；请从版本库恢复"
        self._problem("file-readable", message, Where(file))
        return None

    def _printed(self, place: Path) -> str:
        """The official text that a file was made from; empty where there is none, or none that can be read."""
        try:
            return limited_bytes(place / SOURCE_FILE).decode("utf-8").replace("\r\n", "\n")
        except (OSError, UnicodeDecodeError):
            return ""

    def _folders(self, place: str) -> Iterator[str]:
        """The names of the folders in a place; other things there are problems."""
        root = self.folder / place
        if not root.is_dir():
            if place == "townships":
                self._problem(
                    "files-as-expected", f"没有文件夹 {place}；请检查 --content 指的是不是内容文件夹", Where(place)
                )
            return
        for path in sorted(root.iterdir()):
            if is_left_behind(path) or (path.name == COUNTY_FILE and place != "townships"):
                continue
            if not path.is_dir():
                guess = did_you_mean(path.name, [COUNTY_FILE]) if place != "townships" else ""
                guess = guess or "；请移走"
                self._problem("files-as-expected", f"这里不应有文件“{path.name}”{guess}", Where(f"{place}/{path.name}"))
            elif fault := folder_name_fault(path.name):
                self._problem("files-as-expected", f"文件夹名“{path.name}”{fault}", Where(f"{place}/{path.name}"))
            else:
                yield path.name

    def _refuse_unknown(self, place: str, expected: set[str], is_top: bool = False) -> None:
        root = self.folder / place
        if not root.is_dir():
            return
        for path in sorted(root.iterdir()):
            if is_left_behind(path) or path.name in expected:
                continue
            guess = did_you_mean(path.name, expected)
            allowed = "" if is_top else f"{'' if guess else '，'}这里只能有：{'、'.join(sorted(expected))}"
            self._problem(
                "files-as-expected",
                f"不认识的文件或文件夹“{path.name}”{guess or '；请移走'}{allowed}",
                Where(f"{place}/{path.name}".lstrip("/")),
            )

    def model(self, file: str, model: type[M], folder: Path | None = None) -> M | None:
        """Read one YAML file as a type; what is wrong with it becomes problems."""
        path = (folder or self.folder) / file
        where = Where(file)
        try:
            raw = limited_bytes(path)
        except FileNotFoundError:
            self._problem("files-as-expected", f"缺少文件 {path.name}；请补上，或从版本库恢复", where)
            return None
        except OSError as error:
            self._problem("file-readable", f"读不了文件（{_refused(error)}）；请检查，或从版本库恢复", where)
            return None
        is_own, printed = path.is_relative_to(self.folder), self._printed(path.parent)
        if folder and len(raw) >= _WORTH_KEEPING:
            return self._kept(file, model, raw, is_own, printed)
        return self._parsed(file, model, raw, is_own, printed)

    def _kept(self, file: str, model: type[M], raw: bytes, is_own: bool, printed: str) -> M | None:
        """What a file of the vocabulary was read as before, or is now."""

        def make() -> bytes:
            alone = _Reading(self.folder)
            one = alone._parsed(file, model, raw, is_own, printed)
            return pickle.dumps((one, alone.result.marks, alone.result.problems))

        question = b"\0".join((f"{file} {is_own}".encode(), printed.encode(), raw, cache.code(__name__)))
        slot = f"{PurePath(file).name}-{hashlib.sha256(question).hexdigest()}"
        kept: tuple[M | None, dict[str, Marks], list[Problem]] = pickle.loads(CACHE.made(slot, question, make))
        one, marks, problems = kept
        self.result.marks |= marks
        self.result.problems += problems
        return one

    def _parsed(self, file: str, model: type[M], raw: bytes, is_own: bool, printed: str) -> M | None:
        """Read the bytes of a file; those that are borrowed (not `is_own`) are not this content's to mend."""
        where = Where(file)
        try:
            text = yaml_text.decode(raw)
            self._warn_of_form(raw, where)
            document = yaml_text.parse(text)
        except YamlError as error:
            self._problem(error.rule, error.message, where, at=(error.line, error.column))
            return None
        self.result.marks[file] = document.marks
        if not isinstance(document.data, dict):
            self._problem("shape", "文件的最外层应是“键: 值”；请对照 content/README.md", where)
            return None
        if is_own:
            self.result.problems += texts.problems(file, text, document, printed)
        try:
            one = model.model_validate(document.data)
        except ValidationError as error:
            messages = shape.messages(error.errors(include_url=False), model, partial(self._id_of, document.data))
            for detail, message in islice(messages, _MOST):
                self._shape_problem(where, detail, message, document)
            if more := next(messages, None):
                message = f"这个文件还有别的地方不合写法；先改好上面的 {_MOST} 处，再检查"
                self._problem("shape", message, where.under(more[0]["loc"]))
            return None
        for place, message in shape.words_for_nothing(one, where):
            self._problem("shape", message, place)
        return one

    def _id_of(self, data: yaml_text.Plain, keys: shape.Keys, name: str) -> str:
        """The id of a kind, topic or department that is called by its name; empty where nothing is called so."""
        match keys:
            case (*_, "kind"):
                # What is wrong with the vocabulary is told where it is read itself; no kind stands in that file.
                folder = default_vocabulary(self.folder, DEPARTMENT_FILE)
                departments = _Reading(self.folder).model(DEPARTMENT_FILE, DepartmentVocabulary, folder)
                kinds = departments.kinds if departments else ()
                by_word = kind_by_words(name, departments) if departments else None
                return next((kind.id for kind in kinds if kind.name == name), by_word.id if by_word else "")
            case (*_, "add" | "deny" | "near" | "common", int()):
                # As it is written, right or wrong: it may be the file that is being read.
                groups = _tables(self._written(TOPIC_FILE), "groups")
                topics = (topic for group in groups for topic in _tables(group, "topics"))
                called = (one for one in topics if name == one.get("name") or name in _said(one, "asks", "match"))
                return next((str(one.get("id", "")) for one in called), "")
            case (*_, "merged_into"):
                return next(
                    (str(one.get("id", "")) for one in _tables(data, "departments") if one.get("name") == name), ""
                )
        return ""

    def _written(self, file: str) -> yaml_text.Plain:
        """What a file of the vocabulary says, whether it may be so or not; None where it is no YAML."""
        with suppress(OSError, YamlError):
            return yaml_text.parse(yaml_text.decode(limited_bytes(default_vocabulary(self.folder, file) / file))).data
        return None

    def _warn_of_form(self, raw: bytes, where: Where) -> None:
        if raw.startswith(b"\xef\xbb\xbf"):
            self._problem(
                "file-encoding",
                "文件开头有 BOM；请用 UTF-8（无 BOM）另存，或运行 qingdan fmt",
                where,
                severity=Problem.WARNING,
                at=(1, 1),
            )
        if b"\r" in raw:
            self._problem(
                "file-encoding",
                "换行是 Windows 格式（CRLF）；请改成 LF，或运行 qingdan fmt",
                where,
                severity=Problem.WARNING,
                at=(1, 1),
            )

    def _shape_problem(
        self, where: Where, detail: ErrorDetails, message: str, document: yaml_text.YamlDocument
    ) -> None:
        keys = detail["loc"]
        if detail["type"] == "extra_forbidden":
            self._problem("known-keys", message, where.under(keys), at=document.key_marks.get(keys))
        else:
            self._problem("shape", message, where.under(keys))

    def _problem(
        self, rule: str, message: str, where: Where, severity: str = Problem.ERROR, at: tuple[int, int] | None = None
    ) -> None:
        self.result.problems.append(Problem(rule, message, where, severity, at))
