"""The importer of PDF text: each trap seen in the documents of 吉首, 鸡东 and 开干齐乡, in their own words.

Columns are measured on the document, so an excerpt is read after the first
rows of its own document (`BACKGROUND`); `#` stands for the number that follows.
"""

import random
import re
from dataclasses import replace

import pytest

from generator.check.audit import audit
from generator.importers.cells import body_names
from generator.importers.draft import Draft, ImportProblem, RowKind
from generator.importers.text.pdf_text import PdfText
from generator.model import (
    AnyDuty,
    Content,
    CooperativeDuty,
    ListKind,
    Overrides,
    ReclaimedDuty,
    ReclaimedStatus,
    SuperiorBlock,
    Township,
)
from support.places import CONTENT

# For each document: the lines of its cooperative list that come before an excerpt, and how many rows they hold.
BACKGROUND = {
    "jishou/hexi": (336, 552, 9),
    "jidong/unknown": (313, 626, 11),
    "kuitun/kaiganqi": (206, 646, 12),
}


def document(
    township: str = "jidong/unknown",
    excerpt: str = "",
    basic: str = "1 做事",
    reclaimed: str = "1 就业帮扶培训\n承接部门：县人社局\n履职方式及工作措施：开展培训。",
) -> str:
    """A whole document whose cooperative list is a township's first rows and the excerpt."""
    first, last, count = BACKGROUND[township]
    lines = (CONTENT / "townships" / township / "source.txt").read_text("utf-8").split("\n")[first - 1 : last]
    has_column = township == "kuitun/kaiganqi"
    heading = "" if has_column else "一、民生服务（1项）\n"
    if has_column:
        basic, reclaimed = basic.replace("1 ", "1 民生服务 "), reclaimed.replace("1 ", "1 民生服务 ")
    column = " 事项类别" if has_column else ""
    return (
        f" 基本履职事项清单\n序号{column} 事项名称\n{heading}{basic}\n"
        + "\n".join(lines)
        + f"\n{excerpt.replace('#', str(count + 1))}\n"
        + f" 上级部门收回事项清单\n序号{column} 事项名称 承接部门及工作方式\n{heading}{reclaimed}\n"
    )


def read(text: str) -> Draft:
    return PdfText().read(text, Overrides())


def cooperative(township: str, excerpt: str) -> CooperativeDuty:
    """The duty of an excerpt."""
    *before, (_, duty) = read(document(township, excerpt)).lists[ListKind.COOPERATIVE].duties()
    assert len(before) == BACKGROUND[township][2]
    return duty


def reclaimed(*rows: str, township: str = "jidong/unknown") -> ReclaimedDuty:
    (_, duty), *_ = read(document(township, reclaimed="\n".join(rows))).lists[ListKind.RECLAIMED].duties()
    return duty


def block(*departments: str, duties: tuple[str, ...] = ()) -> SuperiorBlock:
    return SuperiorBlock(departments=departments, duties=duties)


def cells(duty: CooperativeDuty) -> tuple[object, ...]:
    """A duty's name and cells, its one block of the superior's duties without the departments."""
    (one,) = duty.superior
    return duty.name, duty.departments, one.duties, duty.township


# --- where a cell ends -----------------------------------------------------------------------------


def test_blank_lines_mean_nothing() -> None:
    """Blank lines stand inside cells and are missing between them (吉首 372–391)."""
    duty = cooperative(
        "jishou/hexi",
        "# 开展党内帮扶、表\n\n彰工作\n市委组织部\n\n1.制定全市表彰工作方案或将上级推优要求下发给\n\n各基层党组织；\n\n"
        "2.组织开展全市及以上党内表彰对象推荐工作。\n1.按要求在本辖区开展摸底排查，按要求上报建议\n\n名单；\n\n"
        "2.协助做好相关奖励及帮扶物资的发放。",
    )
    assert cells(duty) == (
        "开展党内帮扶、表彰工作",
        ("市委组织部",),
        ("制定全市表彰工作方案或将上级推优要求下发给各基层党组织；", "组织开展全市及以上党内表彰对象推荐工作。"),
        ("按要求在本辖区开展摸底排查，按要求上报建议名单；", "协助做好相关奖励及帮扶物资的发放。"),
    )


