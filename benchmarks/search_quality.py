"""How often the right duty stands among the first three, by a judged set of queries.

    .venv/bin/python benchmarks/search_quality.py [--missed] [--material] [--pagefind] [FILE …]

The queries (`gold/queries-open.yml` if no file is named) are opened one by one
in the built site (`make site` first) in headless Chromium; right is a result
whose first link leads to one of the query's right duties.  Success in the first
three and the mean reciprocal rank (over the first ten) are printed for each kind
and scope, and beside ours:

- substring: duties whose texts hold every part of the query, those with it in the name first;
- material (with --material): the search of Material for MkDocs with jieba, over a page a duty with the same texts;
- pagefind (with --pagefind): Pagefind 1.5.2 over the same site, installed into a temporary folder.
"""

import argparse
import functools
import http.server
import json
import shutil
import subprocess
import sys
import tempfile
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from html import escape
from pathlib import Path
from typing import TypedDict
from urllib.parse import quote

import yaml
from playwright.sync_api import Page, sync_playwright

HERE = Path(__file__).resolve().parent
SITE = HERE.parent / "site"
PAGEFIND = "pagefind[bin]==1.5.2"
FIRST, SEEN = 3, 10
# Material's search without anything of ours.
MKDOCS = """site_name: duties
theme: {name: material, language: zh, font: false}
plugins: [search]
"""

# Gives the duties that a search finds, the best first: "<county>/<township> <duty>".
Search = Callable[[str, str | None], list[str]]


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves files and says nothing of it."""

    def log_message(self, *_: object) -> None:
        """Nothing."""


def duty_of(url: str) -> str | None:
    """The duty that an address leads to, or None."""
    parts = url.split("?")[0].rstrip("/").split("/")
    if len(parts) < 4 or parts[-4] != "townships":
        return None
    return f"{parts[-3]}/{parts[-2]} {parts[-1]}"


def ours(page: Page, address: str) -> Search:
    """Our search, in its page."""

    def search(query: str, scope: str | None) -> list[str]:
        page.goto(f"{address}search/?q={quote(query)}" + (f"&in={scope}" if scope else ""))
        page.locator("[data-search-done]").wait_for(state="attached")
        links = page.locator("[data-search-results] > li").evaluate_all(
            "items => items.map((one) => one.querySelector('a').href)"
        )
        return [duty_of(link) or "" for link in links]

    return search


def texts() -> list[tuple[str, str, str]]:
    """Every duty: "<county>/<township> <duty>", its name, its departments and texts."""
    index = json.loads((SITE / "api/v1/index.json").read_text("utf-8"))
    duties = []
    for township in index["townships"]:
        for one in json.loads((SITE / township["data"]).read_text("utf-8"))["lists"]:
            for item in one["items"]:
                blocks = [text for block in item.get("superior", []) for text in (*block["duties"], *block["support"])]
                departments = [department["name"] for department in item.get("departments", [])]
                lines = [*departments, *blocks, *item.get("township", []), *item.get("method", [])]
                duties.append((f"{township['id']} {item['id']}", item["name"], "\n".join(lines)))
    return duties


def substring() -> Search:
    """The duties that have every part of the query in their texts, in the order of the lists."""
    duties = texts()

    def search(query: str, scope: str | None) -> list[str]:
        parts = query.split()
        own = [one for one in duties if not scope or one[0].startswith(f"{scope} ")]
        found = [one for one in own if all(part in one[1] or part in one[2] for part in parts)]
        return [one[0] for one in sorted(found, key=lambda one: -sum(part in one[1] for part in parts))]

    return search


def material(page: Page, address: str, folder: Path) -> Search:
    """As it comes with the theme in Chinese; its worker's answers have all results, not only a screenful."""
    (folder / "docs").mkdir()
    (folder / "mkdocs.yml").write_text(MKDOCS, "utf-8", newline="\n")
    (folder / "docs/index.md").write_text("# duties\n", "utf-8", newline="\n")
    for duty, name, text in texts():
        path = folder / "docs/townships" / f"{duty.replace(' ', '/')}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        lines = "".join(f"<p>{escape(line)}</p>\n" for line in text.split("\n"))
        path.write_text(f"# {escape(name)}\n\n{lines}", "utf-8", newline="\n")
    subprocess.run([sys.executable, "-m", "mkdocs", "build", "--quiet"], check=True, capture_output=True, cwd=folder)
    page.add_init_script(
        """window.Worker = class extends Worker {
          constructor(...given) {
            super(...given);
            this.addEventListener("message", ({ data }) => {
              if (data.type === 1) window.ready = true;
              if (data.type === 3) window.answer = data.data.items.map(([one]) => one.location);
            });
          }
        };"""
    )
    page.goto(f"{address}material/")
    box = page.locator("[data-md-component=search-query]")
    box.focus()
    page.wait_for_function("window.ready")

    # A query that was just asked is not asked again.
    @cache
    def ask(query: str) -> list[str]:
        page.evaluate("window.answer = null")
        box.fill(query)
        box.press("End")
        page.wait_for_function("window.answer")
        answer: list[str] = page.evaluate("window.answer")
        return answer

    def search(query: str, scope: str | None) -> list[str]:
        found = [duty_of(f"/{url}") or "" for url in ask(query)]
        return [one for one in found if not scope or one.startswith(f"{scope} ")]

    return search


