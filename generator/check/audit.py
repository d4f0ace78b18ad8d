"""Source audit: every character of source.txt stands in the YAML, or is a named part of the layout.

The audit shares an importer's eyes (its rows: which line is a heading, which a
duty's cells) but not its judgement: for each duty and each column it walks the
printed cell and the YAML's texts side by side, in order.  What is printed must
be found in the YAML and the other way round, but for these layout parts:

    空白、表头、目录、页码、附件号     lines that hold no duty; 填报单位, 注, 合计, 落款 too
    编号                              1.  2、  （1）  ①
    标签                              县公安局：  【县公安局】  履职保障：  承接部门：  工作方式：  牵头单位：
    分隔                              、 / between departments
    重印                              what a following page prints again

Two fragments are accounted for by a note of the duty that quotes them (`printed`): a name that a following page
prints differently, and a misprinted label.  What a note quotes must be printed somewhere in the duty's rows.

A block of the superior's duties must have its labels printed before it, unless none is printed and it belongs to all
the departments of the cell, opens with their names, or its label slipped into the department column.  It is nobody's
only where the cell is empty; then the departments are those of the labels, if there are any.  Where a reclaimed duty's
own words say who has taken it back (由县气象局承接，…), they are its departments.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from generator.history import DoesNotFit, as_received
from generator.importers.cells import SUPPORT_LABEL, is_body, leading, new_chunks, plain, receivers_told
from generator.importers.draft import ImportProblem, Row, RowKind
from generator.importers.labels import METHOD, ROLE, ROLE_BEHIND, after_names, before_names
from generator.importers.marks import MARK
from generator.importers.registry import IMPORTERS, layout_of
from generator.importers.text.head_words import project_words
from generator.model import AnyDuty, AnyList, Column, ColumnVocabulary, Keys, ListKind, Passage, PassageKind, Township
from generator.words.characters import differ, pair
from generator.words.departments import LEAD_MARK

# What a text of each is, for people.
_FORMATS = {
    "table-text": "PDF、Word、Excel、CSV 的表格",
    "ocr-table": "一行一个表格行",
    "pdf-text": "PDF 里取出的文字",
}
_LAYOUT_ROWS = {RowKind.BLANK, RowKind.CONTENTS, RowKind.MARK, RowKind.COLUMN_HEADS, RowKind.ASIDE}
# Labels of the form and marks; of both, those whose words are no pattern of their own.
_LAYOUT = re.compile(rf"{SUPPORT_LABEL.pattern}|{ROLE.pattern}|{METHOD.pattern}|{MARK}")
_SEPARATORS = "、，,；;/／|｜+＋&＆"
# After some names: another one follows.
_GOES_ON = ("、", "，", ",", "和", "与", "及")
_JOINS = re.compile(rf"以及|[和及与]|(?:牵头|配合|负责|主办|协办)(?:单位|部门)?|{ROLE_BEHIND}")


@dataclass(frozen=True)
class Difference:
    """A place where source.txt and the YAML do not say the same.

    `line` is of source.txt, from 1; `keys` lead to the text in the duty, or in township.yml where no list is concerned.
    `advice` is what to do, where that is not what is to be done about most differences.
    """

    line: int
    message: str
    kind: ListKind | None = None
    duty_id: str | None = None
    keys: Keys = ()
    advice: str = ""


@dataclass
class _Printed:
    """The rows of the source, by what they hold."""

    title: str = ""
    headings: dict[ListKind, Row] = field(default_factory=dict)
    categories: dict[ListKind, list[Row]] = field(default_factory=dict)
    duties: dict[ListKind, dict[int, Row]] = field(default_factory=dict)
    unknown: list[Row] = field(default_factory=list)

    def drop(self, lines: tuple[int, int]) -> bool:
        """Leave out what a person has set aside; whether there was any such row."""
        first, last = lines
        before = len(self.unknown) + sum(map(len, self.duties.values()))
        self.unknown = [row for row in self.unknown if not first <= row.line <= last]
        for kind, rows in self.duties.items():
            self.duties[kind] = {line: row for line, row in rows.items() if not first <= line <= last}
        return before > len(self.unknown) + sum(map(len, self.duties.values()))


def audit(township: Township, words: ColumnVocabulary | None = None) -> Iterator[Difference]:
    """Every difference between a township's source.txt and its lists; `words` are those of column heads."""
    if township.source_text is None or township.file.source is None or township.has_unread_changes:
        return
    try:
        township = as_received(township)
    except DoesNotFit:
        # That a record does not fit is another rule's to tell; against today's lists every change would be a mistake.
        return
    if township.source_text is None or township.file.source is None:
        return
    importer = IMPORTERS.get(township.file.source.format)
    if importer is None:
        message = f"不认识的来源形式“{township.file.source.format}”"
        known = "、".join(f"{name}（{_FORMATS[name]}）" for name in IMPORTERS)
        yield Difference(1, message, keys=("source", "format"), advice=f"只能是 {known}")
        return
    try:
        layout = layout_of(township.file.source, words or project_words())
        printed = _collect(importer.rows(township.source_text, layout))
    except ImportProblem as problem:
        message, stop, advice = problem.message.partition("；请")
        yield Difference(problem.line or 1, message, advice=stop[1:] + advice)
        return
    title = township.file.source.title
    if printed.title and _squeeze(printed.title) != _squeeze(title):
        message = f"文件标题印作{_both(printed.title, title, 'township.yml 里是')}"
        yield Difference(1, message, keys=("source", "title"))
    elif not printed.title and _squeeze(title) not in {_squeeze(row.text) for row in printed.headings.values()}:
        message = f"township.yml 里的文件标题“{_short(title)}”原文没有"
        yield Difference(1, message, keys=("source", "title"))
    for index, aside in enumerate(township.file.source.set_aside):
        if not printed.drop(aside.lines):
            first, last = aside.lines
            message = f"写明不属于清单的第 {first}–{last} 行里，没有一行是表格的文字，或不能确定的文字"
            yield Difference(first, message, keys=("source", "set_aside", index))
    for row in printed.unknown:
        yield Difference(row.line, f"这一行没有归到任何事项：“{row.text[:40]}”")
    for kind, duty_list in township.lists.items():
        yield from _audit_list(kind, duty_list, printed, importer.reprints)


