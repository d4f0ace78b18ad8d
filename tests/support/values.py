"""What the program concludes about the real content, as tables that a person can read: `tests/values/`.

A table is a file: a head of lines that begin with #, an empty line, and one fact a line.  The head says how the table
is renewed and by what sample it was read; renewing leaves it as it is, but for the mark of the content.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from generator import flow, paths
from generator.data import flat
from generator.link.answer import next_step
from generator.link.catalogue import (
    Catalogue,
    DepartmentRef,
    LinkedDuty,
    LinkedTownship,
    Mention,
    Part,
)
from generator.link.compare import compare, kind_names
from generator.link.related import Near
from generator.model import Column, Content, ListKind
from generator.pages.render import Renderer
from generator.pages.sheet import sheet
from generator.printed.form import form
from generator.words.departments import printed_name
from generator.words.topics import How
from support.places import CONTENT, TESTS

VALUES = TESTS / "values"
_RENEWING = (
    "# 更新：pytest tests/link/test_values.py --renew，提交之前用 git diff 看一遍，改变的每一行都要说得出为什么。"
)
_MARK = "# 内容："
# What no table depends on.
_ELSEWHERE = ("columns.yml", "synonyms", "fillers.yml")


@dataclass(frozen=True)
class Real:
    """The content of the five documents, as it was read and as it is linked."""

    content: Content
    catalogue: Catalogue

    @cached_property
    def pages(self) -> dict[str, str]:
        """The pages of PAGES."""
        return dict(_Some(PAGES.values()).render(self.catalogue))


@dataclass(frozen=True)
class Table:
    """A table: its file below `tests/values/`, the township alone of whose content it is made, and its lines."""

    name: str
    lines: Callable[[Real], Iterable[str]]
    township: str = ""

    @property
    def path(self) -> Path:
        """Where it is kept."""
        return VALUES / self.name

    def mark(self) -> str:
        """A mark of the content that it is made of: another where a file of it was edited."""
        places = [CONTENT / "vocabulary", CONTENT / "townships" / self.township]
        files = [
            file
            for place in places
            for file in place.rglob("*.yml")
            if not {file.name, file.parent.name}.intersection(_ELSEWHERE)
        ]
        files += [CONTENT / "townships" / self.township.split("/")[0] / "county.yml"] if self.township else []
        digest = hashlib.sha256()
        for file in sorted(files):
            digest.update(file.relative_to(CONTENT).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
        return digest.hexdigest()[:12]

    def kept(self) -> tuple[str, str]:
        """The mark of the content that the kept table is of, and the table."""
        head, _, body = self.path.read_text("utf-8").partition("\n\n")
        return next(line.removeprefix(_MARK) for line in head.splitlines() if line.startswith(_MARK)), body

    def renew(self, body: str) -> None:
        """Keep a table, under the head that is there."""
        head = self.path.read_text("utf-8").partition("\n\n")[0].splitlines() if self.path.exists() else [_RENEWING]
        head = [line for line in head if not line.startswith(_MARK)]
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text("\n".join((*head, _MARK + self.mark())) + "\n\n" + body, "utf-8")


def body(lines: Iterable[str]) -> str:
    """A table's text."""
    return "".join(f"{line}\n" for line in lines)


def _line(*cells: object) -> str:
    return "\t".join(str(cell).replace("\n", "⏎") for cell in cells).rstrip("\t")


def _short(text: str, length: int = 24) -> str:
    return text if len(text) <= length else text[: length - 1] + "…"


def _own(ref: DepartmentRef) -> str:
    return ref.id.split("/")[1]


def _whom(mention: Mention) -> str:
    """Whom a name means: 牵头 is *, nobody in particular ?, a second sign is added with +."""
    return ("*" if mention.lead else "") + ("+".join(map(_own, mention.departments)) or "?")


def _duties(real: Real) -> Iterator[tuple[LinkedTownship, LinkedDuty]]:
    return ((township, duty) for township in real.catalogue.townships for duty in township.duties)


# --- a line a duty -----------------------------------------------------------------------------------

_WAYS = {How.NAME: "名称", How.TEXT: "正文", How.ADDED: "人工"}


def _duties_of(township_id: str) -> Callable[[Real], Iterator[str]]:
    def lines(real: Real) -> Iterator[str]:
        yield _line(
            *("编号", "序号", "类别", "名称", "谁来办", "一句话", "问谁", "部门", "负责的", "各段"),
            *("条数", "主题和词", "一张纸"),
        )
        for township, duty in _duties(real):
            if township.head.id == township_id:
                yield _line(*_duty(duty))

    return lines


