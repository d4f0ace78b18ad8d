"""What goes wrong while a site, or the files of a command, take their places: what the user had stays, or all is new.

On real disks: full ones, real links, folders that may not be written to, processes that are killed at every step.
"""

import errno
import json
import linecache
import os
import re
import resource
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

import filelock
import pytest

from generator import flow, signals
from generator.__main__ import main
from generator.progress import SILENT
from generator.site import refuse, write
from generator.site.plain import SiteError
from generator.store import Store
from generator.words.places import PlaceWords
from support.places import DEMO, PROJECT, TESTS

API = "api/v1/index.json"


def everything(folder: Path) -> dict[str, str]:
    """Every file below a folder; of a link, where it leads."""
    return {
        path.relative_to(folder).as_posix(): f"→ {path.readlink()}" if path.is_symlink() else path.read_text("utf-8")
        for path in sorted(folder.rglob("*"))
        if path.is_symlink() or path.is_file()
    }


def made(folder: Path, **files: str) -> Path:
    """A site of ours: what says so, and its files."""
    write.write_tree([(API, "{}"), *files.items()], folder)
    return folder


TWO_STEPS = pytest.param(lambda *_: False, id="in two steps")


@pytest.fixture(params=[pytest.param(None, id="in one step"), TWO_STEPS])
def steps(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same where the system can exchange two folders, and where it cannot."""
    if request.param:
        monkeypatch.setattr(write, "exchange", request.param)


@contextmanager
def no_file_larger_than(size: int) -> Iterator[None]:
    """A disk that takes no more: the system itself refuses to write on."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@contextmanager
def as_nobody() -> Iterator[None]:
    """As somebody whom permissions hold back: root is not."""
    is_root = os.geteuid() == 0
    if is_root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if is_root:
            os.seteuid(0)


# --- one step ------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("steps")
def test_new_takes_the_place_of_the_old(tmp_path: Path) -> None:
    """All of the new, nothing of the old, and nothing beside it."""
    made(tmp_path / "site", a="旧", b="旧")
    write.swap(made(tmp_path / "new", a="新"), tmp_path / "site")
    assert everything(tmp_path) == {f"site/{API}": "{}", "site/a": "新"}
    assert [one.name for one in tmp_path.iterdir()] == ["site"]


@pytest.mark.usefixtures("steps")
@pytest.mark.parametrize("there", [False, True], ids=["nothing there", "empty folder there"])
def test_first_site_of_all(tmp_path: Path, there: bool) -> None:
    """There is no old one, or an empty folder that waits for it."""
    if there:
        (tmp_path / "site").mkdir()
    write.swap(made(tmp_path / "new", a="新"), tmp_path / "site")
    assert everything(tmp_path) == {f"site/{API}": "{}", "site/a": "新"}
    assert [one.name for one in tmp_path.iterdir()] == ["site"]


@pytest.mark.usefixtures("steps")
def test_old_stays_where_the_new_cannot_come(tmp_path: Path) -> None:
    """The system refuses to give the new its name, for there is none: the old one stands where it stood."""
    made(tmp_path / "site", a="旧")
    with pytest.raises(FileNotFoundError):
        write.swap(tmp_path / "none", tmp_path / "site")
    assert everything(tmp_path) == {f"site/{API}": "{}", "site/a": "旧"}


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has it")
def test_the_step_is_one(tmp_path: Path) -> None:
    """At no time is there no site: the folders change their names, and do so in one call."""
    one, other = made(tmp_path / "one", a="甲"), made(tmp_path / "other", a="乙")
    numbers = one.stat().st_ino, other.stat().st_ino
    assert write.exchange(one, other)
    assert (other.stat().st_ino, one.stat().st_ino) == numbers
    assert not write.exchange(one, tmp_path / "none")


@pytest.mark.usefixtures("steps")
def test_what_was_written_is_on_the_disk_before_the_swap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A power cut after it would leave names without contents; where the disk fails, the old one stays."""
    made(tmp_path / "site", a="旧")
    made(tmp_path / "new", a="新")
    write.settle(tmp_path / "new")

    def fails(folder: Path) -> None:
        assert everything(folder)["a"] == "新"
        raise OSError(errno.EIO, "failing")

    monkeypatch.setattr(write, "settle", fails)
    with pytest.raises(OSError, match="failing"):
        write.swap(tmp_path / "new", tmp_path / "site")
    assert everything(tmp_path / "site")["a"] == "旧"


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has it")
def test_whoever_reads_meanwhile_misses_nothing(tmp_path: Path) -> None:
    """Ten thousand reads, while one build after the other takes its place: each finds the old file or the new one."""
    made(tmp_path / "site", **{"index.html": "0"})
    is_over = threading.Event()

    def publish() -> int:
        count = 0
        while not is_over.is_set():
            count += 1
            with write.reserved(tmp_path / "site") as work:
                made(work / "site", **{"index.html": str(count)})
                write.swap(work / "site", tmp_path / "site")
        return count

    # A process of its own reads: a thread would be held up by the writing one.
    program = f"""
found = []
# On a busy machine builds come more slowly than reads: then it goes on until enough have come.
seen = set()
while len(found) < 10_000 or len(seen) <= 20:
    try:
        with open({str(tmp_path / "site/index.html")!r}) as file:
            found.append(file.read())
    except FileNotFoundError:
        found.append("")
    seen.add(found[-1])
print(found.count(""), len(set(found)))
"""
    with ThreadPoolExecutor(1) as publisher:
        published = publisher.submit(publish)
        ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
        is_over.set()
        missed, different = map(int, ran.stdout.split())
    assert missed == 0
    assert published.result() >= different > 20


# --- at every step -----------------------------------------------------------------------------------

OLD, NEW = ["旧"] * 3, ["新"] * 3


def phases(case: str, sent: signal.Signals, folder: Path) -> list[dict[str, list[str | None]]]:
    """What is left after each step, and what comes after that (`support/phases.py`)."""
    ran = subprocess.run(
        [sys.executable, TESTS / "support/phases.py", case, sent.name, folder],
        cwd=PROJECT, env={**os.environ, "PYTHONPATH": str(PROJECT)}, capture_output=True, check=False,
    )  # fmt: skip
    assert (ran.returncode, ran.stderr.decode()) == (0, "")
    found = [json.loads(line) for line in ran.stdout.splitlines()]
    assert len(found) > 15
    return found


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="the steps are tried in forked processes")
@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGKILL])
@pytest.mark.parametrize("case", ["swap-in-one", "swap-in-two"])
def test_a_site_survives_at_every_step(case: str, sent: signal.Signals, tmp_path: Path) -> None:
    """Interrupted or killed: the old site whole, or the new one whole; the next build clears up.

    Only where the system needs two steps and the process is killed between them is there none, until the next build
    begins.
    """
    found = phases(case, sent, tmp_path)
    broken = [one["broken"] for one in found]
    gone = [one for one in broken if one not in (OLD, NEW)]
    assert gone == ([[None] * 3] if (case, sent) == ("swap-in-two", signal.SIGKILL) else [])
    assert (broken[0], broken[-1]) == (OLD, NEW)
    assert [one["back"] for one in found] == [NEW if one == NEW else OLD for one in broken]
    assert [(one["again"], one["left"]) for one in found] == [(NEW, [])] * len(found)


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="the steps are tried in forked processes")
@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGKILL])
def test_files_of_a_command_survive_at_every_step(sent: signal.Signals, tmp_path: Path) -> None:
    """Interrupted: all are old or all are new.  Killed: each is whole, and none is gone."""
    found = phases("together", sent, tmp_path)
    broken = [one["broken"] for one in found]
    old = [*OLD[:2], None]
    if sent == signal.SIGINT:
        assert [one for one in broken if one not in (old, NEW)] == []
    assert {tuple(one[:2]) for one in broken} <= {("旧", "旧"), ("新", "旧"), ("新", "新")}
    assert {one[2] for one in broken} == {None, "新"}
    assert (broken[0], broken[-1]) == (old, NEW)
    assert [(one["again"], one["left"]) for one in found] == [(NEW, [])] * len(found)


# --- what one command writes -------------------------------------------------------------------------


def test_files_are_put_back_where_one_cannot_take_its_place(tmp_path: Path) -> None:
    """Of three files the last is in the way of nothing but itself: the others are as they were, new folders go."""
    (tmp_path / "a.yml").write_text("旧", "utf-8")
    # Of a command that was killed, of another time.
    (tmp_path / ".b.yml.old").write_text("更旧", "utf-8")
    (tmp_path / "c.yml").mkdir()
    (tmp_path / "c.yml/里面").write_text("旧", "utf-8")
    before = {"a.yml": "旧", "c.yml/里面": "旧"}
    with pytest.raises(IsADirectoryError):
        write.write_files([("a.yml", "新"), ("b/b/b.yml", "新"), ("b.yml", "新"), ("c.yml", "新")], tmp_path)
    assert everything(tmp_path) == before
    assert sorted(one.name for one in tmp_path.iterdir()) == ["a.yml", "c.yml"]


def test_files_stay_where_the_disk_is_full(tmp_path: Path) -> None:
    """Before one of them is written whole; also one that could not even be begun."""
    (tmp_path / "a.yml").write_text("旧", "utf-8")
    (tmp_path / "b.yml").write_text("旧", "utf-8")
    before = everything(tmp_path)
    with no_file_larger_than(100), pytest.raises(OSError, match="too large"):
        write.write_files([("a.yml", "新"), ("x/b.yml", "新" * 100)], tmp_path)
    assert everything(tmp_path) == before
    assert sorted(one.name for one in tmp_path.iterdir()) == ["a.yml", "b.yml"]
    tmp_path.chmod(0o555)
    for folder in tmp_path.parents[:2]:
        folder.chmod(0o755)
    try:
        with as_nobody(), pytest.raises(PermissionError):
            write.write_files([("a.yml", "新"), ("b.yml", "新")], tmp_path)
    finally:
        tmp_path.chmod(0o755)
    assert everything(tmp_path) == before


def test_a_file_that_is_a_link_is_written_where_it_leads(tmp_path: Path) -> None:
    """And with the rights that it had."""
    (tmp_path / "far").mkdir()
    (tmp_path / "far/a.yml").write_text("旧", "utf-8")
    (tmp_path / "far/a.yml").chmod(0o640)
    (tmp_path / "near").mkdir()
    (tmp_path / "near/a.yml").symlink_to("../far/a.yml")
    assert write.write_files([("a.yml", "新")], tmp_path / "near") == 1
    assert everything(tmp_path) == {"far/a.yml": "新", "near/a.yml": "→ ../far/a.yml"}
    assert (tmp_path / "far/a.yml").stat().st_mode & 0o777 == 0o640


# --- a folder made anew ------------------------------------------------------------------------------


def test_what_an_earlier_build_has_left_is_not_in_the_way(tmp_path: Path) -> None:
    """A link to somewhere, a folder for a file, a file for a folder: none of it is followed, none stops the build."""
    outside = made(tmp_path / "outside", a="不动")
    work = tmp_path / "work"
    (work / "page.md").mkdir(parents=True)
    (work / "page.md/old").write_text("旧", "utf-8")
    (work / "file").write_text("旧", "utf-8")
    (work / "linked").symlink_to(outside)
    (work / "link.md").symlink_to(outside / "a")
    (work / "gone").mkdir()
    (work / "gone/link").symlink_to(outside)
    (work / "gone/dead").symlink_to("nowhere")
    files = {"page.md": "一", "file/in/it.md": "二", "linked/a": "三", "link.md": "不动"}
    assert write.write_tree(files.items(), work) == 4
    assert everything(work) == files
    assert sorted(one.name for one in work.iterdir()) == ["file", "link.md", "linked", "page.md"]
    assert everything(outside) == {API: "{}", "a": "不动"}


def test_links_above_a_folder_stay(tmp_path: Path) -> None:
    """Only what is in the folder itself is made anew."""
    (tmp_path / "real").mkdir()
    (tmp_path / "linked").symlink_to("real")
    write.write_tree([("a/b", "一")], tmp_path / "linked/work")
    assert everything(tmp_path) == {"linked": "→ real", "real/work/a/b": "一"}


# --- an output that is reserved ----------------------------------------------------------------------


def test_only_one_at_a_time(tmp_path: Path) -> None:
    """Also by another way to the same folder; what is refused writes nothing, and in the end nothing is left."""
    made(tmp_path / "real/site", a="旧")
    (tmp_path / "linked").symlink_to(tmp_path / "real")
    before = everything(tmp_path)
    with write.reserved(tmp_path / "real/site") as work:
        assert work == tmp_path / "real/.site.build"
        for output in (tmp_path / "real/site", tmp_path / "linked/site", tmp_path / "real/x/../site"):
            with (
                pytest.raises(
                    refuse.OutputRefused,
                    match=rf"另一个程序正在生成 .*site（进程 {os.getpid()}，[0-9:]+ 开始）；请等它做完再试",
                ),
                write.reserved(output),
            ):
                pass
        with write.reserved(tmp_path / "real/other"):
            pass
        work.mkdir()
        (work / "half").write_text("半", "utf-8")
    assert everything(tmp_path) == before
    with write.reserved(tmp_path / "linked/site"):
        pass
    assert sorted(one.name for one in (tmp_path / "real").iterdir()) == ["site"]


def test_the_second_waits_and_is_told_for_whom(tmp_path: Path) -> None:
    """Who builds, since when, and how long it will wait; then it has its turn, and both leave nothing."""
    told: list[str] = []
    with ExitStack() as first, ThreadPoolExecutor(1) as second:
        first.enter_context(write.reserved(tmp_path / "site"))

        def wait() -> None:
            with write.reserved(tmp_path / "site", 60, told.append) as work:
                made(work)

        waiting = second.submit(wait)
        while not told:
            time.sleep(0.01)
        assert not waiting.done()
        first.close()
        waiting.result(60)
    assert [re.sub(r"[0-9]{2}:[0-9]{2}:[0-9]{2}", "时刻", one) for one in told] == [
        f"另一个程序正在生成 {tmp_path / 'site'}（进程 {os.getpid()}，时刻 开始）；等它做完，最多等 1 分 0 秒，"
        "不等请按 Ctrl+C"
    ]
    assert list(tmp_path.iterdir()) == []


def test_waiting_ends(tmp_path: Path) -> None:
    """Nothing hangs where nobody watches: after its time the second one is refused, and has changed nothing."""
    with write.reserved(tmp_path / "site"):
        left = sorted(one.name for one in tmp_path.iterdir())
        with (
            pytest.raises(refuse.OutputRefused, match=r"（进程 \d+，[0-9:]+ 开始），等了 1 秒；请等它做完再试"),
            write.reserved(tmp_path / "site", 1, lambda _: None),
        ):
            pass
        assert sorted(one.name for one in tmp_path.iterdir()) == left == [".site.lock", ".site.who"]


@pytest.mark.slow
# All is done by the time that the lock is finalized; there Python itself only says that it was interrupted.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("taken", ["its own", "that of build/ as well"])
def test_interrupted_at_any_line_it_leaves_nothing(taken: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The lock, who has it, the folder: of none anything stays, whichever line the interruption comes before."""
    monkeypatch.setattr(write, "PROJECT", tmp_path)
    output = tmp_path / ("out/site" if taken == "its own" else "build/out")
    places: list[tuple[str, int]] = []
    while True:
        ran = interrupted(output, len(places) + 1)
        if not ran:
            break
        places.append(ran)
        found = [one.name for folder in (tmp_path, output.parent) if folder.is_dir() for one in folder.iterdir()]
        assert set(found) <= {"out", "build"}, ran
    assert {Path(file).name for file, _ in places} >= {"write.py", "signals.py", "_unix.py"}
    assert len(places) > 300


def interrupted(output: Path, number: int) -> tuple[str, int] | None:
    """Reserve an output, and be interrupted before so-and-so many lines of what does it; before which, None: done."""
    own = (write.__file__, signals.__file__, str(Path(filelock.__file__).parent))
    place: tuple[str, int] | None = None

    def trace(frame: FrameType, event: str, _: object) -> "Callable[..., Any] | None":
        nonlocal number, place
        if not frame.f_code.co_filename.startswith(own):
            return None
        line = frame.f_code.co_filename, frame.f_lineno
        # Python looks for signals nowhere between `finally:` and what its `try:` begins with.
        if event == "line" and linecache.getline(*line).strip() != "try:":
            number -= 1
            if number == 0:
                sys.settrace(None)
                place = line
                signal.raise_signal(signal.SIGINT)
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        with write.reserved(output) as work:
            made(work)
    except KeyboardInterrupt:
        assert place
    finally:
        sys.settrace(before)
    return place


def test_what_bears_no_interruption_is_interrupted_after_it() -> None:
    """It is done to its end; then the interruption is answered, and later ones as before."""
    done: list[str] = []

    def work() -> None:
        with signals.undisturbed():
            signal.raise_signal(signal.SIGINT)
            done.append("to its end")

    with pytest.raises(KeyboardInterrupt):
        work()
    assert done == ["to its end"]
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)


