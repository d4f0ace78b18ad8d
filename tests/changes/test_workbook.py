"""Workbooks: what is edited in one comes back as a request, and what is wrong with one is told by sheet and cell."""

import datetime
import io
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from zipfile import ZipFile

import pytest
from docx import Document
from openpyxl import Workbook, load_workbook

from generator.__main__ import main
from generator.changes.request import FieldChange, RequestDamaged, RequestKind
from generator.changes.workbook import is_workbook, read_workbook, to_workbook
from generator.history import digest
from generator.model import Extra, ListKind, Township
from generator.read.folder import read, read_township
from support.change_requests import PLACE, YI, duty
from support.places import CROOKED, DEMO

NAMES = ("县民政局", "县财政局", "县教育局")
CATEGORIES = ("党的建设", "民生服务")


def written(township: Township, folder: Path) -> Path:
    """The workbook of a township in a file."""
    file = folder / "清单.xlsx"
    file.write_bytes(to_workbook(township, PLACE, NAMES, CATEGORIES))
    return file


def edited(folder: Path, edit: Callable[[Workbook], object], township: Township = YI) -> Path:
    """A workbook that somebody has edited."""
    file = written(township, folder)
    book = load_workbook(file)
    edit(book)
    book.save(file)
    return file


def put(sheet: str, cells: Mapping[str, object]) -> Callable[[Workbook], None]:
    """An edit that puts values into cells."""

    def edit(book: Workbook) -> None:
        for cell, value in cells.items():
            book[sheet][cell].value = value

    return edit


def test_nothing_edited_asks_for_nothing(tmp_path: Path) -> None:
    """Whatever the duties say: all townships of all test contents, a formula, and blanks that cells lose."""
    odd = (
        YI.lists[ListKind.BASIC]
        .categories[0]
        .duties[0]
        .model_copy(update={"name": "=1+1", "extras": (Extra(head="备注", texts=("_x0041_", " 二 ", "三\n\n四")),)})
    )
    category = YI.lists[ListKind.BASIC].categories[0].model_copy(update={"duties": (odd,)})
    strange = YI.lists[ListKind.BASIC].model_copy(update={"categories": (category,)})
    townships = [*read(DEMO).content.townships, *read(CROOKED).content.townships]
    for township in [*townships, Township("jia/yi", "jia", YI.file, {ListKind.BASIC: strange})]:
        assert read_workbook(written(township, tmp_path)).changes == ()


def test_the_same_bytes_each_time() -> None:
    """The workbook is made of the content alone."""
    assert to_workbook(YI, PLACE, NAMES, CATEGORIES) == to_workbook(YI, PLACE, NAMES, CATEGORIES)


def test_what_can_be_edited_and_chosen(tmp_path: Path) -> None:
    """Ids and heads are protected; texts are not; categories, states and ends are chosen from lists."""
    book = load_workbook(written(YI, tmp_path))
    assert [(sheet.title, sheet.sheet_state) for sheet in book.worksheets] == [
        ("怎样决定的", "visible"), ("基本履职", "visible"), ("配合履职", "visible"), ("上级部门收回", "visible"),
        ("可选", "hidden"), ("原来", "veryHidden"),
    ]  # fmt: skip
    assert all(sheet.protection.sheet for sheet in book.worksheets)
    sheet = book["配合履职"]
    locked = {cell: sheet[cell].protection.locked for cell in ("A1", "D1", "A2", "D2", "G3", "D4", "A4")}
    assert locked == {"A1": True, "D1": True, "A2": True, "D2": False, "G3": False, "D4": False, "A4": True}
    chosen = {str(one.sqref): one.formula1 for one in book["上级部门收回"].data_validations.dataValidation}
    assert chosen == {
        "C2:C53": "可选!$A$1:$A$2", "E2:E53": "可选!$B$1:$B$3", "F2:F53": "可选!$C$1:$C$2", "I2:I53": '"是"',
    }  # fmt: skip


