"""What is read out of a cell: whose each text is, where an item ends, what a following page adds."""

import pytest

from generator.importers.cells import Departments, Side, body_names, is_body, join_name, new_chunks, split_departments

# A superior's block: its departments, their duties, their support.
Block = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]
POLICE, CIVIL, FINANCE = "县公安局", "县民政局", "县财政局"
BOTH = (POLICE, CIVIL)
ALL = (POLICE, CIVIL, FINANCE)


def superior(names: tuple[str, ...], *chunks: str, slipped: tuple[str, ...] = ()) -> tuple[Block, ...]:
    """The blocks of a superior's cell over its pages."""
    side = Side(Departments(names), slipped_labels=list(slipped)).read(chunks)
    return tuple((one.departments, one.duties, one.support) for one in side.superior())


def township(*chunks: str) -> tuple[str, ...]:
    """The items of a township's cell over its pages."""
    return Side(Departments(BOTH), labelled=False).read(chunks).items()


def guesses(*chunks: str) -> list[str]:
    return Side(Departments(BOTH)).read(chunks).guesses


# --- whose a text is -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("names", "cell", "blocks"),
    [
        # what stands before the first label is all departments'
        (BOTH, "负责协调。县公安局：查处。", ((BOTH, ("负责协调。",), ()), ((POLICE,), ("查处。",), ()))),
        # support between two labels is that of the block that it stands in, and of no other
        (
            BOTH,
            "县公安局：查处。履职保障：培训。县民政局：救助。",
            (((POLICE,), ("查处。",), ("培训。",)), ((CIVIL,), ("救助。",), ())),
        ),
        # support that closes a cell of several blocks is everybody's, be they labelled or not
        (
            ALL,
            "县公安局：查处。县民政局：救助。履职保障：1.培训；2.答疑。",
            (((POLICE,), ("查处。",), ()), ((CIVIL,), ("救助。",), ()), (ALL, (), ("培训；", "答疑。"))),
        ),
        # of one block only, it is that block's
        (BOTH, "县公安局：查处。履职保障：培训。", (((POLICE,), ("查处。",), ("培训。",)),)),
        (BOTH, "查处。履职保障：培训。", ((BOTH, ("查处。",), ("培训。",)),)),
        (BOTH, "履职保障：培训。", ((BOTH, (), ("培训。",)),)),
        # the mark 牵头 belongs to the departments' cell
        (
            ("县公安局（牵头）", CIVIL),
            "1.查处；2.救助。",
            ((BOTH, ("查处；", "救助。"), ()),),
        ),
        (
            ("县公安局（牵头）", CIVIL),
            "县公安局：查处。县民政局：救助。履职保障：培训。",
            (((POLICE,), ("查处。",), ()), ((CIVIL,), ("救助。",), ()), (BOTH, (), ("培训。",))),
        ),
        # numbered labels: a block each, and the support after the last is everybody's
        (
            ("县公安局（牵头）", CIVIL),
            "1.县公安局：查处；2.县民政局：救助。履职保障：培训。",
            (((POLICE,), ("查处；",), ()), ((CIVIL,), ("救助。",), ()), (BOTH, (), ("培训。",))),
        ),
        # numbered labels under a label are that department's words
        (
            BOTH,
            "县公安局：1.县民政局：移交；2.县财政局：拨付。",
            (((POLICE,), ("县民政局：移交；", "县财政局：拨付。"), ()),),
        ),
        # where one item has none, they are all words of the text
        (BOTH, "1.县公安局：甲；2.县民政局：乙；3.丙。", (
            (BOTH, ("县公安局：甲；", "县民政局：乙；", "丙。"), ()),)),
        (BOTH, "1.县公安局：查处。", ((BOTH, ("县公安局：查处。",), ()),)),
        # a label that nothing follows before the next one stays
        (BOTH, "县公安局：县民政局：救助。", (((POLICE,), (), ()), ((CIVIL,), ("救助。",), ()))),
        # and its support is its own, where it has nothing else
        (BOTH, "县公安局：查处。县民政局：履职保障：培训。", (
            ((POLICE,), ("查处。",), ()), ((CIVIL,), (), ("培训。",)))),
        # several departments in a label, later ones without their level
        (ALL, "县公安局、民政局：查处。财政局：拨付。", (
            ((POLICE, "民政局"), ("查处。",), ()), (("财政局",), ("拨付。",), ()))),
        (BOTH, "县公安局、城管局：查处。", ((("县公安局", "城管局"), ("查处。",), ()),)),
        (("县公安局（牵头）",), "公安局（牵头）：查处。", ((("公安局（牵头）",), ("查处。",), ()),)),
        (BOTH, "县级统筹。县公安局：查处。", ((BOTH, ("县级统筹。",), ()), ((POLICE,), ("查处。",), ()))),
        (ALL, "县公安局 县民政局：查处。", ((BOTH, ("查处。",), ()),)),
        # a label that leaves its end open
        (BOTH, "县公安局等部门：查处。相关部门：配合。", (
            (("县公安局等部门",), ("查处。",), ()), (("相关部门",), ("配合。",), ()))),
        # a department that the cell beside does not name, with its level; without it, it is text
        (BOTH, "县城管局：查处。", ((("县城管局",), ("查处。",), ()),)),
        (BOTH, "县住房和城乡建设局：查处。", ((("县住房和城乡建设局",), ("查处。",), ()),)),
        *((BOTH, f"{one}教育局：查处。", (((f"{one}教育局",), ("查处。",), ()),)) for one in "县市区旗州盟省镇乡"),
        *((BOTH, f"{one}公安局：查处。", (((f"{one}公安局",), ("查处。",), ()),)) for one in ("", "市", "旗")),
        (BOTH, "应急办公室：值守。", ((BOTH, ("应急办公室：值守。",), ()),)),
        (BOTH, "县里负责组织开展全域各类重点工作的安全监管局：查处。", (
            (BOTH, ("县里负责组织开展全域各类重点工作的安全监管局：查处。",), ()),)),
        # a long label of many departments
        (
            ALL,
            "县公安局、县民政局、县财政局、县教育局、县水利局：各自负责。",
            (((*ALL, "县教育局", "县水利局"), ("各自负责。",), ()),),
        ),
        # departments that open a sentence: two of the cell's prove it, one does not
        (
            ALL,
            "县公安局：查处。县民政局、县财政局等单位按职责配合。",
            (((POLICE,), ("查处。",), ()), ((CIVIL, FINANCE), ("县民政局、县财政局等单位按职责配合。",), ())),
        ),
        (
            ALL,
            "县公安局：查处。县民政局、县城管局等部门按职责配合。",
            (((POLICE,), ("查处。", "县民政局、县城管局等部门按职责配合。"), ()),),
        ),
    ],
)  # fmt: skip
def test_whose_the_superiors_duties_are(names: tuple[str, ...], cell: str, blocks: tuple[Block, ...]) -> None:
    """Each text of the superior's cell belongs to the departments that are printed for it, and to no others."""
    assert superior(names, cell.replace("。", "。\u3000")) == blocks