def _collect(rows: Iterator[Row]) -> _Printed:
    printed = _Printed()
    for row in rows:
        match row.kind:
            case RowKind.TITLE:
                printed.title += row.text
            case RowKind.LIST_HEADING:
                printed.headings[row.of_list] = row
            case RowKind.CATEGORY:
                printed.categories.setdefault(row.of_list, []).append(row)
            case RowKind.DUTY:
                printed.duties.setdefault(row.of_list, {})[row.line] = row
            case RowKind.UNKNOWN:
                printed.unknown.append(row)
            case kind:
                assert kind in _LAYOUT_ROWS
    return printed


def _audit_list(kind: ListKind, duty_list: AnyList, printed: _Printed, reprints: bool) -> Iterator[Difference]:
    heading = printed.headings.get(kind)
    if heading is None:
        yield Difference(1, f"来源文本里没有{kind.official_title}的标题", kind)
        return
    if heading.text != duty_list.title:
        yield Difference(heading.line, f"清单标题印作{_both(heading.text, duty_list.title)}", kind)
    rows = printed.categories.get(kind, [])
    # Where the table has a column for the category, there are no headings, and few print counts in it.
    in_column = any(row.category_cell for row in printed.duties.get(kind, {}).values())
    counted = {row.category for row in printed.duties.get(kind, {}).values()}
    for index, category in enumerate(duty_list.categories if in_column else ()):
        if category.declared is not None and (category.name, category.declared) not in counted:
            message = f"类别“{category.name}”写明 {category.declared} 项，原文没有写项数"
            yield Difference(heading.line, message, kind, keys=("categories", index, "declared"))
    if not in_column and [row.category for row in rows] != [
        (category.name, category.declared) for category in duty_list.categories
    ]:
        shown = "、".join(row.text for row in rows)
        yield Difference(heading.line, f"类别标题或项数与清单不同；原文依次是：{shown}", kind)
    every_row = printed.duties.get(kind, {})
    lines = sorted(every_row)
    left = dict(every_row)
    category_line = 0
    for category, duty in duty_list.duties():
        if duty.source is None:
            yield Difference(heading.line, "缺少出处 source", kind, duty.id)
            continue
        first, last = duty.source.lines
        within = lines[bisect_left(lines, first) : bisect_right(lines, last)]
        rows_there = [left[line] for line in within if line in left]
        own = [row for row in rows_there if row.cells[0].strip() in ("", str(duty.number))]
        if rows_there and not own:
            printed_number = rows_there[0].cells[0].strip()
            message = f"出处第 {first}–{last} 行印的序号是“{printed_number}”，这里是 {duty.number}"
            yield Difference(first, message, kind, duty.id, ("number",))
            left = {line: row for line, row in left.items() if not first <= line <= last}
            continue
        if not own:
            yield Difference(
                first, f"出处第 {first}–{last} 行没有这一项的文字，或已归到别的事项", kind, duty.id, ("source",)
            )
            continue
        own_lines = (own[0].line, own[-1].line)
        for row in own:
            del left[row.line]
        if any(every_row[line] not in own for line in within):
            yield Difference(first, f"出处第 {first}–{last} 行里有别的事项", kind, duty.id, ("source",))
        elif (first, last) != own_lines:
            message = f"出处写的是第 {first}–{last} 行，这一项印在第 {own_lines[0]}–{own_lines[1]} 行"
            yield Difference(first, message, kind, duty.id, ("source",))
        if in_column:
            cell = "".join(row.category_cell for row in own)
            if cell != category.name:
                yield Difference(first, f"事项类别印作{_both(cell, category.name)}", kind, duty.id)
            yield from _audit_duty(kind, duty, own, reprints)
            continue
        position = duty_list.categories.index(category)
        category_line = rows[position].line if position < len(rows) else category_line
        next_line = rows[position + 1].line if position + 1 < len(rows) else last + 1
        # Of duties that no category heads, the first one's line stands for the heading.
        if not category_line <= first < next_line:
            yield Difference(first, f"原文不在类别“{category.name}”之下", kind, duty.id)
        yield from _audit_duty(kind, duty, own, reprints)
    for row in left.values():
        yield Difference(row.line, f"原文的这一行不在清单里：“{plain(row.text)[:40]}”", kind)


