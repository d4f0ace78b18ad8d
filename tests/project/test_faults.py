"""Unbreakable: whatever happens to a build, the site is wholly the old one or the new one, and the next build works.

Through the command line alone, on the demo content; every disturbance is real: processes are killed, disks full,
memory is short, files change meanwhile, clocks are wrong, what was kept is damaged.
"""

import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from generator.site import write
from support.faults import ENGLISH, Project, digest, moments, project
from support.limits import time_limit

pytestmark = [
    pytest.mark.heavy,
    pytest.mark.skipif(sys.platform != "linux", reason="looks at processes and mounts as Linux shows them"),
]
needs_root = pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root may do it")
# Of each kind, of builds from nothing half as many; all together 220.
KILLS = int(os.environ.get("QINGDAN_KILLS", "40"))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The program and its contents, with nothing built yet."""
    return project(tmp_path_factory.mktemp("faults") / "project")


@pytest.fixture
def own(made: Project) -> Project:
    """The same, with the first content's site in its place, and everything kept that a build keeps."""
    shutil.rmtree(made.output.parent)
    made.output.parent.mkdir()
    assert made.build(0)[0] == 0
    assert (made.standing(), made.left()) == (0, [])
    return made


def told(said: str) -> str:
    """What a build said, which must be fit for people."""
    assert not ENGLISH.search(said), said
    return said


# --- kills -----------------------------------------------------------------------------------------------


def parent(sent: signal.Signals) -> Callable[[object, random.Random], None]:
    """Sends a signal to the process that was started."""
    return lambda build, _: build.kill(build.process.pid, sent)


def worker(build: object, drawn: random.Random) -> None:
    """Kills one of those that help it, where there is one."""
    if others := build.workers():
        build.kill(drawn.choice(others), signal.SIGKILL)


def everybody(build: object, _: random.Random) -> None:
    """Kills all of them, as a machine does that is switched off."""
    for one in build.alive():
        build.kill(one, signal.SIGKILL)


STRIKES = {
    "SIGKILL": parent(signal.SIGKILL),
    "SIGTERM": parent(signal.SIGTERM),
    "SIGINT": parent(signal.SIGINT),
    "SIGHUP": parent(signal.SIGHUP),
    "worker": worker,
    "everybody": everybody,
}


@pytest.mark.parametrize("strike", STRIKES)
def test_killed_at_any_moment(strike: str, own: Project) -> None:
    """The site is whole; nobody stays behind; the next one is as if nothing had been; what it says is true."""
    drawn = random.Random(strike)

    def fresh() -> None:
        # Else there is little that workers do.
        if strike == "worker":
            shutil.rmtree(own.folder / "build/cache")

    fresh()
    began = time.monotonic()
    assert own.build(1)[0] == 0
    whole = time.monotonic() - began
    codes: Counter[int] = Counter()
    kills = KILLS // 2 if strike == "worker" else KILLS
    for number, moment in enumerate(moments(kills, whole, len(strike)), 1):
        before = own.standing()
        assert before is not None
        new = 1 - before
        fresh()
        build = own.start(new)
        time.sleep(moment)
        STRIKES[strike](build, drawn)
        code, said = build.end()
        codes[code] += 1
        assert build.is_gone(), f"number {number}, after {moment:.2f} s: {build.alive()} stayed"
        after = own.standing()
        assert after in (before, new), f"number {number}, after {moment:.2f} s: {said}"
        assert "还没有网站" not in told(said)
        assert code != 0 or after == new
        if "原有的输出没有改动" in said:
            assert after == before, said
        if code > 0:
            assert "原有的输出没有改动" in said or "新的网站已经换上" in said, said
        if code >= 0:
            assert own.left() == [], said
        if number % 8 == 0:
            assert own.build(1 - after)[0] == 0
            assert (own.standing(), own.left()) == (1 - after, [])
    print(f"{strike}: {whole:.1f} s, {dict(codes)}")  # noqa: T201  (with -rP)
    assert codes[0] < kills


# --- disks -----------------------------------------------------------------------------------------------


