"""What the commands share: how they are added, what they print, their exit codes, and the day."""

import argparse
import sys
import traceback
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING

from generator import cache, reports
from generator.check import registry as checks
from generator.checking import Checked, ContentHasErrors
from generator.project import CACHE

if TYPE_CHECKING:
    from generator.changes.diff import Change

Command = Callable[[argparse.Namespace], int]
# Adds a command to the command line: its name, what runs it, what it does.
AddCommand = Callable[[str, Command, str], argparse.ArgumentParser]


def add_output(subparser: argparse.ArgumentParser, default: str, text: str) -> None:
    """Where a command puts what it makes."""
    subparser.add_argument(
        "--output", type=Path, default=Path(default), metavar="文件夹", help=f"{text}（默认 {default}）"
    )


def report(checked: Checked, form: str = "text") -> int:
    """Print problems and their count; the exit code that they make."""
    print(reports.report(checked, form), end="")
    return int(checks.has_errors(checked.problems))


def say(*lines: str) -> None:
    """Tell a person how the work goes."""
    print(*lines, sep="\n", file=sys.stderr, flush=True)


def misuse(message: str) -> int:
    """Tell how a command is used rightly; the exit code."""
    say(message)
    return 2


def print_changes(changes: Sequence["Change"]) -> None:
    """What differs, and how much."""
    for change in changes:
        print(f"{change.township}：{change.sentence}")
        for line in change.lines:
            print(f"    {line}")
    print(f"共 {len(changes)} 处不同。")


def tell_of_ignored() -> None:
    """Tell whether something in the cache was of no use."""
    if count := cache.ignored():
        say(f"缓存 {CACHE}/ 里有 {count} 样坏了或不在了，没有用它们，重新做了。")


def described(error: Exception, is_verbose: bool) -> list[str]:
    """What a command that failed tells: a heading, and a line for each thing to do; with the tools' own words too."""
    from generator.site import plain

    original: list[str] = []
    match error:
        case ContentHasErrors():
            lines = ["内容有错误", *(reports.line(error.checked, problem) for problem in error.checked.problems)]
        case plain.SiteError():
            lines = [error.message, *error.details]
            original = [line for text in error.original for line in text.splitlines()]
        case _:
            lines = plain.exception(error)
            original = "".join(traceback.format_exception(error)).splitlines()
    if not original:
        return lines
    return [*lines, *(["原文：", *original] if is_verbose else ["（加 --verbose 看原文）"])]


def today_in_china() -> str:
    """The day in China, wherever this runs."""
    return datetime.now(timezone(timedelta(hours=8))).date().isoformat()