def _audit_duty(kind: ListKind, duty: AnyDuty, rows: list[Row], reprints: bool) -> Iterator[Difference]:
    """Compare a duty's rows with its YAML, column by column; then its notes with its rows."""
    quoted = {_squeeze(note.printed) for note in duty.notes if note.printed}
    slipped: set[str] = set()
    for column, key in enumerate(kind.columns):
        pieces = _pieces(duty, key)
        chunks = [row.cells[column] for row in rows]
        printed = "".join(plain(chunk) for chunk in (new_chunks(chunks) if reprints else chunks))
        if key is Column.DEPARTMENTS:
            leads = leading("、".join(chunks))
            pieces = [_without_lead_mark(piece, leads) for piece in pieces]
        pieces = _told(pieces, printed, key, duty, rows)
        residue, missing = _walk(printed, pieces, slipped)
        unclaimed: list[str] = []
        for text in residue:
            bare = text.rstrip("：:")
            if key is Column.DEPARTMENTS and bare != text and any(bare == piece.text for piece in pieces):
                slipped.add(bare)
            elif not (bare in quoted and (key is Column.NAME or bare != text)):
                unclaimed.append(text)
        yield from _differences(kind, duty, rows, column, (key, unclaimed, missing))
    yield from _audit_extras(kind, duty, rows)
    for index, block in enumerate(duty.blocks()):
        if duty.department_names() and not block.departments:
            message = "这一段没有写 departments，部门栏里却印有部门"
            yield Difference(rows[0].line, message, kind, duty.id, ("superior", index))
    everything = "".join(plain(row.cells[column]) for column in range(len(rows[0].cells)) for row in rows)
    for index, note in enumerate(duty.notes):
        if note.printed and _squeeze(note.printed) not in everything:
            message = f"说明里引的“{_short(note.printed)}”原文没有"
            yield Difference(rows[0].line, message, kind, duty.id, ("notes", index, "printed"))


