"""CONTRIBUTING.md, as somebody who follows it does what it says: each command in it, in its order, on a fresh copy."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn

from generator.__main__ import main
from generator.changes.request import FieldChange, Request, RequestedChange, RequestKind, written
from generator.history import digest, entry_digest
from generator.read.folder import read_township
from support.places import PROJECT
from support.terminal import at_terminal

TEXT = (PROJECT / "CONTRIBUTING.md").read_text("utf-8")
BLOCK = re.compile(r"^( *)```(sh|diff)\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
SECTION = re.compile(r"^## (.+)$", re.MULTILINE)
PLACE = "重庆市/-/云阳县/龙角镇"
# What tells of differences and writes nothing, and is not wrong for it.
TOLD = re.compile(r"qingdan (?:diff |import (?!.*--replace))")


def sections() -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Each section with its blocks of commands and of edits, without the indentation of the list they stand in."""
    _, *parts = SECTION.split(TEXT)
    for name, text in zip(parts[::2], parts[1::2], strict=True):
        found = [(kind, re.sub(f"^{indent}", "", own, flags=re.MULTILINE)) for indent, kind, own in BLOCK.findall(text)]
        if found:
            yield name, found


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory, demo_site: Path) -> Path:
    """A fresh clone with `qingdan` in it, and the files that somebody got who follows the text."""
    folder = tmp_path_factory.mktemp("clone")
    for name in ("content", "templates", "mkdocs.yml"):
        source = PROJECT / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, folder / name)
    bin = folder / ".venv/bin"
    bin.mkdir(parents=True)
    (bin / "qingdan").write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m generator "$@"\n')
    (bin / "qingdan").chmod(0o755)
    (folder / ".gitignore").write_text("/.venv/\n/site\n/export/\n*.docx\n*.pdf\n*.txt\n!/content/**/*.txt\n")
    (folder / "site").symlink_to(demo_site)
    content = folder / "content"
    shutil.copy(content / "townships/yunyang/longjiao/source.txt", folder / "龙角镇.txt")
    main(["export", "--format", "docx", "--township", "tuquan/tuquan", "--content", str(content),
          "--output", str(folder / "export")])  # fmt: skip
    main(["export", "--format", "pdf", "--township", "tuquan/tuquan", "--content", str(content),
          "--output", str(folder / "export")])  # fmt: skip
    shutil.copy(folder / "export/data/tuquan-tuquan.pdf", folder / "突泉镇.pdf")
    new_list(folder / "export/data/tuquan-tuquan.docx", folder / "突泉镇2026.docx")
    (folder / "修改单.txt").write_text(request(content), "utf-8")
    for command in (
        ("init", "--quiet", "--initial-branch", "main"),
        ("add", "--all"),
        ("commit", "--quiet", "--message", "收录"),
    ):
        git(folder, *command)
    # The work goes on beside it.
    git(folder, "switch", "--quiet", "--create", "改")
    return folder


def new_list(old: Path, new: Path) -> None:
    """A township's list as Word, a year later: without a duty."""
    document = Document(str(old))
    rows = [row for row in document.element.body.iter(qn("w:tr")) if "落实食品安全管理责任" in "".join(row.itertext())]
    (gone,) = (row for row in rows if "配合" not in "".join(row.itertext())[:40])
    gone.getparent().remove(gone)
    document.save(str(new))


def request(content: Path) -> str:
    """A request, as somebody sends it: a text, and the name of a department, next to each other."""
    found = read_township(content, "yunyang/longjiao").content
    (township,) = found.townships
    department = next(one for one in found.counties[0].file.departments if one.id == "xiancaizhengju")
    name = {"name": FieldChange("县财政和国资局", department.name)}
    duty = next(duty for one in township.lists.values() for _, duty in one.duties() if duty.id == "c-003")
    fields = {"name": FieldChange("通讯基础设施的建设", duty.name)}
    change = RequestedChange("yunyang/longjiao", PLACE, RequestKind.AMEND, "c-003", digest(duty), fields=fields)
    renaming = RequestedChange(
        "yunyang/longjiao", PLACE, RequestKind.RENAME, department.id, entry_digest(department), fields=name
    )
    said = {"track": "动态调整", "document": "云阳编办发〔2026〕4号", "effective": "2026-06-10"}
    return written(Request((change, renaming), said, "https://qingdan.example.gov.cn/"))


def git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=folder, env=environment(folder), check=True, capture_output=True)


def environment(folder: Path) -> dict[str, str]:
    """As somebody has it who works in the folder."""
    who = {f"GIT_{role}_{key}": "a@example.gov.cn" for role in ("AUTHOR", "COMMITTER") for key in ("NAME", "EMAIL")}
    path = os.pathsep.join([str(folder / ".venv/bin"), os.environ["PATH"]])
    return {**os.environ, **who, "PATH": path, "PYTHONPATH": str(PROJECT), "TERM": "dumb", "COLUMNS": "200"}


def edit(content: Path, diff: str) -> None:
    """Edit the one file that holds the lines which a block of an edit takes away."""
    lines = diff.splitlines()
    old, new = ("".join(f"{line[1:]}\n" for line in lines if line[0] == sign) for sign in "-+")
    files = [file for file in content.rglob("*.yml") if old in file.read_text("utf-8")]
    assert len(files) == 1, (files, old)
    files[0].write_text(files[0].read_text("utf-8").replace(old, new), "utf-8")


@pytest.mark.heavy
@pytest.mark.skipif(sys.platform == "win32", reason="a terminal of POSIX")
@pytest.mark.parametrize(("name", "own"), [pytest.param(*one, id=one[0]) for one in sections()])
def test_each_command_does_what_it_says(name: str, own: list[tuple[str, str]], copy: Path) -> None:
    """Those of a section one after another; each question is answered; then all is right, and recorded."""
    git(copy, "reset", "--quiet", "--hard", "main")
    git(copy, "clean", "--quiet", "--force", "-d", "content")
    for kind, text in own:
        if kind == "diff":
            edit(copy / "content", text)
            continue
        for line in text.splitlines():
            code, said = at_terminal(["bash", "-c", line], copy, environment(copy))
            assert code in ((0, 1) if TOLD.search(line) else (0,)), f"{line}\n{said}"
            assert "程序出错" not in said, f"{line}\n{said}"
    code, said = at_terminal([".venv/bin/qingdan", "check", "--since", "main"], copy, environment(copy))
    assert (code, "正式的变动都有记录" in said) == (0, True), f"{name}\n{said}"


def test_the_commands_that_are_named_are_commands(capsys: pytest.CaptureFixture[str]) -> None:
    """Those in the text, too: their options are options; what stands for something is no option."""
    named = [one for one in re.findall(r"`((?:\.venv/bin/)?qingdan [^`]+)`", TEXT) if "…" not in one]
    assert len(named) > 10
    for one in named:
        words = shlex.split(one)[1:]
        with pytest.raises(SystemExit):
            main([*words[: 1 + (words[0] == "new")], "--help"])
        known = capsys.readouterr().out
        assert [word for word in words if word.startswith("--") and word not in known] == [], one


def test_its_pictures_are_there_and_small() -> None:
    """Each is there; those that were added for the tasks weigh no more than 60 KB."""
    pictures = re.findall(r"docs/pictures/[\w-]+\.\w+", TEXT)
    assert [one for one in pictures if not (PROJECT / one).is_file()] == []
    assert [one for one in pictures if one.endswith(".webp") and (PROJECT / one).stat().st_size > 60_000] == []
