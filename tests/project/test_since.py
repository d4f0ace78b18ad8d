"""`check --since`: an official change without a record is named, and its record proposed, ready to be pasted."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from generator.__main__ import main
from support.decade import ID, make_decade
from support.places import DEMO

FILE = f"townships/{ID}/changes.yml"


def edit(folder: Path, file: str, old: str, new: str) -> None:
    """Replace a text that is there."""
    path = folder / "townships" / ID / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    """A content with three recorded changes, and a copy to be edited."""
    before = make_decade(tmp_path / "before", until=3).content
    shutil.copytree(before, tmp_path / "after")
    return before, tmp_path / "after"


def since(folders: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    """What is said of the second folder, compared with the first; the exit code."""
    code = main(["check", "--content", str(folders[1]), "--since", str(folders[0])])
    told = capsys.readouterr()
    return code, (told.out + told.err).replace(str(folders[1]), "NEW").replace(str(folders[0]), "OLD")


def test_nothing_changed(folders: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    """What we say of a duty is not official."""
    edit(folders[1], "basic.yml", "    duties:\n", "    allow: []\n    duties:\n")
    counts = "2 个乡镇，76 项；0 个错误，0 个警告。\n"
    assert since(folders, capsys) == (0, f"{counts}和 OLD 比，正式的变动都有记录。\n")


def test_the_proposal_is_pasted(folders: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    """With the file's name, the place and the indentation; once it is there and filled in, nothing is asked."""
    edit(folders[1], "cooperative.yml", "隐患及时报告", "隐患立即报告")
    code, said = since(folders, capsys)
    head, text = said.split("\n\n", 1)
    assert code == 1
    last = len((folders[1] / FILE).read_text("utf-8").splitlines())
    assert head == (
        f"NEW/{FILE}:{last}:1: 和 OLD 比，1 项（c-002）有正式的变动，没有变更记录；请改正，下面有写好的"
        " [changes-recorded]\n2 个乡镇，76 项；1 个错误，0 个警告。\n"
        f"贴到 NEW/{FILE} 的末尾，行首的空格照旧，再填上空着的："
    )
    assert text.splitlines()[:11] == [
        "  - track: adjustment # access 职责准入，adjustment 动态调整，correction 更正",
        *(f"    {key}:" for key in ("reason", "decided_by", "document", "approved", "effective")),
        "    id: gtqsgcvf",
        *("    duties:", "      - id: c-002", "        change: amended", "        before:"),
    ]
    path = folders[1] / FILE
    path.write_text(path.read_text("utf-8") + text, "utf-8")
    # Not filled in yet: the check says what is missing.
    assert main(["check", "--content", str(folders[1])]) == 1
    assert "没有写生效的日期" in capsys.readouterr().out
    edit(folders[1], "changes.yml", "    effective:\n", "    effective: 2020-01-01\n")
    assert since(folders, capsys)[0] == 0


def test_a_record_that_says_too_little_is_replaced(
    folders: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    """Its reason and its dates stay."""
    edit(folders[1], "cooperative.yml", "隐患及时报告", "隐患立即报告")
    path = folders[1] / FILE
    path.write_text(
        path.read_text("utf-8") + "  - track: correction\n    reason: 错字\n    effective: 2020-01-01\n", "utf-8"
    )
    code, said = since(folders, capsys)
    assert code == 1
    assert "最后一条和改动对不上，换成下面的：" in said
    assert "  - track: correction" in said
    assert "    reason: 错字\n    effective: 2020-01-01\n    duties:\n      - id: c-002\n" in said


def test_a_change_beside_two_records_asks_for_a_third(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], folders: tuple[Path, Path]
) -> None:
    """Of several new records none is said to be wrong: the one that is missing is proposed, and where it belongs."""
    first = make_decade(tmp_path / "first", until=1).content
    assert since((first, folders[1]), capsys)[0] == 0
    edit(folders[1], "basic.yml", "做好第40号", "做好第四十号")
    code, said = since((first, folders[1]), capsys)
    assert code == 1
    assert "1 项（b-040）有正式的变动，没有变更记录" in said
    assert "换成下面的" not in said
    assert f"贴到 NEW/{FILE} 的" in said


