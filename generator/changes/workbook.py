"""A workbook to edit a township's lists in: what is to be edited can be, what is not is protected; and back.

A township  →  workbook  →  (somebody edits it)  →  Request, as if it had come from the site's form

One sheet for how the change is decided, one for each list, a duty a row, a text a line of its cell.  The departments of
a block stand above it (【县民政局、县财政局】), and what follows “履职保障：” is support.  A hidden sheet keeps what
each duty said, so that what somebody else changes meanwhile is seen.
"""

import io
import json
import re
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from zipfile import BadZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from generator.changes.particulars import TRACKS
from generator.changes.request import (
    FIELDS,
    MAX_CHANGES,
    MAX_TEXT,
    PARTICULARS,
    STATUSES,
    FieldChange,
    FieldForm,
    Request,
    RequestDamaged,
    RequestedChange,
    RequestKind,
    Value,
)
from generator.history import digest
from generator.importers.draft import ImportProblem
from generator.importers.office.package import opened
from generator.model import AnyDuty, ListKind, Township
from generator.printed.package import settled
from generator.printed.table import escaped
from generator.words.characters import CONTROL, did_you_mean

VERSION = 1
_BASE, _HOW = "原来", "怎样决定的"
_ID, _END, _TO = "编号", "终止", "去处"
# The columns of each list, between the id and what says that a duty ends; and how wide they are.
_COLUMNS = {
    ListKind.BASIC: ("序号", "类别", "名称", "附栏"),
    ListKind.COOPERATIVE: ("序号", "类别", "名称", "部门", "上级部门职责", "乡镇配合职责", "附栏"),
    ListKind.RECLAIMED: ("序号", "类别", "名称", "部门", "状态", "工作方式", "附栏"),
}
_WIDTHS = {"序号": 6, "类别": 14, "名称": 36, "上级部门职责": 60, "乡镇配合职责": 50, "工作方式": 60, _END: 6}
# Rows below the duties that new ones can be written in.
_SPARE = 50
_LOCKED, _OPEN = Protection(locked=True), Protection(locked=False)
_WRAP = Alignment(vertical="top", wrap_text=True)
_HEAD = PatternFill("solid", start_color="DDDDDD")
_OWNERS = re.compile(r"【(.*)】")
_SUPPORT = "履职保障："
# So many things that are wrong are told at once.
_TOLD = 20
# How a .xls or .doc begins, and a .ods or .odt soon after its beginning.
_OLE, _OPEN_DOCUMENT = b"\xd0\xcf\x11\xe0", b"application/vnd.oasis.opendocument"
_ENCRYPTED, _PDF = "EncryptedPackage".encode("utf-16-le"), b"%PDF-"
_TABLES = (".xlsx", ".xlsm", ".xls", ".et")
_BROKEN = (
    *(BadZipFile, InvalidFileException, KeyError, ValueError, TypeError, SyntaxError, OSError, IndexError),
    *(AttributeError, OverflowError, RecursionError),
)


@dataclass(frozen=True)
class _Row:
    """A row of a list's sheet: its texts by their heads, and its number; what cannot be read of one is empty."""

    sheet: str
    number: int
    cells: Mapping[str, str]
    columns: Mapping[str, int]
    is_whole: bool

    def where(self, head: str) -> str:
        """The cell under a head, for people."""
        return f"工作表“{self.sheet}”{get_column_letter(self.columns[head])}{self.number}"


# --- writing ---------------------------------------------------------------------------------------------


def to_workbook(township: Township, place: str, departments: Sequence[str], categories: Sequence[str]) -> bytes:
    """The workbook of a township; `departments` and `categories` are what can be chosen."""
    book = Workbook()
    how = book.worksheets[0]
    how.title = _HOW
    _fill_how(how, township, place)
    lists = book.create_sheet("可选")
    for column, names in enumerate((categories, departments, [*STATUSES.values()], [one.title for one in TRACKS]), 1):
        for row, name in enumerate(names, 1):
            _put(lists, row, column, name)
    lists.sheet_state = "hidden"
    lists.protection.sheet = True
    _choose(how, "D", max(len(TRACKS), 1), "B4")
    base = book.create_sheet(_BASE)
    for row, value in enumerate((str(VERSION), township.id, place), 1):
        _put(base, row, 1, value)
    at = 4
    for kind, duty_list in township.lists.items():
        sheet = book.create_sheet(kind.title, index=1 + list(township.lists).index(kind))
        _fill_list(sheet, kind, township, len(categories), len(departments))
        for category, duty in duty_list.duties():
            for column, value in enumerate((duty.id, digest(duty), _kept(duty, category.name)), 1):
                _put(base, at, column, value)
            at += 1
    base.sheet_state = "veryHidden"
    base.protection.sheet = True
    out = io.BytesIO()
    book.save(out)
    return settled(out.getvalue())


