"""Review: an import as a page that opens from disk, so that a person holds each duty against the document by eye.

    FOLDER/index.html       a section a duty: left what the document shows, right what was imported
    FOLDER/page-003.png     the pages of a PDF that duties stand on
    FOLDER/review.css, review.js

What a person has looked at is kept in the browser, under the document's digest: another document begins anew.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from generator.changes.importing import Imported
from generator.importers.draft import Guess
from generator.importers.grid import PARAGRAPH
from generator.importers.pdf.page import pictures
from generator.model import AnyDuty, Keys, ListKind, Passage, PassageKind, SourceDocument
from generator.project import TEMPLATES
from generator.read import yaml_text

# How finely pages are drawn (dots an inch): small type can be read, and a page takes some 100 KB.
_DPI = 110
_OVERRIDES = """\
departments:
  - duty: {id}
    departments: [{names}]
    why: 写明为什么这样分
"""


@dataclass(frozen=True)
class Shown:
    """A page's picture, and from where to where a duty stands on it, in per cent of the page."""

    file: str
    page: int
    top: float
    bottom: float


@dataclass(frozen=True)
class Written:
    """A text as imported, what is doubtful in it marked, and its line in the YAML file."""

    text: Markup
    line: int


@dataclass(frozen=True)
class ReviewField:
    """A field of a duty: what it is, whose it is where that is said, and its texts."""

    title: str
    owners: str
    texts: tuple[Written, ...]


@dataclass(frozen=True)
class Remedy:
    """What a person can do about something: in words, and what is to be typed or pasted, if anything."""

    advice: str
    paste: str = ""


@dataclass(frozen=True)
class Question:
    """Something that was guessed, and where it stands in the document."""

    place: str
    message: str


@dataclass(frozen=True)
class ReviewSection:
    """A duty as it is shown; the first section is about the document, and has no `duty`."""

    id: str
    title: str
    where: str
    questions: tuple[Question, ...]
    doubts: int = 0
    category: str = ""
    shown: tuple[Shown, ...] = ()
    lines: tuple[tuple[str, tuple[str, ...]], ...] = ()
    parts: tuple[ReviewField, ...] = ()
    remedies: tuple[Remedy, ...] = ()


def review(imported: Imported) -> Iterator[tuple[str, bytes]]:
    """The files of the page, by name."""
    sections = list(_Sections(imported).all())
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES / "review"),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    page = environment.get_template("index.html.j2").render(
        name=imported.township.file.name or imported.township.id,
        document=imported.received.path.name,
        key=f"{imported.township.id} {SourceDocument.digest(imported.received.text)}",
        sections=sections,
    )
    yield "index.html", page.encode()
    for name in ("review.css", "review.js"):
        yield name, (TEMPLATES / "review" / name).read_bytes()
    numbers = {one.page for section in sections for one in section.shown}
    if numbers:
        for number, png in pictures(imported.received.path, numbers, _DPI):
            yield _picture(number), png


def _picture(page: int) -> str:
    return f"page-{page:03}.png"


