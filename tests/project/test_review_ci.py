"""The letter of a pull request: what `.ci/review` leaves on GitHub, on GitLab and elsewhere, and how it ends."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from support.places import DEMO, PROJECT

pytestmark = pytest.mark.slow
BASIC = "content/townships/jia/bing/basic.yml"


def git(folder: Path, *arguments: str) -> None:
    settings = ("user.name=甲", "user.email=a@example.org", "commit.gpgsign=false", "init.defaultBranch=main")
    options = [part for one in settings for part in ("-c", one)]
    subprocess.run(["git", *options, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository whose content is changed in its last commit; its command is this program."""
    folder = tmp_path / "仓库 一"
    shutil.copytree(DEMO, folder / "content")
    shutil.copytree(PROJECT / ".ci", folder / ".ci")
    command = folder / ".venv/bin/qingdan"
    command.parent.mkdir(parents=True)
    command.write_text(f'#!/bin/sh\nPYTHONPATH="{PROJECT}" exec "{sys.executable}" -m generator "$@"\n', "utf-8")
    command.chmod(0o755)
    (folder / ".gitignore").write_text(".venv\nbuild\n", "utf-8")
    edit(folder, "number: 3", "number: 5")
    git(folder, "init")
    git(folder, "add", ".")
    git(folder, "commit", "-m", "初稿")
    return folder


def edit(folder: Path, old: str, new: str) -> None:
    """Replace a text that is there."""
    text = (folder / BASIC).read_text("utf-8")
    assert old in text
    (folder / BASIC).write_text(text.replace(old, new, 1), "utf-8")


def review(folder: Path, *arguments: str, **environment: str) -> tuple[int, str]:
    """The exit code, and what is printed."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("GITHUB_", "GITLAB_"))}
    done = subprocess.run(
        [folder / ".ci/review", *arguments], cwd="/", env=kept | environment, capture_output=True, check=False
    )
    assert not done.stderr
    return done.returncode, done.stdout.decode()


def test_on_github(repository: Path, tmp_path: Path) -> None:
    """Annotations in the log, the letter in the summary; a fault that was there before stops nothing."""
    edit(repository, "name: 开展爱国卫生工作。", "name: ::error::常态化开展爱国卫生工作。")
    git(repository, "commit", "-am", "改")
    summary = tmp_path / "summary.md"
    code, out = review(repository, "HEAD^1", GITHUB_ACTIONS="true", GITHUB_STEP_SUMMARY=str(summary))
    assert code == 1
    commands = [line.split(" ")[0] for line in out.splitlines() if line.lstrip().startswith("::")]
    assert commands == ["::warning", "::error", "::notice"]
    assert "title=changes-recorded" in out
    letter = (repository / "build/review/letter.md").read_text("utf-8")
    assert summary.read_text("utf-8") == letter
    assert "<ins>&#58;&#58;error&#58;&#58;常态化</ins>开展爱国卫生工作。" in letter
    assert {path.name for path in (repository / "build/review").iterdir()} == {
        "index.html",
        "letter.docx",
        "letter.md",
        "records.txt",
    }
    assert "- id: b-003" in (repository / "build/review/records.txt").read_text("utf-8")


def test_on_gitlab(repository: Path) -> None:
    """Code Quality in its file, the same for people in the log."""
    edit(repository, "title: ", "title: 新的 ")
    git(repository, "commit", "-am", "改")
    code, out = review(repository, "HEAD^1", GITLAB_CI="true")
    assert code == 1
    found = json.loads((repository / "gl-code-quality-report.json").read_text("utf-8"))
    assert {one["check_name"]: one["severity"] for one in found}["numbers-consecutive"] == "info"
    assert "以前就有的 1 处，不拦这一次：" in out


def test_elsewhere_and_with_a_preview(repository: Path) -> None:
    """Nothing was changed: it says so, and 0.  The site stands where the letter's links lead."""
    code, out = review(repository, "HEAD")
    assert (code, "没有不同" in out) == (0, True)
    page = repository / "site/townships/jia/bing/b-003/index.html"
    page.parent.mkdir(parents=True)
    page.write_text("甲", "utf-8")
    edit(repository, "name: 开展爱国卫生工作。", "name: 常态化开展爱国卫生工作。")
    assert review(repository, "HEAD")[0] == 1
    assert review(repository, "preview") == (0, "")
    letter = (repository / "build/review/index.html").read_text("utf-8")
    assert 'href="site/townships/jia/bing/b-003/index.html"' in letter
    assert (repository / "build/review/site/townships/jia/bing/b-003/index.html").read_text("utf-8") == "甲"


def test_of_what_cannot_be_read(repository: Path, tmp_path: Path) -> None:
    """No letter can be written; that it cannot is said where the letter would be."""
    edit(repository, "title: ", "title: [")
    code, out = review(repository, "HEAD", GITHUB_ACTIONS="true", GITHUB_STEP_SUMMARY=str(tmp_path / "summary.md"))
    assert code == 1
    assert "title=yaml-syntax" in out
    assert "写不出改了什么" in (tmp_path / "summary.md").read_text("utf-8")
    assert review(repository, "没有的版本")[0] == 2


def test_no_command_holds_what_others_write() -> None:
    """Of a request only numbers stand in commands, and what may write runs nothing of it."""
    check = yaml.safe_load((PROJECT / ".github/workflows/check.yml").read_text("utf-8"))
    commands = [step.get("run", "") for job in check["jobs"].values() for step in job["steps"]]
    assert not [one for one in commands if "${{" in one]
    assert check["permissions"] == {"contents": "read"}
    letter = check["jobs"]["letter"]
    assert letter["permissions"] == {"pull-requests": "write"}
    assert [step.get("uses", "").split("@")[0] for step in letter["steps"]] == ["actions/download-artifact", ""]
    assert letter["steps"][1]["run"].startswith("gh pr comment")
    gitlab = yaml.safe_load((PROJECT / ".gitlab-ci.yml").read_text("utf-8"))
    assert gitlab["check"]["artifacts"]["reports"] == {"codequality": "gl-code-quality-report.json"}
    assert gitlab["check"]["script"][1].startswith('.ci/review "$CI_MERGE_REQUEST_DIFF_BASE_SHA"')
