"""The flow as a whole: what it makes depends on the content alone."""

import os
import subprocess
import sys

import pytest

from support.places import PROJECT

# Prints digests: of all that is published of the real content, as data, and of the demo's pages and search.
DIGEST = """
import dataclasses, hashlib, pathlib
from generator import flow
from generator.data.export import export
from generator.search.index import index
from generator.pages.render import Renderer
from generator.progress import SILENT

def linked(folder):
    return flow.checked_catalogue(pathlib.Path(folder), SILENT)

def catalogue(folder):
    return linked(folder)[2]

found, _, demo = linked("tests/demo")
vocabulary = dataclasses.replace(found.content, townships=())
renderer = Renderer(flow.TEMPLATES, None, None, "")
for files in (export(catalogue("content")), renderer.render(demo), index(demo.counties, vocabulary, "")):
    print(hashlib.sha256(repr(sorted(files)).encode()).hexdigest())
"""


@pytest.mark.heavy
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
    assert len(first) == 3
    assert first == second
