"""A site made in several places: from the parts of its counties, and by a cluster; byte for byte the same as in one."""

import operator
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from functools import partial
from pathlib import Path
from typing import Protocol

import pytest

from generator import flow, workers
from generator.progress import Progress, used
from support.limits import time_limit
from support.places import PROJECT, TESTS

CROOKED = TESTS / "crooked"
# The two counties of that content.
COUNTIES = tuple(sorted(path.name for path in (CROOKED / "townships").iterdir()))

# Files that are made before a worker is killed.
_SOME = 20


class Qingdan(Protocol):
    """Runs a command as on a machine of its own, which has a cache of this name."""

    def __call__(self, cache: str, *arguments: object) -> "subprocess.CompletedProcess[str]": ...


@pytest.fixture
def qingdan(tmp_path: Path) -> Qingdan:
    """The command line."""

    def run(cache: str, *arguments: object) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-m", "generator", *map(str, arguments)],
            cwd=PROJECT,
            env={**os.environ, "QINGDAN_CACHE": str(tmp_path / cache)},
            capture_output=True,
            text=True,
            check=False,
        )

    return run


def tree(folder: Path) -> dict[str, bytes]:
    """All files of a folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def whole(qingdan: Qingdan, tmp_path: Path) -> dict[str, bytes]:
    """The site as one machine builds it."""
    ran = qingdan("one", "build", "--content", CROOKED, "--output", tmp_path / "whole")
    assert ran.returncode == 0, ran.stderr
    return tree(tmp_path / "whole")


@pytest.mark.heavy
def test_parts_make_the_same_site(qingdan: Qingdan, whole: dict[str, bytes], tmp_path: Path) -> None:
    """Each county on a machine of its own; where they are put together none is made again."""
    for county in COUNTIES:
        ran = qingdan(
            county, "build", "--content", CROOKED, "--county", county, "--output", tmp_path / f"part-{county}"
        )
        assert ran.returncode == 0, ran.stderr
        assert f"{county} 的一份在 {tmp_path}/part-{county}/" in ran.stderr
    parts = [tmp_path / f"part-{county}" for county in COUNTIES]
    ran = qingdan("last", "assemble", *parts, "--content", CROOKED, "--output", tmp_path / "site")
    assert ran.returncode == 0, ran.stderr
    assert tree(tmp_path / "site") == whole
    # No county was linked where they were put together, so that none of its files can have been made there.
    kept = {path.name for part in parts for path in (part / "counties").iterdir()}
    assert kept <= {path.name for path in (tmp_path / "last/counties").iterdir()}
    assert not any((tmp_path / "last" / "printed").glob("*.pdf"))
    assert "重新做" not in ran.stderr


def whole_part(qingdan: Qingdan, tmp_path: Path) -> Path:
    """The part of one of the two counties, as it should be."""
    part = tmp_path / "unharmed"
    assert qingdan("good", "build", "--content", CROOKED, "--county", "gui", "--output", part).returncode == 0
    return part


@pytest.mark.heavy
def test_part_of_other_content_is_made_again(qingdan: Qingdan, whole: dict[str, bytes], tmp_path: Path) -> None:
    """A part that does not fit, or was damaged on its way, changes nothing, and it is told that it was of no use."""
    shutil.copytree(CROOKED, tmp_path / "old")
    county = tmp_path / "old/townships/gui/county.yml"
    county.write_text(county.read_text("utf-8") + "# 旧\n", "utf-8")
    part = tmp_path / "part"
    assert qingdan("gui", "build", "--content", tmp_path / "old", "--county", "gui", "--output", part).returncode == 0
    other = tmp_path / "other"
    assert qingdan("ren", "build", "--content", CROOKED, "--county", "ren", "--output", other).returncode == 0
    for file in [*other.rglob("*")][::3]:
        if file.is_file():
            file.write_bytes(b"damaged")
    ran = qingdan("last", "assemble", part, other, "--content", CROOKED, "--output", tmp_path / "site")
    assert ran.returncode == 0, ran.stderr
    assert tree(tmp_path / "site") == whole
    assert "这些县是在这里重新做的：gui、ren。几份里没有它们，" in ran.stderr
    # Of one county there is no part.
    ran = qingdan(
        "later", "assemble", whole_part(qingdan, tmp_path), "--content", CROOKED, "--output", tmp_path / "site"
    )
    assert (ran.returncode, tree(tmp_path / "site") == whole) == (0, True), ran.stderr
    assert "这些县是在这里重新做的：ren。几份里没有它们，" in ran.stderr


@pytest.mark.slow
def test_parts_that_cannot_be(qingdan: Qingdan, tmp_path: Path) -> None:
    """Each is told in Chinese, with what there is; nothing is written."""
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos/a.jpg").write_bytes(b"")
    output = ("--output", tmp_path / "site")
    for said, *arguments in (
        ("没有县 jia；有的是：gui、ren", "build", "--county", "jia", *output),
        ("不是 qingdan build --county 写出的", "assemble", tmp_path / "photos", *output),
        ("连不上集群 tcp://127.0.0.1:9；请检查地址", "build", "--cluster", "tcp://127.0.0.1:9", *output),
        ("--county 和 --cluster 只用一个", "build", "--county", "gui", "--cluster", "tcp://127.0.0.1:9", *output),
        ("不是空文件夹", "build", "--county", "gui", "--output", tmp_path / "photos"),
    ):
        ran = qingdan("one", *arguments, "--content", CROOKED)
        assert (ran.returncode, said in ran.stderr, "Traceback" in ran.stderr) == (2, True, False), ran.stderr
    assert sorted(path.name for path in tmp_path.iterdir() if path.name != "one") == ["photos"]


@pytest.mark.heavy
def test_cluster_that_loses_a_worker(
    whole: dict[str, bytes], qingdan: Qingdan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A worker that is killed in the middle of a task changes nothing."""
    from distributed import LocalCluster

    cache = tmp_path / "shared"
    monkeypatch.setenv("QINGDAN_CACHE", str(cache))
    monkeypatch.chdir(PROJECT)
    with LocalCluster(  # type: ignore[no-untyped-call]
        n_workers=2, threads_per_worker=1, processes=True, host="127.0.0.1", dashboard_address=None
    ) as cluster:
        killed: list[int] = []

        def kill() -> None:
            # Some files are made by now, and not nearly all.
            while len(list(cache.rglob("files/*/*"))) < _SOME:
                time.sleep(0.01)
            killed.append(cluster.workers[0].pid)
            os.kill(killed[0], signal.SIGKILL)

        killer = threading.Thread(target=kill, daemon=True)
        killer.start()
        output = ("--output", tmp_path / "site")
        ran = qingdan("shared", "build", "--content", CROOKED, *output, "--cluster", cluster.scheduler_address)
        assert ran.returncode == 0, ran.stderr
        assert killed
    assert len(whole) > 2 * _SOME
    assert tree(tmp_path / "site") == whole


