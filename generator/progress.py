"""Progress: what a long command is doing, how far it is, how long it takes; and what took how long.

    with progress.step("检查网站里的每个链接", total=len(pages)) as step:
        for page in pages:
            …
            step.advance()

A progress is told single sentences, too: `progress("没有生成 PDF：…")`.  Steps may stand in one another, and go on side
by side.  On a terminal they have bars, elsewhere each is a line when it begins.
"""

import multiprocessing
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from contextvars import ContextVar
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import IO, Self

# In seconds: where there is no terminal, somebody may wonder whether a step goes on, or may end what says nothing.
_SILENCE = 30

# What a sentence is given to.
Tell = Callable[[str], None]


@dataclass(frozen=True)
class Timing:
    """How long a step took, in seconds: by the clock, and of processors, those of the workers included.

    `depth` is how many steps it stood in; what goes on side by side has its time counted in each.
    """

    name: str
    seconds: float
    cpu: float
    depth: int

    def __str__(self) -> str:
        return f"{self.seconds:.1f} 秒（处理器 {self.cpu:.1f} 秒）"


class Ongoing:
    """A step that goes on: how much of it is done, of how much where that is known."""

    def __init__(self, name: str, total: int | None = None, changed: Callable[["Ongoing"], None] | None = None) -> None:
        self.name, self.done, self._total, self._changed = name, 0, total, changed

    @property
    def total(self) -> int | None:
        """How much there is to be done; it may be told late."""
        return self._total

    @total.setter
    def total(self, total: int | None) -> None:
        self._total = total
        self.advance(0)

    def advance(self, count: int = 1) -> None:
        """So much more is done."""
        self.done += count
        if self._changed:
            self._changed(self)


class Progress:
    """Tells of the steps line by line, and keeps how long each took."""

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self._depth = 0
        self._began: tuple[float, float] | None = None
        self.timings: list[Timing] = []

    def __call__(self, text: str) -> None:
        """Tell a sentence."""
        self._tell(text)

    @contextmanager
    def step(self, name: str, total: int | None = None, is_told: bool = True) -> Iterator[Ongoing]:
        """A step, as long as the `with` lasts; `is_told` is whether its name is a line where there is no terminal."""
        place = len(self.timings)
        began = _now()
        self._began = self._began or began
        self._depth += 1
        try:
            with self._shown(name, total, is_told) as step:
                yield step
        finally:
            self._depth -= 1
            seconds, cpu = (end - begin for begin, end in zip(began, _now(), strict=True))
            # In the order in which they began.
            self.timings.insert(place, Timing(name, seconds, cpu, self._depth))

    @contextmanager
    def _shown(self, name: str, total: int | None, is_told: bool) -> Iterator[Ongoing]:
        if is_told:
            self._tell(name)
        began = told = time.monotonic()

        def changed(step: Ongoing) -> None:
            nonlocal told
            now = time.monotonic()
            if step.total and now - told >= _SILENCE:
                told = now
                self._tell(f"{name}：{step.done}/{step.total}，{_left(step, now - began)}")

        yield Ongoing(name, total, changed)

    def still(self) -> AbstractContextManager[None]:
        """Nothing goes on by itself, in another thread, as long as the `with` lasts."""
        return nullcontext()

    def summary(self) -> list[str]:
        """What took how long, a line each, and the slowest of them."""
        now = _now()
        seconds, cpu = (end - begin for begin, end in zip(self._began or now, now, strict=True))
        lines = [f"{'  ' * (one.depth + 1)}{one.name}：{one}" for one in self.timings]
        slowest = max((one for one in self.timings if not one.depth), key=lambda one: one.seconds, default=None)
        worst = f"；最慢的是“{slowest.name}”" if slowest else ""
        return ["每一步用了多久：", *lines, f"一共 {Timing('', seconds, cpu, 0)}{worst}。"]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        pass


class OnTerminal(Progress):
    """Shows bars on a terminal; what is done stays there as a line."""

    def __init__(self, terminal: IO[str]) -> None:
        # Here and not above: only who looks at a terminal needs it.
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TextColumn, TimeElapsedColumn
        from rich.progress import Progress as Bars
        from rich.table import Column

        # The thread that moves the bars.
        self._drawing: set[threading.Thread] = set()
        self._console = Console(file=terminal, highlight=False, markup=False, emoji=False)
        super().__init__(partial(self._console.print, soft_wrap=True))
        self._bars = Bars(
            SpinnerColumn("line"),
            TextColumn("{task.description}", markup=False, table_column=Column(ratio=None, no_wrap=True)),
            BarColumn(bar_width=30),
            MofNCompleteColumn(),
            TextColumn("已用"),
            TimeElapsedColumn(),
            TextColumn("{task.fields[left]}"),
            console=self._console,
            transient=True,
        )

    @contextmanager
    def _shown(self, name: str, total: int | None, is_told: bool) -> Iterator[Ongoing]:  # noqa: ARG002  (all are shown)
        task = self._bars.add_task(name, total=total, left="")
        began = time.monotonic()

        def changed(step: Ongoing) -> None:
            left = _left(step, time.monotonic() - began)
            self._bars.update(task, total=step.total, completed=step.done, left=left)

        try:
            yield Ongoing(name, total, changed)
        finally:
            self._bars.remove_task(task)
        self._tell(f"{name}（{clock(time.monotonic() - began)}）")

    @contextmanager
    def still(self) -> Iterator[None]:
        """The bars are not there meanwhile."""
        self._bars.stop()
        for thread in self._drawing:
            thread.join()
        try:
            yield
        finally:
            self._start()

    def _start(self) -> None:
        others = {*threading.enumerate()}
        self._bars.start()
        self._drawing = {*threading.enumerate()} - others

    def __enter__(self) -> Self:
        self._start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bars.stop()


def _left(step: Ongoing, passed: float) -> str:
    """How long a step will take yet, if it goes on as it did; nothing where that cannot be told."""
    return f"还要 {clock(passed * (step.total - step.done) / step.done)}" if step.total and step.done else ""


def _nothing(_: str) -> None:
    pass


# For those who want to be told nothing.
SILENT = Progress(_nothing)
# Of the command that runs.
_CURRENT: ContextVar[Progress] = ContextVar("progress", default=SILENT)


def current() -> Progress:
    """The progress of the command that runs, for what lies far below the flow and may take minutes."""
    return _CURRENT.get()


@contextmanager
def used(progress: Progress) -> Iterator[Progress]:
    """Have a progress be the current one."""
    token = _CURRENT.set(progress)
    try:
        yield progress
    finally:
        _CURRENT.reset(token)


def clock(seconds: float) -> str:
    """A span of time, as one says it."""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} 分 {rest} 秒" if minutes else f"{rest} 秒"


def time_of_day(seconds: float) -> str:
    """The hour and minute, here, of a file's time."""
    return time.strftime("%H:%M:%S", time.localtime(seconds))


def _now() -> tuple[float, float]:
    """The seconds by the clock, and of processors: of this process, of those that it had, and that it has."""
    used = os.times()
    ended = used.user + used.system + used.children_user + used.children_system
    return time.monotonic(), ended + sum(_used(one.pid) for one in multiprocessing.active_children())


def _used(process: int | None) -> float:
    """The seconds of processors of a process that goes on, where the system tells (Linux)."""
    with suppress(OSError, ValueError, IndexError):
        # After the name, which may hold anything: the 12th and 13th are user and system time, in ticks.
        fields = Path(f"/proc/{process}/stat").read_text("utf-8", "replace").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return 0.0