def test_a_township_without_records_begins(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The whole file is proposed: the collecting, and what has changed since."""
    shutil.copytree(DEMO, tmp_path / "new")
    edit(tmp_path / "new", "basic.yml", "开展爱国卫生工作。", "开展爱国卫生运动。")
    code, said = since((DEMO, tmp_path / "new"), capsys)
    assert code == 1
    assert f"新建 NEW/{FILE}，写入下面的" in said
    text = said.split("\n\n", 1)[1].replace("    effective:\n", "    effective: 2020-01-01\n")
    (tmp_path / "new" / FILE).write_text(text, "utf-8")
    assert since((DEMO, tmp_path / "new"), capsys)[0] == 0


def test_a_revision_of_git(folders: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    """The base may be one; what is none is said."""
    _, after = folders
    for command in (
        ["init", "-q"],
        ["add", "."],
        ["-c", "user.name=a", "-c", "user.email=a@b.c", "commit", "-qm", "1"],
    ):
        subprocess.run(["git", *command], cwd=after, check=True)
    edit(after, "basic.yml", "title: ", "title: 修订的")
    assert main(["check", "--content", str(after), "--since", "HEAD"]) == 1
    assert "标题、类别或次序有正式的变动" in capsys.readouterr().out
    assert main(["check", "--content", str(after), "--since", "nowhere"]) == 2
    assert "既不是文件夹，也不是这个仓库的版本；有的是：" in capsys.readouterr().err
    for command in (["branch", "-qm", "feature"], ["update-ref", "refs/remotes/origin/base", "HEAD"]):
        subprocess.run(["git", *command], cwd=after, check=True)
    assert main(["check", "--content", str(after), "--since", "featrue"]) == 2
    assert "也不是这个仓库的版本；是否指“feature”？" in capsys.readouterr().err
    assert main(["check", "--content", str(after), "--since", "base"]) == 2
    assert "也不是这个仓库的版本；是否指“origin/base”？" in capsys.readouterr().err


def late(folder: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """End a duty of the second folder by a document of before the last two changes; what is said."""
    said = ["--document", "甲编发〔2017〕9号", "--effective", "2017-03-01"]
    assert main(["retire", "b-012", "--township", ID, *said, "--content", str(folder), "--yes"]) == 0
    told = capsys.readouterr()
    return told.out + told.err


def test_a_late_record_is_one(folders: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    """It stands between those that were there, and the change is recorded; another that is not is told of."""
    assert f"请看：{ID}：2017-03-01 早于已有的 1 条记录，这一条插在它们前面" in late(folders[1], capsys)
    ids = re.findall(r"    id: (.*)", (folders[1] / FILE).read_text("utf-8"))
    assert [one for one in ids if one.startswith("'")] == ["'1'", "'2'", "'3'"]
    assert len(ids) == 4
    assert since(folders, capsys)[0] == 0
    edit(folders[1], "basic.yml", "做好第40号", "做好第四十号")
    code, said = since(folders, capsys)
    assert code == 1
    assert "1 项（b-040）有正式的变动，没有变更记录" in said
    assert f"贴到 NEW/{FILE} 的末尾" in said


def test_what_a_later_record_has_changed_is_not_hidden(
    folders: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    """Beside a late record, an edit of what a later record has written is told of, too."""
    late(folders[1], capsys)
    edit(folders[1], "basic.yml", "name: 开展高龄津贴发放工作", "name: 开展高龄津贴发放的工作")
    assert since(folders, capsys)[0] == 1


def test_by_hand_a_late_record_comes_between(folders: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    """`record` puts what was edited by hand where its day belongs."""
    edit(folders[1], "basic.yml", "做好第40号", "做好第四十号")
    said = ["--document", "甲编发〔2017〕9号", "--effective", "2017-03-01", "--since", str(folders[0]), "--yes"]
    assert main(["record", "--township", ID, *said, "--content", str(folders[1])]) == 0
    days = re.findall(r"    effective: (.*)", (folders[1] / FILE).read_text("utf-8"))
    assert days == ["2016-03-01", "2017-05-01", "2017-03-01", "2018-01-01"]
    assert since(folders, capsys)[0] == 0


def test_what_was_decided_later_stays(folders: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    """Edited by hand as the earlier document has it: it is told, the list is as the later one has it again."""
    now = "隐患及时报告"
    edit(folders[1], "cooperative.yml", now, "隐患马上报告")
    edit(folders[1], "basic.yml", "做好第40号", "做好第四十号")
    said = ["--document", "甲编发〔2016〕9号", "--effective", "2016-06-01", "--since", str(folders[0]), "--yes"]
    # A correction asks for no day, so the one of 2017 is an official change here.
    for folder in folders:
        edit(folder, "changes.yml", "track: correction", "track: adjustment")
    assert main(["record", "--township", ID, *said, "--content", str(folders[1])]) == 0
    told = capsys.readouterr()
    assert "c-002 的乡镇配合职责，后来的记录又改过：今天的清单仍照后来的" in (told.out + told.err).replace("本", "")
    assert now in (folders[1] / "townships" / ID / "cooperative.yml").read_text("utf-8")
    assert "做好第四十号" in (folders[1] / "townships" / ID / "basic.yml").read_text("utf-8")
    assert "隐患马上报告" in (folders[1] / FILE).read_text("utf-8")
    assert since(folders, capsys)[0] == 0


def test_a_record_that_is_taken_back(folders: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    """With what it changed, as git takes a commit back: nothing is missing; that its address is gone is told."""
    before, after = folders
    late(after, capsys)
    code, said = since((after, before), capsys)
    assert code == 0
    assert f"{ID} 少了一条记录（动态调整，甲编发〔2017〕9号，2017-03-01）：它发布过的网址" in said
    # The lists without the record are not all of it.
    edit(before, "basic.yml", "做好第40号", "做好第四十号")
    code, said = since((after, before), capsys)
    assert (code, "1 项（b-040）有正式的变动，没有变更记录" in said) == (1, True)