@pytest.mark.parametrize(
    ("superior", "township"),
    [
        # 鸡东 864–876: a township's cell of one line
        (
            ("在金保工程信息系统中进行审批、确认", "《就业创业证》申领，打印就业创业登记", "证，加盖钢印。"),
            ("负责受理就业创业登记证申请，初审，录入金保工程。",),
        ),
        # lines 1001–1009 of 鸡东
        (
            (
                "负责全县小型水库的监督管理和业务指",
                "导，贯彻执行相关法规，建立责任人名册，",
                "审定各类预案，组织安全鉴定。",
            ),
            ("水库的日常管护、防汛值班值守、安全、巡查等。",),
        ),
        # lines 2170–2179 of 鸡东
        (
            ("负责项目招标，确定中标单位后，组织入", "户改造，处理有关施工问题。"),
            ("对重度困难残疾人家庭改造户进行入户摸底调查。",),
        ),
        # 鸡东 884–896: both go on over a line
        (
            ("对申请就业困难人员进行审核及认定，加", "盖困难人员认定章。"),
            ("配合做好需要认定就业困难人员登记、申请、初审、上报", "工作。"),
        ),
    ],
)
def test_width_parts_cells_without_enumerators(superior: tuple[str, ...], township: tuple[str, ...]) -> None:
    """Where neither side has an enumerator, the township's cell begins where a sentence ended or lines get wider."""
    lines = "\n".join((*superior, *township))
    duty = cooperative("jidong/unknown", f"#\n就业困难人员认\n证\n县人社局\n{lines}")
    assert cells(duty) == ("就业困难人员认证", ("县人社局",), ("".join(superior),), ("".join(township),))


def test_enumerators_inside_a_departments_part() -> None:
    """1. after a department's label is not a new cell; a label may stand in mid-line (吉首 1074–1092, 2814)."""
    duty = cooperative(
        "jishou/hexi",
        "# 开展反电信诈骗\n工作\n市委政法委（牵\n头）、市公安局\n市委政法委：指导策划开展防范电信诈骗宣传教育。\n"
        "市公安局：1.公安机关开展打击电信诈骗；2.对涉\n被骗群众及时进行劝阻；3.及时劝返滞缅人员。\n"
        "1.开展防范电信诈骗宣传教育；\n2.协助开展打击电信诈骗；\n3.协助做好劝返滞缅人员。",
    )
    assert duty.departments == ("市委政法委（牵头）", "市公安局")
    assert duty.superior == (
        block("市委政法委", duties=("指导策划开展防范电信诈骗宣传教育。",)),
        block("市公安局", duties=("公安机关开展打击电信诈骗；", "对涉被骗群众及时进行劝阻；", "及时劝返滞缅人员。")),
    )
    assert duty.township == ("开展防范电信诈骗宣传教育；", "协助开展打击电信诈骗；", "协助做好劝返滞缅人员。")


def test_label_of_open_ended_departments() -> None:
    """其他有关部门： opens a block too, not the township's cell (吉首 2444–2496)."""
    duty = cooperative(
        "jishou/hexi",
        "# 开展中小学生防\n溺水工作\n市教体局（牵头）、\n市民政局、市卫健\n局、其他有关部门\n"
        "市教体局：负责预防中小学生溺水工作协调机制日\n常工作。\n市卫健局、市教体局：根据各自职责组织行业内相\n"
        "关单位配合中小学校开展学生游泳技能、现场救护\n的培训。\n其他有关部门：按照各自职责做好预防中小学防溺\n水工作。\n"
        "1.加强预防溺水工作的统筹协调；\n2.制定应急预案，建立应急救援机制。",
    )
    assert [one.departments for one in duty.superior] == [("市教体局",), ("市卫健局", "市教体局"), ("其他有关部门",)]
    assert duty.township == ("加强预防溺水工作的统筹协调；", "制定应急预案，建立应急救援机制。")


def test_sections_inside_cells() -> None:
    """一、 and 二、 are headings inside a cell; 一、 again begins the township's cell (开干齐 1208–1256)."""
    duty = cooperative(
        "kuitun/kaiganqi",
        "# 乡村振兴\n农药使用指\n导服务及农\n药包装废弃\n物回收清理\n工作\n市农业农村局\n一、农药使用指导、服务工作\n"
        "1.制定农药减量施用实施方案；\n2.组织培训，提供农药使用技术指导。\n二、农药包装废弃物回收清理工作\n"
        "1.依法查处未按规定回收农药包装废弃物的违法行为。\n一、农药使用指导、服务工作\n"
        "指导种植户做好农药减量增效和病虫害绿色\n防控工作。\n二、农药包装废弃物回收清理工作\n"
        "宣传农药废弃物回收处理的相关法律法规及\n政策。",
    )
    assert cells(duty) == (
        "农药使用指导服务及农药包装废弃物回收清理工作",
        ("市农业农村局",),
        (
            "一、农药使用指导、服务工作",
            "制定农药减量施用实施方案；",
            "组织培训，提供农药使用技术指导。",
            "二、农药包装废弃物回收清理工作",
            "依法查处未按规定回收农药包装废弃物的违法行为。",
        ),
        (
            "一、农药使用指导、服务工作",
            "指导种植户做好农药减量增效和病虫害绿色防控工作。",
            "二、农药包装废弃物回收清理工作",
            "宣传农药废弃物回收处理的相关法律法规及政策。",
        ),
    )


