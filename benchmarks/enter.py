"""Milliseconds from Enter to results, in a Chromium that nothing is attached to.

Whatever drives a browser from outside listens to its network, and on a slow
machine that costs as much as a search itself.  So a page of ours (`enter.html`)
has the search page in a frame, searches there, and sends home the time.
"""

import functools
import http.server
import json
import queue
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

_PAGE = Path(__file__).with_suffix(".html")
_SETTLE, _TOO_LONG = 1500, 60


class _Handler(http.server.SimpleHTTPRequestHandler):
    def __init__(self, *args: object, measured: "queue.Queue[list[float]]", **more: object) -> None:
        self.measured = measured
        super().__init__(*args, **more)  # type: ignore[arg-type]  # passed on as they are

    def do_GET(self) -> None:
        if self.path.partition("?")[0] != "/enter.html":
            super().do_GET()
            return
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(_PAGE.read_bytes())

    def do_POST(self) -> None:
        self.measured.put(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


class _Server(http.server.ThreadingHTTPServer):
    def handle_error(self, *_: object) -> None:
        """A browser that is closed hangs up in the middle of an answer."""


def milliseconds(site: Path, query: str, scope: str) -> float:
    """From Enter to the finished list of a query that has results: the first search in a fresh browser."""
    measured: queue.Queue[list[float]] = queue.Queue()
    handler = functools.partial(_Handler, directory=str(site), measured=measured)
    with _Server(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        asked = urlencode({"query": query, "scope": scope, "settle": _SETTLE})
        with _browser(f"http://127.0.0.1:{server.server_port}/enter.html?{asked}"):
            taken, results = measured.get(timeout=_TOO_LONG)
        server.shutdown()
    if not results:
        raise ValueError(f"没有找到“{query}”，时间不算数")
    return taken


@contextmanager
def _browser(address: str) -> Iterator[None]:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        command = [shutil.which("chromium") or "chromium", "--headless", "--no-sandbox", f"--user-data-dir={profile}"]
        # Without a port for instruments a headless browser closes at once; nobody connects to it.
        with subprocess.Popen(
            [*command, "--remote-debugging-port=0", address], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as browser:
            try:
                yield
            finally:
                browser.terminate()
