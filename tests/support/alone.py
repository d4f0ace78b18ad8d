"""Imports each file in a process of its own, and measures it: `python alone.py FILE…` prints a line of JSON for each.

All processes are copies of one that has loaded the program, so that hundreds of files take a minute.
"""

import json
import os
import resource
import shutil
import signal
import sys
import tempfile
from pathlib import Path
from typing import TypedDict

# Far more than is allowed: what takes so long, or so much, hangs.
_SECONDS, _BYTES = 60, 4_000_000_000
_OPTIONS = ("--to", "jia/yi", "--place", "某省/-/甲县/乙乡")


class Alone(TypedDict):
    """What came of a file: the exit code (None where a signal ended it), what was printed, the files written; the
    seconds that a processor worked on it, and the most memory.
    """

    file: str
    code: int | None
    said: str
    written: list[str]
    seconds: float
    megabytes: float


def each_alone(files: list[str]) -> None:
    """Print what comes of each."""
    from generator.__main__ import main

    # What a command loads when it runs is loaded before.
    main(["import", "没有这个文件.xlsx", *_OPTIONS])
    for file in files:
        folder = Path(tempfile.mkdtemp())
        child = os.fork()
        if not child:
            resource.setrlimit(resource.RLIMIT_AS, (_BYTES, _BYTES))
            signal.alarm(_SECONDS)
            with (folder / "said").open("w", encoding="utf-8") as said:
                os.dup2(said.fileno(), 1)
                os.dup2(said.fileno(), 2)
                code = main(["import", file, *_OPTIONS, "--content", str(folder / "content")])
                sys.stdout.flush()
                sys.stderr.flush()
            os._exit(code)
        _, status, used = os.wait4(child, 0)
        found = Alone(
            file=file,
            code=os.waitstatus_to_exitcode(status) if os.WIFEXITED(status) else None,
            said=(folder / "said").read_text("utf-8", "replace"),
            written=sorted(path.name for path in folder.glob("content/**/*") if path.is_file()),
            seconds=round(used.ru_utime + used.ru_stime, 2),
            megabytes=round(used.ru_maxrss / 1024, 1),
        )
        shutil.rmtree(folder)
        print(json.dumps(found, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    each_alone(sys.argv[1:])
