"""Labels and marks in every dress that offices use: whose each text is, what is one item, what is layout.

Each form is read as a table, and audited: what is taken for layout by the reader is so for the audit, and nothing more.
"""

from dataclasses import replace

import pytest

from generator.check.audit import audit
from generator.importers.draft import Draft
from generator.importers.grid import PARAGRAPH, GridLine
from generator.importers.text.table_text import TableText, grid_text
from generator.model import (
    CooperativeDuty,
    ListKind,
    NameStatus,
    Overrides,
    ReclaimedDuty,
    SourceDocument,
    Township,
    TownshipFile,
)

FOREST, HOUSING = "县林业局", "县住房和城乡建委"
BOTH = f"{FOREST}、{HOUSING}"


def document(
    departments: str = BOTH, superior: str = "管护。", township: str = "巡查。", method: str = "不再开展。"
) -> str:
    """The text of a document with one duty in each list."""
    rows = [
        *(["基本履职事项清单"], ["序号", "事项名称"], ["一、民生"], ["1", "甲"]),
        *(["配合履职事项清单"], ["序号", "事项名称", "对应上级部门", "上级部门职责", "乡镇配合职责"], ["一、民生"]),
        ["1", "乙", departments, superior, township],
        *(["上级部门收回事项清单"], ["序号", "事项名称", "承接部门及工作方式"], ["一、民生"], ["1", "丙", method]),
    ]
    return grid_text(GridLine("", tuple(cell.replace("\n", PARAGRAPH) for cell in row)) for row in rows)


def read(**cells: str) -> Draft:
    """The draft of a document, whose audit finds nothing."""
    text = document(**cells)
    draft = TableText().read(text, Overrides())
    assert list(audit(township(draft, text))) == []
    return draft


def township(draft: Draft, text: str) -> Township:
    source = SourceDocument(title=draft.title, format="table-text", sha256=SourceDocument.digest(text))
    file = TownshipFile(name="乙镇", name_status=NameStatus.STATED, name_evidence="原文", source=source)
    return Township("jia/yi", "jia", file, draft.lists, text, has_source=True)


def cooperative(draft: Draft) -> CooperativeDuty:
    ((_, duty),) = draft.lists[ListKind.COOPERATIVE].duties()
    assert isinstance(duty, CooperativeDuty)
    return duty


def holding(draft: Draft, duty: CooperativeDuty) -> Draft:
    """The draft with another cooperative duty."""
    duty_list = draft.lists[ListKind.COOPERATIVE]
    category = duty_list.categories[0].model_copy(update={"duties": (duty,)})
    made = duty_list.model_copy(update={"categories": (category,)})
    return replace(draft, lists={**draft.lists, ListKind.COOPERATIVE: made})


def reclaimed(method: str) -> ReclaimedDuty:
    ((_, duty),) = read(method=method).lists[ListKind.RECLAIMED].duties()
    assert isinstance(duty, ReclaimedDuty)
    return duty


def said(draft: Draft) -> list[str]:
    return [guess.message for guess in draft.guesses]


# --- departments' labels ---------------------------------------------------------------------------

LABELS = (
    "{}：",
    "{}:",
    "{}职责：",
    "{}主要职责：",
    "{}的工作职责：",
    "{}负责：",
    "{}的职责是：",
    "{}要：",
    "{}→",
    "《{}》：",
    "{}牵头负责：",
    "{}主要负责以下工作：",
    "{}（牵头）：",
    "{}（主管部门）：",
    "{}（牵头）负责：",
    "【{}】",
    "【{}】：",
    "【{}职责】",
    "[{}]",
    "〔{}〕",
    "（{}）：",
    "（{}）",
    "{}",
    "{}职责",
    "{}。",
    "{}；",
    "由{}负责：",
    "牵头单位：{}",
    "责任单位：{}",
    "配合部门：{}。",
    "牵头单位（{}）：",
    "【责任单位】{}",
    "云阳{}：",
    "◆{}：",
    "●{}",
)
ORDINALS = (("一、", "二、"), ("（一）", "（二）"), ("1.", "2."), ("（1）", "（2）"), ("①", "②"), ("第一，", "第二，"))
MARKS = (("1.", "2."), ("1、", "2、"), ("（1）", "（2）"), ("1）", "2）"), ("①", "②"), ("", ""))