def test_what_was_edited(tmp_path: Path) -> None:
    """Amended, added, ended; how it was decided, a date as Excel has it."""

    def edit(book: Workbook) -> None:
        put(
            "配合履职", {"E2": "县民政局", "F2": "【县民政局】\n审核。\n履职保障：\n 给钱。 ", "G3": "巡查。\n\n上报。"}
        )(book)
        put("配合履职", {"B4": 3, "C4": "民生服务", "D4": "新的一项", "E4": "县民政局\n县财政局", "G4": "办理。"})(book)
        put("上级部门收回", {"F3": "由部门承接", "I2": "是", "J2": "b-001、县民政局"})(book)
        put("怎样决定的", {"B4": "职责准入", "B7": "甲编发3号", "B9": datetime.date(2026, 6, 1), "B10": "否"})(book)

    request = read_workbook(edited(tmp_path, edit))
    assert request.particulars == {"track": "职责准入", "document": "甲编发3号", "effective": "2026-06-01"}
    assert request.keep_numbers
    assert [(one.kind, one.id, one.digest, one.where) for one in request.changes] == [
        (RequestKind.AMEND, "c-001", digest(duty("c-001")), "工作表“配合履职”E2"),
        (RequestKind.AMEND, "c-002", digest(duty("c-002")), "工作表“配合履职”G3"),
        (RequestKind.ADD, "新", "", "工作表“配合履职”D4"),
        (RequestKind.END, "r-001", digest(duty("r-001")), "工作表“上级部门收回”I2"),
        (RequestKind.AMEND, "r-002", digest(duty("r-002")), "工作表“上级部门收回”F3"),
    ]
    first, second, new, end, last = request.changes
    assert first.fields["departments"] == FieldChange(("县民政局",), ("县民政局（牵头）", "县财政局"))
    block = first.fields["superior"].new
    assert block == ({"departments": ("县民政局",), "duties": ("审核。",), "support": ("给钱。",)},)
    assert second.fields == {"township": FieldChange(("巡查。", "上报。"), ("开展巡查，发现隐患及时上报。",))}
    assert (new.list, new.category, new.number) == (ListKind.COOPERATIVE, "民生服务", 3)
    assert {key: one.new for key, one in new.fields.items()} == {
        "name": "新的一项", "departments": ("县民政局", "县财政局"), "township": ("办理。",)}  # fmt: skip
    assert (end.to, end.department) == (("b-001",), "县民政局")
    assert last.fields == {"status": FieldChange("taken-over", "discontinued")}


def drop(sheet: str, row: int) -> Callable[[Workbook], object]:
    return lambda book: book[sheet].delete_rows(row)


def remove(sheet: str) -> Callable[[Workbook], object]:
    return lambda book: book.remove(book[sheet])


