"""The nouns: a duty itself says which texts it has, in which column, under which keys."""

import hashlib

import pytest
from pydantic import ValidationError

from generator.model import (
    LIST_TYPES,
    BasicDuty,
    BasicList,
    Category,
    CategoryFile,
    Column,
    Content,
    CooperativeDuty,
    Department,
    Duty,
    Extra,
    HotlineName,
    ListKind,
    Model,
    NameStatus,
    Passage,
    PassageKind,
    ReclaimedDuty,
    Source,
    SourceDocument,
    SuperiorBlock,
    Topic,
    TopicGroup,
    Township,
    TownshipFile,
    Vocabulary,
    Where,
    duty_places,
    folder_name_fault,
)

COOPERATIVE = CooperativeDuty(
    id="c-001",
    number=1,
    name="临时救助。",
    departments=("县民政局（牵头）", "县财政局"),
    superior=(
        SuperiorBlock(departments=("县民政局",), duties=("审核。", "发放。"), support=("培训。",)),
        SuperiorBlock(duties=("拨付。",)),
    ),
    township=("初审。",),
)
RECLAIMED = ReclaimedDuty(id="r-001", number=1, name="考核。", departments=("县财政局",), method=("不再考核。",))


def test_passages() -> None:
    """The texts of a duty stand in the order of print, each under the keys that lead to it."""
    assert list(BasicDuty(id="b-001", number=1, name="护路。").passages()) == []
    assert list(COOPERATIVE.passages()) == [
        Passage(Column.DEPARTMENTS, PassageKind.DEPARTMENTS, ("departments",), ("县民政局（牵头）", "县财政局")),
        Passage(Column.SUPERIOR, PassageKind.OWNERS, ("superior", 0, "departments"), ("县民政局",)),
        Passage(Column.SUPERIOR, PassageKind.DUTIES, ("superior", 0, "duties"), ("审核。", "发放。")),
        Passage(Column.SUPERIOR, PassageKind.SUPPORT, ("superior", 0, "support"), ("培训。",)),
        Passage(Column.SUPERIOR, PassageKind.OWNERS, ("superior", 1, "departments"), ()),
        Passage(Column.SUPERIOR, PassageKind.DUTIES, ("superior", 1, "duties"), ("拨付。",)),
        Passage(Column.SUPERIOR, PassageKind.SUPPORT, ("superior", 1, "support"), ()),
        Passage(Column.TOWNSHIP, PassageKind.DUTIES, ("township",), ("初审。",)),
    ]
    assert list(RECLAIMED.passages()) == [
        Passage(Column.METHOD, PassageKind.DEPARTMENTS, ("departments",), ("县财政局",)),
        Passage(Column.METHOD, PassageKind.DUTIES, ("method",), ("不再考核。",)),
    ]


def test_what_is_asked_of_a_duty() -> None:
    """Who it is given to, whom it names where, what is to be done, and all that it says."""
    assert COOPERATIVE.department_names() == ("县民政局（牵头）", "县财政局")
    assert list(COOPERATIVE.named_departments()) == [
        (("departments", 0), "县民政局（牵头）"),
        (("departments", 1), "县财政局"),
        (("superior", 0, "departments", 0), "县民政局"),
    ]
    assert COOPERATIVE.duties_in(Column.SUPERIOR) == ("审核。", "发放。", "拨付。")
    assert COOPERATIVE.duties_in(Column.METHOD) == ()
    assert list(COOPERATIVE.texts()) == ["临时救助。", "审核。", "发放。", "培训。", "拨付。", "初审。"]
    assert list(RECLAIMED.texts()) == ["考核。", "不再考核。"]


REMARK = Extra(head="备注", texts=("由县里统一印发。", "每年一次。"))


def test_what_stands_in_other_columns() -> None:
    """It is part of all that a duty says, its last, and no duty of anybody."""
    duty = RECLAIMED.model_copy(update={"extras": (REMARK, Extra(head="收回理由", texts=("无依据。",)))})
    assert list(duty.texts()) == ["考核。", "不再考核。", "由县里统一印发。", "每年一次。", "无依据。"]
    assert list(duty.extra_texts("备注")) == ["由县里统一印发。", "每年一次。"]
    assert duty.duties_in(Column.EXTRAS) == ()