@pytest.mark.parametrize("marks", MARKS, ids="".join)
@pytest.mark.parametrize(
    "labels",
    [
        *((label, label) for label in LABELS),
        *((f"{one}{{}}：", f"{two}{{}}：") for one, two in ORDINALS),
        *((f"{one}{{}}", f"{two}{{}}") for one, two in ORDINALS),
    ],
    ids="".join,
)
def test_label_in_any_dress(labels: tuple[str, str], marks: tuple[str, str]) -> None:
    """Each label gives what stands under it to its department, whatever the items are numbered with; and not a word of
    its dress is left over.
    """
    first, second = marks
    duty = cooperative(
        read(
            superior=f"{labels[0].format(FOREST)}\n{first}普查。\n{second}定级。\n"
            f"{labels[1].format(HOUSING)}\n{first}管护。"
        )
    )
    names = [block.departments[0].removesuffix("（牵头）").removeprefix("云阳") for block in duty.superior]
    assert names == [FOREST, HOUSING]
    assert [block.duties for block in duty.superior] == [("普查。", "定级。"), ("管护。",)]
    assert duty.departments == (FOREST, HOUSING)
    assert duty.notes == () or marks == ("", "")


@pytest.mark.parametrize(
    ("cell", "blocks"),
    [
        # on one line, after a blank, a dash, in quotation marks, after the word 单位
        (
            "县林业局：（1）普查；（2）定级。县住房和城乡建委：（1）管护。",
            [((FOREST,), "普查；", "定级。"), ((HOUSING,), "管护。")],
        ),
        (
            "县林业局负责：1.普查；2.定级。县住房和城乡建委负责：管护。",
            [((FOREST,), "普查；", "定级。"), ((HOUSING,), "管护。")],
        ),
        (
            "县林业局 1.普查。2.定级。\n县住房和城乡建委 1.管护。",
            [((FOREST,), "普查。", "定级。"), ((HOUSING,), "管护。")],
        ),
        ("县林业局 普查。\n县住房和城乡建委 管护。", [((FOREST,), "普查。"), ((HOUSING,), "管护。")]),
        (
            "一、县林业局\n（一）普查。\n（二）定级。\n二、县住房和城乡建委\n（一）管护。",
            [((FOREST,), "普查。", "定级。"), ((HOUSING,), "管护。")],
        ),
        ("县林业局——普查。\n县住房和城乡建委——管护。", [((FOREST,), "普查。"), ((HOUSING,), "管护。")]),
        ("“县林业局”：普查。\n牵头单位县住房和城乡建委：管护。", [((FOREST,), "普查。"), ((HOUSING,), "管护。")]),
        (
            "1.县林业局：\n1.普查。\n2.定级。\n2.县住房和城乡建委：\n1.管护。",
            [((FOREST,), "普查。", "定级。"), ((HOUSING,), "管护。")],
        ),
        # several in a label; what leaves its end open; a department that the cell beside does not name
        (
            "县林业局和县住房和城乡建委：普查。\n县林业局：定级。",
            [((FOREST, HOUSING), "普查。"), ((FOREST,), "定级。")],
        ),
        ("【县林业局/县住房和城乡建委】普查。", [((FOREST, HOUSING), "普查。")]),
        ("县林业局等部门：普查。\n其他部门：\n管护。", [(("县林业局等部门",), "普查。"), (("其他部门",), "管护。")]),
        ("（一）县公安局\n查处。", [(("县公安局",), "查处。")]),
        # what stands before the first label is everybody's; so is what is numbered as the labels are, without a name
        ("共同宣传。\n县林业局\n1.普查。", [((FOREST, HOUSING), "共同宣传。"), ((FOREST,), "普查。")]),
        (
            "一、县林业局\n1.普查。\n二、共同职责\n1.宣传。",
            [((FOREST,), "普查。"), ((FOREST, HOUSING), "二、共同职责", "宣传。")],
        ),
        # labels one after another share what follows
        ("县林业局\n县住房和城乡建委\n1.普查。", [((FOREST, HOUSING), "普查。")]),
        ("牵头单位：县林业局；配合单位：县住房和城乡建委\n1.普查。", [((FOREST, HOUSING), "普查。")]),
        # a department of the cell that opens a line below another's label
        (
            "县林业局：\n1.普查。\n县住房和城乡建委负责管护。",
            [((FOREST,), "普查。"), ((HOUSING,), "县住房和城乡建委负责管护。")],
        ),
        # no labels: a text that says whose it is, a name in mid-sentence, words in a box, 报 before a name
        ("县林业局负责普查。", [((FOREST, HOUSING), "县林业局负责普查。")]),
        ("【工作要求】\n1.普查。", [((FOREST, HOUSING), "【工作要求】", "普查。")]),
        ("会同县林业局：普查。", [((FOREST, HOUSING), "会同县林业局：普查。")]),
        ("（县林业局）普查。", [((FOREST, HOUSING), "（县林业局）普查。")]),
        ("【县林业局）普查。", [((FOREST, HOUSING), "【县林业局）普查。")]),
        (
            "县林业局负责，会同\n县住房和城乡建委\n普查。",
            [((FOREST, HOUSING), "县林业局负责，会同", "县住房和城乡建委", "普查。")],
        ),
        ("普查结果报县林业局：定级。", [((FOREST, HOUSING), "普查结果报县林业局：定级。")]),
    ],
)
def test_whose_a_text_is(cell: str, blocks: list[tuple[tuple[str, ...], *tuple[str, ...]]]) -> None:
    """A label is found wherever it may stand; what only looks like one stays a text."""
    duty = cooperative(read(superior=cell))
    assert [(block.departments, *block.duties) for block in duty.superior] == blocks


