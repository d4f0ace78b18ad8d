"""What is said of every mistake that reading sees: line, column, rule, and the whole sentence with its advice.

A case takes one of the files below, and puts what was typed in the place of what stands there:

    basic: "number: 3" → "number: 三"
        8:17: “number”应是数字（不加引号），现在是“三”；请写成 3 [shape]

All of them are in `tests/snapshots/messages.txt`, to be read as an editor of YAML reads them; nothing is said of a case
that is no mistake.  A new one is a line there, and `--renew` writes what is said of it.
"""

import json
import re
from pathlib import Path

import pytest
from pydantic import BaseModel

from generator.model import (
    BasicList,
    ChangeFile,
    CooperativeList,
    CountyFile,
    ReclaimedList,
    ReferenceFile,
    SynonymFile,
    TopicFile,
    TownshipFile,
)
from generator.read.folder import read_one
from support.places import TESTS

SNAPSHOT = TESTS / "snapshots" / "messages.txt"

FILES: dict[str, tuple[type[BaseModel], str]] = {
    "basic": (
        BasicList,
        """title: 甲县丙乡基本履职事项清单
retired: [b-007]
categories:
  - name: 民生服务
    declared: 1
    duties:
      - id: b-001
        number: 1
        name: 开展爱国卫生工作。
        source: {lines: [9, 10]}
        notes:
          - printed: 爱国卫升
            why: 错字
""",
    ),
    "cooperative": (
        CooperativeList,
        """title: 甲县丙乡配合履职事项清单
categories:
  - name: 民生服务
    duties:
      - id: c-001
        number: 1
        name: 临时救助
        departments: [县民政局, 县财政局]
        superior:
          - departments: [县民政局]
            duties:
              - 审核材料；
        township:
          - 受理申请；
          - 公示名单。
""",
    ),
    "reclaimed": (
        ReclaimedList,
        """title: 甲县丙乡上级部门收回事项清单
categories:
  - name: 民生服务
    duties:
      - id: r-001
        number: 1
        name: 开具证明
        status: discontinued
        method:
          - 不再开展
""",
    ),
    "township": (
        TownshipFile,
        f"""name: null
name_status: unknown
name_evidence: 原文没有写明
source:
  title: 履行职责事项清单
  format: ocr-table
  sha256: {"0123456789abcdef" * 4}
  date: 2024-03
contact:
  phones: [0482-5123456]
  hours: 工作日 9:00–12:00
  web: https://a.example.cn/
  as_of: 2026-11-03
""",
    ),
    "county": (
        CountyFile,
        """name: 甲县
province: 某省
prefecture: 某市
departments:
  - id: xianminzhengju
    name: 县民政局
    aliases: [民政局, 民政]
""",
    ),
    "references": (
        ReferenceFile,
        """hotlines:
  - number: '12345'
    name: 政务服务便民热线
""",
    ),
    "synonyms": (SynonymFile, "synonyms:\n  - say: [老人补贴]\n    means: [高龄津贴]\n"),
    "changes": (ChangeFile, "changes:\n  - track: collected\n"),
    "topics": (
        TopicFile,
        """groups:
  - name: 民生
    topics:
      - id: old-age
        name: 高龄津贴
        about: 津贴的发放。
        asks: [补贴多少钱]
        match: [高龄津贴]
""",
    ),
}


def said(folder: Path, file: str, old: str, new: str) -> list[str]:
    """What is said of one case."""
    model, text = FILES[file]
    assert old in text, (file, old)
    path = folder / f"{file}.yml"
    # What takes the place of a file is put on the disk at once, and waited for; a new one is not.
    path.unlink(missing_ok=True)
    path.write_bytes(text.replace(old, new, 1).encode())
    _, reading = read_one(folder, path.name, model)
    return [
        "{}:{}: {}{} [{}]".format(
            *reading.position(one), "警告：" if one.severity == one.WARNING else "", one.message, one.rule
        )
        for one in reading.problems
    ]


def test_every_mistake_is_told_as_it_was_read_by_a_person(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """Place, rule and sentence of each, and silence of what is right."""
    before = SNAPSHOT.read_text("utf-8")
    parts = []
    for case, file, old, new in re.findall(r'^((\w+): (".*") → (".*"))$', before, re.MULTILINE):
        parts += [case, *(f"    {line}" for line in said(tmp_path, file, json.loads(old), json.loads(new)))]
    actual = "\n".join(parts) + "\n"
    if request.config.getoption("--renew"):
        SNAPSHOT.write_text(actual, "utf-8")
    else:
        assert actual == before, "If the new sentences are right: python -m pytest tests/read/test_messages.py --renew"