@pytest.mark.parametrize(
    ("kind", "duty"),
    [
        (ListKind.BASIC, BasicDuty(id="b-001", number=1, name="护路。", extras=(REMARK,))),
        (ListKind.COOPERATIVE, COOPERATIVE.model_copy(update={"extras": (REMARK,)})),
        (ListKind.RECLAIMED, RECLAIMED.model_copy(update={"extras": (REMARK,)})),
    ],
)
def test_no_column_is_forgotten(kind: ListKind, duty: Duty) -> None:
    """Each field with texts of the document is in the passages, which stand in columns of the duty's list."""
    plain = Duty.OURS | {"number", "name", "source", "status"}
    assert {str(passage.keys[0]) for passage in duty.passages()} == type(duty).model_fields.keys() - plain
    columns = {*kind.columns, Column.EXTRAS} - {Column.NUMBER, Column.NAME}
    assert {passage.column for passage in duty.passages()} == columns


# --- what documents call things --------------------------------------------------------------------

B, C, R = ListKind
KINDS = [
    (B, "basic", "基本履职", "基本履职事项清单", "b", "basic.yml"),
    (C, "cooperative", "配合履职", "配合履职事项清单", "c", "cooperative.yml"),
    (R, "reclaimed", "上级部门收回", "上级部门收回事项清单", "r", "reclaimed.yml"),
]


@pytest.mark.parametrize(("kind", "value", "title", "official", "prefix", "file"), KINDS)
def test_lists_and_their_names(kind: ListKind, value: str, title: str, official: str, prefix: str, file: str) -> None:
    """How people and documents call a list, and where it stands."""
    found = (kind.value, kind.title, kind.official_title, kind.prefix, kind.file_name)
    assert found == (value, title, official, prefix, file)
    assert LIST_TYPES[kind].model_fields["categories"].is_required()


HEADS = {
    B: ["序号 序号", "名称 事项名称"],
    C: ["序号 序号", "名称 事项名称", "部门 对应上级部门", "上级部门职责 上级部门职责", "乡镇配合职责 乡镇配合职责"],
    R: ["序号 序号", "名称 事项名称", "工作方式 承接部门及工作方式"],
}


@pytest.mark.parametrize("kind", HEADS)
def test_columns_and_their_heads(kind: ListKind) -> None:
    """What a person calls each column of a list, and what documents print above it, in their order."""
    assert [f"{column.title} {column.head}" for column in kind.columns] == HEADS[kind]
    assert (Column.CATEGORY.title, Column.CATEGORY.head) == ("事项类别", "事项类别")


@pytest.mark.parametrize(
    ("title", "named"),
    [
        ("某镇基本履职事项清单", {B}),
        ("配合履职事项清单和上级部门收回事项清单", {C, R}),
        ("某镇履行职责事项清单", set()),
        ("基本履职、配合履职和上级部门收回事项清单", {B, C, R}),
    ],
)
def test_title_of_a_document(title: str, named: set[ListKind]) -> None:
    """One that names some of the lists is no title of the whole; one that names all or none is."""
    assert ListKind.named_in(title) == named
    source = SourceDocument(title=title, format="pdf-text", sha256="0" * 64)
    assert source.whole_title == (title if len(named) in (0, 3) else "")


# --- names of folders ------------------------------------------------------------------------------

FORM = "只能用小写字母、数字和连字符，它会成为网址"
DEVICE = "是 Windows 的设备名，Windows 上不能有这样的文件夹；请换一个"
FOLDERS = [
    *((name, "") for name in ("a", "jia", "jia-yi", "a1-2b", "1", "com", "con-1", "indexes", "x" * 50)),
    *((name, FORM) for name in ("", "A", "甲", "a_b", "a.b", "-a", "a-", "a--b", "a b", "a/b", "a\n")),
    ("x" * 51, "太长，最多 50 个字符；请改短"),
    ("index", "是网站自己的页面用的；请换一个"),
    *((name, DEVICE) for name in ("con", "prn", "aux", "nul", "com0", "lpt9")),
]  # fmt: skip


@pytest.mark.parametrize(("name", "fault"), FOLDERS)
def test_names_of_folders(name: str, fault: str) -> None:
    """A name becomes an address; YAML takes an id where a folder could have it, and no other."""
    assert folder_name_fault(name) == fault
    entry = {"id": name, "name": "县民政局"}
    if fault:
        with pytest.raises(ValidationError):
            Department.model_validate(entry)
    else:
        assert Department.model_validate(entry).id == name


# --- documents -------------------------------------------------------------------------------------


def test_digest_of_a_source() -> None:
    """Of the text, whatever its line ends; digests of the exact bytes, as they used to be, are known as well."""
    lf, crlf = "甲\n乙\n", "甲\r\n乙\r\n"
    assert SourceDocument.digest(crlf) == SourceDocument.digest(lf) == hashlib.sha256(lf.encode()).hexdigest()
    new = SourceDocument(title="清单", format="pdf-text", sha256=SourceDocument.digest(lf))
    old = new.model_copy(update={"sha256": hashlib.sha256(crlf.encode()).hexdigest()})
    assert [one.is_of(text) for one in (new, old) for text in (lf, crlf, "甲\n")] == [
        True,
        True,
        False,
        False,
        True,
        False,
    ]


