"""What changed between two contents, as it is told to people: by township and list, a redline for each duty.

At its head stands by what the change was decided; then the departments, and the pages of the site that are others.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from generator import paths
from generator.changes.diff import FIELDS, Placed, duties_by_id, fields_of, headings, renumberings, shifts
from generator.changes.recording import added_records
from generator.history import changed, kind_of_id
from generator.model import (
    AnyDuty,
    ChangeKind,
    ChangeRecord,
    Content,
    Department,
    ListKind,
    ReclaimedStatus,
    Township,
    Track,
)
from generator.redline import Fate, RedLine, redline
from generator.words.departments import Register, printed_name
from generator.words.places import kind_of_township
from generator.words.topics import matcher_of

_STATUS = {
    ReclaimedStatus.TAKEN_OVER.value: "由部门承接",
    ReclaimedStatus.DISCONTINUED.value: "不再开展",
}


@dataclass(frozen=True)
class SideLine:
    """A line of a redline, what it was beside what it is; either may be empty."""

    before: RedLine
    after: RedLine


@dataclass(frozen=True)
class FieldPart:
    """A field that is another: its heading, and the lines that differ."""

    title: str
    lines: tuple[SideLine, ...]


@dataclass(frozen=True)
class DutyPart:
    """A duty that was changed.

    `led_to` are the ids in which it goes on where it is gone, and of one that is new (`is_new`) the id that it had.
    """

    id: str
    change: ChangeKind
    number: int
    name: str
    category: str
    page: str
    fields: tuple[FieldPart, ...]
    led_to: tuple[str, ...] = ()
    is_new: bool = False

    @property
    def title(self) -> str:
        """What became of it."""
        return "由别的清单移来" if self.is_new and self.change is ChangeKind.MOVED else self.change.title

    @property
    def whereto(self) -> str:
        """Where it goes on, or what it was; empty where neither is told."""
        if not self.led_to:
            return ""
        word = "原是" if self.is_new else "移到" if self.change is ChangeKind.MOVED else "这件事到了"
        return f"{word} {'、'.join(self.led_to)}"


@dataclass(frozen=True)
class ListPart:
    """A list that was changed: its headings, its numbers (a sentence for each run), its duties."""

    kind: ListKind
    page: str
    headings: tuple[FieldPart, ...]
    renumbered: tuple[str, ...]
    duties: tuple[DutyPart, ...]


@dataclass(frozen=True)
class TownshipPart:
    """A township that was changed, and the records of changes.yml that came with it.

    `fate` is COME or GONE for one that was not there before, or is there no more; then nothing is told of its `duties`
    but their number.  `shifted` duties have another number and are the same otherwise.
    """

    id: str
    label: str
    page: str
    fate: Fate
    duties: int
    records: tuple[ChangeRecord, ...] = ()
    lists: tuple[ListPart, ...] = ()
    shifted: int = 0

    @property
    def counts(self) -> str:
        """How much was changed."""
        if self.fate is not Fate.SAME:
            return f"{'新增' if self.fate is Fate.COME else '删去'}整份清单，{self.duties} 项"
        duties = [duty for part in self.lists for duty in part.duties]
        # What moved is told twice and counted once.
        found = Counter(duty.change for duty in duties if not (duty.is_new and duty.change is ChangeKind.MOVED))
        told = [f"{kind.title} {found[kind]} 项" for kind in ChangeKind if found[kind]]
        if self.shifted:
            told.append(f"{ChangeKind.RENUMBERED.title} {self.shifted} 项")
        if any(part.headings for part in self.lists):
            told.append("标题或类别有变")
        return "，".join(told) or "补了变更记录"


@dataclass(frozen=True)
class DepartmentPart:
    """What was changed of a registered department, in a sentence; `page` is its page."""

    county: str
    sentence: str
    page: str


@dataclass(frozen=True)
class PagePart:
    """A page of the site that is another now: the kind of page, what it is about, and the page."""

    kind: str
    title: str
    page: str


@dataclass(frozen=True)
class Letter:
    """All that changed between two contents."""

    townships: tuple[TownshipPart, ...]
    departments: tuple[DepartmentPart, ...]
    pages: tuple[PagePart, ...]

    @cached_property
    def summary(self) -> str:
        """All of it in a line."""
        told = [f"{part.label}：{part.counts}" for part in self.townships]
        if self.departments:
            told.append(f"部门登记有变 {len(self.departments)} 处")
        if not told:
            return "没有不同：清单、变更记录、部门登记都一样。"
        others = sum(part.shifted if part.fate is Fate.SAME else part.duties for part in self.townships)
        return f"{'；'.join(told)}。网站上约 {len(self.pages) + others} 页跟着变。"

    def __bool__(self) -> bool:
        return bool(self.townships or self.departments)

    @property
    def pages_by_kind(self) -> Iterator[tuple[str, list[PagePart]]]:
        """The pages, those of a kind together."""
        return ((kind, list(own)) for kind, own in groupby(self.pages, lambda page: page.kind))

    @property
    def shifted(self) -> int:
        """How many duties have another number, and are the same otherwise."""
        return sum(part.shifted for part in self.townships)


def letter(old: Content, new: Content) -> Letter:
    """The letter of the change from one content to another."""
    before = {township.id: township for township in old.townships}
    after = {township.id: township for township in new.townships}
    counties = {county.id: county.file.name or "" for content in (old, new) for county in content.counties}
    pages = _Pages(old, new)
    townships = []
    for id, township in {**before, **after}.items():
        label = f"{counties.get(township.county_id, '')}{township.file.name or f'（{id}）'}"
        part = _TownshipChange(before.get(id), after.get(id), label, pages).part()
        if part:
            townships.append(part)
    departments = tuple(_departments(old, new, pages))
    return Letter(tuple(townships), departments, pages.all())


class _TownshipChange:
    def __init__(self, old: Township | None, new: Township | None, label: str, pages: "_Pages") -> None:
        self.old, self.new, self.label, self.pages = old, new, label, pages
        self.formerly = {} if old is None else {k: v for kind in ListKind for k, v in duties_by_id(old, kind).items()}
        self.now = {} if new is None else {k: v for kind in ListKind for k, v in duties_by_id(new, kind).items()}

    def part(self) -> TownshipPart | None:
        """What is told of the township; None where nothing is."""
        one = self.new or self.old
        assert one, "it is in one of the contents"
        page = paths.township(one.id)
        if self.old is None or self.new is None:
            self.pages.add("乡镇（街道）", self.label, page)
            fate, count = (Fate.COME, len(self.now)) if self.new else (Fate.GONE, len(self.formerly))
            return TownshipPart(one.id, self.label, page, fate, count)
        records = tuple(record for record in added_records(self.old, self.new) if record.track is not Track.COLLECTED)
        went = {change.id: change.to for record in records for change in record.duties if change.to}
        led = {change.id: change.to for change in changed(self.old, self.new, went).duties if change.to}
        lists, shifted = [], 0
        for kind in ListKind:
            own, count = self._list(self.old, self.new, kind, led)
            shifted += count
            lists += [own] if own else []
        if not (lists or records):
            return None
        self.pages.add("乡镇（街道）", self.label, page)
        if records:
            self.pages.add("变更", f"{self.label}的变更", paths.township_changes(one.id))
        return TownshipPart(one.id, self.label, page, Fate.SAME, len(self.now), records, tuple(lists), shifted)

    def _list(
        self, old: Township, new: Township, kind: ListKind, led: Mapping[str, tuple[str, ...]]
    ) -> tuple[ListPart | None, int]:
        """A list's part, None where it is the same; and how many of its duties have another number and nothing else."""
        before, after = duties_by_id(old, kind), duties_by_id(new, kind)
        was = {to: id for id, several in led.items() for to in several}
        duties = []
        for id, placed in before.items():
            if id not in after:
                to = led.get(id, ())
                is_moved = _is_moved(id, to) and to[0] in self.now
                change = ChangeKind.MOVED if is_moved else ChangeKind.REMOVED
                # What is told of one that moved is told where it went.
                fields = () if is_moved else self._fields(placed, None)
                duties.append(self._duty(new, placed, change, fields, to))
        for id, placed in after.items():
            if id not in before:
                origin = was.get(id, "")
                fields = self._fields(self.formerly.get(origin), placed)
                change = ChangeKind.MOVED if _is_moved(origin, led.get(origin, ())) else ChangeKind.ADDED
                duties.append(self._duty(new, placed, change, fields, (origin,) if origin else (), is_new=True))
            elif fields := self._fields(before[id], placed):
                duties.append(self._duty(new, placed, ChangeKind.AMENDED, fields))
        told = {part.id for part in duties}
        for part in duties:
            self.pages.duty(new, self.label, part, [one[part.id] for one in (before, after) if part.id in one])
        moved = shifts(before, after)
        heads = tuple(FieldPart(title, tuple(_sides(was, now))) for title, was, now in headings(old, new, kind))
        if not (duties or moved or heads):
            return None, 0
        self.pages.add("清单", f"{self.label}{kind.official_title}", paths.duty_list(new.id, kind))
        ordered = tuple(sorted(duties, key=lambda part: (part.number, part.id)))
        own = ListPart(kind, paths.duty_list(new.id, kind), heads, tuple(renumberings(kind, moved)), ordered)
        return own, sum(1 for shift in moved if shift.id not in told)

    def _duty(
        self,
        new: Township,
        placed: Placed,
        change: ChangeKind,
        fields: tuple[FieldPart, ...],
        led_to: tuple[str, ...] = (),
        *,
        is_new: bool = False,
    ) -> DutyPart:
        category, duty = placed
        page = paths.duty(new.id, duty.id)
        return DutyPart(duty.id, change, duty.number, duty.name, category.name, page, fields, led_to, is_new)

    def _fields(self, old: Placed | None, new: Placed | None) -> tuple[FieldPart, ...]:
        """The fields that differ; those of one that is not there are empty."""
        one = self.new or self.old
        place = kind_of_township(one) if one else None
        was, now = (_texts(placed) for placed in (old, new))
        return tuple(
            FieldPart(place.instead(title) if place else title, tuple(_sides(was.get(key), now.get(key))))
            for key, title in FIELDS.items()
            if was.get(key) != now.get(key) and (key != "category" or (was and now))
        )


