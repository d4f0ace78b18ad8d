"""The files of a review.

    FOLDER/index.html         a section a duty: left what the document shows, right what was imported
    FOLDER/page-1-003.webp    the pages that duties stand on: page 3 of the first file
    FOLDER/review.css, review.js

What a person has looked at is kept in the browser, under the document's digest: another document begins anew.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from generator.changes.doubts import UNSURE
from generator.changes.importing import Imported
from generator.importers.draft import Guess
from generator.importers.grid import PARAGRAPH
from generator.model import AnyDuty, Column, Keys, ListKind, Passage, PassageKind, SourceDocument
from generator.project import TEMPLATES
from generator.read import yaml_text
from generator.read.folder import SOURCE_FILE
from generator.review.cuts import Cut, Pages
from generator.review.marks import Marker

_OVERRIDES = """\
departments:
  - duty: {id}
    departments: [{names}]
    why: 写明为什么这样分
"""


@dataclass(frozen=True)
class Written:
    """A text as imported, what is doubtful in it marked, and its line in the YAML file."""

    text: Markup
    line: int


@dataclass(frozen=True)
class ReviewField:
    """A field of a duty: what it is, whose it is where that is said, and its texts.

    `is_list`: they are items; else they are a name, or names.
    """

    title: str
    owners: str
    texts: tuple[Written, ...]
    is_list: bool = True


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
    """A duty as it is shown; the first section is about the document, and has no `id`.

    `doubts` counts what was recognised without certainty; of that, `elsewhere` is in none of the texts.
    """

    id: str
    title: str
    where: str
    questions: tuple[Question, ...]
    doubts: int = 0
    category: str = ""
    elsewhere: tuple[Markup, ...] = ()
    cuts: tuple[Cut, ...] = ()
    lines: tuple[tuple[str, tuple[str, ...]], ...] = ()
    columns: tuple[tuple[ReviewField, ...], ...] = ()
    remedies: tuple[Remedy, ...] = ()


def review(imported: Imported) -> Iterator[tuple[str, bytes]]:
    """The files of the page, by name."""
    township = imported.township
    lines = [
        line for duty_list in township.lists.values() for _, duty in duty_list.duties() for line in _lines_of(duty)
    ]
    pages = Pages(imported.received, lines)
    sections = list(_Sections(imported, pages).all())
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES / "review"),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    page = environment.get_template("index.html.j2").render(
        name=township.file.name or township.id,
        document=imported.received.path.name,
        key=f"{township.id} {SourceDocument.digest(imported.received.text)}",
        sections=sections,
    )
    yield "index.html", page.encode()
    for name in ("review.css", "review.js"):
        yield name, (TEMPLATES / "review" / name).read_bytes()
    yield from pages.files()


def _lines_of(duty: AnyDuty) -> range:
    first, last = duty.source.lines if duty.source else (1, 0)
    return range(first, last + 1)


class _Sections:
    """Makes the sections of an import."""

    def __init__(self, imported: Imported, pages: Pages) -> None:
        self.imported, self.received, self.pages = imported, imported.received, pages
        self.text = imported.received.text.removeprefix("\ufeff").split("\n")
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
        # What the recognition is not sure of is marked in the texts.
        guesses = [guess for guess in self.guesses.get(duty.id, []) if not guess.message.startswith(UNSURE)]
        own = _lines_of(duty)
        cells = {line: self.text[line - 1].split("\t") for line in own}
        said = [guess.message for guess in guesses]
        marker = Marker(duty.id, cells, self.imported.doubts, self.received.replaced, said)
        if self.received.doubts:
            # What was recognised is put right before it is imported once more: what is changed in YAML would be lost.
            kept = f"{file.rpartition('/')[0]}/{SOURCE_FILE}"
            advice = (
                f"字认错了：改 {kept} 第 {own.start} 行；全部核对完，用改好的 {SOURCE_FILE} 再导入一次，加 --replace。"
            )
        else:
            advice = f"文字、序号、部门不对：改 {file}，从第 {lines[()]} 行起，每条旁边是它的行号。"
        remedies = [Remedy(advice)]
        if names := duty.department_names():
            advice = "部门拆错了：在收到的文件旁边放 overrides.yml，写明怎样分，再导入一次："
            remedies.append(Remedy(advice, _OVERRIDES.format(id=duty.id, names=", ".join(names))))
        if any(not note.why.startswith(UNSURE) for note in duty.notes):
            advice = f"说明不对，或者已经改正：删去 {file} 第 {lines[('notes',)]} 行 notes 里的那一条。"
            remedies.append(Remedy(advice))
        columns = tuple(_columns(duty, lines, marker))
        elsewhere = tuple(marker.elsewhere())
        places = [self._in_document(self.received.place(line)) for line in own]
        return ReviewSection(
            id=duty.id,
            title=duty.name,
            where=f"{kind.title}第 {duty.number} 项",
            category=category,
            questions=tuple(self._question(guess, places) for guess in guesses),
            doubts=marker.doubts,
            elsewhere=elsewhere,
            cuts=tuple(self.pages.cuts(own, marker.spots)),
            lines=tuple((place, _shown(cells[line])) for place, line in zip(places, own, strict=True)),
            columns=columns,
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


def _shown(cells: Sequence[str]) -> tuple[str, ...]:
    return tuple(cell.replace(PARAGRAPH, "\n").strip() for cell in cells)


def _columns(duty: AnyDuty, lines: Mapping[Keys, int], marker: Marker) -> Iterator[tuple[ReviewField, ...]]:
    """The fields in the order of print, which the marker goes by, those of a column together."""
    name = ReviewField("名称", "", (Written(marker.marked(duty.name), lines[("name",)]),), is_list=False)
    columns = {Column.NAME: [name]}
    owners = ""
    for passage in duty.passages():
        if passage.kind is PassageKind.OWNERS:
            owners = "、".join(passage.texts)
            continue
        texts = tuple(
            Written(marker.marked(text), lines[keys] if keys in lines else lines[passage.keys])
            for keys, text in passage.placed()
        )
        if texts:
            of = owners if passage.keys[0] == "superior" else ""
            column = Column.NAME if passage.kind is PassageKind.DEPARTMENTS else passage.column
            field = ReviewField(_title(passage, duty), of, texts, is_list=not passage.is_names)
            columns.setdefault(column, []).append(field)
    yield from map(tuple, columns.values())


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