@pytest.mark.parametrize(
    ("pages", "blocks"),
    [
        # in mid-sentence: one text; after its end: the next
        (("县公安局：依法", "查处。"), (((POLICE,), ("依法查处。",), ()),)),
        (("县公安局：查处！", "宣传。"), (((POLICE,), ("查处！", "宣传。"), ()),)),
        # a page that begins with a mark goes on with nothing, be the text before it finished or not
        (("1.查处违法", "2.宣传。"), ((BOTH, ("查处违法", "宣传。"), ()),)),
        (("县公安局：查处违法", "县民政局：救助。"), (((POLICE,), ("查处违法",), ()), ((CIVIL,), ("救助。",), ()))),
        (("县公安局：查处违法", "履职保障：培训。"), (((POLICE,), ("查处违法",), ("培训。",)),)),
        # a label, or the support's, at a page's end
        (("县公安局：", "查处。"), (((POLICE,), ("查处。",), ()),)),
        (("县公安局：查处。\u3000履职保障：", "培训。"), (((POLICE,), ("查处。",), ("培训。",)),)),
        # the support goes on, and only the first words of a page do
        (("县公安局：查处。\u3000履职保障：组织", "培训。\u3000县民政局：救助。"), (
            ((POLICE,), ("查处。",), ("组织培训。",)), ((CIVIL,), ("救助。",), ()))),
        (("查处。\u3000履职保障：组织", "履职保障：培训。"), ((BOTH, ("查处。",), ("组织", "培训。")),)),
        (("县公安局：依法", "查处\n宣传。"), (((POLICE,), ("依法查处", "宣传。"), ()),)),
        (("<p>县公安局：组织</p>", "<p>查处</p><p>宣传。</p>"), (((POLICE,), ("组织查处", "宣传。"), ()),)),
        # the count goes on over the page
        (("1.甲；2.乙；", "3.丙。"), ((BOTH, ("甲；", "乙；", "丙。"), ()),)),
        # within a page, a break begins anew
        (("<p>县公安局：查处违法</p><p>宣传法律。</p>",), (((POLICE,), ("查处违法", "宣传法律。"), ()),)),
    ],
)  # fmt: skip
def test_what_a_following_page_adds(pages: tuple[str, ...], blocks: tuple[Block, ...]) -> None:
    """A cell goes on where its page ended: in the same text, under the same label, in the same support."""
    assert superior(BOTH, *pages) == blocks


