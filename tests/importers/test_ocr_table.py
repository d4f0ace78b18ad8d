"""The importer of OCR'd tables: each trap seen in the documents of 突泉镇 and 龙角镇, in their own words."""

import pytest

from generator.importers.cells import split_departments
from generator.importers.draft import Draft, ImportProblem
from generator.importers.text.ocr_table import OcrTable
from generator.model import (
    Column,
    CooperativeDuty,
    ListKind,
    Note,
    Overrides,
    ReclaimedDuty,
    ReclaimedStatus,
    SuperiorBlock,
)
from generator.read import yaml_text

HEADS = "序号\t事项名称\t对应上级部门\t上级部门职责\t镇配合职责"


def document(cooperative: str = "", reclaimed: str = "", category: str = "一、民生服务") -> str:
    """A whole document around the rows that a test is about; the last line has no line feed."""
    cooperative = cooperative or "1\t名称\t县民政局\t做事。\t配合。"
    reclaimed = reclaimed or "1\t名称\t承接部门：县民政局 工作方式：做事。"
    return (
        f"\n甲县乙镇\n\n基本履职事项清单\n\n序号\t事项名称\n{category}\n1\t做事。\n\n"
        f"配合履职事项清单\n\n{HEADS}\n{category}\n{cooperative}\n\n"
        f"上级部门收回事项清单\n\n序号\t事项名称\t承接部门及工作方式\n{category}\n{reclaimed}"
    )


def read(text: str, overrides: Overrides | None = None) -> Draft:
    return OcrTable().read(text, overrides or Overrides())


def cooperative(*rows: str) -> CooperativeDuty:
    """The first cooperative duty of a document with these rows."""
    (_, duty), *_ = read(document(cooperative="\n".join(rows))).lists[ListKind.COOPERATIVE].duties()
    return duty


def reclaimed(*rows: str) -> ReclaimedDuty:
    (_, duty), *_ = read(document(reclaimed="\n".join(rows))).lists[ListKind.RECLAIMED].duties()
    return duty


def block(*departments: str, duties: tuple[str, ...] = (), support: tuple[str, ...] = ()) -> SuperiorBlock:
    return SuperiorBlock(departments=departments, duties=duties, support=support)


# --- rows over page breaks -------------------------------------------------------------------------


def test_row_goes_on_with_empty_number_and_name() -> None:
    """A row without number goes on; text cut in mid-sentence is joined without a separator (龙角 172)."""
    duty = cooperative(
        "1\t天然气管理工作\t县经济信息委 县住建局\t<p>县经济信息委：</p> <p>1.建立投诉、举报制度，并予受理。</p> "
        "<p>县住建局：依法对在燃气设施保护范围内建</p>\t<p>1.开展安全宣传教育。</p>",
        "",
        HEADS,
        "\t\t\t<p>设占压地下燃气管线的行为实施处罚。</p>\t",
    )
    assert duty.superior == (
        block("县经济信息委", duties=("建立投诉、举报制度，并予受理。",)),
        block("县住建局", duties=("依法对在燃气设施保护范围内建设占压地下燃气管线的行为实施处罚。",)),
    )
    assert duty.source.lines == (14, 17)


def test_item_goes_on_over_three_pages() -> None:
    """An item can run over three pages (龙角 307–313)."""
    duty = cooperative(
        "1\t社区矫正\t县法院\t<p>县法院:</p> <p>6.对符合撤销缓刑或者暂予监外执行收</p>\t协助。",
        "\t\t\t<p>监执行条件的社区矫正对象，作出判决、裁</p>\t",
        "\t\t\t<p>定和决定。</p> <p>7.对提请逮捕的，及时作出决定。</p>\t",
    )
    assert duty.superior == (
        block(
            "县法院",
            duties=(
                "对符合撤销缓刑或者暂予监外执行收监执行条件的社区矫正对象，作出判决、裁定和决定。",
                "对提请逮捕的，及时作出决定。",
            ),
        ),
    )


def test_row_goes_on_with_everything_printed_again() -> None:
    """Number, name and department printed again on the next page continue the row; both cells go on (突泉 174/177)."""
    duty = cooperative(
        "1\t落实责任, 开展包保工作\t县市场监管局\t<p>1. 指导包保干部;</p>\t<p>1. 督促主体;</p>",
        "1\t落实责任,开展包保工作\t县市场监管局\t<p>2. 受理投诉。</p> <p>履职保障: 业务指导。</p>\t"
        "<p>2. 走访经营户。</p>",
    )
    assert duty.name == "落实责任, 开展包保工作"
    assert duty.departments == ("县市场监管局",)
    assert duty.superior == (block("县市场监管局", duties=("指导包保干部;", "受理投诉。"), support=("业务指导。",)),)
    assert duty.township == ("督促主体;", "走访经营户。")
    assert duty.notes == ()


