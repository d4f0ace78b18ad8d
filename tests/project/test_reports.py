"""Reports: problems in each format, the old ones apart, and the exit code that the new ones make."""

import json
import re
import shutil
from pathlib import Path

import pytest

from generator.__main__ import main
from generator.checking import Checked
from generator.model import Problem, Where
from generator.reports import report
from generator.words.places import PlaceWords
from support.places import DEMO

BASIC = "townships/jia/bing/basic.yml"


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    """A content with an error that nobody has mended, and a copy of it."""
    shutil.copytree(DEMO, tmp_path / "before")
    path = tmp_path / "before" / BASIC
    path.write_text(path.read_text("utf-8").replace("number: 3", "number: 5", 1), "utf-8")
    shutil.copytree(tmp_path / "before", tmp_path / "now")
    return tmp_path / "before", tmp_path / "now"


def checked(folders: tuple[Path, Path], capsys: pytest.CaptureFixture[str], form: str, *more: str) -> tuple[int, str]:
    """The exit code, and what is printed."""
    before, now = folders
    code = main(["check", "--content", str(now), "--since", str(before), "--format", form, *more])
    return code, capsys.readouterr().out.replace(str(now), "NOW")


def test_an_old_error_does_not_stop_a_change(folders: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    """It is listed apart; an error that is new makes 1."""
    line = f"NOW/{BASIC}:20:17: 序号是 5，应是 3"
    code, out = checked(folders, capsys, "text")
    assert code == 0
    first, second, last = out.splitlines()[0], out.splitlines()[1], out.splitlines()[-1]
    assert (first, second.startswith(line)) == ("以前就有的 1 处，不拦这一次：", True)
    assert last.endswith("；0 个错误，0 个警告；以前就有的 1 个错误，0 个警告。")
    for more in (["--township", "jia/bing"], ["--township", "jia/yi"]):
        assert checked(folders, capsys, "text", *more)[0] == 0
    (folders[1] / "townships/jia/yi/basic.yml").write_text("title: [\n", "utf-8")
    code, out = checked(folders, capsys, "text")
    assert code == 1
    assert "[yaml-syntax]" in out.split("以前就有的")[0]


def test_a_township_that_is_new(folders: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    """All that is wrong with it is new."""
    shutil.rmtree(folders[0] / "townships/jia/bing")
    for more in ([], ["--township", "jia/bing"]):
        code, out = checked(folders, capsys, "text", *more)
        assert (code, "以前就有的" in out) == (1, False)


def test_formats_of_reviews(folders: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    """GitHub gets a notice for what is old, GitLab an `info`, programs a mark."""
    code, out = checked(folders, capsys, "github")
    assert code == 0
    assert re.match(
        rf"::notice file=NOW/{BASIC},line=20,col=17,title=以前就有的 numbers-consecutive::序号是 5，应是 3", out
    )
    (found,) = json.loads(checked(folders, capsys, "gitlab")[1])
    assert found.pop("description").startswith("以前就有的：序号是 5，应是 3")
    assert re.fullmatch("[0-9a-f]{64}", found.pop("fingerprint"))
    assert found == {
        "check_name": "numbers-consecutive",
        "severity": "info",
        "location": {"path": f"NOW/{BASIC}", "lines": {"begin": 20}},
    }
    (found,) = json.loads(checked(folders, capsys, "json")[1])
    assert (found["old"], found["line"]) == (True, 20)
    main(["check", "--content", str(folders[1]), "--format", "gitlab"])
    (found,) = json.loads(capsys.readouterr().out)
    assert found["severity"] == "critical"
    main(["check", "--content", str(folders[1]), "--format", "json"])
    assert "old" not in json.loads(capsys.readouterr().out)[0]


def test_what_must_be_recorded_is_an_annotation(folders: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    """Where the record is missing, in the file that it belongs to."""
    path = folders[1] / BASIC
    path.write_text(path.read_text("utf-8").replace("开展爱国卫生", "常态化开展爱国卫生"), "utf-8")
    code, out = checked(folders, capsys, "github")
    assert code == 1
    title = "file=NOW/townships/jia/bing/changes.yml,line=1,col=1,title=changes-recorded"
    assert out.startswith(f"::error {title}::和 {folders[0]} 比，1 项（b-003）有正式的变动，没有变更记录")
    assert json.loads(checked(folders, capsys, "gitlab")[1])[0]["check_name"] == "changes-recorded"


def test_annotations_are_one_line() -> None:
    """Whatever a message and a file's name hold, GitHub reads one annotation, and of it no property."""
    problem = Problem("甲", "一%\r\n::error::二", Where("a,b:c%d\n.yml"), Problem.WARNING, (2, 3))
    told = report(Checked(Path("content"), [problem], 1, 1, PlaceWords.of([], [])), "github")
    assert told.splitlines()[0] == (
        "::warning file=content/a%2Cb%3Ac%25d%0A.yml,line=2,col=3,title=甲::一%25%0D%0A::error::二"
    )
    assert len(told.splitlines()) == 2
