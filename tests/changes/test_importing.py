"""Import: what a township that is there may lack, what the report names, and what files it makes of a draft."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from generator.__main__ import main
from generator.changes import importing
from generator.changes.importing import (
    Place,
    acknowledged,
    category_file,
    county_file,
    free_id,
    import_document,
    township_files,
    township_of,
)
from generator.importers.draft import Draft, Guess, ImportProblem
from generator.importers.grid import Doubt
from generator.importers.received import receive
from generator.model import (
    BasicList,
    Category,
    CategoryName,
    CooperativeDuty,
    CooperativeList,
    CountyFile,
    Department,
    DepartmentKind,
    DepartmentVocabulary,
    ListKind,
    NameStatus,
    Note,
    ReclaimedDuty,
    ReclaimedList,
    ReclaimedStatus,
    Source,
    SuperiorBlock,
    TopicCorrection,
)
from generator.read import yaml_text
from support.places import DEMO

DOCUMENT = DEMO / "townships/jia/yi/source.txt"
WHOLE = DOCUMENT.read_text("utf-8")
PLACE = Place("某省", "某市", "甲县", "乙镇")


def everything(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return shutil.copytree(DEMO, tmp_path / "content")


def imports(content: Path, document: Path, *more: str) -> int:
    where = ("--to", "jia/yi", "--place", "某省/某市/甲县/乙镇", "--content", str(content))
    return main(["import", str(document), *where, *more])


# --- a township that is there ------------------------------------------------------------------------


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")


@pytest.mark.parametrize("more", [(), ("--replace",)], ids=["shown", "replaced"])
@pytest.mark.parametrize("missing", ["township.yml", "basic.yml", "cooperative.yml", "reclaimed.yml"])
def test_township_that_lacks_a_file(
    missing: str, more: tuple[str, ...], content: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nobody knows any more which ids its duties had: it is said which file, and nothing is written."""
    (content / "townships/jia/yi" / missing).unlink()
    before = everything(content)
    assert imports(content, DOCUMENT, *more) == 1
    said = f"{content}/townships/jia/yi/{missing}:1:1 缺少这个文件；请先从版本库恢复"
    assert said in capsys.readouterr().err
    assert everything(content) == before


BROKEN_IDS = {
    "one id twice": ("id: b-002", "id: b-001", "编号 b-001 已用于第 1 项；新事项要用新编号"),
    "retired id in use": ("categories:", "retired: [b-003]\ncategories:", "编号 b-003 已停用"),
    "no id of ours": ("id: b-002", "id: b2", "编号“b2”的写法不对"),
}