def test_township_before_superior() -> None:
    """Widths tell the cells apart where they are printed in the other order; the stray 。 closes the one that lacks it
    (开干齐 3091–3119).
    """
    draft = read(
        document(
            "kuitun/kaiganqi",
            "# 民生服务\n对本辖区工\n程施工现场\n市容环境卫\n生的监管\n市住建局、城管\n局\n1.开展相关法律法规宣传；\n"
            "2.对本辖区临街工地开展日常巡查，发现问题\n及时提醒、劝阻，对拒不改正的及时上报市\n城管局处理\n"
            "1.市城管局加强对违反城市市容和环境卫生管理条例的\n监督检查，畅通投诉渠道，及时受理群众、物业服务\n"
            "企业等相关报告或投诉；\n2.市住建局、城管局发现工程施工现场的材料、机具乱\n"
            "堆乱放，渣土未及时清运，及时劝阻，拒不整改的依\n法查处。\n。",
        )
    )
    *_, (_, duty) = draft.lists[ListKind.COOPERATIVE].duties()
    assert duty.superior[0].duties[0].startswith("市城管局加强对违反城市市容")
    assert duty.township == (
        "开展相关法律法规宣传；",
        "对本辖区临街工地开展日常巡查，发现问题及时提醒、劝阻，对拒不改正的及时上报市城管局处理。",
    )
    assert [note.why[:18] for note in duty.notes] == ["原文里乡镇的职责印在上级部门的职责之"]
    assert duty.id in [guess.duty_id for guess in draft.guesses]


def test_no_township_cell() -> None:
    """A cell that is not printed is not made of the other's last line (开干齐 2534–2587)."""
    duty = cooperative(
        "kuitun/kaiganqi",
        "# 民生服务\n大气污染防\n治工作\n市农业农村局\n1.市农业农村局负责指导对农业生产领域燃煤设施开展\n"
        "清洁能源替代，负责指导乡开展秸秆综合利用 “收、贮\n、运”体系建设，承担秸秆肥料化、基料化、燃料化等\n"
        "综合利用新技术引进、实验、示范和推广工作。",
    )
    assert duty.township == ()
    assert duty.superior[0].duties[0].endswith("综合利用新技术引进、实验、示范和推广工作。")


# --- rows and numbers ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("township", "row", "expected"),
    [
        # 吉首 686–689: three cells on one line
        (
            "jishou/hexi",
            "# 做好敬老院日常\n\n运行管理工作\n市民政局 负责敬老院财务、后勤、安全等日常运行管理工作。 "
            "配合做好财务、后勤、安全等日常运行管理工作。",
            (
                "做好敬老院日常运行管理工作",
                ("市民政局",),
                ("负责敬老院财务、后勤、安全等日常运行管理工作。",),
                ("配合做好财务、后勤、安全等日常运行管理工作。",),
            ),
        ),
        # 鸡东 670: name and department on the number's line
        (
            "jidong/unknown",
            "# 县域招聘活动 县人社局\n做好县域外用工企业登记、宣传工作，组\n"
            "织召开招聘活动，搭建求职者与企业的平\n台。\n"
            "1.配合做好群众务工意愿登记、本地企业招工信息登记工\n作；\n2.组织群众参加招聘活动。",
            (
                "县域招聘活动",
                ("县人社局",),
                ("做好县域外用工企业登记、宣传工作，组织召开招聘活动，搭建求职者与企业的平台。",),
                ("配合做好群众务工意愿登记、本地企业招工信息登记工作；", "组织群众参加招聘活动。"),
            ),
        ),
        # 吉首 453: the number alone
        (
            "jishou/hexi",
            "#\n做好铸牢中华民\n\n族共同体意识工\n\n作\n\n市委统战部\n\n1.推动铸牢中华民族共同体意识建设;\n"
            "2.组织开展民族领域示范创建工作。\n\n1.培养、挖掘、推荐优秀民族团结先进个人和集体。",
            (
                "做好铸牢中华民族共同体意识工作",
                ("市委统战部",),
                ("推动铸牢中华民族共同体意识建设;", "组织开展民族领域示范创建工作。"),
                ("培养、挖掘、推荐优秀民族团结先进个人和集体。",),
            ),
        ),
        # 鸡东 474: a name that begins like a department
        (
            "jidong/unknown",
            " #\n县管干部因私出\n国（境）登记备案\n和审批\n县委组织部\n1.指导县管干部因私出国（境）管理工作；\n"
            "2.按照干部管理权限，负责集中保管县管\n干部出入境证件。\n负责上交本乡镇县管干部出入境证件，及因私出国（境）\n"
            "申报登记备案、变更、撤销工作。",
            (
                "县管干部因私出国（境）登记备案和审批",
                ("县委组织部",),
                ("指导县管干部因私出国（境）管理工作；", "按照干部管理权限，负责集中保管县管干部出入境证件。"),
                ("负责上交本乡镇县管干部出入境证件，及因私出国（境）申报登记备案、变更、撤销工作。",),
            ),
        ),
        # 开干齐 4308–4316: department and the superior's cell on one line, a 。 alone
        (
            "kuitun/kaiganqi",
            "# 民生服务\n市场主体设\n立、变更登\n记辅助工作\n\n市市监局 规范市场主体住所（经营场所）核准登记工作。\n"
            "出具明确房产权属主体、产权性质、行政区\n划以及乡级门牌号码等基本内容的证明材料\n。",
            (
                "市场主体设立、变更登记辅助工作",
                ("市市监局",),
                ("规范市场主体住所（经营场所）核准登记工作。",),
                ("出具明确房产权属主体、产权性质、行政区划以及乡级门牌号码等基本内容的证明材料。",),
            ),
        ),
        # 开干齐 911: a space inside a text is no border
        (
            "kuitun/kaiganqi",
            "# 民生服务\n粮油应急供\n应网点管理\n市发改委\n1.进行实地查看，对符合要求的粮油应急供应网点委托\n授牌。\n"
            "1.积极组织动员本辖区符合条件的经营主体，\n自主申报粮油应急供应网点 ,将申报信息上报\n市发改委。",
            (
                "粮油应急供应网点管理",
                ("市发改委",),
                ("进行实地查看，对符合要求的粮油应急供应网点委托授牌。",),
                ("积极组织动员本辖区符合条件的经营主体，自主申报粮油应急供应网点 ,将申报信息上报市发改委。",),
            ),
        ),
    ],
)
def test_where_number_and_cells_stand(township: str, row: str, expected: tuple[object, ...]) -> None:
    """The number stands alone or before the name; several cells can share a line."""
    assert cells(cooperative(township, row)) == expected


