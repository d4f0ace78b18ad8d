"""Recording: a record is made of two states of a township, and stands in changes.yml as people read it."""

from dataclasses import replace

import pytest

from generator.changes.edits import EditRefused
from generator.changes.particulars import particulars
from generator.changes.recording import first_file, pasted, proposal, with_record
from generator.history import official, undone
from generator.model import (
    ChangeFile,
    ChangeKind,
    ChangeRecord,
    CooperativeDuty,
    DutyChange,
    ListKind,
    Township,
    Track,
)
from generator.read import yaml_text
from generator.read.folder import read_township
from support.places import DEMO

YI = next(one for one in read_township(DEMO, "jia/yi").content.townships if one.id == "jia/yi")
SAID = ChangeRecord(
    track=Track.ADJUSTMENT,
    id="kdwqznbt",
    reason="机构改革，职责划转",
    decided_by="甲县委编办",
    document="甲编发〔2026〕3号",
    approved="2026-05-20",
    effective="2026-06-01",
)
RECORD = """\
  - track: adjustment
    id: kdwqznbt
    reason: 机构改革，职责划转
    decided_by: 甲县委编办
    document: 甲编发〔2026〕3号
    approved: 2026-05-20
    effective: 2026-06-01
    duties:
      - id: c-001
        change: removed
        department: 县民政局
        before:
          name: 开展高龄津贴发放工作
          departments: [县民政局（牵头）, 县财政局]
          superior:
            - departments: [县民政局]
              duties:
                - 审核对象是否符合条件；
                - 按月报送发放名册。
            - departments: [县财政局]
              duties:
                - 及时足额拨付资金。
            - departments: [县民政局, 县财政局]
              support:
                - 开展业务培训。
          township:
            - 受理申请；
            - 初步审核并公示。
          source: {lines: [20, 23]}
      - id: c-002
        change: amended
        before:
          township:
            - 开展巡查，发现隐患及时上报。
    before:
      cooperative:
        categories:
          - name: 民生服务
            declared: 2
            duties: {c-001: 1, c-002: 2}
"""


def _changed() -> Township:
    """The demo's township without its first cooperative duty, and with nothing left to do of its second."""
    now = YI.lists[ListKind.COOPERATIVE]
    (category,) = now.categories
    one = category.duties[1]
    assert isinstance(one, CooperativeDuty)
    rest = category.model_copy(update={"duties": (one.model_copy(update={"township": ()}),)})
    new = now.model_copy(update={"categories": (rest,), "retired": (*now.retired, "c-001")})
    return replace(YI, lists={**YI.lists, ListKind.COOPERATIVE: new})


def test_a_proposal_says_all_that_changed() -> None:
    """What is gone with all its texts, what was amended with those that were others, and who has the matter now."""
    where = DutyChange(id="c-001", change=ChangeKind.REMOVED, department="县民政局")
    found = proposal(YI, _changed(), SAID.model_copy(update={"duties": (where,)}))
    assert pasted(found) == RECORD
    assert with_record(None, found) == first_file() + RECORD
    (_, read) = ChangeFile.model_validate(yaml_text.parse(first_file() + RECORD).data).changes
    assert read == found
    assert official(undone(replace(_changed(), changes=(read,)))) == official(YI)


def test_where_it_goes_on_may_be_said_with_the_duty() -> None:
    """The ids in which a duty goes on, as the particulars have them."""
    where = DutyChange(id="c-001", change=ChangeKind.REMOVED, to=("c-002",))
    found = proposal(YI, _changed(), SAID.model_copy(update={"duties": (where,)}))
    assert [(one.id, one.change, one.to) for one in found.duties] == [
        ("c-001", ChangeKind.REMOVED, ("c-002",)),
        ("c-002", ChangeKind.AMENDED, ()),
    ]


def test_a_record_goes_to_the_end() -> None:
    """What somebody wrote beside the earlier ones stays."""
    text = first_file().replace("collected", "collected # 2024 年收到")
    assert with_record(text, SAID) == text + RECORD[: RECORD.index("    duties:")]


def test_nothing_changed() -> None:
    """The record of nothing has nothing but its particulars."""
    assert proposal(YI, YI, SAID) == SAID


def test_with_another_document_all_begins_anew() -> None:
    """A record says that its change came with a new source; one that went, or is the same, is none."""
    source = YI.file.source
    assert source

    def with_source(sha256: str | None) -> Township:
        new = source.model_copy(update={"sha256": sha256}) if sha256 else None
        return replace(_changed(), file=YI.file.model_copy(update={"source": new}))

    assert [proposal(YI, with_source(one), SAID).new_source for one in (source.sha256, "0" * 64, None)] == [
        *(False, True, False),
    ]
    assert proposal(with_source(None), YI, SAID).new_source
    said = SAID.model_copy(update={"new_source": True})
    assert proposal(YI, _changed(), said).new_source


def test_the_day_of_an_approval_may_be_today() -> None:
    """Not tomorrow: what is not approved yet does not come into the lists."""
    said = {"track": "动态调整", "document": "甲编发〔2026〕3号", "effective": "2026-07-01"}
    assert particulars({**said, "approved": "2026-05-20"}, "2026-05-20").approved == "2026-05-20"
    with pytest.raises(EditRefused, match="批准的日期“2026-05-21”在今天（2026-05-20）以后") as refused:
        particulars({**said, "approved": "2026-05-21"}, "2026-05-20")
    assert refused.value.key == "approved"
