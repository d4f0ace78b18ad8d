"""Signals that end the program: whoever sends one interrupts it, and there are moments that bear no interruption."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

# Those that a system has: Windows knows the first two.  SIGALRM asks once more for what was put off.
ENDING = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGALRM") if hasattr(signal, name))


@contextmanager
def held() -> Iterator[None]:
    """Signals that end the program are kept for later, and so by a process that is begun meanwhile.

    Whoever interrupts the program interrupts those that it begins, too, and would see a traceback of each.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ENDING)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def undisturbed() -> Iterator[None]:
    """Signals that end the program are answered when this is done; in a thread that gets none, it changes nothing."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    came: list[int] = []
    answers = {one: signal.getsignal(one) for one in ENDING}
    try:
        for one in ENDING:
            signal.signal(one, lambda number, _: came.append(number))
        yield
    finally:
        for one, answer in answers.items():
            # None: not set by Python.
            signal.signal(one, answer or signal.SIG_DFL)
        for number in came:
            signal.raise_signal(number)