BROKEN: dict[str, tuple[Callable[[Workbook], object], str]] = {
    "a row is gone": (drop("配合履职", 3), "工作表“配合履职”里 c-002 的一行不见了"),
    "an id was changed": (put("配合履职", {"A2": "c-01"}), "A2：没有编号 c-01；编号不要改，新的一项空着；是否指"),
    "an id twice": (put("配合履职", {"A3": "c-001"}), "工作表“配合履职”A3：编号 c-001 在第 2 行已经有了"),
    "a head was changed": (
        put("配合履职", {"G1": "配合职责"}),
        "第 1 行没有“乡镇配合职责”；表头不要改、不要删，请改回来；是否指“配合职责”？",
    ),
    "cells are merged": (
        lambda book: book["配合履职"].merge_cells("C2:C3"), "工作表“配合履职”C2:C3 合并成了一格；请取消合并"),
    "a formula that failed": (put("配合履职", {"D2": "#REF!"}), "工作表“配合履职”D2 是公式出错的值 #REF!"),
    "no hidden sheet": (remove("原来"), "没有工作表“原来”：不是 qingdan export --format edit 写出的"),
    "no sheet of a list": (remove("基本履职"), "没有工作表“基本履职”"),
    "the hidden sheet was changed": (put("原来", {"C5": "{"}), "隐藏的一页改动过"),
    "another version": (put("原来", {"A1": "9"}), "别的版本"),
    "a formula": (put("配合履职", {"D2": "=A1"}), "工作表“配合履职”D2 是公式"),
    "no owners": (put("配合履职", {"F2": "审核。"}), "工作表“配合履职”F2：第一行应是【部门】"),
    "a state that is none": (put("上级部门收回", {"F2": "收回"}), "工作表“上级部门收回”F2：“状态”只能是"),
    "an end that is none": (put("上级部门收回", {"I2": "对"}), "工作表“上级部门收回”I2：“终止”只能选“是”"),
    "two lines": (put("配合履职", {"D2": "一\n二"}), "工作表“配合履职”D2：“名称”只写一行"),
    "a new one without a name": (put("配合履职", {"C4": "民生服务", "G4": "办理。"}), "”D4：新的一项没有写“名称”"),
    "a number that is none": (
        put("配合履职", {"B4": "三", "C4": "民生服务", "D4": "新"}), "”B4：序号应是从 1 起的整数，不能是“三”"),
    "two equal numbers": (
        put("配合履职", {"B2": 2}),
        "工作表“配合履职”B2（c-001）和工作表“配合履职”B3（c-002）都写着序号 2；请给其中一项另一个序号",
    ),
    "a new one with a number that was given by hand": (
        put("配合履职", {"B3": 3, "B4": 3, "C4": "民生服务", "D4": "新"}),
        "工作表“配合履职”B3（c-002）和工作表“配合履职”B4（新的一项）都写着序号 3",
    ),
    "a new one with a number that stays": (
        lambda book: (
            put("配合履职", {"B4": 2, "C4": "民生服务", "D4": "新"})(book), put("怎样决定的", {"B10": "否"})(book)),
        "工作表“配合履职”B3（c-002）和工作表“配合履职”B4（新的一项）都写着序号 2",
    ),
    "gone somewhere, and not ended": (
        put("配合履职", {"J2": "县民政局"}),
        "工作表“配合履职”J2：写了“去处”，“终止”却空着；要终止的选“是”，不终止的删去去处",
    ),
    "a note below": (
        put("配合履职", {"A8": "注：以上"}),
        "A8：没有编号 注：以上；编号不要改，新的一项空着；不是事项的，删去这一行",
    ),
    "numbers neither kept nor not": (
        put("怎样决定的", {"B10": "不"}), "工作表“怎样决定的”B10：“重排”只能是“是”或“否”，不能是“不”"),
    "turned around": (put("配合履职", {"D2": "\u202e反"}), "工作表“配合履职”D2 里有不该有的字符 U+202E"),
}  # fmt: skip


def test_new_ones_without_numbers(tmp_path: Path) -> None:
    """Several may have none, whether the others keep theirs or not: the program gives them."""
    rows = {"C4": "民生服务", "D4": "新一", "C5": "民生服务", "D5": "新二"}
    for keeps in ("是", "否"):

        def edit(book: Workbook, keeps: str = keeps) -> None:
            put("配合履职", rows)(book)
            put("怎样决定的", {"B10": keeps})(book)

        request = read_workbook(edited(tmp_path, edit))
        assert [(one.fields["name"].new, one.number) for one in request.changes] == [("新一", None), ("新二", None)]
        assert request.keep_numbers == (keeps == "否")


@pytest.mark.parametrize("kind", BROKEN)
def test_what_is_wrong_is_told(kind: str, tmp_path: Path) -> None:
    """With sheet and cell, and what to do."""
    edit, message = BROKEN[kind]
    with pytest.raises(RequestDamaged) as damaged:
        read_workbook(edited(tmp_path, edit))
    assert message in damaged.value.message


def test_all_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    """Of every sheet and row, in their order; of very much only the first."""

    def edit(book: Workbook) -> None:
        put("基本履职", {"A2": "=1+1"})(book)
        put("配合履职", {"D2": "=1+1", "A3": "c-01"})(book)
        put("上级部门收回", {"I2": "对"})(book)

    with pytest.raises(RequestDamaged) as damaged:
        read_workbook(edited(tmp_path, edit))
    assert damaged.value.message.split("\n") == [
        "工作表“基本履职”A2 是公式；请改成文字",
        "还有：工作表“配合履职”D2 是公式；请改成文字",
        "还有：工作表“配合履职”A3：没有编号 c-01；编号不要改，新的一项空着；是否指“c-002”？",
        "还有：工作表“上级部门收回”I2：“终止”只能选“是”，或空着",
    ]

    def edit_many(book: Workbook) -> None:
        for row in range(40, 65):
            book["配合履职"].cell(row, 1).value = "c-900"

    with pytest.raises(RequestDamaged) as damaged:
        read_workbook(edited(tmp_path, edit_many))
    assert damaged.value.message.count("没有编号 c-900") == 20
    assert damaged.value.message.endswith("还有 5 处；先改好这些，再运行一次")


