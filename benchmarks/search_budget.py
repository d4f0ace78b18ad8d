"""What a search costs, at 5, 50, 200 and 1,000 townships, beside Material's own search and Pagefind.

    .venv/bin/python benchmarks/search_budget.py [--sizes 5,50] [--pagefind-up-to 50] [--build]

Needs the built site (`make site`).  More townships are made of the real ones
(`corpora.py`), and only their index, which is laid under the site's own search
page; the pages themselves are not built.  Bytes are as sent (gzip), of
scripts and index together, each query in a fresh browser, until nothing more
is asked.  Times are from Enter to the finished list, on this machine's loopback:
as a person has it (`enter.py`), and as these measurements have it, which listen
to every request, and on a slow machine take twice as long by that.

Material's cost is counted from its own files and an index of the same texts in
its format: a lower bound, since it loads them on every page view.  Pagefind
1.5.2 indexes one small page a duty, with the same texts.
"""

import argparse
import functools
import gzip
import http.server
import json
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from html import escape
from importlib.metadata import distribution
from pathlib import Path

from corpora import write_corpus
from enter import milliseconds
from playwright.sync_api import Browser, Response, sync_playwright

from generator import flow, paths
from generator.link.catalogue import Catalogue, LinkedTownship
from generator.link.linker import link_county
from generator.progress import SILENT
from generator.read.folder import read
from generator.search.format import with_meta
from generator.search.index import index
from generator.site import write

HERE = Path(__file__).resolve().parent
SITE = HERE.parent / "site"
CONTENT = HERE.parent / "content"
PAGEFIND = "pagefind[bin]==1.5.2"
QUERIES = ("低保", "医保报销", "水利局 打井", "yibao", "危防改造", "孤寡老人", "我想开个小饭馆，要先找哪里办证", "徵兵")
SCOPE = "yunyang/longjiao"
SUGGESTED = ("宅基地", "低保", "水利局", "yibao", "垃圾")
FIRST, ANY, REQUESTS, EVERY_PAGE, SHARE = 48 * 1024, 128 * 1024, 14, 8 * 1024, 0.15
# Milliseconds, as medians: from Enter to results, from the data to suggestions.
RESULTS, SUGGESTIONS = 100, 50
# Milliseconds in which what follows the results is asked for.
AFTERWARDS = 1000


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves files and says nothing of it."""

    def log_message(self, *_: object) -> None:
        """Nothing."""


def copied(catalogue: Catalogue, size: int) -> Catalogue:
    """The catalogue with as many townships: the real ones, and copies in the same counties."""
    each = size // len(catalogue.townships)
    counties = (
        replace(county, townships=tuple(_copy(one, number) for one in county.townships for number in range(each)))
        for county in catalogue.counties
    )
    return replace(catalogue, counties=tuple(counties))


def _copy(township: LinkedTownship, number: int) -> LinkedTownship:
    if not number:
        return township
    head = replace(township.head, id=f"{township.head.id}-{number}")
    lists = (
        replace(
            one,
            categories=tuple(
                replace(category, duties=tuple(replace(duty, township=head) for duty in category.duties))
                for category in one.categories
            ),
        )
        for one in township.lists
    )
    return replace(township, head=head, lists=tuple(lists))


def index_files(size: int, folder: Path) -> Iterator[tuple[str, bytes]]:
    """The index of so many townships (`corpora.py`), one a county, as the site's scripts read it."""
    write_corpus(folder / "content", size)
    content = read(folder / "content").content
    townships = {
        county.id: [one for one in content.townships if one.county_id == county.id] for county in content.counties
    }
    counties = [link_county(county, townships[county.id], content) for county in content.counties]
    assets = json.loads((SITE / paths.SEARCH_META).read_bytes())["assets"]
    return index(counties, replace(content, townships=()), assets)


def lay(size: int, folder: Path) -> None:
    """A site's folder with another index under it."""
    for one in SITE.iterdir():
        if one.name != "search":
            (folder / one.name).symlink_to(one)
    (folder / "search").mkdir()
    work = folder.with_name(f"{folder.name}-index")
    write.write_tree(index_files(size, folder.with_name(f"{folder.name}-work")), work)
    # The search page carries what every search must know: this index's, not the site's.
    page = re.sub("(<script [^>]*data-search-meta>)[^<]*", r"\1", (SITE / paths.SEARCH_HTML).read_text("utf-8"))
    shutil.copytree(work, folder, dirs_exist_ok=True)
    meta = (work / paths.SEARCH_META).read_text("utf-8")
    (folder / paths.SEARCH_HTML).write_text(with_meta(page, meta), "utf-8", newline="\n")