def test_labels_that_slipped_into_the_departments_cell() -> None:
    """Each opens a block where a page starts again at 1, in the order of print; with a guess for a person."""
    side = Side(Departments(ALL), slipped_labels=[CIVIL, FINANCE])
    side.read(["县公安局：1.甲；2.乙。", "1.丙；2.丁。", "3.戊。", "1.己。"])
    assert [(one.departments, one.duties) for one in side.superior()] == [
        ((POLICE,), ("甲；", "乙。")),
        ((CIVIL,), ("丙；", "丁。", "戊。")),
        ((FINANCE,), ("己。",)),
    ]
    assert side.guesses == [f"标签“{name}：”印在部门栏里，按它所在的位置归到下一段职责" for name in (CIVIL, FINANCE)]


@pytest.mark.parametrize(
    ("pages", "owners"),
    [
        (("1.甲。1.乙。",), [BOTH]),
        (("1.甲；", "2.乙。"), [BOTH]),
        (("县公安局：1.甲。", "县民政局：1.乙。"), [(POLICE,), (CIVIL,)]),
    ],
)
def test_slipped_label_that_finds_no_place(pages: tuple[str, ...], owners: list[tuple[str, ...]]) -> None:
    """Only a page that starts again at 1 is the slipped label's: nothing is given to it inside a page, in a count, or
    under another label.
    """
    assert [departments for departments, _, _ in superior(BOTH, *pages, slipped=(FINANCE,))] == owners


def test_misprinted_support_label() -> None:
    """What is printed for 履职保障 is kept for the note, and only where it is another word."""
    assert Side(Departments(BOTH)).read(["查处。 履职清单 ： 培训。"]).misprinted_support == "履职清单"
    assert Side(Departments(BOTH)).read(["查处。 履职保障：培训。"]).misprinted_support is None


