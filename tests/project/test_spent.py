"""What is measured of a command is that of all its processes."""

import sys
from pathlib import Path

import pytest

from support.places import PROJECT

# A process that works in another one, which holds much memory.
CHILD = "import time; held = b'x' * 60_000_000; end = time.process_time() + 0.5\nwhile time.process_time() < end: pass"
PARENT = f"import subprocess, sys; print('begun'); subprocess.run([sys.executable, '-c', {CHILD!r}], check=True)"


@pytest.mark.skipif(not Path("/proc/self/smaps_rollup").exists(), reason="Linux only")
def test_processes_of_processes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(PROJECT / "benchmarks")
    from spent import Failed, spent

    took = spent([sys.executable, "-c", PARENT], tmp_path)
    assert took.said == "begun\n"
    assert took.cpu > 0.5
    assert took.wall > 0.5
    assert 60_000_000 < took.memory < 200_000_000
    with pytest.raises(Failed, match="nothing"):
        spent([sys.executable, "-c", "raise SystemExit('nothing')"], tmp_path)