@pytest.mark.heavy
def test_cluster_whose_workers_all_leave(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is told, once, that nobody is there to do anything; when somebody comes, it is done."""
    from distributed import LocalCluster

    said: list[str] = []
    monkeypatch.chdir(PROJECT)
    with (
        LocalCluster(  # type: ignore[no-untyped-call]
            n_workers=1, threads_per_worker=1, processes=True, host="127.0.0.1", dashboard_address=None
        ) as cluster,
        used(Progress(said.append)),
        workers.cluster(cluster.scheduler_address, str) as tasks,
    ):
        assert tasks.submit(len, "ab").result(60) == 2
        cluster.scale(0)
        with time_limit(60):
            while not said:
                time.sleep(0.1)
        waiting = tasks.submit(len, "abc")
        time.sleep(3)
        assert not waiting.done()
        cluster.scale(1)
        assert waiting.result(60) == 3
    assert said == [f"集群 {cluster.scheduler_address} 里没有工作进程了，等新的连上；不等了，请按 Ctrl+C"]


@pytest.mark.heavy
def test_cluster_that_cannot_do_it(qingdan: Qingdan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody in it, or one whose program or whose cache is another: it is told at once, and nothing is made."""
    from distributed import LocalCluster

    monkeypatch.setenv("QINGDAN_CACHE", str(tmp_path / "theirs"))
    monkeypatch.chdir(PROJECT)
    output = ("--output", tmp_path / "site")

    def said(cache: str) -> str:
        ran = qingdan(cache, "build", "--content", CROOKED, *output, "--cluster", cluster.scheduler_address)
        assert ran.returncode == 2, ran.stderr
        return ran.stderr.splitlines()[-1]

    with LocalCluster(  # type: ignore[no-untyped-call]
        n_workers=0, threads_per_worker=1, processes=True, host="127.0.0.1", dashboard_address=None
    ) as cluster:
        assert said("theirs") == (
            f"集群 {cluster.scheduler_address} 里没有一个工作进程；"
            f"请在各台机器上开 dask worker {cluster.scheduler_address}"
        )
        cluster.scale(1)
        assert said("own").endswith(f" 用的缓存不是这里的 {tmp_path}/own；各台的 QINGDAN_CACHE 要指同一个共用的文件夹")
        with workers.cluster(cluster.scheduler_address, tuple) as tasks:
            assert tasks.submit(os.getpid).result() != os.getpid()
        with (
            pytest.raises(workers.NoCluster, match="没有装本程序，或装的太旧"),
            workers.cluster(cluster.scheduler_address, partial(operator.truediv, 1, 0)),
        ):
            pass
        with monkeypatch.context() as other:
            other.setattr(flow, "program", lambda: b"another")
            with pytest.raises(workers.NoCluster, match="不是同一版"):
                flow.build_site(CROOKED, tmp_path / "site", Progress(str), cluster=cluster.scheduler_address)
        (unfit := tmp_path / "unfit").touch()
        with (  # noqa: PT012
            pytest.raises(workers.NoCluster, match=r"集群的 tcp://\S+ 来得晚"),
            workers.cluster(cluster.scheduler_address, partial(Path.read_text, unfit, "utf-8")) as tasks,
        ):
            tasks.submit(len, "ab").result(60)
            unfit.write_text("来得晚", "utf-8")
            tasks.submit(len, "abc").result(60)
        lost = pytest.raises(workers.NoCluster, match="一个接一个地没了")
        with lost, workers.cluster(cluster.scheduler_address, tuple) as tasks:
            tasks.submit(os._exit, 1).result(60)
        lost = pytest.raises(workers.NoCluster, match="断开了")
        with lost, workers.cluster(cluster.scheduler_address, tuple) as tasks:
            waiting = tasks.submit(time.sleep, 60)
            cluster.close()  # type: ignore[no-untyped-call]
            waiting.result(60)
    assert not (tmp_path / "site").exists()