def _audit_extras(kind: ListKind, duty: AnyDuty, rows: list[Row]) -> Iterator[Difference]:
    """Compare what the rows hold in columns that are not the list's own, white space aside."""
    printed = {head: "" for row in rows for head, _ in row.extras}
    for row in rows:
        for head, cell in row.extras:
            printed[head] += plain(cell)
    for index, extra in enumerate(duty.extras):
        if extra.head not in printed:
            message = f"原文没有“{extra.head}”这一栏"
            yield Difference(rows[0].line, message, kind, duty.id, ("extras", index, "head"))
    for head, text in printed.items():
        written = _squeeze("".join(duty.extra_texts(head)))
        if text != written:
            message = f"“{head}”栏原文是{_both(text, written)}"
            yield Difference(rows[0].line, message, kind, duty.id, ("extras",))


def _without_lead_mark(piece: "_Piece", leads: tuple[str, ...]) -> "_Piece":
    """A name without its mark 牵头, where a label of the cell says the same."""
    name = LEAD_MARK.sub("", piece.text)
    return replace(piece, text=name) if name in leads else piece


def _told(pieces: list["_Piece"], printed: str, column: Column, duty: AnyDuty, rows: list[Row]) -> list["_Piece"]:
    """The pieces without the cell's departments, where the cell itself does not print them and other words do."""
    names = duty.department_names()
    told: tuple[str, ...] = ()
    if column is Column.DEPARTMENTS and not printed:
        superior = plain("".join(row.cells[ListKind.COOPERATIVE.columns.index(Column.SUPERIOR)] for row in rows))
        told = tuple(dict.fromkeys(name for block in duty.blocks() for name in block.departments if name in superior))
    elif column is Column.METHOD:
        method = duty.duties_in(Column.METHOD)
        first = printed.find(_squeeze(method[0])) if method else -1
        if 0 <= first <= printed.find(names[0] if names else ""):
            told = receivers_told(method[0])
    return [piece for piece in pieces if piece.keys[0] != "departments"] if told and told == names else pieces


def _differences(
    kind: ListKind, duty: AnyDuty, rows: list[Row], column: int, found: tuple[Column, list[str], list["_Piece"]]
) -> Iterator[Difference]:
    """The differences of one column: what is printed and unclaimed, and what is claimed and not printed.

    One of each is one text that was changed, and is said in one sentence.
    """
    key, unclaimed, missing = found
    if len(unclaimed) == 1 and len(missing) == 1 and not (missing[0].is_label or missing[0].opens_support):
        message = f"原文是{_both(unclaimed[0], missing[0].text)}"
        if unclaimed[0] == missing[0].text:
            message = f"“{_short(unclaimed[0])}”的次序与原文不同"
        yield Difference(_line_of(rows, column, unclaimed[0]), message, kind, duty.id, missing[0].keys)
        return
    for text in unclaimed:
        yield Difference(_line_of(rows, column, text), f"原文的“{_short(text)}”不在清单里", kind, duty.id, (key.value,))
    for piece in missing:
        message = f"清单里的“{_short(piece.text)}”原文没有，或顺序不同"
        if piece.opens_support:
            message = f"“{_short(piece.text)}”与原文“履职保障”的位置不合：它之后的写在 support 里，之前的写在 duties 里"
        if piece.is_label:
            message = f"这一段写在“{piece.text}”名下，原文没有这样的标签，也不是部门栏的全部部门"
        yield Difference(rows[0].line, message, kind, duty.id, piece.keys)


@dataclass(frozen=True)
class _Piece:
    """A text of the YAML that must be printed, and the keys that lead to it.

    A label stands before other texts; one that `may_be_implied` need not be printed.  Between names, and after
    labels, separators may stand.
    """

    text: str
    keys: Keys
    is_name: bool = False
    is_label: bool = False
    opens_support: bool = False
    may_be_implied: bool = False


