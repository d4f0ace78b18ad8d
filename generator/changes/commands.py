"""Commands: what was said by options, or is asked, made into an edit that can be written.

options and answers  →  Prepared, and lines on what it does besides the lists
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from generator.asking import Asking
from generator.changes import acts
from generator.changes.diff import Change
from generator.changes.edits import EditRefused, category_of, duty_of, known_categories, list_of
from generator.changes.particulars import TRACKS, approval, day, effective_by, particulars, track
from generator.changes.preparing import Edit, Prepared, founded, prepared, recorded
from generator.changes.request import RequestDamaged, text_of
from generator.changes.revisions import content_at
from generator.check.registry import has_errors
from generator.model import AnyDuty, ChangeRecord, Content, County, ListKind, Township, TownshipFile, Track
from generator.read.folder import (
    TOWNSHIP_FILE,
    TOWNSHIPS,
    Read,
    county_ids,
    read_county,
    read_frame,
    read_one,
    read_township,
    township_ids,
)
from generator.words.characters import or_known

# What can be done at all is asked before it is asked how that was decided.
_UNDECIDED = ChangeRecord(track=Track.CORRECTION)
# So many townships are looked through for one that is called so.
_FEW = 500


class Unreadable(Exception):
    """A content that cannot be edited, since a part of it cannot be read; `read` says what."""

    def __init__(self, read: Read) -> None:
        super().__init__("有读不了的文件")
        self.read = read


@dataclass(frozen=True)
class Clerk:
    """Who edits: what was said by options, whom to ask the rest, in which folder, and which day it is."""

    said: Mapping[str, object]
    asking: Asking
    folder: Path
    today: str

    def text(self, key: str) -> str | None:
        """What an option says; None where it was not given."""
        value = self.said.get(key)
        return value if isinstance(value, str) else None

    def texts(self, key: str) -> tuple[str, ...]:
        """What an option says that may be given several times."""
        value = self.said.get(key)
        return tuple(map(str, value)) if isinstance(value, list | tuple) else ()

    def flag(self, key: str) -> bool:
        """Whether an option is given that has no value."""
        return bool(self.said.get(key))

    # --- what all commands ask ---------------------------------------------------------------------------

    def township(self) -> tuple[Content, Township]:
        """The township that is meant, read.  Raises Unreadable, and EditRefused for one that is not there."""
        known = township_ids(self.folder)

        def check(id: str) -> str:
            if id not in known and (named := _named(self.folder, known, id)):
                return named
            if id not in known:
                raise EditRefused(f"没有乡镇 {id}{or_known(id, known)}")
            return id

        id = self.asking.value(self.text("township"), "--township", f"哪个乡镇（{'、'.join(known[:8])}）", check)
        found = _readable(read_township(self.folder, id))
        return found.content, acts.township_in(found.content, id)

    def county(self) -> tuple[Content, County]:
        """The county that is meant, read with its townships."""
        known = county_ids(self.folder)
        id = self.asking.choice(self.text("county"), "--county", "哪个县（文件夹的名字）", [(one, "") for one in known])
        found = _readable(read_county(self.folder, id, read_frame(self.folder)[0].content))
        return found.content, acts.county_in(found.content, id)

    def duty(self, township: Township) -> str:
        """The duty that is meant."""

        def check(id: str) -> str:
            return duty_of(township, id).id

        return self.asking.value(self.text("id"), "事项的编号", "事项的编号，例如 c-013", check)

    def name(self, key: str, option: str, question: str) -> str:
        """A text that must be given."""

        def check(text: str) -> str:
            if not text.strip():
                raise EditRefused(f"{option} 不能是空的")
            return text.strip()

        return self.asking.value(self.text(key), option, question, check)

    def record(self) -> ChangeRecord:
        """How the change was decided."""
        ways = "、".join(one.title for one in TRACKS)
        way = self.asking.value(self.text("track"), "--track", f"途径（{ways}）", track, TRACKS[0].title)
        is_correction = way is TRACKS[2]
        said = {"track": way.value}
        rest: tuple[tuple[str, str, str, Callable[[str], str], bool], ...] = (
            ("document", "--document", "由哪份文件决定：名称或文号", str.strip, not is_correction),
            ("decided_by", "--decided-by", "作出决定的机关", str.strip, False),
            ("approved", "--approved", "批准的日期，年-月-日", lambda text: approval(text, self.today), False),
            ("effective", "--effective", "生效的日期，年-月-日", lambda text: day(text, "生效的日期"), True),
            ("reason", "--reason", "为什么", str.strip, is_correction),
        )
        for key, option, question, check, is_needed in rest:
            # What need not be said may be left out: the empty answer.
            def checked(text: str, check: Callable[[str], str] = check) -> str:
                return check(text) if text else ""

            default = None if is_needed else ""
            if key == "effective":
                default = effective_by(way, said.get("approved") or None, self.today)
            said[key] = self.asking.value(self.text(key), option, question, checked, default)
        return particulars(said, self.today)

    def number(self, key: str, option: str) -> int | None:
        """A number that may be given."""
        text = self.text(key)
        if text is None:
            return None
        if not text.isdigit() or not int(text):
            raise EditRefused(f"{option} 应是从 1 起的整数，不能是 {text}")
        return int(text)

    def done(self, content: Content, edit: Edit) -> Prepared:
        """The edit, ready to be looked at."""
        return prepared(self.folder, content, [replace(edit, amendment=self.amendment())])

    def amendment(self) -> str | None:
        """The text of the document by which it was decided, where it is given."""
        file = self.said.get("amendment")
        return amendment_text(file) if isinstance(file, Path) else None


def amendment_text(file: Path) -> str:
    """The text of a document.  Raises EditRefused for what is no text."""
    try:
        return text_of(file.read_bytes()).replace("\r\n", "\n").replace("\r", "\n")
    except OSError:
        raise EditRefused(f"读不了 {file}；请检查路径") from None
    except RequestDamaged as error:
        raise EditRefused(f"{file} {error}") from None


def _named(folder: Path, known: Sequence[str], name: str) -> str | None:
    """The one township that is called so; of very many nobody is asked to wait for it."""
    if len(known) > _FEW:
        return None
    files = ((id, read_one(folder, f"{TOWNSHIPS}/{id}/{TOWNSHIP_FILE}", TownshipFile)[0]) for id in known)
    found = [id for id, file in files if file and file.name == name]
    return found[0] if len(found) == 1 else None


def _readable(found: Read) -> Read:
    if has_errors(found.problems):
        raise Unreadable(found)
    return found


# --- the commands ----------------------------------------------------------------------------------------


def retire(clerk: Clerk) -> Prepared:
    """A duty ends."""
    content, township = clerk.township()
    id = clerk.duty(township)

    def others(text: str) -> tuple[str, ...]:
        ids = _ids_in(township)(text)
        acts.retire(township, id, _UNDECIDED, to=ids)
        return ids

    where = clerk.asking.value(
        ",".join(clerk.texts("to")) or None, "--to", "这件事到了本乡镇的哪几项（编号）", others, ""
    )
    department = clerk.asking.value(
        clerk.text("department"), "--department", "这件事到了哪个部门", _department(content, township), ""
    )
    record = clerk.record()
    keep = clerk.flag("keep_numbers")
    edit = acts.retire(township, id, record, to=where, department=department, keep_numbers=keep)
    return clerk.done(content, edit)


def move(clerk: Clerk) -> Prepared:
    """A duty goes to another list."""
    content, township = clerk.township()
    id = clerk.duty(township)
    kind = _list(clerk, [one for one in township.lists if one is not list_of(township, id)], "to_list", "--to-list")
    category = _category(clerk, content, township, kind, category_of(township, id))
    fields = _columns(clerk, content, township, kind, duty_of(township, id))
    at, keep = clerk.number("number", "--number"), clerk.flag("keep_numbers")
    acts.move_duty(township, id, kind, category, _UNDECIDED, fields, at=at, keep_numbers=keep)
    edit, _ = acts.move_duty(township, id, kind, category, clerk.record(), fields, at=at, keep_numbers=keep)
    return clerk.done(content, edit)


def split(clerk: Clerk) -> Prepared:
    """Several duties take the place of one."""
    content, township = clerk.township()
    id = clerk.duty(township)
    names = clerk.texts("into")
    if not names and clerk.asking.is_possible:
        # Two there must be; then as many as there are.
        while name := clerk.asking.value(
            None, "--into", f"拆成的第 {len(names) + 1} 项的名称", str.strip, "" if len(names) > 1 else None
        ):
            names = (*names, name)
    acts.split_duty(township, id, names, _UNDECIDED)
    edit, _ = acts.split_duty(township, id, names, clerk.record(), keep_numbers=clerk.flag("keep_numbers"))
    return clerk.done(content, edit)


def merge(clerk: Clerk) -> Prepared:
    """One duty takes the place of several."""
    content, township = clerk.township()
    given = ",".join(clerk.texts("ids")) or None

    def together(text: str) -> tuple[str, ...]:
        ids = _ids_in(township)(text)
        acts.merge_duties(township, ids, "合并", _UNDECIDED)
        return ids

    ids = clerk.asking.value(given, "事项的编号", "哪几项（编号，用逗号隔开）", together)
    name = clerk.name("name", "--name", "合并以后的名称")
    edit, _ = acts.merge_duties(township, ids, name, clerk.record(), keep_numbers=clerk.flag("keep_numbers"))
    return clerk.done(content, edit)


def rename_department(clerk: Clerk) -> Prepared:
    """A department has another name."""
    content, county = clerk.county()
    old = clerk.asking.value(clerk.text("old"), "原名", "原来的名称", _registered(content, county))

    def other(text: str) -> str:
        acts.rename_department(content, county, old, text.strip(), _UNDECIDED)
        return text.strip()

    new = clerk.asking.value(clerk.text("new"), "新名", "新的名称", other)
    record = clerk.record()
    department = acts.department_in(content, county, old)
    aliases = (*department.aliases, *clerk.texts("alias"))
    edit = acts.rename_department(
        content, county, old, new, record, full_name=clerk.text("full_name"), aliases=aliases, in_texts=_in_texts(clerk)
    )
    return clerk.done(content, edit)


def merge_departments(clerk: Clerk) -> Prepared:
    """Several departments are one."""
    content, county = clerk.county()
    given = ",".join(clerk.texts("old")) or None
    registered = _registered(content, county)
    old = clerk.asking.value(
        given, "部门", "哪几个部门（用逗号隔开）", lambda text: [registered(one) for one in _parts(text)]
    )

    def goal(text: str) -> str:
        acts.merge_departments(content, county, old, text.strip(), _UNDECIDED)
        return text.strip()

    into = clerk.asking.value(clerk.text("into"), "--into", "合并成哪个部门", goal)
    edit = acts.merge_departments(content, county, old, into, clerk.record(), in_texts=_in_texts(clerk))
    return clerk.done(content, edit)


def new_duty(clerk: Clerk) -> Prepared:
    """A duty that was not there."""
    content, township = clerk.township()
    kind = _list(clerk, list(township.lists), "list", "--list")
    category = _category(clerk, content, township, kind, None)
    fields: dict[str, object] = {"name": clerk.name("name", "--name", "事项名称，照文件")}
    fields |= _columns(clerk, content, township, kind)
    at, keep = clerk.number("number", "--number"), clerk.flag("keep_numbers")
    acts.new_duty(township, kind, category, fields, _UNDECIDED, at=at, keep_numbers=keep)
    edit, _ = acts.new_duty(township, kind, category, fields, clerk.record(), at=at, keep_numbers=keep)
    return clerk.done(content, edit)


def new_department(clerk: Clerk) -> Prepared:
    """A department that was not registered."""
    content, county = clerk.county()
    name = clerk.name("name", "名称", "部门的名称")
    full = clerk.text("full_name") or ""
    edit = acts.new_department(content, county, name, full_name=full, aliases=clerk.texts("alias"))
    return clerk.done(content, edit)


def new_township(clerk: Clerk) -> Prepared:
    """A township that was not there."""
    known = township_ids(clerk.folder)

    def free(text: str) -> str:
        acts.refuse_township(clerk.folder, text.strip())
        return text.strip()

    question = "新乡镇的文件夹，县/乡镇，用小写拼音，例如 jia/ding"
    id = clerk.asking.value(clerk.text("id"), "县/乡镇", question, free)
    name = clerk.name("name", "--name", "乡镇的名称")
    like = clerk.asking.choice(clerk.text("like"), "--like", "先照哪个乡镇的清单", [(one, "") for one in known])
    content = _readable(read_township(clerk.folder, like)).content
    files = acts.new_township(clerk.folder, content, id, name, like)
    what = f"新增了{name}，清单先照 {like}，请逐项改，或用 qingdan import 导入"
    return founded(clerk.folder, files, Change(id, what))


def record(clerk: Clerk) -> Prepared:
    """What was changed by hand since a revision is recorded."""
    new, township = clerk.township()
    since = clerk.asking.value(clerk.text("since"), "--since", "和哪个版本比（git 的版本、文件夹）", str.strip, "HEAD")
    with content_at(since, clerk.folder) as folder:
        old = _readable(read_township(folder, township.id)).content
        if not recorded(clerk.folder, folder, old, new, township.id, Edit(record=_UNDECIDED)).files:
            return Prepared({}, {}, (), (), (), ())
        went, taken = _went(clerk, old, township)
        edit = Edit({}, {}, clerk.record(), went, taken, clerk.amendment())
        return recorded(clerk.folder, folder, old, new, township.id, edit)


# --- questions -------------------------------------------------------------------------------------------


def _went(
    clerk: Clerk, old: Content, township: Township
) -> tuple[dict[tuple[str, str], tuple[str, ...]], dict[tuple[str, str], str]]:
    """Where duties went that are gone: as said by --went c-001=b-003 or c-001=县民政局."""
    went: dict[tuple[str, str], tuple[str, ...]] = {}
    taken: dict[tuple[str, str], str] = {}
    there = {duty.id for one in township.lists.values() for _, duty in one.duties()}
    before = (duty for one in old.townships for own in one.lists.values() for _, duty in own.duties())
    gone = {duty.id: duty.name for duty in before if duty.id not in there}
    for said in clerk.texts("went"):
        id, sign, to = (part.strip() for part in said.replace("＝", "=").partition("="))
        if not sign:
            raise EditRefused(f"--went 要写成 c-001=b-003，或 c-001=县民政局；现在是“{said}”")
        if id not in gone:
            what = "还在清单里" if id in there else "以前也没有"
            ended = "、".join(f"{one} {name}" for one, name in gone.items()) or "一项也没有"
            raise EditRefused(f"--went 写的 {id} {what}，不是这一次终止的；这一次终止的：{ended}")
        if all(one in there for one in _parts(to)):
            went[township.id, id] = tuple(_parts(to))
        else:
            taken[township.id, id] = _department(old, township)(to)
    return went, taken


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.replace("、", ",").replace("，", ",").split(",") if part.strip()]


def _ids_in(township: Township) -> Callable[[str], tuple[str, ...]]:
    return lambda text: tuple(duty_of(township, id).id for id in _parts(text))


def _registered(content: Content, county: County) -> Callable[[str], str]:
    return lambda text: acts.department_in(content, county, text.strip()).id


def _department(content: Content, township: Township) -> Callable[[str], str]:
    """A name of a department as it may stand in a cell."""

    def check(text: str) -> str:
        if text:
            acts.refuse_unregistered(content, township.county_id, [text])
        return text

    return check


def _list(clerk: Clerk, kinds: Sequence[ListKind], key: str, option: str) -> ListKind:
    known = [(kind.value, kind.title) for kind in kinds]
    return ListKind(clerk.asking.choice(clerk.text(key), option, "哪一张清单", known))


def _category(clerk: Clerk, content: Content, township: Township, kind: ListKind, default: str | None) -> str:
    known = known_categories(township, kind, content.categories)

    def check(text: str) -> str:
        if text not in known:
            raise EditRefused(f"没有类别“{text}”{or_known(text, known)}")
        return text

    default = default if default in known else None
    return clerk.asking.value(clerk.text("category"), "--category", "类别", check, default)


def _columns(
    clerk: Clerk, content: Content, township: Township, kind: ListKind, duty: AnyDuty | None = None
) -> dict[str, object]:
    """What a list has in its columns below the name, but for what a duty has that goes there."""
    fields: dict[str, object] = {}
    departments: tuple[str, ...] = getattr(duty, "departments", ())
    known = _department(content, township)

    def names(text: str) -> tuple[str, ...]:
        return tuple(known(one) for one in _parts(text))

    if kind is not ListKind.BASIC and not departments:
        given = ",".join(clerk.texts("department")) or None
        fields["departments"] = departments = clerk.asking.value(given, "--department", "部门，几个用顿号", names, "")
    if kind is ListKind.COOPERATIVE:
        duties = _several(clerk, "superior", "--superior", "上级部门职责的一条")
        fields["superior"] = ({"departments": departments, "duties": duties},) if duties else ()
        fields["township"] = _several(clerk, "duties", "--duty", "乡镇配合职责的一条")
    if kind is ListKind.RECLAIMED:
        fields["method"] = _several(clerk, "method", "--method", "工作方式的一条")
        if not departments:
            fields["status"] = "discontinued"
    return fields


def _several(clerk: Clerk, key: str, option: str, question: str) -> tuple[str, ...]:
    texts = clerk.texts(key)
    if not texts and clerk.asking.is_possible:
        while text := clerk.asking.value(None, option, f"{question}，没有了就回车", str.strip, ""):
            texts = (*texts, text)
    return texts


def _in_texts(clerk: Clerk) -> bool:
    """Whether the texts of duties are to be changed, too: only where the official document says so."""
    if clerk.flag("in_texts") or not clerk.asking.is_possible:
        return clerk.flag("in_texts")
    return clerk.asking.agreed("事项的正文里印着的旧名也改吗？只有文件写明改了正文才改")


COMMANDS: dict[str, Callable[[Clerk], Prepared]] = {
    "retire": retire,
    "move": move,
    "split": split,
    "merge": merge,
    "rename-department": rename_department,
    "merge-departments": merge_departments,
    "record": record,
    "new duty": new_duty,
    "new department": new_department,
    "new township": new_township,
}