MODELS = [
    (Department, {"id": "a"}, False),
    (Department, {"id": "a", "name": ""}, False),
    (Department, {"id": "a", "name": "甲", "other": 1}, False),
    (BasicDuty, {"id": "b-001", "number": 1, "name": "甲"}, True),
    (BasicDuty, {"id": "b-001", "number": 0, "name": "甲"}, False),
    (BasicDuty, {"id": "b-001", "number": "1", "name": "甲"}, False),
    (BasicDuty, {"id": "b-001", "number": 1, "name": "甲", "departments": ("县民政局",)}, False),
    (ReclaimedDuty, {"id": "r-001", "number": 1, "name": "甲", "status": "discontinued"}, True),
    (ReclaimedDuty, {"id": "r-001", "number": 1, "name": "甲", "status": "gone"}, False),
    (Category[BasicDuty], {"name": "甲", "declared": 0}, True),
    (Category[BasicDuty], {"name": "甲", "declared": -1}, False),
    (Source, {"lines": (1, 2)}, True),
    (Source, {"lines": (0, 2)}, False),
    (HotlineName, {"number": "12345", "name": "甲"}, True),
    (HotlineName, {"number": "12", "name": "甲"}, False),
    (HotlineName, {"number": "123456", "name": "甲"}, False),
    (CategoryFile, {"categories": ()}, False),
    (SourceDocument, {"title": "甲", "format": "a", "sha256": "0" * 64, "date": "2024-05"}, True),
    (SourceDocument, {"title": "甲", "format": "a", "sha256": "0" * 64, "date": "2024-5"}, False),
    (SourceDocument, {"title": "甲", "format": "a", "sha256": "0" * 63}, False),
    (SourceDocument, {"title": "甲", "format": "a", "sha256": "A" * 64}, False),
]


@pytest.mark.parametrize(("model", "data", "is_good"), MODELS)
def test_what_a_file_may_say(model: type[Model], data: dict[str, object], is_good: bool) -> None:
    """Of the right type and in its bounds, and nothing that has no name here."""
    if is_good:
        assert model.model_validate(data).model_dump(exclude_unset=True) == data
    else:
        with pytest.raises(ValidationError):
            model.model_validate(data)


def test_what_a_file_need_not_say() -> None:
    """The defaults: taken over by a department, no count, the search's own words of nobody."""
    assert RECLAIMED.status == "taken-over"
    assert Category[BasicDuty](name="甲").declared is None
    assert (Vocabulary().is_own, Content().has_own_topics) == (False, False)
    with pytest.raises(ValidationError):
        RECLAIMED.name = "别的"  # type: ignore[misc]  # that it is refused is what is tried


# --- places ----------------------------------------------------------------------------------------


def test_places() -> None:
    """A file, and the keys that lead into it."""
    where = Where("a.yml") / "categories" / 0
    assert where == Where("a.yml", ("categories", 0))
    assert where.under(("duties", 1)) == Where("a.yml", ("categories", 0, "duties", 1))
    assert list(Passage(Column.TOWNSHIP, PassageKind.DUTIES, ("township",), ("甲", "乙")).placed()) == [
        (("township", 0), "甲"),
        (("township", 1), "乙"),
    ]


def test_places_of_duties() -> None:
    """Every duty of a township, in the order of its lists, with what leads to it."""
    one, other, third = (BasicDuty(id=f"b-00{n}", number=n, name="甲") for n in (1, 2, 3))
    first, second = Category[BasicDuty](name="甲", duties=(one, other)), Category[BasicDuty](name="乙", duties=(third,))
    file = TownshipFile(name=None, name_status=NameStatus.UNKNOWN, name_evidence="无")
    township = Township("jia/yi", "jia", file, {B: BasicList(title="清单", categories=(first, second))})
    where = Where("townships/jia/yi/basic.yml") / "categories"
    assert list(duty_places(township)) == [
        (where / 0 / "duties" / 0, B, first, one),
        (where / 0 / "duties" / 1, B, first, other),
        (where / 1 / "duties" / 0, B, second, third),
    ]
    assert list(township.lists[B].duties()) == [(first, one), (first, other), (second, third)]


def test_topics_of_all_groups() -> None:
    """In the order of the groups."""
    one, other = (Topic(id=id, name=id, about="甲", asks=("甲",), match=("甲",)) for id in ("a", "b"))
    groups = tuple(TopicGroup(name=topic.id, topics=(topic,)) for topic in (one, other))
    assert Content(topic_groups=groups).topics == (one, other)
