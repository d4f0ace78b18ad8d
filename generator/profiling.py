"""Profiling: which functions took how long, here and in all workers, for pstats, snakeviz and the like."""

import cProfile
import os
import pstats
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.util import Finalize
from pathlib import Path

# That of this process, where it is profiled; a copy of the process has it, too.
_own: list[cProfile.Profile] = []
# Where the workers of this process leave their profiles; they inherit its environment.
_FOLDER = "QINGDAN_PROFILES"


@contextmanager
def profiled(file: Path) -> Iterator[None]:
    """Profile what the `with` does, and what workers do for it that are started in it and end in it, into a file."""
    # Before the work: that it cannot be written is told then.
    file.touch()
    with tempfile.TemporaryDirectory(prefix="qingdan-") as folder:
        os.environ[_FOLDER] = folder
        profile = cProfile.Profile()
        _own.append(profile)
        try:
            with profile:
                yield
        finally:
            _own.clear()
            del os.environ[_FOLDER]
            stats = pstats.Stats(profile)
            for one in sorted(Path(folder).iterdir()):
                stats.add(str(one))
            stats.dump_stats(file)


def profile_worker() -> None:
    """Profile this process until it ends, where it is a worker of one that is profiled."""
    if folder := os.environ.get(_FOLDER):
        for one in _own:
            one.disable()
        profile = cProfile.Profile()
        # Not of a worker that is killed: there is no end of it.
        Finalize(None, _keep, (profile, folder), exitpriority=0)
        profile.enable()


def _keep(profile: cProfile.Profile, folder: str) -> None:
    profile.disable()
    profile.dump_stats(Path(folder) / str(os.getpid()))