def test_what_is_in_the_projects_build_is_in_the_way_of_its_site(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`render` puts its files into `build/docs`, where `build` writes them; not both at a time."""
    for module in (write, refuse):
        monkeypatch.setattr(module, "PROJECT", tmp_path)
    for one, other in (("site", "build/docs"), ("build/docs", "site")):
        with write.reserved(tmp_path / one), pytest.raises(refuse.OutputRefused), write.reserved(tmp_path / other):
            pass
    with write.reserved(tmp_path / "site"), write.reserved(tmp_path / "elsewhere"):
        pass


def test_lock_of_a_process_that_was_killed_blocks_nobody(tmp_path: Path) -> None:
    """Nor does what it wrote of itself, nor what it was at."""
    program = (
        "import os, pathlib, signal; from generator.site import write\n"
        f"with write.reserved(pathlib.Path({str(tmp_path / 'site')!r})) as work:\n"
        "    work.mkdir(); (work / 'half').touch(); os.kill(os.getpid(), signal.SIGKILL)"
    )
    ran = subprocess.run([sys.executable, "-c", program], cwd=PROJECT, check=False)
    assert ran.returncode == -signal.SIGKILL
    assert sorted(one.name for one in tmp_path.iterdir()) == [".site.build", ".site.lock", ".site.who"]
    with write.reserved(tmp_path / "site") as work:
        assert not work.exists()
    assert list(tmp_path.iterdir()) == []


def test_what_cannot_be_put_away_is_not_built_upon(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What another user left would be mixed into the new site."""
    monkeypatch.setattr(write, "clear", lambda _: None)
    (tmp_path / ".site.build").mkdir()
    with (
        pytest.raises(refuse.OutputRefused, match=r"site\.build 是以前留下的，删不掉；请检查权限，删去它再试"),
        write.reserved(tmp_path / "site"),
    ):
        pass


def test_folders_above_an_output_are_made(tmp_path: Path) -> None:
    """As many as there are not."""
    with write.reserved(tmp_path / "x/y/site") as work:
        assert work == tmp_path / "x/y/.site.build"
    assert list((tmp_path / "x/y").iterdir()) == []


def test_work_folder_that_was_left_is_cleared(tmp_path: Path) -> None:
    """It is another one's no more; a link in its place goes, not what it leads to."""
    outside = made(tmp_path / "outside", a="不动")
    (tmp_path / ".docs.build/docs").mkdir(parents=True)
    (tmp_path / ".docs.build/docs/a").write_text("旧", "utf-8")
    with write.reserved(tmp_path / "docs") as work:
        assert not work.exists()
    (tmp_path / ".docs.build").symlink_to(outside)
    with write.reserved(tmp_path / "docs"):
        pass
    assert [one.name for one in tmp_path.iterdir()] == ["outside"]
    assert everything(outside) == {API: "{}", "a": "不动"}


def test_folders_called_build_belong_to_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the project's own site is prepared in `build/`, where it stays to be looked at."""
    made(tmp_path / "build/site", a="别的工程")
    with write.reserved(tmp_path / "site") as work:
        assert work == tmp_path / ".site.build"
    assert everything(tmp_path / "build") == {f"site/{API}": "{}", "site/a": "别的工程"}
    for module in (write, refuse):
        monkeypatch.setattr(module, "PROJECT", tmp_path)
    with write.reserved(tmp_path / "site") as work:
        assert work == tmp_path / "build"
    assert everything(tmp_path / "build") == {f"site/{API}": "{}", "site/a": "别的工程"}


def test_site_that_was_moved_aside_comes_back(tmp_path: Path) -> None:
    """Also over an empty folder that somebody made in its place; never over a site."""
    for there in (None, "empty", "site"):
        folder = tmp_path / str(there)
        made(folder / ".site.old", a="旧")
        if there == "empty":
            (folder / "site").mkdir()
        elif there:
            made(folder / "site", a="新")
        with write.reserved(folder / "site"):
            pass
        assert (folder / "site/a").read_text("utf-8") == ("新" if there == "site" else "旧")


def refused(output: Path) -> str:
    with pytest.raises(refuse.OutputRefused) as raised:
        refuse.unfit(output, DEMO)
    return str(raised.value)


def test_outputs_that_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file, a link, something that is neither; the root; what is not of ours."""
    site = made(tmp_path / "site", a="旧")
    (tmp_path / "file").write_text("", "utf-8")
    (tmp_path / "link").symlink_to(site)
    (tmp_path / "dead").symlink_to(tmp_path / "nowhere")
    os.mkfifo(tmp_path / "pipe")
    for name in ("file", "link", "dead", "pipe"):
        assert refused(tmp_path / name) == f"{tmp_path / name} 不是文件夹，或者是符号链接；请换一个文件夹"
    assert refused(Path("/")).startswith("/ 不是文件夹")
    assert refused(tmp_path) == f"{tmp_path} 不是空文件夹，里面也不是本程序生成的网站；请换一个文件夹，以免误删"
    (tmp_path / "empty").mkdir()
    for output in (site, tmp_path / "none", tmp_path / "empty"):
        refuse.unfit(output, DEMO)
    monkeypatch.chdir(site)
    refuse.unfit(Path(), DEMO)


# --- a whole build -----------------------------------------------------------------------------------

GOOD = "<p id=a>新"


@pytest.fixture
def quick(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[Callable[[Path], None]], None]:
    """Lets builds make nothing but a page or two; all that comes before and after is as ever."""

    def quick(make: Callable[[Path], None]) -> None:
        def generate(*arguments: object) -> flow.Generated:
            site = arguments[2]
            assert isinstance(site, Path)
            write.write_tree([(API, "{}"), ("index.html", GOOD)], site)
            make(site)
            files = flow.SiteFiles(Store(tmp_path_factory.mktemp("store")))
            for path in site.rglob("*.html"):
                files.put(path.relative_to(site).as_posix(), path.read_bytes())
            return flow.Generated(flow.Checked(DEMO, (), 2, 0, PlaceWords()), files)

        monkeypatch.setattr(flow, "generate", generate)

    return quick


def raises(_: Path) -> None:
    raise ZeroDivisionError


def broken_link(site: Path) -> None:
    (site / "a.html").write_text("<a href=none>", "utf-8")


def full(site: Path) -> None:
    with no_file_larger_than(10):
        (site / "a.html").write_text("满" * 10, "utf-8")


def build(output: Path) -> None:
    flow.build_site(DEMO, output, SILENT)


@pytest.mark.parametrize(
    ("make", "error"),
    [(raises, ZeroDivisionError), (broken_link, SiteError), (full, OSError)],
    ids=lambda one: one.__name__,
)
def test_build_that_fails_half_way(
    make: Callable[[Path], None],
    error: type[Exception],
    quick: Callable[[Callable[[Path], None]], None],
    tmp_path: Path,
) -> None:
    """The site stays as it was, and nothing stands beside it; the next one takes its place."""
    site = made(tmp_path / "site", **{"index.html": "旧"})
    before = everything(tmp_path)
    quick(make)
    with pytest.raises(error):
        build(site)
    assert everything(tmp_path) == before
    assert [one.name for one in tmp_path.iterdir()] == ["site"]
    quick(lambda _: None)
    build(site)
    assert everything(tmp_path) == {f"site/{API}": "{}", "site/index.html": GOOD}
    assert [one.name for one in tmp_path.iterdir()] == ["site"]


def test_two_builds_of_one_output(
    quick: Callable[[Callable[[Path], None]], None], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The second is told so, with the exit code of misuse, whichever command it is; the first is not disturbed."""
    site = made(tmp_path / "site", **{"index.html": "旧"})
    codes = []
    output = ("--content", str(DEMO), "--output", str(site), "--wait", "0")
    quick(lambda _: codes.extend(main([command, *output]) for command in ("build", "render")))
    build(site)
    assert codes == [2, 2]
    assert capsys.readouterr().err.count(f"另一个程序正在生成 {site}（进程 {os.getpid()}，") == 2
    assert everything(site) == {API: "{}", "index.html": GOOD}


@pytest.mark.parametrize("command", ["build", "render"])
def test_output_that_is_a_link_stays_one(command: str, tmp_path: Path) -> None:
    """Neither it nor what it leads to is replaced."""
    made(tmp_path / "real", a="旧")
    (tmp_path / "site").symlink_to("real")
    before = everything(tmp_path)
    assert main([command, "--content", str(DEMO), "--output", str(tmp_path / "site")]) == 2
    assert everything(tmp_path) == before


def test_content_and_output_behind_links(quick: Callable[[Callable[[Path], None]], None], tmp_path: Path) -> None:
    """Where only a folder above is a link, all is as ever, in the folder itself."""
    (tmp_path / "real").mkdir()
    (tmp_path / "linked").symlink_to("real")
    (tmp_path / "content").symlink_to(DEMO)
    quick(lambda _: None)
    for _ in range(2):
        flow.build_site(tmp_path / "content", tmp_path / "linked/site", SILENT)
        assert sorted(one.name for one in (tmp_path / "real").iterdir()) == ["site"]
        assert (tmp_path / "real/site/index.html").read_text("utf-8") == GOOD


def test_old_site_is_the_next_ones_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What stood in an output's place stands then where the next one is made; each output has its own."""
    monkeypatch.setattr(write, "CACHE", tmp_path / "cache")
    output, work = tmp_path / "site", tmp_path / "work"
    folder = write.spare(output, work)
    assert folder == write.spare(output, work) != write.spare(tmp_path / "other", work)
    write.swap(made(folder, a="一"), output, has_spare=True)
    made(folder, a="二")
    write.swap(folder, output, has_spare=True)
    assert (output / "a").read_text("utf-8") == "二"
    # Where the system cannot exchange two folders, there is none.
    assert not folder.exists() or (folder / "a").read_text("utf-8") == "一"


def test_spare_folders_do_not_pile_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those of other outputs stay for a while, a few for ever."""
    monkeypatch.setattr(write, "CACHE", tmp_path / "cache")
    folders = [write.spare(tmp_path / str(number), tmp_path / "work") for number in range(7)]
    assert all(folder.is_dir() for folder in folders)
    for number, folder in enumerate(folders):
        os.utime(folder, (number, number))
    last = write.spare(tmp_path / "6", tmp_path / "work")
    assert last == folders[6]
    assert [folder.is_dir() for folder in folders] == [False] * 3 + [True] * 4


def test_what_is_in_the_cache_is_made_beside_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An output there has its folder where all others have it that cannot be moved in one step."""
    monkeypatch.setattr(write, "CACHE", tmp_path / "cache")
    assert write.spare(tmp_path / "cache/site", tmp_path / "work") == tmp_path / "work/site"
