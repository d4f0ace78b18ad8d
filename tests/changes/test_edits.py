"""Edits: what each does to the lists and the register; whatever is done in whatever order, it can be undone."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.changes import acts
from generator.changes.edits import (
    EditRefused,
    amended,
    duty_of,
    ended,
    next_id,
    numbered,
    recategorised,
    refuse_equal_numbers,
)
from generator.changes.preparing import Edit, changed_meanwhile, new_problems, prepared
from generator.check.registry import check
from generator.history import official, versions
from generator.model import ChangeKind, ChangeRecord, Content, CooperativeDuty, ListKind, Problem, Township, Track
from generator.read import yaml_text
from generator.read.folder import read, read_township
from generator.site import write
from support.places import DEMO

YI = read_township(DEMO, "jia/yi").content.townships[0]
RECORD = ChangeRecord(track=Track.ADJUSTMENT, document="甲编发〔2026〕3号", effective="2026-06-01")


def rows(township: Township, kind: ListKind) -> list[tuple[str, int, str]]:
    """Each duty of a list: id, number, category."""
    return [(duty.id, duty.number, category.name) for category, duty in township.lists[kind].duties()]


def declared(township: Township, kind: ListKind) -> list[int | None]:
    return [category.declared for category in township.lists[kind].categories]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the demo content, to be changed."""
    return shutil.copytree(DEMO, tmp_path / "demo")


def test_a_duty_that_ends() -> None:
    """Its id is retired, the numbers after it move up, the stated count is one less."""
    new = ended(YI, "b-001")
    assert rows(new, ListKind.BASIC) == [("b-002", 1, "党的建设"), ("b-003", 2, "民生服务")]
    assert (declared(new, ListKind.BASIC), new.lists[ListKind.BASIC].retired) == ([1, 2], ("b-001",))
    assert next_id(new, ListKind.BASIC) == "b-004"


def test_duties_that_change_places() -> None:
    """By their numbers they stand in their category; stated counts stay."""
    new = numbered(YI, {"b-001": 2, "b-002": 1})
    assert rows(new, ListKind.BASIC) == [("b-002", 1, "党的建设"), ("b-001", 2, "党的建设"), ("b-003", 3, "民生服务")]
    assert declared(new, ListKind.BASIC) == declared(YI, ListKind.BASIC)
    assert numbered(new, {"b-001": 1, "b-002": 2}) == YI


def test_a_category_goes_with_its_last_duty() -> None:
    """And keeps its place where another duty comes there at once."""
    assert declared(ended(YI, "b-003"), ListKind.BASIC) == [2]
    edit, ids = acts.split_duty(YI, "b-003", ["一", "二"], RECORD)
    parts = edit.townships["jia/yi"].lists[ListKind.BASIC].categories
    assert [(one.name, one.declared, [duty.id for duty in one.duties]) for one in parts] == [
        ("党的建设", 2, ["b-001", "b-002"]),
        ("民生服务", 3, list(ids)),
    ]


def test_numbers_that_are_kept() -> None:
    """A gap is allowed where it is, goes on with the next duty, and is no gap any more where nothing is before it."""
    gap = ended(YI, "b-001", keep_numbers=True)
    assert rows(gap, ListKind.BASIC) == [("b-002", 2, "党的建设"), ("b-003", 3, "民生服务")]
    rules = [[one.rule for one in duty.allow] for _, duty in gap.lists[ListKind.BASIC].duties()]
    assert rules == [["numbers-consecutive"], []]
    further = ended(gap, "b-002", keep_numbers=True)
    assert [[one.rule for one in duty.allow] for _, duty in further.lists[ListKind.BASIC].duties()] == [
        ["numbers-consecutive"]
    ]


def test_a_duty_that_moves(folder: Path) -> None:
    """It has a new id in the other list, the texts that the other list has, and the record leads on."""
    content = read(folder).content
    edit, id = acts.move_duty(YI, "c-001", ListKind.BASIC, "党的建设", RECORD, at=2)
    new = edit.townships["jia/yi"]
    assert (id, duty_of(new, id).name) == ("b-004", "开展高龄津贴发放工作")
    assert rows(new, ListKind.BASIC) == [
        ("b-001", 1, "党的建设"),
        ("b-004", 2, "党的建设"),
        ("b-002", 3, "党的建设"),
        ("b-003", 4, "民生服务"),
    ]
    assert rows(new, ListKind.COOPERATIVE) == [("c-002", 1, "民生服务")]
    (_, record), *others = prepared(folder, content, [edit]).records
    assert others == []
    changes = {one.id: (one.change, one.to) for one in record.duties}
    assert changes["c-001"] == (ChangeKind.MOVED, ("b-004",))
    assert "b-004" not in changes


