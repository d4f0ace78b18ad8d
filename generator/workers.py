"""Workers: other processes, for work that needs nothing from this one but what it is given."""

import contextvars
import ctypes
import gc
import multiprocessing
import os
import pickle
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Collection, Iterable, Iterator
from concurrent.futures import CancelledError, Executor, Future, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from functools import cache, partial
from multiprocessing.connection import Connection, wait
from multiprocessing.context import BaseContext, SpawnContext, SpawnProcess
from multiprocessing.process import BaseProcess
from queue import SimpleQueue

if sys.platform != "win32":
    from multiprocessing import resource_tracker
if sys.platform == "linux":
    from multiprocessing.context import ForkContext, ForkProcess
from typing import ParamSpec, TypeVar, cast

from generator.profiling import profile_worker
from generator.progress import current
from generator.signals import ENDING, held, undisturbed

Task = TypeVar("Task")
Result = TypeVar("Result")
Given = ParamSpec("Given")

PROCESSORS = os.cpu_count() or 1
# How many seconds a cluster may take to answer, or a process to end; how often a task is begun whose worker was lost.
_PATIENCE, _RETRIES = 10, 3
# So many new objects until the garbage collector looks through these, of so many such looks one is at older ones, too.
_OBJECTS, _YOUNG, _OLD = 50_000, 10, 10
# Sent instead of a task to end a process.
_NOTHING = b""


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
            with _watched(client.nthreads, address):
                yield _Fit(client.get_executor(retries=_RETRIES), unfit)  # type: ignore[no-untyped-call]
        except CancelledError:
            raise NoCluster(f"和集群 {address} 断开了；请看那里的 dask scheduler 还在不在，再运行一次") from None
        except KilledWorker:
            said = f"集群 {address} 的工作进程一个接一个地没了，多半是内存不够；请看各台 dask worker 的话，再运行一次"
            raise NoCluster(said) from None


class _Fit(Executor):
    """A cluster's tasks, each done only by a worker that is fit for it: some may have come after all were asked."""

    def __init__(self, tasks: Executor, unfit: Callable[[], str]) -> None:
        self._tasks, self._unfit = tasks, unfit

    def submit(self, function: Callable[Given, Result], /, *args: Given.args, **kwargs: Given.kwargs) -> Future[Result]:
        """Have a worker do something."""
        return self._tasks.submit(_do_if_fit, self._unfit, partial(function, *args, **kwargs))


def _do_if_fit(unfit: Callable[[], str], task: Callable[[], Result]) -> Result:
    """Do a task, where this worker is fit for it.  Raises NoCluster."""
    if said := unfit():
        from distributed import get_worker

        raise NoCluster(f"集群的 {get_worker().address} {said}")
    return task()


@contextmanager
def _watched(there: Callable[[], Collection[str]], address: str) -> Iterator[None]:
    """Tell when a cluster has no workers any more: what is asked of it then waits for new ones."""
    is_over, tell = threading.Event(), current()

    def watch() -> None:
        are_some = True
        while not is_over.wait(_PATIENCE):
            with suppress(OSError, TimeoutError):
                were_some, are_some = are_some, bool(there())
                if were_some and not are_some:
                    tell(f"集群 {address} 里没有工作进程了，等新的连上；不等了，请按 Ctrl+C")

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield
    finally:
        is_over.set()
        thread.join()


@contextmanager
def _processes() -> Iterator[Executor]:
    """As many processes as there are processors, started when there is first something for them to do.

    Where the `with` ends by an exception, nobody waits for what they are at.  Raises MemoryError where there is too
    little for a thread.
    """
    others = multiprocessing.active_children()
    executor = _Processes()
    try:
        yield executor
        executor.shutdown()
    except BaseException as error:
        started = [process for process in multiprocessing.active_children() if process not in others]
        for process in started:
            process.terminate()
        # The pool does not know one during whose start somebody interrupted.
        for process in started:
            process.join(_PATIENCE)
        executor.shutdown(cancel_futures=True)
        # "can't start new thread", or in its place: "cannot join thread before it is started".
        if isinstance(error, RuntimeError) and "thread" in str(error):
            raise MemoryError from error
        raise


class _Worker:
    """A process that does one thing after another, and the only connection to it: when it is lost, that ends."""

    def __init__(self, context: BaseContext) -> None:
        self._own, other = multiprocessing.Pipe()
        # What a context makes is a process of its own kind, which typeshed does not say.
        self._process: BaseProcess = context.Process(target=_do_all, args=(other,), daemon=True)  # type: ignore[attr-defined]
        self._process.start()
        other.close()

    def send(self, packed: bytes) -> None:
        """Have it do something."""
        # That it was lost is told where what it comes to is asked for.
        with suppress(OSError):
            self._own.send_bytes(packed)

    def receive(self) -> bytes:
        """What it has come to, packed.  Raises BrokenProcessPool."""
        try:
            return self._own.recv_bytes()
        except (EOFError, OSError):
            raise BrokenProcessPool from None

    def end(self, wait: bool) -> None:
        """End it, once it has done all."""
        self.send(_NOTHING)
        if wait:
            self._process.join()

    def stop(self) -> None:
        """End it, whatever it is at."""
        self._process.terminate()
        self._process.join(_PATIENCE)