def _fill_how(sheet: Worksheet, township: Township, place: str) -> None:
    title = f"{place.replace('/', '').replace('-', '')}（{township.id}）"
    lines = (
        f"{title}：改好存下来，运行 qingdan apply 这个文件",
        "灰色的不能改。一格里一条一行（Alt+回车换行）；上级部门职责里，【部门】一行，下面是它的职责，“履职保障：”下面是保障。",
        "新的事项写在表的最后，编号空着；终止的，在“终止”里选“是”，不要删去那一行。",
    )
    for row, line in enumerate(lines, 1):
        _put(sheet, row, 1, line)
    for row, name in enumerate((*PARTICULARS, "重排"), 4):
        _put(sheet, row, 1, name, is_head=True)
        _put(sheet, row, 2, {"途径": TRACKS[0].title, "重排": "是"}.get(name, "")).protection = _OPEN
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 10, 50
    sheet.protection.sheet = True


def _fill_list(sheet: Worksheet, kind: ListKind, township: Township, categories: int, departments: int) -> None:
    heads = (_ID, *_COLUMNS[kind], _END, _TO)
    for column, head in enumerate(heads, 1):
        _put(sheet, 1, column, head, is_head=True)
        sheet.column_dimensions[get_column_letter(column)].width = _WIDTHS.get(head, 18)
    rows = [(duty, _texts(duty, category.name)) for category, duty in township.lists[kind].duties()]
    for row, (duty, texts) in enumerate(rows, 2):
        _put(sheet, row, 1, duty.id, is_head=True)
        for column, head in enumerate(heads[1:], 2):
            _put(sheet, row, column, texts.get(head, "")).protection = _OPEN
    last = len(rows) + 1 + _SPARE
    for row in range(len(rows) + 2, last + 1):
        for column in range(2, len(heads) + 1):
            _put(sheet, row, column, "").protection = _OPEN
    letters = {head: get_column_letter(column) for column, head in enumerate(heads, 1)}
    _choose(sheet, "A", categories, f"{letters['类别']}2:{letters['类别']}{last}")
    if "状态" in letters:
        _choose(sheet, "C", len(STATUSES), f"{letters['状态']}2:{letters['状态']}{last}")
    if "部门" in letters:
        # Several names stand in a cell, a line each; the list is there for one.
        _choose(sheet, "B", departments, f"{letters['部门']}2:{letters['部门']}{last}", is_strict=False)
    yes = DataValidation(type="list", formula1='"是"', allow_blank=True)
    sheet.add_data_validation(yes)
    yes.add(f"{letters[_END]}2:{letters[_END]}{last}")
    sheet.freeze_panes = "B2"
    sheet.protection.sheet = True
    sheet.protection.formatColumns = sheet.protection.formatRows = sheet.protection.autoFilter = False


def _put(sheet: Worksheet, row: int, column: int, text: str, *, is_head: bool = False):  # type: ignore[no-untyped-def]  # noqa: ANN202  (the cell, of a type that openpyxl does not name)
    cell = sheet.cell(row, column)
    cell.value = escaped(text) or None
    if text:
        # A text that begins with = is no formula.
        cell.data_type = "s"
    cell.alignment, cell.protection = _WRAP, _LOCKED
    cell.number_format = "@"
    if is_head:
        cell.fill, cell.font = _HEAD, Font(bold=True)
    return cell


def _choose(sheet: Worksheet, column: str, count: int, cells: str, *, is_strict: bool = True) -> None:
    """A drop-down list of what stands in a column of the hidden sheet."""
    choice = DataValidation(type="list", formula1=f"可选!${column}$1:${column}${max(count, 1)}", allow_blank=True)
    choice.showErrorMessage = is_strict
    choice.errorTitle, choice.error = "不在列表里", "请从列表里选；没有的，先在 county.yml、类别词表里登记"
    sheet.add_data_validation(choice)
    choice.add(cells)