def test_split_and_merged(folder: Path) -> None:
    """Several in the place of one have its texts; one in the place of several has all of theirs; ids lead on."""
    content = read(folder).content
    edit, ids = acts.split_duty(YI, "c-001", ["高龄津贴受理", "高龄津贴发放"], RECORD)
    parts = edit.townships["jia/yi"]
    assert ids == ("c-003", "c-004")
    assert [(id, number) for id, number, _ in rows(parts, ListKind.COOPERATIVE)] == [
        ("c-003", 1), ("c-004", 2), ("c-002", 3)]  # fmt: skip
    assert [duty_of(parts, id).department_names() for id in ids] == [("县民政局（牵头）", "县财政局")] * 2
    ((_, record),) = prepared(folder, content, [edit]).records
    assert next(one.to for one in record.duties if one.id == "c-001") == ids
    edit, id = acts.merge_duties(parts, ["c-002", "c-004"], "合在一起", RECORD)
    whole = edit.townships["jia/yi"]
    assert [(id, number) for id, number, _ in rows(whole, ListKind.COOPERATIVE)] == [("c-003", 1), (id, 2)]
    assert duty_of(whole, id).department_names() == ("县民政局（牵头）", "县财政局", "县教育局", "其他相关单位")
    assert declared(whole, ListKind.COOPERATIVE) == [2]


def test_another_category() -> None:
    """The id stays; numbers and counts follow."""
    new = recategorised(YI, "b-001", "民生服务")
    assert rows(new, ListKind.BASIC) == [
        ("b-002", 1, "党的建设"), ("b-003", 2, "民生服务"), ("b-001", 3, "民生服务")]  # fmt: skip
    assert (declared(new, ListKind.BASIC), new.lists[ListKind.BASIC].retired) == ([1, 3], ())


def test_equal_numbers_are_refused() -> None:
    """Both duties are named."""
    with pytest.raises(EditRefused, match=r"两个第 1 项：b-001 .*，b-002 开展新时代文明实践活动。"):
        refuse_equal_numbers(amended(YI, "b-002", {"number": 1}))


def test_what_became_of_a_duty_is_told(folder: Path) -> None:
    """Whoever asks for a duty that is gone learns when, by what, and where it went."""
    record = RECORD.model_copy(update={"effective": "2026-06-01"})
    edit = acts.retire(YI, "c-001", record, to=["c-002"])
    ready = prepared(folder, read(folder).content, [edit])
    write.write_files(ready.files.items(), folder)
    now = read_township(folder, "jia/yi").content.townships[0]
    with pytest.raises(EditRefused) as refused:
        duty_of(now, "c-001")
    assert str(refused.value) == (
        "jia/yi 的 c-001（开展高龄津贴发放工作）2026-06-01 由甲编发〔2026〕3号终止了，去了 c-002；请改 c-002"
    )


# --- departments ---------------------------------------------------------------------------------------


def test_a_department_is_renamed_everywhere(tmp_path: Path) -> None:
    """Sixty duties of three townships, its short and full names too; sentences stay, and so does every other byte."""
    folder = shutil.copytree(DEMO, tmp_path / "demo")
    place = folder / "townships/jia"
    text = (place / "bing/cooperative.yml").read_text("utf-8")
    head = text.partition("      - id: c-002")[0]
    duty = head[head.index("      - id: c-001") :]
    duties = "".join(
        duty.replace("c-001", f"c-{n:03}").replace("number: 1", f"number: {n}").replace("公示。", "报县民政局公示。")
        for n in range(1, 21)
    )
    text = text[: text.index("      - id:")].replace("declared: 2", "declared: 20") + duties
    for name in ("bing", "ding", "wu"):
        if name != "bing":
            shutil.copytree(place / "bing", place / name)
        (place / name / "cooperative.yml").write_text(text + f"# {name} 的注释\n", "utf-8")
    content = read(folder).content
    county = content.counties[0]
    edit = acts.rename_department(content, county, "甲县民政局", "县民政和养老服务局", RECORD)
    ready = prepared(folder, content, [edit])
    assert ready.problems == ()
    assert sum(len(record.duties) for _, record in ready.records) == 61
    write.write_files(ready.files.items(), folder)
    assert [one for one in check(read(folder)) if one.severity == Problem.ERROR] == []
    for name in ("bing", "ding", "wu"):
        expected = text.replace("[县民政局", "[县民政和养老服务局") + f"# {name} 的注释\n"
        assert (place / name / "cooperative.yml").read_text("utf-8") == expected
    assert "    aliases: [县民政局]\n" in (place / "county.yml").read_text("utf-8")
    assert "报县民政局公示" in expected
    in_texts = acts.rename_department(content, county, "县民政局", "县民政和养老服务局", RECORD, in_texts=True)
    files = prepared(folder, content, [in_texts]).files
    assert "县民政局公示" not in files["townships/jia/wu/cooperative.yml"]


