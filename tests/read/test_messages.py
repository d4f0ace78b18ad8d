"""What is said of every mistake that reading sees: line, column, rule, and the whole sentence with its advice.

A case takes one of the files below, and puts what was typed in the place of what stands there.  All that is said is in
`tests/snapshots/messages.txt`, to be read as an editor of YAML reads it; nothing is said of a case that is no mistake.
"""

from pathlib import Path

import pytest
from pydantic import BaseModel

from generator.model import (
    BasicList,
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

NAME, NUMBER, LINES = "name: 开展爱国卫生工作。", "number: 1\n", "{lines: [9, 10]}"
SHORT, ITEM, TOWNSHIP = (
    "[县民政局, 县财政局]",
    "- 公示名单。",
    "township:\n          - 受理申请；\n          - 公示名单。",
)

# The file, what stands there, what was typed.
CASES = (
    # numbers, and what YAML takes for something else
    *(("basic", NUMBER, f"number: {typed}\n") for typed in (
        "一", "第十一项", "二十", "二十三", "一二", "十十", "1.", "１", "'1'", "1、2", "0", "-1", "1.5", "1_000", "0o7",
        "0x1F", "01", "true", "yes", "null", "无", "[1]", "{a: 1}", "1项", "“1”", "9999999999", "1 000", "2026-01-01",
    )),
    *(("basic", "declared: 1", f"declared: {typed}") for typed in ("无", "一项", "-1", "0", "null", "共 12 项", "~")),
    *(("basic", NAME, f"name: {typed}") for typed in (
        "2026-01-01", "2026", "1_000", "yes", "no", "on", "true", "False", "0o7", "010", "1.5", "null", "~", "", "''",
        "[开展, 工作]", "{开展: 工作}", "12345 热线", "'12345'", "Null", "NULL", "TRUE",
    )),
    *(("references", "'12345'", typed) for typed in ("12345", "'12'", "'123456'", "'１２３４５'", "“12345”", "热线")),
    *(("township", "2024-03", typed) for typed in (
        "2024", "2024-03-05", "2024年3月", "2024年3月5日", "2024/3/5", "2024.3", "2024-3", "20240305", "二〇二四年", "‘2024-03’",
        "2024-03-05 ", "２０２４-03",
    )),
    *(("township", "sha256: 0123", f"sha256: {typed}") for typed in ("123", "ABCD", "g123")),
    # lists
    *(("cooperative", SHORT, typed) for typed in (
        "县民政局", "县民政局、县财政局", "县民政局，县财政局（县国资办、县金融办）；县残联", "【县民政局、县财政局】", "〔县民政局〕",
        "（县民政局、县财政局）", "(县民政局（牵头）, 县财政局)", "县民政局、县财政局】", "[县民政局、县财政局]", "[县民政局; 县财政局]",
        "[县民政局;abc]", "[县民政局（老龄办、残联）, 县财政局]", "无", "无。", "/", "[无]", "[无, 县民政局]", "[/]", "' '", "-",
        "null", "1", "{县民政局: 县财政局}", "[县民政局, 县财政局】", "[县民政局，县财政局", "[县民政局, null]", "[县民政局, 12]",
        "[[县民政局]]", "['县民政局', '县财政局']", "[“县民政局”，“县财政局”]", '["县民政局"; "县财政局"]', '["县民政局" "县财政局"]',
        "[县民政局, 县财政局],", "[县民政局, 县财政局]，", "[县民政局]、", "[县民政局]]", "[县民政局] 县财政局", "{县民政局, 县财政局]",
        "｛县民政局｝", "[县民政局 #待核, 县财政局]", "[县民政局, 县财政局] # 待核", "[县民政局, 县财政局] #待核", "['县民政局]",
        "[县民政局: 县财政局]", "[]", "1. 县民政局", "- 县民政局", "县民政局 县财政局", "[县民政局 县财政局]",
        "\n          - 县民政局、县财政局", "\n          - 县民政局；县财政局；县残联", "\n          - 县民政局（老龄办、残联）",
    )),
    *(("cooperative", ITEM, typed) for typed in (
        "-公示名单。", "－公示名单。", "— 公示名单。", "•公示名单。", "· 公示名单。", "* 公示名单。", "+ 公示名单。", "一 公示名单。",
        "①公示名单。", "2. 公示名单。", "2、公示名单。", "（2）公示名单。", "（二）公示名单。", "二、公示名单。", "公示名单。",
        "-\u3000公示名单。", "-\u00a0公示名单。", "-\t公示名单。", "- \u3000公示名单。", "-", "- null", "- 12", "- true", "- [公示]",
        "- 公示: 名单。", "- 公示:名单。", "- 公示：名单。", "- '公示名单。", '- "公示"名单。', "- “公示: 名单。”", "- @公示名单。",
        "- !公示名单。", "- &公示名单。", "- *公示名单。", "- %公示名单。", "- `公示名单。", "- ? 公示名单。", "- | 公示名单。",
        "- > 公示名单。", "- {公示}名单。", "- 公示 #1 名单。", "- 公示 # 名单。", "- 公示名单。 # 待核", "- 公示名单。  #待核",
        "- 公示 名单。", "- 公示名单 。", "- 公示\u3000名单。", "- 公示\u00ad名单。", "- 公示\n            名单。", "- 公示\n            - 名单。",
        "- 公示\n            • 名单。", "- |\n            公示\n            名单。", "- >\n            公示\n            名单。",
        " - 公示名单。", "  公示名单。", "# 公示名单。", "＃ 公示名单。", "-- 公示名单。", "- - 公示名单。", "- A 类 B 类 公示。",
        "- 公示\n\n            名单。", "- 公示 list\n            of 名单。", "- list\n            of names", "✓ 公示名单。",
    )),
    *(("cooperative", TOWNSHIP, f"township:{typed}") for typed in (
        "", " 无", " []", " 受理申请；", " 1. 受理申请；", " （一）受理申请；", " • 受理申请；", " * 受理申请；", " -受理申请；",
        " - 受理申请；", " null", " 12", "\n          受理申请：是", "\n          受理: 申请", " [受理申请；公示名单。]", " 【受理申请；】",
        "\n        - 受理申请；", "\n          - 受理申请；\n         - 公示名单。", "\n          - 受理申请；\n           - 公示名单。",
        "\n          1. 受理申请；\n          2. 公示名单。", " |\n          受理申请；\n          公示名单。", "受理申请；", "：受理申请；",
    )),
    *(("basic", LINES, typed) for typed in (
        "{lines: [9]}", "{lines: []}", "{lines: [9, 10, 11]}", "{lines: [九, 十]}", "{lines: 9-10}", "{lines: 9}", "{lines: 第9行}",
        "{lines: [9，10]}", "{lines: [9、10]}", "{lines: [9–10]}", "{lines: 【9, 10】}", "｛lines: [9, 10]｝", "9-10", "[9, 10]",
        "第 9 行到第 10 行", "{行号: [9, 10]}", "{lines：[9, 10]}", "{lines:[9, 10]}", "null", "无", "{lines: [0, 10]}", "{lines: 无}",
        "{lines: [9, 10]", "{lines: [9, 10}", "{}", "{line: [9, 10]}", "原文",
    )),
    # keys
    *(("basic", "name: 开", f"{typed} 开") for typed in (
        "nmae:", "Name:", "NAME:", "ｎａｍｅ:", "名称:", "事项名称:", "事项的名称:", "事项名:", "name：", "name﹕", "name;", "name；", "name=",
        "name", "name:", " name:", "name :", "“name”:", "nam e:", "标题:", "备注:", "xyz:", "name :", "'name':", "number:", "事项名称：",
    )),
    *(("basic", "number: 1", f"{typed} 1") for typed in ("序号:", "顺序号:", "no:", "numbers:", "Number：", "NUMBER:", "编号:", "n:")),
    *(("basic", "name: 开", f"{typed}开") for typed in ("name:", "name：", "name:\u3000", "name:\u00a0", "name:\t", "name: \t", "name\u3000: ")),
    ("basic", "title: 甲", "标题：甲"), ("basic", "title: 甲", "title:甲"), ("basic", "title: 甲", "甲"), ("basic", "categories:", "categories"),
    ("basic", "categories:", "类别:"), ("basic", "categories:", "categories: []\nx:"), ("basic", "why: 错字", "依据: 错字"),
    ("basic", "why: 错字", "理由: 错字"), ("basic", "printed:", "原文:"), ("cooperative", "superior:", "上级部门职责:"),
    ("cooperative", "superior:", "support:"), ("cooperative", "departments: [县民政局, 县", "牵头部门: [县民政局, 县"),
    ("cooperative", "township:", "镇配合职责:"), ("cooperative", "township:", "配合:"), ("cooperative", "township:", "townships:"),
    ("county", "prefecture:", "地级市:"), ("county", "prefecture:", "perfecture:"), ("county", "aliases:", "简称:"),
    ("township", "name_evidence:", "name evidence:"), ("township", "name_evidence:", "name-evidence:"), ("township", "sha256:", "校验值:"),
    # words of a closed set, ids, null in words
    *(("reclaimed", "discontinued", typed) for typed in (
        "Discontinued", "discontinue", "不再开展", "由部门承接", "承接", "taken_over", "'discontinued'", "“discontinued”", "ｄiscontinued",
        "null", "true", "x", "[discontinued]",
    )),
    *(("township", "unknown", typed) for typed in ("stated", "Unknown", "unkown", "不明", "推断", "原文写明", "")),
    *(("county", "xianminzhengju", typed) for typed in (
        "xian_minzhengju", "县民政局", "Xianminzhengju", "-xian", "xian-", "xian--ju", "con", "CON", "lpt9", "index", "a" * 50, "a" * 51, "12",
        "“xianminzhengju”", "ｘianminzhengju", "xian minzhengju",
    )),
    *(("county", "prefecture: 某市", f"prefecture: {typed}") for typed in ("无", "不明", "—", "/", "N/A", "none", "'无'", "无锡市", "null", "")),
    *(("county", "[民政局, 民政]", typed) for typed in ("民政局", "无", "[无]", "[民政局，民政]", "[民政局;民政]", "\n      - 民政局、民政", "[民 政局]")),
    ("synonyms", "[老人补贴]", "[老人补贴、老年补贴]"), ("synonyms", "[老人补贴]", "[老人 补贴]"), ("synonyms", "[老人补贴]", "[]"),
    ("synonyms", "[高龄津贴]", "高龄津贴"), ("topics", "[补贴多少钱]", "[补贴，多少钱]"), ("topics", "[高龄津贴]", "[高龄、津贴]"),
    ("topics", "[高龄津贴]", "高龄津贴"), ("topics", "old-age", "Old-Age"), ("topics", "old-age", "老年"),
    # quotes and signs of YAML
    *(("basic", NAME, f"name: {typed}") for typed in (
        "'开展爱国", '"开展爱国', "'开展爱国’", '"开展爱国”', "'开展'爱国", '"开展"爱国', "'it''s'", '"开\\"展"', '"开\\展"', '"开展" # 注', '"开展"# 注',
        "“开展爱国”", "“开展: 爱国”", "开展: 爱国", "开展:", "开展 :爱国", "注:（1）", "[试行]爱国", "{试行}爱国", "【试行】爱国", "［试行］", "｛试行｝",
        "@开展", "`开展`", "%开展", "&a 开展", "*a", "!a 开展", "!重要 开展", "| 开展", "> 开展", "|", ">-", "? 开展", "- 开展", "-", "-开展", "#开展",
        "开展 #1", "开展#1", "开展  # 注", "开展。 # 注", "开展。 #注", "开展 #", "开展\n  爱国", "开展\n          爱国。", "开展,爱国", "<<: 开展",
        "---", "...", "开展\\n爱国", "开展  爱国", "开 展", "开展 （试行）", "AB 开展 12 CD", "开\u3000展", "⼯作", "开\ufffd展", "例",
    )),
    ("basic", "        name: 开", "       name: 开"), ("basic", "        name: 开", "         name: 开"), ("basic", "        name: 开", "\tname: 开"),
    ("basic", "        name: 开", "  \tname: 开"), ("basic", "        name: 开", "\u3000\u3000\u3000\u3000name: 开"), ("basic", "        name: 开", "      - name: 开"),
    ("basic", "        name: 开", "\n        name: 开"), ("basic", "        name: 开", "\t\n        name: 开"), ("basic", "        name: 开", "\u3000\n        name: 开"),
    ("basic", "        name: 开", "        # 注：name；\n        name: 开"), ("basic", "        name: 开", "        ＃ 注\n        name: 开"),
    ("basic", "      - id", "     - id"), ("basic", "      - id", "      -id"), ("basic", "      - id", "      id"), ("basic", "      - id", "      － id"),
    ("basic", NAME, NAME + "\n        name: 再一次"), ("basic", NAME, NAME + "\n<<<<<<< HEAD"), ("basic", NAME, NAME + "\n========"),
    ("basic", NAME, NAME + "\n======="), ("basic", NAME, NAME + "\n>>>>>>>> x"), ("basic", NAME, NAME + "\n---\n"), ("basic", NAME, NAME + "\n...\n"),
    ("basic", NAME, "name: 开\u200b展"), ("basic", NAME, "name: 开\x07展"), ("basic", NAME, 'name: "开\\u200b展"'), ("basic", NAME, 'name: "开\\u00ad展"'),
    ("basic", "title: 甲", "\ufefftitle: 甲"), ("basic", "title: 甲县丙乡基本履职事项清单\n", "title: 甲县丙乡基本履职事项清单\r\n"),
    ("basic", "title: 甲县丙乡基本履职事项清单\n", "title: 甲县丙乡基本履职事项清单\r"), ("basic", "title: 甲", "%title: 甲"), ("basic", "title: 甲", "- title: 甲"),
)  # fmt: skip


def said(folder: Path, file: str, old: str, new: str) -> list[str]:
    """What is said of one case."""
    model, text = FILES[file]
    assert old in text, (file, old)
    (folder / f"{file}.yml").write_bytes(text.replace(old, new, 1).encode())
    _, reading = read_one(folder, f"{file}.yml", model)
    return [
        "{}:{}: {}{} [{}]".format(
            *reading.position(one), "警告：" if one.severity == one.WARNING else "", one.message, one.rule
        )
        for one in reading.problems
    ]


def test_every_mistake_is_told_as_it_was_read_by_a_person(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """Place, rule and sentence of each, and silence of what is right."""
    parts = []
    for file, old, new in CASES:
        lines = [f"{file}: {ascii_of(old)} → {ascii_of(new)}", *said(tmp_path, file, old, new)]
        parts.append("\n    ".join(lines) + "\n")
    actual = "".join(parts)
    if request.config.getoption("--renew"):
        SNAPSHOT.write_text(actual, "utf-8")
    expected = SNAPSHOT.read_text("utf-8")
    assert actual == expected, "If the new sentences are right: python -m pytest tests/read/test_messages.py --renew"


def ascii_of(text: str) -> str:
    """A text with what cannot be seen spelled out."""
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in text)
