"""How much longer `qingdan build` takes than plain `mkdocs build` on the same Markdown.

    .venv/bin/python benchmarks/build_ratio.py [rounds]

Both run as whole processes, in turn, so that a slow moment of the machine hits
both; the ratio of each round and its median are printed.  The budget is 1.5.
"""

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
BUDGET = 1.5


def seconds(command: list[str]) -> float:
    """How long a command takes."""
    start = time.perf_counter()
    subprocess.run(command, cwd=PROJECT, check=True, capture_output=True)
    return time.perf_counter() - start


def main() -> None:
    """Build the site and its Markdown alone in turn, and print the ratios."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    ratios = []
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "site"
        ours = [sys.executable, "-m", "generator", "build", "--output", str(output)]
        # The same Markdown: what our build wrote for MkDocs, with the same settings.
        config = Path(folder) / "mkdocs.yml"
        settings = (PROJECT / "mkdocs.yml").read_text("utf-8")
        settings = settings.replace("docs_dir: build/docs", f"docs_dir: {folder}/build/docs")
        settings = settings.replace("site_dir: site", f"site_dir: {folder}/plain")
        settings = settings.replace("custom_dir: templates/theme", f"custom_dir: {PROJECT}/templates/theme")
        config.write_text(settings, "utf-8", newline="\n")
        plain = [sys.executable, "-m", "mkdocs", "build", "--strict", "-f", str(config)]
        seconds(ours)
        for number in range(1, rounds + 1):
            whole, mkdocs = seconds(ours), seconds(plain)
            ratios.append(whole / mkdocs)
            print(f"round {number}: qingdan build {whole:.2f} s, mkdocs build {mkdocs:.2f} s, ratio {ratios[-1]:.2f}")
    print(f"median ratio {statistics.median(ratios):.2f} (budget {BUDGET})")


if __name__ == "__main__":
    main()