def _duty(duty: LinkedDuty) -> Iterator[object]:
    yield from (duty.id, duty.number, duty.category.id, _short(duty.name), duty.answer.word, duty.answer.sentence)
    yield next_step(duty).step.value
    yield " ".join(map(_whom, duty.mentions))
    yield "、".join(mention.name for mention in duty.responsible)
    yield " ".join(
        f"{'+'.join(map(_own, block.departments)) or '?'}={len(block.duties)}/{len(block.support)}"
        for block in duty.blocks
    )
    yield "/".join(str(len(duty.entry.duties_in(column))) for column in (Column.TOWNSHIP, Column.METHOD))
    yield "；".join(
        f"{one.topic.name}[{_WAYS[one.how]}{':' if one.words else ''}{' '.join(one.words)}]" for one in duty.topics
    )
    yield sheet(duty).name


def _near_misses(real: Real) -> Iterator[str]:
    yield _line("事项", "名称", "提到的主题", "在哪一栏", "词")
    for township, duty in _duties(real):
        for near in duty.near_topics:
            yield _line(
                f"{township.head.id} {duty.id}", _short(duty.name), near.topic.name, near.column.title,
                " ".join(near.words),
            )  # fmt: skip


# --- a line a link -----------------------------------------------------------------------------------

_WHERE = {Near.OTHER_LIST: "别", Near.SAME_LIST: "同", Near.ELSEWHERE: "外"}


def _related_of(township_id: str) -> Callable[[Real], Iterator[str]]:
    def lines(real: Real) -> Iterator[str]:
        yield _line("事项", "在哪里", "相关事项", "理由")
        for township, duty in _duties(real):
            if township.head.id == township_id:
                for one in real.catalogue.related[township_id, duty.id]:
                    place = "" if one.duty.township.id == township_id else f"{one.duty.township.id} "
                    yield _line(duty.id, _WHERE[one.near], place + one.duty.id, one.reason)

    return lines


def _topics(real: Real) -> Iterator[str]:
    yield _line("主题", "组", "几项", "怎样比较", "各乡镇", "分组", "没有单列、只提到的")
    heads = [township.head for township in real.catalogue.townships]
    kinds = kind_names(real.catalogue)
    for topic in real.catalogue.topics:
        told = compare(topic, heads, kinds)
        groups = "；".join(f"{group.title} {len(group.standings)}" for group in told.groups)
        touching = " ".join(f"{duty.township.id}#{duty.id}" for silent in told.silent for duty in silent.touching)
        yield _line(topic.name, topic.group, len(topic.duties), told.summary, " ".join(told.told), groups, touching)


# --- departments -------------------------------------------------------------------------------------


def _names(real: Real) -> Iterator[str]:
    yield _line("县", "印的名称", "指谁", "第二块牌子", "后面还有别人", "几处", "第一处")
    for county in real.catalogue.counties:
        seen: dict[str, list[tuple[Mention, str]]] = {}
        for township in county.townships:
            for duty in township.duties:
                for mention in (*duty.mentions, *(one for block in duty.blocks for one in block.mentions)):
                    seen.setdefault(mention.name, []).append((mention, f"{township.head.id} {duty.id}"))
        for name, own in sorted(seen.items()):
            mention, first = own[0]
            whom, second = (ref.name if ref else "—" for ref in (mention.department, mention.second))
            is_open = "是" if printed_name(name).open_ended else "—"
            yield _line(county.id, name, whom, second, is_open, len(own), first)


def _work(real: Real) -> Iterator[str]:
    yield _line("部门", "名称", "全称", "类型", "别的名称", "角色和事项")
    for county in real.catalogue.counties:
        for department in county.departments:
            kind = department.kind.name if department.kind else "—"
            yield _line(
                department.ref.id, department.ref.name, department.full_name or "—", kind, "、".join(department.names)
            )
            for part in Part:
                for township in county.townships:
                    views = [view for view in department.work if view.part is part]
                    ids = [view.duty.id for view in views if view.duty.township.id == township.head.id]
                    if ids:
                        yield _line("", part.title, township.head.id, " ".join(ids))


def _shared(real: Real) -> Iterator[str]:
    """Whose each text is of a block that several share, and who is named by the way."""
    yield _line("事项", "哪一种", "谁", "文字")
    for township, duty in _duties(real):
        place = f"{township.head.id} {duty.id}"
        for block in duty.blocks:
            owners = tuple(dict.fromkeys(block.departments))
            for text, whose in block.concerned.items():
                who = "全部" if whose == owners else " ".join(map(_own, whose)) or "都不是"
                yield _line(place, "共有的一段", who, _short(text, 40))
        for naming in duty.named:
            for text in naming.texts:
                yield _line(place, "文中提到", _own(naming.department), _about(text, naming.department.name))


def _about(text: str, word: str) -> str:
    """The words around a word, or the beginning of a text that writes it otherwise."""
    at = max(0, text.find(word[1:]))
    return ("…" if at > 12 else "") + _short(text[max(0, at - 12) :], 40)


