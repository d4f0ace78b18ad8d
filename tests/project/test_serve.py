"""The preview: rebuilds on change, shows errors in place of a dead page, and recovers."""

import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.places import DEMO, PROJECT


@pytest.fixture
def preview(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """A running `qingdan serve` over a copy of the demo content: the content folder and the address."""
    content = tmp_path / "content"
    shutil.copytree(DEMO, content)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "generator", "serve", "--content", str(content), "--port", str(port)],
        cwd=PROJECT,
        stderr=subprocess.DEVNULL,
    )
    yield content, f"http://127.0.0.1:{port}/"
    process.terminate()
    process.wait(10)


def page_with(address: str, words: str, seconds: float = 60) -> str:
    """The page as soon as it contains the words."""
    deadline = time.monotonic() + seconds
    text = ""
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(address, timeout=30) as response:
                text = response.read().decode()
        except OSError:
            text = ""
        if words in text:
            return text
        time.sleep(0.2)
    raise AssertionError(f"{words!r} never came; last: {text[:500]}")


@pytest.mark.slow
def test_preview_follows_changes_and_survives_errors(preview: tuple[Path, str]) -> None:
    """A change of YAML shows; an error is shown on every page with its line; mending it brings the page back."""
    content, address = preview
    duty = f"{address}townships/jia/bing/b-003/"
    page = page_with(duty, "开展爱国卫生工作。")
    assert "livereload" in page
    assert "Content-Security-Policy" not in page  # it would forbid the script that reloads the page
    file = content / "townships/jia/bing/basic.yml"
    good = file.read_text("utf-8")
    file.write_text(good.replace("开展爱国卫生工作。", "开展全民健身活动。"), "utf-8")
    page_with(duty, "开展全民健身活动。")
    file.write_text(good.replace("number: 3", "number: 三"), "utf-8")
    broken = page_with(duty, "<h1>内容有错误</h1>")
    assert "basic.yml:20:17: “number”应是数字" in broken
    assert "livereload" in broken
    file.write_text(good, "utf-8")
    page_with(duty, "开展爱国卫生工作。")