def test_number_in_the_middle_of_the_name() -> None:
    """A number set in the middle of its cell is printed after the name's first lines."""
    duty = cooperative(
        "jidong/unknown",
        "保护地下水资源\n# 宣传教育工作\n县水务局\n对江河、水库进行治理，采取措施加强防\n洪工程设施建设。\n"
        "1.配合；\n2.上报。",
    )
    assert (duty.name, duty.departments) == ("保护地下水资源宣传教育工作", ("县水务局",))


def test_layout_is_no_text() -> None:
    """Page marks and column heads that are printed again belong to no cell (吉首 334, 鸡东 880, 开干齐 1132)."""
    duty = cooperative(
        "jidong/unknown",
        "第 23 页\n 序号 事项名称 对应上级部门 上级部门职责 乡镇配合职责\n\n#\n就业困难人员认\n证\n县人社局\n"
        "对申请就业困难人员进行审核及认定，加\n盖困难人员认定章。\n1.配合；\n2.上报。\n第 27 页，共 88 页",
    )
    assert duty.township == ("配合；", "上报。")


def test_a_number_is_a_rows_only_if_it_continues_the_count() -> None:
    """A line that begins with a figure is text unless it is the next number (鸡东 2336: 80周岁的老年人…)."""
    duty = cooperative(
        "jidong/unknown",
        "#\n普惠高龄津贴工\n作\n县民政局\n1.组织乡镇人民政府筹备次年普惠高龄\n津贴发放工作。\n"
        "1.每年12月底前组织村完成老年人信息登记工作，未满\n80周岁的老年人主动提交材料的由村负责接收汇总；\n2.做好认证。",
    )
    assert duty.township == (
        "每年12月底前组织村完成老年人信息登记工作，未满80周岁的老年人主动提交材料的由村负责接收汇总；",
        "做好认证。",
    )


def test_a_figure_after_a_short_line() -> None:
    """Nor does it begin a row whose number is printed further down."""
    wide = "".join(f"{number} 开展辖区内重点人群的日常走访\n和慰问工作\n" for number in range(1, 6))
    draft = read(document(basic=f"{wide}6 组织辖区内\n80 周岁及以上老人的日常走访\n7 散会"))
    names = [duty.name for _, duty in draft.lists[ListKind.BASIC].duties()]
    assert names[4:] == ["开展辖区内重点人群的日常走访和慰问工作", "组织辖区内80 周岁及以上老人的日常走访", "散会"]