# --- references --------------------------------------------------------------------------------------


def _references(real: Real) -> Iterator[str]:
    yield _line("事项", "种类", "编号", "名称", "条款", "原文")
    for township, duty in _duties(real):
        for text, several in duty.found.items():
            for found in several:
                before, after = text[max(0, found.start - 10) : found.start], text[found.end : found.end + 12]
                one = found.reference
                yield _line(
                    f"{township.head.id} {duty.id}", one.kind.title, one.id, one.name, found.articles or "—",
                    f"{before}【{text[found.start : found.end]}】{after}",
                )  # fmt: skip


# --- one of each -------------------------------------------------------------------------------------

# A duty of each list, with something in most columns.
ROWS = (("jishou/hexi", "b-058"), ("yunyang/longjiao", "c-015"), ("tuquan/tuquan", "r-015"))


def _rows(real: Real) -> Iterator[str]:
    """Of each list a row of the table of all duties, a line a column."""
    rows = {(row[0], row[7]): row for row in flat.rows(real.catalogue.townships)}
    for key in ROWS:
        yield from (_line(column.head, value) for column, value in zip(flat.COLUMNS, rows[key], strict=True))
        yield ""


def _form(real: Real) -> Iterator[str]:
    """A township's printed lists: what heads them, and of each group the first row."""
    township = next(one for one in real.content.townships if one.id == "yunyang/longjiao")
    printed = form(township)
    yield printed.title
    for table in printed.tables:
        yield from ("", table.title, _line(*(f"{a}（{b}%）" for a, b in zip(table.heads, table.widths, strict=True))))
        for group in table.groups:
            yield group.heading
            yield from (_line("", *(_short("⏎".join(cell), 120) for cell in row)) for row in group.rows[:1])


class _Some(Renderer):
    """Renders a few pages; of the others there is only the name."""

    def __init__(self, wanted: Iterable[str]) -> None:
        super().__init__(flow.TEMPLATES, None, None, "https://example.gov.cn/qingdan/")
        self.wanted = set(wanted)

    def page(self, page: str, template: str, **values: object) -> tuple[str, str]:
        return super().page(page, template, **values) if page in self.wanted else (page, "")

    # The code of a page's address takes longer than all the rest: of the others there is one, made once.
    @cached_property
    def _elsewhere(self) -> Any:
        return super()._place([("", paths.HOME)])

    def _place(self, steps: list[tuple[str, str]], *data: dict[str, object]) -> Any:
        return super()._place(steps, *data) if steps[-1][1] in self.wanted else self._elsewhere


# A page of each kind that the real content gives most to, and of these a short one.
PAGES = {
    "home": paths.HOME,
    "townships": paths.TOWNSHIPS,
    "county": paths.county("jishou"),
    "township": paths.township("jidong/unknown"),
    "list": paths.duty_list("kuitun/kaiganqi", ListKind.RECLAIMED),
    "duty-basic": paths.duty("jishou/hexi", "b-020"),
    "duty-cooperative": paths.duty("tuquan/tuquan", "c-022"),
    "duty-reclaimed": paths.duty("yunyang/longjiao", "r-003"),
    "departments-of-a-county": paths.county_departments("tuquan"),
    "department": paths.department("yunyang/xianyibaoju"),
    "department-kind": paths.department_kind("civil-affairs"),
    "category": paths.category("ethnic-and-religious-affairs"),
    "topic": paths.topic("old-age-allowance"),
    "references": paths.reference_kind("laws"),
    "reference": paths.reference("hotlines", "12345"),
    "overview-of-a-township": paths.township_overview("tuquan/tuquan"),
}


@dataclass(frozen=True)
class _Page:
    """The lines of a page."""

    page: str

    def __call__(self, real: Real) -> list[str]:
        return real.pages[self.page].splitlines()


TOWNSHIPS = tuple("/".join(file.parts[-3:-1]) for file in sorted((CONTENT / "townships").glob("*/*/township.yml")))
TABLES = (
    *(Table(f"duties/{id.replace('/', '_')}.tsv", _duties_of(id), id) for id in TOWNSHIPS),
    *(Table(f"related/{id.replace('/', '_')}.tsv", _related_of(id)) for id in TOWNSHIPS),
    Table("topics.tsv", _topics),
    Table("near-misses.tsv", _near_misses),
    Table("department-names.tsv", _names),
    Table("departments.tsv", _work),
    Table("shared-texts.tsv", _shared),
    Table("references.tsv", _references),
    Table("rows.txt", _rows),
    Table("form.txt", _form),
    *(Table(f"pages/{name}.txt", _Page(page)) for name, page in PAGES.items()),
)
