"""Workers: other processes, for work that needs nothing from this one but what it is given."""

import contextvars
import ctypes
import gc
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError, Executor, Future, InvalidStateError, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from functools import cache, partial
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnContext, SpawnProcess

if sys.platform != "win32":
    from multiprocessing import resource_tracker
if sys.platform == "linux":
    from multiprocessing.context import ForkContext, ForkProcess
from typing import ParamSpec, TypeVar, cast

from generator.profiling import profile_worker
from generator.progress import current

Task = TypeVar("Task")
Result = TypeVar("Result")
Given = ParamSpec("Given")

PROCESSORS = os.cpu_count() or 1
# SIGALRM: another one that was put off.
_ENDING = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGALRM") if hasattr(signal, name))
# How many seconds a cluster may take to answer, or a process to end; how often a task is begun whose worker was lost.
_PATIENCE, _RETRIES = 10, 3
# So many new objects until the garbage collector looks through these, of so many such looks one is at older ones, too.
_OBJECTS, _YOUNG, _OLD = 50_000, 10, 10


class NoCluster(Exception):
    """There is no such cluster, or nothing to speak to it with; what it says is for people."""


@contextmanager
def pool() -> Iterator[Executor]:
    """Where tasks run: in processes here."""
    with _processes() as executor:
        yield executor


@contextmanager
def cluster(address: str, unfit: Callable[[], str]) -> Iterator[Executor]:
    """A cluster of Dask's, by the address of its scheduler: it does a task again whose worker is lost.

    Each worker is asked first whether it is unfit; what it says is for people.  Raises NoCluster.
    """
    try:
        from distributed import Client, KilledWorker
    except ImportError:
        raise NoCluster(
            "没有装 Dask；请运行 python -m pip install --require-hashes -r requirements/cluster.lock"
        ) from None
    try:
        client = Client(address, timeout=_PATIENCE, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError, TypeError):
        said = f"连不上集群 {address}；请检查地址，例如 tcp://10.0.0.1:8786，和那里的 dask scheduler 有没有开着"
        raise NoCluster(said) from None
    with client:
        try:
            client.wait_for_workers(1, timeout=_PATIENCE)
        except TimeoutError:
            raise NoCluster(f"集群 {address} 里没有一个工作进程；请在各台机器上开 dask worker {address}") from None
        answers = client.run(unfit, on_error="return")
        for worker, said in sorted(answers.items()):
            if isinstance(said, Exception):
                raise NoCluster(f"集群的 {worker} 没有装本程序，或装的太旧；请各台装同一版，再开 dask worker")
            if said:
                raise NoCluster(f"集群的 {worker} {said}")
        try:
            yield client.get_executor(retries=_RETRIES)  # type: ignore[no-untyped-call]
        except CancelledError:
            raise NoCluster(f"和集群 {address} 断开了；请看那里的 dask scheduler 还在不在，再运行一次") from None
        except KilledWorker:
            said = f"集群 {address} 的工作进程一个接一个地没了，多半是内存不够；请看各台 dask worker 的话，再运行一次"
            raise NoCluster(said) from None


@contextmanager
def _processes() -> Iterator[Executor]:
    """As many processes as there are processors, started when there is first something for them to do.

    Where the `with` ends by an exception, nobody waits for what they are at.  Raises MemoryError where there is too
    little for the thread that deals out the tasks.
    """
    others = multiprocessing.active_children()
    with _without_lost_threads(), _Processes() as executor:
        try:
            yield executor
        except BaseException:
            started = [process for process in multiprocessing.active_children() if process not in others]
            for process in started:
                process.terminate()
            # The pool does not know one during whose start somebody interrupted.
            for process in started:
                process.join(_PATIENCE)
            raise


