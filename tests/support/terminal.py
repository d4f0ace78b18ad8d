"""A terminal at which somebody answers: what a command says there, and what is typed."""

import os
import pty
import select
import time
from collections.abc import Mapping
from pathlib import Path

# For so long (seconds) a question stands before it is answered; and for so long a command may run.
_PAUSE = 0.2
_LONGEST = 600


def at_terminal(
    command: list[str], folder: Path, environment: Mapping[str, str], answer: str = "是"
) -> tuple[int, str]:
    """Run a command, and answer each question alike, or take what it offers; its exit code, and all that it said."""
    process, terminal = pty.fork()
    if not process:
        os.chdir(folder)
        os.execvpe(command[0], command, {**environment})
    said = b""
    until = time.monotonic() + _LONGEST
    while time.monotonic() < until:
        if not select.select([terminal], [], [], _PAUSE)[0]:
            question = said.decode("utf-8", "ignore").rstrip(" ").rpartition("\n")[2]
            if question.endswith("："):
                is_offered = "回车：" in question and "写入" not in question
                os.write(terminal, b"\n" if is_offered else f"{answer}\n".encode())
                said += b"\n"
            continue
        try:
            said += os.read(terminal, 65536)
        except OSError:
            break
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]), said.decode("utf-8", "replace")