# --- departments -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "names"),
    [
        # 吉首 560–566: no separator at all, the mark 牵头 cut in two
        (
            ("市自然资源局（牵", "头）市住房城乡建", "设局市农业农村", "局"),
            "市自然资源局（牵头） 市住房城乡建设局 市农业农村局",
        ),
        (("县纪委监委", "县委巡察办", "县委组织部"), "县纪委监委 县委巡察办 县委组织部"),
        (("县消防救援大", "队", "县公安局"), "县消防救援大队 县公安局"),
        (("市委组织部、编", "办，市人社局"), "市委组织部 编办 市人社局"),
        (
            ("州生态环境局奎", "屯市分局，市水", "利局、卫健委、", "农业农村局"),
            "州生态环境局奎屯市分局 市水利局 卫健委 农业农村局",
        ),
        (("市公安局、农业", "农村局、市监局", "、卫健委、城管", "局"), "市公安局 农业农村局 市监局 卫健委 城管局"),
        (("市人大常委会办", "公室"), "市人大常委会办公室"),
        (("县发改局（县", "商粮局）"), "县发改局（县商粮局）"),
        (("县委宣传部", "（县新闻出版", "局）"), "县委宣传部（县新闻出版局）"),
        (("市人民政府办公", "室（市数字化发", "展局）"), "市人民政府办公室（市数字化发展局）"),
        (("县卫健局", "县农业农村局", "县水务局等相", "关部门"), "县卫健局 县农业农村局 县水务局等相关部门"),
        (("县应急局", "县林草局", "县公安局等部", "门"), "县应急局 县林草局 县公安局等部门"),
        (("县委组织部", "各派出单位"), "县委组织部 各派出单位"),
        (
            ("市住房城乡建设", "局（牵头）、市市", "场监管局、市消防", "救援大队"),
            "市住房城乡建设局（牵头） 市市场监管局 市消防救援大队",
        ),
    ],
)
def test_departments_of_a_narrow_cell(lines: tuple[str, ...], names: str) -> None:
    """Names are cut in mid-word at line ends, and parted by lines, marks, or nothing."""
    assert body_names(lines, 7) == names.split()


@pytest.mark.parametrize(
    ("name", "departments"),
    [
        (("秸秆禁烧管控",), ("鸡西市鸡东生", "态环境局")),
        (("消防安全工作",), ("县消防救援大", "队", "县公安局")),
        (("开展边境地区涉", "外事务的处理"), ("边境管理大队", "县外事办")),
    ],
)
def test_name_ends_where_a_department_begins(name: tuple[str, ...], departments: tuple[str, ...]) -> None:
    """Departments need not begin with the county's level (鸡东 2935, 3880, 4884)."""
    lines = "\n".join((*name, *departments))
    duty = cooperative("jidong/unknown", f"#\n{lines}\n1.负责牵头；\n2.组织实施。\n1.配合；\n2.上报。")
    assert (duty.name, duty.departments) == ("".join(name), tuple(body_names(departments, 6)))


# --- categories ------------------------------------------------------------------------------------


def test_categories_of_headings() -> None:
    """Each duty stands under the heading above it, with the count that the heading states; ids count over the list."""
    draft = read(
        "甲县乙镇\n履行职责事项清单\n附件 1\n"
        + document(
            basic="1 做事\n2 做饭\n- 12 -\n十二、经济发展( 10 项 )\n3 开会\n第 3 页，共 9 页\n三、其他（1项）\n4 散会"
        )
    )
    assert draft.title == "甲县乙镇履行职责事项清单"
    basic = draft.lists[ListKind.BASIC]
    assert basic.title == "基本履职事项清单"
    assert [
        (one.name, one.declared, [(duty.id, duty.number, duty.name, duty.source.lines) for duty in one.duties])
        for one in basic.categories
    ] == [
        ("民生服务", 1, [("b-001", 1, "做事", (7, 7)), ("b-002", 2, "做饭", (8, 8))]),
        ("经济发展", 10, [("b-003", 3, "开会", (11, 11))]),
        ("其他", 1, [("b-004", 4, "散会", (14, 14))]),
    ]
    assert read(document()).title == "基本履职事项清单"


def test_category_column() -> None:
    """Without headings a category is a run of equal cells; its count is not declared; a cell may be wrapped
    (开干齐 3655, 4490).
    """
    row = "{} 应急管理及\n消防\n城乡火灾扑\n救工作\n市消防救援局\n1.救助遇险人员；\n2.扑救火灾。\n1.灭火；\n2.上报。\n"
    draft = read(document("kuitun/kaiganqi", row.format(13) + row.format(14)))
    categories = draft.lists[ListKind.COOPERATIVE].categories
    assert [(one.name, one.declared, len(one.duties)) for one in categories] == [
        ("党的建设", None, 11),
        ("民生服务", None, 1),
        ("应急管理及消防", None, 2),
    ]
    assert categories[2].duties[0].name == "城乡火灾扑救工作"


