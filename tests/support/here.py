"""Here: an executor without processes, for tests that change what the tasks find."""

from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from typing import TypeVar

Result = TypeVar("Result")


class Here(Executor):
    """Does each task at once, in this process."""

    def submit(self, fn: Callable[..., Result], /, *args: object, **kwargs: object) -> Future[Result]:
        """What it comes to, or what it raised."""
        future: Future[Result] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:  # noqa: BLE001  (whatever it is, the one who asks for the result gets it)
            future.set_exception(error)
        return future


@contextmanager
def here(_: str = "") -> Iterator[Here]:
    """In place of `workers.pool`."""
    yield Here()
