"""Workers: a pool that cannot go on says so."""

import os
import pickle
import signal
import subprocess
import sys
import time
import traceback
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from multiprocessing.context import SpawnProcess
from pathlib import Path

import pytest

from generator import workers
from generator.workers import PROCESSORS, pool, renew
from support.places import PROJECT


def refuse(number: int) -> int:
    """A task that fails."""
    raise ValueError(number)


def much(size: int) -> bytes:
    """More than a pipe holds: it is being sent for a while."""
    return bytes(size)


def test_a_process_that_is_killed_while_it_answers() -> None:
    """Nobody waits for the rest of its answer; what the others do is done."""
    for moment in range(12):
        with pytest.raises(BrokenProcessPool), pool() as workers:  # noqa: PT012
            processes = {workers.submit(os.getpid).result(60) for _ in range(20)}
            answer = workers.submit(much, 200_000_000)
            time.sleep(0.02 * moment)
            for one in processes:
                os.kill(one, signal.SIGKILL)
            assert len(answer.result(60)) == 200_000_000
            workers.submit(os.getpid).result(60)


def die() -> None:
    """A task during which its process is killed."""
    os.kill(os.getpid(), signal.SIGKILL)


def test_after_a_process_was_lost_nothing_is_begun() -> None:
    """Whoever asks for what it was at is told, and of everything after it, however many other processes there are.

    Until there are new ones.
    """
    with pool() as workers:
        assert isinstance(workers.submit(die).exception(60), BrokenProcessPool)
        others = [workers.submit(os.getpid).exception(60) for _ in range(2 * PROCESSORS)]
        renew(workers)
        assert workers.submit(os.getpid).result(60) != os.getpid()
    assert {type(one) for one in others} == {BrokenProcessPool}


def unpackable(number: int) -> object:
    """A task whose result no other process can have."""
    return lambda: number


def test_what_cannot_be_sent_is_told() -> None:
    """A task or its result: whoever asks for it is told, and the next task is done."""
    with pool() as workers:
        for task in (partial(workers.submit, unpackable, 1), partial(workers.submit, lambda: 1)):
            with pytest.raises((AttributeError, pickle.PicklingError, TypeError)):
                task().result(60)
        assert workers.submit(len, "ab").result(60) == 2


def test_where_it_failed_is_told() -> None:
    """With `--verbose`: the place in the process that did it."""
    with pool() as workers:
        error = workers.submit(refuse, 1).exception(60)
    assert "in refuse\n" in "".join(traceback.format_exception(error))


@pytest.mark.parametrize("message", ["can't start new thread", "cannot join thread before it is started"])
def test_a_thread_that_cannot_be_started(message: str) -> None:
    """It is memory that is short, whatever Python says."""
    with pytest.raises(MemoryError), pool():
        raise RuntimeError(message)


def test_any_other_exception_stays_what_it_is() -> None:
    """Somebody who interrupts, too."""
    for error in (RuntimeError("x"), KeyboardInterrupt(), ValueError("thread")):
        with pytest.raises(type(error)) as raised, pool():
            raise error
        assert raised.value is error


def test_what_fails_in_a_process_is_what_is_told() -> None:
    """Also where other tasks wait, which nobody needs any more: that they are given up is no lack of memory."""
    for _ in range(3):
        with pytest.raises(ValueError, match="0"), pool() as workers:
            list(workers.map(refuse, range(30)))


def held() -> int:
    """How many bytes of memory the process has to itself, after it had 64 MB more of which the last is still there."""
    pieces = [bytes(64 << 10) for _ in range(1 << 10)]
    _kept.append(pieces[-1])
    return _own()


def _own() -> int:
    rollup = Path("/proc/self/smaps_rollup").read_text("utf-8")
    return sum(1024 * int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Anonymous:"))


_kept: list[bytes] = []


@pytest.mark.skipif(sys.platform != "linux", reason="memory as Linux tells it")
def test_what_a_task_needs_no_more_is_given_back() -> None:
    """Of 64 MB of pieces all but one is free, and the C library would keep them before that one."""
    with pool() as processes:
        most = processes.submit(held).result()
        assert most - min(processes.submit(_own).result() for _ in range(20)) > 32 << 20


@pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="signals of Unix")
def test_a_process_is_started_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who is interrupted while a process is being started is interrupted when it has been."""
    begun = []

    def start(process: SpawnProcess) -> None:
        os.kill(os.getpid(), signal.SIGINT)
        begun.append(process)

    monkeypatch.setattr(SpawnProcess, "start", start)
    with pytest.raises(KeyboardInterrupt), pool() as executor:
        executor.submit(os.getpid)
    assert len(begun) == 1
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


# Processes that are begun whole while somebody presses Ctrl+C, which the terminal tells all of them.
_INTERRUPTED = """
import os, signal, sys, threading, time
from generator import workers