@pytest.mark.parametrize(
    ("printed", "read_as"),
    [
        # the other department's; nobody's label; a word that is none of a label's dress; a bracket that closes nothing
        ("【县林业局】普查。\n【县住房和城乡建委】管护。", "【县住房和城乡建委】普查。\n【县林业局】管护。"),
        ("县住房和城乡建委管护。", "县林业局：管护。"),
        ("县林业局负责管护。", "县林业局：管护。"),
        ("县林业局：职责以外的管护。", "县林业局：以外的管护。"),
        ("县林业局：及时管护。", "县林业局：时管护。"),
        ("县林业局：】管护。", "县林业局：管护。"),
        ("（一）县林业局（县绿委）管护。", "（一）县林业局：县绿委）管护。"),
    ],
)
def test_audit_takes_nothing_else_for_layout(printed: str, read_as: str) -> None:
    """What a label is dressed in is left out, and no word more."""
    made = township(TableText().read(document(superior=read_as), Overrides()), document(superior=printed))
    assert [one.duty_id for one in audit(made)] != []


@pytest.mark.parametrize(
    ("cell", "guess"),
    [
        ("县林业局\n县住房和城乡建委\n1.普查。", "标签“县林业局”“县住房和城乡建委”一个接一个"),
        ("1.普查。\n责任单位：县林业局", "标签“县林业局”后面没有职责"),
        ("一、县林业局\n1.普查。\n二、共同职责\n1.宣传。", "第 2 段与部门的标签同样编号，却没有写部门"),
        ("县林业局：\n1.普查。\n县住房和城乡建委负责管护。", "归到“县住房和城乡建委”"),
        ("县公安局查处违法行为。", "“县公安局查处违法行为。…”以“县公安局”开头，部门栏里没有这个名称"),
        ("应急办公室：值守。", "“应急办公室：”像部门的标签"),
        ("配合单位：\n1.普查。", "“配合单位：”像部门的标签"),
        ("1.县林业局：普查。\n2.宣传。", "“县林业局：”像部门的标签"),
        ("上级部门职责：\n县林业局：\n1.普查。", "“上级部门职责：…”以冒号结尾，单独成一条"),
        ("1.普查（县林业局）。\n2.管护。", "“普查（县林业局）。…”末尾写着“县林业局”，这一段却归各部门"),
        ("县公安局：查处。", "印作“县公安局”，上级部门职责栏里有它的职责，部门栏里没有这个名称"),
    ],
)
def test_what_may_be_a_label_is_asked(cell: str, guess: str) -> None:
    """Nothing is given to a department, or to all, by silence."""
    assert [one for one in said(read(superior=cell)) if guess in one] != []


@pytest.mark.parametrize(
    "label", ["履职保障：", "提供的履职保障：", "履职保障措施：", "【履职保障】", "【提供的履职保障】："]
)
def test_support_in_any_dress(label: str) -> None:
    """What stands under the label is support, and not a word of the label is left over."""
    (block,) = cooperative(read(superior=f"县林业局：\n1.普查。\n2.定级。\n{label}\n1.培训。\n2.拨款。")).superior
    assert (block.duties, block.support) == (("普查。", "定级。"), ("培训。", "拨款。"))