def test_departments_are_merged(folder: Path) -> None:
    """Cells and labels name the one that is left, once, with its mark; all names still lead to it."""
    content = read(folder).content
    edit = acts.merge_departments(content, content.counties[0], ["县民政局", "县财政局"], "县民生局", RECORD)
    duty = duty_of(edit.townships["jia/yi"], "c-001")
    assert duty.department_names() == ("县民生局（牵头）",)
    assert [block.departments for block in duty.blocks()] == [("县民生局",)] * 3
    swapped = amended(YI, "c-001", {"departments": ("县财政局", "县民政局（牵头）")})
    other = replace(content, townships=(swapped,))
    edit_too = acts.merge_departments(other, content.counties[0], ["县民政局", "县财政局"], "县民生局", RECORD)
    assert duty_of(edit_too.townships["jia/yi"], "c-001").department_names() == ("县民生局（牵头）",)
    departments = edit.counties["jia"].departments
    assert [(one.id, one.name, one.aliases, one.ended, one.merged_into) for one in departments][:2] == [
        ("xianminzhengju", "县民生局", ("县民政局",), None, None),
        # Its page stays, and leads on.
        ("xiancaizhengju", "县财政局", (), RECORD.effective, "xianminzhengju"),
    ]
    ready = prepared(folder, content, [edit])
    assert ready.problems == ()
    (told,) = (one.lines for one in ready.changes if "xiancaizhengju" in one.sentence)
    assert told == (f"+ {RECORD.effective} 起并入县民生局，网址留着，指到县民生局",)
    again = replace(content, counties=(replace(content.counties[0], file=edit.counties["jia"]),))
    with pytest.raises(EditRefused, match="“县财政局”已经并入“县民生局”了；请写“县民生局”"):
        acts.merge_departments(again, again.counties[0], ["县教育局", "县财政局"], "县教育局", RECORD)


def test_a_department_that_is_no_more_has_no_other_name(folder: Path) -> None:
    """Nor a part in a merger: the document says what became of it."""
    content = read(folder).content
    jia = content.counties[0]
    first, *rest = jia.file.departments
    gone = first.model_copy(update={"ended": "2024-01-01"})
    county = replace(jia, file=jia.file.model_copy(update={"departments": (gone, *rest)}))
    now = replace(content, counties=(county, *content.counties[1:]))
    said = f"“{first.name}”已经在 2024-01-01 撤销了；请查文件"
    with pytest.raises(EditRefused, match=said):
        acts.rename_department(now, county, first.id, "县新局", RECORD)
    with pytest.raises(EditRefused, match=said):
        acts.merge_departments(now, county, [first.name], rest[0].name, RECORD)


@pytest.mark.parametrize(
    ("act", "message"),
    [
        (
            lambda c: acts.rename_department(c, c.counties[0], "县民证局", "县新局", RECORD),
            "没有登记“县民证局”；是否指“县民政局”？",
        ),
        (lambda c: acts.rename_department(c, c.counties[0], "县民政局", "县财政局", RECORD), "merge-departments"),
        (
            lambda c: acts.rename_department(c, c.counties[0], "县民政局", "县甲局、县乙局", RECORD),
            "名称“县甲局、县乙局”不对",
        ),
        (lambda c: acts.new_department(c, c.counties[0], "县财政局"), "已经登记了：xiancaizhengju"),
        (lambda c: acts.merge_departments(c, c.counties[0], ["县民政局"], "县民政局", RECORD), "至少两个"),
        (lambda c: acts.township_in(c, "jia/yy"), "是否指“jia/yi”？"),
    ],
)
def test_departments_that_cannot(act: Callable[[Content], object], message: str) -> None:
    """What is wrong is said, and what was probably meant."""
    with pytest.raises(EditRefused, match=message):
        act(read(DEMO).content)


