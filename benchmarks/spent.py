"""What a command takes: time, processor time and memory, of it and of all processes that it starts.  Linux only.

The memory is what all of them have together at the worst moment looked at (PSS: of what several share, each its part),
ten times a second.
"""

import os
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

# Seconds between two looks; a look at much memory takes its time, and is not to be what is measured.
_EVERY = 0.1
_REST = 10


@dataclass(frozen=True)
class Spent:
    """What a command took: seconds by the clock and of the processors, bytes of memory; and what it printed."""

    wall: float
    cpu: float
    memory: int
    said: str = ""


class Failed(Exception):
    """A command that did not succeed."""


def spent(command: Sequence[str | Path], folder: Path, environment: Mapping[str, str] | None = None) -> Spent:
    """Run a command in a folder; what it took.  Raises Failed."""
    with tempfile.TemporaryFile() as output:
        start = time.perf_counter()
        process = subprocess.Popen(
            list(map(str, command)),
            cwd=folder,
            env={**os.environ, **(environment or {})},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            with _Watched(process.pid) as watched:
                # The processes that it waited for are in its own count.
                _, status, usage = os.wait4(process.pid, 0)
            wall = time.perf_counter() - start
        except BaseException:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            raise
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        said = output.read().decode(errors="replace")
    if process.returncode:
        raise Failed(f"{' '.join(map(str, command))}: {process.returncode}\n{said[-2000:]}")
    return Spent(wall, usage.ru_utime + usage.ru_stime, watched.most, said)


class _Watched:
    """Looks at the memory of a session's processes, in a thread, until it is left."""

    def __init__(self, session: int) -> None:
        self.most = 0
        self._session = session
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> "_Watched":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._ended.is_set():
            start = time.perf_counter()
            self.most = max(self.most, sum(map(_memory, _of(self._session))))
            self._ended.wait(max(_EVERY, _REST * (time.perf_counter() - start)))


def _of(session: int) -> Iterator[Path]:
    """The processes of a session."""
    for one in Path("/proc").iterdir():
        if one.name.isdigit():
            with suppress(OSError):
                # The name in brackets may hold anything; the session is the fourth after it.
                if int((one / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()[3]) == session:
                    yield one


def _memory(process: Path) -> int:
    """The bytes of a process, of shared ones its part."""
    with suppress(OSError):
        for line in (process / "smaps_rollup").read_text("utf-8").splitlines():
            if line.startswith("Pss:"):
                return 1024 * int(line.split()[1])
    return 0