class _Processes(Executor):
    """Processes that are started late.

    On Linux they are copies of this one as it is by then, and have all that it has loaded, which takes seconds.  A copy
    of a process with threads may hang: then, and elsewhere, each is a new one.
    """

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None
        self._aside: _Aside | None = None

    def submit(self, function: Callable[Given, Result], /, *args: Given.args, **kwargs: Given.kwargs) -> Future[Result]:
        """Have a process do something."""
        return (self._pool or self._start()).submit(_thrifty, partial(function, *args, **kwargs))

    def aside(self) -> Executor | None:
        """One process more, a copy that is started now, where there can be one."""
        if self._pool or self._aside or PROCESSORS < 2:
            return None
        with current().still():
            self._aside = _Aside() if can_fork() else None
        return self._aside

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the processes."""
        for one in filter(None, (self._pool, self._aside)):
            one.shutdown(wait, cancel_futures=cancel_futures)

    def _start(self) -> ProcessPoolExecutor:
        with current().still():
            is_forked = can_fork()
            self._pool = ProcessPoolExecutor(PROCESSORS, _Forking() if is_forked else _Spawning(), begin)
            if is_forked:
                # What there is stays: nobody looks through it again, so it is not copied for that.
                gc.freeze()
                # With the first task all of them start, before there is another thread.
                self._pool.submit(os.getpid)
        return self._pool


def _thrifty(task: Callable[[], Result]) -> Result:
    """Do a task, and give back what it needs no more."""
    try:
        return task()
    finally:
        give_back()


def give_back() -> None:
    """Give the system what memory is free: after a county some 60 MB, which the C library would keep for the next."""
    if trim := _trim():
        trim(0)


@cache
def _trim() -> Callable[[int], int] | None:
    """What does that, where the C library is the GNU one."""
    return getattr(ctypes.CDLL(None), "malloc_trim", None) if sys.platform == "linux" else None


def aside(executor: Executor) -> Executor | None:
    """A process that does what it is given in this order, while those of the pool have yet to be started; if it can be.

    What it comes to should be short, but for the last thing: nobody takes it until somebody asks.
    """
    return executor.aside() if isinstance(executor, _Processes) else None


class _Aside(Executor):
    """A copy of this process that does one thing after another; it needs no thread here, so more copies can follow."""

    def __init__(self) -> None:
        self._own, other = multiprocessing.Pipe()
        # In their order; each takes its own result.
        self._waiting: list[Callable[[Exception | None, object], None]] = []
        self._process = _Forking().Process(target=_do_all, args=(other, self._own), daemon=True)
        self._process.start()
        other.close()

    def submit(self, function: Callable[Given, Result], /, *args: Given.args, **kwargs: Given.kwargs) -> Future[Result]:
        """Have it do something."""
        found: _Awaited[Result] = _Awaited(self._receive)
        self._waiting.append(found.take)
        with suppress(ConnectionError):
            self._own.send(partial(function, *args, **kwargs))
        return found

    def _receive(self) -> None:
        """Take the next result."""
        try:
            error, result = self._own.recv()
        except (EOFError, ConnectionError):
            raise BrokenProcessPool from None
        self._waiting.pop(0)(error, result)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: ARG002  (what it is at ends)
        """End it."""
        with suppress(ConnectionError):
            self._own.send(None)
        if wait:
            self._process.join()


class _Awaited(Future[Result]):
    """What becomes of a task, received when somebody asks for it."""

    def __init__(self, receive: Callable[[], None]) -> None:
        super().__init__()
        self._receive = receive

    def take(self, error: Exception | None, result: object) -> None:
        """It is done."""
        if error:
            self.set_exception(error)
        else:
            self.set_result(cast(Result, result))

    def result(self, timeout: float | None = None) -> Result:
        """What the task came to."""
        while not self.done():
            self._receive()
        return super().result(timeout)


def _do_all(
    tasks: "Connection[tuple[Exception | None, object], Callable[[], object] | None]",
    other: "Connection[object, object]",
) -> None:
    """Do what is sent, one after another, until nobody sends any more; the other end is this process's, too."""
    other.close()
    begin()
    with suppress(EOFError, ConnectionError):
        while True:
            if not (task := tasks.recv()):
                return
            tasks.send(_outcome(task))


def _outcome(task: Callable[[], object]) -> tuple[Exception | None, object]:
    """What a task raised, or what it came to."""
    try:
        return None, task()
    except Exception as error:  # noqa: BLE001  (whoever asks for the result gets it)
        return error, None


