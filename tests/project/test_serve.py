"""The preview: rebuilds on change, shows errors in place of a dead page, and recovers."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest

from generator import flow, paths
from generator.flow import Generated, Reading, SiteFiles
from generator.progress import Progress
from generator.serve import Preview, serve
from generator.site import write
from generator.site.settings import Settings
from generator.store import Store
from support.limits import time_limit
from support.places import DEMO, PROJECT

# --- what it answers -------------------------------------------------------------------------------

PAGE = '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'"><body>网页</body>'


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A site of a page and a style."""
    (tmp_path / "a").mkdir()
    (tmp_path / "a/index.html").write_text(PAGE, "utf-8")
    (tmp_path / "a.css").write_text("p{}", "utf-8")
    return tmp_path


def answer(root: Path, path: str, errors: list[str]) -> tuple[str, str]:
    """What the preview says of an address."""
    server = Preview(lambda: None, 8000, root)
    server.watch(str(root))
    server.errors = errors
    said: list[str] = []
    parts = server.serve_request({"PATH_INFO": path}, lambda status, _: said.append(status))
    text = b"".join(parts).decode()
    getattr(parts, "close", lambda: None)()
    server.server_close()
    return said[0], text


def test_only_this_machine_is_answered(root: Path) -> None:
    """Nobody else on the network can reach the preview."""
    server = Preview(lambda: None, 8000, root)
    assert server.server_address == ("127.0.0.1", 8000)
    server.server_close()


@pytest.mark.parametrize("path", ["/", "/a/", "/a", "/gone/x/"])
def test_errors_stand_on_every_page(root: Path, path: str) -> None:
    """Whatever page is open, what is wrong is shown there as text, and goes when it is mended."""
    status, text = answer(root, path, ["内容有错误", "a.yml:1:2: <b>", "第二处"])
    assert status == "200 OK"
    assert "<h1>内容有错误</h1><ol><li><code>a.yml:1:2: &lt;b&gt;</code></li><li><code>第二处</code></li></ol>" in text
    assert "livereload" in text


def test_page_and_style(root: Path) -> None:
    """A page has the script that reloads it, and no policy that forbids it; a style is as it is, also amid errors."""
    status, text = answer(root, "/a/", [])
    assert (status, "网页" in text, "livereload" in text, "Content-Security-Policy" in text) == (
        "200 OK",
        True,
        True,
        False,
    )
    assert answer(root, "/a.css", ["内容有错误"]) == ("200 OK", "p{}")
    assert answer(root, "/livereload/0/1", ["内容有错误"])[1].isdigit()


# --- while files are edited ------------------------------------------------------------------------

# Files are looked at every half second, and a page is there as soon as it is made: what takes longer never comes.
NEVER = 120


def free_port() -> int:
    """One that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def page_with(address: str, words: str) -> str:
    """The page as soon as it contains the words."""
    deadline = time.monotonic() + NEVER
    text = ""
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(address, timeout=30) as response:
                text = response.read().decode()
        except OSError:
            text = ""
        if words in text:
            return text
        time.sleep(0.1)
    raise AssertionError(f"{words!r} never came, in {NEVER} seconds; last: {text[:500]}")


def test_errors_are_shown_until_they_are_mended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is wrong stands on the page and is told, and both end when it is right; the site is a single page here."""

    def generate(content: Path, _: Settings, site: Path, pool: Executor, progress: Progress) -> Generated:
        reading = Reading(content, progress, pool)
        reading.refuse_errors()
        write.write_tree([("index.html", "<body>网页")], site)
        return Generated(reading.checked, SiteFiles(Store(tmp_path / "store")))

    told: list[str] = []
    is_over = False

    def progress(words: str) -> None:
        if is_over and words != "预览结束":
            raise KeyboardInterrupt
        told.append(words)

    def saved(text: str) -> None:
        (tmp_path / "saved").write_text(text, "utf-8")
        (tmp_path / "saved").replace(file)

    monkeypatch.setattr(flow, "generate", generate)
    content = tmp_path / "content"
    shutil.copytree(DEMO, content)
    file = content / "townships/jia/bing/basic.yml"
    good = file.read_text("utf-8")
    file.write_text(good.replace("number: 3", "number: 三"), "utf-8")
    port = free_port()
    address = f"http://127.0.0.1:{port}/"
    preview = threading.Thread(
        target=serve,
        args=(content, port, Progress(progress), lambda error: [str(error), type(error).__name__]),
        daemon=True,
    )
    preview.start()
    try:
        page_with(address, "<h1>内容有错误</h1><ol><li><code>ContentHasErrors</code></li></ol>")
        saved(good)
        page_with(address, "网页")
    finally:
        is_over = True
        saved(f"{good}# 完\n")
        preview.join(NEVER)
    assert not preview.is_alive()
    assert told == [
        "读取和检查内容",
        "ContentHasErrors",
        f"有错误，改正后会自动重试：{address}",
        "读取和检查内容",
        f"好了：{address}",
        "预览结束",
    ]