def _pieces(duty: AnyDuty, column: Column) -> list[_Piece]:
    """The YAML's texts of a column of the printed table, in order."""
    match column:
        case Column.NUMBER:
            return [_Piece(str(duty.number), ("number",))]
        case Column.NAME:
            return [_Piece(_squeeze(duty.name), ("name",))]
    everyone = tuple(LEAD_MARK.sub("", name) for name in duty.department_names())
    passages = [passage for passage in duty.passages() if passage.column is column]
    return [
        _Piece(
            _squeeze(text),
            keys,
            is_name=passage.is_names,
            is_label=passage.kind is PassageKind.OWNERS,
            opens_support=passage.kind is PassageKind.SUPPORT and place == 0,
            may_be_implied=passage.texts == everyone or _are_named(passage, passages),
        )
        for passage in passages
        for place, (keys, text) in enumerate(passage.placed())
    ]


def _are_named(owners: Passage, passages: list[Passage]) -> bool:
    """Whether the first text of the owners' block opens with their whole names, and no other name follows."""
    texts = (
        text
        for passage in passages
        if passage.keys[:-1] == owners.keys[:-1] and not passage.is_names
        for text in passage.texts
    )
    names, text = "、".join(owners.texts), _squeeze(next(texts, ""))
    is_opened = text.startswith(names) and not text[len(names) :].startswith(_GOES_ON)
    return is_opened and all(is_body(name) for name in owners.texts)


def _walk(printed: str, pieces: list[_Piece], slipped: set[str]) -> tuple[list[str], list[_Piece]]:
    """Walk print and pieces side by side: what of the print is left over, and which pieces are not there.

    `slipped` are labels that were printed in another column.
    """
    residue: list[str] = []
    missing: list[_Piece] = []
    unprinted: list[_Piece] = []
    labelled: Keys = ()
    at, after_name, support_label, box = 0, False, False, ""
    for index, piece in enumerate(pieces):
        found = printed.find(piece.text, at)
        if piece.is_label:
            follower = next((later for later in pieces[index:] if not later.is_label), None)
            limit = printed.find(follower.text, at) if follower else len(printed)
            is_printed = 0 <= found < limit
            if is_printed and piece.keys[:-1] != labelled:
                labelled = piece.keys[:-1]
                # Where one of a block's labels is printed, none of them is implied: the block is not everyone's.
                missing += [one for one in unprinted if one.keys[:-1] == labelled and one not in missing]
            if not is_printed:
                unprinted.append(piece)
                if piece.text not in slipped and (not piece.may_be_implied or piece.keys[:-1] == labelled):
                    missing.append(piece)
                continue
        if found < 0:
            missing.append(piece)
            continue
        support_label = support_label or bool(SUPPORT_LABEL.search(printed[at:found]))
        if not piece.is_name:
            if support_label != piece.opens_support:
                missing.append(replace(piece, opens_support=True))
            support_label = False
        between = after_names(printed[at:found], box) if after_name else printed[at:found]
        if piece.is_name:
            between, opened = before_names(between)
            box = opened or (box if after_name else "")
        residue.append(_without_layout(between, after_name, piece.is_name))
        at, after_name = found + len(piece.text), piece.is_name
    only_names = all(piece.is_name and not piece.is_label for piece in pieces)
    rest = after_names(printed[at:], box) if after_name else printed[at:]
    residue.append(_without_layout(rest, after_name, only_names))
    return [text for text in residue if text], missing


def _without_layout(text: str, after_name: bool, before_name: bool) -> str:
    """What stands between two texts, without marks, the form's labels, and the separators around names.

    The colon of an unclaimed department's label stays, so that a label is told from a text.
    """
    bare = _LAYOUT.sub("", text)
    if after_name:
        bare = bare.lstrip(f"：:。{_SEPARATORS}")
    if before_name:
        bare = bare.rstrip(_SEPARATORS)
    return "" if after_name and before_name and _JOINS.fullmatch(bare) else bare


def _line_of(rows: list[Row], column: int, text: str) -> int:
    return next((row.line for row in rows if text[:8] in plain(row.cells[column])), rows[0].line)


def _squeeze(text: str) -> str:
    return "".join(text.split())


def _both(printed: str, written: str, there: str = "清单里是") -> str:
    """What is printed and what is written, quoted around where they differ, and in what where that cannot be seen."""
    quoted, other = pair(printed, written)
    return f"“{quoted}”，{there}“{other}”{differ(printed, written)}"


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:40]}…"
