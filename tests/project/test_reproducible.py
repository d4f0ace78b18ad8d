"""The same content makes the same site, byte by byte, wherever, whenever and by however many processes it is built.

Each build is a process of the command line, of a copy of the program: no build finds what another one has kept, unless
the test says so.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from support.places import CROOKED, PROJECT

# As `qingdan`, on a machine of so many processors.
COMMAND = """
import os, sys
os.cpu_count = lambda: int(os.environ["PROCESSORS"])
from generator.__main__ import main
sys.exit(main())
"""
PLAIN = {"TZ": "UTC", "LC_ALL": "C", "PYTHONHASHSEED": "1", "PROCESSORS": "2"}


def program(folder: Path) -> Path:
    """A copy of the program, which has kept nothing."""
    for name in ("generator", "templates", "content/pages", "content/vocabulary"):
        shutil.copytree(PROJECT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(PROJECT / "mkdocs.yml", folder)
    return folder


def built(
    project: Path,
    site: Path,
    environment: Mapping[str, str] = PLAIN,
    *,
    content: Path = CROOKED,
    before: Sequence[str] = (),
    umask: int = 0o022,
) -> dict[str, bytes]:
    """The files of the site that a copy of the program builds."""
    done = subprocess.run(
        [*before, sys.executable, "-c", COMMAND, "build", "--content", str(content), "--output", str(site)],
        cwd=project,
        env={**os.environ, **PLAIN, **environment, "PYTHONPATH": str(project)},
        capture_output=True,
        umask=umask,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


def differing(first: Mapping[str, bytes], second: Mapping[str, bytes]) -> list[str]:
    """The files that are not in both, or not the same."""
    return sorted(name for name in first.keys() | second.keys() if first.get(name) != second.get(name))


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return program(tmp_path_factory.mktemp("project"))


@pytest.fixture(scope="module")
def first(project: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The files of the build that the others are compared with."""
    files = built(project, tmp_path_factory.mktemp("first") / "site")
    assert len(files) > 100
    return files


@pytest.mark.slow
def test_the_same_elsewhere(first: dict[str, bytes], tmp_path: Path) -> None:
    """Another folder, time zone, locale, order of hashes, number of processes, umask; the content's files are newer."""
    place = tmp_path / "别处 的" / "文件夹"
    content = Path(shutil.copytree(CROOKED, place / "内容", copy_function=shutil.copyfile))
    project = program(place / "程序")
    environment = {"TZ": "Asia/Urumqi", "LC_ALL": "tr_TR.UTF-8", "PYTHONHASHSEED": "2", "PROCESSORS": "4"}
    found = built(project, place / "网站", environment, content=content, umask=0o077)
    assert differing(first, found) == []


@pytest.mark.slow
def test_the_same_again(first: dict[str, bytes], project: Path, tmp_path: Path) -> None:
    """What was kept from before makes what was made then, in another output, too."""
    assert differing(first, built(project, tmp_path / "site")) == []


@pytest.mark.heavy
@pytest.mark.parametrize(
    ("environment", "before"),
    [
        pytest.param({"PROCESSORS": "1"}, (), id="one process"),
        pytest.param({"PROCESSORS": "3"}, (), id="three processes"),
        pytest.param({"LC_ALL": "zh_CN.UTF-8", "TZ": "America/New_York"}, (), id="Chinese locale"),
        pytest.param({"PYTHONHASHSEED": "3"}, (), id="another order of hashes"),
        pytest.param({}, ("taskset", "-c", "0"), id="one processor"),
        pytest.param({}, ("faketime", "-f", "+1m"), id="a minute later"),
        pytest.param({}, ("faketime", "-f", "+400d"), id="a year later"),
        pytest.param({}, ("faketime", "-f", "-20y"), id="a clock that was not set"),
    ],
)
def test_the_same_otherwise(
    first: dict[str, bytes], tmp_path: Path, environment: dict[str, str], before: tuple[str, ...]
) -> None:
    """One thing alone is another; nothing is kept from before."""
    assert differing(first, built(program(tmp_path / "program"), tmp_path / "site", environment, before=before)) == []