class _Sections:
    """Makes the sections of an import."""

    def __init__(self, imported: Imported) -> None:
        self.imported, self.received = imported, imported.received
        self.text = imported.received.text.removeprefix("\ufeff").split("\n")
        # Of other files, and of pictures of pages, the cells are shown.
        self.is_pdf = imported.received.path.suffix.lower() == ".pdf"
        self.guesses: dict[str | None, list[Guess]] = {}
        for guess in imported.guesses:
            self.guesses.setdefault(guess.duty_id, []).append(guess)

    def all(self) -> Iterator[ReviewSection]:
        """The document's own section, then every duty."""
        home = f"townships/{self.imported.township.id}"
        aside = [guess for guess in self.guesses.get(None, []) if "set_aside" in guess.message]
        paste = "".join(f"    - {{lines: [{one.line}, {one.line}], why: 写明这一行是什么}}\n" for one in aside)
        remedies = (
            Remedy(f"不属于清单的行，写进 {home}/township.yml 的 source；属于的，补进清单：", f"  set_aside:\n{paste}"),
        )
        yield ReviewSection(
            id="",
            title="整份文件",
            where=self.received.path.name,
            questions=tuple(map(self._question, self.guesses.get(None, []))),
            remedies=remedies if aside else (),
        )
        for kind, duty_list in self.imported.township.lists.items():
            file = f"{home}/{kind.file_name}"
            marks = yaml_text.parse(self.imported.files[file]).marks
            for c, category in enumerate(duty_list.categories):
                for d, duty in enumerate(category.duties):
                    keys = ("categories", c, "duties", d)
                    own = {keys_[4:]: mark[0] for keys_, mark in marks.items() if keys_[:4] == keys}
                    yield self._section(kind, category.name, duty, file, own)

    def _section(
        self, kind: ListKind, category: str, duty: AnyDuty, file: str, lines: Mapping[Keys, int]
    ) -> ReviewSection:
        guesses = self.guesses.get(duty.id, [])
        first, last = duty.source.lines if duty.source else (1, 0)
        own = range(first, last + 1)
        remedies = [Remedy(f"文字、序号、部门不对：改 {file}，从第 {lines[()]} 行起，每条旁边是它的行号。")]
        if names := duty.department_names():
            advice = "部门拆错了：在收到的文件旁边放 overrides.yml，写明怎样分，再导入一次："
            remedies.append(Remedy(advice, _OVERRIDES.format(id=duty.id, names=", ".join(names))))
        if duty.notes:
            advice = f"说明不对，或者已经改正：删去 {file} 第 {lines[('notes',)]} 行 notes 里的那一条。"
            remedies.append(Remedy(advice))
        parts = tuple(self._parts(duty, lines))
        places = [self._in_document(self.received.place(line)) for line in own]
        return ReviewSection(
            id=duty.id,
            title=duty.name,
            where=f"{kind.title}第 {duty.number} 项",
            category=category,
            questions=tuple(self._question(guess, places) for guess in guesses),
            shown=tuple(self._shown(own)),
            lines=tuple((place, self._cells(line)) for place, line in zip(places, own, strict=True)),
            parts=parts,
            remedies=tuple(remedies),
        )

    def _question(self, guess: Guess, beside: Sequence[str] = ()) -> Question:
        """A guess, and where it is, unless that stands beside it."""
        place = self._in_document(self.received.place_of(guess))
        return Question("" if place in beside else place, guess.message)

    def _in_document(self, place: str) -> str:
        """A place without the document's own path; of a text file its line."""
        inside = place.removeprefix(str(self.received.path)).lstrip("：")
        return re.sub(r"^:(\d+):1$", r"第 \1 行", inside)

    def _cells(self, line: int) -> tuple[str, ...]:
        return tuple(cell.replace(PARAGRAPH, "\n").strip() for cell in self.text[line - 1].split("\t"))

    def _shown(self, lines: range) -> Iterator[Shown]:
        """Where the lines stand on the pages of a PDF, one stretch a page."""
        stretches: dict[int, tuple[float, float]] = {}
        for line in lines if self.is_pdf else ():
            for region in self.received.regions[line - 1] if self.received.regions else ():
                top, bottom = stretches.get(region.page, (100.0, 0.0))
                stretches[region.page] = min(top, 100 * region.top), max(bottom, 100 * region.bottom)
        for page, (top, bottom) in sorted(stretches.items()):
            yield Shown(_picture(page), page, round(top, 2), round(bottom, 2))

    def _parts(self, duty: AnyDuty, lines: Mapping[Keys, int]) -> Iterator[ReviewField]:
        yield ReviewField("名称", "", (self._written(duty.name, lines[("name",)]),))
        owners = ""
        for passage in duty.passages():
            if passage.kind is PassageKind.OWNERS:
                owners = "、".join(passage.texts)
                continue
            texts = tuple(
                self._written(text, lines[keys] if keys in lines else lines[passage.keys])
                for keys, text in passage.placed()
            )
            if texts:
                yield ReviewField(_title(passage, duty), owners if passage.keys[0] == "superior" else "", texts)

    def _written(self, text: str, line: int) -> Written:
        return Written(Markup(re.sub(r"\s{2,}", " ", str(escape(text)))), line)


def _title(passage: Passage, duty: AnyDuty) -> str:
    match passage.kind:
        case PassageKind.SUPPORT:
            return "履职保障"
        case PassageKind.EXTRA:
            return duty.extras[int(passage.keys[1])].head
        case PassageKind.DEPARTMENTS:
            return "部门"
        case _:
            return passage.column.title