def _empty_archive() -> bytes:
    out = io.BytesIO()
    with ZipFile(out, "w") as archive:
        archive.writestr("x", "x")
    return out.getvalue()


def _other_workbook() -> bytes:
    out = io.BytesIO()
    Workbook().save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (to_workbook(YI, PLACE, NAMES, CATEGORIES)[:2000], "打不开"),
        (_empty_archive(), "打不开"),
        (_other_workbook(), "不是 qingdan export --format edit 写出的"),
    ],
)
def test_other_files(raw: bytes, message: str, tmp_path: Path) -> None:
    """Cut off, another archive, another workbook."""
    file = tmp_path / "x.xlsx"
    file.write_bytes(raw)
    with pytest.raises(RequestDamaged, match=message):
        read_workbook(file)


@pytest.mark.parametrize(
    ("name", "raw", "message"),
    [
        (
            "x.xls",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504),
            "不是 .xlsx：请用 WPS 或 Office 打开，另存为 .xlsx",
        ),
        (
            "x.ods",
            b"PK\x03\x04" + bytes(26) + b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet",
            "不是 .xlsx：请",
        ),
        ("x.csv", "编号,序号\r\n".encode("gb18030"), "是 CSV，只有一张工作表的文字"),
        (
            "x.xlsx",
            "编号,序号\r\n".encode("gb18030"),
            "名字是 .xlsx，里面却不是；请用 WPS 或 Office 打开，另存为 .xlsx",
        ),
        ("x.ET", b"<html><table></table></html>", "名字是 .et，里面却不是；"),
        ("x.xlsx", b"", "文件是空的；请重新取得"),
        ("~$x.xlsx", b"\x06user", "名字里没有 ~\\$ 的那一个"),
        (
            "x.xlsx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le"),
            "有密码，打不开；请用 WPS 或 Office 打开，去掉密码",
        ),
        ("x.pdf", b"%PDF-1.7\n", "是 PDF，不是修改单"),
    ],
)
def test_other_kinds_of_tables(name: str, raw: bytes, message: str) -> None:
    """What to save it as is told, whatever is in it."""
    with pytest.raises(RequestDamaged, match=message):
        is_workbook(Path(name), raw)


