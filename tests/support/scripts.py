"""Node, in which the browser's scripts run without a browser."""

import subprocess
import sys
from pathlib import Path

from support.places import PROJECT, TESTS

NODE = Path(sys.executable).with_name("node")
SCRIPTS = TESTS / "scripts"


def node(*arguments: str | Path, text: str = "") -> subprocess.CompletedProcess[str]:
    """What node says when it runs with arguments and reads a text."""
    return subprocess.run(
        [NODE, *arguments], input=text, capture_output=True, text=True, encoding="utf-8", cwd=PROJECT, check=False
    )