# --- reclaimed duties ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("township", "row", "expected"),
    [
        (
            "jishou/hexi",
            "1 对党建带群建工作的考核\n承接部门：团市委\n\n工作方式：取消考核。",
            ("对党建带群建工作的考核", ("团市委",), "taken-over", ("取消考核。",)),
        ),
        (
            "jishou/hexi",
            "1 对未完成非党报党刊的其他报刊、杂志征订任务进行\n\n考核\n"
            "承接单位：各相关部门\n\n工作方式：取消征订任务。",
            ("对未完成非党报党刊的其他报刊、杂志征订任务进行考核", ("各相关部门",), "taken-over", ("取消征订任务。",)),
        ),
        (
            "jidong/unknown",
            "1 开展非法集资防范处置和传销行为查处\n承接部门：县财政局、县公安局、县市监局\n履职方式及工作措施：\n"
            "1.财政部门负责统筹做好宣传教育工作；\n2.公安部门负责监测预警。",
            (
                "开展非法集资防范处置和传销行为查处",
                ("县财政局", "县公安局", "县市监局"),
                "taken-over",
                ("财政部门负责统筹做好宣传教育工作；", "公安部门负责监测预警。"),
            ),
        ),
        (
            "jidong/unknown",
            "1 对戒断三年未复吸人员进行检测、管控 事项依据已失效，不再开展此项工作。",
            ("对戒断三年未复吸人员进行检测、管控", (), "discontinued", ("事项依据已失效，不再开展此项工作。",)),
        ),
        (
            "kuitun/kaiganqi",
            "1 拖拉机、联合收割机登记、证书和牌照核发\n市农业农村局\n"
            "承接方式：由市农业农村局负责拖拉机、联合收割机登记、\n证书和牌照核发",
            (
                "拖拉机、联合收割机登记、证书和牌照核发",
                ("市农业农村局",),
                "taken-over",
                ("由市农业农村局负责拖拉机、联合收割机登记、证书和牌照核发",),
            ),
        ),
        (
            "kuitun/kaiganqi",
            "1 \n出具婚姻状况证明（婚姻关系证明、分居证\n明）\n不再开展此项工作",
            ("出具婚姻状况证明（婚姻关系证明、分居证明）", (), "discontinued", ("不再开展此项工作",)),
        ),
    ],
)
def test_reclaimed_cells(township: str, row: str, expected: tuple[object, ...]) -> None:
    """A label, a department alone on its line, or neither."""
    duty = reclaimed(row, township=township)
    assert (duty.name, duty.departments, duty.status, duty.method) == (
        *expected[:2],
        ReclaimedStatus(expected[2]),
        expected[3],
    )


@pytest.mark.parametrize(
    ("cell", "departments", "method"),
    [
        (
            "承接部门：县人社局、县民\n政局\n工作方式：1.受理；\n2.支付。",
            ("县人社局", "县民政局"),
            ("受理；", "支付。"),
        ),
        ("承办单位：县人社局", ("县人社局",), ()),
        ("县人社局\n县民政局\n承接方式：受理。", ("县人社局", "县民政局"), ("受理。",)),
        ("县人社局、县民政局\n负责受理。", ("县人社局", "县民政局"), ("负责受理。",)),
        ("取消考核", (), ("取消考核",)),
    ],
)
def test_receivers(cell: str, departments: tuple[str, ...], method: tuple[str, ...]) -> None:
    """Who has taken a duty back, once, and what is left of the cell."""
    duty = reclaimed(f"1 就业帮扶\n{cell}")
    assert (duty.name, duty.departments, duty.method) == ("就业帮扶", departments, method)


# --- rows for the audit, and what is refused -------------------------------------------------------


def test_rows_hold_each_line_in_its_column() -> None:
    """The audit sees a duty's lines with their words in the columns that they were divided into."""
    text = document("jishou/hexi", "# 开展医疗救助工\n\n作\n市医保局 负责核实补助发放。 负责初审、上报。")
    rows = [row for row in PdfText().rows(text) if row.kind is RowKind.DUTY and row.list_kind is ListKind.COOPERATIVE]
    assert [row.cells for row in rows[-3:]] == [
        ("10", "开展医疗救助工", "", "", ""),
        ("", "作", "", "", ""),
        ("", "", "市医保局", "负责核实补助发放。", "负责初审、上报。"),
    ]
    assert [row.line for row in PdfText().rows(text)] == list(range(1, len(text.split("\n")) + 1))


def test_rows_know_their_list() -> None:
    """A line of layout belongs to the list that it is printed in; one before all lists to none."""
    heads = " 序号 事项名称 承接部门及工作方式"
    text = (
        " 附件\n 基本履职事项清单\n 序号 事项名称\n一、其他（1项）\n1 做事\n"
        f"\n上级部门收回事项清单\n{heads}\n第 2 页\n二、其他（1项）\n1 办会 取消。\n"
    )
    basic, reclaimed = ListKind.BASIC, ListKind.RECLAIMED
    assert [(row.kind, row.list_kind) for row in PdfText().rows(text)] == [
        (RowKind.MARK, None),
        (RowKind.LIST_HEADING, basic),
        (RowKind.COLUMN_HEADS, basic),
        (RowKind.CATEGORY, basic),
        (RowKind.DUTY, basic),
        (RowKind.BLANK, basic),
        (RowKind.LIST_HEADING, reclaimed),
        (RowKind.COLUMN_HEADS, reclaimed),
        (RowKind.MARK, reclaimed),
        (RowKind.CATEGORY, reclaimed),
        (RowKind.DUTY, reclaimed),
        (RowKind.BLANK, reclaimed),
    ]