def test_name_printed_again_a_little_differently_is_noted() -> None:
    """The first printing of a name counts; the other one becomes a note (突泉 168/171)."""
    rows = (
        "1\t开展校园周边安全监管工作\t县教育局\t1. 检查。\t1. 帮助。\n"
        "1\t开展校园周边安全监督管理工作\t县消防大队\t<p>县消防大队: 1. 巡查。</p>\t2. 申请。"
    )
    duty = cooperative(rows)
    assert duty.name == "开展校园周边安全监管工作"
    assert duty.departments == ("县教育局", "县消防大队")
    assert duty.notes == (
        Note(
            printed="开展校园周边安全监督管理工作",
            meant="开展校园周边安全监管工作",
            why="续页（第 15 行）重印的名称与首页不同，取首页的名称",
        ),
    )
    assert [(one.line, one.duty_id, one.message) for one in read(document(cooperative=rows)).guesses] == [
        (
            14,
            "c-001",
            "印作“开展校园周边安全监督管理工作”，疑应为“开展校园周边安全监管工作”，"
            "续页（第 15 行）重印的名称与首页不同，取首页的名称",
        )
    ]


@pytest.mark.parametrize("names", [("发放补贴", "养犬管理"), ("发放高龄补贴", "发放残疾人补贴")])
def test_another_name_under_the_same_number_is_another_duty(names: tuple[str, str]) -> None:
    """Half the same words are no continuation; that a number is missing, `check` says."""
    rows = "\n".join(f"1\t{name}\t县民政局\t做事。\t配合。" for name in names)
    found = [
        (duty.number, duty.name) for _, duty in read(document(cooperative=rows)).lists[ListKind.COOPERATIVE].duties()
    ]
    assert found == [(1, names[0]), (1, names[1])]


def test_list_without_categories() -> None:
    """Its duties are kept, and it is said where the first of them stands."""
    draft = read(document().replace("一、民生服务\n1\t做事。", "1\t做事。"))
    assert [(one.name, len(one.duties)) for one in draft.lists[ListKind.BASIC].categories] == [("未分类", 1)]
    assert [(one.line, one.message) for one in draft.guesses] == [(7, "上面没有事项类别，放在“未分类”里")]


def test_number_without_a_name() -> None:
    """Its row is set aside, and the duties around it stay."""
    rows = "1\t名称\t县住建局\t做事。\t配合。\n2\t\t县民政局\t审核。\t初审。\n3\t又名\t县住建局\t做事。\t配合。"
    draft = read(document(cooperative=rows))
    assert [duty.number for _, duty in draft.lists[ListKind.COOPERATIVE].duties()] == [1, 3]
    assert [(one.line, one.message.split("，")[0]) for one in draft.guesses] == [(15, "这一行有序号而没有事项名称")]


@pytest.mark.parametrize(
    "cell", ["承接部门：县民政局 县残联 上门服务。", "承接部门：县民政局、县残联 <p>上门服务。</p>"]
)
def test_receivers_without_the_label_of_the_method(cell: str) -> None:
    """What follows the names is how it is done, and that is said."""
    draft = read(document(reclaimed=f"1\t名称\t{cell}"))
    ((_, duty),) = draft.lists[ListKind.RECLAIMED].duties()
    assert (duty.department_names(), duty.duties_in(Column.METHOD)) == (("县民政局", "县残联"), ("上门服务。",))
    assert [one.message.split("，")[0] for one in draft.guesses] == ["承接部门之后没有“工作方式：”"]


def test_full_width_numbers_and_characters_that_nobody_sees() -> None:
    """A number is one in either width; what is not seen is left out and reported with its line."""
    draft = read(
        document(
            cooperative="１\t发放\u200b津贴\t县民政局\t做事。\t配合。\n １２ \t救助\t县民政局\t做事。\t配合。\r\n"
            "１２\t\t\t\t上报。"
        )
    )
    found = [(duty.id, duty.number, duty.name) for _, duty in draft.lists[ListKind.COOPERATIVE].duties()]
    assert found == [("c-001", 1, "发放津贴"), ("c-002", 12, "救助")]
    assert [(one.line, one.message) for one in draft.guesses] == [(14, "有 U+200B 零宽空格（看不见），已略去")]