# --- files -----------------------------------------------------------------------------------------------


def test_nothing_is_written_that_breaks_a_rule(folder: Path) -> None:
    """An error that the edit brings is told with its line in the new file; one that was there before is not."""
    file = folder / "townships/jia/yi/reclaimed.yml"
    file.write_text(file.read_text("utf-8").replace("number: 2", "number: 5"), "utf-8")
    content = read(folder).content
    yi = next(one for one in content.townships if one.id == "jia/yi")
    edit = Edit({"jia/yi": amended(yi, "c-001", {"departments": ("县林业局",), "township": ("1.受理",)})}, {}, RECORD)
    problems = prepared(folder, content, [edit]).problems
    assert [(one.rule, one.where.file, one.at) for one in problems] == [
        ("departments-registered", "townships/jia/yi/cooperative.yml", (10, 23)),
        ("enumerators-not-in-text", "townships/jia/yi/cooperative.yml", (23, 13)),
    ]


def test_a_file_that_was_changed_meanwhile(folder: Path) -> None:
    """It is seen before anything is written."""
    ready = prepared(folder, read(folder).content, [acts.retire(YI, "c-001", RECORD)])
    assert changed_meanwhile(folder, ready) == []
    file = folder / "townships/jia/yi/cooperative.yml"
    file.write_text(file.read_text("utf-8") + "# 新的注释\n", "utf-8")
    (folder / "townships/jia/yi/changes.yml").write_text("changes: []\n", "utf-8")
    assert changed_meanwhile(folder, ready) == ["townships/jia/yi/cooperative.yml", "townships/jia/yi/changes.yml"]


def test_comments_that_go_are_told(folder: Path) -> None:
    """Those of a duty that ends, with their lines; others stay."""
    file = folder / "townships/jia/yi/basic.yml"
    text = file.read_text("utf-8").replace("      - id: b-001", "      # 问过\n      - id: b-001")
    file.write_text(text.replace("      - id: b-002", "      # 别的\n      - id: b-002"), "utf-8")
    ready = prepared(folder, read(folder).content, [acts.retire(YI, "b-001", RECORD)])
    assert ready.lost == (("townships/jia/yi/basic.yml", 7, "# 问过"),)
    assert "      # 别的\n      - id: b-002\n        number: 1\n" in ready.files["townships/jia/yi/basic.yml"]


ACTS: tuple[Callable[[Content, Township, int], Edit], ...] = (
    lambda _, one, n: acts.retire(one, _id(one, n), RECORD, keep_numbers=bool(n % 2)),
    lambda _, one, n: acts.split_duty(one, _id(one, n), ["一", "二"], RECORD)[0],
    lambda _, one, n: acts.merge_duties(one, _pair(one, n), "合", RECORD)[0],
    lambda _, one, n: acts.move_duty(
        one,
        _id(one, n),
        [kind for kind in ListKind if not _id(one, n).startswith(kind.prefix)][n % 2],
        "民生服务",
        RECORD,
    )[0],
    lambda _, one, n: acts.new_duty(one, ListKind.BASIC, "民生服务", {"name": f"新{n}"}, RECORD)[0],
    lambda _, one, n: Edit({one.id: amended(one, _id(one, n), {"name": f"改{n}"})}, {}, RECORD),
    lambda _, one, n: Edit({one.id: recategorised(one, _id(one, n), "民生服务")}, {}, RECORD),
    lambda c, _, n: acts.rename_department(c, c.counties[0], "xianminzhengju", f"县民政{'甲乙丙丁'[n % 4]}局", RECORD),
)


def _id(township: Township, n: int) -> str:
    ids = [duty.id for one in township.lists.values() for _, duty in one.duties()]
    if not ids:
        raise EditRefused("nothing is left")
    return ids[n % len(ids)]


def _pair(township: Township, n: int) -> list[str]:
    kind = list(ListKind)[n % 3]
    return [duty.id for _, duty in township.lists[kind].duties()][:2]


