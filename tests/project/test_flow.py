"""The flow as a whole: what it makes depends on the content alone."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from generator import flow
from generator.files import digest
from generator.search.index import index
from support.places import PROJECT
from support.ranking import Case, Item, catalogue_of

# Prints digests: of all that is published of the real content, as data, and of the demo's pages and search.
DIGEST = """
import hashlib, pathlib
from generator import flow
from generator.data.export import export
from generator.search.index import index
from generator.pages.render import Renderer
from generator.progress import SILENT

def catalogue(folder):
    return flow.checked_catalogue(pathlib.Path(folder), SILENT)[2]

demo = catalogue("tests/demo")
renderer = Renderer(flow.TEMPLATES, None, None, "")
for files in (export(catalogue("content")), renderer.render(demo), index(demo)):
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


def test_search_is_written_whole_and_named_by_what_it_holds(tmp_path: Path) -> None:
    """Every file of the index is there, and the version is theirs."""
    catalogue = catalogue_of([Case("", "", (Item("放羊"),), ())])
    files = list(index(catalogue))
    assert flow.write_search(catalogue, tmp_path) == (len(files), digest(files))
    written = {
        path.relative_to(tmp_path).as_posix(): path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()
    }
    assert written == dict(files)