# --- items -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pages", "items"),
    [
        # enumerators of two figures and in every width
        (("".join(f"{number}.第{number}件。" for number in range(1, 13)),), tuple(f"第{n}件。" for n in range(1, 13))),
        (("1．甲；2．乙。",), ("甲；", "乙。")),
        (("1、甲；2、乙。",), ("甲；", "乙。")),
        # numbers that do not go on: after the end of a sentence an item, elsewhere words
        (("1.甲；4.乙。",), ("甲；", "乙。")),
        (("1.按照 5. 号文件办理；2.乙。",), ("按照 5. 号文件办理；", "乙。")),
        (("1.按照 2. 乙。",), ("按照", "乙。")),
        (("1.甲；2.乙。1.丙；2.丁。",), ("甲；", "乙。", "丙；", "丁。")),
        # after a colon too, and over a page's end
        (("落实下列工作：", "巡查。"), ("落实下列工作：巡查。",)),
        (("落实下列工作：1.甲；2.乙。",), ("落实下列工作：", "甲；", "乙。")),
        # the township's cell has neither labels nor support
        (("县公安局：移交线索。履职保障：培训。",), ("县公安局：移交线索。履职保障：培训。",)),
        (("履职保障：培训。", "履职保障：答疑。"), ("履职保障：培训。", "履职保障：答疑。")),
        # sections of two characters
        (("（九）甲：1.一；2.二。（十）乙：1.三。（十一）丙。",), (
            "（九）甲：", "一；", "二。", "（十）乙：", "三。", "（十一）丙。")),
        # a list's tag says that numbers were lost, but not behind another tag, and not where numbers are
        (("<ol><li>甲。乙。</li></ol>",), ("甲。乙。",)),
        (("<ol>甲。乙。",), ("甲。", "乙。")),
        (("<ol>甲；乙。 丙。",), ("甲；乙。", "丙。")),
        (("<ol>1.甲。乙。2.丙。",), ("甲。乙。", "丙。")),
        (("<ol>甲。乙",  "丙。<ol>丁。戊。"), ("甲。", "乙丙。", "丁。", "戊。")),
        (("<p>甲</p>", "<ol>乙。丙。"), ("甲乙。", "丙。")),
        # paragraphs without numbers
        (("一、监管\n制定方案。\n二、处罚\n依法处罚。",), ("一、监管", "制定方案。", "二、处罚", "依法处罚。")),
        (("十一、监管\n制定方案。",), ("十一、监管", "制定方案。")),
        (("甲工作。\n乙工作。",), ("甲工作。", "乙工作。")),
        (("甲工作。 乙工作。",), ("甲工作。", "乙工作。")),
        (("甲工作； 乙工作。",), ("甲工作； 乙工作。",)),
    ],
)  # fmt: skip
def test_where_an_item_ends(pages: tuple[str, ...], items: tuple[str, ...]) -> None:
    """Every text of the township's cell, once, in the order of print, without its number."""
    assert township(*pages) == items


@pytest.mark.parametrize(
    ("pages", "said"),
    [
        (("1.甲；2.乙；3.丙。1.丁。",), []),
        (("1.甲；4.乙；5.丙。",), ["条目编号不连续：1 之后是 4"]),
        (("县公安局：1.甲；2.乙。 县民政局：1.丙；2.丁。 履职保障：1.戊；2.己。",), []),
        (("县公安局：1.甲。 县民政局：2.乙。",), ["条目编号不连续：0 之后是 2"]),
        (("1.甲。 履职保障：2.乙。",), ["条目编号不连续：0 之后是 2"]),
        (("<ol>甲。乙。", "3.丙。"), []),
        (("一、监管\n制定方案。\n十二、处罚\n依法处罚。",), []),
        (("甲工作。\n这一段另起而没有编号，有十二个字以上。",), [
            "另起一段而没有编号，单独成条：这一段另起而没有编号，有…"]),
        (("甲工作。 乙工作。",), ["一句之后另起一段而没有编号，单独成条：乙工作。…"]),
    ],
)  # fmt: skip
def test_what_is_guessed(pages: tuple[str, ...], said: list[str]) -> None:
    """A gap in the numbers, and a text that had none, are said; a count that starts again is not."""
    assert guesses(*pages) == said


