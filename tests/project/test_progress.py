"""Progress: each step is told once, with how far it is on a terminal; what took how long is kept, workers' work too."""

import io
import os
import pstats
import pty
import re
import select
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

import pytest

from generator import workers
from generator.profiling import profiled
from generator.progress import Ongoing, OnTerminal, Progress, clock, current, used
from support.limits import time_limit
from support.places import DEMO, PROJECT


def test_plain_lines() -> None:
    """Where there is no terminal, a step is a line when it begins, and a sentence is a line."""
    told: list[str] = []
    with Progress(told.append) as progress:
        with progress.step("读取", total=2) as step:
            step.advance()
            progress("没有生成 PDF")
        with progress.step("写"):
            pass
    assert told == ["读取", "没有生成 PDF", "写"]


def test_steps_are_timed_in_the_order_in_which_they_began() -> None:
    """Those that stand in others are set in; one that fails is timed as well; the slowest of the outermost is named."""
    progress = Progress(lambda _: None)
    with progress.step("甲"), progress.step("乙"):
        pass
    with pytest.raises(ZeroDivisionError), progress.step("丙"):
        busy(0.1, is_broken=True)
    assert [(one.name, one.depth) for one in progress.timings] == [("甲", 0), ("乙", 1), ("丙", 0)]
    assert progress.timings[2].cpu > 0
    told = [re.sub(r"\d+\.\d", "N", line) for line in progress.summary()]
    assert told == [
        "每一步用了多久：",
        "  甲：N 秒（处理器 N 秒）",
        "    乙：N 秒（处理器 N 秒）",
        "  丙：N 秒（处理器 N 秒）",
        "一共 N 秒（处理器 N 秒）；最慢的是“丙”。",
    ]


def busy(seconds: float, is_broken: bool = False) -> int:
    """Something that a processor works at for a while."""
    before = os.times().user
    while os.times().user < before + seconds:
        sum(range(1000))
    if is_broken:
        raise ZeroDivisionError
    return os.getpid()


def test_work_of_workers_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of those that go on, and of those that have ended meanwhile."""
    monkeypatch.setattr(workers, "PROCESSORS", 1)
    progress = Progress(lambda _: None)
    with progress.step("完"), own_pool() as pool:
        pool.submit(busy, 0.5).result()
    with own_pool() as pool:
        with progress.step("在"):
            pool.submit(busy, 0.5).result()
        with progress.step("闲"):
            pass
    ended, alive, idle = (one.cpu for one in progress.timings)
    assert ended > 0.5
    assert alive > (0.4 if sys.platform == "linux" else 0)
    assert idle < 0.4


# As it is where nobody keeps the processes that help (`support/sparing.py`).
own_pool = workers.pool


def test_total_may_be_told_late() -> None:
    """Whoever shows it hears of each change."""
    seen: list[tuple[int, int | None]] = []
    step = Ongoing("甲", None, lambda step: seen.append((step.done, step.total)))
    step.advance()
    step.total = 3
    step.advance(2)
    assert seen == [(1, None), (1, 3), (3, 3)]


@pytest.mark.parametrize(("seconds", "said"), [(0.4, "0 秒"), (59.4, "59 秒"), (60, "1 分 0 秒"), (3725, "62 分 5 秒")])
def test_clock(seconds: float, said: str) -> None:
    assert clock(seconds) == said


def test_what_takes_long_is_told_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is no terminal, half a minute of silence is enough; what is short, or of unknown length, is not."""
    now = [0.0]
    monkeypatch.setattr("time.monotonic", lambda: now[0])
    told: list[str] = []
    progress = Progress(told.append)
    with progress.step("识别", 100) as step, progress.step("读", is_told=False) as other:
        for now[0] in (10.0, 29.9, 30.0, 45.0, 61.0, 62.0):
            step.advance()
            other.advance()
    assert told == ["识别", "识别：3/100，还要 16 分 10 秒", "识别：5/100，还要 19 分 19 秒"]


def test_work_far_below_tells_the_command_that_runs() -> None:
    """And nobody where none runs."""
    told: list[str] = []
    with used(Progress(told.append)), current().step("深处"):
        pass
    with current().step("没有人"):
        pass
    assert told == ["深处"]


