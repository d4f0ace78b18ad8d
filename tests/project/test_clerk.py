"""The commands that change lists, as a clerk and as CI call them: what they write, and what they refuse, and how."""

import io
import json
import os
import pty
import re
import select
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from generator.__main__ import main
from generator.changes.request import FieldChange, RequestedChange, RequestKind, Value
from generator.history import digest
from generator.link.linker import link
from generator.model import ChangeKind, CooperativeDuty, ListKind, ReclaimedDuty
from generator.read.folder import read, read_township
from generator.read.yaml_text import parse
from support.change_requests import PLACE, amendment, duty, ending, merging, moving, renaming, sealed, text_of
from support.pages import docs
from support.places import DEMO, PROJECT

MOVED = RequestedChange("jia/yi", PLACE, RequestKind.MOVE, "c-002", digest(duty("c-002")), ListKind.BASIC, "民生服务")
RECORD = ("--document", "甲编发〔2026〕3号", "--approved", "2026-05-20", "--effective", "2026-06-01")


@dataclass(frozen=True)
class Said:
    """What a command did: its exit code, and all that it printed."""

    code: int
    text: str


Do = Callable[..., Said]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the demo content, to be changed."""
    return shutil.copytree(DEMO, tmp_path / "content")


@pytest.fixture
def do(folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Do:
    """Runs a command on the copy; nobody is at the terminal."""
    monkeypatch.setattr("sys.stdin", io.StringIO())

    def do(*arguments: str | Path) -> Said:
        capsys.readouterr()
        try:
            code = main([*map(str, arguments), "--content", str(folder)])
        except SystemExit as exit:
            code = exit.code
        captured = capsys.readouterr()
        return Said(code, captured.out + captured.err)

    return do


def everything(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, by its path."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def put(folder: Path, text: str) -> Path:
    """A text in a file beside the content."""
    path = folder.parent / "修改单.txt"
    path.write_text(text, "utf-8")
    return path


# --- the commands ----------------------------------------------------------------------------------------


def test_a_duty_ends(do: Do, folder: Path) -> None:
    """Shown first; written with --yes; then the content is as it must be, without an allowance."""
    before = everything(folder)
    shown = do("retire", "c-001", "--township", "jia/yi", "--department", "县民政局", *RECORD)
    assert (shown.code, everything(folder)) == (1, before)
    assert "配合履职删去 c-001：开展高龄津贴发放工作" in shown.text
    assert "要写入请加 --yes" in shown.text
    assert "还没有到" not in shown.text
    later = do(
        "retire", "c-001", "--township", "jia/yi", "--document", "甲编发〔2026〕3号", "--effective", "2099-06-01"
    )
    assert "请看：生效的日期 2099-06-01 还没有到；年份、月份没有写错，就不用改。" in later.text
    done = do("retire", "c-001", "--township", "jia/yi", "--department", "县民政局", *RECORD, "--yes")
    assert done.code == 0
    changed = {name for name, raw in everything(folder).items() if before.get(name) != raw}
    assert changed == {"townships/jia/yi/cooperative.yml", "townships/jia/yi/changes.yml"}
    assert do("check").text == "2 个乡镇，13 项；0 个错误，0 个警告。\n"
    assert do("fmt", "--check").code == 0
    record = read_township(folder, "jia/yi").content.townships[0].changes[-1]
    assert (record.document, record.effective) == ("甲编发〔2026〕3号", "2026-06-01")
    assert [(one.id, one.change, one.department) for one in record.duties] == [
        ("c-001", ChangeKind.REMOVED, "县民政局"),
        ("c-002", ChangeKind.RENUMBERED, None),
    ]
    again = do("retire", "c-001", "--township", "jia/yi", *RECORD, "--yes")
    assert again == Said(
        1,
        "没有写入：jia/yi 的 c-001（开展高龄津贴发放工作）2026-06-01 由甲编发〔2026〕3号终止了，"
        "去了 县民政局；不用再改。\n",
    )


def test_all_the_others(do: Do, folder: Path) -> None:
    """One after another, each leaves a content without errors, and a record."""
    at = ("--township", "jia/yi", "--document", "甲编发3号", "--effective", "2026-06-01", "--yes")
    county = ("--county", "jia", "--document", "甲编发4号", "--effective", "2026-06-01", "--yes")
    for arguments in (
        ("move", "c-001", "--to-list", "basic", "--category", "民生服务", *at),
        ("split", "c-002", "--into", "防溺水宣传", "--into", "防溺水巡查", *at),
        ("merge", "c-003", "c-004", "--name", "防溺水", *at),
        ("new", "duty", "--list", "reclaimed", "--category", "民生服务", "--name", "收回的", "--department", "县医保局",
         "--method", "在窗口办。", *at),
        ("rename-department", "县教育局", "县教育和体育局", "--full-name", "甲县教育和体育局", "--alias", "县体育局",
         *county),
        ("new", "department", "县林业局", "--county", "jia", "--yes"),
        ("merge-departments", "县财政局", "县林业局", "--into", "县财政局", *county),
        ("new", "township", "jia/ding", "--name", "丁镇", "--like", "jia/yi", "--yes"),
    ):  # fmt: skip
        done = do(*arguments)
        assert done.code == 0, done.text
        check = do("check")
        assert "；0 个错误，" in check.text, (arguments, check.text)
    yi = read_township(folder, "jia/yi").content.townships[0]
    ids = {kind: [(one.id, one.number) for _, one in duties.duties()] for kind, duties in yi.lists.items()}
    assert ids == {
        ListKind.BASIC: [("b-001", 1), ("b-002", 2), ("b-003", 3), ("b-004", 4)],
        ListKind.COOPERATIVE: [("c-005", 1)],
        ListKind.RECLAIMED: [("r-001", 1), ("r-002", 2), ("r-003", 3)],
    }
    assert len(yi.changes) == 6
    register = (folder / "townships/jia/county.yml").read_text("utf-8")
    named = "    name: 县教育和体育局\n    full_name: 甲县教育和体育局\n    aliases: [县教育局, 县体育局]\n"
    assert named in register
    assert read_township(folder, "jia/ding").content.townships[0].file.name == "丁镇"


def test_a_document_older_than_a_correction(do: Do, folder: Path) -> None:
    """A correction that was found today does not keep a document of last month from its own day."""
    before = shutil.copytree(folder, folder.parent / "before")
    wrong = before / "townships/jia/yi/cooperative.yml"
    wrong.write_text(wrong.read_text("utf-8").replace("受理申请；", "受里申请；"), "utf-8")
    corrected = do("record", "--township", "乙镇", "--since", before, "--track", "更正", "--reason", "错字", "--yes")
    assert corrected.code == 0, corrected.text
    retired = do("retire", "c-002", "--township", "乙镇", *RECORD, "--yes")
    assert retired.code == 0, retired.text
    (yi,) = (one for one in link(read(folder).content).townships if one.head.id == "jia/yi")
    assert [(version.day, [one.track.value for one in version.records]) for version in yi.versions] == [
        (None, ["collected"]),
        ("2026-06-01", ["correction", "adjustment"]),
    ]


def test_a_merged_department_keeps_its_page(do: Do, folder: Path) -> None:
    """It leads on to the one that is left, which says what it was made of; the lists of departments have it no more."""
    merge = ("merge-departments", "县财政局", "县民政局", "--into", "县民政局", "--county", "jia", *RECORD, "--yes")
    assert do(*merge).code == 0
    found = read(folder)
    made = {name: text for name, text in docs(found, link(found.content)) if name.startswith("departments/jia/")}
    gone, heir = (str(made[f"departments/jia/{id}.md"]) for id in ("xiancaizhengju", "xianminzhengju"))
    leads = "**县财政局2026年6月1日起并入[县民政局](xianminzhengju.md)，它的事请找县民政局。**"
    assert leads in gone
    assert "没有写到" not in gone
    assert "修改联系方式" not in gone
    assert "清单里也写作：县财政局" in heir
    assert "并入的部门：[县财政局](xiancaizhengju.md)。" in heir
    assert "xiancaizhengju" not in str(made["departments/jia/index.md"])


def test_the_document_is_kept_and_held_against(do: Do, folder: Path) -> None:
    """Its text goes beside the source; what it does not say is not written."""
    notice = folder.parent / "通知.txt"
    notice.write_bytes("取消“开展高龄津贴发放\r\n工作”。\r\n".encode("gb18030"))
    retire = ("retire", "c-001", "--township", "jia/yi", *RECORD, "--amendment", notice, "--yes")
    assert do(*retire).code == 0
    kept = folder / "townships/jia/yi/amendments/2026-06-01.txt"
    assert kept.read_text("utf-8") == "取消“开展高龄津贴发放\n工作”。\n"
    assert do("check").code == 0
    before = everything(folder)
    said = do("retire", "c-002", *retire[2:])
    assert "c-002 的“未成年人防溺水工作”在 amendments/2026-06-01.txt 里没有" in said.text
    assert (said.code, everything(folder)) == (1, before)
    notice.write_text("另一份：取消未成年人防溺水工作", "utf-8")
    # A list without a duty is an error of its own: another one is put in first.
    new = ("new", "duty", "--list", "cooperative", "--category", "民生服务", "--name", "新的一项",
           "--department", "县民政局", "--superior", "负责。", "--duty", "配合。")  # fmt: skip
    assert do(*new, *retire[2:10], "--yes").code == 0
    done = do("retire", "c-002", *retire[2:])
    assert done.code == 0, done.text
    assert sorted(path.name for path in kept.parent.iterdir()) == ["2026-06-01-2.txt", "2026-06-01.txt"]
    kept.write_text("改了", "utf-8")
    assert "与收到时不同（校验值不符）" in do("check").text


def test_words_that_no_duty_says_any_more_go(do: Do, folder: Path) -> None:
    """As long as a duty of another township says them they stay; then they go with the last one, and it is told."""
    file = folder / "vocabulary/synonyms/elderly.yml"
    before = file.read_bytes()
    shutil.copytree(folder / "townships/jia", folder / "townships/wu")
    for township, left in (("jia/yi", True), ("jia/bing", True), ("wu/bing", True), ("wu/yi", False)):
        arguments = ("retire", "c-001", "--township", township, *RECORD)
        assert do(*arguments).code == 1
        assert file.read_bytes() == before
        done = do(*arguments, "--yes")
        assert done.code == 0, done.text
        assert (file.read_bytes() == before, "删去没有事项再用的词" in done.text) == (left, not left)
        assert "；0 个错误，" in do("check").text
    assert "    - 老人补贴、八十岁补贴 → 高龄津贴\n" in done.text
    assert (
        "删去没有事项再用的词：高龄津贴（移到 vocabulary/synonyms/elderly.yml 的 unused，再有事项用到时恢复）"
        in done.text
    )
    assert parse(file.read_text("utf-8")).data == {
        "synonyms": (),
        "unused": ({"say": ("老人补贴", "八十岁补贴"), "means": ("高龄津贴",)},),
    }


def test_words_that_went_come_back(do: Do, folder: Path) -> None:
    """Whoever undoes the ending of a duty has its everyday words again, where they stood."""
    shutil.rmtree(folder / "townships/jia/bing")
    file = folder / "vocabulary/synonyms/elderly.yml"
    own = file.read_text("utf-8").replace("      - 高龄津贴\n", "      - 防溺水\n      - 高龄津贴\n")
    own = own.replace("synonyms:", "# 老人\nsynonyms:") + "  - say:\n      - 敬老钱\n    means:\n      - 高龄津贴\n"
    file.write_text(own, "utf-8")
    assert do("retire", "c-001", "--township", "jia/yi", *RECORD, "--yes").code == 0
    text = file.read_text("utf-8")
    assert parse(text).data == {
        "synonyms": ({"say": ("老人补贴", "八十岁补贴"), "means": ("防溺水",)},),
        "unused": (
            {"say": ("老人补贴", "八十岁补贴"), "means": ("高龄津贴",)},
            {"say": ("敬老钱",), "means": ("高龄津贴",)},
        ),
    }
    assert do("fmt").code == 0
    new = ("new", "duty", "--list", "cooperative", "--category", "民生服务", "--name", "开展高龄津贴发放工作",
           "--department", "县民政局", "--superior", "负责。", "--duty", "配合。")  # fmt: skip
    done = do(*new, "--township", "jia/yi", *RECORD, "--yes")
    assert done.code == 0, done.text
    assert "恢复以前删去的便民词\n    + 老人补贴、八十岁补贴 → 高龄津贴\n    + 敬老钱 → 高龄津贴\n" in done.text
    assert file.read_text("utf-8") == own
    assert "；0 个错误，" in do("check").text


def test_a_vocabulary_that_is_wrong_stops_no_edit(do: Do, folder: Path) -> None:
    """The check tells what is wrong with it; what is right goes its way."""
    shutil.rmtree(folder / "townships/jia/bing")
    words = folder / "vocabulary/synonyms"
    (words / "a.yml").write_bytes(b"\xff\xfe")
    (words / "b.yml").write_text("synonyms:\n  - say: [甲\n", "utf-8")
    done = do("retire", "c-001", "--township", "jia/yi", *RECORD, "--yes")
    assert done.code == 0, done.text
    assert (words / "a.yml").read_bytes() == b"\xff\xfe"


def test_a_list_that_cannot_be_read_takes_no_words_away(do: Do, folder: Path) -> None:
    """What it says nobody knows: nothing is said to be in no duty, and no command takes that out of the vocabulary."""
    words = folder / "vocabulary/synonyms/elderly.yml"
    before = words.read_bytes()
    shutil.copytree(folder / "townships/jia", folder / "townships/wu", ignore=shutil.ignore_patterns("yi"))
    shutil.rmtree(folder / "townships/jia/bing")
    broken = folder / "townships/wu/bing/cooperative.yml"
    broken.write_text(broken.read_text("utf-8").replace("id: c-001", "id：c-001"), "utf-8")
    assert re.findall(r"\[(.*)\]", do("check").text) == ["yaml-syntax"]
    assert do("retire", "c-001", "--township", "jia/yi", *RECORD, "--yes").code == 0
    assert words.read_bytes() == before


def test_what_was_changed_by_hand_is_recorded(do: Do, folder: Path) -> None:
    """Against the version before; what was recorded needs no record."""
    old = shutil.copytree(folder, folder.parent / "old")
    file = folder / "townships/jia/bing/basic.yml"
    file.write_text(file.read_text("utf-8").replace("爱国卫生工作", "爱国卫生运动"), "utf-8")
    said = ("record", "--township", "jia/bing", "--since", old, "--track", "更正", "--reason", "抄错", "--yes")
    # Where a duty went that has not ended: said of what was typed, not of a file that is not there yet.
    went = do(*said, "--went", "b-001=县教育局")
    assert (went.code, "--went 写的 b-001 还在清单里，不是这一次终止的；这一次终止的：一项也没有" in went.text) == (
        1,
        True,
    )
    assert "--went 写的 b-099 以前也没有" in do(*said, "--went", "b-099＝县教育局").text
    done = do(*said)
    assert done.code == 0, done.text
    assert "爱国卫生[-工作-]{+运动+}" in done.text
    assert "name: 开展爱国卫生工作。" in (folder / "townships/jia/bing/changes.yml").read_text("utf-8")
    assert "已经有了 2 条记录；清单的改动都在里面，不用再记" in do(*said).text
    assert "没有要改的" in do(*said[:4], folder, *said[5:]).text
    file.write_text(file.read_text("utf-8").replace("文明实践活动", "文明实践的活动"), "utf-8")
    assert "已经有了 2 条记录；请用 --since 写明更近的版本" in do(*said).text


REFUSED = [
    (("retire",), "缺少 --township", 2),
    (("retire", "c-001", "--township", "jia/yi"), "缺少 --document", 2),
    (("retire", "c-001", "--township", "jia/yi", "--track", "更正"), "缺少 --reason", 2),
    (("retire", "c-001", "--township", "jia/y", *RECORD), "没有乡镇 jia/y；是否指“jia/yi”？", 1),
    (("retire", "c-01", "--township", "jia/yi", *RECORD), "没有事项 c-01；是否指“c-001”？", 1),
    (("retire", "c-001", "--township", "jia/yi", "--approved", "2026-02-30", "--document", "x"), "没有这一天", 1),
    (("retire", "c-001", "--township", "jia/yi", "--approved", "2099-01-01", "--document", "x"), "在今天（", 1),
    (("retire", "c-001", "--township", "jia/yi", "--effective", "明天", "--document", "x"), "年-月-日", 1),
    (("retire", "c-001", "--township", "jia/yi", "--effective", "2206-06-01", "--document", "x"), "年份不对", 1),
    (("retire", "c-001", "--township", "jia/yi", "--track", "收录"), "收录不是变更", 1),
    (("retire", "c-001", "--township", "jia/yi", "--document", "x"), "缺少 --effective", 2),
    (
        (
            "retire",
            "c-001",
            "--township",
            "jia/yi",
            "--document",
            "x",
            "--approved",
            "2026-05-20",
            "--effective",
            "2026-05-19",
        ),
        "晚于生效的日期",
        1,
    ),
    (("retire", "c-001", "--township", "jia/yi", "--department", "县民正局", *RECORD), "是否指“县民政局”？", 1),
    (("move", "c-001", "--township", "jia/yi", "--to-list", "basics", *RECORD), "是否指“basic”？", 1),
    (
        ("move", "c-001", "--township", "jia/yi", "--to-list", "basic", "--category", "民生", *RECORD),
        "没有类别“民生”",
        1,
    ),
    (("merge", "c-001", "b-001", "--township", "jia/yi", "--name", "甲", *RECORD), "不在同一张清单", 1),
    (("split", "c-001", "--township", "jia/yi", "--into", "甲", *RECORD), "至少两个", 1),
    (("rename-department", "县民政局", "县财政局", "--county", "jia", *RECORD), "qingdan merge-departments", 1),
    (("new", "township", "jia/yi", "--name", "丁镇", "--like", "jia/bing"), "jia/yi 已经有了", 1),
    (("rename-department", "县民政局", " ", "--county", "jia", *RECORD), "部门的名称不能是空的", 1),
    (
        ("retire", "开展高龄津贴发放工作", "--township", "jia/yi", *RECORD),
        "没有事项 开展高龄津贴发放工作；是否指“c-001”？",
        1,
    ),
    (("record", "--township", "jia/yi", "--since", "没有的版本", *RECORD), "既不是文件夹，也不是", 2),
    (("new", "street"), "什么 不能是 street", 2),
]


@pytest.mark.parametrize(("arguments", "message", "code"), REFUSED, ids=lambda value: ascii(value)[:60])
def test_what_cannot_be_done(arguments: tuple[str, ...], message: str, code: int, do: Do, folder: Path) -> None:
    """It is said what is wrong and what was meant; nothing is written."""
    before = everything(folder)
    said = do(*arguments, "--yes")
    assert message in said.text
    assert (said.code, everything(folder)) == (code, before)


@pytest.mark.parametrize(
    "arguments",
    [
        ("retire", "c-001", "--township", "jia/yi", *RECORD, "--yes"),
        ("record", "--township", "jia/yi", "--since", str(DEMO), *RECORD, "--yes"),
        ("diff", str(DEMO)),
        ("topics",),
    ],
    ids=lambda arguments: arguments[0],
)
def test_a_content_that_cannot_be_read(arguments: tuple[str, ...], do: Do, folder: Path) -> None:
    """The fault is told where it is, as `check` tells it; nothing is written."""
    file = folder / "townships/jia/yi/basic.yml"
    file.write_text(file.read_text("utf-8").replace("number: 2", "number: 二"), "utf-8")
    before = everything(folder)
    fault, said = do("check").text.splitlines()[0], do(*arguments)
    assert re.search(r"basic\.yml:\d\d:\d\d: “number”应是数字", fault)
    assert (said.code, fault in said.text.splitlines(), everything(folder)) == (1, True, before)


def test_what_came_with_the_change_is_not_recorded(do: Do, folder: Path) -> None:
    """A slip in what was changed by hand is told, and no record is made of it; what was there before stands by."""
    file = folder / "townships/jia/yi/basic.yml"
    old = shutil.copytree(folder, folder.parent / "old")
    for one in (file, old / "townships/jia/yi/basic.yml"):
        one.write_text(one.read_text("utf-8").replace("declared: 2", "declared: 7", 1), "utf-8")
    whole = file.read_text("utf-8")
    arguments = ("record", "--township", "jia/yi", "--since", str(old), *RECORD, "--yes")
    file.write_text(whole.replace("id: b-002", "id: ../b"), "utf-8")
    before, said = everything(folder), do(*arguments)
    assert (said.code, everything(folder)) == (1, before)
    assert "编号“../b”的写法不对" in said.text
    assert "原文写明 7 项" not in said.text


def asked(folder: Path, command: str, *answers: str) -> Said:
    """What a command says in a terminal to somebody who answers its questions; ^C is Ctrl+C."""
    process, terminal = pty.fork()
    if not process:
        os.chdir(PROJECT)
        os.execv(sys.executable, [sys.executable, "-m", "generator", *command.split(), "--content", str(folder)])
    said = ""
    for answer in [*answers, None]:
        until, begin = time.monotonic() + 120, len(said)
        while time.monotonic() < until:
            if not select.select([terminal], [], [], 0.1)[0]:
                if answer is not None and said[begin:].rstrip(" ").endswith("："):
                    break
                continue
            try:
                said += os.read(terminal, 65536).decode("utf-8", "ignore")
            except OSError:
                break
        if answer is not None:
            os.write(terminal, b"\x03" if answer == "^C" else f"{answer}\n".encode())
    return Said(os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]), said)


of_a_terminal = pytest.mark.skipif(sys.platform == "win32", reason="a terminal of POSIX")


@of_a_terminal
def test_by_questions(folder: Path) -> None:
    """Whoever says nothing is asked, again where the answer cannot be, and before it is written."""
    answers = ["jia/yy", "jia/yi", "c-9", "c-001", "c-001", "", "县民政听", "县民政局", "收录", "",
               "甲编发3号", "", "2026-02-30",
               "2026-5-20", "", "机构改革", "是"]  # fmt: skip
    said = asked(folder, "retire", *answers)
    assert said.code == 0, said.text
    for part in (
        "是否指“jia/yi”？",
        "没有事项 c-9",
        "c-001 的去处不能是它自己",
        "是否指“县民政局”？",
        "收录不是变更",
        "没有这一天",
        "写入了 2 个文件",
    ):
        assert part in said.text
    record = read_township(folder, "jia/yi").content.townships[0].changes[-1]
    assert (record.document, record.approved, record.reason) == ("甲编发3号", "2026-05-20", "机构改革")


# Track, document, body, days, reason; then whether it is written.
DECIDED = ("", "甲编发3号", "", "2026-05-20", "2026-06-01", "", "是")
QUESTIONS: dict[str, tuple[str, tuple[str, ...], tuple[str, ...]]] = {
    "one duty is none, nor two of several lists": (
        "merge", ("jia/yi", "c-001", "c-001,b-001", "c-001，c-002", "合起来", *DECIDED),
        ("合并要写至少两个事项的编号", "这几项不在同一张清单里", "写入了 2 个文件")),
    "split into at least two": (
        "split", ("jia/yi", "c-001", "甲项", "", "乙项", "", *DECIDED),
        ("拆成的第 2 项的名称：", "这一条要写", "写入了 2 个文件")),
    "a name that another one has": (
        "rename-department", ("县财政局", "县民政局", "县、局", "县国资局", *DECIDED[:-1], "否", "是"),
        ("“县民政局”已经登记了", "部门的名称“县、局”不对", "写入了 5 个文件")),
    "one department is no merger": (
        "merge-departments", ("县财政局", "县财政局", "县民政局", *DECIDED[:-1], "否", "是"),
        ("合并要写至少两个部门", "写入了 5 个文件")),
    "an address that cannot be": (
        "new township", ("jia", "Jia/Ding", "jia/yi", "jia/ding", "丁乡", "1", "是"),
        ("“jia”要写成 县/乡镇，例如 jia/ding", "“Jia”只能用小写字母", "jia/yi 已经有了", "写入了 5 个文件")),
    "what the other list has besides": (
        "move", ("jia/yi", "c-001", "reclaimed", "", "在窗口办。", "", *DECIDED),
        ("工作方式的一条", "写入了 3 个文件")),
}  # fmt: skip


@of_a_terminal
@pytest.mark.parametrize("kind", QUESTIONS)
def test_what_cannot_be_is_asked_again_at_once(kind: str, folder: Path) -> None:
    """Not when everything else has been answered."""
    command, answers, parts = QUESTIONS[kind]
    said = asked(folder, command, *answers)
    assert said.code == 0, said.text
    assert [part for part in parts if part not in said.text] == []


@of_a_terminal
@pytest.mark.parametrize("answered", [1, 6, 11])
def test_an_interruption_writes_nothing(answered: int, folder: Path) -> None:
    """At any question, that whether it is to be written among them."""
    before = everything(folder)
    answers = ("jia/yi", "c-001", "reclaimed", "", "在窗口办。", "", *DECIDED)[:answered]
    said = asked(folder, "move", *answers, "^C")
    assert (said.code, said.text.endswith("已中断\r\n")) == (2, True)
    assert everything(folder) == before


def test_a_move_says_what_the_other_list_has_besides(do: Do, folder: Path) -> None:
    """By options: of departments, duties and ways that it has not, no less than a new duty."""
    arguments = ("move", "b-003", "--township", "jia/yi", "--to-list", "cooperative", "--category", "民生服务", *RECORD)
    columns = ("--department", "县民政局", "--superior", "审核。", "--duty", "办理一。", "--duty", "办理二。")
    assert do(*arguments, *columns, "--yes").code == 0
    new = duty("c-003", read_township(folder, "jia/yi").content.townships[0])
    assert isinstance(new, CooperativeDuty)
    assert (new.departments, new.township) == (("县民政局",), ("办理一。", "办理二。"))
    assert [(block.departments, block.duties) for block in new.superior] == [(("县民政局",), ("审核。",))]


def test_nothing_is_asked_where_nothing_was_changed(do: Do) -> None:
    """`record` needs no document for what is as it was."""
    said = do("record", "--township", "jia/yi", "--since", str(DEMO))
    assert said == Said(0, "没有要改的：清单已经是这样。\n")


# --- change requests -------------------------------------------------------------------------------------


def test_a_request_is_applied(do: Do, folder: Path) -> None:
    """Several changes of one request: lists, record and check; shown first."""
    request = text_of(
        amendment("c-001", {"township": ("受理申请；", "公示 7 天。"), "departments": ("县民政局（牵头）",)}),
        ending("b-002", department="县教育局"),
        RequestedChange(
            "jia/yi", PLACE, RequestKind.ADD, "新", list=ListKind.RECLAIMED, category="民生服务", number=1,
            fields={"name": FieldChange("新收回的"), "departments": FieldChange(("县医保局",)),
                    "method": FieldChange(("在窗口办。",))},
        ),
        MOVED,
    )  # fmt: skip
    file, before = put(folder, request), everything(folder)
    shown = do("apply", file)
    assert (shown.code, everything(folder)) == (1, before)
    done = do("apply", file, "--yes")
    assert done.code == 0, done.text
    assert "+ 公示 7 天。" in done.text
    assert do("check").text == "2 个乡镇，14 项；0 个错误，0 个警告。\n"
    yi = read_township(folder, "jia/yi").content.townships[0]
    ids = [[(one.id, one.number) for _, one in duties.duties()] for duties in yi.lists.values()]
    assert ids == [
        [("b-001", 1), ("b-003", 2), ("b-004", 3)],
        [("c-001", 1)],
        [("r-003", 1), ("r-001", 2), ("r-002", 3)],
    ]
    (record,) = yi.changes[1:]
    assert {one.id: one.change.value for one in record.duties} == {
        "b-002": "removed", "c-002": "moved", "b-003": "renumbered", "c-001": "amended", "r-003": "added",
        "r-001": "renumbered", "r-002": "renumbered",
    }  # fmt: skip
    again = do("apply", file, "--yes")
    assert again.code == 1
    assert "b-002（开展新时代文明实践活动。）2026-06-01 由甲编发〔2026〕3号终止了，去了 县教育局" in again.text


def test_two_people_in_different_fields(do: Do, folder: Path) -> None:
    """Both are kept, and it is said."""
    theirs = put(folder, text_of(amendment("c-001", {"township": ("受理申请；", "公示。")})))
    file = folder / "townships/jia/yi/cooperative.yml"
    file.write_text(file.read_text("utf-8").replace("[县民政局（牵头）, 县财政局]", "[县民政局, 县财政局]"), "utf-8")
    source = folder / "townships/jia/yi/changes.yml"
    source.write_text("changes:\n  - track: collected\n", "utf-8")
    done = do("apply", theirs, "--yes")
    assert done.code == 0, done.text
    assert "两边不冲突，“乡镇配合职责”照改" in done.text
    text = file.read_text("utf-8")
    assert "departments: [县民政局, 县财政局]\n" in text
    assert "          - 公示。\n" in text


def test_two_people_in_one_field(do: Do, folder: Path) -> None:
    """A conflict: field by field with both texts, all of it; nothing is written, not even what does not conflict."""
    first = put(folder, text_of(amendment("c-001", {"township": ("受理申请；", "公示五天。")})))
    assert do("apply", first, "--yes").code == 0
    before = everything(folder)
    changes = {"township": ("受理申请；", "公示七天。"), "name": "发放高龄津贴"}
    second = put(folder, text_of(amendment("c-001", changes), ending("b-001")))
    said = do("apply", second, "--yes")
    assert (said.code, everything(folder)) == (1, before)
    assert said.text == (
        f"{second}：有 1 处冲突，什么也没有写。\n"
        "jia/yi c-001（开展高龄津贴发放工作）的“乡镇配合职责”，两边改得不同：\n"
        "  提的人看到的：\n    受理申请；\n    初步审核并公示。\n"
        "  提的人要改成：\n    受理申请；\n    公示七天。\n"
        "  现在是：\n    受理申请；\n    公示五天。\n"
        "请两边商量好，在网站上照现在的文字重做一份。\n"
    )
    same = put(folder, text_of(amendment("c-001", {"township": ("受理申请；", "公示五天。")})))
    assert "已经是这样" in do("apply", same, "--yes").text


@pytest.mark.parametrize(
    ("command", "name"),
    [
        (("rename-department", "县民政局", "县民政和老龄局"), "县民政和老龄局"),
        (("merge-departments", "县民政局", "县医保局", "--into", "县医保局"), "县医保局"),
    ],
)
def test_one_edits_while_the_department_gets_another_name(
    command: tuple[str, ...], name: str, do: Do, folder: Path
) -> None:
    """That is no conflict: what was added stays, under the name that the department has by now."""
    superior = duty("c-001").model_dump(mode="json")["superior"]
    superior[0]["support"] = ("派人指导。",)
    asked = amendment(
        "c-001", {"departments": ("县民政局（牵头）", "县财政局", "县教育局"), "superior": tuple(superior)}
    )
    file = put(folder, text_of(asked))
    assert do(*command, "--county", "jia", *RECORD, "--yes").code == 0
    done = do("apply", file, "--yes")
    assert done.code == 0, done.text
    assert "c-001 的部门在提了以后改了名，“部门”照现在的名称写。" in done.text
    (yi,) = read_township(folder, "jia/yi").content.townships
    found = next(one for _, one in yi.lists[ListKind.COOPERATIVE].duties() if one.id == "c-001")
    assert isinstance(found, CooperativeDuty)
    assert found.departments == (f"{name}（牵头）", "县财政局", "县教育局")
    assert (found.superior[0].departments, found.superior[0].support) == ((name,), ("派人指导。",))


def test_one_ends_what_another_has_renamed_the_department_of(do: Do, folder: Path) -> None:
    """The duty says the same as before, so it ends."""
    file = put(folder, text_of(ending("c-001")))
    assert do("rename-department", "县民政局", "县民政和老龄局", "--county", "jia", *RECORD, "--yes").code == 0
    done = do("apply", file, "--yes")
    assert done.code == 0, done.text
    assert "配合履职删去 c-001" in done.text


def test_one_moves_what_another_has_renamed_the_department_of(do: Do, folder: Path) -> None:
    """It goes to the other list, where the department has its present name."""
    file = put(folder, text_of(moving("c-001", departments=("县民政局（牵头）", "县财政局"), method=("直接办。",))))
    assert do("rename-department", "县民政局", "县民政和老龄局", "--county", "jia", *RECORD, "--yes").code == 0
    done = do("apply", file, "--yes")
    assert done.code == 0, done.text
    (yi,) = read_township(folder, "jia/yi").content.townships
    moved = next(one for _, one in yi.lists[ListKind.RECLAIMED].duties() if one.name == "开展高龄津贴发放工作")
    assert isinstance(moved, ReclaimedDuty)
    assert moved.departments == ("县民政和老龄局（牵头）", "县财政局")
    assert [(one.id, one.change, one.to) for one in yi.changes[-1].duties if one.id == "c-001"] == [
        ("c-001", ChangeKind.MOVED, (moved.id,))
    ]


def test_the_move_of_what_was_changed_is_a_conflict(do: Do, folder: Path) -> None:
    """A new name of a department excuses no other text."""
    assert do("rename-department", "县民政局", "县民政和老龄局", "--county", "jia", *RECORD, "--yes").code == 0
    assert do("apply", put(folder, text_of(amendment("c-001", {"township": ("公示五天。",)}))), "--yes").code == 0
    said = do("apply", put(folder, text_of(moving("c-001", method=("直接办。",)))), "--yes")
    assert (said.code, "什么也没有写" in said.text) == (1, True)


def test_the_end_of_what_was_changed_is_a_conflict(do: Do, folder: Path) -> None:
    """Whoever wants a duty to end has not seen what it says by now."""
    assert do("apply", put(folder, text_of(amendment("b-001", {"name": "另一回事"}))), "--yes").code == 0
    said = do("apply", put(folder, text_of(ending("b-001"))), "--yes")
    assert (said.code, "名称：另一回事" in said.text, "什么也没有写" in said.text) == (1, True, True)


WAS = ("--document", "甲编发〔2026〕1号", "--effective", "2026-05-01", "--yes")
IN_YI = ("--township", "jia/yi", *WAS)
TO_BASIC = ("move", "c-001", "--to-list", "basic", "--category", "民生服务", *IN_YI)
GONE: dict[str, tuple[list[tuple[str, ...]], str]] = {
    "ended": ([("retire", "c-001", *IN_YI)], "终止了；不用再改"),
    "gone to a department": (
        [("retire", "c-001", "--department", "县民政局", *IN_YI)], "终止了，去了 县民政局；不用再改"),
    "moved": ([TO_BASIC], "移到别的清单了，去了 b-004；请改 b-004"),
    "merged": ([("merge", "c-001", "c-002", "--name", "合起来的", *IN_YI)], "终止了，去了 c-003；请改 c-003"),
    "split": (
        [("split", "c-001", "--into", "甲项", "--into", "乙项", *IN_YI)],
        "终止了，去了 c-003、c-004；请改 c-003、c-004"),
    "moved, and what it became was split": (
        [TO_BASIC, ("split", "b-004", "--into", "甲项", "--into", "乙项", *IN_YI)],
        "移到别的清单了，去了 b-004；请改 b-005、b-006"),
    "moved, and what it became ended": (
        [TO_BASIC, ("retire", "b-004", *IN_YI)], "移到别的清单了，去了 b-004，b-004 后来也没有了；不用再改"),
}  # fmt: skip


@pytest.mark.parametrize("how", GONE)
def test_a_request_for_what_is_gone_is_led_on(how: str, do: Do, folder: Path) -> None:
    """It is told by what the duty ended, and in which one of today it goes on; nothing is written."""
    steps, message = GONE[how]
    for step in steps:
        assert do(*step).code == 0
    before = everything(folder)
    for text in (text_of(amendment("c-001", {"township": ("受理；",)})), text_of(ending("c-001"))):
        said = do("apply", put(folder, text), "--yes")
        expected = f"jia/yi 的 c-001（开展高龄津贴发放工作）2026-05-01 由甲编发〔2026〕1号{message}\n"
        assert (said.code, expected in said.text) == (1, True)
        assert everything(folder) == before


def _new_duty(name: str) -> RequestedChange:
    block: Mapping[str, object] = {"departments": (name,), "duties": ("审核。",), "support": ()}
    values: dict[str, Value] = {
        "name": "新的一项", "departments": (name,), "superior": (block,), "township": ("办理。",)}  # fmt: skip
    fields = {key: FieldChange(value) for key, value in values.items()}
    kind = RequestKind.ADD
    return RequestedChange("jia/yi", PLACE, kind, "新", "", ListKind.COOPERATIVE, "民生服务", fields=fields)


def test_a_former_name_is_written_as_the_lists_have_it_now(do: Do, folder: Path) -> None:
    """Also in a duty that the department was not in."""
    assert do("rename-department", "县财政局", "县财政和国资局", "--county", "jia", *WAS).code == 0
    said = do("apply", put(folder, text_of(_new_duty("县财政局"))), "--yes")
    assert (said.code, said.text.count("的“县财政局”后来改了名、并了，照现在的名称写。")) == (0, 1)
    new = duty("c-003", read_township(folder, "jia/yi").content.townships[0])
    assert [name for _, name in new.named_departments()] == ["县财政和国资局", "县财政和国资局"]


def test_a_department_that_was_merged_is_written_as_the_one_it_is_a_part_of(do: Do, folder: Path) -> None:
    """It is in the register still, for its page to lead on."""
    assert do("merge-departments", "县财政局", "县民政局", "--into", "县民政局", "--county", "jia", *WAS).code == 0
    said = do("apply", put(folder, text_of(_new_duty("县财政局"))), "--yes")
    assert (said.code, said.text.count("的“县财政局”后来改了名、并了，照现在的名称写。")) == (0, 1)
    new = duty("c-003", read_township(folder, "jia/yi").content.townships[0])
    assert [name for _, name in new.named_departments()] == ["县民政局", "县民政局"]


def test_a_department_that_took_a_duty_over_has_its_name_of_today(do: Do, folder: Path) -> None:
    """Wherever its former one was written."""
    assert do("rename-department", "县财政局", "县财政和国资局", "--county", "jia", *WAS).code == 0
    said = do("apply", put(folder, text_of(ending("c-002", department="县财政局"))), "--yes")
    assert (said.code, "c-002 的“县财政局”后来改了名、并了，照现在的名称写。" in said.text) == (0, True)
    record = read_township(folder, "jia/yi").content.townships[0].changes[-1]
    assert [change.department for change in record.duties if change.id == "c-002"] == ["县财政和国资局"]


def test_an_alias_that_the_lists_print_stays(do: Do, folder: Path) -> None:
    """Nobody calls that a former name."""
    county = folder / "townships/jia/county.yml"
    county.write_text(county.read_text("utf-8").replace("县财政局\n", "县财政局\n    aliases: [县国资局]\n"), "utf-8")
    file = folder / "townships/jia/bing/cooperative.yml"
    file.write_text(file.read_text("utf-8").replace("县财政局", "县国资局"), "utf-8")
    said = do("apply", put(folder, text_of(_new_duty("县国资局"))), "--yes")
    assert (said.code, "照现在的名称写" in said.text) == (0, False)
    assert duty("c-003", read_township(folder, "jia/yi").content.townships[0]).department_names() == ("县国资局",)


def test_the_contact_of_a_department_that_is_gone(do: Do, folder: Path) -> None:
    """It is not written where nobody looks: the department is told that it is a part of now."""
    assert do("merge-departments", "县财政局", "县民政局", "--into", "县民政局", "--county", "jia", *WAS).code == 0
    fields = {"phones": FieldChange(("0478-5123456",), ()), "as_of": FieldChange("2026-05-01")}
    change = RequestedChange("jia/yi", PLACE, RequestKind.CONTACT, "xiancaizhengju", fields=fields)
    before = everything(folder)
    said = do("apply", put(folder, text_of(change)), "--yes")
    assert (said.code, "“县财政局”已经并入“县民政局”了；请写“县民政局”" in said.text) == (1, True)
    assert everything(folder) == before


BAD = {
    "a township of another site": (text_of(ending("b-001")), {"jia/yi": "bing/ding"}, "这里没有乡镇“bing/ding”"),
    "another place": (text_of(ending("b-001")), {PLACE: "某省/某市/乙县/乙镇"}, "大概是别的网站的修改单"),
    "a duty that is not there": (text_of(ending("b-001")), {"事项：b-001": "事项：b-099"}, "没有事项 b-099"),
    "no such category": (
        text_of(replace(MOVED, category="民生")),
        {},
        "没有类别“民生”；是否指“民生服务”？",
    ),
    "an unregistered department": (
        text_of(amendment("c-001", {"departments": ("县财正局",)})), {}, "部门“县财正局”没有登记；是否指“县财政局”？"),
    "two equal numbers": (text_of(amendment("b-002", {"number": "1"}, {"number": "2"})), {}, "两个第 1 项"),
    "a number that is none": (text_of(amendment("b-002", {"number": "零"}, {"number": "2"})), {}, "不是从 1 起的整数"),
    "a field of another list": (text_of(amendment("b-001", {"method": ("甲",)}, {"method": ()})), {}, "没有“工作方式”"),
    "a name that is empty": (text_of(amendment("b-001", {"name": None})), {}, "“名称”不能是空的"),
    "a date that is none": (text_of(ending("b-001")), {"生效：2026-06-01": "生效：2026-02-30"}, "没有这一天"),
    "not decided": (text_of(ending("b-001"), track="动态调整"), {}, "由哪份文件决定"),
    "no way": (text_of(ending("b-001"), document="x"), {}, "途径“”不对"),
    "twice the same": (text_of(ending("b-001"), ending("b-001")), {}, "写了两次"),
    "what breaks a rule": (text_of(amendment("c-001", {"township": ("1.受理；",)})), {}, "[enumerators-not-in-text]"),
    "an allowance that hides what is held against the source": (
        text_of(amendment("c-001", {"name": "甲"})),
        {"栏：名称": "照原文：source-accounted-for\n栏：名称"},
        "由管网站的人写"),
    "an allowance that is not needed": (
        text_of(amendment("c-001", {"name": "甲"})),
        {"栏：名称": "照原文：texts-not-doubled\n栏：名称"},
        "allowances-needed"),
    "an allowance for an end": (
        text_of(ending("b-001")), {"动作：终止": "动作：终止\n照原文：texts-not-doubled"}, "终止里不能有“照原文”"),
    "YAML": (text_of(amendment("c-001", {"township": ("a: b # c",), "name": "- {x: [1"})), {}, ""),
}  # fmt: skip


@pytest.mark.parametrize("kind", BAD)
def test_requests_that_cannot_be_applied(kind: str, do: Do, folder: Path) -> None:
    """Each is told with the place in the request, or in the new file; nothing is written."""
    text, replaced, message = BAD[kind]
    for old, new in replaced.items():
        assert old in text
        text = sealed(text.replace(old, new))
    before = everything(folder)
    file = put(folder, text)
    said = do("apply", file, "--yes")
    if message:
        assert message in said.text
        assert f"{file}:" in said.text or f"{folder.as_posix()}/" in said.text
        assert (said.code, everything(folder)) == (1, before)
    else:
        # Hostile to YAML, and yet only a text.
        assert said.code == 0, said.text
        assert duty_now(folder, "c-001") == ("- {x: [1", ("a: b # c",))


def duty_now(folder: Path, id: str) -> tuple[str, tuple[str, ...]]:
    """The name of a duty, and what the township does."""
    yi = read_township(folder, "jia/yi").content.townships[0]
    found = duty(id, yi)
    return found.name, tuple(
        text for passage in found.passages() if passage.column == "township" for text in passage.texts
    )


def test_a_contact(do: Do, folder: Path) -> None:
    """Of a department and of the township itself: into the register and the township's file, without a record."""
    new = {"phones": ("0743-8234567", "12345"), "hours": "工作日 9:00–12:00", "as_of": "2026-11-03"}
    fields = {key: FieldChange(value, () if key == "phones" else None) for key, value in new.items()}

    def contact(id: str, fields: Mapping[str, FieldChange]) -> RequestedChange:
        return RequestedChange("jia/yi", PLACE, RequestKind.CONTACT, id, fields=fields)

    file = put(folder, text_of(contact("xianminzhengju", fields), contact("本乡镇", fields)))
    done = do("apply", file, "--yes")
    assert done.code == 0, done.text
    assert "    + 电话 0743-8234567、12345\n    + 办公时间 工作日 9:00–12:00\n    + 2026-11-03 核实\n" in done.text
    expected = "contact:\n{0}  phones: [0743-8234567, '12345']\n{0}  hours: 工作日 9:00–12:00\n{0}  as_of: 2026-11-03\n"
    assert f"    {expected.format('    ')}" in (folder / "townships/jia/county.yml").read_text("utf-8")
    assert expected.format("") in (folder / "townships/jia/yi/township.yml").read_text("utf-8")
    assert not (folder / "townships/jia/yi/changes.yml").exists()
    assert do("check").code == 0
    assert do("fmt", "--check").code == 0
    other = {**fields, "hours": FieldChange("工作日", None)}
    said = do("apply", put(folder, text_of(contact("xianminzhengju", other))), "--yes")
    assert (said.code, "（县民政局）的“时间”，两边改得不同" in said.text) == (1, True)
    wrong = {"phones": FieldChange(("一二三",), new["phones"])}
    said = do("apply", put(folder, text_of(contact("xianminzhengju", wrong))), "--yes")
    assert (said.code, "“电话”写法不对：一二三" in said.text) == (1, True)
    gone = {key: FieldChange(() if key == "phones" else None, value) for key, value in new.items() if key != "as_of"}
    assert do("apply", put(folder, text_of(contact("xianminzhengju", gone))), "--yes").code == 0
    assert (folder / "townships/jia/county.yml").read_bytes() == (DEMO / "townships/jia/county.yml").read_bytes()