def strike():
    while True:
        time.sleep(0.005)
        os.killpg(0, signal.SIGINT)

if __name__ == "__main__":
    answered = []
    signal.signal(signal.SIGINT, lambda *_: answered.append(1))
    threading.Thread(target=strike, daemon=True).start()
    with workers.pool() as pool:
        found = pool.submit(os.getpid).result(60)
    print(found != os.getpid(), len(answered) > 0, flush=True)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
"""


@pytest.mark.skipif(not hasattr(signal, "pthread_sigmask"), reason="signals of Unix")
def test_interrupted_while_processes_are_begun(tmp_path: Path) -> None:
    """Each is told, too, before it can say that it does not answer: nobody sees its traceback."""
    script = tmp_path / "script.py"
    script.write_text(_INTERRUPTED, "utf-8")
    ran = subprocess.run(
        [sys.executable, script], capture_output=True, text=True, check=False, timeout=120, start_new_session=True,
        env={**os.environ, "PYTHONPATH": str(PROJECT)},
    )  # fmt: skip
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "True True\n", "")


# What a process of the pool finds, where this one has a module of its own, answers signals, and tells of its steps.
_COPIED = """
import os, signal, sys, threading, time
from generator import workers
from generator.progress import Progress, current, used

had = []

def found():
    with current().step("in the copy"):
        pass
    return (had, signal.getsignal(signal.SIGTERM) == signal.SIG_DFL,
            signal.SIGTERM in signal.pthread_sigmask(signal.SIG_BLOCK, []), os.getpid())

if __name__ == "__main__":
    had.append("here")
    signal.signal(signal.SIGTERM, lambda *_: print("answered", flush=True))
    if sys.argv[1:]:
        threading.Thread(target=threading.Event().wait, daemon=True).start()
    with used(Progress(print)), workers.pool() as pool:
        *told, process = pool.submit(found).result()
        print(told, process == os.getpid())
        os.kill(process, signal.SIGTERM)
        try:
            while True:
                pool.submit(time.sleep, 0.01).result(60)
        except Exception as error:
            print(type(error).__name__)
    os.kill(os.getpid(), signal.SIGTERM)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere they are no copies")
@pytest.mark.parametrize(("arguments", "had"), [([], ["here"]), (["with a thread"], [])])
def test_a_copy_knows_nothing_of_its_command(tmp_path: Path, arguments: list[str], had: list[str]) -> None:
    """It has what was loaded, ends when it is told to, and tells nobody; where there are threads, it is no copy."""
    script = tmp_path / "script.py"
    script.write_text(_COPIED, "utf-8")
    ran = subprocess.run(
        [sys.executable, script, *arguments], capture_output=True, text=True, check=True, timeout=60,
        env={**os.environ, "PYTHONPATH": str(PROJECT)},
    )  # fmt: skip
    assert ran.stdout.splitlines() == [f"[{had}, True, False] False", "BrokenProcessPool", "answered"]
    assert ran.stderr == ""


_ASIDE = """
import operator, os, signal
from generator import workers

if __name__ == "__main__":
    with workers.pool() as pool:
        aside = workers.aside(pool)
        print(workers.aside(pool), workers.can_fork())
        tasks = ((operator.truediv, 1, 0), (os.getpid,), (len, "ab"))
        waiting = [aside.submit(*task) for task in tasks]
        print(waiting[2].result(), type(waiting[0].exception()).__name__, waiting[1].result() == os.getpid())
        print(pool.submit(os.getpid).result() in (os.getpid(), waiting[1].result()))
        aside.submit(os.kill, waiting[1].result(), signal.SIGKILL)
        try:
            aside.submit(len, "a").result()
        except Exception as error:
            print(type(error).__name__)
    with workers.pool() as pool:
        pool.submit(os.getpid)
        print(workers.aside(pool))
"""


@pytest.mark.skipif(sys.platform != "linux" or workers.PROCESSORS < 2, reason="there is no such process")
def test_a_process_aside(tmp_path: Path) -> None:
    """What it comes to is told in any order, what it fails with too, also that it was killed; copies can be made yet.

    There is one at most, and none where there are threads.
    """
    script = tmp_path / "script.py"
    script.write_text(_ASIDE, "utf-8")
    ran = subprocess.run(
        [sys.executable, script], capture_output=True, text=True, check=True, timeout=60,
        env={**os.environ, "PYTHONPATH": str(PROJECT)},
    )  # fmt: skip
    assert ran.stdout.splitlines() == ["None True", "2 ZeroDivisionError False", "False", "BrokenProcessPool", "None"]
    assert ran.stderr == ""
