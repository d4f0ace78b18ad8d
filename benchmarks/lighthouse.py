"""Google's Lighthouse on the built site: performance, accessibility, best practices, search engines.

    .venv/bin/python benchmarks/lighthouse.py [--site site] [--runs 3] [page/ …]

Needs the built site (`make site`), node and npm, and Chromium.  Lighthouse comes from npm into a folder of its own
(`~/.cache/qingdan-lighthouse`, or `--tool`), the first time; it is no dependency of the site.  The site is served
gzip'd from this machine under a sub-path.  Lighthouse's own setting is used: a phone in the middle of the range
(CPU slowed down 4 times) on slow 4G.  Of several runs of a page the middle score counts.

Exits 1 where a score of performance, accessibility or best practices is below 95.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NotRequired, TypedDict

import gzipped

VERSION = "13.5.0"
LEAST = 95
PAGES = (
    "",
    "townships/jidong/unknown/",
    "townships/jidong/unknown/cooperative/",
    "townships/tuquan/tuquan/c-022/",
    "topics/old-age-allowance/",
    "search/",
    "search/?q=低保",
)
CATEGORIES = {"performance": "快", "accessibility": "无障碍", "best-practices": "规范", "seo": "搜索引擎"}
MEASURES = {
    "first-contentful-paint": "首次显示",
    "largest-contentful-paint": "主要内容",
    "total-blocking-time": "卡住",
    "cumulative-layout-shift": "跳动",
}


def main() -> int:
    """Print each page's scores; 1 where one is too low."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pages", nargs="*", default=PAGES)
    parser.add_argument("--site", type=Path, default=Path("site"))
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--tool", type=Path, default=Path.home() / ".cache/qingdan-lighthouse")
    parser.add_argument("--why", action="store_true", help="also print every audit that costs points")
    options = parser.parse_args()
    command = installed(options.tool)
    low = False
    with gzipped.serving(options.site.resolve()) as address:
        print("页面", *CATEGORIES.values(), *MEASURES.values(), sep="\t")
        for page in options.pages:
            reports = [report(command, address + page) for _ in range(options.runs)]
            scores = {
                name: round(100 * statistics.median(one["categories"][name]["score"] for one in reports))
                for name in CATEGORIES
            }
            # The run whose performance is in the middle tells the times.
            middle = sorted(reports, key=lambda one: one["categories"]["performance"]["score"])[len(reports) // 2]
            times = [middle["audits"][name]["displayValue"].replace("\xa0", " ") for name in MEASURES]
            print(f"/{page}", *scores.values(), *times, sep="\t", flush=True)
            low |= any(score < LEAST for name, score in scores.items() if name != "seo")
            if options.why:
                for line in costs(middle):
                    print(f"  {line}")
    return int(low)


def installed(folder: Path) -> list[str]:
    """The command of Lighthouse, installed into a folder where it is not there yet."""
    program = folder / VERSION / "node_modules/.bin/lighthouse"
    if not program.exists():
        subprocess.run(
            ["npm", "install", "--no-audit", "--no-fund", "--prefix", program.parents[2], f"lighthouse@{VERSION}"],
            check=True,
            stdout=sys.stderr,
        )
    return [str(program)]


class Node(TypedDict, total=False):
    """An element that an audit names."""

    snippet: str


class Item(TypedDict, total=False):
    """A place that an audit names."""

    node: Node
    url: str


class Details(TypedDict, total=False):
    """What an audit found."""

    items: list[Item]


class Audit(TypedDict):
    """An audit of the report; without a score where it does not apply."""

    id: str
    score: float | None
    displayValue: NotRequired[str]
    details: NotRequired[Details]


class Reference(TypedDict):
    """An audit as a category counts it."""

    id: str
    group: str


class Category(TypedDict):
    """A category of the report."""

    score: float
    auditRefs: list[Reference]


class Report(TypedDict):
    """Lighthouse's report, as far as it is read here."""

    categories: dict[str, Category]
    audits: dict[str, Audit]


def report(command: list[str], url: str) -> Report:
    """Lighthouse's report of one page, in a fresh browser."""
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "report.json"
        subprocess.run(
            [
                *command,
                url,
                "--quiet",
                "--output=json",
                f"--output-path={output}",
                "--locale=zh",
                f"--only-categories={','.join(CATEGORIES)}",
                "--chrome-flags=--headless=new --no-sandbox",
            ],
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, **({"CHROME_PATH": browser} if browser else {})},
        )
        found: Report = json.loads(output.read_text("utf-8"))
        return found


def costs(found: Report) -> Iterator[str]:
    """What a page lost points for: category, audit, and the places."""
    for category in CATEGORIES:
        for reference in found["categories"][category]["auditRefs"]:
            audit = found["audits"][reference["id"]]
            if audit["score"] not in (None, 1) and reference["group"] != "hidden":
                items = audit.get("details", {}).get("items", [])
                places = [one.get("node", {}).get("snippet") or one.get("url", "") for one in items]
                yield f"{category}: {audit['id']} {audit.get('displayValue', '')} {places}"


if __name__ == "__main__":
    sys.exit(main())
