"""How often the search finds a duty by a word from the middle of its name.

    .venv/bin/python benchmarks/search_words.py [words]

Words of two to four Han characters are cut at random (a fixed seed) from the
middle of names, typed into the built site (`make site` first) in headless
Chromium; right is a word that stands in the name of one of the first ten
results.  Many cuts are no real words: that makes it harder, not easier.
"""

import functools
import http.server
import json
import random
import re
import shutil
import sys
import threading
from pathlib import Path

from playwright.sync_api import sync_playwright

SITE = Path(__file__).resolve().parent.parent / "site"


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves files and says nothing of it."""

    def log_message(self, *_: object) -> None:
        """Nothing."""


def words(count: int) -> list[str]:
    """Cuts from the middle of names: neither the first two nor the last two characters."""
    index = json.loads((SITE / "api/v1/index.json").read_text("utf-8"))
    files = [json.loads((SITE / one["data"]).read_text("utf-8")) for one in index["townships"]]
    names = [item["name"] for data in files for one in data["lists"] for item in one["items"]]
    runs = [run for name in names for run in re.findall(r"[\u4e00-\u9fff]{4,}", name[2:-2])]
    order = random.Random(1)
    found = []
    for run in order.sample(runs, count):
        length = order.choice((2, 3, 4))
        start = order.randrange(len(run) - length + 1)
        found.append(run[start : start + length])
    return found


def main() -> None:
    """Ask for words that stand in the texts, and print those that find nothing."""
    wanted = words(int(sys.argv[1]) if len(sys.argv) > 1 else 120)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(SITE)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    missed = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium-headless-shell") or shutil.which("chromium"), args=["--no-sandbox"]
        )
        page = browser.new_page()
        for word in wanted:
            page.goto(f"http://127.0.0.1:{server.server_port}/search/?q={word}")
            page.locator("[data-search-done]").wait_for(state="attached")
            names = page.locator("[data-search-results] > li > a:first-child").all_inner_texts()[:10]
            if not any(word in name for name in names):
                missed.append(word)
        browser.close()
    server.shutdown()
    print(f"{len(wanted) - len(missed)} of {len(wanted)} words right; missed: {'、'.join(missed) or '—'}")


if __name__ == "__main__":
    main()
