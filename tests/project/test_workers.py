"""Workers: a pool that cannot go on says so."""

import threading

import pytest

from generator.workers import pool


def test_a_lost_thread_is_no_silence() -> None:
    """Where the thread ends that deals out the tasks, for lack of memory, nobody waits for ever."""

    def lost() -> None:
        raise RuntimeError("can't start new thread")

    said = threading.excepthook
    with pytest.raises(MemoryError) as raised, pool():  # noqa: PT012
        threading.Thread(target=lost).start()
        threading.Event().wait(60)
    assert isinstance(raised.value.__cause__, RuntimeError)
    assert threading.excepthook is said


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