# --- cells of names --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "cell",
    [
        "县林业局/县住房和城乡建委",
        "县林业局／县住房和城乡建委",
        "县林业局，县住房和城乡建委",
        "县林业局;县住房和城乡建委。",
        "县林业局＋县住房和城乡建委",
        "县林业局&县住房和城乡建委",
        "县林业局\n县住房和城乡建委",
        "县林业局 县住房和城乡建委",
        "县林业局县住房和城乡建委",
        "县林业局\n县住房和城乡\n建委",
        "县林业局和县住房和城乡建委",
        "县林业局以及县住房和城乡建委",
        "1.县林业局\n2.县住房和城乡建委",
        "①县林业局②县住房和城乡建委",
        "牵头单位：县林业局 配合单位：县住房和城乡建委",
        "牵头：县林业局；配合：县住房和城乡建委",
        "责任单位：\n县林业局\n县住房和城乡建委",
        "县林业局牵头，县住房和城乡建委配合",
        "县林业局（主管部门）、县住房和城乡建委（配合）",
    ],
)
def test_departments_of_a_cell(cell: str) -> None:
    """Both names, however they are parted, and nothing else."""
    assert cooperative(read(departments=cell)).departments == (FOREST, HOUSING)


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("县林业局（牵头）/县住房和城乡建委", ("县林业局（牵头）", HOUSING)),
        ("县委宣传部（县文明办、县电影局）、县教委", ("县委宣传部（县文明办、县电影局）", "县教委")),
        ("县卫生健康委\n员会办公室、县医保局", ("县卫生健康委员会办公室", "县医保局")),
        ("国网云阳供电公司\n县经信委", ("国网云阳供电公司", "县经信委")),
        ("县林业局、县住房和城乡建委等部门", (FOREST, "县住房和城乡建委等部门")),
    ],
)
def test_names_that_stay_whole(cell: str, names: tuple[str, ...]) -> None:
    """A separator within brackets, a name over two lines, an open end."""
    assert cooperative(read(departments=cell)).departments == names


def test_who_leads() -> None:
    """A label that says it is asked about: who writes the mark as the question says has the audit's consent, and nobody
    else.
    """
    cells = {"departments": "牵头单位：县林业局 配合单位：县住房和城乡建委"}
    draft = read(**cells)
    assert said(draft) == ["部门栏写明“县林业局”牵头，是用标签写的；要在网页上显示牵头，请写成“县林业局（牵头）”"]
    for names, is_right in (("县林业局（牵头）", HOUSING), True), ((FOREST, f"{HOUSING}（牵头）"), False):
        duty = cooperative(draft).model_copy(update={"departments": names})
        assert (list(audit(township(holding(draft, duty), document(**cells)))) == []) is is_right


def test_names_that_may_be_two() -> None:
    """Without its level, the second may as well be a part of the first: asked, not cut."""
    duty = cooperative(read(departments="县教育局和体育局"))
    assert (duty.departments, duty.notes[0].why) == (("县教育局和体育局",), "像是几个部门写在一起，照原文保留")


def test_empty_cell_of_departments() -> None:
    """They are those that the labels beside name; and it is said."""
    draft = read(departments="", superior="县林业局：普查。\n县住房和城乡建委：管护。")
    assert cooperative(draft).departments == (FOREST, HOUSING)
    one = cooperative(draft).model_copy(update={"departments": (FOREST,)})
    cells = {"departments": "", "superior": "县林业局：普查。\n县住房和城乡建委：管护。"}
    assert list(audit(township(holding(draft, one), document(**cells)))) != []
    assert "部门栏是空的，照上级部门职责栏里的标签写作“县林业局、县住房和城乡建委”" in said(draft)


# --- who has taken back ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "names", "method"),
    [
        ("收回部门：县气象局\n收回方式：检测。", "县气象局", ("检测。",)),
        ("承接单位：县气象局、县应急局\n工作方式：1.检测。\n2.上报。", "县气象局 县应急局", ("检测。", "上报。")),
        ("承接部门：县气象局；工作方式：检测。", "县气象局", ("检测。",)),
        ("承接主体：县气象局，检测。", "县气象局", ("检测。",)),
        ("牵头单位：县气象局\n配合单位：县应急局\n工作方式：检测。", "县气象局 县应急局", ("检测。",)),
        ("【收回部门】县气象局\n【工作方式】检测。", "县气象局", ("检测。",)),
        ("1.收回部门：县气象局\n2.收回方式：检测。", "县气象局", ("检测。",)),
        ("县气象局：检测。", "县气象局", ("检测。",)),
        ("【县气象局】\n检测。", "县气象局", ("检测。",)),
        # sentences that say it stay as they are printed
        ("由县气象局承接，检测。", "县气象局", ("由县气象局承接，检测。",)),
        ("由县气象局、县应急局共同负责检测。", "县气象局 县应急局", ("由县气象局、县应急局共同负责检测。",)),
        ("县气象局收回后，统一检测。", "县气象局", ("县气象局收回后，统一检测。",)),
        ("移交至县气象局，由其检测。", "县气象局", ("移交至县气象局，由其检测。",)),
        ("工作方式：1.交由县气象局承担；\n2.乡镇配合。", "县气象局", ("交由县气象局承担；", "乡镇配合。")),
        # of nobody: who is not named, who only helps
        ("由相关部门负责。", "", ("由相关部门负责。",)),
        ("乡镇配合县气象局检测。", "", ("乡镇配合县气象局检测。",)),
    ],
)
def test_who_has_taken_it_back(cell: str, names: str, method: tuple[str, ...]) -> None:
    """A label of any word for it, or the duty's own words."""
    duty = reclaimed(cell)
    assert (duty.departments, duty.method) == (tuple(names.split()), method)