def can_fork() -> bool:
    """Whether a copy of this process may be made."""
    return sys.platform == "linux" and threading.active_count() == 1


class _Spawned(SpawnProcess):
    """A process that is started whole: else whoever interrupts the program meanwhile sees its traceback."""

    def start(self) -> None:
        with _undisturbed():
            if sys.platform != "win32":
                # Else it is begun in the midst of it, and does away with what holds signals.
                resource_tracker.ensure_running()
            with _held():
                super().start()


class _Spawning(SpawnContext):
    Process = _Spawned  # type: ignore[mutable-override]


if sys.platform == "linux":

    class _Forked(ForkProcess):
        """A copy that is started whole, and knows nothing of the command that its original runs."""

        def start(self) -> None:
            # Not answered but kept: else the copy would answer them, too, and put away what is its original's.
            with _held():
                super().start()

        def run(self) -> None:
            contextvars.Context().run(super().run)

    class _Forking(ForkContext):
        Process = _Forked  # type: ignore[mutable-override]


@contextmanager
def _held() -> Iterator[None]:
    """Signals that end the program are kept for later, and so by a process that is begun meanwhile (`begin`).

    Whoever interrupts the program interrupts those that it begins, too, and would see a traceback of each.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _ENDING)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Signals that end the program are answered when this is done."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    came: list[int] = []
    answers = {one: signal.signal(one, lambda number, _: came.append(number)) for one in _ENDING}
    try:
        yield
    finally:
        for one, answer in answers.items():
            # None: not set by Python.
            signal.signal(one, answer or signal.SIG_DFL)
        for number in came:
            signal.raise_signal(number)


@contextmanager
def _without_lost_threads() -> Iterator[None]:
    """A thread that ends by an exception ends the `with`: nobody else would say what the main thread waits for.

    Of the pool's own threads none does, unless not even a thread can be started, which is for lack of memory.
    """
    lost: list[threading.ExceptHookArgs] = []
    said = threading.excepthook

    def end(args: threading.ExceptHookArgs) -> None:
        if isinstance(args.exc_value, InvalidStateError):
            # Of tasks that nobody waits for any more, after another has failed.
            return
        lost.append(args)
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)

    is_main = threading.current_thread() is threading.main_thread()
    if is_main and hasattr(signal, "pthread_kill"):
        threading.excepthook = end
    try:
        yield
    except KeyboardInterrupt:
        if lost:
            raise MemoryError from lost[0].exc_value
        raise
    except RuntimeError as error:
        # "can't start new thread", or in its place: "cannot join thread before it is started".
        if "thread" in str(error):
            raise MemoryError from error
        raise
    finally:
        threading.excepthook = said


def begin() -> None:
    """What each process does first.

    Whoever interrupts the program interrupts its processes too; that one of them says so is enough.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):
        # What a copy has of its original's.
        for one in _ENDING:
            if one != signal.SIGINT:
                signal.signal(one, signal.SIG_DFL)
        threading.excepthook = threading.__excepthook__
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDING)
    if parent := multiprocessing.parent_process():
        threading.Thread(target=_end_after, args=(parent.sentinel,), daemon=True).start()
    spare()
    profile_worker()


def spare() -> None:
    """Look for what nobody can reach any more (cycles) far less often than Python does by itself.

    What a step reads or makes stays until it ends, millions of objects; to look through all of them again and again
    takes longer than to read them back, and finds next to nothing.
    """
    gc.set_threshold(_OBJECTS, _YOUNG, _OLD)


def _end_after(parent: int) -> None:
    """End with the process that started this one: were that killed, nobody else would."""
    wait([parent])
    signal.raise_signal(signal.SIGTERM)


def each(function: Callable[[Task], Result], tasks: Iterable[Task], workers: Executor) -> Iterator[Result]:
    """The results of all tasks in their order; a single task is done here, where nothing need be started for it."""
    tasks = list(tasks)
    return map(function, tasks) if len(tasks) < 2 or PROCESSORS < 2 else workers.map(function, tasks)