def cost(browser: Browser, address: str, query: str, scope: str, seen: str) -> tuple[int, int, float]:
    """Bytes, requests, and milliseconds from Enter to results with all that listened to, of one query afresh."""
    # The measuring itself needs what the pages' policy forbids.
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()
    responses: list[Response] = []
    page.on("response", lambda got: responses.append(got) if seen in got.url else None)
    page.goto(f"{address}search/" + (f"?in={scope}" if scope else ""))
    page.locator("#q").focus()
    page.wait_for_load_state("networkidle")
    page.evaluate(
        """() => {
          const list = document.querySelector("[data-search-results]");
          addEventListener("keydown", () => (window.began = performance.now()), { capture: true });
          new MutationObserver(() => {
            if (list.hasAttribute("data-search-done") && window.began) window.ended ??= performance.now();
          }).observe(list, { attributes: true });
        }"""
    )
    # As pasted, with Enter at once: who types has what is typed looked up already.
    page.keyboard.insert_text(query)
    page.keyboard.press("Enter")
    page.wait_for_function("window.ended")
    # Passages and counts are asked for once the results are there.
    page.wait_for_timeout(AFTERWARDS)
    taken = page.evaluate("window.ended - window.began")
    meta = page.locator("[data-search-meta]").text_content() or ""
    sizes = {one.url: len(gzip.compress(one.body())) for one in responses if one.url.endswith((".js", ".json"))}
    context.close()
    # What every search must know comes with the search page.
    carried = len(gzip.compress(meta.encode()))
    return sum(sizes.values()) + carried, sum("/search/index/" in one for one in sizes), taken


def suggested(browser: Browser, address: str, query: str) -> float:
    """Milliseconds from the last file that suggestions need to their list, of a query typed into the header's box."""
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()
    page.goto(f"{address}about/", wait_until="networkidle")
    box = page.locator(".md-header").get_by_role("searchbox")
    box.focus()
    page.wait_for_function("document.querySelector('.md-header [role=listbox]')")
    page.evaluate(
        """() => {
          const list = document.querySelector(".md-header [role=listbox]");
          new MutationObserver(() => {
            if (!list.hidden) window.shown ??= performance.now();
          }).observe(list, { attributes: true });
        }"""
    )
    page.keyboard.insert_text(query)
    page.wait_for_function("window.shown")
    taken: float = page.evaluate(
        """() => {
          const files = performance.getEntriesByType("resource").filter((one) => one.name.includes("/search/index/"));
          return window.shown - Math.max(...files.map((one) => one.responseEnd).filter((one) => one <= window.shown));
        }"""
    )
    context.close()
    return taken


def other_pages(browser: Browser, address: str) -> tuple[int, int]:
    """Bytes of all scripts on a page that is not the search page, as sent, and requests of the index there."""
    page = browser.new_page()
    code: dict[str, int] = {}
    page.on("response", lambda got: code.update({got.url: len(gzip.compress(got.body()))}))
    page.goto(f"{address}about/", wait_until="networkidle")
    page.close()
    scripts = sum(size for url, size in code.items() if url.endswith(".js"))
    return scripts, sum("/search/index/" in one for one in code)


def material(catalogue: Catalogue, size: int) -> int:
    """Bytes that Material's search loads on every page: its index, its worker and lunr for Chinese."""
    documents = [
        {"location": f"townships/{one.head.id}/{duty.id}/", "title": duty.name, "text": "".join(duty.texts)}
        for one in copied(catalogue, size).townships
        for duty in one.duties
    ]
    text = json.dumps({"config": {"lang": ["zh"]}, "docs": documents}, ensure_ascii=False)
    folder = Path(str(distribution("mkdocs-material").locate_file("material/templates/assets/javascripts")))
    scripts = [*folder.glob("workers/search.*.min.js"), *(folder / f"lunr/min/lunr.{one}.min.js" for one in ("zh",))]
    return sum(len(gzip.compress(one)) for one in (text.encode(), *(path.read_bytes() for path in scripts)))


def pagefind(catalogue: Catalogue, size: int, folder: Path, library: Path) -> None:
    """One small page a duty, indexed by Pagefind."""
    for township in copied(catalogue, size).townships:
        for duty in township.duties:
            path = folder / f"townships/{township.head.id}/{duty.id}/index.html"
            path.parent.mkdir(parents=True)
            texts = "".join(f"<p>{escape(text)}</p>" for text in duty.texts)
            page = f'<!doctype html><html lang="zh"><body><h1>{escape(duty.name)}</h1>{texts}</body></html>'
            path.write_text(page, "utf-8", newline="\n")
    (folder / "index.html").write_text("<!doctype html><title>Pagefind</title>", "utf-8", newline="\n")
    command = [sys.executable, "-m", "pagefind", "--site", str(folder)]
    subprocess.run(command, check=True, capture_output=True, env={"PYTHONPATH": str(library)})