class _Processes(Executor):
    """Processes that are started late, each with a connection of its own.

    With one for all of them, as `ProcessPoolExecutor` has it, everybody waits for ever when one is killed in the midst
    of an answer: nobody else can end that.

    On Linux they are copies of this one as it is by then, and have all that it has loaded, which takes seconds.  A copy
    of a process with threads may hang: then, and elsewhere, each is a new one.
    """

    def __init__(self) -> None:
        self._workers: list[_Worker] = []
        self._free: SimpleQueue[_Worker] = SimpleQueue()
        self._threads: ThreadPoolExecutor | None = None
        # One was lost: nothing more is begun, so that it is told soon.
        self._is_broken = False
        self._aside: _Aside | None = None

    def submit(self, function: Callable[Given, Result], /, *args: Given.args, **kwargs: Given.kwargs) -> Future[Result]:
        """Have a process do something."""
        return (self._threads or self._start()).submit(self._ask, partial(function, *args, **kwargs))

    def aside(self) -> Executor | None:
        """One process more, a copy that is started now, where there can be one."""
        if self._workers or self._aside or PROCESSORS < 2:
            return None
        with current().still():
            self._aside = _Aside() if can_fork() else None
        return self._aside

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the processes."""
        if self._threads:
            self._threads.shutdown(wait, cancel_futures=cancel_futures)
        for one in self._workers:
            one.end(wait)
        if self._aside:
            self._aside.shutdown(wait)

    def renew(self) -> None:
        """Have other processes for what is yet to be asked, where one was lost; what was asked before is given up."""
        if self._is_broken and self._threads:
            for one in self._workers:
                one.stop()
            self._threads.shutdown(cancel_futures=True)
            self._workers, self._free, self._threads, self._is_broken = [], SimpleQueue(), None, False

    def _start(self) -> ThreadPoolExecutor:
        with current().still():
            is_forked = can_fork()
            if is_forked:
                # What there is stays: nobody looks through it again, so it is not copied for that.
                gc.freeze()
            # All of them before there is another thread.
            for _ in range(PROCESSORS):
                self._workers.append(_Worker(_Forking() if is_forked else _Spawning()))
                self._free.put(self._workers[-1])
        # One more, which has the next task packed when a process is free.
        self._threads = ThreadPoolExecutor(PROCESSORS + 1)
        return self._threads

    def _ask(self, task: Callable[[], Result]) -> Result:
        """What a task comes to in whichever process is free first; in a thread, which waits for it."""
        packed = pickle.dumps(task)
        worker = self._free.get()
        try:
            if self._is_broken:
                raise BrokenProcessPool
            worker.send(packed)
            answer = worker.receive()
        except BaseException:
            # Also where there was no memory for its answer: the rest of that is still in the pipe.
            self._is_broken = True
            raise
        finally:
            self._free.put(worker)
        error, result = _unpacked(answer)
        if error:
            raise error
        return cast(Result, result)


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


def renew(executor: Executor) -> None:
    """Have a pool begin with new processes, where one of its was lost and so nothing more is done."""
    if isinstance(executor, _Processes):
        executor.renew()


class _Aside(Executor):
    """A copy of this process that does one thing after another; it needs no thread here, so more copies can follow."""

    def __init__(self) -> None:
        # In their order; each takes its own result.
        self._waiting: list[Callable[[Exception | None, object], None]] = []
        self._worker = _Worker(_Forking())

    def submit(self, function: Callable[Given, Result], /, *args: Given.args, **kwargs: Given.kwargs) -> Future[Result]:
        """Have it do something."""
        found: _Awaited[Result] = _Awaited(self._receive)
        self._waiting.append(found.take)
        self._worker.send(pickle.dumps(partial(function, *args, **kwargs)))
        return found

    def _receive(self) -> None:
        """Take the next result."""
        error, result = _unpacked(self._worker.receive())
        self._waiting.pop(0)(error, result)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: ARG002  (what it is at ends)
        """End it."""
        self._worker.end(wait)


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


def _do_all(tasks: "Connection[bytes, bytes]") -> None:
    """Do what is sent, one after another, until nobody sends any more, or there is no memory to receive it."""
    begin()
    with suppress(EOFError, OSError, MemoryError):
        while (packed := tasks.recv_bytes()) != _NOTHING:
            tasks.send_bytes(_answer(packed))
            # It needs that no more.
            give_back()


def _answer(packed: bytes) -> bytes:
    """What a task raised, or what it came to, packed."""
    try:
        return pickle.dumps((None, pickle.loads(packed)()))
    except Exception as error:  # noqa: BLE001  (whoever asks for the result gets it)
        error.add_note("".join(traceback.format_exception(error)))
        return pickle.dumps((error, None))


def _unpacked(answer: bytes) -> tuple[Exception | None, object]:
    return cast(tuple[Exception | None, object], pickle.loads(answer))


def can_fork() -> bool:
    """Whether a copy of this process may be made."""
    return sys.platform == "linux" and threading.active_count() == 1


class _Spawned(SpawnProcess):
    """A process that is started whole: else whoever interrupts the program meanwhile sees its traceback."""

    def start(self) -> None:
        with undisturbed():
            if sys.platform != "win32":
                # Else it is begun in the midst of it, and does away with what holds signals.
                resource_tracker.ensure_running()
            with held():
                super().start()


class _Spawning(SpawnContext):
    Process = _Spawned  # type: ignore[mutable-override]


if sys.platform == "linux":

    class _Forked(ForkProcess):
        """A copy that is started whole, and knows nothing of the command that its original runs."""

        def start(self) -> None:
            # Not answered but kept: else the copy would answer them, too, and put away what is its original's.
            with held():
                super().start()

        def run(self) -> None:
            contextvars.Context().run(super().run)

    class _Forking(ForkContext):
        Process = _Forked  # type: ignore[mutable-override]


def begin() -> None:
    """What each process does first.

    Whoever interrupts the program interrupts its processes too; that one of them says so is enough.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):
        # What a copy has of its original's.
        for one in ENDING:
            if one != signal.SIGINT:
                signal.signal(one, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDING)
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