def _texts(duty: AnyDuty, category: str) -> dict[str, str]:
    """What the cells of a duty hold, by their heads."""
    data = duty.model_dump(mode="json")
    texts = {"序号": str(duty.number), "类别": category}
    for head, (key, form) in FIELDS.items():
        if key not in data or key == "number":
            continue
        match form:
            case FieldForm.TEXT:
                texts[head] = STATUSES[data[key]] if key == "status" else data[key]
            case FieldForm.TEXTS:
                texts[head] = "\n".join(data[key])
            case FieldForm.BLOCKS:
                texts[head] = "\n".join(line for block in data[key] for line in _block_lines(block))
            case FieldForm.EXTRAS:
                texts[head] = "\n".join(line for one in data[key] for line in (f"【{one['head']}】", *one["texts"]))
    return texts


def _block_lines(block: Mapping[str, Sequence[str]]) -> Iterator[str]:
    yield f"【{'、'.join(block['departments'])}】"
    yield from block["duties"]
    if block["support"]:
        yield _SUPPORT
        yield from block["support"]


def _kept(duty: AnyDuty, category: str) -> str:
    return json.dumps(_texts(duty, category), ensure_ascii=False, sort_keys=True)


# --- reading ---------------------------------------------------------------------------------------------


def is_workbook(file: Path, raw: bytes) -> bool:
    """Whether a file is a package as Excel writes it, and no text.  Raises RequestDamaged for another kind of table."""
    if file.name.startswith("~$"):
        raise RequestDamaged("是 WPS、Office 打开着的文件的记号，不是表格；请先存好、关掉，再交名字里没有 ~$ 的那一个")
    if not raw:
        raise RequestDamaged("文件是空的；请重新取得，或再存一次")
    if raw.startswith(_OLE) and _ENCRYPTED in raw:
        raise RequestDamaged("有密码，打不开；请用 WPS 或 Office 打开，去掉密码，另存为 .xlsx")
    if raw.startswith(_PDF):
        raise RequestDamaged("是 PDF，不是修改单；请交网站上做出的那份文件，或改好的 .xlsx")
    if raw.startswith(_OLE) or _OPEN_DOCUMENT in raw[:100]:
        raise RequestDamaged(
            "不是 .xlsx：请用 WPS 或 Office 打开，另存为 .xlsx；是文件不是表格的，把文字贴进 .txt 文件"
        )
    if file.suffix.lower() in (".csv", ".tsv"):
        raise RequestDamaged("是 CSV，只有一张工作表的文字，原来的样子、怎样决定的都没有了；请交改好的 .xlsx")
    is_package = raw.startswith(b"PK\x03\x04")
    if not is_package and file.suffix.lower() in _TABLES:
        raise RequestDamaged(f"名字是 {file.suffix.lower()}，里面却不是；请用 WPS 或 Office 打开，另存为 .xlsx")
    return is_package