def test_audit_compares_the_category_column(real_content: Content) -> None:
    """A duty under another category than its cell prints is a difference."""
    township = next(one for one in real_content.townships if one.id == "kuitun/kaiganqi")
    assert list(audit(township)) == []
    basic = township.lists[ListKind.BASIC]
    first = basic.categories[0].model_copy(update={"name": "党建"})
    changed = basic.model_copy(update={"categories": (first, *basic.categories[1:])})
    found = list(audit(replace(township, lists={ListKind.BASIC: changed})))
    assert {one.message for one in found} == {"事项类别印作“党的建设”，清单里是“党建”"}
    assert len(found) == len(first.duties)


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        (document().split(" 上级部门收回事项清单")[0], None, "没有找到上级部门收回事项清单"),
        (" 基本履职事项清单\n1 做事\n" + document(), 3, "出现了两次"),
        (document(basic="1"), None, "没有找到基本履职事项清单"),
    ],
)
def test_what_cannot_be_placed_is_refused(text: str, line: int | None, message: str) -> None:
    """A document that lacks a list, or has one twice, stops the import, and the line is said."""
    with pytest.raises(ImportProblem, match=message) as problem:
        read(text)
    assert problem.value.line == line


HEAD = "一、民生服务（1项）\n"


def test_a_row_without_end_is_none() -> None:
    """What goes on for hundreds of lines without a number is no list."""
    text = document(basic="1 做事\n" + "做好辖区的日常管理，\n" * 499 + "2 散会")
    assert [duty.number for _, duty in read(text).lists[ListKind.BASIC].duties()] == [1, 2]
    with pytest.raises(ImportProblem, match="从这一行起 500 行没有序号，不像是清单里的一项") as problem:
        read(text.replace("1 做事\n", "1 做事\n做好\n"))
    assert problem.value.line == 4


def test_lines_that_a_program_made_one() -> None:
    """A category's heading and the row below it; the end of a text that was on a line of its own."""
    text = document(
        basic="1 做好辖区的日常管理工 作\n二、其他（2项） 2 散会\n3 归档",
        reclaimed="1 就业帮扶培训\n承接部门：县人社局\n履职方式及工作措施：推动微型消防站建 设。",
    )
    draft = read(text)
    found = [(category.name, duty.number, duty.name) for category, duty in draft.lists[ListKind.BASIC].duties()]
    assert found == [("民生服务", 1, "做好辖区的日常管理工作"), ("其他", 2, "散会"), ("其他", 3, "归档")]
    ((_, reclaimed),) = draft.lists[ListKind.RECLAIMED].duties()
    assert [*reclaimed.texts()][-1] == "推动微型消防站建设。"
    assert draft.guesses == ()


@pytest.mark.parametrize(
    ("text", "duties", "said"),
    [
        # a duty above the first category
        (
            document().replace(f"{HEAD}1 做事", f"1 做事\n{HEAD}2 做饭"),
            [("未分类", 1, "做事"), ("民生服务", 2, "做饭")],
            (3, None, "上面没有事项类别，放在“未分类”里"),
        ),
        # no category at all
        (
            document().replace(f"{HEAD}1 做事", "1 做事"),
            [("未分类", 1, "做事")],
            (3, None, "上面没有事项类别，放在“未分类”里"),
        ),
        # a line above the first category that is no duty
        (
            document().replace(f"{HEAD}1 做事", f"填写说明见附件\n{HEAD}1 做事"),
            [("民生服务", 1, "做事")],
            (
                3,
                None,
                "这一行不是标题、类别，也分不到哪一项，没有收进清单：“填写说明见附件”；请看原件："
                "是事项的文字就补进清单；不是，就在 township.yml 的 source 里写 set_aside（第 3 行）",
            ),
        ),
        # no number
        (
            document(basic="做事"),
            [("民生服务", 1, "做事")],
            (4, "b-001", "没有印序号，照前后定为第 1 项；请看原件是不是单独一项"),
        ),
        # no name
        (
            document(basic="1 做事\n2\n二、其他（1项）\n3 散会"),
            [("民生服务", 1, "做事"), ("其他", 3, "散会")],
            (
                5,
                None,
                "这一行不是标题、类别，也分不到哪一项，没有收进清单：“2”；请看原件："
                "是事项的文字就补进清单；不是，就在 township.yml 的 source 里写 set_aside（第 5 行）",
            ),
        ),
    ],
)
def test_one_odd_line_does_not_stop_a_document(
    text: str, duties: list[tuple[str, int, str]], said: tuple[int, str | None, str]
) -> None:
    """It is taken with a word about it, or left out with one; then the audit says so too."""
    draft = read(text)
    found = [(category.name, duty.number, duty.name) for category, duty in draft.lists[ListKind.BASIC].duties()]
    assert found == duties
    assert said in [(guess.line, guess.duty_id, guess.message) for guess in draft.guesses]
    kinds = [row.kind for row in PdfText().rows(text) if row.line == said[0]]
    assert (RowKind.UNKNOWN in kinds) is ("没有收进清单" in said[2])


