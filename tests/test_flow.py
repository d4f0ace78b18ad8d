"""The flow as a whole: what it makes depends on the content alone."""

import os
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).parent.parent

# Prints the digest of everything that is made of the content itself; the search, which takes longest, of the demo's.
DIGEST = """
import hashlib, pathlib
from generator import flow
from generator.export import export
from generator.index import index
from generator.render import Renderer

def catalogue(folder):
    return flow.checked_catalogue(pathlib.Path(folder), lambda _: None)[2]

real = catalogue("content")
renderer = Renderer(flow.TEMPLATES, None, None, "")
for files in (export(real), renderer.render(real), index(catalogue("tests/demo"))):
    print(hashlib.sha256(repr(sorted(files)).encode()).hexdigest())
"""


def test_the_same_whatever_the_order_of_hashes() -> None:
    """Sets have another order in every run; nothing that is published may have it."""
    runs = [
        subprocess.Popen(
            [sys.executable, "-c", DIGEST],
            env={**os.environ, "PYTHONHASHSEED": seed}, cwd=PROJECT, stdout=subprocess.PIPE, text=True,
        )
        for seed in ("1", "2")
    ]  # fmt: skip
    first, second = (run.communicate()[0].split() for run in runs)
    assert [run.returncode for run in runs] == [0, 0]
    assert len(first) == 3 and first == second
