"""A township whose every cell is told from every other, and the form that its lists are printed in."""

from generator.model import (
    BasicDuty,
    BasicList,
    Category,
    CooperativeDuty,
    CooperativeList,
    ListKind,
    NameStatus,
    ReclaimedDuty,
    ReclaimedList,
    ReclaimedStatus,
    SourceDocument,
    SuperiorBlock,
    Township,
    TownshipFile,
)
from generator.printed.form import Form, Group, Table

TOWNSHIP = Township(
    "jia/yi",
    "jia",
    TownshipFile(
        name="乙乡",
        name_status=NameStatus.STATED,
        name_evidence="标题",
        source=SourceDocument(title="甲县乙乡履行职责事项清单", format="table-text", sha256="0" * 64),
    ),
    {
        # Not in the order of print.
        ListKind.RECLAIMED: ReclaimedList(
            title="乙乡上级部门收回事项清单",
            categories=(
                Category(
                    name="民生服务",
                    declared=2,
                    duties=(
                        ReclaimedDuty(
                            id="r-001",
                            number=1,
                            name="门诊费用报销",
                            departments=("县医保局", "县财政局"),
                            method=("受理；", "支付。"),
                        ),
                        ReclaimedDuty(
                            id="r-002",
                            number=2,
                            name="评比达标",
                            status=ReclaimedStatus.DISCONTINUED,
                            method=("不再开展。",),
                        ),
                    ),
                ),
            ),
        ),
        ListKind.COOPERATIVE: CooperativeList(
            title="乙乡配合履职事项清单",
            categories=(
                Category(
                    name="平安法治",
                    declared=1,
                    duties=(
                        CooperativeDuty(
                            id="c-007",
                            number=1,
                            name="防范溺水",
                            departments=("县教育局（牵头）", "县公安局"),
                            superior=(
                                SuperiorBlock(departments=("县教育局",), duties=("宣传；", "巡查。")),
                                SuperiorBlock(departments=("县公安局",), duties=("救援。",)),
                                SuperiorBlock(departments=("县教育局", "县公安局"), support=("培训。",)),
                            ),
                            township=("排查；", "上报。"),
                        ),
                    ),
                ),
            ),
        ),
        ListKind.BASIC: BasicList(
            title="乙乡基本履职事项清单",
            categories=(
                Category(
                    name="党的建设", declared=None, duties=(BasicDuty(id="b-001", number=1, name="落实党的建设责任"),)
                ),
                Category(
                    name="经济发展",
                    declared=3,
                    duties=(
                        BasicDuty(id="b-002", number=2, name="发展香醋产业"),
                        BasicDuty(id="b-009", number=4, name="服务企业"),
                    ),
                ),
            ),
        ),
    },
)

FORM = Form(
    "甲县乙乡履行职责事项清单",
    (
        Table(
            ListKind.BASIC,
            "乙乡基本履职事项清单",
            ("序号", "事项名称"),
            (8, 92),
            (
                Group("一、党的建设", ((("1",), ("落实党的建设责任",)),)),
                Group("二、经济发展（3项）", ((("2",), ("发展香醋产业",)), (("4",), ("服务企业",)))),
            ),
        ),
        Table(
            ListKind.COOPERATIVE,
            "乙乡配合履职事项清单",
            ("序号", "事项名称", "对应上级部门", "上级部门职责", "乡配合职责"),
            (5, 13, 12, 38, 32),
            (
                Group(
                    "一、平安法治（1项）",
                    (
                        (
                            ("1",),
                            ("防范溺水",),
                            ("县教育局（牵头）、县公安局",),
                            ("县教育局：", "1.宣传；", "2.巡查。", "县公安局：", "救援。", "履职保障：", "培训。"),
                            ("1.排查；", "2.上报。"),
                        ),
                    ),
                ),
            ),
        ),
        Table(
            ListKind.RECLAIMED,
            "乙乡上级部门收回事项清单",
            ("序号", "事项名称", "承接部门及工作方式"),
            (6, 34, 60),
            (
                Group(
                    "一、民生服务（2项）",
                    (
                        (
                            ("1",),
                            ("门诊费用报销",),
                            ("承接部门：县医保局、县财政局", "工作方式：", "1.受理；", "2.支付。"),
                        ),
                        (("2",), ("评比达标",), ("不再开展。",)),
                    ),
                ),
            ),
        ),
    ),
)