@pytest.mark.parametrize(
    "again",
    [
        pytest.param("1. 做好巡查； 2. 报送数据。", id="to the letter (突泉 201/204)"),
        pytest.param("<ol> 1. 做好巡查; 2. 报送数据。", id="in another width and form (突泉 252/255)"),
    ],
)
def test_repeated_cell_is_not_doubled(again: str) -> None:
    """One cell may go on while the other is printed again whole; what is repeated stands once."""
    duty = cooperative(
        "1\t超限治理\t县交通局\t<p>县交通局：监管。</p>\t1. 做好巡查； 2. 报送数据。",
        f"1\t超限治理\t县水利局\t<p>县水利局：审批。</p>\t{again}",
    )
    assert duty.departments == ("县交通局", "县水利局")
    assert duty.superior == (block("县交通局", duties=("监管。",)), block("县水利局", duties=("审批。",)))
    assert duty.township == ("做好巡查；", "报送数据。")


def test_cell_that_repeats_several_pages_is_not_doubled() -> None:
    """A cell that a third page prints again whole, after two pages held its halves (突泉 240/243/246)."""
    duty = cooperative(
        "1\t防汛\t县水利局\t<p>县水利局：一。</p>\t1. 制定预案； 2. 组织演练；",
        "1\t防汛\t县气象局\t<p>县气象局：二。</p>\t3. 开展宣传。",
        "1\t防汛\t县财政局\t<p>县财政局：三。</p>\t1. 制定预案； 2. 组织演练； 3. 开展宣传。",
    )
    assert duty.township == ("制定预案；", "组织演练；", "开展宣传。")


def test_end_of_a_sentence_that_stood_before_is_no_repeat() -> None:
    """A continuation that happens to be words of the cell's beginning is kept (龙角 496/499)."""
    duty = reclaimed(
        "1\t对产品的处罚\t承接部门：县卫生健康委 工作方式： 1.作出行政处罚。 2.对销售产品的行为进",
        "\t\t行政处罚。",
    )
    assert duty.method == ("作出行政处罚。", "对销售产品的行为进行政处罚。")


def test_reclaimed_cell_goes_on() -> None:
    """A following page adds to the method, not to the departments."""
    duty = reclaimed("1\t报销\t承接部门：县医保局 工作方式： 1.受理；", "\t\t2.支付。")
    assert (duty.departments, duty.method) == (("县医保局",), ("受理；", "支付。"))


# --- headings and layout ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("heading", "name", "declared"),
    [
        ("一、党的建设（26项）\t", "党的建设", 26),  # a row with a count (龙角)
        ("二、民生服务（18项）", "民生服务", 18),  # a plain line outside the table (龙角 201)
        ("七、文化和旅游(2项)", "文化和旅游", 2),  # ASCII brackets (龙角 532)
        ("一、党的建设\t\t\t\t", "党的建设", None),  # without a count (突泉)
        ("十一、综合政务（ 10 项 ）", "综合政务", 10),
    ],
)
def test_category_headings(heading: str, name: str, declared: int | None) -> None:
    """Category headings come as a row or a line, with or without count, in either kind of brackets."""
    duty_list = read(document(category=heading)).lists[ListKind.BASIC]
    assert [(one.name, one.declared) for one in duty_list.categories] == [(name, declared)]


def test_contents_page_and_table_rules_are_layout() -> None:
    """A contents page, 附件 marks and a table rule are no rows (龙角 5–11, 204)."""
    text = document().replace("\n\n基本", "\n\n目 录\n\n1. 基本履职事项清单\t1\n\n附件 1\n\n基本", 1)
    text = text.replace(HEADS, f"----\t------\t------\t--\t---\n{HEADS}")
    draft = read(text)
    assert draft.title == "甲县乙镇"
    assert {kind: len(list(one.duties())) for kind, one in draft.lists.items()} == dict.fromkeys(ListKind, 1)


