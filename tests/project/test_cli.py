"""The command line, as people and CI call it: what it prints, what it writes, and its exit codes."""

import errno
import importlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from pydantic import RootModel, model_serializer

from generator import flow
from generator.__main__ import main
from generator.printed import pdf as printed_pdf
from generator.read import yaml_text
from generator.site import write
from support.limits import time_limit
from support.places import DEMO, PROJECT

DOCUMENT = DEMO / "townships/jia/yi/source.txt"
PLACE = "某省/某市/甲县/乙镇"

# The contract; `--help` must list these and no others.
COMMANDS = (
    *("check", "build", "clean", "assemble", "verify", "serve", "render", "import", "export", "fmt", "diff", "topics"),
    *("retire", "move", "split", "merge", "rename-department", "merge-departments", "apply", "record", "new"),
)


@dataclass(frozen=True)
class Ran:
    """What a command did: its exit code, and what it printed."""

    code: int
    out: str
    err: str


Run = Callable[..., Ran]

pytestmark = pytest.mark.usefixtures("parsed_once")


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command in this process."""

    def run(*arguments: str | Path) -> Ran:
        capsys.readouterr()
        try:
            code = main([str(argument) for argument in arguments])
        except SystemExit as exit:
            code = exit.code
        return Ran(code, *capsys.readouterr())

    return run


@pytest.fixture
def demo(tmp_path: Path) -> Path:
    """A copy of the demo content, to be changed."""
    return shutil.copytree(DEMO, tmp_path / "demo")


def change(file: Path, old: str, new: str) -> None:
    """Replace the first occurrence of a text in a file, where it must occur."""
    text = file.read_bytes().decode()
    assert old in text
    file.write_bytes(text.replace(old, new, 1).encode())


def everything(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, by its path."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


# --- misuse and help -------------------------------------------------------------------------------

IMPORT = ("import", str(DOCUMENT), "--to", "jia/ding", "--place", PLACE)
HELP = "运行 qingdan --help 看用法。"


def help_of(command: str) -> str:
    return f"运行 qingdan {command} --help 看用法。"


CHOICES = ", ".join(COMMANDS)
PLACE_FORM = "--place 要有四部分：省/市州盟/县市区旗/乡镇，不明的写 -；现在是"
TO_FORM = "--to 要写成 县/乡镇，只用小写字母、数字和连字符；现在是"
MISUSE = [
    # no such command or option
    ([], f"用法不对：缺少 命令。\n{HELP}"),
    (["chekc"], f"用法不对：命令 不能是 chekc，只能是 {CHOICES}。\n{HELP}"),
    (["check", "content"], f"用法不对：不认识的参数 content。\n{HELP}"),
    (["fmt", "--replace"], f"用法不对：不认识的参数 --replace。\n{HELP}"),
    # options without a value, or with a wrong one
    (["check", "--content"], f"用法不对：--content 后面缺少一个值。\n{help_of('check')}"),
    (
        ["check", "--format", "xml"],
        f"用法不对：--format 不能是 xml，只能是 text, github, gitlab, json。\n{help_of('check')}",
    ),
    (
        ["export", "--format", "xls"],
        "用法不对：--format 不能是 xls，只能是 json, jsonl, csv, xlsx, docx, pdf, parquet, opensearch, edit, all。\n"
        + help_of("export"),
    ),
    (["serve", "--port", "http"], f"用法不对：--port 应是整数，不能是 http。\n{help_of('serve')}"),
    (["serve", "--port", "99999", "--content", str(DEMO)], "--port 应在 1 到 65535 之间，不能是 99999"),
    # arguments missing
    (["diff"], f"用法不对：缺少 旧。\n{help_of('diff')}"),
    (["import"], f"用法不对：缺少 文件, --to, --place。\n{help_of('import')}"),
    (["import", "x.txt", "--to", "jia/yi"], f"用法不对：缺少 --place。\n{help_of('import')}"),
    # places
    ([*IMPORT[:-1], "甲县/乙镇"], f"{PLACE_FORM}“甲县/乙镇”"),
    ([*IMPORT[:-1], "某省/某市/甲县/乙镇/丙村"], f"{PLACE_FORM}“某省/某市/甲县/乙镇/丙村”"),
    ([*IMPORT[:-1], "某省//甲县/乙镇"], f"{PLACE_FORM}“某省//甲县/乙镇”"),
    ([*IMPORT[:-1], ""], f"{PLACE_FORM}“”"),
    ([*IMPORT[:3], "jia", *IMPORT[4:]], f"{TO_FORM}“jia”"),
    ([*IMPORT[:3], "jia/yi/bing", *IMPORT[4:]], f"{TO_FORM}“jia/yi/bing”"),
    ([*IMPORT[:3], "甲县/乙镇", *IMPORT[4:]], f"{TO_FORM}“甲县/乙镇”"),
    ([*IMPORT[:3], "../jia", *IMPORT[4:]], f"{TO_FORM}“../jia”"),
    ([*IMPORT[:3], "Jia/Yi", *IMPORT[4:]], f"{TO_FORM}“Jia/Yi”"),
    (
        [*IMPORT[:3], "jia/nul", *IMPORT[4:]],
        "--to 里的“nul”是 Windows 的设备名，Windows 上不能有这样的文件夹；请换一个",
    ),
    # folders
    *(
        ([command, *more, "--content", "没有"], "没有内容文件夹 没有；请在项目文件夹里运行，或用 --content 指明")
        for command, more in {
            **dict.fromkeys(COMMANDS, ()),
            "diff": ("旧",),
            "assemble": ("一份",),
            "new": ("duty",),
        }.items()
        if command not in ("import", "clean", "verify")
    ),
]


@pytest.mark.parametrize(("arguments", "said"), MISUSE, ids=lambda value: ascii(value)[:60])
def test_misuse_is_explained_in_chinese(
    arguments: list[str], said: str, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Misuse exits with 2, says on standard error what is wrong and what would be right, and writes nothing."""
    monkeypatch.chdir(tmp_path)
    assert (run(*arguments), everything(tmp_path)) == (Ran(2, "", f"{said}\n"), {})


@pytest.mark.parametrize("place", ["", "townships/jia", "表"])
def test_what_would_be_read_as_content_is_not_put_there(run: Run, place: str, tmp_path: Path) -> None:
    """What is exported, and the page to review an import, are no content: the next check would complain of them."""
    content = Path(shutil.copytree(DEMO, tmp_path / "content"))
    before = everything(tmp_path)
    said = f"{content / place} 在内容文件夹 {content} 里，下一次会当作内容读；请换一个文件夹\n"
    export = ("export", "--format", "csv", "--content", content, "--output", content / place)
    assert run(*export) == Ran(2, "", said)
    assert run(*IMPORT, "--content", content, "--review", content / place) == Ran(2, "", said)
    assert everything(tmp_path) == before


def test_value_for_a_switch_is_explained_in_chinese(run: Run) -> None:
    """The words of Python's argument parser do not show through."""
    ran = run(*IMPORT, "--replace=1")
    assert ran.code == 2
    assert not re.search(r"argument|ignored|explicit", ran.err), ran.err