def _is_moved(id: str, to: tuple[str, ...]) -> bool:
    """Whether a duty went to another list as it is."""
    return len(to) == 1 and kind_of_id(to[0]) is not kind_of_id(id)


def _texts(placed: Placed | None) -> dict[str, object]:
    """The fields of a duty that say something, in words."""
    if placed is None:
        return {}
    fields = {key: value for key, value in fields_of(*placed).items() if value not in (None, [], "")}
    return {**fields, "status": _STATUS[str(fields["status"])]} if "status" in fields else fields


def _sides(old: object, new: object) -> Iterator[SideLine]:
    for line in redline(old, new):
        before = tuple(piece for piece in line if piece.fate is not Fate.COME)
        after = tuple(piece for piece in line if piece.fate is not Fate.GONE)
        yield SideLine(before, after)


def _departments(old: Content, new: Content, pages: "_Pages") -> Iterator[DepartmentPart]:
    """What was changed of the counties' registers."""
    before = {county.id: county for county in old.counties}
    after = {county.id: county for county in new.counties}
    for county_id, county in {**before, **after}.items():
        name = county.file.name or county_id
        was, now = (
            {one.id: one for one in (side[county_id].file.departments if county_id in side else ())}
            for side in (before, after)
        )
        for id, department in {**was, **now}.items():
            sentence = _department(was.get(id), now.get(id), {one.id: one.name for one in now.values()})
            if sentence:
                page = paths.department(f"{county_id}/{id}")
                pages.add("部门", f"{name} {department.name}", page)
                yield DepartmentPart(name, sentence, page)