def read_workbook(file: Path) -> Request:
    """What was changed in a workbook, as a request.

    Raises RequestDamaged, which names the sheet and the cell; where several cells of the lists are wrong, all of them.
    """
    if b"word/document.xml" in file.read_bytes():
        raise RequestDamaged(
            "是 Word 文件，不是修改单：新的清单请用 qingdan import；写在 Word 里的修改单，请把文字贴进 .txt 文件"
        )
    try:
        package = opened(file)
        with warnings.catch_warnings():
            # openpyxl says in English what it does not keep.
            warnings.simplefilter("ignore")
            book = load_workbook(package.stream())
    except ImportProblem as problem:
        raise RequestDamaged(f"打不开：{problem.message}") from None
    except _BROKEN:
        raise RequestDamaged("损坏了，打不开；请用 WPS 或 Office 打开，另存为 .xlsx") from None
    for name in (_BASE, _HOW):
        if name not in book.sheetnames:
            raise RequestDamaged(f"没有工作表“{name}”：不是 qingdan export --format edit 写出的，或删去了；请重新导出")
    kept = [[_cell(book[_BASE], row, column) for column in (1, 2, 3)] for row in _rows_of(book[_BASE])]
    if len(kept) < 3 or kept[0][0] != str(VERSION):
        raise RequestDamaged("这份表格是别的版本写出的，或改动过隐藏的一页；请重新导出")
    township, place = kept[1][0], kept[2][0]
    base = {id: (digest, _plain(text)) for id, digest, text in kept[3:]}
    particulars = {_cell(book[_HOW], row, 1): _cell(book[_HOW], row, 2) for row in range(4, 4 + len(PARTICULARS) + 1)}
    changes: list[RequestedChange] = []
    how = {_cell(book[_HOW], row, 1): f"工作表“{_HOW}”B{row}" for row in range(4, 4 + len(PARTICULARS) + 1)}
    cells = {key: how[name] for name, key in PARTICULARS.items() if name in how}
    if (keep := particulars.get("重排", "")) not in ("是", "否", ""):
        raise RequestDamaged(f"{how['重排']}：“重排”只能是“是”或“否”，不能是“{keep[:20]}”")
    keep_numbers = keep == "否"
    faults = _Faults()
    for kind in ListKind:
        own = {id for id in base if id.startswith(f"{kind.prefix}-")}
        with faults.gathered():
            if kind.title in book.sheetnames:
                rows = _list_rows(book[kind.title], kind, faults)
                changes += _changes(rows, kind, base, own, (township, place), faults)
                _refuse_equal_numbers(rows, base, keep_numbers=keep_numbers)
                cells |= {row.cells[_ID]: row.where("序号") for row in rows if row.cells[_ID]}
            elif own:
                raise RequestDamaged(f"没有工作表“{kind.title}”；请重新导出，或改回它的名字")
    faults.refuse()
    if len(changes) > MAX_CHANGES:
        raise RequestDamaged(f"改了 {len(changes)} 项，一次最多 {MAX_CHANGES} 项；请分成几次")
    said = {key: particulars[name] for name, key in PARTICULARS.items() if particulars.get(name)}
    return Request(tuple(changes), said, "", keep_numbers, where=f"工作表“{_HOW}”", cells=cells)


class _Faults:
    """What is wrong with a workbook: whoever mends it should not have to come again for each cell."""

    def __init__(self) -> None:
        self._messages: list[str] = []

    def __bool__(self) -> bool:
        return bool(self._messages)

    @contextmanager
    def gathered(self) -> Iterator[None]:
        """Keep what is wrong with what the `with` reads, which ends there, for later."""
        try:
            yield
        except RequestDamaged as damaged:
            self._messages.append(damaged.message)

    def refuse(self) -> None:
        """Raise RequestDamaged with all of it, where there is any."""
        if self._messages:
            more = [f"还有：{message}" for message in self._messages[1:_TOLD]]
            if len(self._messages) > _TOLD:
                more.append(f"还有 {len(self._messages) - _TOLD} 处；先改好这些，再运行一次")
            raise RequestDamaged("\n".join((self._messages[0], *more)))


def _rows_of(sheet: Worksheet) -> range:
    return range(1, min(sheet.max_row, 100_000) + 1)


def _plain(text: str) -> dict[str, str]:
    try:
        found = json.loads(text)
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise RequestDamaged("隐藏的一页改动过；请重新导出")
    return {str(key): str(value) for key, value in found.items()}


def _list_rows(sheet: Worksheet, kind: ListKind, faults: _Faults) -> list[_Row]:
    wanted = (_ID, *_COLUMNS[kind], _END, _TO)
    for merged in sheet.merged_cells.ranges:
        raise RequestDamaged(f"工作表“{sheet.title}”{merged.coord} 合并成了一格；请取消合并，每一行都写上")
    heads = {_cell(sheet, 1, column): column for column in range(1, min(sheet.max_column, 50) + 1)}
    for head in wanted:
        if head not in heads:
            raise RequestDamaged(
                f"工作表“{sheet.title}”的第 1 行没有“{head}”；表头不要改、不要删，请改回来{did_you_mean(head, heads)}"
            )
    columns = {head: heads[head] for head in wanted}
    rows: list[_Row] = []
    for number in _rows_of(sheet)[1:]:
        cells: dict[str, str] = {}
        for head, column in columns.items():
            with faults.gathered():
                cells[head] = _cell(sheet, number, column)
        if any(cells.values()):
            is_whole = len(cells) == len(columns)
            rows.append(_Row(sheet.title, number, dict.fromkeys(columns, "") | cells, columns, is_whole))
    return rows