@pytest.mark.parametrize(
    ("cell", "items", "said"),
    [
        ("1.开展：\n（1）乙；\n（2）丙。\n2.丁。", ("开展：（1）乙；（2）丙。", "丁。"), "“（1）乙；…”是一条里"),
        ("1.开展：\n•甲；\n•乙。\n2.丁。", ("开展：•甲；•乙。", "丁。"), "“•甲；…”是一条里"),
        # All of one kind, or with a head that has no number, or a number of a section.
        ("1.开展：\n1.甲；\n2.乙。", ("开展：", "甲；", "乙。"), "“开展：…”以冒号结尾"),
        ("开展：\n（1）甲；\n（2）乙。", ("开展：", "甲；", "乙。"), "“开展：…”以冒号结尾"),
        ("1.开展：\n（一）甲；\n2.丁。", ("开展：", "（一）甲；", "丁。"), "“开展：…”以冒号结尾"),
        # Within a sentence they are its words.
        ("1.开展：①甲；②乙。2.丁。", ("开展：①甲；②乙。", "丁。"), None),
        ("1.甲：一是乙；二是丙。", ("甲：一是乙；二是丙。",), None),
    ],
)  # fmt: skip
def test_lists_within_items_are_said(cell: str, items: tuple[str, ...], said: str | None) -> None:
    """Once an item: what is taken for a part of it may be an item of its own, and the other way round."""
    side = Side(Departments(BOTH), labelled=False).read([cell])
    assert side.items() == items
    assert [one.startswith(said or "") for one in side.doubts] == ([True] if said else [])


def test_lost_numbers() -> None:
    """A list that was cut at the ends of its sentences is said to be; one of a single item was not cut."""
    side = Side(Departments(BOTH)).read(["<ol>甲。</ol><ol>第一句话有十二个字以上。乙。丙。</ol>"])
    assert side.lost_numbering == ["列表的编号丢失，按句末分成 3 条：第一句话有十二个字以上。…"]


# --- chunks that a page prints again ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("chunks", "new"),
    [
        (("甲。", "", "<p> </p>", "乙。"), ["甲。", "乙。"]),
        (("甲；", "乙。", "甲；乙。"), ["甲；", "乙。"]),
        (("甲；", "乙；", "丙。", "乙；丙。"), ["甲；", "乙；", "丙。"]),
        # in another width, with other tags, with other blanks
        (("检查，登记、上报。", "<p>检查,登记,上 报.</p>"), ["检查，登记、上报。"]),
        # a part of an earlier one, and two that do not follow each other, are new
        (("依法处罚。", "处罚。"), ["依法处罚。", "处罚。"]),
        (("甲；", "乙；", "丙。", "甲；丙。"), ["甲；", "乙；", "丙。", "甲；丙。"]),
    ],
)
def test_repeats(chunks: tuple[str, ...], new: list[str]) -> None:
    """What a page prints again whole is left out, nothing else is."""
    assert list(new_chunks(chunks)) == new


@pytest.mark.parametrize(
    ("chunks", "name"),
    [
        (("农村 交通", " 安全\n管理"), "农村交通安全管理"),
        (("推广 GIS 平台", "GIS 2.0"), "推广 GIS 平台GIS 2.0"),
        (("“双随机 、 一公开”（ 监管 ）",), "“双随机、一公开”（监管）"),
        (("名称", "名称"), "名称"),
        (("坚定拥护“两个确立”\n，做到\n5G 覆盖",), "坚定拥护“两个确立”，做到5G 覆盖"),
        (("推广 GIS\nPro 平台",), "推广 GIS Pro 平台"),
    ],
)
def test_name_over_lines_and_pages(chunks: tuple[str, ...], name: str) -> None:
    """White space between Han characters and their punctuation is a line's end; between Latin words it is theirs."""
    assert join_name(chunks) == name


