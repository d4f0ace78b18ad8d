"""Source audit: every character of source.txt stands in the YAML, or is a named part of the layout.

The audit shares an importer's eyes (its rows: which line is a heading, which a
duty's cells) but not its judgement: for each duty and each column it walks the
printed cell and the YAML's texts side by side, in order.  What is printed must
be found in the YAML and the other way round, but for these layout parts:

    空白、表头、附件号、目录、页码     lines that hold no duty
    编号                              1.  2、
    标签                              县公安局：  履职保障：  承接部门：  工作方式：
    分隔                              、 between departments
    重印                              what a following page prints again

A fragment that a note of the duty quotes (`printed`) is accounted for by the note.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from generator.importers import IMPORTERS
from generator.importers.cells import new_chunks, plain
from generator.importers.draft import Row, RowKind
from generator.importers.ocr_table import category_of
from generator.model import AnyDuty, CooperativeDuty, ListKind, ReclaimedDuty, Township

_LAYOUT_ROWS = {RowKind.BLANK, RowKind.CONTENTS, RowKind.MARK, RowKind.COLUMN_HEADS}
_ENUMERATOR = r"\d{1,2}[.．、]"
_LABELS = r"履职保障[：:]|承[接办]部门[：:]|工作方式[：:]|履职方式及工作措施[：:]|承接方式[：:]"


@dataclass(frozen=True)
class Difference:
    """A place where source.txt and the YAML do not say the same.

    `line` is of source.txt, from 1; `keys` lead to the duty's field in its list, and are empty
    where no duty is concerned.
    """

    line: int
    message: str
    kind: ListKind | None = None
    duty_id: str | None = None
    keys: tuple[str, ...] = ()


@dataclass
class _Printed:
    """The rows of the source, by what they hold."""

    title: str = ""
    headings: dict[ListKind, Row] = field(default_factory=dict)
    categories: dict[ListKind, list[Row]] = field(default_factory=dict)
    duties: dict[ListKind, dict[int, Row]] = field(default_factory=dict)
    unknown: list[Row] = field(default_factory=list)


def audit(township: Township) -> Iterator[Difference]:
    """Every difference between a township's source.txt and its lists."""
    if township.source_text is None or township.file.source is None:
        return
    importer = IMPORTERS.get(township.file.source.format)
    if importer is None:
        known = "、".join(IMPORTERS)
        yield Difference(1, f"不认识的来源形式“{township.file.source.format}”；只能是 {known}")
        return
    printed = _collect(importer.rows(township.source_text))
    if _squeeze(printed.title) != _squeeze(township.file.source.title) and printed.title:
        yield Difference(1, f"文件标题印作“{printed.title}”，township.yml 里是“{township.file.source.title}”")
    for row in printed.unknown:
        yield Difference(row.line, f"这一行没有归到任何事项：“{row.text[:40]}”")
    for kind, duty_list in township.lists.items():
        yield from _audit_list(kind, duty_list, printed)


def _collect(rows: Iterator[Row]) -> _Printed:
    printed = _Printed()
    for row in rows:
        match row.kind:
            case RowKind.TITLE:
                printed.title += row.text
            case RowKind.LIST_HEADING:
                printed.headings[row.list_kind] = row
            case RowKind.CATEGORY:
                printed.categories.setdefault(row.list_kind, []).append(row)
            case RowKind.DUTY:
                printed.duties.setdefault(row.list_kind, {})[row.line] = row
            case RowKind.UNKNOWN:
                printed.unknown.append(row)
            case kind:
                assert kind in _LAYOUT_ROWS
    return printed


def _audit_list(kind: ListKind, duty_list: object, printed: _Printed) -> Iterator[Difference]:
    heading = printed.headings.get(kind)
    if heading is None:
        yield Difference(1, f"来源文本里没有{kind.official_title}的标题", kind)
        return
    if heading.text != duty_list.title:
        yield Difference(heading.line, f"清单标题印作“{heading.text}”，清单里是“{duty_list.title}”", kind)
    rows = printed.categories.get(kind, [])
    if [category_of(row.text) for row in rows] != [(one.name, one.declared) for one in duty_list.categories]:
        shown = "、".join(row.text for row in rows)
        yield Difference(heading.line, f"类别标题或项数与清单不同；原文依次是：{shown}", kind)
    left = dict(printed.duties.get(kind, {}))
    category_line = 0
    for category, duty in duty_list.duties():
        if duty.source is None:
            yield Difference(heading.line, "缺少出处 source", kind, duty.id)
            continue
        first, last = duty.source.lines
        own = [left.pop(line) for line in range(first, last + 1) if line in left]
        if not own:
            yield Difference(
                first, f"出处第 {first}–{last} 行没有这一项的文字，或已归到别的事项", kind, duty.id, ("source",)
            )
            continue
        position = duty_list.categories.index(category)
        category_line = rows[position].line if position < len(rows) else category_line
        next_line = rows[position + 1].line if position + 1 < len(rows) else last + 1
        if not category_line < first < next_line:
            yield Difference(first, f"原文不在类别“{category.name}”之下", kind, duty.id)
        yield from _audit_duty(kind, duty, own)
    for row in left.values():
        yield Difference(row.line, f"原文的这一行不在清单里：“{plain(row.text)[:40]}”", kind)


