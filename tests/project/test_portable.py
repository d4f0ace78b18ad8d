"""Any machine: Windows' line ends, names and consoles, paths with blanks and Chinese characters, clones."""

import ast
import json
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from generator.__main__ import main
from generator.changes.importing import free_id
from generator.model import DEVICES, MAX_ID, folder_name_fault
from support.places import DEMO, PROJECT

# Windows allows 260 characters for a whole path; this leaves 110 for the folder that somebody puts it into.
MAX_PATH = 150


def qingdan(*arguments: str | Path, options: tuple[str, ...] = (), **environment: str) -> subprocess.CompletedProcess:
    """Runs a command as people do, in a process of its own."""
    return subprocess.run(
        [sys.executable, *options, "-m", "generator", *map(str, arguments)],
        env={**os.environ, **environment},
        cwd=PROJECT,
        capture_output=True,
        check=False,
    )


Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command in this process: its exit code, and what it prints."""

    def run(*arguments: str | Path) -> tuple[int, str]:
        capsys.readouterr()
        return main([str(argument) for argument in arguments]), capsys.readouterr().out

    return run


# Binary; and CSV and iCalendar, whose own line end is CRLF.
NO_TEXT = {".csv", ".docx", ".gz", ".ico", ".ics", ".pdf", ".png", ".webp", ".woff2", ".xlsx", ".zip"}

# --- line ends -------------------------------------------------------------------------------------


def git(folder: Path, *arguments: str) -> None:
    """Runs git without anybody's own settings."""
    clean = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    who = ("-c", "user.name=测试", "-c", "user.email=test@example.org", "-c", "core.autocrlf=true")
    subprocess.run(["git", *who, *arguments], cwd=folder, env=clean, check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository of the demo content, committed with LF."""
    origin = tmp_path / "原 库"
    shutil.copytree(DEMO, origin / "content")
    shutil.copy(PROJECT / ".gitattributes", origin)
    git(origin, "init", "--quiet")
    git(origin, "-c", "core.autocrlf=false", "add", ".")
    git(origin, "commit", "--quiet", "--message", "小样")
    return origin


def with_crlf(folder: Path) -> list[str]:
    """The files that hold a CRLF."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() and ".git" not in path.parts)
    return [
        path.relative_to(folder).as_posix()
        for path in files
        if path.suffix not in NO_TEXT and b"\r\n" in path.read_bytes()
    ]


@pytest.mark.slow
def test_clone_on_windows_passes_its_own_check(repository: Path, tmp_path: Path, run: Run) -> None:
    """With core.autocrlf, as Git for Windows sets it, a clone holds what was committed, and has no problems."""
    git(tmp_path, "clone", "--quiet", str(repository), "克 隆")
    assert with_crlf(tmp_path / "克 隆") == []
    assert run("check", "--content", tmp_path / "克 隆/content") == (0, "2 个乡镇，14 项；0 个错误，0 个警告。\n")


@pytest.mark.slow
def test_windows_line_ends_are_no_error_and_the_advice_helps(repository: Path, tmp_path: Path, run: Run) -> None:
    """A repository without .gitattributes: only warnings; what they advise removes them all."""
    git(repository, "rm", "--quiet", ".gitattributes")
    git(repository, "commit", "--quiet", "--message", "没有 .gitattributes")
    git(tmp_path, "clone", "--quiet", str(repository), "克 隆")
    content = tmp_path / "克 隆/content"
    assert "townships/jia/yi/source.txt" in with_crlf(content)
    code, said = run("check", "--content", content)
    *warnings, _ = said.splitlines()
    files = sorted(name for name in with_crlf(content) if name.endswith(".yml"))
    advice = "警告：换行是 Windows 格式（CRLF）；请改成 LF，或运行 qingdan fmt [file-encoding]"
    assert sorted(warnings) == [f"{content}/{name}:1:1: {advice}" for name in files]
    assert code == 0
    assert run("fmt", "--content", content)[0] == 0
    assert run("check", "--content", content) == (0, "2 个乡镇，14 项；0 个错误，0 个警告。\n")


@pytest.mark.slow
def test_import_of_a_text_with_windows_line_ends_gives_the_same(tmp_path: Path, run: Run) -> None:
    """The digest is of the text, not of its line ends; and what is written to source.txt is what was received."""
    received = (DEMO / "townships/jia/yi/source.txt").read_bytes()
    digests = []
    for end in (b"\n", b"\r\n"):
        document = tmp_path / "乙镇.txt"
        document.write_bytes(received.replace(b"\n", end))
        content = tmp_path / f"内容{len(end)}"
        where = ("--to", "jia/yi", "--place", "某省/某市/甲县/乙镇", "--content", content)
        assert run("import", document, *where)[0] == 0
        assert (content / "townships/jia/yi/source.txt").read_bytes() == document.read_bytes()
        digests.append((content / "townships/jia/yi/township.yml").read_bytes())
        code, said = run("check", "--content", content)
        assert (code, "source-unchanged" in said) == (0, False)
    assert digests[0] == digests[1]


@pytest.mark.heavy
def test_this_repository_cloned_on_windows(tmp_path: Path) -> None:
    """What is committed here, cloned with core.autocrlf: no file gets a CRLF, and the content has no problems."""
    git(tmp_path, "clone", "--quiet", str(PROJECT), "克 隆")
    assert with_crlf(tmp_path / "克 隆") == []
    checked = qingdan("check", "--content", tmp_path / "克 隆/content")
    assert (checked.returncode, checked.stdout.decode().split("；")[-1]) == (0, "0 个错误，0 个警告。\n")


# --- encodings -------------------------------------------------------------------------------------

SOURCES = [path for folder in ("generator", "benchmarks", "docs") for path in sorted((PROJECT / folder).rglob("*.py"))]


def careless(tree: ast.Module) -> Iterator[str]:
    """Calls that leave the encoding, or the line ends of what is written, to the machine."""
    for call in ast.walk(tree):
        if not isinstance(call, ast.Call):
            continue
        name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        named = {one.arg: ast.unparse(one.value) for one in call.keywords}
        values = [ast.unparse(one) for one in call.args]
        encoding = named.get("encoding", "")
        match name:
            case "read_text":
                ok = "'utf-8'" in (encoding, *values[:1])
            case "write_text":
                ok = "'utf-8'" in (encoding, *values[1:2]) and named.get("newline") == "'\\n'"
            # Of an archive, a picture and a PDF it is bytes; of the system it is a number.
            case "open" if {"'rb'", "'wb'"} & {*values} or re.match(
                r"tarfile|archive|pdfplumber|pikepdf|Image|os\.", ast.unparse(call.func)
            ):
                ok = True
            case "open":
                is_written = any(one[1:2] in "wax" for one in values if len(one) < 5)
                ok = encoding == "'utf-8'" and (not is_written or "newline" in named)
            case "run" | "Popen" | "check_output":
                ok = "encoding" in named or not {"text", "universal_newlines"} & set(named)
            case _:
                continue
        if not ok:
            yield f"{call.lineno}: {ast.unparse(call)}"


def test_encoding_and_line_ends_are_written_out() -> None:
    """Windows would take its own code page, and write CRLF."""
    found = {source: list(careless(ast.parse(source.read_text("utf-8")))) for source in SOURCES}
    assert {source: calls for source, calls in found.items() if calls} == {}


@pytest.mark.parametrize(
    "encoding",
    [
        *(pytest.param(one, marks=pytest.mark.slow) for one in ("ascii", "cp936")),
        *(pytest.param(one, marks=pytest.mark.heavy) for one in ("cp1252", "utf-8")),
    ],
)
def test_console_of_any_code_page(encoding: str, tmp_path: Path) -> None:
    """What a console cannot show is escaped, never a crash; data for programs can be read in each."""
    content = shutil.copytree(DEMO, tmp_path / "内 容")
    file = content / "townships/jia/yi/basic.yml"
    file.write_bytes(file.read_bytes().replace(b"id: b-001", "id: b-😀é".encode(), 1))
    console = {"PYTHONIOENCODING": encoding, "PYTHONUTF8": "1" if encoding == "utf-8" else "0"}
    checked = qingdan("check", "--content", content, **console)
    assert (checked.returncode, checked.stderr) == (1, b"")
    expected = f"{content}/townships/jia/yi/basic.yml:"
    assert expected.encode(encoding, "backslashreplace") in checked.stdout
    data = json.loads(qingdan("check", "--format", "json", "--content", content, **console).stdout)
    assert [one for one in data if one["path"] == expected[:-1] and "b-😀é" in one["message"]]
    for command, code in (("--help", 0), ("chekc", 2)):
        said = qingdan(command, **console)
        assert (said.returncode, b"Traceback" in said.stdout + said.stderr) == (code, False)


def test_machine_that_knows_no_characters(tmp_path: Path) -> None:
    """In the C locale, without Python's help, even the names of files are bytes."""
    content = shutil.copytree(DEMO, tmp_path / "内 容")
    nothing = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    checked = qingdan("check", "--content", content, **nothing)
    assert (checked.returncode, checked.stderr) == (0, b"")


@pytest.mark.slow
def test_build_at_a_path_with_blanks_and_chinese_characters(tmp_path: Path) -> None:
    """Content and site may lie anywhere; no text is read or written in the machine's own encoding."""
    content = shutil.copytree(DEMO, tmp_path / "清单 的“内容”/内 容")
    site = tmp_path / "发布 到（这里）/网 站"
    strict = ("-X", "warn_default_encoding", "-W", "always::EncodingWarning")
    built = qingdan("build", "--content", content, "--output", site, options=strict, PYTHONIOENCODING="ascii")
    said = built.stdout + built.stderr
    assert built.returncode == 0, said.decode()
    assert said.isascii()
    ours = str(PROJECT / "generator")
    assert [line for line in said.decode().splitlines() if "EncodingWarning" in line and line.startswith(ours)] == []
    assert "乙镇" in (site / "townships/jia/yi/index.html").read_text("utf-8")
    assert with_crlf(site) == []


# --- names -----------------------------------------------------------------------------------------


def unfit(names: Iterator[str]) -> list[str]:
    """Paths, with slashes, that Windows would refuse or take for another one."""
    seen = Counter[str]()
    wrong = []
    for name in names:
        seen[name.lower()] += 1
        parts = name.split("/")
        if (
            len(name) > MAX_PATH
            or any(part.split(".")[0].lower() in DEVICES or part.endswith((".", " ")) for part in parts)
            or set(name) & set('<>:"|?*\\')
            or not name.isprintable()
            or seen[name.lower()] > 1
        ):
            wrong.append(name)
    return wrong


@pytest.mark.parametrize(
    "name", ["a/con", "a/nul.txt", "Aux/b", "a./b", "a /b", "a:b", "a?", "a\tb", "a\\b", "x" * (MAX_PATH + 1)]
)
def test_unfit_names_are_known(name: str) -> None:
    """What the two tests below look for."""
    assert unfit(iter([name])) == [name]


@pytest.mark.parametrize("name", ["县" * 60, "con", "COM1", "（挂牌）", "A" * 200])
def test_ids_that_an_import_makes_are_fit(name: str) -> None:
    """A department's id becomes a folder's name, however long and whatever its own name is."""
    taken: set[str] = set()
    for _ in range(20):
        one = free_id(name, taken)
        assert (folder_name_fault(one), one in taken) == ("", False)
        taken.add(one)


def test_every_file_of_the_site_can_be_on_windows(site: Path) -> None:
    """Any of its files can be unpacked there; the same holds for the longest folder names that `check` lets pass."""
    names = [path.relative_to(site).as_posix() for path in site.rglob("*")]
    longest = "x" * MAX_ID
    renamed = [
        name.replace("tuquan/tuquan", f"{longest}/{longest}").replace("tuquan-tuquan", f"{longest}-{longest}")
        for name in names
        if "tuquan/tuquan" in name or "tuquan-tuquan" in name
    ]
    assert renamed
    assert unfit(iter(names)) == []
    assert unfit(iter(renamed)) == []
    assert unfit(iter(["a", "A"])) == ["A"]


def test_every_file_of_the_repository_can_be_on_windows() -> None:
    """So that it can be cloned there."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=PROJECT, capture_output=True, check=True).stdout
    names = listed.decode().rstrip("\0").split("\0")
    assert "pyproject.toml" in names
    assert unfit(iter(names)) == []


# --- what the system has to have -------------------------------------------------------------------


def test_what_cannot_be_installed_is_said(tmp_path: Path) -> None:
    """Without apt-get nothing is tried: one line says what to install."""
    ran = subprocess.run(
        [shutil.which("sh") or "/bin/sh", PROJECT / "requirements/apt", "fonts-noto-cjk"],
        env={"PATH": str(tmp_path)},
        capture_output=True,
        check=False,
    )
    said = "没有安装 fonts-noto-cjk：这台机器没有 apt-get；请先自己装好\n"
    assert (ran.returncode, ran.stdout, ran.stderr.decode()) == (1, b"", said)