# --- branches and issues ---------------------------------------------------------------------------------


@pytest.fixture
def repository(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The content in a repository of its own, in a folder below its root."""
    for name in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{name}_NAME", "甲")
        monkeypatch.setenv(f"GIT_{name}_EMAIL", "jia@example.gov.cn")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    root = folder.parent
    git(root, "init", "--quiet", "--initial-branch", "main")
    git(root, "add", "content")
    git(root, "commit", "--quiet", "--message", "开始")
    return root


def git(folder: Path, *arguments: str) -> str:
    """What git says."""
    done = subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True)
    return done.stdout.decode("utf-8")


def test_a_branch(do: Do, repository: Path) -> None:
    """The commit is on a branch of its own; folder, index and the branch that is checked out are as they were."""
    before = everything(repository / "content")
    file = put(repository / "content", text_of(ending("b-002")))
    done = do("apply", file, "--branch", "zhongzhi")
    assert done.code == 0, done.text
    assert everything(repository / "content") == before
    assert git(repository, "status", "--porcelain", "--", "content") == ""
    assert git(repository, "branch", "--format", "%(refname:short)").split() == ["main", "zhongzhi"]
    assert git(repository, "diff", "--name-only", "main", "zhongzhi").split() == [
        "content/townships/jia/yi/basic.yml",
        "content/townships/jia/yi/changes.yml",
    ]
    git(repository, "switch", "--quiet", "zhongzhi")
    assert do("check").text == "2 个乡镇，13 项；0 个错误，0 个警告。\n"


@pytest.mark.parametrize(
    ("branch", "message"),
    [
        ("main", "现在就在分支 main 上"),
        ("a b", "不能是分支的名字"),
        ("--x", "不能是分支的名字"),
        ("old", "已经有分支 old"),
    ],
)
def test_branches_that_cannot(branch: str, message: str, do: Do, repository: Path) -> None:
    """It is said, and no branch is made."""
    git(repository, "branch", "old")
    file = put(repository / "content", text_of(ending("b-002")))
    said = do("apply", file, f"--branch={branch}")
    assert (said.code, message in said.text) == (1, True), said.text
    assert git(repository, "rev-list", "--all", "--count").strip() == "1"


def test_what_is_not_committed(do: Do, repository: Path) -> None:
    """A branch would leave it out: it is said."""
    path = repository / "content/townships/jia/yi/basic.yml"
    path.write_text(path.read_text("utf-8") + "# 没有提交的\n", "utf-8")
    said = do("apply", put(repository / "content", text_of(ending("b-002"))), "--branch")
    assert (said.code, "有没有提交的改动" in said.text) == (1, True)


HOSTILE = "$(touch pwned) `touch pwned` ${{ github.token }} @everyone [x](javascript:0) <script>"


def github(text: str, *labels: str) -> dict[str, object]:
    """The event `issues` as GitHub tells it, as far as it matters and more."""
    return {
        "action": "opened",
        "issue": {
            "url": "https://api.github.com/repos/jia/qingdan/issues/12", "number": 12, "title": HOSTILE,
            "user": {"login": "jia", "id": 1}, "labels": [{"id": 1, "name": name} for name in labels],
            "state": "open", "body": text, "author_association": "NONE",
        },
        "repository": {"full_name": "jia/qingdan"}, "sender": {"login": "jia"},
    }  # fmt: skip


def gitlab(text: str, *labels: str) -> dict[str, object]:
    """The webhook of an issue as GitLab sends it."""
    return {
        "object_kind": "issue", "event_type": "issue", "user": {"id": 1, "username": "jia"},
        "project": {"id": 1, "path_with_namespace": "jia/qingdan"},
        "object_attributes": {"id": 301, "iid": 12, "title": HOSTILE, "description": text, "action": "open"},
        "labels": [{"id": 206, "title": name} for name in labels],
    }  # fmt: skip


@pytest.mark.parametrize("event", [github, gitlab])
def test_an_issue_becomes_a_branch(event: Callable[..., dict[str, object]], do: Do, repository: Path) -> None:
    """By its number; edited, the branch is made anew; the answer holds the redline as a text."""
    # As GitLab checks out.
    git(repository, "switch", "--quiet", "--detach")
    path, answer = repository / "event.json", repository / "build/answer.md"
    request = text_of(amendment("c-001", {"township": (HOSTILE, "``` 公示。")}))
    path.write_text(json.dumps(event(f"您好\r\n\r\n```text\r\n{request}```\r\n", "bug", "修改单")), "utf-8")
    done = do("apply", "--event", path, "--answer", answer)
    assert done.code == 0, done.text
    assert git(repository, "diff", "--name-only", "main", "request-12").split() == [
        "content/townships/jia/yi/changes.yml",
        "content/townships/jia/yi/cooperative.yml",
    ]
    assert not list(repository.rglob("pwned"))
    said = answer.read_text("utf-8")
    # All that is not ours stands between fences that it cannot end.
    before, _, after = said.partition("````text\n")
    block, _, rest = after.partition("\n````\n")
    assert [HOSTILE in part for part in (before, block, rest)] == [False, True, False]
    path.write_text(json.dumps(event(text_of(ending("b-002")), "修改单")), "utf-8")
    assert do("apply", "--event", path, "--answer", answer).code == 0
    assert "b-002" in git(repository, "log", "-1", "--format=%B", "request-12")
    subject = git(repository, "log", "-1", "--format=%s", "request-12").strip()
    assert re.fullmatch("修改单：jia/yi：基本履职.*，共 [0-9]+ 处不同", subject), subject
    assert git(repository, "rev-list", "--count", "main..request-12").strip() == "1"


@pytest.mark.parametrize("event", [github, gitlab])
def test_an_issue_is_answered(event: Callable[..., dict[str, object]], do: Do, repository: Path) -> None:
    """Why it was not applied, in Chinese; no branch."""
    path, answer = repository / "event.json", repository / "build/answer.md"
    path.write_text(json.dumps(event(text_of(ending("b-002")).replace("b-002", "b-001"), "修改单")), "utf-8")
    said = do("apply", "--event", path, "--answer", answer)
    assert said.code == 1
    text = answer.read_text("utf-8")
    assert text.startswith(
        "这份修改单没有照做，清单一个字也没有动。原因：\n\n```text\n议题 12:19:1: 修改单读不了：校验不对："
    )
    assert text.endswith("\n```\n\n改好以后，编辑这个议题，把新的修改单全文贴在里面，就会再试一次。\n")
    assert git(repository, "branch", "--format", "%(refname:short)").split() == ["main"]


def test_other_issues_are_left_alone(do: Do, repository: Path) -> None:
    """Without the label nothing is done, whatever it says; what is no event is misuse."""
    path, answer = repository / "event.json", repository / "answer.md"
    path.write_text(json.dumps(github(text_of(ending("b-002")), "bug")), "utf-8")
    assert do("apply", "--event", path, "--answer", answer).code == 0
    assert not answer.exists()
    for text in ("[]", "{", '{"issue": {"number": "12"}}', '{"object_kind": "push"}', "[" * 100_000):
        path.write_text(text, "utf-8")
        assert do("apply", "--event", path).code == 2


# --- departments, by a request ---------------------------------------------------------------------------


def test_a_department_is_renamed_by_a_request(do: Do, folder: Path) -> None:
    """As the command does it: register, cells, labels, a record in each township; next to another change; by mail."""
    request = text_of(
        # Who asks for both may write the old name or the new one.
        amendment(
            "c-001", {"departments": ("县民政和老龄局（牵头）", "县财政局"), "township": ("受理县民政局的申请；",)}
        ),
        renaming("xianminzhengju", "县民政和老龄局", full_name="甲县民政和老龄工作局", aliases=("县老龄局",)),
        ending("b-002"),
    )
    mailed = "您好：\r\n" + "".join(f"> {line}\r\n" for line in request.splitlines())
    file, before = put(folder, mailed), everything(folder)
    shown = do("apply", file)
    assert (shown.code, everything(folder)) == (1, before)
    assert "jia：登记的部门 xianminzhengju（县民政局）改了\n    ~ 县民政{+和老龄+}局\n" in shown.text
    done = do("apply", file, "--yes")
    assert done.code == 0, done.text
    assert do("check").text == "2 个乡镇，13 项；0 个错误，0 个警告。\n"
    (county,) = read(folder).content.counties
    own = next(one for one in county.file.departments if one.id == "xianminzhengju")
    assert (own.name, own.full_name, own.aliases) == (
        "县民政和老龄局",
        "甲县民政和老龄工作局",
        ("县民政局", "县老龄局"),
    )
    assert "县民政局" not in (folder / "townships/jia/bing/cooperative.yml").read_text("utf-8")
    # What is printed in texts stays.
    assert duty_now(folder, "c-001")[1] == ("受理县民政局的申请；",)
    records = {one.id: one.changes[-1] for one in read(folder).content.townships}
    assert {id: one.document for id, one in records.items()} == dict.fromkeys(records, "甲编发〔2026〕3号")
    assert [one.id for one in records["jia/bing"].duties] == ["c-001"]
    again = do("apply", put(folder, text_of(renaming("xianminzhengju", "县民政和老龄局"))), "--yes")
    assert (again.code, "已经叫“县民政和老龄局”，没有再改。" in again.text) == (0, True)


def test_texts_are_renamed_where_the_document_says_so(do: Do, folder: Path) -> None:
    """Asked for, each text that has the name has the new one, once."""
    first = text_of(amendment("c-001", {"township": ("报县民政局、甲县民政局审核。",)}))
    assert do("apply", put(folder, first), "--yes").code == 0
    request = text_of(renaming("xianminzhengju", "县民政局（县老龄办）", in_texts=True))
    assert do("apply", put(folder, request), "--yes").code == 0
    assert duty_now(folder, "c-001")[1] == ("报县民政局（县老龄办）、甲县民政局（县老龄办）审核。",)


def test_two_people_rename_a_department(do: Do, folder: Path) -> None:
    """Another name is a conflict with all three; nothing is written, not even what does not conflict."""
    assert do("apply", put(folder, text_of(renaming("xianminzhengju", "县民政一局"))), "--yes").code == 0
    before = everything(folder)
    file = put(folder, text_of(ending("b-001"), renaming("xianminzhengju", "县民政二局")))
    said = do("apply", file, "--yes")
    assert (said.code, everything(folder)) == (1, before)
    assert said.text == (
        f"{file}：有 1 处冲突，什么也没有写。\n"
        "jia xianminzhengju（县民政一局）的“名称”，两边改得不同：\n"
        "  提的人看到的：\n    县民政局\n  提的人要改成：\n    县民政二局\n  现在是：\n    县民政一局\n"
        "请两边商量好，在网站上照现在的文字重做一份。\n"
    )
    merged = do("apply", put(folder, text_of(merging("xianminzhengju", "xiancaizhengju"))), "--yes")
    assert (merged.code, "的“登记”，两边改得不同" in merged.text, everything(folder)) == (1, True, before)


def test_departments_are_merged_by_a_request(do: Do, folder: Path) -> None:
    """The one that goes stays in the register and leads on; what is asked about it afterwards is told so."""
    done = do("apply", put(folder, text_of(merging("xianminzhengju", "xiancaizhengju"))), "--yes")
    assert done.code == 0, done.text
    (county,) = read(folder).content.counties
    gone = next(one for one in county.file.departments if one.id == "xianminzhengju")
    assert (gone.ended, gone.merged_into) == ("2026-06-01", "xiancaizhengju")
    assert do("check").text == "2 个乡镇，14 项；0 个错误，0 个警告。\n"
    for late in (renaming("xianminzhengju", "县老龄局"), merging("xianminzhengju", "xianjiaoyuju")):
        said = do("apply", put(folder, text_of(late)), "--yes")
        assert (said.code, "“县民政局”已经并入“县财政局”了" in said.text) == (1, True), said.text


RENAMED = text_of(renaming("xianminzhengju", "县老龄局"))
BAD_DEPARTMENTS = {
    "one that is not there": (
        RENAMED, {"xianminzhengju": "xianminzhenju"}, "没有部门“xianminzhenju”；是否指“xianminzhengju”"),
    "another one's name": (
        text_of(renaming("xianminzhengju", "县财政局")), {}, "“县财政局”已经登记了（xiancaizhengju 县财政局）"),
    "another one's alias": (
        text_of(renaming("xianminzhengju", "县老龄局", aliases=("县教育局",))), {}, "“县教育局”已经登记了"),
    "a name that is none": (
        text_of(renaming("xianminzhengju", "县甲局、县乙局")), {}, "部门的名称“县甲局、县乙局”不对"),
    "of another site": (RENAMED, {PLACE: "某省/某市/乙县/乙镇"}, "大概是别的网站的修改单"),
    "twice": (
        text_of(renaming("xianminzhengju", "县老龄局"), merging("xianminzhengju", "xianjiaoyuju")), {}, "写了两次"),
    "into itself": (text_of(merging("xianminzhengju", "xianminzhengju")), {}, "合并要写至少两个部门"),
    "into nothing": (text_of(merging("xianminzhengju", "xianminju")), {}, "没有部门“xianminju”"),
    "without a document": (text_of(renaming("xianminzhengju", "县老龄局"), track="动态调整"), {}, "由哪份文件决定"),
    "without a name": (
        RENAMED, {"栏：名称\n原来：\n文：县民政局\n改为：\n文：县老龄局\n": ""}, "改名没有写“名称”这一栏"),
    "with what a duty has": (RENAMED, {"栏：名称": "栏：乡镇配合职责"}, "改名里不能有“乡镇配合职责”这一栏"),
    "about a duty": (RENAMED, {"部门编号：": "事项："}, "改名、并入写“部门编号”"),
    "texts, perhaps": (RENAMED, {"栏：名称": "正文：也许\n栏：名称"}, "“正文”只能是“是”或“否”"),
    "a duty that has texts": (text_of(ending("b-001")), {"动作：终止": "动作：终止\n正文：是"}, "终止里不能有“正文”"),
}  # fmt: skip


@pytest.mark.parametrize("kind", BAD_DEPARTMENTS)
def test_departments_that_cannot_be_renamed(kind: str, do: Do, folder: Path) -> None:
    """Each is told with the line of the request; nothing is written."""
    text, replaced, message = BAD_DEPARTMENTS[kind]
    for old, new in replaced.items():
        assert old in text
        text = sealed(text.replace(old, new))
    file, before = put(folder, text), everything(folder)
    said = do("apply", file, "--yes")
    assert message in said.text
    assert re.search(rf"{re.escape(str(file))}:\d+:1: ", said.text)
    assert (said.code, everything(folder)) == (1, before)


def test_a_hand_edited_renaming(do: Do, folder: Path) -> None:
    """The checksum notices it; who knows what was changed may go on."""
    file = put(folder, RENAMED.replace("县老龄局", "县老年局"))
    assert "校验不对" in do("apply", file, "--yes").text
    assert do("apply", file, "--yes", "--edited").code == 0


def test_a_file_that_is_not_there(do: Do, folder: Path) -> None:
    """A name with a space in it is two where it stands without quotes."""
    put(folder, text_of(ending("b-001"))).rename(folder.parent / "修改单 一.txt")
    said = do("apply", folder.parent / "修改单", "一.txt")
    assert said == Said(2, f"{folder.parent / '修改单'}：没有这个文件；名字里有空格的，前后加引号\n")
    assert do("apply", folder) == Said(2, f"{folder}：是文件夹，不是修改单\n")


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        (
            "### 修改单\n\n[修改单 甲县乙镇.txt](https://github.com/user-attachments/files/1/a.txt)",
            "附上的文件，程序读不到",
        ),
        ("", "附上的文件，程序读不到"),
        (text_of(ending("b-001")).partition("校验")[0], "后面的丢了；请把全文重新贴一次"),
        (text_of(ending("b-001")).replace("2026-06-01", "2026-07-01"), "点“复制全文”，重新贴在议题里"),
        (text_of(ending("b-001")).replace("版本：1", "版本：2"), "请管网站的人先更新仓库里的程序"),
    ],
)
def test_the_answer_is_for_one_who_has_only_the_issue(text: str, advice: str, do: Do, repository: Path) -> None:
    """No commands, no files to be attached: what is said can be done there, or on the site."""
    path, answer = repository / "event.json", repository / "build/answer.md"
    path.write_text(json.dumps(github(text, "修改单")), "utf-8")
    said = do("apply", "--event", path, "--answer", answer)
    assert said.code == 1
    told = answer.read_text("utf-8")
    assert advice in told
    assert not re.search("qingdan|--|git pull|作为附件|存成文件", told)


@pytest.mark.parametrize("event", [github, gitlab])
def test_an_issue_renames_a_department(event: Callable[..., dict[str, object]], do: Do, repository: Path) -> None:
    """On a branch, all files of it; the answer says what becomes of the register and of each duty."""
    path, answer = repository / "event.json", repository / "build/answer.md"
    path.write_text(json.dumps(event(f"```text\r\n{RENAMED}```\r\n", "修改单")), "utf-8")
    done = do("apply", "--event", path, "--answer", answer)
    assert done.code == 0, done.text
    assert git(repository, "diff", "--name-only", "main", "request-12").split() == [
        "content/townships/jia/bing/changes.yml",
        "content/townships/jia/bing/cooperative.yml",
        "content/townships/jia/county.yml",
        "content/townships/jia/yi/changes.yml",
        "content/townships/jia/yi/cooperative.yml",
    ]
    text = answer.read_text("utf-8")
    assert "jia：登记的部门 xianminzhengju（县民政局）改了" in text
    assert "jia/bing：配合履职 c-001 改了部门" in text


# --- two clerks, two branches ------------------------------------------------------------------------------


def merged(repository: Path, branch: str) -> bool:
    """Whether git can merge a branch by itself; where it cannot, all is as it was."""
    done = subprocess.run(
        ["git", "merge", "--quiet", "--no-edit", branch], cwd=repository, check=False, capture_output=True
    )
    if done.returncode:
        git(repository, "merge", "--abort")
    return not done.returncode


def test_two_branches_of_a_township(do: Do, repository: Path) -> None:
    """git cannot merge the second; made anew it can; both changes, both records, all numbers; then nothing is left."""
    folder = repository / "content"
    more = "GH-12 closes #12 @everyone"
    for branch, request in (
        ("request-1", text_of(ending("b-001"), amendment("c-001", {"township": ("受理申请；", "公示七天。")}))),
        ("request-2", text_of(ending("b-003"), amendment("c-001", {"name": more}))),
        ("request-3", text_of(renaming("xianminzhengju", "县老龄局"))),
    ):
        done = do("apply", put(folder, request), "--branch", branch)
        assert done.code == 0, done.text
    git(repository, "branch", "of-somebody", "request-1^")
    body = git(repository, "log", "-1", "--format=%B", "request-2")
    assert "=====修改单开始=====" in body
    assert not re.search(r"#|@|GH-", body)
    assert merged(repository, "request-1")
    assert not merged(repository, "request-2")
    before = everything(folder)
    done = do("apply", "--renew", "--answer", repository / "build/renewed")
    assert done.code == 0, done.text
    assert "分支 request-2：照现在的内容重做。" in done.text
    assert "request-1" not in done.text
    assert everything(folder) == before
    answers = sorted(path.name for path in (repository / "build/renewed").iterdir())
    assert answers == ["request-2.md", "request-3.md"]
    assert git(repository, "rev-list", "--count", "main..request-2").strip() == "1"
    assert merged(repository, "request-2")
    assert not merged(repository, "request-3")
    assert do("apply", "--renew", "request-3").code == 0
    assert merged(repository, "request-3")
    assert do("check").text == "2 个乡镇，12 项；0 个错误，0 个警告。\n"
    yi = read_township(folder, "jia/yi").content.townships[0]
    assert [(one.id, one.number) for _, one in yi.lists[ListKind.BASIC].duties()] == [("b-002", 1)]
    assert duty_now(folder, "c-001") == (more, ("受理申请；", "公示七天。"))
    assert len(yi.changes) == 4
    assert do("apply", "--renew").text == "没有要重做的分支。\n"


def test_two_branches_that_want_different_things(do: Do, repository: Path) -> None:
    """The conflict is told, field by field; the branch stays as it was, and so do those that are nobody's request."""
    folder = repository / "content"
    for branch, text in (("request-1", "公示五天。"), ("request-2", "公示七天。")):
        request = text_of(amendment("c-001", {"township": ("受理申请；", text)}))
        assert do("apply", put(folder, request), "--branch", branch).code == 0
    git(repository, "branch", "own", "request-1")
    assert merged(repository, "request-1")
    tip = git(repository, "rev-parse", "request-2")
    said = do("apply", "--renew", "--answer", repository / "build/renewed")
    assert (said.code, git(repository, "rev-parse", "request-2")) == (1, tip)
    assert "分支 request-2：有 1 处冲突，什么也没有写。" in said.text
    assert "  提的人要改成：\n    受理申请；\n    公示七天。\n  现在是：\n    受理申请；\n    公示五天。\n" in said.text
    assert "公示五天。" in (repository / "build/renewed/request-2.md").read_text("utf-8")
    git(repository, "branch", "by-hand", "main~1")
    git(repository, "switch", "--quiet", "by-hand")
    (folder / "pages").mkdir(exist_ok=True)
    (folder / "pages/new.md").write_text("# 新的\n", "utf-8")
    git(repository, "add", "content")
    git(repository, "commit", "--quiet", "--message", "手工改的")
    git(repository, "switch", "--quiet", "main")
    by_hand = do("apply", "--renew", "by-hand")
    assert (by_hand.code, "最后的提交里没有修改单，不能重做" in by_hand.text) == (1, True)
    assert do("apply", "--renew", "nowhere") == Said(2, "没有分支 nowhere；请用 git branch 看有哪些\n")
    assert do("apply", "--renew", "--branch", "x").code == 2


@pytest.mark.parametrize("file", [".github/workflows/requests.yml", ".gitlab-ci.yml"])
def test_no_workflow_puts_the_text_of_an_issue_into_a_command(file: str) -> None:
    """Of the event only the number, labels and action are named; the text is in the file that the program reads."""
    text = (PROJECT / file).read_text("utf-8")
    named = set(re.findall(r"github\.event\.([\w.*]+)", text))
    assert named <= {"issue.number", "issue.labels.*.name", "action", "label.name"}
    commands = re.findall(r"run: (.+)|^ {8,}(.+)", text, re.MULTILINE)
    assert not [one for pair in commands for one in pair if "github.event.issue" in one and "NUMBER" not in one]


def test_what_is_refused_takes_the_rest_with_it(do: Do, folder: Path) -> None:
    """Nothing is written, and how many others were not is told: they have to be handed in again."""
    before = everything(folder)
    gone = replace(ending("c-002"), id="c-777")
    said = do("apply", put(folder, text_of(amendment("c-001", {"name": "发放高龄津贴"}), gone)), "--yes")
    assert "没有事项 c-777；" in said.text
    assert "；这一次的另外 1 项也都没有做，请去掉这一项，或改好它，再交一次\n" in said.text
    assert (said.code, everything(folder)) == (1, before)
    assert "这一次的另外" not in do("apply", put(folder, text_of(gone)), "--yes").text


def test_where_a_request_says_how_it_was_decided(do: Do, folder: Path) -> None:
    """What is wrong with that is told of its own line."""
    said = {"track": "动态调整", "document": "甲编发〔2026〕3号", "effective": "2026-02-30"}
    text = text_of(amendment("c-001", {"name": "发放高龄津贴"}), **said)
    at = next(at for at, line in enumerate(text.split("\n"), 1) if line.startswith("生效："))
    file = put(folder, text)
    assert f"{file}:{at}:1: 没有照做：生效的日期“2026-02-30”：没有这一天" in do("apply", file, "--yes").text