def _cell(sheet: Worksheet, row: int, column: int) -> str:
    """The text of a cell, its lines without empty ones; a date as 2026-06-01."""
    cell = sheet.cell(row, column)
    value = cell.value
    where = f"工作表“{sheet.title}”{get_column_letter(column)}{row}"
    if cell.data_type == "f":
        raise RequestDamaged(f"{where} 是公式；请改成文字")
    if cell.data_type == "e":
        raise RequestDamaged(f"{where} 是公式出错的值 {cell.value}；请改成文字")
    if isinstance(value, datetime | date):
        return (value.date() if isinstance(value, datetime) else value).isoformat()
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = "" if value is None else str(value)
    if found := CONTROL.search(text.replace("\r\n", "\n")):
        raise RequestDamaged(f"{where} 里有不该有的字符 U+{ord(found[0]):04X}；请删去")
    if len(text) > 20 * MAX_TEXT:
        raise RequestDamaged(f"{where} 有 {len(text)} 个字，太长")
    return "\n".join(line.strip() for line in text.split("\n") if line.strip())


def _changes(
    rows: Sequence[_Row],
    kind: ListKind,
    base: Mapping[str, tuple[str, Mapping[str, str]]],
    own: set[str],
    township: tuple[str, str],
    faults: _Faults,
) -> Iterator[RequestedChange]:
    seen: dict[str, _Row] = {}
    gone = own - {row.cells[_ID] for row in rows}
    # Of what cannot be read it is told already.
    for row in [row for row in rows if row.is_whole]:
        with faults.gathered():
            if not (id := row.cells[_ID]):
                yield _addition(row, kind, township)
                continue
            if id in seen:
                raise RequestDamaged(
                    f"{row.where(_ID)}：编号 {id} 在第 {seen[id].number} 行已经有了；新的一项，编号空着"
                )
            if id not in own:
                hint = did_you_mean(id, gone) or "；不是事项的，删去这一行"
                raise RequestDamaged(f"{row.where(_ID)}：没有编号 {id}；编号不要改，新的一项空着{hint}")
            seen[id] = row
            if change := _change(row, kind, base[id], township):
                yield change
    # A row that cannot be read is there all the same.
    if not faults and (missing := sorted(own - set(seen))):
        raise RequestDamaged(
            f"工作表“{kind.title}”里 {missing[0]} 的一行不见了；要终止的，留着那一行，在“终止”里选“是”"
        )


def _change(
    row: _Row, kind: ListKind, kept: tuple[str, Mapping[str, str]], township: tuple[str, str]
) -> RequestedChange | None:
    """What was changed in the row of a duty; `kept` are the digest and the texts of what was written."""
    id, (token, texts) = row.cells[_ID], kept
    if row.cells[_END] == "是":
        parts = [part for part in re.split("[、,，\n]", row.cells[_TO]) if part]
        to = tuple(part for part in parts if re.fullmatch(r"[bcr]-\d{3,}", part))
        department = next((part for part in parts if part not in to), None)
        return RequestedChange(
            *township,
            RequestKind.END,
            id,
            token,
            to=to,
            department=department,
            line=row.number,
            where=row.where(_END),
        )
    if row.cells[_END]:
        raise RequestDamaged(f"{row.where(_END)}：“终止”只能选“是”，或空着")
    if row.cells[_TO]:
        raise RequestDamaged(f"{row.where(_TO)}：写了“{_TO}”，“{_END}”却空着；要终止的选“是”，不终止的删去去处")
    was = {head: _lines(texts.get(head, "")) for head in _COLUMNS[kind]}
    changed = [head for head in _COLUMNS[kind] if row.cells[head] != was[head]]
    if not changed:
        return None
    fields = {FIELDS[head][0]: FieldChange(_value(row, head), _value(row, head, was[head])) for head in changed}
    place = row.where(changed[0])
    return RequestedChange(*township, RequestKind.AMEND, id, token, fields=fields, line=row.number, where=place)


