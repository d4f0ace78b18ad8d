"""The command line: `qingdan check|build|serve|render|import|export|fmt|diff|topics`, and what edits the lists:
`record|retire|move|split|merge|rename-department|merge-departments|new|apply`.

Runs one command of `generator/cli/`, and tells of what fails.
Exit codes: 0 done; 1 the content has errors, something differs, or the program itself failed; 2 misuse.
"""

import signal

# Whoever interrupts the program while it loads sees no traceback of it.
_ANSWER = signal.signal(signal.SIGINT, signal.SIG_DFL)

import argparse
import atexit
import gc
import io
import os
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import takewhile
from pathlib import Path
from types import FrameType

from generator import workers
from generator.checking import ContentHasErrors
from generator.cli.common import Command, described, misuse, report, say
from generator.cli.parser import joined, make_parser
from generator.profiling import profiled
from generator.progress import OnTerminal, Progress, used
from generator.signals import ENDING

signal.signal(signal.SIGINT, _ANSWER)

# So many seconds until it is looked again whether the program may be interrupted.
_LATER = 0.01
# The numbers of the files that every process has, from 0.
_STREAMS = 2


def main(arguments: list[str] | None = None) -> int:
    """Run one command; the exit code."""
    _stand_in()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A file's name need not be text; printing it must not fail.
            stream.reconfigure(errors="backslashreplace")
    options, before = argparse.Namespace(puts="", verbose=False), None
    try:
        workers.spare()
        # To look through all that there is once more when all is done takes half a second, for nothing.
        atexit.register(gc.freeze)
        # All is said by then.
        atexit.register(signal.signal, signal.SIGINT, signal.SIG_IGN)
        options = make_parser().parse_args(joined(sys.argv[1:] if arguments is None else arguments))
        before = _standing(options)
        if not options.content.is_dir() and options.needs_content:
            return misuse(f"没有内容文件夹 {options.content}；请在项目文件夹里运行，或用 --content 指明")
        with _ended_like_interrupted():
            return _run(options)
    except KeyboardInterrupt:
        return misuse(f"已中断{_kept(options, before, '，')}")
    except ContentHasErrors as error:
        report(error.checked)
        say(f"内容有错误，没有生成{_kept(options, before)}。")
        return 1
    except Exception as error:  # noqa: BLE001  (whatever it is, nobody is left with a traceback)
        return _failed(error, options, before)


def _stand_in() -> None:
    """Where a stream was closed (`2>&-`), what is said goes nowhere, and not into the next file that is opened."""
    while (number := os.open(os.devnull, os.O_RDWR)) <= _STREAMS:
        pass
    os.close(number)
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8"))


def _failed(error: Exception, options: argparse.Namespace, before: int | None) -> int:
    """Tell of what is no fault of the content; the exit code."""
    from generator.site import plain
    from generator.site.plain import SiteError
    from generator.site.refuse import OutputRefused
    from generator.site.signing import NotSigned
    from generator.workers import NoCluster

    match error:
        case NotSigned():
            say(f"没有签名，没有生成{_kept(options, before)}：", str(error))
            return 1
        case SiteError():
            heading, *details = described(error, options.verbose)
            say(f"{heading}，没有生成{_kept(options, before)}：", *details)
            return 1
        case OutputRefused() | NoCluster():
            return misuse(str(error))
    say(*described(error, options.verbose))
    if kept := _kept(options, before, ""):
        say(f"{kept}。")
    return 2 if plain.is_of_the_system(error) else 1


def _standing(options: argparse.Namespace) -> int | None:
    """Which folder stands where the command puts another one; None where it puts none, or there is none."""
    if not options.puts:
        return None
    from generator.site import write

    return write.standing(options.output)


def _run(options: argparse.Namespace) -> int:
    """Run the command; what took how long, and which functions, is kept where somebody asks."""
    command: Command = options.run
    is_terminal = sys.stderr.isatty() and os.environ.get("TERM") not in ("dumb", "unknown")
    options.progress = OnTerminal(sys.stderr) if is_terminal else Progress(say)
    try:
        with used(options.progress), _profiled(options.profile):
            return command(options)
    finally:
        if options.verbose and options.progress.timings:
            say(*options.progress.summary())


@contextmanager
def _profiled(file: Path | None) -> Iterator[None]:
    if not file:
        yield
        return
    try:
        with profiled(file):
            yield
    finally:
        if file.is_file():
            say(f"剖析的结果写到 {file}，用 python -m pstats 或 snakeviz 看；中途被结束的工作进程不在内。")


@contextmanager
def _ended_like_interrupted() -> Iterator[None]:
    """Whoever ends the program, or the terminal that it runs in, is somebody who interrupts it: all is cleared up."""
    unanswered = (signal.SIG_DFL, signal.default_int_handler)
    came: list[int] = []

    def interrupt(number: int, frame: FrameType | None) -> None:
        if not _is_put_off(frame):
            came.append(number)
            raise KeyboardInterrupt

    try:
        # Who ignores one (nohup) goes on.
        before = {one: signal.signal(one, interrupt) for one in ENDING if signal.getsignal(one) in unanswered}
    except ValueError:  # not the main thread
        before = {}
    try:
        yield
    except Exception as error:
        # A native library says in its own words that what it called was interrupted.
        if came:
            raise KeyboardInterrupt from error
        raise
    finally:
        if before and hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_REAL, 0)
        for one, handler in before.items():
            signal.signal(one, handler)


def _is_put_off(frame: FrameType | None) -> bool:
    """Whether the command is interrupted only once what is being imported is.

    A native library may not bear to be left half loaded.
    """
    if is_put_off := hasattr(signal, "setitimer") and _is_importing(frame):
        signal.setitimer(signal.ITIMER_REAL, _LATER)
    return is_put_off


def _is_importing(frame: FrameType | None) -> bool:
    """Whether the command imports something; whoever runs it while they are imported themselves may end it, too."""
    own = takewhile(lambda one: one[0].f_code is not main.__code__, traceback.walk_stack(frame))
    return any(one.f_code.co_filename == "<frozen importlib._bootstrap>" for one, _ in own)


def _kept(options: argparse.Namespace, before: int | None, sign: str = "；") -> str:
    """What became of the output, seen on the disk; nothing of a command that puts no folder in the place of another."""
    if not options.puts:
        return ""
    what = "输出" if getattr(options, "county", []) else options.puts
    match before, _standing(options):
        case None, None:
            return f"{sign}还没有{what}"
        case _, None:
            return f"{sign}原有的{what}不在 {options.output}，再运行一次会放回"
        case same, now if same == now:
            return f"{sign}原有的输出没有改动"
        case _:
            return f"{sign}新的{what}已经换上"


if __name__ == "__main__":
    sys.exit(main())