def _audit_duty(kind: ListKind, duty: AnyDuty, rows: list[Row]) -> Iterator[Difference]:
    """Compare a duty's rows with its YAML, column by column."""
    for column, (key, pieces) in enumerate(_columns(duty)):
        chunks = list(new_chunks(row.cells[column] for row in rows))
        printed = "".join(plain(chunk) for chunk in chunks)
        residue, missing = _walk(printed, pieces)
        quoted = {_squeeze(note.printed) for note in duty.notes if note.printed}
        for text in residue:
            bare = text.rstrip("：:")
            if text and text not in quoted and bare not in quoted and not _is_again(bare, pieces):
                yield Difference(
                    _line_of(rows, column, text), f"原文的“{_short(text)}”不在清单里", kind, duty.id, (key,)
                )
        for text in missing:
            yield Difference(rows[0].line, f"清单里的“{_short(text)}”原文没有，或顺序不同", kind, duty.id, (key,))


@dataclass(frozen=True)
class _Piece:
    """A text of the YAML that must be printed; a label only may be (it can be implied by the cell)."""

    text: str
    is_label: bool = False


def _columns(duty: AnyDuty) -> list[tuple[str, list[_Piece]]]:
    """For each column of the printed table, the key and the YAML's texts in order."""
    number = [_Piece(str(duty.number))]
    name = [_Piece(_squeeze(duty.name))]
    match duty:
        case CooperativeDuty():
            superior = [piece for block in duty.superior for piece in _block_pieces(block)]
            return [
                ("number", number),
                ("name", name),
                ("departments", _pieces(duty.departments)),
                ("superior", superior),
                ("township", _pieces(duty.township)),
            ]
        case ReclaimedDuty():
            receivers = _pieces(duty.departments)
            return [("number", number), ("name", name), ("method", receivers + _pieces(duty.method))]
        case _:
            return [("number", number), ("name", name)]


def _block_pieces(block: object) -> list[_Piece]:
    label = [_Piece(_squeeze(name), is_label=True) for name in block.departments]
    return [*label, *_pieces(block.duties), *_pieces(block.support)]


def _pieces(texts: tuple[str, ...]) -> list[_Piece]:
    return [_Piece(_squeeze(text)) for text in texts]


def _walk(printed: str, pieces: list[_Piece]) -> tuple[list[str], list[str]]:
    """Walk print and pieces side by side: what of the print is left over, and which pieces are not there."""
    residue: list[str] = []
    missing: list[str] = []
    at = 0
    for index, piece in enumerate(pieces):
        found = printed.find(piece.text, at)
        follower = next((one for one in pieces[index:] if not one.is_label), None)
        limit = printed.find(follower.text, at) if follower else len(printed)
        if piece.is_label and (found < 0 or limit <= found):
            continue
        if found < 0:
            missing.append(piece.text)
            continue
        residue.append(printed[at:found])
        at = found + len(piece.text)
    residue.append(printed[at:])
    return [text for one in residue if (text := _without_layout(one))], missing


def _without_layout(text: str) -> str:
    """What stands between two texts, without enumerators, labels' colons and separators."""
    return re.sub(rf"{_LABELS}|{_ENUMERATOR}|^[：:、，,；;]+|^[：:]", "", text)


def _is_again(text: str, pieces: list[_Piece]) -> bool:
    """Whether a fragment is one of the cell's own texts printed again."""
    return any(text == piece.text for piece in pieces)


def _line_of(rows: list[Row], column: int, text: str) -> int:
    return next((row.line for row in rows if text[:8] in plain(row.cells[column])), rows[0].line)


def _squeeze(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:40]}…"