@pytest.mark.parametrize("name", BROKEN_IDS)
def test_township_whose_ids_are_wrong(name: str, content: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One of two duties of one id would be lost."""
    old, new, said = BROKEN_IDS[name]
    change(content / "townships/jia/yi/basic.yml", old, new)
    before = everything(content)
    assert imports(content, DOCUMENT, "--replace") == 1
    assert f"{content}/townships/jia/yi/basic.yml 有错误，请先改正：{said}" in capsys.readouterr().err
    assert everything(content) == before


def test_second_renewal_before_the_first_is_published(content: Path, tmp_path: Path) -> None:
    """Two documents, and a person's edits between them: no id is given twice, no note is lost."""
    document, basic = tmp_path / "新.txt", content / "townships/jia/yi/basic.yml"
    document.write_text(WHOLE.replace("3\t开展爱国卫生工作。", "3\t负责图书室的日常开放。"), "utf-8")
    assert imports(content, document, "--replace") == 0
    change(
        basic,
        "name: 负责图书室的日常开放。\n",
        "name: 负责图书室的日常开放。\n        notes:\n          - why: 人写的\n",
    )
    document.write_text(
        WHOLE.replace("2\t开展新时代文明实践活动。", "2\t负责图书室的日常开放。").replace(
            "3\t开展爱国卫生工作。", "3\t开展秸秆禁烧的巡查。"
        ),
        "utf-8",
    )
    assert imports(content, document, "--replace") == 0
    found = yaml_text.parse(basic.read_text("utf-8")).data
    duties = [duty for category in found["categories"] for duty in category["duties"]]
    assert {duty["id"]: duty["name"] for duty in duties} == {
        "b-001": "加强党员队伍建设，做好党费收缴。",
        "b-004": "负责图书室的日常开放。",
        "b-005": "开展秸秆禁烧的巡查。",
    }
    assert list(duties[1]["notes"]) == [{"why": "人写的"}]
    assert set(found["retired"]) == {"b-002", "b-003"}
    assert main(["check", "--content", str(content)]) == 0


def test_report_names_the_duty_that_it_is_about(content: Path, tmp_path: Path) -> None:
    """By the id that it has in the files, not by the one that a first import would give."""
    change(content / "townships/jia/yi/cooperative.yml", "id: c-002", "id: c-007")
    document = tmp_path / "新.txt"
    document.write_text(WHOLE.replace("县教育局 其他相关单位", "县水务局 其他相关单位"), "utf-8")
    imported = import_document(document, "jia/yi", PLACE, content)
    assert [(guess.line, guess.duty_id) for guess in imported.guesses if "县水务局" in guess.message] == [(24, "c-007")]


def test_what_was_recognised_without_certainty_is_noted(content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On the duty and in the report, at its place; the text stays."""
    recognised = replace(receive(DOCUMENT), doubts={9: (Doubt(1, 2, 0.3),)})
    monkeypatch.setattr(importing, "receive", lambda *_, **__: recognised)
    imported = import_document(DOCUMENT, "jia/bing", PLACE, content)
    why = "文字识别拿不准【】里的 1 处，请对照原件：加强【党】员队伍建设"
    assert [(one.line, one.duty_id) for one in imported.guesses if one.message == why] == [(9, "b-001")]
    assert (
        f"name: 加强党员队伍建设，做好党费收缴。\n        notes:\n          - why: {why}"
        in imported.files["townships/jia/bing/basic.yml"]
    )


COMMENTED = {
    # what people wrote above a category, beside a duty, between its texts, at the end
    "townships/jia/yi/basic.yml": [
        ("categories:", "# 甲\ncategories:"),
        ("      - id: b-002", "      # 乙\n      - id: b-002"),
        ("        number: 2\n", "        number: 2  # 丙\n"),
    ],
    "townships/jia/yi/cooperative.yml": [
        ("          - 初步审核并公示。", "          # 丁\n          - 初步审核并公示。  # 戊")
    ],
    "townships/jia/yi/township.yml": [("name_status:", "# 己\nname_status:")],
    "townships/jia/county.yml": [("departments:", "# 庚\ndepartments:")],
}


@pytest.fixture
def commented(content: Path) -> Path:
    """The content with comments of people."""
    for file, changes in COMMENTED.items():
        for old, new in changes:
            change(content / file, old, new)
    return content


def test_comments_stay(commented: Path, tmp_path: Path) -> None:
    """A list that is taken from a newer document keeps what people wrote into it, where it stood."""
    document = tmp_path / "新.txt"
    document.write_text(WHOLE.replace("3\t开展爱国卫生工作。", "3\t开展爱国卫生运动。"), "utf-8")
    before = everything(commented)
    assert import_document(document, "jia/yi", PLACE, commented).comments == ()
    assert imports(commented, document, "--replace") == 0
    after = everything(commented)
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {f"townships/jia/yi/{name}" for name in ("basic.yml", "source.txt", "township.yml")}
    for name in ("basic.yml", "township.yml"):
        old, new = (one[f"townships/jia/yi/{name}"].decode().splitlines() for one in (before, after))
        differs = [pair for pair in zip(old, new, strict=True) if pair[0] != pair[1]]
        assert len(differs) == 1
    assert main(["check", "--content", str(commented)]) == 0


def test_comments_of_what_is_gone_are_told_of(
    commented: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Those of a duty that the newer document does not have, with their lines; not the schema's."""
    document = tmp_path / "新.txt"
    document.write_text(WHOLE.replace("2\t开展新时代文明实践活动。", "2\t负责图书室的日常开放。"), "utf-8")
    imported = import_document(document, "jia/yi", PLACE, commented)
    assert [(file, text) for file, _, text in imported.comments] == [
        ("townships/jia/yi/basic.yml", "# 乙"),
        ("townships/jia/yi/basic.yml", "# 丙"),
    ]
    lines = (commented / "townships/jia/yi/basic.yml").read_text("utf-8").splitlines()
    assert all(text in lines[line - 1] for _, line, text in imported.comments)
    assert imports(commented, document) == 1
    assert "这条注释不再保留：# 乙" in capsys.readouterr().err


def test_import_of_the_same_changes_no_byte(commented: Path) -> None:
    """The text that is there, imported once more."""
    before = everything(commented)
    assert imports(commented, commented / "townships/jia/yi/source.txt", "--replace") == 0
    assert everything(commented) == before


CONTACT = """contact:
  phones: [0482-5123456, '13800138000']
  hours: 工作日 9:00–12:00
  as_of: 2026-11-03
"""


def test_contact_stays(content: Path, tmp_path: Path) -> None:
    """A new list says nothing of how the township can be reached: what its staff gave is still there."""
    file, document = content / "townships/jia/yi/township.yml", tmp_path / "新.txt"
    file.write_text(file.read_text("utf-8") + CONTACT, "utf-8")
    document.write_text(WHOLE.replace("3\t开展爱国卫生工作。", "3\t负责图书室的日常开放。"), "utf-8")
    assert imports(content, document, "--replace") == 0
    assert CONTACT in file.read_text("utf-8")
    assert main(["fmt", "--check", "--content", str(content)]) == 0
    assert main(["check", "--content", str(content)]) == 0


def test_overrides_come_along(content: Path, tmp_path: Path) -> None:
    """What a person has decided about a document lies beside its lists, byte for byte."""
    shutil.copy(DOCUMENT, tmp_path / "新.txt")
    text = "notes:\n  - duty: b-002\n    why: 人写的 # 注释\n"
    (tmp_path / "overrides.yml").write_text(text, "utf-8")
    imported = import_document(tmp_path / "新.txt", "jia/yi", PLACE, content)
    assert imported.files["townships/jia/yi/overrides.yml"] == text
    assert "why: 人写的" in imported.files["townships/jia/yi/basic.yml"]


# --- what is made of a draft -------------------------------------------------------------------------

VOCABULARY = DepartmentVocabulary(
    kinds=(
        DepartmentKind(id="civil-affairs", name="民政", words=("民政",)),
        DepartmentKind(id="education", name="教育", words=("教育",)),
    )
)


def draft(*duties: CooperativeDuty, category: str = "民生服务") -> Draft:
    lists = {
        ListKind.BASIC: BasicList(title="基本", categories=()),
        ListKind.COOPERATIVE: CooperativeList(
            title="配合", categories=(Category[CooperativeDuty](name=category, duties=duties),)
        ),
        ListKind.RECLAIMED: ReclaimedList(title="收回", categories=()),
    }
    return Draft("清单", lists)


def duty(
    number: int, *departments: str, owners: tuple[str, ...] = (), lines: tuple[int, int] = (5, 6)
) -> CooperativeDuty:
    blocks = (SuperiorBlock(departments=owners, duties=("做。",)),) if owners else ()
    return CooperativeDuty(
        id=f"c-{number:03}", number=number, name="一事", departments=departments, superior=blocks,
        source=Source(lines=lines),
    )  # fmt: skip


def test_county_of_a_first_import() -> None:
    """The place as it was stated; each department once, cells before labels; what is no known kind is asked for."""
    made = draft(duty(1, "县民政局（牵头）", owners=("县机关事务中心",)), duty(2, "县教育局", "县民政局", lines=(9, 9)))
    text, guesses = county_file(made, Place("某省", None, "甲县", "乙镇"), VOCABULARY, None)
    assert yaml_text.parse(text or "").data == {
        "name": "甲县",
        "province": "某省",
        "prefecture": None,
        "departments": (
            {"id": "xianminzhengju", "name": "县民政局", "kind": "civil-affairs"},
            {"id": "xianjiaoyuju", "name": "县教育局", "kind": "education"},
            {"id": "xianjiguanshiwuzhongxin", "name": "县机关事务中心"},
        ),
    }
    hint = "若是已有部门的另一写法，请改成它的 aliases"
    assert guesses == [
        Guess(5, f"新登记的部门“县民政局”（xianminzhengju，民政类）；{hint}", "c-001"),
        Guess(9, f"新登记的部门“县教育局”（xianjiaoyuju，教育类）；{hint}", "c-002"),
        Guess(
            5, f"新登记的部门“县机关事务中心”（xianjiguanshiwuzhongxin），看不出是哪一类，请写 kind；{hint}", "c-001"
        ),
    ]


def test_names_without_the_level_come_last() -> None:
    """民政局 is 县民政局 where that is printed elsewhere; it is not registered by itself, though it comes first."""
    made = draft(duty(1, "民政局"), duty(2, "县民政局", "组织部"), duty(3, "县委组织部"))
    text, _ = county_file(made, PLACE, VOCABULARY, None)
    departments = yaml_text.parse(text or "").data["departments"]
    assert [one["name"] for one in departments] == ["县民政局", "县委组织部"]


def test_county_that_has_all_stays() -> None:
    """Nothing to change is no file."""
    known = CountyFile(
        name="甲县", province="某省", prefecture="某市", departments=(Department(id="mz", name="县民政局"),)
    )
    assert county_file(draft(duty(1, "县民政局")), PLACE, VOCABULARY, ("", known)) == (None, [])


def test_categories_that_are_new() -> None:
    """Into the folder's own vocabulary at its end, or with all that was known into a new one; aliases are known."""
    known = (CategoryName(id="minshengfuwu", name="民生", aliases=("民生服务",)),)
    assert category_file(draft(), known, None) == (None, [])
    made = draft(category="民生 服务")
    guess = Guess(1, "新的事项类别“民生 服务”已加入类别词表；若是已有类别的另一写法，请改成它的 aliases")
    new = {"id": "minshengfuwu-2", "name": "民生 服务"}
    text, guesses = category_file(made, known, None)
    old = {"id": "minshengfuwu", "name": "民生", "aliases": ("民生服务",)}
    assert (yaml_text.parse(text or "").data, guesses) == ({"categories": (old, new)}, [guess])
    own = "categories:\n  # 注释\n  - id: minshengfuwu\n    name: 民生\n"
    text, guesses = category_file(made, known, own)
    assert (text, guesses) == (f"{own}  - id: minshengfuwu-2\n    name: 民生 服务\n", [guess])


@pytest.mark.parametrize(
    ("name", "taken", "expected"),
    [
        ("县公安局", (), "xiangonganju"),
        ("县公安局", ("xiangonganju",), "xiangonganju-2"),
        ("县公安局", ("xiangonganju", "xiangonganju-2"), "xiangonganju-3"),
        ("县教育局（县体育局）", (), "xianjiaoyuju"),
        ("县教育局(挂牌)", (), "xianjiaoyuju"),
        ("A·B 局", (), "abju"),
        ("（）", (), "x"),
        ("con", (), "con-2"),
        ("县" * 60, (), "xian" * 11 + "xi"),
    ],
)
def test_ids_of_names(name: str, taken: tuple[str, ...], expected: str) -> None:
    """The pinyin of the name without what stands in brackets, numbered where it is taken, never too long."""
    assert free_id(name, set(taken)) == expected


NAMES = [
    ("乙镇", "甲县\n乙 镇清单\n", NameStatus.STATED, "原文第 2 行写明“乙镇”", []),
    (
        "丙镇",
        "甲县\n乙镇清单\n",
        NameStatus.INFERRED,
        "导入时由导入者给出“丙镇”，原文没有写明；请写明推断的依据",
        [Guess(1, "乡镇名称“丙镇”在原文中没有出现，记为推断；请在 township.yml 写明依据")],
    ),
    (None, "甲县\n乙镇清单\n", NameStatus.UNKNOWN, "原文没有写明乡镇名称", []),
]


@pytest.mark.parametrize(("name", "text", "status", "evidence", "guesses"), NAMES)
def test_how_a_name_is_known(
    name: str | None, text: str, status: NameStatus, evidence: str, guesses: list[Guess]
) -> None:
    """Stated where the document prints it, with the line; never made up."""
    township, found = township_of(draft(), text, "pdf-text", Place(None, None, None, name), "jia/yi")
    file = township.file
    assert (file.name, file.name_status, file.name_evidence, found) == (name, status, evidence, guesses)
    assert (township.id, township.county_id, township.source_text, township.has_source) == ("jia/yi", "jia", text, True)
    assert file.source is not None
    assert (file.source.title, file.source.format, file.source.is_of(text)) == ("清单", "pdf-text", True)


def test_files_of_a_township() -> None:
    """Keys in their order, none that is empty, but for the count that a heading does not state."""
    township, _ = township_of(draft(), "文\n", "pdf-text", PLACE, "jia/yi")
    reclaimed = ReclaimedDuty(
        id="r-002", number=1, name="考核", departments=("县财政局",), status=ReclaimedStatus.DISCONTINUED,
        method=("不再考核。",), source=Source(lines=(7, 7)), notes=(Note(why="待核"),),
        topics=TopicCorrection(deny=("a",)),
    )  # fmt: skip
    listed = ReclaimedList(
        title="收回",
        retired=("r-001",),
        categories=(Category[ReclaimedDuty](name="民生服务", declared=2, duties=(reclaimed,)),),
    )
    township.lists[ListKind.RECLAIMED] = listed
    files = township_files(township)
    assert sorted(files) == ["basic.yml", "cooperative.yml", "reclaimed.yml", "source.txt", "township.yml"]
    assert files["source.txt"] == "文\n"
    assert (
        files["reclaimed.yml"]
        == """\
# yaml-language-server: $schema=../../../schema/reclaimed.json
title: 收回
retired: [r-001]
categories:
  - name: 民生服务
    declared: 2
    duties:
      - id: r-002
        number: 1
        name: 考核
        departments: [县财政局]
        status: discontinued
        method:
          - 不再考核。
        topics:
          deny: [a]
        notes:
          - why: 待核
        source: {lines: [7, 7]}
"""
    )
    assert yaml_text.parse(files["cooperative.yml"]).data == {
        "title": "配合",
        "categories": ({"name": "民生服务", "declared": None, "duties": ()},),
    }
    assert list(yaml_text.parse(files["township.yml"]).data) == ["name", "name_status", "name_evidence", "source"]


def test_what_a_document_breaks_is_allowed_in_the_open() -> None:
    """Where it breaks a rule: on the duty, or on the township, once; with a guess at its line that names the duty."""
    one, other = duty(1, "县民政局", lines=(5, 6)), duty(3, "县民政局", lines=(9, 9))
    township, _ = township_of(draft(one, other), "文", "pdf-text", PLACE, "jia/yi")
    made, guesses = acknowledged(replace(township, source_text=None))
    ((category, first), (_, second)) = made.lists[ListKind.COOPERATIVE].duties()
    assert category.allow == ()
    assert [allowance.rule for allowance in first.allow] == ["cooperative-complete"]
    assert [allowance.rule for allowance in second.allow] == ["numbers-consecutive", "cooperative-complete"]
    assert second.allow[0].reason == "导入时原文如此：序号是 3，应是 2"
    # The two lists that are empty.
    assert [allowance.rule for allowance in made.file.allow] == ["numbers-consecutive"]
    told = [(guess.line, guess.message.rpartition("[")[2], guess.duty_id) for guess in guesses]
    assert told == [
        (1, "numbers-consecutive]", None),
        (9, "numbers-consecutive]", "c-003"),
        (1, "numbers-consecutive]", None),
        (5, "cooperative-complete]", "c-001"),
        (9, "cooperative-complete]", "c-003"),
    ]


def test_category_that_does_not_keep_its_count() -> None:
    """The allowance stands on the category, the guess at its first duty's line; the other category has none."""
    made = draft(duty(1, "县民政局", lines=(5, 6)))
    wrong = Category[CooperativeDuty](name="另一类", declared=7, duties=(duty(2, "县民政局", lines=(9, 9)),))
    both = (*made.lists[ListKind.COOPERATIVE].categories, wrong)
    made.lists[ListKind.COOPERATIVE] = CooperativeList(title="配合", categories=both)
    township, _ = township_of(made, "文", "pdf-text", PLACE, "jia/yi")
    found, guesses = acknowledged(replace(township, source_text=None))
    first, second = found.lists[ListKind.COOPERATIVE].categories
    assert (first.allow, [one.rule for one in second.allow]) == ((), ["counts-equal-declared"])
    assert [(one.line, one.duty_id) for one in guesses if "[counts-" in one.message] == [(9, None)]


@pytest.mark.parametrize("slip", ["jia/yii", "jia/xin", "jla/yi"])
def test_a_slip_in_the_id_makes_no_second_township(slip: str, content: Path) -> None:
    """A county has one of a name; another province has a county of that name, and a county other towns."""
    with pytest.raises(ImportProblem, match="甲县已经有“乙镇”了，是 jia/yi；请把 --to 写成 jia/yi"):
        import_document(DOCUMENT, slip, PLACE, content)
    if slip == "jla/yi":
        assert import_document(DOCUMENT, slip, replace(PLACE, province="别的省"), content).changes is None
    else:
        assert import_document(DOCUMENT, slip, replace(PLACE, township="辛镇"), content).changes is None