def test_taking_back_that_is_only_told_is_said() -> None:
    """The words may mean something else."""
    assert "承接部门“县气象局”取自工作方式里的话，请对照原文" in said(read(method="由县气象局承接。"))


# --- marks -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "items"),
    [
        # structure, at the starts of paragraphs or where a count goes on
        *((f"{one}甲。\n{two}乙。", ("甲。", "乙。")) for one, two in (*MARKS[:-1], *ORDINALS)),
        *(
            (f"{one}甲。\n{two}乙。", ("甲。", "乙。"))
            for one, two in (("一是", "二是"), ("A.", "B."), ("Ⅰ.", "Ⅱ."), ("1．", "2．"), ("１.", "２."))
        ),
        *((f"{one}甲。\n{one}乙。", ("甲。", "乙。")) for one in "•●◆-—"),
        ("（1）甲；（2）乙。", ("甲；", "乙。")),
        ("①甲；②乙。", ("甲；", "乙。")),
        ("（一）甲。（二）乙。", ("甲。", "乙。")),
        ("（一）甲。", ("甲。",)),
        ("A.甲。", ("甲。",)),
        ("落实职责：\n（1）甲；\n（2）乙。", ("落实职责：", "甲；", "乙。")),
        # words
        ("加强巡查。一是日查；二是夜查。", ("加强巡查。一是日查；二是夜查。",)),
        ("一是甲。", ("一是甲。",)),
        ("材料有：①甲；②乙。", ("材料有：①甲；②乙。",)),
        ("按第（3）项办理。", ("按第（3）项办理。",)),
        ("B.超检查。", ("B.超检查。",)),
        # headings of sections
        ("（一）甲\n1.子。\n（二）乙\n1.丑。", ("（一）甲", "子。", "（二）乙", "丑。")),
        ("（一）甲\n1.子。\n（二）乙\n（1）丑。", ("（一）甲", "子。", "（二）乙", "丑。")),
        ("一、甲\n子。\n二、乙\n丑。", ("一、甲", "子。", "二、乙", "丑。")),
        # a list within an item is words of the item
        ("1.甲：\n（1）子；\n（2）丑。\n2.乙。", ("甲：（1）子；（2）丑。", "乙。")),
        ("1.甲：（1）子；（2）丑。2.乙。", ("甲：（1）子；（2）丑。", "乙。")),
        ("（1）甲：\n①子；\n②丑。\n（2）乙：\n①寅。", ("甲：①子；②丑。", "乙：①寅。")),
        ("一是甲：\n1.子；\n2.丑。\n二是乙。", ("甲：1.子；2.丑。", "乙。")),
        ("1.甲：\n•子；\n•丑。\n2.乙。", ("甲：•子；•丑。", "乙。")),
    ],
)
def test_what_marks_number(cell: str, items: tuple[str, ...]) -> None:
    """The same for the township and for a department: marks of items are structure, all others are words."""
    duty = cooperative(read(township=cell, superior=f"县林业局：\n{cell}"))
    assert (duty.township, duty.superior[0].duties) == (items, items)


@pytest.mark.parametrize(
    ("cell", "guess"),
    [
        ("1.甲。\n（2）乙。\n3.丙。", "条目编号的写法不一：“1.”的下一条是“（1）”一类的 2"),
        ("（1）甲。\n（3）乙。", "条目编号不连续：1 之后是 3"),
        ("1.甲：\n（1）子；\n（3）丑。\n2.乙。", "条目里的编号不连续：1 之后是 3"),
    ],
)
def test_broken_lists_are_said(cell: str, guess: str) -> None:
    """A count that is not one, of one kind."""
    assert guess in said(read(township=cell))