def pagefind(page: Page, address: str, folder: Path) -> Search:
    """Pagefind's search of the same pages."""
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--target", str(folder / "lib"), PAGEFIND]
    subprocess.run(pip, check=True, capture_output=True)
    options = ("--glob", "townships/*/*/[bcr]-*/index.html", "--root-selector", "article")
    command = [
        sys.executable,
        "-m",
        "pagefind",
        "--site",
        str(SITE),
        "--output-path",
        str(folder / "pagefind"),
        *options,
    ]
    subprocess.run(command, check=True, capture_output=True, env={"PYTHONPATH": str(folder / "lib")})
    page.goto(f"{address}about/")

    def search(query: str, scope: str | None) -> list[str]:
        urls = page.evaluate(
            """async ([script, query, scope]) => {
              const { search } = await import(script);
              const { results } = await search(query);
              const urls = [];
              for (const one of results.slice(0, 200)) {
                const { url } = await one.data();
                if (/\\/[bcr]-\\d+\\/$/.test(url) && (!scope || url.includes(`/${scope}/`))) urls.push(url);
                if (urls.length >= 10) break;
              }
              return urls;
            }""",
            [f"{address}pagefind/pagefind.js", query, scope],
        )
        return [duty_of(url) or "" for url in urls]

    return search


@contextmanager
def searches(**wanted: bool) -> Iterator[Iterator[tuple[str, Search]]]:
    """Our search in its page, and beside it those that are wanted, each made when its turn comes."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        root = Path(folder) / "www"
        root.mkdir()
        for one in SITE.iterdir():
            (root / one.name).symlink_to(one)
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(root)))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}/"
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium-headless-shell") or shutil.which("chromium"), args=["--no-sandbox"]
        )

        def made() -> Iterator[tuple[str, Search]]:
            yield "ours", ours(browser.new_page(), address)
            yield "substring", substring()
            if wanted["material"]:
                made = Path(folder) / "made"
                made.mkdir()
                (root / "material").symlink_to(made / "site")
                yield "material", material(browser.new_page(), address, made)
            if wanted["pagefind"]:
                other = pagefind(browser.new_page(), address, Path(folder))
                (root / "pagefind").symlink_to(Path(folder) / "pagefind")
                yield "pagefind 1.5.2", other

        yield made()
        browser.close()
        server.shutdown()


# A query of the gold files: the words, the township that is asked about or None, what kind it is, the right duties.
_Query = TypedDict("_Query", {"q": str, "in": str | None, "kind": str, "right": list[str]})


def measure(name: str, search: Search, queries: list[_Query], show_missed: bool) -> None:
    """Ask every query, and print how many right duties come first."""
    ranks: dict[str, list[int]] = defaultdict(list)
    for one in queries:
        found = search(one["q"], one["in"])[:SEEN]
        right = set(one["right"])
        rank = next((number for number, duty in enumerate(found, 1) if duty in right), 0)
        scope = "township" if one["in"] else "everywhere"
        for group in ("all", scope, one["kind"], f"{one['kind']}, {scope}"):
            ranks[group].append(rank)
        if show_missed and not 0 < rank <= FIRST:
            print(f"  missed: {one['q']} ({one['in'] or 'everywhere'}): {', '.join(found[:FIRST]) or '—'}")
    print(f"{name}:")
    for group, own in sorted(ranks.items(), key=lambda entry: (entry[0] != "all", entry[0])):
        seen = sum(0 < rank <= FIRST for rank in own)
        mean = sum(1 / rank for rank in own if rank) / len(own)
        print(f"  {group:24} {seen:4} of {len(own):4} in the first {FIRST} ({seen / len(own):4.0%}), MRR {mean:.2f}")


def main() -> None:
    """Measure the searches that were asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", nargs="*", type=Path, default=[HERE / "gold/queries-open.yml"])
    parser.add_argument("--missed", action="store_true", help="print the queries that ours misses")
    parser.add_argument("--material", action="store_true", help="measure Material's own search too")
    parser.add_argument("--pagefind", action="store_true", help="measure Pagefind too")
    options = parser.parse_args()
    queries = [query for file in options.files for query in yaml.safe_load(file.read_text("utf-8"))["queries"]]
    with searches(material=options.material, pagefind=options.pagefind) as found:
        for name, search in found:
            measure(name, search, queries, options.missed and name == "ours")


if __name__ == "__main__":
    main()