# --- departments -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        *("县公安局", "县委", "县委员会", "县委宣传部", "县委办", "县政府办公室", "县法院", "县消防救援大队", "县残联"),
        *(
            "县融媒体中心",
            "县档案馆",
            "边境管理处",
            "水管所",
            "气象站",
            "供销社",
            "电力公司",
            "行业主管部门",
            "有关单位",
        ),
        *("县政府", "行政机关", "管理机构", "商业银行", "学校", "党史研究室", "县文联等", "县红十字会"),
        *("县公安局（牵头）", "县委宣传部(县文联)", "县委宣传部（县新闻出版局）", "县发改局（县商粮局）（牵头）"),
    ],
)
def test_complete_as_a_bodys_name(name: str) -> None:
    """Every kind of body that lists name, with its brackets."""
    assert is_body(name)


@pytest.mark.parametrize("name", ["局", "县公安", "县规", "宣传教育", "县公安局负责", "（牵头）", ""])
def test_not_complete_as_a_bodys_name(name: str) -> None:
    """A part of a name, a kind of body alone, a text."""
    assert not is_body(name)


@pytest.mark.parametrize(
    ("chunks", "names", "labels"),
    [
        (("县公安局，县民政局,县财政局；县教育局;县水利局",), "县公安局 县民政局 县财政局 县教育局 县水利局", ()),
        (("<p>县公安局</p><p>县民政局</p>",), "县公安局 县民政局", ()),
        (("县公安局<br>县民政局",), "县公安局 县民政局", ()),
        (("牵头单位：县公安局 配合单位：县民政局/县财政局",), "县公安局 县民政局 县财政局", ()),
        # over pages: names go on, are printed again, are repeated
        (("县公安局 县民", "政局"), "县公安局 县民政局", ()),
        (("县公安局", "县民政局", "县公安局"), "县公安局 县民政局", ()),
        (("县公安局 县公安局",), "县公安局", ()),
        # labels that slipped in, between names and in either width
        (("县公安局： 县民政局 县财政局: 县教育局",), "县民政局 县教育局", ("县公安局", "县财政局")),
        # what is no body's name is kept as it stands
        (("县公安局 李某",), "县公安局 李某", ()),
        (("县委宣传部（县 新闻 出版局） 县公安局",), "县委宣传部（县新闻出版局） 县公安局", ()),
        (("县发改局（县粮食局 县能源局） 县公安局",), "县发改局（县粮食局县能源局） 县公安局", ()),
        (("县委统战部(县 民族宗教 委) 县公安局",), "县委统战部(县民族宗教委) 县公安局", ()),
    ],
)
def test_departments_of_a_cell(chunks: tuple[str, ...], names: str, labels: tuple[str, ...]) -> None:
    """Every department of a cell over its pages, once, and the labels that slipped into it."""
    assert split_departments(chunks) == (tuple(names.split()), labels)


@pytest.mark.parametrize(
    ("lines", "width", "names"),
    [
        # a line with room left ends a name, a full one does not
        (("县公安局", "自然资源局"), 7, "县公安局 自然资源局"),
        (("县农业农村局自", "然资源局"), 7, "县农业农村局自然资源局"),
        (("县文化旅游局", "自然资源局"), 7, "县文化旅游局自然资源局"),
        (("县公安局、", "县民政局；县财", "政局"), 7, "县公安局 县民政局 县财政局"),
        (("县公安局（牵头、主管）、县民政局",), 20, "县公安局（牵头、主管） 县民政局"),
        (("县公安局、县", "市场监管局"), 6, "县公安局 县市场监管局"),
        (("县发改局（县商粮局", "县能源局）县公安局"), 9, "县发改局（县商粮局县能源局） 县公安局"),
        (("团县委", "县妇联"), 7, "团县委 县妇联"),
        (("市委办", "团市委"), 4, "市委办 团市委"),
        (("县公安局县民政局县财政局",), 20, "县公安局 县民政局 县财政局"),
        (("县委县政府办",), 20, "县委县政府办"),
    ],
)
def test_departments_without_separators(lines: tuple[str, ...], width: float, names: str) -> None:
    """A name ends where it is complete and the next begins; nothing is cut inside of one."""
    assert body_names(lines, width) == names.split()