def _refuse_equal_numbers(
    rows: Sequence[_Row], base: Mapping[str, tuple[str, Mapping[str, str]]], *, keep_numbers: bool
) -> None:
    """Raise RequestDamaged where two rows are to have one number.

    A new row before which there is another one of its number takes its place, and the others go on from there.
    """
    seen: dict[str, _Row] = {}
    for row in sorted((row for row in rows if row.cells[_END] != "是"), key=lambda row: not row.cells[_ID]):
        number, id = row.cells["序号"], row.cells[_ID]
        other = seen.setdefault(number, row)
        if not number or other is row:
            continue
        was = [base[one.cells[_ID]][1].get("序号") for one in (other, row) if one.cells[_ID]]
        is_written = keep_numbers or any(one != number for one in was)
        if is_written and was != [number, number]:
            told = (
                f"{other.where('序号')}（{other.cells[_ID] or '新的一项'}）和{row.where('序号')}（{id or '新的一项'}）"
            )
            raise RequestDamaged(f"{told}都写着序号 {number}；请给其中一项另一个序号")


def _lines(text: str) -> str:
    """A text as a cell has it that nobody has touched."""
    return "\n".join(line.strip() for line in text.split("\n") if line.strip())


def _addition(row: _Row, kind: ListKind, township: tuple[str, str]) -> RequestedChange:
    for head in ("名称", "类别"):
        if not row.cells[head]:
            raise RequestDamaged(f"{row.where(head)}：新的一项没有写“{head}”；不是新的，请补上编号或删去这一行")
    heads = [head for head in _COLUMNS[kind] if head not in ("序号", "类别") and row.cells[head]]
    fields = {FIELDS[head][0]: FieldChange(_value(row, head)) for head in heads}
    number = row.cells["序号"]
    if number and not re.fullmatch("[1-9][0-9]{0,3}", number):
        raise RequestDamaged(f"{row.where('序号')}：序号应是从 1 起的整数，不能是“{number}”")
    return RequestedChange(
        *township, RequestKind.ADD, "新", list=kind, category=row.cells["类别"], number=int(number) if number else None,
        fields=fields, line=row.number, where=row.where("名称"),
    )  # fmt: skip


def _value(row: _Row, head: str, text: str | None = None) -> Value:
    """The value of a cell, or of what it held before."""
    text = row.cells[head] if text is None else text
    key, form = FIELDS[head]
    match form:
        case FieldForm.TEXT:
            codes = {title: code for code, title in STATUSES.items()}
            if key == "status" and text not in codes:
                raise RequestDamaged(f"{row.where(head)}：“状态”只能是 {'、'.join(codes)}")
            if "\n" in text:
                raise RequestDamaged(f"{row.where(head)}：“{head}”只写一行")
            return codes.get(text, text) or None
        case FieldForm.TEXTS:
            return tuple(text.split("\n")) if text else ()
        case FieldForm.BLOCKS:
            return tuple(_blocks(row, head, text))
    return tuple(_extras(row, head, text))


def _blocks(row: _Row, head: str, text: str) -> Iterator[Mapping[str, object]]:
    block: dict[str, list[str]] | None = None
    key = "duties"
    for line in text.split("\n") if text else ():
        if owners := _OWNERS.fullmatch(line):
            if block is not None:
                yield {part: tuple(texts) for part, texts in block.items()}
            names = [name for name in owners[1].split("、") if name]
            block, key = {"departments": names, "duties": [], "support": []}, "duties"
        elif block is None:
            raise RequestDamaged(f"{row.where(head)}：第一行应是【部门】，几个部门用顿号，没有部门的写【】")
        elif line in (_SUPPORT, "履职保障:"):
            key = "support"
        else:
            block[key].append(line)
    if block is not None:
        yield {part: tuple(texts) for part, texts in block.items()}


def _extras(row: _Row, head: str, text: str) -> Iterator[Mapping[str, object]]:
    found: list[tuple[str, list[str]]] = []
    for line in text.split("\n") if text else ():
        if own := _OWNERS.fullmatch(line):
            found.append((own[1], []))
        elif found:
            found[-1][1].append(line)
        else:
            raise RequestDamaged(f"{row.where(head)}：附栏的第一行应是【表头】")
    yield from ({"head": name, "texts": tuple(texts)} for name, texts in found)
