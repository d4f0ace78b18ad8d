"""The letter as 调整申请表: a form for each township whose lists were changed."""

from collections.abc import Iterator

from generator.letter.letter import DutyPart, FieldPart, Letter, ListPart, TownshipPart
from generator.printed.application import Application, ApplicationRow, filled
from generator.redline import RedLine


def to_docx(letter: Letter) -> bytes:
    """The forms; where no list was changed, one that says so."""
    return filled([*map(_application, letter.townships)] or [Application("", [ApplicationRow(letter.summary, (), ())])])


def _application(part: TownshipPart) -> Application:
    def said(key: str) -> str:
        values = (getattr(record, key) for record in part.records)
        return "；".join(dict.fromkeys(value for value in values if value))

    return Application(
        part.label,
        [row for one in part.lists for row in _rows(one)] or [ApplicationRow(part.counts, (), ())],
        track="；".join(dict.fromkeys(record.track.title for record in part.records)),
        reason=said("reason"),
        decided=said("decided_by"),
        document=said("document"),
        approved=said("approved"),
        effective=said("effective"),
    )


def _rows(part: ListPart) -> Iterator[ApplicationRow]:
    if part.headings:
        yield ApplicationRow(part.kind.official_title, *_texts(part.headings))
    for duty in part.duties:
        now, then = _texts(duty.fields)
        yield ApplicationRow(_headline(part, duty), now, [*filter(None, [duty.whereto]), *then])
    if part.renumbered:
        yield ApplicationRow(f"{part.kind.official_title}：序号变动", (), part.renumbered)


def _headline(part: ListPart, duty: DutyPart) -> str:
    return f"{duty.title}：{part.kind.title} {duty.id}，第 {duty.number} 项 {duty.name}"


def _texts(fields: tuple[FieldPart, ...]) -> tuple[list[str], list[str]]:
    """What the lines that differ were, and what they are, under the names of their fields."""
    now: list[str] = []
    then: list[str] = []
    for field in fields:
        before = [_plain(line.before) for line in field.lines if line.before]
        after = [_plain(line.after) for line in field.lines if line.after]
        now += [f"{field.title}：", *before] if before else []
        then += [f"{field.title}：", *after] if after else []
    return now, then


def _plain(line: RedLine) -> str:
    return "".join(piece.text for piece in line)