@pytest.mark.slow
@settings(
    deadline=None, max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 9)), min_size=1, max_size=6))
def test_whatever_is_done_can_be_undone(done: list[tuple[Callable[..., Edit], int]]) -> None:
    """Any acts, one after another, through the files: what is written is what was meant, in canonical form, numbers
    and ids stay right, the source text is still accounted for, and the records lead back to the beginning.
    """
    with TemporaryDirectory() as place:
        folder = shutil.copytree(DEMO, Path(place, "demo"))
        first = official(YI)
        for act, n in done:
            content = read(folder).content
            yi = next(one for one in content.townships if one.id == "jia/yi")
            try:
                edit = act(content, yi, n)
            except EditRefused:
                continue
            ready = prepared(folder, content, [edit])
            new = {one.rule for one in ready.problems}
            # What a duty of another list does not say, and a list without duties, is for people to see to.
            assert new <= {"cooperative-complete", "reclaimed-complete", "numbers-consecutive", "categories-once"}
            write.write_files(ready.files.items(), folder)
            for file, text in ready.files.items():
                assert yaml_text.canonical(text) == text, file
            now = read(folder)
            there = next(one for one in now.content.townships if one.id == "jia/yi")
            assert official(replace(edit.townships.get("jia/yi", yi))) == official(there)
            assert official([*versions(there)][-1][1]) == first


def test_an_old_fault_excuses_one_and_not_another(tmp_path: Path) -> None:
    """Of two faults that are told in the same words, the one that was there is let be, and the other is told."""
    folder = shutil.copytree(DEMO, tmp_path / "content")
    file = "townships/jia/yi/cooperative.yml"
    text = (folder / file).read_text("utf-8")
    cells = [at for at, line in enumerate(text.split("\n")) if line.startswith("        departments: [")]
    lines = text.split("\n")

    def spoiled(*which: int) -> str:
        return "\n".join("        departments: [没有局]" if at in which else line for at, line in enumerate(lines))

    (folder / file).write_text(spoiled(cells[0]), "utf-8")
    found = new_problems(folder, {file: spoiled(*cells[:2])}, {"jia": ["yi"]})
    told = [(one.at, one.message) for one in found if one.rule == "departments-registered"]
    assert [message.split("；")[0] for _, message in told] == ["部门“没有局”没有在 townships/jia/county.yml 登记"]
    assert not [*new_problems(folder, {file: spoiled(cells[0])}, {"jia": ["yi"]})]


def test_printed_texts_call_a_department_by_all_its_names(folder: Path) -> None:
    """Where the document changes the texts, its full name goes as its short one does; elsewhere neither."""
    content = read(folder).content
    (county,) = (one for one in content.counties if one.id == "jia")
    full = tuple(
        one.model_copy(update={"full_name": "甲县民政事务局"}) if one.name == "县民政局" else one
        for one in county.file.departments
    )
    county = replace(county, file=county.file.model_copy(update={"departments": full}))
    told = ("报甲县民政事务局备案。", "由县民政局公示。")
    now = replace(content, counties=(county,), townships=(amended(YI, "c-001", {"township": told}),))
    for in_texts, expected in ((True, ("报县民生局备案。", "由县民生局公示。")), (False, told)):
        edit = acts.rename_department(now, county, "县民政局", "县民生局", RECORD, in_texts=in_texts)
        one = duty_of(edit.townships["jia/yi"], "c-001")
        assert isinstance(one, CooperativeDuty)
        assert one.township == expected


def test_a_new_township_has_nothing_of_the_others_document(folder: Path) -> None:
    """The lists to begin with are those of another one: without what was noted of its document, and its lines there."""
    file = folder / "townships/jia/yi/basic.yml"
    text = file.read_text("utf-8").replace(
        "        number: 1\n", "        number: 1\n        notes: [{why: 印错了}]\n", 1
    )
    file.write_text(text, "utf-8")
    files = acts.new_township(folder, read(folder).content, "jia/geng", "庚镇", "jia/yi")
    lists = {name: yaml for name, yaml in files.items() if name.endswith(("basic.yml", "cooperative.yml"))}
    assert len(lists) == 2
    assert [word for yaml in lists.values() for word in ("notes", "source", "印错了") if word in yaml] == []
    assert "notes: [{why: 印错了}]" in file.read_text("utf-8")
