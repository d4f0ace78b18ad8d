"""What no test may exceed.

On Windows, which has no alarms, nothing is limited: there a hanging test is ended by the person who runs it.
"""

import signal
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def time_limit(seconds: int = 60) -> Iterator[None]:
    """Raise TimeoutError where the block hangs, so that one mistake does not stop all tests; slowness is no hang."""

    if not hasattr(signal, "SIGALRM"):
        yield
        return

    def stop(*_: object) -> None:
        raise TimeoutError(f"took longer than {seconds} seconds")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
