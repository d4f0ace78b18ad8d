"""The letter of a pull request: what `.ci/review` leaves on GitHub, on GitLab and elsewhere, and how it ends."""

import json
import os
import shutil
import subprocess
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, ClassVar
from urllib.parse import parse_qs

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


class Notes(BaseHTTPRequestHandler):
    """As GitLab keeps the notes of a merge request; what it was asked is kept, too."""

    kept: ClassVar[list[dict[str, Any]]] = []
    asked: ClassVar[list[tuple[str, str, str | None]]] = []

    def answer(self) -> None:
        data = parse_qs(self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode())
        self.asked.append((self.command, self.path.partition("?")[0], self.headers["PRIVATE-TOKEN"]))
        if self.command == "POST":
            self.kept.append({"id": 10 + len(self.kept), "body": data["body"][0]})
        elif self.command == "PUT":
            next(one for one in self.kept if self.path.endswith(f"/{one['id']}"))["body"] = data["body"][0]
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps(self.kept).encode())

    def do_GET(self) -> None:  # the base class names them so
        self.answer()

    def do_POST(self) -> None:
        self.answer()

    def do_PUT(self) -> None:
        self.answer()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def test_the_letter_is_one_note_of_a_merge_request(tmp_path: Path) -> None:
    """Written once, and then again in its place; nothing of what is in it is a command."""
    job = yaml.safe_load((PROJECT / ".gitlab-ci.yml").read_text("utf-8"))["letter"]
    assert job["variables"] == {"GIT_STRATEGY": "none"}
    (script,) = job["script"]
    (tmp_path / "build/review").mkdir(parents=True)
    Notes.kept.append({"id": 10, "body": "别人说的 <!-- qingdan-letter -->"})
    with ThreadingHTTPServer(("127.0.0.1", 0), Notes) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}/api/v4"
        own = {"CI_API_V4_URL": address, "CI_PROJECT_ID": "7", "CI_MERGE_REQUEST_IID": "3", "QINGDAN_TOKEN": "x"}
        for letter in ("", "改了 $(touch 坏) `id` 一项。", "改了两项。"):
            (tmp_path / "build/review/letter.md").write_text(letter, "utf-8")
            subprocess.run(["bash", "-euo", "pipefail", "-c", script], cwd=tmp_path, env=os.environ | own, check=True)
        server.shutdown()
    notes = "/api/v4/projects/7/merge_requests/3/notes"
    assert [one[:2] for one in Notes.asked] == [("GET", notes), ("POST", notes), ("GET", notes), ("PUT", f"{notes}/11")]
    assert [one["body"] for one in Notes.kept[1:]] == ["<!-- qingdan-letter -->\n\n改了两项。"]
    assert {path.name for path in tmp_path.iterdir()} == {"build", "letter.md"}
