"""Labels and marks in every dress that offices use: whose each text is, what is one item, what is layout.

Each form is read as a table, and audited: what is taken for layout by the reader is so for the audit, and nothing more.
"""

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


def read(
    departments: str = BOTH, superior: str = "管护。", township: str = "巡查。", method: str = "不再开展。"
) -> Draft:
    """The draft of a document with one duty in each list, whose audit finds nothing."""
    rows = [
        *(["基本履职事项清单"], ["序号", "事项名称"], ["一、民生"], ["1", "甲"]),
        *(["配合履职事项清单"], ["序号", "事项名称", "对应上级部门", "上级部门职责", "乡镇配合职责"], ["一、民生"]),
        ["1", "乙", departments, superior, township],
        *(["上级部门收回事项清单"], ["序号", "事项名称", "承接部门及工作方式"], ["一、民生"], ["1", "丙", method]),
    ]
    text = grid_text(GridLine("", tuple(cell.replace("\n", PARAGRAPH) for cell in row)) for row in rows)
    draft = TableText().read(text, Overrides())
    source = SourceDocument(title=draft.title, format="table-text", sha256=SourceDocument.digest(text))
    file = TownshipFile(name="乙镇", name_status=NameStatus.STATED, name_evidence="原文", source=source)
    assert list(audit(Township("jia/yi", "jia", file, draft.lists, text, has_source=True))) == []
    return draft


def cooperative(draft: Draft) -> CooperativeDuty:
    ((_, duty),) = draft.lists[ListKind.COOPERATIVE].duties()
    assert isinstance(duty, CooperativeDuty)
    return duty


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
    "{}牵头负责：",
    "{}主要负责以下工作：",
    "{}（牵头）：",
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
    "牵头单位：{}",
    "责任单位：{}",
    "配合部门：{}。",
    "牵头单位（{}）：",
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