def test_clean_empties_the_cache(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It says how much there was; once more there is nothing."""
    monkeypatch.setattr("generator.cli.sites.CACHE", tmp_path / "cache")
    (tmp_path / "cache/files/ab").mkdir(parents=True)
    (tmp_path / "cache/files/ab/cd").write_bytes(bytes(3_000_000))
    assert run("clean") == Ran(0, "", f"缓存 {tmp_path}/cache/ 清空了，有 3 MB。\n")
    assert list(tmp_path.iterdir()) == []
    assert run("clean") == Ran(0, "", f"缓存 {tmp_path}/cache/ 本来就是空的。\n")


def test_clean_leaves_what_is_not_its_own(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that somebody shares with it, or shows it by a link: what was kept goes, others' things are told."""
    (tmp_path / "shared/read").mkdir(parents=True)
    (tmp_path / "shared/read/one").write_bytes(bytes(2_000_000))
    (tmp_path / "shared/信.txt").write_text("信", "utf-8")
    (tmp_path / "cache").symlink_to(tmp_path / "shared")
    monkeypatch.setattr("generator.cli.sites.CACHE", tmp_path / "cache")
    said = f"缓存 {tmp_path}/cache/ 清空了，有 2 MB。\n{tmp_path}/cache/ 里的 信.txt不是本程序放的，没有动。\n"
    assert run("clean") == Ran(0, "", said)
    assert everything(tmp_path / "shared") == {"信.txt": "信".encode()}


@pytest.mark.parametrize("place", ["content", "content/townships", "."])
def test_clean_refuses_what_is_somebodys_own(
    run: Run, place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The content folder has a folder `pages`, as the cache has: nothing is removed, nor begun."""
    content = Path(shutil.copytree(DEMO, tmp_path / "content"))
    (content / "pages").mkdir()
    (content / "pages/about.md").write_text("# 关于\n", "utf-8")
    before = everything(tmp_path)
    for one in ("cli.sites", "site.refuse"):
        monkeypatch.setattr(f"generator.{one}.CACHE", tmp_path / place)
    for command in ("clean", "build"):
        ran = run(command, "--content", str(content), *(["--output", str(tmp_path / "site")] * (command == "build")))
        assert (ran.code, ran.out) == (2, "")
        assert ran.err.startswith(f"存中间结果的 {tmp_path / place} ")
        assert ran.err.endswith("；请用环境变量 QINGDAN_CACHE 另指一个文件夹\n")
    assert everything(tmp_path) == before


def test_help_lists_the_commands_of_the_contract(run: Run) -> None:
    """`qingdan --help` lists every command."""
    ran = run("--help")
    assert ran.code == 0
    assert tuple(re.findall(r"^    ([a-z-]+)(?: |$)", ran.out, re.MULTILINE)) == COMMANDS


def test_content_is_looked_for_where_one_is(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without `--content` it is the folder `content` of the folder that one is in."""
    monkeypatch.chdir(tmp_path)
    ran = run("check")
    assert (ran.code, "没有内容文件夹 content；" in ran.err) == (2, True)
    shutil.copytree(DEMO, "content")
    assert run("check").code == 0


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_is_chinese(command: str, run: Run) -> None:
    """Every command explains itself and each of its options in Chinese."""
    ran = run(*filter(None, [command]), "--help")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(f"用法：qingdan {command}".rstrip())
    described = re.findall(r"^  (?:-|[\u4e00-\u9fff]).*(?:\n {8,}.*)*", ran.out, re.MULTILINE)
    assert described
    assert [one for one in described if not re.search("[\u4e00-\u9fff]", one)] == []
    assert not re.search(r"usage|options|arguments|show this|positional", ran.out)


# --- check -----------------------------------------------------------------------------------------


def test_check_of_content_without_problems(run: Run) -> None:
    """Nothing but the count, and 0."""
    assert run("check", "--content", DEMO) == Ran(0, "2 个乡镇，14 项；0 个错误，0 个警告。\n", "")


def test_check_of_content_with_warnings_only(run: Run, demo: Path) -> None:
    """A warning is shown and fails nothing."""
    change(demo / "townships/jia/bing/cooperative.yml", "受理申请；", "受理申请;")
    assert run("check", "--content", demo) == Ran(
        0,
        f"{demo}/townships/jia/bing/cooperative.yml:23:13: "
        "警告：中文里有半角标点“;”：“受理申请;”；请改成全角 [punctuation-full-width]\n"
        "2 个乡镇，14 项；0 个错误，1 个警告。\n",
        "",
    )


def test_check_of_content_with_errors(run: Run, demo: Path) -> None:
    """All problems at once, in the order of files and lines, and 1."""
    change(demo / "townships/jia/bing/cooperative.yml", "受理申请；", "受理申请;")
    change(demo / "townships/jia/bing/basic.yml", "number: 3", "number: 4")
    assert run("check", "--content", demo) == Ran(
        1,
        f"{demo}/townships/jia/bing/basic.yml:20:17: "
        "序号是 4，应是 3；请检查是否漏项、重复或排错 [numbers-consecutive]\n"
        f"{demo}/townships/jia/bing/cooperative.yml:23:13: "
        "警告：中文里有半角标点“;”：“受理申请;”；请改成全角 [punctuation-full-width]\n"
        "2 个乡镇，14 项；1 个错误，1 个警告。\n",
        "",
    )


Fact = tuple[str, int, int, str, str, str]


def facts_of_text(out: str) -> list[Fact]:
    """(path, line, column, severity, message, rule) of each line but the count."""
    facts = []
    for line in out.splitlines()[:-1]:
        path, row, column, said, rule = re.fullmatch(r"(.*?):(\d+):(\d+): (.*) \[([a-z-]+)\]", line).groups()
        severity = "warning" if said.startswith("警告：") else "error"
        facts.append((path, int(row), int(column), severity, said.removeprefix("警告："), rule))
    return facts


def facts_of_github(out: str) -> list[Fact]:
    """The same of GitHub's annotations, whose messages escape %, CR and LF."""
    facts = []
    form = r"::(error|warning) file=(.*?),line=(\d+),col=(\d+),title=([a-z-]+)::(.*)"
    for line in out.splitlines()[:-1]:
        severity, path, row, column, rule, said = re.fullmatch(form, line).groups()
        said = said.replace("%0A", "\n").replace("%0D", "\r").replace("%25", "%")
        facts.append((path, int(row), int(column), severity, said, rule))
    return facts


def facts_of_json(out: str) -> list[Fact]:
    """The same of JSON."""
    return [
        tuple(one[key] for key in ("path", "line", "column", "severity", "message", "rule")) for one in json.loads(out)
    ]


def test_formats_tell_the_same(run: Run, demo: Path) -> None:
    """Text, annotations and JSON hold the same facts in the same order, and the same exit code."""
    change(demo / "townships/jia/bing/cooperative.yml", "受理申请；", "完成率100%,受理申请%0A,上报；")
    change(demo / "townships/jia/bing/basic.yml", "number: 3", "number: 4")
    change(demo / "townships/jia/yi/basic.yml", "number: 3", "nunber: three")
    change(demo / "townships/jia/yi/basic.yml", "number: 2", "number: two")
    text, github, as_json = (run("check", "--content", demo, "--format", one) for one in ("text", "github", "json"))
    facts = facts_of_text(text.out)
    assert {(severity, rule) for *_, severity, _, rule in facts} == {
        ("error", "numbers-consecutive"),
        ("error", "shape"),
        ("error", "known-keys"),
        ("warning", "punctuation-full-width"),
    }
    assert (facts_of_github(github.out), facts_of_json(as_json.out)) == (facts, facts)
    assert (text.code, github.code, as_json.code) == (1, 1, 1)


def test_json_of_no_problems_is_an_empty_list(run: Run) -> None:
    """A tool can read the result in every case."""
    assert run("check", "--content", DEMO, "--format", "json") == Ran(0, "[]\n", "")


def test_problem_is_one_line_whatever_it_quotes(run: Run, demo: Path) -> None:
    """A value with line breaks in it does not break the line that tools read."""
    change(demo / "townships/jia/bing/township.yml", "name_status: unknown", 'name_status: "un\\nknown"')
    assert [fact[-1] for fact in facts_of_text(run("check", "--content", demo).out)] == ["shape"]


# A change of the demo content that no rule is about; None deletes the file and puts a folder there.
ACCIDENTS = {
    "number of 5,000 digits": ("bing/basic.yml", "number: 3", "number: " + "3" * 5_000),
    "source of ten thousand million lines": ("yi/basic.yml", "[9, 9]", "[9, 10000000000]"),
    "count of 5,000 digits in the source": ("yi/source.txt", "一、党的建设（2项）", f"一、党的建设（{'2' * 5_000}项）"),
    "not a character": ("bing/basic.yml", "爱国卫生", "爱国\ufffe卫生"),
    "not a character in the source": ("yi/source.txt", "爱国卫生", "爱国\ufffe卫生"),
    "folder for a list": ("bing/basic.yml", None, None),
    "folder for a source": ("yi/source.txt", None, None),
}


@pytest.mark.parametrize("name", ACCIDENTS)
def test_check_reports_whatever_it_is_given(name: str, run: Run, demo: Path) -> None:
    """No traceback and no endless waiting, whatever the input: problems and 1."""
    file, old, new = ACCIDENTS[name]
    path = demo / "townships/jia" / file
    if old is None:
        path.unlink()
        path.mkdir()
    else:
        change(path, old, new)
    with time_limit():
        ran = run("check", "--content", demo)
    assert (ran.code, ran.err) == (1, "")
    assert f"{path}:" in ran.out


# --- a process of its own --------------------------------------------------------------------------


def process(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run `python -m generator` as a shell does."""
    return subprocess.run(
        [sys.executable, "-m", "generator", *map(str, arguments)],
        cwd=PROJECT,
        env={**os.environ, **environment},
        capture_output=True,
        check=False,
    )


def test_module_is_the_command(demo: Path) -> None:
    """`python -m generator` passes the exit code on."""
    (demo / "townships/jia/bing/basic.yml").unlink()
    ran = process("check", "--content", demo, PYTHONIOENCODING="utf-8")
    assert (ran.returncode, ran.stdout.decode(), ran.stderr.decode()) == (
        1,
        f"{demo}/townships/jia/bing/basic.yml:1:1: 缺少文件 basic.yml；请补上，或从版本库恢复 [files-as-expected]\n"
        "2 个乡镇，11 项；1 个错误，0 个警告。\n",
        "",
    )


def test_file_name_that_is_no_text_is_reported(demo: Path) -> None:
    """An archive packed on Windows holds names in GBK, which cannot even be printed."""
    (demo / "townships/jia/bing" / os.fsdecode("草稿.yml".encode("gbk"))).write_text("x")
    ran = process("check", "--content", demo, PYTHONIOENCODING="utf-8:strict")
    assert (ran.returncode, ran.stderr) == (1, b"")
    assert b"[files-as-expected]" in ran.stdout


# --- import ----------------------------------------------------------------------------------------


def test_import_into_an_empty_folder_makes_all_that_check_asks_for(run: Run, tmp_path: Path) -> None:
    """From an official document alone come a county, a township and its lists, as the demo content has them."""
    content = tmp_path / "content"
    ran = run("import", DOCUMENT, "--to", "jia/yi", "--place", PLACE, "--content", content)
    names = [f"townships/jia/yi/{name}" for name in ("township.yml", "source.txt", "basic.yml", "cooperative.yml")]
    names += ["townships/jia/yi/reclaimed.yml", "townships/jia/county.yml"]
    department = "若是已有部门的另一写法，请改成它的 aliases"
    assert ran == Ran(
        0,
        "".join(f"{content}/{name}\n" for name in names),
        f"{DOCUMENT}:12:1: 类别“民生服务”原文写明 2 项，现有 1 项；请补全，若原文本身不符，用 allow 写明原因 "
        "[counts-equal-declared]\n"
        f"{DOCUMENT}:20:1: c-001：新登记的部门“县民政局”（xianminzhengju，民政类）；{department}\n"
        f"{DOCUMENT}:20:1: c-001：新登记的部门“县财政局”（xiancaizhengju，财政类）；{department}\n"
        f"{DOCUMENT}:24:1: c-002：新登记的部门“县教育局”（xianjiaoyuju，教育类）；{department}\n"
        f"{DOCUMENT}:32:1: r-001：新登记的部门“县医保局”（xianyibaoju，医疗保障类）；{department}\n"
        "导入完成：基本履职 3 项，配合履职 2 项，上级部门收回 2 项；拿不准的地方 5 处，列在上面，请逐条核对。\n",
    )
    assert everything(content) == {name: (DEMO / name).read_bytes() for name in names}
    assert run("check", "--content", content) == Ran(0, "1 个乡镇，7 项；0 个错误，0 个警告。\n", "")


def test_import_of_what_is_not_known(run: Run, tmp_path: Path) -> None:
    """An unknown part of the place is null, and the township's name is not made up."""
    ran = run("import", DOCUMENT, "--to", "jia/yi", "--place", "-/-/-/-", "--content", tmp_path)
    assert ran.code == 0
    county, township = (yaml_text.parse((tmp_path / "townships/jia" / file).read_text("utf-8")).data for file in (
        "county.yml", "yi/township.yml",
    ))  # fmt: skip
    assert [county[key] for key in ("name", "province", "prefecture")] == [None, None, None]
    assert [township[key] for key in ("name", "name_status")] == [None, "unknown"]
    assert run("check", "--content", tmp_path).code == 0


def test_import_of_a_township_that_is_there_shows_what_differs(run: Run, demo: Path) -> None:
    """The redline, 1, and nothing written; with --replace it is taken over, and the same duties keep their ids."""
    yi = demo / "townships/jia/yi"
    change(yi / "township.yml", "第 1 行", "第一行")
    known = (yi / "township.yml").read_bytes()
    change(yi / "basic.yml", "开展爱国卫生工作。", "开展爱国卫生运动。\n        notes:\n          - why: 人写的")
    change(yi / "basic.yml", "id: b-003", "id: b-103")
    change(yi / "cooperative.yml", "number: 2\n        name: 未成年人", "number: 12\n        name: 未成年人")
    change(yi / "reclaimed.yml", "id: r-002", "id: r-007")
    before = everything(demo)
    arguments = ("import", DOCUMENT, "--to", "jia/yi", "--place", PLACE, "--content", demo)
    assert run(*arguments) == Ran(
        1,
        """\
jia/yi：基本履职 b-103 改了名称
    ~ 开展爱国卫生[-运动-]{+工作+}。
jia/yi：基本履职 b-103 改了说明
    - 人写的
jia/yi：配合履职 c-002 由第 12 项改为第 2 项
共 3 处不同。
""",
        "jia/yi 已经有了，没有写入。看过上面的不同之后，要采用这份文件，请加 --replace 再运行一次。\n",
    )
    assert everything(demo) == before
    assert run(*arguments, "--replace").code == 0
    # How the name is known was written by hand.
    assert (yi / "township.yml").read_bytes() == known
    basic, reclaimed = ((yi / name).read_text("utf-8") for name in ("basic.yml", "reclaimed.yml"))
    assert ("id: b-103" in basic, "retired" in basic, "开展爱国卫生工作。" in basic) == (True, False, True)
    assert "id: r-007" in reclaimed
    assert run(*arguments) == Ran(0, "共 0 处不同。\n", "jia/yi 已经有了，与这份文件一致；没有写入。\n")
    assert run("check", "--content", demo).code == 0


def test_import_retires_the_ids_of_duties_that_are_gone(run: Run, demo: Path, tmp_path: Path) -> None:
    """A duty that went takes its id with it, one that came gets a new one, and allowances keep their reasons."""
    yi = demo / "townships/jia/yi"
    change(
        yi / "basic.yml",
        "rule: counts-equal-declared\n        reason: ",
        "rule: counts-equal-declared\n        reason: 已问过县里。",
    )
    reason = next(line for line in (yi / "basic.yml").read_text("utf-8").split("\n") if "已问过县里" in line)
    document = tmp_path / "新.txt"
    document.write_text(WHOLE.replace("3\t开展爱国卫生工作。", "3\t负责图书室的日常开放。"), "utf-8")
    arguments = ("import", document, "--to", "jia/yi", "--place", PLACE, "--content", demo)
    ran = run(*arguments)
    assert ran.out.splitlines() == [
        "jia/yi：基本履职删去 b-003：开展爱国卫生工作。",
        "jia/yi：基本履职新增 b-004：负责图书室的日常开放。",
        "共 2 处不同。",
    ]
    assert run(*arguments, "--replace").code == 0
    basic = (yi / "basic.yml").read_text("utf-8")
    assert "retired: [b-003]" in basic
    assert reason in basic
    assert run("check", "--content", demo).code == 0


def test_a_new_list_is_recorded_and_what_comes_after(run: Run, demo: Path, tmp_path: Path) -> None:
    """The import says what to do next; the record goes with the new source, against which later lists are held."""
    before = shutil.copytree(demo, tmp_path / "before")
    document = tmp_path / "新.txt"
    document.write_text(WHOLE.replace("3\t开展爱国卫生工作。", "3\t负责图书室的日常开放。"), "utf-8")
    ran = run("import", document, "--to", "jia/yi", "--place", PLACE, "--content", demo, "--replace")
    assert "    qingdan record --township jia/yi --since HEAD" in ran.err.splitlines()
    said = ("--township", "jia/yi", "--document", "甲编发3号", "--content", demo, "--yes", "--effective")
    assert run("record", "--since", before, *said, "2026-06-01").code == 0
    assert "    new_source: true\n" in (demo / "townships/jia/yi/changes.yml").read_text("utf-8")
    assert run("check", "--since", before, "--content", demo).code == 0
    # What the new list says is held against the new document, and what is changed later is known.
    assert run("retire", "b-002", *said, "2026-07-01").code == 0
    assert run("check", "--content", demo).code == 0
    # The document that came before it would take it back.
    kept = (demo / "townships/jia/yi/basic.yml").read_text("utf-8")
    ran = run("import", document, "--to", "jia/yi", "--place", PLACE, "--content", demo, "--replace")
    assert (ran.code, "重新导入会把它们退回去" in ran.err) == (1, True)
    assert (demo / "townships/jia/yi/basic.yml").read_text("utf-8") == kept
    change(demo / "townships/jia/yi/basic.yml", "负责图书室的日常开放。", "负责图书室的开放。")
    assert "原文是“负责图书室的日常开放。”" in run("check", "--content", demo).out


def test_import_into_a_county_keeps_its_file(run: Run, demo: Path, tmp_path: Path) -> None:
    """New departments go to the end of county.yml; what people wrote there stays."""
    county = demo / "townships/jia/county.yml"
    change(county, "departments:\n", "# 民政在前\ndepartments:\n")
    document = tmp_path / "ding.txt"
    document.write_text(DOCUMENT.read_text("utf-8").replace("县医保局", "县公安局"), "utf-8")
    before = county.read_text("utf-8")
    ran = run("import", document, "--to", "jia/ding", "--place", "某省/某市/甲县/丁镇", "--content", demo)
    assert (ran.code, county.read_text("utf-8")) == (
        0,
        f"{before}  - id: xiangonganju\n    name: 县公安局\n    kind: public-security\n",
    )
    assert run("check", "--content", demo).code == 0


def test_import_knows_a_department_again(run: Run, demo: Path, tmp_path: Path) -> None:
    """A department in another spelling is not registered twice; of a new one those of its kind are named."""
    county = demo / "townships/jia/county.yml"
    document = tmp_path / "ding.txt"
    text = DOCUMENT.read_text("utf-8").replace("县医保局", "县医疗保障局").replace("县教育局", "县教育体育局")
    document.write_text(text, "utf-8")
    before = county.read_text("utf-8")
    ran = run("import", document, "--to", "jia/ding", "--place", "某省/某市/甲县/丁镇", "--content", demo)
    entry = "  - id: xianjiaoyutiyuju\n    name: 县教育体育局\n    kind: education\n"
    assert (ran.code, county.read_text("utf-8")) == (0, before + entry)
    assert "新登记的部门“县教育体育局”（xianjiaoyutiyuju，教育类）；同一类的已有“县教育局”；若是" in ran.err
    assert run("check", "--content", demo).code == 0


@pytest.mark.parametrize(
    "place", ["某省/某市/乙县/丁镇", "某省/别市/甲县/丁镇", "别省/某市/甲县/丁镇", "某省/-/甲县/丁镇"]
)
def test_import_into_another_county(run: Run, demo: Path, place: str) -> None:
    """The same folder cannot be two counties, nor two of one name in different places."""
    before = everything(demo)
    ran = run("import", DOCUMENT, "--to", "jia/ding", "--place", place, "--content", demo)
    assert ran == Ran(1, "", f"{DOCUMENT}:1:1: --place 与已有的 county.yml 不同，那里是 某省/某市/甲县；请改成一致\n")
    assert everything(demo) == before


WHOLE = DOCUMENT.read_text("utf-8")
UNKNOWN_FORM = (
    "1:1: 认不出这份文件的形式；可以导入的有：PDF、Word（.docx）、Excel（.xlsx）、CSV，网页和 Markdown 的表格，"
    "以及文字识别得到的表格文本（一行一个表格行、栏目以制表符分隔）和 PDF 里取出的文字"
)
# Documents that cannot be a township's lists, each with what is said after the file's name.
SEVERAL = "三张清单可以在一份文件里，也可以分在几份文件里：qingdan import 甲.xlsx 乙.xlsx 丙.xlsx --to …"
REFUSED = {
    "empty": ("", " 文件是空的"),
    "another kind of text": ("会议纪要\n\n一、参会人员\n1. 张三\n", UNKNOWN_FORM),
    "only column heads": ("序号\t事项名称\n", UNKNOWN_FORM),
    "two lists only": (
        WHOLE[: WHOLE.index("附件 3")],
        f"1:1: 没有找到上级部门收回事项清单；{SEVERAL}",
    ),
    "one list only": (
        WHOLE[: WHOLE.index("附件 2")],
        f"1:1: 没有找到配合履职事项清单、上级部门收回事项清单；{SEVERAL}",
    ),
    "two townships": (
        WHOLE + "\n甲县丙乡基本履职事项清单\n",
        "35:1: “甲县乙镇基本履职事项清单”和“甲县丙乡基本履职事项清单”是同一种清单；"
        "一份文件只能有一个乡镇的三张清单，请分成两份，各导入一次",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_document_that_cannot_be_imported(name: str, run: Run, tmp_path: Path) -> None:
    """One message with file, line and column, 1, and nothing is written."""
    document, said = REFUSED[name]
    file = tmp_path / "document.txt"
    file.write_bytes(document.encode() if isinstance(document, str) else document)
    ran = run("import", file, "--to", "jia/yi", "--place", PLACE, "--content", tmp_path / "content")
    assert ran == Ran(1, "", f"{file}:{said}\n")
    assert not (tmp_path / "content").exists()


def test_line_that_is_set_aside(run: Run, tmp_path: Path) -> None:
    """An odd line stops no import; the check stays red until a person says in township.yml what the line is."""
    file = tmp_path / "document.txt"
    file.write_text(WHOLE.replace("3\t开展爱国卫生工作。\n", "此处加盖公章\n3\t开展爱国卫生工作。\n"), "utf-8")
    content = tmp_path / "content"
    ran = run("import", file, "--to", "jia/yi", "--place", PLACE, "--content", content)
    assert ran.code == 0
    said = f"{file}:12:1: 这一行不是标题、类别，也不是基本履职清单的表格行，没有收进清单：“此处加盖公章”；"
    assert said in ran.err
    checked = run("check", "--content", content)
    where = content / "townships/jia/yi"
    assert checked.code == 1
    assert f"{where}/source.txt:12:1: 与来源不一致（source.txt 第 12 行）：这一行没有归到任何事项" in checked.out
    township = where / "township.yml"
    whole = township.read_text("utf-8")
    township.write_text(f"{whole}  set_aside:\n    - {{lines: [12, 12], why: 盖章的位置}}\n", "utf-8")
    assert run("check", "--content", content).code == 0
    township.write_text(f"{whole}  set_aside:\n    - {{lines: [5, 6], why: 看错了行}}\n", "utf-8")
    checked = run("check", "--content", content)
    assert f"{township}:10:7: 与来源不一致（source.txt 第 5 行）：写明不属于清单的第 5–6 行里，没有一行" in checked.out


@pytest.mark.parametrize("before", [(), (DOCUMENT,)])
@pytest.mark.parametrize("name", ["missing.txt", ".", f"{'a' * 300}.txt"])
def test_document_that_cannot_be_opened(name: str, before: tuple[Path, ...], run: Run, tmp_path: Path) -> None:
    """A wrong path is said, not raised, in Chinese; of several files it is that one that is named."""
    ran = run("import", *before, tmp_path / name, "--to", "jia/yi", "--place", PLACE, "--content", tmp_path / "content")
    assert (ran.code, ran.out, ran.err.count("\n")) == (1, "", 1)
    assert re.fullmatch(rf"{re.escape(str(tmp_path / name))}:1:1: 读不了文件：[^a-zA-Z]+\n", ran.err)


def test_overrides_that_name_no_duty(run: Run, tmp_path: Path) -> None:
    """An override that applies to nothing is an error, not ignored."""
    file = tmp_path / "document.txt"
    shutil.copy(DOCUMENT, file)
    (tmp_path / "overrides.yml").write_text("notes:\n  - duty: c-009\n    why: 原文如此\n", "utf-8")
    ran = run("import", file, "--to", "jia/yi", "--place", PLACE, "--content", tmp_path / "content")
    assert ran == Ran(1, "", f"{file}:1:1: overrides.yml 里的事项 c-009 在文件中不存在\n")


# Documents with something odd in them, as scans and word processors leave it behind.
ODD = {
    "as it is": ("", ""),
    # characters
    "Windows line ends": ("\n", "\r\n"),
    "byte order mark": ("某省某市", "\ufeff某省某市"),
    "zero-width space in a name": ("爱国卫生", "爱国\u200b卫生"),
    "zero-width space in a duty": ("受理申请", "受理\u200b申请"),
    "form feed": ("爱国卫生", "爱国\x0c卫生"),
    "line separator": ("爱国卫生", "爱国\u2028卫生"),
    "not a character": ("爱国卫生", "爱国\ufffe卫生"),
    "full-width space": ("爱国卫生", "爱国\u3000卫生"),
    "text that YAML takes for a boolean": ("开展爱国卫生工作。", "yes"),
    "text that YAML takes for a number": ("开展爱国卫生工作。", "12"),
    "text full of YAML": ("开展爱国卫生工作。", "- {a: [b, *c]} # &d !e | > % @ ` \" '"),
    # numbers
    "number 0": ("1\t加强党员", "0\t加强党员"),
    "number of 5,000 digits": ("3\t开展爱国", f"{'3' * 5_000}\t开展爱国"),
    "full-width number": ("3\t开展爱国", "３\t开展爱国"),
    "number left out": ("2\t开展新时代", "4\t开展新时代"),
    "enumerator printed in the name": ("开展爱国卫生工作。", "3.开展爱国卫生工作。"),
    # empty cells
    "no name": ("2\t开展新时代文明实践活动。", "2\t"),
    "no departments": ("县教育局 其他相关单位", ""),
    "only a comma for departments": ("县教育局 其他相关单位", "、"),
    "no township duties": ("开展巡查，发现隐患及时上报。", ""),
    "no method": ("法律法规条款已失效，不再开展此项工作", ""),
    # categories
    "new category": ("二、民生服务", "二、防灾减灾"),
    "new category of two parts": ("二、民生服务", "二、教育、卫生"),
    "new category with a letter": ("二、民生服务", "二、民生服务A"),
    "category without duties": ("二、民生服务（2项）", "二、乡村振兴\t\n三、民生服务（2项）"),
    "category of no duties": ("二、民生服务（2项）", "二、乡村振兴（0项）\t\n三、民生服务（2项）"),
    "category twice": ("二、民生服务", "二、党的建设"),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", ODD)
def test_import_that_succeeds_makes_content_without_errors(name: str, run: Run, tmp_path: Path) -> None:
    """Whatever the document, `import` refuses it in one line and writes nothing, or makes what `build` accepts, but for
    the lines that it has set aside and asked about.
    """
    old, new = ODD[name]
    assert old in WHOLE
    file = tmp_path / "document.txt"
    file.write_bytes(WHOLE.replace(old, new).encode() if old else WHOLE.encode())
    content = tmp_path / "content"
    ran = run("import", file, "--to", "jia/yi", "--place", PLACE, "--content", content)
    if ran.code:
        assert (ran.code, ran.out, ran.err.count("\n"), content.exists()) == (1, "", 1, False), ran
    else:
        checked = run("check", "--content", content)
        asked = re.findall(
            rf"^{re.escape(str(file))}:(\d+):1: 这一行.*没有收进清单：.*；请看原件：", ran.err, re.MULTILINE
        )
        errors = [line for line in checked.out.splitlines() if line.endswith("[source-accounted-for]")]
        assert [line.split(":")[1] for line in errors] == asked, checked.out
        assert all(line.startswith(f"{content}/townships/jia/yi/source.txt:") for line in errors)
        assert (checked.code, checked.err) == (int(bool(asked)), ""), checked.out


# --- fmt -------------------------------------------------------------------------------------------

MESSY = """\
# yaml-language-server: $schema=../../../schema/reclaimed.json
title: "甲县丙乡上级部门收回事项清单" # 标题
categories:
- name: 民生服务
  declared: 2
  # 两项
  duties:
  - {id: r-001, number: 1, name: '门诊费用报销', departments: [县医保局],
     method: [在定点医院直接结算；, 在医保窗口办理。]}
  - id: r-002
    number: 2
    name: 出具婚姻状况证明
    status: discontinued

    method:
    - 法律法规条款已失效，不再开展此项工作
# 完
"""

FORMED = """\
# yaml-language-server: $schema=../../../schema/reclaimed.json
title: 甲县丙乡上级部门收回事项清单   # 标题
categories:
  - name: 民生服务
    declared: 2
  # 两项
    duties:
      - id: r-001
        number: 1
        name: 门诊费用报销
        departments: [县医保局]
        method:
          - 在定点医院直接结算；
          - 在医保窗口办理。
      - id: r-002
        number: 2
        name: 出具婚姻状况证明
        status: discontinued

        method:
          - 法律法规条款已失效，不再开展此项工作
# 完
"""


def test_fmt_of_formed_content_has_nothing_to_do(run: Run, demo: Path) -> None:
    """The demo content is in canonical form."""
    assert run("fmt", "--check", "--content", demo) == Ran(0, "", "0 个文件需要整理。\n")
    assert run("fmt", "--content", demo) == Ran(0, "", "0 个文件已整理。\n")
    assert everything(demo) == everything(DEMO)


def test_fmt_forms_what_is_not(run: Run, demo: Path) -> None:
    """`--check` lists and changes nothing; without it the layout changes, comments and values stay."""
    path = demo / "townships/jia/bing/reclaimed.yml"
    path.write_text(MESSY, "utf-8")
    assert run("fmt", "--check", "--content", demo) == Ran(1, f"{path}\n", "1 个文件需要整理。\n")
    assert path.read_text("utf-8") == MESSY
    assert run("fmt", "--content", demo) == Ran(0, f"{path}\n", "1 个文件已整理。\n")
    assert path.read_text("utf-8").splitlines() == FORMED.splitlines()
    assert yaml_text.parse(FORMED).data == yaml_text.parse(MESSY).data
    assert run("fmt", "--check", "--content", demo).code == 0
    assert run("check", "--content", demo).code == 0


def test_fmt_mends_what_the_rule_about_encoding_warns_of(run: Run, demo: Path) -> None:
    """A byte order mark and Windows line ends go, as `file-encoding` promises."""
    path = demo / "townships/jia/bing/basic.yml"
    whole = path.read_bytes()
    path.write_bytes(b"\xef\xbb\xbf" + whole.replace(b"\n", b"\r\n"))
    assert run("fmt", "--content", demo) == Ran(0, f"{path}\n", "1 个文件已整理。\n")
    assert path.read_bytes() == whole


def test_fmt_gives_ids(run: Run, demo: Path) -> None:
    """A new duty is written without one; it gets the next that neither the list nor its records have used."""
    path = demo / "townships/jia/bing/reclaimed.yml"
    whole = path.read_text("utf-8")
    change(path, "      - id: r-002\n        number: 2\n", "      # 新\n      - number: 2\n")
    change(path, "title:", "retired: [r-005]\ntitle:")
    told = f"{path}：没有编号的事项，{{}}编号 r-006\n"
    assert run("fmt", "--check", "--content", demo) == Ran(1, f"{path}\n", told.format("要给") + "1 个文件需要整理。\n")
    assert run("fmt", "--content", demo) == Ran(0, f"{path}\n", told.format("给了") + "1 个文件已整理。\n")
    assert path.read_text("utf-8").replace("retired: [r-005]\n", "").replace("      # 新\n", "") == whole.replace(
        "r-002", "r-006"
    )
    assert run("fmt", "--content", demo) == Ran(0, "", "0 个文件已整理。\n")


def test_fmt_leaves_alone_what_it_cannot_read(run: Run, demo: Path) -> None:
    """A broken file is reported and stays as it is; the others are formed all the same."""
    broken, messy = demo / "townships/jia/bing/basic.yml", demo / "townships/jia/bing/reclaimed.yml"
    broken.write_text("a: *x\n", "utf-8")
    messy.write_text(MESSY, "utf-8")
    said = f"{broken}:1:4: 不支持锚点（&）和引用（*）；若是文字的一部分，请加英文引号 [yaml-safe]\n"
    assert run("fmt", "--content", demo) == Ran(1, f"{said}{messy}\n", "1 个文件已整理。\n")
    assert (broken.read_text("utf-8"), messy.read_text("utf-8")) == ("a: *x\n", FORMED)


# Valid content whose values a tool may trip over; what is read before must be read after.
TRICKY = {
    "a boolean's name": ("bing/basic.yml", "name: 开展爱国卫生工作。", "name: 'yes'"),
    "a date that is none": ("bing/township.yml", "原文没有写明乡镇名称", "2024-02-30"),
    "a tab in a text": ("bing/township.yml", "原文没有写明乡镇名称", "原文没有\t写明"),
}


@pytest.mark.parametrize("name", TRICKY)
def test_fmt_never_makes_good_content_bad(name: str, run: Run, demo: Path) -> None:
    """Content that `check` accepts, it accepts after `fmt`, and the same values are read."""
    file, old, new = TRICKY[name]
    path = demo / "townships/jia" / file
    change(path, old, new)
    before = yaml_text.parse(path.read_text("utf-8")).data
    assert run("check", "--content", demo).code == 0
    assert run("fmt", "--content", demo).code == 0
    assert yaml_text.parse(path.read_text("utf-8")).data == before
    assert run("check", "--content", demo).code == 0


def test_fmt_renews_the_schemas(run: Run, demo: Path) -> None:
    """A content folder that has schemas gets those of this version, whatever is there now."""
    schema = demo / "schema"
    schema.mkdir()
    (schema / "basic.json").write_bytes(b"\xff old")
    ran = run("fmt", "--content", demo)
    assert ran.code == 0
    assert everything(schema) == everything(PROJECT / "content" / "schema")


# --- diff ------------------------------------------------------------------------------------------

SAME = "没有不同：清单、变更记录、部门登记都一样。\n"
FIRST_RECLAIMED = """\
      - id: r-001
        number: 1
        name: 门诊费用报销
        departments: [县医保局]
        method:
          - 在定点医院直接结算；
          - 在医保窗口办理。
"""


def update(content: Path) -> None:
    """An update of the lists, as a county sends one every year."""
    bing, yi = content / "townships/jia/bing", content / "townships/jia/yi"
    change(bing / "basic.yml", "开展爱国卫生", "常态化开展爱国卫生")
    change(
        bing / "basic.yml",
        "      - id: b-002\n",
        "      - id: b-004\n        number: 2\n        name: 新事项。\n      - id: b-002\n",
    )
    change(bing / "reclaimed.yml", FIRST_RECLAIMED, "")
    change(bing / "reclaimed.yml", "number: 2", "number: 1")
    change(yi / "cooperative.yml", "[县民政局（牵头）, 县财政局]", "[县民政局, 县财政局（牵头）]")
    change(yi / "cooperative.yml", "- 及时足额拨付资金。", "- 及时足额拨付资金；\n              - 监督资金使用。")
    change(
        yi / "basic.yml",
        "name: 开展爱国卫生工作。\n",
        "name: 开展爱国卫生工作。\n        notes:\n          - why: 待核\n",
    )


UPDATE = """\
甲县（jia/bing）：新增 1 项，终止 1 项，修改 1 项，序号变动 1 项；甲县乙镇：修改 2 项。网站上约 20 页跟着变。
jia/bing：基本履职新增 b-004：新事项。
jia/bing：基本履职 b-003 改了名称
    ~ {+常态化+}开展爱国卫生工作。
jia/bing：上级部门收回删去 r-001：门诊费用报销
jia/bing：上级部门收回 r-002 由第 2 项改为第 1 项
jia/yi：基本履职 b-003 改了说明
    + 待核
jia/yi：配合履职 c-001 改了部门
    ~ 县民政局[-（牵头）-]
    ~ 县财政局{+（牵头）+}
jia/yi：配合履职 c-001 改了上级部门职责
    ~ 及时足额拨付资金[-。-]{+；+}
    + 监督资金使用。
跟着变的网页：
"""


def changes(out: str) -> list[str]:
    """The changes of a redline: the sentence of each, with the lines below it; without the pages at the end."""
    return re.split(r"\n(?! )", re.sub(r"(跟着变的网页：\n)(?: .*\n)+", r"\1", out))


def test_diff_of_two_folders(run: Run, demo: Path) -> None:
    """Each change in a sentence with a redline, duties matched by id; 1 where anything differs."""
    update(demo)
    ran = run("diff", DEMO, demo, "--content", demo)
    assert (ran.code, ran.err, changes(ran.out)) == (1, "", changes(UPDATE))
    assert run("diff", DEMO, "--content", demo) == ran


def test_diff_of_the_same(run: Run) -> None:
    """No change, and 0."""
    assert run("diff", DEMO, "--content", DEMO) == Ran(0, SAME, "")


def test_diff_of_townships(run: Run, demo: Path) -> None:
    """Whole townships come and go in a sentence."""
    (demo / "townships/jia/bing").rename(demo / "townships/jia/ding")
    assert run("diff", DEMO, "--content", demo) == Ran(
        1,
        "甲县（jia/bing）：删去整份清单，7 项；甲县（jia/ding）：新增整份清单，7 项。"
        "网站上约 16 页跟着变。\n"
        "jia/bing：删去了这个乡镇\njia/ding：新增了这个乡镇，7 项\n跟着变的网页：\n"
        "    乡镇（街道） townships/jia/bing/ 甲县（jia/bing）\n"
        "    乡镇（街道） townships/jia/ding/ 甲县（jia/ding）\n",
        "",
    )


def test_diff_is_in_the_order_of_the_lists(run: Run, demo: Path, tmp_path: Path) -> None:
    """The same two contents give the same lines every time: what is gone comes in the order in which it stood."""
    old = shutil.copytree(demo, tmp_path / "old")
    ids = [f"b-{number:03}" for number in range(1, 31)]
    duties = "".join(f"      - {{id: {one}, number: {int(one[2:])}, name: 事项{one}}}\n" for one in ids)
    head = "title: 甲县丙乡基本履职事项清单\ncategories:\n  - name: 党的建设\n    duties:\n"
    (old / "townships/jia/bing/basic.yml").write_text(head + duties, "utf-8")
    (demo / "townships/jia/bing/basic.yml").write_text(head.replace("    duties:\n", ""), "utf-8")
    ran = run("diff", old, "--content", demo)
    assert ran.out.splitlines()[1:31] == [f"jia/bing：基本履职删去 {one}：事项{one}" for one in ids]
    assert ran.out.startswith("甲县（jia/bing）：终止 30 项。")


def test_diff_does_not_take_a_broken_file_for_deleted_duties(run: Run, demo: Path) -> None:
    """A list that cannot be read is said to be so; nothing is known about its duties."""
    change(demo / "townships/jia/bing/basic.yml", "name: 开展爱国卫生工作。", "name: [")
    ran = run("diff", DEMO, "--content", demo)
    assert ran.code != 0
    assert "删去 b-" not in ran.out
    assert "[yaml-syntax]" in ran.out + ran.err


def git(folder: Path, *arguments: str) -> None:
    settings = ("user.name=甲", "user.email=a@example.org", "commit.gpgsign=false", "init.defaultBranch=main")
    options = [part for one in settings for part in ("-c", one)]
    subprocess.run(["git", *options, *arguments], cwd=folder, check=True, capture_output=True)


def test_diff_with_a_revision(run: Run, tmp_path: Path) -> None:
    """An old version is named as git names it, also where the content is a folder of the repository."""
    content = shutil.copytree(DEMO, tmp_path / "repository" / "content")
    git(content.parent, "init")
    git(content.parent, "add", ".")
    git(content.parent, "commit", "-m", "初稿")
    assert run("diff", "HEAD", "--content", content) == Ran(0, SAME, "")
    update(content)
    ran = run("diff", "HEAD", "--content", content)
    assert (ran.code, ran.err, changes(ran.out)) == (1, "", changes(UPDATE))
    git(content.parent, "commit", "-a", "-m", "更新")
    assert run("diff", "HEAD~1", "HEAD", "--content", content) == ran
    assert run("diff", "HEAD~1", "HEAD", "--content", content, "--format", "markdown").code == 0
    assert run("diff", "HEAD", "--content", content) == Ran(0, SAME, "")


@pytest.mark.parametrize("name", ["v9.9", "没有的文件夹", "main:content", "--output=written"])
def test_diff_with_what_is_neither_folder_nor_revision(name: str, run: Run, tmp_path: Path) -> None:
    """Misuse, said in Chinese; nothing that looks like an option reaches git as one."""
    content = shutil.copytree(DEMO, tmp_path / "content")
    git(content, "init")
    git(content, "add", ".")
    git(content, "commit", "-m", "初稿")
    before = everything(content)
    ran = run("diff", "--content", content, "--", name)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"“{name}”既不是文件夹，也不是这个仓库的版本")
    assert "fatal" not in ran.err
    assert everything(content) == before


def test_diff_as_files(run: Run, demo: Path, tmp_path: Path) -> None:
    """Each format as a file, and 0: it is written.  The application form is a Word document, so its file is named."""
    update(demo)
    beginnings = {"markdown": b"# ", "html": b"<!DOCTYPE html>", "json": b"{", "docx": b"PK", "text": "甲县".encode()}
    for form, beginning in beginnings.items():
        file = tmp_path / "信" / f"letter.{form}"
        ran = run("diff", DEMO, demo, "--content", demo, "--format", form, "--output", file)
        assert (ran.code, ran.out) == (int(form == "text"), "")
        assert ran.err == f"写在 {file}：{UPDATE.splitlines()[0]}\n"
        assert file.read_bytes().startswith(beginning)
        if form not in ("docx", "text"):
            shown = run("diff", DEMO, demo, "--content", demo, "--format", form)
            assert (shown.code, shown.out.encode()) == (0, file.read_bytes())
    assert run("diff", DEMO, demo, "--content", demo, "--format", "docx") == Ran(
        2, "", "调整申请表是 Word 文件，请用 --output 写明放到哪里，例如 --output 调整申请表.docx\n"
    )
    assert run("diff", DEMO, demo, "--content", demo, "--limit", "0").code == 2


# --- export and render -----------------------------------------------------------------------------

API = [
    *("api/v1/departments.json", "api/v1/index.json"),
    *("api/v1/openapi.json", "api/v1/parts.json", "api/v1/schema.json"),
    *("api/v1/topics.json", "api/v1/townships/jia/bing.json", "api/v1/townships/jia/bing/history.json"),
    *("api/v1/townships/jia/yi.json", "api/v1/townships/jia/yi/history.json"),
]
EXPORTED = {
    "json": [*API, "data/all.json"],
    "jsonl": ["data/all.jsonl", "data/counties/jia.jsonl"],
    "csv": ["data/all.csv", "data/counties/jia.csv", "data/jia-bing.csv", "data/jia-yi.csv"],
}


@pytest.mark.parametrize("form", EXPORTED)
def test_export_writes_its_files(form: str, run: Run, tmp_path: Path) -> None:
    """The files of the data API, a line a duty, or tables that spreadsheets open as UTF-8."""
    output = tmp_path / "export"
    ran = run("export", "--content", DEMO, "--output", output, "--format", form)
    assert ran == Ran(0, "", f"读取和检查内容\n导出\n{output}/ 里写了 {len(EXPORTED[form])} 个文件。\n")
    files = everything(output)
    assert sorted(files) == EXPORTED[form]
    for name, data in files.items():
        if form == "json":
            json.loads(data)
        elif form == "jsonl":
            assert {json.loads(line)["place"]["county"] for line in data.splitlines()} == {"甲县"}
        else:
            assert data.startswith("\ufeff".encode())
            is_printed = name.startswith("data/jia-")
            assert data.decode("utf-8-sig").startswith("乡镇编号,省,市州盟,") != is_printed
            assert ("\r\n序号,事项名称,对应上级部门,上级部门职责,".encode() in data) == is_printed


def test_export_of_one_township(run: Run, tmp_path: Path) -> None:
    """Only its file; what is about several townships is refused."""
    ran = run("export", "--content", DEMO, "--output", tmp_path, "--format", "csv", "--township", "jia/yi")
    assert ran.code == 0
    assert set(everything(tmp_path)) == {"data/jia-yi.csv"}
    ran = run("export", "--content", DEMO, "--output", tmp_path, "--format", "all", "--township", "jia/yi")
    assert (ran.code, "--township 不用于 all，它写的是全部乡镇的" in ran.err) == (2, True)
    ran = run("export", "--content", DEMO, "--output", tmp_path / "no", "--format", "csv", "--township", "jia/ding")
    assert (ran.code, ran.err.splitlines()[-1]) == (2, "没有乡镇 jia/ding；有的是：jia/bing、jia/yi")
    assert not (tmp_path / "no").exists()


def test_export_of_all_is_what_the_site_offers(run: Run, tmp_path: Path) -> None:
    """`--format all` writes the files of the data page and of the data API, byte for byte."""
    assert run("export", "--content", DEMO, "--output", tmp_path / "export", "--format", "all").code == 0
    assert run("render", "--content", DEMO, "--output", tmp_path / "docs").code == 0
    exported, rendered = everything(tmp_path / "export"), everything(tmp_path / "docs")
    assert exported == {
        name: data for name, data in rendered.items() if name.startswith(("data/", "api/")) and name[-3:] != ".md"
    }
    assert len(exported) > 25


def test_export_without_a_font_says_what_is_missing(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is written in silence: the message, and an exit code that a script sees."""
    monkeypatch.setattr(printed_pdf, "FONTS", ("No Such Type",))
    ran = run("export", "--content", DEMO, "--output", tmp_path / "export", "--format", "pdf")
    assert ran.code == 1
    assert "没有导出 PDF：这台机器没有可用的宋体" in ran.err


def test_export_leaves_other_files_alone(run: Run, tmp_path: Path) -> None:
    """An export adds to a folder; it takes nothing away."""
    (tmp_path / "别的.txt").write_text("甲", "utf-8")
    assert run("export", "--content", DEMO, "--output", tmp_path).code == 0
    assert (tmp_path / "别的.txt").read_text("utf-8") == "甲"


def test_render_writes_markdown(run: Run, tmp_path: Path) -> None:
    """A page for the town, each list and each duty, and the data, without a site; the same every time."""
    output = tmp_path / "docs"
    ran = run("render", "--content", DEMO, "--output", output)
    files = everything(output)
    assert ran == Ran(0, "", f"读取和检查内容\n生成页面和数据\n{output}/ 里有 {len(files)} 个文件。\n")
    home = "townships/jia/yi/"
    duties = ("b-001", "b-002", "b-003", "c-001", "c-002", "r-001", "r-002")
    lists = ("basic", "cooperative", "reclaimed")
    pages = {f"{home}{name}.md" for name in ("index", *lists, "changes", *duties)}
    feeds = {f"{home}changes/feed.{ending}" for ending in ("xml", "json")}
    assert {name for name in files if name.startswith(home)} == pages | feeds
    assert {"index.md", "data/jia-yi.csv", "contribute/rules.md", *API} <= set(files)
    assert "开展高龄津贴发放工作".encode() in files[f"{home}c-001.md"]
    assert (run("render", "--content", DEMO, "--output", output), everything(output)) == (ran, files)


def test_render_that_breaks_off_leaves_no_half(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the disk is full half-way, nothing is in the output's place, and the next time it works."""

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    output = tmp_path / "docs"
    with monkeypatch.context() as broken:
        broken.setattr(flow, "summarise", full)
        assert run("render", "--content", DEMO, "--output", output).code == 2
    assert not output.exists()
    assert run("render", "--content", DEMO, "--output", output).code == 0
    assert sorted(one.name for one in tmp_path.iterdir()) == ["docs"]


@pytest.mark.parametrize("command", ["build", "render"])
def test_output_never_replaces_a_folder_of_something_else(command: str, run: Run, tmp_path: Path) -> None:
    """A slip in --output must not delete somebody's files."""
    output = tmp_path / "文档"
    output.mkdir()
    (output / "工作总结.docx").write_bytes(b"x")
    ran = run(command, "--content", DEMO, "--output", output)
    assert (ran.code, everything(output)) == (2, {"工作总结.docx": b"x"})


@pytest.mark.parametrize(
    ("command", "kept"), [("build", "；还没有网站"), ("render", "；还没有输出"), ("export", "")], ids=lambda one: one
)
def test_nothing_is_made_of_content_with_errors(command: str, kept: str, run: Run, demo: Path, tmp_path: Path) -> None:
    """Problems, 1, and no output; none is said to be there where there was none."""
    change(demo / "townships/jia/bing/basic.yml", "number: 3", "number: 4")
    output = tmp_path / "output"
    assert run(command, "--content", demo, "--output", output) == Ran(
        1,
        f"{demo}/townships/jia/bing/basic.yml:20:17: "
        "序号是 4，应是 3；请检查是否漏项、重复或排错 [numbers-consecutive]\n"
        "2 个乡镇，14 项；1 个错误，0 个警告。\n",
        f"读取和检查内容\n内容有错误，没有生成{kept}。\n",
    )
    assert not output.exists()


def test_what_is_said_of_the_output_is_true(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a command that fails: nothing was there; the old is there; the new is there, for it failed after that."""
    output = tmp_path / "docs"

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "full", "x")

    def ended(error: str) -> tuple[int, list[str]]:
        ran = run("render", "--content", DEMO, "--output", output)
        return ran.code, [line for line in ran.err.splitlines() if "输出" in line or error in line]

    with monkeypatch.context() as broken:
        broken.setattr(write, "swap", full)
        assert ended("磁盘满了") == (2, ["读写文件出错：x 磁盘满了；请腾出空间再试", "还没有输出。"])
    assert run("render", "--content", DEMO, "--output", output).code == 0
    with monkeypatch.context() as broken:
        broken.setattr(write, "swap", full)
        assert ended("磁盘满了") == (2, ["读写文件出错：x 磁盘满了；请腾出空间再试", "原有的输出没有改动。"])
    swap = write.swap
    with monkeypatch.context() as broken:
        broken.setattr(write, "swap", lambda *places: (swap(*places), full()))
        assert ended("磁盘满了") == (2, ["读写文件出错：x 磁盘满了；请腾出空间再试", "新的输出已经换上。"])
    with monkeypatch.context() as broken:
        broken.setattr(write, "swap", lambda *_: (shutil.rmtree(output), full()))
        told = ended("磁盘满了")
    assert told == (2, ["读写文件出错：x 磁盘满了；请腾出空间再试", f"原有的输出不在 {output}，再运行一次会放回。"])


def test_whoever_ends_it_interrupts_it(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal that is closed, CI that gives up: all is cleared up, and the handlers are as they were."""
    before = signal.getsignal(signal.SIGTERM)
    monkeypatch.setattr(write, "swap", lambda *_: signal.raise_signal(signal.SIGTERM))
    ran = run("render", "--content", DEMO, "--output", tmp_path / "docs")
    assert (ran.code, ran.err.splitlines()[-1]) == (2, "已中断，还没有输出")
    assert list(tmp_path.iterdir()) == []
    assert signal.getsignal(signal.SIGTERM) == before


def test_interrupted_within_a_library(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pydantic, which makes an error of its own of what interrupts it, is interrupted all the same."""

    class Slow(RootModel[int]):
        @model_serializer
        def slow(self) -> int:
            signal.raise_signal(signal.SIGTERM)
            return 1

    monkeypatch.setattr(write, "swap", lambda *_: Slow(1).model_dump_json())
    ran = run("render", "--content", DEMO, "--output", tmp_path / "docs")
    assert (ran.code, ran.err.splitlines()[-1]) == (2, "已中断，还没有输出")


@pytest.mark.skipif(sys.platform == "win32", reason="needs a shell of Unix")
@pytest.mark.parametrize("closed", ["2>&-", ">&-", "<&- >&- 2>&-"])
def test_closed_streams(closed: str, tmp_path: Path) -> None:
    """What would be said goes nowhere; all else is as it is with them."""
    export = (sys.executable, "-m", "generator", "export", "--format", "csv", "--content", DEMO, "--output", tmp_path)
    ran = subprocess.run(
        ["sh", "-c", f'exec "$@" {closed}', "sh", *export], cwd=PROJECT, capture_output=True, text=True, check=False
    )
    assert (ran.returncode, ran.stdout, len(everything(tmp_path))) == (0, "", 4)
    assert ("写了 4 个文件" in ran.stderr) == ("2" not in closed)


# A program that is interrupted while it imports what a check needs.
_LOADING = """
import os, signal, sys

class Interrupts:
    def find_spec(self, name, path, target=None):
        if name == "generator.check.registry":
            os.kill(os.getpid(), signal.SIGINT)

sys.meta_path.insert(0, Interrupts())
import generator.__main__
"""


@pytest.mark.skipif(sys.platform == "win32", reason="has no such signals")
def test_interrupted_while_it_loads() -> None:
    """Nobody sees where in the program that was; and once it is loaded, signals are answered as they were."""
    ran = subprocess.run([sys.executable, "-c", _LOADING], cwd=PROJECT, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout, ran.stderr) == (-signal.SIGINT, "", "")
    code = "import signal, generator.__main__; print(signal.getsignal(signal.SIGINT) is signal.default_int_handler)"
    assert subprocess.check_output([sys.executable, "-c", code], cwd=PROJECT, text=True) == "True\n"


@pytest.mark.skipif(sys.platform == "win32", reason="has no such signals")
@pytest.mark.parametrize("sent", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_interrupted_while_it_imports(sent: str, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is being imported is whole before the command ends: pikepdf, interrupted, ends it with words of its own."""
    (tmp_path / "loaded_slowly.py").write_text(
        f"import signal, time\nsignal.raise_signal(signal.{sent})\ntime.sleep(0.05)\nis_whole = True\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(write, "swap", lambda *_: (importlib.import_module("loaded_slowly"), time.sleep(5)))
    ran = run("render", "--content", DEMO, "--output", tmp_path / "docs")
    assert (ran.code, ran.err.splitlines()[-1]) == (2, "已中断，还没有输出")
    assert sys.modules.pop("loaded_slowly").is_whole
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)


@pytest.mark.skipif(sys.platform == "win32", reason="has no such signals")
def test_interrupted_while_it_is_imported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever runs a command in a module that is being imported can interrupt it as ever."""
    (tmp_path / "runs_it.py").write_text(
        "import sys\nfrom generator.__main__ import main\ncode = main(sys.argv[1:])\n", "utf-8"
    )
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(sys, "argv", ["", *map(str, ("render", "--content", DEMO, "--output", tmp_path / "docs"))])
    monkeypatch.setattr(write, "swap", lambda *_: (signal.raise_signal(signal.SIGINT), time.sleep(5)))
    importlib.import_module("runs_it")
    assert sys.modules.pop("runs_it").code == 2
    assert not (tmp_path / "docs").exists()


# One that is interrupted while it reads its arguments, and when all is done.
_BEFORE = """
import os, signal, sys
from generator import __main__ as program

program.joined = lambda _: os.kill(os.getpid(), signal.SIGINT)
sys.exit(program.main(["clean"]))
"""
_AFTER = """
import atexit, os, signal, sys
from generator.__main__ import main

atexit.register(lambda: os.kill(os.getpid(), signal.SIGINT))
sys.exit(main(["clean"]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="has no such signals")
def test_interrupted_before_and_after_its_work(tmp_path: Path) -> None:
    """While it reads its arguments nothing was begun; when all is done it is done."""
    environment = {**os.environ, "QINGDAN_CACHE": str(tmp_path / "cache")}

    def ended(code: str) -> tuple[int, str, str]:
        ran = subprocess.run(
            [sys.executable, "-c", code], cwd=PROJECT, env=environment, capture_output=True, text=True, check=False
        )
        return ran.returncode, ran.stdout, ran.stderr

    assert ended(_BEFORE) == (2, "", "已中断\n")
    assert ended(_AFTER) == (0, "", f"缓存 {tmp_path}/cache/ 本来就是空的。\n")
