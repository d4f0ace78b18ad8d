"""Checking: a content folder, read and checked county by county; what is kept of it.

Nothing here needs more than reading and checking do, so that `qingdan check` starts fast, and its processes too.
"""

import pickle
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from pathlib import Path
from typing import TypeVar, cast

from generator import cache as kept_things
from generator import workers
from generator.cache import key
from generator.check.registry import check_townships, check_vocabulary, has_errors, in_order
from generator.check.rules import changes
from generator.check.survey import Survey, added, survey
from generator.model import Content, Problem, Township, Where
from generator.progress import Progress
from generator.project import PROJECT
from generator.read.folder import (
    PAGES,
    TOWNSHIPS,
    VOCABULARY,
    Read,
    limited_bytes,
    no_townships,
    read_county,
    read_frame,
)
from generator.words.places import PlaceKind, PlaceWords, kind_of_township, words_for

CACHE = kept_things.kept_in("counties")
# So often a content is read again that is being written while it is read.
_TRIES = 50
Result = TypeVar("Result")


@dataclass(frozen=True)
class ContentFolder:
    """A content folder, and the key of what its counties share: the vocabulary and the hand-written pages."""

    content: Path
    shared: bytes


@dataclass(frozen=True)
class SeenCounty:
    """A county that was read and checked; where it has no errors, it was linked, too.

    `name` is its own, `kinds` those of its townships; `dates` have their places and lines;
    only the day of the check tells which of them are in the future.
    """

    id: str
    key: bytes
    problems: tuple[Problem, ...]
    survey: Survey
    name: str | None = None
    kinds: tuple[PlaceKind, ...] = ()
    dates: tuple[tuple[Where, str, tuple[int, int]], ...] = ()

    @property
    def has_errors(self) -> bool:
        """Whether it cannot be published."""
        return has_errors(self.problems)


@dataclass(frozen=True)
class Checked:
    """What was found in a content folder: the problems, in the order of the files, and how much there is."""

    folder: Path
    problems: Sequence[Problem]
    townships: int
    duties: int
    words: PlaceWords


class ContentChanged(Exception):
    """The content is changed again and again while it is read, so that nobody knows what was read."""


class ContentHasErrors(Exception):
    """The content cannot be built; `checked` says why and where."""

    def __init__(self, checked: Checked) -> None:
        super().__init__("内容有错误")
        self.checked = checked


def source(folder: Path) -> tuple[ContentFolder, Read, list[str]]:
    """A content folder for the tasks, all of it that is no county, and the ids of its counties."""

    def read_shared() -> tuple[ContentFolder, Read, list[str]]:
        found = ContentFolder(folder.resolve(), shared_key(folder))
        return found, *_shared(found)

    found, read, ids = while_it_stays(read_shared)
    # Told by the name that the folder was given.
    return found, replace(read, folder=folder), ids


def shared_key(folder: Path) -> bytes:
    """The digest of all that counties share."""
    return key(b"shared", kept_things.program(), *_shared_files(folder))


def county_key(source: ContentFolder, county_id: str) -> bytes:
    """The digest of all that a county is made of."""
    return key(b"county", county_id.encode(), source.shared, *_inputs(source.content / TOWNSHIPS / county_id))


def read_own(source: ContentFolder, county_id: str, own: bytes) -> Read:
    """Read a county that has a key.  Raises ContentChanged where it has another by now."""
    with _unchanged([source.content / TOWNSHIPS / county_id], lambda: county_key(source, county_id) == own):
        found = read_county(source.content, county_id, content_of(source))
        # What is wrong with a county may be about the vocabulary, too.
        return replace(found, marks={**shared_by(source).marks, **found.marks})


def while_it_stays(read: Callable[[], Result]) -> Result:
    """What is read, again where it was changed meanwhile.  Raises ContentChanged where it never stays the same."""
    for _ in range(_TRIES):
        with suppress(ContentChanged):
            return read()
    return read()