def test_cells_that_are_missing_or_too_many() -> None:
    """Empty ones at a row's end may be left out, page marks stand anywhere; a cell too many has no place."""
    duty = cooperative("1\t名称\t县民政局\t做", "第 3 页，共 9 页", "\t\t\t事。")
    assert (duty.superior, duty.township) == ((block("县民政局", duties=("做事。",)),), ())
    for text, line in (
        (document().replace("1\t做事。\n", "1\t做事。\t多\n2\t办事。\n", 1), 8),
        (document(category="一、民生服务\n二、民生服务\t多"), 8),
    ):
        said = next(guess for guess in read(text).guesses if "没有收进清单" in guess.message)
        assert said.line == line
        assert said.message.startswith("这一行不是标题、类别，也不是基本履职清单的表格行，没有收进清单：“")


def test_row_before_its_column_heads() -> None:
    """A row may stand before the column heads or without any (龙角 203)."""
    headless, (_, expected) = (
        read(document().replace(f"{HEADS}\n", "")),
        next(read(document()).lists[ListKind.COOPERATIVE].duties()),
    )
    (_, duty), *_ = headless.lists[ListKind.COOPERATIVE].duties()
    assert duty.model_dump(exclude={"source"}) == expected.model_dump(exclude={"source"})


# --- cells -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "items"),
    [
        ("1. 收集材料； 2. 初审； 3. 上报。", ("收集材料；", "初审；", "上报。")),
        ("1.收集材料。2.初审。", ("收集材料。", "初审。")),
        ("<p>1.收集材料。</p> <p>2.初审。</p>", ("收集材料。", "初审。")),
        ('<ol style="list-style-type: none"> 1. 收集； 2. 上报。', ("收集；", "上报。")),
        ("<p>1.收集。 2.上报。</p>", ("收集。", "上报。")),
        # numbers that are no enumerators
        ("1. 提前3天申报2.5亩以上； 2. 上报 31 种病种。", ("提前3天申报2.5亩以上；", "上报 31 种病种。")),
        ("1. 在 50-200 米道路上设置标志。", ("在 50-200 米道路上设置标志。",)),
        # a sentence is one item, however many full stops it has (突泉 213)
        ("审定合格的申请资金。自当月起发放。", ("审定合格的申请资金。自当月起发放。",)),
        # lost numbering: at sentence ends, where white space marks them (龙角 176) or where none does (龙角 167)
        ('<ol style="list-style-type: none"> 做好巡查；发现上报。 加强宣传。', ("做好巡查；发现上报。", "加强宣传。")),
        ('<ol style="list-style-type: none">做好宣传工作。鼓励监督。', ("做好宣传工作。", "鼓励监督。")),
        # sections keep their marks, their items lose theirs (突泉 314)
        (
            "<p>（一）政府网站：1.接受检查；2.参加培训。</p> <p>（二）政务新媒体：1.开设工作：提交申请；2.更新。</p>",
            ("（一）政府网站：", "接受检查；", "参加培训。", "（二）政务新媒体：", "开设工作：提交申请；", "更新。"),
        ),
    ],
)
def test_items(cell: str, items: tuple[str, ...]) -> None:
    """A cell is cut into items at its enumerators, whatever HTML is around them."""
    assert cooperative(f"1\t名称\t县民政局\t做事。\t{cell}").township == items


def test_lost_numbering_is_reported_and_noted() -> None:
    """What was split at sentence ends for want of numbers is reported and noted on the duty."""
    draft = read(document(cooperative="1\t名称\t县民政局\t做事。\t<ol>做好宣传工作。鼓励监督。"))
    assert [(one.line, one.duty_id, one.message) for one in draft.guesses] == [
        (14, "c-001", "列表的编号丢失，按句末分成 2 条：做好宣传工作。…")
    ]
    (_, duty), *_ = draft.lists[ListKind.COOPERATIVE].duties()
    assert duty.notes == (Note(why="收到的文本里部分条目没有编号，按句末分条，条数可能与原件不同"),)


