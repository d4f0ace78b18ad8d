"""What linking costs: its share of a build, and how it grows with the number of townships.

    .venv/bin/python benchmarks/linking.py [--no-build]

Linking is departments, categories, topics and related duties (`link/linker.py`).  The
share is of the processor time of a whole build in this process; the budget is
10 %.  For the growth the content is copied, counties under new ids, to 2, 5 and
10 times its size; the time a duty takes should stay about the same.
"""

import argparse
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from generator import flow
from generator.link.linker import link
from generator.model import Content
from generator.progress import SILENT
from generator.project import PROJECT
from generator.read.folder import read

BUDGET = 0.10


def copied(content: Content, times: int) -> Content:
    """A content with each county and its townships several times, under new ids."""
    counties, townships = [], []
    for copy in range(times):
        mark = f"-{copy}" if copy else ""
        counties += [replace(one, id=one.id + mark) for one in content.counties]
        townships += [
            replace(one, id=one.id.replace("/", f"{mark}/"), county_id=one.county_id + mark)
            for one in content.townships
        ]
    return replace(content, counties=tuple(counties), townships=tuple(townships))


def seconds(content: Content) -> float:
    """The processor time that linking takes, the better of two."""
    times = []
    for _ in range(2):
        start = time.process_time()
        link(content)
        times.append(time.process_time() - start)
    return min(times)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--no-build", action="store_true", help="only measure the growth")
    options = parser.parse_args()
    content = read(PROJECT / "content").content
    once = seconds(content)
    if not options.no_build:
        with tempfile.TemporaryDirectory() as folder:
            start = time.process_time()
            flow.build_site(PROJECT / "content", Path(folder) / "site", SILENT)
            whole = time.process_time() - start
        share = f"{100 * once / whole:.1f} % (budget {100 * BUDGET:.0f} %)"
        print(f"linking {once:.2f} s of a build of {whole:.1f} s: {share}")
    print("copies  duties  seconds  milliseconds a duty  against one copy")
    for times in (1, 2, 5, 10):
        many = copied(content, times)
        duties = sum(1 for township in many.townships for one in township.lists.values() for _ in one.duties())
        took = seconds(many)
        print(f"{times:6}  {duties:6}  {took:7.2f}  {1000 * took / duties:19.2f}  {took / once / times:16.2f}")


if __name__ == "__main__":
    main()