@contextmanager
def _unchanged(folders: Iterable[Path], has_its_key: Callable[[], bool]) -> Iterator[None]:
    """Raise ContentChanged where what is read in the `with` need not be what the key was made of: under that key
    another content's results would be kept for ever.
    """
    folders = list(folders)
    before = [_state(folder) for folder in folders]
    if not has_its_key():
        raise ContentChanged
    yield
    if before != [_state(folder) for folder in folders]:
        raise ContentChanged


def _state(folder: Path) -> list[tuple[str, int, int, int]]:
    """What changes with every change of a file in a folder, also of one that is changed back."""
    found = []
    for path in sorted(folder.rglob("*")):
        with suppress(OSError):
            own = path.stat()
            found.append((str(path), own.st_ino, own.st_ctime_ns, own.st_size))
    return found


def seen_of(county_id: str, own: bytes, read: Read) -> SeenCounty:
    """What is found in a county that was read; `own` is its key."""
    content = read.content
    name = content.counties[0].file.name if content.counties else None
    kinds = tuple(map(kind_of_township, content.townships))
    problems = tuple(check_townships(read))
    duties = survey(content, read.place, is_whole=not has_errors(read.problems))
    return SeenCounty(county_id, own, problems, duties, name, kinds, tuple(dates_of(read)))


def dates_of(read: Read) -> Iterator[tuple[Where, str, tuple[int, int]]]:
    """The dates of official changes, with their places and lines."""
    return ((where, day, read.position(Problem("", "", where))) for where, day in changes.dates(read.content))


def check_content(folder: Path, progress: Progress, pool: Executor, today: str = "") -> Checked:
    """Read and check a content folder; the processes of the pool are asked for counties that were changed.

    What of official changes is later than `today` is reported, where that is told.
    """
    with progress.step("读取和检查内容") as step:
        found, shared, ids = source(folder)
        keys = {id: county_key(found, id) for id in ids}
        seen = {id: cast(SeenCounty, pickle.loads(data)) for id in ids if (data := CACHE.get(*_slot(keys[id])))}
        step.total = len(ids) - len(seen)
        changed = [id for id in ids if id not in seen]
        for one in workers.each(partial(_look, found), [(id, keys[id]) for id in changed], pool):
            seen[one.id] = one
            step.advance()
        return checked(shared, [seen[id] for id in ids], today)


def words_gone(folder: Path, before: Sequence[Township], after: Sequence[Township], pool: Executor) -> set[str]:
    """The official words of the everyday ones that no duty says any more, where some townships are to be others.

    `before` is what these townships are in the folder.
    """
    found, shared, ids = source(folder)
    frame = replace(shared.content, pages={}, has_own_topics=False)
    said, says = (survey(replace(frame, townships=tuple(townships))).meant for townships in (before, after))
    gone = set(said - says)
    if not gone:
        return gone
    changed = {township.id for township in before}
    counties = {township.county_id for township in before}
    keys = {id: county_key(found, id) for id in ids if id not in counties}
    for one in workers.each(partial(_look, found), list(keys.items()), pool):
        # What a file says that cannot be read, nobody knows.
        gone -= one.survey.meant if one.survey.is_whole else gone
    for id in counties:
        read = read_county(folder, id, frame)
        others = [one for one in read.content.townships if one.id not in changed]
        gone -= survey(replace(frame, townships=tuple(others))).meant if not has_errors(read.problems) else gone
    return gone


def checked(shared: Read, seen: Sequence[SeenCounty], today: str = "") -> Checked:
    """What was found in all counties, and in all that is no county; what is later than `today`, where that is told."""
    surveys = added(one.survey for one in seen)
    problems = [problem for one in seen for problem in one.problems]
    # Whatever stands among the counties and is none.
    around = check_townships(shared)
    problems += around
    kinds = [kind for one in seen for kind in one.kinds]
    if not kinds and not problems:
        problems.append(no_townships())
    # What no duty says where a county is not found, it may say; and so may a file of the vocabulary that is not read.
    is_whole = surveys.is_whole and bool(kinds) and not has_errors((*around, *shared.problems))
    problems += check_vocabulary(shared, replace(surveys, is_whole=is_whole))
    problems += in_future((date for one in seen for date in one.dates), today)
    words = PlaceWords.of(kinds, (one.name for one in seen if one.kinds))
    return Checked(shared.folder, in_order(problems), len(kinds), surveys.duties, words)