def test_from_export_to_apply(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """By the commands: cell and line of each change are told; a change by somebody else meanwhile is a conflict."""
    folder = shutil.copytree(DEMO, tmp_path / "content")
    at = ("--content", str(folder))
    assert main(["export", "--format", "edit", "--township", "jia/yi", "--output", str(tmp_path / "out"), *at]) == 0
    file = tmp_path / "out/jia/yi.xlsx"
    assert main(["apply", str(file), "--yes", *at]) == 0
    assert "一个字也没有改" in capsys.readouterr().err
    book = load_workbook(file)
    put("配合履职", {"G2": "受理申请；\n公示七天。"})(book)
    put("怎样决定的", {"B7": "甲编发3号", "B9": 46174})(book)
    book.save(file)
    assert main(["apply", str(file), "--yes", *at]) == 1
    assert f"{file}:工作表“怎样决定的”B9: 没有照做：生效的日期“46174”不是日期" in capsys.readouterr().err
    put("怎样决定的", {"B9": "2026-06-01"})(book)
    book.save(file)
    assert main(["apply", str(file), "--yes", *at]) == 0
    said = capsys.readouterr()
    assert f"工作表“配合履职”G2（c-001）：{folder.as_posix()}/townships/jia/yi/cooperative.yml:7\n" in said.err
    assert "+ 公示七天。" in said.out
    now = read_township(folder, "jia/yi").content.townships[0]
    assert duty("c-001", now).texts()
    put("配合履职", {"G2": "受理申请；\n公示九天。"})(book)
    book.save(file)
    assert main(["apply", str(file), "--yes", *at]) == 1
    said = capsys.readouterr()
    assert "工作表“配合履职”G2：jia/yi c-001（开展高龄津贴发放工作）的“乡镇配合职责”，两边改得不同" in said.err
    assert "    公示九天。\n  现在是：\n    受理申请；\n    公示七天。\n" in said.err
    put("配合履职", {"G2": "1.受理申请；", "E2": "县民政局、县教育局"})(book)
    book.save(file)
    assert main(["apply", str(file), "--yes", *at]) == 1
    assert "”E2: 没有照做：“县民政局、县教育局”是几个部门；一行写一个：县民政局 / 县教育局\n" in capsys.readouterr().err
    put("配合履职", {"E2": "县民正局"})(book)
    book.save(file)
    assert main(["apply", str(file), "--yes", *at]) == 1
    assert f"{file}:工作表“配合履职”E2: 没有照做：部门“县民正局”没有登记；是否指“县民政局”？" in capsys.readouterr().err


def test_a_word_document_is_no_workbook(tmp_path: Path) -> None:
    """Whoever hands one over is told what it is for."""
    file = tmp_path / "新的清单.docx"
    Document().save(str(file))
    with pytest.raises(RequestDamaged, match="是 Word 文件，不是修改单：新的清单请用 qingdan import"):
        read_workbook(file)


HOW = put("怎样决定的", {"B7": "甲编发3号", "B9": "2026-06-01"})
NEW = {"C5": "党的建设", "D5": "新的一项。"}


@pytest.mark.parametrize(
    ("cells", "keeps", "expected"),
    [
        # Ended, and the others renumbered by hand, all of them or some.
        ({"F2": "是", "B3": 1, "B4": 2}, False, {"b-002": 1, "b-003": 2}),
        ({"F2": "是", "B3": 1}, False, {"b-002": 1, "b-003": 2}),
        ({"F2": "是"}, False, {"b-002": 1, "b-003": 2}),
        ({"F2": "是", "B3": 1, "B4": 2}, True, {"b-002": 1, "b-003": 2}),
        # New in the middle.
        ({**NEW, "B5": 2, "B3": 3, "B4": 4}, False, {"b-001": 1, "b-002": 3, "b-003": 4, "b-004": 2}),
        ({**NEW, "B5": 2}, False, {"b-001": 1, "b-002": 3, "b-003": 4, "b-004": 2}),
    ],
)
def test_numbers_by_hand(cells: Mapping[str, object], keeps: bool, expected: Mapping[str, int], tmp_path: Path) -> None:
    """Whoever ends or adds a duty may renumber the others, too, or leave that to the program."""
    folder = shutil.copytree(DEMO, tmp_path / "content")

    def edit(book: Workbook) -> None:
        HOW(book)
        put("怎样决定的", {"B10": "否" if keeps else "是"})(book)
        put("基本履职", cells)(book)

    assert main(["apply", str(edited(tmp_path, edit)), "--yes", "--content", str(folder)]) == 0
    now = read_township(folder, "jia/yi").content.townships[0]
    duties = [one for _, one in now.lists[ListKind.BASIC].duties()]
    assert {one.id: one.number for one in duties} == expected
    assert [one.id for one in duties if one.allow] == []


def test_a_number_that_somebody_else_gave_meanwhile(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Equal numbers that the sheet does not show are told with both cells."""
    folder = shutil.copytree(DEMO, tmp_path / "content")
    file = folder / "townships/jia/yi/cooperative.yml"
    file.write_text(file.read_text("utf-8").replace("number: 2", "number: 3"), "utf-8")

    def edit(book: Workbook) -> None:
        HOW(book)
        put("配合履职", {"B2": 3})(book)

    book = edited(tmp_path, edit)
    before = file.read_bytes()
    assert main(["apply", str(book), "--yes", "--content", str(folder)]) == 1
    assert (
        f"{book}:工作表“配合履职”B2: 没有照做：jia/yi 的配合履职事项清单会有两个第 3 项："
        "工作表“配合履职”B3 c-002 未成年人防溺水工作，工作表“配合履职”B2 c-001 开展高龄津贴发放工作；"
    ) in capsys.readouterr().err
    assert file.read_bytes() == before