def _department(old: Department | None, new: Department | None, called: Mapping[str, str]) -> str:
    if old is None or new is None:
        one = new or old
        return f"{'新登记' if new else '不再登记'} {one.name}（{one.id}）" if one else ""
    told = []
    if old.name != new.name:
        told.append(f"改名为 {new.name}")
    if old.full_name != new.full_name:
        told.append(f"全称由 {old.full_name or '（没有）'} 改为 {new.full_name or '（没有）'}")
    for word, one, other in (("增加", new, old), ("去掉", old, new)):
        if names := [alias for alias in one.aliases if alias not in other.aliases]:
            told.append(f"{word}别名 {'、'.join(names)}")
    if new.merged_into and old.merged_into != new.merged_into:
        since = f"{new.ended} 起" if new.ended else ""
        told.append(f"{since}并入 {called.get(new.merged_into, new.merged_into)}")
    elif new.ended and old.ended != new.ended:
        told.append(f"{new.ended} 起撤销")
    if not told and old != new:
        told.append("登记的其他内容有变")
    return f"{old.name}：{'；'.join(told)}" if told else ""


class _Pages:
    """The pages of the site that are others, as far as it is told by the duties: each once."""

    def __init__(self, old: Content, new: Content) -> None:
        self.registers = {
            county.id: Register(county.file, content.departments)
            for content in (old, new)
            for county in content.counties
        }
        self.names = {county.id: county.file.name or county.id for one in (old, new) for county in one.counties}
        self.matcher = matcher_of(new.topic_groups)
        self.categories = {name: category for category in new.categories for name in (category.name, *category.aliases)}
        self._pages: dict[str, PagePart] = {}

    def add(self, kind: str, title: str, page: str) -> None:
        """Add a page, where it is not told of yet."""
        self._pages.setdefault(page, PagePart(kind, title, page))

    def duty(self, township: Township, label: str, part: DutyPart, states: Iterable[Placed]) -> None:
        """Add the pages on which a duty stands, as it was and as it is."""
        self.add("事项", f"{label} {part.id} {part.name}", part.page)
        for category, duty in states:
            for id, name in self._departments_of(township.county_id, duty):
                self.add(
                    "部门", f"{self.names[township.county_id]} {name}", paths.department(f"{township.county_id}/{id}")
                )
            for assignment in self.matcher.match(duty).assignments:
                self.add("主题", assignment.topic.name, paths.topic(assignment.topic.id))
            if known := self.categories.get(category.name):
                self.add("类别", known.name, paths.category(known.id))

    def _departments_of(self, county_id: str, duty: AnyDuty) -> Iterator[tuple[str, str]]:
        register = self.registers.get(county_id)
        for _, text in duty.named_departments():
            if register and (found := register.find(printed_name(text).core)):
                yield found.id, found.name

    def all(self) -> tuple[PagePart, ...]:
        """The pages, by kind."""
        order = ("事项", "清单", "乡镇（街道）", "变更", "部门", "主题", "类别")
        return tuple(sorted(self._pages.values(), key=lambda part: order.index(part.kind)))