def in_future(dates: Iterable[tuple[Where, str, tuple[int, int]]], today: str) -> Iterator[Problem]:
    """What is wrong with dates of official changes, with their places and lines, that are later than today."""
    late = (one for one in dates if today and one[1] > today)
    return (changes.in_future(where, day, at) for where, day, at in late)


def checked_of(found: Read, problems: Sequence[Problem]) -> Checked:
    """What was found in a content folder that was read as a whole, each problem at its line."""
    problems = in_order(replace(one, at=found.position(one)) for one in problems)
    townships = found.content.townships
    duties = sum(1 for township in townships for duty_list in township.lists.values() for _ in duty_list.duties())
    return Checked(found.folder, problems, len(townships), duties, words_for(found.content))


def made(own: bytes, make: Callable[[], bytes]) -> bytes:
    """What is made of a key, or was before."""
    return CACHE.made(own.hex(), own, make)


def _look(source: ContentFolder, county: tuple[str, bytes]) -> SeenCounty:
    """Read and check a county, and keep what is found."""
    id, own = county
    # The key of what is there now, which may be another than when the work began.
    with suppress(ContentChanged):
        return _kept(own, seen_of(id, own, read_own(source, id, own)))

    def look() -> SeenCounty:
        own = county_key(source, id)
        return _kept(own, seen_of(id, own, read_own(source, id, own)))

    return while_it_stays(look)


def _kept(own: bytes, seen: SeenCounty) -> SeenCounty:
    slot, question = _slot(own)
    CACHE.put(slot, question, pickle.dumps(seen))
    return seen


def _slot(own: bytes) -> tuple[str, bytes]:
    question = key(own, b"checked")
    return question.hex(), question


def shared_by(source: ContentFolder) -> Read:
    """What all counties share, read once in a process."""
    return _shared(source)[0]


def content_of(source: ContentFolder) -> Content:
    """The vocabulary that all counties share, and the hand-written pages."""
    return shared_by(source).content


@lru_cache(1)
def _shared(source: ContentFolder) -> tuple[Read, list[str]]:
    def read() -> bytes:
        with _unchanged(_shared_folders(source.content), lambda: shared_key(source.content) == source.shared):
            return pickle.dumps(read_frame(source.content))

    data = made(source.shared, read)
    return cast(tuple[Read, list[str]], pickle.loads(data))


def _shared_folders(folder: Path) -> Iterator[Path]:
    yield from (root / name for root in (folder, PROJECT / "content") for name in (VOCABULARY, PAGES))


def _shared_files(folder: Path) -> Iterator[bytes]:
    """All that is read of a content folder besides its counties, and what it borrows of the project's."""
    for place in (folder, folder / TOWNSHIPS):
        yield from _names(place)
    for root in (folder, PROJECT / "content"):
        for name in (VOCABULARY, PAGES):
            yield from _inputs(root / name)


def _inputs(folder: Path) -> Iterator[bytes]:
    """The names and contents of all that is in a folder."""
    for path in sorted(folder.rglob("*")):
        yield path.relative_to(folder).as_posix().encode("utf-8", "surrogateescape")
        try:
            yield limited_bytes(path)
        except OSError as error:
            yield str(error.errno).encode()


def _names(folder: Path) -> Iterable[bytes]:
    """The names in a folder, and which of them are folders."""
    if not folder.is_dir():
        return
    for path in sorted(folder.iterdir()):
        yield path.name.encode("utf-8", "surrogateescape") + (b"/" if path.is_dir() else b"")
