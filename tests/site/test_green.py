"""Green means it builds: what people do to a content is named by `check` with its line, or builds with no dead link."""

import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings

from generator import flow
from generator.check.registry import check, has_errors
from generator.link.linker import link
from generator.progress import SILENT
from generator.read.folder import Read, read
from generator.search.index import index
from support.edits import Folder, Pick, demo, edited, only_one_department, write
from support.pages import dead_links, docs

pytestmark = pytest.mark.usefixtures("parsed_once")

# The same examples in every run: a failure here is a failure everywhere.
EVERY_TIME = settings(
    derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck), print_blob=False
)


@contextmanager
def on_disk(folder: Folder) -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as place:
        yield write(folder, Path(place) / "content")


def is_green(found: Read) -> bool:
    """Whether `check` passes; where it does not, each problem says in Chinese where and what."""
    problems = check(found)
    for one in problems:
        line, column = found.position(one)
        assert one.where.file
        assert line >= 1
        assert column >= 1
        assert one.rule
        assert re.search("[\u4e00-\u9fff]", one.message), one
    return not has_errors(problems)


def holds(folder: Folder, with_search: bool = False) -> bool:
    """Whether the content passes `check`, and then has no dead link; raises what is wrong."""
    with on_disk(folder) as content:
        found = read(content)
        if not is_green(found):
            return False
        catalogue = link(found.content)
        files = list(docs(found, catalogue))
        assert len(dict(files)) == len(files), "a file is written twice"
        assert dead_links(dict(files)) == []
        if with_search:
            list(index(catalogue.counties, found.content, "0" * 12))
        return True


@pytest.mark.slow
@settings(EVERY_TIME, max_examples=30)
@given(edited())
def test_check_names_a_line_or_it_builds(folder: Folder) -> None:
    """Any sequence of edits: a problem with its place, or pages whose links all lead somewhere."""
    holds(folder)


@pytest.mark.slow
@settings(EVERY_TIME, max_examples=2, phases=[Phase.generate])
@given(edited())
def test_what_is_green_is_built(folder: Folder) -> None:
    """The whole build, of a few: MkDocs passes it, and every link of the HTML leads somewhere."""
    with on_disk(folder) as content:
        assume(is_green(read(content)))
        flow.build_site(content, content.parent / "site", SILENT)


@pytest.mark.heavy
@settings(EVERY_TIME, max_examples=300)
@given(edited())
def test_check_names_a_line_or_it_builds_at_length(folder: Folder) -> None:
    """The same of many more, with the search's index."""
    holds(folder, with_search=True)


def test_department_without_a_duty() -> None:
    """The last duty of a department, and of its kind, is taken off: its pages stay, and say that there is none."""
    folder = demo()
    only_one_department(folder, Pick(lambda _: 0))
    with on_disk(folder) as content:
        found = read(content)
        assert is_green(found)
        files = dict(docs(found, link(found.content)))
    assert dead_links(files) == []
    assert "没有写到县财政局的事项。" in files["departments/jia/xiancaizhengju.md"]
    assert "没有写到[甲县财政局](../departments/jia/xiancaizhengju.md)的事项。" in files["department-kinds/finance.md"]


@pytest.mark.parametrize("id", ["index", "con", "com1"])
def test_reserved_ids(id: str) -> None:
    """An id that would take the place of another page, or that Windows forbids, is refused where it stands."""
    folder = demo()
    folder["townships/jia/county.yml"]["departments"].append({"id": id, "name": "县公安局"})
    with on_disk(folder) as content:
        (content / f"townships/{id}").mkdir()
        problems = [(one.where.file, one.message) for one in check(read(content))]
    assert {file for file, _ in problems} == {"townships/jia/county.yml", f"townships/{id}"}
    assert all(f"“{id}”" in said and said.endswith("；请换一个") for _, said in problems)
