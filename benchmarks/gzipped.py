"""A site's folder served as an ordinary static host serves it: gzip'd, to be kept for ten minutes, under a sub-path."""

import gzip
import http.server
import mimetypes
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from playwright.sync_api import Browser, Playwright

SUB_PATH = "/portal/"
_TEXT = ("text/", "application/json", "application/xml", "image/svg+xml")


@cache
def sent(path: Path) -> bytes:
    """A file as it is sent: what is text is compressed."""
    data = path.read_bytes()
    return gzip.compress(data, 6, mtime=0) if kind(path).startswith(_TEXT) else data


def kind(path: Path) -> str:
    """A file's media type."""
    return mimetypes.guess_type(path.name)[0] or "application/octet-stream"


def file_of(site: Path, url: str) -> Path:
    """The file of the site that an address of the server is answered with."""
    path = site / unquote(urlsplit(url).path).removeprefix(SUB_PATH)
    return path / "index.html" if path.is_dir() else path


@contextmanager
def serving(site: Path) -> Iterator[str]:
    """Serve a site; gives its address, ending in a slash."""

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            path = file_of(site, self.path)
            if not self.path.startswith(SUB_PATH) or not path.is_file():
                self.send_error(404)
                return
            body, media = sent(path), kind(path)
            self.send_response(200)
            self.send_header("Content-Type", f"{media}; charset=utf-8" if media.startswith(_TEXT) else media)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Cache-Control", "max-age=600")
            if media.startswith(_TEXT):
                self.send_header("Content-Encoding", "gzip")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}{SUB_PATH}"
    finally:
        server.shutdown()
        server.server_close()


def browser(playwright: Playwright) -> Browser:
    """Headless Chromium, Debian's where the machine has it."""
    path = next(filter(None, map(shutil.which, ("chromium-headless-shell", "chromium", "google-chrome"))), None)
    return playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