def test_bars_on_a_terminal() -> None:
    """How much of how much, how long yet; what is done stays as a line; sentences are not torn."""
    terminal = io.StringIO()
    terminal.isatty = lambda: True
    long = "没有生成 PDF：" + "字" * 200
    with OnTerminal(terminal) as progress:
        with progress.step("生成页面", total=4) as step:
            step.advance(2)
            until = time.monotonic() + 30
            while "2/4" not in terminal.getvalue() and time.monotonic() < until:
                time.sleep(0.02)
            progress(long)
        with progress.step("检查"):
            pass
    shown = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", terminal.getvalue())
    assert re.search(r"生成页面 .*2/4 +已用 +[0-9:]+ +还要 [0-9]+ 秒", shown)
    assert f"{long}\n" in shown
    assert re.findall(r"^(?:.*\r)?(\S+)（[0-9]+ 秒）", shown, re.MULTILINE) == [
        "生成页面",
        "检查",
    ]


def test_bars_stand_still() -> None:
    """While a copy of the process is made there is no thread that draws them; then they go on."""
    terminal = io.StringIO()
    terminal.isatty = lambda: True
    before = set(threading.enumerate())

    def drawing() -> int:
        return len(set(threading.enumerate()) - before)

    with OnTerminal(terminal) as progress, progress.step("生成页面", total=4):
        assert drawing() == 1
        with progress.still():
            assert drawing() == 0
        assert drawing() == 1


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="has no such terminals")
def test_command_on_a_terminal(tmp_path: Path) -> None:
    """Bars where people look, and the cursor is theirs again in the end; what is for programs is as ever."""
    own, other = pty.openpty()
    ran = subprocess.Popen(
        [sys.executable, "-m", "generator", "render", "--content", DEMO, "--output", tmp_path / "docs"],
        cwd=PROJECT, stdout=subprocess.PIPE, stderr=other, env={**os.environ, "TERM": "xterm", "COLUMNS": "100"},
    )  # fmt: skip
    os.close(other)
    said = b""
    while select.select([own], [], [], 60)[0]:
        try:
            said += os.read(own, 65536)
        except OSError:  # the other end is closed
            break
    os.close(own)
    out, _ = ran.communicate(timeout=60)
    text = said.decode()
    assert (ran.returncode, out) == (0, b"")
    assert "已用" in text
    assert re.search(r"读取和检查内容（\d+ 秒）", text)
    assert "个文件。" in text
    assert text.count("\x1b[?25l") == text.count("\x1b[?25h") > 0


def test_verbose_and_profile(tmp_path: Path) -> None:
    """What took how long goes to standard error; the profile can be read, and has the functions of the program."""
    ran = subprocess.run(
        [sys.executable, "-m", "generator", "render", "--content", DEMO, "--output", tmp_path / "docs", "--verbose",
         "--profile", tmp_path / "profile"],
        cwd=PROJECT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    lines = [re.sub(r"\d+\.\d", "N", line) for line in ran.stderr.splitlines()]
    first = lines.index("每一步用了多久：")
    assert re.fullmatch(r"(  +\S+：N 秒（处理器 N 秒）\n){2,}", "".join(f"{line}\n" for line in lines[first + 1 : -1]))
    assert re.fullmatch(r"一共 N 秒（处理器 N 秒）；最慢的是“\S+”。", lines[-1])
    assert lines[first - 1] == (
        f"剖析的结果写到 {tmp_path / 'profile'}，用 python -m pstats 或 snakeviz 看；中途被结束的工作进程不在内。"
    )
    functions = {name for _, _, name in pstats.Stats(str(tmp_path / "profile")).stats}
    assert {"write_docs", "checked_catalogue"} <= functions


def test_profile_has_the_workers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What they did is in the file, too; nothing of it stays in the environment."""
    monkeypatch.setattr(workers, "PROCESSORS", 2)
    with profiled(tmp_path / "profile"), own_pool() as pool:
        assert pool.submit(busy, 0.1).result() != os.getpid()
    functions = {name for _, _, name in pstats.Stats(str(tmp_path / "profile")).stats}
    assert "busy" in functions
    assert not [name for name in os.environ if name.startswith("QINGDAN_PROF")]


def test_profile_that_cannot_be_written_is_told_before_the_work(tmp_path: Path) -> None:
    """The command does not run for an hour first."""
    is_run = False
    with pytest.raises(FileNotFoundError), profiled(tmp_path / "no/profile"):
        is_run = True
    assert not is_run


def test_nobody_waits_for_workers_of_what_failed() -> None:
    """Whoever interrupts a command has it back at once, whatever the others are at."""
    with time_limit(60), suppress(ZeroDivisionError), own_pool() as pool:
        pool.submit(time.sleep, 600)
        raise ZeroDivisionError
