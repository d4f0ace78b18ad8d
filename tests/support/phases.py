"""Work that is broken off at each of its steps: a process of its own is killed, or interrupted, just before it.

    python tests/support/phases.py swap-in-one SIGKILL FOLDER

prints a line of JSON for each step: what is in its place after that, what after a second try that fails as it has
hardly begun, and what after one that does not; `null` is nothing.
"""

import json
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from generator.site import write

# Before each of these the work may end.
STEPS = {"open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.chmod", "shutil.copyfile", "shutil.rmtree"}
OLD, NEW = "旧", "新"
SITE = ("api/v1/index.json", "a.html", "b/c.html")


def state(folder: Path, names: tuple[str, ...]) -> list[str | None]:
    """What each file says."""
    return [(folder / name).read_text("utf-8") if (folder / name).is_file() else None for name in names]


def site_of_old(folder: Path) -> None:
    write.write_tree([(name, OLD) for name in SITE], folder / "网站")


def swap(folder: Path) -> None:
    """What a build does in the end."""
    with write.reserved(folder / "网站") as work:
        write.write_tree([(name, NEW) for name in SITE], work / "site")
        write.swap(work / "site", folder / "网站")


def swap_in_two(folder: Path) -> None:
    """The same where the system cannot exchange two folders in one step."""
    write.exchange = lambda *_: False
    swap(folder)


def nothing(folder: Path) -> None:
    """A build that fails."""
    with write.reserved(folder / "网站"):
        pass


def state_of_site(folder: Path) -> list[str | None]:
    found = state(folder / "网站", SITE)
    return found if len(list((folder / "网站").rglob("*.*"))) in (0, len(SITE)) else ["mixed"]


LISTS = ("一.yml", "二.yml", "三/四.yml")


def lists_of_old(folder: Path) -> None:
    write.write_files([(name, OLD) for name in LISTS[:2]], folder)


def together(folder: Path) -> None:
    """What `import` and `fmt` do: two files are there, one is new."""
    write.write_files([(name, NEW) for name in LISTS], folder)


def state_of_lists(folder: Path) -> list[str | None]:
    return state(folder, LISTS)


CASES: dict[str, tuple[Callable[[Path], None], Callable[[Path], None], Callable[[Path], list[str | None]]]] = {
    "swap-in-one": (site_of_old, swap, state_of_site),
    "swap-in-two": (site_of_old, swap_in_two, state_of_site),
    "together": (lists_of_old, together, state_of_lists),
}


def ends_early(work: Callable[[Path], None], folder: Path, step: int, sent: signal.Signals) -> bool:
    """Do the work in another process, which gets a signal before a step; whether it had so many."""
    child = os.fork()
    if child:
        return os.waitpid(child, 0)[1] != 0
    left = step

    def before(event: str, _: object) -> None:
        nonlocal left
        if event in STEPS:
            left -= 1
            if left == 0:
                signal.raise_signal(sent)

    signal.signal(signal.SIGINT, signal.default_int_handler)
    sys.addaudithook(before)
    try:
        work(folder)
    except KeyboardInterrupt:
        os._exit(1)
    os._exit(0)


def main(case: str, name: str, place: str) -> None:
    prepare, work, found = CASES[case]
    step, is_cut = 1, True
    while is_cut:
        folder = Path(place) / str(step)
        folder.mkdir()
        prepare(folder)
        is_cut = ends_early(work, folder, step, signal.Signals[name])
        broken = found(folder)
        nothing(folder)
        back = found(folder)
        work(folder)
        left = sorted(one.name for one in folder.rglob(".*"))
        print(json.dumps({"broken": broken, "back": back, "again": found(folder), "left": left}))  # noqa: T201
        step += 1


if __name__ == "__main__":
    main(*sys.argv[1:])