@pytest.mark.parametrize(
    ("cell", "names", "labels"),
    [
        ("县司法局 县公安局", ("县司法局", "县公安局"), ()),
        ("<p>县生态环境局 县公安局</p>", ("县生态环境局", "县公安局"), ()),
        ("县交通运输委、县水利局", ("县交通运输委", "县水利局"), ()),
        ("县林草局 自然资源局", ("县林草局", "自然资源局"), ()),
        # brackets belong to the name (龙角 244)
        ("县委统战部(县民族宗教委) 县公安局", ("县委统战部(县民族宗教委)", "县公安局"), ()),
        # cut by the cell's width (龙角 253)
        (
            "县经济信息委 县 市场监管局 县规 划自然资源局 县 住房城乡建委 相关 行业主管部门",
            ("县经济信息委", "县市场监管局", "县规划自然资源局", "县住房城乡建委", "相关行业主管部门"),
            (),
        ),
        # a label that slipped in (龙角 186)
        ("县政府办(县金融发展服务中心) 县公安局：", ("县政府办(县金融发展服务中心)",), ("县公安局",)),
        # an open end belongs to the last name (龙角 268)
        ("县气象局、云阳海事处等相关部门单位", ("县气象局", "云阳海事处等相关部门单位"), ()),
        ("县公安局（牵头） 县教育局", ("县公安局（牵头）", "县教育局"), ()),
    ],
)
def test_department_cells(cell: str, names: tuple[str, ...], labels: tuple[str, ...]) -> None:
    """Departments are split by white space, 、 and tags, but not inside a name."""
    assert split_departments([cell]) == (names, labels)


def test_name_wrapped_in_its_cell() -> None:
    """A space between two Han characters of a name is the cell's line break (龙角 252)."""
    assert cooperative("1\t农村交通安全管 理\t县公安局\t做事。\t配合。").name == "农村交通安全管理"


@pytest.mark.parametrize(
    ("cell", "blocks"),
    [
        # no label: all departments of the cell
        ("1. 核实； 2. 审批。", (block("县公安局", "县民政局", duties=("核实；", "审批。")),)),
        # a label in the line, after white space (突泉 168)
        ("县公安局： 1. 查处；2. 宣传。 县民政局： 救助。", (
            block("县公安局", duties=("查处；", "宣传。")), block("县民政局", duties=("救助。",)))),
        # an ASCII colon (突泉 171)
        ("<p>县公安局: 1. 查处。</p>", (block("县公安局", duties=("查处。",)),)),
        # several departments in one label; later names inherit the level (突泉 159)
        ("县公安局、民政局： 1. 考核。", (block("县公安局", "民政局", duties=("考核。",)),)),
        # support closes the cell and is everybody's; misprinted once (突泉 228)
        ("县公安局：查处。 县民政局：救助。 履职保障： 1. 培训； 2. 答疑。", (
            block("县公安局", duties=("查处。",)), block("县民政局", duties=("救助。",)),
            block("县公安局", "县民政局", support=("培训；", "答疑。")))),
        ("查处。 履职清单： 培训。", (block("县公安局", "县民政局", duties=("查处。",), support=("培训。",)),)),
        # departments that open a sentence without a colon (龙角 355)
        ("<p>县公安局：查处。</p> <p>县公安局、县民政局等部门在各自职责范围内监督。</p>", (
            block("县公安局", duties=("查处。",)),
            block("县公安局", "县民政局", duties=("县公安局、县民政局等部门在各自职责范围内监督。",)))),
        # numbered labels, where every item has one (鸡东 1086); where only some have, they are words of the text
        ("1. 县公安局：查处； 2. 县民政局：救助。", (
            block("县公安局", duties=("查处；",)), block("县民政局", duties=("救助。",)))),
        ("1. 县公安局：查处； 2. 县民政局救助。", (
            block("县公安局", "县民政局", duties=("县公安局：查处；", "县民政局救助。")),)),
        # words before a colon that are no department (突泉 188)
        ("1. 执行先诊疗后付费政策：在防范风险前提下调整； 2. 宣传。", (
            block("县公安局", "县民政局", duties=("执行先诊疗后付费政策：在防范风险前提下调整；", "宣传。")),)),
    ],
)  # fmt: skip
def test_superior_is_grouped_by_label(cell: str, blocks: tuple[SuperiorBlock, ...]) -> None:
    """The superior's duties belong to the departments that a label names."""
    assert cooperative(f"1\t名称\t县公安局 县民政局\t{cell}\t配合。").superior == blocks


def test_misprinted_support_label_is_noted() -> None:
    """履职清单 where 履职保障 is meant: read as support, and said so (突泉 228)."""
    assert cooperative("1\t名称\t县市场监管局\t检查。 履职清单： 培训。\t配合。").notes == (
        Note(printed="履职清单", meant="履职保障", why="其余各项在此处印作“履职保障”，内容也是保障措施"),
    )


