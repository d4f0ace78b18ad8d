"""Workers: other processes, for work that needs nothing from this one but what it is given."""

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from typing import TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")

PROCESSORS = os.cpu_count() or 1


def pool() -> ProcessPoolExecutor:
    """As many processes as there are processors, each started when it is first needed.

    They are not forked: a copy of a process with threads may hang.
    """
    return ProcessPoolExecutor(PROCESSORS, multiprocessing.get_context("spawn"), _be_quiet)


def _be_quiet() -> None:
    """Whoever interrupts the program interrupts its processes too; that one of them says so is enough."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def each(function: Callable[[Task], Result], tasks: Iterable[Task], workers: Executor) -> Iterator[Result]:
    """The results of all tasks in their order; a single task is done here, where nothing need be started for it."""
    tasks = list(tasks)
    return map(function, tasks) if len(tasks) < 2 or PROCESSORS < 2 else workers.map(function, tasks)