def pagefind_cost(browser: Browser, address: str, query: str) -> int:
    """Bytes of a first search with the first ten results shown."""
    # The measuring itself needs what the pages' policy forbids.
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()
    responses: list[Response] = []
    page.on("response", lambda got: responses.append(got) if "/pagefind/" in got.url else None)
    page.goto(address)
    page.evaluate(
        """async ([script, query]) => {
          const { search } = await import(script);
          const { results } = await search(query);
          await Promise.all(results.slice(0, 10).map((one) => one.data()));
        }""",
        [f"{address}pagefind/pagefind.js", query],
    )
    page.wait_for_load_state("networkidle")
    # Pagefind's own files are packed already; its scripts are sent packed.
    total = sum(min(len(body), len(gzip.compress(body))) for body in (one.body() for one in responses))
    context.close()
    return total


def serve(folder: Path) -> str:
    """A server of a folder on the loopback; its address."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}/"


def verdict(value: float, budget: float) -> str:
    """A budget, and whether a value is over it."""
    return f"(budget {budget:g}{'' if value <= budget else ', OVER'})"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", default="5,50,200,1000")
    parser.add_argument("--pagefind-up-to", type=int, default=50)
    parser.add_argument("--build", action="store_true", help="time a whole build too, for the index's share of it")
    options = parser.parse_args()
    found, _, catalogue = flow.checked_catalogue(CONTENT, SILENT)
    started = time.perf_counter()
    for _ in index(catalogue.counties, replace(found.content, townships=()), ""):
        pass
    seconds = time.perf_counter() - started
    print(f"index of {len(catalogue.townships)} townships: {seconds:.1f} s")
    with tempfile.TemporaryDirectory() as temporary, sync_playwright() as playwright:
        work = Path(temporary)
        if options.build:
            started = time.perf_counter()
            flow.build_site(CONTENT, work / "built", SILENT)
            share = seconds / (time.perf_counter() - started)
            print(f"share of the site's build: {share:.1%} {verdict(share, SHARE)}")
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium-headless-shell") or shutil.which("chromium"), args=["--no-sandbox"]
        )
        library = work / "library"
        if options.pagefind_up_to:
            pip = [sys.executable, "-m", "pip", "install", "--quiet", "--target", str(library), PAGEFIND]
            subprocess.run(pip, check=True, capture_output=True)
        for size in map(int, options.sizes.split(",")):
            folder = work / f"ours-{size}"
            folder.mkdir()
            lay(size, folder)
            address = serve(folder)
            costs = [
                (query, scope, *cost(browser, address, query, scope, "/search/"), milliseconds(folder, query, scope))
                for query in QUERIES
                for scope in ("", SCOPE)
            ]
            sizes = [one[2] for one in costs]
            largest = max(path.stat().st_size for path in folder.glob("search/index/*/*.json"))
            files = sum(1 for path in folder.rglob("search/index/**/*.json"))
            print(f"{size} townships: {files / size:.1f} files of the index each")
            for query, scope, sent, requests, _, taken in costs:
                where = "in a township" if scope else "everywhere"
                print(f"  {sent / 1024:6.1f} KB {requests:3} requests {taken:6.0f} ms  {query}, {where}")
            print(f"  first search, largest: {max(sizes) / 1024:.1f} KB {verdict(max(sizes) / 1024, FIRST / 1024)}")
            most = max(one[3] for one in costs)
            print(f"  requests, most: {most} {verdict(most, REQUESTS)}")
            listened, middle = (statistics.median(took) for took in zip(*(one[4:] for one in costs), strict=True))
            print(f"  from Enter to results, median: {middle:.0f} ms {verdict(middle, RESULTS)}")
            print(f"  the same with the network listened to: {listened:.0f} ms")
            middle = statistics.median(suggested(browser, address, query) for query in SUGGESTED)
            print(f"  from data to suggestions, median: {middle:.0f} ms {verdict(middle, SUGGESTIONS)}")
            print(f"  largest file over all townships, unpacked: {largest / 1024:.1f} KB")
            ours = statistics.median(sizes)
            theirs: float = material(catalogue, size)
            print(f"  Material: {theirs / 1024:.0f} KB on every page view, {theirs / ours:.1f} times our median")
            if size <= options.pagefind_up_to:
                other = work / f"pagefind-{size}"
                other.mkdir()
                pagefind(catalogue, size, other, library)
                pages = serve(other)
                theirs = statistics.median(pagefind_cost(browser, pages, query) for query in QUERIES)
                print(f"  Pagefind: {theirs / 1024:.0f} KB (median), {theirs / ours:.1f} times our median")
        code, asked = other_pages(browser, serve(SITE))
        print(f"other pages: {code} bytes of scripts {verdict(code, EVERY_PAGE)}, {asked} requests of the index")
        browser.close()


if __name__ == "__main__":
    main()