def test_slipped_label_goes_to_the_block_that_starts_again() -> None:
    """A label printed in the department column opens the block that starts again at 1 (龙角 186/189)."""
    duty = cooperative(
        "1\t防范非法金融活动\t县政府办 县公安局 县公安局：\t县政府办： 1.开展宣传。 2.配合排查。\t配合。",
        "\t\t\t<p>1.开展侦办。</p> <p>2.防范打击。</p>\t",
    )
    assert duty.departments == ("县政府办", "县公安局")
    assert duty.superior == (
        block("县政府办", duties=("开展宣传。", "配合排查。")),
        block("县公安局", duties=("开展侦办。", "防范打击。")),
    )


@pytest.mark.parametrize(
    ("cell", "departments", "status", "method"),
    [
        ("承办部门：县卫健委 工作方式： 1. 宣传； 2. 筛查。", ("县卫健委",), "taken-over", ("宣传；", "筛查。")),
        ("<p>承接部门：县农业农村委 工作方式：</p> <p>1.监管。</p>", ("县农业农村委",), "taken-over", ("监管。",)),
        ("<p>承办部门：县交通局</p> <p>工作方式：</p> <ol> 1. 维护。", ("县交通局",), "taken-over", ("维护。",)),
        ("承接部门：县生态环境局、县水利局 工作方式：评估。", ("县生态环境局", "县水利局"), "taken-over", ("评估。",)),
        ("承接部门：县民政局 承接方式： 1.救助。", ("县民政局",), "taken-over", ("救助。",)),
        ("承接部门：县民政局 履职方式及工作措施：救助。", ("县民政局",), "taken-over", ("救助。",)),
        ("取消。承接部门：县民政局 工作方式：救助。", (), "taken-over", ("取消。承接部门：县民政局 工作方式：救助。",)),
        ("承办部门： 县级以上公安机关或者其派出机构 工作方式： 检测。", ("县级以上公安机关或者其派出机构",),
         "taken-over", ("检测。",)),
        ("法律法规条款已失效，不再开展此项工作", (), "discontinued", ("法律法规条款已失效，不再开展此项工作",)),
        ("承接部门：县农业农村委 工作方式：该项目已实施完毕，不再开展此项工作。", ("县农业农村委",), "discontinued",
         ("该项目已实施完毕，不再开展此项工作。",)),
    ],
)  # fmt: skip
def test_reclaimed_cells(cell: str, departments: tuple[str, ...], status: str, method: tuple[str, ...]) -> None:
    """The reclaimed list's cell holds the receiving department and how it works now, or that nobody does it."""
    duty = reclaimed(f"1\t名称\t{cell}")
    assert (duty.departments, duty.status, duty.method) == (departments, ReclaimedStatus(status), method)


def test_overrides_decide_what_rules_cannot() -> None:
    """A commented override beside the source sets departments and adds notes; one for an unknown duty is refused."""
    overrides = yaml_text.parse(
        "departments:\n  - {duty: c-001, departments: [县住建局], why: 识别有误}\n"
        "notes:\n  - {duty: c-001, printed: 县住建 局, meant: 县住建局, why: 拆行}\n"
    )
    text = document(cooperative="1\t名称\t县住建 局某\t做事。\t配合。")
    draft = read(text, Overrides.model_validate(overrides.data))
    (_, duty), *_ = draft.lists[ListKind.COOPERATIVE].duties()
    assert (duty.departments, duty.notes) == (
        ("县住建局",),
        (Note(printed="县住建 局", meant="县住建局", why="拆行"),),
    )
    with pytest.raises(ImportProblem, match=r"overrides\.yml 里的事项 c-009 在文件中不存在"):
        read(text, Overrides.model_validate(yaml_text.parse("notes:\n  - {duty: c-009, why: 无}\n").data))


def test_row_that_goes_on_from_nothing() -> None:
    """It is set aside, and reported."""
    draft = read(document(cooperative="\t\t\t先做事。\t配合。\n1\t名称\t县住建局\t做事。\t配合。"))
    assert [duty.number for _, duty in draft.lists[ListKind.COOPERATIVE].duties()] == [1]
    assert [one.line for one in draft.guesses if one.message.startswith("这一行之前没有带序号的行")] == [14]


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        (document() + "\n基本履职事项清单", 21, "出现了两次"),
        (document().split("上级部门收回事项清单")[0], None, "没有找到上级部门收回事项清单"),
    ],
)
def test_what_cannot_be_placed_is_refused(text: str, line: int | None, message: str) -> None:
    """A line that fits nowhere stops the import with its number; nothing is dropped."""
    with pytest.raises(ImportProblem, match=message) as problem:
        read(text)
    assert problem.value.line == line