def test_what_is_watched_may_be_away_for_a_while(root: Path, tmp_path: Path) -> None:
    """A content folder, or a setting, that is moved away and comes back is looked at again: twice in a row."""
    content, setting = tmp_path / "content", tmp_path / "mkdocs.yml"
    shutil.copytree(DEMO, content)
    setting.write_text("site_name: 甲", "utf-8")
    made = threading.Semaphore(0)
    server = Preview(made.release, free_port(), root)
    for path in (content, setting):
        server.watch(str(path))
    running = threading.Thread(target=server.serve, daemon=True)
    running.start()
    try:
        assert made.acquire(timeout=NEVER)
        for path in (content, setting, content):
            path.rename(tmp_path / "away")
            assert made.acquire(timeout=NEVER), f"{path.name} is gone"
            (tmp_path / "away").rename(path)
            assert made.acquire(timeout=NEVER), f"{path.name} is back"
    finally:
        server.shutdown()
        running.join(NEVER)


# --- a real one ------------------------------------------------------------------------------------


class Running(NamedTuple):
    """A preview: its content folder, its address, its process, and what it has told by the end."""

    content: Path
    address: str
    process: int
    told: list[str]


@contextmanager
def running(tmp_path: Path) -> Iterator[Running]:
    """A running `qingdan serve` over a copy of the demo content.

    It is interrupted in the end, as people do, and leaves nothing behind.
    """
    content = tmp_path / "content"
    shutil.copytree(DEMO, content)
    (tmp_path / "tmp").mkdir()
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "generator", "serve", "--content", str(content), "--port", str(port)],
        cwd=PROJECT,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        env={**os.environ, "TMPDIR": str(tmp_path / "tmp"), "PYTHONIOENCODING": "utf-8"},
    )
    assert process.stderr
    # The first site is being made: what is changed now comes with the next.
    with time_limit(NEVER):
        while process.stderr.readline().strip() != "连接各县":
            assert process.poll() is None
    file = content / "townships/jia/bing/basic.yml"
    file.write_text(file.read_text("utf-8").replace("开展爱国卫生工作。", "开展爱国卫生运动。"), "utf-8")
    found = Running(content, f"http://127.0.0.1:{port}/", process.pid, [])
    try:
        yield found
        process.send_signal(signal.SIGINT)
        found.told.extend(process.communicate(timeout=60)[1].splitlines())
    finally:
        process.kill()
    assert (process.returncode, found.told[-1]) == (0, "预览结束")
    assert list((tmp_path / "tmp").iterdir()) == []


@pytest.mark.slow
def test_preview_follows_changes_and_survives_errors(tmp_path: Path) -> None:
    """A change of YAML shows, also one during the first build; an error is shown on every page with its line.

    Mending it brings the page back, as it is then.
    """
    with running(tmp_path) as preview:
        content, address, *_ = preview
        duty = f"{address}townships/jia/bing/b-003/"
        page = page_with(duty, "开展爱国卫生运动。")
        assert "livereload" in page
        assert "Content-Security-Policy" not in page  # it would forbid the script that reloads the page
        file = content / "townships/jia/bing/basic.yml"
        good = file.read_text("utf-8")
        file.write_text(good.replace("number: 3", "number: 三"), "utf-8")
        broken = page_with(duty, "<h1>内容有错误</h1>")
        assert "basic.yml:20:17: “number”应是数字" in broken
        assert "livereload" in broken
        file.write_text(good.replace("开展爱国卫生运动。", "开展全民健身活动。"), "utf-8")
        page_with(duty, "开展全民健身活动。")
        # While all is made again for that, it is changed once more: no page is then as it was, whichever is asked.
        file.write_text(good.replace("开展爱国卫生运动。", "开展全民阅读活动。"), "utf-8")
        page_with(duty, "开展全民阅读活动。")
        others = {"townships/jia/bing/b-002/": True, "townships/jia/bing/basic/": True, "search/": False}
        for other, has_it in others.items():
            with urllib.request.urlopen(address + other, timeout=NEVER) as response:
                text = response.read().decode()
            assert ("开展全民阅读活动。" in text, "开展全民健身活动。" in text) == (has_it, False), other


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="reads which processes another one has started")
def test_preview_goes_on_after_a_worker_was_killed(tmp_path: Path) -> None:
    """What is changed next is published, and so is what follows; it is told that there are other workers now."""
    with running(tmp_path) as preview:
        duty = f"{preview.address}townships/jia/bing/b-003/"
        download = f"{preview.address}{paths.printed('jia/bing', 'csv')}"
        file = preview.content / "townships/jia/bing/basic.yml"
        said = "开展爱国卫生运动。"
        for words in ("开展全民健身活动。", "开展全民阅读活动。"):
            # Unlike a page it is never shown before all has been made.
            page_with(download, said)
            for one in workers_of(preview.process):
                os.kill(one, signal.SIGKILL)
            file.write_text(file.read_text("utf-8").replace(said, words), "utf-8")
            page_with(download, words)
            page_with(duty, words)
            said = words
    assert preview.told.count("一个工作进程被系统结束了，多半是内存不够；已经另开，再生成一次") == 2


def workers_of(process: int) -> list[int]:
    """The workers that a process has started."""
    own = Path(f"/proc/{process}/task/{process}/children").read_text("utf-8").split()
    return [int(one) for one in own if b"spawn_main" in Path(f"/proc/{one}/cmdline").read_bytes()]