@contextmanager
def disk(folder: Path, options: str) -> Iterator[Path]:
    """A disk of its own."""
    folder.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", folder], check=False).returncode:
        pytest.skip("nothing can be mounted here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


@needs_root
@pytest.mark.parametrize("kind", ["size", "nr_inodes"])
def test_disk_that_runs_full(kind: str, made: Project, tmp_path: Path) -> None:
    """However small it is: before the work or in the middle, it is told, the site is whole, nothing is left."""
    seen: Counter[str] = Counter()
    for number in range(7):
        # At first there is no room for one site and what it is made of, then for one, in the end for two.
        options = f"size={3 + 2 * number}m" if kind == "size" else f"size=200m,nr_inodes={300 + 400 * number}"
        with disk(tmp_path / f"{number}", options) as folder:
            small = Project(made.folder, folder / "site", made.whole)
            codes = small.build(0)[0], small.build(0)[0]
            was = small.standing()
            assert was in (None, 0)
            code, said = small.build(1)
            told(said)
            after = small.standing()
            assert after == (1 if code == 0 else was), said
            assert small.left() == [], said
            if code:
                assert "磁盘" in said, said
                assert ("原有的输出没有改动" if was == 0 else "还没有网站") in said or "所在的磁盘" in said
                seen["refused" if "所在的磁盘" in said else "full"] += 1
            else:
                seen["done"] += 1
            assert set(codes) <= {0, 2}
    assert seen["full"], seen
    assert seen["done"], seen


# --- memory ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("megabytes", [100, 150, 200, 225, 250, 275, 300, 500])
def test_memory_that_is_short(megabytes: int, own: Project) -> None:
    """Of each process: it works, or ends, some libraries (OpenBLAS, Go's) without asking us; the site is whole."""
    code, said = own.build(1, before=("sh", "-c", f'ulimit -d {megabytes * 1000}; exec "$@"', "sh"))
    assert code or told(said)
    assert own.standing() == (1 if code == 0 else 0), said
    assert own.build(1)[0] == 0
    assert (own.standing(), own.left()) == (1, [])


MEMORY = Path("/sys/fs/cgroup/memory/qingdan-faults")


@needs_root
@pytest.mark.skipif(not MEMORY.parent.is_dir(), reason="needs a group of processes whose memory is limited")
@pytest.mark.parametrize("megabytes", [60, 120, 180, 240, 300])
def test_memory_that_the_system_ends(megabytes: int, own: Project) -> None:
    """Of all processes together: the system kills one of them, whichever it likes."""
    with suppress(FileExistsError):
        MEMORY.mkdir()
    try:
        (MEMORY / "memory.limit_in_bytes").write_text(str(megabytes * 1_000_000), "ascii")
        join = f'echo $$ > {MEMORY}/tasks; exec "$@"'
        build = own.start(1, before=("sh", "-c", join, "sh"))
        code, said = build.end()
        assert build.is_gone()
    finally:
        # A process that ends is of the group a moment longer than anybody can tell whose it is.
        with time_limit(60):
            while (MEMORY / "tasks").read_text("ascii"):
                time.sleep(0.05)
        MEMORY.rmdir()
    assert own.standing() == (1 if code == 0 else 0), said
    assert code in (0, -signal.SIGKILL) or "内存不够" in told(said), (code, said)
    assert own.build(1)[0] == 0
    assert (own.standing(), own.left()) == (1, [])


# --- files that change meanwhile -------------------------------------------------------------------------


@contextmanager
def meanwhile(change: Callable[[int], None], seconds: float) -> Iterator[None]:
    """Change something again and again, as long as the `with` lasts."""
    is_over = threading.Event()

    def run() -> None:
        number = 0
        while not is_over.wait(seconds):
            number += 1
            change(number)

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield
    finally:
        is_over.set()
        thread.join()


DUTIES = "townships/jia/bing/basic.yml"


def test_file_that_is_replaced_meanwhile(own: Project, tmp_path: Path) -> None:
    """The site is of the one or of the other text of a file, never of both."""
    texts = [(own.content(which) / DUTIES).read_bytes() for which in (0, 1)]
    file = own.content(0) / DUTIES

    def replace(number: int) -> None:
        temporary = tmp_path / "new"
        temporary.write_bytes(texts[number % 2])
        temporary.replace(file)

    try:
        for _ in range(6):
            with meanwhile(replace, 0.011):
                code, said = own.build(0)
            assert (code, own.left()) == (0, []), said
            assert own.standing() in (0, 1), said
    finally:
        file.write_bytes(texts[0])
    assert own.build(0)[0] == 0
    assert own.standing() == 0


def test_files_that_vanish_meanwhile(own: Project) -> None:
    """A file, a township, the whole content: it works, or says which is gone; the site is whole."""
    content = own.content(1)
    for part in (DUTIES, "townships/jia/bing/source.txt", "townships/jia/bing", "townships", "vocabulary", "."):
        path, aside = (content / part).resolve(), own.folder / "aside"

        def away(number: int, path: Path = path, aside: Path = aside) -> None:
            with suppress(OSError):
                path.rename(aside) if number % 2 else aside.rename(path)

        before = own.standing()
        assert before == 0
        try:
            with meanwhile(away, 0.05):
                code, said = own.build(1)
        finally:
            if aside.exists():
                aside.rename(path)
        told(said)
        assert own.left() == [], said
        if code:
            assert own.standing() == before, said
        own.build(0)
        assert own.standing() == 0, said


# --- clocks ----------------------------------------------------------------------------------------------

FAKETIME = Path("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1")


@pytest.mark.parametrize(
    "clock", ["@1980-01-02 00:00:00", "@2037-12-31 23:59:50", "-10y", "+5y", "+0 x20", "-400d x-3"], ids=str
)
def test_clock_that_is_wrong(clock: str, own: Project) -> None:
    """Long ago, far ahead, far too fast, backwards; before and after it was right: the same bytes."""
    if not FAKETIME.exists():
        pytest.skip("no libfaketime here")
    code, said = own.build(1, LD_PRELOAD=str(FAKETIME), FAKETIME=clock, FAKETIME_DONT_FAKE_MONOTONIC="1")
    assert (code, own.standing(), own.left()) == (0, 1, []), told(said)
    assert own.build(0)[0] == 0
    assert (own.standing(), own.left()) == (0, [])


# --- what was kept -----------------------------------------------------------------------------------------


def damaged(path: Path, how: str, drawn: random.Random) -> None:
    """Spoil a file that was kept."""
    content = path.read_bytes()
    # Written new: another name of the same bytes, in the site that stands, must not be touched by the test.
    path.unlink()
    match how:
        case "gone":
            pass
        case "empty":
            path.touch()
        case "half":
            path.write_bytes(content[: len(content) // 2])
        case "other bytes":
            at = drawn.randrange(max(len(content), 1))
            path.write_bytes(content[:at] + bytes([drawn.randrange(256)]) * 3 + content[at + 3 :])
        case "noise":
            path.write_bytes(drawn.randbytes(len(content)))
        case "folder":
            path.mkdir()
        case "link":
            path.symlink_to("/dev/null")
        case "ring":
            path.symlink_to(path)


@pytest.mark.parametrize("how", ["gone", "empty", "half", "other bytes", "noise", "folder", "link", "ring"])
@pytest.mark.parametrize("share", [1.0, 0.3])
def test_kept_things_that_are_damaged(how: str, share: float, own: Project) -> None:
    """All of them, or some: they are made anew, and the site is the same as if nothing had been kept."""
    cache = own.folder / "build/cache"
    drawn = random.Random(how)
    kept = [path for path in sorted(cache.rglob("*")) if path.is_file() and drawn.random() < share]
    for path in kept:
        damaged(path, how, drawn)
    for which in (1, 0):
        code, said = own.build(which)
        assert (code, own.standing()) == (0, which), told(said)


@pytest.mark.parametrize("which", ["build", "build/cache"])
def test_kept_things_in_whose_place_is_a_file(which: str, own: Project) -> None:
    """Nothing can be kept; the site is built all the same, or it is said why not."""
    shutil.rmtree(own.folder / which)
    (own.folder / which).write_text("", "utf-8")
    code, said = own.build(1)
    (own.folder / which).unlink()
    assert own.standing() == (1 if code == 0 else 0), told(said)
    assert own.build(1)[0] == 0
    assert own.standing() == 1


# --- two at a time -------------------------------------------------------------------------------------------


def test_many_at_a_time(own: Project) -> None:
    """Five builds into one output: each has its turn, or is told that it has none; the last one's site is whole."""
    builds = [own.start(number % 2, "--wait", wait) for number, wait in enumerate(["300", "300", "0", "300", "1"])]
    codes = [build.process.wait(300) for build in builds]
    assert set(codes) <= {0, 2}
    assert [codes[number] for number in (0, 1, 3)] == [0, 0, 0] or codes.count(0) >= 3
    assert own.standing() in (0, 1)
    assert own.left() == []
    assert digest(own.output) in own.whole


def test_who_waited_publishes_what_is_there_then(own: Project) -> None:
    """What was read before it waited may be older than what the other one has published meanwhile."""
    with write.reserved(own.output):
        build = own.start(0)
        until = time.monotonic() + 60
        while "等它做完" not in build.said.read_text("utf-8") and time.monotonic() < until:
            time.sleep(0.05)
        text = (own.content(0) / DUTIES).read_bytes()
        shutil.copy(own.content(1) / DUTIES, own.content(0) / DUTIES)
    try:
        code, said = build.end()
    finally:
        (own.content(0) / DUTIES).write_bytes(text)
    assert (code, own.standing(), own.left()) == (0, 1, []), told(said)
    assert f"另一个程序正在生成 {own.output}（进程 {os.getpid()}，" in said