@pytest.mark.parametrize("mark", ["第 23 页", " 序号 事项名称 对应上级部门 上级部门职责 乡镇配合职责", ""])
def test_row_on_two_pages(mark: str) -> None:
    """What a second page holds of its cells cannot be told apart, so it is asked about."""
    row = "#\n就业援助工作\n县人社局\n1.负责审核；\n2.负责认定。\n1.配合登记；\n{}{}2.配合初审。"
    text = document("jidong/unknown", row.format(mark and f"{mark}\n", "" if mark else " "))
    (guess,) = (guess for guess in read(text).guesses if "两页" in guess.message)
    assert (text.split("\n")[guess.line - 1], guess.duty_id) == ("12", "c-012")
    assert guess.message == (
        "这一项印在两页上，程序照一页读，请对照原文；分错了的，先在收到的文本里把同一栏的文字移到一起，再导入"
    )


def test_cell_that_says_a_duty_is_discontinued() -> None:
    """Its words begin the last cell, and leave no doubt that the lines above are the name."""
    draft = read(document(reclaimed="1 出具困难群众\n的证明\n不再开展此项工作"))
    ((_, duty),) = draft.lists[ListKind.RECLAIMED].duties()
    assert (duty.name, duty.method) == ("出具困难群众的证明", ("不再开展此项工作",))
    assert [guess for guess in draft.guesses if guess.duty_id == duty.id] == []


# --- the documents themselves ----------------------------------------------------------------------


def shuffled(township: Township, order: random.Random) -> tuple[str, dict[ListKind, list[tuple[str, AnyDuty]]]]:
    """The document with its rows in another order, renumbered, a few left out; and what stands in it then."""
    lines = township.source_text.split("\n")
    rows = list(PdfText().rows(township.source_text))
    numbered = {(row.list_kind, int(row.cells[0])): row.line for row in rows if row.cells and row.cells[0]}
    layout = {row.line for row in rows if row.kind in (RowKind.MARK, RowKind.COLUMN_HEADS)}
    text: list[str] = []
    expected: dict[ListKind, list[tuple[str, AnyDuty]]] = {}
    for kind, duty_list in township.lists.items():
        own = [row for row in rows if row.list_kind is kind]
        text += [
            next(row.text for row in own if row.kind is one) for one in (RowKind.LIST_HEADING, RowKind.COLUMN_HEADS)
        ]
        in_column = any(row.category_cell for row in own)
        number, expected[kind] = 0, []
        for category in duty_list.categories:
            duties = [duty for duty in category.duties if order.random() > 0.15] or [category.duties[0]]
            order.shuffle(duties)
            if not in_column:
                text.append(f"一、{category.name}（{len(duties)}项）")
            for duty in duties:
                number += 1
                expected[kind].append((category.name, duty))
                first, last = duty.source.lines
                for line in range(first, last + 1):
                    printed = lines[line - 1].strip()
                    if line == numbered[kind, duty.number]:
                        printed = re.sub(rf"(^|\s){duty.number}(?=\s|$)", rf"\g<1>{number}", printed, count=1)
                    if line not in layout:
                        text.append(printed)
    return "\n".join(text), expected


@pytest.mark.slow
@pytest.mark.parametrize("township", ["jishou/hexi", "jidong/unknown", "kuitun/kaiganqi"])
def test_rows_in_another_order_are_read_the_same(township: str, real_content: Content) -> None:
    """What a row's cells are does not hang on the rows around it: shuffled and thinned out, each reads the same."""
    committed = next(one for one in real_content.townships if one.id == township)
    text, expected = shuffled(committed, random.Random(7))
    draft = PdfText().read(text, Overrides())

    def texts(category: str, duty: AnyDuty) -> tuple[str, dict[str, object]]:
        return category, duty.model_dump(exclude={"id", "number", "notes", "allow", "topics", "source"})

    for kind in ListKind:
        found = [texts(category.name, duty) for category, duty in draft.lists[kind].duties()]
        assert found == [texts(*one) for one in expected[kind]]
